/* Accounts, roles, cards. */
#include "support/hamlet.h"
#include "support/support.h"

#include "entry/account.sql.h"
#include "record/event.h"
#include "record/group.h"

static const char password[] = "tao-li-cheng-xi";

static i64 official(Ctx *c, const char *name, Role role, Code place)
{
    AccountNew n = { .place = place, .name = str_from(name), .title = STR("上湾村村干部"), .password = str_from(password),
                     .role = role };
    i64        id;
    assert_ok(c, account_add(c, &n, &id));
    return id;
}

/* The same of a person of the hamlet, at the machine. */
static i64 known(Ctx *c, const char *name, Role role, Code place, const char *house)
{
    as_operator(c);
    i64 id = official(c, name, role, place);
    Ref person = hamlet_person(c, GROUP_1, house, "王建国");
    assert_ok(c, account_person_set(c, STR("420325"), id, person));
    return id;
}

/* From now on the Ctx acts as that account does today. */
static void as_account(Ctx *c, i64 account, i64 person)
{
    Actor *a = NEW(c->arena, Actor);
    assert_ok(c, account_actor(c, account, STR("420325"), person, a));
    c->actor = a;
}

static void an_account_enters_with_its_password(void **state)
{
    Ctx *c = *state;
    i64  id, found;
    Code county;
    hamlet_make(c);
    id = official(c, "Wang村", ROLE_VILLAGE, HAMLET);
    assert_ok(c, login_password(c, STR(" wang村 "), str_from(password), &found, &county));
    assert_int_equal(found, id);
    assert_str(county, "420325");
    assert_err(c, ERR_INVALID, login_password(c, STR("wang村"), STR("wrong"), &found, &county));
    assert_err(c, ERR_INVALID, login_password(c, STR("nobody"), str_from(password), &found, &county));
    assert_ok(c, account_end(c, STR("420325"), id));
    assert_err(c, ERR_INVALID, login_password(c, STR("wang村"), str_from(password), &found, &county));
    assert_err(c, ERR_CONFLICT, account_end(c, STR("420325"), id));
}

static void a_name_is_taken_once_and_plain(void **state)
{
    Ctx       *c = *state;
    i64        id;
    AccountNew n = { .place = STR("420381005212"), .title = STR("狮子岩"), .password = str_from(password), .role = ROLE_VILLAGE };
    hamlet_make(c);
    official(c, "shangwan", ROLE_VILLAGE, HAMLET);
    n.name = STR("ShangWan"); /* of another county, another case */
    assert_err(c, ERR_INVALID, account_add(c, &n, &id));
    n.name = STR("a b");
    assert_err(c, ERR_INVALID, account_add(c, &n, &id));
    n.name = STR("<i>");
    assert_err(c, ERR_INVALID, account_add(c, &n, &id));
    n.name = STR("");
    assert_err(c, ERR_INVALID, account_add(c, &n, &id));
}

static void an_easy_password_is_refused(void **state)
{
    static const char *const easy[] = { "1234567", "12345678", "aaaaaaaa", "Password1", "admin888", "shiziyan", "" };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(easy); i++)
        assert_err(c, ERR_INVALID, account_password_check(c, "password", str_from(easy[i]), STR("ShiZiYan")));
    assert_ok(c, account_password_check(c, "password", STR("月落乌啼"), STR("ShiZiYan")));
}

static void a_role_is_given_by_who_may_and_where_it_fits(void **state)
{
    Ctx *c = *state;
    i64  id;
    hamlet_make(c);
    id = known(c, "village1", ROLE_VILLAGE, HAMLET, "一组1户");
    i64 other = known(c, "other1", ROLE_MEDIATOR, HAMLET, "一组2户");
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_ok(c, account_role_add(c, STR("420325"), id, ROLE_HELPER, HAMLET, 0, 0));
    assert_err(c, ERR_INVALID, account_role_add(c, STR("420325"), id, ROLE_HELPER, HAMLET, 0, 0)); /* held already */
    assert_err(c, ERR_DENIED, account_role_add(c, STR("420325"), id, ROLE_VILLAGE, HAMLET, 0, 0)); /* one's own rank */
    assert_err(c, ERR_DENIED, account_role_add(c, STR("420325"), id, ROLE_HELPER, STR("420325102213"), 0, 0));
    assert_err(c, ERR_INVALID, account_role_add(c, STR("420325"), id, ROLE_HELPER, GROUP_1, 0, 0));
    as_role(c, ROLE_TOWN, STR("420325102"));
    assert_ok(c, account_role_add(c, STR("420325"), other, ROLE_SUPERVISOR, HAMLET, 0, 0));
    assert_err(c, ERR_DENIED, account_role_add(c, STR("420325"), id, ROLE_TOWN, STR("420325102"), 0, 0));
    as_operator(c);
    assert_err(c, ERR_INVALID, account_role_add(c, STR("420325"), id, ROLE_VILLAGE, STR("420381005212"), 0, 0)); /* county */
    assert_err(c, ERR_INVALID, account_role_add(c, STR("420325"), id, ROLE_GROUP_LEADER, GROUP_1, 20260712, 20260712));
    as_nobody(c);
    assert_err(c, ERR_DENIED, account_role_add(c, STR("420325"), id, ROLE_COUNCIL, HAMLET, 0, 0));
}

static void nobody_gives_a_role_to_themselves(void **state)
{
    Ctx           *c = *state;
    const RoleRow *held;
    size_t         n;
    hamlet_make(c);
    i64 town = known(c, "town1", ROLE_TOWN, STR("420325102"), "一组1户"), village = known(c, "village1", ROLE_VILLAGE, HAMLET, "一组2户");
    as_account(c, town, 0);
    assert_err(c, ERR_DENIED, account_role_add(c, STR("420325"), town, ROLE_SUPERVISOR, HAMLET, 0, 0));
    as_account(c, town, 0);
    assert_err(c, ERR_DENIED, account_role_add(c, STR("420325"), town, ROLE_VILLAGE, HAMLET, 0, 0));
    as_account(c, town, 0);
    assert_ok(c, account_role_add(c, STR("420325"), village, ROLE_COUNCIL, HAMLET, 0, 0));
    assert_ok(c, account_roles(c, STR("420325"), town, &held, &n));
    assert_int_equal(n, 1);
}

static void a_role_holds_between_its_days(void **state)
{
    Ctx           *c = *state;
    Actor          a;
    i64            id;
    const RoleRow *rows;
    size_t         n;
    hamlet_make(c);
    id = official(c, "village1", ROLE_VILLAGE, HAMLET);
    assert_ok(c, account_role_add(c, STR("420325"), id, ROLE_GROUP_LEADER, GROUP_1, 20260720, 20260801));
    assert_ok(c, account_actor(c, id, STR("420325"), 0, &a));
    assert_int_equal(a.n_grants, 1);
    assert_int_equal(a.channel, CHANNEL_DESK);
    test_time(c, date_start(20260720));
    assert_ok(c, account_actor(c, id, STR("420325"), 0, &a));
    assert_int_equal(a.n_grants, 2);
    assert_true(access_may(&a, VERB_TRIAGE, GROUP_1));
    test_time(c, date_start(20260801));
    assert_ok(c, account_actor(c, id, STR("420325"), 0, &a));
    assert_int_equal(a.n_grants, 1);
    assert_ok(c, account_roles(c, STR("420325"), id, &rows, &n));
    for (size_t i = 0; i < n; i++)
        if (rows[i].role == ROLE_VILLAGE)
            assert_ok(c, account_role_end(c, STR("420325"), id, rows[i].id, 0));
    assert_ok(c, account_actor(c, id, STR("420325"), 0, &a));
    assert_int_equal(a.n_grants, 0);
    assert_false(access_may(&a, VERB_TRIAGE, HAMLET));
    assert_true(access_may(&a, VERB_SIGNED_IN, HAMLET));
}

static Err ended_body(Db *w, void *arg)
{
    const i64 *account = arg;
    for (Date day = 20200101; day < 20200600; day = date_add(day, 1))
        TRY(db_exec(w, QUERY(role_insert, .county = ARG("420325"), .id = ARG(id_new(db_ctx(w)->now)), .account = ARG(*account),
                             .role = ARG(ROLE_GROUP_LEADER), .place = ARG(HAMLET), .from_date = ARG(day),
                             .to_date = ARG(date_add(day, 1)), .given_by = ARG(0), .at = ARG(0))));
    return OK;
}

/* A hundred roles that had ended took the room of the one that stands. */
static void what_has_ended_takes_no_office_away(void **state)
{
    Ctx           *c = *state;
    Actor          a;
    const RoleRow *rows;
    size_t         n;
    hamlet_make(c);
    i64 id = official(c, "village1", ROLE_VILLAGE, HAMLET);
    assert_ok(c, db_write(c, ended_body, &id));
    test_next(c);
    assert_ok(c, account_actor(c, id, STR("420325"), 0, &a));
    assert_true(access_may(&a, VERB_TRIAGE, HAMLET));
    assert_int_equal(a.n_grants, 1);
    assert_ok(c, account_roles(c, STR("420325"), id, &rows, &n));
    assert_int_equal(rows[0].role, ROLE_VILLAGE);
    assert_int_equal(rows[0].to, 0);
}

static void nobody_ends_who_is_above(void **state)
{
    Ctx *c = *state;
    i64  town, helper;
    hamlet_make(c);
    town = official(c, "town1", ROLE_TOWN, STR("420325102"));
    helper = official(c, "helper1", ROLE_HELPER, HAMLET);
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_err(c, ERR_DENIED, account_end(c, STR("420325"), town));
    assert_err(c, ERR_DENIED, account_password_set(c, STR("420325"), town, STR("another-word")));
    assert_ok(c, account_password_set(c, STR("420325"), helper, STR("another-word")));
    assert_ok(c, account_end(c, STR("420325"), helper));
}

static void one_changes_ones_own_password_knowing_it(void **state)
{
    Ctx *c = *state;
    i64  id, found;
    Code county;
    hamlet_make(c);
    id = official(c, "village1", ROLE_VILLAGE, HAMLET);
    as_account(c, id, 0);
    assert_err(c, ERR_INVALID, account_password_change(c, STR("420325"), STR("guess"), STR("new-and-long")));
    assert_err(c, ERR_INVALID, account_password_change(c, STR("420325"), str_from(password), STR("short")));
    assert_ok(c, account_password_change(c, STR("420325"), str_from(password), STR("new-and-long")));
    assert_ok(c, login_password(c, STR("village1"), STR("new-and-long"), &found, &county));
    assert_err(c, ERR_INVALID, login_password(c, STR("village1"), str_from(password), &found, &county));
}

static void accounts_of_a_place_are_those_with_a_role_there(void **state)
{
    Ctx           *c = *state;
    const Account *v;
    size_t         n;
    i64            id;
    Account        who;
    hamlet_make(c);
    id = official(c, "village1", ROLE_VILLAGE, HAMLET);
    official(c, "town1", ROLE_TOWN, STR("420325102"));
    assert_ok(c, account_role_add(c, STR("420325"), id, ROLE_HELPER, STR("420325102213"), 0, 0));
    assert_ok(c, account_list(c, HAMLET, &v, &n));
    assert_int_equal(n, 1);
    assert_ok(c, account_list(c, STR("420325102213"), &v, &n));
    assert_int_equal(n, 1);
    assert_str(v[0].name, "village1");
    assert_ok(c, account_by_name(c, STR("Town1"), &who));
    assert_str(who.place, "420325102");
    assert_err(c, ERR_MISSING, account_by_name(c, STR("town2"), &who));
}

static CardHeld printed(Ctx *c, Ref house, bool is_lost, Str *ret_code)
{
    CardHeld k;
    assert_ok(c, card_issue(c, house, is_lost, ret_code));
    assert_ok(c, login_card(c, *ret_code, &k));
    assert_int_equal(k.household.id, house.id);
    assert_true(k.is_waiting);
    return k;
}

static Ref house_of_wang(Ctx *c, i64 *ret_person)
{
    hamlet_make(c);
    *ret_person = hamlet_person(c, GROUP_1, "一组17户", "王大有").id;
    return hamlet_household(c, GROUP_1, "一组17户");
}

static void a_card_lets_its_house_in_until_it_is_revoked(void **state)
{
    Ctx     *c = *state;
    i64      person;
    Ref      house = house_of_wang(c, &person);
    Str      code;
    CardHeld k = printed(c, house, false, &code), same;
    Actor    a;
    assert_int_equal(code.n, 28);
    Buf typed = buf_new(c->arena, 64, 64); /* as typed from the paper */
    buf_printf(&typed, " %.4s %.4s-%.20s", code.p, code.p + 4, code.p + 8);
    assert_ok(c, login_card(c, buf_text(&typed), &same));
    assert_int_equal(same.card, k.card);
    assert_err(c, ERR_MISSING, account_actor(c, k.account, STR("420325"), person, &a)); /* it waits */
    assert_ok(c, card_enter(c, &k));
    assert_ok(c, account_actor(c, k.account, STR("420325"), person, &a));
    assert_int_equal(a.household, house.id);
    assert_int_equal(a.person, person);
    assert_str(a.home, "420325102212001");
    assert_true(access_may(&a, VERB_VOICE, HAMLET));
    assert_ok(c, card_revoke(c, house, STR("卡丢了")));
    assert_err(c, ERR_MISSING, login_card(c, code, &same));
    assert_err(c, ERR_MISSING, card_enter(c, &k)); /* taken back between looking and pressing */
    assert_err(c, ERR_MISSING, account_actor(c, k.account, STR("420325"), person, &a));
    assert_err(c, ERR_CONFLICT, card_revoke(c, house, STR("卡丢了")));
    assert_err(c, ERR_MISSING, login_card(c, STR("0000000000000000000000000000"), &same));
}

/* An answer that was lost on the way, a sheet that nobody fetched from the printer: the house keeps its key. */
static void the_card_before_stands_until_the_new_one_came_to_the_house(void **state)
{
    Ctx     *c = *state;
    i64      person;
    Ref      house = house_of_wang(c, &person);
    Str      old, lost_on_the_way, new;
    CardHeld first = printed(c, house, false, &old), k, second;
    assert_ok(c, card_enter(c, &first));
    printed(c, house, false, &lost_on_the_way);
    second = printed(c, house, false, &new); /* takes the place of the one that waited, and of no other */
    assert_int_equal(second.account, first.account);
    assert_err(c, ERR_MISSING, login_card(c, lost_on_the_way, &k));
    assert_ok(c, login_card(c, old, &k));
    assert_false(k.is_waiting);
    assert_ok(c, card_enter(c, &second));
    assert_ok(c, card_enter(c, &second)); /* tried again */
    assert_err(c, ERR_MISSING, login_card(c, old, &k));
    assert_ok(c, login_card(c, new, &k));
    assert_false(k.is_waiting);
}

static void a_print_is_confirmed_by_who_printed_it_and_twice_is_harmless(void **state)
{
    Ctx     *c = *state;
    i64      person;
    Ref      house = house_of_wang(c, &person);
    Str      old, new;
    CardHeld first = printed(c, house, false, &old), k;
    Actor    another = *c->actor;
    assert_ok(c, card_enter(c, &first));
    printed(c, house, false, &new);
    another.account = id_new(c->now);
    const Actor *was = c->actor;
    c->actor = &another;
    assert_err(c, ERR_DENIED, card_handed(c, house));
    c->actor = was;
    assert_ok(c, card_handed(c, house));
    assert_ok(c, card_handed(c, house));
    assert_err(c, ERR_MISSING, login_card(c, old, &k));
    assert_ok(c, login_card(c, new, &k));
    printed(c, house, true, &new); /* lost: at once */
    assert_err(c, ERR_MISSING, login_card(c, old, &k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_account_enters_with_its_password),
        ON_BOTH(a_name_is_taken_once_and_plain),
        ON_BOTH(an_easy_password_is_refused),
        ON_BOTH(a_role_is_given_by_who_may_and_where_it_fits),
        ON_BOTH(nobody_gives_a_role_to_themselves),
        ON_BOTH(a_role_holds_between_its_days),
        ON_BOTH(what_has_ended_takes_no_office_away),
        ON_BOTH(nobody_ends_who_is_above),
        ON_BOTH(one_changes_ones_own_password_knowing_it),
        ON_BOTH(accounts_of_a_place_are_those_with_a_role_there),
        ON_BOTH(a_card_lets_its_house_in_until_it_is_revoked),
        ON_BOTH(the_card_before_stands_until_the_new_one_came_to_the_house),
        ON_BOTH(a_print_is_confirmed_by_who_printed_it_and_twice_is_harmless),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
