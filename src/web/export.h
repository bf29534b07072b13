/* export: tables out, as CSV (UTF-8 with BOM, cells that begin with = + - @ quoted) or Excel (libxlsxwriter). Both say
 * the same in the same order; in Excel numbers and dates are numbers and dates, and texts are never formulas. */
#pragma once
#include "web/route.h"

typedef struct Column {
    const char *key;       /* of the rows' view maps */
    const char *title;     /* message key */
    OutType     type;
} Column;

/* Answers with the file: ?as=csv or ?as=xlsx (ERR_INVALID at "as" else). `rows` is a list of maps; the name comes
 * without its ending. */
MUST Err export_answer(Request *r, Str file_name, Str as, const Column *columns, size_t n, const View *rows);

MUST Err export_csv(Ctx *c, const Column *columns, size_t n, const View *rows, Str *ret_bytes);
MUST Err export_xlsx(Ctx *c, const Column *columns, size_t n, const View *rows, Str *ret_bytes);
