/* file: see file.h. Which record shows what is in the database; the bytes are in two folders:
 *
 *   files/ab/HASH.jpg  HASH.small.jpg   what is shown; HASH is of the former
 *   originals/ab/HASH                   what came in, for evidence; never served
 *   files/work/                         where all three are written first
 *
 * A file is written beside, flushed, renamed to its name, and its folder flushed: a name that stands is whole. A sweep
 * and a store that meet on the same picture are kept apart by a lock on files/lock: servers may share a disk. */
#include "record/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/watch.h"
#include "record/access.h"
#include "record/file.sql.h"
#include "record/file_disk.h"
#include "record/noun.h"
#include "record/picture.h"
#include "record/studio.h"

enum {
    MOST_SIDE = 20000, MOST_PIXELS = 80 * 1000 * 1000 /* a phone of 2026 takes up to 50 million */
};

/* Whether the actor may see a record's pictures is its noun's business; one that does not say shows none. */
static Err is_visible(Ctx *c, Str name, Ref subject, bool *ret_visible)
{
    const Noun *noun = noun_find(name);
    *ret_visible = false;
    return noun != NULL && noun->visible != NULL ? noun->visible(c, noun, subject, ret_visible) : OK;
}

/* ---- storing ---- */

static Err look(Ctx *c, const char *field, Str bytes)
{
    Picture p = picture_look(bytes);
    if (p.kind == PICTURE_NONE)
        return fail_at(c, field, "photo.not_a_picture", STR_NONE, STR_NONE);
    if (p.width <= 0 || p.height <= 0 || !p.is_whole)
        return fail_at(c, field, "photo.unreadable", STR_NONE, STR_NONE);
    if (p.width > MOST_SIDE || p.height > MOST_SIDE || p.width * p.height > MOST_PIXELS)
        return fail_at(c, field, "photo.too_many_pixels", STR_NONE, STR_NONE);
    return OK;
}

/* What the studio could not read is the uploader's to know, a disk that is full is not: it is asked for first. */
static Err picture_make(Ctx *c, const char *field, Str bytes, Str *ret_shown, Str *ret_small)
{
    TRY(file_disk_has_room(c));
    Err e = studio_make(c, bytes, ret_shown, ret_small);
    if (e != ERR_MEDIA)
        return e;
    ctx_clear_failure(c);
    return fail_at(c, field, "photo.unreadable", STR_NONE, STR_NONE);
}

static Err keep_in(Ctx *c, const char *work, Str bytes, Str shown, Str small, const Photo *p)
{
    int lock;
    TRY(file_disk_put(c, work, "in", bytes));
    TRY(file_disk_put(c, work, "shown.jpg", shown));
    TRY(file_disk_put(c, work, "small.jpg", small));
    TRY(file_disk_lock(c, LOCK_SH, &lock));
    Err e = file_disk_keep(c, work, "in", file_disk_original(c->arena, &p->original));
    if (e == OK)
        e = file_disk_keep(c, work, "small.jpg", file_disk_shown(c->arena, &p->hash, true));
    if (e == OK)
        e = file_disk_keep(c, work, "shown.jpg", file_disk_shown(c->arena, &p->hash, false));
    close(lock);
    return e;
}

Err file_photo_store(Ctx *c, const char *field, const Upload *u, Photo *ret_photo)
{
    const char *work;
    Str         shown = STR_NONE, small = STR_NONE;
    TRY(look(c, field, u->bytes));
    TRY(picture_make(c, field, u->bytes, &shown, &small));
    Picture p = picture_look(shown), q = picture_look(small);
    if (p.kind != PICTURE_JPEG || p.width <= 0 || p.height <= 0 || q.kind != PICTURE_JPEG)
        return fail(c, ERR_INTERNAL, NULL, "the studio made no JPEG");
    *ret_photo = (Photo){ .hash = hash_of(shown), .original = hash_of(u->bytes), .width = (int)p.width,
                          .height = (int)p.height, .bytes = (i64)shown.n };
    TRY(file_disk_work_begin(c, &work));
    Err e = keep_in(c, work, u->bytes, shown, small, ret_photo);
    file_disk_work_end(work);
    return e;
}

Err file_photos_store(Ctx *c, const Field *field, const Uploads *u, Photos *ret_photos)
{
    ret_photos->n = 0;
    BUG_ON(field->high > PHOTOS_MOST); /* a field of ours */
    if (u != NULL && u->n > (size_t)field->high)
        return fail_at(c, field->name, "photo.many", str_number(c->arena, field->high), STR_NONE);
    for (size_t i = 0; u != NULL && i < u->n; i++)
        TRY(file_photo_store(c, field->name, &u->v[i], &ret_photos->v[ret_photos->n++]));
    return OK;
}

Err file_store_as(Ctx *c, const char *field, FileKind kind, const Upload *u, Photo *ret_file)
{
    const char *work;
    int         lock;
    if (kind == FILE_PICTURE)
        return file_photo_store(c, field, u, ret_file);
    if (file_media(kind, u->bytes) == NULL)
        return fail_at(c, field, kind == FILE_SOUND ? "file.no_sound" : "file.no_paper", STR_NONE, STR_NONE);
    if (u->bytes.n > (kind == FILE_SOUND ? FILE_SOUND_MOST : FILE_PAPER_MOST))
        return fail_at(c, field, "file.too_large", STR_NONE, STR_NONE);
    Hash h = hash_of(u->bytes);
    *ret_file = (Photo){ .hash = h, .original = h, .bytes = (i64)u->bytes.n, .kind = kind };
    TRY(file_disk_has_room(c));
    TRY(file_disk_work_begin(c, &work));
    Err e = file_disk_put(c, work, "in", u->bytes);
    if (e == OK)
        e = file_disk_lock(c, LOCK_SH, &lock);
    if (e == OK) {
        e = file_disk_keep(c, work, "in", file_disk_original(c->arena, &h));
        close(lock);
    }
    file_disk_work_end(work);
    return e;
}

/* ---- tying ---- */

static Err keep_use(Db *w, const char *noun, Ref s, Hash hash)
{
    TRY(db_exec(w, Q_FILE_KEEP, ARGS(s.county, noun, s.id, HASH(hash))));
    return db_exec(w, Q_FILE_USE_KEEP, ARGS(s.county, noun, s.id, HASH(hash)));
}

/* Of whom it tells: who acts for a house, at home or through a helper. What an office shows is nobody's. */
static Ref whose(const Actor *a)
{
    return (Ref){ actor_house(a).county, actor_person(a), STR_NONE };
}

static Err tie(Db *w, const char *noun, Ref s, const char *role, const Photo *p, Ref owner, bool is_kept, const Hash *masks)
{
    i64  now = db_ctx(w)->now;
    Code county = owner.id ? owner.county : STR("");
    if (!code_is_valid(s.place)) /* as it stands in the record's row */
        return fail(db_ctx(w), ERR_DB, NULL, "a picture for {%.*s}", STR_ARG(s.place));
    is_kept |= p->kind != FILE_PICTURE;
    TRY(db_exec(w, QUERY(file_add, .county = ARG(s.county), .noun = ARG(noun), .subject = ARG(s.id), .role = ARG(role),
                         .hash = HASH(p->hash), .original = HASH(p->original), .width = ARG(p->width),
                         .height = ARG(p->height), .bytes = ARG(p->bytes), .id = ARG(db_id(w)), .at = ARG(now),
                         .kind = ARG(p->kind), .is_kept = ARG(is_kept), .masks = ARG(masks ? HASH(*masks) : NONE),
                         .owner_county = ARG(county), .owner = ARG(owner.id))));
    TRY(db_exec(w, QUERY(file_use_add, .hash = HASH(p->hash), .county = ARG(s.county), .noun = ARG(noun),
                         .subject = ARG(s.id), .place = ARG(s.place), .original = HASH(p->original), .kind = ARG(p->kind),
                         .is_kept = ARG(is_kept), .owner_county = ARG(county), .owner = ARG(owner.id))));
    return is_kept ? keep_use(w, noun, s, p->hash) : OK; /* also where it was tied before, and not so */
}

Err file_tie(Db *w, const char *noun, Ref subject, const char *role, const Photo *p)
{
    return tie(w, noun, subject, role, p, whose(db_ctx(w)->actor), false, NULL);
}

Err file_photos_tie(Db *w, const char *noun, Ref subject, const char *role, const Photos *p)
{
    for (size_t i = 0; i < p->n; i++)
        TRY(file_tie(w, noun, subject, role, &p->v[i]));
    return OK;
}

Err file_tie_of(Db *w, const char *noun, Ref subject, const char *role, const Photo *p, Ref owner, bool is_kept)
{
    return tie(w, noun, subject, role, p, owner, is_kept, NULL);
}

Err file_tie_same(Db *w, const char *noun, Ref from, const char *role, i64 since, Ref to)
{
    TRY(db_exec(w, QUERY(file_add_same, KEY_AS(subject, from), .noun = ARG(noun), .role = ARG(role), .since = ARG(since),
                         .to_county = ARG(to.county), .to_subject = ARG(to.id))));
    return db_exec(w, QUERY(file_use_add_same, KEY_AS(subject, from), .noun = ARG(noun), .role = ARG(role), .since = ARG(since),
                            .to_county = ARG(to.county), .to_subject = ARG(to.id), .place = ARG(to.place)));
}

Err file_mask(Db *w, const char *noun, Ref s, Hash of, const Photo *masked)
{
    Row r;
    TRY(db_one(w, Q_FILE_ONE, ARGS(s.county, noun, s.id, HASH(of)), &r));
    if (masked->kind != FILE_PICTURE || hash_eq(&masked->hash, &of))
        return fail_at(db_ctx(w), "masked", "file.not_masked", STR_NONE, STR_NONE);
    Ref         owner = { row_text(r, C_FILE_ONE_OWNER_COUNTY), row_int(r, C_FILE_ONE_OWNER), STR_NONE };
    const char *role = str_cstr(db_ctx(w)->arena, row_text(r, C_FILE_ONE_ROLE));
    TRY(keep_use(w, noun, s, of));
    return tie(w, noun, s, role, masked, owner, false, &of);
}

Err file_untie(Db *w, const char *noun, Ref s, Hash hash)
{
    TRY(db_exec(w, Q_FILE_UNTIE, ARGS(s.county, noun, s.id, HASH(hash))));
    return db_exec(w, Q_FILE_USE_SWEEP, ARGS(s.county, noun, s.id));
}

/* In portions: what is gone is not found again. */
Err file_erase_person(Db *w, Ref person)
{
    Rows rows;
    do {
        TRY(db_many(w, Q_FILE_OF_PERSON, ARGS(person.county, person.id), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row  r = rows.row[i];
            Ref  subject = { row_text(r, C_FILE_OF_PERSON_COUNTY), row_int(r, C_FILE_OF_PERSON_SUBJECT), STR_NONE };
            Hash hash = row_hash(r, C_FILE_OF_PERSON_HASH);
            TRY(db_exec(w, QUERY(file_gone_add, .hash = HASH(hash), .original = HASH(row_hash(r, C_FILE_OF_PERSON_ORIGINAL)),
                                 .at = ARG(row_int(r, C_FILE_OF_PERSON_AT)))));
            TRY(file_untie(w, str_cstr(db_ctx(w)->arena, row_text(r, C_FILE_OF_PERSON_NOUN)), subject, hash));
        }
    } while (rows.n > 0);
    return OK;
}

/* ---- reading ---- */

/* Who may see what is kept: whose it is, and who reads names where the record lies. */
static bool may_see_kept(const Actor *a, Code place, Code owner_county, i64 owner)
{
    if (owner != 0 && a->person == owner && str_eq(a->county, owner_county) && str_is_empty(a->consent))
        return true;
    return code_is_valid(place) && access_may(a, VERB_PEOPLE, place);
}

Err file_list_all(Ctx *c, const char *noun, Ref subject, const PhotoRow **ret, size_t *ret_n)
{
    Rows   rows;
    size_t n = 0;
    TRY(db_many(db_read(c), Q_FILE_OF, ARGS(subject.county, noun, subject.id), &rows));
    PhotoRow *out = NEW_N(c->arena, PhotoRow, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        bool is_kept = row_bool(r, C_FILE_OF_IS_KEPT);
        if (is_kept && !may_see_kept(c->actor, subject.place, row_text(r, C_FILE_OF_OWNER_COUNTY), row_int(r, C_FILE_OF_OWNER)))
            continue;
        out[n++] = (PhotoRow){ .hash = row_hash(r, C_FILE_OF_HASH), .width = (int)row_int(r, C_FILE_OF_WIDTH),
                               .height = (int)row_int(r, C_FILE_OF_HEIGHT), .role = row_text(r, C_FILE_OF_ROLE),
                               .at = row_int(r, C_FILE_OF_AT), .kind = (FileKind)row_int(r, C_FILE_OF_KIND), .is_kept = is_kept,
                               .is_masked = !row_is_null(r, C_FILE_OF_MASKS) };
    }
    *ret = out;
    *ret_n = n;
    return OK;
}

Err file_list(Ctx *c, const char *noun, Ref subject, const PhotoRow **ret, size_t *ret_n)
{
    const PhotoRow *all;
    size_t          n_all, n = 0;
    TRY(file_list_all(c, noun, subject, &all, &n_all));
    PhotoRow *out = NEW_N(c->arena, PhotoRow, n_all + 1);
    for (size_t i = 0; i < n_all; i++)
        if (all[i].kind == FILE_PICTURE)
            out[n++] = all[i];
    *ret = out;
    *ret_n = n;
    return OK;
}

/* Is there a record that ties it and lets the actor see it? */
static Err use_visible(Ctx *c, Row r, bool *ret_visible)
{
    Ref subject = { .county = row_text(r, C_FILE_USES_COUNTY), .id = row_int(r, C_FILE_USES_SUBJECT),
                    .place = row_text(r, C_FILE_USES_PLACE) };
    if (row_bool(r, C_FILE_USES_IS_KEPT) &&
        !may_see_kept(c->actor, subject.place, row_text(r, C_FILE_USES_OWNER_COUNTY), row_int(r, C_FILE_USES_OWNER)))
        return OK;
    return is_visible(c, row_text(r, C_FILE_USES_NOUN), subject, ret_visible);
}

/* One record that shows it and that the actor may see is enough, however many there are. */
static Err hash_visible(Ctx *c, Hash hash, FileKind *ret_kind)
{
    Rows rows;
    bool visible = false;
    Str  county = STR(""), noun = STR("");
    i64  subject = 0;
    do {
        TRY(db_many(db_read(c), Q_FILE_USES, ARGS(HASH(hash), county, noun, subject), &rows));
        for (size_t i = 0; i < rows.n && !visible; i++) {
            Row r = rows.row[i];
            *ret_kind = (FileKind)row_int(r, C_FILE_USES_KIND);
            TRY(use_visible(c, r, &visible));
            county = row_text(r, C_FILE_USES_COUNTY);
            noun = row_text(r, C_FILE_USES_NOUN);
            subject = row_int(r, C_FILE_USES_SUBJECT);
        }
    } while (!visible && rows.n > 0);
    if (!visible) /* that it is there at all is not said either */
        return fail(c, ERR_MISSING, NULL, "no picture that this actor may see");
    return OK;
}

Err file_photo_read(Ctx *c, Hash hash, bool small, Str *ret_bytes)
{
    FileKind kind;
    TRY(hash_visible(c, hash, &kind));
    if (kind != FILE_PICTURE)
        return fail(c, ERR_MISSING, NULL, "no picture");
    return file_disk_get(c, file_disk_shown(c->arena, &hash, small), ret_bytes);
}

Err file_bytes_read(Ctx *c, Hash hash, Str *ret_bytes, const char **ret_media)
{
    FileKind kind;
    TRY(hash_visible(c, hash, &kind));
    if (kind == FILE_PICTURE)
        return fail(c, ERR_MISSING, NULL, "a picture");
    TRY(file_disk_get(c, file_disk_original(c->arena, &hash), ret_bytes));
    *ret_media = file_media(kind, *ret_bytes);
    return *ret_media ? OK : fail(c, ERR_DB, NULL, "what is stored is not what came in");
}

/* ---- sweeping ---- */

typedef struct Broom {
    i64   older_than;
    Query question;
    int   removed;
} Broom;

static Err sweep_one(Ctx *c, void *arg, const char *path, Hash hash)
{
    Broom *b = arg;
    i64    uses, changed_at;
    int    lock;
    if (!file_disk_changed_at(path, &changed_at) || changed_at >= b->older_than)
        return OK;
    TRY(db_int(db_read(c), b->question, ARGS(HASH(hash)), &uses));
    db_read_end(c); /* a fresh look for each: this walk may take long */
    if (uses)
        return OK;
    TRY(file_disk_lock(c, LOCK_EX, &lock));
    if (file_disk_changed_at(path, &changed_at) && changed_at < b->older_than && unlink(path) == 0)
        b->removed++; /* who stores it again meanwhile makes its time new */
    close(lock);
    return OK;
}

Err file_sweep(Ctx *c, i64 older_than, int *ret_removed)
{
    *ret_removed = 0;
    if (clock_hold(NULL)) /* files bear the wall clock's times: what was just stored might look old */
        return OK;
    Broom shown = { older_than, Q_FILE_IS_SHOWN, 0 }, original = { older_than, Q_FILE_IS_ORIGINAL, 0 };
    TRY(file_disk_walk(c, "files", sweep_one, &shown));
    TRY(file_disk_walk(c, "originals", sweep_one, &original));
    file_disk_work_sweep(older_than);
    *ret_removed = shown.removed + original.removed;
    return OK;
}

/* One that was stored again since is left to the day's sweep: somebody may be about to tie it. */
static Err gone_unlink(Ctx *c, Query question, Hash hash, i64 tied_at, const Str *paths, size_t n)
{
    i64 uses, changed_at;
    int lock;
    TRY(db_int(db_read(c), question, ARGS(HASH(hash)), &uses));
    db_read_end(c);
    if (uses)
        return OK;
    TRY(file_disk_lock(c, LOCK_EX, &lock));
    for (size_t i = 0; i < n; i++) {
        const char *path = str_cstr(c->arena, paths[i]);
        if (file_disk_changed_at(path, &changed_at) && changed_at <= tied_at)
            unlink(path);
    }
    close(lock);
    return OK;
}

static Err gone_drop(Db *w, void *arg)
{
    db_forget(w); /* of what was shown not even the name of its bytes */
    return db_exec(w, Q_FILE_GONE_DROP, ARGS(HASH(*(const Hash *)arg)));
}

Err file_gone_sweep(Ctx *c)
{
    Rows rows;
    if (!file_disk_is_open())
        return OK;
    do {
        TRY(db_many(db_read(c), Q_FILE_GONE_LIST, ARGS(), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row  r = rows.row[i];
            Hash hash = row_hash(r, C_FILE_GONE_LIST_HASH), original = row_hash(r, C_FILE_GONE_LIST_ORIGINAL);
            i64  at = row_int(r, C_FILE_GONE_LIST_AT);
            Str  shown[] = { file_disk_shown(c->arena, &hash, false), file_disk_shown(c->arena, &hash, true) };
            Str  came_in[] = { file_disk_original(c->arena, &original) };
            TRY(gone_unlink(c, Q_FILE_IS_SHOWN, hash, at, shown, COUNTOF(shown)));
            TRY(gone_unlink(c, Q_FILE_IS_ORIGINAL, original, at, came_in, COUNTOF(came_in)));
            TRY(db_write(c, gone_drop, &hash));
        }
    } while (rows.n > 0);
    return OK;
}

/* ---- checking ---- */

typedef struct Look {
    Ctx      *c;
    Report *report;
} Look;

static void check_content(Look *l, Row r, const char *what, Str path, Hash expected)
{
    Str  bytes, where = hash_hex(l->c->arena, &expected);
    Hash found;
    if (file_disk_get(l->c, path, &bytes) != OK) {
        ctx_clear_failure(l->c);
        finding(l->report, "file: a picture that a record shows is stored", "%s %.*s of %.*s %s", what, STR_ARG(where),
                STR_ARG(row_text(r, C_FILE_WALK_NOUN)),
                ref_written(row_text(r, C_FILE_WALK_COUNTY), row_int(r, C_FILE_WALK_SUBJECT)).s);
        return;
    }
    found = hash_of(bytes);
    if (!hash_eq(&found, &expected))
        finding(l->report, "file: a picture is what its name says", "%s %.*s", what, STR_ARG(where));
}

static Err check_row(void *arg, Row r)
{
    Look *l = arg;
    Hash  hash = row_hash(r, C_FILE_WALK_HASH), original = row_hash(r, C_FILE_WALK_ORIGINAL);
    if (row_int(r, C_FILE_WALK_KIND) == FILE_PICTURE)
        check_content(l, r, "picture", file_disk_shown(l->c->arena, &hash, false), hash);
    check_content(l, r, "original", file_disk_original(l->c->arena, &original), original);
    return OK;
}

Err file_check(Ctx *c, Report *report)
{
    Look l = { c, report };
    i64  unknown;
    TRY(db_int(db_read(c), Q_FILE_UNKNOWN, ARGS(), &unknown));
    if (unknown)
        finding(report, "file: a picture is found by its hash", "%lld pictures", (long long)unknown);
    TRY(check_each(c, report, Q_FILE_CHECK_MASKED, NULL, "file: what is masked is kept, and its copy stands beside it"));
    return file_disk_is_open() ? db_walk(db_read(c), Q_FILE_WALK, ARGS(), check_row, &l) : OK;
}
