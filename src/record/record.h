/* record: what the ground brings to the table of nouns (house/house.c), as every noun does. */
#pragma once
#include "record/noun.h"

/* Events of rules and holidays; sweeps of old keys and of orphaned pictures. Asks that leaves are the hashes of their lines,
 * run without a gap and make the stored head, that texts fit their commitments, and that keys, rules, links and pictures are whole.
 * Its rebuild clears what is derived (counters, what was seen, the outbox, search terms), before the nouns' own. */
extern const Noun ground_noun;

MUST Err record_check(Ctx *c, Report *r);
RebuildFn record_rebuild;
