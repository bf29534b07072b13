/* budget_support: who supports which project, and how much, under one utility: the ballots turned around. */
#pragma once
#include "engine/tally/budget.h"

typedef __int128          BudgetSum; /* of weights times worths: below 2^32 * 2^62 */
typedef unsigned __int128 BudgetWide;

typedef struct BudgetSupport {
    const Budget *b;
    BudgetUtility utility;
    size_t       *from;   /* of project p: from[p] .. from[p + 1] - 1 are its supporters */
    u32          *voters; /* ballots whose voters get more than 0 from it, ascending */
    i64          *worth;  /* parallel: what it is worth to each of them; NULL where that is 1 for all */
    BudgetSum    *total;  /* of project p: worths of all voters added up, those of 0 and less included */
    u64          *count;  /* its supporters, as voters */
    i64          *most;   /* its greatest worth; 1 without supporters */
} BudgetSupport;

/* The utility must be one that the ballots tell. O(m + choices). */
BudgetSupport *budget_support(Arena *a, const Budget *b, BudgetUtility utility);

void budget_set_wide(mpz_t ret, BudgetWide v);
