/* What was said by a signed paper is taken out when it is found not to be the house's word (matter/unsaid.h). */
#include "matter/attend.h"
#include "entry/help.h"

#include "base/embed.h"
#include "record/file_disk.h"
#include "support/village.h"

static Ref house_of(Village *v, const char *who)
{
    const Actor *a = as(v, who)->actor;
    return (Ref){ a->county, a->household, a->home };
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

/* Seven lamps were seven houses' signatures, and seven voices stayed when the papers were found out. */
static void what_was_said_by_a_paper_that_is_doubted_is_taken_out(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "水管漏水"), help = paper_of(v, "village", "一组2户");
    i64      unseen, voices = village_count(v, VILLAGE_CODE, "need.voices", 0), helped = village_count(v, VILLAGE_CODE, "need.voices_helped", 0);
    Ctx     *c = by(v, "village", help);
    assert_ok(c, need_join(c, need, STR("")));
    assert_ok(c, houses_unseen(c, "need", need, &unseen));
    assert_int_equal(unseen, 1);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices", 0), voices + 1);
    c = as(v, "town");
    assert_ok(c, help_review(c, help, false, STR("是盏灯")));
    village_later(v, SECOND);
    Need n = village_see(v, "nobody", need);
    assert_int_equal(n.voices, 1);
    assert_int_equal(n.helped, 0);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices", 0), voices);
    assert_int_equal(village_count(v, VILLAGE_CODE, "need.voices_helped", 0), helped);
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR(""))); /* as if nobody had said it */
    assert_int_equal(village_see(v, "nobody", need).voices, 2);
    village_check(v);
}

static void what_the_house_said_itself_since_stays(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "水管漏水"), help = paper_of(v, "village", "一组2户");
    Ctx     *c = by(v, "village", help);
    assert_ok(c, need_join(c, need, STR("")));
    c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("真的漏")));
    c = as(v, "town");
    assert_ok(c, help_review(c, help, false, STR("是盏灯")));
    village_later(v, SECOND);
    assert_int_equal(village_see(v, "nobody", need).voices, 2);
    village_check(v);
}

static Ref raised_by(Village *v, Ref help, const char *title)
{
    Ref     need;
    NeedNew n = { .place = STR(VILLAGE_GROUP), .kind = NEED_DEMAND, .category = 1, .title = str_from(title), .once = village_once(v) };
    Ctx    *c = by(v, "village", help);
    assert_ok(c, need_raise(c, &n, &need));
    return need;
}

/* What nobody else wants goes; what others joined is theirs, and says how it began. */
static void what_was_raised_by_it_goes_unless_others_joined(void **state)
{
    Village *v = *state;
    Ref      help = paper_of(v, "village", "一组2户"), alone = raised_by(v, help, "门口的沟"), joined = raised_by(v, help, "村口的灯"),
             sorted = raised_by(v, help, "后山的路");
    Ctx     *c = as(v, "一组3户");
    assert_ok(c, need_join(c, joined, STR("")));
    c = as(v, "town");
    assert_ok(c, need_answer(c, sorted, STR("在看")));
    assert_ok(c, need_take(c, sorted, 0));
    c = as(v, "town");
    assert_ok(c, help_review(c, help, false, STR("是盏灯")));
    village_later(v, SECOND);
    assert_int_equal(village_see(v, "nobody", alone).state, NEED_WITHDRAWN);
    assert_int_equal(village_see(v, "nobody", alone).voices, 0);
    Need n = village_see(v, "nobody", joined);
    assert_int_equal(n.state, NEED_RAISED);
    assert_int_equal(n.voices, 1);
    assert_true(n.is_unsaid);
    c = as(v, "一组2户"); /* it wants that too, now that it hears of it */
    assert_ok(c, need_join(c, joined, STR("")));
    n = village_see(v, "nobody", joined);
    assert_int_equal(n.voices, 2);
    assert_false(n.is_unsaid);
    village_check(v);
}

static void a_house_that_came_by_it_did_not_come(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 1), help;
    i64      came;
    village_later(v, DAY);
    help = paper_of(v, "village", "一组2户");
    Ctx *c = by(v, "village", help);
    assert_ok(c, attend_come(c, noun_find(STR("meeting")), meeting));
    c = as(v, "town");
    assert_ok(c, help_review(c, help, false, STR("是盏灯")));
    village_later(v, SECOND);
    c = as(v, "town");
    assert_ok(c, houses_count(c, "meeting", meeting, &came));
    assert_int_equal(came, 0);
    village_check(v);
}

static void whoever_is_of_the_house_looks_at_no_paper_of_it(void **state)
{
    Village *v = *state;
    Ref      help = paper_of(v, "village", "一组2户");
    i64      person = actor_person(as(v, "一组2户")->actor);
    Ctx     *c = as(v, "town");
    Actor    town = *c->actor, own = town;
    own.tied = person;
    own.tied_county = STR("420325");
    c->actor = &own;
    assert_err(c, ERR_DENIED, help_review(c, help, true, STR_NONE));
    ctx_clear_failure(c);
    c->actor = &town;
    assert_ok(c, help_review(c, help, true, STR_NONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(whoever_is_of_the_house_looks_at_no_paper_of_it),
        IN_VILLAGE(what_was_said_by_a_paper_that_is_doubted_is_taken_out),
        IN_VILLAGE(what_the_house_said_itself_since_stays),
        IN_VILLAGE(what_was_raised_by_it_goes_unless_others_joined),
        IN_VILLAGE(a_house_that_came_by_it_did_not_come),
    };
    return RUN_TESTS(tests);
}
