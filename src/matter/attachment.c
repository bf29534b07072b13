/* attachment: see attachment.h. */
#include "matter/attachment.h"

#include "record/file.sql.h"

const Field ATTACHMENT_WHY = { "why", FIELD_LINE, 1, 200, NULL, "attachment.why" };

static const EventKind events[] = {
    { "attachment.added", false, .is_many = true }, { "attachment.masked", false }, { "attachment.dropped", false }, { NULL, false },
};

typedef struct Act {
    const By            *by;
    const AttachmentNew *n;
    const char          *noun;
    Ref                  subject;
    Hash                 hash;
    const Photo         *masked;
    Str                  why;
} Act;

/* The log says which by the first 63 bits of its hash: a picture that is shown later is proved by it, one that is gone not told. */
static Err act_event(Db *w, const Act *t, const char *kind, const Hash *h, Str words)
{
    u64 name = 0;
    for (int i = 0; i < 8; i++)
        name = name << 8 | h->b[i];
    EventNew e = { .id = db_id(w), .kind = kind, .subject = t->subject, .n_parts = 1,
                   .parts = { PART("file", (i64)(name >> 1)) } };
    if (!str_is_empty(words))
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("text", words);
    if (!str_is_empty(t->by->title))
        e.parts[e.n_parts++] = (EventPart)PART_TEXT("title", t->by->title);
    return event_append(w, &e);
}

static Err add_body(Db *w, void *arg)
{
    const Act           *t = arg;
    const AttachmentNew *n = t->n;
    i64                  there, most = n->most ? n->most : ATTACHMENTS_MOST;
    Row                  r;
    bool                 is_there;
    TRY(db_maybe(w, Q_FILE_ONE, ARGS(n->subject.county, n->noun, n->subject.id, HASH(n->file->hash)), &is_there, &r));
    is_there = is_there && str_is(row_text(r, C_FILE_ONE_ROLE), n->role);
    TRY(db_int(w, Q_FILE_COUNT, ARGS(n->subject.county, n->noun, n->subject.id), &there));
    if (!is_there && there >= most)
        return fail(db_ctx(w), ERR_TOO_LARGE, "attachment.many", "a %s with %lld files", n->noun, (long long)there);
    if (n->owner.id == 0 && !n->is_kept)
        TRY(file_tie(w, n->noun, n->subject, n->role, n->file));
    else
        TRY(file_tie_of(w, n->noun, n->subject, n->role, n->file, n->owner, n->is_kept));
    return is_there ? OK : act_event(w, t, "attachment.added", &n->file->hash, STR_NONE);
}

Err attachment_add_in(Db *w, By *by, const AttachmentNew *n)
{
    Act t = { .by = by, .n = n, .subject = n->subject };
    return by_run(w, by, add_body, &t);
}

static Err mask_body(Db *w, void *arg)
{
    const Act *t = arg;
    TRY(file_mask(w, t->noun, t->subject, t->hash, t->masked));
    return act_event(w, t, "attachment.masked", &t->hash, STR_NONE);
}

Err attachment_mask_in(Db *w, By *by, const char *noun, Ref subject, Hash of, const Photo *masked)
{
    Act t = { .by = by, .noun = noun, .subject = subject, .hash = of, .masked = masked };
    return by_run(w, by, mask_body, &t);
}

static Err drop_body(Db *w, void *arg)
{
    const Act *t = arg;
    Row        r;
    TRY(field_check_given(db_ctx(w), &ATTACHMENT_WHY, t->why));
    TRY(db_one(w, Q_FILE_ONE, ARGS(t->subject.county, t->noun, t->subject.id, HASH(t->hash)), &r));
    TRY(file_untie(w, t->noun, t->subject, t->hash));
    return act_event(w, t, "attachment.dropped", &t->hash, t->why);
}

Err attachment_drop_in(Db *w, By *by, const char *noun, Ref subject, Hash hash, Str why)
{
    Act t = { .by = by, .noun = noun, .subject = subject, .hash = hash, .why = why };
    return by_run(w, by, drop_body, &t);
}

Err attachment_role(Db *db, const char *noun, Ref subject, Hash hash, Str *ret_role)
{
    Row r;
    TRY(db_one(db, Q_FILE_ONE, ARGS(subject.county, noun, subject.id, HASH(hash)), &r));
    *ret_role = row_text(r, C_FILE_ONE_ROLE);
    return OK;
}

/* What must hold of the rows is asked by file_check(), in the ground. */
static Err attachment_check(Ctx *c, Report *r)
{
    return OK;
}

const Noun attachment_noun = { .name = "attachment", .events = events, .check = attachment_check };
