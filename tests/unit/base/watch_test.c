/* Clocks that jump, in both directions, while running and at a start. No second passes here: both clocks are numbers. */
#include "support/unit.h"

#include "base/watch.h"

#define START (INT64_C(1784000000) * SECOND)

static i64 wall, boot;

static i64 wall_now(void)
{
    return wall;
}

static i64 boot_now(void)
{
    return boot;
}

static int setup(void **s)
{
    wall = START;
    boot = 5 * MINUTE;
    clock_sources(wall_now, boot_now);
    return 0;
}

static int teardown(void **s)
{
    clock_sources(NULL, NULL);
    return 0;
}

/* Both run on, as they do each second in a service. */
static void pass(i64 ms)
{
    for (i64 step = ms > HOUR ? MINUTE : SECOND; ms > 0; ms -= step) {
        wall += step;
        boot += step;
        clock_look();
    }
}

static void a_wall_clock_that_agrees_is_taken_as_it_is(void **s)
{
    clock_watch(START - MINUTE);
    assert_int_equal(clock_now(), START);
    pass(3 * DAY);
    assert_int_equal(clock_now(), START + 3 * DAY);
    assert_false(clock_hold(NULL));
}

static void sixty_days_ahead_for_five_seconds_change_nothing(void **s)
{
    clock_watch(0);
    pass(MINUTE);
    wall += 60 * DAY;
    assert_int_equal(clock_now(), START + MINUTE); /* at once, before anybody looked */
    assert_true(clock_hold(NULL));
    pass(5 * SECOND);
    assert_int_equal(clock_now(), START + MINUTE + 5 * SECOND);
    wall -= 60 * DAY;
    assert_false(clock_hold(NULL));
    pass(MINUTE);
    assert_int_equal(clock_now(), START + 2 * MINUTE + 5 * SECOND);
}

static void a_jump_back_is_no_jump_either(void **s)
{
    clock_watch(0);
    pass(MINUTE);
    wall -= 60 * DAY;
    pass(40 * DAY); /* and it is never believed by itself */
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START + MINUTE + 40 * DAY);
}

static void a_clock_that_is_drawn_away_in_small_steps_is_not_followed(void **s)
{
    clock_watch(0);
    for (int i = 0; i < 100; i++) {
        wall += MINUTE;
        pass(SECOND);
    }
    assert_true(clock_hold(NULL));
    assert_true(clock_now() <= START + 100 * SECOND + WATCH_APART);
}

static void a_crystal_that_is_a_second_an_hour_off_is_followed_for_years(void **s)
{
    clock_watch(0);
    for (int i = 0; i < 1000; i++) {
        wall += SECOND;
        pass(HOUR);
    }
    assert_int_equal(clock_now(), START + 1000 * (HOUR + SECOND));
}

static void time_never_goes_back_while_it_is_watched(void **s)
{
    clock_watch(0);
    pass(MINUTE);
    wall -= MINUTE;
    assert_int_equal(clock_now(), START + MINUTE);
    pass(30 * SECOND);
    assert_int_equal(clock_now(), START + MINUTE);
    pass(40 * SECOND);
    assert_int_equal(clock_now(), START + MINUTE + 10 * SECOND);
}

static void a_machine_that_slept_knows_it(void **s)
{
    clock_watch(0);
    wall += 3 * DAY;
    boot += 3 * DAY; /* the clock since boot runs on while it is suspended */
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), START + 3 * DAY);
}

static void a_guest_that_was_stopped_is_believed_after_as_long_again(void **s)
{
    ClockHold h;
    clock_watch(0);
    wall += 3 * HOUR; /* its host corrects the one clock and not the other */
    clock_look();
    assert_true(clock_hold(&h));
    assert_int_equal(h.believed_in, 3 * HOUR);
    pass(3 * HOUR - MINUTE);
    assert_true(clock_hold(NULL));
    pass(2 * MINUTE);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
}

static void a_clock_that_jumps_again_begins_to_stand_again(void **s)
{
    clock_watch(0);
    for (int i = 0; i < 10; i++) {
        wall += DAY;
        pass(20 * HOUR);
    }
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START + 200 * HOUR);
}

static void a_clock_five_minutes_behind_is_caught_up_with(void **s)
{
    clock_watch(0);
    pass(MINUTE);
    wall -= 5 * MINUTE;
    pass(11 * MINUTE);
    assert_false(clock_hold(NULL));
    assert_true(clock_now() > wall); /* and did not go back for it */
    pass(5 * MINUTE);
    assert_int_equal(clock_now(), wall);
}

static void a_start_before_what_is_known_goes_on_from_there(void **s)
{
    wall = 0; /* no battery: 1970, until the network tells */
    clock_watch(START);
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START);
    pass(MINUTE);
    assert_int_equal(clock_now(), START + MINUTE);
    wall = START + HOUR;
    assert_int_equal(clock_now(), START + MINUTE);
    pass(HOUR + MINUTE);
    assert_int_equal(clock_now(), wall);
}

static void a_start_after_two_months_asks_first_and_believes_after_a_day(void **s)
{
    ClockHold h;
    clock_watch(START - 60 * DAY);
    assert_true(clock_hold(&h));
    assert_int_equal(h.now, START - 60 * DAY);
    assert_int_equal(h.believed_in, DAY);
    pass(DAY + 2 * MINUTE);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
}

static void a_start_after_the_holidays_is_believed(void **s)
{
    clock_watch(START - 9 * DAY);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), START);
}

static void a_person_is_believed_at_once_and_in_both_directions(void **s)
{
    clock_watch(0);
    wall += 60 * DAY;
    clock_believe();
    assert_int_equal(clock_now(), START + 60 * DAY);
    wall -= 60 * DAY;
    assert_true(clock_hold(NULL));
    clock_believe();
    assert_int_equal(clock_now(), START);
}

static void what_had_ended_before_a_late_start_does_not_live_again(void **s)
{
    i64 known = START - 60 * DAY;
    clock_watch(known);
    i64 now = clock_now();
    assert_int_equal(clock_judge(now, known - HOUR), START);
    assert_int_equal(clock_judge(now, now), now); /* what is begun now */
    wall = known + HOUR;
    pass(2 * HOUR);
    assert_int_equal(clock_judge(clock_now(), known - HOUR), clock_now());
}

static void a_jump_while_running_ends_no_session(void **s)
{
    clock_watch(0);
    wall += 60 * DAY;
    assert_int_equal(clock_judge(clock_now(), START - HOUR), START);
}

static void a_clock_that_was_moved_by_hand_is_not_watched(void **s)
{
    clock_watch(0);
    clock_shift(60 * DAY);
    assert_int_equal(clock_now(), START + 60 * DAY);
    assert_false(clock_hold(NULL));
    clock_set(DAY);
    assert_int_equal(clock_now(), DAY);
    clock_set(0);
}

#define WITH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_wall_clock_that_agrees_is_taken_as_it_is),
        WITH(sixty_days_ahead_for_five_seconds_change_nothing),
        WITH(a_jump_back_is_no_jump_either),
        WITH(a_clock_that_is_drawn_away_in_small_steps_is_not_followed),
        WITH(a_crystal_that_is_a_second_an_hour_off_is_followed_for_years),
        WITH(time_never_goes_back_while_it_is_watched),
        WITH(a_machine_that_slept_knows_it),
        WITH(a_guest_that_was_stopped_is_believed_after_as_long_again),
        WITH(a_clock_that_jumps_again_begins_to_stand_again),
        WITH(a_clock_five_minutes_behind_is_caught_up_with),
        WITH(a_start_before_what_is_known_goes_on_from_there),
        WITH(a_start_after_two_months_asks_first_and_believes_after_a_day),
        WITH(a_start_after_the_holidays_is_believed),
        WITH(a_person_is_believed_at_once_and_in_both_directions),
        WITH(what_had_ended_before_a_late_start_does_not_live_again),
        WITH(a_jump_while_running_ends_no_session),
        WITH(a_clock_that_was_moved_by_hand_is_not_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
