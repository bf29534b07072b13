/* view: see view.h. A node is 80 bytes in the request's arena; a map is a linked list of ten to fifty keys, which is read a few
 * times. */
#include "web/view.h"

#include <string.h>

static View *node(Arena *a, ViewType type, const char *key)
{
    View *v = arena_raw(a, sizeof *v);
    *v = (View){ .type = type, .key = key };
    return v;
}

static View *add(Arena *a, View *to, ViewType type, const char *key)
{
    View *v = node(a, type, key);
    if (to->last != NULL)
        to->last->next = v;
    else
        to->first = v;
    to->last = v;
    to->n++;
    return v;
}

/* A key put again replaces what was put before: a second value for it would be read by nobody. Most are new, and most of
 * those are known to be by their bit, without a walk through the map. */
View *put_node(Arena *a, View *map, ViewType type, const char *key, unsigned bit)
{
    BUG_ON(map->type != VIEW_MAP); /* our own calls */
    View *v = view_may_have(map, bit) ? (View *)view_get(map, key) : NULL;
    map->seen[bit >> 6] |= UINT64_C(1) << (bit & 63);
    if (v == NULL)
        return add(a, map, type, key);
    *v = (View){ .type = type, .key = key, .next = v->next };
    return v;
}

View *view_map(Arena *a)
{
    return node(a, VIEW_MAP, NULL);
}

View *view_list(Arena *a)
{
    return node(a, VIEW_LIST, NULL);
}

void put_same_map(Arena *a, View *map, const char *key, const View *same)
{
    View *v = put_map(a, map, key), *next = v->next;
    BUG_ON(same->type != VIEW_MAP); /* our own calls */
    *v = *same;
    v->key = key;
    v->next = next;
}

void put_same_list(Arena *a, View *map, const char *key, View *list)
{
    View *v = put_list(a, map, key);
    BUG_ON(list->type != VIEW_LIST); /* our own calls */
    v->first = list->first;
    v->last = list->last;
    v->n = list->n;
    v->same = list;
}

View *add_map(Arena *a, View *list)
{
    BUG_ON(list->type != VIEW_LIST); /* our own calls */
    return add(a, list, VIEW_MAP, NULL);
}

void add_text(Arena *a, View *list, Str s)
{
    BUG_ON(list->type != VIEW_LIST); /* our own calls */
    add(a, list, VIEW_TEXT, NULL)->s = s;
}

void add_int(Arena *a, View *list, i64 i)
{
    BUG_ON(list->type != VIEW_LIST); /* our own calls */
    add(a, list, VIEW_INT, NULL)->i = i;
}

const View *view_get(const View *map, const char *key)
{
    if (map == NULL || map->type != VIEW_MAP)
        return NULL;
    for (const View *v = map->first; v != NULL; v = v->next) {
        if (v->key == key || (v->key[0] == key[0] && strcmp(v->key, key) == 0))
            return v;
    }
    return NULL;
}

/* ,"key": in one piece. Keys are ours: there is nothing to escape in them. */
static void json_key(Buf *out, const char *key, bool is_first)
{
    size_t n = strlen(key);
    char  *p = buf_more(out, n + (is_first ? 3 : 4));
    if (p == NULL)
        return;
    if (!is_first)
        *p++ = ',';
    *p++ = '"';
    memcpy(p, key, n);
    memcpy(p + n, "\":", 2);
}

static void json_children(Buf *out, const View *v)
{
    for (const View *k = v->first; k != NULL; k = k->next) {
        if (v->type == VIEW_MAP)
            json_key(out, k->key, k == v->first);
        else if (k != v->first)
            buf_char(out, ',');
        view_json(out, k);
    }
}

static void json_list(Buf *out, const View *v)
{
    size_t from = out->n;
    if (v->same != NULL && v->same->s.n) {
        buf_str(out, v->same->s);
        return;
    }
    buf_char(out, '[');
    json_children(out, v);
    buf_char(out, ']');
    if (v->same != NULL)
        v->same->s = str_copy(out->a, str_skip(buf_text(out), from));
}

/* There is nothing to escape in it, so it is written where it is to stand. */
static void json_moment(Buf *out, const View *v)
{
    bool   is_date = v->type == VIEW_DATE;
    size_t n = is_date ? DATE_DIGITS : TIME_DIGITS;
    char  *p = buf_more(out, n + 2);
    if (p == NULL)
        return;
    *p++ = '"';
    p[n] = '"';
    if (is_date)
        date_digits(p, (Date)v->i);
    else
        time_digits(p, v->i);
}

void view_json(Buf *out, const View *v)
{
    switch (v->type) {
    case VIEW_NULL: buf_str(out, STR("null")); break;
    case VIEW_BOOL: buf_str(out, v->i ? STR("true") : STR("false")); break;
    case VIEW_INT: buf_int(out, v->i); break;
    case VIEW_TIME:
    case VIEW_DATE: json_moment(out, v); break;
    case VIEW_TEXT:
    case VIEW_MARKUP: buf_json(out, v->s); break;
    case VIEW_MAP:
        buf_char(out, '{');
        json_children(out, v);
        buf_char(out, '}');
        break;
    case VIEW_LIST: json_list(out, v); break;
    }
}
