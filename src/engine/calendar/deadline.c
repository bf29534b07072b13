/* deadline: see deadline.h. One walk from the first day to the last; whose turn it was at its end decides a day. */
#include "engine/calendar/deadline.h"

static bool is_within(i64 v, i64 most)
{
    return v >= 0 && v <= most;
}

static DeadlineFault fault_of(const Deadline *d)
{
    const DeadlineRule *r = &d->rule;
    const unsigned      known = DEADLINE_RESIDENT | DEADLINE_ABOVE | DEADLINE_OTHER;
    if (!is_within(r->days, DEADLINE_MOST) || !is_within(r->waits_most, DEADLINE_MOST) ||
        !is_within(r->extension_most, DEADLINE_MOST) || (r->waits & ~known) != 0)
        return DEADLINE_BAD_RULE;
    if (d->n_pauses > DEADLINE_MOST_WAITS)
        return DEADLINE_BAD_PAUSE;
    for (size_t i = 0; i < d->n_pauses; i++) {
        const DeadlinePause *p = &d->pauses[i];
        bool is_one = p->on == DEADLINE_RESIDENT || p->on == DEADLINE_ABOVE || p->on == DEADLINE_OTHER;
        if (!is_one || (p->to != 0 && p->to < p->from))
            return DEADLINE_BAD_PAUSE;
    }
    return is_within(d->extended, r->extension_most) ? DEADLINE_OK : DEADLINE_BAD_EXTENSION;
}

static i64 end_of(Date day)
{
    return date_start(date_add(day, 1));
}

/* Does the clock stand still in the millisecond before `t`? */
static bool waits_before(const Deadline *d, i64 t)
{
    for (size_t i = 0; i < d->n_pauses; i++) {
        const DeadlinePause *p = &d->pauses[i];
        if ((d->rule.waits & p->on) && p->from < t && (p->to == 0 || p->to >= t))
            return true;
    }
    return false;
}

typedef struct Walk {
    Date last;
    int  counted, waited; /* of the days that are over */
} Walk;

/* To the end of a deadline of `days`. What ends after `now` is not known yet: from there on the clock runs. */
static Walk walk(const Deadline *d, int days, i64 now, bool waits)
{
    const DeadlineRule *r = &d->rule;
    Walk w = { .last = date_of(d->begun) };
    bool is_last = days == 0 && (r->in_workdays || !r->ends_on_workday || workday_is(d->calendar, w.last));
    for (int counted = 0; !is_last;) {
        w.last = date_add(w.last, 1);
        bool is_worked = workday_is(d->calendar, w.last), is_over = end_of(w.last) <= now;
        if (r->in_workdays && !is_worked)
            continue;
        if (waits && is_over && w.waited < r->waits_most && waits_before(d, end_of(w.last))) {
            w.waited++;
            continue;
        }
        counted += counted < days;
        w.counted = is_over ? counted : w.counted;
        is_last = counted == days && (r->in_workdays || !r->ends_on_workday || is_worked);
    }
    return w;
}

DeadlineFault deadline_state(const Deadline *d, i64 now, DeadlineState *ret_state)
{
    DeadlineState s = { 0 };
    DeadlineFault fault = fault_of(d);
    int           days = d->rule.days;
    *ret_state = s;
    if (fault != DEADLINE_OK)
        return fault;
    s.first_due = end_of(walk(d, days, now, false).last);
    Walk w = walk(d, days, now, true);
    if (d->extended > 0 && d->extended_at <= now) {
        if (d->extended_at >= end_of(w.last))
            return DEADLINE_BAD_EXTENSION;
        s.is_extended = true;
        days += d->extended;
        w = walk(d, days, now, true);
    }
    s.last_day = w.last;
    s.due = end_of(w.last);
    s.is_due = now >= s.due;
    s.is_paused = !s.is_due && now >= d->begun && w.waited < d->rule.waits_most && waits_before(d, now + 1);
    s.counted = w.counted;
    s.left = days - w.counted;
    s.waited = w.waited;
    if (s.is_due)
        s.overdue = d->rule.in_workdays ? workday_between(d->calendar, w.last, date_of(now))
                                        : date_days(w.last, date_of(now));
    *ret_state = s;
    return DEADLINE_OK;
}
