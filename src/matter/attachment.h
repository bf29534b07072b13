/* attachment (附件): pictures, sounds and papers of any matter: whose each is, a masked copy for the public beside what
 * shows personal data, and taking one off. How they are stored, seen and swept stands in record/file.h; here are the acts,
 * each with its event in the matter's log, inside the body of the act that brings them (matter/change.h). Verbs are the
 * caller's to ask. */
#pragma once
#include "matter/change.h"
#include "record/file.h"
#include "record/noun.h"

enum { ATTACHMENTS_MOST = 100 }; /* of a record */

typedef struct AttachmentNew {
    const char  *noun;
    Ref          subject; /* its place as it stands in the record's row */
    const char  *role;    /* "voucher" */
    const Photo *file;    /* from file_store_as(), outside of any body */
    Ref          owner;   /* the person whose it is: goes with him; id 0: nobody's */
    bool         is_kept; /* shows personal data: kept from the public until there is a masked copy, and afterwards */
    int          most;    /* how many the record may have, masked copies not counted; 0: ATTACHMENTS_MOST */
} AttachmentNew;
/* ERR_TOO_LARGE: the record has as many. One that the record has in that role already is not added again. */
MUST Err attachment_add_in(Db *w, By *by, const AttachmentNew *n);
/* `of`: which. ERR_MISSING: the record has none such. ERR_INVALID at "masked". */
MUST Err attachment_mask_in(Db *w, By *by, const char *noun, Ref subject, Hash of, const Photo *masked);
/* With its masked copy. The bytes go a day later, if nothing else shows them. ERR_MISSING; ERR_INVALID at "why". */
MUST Err attachment_drop_in(Db *w, By *by, const char *noun, Ref subject, Hash hash, Str why);
/* What it was added as. ERR_MISSING: the record has none such. */
MUST Err attachment_role(Db *db, const char *noun, Ref subject, Hash hash, Str *ret_role);

extern const Field ATTACHMENT_WHY;
extern const Noun  attachment_noun;
