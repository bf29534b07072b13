/* committee_best: see committee_best.h and committee.h. Sources: Thiele 1895; John R. Chamberlin and Paul N. Courant,
 * "Representative Deliberations and Representative Decisions", 1983; Nemhauser and Wolsey, "Best algorithms for
 * approximating the maximum of a submodular set function", 1978, for the bound. */
#include "engine/tally/committee_best.h"

#include <stdlib.h>
#include <string.h>

#include "engine/tally/committee_harmonic.h"
#include "engine/tally/committee_tied.h"

/* A class that may still be taken from, at one depth of the search. */
typedef struct Choice {
    Wide gain; /* of one more of it */
    int  g, left;
    bool is_begun; /* one of it is taken */
} Choice;

typedef struct Search {
    Arena               *a;
    const CommitteePoll *p;
    int                  k;
    Harmonic             h;
    bool                 is_cover;  /* cc: only the first that a voter approves counts */
    Wide                *gains;     /* of a voter, by members approved before */
    Wide                 blur;      /* how far sums of gains may lie below the true ones, all together */
    int                 *met;       /* of each set */
    int                 *taken;     /* of each class */
    bool                *is_single; /* of each class: one member whose voters approve nobody else, or nobody's */
    Choice             **choices;   /* by depth, room for so many */
    int                 *room;
    Wide                *gain_of;   /* of each class, while a depth is made */
    Wide                 best;
    bool                 any;
    mpz_t               *best_exact, *sum; /* where blur > 0 */
    i64                 *by_divisor;
    int                 *group, *need;
    CommitteeBag        *bag;
    i64                  work, most_work;
    Wide                 open;      /* what a committee that was not looked at may have at most; -1: all were */
} Search;

static void exact_score(Search *s, mpz_t ret)
{
    for (size_t i = 0; i < s->p->n_sets; i++)
        for (int d = 1; d <= s->met[i]; d++)
            s->by_divisor[d] += s->p->set_weight[i];
    s->work += (i64)s->p->n_sets;
    harmonic_sum(&s->h, s->by_divisor, ret);
}

/* The committee in taken[] and any `free` of the choices from `at` on have this score; the best so far stay. */
static void offer(Search *s, Wide score, const Choice *choices, int n, int free)
{
    const CommitteePoll *p = s->p;
    int                  by = !s->any || score > s->best ? 1 : score == s->best ? 0 : -1;
    if (s->any && s->blur > 0) {
        if (score + s->blur < s->best)
            return;
        exact_score(s, *s->sum);
        by = mpz_cmp(*s->sum, *s->best_exact);
        if (by > 0)
            mpz_swap(*s->sum, *s->best_exact);
    } else if (s->blur > 0) {
        exact_score(s, *s->best_exact);
    }
    if (by < 0)
        return;
    if (by > 0)
        committee_bag_empty(s->bag);
    s->best = by > 0 ? score : s->best;
    s->any = true;
    memcpy(s->group, p->class_of, (size_t)p->m * sizeof *s->group);
    memcpy(s->need, s->taken, (size_t)p->n_classes * sizeof *s->need);
    s->need[p->n_classes] = free;
    s->work += p->m;
    for (int i = 0; free > 0 && i < n; i++) {
        int g = choices[i].g;
        BUG_ON(s->taken[g] > 0); /* choices lie behind what was taken */
        for (int c = 0; c < p->class_size[g]; c++)
            s->group[p->class_member[p->class_from[g] + c] - 1] = p->n_classes;
    }
    s->work += p->m * committee_bag_add(s->bag, s->group, p->n_classes + 1, s->need);
}

/* What `seats` more can add at most, of choices in order of their gains; -1: there are not so many. */
static Wide most_of(Search *s, const Choice *choices, int n, int seats)
{
    Wide most = 0;
    int  others = 0; /* cover: twins of one that is counted add nothing */
    s->work += n < seats ? n : seats;
    for (int i = 0; i < n && seats > 0; i++) {
        int use = choices[i].left < seats ? choices[i].left : seats;
        if (s->is_cover && choices[i].gain > 0) {
            others += use - 1;
            use = 1;
        }
        most += use * choices[i].gain;
        seats -= use;
    }
    return seats > others ? -1 : most;
}

static int by_gain(const void *x, const void *y)
{
    const Choice *p = x, *q = y;
    if (p->gain != q->gain)
        return p->gain > q->gain ? -1 : 1;
    return p->is_begun != q->is_begun ? q->is_begun - p->is_begun : p->g - q->g; /* begun first: see is_all_one */
}

static void meet(Search *s, int g, int more)
{
    const CommitteePoll *p = s->p;
    for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++)
        s->met[p->voted_set[v]] += more;
    s->work += (i64)(p->voted_from[g + 1] - p->voted_from[g]);
    s->taken[g] += more;
}

/* Those that are few, and nearly in order already, are sorted where they lie. */
static void sort_choices(Choice *v, int n)
{
    enum { FEW = 24 };
    if (n > FEW) {
        qsort(v, (size_t)n, sizeof *v, by_gain);
        return;
    }
    for (int i = 1; i < n; i++) {
        Choice c = v[i];
        int    at = i;
        for (; at > 0 && by_gain(&c, &v[at - 1]) < 0; at--)
            v[at] = v[at - 1];
        v[at] = c;
    }
}

/* The choices after one of choices[0] was taken: gains sink. Left out are those that gain less than `least`. Returns how
 * many they are. */
static int choices_after(Search *s, const Choice *choices, int n, Wide least, Choice *ret)
{
    const CommitteePoll *p = s->p;
    int                  g = choices[0].g, n_next = 0;
    for (int i = 0; i < n; i++)
        s->gain_of[choices[i].g] = choices[i].gain;
    for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++) {
        u32  set = p->voted_set[v];
        int  met = s->met[set];
        Wide less = p->set_weight[set] * (s->gains[met - 1] - s->gains[met]);
        if (less == 0)
            continue;
        for (size_t e = p->set_from[set]; e < p->set_from[set + 1]; e++)
            s->gain_of[p->set_class[e]] -= less; /* of those that are no choices too: nobody reads it */
        s->work += (i64)(p->set_from[set + 1] - p->set_from[set]);
    }
    for (int i = 0; i < n; i++) {
        int left = choices[i].left - (i == 0);
        if (left > 0 && s->gain_of[choices[i].g] >= least)
            ret[n_next++] = (Choice){ s->gain_of[choices[i].g], choices[i].g, left, i == 0 || choices[i].is_begun };
    }
    s->work += 2 * n + 2 * n_next;
    sort_choices(ret, n_next);
    return n_next;
}

static bool is_hopeless(const Search *s, Wide most)
{
    return most < 0 || (s->any && most + s->blur < s->best);
}

/* Nobody who gains less than this is in a committee as good as the best so far, after choices[0] with `score`: the seats
 * left but one can gain no more than they could before. */
static Wide least_gain(Search *s, const Choice *choices, int n, int seats, Wide score)
{
    Wide others = most_of(s, choices, n, seats - 2);
    return !s->any || others < 0 ? 0 : s->best - s->blur - score - choices[0].gain - others;
}

/* Nobody left adds anything: any of them do. Not where one of their twins is taken, for the family would hold the same
 * committee twice; those stand first among equal gains and are decided before. */
static bool is_all_one(const Search *s, const Choice *choices)
{
    return choices[0].gain == 0 && !choices[0].is_begun && s->blur == 0;
}

/* Nobody's gain depends on who else is taken: the highest are in. */
static bool is_sum(const Search *s, const Choice *choices, int n)
{
    for (int i = 0; i < n; i++)
        if (!s->is_single[choices[i].g] || choices[i].is_begun)
            return false;
    return s->blur == 0;
}

static void offer_highest(Search *s, Wide score, const Choice *choices, int n, int seats)
{
    int at = 0;
    for (int end; at < n; at = end) { /* a level of equal gains at a time */
        int members = 0;
        for (end = at; end < n && choices[end].gain == choices[at].gain; end++)
            members += choices[end].left;
        if (members >= seats) {
            offer(s, score + seats * choices[at].gain, choices + at, end - at, seats);
            break;
        }
        for (int i = at; i < end; i++)
            s->taken[choices[i].g] += choices[i].left;
        score += members * choices[at].gain;
        seats -= members;
    }
    while (at-- > 0)
        s->taken[choices[at].g] -= choices[at].left;
}

/* The search ends here: what these choices may still add is left open. */
static bool leave_open(Search *s, Wide score, const Choice *choices, int n, int seats)
{
    Wide most = most_of(s, choices, n, seats);
    if (most >= 0 && score + most > s->open)
        s->open = score + most;
    return false;
}

/* `score` with the members taken, seats left, n choices at this depth. False: too much work. */
static bool search(Search *s, int depth, Wide score, int n)
{
    Choice *choices = s->choices[depth];
    int     seats = s->k - depth;
    if (seats == 0) {
        offer(s, score, NULL, 0, 0);
        return true;
    }
    if (s->any && s->work > s->most_work) /* once there is one to tell */
        return leave_open(s, score, choices, n, seats);
    if (s->room[depth + 1] < n) {
        s->choices[depth + 1] = NEW_N(s->a, Choice, (size_t)n);
        s->room[depth + 1] = n;
    }
    for (int i = 0; i < n; i++) {
        Wide most = most_of(s, choices + i, n - i, seats);
        if (is_hopeless(s, most < 0 ? most : score + most))
            break;
        if (is_all_one(s, choices + i)) {
            offer(s, score, choices + i, n - i, seats);
            break;
        }
        if (is_sum(s, choices + i, n - i)) {
            offer_highest(s, score, choices + i, n - i, seats);
            break;
        }
        if (seats == 1 && s->blur == 0) { /* whom they meet is asked no more */
            s->taken[choices[i].g]++;
            offer(s, score + choices[i].gain, NULL, 0, 0);
            s->taken[choices[i].g]--;
            continue;
        }
        meet(s, choices[i].g, 1);
        int n_next = 0;
        if (seats > 1)
            n_next = choices_after(s, choices + i, n - i, least_gain(s, choices + i, n - i, seats, score),
                                   s->choices[depth + 1]);
        bool is_well = search(s, depth + 1, score + choices[i].gain, n_next);
        meet(s, choices[i].g, -1);
        if (!is_well)
            return leave_open(s, score, choices + i + 1, n - i - 1, seats);
    }
    return true;
}

static int first_choices(Search *s)
{
    const CommitteePoll *p = s->p;
    s->is_single = NEW_N(s->a, bool, (size_t)p->n_classes);
    for (int g = 0; g < p->n_classes; g++) {
        s->is_single[g] = p->class_size[g] == 1 || p->approvals[g] == 0;
        for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++)
            s->is_single[g] = s->is_single[g] && p->set_size[p->voted_set[v]] == 1;
    }
    s->choices = NEW_N(s->a, Choice *, (size_t)s->k + 2);
    s->room = NEW_N(s->a, int, (size_t)s->k + 2);
    s->choices[0] = NEW_N(s->a, Choice, (size_t)p->n_classes);
    for (int g = 0; g < p->n_classes; g++)
        s->choices[0][g] = (Choice){ p->approvals[g] * s->gains[0], g, p->class_size[g], false };
    qsort(s->choices[0], (size_t)p->n_classes, sizeof(Choice), by_gain);
    return p->n_classes;
}

static void set_parts(const Search *s, Wide parts, mpq_t ret)
{
    u64 over[2] = { (u64)parts, (u64)(parts >> 64) }, under[2] = { (u64)s->h.unit, (u64)(s->h.unit >> 64) };
    mpz_import(mpq_numref(ret), 2, -1, sizeof over[0], 0, 0, over);
    mpz_import(mpq_denref(ret), 2, -1, sizeof under[0], 0, 0, under);
    mpq_canonicalize(ret);
}

static void tell_score(const Search *s, mpq_t ret)
{
    if (s->blur > 0) {
        mpq_set_num(ret, *s->best_exact);
        mpq_set_den(ret, *s->h.whole);
        mpq_canonicalize(ret);
    } else {
        set_parts(s, s->best, ret);
    }
}

/* How many voters approve the most approved k candidates, one after the other. */
static i64 approvals_of(const Search *s)
{
    i64 sum = 0;
    for (int i = 0, seats = s->k; i < s->p->n_classes && seats > 0; i++) {
        int use = s->choices[0][i].left < seats ? s->choices[0][i].left : seats;
        sum += use * s->p->approvals[s->choices[0][i].g];
        seats -= use;
    }
    return sum;
}

/* No committee is approved more often than the k most approved together, and no score is higher than where these
 * approvals lie as evenly on the voters as their ballots let them. */
static void even_bound(const Search *s, mpq_t ret)
{
    i64    left = approvals_of(s), *at_least = NEW_N(s->a, i64, (size_t)s->h.top + 2);
    mpq_t *part = exact_fractions(s->a, 1);
    for (size_t i = 0; i < s->p->n_sets; i++)
        at_least[s->p->set_size[i] < s->h.top ? s->p->set_size[i] : s->h.top] += s->p->set_weight[i];
    for (int d = s->h.top; d > 1; d--)
        at_least[d - 1] += at_least[d];
    mpq_set_ui(ret, 0, 1);
    for (int d = 1; d <= s->h.top && left > 0; d++) {
        i64 use = at_least[d] < left ? at_least[d] : left;
        mpq_set_ui(*part, (unsigned long)use, (unsigned long)d);
        mpq_canonicalize(*part);
        mpq_add(ret, ret, *part);
        left -= use;
    }
}

/* What no committee has more than: the even bound, or what the branches that were left open promise, or the best. */
static void tell_bound(const Search *s, const mpq_t best, mpq_t ret)
{
    mpq_t *open = exact_fractions(s->a, 1);
    set_parts(s, (s->open > s->best ? s->open : s->best) + s->blur, *open);
    even_bound(s, ret);
    if (mpq_cmp(*open, ret) < 0)
        mpq_set(ret, *open);
    if (mpq_cmp(best, ret) > 0)
        mpq_set(ret, best);
}

CommitteeFault committee_best(Arena *a, const CommitteePoll *p, int k, bool is_cover, i64 most_work,
                              CommitteeResult *ret)
{
    BUG_ON(k < 1 || k > p->m); /* the command holds seats to 1..m */
    if (p->m <= COMMITTEE_TABLE_MOST && p->n_sets >= COMMITTEE_TABLE_SETS) {
        committee_by_table(a, p, k, is_cover, ret);
        return COMMITTEE_OK;
    }
    if (p->n_sets >= COMMITTEE_MEETS_SETS && committee_meets_fit(p, k)) {
        committee_by_meets(a, p, k, is_cover, ret);
        return COMMITTEE_OK;
    }
    Search s = { .a = a, .p = p, .k = k, .is_cover = is_cover, .most_work = most_work, .open = -1 };
    int    top = 1;
    for (size_t i = 0; i < p->n_sets; i++) {
        int most = p->set_size[i] < k ? p->set_size[i] : k;
        top = most > top ? most : top;
        s.blur += (Wide)p->set_weight[i] * most;
    }
    s.h = harmonic_new(a, is_cover ? 1 : top, p->n, 16); /* 1 + 1/2 + .. + 1/5000 < 10 */
    s.blur = s.h.slack ? s.blur : 0;
    s.gains = NEW_N(a, Wide, (size_t)top + 1);
    for (int met = 0; met < s.h.top; met++)
        s.gains[met] = s.h.part[met + 1];
    s.met = NEW_N(a, int, p->n_sets);
    s.taken = NEW_N(a, int, (size_t)p->n_classes);
    s.gain_of = NEW_N(a, Wide, (size_t)p->n_classes);
    s.best_exact = exact_wholes(a, 1);
    s.sum = exact_wholes(a, 1);
    s.by_divisor = NEW_N(a, i64, (size_t)s.h.top + 1);
    s.group = NEW_N(a, int, (size_t)p->m);
    s.need = NEW_N(a, int, (size_t)p->n_classes + 1);
    s.bag = committee_bag(a, p->m, k);
    *ret = (CommitteeResult){ 0 };
    bool is_done = search(&s, 0, 0, first_choices(&s));
    ret->tied = committee_bag_tied(s.bag);
    ret->n_values = is_done ? 1 : 2;
    ret->values = exact_fractions(a, 2);
    tell_score(&s, ret->values[0]);
    if (!is_done)
        tell_bound(&s, ret->values[0], ret->values[1]);
    return is_done ? COMMITTEE_OK : COMMITTEE_TOO_LARGE;
}

CommitteeFault committee_pav(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    return committee_best(a, p, k, false, BEST_MOST_WORK, ret);
}

CommitteeFault committee_cc(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    return committee_best(a, p, k, true, BEST_MOST_WORK, ret);
}
