/* lines: see lines.h. The buffer holds two longest lines, so that bytes are moved to its front rarely. */
#include "engine/text/lines.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { VALUE_BYTES = 60, SIZE = 2 * LINES_LONGEST };

bool refuse(Arena *a, Refusal *r, i64 line, const char *what, Str value)
{
    if (r->what == NULL)
        *r = (Refusal){ .line = line, .what = what, .value = str_copy(a, str_cut(value, VALUE_BYTES)) };
    return false;
}

Str refusal_text(Arena *a, const Refusal *r)
{
    Str value = r->value;
    while (value.n && !utf8_is_encoded(value)) /* cut within a character, or refused for not being text */
        value.n--;
    char *p = arena_take(a, value.n + 1);
    for (size_t i = 0; i < value.n; i++) {
        bool is_c1 = i + 1 < value.n && (u8)value.p[i] == 0xc2 && (u8)value.p[i + 1] < 0xa0; /* U+0080 .. U+009F */
        p[i] = (u8)value.p[i] < 0x20 || value.p[i] == 0x7f || is_c1 ? '?' : value.p[i];
        if (is_c1)
            p[++i] = '?';
    }
    return value.n ? arena_printf(a, "%s: %s", r->what, p) : str_from(r->what);
}

static size_t read_text(void *from, char *into, size_t room)
{
    Str   *text = from;
    size_t n = text->n < room ? text->n : room;
    if (n)
        memcpy(into, text->p, n);
    *text = str_skip(*text, n);
    return n;
}

Lines *lines_open(Arena *a, LinesSource source)
{
    Lines *l = NEW(a, Lines);
    *l = (Lines){ .a = a, .source = source, .size = SIZE };
    l->bytes = arena_take(a, l->size);
    return l;
}

Lines *lines_of(Arena *a, Str text)
{
    Lines *l = NEW(a, Lines);
    *l = (Lines){ .a = a, .text = text, .size = text.n < SIZE ? text.n + 1 : SIZE };
    l->bytes = arena_take(a, l->size);
    l->source = (LinesSource){ read_text, &l->text };
    return l;
}

/* More bytes behind those that are there; false when none come. */
static bool fill(Lines *l)
{
    if (l->is_at_end)
        return false;
    memmove(l->bytes, l->bytes + l->at, l->end - l->at);
    l->end -= l->at;
    l->at = 0;
    size_t n = l->source.read(l->source.from, l->bytes + l->end, l->size - l->end);
    BUG_ON(n > l->size - l->end); /* a source gives at most what it was asked for: fread(), or a copy */
    l->is_at_end = n == 0;
    l->end += n;
    return n > 0;
}

/* The bytes up to the next LF, or all that are left; false at the end. */
static bool raw_next(Lines *l, Str *ret_line)
{
    for (size_t seen = 0;;) {
        char  *from = l->bytes + l->at;
        size_t there = l->end - l->at;
        char  *lf = there > seen ? memchr(from + seen, '\n', there - seen) : NULL;
        if (lf != NULL) {
            *ret_line = (Str){ from, (size_t)(lf - from) };
            l->at += ret_line->n + 1;
            return true;
        }
        seen = there;
        if (there > LINES_LONGEST + 1 || !fill(l)) { /* too long, or the last line */
            *ret_line = (Str){ l->bytes + l->at, there };
            l->at = l->end;
            return there > 0;
        }
    }
}

bool lines_next(Lines *l, Str *ret_line)
{
    Str line;
    if (l->refusal.what != NULL || !raw_next(l, &line))
        return false;
    if (++l->line == 1 && str_starts(line, STR("\xef\xbb\xbf")))
        line = str_skip(line, 3);
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    if (line.n > LINES_LONGEST)
        return refuse(l->a, &l->refusal, l->line, "the line is longer than 1 MB", STR_NONE);
    if (str_index(line, '\0') < line.n)
        return refuse(l->a, &l->refusal, l->line, "the line holds a NUL byte", STR_NONE);
    if (!utf8_is_encoded(line))
        return refuse(l->a, &l->refusal, l->line, "the line is not UTF-8", STR_NONE);
    *ret_line = line;
    return true;
}
