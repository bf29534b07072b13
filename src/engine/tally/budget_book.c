/* budget_book: see budget_book.h. */
#include "engine/tally/budget_book.h"

#include <string.h>

BudgetBook budget_book(Arena *a, const BudgetSupport *s)
{
    size_t     m = s->b->n_projects;
    mpz_t     *v = exact_wholes(a, 7);
    BudgetBook k = { .s = s, .purses = NEW_N(a, BudgetPurse, s->b->n_ballots), .bought = NEW_N(a, u32, m),
                     .order = NEW_N(a, u32, m), .price = exact_wholes(a, m), .coefficient = NEW_N(a, BudgetWide, m) };
    k.share = v[0];
    k.den = v[1];
    k.x = v[2];
    k.y = v[3];
    k.z = v[4];
    k.top = v[5];
    k.bottom = v[6];
    return k;
}

void budget_book_reset(BudgetBook *k)
{
    memset(k->bought, 0xff, sizeof *k->bought * k->s->b->n_projects);
    k->n = k->known = 0;
    mpz_set_ui(k->den, 1);
}

/* Adds the ballot's purchases before `end` to the coefficients, `weight` times. */
static void count_paid(BudgetBook *k, u32 g, u32 end, u64 weight)
{
    const BudgetBallot *v = &k->s->b->ballots[g];
    for (size_t i = 0; i < v->n; i++) {
        u32 j = k->bought[v->choices[i]];
        i64 worth;
        if (j < end && (worth = budget_worth(v, k->s->utility, i)) > 0)
            k->coefficient[j] += (BudgetWide)worth * weight;
    }
}

/* ret = (shares * share - sum of coefficient * price) in units of 1/den, over the first `n` purchases. */
static void sum_money(BudgetBook *k, u64 shares, size_t n, mpz_t ret)
{
    mpz_mul_ui(ret, k->share, shares);
    mpz_mul(ret, ret, k->den);
    for (size_t j = 0; j < n; j++) {
        if (k->coefficient[j] == 0)
            continue;
        budget_set_wide(k->y, k->coefficient[j]);
        mpz_submul(ret, k->y, k->price[j]);
    }
}

/* Puts a price of top / (bottom * den) behind those that are known. */
static void price_add(BudgetBook *k, const mpz_t top, const mpz_t bottom)
{
    mpz_gcd(k->x, top, bottom);
    mpz_divexact(k->y, bottom, k->x);
    if (mpz_cmp_ui(k->y, 1) != 0) {
        for (size_t j = 0; j < k->known; j++)
            mpz_mul(k->price[j], k->price[j], k->y);
        mpz_mul(k->den, k->den, k->y);
    }
    mpz_divexact(k->price[k->known++], top, k->x);
}

/* The price of purchase j, all before it being known. */
static void know(BudgetBook *k, u32 j)
{
    const BudgetSupport *s = k->s;
    u32                  p = k->order[j];
    u64                  shares = 0;
    BudgetWide           worth = 0;
    memset(k->coefficient, 0, sizeof *k->coefficient * j);
    for (size_t i = s->from[p]; i < s->from[p + 1]; i++) {
        u32 g = s->voters[i], weight = s->b->ballots[g].weight, end = k->purses[g].end;
        if (end > j) {
            worth += (BudgetWide)(s->worth != NULL ? s->worth[i] : 1) * weight;
        } else if (end == j) {
            shares += weight;
            count_paid(k, g, j, weight);
        }
    }
    sum_money(k, shares, j, k->z);
    mpz_mul_ui(k->x, s->b->projects[p].cost, (unsigned long)s->b->n_votes);
    mpz_mul(k->x, k->x, k->den);
    mpz_sub(k->top, k->x, k->z);
    budget_set_wide(k->bottom, worth);
    price_add(k, k->top, k->bottom);
}

void budget_book_know(BudgetBook *k)
{
    while (k->known < k->n)
        know(k, (u32)k->known);
}

void budget_book_money(BudgetBook *k, u32 g, mpz_t ret)
{
    const BudgetBallot *v = &k->s->b->ballots[g];
    BUG_ON(k->known < k->n); /* budget_book_know() comes first */
    if (k->purses[g].end != BUDGET_OPEN) {
        mpz_set_ui(ret, 0);
        return;
    }
    mpz_mul(ret, k->share, k->den);
    for (size_t i = 0; i < v->n; i++) {
        u32 j = k->bought[v->choices[i]];
        i64 worth;
        if (j != BUDGET_OPEN && (worth = budget_worth(v, k->s->utility, i)) > 0)
            mpz_submul_ui(ret, k->price[j], (unsigned long)worth);
    }
}

void budget_book_missing(BudgetBook *k, u32 p, const bool *is_poor, mpz_t ret_top, mpz_t ret_bottom)
{
    const BudgetSupport *s = k->s;
    u64                  shares = 0;
    BudgetWide           worth = 0;
    BUG_ON(k->known < k->n); /* budget_book_know() comes first */
    memset(k->coefficient, 0, sizeof *k->coefficient * k->n);
    for (size_t i = s->from[p]; i < s->from[p + 1]; i++) {
        u32 g = s->voters[i], weight = s->b->ballots[g].weight;
        if (k->purses[g].end != BUDGET_OPEN)
            continue;
        if (is_poor[i - s->from[p]]) {
            shares += weight;
            count_paid(k, g, BUDGET_OPEN, weight);
        } else {
            worth += (BudgetWide)(s->worth != NULL ? s->worth[i] : 1) * weight;
        }
    }
    sum_money(k, shares, k->n, k->z);
    mpz_mul_ui(k->x, s->b->projects[p].cost, (unsigned long)s->b->n_votes);
    mpz_mul(k->x, k->x, k->den);
    mpz_sub(ret_top, k->x, k->z);
    budget_set_wide(ret_bottom, worth);
    mpz_mul(ret_bottom, ret_bottom, k->den);
}

void budget_book_buy(BudgetBook *k, u32 project)
{
    k->bought[project] = (u32)k->n;
    k->order[k->n++] = project;
}

void budget_book_buy_at(BudgetBook *k, u32 project, const mpz_t top, const mpz_t bottom)
{
    BUG_ON(k->known < k->n); /* budget_book_know() comes first */
    mpz_mul(k->top, top, k->den);
    mpz_set(k->bottom, bottom);
    price_add(k, k->top, k->bottom);
    budget_book_buy(k, project);
}
