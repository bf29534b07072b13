/* preflib_cat: PrefLib's files of categories (.cat) as approval ballots: "count: {1,4},{2,3}", a group for each category,
 * {} for an empty one, a single alternative also without braces. The first category is "approved"; what the others are
 * called does not matter, and who stands in none is not approved. See preflib.h. */
#pragma once
#include "engine/tally/committee.h"
#include "engine/tally/preflib.h"

/* A whole file. False: refused, and lines->refusal says why. The poll keeps the order of the lines, and a ballot that
 * approves nobody is a voter like others. O(bytes). */
MUST bool preflib_cat_read(Arena *a, Lines *lines, PreflibHead *ret_head, CommitteePoll **ret_poll);
