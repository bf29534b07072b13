/* committee_best: the limit of the search for the best committee (pav, cc).
 *
 * Branch and bound over classes: include one more of the class that would add most, or no more of it. Both scores are
 * submodular (nobody adds more to a larger committee), so the k' largest gains of now bound what k' more members can
 * add; a branch is left when that falls short of the best so far, and kept when it would tie. Where nobody left adds
 * anything the rest is any so many of them, one family; where the voters of all who are left approve nobody else the
 * highest are in. The worst case is still exponential. */
#pragma once
#include "engine/tally/committee_tied.h"

/* Looks at an approval, a class or a member of a bound, each counted wherever it is made, so that the limit does not depend
 * on the machine: some 10 to 20 seconds. Beyond, COMMITTEE_TOO_LARGE, with the best found and what none has more than. */
#define BEST_MOST_WORK INT64_C(5000000000)

/* The search alone, for pav or with is_cover for cc, given up after most_work looks once it has found any committee.
 * Counts with few candidates or small sets go by the tables below and look at no limit. */
MUST CommitteeFault committee_best(Arena *a, const CommitteePoll *p, int k, bool is_cover, i64 most_work,
                                   CommitteeResult *ret);

/* Few candidates and many different ballots: every set of candidates is looked at in a table (committee_table.c), in
 * O(m 2^m + v) and 16 bytes for each set of candidates, 64 MB at most. */
enum { COMMITTEE_TABLE_MOST = 22, COMMITTEE_TABLE_SETS = 4096, COMMITTEE_MEETS_SETS = 20000 };

/* pav, or cc where is_cover. m <= COMMITTEE_TABLE_MOST and 1 <= k <= m, else BUG. */
void committee_by_table(Arena *a, const CommitteePoll *p, int k, bool is_cover, CommitteeResult *ret);

/* A moderate number of small sets and many different ballots: how many voters approve all of each set of up to k
 * candidates (committee_meets.c), in O(sets x ballots / 128) over the cores and 16 bytes a set. */
#define COMMITTEE_MEETS_MOST  1500000               /* sets of 1 .. k candidates */
#define COMMITTEE_MEETS_LOOKS INT64_C(2000000000)   /* subsets of all committees */
#define COMMITTEE_MEETS_BITS  ((size_t)4000000000u) /* candidates times different ballots: 500 MB */
bool committee_meets_fit(const CommitteePoll *p, int k);
/* committee_meets_fit(p, k), else BUG. */
void committee_by_meets(Arena *a, const CommitteePoll *p, int k, bool is_cover, CommitteeResult *ret);

/* The result of either: all committees of the bag have `best` parts of `unit`. */
void committee_tell_best(Arena *a, CommitteeBag *bag, unsigned __int128 best, unsigned __int128 unit,
                         CommitteeResult *ret);
