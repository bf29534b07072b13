/* budget_result: what a rule bought, round by round. */
#pragma once
#include "engine/tally/budget.h"

typedef struct BudgetRound {
    u32        project;
    u32        n_tied; /* at least 1 */
    const u32 *tied;   /* who stood equal, by number, the project itself among them: the smallest number was taken */
    mpq_t     *price;  /* what decided, as the rule's header says; NULL where it decided by nothing but the id */
} BudgetRound;

typedef struct BudgetResult {
    const Budget *b;
    Arena        *a;
    BudgetRound  *rounds;
    size_t        n, room;
    mpz_ptr       cost;  /* of all that was bought, in units of 1/scale */
    i64           ties;  /* how often a tie was met, over all runs */
    i64           runs;  /* runs of the method of equal shares that were made; 0: the rule makes none */
    bool         *has;   /* by project: it was bought */
} BudgetResult;

BudgetResult *budget_result_new(Arena *a, const Budget *b);
/* Buys a project. `tied` stays where it is and outlives the result; `price` is copied, NULL is none. */
void budget_result_add(BudgetResult *r, u32 project, const u32 *tied, size_t n_tied, mpq_srcptr price);
/* The same rounds again, to be gone on with; `from` outlives it. */
BudgetResult *budget_result_copy(Arena *a, const BudgetResult *from);
/* Whether the project can be paid from what is left. `left` is scratch. O(1). */
bool budget_result_fits(const BudgetResult *r, u32 project, mpz_t left);
/* For qsort: projects ascending. */
int budget_by_number(const void *a, const void *b);
