/* decimal: see decimal.h. */
#include "engine/number/decimal.h"

enum { WHOLE_MOST = 12 };

static bool is_digits(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

/* "1,140": three behind each comma, one to three before the first. */
static bool whole_parse(Str s, i64 *ret)
{
    Str  rest = s, group;
    bool is_first = true, is_grouped = str_index(s, ',') < s.n;
    int  n = 0;
    *ret = 0;
    while (rest.p != NULL && str_next(&rest, ',', &group)) {
        bool fits = !is_grouped || (is_first ? group.n <= 3 : group.n == 3);
        if (!is_digits(group) || !fits || (n += (int)group.n) > WHOLE_MOST)
            return false;
        for (size_t i = 0; i < group.n; i++)
            *ret = *ret * 10 + (group.p[i] - '0');
        is_first = false;
    }
    return n > 0;
}

bool decimal_parse(Str s, int places, i64 *ret)
{
    size_t point = str_index(s, '.');
    Str    behind = str_skip(s, point + 1);
    i64    v;
    if (!whole_parse(str_cut(s, point), &v))
        return false;
    if (point < s.n && (!is_digits(behind) || behind.n > (size_t)places))
        return false;
    for (int i = 0; i < places; i++)
        v = v * 10 + ((size_t)i < behind.n ? behind.p[i] - '0' : 0);
    *ret = v;
    return true;
}

static i64 ten_to(int n)
{
    i64 v = 1;
    while (n-- > 0)
        v *= 10;
    return v;
}

Str decimal_text(Arena *a, i64 v, int places)
{
    return arena_printf(a, "%lld.%0*lld", (long long)(v / ten_to(places)), places, (long long)(v % ten_to(places)));
}

Str decimal_short(Arena *a, i64 v, int places)
{
    Str s = decimal_text(a, v, places);
    while (s.p[s.n - 1] == '0')
        s.n--;
    return s.p[s.n - 1] == '.' ? str_cut(s, s.n - 1) : s;
}
