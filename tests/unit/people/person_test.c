/* Houses, those who live in them, what may be seen of them, and being forgotten. */
#include "support/hamlet.h"
#include "support/support.h"

#include "people/person_page.h"
#include "place/place_page.h"
#include "record/event.h"
#include "record/group.h"

static i64 counted(Ctx *c, Code place, const CounterKind *kind)
{
    const Counter *v;
    size_t         n;
    assert_ok(c, counter_read(c, place, COUNTERS_ALL, &v, &n));
    return counter_value(v, n, place, kind, 0);
}

static PersonNew resident(const char *house, const char *name)
{
    return (PersonNew){ .place = GROUP_1, .household = str_from(house), .name = str_from(name),
                        .rolls = 1u << ROLL_REGISTERED | 1u << ROLL_RESIDENT };
}

/* The number of a made-up card: 17 digits and the check that belongs to them. */
static Str id_number(Ctx *c, const char *seventeen)
{
    for (const char *check = "0123456789X"; *check; check++) {
        Str s = arena_printf(c->arena, "%s%c", seventeen, *check);
        if (id_card_is_valid(s))
            return s;
    }
    assert_true(!"a number always has a check digit");
    return STR_NONE;
}

static void an_id_number_has_a_check_digit(void **state)
{
    /* the examples of GB 11643-1999 */
    assert_true(id_card_is_valid(STR("11010519491231002X")));
    assert_true(id_card_is_valid(STR("440524188001010014")) == false); /* born before 1900: no living person */
    assert_false(id_card_is_valid(STR("110105194912310021")));
    assert_false(id_card_is_valid(STR("11010519491331002X")));
    assert_false(id_card_is_valid(STR("1101051949123100")));
    assert_int_equal(id_card_born(STR("11010519491231002X")), 19491231);
    assert_int_equal(id_card_sex(STR("11010519491231002X")), SEX_FEMALE);
    assert_true(phone_is_valid(STR("13807281234")));
    assert_true(phone_is_valid(STR("07198881234")));
    assert_false(phone_is_valid(STR("1390728")));
    assert_false(phone_is_valid(STR("11012345678")));
}

static void a_house_is_made_with_its_first_person(void **state)
{
    Ctx       *c = *state;
    Ref        house, a, b;
    Household  h;
    Persons    all;
    PersonNew  n = resident("一组17户", "王大有");
    hamlet_make(c);
    n.is_head = true;
    assert_ok(c, person_add(c, &n, &a));
    n = resident("一组17户", "王小有");
    assert_ok(c, person_add(c, &n, &b));
    house = hamlet_household(c, HAMLET, "一组17户"); /* found from the village too */
    assert_ok(c, household_get(c, house, &h));
    assert_str(h.label, "一组17户");
    assert_str(h.head, "王大有");
    assert_int_equal(h.persons, 2);
    assert_false(h.has_card);
    assert_ok(c, household_persons(c, house, &all));
    assert_int_equal(all.n, 2);
    assert_int_equal(counted(c, HAMLET, &COUNTER_HOUSEHOLDS), 1);
    assert_int_equal(counted(c, STR("420325"), &COUNTER_PERSONS), 2);
    assert_err(c, ERR_MISSING, household_find(c, HAMLET, STR("一组18户"), &house));
}

static void a_house_has_one_head(void **state)
{
    Ctx      *c = *state;
    Ref       a, b;
    Person    p;
    PersonNew n = resident("一组17户", "王大有");
    hamlet_make(c);
    n.is_head = true;
    assert_ok(c, person_add(c, &n, &a));
    n.name = STR("王小有");
    assert_ok(c, person_add(c, &n, &b));
    assert_ok(c, person_get(c, a, &p));
    assert_false(p.is_head);
    assert_ok(c, person_get(c, b, &p));
    assert_true(p.is_head);
}

static void others_see_a_masked_name_and_no_numbers(void **state)
{
    Ctx      *c = *state;
    Ref       who, house;
    Person    p;
    Household h;
    PersonNew n = resident("一组17户", "王大有");
    hamlet_make(c);
    n.phone = STR("138 0728 1234");
    n.id_card = id_number(c, "42032519600712451");
    assert_ok(c, person_add(c, &n, &who));
    house = hamlet_household(c, GROUP_1, "一组17户");
    as_nobody(c);
    assert_ok(c, person_get(c, who, &p));
    assert_str(p.name, "王**");
    assert_int_equal(p.phone_masked.n, 0);
    assert_int_equal(p.born, 0);
    assert_ok(c, household_get(c, house, &h));
    assert_str(h.head, "王**");
    as_role(c, ROLE_VILLAGE, STR("420325102213")); /* the village beside */
    assert_ok(c, person_get(c, who, &p));
    assert_str(p.name, "王**");
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_ok(c, person_get(c, who, &p));
    assert_str(p.name, "王大有");
    assert_str(p.phone_masked, "138********");
    assert_int_equal(p.born, 19600712); /* from the number */
    assert_int_equal(p.sex, SEX_MALE);
    as_household(c, house);
    assert_ok(c, person_get(c, who, &p));
    assert_str(p.name, "王大有");
}

static void a_search_by_name_is_for_those_who_may_see_names(void **state)
{
    Ctx       *c = *state;
    Households found;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "一组17户", "王大有");
    hamlet_person(c, GROUP_2, "二组17户", "李大有");
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_ok(c, household_list(c, HAMLET, STR("大有"), &(Cursor){ 0 }, 10, &found));
    assert_int_equal(found.n, 2);
    assert_ok(c, household_list(c, HAMLET, STR("李"), &(Cursor){ 0 }, 10, &found));
    assert_int_equal(found.n, 1);
    assert_ok(c, household_list(c, HAMLET, STR("17户"), &(Cursor){ 0 }, 1, &found));
    assert_int_equal(found.n, 1);
    assert_true(found.next.is_set);
    assert_ok(c, household_list(c, HAMLET, STR("17户"), &found.next, 10, &found));
    assert_int_equal(found.n, 1);
    assert_false(found.next.is_set);
    as_role(c, ROLE_HELPER, HAMLET);
    assert_ok(c, household_list(c, HAMLET, STR("大有"), &(Cursor){ 0 }, 10, &found));
    assert_int_equal(found.n, 0);
    for (int i = 0; i < 2; i++) { /* the family; a given name behind it tells nothing more */
        assert_ok(c, household_list(c, HAMLET, i ? STR("李小小") : STR("李"), &(Cursor){ 0 }, 10, &found));
        assert_int_equal(found.n, 1);
        assert_str(found.v[0].label, "二组17户");
    }
    for (int i = 0; i < 2; i++) { /* nor do its other characters */
        assert_ok(c, household_list(c, HAMLET, i ? STR("有") : STR("有大"), &(Cursor){ 0 }, 10, &found));
        assert_int_equal(found.n, 0);
    }
    assert_ok(c, household_list(c, HAMLET, STR("一组17户"), &(Cursor){ 0 }, 10, &found));
    assert_int_equal(found.n, 1);
}

static size_t houses_of(Ctx *c, const char *text)
{
    Households found;
    assert_ok(c, household_list(c, HAMLET, str_from(text), &(Cursor){ 0 }, 10, &found));
    return found.n;
}

/* For who may see names and for who may not. */
static void a_house_is_found_by_its_group_and_by_its_number(void **state)
{
    static const struct { const char *text; size_t n; } asked[] = {
        { "17", 2 },     { "１７", 2 },     { "17户", 2 },   { "十七", 2 },   { "7", 1 },          { "07", 1 },      { "170", 1 },
        { "一组", 3 },   { "1组", 3 },      { "一", 3 },     { "1", 3 },      { "第一组", 3 },     { "二組", 3 },    { "一组17户", 1 },
        { "1组17", 1 },  { "一组 17", 1 },  { "１組１７戶", 1 }, { "一组1", 0 }, { "组", 6 },        { "9组", 0 },     { "二组7", 1 },
        { "8", 1 },      { "", 6 },
    };
    static const char *const labels[] = { "一组17户", "一组170户", "一组8-1户", "二组17户", "二组007户", "二组21户" };
    Ctx *c = *state;
    hamlet_make(c);
    for (size_t i = 0; i < COUNTOF(labels); i++)
        hamlet_person(c, i < 3 ? GROUP_1 : GROUP_2, labels[i], "王大有");
    for (int may = 0; may < 2; may++) {
        as_role(c, may ? ROLE_VILLAGE : ROLE_HELPER, HAMLET);
        for (size_t i = 0; i < COUNTOF(asked); i++) {
            size_t n = houses_of(c, asked[i].text);
            if (n != asked[i].n)
                print_error("%s finds %zu\n", asked[i].text, n);
            assert_int_equal(n, asked[i].n);
        }
    }
}

static void a_name_is_found_in_either_writing(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "一组17户", "呂芳");
    hamlet_person(c, GROUP_1, "一组18户", "吕秀");
    as_role(c, ROLE_VILLAGE, HAMLET);
    assert_int_equal(houses_of(c, "吕"), 2);
    assert_int_equal(houses_of(c, "呂"), 2);
    assert_int_equal(houses_of(c, "吕芳"), 1);
    as_role(c, ROLE_HELPER, HAMLET);
    assert_int_equal(houses_of(c, "呂"), 2);
    as_role(c, ROLE_COUNCIL, GROUP_2);
    assert_int_equal(houses_of(c, "吕"), 0);
}

static void a_phone_serves_one_house_and_an_id_one_person(void **state)
{
    Ctx      *c = *state;
    Ref       who, other;
    PersonNew n = resident("一组17户", "王大有");
    hamlet_make(c);
    n.phone = STR("13807281234");
    n.id_card = id_number(c, "42032519600712451");
    assert_ok(c, person_add(c, &n, &who));
    n = resident("一组17户", "王小有");
    n.phone = STR("13807281234"); /* the same house: fine */
    assert_ok(c, person_add(c, &n, &other));
    n = resident("一组18户", "李二");
    n.phone = STR("13807281234");
    assert_err(c, ERR_INVALID, person_add(c, &n, &other));
    n.phone = STR_NONE;
    n.id_card = id_number(c, "42032519600712451");
    assert_err(c, ERR_INVALID, person_add(c, &n, &other));
    assert_err(c, ERR_MISSING, household_find(c, GROUP_1, STR("一组18户"), &other)); /* nothing half made */
    assert_ok(c, person_by_phone(c, STR("13807281234"), &other));
    assert_int_equal(other.id, who.id);
    assert_err(c, ERR_MISSING, person_by_phone(c, STR("13807289999"), &other));
}

static void what_is_typed_wrong_is_said_at_its_field(void **state)
{
    Ctx      *c = *state;
    Ref       who;
    PersonNew n = resident("一组17户", "");
    hamlet_make(c);
    n.phone = STR("1390728");
    n.id_card = STR("420325196007124510");
    n.share = 100;
    Err e = person_add(c, &n, &who);
    assert_int_equal(e, ERR_INVALID);
    int fields = 0;
    for (const Problem *p = c->problems; p; p = p->next)
        fields++;
    assert_int_equal(fields, 4);
    test_next(c);
}

static void an_older_version_changes_nothing(void **state)
{
    Ctx      *c = *state;
    Ref       who;
    Person    p;
    PersonNew n = resident("一组17户", "王大有");
    hamlet_make(c);
    assert_ok(c, person_add(c, &n, &who));
    n.name = STR("王大友");
    n.household = STR_NONE;
    assert_ok(c, person_edit(c, who, 1, &n));
    n.name = STR("王达有");
    assert_err(c, ERR_CONFLICT, person_edit(c, who, 1, &n));
    assert_ok(c, person_get(c, who, &p));
    assert_str(p.name, "王大友");
    assert_int_equal(p.version, 2);
}

static void nobody_lives_at_a_place_that_is_none(void **state)
{
    Ctx      *c = *state;
    Ref       who;
    PersonNew n = resident("一组17户", "王大有");
    hamlet_make(c);
    assert_ok(c, person_add(c, &n, &who));
    n.place = STR("420325102212000");
    assert_err(c, ERR_MISSING, person_edit(c, who, 1, &n));
    assert_err(c, ERR_MISSING, person_add(c, &n, &who));
}

static void a_roll_row_ends_and_another_begins(void **state)
{
    Ctx           *c = *state;
    Ref            who;
    const RollRow *rows;
    size_t         n_rows;
    i64            n;
    PersonNew      p = resident("一组17户", "王大有");
    hamlet_make(c);
    p.rolls = 1u << ROLL_REGISTERED | 1u << ROLL_OWNER;
    p.share = 9856;
    assert_ok(c, person_add(c, &p, &who));
    test_later(c, 10 * DAY);
    p.rolls = 1u << ROLL_OWNER | 1u << ROLL_VOTER;
    p.share = 10000;
    assert_ok(c, person_edit(c, who, 1, &p));
    assert_ok(c, roll_of(c, who, &rows, &n_rows));
    assert_int_equal(n_rows, 4);
    assert_ok(c, roll_count(c, ROLL_REGISTERED, HAMLET, 20260715, &n));
    assert_int_equal(n, 1); /* as it was then */
    assert_ok(c, roll_count(c, ROLL_REGISTERED, HAMLET, 20260722, &n));
    assert_int_equal(n, 0);
    assert_ok(c, roll_count(c, ROLL_OWNER, STR("4203"), 20260722, &n));
    assert_int_equal(n, 1);
}

static void who_moves_out_founds_another_house(void **state)
{
    Ctx      *c = *state;
    Ref       who, old, new;
    Household h;
    PersonNew n = resident("一组17户", "王小有");
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "一组17户", "王大有");
    n.phone = STR("13807281234");
    assert_ok(c, person_add(c, &n, &who));
    old = hamlet_household(c, GROUP_1, "一组17户");
    n.household = STR("二组30户");
    n.place = GROUP_2;
    n.phone = STR_NONE; /* stays as it is */
    assert_ok(c, person_edit(c, who, 1, &n));
    new = hamlet_household(c, GROUP_2, "二组30户");
    assert_ok(c, household_get(c, new, &h));
    assert_int_equal(h.persons, 1);
    assert_ok(c, household_get(c, old, &h));
    assert_int_equal(h.persons, 1);
    assert_int_equal(counted(c, GROUP_1, &COUNTER_PERSONS), 1);
    assert_int_equal(counted(c, GROUP_2, &COUNTER_PERSONS), 1);
    n = resident("二组30户", "王媳妇");
    n.place = GROUP_2;
    n.phone = STR("13807281234"); /* the number moved along */
    assert_ok(c, person_add(c, &n, &old));
}

static void the_last_to_leave_ends_the_house_and_its_card(void **state)
{
    Ctx      *c = *state;
    Ref       who, house;
    Household h;
    Str       code;
    CardHeld  card;
    i64       n;
    PersonNew p = resident("一组17户", "王大有");
    hamlet_make(c);
    p.phone = STR("13807281234");
    assert_ok(c, person_add(c, &p, &who));
    house = hamlet_household(c, GROUP_1, "一组17户");
    assert_ok(c, card_issue(c, house, false, &code));
    assert_err(c, ERR_INVALID, person_leave(c, who, 20260713, STR("搬走")));
    assert_err(c, ERR_INVALID, person_leave(c, who, 0, STR("")));
    assert_ok(c, person_leave(c, who, 0, STR("搬到县城")));
    assert_err(c, ERR_CONFLICT, person_leave(c, who, 0, STR("搬到县城")));
    assert_ok(c, household_get(c, house, &h));
    assert_int_equal(h.to, 20260712);
    assert_err(c, ERR_MISSING, login_card(c, code, &card));
    assert_ok(c, household_count(c, HAMLET, &n));
    assert_int_equal(n, 0);
    assert_int_equal(counted(c, HAMLET, &COUNTER_HOUSEHOLDS), 0);
    p.household = STR("一组17户"); /* the label and the number are free again */
    assert_ok(c, person_add(c, &p, &who));
}

static void a_number_in_full_leaves_an_event(void **state)
{
    Ctx         *c = *state;
    Ref          who;
    Str          number;
    const Event *events;
    size_t       n;
    PersonNew    p = resident("一组17户", "王大有");
    hamlet_make(c);
    p.phone = STR("13807281234");
    assert_ok(c, person_add(c, &p, &who));
    assert_err(c, ERR_INVALID, person_unmask(c, who, NUMBER_PHONE, STR("看"), &number));
    assert_err(c, ERR_MISSING, person_unmask(c, who, NUMBER_ID_CARD, STR("核对补贴名单"), &number));
    assert_ok(c, person_unmask(c, who, NUMBER_PHONE, STR("通知开院场会"), &number));
    assert_str(number, "13807281234");
    assert_ok(c, event_timeline(c, who, &events, &n));
    assert_int_equal(n, 2);
    assert_str(events[1].kind, "person.unmasked");
    assert_str(event_part_text(&events[1], "purpose"), "通知开院场会");
}

static Ref also_erased;
static Err erase_too(Db *w, Ref person)
{
    also_erased = person;
    return OK;
}

static const Noun        keeps_texts = { .name = "keeps texts", .erase = erase_too };
static const NounRow nouns[] = { { &place_noun, NULL }, { &person_noun, NULL }, { &keeps_texts, NULL } };

static void who_is_forgotten_leaves_no_name_behind(void **state)
{
    Ctx         *c = *state;
    Ref          who, other;
    Person       p;
    Str          number;
    i64          n;
    const Event *events;
    size_t       n_events;
    Households   found;
    PersonNew    in = resident("一组17户", "王大有");
    hamlet_make(c);
    in.phone = STR("13807281234");
    in.id_card = id_number(c, "42032519600712451");
    assert_ok(c, person_add(c, &in, &who));
    hamlet_person(c, GROUP_1, "一组17户", "王小有");
    assert_ok(c, person_unmask(c, who, NUMBER_PHONE, STR("找王大有核对"), &number));
    nouns_set(nouns, COUNTOF(nouns));
    assert_ok(c, person_erase(c, who, STR("本人申请删除")));
    assert_int_equal(also_erased.id, who.id);
    assert_ok(c, person_get(c, who, &p));
    assert_true(p.is_erased);
    assert_int_equal(p.name.n, 0);
    assert_int_equal(p.phone_masked.n, 0);
    assert_err(c, ERR_MISSING, person_by_phone(c, STR("13807281234"), &other));
    assert_ok(c, household_list(c, HAMLET, STR("大有"), &(Cursor){ 0 }, 10, &found));
    assert_int_equal(found.n, 0);
    assert_ok(c, event_timeline(c, who, &events, &n_events));
    for (size_t i = 0; i < n_events; i++)
        for (size_t k = 0; k < events[i].n_texts; k++)
            assert_false(str_find(events[i].texts[k].text, STR("王大有"), NULL));
    assert_ok(c, roll_count(c, ROLL_RESIDENT, HAMLET, 20260712, &n));
    assert_int_equal(n, 1);
    assert_err(c, ERR_CONFLICT, person_erase(c, who, STR("本人申请删除")));
    assert_ok(c, person_add(c, &in, &other)); /* and may come back */
}

static int  broken;
static void count_broken(void *arg, const char *rule, Str where)
{
    broken++;
}

static Err clear(Db *w, void *arg)
{
    return counter_clear(w);
}

static void rebuilt_figures_equal_the_live_ones(void **state)
{
    Ctx   *c = *state;
    Ref    who;
    Hash   before, after;
    i64    moved;
    Report r = { .say = count_broken };
    hamlet_make(c);
    who = hamlet_person(c, GROUP_1, "一组17户", "王大有");
    hamlet_person(c, GROUP_2, "二组3户", "李二");
    hamlet_person(c, GROUP_2, "二组3户", "李三");
    assert_ok(c, person_leave(c, who, 0, STR("搬走了")));
    assert_ok(c, counter_sweep(c, &moved));
    assert_ok(c, counter_digest(c, &before));
    assert_ok(c, db_write(c, clear, NULL));
    assert_ok(c, db_write(c, test_rebuild, &(RebuildFn *){ person_rebuild }));
    assert_ok(c, counter_sweep(c, &moved));
    assert_ok(c, counter_digest(c, &after));
    assert_true(hash_eq(&before, &after));
    broken = 0;
    assert_ok(c, person_check(c, &r));
    assert_ok(c, account_check(c, &r));
    assert_int_equal(broken, 0);
    assert_int_equal(counted(c, HAMLET, &COUNTER_PERSONS), 2);
}

static void many_houses_are_called_by_their_labels(void **state)
{
    enum { SOME = 43 };
    Ctx *c = *state;
    Ref  houses[SOME + 1];
    Str  labels[SOME + 1];
    hamlet_make(c);
    for (int i = 0; i < SOME; i++) {
        const char *label = str_cstr(c->arena, arena_printf(c->arena, "一组%d户", i + 1));
        hamlet_person(c, GROUP_1, label, "王建国");
        houses[i] = hamlet_household(c, GROUP_1, label);
    }
    houses[SOME] = (Ref){ STR("420381"), houses[0].id, STR("420381005212") }; /* of another county, where there is none */
    assert_ok(c, household_labels(c, houses, COUNTOF(houses), labels));
    for (int i = 0; i < SOME; i++)
        assert_str(labels[i], str_cstr(c->arena, arena_printf(c->arena, "一组%d户", i + 1)));
    assert_int_equal(labels[SOME].n, 0);
}

/* More groups than counters_move() asks for at once. */
static void figures_go_along_with_every_group_of_a_moved_village(void **state)
{
    enum { GROUPS = 101 };
    Ctx        *c = *state;
    const Code  last = STR("420325102299103");
    PlaceChange ch = { .code = HAMLET, .new_code = STR("420325102299"), .version = 1 };
    hamlet_make(c);
    for (int i = 0; i < GROUPS; i++) {
        Code group;
        assert_ok(c, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, arena_printf(c->arena, "%d组", i + 3), 0 }, &group));
        hamlet_person(c, group, "1户", "王小明");
    }
    assert_ok(c, place_change(c, &ch));
    assert_int_equal(counted(c, last, &COUNTER_HOUSEHOLDS), 1);
    assert_int_equal(counted(c, STR("420325102299"), &COUNTER_PERSONS), GROUPS);
    assert_int_equal(counted(c, HAMLET, &COUNTER_PERSONS), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_number_has_a_check_digit),
        ON_BOTH(a_house_is_made_with_its_first_person),
        ON_BOTH(a_house_has_one_head),
        ON_BOTH(others_see_a_masked_name_and_no_numbers),
        ON_BOTH(a_search_by_name_is_for_those_who_may_see_names),
        ON_BOTH(a_house_is_found_by_its_group_and_by_its_number),
        ON_BOTH(a_name_is_found_in_either_writing),
        ON_BOTH(a_phone_serves_one_house_and_an_id_one_person),
        ON_BOTH(what_is_typed_wrong_is_said_at_its_field),
        ON_BOTH(an_older_version_changes_nothing),
        ON_BOTH(nobody_lives_at_a_place_that_is_none),
        ON_BOTH(a_roll_row_ends_and_another_begins),
        ON_BOTH(who_moves_out_founds_another_house),
        ON_BOTH(the_last_to_leave_ends_the_house_and_its_card),
        ON_BOTH(a_number_in_full_leaves_an_event),
        ON_BOTH(who_is_forgotten_leaves_no_name_behind),
        ON_BOTH(many_houses_are_called_by_their_labels),
        ON_BOTH(rebuilt_figures_equal_the_live_ones),
        ON_BOTH(figures_go_along_with_every_group_of_a_moved_village),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
