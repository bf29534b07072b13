/* Help: a house agrees by its card, a message or a paper, and nobody else for it; what may be seen and owned stays the helper's own;
 * who dealt with a matter does not speak for houses in it. */
#include "matter/story.h"
#include "entry/help.h"

#include "base/embed.h"
#include "db/db_inside.h"
#include "entry/account.h"
#include "record/file_disk.h"
#include "record/inbox.h"
#include "support/village.h"
#include "entry/help_page.h"

static Ref house_of(Village *v, const char *who)
{
    const Actor *a = as(v, who)->actor;
    return (Ref){ a->county, a->household, a->home };
}

static Ref asked(Village *v, const char *helper, const char *house, HelpWay way)
{
    Ref     help, ref = house_of(v, house);
    HelpNew n = { .household = ref, .way = way };
    Ctx    *c = as(v, helper);
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
    return help;
}

/* The next request of that helper, whose form names the consent. */
static Ctx *by(Village *v, const char *helper, Ref help)
{
    static Actor acting;
    Ctx         *c = as(v, helper);
    acting = *c->actor;
    acting.consent = STR_NONE;
    acting.channel = CHANNEL_DESK;
    c->actor = &acting;
    assert_ok(c, help_take(c, STR("420325"), ref_name(c->arena, help), &acting));
    return c;
}

static void refused_to_take(Village *v, const char *helper, Ref help)
{
    Ctx  *c = as(v, helper);
    Actor a = *c->actor;
    a.consent = STR_NONE;
    assert_err(c, ERR_DENIED, help_take(c, STR("420325"), ref_name(c->arena, help), &a));
    assert_int_equal(a.consent.n, 0);
}

static void agreed(Village *v, const char *house, Ref help)
{
    Ctx *c = as(v, house);
    assert_ok(c, help_answer(c, help, true));
}

static void nothing_is_done_for_a_house_before_it_says_yes(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    i64      told = village_messages(v, "一组2户");
    assert_true(told >= 1);
    refused_to_take(v, "village", help);
    Ctx *c = as(v, "一组3户");
    assert_err(c, ERR_MISSING, help_answer(c, help, true)); /* not that house: not even known to it */
    c = as(v, "village");
    assert_err(c, ERR_DENIED, help_answer(c, help, true)); /* the helper's own word */
    agreed(v, "一组2户", help);
    c = as(v, "一组2户");
    assert_err(c, ERR_CONFLICT, help_answer(c, help, false)); /* once */
    c = by(v, "village", help);
    assert_ok(c, need_join(c, need, STR("娃上学要走")));
    assert_true(village_see(v, "一组2户", need).has_voiced);
    refused_to_take(v, "town", help); /* another's consent */
}

static void a_house_ends_it_with_one_press_and_time_does_too(void **state)
{
    Village *v = *state;
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE), again;
    agreed(v, "一组2户", help);
    Ctx *c = as(v, "一组2户");
    assert_ok(c, help_end(c, help));
    c = as(v, "一组2户");
    assert_ok(c, help_end(c, help)); /* harmless */
    refused_to_take(v, "village", help);
    again = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", again);
    (void)by(v, "village", again);
    village_later(v, HELP_MESSAGE_LASTS_MS);
    refused_to_take(v, "village", again);
    again = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    village_later(v, HELP_ASKED_MS);
    c = as(v, "一组2户");
    assert_err(c, ERR_CONFLICT, help_answer(c, again, true)); /* three days are over */
}

static Str card_of(Village *v, const char *by_whom, const char *house)
{
    Str  code;
    Ref  ref = house_of(v, house);
    Ctx *c = as(v, by_whom);
    CardHeld card;
    assert_ok(c, card_issue(c, ref, false, &code));
    assert_ok(c, login_card(c, code, &card));
    assert_ok(c, card_keep_open(c, &card, c->now + 1));
    return str_copy(v->kept, code);
}

static void a_card_agrees_that_is_the_houses_and_that_another_printed(void **state)
{
    Village *v = *state;
    Str      own = card_of(v, "village", "一组2户"), others = card_of(v, "town", "一组3户");
    HelpNew  n = { .household = house_of(v, "一组2户"), .way = HELP_BY_CARD, .code = own };
    Ref      help;
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_INVALID, help_ask(c, STR("420325"), &n, &help)); /* printed by himself */
    n.code = others;
    c = as(v, "village");
    assert_err(c, ERR_INVALID, help_ask(c, STR("420325"), &n, &help)); /* of another house */
    n.code = STR("0000-0000");
    c = as(v, "village");
    assert_err(c, ERR_INVALID, help_ask(c, STR("420325"), &n, &help));
    n.code = STR_NONE;
    c = as(v, "village");
    assert_err(c, ERR_INVALID, help_ask(c, STR("420325"), &n, &help));
    n.household = house_of(v, "一组3户");
    n.code = others;
    i64 told = village_messages(v, "一组3户");
    c = as(v, "village");
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
    assert_int_equal(village_messages(v, "一组3户"), told + 1); /* at once */
    (void)by(v, "village", help);
    village_later(v, HELP_LASTS_MS);
    refused_to_take(v, "village", help);
}

static void a_paper_needs_its_picture(void **state)
{
    Village *v = *state;
    HelpNew  n = { .household = house_of(v, "一组2户"), .way = HELP_BY_PAPER };
    Ref      help;
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_INVALID, help_ask(c, STR("420325"), &n, &help));
    c = as(v, "other village");
    assert_err(c, ERR_DENIED, help_ask(c, STR("420325"), &n, &help)); /* not his village */
    c = as(v, "nobody");
    assert_err(c, ERR_SIGNED_OUT, help_ask(c, STR("420325"), &n, &help));
}

/* Who reviews how matters were dealt with sees whose word it was, and changes nothing of it. */
static void a_consent_is_seen_by_who_supervises_there_and_above(void **state)
{
    Village *v = *state;
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    Help     h;
    bool     may;
    for (int i = 0; i < 2; i++) {
        Ctx *c = as(v, i ? "county" : "town");
        assert_ok(c, help_get(c, help, &h));
        assert_false(h.is_house || h.is_helper);
        assert_ok(c, help_visible(c, &help_noun, help, &may));
        assert_true(may);
        assert_err(c, ERR_DENIED, help_end(c, help));
        c = as(v, i ? "county" : "town");
        assert_err(c, ERR_DENIED, help_answer(c, help, true));
    }
    Ctx *c = as(v, "other village");
    assert_err(c, ERR_MISSING, help_get(c, help, &h));
    c = as(v, "一组3户");
    assert_ok(c, help_visible(c, &help_noun, help, &may));
    assert_false(may);
}

static Ref paper_of(Village *v, const char *helper, const char *house)
{
    const Embedded *file = embedded_find(STR("demo/photos/lamp.jpg"));
    Upload          u = { .name = STR("a.jpg"), .type = STR("image/jpeg"), .bytes = file->bytes };
    Ref             help;
    HelpNew         n = { .household = house_of(v, house), .way = HELP_BY_PAPER, .paper = { &u, 1 } };
    Ctx *c = as(v, helper);
    assert_ok(c, file_disk_open(c, str_from(test_dir())));
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
    return help;
}

static size_t unseen(Village *v, const char *who, Code place, DeskLine *ret_first)
{
    DeskLines lines;
    DeskCount n;
    Ctx      *c = as(v, who);
    assert_ok(c, help_noun.desk->lines(c, &(DeskAsk){ .place = place }, &lines));
    assert_ok(c, help_noun.desk->count(c, place, &n));
    assert_int_equal(lines.n, n.all);
    if (lines.n)
        *ret_first = lines.v[0];
    return lines.n;
}

/* Nobody was led to a paper that was never looked at. */
static void a_paper_waits_until_somebody_who_supervises_looks_at_it(void **state)
{
    Village *v = *state;
    DeskLine line;
    Help     h;
    Ref      help = paper_of(v, "village", "一组2户");
    i64      told = village_messages(v, "一组2户"), told_helper = village_messages(v, "village");
    village_later(v, 3 * DAY); /* what was agreed to has ended; what was entered by it stands */
    assert_int_equal(unseen(v, "town", STR(VILLAGE_TOWN), &line), 1);
    assert_int_equal(line.ref.id, help.id);
    assert_int_equal(unseen(v, "other town", STR("420325103"), &line), 0);
    Ctx *c = as(v, "village");
    assert_err(c, ERR_DENIED, help_review(c, help, true, STR_NONE)); /* who helps */
    c = as(v, "town");
    assert_err(c, ERR_INVALID, help_review(c, help, false, STR_NONE)); /* and why not */
    c = as(v, "town");
    assert_ok(c, help_review(c, help, true, STR_NONE));
    c = as(v, "county");
    assert_err(c, ERR_CONFLICT, help_review(c, help, false, STR("不是他签的")));
    assert_int_equal(unseen(v, "town", STR(VILLAGE_TOWN), &line), 0);
    c = as(v, "town");
    assert_ok(c, help_get(c, help, &h));
    assert_true(h.reviewed_at != 0 && !h.is_doubted && !h.may_review);
    assert_int_equal(village_messages(v, "一组2户"), told);
    assert_int_equal(village_messages(v, "village"), told_helper);
}

static void a_paper_that_is_doubted_ends_and_both_are_told(void **state)
{
    Village *v = *state;
    Help     h;
    Ref      help = paper_of(v, "village", "一组2户");
    i64      told = village_messages(v, "一组2户"), told_helper = village_messages(v, "village");
    Ctx     *c = as(v, "town");
    assert_ok(c, help_review(c, help, false, STR("不是他签的")));
    refused_to_take(v, "village", help);
    assert_int_equal(village_messages(v, "一组2户"), told + 1);
    assert_int_equal(village_messages(v, "village"), told_helper + 1);
    c = as(v, "一组2户");
    assert_ok(c, help_get(c, help, &h));
    assert_str(h.doubt, "不是他签的");
    village_check(v);
}

/* What the house ended was begun again by the card that the helper remembered, or by the same paper. */
static void what_a_house_ended_only_it_begins_again(void **state)
{
    Village *v = *state;
    Str      code = str_copy(v->kept, card_of(v, "town", "一组2户"));
    HelpNew  n = { .household = house_of(v, "一组2户"), .way = HELP_BY_CARD, .code = code };
    Ref      help, again;
    Ctx     *c = as(v, "village");
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
    c = as(v, "一组2户");
    assert_ok(c, help_end(c, help));
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, help_ask(c, STR("420325"), &n, &again));
    again = asked(v, "village", "一组2户", HELP_BY_MESSAGE); /* it may say yes itself */
    agreed(v, "一组2户", again);
    (void)by(v, "village", again);
    c = as(v, "village");
    assert_ok(c, help_end(c, again)); /* the helper's own end keeps nobody waiting */
    village_later(v, HELP_ASKED_MS);
    c = as(v, "village");
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
}

static void a_paper_that_was_doubted_serves_no_more(void **state)
{
    Village        *v = *state;
    const Embedded *file = embedded_find(STR("demo/photos/lamp.jpg"));
    Upload          u = { .name = STR("a.jpg"), .type = STR("image/jpeg"), .bytes = file->bytes };
    Ref             help = paper_of(v, "village", "一组2户"), again;
    HelpNew         n = { .household = house_of(v, "一组2户"), .way = HELP_BY_PAPER, .paper = { &u, 1 } };
    Ctx            *c = as(v, "town");
    assert_ok(c, help_review(c, help, false, STR("不是他签的")));
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, help_ask(c, STR("420325"), &n, &again));
    village_later(v, HELP_ASKED_MS);
    c = as(v, "village");
    assert_err(c, ERR_INVALID, help_ask(c, STR("420325"), &n, &again));
}

/* An official made helpers, who judged his work by pictures of nothing. */
static void a_paper_that_nobody_looked_at_has_no_last_word(void **state)
{
    Village    *v = *state;
    Ref         need = village_need(v, "水管漏水"), help = paper_of(v, "village", "一组2户");
    NeedVerdict done = { .done = true, .once = village_once(v) };
    Ctx        *c = by(v, "village", help);
    assert_ok(c, need_join(c, need, STR("")));
    c = as(v, "town");
    assert_ok(c, need_solve(c, need, 0, STR("修好了"), NULL));
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_judge(c, need, &done));
    c = as(v, "town");
    assert_ok(c, help_review(c, help, true, STR_NONE));
    c = by(v, "village", help);
    assert_ok(c, need_judge(c, need, &done));
}

/* Who may give another a password could act by it for houses that trusted that one. */
static void with_another_s_password_go_the_consents(void **state)
{
    Village *v = *state;
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    i64      who = as(v, "village")->actor->account, told = village_messages(v, "village");
    agreed(v, "一组2户", help);
    (void)by(v, "village", help);
    Ctx *c = as(v, "county");
    assert_ok(c, account_password_set(c, STR("420325"), who, STR("lamp-in-the-yard-26")));
    refused_to_take(v, "village", help);
    assert_int_equal(village_messages(v, "village"), told + 2); /* the house's yes; the password */
}

static void a_helper_reads_and_owns_nothing_of_the_house(void **state)
{
    Village *v = *state;
    Ref      complaint = village_need_of(v, "一组2户", NEED_COMPLAINT, "收了钱不开票"), own = village_need_of(v, "一组2户", NEED_DEMAND, "水管漏水");
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    Need     n;
    agreed(v, "一组2户", help);
    Ctx *c = by(v, "village", help);
    assert_err(c, ERR_MISSING, need_get(c, complaint, &n)); /* against those who sit at his desk */
    c = by(v, "village", help);
    assert_err(c, ERR_MISSING, need_withdraw(c, complaint, STR("不告了")));
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_withdraw(c, own, STR("不要了")));
    c = by(v, "village", help);
    NeedEdit e = { .version = village_version(v, own), .title = STR("没事了"), .category = NEED_WATER };
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_correct(c, own, &e));
    NeedQuery mine = { .place = STR(VILLAGE_CODE), .category = -1, .kind = -1, .mine = true };
    Needs     needs = { 0 };
    ListCount count;
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_list(c, &mine, &needs));
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_list_count(c, &mine, &(Needs){ .next = CURSOR(1) }, &count));
    i64 unread;
    c = by(v, "village", help);
    i64 before = village_messages(v, "village");
    c = by(v, "village", help);
    assert_ok(c, inbox_unread(c, &unread));
    assert_int_equal(unread, before); /* his own, none of the house's */
}

static void who_dealt_with_it_does_not_speak_for_houses_in_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), other = village_need(v, "水管漏水"), help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", help);
    Ctx *c = as(v, "village");
    assert_ok(c, need_take(c, need, 0));
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_join(c, need, STR("我家也要")));
    c = by(v, "village", help);
    assert_ok(c, need_join(c, other, STR("我家也要"))); /* entered for the house first, */
    c = as(v, "village");
    assert_ok(c, need_take(c, other, 0));               /* and dealt with then: the usual way */
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_leave(c, other));
}

/* ---- so many a day, and one person by whatever account ---- */

static Err sql_body(Db *w, void *sql)
{
    return db_script(w, sql);
}

/* Both accounts are one person's, as the rows and the sessions say. */
static void are_one_person(Village *v, const char *one, const char *other)
{
    const i64 accounts[] = { as(v, one)->actor->account, as(v, other)->actor->account };
    Ctx      *c = as(v, "admin");
    assert_ok(c, db_write(c, sql_body, (void *)arena_printf(c->arena, "UPDATE account SET person = 100, person_county = '420325'"
                                                            " WHERE id IN (%lld, %lld)", (long long)accounts[0], (long long)accounts[1]).p));
    for (int i = 0; i < v->n_actors; i++)
        if (strcmp(v->actor[i].name, one) == 0 || strcmp(v->actor[i].name, other) == 0)
            v->actor[i].actor.tied = 100;
}

static Err most_a_day(Village *v, i64 most)
{
    Rule r = { .name = STR("help.day.most"), .place = STR(VILLAGE_CODE), .value = most, .from = 20260701, .source = STR("村民会议定的"), .confidence = STR("L") };
    return rule_set(as(v, "admin"), &r);
}

static void one_person_helps_so_often_a_day_by_whatever_account(void **state)
{
    enum { MOST = 10 };
    Village *v = *state;
    Ref      need[MOST + 1], help, others;
    for (size_t i = 0; i <= MOST; i++)
        need[i] = village_need(v, arena_printf(v->kept, "路灯坏了%zu盏", i + 2).p);
    assert_err(v->c, ERR_INVALID, most_a_day(v, MOST - 1));
    assert_err(v->c, ERR_INVALID, most_a_day(v, 201));
    assert_ok(v->c, most_a_day(v, MOST));
    are_one_person(v, "village", "group");
    help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", help);
    others = asked(v, "group", "一组3户", HELP_BY_MESSAGE);
    agreed(v, "一组3户", others);
    for (size_t i = 0; i < MOST; i++) {
        Ctx *c = i % 2 ? by(v, "village", help) : by(v, "group", others);
        assert_ok(c, need_join(c, need[i], STR("")));
    }
    Ctx *c = by(v, "village", help);
    assert_err(c, ERR_LIMIT, need_join(c, need[MOST], STR("")));
    assert_int_equal(village_see(v, "nobody", need[MOST]).voices, 1);
    c = by(v, "group", others);
    assert_err(c, ERR_LIMIT, need_join(c, need[MOST], STR("")));
    c = as(v, "一组2户"); /* a house by its own card is never limited, */
    assert_ok(c, need_join(c, need[MOST], STR("")));
    c = as(v, "helper"); /* nor another helper by this one's acts */
    assert_ok(c, need_join(c, need[MOST], STR("")));
    village_later(v, 15 * HOUR); /* past midnight in China */
    c = by(v, "village", help);
    assert_ok(c, need_leave(c, need[1]));
}

static void who_dealt_with_it_by_another_account_does_not_speak_for_houses_in_it(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), like = village_need(v, "路灯不亮"), help = asked(v, "group", "一组2户", HELP_BY_MESSAGE);
    i64      group;
    agreed(v, "一组2户", help);
    Ctx *c = as(v, "village");
    assert_ok(c, need_take(c, need, 0));
    are_one_person(v, "village", "group");
    c = by(v, "group", help);
    assert_err(c, ERR_DENIED, need_join(c, need, STR("我家也要")));
    c = by(v, "group", help);
    assert_ok(c, need_join(c, like, STR("我家也要")));
    c = as(v, "town");
    const Ref both[] = { need, like };
    assert_ok(c, need_group(c, &(Refs){ both, COUNTOF(both) }, STR("路灯"), &group));
    c = by(v, "group", help);
    assert_err(c, ERR_DENIED, need_leave(c, like)); /* one matter now, with what that person took in */
}

static void handed_up_it_is_the_same_matter(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), now, help = asked(v, "group", "一组2户", HELP_BY_MESSAGE);
    NeedVerdict verdict = { .done = 1, .once = STR("handed-verdict") };
    static const char *const desks[] = { "village", "village", "town", "county" };
    agreed(v, "一组2户", help);
    Ctx *c = by(v, "group", help);
    assert_ok(c, need_join(c, need, STR("")));
    c = as(v, "village");
    assert_ok(c, need_take(c, need, 0));
    for (size_t i = 0; i < COUNTOF(desks); i++) {
        c = as(v, desks[i]);
        assert_ok(c, need_hand(c, need, 0, STR("这里办不了"), &now));
    }
    now = (Ref){ STR("4203"), now.id, STR(VILLAGE_GROUP) };
    c = as(v, "city");
    assert_ok(c, need_solve(c, now, 0, STR("换好了"), NULL));
    are_one_person(v, "village", "group");
    c = by(v, "group", help);
    assert_err(c, ERR_DENIED, need_judge(c, now, &verdict));
}

/* The house's yes through a helper, who then takes a step at a desk before the matter is closed: no agreement any more. */
static void who_steps_to_the_desk_afterwards_agrees_for_nobody(void **state)
{
    Village *v = *state;
    Ref      need, help = asked(v, "group", "一组1户", HELP_BY_MESSAGE);
    agreed(v, "一组1户", help);
    NeedVerdict no = { .done = 0, .reason = STR("还有两盏不亮"), .once = STR("after-verdict-1") }, yes = { .done = 1, .once = STR("after-verdict-2") };
    NeedNew     n = { .place = STR(VILLAGE_GROUP), .category = NEED_LIGHT, .title = STR("桥头的灯"), .once = village_once(v) };
    Ctx        *c = by(v, "group", help);
    assert_ok(c, need_raise(c, &n, &need));
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("")));
    for (int round = 0; round < 2; round++) {
        c = as(v, "town");
        assert_ok(c, need_solve(c, need, 0, STR("换好了"), NULL));
        if (round == 0) {
            c = as(v, "一组2户");
            assert_ok(c, need_judge(c, need, &no));
        }
    }
    c = by(v, "group", help);
    assert_ok(c, need_judge(c, need, &yes)); /* another still says no */
    assert_int_equal(village_see(v, "nobody", need).state, NEED_SOLVED);
    are_one_person(v, "village", "group");
    c = as(v, "village");
    assert_ok(c, need_tell(c, need, STR("上门说了")));
    yes.once = STR("after-verdict-3");
    c = as(v, "一组2户");
    assert_ok(c, need_judge(c, need, &yes));
    assert_int_equal(village_see(v, "nobody", need).state, NEED_SOLVED); /* the only yes of the author's is the desk's own */
    yes.once = STR("after-verdict-4");
    c = as(v, "一组1户");
    assert_ok(c, need_judge(c, need, &yes));
    Need closed = village_see(v, "nobody", need);
    assert_int_equal(closed.state, NEED_CLOSED);
    assert_false(closed.closed_helped);
    village_check(v);
}

static void no_desk_is_held_in_a_houses_name(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", help);
    Ctx *c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_take(c, need, 0));
    c = by(v, "village", help);
    for (Verb w = 0; w < VERBS; w++)
        assert_int_equal(access_may(c->actor, w, STR(VILLAGE_GROUP)), w == VERB_PUBLIC || w == VERB_SIGNED_IN || w == VERB_VOICE);
    c = as(v, "village");
    assert_true(access_may(c->actor, VERB_TRIAGE, STR(VILLAGE_GROUP)));
    assert_ok(c, need_take(c, need, 0));
}

static void the_house_is_told_each_act_and_its_own_words_stay(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), other = village_need(v, "水管漏水");
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", help);
    Ctx *c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("我家自己写的")));
    i64  told = village_messages(v, "一组2户");
    Need n;
    c = by(v, "village", help);
    assert_ok(c, need_get(c, need, &n));
    assert_false(n.has_voiced); /* what it said itself is not shown either */
    c = by(v, "village", help);
    assert_ok(c, need_join(c, need, STR("代办员改的"))); /* as of a house that said nothing: the house hears of it, not he */
    assert_int_equal(village_messages(v, "一组2户"), ++told);
    c = by(v, "village", help);
    assert_ok(c, need_leave(c, need));
    Need stays = village_see(v, "一组2户", need);
    assert_true(stays.has_voiced);
    assert_int_equal(stays.voices, 2);
    assert_int_equal(village_messages(v, "一组2户"), told);
    c = by(v, "village", help);
    assert_ok(c, need_join(c, other, STR("我家也要")));
    assert_int_equal(village_messages(v, "一组2户"), told + 1);
    c = by(v, "village", help);
    assert_ok(c, need_get(c, other, &n));
    assert_true(n.has_voiced);
    c = by(v, "village", help);
    assert_ok(c, need_leave(c, other)); /* what was said in its name is taken back in its name */
    assert_int_equal(village_messages(v, "一组2户"), told + 2);
}

/* Whose house is answered differently, or not counted, is the author's: so nobody joins there for another, nor in its group. */
static void a_helper_does_not_find_who_hides(void **state)
{
    static const char *const houses[] = { "一组2户", "一组3户" };
    Village *v = *state;
    NeedNew  n = { .place = STR(VILLAGE_GROUP), .kind = NEED_DEMAND, .category = NEED_WATER, .title = STR("水管漏水"), .hide_author = true,
                   .once = village_once(v) };
    Ref      help[2], both[2] = { village_need(v, "路灯坏了一半") }, hidden;
    i64      group;
    Ctx     *c = as(v, houses[0]);
    assert_ok(c, need_raise(c, &n, &hidden));
    for (size_t i = 0; i < COUNTOF(houses); i++) {
        help[i] = asked(v, "village", houses[i], HELP_BY_MESSAGE);
        agreed(v, houses[i], help[i]);
        c = by(v, "village", help[i]);
        assert_err(c, ERR_DENIED, need_join(c, hidden, STR("")));
        c = by(v, "village", help[i]);
        assert_ok(c, need_leave(c, hidden));
        assert_int_equal(village_see(v, "nobody", hidden).voices, 1);
        c = by(v, "village", help[i]);
        Need seen;
        assert_ok(c, need_get(c, hidden, &seen));
        assert_false(seen.is_mine || seen.has_voiced);
    }
    both[1] = hidden;
    c = as(v, "town");
    assert_ok(c, need_group(c, &(Refs){ both, 2 }, STR("水和灯"), &group));
    c = by(v, "village", help[1]);
    assert_err(c, ERR_DENIED, need_join(c, both[0], STR("")));
}

static void the_story_says_who_helped(void **state)
{
    Village  *v = *state;
    Ref       need = village_need(v, "路灯坏了一半"), help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    Story steps;
    Help      h;
    agreed(v, "一组2户", help);
    Ctx *c = by(v, "village", help);
    assert_ok(c, need_join(c, need, STR("娃上学要走")));
    c = as(v, "一组3户");
    assert_ok(c, need_join(c, need, STR("我家也走")));
    c = as(v, "一组2户");
    assert_ok(c, help_get(c, help, &h));
    c = as(v, "nobody");
    assert_ok(c, story_read(c, "need", need, &steps));
    assert_int_equal(steps.n, 3);
    assert_int_equal(steps.v[0].helper.n, 0);
    assert_true(str_eq(steps.v[1].helper, h.called));
    assert_int_equal(steps.v[2].helper.n, 0);
}

static void what_ends_while_it_is_used_ends_in_the_write(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", help);
    Actor acting = *by(v, "village", help)->actor;
    Ctx  *c = as(v, "一组2户");
    assert_ok(c, help_end(c, help)); /* after the request began, before it writes */
    c = as(v, "village");
    c->actor = &acting;
    assert_err(c, ERR_DENIED, need_join(c, need, STR("娃上学要走")));
    assert_false(village_see(v, "一组2户", need).has_voiced);
}

static void the_house_reads_the_helper_s_role_and_place(void **state)
{
    Village *v = *state;
    HelpNew  n = { .household = house_of(v, "一组2户"), .way = HELP_BY_MESSAGE };
    Ctx     *c = as(v, "village");
    Actor    grand = *c->actor;
    Ref      help;
    Help     h;
    grand.called = STR("县纪委核查组：不同意的停低保");
    c->actor = &grand;
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
    assert_ok(c, help_get(c, help, &h));
    assert_str(h.called, "上湾村村干部"); /* and nothing of what he calls himself */
}

/* Of a matter that it voiced itself the house says itself whether it is done; of one voiced in its name, the helper may. */
static void only_what_was_said_in_its_name_is_judged_in_its_name(void **state)
{
    Village *v = *state;
    Ref      own = village_need(v, "路灯坏了一半"), said = village_need(v, "水管漏水");
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    agreed(v, "一组2户", help);
    Ctx *c = as(v, "一组2户");
    assert_ok(c, need_join(c, own, STR("")));
    c = by(v, "village", help);
    assert_ok(c, need_join(c, said, STR("")));
    for (int i = 0; i < 2; i++) {
        c = as(v, "town");
        assert_ok(c, need_solve(c, i ? own : said, 0, STR("修好了"), NULL));
    }
    NeedVerdict one = { .done = true, .once = village_once(v) }, two = { .done = true, .once = village_once(v) };
    c = by(v, "village", help);
    assert_err(c, ERR_DENIED, need_judge(c, own, &one));
    c = by(v, "village", help);
    assert_ok(c, need_judge(c, said, &two));
}

static void one_form_for_two_houses_is_two_acts(void **state)
{
    Village *v = *state;
    Ref      first = asked(v, "village", "一组2户", HELP_BY_MESSAGE), second = asked(v, "village", "一组3户", HELP_BY_MESSAGE), need;
    NeedNew  n = { .place = STR(VILLAGE_GROUP), .kind = NEED_DEMAND, .category = NEED_WATER, .title = STR("水管漏水"), .once = village_once(v) };
    agreed(v, "一组2户", first);
    agreed(v, "一组3户", second);
    Ctx *c = by(v, "village", first);
    assert_ok(c, need_raise(c, &n, &need));
    c = by(v, "village", first);
    assert_ok(c, need_raise(c, &n, &need)); /* again: the same */
    c = by(v, "village", second);
    assert_err(c, ERR_CONFLICT, need_raise(c, &n, &need)); /* never acknowledged as the first's */
}

static void a_house_is_asked_once_in_three_days(void **state)
{
    Village *v = *state;
    HelpNew  n = { .household = house_of(v, "一组2户"), .way = HELP_BY_MESSAGE };
    Ref      help = asked(v, "village", "一组2户", HELP_BY_MESSAGE), again;
    i64      told = village_messages(v, "一组2户");
    Ctx     *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, help_ask(c, STR("420325"), &n, &again));
    c = as(v, "village");
    assert_ok(c, help_end(c, help)); /* asking, ending and asking: the same */
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, help_ask(c, STR("420325"), &n, &again));
    assert_int_equal(village_messages(v, "一组2户"), told + 1); /* that it ended */
    village_later(v, HELP_ASKED_MS);
    again = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    c = as(v, "一组2户");
    assert_ok(c, help_answer(c, again, false));
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, help_ask(c, STR("420325"), &n, &help));
}

static void it_ends_with_the_card_and_with_the_house(void **state)
{
    Village *v = *state;
    HelpNew  n = { .household = house_of(v, "一组3户"), .way = HELP_BY_CARD, .code = card_of(v, "town", "一组3户") };
    Ref      by_card, by_message = asked(v, "village", "一组2户", HELP_BY_MESSAGE);
    Ref      person = { STR("420325"), as(v, "一组2户")->actor->person, STR(VILLAGE_GROUP) };
    agreed(v, "一组2户", by_message);
    Ctx *c = as(v, "village");
    assert_ok(c, help_ask(c, STR("420325"), &n, &by_card));
    (void)by(v, "village", by_card);
    c = as(v, "town");
    assert_ok(c, card_revoke(c, n.household, STR("丢了")));
    refused_to_take(v, "village", by_card);
    (void)by(v, "village", by_message);
    c = as(v, "village");
    assert_ok(c, person_leave(c, person, date_of(c->now), STR("搬走了")));
    refused_to_take(v, "village", by_message);
}

static void it_goes_along_with_the_house_and_is_forgotten_with_the_person(void **state)
{
    Village *v = *state;
    Ref      person = { STR("420325"), as(v, "一组2户")->actor->person, STR(VILLAGE_GROUP) };
    HelpNew  n = { .household = house_of(v, "一组2户"), .person = person, .way = HELP_BY_MESSAGE };
    Ref      help;
    Help     h;
    Ctx     *c = as(v, "village");
    assert_ok(c, help_ask(c, STR("420325"), &n, &help));
    agreed(v, "一组2户", help);
    c = as(v, "admin");
    PlaceChange change = { .code = STR(VILLAGE_CODE), .new_code = STR("420325102299"), .on = date_of(c->now), .version = 1 };
    assert_ok(c, place_change(c, &change));
    c = as(v, "village");
    assert_ok(c, help_get(c, help, &h));
    assert_str(h.household.place, "420325102299001");
    c = as(v, "admin");
    Report r = { 0 };
    assert_ok(c, help_check(c, &r));
    assert_int_equal(r.n, 0);
    person.place = STR("420325102299001");
    c = as(v, "admin");
    assert_ok(c, person_erase(c, person, STR("本人要求")));
    c = as(v, "village");
    assert_ok(c, help_get(c, help, &h));
    assert_int_equal(h.person, 0);
    assert_int_equal(h.state, HELP_ENDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(nothing_is_done_for_a_house_before_it_says_yes),
        IN_VILLAGE(a_house_ends_it_with_one_press_and_time_does_too),
        IN_VILLAGE(a_card_agrees_that_is_the_houses_and_that_another_printed),
        IN_VILLAGE(a_paper_needs_its_picture),
        IN_VILLAGE(a_paper_waits_until_somebody_who_supervises_looks_at_it),
        IN_VILLAGE(a_paper_that_is_doubted_ends_and_both_are_told),
        IN_VILLAGE(a_consent_is_seen_by_who_supervises_there_and_above),
        IN_VILLAGE(what_a_house_ended_only_it_begins_again),
        IN_VILLAGE(a_paper_that_was_doubted_serves_no_more),
        IN_VILLAGE(a_paper_that_nobody_looked_at_has_no_last_word),
        IN_VILLAGE(with_another_s_password_go_the_consents),
        IN_VILLAGE(a_helper_reads_and_owns_nothing_of_the_house),
        IN_VILLAGE(who_dealt_with_it_does_not_speak_for_houses_in_it),
        IN_VILLAGE(one_person_helps_so_often_a_day_by_whatever_account),
        IN_VILLAGE(who_dealt_with_it_by_another_account_does_not_speak_for_houses_in_it),
        IN_VILLAGE(handed_up_it_is_the_same_matter),
        IN_VILLAGE(who_steps_to_the_desk_afterwards_agrees_for_nobody),
        IN_VILLAGE(no_desk_is_held_in_a_houses_name),
        IN_VILLAGE(the_house_is_told_each_act_and_its_own_words_stay),
        IN_VILLAGE(a_helper_does_not_find_who_hides),
        IN_VILLAGE(the_story_says_who_helped),
        IN_VILLAGE(what_ends_while_it_is_used_ends_in_the_write),
        IN_VILLAGE(the_house_reads_the_helper_s_role_and_place),
        IN_VILLAGE(only_what_was_said_in_its_name_is_judged_in_its_name),
        IN_VILLAGE(one_form_for_two_houses_is_two_acts),
        IN_VILLAGE(a_house_is_asked_once_in_three_days),
        IN_VILLAGE(it_ends_with_the_card_and_with_the_house),
        IN_VILLAGE(it_goes_along_with_the_house_and_is_forgotten_with_the_person),
    };
    return RUN_TESTS(tests);
}
