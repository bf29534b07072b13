/* fields: records of fields with a separator between them, one a line, over engine/text/lines. RFC 4180: a quote opens a
 * quoted field only as the field's first character, elsewhere it is a character like others; in a quoted field a doubled
 * quote is a quote, and separators and line breaks are text. Empty lines are no records. */
#pragma once
#include "engine/text/lines.h"

enum { FIELDS_LONGEST = 16000000 }; /* bytes of a record whose quoted fields span lines */

typedef struct Fields {
    Lines  *lines;
    char    separator;
    i64     line;   /* where the record given out last begins */
    Str    *v;      /* its fields; they stand until the next call */
    size_t  n;
    size_t  most;   /* places in v */
    char   *bytes;  /* of a record with quotes, unquoted */
    size_t  used, size;
} Fields;

Fields fields_open(Lines *lines, char separator);

/* The next record; false at the end, and where it is refused: lines->refusal says why, at the record's first line.
 * O(bytes). */
bool fields_next(Fields *f);
