/* Sums divided to the fen: the lift of the domain study, and thousands of sums against a reading that deals out one fen
 * after the other. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/sharing/apportion.h"
#include "support/dice.h"

enum { FLATS = 14 };

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

/* Seven floors, 90 m2 left and 110 m2 right. */
static void make_unit(ApportionFlat v[FLATS])
{
    for (int i = 0; i < FLATS; i++)
        v[i] = (ApportionFlat){ .area = i % 2 == 0 ? 9000 : 11000, .coefficient = apportion_coefficient(i / 2 + 1) };
}

static i64 paid(const ApportionFlat *v, size_t n)
{
    i64 sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i].pays;
    return sum;
}

/* Worked example 1 of the domain study. */
static void the_lift_is_paid_for_to_the_fen(void **s)
{
    static const i64 want[FLATS] = { 0, 0, 0, 0, 2800000, 3422222, 3200000, 3911111, 3600000, 4400000, 4000000, 4888889,
                                     4400000, 5377778 };
    ApportionFlat    v[FLATS];
    make_unit(v);
    assert_int_equal(apportion_flats(*s, 50000000, 10000000, APPORTION_FLOOR_AND_AREA, v, FLATS), APPORTION_OK);
    for (int i = 0; i < FLATS; i++)
        assert_int_equal(v[i].pays, want[i]);
    assert_int_equal(paid(v, FLATS), 40000000);
}

static void owners_may_agree_otherwise(void **s)
{
    ApportionFlat v[FLATS];
    make_unit(v);
    v[0] = (ApportionFlat){ .area = 9000, .is_agreed = true, .agreed = -500000 }; /* paid for its lost light */
    v[2] = (ApportionFlat){ .area = 9000, .is_agreed = true, .agreed = 100000 };
    v[3].coefficient = 500;                                                  /* 2F right joins in */
    assert_int_equal(apportion_flats(*s, 50000000, 10000000, APPORTION_FLOOR_AND_AREA, v, FLATS), APPORTION_OK);
    assert_int_equal(v[0].pays, -500000);
    assert_int_equal(v[1].pays, 0);
    assert_int_equal(v[2].pays, 100000);
    /* 404,000.00 by 500*110 + (700+...+1100)*200 = 955,000 parts: 55/955 */
    assert_int_equal(v[3].pays, 2326702);
    assert_int_equal(paid(v, FLATS), 40000000);

    make_unit(v);
    assert_int_equal(apportion_flats(*s, 1000, 0, APPORTION_EQUAL, v, FLATS), APPORTION_OK);
    assert_int_equal(v[3].pays, 0);
    assert_int_equal(v[4].pays, 100);
    assert_int_equal(apportion_flats(*s, 2000, 0, APPORTION_AREA, v, FLATS), APPORTION_OK);
    assert_int_equal(v[4].pays, 180);
    assert_int_equal(v[5].pays, 220);
    assert_int_equal(apportion_flats(*s, 9000, 0, APPORTION_FLOOR, v, FLATS), APPORTION_OK);
    assert_int_equal(v[4].pays, 700);
    assert_int_equal(v[13].pays, 1100);
}

static void of_equal_remainders_the_earlier_has_the_fen(void **s)
{
    i64 ret[4];
    assert_int_equal(apportion_sum(*s, 100, (i64[]){ 1, 1, 1 }, 3, ret), APPORTION_OK);
    assert_memory_equal(ret, ((i64[]){ 34, 33, 33 }), 3 * sizeof *ret);
    assert_int_equal(apportion_sum(*s, 3, (i64[]){ 1, 2, 0, 1 }, 4, ret), APPORTION_OK);
    assert_memory_equal(ret, ((i64[]){ 1, 1, 0, 1 }), 4 * sizeof *ret); /* 0.75, 1.50, 0, 0.75 */
}

static void what_cannot_be_divided_is_refused_and_nothing_touched(void **s)
{
    i64 ret[2] = { 7, 7 };
    assert_int_equal(apportion_sum(*s, -1, (i64[]){ 1, 1 }, 2, ret), APPORTION_BAD_SUM);
    assert_int_equal(apportion_sum(*s, APPORTION_MOST + 1, (i64[]){ 1, 1 }, 2, ret), APPORTION_BAD_SUM);
    assert_int_equal(apportion_sum(*s, 1, (i64[]){ 1, -1 }, 2, ret), APPORTION_BAD_WEIGHT);
    assert_int_equal(apportion_sum(*s, 1, (i64[]){ 0, 0 }, 2, ret), APPORTION_NOBODY);
    assert_int_equal(apportion_sum(*s, 1, NULL, 0, ret), APPORTION_NOBODY);
    assert_int_equal(ret[0] + ret[1], 14);
    assert_int_equal(apportion_sum(*s, 0, (i64[]){ 0, 0 }, 2, ret), APPORTION_OK);
    assert_int_equal(ret[0] + ret[1], 0);
    assert_int_equal(apportion_sum(*s, 0, NULL, 0, NULL), APPORTION_OK);

    ApportionFlat v[] = { { .area = 100, .coefficient = 1000, .pays = 7 },
                      { .is_agreed = true, .agreed = 600, .pays = 7 } };
    assert_int_equal(apportion_flats(*s, 500, 600, APPORTION_AREA, v, 2), APPORTION_BAD_SUM);
    assert_int_equal(apportion_flats(*s, 500, 0, APPORTION_AREA, v, 2), APPORTION_OVERPAID);
    assert_int_equal(apportion_flats(*s, 700, 0, APPORTION_AREA, v + 1, 1), APPORTION_NOBODY);
    v[0].area = -1;
    assert_int_equal(apportion_flats(*s, 700, 0, APPORTION_AREA, v, 2), APPORTION_BAD_WEIGHT);
    assert_int_equal(v[0].pays + v[1].pays, 14);
}

static void the_largest_sums_do_not_overflow(void **s)
{
    i64 ret[3];
    assert_int_equal(apportion_sum(*s, APPORTION_MOST, (i64[]){ APPORTION_MOST, APPORTION_MOST, APPORTION_MOST }, 3, ret), APPORTION_OK);
    assert_int_equal(ret[0], APPORTION_MOST / 3 + 1);
    assert_int_equal(ret[0] + ret[1] + ret[2], APPORTION_MOST);
}

/* Everyone has the whole fen of their share; then one fen at a time to whoever is owed most, the first of them. */
static void slowly(i64 sum, const i64 *w, size_t n, i64 *ret)
{
    i64 total = 0, given = 0;
    for (size_t i = 0; i < n; i++)
        total += w[i];
    for (size_t i = 0; i < n; i++) {
        for (ret[i] = 0; (ret[i] + 1) * total <= sum * w[i]; given++)
            ret[i]++;
    }
    for (; given < sum; given++) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            if (sum * w[i] - ret[i] * total > sum * w[best] - ret[best] * total)
                best = i;
        ret[best]++;
    }
}

static void it_agrees_with_dealing_out_one_fen_at_a_time(void **s)
{
    dice_throw("it_agrees_with_dealing_out_one_fen_at_a_time");
    for (int round = 0; round < 20000; round++) {
        i64    w[9], fast[9], slow[9], sum = dice_upto(500);
        size_t n = (size_t)dice_between(1, 9);
        for (size_t i = 0; i < n; i++)
            w[i] = dice_upto(12);
        w[dice_upto((i64)n)] = dice_between(1, 30);
        assert_int_equal(apportion_sum(*s, sum, w, n, fast), APPORTION_OK);
        slowly(sum, w, n, slow);
        assert_memory_equal(fast, slow, n * sizeof *w);
    }
}

static void large_sums_add_up_and_nobody_is_a_fen_off(void **s)
{
    dice_throw("large_sums_add_up_and_nobody_is_a_fen_off");
    for (int round = 0; round < 5000; round++) {
        i64      w[40], part[40], sum = dice_wide(APPORTION_MOST), given = 0;
        size_t   n = (size_t)dice_between(1, 40);
        __int128 total = 0;
        for (size_t i = 0; i < n; i++)
            total += w[i] = 1 + dice_wide(APPORTION_MOST - 1);
        assert_int_equal(apportion_sum(*s, sum, w, n, part), APPORTION_OK);
        for (size_t i = 0; i < n; i++) {
            __int128 off = (__int128)sum * w[i] - part[i] * total;
            assert_true(off < total && off > -total);
            given += part[i];
        }
        assert_int_equal(given, sum);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lift_is_paid_for_to_the_fen),
        cmocka_unit_test(owners_may_agree_otherwise),
        cmocka_unit_test(of_equal_remainders_the_earlier_has_the_fen),
        cmocka_unit_test(what_cannot_be_divided_is_refused_and_nothing_touched),
        cmocka_unit_test(the_largest_sums_do_not_overflow),
        cmocka_unit_test(it_agrees_with_dealing_out_one_fen_at_a_time),
        cmocka_unit_test(large_sums_add_up_and_nobody_is_a_fen_off),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
