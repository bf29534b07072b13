/* budget_support: see budget_support.h. */
#include "engine/tally/budget_support.h"

BudgetSupport *budget_support(Arena *a, const Budget *b, BudgetUtility utility)
{
    BudgetSupport *s = NEW(a, BudgetSupport);
    size_t         m = b->n_projects;
    BUG_ON(!budget_has_utility(b->vote, utility)); /* applies() of cmd_tally_pb.c */
    *s = (BudgetSupport){ .b = b, .utility = utility, .from = NEW_N(a, size_t, m + 1), .total = NEW_N(a, BudgetSum, m),
                          .count = NEW_N(a, u64, m), .most = NEW_N(a, i64, m) };
    for (size_t p = 0; p < m; p++)
        s->most[p] = 1;
    for (size_t g = 0; g < b->n_ballots; g++) {
        const BudgetBallot *v = &b->ballots[g];
        for (size_t k = 0; k < v->n; k++) {
            i64 worth = budget_worth(v, utility, k);
            u32 p = v->choices[k];
            s->total[p] += (BudgetSum)worth * v->weight;
            if (worth <= 0)
                continue;
            s->from[p + 1]++;
            s->count[p] += v->weight;
            if (worth > s->most[p])
                s->most[p] = worth;
        }
    }
    for (size_t p = 0; p < m; p++)
        s->from[p + 1] += s->from[p];
    bool is_one = utility == BUDGET_CARD || utility == BUDGET_COST;
    s->voters = NEW_N(a, u32, s->from[m]);
    s->worth = is_one ? NULL : NEW_N(a, i64, s->from[m]);
    ArenaMark *mark = arena_mark(a);
    size_t    *at = NEW_N(a, size_t, m);
    for (size_t p = 0; p < m; p++)
        at[p] = s->from[p];
    for (size_t g = 0; g < b->n_ballots; g++) {
        const BudgetBallot *v = &b->ballots[g];
        for (size_t k = 0; k < v->n; k++) {
            i64 worth = budget_worth(v, utility, k);
            if (worth <= 0)
                continue;
            size_t place = at[v->choices[k]]++;
            s->voters[place] = (u32)g;
            if (!is_one)
                s->worth[place] = worth;
        }
    }
    arena_rewind(a, mark);
    return s;
}

void budget_set_wide(mpz_t ret, BudgetWide v)
{
    mpz_set_ui(ret, (unsigned long)(v >> 64));
    mpz_mul_2exp(ret, ret, 64);
    mpz_add_ui(ret, ret, (unsigned long)v);
}
