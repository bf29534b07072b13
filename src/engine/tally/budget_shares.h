/* budget_shares: the method of equal shares, alone or with voters' shares raised until the budget is used.
 *
 * Each voter has total / n_votes of the currency. BUDGET_ADD1: then one unit of the currency more, and more, until
 * an outcome is exhaustive within the budget (no further project that has a supporter can be paid), which is the
 * result; where an outcome costs more than the budget, the one before is. BUDGET_ADD1F: as cities have it: stops
 * only where an outcome costs more, or holds every project that has a supporter. The outcomes do not grow steadily,
 * so every share is tried; the runs are spread over the cores, and the result does not depend on how many there are.
 *
 * Source: Peters, Pierczyński, Skowron 2021 (budget_run.h); Faliszewski et al. 2023 (pabulib.h); equalshares.net. */
#pragma once
#include "engine/tally/budget_run.h"

/* Of runs that raise shares, and of choices on ballots that all of them look at: a few minutes of one core. */
#define BUDGET_MOST_LOOKS INT64_C(20000000000)
enum { BUDGET_MOST_RUNS = 1000000 }; /* a share of the currency's units each: a budget of 10^12 for two voters has no end */

typedef enum BudgetShares { BUDGET_PLAIN, BUDGET_ADD1, BUDGET_ADD1F } BudgetShares;

/* How many runs are made before a search is given up: BUDGET_MOST_RUNS, fewer where ballots are so many that they would
 * look at more than BUDGET_MOST_LOOKS choices. It does not depend on the machine. */
i64 budget_most_runs(const BudgetSupport *s);

/* A round's price is rho (budget_run.h). `ties` counts rounds in which several projects were cheapest, over all runs
 * with raised shares (those of the first run are BUDGET_PLAIN's); `runs` the runs made, the first included, and 0
 * for BUDGET_PLAIN. NULL where more than budget_most_runs() would be needed, or a run is given up (budget_run.h). */
BudgetResult *budget_shares(Arena *a, const BudgetSupport *s, BudgetShares how);
