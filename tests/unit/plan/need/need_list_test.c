/* need in numbers: groups that count each household once, lists and search, what is alike, the queue, the sheet. */
#include "plan/need/need.sql.h"
#include "plan/need/need_tally.h"
#include "support/village.h"

#include <stdio.h>

#define ok(expr)     assert_ok(v->c, expr)
#define err(e, expr) assert_err(v->c, e, expr)

static void joins(Village *v, const char *who, Ref need)
{
    Ctx *c = as(v, who);
    assert_ok(c, need_join(c, need, STR("")));
}

static NeedQuery whole_village(void)
{
    return (NeedQuery){ .place = STR(VILLAGE_CODE), .category = -1, .kind = -1 };
}

static Needs listed(Village *v, const char *who, const NeedQuery *q)
{
    Needs needs;
    Ctx  *c = as(v, who);
    assert_ok(c, need_list(c, q, &needs));
    return needs;
}

static i64 grouped(Village *v, const Ref *needs, size_t n)
{
    i64  id;
    Refs refs = { needs, n };
    Ctx *c = as(v, "village");
    assert_ok(c, need_group(c, &refs, STR("路灯的事"), &id));
    return id;
}

static void a_group_counts_each_household_once(void **state)
{
    Village *v = *state;
    Ref needs[] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯") };
    joins(v, "一组3户", needs[0]);
    joins(v, "一组3户", needs[1]);
    joins(v, "一组2户", needs[0]);
    grouped(v, needs, 2);
    Need first = village_see(v, "nobody", needs[0]), second = village_see(v, "nobody", needs[1]);
    assert_int_equal(first.voices, 3); /* each keeps its own */
    assert_int_equal(second.voices, 2);
    assert_int_equal(first.households, 3); /* houses 1, 2 and 3 */
    assert_int_equal(second.households, 3);
    assert_true(second.lead == needs[0].id && first.lead == 0);
    joins(v, "一组4户", needs[1]);
    assert_int_equal(village_see(v, "nobody", needs[0]).households, 4);
    ok(need_leave(as(v, "一组3户"), needs[1]));
    assert_int_equal(village_see(v, "nobody", needs[0]).households, 4); /* it still has a voice on the other */
    ok(need_leave(as(v, "一组3户"), needs[0]));
    assert_int_equal(village_see(v, "nobody", needs[0]).households, 3);
    NeedQuery q = whole_village();
    assert_int_equal(listed(v, "nobody", &q).n, 1); /* one card stands for the group */
    village_check(v);
}

static void a_group_of_groups_is_one_and_a_group_of_one_is_none(void **state)
{
    Village *v = *state;
    Ref a[] = { village_need(v, "路灯坏了一半"), village_need(v, "晚上没有灯") };
    Ref b[] = { village_need(v, "三组没有路灯"), village_need(v, "村部门口太黑") };
    grouped(v, a, 2);
    grouped(v, b, 2);
    Ref  both[] = { a[0], b[0] };
    i64  id = grouped(v, both, 2);
    Need n = village_see(v, "nobody", b[1]);
    assert_true(n.group == id);
    assert_int_equal(n.households, 1);
    for (int i = 0; i < 3; i++)
        ok(need_ungroup(as(v, "village"), i == 0 ? a[0] : i == 1 ? a[1] : b[0]));
    assert_true(village_see(v, "nobody", b[1]).group == 0);
    village_check(v);
}

static void only_open_needs_of_one_village_are_grouped_and_only_by_its_desk(void **state)
{
    Village *v = *state;
    Ref here = village_need(v, "路灯坏了一半"), there = village_need_of(v, "下湾1户", NEED_DEMAND, "路灯坏了");
    Ref complaint = village_need_of(v, "一组2户", NEED_COMPLAINT, "村干部办事拖");
    Ref wrong[][2] = { { here, there }, { here, complaint } };
    i64 id;
    Refs refs = { wrong[0], 2 };
    err(ERR_INVALID, need_group(as(v, "town"), &refs, STR("路灯"), &id));
    err(ERR_DENIED, need_group(as(v, "一组1户"), &refs, STR("路灯"), &id));
    refs.v = wrong[1];
    err(ERR_CONFLICT, need_group(as(v, "town"), &refs, STR("路灯"), &id));
    refs.n = 1;
    err(ERR_INVALID, need_group(as(v, "village"), &refs, STR("路灯"), &id));
    assert_true(village_see(v, "nobody", here).group == 0);
}

static void when_the_leading_need_ends_an_open_one_leads(void **state)
{
    Village *v = *state;
    Ref needs[] = { village_need(v, "路灯坏了一半"), village_need(v, "晚上没有灯") };
    joins(v, "一组2户", needs[0]);
    grouped(v, needs, 2);
    ok(need_solve(as(v, "village"), needs[0], 0, STR("换好了"), NULL));
    assert_true(village_see(v, "nobody", needs[0]).lead == needs[1].id);
    assert_true(village_see(v, "nobody", needs[1]).lead == 0);
    village_check(v);
}

static void what_was_withdrawn_leads_no_group(void **state)
{
    Village  *v = *state;
    Ref       needs[] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯") };
    NeedQuery q = whole_village();
    grouped(v, needs, 2);
    ok(need_withdraw(as(v, "一组1户"), needs[0], STR("")));
    ok(need_unable(as(v, "village"), needs[1], 0, STR("没有钱")));
    assert_true(village_see(v, "nobody", needs[1]).lead == 0);
    assert_int_equal(listed(v, "nobody", &q).n, 1);
    village_check(v);
}

static void lists_are_by_voices_and_by_newest_at_every_level(void **state)
{
    Village *v = *state;
    Ref      old = village_need(v, "路灯坏了一半");
    village_later(v, MINUTE);
    Ref loud = village_need(v, "水管漏水");
    joins(v, "一组2户", loud);
    village_later(v, MINUTE);
    Ref last = village_need(v, "通村路要加宽");
    village_need_of(v, "下湾1户", NEED_DEMAND, "别村的事");
    static const struct {
        const char *place;
        size_t n;
    } at[] = {{VILLAGE_GROUP, 3}, {VILLAGE_CODE, 3}, {VILLAGE_TOWN, 4}, {"420325", 4}};
    for (size_t i = 0; i < COUNTOF(at); i++) {
        NeedQuery q = whole_village();
        q.place = str_from(at[i].place);
        Needs needs = listed(v, "nobody", &q);
        assert_int_equal(needs.n, at[i].n);
        assert_true(needs.v[0].ref.id == loud.id && needs.v[1].ref.id == old.id);
        q.order = ORDER_NEWEST;
        needs = listed(v, "nobody", &q);
        assert_true(needs.v[at[i].n - 3].ref.id == last.id && needs.v[at[i].n - 1].ref.id == old.id);
    }
    NeedQuery q = whole_village();
    q.place = STR("4203");
    Needs needs;
    err(ERR_INVALID, need_list(as(v, "nobody"), &q, &needs));
}

/* ---- what changed, for whoever keeps a copy ---- */

static Needs changed(Village *v, const char *place, i64 since)
{
    NeedQuery q = { .place = str_from(place), .category = -1, .kind = -1, .since = since };
    return listed(v, "nobody", &q);
}

static bool has(const Needs *needs, Ref need)
{
    bool is_there = false;
    for (size_t i = 0; i < needs->n; i++)
        is_there |= needs->v[i].ref.id == need.id;
    return is_there;
}

static void a_copy_hears_where_the_words_of_somebody_were_erased(void **state)
{
    Village *v = *state;
    Ref      own = village_need(v, "路灯坏了一半"), joined = village_need_of(v, "一组2户", NEED_DEMAND, "水管漏水"),
        silent = village_need_of(v, "一组2户", NEED_DEMAND, "堰塘漏水"), other = village_need_of(v, "一组3户", NEED_DEMAND, "桥断了");
    Ctx *c = as(v, "一组1户");
    assert_ok(c, need_join(c, joined, STR("我家也漏")));
    joins(v, "一组1户", silent);
    village_later(v, HOUR);
    i64 since = v->c->now;
    assert_int_equal(changed(v, VILLAGE_CODE, since).n, 0);
    Ref person = { STR("420325"), as(v, "一组1户")->actor->person, STR(VILLAGE_GROUP) };
    ok(person_erase(as(v, "admin"), person, STR("本人要求")));
    Needs now = changed(v, VILLAGE_CODE, since);
    assert_true(has(&now, own) && has(&now, joined));
    assert_false(has(&now, silent) || has(&now, other)); /* none of its words were there */
    assert_str(village_see(v, "nobody", own).title, "——");
    village_check(v);
}

static void a_copy_of_a_place_hears_what_went_on_under_another_code(void **state)
{
    Village *v = *state;
    Ref      open = village_need(v, "路灯坏了一半"), ended = village_need(v, "水管漏水");
    ok(need_unable(as(v, "village"), ended, 0, STR("管网没到")));
    village_later(v, HOUR);
    i64         since = v->c->now;
    PlaceChange change = { .code = STR(VILLAGE_CODE), .new_code = STR("420325103201"), .on = date_of(since), .version = 1 };
    ok(place_change(as(v, "admin"), &change));
    static const char *const from[] = { VILLAGE_CODE, VILLAGE_GROUP, "420325103201", "420325103201001", "420325" };
    for (size_t i = 0; i < COUNTOF(from); i++) {
        Needs there = changed(v, from[i], since);
        assert_true(has(&there, open));
        assert_false(has(&there, ended)); /* it keeps the code of its day */
        assert_str(there.v[0].ref.place, "420325103201001");
    }
    assert_int_equal(changed(v, "420325102212002", since).n, 0);
    village_later(v, HOUR);
    assert_int_equal(changed(v, VILLAGE_CODE, v->c->now).n, 0);
    village_check(v);
}

static void a_list_has_pages_and_says_whether_there_is_another(void **state)
{
    Village *v = *state;
    for (int i = 0; i < NEED_PAGE_SIZE + 3; i++)
        village_need(v, "路灯坏了一半");
    NeedQuery q = whole_village();
    Needs     first = listed(v, "nobody", &q);
    assert_int_equal(first.n, NEED_PAGE_SIZE);
    i64 last = first.v[NEED_PAGE_SIZE - 1].ref.id;
    assert_true(first.next.is_set);
    q.after = first.next;
    Needs second = listed(v, "nobody", &q);
    assert_int_equal(second.n, 3);
    assert_false(second.next.is_set);
    assert_true(second.v[0].ref.id > last); /* ties: the older first */
}

static void lists_are_filtered_and_searched(void **state)
{
    Village  *v = *state;
    Ref       light = village_need(v, "三组到村部的路灯坏了一半"), water = village_need(v, "自来水三天没来");
    NeedQuery q = whole_village();
    q.text = STR("路灯");
    Needs needs = listed(v, "nobody", &q);
    assert_int_equal(needs.n, 1);
    assert_true(needs.v[0].ref.id == light.id);
    q.text = STR("月亮");
    assert_int_equal(listed(v, "nobody", &q).n, 0);
    q = whole_village();
    q.show = 1 + NEED_TAKEN;
    assert_int_equal(listed(v, "nobody", &q).n, 0);
    ok(need_take(as(v, "village"), water, 0));
    needs = listed(v, "nobody", &q);
    assert_int_equal(needs.n, 1);
    assert_true(needs.v[0].ref.id == water.id);
    q = whole_village();
    q.category = NEED_ROAD;
    assert_int_equal(listed(v, "nobody", &q).n, 0);
    q = whole_village();
    q.mine = true;
    assert_int_equal(listed(v, "一组1户", &q).n, 2);
    assert_int_equal(listed(v, "一组2户", &q).n, 0);
    assert_true(listed(v, "一组1户", &q).v[0].has_voiced);
}

static void the_end_of_a_long_text_is_found_a_moment_later(void **state)
{
    Village  *v = *state;
    Ref       need;
    Ctx      *c = as(v, "一组1户");
    Buf       body = buf_new(c->arena, 1024, 4096);
    for (int i = 0; i < 40; i++)
        buf_cstr(&body, "这件事说来话长，");
    buf_cstr(&body, "河堤上的柳树倒了");
    NeedNew n = { .title = STR("有件事要说"), .body = buf_text(&body), .place = STR(VILLAGE_GROUP), .once = village_once(v) };
    assert_ok(c, need_raise(c, &n, &need));
    NeedQuery q = whole_village();
    q.text = STR("柳树");
    assert_int_equal(listed(v, "nobody", &q).n, 0);
    village_later(v, SECOND);
    assert_int_equal(listed(v, "nobody", &q).n, 1);
}

static void the_like_is_offered_likest_first(void **state)
{
    Village *v = *state;
    Ref      light = village_need(v, "三组的路灯坏了一半");
    village_need(v, "自来水三天没来");
    village_need_of(v, "一组2户", NEED_COMPLAINT, "三组的路灯坏了没人管");
    Needs needs;
    ok(need_alike(as(v, "一组2户"), STR(VILLAGE_GROUP), STR("三组路灯坏了"), &needs));
    assert_int_equal(needs.n, 1);
    assert_true(needs.v[0].ref.id == light.id);
    ok(need_alike(as(v, "一组2户"), STR(VILLAGE_GROUP), STR("猪圈要拆"), &needs));
    assert_int_equal(needs.n, 0);
    ok(need_alike(as(v, "下湾1户"), STR(VILLAGE_OTHER), STR("三组路灯坏了"), &needs));
    assert_int_equal(needs.n, 0);
}

static void the_like_is_found_among_however_many(void **state)
{
    Village *v = *state;
    Needs    alike;
    char     title[64];
    for (int i = 0; i < 510; i++) {
        snprintf(title, sizeof title, "%d 组 %d 号田的田坎垮了", i % 9, i);
        joins(v, "一组3户", village_need(v, title)); /* louder than what is looked for */
    }
    Ref lamp = village_need(v, "学校门口路灯坏了一半");
    ok(need_alike(as(v, "nobody"), STR(VILLAGE_CODE), STR("学校门口路灯坏了"), &alike));
    assert_true(alike.n == 1 && alike.v[0].ref.id == lamp.id);
}

static void the_queue_is_filtered_by_desk_and_owner(void **state)
{
    Village *v = *state;
    Ref      mine = village_need(v, "路灯坏了一半"), other = village_need(v, "自来水三天没来");
    ok(need_assign(as(v, "village"), mine, &(NeedAssign){ 0 }));
    NeedQueue q = { .place = STR(VILLAGE_CODE), .view = QUEUE_MINE };
    Needs     needs;
    ok(need_queue(as(v, "village"), &q, &needs));
    assert_int_equal(needs.n, 1);
    assert_true(needs.v[0].ref.id == mine.id);
    q = (NeedQueue){ .place = STR(VILLAGE_CODE), .view = QUEUE_UNASSIGNED };
    ok(need_queue(as(v, "village"), &q, &needs));
    assert_int_equal(needs.n, 1);
    assert_true(needs.v[0].ref.id == other.id);
    Ref now;
    ok(need_hand(as(v, "village"), other, 0, STR("要管网"), &now));
    ok(need_hand(as(v, "village"), other, 0, STR("要管网"), &now));
    q = (NeedQueue){ .place = STR(VILLAGE_CODE) };
    ok(need_queue(as(v, "village"), &q, &needs));
    assert_int_equal(needs.n, 1); /* it lies with the town now */
    q.place = STR("420325");
    ok(need_queue(as(v, "county"), &q, &needs));
    assert_int_equal(needs.n, 2);
}

static NeedSheet hung(Village *v, Date from, Date to)
{
    NeedSheet s;
    ok(need_sheet(as(v, "nobody"), STR(VILLAGE_CODE), from, to, &s));
    return s;
}

static void the_sheet_has_both_lists_and_no_complaint(void **state)
{
    Village  *v = *state;
    NeedSheet s;
    Ref       done = village_need(v, "路灯坏了一半");
    village_need(v, "自来水三天没来");
    village_need_of(v, "一组2户", NEED_COMPLAINT, "村干部办事拖");
    ok(need_solve(as(v, "village"), done, 0, STR("换好了"), NULL));
    s = hung(v, 20260701, 20260731);
    assert_true(s.open.n == 1 && s.n_open == 1 && s.ended.n == 1 && s.n_ended == 1);
    s = hung(v, 20260901, 20260930); /* nothing moved for months, and it is wanted as before */
    assert_true(s.open.n == 1 && s.n_open == 1 && s.ended.n == 0 && s.n_ended == 0);
    s = hung(v, 20260101, 20260131);
    assert_true(s.open.n + s.ended.n == 0 && s.n_open + s.n_ended == 0);
}

static void the_sheet_counts_all_and_lists_the_loudest_however_old(void **state)
{
    Village *v = *state;
    Date     on = date_of(v->c->now);
    char     title[32];
    Ref      loud = { 0 };
    for (int i = 0; i < 15; i++) {
        snprintf(title, sizeof title, "第 %d 件事", i);
        loud = village_need(v, title);
    }
    joins(v, "一组3户", loud);
    village_later(v, 3 * DAY);
    ok(need_take(as(v, "village"), loud, 0));
    NeedSheet s = hung(v, on, on); /* that it moved since is no reason to leave it out */
    assert_true(s.n_open == 15 && s.open.n == 10);
    assert_true(s.open.v[0].ref.id == loud.id);
}

/* A row changed behind the rules is named. */
static void say_nothing(void *arg, const char *rule, Str where)
{
    *(const char **)arg = rule;
}

static Err break_voices(Db *w, void *arg)
{
    const Ref *need = arg;
    return db_exec(w, QUERY(need_voice_count, KEY(*need), .delta = ARG(5), .helped = ARG(0)));
}

static void check_names_what_is_wrong(void **state)
{
    Village    *v = *state;
    Ref         need = village_need(v, "路灯坏了一半");
    const char *said = NULL;
    Report      r = { say_nothing, &said, 0 };
    ok(db_write(as(v, "admin"), break_voices, &need));
    ok(noun_check(as(v, "admin"), noun_find(STR("need")), &r));
    assert_int_equal(r.n, 1);
    assert_non_null(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_group_counts_each_household_once),
        IN_VILLAGE(a_group_of_groups_is_one_and_a_group_of_one_is_none),
        IN_VILLAGE(only_open_needs_of_one_village_are_grouped_and_only_by_its_desk),
        IN_VILLAGE(when_the_leading_need_ends_an_open_one_leads),
        IN_VILLAGE(what_was_withdrawn_leads_no_group),
        IN_VILLAGE(lists_are_by_voices_and_by_newest_at_every_level),
        IN_VILLAGE(a_copy_hears_where_the_words_of_somebody_were_erased),
        IN_VILLAGE(a_copy_of_a_place_hears_what_went_on_under_another_code),
        IN_VILLAGE(a_list_has_pages_and_says_whether_there_is_another),
        IN_VILLAGE(lists_are_filtered_and_searched),
        IN_VILLAGE(the_end_of_a_long_text_is_found_a_moment_later),
        IN_VILLAGE(the_like_is_offered_likest_first),
        IN_VILLAGE(the_like_is_found_among_however_many),
        IN_VILLAGE(the_queue_is_filtered_by_desk_and_owner),
        IN_VILLAGE(the_sheet_has_both_lists_and_no_complaint),
        IN_VILLAGE(the_sheet_counts_all_and_lists_the_loudest_however_old),
        IN_VILLAGE(check_names_what_is_wrong),
    };
    return RUN_TESTS(tests);
}
