/* What two do at once, each having asked beforehand whether it may be: in one program, where the second body sees what the first did,
 * and in two on one PostgreSQL, where it waits for it (db_hold()). */
#include "entry/help.h"
#include "matter/attend.h"
#include "matter/post.h"
#include "people/person.h"
#include "plan/meeting/meeting.h"
#include "plan/need/need_tally.h"
#include "support/together.h"
#include "support/village.h"

#define IN_TWO_PROGRAMS(f) ON_ENGINE(f, ENGINE_POSTGRES, "postgres", village_setup, village_teardown)

/* ---- acts ---- */

static Ref person_of(Village *v, const char *house)
{
    const Actor *a = as(v, house)->actor;
    return (Ref){ a->county, a->person, a->home };
}

static const Actor *actor_of(Village *v, const char *who)
{
    return as(v, who)->actor;
}

typedef struct Act {
    Ref     who, made;
    Role    role;
    PostNew post;
    HelpNew help;
    MeetingNew meeting;
    Refs    needs;
} Act;

static Err leaves(Ctx *c, void *arg)
{
    const Act *a = arg;
    return person_leave(c, a->who, 0, STR("病故"));
}

static Err erased(Ctx *c, void *arg)
{
    const Act *a = arg;
    return person_erase(c, a->who, STR("本人要求"));
}

static Err post_given(Ctx *c, void *arg)
{
    Act *a = arg;
    return post_give(c, &a->post, &a->made);
}

static Err role_given(Ctx *c, void *arg)
{
    const Act *a = arg;
    return account_role_add(c, a->who.county, a->who.id, a->role, STR(VILLAGE_CODE), 0, 0);
}

static Err account_ended(Ctx *c, void *arg)
{
    const Act *a = arg;
    return account_end(c, a->who.county, a->who.id);
}

static Err card_stopped(Ctx *c, void *arg)
{
    const Act *a = arg;
    return card_revoke(c, a->who, STR("丢了"));
}

static Err help_asked(Ctx *c, void *arg)
{
    Act *a = arg;
    return help_ask(c, STR("420325"), &a->help, &a->made);
}

static Err comes(Ctx *c, void *arg)
{
    const Act *a = arg;
    return attend_come(c, &meeting_noun, a->who);
}

static Err called_off(Ctx *c, void *arg)
{
    const Act *a = arg;
    return meeting_off(c, a->who, 0, STR("下雨了"));
}

static Err grouped(Ctx *c, void *arg)
{
    i64        group;
    const Act *a = arg;
    return need_group(c, &a->needs, STR("路灯的事"), &group);
}

static Err taken_back(Ctx *c, void *arg)
{
    const Act *a = arg;
    return need_withdraw(c, a->who, STR(""));
}

static MeetingNew meeting_for(Village *v)
{
    return (MeetingNew){ .title = STR("一组院场会"), .spot = STR("老樟树下"), .day = date_of(v->c->now),
                         .minute = 19 * 60, .place = STR(VILLAGE_GROUP), .once = village_once(v) };
}

static Err called(Ctx *c, void *arg)
{
    Act *a = arg;
    return meeting_call(c, &a->meeting, &a->made);
}

static PostNew post_for(Village *v, Ref person, PostKind kind)
{
    return (PostNew){ .place = STR(VILLAGE_CODE), .person = person, .kind = (int)kind, .body = STR("上湾村理事会"),
                      .source = STR("3月8日户主会选的"), .once = village_once(v), .from = date_of(v->c->now) };
}

static Ref account_for(Village *v, Ref person)
{
    i64        account;
    Ctx       *c = as(v, "village");
    AccountNew n = { STR(VILLAGE_CODE), STR("xinren"), STR("新人"), STR("long enough 2026"), ROLE_REPRESENTATIVE, date_of(c->now), 0, person };
    assert_ok(c, account_add(c, &n, &account));
    return (Ref){ STR("420325"), account, STR(VILLAGE_CODE) };
}

/* ---- one after the other, in one program ---- */

/* How `second` ends, which was let in before `first` was done. */
static Err after(Village *v, const Together *first, const Together *second)
{
    Together both[] = { *first, *second };
    together_write(v->c, both, 2);
    assert_int_equal(both[0].err, OK);
    together_part(both, 2);
    test_next(v->c);
    return both[1].err;
}

static void who_has_left_is_given_nothing(void **state)
{
    Village *v = *state;
    Act      gone = { .who = person_of(v, "一组1户") }, post = { .post = post_for(v, gone.who, POST_COUNCILLOR) };
    Act      role = { .who = account_for(v, person_of(v, "一组2户")), .role = ROLE_MEDIATOR }, left = { .who = person_of(v, "一组2户") };
    Act      out = { .who = person_of(v, "一组3户") }, keeper = { .post = post_for(v, out.who, POST_KEEPER) };
    const Actor *village = actor_of(v, "village");
    assert_int_equal(after(v, &(Together){ .act = leaves, .arg = &gone, .actor = village },
                           &(Together){ .act = post_given, .arg = &post, .actor = village }), ERR_INVALID);
    assert_int_equal(after(v, &(Together){ .act = leaves, .arg = &left, .actor = village },
                           &(Together){ .act = role_given, .arg = &role, .actor = village }), ERR_INVALID);
    assert_int_equal(after(v, &(Together){ .act = erased, .arg = &out, .actor = actor_of(v, "county") },
                           &(Together){ .act = post_given, .arg = &keeper, .actor = village }), ERR_INVALID);
    village_check(v);
}

static void an_account_that_ended_is_given_nothing(void **state)
{
    Village *v = *state;
    Act      ends = { .who = account_for(v, person_of(v, "一组2户")) }, role = { .who = ends.who, .role = ROLE_MEDIATOR };
    const Actor *village = actor_of(v, "village");
    assert_int_equal(after(v, &(Together){ .act = account_ended, .arg = &ends, .actor = village },
                           &(Together){ .act = role_given, .arg = &role, .actor = village }), ERR_CONFLICT);
    village_check(v);
}

static void a_role_is_given_once(void **state)
{
    Village     *v = *state;
    Act          role = { .who = account_for(v, person_of(v, "一组2户")), .role = ROLE_MEDIATOR };
    const Actor *village = actor_of(v, "village");
    const Event *e;
    size_t       n;
    const Together give = { .act = role_given, .arg = &role, .actor = village };
    assert_int_equal(after(v, &give, &give), ERR_INVALID);
    assert_ok(v->c, event_timeline(v->c, role.who, &e, &n));
    assert_int_equal(n, 3); /* added, with its role; and this one */
}

static void a_stopped_card_agrees_to_nothing(void **state)
{
    Village *v = *state;
    Str      code;
    Act      stop = { .who = actor_house(actor_of(v, "一组2户")) };
    Ctx     *c = as(v, "town");
    CardHeld card;
    assert_ok(c, card_issue(c, stop.who, false, &code));
    assert_ok(c, login_card(c, code, &card));
    assert_ok(c, card_keep_open(c, &card, c->now + 400 * DAY)); /* a card that nobody opened agrees to nothing anyhow */
    Act ask = { .help = { .household = stop.who, .way = HELP_BY_CARD, .code = str_copy(v->kept, code) } };
    assert_int_equal(after(v, &(Together){ .act = card_stopped, .arg = &stop, .actor = actor_of(v, "town") },
                           &(Together){ .act = help_asked, .arg = &ask, .actor = actor_of(v, "village") }), ERR_INVALID);
}

static void what_is_taken_back_comes_on_no_agenda(void **state)
{
    Village *v = *state;
    Act      back = { .who = village_need(v, "我家婆婆要低保") }, call = { .meeting = meeting_for(v) };
    call.meeting.needs = (Refs){ &back.who, 1 };
    assert_int_equal(after(v, &(Together){ .act = taken_back, .arg = &back, .actor = actor_of(v, "一组1户") },
                           &(Together){ .act = called, .arg = &call, .actor = actor_of(v, "group") }), ERR_CONFLICT);
    village_check(v);
}

/* ---- at once, in two ---- */

/* How `second` ends, which another program begins while `first` is not through. */
static Err apart(Village *v, Together *first, Together *second)
{
    together_apart(v->c, first, second);
    assert_int_equal(first->err, OK);
    together_part(first, 1);
    test_next(v->c);
    return second->err;
}

static void who_leaves_meanwhile_keeps_no_post(void **state)
{
    Village *v = *state;
    Act      gone = { .who = person_of(v, "一组1户") }, give = { .post = post_for(v, gone.who, POST_COUNCILLOR) };
    Post     p;
    const Actor *village = actor_of(v, "village");
    assert_int_equal(apart(v, &(Together){ .act = post_given, .arg = &give, .actor = village },
                           &(Together){ .act = leaves, .arg = &gone, .actor = village }), OK);
    assert_ok(v->c, post_get(v->c, give.made, &p));
    assert_int_equal(p.state, POST_ENDED);
    village_check(v);
}

static void nobody_is_made_to_watch_himself(void **state)
{
    Village *v = *state;
    Ref      who = person_of(v, "一组1户");
    Act      watches = { .post = post_for(v, who, POST_SUPERVISOR) }, acts = { .post = post_for(v, who, POST_COUNCILLOR) };
    assert_int_equal(apart(v, &(Together){ .act = post_given, .arg = &watches, .actor = actor_of(v, "town") },
                           &(Together){ .act = post_given, .arg = &acts, .actor = actor_of(v, "village") }), ERR_INVALID);
    village_check(v);
}

static void what_a_house_came_to_is_not_called_off(void **state)
{
    Village *v = *state;
    Ctx     *c = as(v, "group");
    Act      m = { .who = { .id = 0 } };
    Str        topic = STR("修桥");
    MeetingNew n = meeting_for(v);
    n.topics = (Strs){ &topic, 1 };
    c = as(v, "group");
    assert_ok(c, meeting_call(c, &n, &m.who));
    assert_int_equal(apart(v, &(Together){ .act = comes, .arg = &m, .actor = actor_of(v, "一组1户") },
                           &(Together){ .act = called_off, .arg = &m, .actor = actor_of(v, "group") }), ERR_CONFLICT);
    village_check(v);
}

static void groups_that_meet_become_one(void **state)
{
    Village *v = *state;
    Ref      needs[] = { village_need(v, "路灯坏了一半"), village_need_of(v, "一组2户", NEED_DEMAND, "晚上没有灯"),
                         village_need_of(v, "一组3户", NEED_DEMAND, "村口太黑") };
    Act      one = { .needs = { needs, 2 } }, two = { .needs = { needs + 1, 2 } };
    const Actor *village = actor_of(v, "village");
    assert_int_equal(apart(v, &(Together){ .act = grouped, .arg = &one, .actor = village },
                           &(Together){ .act = grouped, .arg = &two, .actor = village }), OK);
    Need n = village_see(v, "nobody", needs[0]);
    assert_true(n.group != 0 && n.group == village_see(v, "nobody", needs[2]).group);
    assert_int_equal(n.households, 3);
    village_check(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(who_has_left_is_given_nothing), IN_VILLAGE(an_account_that_ended_is_given_nothing),
        IN_VILLAGE(a_role_is_given_once), IN_VILLAGE(a_stopped_card_agrees_to_nothing),
        IN_VILLAGE(what_is_taken_back_comes_on_no_agenda),
        IN_TWO_PROGRAMS(who_leaves_meanwhile_keeps_no_post), IN_TWO_PROGRAMS(nobody_is_made_to_watch_himself),
        IN_TWO_PROGRAMS(what_a_house_came_to_is_not_called_off), IN_TWO_PROGRAMS(groups_that_meet_become_one),
    };
    return RUN_TESTS(tests);
}
