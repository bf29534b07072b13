/* committee_table: the best committee of up to 22 candidates from a table of all their sets, however many ballots there are.
 * See committee_best.h.
 *
 * 1 + 1/2 + .. + 1/n is the sum over t of (-1)^(t+1) C(n, t) / t. So a committee's score is the sum over its subsets T of
 * (-1)^(t+1)/t (cc: without /t) times the voters who approve all of T; both "all who approve T" and "over all subsets" are
 * made for every set at once by adding along each candidate in turn (Yates 1937). Sums are modulo 2^128: what is left at
 * the end is below that, so it is exact. */
#include "engine/tally/committee_best.h"

#include "engine/tally/committee_harmonic.h"
#include "engine/tally/committee_tied.h"

typedef unsigned __int128 Cell;

static void fill_in(const CommitteePoll *p, Cell *v)
{
    for (size_t i = 0; i < p->n_sets; i++) {
        size_t mask = 0;
        for (size_t e = p->set_from[i]; e < p->set_from[i + 1]; e++)
            for (int c = p->class_from[p->set_class[e]]; c < p->class_from[p->set_class[e] + 1]; c++)
                mask |= (size_t)1 << (p->class_member[c] - 1);
        v[mask] += (Cell)p->set_weight[i];
    }
}

/* v[T]: from voters who approve T and no more to those who approve at least T. */
static void add_larger(Cell *v, int m)
{
    for (int c = 0; c < m; c++)
        for (size_t mask = 0; mask < (size_t)1 << m; mask++)
            if ((mask >> c & 1) == 0)
                v[mask] += v[mask | (size_t)1 << c];
}

/* v[W]: from terms of T to the sum over all T within W. */
static void add_smaller(Cell *v, int m)
{
    for (int c = 0; c < m; c++)
        for (size_t mask = 0; mask < (size_t)1 << m; mask++)
            if (mask >> c & 1)
                v[mask] += v[mask ^ (size_t)1 << c];
}

static void offer(CommitteeBag *bag, size_t mask, int m, int k)
{
    int group[COMMITTEE_TABLE_MOST], need[2] = { 0, k };
    for (int c = 0; c < m; c++)
        group[c] = mask >> c & 1;
    committee_bag_add(bag, group, 2, need);
}

void committee_by_table(Arena *a, const CommitteePoll *p, int k, bool is_cover, CommitteeResult *ret)
{
    /* committee_best.c chooses this way by that bound; the command holds seats to m */
    BUG_ON(p->m > COMMITTEE_TABLE_MOST || k < 1 || k > p->m);
    Harmonic      h = harmonic_new(a, is_cover ? 1 : k, p->n, 16);
    Cell         *v = NEW_N(a, Cell, (size_t)1 << p->m), best = 0;
    CommitteeBag *bag = committee_bag(a, p->m, k);
    BUG_ON(h.slack); /* lcm(1..22) has 28 bits of the 66 that any number of voters leaves */
    fill_in(p, v);
    add_larger(v, p->m);
    v[0] = 0;
    for (size_t mask = 1; mask < (size_t)1 << p->m; mask++) {
        int  t = __builtin_popcountll(mask);
        Cell part = is_cover ? 1 : t <= k ? (Cell)h.part[t] : 0; /* no committee holds more than k */
        v[mask] *= t % 2 ? part : -part;
    }
    add_smaller(v, p->m);
    for (size_t mask = 0; mask < (size_t)1 << p->m; mask++) {
        if (__builtin_popcountll(mask) != k || v[mask] < best)
            continue;
        if (v[mask] > best)
            committee_bag_empty(bag);
        best = v[mask];
        offer(bag, mask, p->m, k);
    }
    committee_tell_best(a, bag, best, (Cell)h.unit, ret);
}

void committee_tell_best(Arena *a, CommitteeBag *bag, unsigned __int128 best, unsigned __int128 unit, CommitteeResult *ret)
{
    *ret = (CommitteeResult){ .tied = committee_bag_tied(bag), .values = exact_fractions(a, 1), .n_values = 1 };
    u64 over[2] = { (u64)best, (u64)(best >> 64) }, under[2] = { (u64)unit, (u64)(unit >> 64) };
    mpz_import(mpq_numref(ret->values[0]), 2, -1, sizeof over[0], 0, 0, over);
    mpz_import(mpq_denref(ret->values[0]), 2, -1, sizeof under[0], 0, 0, under);
    mpq_canonicalize(ret->values[0]);
}
