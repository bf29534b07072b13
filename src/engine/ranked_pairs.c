/* ranked_pairs: see ranked_pairs.h. reach[x] is the set of those that locked pairs lead to from x, so that a circle is
 * seen by one bit. */
#include "engine/ranked_pairs.h"

#include <stdlib.h>

enum { BITS = 64 };

typedef struct Pair {
    i64 margin;
    int winner, loser; /* from 0 */
} Pair;

static int by_margin(const void *a, const void *b)
{
    const Pair *x = a, *y = b;
    if (x->margin != y->margin)
        return x->margin > y->margin ? -1 : 1;
    return x->winner != y->winner ? x->winner - y->winner : x->loser - y->loser;
}

static size_t pairs_list(const Pairwise *p, Pair *v)
{
    size_t n = 0;
    for (int x = 0; x < p->m; x++)
        for (int y = 0; y < p->m; y++)
            if (pairwise_margin(p, x, y) > 0)
                v[n++] = (Pair){ pairwise_margin(p, x, y), x, y };
    qsort(v, n, sizeof *v, by_margin);
    return n;
}

static bool has(const u64 *set, int x)
{
    return set[x / BITS] >> (x % BITS) & 1;
}

/* Whoever leads to the winner, and the winner, leads from now on to the loser and wherever that one leads. */
static void lock(u64 *reach, int m, size_t words, const Pair *pair)
{
    const u64 *more = reach + (size_t)pair->loser * words;
    for (int x = 0; x < m; x++) {
        u64 *set = reach + (size_t)x * words;
        if (x != pair->winner && !has(set, pair->winner))
            continue;
        for (size_t i = 0; i < words; i++)
            set[i] |= more[i];
        set[pair->loser / BITS] |= UINT64_C(1) << (pair->loser % BITS);
    }
}

RankedPairs ranked_pairs_count(Arena *a, const Pairwise *p)
{
    RankedPairs r = { 0 };
    size_t m = (size_t)p->m, words = (m + BITS - 1) / BITS;
    bool  *is_in = NEW_N(a, bool, m);
    Pair  *v = NEW_N(a, Pair, m * m / 2 + 1);
    u64   *reach = NEW_N(a, u64, m * words);
    size_t n = pairs_list(p, v);
    for (size_t x = 0; x < m; x++)
        is_in[x] = true;
    for (size_t i = 0; i < n; i++) {
        r.margin_ties += i > 0 && v[i].margin == v[i - 1].margin;
        if (has(reach + (size_t)v[i].loser * words, v[i].winner)) {
            r.skipped++;
            continue;
        }
        if (!has(reach + (size_t)v[i].winner * words, v[i].loser))
            lock(reach, p->m, words, &v[i]);
        is_in[v[i].loser] = false;
        r.locked++;
    }
    r.winners = chosen_where(a, is_in, p->m);
    return r;
}
