/* workcal: see workcal.h. The calendar around a date is some sixty rows, read whenever a due date is set. */
#include "record/workcal.h"

#include "record/access.h"

enum { DAYS_BEFORE = 400, DAYS_AFTER = 1200 };

Err workcal_load(Db *db, Date around, WorkCalendar *ret_calendar)
{
    Rows rows;
    TRY(db_many(db, Q_HOLIDAY_AROUND, ARGS(date_add(around, -DAYS_BEFORE), date_add(around, DAYS_AFTER)), &rows));
    WorkDayException *v = NEW_N(db_ctx(db)->arena, WorkDayException, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (WorkDayException){ (Date)row_int(rows.row[i], C_HOLIDAY_AROUND_DAY),
                                   row_bool(rows.row[i], C_HOLIDAY_AROUND_WORKED) };
    *ret_calendar = (WorkCalendar){ v, rows.n };
    return OK;
}

Err workcal_due(Db *db, i64 from, int workdays, i64 *ret_due)
{
    WorkCalendar calendar;
    TRY(workcal_load(db, date_of(from), &calendar));
    *ret_due = date_start(date_add(workday_add(&calendar, date_of(from), workdays), 1));
    return OK;
}

typedef struct Day {
    Date day;
    bool worked;
    Str  name, source;
} Day;

static Err set_body(Db *w, void *arg)
{
    const Day *d = arg;
    return db_exec(w, Q_HOLIDAY_SET, ARGS(d->day, d->worked, d->name, d->source));
}

Err workcal_set(Ctx *c, Date day, bool worked, Str name, Str source)
{
    Day d = { day, worked, name, source };
    if (code_level(access_place(c->actor, VERB_RULE)) > LEVEL_CITY)
        return fail(c, ERR_DENIED, NULL, "the calendar of all is set from a city or above");
    TRY(access_check_somewhere(c, VERB_RULE));
    if (!date_is_valid(day))
        return fail_at(c, "day", "field.not_date", STR_NONE, STR_NONE);
    return db_write(c, set_body, &d);
}
