/* Working days around the National Day of 2026: 1 to 7 October off, Sunday 27 September and Saturday 10 October worked
 * (an example in the form of the yearly notice of the State Council's office; the real dates are rows of `holiday`). */
#include "support/unit.h"
#include "base/base.h"
#include "engine/calendar/workday.h"
#include "support/dice.h"

static const WorkDayException october[] = {
    { 20260927, true },  { 20261001, false }, { 20261002, false }, { 20261003, false }, { 20261004, false },
    { 20261005, false }, { 20261006, false }, { 20261007, false }, { 20261010, true },
};
static const WorkCalendar calendar = { october, COUNTOF(october) };
static const WorkCalendar bare = { NULL, 0 };

static void a_week_has_five_working_days(void **s)
{
    assert_true(workday_is(&bare, 20261120));  /* Friday */
    assert_false(workday_is(&bare, 20261121)); /* Saturday */
    assert_false(workday_is(&bare, 20261122));
    assert_int_equal(workday_between(&bare, 20261115, 20261122), 5);
}

static void holidays_are_off_and_swapped_weekends_are_worked(void **s)
{
    assert_true(workday_is(&calendar, 20260927));
    assert_false(workday_is(&calendar, 20261001));
    assert_true(workday_is(&calendar, 20261008));
    assert_true(workday_is(&calendar, 20261010));
    assert_false(workday_is(&calendar, 20261011));
}

static void three_working_days_from_the_eve_of_the_holiday(void **s)
{
    assert_int_equal(workday_add(&calendar, 20260930, 3), 20261010); /* Thu 8, Fri 9, worked Sat 10 */
    assert_int_equal(workday_add(&bare, 20260930, 3), 20261005);
    assert_int_equal(workday_add(&calendar, 20261003, 1), 20261008); /* counted from within it */
    assert_int_equal(workday_add(&calendar, 20261003, 0), 20261003);
}

static void a_year_ends_and_a_leap_day_counts(void **s)
{
    assert_int_equal(workday_add(&bare, 20261231, 1), 20270101);
    assert_int_equal(workday_add(&bare, 20280228, 1), 20280229);
}

static void going_back_is_negative(void **s)
{
    assert_int_equal(workday_between(&calendar, 20261010, 20260930), -3);
    assert_int_equal(workday_between(&calendar, 20261010, 20261010), 0);
}

/* A meeting on Saturday 10 October, announced three working days before: Fri 9, Thu 8, and Wed 30 September. */
static void a_notice_is_counted_back_over_the_holiday(void **s)
{
    assert_int_equal(workday_add(&calendar, 20261010, -1), 20261009);
    assert_int_equal(workday_add(&calendar, 20261010, -3), 20260930);
    assert_int_equal(workday_add(&calendar, 20261011, -1), 20261010); /* the worked Saturday */
    assert_int_equal(workday_add(&calendar, 20260928, -1), 20260927); /* the worked Sunday */
    assert_int_equal(workday_add(&calendar, 20260928, -2), 20260925);
    assert_int_equal(workday_add(&calendar, 20261008, -1), 20260930);
    assert_int_equal(workday_add(&bare, 20261012, -1), 20261009);
    assert_int_equal(workday_add(&bare, 20270101, -1), 20261231);
}

/* A calendar of exceptions within a few years, ascending and distinct. */
static WorkCalendar any_calendar(WorkDayException *room, size_t most)
{
    WorkCalendar c = { room, 0 };
    Date         d = 20250101;
    while (c.n < most) {
        d = date_add(d, (int)dice_between(1, 20));
        room[c.n++] = (WorkDayException){ d, dice_upto(2) != 0 };
    }
    return c;
}

static bool slow_is(const WorkCalendar *c, Date d)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].day == d)
            return c->v[i].worked;
    return date_weekday(d) != 6 && date_weekday(d) != 7;
}

static void adding_and_counting_agree_with_a_walk(void **s)
{
    dice_throw("adding_and_counting_agree_with_a_walk");
    for (int round = 0; round < 3000; round++) {
        WorkDayException room[60];
        WorkCalendar     c = any_calendar(room, (size_t)dice_upto(60));
        Date             from = date_add(20250101, (int)dice_upto(500));
        int              days = (int)dice_upto(80), left = days;
        Date             d = from;
        while (left > 0) {
            d = date_add(d, 1);
            left -= slow_is(&c, d);
        }
        assert_int_equal(workday_add(&c, from, days), d);
        assert_int_equal(workday_between(&c, from, d), days);
        assert_int_equal(workday_between(&c, d, from), -days);
        d = from;
        for (left = days; left > 0; left -= slow_is(&c, d))
            d = date_add(d, -1);
        assert_int_equal(workday_add(&c, from, -days), d);
        if (slow_is(&c, from))
            assert_int_equal(workday_add(&c, d, days), from); /* there and back, between two working days */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_has_five_working_days),
        cmocka_unit_test(holidays_are_off_and_swapped_weekends_are_worked),
        cmocka_unit_test(three_working_days_from_the_eve_of_the_holiday),
        cmocka_unit_test(a_year_ends_and_a_leap_day_counts),
        cmocka_unit_test(going_back_is_negative),
        cmocka_unit_test(a_notice_is_counted_back_over_the_holiday),
        cmocka_unit_test(adding_and_counting_agree_with_a_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
