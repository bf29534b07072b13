/* Str, Buf, UTF-8: text as slices, and each context's own escaping. */
#include "support/unit.h"
#include <string.h>

#include "base/base.h"

static Arena *a;

static int open_arena(void **s)
{
    a = arena_open();
    return 0;
}

static int close_arena(void **s)
{
    arena_close(a);
    return 0;
}

static void assert_str(Str got, const char *want)
{
    assert_string_equal(str_cstr(a, got), want);
    assert_int_equal(got.n, strlen(want));
}

static void trimming_takes_full_width_spaces_too(void **s)
{
    assert_str(str_trim(STR("\xe3\x80\x80 修路\t\n\xe3\x80\x80")), "修路");
    assert_str(str_trim(STR(" \xe3\x80\x80 ")), "");
    assert_str(str_trim(STR_NONE), "");
}

static void a_text_splits_into_as_many_parts_as_separators_and_one(void **s)
{
    Str rest = STR("a,,b,"), part;
    const char *want[] = { "a", "", "b", "" };
    for (size_t i = 0; i < COUNTOF(want); i++) {
        assert_true(str_next(&rest, ',', &part));
        assert_str(part, want[i]);
    }
    assert_false(str_next(&rest, ',', &part));
}

static void numbers_end_at_sixty_four_bits(void **s)
{
    i64 v = 7;
    assert_true(str_int(STR("9223372036854775807"), &v));
    assert_int_equal(v, INT64_MAX);
    assert_true(str_int(STR("-9223372036854775808"), &v));
    assert_int_equal(v, INT64_MIN);
    const Str bad[] = { STR("9223372036854775808"), STR("-9223372036854775809"), STR(""), STR("-"), STR("1 "),
                        STR("+1"), STR("0x1"), STR("１") };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_false(str_int(bad[i], &v));
    assert_int_equal(v, INT64_MIN); /* untouched by what failed */
}

static void order_is_by_bytes_and_shorter_first(void **s)
{
    assert_true(str_cmp(STR("420329"), STR("42032:")) < 0);
    assert_true(str_cmp(STR("4203"), STR("420325")) < 0);
    assert_int_equal(str_cmp(STR_NONE, STR("")), 0);
}

static void a_part_is_found_where_it_stands(void **s)
{
    size_t at;
    assert_true(str_find(STR("路灯坏了一半"), STR("坏了"), &at));
    assert_int_equal(at, 6);
    assert_false(str_find(STR("路"), STR("路灯"), &at));
    assert_true(str_find(STR_NONE, STR(""), NULL));
}

static void html_escapes_all_five(void **s)
{
    Buf b = buf_new(a, 0, 1000);
    buf_html(&b, STR("<a href=\"x\" id='y'>&</a>"));
    assert_str(buf_text(&b), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
}

static void json_strings_can_stand_inside_html(void **s)
{
    Buf b = buf_new(a, 0, 1000);
    buf_json(&b, STR("\"\\\n\x01</script>&井"));
    assert_str(buf_text(&b), "\"\\\"\\\\\\n\\u0001\\u003c/script\\u003e\\u0026井\"");
}

static void what_is_odd_is_replaced_wherever_it_stands(void **s)
{
    const struct { Str text; const char *html, *json; } cases[] = {
        { STR_NONE, "", "\"\"" },
        { STR("<"), "&lt;", "\"\\u003c\"" },
        { STR("&路灯坏了一半&"), "&amp;路灯坏了一半&amp;", "\"\\u0026路灯坏了一半\\u0026\"" },
        { STR("<<a>>"), "&lt;&lt;a&gt;&gt;", "\"\\u003c\\u003ca\\u003e\\u003e\"" },
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        Buf html = buf_new(a, 0, 1000), json = buf_new(a, 0, 1000);
        buf_html(&html, cases[i].text);
        buf_json(&json, cases[i].text);
        assert_str(buf_text(&html), cases[i].html);
        assert_str(buf_text(&json), cases[i].json);
    }
}

static void urls_keep_unreserved_characters_only(void **s)
{
    Buf b = buf_new(a, 0, 1000);
    buf_url(&b, STR("a-b.c_d~e/f 井"));
    assert_str(buf_text(&b), "a-b.c_d~e%2Ff%20%E4%BA%95");
}

static void a_csv_cell_is_never_a_formula(void **s)
{
    const char *cells[][2] = { { "=1+1", "\"'=1+1\"" }, { "+8613800000000", "\"'+8613800000000\"" },
                               { "-2", "\"'-2\"" },     { "@x", "\"'@x\"" },
                               { "a,b", "\"a,b\"" },    { "a\"b", "\"a\"\"b\"" },
                               { "＝1＋1", "\"'＝1＋1\"" }, { "三组", "三组" },      { "", "" } };
    for (size_t i = 0; i < COUNTOF(cells); i++) {
        Buf b = buf_new(a, 0, 1000);
        buf_csv(&b, str_from(cells[i][0]));
        assert_str(buf_text(&b), cells[i][1]);
    }
}

static void a_buffer_stops_at_its_cap_and_says_so(void **s)
{
    Buf b = buf_new(a, 0, 10);
    buf_cstr(&b, "0123456789");
    assert_false(buf_is_over(&b));
    buf_char(&b, 'x');
    assert_true(buf_is_over(&b));
    assert_str(buf_text(&b), "0123456789");
}

static void a_buffer_that_is_over_takes_nothing_however_short(void **s)
{
    Buf b = buf_new(a, 0, 10);
    buf_cstr(&b, "01234");
    buf_html(&b, STR("五个字不够"));
    buf_char(&b, 'x');
    buf_json(&b, STR(""));
    assert_null(buf_more(&b, 1));
    assert_true(buf_is_over(&b));
    assert_str(buf_text(&b), "01234");
}

static void numbers_are_written_to_the_last_digit(void **s)
{
    Buf b = buf_new(a, 0, 100);
    buf_int(&b, INT64_MIN);
    buf_int(&b, 0);
    buf_int(&b, INT64_MAX);
    assert_str(buf_text(&b), "-922337203685477580809223372036854775807");
}

static void only_well_formed_text_comes_in(void **s)
{
    const Str good[] = { STR(""), STR("a\tb\r\nc"), STR("井"), STR("\xf0\xa0\x80\x80"), STR("\xf4\x8f\xbf\xbf") };
    const Str bad[] = { STR("\xc0\x80"), STR("\xed\xa0\x80"), STR("\xf4\x90\x80\x80"), STR("\xe4\xba"), STR("\xff"),
                        STR("\x80"), STR("\xe0\x80\x80"), STR("a\0b"), STR("\x1b[31m"), STR("\x7f"), STR("\xc2\x85") };
    for (size_t i = 0; i < COUNTOF(good); i++)
        assert_true(utf8_is_text(good[i]));
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_false(utf8_is_text(bad[i]));
}

static void lengths_count_characters(void **s)
{
    assert_int_equal(utf8_count(STR("院场a𠀀")), 4);
    assert_str(utf8_cut(STR("院场会"), 2), "院场");
    assert_str(utf8_cut(STR("院场"), 9), "院场");
}

static void full_width_letters_compare_as_narrow_ones(void **s)
{
    assert_str(utf8_fold(a, STR("ＡＢc１２　电")), "abc12 电");
}

static void every_character_survives_put_and_next(void **s)
{
    for (u32 ch = 1; ch <= 0x10ffff; ch += ch < 0x3000 ? 1 : 251) {
        char out[4];
        u32  back = 0;
        if (ch >= 0xd800 && ch <= 0xdfff)
            continue;
        Str one = { out, utf8_put(out, ch) };
        assert_true(utf8_next(&one, &back));
        assert_int_equal(back, ch);
        assert_int_equal(one.n, 0);
    }
}

static void gb18030_files_are_read_and_broken_ones_refused(void **s)
{
    Str text;
    assert_true(utf8_from_gb18030(a, STR("\xd0\xd5\xc3\xfb"), &text)); /* 姓名 */
    assert_str(text, "姓名");
    assert_true(utf8_from_gb18030(a, STR("\x95\x32\x82\x36"), &text)); /* U+20000, four bytes */
    assert_str(text, "𠀀");
    assert_false(utf8_from_gb18030(a, STR("\xd0"), &text));
    assert_false(utf8_from_gb18030(a, STR("\xff\xff"), &text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trimming_takes_full_width_spaces_too),
        cmocka_unit_test(a_text_splits_into_as_many_parts_as_separators_and_one),
        cmocka_unit_test(numbers_end_at_sixty_four_bits),
        cmocka_unit_test(order_is_by_bytes_and_shorter_first),
        cmocka_unit_test(a_part_is_found_where_it_stands),
        cmocka_unit_test(html_escapes_all_five),
        cmocka_unit_test(json_strings_can_stand_inside_html),
        cmocka_unit_test(what_is_odd_is_replaced_wherever_it_stands),
        cmocka_unit_test(urls_keep_unreserved_characters_only),
        cmocka_unit_test(a_csv_cell_is_never_a_formula),
        cmocka_unit_test(a_buffer_stops_at_its_cap_and_says_so),
        cmocka_unit_test(a_buffer_that_is_over_takes_nothing_however_short),
        cmocka_unit_test(numbers_are_written_to_the_last_digit),
        cmocka_unit_test(only_well_formed_text_comes_in),
        cmocka_unit_test(lengths_count_characters),
        cmocka_unit_test(full_width_letters_compare_as_narrow_ones),
        cmocka_unit_test(every_character_survives_put_and_next),
        cmocka_unit_test(gb18030_files_are_read_and_broken_ones_refused),
    };
    return cmocka_run_group_tests_name("text", tests, open_arena, close_arena);
}
