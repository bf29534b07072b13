/* Deadlines in the real calendar of October 2026 (the notice of 2025-11-04: 1 to 7 October off, Sunday 20 September and
 * Saturday 10 October worked), and thousands of others against a clock that is watched hour by hour. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/calendar/deadline.h"
#include "support/dice.h"

static const WorkDayException days_2026[] = {
    { 20260920, true },  { 20260925, false }, { 20261001, false }, { 20261002, false },
    { 20261005, false }, { 20261006, false }, { 20261007, false }, { 20261010, true },
};
static const WorkCalendar calendar = { days_2026, COUNTOF(days_2026) };

static i64 at(Date d, int hour)
{
    return date_start(d) + hour * HOUR;
}

static DeadlineState state_at(const Deadline *d, i64 now)
{
    DeadlineState s;
    assert_int_equal(deadline_state(d, now, &s), DEADLINE_OK);
    return s;
}

static void assert_last_day(const Deadline *d, i64 now, Date last)
{
    DeadlineState s = state_at(d, now);
    assert_int_equal(s.last_day, last);
    assert_int_equal(s.due, date_start(date_add(last, 1)));
}

static Deadline village_case(void) /* five working days, taken in on the eve of the holiday */
{
    return (Deadline){ .calendar = &calendar,
                       .rule = { .days = 5, .in_workdays = true, .waits = DEADLINE_RESIDENT, .waits_most = 30,
                                 .extension_most = 10 },
                       .begun = at(20260930, 10) };
}

static void holidays_do_not_count_and_a_worked_saturday_does(void **s)
{
    Deadline d = village_case();
    assert_last_day(&d, d.begun, 20261013); /* Thu 8, Fri 9, Sat 10, Mon 12, Tue 13 */
    DeadlineState now = state_at(&d, at(20261009, 9));
    assert_int_equal(now.counted, 1);
    assert_int_equal(now.left, 4); /* 9, 10, 12, 13 */
    assert_false(now.is_due);
    now = state_at(&d, at(20261011, 9)); /* Sunday */
    assert_int_equal(now.left, 2);
    now = state_at(&d, date_start(20261014) - 1);
    assert_int_equal(now.left, 1); /* the day runs until 24:00 */
    assert_false(now.is_due);
    now = state_at(&d, date_start(20261014));
    assert_true(now.is_due);
    assert_int_equal(now.left, 0);
    assert_int_equal(now.overdue, 1);
    now = state_at(&d, at(20261018, 12)); /* Sunday: 14, 15 and 16 were worked */
    assert_int_equal(now.overdue, 3);
}

static void a_moment_before_it_began_has_all_of_it_left(void **s)
{
    Deadline      d = village_case();
    DeadlineState now = state_at(&d, at(20260901, 0));
    assert_int_equal(now.counted, 0);
    assert_int_equal(now.left, 5);
    assert_int_equal(now.last_day, 20261013);
    assert_false(now.is_paused);
    DeadlinePause asked = { at(20260901, 0), 0, DEADLINE_RESIDENT };
    d.pauses = &asked;
    d.n_pauses = 1;
    assert_false(state_at(&d, d.begun - 1).is_paused);
    assert_true(state_at(&d, d.begun).is_paused);
}

/* Asked on Friday the 9th and answered on Monday: the nights of Fri 9 and Sat 10; Sunday would not have counted. */
static void waiting_for_the_resident_takes_out_the_days_that_end_meanwhile(void **s)
{
    DeadlinePause asked = { at(20261009, 15), at(20261012, 9), DEADLINE_RESIDENT };
    Deadline      d = village_case();
    d.pauses = &asked;
    d.n_pauses = 1;
    assert_last_day(&d, at(20261009, 12), 20261013); /* not asked yet */
    DeadlineState now = state_at(&d, at(20261009, 16));
    assert_true(now.is_paused);
    assert_int_equal(now.last_day, 20261013);
    now = state_at(&d, at(20261011, 12));
    assert_true(now.is_paused);
    assert_int_equal(now.waited, 2);
    assert_int_equal(now.last_day, 20261015);
    now = state_at(&d, at(20261012, 9));
    assert_false(now.is_paused);
    assert_int_equal(now.waited, 2);
    assert_int_equal(now.last_day, 20261015); /* 8, 12, 13, 14, 15 */
    assert_int_equal(now.first_due, date_start(20261014));
    asked = (DeadlinePause){ at(20261009, 9), at(20261009, 17), DEADLINE_RESIDENT };
    assert_last_day(&d, at(20261012, 9), 20261013); /* answered on the same day: nothing */
}

static void waiting_that_the_rule_does_not_know_moves_nothing(void **s)
{
    DeadlinePause above = { at(20261009, 15), at(20261019, 9), DEADLINE_ABOVE };
    Deadline      d = village_case();
    d.pauses = &above;
    d.n_pauses = 1;
    assert_last_day(&d, at(20261030, 9), 20261013);
    assert_false(state_at(&d, at(20261012, 9)).is_paused);
    d.rule.waits |= DEADLINE_ABOVE;
    assert_last_day(&d, at(20261030, 9), 20261022); /* 9, 10 and 12 to 16 waited; 8, 19, 20, 21 and 22 count */
}

static void waiting_has_an_end(void **s)
{
    DeadlinePause asked = { at(20261008, 15), 0, DEADLINE_RESIDENT };
    Deadline      d = village_case();
    d.pauses = &asked;
    d.n_pauses = 1;
    d.rule.waits_most = 2;
    assert_true(state_at(&d, at(20261009, 12)).is_paused);
    assert_false(state_at(&d, at(20261010, 12)).is_paused); /* 8 and 9 are taken out; the clock runs again */
    assert_last_day(&d, at(20261109, 9), 20261015);
    d.rule.waits_most = 0;
    assert_last_day(&d, at(20261109, 9), 20261013);
}

static void what_fell_due_stays_due(void **s)
{
    DeadlinePause asked = { at(20261014, 0), 0, DEADLINE_RESIDENT };
    Deadline      d = village_case();
    DeadlineState now;
    d.pauses = &asked;
    d.n_pauses = 1;
    assert_last_day(&d, at(20261201, 9), 20261013);
    assert_false(state_at(&d, at(20261201, 9)).is_paused);
    asked.from = at(20261014, 0) - 1; /* a millisecond before it would have ended */
    assert_true(state_at(&d, asked.from).is_paused);
    assert_int_equal(state_at(&d, at(20261014, 9)).last_day, 20261014);
    d.n_pauses = 0;
    d.extended = 10;
    d.extended_at = at(20261014, 0);
    assert_int_equal(deadline_state(&d, at(20261014, 9), &now), DEADLINE_BAD_EXTENSION);
    assert_int_equal(deadline_state(&d, at(20261013, 9), &now), DEADLINE_OK); /* nobody had granted it then */
    d.extended_at = at(20261014, 0) - 1;
    assert_last_day(&d, at(20261014, 9), 20261027);
}

static void it_is_extended_once_and_not_beyond_the_rule(void **s)
{
    Deadline      d = village_case();
    DeadlineState now;
    d.extended = 10;
    d.extended_at = at(20261009, 9);
    assert_false(state_at(&d, at(20261009, 8)).is_extended);
    now = state_at(&d, at(20261009, 9));
    assert_true(now.is_extended);
    assert_int_equal(now.left, 14);
    assert_int_equal(now.last_day, 20261027);
    assert_int_equal(now.first_due, date_start(20261014));
    d.extended = 11;
    assert_int_equal(deadline_state(&d, now.due, &now), DEADLINE_BAD_EXTENSION);
    d.extended = -1;
    assert_int_equal(deadline_state(&d, now.due, &now), DEADLINE_BAD_EXTENSION);
}

/* A publicity of seven days put up on 25 September would end on 2 October, in the holiday. */
static void calendar_days_that_end_on_a_day_off_move_on(void **s)
{
    Deadline d = { .calendar = &calendar, .rule = { .days = 7 }, .begun = at(20260925, 8) };
    assert_last_day(&d, d.begun, 20261002);
    assert_int_equal(state_at(&d, at(20261005, 8)).overdue, 3);
    d.rule.ends_on_workday = true;
    assert_last_day(&d, d.begun, 20261008);
    DeadlineState now = state_at(&d, at(20261005, 8));
    assert_int_equal(now.left, 0); /* only days off remain, and it is not due yet */
    assert_false(now.is_due);
    d.begun = at(20260930, 8); /* to 7 October, and on to 8; 3 to 10 October ends on the worked Saturday */
    assert_last_day(&d, d.begun, 20261008);
    d.begun = at(20261003, 8);
    assert_last_day(&d, d.begun, 20261010);
}

static void no_days_are_the_day_itself(void **s)
{
    Deadline d = { .calendar = &calendar, .rule = { .in_workdays = true }, .begun = at(20261003, 23) };
    assert_last_day(&d, d.begun, 20261003);
    assert_false(state_at(&d, at(20261003, 24) - 1).is_due);
    assert_true(state_at(&d, at(20261003, 24)).is_due);
    assert_int_equal(state_at(&d, at(20261004, 9)).overdue, 0); /* no working day since */
    d.rule = (DeadlineRule){ .ends_on_workday = true };
    assert_last_day(&d, d.begun, 20261008);
}

static void what_is_no_rule_and_no_pause_is_refused(void **s)
{
    DeadlineState now;
    DeadlinePause p = { 5, 4, DEADLINE_RESIDENT };
    Deadline      d = village_case();
    d.pauses = &p;
    d.n_pauses = 1;
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_BAD_PAUSE);
    p = (DeadlinePause){ 4, 5, 0 };
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_BAD_PAUSE);
    p.on = DEADLINE_RESIDENT | DEADLINE_ABOVE;
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_BAD_PAUSE);
    p.on = DEADLINE_OTHER;
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_OK);
    static DeadlinePause many[DEADLINE_MOST_WAITS];
    for (size_t i = 0; i < DEADLINE_MOST_WAITS; i++)
        many[i] = p;
    d.pauses = many;
    d.n_pauses = DEADLINE_MOST_WAITS;
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_OK);
    d.n_pauses = DEADLINE_MOST_WAITS + 1;
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_BAD_PAUSE);
    d.n_pauses = 0;
    static const DeadlineRule bad[] = {
        { .days = -1 }, { .days = DEADLINE_MOST + 1 }, { .waits_most = -1 }, { .waits_most = DEADLINE_MOST + 1 },
        { .extension_most = -1 }, { .extension_most = DEADLINE_MOST + 1 }, { .waits = 8 },
    };
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        d.rule = bad[i];
        assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_BAD_RULE);
    }
    d.rule = (DeadlineRule){ .days = DEADLINE_MOST };
    assert_int_equal(deadline_state(&d, 0, &now), DEADLINE_OK);
}

/* ---- a clock that is watched hour by hour ---- */

enum { PAUSES = 4 };

static bool slowly_waits(const Deadline *d, i64 hour)
{
    for (size_t i = 0; i < d->n_pauses; i++)
        if ((d->rule.waits & d->pauses[i].on) && hour >= d->pauses[i].from &&
            (d->pauses[i].to == 0 || hour < d->pauses[i].to))
            return true;
    return false;
}

typedef struct Slow {
    Date last;
    int  counted, waited;
    bool is_due;
} Slow;

/* Whole hours are all that happens. The last hour of a day says whether it counts; what is after `now` runs. */
static Slow slowly(const Deadline *d, int days, i64 now)
{
    Slow s = { 0 };
    int  counted = 0;
    for (i64 hour = at(date_of(d->begun), 23);; hour += HOUR) {
        Date day = date_of(hour);
        bool is_first = day == date_of(d->begun), is_past = hour + HOUR <= now;
        bool is_worked = workday_is(d->calendar, day);
        if (date_of(hour + HOUR) == day || (d->rule.in_workdays && !is_worked && !(is_first && days == 0)))
            continue;
        if (!is_first && is_past && slowly_waits(d, hour) && s.waited < d->rule.waits_most) {
            s.waited++;
            continue;
        }
        if (!is_first && counted < days) {
            counted++;
            if (is_past)
                s.counted++;
        }
        bool goes_on = d->rule.ends_on_workday && !d->rule.in_workdays && !is_worked;
        if (counted < days || (is_first && days > 0) || goes_on)
            continue;
        s.last = day;
        s.is_due = is_past;
        return s;
    }
}

static Deadline any_deadline(DeadlinePause *pauses)
{
    Deadline d = { .calendar = &calendar, .begun = at(date_add(20260901, (int)dice_upto(45)), (int)dice_upto(24)) };
    d.rule = (DeadlineRule){ .days = (int)dice_upto(12), .in_workdays = dice_upto(2) != 0,
                             .ends_on_workday = dice_upto(2) != 0, .waits = (unsigned)dice_upto(8),
                             .waits_most = (int)dice_upto(20), .extension_most = 10 };
    d.n_pauses = (size_t)dice_upto(PAUSES + 1);
    for (size_t i = 0; i < d.n_pauses; i++) {
        i64 from = d.begun - 2 * DAY + dice_upto(600) * HOUR;
        pauses[i] = (DeadlinePause){ from, dice_upto(4) ? from + dice_upto(200) * HOUR : 0,
                                     (DeadlineWait)(1 << dice_upto(3)) };
    }
    d.pauses = pauses;
    return d;
}

static void it_agrees_with_a_clock_that_is_watched(void **s)
{
    dice_throw("it_agrees_with_a_clock_that_is_watched");
    for (int round = 0; round < 4000; round++) {
        DeadlinePause pauses[PAUSES];
        Deadline      d = any_deadline(pauses);
        i64           now = d.begun + dice_upto(1200) * HOUR - 20 * HOUR;
        DeadlineState fast = state_at(&d, now);
        Slow          slow = slowly(&d, d.rule.days, now);
        assert_int_equal(fast.last_day, slow.last);
        assert_int_equal(fast.counted, slow.counted);
        assert_int_equal(fast.waited, slow.waited);
        assert_int_equal(fast.is_due, slow.is_due);
        assert_int_equal(fast.left, d.rule.days - slow.counted);
        d.n_pauses = 0;
        assert_int_equal(fast.first_due, at(date_add(slowly(&d, d.rule.days, now).last, 1), 0));
    }
}

/* Whatever happens later, in whatever order it is entered: the end never comes nearer, and what was due is due. */
static void it_only_moves_later_and_never_back(void **s)
{
    dice_throw("it_only_moves_later_and_never_back");
    for (int round = 0; round < 1000; round++) {
        DeadlinePause pauses[PAUSES];
        Deadline      d = any_deadline(pauses);
        DeadlineState before = state_at(&d, d.begun);
        d.extended = (int)dice_upto(3);
        d.extended_at = before.due - 1 - dice_upto(100) * HOUR;
        for (i64 now = d.begun; now < d.begun + 60 * DAY; now += 7 * HOUR) {
            DeadlineState s_now = state_at(&d, now);
            assert_true(s_now.due >= before.due);
            assert_true(s_now.waited >= before.waited && s_now.counted >= before.counted);
            assert_true(s_now.waited <= d.rule.waits_most);
            if (before.is_due) {
                assert_int_equal(s_now.due, before.due);
                assert_true(s_now.is_due && s_now.left == 0 && !s_now.is_paused);
                assert_true(s_now.overdue >= before.overdue);
            }
            before = s_now;
        }
        if (d.n_pauses > 1) { /* the order in which they were entered says nothing */
            i64           now = d.begun + 20 * DAY, due = state_at(&d, now).due;
            DeadlinePause first = pauses[0];
            pauses[0] = pauses[d.n_pauses - 1];
            pauses[d.n_pauses - 1] = first;
            assert_int_equal(state_at(&d, now).due, due);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holidays_do_not_count_and_a_worked_saturday_does),
        cmocka_unit_test(a_moment_before_it_began_has_all_of_it_left),
        cmocka_unit_test(waiting_for_the_resident_takes_out_the_days_that_end_meanwhile),
        cmocka_unit_test(waiting_that_the_rule_does_not_know_moves_nothing),
        cmocka_unit_test(waiting_has_an_end),
        cmocka_unit_test(what_fell_due_stays_due),
        cmocka_unit_test(it_is_extended_once_and_not_beyond_the_rule),
        cmocka_unit_test(calendar_days_that_end_on_a_day_off_move_on),
        cmocka_unit_test(no_days_are_the_day_itself),
        cmocka_unit_test(what_is_no_rule_and_no_pause_is_refused),
        cmocka_unit_test(it_agrees_with_a_clock_that_is_watched),
        cmocka_unit_test(it_only_moves_later_and_never_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
