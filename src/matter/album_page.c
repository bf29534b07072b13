/* album_page: the pictures of a matter. See album_view.h. */
#include "matter/album_view.h"

const Out album_out[] = { { "href", OUT_TEXT }, { "may_add", OUT_BOOL }, { "may_drop", OUT_BOOL }, OUT_END };

Err album_put(Request *r, const Noun *noun, Ref matter)
{
    Arena       *a = r->ctx.arena;
    const Album *album = noun->album;
    View        *map = put_map(a, r->data, "album");
    bool         may = access_may(r->ctx.actor, album->may, matter.place);
    Err          e = may && album->open != NULL ? album->open(&r->ctx, matter) : OK;
    if (e != OK && e != ERR_CONFLICT)
        return e;
    ctx_clear_failure(&r->ctx);
    put_text(a, map, "href", arena_printf(a, "%.*s/photo", STR_ARG(matter_href(a, str_from(noun->name), matter))));
    put_bool(a, map, "may_add", may && e == OK);
    put_bool(a, map, "may_drop", may);
    return OK;
}

typedef struct PhotoForm {
    Uploads photos;
    bool    is_kept;
    Str     hash, why;
} PhotoForm;
static const FormField add_fields[] = { AT(PhotoForm, photos, ALBUM_PHOTOS, REQUIRED), AT(PhotoForm, is_kept, ALBUM_KEPT, OPTIONAL) };
static const FormField mask_fields[] = { AT(PhotoForm, hash, ALBUM_HASH, REQUIRED), AT(PhotoForm, photos, ALBUM_MASKED, REQUIRED) };
static const FormField drop_fields[] = { AT(PhotoForm, hash, ALBUM_HASH, REQUIRED), AT(PhotoForm, why, ATTACHMENT_WHY, REQUIRED) };
const Form album_add_form = FORM_OF(PhotoForm, add_fields), album_mask_form = FORM_OF(PhotoForm, mask_fields),
           album_drop_form = FORM_OF(PhotoForm, drop_fields);

Err album_add_page(Request *r)
{
    const PhotoForm *f = r->form;
    TRY(album_add(&r->ctx, noun_of_route(r), r->ref, &f->photos, f->is_kept));
    return acted(r, "album.done.added");
}

Err album_mask_page(Request *r)
{
    const PhotoForm *f = r->form;
    TRY(album_mask(&r->ctx, noun_of_route(r), r->ref, f->hash, &f->photos));
    return acted(r, "album.done.masked");
}

Err album_drop_page(Request *r)
{
    const PhotoForm *f = r->form;
    TRY(album_drop(&r->ctx, noun_of_route(r), r->ref, f->hash, f->why));
    return acted(r, "album.done.dropped");
}
