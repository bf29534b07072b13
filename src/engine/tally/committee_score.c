/* committee_score: the rules that count each candidate by itself, av and sav, and greedy Monroe, which takes voters
 * away. See committee.h. */
#include <stdlib.h>
#include <string.h>

#include "engine/tally/committee_tied.h"

/* ---- av and sav: the k highest ---- */

/* Classes by their score, highest first; equal ones by number. `score` is in parts of `unit`. */
typedef struct Ranking {
    const CommitteePoll *p;
    mpz_t               *score;
} Ranking;

static int by_score(const void *x, const void *y, void *arg)
{
    const Ranking *r = arg;
    int            g = *(const int *)x, h = *(const int *)y;
    int            by = mpz_cmp(r->score[h], r->score[g]);
    return by ? by : g - h;
}

/* Those above the line are in; of those on it any `left` of `n_tied`. */
static void k_highest(Arena *a, const CommitteePoll *p, int k, mpz_t *score, mpz_t unit, CommitteeResult *ret)
{
    Ranking ranking = { p, score };
    int    *order = NEW_N(a, int, (size_t)p->n_classes), *group = NEW_N(a, int, (size_t)p->m);
    int     need[3] = { 0, 0, 0 }, at = 0; /* in, on the line, out */
    for (int g = 0; g < p->n_classes; g++)
        order[g] = g;
    qsort_r(order, (size_t)p->n_classes, sizeof *order, by_score, &ranking);
    ret->rounds = NEW_N(a, CommitteeRound, (size_t)k);
    ret->values = exact_fractions(a, (size_t)k);
    ret->n_rounds = ret->n_values = (size_t)k;
    for (int c = 0; c < p->m; c++)
        group[c] = 2;

    int *tied = NEW_N(a, int, (size_t)p->m);
    for (int seats = k; seats > 0;) { /* a level of equal scores at a time */
        int n_tied = 0, end = at;
        for (; end < p->n_classes && mpz_cmp(score[order[end]], score[order[at]]) == 0; end++)
            for (int i = 0; i < p->class_size[order[end]]; i++)
                tied[n_tied++] = p->class_member[p->class_from[order[end]] + i];
        int taken = n_tied < seats ? n_tied : seats, where = n_tied <= seats ? 0 : 1;
        for (int i = 0; i < n_tied; i++)
            group[tied[i] - 1] = where;
        need[where] += taken;
        qsort(tied, (size_t)n_tied, sizeof *tied, committee_by_number);
        for (int i = 0; i < taken; i++) {
            size_t round = (size_t)(k - seats + i);
            ret->rounds[round] = (CommitteeRound){ .candidate = tied[i], .n_tied = n_tied - i };
            mpq_set_num(ret->values[round], score[order[at]]);
            mpq_set_den(ret->values[round], unit);
            mpq_canonicalize(ret->values[round]);
        }
        seats -= taken;
        at = end;
    }
    CommitteeBag *bag = committee_bag(a, p->m, k);
    committee_bag_add(bag, group, 3, need);
    ret->tied = committee_bag_tied(bag);
}

CommitteeFault committee_av(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    BUG_ON(k < 1 || k > p->m); /* the command holds seats to 1..m */
    mpz_t *score = exact_wholes(a, (size_t)p->n_classes), *unit = exact_wholes(a, 1);
    *ret = (CommitteeResult){ 0 };
    mpz_set_ui(*unit, 1);
    for (int g = 0; g < p->n_classes; g++)
        mpz_set_si(score[g], p->approvals[g]);
    k_highest(a, p, k, score, *unit, ret);
    return COMMITTEE_OK;
}

/* Voters of each class by the size of their sets; what was filled is made empty again. */
static void share_of(const CommitteePoll *p, int g, i64 *by_size, mpz_t unit, mpz_t part, mpz_t ret_score)
{
    int largest = 0;
    for (size_t e = p->voted_from[g]; e < p->voted_from[g + 1]; e++) {
        u32 set = p->voted_set[e];
        by_size[p->set_size[set]] += p->set_weight[set];
        largest = p->set_size[set] > largest ? p->set_size[set] : largest;
    }
    for (int size = 1; size <= largest; size++) {
        if (by_size[size] == 0)
            continue;
        mpz_divexact_ui(part, unit, (unsigned long)size);
        mpz_addmul_ui(ret_score, part, (unsigned long)by_size[size]);
        by_size[size] = 0;
    }
}

CommitteeFault committee_sav(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    BUG_ON(k < 1 || k > p->m); /* the command holds seats to 1..m */
    mpz_t *score = exact_wholes(a, (size_t)p->n_classes), *unit = exact_wholes(a, 1), *part = exact_wholes(a, 1);
    i64   *by_size = NEW_N(a, i64, (size_t)p->m + 1);
    bool  *occurs = NEW_N(a, bool, (size_t)p->m + 1);
    *ret = (CommitteeResult){ 0 };
    mpz_set_ui(*unit, 1);
    for (size_t i = 0; i < p->n_sets; i++)
        occurs[p->set_size[i]] = true;
    for (int size = 1; size <= p->m; size++)
        if (occurs[size])
            mpz_lcm_ui(*unit, *unit, (unsigned long)size);
    for (int g = 0; g < p->n_classes; g++)
        share_of(p, g, by_size, *unit, *part, score[g]);
    k_highest(a, p, k, score, *unit, ret);
    return COMMITTEE_OK;
}

/* ---- greedy Monroe ---- */

typedef struct Monroe {
    const CommitteePoll *p;
    i64                 *left;       /* of each line: voters not yet represented */
    i64                 *supporters; /* of each class, of those */
    u32                 *first_line; /* of each set: 1 + its first line, then next_line; 0: no more */
    u32                 *next_line;
    u32                 *lines;      /* of one class */
} Monroe;

static void leave(Monroe *x, u32 line, i64 n)
{
    const CommitteePoll *p = x->p;
    u32                  set = p->line_set[line];
    x->left[line] -= n;
    for (size_t e = p->set_from[set]; e < p->set_from[set + 1]; e++)
        x->supporters[p->set_class[e]] -= n;
}

static int by_line(const void *a, const void *b)
{
    u32 x = *(const u32 *)a, y = *(const u32 *)b;
    return (x > y) - (x < y);
}

/* Up to `most` of the class's voters leave, in the order of the file. */
static void represent(Monroe *x, int g, i64 most)
{
    const CommitteePoll *p = x->p;
    size_t               n = 0;
    bool                 is_sorted = true;
    for (size_t e = p->voted_from[g]; e < p->voted_from[g + 1]; e++) {
        for (u32 line = x->first_line[p->voted_set[e]]; line != 0; line = x->next_line[line - 1]) {
            if (x->left[line - 1] == 0)
                continue;
            is_sorted = is_sorted && (n == 0 || x->lines[n - 1] < line - 1);
            x->lines[n++] = line - 1;
        }
    }
    if (!is_sorted)
        qsort(x->lines, n, sizeof *x->lines, by_line);
    for (size_t i = 0; i < n && most > 0; i++) {
        i64 there = x->left[x->lines[i]], go = there < most ? there : most;
        leave(x, x->lines[i], go);
        most -= go;
    }
}

static Monroe monroe_begin(Arena *a, const CommitteePoll *p)
{
    Monroe x = { .p = p };
    x.left = NEW_N(a, i64, p->n_lines);
    x.supporters = NEW_N(a, i64, (size_t)p->n_classes);
    x.first_line = NEW_N(a, u32, p->n_sets);
    x.next_line = NEW_N(a, u32, p->n_lines);
    x.lines = NEW_N(a, u32, p->n_lines);
    memcpy(x.supporters, p->approvals, (size_t)p->n_classes * sizeof *x.supporters);
    for (size_t line = p->n_lines; line > 0; line--) {
        u32 *first = &x.first_line[p->line_set[line - 1]];
        x.left[line - 1] = p->line_weight[line - 1];
        x.next_line[line - 1] = *first;
        *first = (u32)line;
    }
    return x;
}

CommitteeFault committee_greedy_monroe(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret)
{
    BUG_ON(k < 1 || k > p->m); /* the command holds seats to 1..m */
    Monroe x = monroe_begin(a, p);
    int   *taken = NEW_N(a, int, (size_t)p->n_classes), *group = NEW_N(a, int, (size_t)p->m), need[2] = { 0, k };
    *ret = (CommitteeResult){ .rounds = NEW_N(a, CommitteeRound, (size_t)k), .n_rounds = (size_t)k,
                              .values = exact_fractions(a, (size_t)k), .n_values = (size_t)k };
    for (int t = 0; t < k; t++) {
        int best = -1, best_id = 0, n_tied = 0;
        for (int g = 0; g < p->n_classes; g++) {
            if (taken[g] == p->class_size[g] || (best >= 0 && x.supporters[g] < x.supporters[best]))
                continue;
            int  id = p->class_member[p->class_from[g] + taken[g]], others = p->class_size[g] - taken[g];
            bool is_tied = best >= 0 && x.supporters[g] == x.supporters[best];
            n_tied = is_tied ? n_tied + others : others;
            if (!is_tied || id < best_id) {
                best = g;
                best_id = id;
            }
        }
        ret->rounds[t] = (CommitteeRound){ .candidate = best_id, .n_tied = n_tied };
        mpq_set_si(ret->values[t], x.supporters[best], 1);
        taken[best]++;
        group[best_id - 1] = 1;
        represent(&x, best, p->n / k + (t < p->n % k));
    }
    CommitteeBag *bag = committee_bag(a, p->m, k);
    committee_bag_add(bag, group, 2, need);
    ret->tied = committee_bag_tied(bag);
    return COMMITTEE_OK;
}
