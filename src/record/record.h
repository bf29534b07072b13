/* record: what this room brings to the table of rooms (house/rooms.c), as every noun does. */
#pragma once
#include "record/check.h"
#include "record/job.h"

extern const JobKind *const record_jobs[]; /* ends with NULL: sweeps of old keys and of orphaned pictures */

/* Logs: leaves are the hashes of their lines, run without a gap, make the stored head; texts fit their commitments.
 * Keys, rules and pictures are whole. */
MUST Err record_check(Ctx *c, Report *r);
/* Clears what is derived: counters, what was seen, the outbox, search terms. Call it before the nouns' own rebuilds. */
MUST Err record_rebuild(Db *w, void *arg); /* RebuildFn, check.h */
