/* house_key: see house_key.h. */
#include "engine/text/house_key.h"

static bool is_digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

bool house_key_is_number(Str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!is_digit(key.p[i]))
            return false;
    return key.n > 0;
}

/* ---- numbers of groups ---- */

static int digit_of(u32 ch)
{
    static const u32 words[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };
    for (int i = 0; i < (int)COUNTOF(words); i++)
        if (ch == words[i] || ch == (u32)('0' + i))
            return i;
    return -1;
}

/* 3, 三, 十三, 二十, 二十三 off the front of *rest; up to 99. */
static bool number_take(Str *rest, int *ret)
{
    enum { TEN = 0x5341 };
    Str  s = *rest;
    u32  ch;
    int  value = 0, digits = 0;
    bool is_tens = false;
    for (Str next = s; utf8_next(&next, &ch) && digits < 3; s = next, digits++) {
        int d = digit_of(ch);
        if (ch == TEN && !is_tens && value < 10) {
            value = (value ? value : 1) * 10;
            is_tens = true;
        } else if (d < 0) {
            break;
        } else {
            value = is_tens ? value + d : value * 10 + d;
        }
    }
    if (digits == 0 || value == 0 || value > 99)
        return false;
    *rest = s;
    *ret = value;
    return true;
}

/* 第三组 at the front, or the whole of s, as 3组. */
static Str group_in_digits(Arena *a, Str s)
{
    Str rest = str_starts(s, STR("第")) ? str_skip(s, STR("第").n) : s;
    int n;
    if (!number_take(&rest, &n) || !str_starts(rest, STR("组")))
        return s;
    return arena_printf(a, "%d%.*s", n, STR_ARG(rest));
}

static Str without_slashes(Arena *a, Str s)
{
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '/')
            buf_char(&b, s.p[i]);
    return buf_text(&b);
}

/* One sign for what is written with another in traditional characters; every other difference is text_key()'s. */
static Str simplified(Arena *a, Str s)
{
    static const Str pairs[][2] = { { STR("戶"), STR("户") }, { STR("戸"), STR("户") }, { STR("號"), STR("号") },
                                    { STR("組"), STR("组") }, { STR("棟"), STR("栋") }, { STR("單"), STR("单") },
                                    { STR("樓"), STR("楼") } };
    Buf b = buf_new(a, s.n + 1, s.n + 1);
    while (s.n) {
        size_t i = 0;
        while (i < COUNTOF(pairs) && !str_starts(s, pairs[i][0]))
            i++;
        if (i < COUNTOF(pairs))
            buf_str(&b, pairs[i][1]);
        else
            buf_char(&b, s.p[0]);
        s = str_skip(s, i < COUNTOF(pairs) ? pairs[i][0].n : 1);
    }
    return buf_text(&b);
}

Str group_key(Arena *a, Str name)
{
    Str key = simplified(a, text_key(a, without_slashes(a, text_key(a, name)))); /* wide slashes are narrow by then */
    Str rest = key;
    int n;
    if (number_take(&rest, &n) && rest.n == 0)
        return arena_printf(a, "%d组", n);
    return group_in_digits(a, key);
}

/* ---- numbers of houses ---- */

/* Part of a number: a digit, or a letter as in 7b. */
static bool is_alnum(char ch)
{
    return is_digit(ch) || (ch >= 'a' && ch <= 'z');
}

static Str word_at(Str s, const Str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, words[i]))
            return words[i];
    return STR_NONE;
}

/* 户, 号, 室 and # behind a number say nothing; behind a name they are part of it. */
static Str without_ending(Str s)
{
    static const Str endings[] = { STR("户"), STR("号"), STR("室"), STR("#") };
    Str stem = s;
    for (size_t i = 0; i < COUNTOF(endings); i++)
        if (str_ends(stem, endings[i])) {
            stem = str_cut(stem, stem.n - endings[i].n);
            i = SIZE_MAX; /* all of them again */
        }
    return stem.n && is_alnum(stem.p[stem.n - 1]) ? stem : s;
}

/* The .0 that a spreadsheet puts behind a number, not that of 7-1.0 or a1.0. */
static Str without_point_zero(Str s)
{
    size_t end = s.n, at;
    while (end > 0 && s.p[end - 1] == '0')
        end--;
    if (end == 0 || end == s.n || s.p[end - 1] != '.')
        return s;
    for (at = --end; at > 0 && is_digit(s.p[at - 1]); at--)
        ;
    return at == end || (at > 0 && (u8)s.p[at - 1] < 0x80) ? s : str_cut(s, end);
}

/* 栋 or 单元 between two parts of a number, and a '-' behind it; 0 where none stands. */
static size_t parting(Str rest)
{
    static const Str words[] = { STR("号楼"), STR("#楼"), STR("栋"), STR("幢"), STR("座"), STR("楼"), STR("单元"), STR("#") };
    Str    word = word_at(rest, words, COUNTOF(words));
    Str    behind = str_skip(rest, word.n);
    size_t dash = str_starts(behind, STR("-"));
    return word.n && behind.n > dash && is_alnum(behind.p[dash]) ? word.n + dash : 0;
}

/* Zeros, 第 or # in front of a digit, where nothing narrower stands before them: a07 is no count, 2-07 is 2-7. */
static size_t needless(Str rest, char before, bool is_first)
{
    static const Str words[] = { STR("第"), STR("#"), STR("0") };
    Str  word = word_at(rest, words, COUNTOF(words));
    bool is_free = is_first || before == '-' || (u8)before >= 0x80;
    if (!is_free || word.n == 0 || rest.n == word.n || !is_digit(rest.p[word.n]))
        return 0;
    return word.n;
}

Str house_key_plain(Arena *a, Str written)
{
    Str    s = without_point_zero(written);
    Buf    b = buf_new(a, s.n + 1, s.n + 1);
    char   before = 0;
    size_t n;
    for (Str rest = s; rest.n;) {
        if ((n = needless(rest, before, before == 0)) > 0) {
            rest = str_skip(rest, n);
            continue;
        }
        n = is_alnum(before) ? parting(rest) : 0;
        before = n ? '-' : rest.p[0];
        buf_char(&b, before);
        rest = str_skip(rest, n ? n : 1);
    }
    return buf_text(&b);
}

Str house_written(Arena *a, Str label)
{
    return without_ending(group_in_digits(a, simplified(a, text_key(a, label))));
}

Str house_key(Arena *a, Str label)
{
    return house_key_plain(a, house_written(a, label));
}

bool house_key_behind(Arena *a, Str written, Str name, Str *ret_rest)
{
    if (name.n == 0 || written.n <= name.n || !str_starts(written, name))
        return false;
    Str rest = str_skip(written, name.n);
    if (is_digit(name.p[name.n - 1]) && is_digit(rest.p[0])) /* A1 is not the beginning of A17 */
        return false;
    if (rest.n > 1 && rest.p[0] == '-')
        rest = str_skip(rest, 1);
    else if (str_starts(rest, STR("第")) && rest.n > STR("第").n)
        rest = str_skip(rest, STR("第").n);
    *ret_rest = house_key_plain(a, rest);
    return true;
}
