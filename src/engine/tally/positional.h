/* positional: tallies that look at places on the ballot: plurality, approval, Borda, and the two rounds of an election
 * by majority. scores[i] is that of alternative i + 1. Exact; no overflow by the bounds of ballots.h. */
#pragma once
#include "engine/tally/ballots.h"

typedef struct Plurality {
    i64   *scores;  /* [m] ballots that name it alone on their first rank */
    i64    invalid; /* ballots whose first rank is shared, or that name nobody: count for nobody */
    Chosen winners; /* all that tie; none where nobody has a vote */
} Plurality;

Plurality plurality_count(Arena *a, const Ballots *b); /* O(ballots) */

/* Approval: whoever is named is approved, wherever. O(choices). */
i64 *approval_scores(Arena *a, const Ballots *b);

/* Borda for orders that may be truncated: m - 1 points for the first place, m - 2 for the second, ..., 0 for who is not
 * named. Strict ballots only, else BUG (of shared ranks condorcet.h has the symmetric score). O(choices).
 * J.-C. de Borda, Mémoire sur les élections au scrutin (1781). */
i64 *borda_truncated_scores(Arena *a, const Ballots *b);

/* Two rounds: who has more than half of the valid first places is elected; else the two with the most stand again, and
 * each ballot counts for the one that it puts above the other. Ties: the smaller number stands again, and wins. */
typedef struct TwoRound {
    Plurality first;
    int       finalists[2]; /* 0 where the first round decided; [1] 0 where only one stands */
    i64       second[2];    /* votes of the finalists */
    i64       undecided;    /* ballots that put neither above the other */
    int       winner;       /* 0 where no first place is valid */
    bool      is_tied;      /* a number decided who stands or wins */
} TwoRound;

TwoRound two_round_count(Arena *a, const Ballots *b); /* O(choices + m) */
