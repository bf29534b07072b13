/* export: see export.h. The workbook is written into memory (memfd), so that no file with names in it is left behind;
 * libxlsxwriter keeps its own parts in unnamed temporary files. */
#include "web/export.h"

#include "web/i18n.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { CELL_MAX = 32767 /* characters, Excel's limit */ };

/* A value as text: what CSV shows, and Excel where it is no number. */
static Str cell_text(Ctx *c, const View *v)
{
    Buf b;
    if (v == NULL)
        return STR_NONE;
    switch (v->type) {
    case VIEW_NULL: return STR_NONE;
    case VIEW_BOOL: return i18n_text(c->lang, v->i ? "export.yes" : "export.no");
    case VIEW_INT: return arena_printf(c->arena, "%lld", (long long)v->i);
    case VIEW_TIME: {
        Str iso = time_iso(c->arena, v->i);
        return arena_printf(c->arena, "%.10s %.5s", iso.p, iso.p + 11);
    }
    case VIEW_DATE: return date_iso(c->arena, (Date)v->i);
    case VIEW_TEXT:
    case VIEW_MARKUP: return v->s;
    case VIEW_MAP: return STR_NONE;
    case VIEW_LIST:
        b = buf_new(c->arena, 64, CELL_MAX);
        for (const View *e = v->first; e != NULL; e = e->next) {
            buf_cstr(&b, e == v->first ? "" : "; ");
            buf_str(&b, cell_text(c, e));
        }
        return buf_text(&b);
    }
    return STR_NONE;
}

typedef Err PutRow(Ctx *c, const ExportTable *t, void *to, const View *row);

/* Calls `put` for every row. */
static Err each_row(Request *r, const ExportTable *t, PutRow *put, void *to)
{
    Arena *kept = r->ctx.arena, *batch = arena_open();
    Err    e = OK;
    bool   is_end = false;
    arena_defer(kept, (void (*)(void *))arena_close, batch); /* not sooner: why it failed may lie there */
    r->ctx.arena = batch;
    while (e == OK && !is_end) {
        View *m;
        arena_reset(batch);
        m = view_map(batch);
        e = t->rows(r, t->arg, m, &is_end);
        for (const View *row = e == OK ? view_get(m, "rows")->first : NULL; e == OK && row != NULL; row = row->next)
            e = put(&r->ctx, t, to, row);
    }
    r->ctx.arena = kept;
    return e;
}

static Err too_large(Ctx *c)
{
    return fail(c, ERR_TOO_LARGE, NULL, "an export of more than %d bytes", EXPORT_BYTES);
}

/* ---- CSV ---- */

static Err csv_row(Ctx *c, const ExportTable *t, void *to, const View *row)
{
    Buf *b = to;
    for (size_t i = 0; i < t->n; i++) {
        const View *v = view_get(row, t->columns[i].key);
        buf_cstr(b, i ? "," : "");
        if (v != NULL && v->type == VIEW_INT)
            buf_int(b, v->i); /* -3 is no formula */
        else
            buf_csv(b, cell_text(c, v));
    }
    buf_cstr(b, "\r\n");
    return buf_is_over(b) ? too_large(c) : OK;
}

Err export_csv(Request *r, const ExportTable *t, Str *ret_bytes)
{
    Buf b = buf_new(r->ctx.arena, 1 << 16, EXPORT_BYTES);
    buf_cstr(&b, "\xEF\xBB\xBF");
    for (size_t i = 0; i < t->n; i++) {
        buf_cstr(&b, i ? "," : "");
        buf_csv(&b, i18n_text(r->ctx.lang, t->columns[i].title));
    }
    buf_cstr(&b, "\r\n");
    TRY(each_row(r, t, csv_row, &b));
    *ret_bytes = buf_text(&b);
    return OK;
}

/* ---- Excel ---- */

typedef struct Sheet {
    lxw_worksheet *sheet;
    lxw_format    *head, *day, *minute;
    lxw_row_t      at;
} Sheet;

/* Excel's days since 1899-12-30: libxlsxwriter takes them as a double, which holds minutes exactly enough. */
static lxw_datetime excel_time(i64 ms)
{
    Date d = date_of(ms);
    int  minutes = (int)((ms - date_start(d)) / MINUTE);
    return (lxw_datetime){ .year = d / 10000, .month = d / 100 % 100, .day = d % 100, .hour = minutes / 60,
                           .min = minutes % 60 };
}

static void put_cell(Ctx *c, const Sheet *s, lxw_row_t row, lxw_col_t col, const View *v)
{
    if (v == NULL || v->type == VIEW_NULL)
        return;
    if (v->type == VIEW_INT && v->i > -(INT64_C(1) << 53) && v->i < INT64_C(1) << 53) {
        worksheet_write_number(s->sheet, row, col, (double)v->i, NULL);
    } else if (v->type == VIEW_TIME || v->type == VIEW_DATE) {
        bool         is_time = v->type == VIEW_TIME;
        lxw_datetime t = excel_time(is_time ? v->i : date_start((Date)v->i));
        worksheet_write_datetime(s->sheet, row, col, &t, is_time ? s->minute : s->day);
    } else {
        worksheet_write_string(s->sheet, row, col, str_cstr(c->arena, utf8_cut(cell_text(c, v), CELL_MAX)), NULL);
    }
}

static Err sheet_row(Ctx *c, const ExportTable *t, void *to, const View *row)
{
    enum { ROWS_MOST = 1048576 }; /* of a sheet */
    Sheet *s = to;
    if (++s->at == ROWS_MOST)
        return too_large(c);
    for (size_t i = 0; i < t->n; i++)
        put_cell(c, s, s->at, (lxw_col_t)i, view_get(row, t->columns[i].key));
    return OK;
}

static Err put_sheet(Request *r, lxw_workbook *book, const ExportTable *t)
{
    Sheet s = { .sheet = workbook_add_worksheet(book, NULL), .head = workbook_add_format(book),
                .day = workbook_add_format(book), .minute = workbook_add_format(book) };
    format_set_bold(s.head);
    format_set_num_format(s.day, "yyyy-mm-dd");
    format_set_num_format(s.minute, "yyyy-mm-dd hh:mm");
    for (size_t i = 0; i < t->n; i++) {
        OutType type = t->columns[i].type;
        int     width = type == OUT_INT || type == OUT_BOOL ? 10 : type == OUT_TEXT ? 28 : 18;
        worksheet_set_column(s.sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
    }
    worksheet_freeze_panes(s.sheet, 1, 0);
    for (size_t i = 0; i < t->n; i++) {
        Str title = i18n_text(r->ctx.lang, t->columns[i].title);
        worksheet_write_string(s.sheet, 0, (lxw_col_t)i, str_cstr(r->ctx.arena, title), s.head);
    }
    return each_row(r, t, sheet_row, &s);
}

static Err read_back(Ctx *c, int fd, Str *ret_bytes)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || st.st_size > EXPORT_BYTES)
        return fail(c, ERR_TOO_LARGE, NULL, "export too large");
    char  *p = arena_take(c->arena, (size_t)st.st_size + 1);
    size_t got = 0;
    while (got < (size_t)st.st_size) {
        ssize_t n = pread(fd, p + got, (size_t)st.st_size - got, (off_t)got);
        if (n <= 0)
            return fail(c, ERR_INTERNAL, NULL, "export could not be read back");
        got += (size_t)n;
    }
    *ret_bytes = (Str){ p, got };
    return OK;
}

/* Rows go to a temporary file as they come (constant_memory), the finished book to memory. */
Err export_xlsx(Request *r, const ExportTable *t, Str *ret_bytes)
{
    Ctx                 *c = &r->ctx;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    char                 path[40];
    int                  fd = memfd_create("export", MFD_CLOEXEC);
    if (fd < 0)
        return fail(c, ERR_BUSY, NULL, "no memory for an export");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    lxw_workbook *book = workbook_new_opt(path, &options);
    Err           e = book != NULL ? put_sheet(r, book, t) : fail(c, ERR_INTERNAL, NULL, "libxlsxwriter: no workbook");
    lxw_error     problem = book != NULL ? workbook_close(book) : LXW_NO_ERROR;
    if (e == OK)
        e = problem == LXW_NO_ERROR ? read_back(c, fd, ret_bytes)
                                    : fail(c, ERR_BUSY, NULL, "libxlsxwriter: %s", lxw_strerror(problem));
    close(fd);
    return e;
}

Err export_answer(Request *r, Str file_name, Str as, const ExportTable *t)
{
    Str bytes, name = arena_printf(r->ctx.arena, "%.*s.%.*s", STR_ARG(file_name), STR_ARG(str_cut(as, 4)));
    if (str_is(as, "csv")) {
        TRY(export_csv(r, t, &bytes));
        return answer_bytes(r, "text/csv; charset=utf-8", bytes, name);
    }
    if (str_is(as, "xlsx")) {
        TRY(export_xlsx(r, t, &bytes));
        return answer_bytes(r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes, name);
    }
    return fail_at(&r->ctx, "as", "export.as", STR_NONE, STR_NONE);
}
