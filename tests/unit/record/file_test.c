/* file: pictures come in, are cut to what may be shown, and go when nothing shows them. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "record/file.h"
#include "record/file_disk.h"
#include "record/noun.h"
#include "record/picture.h"

#define VILLAGE "420325102212"

static bool may_see;
static i64 may_see_only; /* one record; 0: none */
static i64  asked_about;

static Err visible(Ctx *c, const Noun *noun, Ref subject, bool *ret_visible)
{
    asked_about = subject.id;
    *ret_visible = may_see || (may_see_only != 0 && subject.id == may_see_only);
    return OK;
}

static int setup(void **state)
{
    static const Noun        test = { .name = "test", .visible = visible };
    static const NounRow nouns[] = { { &test, NULL } };
    int                      result = test_setup(state);
    Ctx                     *c = *state;
    nouns_set(nouns, COUNTOF(nouns));
    may_see = true;
    assert_ok(c, file_disk_open(c, str_from(test_dir())));
    return result;
}

/* ---- pictures ---- */

static void put_big(Buf *b, u32 v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_char(b, (char)(v >> shift & 0xff));
}

static void put_chunk(Buf *b, const char *type, Str data)
{
    put_big(b, (u32)data.n);
    size_t from = b->n;
    buf_cstr(b, type);
    buf_str(b, data);
    put_big(b, (u32)crc32(0, (const u8 *)b->p + from, (uInt)(b->n - from)));
}

/* A PNG of one colour; `claims`: the width its header says; `rows`: how many of its `height` are there; `hung`: chunks
 * that hang on it. */
static Str png_with(Ctx *c, u32 width, u32 height, u32 claims, u8 shade, u32 rows, Str hung)
{
    size_t row = 1 + 3 * (size_t)width, n = row * rows;
    u8    *raw = arena_take(c->arena, n);
    for (size_t y = 0; y < rows; y++)
        memset(raw + y * row + 1, shade, row - 1);
    uLongf packed = compressBound(n);
    u8    *data = arena_take(c->arena, packed);
    compress(data, &packed, raw, n);
    Buf b = buf_new(c->arena, packed + hung.n + 200, packed + hung.n + 200), h = buf_new(c->arena, 16, 16);
    put_big(&h, claims);
    put_big(&h, height);
    buf_put(&h, "\x08\x02\0\0", 5);
    buf_put(&b, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(&b, "IHDR", buf_text(&h));
    buf_str(&b, hung);
    put_chunk(&b, "IDAT", (Str){ (const char *)data, packed });
    put_chunk(&b, "IEND", STR_NONE);
    return buf_text(&b);
}

static Str png(Ctx *c, u32 width, u32 height, u32 claims, u8 shade)
{
    return png_with(c, width, height, claims, shade, height, STR_NONE);
}

/* Fourteen chunks of text, each of 20 MB when unpacked. */
static Str heavy_words(Ctx *c)
{
    size_t n = 20 << 20;
    u8    *words = malloc(n);
    uLongf packed = compressBound(n);
    char  *data = arena_take(c->arena, packed + 3);
    memset(words, 'a', n);
    memcpy(data, "k\0", 3);
    compress((u8 *)data + 3, &packed, words, n);
    free(words);
    Buf b = buf_new(c->arena, 14 * packed + 1000, 14 * packed + 1000);
    for (int i = 0; i < 14; i++)
        put_chunk(&b, "zTXt", (Str){ data, packed + 3 });
    return buf_text(&b);
}

/* A JPEG with a camera's note in it: turned by a quarter (orientation 6), and where it was taken. */
static Str with_camera_note(Ctx *c, Str jpeg)
{
    static const char note[] = "\xff\xe1\0\x36" "Exif\0\0" "MM\0\x2a\0\0\0\x08" "\0\x02"
                               "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
                               "\x01\x0e\0\x02\0\0\0\x08\0\0\0\x26" "\0\0\0\0" "N32E110";
    Buf b = buf_new(c->arena, jpeg.n + 100, jpeg.n + 100);
    buf_str(&b, str_cut(jpeg, 2));
    buf_put(&b, note, sizeof note);
    buf_str(&b, str_skip(jpeg, 2));
    return buf_text(&b);
}

static Photo store(Ctx *c, Str bytes)
{
    Upload u = { .name = STR("photo.png"), .type = STR("image/png"), .bytes = bytes };
    Photo  p;
    assert_ok(c, file_photo_store(c, "photos", &u, &p));
    return p;
}

static void refused(Ctx *c, Str bytes, const char *key)
{
    Upload u = { .bytes = bytes };
    Photo  p;
    assert_int_equal(file_photo_store(c, "photos", &u, &p), ERR_INVALID);
    assert_string_equal(c->problems->field, "photos");
    assert_string_equal(c->problems->key, key);
    ctx_clear_failure(c);
}

typedef struct Tie {
    i64   subject;
    Photo photo;
} Tie;

static Err tie_body(Db *w, void *arg)
{
    const Tie *t = arg;
    return file_tie(w, "test", (Ref){ .county = STR("420325"), .id = t->subject, .place = STR(VILLAGE) }, "proof",
                    &t->photo);
}

static void tie(Ctx *c, i64 subject, Photo p)
{
    Tie t = { subject, p };
    assert_ok(c, db_write(c, tie_body, &t));
    test_next(c);
}

static bool on_disk(Ctx *c, const char *folder, Hash h, const char *ending)
{
    Str hex = hash_hex(c->arena, &h);
    return access(str_cstr(c->arena, arena_printf(c->arena, "%s/%s/%.2s/%.*s%s", test_dir(), folder, hex.p,
                                                  STR_ARG(hex), ending)), F_OK) == 0;
}

/* ---- what must hold ---- */

static void a_picture_is_stored_small_and_large_and_its_original_apart(void **state)
{
    Ctx  *c = *state;
    Str   bytes = png(c, 2000, 1000, 2000, 10), shown, small;
    Hash  original = hash_of(bytes);
    Photo p = store(c, bytes);
    assert_int_equal(p.width, 1600);
    assert_int_equal(p.height, 800);
    assert_true(hash_eq(&p.original, &original));
    assert_true(on_disk(c, "files", p.hash, ".jpg"));
    assert_true(on_disk(c, "files", p.hash, ".small.jpg"));
    assert_true(on_disk(c, "originals", original, ""));
    tie(c, 1, p);
    assert_ok(c, file_photo_read(c, p.hash, false, &shown));
    assert_ok(c, file_photo_read(c, p.hash, true, &small));
    assert_int_equal(picture_look(shown).width, 1600);
    assert_int_equal(picture_look(small).width, 320);
    assert_int_equal(shown.n, p.bytes);
}

static void a_small_picture_is_not_made_larger(void **state)
{
    Ctx  *c = *state;
    Photo p = store(c, png(c, 100, 50, 100, 20));
    assert_int_equal(p.width, 100);
    assert_int_equal(p.height, 50);
}

static void a_data_folder_may_have_the_longest_name_that_is_taken(void **state)
{
    Ctx *c = *state;
    Buf  b = buf_new(c->arena, 1024, 1024);
    buf_cstr(&b, test_dir());
    while (b.n < 511) {
        buf_printf(&b, "/%.*s", (int)(510 - b.n > 200 ? 200 : 510 - b.n), "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
                   "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
                   "cccccccccccccccc");
        (void)mkdir(str_cstr(c->arena, buf_text(&b)), 0700);
    }
    assert_ok(c, file_disk_open(c, buf_text(&b)));
    assert_int_equal(store(c, png(c, 100, 50, 100, 20)).width, 100);
    buf_char(&b, 'c');
    assert_err(c, ERR_INVALID, file_disk_open(c, buf_text(&b)));
}

static void location_is_stripped_and_orientation_applied(void **state)
{
    Ctx  *c = *state;
    Photo upright = store(c, png(c, 400, 200, 400, 30));
    Str   jpeg, shown;
    tie(c, 1, upright);
    assert_ok(c, file_photo_read(c, upright.hash, false, &jpeg));
    Str noted = with_camera_note(c, jpeg);
    assert_true(str_find(noted, STR("N32E110"), NULL));
    Photo p = store(c, noted);
    assert_int_equal(p.width, 200);
    assert_int_equal(p.height, 400);
    tie(c, 2, p);
    assert_ok(c, file_photo_read(c, p.hash, false, &shown));
    assert_false(str_find(shown, STR("N32E110"), NULL));
    assert_false(str_find(shown, STR("Exif"), NULL));
}

static void what_is_no_picture_costs_one_refused_upload(void **state)
{
    Ctx *c = *state;
    refused(c, STR(""), "photo.not_a_picture");
    refused(c, STR("#!/bin/sh\necho"), "photo.not_a_picture");
    refused(c, STR("<svg xmlns='http://www.w3.org/2000/svg'/>"), "photo.not_a_picture");
    refused(c, str_cut(png(c, 10, 10, 10, 1), 20), "photo.unreadable");
    Str jpeg;
    Photo p = store(c, png(c, 300, 300, 300, 2));
    tie(c, 1, p);
    assert_ok(c, file_photo_read(c, p.hash, false, &jpeg));
    refused(c, str_cut(jpeg, jpeg.n - 3), "photo.unreadable");
    refused(c, (Str){ "\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03", 12 }, "photo.unreadable");
    refused(c, str_cut(png(c, 300, 300, 300, 1), 60), "photo.unreadable");
}

static void half_a_picture_is_none(void **state)
{
    Ctx *c = *state;
    refused(c, png_with(c, 600, 6000, 600, 1, 10, STR_NONE), "photo.unreadable"); /* and its end is there */
    refused(c, png_with(c, 60, 60, 60, 1, 59, STR_NONE), "photo.unreadable");
}

/* What hangs on a picture costs a painter nothing, for it never sees it. */
static void a_painter_sees_the_picture_alone(void **state)
{
    Ctx *c = *state;
    Str  plain = png(c, 90, 90, 90, 4), bare, jpeg;
    assert_true(picture_bare(c->arena, png_with(c, 90, 90, 90, 4, 90, heavy_words(c)), &bare));
    assert_true(str_eq(bare, plain));
    assert_true(str_eq(hash_hex(c->arena, &(Hash[]){ store(c, png_with(c, 90, 90, 90, 4, 90, heavy_words(c))).hash }[0]),
                       hash_hex(c->arena, &(Hash[]){ store(c, plain).hash }[0])));
    Photo p = store(c, plain);
    tie(c, 10, p);
    assert_ok(c, file_photo_read(c, p.hash, false, &jpeg));
    Buf b = buf_new(c->arena, jpeg.n + 64, jpeg.n + 64);
    buf_str(&b, str_cut(jpeg, 2));
    buf_put(&b, "\xff\xfe\0\x07words\xff\xe1\0\x07http:", 18);
    buf_str(&b, str_skip(jpeg, 2));
    buf_put(&b, "more", 4);
    Str plain_jpeg;
    assert_true(picture_bare(c->arena, jpeg, &plain_jpeg));
    assert_true(picture_bare(c->arena, buf_text(&b), &bare));
    assert_true(str_eq(bare, plain_jpeg));
    assert_false(str_find(bare, STR("words"), NULL));
}

static Str webp(Ctx *c, const char *extra, size_t n)
{
    Buf b = buf_new(c->arena, 200, 200);
    buf_put(&b, "RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x2c\0\0\0\x09\0\0\x09\0\0VP8 \x02\0\0\0ab", 40);
    buf_put(&b, extra, n);
    b.p[4] = (char)(b.n - 8);
    return buf_text(&b);
}

static void a_webp_says_what_is_left_of_it(void **state)
{
    Ctx *c = *state;
    Str  bare;
    assert_true(picture_bare(c->arena, webp(c, "XMP \x03\0\0\0abc\0", 12), &bare));
    assert_int_equal(bare.n, 40);
    assert_int_equal(bare.p[4], 32);
    assert_int_equal(bare.p[20], 0); /* neither XMP nor a profile nor Exif */
    assert_false(picture_bare(c->arena, webp(c, "XMP \x63\0\0\0abc\0", 12), &bare));
}

/* A picture of a few bytes that is walked hundreds of times. */
static void a_jpeg_of_very_many_scans_is_refused(void **state)
{
    Ctx *c = *state;
    Buf  b = buf_new(c->arena, 8192, 8192);
    Str  bare;
    buf_put(&b, "\xff\xd8\xff\xc2\0\x0b\x08\x4e\x20\x0f\xa0\x01\x01\x11\0", 15);
    for (int i = 0; i < 40; i++)
        buf_put(&b, "\xff\xda\0\x08\x01\x01\0\0\0\0\x3f", 11);
    buf_put(&b, "\xff\xd9", 2);
    assert_false(picture_bare(c->arena, buf_text(&b), &bare));
    refused(c, buf_text(&b), "photo.unreadable");
}

static void a_bomb_is_refused_before_it_is_opened(void **state)
{
    Ctx *c = *state;
    refused(c, png(c, 1, 60000, 60000, 1), "photo.too_many_pixels");
    refused(c, png(c, 1, 10, 0x7fffffff, 1), "photo.too_many_pixels");
    refused(c, png(c, 1, 9000, 9000, 1), "photo.too_many_pixels");
}

static void a_picture_is_seen_only_with_a_record_that_shows_it(void **state)
{
    Ctx  *c = *state;
    Str   bytes;
    Photo p = store(c, png(c, 60, 60, 60, 40));
    assert_err(c, ERR_MISSING, file_photo_read(c, p.hash, false, &bytes)); /* not yet tied */
    tie(c, 7, p);
    may_see = false;
    assert_err(c, ERR_MISSING, file_photo_read(c, p.hash, false, &bytes));
    assert_int_equal(asked_about, 7);
    may_see = true;
    assert_ok(c, file_photo_read(c, p.hash, false, &bytes));
}

/* Hidden ones in front of it do not hide it, however many. */
static void the_hundredth_record_that_shows_a_picture_is_found(void **state)
{
    Ctx  *c = *state;
    Str   bytes;
    Photo p = store(c, png(c, 60, 60, 60, 41));
    for (i64 subject = 1; subject <= 100; subject++)
        tie(c, subject, p);
    may_see = false;
    assert_err(c, ERR_MISSING, file_photo_read(c, p.hash, false, &bytes));
    assert_int_equal(asked_about, 100);
    may_see_only = 100;
    assert_ok(c, file_photo_read(c, p.hash, false, &bytes));
    may_see_only = 0;
    may_see = true;
}

static void pictures_of_a_record_keep_their_order(void **state)
{
    Ctx            *c = *state;
    const PhotoRow *v;
    size_t          n;
    Photo           p[3];
    for (int i = 0; i < 3; i++) {
        p[i] = store(c, png(c, 40, 40 + (u32)i, 40, 50));
        tie(c, 1, p[i]);
    }
    tie(c, 1, p[0]); /* twice is once */
    assert_ok(c, file_list(c, "test", (Ref){ .county = STR("420325"), .id = 1 }, &v, &n));
    assert_int_equal(n, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(v[i].height, 40 + i);
    assert_str(v[0].role, "proof");
}

static void orphans_go_after_a_day_and_no_others(void **state)
{
    Ctx  *c = *state;
    int   removed;
    Photo tied = store(c, png(c, 70, 70, 70, 60)), orphan = store(c, png(c, 71, 71, 71, 60));
    tie(c, 1, tied);
    assert_ok(c, file_sweep(c, c->now - DAY, &removed));
    assert_true(on_disk(c, "files", orphan.hash, ".jpg"));
    test_later(c, DAY + 1);
    test_next(c);
    Photo again = store(c, png(c, 72, 72, 72, 60));
    Photo late = store(c, png(c, 71, 71, 71, 60)); /* stored anew: a day more */
    assert_true(hash_eq(&late.hash, &orphan.hash));
    assert_ok(c, file_sweep(c, c->now - DAY, &removed));
    assert_true(on_disk(c, "files", orphan.hash, ".jpg"));
    test_later(c, DAY + 1);
    test_next(c);
    assert_ok(c, file_sweep(c, c->now - DAY, &removed));
    assert_true(removed >= 6);
    assert_false(on_disk(c, "files", orphan.hash, ".jpg"));
    assert_false(on_disk(c, "files", orphan.hash, ".small.jpg"));
    assert_false(on_disk(c, "originals", again.original, ""));
    assert_true(on_disk(c, "files", tied.hash, ".jpg"));
    assert_true(on_disk(c, "files", tied.hash, ".small.jpg"));
    assert_true(on_disk(c, "originals", tied.original, ""));
}

/* A clock that was moved ahead by more than a day had the sweep take the folder away from who was just making a picture in it. */
static void who_works_is_not_swept_whatever_the_clock(void **state)
{
    static const i64 moved[] = { 4000 * DAY, -4000 * DAY };
    for (size_t i = 0; i < COUNTOF(moved); i++) {
        Ctx        *c = *state;
        const char *mine;
        int         removed;
        test_later(c, moved[i]);
        test_next(c);
        assert_ok(c, file_disk_work_begin(c, &mine));
        assert_ok(c, file_disk_put(c, mine, "a", STR("half a picture")));
        assert_ok(c, file_sweep(c, c->now - DAY, &removed));
        assert_int_equal(access(mine, F_OK), 0);
        test_later(c, 2 * DAY);
        test_next(c);
        assert_ok(c, file_sweep(c, c->now - DAY, &removed)); /* whoever worked there is dead */
        assert_int_not_equal(access(mine, F_OK), 0);
        test_later(c, -moved[i] - 2 * DAY);
        test_next(c);
    }
}

static i64 findings(Ctx *c)
{
    Report r = { 0 };
    test_next(c);
    assert_ok(c, file_check(c, &r));
    return r.n;
}

static void a_check_names_a_picture_that_is_gone_or_changed(void **state)
{
    Ctx  *c = *state;
    Photo p = store(c, png(c, 80, 80, 80, 70));
    tie(c, 1, p);
    assert_int_equal(findings(c), 0);
    Str         hex = hash_hex(c->arena, &p.hash);
    Str         name = arena_printf(c->arena, "%s/files/%.2s/%.*s.jpg", test_dir(), hex.p, STR_ARG(hex));
    const char *path = str_cstr(c->arena, name);
    FILE       *f = fopen(path, "a");
    fputc('x', f);
    fclose(f);
    assert_int_equal(findings(c), 1);
    unlink(path);
    assert_int_equal(findings(c), 1);
}

#define WITH(f) ON_BOTH_WITH(f, setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_picture_is_stored_small_and_large_and_its_original_apart),
        WITH(a_small_picture_is_not_made_larger),
        WITH(a_data_folder_may_have_the_longest_name_that_is_taken),
        WITH(location_is_stripped_and_orientation_applied),
        WITH(what_is_no_picture_costs_one_refused_upload),
        WITH(half_a_picture_is_none),
        WITH(a_painter_sees_the_picture_alone),
        WITH(a_webp_says_what_is_left_of_it),
        WITH(a_jpeg_of_very_many_scans_is_refused),
        WITH(a_bomb_is_refused_before_it_is_opened),
        WITH(a_picture_is_seen_only_with_a_record_that_shows_it),
        WITH(the_hundredth_record_that_shows_a_picture_is_found),
        WITH(pictures_of_a_record_keep_their_order),
        WITH(orphans_go_after_a_day_and_no_others),
        WITH(who_works_is_not_swept_whatever_the_clock),
        WITH(a_check_names_a_picture_that_is_gone_or_changed),
    };
    return RUN_TESTS(tests);
}
