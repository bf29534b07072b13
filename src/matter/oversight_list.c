/* oversight_list: what there is of one matter, of a place, and what waits for a desk. */
#include "matter/oversight.sql.h"
#include "matter/oversight_inside.h"
#include "matter/since.h"
#include "place/place.h"
#include "record/rule.h"

/* Nobody reads complaints: no code lies between. */
ReadAbove oversight_read_above(Ctx *c)
{
    Code above = access_place(c->actor, VERB_COMPLAINT);
    return (ReadAbove){ above.n ? above : STR(""), above.n ? code_end(c->arena, above) : STR("") };
}

static Err some_fill(Ctx *c, Rows rows, size_t most, Oversights *ret)
{
    Oversight *v = NEW_N(c->arena, Oversight, rows.n + 1);
    size_t     n = rows.n < most ? rows.n : most;
    for (size_t i = 0; i < n; i++)
        oversight_of_row(rows.row[i], &v[i]);
    TRY(db_together(c, n, oversight_fill, v));
    *ret = (Oversights){ .v = v, .n = n };
    if (rows.n > n)
        ret->next = CURSOR(v[n - 1].stands_at, v[n - 1].ref.id);
    return OK;
}

static bool reached(Row r, i64 *ret_house)
{
    *ret_house = row_int(r, C_OVERSIGHT_ROW_HOUSEHOLD);
    return row_int(r, C_OVERSIGHT_ROW_KIND) == OVERSIGHT_CALL && row_int(r, C_OVERSIGHT_ROW_FOUND) != FOUND_NOBODY;
}

/* Was the house of that call reached again, behind it? */
static bool is_reached_later(Rows rows, size_t i, i64 house)
{
    i64 other;
    for (size_t k = i + 1; k < rows.n; k++)
        if (reached(rows.row[k], &other) && other == house)
            return true;
    return false;
}

Err oversight_list_of(Ctx *c, const char *noun, Ref of, Oversights *ret, i64 *ret_called, i64 *ret_done)
{
    Rows rows;
    i64  house;
    *ret_called = *ret_done = 0;
    TRY(db_many(db_read(c), Q_OVERSIGHT_OF, ARGS(of.county, noun, of.id), &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (reached(rows.row[i], &house) && !is_reached_later(rows, i, house)) {
            *ret_called += 1;
            *ret_done += row_int(rows.row[i], C_OVERSIGHT_ROW_FOUND) == FOUND_DONE;
        }
    return some_fill(c, rows, rows.n, ret);
}

/* ---- of a place ---- */

/* Where they lie, as a list of that place names it. */
static Err names_in(Ctx *c, Code list, Oversights *some)
{
    Oversight *v = (Oversight *)some->v; /* which this request made */
    for (size_t i = 0; i < some->n; i++) {
        TRY(place_name_in(c, list, v[i].ref.place, &v[i].place_name));
        TRY(place_name_in(c, list, v[i].at, &v[i].at_name));
    }
    return OK;
}

typedef struct ByLevel { Query county, town, village; } ByLevel;

static Query of_level(const ByLevel *q, Code place)
{
    Level level = code_level(place);
    return level <= LEVEL_COUNTY ? q->county : level == LEVEL_TOWN ? q->town : q->village;
}

Err oversight_list(Ctx *c, const OversightAsk *ask, int most, Oversights *ret)
{
    static const ByLevel rising = { Q_OVERSIGHT_RISING_COUNTY, Q_OVERSIGHT_RISING_TOWN, Q_OVERSIGHT_RISING_VILLAGE },
                         falling = { Q_OVERSIGHT_FALLING_COUNTY, Q_OVERSIGHT_FALLING_TOWN, Q_OVERSIGHT_FALLING_VILLAGE };
    const Cursor *after = &ask->list.after;
    bool          falls = ask->state >= OVERSIGHT_SETTLED;
    ReadAbove     read = oversight_read_above(c);
    Rows          rows;
    if (ask->list.since)
        return life_changed(c, &oversight_life, ask->place, &ask->list, oversight_fill, CHANGED_INTO(ret));
    TRY(db_many(db_read(c), of_level(falls ? &falling : &rising, ask->place),
                GIVEN(oversight_rising_county, .county = ARG(code_county(ask->place)), .from = ARG(ask->place),
                      .end = ARG(code_end(c->arena, ask->place)), .state = ARG(ask->state), .late = ARG(ask->late), .since = ARG(0),
                      .read_above = ARG(read.above), .read_end = ARG(read.end),
                      .after_at = ARG(falls ? cursor_before(after) : after->n[0]), .after_id = ARG(after->n[1]), .most = ARG(most + 1)),
                &rows));
    TRY(some_fill(c, rows, (size_t)most, ret));
    return names_in(c, ask->place, ret);
}

Err oversight_count(Ctx *c, const OversightAsk *ask, ListCount *ret)
{
    static const ByLevel counts = { Q_OVERSIGHT_COUNT_COUNTY, Q_OVERSIGHT_COUNT_TOWN, Q_OVERSIGHT_COUNT_VILLAGE };
    ReadAbove read = oversight_read_above(c);
    return list_count(c, of_level(&counts, ask->place),
                      GIVEN(oversight_count_county, .county = ARG(code_county(ask->place)), .from = ARG(ask->place),
                            .end = ARG(code_end(c->arena, ask->place)), .state = ARG(ask->state), .late = ARG(ask->late), .since = ARG(0),
                            .read_above = ARG(read.above), .read_end = ARG(read.end), .most = ARG(LIST_COUNTED + 1)), ret);
}

/* ---- whom nobody called back ---- */

static Err called_since(Ctx *c, Code place, i64 *ret_since)
{
    i64 days;
    TRY(rule_value(db_read(c), "oversight.call.days", place, date_of(c->now), &days));
    *ret_since = date_start(date_add(date_of(c->now), (int)-days));
    return OK;
}

static bool is_called_back(const Noun *noun)
{
    return noun->watch != NULL && noun->watch->to_call != NULL;
}

/* A cursor is that of the noun, with the noun's number behind it. */
Err oversight_to_call(Ctx *c, Code place, const Cursor *after, ToCalls *ret)
{
    i64     since;
    ToCall *v = NEW_N(c->arena, ToCall, WATCH_PAGE);
    *ret = (ToCalls){ .v = v };
    TRY(called_since(c, place, &since));
    for (size_t i = after->is_set ? (size_t)after->n[2] : 0; i < noun_count() && !ret->next.is_set; i++) {
        const Noun *noun = noun_at(i);
        bool        goes_on = after->is_set && (i64)i == after->n[2];
        WatchLines  lines = { 0 };
        size_t      k = 0;
        if (is_called_back(noun))
            TRY(noun->watch->to_call(c, place, since, goes_on ? after : &(Cursor){ 0 }, &lines));
        for (; k < lines.n && ret->n < WATCH_PAGE; k++)
            v[ret->n++] = (ToCall){ noun, lines.v[k] };
        if (k < lines.n || lines.next.is_set)
            ret->next = k == 0 ? CURSOR(0, 0, (i64)i) : CURSOR(lines.v[k - 1].at, lines.v[k - 1].ref.id, (i64)i);
    }
    return OK;
}

Err oversight_to_call_count(Ctx *c, Code place, ListCount *ret)
{
    i64 since;
    *ret = (ListCount){ 0 };
    TRY(called_since(c, place, &since));
    for (size_t i = 0; i < noun_count(); i++) {
        ListCount of = { 0 };
        if (is_called_back(noun_at(i)))
            TRY(noun_at(i)->watch->to_call_count(c, place, since, &of));
        *ret = (ListCount){ ret->n + of.n, ret->more || of.more };
    }
    return OK;
}

/* ---- what is urged on ---- */

void oversight_urged_ahead(Ctx *c, const char *noun, Code county)
{
    if (access_is_official(c->actor))
        db_ahead(db_read(c), Q_OVERSIGHT_URGED, ARGS(county, noun));
}

Err oversight_urged_in(Ctx *c, const char *noun, Code county, UrgedIn *ret)
{
    *ret = (UrgedIn){ { 0 } };
    return access_is_official(c->actor) ? db_many(db_read(c), Q_OVERSIGHT_URGED, ARGS(county, noun), &ret->rows) : OK;
}

bool oversight_is_urged(const UrgedIn *in, i64 record)
{
    for (size_t i = 0; i < in->rows.n; i++)
        if (row_int(in->rows.row[i], C_OVERSIGHT_URGED_OF_ID) == record)
            return true;
    return false;
}

/* ---- what waits for a desk: open ones for the office that answers, answered ones for who supervises ---- */

typedef struct Waiting {
    const DeskAsk *ask;
    Cursor         after;
    ReadAbove      read;
    Rows           rows[3]; /* in time, late, answered */
} Waiting;
enum { WAITS_ANSWERED = 2 };

static bool is_asked_for(const DeskAsk *ask, size_t i)
{
    return ask->when == DESK_ALL || (ask->when == DESK_LATE) == (i == 1);
}

static Err waiting_read(Ctx *c, void *arg, size_t i)
{
    Waiting       *k = arg;
    const DeskAsk *ask = k->ask;
    Code           county = code_county(ask->place), end = code_end(c->arena, ask->place);
    k->rows[i] = (Rows){ 0 };
    if (!is_asked_for(ask, i) || !access_may(c->actor, i == WAITS_ANSWERED ? VERB_SUPERVISE : VERB_ANSWER, ask->place))
        return OK;
    if (i == WAITS_ANSWERED)
        return db_many(db_read(c), QUERY(oversight_rising_county, .county = ARG(county), .from = ARG(ask->place), .end = ARG(end),
                                         .state = ARG(OVERSIGHT_ANSWERED), .late = ARG(0), .since = ARG(ask->since),
                                         .read_above = ARG(k->read.above), .read_end = ARG(k->read.end),
                                         .after_at = ARG(k->after.n[0]), .after_id = ARG(k->after.n[1]), .most = ARG(DESK_PAGE + 1)),
                       &k->rows[i]);
    return db_many(db_read(c), QUERY(oversight_desk, .county = ARG(county), .from = ARG(ask->place), .end = ARG(end), .late = ARG(i == 1),
                                     .since = ARG(ask->since), .read_above = ARG(k->read.above), .read_end = ARG(k->read.end),
                                     .after_due = ARG(k->after.n[0]), .after_id = ARG(k->after.n[1]), .most = ARG(DESK_PAGE + 1)),
                   &k->rows[i]);
}

static bool is_before(Row a, Row b)
{
    i64 x = row_int(a, C_OVERSIGHT_ROW_STANDS_AT), y = row_int(b, C_OVERSIGHT_ROW_STANDS_AT);
    return x != y ? x < y : row_int(a, C_OVERSIGHT_ROW_ID) < row_int(b, C_OVERSIGHT_ROW_ID);
}

/* All three in one order: by the day of open ones, and since when answered ones wait. */
static Rows in_order(Ctx *c, const Waiting *k)
{
    size_t all = k->rows[0].n + k->rows[1].n + k->rows[2].n, at[COUNTOF(k->rows)] = { 0 };
    Row   *v = NEW_N(c->arena, Row, all + 1);
    for (size_t n = 0; n < all; n++) {
        size_t best = COUNTOF(at);
        for (size_t i = 0; i < COUNTOF(at); i++)
            if (at[i] < k->rows[i].n && (best == COUNTOF(at) || is_before(k->rows[i].row[at[i]], k->rows[best].row[at[best]])))
                best = i;
        v[n] = k->rows[best].row[at[best]++];
    }
    return (Rows){ v, all };
}

static Err desk_lines(Ctx *c, const DeskAsk *ask, DeskLines *ret_lines)
{
    static const char *const waits[] = { [OVERSIGHT_QUESTION] = "desk.oversight.question", [OVERSIGHT_URGE] = "desk.oversight.urge",
                                         [OVERSIGHT_CALL] = "desk.oversight.call" };
    _Static_assert(COUNTOF(waits) == OVERSIGHT_KINDS, "a word for every kind");
    Waiting    k = { .ask = ask, .after = desk_after(ask), .read = oversight_read_above(c) };
    Oversights some;
    if (code_level(ask->place) >= LEVEL_CITY)
        TRY(db_together(c, COUNTOF(k.rows), waiting_read, &k));
    TRY(some_fill(c, in_order(c, &k), DESK_PAGE, &some));
    TRY(names_in(c, ask->place, &some));
    DeskLine *v = NEW_N(c->arena, DeskLine, some.n + 1);
    for (size_t i = 0; i < some.n; i++) {
        const Oversight *o = &some.v[i];
        bool             is_open = o->state == OVERSIGHT_OPEN;
        v[i] = (DeskLine){ .ref = o->ref, .is_late = o->is_late, .has_day = is_open, .due = o->stands_at, .title = o->title,
                           .place_name = o->place_name, .is_mine = !is_open && o->account == c->actor->account,
                           .state = is_open ? waits[o->kind] : "desk.oversight.answered" };
    }
    *ret_lines = (DeskLines){ v, some.n, some.next.is_set };
    return OK;
}

static Err desk_count(Ctx *c, Code place, DeskCount *ret_count)
{
    ReadAbove read = oversight_read_above(c);
    ListCount answered = { 0 };
    Row       r;
    *ret_count = (DeskCount){ 0 };
    if (code_level(place) < LEVEL_CITY)
        return OK;
    if (access_may(c->actor, VERB_ANSWER, place)) {
        TRY(db_one(db_read(c), QUERY(oversight_desk_count, .county = ARG(code_county(place)), .from = ARG(place),
                                     .end = ARG(code_end(c->arena, place)), .read_above = ARG(read.above), .read_end = ARG(read.end)), &r));
        *ret_count = (DeskCount){ row_int(r, C_OVERSIGHT_DESK_COUNT_N), row_int(r, C_OVERSIGHT_DESK_COUNT_LATE) };
    }
    if (access_may(c->actor, VERB_SUPERVISE, place))
        TRY(oversight_count(c, &(OversightAsk){ .place = place, .state = OVERSIGHT_ANSWERED }, &answered));
    ret_count->all += answered.n;
    return OK;
}

const NounDesk oversight_desk = { .path = "/oversight/", .verb = VERB_ANSWER, .also = VERB_SUPERVISE, .lines = desk_lines, .count = desk_count };
