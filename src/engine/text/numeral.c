/* numeral: see numeral.h. */
#include "engine/text/numeral.h"

/* 0 to 9, -1: another character. 零, 〇 and the circle that is typed for it; 两 is said for two. */
static int digit_of(u32 ch)
{
    static const u32 words[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };
    for (int i = 0; i < (int)COUNTOF(words); i++)
        if (ch == words[i])
            return i;
    return ch == 0x96f6 || ch == 0x25cb ? 0 : ch == 0x4e24 ? 2 : -1;
}

/* 十 百 千 万; 0: another character. */
static i64 unit_of(u32 ch)
{
    static const u32 words[] = { 0x5341, 0x767e, 0x5343, 0x4e07 };
    i64              unit = 1;
    for (size_t i = 0; i < COUNTOF(words); i++) {
        unit *= 10;
        if (ch == words[i])
            return unit;
    }
    return 0;
}

/* One after the other, as a number on a door is read out: 八〇二. */
static bool spelt(Str run, i64 *ret)
{
    u32 ch;
    *ret = 0;
    while (utf8_next(&run, &ch)) {
        if (digit_of(ch) < 0 || *ret > NUMERAL_MOST / 10)
            return false;
        *ret = *ret * 10 + digit_of(ch);
    }
    return true;
}

typedef struct Counting {
    i64  value, last; /* the unit before */
    int  digit;       /* that waits for its unit; -1: none */
    bool is_zero;     /* 零 stood since that unit */
} Counting;

static bool digit_add(Counting *c, int digit)
{
    if (c->digit >= 0 || (digit == 0 && c->is_zero))
        return false;
    if (digit == 0)
        c->is_zero = true;
    else
        c->digit = digit;
    return true;
}

static bool unit_add(Counting *c, i64 unit)
{
    if (unit == 10 && c->digit < 0 && c->value == 0 && !c->is_zero)
        c->digit = 1; /* 十三 */
    if (unit >= c->last || c->digit < 0)
        return false;
    *c = (Counting){ c->value + c->digit * unit, unit, -1, false };
    return true;
}

/* With units, each smaller than the one before it. A digit without a unit ends it, behind 十 or 零 only. */
static bool counted(Str run, i64 *ret)
{
    Counting c = { 0, NUMERAL_MOST, -1, false };
    u32      ch;
    while (utf8_next(&run, &ch))
        if (unit_of(ch) ? !unit_add(&c, unit_of(ch)) : !digit_add(&c, digit_of(ch)))
            return false;
    *ret = c.value + (c.digit > 0 ? c.digit : 0);
    return c.digit < 0 ? !c.is_zero : c.is_zero || c.last == 10;
}

size_t numeral_run(Str s)
{
    Str behind = s;
    u32 ch;
    for (Str next = s; utf8_next(&next, &ch) && (digit_of(ch) >= 0 || unit_of(ch) > 0); behind = next)
        ;
    return s.n - behind.n;
}

bool numeral_take(Str *rest, i64 *ret)
{
    Str  behind = str_skip(*rest, numeral_run(*rest)), run = str_cut(*rest, rest->n - behind.n), next = run;
    bool has_unit = false;
    for (u32 ch; utf8_next(&next, &ch);)
        has_unit = has_unit || unit_of(ch) > 0;
    if (run.n == 0 || !(has_unit ? counted(run, ret) : spelt(run, ret)) || *ret == 0)
        return false;
    *rest = behind;
    return true;
}
