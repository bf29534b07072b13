/* workday: counting working days (工作日) over a calendar of exceptions: public holidays, and weekend days that are
 * worked instead (调休). Source of the default week: 国务院关于职工工作时间的规定 (国务院令第174号), five days a week.
 * As by 民法典 201 the day from which is counted does not count itself.
 * Dates are numbers like 20260712 (base/clock.h). Pure; the calendar is given. */
#pragma once
#include "base/clock.h"

typedef struct WorkDayException {
    Date day;
    bool worked;
} WorkDayException;

typedef struct WorkCalendar {
    const WorkDayException *v; /* ascending by day, each day once */
    size_t                  n;
} WorkCalendar;

enum { WORKDAY_MOST = 10000 };

bool workday_is(const WorkCalendar *c, Date d); /* O(log n), as the others for each day that they pass */

/* The days-th working day after `from`; 0: from itself. Below 0: that many working days before it, as for what must be
 * announced in advance. -WORKDAY_MOST <= days <= WORKDAY_MOST, else BUG. */
Date workday_add(const WorkCalendar *c, Date from, int days);

/* Working days after `from` up to and with `to`. Where `to` is earlier: those after `to` up to and with `from`, less
 * than 0. */
int workday_between(const WorkCalendar *c, Date from, Date to);
