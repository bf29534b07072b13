/* Numbers that two places have: nobody is told of the other's, and the office over both settles it. */
#include "db/db_inside.h"
#include "support/hamlet.h"
#include "support/support.h"

#include "people/person_page.h"
#include "record/noun.h"

#include "record/group.h"

#include <string.h>

#define BESIDE STR("420325102213")
#define TOWN   STR("420325102")
#define PHONE  "13807281234"
#define CARD   "11010519491231002X"

static Ref there, here;

/* 赵六 of 下湾村 has a phone and an ID number; whoever acts next is 上湾村's. */
static void begin(Ctx *c)
{
    hamlet_make(c);
    assert_ok(c, person_add(c, &(PersonNew){ .place = BESIDE, .household = STR("9户"), .name = STR("赵六"), .phone = STR(PHONE),
                                             .id_card = STR(CARD) }, &there));
    as_role(c, ROLE_VILLAGE, HAMLET);
}

static void add_here(Ctx *c)
{
    assert_ok(c, person_add(c, &(PersonNew){ .place = GROUP_1, .household = STR("1"), .name = STR("王五"), .phone = STR(PHONE),
                                             .id_card = STR(CARD) }, &here));
}

static Person person_now(Ctx *c, Ref ref)
{
    Person p;
    assert_ok(c, person_get(c, ref, &p));
    return p;
}

static i64 waiting(Ctx *c, Code place)
{
    DeskCount n;
    DeskLines lines;
    assert_ok(c, person_noun.desk->count(c, place, &n));
    assert_ok(c, person_noun.desk->lines(c, &(DeskAsk){ .place = place }, &lines));
    assert_int_equal(lines.n, n.all);
    return n.all;
}

static Err act(Ctx *c, const char *name, Ref ref)
{
    const DeskAct *a = person_noun.desk->acts;
    while (strcmp(a->name, name) != 0)
        a++;
    return a->act(c, ref, NULL);
}

static void say(void *arg, const char *rule, Str where)
{
    print_error("%s %.*s\n", rule, STR_ARG(where));
}

static void consistent(Ctx *c)
{
    Report r = { .say = say };
    as_operator(c);
    assert_ok(c, person_check(c, &r));
    assert_int_equal(r.n, 0);
    db_read_end(c);
}

static i64 events(Ctx *c, const char *kind)
{
    i64 n;
    assert_ok(c, db_text_int(db_read(c), "SELECT COUNT(*) AS n FROM event WHERE kind = $1", ARGS(str_from(kind)), &n));
    return n;
}

/* A trial says of a number that another village has what it says of one that nobody has, by role. */
static void a_trial_tells_no_village_of_the_other(void **state)
{
    static const struct { Role role; const char *place; bool is_told; } asks[] = {
        { ROLE_VILLAGE, "420325102212", false }, { ROLE_TOWN, "420325102", true }, { ROLE_COUNTY, "420325", true },
        { ROLE_TOWN, "420381005", false }, { ROLE_ADMIN, "420325", false },
    };
    Ctx *c = *state;
    begin(c);
    for (size_t i = 0; i < COUNTOF(asks); i++) {
        RosterImport known, invented;
        as_role(c, asks[i].role, str_from(asks[i].place));
        Err a = roster_import(c, HAMLET, STR("组,户号,姓名,电话,身份证号\n一组,1,王五," PHONE "," CARD "\n"), ROSTER_TRY, &known);
        ctx_clear_failure(c);
        Err b = roster_import(c, HAMLET, STR("组,户号,姓名,电话,身份证号\n一组,1,王五,13900000000,110105199001011232\n"), ROSTER_TRY, &invented);
        assert_int_equal(b, OK);
        assert_int_equal(a, asks[i].is_told ? ERR_INVALID : OK);
        assert_true(asks[i].is_told || (known.n_notes == invented.n_notes && known.persons == invented.persons));
        ctx_clear_failure(c);
    }
}

static void a_trial_leaves_who_when_and_how_many(void **state)
{
    RosterImport done;
    Ctx         *c = *state;
    begin(c);
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名\n一组,1,王五\n一组,1,王六\n"), ROSTER_TRY, &done));
    assert_err(c, ERR_INVALID, roster_import(c, HAMLET, STR("组,户号,姓名,电话\n一组,1,王五,12\n"), ROSTER_IMPORT, &done));
    ctx_clear_failure(c);
    assert_int_equal(events(c, "roster.tried"), 2);
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名\n一组,1,王五\n"), ROSTER_IMPORT, &done));
    assert_int_equal(events(c, "roster.tried"), 2);
}

static void a_number_of_another_village_waits_and_is_not_taken(void **state)
{
    Ctx *c = *state;
    Ref  who;
    begin(c);
    add_here(c);
    assert_str(person_now(c, here).phone_masked, "138********");
    assert_ok(c, person_by_phone(c, STR(PHONE), &who));
    assert_int_equal(who.id, there.id);
    assert_int_equal(waiting(c, HAMLET), 0);
    as_role(c, ROLE_TOWN, TOWN);
    assert_int_equal(waiting(c, TOWN), 1);
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_err(c, ERR_DENIED, act(c, "here", here));
    ctx_clear_failure(c);
    assert_ok(c, person_leave(c, here, 0, STR("搬走了")));
    assert_ok(c, person_by_phone(c, STR(PHONE), &who));
    consistent(c);
    assert_int_equal(waiting(c, TOWN), 0);
}

static void the_office_over_both_settles_it(void **state)
{
    Ctx *c = *state;
    Ref  who;
    begin(c);
    add_here(c);
    as_role(c, ROLE_TOWN, TOWN);
    assert_ok(c, act(c, "here", here));
    assert_ok(c, person_by_phone(c, STR(PHONE), &who));
    assert_int_equal(who.id, here.id);
    assert_str(person_now(c, there).phone_masked, "");
    assert_str(person_now(c, there).id_masked, "");
    assert_err(c, ERR_CONFLICT, act(c, "there", here));
    ctx_clear_failure(c);
    consistent(c);
}

static void what_stays_the_others_goes_from_who_typed_it(void **state)
{
    Ctx *c = *state;
    Ref  who;
    begin(c);
    add_here(c);
    as_role(c, ROLE_TOWN, TOWN);
    assert_ok(c, act(c, "there", here));
    assert_str(person_now(c, here).phone_masked, "");
    assert_ok(c, person_by_phone(c, STR(PHONE), &who));
    assert_int_equal(who.id, there.id);
    consistent(c);
}

/* Across counties it waits in the county of who typed it, and is not taken from there. */
static void of_another_county_nothing_is_taken(void **state)
{
    Ctx *c = *state;
    begin(c);
    as_role(c, ROLE_VILLAGE, STR("420381005212"));
    assert_ok(c, person_add(c, &(PersonNew){ .place = STR("420381005212"), .household = STR("1"), .name = STR("王五"), .phone = STR(PHONE) }, &here));
    as_role(c, ROLE_COUNTY, STR("420381"));
    assert_int_equal(waiting(c, STR("420381")), 1);
    assert_err(c, ERR_DENIED, act(c, "here", here));
    ctx_clear_failure(c);
    assert_ok(c, act(c, "there", here));
    consistent(c);
}

static void an_edit_waits_as_well_and_dropping_ends_it(void **state)
{
    Ctx *c = *state;
    begin(c);
    Ref who = hamlet_person(c, GROUP_1, "1", "王五");
    assert_ok(c, person_edit(c, who, 1, &(PersonNew){ .name = STR("王五"), .phone = STR(PHONE) }));
    as_role(c, ROLE_TOWN, TOWN);
    assert_int_equal(waiting(c, TOWN), 1);
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_ok(c, person_edit(c, who, 2, &(PersonNew){ .name = STR("王五"), .drop_phone = true }));
    consistent(c);
    assert_int_equal(waiting(c, TOWN), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_trial_tells_no_village_of_the_other),
        ON_BOTH(a_trial_leaves_who_when_and_how_many),
        ON_BOTH(a_number_of_another_village_waits_and_is_not_taken),
        ON_BOTH(the_office_over_both_settles_it),
        ON_BOTH(what_stays_the_others_goes_from_who_typed_it),
        ON_BOTH(of_another_county_nothing_is_taken),
        ON_BOTH(an_edit_waits_as_well_and_dropping_ends_it),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
