/* A co-operative's surplus: sixty per cent by volume or no dividend at all, and every fen of it accounted for. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/sharing/surplus.h"
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

/* Worked example 3 of the domain study: 5000, 3000 and 2000 斤; shares of 15,000, 24,200 and 8,800 yuan. */
static const SurplusMember three[] = { { .volume = 5000, .capital = 1500000 }, { .volume = 3000, .capital = 2420000 },
                                       { .volume = 2000, .capital = 880000 } };

static void three_members_have_their_dividend_to_the_fen(void **s)
{
    SurplusMember v[] = { three[0], three[1], three[2] };
    assert_int_equal(surplus_divide(*s, 10000000, 6000000, 0, v, 3), SURPLUS_OK);
    const i64 volume[] = { 3000000, 1800000, 1200000 }, capital[] = { 1250000, 2016667, 733333 };
    const i64 both[] = { 4250000, 3816667, 1933333 };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(v[i].by_volume, volume[i]);
        assert_int_equal(v[i].by_capital, capital[i]);
        assert_int_equal(v[i].by_volume + v[i].by_capital, both[i]);
    }
}

static void less_than_sixty_per_cent_by_volume_is_refused(void **s)
{
    SurplusMember v[] = { three[0], three[1], three[2] };
    assert_int_equal(surplus_divide(*s, 10000000, 5999000, 0, v, 3), SURPLUS_UNDER_SIXTY); /* 59.99 % */
    assert_int_equal(surplus_divide(*s, 10000000, 5999999, 0, v, 3), SURPLUS_UNDER_SIXTY);
    assert_int_equal(v[0].by_volume, 0);
    assert_int_equal(surplus_least_by_volume(10000000), 6000000);
    assert_int_equal(surplus_least_by_volume(10000001), 6000001);
    assert_int_equal(surplus_divide(*s, 10000001, 6000000, 0, v, 3), SURPLUS_UNDER_SIXTY);
    assert_int_equal(surplus_divide(*s, 10000001, 6000001, 0, v, 3), SURPLUS_OK);
}

static void losses_and_reserve_come_first(void **s)
{
    i64 d;
    assert_int_equal(surplus_distributable(15000000, 2000000, 3000000, &d), SURPLUS_OK);
    assert_int_equal(d, 10000000);
    assert_int_equal(surplus_distributable(15000000, 12000000, 3000000, &d), SURPLUS_NOTHING);
    assert_int_equal(d, 0);
    assert_int_equal(surplus_distributable(15000000, 13000000, 3000000, &d), SURPLUS_NOTHING);
    assert_int_equal(surplus_distributable(-1, 0, 0, &d), SURPLUS_BAD_SUM);
    assert_int_equal(surplus_distributable(SURPLUS_MOST + 1, 0, 0, &d), SURPLUS_BAD_SUM);
}

/* 100 yuan of grants for two: 50 each. 150 to 50 is three to one. */
static void grants_count_for_everyone_alike(void **s)
{
    SurplusMember v[] = { { .volume = 1, .capital = 6000, .reserve = 4000 }, { .volume = 1 } };
    assert_int_equal(surplus_divide(*s, 2000, 1200, 10000, v, 2), SURPLUS_OK);
    assert_int_equal(v[0].by_capital, 600);
    assert_int_equal(v[1].by_capital, 200);
    assert_int_equal(v[1].by_volume, 600);
}

static void what_cannot_be_divided_is_refused(void **s)
{
    SurplusMember v[] = { { .volume = 0, .capital = 5 }, { .volume = 0, .capital = 5 } };
    assert_int_equal(surplus_divide(*s, 100, 60, 0, v, 2), SURPLUS_NO_VOLUME);
    v[0] = v[1] = (SurplusMember){ .volume = 1 };
    assert_int_equal(surplus_divide(*s, 100, 60, 0, v, 2), SURPLUS_NO_CAPITAL);
    assert_int_equal(v[0].by_volume, 0);
    assert_int_equal(surplus_divide(*s, 100, 100, 0, v, 2), SURPLUS_OK); /* all by volume asks for no capital */
    assert_int_equal(v[0].by_volume, 50);
    assert_int_equal(surplus_divide(*s, 100, 101, 0, v, 2), SURPLUS_BAD_SUM);
    assert_int_equal(surplus_divide(*s, 100, 60, 0, v, 0), SURPLUS_BAD_MEMBERS);
    v[1].capital = -1;
    assert_int_equal(surplus_divide(*s, 100, 60, 0, v, 2), SURPLUS_BAD_MEMBERS);
}

/* The same arithmetic with each member's exact share: nobody is a fen or more from it, and all of it is paid out. */
static void dividends_add_up_and_follow_the_shares(void **s)
{
    dice_throw("dividends_add_up_and_follow_the_shares");
    for (int round = 0; round < 3000; round++) {
        SurplusMember v[30];
        size_t        n = (size_t)dice_between(1, 30);
        i64           sum = dice_wide(SURPLUS_MOST), grants = dice_wide(SURPLUS_MOST);
        i64           least = surplus_least_by_volume(sum), by_volume = dice_between(least, sum), given = 0;
        __int128      volume = 0, capital = 0;
        for (size_t i = 0; i < n; i++) {
            v[i].volume = 1 + dice_wide(SURPLUS_MOST - 1);
            v[i].capital = 1 + dice_wide(SURPLUS_MOST - 1);
            v[i].reserve = dice_wide(SURPLUS_MOST);
            volume += v[i].volume;
            capital += (__int128)(v[i].capital + v[i].reserve) * (i64)n + grants;
        }
        assert_int_equal(surplus_divide(*s, sum, by_volume, grants, v, n), SURPLUS_OK);
        for (size_t i = 0; i < n; i++) {
            __int128 weight = (__int128)(v[i].capital + v[i].reserve) * (i64)n + grants;
            __int128 off = (__int128)by_volume * v[i].volume - v[i].by_volume * volume;
            __int128 off_capital = (sum - by_volume) * weight - v[i].by_capital * capital;
            assert_true(off < volume && off > -volume);
            assert_true(off_capital < capital && off_capital > -capital);
            given += v[i].by_volume + v[i].by_capital;
        }
        assert_int_equal(given, sum);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_members_have_their_dividend_to_the_fen),
        cmocka_unit_test(less_than_sixty_per_cent_by_volume_is_refused),
        cmocka_unit_test(losses_and_reserve_come_first),
        cmocka_unit_test(grants_count_for_everyone_alike),
        cmocka_unit_test(what_cannot_be_divided_is_refused),
        cmocka_unit_test(dividends_add_up_and_follow_the_shares),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
