/* budget_greedy: see budget_greedy.h. */
#include "engine/tally/budget_greedy.h"

#include <stdlib.h>

typedef struct Ranked {
    u32    project;
    mpq_t *score;
} Ranked;

static int by_score(const void *x, const void *y)
{
    const Ranked *a = x, *b = y;
    int           c = mpq_cmp(*b->score, *a->score);
    return c ? c : a->project < b->project ? -1 : a->project > b->project;
}

static void set_sum(mpz_t ret, BudgetSum v)
{
    budget_set_wide(ret, (BudgetWide)(v < 0 ? -v : v));
    if (v < 0)
        mpz_neg(ret, ret);
}

/* Takes from the order what fits; without `skips` it stops at the first that does not. */
static void take(BudgetResult *r, const Ranked *order, size_t n, bool skips)
{
    mpz_t     *left = exact_wholes(r->a, 1);
    size_t     first = 0, next;
    bool       goes_on = true;
    for (; first < n; first = next) {
        for (next = first + 1; next < n && mpq_equal(*order[next].score, *order[first].score);)
            next++;
        r->ties += (i64)(next - first - 1);
        u32 *tied = NEW_N(r->a, u32, next - first);
        for (size_t i = first; i < next; i++)
            tied[i - first] = order[i].project;
        for (size_t i = first; i < next && goes_on; i++) {
            if (budget_result_fits(r, order[i].project, *left))
                budget_result_add(r, order[i].project, tied + (i - first), next - i, *order[i].score);
            else
                goes_on = skips;
        }
    }
}

void budget_greedy_complete(BudgetResult *r, const BudgetSupport *s)
{
    const Budget *b = s->b;
    Arena        *a = r->a;
    Ranked       *order = NEW_N(a, Ranked, b->n_projects);
    mpq_t        *scores = exact_fractions(a, b->n_projects);
    size_t        n = 0;
    for (size_t p = 0; p < b->n_projects; p++) {
        if (r->has[p])
            continue;
        set_sum(mpq_numref(scores[p]), s->total[p]);
        if (s->utility != BUDGET_COST) {
            /* per unit of the currency, points in units of 1/points_scale */
            mpz_mul(mpq_numref(scores[p]), mpq_numref(scores[p]), b->scale);
            mpz_mul_si(mpq_denref(scores[p]), b->projects[p].cost, s->utility == BUDGET_POINTS ? b->points_scale : 1);
            mpq_canonicalize(scores[p]);
        }
        order[n++] = (Ranked){ (u32)p, &scores[p] };
    }
    if (n)
        qsort(order, n, sizeof *order, by_score);
    take(r, order, n, true);
}

BudgetResult *budget_greedy(Arena *a, const BudgetSupport *s)
{
    BudgetResult *r = budget_result_new(a, s->b);
    budget_greedy_complete(r, s);
    return r;
}

BudgetResult *budget_city(Arena *a, const Budget *b, bool skips)
{
    BudgetResult *r = budget_result_new(a, b);
    BUG_ON(b->vote == BUDGET_ORDINAL); /* applies() of cmd_tally_pb.c */
    BudgetSupport *s = budget_support(a, b, budget_has_points(b->vote) ? BUDGET_POINTS : BUDGET_CARD);
    Ranked        *order = NEW_N(a, Ranked, b->n_projects);
    mpq_t         *scores = exact_fractions(a, b->n_projects);
    size_t         n = 0;
    for (size_t p = 0; p < b->n_projects; p++) {
        set_sum(mpq_numref(scores[p]), s->total[p]);
        mpz_set_si(mpq_denref(scores[p]), s->utility == BUDGET_POINTS ? b->points_scale : 1);
        mpq_canonicalize(scores[p]);
        if (mpq_cmp(scores[p], b->threshold) >= 0)
            order[n++] = (Ranked){ (u32)p, &scores[p] };
    }
    if (n)
        qsort(order, n, sizeof *order, by_score);
    take(r, order, n, skips);
    return r;
}
