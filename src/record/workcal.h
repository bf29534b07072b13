/* workcal (工作日历): which days are worked, from the dated table `holiday` (days off, and swapped weekend days that are
 * worked). Loads the table around a date for engine/workday.h, which does the counting. */
#pragma once
#include "db/db.h"
#include "engine/workday.h"

MUST Err workcal_load(Db *db, Date around, WorkCalendar *ret_calendar);
/* The end (24:00 China time, ms) of the n-th working day after the day of `from`. */
MUST Err workcal_due(Db *db, i64 from, int workdays, i64 *ret_due);
MUST Err workcal_set(Ctx *c, Date day, bool worked, Str name, Str source);
