/* budget_greedy: the projects in one order, each taken if it can still be paid.
 *
 * A round's price is what the order goes by, most first; equals go by id. Ties are neighbours in the order that are
 * equal, whether they are taken or not. O(m log m) multiplications. Source: Talmon, Faliszewski, "A Framework for
 * Approval-Based Budgeting Methods", AAAI 2019; statutes of the cities. */
#pragma once
#include "engine/tally/budget_result.h"
#include "engine/tally/budget_support.h"

/* By total utility for each unit of currency: with BUDGET_COST by votes. */
BudgetResult *budget_greedy(Arena *a, const BudgetSupport *s);
/* The same with what `r` has left, for what it has not bought; goes on in `r`. */
void budget_greedy_complete(BudgetResult *r, const BudgetSupport *s);

/* As most cities do: by votes, by points where the ballots have them (not for ordinal ballots), projects under the
 * threshold left out. The first that cannot be paid is skipped, or the rule stops there. */
BudgetResult *budget_city(Arena *a, const Budget *b, bool skips);
