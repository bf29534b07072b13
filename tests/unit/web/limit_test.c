/* limit_test: so often in such a time, for one and not for another. */
#include <stdio.h>

#include "support/unit.h"

#include "web/limit.h"

static bool take(Limiter *l, const char *who, i64 now)
{
    i64 wait;
    return limiter_take(l, "/x", str_from(who), 3, 1000, now, &wait);
}

static void the_fourth_in_a_second_is_refused(void **s)
{
    Limiter *l = limiter_open(64);
    for (int i = 0; i < 3; i++)
        assert_true(take(l, "a", 5000 + i));
    assert_false(take(l, "a", 5003));
    assert_true(take(l, "b", 5003));
    limiter_close(l);
}

static void another_act_has_a_count_of_its_own(void **s)
{
    Limiter *l = limiter_open(64);
    i64      wait;
    assert_true(limiter_take(l, "/x", STR("a"), 1, 1000, 5000, &wait));
    assert_true(limiter_take(l, "/y", STR("a"), 1, 1000, 5000, &wait));
    assert_false(limiter_take(l, "/x", STR("a"), 1, 1000, 5000, &wait));
    assert_true(wait > 0 && wait <= 1000);
    limiter_close(l);
}

static void time_gives_it_back_bit_by_bit(void **s)
{
    Limiter *l = limiter_open(64);
    for (int i = 0; i < 3; i++)
        take(l, "a", 5000);
    assert_false(take(l, "a", 6100)); /* nine tenths of three still count */
    assert_true(take(l, "a", 6500));  /* half */
    assert_true(take(l, "a", 8600));
    limiter_close(l);
}

static void memory_is_bounded_and_the_oldest_is_forgotten(void **s)
{
    Limiter *l = limiter_open(8);
    char     who[16];
    for (int i = 0; i < 3; i++)
        take(l, "a", 5000);
    for (int i = 0; i < 1000; i++) {
        snprintf(who, sizeof who, "n%d", i);
        take(l, who, 5001 + i % 7);
    }
    assert_true(take(l, "a", 5010));
    limiter_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fourth_in_a_second_is_refused),
        cmocka_unit_test(another_act_has_a_count_of_its_own),
        cmocka_unit_test(time_gives_it_back_bit_by_bit),
        cmocka_unit_test(memory_is_bounded_and_the_oldest_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
