/* workcal: see workcal.h. The calendar around a date is some sixty rows, wanted whenever a due date is set. */
#include "record/workcal.h"

#include <string.h>

#include "db/turn.h"

#include "record/access.h"
#include "record/event.h"
#include "record/workcal.sql.h"

enum { DAYS_BEFORE = 400, DAYS_AFTER = 1200, KEPT_MOST = 400 };

/* The one asked for last. */
static _Thread_local struct {
    Memory           memory;
    Date             around;
    WorkDayException v[KEPT_MOST];
    size_t           n;
} kept;

static void calendar_keep(Memory memory, Date around, const WorkCalendar *c)
{
    if (c->n > KEPT_MOST)
        return;
    kept.memory = memory;
    kept.around = around;
    kept.n = c->n;
    if (c->n > 0)
        memcpy(kept.v, c->v, c->n * sizeof *kept.v);
}

static WorkCalendar kept_copy(Arena *a)
{
    WorkDayException *v = NEW_N(a, WorkDayException, kept.n);
    if (kept.n > 0)
        memcpy(v, kept.v, kept.n * sizeof *v);
    return (WorkCalendar){ v, kept.n };
}

static Err calendar_read(Db *db, Date from, Date to, WorkCalendar *ret_calendar)
{
    Rows rows;
    TRY(db_many(db, Q_HOLIDAY_AROUND, ARGS(from, to), &rows));
    WorkDayException *v = NEW_N(db_ctx(db)->arena, WorkDayException, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (WorkDayException){ (Date)row_int(rows.row[i], C_HOLIDAY_AROUND_DAY),
                                   row_bool(rows.row[i], C_HOLIDAY_AROUND_WORKED) };
    *ret_calendar = (WorkCalendar){ v, rows.n };
    return OK;
}

Err workcal_load(Db *db, Date around, WorkCalendar *ret_calendar)
{
    Memory memory = memory_begin(db_ctx(db));
    if (kept.around == around && memory_holds(&kept.memory, db_ctx(db))) {
        *ret_calendar = kept_copy(db_ctx(db)->arena);
        return OK;
    }
    TRY(calendar_read(db, date_add(around, -DAYS_BEFORE), date_add(around, DAYS_AFTER), ret_calendar));
    calendar_keep(memory, around, ret_calendar);
    return OK;
}

Err workcal_due(Db *db, i64 from, int workdays, i64 *ret_due)
{
    WorkCalendar calendar;
    if (workdays < -WORKDAY_MOST || workdays > WORKDAY_MOST) /* a rule's number is as it stands in its row */
        return fail(db_ctx(db), ERR_DB, NULL, "%d working days are not a time limit", workdays);
    TRY(workcal_load(db, date_of(from), &calendar));
    *ret_due = date_start(date_add(workday_add(&calendar, date_of(from), workdays), 1));
    return OK;
}

/* Each day on a page asks. */
static _Thread_local struct {
    Memory memory;
    int    year;
} known;

Err workcal_known_year(Ctx *c, int *ret_year)
{
    Memory memory = memory_begin(c);
    Row    r;
    if (!memory_holds(&known.memory, c)) {
        TRY(db_one(db_read(c), Q_HOLIDAY_NOTICED, ARGS(), &r));
        known.year = (int)(row_int(r, C_HOLIDAY_NOTICED_DAY) / 10000);
        known.memory = memory;
    }
    *ret_year = known.year;
    return OK;
}

bool workcal_is_unsure(Ctx *c, Date day)
{
    int year = 0;
    if (c->store == NULL || day < date_of(c->now)) /* without a store there is nobody to whom a day was promised */
        return false;
    if (workcal_known_year(c, &year) != OK)
        ctx_clear_failure(c);
    return day / 10000 > year;
}

int workcal_missing_year(Date today, int known_year)
{
    int  year = today / 10000;
    bool is_december = today / 100 % 100 == 12;
    if (known_year < year)
        return year;
    return is_december && known_year == year ? year + 1 : 0;
}

void workcal_ahead(Ctx *c, Date from, Date to)
{
    db_ahead(db_read(c), Q_HOLIDAY_LIST, ARGS(from, to));
}

Err workcal_list(Ctx *c, Date from, Date to, const Holiday **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_HOLIDAY_LIST, ARGS(from, to), &rows));
    Holiday *v = NEW_N(c->arena, Holiday, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        v[i] = (Holiday){ (Date)row_int(r, C_HOLIDAY_LIST_DAY), row_bool(r, C_HOLIDAY_LIST_WORKED),
                          row_text(r, C_HOLIDAY_LIST_NAME), row_text(r, C_HOLIDAY_LIST_SOURCE),
                          row_text(r, C_HOLIDAY_LIST_CONFIDENCE) };
    }
    *ret = v;
    *ret_n = rows.n;
    return OK;
}

/* ---- setting ---- */

static const char *const off_or_worked[] = { "off", "worked", NULL };

const Field HOLIDAY_DAY = { "day", FIELD_DATE, 20000101, 29991231, NULL, "holiday.day" };
const Field HOLIDAY_WORKED = { "kind", FIELD_ENUM, 0, 1, off_or_worked, "holiday.kind" };
const Field HOLIDAY_NAME = { "name", FIELD_LINE, 2, 20, NULL, "holiday.name" };
const Field HOLIDAY_SOURCE = { "notice", FIELD_LINE, 2, 100, NULL, "holiday.notice" };

bool workcal_may_set(const Actor *a, Code place)
{
    return place.n && code_level(place) <= LEVEL_COUNTY && access_may(a, VERB_RULE, place) &&
           code_level(access_place(a, VERB_RULE)) <= LEVEL_CITY;
}

/* Every time limit counts in working days: whoever enters days off could put all of them off. A year has 248 by the week and the
 * decree (365 days less 104 and 13); a notice moves some and takes none away. */
static Err year_is_worked(Db *w, Date day)
{
    enum { WORKED_LEAST = 240 };
    WorkCalendar calendar;
    Date         first = day / 10000 * 10000 + 101, last = day / 10000 * 10000 + 1231;
    TRY(calendar_read(w, first, date_add(last, 1), &calendar));
    if (workday_between(&calendar, date_add(first, -1), last) < WORKED_LEAST)
        return fail_at(db_ctx(w), "day", "holiday.most", str_number(db_ctx(w)->arena, WORKED_LEAST), STR_NONE);
    return OK;
}

typedef struct Setting {
    Code           place;
    const Holiday *h;
} Setting;

static Err set_body(Db *w, void *arg)
{
    const Setting *s = arg;
    const Holiday *h = s->h;
    TRY(db_exec(w, Q_HOLIDAY_SET, ARGS(h->day, h->worked, h->name, h->source)));
    if (!h->worked)
        TRY(year_is_worked(w, h->day));
    i64      id = db_id(w);
    EventNew e = { .id = id, .kind = "holiday.set",
                   .subject = { .county = code_county(s->place), .id = id, .place = s->place },
                   .parts = { PART("day", h->day), PART("worked", h->worked), PART_TEXT("name", h->name),
                              PART_TEXT("source", h->source) },
                   .n_parts = 4 };
    return event_append(w, &e);
}

Err workcal_set(Ctx *c, Code place, const Holiday *h)
{
    Setting s = { place, h };
    Date    today = date_of(c->now);
    TRY(access_check(c, VERB_RULE, place));
    if (!workcal_may_set(c->actor, place))
        return fail(c, ERR_DENIED, NULL, "the calendar of all is set from a city or above");
    if (!date_is_valid(h->day))
        return fail_at(c, "day", "field.not_date", STR_NONE, STR_NONE);
    if (h->day < today || h->day / 10000 > today / 10000 + 1) /* due dates that stand are not counted again */
        return fail_at(c, "day", "holiday.when", STR_NONE, STR_NONE);
    TRY(field_check_given(c, &HOLIDAY_NAME, h->name));
    TRY(field_check_given(c, &HOLIDAY_SOURCE, h->source));
    return db_write(c, set_body, &s);
}
