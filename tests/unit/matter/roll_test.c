/* roll: who counts is settled once, for everyone to check. */
#include "matter/roll.h"

#include <string.h>

#include "support/village.h"

static const RollNew houses = { .unit = ROLL_UNIT_HOUSEHOLD, .source = ROLL_FROM_HOUSEHOLDS, .on = 20260720, .noun = "meeting", .noun_id = 1 };

typedef struct Make {
    RollNew   n;
    Ref       roll;
    RollEntry v[3];
    size_t    given;
} Make;

static Err make(Db *w, void *arg)
{
    Make *m = arg;
    By    by = { 0 };
    TRY(roll_make_in(w, &by, &m->n, &m->roll));
    return m->given ? roll_give_in(w, m->roll, m->v, m->given) : OK;
}

static Ref made(Village *v, RollNew n, const char *place)
{
    Make m = { .n = n };
    Ctx *c = as(v, "village");
    m.n.place = str_from(place);
    assert_ok(c, db_write(c, make, &m));
    return (Ref){ STR("420325"), m.roll.id, str_from(place) };
}

static FrozenRoll got(Village *v, Ref roll)
{
    FrozenRoll r;
    Ctx       *c = as(v, "nobody");
    assert_ok(c, roll_get(db_read(c), roll, &r));
    return r;
}

static i64 findings(Village *v)
{
    Report r = { 0 };
    Ctx   *c = as(v, "nobody");
    assert_ok(c, noun_check(c, &roll_noun, &r));
    return r.n;
}

static void a_roll_holds_the_households_of_its_place_on_its_day(void **state)
{
    Village *v = *state;
    Ref      group = made(v, houses, VILLAGE_GROUP), village = made(v, houses, VILLAGE_OTHER);
    Ctx     *c = as(v, "village");
    assert_ok(c, roll_fill(c, group));
    village_later(v, 0); /* the job does what nobody did at once */
    assert_int_equal(got(v, group).members, 4);
    assert_true(got(v, group).is_frozen);
    assert_int_equal(got(v, village).members, 1);
    assert_true(got(v, village).is_frozen);
    assert_int_equal(findings(v), 0);
}

static Err list_put(void *arg, const RollEntry *e)
{
    Buf *b = arg;
    buf_str(b, roll_line(b->a, ROLL_UNIT_HOUSEHOLD, e));
    return OK;
}

static void anybody_who_has_the_list_can_say_that_it_is_that_one(void **state)
{
    Village *v = *state;
    Ref      group = made(v, houses, VILLAGE_GROUP);
    Ctx     *c = as(v, "village");
    Buf      b = buf_new(v->kept, 256, 65536);
    assert_ok(c, roll_fill(c, group));
    assert_ok(c, roll_each(c, group, list_put, &b));
    Str  list = buf_text(&b);
    Hash h = hash_of(list), stored = got(v, group).hash;
    assert_true(hash_eq(&h, &stored));
    assert_true(str_starts(list, STR("household 420325-")));
}

static void who_is_not_of_age_on_the_day_is_not_on_it(void **state)
{
    Village  *v = *state;
    Ctx      *c = as(v, "village");
    Ref       grown, child, unknown;
    PersonNew n = { .place = STR(VILLAGE_GROUP), .household = STR("一组1户"), .rolls = 1u << ROLL_REGISTERED };
    n.name = STR("满十八");
    n.born = 20080720;
    assert_ok(c, person_add(c, &n, &grown));
    c = as(v, "village");
    n.name = STR("差一天");
    n.born = 20080721;
    assert_ok(c, person_add(c, &n, &child));
    c = as(v, "village");
    n.name = STR("没有生日");
    n.born = 0;
    assert_ok(c, person_add(c, &n, &unknown));
    RollNew   persons = { .unit = ROLL_UNIT_PERSON, .source = ROLL_FROM_REGISTERED, .on = 20260720, .noun = "meeting", .noun_id = 2 };
    Ref       roll = made(v, persons, VILLAGE_GROUP);
    bool      found;
    RollEntry e;
    c = as(v, "village");
    assert_ok(c, roll_fill(c, roll));
    assert_ok(c, roll_find(db_read(c), roll, (Ref){ STR("420325"), grown.id, STR_NONE }, &found, &e));
    assert_true(found);
    assert_ok(c, roll_find(db_read(c), roll, (Ref){ STR("420325"), child.id, STR_NONE }, &found, &e));
    assert_false(found);
    assert_true(got(v, roll).unclear >= 1); /* told, so that it can be given */
    assert_int_equal(findings(v), 0);
}

static Err give(Db *w, void *arg)
{
    Make *m = arg;
    return roll_give_in(w, m->roll, m->v, m->given);
}

static void a_frozen_roll_takes_nobody_in_and_nobody_twice(void **state)
{
    Village *v = *state;
    Make     m = { .n = { .place = STR(VILLAGE_GROUP), .unit = ROLL_UNIT_OWNER, .on = 20260720, .noun = "question", .noun_id = 3 },
                   .v = { { { STR("420325"), 7, STR_NONE }, 9000, 0 }, { { STR("4203"), 7, STR_NONE }, 11000, 0 } }, .given = 2 };
    Ctx     *c = as(v, "village");
    assert_ok(c, db_write(c, make, &m));
    Make again = m;
    again.given = 1;
    again.roll.county = STR("420325");
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, db_write(c, give, &again));
    assert_ok(c, roll_freeze(c, again.roll));
    assert_int_equal(got(v, again.roll).weight, 20000);
    again.v[0].unit.id = 8;
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, db_write(c, give, &again));
    again.v[0].weight = 0;
    assert_err(c, ERR_INVALID, db_write(c, give, &again));
}

typedef struct MarkIt {
    Ref      roll, unit;
    RollMark mark; /* ROLL_UNMARKED: taken back */
} MarkIt;

static Err mark_it(Db *w, void *arg)
{
    const MarkIt *m = arg;
    return m->mark ? roll_mark_in(w, m->roll, 55, m->unit, m->mark) : roll_unmark_in(w, m->roll, 55, m->unit);
}

static void counted_on_paper_is_marked_once_and_for_good(void **state)
{
    Village    *v = *state;
    Ref         roll = made(v, houses, VILLAGE_GROUP);
    MarkIt      m = { .roll = roll, .unit = { STR("420325"), as(v, "一组1户")->actor->household, STR_NONE }, .mark = ROLL_THERE };
    Ctx        *c = as(v, "village");
    RollMarks   n;
    assert_err(c, ERR_CONFLICT, db_write(c, mark_it, &m)); /* not frozen yet */
    assert_ok(c, roll_fill(c, roll));
    assert_ok(c, db_write(c, mark_it, &m));
    assert_ok(c, db_write(c, mark_it, &m));
    m.mark = ROLL_UNMARKED;
    assert_ok(c, db_write(c, mark_it, &m));
    m.mark = ROLL_ON_PAPER;
    assert_ok(c, db_write(c, mark_it, &m));
    assert_err(c, ERR_CONFLICT, db_write(c, mark_it, &m));
    m.mark = ROLL_UNMARKED;
    assert_err(c, ERR_CONFLICT, db_write(c, mark_it, &m));
    m.unit.id = 1;
    m.mark = ROLL_THERE;
    assert_err(c, ERR_MISSING, db_write(c, mark_it, &m));
    assert_ok(c, roll_marks(db_read(c), roll, 55, &n));
    assert_int_equal(n.on_paper, 1);
    assert_int_equal(n.there, 0);
}

static void who_was_at_the_sitting_is_there_for_its_vote(void **state)
{
    Village  *v = *state;
    Ref       roll = made(v, houses, VILLAGE_GROUP);
    Ctx      *c = as(v, "village");
    MarkIt    m = { .roll = roll, .mark = ROLL_THERE };
    RollMarks n;
    assert_ok(c, roll_fill(c, roll));
    m.unit = (Ref){ STR("420325"), v->actor[0].actor.household, STR_NONE };
    static const char *const who[] = { "一组1户", "一组3户" };
    for (int i = 0; i < 2; i++) {
        m.unit = (Ref){ STR("420325"), as(v, who[i])->actor->household, STR_NONE };
        c = as(v, "village");
        assert_ok(c, db_write(c, mark_it, &m));
    }
    assert_ok(c, roll_marks_take(c, roll, 55, 56));
    assert_ok(c, roll_marks(db_read(c), roll, 56, &n));
    assert_int_equal(n.there, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_roll_holds_the_households_of_its_place_on_its_day),
        IN_VILLAGE(anybody_who_has_the_list_can_say_that_it_is_that_one),
        IN_VILLAGE(who_is_not_of_age_on_the_day_is_not_on_it),
        IN_VILLAGE(a_frozen_roll_takes_nobody_in_and_nobody_twice),
        IN_VILLAGE(counted_on_paper_is_marked_once_and_for_good),
        IN_VILLAGE(who_was_at_the_sitting_is_there_for_its_vote),
    };
    return RUN_TESTS(tests);
}
