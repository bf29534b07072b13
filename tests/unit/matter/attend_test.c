/* attend: a house that was noted wrongly is taken back, by itself or by the host, and it stays known who noted whom. */
#include "matter/attend.h"

#include "matter/story.h"
#include "matter/tell.h"
#include "plan/meeting/meeting.h"
#include "support/village.h"

static void held(Village *v, Ref meeting)
{
    Ctx *c = as(v, "group");
    assert_ok(c, meeting_write(c, meeting, 0, STR("散会。")));
}

static i64 came(Village *v, Ref meeting)
{
    i64  n;
    Ctx *c = as(v, "nobody");
    assert_ok(c, houses_count(c, "meeting", meeting, &n));
    return n;
}

static Err strike(Village *v, const char *who, Ref meeting, const char *house, const char *why)
{
    Ref  one = actor_house(as(v, house)->actor);
    Ctx *c = as(v, who);
    return attend_strike(c, &meeting_noun, meeting, &(Refs){ &one, 1 }, str_from(why));
}

static Err mark_why(Village *v, const char *who, Ref meeting, const char *house, const char *why)
{
    Ref  one = actor_house(as(v, house)->actor);
    Ctx *c = as(v, who);
    return attend_mark(c, &meeting_noun, meeting, &(Refs){ &one, 1 }, str_from(why));
}

static Err mark(Village *v, const char *who, Ref meeting, const char *house)
{
    return mark_why(v, who, meeting, house, "");
}

/* The newest event of the meeting. */
static Event newest(Village *v, Ref meeting)
{
    const Event *e;
    size_t       n;
    Ctx         *c = as(v, "nobody");
    assert_ok(c, event_timeline(c, meeting, &e, &n));
    return e[n - 1];
}

/* Twenty-six houses that only the host saw looked like twenty-six that said so. */
static void whom_the_host_noted_is_counted_apart_until_it_says_so_itself(void **state)
{
    Village    *v = *state;
    Ref         meeting = village_meeting(v, 0);
    const i64   ids[] = { actor_house(as(v, "一组1户")->actor).id, actor_house(as(v, "一组2户")->actor).id };
    HouseCounts k;
    HouseWord   word[2];
    Ctx        *c = as(v, "group");
    assert_ok(c, mark(v, "group", meeting, "一组1户"));
    assert_ok(c, mark(v, "group", meeting, "一组2户"));
    c = as(v, "一组2户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    assert_ok(c, houses_counts(c, "meeting", meeting, &k));
    assert_int_equal(k.all, 2);
    assert_int_equal(k.noted, 1);
    assert_int_equal(k.helped, 0);
    assert_ok(c, houses_which(c, "meeting", meeting, ids, 2, word));
    assert_int_equal(word[0], HOUSE_NOTED);
    assert_int_equal(word[1], HOUSE_ITSELF);
    c = as(v, "一组2户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_ok(c, strike(v, "group", meeting, "一组1户", ""));
    assert_ok(c, mark(v, "group", meeting, "一组1户"));
    c = as(v, "nobody");
    assert_ok(c, houses_counts(c, "meeting", meeting, &k));
    assert_int_equal(k.all, 1);
    assert_int_equal(k.noted, 1);
    village_check(v);
}

static void a_house_takes_back_that_it_came_until_it_is_over(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 1);
    c = as(v, "一组1户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 0);
    assert_str(newest(v, meeting).kind, "meeting.struck");
    c = as(v, "一组1户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting)); /* twice is once */
    c = as(v, "一组1户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 1);
    assert_int_equal(event_part(&(Event){ .parts = newest(v, meeting).parts }, "houses"), 1); /* it counts when it comes back */
    held(v, meeting);
    village_check(v);
}

/* The minutes say what those who came agreed to: whom the host adds to them afterwards knows of it, and can say that it was not there. */
static void whom_the_host_notes_after_the_end_can_say_that_it_was_not_there(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    Story    story;
    held(v, meeting);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), ERR_INVALID);
    assert_int_equal(mark_why(v, "group", meeting, "一组1户", "来晚了没记"), OK);
    Ctx *c = as(v, "nobody");
    assert_ok(c, story_read(c, "meeting", meeting, &story));
    assert_str(story.v[story.n - 1].text, "来晚了没记");
    c = as(v, "一组1户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 0);
    assert_str(newest(v, meeting).kind, "meeting.denied");
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, attend_come(c, &meeting_noun, meeting)); /* that is for the host to note */
    assert_int_equal(mark_why(v, "group", meeting, "一组1户", "我看见他了"), ERR_INVALID);
    village_check(v);
}

static void what_a_house_took_back_itself_its_host_does_not_note_again(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    Ctx *c = as(v, "一组1户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_int_equal(mark(v, "group", meeting, "一组1户"), ERR_INVALID);
    assert_int_equal(came(v, meeting), 0);
    c = as(v, "一组1户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting)); /* the house itself does */
    assert_int_equal(strike(v, "group", meeting, "一组1户", ""), OK);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK); /* what the host struck out, it notes again */
    assert_int_equal(came(v, meeting), 1);
    village_check(v);
}

static void the_host_strikes_out_without_a_reason_before_and_with_one_after(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    Story    story;
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    assert_int_equal(mark(v, "group", meeting, "一组2户"), OK);
    assert_int_equal(strike(v, "group", meeting, "一组1户", ""), OK);
    assert_int_equal(came(v, meeting), 1);
    held(v, meeting);
    assert_int_equal(strike(v, "group", meeting, "一组2户", ""), ERR_INVALID);
    assert_int_equal(came(v, meeting), 1);
    assert_int_equal(strike(v, "group", meeting, "一组2户", "看错了人"), OK);
    assert_int_equal(came(v, meeting), 0);
    Ctx *c = as(v, "nobody");
    assert_ok(c, story_read(c, "meeting", meeting, &story));
    assert_str(story.v[story.n - 1].kind, "meeting.struck");
    assert_str(story.v[story.n - 1].text, "看错了人");
    assert_true(story.v[story.n - 1].title.n > 0);
    village_check(v);
}

static void who_marked_whom_stays_known_and_is_told_nowhere(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0), house = actor_house(as(v, "一组1户")->actor);
    i64      host = as(v, "group")->actor->account;
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    Event e = newest(v, meeting);
    assert_int_equal(e.account, host);
    assert_true(str_eq(event_part_text(&e, "whom"), ref_name(as(v, "nobody")->arena, house)));
    assert_false(str_find(e.parts, ref_name(as(v, "nobody")->arena, house), &(size_t){ 0 }));
    Story story;
    Ctx  *c = as(v, "nobody");
    assert_ok(c, story_read(c, "meeting", meeting, &story));
    assert_int_equal(story.v[story.n - 1].text.n, 0);
    assert_int_equal(strike(v, "group", meeting, "一组1户", ""), OK);
    e = newest(v, meeting);
    assert_true(str_eq(event_part_text(&e, "whom"), ref_name(as(v, "nobody")->arena, house)));
}

static void what_changed_nothing_is_no_event(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    i64 seq = newest(v, meeting).seq;
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    assert_int_equal(strike(v, "group", meeting, "一组2户", ""), OK);
    assert_int_equal(newest(v, meeting).seq, seq);
}

static void only_the_host_marks_and_strikes(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    assert_int_equal(mark(v, "一组2户", meeting, "一组2户"), ERR_DENIED);
    assert_int_equal(strike(v, "一组2户", meeting, "一组1户", "没看见他"), ERR_DENIED);
    assert_int_equal(strike(v, "other village", meeting, "一组1户", "没看见他"), ERR_DENIED);
    assert_int_equal(came(v, meeting), 1);
}

static void who_was_struck_out_does_not_hear_the_minutes(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    assert_int_equal(mark(v, "group", meeting, "一组2户"), OK);
    assert_int_equal(strike(v, "group", meeting, "一组2户", ""), OK);
    i64 one = village_messages(v, "一组1户"), two = village_messages(v, "一组2户");
    held(v, meeting);
    assert_int_equal(village_messages(v, "一组1户"), one + 1);
    assert_int_equal(village_messages(v, "一组2户"), two);
}

static void of_whom_the_host_says_that_it_came_the_house_is_told(void **state)
{
    Village *v = *state;
    Ref      meeting = village_meeting(v, 0);
    i64      one = village_messages(v, "一组1户"), two = village_messages(v, "一组2户");
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK);
    assert_int_equal(village_messages(v, "一组1户"), one + 1);
    assert_int_equal(mark(v, "group", meeting, "一组1户"), OK); /* nothing new */
    assert_int_equal(village_messages(v, "一组1户"), one + 1);
    Ctx *c = as(v, "一组1户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 0);
    c = as(v, "一组2户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    assert_int_equal(village_messages(v, "一组2户"), two); /* it knows */
    assert_int_equal(strike(v, "group", meeting, "一组2户", "没来"), OK);
    assert_int_equal(village_messages(v, "一组2户"), two + 1);
    for (int i = 0; i < 3; i++) { /* by turns: what it has not read says how it is now */
        assert_int_equal(mark(v, "group", meeting, "一组2户"), OK);
        assert_int_equal(strike(v, "group", meeting, "一组2户", "没来"), OK);
    }
    assert_int_equal(village_messages(v, "一组2户"), two + 1);
    village_check(v);
}

static void a_helper_takes_back_only_what_was_said_by_the_agreement(void **state)
{
    Village *v = *state;
    Ref      meeting;
    Ctx     *c = as(v, "village");
    MeetingNew n = { .title = STR("全村院场会"), .spot = STR("院子"), .topics = { (Str[]){ STR("修桥") }, 1 }, .day = date_of(c->now), .minute = 19 * 60,
                     .place = STR(VILLAGE_CODE), .once = village_once(v) };
    c = as(v, "village");
    assert_ok(c, meeting_call(c, &n, &meeting));
    c = as(v, "一组4户");
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    c = as(v, "helper");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 1); /* the house had come itself */
    c = as(v, "一组4户");
    assert_ok(c, attend_leave(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 0);
}

/* Who called it does not come in the name of a house. */
static void who_dealt_with_a_record_joins_no_house_to_it(void **state)
{
    Village   *v = *state;
    Ref        meeting;
    Ctx       *c = as(v, "village");
    MeetingNew n = { .title = STR("全村院场会"), .spot = STR("院子"), .topics = { (Str[]){ STR("修桥") }, 1 }, .day = date_of(c->now), .minute = 19 * 60,
                     .place = STR(VILLAGE_CODE), .once = village_once(v) };
    c = as(v, "village");
    assert_ok(c, meeting_call(c, &n, &meeting));
    c = as_helping(v, "village", "一组4户");
    assert_err(c, ERR_DENIED, attend_come(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 0);
    c = as_helping(v, "group", "一组3户"); /* who did not deal with it may */
    assert_ok(c, attend_come(c, &meeting_noun, meeting));
    assert_int_equal(came(v, meeting), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(whom_the_host_noted_is_counted_apart_until_it_says_so_itself),
        IN_VILLAGE(a_house_takes_back_that_it_came_until_it_is_over),
        IN_VILLAGE(whom_the_host_notes_after_the_end_can_say_that_it_was_not_there),
        IN_VILLAGE(what_a_house_took_back_itself_its_host_does_not_note_again),
        IN_VILLAGE(the_host_strikes_out_without_a_reason_before_and_with_one_after),
        IN_VILLAGE(who_marked_whom_stays_known_and_is_told_nowhere),
        IN_VILLAGE(what_changed_nothing_is_no_event),
        IN_VILLAGE(only_the_host_marks_and_strikes),
        IN_VILLAGE(who_was_struck_out_does_not_hear_the_minutes),
        IN_VILLAGE(of_whom_the_host_says_that_it_came_the_house_is_told),
        IN_VILLAGE(a_helper_takes_back_only_what_was_said_by_the_agreement),
        IN_VILLAGE(who_dealt_with_a_record_joins_no_house_to_it),
    };
    return RUN_TESTS(tests);
}
