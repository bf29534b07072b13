/* motion_find: which option an order or a budget finds. See motion.h. */
#include "engine/tally/budget_greedy.h"
#include "engine/tally/budget_shares.h"
#include "engine/tally/motion.h"
#include "engine/tally/ranked_pairs.h"
#include "engine/tally/runoff.h"
#include "engine/tally/schulze.h"

const char *const motion_finds_names[] = { "votes", "schulze", "ranked_pairs", "irv", "mes_cost", "mes_cost_greedy", "greedy_cost",
                                           "city_greedy_skip", NULL };

bool motion_finds_fits(SlipKind method, MotionFinds finds)
{
    if (method == SLIP_RANK)
        return finds >= MOTION_SCHULZE && finds <= MOTION_IRV;
    return method == SLIP_BUDGET ? finds >= MOTION_MES && finds < MOTION_FINDS : finds == MOTION_COUNTS;
}

/* One winner is found; several tie. */
static void found(MotionResult *r, Chosen winners)
{
    if (winners.n == 1) {
        r->chosen = winners.v;
        r->n_chosen = 1;
        return;
    }
    r->tied = winners.v;
    r->n_tied = winners.n;
}

/* Where nobody names anybody, nobody is found. */
static void order_find(const Motion *m, MotionResult *r)
{
    if (m->orders.voters == 0)
        return;
    if (m->head.finds == MOTION_IRV) {
        Runoff run = runoff_count(m->a, &m->orders);
        r->chosen = NEW(m->a, int);
        r->chosen[0] = run.winner;
        r->n_chosen = run.winner != 0;
        r->is_by_number = run.is_tie_used;
        return;
    }
    Pairwise p = pairwise_count(m->a, &m->orders);
    found(r, m->head.finds == MOTION_SCHULZE ? schulze_count(m->a, &p, SCHULZE_MARGIN).winners : ranked_pairs_count(m->a, &p).winners);
}

static BudgetResult *budget_buy(const Motion *m)
{
    if (m->head.finds == MOTION_CITY)
        return budget_city(m->a, m->budget, true);
    const BudgetSupport *s = budget_support(m->a, m->budget, BUDGET_COST);
    if (m->head.finds == MOTION_GREEDY)
        return budget_greedy(m->a, s);
    BudgetResult *r = budget_shares(m->a, s, BUDGET_PLAIN);
    if (r != NULL && m->head.finds == MOTION_MES_GREEDY)
        budget_greedy_complete(r, s);
    return r;
}

bool motion_find(const Motion *m, MotionResult *r)
{
    if (m->head.method == SLIP_RANK) {
        order_find(m, r);
        return true;
    }
    if (m->budget->n_votes == 0)
        return true;
    const BudgetResult *bought = budget_buy(m);
    if (bought == NULL)
        return false;
    r->chosen = NEW_N(m->a, int, bought->n);
    for (size_t i = 0; i < bought->n; i++)
        if (m->budget->projects[bought->rounds[i].project].votes > 0) /* what nobody names is not bought with what is left */
            r->chosen[r->n_chosen++] = (int)bought->rounds[i].project + 1;
    r->is_by_number = bought->ties > 0;
    return true;
}
