/* buf: text that grows, in an arena, up to a cap. Past the cap nothing is added and `over` stays set: whoever made the
 * buffer asks once, at the end (buf_is_over). The verbs are named after the place they write for, so that a value is
 * escaped for where it lands. */
#pragma once
#include "base/str.h"

typedef struct Buf {
    Arena *a;
    char  *p;
    size_t n, cap, max; /* cap: of p, at most max; nothing fits any more once it is over */
    bool   over;
} Buf;

Buf  buf_new(Arena *a, size_t first, size_t max);
Str  buf_text(const Buf *b); /* what was written so far; moves when the buffer grows */
bool buf_is_over(const Buf *b);

char *buf_more(Buf *b, size_t n); /* n bytes that were added, for the caller to fill in at once; NULL: past the cap */
void buf_put(Buf *b, const void *p, size_t n);
void buf_char(Buf *b, char c);
void buf_str(Buf *b, Str s);
void buf_cstr(Buf *b, const char *s);
void buf_int(Buf *b, i64 v);
void buf_printf(Buf *b, const char *fmt, ...) LIKE_PRINTF(2, 3);

void buf_html(Buf *b, Str s);  /* for text and for double-quoted attributes: & < > " ' */
void buf_json(Buf *b, Str s);  /* a JSON string with its quotes (RFC 8259), and <, > and & as \u escapes */
void buf_url(Buf *b, Str s);   /* percent-encoded, unreserved characters of RFC 3986 kept */
void buf_csv(Buf *b, Str s);   /* a CSV field (RFC 4180), quoted also for a tab, which csv.h may take for a separator; with a ' in front where buf_csv_guards() says so */
bool buf_csv_guards(Str s);    /* begins with = + - @ tab or CR, or with apostrophes before one: csv.h takes it off */
void buf_hex(Buf *b, const void *p, size_t n);
