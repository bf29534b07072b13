/* committee_tied: all committees that tie, kept as families: from each group of candidates any so many of its members.
 * "5 and 9, and any two of 1, 3 and 4" is one family of three committees. Families that are added hold no committee in
 * common; their number is then the sum of products of binomials, exact at any size. Pure. */
#pragma once
#include "engine/tally/committee.h"

typedef struct CommitteeBag CommitteeBag;

CommitteeBag *committee_bag(Arena *a, int m, int k);
/* Forgets them all. */
void committee_bag_empty(CommitteeBag *b);
/* group[c - 1] is candidate c's group, 0 .. n_groups - 1 (up to m + 2 groups), and need[g] how many of it are in; they
 * add up to k, else BUG.
 * The smallest COMMITTEE_MOST_LISTED committees of all families so far are kept. O(m (1 + kept)); returns how many of
 * the family were looked at. */
i64  committee_bag_add(CommitteeBag *b, const int *group, int n_groups, const int *need);
/* What was gathered. O(kept log kept). */
CommitteeTied committee_bag_tied(CommitteeBag *b);
