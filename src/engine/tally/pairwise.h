/* pairwise: how many voters put each alternative above each other one. What Condorcet's methods count from.
 *
 * Those on one rank, and those that a ballot does not name, express nothing between them. */
#pragma once
#include "engine/tally/ballots.h"

typedef struct Pairwise {
    int  m;
    i64 *support; /* [m * m]; row a, column b (from 0): voters with alternative a + 1 strictly above b + 1 */
} Pairwise;

/* O(sum over ballots of their length squared + m squared), over the cores where that is much; 8 m^2 bytes a core. */
Pairwise pairwise_count(Arena *a, const Ballots *b);

static inline i64 pairwise_support(const Pairwise *p, int a, int b)
{
    return p->support[(size_t)a * (size_t)p->m + (size_t)b];
}

/* Voters for a above b, less those for b above a. */
static inline i64 pairwise_margin(const Pairwise *p, int a, int b)
{
    return pairwise_support(p, a, b) - pairwise_support(p, b, a);
}
