/* Roles: a second person for what the giver may not, watchers apart from the watched, known persons for money and ballots. */
#include "support/hamlet.h"
#include "support/support.h"

#include "entry/role_asked.h"
#include "record/group.h"
#include "record/inbox.h"
#include "record/job.h"

#define COUNTY STR("420325")
#define TOWN   STR("420325102")
static const char password[] = "tao-li-cheng-xi";

static AccountNew new_account(const char *name, Role role, Code place, Ref person)
{
    return (AccountNew){ .place = place, .name = str_from(name), .title = str_from(name), .password = str_from(password),
                         .role = role, .person = person };
}

/* Made by the operator at the machine. */
static i64 official(Ctx *c, const char *name, Role role, Code place, Ref person)
{
    AccountNew n = new_account(name, role, place, person);
    i64        id;
    as_operator(c);
    assert_ok(c, account_add(c, &n, &id));
    return id;
}

static const Ref nobody_known = { { NULL, 0 }, 0, { NULL, 0 } };

/* One more person of the hamlet. */
static Ref somebody(Ctx *c)
{
    static int n;
    n = (n + 1) % 900;
    as_operator(c);
    return hamlet_person(c, GROUP_2, str_cstr(c->arena, arena_printf(c->arena, "二组%d户", 100 + n)), "周大有");
}

/* The next request of that account. */
static void as_account(Ctx *c, i64 account, Code county)
{
    test_next(c);
    Actor *a = NEW(c->arena, Actor);
    assert_ok(c, account_actor(c, account, county, 0, a));
    a->tied_county = str_copy(c->arena, a->tied_county);
    c->actor = a;
}

static u64 verbs_of(Ctx *c, i64 account)
{
    Actor a;
    u64   all = 0;
    test_next(c);
    assert_ok(c, account_actor(c, account, COUNTY, 0, &a));
    for (size_t i = 0; i < a.n_grants; i++)
        all |= a.grants[i].verbs;
    return all;
}

static bool can(Ctx *c, i64 account, Verb v)
{
    return verbs_of(c, account) & UINT64_C(1) << v;
}

static RoleAsked only_asked(Ctx *c, Code place)
{
    RolesAsked all;
    assert_ok(c, role_asked_list(c, place, &all));
    assert_int_equal(all.n, 1);
    return all.v[0];
}

/* A new account whose role waits. */
static i64 proposed(Ctx *c, i64 by, Code county, const char *name, Role role, Code place)
{
    AccountNew n = new_account(name, role, place, nobody_known);
    i64        made;
    as_account(c, by, county);
    assert_ok(c, account_add(c, &n, &made));
    Ref person = somebody(c);
    assert_ok(c, account_person_set(c, code_county(place), made, person));
    as_account(c, by, county);
    return made;
}

static void may_not_confirm(Ctx *c, i64 account, Code place)
{
    as_account(c, account, COUNTY);
    RoleAsked q = only_asked(c, place);
    assert_false(q.may_answer);
    assert_err(c, ERR_DENIED, role_asked_agree(c, q.ref, q.version));
}

static void confirms(Ctx *c, i64 account, Code county, Code place)
{
    as_account(c, account, county);
    RoleAsked q = only_asked(c, place);
    assert_ok(c, role_asked_agree(c, q.ref, q.version));
}

static i64 unread(Ctx *c)
{
    i64 n;
    assert_ok(c, inbox_unread(c, &n));
    return n;
}

/* ---- a second person ---- */

static void an_administrator_alone_makes_nobody_who_reads_complaints(void **state)
{
    Ctx *c = *state;
    i64  made;
    hamlet_make(c);
    i64        admin = official(c, "guanli", ROLE_ADMIN, STR("4203"), somebody(c));
    i64        city = official(c, "shiyan", ROLE_CITY, STR("4203"), somebody(c));
    AccountNew n = new_account("fangxian", ROLE_COUNTY, COUNTY, nobody_known);
    as_account(c, admin, STR("4203"));
    assert_ok(c, account_add(c, &n, &made));
    assert_int_equal(verbs_of(c, made), 0); /* it stands nowhere yet */
    as_account(c, admin, STR("4203"));
    RoleAsked q = only_asked(c, COUNTY);
    assert_true(q.is_mine);
    assert_false(q.may_answer);
    assert_err(c, ERR_DENIED, role_asked_agree(c, q.ref, q.version)); /* who proposed it */
    Ref person = somebody(c);
    assert_ok(c, account_person_set(c, COUNTY, made, person));
    as_account(c, city, STR("4203"));
    assert_int_equal(unread(c), 1);
    q = only_asked(c, STR("4203")); /* seen from above */
    assert_true(q.may_answer);
    assert_ok(c, role_asked_agree(c, q.ref, q.version));
    assert_ok(c, role_asked_agree(c, q.ref, q.version)); /* a retry */
    assert_true(can(c, made, VERB_COMPLAINT));
    as_account(c, admin, STR("4203"));
    assert_int_equal(unread(c), 1); /* what became of it */
}

static void what_the_giver_may_itself_is_given_at_once(void **state)
{
    Ctx       *c = *state;
    i64        made;
    RolesAsked all;
    hamlet_make(c);
    i64        village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, somebody(c));
    AccountNew n = new_account("zuzhang", ROLE_GROUP_LEADER, GROUP_1, somebody(c));
    as_account(c, village, COUNTY);
    assert_ok(c, account_add(c, &n, &made));
    assert_true(can(c, made, VERB_ANSWER));
    as_account(c, village, COUNTY);
    assert_ok(c, account_role_add(c, COUNTY, made, ROLE_REPRESENTATIVE, HAMLET, 0, 0));
    assert_ok(c, role_asked_list(c, HAMLET, &all));
    assert_int_equal(all.n, 0);
}

static void two_accounts_of_one_person_confirm_nothing_to_each_other(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    Ref wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    i64 town = official(c, "hualongyan", ROLE_TOWN, TOWN, wang), again = official(c, "hualongyan2", ROLE_TOWN, TOWN, wang);
    i64 county = official(c, "fangxian", ROLE_COUNTY, COUNTY, somebody(c));
    i64 made = proposed(c, town, COUNTY, "shangwan", ROLE_VILLAGE, HAMLET);
    may_not_confirm(c, again, HAMLET);
    confirms(c, county, COUNTY, HAMLET);
    assert_true(can(c, made, VERB_CARD));
}

static void who_gets_a_role_does_not_confirm_it(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 admin = official(c, "guanli", ROLE_ADMIN, COUNTY, somebody(c)), town = official(c, "hualongyan", ROLE_TOWN, TOWN, somebody(c));
    as_account(c, admin, COUNTY);
    assert_ok(c, account_role_add(c, COUNTY, town, ROLE_VILLAGE, HAMLET, 0, 0));
    may_not_confirm(c, town, HAMLET);
}

static void the_watched_confirms_no_watcher(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 admin = official(c, "guanli", ROLE_ADMIN, COUNTY, somebody(c)), village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, somebody(c));
    i64 town = official(c, "hualongyan", ROLE_TOWN, TOWN, somebody(c)), made = proposed(c, admin, COUNTY, "jiandu", ROLE_SUPERVISOR, HAMLET);
    may_not_confirm(c, village, HAMLET);
    confirms(c, town, COUNTY, HAMLET);
    assert_true(can(c, made, VERB_SUPERVISE));
}

static void a_no_and_thirty_days_leave_nothing(void **state)
{
    Ctx       *c = *state;
    int        run;
    RolesAsked all;
    hamlet_make(c);
    i64 admin = official(c, "guanli", ROLE_ADMIN, STR("4203"), somebody(c)), city = official(c, "shiyan", ROLE_CITY, STR("4203"), somebody(c));
    i64 made = proposed(c, admin, STR("4203"), "fangxian", ROLE_COUNTY, COUNTY);
    as_account(c, city, STR("4203"));
    RoleAsked q = only_asked(c, COUNTY);
    assert_ok(c, role_asked_refuse(c, q.ref));
    assert_err(c, ERR_CONFLICT, role_asked_agree(c, q.ref, q.version));
    as_account(c, admin, STR("4203"));
    assert_ok(c, account_role_add(c, COUNTY, made, ROLE_COUNTY, COUNTY, 0, 0)); /* asked again */
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, made, ROLE_COUNTY, COUNTY, 0, 0)); /* and not twice */
    test_later(c, ROLE_ASKED_MS + 1);
    assert_ok(c, job_tick(c, 100, &run));
    as_account(c, city, STR("4203"));
    assert_ok(c, role_asked_list(c, COUNTY, &all));
    assert_int_equal(all.n, 0);
    assert_int_equal(verbs_of(c, made), 0);
}

static void who_proposed_takes_it_back_and_an_ended_account_gets_nothing(void **state)
{
    Ctx       *c = *state;
    RolesAsked all;
    hamlet_make(c);
    i64 admin = official(c, "guanli", ROLE_ADMIN, STR("4203"), somebody(c)), city = official(c, "shiyan", ROLE_CITY, STR("4203"), somebody(c));
    i64 made = proposed(c, admin, STR("4203"), "fangxian", ROLE_COUNTY, COUNTY);
    RoleAsked q = only_asked(c, COUNTY);
    as_account(c, city, STR("4203"));
    assert_err(c, ERR_DENIED, role_asked_withdraw(c, q.ref));
    as_account(c, admin, STR("4203"));
    assert_ok(c, role_asked_withdraw(c, q.ref));
    assert_ok(c, account_role_add(c, COUNTY, made, ROLE_COUNTY, COUNTY, 0, 0));
    assert_ok(c, account_end(c, COUNTY, made));
    assert_ok(c, role_asked_list(c, COUNTY, &all));
    assert_int_equal(all.n, 0);
}

static void another_s_password_gives_nobody_their_roles(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 admin = official(c, "guanli", ROLE_ADMIN, STR("4203"), somebody(c)), city = official(c, "shiyan", ROLE_CITY, STR("4203"), somebody(c));
    i64 county = official(c, "fangxian", ROLE_COUNTY, COUNTY, somebody(c));
    as_account(c, admin, STR("4203"));
    assert_ok(c, account_password_set(c, COUNTY, county, STR("known-to-guanli")));
    assert_int_equal(verbs_of(c, county), 0);
    confirms(c, city, STR("4203"), COUNTY); /* the same day: the role goes on */
    assert_true(can(c, county, VERB_COMPLAINT));
}

static void the_operator_at_the_machine_needs_nobody(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 county = official(c, "fangxian", ROLE_COUNTY, COUNTY, somebody(c));
    assert_true(can(c, county, VERB_COMPLAINT));
}

static void nobody_ends_their_own_account_or_role(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 admin = official(c, "guanli", ROLE_ADMIN, STR("4203"), somebody(c));
    as_account(c, admin, STR("4203"));
    assert_err(c, ERR_DENIED, account_end(c, STR("4203"), admin));
    assert_err(c, ERR_DENIED, account_password_set(c, STR("4203"), admin, STR("another-long-one")));
    const RoleRow *v;
    size_t         n;
    assert_ok(c, account_roles(c, STR("4203"), admin, &v, &n));
    assert_err(c, ERR_DENIED, account_role_end(c, STR("4203"), admin, v[0].id, 0));
}

/* ---- persons, not accounts ---- */

/* Its own second account, opened by somebody else, is what it would give to. */
static void who_is_not_known_hands_on_nothing(void **state)
{
    Ctx       *c = *state;
    i64        made;
    hamlet_make(c);
    i64        village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, nobody_known);
    i64        second = official(c, "erhao", ROLE_HELPER, HAMLET, nobody_known);
    Ref        wang = somebody(c);
    AccountNew n = new_account("xinren", ROLE_GROUP_LEADER, GROUP_1, wang);
    as_account(c, village, COUNTY);
    assert_err(c, ERR_DENIED, account_role_add(c, COUNTY, second, ROLE_COUNCIL, HAMLET, 0, 0));
    assert_err(c, ERR_DENIED, account_add(c, &n, &made));
    assert_err(c, ERR_DENIED, account_person_set(c, COUNTY, second, wang));
    assert_err(c, ERR_DENIED, account_password_set(c, COUNTY, second, STR("known-to-another")));
}

static void a_role_is_given_at_once_to_a_known_person_only(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, somebody(c));
    i64 second = official(c, "erhao", ROLE_HELPER, HAMLET, nobody_known);
    as_account(c, village, COUNTY);
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, second, ROLE_COUNCIL, HAMLET, 0, 0));
    Ref person = somebody(c);
    as_account(c, village, COUNTY);
    assert_ok(c, account_person_set(c, COUNTY, second, person));
    assert_ok(c, account_role_add(c, COUNTY, second, ROLE_COUNCIL, HAMLET, 0, 0));
}

static void who_is_not_known_is_no_second_person(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 town = official(c, "hualongyan", ROLE_TOWN, TOWN, somebody(c)), county = official(c, "fangxian", ROLE_COUNTY, COUNTY, nobody_known);
    (void)proposed(c, town, COUNTY, "shangwan", ROLE_VILLAGE, HAMLET);
    may_not_confirm(c, county, HAMLET);
}

static void nobody_confirms_for_an_account_that_nobody_stands_behind(void **state)
{
    Ctx       *c = *state;
    i64        made;
    hamlet_make(c);
    i64        town = official(c, "hualongyan", ROLE_TOWN, TOWN, somebody(c)), county = official(c, "fangxian", ROLE_COUNTY, COUNTY, somebody(c));
    AccountNew n = new_account("shangwan", ROLE_VILLAGE, HAMLET, nobody_known);
    as_account(c, town, COUNTY);
    assert_ok(c, account_add(c, &n, &made));
    as_account(c, county, COUNTY);
    RoleAsked q = only_asked(c, HAMLET);
    assert_err(c, ERR_CONFLICT, role_asked_agree(c, q.ref, q.version));
    Ref person = somebody(c);
    as_account(c, county, COUNTY);
    assert_ok(c, account_person_set(c, COUNTY, made, person));
    confirms(c, county, COUNTY, HAMLET);
    assert_true(can(c, made, VERB_CARD));
}

static void who_proposed_a_role_is_not_found_to_get_it(void **state)
{
    Ctx       *c = *state;
    i64        made;
    hamlet_make(c);
    Ref        wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    i64        town = official(c, "hualongyan", ROLE_TOWN, TOWN, wang), county = official(c, "fangxian", ROLE_COUNTY, COUNTY, somebody(c));
    AccountNew n = new_account("shangwan", ROLE_VILLAGE, HAMLET, nobody_known);
    as_account(c, town, COUNTY);
    assert_ok(c, account_add(c, &n, &made));
    as_operator(c);
    assert_ok(c, account_person_set(c, COUNTY, made, wang)); /* his own, as it turns out */
    may_not_confirm(c, county, HAMLET);
}

/* ---- watchers and watched ---- */

static void who_watches_is_none_of_the_watched(void **state)
{
    static const Role watched[] = { ROLE_VILLAGE, ROLE_ACCOUNTANT, ROLE_CASHIER, ROLE_COUNCIL, ROLE_HELPER };
    Ctx              *c = *state;
    hamlet_make(c);
    Ref wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    i64 watcher = official(c, "jiandu", ROLE_SUPERVISOR, HAMLET, wang);
    i64 other = official(c, "lishi", ROLE_MEDIATOR, HAMLET, wang); /* another account of the same person */
    for (size_t i = 0; i < COUNTOF(watched); i++) {
        as_operator(c);
        assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, watcher, watched[i], HAMLET, 0, 0));
        assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, other, watched[i], HAMLET, 0, 0));
    }
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, other, ROLE_COUNCIL, GROUP_2, 0, 0)); /* within the village */
    assert_ok(c, account_role_add(c, COUNTY, other, ROLE_COUNCIL, STR("420325102213"), 0, 0));   /* not beyond it */
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, other, ROLE_GROUP_LEADER, GROUP_2, 0, 0));
    assert_ok(c, account_role_add(c, COUNTY, other, ROLE_REPRESENTATIVE, HAMLET, 0, 0));
}

static void who_is_watched_has_no_key_to_the_watcher(void **state)
{
    Ctx *c = *state;
    i64  made;
    hamlet_make(c);
    Ref        wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    i64        village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, somebody(c));
    AccountNew n = new_account("daibiao", ROLE_REPRESENTATIVE, HAMLET, wang);
    as_account(c, village, COUNTY);
    assert_ok(c, account_add(c, &n, &made));
    as_operator(c);
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, made, ROLE_SUPERVISOR, HAMLET, 0, 0));
    as_account(c, made, COUNTY);
    assert_ok(c, account_password_change(c, COUNTY, str_from(password), STR("another-long-one")));
    as_operator(c);
    assert_ok(c, account_role_add(c, COUNTY, made, ROLE_SUPERVISOR, HAMLET, 0, 0));
    assert_true(can(c, made, VERB_SUPERVISE));
}

static void one_after_the_other_is_no_exclusion(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    i64 council = official(c, "lishi", ROLE_COUNCIL, HAMLET, somebody(c));
    const RoleRow *v;
    size_t         n;
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, council, ROLE_SUPERVISOR, HAMLET, 20260801, 0)); /* no person is known */
    assert_ok(c, account_roles(c, COUNTY, council, &v, &n));
    assert_ok(c, account_role_end(c, COUNTY, council, v[0].id, 20260801));
    assert_ok(c, account_role_add(c, COUNTY, council, ROLE_SUPERVISOR, HAMLET, 20260801, 0));
}

static void a_tie_that_would_make_a_watcher_of_the_watched_is_refused(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    Ref wang = hamlet_person(c, GROUP_1, "一组1户", "王建国"), li = hamlet_person(c, GROUP_1, "一组2户", "李秀英");
    official(c, "jiandu", ROLE_SUPERVISOR, HAMLET, wang);
    i64 village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, nobody_known);
    assert_err(c, ERR_INVALID, account_person_set(c, COUNTY, village, wang));
    assert_ok(c, account_person_set(c, COUNTY, village, li));
    assert_err(c, ERR_CONFLICT, account_person_set(c, COUNTY, village, wang)); /* once */
}

/* ---- known persons ---- */

static void money_and_ballots_are_for_known_persons(void **state)
{
    Ctx *c = *state;
    i64  id;
    hamlet_make(c);
    Ref        wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    AccountNew n = new_account("kuaiji", ROLE_ACCOUNTANT, HAMLET, nobody_known);
    assert_err(c, ERR_INVALID, account_add(c, &n, &id));
    n.person = wang;
    assert_ok(c, account_add(c, &n, &id));
    assert_true(can(c, id, VERB_KEEP));
    as_operator(c);
    assert_err(c, ERR_INVALID, account_role_add(c, COUNTY, id, ROLE_CASHIER, HAMLET, 0, 0)); /* books and money apart */
    i64 village = official(c, "shangwan", ROLE_VILLAGE, HAMLET, nobody_known);
    assert_true(can(c, village, VERB_ANSWER));
    assert_false(can(c, village, VERB_APPROVE));
    as_operator(c);
    assert_ok(c, account_person_set(c, COUNTY, village, hamlet_person(c, GROUP_1, "一组2户", "李秀英")));
    assert_true(can(c, village, VERB_APPROVE));
    as_operator(c);
    assert_ok(c, person_erase(c, wang, STR("本人要求"))); /* and goes with the person */
    Actor gone;
    test_next(c);
    assert_err(c, ERR_MISSING, account_actor(c, id, COUNTY, 0, &gone));
}

static void an_account_is_tied_to_whom_one_may_see(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    Ref wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    i64 helper = official(c, "daiban", ROLE_HELPER, HAMLET, nobody_known);
    as_role(c, ROLE_ADMIN, COUNTY); /* sees no persons */
    assert_err(c, ERR_INVALID, account_person_set(c, COUNTY, helper, wang));
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_ok(c, account_person_set(c, COUNTY, helper, wang));
}

static void another_person_behind_the_account_is_another_question(void **state)
{
    Ctx *c = *state;
    i64  made;
    hamlet_make(c);
    Ref        wang = hamlet_person(c, GROUP_1, "一组1户", "王建国");
    i64        town = official(c, "hualongyan", ROLE_TOWN, TOWN, somebody(c)), county = official(c, "fangxian", ROLE_COUNTY, COUNTY, somebody(c));
    AccountNew n = new_account("shangwan", ROLE_VILLAGE, HAMLET, nobody_known);
    as_account(c, town, COUNTY);
    assert_ok(c, account_add(c, &n, &made));
    Hash seen = only_asked(c, HAMLET).version;
    assert_ok(c, account_person_set(c, COUNTY, made, wang));
    as_account(c, county, COUNTY);
    RoleAsked q = only_asked(c, HAMLET);
    assert_err(c, ERR_CONFLICT, role_asked_agree(c, q.ref, seen));
    assert_ok(c, role_asked_agree(c, q.ref, q.version));
}

static void say_finding(void *arg, const char *rule, Str where)
{
    print_error("%s: %.*s\n", rule, STR_ARG(where));
}

static void what_is_asked_is_whole(void **state)
{
    Ctx   *c = *state;
    Report r = { say_finding, NULL, 0 };
    who_proposed_takes_it_back_and_an_ended_account_gets_nothing(state);
    as_operator(c);
    assert_ok(c, account_check(c, &r));
    assert_ok(c, confirm_check(c, &r));
    assert_int_equal(r.n, 0);
}

static void nobody_ends_a_role_of_his_own_through_his_other_account(void **state)
{
    Ctx           *c = *state;
    const RoleRow *held;
    size_t         n;
    hamlet_make(c);
    Ref who = somebody(c);
    i64 first = official(c, "first", ROLE_TOWN, TOWN, who), second = official(c, "second", ROLE_HELPER, HAMLET, who);
    i64 other = official(c, "other", ROLE_HELPER, HAMLET, somebody(c));
    as_account(c, first, COUNTY);
    assert_ok(c, account_roles(c, COUNTY, second, &held, &n));
    assert_err(c, ERR_DENIED, account_role_end(c, COUNTY, second, held[0].id, 0));
    assert_ok(c, account_roles(c, COUNTY, other, &held, &n));
    assert_ok(c, account_role_end(c, COUNTY, other, held[0].id, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_administrator_alone_makes_nobody_who_reads_complaints),
        ON_BOTH(what_the_giver_may_itself_is_given_at_once),
        ON_BOTH(two_accounts_of_one_person_confirm_nothing_to_each_other),
        ON_BOTH(who_gets_a_role_does_not_confirm_it),
        ON_BOTH(the_watched_confirms_no_watcher),
        ON_BOTH(a_no_and_thirty_days_leave_nothing),
        ON_BOTH(who_proposed_takes_it_back_and_an_ended_account_gets_nothing),
        ON_BOTH(another_s_password_gives_nobody_their_roles),
        ON_BOTH(the_operator_at_the_machine_needs_nobody),
        ON_BOTH(nobody_ends_their_own_account_or_role),
        ON_BOTH(who_is_not_known_hands_on_nothing),
        ON_BOTH(a_role_is_given_at_once_to_a_known_person_only),
        ON_BOTH(who_is_not_known_is_no_second_person),
        ON_BOTH(nobody_confirms_for_an_account_that_nobody_stands_behind),
        ON_BOTH(who_proposed_a_role_is_not_found_to_get_it),
        ON_BOTH(who_watches_is_none_of_the_watched),
        ON_BOTH(who_is_watched_has_no_key_to_the_watcher),
        ON_BOTH(one_after_the_other_is_no_exclusion),
        ON_BOTH(a_tie_that_would_make_a_watcher_of_the_watched_is_refused),
        ON_BOTH(money_and_ballots_are_for_known_persons),
        ON_BOTH(an_account_is_tied_to_whom_one_may_see),
        ON_BOTH(another_person_behind_the_account_is_another_question),
        ON_BOTH(what_is_asked_is_whole), ON_BOTH(nobody_ends_a_role_of_his_own_through_his_other_account),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
