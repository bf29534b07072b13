/* houses: who takes part in a matter, each house once, and what may be known of it. The matter is made up: of no noun. */
#include "matter/houses.h"

#include "support/village.h"

static const Ref FEAST = { { "420325", 6 }, 4711, { VILLAGE_GROUP, 15 } }, FAR = { { "4203", 4 }, 4712, { "4203", 4 } };

typedef struct Act {
    Ref         matter;
    Ref         house;
    const char *words;
    HouseJoined how;
    bool        left;
} Act;

static Err join_body(Db *w, void *arg)
{
    Act *a = arg;
    return houses_join(w, "feast", a->matter, a->house, str_from(a->words), &a->how);
}

static Err leave_body(Db *w, void *arg)
{
    Act *a = arg;
    return houses_leave(w, "feast", a->matter, a->house.id, &a->left);
}

static Ref house_of(Village *v, const char *who)
{
    return actor_house(as(v, who)->actor);
}

static HouseJoined joins(Village *v, const char *who, Ref matter, const char *words)
{
    Act  act = { .matter = matter, .house = house_of(v, who), .words = words };
    Ctx *c = as(v, who);
    assert_ok(c, db_write(c, join_body, &act));
    return act.how;
}

static HouseParts listed(Village *v, const char *who, i64 after, int most)
{
    HouseParts parts;
    Ctx       *c = as(v, who);
    assert_ok(c, houses_list(c, "feast", FEAST, VERB_PEOPLE, after, most, &parts));
    return parts;
}

static void a_house_takes_part_once_and_may_come_back(void **state)
{
    Village *v = *state;
    Act      act = { .matter = FEAST, .house = house_of(v, "一组1户") };
    i64      n;
    assert_int_equal(joins(v, "一组1户", FEAST, "带两桌菜"), HOUSE_NEW);
    assert_int_equal(joins(v, "一组1户", FEAST, ""), HOUSE_AGAIN);
    assert_str(listed(v, "nobody", 0, 5).v[0].words, "带两桌菜");
    Ctx *c = as(v, "一组1户");
    assert_ok(c, db_write(c, leave_body, &act));
    assert_true(act.left);
    c = as(v, "一组1户");
    assert_ok(c, db_write(c, leave_body, &act));
    assert_false(act.left); /* it had left */
    assert_ok(c, houses_count(c, "feast", FEAST, &n));
    assert_int_equal(n, 0);
    assert_int_equal(joins(v, "一组1户", FEAST, ""), HOUSE_BACK);
    assert_ok(c, houses_count(c, "feast", FEAST, &n));
    assert_int_equal(n, 1);
}

/* Out and back again, so often. */
static void to_and_fro(Village *v, const char *who, Act *act, int changes)
{
    for (int i = 0; i < changes; i++) {
        Ctx *c = as(v, who);
        assert_ok(c, db_write(c, i % 2 ? join_body : leave_body, act));
    }
}

static void a_house_goes_in_and_out_ten_times_a_day(void **state)
{
    Village *v = *state;
    Act      act = { .matter = FEAST, .house = house_of(v, "一组1户"), .words = "" };
    i64      n;
    joins(v, "一组1户", FEAST, "");
    to_and_fro(v, "一组1户", &act, HOUSE_CHANGES_A_DAY);
    Ctx *c = as(v, "一组1户");
    assert_err(c, ERR_LIMIT, db_write(c, leave_body, &act));
    assert_ok(c, houses_count(c, "feast", FEAST, &n));
    assert_int_equal(n, 1); /* it stands as it was */
    act.words = "还是来";
    c = as(v, "一组1户");
    assert_ok(c, db_write(c, join_body, &act)); /* other words are no change of that kind */
    act.house = house_of(v, "一组2户");
    joins(v, "一组2户", FEAST, "");
    to_and_fro(v, "一组2户", &act, 1); /* each house for itself */
    clock_set(clock_now() + DAY);
    act.house = house_of(v, "一组1户");
    to_and_fro(v, "一组1户", &act, HOUSE_CHANGES_A_DAY);
}

static void an_office_that_notes_a_house_to_and_fro_leaves_it_two_of_its_own(void **state)
{
    Village *v = *state;
    Act      act = { .matter = FEAST, .house = house_of(v, "一组3户"), .words = "" };
    Ctx     *c = as(v, "village");
    assert_ok(c, db_write(c, join_body, &act));
    to_and_fro(v, "village", &act, HOUSE_CHANGES_A_DAY - 2);
    c = as(v, "village");
    assert_err(c, ERR_LIMIT, db_write(c, leave_body, &act));
    to_and_fro(v, "一组3户", &act, 2);
    c = as(v, "一组3户");
    assert_err(c, ERR_LIMIT, db_write(c, leave_body, &act));
}

static void a_helper_changes_and_sees_only_what_was_said_in_the_name_of_the_house(void **state)
{
    Village *v = *state;
    Act      act = { .matter = FEAST, .house = house_of(v, "一组4户"), .words = "不来了" };
    bool     has;
    joins(v, "一组4户", FEAST, "带酒");
    Ctx *c = as(v, "helper");
    assert_int_equal(actor_house(c->actor).id, act.house.id);
    assert_ok(c, db_write(c, join_body, &act));
    assert_int_equal(act.how, HOUSE_AGAIN);
    assert_str(listed(v, "nobody", 0, 5).v[0].words, "带酒");
    c = as(v, "helper");
    assert_ok(c, db_write(c, leave_body, &act));
    assert_false(act.left);
    assert_ok(c, houses_has(c, "feast", FEAST, act.house.id, &has));
    assert_false(has);
    c = as(v, "一组4户");
    assert_ok(c, houses_has(c, "feast", FEAST, act.house.id, &has));
    assert_true(has);
}

static void whose_house_it_is_only_who_may_know_persons_sees(void **state)
{
    Village *v = *state;
    joins(v, "一组2户", FEAST, "带凳子");
    HouseParts parts = listed(v, "一组1户", 0, 5);
    assert_int_equal(parts.n, 1);
    assert_int_equal(parts.v[0].household.id, 0);
    assert_int_equal(parts.v[0].label.n, 0);
    parts = listed(v, "village", 0, 5);
    assert_str(parts.v[0].label, "一组2户");
}

static void a_list_goes_on_behind_its_last_house(void **state)
{
    static const char *const who[] = { "一组1户", "一组2户", "一组3户" };
    Village *v = *state;
    size_t   seen = 0;
    for (size_t i = 0; i < COUNTOF(who); i++)
        joins(v, who[i], FEAST, who[i]);
    HouseParts parts = { .go_on = 0 };
    do {
        parts = listed(v, "nobody", parts.go_on, 2);
        seen += parts.n;
    } while (parts.go_on);
    assert_int_equal(seen, 3);
    parts = listed(v, "nobody", 0, 3);
    assert_int_equal(parts.n, 3);
    assert_int_equal(parts.go_on, 0);
}

static void those_that_said_something_come_first(void **state)
{
    Village   *v = *state;
    HouseParts said;
    joins(v, "一组1户", FEAST, "");
    joins(v, "一组2户", FEAST, "带凳子");
    Ctx *c = as(v, "village");
    assert_ok(c, houses_said(c, "feast", FEAST, VERB_PEOPLE, &said));
    assert_int_equal(said.n, 2);
    assert_str(said.v[0].label, "一组2户");
    assert_str(said.v[1].label, "一组1户");
    c = as(v, "nobody");
    assert_ok(c, houses_said(c, "feast", FEAST, VERB_PEOPLE, &said));
    assert_int_equal(said.v[0].household.id, 0);
}

static Err copy_body(Db *w, void *arg)
{
    return houses_copy(w, "feast", FEAST, *(const Ref *)arg);
}

static void a_record_that_goes_on_as_another_takes_its_houses_along(void **state)
{
    Village   *v = *state;
    Act        act = { .matter = FEAST, .house = house_of(v, "一组2户") };
    HouseParts far;
    joins(v, "一组1户", FEAST, "带两桌菜");
    joins(v, "一组2户", FEAST, "带凳子");
    joins(v, "一组1户", FAR, "先前说的");
    Ctx *c = as(v, "一组2户");
    assert_ok(c, db_write(c, leave_body, &act));
    c = as(v, "admin");
    assert_ok(c, db_write(c, copy_body, (void *)&FAR));
    c = as(v, "nobody");
    assert_ok(c, houses_list(c, "feast", FAR, VERB_PEOPLE, 0, 5, &far));
    assert_int_equal(far.n, 1); /* who left has left there too */
    assert_str(far.v[0].words, "带两桌菜");
    assert_int_equal(joins(v, "一组2户", FAR, ""), HOUSE_BACK);
}

static void of_a_page_it_says_in_which_a_house_takes_part(void **state)
{
    Village *v = *state;
    Ref      one = FEAST, two = FEAST;
    HousesIn in;
    i64      n;
    two.id = one.id + 2;
    joins(v, "一组1户", one, "");
    joins(v, "一组1户", two, "");
    Ctx *c = as(v, "一组1户");
    assert_ok(c, houses_ask_in(c, "feast", STR("420325"), one.id, two.id, &in));
    assert_ok(c, houses_count(c, "feast", one, &n)); /* what is asked next brings it along */
    assert_ok(c, db_heard(db_read(c)));
    assert_true(houses_are_in(&in, one.id) && houses_are_in(&in, two.id) && !houses_are_in(&in, one.id + 1));
    c = as(v, "一组1户");
    assert_ok(c, houses_ask_in(c, "feast", STR("420325"), one.id + 1, two.id, &in));
    assert_ok(c, db_heard(db_read(c)));
    assert_false(houses_are_in(&in, one.id));
    c = as(v, "nobody");
    assert_ok(c, houses_ask_in(c, "feast", STR("420325"), one.id, two.id, &in));
    assert_false(houses_are_in(&in, one.id));
}

static void what_a_house_took_back_itself_no_helper_brings_back(void **state)
{
    Village *v = *state;
    Act      act = { .matter = FEAST, .house = house_of(v, "一组4户"), .words = "来的" };
    joins(v, "一组4户", FEAST, "带酒");
    Ctx *c = as(v, "一组4户");
    assert_ok(c, db_write(c, leave_body, &act));
    (void)as(v, "helper"); /* whom the house agrees to, and is told of that */
    i64 n, told = village_messages(v, "一组4户");
    c = as(v, "helper");
    assert_ok(c, db_write(c, join_body, &act)); /* the house is told, he is not */
    c = as(v, "nobody");
    assert_ok(c, houses_count(c, "feast", FEAST, &n));
    assert_int_equal(n, 0);
    assert_int_equal(village_messages(v, "一组4户"), told + 1);
}

static void of_very_many_houses_it_says_which_take_part(void **state)
{
    enum { HOUSES = 45, FIRST = 7, LAST = 44 };
    Village *v = *state;
    i64      ids[HOUSES];
    HouseWord has[HOUSES];
    for (int i = 0; i < HOUSES; i++)
        ids[i] = 1000 + i;
    ids[FIRST] = house_of(v, "一组1户").id;
    ids[LAST] = house_of(v, "一组2户").id;
    joins(v, "一组1户", FEAST, "");
    joins(v, "一组2户", FEAST, "");
    Ctx *c = as(v, "group");
    assert_ok(c, houses_which(c, "feast", FEAST, ids, HOUSES, has));
    for (int i = 0; i < HOUSES; i++)
        assert_int_equal(has[i], i == FIRST || i == LAST ? HOUSE_ITSELF : HOUSE_NOT);
}

static Err erase_body(Db *w, void *arg)
{
    return houses_erase_person(w, *(const Ref *)arg);
}

static void the_words_of_who_is_forgotten_are_gone_at_the_city_too(void **state)
{
    Village *v = *state;
    Ref      person = { STR("420325"), as(v, "一组1户")->actor->person, STR_NONE };
    joins(v, "一组1户", FEAST, "带两桌菜");
    joins(v, "一组1户", FAR, "我家也去");
    Ctx *c = as(v, "admin");
    assert_ok(c, db_write(c, erase_body, &person));
    assert_int_equal(listed(v, "nobody", 0, 5).v[0].words.n, 0);
    HouseParts far;
    c = as(v, "nobody");
    assert_ok(c, houses_list(c, "feast", FAR, VERB_PEOPLE, 0, 5, &far));
    assert_int_equal(far.n, 1);
    assert_int_equal(far.v[0].words.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_house_takes_part_once_and_may_come_back),
        IN_VILLAGE(a_house_goes_in_and_out_ten_times_a_day),
        IN_VILLAGE(an_office_that_notes_a_house_to_and_fro_leaves_it_two_of_its_own),
        IN_VILLAGE(a_helper_changes_and_sees_only_what_was_said_in_the_name_of_the_house),
        IN_VILLAGE(whose_house_it_is_only_who_may_know_persons_sees),
        IN_VILLAGE(a_list_goes_on_behind_its_last_house),
        IN_VILLAGE(those_that_said_something_come_first),
        IN_VILLAGE(a_record_that_goes_on_as_another_takes_its_houses_along),
        IN_VILLAGE(of_a_page_it_says_in_which_a_house_takes_part),
        IN_VILLAGE(what_a_house_took_back_itself_no_helper_brings_back),
        IN_VILLAGE(of_very_many_houses_it_says_which_take_part),
        IN_VILLAGE(the_words_of_who_is_forgotten_are_gone_at_the_city_too),
    };
    return RUN_TESTS(tests);
}
