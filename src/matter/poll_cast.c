/* poll_cast: a ballot of one's own. See poll.h. */
#include <string.h>

#include "entry/help.h"
#include "matter/poll_inside.h"
#include "matter/poll.sql.h"
#include "record/once.h"

enum { CODE_BYTES = 8 }; /* thirteen characters: nobody finds another's, and two of one poll never meet */

Hash poll_commit(const u8 salt[POLL_SALT], Str slip)
{
    return hash_of_parts((Str[]){ { (const char *)salt, POLL_SALT }, slip }, 2);
}

/* ---- for whom ---- */

static Err no_vote(Ctx *c)
{
    return fail(c, c->actor->account == 0 ? ERR_SIGNED_OUT : ERR_DENIED, "poll.no_vote", "a ballot of who is not on the roll");
}

/* A household's card speaks for the household; where persons vote, the person has to be known. */
/* The unit for which the actor speaks, and its row. ERR_DENIED. */
static Err unit_of(Db *db, const Poll *p, RollEntry *ret_entry)
{
    Ctx *c = db_ctx(db);
    Ref  house = actor_house(c->actor), unit = house;
    bool found = false;
    if (p->unit != ROLL_UNIT_HOUSEHOLD)
        unit = (Ref){ str_is_empty(c->actor->consent) ? c->actor->county : c->actor->for_county, actor_person(c->actor), STR_NONE };
    if (unit.id == 0)
        return p->unit != ROLL_UNIT_HOUSEHOLD && house.id != 0
                   ? fail(c, ERR_DENIED, "poll.card", "a household's card where persons vote") : no_vote(c);
    TRY(roll_find(db, p->roll, unit, &found, ret_entry));
    if (!found)
        return no_vote(c);
    i64 who = actor_person(c->actor);
    if (p->unit == ROLL_UNIT_HOUSEHOLD && who != 0 && ret_entry->speaker != 0 && ret_entry->speaker != who)
        return fail(c, ERR_DENIED, "poll.not_speaker", "a ballot by another of the household");
    return OK;
}

Err poll_reader_of(Db *db, const Poll *p, RollEntry *ret_entry)
{
    return str_is_empty(db_ctx(db)->actor->consent) ? unit_of(db, p, ret_entry) : no_vote(db_ctx(db));
}

/* Candidates, proposers and tellers help nobody, and whoever helps is a person to be compared with them. */
static Err helper_check(Db *w, const Poll *p)
{
    Row          r;
    Ctx         *c = db_ctx(w);
    const Actor *a = c->actor;
    if (str_is_empty(a->consent))
        return OK;
    Str county = a->county.n ? a->county : STR("");
    TRY(db_one(w, Q_POLL_PARTY_OF, ARGS(REF(p->ref), county, a->person), &r));
    if (row_int(r, C_POLL_PARTY_OF_MINE) > 0)
        return fail(c, ERR_DENIED, "poll.helper.party", "a party to the vote who helps");
    if (row_int(r, C_POLL_PARTY_OF_N) > 0 && a->person == 0)
        return fail(c, ERR_DENIED, "poll.helper.person", "a helper whose account is no person's");
    TRY(help_last_word(db_ctx(w)));
    return event_not_dealt(w, p->ref);
}

/* ---- the ballot ---- */

Err poll_ballot_stand(Db *w, const Poll *p, MotionBy means, BallotPut *b)
{
    RollMark mark;
    TRY(roll_marked(w, p->roll, p->ref.id, b->entry.unit, &mark));
    if (mark == ROLL_ON_PAPER)
        return fail(db_ctx(w), ERR_CONFLICT, "roll.on_paper", "a named ballot of who is counted on paper");
    bool is_missing = p->asks_presence && mark != ROLL_THERE && means == MOTION_CAME;
    b->means = is_missing && motion_admits(&p->head.rule, MOTION_ONLINE) ? MOTION_ONLINE : means;
    is_missing = is_missing && b->means == MOTION_CAME;
    b->standing = is_missing || !motion_admits(&p->head.rule, b->means) ? POLL_BESIDE : POLL_COUNTS;
    return OK;
}

typedef struct Made {
    u8   salt[POLL_SALT];
    Hash commitment;
    i64  event_id;
} Made;

static Err ballot_add(Db *w, const Poll *p, const BallotPut *b, const Made *m)
{
    Ctx *c = db_ctx(w);
    i64  rows;
    Str  salt = { (const char *)m->salt, POLL_SALT };
    Str  code = random_token(c->arena, CODE_BYTES); /* anew: it is read from the row, which goes with its run */
    TRY(db_change(w, QUERY(poll_ballot_add, KEY_AS(poll, p->ref), .unit_county = ARG(b->entry.unit.county),
                           .unit = ARG(b->entry.unit.id), .state = ARG(b->standing), .means = ARG(b->means),
                           .weight = ARG(b->entry.weight), .slip = ARG(b->slip), .salt = BYTES(salt),
                           .commitment = HASH(m->commitment), .code = ARG(code),
                           .voter = ARG(actor_person(c->actor)), .account = ARG(c->actor->account),
                           .channel = ARG((int)c->actor->channel), .event = ARG(m->event_id), .cast_at = ARG(c->now)), &rows));
    return rows == 1 ? OK : fail(c, ERR_CONFLICT, "poll.cast_already", "a second ballot of one unit");
}

static Err ballot_change(Db *w, const Poll *p, const BallotPut *b, const Made *m)
{
    Ctx *c = db_ctx(w);
    i64  rows;
    Str  salt = { (const char *)m->salt, POLL_SALT };
    if (!p->may_change)
        return fail(c, ERR_CONFLICT, "poll.cast_already", "a ballot that may not be changed");
    TRY(db_change(w, QUERY(poll_ballot_change, KEY_AS(poll, p->ref), .unit_county = ARG(b->entry.unit.county),
                           .unit = ARG(b->entry.unit.id), .version = ARG(b->version), .state = ARG(b->standing),
                           .means = ARG(b->means), .slip = ARG(b->slip), .salt = BYTES(salt),
                           .commitment = HASH(m->commitment), .voter = ARG(actor_person(c->actor)),
                           .account = ARG(c->actor->account), .channel = ARG((int)c->actor->channel),
                           .event = ARG(m->event_id), .cast_at = ARG(c->now)), &rows));
    return rows == 1 ? OK : fail(c, ERR_CONFLICT, "matter.moved_on", "a ballot of another version");
}

/* Its event says that there is a ballot, never what is on it. The hash is kept: it proves the count after the voter is erased. */
Err poll_ballot_put(Db *w, const Poll *p, const BallotPut *b)
{
    Ctx *c = db_ctx(w);
    Made m = { .event_id = db_id(w) };
    random_bytes(m.salt, sizeof m.salt); /* anew: a secret that nobody was told; row and event of a run have the same */
    m.commitment = poll_commit(m.salt, b->slip);
    TRY(b->version == 0 ? ballot_add(w, p, b, &m) : ballot_change(w, p, b, &m));
    return event_append(w, &(EventNew){ .id = m.event_id, .kind = "poll.cast", .subject = p->ref, .n_parts = 1,
                                        .parts = { PART_KEPT("ballot", hash_hex(c->arena, &m.commitment)) } });
}

static Err cast_body(Db *w, void *arg)
{
    const PollVote *v = arg;
    Ctx      *c = db_ctx(w);
    Poll      p;
    BallotPut b = { .version = v->version };
    TRY(poll_touch(w, v->poll, 1u << POLL_OPEN, &p));
    if (!(p.channels & POLL_BY_PHONE))
        return fail(c, ERR_CONFLICT, "poll.channel", "a ballot by phone where none is taken");
    if (!slip_typed(c->arena, p.head.method, p.head.options, p.head.most, v->slip, &b.slip))
        return fail_at(c, "slip", "poll.slip", STR_NONE, STR_NONE);
    TRY(unit_of(w, &p, &b.entry));
    TRY(helper_check(w, &p));
    TRY(poll_proxy_check(w, &p, b.entry.unit, false));
    TRY(poll_ballot_stand(w, &p, MOTION_CAME, &b));
    return poll_ballot_put(w, &p, &b);
}

Err poll_cast_in(Db *w, By *by, const PollVote *v)
{
    return by_run(w, by, cast_body, (PollVote[]){ *v });
}

Err poll_cast(Ctx *c, const PollVote *v)
{
    PollVote own = *v;
    i64      made;
    Str      version = arena_printf(c->arena, "%lld", (long long)v->version);
    const Once once = { v->poll.county, "poll.cast", v->once,
                        once_payload((Str[]){ ref_name(c->arena, v->poll), v->slip, version }, 3) };
    return once_write(c, &once, v->poll.id, cast_body, &own, &made);
}

Err poll_mine(Ctx *c, Ref poll, bool *ret_found, PollBallot *ret_ballot)
{
    Poll      p;
    RollEntry e;
    Row       r;
    Db       *db = db_read(c);
    TRY(poll_get(db, poll, &p));
    TRY(poll_reader_of(db, &p, &e));
    TRY(db_maybe(db, Q_POLL_BALLOT_OF, ARGS(REF(poll), REF(e.unit)), ret_found, &r));
    if (!*ret_found)
        return OK;
    *ret_ballot = (PollBallot){ .standing = (PollStanding)row_int(r, C_POLL_BALLOT_OF_STATE),
                                .means = (MotionBy)row_int(r, C_POLL_BALLOT_OF_MEANS),
                                .slip = row_text(r, C_POLL_BALLOT_OF_SLIP), .code = row_text(r, C_POLL_BALLOT_OF_CODE),
                                .commitment = row_hash(r, C_POLL_BALLOT_OF_COMMITMENT),
                                .version = row_int(r, C_POLL_BALLOT_OF_VERSION),
                                .cast_at = row_int(r, C_POLL_BALLOT_OF_CAST_AT) };
    Str salt = row_bytes(r, C_POLL_BALLOT_OF_SALT);
    memcpy(ret_ballot->salt, salt.p, salt.n < POLL_SALT ? salt.n : POLL_SALT);
    return OK;
}
