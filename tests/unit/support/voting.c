/* voting: see voting.h. */
#include "support/voting.h"

typedef struct Act {
    enum { MAKE, GIVE, DRAFT, OPEN, SHUT, WITHDRAW, MARK, PART, PROXY, SAY, SHEET, SLIP } what;
    const RollNew     *roll_new;
    const PollNew     *poll_new;
    const RollEntry   *entries;
    size_t             n;
    Ref                ref, unit, made;
    int                how;
    i64                number;
    Str                words;
    const MotionSheet *sheet;
    PollKeyed          keyed;
} Act;

static Err act_body(Db *w, void *arg)
{
    Act *a = arg;
    By   by = { .cause = "question", .cause_id = 9 };
    switch (a->what) {
    case MAKE:
        return roll_make_in(w, &by, a->roll_new, &a->made);
    case GIVE:
        return roll_give_in(w, a->ref, a->entries, a->n);
    case DRAFT:
        return poll_draft_in(w, &by, a->poll_new, &a->made);
    case OPEN:
        return poll_open_in(w, &by, a->ref);
    case SHUT:
        return poll_shut_in(w, &by, a->ref);
    case WITHDRAW:
        return poll_withdraw_in(w, &by, a->ref, a->words);
    case MARK:
        return a->how == ROLL_ON_PAPER ? poll_on_paper_in(w, &by, a->ref, a->unit) : poll_there_in(w, &by, a->ref, a->unit, a->how == ROLL_THERE);
    case PART:
        return poll_part_in(w, &by, a->ref, (PollPart)a->how, a->unit);
    case PROXY:
        return poll_proxy_in(w, &by, a->ref, a->unit, a->made);
    case SAY:
        return poll_cast_in(w, &by, &(PollVote){ .poll = a->ref, .slip = a->words, .version = a->number });
    case SHEET:
        return poll_key_sheet_in(w, &by, a->ref, a->number, a->sheet, &a->keyed);
    case SLIP:
        return poll_key_slip_in(w, &by, a->ref, a->unit, (MotionBy)a->how, a->words, &a->keyed);
    }
    return OK;
}

/* Names of records outlive the request. */
static Ref kept(Village *v, Ref r)
{
    return (Ref){ str_copy(v->kept, r.county), r.id, str_copy(v->kept, r.place) };
}

Ref voting_roll(Village *v, const char *place, RollUnit unit, RollSource source)
{
    RollNew n = { str_from(place), unit, source, 20260720, "question", 9 };
    Act     a = { .what = MAKE, .roll_new = &n };
    Ctx    *c = as(v, "village");
    assert_ok(c, db_write(c, act_body, &a));
    Ref roll = kept(v, a.made);
    if (source != ROLL_GIVEN)
        assert_ok(c, roll_fill(c, roll));
    return roll;
}

void voting_give(Village *v, Ref roll, const RollEntry *e, size_t n)
{
    Act  a = { .what = GIVE, .ref = roll, .entries = e, .n = n };
    Ctx *c = as(v, "village");
    assert_ok(c, db_write(c, act_body, &a));
    assert_ok(c, roll_freeze(c, roll));
}

PollNew voting_works(Ref roll)
{
    static const PollOption motion[] = { { { "同意修小广场", sizeof "同意修小广场" - 1 }, 0 } };
    PollNew n = { .place = roll.place, .title = STR("修不修小广场"), .noun = "question", .noun_id = 9, .method = SLIP_MOTION,
                  .options = motion, .n_options = 1, .roll = roll, .may_change = true };
    size_t  rows;
    poll_from_row(lawful_find(LAWFUL_MATTER_WORKS, LAWFUL_OWNER_GROUP, &rows), &n);
    return n;
}

Ref voting_draft(Village *v, const PollNew *n)
{
    Act  a = { .what = DRAFT, .poll_new = n };
    Ctx *c = as(v, "village");
    assert_ok(c, db_write(c, act_body, &a));
    return kept(v, a.made);
}

Ref voting_open(Village *v, const PollNew *n)
{
    Act  a = { .what = OPEN, .ref = voting_draft(v, n) };
    Ctx *c = as(v, "village");
    assert_ok(c, db_write(c, act_body, &a));
    return a.ref;
}

Ref voting_group(Village *v)
{
    PollNew n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    return voting_open(v, &n);
}

Ref voting_house(Village *v, const char *who)
{
    return (Ref){ STR("420325"), as(v, who)->actor->household, STR_NONE };
}

Err voting_mark(Ctx *c, Ref poll, Ref unit, RollMark mark)
{
    return db_write(c, act_body, &(Act){ .what = MARK, .ref = poll, .unit = unit, .how = mark });
}

void voting_there(Village *v, Ref poll, const char *who)
{
    Ref  house = voting_house(v, who);
    Ctx *c = as(v, "village");
    assert_ok(c, voting_mark(c, poll, house, ROLL_THERE));
}

Err voting_part(Ctx *c, Ref poll, PollPart part, Ref person)
{
    return db_write(c, act_body, &(Act){ .what = PART, .ref = poll, .unit = person, .how = part });
}

Err voting_proxy(Ctx *c, Ref poll, Ref unit, Ref taker)
{
    return db_write(c, act_body, &(Act){ .what = PROXY, .ref = poll, .unit = unit, .made = taker });
}

Err voting_say(Ctx *c, Ref poll, const char *slip, i64 version)
{
    return db_write(c, act_body, &(Act){ .what = SAY, .ref = poll, .words = str_from(slip), .number = version });
}

Err voting_sheet(Ctx *c, Ref poll, i64 number, const MotionSheet *s, PollKeyed *ret)
{
    Act a = { .what = SHEET, .ref = poll, .number = number, .sheet = s };
    Err e = db_write(c, act_body, &a);
    *ret = a.keyed;
    return e;
}

Err voting_slip(Ctx *c, Ref poll, Ref unit, MotionBy means, const char *slip, PollKeyed *ret)
{
    Act a = { .what = SLIP, .ref = poll, .unit = unit, .how = means, .words = str_from(slip) };
    Err e = db_write(c, act_body, &a);
    *ret = a.keyed;
    return e;
}

Err voting_shut(Ctx *c, Ref poll)
{
    return db_write(c, act_body, &(Act){ .what = SHUT, .ref = poll });
}

Err voting_withdraw(Ctx *c, Ref poll, const char *why)
{
    return db_write(c, act_body, &(Act){ .what = WITHDRAW, .ref = poll, .words = str_from(why) });
}

Ctx *voting_teller(Village *v, i64 person)
{
    Ctx   *c = as(v, "village");
    Actor *own = NEW(v->kept, Actor);
    *own = *c->actor;
    own->county = STR("420325");
    own->person = person;
    c->actor = own;
    return c;
}

PollResult voting_result(Village *v, Ref poll)
{
    PollResult r;
    Ctx       *c = as(v, "nobody");
    assert_ok(c, poll_result(db_read(c), poll, &r));
    return r;
}

PollState voting_state(Village *v, Ref poll)
{
    Poll p;
    Ctx *c = as(v, "nobody");
    assert_ok(c, poll_get(db_read(c), poll, &p));
    return (PollState)p.state;
}

i64 voting_findings(Village *v)
{
    Report r = { 0 };
    Ctx   *c = as(v, "nobody");
    assert_ok(c, noun_check(c, &roll_noun, &r));
    assert_ok(c, noun_check(c, &poll_noun, &r));
    return r.n;
}

static Err into_buf(void *arg, Str piece)
{
    buf_str(arg, piece);
    return OK;
}

QuorumOutcome voting_recount(Ctx *c, Ref poll, Motion **ret_motion)
{
    MotionResult r;
    PollResult   counted;
    Buf          b = buf_new(c->arena, 65536, 1 << 22);
    assert_ok(c, poll_list(c, poll, into_buf, &b));
    assert_ok(c, poll_result(db_read(c), poll, &counted));
    Hash h = hash_of(buf_text(&b));
    assert_true(hash_eq(&h, &counted.list_hash));
    Motion *m = motion_read(c->arena, lines_of(c->arena, buf_text(&b)));
    assert_non_null(m);
    assert_int_equal(motion_judge(m, &r), QUORUM_OK);
    if (ret_motion != NULL)
        *ret_motion = m;
    return r.outcome;
}
