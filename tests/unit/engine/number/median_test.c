/* The middle of what was counted is the middle of what was meant. */
#include <stdlib.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/number/median.h"
#include "support/dice.h"

static void assert_median(Counted *v, size_t n, i64 over, i64 under)
{
    Fraction f = median_of(v, n);
    assert_int_equal(f.over, over);
    assert_int_equal(f.under, under);
}

static void one_matter_of_eight_years_does_not_move_it(void **s)
{
    Counted days[] = { { 2922, 1 }, { 3, 2 }, { 5, 2 } };
    assert_median(days, COUNTOF(days), 5, 1);
}

static void two_middles_are_halved_exactly(void **s)
{
    Counted odd[] = { { 4, 1 }, { 5, 1 } };
    assert_median(odd, 2, 9, 2);
    Counted even[] = { { 4, 3 }, { 6, 3 } };
    assert_median(even, 2, 10, 2);
    Counted same[] = { { 7, 4 } };
    assert_median(same, 1, 7, 1);
}

static void nothing_counted_has_no_middle(void **s)
{
    Counted none[] = { { 4, 0 } };
    assert_median(none, 1, 0, 0);
    assert_median(NULL, 0, 0, 0);
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void it_agrees_with_sorting_them_all(void **s)
{
    dice_throw("it_agrees_with_sorting_them_all");
    for (int round = 0; round < 5000; round++) {
        Counted  v[12];
        int    all[120];
        size_t n = (size_t)dice_between(1, 12), total = 0;
        for (size_t i = 0; i < n; i++) {
            v[i] = (Counted){ dice_upto(40), dice_upto(10) };
            for (i64 k = 0; k < v[i].count; k++)
                all[total++] = (int)v[i].value;
        }
        Fraction f = median_of(v, n);
        if (total == 0) {
            assert_true(fraction_is_none(f));
            continue;
        }
        qsort(all, total, sizeof *all, by_value);
        assert_int_equal(2 * f.over, (all[(total - 1) / 2] + all[total / 2]) * f.under);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_matter_of_eight_years_does_not_move_it),
        cmocka_unit_test(two_middles_are_halved_exactly),
        cmocka_unit_test(nothing_counted_has_no_middle),
        cmocka_unit_test(it_agrees_with_sorting_them_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
