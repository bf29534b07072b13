/* stv: the single transferable vote as Scotland counts it (The Scottish Local Government Elections Order 2007, SSI
 * 2007/42, rules 45-52): whole papers at values of five decimals, surpluses one at a time, largest first.
 *
 * Tallies are in 1/100000 vote. Ties (who is elected first, whose surplus goes first, who is excluded): the latest
 * earlier stage in which the tied differ, narrowing on the way back. Where none does, the order says by lot; here the
 * largest number is excluded and the smallest transferred, a stated public rule, and `is_lot_used` tells it. */
#pragma once
#include "engine/tally/ballots.h"

enum { STV_VOTE = 100000 };
typedef __int128 StvVotes; /* 2^53 voters at 100000 each leave 64 bits */

typedef enum StvAction { STV_FIRST, STV_SURPLUS, STV_EXCLUDE } StvAction;

typedef struct StvStage {
    StvAction action;
    int       id;              /* whose surplus, who is excluded; 0 at first */
    StvVotes *tally;           /* [m] after the action; excluded: 0 */
    StvVotes  nontransferable; /* of papers without a continuing alternative, up to now; not what is cut off */
} StvStage;

typedef struct Stv {
    i64       quota; /* whole votes: floor(voters / (seats + 1)) + 1 */
    int       m;
    StvStage *stages;
    int       n_stages;
    int      *elected_order; /* [seats] by time */
    int       n_elected;
    bool      is_lot_used;
} Stv;

/* Strict ballots, 1 <= seats < m, else BUG. Where no ballot names anybody, nobody is elected. O(choices + stages * m log m). */
Stv stv_count(Arena *a, const Ballots *b, int seats);
