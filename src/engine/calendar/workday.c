/* workday: see workday.h. Days are walked one by one: the longest wait that a rule knows is some months. */
#include "engine/calendar/workday.h"

static int by_day(const WorkCalendar *c, Date d)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->v[mid].day < d)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n && c->v[low].day == d ? (int)low : -1;
}

bool workday_is(const WorkCalendar *c, Date d)
{
    int at = by_day(c, d);
    return at >= 0 ? c->v[at].worked : date_weekday(d) <= 5;
}

Date workday_add(const WorkCalendar *c, Date from, int days)
{
    /* workcal_due() refuses what a rule's row may hold beyond it */
    BUG_ON(days < -WORKDAY_MOST || days > WORKDAY_MOST);
    Date d = from;
    int  step = days < 0 ? -1 : 1, left = days * step;
    while (left > 0) {
        d = date_add(d, step);
        left -= workday_is(c, d);
    }
    return d;
}

int workday_between(const WorkCalendar *c, Date from, Date to)
{
    if (to < from)
        return -workday_between(c, to, from);
    int n = 0;
    for (Date d = from; d < to;) {
        d = date_add(d, 1);
        n += workday_is(c, d);
    }
    return n;
}
