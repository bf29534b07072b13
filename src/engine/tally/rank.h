/* rank: which needs stand first (呼声最高): by distinct households, not by how often something was said.
 * Ties: older first, then smaller id, so that the order is the same for everyone. Pure. */
#pragma once
#include "base/types.h"

typedef struct Ranked {
    i64 id, households, raised_at;
} Ranked;

void rank_sort(Ranked *v, size_t n);                     /* in place, O(n log n) */
/* Distinct households over several needs of one group: merges sorted lists of household ids. O(total log total). */
i64  rank_distinct(i64 *households, size_t n);           /* sorts the array given */
