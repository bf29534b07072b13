/* decision: see decision.h. */
#include "plan/decision/decision.h"
#include "plan/decision/decision.sql.h"

#include "record/job.h"
#include "record/link.h"

enum { TEXT_ROOM = 70000 };

const Field DECISION_TITLE = { "title", FIELD_LINE, 2, 60, NULL, "decision.title" };
const Field DECISION_TEXT = { "text", FIELD_TEXT, 2, 20000, NULL, "decision.text" };

const char *const decision_state_names[] = { "passed", "up", "in_force", "annulled", "superseded", NULL };

static const Move moves[] = {
    { DECISION_PASSED, DECISION_UP, BY_VERB | BY_CAUSE, VERB_TRIAGE, 0, TELL_NOBODY, "decision.up" },
    { DECISION_UP, DECISION_IN_FORCE, BY_CAUSE, VERB_TRIAGE, 0, TELL_NOBODY, "decision.in_force" },
    { DECISION_IN_FORCE, DECISION_SUPERSEDED, BY_CAUSE, VERB_TRIAGE, 0, TELL_NOBODY, "decision.superseded" },
    { DECISION_PASSED, DECISION_ANNULLED, BY_VERB | BY_CAUSE, VERB_SUPERVISE, ASKS_WHY, TELL_NOBODY, "decision.annulled" },
    { DECISION_UP, DECISION_ANNULLED, BY_VERB | BY_CAUSE, VERB_SUPERVISE, ASKS_WHY, TELL_NOBODY, "decision.annulled" },
    { DECISION_IN_FORCE, DECISION_ANNULLED, BY_VERB | BY_CAUSE, VERB_SUPERVISE, ASKS_WHY, TELL_NOBODY, "decision.annulled" },
};

/* ---- reading ---- */

static Decision decision_from(Row r)
{
    Decision d = { MATTER_OF(r, C_DECISION_ROW) };
    d.year = (int)row_int(r, C_DECISION_ROW_YEAR);
    d.number = row_int(r, C_DECISION_ROW_NUMBER);
    d.text = row_text(r, C_DECISION_ROW_BODY_TEXT);
    d.matter_kind = (LawfulMatter)row_int(r, C_DECISION_ROW_MATTER);
    d.body = (LawfulBody)row_int(r, C_DECISION_ROW_BODY);
    d.poll = (Ref){ d.ref.county, row_int(r, C_DECISION_ROW_POLL), d.ref.place };
    d.rule = row_text(r, C_DECISION_ROW_RULE);
    d.list_hash = row_hash(r, C_DECISION_ROW_LIST_HASH);
    d.publicity_days = (int)row_int(r, C_DECISION_ROW_PUBLICITY_DAYS);
    d.amends = row_int(r, C_DECISION_ROW_AMENDS);
    d.period = row_int(r, C_DECISION_ROW_PERIOD);
    d.passed_at = row_int(r, C_DECISION_ROW_PASSED_AT);
    d.in_force_at = row_int(r, C_DECISION_ROW_IN_FORCE_AT);
    d.ended_at = row_int(r, C_DECISION_ROW_ENDED_AT);
    return d;
}

Err decision_get(Db *db, Ref decision, Decision *ret_decision)
{
    Row r;
    TRY(db_one(db, Q_DECISION_GET, ARGS(REF(decision)), &r));
    *ret_decision = decision_from(r);
    return OK;
}

Err decision_of_poll(Db *db, Ref poll, bool *ret_found, Decision *ret_decision)
{
    Row r;
    TRY(db_maybe(db, Q_DECISION_OF_POLL, ARGS(REF(poll)), ret_found, &r));
    if (*ret_found)
        *ret_decision = decision_from(r);
    return OK;
}

Err decision_list(Db *db, Code place, const Cursor *after, Decisions *ret)
{
    enum { MOST = 20 };
    Rows rows;
    TRY(db_many(db, QUERY(decision_list, .county = ARG(code_county(place)), .place = ARG(place), .before_id = ARG(cursor_before(after)),
                          .most = ARG(MOST + 1)),
                &rows));
    Decision *v = NEW_N(db_ctx(db)->arena, Decision, MOST);
    *ret = (Decisions){ .v = v };
    for (size_t i = 0; i < rows.n && i < MOST; i++)
        v[ret->n++] = decision_from(rows.row[i]);
    if (rows.n > MOST)
        ret->next = CURSOR(v[MOST - 1].ref.id);
    return OK;
}

static Err locked(Db *w, Ref decision, Decision *ret)
{
    Row r;
    TRY(db_one(w, Q_DECISION_LOCK, ARGS(REF(decision)), &r));
    *ret = decision_from(r);
    return OK;
}

Err decision_check_in_force(Db *w, Ref decision)
{
    Decision d;
    TRY(locked(w, decision, &d)); /* nobody annuls it while the act that rests on it is on its way */
    return d.state == DECISION_IN_FORCE ? OK : fail(db_ctx(w), ERR_CONFLICT, "decision.not_in_force", "a decision in state %d", d.state);
}

/* ---- its life ---- */

static Err decision_life_read(Db *w, Ref ref, void *ret_row)
{
    return decision_get(w, ref, ret_row);
}

/* What only a cause does has no verb. */
static Err life_store(Db *w, const void *was, const void *row, i64 *ret_rows)
{
    const Decision *before = was, *d = row;
    return db_change(w, QUERY(decision_store, KEY(d->ref), .version = ARG(before->version), .was = ARG(before->state),
                              .state = ARG(d->state), .period = ARG(d->period), .in_force_at = ARG(d->in_force_at),
                              .ended_at = ARG(d->ended_at), .changed_at = ARG(d->changed_at)), ret_rows);
}

static Err life_stored(Db *w, const void *was, const void *row)
{
    const Decision *d = row;
    return d->state == DECISION_UP ? OK : job_drop(w, "decision.force", d->ref);
}

const Life decision_life = { .noun = "decision", .row_size = sizeof(Decision), .states = decision_state_names, .moves = moves,
                             .n_moves = COUNTOF(moves), .trail = Q_DECISION_TRAIL, .read = decision_life_read, .store = life_store,
                             .stored = life_stored };

/* ---- making one ---- */

/* Whom ballots elect: their count decides by itself. Everything else is decided by a motion (settled.md 6). */
static bool is_election(LawfulMatter m)
{
    static const LawfulMatter elections[] = { LAWFUL_MATTER_COUNCIL,  LAWFUL_MATTER_COMMITTEE,   LAWFUL_MATTER_RUN_OFF, LAWFUL_MATTER_OFFICERS,
                                              LAWFUL_MATTER_SUPERVISORS, LAWFUL_MATTER_MEDIATORS, LAWFUL_MATTER_BY_ELECTION };
    for (size_t i = 0; i < COUNTOF(elections); i++)
        if (elections[i] == m)
            return true;
    return false;
}

static Err vote_check(Db *w, const Poll *p, PollResult *ret_result)
{
    Ctx *c = db_ctx(w);
    bool decides = p->head.method == SLIP_MOTION || (is_election(p->matter_kind) && p->head.finds == MOTION_COUNTS);
    if (p->state != POLL_COUNTED || p->binding != LAWFUL_BINDING_DECISION || !decides)
        return fail(c, ERR_CONFLICT, "decision.no_vote", "a decision by a poll in state %d that binds %d", p->state, (int)p->binding);
    TRY(poll_result(w, p->ref, ret_result));
    if (ret_result->found.outcome != QUORUM_PASSES)
        return fail(c, ERR_CONFLICT, "decision.no_vote", "a decision by a poll that did not pass");
    return OK;
}

typedef struct Making {
    const DecisionNew *n;
    const By *by;
    Poll      poll;
    Hash      list_hash;
    Ref       ref;
} Making;

static Err amends_check(Db *w, const Making *m)
{
    Decision d;
    if (m->n->amends.id == 0)
        return OK;
    TRY(locked(w, (Ref){ m->ref.county, m->n->amends.id, STR_NONE }, &d));
    bool fits = d.state == DECISION_IN_FORCE && str_eq(d.ref.place, m->ref.place);
    return fits ? OK : fail(db_ctx(w), ERR_CONFLICT, "decision.amends", "amends what is not in force there");
}

static Err numbered(Db *w, const Making *m, i64 *ret_number)
{
    Ctx        *c = db_ctx(w);
    const Poll *p = &m->poll;
    i64         year = date_of(c->now) / 10000, rows;
    TRY(db_int(w, Q_DECISION_NUMBER_TAKE, ARGS(m->ref.county, m->ref.place, year), ret_number));
    return db_change(w, QUERY(decision_add, KEY(m->ref), .place = ARG(m->ref.place), .year = ARG(year),
                              .number = ARG(*ret_number), .title = ARG(m->n->title), .body_text = ARG(m->n->text),
                              .matter = ARG(p->matter_kind), .body = ARG(p->body), .poll = ARG(p->ref.id),
                              .rule = ARG(p->rule), .list_hash = HASH(m->list_hash),
                              .publicity_days = ARG(p->publicity_days), .amends = ARG(m->n->amends.id),
                              .passed_at = ARG(c->now), .account = ARG(c->actor->account)), &rows);
}

static Err make_body(Db *w, void *arg)
{
    const Making *m = arg;
    Ctx *c = db_ctx(w);
    i64  number;
    if (m->by->cause == NULL)
        TRY(access_check(c, VERB_TRIAGE, m->ref.place));
    TRY(amends_check(w, m));
    TRY(numbered(w, m, &number));
    const char *noun = str_cstr(c->arena, m->poll.noun);
    TRY(link_put(w, "decision", m->ref, LINK_FROM, noun, (Ref){ m->ref.county, m->poll.noun_id, m->ref.place }));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "decision.passed", .subject = m->ref, .n_parts = 5,
                                        .parts = { PART("number", number), PART("poll", m->poll.ref.id), PART("amends", m->n->amends.id),
                                                   PART_KEPT("title", m->n->title), PART_KEPT("text", m->n->text) } });
}

Err decision_make_in(Db *w, By *by, const DecisionNew *n, Ref *ret_decision)
{
    Ctx       *c = db_ctx(w);
    Making     m = { .n = n, .by = by };
    PollResult r;
    Decision   before;
    bool       is_made;
    TRY(field_check_given(c, &DECISION_TITLE, n->title));
    TRY(field_check_given(c, &DECISION_TEXT, n->text));
    TRY(poll_get(w, n->poll, &m.poll));
    TRY(vote_check(w, &m.poll, &r));
    m.list_hash = r.list_hash;
    TRY(decision_of_poll(w, n->poll, &is_made, &before));
    if (is_made)
        return fail(c, ERR_CONFLICT, "decision.made_already", "a second decision of one poll");
    m.ref = (Ref){ m.poll.ref.county, db_id(w), m.poll.ref.place };
    TRY(by_run(w, by, make_body, &m));
    *ret_decision = m.ref;
    return OK;
}

/* ---- on the board, and in force ---- */

typedef struct PutUp {
    By *by;
    i64 up_at;
} PutUp;

/* As it is printed: number, title, text. */
static Str sheet_text(Arena *a, const Decision *d)
{
    Buf b = buf_new(a, 1024, TEXT_ROOM);
    buf_printf(&b, "%d-%lld\n%.*s\n%.*s\n", d->year, (long long)d->number, STR_ARG(d->title), STR_ARG(d->text));
    return buf_text(&b); /* the text's bound is below the room */
}

static Err up_rule(Db *w, Change *ch, void *row)
{
    const PutUp *u = ch->arg;
    Decision *d = row;
    Ref       period;
    Period    p;
    TRY(change_move(w, ch, d, DECISION_UP));
    By inner = { .cause = "decision", .cause_id = d->ref.id };
    PeriodNew n = { .place = d->ref.place, .title = d->title, .noun = "decision", .noun_id = d->ref.id, .text_version = 1,
                    .text = sheet_text(db_ctx(w)->arena, d), .days = d->publicity_days, .up_at = u->up_at };
    TRY(period_put_up_in(w, &inner, &n, &period));
    TRY(period_get(w, period, &p));
    d->period = period.id;
    change_part(ch, (EventPart)PART("period", period.id));
    return job_put(w, "decision.force", d->ref, 0, p.ends_at);
}

Err decision_put_up_in(Db *w, By *by, Ref decision, i64 up_at)
{
    PutUp u = { by, up_at };
    return change_in(w, by, &(Change){ .life = &decision_life, .ref = decision, .rule = { up_rule }, .arg = &u });
}

/* Once its days are over, whether or not the period's own job has run first. */
static Err force_rule(Db *w, Change *ch, void *row)
{
    Decision *d = row;
    Ctx      *c = db_ctx(w);
    Period    p;
    if (d->state != DECISION_UP)
        return OK;
    TRY(period_get(w, (Ref){ d->ref.county, d->period, d->ref.place }, &p));
    if (period_standing(&p, c->now) != PERIOD_ENDED)
        return OK;
    d->in_force_at = p.ends_at;
    *(i64 *)ch->arg = d->amends;
    return change_move(w, ch, d, DECISION_IN_FORCE);
}

static Err supersede_rule(Db *w, Change *ch, void *row)
{
    Decision *d = row;
    if (d->state != DECISION_IN_FORCE)
        return OK; /* annulled meanwhile, or superseded by another: there is nothing to take away */
    d->ended_at = db_ctx(w)->now;
    return change_move(w, ch, d, DECISION_SUPERSEDED);
}

/* What amends another takes its place in the same body: at no moment are both in force, or neither. */
static Err force_body(Db *w, void *arg)
{
    const Ref *decision = arg;
    i64 amends = 0;
    By  by = { .cause = "period" };
    TRY(change_in(w, &by, &(Change){ .life = &decision_life, .ref = *decision, .rule = { force_rule }, .arg = &amends }));
    if (amends == 0)
        return OK;
    by.cause = "decision";
    by.cause_id = decision->id;
    return change_in(w, &by, &(Change){ .life = &decision_life, .ref = { decision->county, amends, decision->place }, .rule = { supersede_rule } });
}

static Err force_job(Ctx *c, Ref decision, i64 arg)
{
    return db_write(c, force_body, &decision);
}

/* ---- annulled ---- */

static Err annul_rule(Db *w, Change *ch, void *row)
{
    Decision *d = row;
    d->ended_at = db_ctx(w)->now;
    return change_move(w, ch, d, DECISION_ANNULLED);
}

Err decision_annul_in(Db *w, By *by, Ref decision, Str why)
{
    return change_in(w, by, &(Change){ .life = &decision_life, .ref = decision, .rule = { annul_rule }, .words = why });
}

Err decision_uphold_in(Db *w, By *by, Ref objection, Str answer)
{
    Row r;
    TRY(period_uphold_in(w, by, objection, answer));
    TRY(db_one(w, Q_DECISION_OF_PERIOD, ARGS(REF(objection)), &r));
    Ref decision = { objection.county, row_int(r, C_DECISION_OF_PERIOD_ID), row_text(r, C_DECISION_OF_PERIOD_PLACE) };
    By  own = *by;
    own.cause = "period"; /* who may uphold may annul what was put up */
    own.cause_id = objection.id;
    TRY(decision_annul_in(w, &own, decision, answer));
    by->acts = own.acts;
    return OK;
}

/* ---- the noun ---- */

static Err noun_carry(Db *w, const struct Noun *noun, const PlaceCarry *p)
{
    return db_exec(w, Q_DECISION_CARRY, ARGS(code_county(p->from), p->from, code_end(db_ctx(w)->arena, p->from), p->to));
}

static const Invariant invariants[] = {
    { Q_DECISION_CHECK_GAPS, "decision: a number is missing or stands twice" },
    { Q_DECISION_CHECK_POLLS, "decision: no lawful vote made it" },
    { Q_DECISION_CHECK_PERIODS, "decision: stands otherwise than its period lets it" },
    { 0 },
};

static const EventKind decision_events[] = {
    { "decision.passed", true, .words = "title", .is_naming = true }, { "decision.up", true }, { "decision.in_force", true }, { "decision.annulled", true },
    { "decision.superseded", true }, { NULL, false },
};

static const JobKind        job_force = { "decision.force", force_job, 0 };
static const JobKind *const jobs[] = { &job_force, NULL };

const Noun decision_noun = { .name = "decision", .jobs = jobs, .events = decision_events, .life = &decision_life, .invariants = invariants,
                             .title = life_title, .visible = life_visible, .carry = noun_carry };
