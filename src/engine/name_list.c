/* name_list: see name_list.h. */
#include "engine/name_list.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

typedef struct Placed {
    Str name;
    i64 at;
} Placed;

static int by_name(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    int           order = str_cmp(x->name, y->name);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* The first line that repeats a name of an earlier one; 0: none. */
static i64 first_double(Arena *a, const NameList *names)
{
    ArenaMark *mark = arena_mark(a);
    Placed    *v = NEW_N(a, Placed, (size_t)names->n + 1);
    i64        first = 0;
    for (i64 i = 0; i < names->n; i++)
        v[i] = (Placed){ names->v[i], i + 1 };
    qsort(v, (size_t)names->n, sizeof *v, by_name);
    for (i64 i = 1; i < names->n; i++)
        if (str_eq(v[i].name, v[i - 1].name) && (first == 0 || v[i].at < first))
            first = v[i].at;
    arena_rewind(a, mark);
    return first;
}

static const char *fault_of(Str name, i64 n)
{
    if (name.n == 0)
        return "an empty line would shift the numbers";
    if (name.n > NAME_LIST_LONGEST)
        return "a name is longer than 200 bytes";
    if (!utf8_is_text(name) || str_find(name, STR("\t"), NULL))
        return "a name holds a tab or another control character";
    return n == NAME_LIST_MOST ? "there are more than 1,000,000 names" : NULL;
}

bool name_list_read(Arena *a, Lines *lines, NameList *ret_names)
{
    size_t room = 64;
    Str   *v = NEW_N(a, Str, room), line;
    Buf    all = buf_new(a, 1024, (size_t)NAME_LIST_MOST * (NAME_LIST_LONGEST + 1));
    NameList  names = { 0 };
    *ret_names = names;
    while (lines_next(lines, &line)) {
        Str         name = str_trim(line);
        const char *fault = fault_of(name, names.n);
        if (fault != NULL)
            return refuse(a, &lines->refusal, lines->line, fault, name);
        if ((size_t)names.n == room) {
            v = arena_grow(a, v, room * sizeof *v, 2 * room * sizeof *v);
            room *= 2;
        }
        v[names.n++] = str_copy(a, name);
        buf_str(&all, name);
        buf_char(&all, '\n');
    }
    if (lines->refusal.what != NULL)
        return false;
    if (names.n == 0)
        return refuse(a, &lines->refusal, 1, "there are no names", STR_NONE);
    names.v = v;
    i64 again = first_double(a, &names);
    if (again != 0)
        return refuse(a, &lines->refusal, again, "a name stands on the list already", v[again - 1]);
    names.hash = hash_of(buf_text(&all));
    *ret_names = names;
    return true;
}
