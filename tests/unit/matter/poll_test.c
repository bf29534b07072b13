/* poll: one vote, one ballot a unit, sealed until it is counted, and counted again by anyone. */
#include "matter/poll_inside.h"

#include <string.h>

#include "db/db_inside.h"
#include "support/together.h"
#include "support/voting.h"

static const char *const houses[] = { "一组1户", "一组2户", "一组3户", "一组4户" };

static void said(Village *v, Ref poll, const char *who, const char *slip)
{
    Ctx *c = as(v, who);
    assert_ok(c, voting_say(c, poll, slip, 0));
}

static void counted(Village *v, Ref poll)
{
    Ctx *c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    assert_ok(c, poll_count(c, poll));
}

/* ---- worked example (2) ---- */

static void by_two(Village *v, Ref poll, Ref unit, const char *slip)
{
    PollKeyed keyed;
    Ctx      *c = voting_teller(v, 101);
    assert_ok(c, voting_slip(c, poll, unit, MOTION_WRITING, slip, &keyed));
    assert_int_equal(keyed, POLL_KEYED_ONCE);
    c = voting_teller(v, 102);
    assert_ok(c, voting_slip(c, poll, unit, MOTION_WRITING, slip, &keyed));
    assert_int_equal(keyed, POLL_KEYED_STANDS);
}

static Ref lift(Village *v)
{
    static const i64 areas[14] = { 9000, 9000, 9000, 9000, 9000, 11000, 11000, 9000, 11000, 11000, 11000, 11000, 11000, 9000 };
    RollEntry e[14];
    Ref       roll = voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_OWNER, ROLL_GIVEN);
    for (int i = 0; i < 14; i++)
        e[i] = (RollEntry){ { i % 2 ? STR("420325") : STR("4203"), 7000 + i, STR_NONE }, areas[i], 0 };
    voting_give(v, roll, e, 14);
    PollNew n = voting_works(roll);
    size_t  rows;
    poll_from_row(lawful_find(LAWFUL_MATTER_REBUILD, LAWFUL_OWNER_UNIT, &rows), &n);
    Ref poll = voting_open(v, &n);
    for (int i = 0; i < 12; i++)
        by_two(v, poll, e[i].unit, i < 9 ? "yes" : "no");
    return poll;
}

/* 14 owners with 1,400 m2; 12 with 1,200 answer; 9 with 870 are for it: 9/12 of the heads, and 30 m2 too few. */
static void the_lift_fails_by_area_and_the_list_says_the_same(void **state)
{
    Village *v = *state;
    Ref      poll = lift(v);
    Motion  *m;
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    const QuorumWayFinding *w = &r.found.verdict[0].way[0];
    assert_int_equal(r.found.outcome, QUORUM_FAILS);
    assert_int_equal(w->is_valid[0].have, 12);
    assert_int_equal(w->is_valid[1].need, 93334);
    assert_true(w->is_passed[0].holds);
    assert_int_equal(w->is_passed[1].have, 87000);
    assert_int_equal(w->is_passed[1].missing, 3000);
    Ctx *c = as(v, "village");
    assert_err(c, ERR_DENIED, poll_list(c, poll, NULL, NULL)); /* an area tells whose it is */
    Actor owner = *c->actor;
    owner.county = STR("420325");
    owner.person = 7001;
    c->actor = &owner;
    assert_int_equal(voting_recount(c, poll, &m), QUORUM_FAILS);
    assert_int_equal(m->weights.roll, 140000);
    assert_int_equal(m->weights.in_writing, 120000);
    assert_int_equal(voting_findings(v), 0);
}

/* ---- quorum ---- */

static void one_house_too_few_and_nothing_is_decided(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    Poll     p;
    RollMarks     marks;
    QuorumFinding f;
    for (int i = 0; i < 2; i++) {
        voting_there(v, poll, houses[i]);
        said(v, poll, houses[i], "yes");
    }
    Ctx *c = as(v, "nobody");
    assert_ok(c, poll_get(db_read(c), poll, &p));
    assert_ok(c, poll_presence(db_read(c), &p, &marks, &f));
    assert_int_equal(f.have, 2);
    assert_int_equal(f.missing, 1); /* 到会 2 户, 还差 1 户 */
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.found.outcome, QUORUM_TOO_FEW);
    assert_int_equal(r.found.verdict[0].way[0].is_valid[0].missing, 1);
    assert_int_equal(voting_findings(v), 0);
}

static void who_is_there_and_says_nothing_makes_the_quorum_and_weighs_against(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    for (int i = 0; i < 4; i++)
        voting_there(v, poll, houses[i]);
    said(v, poll, houses[0], "yes");
    said(v, poll, houses[1], "yes");
    counted(v, poll);
    assert_int_equal(voting_result(v, poll).found.outcome, QUORUM_FAILS); /* two of four are no more than half */
    Ctx *c = as(v, "nobody");
    assert_int_equal(voting_recount(c, poll, NULL), QUORUM_FAILS);
}

static void who_is_away_answers_beside_it_and_is_never_added(void **state)
{
    Village   *v = *state;
    Ref        poll = voting_group(v);
    PollBallot mine;
    bool       found;
    for (int i = 0; i < 3; i++) {
        voting_there(v, poll, houses[i]);
        said(v, poll, houses[i], i ? "no" : "yes");
    }
    said(v, poll, houses[3], "yes");
    Ctx *c = as(v, houses[3]);
    assert_ok(c, poll_mine(c, poll, &found, &mine));
    assert_true(found);
    assert_int_equal(mine.standing, POLL_BESIDE);
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.figures.yes[0], 1);
    assert_int_equal(r.beside, 1);
    assert_int_equal(r.beside_yes, 1);
    assert_int_equal(r.found.outcome, QUORUM_FAILS);
}

/* ---- one ballot a unit, while it is open ---- */

typedef struct Say {
    PollVote vote;
} Say;

static Err say_body(Db *w, void *arg)
{
    By by = { 0 };
    return poll_cast_in(w, &by, &((Say *)arg)->vote);
}

static void two_ballots_of_one_house_at_once_are_one(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    voting_there(v, poll, houses[0]);
    Actor    house = *as(v, houses[0])->actor;
    Say      s[2] = { { { .poll = poll, .slip = STR("yes") } }, { { .poll = poll, .slip = STR("no") } } };
    Together both[2] = { { say_body, &s[0], .actor = &house }, { say_body, &s[1], .actor = &house } };
    together_write(v->c, both, 2);
    assert_int_equal(both[0].err, OK);
    assert_int_equal(both[1].err, ERR_CONFLICT);
    together_part(both, 2);
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.figures.ballots, 1);
    assert_int_equal(r.figures.yes[0], 1);
}

static void a_ballot_is_changed_by_who_saw_it_and_keeps_its_code(void **state)
{
    Village   *v = *state;
    Ref        poll = voting_group(v);
    PollBallot first, second;
    bool       found;
    voting_there(v, poll, houses[0]);
    said(v, poll, houses[0], "yes");
    Ctx *c = as(v, houses[0]);
    assert_ok(c, poll_mine(c, poll, &found, &first));
    Str code = str_copy(v->kept, first.code);
    assert_ok(c, voting_say(c, poll, "no", first.version));
    c = as(v, houses[0]);
    assert_err(c, ERR_CONFLICT, voting_say(c, poll, "yes", first.version));
    assert_ok(c, poll_mine(c, poll, &found, &second));
    assert_str(second.slip, "no");
    assert_true(str_eq(code, second.code));
    assert_int_equal(voting_findings(v), 0);
}

static void a_retry_of_a_ballot_is_that_ballot(void **state)
{
    Village *v = *state;
    PollVote vote = { .poll = voting_group(v), .slip = STR("yes"), .once = STR("once-00000007") };
    bool     found;
    PollBallot mine;
    voting_there(v, vote.poll, houses[0]);
    for (int i = 0; i < 2; i++) {
        Ctx *c = as(v, houses[0]);
        assert_ok(c, poll_cast(c, &vote));
    }
    vote.slip = STR("no"); /* the same key with another answer */
    Ctx *c = as(v, houses[0]);
    assert_err(c, ERR_CONFLICT, poll_cast(c, &vote));
    assert_ok(c, poll_mine(c, vote.poll, &found, &mine));
    assert_str(mine.slip, "yes");
    assert_int_equal(voting_findings(v), 0);
}

static void a_ballot_after_the_close_is_refused(void **state)
{
    Village *v = *state;
    PollNew  n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    n.closes_at = v->c->now + HOUR;
    Ref poll = voting_open(v, &n);
    voting_there(v, poll, houses[0]);
    test_time(v->c, n.closes_at - 1);
    said(v, poll, houses[0], "yes"); /* the last millisecond */
    test_time(v->c, n.closes_at);
    Ctx *c = as(v, houses[1]);
    assert_err(c, ERR_CONFLICT, voting_say(c, poll, "yes", 0)); /* nobody has shut it yet */
    village_later(v, 0);
    assert_int_equal(voting_state(v, poll), POLL_COUNTED);
    test_time(v->c, n.closes_at - HOUR); /* a clock that is moved back opens nothing */
    c = as(v, houses[1]);
    assert_err(c, ERR_CONFLICT, voting_say(c, poll, "yes", 0));
    assert_int_equal(voting_findings(v), 0);
}

static void who_is_not_on_the_roll_has_no_vote(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    Ctx     *c = as(v, "下湾1户");
    assert_err(c, ERR_DENIED, voting_say(c, poll, "yes", 0));
    c = as(v, "village");
    assert_err(c, ERR_DENIED, voting_say(c, poll, "yes", 0));
    c = as(v, "nobody");
    assert_err(c, ERR_SIGNED_OUT, voting_say(c, poll, "yes", 0));
}

static void a_party_to_the_vote_helps_nobody(void **state)
{
    Village *v = *state;
    PollNew  n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    Ref      poll = voting_draft(v, &n);
    Ctx     *c = as(v, "village");
    assert_ok(c, voting_part(c, poll, POLL_CANDIDATE, (Ref){ STR("420325"), 301, STR_NONE }));
    assert_err(c, ERR_CONFLICT, voting_part(c, poll, POLL_TELLER, (Ref){ STR("420325"), 301, STR_NONE }));
    n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    poll = voting_open(v, &n);
    c = as(v, "village");
    assert_ok(c, voting_part(c, poll, POLL_TELLER, (Ref){ STR("420325"), 302, STR_NONE }));
    c = as(v, "helper");
    Actor helper = *c->actor;
    c->actor = &helper;
    assert_err(c, ERR_DENIED, voting_say(c, poll, "yes", 0)); /* nobody knows who the helper is */
    helper.county = STR("420325");
    helper.person = 302;
    assert_err(c, ERR_DENIED, voting_say(c, poll, "yes", 0));
    helper.person = 303;
    assert_ok(c, voting_say(c, poll, "yes", 0));
}

/* ---- sealed ---- */

/* He gives a house's ballot where it agreed, and reads neither that one nor those of the others. */
static void who_acts_for_a_house_reads_no_ballot(void **state)
{
    Village         *v = *state;
    Ref              poll = voting_group(v);
    const PollNamed *named;
    PollBallot       mine;
    bool             found;
    size_t           n;
    voting_there(v, poll, houses[0]);
    said(v, poll, houses[3], "yes"); /* for which the helper may act */
    Ctx *c = as(v, "helper");
    assert_false(str_is_empty(c->actor->consent));
    assert_err(c, ERR_DENIED, poll_mine(c, poll, &found, &mine));
    counted(v, poll);
    c = as(v, "helper");
    assert_err(c, ERR_DENIED, poll_named(c, poll, (Ref){ .county = STR("") }, &named, &n));
    c = as(v, houses[3]);
    assert_ok(c, poll_mine(c, poll, &found, &mine));
    assert_ok(c, poll_named(c, poll, (Ref){ .county = STR("") }, &named, &n));
}

static void nobody_learns_anything_before_it_is_counted(void **state)
{
    Village     *v = *state;
    Ref          poll = voting_group(v);
    PollResult   r;
    const Event *e;
    const PollNamed *named;
    size_t       n, k;
    voting_there(v, poll, houses[0]);
    said(v, poll, houses[0], "yes");
    Ctx *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, poll_result(db_read(c), poll, &r));
    assert_err(c, ERR_CONFLICT, poll_list(c, poll, NULL, NULL));
    c = as(v, houses[1]);
    assert_err(c, ERR_CONFLICT, poll_named(c, poll, (Ref){ .county = STR("") }, &named, &n));
    assert_ok(c, event_timeline(c, poll, &e, &n));
    for (k = 0; k < n; k++)
        for (size_t t = 0; t < e[k].n_texts; t++)
            assert_false(str_is(e[k].texts[t].text, "yes"));
    assert_str(e[n - 1].kind, "poll.cast");
    assert_int_equal(event_part_text(&e[n - 1], "ballot").n, 64); /* a hash and nothing else */
    assert_err(c, ERR_CONFLICT, poll_count(c, poll));
}

/* ---- paper ---- */

static Ref with_tellers(Village *v)
{
    Ref  poll = voting_group(v);
    Ctx *c = as(v, "village");
    for (i64 person = 101; person <= 103; person++)
        assert_ok(c, voting_part(c, poll, POLL_TELLER, (Ref){ STR("420325"), person, STR_NONE }));
    return poll;
}

static void on_paper(Village *v, Ref poll, const char *who)
{
    Ref  house = voting_house(v, who);
    Ctx *c = as(v, "village");
    assert_ok(c, voting_mark(c, poll, house, ROLL_ON_PAPER));
}

static void paper_voids_the_named_ballot_and_both_parts_are_one_count(void **state)
{
    Village  *v = *state;
    Ref       poll = with_tellers(v);
    PollKeyed keyed;
    const MotionSheet s = { .issued = 3, .cast = 1, .spoiled = 1, .unused = 1, .votes = { 1, 0, 0 } };
    voting_there(v, poll, houses[0]);
    said(v, poll, houses[0], "no");
    voting_there(v, poll, houses[3]);
    said(v, poll, houses[3], "yes");
    for (int i = 0; i < 3; i++)
        on_paper(v, poll, houses[i]);
    Ctx *c = as(v, houses[0]);
    assert_err(c, ERR_CONFLICT, voting_say(c, poll, "no", 2));
    c = voting_teller(v, 101);
    assert_ok(c, voting_sheet(c, poll, 1, &s, &keyed));
    c = voting_teller(v, 102);
    assert_ok(c, voting_sheet(c, poll, 1, &s, &keyed));
    assert_int_equal(keyed, POLL_KEYED_STANDS);
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.figures.heads.came, 4);
    assert_int_equal(r.figures.heads.cast, 3);  /* two of three on paper, one named */
    assert_int_equal(r.figures.heads.valid, 2);
    assert_int_equal(r.figures.issued, r.figures.spoiled + r.figures.unused + 1);
    assert_int_equal(r.figures.yes[0], 2);
    assert_int_equal(r.figures.no, 0);
    c = as(v, "nobody");
    assert_int_equal(voting_recount(c, poll, NULL), QUORUM_FAILS);
    assert_int_equal(voting_findings(v), 0);
}

static void what_two_typed_differently_does_not_stand(void **state)
{
    Village  *v = *state;
    Ref       poll = with_tellers(v);
    PollKeyed keyed;
    const PollSheetState *sheets;
    size_t    n;
    MotionSheet one = { .issued = 2, .cast = 2, .votes = { 2, 0, 0 } }, other = { .issued = 2, .cast = 2, .votes = { 1, 1, 0 } };
    for (int i = 0; i < 2; i++)
        on_paper(v, poll, houses[i]);
    Ctx *c = voting_teller(v, 101);
    assert_ok(c, voting_sheet(c, poll, 1, &one, &keyed));
    c = voting_teller(v, 101); /* the same person, whatever the account */
    ((Actor *)c->actor)->account = 4711;
    assert_ok(c, voting_sheet(c, poll, 1, &one, &keyed));
    assert_int_equal(keyed, POLL_KEYED_ONCE);
    c = voting_teller(v, 102);
    assert_ok(c, voting_sheet(c, poll, 1, &other, &keyed));
    assert_int_equal(keyed, POLL_KEYED_DIFFERS);
    assert_ok(c, poll_sheets(db_read(c), poll, &sheets, &n));
    assert_int_equal(n, 1);
    assert_int_equal(sheets[0].keyed, POLL_KEYED_DIFFERS);
    c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    assert_err(c, ERR_CONFLICT, poll_count(c, poll));
    village_later(v, 0); /* and the job does not count it either */
    assert_int_equal(voting_state(v, poll), POLL_SHUT);
    c = voting_teller(v, 101);
    assert_ok(c, voting_sheet(c, poll, 1, &other, &keyed)); /* looked again, and was wrong */
    assert_int_equal(keyed, POLL_KEYED_STANDS);
    village_later(v, 0);
    assert_int_equal(voting_state(v, poll), POLL_COUNTED);
    assert_int_equal(voting_result(v, poll).figures.yes[0], 1);
    assert_int_equal(voting_findings(v), 0);
}

static void a_sheet_that_does_not_make_up_what_was_handed_out_is_not_counted(void **state)
{
    Village  *v = *state;
    Ref       poll = with_tellers(v);
    PollKeyed keyed;
    MotionSheet s = { .issued = 2, .cast = 2, .votes = { 2, 0, 0 } };
    on_paper(v, poll, houses[0]);
    for (i64 person = 101; person <= 102; person++) {
        Ctx *c = voting_teller(v, person);
        assert_ok(c, voting_sheet(c, poll, 1, &s, &keyed));
    }
    Ctx *c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    assert_err(c, ERR_CONFLICT, poll_count(c, poll)); /* two issued, one marked */
    s.cast = 1;
    c = voting_teller(v, 101);
    assert_err(c, ERR_INVALID, voting_sheet(c, poll, 2, &s, &keyed)); /* one ballot is nowhere */
    c = voting_teller(v, 9);
    s.votes[0] = s.issued = 1;
    assert_err(c, ERR_DENIED, voting_sheet(c, poll, 2, &s, &keyed));
    c = as(v, "village");
    assert_err(c, ERR_DENIED, voting_sheet(c, poll, 2, &s, &keyed)); /* an account that is no person's */
}

/* ---- proxies ---- */

/* Seven voters of 上湾村, all in the first house; the first two stand. */
static Ref election(Village *v, Ref person[7])
{
    static const PollOption two[] = { { STR("甲"), 0 }, { STR("乙"), 0 } };
    static const char *const names[7] = { "甲", "乙", "丙", "丁", "戊", "己", "庚" };
    size_t rows;
    for (int i = 0; i < 7; i++) {
        PersonNew n = { .place = STR(VILLAGE_GROUP), .household = STR("一组1户"), .name = str_from(names[i]), .born = 19800101 + i,
                        .rolls = 1u << ROLL_VOTER };
        Ctx *c = as(v, "admin");
        assert_ok(c, person_add(c, &n, &person[i]));
        person[i] = (Ref){ STR("420325"), person[i].id, STR(VILLAGE_GROUP) };
    }
    PollNew n = voting_works(voting_roll(v, VILLAGE_CODE, ROLL_UNIT_PERSON, ROLL_FROM_VOTERS));
    poll_from_row(lawful_find(LAWFUL_MATTER_COMMITTEE, LAWFUL_OWNER_VILLAGE, &rows), &n);
    n.method = SLIP_APPROVE;
    n.options = two;
    n.n_options = 2;
    Ref  poll = voting_draft(v, &n);
    Ctx *c = as(v, "village");
    for (int i = 0; i < 2; i++)
        assert_ok(c, voting_part(c, poll, POLL_CANDIDATE, person[i]));
    return poll;
}

static void a_fourth_proxy_a_candidates_and_one_given_twice_are_refused(void **state)
{
    Village *v = *state;
    Ref      p[7], poll = election(v, p);
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, voting_proxy(c, poll, p[2], p[0])); /* a candidate takes none */
    assert_ok(c, voting_proxy(c, poll, p[2], p[6]));
    assert_err(c, ERR_CONFLICT, voting_proxy(c, poll, p[2], p[5])); /* given before */
    assert_ok(c, voting_proxy(c, poll, p[3], p[6]));
    assert_ok(c, voting_proxy(c, poll, p[4], p[6]));
    assert_err(c, ERR_CONFLICT, voting_proxy(c, poll, p[5], p[6])); /* three a person */
    assert_err(c, ERR_CONFLICT, voting_proxy(c, poll, p[6], p[5])); /* not passed on */
    assert_err(c, ERR_CONFLICT, voting_proxy(c, poll, p[5], p[4])); /* gave their own */
    assert_err(c, ERR_MISSING, voting_proxy(c, poll, (Ref){ STR("420325"), 1, STR_NONE }, p[5]));
    assert_int_equal(voting_findings(v), 0);
}

static void an_agent_votes_for_an_owner_and_an_owner_who_comes_for_themselves(void **state)
{
    Village  *v = *state;
    Ref       p[7];
    PollKeyed keyed;
    size_t    rows;
    (void)election(v, p);
    Ref       roll = voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_OWNER, ROLL_GIVEN);
    RollEntry e[2] = { { p[0], 9000, 0 }, { p[1], 11000, 0 } };
    voting_give(v, roll, e, 2);
    PollNew n = voting_works(roll);
    poll_from_row(lawful_find(LAWFUL_MATTER_REBUILD, LAWFUL_OWNER_UNIT, &rows), &n);
    Ref  poll = voting_open(v, &n);
    Ctx *c = voting_teller(v, 101);
    assert_err(c, ERR_CONFLICT, voting_slip(c, poll, p[0], MOTION_PROXY, "yes", &keyed)); /* there is none */
    c = as(v, "village");
    assert_ok(c, voting_proxy(c, poll, p[0], p[6])); /* who has no flat there */
    assert_ok(c, voting_proxy(c, poll, p[1], p[6]));
    assert_ok(c, voting_mark(c, poll, p[1], ROLL_THERE)); /* came after all */
    for (i64 teller = 101; teller <= 102; teller++) {
        c = voting_teller(v, teller);
        assert_err(c, ERR_CONFLICT, voting_slip(c, poll, p[0], MOTION_WRITING, "no", &keyed));
        assert_ok(c, voting_slip(c, poll, p[0], MOTION_PROXY, "yes", &keyed));
        assert_ok(c, voting_slip(c, poll, p[1], MOTION_CAME, "yes", &keyed));
    }
    assert_int_equal(keyed, POLL_KEYED_STANDS);
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.figures.heads.by_proxy, 1);
    assert_int_equal(r.figures.heads.came, 1);
    assert_int_equal(r.found.outcome, QUORUM_PASSES);
    assert_int_equal(voting_findings(v), 0);
}

/* ---- the close ---- */

static void what_was_shut_before_the_program_died_is_counted_afterwards(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    for (int i = 0; i < 3; i++) {
        voting_there(v, poll, houses[i]);
        said(v, poll, houses[i], "yes");
    }
    Ctx *c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    assert_ok(c, voting_shut(c, poll)); /* asked for twice */
    test_reopen(c);
    village_later(v, 0);
    assert_int_equal(voting_state(v, poll), POLL_COUNTED);
    assert_int_equal(voting_result(v, poll).found.outcome, QUORUM_PASSES);
    c = as(v, "village");
    assert_ok(c, poll_count(c, poll));
    assert_err(c, ERR_CONFLICT, voting_withdraw(c, poll, "算错了"));
}

static void a_slip_that_is_keyed_in_after_the_shutting_is_counted(void **state)
{
    Village  *v = *state;
    Ref       poll = with_tellers(v);
    PollKeyed keyed;
    for (int i = 0; i < 3; i++)
        voting_there(v, poll, houses[i]);
    said(v, poll, houses[0], "yes");
    said(v, poll, houses[1], "yes");
    Ref  third = voting_house(v, houses[2]);
    Ctx *c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    c = voting_teller(v, 101);
    assert_ok(c, voting_slip(c, poll, third, MOTION_CAME, "no", &keyed));
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, poll_count(c, poll)); /* it waits for the second */
    c = voting_teller(v, 102);
    assert_ok(c, voting_slip(c, poll, third, MOTION_CAME, "no", &keyed));
    assert_int_equal(keyed, POLL_KEYED_STANDS);
    village_later(v, 0);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.figures.ballots, 3);
    assert_int_equal(r.figures.no, 1);
    assert_int_equal(voting_findings(v), 0);
}

static void a_result_is_not_stored_where_a_slip_came_in_while_it_was_counted(void **state)
{
    Village    *v = *state;
    Ref         poll = with_tellers(v);
    PollKeyed   keyed;
    PollCounted k;
    Poll        p;
    Ctx        *own = test_ctx_beside(v->c); /* the request that counts, on its own */
    for (int i = 0; i < 3; i++)
        voting_there(v, poll, houses[i]);
    said(v, poll, houses[0], "yes");
    Ref  third = voting_house(v, houses[2]);
    Ctx *c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    own->actor = c->actor;
    assert_ok(own, poll_get(db_read(own), poll, &p));
    assert_ok(own, poll_count_read(own, &p, &k));
    db_read_end(own);
    for (i64 teller = 101; teller <= 102; teller++) {
        c = voting_teller(v, teller);
        assert_ok(c, voting_slip(c, poll, third, MOTION_CAME, "no", &keyed));
    }
    assert_err(own, ERR_CONFLICT, poll_count_store(own, &p, &k));
    test_ctx_part(own);
    assert_int_equal(voting_state(v, poll), POLL_SHUT);
    village_later(v, 0);
    assert_int_equal(voting_result(v, poll).figures.ballots, 2);
    assert_int_equal(voting_findings(v), 0);
}

static void a_withdrawn_vote_takes_no_ballot_and_has_no_result(void **state)
{
    Village   *v = *state;
    Ref        poll = voting_group(v);
    PollResult r;
    Ctx       *c = as(v, "village");
    assert_err(c, ERR_INVALID, voting_withdraw(c, poll, ""));
    assert_ok(c, voting_withdraw(c, poll, "方案要改"));
    c = as(v, houses[0]);
    assert_err(c, ERR_CONFLICT, voting_say(c, poll, "yes", 0));
    assert_err(c, ERR_CONFLICT, poll_result(db_read(c), poll, &r));
}

static void nobody_votes_and_that_is_a_result(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    counted(v, poll);
    assert_int_equal(voting_result(v, poll).found.outcome, QUORUM_TOO_FEW);
    assert_int_equal(voting_findings(v), 0);
}

/* ---- what stays ---- */

static Err spoil(Db *w, void *arg)
{
    return db_text(w, arg, ARGS(), NULL, NULL);
}

static void is_found(Village *v, const char *deed)
{
    Ref poll = voting_group(v);
    voting_there(v, poll, houses[0]);
    said(v, poll, houses[0], "yes");
    counted(v, poll);
    assert_int_equal(voting_findings(v), 0);
    Ctx *c = as(v, "nobody");
    assert_ok(c, db_write(c, spoil, (void *)deed));
    assert_true(voting_findings(v) > 0);
}

#define SPOILED(name, deed)              \
    static void name##_is_found(void **state) \
    {                                    \
        is_found(*state, deed);          \
    }
SPOILED(a_changed_ballot, "UPDATE poll_ballot SET slip = 'no'")
SPOILED(a_changed_commitment, "UPDATE poll_ballot SET commitment = (SELECT leaf FROM event LIMIT 1)")
SPOILED(a_ballot_that_no_longer_counts, "UPDATE poll_ballot SET state = 1")
SPOILED(a_ballot_that_is_gone, "DELETE FROM poll_ballot")
SPOILED(a_ballot_of_another_weight, "UPDATE poll_ballot SET weight = 2")
SPOILED(a_mark_that_was_changed, "UPDATE frozen_mark SET mark = 2")
SPOILED(a_ballot_from_before_the_opening, "UPDATE poll_ballot SET cast_at = cast_at - 86400000")
SPOILED(a_state_without_a_result, "UPDATE poll SET state = 2, was = 1")

static void a_count_survives_the_erasing_of_who_voted(void **state)
{
    Village *v = *state;
    Ref      poll = voting_group(v);
    for (int i = 0; i < 3; i++) {
        voting_there(v, poll, houses[i]);
        said(v, poll, houses[i], "yes");
    }
    counted(v, poll);
    Ref  person = { STR("420325"), as(v, houses[0])->actor->person, STR(VILLAGE_GROUP) };
    Ctx *c = as(v, "admin");
    assert_ok(c, person_erase(c, person, STR("本人要求")));
    assert_int_equal(voting_findings(v), 0);
    c = as(v, "nobody");
    assert_int_equal(voting_recount(c, poll, NULL), QUORUM_PASSES);
}

/* ---- several options ---- */

static void of_several_options_those_are_chosen_that_the_rule_lets_pass(void **state)
{
    static const PollOption three[] = { { STR("水泥"), 0 }, { STR("青石板"), 0 }, { STR("透水砖"), 0 } };
    static const char *const slips[] = { "2", "2,3", "3 2", "1" };
    Village *v = *state;
    PollNew  n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    n.method = SLIP_APPROVE;
    n.options = three;
    n.n_options = 3;
    n.most = 2;
    Ref poll = voting_open(v, &n);
    for (int i = 0; i < 4; i++) {
        voting_there(v, poll, houses[i]);
        said(v, poll, houses[i], slips[i]);
    }
    counted(v, poll);
    PollResult r = voting_result(v, poll);
    assert_int_equal(r.found.n_chosen, 1);
    assert_int_equal(r.found.chosen[0], 2);
    assert_int_equal(r.figures.yes[2], 2);
    Ctx *c = as(v, "nobody");
    assert_int_equal(voting_recount(c, poll, NULL), QUORUM_PASSES);
}

static void an_order_and_a_budget_find_what_a_motion_then_decides(void **state)
{
    static const PollOption three[] = { { STR("路灯"), 6000000 }, { STR("小广场"), 5000000 }, { STR("水渠"), 4000000 } };
    static const char *const slips[2][4] = { { "1,2,3", "2,1,3", "2,3,1", "-" }, { "1", "1,2", "2,3", "2 3" } };
    Village *v = *state;
    for (int k = 0; k < 2; k++) {
        PollOption o[3];
        PollNew    n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
        memcpy(o, three, sizeof o);
        for (int i = 0; i < 3 && k == 0; i++)
            o[i].cost = 0;
        n.method = k ? SLIP_BUDGET : SLIP_RANK;
        n.finds = k ? MOTION_MES_GREEDY : MOTION_SCHULZE;
        n.money = k ? 10000000 : 0;
        n.options = o;
        n.n_options = 3;
        n.channels = POLL_BY_PHONE;
        Ref poll = voting_open(v, &n);
        for (int i = 0; i < 4; i++) {
            voting_there(v, poll, houses[i]);
            said(v, poll, houses[i], slips[k][i]);
        }
        counted(v, poll);
        PollResult r = voting_result(v, poll);
        assert_int_equal(r.found.outcome, QUORUM_PASSES);
        assert_int_equal(r.found.chosen[0], 2);
        assert_int_equal(r.found.n_chosen, k ? 2 : 1);
        Ctx *c = as(v, "nobody");
        assert_int_equal(voting_recount(c, poll, NULL), QUORUM_PASSES);
    }
    assert_int_equal(voting_findings(v), 0);
}

/* ---- what may not be called ---- */

static Err draft(Db *w, void *arg)
{
    Ref made;
    By  by = { 0 };
    return poll_draft_in(w, &by, arg, &made);
}

static void a_body_is_asked_as_its_law_has_it(void **state)
{
    Village *v = *state;
    PollNew  n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS)), good = n;
    Ctx     *c = as(v, "village");
    size_t   rows;
    n.asks_presence = false; /* a group meeting of people who did not come */
    assert_err(c, ERR_INVALID, db_write(c, draft, &n));
    n = good;
    n.channels |= POLL_BY_LETTER;
    assert_err(c, ERR_INVALID, db_write(c, draft, &n));
    n = good;
    poll_from_row(lawful_find(LAWFUL_MATTER_REBUILD, LAWFUL_OWNER_UNIT, &rows), &n); /* owners, on a roll of households */
    assert_err(c, ERR_INVALID, db_write(c, draft, &n));
    n = good;
    c = as(v, houses[0]);
    assert_err(c, ERR_DENIED, db_write(c, draft, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(the_lift_fails_by_area_and_the_list_says_the_same),
        IN_VILLAGE(one_house_too_few_and_nothing_is_decided),
        IN_VILLAGE(who_is_there_and_says_nothing_makes_the_quorum_and_weighs_against),
        IN_VILLAGE(who_is_away_answers_beside_it_and_is_never_added),
        IN_VILLAGE(two_ballots_of_one_house_at_once_are_one),
        IN_VILLAGE(a_ballot_is_changed_by_who_saw_it_and_keeps_its_code),
        IN_VILLAGE(a_retry_of_a_ballot_is_that_ballot),
        IN_VILLAGE(a_ballot_after_the_close_is_refused),
        IN_VILLAGE(who_is_not_on_the_roll_has_no_vote),
        IN_VILLAGE(a_party_to_the_vote_helps_nobody),
        IN_VILLAGE(who_acts_for_a_house_reads_no_ballot),
        IN_VILLAGE(nobody_learns_anything_before_it_is_counted),
        IN_VILLAGE(paper_voids_the_named_ballot_and_both_parts_are_one_count),
        IN_VILLAGE(what_two_typed_differently_does_not_stand),
        IN_VILLAGE(a_sheet_that_does_not_make_up_what_was_handed_out_is_not_counted),
        IN_VILLAGE(a_fourth_proxy_a_candidates_and_one_given_twice_are_refused),
        IN_VILLAGE(an_agent_votes_for_an_owner_and_an_owner_who_comes_for_themselves),
        IN_VILLAGE(what_was_shut_before_the_program_died_is_counted_afterwards),
        IN_VILLAGE(a_slip_that_is_keyed_in_after_the_shutting_is_counted),
        IN_VILLAGE(a_result_is_not_stored_where_a_slip_came_in_while_it_was_counted),
        IN_VILLAGE(a_withdrawn_vote_takes_no_ballot_and_has_no_result),
        IN_VILLAGE(nobody_votes_and_that_is_a_result),
        IN_VILLAGE(a_changed_ballot_is_found),
        IN_VILLAGE(a_changed_commitment_is_found),
        IN_VILLAGE(a_ballot_that_no_longer_counts_is_found),
        IN_VILLAGE(a_ballot_that_is_gone_is_found),
        IN_VILLAGE(a_ballot_of_another_weight_is_found),
        IN_VILLAGE(a_mark_that_was_changed_is_found),
        IN_VILLAGE(a_ballot_from_before_the_opening_is_found),
        IN_VILLAGE(a_state_without_a_result_is_found),
        IN_VILLAGE(a_count_survives_the_erasing_of_who_voted),
        IN_VILLAGE(of_several_options_those_are_chosen_that_the_rule_lets_pass),
        IN_VILLAGE(an_order_and_a_budget_find_what_a_motion_then_decides),
        IN_VILLAGE(a_body_is_asked_as_its_law_has_it),
    };
    return RUN_TESTS(tests);
}
