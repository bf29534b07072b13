/* committee_meets: the best committee from how many voters approve all of each set of up to k candidates. See
 * committee_best.h.
 *
 * By the sums of committee_table.c a committee's score needs only these numbers, for its own subsets. A candidate's
 * ballots are a row of bits; a set's are the rows' conjunction, made row after row down the tree of sets, so that a
 * million ballots are 16,000 words for each set. Weights are planes of bits. The sets of one first candidate are a
 * piece of work for a core, and write to places of their own. */
#include "engine/tally/committee_best.h"

#include <stdlib.h>

#include "base/parallel.h"
#include "engine/tally/committee_harmonic.h"
#include "engine/tally/committee_tied.h"

typedef unsigned __int128 Cell;
typedef u64               Two __attribute__((vector_size(16)));
enum { TWO_BITS = 128, MOST_PLANES = 53 };

typedef struct Meets {
    const CommitteePoll *p;
    int     m, k;
    size_t  twos;      /* of a row */
    Two    *rows;      /* [m * twos] */
    Two    *planes;    /* [n_planes * twos]; none where every weight is 1 */
    int     n_planes;
    size_t  filled[MOST_PLANES]; /* twos at the front of a plane beyond which it is empty */
    i64    *binomial;  /* [(m + 1) * (k + 1)]: C(n, r) */
    size_t *offset;    /* [k + 2]: where the sets of t candidates begin */
    Cell   *terms;     /* by offset and rank: what a set adds to the committees that hold it */
    Cell   *part;      /* [k + 1]: (-1)^(t+1)/t of a voter, cc: (-1)^(t+1) */
} Meets;

static i64 choose(const Meets *w, int n, int r)
{
    return w->binomial[(size_t)n * (size_t)(w->k + 1) + (size_t)r];
}

/* The bits of both rows, counted: sums of eight bits stay in their byte for 31 words, whatever they hold. */
static u64 bits_of(const Two *x, const Two *y, size_t n)
{
    const Two by1 = { 0x5555555555555555u, 0x5555555555555555u }, by2 = { 0x3333333333333333u, 0x3333333333333333u };
    const Two by4 = { 0x0f0f0f0f0f0f0f0fu, 0x0f0f0f0f0f0f0f0fu }, bytes = { 0x00ff00ff00ff00ffu, 0x00ff00ff00ff00ffu };
    u64 sum = 0;
    for (size_t i = 0; i < n;) {
        Two    some = { 0, 0 };
        size_t end = i + 31 < n ? i + 31 : n;
        for (; i < end; i++) {
            Two v = x[i] & y[i];
            v -= v >> 1 & by1;
            v = (v & by2) + (v >> 2 & by2);
            some += (v + (v >> 4)) & by4;
        }
        some = (some & bytes) + (some >> 8 & bytes);
        sum += (some[0] * 0x0001000100010001u >> 48) + (some[1] * 0x0001000100010001u >> 48);
    }
    return sum;
}

/* Voters on both rows; `both` takes the rows' conjunction. */
static i64 voters_of(const Meets *w, const Two *x, const Two *y, Two *both)
{
    i64 voters = 0;
    for (size_t i = 0; i < w->twos; i++)
        both[i] = x[i] & y[i];
    for (int plane = 0; plane < w->n_planes; plane++)
        voters += (i64)bits_of(both, w->planes + (size_t)plane * w->twos, w->filled[plane]) << plane;
    return w->n_planes ? voters : (i64)bits_of(both, both, w->twos);
}

/* A set of t candidates of rank `rank` among those, the last of them `last`, and all sets that go on from it. */
static void walk(const Meets *w, Two *both, int t, int last, size_t rank)
{
    const Two *own = both + (size_t)(t - 1) * w->twos;
    for (int c = last + 1; c < w->m; c++) {
        size_t place = rank + (size_t)choose(w, c, t + 1);
        i64    voters = voters_of(w, own, w->rows + (size_t)c * w->twos, both + (size_t)t * w->twos);
        w->terms[w->offset[t + 1] + place] = w->part[t + 1] * (Cell)voters;
        if (t + 1 < w->k && voters > 0)
            walk(w, both, t + 1, c, place);
    }
}

static void piece(void *arg, size_t first)
{
    const Meets *w = arg;
    Arena       *a = arena_open();
    Two         *both = NEW_N(a, Two, (size_t)w->k * w->twos);
    const Two   *row = w->rows + first * w->twos;
    w->terms[w->offset[1] + first] = w->part[1] * (Cell)voters_of(w, row, row, both);
    if (w->k > 1)
        walk(w, both, 1, (int)first, first);
    arena_close(a);
}

/* The terms of all subsets of chosen[n] that add one of chosen[i..] to a set of t with this rank. */
static Cell score_of(const Meets *w, const int *chosen, int n, int i, int t, size_t rank)
{
    Cell sum = 0;
    for (; i < n; i++) {
        size_t place = rank + (size_t)choose(w, chosen[i], t + 1);
        sum += w->terms[w->offset[t + 1] + place] + score_of(w, chosen, n, i + 1, t + 1, place);
    }
    return sum;
}

static void set_bit(Two *row, size_t at)
{
    row[at / TWO_BITS][at / 64 % 2] |= UINT64_C(1) << (at % 64);
}

typedef struct Weighed {
    i64    weight;
    size_t set;
} Weighed;

static int heaviest_first(const void *a, const void *b)
{
    const Weighed *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight)
                                  : (x->set > y->set) - (x->set < y->set);
}

/* Heavy sets stand in front, so that the planes of high bits are short. */
static void rows_fill(Arena *a, Meets *w)
{
    const CommitteePoll *p = w->p;
    Weighed             *order = NEW_N(a, Weighed, p->n_sets);
    w->rows = NEW_N(a, Two, (size_t)w->m * w->twos);
    for (size_t i = 0; i < p->n_sets; i++)
        order[i] = (Weighed){ p->set_weight[i], i };
    qsort(order, p->n_sets, sizeof *order, heaviest_first);
    for (size_t i = 0; i < p->n_sets; i++)
        for (size_t e = p->set_from[order[i].set]; e < p->set_from[order[i].set + 1]; e++)
            for (int c = p->class_from[p->set_class[e]]; c < p->class_from[p->set_class[e] + 1]; c++)
                set_bit(w->rows + (size_t)(p->class_member[c] - 1) * w->twos, i);
    while (p->n_sets > 0 && order[0].weight > 1 && order[0].weight >> w->n_planes != 0)
        w->n_planes++;
    w->planes = NEW_N(a, Two, (size_t)w->n_planes * w->twos);
    for (int plane = 0; plane < w->n_planes; plane++) {
        for (size_t i = 0; i < p->n_sets && order[i].weight >> plane != 0; i++) {
            w->filled[plane] = i / TWO_BITS + 1;
            if (order[i].weight >> plane & 1)
                set_bit(w->planes + (size_t)plane * w->twos, i);
        }
    }
}

static void binomials_fill(Arena *a, Meets *w)
{
    size_t side = (size_t)w->k + 1;
    w->binomial = NEW_N(a, i64, ((size_t)w->m + 1) * side);
    w->offset = NEW_N(a, size_t, side + 1);
    for (int n = 0; n <= w->m; n++) {
        w->binomial[(size_t)n * side] = 1;
        for (int r = 1; r <= w->k && r <= n; r++)
            w->binomial[(size_t)n * side + (size_t)r] = choose(w, n - 1, r - 1) + (r < n ? choose(w, n - 1, r) : 0);
    }
    for (int t = 1; t <= w->k; t++)
        w->offset[t + 1] = w->offset[t] + (size_t)choose(w, w->m, t);
}

bool committee_meets_fit(const CommitteePoll *p, int k)
{
    i64 sets = 0, of_size = 1; /* C(m, t) */
    for (int t = 1; t <= k; t++) {
        of_size = of_size * (p->m - t + 1) / t;
        sets += of_size;
        if (sets > COMMITTEE_MEETS_MOST)
            return false;
    }
    return k < 24 && of_size << k <= COMMITTEE_MEETS_LOOKS && (size_t)p->m * p->n_sets <= COMMITTEE_MEETS_BITS;
}

/* The next of chosen[k] in order, of 0 .. m - 1; false after the last. */
static bool next_chosen(int *chosen, int k, int m)
{
    int i = k - 1;
    while (i >= 0 && chosen[i] == m - k + i)
        i--;
    if (i < 0)
        return false;
    for (chosen[i]++; ++i < k;)
        chosen[i] = chosen[i - 1] + 1;
    return true;
}

void committee_by_meets(Arena *a, const CommitteePoll *p, int k, bool is_cover, CommitteeResult *ret)
{
    BUG_ON(k < 1 || k > p->m || !committee_meets_fit(p, k)); /* the command holds seats to 1..m, committee_best() asks the rest */
    Meets         w = { .p = p, .m = p->m, .k = k, .twos = (p->n_sets + TWO_BITS - 1) / TWO_BITS };
    Harmonic      h = harmonic_new(a, is_cover ? 1 : k, p->n, 16);
    CommitteeBag *bag = committee_bag(a, p->m, k);
    int          *chosen = NEW_N(a, int, k), *group = NEW_N(a, int, p->m), need[2] = { 0, k };
    Cell          best = 0;
    BUG_ON(h.slack); /* k < 24: lcm(1..23) has 33 bits of the 66 that any number of voters leaves */
    rows_fill(a, &w);
    binomials_fill(a, &w);
    w.terms = NEW_N(a, Cell, w.offset[k + 1]);
    w.part = NEW_N(a, Cell, k + 1);
    for (int t = 1; t <= k; t++)
        w.part[t] = (t % 2 ? 1 : -(Cell)1) * (is_cover ? 1 : (Cell)h.part[t]);
    parallel_run((size_t)p->m, piece, &w);
    for (int i = 0; i < k; i++)
        chosen[i] = i;
    do {
        Cell score = score_of(&w, chosen, k, 0, 0, 0);
        if (score < best)
            continue;
        if (score > best)
            committee_bag_empty(bag);
        best = score;
        for (int c = 0; c < p->m; c++)
            group[c] = 0;
        for (int i = 0; i < k; i++)
            group[chosen[i]] = 1;
        committee_bag_add(bag, group, 2, need);
    } while (next_chosen(chosen, k, p->m));
    committee_tell_best(a, bag, best, (Cell)h.unit, ret);
}
