/* duration: see duration.h. */
#include "engine/calendar/duration.h"

#include <stdlib.h>

int duration_days(Date first, Date last)
{
    return last < first ? 0 : date_days(first, last) + 1;
}

static int by_date(const void *a, const void *b)
{
    const Date *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

bool duration_of_log(Arena *a, const Date *days, size_t n, Duration *ret_duration)
{
    Duration   d = { 0 };
    ArenaMark *mark = arena_mark(a);
    Date      *sorted = NEW_N(a, Date, n + 1);
    bool       is_valid = true;
    for (size_t i = 0; i < n; i++) {
        sorted[i] = days[i];
        is_valid = is_valid && date_is_valid(days[i]);
    }
    if (is_valid && n > 0) {
        qsort(sorted, n, sizeof *sorted, by_date);
        d = (Duration){ .first = sorted[0], .last = sorted[n - 1], .worked = 1 };
        d.calendar = duration_days(d.first, d.last);
    }
    for (size_t i = 1; is_valid && i < n; i++) {
        int step = date_days(sorted[i - 1], sorted[i]);
        d.worked += step > 0;
        d.longest_break = step - 1 > d.longest_break ? step - 1 : d.longest_break;
    }
    arena_rewind(a, mark);
    *ret_duration = d;
    return is_valid;
}

Date duration_add_months(Date d, int months)
{
    /* months between two dates, which lie within the calendar's years, or a number of law */
    BUG_ON(months < -DURATION_MOST_MONTHS || months > DURATION_MOST_MONTHS);
    int  at = d / 10000 * 12 + d / 100 % 100 - 1 + months, year = at / 12, month = at % 12 + 1;
    Date first = year * 10000 + month * 100 + 1;
    Date last = date_add(month == 12 ? first + 8900 : first + 100, -1);
    Date same = first + d % 100 - 1;
    return same < last ? same : last;
}

Age duration_age(Date from, Date to)
{
    if (to < from)
        return (Age){ 0 };
    int months = (to / 10000 - from / 10000) * 12 + to / 100 % 100 - from / 100 % 100;
    if (duration_add_months(from, months) > to)
        months--;
    return (Age){ months / 12, months % 12, date_days(duration_add_months(from, months), to) };
}

Date duration_after(Date from, Age age)
{
    return date_add(duration_add_months(from, age.years * 12 + age.months), age.days);
}
