/* export: tables out, as CSV (UTF-8 with BOM, cells that begin with = + - @ quoted) or Excel (libxlsxwriter). Both say
 * the same in the same order; in Excel numbers and dates are numbers and dates, and texts are never formulas. */
#pragma once
#include "web/route.h"

typedef struct Column {
    const char *key;       /* of the rows' view maps */
    const char *title;     /* message key */
    OutType     type;
} Column;

/* Puts the next rows, a list of maps, as `rows` into `batch`; *ret_end: these are the last. Called with an arena of its own that
 * is emptied between two batches, so that a table takes no more memory the longer it is: `arg` holds nothing made in it. */
typedef Err ExportRows(Request *r, void *arg, View *batch, bool *ret_end);

typedef struct ExportTable {
    const Column *columns;
    size_t        n;
    ExportRows   *rows;
    void         *arg;
} ExportTable;

/* Answers with the file, all rows of it: ?as=csv or ?as=xlsx (ERR_INVALID at "as" else). The name comes without its ending.
 * ERR_TOO_LARGE: more than EXPORT_BYTES. */
enum { EXPORT_BYTES = 64 << 20 };
MUST Err export_answer(Request *r, Str file_name, Str as, const ExportTable *t);

MUST Err export_csv(Request *r, const ExportTable *t, Str *ret_bytes);
MUST Err export_xlsx(Request *r, const ExportTable *t, Str *ret_bytes);
