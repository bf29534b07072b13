/* name_list: see name_list.h. */
#include "engine/tally/name_list.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/text/alike.h"

/* Why the name cannot stand behind the n that are there; NULL: it can. */
static const char *fault_of(Alikes *there, Str name, i64 n)
{
    if (name.n == 0)
        return "an empty line would shift the numbers";
    if (name.n > NAME_LIST_LONGEST)
        return "a name is longer than 200 bytes";
    if (!utf8_is_text(name) || str_find(name, STR("\t"), NULL))
        return "a name holds a tab or another control character";
    if (n == NAME_LIST_MOST)
        return "there are more than 1,000,000 names";
    Alike is = alikes_add(there, name);
    return is == ALIKE_NEW ? NULL : is == ALIKE_SAME ? "a name stands on the list already" : alike_written_otherwise;
}

bool name_list_read(Arena *a, Lines *lines, NameList *ret_names)
{
    size_t room = 64;
    Str   *v = NEW_N(a, Str, room), line;
    Buf    all = buf_new(a, 1024, (size_t)NAME_LIST_MOST * (NAME_LIST_LONGEST + 1));
    NameList names = { 0 };
    Alikes  *there = alikes_open(a);
    *ret_names = names;
    while (lines_next(lines, &line)) {
        Str         name = str_trim(line);
        const char *fault = fault_of(there, name, names.n);
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
    names.hash = hash_of(buf_text(&all));
    *ret_names = names;
    return true;
}
