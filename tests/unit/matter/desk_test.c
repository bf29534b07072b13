/* desk: what waits for an office, of all nouns, in one order; each is shown once, and the figures are those of the lists. */
#include "entry/help.h"
#include "entry/role_asked.h"
#include "matter/desk.h"
#include "matter/task.h"
#include "plan/meeting/meeting.h"
#include "plan/need/need_page.h"
#include "support/village.h"

static const Str bridge = { "桥", sizeof "桥" - 1 };

static void agreed(Village *v, const char *title, int days)
{
    static Ref meeting;
    Ctx       *c = as(v, "group");
    MeetingNew n = { .title = STR("一组院场会"), .spot = STR("老樟树下"), .topics = { &bridge, 1 }, .day = date_of(c->now), .minute = 19 * 60,
                     .place = STR(VILLAGE_GROUP), .once = village_once(v) };
    assert_ok(c, meeting_call(c, &n, &meeting));
    c = as(v, "group");
    TaskNew t = { .title = str_from(title), .owner_title = STR("老支书"), .due = date_of(c->now + days * DAY), .place = STR(VILLAGE_GROUP) };
    assert_ok(c, meeting_agree(c, meeting, ONE_TASK(&t)));
}

/* Everything on a desk, page by page. */
static size_t walked(Village *v, const char *who, DeskAsk ask, const char *what, Ref *refs, size_t most)
{
    size_t n = 0;
    for (int pages = 0; pages < 20; pages++) {
        DeskRows    rows;
        Ctx        *c = as(v, who);
        const Noun *noun = what != NULL ? noun_find(str_from(what)) : NULL;
        assert_ok(c, desk_read(c, &ask, noun, &rows));
        for (size_t i = 0; i < rows.n && n < most; i++)
            refs[n++] = rows.v[i].line.ref;
        assert_true(rows.next.is_set == (rows.later == 0));
        if (!rows.next.is_set)
            return n;
        ask.after = rows.next;
    }
    assert_true(!"a walk without an end");
    return n;
}

static void counts_are_the_lists(Village *v, const char *who, Code place)
{
    DeskCounts n;
    Ref        refs[200];
    Ctx       *c = as(v, who);
    assert_ok(c, desk_count(c, place, &n));
    for (size_t i = 0; i < n.n; i++) {
        const char *name = n.noun[i]->name;
        assert_int_equal(walked(v, who, (DeskAsk){ .place = place }, name, refs, 200), n.count[i].all);
        assert_int_equal(walked(v, who, (DeskAsk){ .place = place, .when = DESK_LATE }, name, refs, 200), n.count[i].late);
        assert_int_equal(walked(v, who, (DeskAsk){ .place = place, .when = DESK_LATER }, name, refs, 200),
                         n.count[i].all - n.count[i].late);
    }
}

static void nouns_stand_in_one_order_and_each_record_once(void **state)
{
    Village *v = *state;
    Ref      refs[200];
    for (int i = 0; i < 27; i++) {
        (void)village_need(v, "路灯坏了一半");
        agreed(v, "清沟", 1 + i % 3);
    }
    size_t n = walked(v, "village", (DeskAsk){ .place = STR(VILLAGE_CODE) }, NULL, refs, 200);
    assert_int_equal(n, 54);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            assert_true(refs[i].id != refs[k].id);
    DeskRows rows;
    Ctx     *c = as(v, "village");
    assert_ok(c, desk_read(c, &(DeskAsk){ .place = STR(VILLAGE_CODE) }, NULL, &rows));
    for (size_t i = 1; i < rows.n; i++)
        assert_true(rows.v[i - 1].line.due <= rows.v[i].line.due);
    counts_are_the_lists(v, "village", STR(VILLAGE_CODE));
}

static void what_is_urgent_comes_first(void **state)
{
    Village *v = *state;
    DeskRows rows;
    agreed(v, "清沟", 0);
    Ref  slow = village_need(v, "路灯坏了一半"), urgent = village_need(v, "电线掉下来了");
    Ctx *c = as(v, "group");
    assert_ok(c, need_sort(c, urgent, &(NeedSort){ .version = village_version(v, urgent), .size = NEED_EMERGENCY }));
    c = as(v, "group");
    assert_ok(c, desk_read(c, &(DeskAsk){ .place = STR(VILLAGE_GROUP) }, NULL, &rows));
    assert_int_equal(rows.n, 3);
    assert_int_equal(rows.v[0].line.ref.id, urgent.id);
    assert_true(rows.v[0].line.is_urgent);
    assert_int_equal(rows.v[2].line.ref.id, slow.id);
}

static void late_and_later_part_what_waits(void **state)
{
    Village *v = *state;
    Ref      refs[20];
    agreed(v, "清沟", 0);
    agreed(v, "修桥", 40);
    village_later(v, 3 * DAY);
    assert_int_equal(walked(v, "town", (DeskAsk){ .place = STR(VILLAGE_TOWN), .when = DESK_LATE }, "task", refs, 20), 1);
    assert_int_equal(walked(v, "town", (DeskAsk){ .place = STR(VILLAGE_TOWN), .when = DESK_LATER }, "task", refs, 20), 1);
    counts_are_the_lists(v, "town", STR(VILLAGE_TOWN));
    counts_are_the_lists(v, "village", STR(VILLAGE_CODE));
    counts_are_the_lists(v, "county", STR("420325"));
    counts_are_the_lists(v, "city", STR("4203"));
}

static void what_moved_while_a_desk_was_walked_is_found_by_its_end(void **state)
{
    Village *v = *state;
    DeskRows rows;
    Ref      refs[20], still = village_need(v, "路灯坏了一半"), moved = village_need(v, "水管漏水");
    village_later(v, HOUR);
    Ctx *c = as(v, "village");
    assert_ok(c, desk_read(c, &(DeskAsk){ .place = STR(VILLAGE_CODE) }, NULL, &rows));
    i64 later = rows.later;
    assert_true(later != 0 && later < c->now);
    assert_ok(c, need_take(c, moved, 0));
    assert_int_equal(walked(v, "village", (DeskAsk){ .place = STR(VILLAGE_CODE), .since = later }, NULL, refs, 20), 1);
    assert_int_equal(refs[0].id, moved.id);
    assert_true(refs[0].id != still.id);
}

static void a_role_waits_where_somebody_can_confirm_it(void **state)
{
    Village   *v = *state;
    Ref        refs[20];
    i64        account;
    Ctx       *c = as(v, "town");
    AccountNew n = { STR(VILLAGE_CODE), STR("newone"), STR("新来的"), STR("long enough 2026"), ROLE_VILLAGE, date_of(c->now), 0, { .id = 0 } };
    assert_ok(c, account_add(c, &n, &account));
    assert_int_equal(walked(v, "county", (DeskAsk){ .place = STR("420325") }, "account", refs, 20), 1);
    assert_int_equal(walked(v, "county", (DeskAsk){ .place = STR("420325"), .when = DESK_LATE }, "account", refs, 20), 0);
    RoleAsked q;
    c = as(v, "county");
    assert_ok(c, role_asked_get(c, refs[0], &q));
    assert_true(q.may_answer);
    counts_are_the_lists(v, "county", STR("420325"));
    village_later(v, ROLE_ASKED_MS + DAY);
    assert_int_equal(walked(v, "county", (DeskAsk){ .place = STR("420325") }, "account", refs, 20), 0);
}

static void who_holds_no_office_there_has_no_desk(void **state)
{
    Village   *v = *state;
    DeskRows   rows;
    DeskCounts n;
    Ctx       *c = as(v, "other village");
    assert_err(c, ERR_DENIED, desk_read(c, &(DeskAsk){ .place = STR(VILLAGE_CODE) }, NULL, &rows));
    assert_err(c, ERR_DENIED, desk_count(c, STR(VILLAGE_CODE), &n));
    c = as(v, "一组1户");
    assert_err(c, ERR_DENIED, desk_read(c, &(DeskAsk){ .place = STR(VILLAGE_GROUP) }, NULL, &rows));
    c = as(v, "nobody");
    assert_err(c, ERR_SIGNED_OUT, desk_read(c, &(DeskAsk){ .place = STR(VILLAGE_GROUP) }, NULL, &rows));
}

static void several_are_dealt_with_each_for_itself(void **state)
{
    Village       *v = *state;
    DeskDone       d;
    const DeskAct *take = noun_find(STR("need"))->desk->acts, *answer = &take[3];
    Ref            one = village_need(v, "路灯坏了一半"), two = village_need(v, "水管漏水"), none = { STR("420325"), 5, STR_NONE };
    Ctx           *c = as(v, "village");
    assert_ok(c, need_take(c, one, 0));
    c = as(v, "village");
    assert_ok(c, desk_act(c, take, &(Refs){ (Ref[]){ one, two, none }, 3 }, &(DeskSaid){ .day = 0 }, &d));
    assert_int_equal(d.done, 1);
    assert_int_equal(d.already, 1);
    assert_int_equal(d.n_failed, 1);
    assert_int_equal(d.failed[0].ref.id, none.id);
    assert_int_equal(d.failed[0].e, ERR_MISSING);
    c = as(v, "village");
    assert_err(c, ERR_INVALID, desk_act(c, answer, &(Refs){ &one, 1 }, &(DeskSaid){ .day = 0 }, &d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(nouns_stand_in_one_order_and_each_record_once),
        IN_VILLAGE(what_is_urgent_comes_first),
        IN_VILLAGE(late_and_later_part_what_waits),
        IN_VILLAGE(what_moved_while_a_desk_was_walked_is_found_by_its_end),
        IN_VILLAGE(a_role_waits_where_somebody_can_confirm_it),
        IN_VILLAGE(who_holds_no_office_there_has_no_desk),
        IN_VILLAGE(several_are_dealt_with_each_for_itself),
    };
    return RUN_TESTS(tests);
}
