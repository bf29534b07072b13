/* ballots: ranked ballots, equal ones kept once with their count. What the tallies count (positional, pairwise,
 * condorcet, schulze, ranked_pairs, runoff, stv), wherever they came from (preflib reads them from files).
 *
 * Alternatives are 1..m. An order names some of them, best first; those on one rank are alike to the voter, and so are
 * all that are not named: they are below those that are. */
#pragma once
#include "base/arena.h"
#include "base/str.h"

/* An alternative in an order; with CHOICE_SHARED it stands on the rank of the one before. 0 is a rank that names nobody
 * (only as the first or after a whole rank). */
typedef uint16_t Choice;
enum { CHOICE_SHARED = 0x8000, BALLOTS_MOST_ALTERNATIVES = 5000 };
#define BALLOTS_MOST_VOTERS  ((INT64_C(1) << 53) - 1)
#define BALLOTS_MOST_POINTS  (INT64_C(1) << 62) /* voters times alternatives stays below: no sum of points overflows */

typedef struct Ballots {
    Arena  *a;
    int     m;
    i64     voters;    /* the sum of the counts */
    size_t  n;         /* different ballots, or lines of a file */
    i64    *count;     /* [n], 0 for an order that a list holds and nobody cast */
    size_t *start;     /* [n + 1]: the order of ballot i is choices[start[i]] .. before choices[start[i + 1]] */
    Choice *choices;
    bool    is_strict; /* no rank holds two */
    size_t  most, most_choices; /* room */
} Ballots;

/* Begins without ballots; 1 <= m <= BALLOTS_MOST_ALTERNATIVES, else BUG. */
Ballots ballots_new(Arena *a, int m);
/* `count` voters with this order. Copied. The caller has checked: every alternative is in 1..m and none stands twice;
 * count >= 0. False, and nothing is added, where voters would pass BALLOTS_MOST_VOTERS, or voters times m
 * BALLOTS_MOST_POINTS. */
MUST bool ballots_add(Ballots *b, i64 count, const Choice *order, size_t n);

static inline int choice_id(Choice c)
{
    return c & ~CHOICE_SHARED;
}

static inline bool choice_shares(Choice c)
{
    return c & CHOICE_SHARED;
}

static inline size_t ballot_length(const Ballots *b, size_t i)
{
    return b->start[i + 1] - b->start[i];
}

/* The end of the rank that begins at order[at]. */
static inline size_t rank_end(const Choice *order, size_t n, size_t at)
{
    for (at++; at < n && choice_shares(order[at]); at++)
        ;
    return at;
}

/* Some alternatives, ascending: those that win, or those that tie. */
typedef struct Chosen {
    int   *v;
    size_t n;
} Chosen;

Chosen chosen_highest(Arena *a, const i64 *scores, int m); /* scores[0] is that of alternative 1 */
Chosen chosen_voted(Arena *a, const i64 *votes, int m);    /* the same, of those who have a vote: none where nobody has */
Chosen chosen_lowest(Arena *a, const i64 *scores, int m);
Chosen chosen_where(Arena *a, const bool *is_in, int m);
