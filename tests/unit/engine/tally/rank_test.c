/* The order of needs is the same for everyone, whatever order they came in. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/rank.h"
#include "support/dice.h"

static void more_households_stand_first_and_then_the_older_one(void **s)
{
    Ranked v[] = { { 4, 3, 200 }, { 3, 3, 100 }, { 2, 9, 900 }, { 1, 3, 200 } };
    rank_sort(v, COUNTOF(v));
    const i64 order[] = { 2, 3, 1, 4 };
    for (size_t i = 0; i < COUNTOF(v); i++)
        assert_int_equal(v[i].id, order[i]);
    rank_sort(v, 0);
    rank_sort(NULL, 0);
}

static bool stands_before(const Ranked *a, const Ranked *b)
{
    if (a->households != b->households)
        return a->households > b->households;
    if (a->raised_at != b->raised_at)
        return a->raised_at < b->raised_at;
    return a->id <= b->id;
}

static void the_order_does_not_depend_on_the_order_given(void **s)
{
    dice_throw("the_order_does_not_depend_on_the_order_given");
    for (int round = 0; round < 2000; round++) {
        Ranked v[50];
        size_t n = (size_t)dice_between(1, 50);
        for (size_t i = 0; i < n; i++)
            v[i] = (Ranked){ dice_wide(INT64_MAX - 1), dice_upto(5), dice_upto(5) };
        rank_sort(v, n);
        for (size_t i = 1; i < n; i++)
            assert_true(stands_before(&v[i - 1], &v[i]));
    }
}

static void a_household_that_voiced_two_needs_of_a_group_counts_once(void **s)
{
    i64 households[] = { 17, 4, 17, 9, 4, 17 };
    assert_int_equal(rank_distinct(households, COUNTOF(households)), 3);
    assert_int_equal(rank_distinct(NULL, 0), 0);
}

static void counting_agrees_with_comparing_each_to_each(void **s)
{
    dice_throw("counting_agrees_with_comparing_each_to_each");
    for (int round = 0; round < 2000; round++) {
        i64    v[60];
        size_t n = (size_t)dice_upto(60);
        i64    slow = 0;
        for (size_t i = 0; i < n; i++) {
            bool seen = false;
            v[i] = dice_upto(30) - 15;
            for (size_t k = 0; k < i; k++)
                seen |= v[k] == v[i];
            slow += !seen;
        }
        assert_int_equal(rank_distinct(v, n), slow);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_households_stand_first_and_then_the_older_one),
        cmocka_unit_test(the_order_does_not_depend_on_the_order_given),
        cmocka_unit_test(a_household_that_voiced_two_needs_of_a_group_counts_once),
        cmocka_unit_test(counting_agrees_with_comparing_each_to_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
