/* committee_best: the limit of the search for the best committee (pav, cc).
 *
 * Branch and bound over classes: include one more of the class that would add most, or no more of it. Both scores are
 * submodular (nobody adds more to a larger committee), so the k' largest gains of now bound what k' more members can
 * add; a branch is left when that falls short of the best so far, and kept when it would tie. Where nobody left adds
 * anything the rest is any so many of them, one family; where the voters of all who are left approve nobody else the
 * highest are in. The worst case is still exponential. */
#pragma once
#include "base/types.h"

/* Looks at an approval or a class: 10 seconds for a thousand ballots, a minute for a million. Beyond, COMMITTEE_TOO_LARGE. */
#define BEST_MOST_WORK INT64_C(5000000000)
