/* budget_result: see budget_result.h. */
#include "engine/tally/budget_result.h"

BudgetResult *budget_result_new(Arena *a, const Budget *b)
{
    BudgetResult *r = NEW(a, BudgetResult);
    *r = (BudgetResult){ .b = b, .a = a, .cost = exact_wholes(a, 1)[0], .has = NEW_N(a, bool, b->n_projects) };
    return r;
}

void budget_result_add(BudgetResult *r, u32 project, const u32 *tied, size_t n_tied, mpq_srcptr price)
{
    BUG_ON(r->has[project] || n_tied == 0); /* a rule takes what is not taken yet, and at least that is tied */
    if (r->n == r->room) {
        size_t room = 2 * r->n + 16;
        r->rounds = arena_grow(r->a, r->rounds, sizeof *r->rounds * r->n, sizeof *r->rounds * room);
        r->room = room;
    }
    BudgetRound *round = &r->rounds[r->n++];
    *round = (BudgetRound){ .project = project, .n_tied = (u32)n_tied, .tied = tied };
    if (price != NULL) {
        round->price = exact_fractions(r->a, 1);
        mpq_set(*round->price, price);
    }
    r->has[project] = true;
    mpz_add(r->cost, r->cost, r->b->projects[project].cost);
}

BudgetResult *budget_result_copy(Arena *a, const BudgetResult *from)
{
    BudgetResult *r = budget_result_new(a, from->b);
    for (size_t i = 0; i < from->n; i++) {
        const BudgetRound *x = &from->rounds[i];
        budget_result_add(r, x->project, x->tied, x->n_tied, x->price != NULL ? *x->price : NULL);
    }
    r->ties = from->ties;
    r->runs = from->runs;
    return r;
}

bool budget_result_fits(const BudgetResult *r, u32 project, mpz_t left)
{
    mpz_sub(left, r->b->total, r->cost);
    return mpz_cmp(r->b->projects[project].cost, left) <= 0;
}

int budget_by_number(const void *a, const void *b)
{
    u32 x = *(const u32 *)a, y = *(const u32 *)b;
    return (x > y) - (x < y);
}
