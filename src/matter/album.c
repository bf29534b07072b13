/* album: see album.h. */
#include "matter/album.h"

/* Field                      name      type          low  high           names label */
const Field ALBUM_PHOTOS = { "photos", FIELD_PHOTOS, 0,   ALBUM_AT_ONCE, NULL, "album.photos" },
            ALBUM_KEPT   = { "kept",   FIELD_BOOL,   0,   1,             NULL, "album.kept" },
            ALBUM_HASH   = { "hash",   FIELD_LINE,   64,  64,            NULL, "album.hash" },
            ALBUM_MASKED = { "masked", FIELD_PHOTOS, 0,   1,             NULL, "album.masked" };

typedef struct AlbumAct {
    const Noun *noun;
    Ref         matter;
    Photos      photos;
    bool        is_kept;
    Hash        hash;
    Str         why;
    By          by;
} AlbumAct;

/* Who acts, where the matter lies, and the pictures, made before any body. */
static Err prepare(Ctx *c, AlbumAct *k, const Noun *noun, Ref matter, const Field *field, const Uploads *photos)
{
    k->noun = noun;
    k->matter = matter;
    TRY(noun->title(c, noun, &k->matter, &(Str){ 0 }));
    if (!access_may(c->actor, noun->album->may, k->matter.place))
        return fail(c, ERR_DENIED, "album.not_yours", "%s not held there", verb_name(noun->album->may));
    if (photos != NULL && photos->n == 0)
        return fail_at(c, field->name, "album.none", STR_NONE, STR_NONE);
    if (photos != NULL)
        TRY(file_photos_store(c, field, photos, &k->photos));
    return by_actor(c, &k->by);
}

static Err add_body(Db *w, void *arg)
{
    AlbumAct     *k = arg;
    const Album *album = k->noun->album;
    By           by = k->by;
    if (album->open != NULL)
        TRY(album->open(db_ctx(w), k->matter));
    for (size_t i = 0; i < k->photos.n; i++)
        TRY(attachment_add_in(w, &by, &(AttachmentNew){ .noun = k->noun->name, .subject = k->matter, .role = album->role,
                                                        .file = &k->photos.v[i], .is_kept = k->is_kept, .most = album->most }));
    return OK;
}

Err album_add(Ctx *c, const Noun *noun, Ref matter, const Uploads *photos, bool is_kept)
{
    AlbumAct *k = NEW(c->arena, AlbumAct);
    k->is_kept = is_kept;
    if (noun->album->open != NULL) /* before the work of making them */
        TRY(noun->album->open(c, matter));
    TRY(prepare(c, k, noun, matter, &ALBUM_PHOTOS, photos));
    return db_write(c, add_body, k);
}

/* Only what the album holds, other pictures of the matter prove what was done; and of what is kept, only what one may see. */
static Err is_of_album(Db *w, const AlbumAct *k)
{
    Str role;
    Err e = attachment_role(w, k->noun->name, k->matter, k->hash, &role);
    if (e != ERR_MISSING && e != OK)
        return e;
    ctx_clear_failure(db_ctx(w));
    bool is_seen = false;
    const PhotoRow *v;
    size_t          n;
    TRY(file_list_all(db_ctx(w), k->noun->name, k->matter, &v, &n)); /* those that the actor may see */
    for (size_t i = 0; i < n; i++)
        is_seen |= hash_eq(&v[i].hash, &k->hash);
    return e == OK && is_seen && str_is(role, k->noun->album->role) ? OK
                                                                    : fail_at(db_ctx(w), "hash", "album.no_such", STR_NONE, STR_NONE);
}

static Err mask_body(Db *w, void *arg)
{
    AlbumAct *k = arg;
    By       by = k->by;
    TRY(is_of_album(w, k));
    return attachment_mask_in(w, &by, k->noun->name, k->matter, k->hash, &k->photos.v[0]);
}

static Err drop_body(Db *w, void *arg)
{
    AlbumAct *k = arg;
    By       by = k->by;
    TRY(is_of_album(w, k));
    return attachment_drop_in(w, &by, k->noun->name, k->matter, k->hash, k->why);
}

static Err hash_read(Ctx *c, Str hex, Hash *ret_hash)
{
    return hash_from_hex(hex, ret_hash) ? OK : fail_at(c, "hash", "album.no_such", STR_NONE, STR_NONE);
}

Err album_mask(Ctx *c, const Noun *noun, Ref matter, Str hash, const Uploads *masked)
{
    AlbumAct *k = NEW(c->arena, AlbumAct);
    TRY(hash_read(c, hash, &k->hash));
    TRY(prepare(c, k, noun, matter, &ALBUM_MASKED, masked));
    return db_write(c, mask_body, k);
}

Err album_drop(Ctx *c, const Noun *noun, Ref matter, Str hash, Str why)
{
    AlbumAct *k = NEW(c->arena, AlbumAct);
    TRY(field_check_given(c, &ATTACHMENT_WHY, why));
    TRY(hash_read(c, hash, &k->hash));
    TRY(prepare(c, k, noun, matter, NULL, NULL));
    k->why = why;
    return db_write(c, drop_body, k);
}
