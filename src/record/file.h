/* file (照片): pictures that prove or explain. Named by the hash of what is shown, kept under <data>/files; the
 * original is kept apart under <data>/originals, never served. What is shown is made apart from this process
 * (studio.h): location and all other metadata stripped, orientation applied, sRGB, at most 1600 px and 320 px wide.
 * Both are flushed, and their folder, before a record names them. What is not a picture costs one refused upload. */
#pragma once
#include "db/db.h"
#include "record/check.h"
#include "record/field.h"

typedef struct Photo {
    Hash hash;       /* of the shown picture */
    Hash original;
    int  width, height;
    i64  bytes;
} Photo;

/* Outside of any write body. ERR_INVALID at `field`: no picture, or one that cannot be read; ERR_BUSY: the disk is
 * full, or many others are at it. */
MUST Err file_photo_store(Ctx *c, const char *field, const Upload *u, Photo *ret_photo);
/* Inside the body that makes the record: file rows, tied to their subject. */
MUST Err file_tie(Db *w, const char *noun, Ref subject, const char *role, const Photo *p);
typedef struct PhotoRow { Hash hash; int width, height; Str role; i64 at; } PhotoRow;
MUST Err file_list(Ctx *c, const char *noun, Ref subject, const PhotoRow **ret, size_t *ret_n);
/* Bytes of the shown picture (small: 320 px), for /photo/:hash. Only if a record that the actor may see
 * (Noun.visible) ties it. */
MUST Err file_photo_read(Ctx *c, Hash hash, bool small, Str *ret_bytes);
MUST Err file_sweep(Ctx *c, i64 older_than, int *ret_removed); /* orphans: stored, tied to nothing for a day */
MUST Err file_check(Ctx *c, Report *f);                      /* every tied picture is there and is what its name says */
