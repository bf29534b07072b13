/* committee_load: see committee_load.h; and seqphragmen. Sources: Edvard Phragmen, "Sur une methode nouvelle pour realiser,
 * dans les elections, la representation proportionnelle des partis", 1894; Lackner and Skowron 2023, rule 9. */
#include "engine/tally/committee_load.h"

#include <string.h>

LoadRule load_rule(Arena *a, const CommitteePoll *p, int k, bool has_money)
{
    mpz_t   *v = exact_wholes(a, 4);
    LoadRule x = { .p = p, .k = k, .has_money = has_money, .best = &v[0], .sum = &v[1], .left = &v[2], .right = &v[3] };
    x.of_class = NEW_N(a, i64, (size_t)p->n_classes);
    x.of_load = NEW_N(a, i64, (size_t)k + 1);
    return x;
}

size_t load_bytes(const LoadRule *x)
{
    size_t classes = (size_t)x->p->n_classes, wholes = (size_t)x->k + 4 + (x->has_money ? classes : 0);
    size_t digits = 32 + (size_t)x->k * 4; /* of a numerator: members times the bits of their voters, about */
    return x->p->n_sets * (sizeof(int) + (x->has_money ? sizeof(Wide) : 0)) + classes * 2 * sizeof(Wide) +
           wholes * (sizeof(mpz_t) + digits);
}

void *load_make(void *rule, Arena *a)
{
    const LoadRule      *x = rule;
    const CommitteePoll *p = x->p;
    Loads               *l = NEW(a, Loads);
    mpz_t               *v = exact_wholes(a, 2);
    *l = (Loads){ .slack = 1, .is_fill = !x->has_money, .n_loads = 1, .purse = &v[0], .under = &v[1] };
    l->load = NEW_N(a, int, p->n_sets);
    l->sum = NEW_N(a, Wide, (size_t)p->n_classes);
    l->bound = NEW_N(a, Wide, (size_t)x->k + 1);
    l->loads = exact_wholes(a, (size_t)x->k + 1);
    mpz_set_ui(*l->under, 1);
    if (!x->has_money)
        return l;
    l->money = NEW_N(a, Wide, p->n_sets);
    l->price = NEW_N(a, Wide, (size_t)p->n_classes);
    l->spent = exact_wholes(a, (size_t)p->n_classes);
    mpz_set_si(*l->under, p->n);
    mpz_set_si(*l->purse, x->k);
    for (size_t i = 0; i < p->n_sets; i++) {
        l->load[i] = LOAD_HAS_MONEY;
        l->money[i] = LOAD_ONE * x->k / p->n;
    }
    for (int g = 0; g < p->n_classes; g++)
        l->price[g] = p->approvals[g] > 0 ? LOAD_ONE / p->approvals[g] : 0;
    return l;
}

void load_copy(void *rule, void *to, const void *from)
{
    const LoadRule      *x = rule;
    const CommitteePoll *p = x->p;
    Loads               *t = to;
    const Loads         *f = from;
    t->slack = f->slack;
    t->is_fill = f->is_fill;
    t->n_loads = f->n_loads;
    memcpy(t->load, f->load, p->n_sets * sizeof *t->load);
    memcpy(t->sum, f->sum, (size_t)p->n_classes * sizeof *t->sum);
    memcpy(t->bound, f->bound, (size_t)f->n_loads * sizeof *t->bound);
    for (int i = 0; i < f->n_loads; i++)
        mpz_set(t->loads[i], f->loads[i]);
    mpz_set(*t->under, *f->under);
    if (!x->has_money)
        return;
    memcpy(t->money, f->money, p->n_sets * sizeof *t->money);
    memcpy(t->price, f->price, (size_t)p->n_classes * sizeof *t->price);
    mpz_set(*t->purse, *f->purse);
    for (int g = 0; g < p->n_classes; g++)
        mpz_set(t->spent[g], f->spent[g]);
}

static bool are_equal(LoadRule *x, const mpz_t p, const mpz_t under_p, const mpz_t q, const mpz_t under_q)
{
    mpz_mul(*x->left, p, under_q);
    mpz_mul(*x->right, q, under_p);
    return mpz_cmp(*x->left, *x->right) == 0;
}

/* Does every voter carry and have the same in both? (Money that is the same by other sums counts as different; then both
 * are followed, to the same end.) */
bool load_same(void *rule, const void *a, const void *b)
{
    LoadRule    *x = rule;
    const Loads *p = a, *q = b;
    bool         has_money = false;
    int          alike_p = 0, alike_q = 0; /* the two loads that were last found equal */
    if (p->is_fill != q->is_fill)
        return false;
    for (size_t i = 0; i < x->p->n_sets; i++) {
        int s = p->load[i], t = q->load[i];
        has_money = has_money || s == LOAD_HAS_MONEY;
        if (s == t && s <= 0)
            continue;
        if (s < 0 || t < 0 || p->bound[s] != q->bound[t])
            return false;
        if (s == alike_p && t == alike_q)
            continue;
        if (!are_equal(x, p->loads[s], *p->under, q->loads[t], *q->under))
            return false;
        alike_p = s;
        alike_q = t;
    }
    for (int g = 0; has_money && g < x->p->n_classes; g++)
        if (!are_equal(x, p->spent[g], *p->under, q->spent[g], *q->under))
            return false;
    return true;
}

void load_widen(const LoadRule *x, Loads *l, i64 by)
{
    mpz_mul_si(*l->under, *l->under, by);
    for (int i = 0; i < l->n_loads; i++)
        mpz_mul_si(l->loads[i], l->loads[i], by);
    if (!x->has_money)
        return;
    mpz_mul_si(*l->purse, *l->purse, by);
    for (int g = 0; g < x->p->n_classes; g++)
        if (mpz_sgn(l->spent[g]) != 0)
            mpz_mul_si(l->spent[g], l->spent[g], by);
}

Wide load_bound(LoadRule *x, const mpz_t over, const mpz_t under)
{
    mpz_mul_2exp(*x->left, over, LOAD_BITS);
    mpz_fdiv_q(*x->left, *x->left, under);
    u64 part[2] = { 0, 0 };
    /* what a member costs is below the purse, so this is below 2^30 times LOAD_ONE */
    BUG_ON(mpz_sizeinbase(*x->left, 2) > 126 || mpz_sgn(*x->left) < 0);
    mpz_export(part, NULL, -1, sizeof part[0], 0, 0, *x->left);
    return (Wide)part[1] << 64 | part[0];
}

void load_count(LoadRule *x, const Loads *l, u32 set, i64 weight)
{
    const CommitteePoll *p = x->p;
    for (size_t e = p->set_from[set]; e < p->set_from[set + 1]; e++)
        x->of_class[p->set_class[e]] += weight;
    x->work += (i64)(p->set_from[set + 1] - p->set_from[set]);
}

void load_money_of_counted(LoadRule *x, const Loads *l, i64 weight, mpz_t ret)
{
    mpz_mul_si(ret, *l->purse, weight);
    for (int g = 0; weight > 0 && g < x->p->n_classes; g++) {
        if (mpz_sgn(l->spent[g]) != 0)
            mpz_submul_ui(ret, l->spent[g], (unsigned long)x->of_class[g]);
        x->of_class[g] = 0;
    }
}

/* ---- seqphragmen ---- */

static Wide load_of(const Loads *l, u32 set)
{
    return l->load[set] == LOAD_HAS_MONEY ? -(l->money[set] + l->slack) : l->bound[l->load[set]];
}

void load_begin_fill(LoadRule *x, Loads *l)
{
    const CommitteePoll *p = x->p;
    l->is_fill = true;
    for (u32 i = 0; i < p->n_sets; i++) {
        Wide carries = p->set_weight[i] * load_of(l, i);
        for (size_t e = p->set_from[i]; e < p->set_from[i + 1]; e++)
            l->sum[p->set_class[e]] += carries;
    }
}

/* 1 and the loads of the class's voters, times the denominator; divided by its voters it is what each would carry. */
static void exact_sum(LoadRule *x, const Loads *l, int g, mpz_t ret)
{
    const CommitteePoll *p = x->p;
    i64                  with_money = 0;
    for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++) {
        u32 set = p->voted_set[v];
        if (l->load[set] == LOAD_HAS_MONEY) {
            with_money += p->set_weight[set];
            load_count(x, l, set, p->set_weight[set]);
        } else {
            x->of_load[l->load[set]] += p->set_weight[set];
        }
    }
    x->work += (i64)(p->voted_from[g + 1] - p->voted_from[g]);
    mpz_set_ui(ret, 0);
    if (with_money > 0)
        load_money_of_counted(x, l, with_money, ret);
    mpz_sub(ret, *l->under, ret);
    for (int i = 0; i < l->n_loads; i++) {
        mpz_addmul_ui(ret, l->loads[i], (unsigned long)x->of_load[i]);
        x->of_load[i] = 0;
    }
}

static Wide floor_div(Wide n, i64 by)
{
    Wide q = n / by;
    return n % by < 0 ? q - 1 : q;
}

static int truly_least(LoadRule *x, const Loads *l, int *classes, int n)
{
    const i64 *voters = x->p->approvals;
    int        n_best = 0;
    for (int i = 0; i < n; i++) {
        exact_sum(x, l, classes[i], *x->sum);
        int by = -1;
        if (n_best > 0) {
            mpz_mul_si(*x->left, *x->sum, voters[classes[0]]);
            mpz_mul_si(*x->right, *x->best, voters[classes[i]]);
            by = mpz_cmp(*x->left, *x->right);
        }
        if (by > 0)
            continue;
        if (by < 0) {
            n_best = 0;
            mpz_swap(*x->best, *x->sum);
        }
        classes[n_best++] = classes[i];
    }
    return n_best;
}

int load_tied(void *rule, BranchState *state, int *ret_classes)
{
    LoadRule            *x = rule;
    const CommitteePoll *p = x->p;
    Loads               *l = state->own;
    Wide                 bound = 0; /* nobody's load is below; the least one is at most `slack` above its own bound */
    int                  n = 0, left = 0;
    for (int g = 0; g < p->n_classes; g++) {
        if (state->taken[g] == p->class_size[g])
            continue;
        left = g;
        if (p->approvals[g] == 0)
            continue;
        Wide least = floor_div(LOAD_ONE + l->sum[g], p->approvals[g]);
        if (n == 0 || least + l->slack + 1 < bound)
            bound = least + l->slack + 1;
        n++;
    }
    if (n == 0) { /* who has no voters is one class: all that are left */
        ret_classes[0] = left;
        return 1;
    }
    n = 0;
    for (int g = 0; g < p->n_classes; g++)
        if (state->taken[g] < p->class_size[g] && p->approvals[g] > 0 &&
            floor_div(LOAD_ONE + l->sum[g], p->approvals[g]) <= bound)
            ret_classes[n++] = g;
    return n > 1 ? truly_least(x, l, ret_classes, n) : n;
}

void load_take(void *rule, BranchState *state, int g)
{
    LoadRule            *x = rule;
    const CommitteePoll *p = x->p;
    Loads               *l = state->own;
    if (p->approvals[g] == 0)
        return;
    exact_sum(x, l, g, *x->sum);
    i64 common = (i64)mpz_gcd_ui(NULL, *x->sum, (unsigned long)p->approvals[g]);
    mpz_divexact_ui(*x->sum, *x->sum, (unsigned long)common);
    load_widen(x, l, p->approvals[g] / common);
    int number = l->n_loads++;
    mpz_set(l->loads[number], *x->sum);
    l->bound[number] = load_bound(x, *x->sum, *l->under);
    for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++) {
        u32  set = p->voted_set[v];
        Wide more = p->set_weight[set] * (l->bound[number] - load_of(l, set));
        for (size_t e = p->set_from[set]; e < p->set_from[set + 1]; e++)
            l->sum[p->set_class[e]] += more;
        l->load[set] = number;
        x->work += (i64)(p->set_from[set + 1] - p->set_from[set]);
    }
}

bool load_value(void *rule, BranchState *state, int g, mpq_t ret)
{
    LoadRule *x = rule;
    Loads    *l = state->own;
    mpq_set_si(ret, 0, 1);
    if (x->p->approvals[g] == 0)
        return x->has_money;
    exact_sum(x, l, g, mpq_numref(ret));
    mpz_mul_si(mpq_denref(ret), *l->under, x->p->approvals[g]);
    mpq_canonicalize(ret);
    return x->has_money;
}

CommitteeFault committee_seqphragmen(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    LoadRule   x = load_rule(a, p, k, false);
    BranchRule rule = { .x = &x, .bytes = load_bytes(&x), .make = load_make, .copy = load_copy, .tied = load_tied,
                        .take = load_take, .same = load_same, .value = load_value, .work = &x.work };
    return branch_run(a, p, k, &rule, ret);
}
