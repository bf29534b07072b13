/* committee_seqpav: proportional approval voting step by step, forward and in reverse. See committee.h. Source: Thorvald N.
 * Thiele, "Om Flerfoldsvalg", 1895; Lackner and Skowron 2023, rules 5 and 6. */
#include <string.h>

#include "engine/tally/committee_branch.h"
#include "engine/tally/committee_harmonic.h"

typedef struct Thiele {
    const CommitteePoll *p;
    Harmonic             h;
    bool                 is_backward;
    i64                  work;
    i64                 *by_divisor;
    mpz_t               *best, *sum;
} Thiele;

/* Of a state: how many of a set's candidates are in the committee, and each class's score. */
typedef struct Scores {
    uint16_t *met;
    Wide     *score;
} Scores;

/* What a set's voter gives to a candidate that is to be taken (forward) or is in (backward): 1 / this. */
static int divisor(const Thiele *x, const Scores *s, u32 set)
{
    return s->met[set] + !x->is_backward;
}

static void *scores_make(void *arg, Arena *a)
{
    const Thiele        *x = arg;
    const CommitteePoll *p = x->p;
    Scores              *s = NEW(a, Scores);
    s->met = NEW_N(a, uint16_t, p->n_sets);
    s->score = NEW_N(a, Wide, (size_t)p->n_classes);
    for (u32 i = 0; i < p->n_sets; i++) {
        s->met[i] = (uint16_t)(x->is_backward ? p->set_size[i] : 0);
        Wide gives = p->set_weight[i] * x->h.part[divisor(x, s, i)];
        for (size_t e = p->set_from[i]; e < p->set_from[i + 1]; e++)
            s->score[p->set_class[e]] += gives;
    }
    return s;
}

static void scores_copy(void *arg, void *to, const void *from)
{
    const Thiele *x = arg;
    Scores       *t = to;
    const Scores *f = from;
    memcpy(t->met, f->met, x->p->n_sets * sizeof *t->met);
    memcpy(t->score, f->score, (size_t)x->p->n_classes * sizeof *t->score);
}

static void exact_score(Thiele *x, const Scores *s, int g, mpz_t ret)
{
    const CommitteePoll *p = x->p;
    for (size_t e = p->voted_from[g]; e < p->voted_from[g + 1]; e++)
        x->by_divisor[divisor(x, s, p->voted_set[e])] += p->set_weight[p->voted_set[e]];
    x->work += (i64)(p->voted_from[g + 1] - p->voted_from[g]);
    harmonic_sum(&x->h, x->by_divisor, ret);
}

/* Of n classes that may be equal within the slack, keeps those that are best. */
static int truly_best(Thiele *x, const Scores *s, int *classes, int n)
{
    int n_best = 0;
    for (int i = 0; i < n; i++) {
        exact_score(x, s, classes[i], *x->sum);
        int by = n_best == 0 ? 1 : mpz_cmp(*x->sum, *x->best);
        by = x->is_backward && n_best != 0 ? -by : by;
        if (by < 0)
            continue;
        if (by > 0) {
            n_best = 0;
            mpz_swap(*x->best, *x->sum);
        }
        classes[n_best++] = classes[i];
    }
    return n_best;
}

static int scores_tied(void *arg, BranchState *state, int *ret_classes)
{
    Thiele              *x = arg;
    const CommitteePoll *p = x->p;
    const Scores        *s = state->own;
    Wide                 bound = 0; /* forward: the highest lower bound; backward: the lowest upper one */
    int                  n = 0;
    bool                 any = false;
    for (int g = 0; g < p->n_classes; g++) {
        Wide at = x->is_backward ? s->score[g] + x->h.slack * (Wide)p->approvals[g] : s->score[g];
        if (state->taken[g] == p->class_size[g] || (any && (x->is_backward ? at >= bound : at <= bound)))
            continue;
        bound = at;
        any = true;
    }
    for (int g = 0; g < p->n_classes; g++) {
        Wide slack = x->h.slack * (Wide)p->approvals[g];
        if (state->taken[g] < p->class_size[g] &&
            (x->is_backward ? s->score[g] <= bound : s->score[g] + slack >= bound))
            ret_classes[n++] = g;
    }
    return x->h.slack && n > 1 ? truly_best(x, s, ret_classes, n) : n;
}

static void scores_take(void *arg, BranchState *state, int g)
{
    Thiele              *x = arg;
    const CommitteePoll *p = x->p;
    Scores              *s = state->own;
    for (size_t v = p->voted_from[g]; v < p->voted_from[g + 1]; v++) {
        u32  set = p->voted_set[v];
        Wide gave = x->h.part[divisor(x, s, set)];
        s->met[set] = (uint16_t)(x->is_backward ? s->met[set] - 1 : s->met[set] + 1);
        Wide more = p->set_weight[set] * (x->h.part[divisor(x, s, set)] - gave);
        for (size_t e = p->set_from[set]; e < p->set_from[set + 1]; e++)
            s->score[p->set_class[e]] += more;
        x->work += (i64)(p->set_from[set + 1] - p->set_from[set]);
    }
}

static bool scores_value(void *arg, BranchState *state, int g, mpq_t ret)
{
    Thiele *x = arg;
    exact_score(x, state->own, g, mpq_numref(ret));
    mpz_set(mpq_denref(ret), *x->h.whole);
    mpq_canonicalize(ret);
    return false;
}

static CommitteeFault thiele(Arena *a, const CommitteePoll *p, int k, bool is_backward, CommitteeResult *ret)
{
    Thiele x = { .p = p, .is_backward = is_backward };
    int    top = 1;
    for (size_t i = 0; i < p->n_sets; i++)
        top = p->set_size[i] > top ? p->set_size[i] : top;
    if (!is_backward)
        top = (top < k ? top : k) + 1;
    x.h = harmonic_new(a, top, p->n, 1);
    x.by_divisor = NEW_N(a, i64, (size_t)top + 1);
    x.best = exact_wholes(a, 1);
    x.sum = exact_wholes(a, 1);
    BranchRule rule = { .x = &x, .is_backward = is_backward, .make = scores_make, .copy = scores_copy, .tied = scores_tied,
                        .take = scores_take, .value = scores_value, .work = &x.work };
    rule.bytes = p->n_sets * sizeof(uint16_t) + (size_t)p->n_classes * sizeof(Wide);
    return branch_run(a, p, k, &rule, ret);
}

CommitteeFault committee_seqpav(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    return thiele(a, p, k, false, ret);
}

CommitteeFault committee_revseqpav(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    return thiele(a, p, k, true, ret);
}
