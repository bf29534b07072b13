/* need_voice: 我也要. One voice a household, its reason may change, taken back by an act of its own. A voice changes no
 * version: officials who edit the need meanwhile are not disturbed by neighbours who join. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "plan/need/need_tally.h"

typedef struct Join {
    Ref  need;
    Ref  household;
    Str  reason;
    i64  event_id;
} Join;

/* One household more or less on the need, in its group (which counts each once), and in the figures. */
static Err count_voice(Db *w, const Join *j, NeedRow *r, int delta)
{
    i64 rows;
    TRY(db_change(w, Q_NEED_VOICE_COUNT, ARGS(REF(j->need), delta), &rows));
    if (rows == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "need.not_open", "it ended while somebody joined");
    TRY(need_row(w, j->need, r)); /* locked now: its group is the one that stands */
    counter_add(w, r->n.ref.place, &COUNT_VOICES, 0, delta);
    if (r->n.group == 0)
        return OK;
    TRY(db_change(w, delta > 0 ? Q_NEED_GROUP_VOICE_ADD : Q_NEED_GROUP_VOICE_DROP,
                  ARGS(j->need.county, r->n.group, j->household.id), &rows));
    i64 lead = r->n.lead ? r->n.lead : r->n.ref.id;
    TRY(db_exec(w, Q_NEED_GROUP_COUNT, ARGS(j->need.county, r->n.group, lead)));
    return db_exec(w, Q_NEED_GROUP_SHARE, ARGS(j->need.county, r->n.group, lead));
}

static Err voice_event(Db *w, const Join *j, const NeedRow *r, const char *kind)
{
    EventNew e = { .id = j->event_id, .kind = kind, .subject = need_subject(&r->n),
                   .parts = { PART_TEXT("reason", j->reason) },
                   .n_parts = str_is_empty(j->reason) ? 0 : 1 };
    return event_append(w, &e);
}

static Err joined(Db *w, const Join *j, NeedRow *r)
{
    TRY(count_voice(w, j, r, 1));
    return voice_event(w, j, r, "need.joined");
}

/* The house had a voice already, or had taken it back (that it took part was counted then), or the need is no longer
 * open. */
static Err voice_again(Db *w, const Join *j, NeedRow *r)
{
    Ctx *c = db_ctx(w);
    i64  rows, has;
    TRY(db_change(w, QUERY(need_voice_again, KEY_AS(need, j->need), .household = ARG(j->household.id),
                           .reason = ARG(j->reason), .consent = ARG(c->actor->consent)), &rows));
    if (rows > 0)
        return OK;
    TRY(db_int(w, Q_NEED_VOICE_HAS, ARGS(REF(j->need), j->household.id), &has));
    if (has)
        return fail(c, ERR_CONFLICT, "need.spoke_itself", "in the name of a house that has a voice of its own");
    TRY(db_change(w, QUERY(need_voice_back, KEY_AS(need, j->need), .household = ARG(j->household.id),
                           .reason = ARG(j->reason)), &rows));
    return rows > 0 ? joined(w, j, r) : fail(c, ERR_CONFLICT, "need.not_open", "joining what is not open");
}

/* The voice, its event and the figures stand or fall together. What another writer may have changed meanwhile (is it
 * still open?) is asked in the statement's WHERE. */
static Err join_body(Db *w, void *arg)
{
    const Join  *j = arg;
    const Actor *a = db_ctx(w)->actor;
    NeedRow      r;
    i64          rows;
    TRY(need_row(w, j->need, &r));
    TRY(event_not_dealt(w, need_subject(&r.n)));
    TRY(db_change(
        w, QUERY(need_voice_add, KEY(j->need), .household = ARG(j->household.id), .person = ARG(actor_person(a)),
                 .account = ARG(a->account), .channel = ARG(a->channel), .consent = ARG(a->consent),
                 .reason = ARG(j->reason), .at = ARG(db_ctx(w)->now)),
        &rows));
    if (rows == 0)
        return voice_again(w, j, &r);
    need_count_household(w, r.n.ref.place, j->household.id, db_ctx(w)->now);
    return joined(w, j, &r);
}

/* Of which need, and for which house. */
static Err join_prepare(Ctx *c, Join *j)
{
    NeedRow r;
    TRY(field_check(c, &NEED_REASON, j->reason));
    TRY(need_row(db_read(c), j->need, &r));
    if (!need_may_see(c->actor, &r))
        return fail(c, ERR_MISSING, NULL, "a complaint that is not for this actor");
    TRY(household_of_actor(c, code_at(r.n.ref.place, LEVEL_VILLAGE), &j->household));
    j->need = r.n.ref;
    j->event_id = id_new(c->now);
    return OK;
}

Err need_join(Ctx *c, Ref need, Str reason)
{
    Join *j = NEW(c->arena, Join);
    *j = (Join){ .need = need, .reason = reason };
    TRY(join_prepare(c, j));
    return db_write(c, join_body, j);
}

static Err join_within(Db *w, void *arg)
{
    TRY(join_prepare(db_ctx(w), arg));
    return join_body(w, arg);
}

Err need_join_in(Db *w, By *by, Ref need, Str reason)
{
    return by_run(w, by, join_within, &(Join){ .need = need, .reason = reason });
}

static Err leave_body(Db *w, void *arg)
{
    const Join *j = arg;
    NeedRow     r;
    i64         rows, has;
    TRY(need_row(w, j->need, &r));
    TRY(event_not_dealt(w, need_subject(&r.n)));
    TRY(db_change(w, QUERY(need_voice_leave, KEY_AS(need, j->need), .household = ARG(j->household.id),
                           .at = ARG(db_ctx(w)->now), .consent = ARG(db_ctx(w)->actor->consent)), &rows));
    if (rows > 0) {
        TRY(count_voice(w, j, &r, -1));
        return voice_event(w, j, &r, "need.left");
    }
    TRY(db_int(w, Q_NEED_VOICE_HAS, ARGS(REF(j->need), j->household.id), &has));
    return has ? fail(db_ctx(w), ERR_CONFLICT, "need.cannot_leave", "the author's own voice, or judged already") : OK;
}

Err need_leave(Ctx *c, Ref need)
{
    Join *j = NEW(c->arena, Join);
    j->need = need;
    TRY(join_prepare(c, j));
    return db_write(c, leave_body, j);
}

Err need_voices(Ctx *c, Ref need, NeedVoices *ret_voices)
{
    NeedRow r;
    Rows    rows;
    TRY(need_row(db_read(c), need, &r));
    *ret_voices = (NeedVoices){ 0 };
    if (!need_may_see(c->actor, &r))
        return fail(c, ERR_MISSING, NULL, "a complaint that is not for this reader");
    TRY(db_many(db_read(c), Q_NEED_VOICE_LIST, ARGS(REF(need)), &rows));
    bool       names = access_may(c->actor, VERB_QUEUE, need.place);
    NeedVoice *v = NEW_N(c->arena, NeedVoice, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        i64 household = row_int(rows.row[i], C_NEED_VOICE_LIST_HOUSEHOLD);
        v[i] = (NeedVoice){ .reason = row_text(rows.row[i], C_NEED_VOICE_LIST_REASON),
                            .at = row_int(rows.row[i], C_NEED_VOICE_LIST_AT) };
        if (!names)
            continue;
        Household h;
        TRY(household_get(c, (Ref){ need_home(&r.n), household, r.n.ref.place }, &h));
        v[i].household = household;
        v[i].label = h.label;
        v[i].is_author = household == r.n.household.id;
    }
    *ret_voices = (NeedVoices){ v, rows.n };
    return OK;
}
