/* export: tables out, as CSV (UTF-8 with BOM, cells that begin with = + - @ quoted) or Excel (libxlsxwriter). */
#pragma once
#include "web/route.h"

typedef struct Column {
    const char *key;       /* of the rows' view maps */
    const char *title;     /* message key */
    OutType     type;
} Column;

/* Answers with the file: ?as=csv or ?as=xlsx. `rows` is a list of maps. */
MUST Err export_answer(Request *r, Str file_name, Str as, const Column *columns, size_t n, const View *rows);
