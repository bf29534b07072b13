/* need_clock: what happens to a need because time has passed. Jobs run as ACTOR_CLOCK and look at the row as it stands
 * then: one that was put before something else happened finds nothing to do. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "record/job.h"
#include "record/rule.h"

/* A big one that waited ninety days turns up at the town (W1), or above where it lay there already. */
static void turn_up(NeedRow *r)
{
    bool below = code_level(r->n.at) > LEVEL_TOWN;
    need_rise(r);
    while (below && code_level(r->n.at) > LEVEL_TOWN)
        need_rise(r);
    r->n.is_stale = true;
}

/* A matter that nobody dealt with in time goes up a level by itself, with a new day there; the county's desk keeps what
 * is its own, marked. */
static Err overdue_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    Code desk = r->n.at;
    if (!need_is_open(r->n.state) || r->n.lead != 0 || r->n.due > c->now)
        return OK;
    change_note(ch, r->n.state == NEED_POOLED && code_level(desk) > LEVEL_TOWN ? "need.stale" : "need.rose",
                TELL_VOICES | TELL_ABOVE);
    change_part(ch, (EventPart)PART("due", r->n.due));
    r->n.is_overdue = true;
    if (r->n.state == NEED_POOLED)
        turn_up(r);
    else
        need_rise(r);
    if (str_eq(desk, r->n.at)) { /* who sits above is told, and it lies where it lay */
        ch->event = "need.late";
        return OK;
    }
    need_desks_put(ch, desk, r->n.at);
    r->n.owner = 0;
    r->n.owner_title = STR("");
    return need_due(w, r, r->n.at, r->n.raised_at, &r->n.due);
}

static Err overdue_job(Ctx *c, Ref need, i64 version)
{
    return change(c, &(Change){ .life = &need_life, .ref = need, .rule = { overdue_rule } });
}

/* Fifteen days and nobody said it was not done. */
static Err silence_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    i64  days;
    bool agreed, helped;
    if (r->n.state != NEED_SOLVED)
        return OK;
    TRY(rule_value(w, "need.silence.days", r->n.ref.place, date_of(r->n.solved_at), &days));
    if (c->now < r->n.solved_at + days * DAY)
        return OK;
    TRY(need_agreed(w, r, 0, &agreed, &helped));
    TRY(change_move(w, ch, r, NEED_CLOSED));
    r->n.closing = agreed ? NEED_BY_VOICES : NEED_BY_SILENCE;
    r->n.closed_helped = helped;
    r->n.closed_at = c->now;
    return OK;
}

static Err silence_job(Ctx *c, Ref need, i64 round)
{
    return change(c, &(Change){ .life = &need_life, .ref = need, .rule = { silence_rule } });
}

static Err terms_job(Ctx *c, Ref need, i64 arg)
{
    return life_terms_all(c, &need_life, need);
}

static const JobKind overdue = { "need.overdue", overdue_job };
static const JobKind silence = { "need.silence", silence_job };

static const JobKind terms = { "need.terms", terms_job };

const JobKind *const need_jobs[] = { &overdue, &silence, &terms, &need_together_job, NULL };
