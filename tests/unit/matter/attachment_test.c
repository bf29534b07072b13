/* attachment: who sees what is kept, masked copies, and what goes when somebody asks. Bytes are stood in for by hashes where no byte
 * is read. */
#include "matter/attachment.h"

#include <string.h>
#include <unistd.h>

#include "record/file_disk.h"
#include "support/village.h"

typedef struct Act {
    AttachmentNew n;
    Hash          hash;
    const Photo  *masked;
    const char   *why;
    Ref           person;
} Act;

static Err add(Db *w, void *arg)
{
    Act *t = arg;
    By   by = { 0 };
    return attachment_add_in(w, &by, &t->n);
}

static Err mask(Db *w, void *arg)
{
    Act *t = arg;
    By   by = { 0 };
    return attachment_mask_in(w, &by, "need", t->n.subject, t->hash, t->masked);
}

static Err drop(Db *w, void *arg)
{
    Act *t = arg;
    By   by = { 0 };
    return attachment_drop_in(w, &by, "need", t->n.subject, t->hash, str_from(t->why));
}

static Err forget(Db *w, void *arg)
{
    return file_erase_person(w, ((Act *)arg)->person);
}

/* A picture whose bytes nobody looks at. */
static Photo picture(const char *name)
{
    Hash h = hash_of(str_from(name));
    return (Photo){ .hash = h, .original = h, .width = 10, .height = 10, .bytes = 1 };
}

static Str sound_bytes(Arena *a)
{
    char *b = arena_take(a, 200);
    memcpy(b, "OggS", 5);
    return (Str){ b, 200 };
}

static size_t seen(Village *v, const char *who, Ref need)
{
    const PhotoRow *rows;
    size_t          n;
    Ctx            *c = as(v, who);
    assert_ok(c, file_list_all(c, "need", need, &rows, &n));
    return n;
}

static i64 findings(Village *v)
{
    Report r = { 0 };
    Ctx   *c = as(v, "nobody");
    assert_ok(c, file_check(c, &r));
    return r.n;
}

static Act added(Village *v, Ref need, const Photo *p, const char *owner, bool is_kept)
{
    const Actor *o = owner ? as(v, owner)->actor : NULL;
    Act          t = { .n = { .noun = "need", .subject = need, .role = "proof", .file = p, .is_kept = is_kept }, .hash = p->hash };
    if (o)
        t.n.owner = (Ref){ o->county, o->person, o->home };
    Ctx         *c = as(v, "village");
    assert_ok(c, db_write(c, add, &t));
    return t;
}

static void what_is_kept_is_seen_by_its_owner_and_the_desk(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "修桥");
    Photo    open = picture("open"), kept = picture("kept");
    added(v, need, &open, "一组2户", false);
    added(v, need, &kept, "一组2户", true);
    assert_int_equal(seen(v, "nobody", need), 1);
    assert_int_equal(seen(v, "一组1户", need), 1);
    assert_int_equal(seen(v, "一组2户", need), 2);
    assert_int_equal(seen(v, "village", need), 2);
    assert_int_equal(seen(v, "other village", need), 1);
    assert_int_equal(findings(v), 0);
}

static void the_public_sees_the_masked_copy_alone(void **state)
{
    Village        *v = *state;
    Ref             need = village_need(v, "修桥");
    Photo           voucher = picture("voucher"), masked = picture("masked");
    Act             t = added(v, need, &voucher, NULL, false);
    const PhotoRow *rows;
    size_t          n;
    t.masked = &voucher;
    Ctx *c = as(v, "village");
    assert_err(c, ERR_INVALID, db_write(c, mask, &t)); /* it masks nothing */
    t.masked = &masked;
    assert_ok(c, db_write(c, mask, &t));
    c = as(v, "nobody");
    assert_ok(c, file_list(c, "need", need, &rows, &n));
    assert_int_equal(n, 1);
    assert_true(hash_eq(&rows[0].hash, &masked.hash));
    assert_true(rows[0].is_masked);
    assert_int_equal(seen(v, "village", need), 2);
    Str bytes;
    c = as(v, "nobody");
    assert_err(c, ERR_MISSING, file_photo_read(c, voucher.hash, false, &bytes)); /* nor by whoever knows its name */
    t.hash = hash_of(STR("another"));
    c = as(v, "village");
    assert_err(c, ERR_MISSING, db_write(c, mask, &t));
    assert_int_equal(findings(v), 0);
}

static void a_picture_that_was_open_is_kept_when_it_is_tied_so(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "修桥");
    Photo    p = picture("again");
    added(v, need, &p, NULL, false);
    added(v, need, &p, NULL, true);
    assert_int_equal(seen(v, "nobody", need), 0);
    assert_int_equal(findings(v), 0);
}

static void sounds_and_papers_are_kept_whatever_is_said(void **state)
{
    Village    *v = *state;
    Ref         need = village_need(v, "修桥");
    Ctx        *c = as(v, "一组2户");
    const char *media;
    Str         bytes;
    Photo       sound, paper;
    Upload      u = { .bytes = sound_bytes(v->kept) }, text = { .bytes = STR("%PDF-1.7 and then nothing that ends it, whatever follows") };
    Upload      pdf = { .bytes = STR("%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\nstartxref\n9\n%%EOF\n") };
    assert_ok(c, file_disk_open(c, str_from(test_dir())));
    assert_ok(c, file_store_as(c, "voice", FILE_SOUND, &u, &sound));
    assert_ok(c, file_store_as(c, "paper", FILE_PAPER, &pdf, &paper));
    assert_err(c, ERR_INVALID, file_store_as(c, "paper", FILE_PAPER, &text, &paper));
    assert_err(c, ERR_INVALID, file_store_as(c, "voice", FILE_SOUND, &pdf, &paper));
    added(v, need, &sound, "一组2户", false);
    assert_int_equal(seen(v, "nobody", need), 0);
    c = as(v, "一组2户");
    assert_ok(c, file_bytes_read(c, sound.hash, &bytes, &media));
    assert_string_equal(media, "audio/ogg");
    assert_int_equal(bytes.n, 200);
    assert_err(c, ERR_MISSING, file_photo_read(c, sound.hash, false, &bytes));
    c = as(v, "一组1户");
    assert_err(c, ERR_MISSING, file_bytes_read(c, sound.hash, &bytes, &media));
    assert_int_equal(findings(v), 0);
}

static bool on_disk(Ctx *c, Hash h)
{
    return access(str_cstr(c->arena, file_disk_original(c->arena, &h)), F_OK) == 0;
}

static void who_asks_takes_the_rows_along_and_then_the_bytes_that_nobody_ties(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "修桥"), other = village_need(v, "修路");
    Ctx     *c = as(v, "一组2户");
    Photo    mine, both;
    int      removed;
    Str      two = str_copy(v->kept, sound_bytes(v->kept));
    ((char *)two.p)[100] = 7;
    Upload u = { .bytes = sound_bytes(v->kept) }, w = { .bytes = two };
    assert_ok(c, file_disk_open(c, str_from(test_dir())));
    assert_ok(c, file_store_as(c, "voice", FILE_SOUND, &u, &mine));
    assert_ok(c, file_store_as(c, "voice", FILE_SOUND, &w, &both));
    Photo masked = picture("masked voucher"), voucher = picture("my voucher");
    added(v, need, &mine, "一组2户", true);
    added(v, need, &both, "一组2户", true);
    added(v, other, &both, "一组1户", true);
    Act t = added(v, need, &voucher, "一组2户", true);
    t.masked = &masked;
    c = as(v, "village");
    assert_ok(c, db_write(c, mask, &t));
    t.person = (Ref){ t.n.owner.county, t.n.owner.id, STR_NONE };
    assert_ok(c, db_write(c, forget, &t));
    assert_int_equal(seen(v, "village", need), 0); /* the masked copy too */
    assert_int_equal(seen(v, "village", other), 1);
    assert_true(on_disk(c, mine.hash)); /* what is just being stored is never swept: a day */
    test_later(c, 2 * DAY);
    c = as(v, "nobody");
    assert_ok(c, file_sweep(c, c->now - DAY, &removed));
    assert_false(on_disk(c, mine.hash));
    assert_true(on_disk(c, both.hash));
}

static void one_is_taken_off_with_a_reason_that_the_log_keeps(void **state)
{
    Village     *v = *state;
    Ref          need = village_need(v, "修桥");
    Photo        p = picture("wrong one"), stays = picture("stays");
    Act          t = added(v, need, &p, NULL, false);
    const Event *e;
    size_t       n;
    added(v, need, &stays, NULL, false);
    Ctx *c = as(v, "village");
    t.why = "";
    assert_err(c, ERR_INVALID, db_write(c, drop, &t));
    t.why = "拍到了别人的身份证";
    assert_ok(c, db_write(c, drop, &t));
    assert_err(c, ERR_MISSING, db_write(c, drop, &t));
    assert_int_equal(seen(v, "village", need), 1);
    c = as(v, "nobody");
    assert_ok(c, event_timeline(c, need, &e, &n));
    assert_str(e[n - 1].kind, "attachment.dropped");
    assert_str(event_part_text(&e[n - 1], "text"), "拍到了别人的身份证");
}

static void a_record_has_a_hundred_and_not_one_more(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "修桥");
    for (int i = 0; i < ATTACHMENTS_MOST; i++) {
        Photo p = picture(arena_printf(v->kept, "picture %d", i).p);
        added(v, need, &p, NULL, false);
    }
    Photo p = picture("one more");
    Act   t = { .n = { .noun = "need", .subject = need, .role = "proof", .file = &p } };
    Ctx  *c = as(v, "village");
    assert_err(c, ERR_TOO_LARGE, db_write(c, add, &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(what_is_kept_is_seen_by_its_owner_and_the_desk),
        IN_VILLAGE(the_public_sees_the_masked_copy_alone),
        IN_VILLAGE(a_picture_that_was_open_is_kept_when_it_is_tied_so),
        IN_VILLAGE(sounds_and_papers_are_kept_whatever_is_said),
        IN_VILLAGE(who_asks_takes_the_rows_along_and_then_the_bytes_that_nobody_ties),
        IN_VILLAGE(one_is_taken_off_with_a_reason_that_the_log_keeps),
        IN_VILLAGE(a_record_has_a_hundred_and_not_one_more),
    };
    return RUN_TESTS(tests);
}
