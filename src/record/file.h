/* file (照片, 附件): pictures that prove or explain, sounds and papers. A picture is named by the hash of what is shown, kept under <data>/files; the
 * original is kept apart under <data>/originals, and never served. What is shown is made apart from this process
 * (studio.h): location and all other metadata stripped, orientation applied, sRGB, at most 1600 px and 320 px wide.
 * Both are flushed, and their folder, before a record names them. What is not a picture costs one refused upload.
 *
 * A sound and a paper (PDF) lie under <data>/originals only, as they came in, whatever they say of whoever made them. So they are
 * kept: seen by who may see the record and is who they belong to, or reads names there (VERB_PEOPLE). Everybody else sees what
 * is made anew of a picture, and of one that shows personal data its masked copy alone (file_mask()).
 *
 * A row may say whose it is. That person's rows go when the person asks; bytes that no row ties any more are swept. */
#pragma once
#include "db/db.h"
#include "record/check.h"
#include "record/field.h"
#include "record/file_media.h"

enum { FILE_SOUND_MOST = 10 * 1024 * 1024, FILE_PAPER_MOST = 20 * 1024 * 1024 }; /* bytes */

typedef struct Photo {
    Hash hash;       /* of the shown picture; of a sound or a paper as `original` */
    Hash original;
    int  width, height; /* 0: no picture */
    i64  bytes;
    FileKind kind;
} Photo;

/* Outside of any write body. ERR_INVALID at `field`: no picture, or one that cannot be read; ERR_BUSY: the disk is
 * full, or many others are at it. */
MUST Err file_photo_store(Ctx *c, const char *field, const Upload *u, Photo *ret_photo);
/* All that a form brought in that field (u NULL: nothing), at most its `high`: ERR_INVALID there. */
enum { PHOTOS_MOST = 6 };
typedef struct Photos {
    Photo  v[PHOTOS_MOST];
    size_t n;
} Photos;
MUST Err file_photos_store(Ctx *c, const Field *field, const Uploads *u, Photos *ret_photos);
/* Likewise a sound (Ogg, WebM, MPEG audio, MP4, WAVE, AMR, by their first bytes) or a paper (PDF that begins and ends as one). */
MUST Err file_store_as(Ctx *c, const char *field, FileKind kind, const Upload *u, Photo *ret_file);
/* Inside the body that makes the record: file rows, tied to their subject. They are of whoever acts for a house; an office's
 * are nobody's. */
MUST Err file_tie(Db *w, const char *noun, Ref subject, const char *role, const Photo *p);
MUST Err file_photos_tie(Db *w, const char *noun, Ref subject, const char *role, const Photos *p);
/* The same, saying whose it is (id 0: nobody's) and whether it is kept, which sounds and papers always are. */
MUST Err file_tie_of(Db *w, const char *noun, Ref subject, const char *role, const Photo *p, Ref owner, bool is_kept);
/* Ties to another record of the noun what one shows in that role since a moment: one result of several. */
MUST Err file_tie_same(Db *w, const char *noun, Ref from, const char *role, i64 since, Ref to);
/* Ties the masked copy of a picture beside it, which is kept from then on. ERR_MISSING: that record has no such picture;
 * ERR_INVALID: `masked` is none, or the same. */
MUST Err file_mask(Db *w, const char *noun, Ref subject, Hash of, const Photo *masked);
/* Takes an attachment off a record, its masked copy too; twice is harmless. */
MUST Err file_untie(Db *w, const char *noun, Ref subject, Hash hash);
/* Of all records: what belongs to that person. Its bytes are noted, for file_gone_sweep() after the commit. */
MUST Err file_erase_person(Db *w, Ref person);
/* Outside of any write body: bytes that were noted go at once, where nothing else uses them. Also what an end of the program
 * left undone before. */
MUST Err file_gone_sweep(Ctx *c);
typedef struct PhotoRow {
    Hash     hash;
    int      width, height;
    Str      role;
    i64      at;
    FileKind kind;
    bool     is_kept, is_masked; /* is_masked: it is the masked copy of another */
} PhotoRow;
/* Pictures and all, as far as the actor may see them; of a masked one whoever may see both gets both. file_list(): pictures alone. */
MUST Err file_list_all(Ctx *c, const char *noun, Ref subject, const PhotoRow **ret, size_t *ret_n);
MUST Err file_list(Ctx *c, const char *noun, Ref subject, const PhotoRow **ret, size_t *ret_n);
/* Bytes of the shown picture (small: 320 px), for /photo/:hash. Only if a record that the actor may see
 * (Noun.visible) ties it. */
MUST Err file_photo_read(Ctx *c, Hash hash, bool small, Str *ret_bytes);
/* A sound or a paper, on the same condition; *ret_media: "audio/ogg", "application/pdf". */
MUST Err file_bytes_read(Ctx *c, Hash hash, Str *ret_bytes, const char **ret_media);
MUST Err file_sweep(Ctx *c, i64 older_than, int *ret_removed); /* orphans: stored, tied to nothing for a day */
MUST Err file_check(Ctx *c, Report *f);                      /* every tied picture is there and is what its name says */
