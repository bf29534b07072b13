/* str: text as a slice. A Str borrows its bytes (from a literal, an arena or a buffer that outlives it) and is passed
 * by value. Text that came from outside was checked once, at the edge, to be UTF-8 without NUL bytes (utf8.h); lengths
 * here are bytes. A cut Str is not NUL-terminated: str_cstr() makes a copy that is. */
#pragma once
#include "base/arena.h"

typedef struct Str {
    const char *p;
    size_t      n;
} Str;

#define STR(lit)   ((Str){ "" lit, sizeof(lit) - 1 })
#define STR_NONE   ((Str){ NULL, 0 })
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

Str  str_from(const char *cstr); /* NULL gives STR_NONE */
bool str_is_empty(Str s);
bool str_eq(Str a, Str b);
bool str_is(Str a, const char *cstr);
int  str_cmp(Str a, Str b); /* by bytes, as memcmp: the order of COLLATE "C" */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
bool str_find(Str s, Str part, size_t *ret_at); /* ret_at may be NULL */
size_t str_index(Str s, char ch); /* where it stands first; s.n: nowhere. memchr() asks for bytes even of nothing */

Str str_cut(Str s, size_t n);  /* its first n bytes, or all */
Str str_skip(Str s, size_t n); /* without its first n bytes */
Str str_trim(Str s);           /* without white space at both ends, U+3000 (full-width) included */
/* Takes the part before the first `sep` off the front of *rest; false when *rest is used up. */
bool str_next(Str *rest, char sep, Str *ret_part);

Str         str_copy(Arena *a, Str s);
const char *str_cstr(Arena *a, Str s);
Str         str_join(Arena *a, const Str *parts, size_t n, Str between);
Str         arena_printf(Arena *a, const char *fmt, ...) LIKE_PRINTF(2, 3);

/* A number in decimal digits: in room of the caller's, or in the arena. */
enum { DIGITS_MOST = 20 }; /* of INT64_MIN, sign included */
Str str_digits(char room[DIGITS_MOST], i64 v);
Str str_number(Arena *a, i64 v);
/* Decimal digits with an optional '-', the whole of s, no spaces; false when it is not a number or leaves 64 bits. */
bool str_int(Str s, i64 *ret_value);
