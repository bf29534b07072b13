/* duration: how long a work took, in the two ways in which people tell it, and how old a matter is.
 *
 * "Built in ten days" and "built in a good dozen days" are both true of one square: on ten days somebody worked
 * (施工日), and from the first of them to the last went thirteen by the calendar. Both come from the dated log, never
 * from a number that somebody typed.
 *
 * Conventions. Days of a work count the first and the last: begun and ended on the same day took one day. What has
 * passed since a day does not count that day (date_days of base/clock.h): yesterday is one day ago. An age is in whole
 * years, months and days, each month ending on the day with the same number or, where there is none, on the month's last
 * (民法典 202): from 31 January to 28 February is one month. Pure. */
#pragma once
#include "base/clock.h"

enum { DURATION_MOST_MONTHS = 1100 * 12 };

typedef struct Duration {
    Date first, last;   /* 0 where nothing was logged */
    int  calendar;      /* days from the first to the last, both counted */
    int  worked;        /* distinct days of the log */
    int  longest_break; /* days without work in a row, between two with */
} Duration;

/* Of a log: a date an entry, in any order, several on a day as they come. False where one is no date; nothing logged is
 * no time. Takes 4 bytes an entry of the arena and gives them back. O(n log n). */
bool duration_of_log(Arena *a, const Date *days, size_t n, Duration *ret_duration);

int duration_days(Date first, Date last); /* both counted; 0 where `last` is earlier */

typedef struct Age {
    int years, months, days;
} Age;

/* From one date to a later or the same one; all 0 where `to` is earlier. duration_after() of it leads back to `to`. */
Age  duration_age(Date from, Date to);
Date duration_after(Date from, Age age); /* `from` and years and months first, then days */

/* As by 民法典 202; at most DURATION_MOST_MONTHS either way, else BUG. */
Date duration_add_months(Date d, int months);
