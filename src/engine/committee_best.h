/* committee_best: the limit of the search for the best committee (pav, cc).
 *
 * Branch and bound over classes: include one more of the class that would add most, or no more of it. Both scores are
 * submodular (nobody adds more to a larger committee), so the k' largest gains of now bound what k' more members can
 * add; a branch is left when that falls short of the best so far, and kept when it would tie. Where nobody left adds
 * anything the rest is any so many of them, one family; where the voters of all who are left approve nobody else the
 * highest are in. The worst case is still exponential. */
#pragma once
#include "engine/committee.h"

/* Looks at an approval or a class: some 15 seconds for a thousand ballots, minutes for a million. Beyond,
 * COMMITTEE_TOO_LARGE. */
#define BEST_MOST_WORK INT64_C(5000000000)

/* Few candidates and many different ballots: every set of candidates is looked at in a table (committee_table.c), in
 * O(m 2^m + v) and 16 bytes for each set of candidates, 64 MB at most. */
enum { COMMITTEE_TABLE_MOST = 22, COMMITTEE_TABLE_SETS = 4096 };

/* pav, or cc where is_cover. m <= COMMITTEE_TABLE_MOST and 1 <= k <= m, else BUG. */
void committee_by_table(Arena *a, const CommitteePoll *p, int k, bool is_cover, CommitteeResult *ret);
