/* opinion_tell: what the groups of an opinion map say, what all agree on, what to ask next (opinion.h). */
#include "engine/opinion/opinion.h"

#include <math.h>

enum { META_PRIORITY = 49 };

static double part(double k, double n)
{
    return (k + 1) / (n + 2);
}

/* How far from a half, as a z. */
static double half_test(double k, double n)
{
    return 2 * sqrt(n + 1) * ((k + 1) / (n + 1) - 0.5);
}

/* Of two shares, as a z. */
static double two_test(double k1, double n1, double k2, double n2)
{
    double s1 = k1 + 1, s2 = k2 + 1;
    n1 += 1;
    n2 += 1;
    double p = (s1 + s2) / (n1 + n2);
    return p == 1 ? 0 : (s1 / n1 - s2 / n2) / sqrt(p * (1 - p) * (1 / n1 + 1 / n2));
}

/* ---- statistics ---- */

static OpinionStat stat_of(u32 na, u32 nd, u32 ns, OpinionStat all)
{
    double      other_a = (double)all.na - na, other_d = (double)all.nd - nd, others = (double)all.ns - ns;
    OpinionStat s = { .na = na, .nd = nd, .ns = ns, .pa = part(na, ns), .pd = part(nd, ns) };
    s.pat = half_test(na, ns);
    s.pdt = half_test(nd, ns);
    s.ra = s.pa / part(other_a, others);
    s.rd = s.pd / part(other_d, others);
    s.rat = two_test(na, ns, other_a, others);
    s.rdt = two_test(nd, ns, other_d, others);
    return s;
}

static void count(const OpinionPlaces *p, const int *label, OpinionStat *stats)
{
    for (size_t i = 0; i < p->n_participants; i++) {
        if (label[i] < 0)
            continue;
        OpinionStat *group = stats + (size_t)label[i] * p->n_comments;
        for (size_t k = p->row[i]; k < p->row[i + 1]; k++) {
            OpinionStat *s = &group[p->votes[k] >> 2];
            s->ns++;
            s->na += (p->votes[k] & 3) == 2;
            s->nd += (p->votes[k] & 3) == 0;
        }
    }
}

static double priority(const OpinionPlaces *p, size_t c, OpinionStat all)
{
    if (p->is_meta[c])
        return META_PRIORITY;
    double passes = (double)all.ns - all.na - all.nd;
    double few = 1 + 8 * exp2(-(double)all.ns / 5); /* weighs more while few have voted */
    double x = part(all.na, all.ns) * (1 - part(passes, all.ns)) * (1 + p->extremity[c]) * few;
    return x * x;
}

static void statistics(const OpinionPlaces *p, OpinionTold *t)
{
    for (size_t c = 0; c < p->n_comments; c++) {
        OpinionStat all = { 0 };
        for (size_t g = 0; g < t->n_groups; g++) {
            const OpinionStat *s = &t->stats[g * p->n_comments + c];
            all.na += s->na;
            all.nd += s->nd;
            all.ns += s->ns;
        }
        t->all_agree[c] = t->all_disagree[c] = 1;
        for (size_t g = 0; g < t->n_groups; g++) {
            OpinionStat *s = &t->stats[g * p->n_comments + c];
            *s = stat_of(s->na, s->nd, s->ns, all);
            t->all_agree[c] *= s->pa;
            t->all_disagree[c] *= s->pd;
        }
        t->priority[c] = priority(p, c, all);
    }
}

/* ---- lists ---- */

static bool is_significant(double z)
{
    return z > OPINION_SIGNIFICANT;
}

/* Puts e where it belongs by worth, highest first; of equal ones the earlier stays before. Past the end it is
 * dropped. */
static void list_put(OpinionList *l, double *worths, const OpinionEntry *e, double worth)
{
    int at = l->n;
    while (at > 0 && worths[at - 1] < worth)
        at--;
    if (at == OPINION_LISTED)
        return;
    l->n += l->n < OPINION_LISTED;
    for (int i = l->n - 1; i > at; i--) {
        l->v[i] = l->v[i - 1];
        worths[i] = worths[i - 1];
    }
    l->v[at] = *e;
    worths[at] = worth;
}

static OpinionEntry entry_of(size_t comment, const OpinionStat *s)
{
    OpinionEntry e = { .comment = (u32)comment, .is_agree = s->rat > s->rdt, .n_trials = s->ns };
    e.n_success = e.is_agree ? s->na : s->nd;
    e.p_success = e.is_agree ? s->pa : s->pd;
    e.p_test = e.is_agree ? s->pat : s->pdt;
    e.repness = e.is_agree ? s->ra : s->rd;
    e.repness_test = e.is_agree ? s->rat : s->rdt;
    return e;
}

/* The comment that the group agrees with best, or -1. */
static i64 best_agree(const OpinionPlaces *p, const OpinionStat *stats)
{
    i64 best = -1;
    for (size_t c = 0; c < p->n_comments; c++) {
        const OpinionStat *s = &stats[c], *b = best < 0 ? NULL : &stats[best];
        if (p->is_out[c] || s->na + s->nd == 0)
            continue;
        bool is_better;
        if (b == NULL)
            is_better = is_significant(s->pat) || (s->ra > 1 && s->pa > 0.5);
        else if (b->ra > 1)
            is_better = s->ra * s->rat * s->pa * s->pat > b->ra * b->rat * b->pa * b->pat;
        else
            is_better = s->pa * s->pat > b->pa * b->pat;
        best = is_better ? (i64)c : best;
    }
    return best;
}

/* Where nothing else can be said: the comment that sets the group apart most, or -1. */
static i64 most_apart(const OpinionPlaces *p, const OpinionStat *stats)
{
    i64 best = -1;
    for (size_t c = 0; c < p->n_comments; c++) {
        const OpinionStat *s = &stats[c];
        if (!p->is_out[c] && (best < 0 || fmax(s->rat, s->rdt) > fmax(stats[best].rat, stats[best].rdt)))
            best = (i64)c;
    }
    return best;
}

static void representative(const OpinionPlaces *p, const OpinionStat *stats, OpinionList *ret)
{
    OpinionList all = { 0 }; /* in order of worth */
    double      worths[OPINION_LISTED];
    i64         best = best_agree(p, stats);
    for (size_t c = 0; c < p->n_comments; c++) {
        const OpinionStat *s = &stats[c];
        bool is_agreed = is_significant(s->pat) && is_significant(s->rat);
        bool is_rejected = is_significant(s->pdt) && is_significant(s->rdt);
        if (p->is_out[c] || (i64)c == best || (!is_agreed && !is_rejected))
            continue;
        OpinionEntry e = entry_of(c, s);
        list_put(&all, worths, &e, e.repness * e.repness_test * e.p_success * e.p_test);
    }
    if (best >= 0) {
        OpinionEntry e = entry_of((size_t)best, &stats[best]);
        e.is_best_agree = true;
        e.n_agree = stats[best].na;
        list_put(&all, worths, &e, INFINITY);
    } else if (all.n == 0 && (best = most_apart(p, stats)) >= 0) {
        OpinionEntry e = entry_of((size_t)best, &stats[best]);
        list_put(&all, worths, &e, 0);
    }
    ret->n = 0;
    for (int side = 1; side >= 0; side--) /* agreements first */
        for (int i = 0; i < all.n; i++)
            if (all.v[i].is_agree == side)
                ret->v[ret->n++] = all.v[i];
}

OpinionTold *opinion_told(Arena *a, const OpinionPlaces *p, const int *label, size_t n_groups)
{
    size_t n = p->n_comments;
    /* opinion_file.c and opinion_group.c make no more */
    BUG_ON(n_groups < 1 || n_groups > OPINION_MOST_GROUPS || n_groups * n > OPINION_MOST_CELLS);
    OpinionTold *t = NEW(a, OpinionTold);
    *t = (OpinionTold){ .n_groups = n_groups,
                        .stats = NEW_N(a, OpinionStat, n_groups * n),
                        .representative = NEW_N(a, OpinionList, n_groups),
                        .all_agree = NEW_N(a, double, n),
                        .all_disagree = NEW_N(a, double, n),
                        .priority = NEW_N(a, double, n) };
    count(p, label, t->stats);
    statistics(p, t);
    for (size_t g = 0; g < n_groups; g++)
        representative(p, t->stats + g * n, &t->representative[g]);
    return t;
}

void opinion_consensus(const OpinionPlaces *p, OpinionList *ret_agree, OpinionList *ret_disagree)
{
    OpinionList *lists[] = { ret_agree, ret_disagree };
    for (int side = OPINION_AGREE; side <= OPINION_DISAGREE; side++) {
        double worths[OPINION_LISTED];
        *lists[side] = (OpinionList){ 0 };
        for (size_t c = 0; c < p->n_comments; c++) {
            const u32   *k = p->counts[c];
            u32          all = k[OPINION_AGREE] + k[OPINION_DISAGREE] + k[OPINION_PASS];
            OpinionEntry e = { .comment = (u32)c, .n_success = k[side], .n_trials = all };
            e.is_agree = side == OPINION_AGREE;
            e.p_success = part(k[side], all);
            e.p_test = half_test(k[side], all);
            if (!p->is_out[c] && e.p_success > 0.5 && is_significant(e.p_test))
                list_put(lists[side], worths, &e, e.p_success * e.p_test);
        }
    }
}
