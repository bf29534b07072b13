/* runoff: instant runoff. Each round a ballot counts for its first rank that holds somebody who is still in; who has
 * more than half of the counted ones, or is alone, wins; else one goes out.
 *
 * A rank that names more than one, in or out, cannot be counted for either: the ballot is exhausted in this round
 * ("overvote at the highest continuing ranking", Maine, 21-A M.R.S. 723-A), and counts again when all of that rank are
 * out. Ties for the lowest: fewest votes in the latest earlier round in which the tied differ, narrowing on the way back;
 * if none does, the largest number goes. Who is alone and has no vote wins nothing. */
#pragma once
#include "engine/tally/ballots.h"

typedef struct RunoffRound {
    i64 *tally;      /* [m] by alternative, from 0; -1: out already */
    i64  exhausted;
    int  eliminated; /* 0 in the last round */
} RunoffRound;

typedef struct Runoff {
    RunoffRound *rounds;
    int          n_rounds;
    int          winner;           /* 0: nobody, no ballot counts for who is left */
    bool         is_tie_used;      /* a number decided who went out */
    int          rounds_with_ties; /* rounds in which the lowest were several */
} Runoff;

/* O(choices + m^2 log m); 8 m^2 bytes for the rounds. */
Runoff runoff_count(Arena *a, const Ballots *b);
