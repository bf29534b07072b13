/* oversight: who supervises asks, urges and calls back; who dealt with the matter or is of it does not; the office answers by a day;
 * what a house said stays with those who organise and supervise, and goes when it is forgotten. */
#include <string.h>

#include "matter/oversight.h"
#include "matter/story.h"
#include "matter/desk.h"
#include "people/person.h"
#include "record/rule.h"
#include "support/village.h"

static Ref person_of(Village *v, const char *house)
{
    const Actor *a = as(v, house)->actor;
    return (Ref){ a->county, a->person, a->home };
}

static i64 account_make(Village *v, const char *name, Role role, const char *place, const char *house)
{
    i64        account;
    Ref        person = house != NULL ? person_of(v, house) : (Ref){ STR_NONE, 0, STR_NONE };
    Ctx       *c = as(v, "admin");
    Actor      operator = *c->actor;
    AccountNew n = { str_from(place), str_from(name), str_from(name), STR("long enough 2026"), role, 20200101, 0, person };
    operator.account = operator.tied = 0;
    operator.channel = CHANNEL_IMPORT;
    c->actor = &operator;
    assert_ok(c, account_add(c, &n, &account));
    return account;
}

/* The next request of that account. */
static Ctx *as_account(Village *v, i64 account)
{
    Ctx   *c = as(v, "nobody");
    Actor *a = NEW(c->arena, Actor);
    assert_ok(c, account_actor(c, account, STR("420325"), 0, a));
    c->actor = a;
    return c;
}

static OversightNew new_of(Village *v, OversightKind kind, const char *words)
{
    return (OversightNew){ .kind = (int)kind, .words = str_from(words), .once = village_once(v) };
}

static Ref asked(Village *v, const char *who, Ref need, OversightKind kind, const char *words)
{
    Ref          made;
    OversightNew n = new_of(v, kind, words);
    Ctx         *c = as(v, who);
    if (kind == OVERSIGHT_URGE)
        n.due = date_add(date_of(c->now), 7);
    assert_ok(c, oversight_ask(c, "need", need, &n, &made));
    return made;
}

static Ref called(Village *v, const char *who, Ref need, OversightFound found, const char *words)
{
    Ref          made;
    OversightNew n = new_of(v, OVERSIGHT_CALL, words);
    Ctx         *c = as(v, who);
    n.found = (int)found;
    assert_ok(c, oversight_ask(c, "need", need, &n, &made));
    return made;
}

static Oversight seen(Village *v, const char *who, Ref oversight)
{
    Oversight o;
    Ctx      *c = as(v, who);
    assert_ok(c, oversight_get(c, oversight, &o));
    return o;
}

static Ref solved(Village *v, const char *title)
{
    Ref  need = village_need(v, title);
    Ctx *c = as(v, "village");
    assert_ok(c, need_solve(c, need, 0, STR("换了灯泡"), NULL));
    return need;
}

static DeskCount waits(Village *v, const char *who, const char *place)
{
    DeskLines lines;
    DeskCount n;
    Ctx      *c = as(v, who);
    assert_ok(c, oversight_noun.desk->count(c, str_from(place), &n));
    c = as(v, who);
    assert_ok(c, oversight_noun.desk->lines(c, &(DeskAsk){ .place = str_from(place) }, &lines));
    assert_int_equal(n.all, lines.n);
    return n;
}

/* A town may ask, and may answer at its desk: not himself. */
static void who_asked_does_not_answer(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ref      q = asked(v, "town", need, OVERSIGHT_QUESTION, "三天了怎么还没人去看");
    Ctx     *c = as(v, "town");
    assert_true(access_may(c->actor, VERB_ANSWER, seen(v, "town", q).at));
    assert_int_equal(seen(v, "town", q).ways >> OVERSIGHT_ANSWERED & 1, 0);
    c = as(v, "town");
    assert_err(c, ERR_DENIED, oversight_answer(c, q, 0, STR("已经在办了")));
    i64 other = account_make(v, "county2", ROLE_COUNTY, "420325", "一组2户"), same = account_make(v, "county3", ROLE_COUNTY, "420325", "一组2户");
    c = as_account(v, other);
    OversightNew n = new_of(v, OVERSIGHT_QUESTION, "县里也想知道");
    assert_ok(c, oversight_ask(c, "need", need, &n, &q));
    c = as_account(v, same); /* of the same person */
    assert_err(c, ERR_DENIED, oversight_answer(c, q, 0, STR("已经在办了")));
    c = as(v, "group");
    assert_ok(c, oversight_answer(c, q, 0, STR("明天去")));
    village_check(v);
}

static void who_has_urged_a_matter_on_waits_and_a_day_has_its_bound(void **state)
{
    Village     *v = *state;
    Ref          need = village_need(v, "路灯坏了一半"), made;
    OversightNew n = new_of(v, OVERSIGHT_URGE, "快一点办好它");
    Ctx         *c = as(v, "town");
    Ref          urge = asked(v, "town", need, OVERSIGHT_URGE, "快一点办好它");
    n.due = date_add(date_of(c->now), 7);
    c = as(v, "town");
    assert_err(c, ERR_CONFLICT, oversight_ask(c, "need", need, &n, &made));
    n.once = village_once(v);
    c = as(v, "county");
    assert_ok(c, oversight_ask(c, "need", need, &n, &made)); /* another office may */
    c = as(v, "town");
    assert_ok(c, oversight_drop(c, urge, 0, STR("说错了")));
    for (int i = 1; i < OVERSIGHT_URGES_A_DAY; i++)
        (void)asked(v, "town", village_need(v, "路灯坏了一半"), OVERSIGHT_URGE, "快一点办好它");
    need = village_need(v, "桥要重修");
    n.once = village_once(v);
    c = as(v, "town");
    assert_err(c, ERR_LIMIT, oversight_ask(c, "need", need, &n, &made));
    village_later(v, DAY + MINUTE);
    n.once = village_once(v);
    c = as(v, "town");
    assert_ok(c, oversight_ask(c, "need", need, &n, &made));
    village_check(v);
}

static void a_question_is_answered_and_settled(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    i64      house = village_messages(v, "一组1户"), office = village_messages(v, "group");
    Ref      q = asked(v, "town", need, OVERSIGHT_QUESTION, "三天了怎么还没人去看");
    assert_int_equal(village_messages(v, "一组1户"), house + 1);
    assert_int_equal(village_messages(v, "group"), office + 1);
    assert_int_equal(waits(v, "group", VILLAGE_GROUP).all, 1);
    assert_int_equal(village_count(v, VILLAGE_CODE, "oversight.open", 0), 1);

    Ctx *c = as(v, "other village");
    assert_err(c, ERR_DENIED, oversight_answer(c, q, 0, STR("明天去")));
    i64 asker = village_messages(v, "town");
    c = as(v, "group");
    assert_ok(c, oversight_answer(c, q, 0, STR("明天去")));
    assert_int_equal(village_messages(v, "town"), asker + 1);
    assert_int_equal(village_messages(v, "一组1户"), house + 2);
    assert_int_equal(waits(v, "group", VILLAGE_GROUP).all, 0);
    assert_int_equal(waits(v, "town", VILLAGE_TOWN).all, 1);
    Oversight o = seen(v, "nobody", q);
    assert_str(o.words, "三天了怎么还没人去看");
    assert_str(o.answer, "明天去");
    assert_str(o.title, "路灯坏了一半");

    c = as(v, "group");
    assert_err(c, ERR_DENIED, oversight_settle(c, q, 0));
    c = as(v, "town");
    assert_ok(c, oversight_ask_again(c, q, 0, STR("明天是哪天")));
    assert_int_equal(seen(v, "nobody", q).rounds, 2);
    c = as(v, "village");
    assert_ok(c, oversight_answer(c, q, 0, STR("周三去")));
    c = as(v, "county");
    assert_ok(c, oversight_settle(c, q, 0));
    c = as(v, "town");
    assert_err(c, ERR_CONFLICT, oversight_ask_again(c, q, 0, STR("还有")));
    assert_int_equal(village_count(v, VILLAGE_CODE, "oversight.open", 0), 0);
    village_check(v);
}

static void it_is_part_of_the_story(void **state)
{
    Village *v = *state;
    Story    story;
    Ref      need = village_need(v, "路灯坏了一半");
    Ref      q = asked(v, "town", need, OVERSIGHT_QUESTION, "怎么还没人去看");
    Ctx     *c = as(v, "group");
    assert_ok(c, oversight_answer(c, q, 0, STR("明天去")));
    c = as(v, "nobody");
    assert_ok(c, story_read(c, "need", need, &story));
    assert_int_equal(story.n, 3);
    assert_str(story.v[1].text, "怎么还没人去看");
    assert_str(story.v[2].text, "明天去");
    assert_true(story.v[2].is_answer);
}

static void whoever_dealt_with_it_does_not_supervise_it(void **state)
{
    Village     *v = *state;
    Ref          need = village_need(v, "路灯坏了一半"), made;
    i64          town = account_make(v, "zhou1", ROLE_TOWN, VILLAGE_TOWN, "一组3户"), county = account_make(v, "zhou2", ROLE_COUNTY, "420325", "一组3户");
    OversightNew n = new_of(v, OVERSIGHT_QUESTION, "办得怎样");
    Ctx         *c = as(v, "village");
    assert_err(c, ERR_DENIED, oversight_ask(c, "need", need, &n, &made)); /* the village does not supervise at all */
    c = as_account(v, town);
    assert_ok(c, need_take(c, need, 0));
    c = as_account(v, town);
    assert_err(c, ERR_DENIED, oversight_ask(c, "need", need, &n, &made));
    c = as_account(v, county); /* the same person, by another account */
    assert_err(c, ERR_DENIED, oversight_ask(c, "need", need, &n, &made));
    c = as(v, "county");
    assert_ok(c, oversight_ask(c, "need", need, &n, &made));
}

static void whoever_answered_does_not_settle_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), q = asked(v, "county", need, OVERSIGHT_QUESTION, "办得怎样");
    i64      other = account_make(v, "zhou2", ROLE_COUNTY, "420325", "一组3户"), town = account_make(v, "zhou1", ROLE_TOWN, VILLAGE_TOWN, "一组3户");
    Ctx     *c = as_account(v, town);
    assert_ok(c, oversight_answer(c, q, 0, STR("明天去")));
    c = as_account(v, town);
    assert_err(c, ERR_DENIED, oversight_settle(c, q, 0));
    c = as_account(v, other);
    assert_err(c, ERR_DENIED, oversight_ask_again(c, q, 0, STR("还有")));
    c = as(v, "town");
    assert_ok(c, oversight_settle(c, q, 0));
}

static void nobody_supervises_what_the_own_house_is_of(void **state)
{
    Village     *v = *state;
    Ref          need = village_need(v, "路灯坏了一半"), made;
    i64          of_house = account_make(v, "wang", ROLE_SUPERVISOR, VILLAGE_CODE, "一组1户");
    i64          apart = account_make(v, "zhang", ROLE_SUPERVISOR, VILLAGE_CODE, "一组3户");
    OversightNew n = new_of(v, OVERSIGHT_QUESTION, "办得怎样");
    Ctx         *c = as_account(v, of_house);
    assert_err(c, ERR_DENIED, oversight_ask(c, "need", need, &n, &made));
    c = as(v, "一组1户");
    assert_err(c, ERR_DENIED, oversight_ask(c, "need", need, &n, &made));
    c = as(v, "helper");
    assert_err(c, ERR_DENIED, oversight_ask(c, "need", need, &n, &made));
    c = as_account(v, apart);
    assert_ok(c, oversight_ask(c, "need", need, &n, &made));
    Ref again;
    c = as_account(v, apart); /* pressed twice */
    assert_ok(c, oversight_ask(c, "need", need, &n, &again));
    assert_int_equal(again.id, made.id);
    n.words = STR("别的话");
    c = as_account(v, apart);
    assert_err(c, ERR_CONFLICT, oversight_ask(c, "need", need, &n, &again));
}

static void a_day_goes_by_and_it_is_late(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), q = asked(v, "county", need, OVERSIGHT_QUESTION, "办得怎样");
    Date     due = date_of(seen(v, "nobody", q).due - 1);
    assert_int_equal(due, 20260720); /* five working days after a Monday */
    village_later(v, 9 * DAY);
    Oversight o = seen(v, "nobody", q);
    assert_true(o.is_late);
    assert_int_equal(o.state, OVERSIGHT_OPEN);
    assert_int_equal(village_count(v, VILLAGE_CODE, "oversight.late", 0), 1);
    DeskCount n = waits(v, "town", VILLAGE_TOWN);
    assert_int_equal(n.late, 1);
    village_check(v);
    Ctx *c = as(v, "county");
    assert_ok(c, oversight_drop(c, q, 0, STR("去看过了")));
    assert_int_equal(village_count(v, VILLAGE_CODE, "oversight.late", 0), 0);
    village_check(v);
}

static void only_who_asked_takes_it_back(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), q = asked(v, "county", need, OVERSIGHT_QUESTION, "办得怎样");
    Ctx     *c = as(v, "town");
    assert_err(c, ERR_DENIED, oversight_drop(c, q, 0, STR("算了")));
    c = as(v, "county");
    assert_ok(c, oversight_drop(c, q, 0, STR("算了")));
}

static bool card_is_urged(Village *v, const char *who)
{
    Needs     needs;
    NeedQuery q = { .place = STR(VILLAGE_CODE), .category = -1, .kind = -1 };
    Ctx      *c = as(v, who);
    assert_ok(c, need_list(c, &q, &needs));
    assert_int_equal(needs.n, 1);
    return needs.v[0].is_urged;
}

static void what_is_urged_on_is_marked_until_it_is_settled(void **state)
{
    Village     *v = *state;
    Ref          need = village_need(v, "路灯坏了一半"), made;
    OversightNew n = new_of(v, OVERSIGHT_URGE, "快点办");
    Ctx         *c = as(v, "town");
    assert_err(c, ERR_INVALID, oversight_ask(c, "need", need, &n, &made)); /* no day */
    n.due = date_of(c->now);
    c = as(v, "town");
    assert_err(c, ERR_INVALID, oversight_ask(c, "need", need, &n, &made));
    Ref u = asked(v, "town", need, OVERSIGHT_URGE, "快点办");
    assert_true(card_is_urged(v, "village"));
    assert_false(card_is_urged(v, "nobody"));
    c = as(v, "group");
    assert_ok(c, oversight_answer(c, u, 0, STR("开工了")));
    assert_true(card_is_urged(v, "village"));
    c = as(v, "town");
    assert_ok(c, oversight_settle(c, u, 0));
    assert_false(card_is_urged(v, "village"));
    Ref ended = solved(v, "水管漏水");
    n.due = date_add(date_of(c->now), 3);
    c = as(v, "town");
    assert_err(c, ERR_CONFLICT, oversight_ask(c, "need", ended, &n, &made));
}

static void it_goes_with_the_matter_to_another_desk(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), q = asked(v, "county", need, OVERSIGHT_QUESTION, "办得怎样"), now;
    Ctx     *c = as(v, "group");
    assert_ok(c, need_hand(c, need, 0, STR("没有梯子"), &now));
    assert_str(seen(v, "nobody", q).at, VILLAGE_CODE);
    c = as(v, "group");
    assert_err(c, ERR_DENIED, oversight_answer(c, q, 0, STR("交上去了")));
    c = as(v, "village");
    assert_ok(c, oversight_answer(c, q, 0, STR("借了梯车")));
    village_check(v);
}

static i64 to_call(Village *v, const char *who, const char *place)
{
    ToCalls   some;
    ListCount n;
    Ctx      *c = as(v, who);
    assert_ok(c, oversight_to_call_count(c, str_from(place), &n));
    c = as(v, who);
    assert_ok(c, oversight_to_call(c, str_from(place), &(Cursor){ 0 }, &some));
    assert_int_equal(n.n, some.n);
    return n.n;
}

static void who_was_called_back_is_off_the_list(void **state)
{
    Village     *v = *state;
    Ref          need = solved(v, "路灯坏了一半"), open = village_need(v, "水管漏水"), made;
    OversightNew n = new_of(v, OVERSIGHT_CALL, "");
    Ctx         *c = as(v, "town");
    n.found = FOUND_DONE;
    assert_err(c, ERR_CONFLICT, oversight_ask(c, "need", open, &n, &made)); /* nobody said anything about it yet */
    const char *const places[] = { "420325", VILLAGE_TOWN, VILLAGE_CODE, VILLAGE_GROUP };
    for (size_t i = 0; i < COUNTOF(places); i++)
        assert_int_equal(to_call(v, "county", places[i]), 1);
    Ref nobody = called(v, "town", need, FOUND_NOBODY, "");
    assert_int_equal(seen(v, "town", nobody).state, OVERSIGHT_SETTLED);
    assert_int_equal(to_call(v, "town", VILLAGE_CODE), 1); /* nobody was reached */
    Ref done = called(v, "town", need, FOUND_DONE, "亮了");
    assert_int_equal(seen(v, "town", done).state, OVERSIGHT_SETTLED);
    for (size_t i = 0; i < COUNTOF(places); i++)
        assert_int_equal(to_call(v, "county", places[i]), 0);
    assert_int_equal(village_see(v, "nobody", need).state, NEED_SOLVED); /* it is no verdict */
    village_check(v);
}

static void sixty_days_on_nobody_is_to_be_called_back(void **state)
{
    Village *v = *state;
    (void)solved(v, "路灯坏了一半");
    assert_int_equal(to_call(v, "town", VILLAGE_CODE), 1);
    test_later(v->c, 62 * DAY);
    assert_int_equal(to_call(v, "town", VILLAGE_CODE), 0);
}

static void a_house_that_says_not_done_is_a_question(void **state)
{
    Village     *v = *state;
    Ref          need = solved(v, "路灯坏了一半"), made;
    OversightNew n = new_of(v, OVERSIGHT_CALL, "");
    Ctx         *c = as(v, "town");
    n.found = FOUND_UNDONE;
    assert_err(c, ERR_INVALID, oversight_ask(c, "need", need, &n, &made)); /* and what it says */
    i64 house = village_messages(v, "一组1户");
    Ref call = called(v, "town", need, FOUND_UNDONE, "晚上还是黑的");
    assert_int_equal(village_messages(v, "一组1户"), house);
    assert_int_equal(seen(v, "town", call).state, OVERSIGHT_OPEN);
    assert_int_equal(waits(v, "village", VILLAGE_CODE).all, 1);
    c = as(v, "group");
    assert_ok(c, oversight_answer(c, call, 0, STR("再去看看")));
    village_check(v);
}

static void what_a_house_said_is_not_public(void **state)
{
    Village *v = *state;
    Story    story;
    Ref      need = solved(v, "路灯坏了一半"), call = called(v, "town", need, FOUND_UNDONE, "晚上还是黑的");
    Ctx     *c = as(v, "group");
    assert_ok(c, oversight_answer(c, call, 0, STR("再去看看")));
    Oversight o = seen(v, "village", call);
    assert_str(o.words, "晚上还是黑的");
    assert_str(o.house, "一组1户");
    const char *const others[] = { "nobody", "一组2户", "一组1户", "helper" };
    for (size_t i = 0; i < COUNTOF(others); i++) {
        o = seen(v, others[i], call);
        assert_int_equal(o.words.n + o.answer.n + o.house.n, 0);
        assert_int_equal(o.household, 0);
        assert_false(o.is_told);
    }
    c = as(v, "nobody");
    assert_ok(c, story_read(c, "need", need, &story));
    for (size_t i = 0; i < story.n; i++)
        assert_false(str_find(story.v[i].text, STR("黑的"), NULL) || str_find(story.v[i].text, STR("再去"), NULL));
    Oversights some;
    i64        reached, done;
    (void)called(v, "county", need, FOUND_DONE, "亮了"); /* the same house, asked again */
    c = as(v, "nobody");
    assert_ok(c, oversight_list_of(c, "need", need, &some, &reached, &done));
    assert_int_equal(reached, 1);
    assert_int_equal(done, 1);
}

static void only_a_house_of_the_matter_can_have_been_called(void **state)
{
    Village     *v = *state;
    Ref          need = solved(v, "路灯坏了一半"), made;
    const Actor *other = as(v, "一组2户")->actor;
    OversightNew n = new_of(v, OVERSIGHT_CALL, "");
    n.found = FOUND_DONE;
    n.household = (Ref){ other->county, other->household, other->home };
    Ctx *c = as(v, "town");
    assert_err(c, ERR_INVALID, oversight_ask(c, "need", need, &n, &made));
    i64 village = account_make(v, "zhang", ROLE_SUPERVISOR, VILLAGE_CODE, "一组3户"); /* knows of no house which needs it voiced */
    const Actor *author = as(v, "一组1户")->actor;
    n.household = (Ref){ author->county, author->household, author->home };
    c = as_account(v, village);
    assert_err(c, ERR_INVALID, oversight_ask(c, "need", need, &n, &made));
    n.household.id = 0;
    c = as_account(v, village);
    assert_ok(c, oversight_ask(c, "need", need, &n, &made));
}

static void whom_a_complaint_names_never_learns_of_it(void **state)
{
    Village     *v = *state;
    Ref          need = village_need_of(v, "一组1户", NEED_COMPLAINT, "村干部吃拿卡要"), made;
    i64          village = account_make(v, "zhang", ROLE_SUPERVISOR, VILLAGE_CODE, "一组3户");
    i64          named = village_messages(v, "village"), house = village_messages(v, "一组1户");
    OversightNew n = new_of(v, OVERSIGHT_QUESTION, "查得怎样");
    Ref          q = asked(v, "county", need, OVERSIGHT_QUESTION, "查得怎样");
    Oversight    o;
    assert_int_equal(village_messages(v, "village"), named);
    assert_int_equal(village_messages(v, "一组1户"), house + 1);
    Ctx *c = as(v, "village");
    assert_err(c, ERR_MISSING, oversight_get(c, q, &o));
    c = as(v, "village");
    assert_err(c, ERR_MISSING, oversight_answer(c, q, 0, STR("没有的事")));
    c = as_account(v, village);
    assert_err(c, ERR_MISSING, oversight_ask(c, "need", need, &n, &made));
    c = as(v, "nobody");
    assert_err(c, ERR_MISSING, oversight_get(c, q, &o));
    assert_int_equal(waits(v, "village", VILLAGE_CODE).all, 0);
    assert_int_equal(waits(v, "town", VILLAGE_TOWN).all, 1);
    assert_int_equal(village_count(v, VILLAGE_TOWN, "oversight.open", 0), 0);
    Oversights some;
    ListCount  count;
    c = as_account(v, village);
    assert_ok(c, oversight_list(c, &(OversightAsk){ .place = STR(VILLAGE_CODE) }, 20, &some));
    assert_int_equal(some.n, 0);
    c = as_account(v, village);
    assert_ok(c, oversight_count(c, &(OversightAsk){ .place = STR(VILLAGE_CODE) }, &count));
    assert_int_equal(count.n, 0);
    c = as(v, "county");
    assert_ok(c, oversight_list(c, &(OversightAsk){ .place = STR(VILLAGE_CODE) }, 20, &some));
    assert_int_equal(some.n, 1);
    village_check(v);
}

static void a_list_goes_on_and_is_as_long_as_its_count(void **state)
{
    Village *v = *state;
    for (int i = 0; i < 5; i++) {
        Ref  q = asked(v, "county", village_need(v, "路灯坏了一半"), OVERSIGHT_QUESTION, "办得怎样");
        Ctx *c = as(v, "group");
        if (i < 4)
            assert_ok(c, oversight_answer(c, q, 0, STR("明天去")));
        c = as(v, "town");
        if (i < 3)
            assert_ok(c, oversight_settle(c, q, 0));
        test_later(v->c, HOUR);
    }
    const struct { int state; i64 n; } lists[] = { { OVERSIGHT_OPEN, 1 }, { OVERSIGHT_ANSWERED, 1 }, { OVERSIGHT_SETTLED, 3 } };
    const char *const places[] = { "420325", VILLAGE_TOWN, VILLAGE_CODE, VILLAGE_GROUP };
    for (size_t i = 0; i < COUNTOF(lists) * COUNTOF(places); i++) {
        OversightAsk ask = { .place = str_from(places[i / COUNTOF(lists)]), .state = lists[i % COUNTOF(lists)].state };
        Oversights   some;
        ListCount    count;
        i64          found = 0, last = ask.state == OVERSIGHT_SETTLED ? INT64_MAX : 0;
        Ctx         *c = as(v, "town");
        assert_ok(c, oversight_count(c, &ask, &count));
        assert_int_equal(count.n, lists[i % COUNTOF(lists)].n);
        do {
            c = as(v, "town");
            assert_ok(c, oversight_list(c, &ask, 1, &some));
            for (size_t k = 0; k < some.n; k++, found++) {
                assert_true(ask.state == OVERSIGHT_SETTLED ? some.v[k].stands_at < last : some.v[k].stands_at > last);
                last = some.v[k].stands_at;
            }
            ask.list.after = some.next;
        } while (some.next.is_set);
        assert_int_equal(found, count.n);
    }
    village_check(v);
}

static void a_rule_of_the_place_sets_the_day(void **state)
{
    Village *v = *state;
    Ctx     *c = as(v, "county");
    Rule     r = { .name = STR("oversight.answer.workdays"), .place = STR("420325"), .value = 40, .from = date_of(c->now),
                   .source = STR("房县办〔2026〕3号"), .confidence = STR("L") };
    assert_err(c, ERR_INVALID, rule_set(c, &r));
    r.value = 2;
    c = as(v, "county");
    assert_ok(c, rule_set(c, &r));
    Ref q = asked(v, "town", village_need(v, "路灯坏了一半"), OVERSIGHT_QUESTION, "办得怎样");
    assert_int_equal(date_of(seen(v, "nobody", q).due - 1), 20260715);
}

static void a_house_that_is_forgotten_takes_what_it_said_along(void **state)
{
    Village *v = *state;
    Ref      need = solved(v, "路灯坏了一半"), call = called(v, "town", need, FOUND_UNDONE, "晚上还是黑的");
    Ref      q = asked(v, "town", need, OVERSIGHT_QUESTION, "办得怎样");
    Ref      person = person_of(v, "一组1户");
    Ctx     *c = as(v, "group");
    assert_ok(c, oversight_answer(c, call, 0, STR("再去看看")));
    c = as(v, "county");
    assert_ok(c, person_erase(c, person, STR("本人要求")));
    Oversight o = seen(v, "village", call);
    assert_int_equal(o.words.n + o.answer.n, 0);
    assert_str(seen(v, "nobody", q).words, "办得怎样");
    village_check(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(who_asked_does_not_answer), IN_VILLAGE(who_has_urged_a_matter_on_waits_and_a_day_has_its_bound),
        IN_VILLAGE(a_question_is_answered_and_settled),
        IN_VILLAGE(it_is_part_of_the_story),
        IN_VILLAGE(whoever_dealt_with_it_does_not_supervise_it),
        IN_VILLAGE(whoever_answered_does_not_settle_it),
        IN_VILLAGE(nobody_supervises_what_the_own_house_is_of),
        IN_VILLAGE(a_day_goes_by_and_it_is_late),
        IN_VILLAGE(only_who_asked_takes_it_back),
        IN_VILLAGE(what_is_urged_on_is_marked_until_it_is_settled),
        IN_VILLAGE(it_goes_with_the_matter_to_another_desk),
        IN_VILLAGE(who_was_called_back_is_off_the_list),
        IN_VILLAGE(sixty_days_on_nobody_is_to_be_called_back),
        IN_VILLAGE(a_house_that_says_not_done_is_a_question),
        IN_VILLAGE(what_a_house_said_is_not_public),
        IN_VILLAGE(only_a_house_of_the_matter_can_have_been_called),
        IN_VILLAGE(whom_a_complaint_names_never_learns_of_it),
        IN_VILLAGE(a_list_goes_on_and_is_as_long_as_its_count),
        IN_VILLAGE(a_rule_of_the_place_sets_the_day),
        IN_VILLAGE(a_house_that_is_forgotten_takes_what_it_said_along),
    };
    return RUN_TESTS(tests);
}
