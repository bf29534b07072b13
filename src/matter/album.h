/* album (相册): pictures that are added to a matter as time goes on: of a courtyard, a blackboard, a list that was signed. Whoever
 * holds the verb adds them while the noun says so, puts a masked copy over what shows somebody, and takes one off with a reason;
 * who did and when stays in the story, and each picture's hash in the log. How they are seen, kept from the public and swept is
 * attachment.h's. */
#pragma once
#include "matter/attachment.h"

typedef struct Album {
    const char *role;  /* of its files */
    Verb        may;   /* where the matter lies */
    int         most;  /* pictures of a record, masked copies not counted; up to ATTACHMENTS_MOST */
    Err (*open)(Ctx *c, Ref matter); /* may be added to now? ERR_CONFLICT; left out: always */
} Album;
enum { ALBUM_AT_ONCE = PHOTOS_MOST };

/* ERR_DENIED: not the verb; ERR_INVALID at "photos": none, too many, no picture. What is there already is not added again.
 * is_kept: shows names or numbers, so that only who may read them there sees it. */
MUST Err album_add(Ctx *c, const Noun *noun, Ref matter, const Uploads *photos, bool is_kept);
/* By the hex of its hash. ERR_INVALID at "hash": none of its pictures. */
MUST Err album_mask(Ctx *c, const Noun *noun, Ref matter, Str hash, const Uploads *masked);
MUST Err album_drop(Ctx *c, const Noun *noun, Ref matter, Str hash, Str why);

extern const Field ALBUM_PHOTOS, ALBUM_KEPT, ALBUM_HASH, ALBUM_MASKED;
