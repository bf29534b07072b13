/* album: pictures of a meeting, from its day on; who may not see one, and what becomes of one that is taken off. */
#include "matter/album.h"

#include <stdlib.h>

#include "matter/story.h"
#include "plan/meeting/meeting.h"
#include "record/file_disk.h"
#include "support/village.h"

/* Three PNGs of eight by eight, each of one grey. */
static const char *const png_hex[] = {
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000000f49444154789c63e0c201188696"
    "0400eee607810e50f89b0000000049454e44ae426082",
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000000f49444154789c6388c201188696"
    "0400604e43816ef6a5bc0000000049454e44ae426082",
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000000f49444154789c63388103300c2d"
    "09009c2e9601a1e932e30000000049454e44ae426082",
};

static Upload upload(Village *v, size_t i)
{
    Buf b = buf_new(v->kept, 256, 256);
    for (const char *h = png_hex[i]; *h; h += 2)
        buf_char(&b, (char)strtol((char[]){ h[0], h[1], 0 }, NULL, 16));
    return (Upload){ .name = STR("a.png"), .type = STR("image/png"), .bytes = buf_text(&b) };
}

static Ref called(Village *v, int days)
{
    Ctx *c = as(v, "group");
    assert_ok(c, file_disk_open(c, str_from(test_dir())));
    return village_meeting(v, days);
}

static Err add(Village *v, const char *who, Ref meeting, size_t i, bool is_kept)
{
    Upload u = upload(v, i);
    Ctx   *c = as(v, who);
    return album_add(c, &meeting_noun, meeting, &(Uploads){ &u, 1 }, is_kept);
}

static size_t seen(Village *v, const char *who, Ref meeting, Str *ret_first)
{
    const PhotoRow *rows;
    size_t          n;
    Ref             ref = meeting;
    Ctx            *c = as(v, who);
    ref.place = STR(VILLAGE_GROUP);
    assert_ok(c, file_list(c, "meeting", ref, &rows, &n));
    if (ret_first != NULL)
        *ret_first = n ? hash_hex(v->kept, &rows[0].hash) : STR_NONE;
    return n;
}

static void pictures_are_added_from_its_day_on_and_by_its_host(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, 1);
    assert_int_equal(add(v, "group", meeting, 0, false), ERR_CONFLICT);
    village_later(v, DAY);
    assert_int_equal(add(v, "一组1户", meeting, 0, false), ERR_DENIED);
    assert_int_equal(add(v, "group", meeting, 0, false), OK);
    assert_int_equal(add(v, "group", meeting, 1, false), OK);
    assert_int_equal(seen(v, "nobody", meeting, NULL), 2);
    Ctx *c = as(v, "group");
    assert_ok(c, meeting_write(c, meeting, 0, STR("散会。")));
    assert_int_equal(add(v, "group", meeting, 2, false), OK); /* and afterwards too */
    village_check(v);
}

static void of_one_that_was_called_off_there_are_none(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, 0);
    Ctx     *c = as(v, "group");
    assert_ok(c, meeting_off(c, meeting, 0, STR("下大雨")));
    assert_int_equal(add(v, "group", meeting, 0, false), ERR_CONFLICT);
}

static void the_same_picture_twice_is_one_and_one_step(void **state)
{
    Village     *v = *state;
    Ref          meeting = called(v, 0);
    const Event *e;
    size_t       n;
    assert_int_equal(add(v, "group", meeting, 0, false), OK);
    assert_int_equal(add(v, "group", meeting, 0, false), OK);
    assert_int_equal(seen(v, "nobody", meeting, NULL), 1);
    Ctx *c = as(v, "nobody");
    assert_ok(c, event_timeline(c, meeting, &e, &n));
    assert_int_equal(n, 2);
    assert_str(e[1].kind, "attachment.added");
}

static void there_is_a_most_that_masked_copies_do_not_count_for(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, 0);
    Album    two = *meeting_noun.album;
    Noun     noun = meeting_noun;
    two.most = 2;
    noun.album = &two;
    Str      first;
    Upload   u[] = { upload(v, 0), upload(v, 1), upload(v, 2) };
    Ctx     *c = as(v, "group");
    assert_err(c, ERR_TOO_LARGE, album_add(c, &noun, meeting, &(Uploads){ u, 3 }, false));
    assert_int_equal(seen(v, "nobody", meeting, NULL), 0); /* all or none */
    c = as(v, "group");
    assert_ok(c, album_add(c, &noun, meeting, &(Uploads){ u, 1 }, false));
    seen(v, "nobody", meeting, &first);
    c = as(v, "group");
    assert_ok(c, album_mask(c, &noun, meeting, first, &(Uploads){ &u[1], 1 }));
    c = as(v, "group");
    assert_ok(c, album_add(c, &noun, meeting, &(Uploads){ &u[2], 1 }, false));
    assert_int_equal(seen(v, "nobody", meeting, NULL), 2);
}

static void what_shows_names_is_kept_and_its_masked_copy_is_not(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, 0);
    Str      kept;
    Upload   u = upload(v, 1);
    assert_int_equal(add(v, "group", meeting, 0, true), OK);
    assert_int_equal(seen(v, "nobody", meeting, NULL), 0);
    assert_int_equal(seen(v, "一组1户", meeting, NULL), 0);
    assert_int_equal(seen(v, "village", meeting, &kept), 1);
    Ctx *c = as(v, "group");
    assert_ok(c, album_mask(c, &meeting_noun, meeting, kept, &(Uploads){ &u, 1 }));
    assert_int_equal(seen(v, "nobody", meeting, NULL), 1);
    assert_int_equal(seen(v, "village", meeting, NULL), 2);
    village_check(v);
}

static void one_is_taken_back_with_a_reason_and_the_story_says_so(void **state)
{
    Village *v = *state;
    Ref      meeting = called(v, 0);
    Str      hash;
    Story    story;
    assert_int_equal(add(v, "group", meeting, 0, false), OK);
    seen(v, "nobody", meeting, &hash);
    Ctx *c = as(v, "group");
    assert_err(c, ERR_INVALID, album_drop(c, &meeting_noun, meeting, hash, STR_NONE));
    c = as(v, "一组1户");
    assert_err(c, ERR_DENIED, album_drop(c, &meeting_noun, meeting, hash, STR("不好看")));
    c = as(v, "group");
    assert_err(c, ERR_INVALID, album_drop(c, &meeting_noun, meeting, str_from("0000000000000000000000000000000000000000000000000000000000000000"), STR("不好看")));
    c = as(v, "group");
    assert_ok(c, album_drop(c, &meeting_noun, meeting, hash, STR("拍到了别人的孩子")));
    assert_int_equal(seen(v, "group", meeting, NULL), 0);
    c = as(v, "nobody");
    assert_ok(c, story_read(c, "meeting", meeting, &story));
    assert_str(story.v[story.n - 1].kind, "attachment.dropped");
    assert_str(story.v[story.n - 1].text, "拍到了别人的孩子");
    assert_true(story.v[story.n - 1].title.n > 0);
    village_check(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(pictures_are_added_from_its_day_on_and_by_its_host),
        IN_VILLAGE(of_one_that_was_called_off_there_are_none),
        IN_VILLAGE(the_same_picture_twice_is_one_and_one_step),
        IN_VILLAGE(there_is_a_most_that_masked_copies_do_not_count_for),
        IN_VILLAGE(what_shows_names_is_kept_and_its_masked_copy_is_not),
        IN_VILLAGE(one_is_taken_back_with_a_reason_and_the_story_says_so),
    };
    return RUN_TESTS(tests);
}
