/* period: see period.h. */
#include "matter/period.h"
#include "matter/period.sql.h"

#include "engine/tally/lawful.h"
#include "people/person.h"
#include "record/inbox.h"
#include "record/job.h"
#include "record/rule.h"

enum { BACK_MOST = 30, TEXT_MOST = 100000 };

static const Field PERIOD_TITLE = { "title", FIELD_LINE, 2, 60, NULL, "period.title" };
const Field PERIOD_OBJECTION = { "words", FIELD_TEXT, 2, 1000, NULL, "period.objection" };
const Field PERIOD_ANSWER = { "answer", FIELD_TEXT, 2, 1000, NULL, "period.answer" };

static const char *const state_names[] = { [PERIOD_UP] = "up", [PERIOD_ENDED] = "ended", [PERIOD_ANNULLED] = "annulled", NULL };
_Static_assert(COUNTOF(state_names) == PERIOD_STATES + 1, "a name for every state");

static const Move moves[] = {
    { PERIOD_UP, PERIOD_ENDED, BY_VERB | BY_CAUSE, VERB_TRIAGE, 0, TELL_NOBODY, "period.ended" },
    { PERIOD_UP, PERIOD_ANNULLED, BY_VERB | BY_CAUSE, VERB_ANSWER, ASKS_WHY, TELL_NOBODY, "period.annulled" },
    { PERIOD_ENDED, PERIOD_ANNULLED, BY_VERB | BY_CAUSE, VERB_ANSWER, ASKS_WHY, TELL_NOBODY, "period.annulled" },
};

/* ---- reading ---- */

static Period period_from(Row r)
{
    Period p = { MATTER_OF(r, C_PERIOD_ROW) };
    p.noun = row_text(r, C_PERIOD_ROW_NOUN);
    p.noun_id = row_int(r, C_PERIOD_ROW_NOUN_ID);
    p.text_version = row_int(r, C_PERIOD_ROW_TEXT_VERSION);
    p.text_hash = row_hash(r, C_PERIOD_ROW_TEXT_HASH);
    p.days = (int)row_int(r, C_PERIOD_ROW_DAYS);
    p.up_at = row_int(r, C_PERIOD_ROW_UP_AT);
    p.ends_at = row_int(r, C_PERIOD_ROW_ENDS_AT);
    p.ended_at = row_int(r, C_PERIOD_ROW_ENDED_AT);
    p.objections = row_int(r, C_PERIOD_ROW_OBJECTIONS);
    p.unanswered = row_int(r, C_PERIOD_ROW_UNANSWERED);
    return p;
}

Err period_get(Db *db, Ref period, Period *ret_period)
{
    Row r;
    TRY(db_one(db, Q_PERIOD_GET, ARGS(REF(period)), &r));
    *ret_period = period_from(r);
    return OK;
}

Err period_of(Db *db, Code county, const char *noun, i64 noun_id, Period *ret_period)
{
    Row r;
    TRY(db_one(db, Q_PERIOD_NEWEST, ARGS(county, noun, noun_id), &r));
    *ret_period = period_from(r);
    return OK;
}

PeriodState period_standing(const Period *p, i64 now)
{
    return p->state == PERIOD_UP && p->ends_at <= now ? PERIOD_ENDED : (PeriodState)p->state;
}

static Objection objection_from(Row r)
{
    return (Objection){ .ref = { row_text(r, C_OBJECTION_LIST_COUNTY), row_int(r, C_OBJECTION_LIST_ID), STR_NONE },
                        .household = row_int(r, C_OBJECTION_LIST_HOUSEHOLD), .person = row_int(r, C_OBJECTION_LIST_PERSON),
                        .to_procedure = row_bool(r, C_OBJECTION_LIST_TO_PROCEDURE), .words = row_text(r, C_OBJECTION_LIST_WORDS),
                        .answer = row_text(r, C_OBJECTION_LIST_ANSWER), .state = (ObjectionState)row_int(r, C_OBJECTION_LIST_STATE),
                        .at = row_int(r, C_OBJECTION_LIST_AT), .answered_at = row_int(r, C_OBJECTION_LIST_ANSWERED_AT) };
}

Err period_objections(Db *db, Ref period, Ref after, Objections *ret)
{
    Rows rows;
    TRY(db_many(db, Q_OBJECTION_LIST, ARGS(REF(period), after.id), &rows));
    Objection *v = NEW_N(db_ctx(db)->arena, Objection, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = objection_from(rows.row[i]);
    *ret = (Objections){ v, rows.n };
    return OK;
}

/* ---- its life ---- */

static Err period_life_read(Db *w, Ref ref, void *ret_row)
{
    return period_get(w, ref, ret_row);
}

static Err may(Db *w, const By *by, Verb v, Code place)
{
    Ctx *c = db_ctx(w);
    return by->cause != NULL || c->actor->channel == CHANNEL_CLOCK ? OK : access_check(c, v, place);
}

static Err life_store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Period *before = was, *p = row;
    return db_change(w, QUERY(period_store, KEY(p->ref), .version = ARG(before->version), .state = ARG(p->state),
                              .ended_at = ARG(p->ended_at), .objections = ARG(p->objections),
                              .unanswered = ARG(p->unanswered), .changed_at = ARG(p->changed_at)), ret_rows);
}

static Err life_stored(Db *w, const void *was, const void *row)
{
    const Period *p = row;
    return p->state == PERIOD_UP ? OK : job_drop(w, "period.end", p->ref);
}

const Life period_life = { .noun = "period", .row_size = sizeof(Period), .states = state_names, .moves = moves, .n_moves = COUNTOF(moves),
                           .trail = Q_PERIOD_TRAIL, .read = period_life_read, .store = life_store, .stored = life_stored };

static Err end_rule(Db *w, Change *ch, void *row)
{
    Period *p = row;
    if (p->state != PERIOD_UP || p->ends_at > db_ctx(w)->now)
        return OK;
    p->ended_at = p->ends_at;
    change_part(ch, (EventPart)PART("unanswered", p->unanswered));
    return change_move(w, ch, p, PERIOD_ENDED);
}

static Err end_job(Ctx *c, Ref period, i64 arg)
{
    return change(c, &(Change){ .life = &period_life, .ref = period, .rule = { end_rule } });
}

/* ---- putting up ---- */

Err period_days(Db *db, Code place, int lawful, int *ret_days)
{
    Date today = date_of(db_ctx(db)->now);
    bool is_village = code_level(place) >= LEVEL_VILLAGE;
    i64  days;
    TRY(rule_value(db, code_is_community(code_at(place, LEVEL_VILLAGE)) ? "period.community.days" : "period.village.days", place, today, &days));
    *ret_days = days > lawful ? (int)days : lawful;
    if (is_village && *ret_days < PERIOD_LEAST_DAYS)
        *ret_days = PERIOD_LEAST_DAYS; /* a place's own rule lengthens, and never shortens */
    if (*ret_days > PERIOD_MOST_DAYS)
        *ret_days = PERIOD_MOST_DAYS;
    return OK;
}

typedef struct PutUp {
    const PeriodNew *n;
    Ref  ref;
    i64  up_at, ends_at;
    int  days;
    Hash hash;
} PutUp;

static Err put_up_body(Db *w, void *arg)
{
    const PutUp     *u = arg;
    const PeriodNew *n = u->n;
    Ctx *c = db_ctx(w);
    TRY(db_exec(w, QUERY(period_add, KEY(u->ref), .place = ARG(n->place), .noun = ARG(n->noun), .noun_id = ARG(n->noun_id),
                         .title = ARG(n->title), .text_version = ARG(n->text_version), .text_hash = HASH(u->hash),
                         .days = ARG(u->days), .up_at = ARG(u->up_at), .ends_at = ARG(u->ends_at),
                         .changed_at = ARG(c->now), .account = ARG(c->actor->account))));
    TRY(job_put(w, "period.end", u->ref, 0, u->ends_at));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "period.up", .subject = u->ref, .happened_at = u->up_at, .n_parts = 4,
                                        .parts = { PART("days", u->days), PART("text_version", n->text_version), PART_KEPT("title", n->title),
                                                   PART_KEPT("hash", hash_hex(c->arena, &u->hash)) } });
}

Err period_put_up_in(Db *w, By *by, const PeriodNew *n, Ref *ret_period)
{
    Ctx  *c = db_ctx(w);
    PutUp u = { .n = n, .ref = { code_county(n->place), db_id(w), n->place }, .up_at = n->up_at ? n->up_at : c->now };
    Row   before;
    bool  is_known;
    TRY(may(w, by, VERB_TRIAGE, n->place));
    TRY(field_check_given(c, &PERIOD_TITLE, n->title));
    if (n->text.n == 0 || n->text.n > TEXT_MOST || n->text_version < 1)
        return fail_at(c, "text", "period.text", STR_NONE, STR_NONE);
    if (u.up_at > c->now || u.up_at < c->now - BACK_MOST * DAY)
        return fail_at(c, "up_at", "period.up_at", STR_NONE, STR_NONE);
    TRY(db_maybe(w, Q_PERIOD_NEWEST, ARGS(u.ref.county, n->noun, n->noun_id), &is_known, &before));
    if (is_known && period_from(before).state == PERIOD_UP)
        return fail(c, ERR_CONFLICT, "period.up_already", "a record that is up");
    TRY(period_days(w, n->place, n->days, &u.days));
    u.ends_at = date_start(date_add(date_of(u.up_at), u.days + 1));
    u.hash = hash_of(n->text);
    TRY(by_run(w, by, put_up_body, &u));
    *ret_period = u.ref;
    return OK;
}

/* ---- objecting ---- */

typedef struct Object {
    bool to_procedure;
    Ref  house;
} Object;

static Err object_rule(Db *w, Change *ch, void *row)
{
    const Object *o = ch->arg;
    Period *p = row;
    Ctx    *c = db_ctx(w);
    if (period_standing(p, c->now) != PERIOD_UP)
        return fail(c, ERR_CONFLICT, "period.over", "an objection to what is not up");
    if (p->objections >= PERIOD_OBJECTIONS_MOST)
        return fail(c, ERR_TOO_LARGE, "period.many", "more than %d objections", PERIOD_OBJECTIONS_MOST);
    TRY(db_exec(w, QUERY(objection_add, .county = ARG(p->ref.county), .id = ARG(ch->new_id), .period = ARG(p->ref.id),
                         .household = ARG(o->house.id), .person = ARG(actor_person(c->actor)),
                         .account = ARG(c->actor->account), .channel = ARG((int)c->actor->channel),
                         .to_procedure = ARG(o->to_procedure), .words = ARG(ch->words), .at = ARG(c->now))));
    p->objections++;
    p->unanswered++;
    change_note(ch, "period.objected", TELL_NOBODY);
    change_part(ch, (EventPart)PART("to_procedure", o->to_procedure));
    return OK;
}

/* In the body of another's act: whose house acts is the by's to say. */
static Err object_house(Db *w, By *by, Ref period, Ref *ret_house)
{
    Ctx         *c = db_ctx(w);
    const Actor *whose = c->actor;
    Period       p;
    TRY(period_get(w, period, &p));
    if (by->actor != NULL)
        c->actor = by->actor;
    Err e = household_of_actor(c, p.ref.place, ret_house);
    c->actor = whose;
    return e;
}

Err period_object_in(Db *w, By *by, Ref period, bool to_procedure, Str words, Ref *ret_objection)
{
    Object o = { .to_procedure = to_procedure };
    TRY(field_check_given(db_ctx(w), &PERIOD_OBJECTION, words));
    TRY(object_house(w, by, period, &o.house));
    Change ch = { .life = &period_life, .ref = period, .rule = { object_rule }, .by_house = true, .words = words, .arg = &o };
    TRY(change_in(w, by, &ch));
    *ret_objection = (Ref){ period.county, ch.new_id, period.place };
    return OK;
}

/* ---- answering ---- */

typedef struct Answer {
    Objection      o;
    ObjectionState to;
} Answer;

static Err house_tell(Db *w, const Period *p, const Answer *a, Str words)
{
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = p->ref.county, .household = a->o.household,
                                       .key = a->to == OBJECTION_UPHELD ? "inbox.period.upheld" : "inbox.period.answered", .a = p->title,
                                       .b = words, .subject = p->ref, .noun = "period" });
}

static Err answer_rule(Db *w, Change *ch, void *row)
{
    const Answer *a = ch->arg;
    Period *p = row;
    Ctx    *c = db_ctx(w);
    i64     rows;
    TRY(may(w, &ch->by, VERB_ANSWER, p->ref.place));
    if (a->to == OBJECTION_UPHELD && !a->o.to_procedure)
        return fail(c, ERR_CONFLICT, "period.not_procedure", "an objection to something else than the procedure");
    TRY(db_change(w, QUERY(objection_answer, KEY(a->o.ref), .state = ARG(a->to), .answer = ARG(ch->words),
                           .answered_at = ARG(c->now)), &rows));
    if (rows == 0)
        return fail(c, ERR_CONFLICT, "period.answered_already", "an objection that is answered");
    p->unanswered--;
    TRY(house_tell(w, p, a, ch->words));
    if (a->to != OBJECTION_UPHELD) {
        change_note(ch, "period.answered", TELL_NOBODY);
        return OK;
    }
    if (p->ended_at == 0)
        p->ended_at = c->now;
    return change_move(w, ch, p, PERIOD_ANNULLED);
}

static Err answer_in(Db *w, By *by, Ref objection, ObjectionState to, Str answer)
{
    Ctx *c = db_ctx(w);
    Row  r;
    TRY(field_check_given(c, &PERIOD_ANSWER, answer));
    TRY(db_one(w, Q_OBJECTION_GET, ARGS(REF(objection)), &r));
    Answer a = { objection_from(r), to };
    Ref    period = { objection.county, row_int(r, C_OBJECTION_GET_PERIOD), STR_NONE };
    return change_in(w, by, &(Change){ .life = &period_life, .ref = period, .rule = { answer_rule }, .words = answer, .arg = &a });
}

Err period_answer_in(Db *w, By *by, Ref objection, Str answer)
{
    return answer_in(w, by, objection, OBJECTION_ANSWERED, answer);
}

Err period_uphold_in(Db *w, By *by, Ref objection, Str answer)
{
    return answer_in(w, by, objection, OBJECTION_UPHELD, answer);
}

/* ---- the noun ---- */

static Err noun_carry(Db *w, const struct Noun *noun, const PlaceCarry *p)
{
    return db_exec(w, Q_PERIOD_CARRY, ARGS(code_county(p->from), p->from, code_end(db_ctx(w)->arena, p->from), p->to));
}

static Err noun_erase(Db *w, Ref person)
{
    return db_exec(w, Q_OBJECTION_FORGET, ARGS(REF(person)));
}

static const Invariant invariants[] = {
    { Q_PERIOD_CHECK_SUMS, "period: its objections are not those that were counted" },
    { Q_PERIOD_CHECK_ANNULLED, "period: annulled, and nothing upheld, or upheld and not annulled" },
    { Q_PERIOD_CHECK_DAYS, "period: up for less than fifteen days" },
    { 0 },
};

static const EventKind period_events[] = {
    { "period.up", true, .is_naming = true }, { "period.objected", false }, { "period.answered", true }, { "period.ended", true },
    { "period.annulled", true }, { NULL, false },
};

static const JobKind        job_end = { "period.end", end_job, 0 };
static const JobKind *const jobs[] = { &job_end, NULL };

static const RuleBound bounds[] = {
    { "period.village.days", 15, 90, "rule.bound.village" }, { "period.community.days", 15, 90, "rule.bound.community" }, { 0 },
}; /* 村民委员会组织法 第三十五条、城市居民委员会组织法 第三十四条: fifteen days at least */

const Noun period_noun = { .name = "period", .jobs = jobs, .events = period_events, .bounds = bounds, .life = &period_life, .invariants = invariants,
                           .title = life_title, .visible = life_visible, .carry = noun_carry, .erase = noun_erase };
