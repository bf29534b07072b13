/* budget_phragmen: see budget_phragmen.h. A voter's last purchase tells since when they save, so the money of a
 * project's supporters at time t is t for each less the times of their last purchases: whole numbers of voters times
 * a few times. Time 0 is the "purchase" of those who have bought nothing. */
#include "engine/tally/budget_phragmen.h"

#include <stdlib.h>
#include <string.h>

#include "engine/tally/budget_heap.h"

#define CAP ((BudgetWide)1 << 120)

typedef struct Clock {
    const BudgetSupport *s;
    Arena               *a;
    BudgetResult        *r;
    BudgetHeap           heap;  /* by a lower bound of when the supporters have the cost */
    BudgetWide          *high;  /* by project: the upper bound */
    int                  shift; /* times are in 2^-shift units of money */
    u32                 *last;  /* by ballot: the voters' last purchase, from 1; 0: none */
    u64                 *low;   /* by purchase: when it was, from .. up to 1 more */
    mpz_t               *time;  /* by purchase: time / den, exactly */
    mpz_ptr              den;
    u64                 *count; /* scratch, by purchase: supporters for whom it was the last */
    size_t              *exact_at; /* by project: `top` is of the time after exact_at - 1 purchases; 0: of none */
    mpz_t               *top;   /* top / (den * supporters) is its time */
    mpz_ptr              x, y, left;
    u32                 *able, *tied;
    size_t               n_tied;
    i64                  equals; /* comparisons among those that may be equal */
} Clock;

static Clock clock_new(Arena *a, const BudgetSupport *s)
{
    const Budget *b = s->b;
    size_t        m = b->n_projects;
    mpz_t        *own = exact_wholes(a, 4);
    Clock         c = { .s = s, .a = a, .r = budget_result_new(a, b), .heap = budget_heap(a, m),
                        .high = NEW_N(a, BudgetWide, m), .last = NEW_N(a, u32, b->n_ballots),
                        .low = NEW_N(a, u64, m + 1), .time = exact_wholes(a, m + 1), .count = NEW_N(a, u64, m + 1),
                        .exact_at = NEW_N(a, size_t, m), .top = exact_wholes(a, m), .able = NEW_N(a, u32, m),
                        .tied = NEW_N(a, u32, m) };
    c.den = own[0];
    c.x = own[1];
    c.y = own[2];
    c.left = own[3];
    mpz_set_ui(c.den, 1);
    /* Each purchase is at most its cost later than the one before: no time is past twice the budget. */
    c.shift = 60 - (int)mpz_sizeinbase(b->total, 2);
    return c;
}

/* floor of v * 2^shift. */
static u64 fixed(Clock *c, const mpz_t v)
{
    if (c->shift >= 0)
        mpz_mul_2exp(c->x, v, (mp_bitcnt_t)c->shift);
    else
        mpz_fdiv_q_2exp(c->x, v, (mp_bitcnt_t)-c->shift);
    return mpz_get_ui(c->x);
}

/* Counts a project's supporters by their last purchase; returns the last purchase there is. */
static size_t count_last(Clock *c, u32 p)
{
    const BudgetSupport *s = c->s;
    memset(c->count, 0, sizeof *c->count * (c->r->n + 1));
    for (size_t i = s->from[p]; i < s->from[p + 1]; i++)
        c->count[c->last[s->voters[i]]] += s->b->ballots[s->voters[i]].weight;
    return c->r->n;
}

/* Bounds of when the project's supporters have its cost. */
static void time_bound(Clock *c, u32 p)
{
    size_t     n = count_last(c, p);
    u64        count = c->s->count[p];
    BudgetWide low = fixed(c, c->s->b->projects[p].cost), high = low + 1;
    for (size_t j = 1; j <= n; j++) {
        low += (BudgetWide)c->count[j] * c->low[j];
        high += (BudgetWide)c->count[j] * (c->low[j] + 1);
    }
    c->heap.key[p] = low / count;
    c->high[p] = high / count + 1;
}

/* The exact time, top / (den * supporters). */
static void time_exact(Clock *c, u32 p)
{
    if (c->exact_at[p] == c->r->n + 1)
        return;
    size_t n = count_last(c, p);
    mpz_mul(c->top[p], c->s->b->projects[p].cost, c->den);
    for (size_t j = 1; j <= n; j++)
        mpz_addmul_ui(c->top[p], c->time[j], c->count[j]);
    c->exact_at[p] = c->r->n + 1;
}

static int time_compare(Clock *c, u32 p, u32 q)
{
    mpz_mul_ui(c->x, c->top[p], c->s->count[q]);
    mpz_mul_ui(c->y, c->top[q], c->s->count[p]);
    return mpz_cmp(c->x, c->y);
}

/* Of n projects those with the least time, into c->tied, by number. */
static void choose_exactly(Clock *c, const u32 *able, size_t n)
{
    c->n_tied = 0;
    for (size_t i = 0; i < n; i++) {
        int cmp = 0;
        time_exact(c, able[i]);
        if (c->n_tied && (cmp = time_compare(c, able[i], c->tied[0])) > 0)
            continue;
        if (cmp < 0)
            c->n_tied = 0;
        c->tied[c->n_tied++] = able[i];
    }
    qsort(c->tied, c->n_tied, sizeof *c->tied, budget_by_number);
}

/* Which projects are next, into c->tied; they are taken off the heap and the others stay. False: none. */
static bool round_choose(Clock *c)
{
    BudgetHeap *h = &c->heap;
    BudgetWide  best = CAP;
    size_t      n = 0, near = 0;
    while (h->n > 0 && h->key[h->v[0]] <= best) {
        u32 p = budget_heap_pop(h);
        time_bound(c, p);
        c->able[n++] = p;
        if (c->high[p] < best)
            best = c->high[p];
    }
    for (size_t i = 0; i < n; i++) {
        if (h->key[c->able[i]] > best)
            budget_heap_push(h, c->able[i]);
        else
            c->able[near++] = c->able[i];
    }
    c->equals += (i64)near;
    if (near == 0 || c->equals > BUDGET_MOST_EQUALS)
        return false;
    choose_exactly(c, c->able, near);
    for (size_t i = 0; i < near; i++)
        if (c->able[i] != c->tied[0])
            budget_heap_push(h, c->able[i]);
    return true;
}

/* The purchase becomes the last one of all its supporters. */
static void buy(Clock *c, u32 p)
{
    const BudgetSupport *s = c->s;
    BudgetResult        *r = c->r;
    u32                 *tied = NEW_N(c->a, u32, c->n_tied);
    mpq_t               *time = exact_fractions(c->a, 1);
    memcpy(tied, c->tied, sizeof *tied * c->n_tied);
    time_exact(c, p);
    /* The new time is top / (den * supporters): the others are told in these units too, in lowest terms. */
    size_t number = r->n + 1;
    u64    common = mpz_gcd_ui(NULL, c->top[p], s->count[p]);
    for (size_t j = 1; j < number; j++)
        mpz_mul_ui(c->time[j], c->time[j], s->count[p] / common);
    mpz_mul_ui(c->den, c->den, s->count[p] / common);
    mpz_divexact_ui(c->time[number], c->top[p], common);
    if (c->shift >= 0)
        mpz_mul_2exp(c->x, c->time[number], (mp_bitcnt_t)c->shift);
    else
        mpz_fdiv_q_2exp(c->x, c->time[number], (mp_bitcnt_t)-c->shift);
    mpz_fdiv_q(c->x, c->x, c->den);
    c->low[number] = mpz_get_ui(c->x);
    mpz_set(mpq_numref(*time), c->time[number]);
    mpz_mul(mpq_denref(*time), c->den, s->b->scale);
    mpq_canonicalize(*time);
    budget_result_add(r, p, tied, c->n_tied, *time);
    r->ties += c->n_tied > 1;
    for (size_t i = s->from[p]; i < s->from[p + 1]; i++)
        c->last[s->voters[i]] = (u32)number;
}

static bool all_fit(Clock *c, const u32 *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!budget_result_fits(c->r, v[i], c->left))
            return false;
    return true;
}

/* Only projects without supporters are left: all of them are next, as long as all of them fit. */
static void buy_unsupported(Clock *c)
{
    const Budget *b = c->s->b;
    u32          *v = NEW_N(c->a, u32, b->n_projects), *dearest = NEW_N(c->a, u32, b->n_projects);
    size_t        n = 0;
    for (u32 p = 0; p < b->n_projects; p++)
        if (c->s->count[p] == 0 && mpz_cmp(b->projects[p].cost, b->total) <= 0)
            v[n++] = p;
    for (size_t i = n; i-- > 0;) { /* of those from i on */
        dearest[i] = i + 1 < n ? dearest[i + 1] : v[i];
        if (mpz_cmp(b->projects[v[i]].cost, b->projects[dearest[i]].cost) > 0)
            dearest[i] = v[i];
    }
    for (size_t i = 0; i < n && budget_result_fits(c->r, dearest[i], c->left); i++) {
        c->r->ties += n - i > 1;
        budget_result_add(c->r, v[i], v + i, n - i, NULL);
    }
}

BudgetResult *budget_phragmen(Arena *a, const BudgetSupport *s)
{
    Clock c = clock_new(a, s);
    BUG_ON(s->utility != BUDGET_CARD); /* applies() of cmd_tally_pb.c */
    for (u32 p = 0; p < s->b->n_projects; p++) {
        if (s->count[p] == 0 || mpz_cmp(s->b->projects[p].cost, s->b->total) > 0)
            continue;
        c.heap.key[p] = fixed(&c, s->b->projects[p].cost) / s->count[p];
        budget_heap_push(&c.heap, p);
    }
    while (round_choose(&c)) {
        if (!all_fit(&c, c.tied, c.n_tied))
            return c.r;
        buy(&c, c.tied[0]);
    }
    if (c.equals > BUDGET_MOST_EQUALS)
        return NULL;
    buy_unsupported(&c);
    return c.r;
}
