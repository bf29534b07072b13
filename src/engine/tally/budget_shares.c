/* budget_shares: see budget_shares.h. Several shares are tried ahead at once; those after the one that ends it are
 * thrown away, so that the result, its ties and its number of runs are those of trying one after the other. */
#include "engine/tally/budget_shares.h"

#include <stdatomic.h>

#include "base/parallel.h"

enum { ALONE = 16, MOST_AHEAD = 4096 }; /* runs before threads are worth it */

typedef struct Outcome {
    i64  ties;
    bool is_over; /* costs more than the budget */
    bool is_last; /* exhaustive, or holds all */
    bool is_given_up;
} Outcome;

typedef struct Search {
    const BudgetSupport *s;
    BudgetShares         how;
    BudgetRun          **runs; /* one a thread */
    size_t               width;
    i64                  first; /* what is added in the first run of the batch */
    size_t               n;
    Outcome             *outcomes;
    atomic_size_t        end; /* the least place in the batch where the search ends */
} Search;

/* Whether nothing more with a supporter fits (ADD1), or nothing more has one (ADD1F). */
static bool is_last(const Search *x, BudgetRun *r)
{
    const Budget *b = x->s->b;
    mpz_sub(r->x, b->total, r->cost);
    for (size_t p = 0; p < b->n_projects; p++)
        if (r->book.bought[p] == BUDGET_OPEN && x->s->count[p] > 0 &&
            (x->how == BUDGET_ADD1F || mpz_cmp(b->projects[p].cost, r->x) <= 0))
            return false;
    return true;
}

/* Thread w makes every width-th run of the batch, until one that is known to be beyond the end. */
static void work(void *arg, size_t w)
{
    Search    *x = arg;
    BudgetRun *r = x->runs[w];
    for (size_t i = w; i < x->n && i <= atomic_load(&x->end); i += x->width) {
        budget_run(r, x->first + (i64)i);
        Outcome o = { .ties = r->ties, .is_over = mpz_cmp(r->cost, x->s->b->total) > 0 };
        o.is_given_up = r->is_given_up;
        o.is_last = o.is_given_up || (!o.is_over && is_last(x, r));
        x->outcomes[i] = o;
        size_t end = atomic_load(&x->end);
        while ((o.is_over || o.is_last) && i < end && !atomic_compare_exchange_weak(&x->end, &end, i))
            ;
    }
}

static size_t ahead(const Search *x)
{
    size_t made = (size_t)x->first;
    return made < ALONE || x->width == 1 ? 1 : made > MOST_AHEAD ? MOST_AHEAD : made;
}

i64 budget_most_runs(const BudgetSupport *s)
{
    i64 choices = (i64)s->from[s->b->n_projects] + 1, runs = BUDGET_MOST_LOOKS / choices;
    return runs < BUDGET_MOST_RUNS ? runs : BUDGET_MOST_RUNS;
}

/* What is added in the run that is the result; -1: that is too far, or a run was given up. */
static i64 search(Arena *a, Search *x, BudgetResult *r)
{
    size_t wide = (size_t)parallel_width();
    i64    most = budget_most_runs(x->s);
    x->runs = NEW_N(a, BudgetRun *, wide);
    x->outcomes = NEW_N(a, Outcome, MOST_AHEAD);
    x->runs[0] = budget_run_open(a, x->s);
    for (x->width = 1;; x->first += (i64)x->n) {
        if (x->first >= ALONE)
            for (; x->width < wide; x->width++)
                x->runs[x->width] = budget_run_open(a, x->s);
        x->n = ahead(x);
        atomic_store(&x->end, x->n);
        parallel_run(x->width < x->n ? x->width : x->n, work, x);
        size_t end = atomic_load(&x->end);
        for (size_t i = 0; i < x->n && i <= end; i++) {
            r->ties += r->runs++ > 0 ? x->outcomes[i].ties : 0;
        }
        if (end < x->n && x->outcomes[end].is_given_up)
            return -1;
        if (end < x->n)
            return x->first + (i64)end - x->outcomes[end].is_over;
        if (x->first + (i64)x->n >= most)
            return -1;
    }
}

BudgetResult *budget_shares(Arena *a, const BudgetSupport *s, BudgetShares how)
{
    BudgetResult *r = budget_result_new(a, s->b);
    Arena        *scratch = arena_open();
    Search        x = { .s = s, .how = how };
    if (how == BUDGET_PLAIN) {
        BudgetRun *run = budget_run_open(scratch, s);
        budget_run_told(run, 0, r);
        r = run->is_given_up ? NULL : r;
    } else {
        i64 added = search(scratch, &x, r), ties = r->ties;
        if (added >= 0)
            budget_run_told(x.runs[0], added, r);
        r->ties = ties;
        r = added >= 0 ? r : NULL;
    }
    arena_close(scratch);
    return r;
}
