/* budget_run: see budget_run.h. */
#include "engine/tally/budget_run.h"

#include <stdlib.h>
#include <string.h>

#define AS_GIVEN   SIZE_MAX
#define CAP        (UINT64_C(1) << 62)    /* above all money: "more than anybody has" */
#define COST_CAP   ((BudgetWide)1 << 120) /* above the money of all */
#define SLACK_MOST (UINT64_C(1) << 30)    /* then money is computed anew from exact prices */
enum { SHARE_BITS = 59 };

BudgetRun *budget_run_open(Arena *a, const BudgetSupport *s)
{
    size_t     m = s->b->n_projects, most = 0;
    BudgetRun *r = NEW(a, BudgetRun);
    mpz_t     *own = exact_wholes(a, 3);
    for (size_t p = 0; p < m; p++)
        if (s->from[p + 1] - s->from[p] > most)
            most = s->from[p + 1] - s->from[p];
    *r = (BudgetRun){ .book = budget_book(a, s), .heap = budget_heap(a, m), .shift = INT32_MIN };
    r->cost_low = NEW_N(a, BudgetWide, m);
    r->cost_high = NEW_N(a, BudgetWide, m);
    r->worths = NEW_N(a, BudgetWide, m);
    r->rho_high = NEW_N(a, BudgetWide, m);
    r->unit_low = NEW_N(a, u64, m);
    r->unit_high = NEW_N(a, u64, m);
    r->low = NEW_N(a, u64, m);
    r->high = NEW_N(a, u64, m);
    r->paid = NEW_N(a, u64, m);
    r->voters = NEW_N(a, u32, s->from[m]);
    r->worth = s->worth != NULL ? NEW_N(a, i64, s->from[m]) : NULL;
    r->n_voters = NEW_N(a, size_t, m);
    r->exact_at = NEW_N(a, size_t, m);
    r->able = NEW_N(a, u32, m);
    r->tied = NEW_N(a, u32, m);
    r->is_poor = NEW_N(a, bool, most);
    r->top = exact_wholes(a, m);
    r->bottom = exact_wholes(a, m);
    r->cost = own[0];
    r->x = own[1];
    r->y = own[2];
    for (size_t p = 0; p < m; p++) {
        for (size_t i = s->from[p]; i < s->from[p + 1]; i++)
            r->worths[p] += (BudgetWide)(s->worth != NULL ? s->worth[i] : 1) * s->b->ballots[s->voters[i]].weight;
        r->unit_low[p] = r->unit_high[p] = 1;
    }
    return r;
}

/* ---- numbers in fixed point ---- */

static BudgetWide wide_of(const mpz_t v) /* v < 2^128 */
{
    u64 low = mpz_get_ui(v);
    return mpz_sizeinbase(v, 2) > 64 ? (BudgetWide)mpz_getlimbn(v, 1) << 64 | low : low;
}

/* floor or ceiling of v * 2^shift, or COST_CAP. `x` is scratch. */
static BudgetWide shifted(const mpz_t v, int shift, bool up, mpz_t x)
{
    if ((int64_t)mpz_sizeinbase(v, 2) + shift > 120)
        return COST_CAP;
    if (shift >= 0)
        mpz_mul_2exp(x, v, (mp_bitcnt_t)shift);
    else if (up)
        mpz_cdiv_q_2exp(x, v, (mp_bitcnt_t)-shift);
    else
        mpz_fdiv_q_2exp(x, v, (mp_bitcnt_t)-shift);
    return wide_of(x);
}

/* floor of top / bottom, money in units of 1/n_votes, in 2^-shift units; at most CAP. */
static u64 fixed(BudgetRun *r, const mpz_t top, const mpz_t bottom)
{
    mpz_mul_ui(r->y, bottom, (unsigned long)r->book.s->b->n_votes);
    if (r->shift >= 0) {
        mpz_mul_2exp(r->x, top, (mp_bitcnt_t)r->shift);
    } else {
        mpz_set(r->x, top);
        mpz_mul_2exp(r->y, r->y, (mp_bitcnt_t)-r->shift);
    }
    mpz_fdiv_q(r->x, r->x, r->y);
    return mpz_sizeinbase(r->x, 2) > 62 ? CAP : mpz_get_ui(r->x);
}

/* Bounds of rho from bounds of the price. */
static void set_rho_low(BudgetRun *r, u32 p)
{
    r->heap.key[p] = ((BudgetWide)r->low[p] << 64) / r->unit_high[p];
}

static void set_rho_high(BudgetRun *r, u32 p)
{
    u64        unit = r->unit_low[p];
    BudgetWide wide = (BudgetWide)r->high[p] << 64;
    r->rho_high[p] = unit == 0 ? ~(BudgetWide)0 : wide / unit + (wide % unit != 0);
}

/* Costs of more than 62 bits are cut, all alike. */
static void set_units(BudgetRun *r)
{
    const Budget *b = r->book.s->b;
    size_t        bits = 0;
    for (size_t p = 0; p < b->n_projects; p++)
        if (mpz_sizeinbase(b->projects[p].cost, 2) > bits)
            bits = mpz_sizeinbase(b->projects[p].cost, 2);
    size_t cut = bits > 62 ? bits - 62 : 0;
    for (size_t p = 0; p < b->n_projects; p++) {
        mpz_fdiv_q_2exp(r->x, b->projects[p].cost, cut);
        r->unit_low[p] = mpz_get_ui(r->x);
        r->unit_high[p] = r->unit_low[p] + (cut > 0);
    }
}

static void set_shift(BudgetRun *r)
{
    const Budget *b = r->book.s->b;
    mpz_set_si(r->x, b->n_votes);
    int shift = SHARE_BITS + (int)mpz_sizeinbase(r->x, 2) - (int)mpz_sizeinbase(r->book.share, 2);
    if (shift == r->shift)
        return;
    r->shift = shift;
    for (size_t p = 0; p < b->n_projects; p++) {
        r->cost_low[p] = shifted(b->projects[p].cost, shift, false, r->x);
        r->cost_high[p] = shifted(b->projects[p].cost, shift, true, r->x);
    }
    if (r->book.s->utility == BUDGET_COST)
        set_units(r);
}

/* ---- one look at a project's supporters ---- */

typedef struct Look {
    BudgetWide sum;   /* money of those who have at most t for a unit of worth */
    u64        poor;  /* how many they are */
    BudgetWide rich;  /* worths of the others */
    u64        least; /* the least money of the others, where all worths are 1 */
} Look;

static Look look_even(BudgetRun *r, u32 p, u64 t)
{
    const BudgetSupport *s = r->book.s;
    const BudgetPurse   *purses = r->book.purses;
    bool                 is_given = r->n_voters[p] == AS_GIVEN;
    u32                 *into = r->voters + s->from[p];
    const u32           *voters = is_given ? s->voters + s->from[p] : into;
    size_t               n = is_given ? s->from[p + 1] - s->from[p] : r->n_voters[p], left = 0;
    BudgetWide           sum = 0;
    u64                  poor = 0, rich = 0, least = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        u32         g = voters[i];
        BudgetPurse x = purses[g];
        into[left] = g;
        left += x.money != 0;
        bool is_poor = x.money <= t;
        sum += (BudgetWide)(is_poor ? x.money : 0) * x.weight;
        poor += is_poor ? x.weight : 0;
        rich += is_poor ? 0 : x.weight;
        u64 other = is_poor ? UINT64_MAX : x.money;
        least = other < least ? other : least;
    }
    r->n_voters[p] = left;
    return (Look){ sum, poor, rich, least };
}

static Look look_uneven(BudgetRun *r, u32 p, u64 t)
{
    const BudgetSupport *s = r->book.s;
    bool                 is_given = r->n_voters[p] == AS_GIVEN;
    u32                 *into = r->voters + s->from[p];
    i64                 *worth_into = r->worth + s->from[p];
    const u32           *voters = is_given ? s->voters + s->from[p] : into;
    const i64           *worths = is_given ? s->worth + s->from[p] : worth_into;
    size_t               n = is_given ? s->from[p + 1] - s->from[p] : r->n_voters[p], left = 0;
    Look                 look = { 0 };
    for (size_t i = 0; i < n; i++) {
        BudgetPurse x = r->book.purses[voters[i]];
        i64         worth = worths[i];
        if (x.money == 0)
            continue;
        into[left] = voters[i];
        worth_into[left++] = worth;
        if (x.money <= (BudgetWide)t * (u64)worth) {
            look.sum += (BudgetWide)x.money * x.weight;
            look.poor += x.weight;
        } else {
            look.rich += (BudgetWide)(u64)worth * x.weight;
        }
    }
    r->n_voters[p] = left;
    return look;
}

/* ---- prices ---- */

typedef enum Found { FOUND, LATER, CANNOT, UNSURE } Found;

/* Bounds of the project's price. LATER: its rho is more than `best`. CANNOT: its supporters cannot pay it. UNSURE:
 * they have just about what it costs. */
static Found price_bound(BudgetRun *r, u32 p, BudgetWide best)
{
    bool is_even = r->book.s->worth == NULL;
    for (u64 t = r->low[p];;) {
        Look       look = is_even ? look_even(r, p, t) : look_uneven(r, p, t);
        BudgetWide most = look.sum + (BudgetWide)r->slack * look.poor, least = look.sum - look.poor;
        if (look.rich == 0)
            return most < r->cost_low[p] ? CANNOT : UNSURE;
        BudgetWide low = r->cost_low[p] > most ? (r->cost_low[p] - most) / look.rich : 0;
        BudgetWide high = r->cost_high[p] > least ? (r->cost_high[p] - least + look.rich - 1) / look.rich : 0;
        if (low > r->low[p])
            r->low[p] = low < CAP ? (u64)low : CAP;
        set_rho_low(r, p);
        if (r->heap.key[p] > best)
            return LATER;
        u64 next = high < CAP ? (u64)high : CAP;
        if (next <= t || (is_even && look.least > next)) { /* at t, or with the same poor at `next`, it is paid */
            r->high[p] = next > t ? next : t;
            set_rho_high(r, p);
            return FOUND;
        }
        t = next; /* each turn someone joins the poor, or it is the last */
    }
}

/* Whether voters of ballot g have less than a price of top / bottom for a unit of worth; exactly. */
static bool has_less(BudgetRun *r, u32 g, i64 worth, const mpz_t top, const mpz_t bottom, bool or_equal)
{
    budget_book_money(&r->book, g, r->x);
    mpz_mul(r->x, r->x, bottom);
    mpz_mul(r->y, top, r->book.den);
    mpz_mul_ui(r->y, r->y, (unsigned long)worth);
    int c = mpz_cmp(r->x, r->y);
    return c < 0 || (or_equal && c == 0);
}

/* Marks supporters who have less than top / bottom; false when none is new. */
static bool mark_poor(BudgetRun *r, u32 p)
{
    const BudgetSupport *s = r->book.s;
    u64                  t = fixed(r, r->top[p], r->bottom[p]);
    bool                 any = false;
    for (size_t i = s->from[p]; i < s->from[p + 1]; i++) {
        u32   g = s->voters[i];
        i64   worth = s->worth != NULL ? s->worth[i] : 1;
        u64   money = r->book.purses[g].money;
        bool *is_poor = &r->is_poor[i - s->from[p]];
        if (money == 0 || *is_poor || (t < CAP && money > (BudgetWide)(t + 1) * (u64)worth))
            continue;
        if ((BudgetWide)money + r->slack < (BudgetWide)t * (u64)worth ||
            has_less(r, g, worth, r->top[p], r->bottom[p], false))
            any = *is_poor = true;
    }
    return any;
}

/* The exact price, in top and bottom, and bounds as close as can be; false when the supporters cannot pay it.
 * Newton's method from the lower bound, in fractions. */
static bool price_exact(BudgetRun *r, u32 p)
{
    const BudgetSupport *s = r->book.s;
    if (r->exact_at[p] == r->book.n + 1)
        return true;
    r->exact_asked++;
    budget_book_know(&r->book);
    memset(r->is_poor, 0, sizeof *r->is_poor * (s->from[p + 1] - s->from[p]));
    mpz_set_ui(r->top[p], r->low[p]);
    mpz_mul_ui(r->top[p], r->top[p], (unsigned long)s->b->n_votes);
    mpz_set_ui(r->bottom[p], 1);
    mpz_mul_2exp(r->shift >= 0 ? r->bottom[p] : r->top[p], r->shift >= 0 ? r->bottom[p] : r->top[p],
                 (mp_bitcnt_t)(r->shift >= 0 ? r->shift : -r->shift));
    mark_poor(r, p);
    do {
        budget_book_missing(&r->book, p, r->is_poor, r->top[p], r->bottom[p]);
        if (mpz_sgn(r->bottom[p]) == 0)
            return false;
    } while (mark_poor(r, p));
    r->exact_at[p] = r->book.n + 1;
    r->low[p] = fixed(r, r->top[p], r->bottom[p]);
    r->high[p] = r->low[p] + 1;
    set_rho_low(r, p);
    set_rho_high(r, p);
    return true;
}

/* Compares rho of two projects whose prices are exact. */
static int rho_compare(BudgetRun *r, u32 p, u32 q)
{
    mpz_mul(r->x, r->top[p], r->bottom[q]);
    mpz_mul(r->y, r->top[q], r->bottom[p]);
    if (r->book.s->utility == BUDGET_COST) {
        mpz_mul(r->x, r->x, r->book.s->b->projects[q].cost);
        mpz_mul(r->y, r->y, r->book.s->b->projects[p].cost);
    }
    return mpz_cmp(r->x, r->y);
}

/* ---- a round ---- */

/* Of n projects whose intervals overlap, those with the least rho, into r->tied; by number. */
static void choose_exactly(BudgetRun *r, const u32 *able, size_t n)
{
    r->n_tied = 0;
    for (size_t i = 0; i < n; i++) {
        int c = 0;
        BUG_ON(!price_exact(r, able[i])); /* who is able can pay: the bounds lie around the exact price */
        if (r->n_tied && (c = rho_compare(r, able[i], r->tied[0])) > 0)
            continue;
        if (c < 0)
            r->n_tied = 0;
        r->tied[r->n_tied++] = able[i];
    }
    qsort(r->tied, r->n_tied, sizeof *r->tied, budget_by_number);
    r->ties += r->n_tied > 1;
}

/* Which project is bought next: r->tied[0]. False when no supporters can pay one. */
static bool round_choose(BudgetRun *r)
{
    BudgetHeap *h = &r->heap;
    BudgetWide  best = ~(BudgetWide)0;
    size_t      n = 0, near = 0;
    while (h->n > 0 && h->key[h->v[0]] <= best) {
        u32   p = budget_heap_pop(h);
        Found found = price_bound(r, p, best);
        if (found == UNSURE)
            found = price_exact(r, p) ? FOUND : CANNOT;
        if (found == LATER)
            budget_heap_push(h, p);
        if (found != FOUND)
            continue;
        r->able[n++] = p;
        if (r->rho_high[p] < best)
            best = r->rho_high[p];
    }
    for (size_t i = 0; i < n; i++) {
        if (h->key[r->able[i]] > best)
            budget_heap_push(h, r->able[i]);
        else
            r->able[near++] = r->able[i];
    }
    r->equals += near > 1 ? (i64)near : 0;
    r->is_given_up = r->equals > BUDGET_MOST_EQUALS;
    if (near == 0 || r->is_given_up)
        return false;
    if (near > 1) {
        choose_exactly(r, r->able, near);
    } else {
        r->tied[0] = r->able[0];
        r->n_tied = 1;
    }
    for (size_t i = 0; i < near; i++)
        if (r->able[i] != r->tied[0])
            budget_heap_push(h, r->able[i]);
    return true;
}

/* Money of all who have some, from exact prices: what it is off by does not grow with the purchases any more. */
static void refresh(BudgetRun *r)
{
    BudgetBook          *k = &r->book;
    const BudgetSupport *s = k->s;
    BudgetWide           slack = 0;
    for (size_t j = 0; j < k->n; j++)
        slack += (u64)s->most[k->order[j]];
    if (slack > SLACK_MOST / 2)
        return; /* points so large that fixed point does not hold them: the exact side has more to do */
    budget_book_know(k);
    for (size_t j = 0; j < k->n; j++)
        r->paid[j] = fixed(r, k->price[j], k->den) + 1;
    mpz_set_ui(k->x, 1);
    u64 share = fixed(r, k->share, k->x) + 1;
    for (size_t g = 0; g < s->b->n_ballots; g++) {
        const BudgetBallot *v = &s->b->ballots[g];
        BudgetWide          paid = 0;
        if (k->purses[g].money == 0)
            continue;
        for (size_t i = 0; i < v->n; i++) {
            i64 worth = budget_worth(v, s->utility, i);
            if (k->bought[v->choices[i]] != BUDGET_OPEN && worth > 0)
                paid += (BudgetWide)(u64)worth * r->paid[k->bought[v->choices[i]]];
        }
        k->purses[g].money = paid < share - 1 ? share - (u64)paid : 1;
    }
    r->slack = (u64)slack;
}

/* Whether for one of its supporters it is open if the money is less than the price. */
static bool is_close(const BudgetRun *r, u32 p)
{
    size_t from = r->book.s->from[p];
    for (size_t i = from; i < from + r->n_voters[p]; i++) {
        u64 money = r->book.purses[r->voters[i]].money, worth = r->worth != NULL ? (u64)r->worth[i] : 1;
        if ((BudgetWide)money + r->slack > (BudgetWide)r->low[p] * worth && money <= (BudgetWide)r->high[p] * worth)
            return true;
    }
    return false;
}

/* Its supporters pay it. */
static void buy(BudgetRun *r, u32 p)
{
    size_t from = r->book.s->from[p];
    u32    number = (u32)r->book.n;
    bool   is_exact = r->exact_at[p] == r->book.n + 1 || is_close(r, p);
    BUG_ON(is_exact && !price_exact(r, p)); /* of those that were able */
    u64    low = r->low[p], high = r->high[p];
    BudgetWide slack = r->slack + (BudgetWide)(high - low) * (u64)r->book.s->most[p];
    for (size_t i = from; i < from + r->n_voters[p]; i++) {
        u32          g = r->voters[i];
        BudgetPurse *x = &r->book.purses[g];
        i64          worth = r->worth != NULL ? r->worth[i] : 1;
        BudgetWide   most = (BudgetWide)high * (u64)worth;
        bool         is_poor = x->money <= most;
        if (is_poor && (BudgetWide)x->money + r->slack > (BudgetWide)low * (u64)worth)
            is_poor = has_less(r, g, worth, r->top[p], r->bottom[p], true);
        if (is_poor)
            *x = (BudgetPurse){ .end = number };
        else
            x->money = x->money > most + 1 ? x->money - (u64)most : 1;
    }
    if (is_exact)
        budget_book_buy_at(&r->book, p, r->top[p], r->bottom[p]);
    else
        budget_book_buy(&r->book, p);
    mpz_add(r->cost, r->cost, r->book.s->b->projects[p].cost);
    r->slack = slack < CAP ? (u64)slack : CAP;
    if (r->slack > SLACK_MOST)
        refresh(r);
}

/* ---- the run ---- */

static void begin(BudgetRun *r, i64 added)
{
    const BudgetSupport *s = r->book.s;
    const Budget        *b = s->b;
    BUG_ON(b->n_votes == 0 || added < 0); /* pabulib.c refuses a file without ballots; added counts up from 0 */
    budget_book_reset(&r->book);
    mpz_mul_ui(r->x, b->scale, (unsigned long)b->n_votes);
    mpz_mul_ui(r->x, r->x, (unsigned long)added);
    mpz_add(r->book.share, b->total, r->x);
    mpz_set_ui(r->cost, 0);
    r->ties = 0;
    r->equals = 0;
    r->is_given_up = false;
    r->slack = 0;
    r->heap.n = 0;
    if (mpz_sgn(r->book.share) == 0)
        return;
    set_shift(r);
    mpz_set_ui(r->book.x, 1);
    u64 money = fixed(r, r->book.share, r->book.x) + 1;
    for (size_t g = 0; g < b->n_ballots; g++)
        r->book.purses[g] = (BudgetPurse){ .money = money, .weight = b->ballots[g].weight, .end = BUDGET_OPEN };
    for (u32 p = 0; p < b->n_projects; p++) {
        r->n_voters[p] = AS_GIVEN;
        r->exact_at[p] = 0;
        if (s->count[p] == 0)
            continue;
        BudgetWide low = r->cost_low[p] / r->worths[p];
        r->low[p] = low < CAP ? (u64)low : CAP;
        set_rho_low(r, p);
        budget_heap_push(&r->heap, p);
    }
}

void budget_run(BudgetRun *r, i64 added)
{
    begin(r, added);
    while (round_choose(r))
        buy(r, r->tied[0]);
}

/* rho of purchase j in money of the currency for a unit of utility. */
static void set_told(BudgetRun *r, size_t j, mpq_t ret)
{
    const Budget *b = r->book.s->b;
    mpz_set(mpq_numref(ret), r->book.price[j]);
    mpz_mul_ui(mpq_denref(ret), r->book.den, (unsigned long)b->n_votes);
    if (r->book.s->utility == BUDGET_COST) {
        mpz_mul(mpq_denref(ret), mpq_denref(ret), b->projects[r->book.order[j]].cost);
    } else {
        mpz_mul(mpq_denref(ret), mpq_denref(ret), b->scale);
        if (r->book.s->utility == BUDGET_POINTS)
            mpz_mul_si(mpq_numref(ret), mpq_numref(ret), b->points_scale);
    }
    mpq_canonicalize(ret);
}

void budget_run_told(BudgetRun *r, i64 added, BudgetResult *into)
{
    BUG_ON(into->n > 0); /* a result that was just made */
    begin(r, added);
    while (round_choose(r)) {
        u32 *tied = NEW_N(into->a, u32, r->n_tied);
        memcpy(tied, r->tied, sizeof *tied * r->n_tied);
        buy(r, r->tied[0]);
        budget_result_add(into, r->tied[0], tied, r->n_tied, NULL);
    }
    budget_book_know(&r->book);
    mpq_t *rho = exact_fractions(into->a, into->n);
    for (size_t j = 0; j < into->n; j++) {
        set_told(r, j, rho[j]);
        into->rounds[j].price = &rho[j];
    }
    into->ties = r->ties;
}
