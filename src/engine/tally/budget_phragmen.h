/* budget_phragmen: sequential Phragmén. All voters earn money at the same speed; when supporters of a project have
 * its cost together they buy it and have nothing again. It ends as soon as any of the projects that would be bought
 * next, there may be several at once, cannot be paid from the budget; of equals the smaller id is bought. Projects
 * dearer than the budget are out from the start. Where only projects without supporters are left, all of them are
 * next.
 *
 * A round's price is the time of the purchase: what each voter has earned by then, in money of the currency; none
 * for projects without supporters. Approval ballots: every choice counts alike.
 *
 * Times are intervals of whole numbers, rounded outward, and where two overlap exact fractions decide; prices of
 * purchases are always computed exactly. O(purchases * projects looked at * supporters).
 *
 * Source: Brill, Freeman, Janson, Lackner, "Phragmén's Voting Methods and Justified Representation", AAAI 2017 and
 * Mathematical Programming 2023; for costs Los, Christoff, Grossi, "Proportional Budget Allocations", IJCAI 2022. */
#pragma once
#include "engine/tally/budget_run.h"

/* The support's utility is BUDGET_CARD. NULL where so many tie, round after round, that it is given up: more than
 * BUDGET_MOST_EQUALS comparisons (budget_run.h). */
BudgetResult *budget_phragmen(Arena *a, const BudgetSupport *s);
