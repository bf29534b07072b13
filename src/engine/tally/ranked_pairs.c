/* ranked_pairs: see ranked_pairs.h. Whom locked pairs lead to from each is kept as a set, so that a circle is seen by one
 * bit. */
#include "engine/tally/ranked_pairs.h"

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

/* What locked pairs lead to from each, and from where they lead to each: the same relation by rows and by columns. */
typedef struct Reach {
    size_t words;
    u64   *from, *to;
} Reach;

/* x leads to whatever `more` holds from now on. */
static void lead(Reach *r, int x, const u64 *more)
{
    u64 *set = r->from + (size_t)x * r->words;
    for (size_t i = 0; i < r->words; i++) {
        for (u64 new = more[i] & ~set[i]; new != 0; new &= new - 1) {
            size_t y = i * BITS + (size_t)__builtin_ctzll(new);
            r->to[y * r->words + (size_t)x / BITS] |= UINT64_C(1) << (x % BITS);
        }
        set[i] |= more[i];
    }
}

/* Whoever leads to the winner, and the winner, leads from now on to the loser and wherever that one leads. Only those who
 * did not lead to the loser before gain anything, so that all pairs together cost O(m^2 words). */
static void lock(Reach *r, const Pair *pair)
{
    const u64 *before = r->to + (size_t)pair->winner * r->words;
    u64       *after = r->to + (size_t)pair->loser * r->words, *more = r->from + (size_t)pair->loser * r->words;
    more[pair->loser / BITS] |= UINT64_C(1) << (pair->loser % BITS); /* for as long as it is handed on */
    for (size_t i = 0; i < r->words; i++) {
        u64 leaders = before[i];
        if (i == (size_t)pair->winner / BITS)
            leaders |= UINT64_C(1) << (pair->winner % BITS);
        for (u64 new = leaders & ~after[i]; new != 0; new &= new - 1)
            lead(r, (int)(i * BITS) + __builtin_ctzll(new), more);
    }
    more[pair->loser / BITS] &= ~(UINT64_C(1) << (pair->loser % BITS));
}

RankedPairs ranked_pairs_count(Arena *a, const Pairwise *p)
{
    RankedPairs r = { 0 };
    size_t m = (size_t)p->m, words = (m + BITS - 1) / BITS;
    bool  *is_in = NEW_N(a, bool, m);
    Pair  *v = NEW_N(a, Pair, m * m / 2 + 1);
    Reach  reach = { words, NEW_N(a, u64, m * words), NEW_N(a, u64, m * words) };
    size_t n = pairs_list(p, v);
    for (size_t x = 0; x < m; x++)
        is_in[x] = true;
    for (size_t i = 0; i < n; i++) {
        r.margin_ties += i > 0 && v[i].margin == v[i - 1].margin;
        if (has(reach.from + (size_t)v[i].loser * words, v[i].winner)) {
            r.skipped++;
            continue;
        }
        if (!has(reach.from + (size_t)v[i].winner * words, v[i].loser))
            lock(&reach, &v[i]);
        is_in[v[i].loser] = false;
        r.locked++;
    }
    r.winners = chosen_where(a, is_in, p->m);
    return r;
}
