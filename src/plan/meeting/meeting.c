/* meeting: see meeting.h. */
#include "plan/meeting/meeting.h"

#include <stdlib.h>
#include <string.h>

#include "matter/since.h"
#include "matter/tell.h"
#include "plan/meeting/meeting.sql.h"
#include "record/counter.h"
#include "record/link.h"
#include "record/once.h"

/* Field               name        type        low  high      names label */
const Field
    MEETING_TITLE   = { "title",   FIELD_LINE, 2,   40,       NULL, "meeting.title" },
    MEETING_SPOT    = { "spot",    FIELD_LINE, 1,   40,       NULL, "meeting.spot" },
    MEETING_DAY     = { "day",     FIELD_DATE, 20200101, 29991231, NULL, "meeting.day" },
    MEETING_TIME    = { "time",    FIELD_TIME, 0,   1439,     NULL, "meeting.time" },
    MEETING_NEED    = { "need",    FIELD_REF,  0,   0,        NULL, "meeting.need" },
    MEETING_TOPIC   = { "topic",   FIELD_LINE, 0,   60,       NULL, "meeting.topic" },
    MEETING_MINUTES = { "text",    FIELD_TEXT, 2,   4000,     NULL, "meeting.minutes" },
    MEETING_WHY     = { "why",     FIELD_TEXT, 2,   500,      NULL, "meeting.why" };

static const CounterKind COUNT_STATE[] = { [MEETING_CALLED] = { "meeting.called" },
                                           [MEETING_HELD] = { "meeting.held" }, [MEETING_OFF] = { "meeting.off" } };

/* ---- the row and its life ---- */

static void meeting_of(Row r, void *ret_meeting)
{
    *(Meeting *)ret_meeting = (Meeting){
        MATTER_OF(r, C_MEETING_ROW),
        .spot = row_text(r, C_MEETING_ROW_SPOT), .starts_at = row_int(r, C_MEETING_ROW_STARTS_AT),
        .host = row_int(r, C_MEETING_ROW_HOST), .host_title = row_text(r, C_MEETING_ROW_HOST_TITLE),
        .minutes = row_text(r, C_MEETING_ROW_MINUTES), .called_at = row_int(r, C_MEETING_ROW_CALLED_AT),
    };
}

static Err host_check(Db *w, const Meeting *m)
{
    Ctx *c = db_ctx(w);
    return access_may(c->actor, VERB_HOST, m->ref.place) ? OK : fail(c, ERR_DENIED, "meeting.not_host", "not who may call meetings");
}

static Err store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Meeting *before = was, *m = row;
    return db_change(w, QUERY(meeting_store, KEY(m->ref), .version = ARG(before->version), .from = ARG(before->state),
                              .state = ARG(m->state), .minutes = ARG(m->minutes), .changed_at = ARG(m->changed_at)),
                     ret_rows);
}

static void count(Db *w, const void *row, int sign)
{
    const Meeting *m = row;
    counter_add(w, m->ref.place, &COUNT_STATE[m->state], 0, sign);
}

static Err tell(Db *w, const Change *ch, const void *was, const void *row)
{
    const Meeting *m = row;
    return tell_parties(w, &(Tell){ .noun = "meeting", .ref = m->ref, .event = ch->event, .title = m->title, .words = ch->words });
}

static const char *const states[] = { [MEETING_CALLED] = "called", [MEETING_HELD] = "held", [MEETING_OFF] = "off", NULL };
_Static_assert(COUNTOF(states) == MEETING_STATES + 1 && COUNTOF(COUNT_STATE) == MEETING_STATES, "a name and a counter for every state");
static const Move moves[] = {
    /* from            to            who      verb       asks      tells        event */
    { MEETING_CALLED, MEETING_HELD, BY_VERB, VERB_HOST, ASKS_WHY, TELL_VOICES, "meeting.held" },
    { MEETING_CALLED, MEETING_OFF,  BY_VERB, VERB_HOST, ASKS_WHY, TELL_VOICES, "meeting.off" },
};
static const Life life = {
    .noun = "meeting", .row_size = sizeof(Meeting), .states = states, .moves = moves, .n_moves = COUNTOF(moves),
    .get = Q_MEETING_GET, .hold = Q_MEETING_HOLD, .each = Q_MEETING_EACH, .trail = Q_MEETING_TRAIL, .carry_list = Q_MEETING_CARRY_LIST,
    .carry = Q_MEETING_CARRY, .of = meeting_of, .store = store, .count = count, .tell = tell,
};

/* ---- called ---- */

typedef struct Calling {
    const MeetingNew *n;
    Meeting           m;
    MeetingItem       items[MEETING_ITEMS];
    size_t            n_items;
    By                by;
    i64               event_id;
} Calling;

static int by_houses(const void *a, const void *b)
{
    const MeetingItem *x = a, *y = b;
    return x->houses != y->houses ? (x->houses < y->houses ? 1 : -1) : (x->need.id > y->need.id) - (x->need.id < y->need.id);
}

static bool is_on(const Calling *k, Ref need)
{
    for (size_t i = 0; i < k->n_items; i++)
        if (k->items[i].need.id == need.id)
            return true;
    return false;
}

/* Open needs of the place, as they are called and voiced now; complaints are nobody's topic. */
static Err agenda_read(Ctx *c, Calling *k)
{
    const MeetingNew *n = k->n;
    if (n->needs.n + n->topics.n > MEETING_ITEMS)
        return fail_at(c, "need", "meeting.items.many", STR_NONE, STR_NONE);
    for (size_t i = 0; i < n->needs.n; i++) {
        Need need;
        Err  e = need_get(c, n->needs.v[i], &need);
        if (e != OK && e != ERR_MISSING)
            return e;
        ctx_clear_failure(c);
        if (e == OK && is_on(k, need.ref))
            continue;
        if (e != OK || !need_is_open(need.state) || need.kind == NEED_COMPLAINT || !code_covers(n->place, need.ref.place))
            return fail_at(c, "need", "meeting.need.wrong", STR_NONE, STR_NONE);
        k->items[k->n_items++] = (MeetingItem){ .need = need.ref, .title = need.title, .houses = need.households };
    }
    qsort(k->items, k->n_items, sizeof *k->items, by_houses);
    for (size_t i = 0; i < n->topics.n; i++)
        k->items[k->n_items++] = (MeetingItem){ .title = n->topics.v[i] };
    for (size_t i = 0; i < k->n_items; i++)
        k->items[i].n = (int)i + 1;
    return k->n_items ? OK : fail_at(c, "topic", "meeting.items.none", STR_NONE, STR_NONE);
}

static Err item_put(Db *w, const Meeting *m, const MeetingItem *item)
{
    TRY(item->need.id ? need_open_held(w, item->need) : OK); /* it may have been taken back since the form was read */
    TRY(db_exec(w, QUERY(meeting_item_add, KEY_AS(meeting, m->ref), .n = ARG(item->n), .need = ARG(item->need.id),
                         .title = ARG(item->title), .houses = ARG(item->houses))));
    return item->need.id ? link_put(w, "meeting", m->ref, LINK_MENTIONS, "need", item->need) : OK;
}

static Err call_body(Db *w, void *arg)
{
    Calling       *k = arg;
    const Meeting *m = &k->m;
    Change         ch = { .life = &life, .by = k->by, .event = "meeting.called", .words = m->title };
    TRY(db_exec(w, QUERY(meeting_add, KEY(m->ref), .place = ARG(m->ref.place), .title = ARG(m->title),
                         .spot = ARG(m->spot), .starts_at = ARG(m->starts_at), .host = ARG(m->host),
                         .host_title = ARG(k->by.title), .called_at = ARG(m->called_at))));
    for (size_t i = 0; i < k->n_items; i++)
        TRY(item_put(w, m, &k->items[i]));
    count(w, m, 1);
    change_part(&ch, (EventPart)PART("starts_at", m->starts_at));
    change_part(&ch, (EventPart)PART("items", (i64)k->n_items));
    TRY(change_event(w, &ch, m, k->event_id));
    ch.words = arena_printf(db_ctx(w)->arena, "%.*s（%.*s）", STR_ARG(m->spot), STR_ARG(k->by.title)); /* who calls, beside what they call it */
    return tell(w, &ch, NULL, m);
}

static Hash payload_of(Arena *a, const MeetingNew *n, i64 starts_at)
{
    Str   *parts = NEW_N(a, Str, 5 + n->needs.n + n->topics.n);
    size_t of = 0;
    for (; of < n->needs.n; of++)
        parts[of] = ref_name(a, n->needs.v[of]);
    for (size_t i = 0; i < n->topics.n; i++)
        parts[of++] = n->topics.v[i];
    const Str rest[] = { n->title, n->spot, str_number(a, (i64)n->needs.n), n->place, str_number(a, starts_at) };
    memcpy(parts + of, rest, sizeof rest);
    return once_payload(parts, of + COUNTOF(rest));
}

Err meeting_call(Ctx *c, const MeetingNew *n, Ref *ret_meeting)
{
    Calling *k = NEW(c->arena, Calling);
    i64      starts_at = date_start(n->day) + n->minute * MINUTE;
    k->n = n;
    TRY(field_check_given(c, &MEETING_TITLE, n->title));
    TRY(field_check_given(c, &MEETING_SPOT, n->spot));
    for (size_t i = 0; i < n->topics.n; i++)
        TRY(field_check_given(c, &MEETING_TOPIC, n->topics.v[i]));
    if (starts_at <= c->now)
        return fail_at(c, "day", "meeting.day.past", STR_NONE, STR_NONE);
    TRY(agenda_read(c, k));
    TRY(by_actor(c, &k->by));
    k->m = (Meeting){ .ref = { code_county(n->place), id_new(c->now), n->place }, .title = n->title, .spot = n->spot,
                      .starts_at = starts_at, .host = c->actor->account, .called_at = c->now };
    k->event_id = id_new(c->now);
    const Once once = { k->m.ref.county, "meeting.call", n->once, payload_of(c->arena, n, starts_at) };
    *ret_meeting = k->m.ref;
    return once_write(c, &once, k->m.ref.id, call_body, k, &ret_meeting->id);
}

/* What happens at a meeting happens from its day on: who came, what was agreed, what was said. */
static Err day_check(Ctx *c, const Meeting *m, i64 at)
{
    if (m->state == MEETING_OFF)
        return fail(c, ERR_CONFLICT, "meeting.is_off", "of a meeting that was called off");
    if (!meeting_day_is_here(m, at))
        return fail(c, ERR_CONFLICT, "meeting.not_yet", "before its day");
    return OK;
}

bool meeting_day_is_here(const Meeting *m, i64 now)
{
    return date_of(now) >= date_of(m->starts_at);
}

static Err attend_open(Ctx *c, const void *row, i64 at, bool *ret_is_over)
{
    const Meeting *m = row;
    *ret_is_over = m->state == MEETING_HELD && at >= m->changed_at;
    return day_check(c, m, at);
}

static Err album_open(Ctx *c, Ref meeting)
{
    Meeting m;
    TRY(life_read(db_read(c), &life, meeting, &m));
    return day_check(c, &m, ctx_done_at(c));
}

static const Attend attend = { .host = VERB_HOST, .came = "meeting.came", .struck = "meeting.struck", .denied = "meeting.denied",
                               .open = attend_open };
static const Album  album = { .role = "meeting", .may = VERB_HOST, .most = 12, .open = album_open };

/* ---- what came of it ---- */

static Err agree_rule(Db *w, Change *ch, void *row)
{
    Meeting *m = row;
    By       by = ch->by;
    TRY(host_check(w, m));
    TRY(day_check(db_ctx(w), m, ctx_done_at(db_ctx(w))));
    return tasks_make_in(w, &by, "meeting", m->ref, ch->arg); /* each one's own event is the chapter that says so */
}

Err meeting_agree(Ctx *c, Ref meeting, FieldRows *tasks)
{
    TRY(tasks_check(c, meeting.place, tasks));
    return change(c, &(Change){ .life = &life, .ref = meeting, .rule = { agree_rule }, .arg = tasks });
}

static Err write_rule(Db *w, Change *ch, void *row)
{
    Meeting *m = row;
    TRY(host_check(w, m));
    TRY(day_check(db_ctx(w), m, ctx_done_at(db_ctx(w))));
    m->minutes = ch->words;
    if (m->state != MEETING_HELD)
        return change_move(w, ch, m, MEETING_HELD);
    change_note(ch, "meeting.corrected", TELL_VOICES); /* who came reads what is said of it now */
    return OK;
}

Err meeting_write(Ctx *c, Ref meeting, i64 version, Str minutes)
{
    TRY(field_check_given(c, &MEETING_MINUTES, minutes));
    return change(c, &(Change){ .life = &life, .ref = meeting, .version = version, .rule = { write_rule }, .words = minutes });
}

static Err off_rule(Db *w, Change *ch, void *row)
{
    const Meeting *m = row;
    i64            came;
    TRY(houses_count(db_ctx(w), "meeting", m->ref, &came));
    if (came > 0)
        return fail(db_ctx(w), ERR_CONFLICT, "meeting.has_begun", "houses came: it took place");
    return change_move(w, ch, row, MEETING_OFF);
}

Err meeting_off(Ctx *c, Ref meeting, i64 version, Str why)
{
    TRY(field_check_given(c, &MEETING_WHY, why));
    return change(c, &(Change){ .life = &life, .ref = meeting, .version = version, .rule = { off_rule }, .words = why });
}

/* ---- reading ---- */

static Err fill(Ctx *c, void *meetings, size_t i)
{
    Meeting *m = (Meeting *)meetings + i;
    Ref      house = actor_house(c->actor);
    i64      own = str_eq(house.county, m->ref.county) ? house.id : 0;
    houses_ahead(c, "meeting", m->ref, own);
    m->may_host = access_may(c->actor, VERB_HOST, m->ref.place);
    TRY(place_name_from(c, LEVEL_VILLAGE, m->ref.place, &m->place_name));
    TRY(houses_counts(c, "meeting", m->ref, &m->came));
    return houses_has(c, "meeting", m->ref, own, &m->has_come);
}

Err meeting_get(Ctx *c, Ref ref, Meeting *m)
{
    Rows rows;
    db_ahead(db_read(c), Q_MEETING_ITEMS, ARGS(REF(ref)));
    TRY(life_read(db_read(c), &life, ref, m));
    TRY(fill(c, m, 0));
    TRY(db_many(db_read(c), Q_MEETING_ITEMS, ARGS(REF(ref)), &rows));
    MeetingItem *v = NEW_N(c->arena, MeetingItem, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (MeetingItem){ .n = (int)row_int(rows.row[i], C_MEETING_ITEMS_N), .title = row_text(rows.row[i], C_MEETING_ITEMS_TITLE),
                              .need = { ref.county, row_int(rows.row[i], C_MEETING_ITEMS_NEED), m->ref.place },
                              .houses = row_int(rows.row[i], C_MEETING_ITEMS_HOUSES) };
    m->items = v;
    m->n_items = rows.n;
    return OK;
}

Err meeting_list(Ctx *c, Code place, int state, const ListAsk *ask, Meetings *ret_meetings)
{
    enum { MOST = 20 };
    Rows rows;
    if (ask->since)
        return life_changed(c, &life, place, ask, fill, CHANGED_INTO(ret_meetings));
    TRY(db_many(db_read(c), QUERY(meeting_list, .county = ARG(code_county(place)), .village = ARG(code_at(place, LEVEL_VILLAGE)),
                                  .from = ARG(place), .end = ARG(code_end(c->arena, place)), .state_low = ARG(state < 0 ? 0 : state),
                                  .state_high = ARG(state < 0 ? MEETING_STATES - 1 : state),
                                  .before_start = ARG(cursor_before(&ask->after)), .before_id = ARG(ask->after.n[1]),
                                  .most = ARG(MOST + 1)), &rows));
    Meeting *v = NEW_N(c->arena, Meeting, rows.n);
    size_t   n = rows.n < MOST ? rows.n : MOST;
    for (size_t i = 0; i < n; i++)
        meeting_of(rows.row[i], &v[i]);
    TRY(db_together(c, n, fill, v));
    *ret_meetings = (Meetings){ .v = v, .n = n };
    if (rows.n > n)
        ret_meetings->next = CURSOR(v[n - 1].starts_at, v[n - 1].ref.id);
    return OK;
}

/* ---- as a row of the table of nouns ---- */

/* Until it is held, everybody who is called; then who came. */
static Err parties(Db *db, Ref meeting, i64 after, i64 most, Rows *ret_houses)
{
    Meeting m;
    TRY(life_read(db, &life, meeting, &m));
    if (m.state == MEETING_HELD)
        return houses_next(db, "meeting", meeting, after, most, ret_houses);
    return db_many(db, QUERY(meeting_houses, .county = ARG(m.ref.county), .place = ARG(m.ref.place),
                             .end = ARG(code_end(db_ctx(db)->arena, m.ref.place)), .after = ARG(after),
                             .most = ARG(most)),
                   ret_houses);
}

/* What somebody forgotten called a need is nowhere: agendas say what it is called now. Needs were forgotten before. */
static Err erase(Db *w, Ref person)
{
    return db_exec(w, Q_MEETING_ITEM_ERASE, ARGS(person.county, person.id));
}

static const Invariant invariants[] = {
    { Q_MEETING_CHECK_CAME, "meeting.came: a house came to what is no meeting" },
    { Q_MEETING_CHECK_ITEM, "meeting.item: a need on its agenda does not know of it" },
    { 0 },
};

static const EventKind events[] = { { "meeting.called", true }, { "meeting.came", true, .is_many = true }, { "meeting.held", true },
                                    { "meeting.struck", true, .is_many = true }, { "meeting.denied", true, .is_many = true },
                                    { "meeting.corrected", true }, { "meeting.off", true },
                                    { "meeting.carried", true }, { "meeting.carried_away", true }, { 0 } };

static const NounFigure figures[] = { { "meeting.called", "meeting.figure.called", "/meeting?state=called" },
                                      { "meeting.held", "meeting.figure.held", "/meeting?state=held" }, { 0 } };

static const NounWork works[] = { { "/meeting", "meeting.works", 4, VERB_PUBLIC }, { 0 } };

const Noun meeting_noun = { .name = "meeting", .events = events, .life = &life, .figures = figures, .works = works,
                            .invariants = invariants, .rebuild = life_rebuild, .title = life_title, .visible = life_visible,
                            .parties = parties, .unsaid = attend_unsaid, .carry = life_carry, .attend = &attend, .album = &album,
                            .erase = erase };
