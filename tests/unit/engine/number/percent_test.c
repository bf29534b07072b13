/* Shares: the worked examples of the field (838 of 1,784 villages are 47 %), and the largest numbers there are. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/number/percent.h"
#include "support/dice.h"

static Arena *arena;

static void assert_text(Fraction f, int decimals, const char *expected)
{
    assert_string_equal(str_cstr(arena, fraction_text(arena, f, decimals)), expected);
}

static void the_coverage_of_the_interview_is_47_and_83_percent(void **s)
{
    assert_int_equal(fraction_percent((Fraction){ 838, 1784 }), 47);
    assert_text((Fraction){ 838, 1784 }, 2, "46.97");
    assert_int_equal(fraction_percent((Fraction){ 162, 195 }), 83);
    assert_text((Fraction){ 162, 195 }, 2, "83.08");
}

static void halves_are_rounded_up(void **s)
{
    assert_int_equal(fraction_percent((Fraction){ 1, 200 }), 1);
    assert_int_equal(fraction_percent((Fraction){ 9, 2000 }), 0);
    assert_int_equal(fraction_percent((Fraction){ 125, 1000 }), 13);
    assert_text((Fraction){ 1, 8 }, 1, "12.5");
    assert_text((Fraction){ 1, 16 }, 1, "6.3");
    assert_text((Fraction){ 2, 3 }, 6, "66.666667");
    assert_text((Fraction){ 1, 3 }, 0, "33");
    assert_text((Fraction){ 0, 3 }, 1, "0.0");
    assert_text((Fraction){ 1, 2000 }, 1, "0.1");
    assert_text((Fraction){ -1, 8 }, 1, "-12.5");
}

static void nothing_to_measure_is_neither_none_nor_all(void **s)
{
    const Fraction none = { 0, 0 };
    assert_true(fraction_is_none(none));
    assert_int_equal(fraction_percent(none), -1);
    assert_text(none, 2, "");
    assert_false(fraction_at_least(none, 0, 1));
    assert_false(fraction_more_than(none, 0, 1));
    assert_int_equal(percent_bar(none), 0);
}

static void two_thirds_and_above_includes_two_thirds_but_a_majority_not_the_half(void **s)
{
    assert_true(fraction_at_least((Fraction){ 64, 96 }, 2, 3));
    assert_false(fraction_at_least((Fraction){ 63, 96 }, 2, 3));
    assert_false(fraction_more_than((Fraction){ 48, 96 }, 1, 2));
    assert_true(fraction_more_than((Fraction){ 49, 96 }, 1, 2));
}

static void the_largest_numbers_are_compared_exactly(void **s)
{
    const i64 big = INT64_MAX;
    assert_int_equal(fraction_cmp((Fraction){ big - 1, big }, (Fraction){ big - 2, big - 1 }), 1);
    assert_int_equal(fraction_cmp((Fraction){ big, big }, (Fraction){ 1, 1 }), 0);
    assert_int_equal(fraction_cmp((Fraction){ big / 2, big }, (Fraction){ 1, 2 }), -1);
    assert_int_equal(fraction_percent((Fraction){ big, big }), 100);
    assert_text((Fraction){ big - 1, big }, 6, "100.000000");
    assert_text((Fraction){ big, 1 }, 0, "922337203685477580700");
}

static void rounding_is_half_up_for_any_share(void **s)
{
    dice_throw("rounding_is_half_up_for_any_share");
    for (int round = 0; round < 20000; round++) {
        Fraction f = { dice_wide(1000000), 1 + dice_wide(1000000) };
        i64      p = fraction_percent(f);
        /* p is the one whole number with p - 1/2 <= 100 * over/under < p + 1/2 */
        assert_true((2 * p - 1) * f.under <= 200 * f.over && 200 * f.over < (2 * p + 1) * f.under);
    }
}

static void comparing_agrees_with_long_division(void **s)
{
    dice_throw("comparing_agrees_with_long_division");
    for (int round = 0; round < 20000; round++) {
        i64 a = dice_wide(INT64_MAX), b = 1 + dice_wide(INT64_MAX - 1), c = dice_wide(INT64_MAX), d = 1 + dice_wide(INT64_MAX - 1);
        /* continued fractions: compare whole parts, then what is left turned over */
        i64 n1 = a, d1 = b, n2 = c, d2 = d;
        int sign = 1, slow = 0;
        for (;;) {
            i64 q1 = n1 / d1, q2 = n2 / d2, r1 = n1 % d1, r2 = n2 % d2;
            if (q1 != q2 || r1 == 0 || r2 == 0) {
                slow = q1 != q2 ? (q1 > q2 ? 1 : -1) : (r1 > 0) - (r2 > 0);
                break;
            }
            n1 = d1, d1 = r1, n2 = d2, d2 = r2, sign = -sign;
        }
        assert_int_equal(fraction_cmp((Fraction){ a, b }, (Fraction){ c, d }), sign * slow);
    }
}

static void parts_make_up_a_hundred_and_none_that_is_there_vanishes(void **s)
{
    const i64 sources[] = { 400000, 99640, 0, 700360 };
    int       widths[4];
    percent_parts(sources, 4, widths);
    const int expected[] = { 33, 8, 0, 59 };
    assert_memory_equal(widths, expected, sizeof widths);

    const i64 tiny[] = { 1, 1000000, 1 };
    percent_parts(tiny, 3, widths);
    assert_int_equal(widths[0], 1);
    assert_int_equal(widths[1], 98);
    assert_int_equal(widths[2], 1);

    const i64 nothing[] = { 0, 0 };
    percent_parts(nothing, 2, widths);
    assert_int_equal(widths[0] + widths[1], 0);
}

static void any_parts_make_up_a_hundred(void **s)
{
    dice_throw("any_parts_make_up_a_hundred");
    for (int round = 0; round < 5000; round++) {
        i64    parts[100], total = 0;
        int    widths[100], sum = 0;
        size_t n = (size_t)dice_between(1, 100);
        for (size_t i = 0; i < n; i++)
            total += parts[i] = dice_wide(INT64_MAX / 100);
        percent_parts(parts, n, widths);
        for (size_t i = 0; i < n; i++) {
            sum += widths[i];
            assert_true(parts[i] == 0 ? widths[i] == 0 : widths[i] >= 1);
        }
        assert_int_equal(sum, total == 0 ? 0 : 100);
    }
}

static void a_bar_shows_a_little_and_never_more_than_all(void **s)
{
    assert_int_equal(percent_bar((Fraction){ 1, 100000 }), 1);
    assert_int_equal(percent_bar((Fraction){ 0, 5 }), 0);
    assert_int_equal(percent_bar((Fraction){ 7, 5 }), 100);
    assert_int_equal(percent_bar((Fraction){ 838, 1784 }), 47);
}

static int open_arena(void **s)
{
    arena = arena_open();
    return 0;
}

static int close_arena(void **s)
{
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_coverage_of_the_interview_is_47_and_83_percent),
        cmocka_unit_test(halves_are_rounded_up),
        cmocka_unit_test(nothing_to_measure_is_neither_none_nor_all),
        cmocka_unit_test(two_thirds_and_above_includes_two_thirds_but_a_majority_not_the_half),
        cmocka_unit_test(the_largest_numbers_are_compared_exactly),
        cmocka_unit_test(rounding_is_half_up_for_any_share),
        cmocka_unit_test(comparing_agrees_with_long_division),
        cmocka_unit_test(parts_make_up_a_hundred_and_none_that_is_there_vanishes),
        cmocka_unit_test(any_parts_make_up_a_hundred),
        cmocka_unit_test(a_bar_shows_a_little_and_never_more_than_all),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
