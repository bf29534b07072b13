/* str: see str.h. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Str str_from(const char *cstr)
{
    return cstr ? (Str){ cstr, strlen(cstr) } : STR_NONE;
}

bool str_is_empty(Str s)
{
    return s.n == 0;
}

bool str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(Str a, const char *cstr)
{
    return str_eq(a, str_from(cstr));
}

int str_cmp(Str a, Str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int    order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && str_eq(str_cut(s, prefix.n), prefix);
}

bool str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

bool str_find(Str s, Str part, size_t *ret_at)
{
    const char *hit = part.n == 0 ? s.p : s.n == 0 ? NULL : memmem(s.p, s.n, part.p, part.n);
    if (hit == NULL && part.n != 0)
        return false;
    if (ret_at != NULL)
        *ret_at = part.n == 0 ? 0 : (size_t)(hit - s.p);
    return true;
}

Str str_cut(Str s, size_t n)
{
    return (Str){ s.p, n < s.n ? n : s.n };
}

Str str_skip(Str s, size_t n)
{
    return n < s.n ? (Str){ s.p + n, s.n - n } : STR_NONE;
}

static const Str wide_space = STR("\xe3\x80\x80");

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Str str_trim(Str s)
{
    for (;;) {
        if (s.n && is_space(s.p[0]))
            s = str_skip(s, 1);
        else if (str_starts(s, wide_space))
            s = str_skip(s, wide_space.n);
        else if (s.n && is_space(s.p[s.n - 1]))
            s.n--;
        else if (str_ends(s, wide_space))
            s.n -= wide_space.n;
        else
            return s;
    }
}

size_t str_index(Str s, char ch)
{
    const char *hit = s.n ? memchr(s.p, ch, s.n) : NULL;
    return hit ? (size_t)(hit - s.p) : s.n;
}

bool str_next(Str *rest, char sep, Str *ret_part)
{
    if (rest->p == NULL)
        return false;
    size_t n = str_index(*rest, sep);
    *ret_part = str_cut(*rest, n);
    *rest = n < rest->n ? (Str){ rest->p + n + 1, rest->n - n - 1 } : STR_NONE;
    return true;
}

Str str_copy(Arena *a, Str s)
{
    return (Str){ str_cstr(a, s), s.n };
}

const char *str_cstr(Arena *a, Str s)
{
    char *p = arena_raw(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return p;
}

Str str_join(Arena *a, const Str *parts, size_t n, Str between)
{
    size_t total = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        total += parts[i].n + (i ? between.n : 0);
    char *p = arena_raw(a, total + 1);
    p[total] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (i && between.n)
            memcpy(p + at, between.p, between.n);
        at += i ? between.n : 0;
        if (parts[i].n)
            memcpy(p + at, parts[i].p, parts[i].n);
        at += parts[i].n;
    }
    return (Str){ p, total };
}

/* Most are short: formatted once, on the stack, and copied; only what does not fit there is formatted again. */
Str arena_printf(Arena *a, const char *fmt, ...)
{
    char    small[256];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    BUG_ON(n < 0); /* formats stand in the program, and what they print fits in memory */
    char *p = arena_raw(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (Str){ p, (size_t)n };
}

Str str_digits(char room[DIGITS_MOST], i64 v)
{
    char *end = room + DIGITS_MOST, *p = end;
    u64   u = v < 0 ? 0 - (u64)v : (u64)v;
    do
        *--p = (char)('0' + u % 10);
    while ((u /= 10) != 0);
    if (v < 0)
        *--p = '-';
    return (Str){ p, (size_t)(end - p) };
}

Str str_number(Arena *a, i64 v)
{
    char digits[DIGITS_MOST];
    return str_copy(a, str_digits(digits, v));
}

bool str_int(Str s, i64 *ret_value)
{
    bool negative = s.n && s.p[0] == '-';
    i64  v = 0;
    if (negative)
        s = str_skip(s, 1);
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
            return false;
    }
    if (!negative && __builtin_sub_overflow((i64)0, v, &v))
        return false;
    *ret_value = v;
    return true;
}
