/* access: reach, voices, appointments. The whole table stands in tests/data/access/; here are its principles. */
#include "support/unit.h"

#include "record/access.h"

#define VILLAGE "420325102212"
#define BESIDE  "420325102213"
#define GROUP   "420325102212003"

static Actor holder(Grant *g, Role role, const char *place)
{
    *g = (Grant){ .place = str_from(place), .verbs = role_verbs(role), .role = (int)role };
    return (Actor){ .account = 7, .grants = g, .n_grants = 1 };
}

static bool may(const Actor *a, Verb v, const char *place)
{
    return access_may(a, v, str_from(place));
}

static void a_role_reaches_its_place_and_below_only(void **state)
{
    Grant g;
    Actor a = holder(&g, ROLE_VILLAGE, VILLAGE);
    assert_true(may(&a, VERB_TRIAGE, VILLAGE));
    assert_true(may(&a, VERB_TRIAGE, GROUP));
    assert_false(may(&a, VERB_TRIAGE, BESIDE));
    assert_false(may(&a, VERB_TRIAGE, "420325102"));
    assert_false(may(&a, VERB_TRIAGE, "42032510221"));
    assert_false(may(&a, VERB_TRIAGE, ""));
}

static void nobody_reads_and_does_nothing_else(void **state)
{
    for (Verb v = 0; v < VERBS; v++)
        assert_int_equal(access_may(&ACTOR_NOBODY, v, STR(VILLAGE)), v == VERB_PUBLIC);
}

static void a_household_speaks_in_its_own_village(void **state)
{
    Actor a = { .account = 9, .county = STR("420325"), .person = 1, .household = 2, .home = STR(GROUP) };
    assert_true(may(&a, VERB_VOICE, VILLAGE));
    assert_true(may(&a, VERB_VOICE, "420325102212001"));
    assert_false(may(&a, VERB_VOICE, BESIDE));
    assert_false(may(&a, VERB_VOICE, "420325102"));
    assert_false(may(&a, VERB_TRIAGE, VILLAGE));
}

static void a_helper_speaks_only_with_consent_and_where_helping_is_granted(void **state)
{
    Grant g;
    Actor a = holder(&g, ROLE_HELPER, VILLAGE);
    assert_false(may(&a, VERB_VOICE, VILLAGE));
    a.for_household = 2;
    a.for_home = STR(GROUP);
    a.consent = STR("said yes at the door");
    assert_true(may(&a, VERB_VOICE, VILLAGE));
    a.for_home = STR("420325102213001");
    assert_false(may(&a, VERB_VOICE, BESIDE));
}

static void a_complaint_goes_past_the_one_it_names(void **state)
{
    Grant g;
    Actor town = holder(&g, ROLE_TOWN, "420325102");
    assert_true(access_may_above(&town, VERB_COMPLAINT, STR(VILLAGE)));
    assert_false(access_may_above(&town, VERB_COMPLAINT, STR("420325102")));
    assert_true(may(&town, VERB_COMPLAINT, "420325102"));
}

static void nobody_appoints_their_own_kind(void **state)
{
    Grant g;
    Actor village = holder(&g, ROLE_VILLAGE, VILLAGE);
    assert_true(access_may_make(&village, ROLE_HELPER, STR(VILLAGE)));
    assert_true(access_may_make(&village, ROLE_GROUP_LEADER, STR(GROUP)));
    assert_false(access_may_make(&village, ROLE_GROUP_LEADER, STR(VILLAGE))); /* does not fit there */
    assert_false(access_may_make(&village, ROLE_VILLAGE, STR(VILLAGE)));
    assert_false(access_may_make(&village, ROLE_SUPERVISOR, STR(VILLAGE)));
    assert_false(access_may_make(&village, ROLE_HELPER, STR(BESIDE)));
    Actor city = holder(&g, ROLE_CITY, "4203");
    assert_true(access_may_make(&city, ROLE_COUNTY, STR("420325")));
    assert_false(access_may_make(&city, ROLE_ADMIN, STR("420325")));
    assert_false(access_may_make(&city, ROLE_CITY, STR("4203")));
    Actor helper = holder(&g, ROLE_HELPER, VILLAGE);
    assert_false(access_may_make(&helper, ROLE_HELPER, STR(VILLAGE)));
}

static void the_admin_sees_no_person_and_no_complaint(void **state)
{
    Grant g;
    Actor admin = holder(&g, ROLE_ADMIN, "4203");
    assert_false(may(&admin, VERB_PEOPLE, VILLAGE));
    assert_false(may(&admin, VERB_UNMASK, VILLAGE));
    assert_false(may(&admin, VERB_COMPLAINT, VILLAGE));
    assert_false(may(&admin, VERB_QUEUE, VILLAGE));
    assert_true(may(&admin, VERB_ACCOUNT, VILLAGE));
}

static void a_check_says_whether_signing_in_could_help(void **state)
{
    Arena *arena = arena_open();
    Grant  g;
    Actor  helper = holder(&g, ROLE_HELPER, VILLAGE);
    Ctx    c;
    ctx_init(&c, arena, NULL, &ACTOR_NOBODY, 1);
    assert_int_equal(access_check(&c, VERB_TRIAGE, STR(VILLAGE)), ERR_SIGNED_OUT);
    ctx_init(&c, arena, NULL, &helper, 1);
    assert_int_equal(access_check(&c, VERB_TRIAGE, STR(VILLAGE)), ERR_DENIED);
    ctx_init(&c, arena, NULL, &ACTOR_CLOCK, 1);
    assert_int_equal(access_check(&c, VERB_TRIAGE, STR(VILLAGE)), ERR_DENIED);
    assert_int_equal(access_check_somewhere(&c, VERB_PUBLIC), OK);
    arena_close(arena);
}

static void roles_have_names_and_places_that_fit(void **state)
{
    for (Role r = 0; r < ROLE_COUNT; r++) {
        Role again;
        bool fits = false;
        assert_true(role_parse(str_from(role_name(r)), &again));
        assert_int_equal(again, r);
        for (Level l = LEVEL_NONE; l <= LEVEL_UNIT; l++)
            fits |= role_fits(r, l);
        assert_true(fits);
        assert_false(role_fits(r, LEVEL_NONE));
    }
    Role none;
    assert_false(role_parse(STR("emperor"), &none));
}

/* By hand: every pair that one person does not hold in one village. All others may be held. */
static void who_watches_and_who_is_watched_are_these_pairs(void **state)
{
    static const Role apart[][2] = {
        { ROLE_SUPERVISOR, ROLE_VILLAGE },  { ROLE_SUPERVISOR, ROLE_GROUP_LEADER }, { ROLE_SUPERVISOR, ROLE_COUNCIL },
        { ROLE_SUPERVISOR, ROLE_ACCOUNTANT }, { ROLE_SUPERVISOR, ROLE_CASHIER },    { ROLE_SUPERVISOR, ROLE_KEEPER },
        { ROLE_SUPERVISOR, ROLE_HELPER },   { ROLE_SUPERVISOR, ROLE_TEAM_MEMBER },  { ROLE_SUPERVISOR, ROLE_FIRM },
        { ROLE_ACCOUNTANT, ROLE_CASHIER },
    };
    for (Role a = 0; a < ROLE_COUNT; a++) {
        for (Role b = 0; b < ROLE_COUNT; b++) {
            bool expected = false;
            for (size_t i = 0; i < COUNTOF(apart); i++)
                expected |= (apart[i][0] == a && apart[i][1] == b) || (apart[i][0] == b && apart[i][1] == a);
            if (role_excludes(a, b) != expected)
                print_error("%s and %s\n", role_name(a), role_name(b));
            assert_int_equal(role_excludes(a, b), expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_reaches_its_place_and_below_only),
        cmocka_unit_test(nobody_reads_and_does_nothing_else),
        cmocka_unit_test(a_household_speaks_in_its_own_village),
        cmocka_unit_test(a_helper_speaks_only_with_consent_and_where_helping_is_granted),
        cmocka_unit_test(a_complaint_goes_past_the_one_it_names),
        cmocka_unit_test(nobody_appoints_their_own_kind),
        cmocka_unit_test(the_admin_sees_no_person_and_no_complaint),
        cmocka_unit_test(a_check_says_whether_signing_in_could_help),
        cmocka_unit_test(who_watches_and_who_is_watched_are_these_pairs),
        cmocka_unit_test(roles_have_names_and_places_that_fit),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
