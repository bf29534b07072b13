/* workcal (工作日历): which days are worked, from the dated table `holiday` (days off, and swapped weekend days that are
 * worked). Loads the table around a date for engine/calendar/workday.h, which does the counting. */
#pragma once
#include "db/db.h"
#include "engine/calendar/workday.h"
#include "record/field.h"

MUST Err workcal_load(Db *db, Date around, WorkCalendar *ret_calendar);
/* The end (24:00 China time, ms) of the n-th working day after the day of `from`. */
MUST Err workcal_due(Db *db, i64 from, int workdays, i64 *ret_due);

/* The last year whose holidays a notice has laid down; 0: none. After it working days are counted by the week and by what
 * the decree itself fixes, so a date that was promised there may change. */
MUST Err workcal_known_year(Ctx *c, int *ret_year);
/* Lies the day ahead, in a year after that one? It may change yet. True also where that could not be read. */
bool workcal_is_unsure(Ctx *c, Date day);
/* The year for which the notice is missing though it is time to enter it: from 1 December on the next one; 0: none. */
int workcal_missing_year(Date today, int known_year);

/* A day that differs from the week. */
typedef struct Holiday {
    Date day;
    bool worked;       /* a weekend day that is worked instead; or an exception that was taken back */
    Str  name, source; /* "国庆节", "国办发明电〔2024〕12号" */
    Str  confidence;   /* as a rule's */
} Holiday;

extern const Field HOLIDAY_DAY, HOLIDAY_WORKED, HOLIDAY_NAME, HOLIDAY_SOURCE;

void workcal_ahead(Ctx *c, Date from, Date to); /* they will be listed: db_ahead() */
MUST Err workcal_list(Ctx *c, Date from, Date to, const Holiday **ret, size_t *ret_n); /* from <= day < to */
/* Adds or changes a day of the calendar, which is one for all places: only who rules a city or above may. `place`, a
 * county or above where the actor has VERB_RULE, is where it is entered: its log gets the event holiday.set.
 * ERR_INVALID at day (gone by, after next year, or one that would leave its year fewer than 240 working days), name, notice. */
MUST Err workcal_set(Ctx *c, Code place, const Holiday *h);
bool     workcal_may_set(const Actor *a, Code place);
