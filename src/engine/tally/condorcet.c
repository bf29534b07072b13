/* condorcet: see condorcet.h. */
#include "engine/tally/condorcet.h"

/* The alternative (from 1) whose margin times `sign` is above 0 against every other; 0: none. */
static int against_all(const Pairwise *p, int sign)
{
    for (int x = 0; x < p->m; x++) {
        bool all = true;
        for (int y = 0; all && y < p->m; y++)
            all = x == y || sign * pairwise_margin(p, x, y) > 0;
        if (all)
            return x + 1;
    }
    return 0;
}

int condorcet_winner(const Pairwise *p)
{
    return against_all(p, 1);
}

int condorcet_loser(const Pairwise *p)
{
    return p->m > 1 ? against_all(p, -1) : 0;
}

Chosen condorcet_weak(Arena *a, const Pairwise *p)
{
    bool *is_in = NEW_N(a, bool, p->m);
    for (int x = 0; x < p->m; x++) {
        is_in[x] = true;
        for (int y = 0; y < p->m; y++)
            is_in[x] = is_in[x] && pairwise_margin(p, x, y) >= 0;
    }
    return chosen_where(a, is_in, p->m);
}

i64 *copeland_scores(Arena *a, const Pairwise *p)
{
    i64 *scores = NEW_N(a, i64, p->m);
    for (int x = 0; x < p->m; x++) {
        for (int y = 0; y < p->m; y++) {
            i64 margin = pairwise_margin(p, x, y);
            scores[x] += (margin > 0) - (margin < 0);
        }
    }
    return scores;
}

i64 *borda_symmetric_scores(Arena *a, const Pairwise *p)
{
    i64 *scores = NEW_N(a, i64, p->m);
    for (int x = 0; x < p->m; x++)
        for (int y = 0; y < p->m; y++)
            scores[x] += pairwise_margin(p, x, y);
    return scores;
}

i64 *minimax_scores(Arena *a, const Pairwise *p)
{
    i64 *scores = NEW_N(a, i64, p->m);
    for (int x = 0; x < p->m; x++)
        for (int y = 0; y < p->m; y++)
            if (pairwise_margin(p, y, x) > scores[x])
                scores[x] = pairwise_margin(p, y, x);
    return scores;
}

/* Whoever has the highest Copeland score is in it; and with one that is, all that this one does not beat. */
Chosen smith_set(Arena *a, const Pairwise *p)
{
    i64  *scores = copeland_scores(a, p);
    bool *is_in = NEW_N(a, bool, p->m);
    int  *queue = NEW_N(a, int, p->m), n = 0, first = 0;
    for (int x = 1; x < p->m; x++)
        first = scores[x] > scores[first] ? x : first;
    queue[n++] = first;
    is_in[first] = true;
    for (int at = 0; at < n; at++) {
        for (int y = 0; y < p->m; y++) {
            if (is_in[y] || pairwise_margin(p, queue[at], y) > 0)
                continue;
            queue[n++] = y;
            is_in[y] = true;
        }
    }
    return chosen_where(a, is_in, p->m);
}
