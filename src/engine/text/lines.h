/* lines: a text file, line by line, from bytes that arrive in pieces, so that a file of 100 MB takes the memory of its
 * longest line. What is not text is refused with the line it stands on. Pure: where the bytes come from is the caller's.
 *
 * A line ends with LF or CR LF, the last one also with nothing. A byte order mark at the beginning is dropped. */
#pragma once
#include "base/str.h"

enum { LINES_LONGEST = 1000000 }; /* bytes, without the ending */

/* Why a file is not read, for a person to mend it: FILE:LINE: what: value. */
typedef struct Refusal {
    i64         line;  /* where the offending record begins, from 1; 0 and `what` NULL: nothing is refused */
    const char *what;  /* a sentence without the value, so that it can be looked up in a catalog */
    Str         value; /* what stood there, cut; may be empty */
} Refusal;

/* Notes what is refused and copies the value's first bytes into the arena; the first refusal stands. Returns false. */
bool refuse(Arena *a, Refusal *r, i64 line, const char *what, Str value);
/* The sentence with its value, control characters as ?. */
Str refusal_text(Arena *a, const Refusal *r);

/* Puts up to `room` bytes into `into` and returns how many, 0 at the end (also of what could not be read on: who reads
 * a disk asks his own source afterwards). */
typedef struct LinesSource {
    size_t (*read)(void *from, char *into, size_t room);
    void *from;
} LinesSource;

typedef struct Lines {
    Arena      *a;
    LinesSource source;
    Str         text;        /* lines_of: what is not read yet */
    char       *bytes;       /* at .. end is not given out yet */
    size_t      at, end, size;
    bool        is_at_end;   /* the source has no more */
    i64         line;        /* of the line given out last */
    Refusal     refusal;
} Lines;

/* Both live in `a`. */
Lines *lines_open(Arena *a, LinesSource source);
Lines *lines_of(Arena *a, Str text); /* `text` outlives it */

/* The next line without its ending; its bytes stand until the next call. False at the end, and where the line is longer
 * than LINES_LONGEST, not UTF-8 or holds a NUL byte: then `refusal` says so. O(bytes). */
bool lines_next(Lines *l, Str *ret_line);
