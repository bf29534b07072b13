/* merge: one list made of many reads that each have its order. A list by two filters of which each value may be rare (category and
 * state of needs) is read of the cells of both, each with an index that has its order, so that a page reads a few rows of
 * each cell and never walks what it does not show: about twice what is wanted, in all. What they ask travels together. */
#pragma once
#include "db/db.h"

enum { MERGE_MOST = 240 }; /* reads */

typedef struct Merge {
    /* The first rows of read `i`, at most `most`, in order: id, rank. Asked again with more where they did not suffice. */
    Err       (*read)(Ctx *c, const void *arg, size_t i, i64 most, Rows *ret_rows);
    const void *arg;
    size_t      n;         /* reads, at most MERGE_MOST */
    bool        is_newest; /* by id, the newest first (every rank is 0); else by rank, the highest first, then the oldest */
} Merge;

/* Puts the ids that come next of all reads to the *n that are there, up to `most` in all. */
MUST Err merge_ids(Ctx *c, const Merge *m, i64 most, i64 *ids, size_t *n);
