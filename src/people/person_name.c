/* person_name: what a person is told by, and what in a name somebody is to be asked about. See person_inside.h. */
#include "base/fold.h"
#include "base/simple.h"
#include "people/person_inside.h"

enum { NAME_DOT = 0xb7 };

static u32 first_of(Str s)
{
    u32 ch;
    return utf8_next(&s, &ch) ? ch : 0;
}

/* 李芳。 is 李芳: a stop behind a name is no part of it. */
static Str without_stops(Str key)
{
    static const Str stops[] = { STR("."), STR(","), STR(";"), STR(":"), STR("!"), STR("、"), STR("。"), STR("\xc2\xb7") };
    for (size_t i = 0; i < COUNTOF(stops); i++)
        if (key.n > stops[i].n && str_ends(key, stops[i])) {
            key = str_cut(key, key.n - stops[i].n);
            i = SIZE_MAX; /* all of them again */
        }
    return key;
}

Str person_key(Arena *a, Str name)
{
    Str key = without_stops(text_key(a, name));
    Buf b = buf_new(a, key.n + 1, key.n + 1);
    u32 ch, before = 0;
    for (Str rest = key, one = rest; utf8_next(&rest, &ch); one = rest) {
        bool is_between = (ch == NAME_DOT || ch == '-') && utf8_is_han(before) && utf8_is_han(first_of(rest));
        if (!is_between)
            buf_str(&b, str_cut(one, one.n - rest.n));
        before = is_between ? before : ch;
    }
    return buf_text(&b);
}

bool person_keys_are_alike(Arena *a, Str key, Str other)
{
    return !str_eq(key, other) && str_eq(simple_key(a, key), simple_key(a, other));
}

Str person_remark(Str name)
{
    static const Str opens[] = { STR("("), STR("["), STR("{"), STR("<"), STR("（"), STR("［"), STR("【"), STR("〔"), STR("〈"), STR("《") };
    size_t at, first = name.n;
    for (size_t i = 0; i < COUNTOF(opens); i++)
        if (str_find(name, opens[i], &at) && at < first)
            first = at;
    return str_skip(name, first);
}
