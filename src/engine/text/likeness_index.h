/* likeness_index: of a hundred thousand texts, the ones that are most alike; exactly those that a scan would find.
 *
 * For each pair of characters (likeness.h) a list of the texts that have it. A question goes through the lists of its
 * pairs, the shortest first, and counts. It stops as soon as a text that was not met yet could not be among the best any
 * more, even if it had all the pairs that are left; what was met is then finished text by text, if it still can be among
 * the best (after the max-score bound of H. Turtle and J. Flood, IPM 31 (1995), and the prefix filter of S. Chaudhuri
 * et al., ICDE 2006). Nothing is estimated. Pure: the index lives in the arena that it was opened with; many may ask at
 * the same time, each with a scratch arena of their own, while nobody adds. It takes some 25 bytes a pair of each text:
 * 17 MB for 100,000 titles of seven pairs. bench/likeness.sh measures. */
#pragma once
#include "engine/text/likeness.h"

enum { LIKENESS_INDEX_MOST = 10000000 }; /* texts */

typedef struct LikenessIndex LikenessIndex;

typedef struct LikenessHit {
    int      text; /* its number */
    Fraction likeness;
} LikenessHit;

LikenessIndex *likeness_index_open(Arena *a);

/* Adds a text and gives its number, 0, 1, 2 .. BUG beyond LIKENESS_INDEX_MOST. Amortised O(pairs). */
int likeness_index_add(LikenessIndex *x, const GramSet *set);

int likeness_index_count(const LikenessIndex *x);

/* The up to k texts that are most alike, at least `least` ({0, 1}: whatever has a pair in common; text without any is
 * never found), the most alike first, of equal ones the one added first. Returns how many. least.under > 0. Scratch is
 * six bytes a text and one a pair. O(the lists gone through + texts met * log k). */
size_t likeness_index_top(const LikenessIndex *x, const GramSet *set, Fraction least, size_t k, Arena *scratch,
                          LikenessHit *ret_hits);
