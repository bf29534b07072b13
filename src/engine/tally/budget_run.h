/* budget_run: one run of the method of equal shares, from a share of money for each voter to what is bought.
 *
 * Of the projects that their supporters can pay together, the next is the one with the least price rho for a unit of
 * utility, when each supporter i pays min(their money, rho * u_i). Equals go by id.
 *
 * The fast side of it. A voter's money is a whole number of 2^-shift units that is known to lie in money - 1 ..
 * money + slack; sums and prices are computed from it with every rounding outward, so that each price is an interval
 * that holds the exact one. Where intervals do not overlap they decide; where they do, or where a voter's money
 * might just be the price, the exact side (budget_book) does. So the outcome is always the exact one. Prices only
 * rise, because money only goes: a project's last lower bound stays one, and only projects whose bound is below the
 * best price found are looked at.
 *
 * A price is found by Newton's method on the concave function rho -> sum of min(money, rho * u), from below: one or
 * two passes over the supporters as a rule. A run costs O(purchases * projects looked at * supporters); for real
 * elections that is about twice the choices on all ballots.
 *
 * Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS
 * 2021. */
#pragma once
#include "engine/tally/budget_book.h"
#include "engine/tally/budget_heap.h"
#include "engine/tally/budget_result.h"

/* Comparisons among projects that may be equal, over all rounds of a run; where all of some two thousand tie in every
 * round these are as many as they are squared. Beyond, the run is given up. */
enum { BUDGET_MOST_EQUALS = 4000000 };

typedef struct BudgetRun {
    BudgetBook  book; /* what was bought, in order */
    mpz_ptr     cost; /* of it */
    i64         ties; /* rounds in which more than one was cheapest */
    i64         equals;      /* comparisons so far */
    bool        is_given_up; /* what was bought is not the result */

    BudgetHeap  heap;                     /* by a lower bound of rho */
    int         shift;
    u64         slack;
    BudgetWide *cost_low, *cost_high;     /* by project, in 2^-shift units */
    u64        *unit_low, *unit_high;     /* what a price is divided by to give rho: the cost for BUDGET_COST, else 1 */
    BudgetWide *worths;                   /* of all supporters, added up */
    u64        *low, *high;               /* bounds of a project's price for a unit of worth */
    BudgetWide *rho_high;                 /* rho in 2^(-shift - 64) units; its lower bound is the key of the heap */
    u32        *voters;                   /* as in BudgetSupport, without those who have nothing */
    i64        *worth;
    size_t     *n_voters;                 /* of each project; AS_GIVEN: not copied yet */
    u32        *able, *tied;              /* scratch: candidates of a round; those with the same rho */
    size_t      n_tied;
    bool       *is_poor;                  /* scratch, by supporter */
    u64        *paid;                     /* scratch, by purchase */
    size_t     *exact_at;                 /* by project: top / bottom is its price after exact_at - 1 purchases */
    mpz_t      *top, *bottom;
    mpz_ptr     x, y;
    i64         exact_asked;              /* how often intervals did not decide */
} BudgetRun;

/* A workspace for runs, one at a time; each thread has its own. The support outlives it. */
BudgetRun *budget_run_open(Arena *a, const BudgetSupport *s);
/* A run with `added` units of the currency more than total / n_votes for each voter; added >= 0. */
void budget_run(BudgetRun *r, i64 added);
/* The same, every round told with its exact rho: money for a unit of utility (for BUDGET_COST without unit). Goes
 * into `into`, which holds nothing yet; r->ties too. Either may be given up: r->is_given_up. */
void budget_run_told(BudgetRun *r, i64 added, BudgetResult *into);
