/* Money and areas as people write them. Nothing is rounded, nothing is guessed. */
#include "support/unit.h"
#include "engine/number/decimal.h"

static void assert_parsed(const char *text, int places, i64 expected)
{
    i64 v = -7;
    assert_true(decimal_parse(str_from(text), places, &v));
    assert_int_equal(v, expected);
}

static void assert_refused(const char *text, int places)
{
    i64 v = -7;
    bool taken = decimal_parse(str_from(text), places, &v);
    if (taken)
        print_error("%s was taken for %lld\n", text, (long long)v);
    assert_false(taken);
    assert_int_equal(v, -7);
}

static void what_is_left_out_behind_the_point_is_zero(void **s)
{
    assert_parsed("98.56", 2, 9856);
    assert_parsed("98.5", 2, 9850);
    assert_parsed("98", 2, 9800);
    assert_parsed("0.05", 2, 5);
    assert_parsed("007", 2, 700);
    assert_parsed("3.125", 3, 3125);
    assert_parsed("999999999999.999", 3, INT64_C(999999999999999));
}

static void commas_stand_before_every_three(void **s)
{
    assert_parsed("1,140.50", 2, 114050);
    assert_parsed("12,345,678", 2, INT64_C(1234567800));
    assert_refused("1,14.50", 2);
    assert_refused("1140,500", 2);
    assert_refused(",140", 2);
    assert_refused("1,,140", 2);
    assert_refused("1,140,", 2);
    assert_refused("1.140,50", 2);
}

static void nothing_else_is_a_number(void **s)
{
    static const char *const wrong[] = { "", ".", "5.", ".5", "-1", "+1", "1.-5", "1e3", " 1", "1 ", "1.234", "1.2.3", "一", "0x1",
                                         "1000000000000" };
    for (size_t i = 0; i < COUNTOF(wrong); i++)
        assert_refused(wrong[i], 2);
}

static void a_number_is_written_as_it_is_read(void **s)
{
    Arena *a = arena_open();
    assert_string_equal(str_cstr(a, decimal_text(a, 9856, 2)), "98.56");
    assert_string_equal(str_cstr(a, decimal_text(a, 5, 2)), "0.05");
    assert_string_equal(str_cstr(a, decimal_short(a, 3500, 3)), "3.5");
    assert_string_equal(str_cstr(a, decimal_short(a, 20000, 3)), "20");
    assert_string_equal(str_cstr(a, decimal_short(a, 0, 3)), "0");
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_out_behind_the_point_is_zero),
        cmocka_unit_test(commas_stand_before_every_three),
        cmocka_unit_test(nothing_else_is_a_number),
        cmocka_unit_test(a_number_is_written_as_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
