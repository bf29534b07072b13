/* schulze: the beatpath method. An alternative is at least as good as another when its widest path to it (a chain of
 * defeats, as wide as the narrowest of them) is at least as wide as the widest path back. M. Schulze, "A new monotonic,
 * clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method" (2011). */
#pragma once
#include "engine/tally/pairwise.h"

/* What makes a defeat of b by a wide: the margin, or the voters who put a above b (winning votes). */
typedef enum SchulzeWidth { SCHULZE_MARGIN, SCHULZE_WINNING } SchulzeWidth;

typedef struct Schulze {
    int    m;
    i64   *strengths; /* [m * m] the widest path from a to b; 0: none, and on the diagonal */
    Chosen winners;   /* at least as good as every other: never empty */
    int   *wins;      /* [m] over how many its path is wider than theirs back */
    int   *ranking;   /* [m] alternatives by wins, of equal ones the smaller number first */
    Chosen *tiers;    /* those that no remaining one beats, taken out, and so on */
    int    n_tiers;
} Schulze;

/* O(m^3). */
Schulze schulze_count(Arena *a, const Pairwise *p, SchulzeWidth width);
