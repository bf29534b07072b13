/* need, from triage to the last word: officials, those who voiced it, the clock, and the figures that follow. */
#include <string.h>

#include "matter/story.h"
#include "plan/need/need_tally.h"
#include "record/workcal.h"
#include "support/village.h"

/* ---- short forms ---- */

static void take(Village *v, const char *who, Ref need)
{
    i64  version = village_version(v, need);
    Ctx *c = as(v, who);
    assert_ok(c, need_take(c, need, version));
}

static Err sorted(Village *v, const char *who, Ref need, int size, int door, const char *why)
{
    NeedSort s = { village_version(v, need), size, door, str_from(why) };
    return need_sort(as(v, who), need, &s);
}

static void assign(Village *v, const char *who, Ref need)
{
    NeedAssign a = { .version = village_version(v, need) };
    Ctx       *c = as(v, who);
    assert_ok(c, need_assign(c, need, &a));
}

static void solve(Village *v, const char *who, Ref need)
{
    i64  version = village_version(v, need);
    Ctx *c = as(v, who);
    assert_ok(c, need_solve(c, need, version, STR("灯换好了，请大家看看"), NULL));
}

static Err judged(Village *v, const char *who, Ref need, int done)
{
    Str         once = village_once(v);
    NeedVerdict verdict = { done, done ? STR("") : STR("还有两盏不亮"), once };
    return need_judge(as(v, who), need, &verdict);
}

static void joins(Village *v, const char *who, Ref need)
{
    Ctx *c = as(v, who);
    assert_ok(c, need_join(c, need, STR("")));
}

static Ref handed(Village *v, const char *who, Ref need)
{
    Ref  now;
    i64  version = village_version(v, need);
    Ctx *c = as(v, who);
    assert_ok(c, need_hand(c, need, version, STR("村里办不了"), &now));
    return (Ref){ now.county.n == 4 ? STR("4203") : STR("420325"), now.id, STR(VILLAGE_GROUP) };
}

static i64 workdays_from(Village *v, i64 at, int days)
{
    i64  due;
    Ctx *c = as(v, "nobody");
    assert_ok(c, workcal_due(db_read(c), at, days, &due));
    return due;
}

#define ok(expr)      assert_ok(v->c, expr)
#define err(e, expr)  assert_err(v->c, e, expr)

/* ---- from voice to the last word ---- */

static void a_small_matter_goes_from_voice_to_the_authors_word(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    take(v, "village", need);
    ok(sorted(v, "village", need, NEED_SMALL, 0, ""));
    assign(v, "village", need);
    assert_str(village_see(v, "nobody", need).owner_title, "上湾村村干部");
    solve(v, "village", need);
    assert_int_equal(village_see(v, "nobody", need).state, NEED_SOLVED);
    err(ERR_DENIED, judged(v, "一组3户", need, 1)); /* no voice, no verdict */
    ok(judged(v, "一组1户", need, 1));
    Need n = village_see(v, "nobody", need);
    assert_int_equal(n.state, NEED_CLOSED);
    assert_int_equal(n.closing, NEED_BY_AUTHOR);
    static const char *const at[] = { VILLAGE_GROUP, VILLAGE_CODE, VILLAGE_TOWN, "420325" };
    for (size_t i = 0; i < COUNTOF(at); i++) {
        assert_int_equal(village_count(v, at[i], "need.raised", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.raised", 202607), 1);
        assert_int_equal(village_count(v, at[i], "need.state.closed", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.state.raised", 0), 0);
        assert_int_equal(village_count(v, at[i], "need.small", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.small_done", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.taken_in_time", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.told", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.outcome_author", 0), 1);
        assert_int_equal(village_count(v, at[i], "need.households", 0), 2);
    }
    village_check(v);
}

static void no_official_can_close_or_judge(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    solve(v, "village", need);
    static const char *const officials[] = { "group", "village", "town", "county", "city" };
    for (size_t i = 0; i < COUNTOF(officials); i++) {
        err(ERR_DENIED, judged(v, officials[i], need, 1));
        err(ERR_CONFLICT, need_accept(as(v, officials[i]), need));
    }
    assert_int_equal(village_see(v, "nobody", need).state, NEED_SOLVED);
}

static void not_done_opens_it_again_and_the_third_time_a_level_above(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    for (int i = 1; i <= 3; i++) {
        solve(v, "group", need);
        ok(judged(v, "一组2户", need, 0));
        Need n = village_see(v, "nobody", need);
        assert_int_equal(n.state, NEED_DOING);
        assert_int_equal(n.reopened, i);
        assert_str(n.at, i < 3 ? VILLAGE_GROUP : VILLAGE_CODE);
    }
    assert_int_equal(village_count(v, "420325", "need.reopened", 0), 3);
    village_check(v);
}

/* With 560 answers the page left 64 out, and nothing led to them. */
static void of_the_words_of_offices_none_is_left_out(void **state)
{
    Village     *v = *state;
    Ref          need = village_need(v, "河堤松了");
    const Event *e;
    size_t       n, words = 0;
    Ctx         *c = as(v, "village");
    assert_ok(c, need_take(c, need, 0));
    for (int i = 0; i < EVENT_ANSWERS; i++) {
        c = as(v, "village");
        assert_ok(c, need_answer(c, need, STR("还在看")));
    }
    c = as(v, "village");
    assert_err(c, ERR_LIMIT, need_answer(c, need, STR("还在看")));
    c = as(v, "village");
    assert_err(c, ERR_LIMIT, need_sort(c, need, &(NeedSort){ .size = NEED_SMALL }));
    c = as(v, "village");
    assert_ok(c, need_solve(c, need, 0, STR("砌好了"), NULL)); /* what becomes of it is not held up */
    c = as(v, "nobody");
    assert_ok(c, event_timeline(c, need, &e, &n));
    for (size_t i = 0; i < n; i++) {
        words += event_part_text(&e[i], "text").n > 0;
        assert_int_equal(e[i].gap, 0);
    }
    assert_true(words >= EVENT_ANSWERS + 1);
}

static void the_author_does_not_close_over_an_unanswered_not_done(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    solve(v, "village", need);
    ok(judged(v, "一组2户", need, 0));
    solve(v, "village", need);
    ok(judged(v, "一组1户", need, 1));
    assert_int_equal(village_see(v, "nobody", need).state, NEED_SOLVED);
    ok(judged(v, "一组2户", need, 1));
    assert_int_equal(village_see(v, "nobody", need).closing, NEED_BY_AUTHOR);
    village_check(v);
}

static void a_verdict_is_given_once_a_round_and_a_retry_changes_nothing(void **state)
{
    Village    *v = *state;
    Ref         need = village_need(v, "路灯坏了一半");
    NeedVerdict no = { 0, STR("没亮"), STR("once-judge-1") }, bare = { 0, STR(""), STR("once-judge-2") };
    joins(v, "一组2户", need);
    solve(v, "village", need);
    ok(need_judge(as(v, "一组2户"), need, &no));
    ok(need_judge(as(v, "一组2户"), need, &no)); /* the same key: the answer was lost on the way */
    assert_int_equal(village_see(v, "nobody", need).reopened, 1);
    err(ERR_CONFLICT, judged(v, "一组2户", need, 1)); /* nothing to judge now */
    solve(v, "village", need);
    ok(judged(v, "一组2户", need, 1));
    err(ERR_CONFLICT, judged(v, "一组2户", need, 0));
    err(ERR_INVALID, need_judge(as(v, "一组1户"), need, &bare));
}

static void fifteen_days_of_silence_close_it_and_are_counted_apart(void **state)
{
    Village *v = *state;
    Ref      silent = village_need(v, "路灯坏了一半"), spoken = village_need(v, "水管漏水");
    joins(v, "一组2户", spoken);
    solve(v, "village", silent);
    solve(v, "village", spoken);
    ok(judged(v, "一组2户", spoken, 1));
    village_later(v, 14 * DAY);
    assert_int_equal(village_see(v, "nobody", silent).state, NEED_SOLVED);
    village_later(v, 2 * DAY);
    assert_int_equal(village_see(v, "nobody", silent).closing, NEED_BY_SILENCE);
    assert_int_equal(village_see(v, "nobody", spoken).closing, NEED_BY_VOICES);
    assert_int_equal(village_count(v, "420325", "need.outcome_silence", 0), 1);
    assert_int_equal(village_count(v, "420325", "need.confirmed", 0), 1);
    assert_int_equal(village_count(v, "420325", "need.told", 0), 0);
    village_check(v);
}

/* ---- triage ---- */

static void triage_knows_four_ways(void **state)
{
    Village *v = *state;
    Ref      small = village_need(v, "路灯坏了一半"), big = village_need(v, "通村路要加宽");
    Ref      not_ours = village_need(v, "和邻居打官司"), now = village_need(v, "电线掉在路上");
    ok(sorted(v, "village", small, NEED_SMALL, 0, "")); /* takes it in on the way */
    ok(sorted(v, "village", big, NEED_BIG, 0, "要大家议"));
    err(ERR_INVALID, sorted(v, "village", not_ours, NEED_NOT_OURS, 0, "请走法院"));
    err(ERR_INVALID, sorted(v, "village", not_ours, NEED_NOT_OURS, DOOR_COURT, ""));
    ok(sorted(v, "village", not_ours, NEED_NOT_OURS, DOOR_COURT, "请走法院"));
    ok(sorted(v, "village", now, NEED_EMERGENCY, 0, ""));
    assert_int_equal(village_see(v, "nobody", small).state, NEED_TAKEN);
    assert_int_equal(village_see(v, "nobody", big).state, NEED_POOLED);
    assert_int_equal(village_see(v, "nobody", not_ours).door, DOOR_COURT);
    assert_true(village_see(v, "nobody", now).due == date_start(20260714)); /* today */
    Needs     list;
    NeedQueue q = { .place = STR(VILLAGE_CODE) };
    ok(need_queue(as(v, "village"), &q, &list));
    assert_int_equal(list.n, 3);
    assert_true(list.v[0].ref.id == now.id); /* jumps the queue */
    err(ERR_INVALID, sorted(v, "village", small, NEED_UNSORTED, 0, ""));
    village_check(v);
}

static void an_emergency_is_told_to_the_level_above(void **state)
{
    Village *v = *state;
    Ref      now = village_need(v, "电线掉在路上");
    i64      before = village_messages(v, "village");
    ok(sorted(v, "group", now, NEED_EMERGENCY, 0, ""));
    assert_int_equal(village_messages(v, "village"), before + 1);
}

static void cannot_be_done_is_an_honest_end_that_the_author_may_object_to_once(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "门口修一座桥");
    ok(need_unable(as(v, "village"), need, 1, STR("河道上不能建")));
    assert_int_equal(village_see(v, "nobody", need).state, NEED_UNABLE);
    err(ERR_DENIED, need_object(as(v, "一组2户"), need, STR("别处能建")));
    ok(need_object(as(v, "一组1户"), need, STR("别处能建")));
    Need n = village_see(v, "nobody", need);
    assert_int_equal(n.state, NEED_TAKEN);
    assert_str(n.at, VILLAGE_CODE); /* one level above the group */
    ok(need_unable(as(v, "village"), need, n.version, STR("问过水利站")));
    err(ERR_CONFLICT, need_object(as(v, "一组1户"), need, STR("再看看")));
    ok(need_accept(as(v, "一组1户"), need));
    assert_int_equal(village_see(v, "nobody", need).closing, NEED_BY_UNDERSTOOD);
    assert_int_equal(village_count(v, "420325", "need.outcome_understood", 0), 1);
    assert_int_equal(village_count(v, "420325", "need.outcome_author", 0), 0); /* nobody said that it is done */
    assert_int_equal(village_count(v, "420325", "need.confirmed", 0), 0);
    village_check(v);
}

/* ---- desks ---- */

static void a_wait_has_a_floor(void **state)
{
    static const struct {
        const char *name;
        i64         low;
    } floors[] = { { "need.silence.days", 7 }, { "need.undone.days", 7 }, { "need.reopen.most", 1 } };
    for (size_t i = 0; i < COUNTOF(floors); i++) {
        const RuleBound *b = need_bounds;
        while (b->of != NULL && strcmp(b->of, floors[i].name) != 0)
            b++;
        assert_non_null(b->of);
        assert_int_equal(b->low, floors[i].low);
    }
}

static void a_lower_desk_cannot_act_on_what_lies_above(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "通村路要加宽");
    err(ERR_DENIED, need_take(as(v, "other village"), need, 0));
    err(ERR_DENIED, need_take(as(v, "一组1户"), need, 0));
    handed(v, "group", need);
    handed(v, "village", need);
    assert_str(village_see(v, "nobody", need).at, VILLAGE_TOWN);
    err(ERR_DENIED, need_answer(as(v, "village"), need, STR("村里说一句")));
    err(ERR_DENIED, need_receive(as(v, "village"), need));
    ok(need_receive(as(v, "town"), need));
    ok(need_answer(as(v, "town"), need, STR("镇里收到了")));
    assert_true(village_see(v, "nobody", need).received_at != 0);
    village_check(v);
}

static void the_clock_of_a_handover_never_restarts(void **state)
{
    Village *v = *state;
    i64      raised = clock_now();
    Ref      need = village_need(v, "通村路要加宽");
    take(v, "group", need);
    i64 promised = village_see(v, "nobody", need).first_due;
    assert_true(promised == workdays_from(v, raised, 3));
    village_later(v, DAY);
    handed(v, "group", need);
    handed(v, "village", need);
    Need n = village_see(v, "nobody", need);
    assert_true(n.due == workdays_from(v, n.raised_at, 10));
    assert_true(n.first_due == promised);
    assert_true(n.raised_at >= raised && n.raised_at < raised + MINUTE);
}

static void a_desk_gives_back_twice_and_then_keeps_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "通村路要加宽"), now;
    for (int i = 0; i < 3; i++) {
        handed(v, "group", need);
        i64 version = village_version(v, need);
        Ctx *c = as(v, "village");
        if (i < 2)
            assert_ok(c, need_give_back(c, need, version, STR("组里能办"), &now));
        else
            assert_err(c, ERR_CONFLICT, need_give_back(c, need, version, STR("组里能办"), &now));
    }
    assert_str(village_see(v, "nobody", need).at, VILLAGE_CODE);
    assert_int_equal(village_see(v, "nobody", need).returned, 2);
}

static void what_goes_to_the_city_goes_on_as_another_row_with_its_voices(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "国道要修边坡");
    joins(v, "一组2户", need);
    handed(v, "group", need);
    handed(v, "village", need);
    handed(v, "town", need);
    Ref  there = handed(v, "county", need);
    Need old = village_see(v, "nobody", need), now = village_see(v, "nobody", there);
    assert_int_equal(old.state, NEED_HANDED);
    assert_true(old.onward.id == there.id && now.before.id == need.id);
    assert_int_equal(now.voices, 2);
    assert_true(now.raised_at == old.raised_at);
    assert_int_equal(village_count(v, "420325", "need.raised", 0), 1);
    err(ERR_DENIED, need_take(as(v, "county"), there, 0));
    solve(v, "city", there);
    ok(judged(v, "一组2户", there, 1));
    ok(judged(v, "一组1户", there, 1));
    assert_int_equal(village_see(v, "nobody", there).state, NEED_CLOSED);
    Story steps, same;
    ok(story_read(as(v, "nobody"), "need", need, &steps));
    size_t n = steps.n;
    ok(story_read(as(v, "nobody"), "need", there, &same));
    assert_int_equal(n, same.n); /* one story, from either row */
    village_check(v);
}

static void a_desk_counts_what_lies_on_it(void **state)
{
    Village   *v = *state;
    NeedQueued queued = { 7, 7, 7 };
    Ref        need = village_need(v, "河堤要加高");
    village_need(v, "路灯坏了一半");
    take(v, "village", need);
    handed(v, "village", need); /* to the village's desk, */
    ok(need_queued(as(v, "village"), STR(VILLAGE_CODE), &queued));
    assert_int_equal(queued.open, 2);
    handed(v, "village", need); /* and to the township's */
    ok(need_queued(as(v, "village"), STR(VILLAGE_CODE), &queued));
    assert_int_equal(queued.open, 1);
    assert_int_equal(queued.overdue, 0);
    assert_int_equal(queued.to_judge, 7); /* what waits for judgement is the place's, not the desk's */
    ok(need_queued(as(v, "town"), STR("420325102"), &queued));
    assert_int_equal(queued.open, 2);
}

static void the_city_may_give_it_back(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "国道要修边坡"), now;
    handed(v, "group", need);
    handed(v, "village", need);
    handed(v, "town", need);
    Ref there = handed(v, "county", need);
    i64 version = village_version(v, there);
    ok(need_give_back(as(v, "city"), there, version, STR("县里能办"), &now));
    assert_true(now.id == need.id);
    Need n = village_see(v, "nobody", need);
    assert_int_equal(n.state, NEED_TAKEN);
    assert_str(n.at, "420325");
    assert_int_equal(village_see(v, "nobody", there).state, NEED_HANDED);
    village_check(v);
}

static Ref to_the_city(Village *v, Ref need)
{
    handed(v, "group", need);
    handed(v, "village", need);
    handed(v, "town", need);
    return handed(v, "county", need);
}

static void who_joins_at_the_city_counts_once_and_comes_back_with_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "国道要修边坡"), now;
    joins(v, "一组2户", need);
    Ref there = to_the_city(v, need);
    err(ERR_CONFLICT, need_leave(as(v, "一组2户"), need)); /* it goes on there */
    joins(v, "一组3户", there);
    ok(need_leave(as(v, "一组2户"), there));
    joins(v, "一组4户", there);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices", 0), 3);
    NeedQueued queued; /* the city's own desk, not all of its counties */
    village_need(v, "水管漏水");
    ok(need_queued(as(v, "city"), STR("4203"), &queued));
    assert_int_equal(queued.open, 1);
    solve(v, "city", there);
    village_later(v, 14 * DAY);
    village_later(v, 5 * DAY); /* closed in silence; the month is another one */
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices", 0), 4);
    village_check(v);

    Ref other = village_need(v, "河堤塌了一段"), up = to_the_city(v, other);
    joins(v, "一组3户", up);
    ok(need_give_back(as(v, "city"), up, 0, STR("县里能办"), &now));
    assert_int_equal(village_see(v, "nobody", other).voices, 2);
    assert_true(village_see(v, "一组3户", other).has_voiced);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.state.handed", 0), 1); /* the first one's */
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices", 0), 6);
    village_check(v);
}

static void duplicates_at_the_city_are_grouped_too(void **state)
{
    Village *v = *state;
    Ref      two[] = { village_need(v, "国道要修边坡"), village_need(v, "国道边坡塌方") };
    Refs     refs = { two, 2 };
    i64      group;
    for (size_t i = 0; i < 2; i++)
        two[i] = to_the_city(v, two[i]);
    ok(need_group(as(v, "city"), &refs, STR("国道边坡"), &group));
    joins(v, "一组2户", two[1]);
    assert_int_equal(village_see(v, "nobody", two[0]).households, 2);
    ok(need_ungroup(as(v, "city"), two[0]));
    village_check(v);
}

static void a_house_that_comes_back_next_month_took_part_in_the_first(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    ok(need_leave(as(v, "一组2户"), need));
    village_later(v, 30 * DAY);
    joins(v, "一组2户", need);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.households", 202608), 0);
    village_check(v);
}

static void it_is_given_to_nobody_who_could_not_deal_with_it(void **state)
{
    static const char *const wrong[] = { "helper", "group", "other village", "other town", "一组2户" };
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    handed(v, "group", need);
    for (size_t i = 0; i < COUNTOF(wrong); i++) {
        NeedAssign a = { .owner = as(v, wrong[i])->actor->account };
        err(ERR_INVALID, need_assign(as(v, "village"), need, &a));
    }
    NeedAssign a = { .owner = as(v, "village")->actor->account };
    ok(need_assign(as(v, "town"), need, &a)); /* the town sees that the village does it */
    const Account *owners;
    size_t         n;
    ok(need_owners(as(v, "village"), need, &owners, &n));
    assert_int_equal(n, 1); /* the helper has a role there too, but answers nothing */
}

static void of_a_complaint_only_those_are_told_who_may_read_it(void **state)
{
    Village *v = *state;
    Ref      need;
    NeedNew  about = { .title = STR("组长分苗不公"), .kind = NEED_COMPLAINT, .place = STR(VILLAGE_GROUP),
                       .target = STR("组长"), .target_place = STR(VILLAGE_GROUP), .once = STR("once-group-leader") };
    ok(need_raise(as(v, "一组1户"), &about, &need));
    assert_str(village_see(v, "town", need).at, VILLAGE_TOWN);
    village_later(v, 60 * DAY); /* it rises, and is told of again */
    static const char *const others[] = { "group", "village", "helper", "other town", "other village" };
    for (size_t i = 0; i < COUNTOF(others); i++)
        assert_int_equal(village_messages(v, others[i]), strcmp(others[i], "helper") == 0); /* that 一组4户 agreed, and no more */
    assert_true(village_messages(v, "town") > 0);
    Ref now;
    need = village_need_of(v, "一组2户", NEED_COMPLAINT, "村里不公开账目");
    err(ERR_CONFLICT, need_give_back(as(v, "town"), need, 0, STR("你们看"), &now));
}

static void two_officials_do_not_overwrite_each_other(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    i64      seen = village_version(v, need);
    NeedSort s = { seen, NEED_BIG, 0, STR("我看是大事") };
    ok(need_take(as(v, "village"), need, seen));
    err(ERR_CONFLICT, need_sort(as(v, "group"), need, &s));
    assert_int_equal(village_see(v, "nobody", need).size, NEED_UNSORTED);
    joins(v, "一组2户", need); /* a neighbour who joins disturbs nobody */
    s.version = seen + 1;
    ok(need_sort(as(v, "group"), need, &s));
}

/* ---- time ---- */

static void what_nobody_deals_with_rises_by_itself(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    village_later(v, 2 * DAY); /* one working day to take it in */
    Need n = village_see(v, "nobody", need);
    assert_str(n.at, VILLAGE_CODE);
    assert_true(n.is_overdue);
    assert_int_equal(village_count(v, "420325", "need.overdue", 0), 1);
    assert_true(village_messages(v, "village") >= 1);
    for (int i = 0; i < 40; i++)
        village_later(v, DAY);
    assert_str(village_see(v, "nobody", need).at, "420325"); /* and stays with the county */
    solve(v, "county", need);
    assert_int_equal(village_count(v, "420325", "need.overdue", 0), 0);
    ok(judged(v, "一组1户", need, 1));
    assert_int_equal(village_count(v, "420325", "need.small", 0), 1);
    assert_int_equal(village_count(v, "420325", "need.small_done", 0), 0); /* done, but late */
    village_check(v);
}

static void a_big_one_that_waits_turns_up_at_the_town(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "通村路要加宽");
    ok(sorted(v, "village", need, NEED_BIG, 0, "要大家议"));
    village_later(v, 80 * DAY);
    assert_str(village_see(v, "nobody", need).at, VILLAGE_GROUP);
    village_later(v, 11 * DAY);
    assert_str(village_see(v, "nobody", need).at, VILLAGE_TOWN);
    assert_true(village_see(v, "nobody", need).is_stale);
    village_check(v);
}

static void it_is_extended_once_with_a_reason(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    assign(v, "village", need);
    Need n = village_see(v, "nobody", need);
    Date later = date_add(date_of(n.due - 1), 2), far = date_add(date_of(n.due - 1), 60);
    err(ERR_INVALID, need_extend(as(v, "village"), need, n.version, far, STR("等灯")));
    err(ERR_INVALID, need_extend(as(v, "village"), need, n.version, later, STR("")));
    ok(need_extend(as(v, "village"), need, n.version, later, STR("等灯")));
    err(ERR_CONFLICT, need_extend(as(v, "village"), need, n.version + 1, date_add(later, 1), STR("再等等")));
    assert_true(village_see(v, "nobody", need).first_due == n.first_due);
}

static void given_on_with_a_day_it_is_that_day_or_a_word_why_not(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    assign(v, "village", need);
    Need n = village_see(v, "nobody", need);
    Date last = date_of(n.due - 1), wrong[] = { date_add(last, 1), 20200101, 21990101 };
    for (size_t i = 0; i < COUNTOF(wrong); i++)
        err(ERR_INVALID, need_assign(as(v, "village"), need, &(NeedAssign){ .due = wrong[i] }));
    ok(need_assign(as(v, "village"), need, &(NeedAssign){ 0 }));
    assert_true(village_see(v, "nobody", need).due == n.due);
    ok(need_assign(as(v, "village"), need, &(NeedAssign){ .due = date_add(last, -1) }));
    assert_true(village_see(v, "nobody", need).due == n.due - DAY);
    village_check(v);
}

static void big_ones_are_counted_when_they_go_up_in_time(void **state)
{
    Village *v = *state;
    Ref      soon = village_need(v, "通村路要加宽"), late = village_need(v, "水厂要扩建");
    ok(sorted(v, "village", soon, NEED_BIG, 0, "要大家议"));
    ok(sorted(v, "village", late, NEED_BIG, 0, "要大家议"));
    handed(v, "village", soon);
    village_later(v, 10 * DAY);
    handed(v, "village", late);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.big", 0), 2);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.big_up", 0), 1);
    village_check(v);
}

static void what_is_open_goes_on_under_the_new_code_of_its_place(void **state)
{
    Village *v = *state;
    Ref      open = village_need(v, "路灯坏了一半"), ended = village_need(v, "水管漏水"), solved = village_need(v, "堰塘漏水");
    joins(v, "一组2户", open);
    handed(v, "group", open);
    ok(need_unable(as(v, "village"), ended, 0, STR("管网没到")));
    solve(v, "village", solved);
    PlaceChange change = { .code = STR(VILLAGE_CODE), .new_code = STR("420325103201"), .on = 20260713, .version = 1 };
    ok(place_change(as(v, "admin"), &change));
    Need n = village_see(v, "nobody", open);
    assert_str(n.ref.place, "420325103201001");
    assert_str(n.at, "420325103201");
    assert_str(village_see(v, "nobody", ended).ref.place, VILLAGE_GROUP); /* the code of its day */
    assert_int_equal(village_count(v, "420325103201", "need.state.taken", 0), 1);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.state.taken", 0), 0);
    assert_int_equal(village_count(v, "420325", "need.raised", 0), 3);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.households", 0), 2); /* they took part there */
    for (int i = 0; i < v->n_actors; i++)
        if (v->actor[i].actor.household != 0 && str_is(v->actor[i].actor.home, VILLAGE_GROUP))
            v->actor[i].actor.home = STR("420325103201001");
    Ref now = { STR("420325"), solved.id, STR("420325103201001") };
    ok(judged(v, "一组1户", now, 1));
    village_check(v);
}

static void everyone_who_voiced_it_is_told_once_a_step(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    joins(v, "一组2户", need);
    take(v, "village", need);
    assert_int_equal(village_messages(v, "一组1户"), 1); /* taken in: the author */
    assert_int_equal(village_messages(v, "一组2户"), 0);
    ok(need_answer(as(v, "village"), need, STR("明天去看")));
    solve(v, "village", need);
    assert_int_equal(village_messages(v, "一组1户"), 3);
    assert_int_equal(village_messages(v, "一组2户"), 2);
    assert_int_equal(village_messages(v, "一组3户"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_small_matter_goes_from_voice_to_the_authors_word),
        IN_VILLAGE(no_official_can_close_or_judge),
        IN_VILLAGE(not_done_opens_it_again_and_the_third_time_a_level_above),
        IN_VILLAGE(the_author_does_not_close_over_an_unanswered_not_done),
        IN_VILLAGE(a_verdict_is_given_once_a_round_and_a_retry_changes_nothing),
        IN_VILLAGE(fifteen_days_of_silence_close_it_and_are_counted_apart),
        IN_VILLAGE(triage_knows_four_ways),
        IN_VILLAGE(of_the_words_of_offices_none_is_left_out),
        cmocka_unit_test(a_wait_has_a_floor),
        IN_VILLAGE(an_emergency_is_told_to_the_level_above),
        IN_VILLAGE(cannot_be_done_is_an_honest_end_that_the_author_may_object_to_once),
        IN_VILLAGE(a_lower_desk_cannot_act_on_what_lies_above),
        IN_VILLAGE(the_clock_of_a_handover_never_restarts),
        IN_VILLAGE(a_desk_gives_back_twice_and_then_keeps_it),
        IN_VILLAGE(what_goes_to_the_city_goes_on_as_another_row_with_its_voices),
        IN_VILLAGE(a_desk_counts_what_lies_on_it),
        IN_VILLAGE(the_city_may_give_it_back),
        IN_VILLAGE(who_joins_at_the_city_counts_once_and_comes_back_with_it),
        IN_VILLAGE(duplicates_at_the_city_are_grouped_too),
        IN_VILLAGE(a_house_that_comes_back_next_month_took_part_in_the_first),
        IN_VILLAGE(it_is_given_to_nobody_who_could_not_deal_with_it),
        IN_VILLAGE(of_a_complaint_only_those_are_told_who_may_read_it),
        IN_VILLAGE(two_officials_do_not_overwrite_each_other),
        IN_VILLAGE(what_nobody_deals_with_rises_by_itself),
        IN_VILLAGE(a_big_one_that_waits_turns_up_at_the_town),
        IN_VILLAGE(it_is_extended_once_with_a_reason),
        IN_VILLAGE(given_on_with_a_day_it_is_that_day_or_a_word_why_not),
        IN_VILLAGE(big_ones_are_counted_when_they_go_up_in_time),
        IN_VILLAGE(what_is_open_goes_on_under_the_new_code_of_its_place),
        IN_VILLAGE(everyone_who_voiced_it_is_told_once_a_step),
    };
    return RUN_TESTS(tests);
}
