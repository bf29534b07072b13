/* house_reading: numbers that people read and the key of a house does not. See house_key.h. */
#include "base/ascii.h"
#include "engine/text/house_key.h"

enum { SIGNS_MOST = 6, TEN = 10, HUNDRED = 100 };

typedef struct Reading {
    i64  value, part; /* part: digits before 十 or 百 */
    int  signs;       /* of the number */
    bool is_over;     /* something stood behind the number */
    bool has_units;   /* 十, 百: else the digits stand one beside the other */
    bool is_two_ways; /* 一百二: a digit right behind 百, which is 102 to some and 120 to others */
    int  before;      /* the last sign */
} Reading;

static bool is_within(u32 ch, u32 low, u32 high)
{
    return ch >= low && ch <= high;
}

/* 0 to 9, TEN, HUNDRED; -1: no sign of a number. */
static int sign_of(u32 ch)
{
    static const u32 zeros[] = { '0', 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10 }; /* decimal digits of other scripts */
    static const char *const han[] = { "〇零", "一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖" };
    for (size_t i = 0; i < COUNTOF(zeros); i++)
        if (is_within(ch, zeros[i], zeros[i] + 9))
            return (int)(ch - zeros[i]);
    for (int i = 0; i < (int)COUNTOF(han); i++) {
        u32 one;
        for (Str s = str_from(han[i]); utf8_next(&s, &one);)
            if (one == ch)
                return i;
    }
    return ch == 0x5341 || ch == 0x62fe ? TEN : ch == 0x767e || ch == 0x4f70 ? HUNDRED : -1; /* 十拾 百佰 */
}

/* Ⅶ by itself, before text_key() makes letters of it. */
static int roman_of(u32 ch)
{
    return is_within(ch, 0x2160, 0x216b) ? (int)(ch - 0x215f) : is_within(ch, 0x2170, 0x217b) ? (int)(ch - 0x216f) : 0;
}

/* Marks that say nothing around a number: stops, quotes, brackets, the box of a keycap. A dash between two parts does. */
static bool is_mark(u32 ch)
{
    return (is_within(ch, 0x21, 0x2f) && ch != '-' && ch != '/') || is_within(ch, 0x3a, 0x40) || is_within(ch, 0x5b, 0x60) ||
           is_within(ch, 0x7b, 0x7e) || ch == 0xb0 || ch == 0xb7 || is_within(ch, 0x2010, 0x2027) || is_within(ch, 0x20d0, 0x20ff) ||
           ch == 0x2800 || is_within(ch, 0x3000, 0x3003) || is_within(ch, 0x3008, 0x301f) || is_within(ch, 0xfe00, 0xfe0f);
}

/* Words around a number that say no more than that it is one. */
static size_t word_of_house(Str rest)
{
    static const Str words[] = { STR("门牌号"), STR("门牌"), STR("户主"), STR("户号"), STR("户"), STR("号"), STR("室"),
                                 STR("家"),     STR("第"),   STR("no"),   STR("num"),  STR("戶"), STR("號") };
    for (size_t i = 0; i < COUNTOF(words); i++)
        if (str_starts(rest, words[i]))
            return words[i].n;
    return 0;
}

static bool sign_take(Reading *r, int sign)
{
    if (r->is_over || ++r->signs > SIGNS_MOST)
        return false;
    r->is_two_ways = r->before == HUNDRED && sign > 0 && sign < TEN;
    r->before = sign;
    if (sign < TEN) {
        r->part = r->has_units ? sign : r->part * 10 + sign;
        return true;
    }
    r->value += (r->part ? r->part : 1) * sign;
    r->part = 0;
    r->has_units = true;
    return true;
}

static Str romans_out(Arena *a, Str label)
{
    Buf b = buf_new(a, label.n * 2 + 16, label.n * 2 + 16);
    u32 ch;
    for (Str rest = label, one = rest; utf8_next(&rest, &ch); one = rest) {
        int n = roman_of(ch);
        if (n)
            buf_printf(&b, "%d", n);
        else
            buf_str(&b, str_cut(one, one.n - rest.n));
    }
    return buf_text(&b);
}

bool house_reads_as(Arena *a, Str label, Str *ret_number)
{
    Reading r = { 0 };
    Str     rest = text_key(a, romans_out(a, label));
    u32     ch;
    while (rest.n) {
        Str    next = rest;
        size_t word = word_of_house(rest);
        utf8_next(&next, &ch);
        int sign = sign_of(ch);
        if (word == 0 && sign < 0 && !is_mark(ch))
            return false;
        if (word == 0 && sign >= 0 && !sign_take(&r, sign))
            return false;
        if (sign < 0 || word)
            r.is_over |= r.signs > 0;
        rest = word ? str_skip(rest, word) : next;
    }
    *ret_number = arena_printf(a, "%lld", (long long)(r.value + r.part));
    return r.signs > 0 && !r.is_two_ways;
}

Str house_group_said(Str written)
{
    size_t n = 0;
    while (n < written.n && ascii_is_digit(written.p[n]))
        n++;
    Str group = str_cut(written, n + STR("组").n);
    return n > 0 && written.n > group.n && str_starts(str_skip(written, n), STR("组")) ? group : STR_NONE;
}
