/* runoff: instant runoff. Each round a ballot counts for its first rank that holds somebody who is still in; who has
 * more than half of the counted ones, or is alone, wins; else one goes out.
 *
 * A rank that names more than one, in or out, cannot be counted for either: the ballot is exhausted in this round
 * ("overvote at the highest continuing ranking", Maine, 21-A M.R.S. 723-A), and counts again when all of that rank are
 * out. Ties for the lowest: fewest votes in the latest earlier round in which the tied differ, narrowing on the way back;
 * if none does, the largest number goes. */
#pragma once
#include "engine/ballots.h"

typedef struct RunoffRound {
    i64 *tally;      /* [m] by alternative, from 0; -1: out already */
    i64  exhausted;
    int  eliminated; /* 0 in the last round */
} RunoffRound;

typedef struct Runoff {
    RunoffRound *rounds;
    int          n_rounds;
    int          winner;
    bool         is_tie_used;      /* a number decided who went out */
    int          rounds_with_ties; /* rounds in which the lowest were several */
} Runoff;

/* O(choices + m^2), and m^2 for a tie at the very worst; 8 m^2 bytes for the rounds. */
Runoff runoff_count(Arena *a, const Ballots *b);

/* Shared with stv: which of the tied has the fewest (sign 1) or the most (sign -1) votes in the latest earlier round in
 * which they differ. Narrows tied[*n] (alternatives from 0, ascending) and returns true when one is left. `tally(arg, r)`
 * is round r's, from 0; rounds: how many are earlier. */
typedef const i64 *RoundTally(const void *arg, int round);
bool tie_by_history(int *tied, int *n, int sign, int rounds, RoundTally *tally, const void *arg);
