/* need_verdict: the last word. Those who voiced a need say whether it is done; nobody else closes it, and time does so
 * only after fifteen days of silence (need_clock.c), counted apart. */
#include "entry/help.h"
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "record/once.h"
#include "record/rule.h"

/* What is asked of the votes of a round, once, so that the rule below reads as a rule. */
typedef struct Said {
    bool     has_voice;  /* the actor's house voiced it */
    NeedWord already;    /* it said this round */
    i64      unanswered; /* other houses whose last word was "not done" */
} Said;

static Err said_read(Db *w, const NeedRow *r, i64 household, Said *ret)
{
    TRY(houses_shown(w, "need", r->n.ref, household, &ret->has_voice));
    return need_word(w, r, household, &ret->already);
}

/* A helper speaks for a house that said nothing; the house itself also after one. */
static bool may_say(const Actor *a, const NeedWord *already)
{
    return already->itself == 0 && (str_is_empty(a->consent) || already->helped == 0);
}

static Err judge_add(Db *w, const NeedRow *r, const NeedVerdict *v)
{
    const Actor *a = db_ctx(w)->actor;
    i64          household = actor_house(a).id;
    TRY(db_exec(w, QUERY(need_judge_add, KEY_AS(need, r->n.ref), .round = ARG(r->n.round), .household = ARG(household),
                         .helped = ARG(!str_is_empty(a->consent)), .place = ARG(r->n.ref.place), .done = ARG(v->done), .reason = ARG(v->reason),
                         .person = ARG(actor_person(a)), .account = ARG(a->account), .channel = ARG(a->channel),
                         .at = ARG(db_ctx(w)->now))));
    need_count_household(w, r, household, db_ctx(w)->now);
    return OK;
}

/* Not done: it is being done again, also what was closed. From the third time on a level above takes it. */
static Err judged_undone(Db *w, Change *ch, NeedRow *r)
{
    Ctx *c = db_ctx(w);
    i64  most;
    TRY(change_move(w, ch, r, NEED_DOING));
    TRY(rule_value(w, "need.reopen.most", r->n.ref.place, date_of(c->now), &most));
    r->n.reopened++;
    r->n.closing = NEED_NOT_CLOSED;
    r->n.closed_helped = false;
    r->n.closed_at = r->told_at = 0;
    if (r->n.reopened > most && need_rise(r)) {
        r->n.owner = 0;
        r->n.owner_title = STR("");
        ch->tell |= TELL_ABOVE;
    }
    return need_due(w, r, r->n.at, c->now, &r->n.due);
}

/* With another of its group, which somebody found not done: the words stand there, and there it is asked who may say so. Whoever dealt
 * with this one, and printed the card or helps, silences no house about what it voiced itself. */
static Err reopen_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    bool     is_asked;
    i64      until;
    TRY(need_asked(w, r, &is_asked, &until));
    if (!is_asked)
        return OK; /* it is open, or has ended long ago */
    TRY(judged_undone(w, ch, r));
    ch->event = "need.reopened";
    ch->no_words = true;
    return OK;
}

typedef struct Verdict {
    const NeedVerdict *v;
    Ref                at; /* on whose page it was said */
} Verdict;

/* What leads the group, and what was looked at. */
static Err others_reopen(Db *w, const Change *ch, const NeedRow *r)
{
    const Verdict *v = ch->arg;
    const i64      others[] = { r->n.lead, v->at.id };
    By             by = { .happened_at = ch->by.happened_at, .told = ch->by.told };
    for (size_t i = 0; i < COUNTOF(others); i++)
        if (others[i] != 0 && others[i] != r->n.ref.id)
            TRY(change_in(w, &by, &(Change){ .life = &need_life, .ref = { r->n.ref.county, others[i], r->n.ref.place },
                                             .by_house = true, .follows = true, .rule = { reopen_rule },
                                             .words = v->v->reason }));
    return OK;
}

static Err judged_done(Db *w, Change *ch, NeedRow *r, const Said *said)
{
    bool agrees, helped;
    TRY(need_agreed(w, r, r->n.household.id, &agrees, &helped)); /* what is being said now is in it */
    if (r->n.state == NEED_CLOSED)
        r->n.closed_helped = r->n.closed_helped && (r->n.closing == NEED_BY_AUTHOR ? helped : !str_is_empty(db_ctx(w)->actor->consent));
    if (r->n.state == NEED_CLOSED || !agrees || said->unanswered > 0) {
        ch->event = "need.confirmed";
        return OK;
    }
    TRY(change_move(w, ch, r, NEED_CLOSED));
    r->n.closing = NEED_BY_AUTHOR;
    r->n.closed_helped = helped;
    r->n.closed_at = db_ctx(w)->now;
    return OK;
}

static Err judge_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    const NeedVerdict *v = ((const Verdict *)ch->arg)->v;
    Ctx               *c = db_ctx(w);
    Said               said = { 0 };
    bool               is_asked;
    i64                until;
    TRY(need_asked(w, r, &is_asked, &until));
    if (!is_asked)
        return fail(c, ERR_CONFLICT, "need.not_to_judge", "judging in state %d", r->n.state);
    if (ctx_done_at(c) < r->n.solved_at)
        return fail(c, ERR_CONFLICT, "need.judged_before", "a verdict on what was done before this");
    TRY(event_not_printed(w, need_subject(r)));
    TRY(help_last_word(c));
    TRY(said_read(w, r, actor_house(c->actor).id, &said));
    if (!said.has_voice)
        return fail(c, ERR_DENIED, "need.no_voice", "judging without a voice");
    if (!may_say(c->actor, &said.already))
        return fail(c, ERR_CONFLICT, "need.judged_already", "judged already this round");
    TRY(judge_add(w, r, v));
    TRY(db_int(w, Q_NEED_JUDGE_UNANSWERED, ARGS(REF(r->n.ref)), &said.unanswered));
    if (need_is_of(c->actor, r))
        r->told_at = c->now;
    change_part(ch, (EventPart)PART("done", v->done));
    if (v->done)
        return judged_done(w, ch, r, &said);
    TRY(others_reopen(w, ch, r));
    return judged_undone(w, ch, r);
}

Err need_judge(Ctx *c, Ref need, const NeedVerdict *v)
{
    Ref       household;
    NeedRow   at, by;
    bool      found;
    const Str parts[] = { ref_name(c->arena, need), v->done ? STR("yes") : STR("no"), v->reason };
    TRY(field_check(c, &NEED_REASON, v->reason));
    TRY(field_check_given(c, &NEED_ONCE, v->once));
    if (!v->done && str_is_empty(v->reason))
        return fail_at(c, "reason", "need.reason.missing", STR_NONE, STR_NONE);
    TRY(household_of_actor(c, code_at(need.place, LEVEL_VILLAGE), &household));
    TRY(need_row(db_read(c), need, &at));
    TRY(need_judged_by(db_read(c), &at, &found, &by));
    Verdict verdict = { v, need };
    return change(c, &(Change){ .life = &need_life, .ref = found ? by.n.ref : need, .by_house = true, .rule = { judge_rule },
                                         .words = v->reason, .by = { .told = id_new(c->now) }, .arg = &verdict,
                                         .once = "need.judge", .once_key = v->once, .once_payload = once_payload(parts, COUNTOF(parts)) });
}

Err need_others_key(Ctx *c, const Need *n, bool *ret_is)
{
    bool is_theirs = n->is_mine || n->has_voiced;
    Err  e = is_theirs || n->may_judge ? event_not_printed(db_read(c), is_theirs ? n->ref : n->judged) : OK;
    *ret_is = e == ERR_DENIED;
    if (*ret_is)
        ctx_clear_failure(c);
    return *ret_is ? OK : e;
}

/* ---- the author, of "cannot be done" and "not ours" ---- */

static Err accept_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    if (r->n.state != NEED_UNABLE && r->n.state != NEED_ELSEWHERE)
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "accepting in state %d", r->n.state);
    TRY(event_not_printed(w, need_subject(r)));
    TRY(change_move(w, ch, r, NEED_CLOSED));
    r->n.closing = NEED_BY_UNDERSTOOD;
    r->n.closed_at = r->told_at = c->now;
    return OK;
}

Err need_accept(Ctx *c, Ref need)
{
    return change(c, &(Change){ .life = &need_life, .ref = need, .by_house = true, .rule = { accept_rule } });
}

/* A level above looks at it anew; at the county's desk it stays with the county. */
static Err object_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    TRY(event_not_printed(w, need_subject(r)));
    TRY(change_move(w, ch, r, NEED_TAKEN));
    r->is_objected = true;
    r->told_at = 0;
    r->n.door = DOOR_NONE;
    r->n.size = NEED_UNSORTED;
    r->n.owner = 0;
    r->n.owner_title = STR("");
    if (need_rise(r))
        ch->tell |= TELL_ABOVE;
    return need_due(w, r, r->n.at, c->now, &r->n.due);
}

Err need_object(Ctx *c, Ref need, Str why)
{
    TRY(field_check_given(c, &NEED_WHY, why));
    return change(c, &(Change){ .life = &need_life, .ref = need, .by_house = true, .rule = { object_rule }, .words = why });
}
