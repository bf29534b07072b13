/* confirm: distinct persons agree to one version, never the author, and the last one makes the move. */
#include "record/confirm.h"

#include <pthread.h>

#include "house/house.h"
#include "record/group.h"
#include "support/support.h"

#define VILLAGE "420325102212"

static int n_agreed, n_undone, n_closed;
static bool may_all;

static Err agreed(Db *w, const Confirm *cf)
{
    n_agreed++;
    return event_append(w, &(EventNew){ .id = id_new(db_ctx(w)->now), .kind = "land.given", .subject = cf->subject });
}

static Err undone(Db *w, const Confirm *cf)
{
    n_undone++;
    return OK;
}

static Err closed(Db *w, const Confirm *cf)
{
    n_closed = (int)cf->state;
    return OK;
}

static Err may(Db *w, const Confirm *cf, const ConfirmSlot *slot, const ConfirmSigner *who, bool *ret)
{
    *ret = may_all;
    return OK;
}

/* A noun of this test: land that all right-holders give, revocable until its first log entry. */
static const ConfirmKind land_confirms[] = {
    { .name = "land", .noun = "land", .step = "land.begun", .agreed = agreed, .undone = undone, .closed = closed },
    { .name = "role", .noun = "land", .agreed = agreed, .closed = closed },
    { .name = "body", .noun = "land", .agreed = agreed, .may = may },
    { NULL },
};
static Err land_check(Ctx *c, Report *r) { return OK; }
static const EventKind land_events[] = { { "land.given", true }, { NULL, false } };
static const Noun      land_noun = { .name = "land", .events = land_events, .check = land_check, .confirms = land_confirms };
extern const Noun      ground_noun;

/* ---- who acts ---- */

static const Grant desk[] = { { { VILLAGE, 12 }, UINT64_C(1) << VERB_ACCOUNT, ROLE_VILLAGE } };
static const Grant town[] = { { { "420325102", 9 }, UINT64_C(1) << VERB_ACCOUNT, ROLE_TOWN } };

static Actor *official(Ctx *c, i64 account, i64 person, const Grant *g)
{
    Actor *a = NEW(c->arena, Actor);
    *a = (Actor){ .account = account, .tied_county = person ? STR("420325") : STR_NONE, .tied = person, .channel = CHANNEL_DESK,
                  .grants = g, .n_grants = 1 };
    return a;
}

static Actor *villager(Ctx *c, i64 person, i64 house)
{
    Actor *a = NEW(c->arena, Actor);
    *a = (Actor){ .account = house + 1000, .county = STR("420325"), .person = person, .household = house,
                  .home = STR(VILLAGE "001"), .channel = CHANNEL_PHONE };
    return a;
}

static void next_as(Ctx *c, Actor *a)
{
    test_next(c);
    c->actor = a;
}

/* ---- what is asked ---- */

static const Ref parcel = { { "420325", 6 }, 77, { VILLAGE, 12 } };

static Hash text(const char *s)
{
    return hash_of(str_from(s));
}

static Err ask_body(Db *w, void *arg)
{
    return confirm_ask_in(w, arg);
}

static Ref asked(Ctx *c, const char *kind, const ConfirmSlot *slots, size_t n)
{
    ConfirmNew a = { .ref = { STR("420325"), id_new(c->now), STR_NONE }, .kind = kind, .subject = parcel, .version = text("两亩"),
                     .n = n, .until = c->now + 30 * DAY };
    for (size_t i = 0; i < n; i++)
        a.slot[i] = slots[i];
    n_agreed = n_undone = n_closed = 0;
    may_all = true;
    assert_ok(c, db_write(c, ask_body, &a));
    return a.ref;
}

static ConfirmSlot office(const char *place)
{
    return (ConfirmSlot){ .by = CONFIRM_OFFICE, .verb = VERB_ACCOUNT, .place = str_from(place) };
}

static ConfirmSlot person(i64 id)
{
    return (ConfirmSlot){ .by = CONFIRM_PERSON, .who = { STR("420325"), id, STR_NONE } };
}

static Err yes(Ctx *c, Ref cf)
{
    return confirm_agree(c, cf, &(ConfirmSaid){ .version = text("两亩"), .slot = -1 });
}

static ConfirmState state_of(Ctx *c, Ref ref)
{
    Confirm cf;
    assert_ok(c, confirm_get(c, ref, &cf));
    return cf.state;
}

static size_t open_about(Ctx *c, const char *kind, Ref subject)
{
    ConfirmRefs all;
    assert_ok(c, confirm_about(db_read(c), kind, subject, &all));
    return all.n;
}

/* ---- sentences ---- */

static void the_last_of_all_makes_the_move(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "land", (ConfirmSlot[]){ person(1), person(2) }, 2);
    next_as(c, villager(c, 1, 11));
    assert_ok(c, yes(c, cf));
    assert_int_equal(n_agreed, 0);
    assert_int_equal(state_of(c, cf), CONFIRM_OPEN);
    assert_int_equal(open_about(c, "land", parcel), 1);
    assert_int_equal(open_about(c, "role", parcel), 0);
    next_as(c, villager(c, 3, 13));
    assert_err(c, ERR_DENIED, yes(c, cf)); /* none of them */
    next_as(c, villager(c, 2, 12));
    assert_ok(c, yes(c, cf));
    assert_int_equal(n_agreed, 1);
    assert_int_equal(state_of(c, cf), CONFIRM_AGREED);
    assert_int_equal(open_about(c, "land", parcel), 0);
}

static void two_accounts_of_one_person_are_one(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "role", (ConfirmSlot[]){ office(VILLAGE), office(VILLAGE) }, 2);
    next_as(c, official(c, 8, 5, town));
    assert_ok(c, yes(c, cf));
    next_as(c, official(c, 9, 5, town)); /* another account, the same person */
    assert_err(c, ERR_DENIED, confirm_agree(c, cf, &(ConfirmSaid){ .version = text("两亩"), .slot = 1 }));
    next_as(c, official(c, 9, 6, town));
    assert_ok(c, yes(c, cf));
    assert_int_equal(n_agreed, 1);
}

static void the_author_does_not_agree_by_whatever_account(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 5, desk);
    Ref cf = asked(c, "role", (ConfirmSlot[]){ office(VILLAGE) }, 1);
    next_as(c, official(c, 7, 5, desk));
    assert_err(c, ERR_DENIED, yes(c, cf));
    next_as(c, official(c, 8, 5, town)); /* the same person at the town */
    assert_err(c, ERR_DENIED, yes(c, cf));
    next_as(c, official(c, 8, 0, town)); /* who it is is not known: another account */
    assert_ok(c, yes(c, cf));
}

static void an_office_agrees_at_its_place_or_above_only(void **state)
{
    static const Grant beside[] = { { { "420325102213", 12 }, UINT64_C(1) << VERB_ACCOUNT, ROLE_VILLAGE } };
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "role", (ConfirmSlot[]){ office(VILLAGE) }, 1);
    next_as(c, official(c, 8, 0, beside));
    assert_err(c, ERR_DENIED, yes(c, cf));
    next_as(c, villager(c, 1, 11));
    assert_err(c, ERR_DENIED, yes(c, cf));
    next_as(c, official(c, 9, 0, town));
    assert_ok(c, yes(c, cf));
}

static Err renew_body(Db *w, void *arg)
{
    return confirm_renew_in(w, *(const Ref *)arg, text("三亩"));
}

static void another_version_voids_what_was_agreed(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "land", (ConfirmSlot[]){ person(1), person(2) }, 2);
    next_as(c, villager(c, 1, 11));
    assert_ok(c, yes(c, cf));
    next_as(c, official(c, 7, 0, desk));
    assert_ok(c, db_write(c, renew_body, &cf));
    next_as(c, villager(c, 2, 12));
    assert_err(c, ERR_CONFLICT, yes(c, cf)); /* to what he saw */
    const ConfirmSaid now = { .version = text("三亩"), .slot = -1 };
    assert_ok(c, confirm_agree(c, cf, &now));
    assert_int_equal(n_agreed, 0); /* the first has not seen it */
    next_as(c, villager(c, 1, 11));
    assert_ok(c, confirm_agree(c, cf, &now));
    assert_int_equal(n_agreed, 1);
}

static Err fix_body(Db *w, void *arg)
{
    return confirm_fix_in(w, *(const Ref *)arg, "land.begun");
}

static void an_agreement_is_taken_back_until_the_step_and_not_after(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "land", (ConfirmSlot[]){ person(1) }, 1);
    assert_err(c, ERR_CONFLICT, db_write(c, fix_body, &cf)); /* nobody has agreed */
    next_as(c, villager(c, 1, 11));
    assert_ok(c, yes(c, cf));
    assert_ok(c, confirm_revoke(c, cf));
    assert_int_equal(n_undone, 1);
    assert_int_equal(state_of(c, cf), CONFIRM_OPEN);
    assert_ok(c, confirm_revoke(c, cf)); /* twice is harmless */
    assert_ok(c, yes(c, cf));
    assert_int_equal(n_agreed, 2);
    next_as(c, official(c, 7, 0, desk));
    assert_ok(c, db_write(c, fix_body, &cf));
    next_as(c, villager(c, 1, 11));
    assert_err(c, ERR_CONFLICT, confirm_revoke(c, cf));
    assert_int_equal(n_undone, 1);
}

static void without_a_step_it_stands_when_all_have_agreed(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "role", (ConfirmSlot[]){ office(VILLAGE) }, 1);
    next_as(c, official(c, 8, 0, town));
    assert_ok(c, yes(c, cf));
    assert_err(c, ERR_CONFLICT, confirm_revoke(c, cf));
}

static void a_retry_says_it_once(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "role", (ConfirmSlot[]){ office(VILLAGE) }, 1);
    next_as(c, official(c, 8, 0, town));
    assert_ok(c, yes(c, cf));
    assert_ok(c, yes(c, cf));
    assert_int_equal(n_agreed, 1);
}

typedef struct Hand {
    Ctx *c;
    Ref  cf;
    Err  e;
} Hand;

static void *say_yes(void *arg)
{
    Hand *h = arg;
    h->e = yes(h->c, h->cf);
    return NULL;
}

static void the_last_two_at_once_move_it_once(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref       cf = asked(c, "land", (ConfirmSlot[]){ person(1), person(2) }, 2);
    Hand      hand[2];
    pthread_t t[2];
    test_next(c);
    for (int i = 0; i < 2; i++) {
        hand[i] = (Hand){ test_ctx_beside(c), cf, OK };
        hand[i].c->actor = villager(hand[i].c, i + 1, i + 11);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&t[i], NULL, say_yes, &hand[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(t[i], NULL);
        assert_ok(hand[i].c, hand[i].e);
        test_ctx_part(hand[i].c);
    }
    assert_int_equal(n_agreed, 1);
    assert_int_equal(state_of(c, cf), CONFIRM_AGREED);
}

static void a_no_ends_it(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "land", (ConfirmSlot[]){ person(1), person(2) }, 2);
    assert_err(c, ERR_DENIED, confirm_refuse(c, cf)); /* who asked takes it back instead */
    next_as(c, villager(c, 2, 12));
    assert_ok(c, confirm_refuse(c, cf));
    assert_int_equal(n_closed, CONFIRM_REFUSED);
    next_as(c, villager(c, 1, 11));
    assert_err(c, ERR_CONFLICT, yes(c, cf));
}

static void time_ends_what_nobody_answers(void **state)
{
    int  run;
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "role", (ConfirmSlot[]){ office(VILLAGE) }, 1);
    test_later(c, 30 * DAY + 1);
    next_as(c, official(c, 8, 0, town));
    assert_err(c, ERR_CONFLICT, yes(c, cf)); /* also before the clock came round */
    assert_ok(c, job_tick(c, 100, &run));
    assert_int_equal(n_closed, CONFIRM_OVER);
    assert_int_equal(state_of(c, cf), CONFIRM_OVER);
}

static void a_paper_needs_its_picture_and_says_who_signed(void **state)
{
    Ctx  *c = *state;
    Photo picture = { .hash = text("picture"), .original = text("original"), .width = 10, .height = 10, .bytes = 100 };
    c->actor = official(c, 7, 5, desk);
    Ref         cf = asked(c, "land", (ConfirmSlot[]){ person(1) }, 1);
    ConfirmSaid said = { .version = text("两亩"), .slot = -1, .way = CONFIRM_BY_PAPER, .signer = { 0, STR("420325"), 1, 11 } };
    next_as(c, official(c, 8, 6, desk));
    assert_err(c, ERR_INVALID, confirm_agree(c, cf, &said));
    said.paper = &picture;
    said.signer.person = 5; /* the author's own */
    assert_err(c, ERR_DENIED, confirm_agree(c, cf, &said));
    said.signer.person = 1;
    assert_ok(c, confirm_agree(c, cf, &said));
    assert_int_equal(n_agreed, 1);
    next_as(c, villager(c, 1, 11)); /* takes back by phone what was signed */
    assert_ok(c, confirm_revoke(c, cf));
}

static void for_a_house_its_card_is_needed_and_not_the_author_s_hand(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref    cf = asked(c, "land", (ConfirmSlot[]){ { .by = CONFIRM_HOUSE, .who = { STR("420325"), 11, STR_NONE } } }, 1);
    Actor *helper = official(c, 8, 0, desk);
    const ConfirmSaid by_card = { .version = text("两亩"), .slot = -1, .way = CONFIRM_BY_CARD };
    helper->for_county = STR("420325");
    helper->for_household = 11;
    helper->consent = STR("message"); /* agreed to be helped, and showed no card */
    next_as(c, helper);
    assert_err(c, ERR_DENIED, confirm_agree(c, cf, &by_card));
    assert_err(c, ERR_DENIED, yes(c, cf));
    helper->consent = STR("card");
    helper->account = 7; /* who asked */
    assert_err(c, ERR_DENIED, confirm_agree(c, cf, &by_card));
}

static void for_a_body_speaks_who_the_kind_lets(void **state)
{
    Ctx *c = *state;
    c->actor = official(c, 7, 0, desk);
    Ref cf = asked(c, "body", (ConfirmSlot[]){ { .by = CONFIRM_BODY, .who = { STR("420325"), 99, STR_NONE } } }, 1);
    may_all = false;
    next_as(c, official(c, 8, 0, town));
    assert_err(c, ERR_DENIED, yes(c, cf));
    may_all = true;
    assert_ok(c, yes(c, cf));
}

static void say_finding(void *arg, const char *rule, Str where)
{
    print_error("%s: %.*s\n", rule, STR_ARG(where));
}

static void what_stands_is_whole(void **state)
{
    Ctx   *c = *state;
    Report r = { say_finding, NULL, 0 };
    the_last_of_all_makes_the_move(state);
    another_version_voids_what_was_agreed(state);
    test_next(c);
    assert_ok(c, confirm_check(c, &r));
    assert_int_equal(r.n, 0);
}

int main(void)
{
    static const NounRow        nouns[] = { { &ground_noun, NULL }, { &land_noun, NULL } };
    static const JobKind *const jobs[] = { &confirm_job_over };
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_last_of_all_makes_the_move),
        ON_BOTH(two_accounts_of_one_person_are_one),
        ON_BOTH(the_author_does_not_agree_by_whatever_account),
        ON_BOTH(an_office_agrees_at_its_place_or_above_only),
        ON_BOTH(another_version_voids_what_was_agreed),
        ON_BOTH(an_agreement_is_taken_back_until_the_step_and_not_after),
        ON_BOTH(without_a_step_it_stands_when_all_have_agreed),
        ON_BOTH(a_retry_says_it_once),
        ON_BOTH(the_last_two_at_once_move_it_once),
        ON_BOTH(a_no_ends_it),
        ON_BOTH(time_ends_what_nobody_answers),
        ON_BOTH(a_paper_needs_its_picture_and_says_who_signed),
        ON_BOTH(for_a_house_its_card_is_needed_and_not_the_author_s_hand),
        ON_BOTH(for_a_body_speaks_who_the_kind_lets),
        ON_BOTH(what_stands_is_whole),
    };
    record_hooks();
    nouns_set(nouns, COUNTOF(nouns));
    job_kinds_set(jobs, COUNTOF(jobs));
    return RUN_TESTS(tests);
}
