/* Lines and fields of files that others made: the same whether the bytes come at once or one by one, and what is not
 * text is refused with its line. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/text/fields.h"
#include "support/dice.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

/* A source that gives its bytes in pieces of 1 to `most`. */
typedef struct Drip {
    Str    rest;
    size_t most;
} Drip;

static size_t drip(void *from, char *into, size_t room)
{
    Drip  *d = from;
    size_t n = d->most > 1 ? (size_t)dice_between(1, (i64)d->most) : 1;
    n = n < d->rest.n ? n : d->rest.n;
    n = n < room ? n : room;
    if (n)
        memcpy(into, d->rest.p, n);
    d->rest = str_skip(d->rest, n);
    return n;
}

static void assert_line(Lines *l, const char *want)
{
    Str line;
    assert_true(lines_next(l, &line));
    assert_true(str_is(line, want));
}

static void assert_refused(const Lines *l, i64 line, const char *what)
{
    assert_non_null(l->refusal.what);
    assert_non_null(strstr(l->refusal.what, what));
    assert_int_equal(l->refusal.line, line);
}

static void lines_end_with_lf_crlf_or_nothing(void **s)
{
    Lines *l = lines_of(*s, STR("\xef\xbb\xbf" "one\ntwo\r\n\nfour\rstill\nlast"));
    Str    line;
    assert_line(l, "one");
    assert_line(l, "two");
    assert_line(l, "");
    assert_line(l, "four\rstill");
    assert_line(l, "last");
    assert_int_equal(l->line, 5);
    assert_false(lines_next(l, &line));
    assert_null(l->refusal.what);
    l = lines_of(*s, STR("a\n"));
    assert_line(l, "a");
    assert_false(lines_next(l, &line));
    l = lines_of(*s, STR(""));
    assert_false(lines_next(l, &line));
    assert_null(l->refusal.what);
}

static void what_is_not_text_is_refused_with_its_line(void **s)
{
    Str    line;
    Lines *l = lines_of(*s, STR("ok\n\xff\xfe\n"));
    assert_line(l, "ok");
    assert_false(lines_next(l, &line));
    assert_refused(l, 2, "UTF-8");
    assert_false(lines_next(l, &line)); /* and stays refused */
    l = lines_of(*s, STR("a\nb\nc\0d\n"));
    assert_line(l, "a");
    assert_line(l, "b");
    assert_false(lines_next(l, &line));
    assert_refused(l, 3, "NUL");
    l = lines_of(*s, STR("cut \xe5\x8f")); /* a character that ends with the file */
    assert_false(lines_next(l, &line));
    assert_refused(l, 1, "UTF-8");
}

static void a_megabyte_is_the_longest_line(void **s)
{
    char *p = arena_take(*s, LINES_LONGEST + 3);
    Str   line;
    memset(p, 'x', LINES_LONGEST + 1);
    memcpy(p + LINES_LONGEST, "\r\n", 2);
    Lines *l = lines_of(*s, (Str){ p, LINES_LONGEST + 2 });
    assert_true(lines_next(l, &line));
    assert_int_equal(line.n, LINES_LONGEST);
    memset(p, 'x', LINES_LONGEST + 1);
    p[LINES_LONGEST + 1] = '\n';
    l = lines_of(*s, (Str){ p, LINES_LONGEST + 2 });
    assert_false(lines_next(l, &line));
    assert_refused(l, 1, "longer");
    Drip d = { { p, LINES_LONGEST + 1 }, 100000 };
    l = lines_open(*s, (LinesSource){ drip, &d });
    assert_false(lines_next(l, &line));
    assert_refused(l, 1, "longer");
}

static void pieces_do_not_matter(void **s)
{
    dice_throw("pieces");
    for (int round = 0; round < 2000; round++) {
        ArenaMark *mark = arena_mark(*s);
        Buf        text = buf_new(*s, 256, 4096);
        int        n = (int)dice_upto(60);
        for (int i = 0; i < n; i++)
            buf_cstr(&text, (const char *const[]){ "a", "\n", "\r\n", "院", "\r", ",", "\n" }[dice_upto(7)]);
        Drip   d = { buf_text(&text), (size_t)dice_between(1, 5) };
        Lines *whole = lines_of(*s, buf_text(&text)), *parts = lines_open(*s, (LinesSource){ drip, &d });
        Str    x, y;
        for (;;) {
            bool more = lines_next(whole, &x);
            assert_int_equal(lines_next(parts, &y), more);
            if (!more)
                break;
            assert_true(str_eq(x, y));
        }
        arena_rewind(*s, mark);
    }
}

/* ---- fields ---- */

static void assert_fields(Fields *f, i64 line, size_t n, const char *const *want)
{
    assert_true(fields_next(f));
    assert_int_equal(f->line, line);
    assert_int_equal(f->n, n);
    for (size_t i = 0; i < n; i++)
        assert_true(str_is(f->v[i], want[i]));
}

static void a_quote_opens_only_at_the_beginning(void **s)
{
    Fields f = fields_open(lines_of(*s, STR("a;b \"quoted\";c\n\n\"x;y\";\"say \"\"hi\"\"\";\n;;\n\"\"\n")), ';');
    assert_fields(&f, 1, 3, (const char *const[]){ "a", "b \"quoted\"", "c" });
    assert_fields(&f, 3, 3, (const char *const[]){ "x;y", "say \"hi\"", "" });
    assert_fields(&f, 4, 3, (const char *const[]){ "", "", "" });
    assert_fields(&f, 5, 1, (const char *const[]){ "" });
    assert_false(fields_next(&f));
    assert_null(f.lines->refusal.what);
}

static void a_quoted_field_spans_lines_and_its_record_has_the_first(void **s)
{
    Fields f = fields_open(lines_of(*s, STR("id,text\r\n1,\"two\r\n\r\nlines\",x\r\n2,y\r\n")), ',');
    assert_fields(&f, 1, 2, (const char *const[]){ "id", "text" });
    assert_fields(&f, 2, 3, (const char *const[]){ "1", "two\n\nlines", "x" });
    assert_fields(&f, 5, 2, (const char *const[]){ "2", "y" });
}

static void broken_quotes_are_refused_where_the_record_begins(void **s)
{
    Fields f = fields_open(lines_of(*s, STR("a\nb,\"c\nd\ne")), ',');
    assert_true(fields_next(&f));
    assert_false(fields_next(&f));
    assert_refused(f.lines, 2, "never closed");
    f = fields_open(lines_of(*s, STR("\"c\"d\n")), ',');
    assert_false(fields_next(&f));
    assert_refused(f.lines, 1, "closing quote");
    f = fields_open(lines_of(*s, STR("\"c\n\xff\"\n")), ',');
    assert_false(fields_next(&f));
    assert_refused(f.lines, 1, "UTF-8"); /* the record's line, not the physical one */
}

/* Whatever fields there are: written by RFC 4180 and read again they are the same. */
static void what_is_written_is_read_again(void **s)
{
    dice_throw("fields");
    for (int round = 0; round < 3000; round++) {
        ArenaMark *mark = arena_mark(*s);
        Buf        text = buf_new(*s, 256, 65536);
        Str        v[8];
        size_t     n = (size_t)dice_between(1, 8);
        for (size_t i = 0; i < n; i++) {
            Buf field = buf_new(*s, 64, 256);
            int length = (int)dice_upto(6);
            for (int k = 0; k < length; k++)
                buf_cstr(&field, (const char *const[]){ "a", "\"", ";", "\n", "院", "\"\"" }[dice_upto(6)]);
            v[i] = buf_text(&field);
            bool quoted = dice_upto(2) || str_find(v[i], STR("\""), NULL) || str_find(v[i], STR(";"), NULL) ||
                          str_find(v[i], STR("\n"), NULL) || n == 1;
            buf_cstr(&text, i ? ";" : "");
            buf_cstr(&text, quoted ? "\"" : "");
            for (size_t k = 0; k < v[i].n; k++) {
                buf_cstr(&text, quoted && v[i].p[k] == '"' ? "\"" : "");
                buf_char(&text, v[i].p[k]);
            }
            buf_cstr(&text, quoted ? "\"" : "");
        }
        Fields f = fields_open(lines_of(*s, buf_text(&text)), ';');
        assert_true(fields_next(&f));
        assert_int_equal(f.n, n);
        for (size_t i = 0; i < n; i++)
            assert_true(str_eq(f.v[i], v[i]));
        assert_false(fields_next(&f));
        arena_rewind(*s, mark);
    }
}

static void a_refusal_is_told_in_one_clean_line(void **s)
{
    Refusal r = { 0 };
    assert_false(refuse(*s, &r, 7, "not a number", STR("x\ny\x7f\xe5\x8f")));
    assert_false(refuse(*s, &r, 9, "later", STR_NONE)); /* the first stands */
    Str text = refusal_text(*s, &r);
    assert_true(str_is(text, "not a number: x?y?"));
    assert_int_equal(r.line, 7);
    r = (Refusal){ .line = 1, .what = "not a number", .value = STR("\xc2\x9b" "31m\xc2\xa0\xc3\xa9") }; /* U+009B is ESC [ */
    text = refusal_text(*s, &r);
    assert_true(str_is(text, "not a number: ??31m\xc2\xa0\xc3\xa9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_end_with_lf_crlf_or_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_text_is_refused_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_megabyte_is_the_longest_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pieces_do_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_quote_opens_only_at_the_beginning, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_quoted_field_spans_lines_and_its_record_has_the_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_quotes_are_refused_where_the_record_begins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_is_read_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_is_told_in_one_clean_line, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
