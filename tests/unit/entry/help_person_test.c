/* Help and cards, by person: a second account of the same person is no second person, neither where a house agrees nor at its door. */
#include "entry/help.h"

#include "base/embed.h"
#include "db/db_inside.h"
#include "entry/account_inside.h"
#include "record/file_disk.h"
#include "support/village.h"

static Ref house_of(Village *v, const char *who)
{
    const Actor *a = as(v, who)->actor;
    return (Ref){ a->county, a->household, a->home };
}

static Err ask(Village *v, const char *helper, const HelpNew *n, Ref *ret_help)
{
    return help_ask(as(v, helper), STR("420325"), n, ret_help);
}

static Err ask_by_paper(Village *v, const char *helper, const char *house, Ref *ret_help)
{
    const Embedded *file = embedded_find(STR("demo/photos/lamp.jpg"));
    Upload          u = { .name = STR("a.jpg"), .type = STR("image/jpeg"), .bytes = file->bytes };
    HelpNew         n = { .household = house_of(v, house), .way = HELP_BY_PAPER, .paper = { &u, 1 } };
    assert_ok(v->c, file_disk_open(v->c, str_from(test_dir())));
    return ask(v, helper, &n, ret_help);
}

static Str card_of(Village *v, const char *by_whom, const char *house, CardHeld *ret_card)
{
    Str  code;
    Ref  ref = house_of(v, house);
    Ctx *c = as(v, by_whom);
    assert_ok(c, card_issue(c, ref, false, &code));
    assert_ok(c, login_card(c, code, ret_card));
    return str_copy(v->kept, code);
}

static Err sql_body(Db *w, void *sql)
{
    return db_script(w, sql);
}

static void sql(Village *v, Str script)
{
    Ctx *c = as(v, "admin");
    assert_ok(c, db_write(c, sql_body, (void *)script.p));
}

/* The accounts "village" and "group", as the rows and the sessions say. */
static void are_one_person(Village *v)
{
    sql(v, arena_printf(v->kept, "UPDATE account SET person = 100, person_county = '420325' WHERE id IN (%lld, %lld)",
                        (long long)as(v, "village")->actor->account, (long long)as(v, "group")->actor->account));
    for (int i = 0; i < v->n_actors; i++)
        if (strcmp(v->actor[i].name, "village") == 0 || strcmp(v->actor[i].name, "group") == 0)
            v->actor[i].actor.tied = 100;
}

/* Who printed the card, whom a house refused, or whose help it ended, came again by another account and was let in. */
static void another_account_of_theirs_is_no_other_helper(void **state)
{
    Village *v = *state;
    CardHeld k;
    HelpNew  card = { .household = house_of(v, "一组2户"), .way = HELP_BY_CARD, .code = card_of(v, "village", "一组2户", &k) };
    HelpNew  message = { .household = house_of(v, "一组3户"), .way = HELP_BY_MESSAGE };
    Ref      help;
    are_one_person(v);
    assert_ok(v->c, card_keep_open(v->c, &k, v->c->now + 1));
    assert_int_equal(ask(v, "group", &card, &help), ERR_INVALID); /* printed by themselves */
    assert_int_equal(ask(v, "group", &message, &help), OK);
    Ctx *c = as(v, "一组3户");
    assert_ok(c, help_answer(c, help, false));
    assert_int_equal(ask(v, "village", &message, &help), ERR_CONFLICT);
    assert_int_equal(ask_by_paper(v, "group", "一组1户", &help), OK);
    c = as(v, "一组1户");
    assert_ok(c, help_end(c, help));
    assert_int_equal(ask_by_paper(v, "village", "一组1户", &help), ERR_CONFLICT);
}

static void papers_of_a_day_are_a_persons(void **state)
{
    Village *v = *state;
    Ref      help;
    are_one_person(v);
    assert_int_equal(ask_by_paper(v, "group", "一组2户", &help), OK);
    for (int i = 1; i < HELP_PAPERS_A_DAY; i++)
        sql(v, arena_printf(v->kept, "INSERT INTO help (county, id, household, home, person, account_county, account, called, way, state,"
                            " asked_at, until, closed_at) SELECT county, id + %d, household, home, person, account_county, account, called,"
                            " way, 3, asked_at, until, asked_at FROM help WHERE id = %lld", i, (long long)help.id));
    assert_int_equal(ask_by_paper(v, "village", "一组2户", &help), ERR_LIMIT);
}

/* A helper to whom the card was handed opened it, and entered alone as that house. */
static void who_has_the_consent_of_a_house_does_not_open_its_card(void **state)
{
    Village *v = *state;
    CardHeld k;
    Ref      house = house_of(v, "一组2户"), help;
    HelpNew  n = { .household = house, .way = HELP_BY_CARD, .code = card_of(v, "town", "一组2户", &k) };
    assert_ok(v->c, card_keep_open(v->c, &k, v->c->now + 1));
    assert_int_equal(ask(v, "group", &n, &help), OK);
    are_one_person(v);
    Ctx *c = as(v, "group");
    assert_err(c, ERR_DENIED, card_open(c, house));
    c = as(v, "village"); /* another account */
    assert_err(c, ERR_DENIED, card_open(c, house));
    village_later(v, 2 * HELP_ASKED_MS); /* he still has the code, */
    c = as(v, "group");
    assert_err(c, ERR_DENIED, card_open(c, house));
    (void)card_of(v, "town", "一组2户", &k); /* and of another card none */
    c = as(v, "group");
    assert_ok(c, card_open(c, house));
}

/* The other way round: opened first, and then handed over. */
static void who_opened_a_card_is_not_given_consent_by_it_while_it_is_open(void **state)
{
    Village *v = *state;
    CardHeld k;
    Ref      house = house_of(v, "一组2户"), help;
    HelpNew  n = { .household = house, .way = HELP_BY_CARD, .code = card_of(v, "town", "一组2户", &k) };
    Ctx     *c = as(v, "group");
    assert_ok(c, card_open(c, house));
    c = as(v, "village"); /* harmless, and he who opened it stays known */
    assert_ok(c, card_open(c, house));
    are_one_person(v);
    assert_int_equal(ask(v, "group", &n, &help), ERR_INVALID);
    assert_int_equal(ask(v, "village", &n, &help), ERR_INVALID); /* another account */
    village_later(v, 2 * CARD_OPEN);
    assert_int_equal(ask(v, "group", &n, &help), OK);
}

static void a_card_by_which_its_house_came_in_itself_is_not_opened(void **state)
{
    Village *v = *state;
    CardHeld k;
    i64      wait;
    Ref      house = house_of(v, "一组2户");
    (void)card_of(v, "town", "一组2户", &k);
    sql(v, arena_printf(v->kept, "UPDATE card SET answered_at = %lld WHERE id = %lld", (long long)v->c->now, (long long)k.card));
    Ctx *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, card_open(c, house));
    for (int i = 0; i < CARD_TRIES_ROW; i++) {
        c = as(v, "nobody");
        assert_err(c, ERR_INVALID, card_answer(c, &k, STR("0000"), &wait));
    }
    c = as(v, "village");
    assert_ok(c, card_open(c, house));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(another_account_of_theirs_is_no_other_helper),
        IN_VILLAGE(papers_of_a_day_are_a_persons),
        IN_VILLAGE(who_has_the_consent_of_a_house_does_not_open_its_card),
        IN_VILLAGE(who_opened_a_card_is_not_given_consent_by_it_while_it_is_open),
        IN_VILLAGE(a_card_by_which_its_house_came_in_itself_is_not_opened),
    };
    return RUN_TESTS(tests);
}
