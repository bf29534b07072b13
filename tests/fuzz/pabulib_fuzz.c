/* pabulib_fuzz: a file of an election about a budget, counted by every rule where it is taken. Whatever comes is
 * refused with a line of the file, or counted so that nothing is bought twice or beyond the budget. */
#include "engine/tally/budget_greedy.h"
#include "engine/tally/budget_phragmen.h"
#include "engine/tally/budget_shares.h"
#include "engine/tally/pabulib.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { MOST_PROJECTS = 40 }; /* the counting is to be quick */

static void check(const BudgetResult *r)
{
    Arena *a = arena_open();
    bool  *seen = NEW_N(a, bool, r->b->n_projects);
    mpz_t *sum = exact_wholes(a, 1);
    for (size_t i = 0; i < r->n; i++) {
        const BudgetRound *round = &r->rounds[i];
        BUG_ON(seen[round->project] || round->n_tied < 1 || round->tied[0] != round->project);
        seen[round->project] = true;
        mpz_add(*sum, *sum, r->b->projects[round->project].cost);
    }
    BUG_ON(mpz_cmp(*sum, r->cost) != 0 || mpz_cmp(r->cost, r->b->total) > 0);
    arena_close(a);
}

/* A hundred raises at most lie between the share and what would pay for everything. */
static bool is_soon_done(Arena *a, const Budget *b)
{
    mpz_t *most = exact_wholes(a, 1);
    for (size_t p = 0; p < b->n_projects; p++)
        mpz_add(*most, *most, b->projects[p].cost);
    mpz_fdiv_q(*most, *most, b->scale);
    return mpz_cmp_ui(*most, 100) < 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena   *a = arena_open();
    Lines   *l = lines_of(a, (Str){ (const char *)bytes, n });
    Pabulib *p = pabulib_read(a, l);
    if (p == NULL) {
        BUG_ON(l->refusal.what == NULL || l->refusal.line < 1 || l->refusal.line > (i64)n + 1);
        refusal_text(a, &l->refusal);
        arena_close(a);
        return 0;
    }
    Budget *b = p->budget;
    for (BudgetUtility u = BUDGET_CARD; u <= BUDGET_BORDA && b->n_projects <= MOST_PROJECTS; u++) {
        if (!budget_has_utility(b->vote, u))
            continue;
        BudgetSupport *s = budget_support(a, b, u);
        BudgetResult  *shares = budget_shares(a, s, BUDGET_PLAIN), *rest = budget_result_copy(a, shares);
        check(shares);
        check(budget_greedy(a, s));
        budget_greedy_complete(rest, s);
        check(rest);
        if (is_soon_done(a, b)) {
            check(budget_shares(a, s, BUDGET_ADD1));
            check(budget_shares(a, s, BUDGET_ADD1F));
        }
        if (u == BUDGET_CARD)
            check(budget_phragmen(a, s));
    }
    if (b->vote != BUDGET_ORDINAL) {
        check(budget_city(a, b, true));
        check(budget_city(a, b, false));
    }
    arena_close(a);
    return 0;
}
