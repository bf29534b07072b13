/* code: see code.h. */
#include "base/code.h"

#include <string.h>

/* Digits a code has at each level. */
static const size_t digits[] = {
    [LEVEL_NONE] = 0, [LEVEL_PROVINCE] = 2, [LEVEL_CITY] = 4,   [LEVEL_COUNTY] = 6,
    [LEVEL_TOWN] = 9, [LEVEL_VILLAGE] = 12, [LEVEL_GROUP] = 15, [LEVEL_UNIT] = 18,
};

Level code_level(Code c)
{
    for (size_t i = 0; i < c.n; i++)
        if (c.p[i] < '0' || c.p[i] > '9')
            return LEVEL_NONE;
    for (Level l = LEVEL_PROVINCE; l <= LEVEL_UNIT; l++)
        if (c.n == digits[l])
            return l;
    return LEVEL_NONE;
}

bool code_is_valid(Str s)
{
    return code_level(s) != LEVEL_NONE;
}

Code code_at(Code c, Level level)
{
    return str_cut(c, digits[level]);
}

Code code_parent(Code c)
{
    Level l = code_level(c);
    return l <= LEVEL_PROVINCE ? STR_NONE : code_at(c, l - 1);
}

Code code_county(Code c)
{
    return code_at(c, LEVEL_COUNTY);
}

Code code_log(Code c)
{
    return code_at(c, LEVEL_VILLAGE);
}

bool code_covers(Code above, Code c)
{
    return above.n != 0 && str_starts(c, above);
}

Code code_end(Arena *a, Code c)
{
    char  *p = (char *)str_cstr(a, c);
    size_t n = c.n;
    while (n > 0 && p[n - 1] == '9')
        n--;
    if (n == 0)
        return STR(":"); /* the character after '9': behind all that begins with a digit */
    p[n - 1]++;
    return (Code){ p, n };
}

/* ---- as a number: the digits of each level and one more, so that 0 is a level that it has not ---- */

static const struct {
    int      bits;
    unsigned shift; /* the highest level first */
} packed_at[] = {
    [LEVEL_PROVINCE] = { 7, 54 }, [LEVEL_CITY] = { 7, 47 },     [LEVEL_COUNTY] = { 7, 40 }, [LEVEL_TOWN] = { 10, 30 },
    [LEVEL_VILLAGE] = { 10, 20 }, [LEVEL_GROUP] = { 10, 10 }, [LEVEL_UNIT] = { 10, 0 },
};

u64 code_pack(Code c)
{
    u64 packed = 0;
    if (code_level(c) == LEVEL_NONE)
        return 0;
    for (Level l = LEVEL_PROVINCE; l <= LEVEL_UNIT && digits[l] <= c.n; l++) {
        u64 number = 0;
        for (size_t i = digits[l - 1]; i < digits[l]; i++)
            number = number * 10 + (u64)(c.p[i] - '0');
        packed |= (number + 1) << packed_at[l].shift;
    }
    return packed;
}

Level code_pack_level(u64 packed)
{
    Level l = LEVEL_UNIT;
    while (l > LEVEL_NONE && (packed >> packed_at[l].shift & ((1u << packed_at[l].bits) - 1)) == 0)
        l--;
    return l;
}

u64 code_pack_above(u64 packed)
{
    Level l = code_pack_level(packed);
    return l <= LEVEL_PROVINCE ? 0 : packed >> packed_at[l - 1].shift << packed_at[l - 1].shift;
}

u64 code_pack_county(u64 packed)
{
    return packed >> packed_at[LEVEL_COUNTY].shift << packed_at[LEVEL_COUNTY].shift;
}

Code code_unpack(u64 packed, char room[CODE_ROOM])
{
    Level level = code_pack_level(packed);
    for (Level l = LEVEL_PROVINCE; l <= level; l++) {
        u64 number = (packed >> packed_at[l].shift & ((1u << packed_at[l].bits) - 1)) - 1;
        for (size_t i = digits[l]; i-- > digits[l - 1]; number /= 10)
            room[i] = (char)('0' + number % 10);
    }
    room[digits[level]] = '\0';
    return (Code){ room, digits[level] };
}

bool code_is_community(Code c)
{
    return c.n >= 12 && c.p[9] < '2';
}

Code code_from_division(Str twelve)
{
    if (twelve.n != 12 || code_level(twelve) == LEVEL_NONE)
        return STR_NONE;
    Level l = LEVEL_VILLAGE;
    while (l > LEVEL_PROVINCE) {
        Str own = str_skip(code_at(twelve, l), digits[l - 1]);
        if (memcmp(own.p, "000", own.n) != 0)
            break;
        l--;
    }
    return code_at(twelve, l);
}
