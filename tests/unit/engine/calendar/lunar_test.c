/* The lunar calendar against dates that everyone knows, and all of its table against sun and moon (support/sky.h): the
 * calendar is made again by the rules of GB/T 33661-2017, and each of its 73,412 days must come out. */
#include <math.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/calendar/lunar.h"
#include "support/sky.h"

static void assert_lunar(Date d, int year, int month, bool is_leap, int day)
{
    LunarDay l;
    assert_true(lunar_of(d, &l));
    assert_int_equal(l.year, year);
    assert_int_equal(l.month, month);
    assert_int_equal(l.is_leap, is_leap);
    assert_int_equal(l.day, day);
    assert_int_equal(lunar_date(year, month, is_leap, day), d);
}

static void days_that_everyone_knows(void **s)
{
    assert_lunar(19491001, 1949, 8, false, 10);
    assert_lunar(20080808, 2008, 7, false, 8);
    assert_lunar(20240726, 2024, 6, false, 21);
    assert_lunar(20250129, 2025, 1, false, 1);
    assert_lunar(20250726, 2025, 6, true, 2);
    assert_lunar(20260216, 2025, 12, false, 29);
    assert_lunar(20260217, 2026, 1, false, 1);
    assert_lunar(20260712, 2026, 5, false, 28);
    assert_lunar(20331222, 2033, 11, true, 1); /* the year that many calendars had wrong */
    assert_lunar(19780907, 1978, 8, false, 5);
}

static void a_year_has_a_stem_a_branch_and_an_animal(void **s)
{
    LunarDay l;
    assert_true(lunar_of(20260712, &l)); /* 丙午, horse */
    assert_int_equal(l.stem, 3);
    assert_int_equal(l.branch, 7);
    assert_true(lunar_of(19840202, &l)); /* 甲子, rat: the cycle of sixty begins */
    assert_int_equal(l.stem, 1);
    assert_int_equal(l.branch, 1);
    assert_true(lunar_of(19840201, &l)); /* the eve: still 癸亥 */
    assert_int_equal(l.stem, 10);
    assert_int_equal(l.branch, 12);
}

/* The dates of the notices of the State Council's office, and of memory. */
static void festivals_fall_where_they_were_kept(void **s)
{
    static const struct {
        int           year;
        LunarFestival festival;
        Date          day;
    } kept[] = {
        { 2026, LUNAR_SPRING, 20260217 },      { 2025, LUNAR_EVE, 20260216 },    { 2024, LUNAR_EVE, 20250128 },
        { 2026, LUNAR_QINGMING, 20260405 },    { 2024, LUNAR_QINGMING, 20240404 }, { 2027, LUNAR_QINGMING, 20270405 },
        { 2026, LUNAR_DRAGON_BOAT, 20260619 }, { 2025, LUNAR_DRAGON_BOAT, 20250531 },
        { 2026, LUNAR_MID_AUTUMN, 20260925 },  { 2025, LUNAR_MID_AUTUMN, 20251006 },
        { 2026, LUNAR_DOUBLE_NINTH, 20261018 }, { 2025, LUNAR_DOUBLE_NINTH, 20251029 },
        { 2026, LUNAR_LANTERN, 20260303 },     { 2026, LUNAR_SEVENTH, 20260819 }, { 2025, LUNAR_LABA, 20260126 },
    };
    for (size_t i = 0; i < COUNTOF(kept); i++) {
        LunarDay l;
        assert_int_equal(lunar_festival_date(kept[i].year, kept[i].festival), kept[i].day);
        assert_true(lunar_of(kept[i].day, &l));
        assert_int_equal(l.festival, kept[i].festival);
    }
}

/* 2020 had a leap fourth month, 2017 a leap sixth, 2009 a leap fifth with a second 5th of the 5th. */
static void a_leap_month_has_no_festival(void **s)
{
    LunarDay l;
    assert_int_equal(lunar_leap_month(2009), 5);
    assert_int_equal(lunar_leap_month(2020), 4);
    assert_int_equal(lunar_leap_month(2026), 0);
    Date second = lunar_date(2009, 5, true, 5);
    assert_int_equal(second, 20090627);
    assert_true(lunar_of(second, &l));
    assert_int_equal(l.festival, LUNAR_NO_FESTIVAL);
    assert_int_equal(lunar_festival_date(2009, LUNAR_DRAGON_BOAT), 20090528);
}

static void outside_the_table_there_is_nothing(void **s)
{
    LunarDay l;
    assert_lunar(LUNAR_FIRST, 1900, 1, false, 1);
    assert_lunar(LUNAR_LAST, 2100, 12, false, 29);
    assert_false(lunar_of(date_add(LUNAR_FIRST, -1), &l));
    assert_int_equal(l.year, 0);
    assert_false(lunar_of(date_add(LUNAR_LAST, 1), &l));
    assert_false(lunar_of(20260231, &l));
    assert_false(lunar_of(0, &l));
    assert_false(lunar_of(-1, &l));
    assert_int_equal(lunar_date(1899, 1, false, 1), 0);
    assert_int_equal(lunar_date(2101, 1, false, 1), 0);
    assert_int_equal(lunar_date(2026, 0, false, 1), 0);
    assert_int_equal(lunar_date(2026, 13, false, 1), 0);
    assert_int_equal(lunar_date(2026, 5, true, 1), 0);
    assert_int_equal(lunar_date(2026, 1, false, 0), 0);
    assert_int_equal(lunar_date(2025, 12, false, 30), 0); /* a short month */
    assert_int_equal(lunar_date(2026, 1, false, 31), 0);
    assert_int_equal(lunar_festival_date(1899, LUNAR_SPRING), 0);
    assert_int_equal(lunar_festival_date(2100, LUNAR_EVE), LUNAR_LAST);
    assert_int_equal(lunar_festival_date(2026, LUNAR_NO_FESTIVAL), 0);
    assert_int_equal(lunar_leap_month(3000), 0);
}

/* Every day follows the one before, converts back, and each festival is met once a year, Qingming apart. */
static void every_day_follows_the_one_before(void **s)
{
    LunarDay before = { 0 }, l;
    int      met[LUNAR_FESTIVALS] = { 0 }, days = 0;
    for (Date d = LUNAR_FIRST; d <= LUNAR_LAST; d = date_add(d, 1), before = l, days++) {
        assert_true(lunar_of(d, &l));
        assert_int_equal(lunar_date(l.year, l.month, l.is_leap, l.day), d);
        met[l.festival]++;
        if (days == 0)
            continue;
        if (l.day > 1) {
            assert_int_equal(l.day, before.day + 1);
            assert_int_equal(l.month, before.month);
            continue;
        }
        assert_int_equal(before.day, before.month_days);
        if (l.month == 1 && !l.is_leap) {
            assert_int_equal(l.year, before.year + 1);
            assert_int_equal(before.month, 12);
            assert_int_equal(before.festival, LUNAR_EVE);
        } else {
            assert_int_equal(l.year, before.year);
            assert_int_equal(l.month, before.month + !l.is_leap);
        }
    }
    assert_int_equal(days, 73412);
    for (int f = LUNAR_SPRING; f < LUNAR_FESTIVALS; f++)
        assert_int_equal(met[f], 201);
}

/* ---- made again from sun and moon ---- */

enum { MONTHS_MOST = 26 };

typedef struct Sky {
    double moon_late, sun_late; /* seconds added to what is computed */
} Sky;

typedef struct Month {
    Date first;
    int  number;
    bool is_leap;
} Month;

/* The day in China, by Beijing's own time until 1928. */
static Date day_at(double ms)
{
    double ahead = ms < (double)date_start(19290101) ? 7 * HOUR + 45 * MINUTE + 40 * SECOND : 8 * HOUR;
    return date_of((i64)floor(ms + ahead) - 8 * HOUR);
}

static Date moon_day(const Sky *sky, int k)
{
    return day_at(sky_new_moon(k) + sky->moon_late * 1000);
}

static Date sun_day(const Sky *sky, int degrees, Date around)
{
    return day_at(sky_sun_at(degrees, around) + sky->sun_late * 1000);
}

/* The twelve principal terms are where the sun stands at a multiple of 30 degrees, each about the 21st of its month. */
static bool has_principal_term(const Sky *sky, Date from, Date to)
{
    for (Date d = from / 100 * 100 + 21; d / 100 <= to / 100; d = d / 100 % 100 == 12 ? d + 8900 : d + 100) {
        Date term = sun_day(sky, (d / 100 % 100 + 9) % 12 * 30, d);
        if (term >= from && term < to)
            return true;
    }
    return false;
}

static Date solstice(const Sky *sky, int year)
{
    return sun_day(sky, 270, year * 10000 + 1221);
}

/* The number of the moon with which the month of the winter solstice begins. */
static int eleventh_month(const Sky *sky, int year)
{
    int k = (int)floor((year - 2000 + 0.9) * 12.3685) - 1;
    while (moon_day(sky, k + 1) <= solstice(sky, year))
        k++;
    return k;
}

/* The months from the winter solstice of a year to before the next one, the number of months. */
static int months_between_solstices(const Sky *sky, int year, Month *ret)
{
    int  from = eleventh_month(sky, year), n = eleventh_month(sky, year + 1) - from, number = 11;
    bool had_leap = n == 12;
    assert_in_range(n, 12, 13);
    for (int i = 0; i < n; i++) {
        Date first = moon_day(sky, from + i);
        bool is_leap = !had_leap && i > 0 && !has_principal_term(sky, first, moon_day(sky, from + i + 1));
        had_leap = had_leap || is_leap;
        number = i == 0 || is_leap ? number : number % 12 + 1;
        ret[i] = (Month){ first, number, is_leap };
    }
    assert_true(had_leap);
    return n;
}

/* How many first days of months from the solstice of 1900 to that of 2099 the table has elsewhere; *ret_last is the
 * latest of them. */
static int months_that_differ(const Sky *sky, Date *ret_last)
{
    int differ = 0;
    *ret_last = 0;
    for (int year = 1900; year < 2099; year++) {
        Month m[MONTHS_MOST];
        int   n = months_between_solstices(sky, year, m);
        for (int i = 0; i < n; i++) {
            LunarDay l;
            assert_true(lunar_of(m[i].first, &l));
            if (l.day == 1 && l.month == m[i].number && l.is_leap == m[i].is_leap)
                continue;
            differ++;
            *ret_last = m[i].first;
        }
    }
    return differ;
}

static void the_table_is_what_sun_and_moon_give(void **s)
{
    Date last;
    assert_int_equal(months_that_differ(&(Sky){ 0, 0 }, &last), 1);
    assert_int_equal(last, 19060423); /* promulgated as the 24th, by the methods of 1742 */
}

/* Two minutes are more than what the formulas and the forecast of the earth's rotation are wrong by. No month's first
 * day moves with them but three, and the sun, whatever it does in two minutes, changes no month. */
static void three_months_are_too_near_to_midnight_to_tell(void **s)
{
    Date last;
    assert_int_equal(months_that_differ(&(Sky){ -120, 0 }, &last), 3); /* 1906, 2057 and 2097 a day earlier */
    assert_int_equal(last, 20970807);
    assert_int_equal(months_that_differ(&(Sky){ +120, 0 }, &last), 2); /* 1906 and 2089 a day later */
    assert_int_equal(last, 20890905);
    assert_int_equal(months_that_differ(&(Sky){ 0, -120 }, &last), 1);
    assert_int_equal(months_that_differ(&(Sky){ 0, +120 }, &last), 1);
    assert_lunar(20570929, 2057, 9, false, 1);
    assert_lunar(20890904, 2089, 8, false, 1);
    assert_lunar(20970808, 2097, 7, false, 1);
}

/* Never within two minutes of midnight, so that every one is certain. */
static void qingming_is_the_day_of_the_sun(void **s)
{
    for (int late = -120; late <= 120; late += 120)
        for (int year = 1900; year <= 2100; year++)
            assert_int_equal(lunar_festival_date(year, LUNAR_QINGMING),
                             sun_day(&(Sky){ 0, late }, 15, year * 10000 + 405));
}

/* The book's results are in TT, which was 48 and 34 seconds ahead of UT. */
static void the_sky_is_that_of_the_book(void **s)
{
    static const double moon = (2443192.65118 - 2440587.5) * DAY - 48e3; /* example 49.a: February 1977 */
    static const double sun = (2437837.39215 - 2440587.5) * DAY - 34e3;  /* example 27.a by VSOP87: 21:24:42 */
    assert_true(fabs(sky_new_moon(-283) - moon) < 10e3);
    assert_true(fabs(sky_sun_at(90, 19620621) - sun) < 10e3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_that_everyone_knows),
        cmocka_unit_test(a_year_has_a_stem_a_branch_and_an_animal),
        cmocka_unit_test(festivals_fall_where_they_were_kept),
        cmocka_unit_test(a_leap_month_has_no_festival),
        cmocka_unit_test(outside_the_table_there_is_nothing),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(the_table_is_what_sun_and_moon_give),
        cmocka_unit_test(three_months_are_too_near_to_midnight_to_tell),
        cmocka_unit_test(qingming_is_the_day_of_the_sun),
        cmocka_unit_test(the_sky_is_that_of_the_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
