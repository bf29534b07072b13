/* budget_book: the exact side of a run of the method of equal shares: what was bought in which order, whom each
 * purchase left without money, and from these, when asked, every price and every voter's money as a fraction.
 *
 * A voter who is not out of money has the share less the prices of what they bought, so a price is a linear
 * combination of the share and the prices before it, with whole numbers of voters as coefficients. No voter's money
 * is ever stored as a fraction, and fractions are made only where the fast side (budget_run) cannot decide.
 *
 * Money in units of 1/n_votes of a unit of Budget, so that the share of the first run, total / n_votes, is whole. A
 * price is what a supporter with money pays for each unit of worth. */
#pragma once
#include "engine/tally/budget_support.h"

#define BUDGET_OPEN UINT32_MAX

/* What the voters of one ballot have, each of them. */
typedef struct BudgetPurse {
    u64 money;  /* of budget_run; 0: nothing, exactly */
    u32 weight; /* voters; 0 once they have nothing */
    u32 end;    /* the purchase that took the last of it; BUDGET_OPEN: they have some */
} BudgetPurse;

typedef struct BudgetBook {
    const BudgetSupport *s;
    BudgetPurse         *purses; /* by ballot */
    u32                 *bought; /* by project: which purchase, or BUDGET_OPEN */
    u32                 *order;  /* by purchase: which project */
    size_t               n;      /* purchases */
    mpz_ptr              share;
    /* the prices of the first `known` purchases: price[i] / den */
    size_t               known;
    mpz_t               *price;
    mpz_ptr              den;
    BudgetWide          *coefficient; /* scratch, by purchase */
    mpz_ptr              x, y, z, top, bottom;
} BudgetBook;

BudgetBook budget_book(Arena *a, const BudgetSupport *s);
void       budget_book_reset(BudgetBook *k); /* nothing bought; purses are the caller's to fill */
/* Makes the prices of all purchases known. O(choices of the voters that they left without money, plus n numbers a
 * purchase). */
void budget_book_know(BudgetBook *k);
/* Money of the voters of ballot g, in units of 1/den: all must be known. O(choices). */
void budget_book_money(BudgetBook *k, u32 g, mpz_t ret);
/* The sum of the money of those supporters of the project for whom `is_poor` holds, and the worths of the others,
 * added up: what is then missing to its cost, divided by these, is its price: top / bottom. `is_poor` is parallel to
 * its supporters. */
void budget_book_missing(BudgetBook *k, u32 project, const bool *is_poor, mpz_t ret_top, mpz_t ret_bottom);
/* Buys it, at a price of top / bottom (in money, not in units of 1/den) that is known already. */
void budget_book_buy_at(BudgetBook *k, u32 project, const mpz_t top, const mpz_t bottom);
void budget_book_buy(BudgetBook *k, u32 project); /* at the price that follows from who is left without money */
