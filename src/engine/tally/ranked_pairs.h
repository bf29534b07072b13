/* ranked_pairs: defeats are locked from the largest margin down, unless a lock would close a circle; who has no locked
 * defeat wins. T. N. Tideman, "Independence of clones as a criterion for voting rules" (1987).
 *
 * Tie: of equal margins the smaller winner's number comes first, then the smaller loser's. A stated public rule, not
 * Tideman's random one: `margin_ties` says how much hung on it at most. */
#pragma once
#include "engine/tally/pairwise.h"

typedef struct RankedPairs {
    Chosen winners;     /* without a locked pair against them */
    i64    margin_ties; /* pairs with a margin above 0, less the distinct margins */
    i64    locked, skipped;
} RankedPairs;

/* O(m^2 log m) to sort, O(m^2 / 64) for a lock that leads to something new: m^4 / 64 at the very worst, far less where
 * large margins agree. */
RankedPairs ranked_pairs_count(Arena *a, const Pairwise *p);
