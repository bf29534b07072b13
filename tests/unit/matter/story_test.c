/* story: one matter, told as one, whatever its length. */
#include "matter/story.h"
#include "support/village.h"

static Story told(Village *v, const char *who, Ref need)
{
    Story story;
    Ctx  *c = as(v, who);
    assert_ok(c, story_read(c, "need", need, &story));
    return story;
}

static Err append(Db *w, const Ref *need, const char *kind, int times)
{
    for (int i = 0; i < times; i++)
        TRY(event_append(w, &(EventNew){ .id = db_id(w), .kind = kind, .subject = *need }));
    return OK;
}

/* Voices, an answer, and again voices. */
static Err answer_among_voices(Db *w, void *arg)
{
    const Ref *need = arg;
    TRY(append(w, need, "need.joined", 450));
    TRY(event_append(w, &(EventNew){ .id = db_id(w), .kind = "need.answered", .subject = *need, .n_parts = 2,
                                     .parts = { PART_TEXT("text", STR("下周来修")), PART_TEXT("title", STR("村支书")) } }));
    TRY(append(w, need, "need.confirmed", 2));
    return append(w, need, "need.left", 450);
}

/* Nobody can bury what an office said under voices, nor under steps. */
static void an_answer_is_told_whatever_comes_before_and_after(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "nobody");
    assert_ok(c, db_write(c, answer_among_voices, &need));
    Story story = told(v, "nobody", need);
    i64   left_out = 0, answers = 0, steps = 0;
    for (size_t i = 0; i < story.n; i++) {
        left_out += story.v[i].left_out;
        answers += story.v[i].is_answer;
        steps += str_is(story.v[i].kind, "need.confirmed");
        assert_true(!story.v[i].is_answer || str_is(story.v[i].text, "下周来修"));
    }
    assert_int_equal(answers, 1);
    assert_int_equal(steps, 2); /* no voice cuts out a step */
    assert_int_equal((i64)story.n + left_out, 1 + 450 + 1 + 2 + 450);
    assert_int_equal(story.n, EVENT_SOME + 1 + 2 + EVENT_MANY);
}

static Err answers_among_steps(Db *w, void *arg)
{
    const Ref *need = arg;
    TRY(append(w, need, "need.confirmed", EVENT_SOME));
    TRY(event_append(w, &(EventNew){ .id = db_id(w), .kind = "need.answered", .subject = *need, .n_parts = 2,
                                     .parts = { PART_TEXT("text", STR("下周来修")), PART_TEXT("title", STR("村支书")) } }));
    return append(w, need, "need.confirmed", 2 * EVENT_SOME);
}

static void a_long_story_says_what_it_leaves_out(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "nobody");
    assert_ok(c, db_write(c, answers_among_steps, &need));
    c = as(v, "village");
    assert_ok(c, need_take(c, need, village_version(v, need)));
    Story story = told(v, "nobody", need);
    i64   left_out = 0, answers = 0;
    for (size_t i = 0; i < story.n; i++) {
        left_out += story.v[i].left_out;
        answers += story.v[i].is_answer;
    }
    assert_int_equal(answers, 1);
    assert_int_equal(story.n, 2 * EVENT_SOME + 1);
    assert_int_equal(left_out, 1 + 3 * EVENT_SOME + 1 + 1 - (i64)story.n);
    assert_str(story.v[0].kind, "need.raised");
    assert_str(story.v[story.n - 1].kind, "need.taken"); /* what became of it is there, however many spoke before */
    assert_str(story.v[story.n - 1].title, "上湾村村干部");
}

static Err voices_to_and_fro(Db *w, void *arg)
{
    const Ref *need = arg;
    for (int i = 0; i < (EVENT_SOME + 30) / 2; i++) {
        TRY(append(w, need, "need.joined", 1));
        TRY(append(w, need, "need.left", 1));
    }
    return OK;
}

static void a_short_story_leaves_out_nothing(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半");
    Ctx     *c = as(v, "nobody");
    assert_ok(c, db_write(c, voices_to_and_fro, &need));
    Story story = told(v, "nobody", need);
    assert_int_equal(story.n, 1 + (EVENT_SOME + 30) / 2 * 2);
    for (size_t i = 0; i < story.n; i++)
        assert_int_equal(story.v[i].left_out, 0);
}

static Err follows(Db *w, void *arg)
{
    const Ref *two = arg;
    return link_put(w, "need", two[0], LINK_FROM, "need", two[1]);
}

static void a_chapter_that_is_not_for_the_reader_is_left_out(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "账目要公开");
    Ref      complaint = village_need_of(v, "一组2户", NEED_COMPLAINT, "村里不公开账目");
    Ctx     *c = as(v, "town");
    assert_ok(c, db_write(c, follows, (Ref[]){ complaint, need }));
    assert_int_equal(told(v, "nobody", need).n, 1);
    assert_int_equal(told(v, "town", need).n, 2);
    assert_int_equal(told(v, "一组2户", complaint).n, 2);
    Story story;
    c = as(v, "village");
    assert_err(c, ERR_MISSING, story_read(c, "need", complaint, &story));
}

static Err crowd(Db *w, void *arg)
{
    const Ref *need = arg;
    return append(w, need, "need.confirmed", 2 * EVENT_SOME);
}

static void a_story_of_too_many_steps_says_that_it_is_cut(void **state)
{
    Village *v = *state;
    Ref      root = village_need(v, "路灯坏了一半"), part[] = { village_need(v, "再装两盏"), root }, last[] = { village_need(v, "电线也换"), root };
    Ctx     *c = as(v, "nobody");
    assert_ok(c, db_write(c, follows, part));
    assert_ok(c, db_write(c, crowd, &root));
    assert_ok(c, db_write(c, crowd, &part[0]));
    Story story = told(v, "nobody", root);
    assert_int_equal(story.n, STORY_MOST);
    assert_false(story.is_cut); /* all that is told of two long ones */
    c = as(v, "nobody");
    assert_ok(c, db_write(c, follows, last));
    assert_true(told(v, "nobody", root).is_cut);
}

static void what_is_no_noun_has_no_story(void **state)
{
    Village *v = *state;
    Story    story;
    Ctx     *c = as(v, "nobody");
    assert_err(c, ERR_MISSING, story_read(c, "nothing", village_need(v, "路灯坏了一半"), &story));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(an_answer_is_told_whatever_comes_before_and_after),
        IN_VILLAGE(a_long_story_says_what_it_leaves_out),
        IN_VILLAGE(a_short_story_leaves_out_nothing),
        IN_VILLAGE(a_chapter_that_is_not_for_the_reader_is_left_out),
        IN_VILLAGE(a_story_of_too_many_steps_says_that_it_is_cut),
        IN_VILLAGE(what_is_no_noun_has_no_story),
    };
    return RUN_TESTS(tests);
}
