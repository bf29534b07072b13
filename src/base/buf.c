/* buf: see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

Buf buf_new(Arena *a, size_t first, size_t max)
{
    size_t cap = first < 64 ? 64 : first;
    return (Buf){ .a = a, .p = arena_raw(a, cap), .cap = cap < max ? cap : max, .max = max };
}

Str buf_text(const Buf *b)
{
    return (Str){ b->p, b->n };
}

bool buf_is_over(const Buf *b)
{
    return b->over;
}

static bool grow(Buf *b, size_t n)
{
    if (n > b->max - b->n) {
        b->over = true;
        b->cap = b->n;
        b->max = b->n;
        return false;
    }
    size_t cap = b->cap * 2 > b->n + n ? b->cap * 2 : b->n + n;
    cap = cap < b->max ? cap : b->max;
    b->p = arena_grow_raw(b->a, b->p, b->cap, cap);
    b->cap = cap;
    return true;
}

/* Room for n more bytes, or false and over. */
static inline bool has_room(Buf *b, size_t n)
{
    return n <= b->cap - b->n || grow(b, n);
}

char *buf_more(Buf *b, size_t n)
{
    if (!has_room(b, n))
        return NULL;
    b->n += n;
    return b->p + b->n - n;
}

void buf_put(Buf *b, const void *p, size_t n)
{
    if (n == 0 || !has_room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void buf_char(Buf *b, char c)
{
    if (has_room(b, 1))
        b->p[b->n++] = c;
}

void buf_str(Buf *b, Str s)
{
    buf_put(b, s.p, s.n);
}

void buf_cstr(Buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_int(Buf *b, i64 v)
{
    char digits[DIGITS_MOST];
    buf_str(b, str_digits(digits, v));
}

void buf_printf(Buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    BUG_ON(n < 0); /* formats stand in the program, and what they print fits in memory */
    if (has_room(b, (size_t)n + 1)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

/* Copies s up to the first byte that is in `odd`, and returns how many. Nearly all are not, and most texts are short: they
 * are copied while they are looked at. This is where a page's time goes. */
static inline size_t copy_plain(char *to, Str s, const bool odd[256])
{
    size_t i = 0;
    for (; i < s.n && !odd[(unsigned char)s.p[i]]; i++)
        to[i] = s.p[i];
    return i;
}

/* Writes s, with every byte that is in `odd` spelled as `as` says. */
static void put_replaced(Buf *b, Str s, const bool odd[256], const char *(*as)(unsigned char))
{
    while (has_room(b, s.n)) {
        size_t n = copy_plain(b->p + b->n, s, odd);
        b->n += n;
        if (n == s.n)
            return;
        buf_cstr(b, as((unsigned char)s.p[n]));
        s = str_skip(s, n + 1);
    }
}

static const char *as_html(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return "";
    }
}

void buf_html(Buf *b, Str s)
{
    static const bool odd[256] = { ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true };
    put_replaced(b, s, odd, as_html);
}

static const char *as_json(unsigned char c)
{
    static const char *const low[32] = {
        "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
        "\\b",     "\\t",     "\\n",     "\\u000b", "\\f",     "\\r",     "\\u000e", "\\u000f",
        "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
        "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
    };
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '<': return "\\u003c";
    case '>': return "\\u003e";
    case '&': return "\\u0026";
    default: return low[c & 31];
    }
}

void buf_json(Buf *b, Str s)
{
    static const bool odd[256] = { [0 ... 31] = true, ['"'] = true, ['\\'] = true, ['<'] = true, ['>'] = true, ['&'] = true };
    if (!has_room(b, s.n + 2)) /* most need no more */
        return;
    b->p[b->n++] = '"';
    size_t n = copy_plain(b->p + b->n, s, odd);
    b->n += n;
    if (n < s.n)
        put_replaced(b, str_skip(s, n), odd, as_json);
    buf_char(b, '"');
}

static bool is_unreserved(unsigned char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void buf_url(Buf *b, Str s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_unreserved(c))
            buf_char(b, (char)c);
        else
            buf_put(b, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
    }
}

/* Would a spreadsheet reckon with it? Some take the wide signs of a Chinese keyboard for the narrow ones. What looks as if
 * it had been guarded is guarded once more, so that taking one off gives back every text. */
bool buf_csv_guards(Str s)
{
    while (str_starts(s, STR("'")))
        s = str_skip(s, 1);
    static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠" };
    for (size_t i = 0; i < COUNTOF(signs); i++) {
        if (str_starts(s, str_from(signs[i])))
            return true;
    }
    return false;
}

void buf_csv(Buf *b, Str s)
{
    bool is_guarded = buf_csv_guards(s);
    bool needs_quotes = is_guarded;
    for (size_t i = 0; i < s.n && !needs_quotes; i++)
        needs_quotes = strchr(",\"\r\n\t", s.p[i]) != NULL;
    if (!needs_quotes) {
        buf_str(b, s);
        return;
    }
    buf_char(b, '"');
    if (is_guarded)
        buf_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

void buf_hex(Buf *b, const void *p, size_t n)
{
    static const char hex[] = "0123456789abcdef";
    const u8         *u = p;
    for (size_t i = 0; i < n; i++)
        buf_put(b, (char[]){ hex[u[i] >> 4], hex[u[i] & 15] }, 2);
}
