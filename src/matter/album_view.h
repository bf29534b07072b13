/* album_view: what the page of a matter that has an Album (album.h) shows of it: part/album, around the noun's forms with
 * part/album_add, part/album_mask and part/album_drop. A noun has its routes by ALBUM_ROUTES. */
#pragma once
#include "matter/album.h"
#include "matter/story_view.h"

/* data.album: what the actor may do with the pictures, which told_put() puts. */
MUST Err album_put(Request *r, const Noun *noun, Ref matter);
extern const Out album_out[];
#define ALBUM_OUT { "album", OUT_MAP, album_out }

Handler           album_add_page, album_mask_page, album_drop_page;
extern const Form album_add_form, album_mask_form, album_drop_form;

#define ALBUM_ROUTE(noun, verb_, path_, handler_, form_, out_, page_, flags_, what_)                                    \
    { .method = POST, .cost = LIGHT, .path = "/" noun "/:" noun "/photo" path_, .handler = handler_, .page = noun, .may = verb_, \
      .form = form_, .out = out_, .flags = flags_, .form_again = page_, .what = what_ }
/* out_, page_: of the matter's own page, shown again where a form was refused. */
#define ALBUM_ROUTES(noun, verb_, out_, page_)                                                                           \
    ALBUM_ROUTE(noun, verb_, "", album_add_page, &album_add_form, out_, page_, ROUTE_MULTIPART, "pictures of it"),       \
    ALBUM_ROUTE(noun, verb_, "/mask", album_mask_page, &album_mask_form, out_, page_, ROUTE_MULTIPART,                   \
                "a masked copy of a picture, which only who may read names sees from then on"),                          \
    ALBUM_ROUTE(noun, verb_, "/drop", album_drop_page, &album_drop_form, out_, page_, 0, "a picture is taken off, and why")
