/* Groups of an opinion map and what they say: by hand, and thousands of cases against a slow reading of the same. */
#include "support/unit.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/base.h"
#include "engine/opinion/opinion.h"
#include "support/conversation.h"
#include "support/dice.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

static bool is_near(double a, double b)
{
    return a == b || fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

/* ---- groups, slowly ---- */

enum { MOST = 400 };

typedef struct SlowK {
    int    k;
    double x[MOST], y[MOST]; /* centres */
    int    label[MOST];
} SlowK;

static double squared(double x, double y)
{
    return x * x + y * y;
}

static SlowK slow_kmeans(const double *x, const double *y, const double *weight, int n, int k, int rounds)
{
    SlowK m = { 0 };
    for (int i = 0; i < n && m.k < k; i++) {
        bool is_new = true;
        for (int c = 0; c < m.k; c++)
            is_new &= fabs(x[i] - m.x[c]) >= 1e-9 || fabs(y[i] - m.y[c]) >= 1e-9;
        if (is_new) {
            m.x[m.k] = x[i];
            m.y[m.k++] = y[i];
        }
    }
    for (int round = 0; round <= rounds; round++) {
        double w[MOST] = { 0 }, sx[MOST] = { 0 }, sy[MOST] = { 0 }, moved = 0;
        int    to[MOST], left = 0;
        for (int i = 0; i < n; i++) {
            m.label[i] = 0;
            for (int c = 1; c < m.k; c++)
                if (squared(x[i] - m.x[c], y[i] - m.y[c]) < squared(x[i] - m.x[m.label[i]], y[i] - m.y[m.label[i]]))
                    m.label[i] = c;
            w[m.label[i]] += weight[i];
            sx[m.label[i]] += weight[i] * x[i];
            sy[m.label[i]] += weight[i] * y[i];
        }
        for (int c = 0; c < m.k; c++) {
            to[c] = left;
            if (w[c] == 0)
                continue;
            moved = fmax(moved, sqrt(squared(sx[c] / w[c] - m.x[c], sy[c] / w[c] - m.y[c])));
            m.x[left] = sx[c] / w[c];
            m.y[left++] = sy[c] / w[c];
        }
        for (int i = 0; i < n; i++)
            m.label[i] = to[m.label[i]];
        bool is_dropped = left < m.k;
        m.k = left;
        if (!is_dropped && moved < 0.01)
            break;
    }
    return m;
}

static double slow_silhouette(const SlowK *base, const SlowK *m)
{
    double all = 0;
    for (int i = 0; i < base->k; i++) {
        double sum[5] = { 0 }, n[5] = { 0 }, b = DBL_MAX;
        int    own = m->label[i];
        for (int j = 0; j < base->k; j++) {
            if (j == i)
                continue;
            sum[m->label[j]] += sqrt(squared(base->x[i] - base->x[j], base->y[i] - base->y[j]));
            n[m->label[j]]++;
        }
        for (int g = 0; g < m->k; g++)
            if (g != own)
                b = fmin(b, sum[g] / n[g]);
        double a = n[own] > 0 ? sum[own] / n[own] : 0;
        all += n[own] > 0 ? (b - a) / fmax(a, b) : 0;
    }
    return all / base->k;
}

/* The same partition under any names. */
static void same_partition(const int *a, const int *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(a[i] == a[k], b[i] == b[k]);
}

static void compare_groups(Arena *a, const OpinionPlaces *p)
{
    OpinionGroups *g = opinion_groups(a, p);
    double         x[MOST], y[MOST], weight[MOST], ones[MOST];
    int            n = (int)p->n_in, best = 2;
    assert_true(n < MOST);
    for (int i = 0; i < n; i++) {
        x[i] = p->xy[p->in[i]].x;
        y[i] = p->xy[p->in[i]].y;
        ones[i] = 1;
        weight[i] = 0;
    }
    SlowK base = slow_kmeans(x, y, ones, n, 100, 100);
    assert_int_equal(g == NULL, base.k < 2);
    if (g == NULL)
        return;
    assert_int_equal(g->n_base, base.k);
    for (int i = 0; i < n; i++)
        weight[base.label[i]]++;
    double highest = -2, silhouettes[6] = { 0 };
    int    of_best[MOST], most = 2 + base.k / 12 < 5 ? 2 + base.k / 12 : 5;
    assert_int_equal(g->n_splits, most - 1);
    for (int k = 2; k <= most; k++) {
        SlowK  m = slow_kmeans(base.x, base.y, weight, base.k, k, 20);
        double inertia = 0;
        silhouettes[k] = slow_silhouette(&base, &m);
        assert_true(is_near(g->split[k - 2].silhouette, silhouettes[k]));
        for (int i = 0; i < n; i++)
            inertia += squared(x[i] - m.x[m.label[base.label[i]]], y[i] - m.y[m.label[base.label[i]]]);
        assert_true(is_near(g->split[k - 2].inertia, inertia));
        assert_int_equal(g->split[k - 2].n, m.k);
        if (silhouettes[k] > highest) {
            highest = silhouettes[k];
            best = k;
            for (int i = 0; i < n; i++)
                of_best[i] = m.label[base.label[i]];
        }
    }
    if (g->best != best - 2)
        assert_true(is_near(silhouettes[g->best + 2], highest)); /* equal but for rounding */
    else
        same_partition(g->label, of_best, (size_t)n);
    u32 sizes[5] = { 0 };
    for (int i = 0; i < n; i++)
        sizes[g->label[i]]++;
    for (int k = 0; k < g->split[g->best].n; k++) {
        assert_int_equal(sizes[k], g->split[g->best].sizes[k]);
        assert_true(sizes[k] > 0 && (k == 0 || sizes[k] <= sizes[k - 1]));
    }
}

static void groups_are_as_a_slow_reading_has_them(void **s)
{
    dice_throw("groups_are_as_a_slow_reading_has_them");
    for (int round = 0; round < 1500; round++) {
        ArenaMark   *mark = arena_mark(*s);
        i64          most = round % 10 == 0 ? 350 : 40;
        Conversation c = conversation_made(*s, dice_between(1, most), dice_between(1, 20), dice_between(20, 100));
        compare_groups(*s, opinion_places(conversation_map(*s, &c), *s));
        arena_rewind(*s, mark);
    }
}

/* Points on a grid: many are equally far from two centres, and the first is to have them. */
static void of_equally_near_centres_the_first_has_the_point(void **s)
{
    dice_throw("of_equally_near_centres_the_first_has_the_point");
    for (int round = 0; round < 1500; round++) {
        ArenaMark    *mark = arena_mark(*s);
        OpinionPlaces p = { .n_in = (size_t)dice_between(0, 390) };
        i64           wide = dice_between(1, 16);
        p.n_participants = p.n_in;
        p.in = NEW_N(*s, u32, p.n_in);
        p.xy = NEW_N(*s, Place2, p.n_in);
        for (size_t i = 0; i < p.n_in; i++) {
            p.in[i] = (u32)i;
            p.xy[i] = (Place2){ (double)dice_between(-wide, wide) / 4, (double)dice_between(-wide, wide) / 4 };
        }
        compare_groups(*s, &p);
        arena_rewind(*s, mark);
    }
}

/* ---- what they say, by hand ---- */

static const int two_groups[] = { 0, 0, 0, 1, 1, 1, -1 };

/* Three agree and three of the other group disagree; who has no group counts in neither. */
static OpinionPlaces *divided(Arena *a)
{
    OpinionMap *m = opinion_map_new(a);
    for (i64 p = 0; p < 7; p++) {
        assert_int_equal(opinion_vote(m, 1, p, 0, p < 3 ? 1 : -1), OPINION_OK);
        assert_int_equal(opinion_vote(m, 1, p, 1, p < 6 ? 1 : 0), OPINION_OK);
    }
    assert_int_equal(opinion_moderate(m, 1, false, true), OPINION_OK);
    return opinion_places(m, a);
}

static void statistics_by_hand(void **s)
{
    OpinionPlaces     *p = divided(*s);
    OpinionTold       *t = opinion_told(*s, p, two_groups, 2);
    const OpinionStat *one = &t->stats[0], *two = &t->stats[p->n_comments];
    assert_int_equal(one->na, 3);
    assert_int_equal(two->nd, 3);
    assert_int_equal(two->ns, 3);
    assert_true(is_near(one->pa, 0.8)); /* (3+1)/(3+2) */
    assert_true(is_near(one->pd, 0.2));
    assert_true(is_near(one->pat, 2)); /* 2 sqrt 4 (4/4 - 1/2) */
    assert_true(is_near(one->pdt, -1));
    assert_true(is_near(one->ra, 4));
    assert_true(is_near(one->rd, 0.25));
    assert_true(is_near(one->rat, 0.75 / sqrt(0.625 * 0.375 * 0.5))); /* 4/4 - 1/4, p = 5/8 */
    assert_true(is_near(two->rat, -one->rat));
    assert_true(is_near(t->all_agree[0], 0.16));
    assert_true(is_near(t->all_disagree[0], 0.16));
    assert_true(t->stats[1].rat == 0); /* all six agree: p is 1 */
    double x = 4.0 / 8 * (1 - 1.0 / 8) * (1 + p->extremity[0]) * (1 + 8 * exp2(-6.0 / 5));
    assert_true(is_near(t->priority[0], x * x));
    assert_true(t->priority[1] == 49);
}

static void the_best_agree_stands_first_then_what_sets_apart(void **s)
{
    OpinionPlaces *p = divided(*s);
    OpinionTold   *t = opinion_told(*s, p, two_groups, 2);
    OpinionList   *one = &t->representative[0], *two = &t->representative[1];
    assert_int_equal(one->n, 1); /* the second comment sets nobody apart */
    assert_int_equal(one->v[0].comment, 0);
    assert_true(one->v[0].is_agree && one->v[0].is_best_agree);
    assert_int_equal(one->v[0].n_agree, 3);
    assert_int_equal(two->n, 2);
    assert_int_equal(two->v[0].comment, 1); /* the best there is; all agree alike, so rat is not above rdt */
    assert_true(two->v[0].is_best_agree && !two->v[0].is_agree);
    assert_int_equal(two->v[0].n_success, 0);
    assert_int_equal(two->v[1].comment, 0);
    assert_true(!two->v[1].is_agree && is_near(two->v[1].repness, 4));
}

static void consensus_by_hand(void **s)
{
    OpinionPlaces *p = divided(*s);
    OpinionList    agree, disagree;
    opinion_consensus(p, &agree, &disagree);
    assert_int_equal(agree.n, 1);
    assert_int_equal(agree.v[0].comment, 1);
    assert_int_equal(agree.v[0].n_success, 6);
    assert_int_equal(agree.v[0].n_trials, 7); /* who has no group, too */
    assert_true(is_near(agree.v[0].p_success, 7.0 / 9));
    assert_true(is_near(agree.v[0].p_test, 2 * sqrt(8) * (7.0 / 8 - 0.5)));
    assert_int_equal(disagree.n, 0); /* 4 of 7 is not significant */
}

/* ---- what they say, slowly ---- */

static bool is_sure(double z)
{
    return z > 1.2815515655446004;
}

static double z_of(double k1, double n1, double k2, double n2)
{
    double p1 = (k1 + 1) / (n1 + 1), p2 = (k2 + 1) / (n2 + 1), p = (k1 + k2 + 2) / (n1 + n2 + 2);
    return p == 1 ? 0 : (p1 - p2) / sqrt(p * (1 - p) * (1 / (n1 + 1) + 1 / (n2 + 1)));
}

static void slow_stats(const OpinionPlaces *p, const int *label, const OpinionTold *t)
{
    for (size_t g = 0; g < t->n_groups; g++) {
        for (size_t c = 0; c < p->n_comments; c++) {
            const OpinionStat *s = &t->stats[g * p->n_comments + c];
            double             n[2][3] = { { 0 } }; /* mine, others; agree, disagree, all */
            for (size_t i = 0; i < p->n_participants; i++) {
                for (size_t k = p->row[i]; k < p->row[i + 1]; k++) {
                    int other = label[i] != (int)g, vote = (int)(p->votes[k] & 3) - 1;
                    if (label[i] < 0 || p->votes[k] >> 2 != c)
                        continue;
                    n[other][0] += vote == 1;
                    n[other][1] += vote == -1;
                    n[other][2]++;
                }
            }
            for (int side = 0; side < 2; side++) {
                double share = (n[0][side] + 1) / (n[0][2] + 2), others = (n[1][side] + 1) / (n[1][2] + 2);
                assert_int_equal(side ? s->nd : s->na, n[0][side]);
                assert_true(is_near(side ? s->pd : s->pa, share));
                double half = 2 * sqrt(n[0][2] + 1) * ((n[0][side] + 1) / (n[0][2] + 1) - 0.5);
                assert_true(is_near(side ? s->pdt : s->pat, half));
                assert_true(is_near(side ? s->rd : s->ra, share / others));
                assert_true(is_near(side ? s->rdt : s->rat, z_of(n[0][side], n[0][2], n[1][side], n[1][2])));
            }
        }
    }
}

/* The comment that a group agrees with best, or -1. */
static int slow_best(const OpinionPlaces *p, const OpinionStat *stats)
{
    int best = -1;
    for (int c = 0; c < (int)p->n_comments; c++) {
        OpinionStat s = stats[c], b = stats[best < 0 ? 0 : best];
        if (p->is_out[c] || (s.na == 0 && s.nd == 0))
            continue;
        if (best < 0 ? is_sure(s.pat) || (s.ra > 1 && s.pa > 0.5)
            : b.ra > 1 ? s.ra * s.rat * s.pa * s.pat > b.ra * b.rat * b.pa * b.pat
                       : s.pa * s.pat > b.pa * b.pat)
            best = c;
    }
    return best;
}

/* Takes the comment of the highest worth, of equal ones the first, and spends it; -1: none is left. */
static int take_highest(double *worths, size_t n)
{
    int best = -1;
    for (size_t c = 0; c < n; c++)
        if (worths[c] > -DBL_MAX && (best < 0 || worths[c] > worths[best]))
            best = (int)c;
    if (best >= 0)
        worths[best] = -DBL_MAX;
    return best;
}

static void slow_list(const OpinionPlaces *p, const OpinionStat *stats, const OpinionList *l)
{
    double worths[64], apart[64];
    int    order[64], n = 0, best = slow_best(p, stats), at = 0;
    for (size_t c = 0; c < p->n_comments; c++) {
        OpinionStat s = stats[c];
        bool is_sufficient = (is_sure(s.pat) && is_sure(s.rat)) || (is_sure(s.pdt) && is_sure(s.rdt));
        double worth = s.rat > s.rdt ? s.ra * s.rat * s.pa * s.pat : s.rd * s.rdt * s.pd * s.pdt;
        worths[c] = p->is_out[c] || !is_sufficient || (int)c == best ? -DBL_MAX : worth;
        apart[c] = p->is_out[c] ? -DBL_MAX : fmax(s.rat, s.rdt);
    }
    if (best >= 0)
        order[n++] = best;
    for (int c; n < 5 && (c = take_highest(worths, p->n_comments)) >= 0;)
        order[n++] = c;
    if (n == 0 && (order[0] = take_highest(apart, p->n_comments)) >= 0)
        n = 1;
    assert_int_equal(l->n, n);
    for (int side = 1; side >= 0; side--) {
        for (int i = 0; i < n; i++) {
            OpinionStat         s = stats[order[i]];
            const OpinionEntry *e = &l->v[at];
            if ((s.rat > s.rdt) != side)
                continue;
            at++;
            assert_int_equal(e->comment, order[i]);
            assert_int_equal(e->is_agree, side);
            assert_int_equal(e->is_best_agree, order[i] == best);
            assert_int_equal(e->n_agree, order[i] == best ? s.na : 0);
            assert_int_equal(e->n_success, side ? s.na : s.nd);
            assert_int_equal(e->n_trials, s.ns);
            assert_true(e->p_success == (side ? s.pa : s.pd) && e->p_test == (side ? s.pat : s.pdt));
            assert_true(e->repness == (side ? s.ra : s.rd) && e->repness_test == (side ? s.rat : s.rdt));
        }
    }
}

static void slow_consensus(const OpinionPlaces *p)
{
    OpinionList lists[2];
    opinion_consensus(p, &lists[0], &lists[1]);
    for (int side = 0; side < 2; side++) {
        double worths[64];
        int    n = 0;
        for (size_t c = 0; c < p->n_comments; c++) {
            double k = p->counts[c][side], all = (double)p->counts[c][0] + p->counts[c][1] + p->counts[c][2];
            double share = (k + 1) / (all + 2), z = 2 * sqrt(all + 1) * ((k + 1) / (all + 1) - 0.5);
            worths[c] = !p->is_out[c] && share > 0.5 && is_sure(z) ? share * z : -DBL_MAX;
        }
        for (int c; n < 5 && (c = take_highest(worths, p->n_comments)) >= 0; n++)
            assert_int_equal(lists[side].v[n].comment, c);
        assert_int_equal(lists[side].n, n);
    }
}

static void statistics_are_as_a_slow_reading_has_them(void **s)
{
    dice_throw("statistics_are_as_a_slow_reading_has_them");
    for (int round = 0; round < 1500; round++) {
        ArenaMark   *mark = arena_mark(*s);
        Conversation c = conversation_made(*s, dice_between(1, 40), dice_between(1, 20), dice_between(10, 100));
        OpinionMap  *m = conversation_map(*s, &c);
        for (i64 k = 0; k < 40; k++)
            if (dice_upto(6) == 0)
                assert_int_equal(opinion_moderate(m, k, dice_upto(2), dice_upto(2)), OPINION_OK);
        OpinionPlaces *p = opinion_places(m, *s);
        i64            n = dice_between(1, 6);
        int           *label = NEW_N(*s, int, p->n_participants);
        for (size_t i = 0; i < p->n_participants; i++)
            label[i] = (int)dice_between(-1, n - 1);
        OpinionTold *t = opinion_told(*s, p, label, (size_t)n);
        slow_stats(p, label, t);
        for (i64 g = 0; g < n; g++)
            slow_list(p, t->stats + (size_t)g * p->n_comments, &t->representative[g]);
        slow_consensus(p);
        arena_rewind(*s, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_as_a_slow_reading_has_them),
        cmocka_unit_test(of_equally_near_centres_the_first_has_the_point),
        cmocka_unit_test(statistics_by_hand),
        cmocka_unit_test(the_best_agree_stands_first_then_what_sets_apart),
        cmocka_unit_test(consensus_by_hand),
        cmocka_unit_test(statistics_are_as_a_slow_reading_has_them),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
