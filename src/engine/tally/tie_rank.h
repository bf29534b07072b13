/* tie_rank: who had fewer votes in the latest round in which they differ: the order in which ties of runoff and stv are
 * decided, kept from round to round, so that a tie is one look and not a walk through all rounds. */
#pragma once
#include "base/arena.h"

typedef struct TieRank {
    int  m;
    int *rank;  /* [m] fewest votes first; equal where all rounds so far are equal */
    int *order; /* [m] scratch */
    int *next;  /* [m] scratch */
} TieRank;

TieRank tie_rank_new(Arena *a, int m);
/* The latest round: votes[m]. O(m log m). */
void tie_rank_add(TieRank *t, const __int128 *votes);
/* Keeps of tied[n], n >= 1, those with the fewest (sign 1) or the most (sign -1) votes, in their order; returns how many.
 * O(n). */
int tie_rank_narrow(const TieRank *t, int *tied, int n, int sign);
