/* Groups of duplicates: one act on all of them, one clock, and nobody's "not done" unheard. */
#include <string.h>

#include "plan/need/need_desk.h"
#include "plan/need/need_tally.h"
#include "support/village.h"

#define ok(expr)     assert_ok(v->c, expr)
#define err(e, expr) assert_err(v->c, e, expr)

static void joins(Village *v, const char *who, Ref need)
{
    Ctx *c = as(v, who);
    assert_ok(c, need_join(c, need, STR("")));
}

static void grouped(Village *v, const Ref *needs, size_t n)
{
    i64  id;
    Refs refs = { needs, n };
    Ctx *c = as(v, "village");
    assert_ok(c, need_group(c, &refs, STR("路灯的事"), &id));
}

/* The lamp, as three houses said it. */
static void three(Village *v, Ref needs[3])
{
    needs[0] = village_need(v, "路灯坏了一半");
    needs[1] = village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯");
    needs[2] = village_need_of(v, "一组3户", NEED_DEMAND, "村口太黑");
    joins(v, "一组2户", needs[0]);
    grouped(v, needs, 3);
}

static NeedReach acted(Village *v, const char *who, Ref need, NeedAct a)
{
    NeedReach reach;
    Ctx      *c = as(v, who);
    assert_ok(c, need_act(c, need, &a, &reach));
    return reach;
}

#define SOLVED_ALL { .act = NEED_ACT_SOLVE, .words = STR("灯换好了，请大家看看"), .all = true }

static Err judged(Village *v, const char *who, Ref need, int done)
{
    Str         once = village_once(v);
    NeedVerdict verdict = { done, done ? STR("") : STR("还有两盏不亮"), once };
    return need_judge(as(v, who), need, &verdict);
}

static int state_of(Village *v, Ref need)
{
    return village_see(v, "nobody", need).state;
}

/* ---- one act ---- */

static void what_is_done_to_one_is_done_to_all_and_every_house_is_told_once(void **state)
{
    static const char *const houses[] = { "一组1户", "一组2户", "一组3户" };
    Village *v = *state;
    Ref      needs[3];
    i64      before[3];
    three(v, needs);
    NeedReach taken = acted(v, "village", needs[0], (NeedAct){ .act = NEED_ACT_TAKE, .all = true });
    assert_int_equal(taken.done, 2);
    for (int i = 0; i < 3; i++)
        before[i] = village_messages(v, houses[i]);
    NeedReach reach = acted(v, "village", needs[0], (NeedAct)SOLVED_ALL);
    assert_true(reach.done == 2 && reach.later == 0 && reach.left == 0);
    for (int i = 0; i < 3; i++) {
        Need n = village_see(v, "nobody", needs[i]);
        assert_int_equal(n.state, NEED_SOLVED);
        assert_int_equal(n.round, 1);
        assert_str(n.owner_title, "上湾村村干部");
        assert_int_equal(village_messages(v, houses[i]), before[i] + 1); /* 一组2户 has a voice on two of them */
    }
    assert_true(village_see(v, "nobody", needs[1]).lead == needs[0].id);
    ok(judged(v, "一组1户", needs[0], 1));
    assert_int_equal(state_of(v, needs[0]), NEED_CLOSED);
    assert_int_equal(state_of(v, needs[1]), NEED_SOLVED); /* each has a word of its own */
    village_check(v);
}

static Err desk_assign(Ctx *c, Ref need)
{
    for (const DeskAct *a = need_desk.acts; a->name != NULL; a++)
        if (strcmp(a->name, "assign") == 0)
            return a->act(c, need, &(DeskSaid){ .day = 0 });
    return ERR_MISSING;
}

/* On the desk the leading one stands for all of them. */
static void what_is_given_to_somebody_at_a_desk_is_the_whole_group(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    Ctx *c = as(v, "village");
    assert_ok(c, desk_assign(c, needs[0]));
    for (int i = 0; i < 3; i++) {
        Need n = village_see(v, "nobody", needs[i]);
        assert_int_equal(n.state, NEED_DOING);
        assert_str(n.owner_title, "上湾村村干部");
    }
    assert_int_equal(acted(v, "village", needs[0], (NeedAct){ .act = NEED_ACT_ASSIGN, .all = true }).done, 0); /* theirs already */
    village_check(v);
}

static void a_leading_need_that_goes_to_the_city_leaves_another_to_lead_and_the_others_hear_of_it(void **state)
{
    static const char *const desks[] = { "group", "village", "town", "county" };
    Village *v = *state;
    Ref      pair[] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯") }, now;
    grouped(v, pair, 2);
    int first = village_see(v, "nobody", pair[0]).lead == 0 ? 0 : 1;
    for (size_t i = 0; i < COUNTOF(desks); i++) {
        Ctx *c = as(v, desks[i]);
        if (i == 0)
            assert_ok(c, need_take(c, pair[first], 0));
        i64 told = village_messages(v, first == 0 ? "一组2户" : "一组1户");
        c = as(v, desks[i]);
        assert_ok(c, need_hand(c, pair[first], 0, STR("村里没有梯车"), &now));
        assert_int_equal(village_messages(v, first == 0 ? "一组2户" : "一组1户"), told + (i == COUNTOF(desks) - 1));
    }
    Need left = village_see(v, "nobody", pair[1 - first]);
    assert_true(left.lead == 0 && need_is_open(left.state));
    village_check(v);
}

static void grouping_is_told_once_too(void **state)
{
    Village *v = *state;
    Ref      needs[] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯") };
    joins(v, "一组2户", needs[0]);
    grouped(v, needs, 2);
    assert_int_equal(village_messages(v, "一组2户"), 1);
    assert_int_equal(village_messages(v, "一组1户"), 1);
}

static void asked_about_one_only_the_others_stay(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    NeedAct a = SOLVED_ALL;
    a.all = false;
    assert_int_equal(acted(v, "village", needs[0], a).done, 0);
    assert_int_equal(state_of(v, needs[0]), NEED_SOLVED);
    assert_int_equal(state_of(v, needs[1]), NEED_RAISED);
    assert_true(village_see(v, "nobody", needs[1]).lead == 0); /* an open one leads */
    assert_true(village_see(v, "nobody", needs[0]).lead == needs[1].id);
    village_check(v);
}

static void cannot_be_done_and_not_ours_are_said_of_all(void **state)
{
    Village *v = *state;
    Ref      a[3], b[2];
    three(v, a);
    acted(v, "village", a[1], (NeedAct){ .act = NEED_ACT_UNABLE, .words = STR("没有钱"), .all = true });
    for (int i = 0; i < 3; i++)
        assert_int_equal(state_of(v, a[i]), NEED_UNABLE);
    b[0] = village_need(v, "地界不清");
    b[1] = village_need_of(v, "一组2户", NEED_DEMAND, "地界要划");
    grouped(v, b, 2);
    NeedSort s = { .size = NEED_NOT_OURS, .door = DOOR_COURT, .why = STR("去法庭") };
    acted(v, "village", b[0], (NeedAct){ .act = NEED_ACT_SORT, .sort = s, .all = true });
    assert_int_equal(village_see(v, "nobody", b[1]).door, DOOR_COURT);
    assert_int_equal(state_of(v, b[1]), NEED_ELSEWHERE);
    village_check(v);
}

static void an_answer_is_heard_by_all(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    i64 before = village_messages(v, "一组2户"), third = village_messages(v, "一组3户");
    acted(v, "village", needs[0], (NeedAct){ .act = NEED_ACT_ANSWER, .words = STR("明天去看"), .all = true });
    assert_int_equal(village_messages(v, "一组2户"), before + 1);
    assert_int_equal(village_messages(v, "一组3户"), third + 1);
    assert_int_equal(state_of(v, needs[0]), NEED_RAISED);
}

static void what_lies_on_a_higher_desk_is_not_reached_from_below(void **state)
{
    Village *v = *state;
    Ref      needs[3], now;
    three(v, needs);
    ok(need_hand(as(v, "group"), needs[2], 0, STR("我们办不了"), &now));
    ok(need_hand(as(v, "village"), needs[2], 0, STR("村里办不了"), &now));
    NeedReach reach = acted(v, "village", needs[0], (NeedAct)SOLVED_ALL);
    assert_true(reach.done == 1 && reach.left == 1);
    Need n = village_see(v, "nobody", needs[2]);
    assert_int_equal(n.state, NEED_TAKEN);
    assert_true(n.lead == 0);
    village_check(v);
}

static void an_act_on_all_by_who_may_not_changes_none(void **state)
{
    Village  *v = *state;
    Ref       needs[3];
    NeedReach reach;
    NeedAct   a = SOLVED_ALL;
    three(v, needs);
    err(ERR_DENIED, need_act(as(v, "一组1户"), needs[0], &a, &reach));
    err(ERR_DENIED, need_act(as(v, "other village"), needs[0], &a, &reach));
    a.version = village_version(v, needs[0]) - 1;
    err(ERR_CONFLICT, need_act(as(v, "village"), needs[0], &a, &reach));
    for (int i = 0; i < 3; i++)
        assert_int_equal(state_of(v, needs[i]), NEED_RAISED);
}

/* Whoever had the page open before it was grouped has not been asked about the group. */
static void who_was_not_asked_about_the_group_is_refused(void **state)
{
    Village  *v = *state;
    Ref       needs[] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯") };
    i64       version = village_version(v, needs[0]);
    NeedReach reach;
    NeedAct   a = SOLVED_ALL;
    grouped(v, needs, 2);
    a.version = version;
    err(ERR_CONFLICT, need_act(as(v, "village"), needs[0], &a, &reach));
}

static void more_than_a_body_holds_is_done_by_a_job_and_told_once(void **state)
{
    enum { LAMPS = 120, AT_ONCE = 40 };
    Village *v = *state;
    Ref      needs[LAMPS], some[AT_ONCE];
    for (int i = 0; i < LAMPS; i++)
        needs[i] = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", needs[0]);
    for (int i = 1; i < LAMPS; i += AT_ONCE - 1) { /* the first with some of the others, until all are with it */
        int n = 1;
        for (some[0] = needs[0]; n < AT_ONCE && i + n - 1 < LAMPS; n++)
            some[n] = needs[i + n - 1];
        grouped(v, some, (size_t)n);
    }
    i64       before = village_messages(v, "一组2户");
    NeedReach reach = acted(v, "village", needs[0], (NeedAct)SOLVED_ALL);
    assert_int_equal(reach.done, CHANGES_A_BODY - 1);
    assert_int_equal(reach.later, LAMPS - CHANGES_A_BODY);
    village_later(v, MINUTE);
    for (int i = 0; i < LAMPS; i++)
        assert_int_equal(village_see(v, "nobody", needs[i]).round, 1);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.state.solved", 0), LAMPS);
    assert_int_equal(village_messages(v, "一组2户"), before + 1);
    village_check(v);
}

typedef struct Decision {
    Ref         need;
    NeedDecided decided;
} Decision;

static Err decide(Db *w, void *arg)
{
    Decision *d = arg;
    By        by = { .cause = "decision", .cause_id = 77 };
    return need_decide_in(w, &by, d->need, &d->decided);
}

static void what_was_voted_down_is_answered_to_all_of_the_group(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    NeedSort s = { .size = NEED_BIG, .why = STR("全村的事") };
    acted(v, "village", needs[0], (NeedAct){ .act = NEED_ACT_SORT, .sort = s, .all = true });
    assert_int_equal(state_of(v, needs[2]), NEED_POOLED);
    Decision d = { needs[0], { .to = NEED_UNABLE, .words = STR("30 户赞成，61 户反对") } };
    Ctx     *c = as(v, "village");
    assert_ok(c, db_write(c, decide, &d));
    i64 before = village_messages(v, "一组3户");
    village_later(v, MINUTE);
    for (int i = 0; i < 3; i++)
        assert_int_equal(state_of(v, needs[i]), NEED_UNABLE);
    assert_int_equal(village_messages(v, "一组3户"), before + 1);
    village_check(v);
}

/* ---- one clock ---- */

static void a_duplicate_does_not_rise_while_another_leads_it(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    acted(v, "village", needs[0], (NeedAct){ .act = NEED_ACT_TAKE });
    ok(need_assign(as(v, "village"), needs[0], &(NeedAssign){ 0 }));
    ok(need_extend(as(v, "village"), needs[0], 0, 20260723, STR("等零件")));
    village_later(v, 8 * DAY);
    for (int i = 0; i < 3; i++) {
        Need n = village_see(v, "nobody", needs[i]);
        assert_false(n.is_overdue);
        assert_str(n.at, VILLAGE_GROUP);
    }
    village_later(v, 10 * DAY); /* nobody did it: the one that leads rises, once */
    assert_true(village_see(v, "nobody", needs[0]).is_overdue);
    assert_false(village_see(v, "nobody", needs[1]).is_overdue);
    assert_int_equal(village_count(v, "420325", "need.overdue", 0), 1);
    village_check(v);
}

static void grouping_gives_nobody_time(void **state)
{
    Village *v = *state;
    Ref      pair[2] = { village_need(v, "桥要重修"), village_need(v, "桥栏杆松了") };
    joins(v, "一组2户", pair[0]);
    acted(v, "village", pair[0], (NeedAct){ .act = NEED_ACT_TAKE });
    ok(need_assign(as(v, "village"), pair[0], &(NeedAssign){ 0 }));
    ok(need_extend(as(v, "village"), pair[0], 0, 20260723, STR("等零件")));
    i64 soon = village_see(v, "nobody", pair[1]).due;
    assert_true(soon < village_see(v, "nobody", pair[0]).due);
    grouped(v, pair, 2);
    Need lead = village_see(v, "nobody", pair[0]);
    assert_true(lead.lead == 0 && lead.due == soon); /* the day of the one that stopped running */
    village_later(v, soon - v->c->now + MINUTE);
    assert_true(village_see(v, "nobody", pair[0]).is_overdue);
    village_check(v);
}

static void what_is_late_leads_and_stays_late(void **state)
{
    Village *v = *state;
    Ref      late = village_need(v, "桥栏杆松了"), pair[2];
    village_later(v, 9 * DAY);
    assert_true(village_see(v, "nobody", late).is_overdue);
    pair[0] = village_need(v, "桥要重修");
    pair[1] = late;
    joins(v, "一组2户", pair[0]);
    i64 before = village_count(v, "420325", "need.overdue", 0);
    grouped(v, pair, 2);
    assert_int_equal(village_see(v, "nobody", late).lead, 0);
    assert_int_equal(village_count(v, "420325", "need.overdue", 0), before);
    village_check(v);
}

static void who_comes_along_with_another_is_asked_about_and_told(void **state)
{
    Village *v = *state;
    Ref      pair[2] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "路灯不亮") };
    Ref      mine = village_need(v, "灯杆歪了"), both[2] = { pair[0], mine }, same;
    ok(need_hand(as(v, "group"), pair[1], 0, STR("组里没有梯车"), &same)); /* it lies at the village now */
    grouped(v, pair, 2);
    Refs refs = { both, 2 };
    i64  group;
    Ctx *c = as(v, "group"); /* whose desk it lies on no more */
    assert_err(c, ERR_DENIED, need_group(c, &refs, STR("一组的灯"), &group));
    i64 before = village_messages(v, "一组2户");
    c = as(v, "village");
    assert_ok(c, need_group(c, &refs, STR("村里的灯"), &group));
    assert_int_equal(village_see(v, "nobody", pair[1]).group, group);
    assert_int_equal(village_messages(v, "一组2户"), before + 1);
    village_check(v);
}

static void taken_out_it_has_its_own_clock_and_state_back(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    i64 due = village_see(v, "nobody", needs[1]).due;
    ok(need_ungroup(as(v, "village"), needs[1]));
    Need n = village_see(v, "nobody", needs[1]);
    assert_true(n.due == due && n.lead == 0 && n.group == 0);
    assert_int_equal(n.state, NEED_RAISED);
    village_later(v, 5 * DAY);
    assert_true(village_see(v, "nobody", needs[1]).is_overdue); /* its own day went by */
    village_check(v);
}

static void a_day_that_went_by_meanwhile_is_not_held_against_it(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    village_later(v, 9 * DAY);
    ok(need_ungroup(as(v, "village"), needs[1]));
    Need n = village_see(v, "nobody", needs[1]);
    assert_true(n.due > v->c->now);
    assert_false(n.is_overdue);
    village_later(v, 6 * DAY);
    assert_true(village_see(v, "nobody", needs[1]).is_overdue);
    village_check(v);
}

static void a_desk_has_a_group_once(void **state)
{
    Village  *v = *state;
    Ref       needs[3];
    Needs     queue;
    NeedQueue q = { .place = STR(VILLAGE_CODE) };
    three(v, needs);
    ok(need_queue(as(v, "village"), &q, &queue));
    assert_int_equal(queue.n, 1);
    assert_true(queue.v[0].ref.id == needs[0].id);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.desk", 0), 1);
    ok(need_ungroup(as(v, "village"), needs[2]));
    ok(need_queue(as(v, "village"), &q, &queue));
    assert_int_equal(queue.n, 2);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.desk", 0), 2);
    village_check(v);
}

/* ---- everybody's word ---- */

static void not_done_is_heard_after_anothers_done_has_closed_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    joins(v, "一组3户", need);
    acted(v, "village", need, (NeedAct)SOLVED_ALL);
    ok(judged(v, "一组1户", need, 1));
    assert_int_equal(village_count(v, "420325", "need.outcome_author", 0), 1);
    assert_true(village_see(v, "一组2户", need).may_judge);
    assert_false(village_see(v, "一组4户", need).may_judge);
    ok(judged(v, "一组3户", need, 1)); /* a word more; it stays as it is */
    assert_int_equal(state_of(v, need), NEED_CLOSED);
    village_later(v, 14 * DAY);
    ok(judged(v, "一组2户", need, 0));
    Need n = village_see(v, "nobody", need);
    assert_int_equal(n.state, NEED_DOING);
    assert_int_equal(n.closing, NEED_NOT_CLOSED);
    assert_true(n.closed_at == 0 && n.reopened == 1 && n.due > v->c->now);
    assert_int_equal(village_count(v, "420325", "need.outcome_author", 0), 0);
    acted(v, "village", need, (NeedAct)SOLVED_ALL);
    ok(judged(v, "一组1户", need, 1));
    assert_int_equal(state_of(v, need), NEED_SOLVED); /* who said it is asked first */
    village_check(v);
}

static void when_its_days_are_over_what_was_closed_stays_closed(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    acted(v, "village", need, (NeedAct)SOLVED_ALL);
    ok(judged(v, "一组1户", need, 1));
    village_later(v, 15 * DAY + MINUTE);
    assert_false(village_see(v, "一组2户", need).may_judge);
    err(ERR_CONFLICT, judged(v, "一组2户", need, 0));
    assert_int_equal(state_of(v, need), NEED_CLOSED);
}

static void what_was_accepted_as_impossible_is_not_judged_done_or_not(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    ok(need_unable(as(v, "village"), need, 0, STR("没有钱")));
    ok(need_accept(as(v, "一组1户"), need));
    err(ERR_CONFLICT, judged(v, "一组2户", need, 0));
}

static void any_house_of_the_group_is_heard_at_the_one_that_leads(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    acted(v, "village", needs[0], (NeedAct)SOLVED_ALL);
    ok(judged(v, "一组1户", needs[0], 1));
    ok(judged(v, "一组2户", needs[1], 1));
    Need seen = village_see(v, "一组3户", needs[0]); /* it voiced the third only */
    assert_true(seen.may_judge && !seen.has_voiced && seen.said == 0);
    i64 before = village_messages(v, "一组1户");
    ok(judged(v, "一组3户", needs[0], 0));
    assert_int_equal(state_of(v, needs[0]), NEED_DOING);
    assert_int_equal(state_of(v, needs[2]), NEED_DOING); /* where its voice is, and its words */
    assert_int_equal(state_of(v, needs[1]), NEED_CLOSED); /* whose house has said that it is done */
    assert_int_equal(village_messages(v, "一组1户"), before + 1);
    assert_true(village_see(v, "nobody", needs[2]).lead == needs[0].id);
    err(ERR_CONFLICT, judged(v, "一组3户", needs[0], 0));
    village_check(v);
}

static void not_done_at_a_duplicate_opens_the_one_that_leads_with_it(void **state)
{
    Village *v = *state;
    Ref      needs[3];
    three(v, needs);
    acted(v, "village", needs[0], (NeedAct)SOLVED_ALL);
    ok(judged(v, "一组3户", needs[2], 0));
    assert_int_equal(state_of(v, needs[0]), NEED_DOING);
    assert_int_equal(state_of(v, needs[1]), NEED_SOLVED);
    assert_int_equal(state_of(v, needs[2]), NEED_DOING);
    NeedReach reach = acted(v, "village", needs[0], (NeedAct)SOLVED_ALL);
    assert_int_equal(reach.done, 1);
    village_check(v);
}

static Ctx *as_this(Village *v, const Actor *a)
{
    Ctx *c = as(v, "nobody");
    c->actor = a;
    return c;
}

static Err not_done_by(Village *v, const Actor *a, Ref need)
{
    NeedVerdict verdict = { 0, STR("还是没有水"), village_once(v) };
    return need_judge(as_this(v, a), need, &verdict);
}

/* It is asked at what the house voiced, not at what leads it. */
static void who_dealt_with_the_one_that_leads_silences_no_house_about_its_own(void **state)
{
    Village *v = *state;
    Ref      pair[2] = { village_need(v, "水渠堵了要清淤") };
    Actor    key = *as(v, "一组3户")->actor;
    village_later(v, MINUTE);
    key.printed.by = as(v, "village")->actor->account; /* printed when the first was there already, and the house's own was not */
    key.printed.at = v->c->now;
    village_later(v, MINUTE);
    pair[1] = village_need_of(v, "一组3户", NEED_DEMAND, "水渠堵了没有水");
    grouped(v, pair, 2);
    assert_true(village_see(v, "nobody", pair[1]).lead == pair[0].id);
    acted(v, "village", pair[0], (NeedAct)SOLVED_ALL);
    bool others;
    Need at_lead;
    ok(need_get(as_this(v, &key), pair[0], &at_lead));
    ok(need_others_key(v->c, &at_lead, &others));
    assert_true(at_lead.may_judge && !others);
    ok(not_done_by(v, &key, pair[1]));
    assert_int_equal(state_of(v, pair[1]), NEED_DOING);
    assert_int_equal(state_of(v, pair[0]), NEED_DOING);
    village_check(v);
}

/* Whoever dealt with the one that leads speaks for no house in any of the group; the house itself is heard. */
static void who_dealt_with_the_lead_helps_nobody_against_it(void **state)
{
    Village *v = *state;
    Ref      pair[2] = { village_need(v, "水渠堵了要清淤") };
    Actor    helping = *as_helping(v, "village", "一组3户")->actor;
    NeedNew  n = { .title = STR("水渠堵了没有水"), .body = STR("田里没有水。"), .category = NEED_LIGHT, .place = STR(VILLAGE_GROUP),
                   .once = village_once(v) };
    ok(need_raise(as_this(v, &helping), &n, &pair[1]));
    acted(v, "village", pair[0], (NeedAct){ .act = NEED_ACT_TAKE });
    Refs refs = { pair, 2 };
    i64  group;
    ok(need_group(as(v, "group"), &refs, STR("水渠的事"), &group));
    acted(v, "group", pair[0], (NeedAct)SOLVED_ALL);
    assert_int_equal(not_done_by(v, &helping, pair[1]), ERR_DENIED);
    assert_int_equal(state_of(v, pair[0]), NEED_SOLVED);
    ok(not_done_by(v, as(v, "一组3户")->actor, pair[1]));
    assert_int_equal(state_of(v, pair[0]), NEED_DOING);
    village_check(v);
}

static void reporting_again_is_no_way_round_those_who_judge(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    acted(v, "village", need, (NeedAct)SOLVED_ALL);
    err(ERR_CONFLICT, need_solve(as(v, "village"), need, 0, STR("又办好了"), NULL));
    assert_int_equal(village_see(v, "nobody", need).round, 1);
    ok(judged(v, "一组1户", need, 1));
    err(ERR_CONFLICT, need_solve(as(v, "village"), need, 0, STR("又办好了"), NULL));
    err(ERR_CONFLICT, need_assign(as(v, "village"), need, &(NeedAssign){ 0 }));
    assert_int_equal(state_of(v, need), NEED_CLOSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(what_is_done_to_one_is_done_to_all_and_every_house_is_told_once),
        IN_VILLAGE(what_is_given_to_somebody_at_a_desk_is_the_whole_group),
        IN_VILLAGE(a_leading_need_that_goes_to_the_city_leaves_another_to_lead_and_the_others_hear_of_it),
        IN_VILLAGE(grouping_is_told_once_too),
        IN_VILLAGE(asked_about_one_only_the_others_stay),
        IN_VILLAGE(cannot_be_done_and_not_ours_are_said_of_all),
        IN_VILLAGE(an_answer_is_heard_by_all),
        IN_VILLAGE(what_lies_on_a_higher_desk_is_not_reached_from_below),
        IN_VILLAGE(an_act_on_all_by_who_may_not_changes_none),
        IN_VILLAGE(who_was_not_asked_about_the_group_is_refused),
        IN_VILLAGE(more_than_a_body_holds_is_done_by_a_job_and_told_once),
        IN_VILLAGE(what_was_voted_down_is_answered_to_all_of_the_group),
        IN_VILLAGE(a_duplicate_does_not_rise_while_another_leads_it),
        IN_VILLAGE(grouping_gives_nobody_time), IN_VILLAGE(what_is_late_leads_and_stays_late),
        IN_VILLAGE(who_comes_along_with_another_is_asked_about_and_told),
        IN_VILLAGE(taken_out_it_has_its_own_clock_and_state_back),
        IN_VILLAGE(a_day_that_went_by_meanwhile_is_not_held_against_it),
        IN_VILLAGE(a_desk_has_a_group_once),
        IN_VILLAGE(not_done_is_heard_after_anothers_done_has_closed_it),
        IN_VILLAGE(when_its_days_are_over_what_was_closed_stays_closed),
        IN_VILLAGE(what_was_accepted_as_impossible_is_not_judged_done_or_not),
        IN_VILLAGE(any_house_of_the_group_is_heard_at_the_one_that_leads),
        IN_VILLAGE(not_done_at_a_duplicate_opens_the_one_that_leads_with_it),
        IN_VILLAGE(who_dealt_with_the_one_that_leads_silences_no_house_about_its_own), IN_VILLAGE(who_dealt_with_the_lead_helps_nobody_against_it),
        IN_VILLAGE(reporting_again_is_no_way_round_those_who_judge),
    };
    return RUN_TESTS(tests);
}
