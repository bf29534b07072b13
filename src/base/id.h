/* id: names of records. An id is 63 bits, made by the program and ordered by time: 41 bits of milliseconds since
 * 2020-01-01 (until 2089), 22 bits that grow within a millisecond from a random start. Within a county an id is unique
 * by primary key; in the unlikely case that two processes meet, the insert fails with ERR_CONFLICT and nothing is lost.
 *
 * The public name of a record is COUNTY-ID, the id in Crockford's base32 (lower case, no i l o u), as in
 * 420325-3fq8k2m0c4t1g. In JSON it is a string. */
#pragma once
#include "base/code.h"

typedef struct Ref {
    Code county; /* the shard: first in every key */
    i64  id;
    Code place;  /* where it belongs: what permission is asked about */
} Ref;

i64  id_new(i64 now_ms);
/* The first of n that are nobody else's, and the k-th after it. */
i64  id_block(i64 now_ms, u32 n);
i64  id_after(i64 id, u32 k);
i64  id_before(i64 ms);                         /* no id of that moment or later is below it, and none from before above */
Str  id_text(Arena *a, i64 id);
bool id_parse(Str text, i64 *ret_id);           /* o reads as 0, i and l as 1; case does not matter */
Str  ref_name(Arena *a, Ref r);                 /* COUNTY-ID */
typedef struct RefName {
    char s[24];
} RefName;
RefName ref_written(Code county, i64 id);       /* the same, where there is no arena; of a longer county its beginning */
bool ref_parse(Str name, Ref *ret_ref);         /* county and id; place stays empty */
/* What somebody typed, folded and trimmed (utf8_fold, str_trim): COUNTY-ID, or the id alone, of `county`, which may be empty. A short
 * one alone is a word, and so is one without a digit. */
bool ref_typed(Str text, Code county, Ref *ret_ref);
