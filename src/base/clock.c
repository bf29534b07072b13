/* clock: dates. See clock.h; what time it is stands in watch.c. Days from civil dates by Howard Hinnant's algorithm (chrono-compatible low-level date algorithms). */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"

enum { CHINA = 8 }; /* hours ahead of UTC */

static i64 floor_div(i64 a, i64 b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01. */
static i64 days_of(Date d)
{
    i64 y = d / 10000, m = d / 100 % 100, day = d % 100;
    y -= m <= 2;
    i64 era = floor_div(y, 400), year_of_era = y - era * 400;
    i64 day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    i64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static Date date_from_days(i64 z)
{
    z += 719468;
    i64 era = floor_div(z, 146097), doe = z - era * 146097;
    i64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    i64 doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    i64 mp = (5 * doy + 2) / 153, day = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    return (Date)((yoe + era * 400 + (m <= 2)) * 10000 + m * 100 + day);
}

Date date_of(i64 ms)
{
    return date_from_days(floor_div(ms + CHINA * HOUR, DAY));
}

bool date_until(i64 ms, Date *ret_last)
{
    *ret_last = date_of(ms - 1);
    return date_of(ms + MINUTE - 1) != *ret_last;
}

i64 date_start(Date d)
{
    return days_of(d) * DAY - CHINA * HOUR;
}

Date date_add(Date d, int days)
{
    return date_from_days(days_of(d) + days);
}

int date_days(Date from, Date to)
{
    return (int)(days_of(to) - days_of(from));
}

int date_weekday(Date d)
{
    i64 days = days_of(d) + 3; /* 1970-01-01 was a Thursday */
    return (int)(days - floor_div(days, 7) * 7) + 1;
}

bool date_is_valid(Date d)
{
    return d >= 19000101 && d <= 29991231 && date_from_days(days_of(d)) == d;
}

/* Takes digits off the front, at least one and at most `most`. */
static bool take_number(Str *s, size_t most, int *ret)
{
    size_t n = 0;
    *ret = 0;
    while (n < s->n && n < most && ascii_is_digit(s->p[n]))
        *ret = *ret * 10 + (s->p[n++] - '0');
    *s = str_skip(*s, n);
    return n > 0;
}

static bool take(Str *s, Str a, Str b, Str c)
{
    const Str choices[] = { a, b, c };
    for (size_t i = 0; i < COUNTOF(choices); i++) {
        if (choices[i].n && str_starts(*s, choices[i])) {
            *s = str_skip(*s, choices[i].n);
            return true;
        }
    }
    return false;
}

bool date_parse(Str iso, Date *ret_date)
{
    Str s = str_trim(iso);
    int y, m, d;
    if (!take_number(&s, 4, &y) || !take(&s, STR("-"), STR("/"), STR("年")) || !take_number(&s, 2, &m) ||
        !take(&s, STR("-"), STR("/"), STR("月")) || !take_number(&s, 2, &d))
        return false;
    take(&s, STR("日"), STR_NONE, STR_NONE);
    Date date = y * 10000 + m * 100 + d;
    if (s.n != 0 || m < 1 || m > 12 || d < 1 || !date_is_valid(date))
        return false;
    *ret_date = date;
    return true;
}

/* Writes v, at least 0, over the `n` places at p. */
static void put_digits(char *p, int n, int v)
{
    for (; n > 0; v /= 10)
        p[--n] = (char)('0' + v % 10);
}

/* A list says some hundred of them: filled in by hand, they cost a tenth of a printf. */
Str date_digits(char room[DATE_DIGITS], Date d)
{
    memcpy(room, "0000-00-00", DATE_DIGITS);
    put_digits(room, 4, d / 10000);
    put_digits(room + 5, 2, d / 100 % 100);
    put_digits(room + 8, 2, d % 100);
    return (Str){ room, DATE_DIGITS };
}

Str time_digits(char room[TIME_DIGITS], i64 ms)
{
    Date d = date_of(ms);
    int  s = (int)((ms - date_start(d)) / SECOND);
    date_digits(room, d);
    memcpy(room + DATE_DIGITS, "T00:00:00+08:00", TIME_DIGITS - DATE_DIGITS);
    put_digits(room + 11, 2, s / 3600);
    put_digits(room + 14, 2, s / 60 % 60);
    put_digits(room + 17, 2, s % 60);
    return (Str){ room, TIME_DIGITS };
}

Str date_iso(Arena *a, Date d)
{
    char digits[DATE_DIGITS];
    return str_copy(a, date_digits(digits, d));
}

Str time_iso(Arena *a, i64 ms)
{
    char digits[TIME_DIGITS];
    return str_copy(a, time_digits(digits, ms));
}

/* Seconds and what is less than one, where they are said. */
static bool take_seconds(Str *t, int *ret_s)
{
    *ret_s = 0;
    if (!take(t, STR(":"), STR_NONE, STR_NONE))
        return true;
    if (!take_number(t, 2, ret_s) || *ret_s > 59)
        return false;
    if (!take(t, STR("."), STR_NONE, STR_NONE))
        return true;
    size_t n = 0;
    while (n < t->n && ascii_is_digit(t->p[n]))
        n++;
    *t = str_skip(*t, n);
    return n >= 1 && n <= 9;
}

/* What is left: Z, an offset, or nothing, which is China. *ret_ms: so much is it ahead of UTC. */
static bool zone_of(Str t, i64 *ret_ms)
{
    int h, m, sign = str_starts(t, STR("-")) ? -1 : 1;
    *ret_ms = t.n ? 0 : 8 * HOUR;
    if (t.n == 0 || str_is(t, "Z"))
        return true;
    if (!take(&t, STR("+"), STR("-"), STR_NONE) || !take_number(&t, 2, &h) || !take(&t, STR(":"), STR_NONE, STR_NONE) ||
        !take_number(&t, 2, &m) || h > 14 || m > 59 || t.n != 0)
        return false;
    *ret_ms = sign * (h * HOUR + m * MINUTE);
    return true;
}

bool time_parse(Str iso, i64 *ret_ms)
{
    Date d;
    int  h, m, s;
    i64  ahead;
    if (!date_parse(str_cut(iso, 10), &d))
        return false;
    *ret_ms = date_start(d);
    if (iso.n == 10)
        return true;
    Str t = str_skip(iso, 10);
    if (!take(&t, STR("T"), STR(" "), STR_NONE) || !take_number(&t, 2, &h) || !take(&t, STR(":"), STR_NONE, STR_NONE) ||
        !take_number(&t, 2, &m) || !take_seconds(&t, &s) || !zone_of(t, &ahead) || h > 23 || m > 59)
        return false;
    *ret_ms += h * HOUR + m * MINUTE + s * SECOND + 8 * HOUR - ahead;
    return true;
}
