/* condorcet: who beats whom, two at a time: Condorcet's winner and loser, Copeland, Borda's symmetric score, minimax,
 * the Smith set. From pairwise counts; a margin is those for a above b less those for b above a. Scores by alternative,
 * from 0. Exact; no overflow by the bounds of ballots.h. All O(m^2). */
#pragma once
#include "engine/tally/pairwise.h"

int    condorcet_winner(const Pairwise *p); /* the one that beats every other; 0: none */
int    condorcet_loser(const Pairwise *p);  /* the one that every other beats; 0: none, or it stands alone */
Chosen condorcet_weak(Arena *a, const Pairwise *p); /* all that nobody beats */

/* Those it beats less those that beat it. A. H. Copeland (1951). */
i64 *copeland_scores(Arena *a, const Pairwise *p);
/* The sum of its margins: for each ballot, those below it less those above it. */
i64 *borda_symmetric_scores(Arena *a, const Pairwise *p);
/* Its worst defeat by margin, at least 0; the lowest wins. P. B. Simpson (1969), G. H. Kramer (1977). */
i64 *minimax_scores(Arena *a, const Pairwise *p);
/* The smallest set, not empty, whose members all beat everyone outside. J. H. Smith (1973). */
Chosen smith_set(Arena *a, const Pairwise *p);
