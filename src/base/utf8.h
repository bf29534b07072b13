/* utf8: the edge where bytes become text. */
#pragma once
#include "base/str.h"

/* Well-formed UTF-8 (RFC 3629: no overlong forms, surrogates or values over U+10FFFF) and free of NUL and of control
 * characters other than tab, LF and CR. */
bool   utf8_is_text(Str s);
/* Well-formed UTF-8, whatever the characters: for files that others made. Eight bytes a step where they are ASCII. */
bool   utf8_is_encoded(Str s);
size_t utf8_count(Str s);             /* characters; s is well-formed */
Str    utf8_cut(Str s, size_t chars); /* its first characters */
/* Takes one character off the front; false at the end. */
bool   utf8_next(Str *rest, u32 *ret_char);
size_t utf8_put(char out[4], u32 ch);

/* The form that two texts are compared in: full-width ASCII and spaces made narrow, ASCII lower case, all else kept. */
Str utf8_fold(Arena *a, Str s);

bool utf8_is_han(u32 ch); /* CJK unified ideographs, extensions included */

/* GB18030 text as UTF-8; false when it is not GB18030. By iconv of libc. */
bool utf8_from_gb18030(Arena *a, Str bytes, Str *ret_text);
