/* need_voice: 我也要. One voice a household, its reason may change, taken back by an act of its own. A voice changes no
 * version: officials who edit the need meanwhile are not disturbed by neighbours who join. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "plan/need/need_tally.h"
#include "record/once.h"

typedef struct Join {
    Ref  need;
    Ref  household;
    Str  reason;
    i64  worded_at; /* of the words that were read; 0: not said */
    bool is_helped; /* said for the house by a helper */
    i64  event_id;
} Join;

/* One household more or less on the need, in its group (which counts each once), and in the figures. */
static Err count_voice(Db *w, const Join *j, NeedRow *r, int delta)
{
    i64 rows, helped = j->is_helped ? delta : 0;
    TRY(db_change(w, QUERY(need_voice_count, KEY(j->need), .delta = ARG(delta), .helped = ARG(helped)), &rows));
    if (rows == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "need.not_open", "it ended while somebody joined");
    TRY(need_row(w, j->need, r)); /* locked now: its group is the one that stands */
    if (r->n.state != NEED_HANDED) { /* what was handed up counts its voices there */
        counter_add(w, need_counted_at(r), &COUNT_VOICES, 0, delta);
        counter_add(w, need_counted_at(r), &COUNT_HELPED, 0, helped);
    }
    if (r->n.group == 0)
        return OK;
    TRY(db_change(w, delta > 0 ? Q_NEED_GROUP_VOICE_ADD : Q_NEED_GROUP_VOICE_DROP,
                  ARGS(j->need.county, r->n.group, j->household.id), &rows));
    TRY(db_exec(w, Q_NEED_GROUP_VOICE_HELPED, ARGS(j->need.county, r->n.group, j->household.id)));
    i64 lead = r->n.lead ? r->n.lead : r->n.ref.id;
    TRY(db_exec(w, Q_NEED_GROUP_COUNT, ARGS(j->need.county, r->n.group, lead)));
    return db_exec(w, Q_NEED_GROUP_SHARE, ARGS(j->need.county, r->n.group, lead));
}

static Err voice_event(Db *w, const Join *j, const NeedRow *r, const char *kind)
{
    EventNew e = { .id = j->event_id, .kind = kind, .subject = need_subject(r),
                   .parts = { PART_TEXT("reason", j->reason) },
                   .n_parts = str_is_empty(j->reason) ? 0 : 1 };
    return event_append(w, &e);
}

/* Whose voice does not count there has one already: by that the author would be found who hides. So nobody joins what has one in a
 * house's name, whichever house it is, nor another of its group, whose houses are counted together. */
static Err hidden_check(Db *w, const NeedRow *r)
{
    i64 hiding = r->n.hide_author;
    if (str_is_empty(db_ctx(w)->actor->consent))
        return OK;
    if (!hiding && r->n.group != 0)
        TRY(db_int(w, Q_NEED_GROUP_HIDING, ARGS(r->n.ref.county, r->n.group), &hiding));
    return hiding ? fail(db_ctx(w), ERR_DENIED, "need.hidden.helped", "acting for a house where an author hides") : OK;
}

/* houses_join() and _leave() ask the need itself. */
static Err helper_check(Db *w, const NeedRow *r)
{
    return str_is_empty(db_ctx(w)->actor->consent) ? OK : need_not_dealt(w, r);
}

/* A voice is for the words that were read. Who has one already loses nothing: of what others joined no word changes. */
static Err words_check(Ctx *c, const Join *j, const Need *n)
{
    bool is_anew = n->worded_at != n->raised_at;
    bool is_older = (j->worded_at != 0 && j->worded_at != n->worded_at) || (is_anew && ctx_done_at(c) < n->worded_at);
    return is_older ? fail(c, ERR_CONFLICT, "need.reworded", "a voice for older words") : OK;
}

/* The voice, its event and the figures stand or fall together: whether it is still open is asked where it is counted. */
static Err join_body(Db *w, void *arg)
{
    Join       *j = arg;
    Ctx        *c = db_ctx(w);
    NeedRow     r;
    HouseJoined how;
    TRY(need_row(w, j->need, &r));
    TRY(hidden_check(w, &r));
    TRY(helper_check(w, &r));
    TRY(houses_join(w, "need", j->need, (Ref){ need_home(&r.n), j->household.id, r.n.ref.place }, j->reason, &how));
    if (how == HOUSE_AGAIN)
        return OK;
    TRY(words_check(c, j, &r.n));
    if (r.n.kind == NEED_COMPLAINT)
        return fail(c, ERR_CONFLICT, "need.not_open", "joining a complaint");
    j->is_helped = !str_is_empty(c->actor->consent); /* one that comes back says it itself, or a helper does again */
    if (how == HOUSE_NEW) /* of one that comes back it was counted that it took part */
        need_count_household(w, &r, j->household.id, c->now);
    TRY(count_voice(w, j, &r, 1));
    if (r.n.is_unsaid && j->household.id == r.n.household.id) /* by now the house says it */
        TRY(db_exec(w, Q_NEED_UNSAID, ARGS(REF(j->need), 0)));
    return voice_event(w, j, &r, "need.joined");
}

/* Of which need, and for which house. */
static Err join_prepare(Ctx *c, Join *j, i64 event_id)
{
    NeedRow r;
    TRY(field_check(c, &NEED_REASON, j->reason));
    TRY(need_row(db_read(c), j->need, &r));
    if (!need_may_see(c->actor, &r))
        return fail(c, ERR_MISSING, NULL, "a complaint that is not for this actor");
    TRY(household_of_actor(c, code_at(r.n.ref.place, LEVEL_VILLAGE), &j->household));
    j->need = r.n.ref;
    j->event_id = event_id;
    return OK;
}

Err need_join(Ctx *c, Ref need, Str reason)
{
    return need_join_read(c, need, reason, 0);
}

Err need_join_read(Ctx *c, Ref need, Str reason, i64 worded_at)
{
    Join *j = NEW(c->arena, Join);
    i64   event;
    *j = (Join){ .need = need, .reason = reason, .worded_at = worded_at };
    TRY(join_prepare(c, j, id_new(c->now)));
    return once_write(c, once_take(c), j->event_id, join_body, j, &event); /* a late retry does not bring back who left since */
}

static Err join_within(Db *w, void *arg)
{
    TRY(join_prepare(db_ctx(w), arg, db_id(w)));
    return join_body(w, arg);
}

Err need_join_in(Db *w, By *by, Ref need, Str reason)
{
    return by_run(w, by, join_within, &(Join){ .need = need, .reason = reason });
}

/* Not the author's own, not of a house that has judged, and not where the need goes on as another row. */
static Err leave_check(Db *w, const Join *j, const NeedRow *r)
{
    i64 judged;
    TRY(db_int(w, Q_NEED_JUDGED, ARGS(REF(j->need), j->household.id), &judged));
    if (judged || j->household.id == r->n.household.id || r->n.state == NEED_HANDED)
        return fail(db_ctx(w), ERR_CONFLICT, "need.cannot_leave", "the author's own voice, or judged already");
    return OK;
}

static Err leave_body(Db *w, void *arg)
{
    Join   *j = arg;
    NeedRow r;
    bool    stands, left;
    TRY(need_row(w, j->need, &r));
    TRY(houses_shown(w, "need", j->need, j->household.id, &stands)); /* what a house said itself is to a helper as if it were not */
    if (!stands)
        return OK;
    TRY(leave_check(w, j, &r));
    TRY(helper_check(w, &r));
    TRY(houses_is_helped(w, "need", j->need, j->household.id, &j->is_helped));
    TRY(houses_leave(w, "need", j->need, j->household.id, &left));
    if (!left)
        return OK; /* meanwhile */
    TRY(count_voice(w, j, &r, -1));
    return voice_event(w, j, &r, "need.left");
}

Err need_leave(Ctx *c, Ref need)
{
    Join *j = NEW(c->arena, Join);
    j->need = need;
    TRY(join_prepare(c, j, id_new(c->now)));
    return db_write(c, leave_body, j);
}

/* Of what nobody dealt with yet and nobody else wants nothing is left; what others joined stays theirs, and says how it began. */
static Err author_unsaid(Db *w, By *by, const NeedRow *r)
{
    TRY(db_exec(w, Q_NEED_UNSAID, ARGS(REF(r->n.ref), 1)));
    if (r->n.voices > 1 || life_move(&need_life, r->n.state, NEED_WITHDRAWN) == NULL)
        return OK;
    return change_in(w, by, &(Change){ .life = &need_life, .ref = r->n.ref, .by_house = true, .rule = { need_withdraw_rule } });
}

Err need_unsaid(Db *w, const Noun *noun, Ref need, Ref house, By *by)
{
    NeedRow r;
    TRY(need_row(w, need, &r));
    const Join j = { .need = r.n.ref, .household = house, .is_helped = true };
    if (house.id == r.n.household.id)
        TRY(author_unsaid(w, by, &r));
    TRY(houses_unsay(w, "need", j.need, house.id));
    TRY(count_voice(w, &j, &r, -1));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "need.unsaid", .subject = need_subject(&r),
                                        .parts = { PART(by->cause, by->cause_id) }, .n_parts = 1 });
}

Err need_voices(Ctx *c, Ref need, HouseParts *ret_voices)
{
    NeedRow r;
    TRY(need_row(db_read(c), need, &r));
    if (!need_may_see(c->actor, &r))
        return fail(c, ERR_MISSING, NULL, "a complaint that is not for this reader");
    need.place = r.n.ref.place;
    TRY(houses_said(c, "need", need, VERB_QUEUE, ret_voices));
    ret_voices->hidden = r.n.hide_author ? r.n.household.id : 0;
    return OK;
}
