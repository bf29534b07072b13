/* decision: only a lawful vote makes one, it is numbered without gaps, and it holds once it has been up. */
#include "plan/decision/decision.h"

#include "db/db_inside.h"
#include "record/link.h"
#include "support/voting.h"

static const char *const houses[] = { "一组1户", "一组2户", "一组3户", "一组4户" };

typedef struct Act {
    enum { MAKE, UP, ANNUL, UPHOLD, OBJECT, REST } what;
    DecisionNew n;
    Ref  ref, made;
    Str  words;
    bool is_caused;
    Err  then;
} Act;

static Err act_body(Db *w, void *arg)
{
    Act *a = arg;
    By   by = { .cause = a->is_caused ? "question" : NULL, .cause_id = 9 };
    switch (a->what) {
    case MAKE:
        TRY(decision_make_in(w, &by, &a->n, &a->made));
        return a->then == OK ? OK : fail(db_ctx(w), a->then, NULL, "as asked");
    case UP:
        return decision_put_up_in(w, &by, a->ref, 0);
    case ANNUL:
        return decision_annul_in(w, &by, a->ref, a->words);
    case UPHOLD:
        return decision_uphold_in(w, &by, a->ref, a->words);
    case OBJECT:
        return period_object_in(w, &by, a->ref, true, STR("没有通知到我家"), &a->made);
    case REST:
        return decision_check_in_force(w, a->ref);
    }
    return OK;
}

static Err make(Ctx *c, Ref poll, Ref amends, Err then, Ref *ret)
{
    Act a = { .what = MAKE, .n = { poll, STR("修建同心小广场"), STR("同意在一组修建小广场，预算十万元。"), amends }, .then = then };
    Err e = db_write(c, act_body, &a);
    *ret = (Ref){ STR("420325"), a.made.id, STR(VILLAGE_GROUP) };
    return e;
}

static Err on(Ctx *c, int what, Ref ref, const char *words)
{
    return db_write(c, act_body, &(Act){ .what = what, .ref = ref, .words = str_from(words), .is_caused = what == UP });
}

static Ref voted_on(Village *v, const PollNew *n, const char *slip)
{
    Ref  poll = voting_open(v, n);
    Ctx *c;
    for (int i = 0; i < 4; i++) {
        voting_there(v, poll, houses[i]);
        c = as(v, houses[i]);
        assert_ok(c, voting_say(c, poll, slip, 0));
    }
    c = as(v, "village");
    assert_ok(c, voting_shut(c, poll));
    assert_ok(c, poll_count(c, poll));
    return poll;
}

static Ref voted(Village *v, const char *slip)
{
    PollNew n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    return voted_on(v, &n, slip);
}

static Ref made(Village *v, Ref amends)
{
    Ref  decision, poll = voted(v, "yes");
    Ctx *c = as(v, "village");
    assert_ok(c, make(c, poll, amends, OK, &decision));
    return decision;
}

static Decision got(Village *v, Ref decision)
{
    Decision d;
    Ctx     *c = as(v, "nobody");
    assert_ok(c, decision_get(db_read(c), decision, &d));
    return d;
}

static const Ref nothing = { { "420325", 6 }, 0, { "", 0 } };

static i64 findings(Village *v)
{
    Report r = { 0 };
    Ctx   *c = as(v, "nobody");
    assert_ok(c, noun_check(c, &decision_noun, &r));
    assert_ok(c, noun_check(c, &period_noun, &r));
    assert_ok(c, link_check(c, &r));
    return r.n + voting_findings(v);
}

static void numbers_run_by_place_and_year_without_a_gap(void **state)
{
    Village *v = *state;
    Ref      first = made(v, nothing), lost, poll = voted(v, "yes"), second;
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_BUSY, make(c, poll, nothing, ERR_BUSY, &lost)); /* a body that fails after its number was given */
    assert_ok(c, make(c, poll, nothing, OK, &second));
    assert_int_equal(got(v, first).number, 1);
    assert_int_equal(got(v, second).number, 2);
    assert_int_equal(got(v, second).year, 2026);
    test_time(v->c, date_start(20270105));
    assert_int_equal(got(v, made(v, nothing)).number, 1);
    assert_int_equal(findings(v), 0);
}

static void only_a_vote_that_passed_of_a_body_that_decides_makes_one(void **state)
{
    Village *v = *state;
    Ref      decision, no = voted(v, "no"), open = voting_group(v), talk;
    size_t   rows;
    PollNew  n = voting_works(voting_roll(v, VILLAGE_GROUP, ROLL_UNIT_HOUSEHOLD, ROLL_FROM_HOUSEHOLDS));
    poll_from_row(lawful_find(LAWFUL_MATTER_IDEA, LAWFUL_OWNER_ANY, &rows), &n); /* the courtyard binds nobody */
    talk = voted_on(v, &n, "yes");
    Ctx *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, make(c, no, nothing, OK, &decision));
    assert_err(c, ERR_CONFLICT, make(c, open, nothing, OK, &decision));
    assert_err(c, ERR_CONFLICT, make(c, talk, nothing, OK, &decision));
    Ref yes = voted(v, "yes");
    c = as(v, houses[0]);
    assert_err(c, ERR_DENIED, make(c, yes, nothing, OK, &decision));
    c = as(v, "village");
    assert_ok(c, make(c, yes, nothing, OK, &decision));
    assert_err(c, ERR_CONFLICT, make(c, yes, nothing, OK, &decision));
}

static void it_is_in_force_once_it_has_been_up_for_its_days(void **state)
{
    Village *v = *state;
    Ref      decision = made(v, nothing);
    Ctx     *c = as(v, "village");
    assert_ok(c, on(c, UP, decision, ""));
    assert_err(c, ERR_CONFLICT, on(c, REST, decision, ""));
    assert_err(c, ERR_CONFLICT, on(c, UP, decision, ""));
    test_time(v->c, date_start(20260729) - 1);
    village_later(v, 0);
    assert_int_equal(got(v, decision).state, DECISION_UP);
    test_time(v->c, date_start(20260729));
    village_later(v, 0);
    Decision d = got(v, decision);
    assert_int_equal(d.state, DECISION_IN_FORCE);
    assert_int_equal(d.in_force_at, date_start(20260729));
    c = as(v, "village");
    assert_ok(c, on(c, REST, decision, ""));
    assert_int_equal(findings(v), 0);
}

static Ref in_force(Village *v, Ref amends)
{
    Ref  decision = made(v, amends);
    Ctx *c = as(v, "village");
    assert_ok(c, on(c, UP, decision, ""));
    village_later(v, 17 * DAY);
    assert_int_equal(got(v, decision).state, DECISION_IN_FORCE);
    return decision;
}

static void what_amends_it_takes_its_place_when_it_comes_into_force(void **state)
{
    Village *v = *state;
    Ref      first = in_force(v, nothing), poll = voted(v, "yes"), second;
    Ctx     *c = as(v, "village");
    assert_ok(c, make(c, poll, first, OK, &second));
    assert_ok(c, on(c, UP, second, ""));
    assert_int_equal(got(v, first).state, DECISION_IN_FORCE);
    village_later(v, 17 * DAY);
    assert_int_equal(got(v, second).state, DECISION_IN_FORCE);
    assert_int_equal(got(v, first).state, DECISION_SUPERSEDED);
    Ref third, again = voted(v, "yes");
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, make(c, again, first, OK, &third)); /* not in force any more */
    assert_int_equal(findings(v), 0);
}

static void an_upheld_objection_annuls_it_with_its_period(void **state)
{
    Village *v = *state;
    Ref      decision = made(v, nothing);
    Ctx     *c = as(v, "village");
    assert_ok(c, on(c, UP, decision, ""));
    Act o = { .what = OBJECT, .ref = { STR("420325"), got(v, decision).period, STR(VILLAGE_GROUP) } };
    c = as(v, houses[1]);
    assert_ok(c, db_write(c, act_body, &o));
    Ref objection = { STR("420325"), o.made.id, STR(VILLAGE_GROUP) };
    c = as(v, houses[1]);
    assert_err(c, ERR_DENIED, on(c, UPHOLD, objection, "确实没有通知"));
    c = as(v, "village");
    assert_ok(c, on(c, UPHOLD, objection, "确实没有通知，重新表决"));
    assert_int_equal(got(v, decision).state, DECISION_ANNULLED);
    village_later(v, 20 * DAY);
    assert_int_equal(got(v, decision).state, DECISION_ANNULLED);
    assert_int_equal(findings(v), 0);
}

static void who_annuls_it_says_why_and_holds_the_verb(void **state)
{
    Village *v = *state;
    Ref      decision = in_force(v, nothing);
    Ctx     *c = as(v, houses[0]);
    assert_err(c, ERR_DENIED, on(c, ANNUL, decision, "法院判决"));
    c = as(v, "county");
    assert_err(c, ERR_INVALID, on(c, ANNUL, decision, ""));
    assert_ok(c, on(c, ANNUL, decision, "法院判决撤销"));
    assert_err(c, ERR_CONFLICT, on(c, REST, decision, ""));
    assert_int_equal(findings(v), 0);
}

static Err spoil(Db *w, void *arg)
{
    return db_text(w, arg, ARGS(), NULL, NULL);
}

static void is_found(Village *v, const char *deed)
{
    in_force(v, nothing);
    made(v, nothing);
    assert_int_equal(findings(v), 0);
    Ctx *c = as(v, "nobody");
    assert_ok(c, db_write(c, spoil, (void *)deed));
    assert_true(findings(v) > 0);
}

static void a_number_that_is_gone_is_found(void **state)
{
    is_found(*state, "DELETE FROM decision WHERE number = 1");
}

static void one_that_no_vote_made_is_found(void **state)
{
    is_found(*state, "UPDATE decision SET list_hash = (SELECT leaf FROM event LIMIT 1) WHERE number = 1");
}

static void the_polls_record_leads_to_it(void **state)
{
    Village *v = *state;
    Ref      decision = made(v, nothing);
    Links    l;
    Ctx     *c = as(v, "nobody");
    assert_ok(c, link_list(c, STR("question"), (Ref){ STR("420325"), 9, STR_NONE }, &l));
    assert_int_equal(l.n, 1);
    assert_true(l.v[0].is_back && l.v[0].ref.id == decision.id);
}

static void the_list_goes_on_behind_its_last_row(void **state)
{
    Village  *v = *state;
    Decisions page;
    Ref       all[21];
    for (int i = 0; i < 21; i++)
        all[i] = made(v, nothing);
    Ctx *c = as(v, "nobody");
    assert_ok(c, decision_list(db_read(c), STR(VILLAGE_GROUP), &(Cursor){ 0 }, &page));
    assert_int_equal(page.n, 20);
    assert_int_equal(page.v[0].ref.id, all[20].id);
    assert_true(page.next.is_set);
    assert_ok(c, decision_list(db_read(c), STR(VILLAGE_GROUP), &page.next, &page));
    assert_int_equal(page.n, 1);
    assert_int_equal(page.v[0].ref.id, all[0].id);
    assert_false(page.next.is_set);
    assert_ok(c, decision_list(db_read(c), STR(VILLAGE_CODE), &(Cursor){ 0 }, &page));
    assert_int_equal(page.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(numbers_run_by_place_and_year_without_a_gap),
        IN_VILLAGE(only_a_vote_that_passed_of_a_body_that_decides_makes_one),
        IN_VILLAGE(it_is_in_force_once_it_has_been_up_for_its_days),
        IN_VILLAGE(what_amends_it_takes_its_place_when_it_comes_into_force),
        IN_VILLAGE(an_upheld_objection_annuls_it_with_its_period),
        IN_VILLAGE(who_annuls_it_says_why_and_holds_the_verb),
        IN_VILLAGE(a_number_that_is_gone_is_found),
        IN_VILLAGE(one_that_no_vote_made_is_found),
        IN_VILLAGE(the_polls_record_leads_to_it),
        IN_VILLAGE(the_list_goes_on_behind_its_last_row),
    };
    return RUN_TESTS(tests);
}
