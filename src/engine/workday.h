/* workday: counting working days (工作日) over a calendar of exceptions: public holidays, and weekend days that are
 * worked instead (调休). Source of the default week: 国务院关于职工工作时间的规定 (国务院令第174号), five days a week.
 * Dates are numbers like 20260712 (base/clock.h). Pure; the calendar is given. */
#pragma once
#include "base/clock.h"

typedef struct WorkDayException {
    Date day;
    bool worked;
} WorkDayException;

typedef struct WorkCalendar {
    const WorkDayException *v; /* ascending by day */
    size_t                  n;
} WorkCalendar;

bool workday_is(const WorkCalendar *c, Date d);
Date workday_add(const WorkCalendar *c, Date from, int days);      /* the days-th working day after `from`; 0: from itself; 0 <= days <= 10000 */
int  workday_between(const WorkCalendar *c, Date from, Date to);   /* working days after `from` up to and with `to`; negative when to < from */
