/* Durations of works and ages of matters, the square and the road of the broadcast among them. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/calendar/duration.h"
#include "engine/text/phrase.h"
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

static void assert_said(Arena *a, PhraseStyle style, i64 round, const char *unit, i64 n, const char *want)
{
    Phrase p = { .style = style, .minor = 1, .round = round, .unit = unit };
    Str    have = phrase_text(a, &p, n);
    assert_true(str_is(have, want));
}

/* One says ten days, another a good dozen, a third eight years: of the same square. */
static void the_square_took_ten_days_and_a_good_dozen(void **s)
{
    static const Date log[] = { 20240512, 20240512, 20240513, 20240514, 20240516, 20240517, 20240518,
                                20240520, 20240521, 20240523, 20240524, 20240524, 20240512 };
    Duration d;
    assert_true(duration_of_log(*s, log, COUNTOF(log), &d));
    assert_int_equal(d.worked, 10);
    assert_int_equal(d.calendar, 13);
    assert_int_equal(d.first, 20240512);
    assert_int_equal(d.last, 20240524);
    assert_int_equal(d.longest_break, 1);
    assert_said(*s, PHRASE_EXACT, 1, "天", d.worked, "10天");
    assert_said(*s, PHRASE_SOME, 10, "天", d.calendar, "十几天");
    Age age = duration_age(20160430, d.last);
    assert_int_equal(age.years, 8);
    assert_int_equal(age.months, 0);
    assert_int_equal(age.days, 24);
    assert_said(*s, PHRASE_EXACT, 1, "年", age.years, "8年");
    assert_said(*s, PHRASE_SOME, 10, "天", 43, "40多天"); /* the road */
}

static void the_first_and_the_last_day_both_count(void **s)
{
    Duration d;
    Date     one = 20260228, two[] = { 20260301, 20260228 };
    assert_true(duration_of_log(*s, &one, 1, &d));
    assert_int_equal(d.calendar, 1);
    assert_int_equal(d.worked, 1);
    assert_int_equal(d.longest_break, 0);
    assert_true(duration_of_log(*s, two, 2, &d));
    assert_int_equal(d.calendar, 2);
    assert_int_equal(d.worked, 2);
    assert_int_equal(duration_days(20260228, 20260301), 2);
    assert_int_equal(duration_days(20280228, 20280301), 3);
    assert_int_equal(duration_days(20260301, 20260228), 0);
    assert_int_equal(date_days(20260228, 20260301), 1); /* but a day ago */
}

static void nothing_logged_is_no_time_and_no_date_is_refused(void **s)
{
    Duration d;
    Date     bad[] = { 20260301, 20260229 };
    assert_true(duration_of_log(*s, NULL, 0, &d));
    assert_int_equal(d.first, 0);
    assert_int_equal(d.calendar, 0);
    assert_int_equal(d.worked, 0);
    assert_false(duration_of_log(*s, bad, 2, &d));
    assert_int_equal(d.worked, 0);
}

static void assert_age(Date from, Date to, int years, int months, int days)
{
    Age age = duration_age(from, to);
    assert_int_equal(age.years, years);
    assert_int_equal(age.months, months);
    assert_int_equal(age.days, days);
}

static void an_age_is_in_years_months_and_days(void **s)
{
    assert_age(20180712, 20260712, 8, 0, 0);
    assert_age(20180712, 20260711, 7, 11, 29);
    assert_age(20180712, 20260713, 8, 0, 1);
    assert_age(20260131, 20260228, 0, 1, 0); /* no 31st: the month's last day */
    assert_age(20260131, 20260227, 0, 0, 27);
    assert_age(20260131, 20260301, 0, 1, 1);
    assert_age(20260131, 20260331, 0, 2, 0);
    assert_age(20240229, 20250228, 1, 0, 0);
    assert_age(20240229, 20280229, 4, 0, 0);
    assert_age(20251231, 20260101, 0, 0, 1);
    assert_age(20260712, 20260712, 0, 0, 0);
    assert_age(20260712, 20260711, 0, 0, 0);
    assert_age(19000101, 29991231, 1099, 11, 30);
    assert_int_equal(duration_add_months(20260331, -1), 20260228);
    assert_int_equal(duration_add_months(20260115, -1), 20251215);
    assert_int_equal(duration_add_months(20261231, 2), 20270228);
    assert_int_equal(duration_add_months(20261031, 2), 20261231);
}

/* By counting up: a month more as long as it fits, then a day more. */
static void ages_agree_with_counting_up(void **s)
{
    dice_throw("ages_agree_with_counting_up");
    for (int round = 0; round < 3000; round++) {
        Date from = date_add(19900101, (int)dice_upto(14000)), to = date_add(from, (int)dice_wide(5000));
        Age  age = duration_age(from, to);
        int  months = 0, days = 0, y = from / 10000, m = from / 100 % 100;
        Date reached = from;
        for (;;) {
            Date next;
            m = m % 12 + 1;
            y += m == 1;
            for (next = y * 10000 + m * 100 + from % 100; !date_is_valid(next);)
                next--;
            if (next > to)
                break;
            reached = next;
            months++;
        }
        for (; reached < to; days++)
            reached = date_add(reached, 1);
        assert_int_equal(age.years * 12 + age.months, months);
        assert_int_equal(age.days, days);
        assert_in_range(age.months, 0, 11);
        assert_in_range(age.days, 0, 30);
        assert_int_equal(duration_after(from, age), to);
    }
}

/* With a mark on a calendar for every day. */
static void logs_agree_with_marks_on_a_calendar(void **s)
{
    enum { DAYS = 200 };
    dice_throw("logs_agree_with_marks_on_a_calendar");
    for (int round = 0; round < 2000; round++) {
        Date     log[60];
        bool     marks[DAYS] = { false };
        size_t   n = (size_t)dice_between(1, 60);
        int      first = DAYS, last = 0, worked = 0, longest = 0, pause = 0, among = (int)dice_between(1, DAYS);
        Duration d;
        for (size_t i = 0; i < n; i++) {
            int day = (int)dice_upto(among);
            log[i] = date_add(20251115, day);
            marks[day] = true;
            first = day < first ? day : first;
            last = day > last ? day : last;
        }
        for (int day = first; day <= last; day++) {
            pause = marks[day] ? 0 : pause + 1;
            longest = pause > longest ? pause : longest;
            worked += marks[day];
        }
        assert_true(duration_of_log(*s, log, n, &d));
        assert_int_equal(d.worked, worked);
        assert_int_equal(d.calendar, last - first + 1);
        assert_int_equal(d.longest_break, longest);
        assert_true(d.worked <= d.calendar);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_square_took_ten_days_and_a_good_dozen),
        cmocka_unit_test(the_first_and_the_last_day_both_count),
        cmocka_unit_test(nothing_logged_is_no_time_and_no_date_is_refused),
        cmocka_unit_test(an_age_is_in_years_months_and_days),
        cmocka_unit_test(ages_agree_with_counting_up),
        cmocka_unit_test(logs_agree_with_marks_on_a_calendar),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
