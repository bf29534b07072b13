/* house_key: see house_key.h. */
#include "place/house_key.h"

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

Str group_key(Arena *a, Str name)
{
    Str key = text_key(a, without_slashes(a, text_key(a, name))), rest = key; /* wide slashes are narrow by then */
    int n;
    if (number_take(&rest, &n) && rest.n == 0)
        return arena_printf(a, "%d组", n);
    return group_in_digits(a, key);
}

/* ---- numbers of houses ---- */

/* 户 or 号 behind a digit says nothing. */
static Str without_ending(Str s)
{
    static const Str endings[] = { STR("户"), STR("号") };
    for (size_t i = 0; i < COUNTOF(endings); i++) {
        Str stem = str_cut(s, s.n - endings[i].n);
        if (str_ends(s, endings[i]) && stem.n && (is_digit(stem.p[stem.n - 1]) || str_ends(stem, STR("号"))))
            return without_ending(stem);
    }
    return s;
}

/* The number at the end without zeros in front, and without the .0 that a spreadsheet puts behind it. */
static Str number_plain(Arena *a, Str s)
{
    size_t end = s.n, at;
    while (end > 0 && s.p[end - 1] == '0')
        end--;
    if (end == 0 || end == s.n || s.p[end - 1] != '.' || end < 2 || !is_digit(s.p[end - 2]))
        end = s.n;
    else
        end--;
    for (at = end; at > 0 && is_digit(s.p[at - 1]); at--)
        ;
    if (at == end || (at > 0 && (u8)s.p[at - 1] < 0x80)) /* 2-07 and a07 are no counts: they stay as they are */
        return s;
    size_t from = at;
    while (from + 1 < end && s.p[from] == '0')
        from++;
    return str_join(a, (Str[]){ str_cut(s, at), str_cut(str_skip(s, from), end - from) }, 2, STR_NONE);
}

Str house_key(Arena *a, Str label)
{
    return number_plain(a, without_ending(group_in_digits(a, text_key(a, label))));
}

bool house_key_behind(Arena *a, Str key, Str name, Str *ret_rest)
{
    if (name.n == 0 || key.n <= name.n || !str_starts(key, name))
        return false;
    Str rest = str_skip(key, name.n);
    if (is_digit(name.p[name.n - 1]) && is_digit(rest.p[0])) /* A1 is not the beginning of A17 */
        return false;
    if (rest.n > 1 && rest.p[0] == '-')
        rest = str_skip(rest, 1);
    else if (str_starts(rest, STR("第")) && rest.n > STR("第").n)
        rest = str_skip(rest, STR("第").n);
    *ret_rest = number_plain(a, rest);
    return true;
}
