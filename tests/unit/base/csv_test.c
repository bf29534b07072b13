/* Tables as spreadsheets save them. */
#include "base/buf.h"
#include "base/csv.h"

#include "support/unit.h"

static Arena *a;
static Str    cells[8];
static size_t n;

static void cell_is(size_t i, const char *text)
{
    assert_true(i < n);
    if (!str_is(cells[i], text))
        print_error("{%.*s} is not {%s}\n", STR_ARG(cells[i]), text);
    assert_true(str_is(cells[i], text));
}

static void quotes_hold_commas_lines_and_quotes(void **state)
{
    Csv csv = csv_open(STR("a,\" b \"\"c\"\" \", d \r\n\"x,\ny\",,\n\n , ,\nlast"));
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 3);
    cell_is(0, "a");
    cell_is(1, "b \"c\"");
    cell_is(2, "d");
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(csv.line, 2);
    cell_is(0, "x,\ny");
    cell_is(2, "");
    assert_true(csv_next(a, &csv, cells, 8, &n)); /* rows with nothing in them are passed over */
    assert_int_equal(csv.line, 6);
    cell_is(0, "last");
    assert_false(csv_next(a, &csv, cells, 8, &n));
    assert_false(csv.broken);
}

static void an_open_quote_is_told(void **state)
{
    Csv csv = csv_open(STR("a,\"b\nc,d\n"));
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_true(csv.broken);
    assert_false(csv_next(a, &csv, cells, 8, &n));
}

static void cells_past_the_last_are_dropped(void **state)
{
    Csv csv = csv_open(STR("1,2,3,4\n5\n"));
    assert_true(csv_next(a, &csv, cells, 2, &n));
    assert_int_equal(n, 2);
    assert_true(csv_next(a, &csv, cells, 2, &n));
    cell_is(0, "5");
}

static void text_is_utf8_or_gb18030(void **state)
{
    Str text;
    assert_true(csv_text(a, STR("\xef\xbb\xbf王"), &text));
    assert_true(str_is(text, "王"));
    assert_true(csv_text(a, STR("\xcd\xf5"), &text)); /* 王 in GB18030 */
    assert_true(str_is(text, "王"));
    assert_false(csv_text(a, STR("\xff\xff"), &text));
    assert_false(csv_text(a, STR("a\0b"), &text));
    assert_true(csv_text(a, STR("a\001b"), &text)); /* whoever takes the cell can say where it stands */
    assert_true(csv_text(a, STR(""), &text));
}

static void lines_end_as_they_did_on_any_machine(void **state)
{
    Csv csv = csv_open(STR("a,b\rc\r\nd\n\"e\rf\"\rg"));
    static const char *const first[] = { "a", "c", "d", "e\rf", "g" };
    for (size_t i = 0; i < COUNTOF(first); i++) {
        assert_true(csv_next(a, &csv, cells, 8, &n));
        assert_int_equal(csv.line, i + 1);
        cell_is(0, first[i]);
    }
    assert_false(csv_next(a, &csv, cells, 8, &n));
}

static void tabs_separate_only_where_the_first_line_has_no_comma(void **state)
{
    Csv csv = csv_open(STR("a\tb\nc,d\te\n"));
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 2);
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 2);
    cell_is(0, "c,d");
    csv = csv_open(STR("a\tb\rc,d\r")); /* a line ends in CR too */
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 2);
    csv = csv_open(STR("\n\"a\tb\rc\",d\n")); /* nor what stands in quotes */
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 2);
    csv = csv_open(STR("\r\na\tb\r\n"));
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 2);
    Buf b = buf_new(a, 64, 64);
    buf_csv(&b, STR("a\tb")); /* what we write of one cell is one cell */
    csv = csv_open(buf_text(&b));
    assert_true(csv_next(a, &csv, cells, 8, &n));
    assert_int_equal(n, 1);
    cell_is(0, "a\tb");
}

static void what_we_guarded_is_read_as_it_was(void **state)
{
    static const char *const texts[] = { "-小六", "=1+1", "'-小六", "''=", "'", "'王", "O'Brien", "＋8", "", "''", "@", "王" };
    for (size_t i = 0; i < COUNTOF(texts); i++) {
        Buf b = buf_new(a, 64, 256);
        buf_csv(&b, str_from(texts[i]));
        buf_cstr(&b, ",x\n");
        Csv csv = csv_open(buf_text(&b));
        assert_true(csv_next(a, &csv, cells, 8, &n));
        cell_is(0, texts[i]);
    }
    Csv csv = csv_open(STR("'王,'12"));
    assert_true(csv_next(a, &csv, cells, 8, &n));
    cell_is(0, "'王"); /* not ours: it stays */
    cell_is(1, "'12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_hold_commas_lines_and_quotes),
        cmocka_unit_test(an_open_quote_is_told),
        cmocka_unit_test(cells_past_the_last_are_dropped),
        cmocka_unit_test(text_is_utf8_or_gb18030),
        cmocka_unit_test(lines_end_as_they_did_on_any_machine),
        cmocka_unit_test(tabs_separate_only_where_the_first_line_has_no_comma),
        cmocka_unit_test(what_we_guarded_is_read_as_it_was),
    };
    a = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(a);
    return failed;
}
