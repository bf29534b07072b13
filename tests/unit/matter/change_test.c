/* change: acts within acts, said with needs. What one act of its own does, tests/unit/plan/need asks. */
#include "matter/change.h"

#include "support/village.h"

/* ---- a record that decides: here a body that does what it is told ---- */

typedef struct Outer {
    Ref         need, made[2];
    NeedDecided decided;
    By          by;
    const char *title;
    const Actor *speakers[2];
    int         times;
} Outer;

static Err decide(Db *w, void *arg)
{
    Outer *o = arg;
    By     by = o->by;
    for (int i = 0; i < o->times; i++)
        TRY(need_decide_in(w, &by, o->need, &o->decided));
    return OK;
}

/* A big matter in the pool of 上湾村. */
static Ref pooled(Village *v, const char *title)
{
    Ref      need = village_need(v, title);
    NeedSort s = { village_version(v, need), NEED_BIG, DOOR_NONE, STR("全村的事") };
    Ctx     *c = as(v, "village");
    assert_ok(c, need_sort(c, need, &s));
    return need;
}

static Outer passed(Ref need)
{
    return (Outer){ .need = need, .times = 1, .by = { .cause = "decision", .cause_id = 77 },
                    .decided = { NEED_DOING, STR("表决通过"), 1, STR("上湾村村委会"), 20261231 } };
}

static void a_decision_moves_what_its_actor_could_not(void **state)
{
    Village *v = *state;
    Outer    o = passed(pooled(v, "修桥"));
    Ctx     *c = as(v, "一组3户");
    assert_ok(c, db_write(c, decide, &o));
    Need n = village_see(v, "nobody", o.need);
    assert_int_equal(n.state, NEED_DOING);
    assert_str(n.owner_title, "上湾村村委会");
    o.decided = (NeedDecided){ .to = NEED_POOLED, .words = STR("决议被撤销") };
    c = as(v, "一组3户");
    assert_ok(c, db_write(c, decide, &o));
    assert_int_equal(village_see(v, "nobody", o.need).state, NEED_POOLED);
    o.decided = (NeedDecided){ .to = NEED_UNABLE, .words = STR("30 户赞成，61 户反对") };
    c = as(v, "一组3户");
    assert_ok(c, db_write(c, decide, &o));
    assert_int_equal(village_see(v, "nobody", o.need).state, NEED_UNABLE);
    village_check(v);
}

static void what_the_courtyard_decided_it_has_taken_up(void **state)
{
    Village *v = *state;
    Outer    o = passed(pooled(v, "修水塔"));
    Ctx     *c = as(v, "一组3户");
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.big_up", 0), 0);
    o.decided.to = NEED_UNABLE; /* in time, and it was not to be */
    assert_ok(c, db_write(c, decide, &o));
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.big", 0), 1);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.big_up", 0), 1);
    village_check(v);
}

static void without_a_cause_it_needs_the_verb(void **state)
{
    Village *v = *state;
    Outer    o = passed(pooled(v, "修桥"));
    Ctx     *c = as(v, "一组3户");
    o.by.cause = NULL;
    assert_err(c, ERR_DENIED, db_write(c, decide, &o));
    assert_int_equal(village_see(v, "nobody", o.need).state, NEED_POOLED);
}

static void a_cause_moves_only_where_the_move_allows_it(void **state)
{
    Village *v = *state;
    Outer    o = passed(village_need(v, "路灯坏了一半"));
    Ctx     *c = as(v, "一组3户");
    assert_err(c, ERR_CONFLICT, db_write(c, decide, &o)); /* raised: nothing leads from there to doing */
    c = as(v, "village");
    assert_ok(c, need_take(c, o.need, village_version(v, o.need)));
    c = as(v, "一组3户");
    assert_err(c, ERR_DENIED, db_write(c, decide, &o)); /* taken in, and never in the pool: the desk gives it out */
}

static void the_event_names_what_decided(void **state)
{
    Village     *v = *state;
    Outer        o = passed(pooled(v, "修桥"));
    Ctx         *c = as(v, "一组3户");
    const Event *e;
    size_t       n;
    assert_ok(c, db_write(c, decide, &o));
    c = as(v, "nobody");
    assert_ok(c, event_timeline(c, o.need, &e, &n));
    assert_str(e[n - 1].kind, "need.assigned");
    assert_int_equal(event_part(&e[n - 1], "decision"), 77);
}

static Err seen_rule(Db *w, Change *ch, void *row)
{
    change_note(ch, "need.confirmed", TELL_NOBODY);
    return OK;
}

/* Whatever the act: no rule has to think of it. */
static void who_dealt_with_a_matter_takes_no_step_in_it_for_a_house(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "village");
    assert_ok(c, need_take(c, need, 0));
    c = as_helping(v, "village", "一组3户");
    assert_err(c, ERR_DENIED, change(c, &(Change){ .life = &need_life, .ref = need, .by_house = true, .rule = { seen_rule } }));
    c = as_helping(v, "group", "一组4户"); /* who did not may */
    assert_ok(c, change(c, &(Change){ .life = &need_life, .ref = need, .by_house = true, .rule = { seen_rule } }));
    c = as(v, "village"); /* and at his desk, too */
    assert_ok(c, change(c, &(Change){ .life = &need_life, .ref = need, .rule = { seen_rule } }));
}

static void one_body_holds_fifty_acts_and_not_one_more(void **state)
{
    Village *v = *state;
    Outer    o = passed(pooled(v, "修桥"));
    Ctx     *c = as(v, "一组3户");
    o.times = CHANGES_A_BODY + 1;
    assert_err(c, ERR_TOO_LARGE, db_write(c, decide, &o));
    assert_int_equal(village_see(v, "nobody", o.need).state, NEED_POOLED); /* none of them */
    o.times = CHANGES_A_BODY;
    c = as(v, "一组3户");
    assert_ok(c, db_write(c, decide, &o));
    assert_int_equal(village_see(v, "nobody", o.need).state, NEED_DOING);
}

/* What two houses said at a meeting, keyed in by an official in one go: each is its house's own. */
static Err raise_two(Db *w, void *arg)
{
    Outer  *o = arg;
    NeedNew n = { .title = STR("路太窄"), .kind = NEED_DEMAND, .category = NEED_ROAD, .place = STR(VILLAGE_GROUP) };
    for (int i = 0; i < 2; i++) {
        By by = { .actor = o->speakers[i] };
        TRY(need_raise_in(w, &by, &n, &o->made[i]));
    }
    By by = { .actor = o->speakers[1] };
    return need_join_in(w, &by, o->made[0], STR("我家也在那条路上"));
}

static void what_is_said_in_one_body_belongs_to_whoever_said_it(void **state)
{
    Village *v = *state;
    Actor    first = *as(v, "一组1户")->actor, second = *as(v, "一组2户")->actor;
    Outer    o = { .speakers = { &first, &second } };
    Ctx     *c = as(v, "village");
    i64      who = c->actor->account;
    assert_ok(c, db_write(c, raise_two, &o));
    assert_int_equal(c->actor->account, who);
    assert_true(village_see(v, "一组1户", o.made[0]).is_mine);
    assert_false(village_see(v, "一组2户", o.made[0]).is_mine);
    assert_true(village_see(v, "一组2户", o.made[1]).is_mine);
    assert_int_equal(village_see(v, "nobody", o.made[0]).voices, 2);
    village_check(v);
}

/* Noted on paper an hour before: raised, joined, decided, and a chapter of its own. */
static Err noted(Db *w, void *arg)
{
    Outer  *o = arg;
    i64     then = db_ctx(w)->now - HOUR;
    NeedNew n = { .title = STR("路太窄"), .kind = NEED_DEMAND, .category = NEED_ROAD, .place = STR(VILLAGE_GROUP) };
    By      by = { .actor = o->speakers[0], .happened_at = then }, other = { .actor = o->speakers[1], .happened_at = then };
    TRY(need_raise_in(w, &by, &n, &o->made[0]));
    TRY(need_join_in(w, &other, o->made[0], STR("我家也在那条路上")));
    By decided = { .cause = "decision", .cause_id = 77, .happened_at = then };
    TRY(need_decide_in(w, &decided, o->need, &o->decided));
    return db_ctx(w)->happened_at == 0 ? OK : ERR_INTERNAL; /* what comes after happens now again */
}

static void what_was_noted_before_happened_then_in_every_event_of_it(void **state)
{
    Village     *v = *state;
    Actor        first = *as(v, "一组1户")->actor, second = *as(v, "一组2户")->actor;
    Outer        o = passed(pooled(v, "修桥"));
    const Event *e;
    size_t       n;
    o.speakers[0] = &first;
    o.speakers[1] = &second;
    Ctx *c = as(v, "village");
    i64  then = c->now - HOUR;
    assert_ok(c, db_write(c, noted, &o));
    assert_ok(c, event_timeline(c, o.made[0], &e, &n));
    assert_int_equal(n, 2);
    assert_true(e[0].happened_at == then && e[1].happened_at == then && e[1].at == c->now);
    assert_ok(c, event_timeline(c, o.need, &e, &n));
    assert_int_equal(e[n - 1].happened_at, then);
    assert_int_equal(e[n - 2].happened_at, c->now);
    assert_int_equal(village_see(v, "一组1户", o.made[0]).happened_at, then);
    village_check(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_decision_moves_what_its_actor_could_not),
        IN_VILLAGE(what_the_courtyard_decided_it_has_taken_up),
        IN_VILLAGE(without_a_cause_it_needs_the_verb),
        IN_VILLAGE(a_cause_moves_only_where_the_move_allows_it),
        IN_VILLAGE(the_event_names_what_decided),
        IN_VILLAGE(who_dealt_with_a_matter_takes_no_step_in_it_for_a_house),
        IN_VILLAGE(one_body_holds_fifty_acts_and_not_one_more),
        IN_VILLAGE(what_is_said_in_one_body_belongs_to_whoever_said_it),
        IN_VILLAGE(what_was_noted_before_happened_then_in_every_event_of_it),
    };
    return RUN_TESTS(tests);
}
