/* hundredths: see hundredths.h. */
#include "engine/number/hundredths.h"

bool hundredths_parse(Str s, i64 *ret)
{
    Str whole, rest = s;
    i64 a, b = 0;
    if (!str_next(&rest, '.', &whole) || !str_int(whole, &a) || a < 0 || a > 100000)
        return false;
    if (rest.n > 2 || (rest.n && (!str_int(rest, &b) || b < 0)))
        return false;
    *ret = a * 100 + (rest.n == 1 ? b * 10 : b);
    return true;
}

Str hundredths_text(Arena *a, i64 v)
{
    return arena_printf(a, "%lld.%02lld", (long long)(v / 100), (long long)(v % 100));
}
