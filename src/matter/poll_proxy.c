/* poll_proxy: who votes for whom, in writing. See poll.h. */
#include "engine/tally/quorum_voices.h"
#include "matter/poll_inside.h"
#include "matter/poll.sql.h"

enum { BESIDE_MOST = 100 };

Err poll_proxy_check(Db *w, const Poll *p, Ref unit, bool by_proxy)
{
    Row  r;
    bool is_given = false;
    if (p->channels & POLL_BY_PROXY)
        TRY(db_maybe(w, Q_POLL_PROXY_GET, ARGS(REF(p->ref), REF(unit)), &is_given, &r));
    if (is_given == by_proxy)
        return OK;
    return fail(db_ctx(w), ERR_CONFLICT, is_given ? "poll.proxy.given" : "poll.proxy.none", "a proxy and its ballot do not fit");
}

typedef struct Proxy {
    Ref       poll, unit, taker;
    const By *by;
} Proxy;

/* Where households vote, who speaks for one of them has a vote; else whoever is on the roll. */
static Err taker_has_vote(Db *w, const Poll *p, const Person *taker, Ref person, bool *ret_has)
{
    RollEntry e = { .speaker = person.id };
    Ref unit = p->unit == ROLL_UNIT_HOUSEHOLD ? (Ref){ person.county, taker->household, STR_NONE } : person;
    TRY(roll_find(w, p->roll, unit, ret_has, &e));
    *ret_has = *ret_has && (p->unit != ROLL_UNIT_HOUSEHOLD || e.speaker == person.id);
    return OK;
}

/* An agent of owners needs no vote of their own (物业条例 12); the committees' and the collective's proxies do. */
static Err proxy_fill(Db *w, const Poll *p, const Proxy *x, QuorumProxy *ret)
{
    Ctx   *c = db_ctx(w);
    Person giver, taker;
    *ret = (QuorumProxy){ .giver = x->unit.id, .taker = x->taker.id };
    TRY(person_get(c, x->taker, &taker));
    TRY(taker_has_vote(w, p, &taker, x->taker, &ret->has_vote));
    ret->has_vote = ret->has_vote || p->unit == ROLL_UNIT_OWNER;
    TRY(poll_is_part(w, p->ref, POLL_CANDIDATE, x->taker, &ret->is_candidate));
    if (!(p->head.rule.presence & QUORUM_PROXY_AT_HOME))
        return OK;
    if (p->unit == ROLL_UNIT_HOUSEHOLD) {
        ret->is_at_home = x->unit.id == taker.household && str_eq(x->unit.county, x->taker.county);
        return OK;
    }
    TRY(person_get(c, x->unit, &giver));
    ret->is_at_home = giver.household == taker.household && str_eq(x->unit.county, x->taker.county);
    return OK;
}

/* Does it hold beside those that there are? */
static Err proxy_judge(Db *w, const Poll *p, const Proxy *x, QuorumProxy *new)
{
    Rows rows;
    TRY(db_many(w, QUERY(poll_proxy_beside, KEY_AS(poll, p->ref), .giver = ARG(x->unit.id), .taker = ARG(x->taker.id),
                         .giver_county = ARG(x->unit.county), .taker_county = ARG(x->taker.county)), &rows));
    QuorumProxy *v = NEW_N(db_ctx(w)->arena, QuorumProxy, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        v[i] = (QuorumProxy){ .giver = row_int(r, C_POLL_PROXY_BESIDE_UNIT), .taker = row_int(r, C_POLL_PROXY_BESIDE_TAKER),
                              .has_vote = row_bool(r, C_POLL_PROXY_BESIDE_HAS_VOTE),
                              .is_candidate = row_bool(r, C_POLL_PROXY_BESIDE_IS_CANDIDATE),
                              .is_at_home = row_bool(r, C_POLL_PROXY_BESIDE_IS_AT_HOME) };
    }
    v[rows.n] = *new;
    (void)quorum_proxies(db_ctx(w)->arena, &p->head.rule, v, rows.n + 1);
    if (rows.n < BESIDE_MOST && v[rows.n].fault == QUORUM_PROXY_HOLDS)
        return OK;
    return fail(db_ctx(w), ERR_CONFLICT, "poll.proxy.refused", "a proxy that does not hold: %d", (int)v[rows.n].fault);
}

static Err proxy_body(Db *w, void *arg)
{
    const Proxy *x = arg;
    Ctx         *c = db_ctx(w);
    Poll         p;
    RollEntry    e;
    RollMark     mark;
    QuorumProxy  new;
    bool         found;
    TRY(poll_touch(w, x->poll, 1u << POLL_DRAFT | 1u << POLL_OPEN, &p));
    TRY(poll_may_call(w, x->by, p.ref.place));
    if (!(p.channels & POLL_BY_PROXY))
        return fail(c, ERR_CONFLICT, "poll.channel", "a proxy where none is known");
    TRY(roll_find(w, p.roll, x->unit, &found, &e));
    if (!found)
        return fail(c, ERR_MISSING, "roll.not_on_it", "a proxy of who is not on the roll");
    TRY(roll_marked(w, p.roll, p.ref.id, x->unit, &mark));
    if (mark != ROLL_UNMARKED)
        return fail(c, ERR_CONFLICT, "poll.proxy.there", "a proxy of who is there");
    TRY(proxy_fill(w, &p, x, &new));
    TRY(proxy_judge(w, &p, x, &new));
    TRY(db_exec(w, QUERY(poll_proxy_add, KEY_AS(poll, p.ref), .unit_county = ARG(x->unit.county),
                         .unit = ARG(x->unit.id), .taker_county = ARG(x->taker.county), .taker = ARG(x->taker.id),
                         .has_vote = ARG(new.has_vote), .is_candidate = ARG(new.is_candidate),
                         .is_at_home = ARG(new.is_at_home), .account = ARG(c->actor->account), .at = ARG(c->now))));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "poll.proxy", .subject = p.ref, .n_parts = 2,
                                        .parts = { PART("giver", x->unit.id), PART("taker", x->taker.id) } });
}

Err poll_proxy_in(Db *w, By *by, Ref poll, Ref unit, Ref taker)
{
    return by_run(w, by, proxy_body, &(Proxy){ poll, unit, taker, by });
}
