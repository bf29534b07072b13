/* need_flow: what officials do with a need: take it in, sort it, give it to someone, answer, hand it up or back, report
 * the result, or say why it cannot be. Each act is one or more rules for need_change(); none of them closes a need. */
#include "entry/office.h"
#include "plan/need/need_inside.h"
#include "record/rule.h"
#include "record/workcal.h"

/* ---- taking in and sorting ---- */

/* Also the first step of every other act on a need that nobody took in yet. */
Err need_take_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    TRY(need_desk_check(w, r, VERB_TRIAGE));
    if (r->n.state != NEED_RAISED)
        return OK;
    ch->no_words = true;
    TRY(change_move(w, ch, r, NEED_TAKEN));
    r->n.taken_at = db_ctx(w)->now;
    TRY(need_due(w, r, r->n.at, r->n.raised_at, &r->n.due));
    r->n.first_due = r->n.due;
    return OK;
}

/* Asked for by itself it is an act: nobody is told that what was done before is done. */
Err need_take_new_rule(Db *w, Change *ch, void *row)
{
    const NeedRow *r = row;
    TRY(need_desk_check(w, row, VERB_TRIAGE));
    if (r->n.state != NEED_RAISED)
        return fail(db_ctx(w), ERR_CONFLICT, "need.take.already", "taken in before");
    return need_take_rule(w, ch, row);
}

/* Into the pool: it waits for the courtyard, or for a higher desk within need.big.workdays; after need.stale.days of
 * silence it turns up at the town by itself (need_clock.c). */
static Err sort_big(Db *w, Change *ch, NeedRow *r)
{
    Ctx *c = db_ctx(w);
    i64  up_days, pool_days;
    TRY(change_move(w, ch, r, NEED_POOLED));
    TRY(rule_value(w, "need.big.workdays", r->n.ref.place, date_of(c->now), &up_days));
    TRY(rule_value(w, "need.stale.days", r->n.ref.place, date_of(c->now), &pool_days));
    TRY(workcal_due(w, c->now, (int)up_days, &r->up_due));
    r->n.due = c->now + pool_days * DAY;
    return OK;
}

static Err sort_emergency(Db *w, Change *ch, NeedRow *r)
{
    i64 now = db_ctx(w)->now;
    TRY(need_desk_check(w, r, VERB_TRIAGE));
    TRY(event_answers_check(w, need_subject(r)));
    change_note(ch, "need.sorted", TELL_AUTHOR | TELL_ABOVE);
    r->n.is_urgent = true;
    r->n.due = date_start(date_of(now)) + DAY;
    return OK;
}

static Err sort_small(Db *w, Change *ch, NeedRow *r)
{
    TRY(need_desk_check(w, r, VERB_TRIAGE));
    TRY(event_answers_check(w, need_subject(r)));
    change_note(ch, "need.sorted", TELL_NOBODY);
    return OK;
}

static Err sort_not_ours(Db *w, Change *ch, NeedRow *r, int door)
{
    r->n.door = (NeedDoor)door;
    TRY(change_move(w, ch, r, NEED_ELSEWHERE));
    change_part(ch, (EventPart)PART("door", door));
    r->n.solved_at = db_ctx(w)->now;
    return OK;
}

Err need_sort_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    const NeedSort *s = ch->arg;
    if (r->n.state != NEED_TAKEN && !(r->n.state == NEED_DOING && s->size == NEED_BIG))
        return fail(db_ctx(w), ERR_CONFLICT, "matter.no_such_step", "sorting in state %d", r->n.state);
    r->n.size = (NeedSize)s->size;
    r->n.is_urgent = false;
    switch (s->size) {
    case NEED_SMALL:
        TRY(sort_small(w, ch, r));
        break;
    case NEED_BIG:
        TRY(sort_big(w, ch, r));
        break;
    case NEED_NOT_OURS:
        TRY(sort_not_ours(w, ch, r, s->door));
        break;
    case NEED_EMERGENCY:
        TRY(sort_emergency(w, ch, r));
        break;
    default:
        return fail_at(db_ctx(w), "size", "err.choose", STR_NONE, STR_NONE);
    }
    change_part(ch, (EventPart)PART("size", s->size));
    return OK;
}

/* ---- who does it, and by when ---- */

/* By the rule's day at the latest; once it is being done, or for today, by the day that was promised: later is an extension. */
static Err assign_due(Db *w, NeedRow *r, Date day)
{
    bool is_promised = r->n.state == NEED_DOING || r->n.size == NEED_EMERGENCY;
    i64  latest = r->n.due;
    if (!is_promised)
        TRY(need_due(w, r, r->n.at, r->n.state == NEED_POOLED ? db_ctx(w)->now : r->n.raised_at, &latest));
    i64 wished = date_start(day) + DAY;
    if (day != 0 && wished <= db_ctx(w)->now)
        return fail_at(db_ctx(w), "due", "need.due.past", STR_NONE, STR_NONE);
    if (day != 0 && wished > latest)
        return fail_at(db_ctx(w), "due", "need.due.wrong", date_iso(db_ctx(w)->arena, date_of(latest - 1)), STR_NONE);
    r->n.due = day ? wished : latest;
    return OK;
}

/* Also gives what is being done to somebody else. What nobody sorted counts as small. */
Err need_assign_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    const NeedGiven *a = ch->arg;
    TRY(need_desk_check(w, r, VERB_TRIAGE));
    if (!str_is_empty(a->desk) && !str_eq(a->desk, r->n.at))
        return fail(db_ctx(w), ERR_CONFLICT, "matter.moved_on", "it lies at another desk by now");
    r->n.owner = a->owner;
    r->n.owner_title = a->title;
    r->n.size = r->n.size == NEED_UNSORTED ? NEED_SMALL : r->n.size;
    if (r->n.state == NEED_POOLED && r->up_at == 0)
        r->up_at = db_ctx(w)->now; /* the courtyard has taken it up */
    TRY(assign_due(w, r, a->due));
    if (r->n.state != NEED_DOING) {
        TRY(change_move(w, ch, r, NEED_DOING));
    } else {
        change_note(ch, "need.assigned", TELL_AUTHOR);
    }
    change_part(ch, (EventPart)PART("due", r->n.due));
    return OK;
}

/* An official who reports a result without having given it to anybody did it themselves. */
Err need_start_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    const Actor *a = db_ctx(w)->actor;
    if (r->n.state == NEED_DOING)
        return OK;
    TRY(need_desk_check(w, r, VERB_ANSWER));
    if (!need_is_open(r->n.state))
        return fail(db_ctx(w), ERR_CONFLICT, "matter.no_such_step", "a result in state %d", r->n.state);
    ch->no_words = true;
    r->n.owner = a->account;
    r->n.owner_title = ch->by.title;
    r->n.size = r->n.size == NEED_UNSORTED ? NEED_SMALL : r->n.size;
    TRY(change_move(w, ch, r, NEED_DOING));
    ch->tell = TELL_NOBODY; /* the result is told in a moment */
    return OK;
}

/* Could this account deal with the need where it lies? */
static Err may_deal(Ctx *c, const Account *a, const NeedRow *r, Actor *ret_who, bool *ret_may)
{
    *ret_may = false;
    if (a->is_household || a->is_ended)
        return OK;
    TRY(account_actor(c, a->id, a->county, 0, ret_who));
    *ret_may = access_may(ret_who, VERB_ANSWER, r->n.at) && need_may_see(ret_who, r);
    return OK;
}

Err need_given_to(Ctx *c, Ref need, i64 owner, NeedGiven *ret)
{
    Account a;
    Actor   who;
    NeedRow r;
    bool    may = false;
    ret->owner = owner ? owner : c->actor->account;
    if (owner == 0 || owner == c->actor->account)
        return account_actor_title(c, &ret->title);
    TRY(need_row(db_read(c), need, &r));
    Err e = account_get(c, need.county, owner, &a);
    if (e == OK)
        TRY(may_deal(c, &a, &r, &who, &may));
    if (e != OK && e != ERR_MISSING)
        return e;
    ctx_clear_failure(c);
    if (!may)
        return fail_at(c, "owner", "need.owner.missing", STR_NONE, STR_NONE);
    ret->desk = r.n.at;
    return office_of(c, &who, &ret->title);
}

typedef struct Dealing {
    NeedRow        r;
    const Account *there;
    bool          *may; /* each of them */
} Dealing;

static Err deal_read(Ctx *c, void *arg, size_t i)
{
    Dealing *d = arg;
    Actor    who;
    return may_deal(c, &d->there[i], &d->r, &who, &d->may[i]);
}

Err need_owners(Ctx *c, Ref need, const Account **ret, size_t *ret_n)
{
    Dealing d;
    size_t  n;
    *ret_n = 0;
    TRY(need_row(db_read(c), need, &d.r));
    TRY(account_list(c, d.r.n.at, &d.there, &n));
    d.may = NEW_N(c->arena, bool, n + 1);
    TRY(db_together(c, n, deal_read, &d));
    Account *v = NEW_N(c->arena, Account, n + 1);
    for (size_t i = 0; i < n; i++)
        if (d.may[i])
            v[(*ret_n)++] = d.there[i];
    *ret = v;
    return OK;
}

static Err extend_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    Ctx *c = db_ctx(w);
    Date day = *(const Date *)ch->arg;
    i64  most, latest, from = r->n.due > c->now ? r->n.due : c->now;
    TRY(need_desk_check(w, r, VERB_TRIAGE));
    if (r->n.state != NEED_TAKEN && r->n.state != NEED_DOING)
        return fail(c, ERR_CONFLICT, "matter.no_such_step", "extension in state %d", r->n.state);
    if (r->n.is_extended)
        return fail(c, ERR_CONFLICT, "need.extended_already", "a second extension");
    TRY(rule_value(w, "need.extend.workdays", r->n.ref.place, date_of(c->now), &most));
    TRY(workcal_due(w, from, (int)most, &latest));
    i64 wished = date_start(day) + DAY;
    if (wished <= r->n.due)
        return fail_at(c, "due", "need.due.sooner", date_iso(c->arena, date_of(r->n.due - 1)), STR_NONE);
    if (wished > latest)
        return fail_at(c, "due", "need.due.wrong", date_iso(c->arena, date_of(latest - 1)), STR_NONE);
    change_note(ch, "need.extended", TELL_VOICES);
    change_part(ch, (EventPart)PART("due_was", r->n.due));
    change_part(ch, (EventPart)PART("due", wished));
    r->n.due = wished;
    r->n.is_extended = true;
    return OK;
}

Err need_extend(Ctx *c, Ref need, i64 version, Date due, Str why)
{
    TRY(field_check_given(c, &NEED_WHY, why));
    return change(c, &(Change){ .life = &need_life, .ref = need, .version = version, .rule = { extend_rule }, .words = why,
                                         .arg = &due });
}

/* ---- answers and ends ---- */

Err need_answer_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    TRY(need_desk_check(w, r, VERB_ANSWER));
    TRY(event_answers_check(w, need_subject(r)));
    change_note(ch, "need.answered", TELL_VOICES);
    return OK;
}

/* Done; whether it is, those who voiced it are asked now, in a new round. */
static Err solved(Db *w, Change *ch, NeedRow *r)
{
    TRY(change_move(w, ch, r, NEED_SOLVED));
    r->n.round++;
    r->n.solved_at = db_ctx(w)->now;
    r->told_at = 0;
    return OK;
}

Err need_solve_rule(Db *w, Change *ch, void *row)
{
    NeedRow          *r = row;
    const NeedResult *result = ch->arg;
    TRY(solved(w, ch, r));
    if (result->of.id != 0)
        return file_tie_same(w, "need", result->of, "result", result->since, r->n.ref);
    return file_photos_tie(w, "need", r->n.ref, "result", &result->photos);
}

Err need_unable_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    TRY(change_move(w, ch, r, NEED_UNABLE));
    r->n.solved_at = db_ctx(w)->now;
    r->told_at = 0;
    return OK;
}

/* ---- what a decision means ---- */

Err need_decide_rule(Db *w, Change *ch, void *row)
{
    const NeedDecided *d = ch->arg;
    NeedRow           *r = row;
    if (r->n.state == d->to)
        return OK;
    r->n.size = NEED_BIG;
    r->up_at = r->up_at ? r->up_at : db_ctx(w)->now; /* the courtyard has taken it up, whatever it decided */
    switch (d->to) {
    case NEED_POOLED:
        return sort_big(w, ch, r);
    case NEED_SOLVED:
        return solved(w, ch, r);
    case NEED_UNABLE:
        return need_unable_rule(w, ch, r);
    default:
        r->n.owner = d->owner;
        r->n.owner_title = d->owner_title;
        r->n.due = date_start(d->due) + DAY;
        change_part(ch, (EventPart)PART("due", r->n.due));
        return change_move(w, ch, r, d->to);
    }
}

/* Told in person or by phone, for houses that read no messages: proof for 反馈问题回馈结果. */
static Err tell_rule(Db *w, Change *ch, void *row)
{
    NeedRow *r = row;
    TRY(need_desk_check(w, r, VERB_ANSWER));
    if (!need_is_ended(r->n.state))
        return fail(db_ctx(w), ERR_CONFLICT, "matter.no_such_step", "told of a result that is not there");
    if (r->told_at != 0)
        return OK;
    change_note(ch, "need.told", TELL_NOBODY);
    r->told_at = db_ctx(w)->now;
    return OK;
}

Err need_tell(Ctx *c, Ref need, Str how)
{
    TRY(field_check_given(c, &NEED_WHY, how));
    return change(c, &(Change){ .life = &need_life, .ref = need, .rule = { tell_rule }, .words = how });
}
