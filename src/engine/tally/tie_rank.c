/* tie_rank: see tie_rank.h. */
#include "engine/tally/tie_rank.h"

#include <stdlib.h>
#include <string.h>

TieRank tie_rank_new(Arena *a, int m)
{
    size_t n = (size_t)m;
    return (TieRank){ .m = m, .rank = NEW_N(a, int, n), .order = NEW_N(a, int, n), .next = NEW_N(a, int, n) };
}

typedef struct Round {
    const __int128 *votes;
    const int      *rank;
} Round;

static int compare(const void *x, const void *y, void *arg)
{
    const Round *r = arg;
    int          p = *(const int *)x, q = *(const int *)y;
    if (r->votes[p] != r->votes[q])
        return r->votes[p] < r->votes[q] ? -1 : 1;
    return (r->rank[p] > r->rank[q]) - (r->rank[p] < r->rank[q]);
}

void tie_rank_add(TieRank *t, const __int128 *votes)
{
    Round r = { votes, t->rank };
    for (int x = 0; x < t->m; x++)
        t->order[x] = x;
    qsort_r(t->order, (size_t)t->m, sizeof *t->order, compare, &r);
    for (int i = 0, rank = 0; i < t->m; i++) {
        rank += i > 0 && compare(&t->order[i - 1], &t->order[i], &r) != 0;
        t->next[t->order[i]] = rank;
    }
    memcpy(t->rank, t->next, sizeof *t->rank * (size_t)t->m);
}

int tie_rank_narrow(const TieRank *t, int *tied, int n, int sign)
{
    int best = t->rank[tied[0]], kept = 0;
    for (int i = 1; i < n; i++)
        best = sign * t->rank[tied[i]] < sign * best ? t->rank[tied[i]] : best;
    for (int i = 0; i < n; i++)
        if (t->rank[tied[i]] == best)
            tied[kept++] = tied[i];
    return kept;
}
