/* paper: what leaves the house as a file or on a sheet: CSV, Excel, QR codes. */
#include "support/unit.h"
#include "web/export.h"
#include "web/i18n.h"
#include "web/qr.h"

#include <string.h>
#include <zlib.h>

static Ctx c;

static int open_ctx(void **state)
{
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    return i18n_load(&c);
}

static int close_ctx(void **state)
{
    arena_close(c.arena);
    return 0;
}

static const Column columns[] = {
    { "title", "t.title", OUT_TEXT }, { "voices", "t.voices", OUT_INT }, { "at", "t.at", OUT_TIME },
    { "due", "t.due", OUT_DATE },     { "hidden", "t.hidden", OUT_BOOL }, { "tags", "t.tags", OUT_LIST },
};

/* In two batches, the second with one row. */
static Err rows(Request *r, void *arg, View *batch, bool *ret_end)
{
    int   *batches = arg;
    Arena *a = r->ctx.arena;
    View  *row = add_map(a, put_list(a, batch, "rows"));
    *ret_end = ++*batches == 2;
    if (*ret_end) {
        put_cstr(a, row, "title", "=HYPERLINK(\"http://x\")");
        put_time(a, row, "at", 0);
        return OK;
    }
    put_cstr(a, row, "title", "路灯坏了,\"真的\"");
    put_int(a, row, "voices", -3);
    put_time(a, row, "at", 1783814400000);
    put_date(a, row, "due", 20260720);
    put_bool(a, row, "hidden", true);
    View *tags = put_list(a, row, "tags");
    add_text(a, tags, STR("a"));
    add_text(a, tags, STR("b"));
    return OK;
}

static Str exported(Err (*as)(Request *r, const ExportTable *t, Str *ret_bytes))
{
    Request r = { .ctx = c };
    int     batches = 0;
    Str     bytes;
    assert_int_equal(as(&r, &(ExportTable){ columns, COUNTOF(columns), rows, &batches }, &bytes), OK);
    return bytes;
}

/* Without end: what a table may take is bounded, and the memory of one batch is that of all. */
static Err rows_for_ever(Request *r, void *arg, View *batch, bool *ret_end)
{
    View *list = put_list(r->ctx.arena, batch, "rows");
    Str   text = { memset(arena_take(r->ctx.arena, 10000), 'x', 10000), 10000 };
    for (int i = 0; i < 100; i++)
        put_text(r->ctx.arena, add_map(r->ctx.arena, list), "title", text);
    *(size_t *)arg = arena_used(r->ctx.arena);
    return OK;
}

static void a_table_that_does_not_end_is_refused_and_no_batch_takes_more_than_the_first(void **state)
{
    Request r = { .ctx = c };
    size_t  used = 0;
    Str     bytes;
    assert_int_equal(export_csv(&r, &(ExportTable){ columns, COUNTOF(columns), rows_for_ever, &used }, &bytes), ERR_TOO_LARGE);
    assert_true(used < 100000);
}

static void csv_is_what_excel_opens_and_no_cell_is_a_formula(void **state)
{
    Str csv = exported(export_csv);
    assert_string_equal(str_cstr(c.arena, csv), "\xEF\xBB\xBFt.title,t.voices,t.at,t.due,t.hidden,t.tags\r\n"
                                                "\"路灯坏了,\"\"真的\"\"\",-3,2026-07-12 08:00,2026-07-20,是,a; b\r\n"
                                                "\"'=HYPERLINK(\"\"http://x\"\")\",,,,,\r\n");
}

static u32 little(const char *p, int bytes)
{
    u32 v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

/* One part of the workbook: a local file header of the zip (PKWARE APPNOTE 4.3.7), then deflated bytes. */
static const char *part_of(Str xlsx, const char *name)
{
    char  *text = arena_take(c.arena, 65536);
    size_t at = 0, hit;
    for (Str rest = xlsx; str_find(rest, STR("PK\3\4"), &hit); rest = str_skip(xlsx, at + 4)) {
        const char *h = rest.p + hit, *body = h + 30 + little(h + 26, 2) + little(h + 28, 2);
        at = (size_t)(h - xlsx.p);
        if (!str_is((Str){ h + 30, little(h + 26, 2) }, name))
            continue;
        z_stream z = { .next_in = (Bytef *)body, .avail_in = (uInt)(xlsx.p + xlsx.n - body), .next_out = (Bytef *)text,
                       .avail_out = 65535 };
        assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
        assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
        inflateEnd(&z);
        return text;
    }
    return "";
}

static void excel_has_the_same_cells_with_their_types(void **state)
{
    Str xlsx = exported(export_xlsx);
    assert_memory_equal(xlsx.p, "PK\3\4", 4);
    const char *sheet = part_of(xlsx, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(sheet, "路灯坏了,"));
    assert_non_null(strstr(sheet, "=HYPERLINK"));
    assert_non_null(strstr(sheet, "<v>-3</v>"));
    assert_non_null(strstr(sheet, "<v>46215.333"));  /* 2026-07-12 08:00 */
    assert_non_null(strstr(sheet, "<v>46223</v>"));  /* 2026-07-20 */
    assert_null(strstr(sheet, "<f>"));
}

static void a_qr_code_is_a_path_with_a_name(void **state)
{
    Str svg, again, longer;
    assert_int_equal(qr_svg(&c, STR("https://example.org/need/420325-3fq8k"), "A \"code\"", &svg), OK);
    assert_true(str_starts(svg, STR("<svg class=\"qr\" viewBox=\"-4 -4 37 37\" role=\"img\"")));
    assert_true(str_find(svg, STR("aria-label=\"A &quot;code&quot;\""), NULL));
    assert_true(str_find(svg, STR("M0 0h7v1h-7z"), NULL)); /* the finder's upper edge */
    assert_int_equal(qr_svg(&c, STR("https://example.org/need/420325-3fq8k"), "A \"code\"", &again), OK);
    assert_true(str_eq(svg, again));
    assert_int_equal(qr_svg(&c, STR_NONE, "", &svg), ERR_INVALID);
    ctx_clear_failure(&c);
    longer = (Str){ memset(arena_take(c.arena, 1001), 'x', 1001), 1001 };
    assert_int_equal(qr_svg(&c, longer, "", &svg), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_table_that_does_not_end_is_refused_and_no_batch_takes_more_than_the_first, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(csv_is_what_excel_opens_and_no_cell_is_a_formula, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(excel_has_the_same_cells_with_their_types, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(a_qr_code_is_a_path_with_a_name, open_ctx, close_ctx),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
