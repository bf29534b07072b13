/* committee_tied: see committee_tied.h.
 *
 * Of two committees of one family the one that holds the smallest candidate in which they differ comes first, so that a
 * search that goes through the candidates and takes each before it leaves it out makes them in order. It never runs into
 * a dead end: a candidate is left out only while its group has enough others behind it. */
#include "engine/tally/committee_tied.h"

#include <stdlib.h>
#include <string.h>

struct CommitteeBag {
    Arena *a;
    int    m, k;
    mpz_t *n, *family, *factor;
    int   *v;      /* committees, k numbers each */
    size_t n_kept, room;
    bool   is_cut; /* the first COMMITTEE_MOST_LISTED are in order, and none behind the last of them is wanted */
    int   *left;   /* of each group: members behind the candidate that is looked at */
    int   *need;
    int   *taken;  /* those taken so far, ascending */
    int    n_taken;
};

/* Twice what is listed: sorted and cut each time it is full. */
enum { MOST_KEPT = 2 * COMMITTEE_MOST_LISTED };

CommitteeBag *committee_bag(Arena *a, int m, int k)
{
    CommitteeBag *b = NEW(a, CommitteeBag);
    *b = (CommitteeBag){ .a = a, .m = m, .k = k, .room = 4, .n = exact_wholes(a, 1) };
    b->family = exact_wholes(a, 1);
    b->factor = exact_wholes(a, 1);
    b->v = NEW_N(a, int, b->room * (size_t)k);
    b->left = NEW_N(a, int, (size_t)m + 2);
    b->need = NEW_N(a, int, (size_t)m + 2);
    b->taken = NEW_N(a, int, (size_t)k);
    return b;
}

void committee_bag_empty(CommitteeBag *b)
{
    b->n_kept = 0;
    b->is_cut = false;
    mpz_set_ui(*b->n, 0);
}

static int compare(const void *x, const void *y, void *arg)
{
    const int *p = x, *q = y;
    for (int i = 0; i < *(const int *)arg; i++)
        if (p[i] != q[i])
            return p[i] < q[i] ? -1 : 1;
    return 0;
}

static void sort_and_cut(CommitteeBag *b)
{
    if (b->n_kept > 1)
        qsort_r(b->v, b->n_kept, (size_t)b->k * sizeof(int), compare, &b->k);
    b->is_cut = b->n_kept >= COMMITTEE_MOST_LISTED;
    if (b->is_cut)
        b->n_kept = COMMITTEE_MOST_LISTED;
}

/* The committee in taken[]; false where it, and so each that follows in its family, is not among the first. */
static bool keep(CommitteeBag *b)
{
    size_t k = (size_t)b->k;
    if (b->is_cut && compare(b->taken, b->v + (COMMITTEE_MOST_LISTED - 1) * k, &b->k) > 0)
        return false;
    if (b->n_kept >= MOST_KEPT)
        sort_and_cut(b);
    if (b->n_kept == b->room) {
        b->v = arena_grow(b->a, b->v, b->room * k * sizeof(int), 2 * b->room * k * sizeof(int));
        b->room *= 2;
    }
    memcpy(b->v + b->n_kept++ * k, b->taken, k * sizeof(int));
    return true;
}

/* The families' members in order: next committee from the one in taken[]; false after the last. */
static bool step_back(CommitteeBag *b, const int *group, int *ret_at)
{
    int at = b->m;
    while (b->n_taken > 0) {
        int c = b->taken[--b->n_taken], g = group[c - 1];
        for (int i = at; i > c; i--)
            b->left[group[i - 1]]++;
        at = c; /* the groups as they stand behind c */
        b->need[g]++;
        if (b->left[g] >= b->need[g]) { /* enough others follow: leave c out */
            *ret_at = c;
            return true;
        }
        b->left[g]++;
        at = c - 1;
    }
    return false;
}

static i64 list_family(CommitteeBag *b, const int *group)
{
    int at = 0;
    i64 listed = 0;
    while (listed++ < COMMITTEE_MOST_LISTED) {
        for (int c = at + 1; c <= b->m; c++) {
            int g = group[c - 1];
            b->left[g]--;
            if (b->need[g] == 0)
                continue;
            b->need[g]--;
            b->taken[b->n_taken++] = c;
        }
        BUG_ON(b->n_taken != b->k); /* need sums up to k */
        if (!keep(b) || !step_back(b, group, &at))
            break;
    }
    return listed;
}

i64 committee_bag_add(CommitteeBag *b, const int *group, int n_groups, const int *need)
{
    BUG_ON(n_groups > b->m + 2); /* groups are made of m choices, and two more */
    memset(b->left, 0, (size_t)n_groups * sizeof(int));
    memcpy(b->need, need, (size_t)n_groups * sizeof(int));
    for (int c = 0; c < b->m; c++)
        b->left[group[c]]++;
    mpz_set_ui(*b->family, 1);
    for (int g = 0; g < n_groups; g++) {
        BUG_ON(need[g] < 0 || need[g] > b->left[g]); /* the caller counted its groups */
        if (need[g] == 0 || need[g] == b->left[g])
            continue;
        mpz_bin_uiui(*b->factor, (unsigned long)b->left[g], (unsigned long)need[g]);
        mpz_mul(*b->family, *b->family, *b->factor);
    }
    mpz_add(*b->n, *b->n, *b->family);
    b->n_taken = 0;
    return list_family(b, group);
}

CommitteeTied committee_bag_tied(CommitteeBag *b)
{
    sort_and_cut(b);
    CommitteeTied t = { .k = b->k, .n = b->n, .n_listed = b->n_kept };
    t.v = NEW_N(b->a, int *, t.n_listed);
    for (size_t i = 0; i < t.n_listed; i++)
        t.v[i] = b->v + i * (size_t)b->k;
    return t;
}
