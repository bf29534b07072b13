/* committee_shares: the method of equal shares, filled up by seqphragmen. See committee.h and committee_load.h.
 *
 * A candidate's price is the smallest q at which its voters, each paying q or all they have, pay 1 together. Prices only
 * rise while money is spent, so a price once found stays a lower bound, and a candidate is looked at again only when its
 * bound is the lowest left. Bounds in parts of 2^-96 decide nearly always; who may be lowest within them is priced
 * exactly. Sources: Dominik Peters and Piotr Skowron, "Proportionality and the Limits of Welfarism", EC 2020; Lackner and
 * Skowron 2023, rule 11. */
#include <stdlib.h>
#include <string.h>

#include "engine/tally/committee_load.h"

#define PRICE_NEVER ((Wide)1 << 126)

/* A voter of the candidate who is looked at, twins of a set together. */
typedef struct Payer {
    Wide money; /* lower bound */
    i64  weight;
    u32  set;
} Payer;

/* Whose money may be below or above the price: it is made exact. */
typedef struct Doubtful {
    Payer *payer;
    mpz_t *money;
} Doubtful;

typedef struct Shares {
    Arena    *a;
    Payer    *payers;
    size_t    n_payers;
    Doubtful *doubtful;
    bool     *pays_all; /* of each set: its money ends with the candidate that was priced last */
    int      *may_be;   /* classes whose price may be the lowest */
    bool     *is_asked;
    Wide     *high;     /* of each class: the price's upper bound */
    mpz_t    *over;     /* price: over / (under * over_by) */
    i64       over_by;
    mpz_t    *best_over;
    i64       best_by;
} Shares;

static void find_payers(LoadRule *x, const Loads *l, int g)
{
    const CommitteePoll *p = x->p;
    Shares              *s = x->shares;
    s->n_payers = 0;
    for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++) {
        u32 set = p->voted_set[v];
        if (l->load[set] == LOAD_HAS_MONEY)
            s->payers[s->n_payers++] = (Payer){ l->money[set], p->set_weight[set], set };
    }
    x->work += (i64)(p->voted_from[g + 1] - p->voted_from[g]);
}

/* The price, rounded down, were each payer's money `more` than its bound; PRICE_NEVER: they have less than 1. Reorders
 * the payers. */
static Wide price_if(Shares *s, Wide more)
{
    Wide   due = LOAD_ONE, price = 0;
    i64    rich = 0;
    size_t n = s->n_payers;
    for (size_t i = 0; i < n; i++)
        rich += s->payers[i].weight;
    for (bool is_done = false; !is_done;) {
        if (rich == 0)
            return due > 0 ? PRICE_NEVER : price;
        price = due / rich;
        is_done = true;
        for (size_t i = 0; i < n;) {
            Payer payer = s->payers[i];
            if (payer.money + more > price) {
                i++;
                continue;
            }
            due -= payer.weight * (payer.money + more);
            rich -= payer.weight;
            s->payers[i] = s->payers[--n];
            s->payers[n] = payer;
            is_done = false;
        }
    }
    return price;
}

/* Bounds of the class's price: l->price[g], x->shares->high[g]. */
static void ask(LoadRule *x, Loads *l, int g)
{
    Shares *s = x->shares;
    find_payers(x, l, g);
    l->price[g] = price_if(s, l->slack);
    s->high[g] = l->price[g] == PRICE_NEVER ? PRICE_NEVER : price_if(s, 0);
    if (s->high[g] != PRICE_NEVER)
        s->high[g]++;
}

/* ---- the exact price ---- */

static int by_money(const void *a, const void *b)
{
    const Doubtful *x = a, *y = b;
    int             by = mpz_cmp(*x->money, *y->money);
    if (by == 0)
        by = (x->payer->set > y->payer->set) - (x->payer->set < y->payer->set);
    return by;
}

/* Sorts payers into those that surely pay all they have (counted), those that surely pay the price, and the doubtful. */
static size_t sort_payers(LoadRule *x, const Loads *l, Wide low, Wide high, i64 *ret_poor, i64 *ret_others)
{
    Shares *s = x->shares;
    size_t  n = 0;
    *ret_poor = *ret_others = 0;
    for (size_t i = 0; i < s->n_payers; i++) {
        Payer *payer = &s->payers[i];
        bool   is_poor = payer->money + l->slack <= low;
        s->pays_all[payer->set] = is_poor;
        if (is_poor) {
            *ret_poor += payer->weight;
            load_count(x, l, payer->set, payer->weight);
            continue;
        }
        *ret_others += payer->weight;
        if (payer->money <= high)
            s->doubtful[n++].payer = payer;
    }
    return n;
}

/* s->over, s->over_by and s->pays_all of the class; false: its voters have less than 1. */
static bool price_exactly(LoadRule *x, Loads *l, int g)
{
    Shares *s = x->shares;
    i64     poor, others;
    find_payers(x, l, g);
    size_t     n = sort_payers(x, l, l->price[g], s->high[g], &poor, &others);
    ArenaMark *mark = arena_mark(s->a);
    load_money_of_counted(x, l, poor, *s->over);
    mpz_sub(*s->over, *l->under, *s->over);

    mpz_t *money = exact_wholes(s->a, n);
    for (size_t i = 0; i < n; i++) {
        s->doubtful[i].money = &money[i];
        load_count(x, l, s->doubtful[i].payer->set, 1);
        load_money_of_counted(x, l, 1, money[i]);
    }
    if (n > 1)
        qsort(s->doubtful, n, sizeof *s->doubtful, by_money);
    for (size_t i = 0; i < n; i++) { /* who has less than the price pays all; who has just the price, too */
        const Payer *payer = s->doubtful[i].payer;
        mpz_mul_si(*x->left, money[s->doubtful[i].money - money], others);
        int by = mpz_cmp(*x->left, *s->over);
        if (by > 0)
            break;
        s->pays_all[payer->set] = true;
        if (by == 0)
            continue;
        mpz_submul_ui(*s->over, money[s->doubtful[i].money - money], (unsigned long)payer->weight);
        others -= payer->weight;
    }
    s->over_by = others;
    arena_rewind(s->a, mark);
    return others > 0;
}

/* Of the n that may be lowest, keeps those that are; 0: none can be bought, and those are never asked again. */
static int truly_cheapest(LoadRule *x, Loads *l, int *classes, int n)
{
    Shares *s = x->shares;
    int     n_best = 0;
    for (int i = 0; i < n; i++) {
        int by = -1;
        if (!price_exactly(x, l, classes[i])) {
            l->price[classes[i]] = PRICE_NEVER;
            continue;
        }
        if (n_best > 0) {
            mpz_mul_si(*x->left, *s->over, s->best_by);
            mpz_mul_si(*x->right, *s->best_over, s->over_by);
            by = mpz_cmp(*x->left, *x->right);
        }
        if (by > 0)
            continue;
        if (by < 0) {
            n_best = 0;
            mpz_swap(*s->best_over, *s->over);
            s->best_by = s->over_by;
        }
        classes[n_best++] = classes[i];
    }
    return n_best;
}

/* ---- the rule ---- */

/* The class that is not yet asked, may still be bought, and has the lowest bound up to `most`; -1: none. */
static int next_to_ask(const LoadRule *x, const BranchState *state, Wide most)
{
    const Loads *l = state->own;
    int          best = -1;
    for (int g = 0; g < x->p->n_classes; g++) {
        if (x->shares->is_asked[g] || state->taken[g] == x->p->class_size[g] || x->p->approvals[g] == 0 ||
            l->price[g] == PRICE_NEVER || l->price[g] > most)
            continue;
        if (best < 0 || l->price[g] < l->price[best])
            best = g;
    }
    return best;
}

static int shares_tied(void *rule, BranchState *state, int *ret_classes)
{
    LoadRule *x = rule;
    Loads    *l = state->own;
    Shares   *s = x->shares;
    Wide      high = PRICE_NEVER;
    int       n = 0, n_may = 0;
    if (l->is_fill)
        return load_tied(rule, state, ret_classes);
    memset(s->is_asked, 0, (size_t)x->p->n_classes * sizeof *s->is_asked);
    for (int g; (g = next_to_ask(x, state, high)) >= 0;) {
        s->is_asked[g] = true;
        ask(x, l, g);
        if (l->price[g] == PRICE_NEVER)
            continue;
        high = s->high[g] < high ? s->high[g] : high;
        s->may_be[n_may++] = g;
    }
    for (int i = 0; i < n_may; i++)
        if (l->price[s->may_be[i]] <= high)
            ret_classes[n++] = s->may_be[i];
    qsort(ret_classes, (size_t)n, sizeof *ret_classes, committee_by_number);
    if (n > 1 || high == PRICE_NEVER)
        n = truly_cheapest(x, l, ret_classes, n);
    if (n > 0)
        return n;
    load_begin_fill(x, l);
    return load_tied(rule, state, ret_classes);
}

static void shares_take(void *rule, BranchState *state, int g)
{
    LoadRule            *x = rule;
    const CommitteePoll *p = x->p;
    Loads               *l = state->own;
    Shares              *s = x->shares;
    if (l->is_fill) {
        load_take(rule, state, g);
        return;
    }
    ask(x, l, g);
    bool is_bought = price_exactly(x, l, g);
    BUG_ON(!is_bought); /* of those that were tied: each has a price */
    i64 common = (i64)mpz_gcd_ui(NULL, *s->over, (unsigned long)s->over_by);
    mpz_divexact_ui(*s->over, *s->over, (unsigned long)common);
    load_widen(x, l, s->over_by / common);
    mpz_add(l->spent[g], l->spent[g], *s->over);
    Wide price = load_bound(x, *s->over, *l->under) + 1; /* rounded up, so that money stays a lower bound */
    l->slack++;
    for (size_t i = 0; i < s->n_payers; i++) {
        u32 set = s->payers[i].set;
        if (s->pays_all[set])
            l->load[set] = LOAD_NONE;
        else
            l->money[set] -= price;
    }
    x->work += (i64)(p->voted_from[g + 1] - p->voted_from[g]);
}

static bool shares_value(void *rule, BranchState *state, int g, mpq_t ret)
{
    LoadRule *x = rule;
    Loads    *l = state->own;
    if (l->is_fill)
        return load_value(rule, state, g, ret);
    ask(x, l, g);
    bool is_bought = price_exactly(x, l, g);
    BUG_ON(!is_bought); /* of those that were tied: each has a price */
    mpz_set(mpq_numref(ret), *x->shares->over);
    mpz_mul_si(mpq_denref(ret), *l->under, x->shares->over_by);
    mpq_canonicalize(ret);
    return false;
}

CommitteeFault committee_equal_shares(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    LoadRule x = load_rule(a, p, k, true);
    mpz_t   *v = exact_wholes(a, 2);
    size_t   most = 0, classes = (size_t)p->n_classes;
    for (int g = 0; g < p->n_classes; g++)
        most = p->voted_from[g + 1] - p->voted_from[g] > most ? p->voted_from[g + 1] - p->voted_from[g] : most;
    Shares s = { .a = arena_open(), .over = &v[0], .best_over = &v[1] };
    s.payers = NEW_N(a, Payer, most);
    s.doubtful = NEW_N(a, Doubtful, most);
    s.pays_all = NEW_N(a, bool, p->n_sets);
    s.may_be = NEW_N(a, int, classes);
    s.is_asked = NEW_N(a, bool, classes);
    s.high = NEW_N(a, Wide, classes);
    x.shares = &s;
    BranchRule rule = { .x = &x, .bytes = load_bytes(&x), .make = load_make, .copy = load_copy, .tied = shares_tied,
                        .take = shares_take, .same = load_same, .value = shares_value, .work = &x.work };
    CommitteeFault fault = branch_run(a, p, k, &rule, ret);
    arena_close(s.a);
    return fault;
}
