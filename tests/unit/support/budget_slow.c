/* budget_slow: see budget_slow.h. */
#include "support/budget_slow.h"

#include <string.h>

#include "support/dice.h"

static SlowResult result_new(Arena *a)
{
    mpq_t *v = exact_fractions(a, SLOW_PROJECTS + 1);
    return (SlowResult){ .price = v, .cost = v + SLOW_PROJECTS };
}

static void bought(const SlowCase *c, SlowResult *r, u32 p, mpq_srcptr price)
{
    if (price != NULL)
        mpq_set(r->price[r->n], price);
    r->order[r->n++] = p;
    mpq_add(*r->cost, *r->cost, c->cost[p]);
}

static bool has(const SlowResult *r, u32 p)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->order[i] == p)
            return true;
    return false;
}

/* ---- cases ---- */

static i64 some_points(BudgetVote vote)
{
    switch (dice_upto(5)) {
    case 0:
        return vote == BUDGET_SCORING ? -dice_upto(4) : 0;
    case 1:
        return dice_wide(INT64_C(1) << 40);
    default:
        return dice_upto(6);
    }
}

static void some_amount(mpq_t ret, int size)
{
    if (size == 0)
        mpq_set_si(ret, dice_between(1, 12), 1);
    else if (size == 1)
        mpq_set_si(ret, dice_between(1, 100000), 100);
    else if (size == 2)
        mpq_set_si(ret, 1 + dice_wide(1000000), 1);
    else {
        mpq_set_si(ret, 1 + dice_wide(INT64_MAX - 1), 1);
        mpz_mul_2exp(mpq_numref(ret), mpq_numref(ret), (mp_bitcnt_t)dice_upto(70));
    }
    mpq_canonicalize(ret);
}

static void some_ballot(SlowCase *c, SlowBallot *v, i64 most)
{
    *v = (SlowBallot){ .weight = (u32)(dice_upto(3) ? 1 + dice_wide(most - 1) : 1) };
    u32 order[SLOW_PROJECTS];
    for (u32 p = 0; p < c->m; p++)
        order[p] = p;
    for (size_t p = c->m; p > 1; p--) {
        size_t k = (size_t)dice_upto((i64)p);
        u32    x = order[p - 1];
        order[p - 1] = order[k];
        order[k] = x;
    }
    v->n = (size_t)dice_upto((i64)c->m + 1);
    if (c->vote == BUDGET_CHOOSE_1 && v->n > 1)
        v->n = 1;
    for (size_t k = 0; k < v->n; k++) {
        v->choices[k] = order[k];
        v->points[k] = budget_has_points(c->vote) ? some_points(c->vote) : 0;
    }
}

SlowCase slow_case(Arena *a, BudgetVote vote, i64 most)
{
    int      size = (int)dice_upto(4);
    mpq_t   *amounts = exact_fractions(a, SLOW_PROJECTS + 1);
    SlowCase c = { .a = a, .vote = vote, .total = amounts, .cost = amounts + 1,
                   .m = (size_t)dice_between(1, SLOW_PROJECTS), .n = (size_t)dice_between(1, SLOW_VOTERS),
                   .decimals = (int)dice_upto(3) };
    for (size_t p = 0; p < c.m; p++) {
        c.ids[p] = arena_printf(a, "%c%zu", (int)('A' + p), (size_t)dice_upto(1000));
        some_amount(c.cost[p], size);
        mpq_add(*c.total, *c.total, c.cost[p]);
    }
    mpq_t *part = exact_fractions(a, 1);
    mpq_set_si(*part, dice_between(0, 12), 10); /* up to a little more than all cost, sometimes a fraction */
    mpq_canonicalize(*part);
    mpq_mul(*c.total, *c.total, *part);
    for (size_t g = 0; g < c.n; g++) {
        some_ballot(&c, &c.ballots[g], most);
        c.n_votes += c.ballots[g].weight;
    }
    return c;
}

/* A voter's ballot, `weight` times. Equal ballots may be merged already. */
static void ballot_add(Budget *b, const SlowCase *c, const SlowBallot *v)
{
    u32          choices[SLOW_PROJECTS], twice;
    BudgetPoints points[SLOW_PROJECTS];
    size_t       n_before = b->n_ballots;
    u32          before[SLOW_VOTERS];
    for (size_t i = 0; i < n_before; i++)
        before[i] = b->ballots[i].weight;
    for (size_t k = 0; k < v->n; k++) {
        choices[k] = v->choices[k];
        points[k] = (BudgetPoints){ v->points[k], c->decimals };
    }
    BUG_ON(budget_ballot_add(b, choices, budget_has_points(c->vote) ? points : NULL, v->n, &twice) != BUDGET_OK);
    for (size_t i = 0; i < b->n_ballots; i++)
        if (i >= n_before || before[i] != b->ballots[i].weight)
            b->ballots[i].weight += v->weight - 1;
    b->n_votes += v->weight - 1;
    for (size_t k = 0; k < v->n; k++)
        b->projects[v->choices[k]].votes += v->weight - 1;
}

Budget *slow_budget(const SlowCase *c, const size_t *shuffle, const char *prefix)
{
    Budget *b = budget_new(c->a, c->vote, *c->total);
    for (size_t i = 0; i < c->m; i++) {
        size_t p = shuffle != NULL ? c->m - 1 - i : i;
        BUG_ON(!budget_project_add(b, arena_printf(c->a, "%s%.*s", prefix, STR_ARG(c->ids[p])), STR_NONE, c->cost[p]));
    }
    budget_projects_end(b);
    for (size_t g = 0; g < c->n; g++)
        ballot_add(b, c, &c->ballots[shuffle != NULL ? shuffle[g] : g]);
    return b;
}

/* ---- rules ---- */

void slow_worth(const SlowCase *c, BudgetUtility u, const SlowBallot *v, u32 project, mpq_t ret)
{
    mpq_set_ui(ret, 0, 1);
    for (size_t k = 0; k < v->n; k++) {
        if (v->choices[k] != project)
            continue;
        if (u == BUDGET_CARD)
            mpq_set_ui(ret, 1, 1);
        else if (u == BUDGET_COST)
            mpq_set(ret, c->cost[project]);
        else if (u == BUDGET_BORDA)
            mpq_set_ui(ret, v->n - 1 - k, 1);
        else {
            mpz_set_si(mpq_numref(ret), v->points[k]);
            mpz_ui_pow_ui(mpq_denref(ret), 10, (unsigned long)c->decimals);
            mpq_canonicalize(ret);
        }
    }
}

bool slow_has_supporter(const SlowCase *c, BudgetUtility u, u32 project)
{
    mpq_t *worth = exact_fractions(c->a, 1);
    for (size_t g = 0; g < c->n; g++) {
        slow_worth(c, u, &c->ballots[g], project, *worth);
        if (mpq_sgn(*worth) > 0)
            return true;
    }
    return false;
}

/* ret = a * weight */
static void times(mpq_t ret, const mpq_t a, u32 weight, mpq_t x)
{
    mpq_set_ui(x, weight, 1);
    mpq_mul(ret, a, x);
}

/* Takes by score, descending, what fits. */
static void take(const SlowCase *c, SlowResult *r, mpq_t *score, const bool *is_out, bool skips)
{
    bool   done[SLOW_PROJECTS];
    mpq_t *left = exact_fractions(c->a, 1), *last = NULL;
    memcpy(done, is_out, sizeof done);
    for (bool goes_on = true;;) {
        u32 best = BUDGET_NONE;
        for (u32 p = 0; p < c->m; p++)
            if (!done[p] && (best == BUDGET_NONE || mpq_cmp(score[p], score[best]) > 0))
                best = p;
        if (best == BUDGET_NONE)
            return;
        done[best] = true;
        r->ties += last != NULL && mpq_equal(*last, score[best]);
        last = &score[best];
        mpq_sub(*left, *c->total, *r->cost);
        if (goes_on && mpq_cmp(c->cost[best], *left) <= 0)
            bought(c, r, best, score[best]);
        else
            goes_on = goes_on && skips;
    }
}

static void total_worth(const SlowCase *c, BudgetUtility u, u32 p, mpq_t ret)
{
    mpq_t *v = exact_fractions(c->a, 2);
    mpq_set_ui(ret, 0, 1);
    for (size_t g = 0; g < c->n; g++) {
        slow_worth(c, u, &c->ballots[g], p, v[0]);
        times(v[0], v[0], c->ballots[g].weight, v[1]);
        mpq_add(ret, ret, v[0]);
    }
}

SlowResult slow_greedy(const SlowCase *c, BudgetUtility u, const SlowResult *after)
{
    SlowResult r = result_new(c->a);
    mpq_t     *score = exact_fractions(c->a, SLOW_PROJECTS);
    bool       out[SLOW_PROJECTS] = { false };
    for (size_t i = 0; after != NULL && i < after->n; i++)
        bought(c, &r, after->order[i], after->price[i]);
    r.ties = after != NULL ? after->ties : 0;
    for (u32 p = 0; p < c->m; p++) {
        total_worth(c, u, p, score[p]);
        mpq_div(score[p], score[p], c->cost[p]);
        out[p] = has(&r, p);
    }
    take(c, &r, score, out, true);
    return r;
}

SlowResult slow_city(const SlowCase *c, bool skips, const mpq_t threshold)
{
    SlowResult r = result_new(c->a);
    mpq_t     *score = exact_fractions(c->a, SLOW_PROJECTS);
    bool       out[SLOW_PROJECTS] = { false };
    for (u32 p = 0; p < c->m; p++) {
        total_worth(c, budget_has_points(c->vote) ? BUDGET_POINTS : BUDGET_CARD, p, score[p]);
        out[p] = mpq_cmp(score[p], threshold) < 0;
    }
    take(c, &r, score, out, skips);
    return r;
}

/* rho of project p: pays the poorest for their worth with all they have, until the others can share the rest. */
static bool rho_of(const SlowCase *c, BudgetUtility u, u32 p, mpq_t *money, mpq_t ret)
{
    mpq_t *v = exact_fractions(c->a, 5), *worth = exact_fractions(c->a, c->n);
    bool   paid[SLOW_VOTERS] = { false };
    mpq_set(v[0], c->cost[p]); /* what is missing */
    for (size_t g = 0; g < c->n; g++) {
        slow_worth(c, u, &c->ballots[g], p, worth[g]);
        paid[g] = mpq_sgn(worth[g]) <= 0;
        if (!paid[g]) {
            times(v[2], worth[g], c->ballots[g].weight, v[3]);
            mpq_add(v[1], v[1], v[2]); /* worths of those who have not paid */
        }
    }
    for (;;) {
        size_t poorest = SLOW_VOTERS;
        for (size_t g = 0; g < c->n; g++) {
            if (paid[g])
                continue;
            mpq_div(v[2], money[g], worth[g]);
            if (poorest == SLOW_VOTERS || mpq_cmp(v[2], v[4]) < 0) {
                poorest = g;
                mpq_set(v[4], v[2]);
            }
        }
        if (poorest == SLOW_VOTERS)
            return false;
        mpq_div(ret, v[0], v[1]);
        if (mpq_cmp(v[4], ret) >= 0)
            return true;
        paid[poorest] = true;
        times(v[2], money[poorest], c->ballots[poorest].weight, v[3]);
        mpq_sub(v[0], v[0], v[2]);
        times(v[2], worth[poorest], c->ballots[poorest].weight, v[3]);
        mpq_sub(v[1], v[1], v[2]);
    }
}

static void pay(const SlowCase *c, BudgetUtility u, u32 p, const mpq_t rho, mpq_t *money)
{
    mpq_t *worth = exact_fractions(c->a, 1);
    for (size_t g = 0; g < c->n; g++) {
        slow_worth(c, u, &c->ballots[g], p, *worth);
        if (mpq_sgn(*worth) <= 0)
            continue;
        mpq_mul(*worth, *worth, rho);
        if (mpq_cmp(money[g], *worth) <= 0)
            mpq_set_ui(money[g], 0, 1);
        else
            mpq_sub(money[g], money[g], *worth);
    }
}

SlowResult slow_shares(const SlowCase *c, BudgetUtility u, i64 added)
{
    SlowResult r = result_new(c->a);
    mpq_t     *v = exact_fractions(c->a, 2), *money = exact_fractions(c->a, c->n);
    mpq_set_si(v[0], c->n_votes, 1);
    mpq_div(v[1], *c->total, v[0]);
    mpq_set_si(v[0], added, 1);
    mpq_add(v[1], v[1], v[0]);
    for (size_t g = 0; g < c->n; g++)
        mpq_set(money[g], v[1]);
    for (;;) {
        u32 best = BUDGET_NONE;
        int equal = 0;
        for (u32 p = 0; p < c->m; p++) {
            if (has(&r, p) || !rho_of(c, u, p, money, v[0]))
                continue;
            int cmp = best == BUDGET_NONE ? -1 : mpq_cmp(v[0], v[1]);
            equal = cmp < 0 ? 1 : equal + (cmp == 0);
            if (cmp < 0) {
                best = p;
                mpq_set(v[1], v[0]);
            }
        }
        if (best == BUDGET_NONE)
            return r;
        r.ties += equal > 1;
        pay(c, u, best, v[1], money);
        bought(c, &r, best, v[1]);
    }
}

static bool is_last(const SlowCase *c, BudgetUtility u, const SlowResult *r, bool full)
{
    mpq_t *left = exact_fractions(c->a, 1);
    mpq_sub(*left, *c->total, *r->cost);
    for (u32 p = 0; p < c->m; p++)
        if (!has(r, p) && slow_has_supporter(c, u, p) && (full || mpq_cmp(c->cost[p], *left) <= 0))
            return false;
    return true;
}

SlowResult slow_add1(const SlowCase *c, BudgetUtility u, bool full, i64 most)
{
    SlowResult before = { 0 };
    i64        ties = 0;
    for (i64 added = 0; added < most; added++) {
        SlowResult r = slow_shares(c, u, added);
        ties += added > 0 ? r.ties : 0;
        bool is_over = mpq_cmp(*r.cost, *c->total) > 0;
        if (is_over || is_last(c, u, &r, full)) {
            SlowResult end = is_over ? before : r;
            end.ties = ties;
            end.runs = added + 1;
            return end;
        }
        before = r;
    }
    return (SlowResult){ .runs = most };
}

/* When supporters of p have its cost together: (cost + sum of when each last bought) / how many they are. */
static bool time_of(const SlowCase *c, u32 p, mpq_t *last, mpq_t ret)
{
    mpq_t *v = exact_fractions(c->a, 3);
    mpq_set(ret, c->cost[p]);
    for (size_t g = 0; g < c->n; g++) {
        slow_worth(c, BUDGET_CARD, &c->ballots[g], p, v[0]);
        if (mpq_sgn(v[0]) == 0)
            continue;
        times(v[0], v[0], c->ballots[g].weight, v[1]);
        mpq_add(v[2], v[2], v[0]);
        mpq_mul(v[0], v[0], last[g]);
        mpq_add(ret, ret, v[0]);
    }
    if (mpq_sgn(v[2]) == 0)
        return false;
    mpq_div(ret, ret, v[2]);
    return true;
}

SlowResult slow_phragmen(const SlowCase *c)
{
    SlowResult r = result_new(c->a);
    mpq_t     *v = exact_fractions(c->a, 2), *last = exact_fractions(c->a, c->n);
    for (;;) {
        u32  best = BUDGET_NONE, tied[SLOW_PROJECTS];
        int  equal = 0;
        bool ever = false; /* someone is next in a time that comes */
        for (u32 p = 0; p < c->m; p++) {
            if (has(&r, p) || mpq_cmp(c->cost[p], *c->total) > 0)
                continue;
            bool has_time = time_of(c, p, last, v[0]);
            int  cmp = has_time ? mpq_cmp(v[0], v[1]) : 0;
            if (best == BUDGET_NONE || has_time != ever)
                cmp = best == BUDGET_NONE || has_time ? -1 : 1;
            if (cmp > 0)
                continue;
            if (cmp < 0) {
                equal = 0;
                best = p;
                ever = has_time;
                mpq_set(v[1], v[0]);
            }
            tied[equal++] = p;
        }
        mpq_sub(v[0], *c->total, *r.cost);
        for (int i = 0; i < equal; i++)
            if (mpq_cmp(c->cost[tied[i]], v[0]) > 0)
                return r;
        if (best == BUDGET_NONE)
            return r;
        r.ties += equal > 1;
        for (size_t g = 0; ever && g < c->n; g++) {
            slow_worth(c, BUDGET_CARD, &c->ballots[g], best, v[0]);
            if (mpq_sgn(v[0]) > 0)
                mpq_set(last[g], v[1]);
        }
        bought(c, &r, best, ever ? v[1] : NULL);
    }
}
