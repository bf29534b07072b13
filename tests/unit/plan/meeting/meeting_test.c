/* meeting: called with an agenda of what most houses want, held by whoever came, and what was agreed is done or rises. */
#include "matter/story.h"
#include "people/person.h"
#include "plan/meeting/meeting.h"
#include "record/inbox.h"
#include "support/village.h"

static const Str bridge = { "今年的桥", sizeof "今年的桥" - 1 };

static MeetingNew called_for(Village *v, const char *title, const Ref *needs, size_t n)
{
    return (MeetingNew){ .title = str_from(title), .spot = STR("老樟树下"), .topics = { &bridge, 1 }, .day = date_of(as(v, "nobody")->now),
                         .minute = 19 * 60, .needs = { needs, n }, .place = STR(VILLAGE_GROUP), .once = village_once(v) };
}

static Ref called(Village *v, const Ref *needs, size_t n)
{
    MeetingNew  new = called_for(v, "一组院场会", needs, n);
    Ref         meeting;
    Ctx        *c = as(v, "group");
    assert_ok(c, meeting_call(c, &new, &meeting));
    return meeting;
}

static Meeting seen(Village *v, const char *who, Ref meeting)
{
    Meeting m;
    Ctx    *c = as(v, who);
    assert_ok(c, meeting_get(c, meeting, &m));
    return m;
}

static void the_agenda_is_numbered_by_voices_and_does_not_change(void **state)
{
    Village *v = *state;
    Ref      few = village_need(v, "路灯坏了一半"), many = village_need(v, "水管漏水");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, many, STR_NONE));
    Meeting m = seen(v, "nobody", called(v, (Ref[]){ few, many }, 2));
    assert_int_equal(m.n_items, 3);
    assert_str(m.items[0].title, "水管漏水");
    assert_int_equal(m.items[0].houses, 2);
    assert_str(m.items[2].title, "今年的桥");
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, few, STR_NONE));
    c = as(v, "一组3户");
    assert_ok(c, need_join(c, few, STR_NONE));
    m = seen(v, "nobody", m.ref);
    assert_str(m.items[0].title, "水管漏水");
    assert_int_equal(m.items[1].houses, 1);
}

static void a_need_that_is_named_twice_is_talked_about_once(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Meeting  m = seen(v, "nobody", called(v, (Ref[]){ need, need }, 2));
    assert_int_equal(m.n_items, 2); /* and the topic */
    village_check(v);
}

static void what_somebody_forgotten_called_it_is_on_no_agenda(void **state)
{
    Village *v = *state;
    Ref      alone = village_need(v, "王家老屋漏雨"), shared = village_need(v, "水管漏水");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, shared, STR_NONE));
    Ref      meeting = called(v, (Ref[]){ alone, shared }, 2);
    c = as(v, "一组1户");
    Ref      author = { STR("420325"), c->actor->person, STR_NONE };
    assert_true(author.id != 0);
    c = as(v, "town");
    assert_ok(c, person_erase(c, author, STR("本人要求")));
    Meeting m = seen(v, "nobody", meeting);
    assert_str(m.items[0].title, "水管漏水"); /* others made it theirs */
    assert_str(m.items[1].title, "——");
}

static void a_need_knows_the_meetings_that_talk_about_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), meeting = called(v, &need, 1);
    Links    links;
    Ctx     *c = as(v, "nobody");
    assert_ok(c, link_list(c, STR("need"), need, &links));
    assert_int_equal(links.n, 1);
    assert_str(links.v[0].noun, "meeting");
    assert_int_equal(links.v[0].ref.id, meeting.id);
}

static void what_may_not_be_talked_about_is_refused_at_its_field(void **state)
{
    Village *v = *state;
    Ref      complaint = village_need_of(v, "一组1户", NEED_COMPLAINT, "村里不公开账目"), need = village_need(v, "路灯坏了一半"), meeting;
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, need_withdraw(c, need, STR_NONE));
    const Ref wrong[] = { complaint, need, { STR("420325"), 12345, STR_NONE } };
    for (size_t i = 0; i < COUNTOF(wrong); i++) {
        MeetingNew new = called_for(v, "一组院场会", &wrong[i], 1);
        c = as(v, "group");
        assert_err(c, ERR_INVALID, meeting_call(c, &new, &meeting));
    }
    MeetingNew late = called_for(v, "一组院场会", NULL, 0), empty = late;
    late.day = date_add(late.day, -4);
    empty.topics = (Strs){ 0 };
    c = as(v, "group");
    assert_err(c, ERR_INVALID, meeting_call(c, &late, &meeting));
    assert_err(c, ERR_INVALID, meeting_call(c, &empty, &meeting));
}

static void a_retry_calls_it_once(void **state)
{
    Village   *v = *state;
    MeetingNew new = called_for(v, "一组院场会", NULL, 0);
    Ref        first, again;
    Ctx       *c = as(v, "group");
    assert_ok(c, meeting_call(c, &new, &first));
    c = as(v, "group");
    assert_ok(c, meeting_call(c, &new, &again));
    assert_int_equal(first.id, again.id);
    assert_int_equal(village_count(v, VILLAGE_GROUP, "meeting.called", 0), 1);
}

static void the_same_form_with_another_agenda_is_not_the_same(void **state)
{
    Village   *v = *state;
    Ref        need = village_need(v, "路灯坏了一半"), meeting;
    MeetingNew new = called_for(v, "一组院场会", NULL, 0);
    Ctx       *c = as(v, "group");
    assert_ok(c, meeting_call(c, &new, &meeting));
    new.needs = (Refs){ &need, 1 };
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, meeting_call(c, &new, &meeting));
}

static void before_its_day_nobody_came_and_nothing_was_said(void **state)
{
    Village   *v = *state;
    MeetingNew new = called_for(v, "一组院场会", NULL, 0);
    TaskNew    n = { .title = STR("清沟"), .owner_title = STR("一组2户"), .due = date_add(new.day, 9), .place = STR(VILLAGE_GROUP) };
    Ref        meeting, house = actor_house(as(v, "一组2户")->actor);
    Ctx       *c = as(v, "group");
    new.day = date_add(new.day, 1);
    assert_ok(c, meeting_call(c, &new, &meeting));
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, attend_come(c, &meeting_noun, meeting));
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, attend_mark(c, &meeting_noun, meeting, &(Refs){ &house, 1 }, STR_NONE));
    assert_err(c, ERR_CONFLICT, meeting_agree(c, meeting, ONE_TASK(&n)));
    assert_err(c, ERR_CONFLICT, meeting_write(c, meeting, 0, STR("散会。")));
    assert_int_equal(seen(v, "nobody", meeting).came.all, 0);
    village_later(v, DAY);
    c = as(v, "一组1户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    c = as(v, "group");
    assert_ok(c, meeting_write(c, meeting, 0, STR("散会。")));
}

static void when_it_is_over_a_house_that_was_left_out_is_noted_by_the_host(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0), house = actor_house(as(v, "一组2户")->actor);
    Ctx     *c = as(v, "group");
    assert_ok(c, meeting_write(c, meeting, 0, STR("散会。")));
    c = as(v, "一组2户");
    assert_err(c, ERR_CONFLICT, attend_come(c, &meeting_noun, meeting));
    c = as(v, "group");
    assert_err(c, ERR_INVALID, attend_mark(c, &meeting_noun, meeting, &(Refs){ &house, 1 }, STR_NONE)); /* and says why */
    c = as(v, "group");
    assert_ok(c, attend_mark(c, &meeting_noun, meeting, &(Refs){ &house, 1 }, STR("来晚了，没来得及记")));
    assert_int_equal(seen(v, "nobody", meeting).came.all, 1);
    village_check(v);
}

static void a_village_lists_what_its_groups_held_too(void **state)
{
    Village   *v = *state;
    MeetingNew new = called_for(v, "全村院场会", NULL, 0);
    Ref        of_group = called(v, NULL, 0), of_village;
    Meetings   all;
    Ctx       *c = as(v, "village");
    new.place = STR(VILLAGE_CODE);
    assert_ok(c, meeting_call(c, &new, &of_village));
    c = as(v, "group");
    assert_ok(c, meeting_off(c, of_group, 0, STR("下大雨")));
    c = as(v, "nobody");
    assert_ok(c, meeting_list(c, STR(VILLAGE_CODE), -1, &(ListAsk){ .since = 0 }, &all));
    assert_int_equal(all.n, 2);
    assert_ok(c, meeting_list(c, STR(VILLAGE_CODE), MEETING_CALLED, &(ListAsk){ .since = 0 }, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].ref.id, of_village.id);
    assert_ok(c, meeting_list(c, STR(VILLAGE_GROUP), -1, &(ListAsk){ .since = 0 }, &all));
    assert_int_equal(all.n, 1);
    assert_int_equal(all.v[0].ref.id, of_group.id);
}

static void every_house_is_called_and_who_came_hears_the_minutes(void **state)
{
    Village *v = *state;
    int      before[3], n = 0;
    static const char *const houses[] = { "一组1户", "一组2户", "一组3户" };
    for (; n < 3; n++)
        before[n] = (int)village_messages(v, houses[n]);
    Ref meeting = called(v, NULL, 0);
    for (n = 0; n < 3; n++)
        assert_int_equal(village_messages(v, houses[n]), before[n] + 1);
    for (n = 0; n < 2; n++) {
        Ctx *c = as(v, houses[n]);
        assert_ok(c, attend_come(c, &meeting_noun, meeting));
        c = as(v, houses[n]);
        assert_ok(c, attend_come(c, &meeting_noun, meeting)); /* twice is once */
    }
    assert_int_equal(seen(v, "nobody", meeting).came.all, 2);
    assert_true(seen(v, "一组1户", meeting).has_come);
    Ctx *c = as(v, "group");
    assert_ok(c, meeting_write(c, meeting, seen(v, "group", meeting).version, STR("桥的事下次再说。")));
    for (n = 0; n < 3; n++)
        assert_int_equal(village_messages(v, houses[n]), before[n] + 1 + (n < 2));
    assert_int_equal(seen(v, "nobody", meeting).state, MEETING_HELD);
    village_check(v);
}

/* A public page goes on calling nothing by the name that a house took back. */
static void what_a_house_took_back_has_no_name_on_an_agenda(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "我家婆婆要低保"), meeting = called(v, &need, 1);
    Ctx     *c = as(v, "一组1户");
    assert_str(seen(v, "nobody", meeting).items[0].title, "我家婆婆要低保");
    c = as(v, "一组1户");
    assert_ok(c, need_withdraw(c, need, STR("")));
    Meeting m = seen(v, "nobody", meeting);
    assert_true(m.items[0].need.id == need.id && m.items[0].title.n == 0);
    assert_true(m.items[1].title.n > 0);
    village_check(v);
}

static void who_lives_elsewhere_is_not_noted(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    Ref      other = actor_house(as(v, "下湾1户")->actor);
    Actor    beside = *as(v, "一组2户")->actor;
    Ctx     *c = as(v, "下湾1户");
    assert_int_equal(attend_come(c, &meeting_noun, meeting), ERR_DENIED);
    assert_string_equal(c->problems->key, "household.not_here"); /* of another village */
    beside.home = STR(VILLAGE_CODE "002");
    c = as(v, "nobody");
    c->actor = &beside;
    assert_int_equal(attend_come(c, &meeting_noun, meeting), ERR_DENIED);
    assert_string_equal(c->problems->key, "household.other_group");
    c = as(v, "group");
    assert_err(c, ERR_INVALID, attend_mark(c, &meeting_noun, meeting, &(Refs){ &other, 1 }, STR_NONE));
    assert_int_equal(seen(v, "nobody", meeting).came.all, 0);
}

static void only_who_may_call_meetings_holds_them(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    TaskNew  n = { .title = STR("清沟"), .owner_title = STR("一组2户"), .due = 20261231, .place = STR(VILLAGE_GROUP) };
    Ctx     *c = as(v, "一组1户");
    assert_err(c, ERR_DENIED, meeting_write(c, meeting, 0, STR("散会。")));
    assert_err(c, ERR_DENIED, meeting_off(c, meeting, 0, STR("下雨")));
    assert_err(c, ERR_DENIED, meeting_agree(c, meeting, ONE_TASK(&n)));
}

static void what_houses_came_to_is_not_called_off(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0), house = { STR("420325"), as(v, "一组1户")->actor->household, STR(VILLAGE_GROUP) };
    Ctx     *c = as(v, "group");
    assert_ok(c, attend_mark(c, &meeting_noun, meeting, &(Refs){ &house, 1 }, STR_NONE));
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, meeting_off(c, meeting, 0, STR("下大雨")));
    c = as(v, "group");
    assert_ok(c, attend_strike(c, &meeting_noun, meeting, &(Refs){ &house, 1 }, STR_NONE)); /* noted wrongly */
    c = as(v, "group");
    assert_ok(c, meeting_off(c, meeting, 0, STR("下大雨")));
}

static void what_was_called_off_holds_nothing(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    TaskNew  n = { .title = STR("清沟"), .owner_title = STR("一组2户"), .due = 20261231, .place = STR(VILLAGE_GROUP) };
    Ctx     *c = as(v, "group");
    assert_ok(c, meeting_off(c, meeting, seen(v, "group", meeting).version, STR("下大雨")));
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, meeting_agree(c, meeting, ONE_TASK(&n)));
    assert_err(c, ERR_CONFLICT, meeting_write(c, meeting, 0, STR("散会。")));
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, attend_come(c, &meeting_noun, meeting));
}

/* ---- what was agreed ---- */

static Task agreed(Village *v, Ref meeting, Date due)
{
    TaskNew n = { .title = STR("清通水沟"), .owner_title = STR("一组2户"), .due = due, .place = STR(VILLAGE_GROUP),
                  .household = actor_house(as(v, "一组2户")->actor) };
    Tasks   tasks;
    Ctx    *c = as(v, "group");
    assert_ok(c, meeting_agree(c, meeting, ONE_TASK(&n)));
    c = as(v, "nobody");
    assert_ok(c, task_list_of(c, "meeting", meeting, &tasks));
    return tasks.v[tasks.n - 1];
}

static void what_was_agreed_is_a_chapter_of_the_meeting(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    Task     t = agreed(v, meeting, date_add(date_of(as(v, "nobody")->now), 10));
    Story    story;
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, task_done(c, t.ref, t.version, STR("三个人挖了一天"), NULL));
    c = as(v, "nobody");
    assert_ok(c, story_read(c, "meeting", meeting, &story));
    assert_str(story.v[0].kind, "meeting.called");
    assert_str(story.v[story.n - 1].kind, "task.done");
    assert_str(story.v[story.n - 1].text, "三个人挖了一天");
    assert_int_equal(village_count(v, VILLAGE_GROUP, "task.done", 0), 1);
    village_check(v);
}

/* The words of the newest message of that kind that the house has. */
static Str told(Village *v, const char *who, const char *message)
{
    InboxRows rows;
    Ctx      *c = as(v, who);
    assert_ok(c, inbox_list(c, &(Cursor){ 0 }, 50, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (str_is(rows.v[i].key, message))
            return str_copy(v->kept, rows.v[i].b);
    return STR("none");
}

static void how_others_called_an_owner_goes_with_who_asks(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    Task     t = agreed(v, meeting, date_add(date_of(as(v, "nobody")->now), 10)), now;
    Ref      owner = { STR("420325"), as(v, "一组2户")->actor->person, STR_NONE };
    Story    story;
    assert_str(told(v, "一组2户", "inbox.task.made"), "一组2户");
    c = as(v, "一组2户");
    assert_ok(c, task_done(c, t.ref, t.version, STR("我和我儿子挖的"), NULL));
    assert_str(told(v, "一组1户", "inbox.task.done"), "我和我儿子挖的");
    c = as(v, "town");
    assert_ok(c, person_erase(c, owner, STR("本人要求")));
    c = as(v, "nobody");
    assert_ok(c, task_get(c, t.ref, &now));
    assert_str(now.owner_title, "——");
    assert_str(now.title, "清通水沟"); /* an office's words, as what it answers */
    assert_str(told(v, "一组1户", "inbox.task.done"), "");
    c = as(v, "nobody");
    assert_ok(c, story_read(c, "task", t.ref, &story));
    assert_str(story.v[story.n - 1].kind, "task.erased"); /* whoever keeps a copy hears of it */
    assert_int_equal(story.v[story.n - 2].text.n, 0);
    village_check(v);
}

static void a_house_that_is_called_by_its_number_owns_what_was_agreed(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    static const struct { const char *title; bool is_house; } owners[] = { { "一组02户", true }, { "村委会", false }, { "老支书", false } };
    for (size_t i = 0; i < COUNTOF(owners); i++) {
        TaskNew n = { .title = STR("清沟"), .owner_title = str_from(owners[i].title), .place = STR(VILLAGE_GROUP),
                      .due = date_add(date_of(as(v, "nobody")->now), 3 + (int)i) };
        Tasks   tasks;
        Ctx    *c = as(v, "group");
        assert_ok(c, meeting_agree(c, meeting, ONE_TASK(&n)));
        c = as(v, "nobody");
        assert_ok(c, task_list_of(c, "meeting", meeting, &tasks));
        assert_true(tasks.v[i].household == (owners[i].is_house ? actor_house(as(v, "一组2户")->actor).id : 0));
    }
}

/* 一组 is called 五组 now and 二组 is called 一组: its house 2 and the one that is called 一组2户 are two. */
static void a_house_s_name_that_could_be_two_is_asked_and_never_nobody_s(void **state)
{
    Village  *v = *state;
    Ref       who, meeting = called(v, NULL, 0);
    PersonNew p = { .place = STR(VILLAGE_CODE "002"), .household = STR("2"), .name = STR("孙家旺") };
    TaskNew   n = { .title = STR("清沟"), .owner_title = STR("一组2户"), .place = STR(VILLAGE_CODE),
                    .due = date_add(date_of(as(v, "nobody")->now), 3) };
    TaskNew   at_village = n;
    Ctx      *c = as(v, "group");
    Tasks     tasks;
    n.place = STR(VILLAGE_GROUP);
    assert_ok(c, meeting_agree(c, meeting, ONE_TASK(&n)));
    c = as(v, "admin");
    assert_ok(c, person_add(c, &p, &who));
    c = as(v, "admin");
    assert_ok(c, place_change(c, &(PlaceChange){ .code = STR(VILLAGE_GROUP), .name = STR("五组"), .version = 1 }));
    c = as(v, "admin");
    assert_ok(c, place_alias_drop(c, STR(VILLAGE_GROUP), STR("一组")));
    c = as(v, "admin");
    assert_ok(c, place_change(c, &(PlaceChange){ .code = STR(VILLAGE_CODE "002"), .name = STR("一组"), .version = 1 }));
    c = as(v, "nobody");
    assert_ok(c, task_list_of(c, "meeting", meeting, &tasks));
    assert_true(tasks.v[0].household == actor_house(as(v, "一组2户")->actor).id); /* whose it was it is */
    c = as(v, "village");
    assert_err(c, ERR_INVALID, tasks_check(c, STR(VILLAGE_CODE), ONE_TASK(&at_village)));
    at_village.owner_title = STR("一组99户"); /* nobody's number */
    c = as(v, "village");
    assert_err(c, ERR_INVALID, tasks_check(c, STR(VILLAGE_CODE), ONE_TASK(&at_village)));
}

static void the_owner_of_an_agreement_lives_there(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, NULL, 0);
    TaskNew  n = { .title = STR("清沟"), .owner_title = STR("下湾那家"), .due = date_add(date_of(as(v, "nobody")->now), 3),
                   .place = STR(VILLAGE_GROUP), .household = actor_house(as(v, "下湾1户")->actor) };
    Ctx     *c = as(v, "group");
    assert_err(c, ERR_INVALID, meeting_agree(c, meeting, ONE_TASK(&n)));
}

static void its_owner_or_the_desk_says_that_it_is_done(void **state)
{
    Village *v = *state;
    Task     t = agreed(v, called(v, NULL, 0), date_add(date_of(as(v, "nobody")->now), 10));
    Ctx     *c = as(v, "一组3户");
    assert_err(c, ERR_DENIED, task_done(c, t.ref, t.version, STR("挖好了"), NULL));
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, task_done(c, t.ref, t.version + 1, STR("挖好了"), NULL));
    c = as(v, "group");
    assert_ok(c, task_done(c, t.ref, t.version, STR("挖好了"), NULL));
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, task_drop(c, t.ref, 0, STR("不用了")));
}

static void what_is_late_rises_once_a_level_and_keeps_its_first_day(void **state)
{
    Village *v = *state;
    Task     t = agreed(v, called(v, NULL, 0), date_add(date_of(as(v, "nobody")->now), 2)), now;
    static const char *const desks[] = { VILLAGE_CODE, VILLAGE_TOWN, "420325", "420325" };
    for (size_t i = 0; i < COUNTOF(desks); i++) {
        Ctx *c = as(v, "nobody");
        assert_ok(c, task_get(c, t.ref, &now));
        village_later(v, now.due - c->now + 1);
        c = as(v, "nobody");
        assert_ok(c, task_get(c, t.ref, &now));
        assert_str(now.at, desks[i]);
        assert_true(now.is_overdue);
        assert_true(now.first_due == t.first_due);
    }
    assert_int_equal(village_count(v, "420325", "task.late", 0), 1);
    village_check(v);
}

static Err quiet_body(Db *w, void *arg)
{
    Life       quiet = *task_noun.life;
    Noun       noun = task_noun;
    PlaceCarry carry = { STR(VILLAGE_CODE), STR(VILLAGE_OTHER), STR_NONE };
    quiet.count = NULL;
    noun.life = &quiet;
    TRY(life_rebuild(w, &noun, NULL));
    return life_carry(w, &noun, &carry);
}

static void a_life_that_counts_nothing_is_carried_and_rebuilt(void **state)
{
    Village *v = *state;
    Task     t = agreed(v, called(v, NULL, 0), date_add(date_of(as(v, "nobody")->now), 10));
    Ctx     *c = as(v, "admin");
    assert_ok(c, db_write(c, quiet_body, NULL));
    c = as(v, "nobody");
    assert_ok(c, task_get(c, t.ref, &t));
    assert_true(str_starts(t.ref.place, STR(VILLAGE_OTHER)));
}

static void it_is_put_off_once_and_with_a_reason(void **state)
{
    Village *v = *state;
    Date     today = date_of(as(v, "nobody")->now);
    Task     t = agreed(v, called(v, NULL, 0), date_add(today, 5));
    Ctx     *c = as(v, "group");
    assert_err(c, ERR_INVALID, task_extend(c, t.ref, t.version, date_add(today, 8), STR_NONE));
    assert_err(c, ERR_INVALID, task_extend(c, t.ref, t.version, date_add(today, 90), STR("等水退")));
    assert_ok(c, task_extend(c, t.ref, t.version, date_add(today, 8), STR("等水退")));
    c = as(v, "group");
    assert_err(c, ERR_CONFLICT, task_extend(c, t.ref, 0, date_add(today, 9), STR("等水退")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(the_agenda_is_numbered_by_voices_and_does_not_change),
        IN_VILLAGE(a_need_that_is_named_twice_is_talked_about_once),
        IN_VILLAGE(what_somebody_forgotten_called_it_is_on_no_agenda),
        IN_VILLAGE(a_need_knows_the_meetings_that_talk_about_it),
        IN_VILLAGE(what_may_not_be_talked_about_is_refused_at_its_field),
        IN_VILLAGE(a_retry_calls_it_once),
        IN_VILLAGE(the_same_form_with_another_agenda_is_not_the_same),
        IN_VILLAGE(before_its_day_nobody_came_and_nothing_was_said),
        IN_VILLAGE(when_it_is_over_a_house_that_was_left_out_is_noted_by_the_host),
        IN_VILLAGE(a_village_lists_what_its_groups_held_too),
        IN_VILLAGE(every_house_is_called_and_who_came_hears_the_minutes),
        IN_VILLAGE(what_a_house_took_back_has_no_name_on_an_agenda), IN_VILLAGE(who_lives_elsewhere_is_not_noted),
        IN_VILLAGE(only_who_may_call_meetings_holds_them),
        IN_VILLAGE(what_houses_came_to_is_not_called_off),
        IN_VILLAGE(what_was_called_off_holds_nothing),
        IN_VILLAGE(what_was_agreed_is_a_chapter_of_the_meeting),
        IN_VILLAGE(how_others_called_an_owner_goes_with_who_asks),
        IN_VILLAGE(a_house_that_is_called_by_its_number_owns_what_was_agreed),
        IN_VILLAGE(a_house_s_name_that_could_be_two_is_asked_and_never_nobody_s),
        IN_VILLAGE(the_owner_of_an_agreement_lives_there),
        IN_VILLAGE(its_owner_or_the_desk_says_that_it_is_done),
        IN_VILLAGE(what_is_late_rises_once_a_level_and_keeps_its_first_day),
        IN_VILLAGE(a_life_that_counts_nothing_is_carried_and_rebuilt),
        IN_VILLAGE(it_is_put_off_once_and_with_a_reason),
    };
    return RUN_TESTS(tests);
}
