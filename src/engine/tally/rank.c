/* rank: see rank.h. */
#include "engine/tally/rank.h"

#include <stdlib.h>

static int i64_cmp(i64 a, i64 b)
{
    return (a > b) - (a < b);
}

static int by_rank(const void *left, const void *right)
{
    const Ranked *a = left, *b = right;
    int           d = i64_cmp(b->households, a->households);
    if (d == 0)
        d = i64_cmp(a->raised_at, b->raised_at);
    return d != 0 ? d : i64_cmp(a->id, b->id);
}

void rank_sort(Ranked *v, size_t n)
{
    if (n > 1)
        qsort(v, n, sizeof *v, by_rank);
}

static int by_value(const void *a, const void *b)
{
    return i64_cmp(*(const i64 *)a, *(const i64 *)b);
}

i64 rank_distinct(i64 *households, size_t n)
{
    if (n == 0)
        return 0;
    qsort(households, n, sizeof *households, by_value);
    i64 distinct = 1;
    for (size_t i = 1; i < n; i++)
        distinct += households[i] != households[i - 1];
    return distinct;
}
