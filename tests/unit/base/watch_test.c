/* Clocks that jump, in both directions, while running and at a start. No second passes here: both clocks are numbers. */
#include "support/unit.h"

#include "base/watch.h"

#define START (INT64_C(1784000000) * SECOND)

static i64 wall, boot, which;

static i64 wall_now(void)
{
    return wall;
}

static i64 boot_now(void)
{
    return boot;
}

static i64 which_now(void)
{
    return which;
}

/* A start that knows this time, from a boot before. */
static void watch(i64 known)
{
    clock_watch(&(ClockMemory){ .now = known, .stood = -1 });
}

static int setup(void **s)
{
    which = 1;
    wall = START;
    boot = 5 * MINUTE;
    clock_sources(wall_now, boot_now, which_now);
    return 0;
}

static int teardown(void **s)
{
    clock_sources(NULL, NULL, NULL);
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
    watch(START - MINUTE);
    assert_int_equal(clock_now(), START);
    pass(3 * DAY);
    assert_int_equal(clock_now(), START + 3 * DAY);
    assert_false(clock_hold(NULL));
}

static void sixty_days_ahead_for_five_seconds_change_nothing(void **s)
{
    watch(0);
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
    watch(0);
    pass(MINUTE);
    wall -= 60 * DAY;
    pass(40 * DAY); /* and it is never believed by itself */
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START + MINUTE + 40 * DAY);
}

static void a_clock_that_is_drawn_away_in_small_steps_is_not_followed(void **s)
{
    watch(0);
    for (int i = 0; i < 100; i++) {
        wall += MINUTE;
        pass(SECOND);
    }
    assert_true(clock_hold(NULL));
    assert_true(clock_now() <= START + 100 * SECOND + WATCH_APART);
}

static void a_crystal_that_is_a_second_an_hour_off_is_followed_for_years(void **s)
{
    watch(0);
    for (int i = 0; i < 1000; i++) {
        wall += SECOND;
        pass(HOUR);
    }
    assert_int_equal(clock_now(), START + 1000 * (HOUR + SECOND));
}

static void time_never_goes_back_while_it_is_watched(void **s)
{
    watch(0);
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
    watch(0);
    wall += 3 * DAY;
    boot += 3 * DAY; /* the clock since boot runs on while it is suspended */
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), START + 3 * DAY);
}

static void a_guest_that_was_stopped_is_believed_after_as_long_again(void **s)
{
    ClockHold h;
    watch(0);
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
    watch(0);
    for (int i = 0; i < 10; i++) {
        wall += DAY;
        pass(20 * HOUR);
    }
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START + 200 * HOUR);
}

static void a_clock_five_minutes_behind_is_caught_up_with(void **s)
{
    watch(0);
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
    watch(START);
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START);
    pass(MINUTE);
    assert_int_equal(clock_now(), START + MINUTE);
    wall = START + 60 * DAY; /* longer than the holidays */
    pass(HOUR);
    assert_int_equal(clock_now(), START + MINUTE + HOUR);
    pass(DAY);
    assert_int_equal(clock_now(), wall);
}

static void a_clock_without_a_battery_is_believed_when_the_network_sets_it(void **s)
{
    wall = 0;
    watch(START);
    pass(2 * HOUR); /* that may be long */
    wall = START + 15 * HOUR;
    pass(SECOND);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
    wall += HOUR; /* once */
    pass(SECOND);
    assert_true(clock_hold(NULL));
    wall = START;
    watch(START + 30 * MINUTE);
    pass(HOUR); /* it stood for long enough, and is no longer one that nobody set */
    wall += 5 * DAY;
    pass(SECOND);
    assert_true(clock_hold(NULL));
}

static void a_clock_that_starts_where_it_was_is_set_by_the_network_soon_or_jumps(void **s)
{
    watch(START - MINUTE);
    pass(MINUTE);
    wall += 15 * HOUR;
    pass(SECOND);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
    boot = MINUTE;
    watch(wall);
    pass(20 * MINUTE);
    wall += 15 * HOUR;
    pass(SECOND);
    assert_true(clock_hold(NULL));
    boot = MINUTE;
    wall -= 12 * HOUR;
    watch(wall - 3 * HOUR); /* it knew how long it was off: it has a battery */
    pass(SECOND);
    wall += 15 * HOUR;
    pass(SECOND);
    assert_true(clock_hold(NULL));
}

static void a_start_after_two_months_asks_first_and_believes_after_a_day(void **s)
{
    ClockHold h;
    watch(START - 60 * DAY);
    assert_true(clock_hold(&h));
    assert_int_equal(h.now, START - 60 * DAY);
    assert_int_equal(h.believed_in, DAY);
    pass(DAY + 2 * MINUTE);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
}

static void a_start_after_the_holidays_is_believed(void **s)
{
    watch(START - 9 * DAY);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), START);
}

static void a_person_is_believed_at_once_and_in_both_directions(void **s)
{
    watch(0);
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
    watch(known);
    i64 now = clock_now();
    assert_int_equal(clock_judge(now, known - HOUR), START);
    assert_int_equal(clock_judge(now, now), now); /* what is begun now */
    wall = known + HOUR;
    pass(2 * HOUR);
    assert_int_equal(clock_judge(clock_now(), known - HOUR), clock_now());
}

static void a_jump_while_running_ends_no_session(void **s)
{
    watch(0);
    wall += 60 * DAY;
    assert_int_equal(clock_judge(clock_now(), START - HOUR), START);
}

static void a_clock_that_was_moved_by_hand_is_not_watched(void **s)
{
    watch(0);
    clock_shift(60 * DAY);
    assert_int_equal(clock_now(), START + 60 * DAY);
    assert_false(clock_hold(NULL));
    clock_set(DAY);
    assert_int_equal(clock_now(), DAY);
    clock_set(0);
}

/* The program ends and begins anew: nothing is left but what was written down. */
static void start_again(i64 off, bool is_booted)
{
    ClockMemory m;
    clock_memory(&m);
    wall += off;
    boot = is_booted ? MINUTE : boot + off;
    which += is_booted;
    clock_watch(&m);
}

static void a_start_in_the_same_boot_knows_the_time_to_the_second(void **s)
{
    watch(0);
    pass(MINUTE);
    wall += 5 * DAY; /* no more than the holidays */
    pass(5 * SECOND);
    start_again(30 * SECOND, false);
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), START + MINUTE + 35 * SECOND);
    wall -= 5 * DAY;
    assert_false(clock_hold(NULL));
    start_again(90 * DAY, false); /* stopped for a quarter, on a machine that ran */
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
    wall -= HOUR;
    start_again(SECOND, false);
    assert_true(clock_hold(NULL));
    assert_int_equal(clock_now(), wall + HOUR);
}

static void how_long_a_clock_stood_outlives_a_start(void **s)
{
    watch(0);
    pass(MINUTE);
    wall += 60 * DAY;
    pass(20 * HOUR);
    start_again(2 * HOUR, false); /* the clock since boot saw these two hours too */
    assert_true(clock_hold(NULL));
    pass(HOUR);
    assert_true(clock_hold(NULL));
    pass(2 * HOUR);
    assert_false(clock_hold(NULL));
}

static void an_office_that_is_switched_off_each_evening_gets_its_day(void **s)
{
    ClockHold h;
    watch(START - 30 * DAY);
    for (int day = 0; day < 2; day++) {
        pass(9 * HOUR);
        assert_true(clock_hold(&h));
        start_again(15 * HOUR, true);
    }
    assert_true(clock_hold(&h));
    assert_true(h.believed_in < 7 * HOUR);
    pass(7 * HOUR);
    assert_false(clock_hold(NULL));
    assert_int_equal(clock_now(), wall);
}

static void another_wrong_clock_after_a_start_begins_to_stand_anew(void **s)
{
    ClockHold h;
    watch(0);
    wall += 60 * DAY;
    pass(20 * HOUR);
    wall += 40 * DAY;
    start_again(MINUTE, true);
    assert_true(clock_hold(&h));
    assert_int_equal(h.believed_in, DAY);
    pass(20 * HOUR);
    start_again(40 * DAY, true);
    assert_true(clock_hold(&h));
    assert_int_equal(h.believed_in, DAY);
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
        WITH(a_clock_without_a_battery_is_believed_when_the_network_sets_it),
        WITH(a_clock_that_starts_where_it_was_is_set_by_the_network_soon_or_jumps),
        WITH(a_start_after_two_months_asks_first_and_believes_after_a_day),
        WITH(a_start_after_the_holidays_is_believed),
        WITH(a_person_is_believed_at_once_and_in_both_directions),
        WITH(what_had_ended_before_a_late_start_does_not_live_again),
        WITH(a_jump_while_running_ends_no_session),
        WITH(a_clock_that_was_moved_by_hand_is_not_watched),
        WITH(a_start_in_the_same_boot_knows_the_time_to_the_second),
        WITH(how_long_a_clock_stood_outlives_a_start),
        WITH(an_office_that_is_switched_off_each_evening_gets_its_day),
        WITH(another_wrong_clock_after_a_start_begins_to_stand_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
