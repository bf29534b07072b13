/* The opinion map: hand-made maps, what must not matter, one vote at a time against all at once to the bit, and
 * thousands of small conversations against a slow and dense reading of the definitions. */
#include "support/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "base/parallel.h"
#include "engine/opinion/eigen.h"
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

static void vote(OpinionMap *m, i64 at, i64 participant, i64 comment, int v)
{
    assert_int_equal(opinion_vote(m, at, participant, comment, v), OPINION_OK);
}

static bool is_near(double a, double b, double most)
{
    return fabs(a - b) <= most;
}

/* ---- by hand ---- */

/* Two who disagree on two comments: Y = (1 -1; -1 1), Y'Y/1 = (2 -2; -2 2), eigenvalue 4 at (1, -1)/sqrt 2. */
static void two_who_disagree_stand_apart(void **s)
{
    OpinionMap *m = opinion_map_new(*s);
    vote(m, 1, 8, 3, 1);
    vote(m, 1, 8, 5, -1);
    vote(m, 1, 6, 3, -1);
    vote(m, 1, 6, 5, 1);
    AllTold all = conversation_told(*s, m);
    assert_int_equal(all.p->n_participants, 2);
    assert_int_equal(all.p->participants[0], 6);
    assert_int_equal(all.p->comments[1], 5);
    assert_true(is_near(all.p->explained[0], 4, 1e-14));
    assert_true(all.p->explained[1] == 0);
    assert_int_equal(all.p->n_explained, 2);
    assert_true(is_near(fabs(all.p->component[0].x), M_SQRT1_2, 1e-15));
    assert_true(all.p->component[0].y == 0 && all.p->component[1].y == 0);
    assert_true(is_near(fabs(all.p->xy[0].x), M_SQRT2, 1e-14)); /* scale sqrt(2 / 2) */
    assert_true(all.p->xy[0].x == -all.p->xy[1].x);
    assert_true(is_near(all.p->extremity[0], 1, 1e-14)); /* |1 - 0| sqrt 2 / sqrt 2 */
    assert_int_equal(all.g->n_base, 2);
    assert_int_equal(all.g->split[0].k, 2);
    assert_true(all.g->split[0].silhouette == 0); /* each alone */
    assert_true(all.g->split[0].inertia == 0);
    assert_int_equal(all.g->label[0], 0); /* of equal sizes the one with the first participant */
    assert_int_equal(all.g->label[1], 1);
}

static void the_latest_vote_counts_and_of_equal_times_the_later_row(void **s)
{
    OpinionMap *m = opinion_map_new(*s);
    vote(m, 10, 1, 1, 1);
    vote(m, 9, 1, 1, -1);
    OpinionPlaces *p = opinion_places(m, *s);
    assert_int_equal(p->counts[0][OPINION_AGREE], 1);
    vote(m, 10, 1, 1, 0);
    p = opinion_places(m, *s);
    assert_int_equal(p->counts[0][OPINION_AGREE], 0);
    assert_int_equal(p->counts[0][OPINION_PASS], 1);
    assert_int_equal(p->votes[0], 1);
    vote(m, 11, 1, 1, -1);
    p = opinion_places(m, *s);
    assert_int_equal(p->counts[0][OPINION_DISAGREE], 1);
    assert_int_equal(opinion_votes(m), 1);
}

static void what_is_no_vote_changes_nothing(void **s)
{
    OpinionMap *m = opinion_map_new(*s);
    vote(m, 1, 1, 1, 1);
    assert_int_equal(opinion_vote(m, 2, 1, 1, 2), OPINION_BAD_VOTE);
    assert_int_equal(opinion_vote(m, 2, -1, 1, 1), OPINION_BAD_ID);
    assert_int_equal(opinion_vote(m, 2, 1, -1, 1), OPINION_BAD_ID);
    assert_int_equal(opinion_moderate(m, -1, true, false), OPINION_BAD_ID);
    assert_int_equal(opinion_votes(m), 1);
}

static void there_is_a_limit_to_comments(void **s)
{
    OpinionMap *m = opinion_map_new(*s);
    for (i64 c = 0; c < OPINION_MOST_COMMENTS; c++)
        assert_int_equal(opinion_moderate(m, c, false, false), OPINION_OK);
    assert_int_equal(opinion_moderate(m, OPINION_MOST_COMMENTS, false, false), OPINION_TOO_MANY);
    assert_int_equal(opinion_vote(m, 1, 1, OPINION_MOST_COMMENTS, 1), OPINION_TOO_MANY);
    vote(m, 1, 1, 7, 1);
    OpinionPlaces *p = opinion_places(m, *s);
    assert_int_equal(p->n_comments, 1); /* without votes they are no comments */
    assert_int_equal(p->comments[0], 7);
}

/* Nothing at all, one participant, one comment, all pass, all agree, all out: finite, and no groups out of nothing. */
static void the_least_there_can_be(void **s)
{
    for (int kind = 0; kind < 7; kind++) {
        OpinionMap *m = opinion_map_new(*s);
        i64         participants = kind == 0 ? 0 : kind == 1 ? 1 : 12, comments = kind == 2 ? 1 : 9;
        for (i64 p = 0; p < participants; p++)
            for (i64 c = 0; c < comments; c++)
                vote(m, 1, p, c, kind == 3 ? 0 : kind == 4 ? 1 : kind == 5 ? -1 : (int)((p * 5 + c * 3) % 3) - 1);
        for (i64 c = 0; kind == 6 && c < comments; c++)
            assert_int_equal(opinion_moderate(m, c, true, false), OPINION_OK);
        AllTold all = conversation_told(*s, m);
        bool    is_flat = kind != 2;
        assert_int_equal(all.p->n_in, participants);
        assert_int_equal(all.g == NULL, is_flat);
        for (size_t i = 0; is_flat && i < all.p->n_participants; i++)
            assert_true(all.p->xy[i].x == 0 && all.p->xy[i].y == 0);
        assert_true(all.p->explained[1] == 0);
    }
}

/* ---- what must not matter ---- */

static void identical_participants_stand_on_the_same_bits(void **s)
{
    dice_throw("identical_participants_stand_on_the_same_bits");
    for (int round = 0; round < 300; round++) {
        ArenaMark   *mark = arena_mark(*s);
        Conversation c = conversation_made(*s, dice_between(1, 20), dice_between(1, 15), dice_between(20, 100));
        OpinionMap  *m = conversation_map(*s, &c);
        for (const CastVote *v = c.v + c.n; v-- > c.v;) /* everyone has a double, who votes in another order */
            vote(m, v->at, v->participant + 1000, v->comment, v->vote);
        OpinionPlaces *p = opinion_places(m, *s);
        for (size_t i = 0; i < p->n_participants / 2; i++)
            assert_memory_equal(&p->xy[i], &p->xy[i + p->n_participants / 2], sizeof *p->xy);
        arena_rewind(*s, mark);
    }
}

static void neither_order_nor_names_matter(void **s)
{
    dice_throw("neither_order_nor_names_matter");
    for (int round = 0; round < 500; round++) {
        ArenaMark   *mark = arena_mark(*s);
        Conversation c = conversation_made(*s, dice_between(1, 40), dice_between(1, 20), dice_between(10, 100));
        AllTold      first = conversation_told(*s, conversation_map(*s, &c));
        i64          factor = dice_between(1, 5), more = dice_upto(1000);
        conversation_shuffle(&c);
        for (size_t i = 0; i < c.n; i++) {
            c.v[i].participant = c.v[i].participant * factor + more;
            c.v[i].comment = c.v[i].comment * factor * factor + more;
            c.v[i].at = c.v[i].at * 3 + 7;
        }
        AllTold second = conversation_told(*s, conversation_map(*s, &c));
        assert_same_bits(&first, &second);
        arena_rewind(*s, mark);
    }
}

/* A map that was asked for again and again while votes came, comments were moderated and came with any id, is to the
 * bit the one made of all of it at once. */
static void one_vote_at_a_time_is_all_at_once(void **s)
{
    dice_throw("one_vote_at_a_time_is_all_at_once");
    for (int round = 0; round < 600; round++) {
        ArenaMark   *mark = arena_mark(*s);
        i64          comments = dice_between(1, 20), ordered = dice_upto(2);
        Conversation c = conversation_made(*s, dice_between(1, 30), comments, dice_between(10, 100));
        OpinionMap  *slow = opinion_map_new(*s), *fast = opinion_map_new(*s);
        for (size_t i = 0; ordered && i < c.n; i++)
            c.v[i].comment = c.v[i].comment % (i64)(i / 8 + 1); /* higher ones come later */
        for (size_t i = 0; i < c.n; i++) {
            vote(slow, c.v[i].at, c.v[i].participant, c.v[i].comment, c.v[i].vote);
            if (dice_upto(12) == 0) {
                i64 comment = dice_upto(comments);
                assert_int_equal(opinion_moderate(slow, comment, dice_upto(2), dice_upto(2)), OPINION_OK);
            }
            if (dice_upto(6) == 0) {
                Arena *own = arena_open();
                conversation_told(own, slow);
                arena_close(own);
            }
        }
        for (i64 k = 0; k < comments; k++) {
            bool is_out = dice_upto(4) == 0, is_meta = dice_upto(4) == 0;
            assert_int_equal(opinion_moderate(slow, k, is_out, is_meta), OPINION_OK);
            assert_int_equal(opinion_moderate(fast, k, is_out, is_meta), OPINION_OK);
        }
        for (size_t i = 0; i < c.n; i++)
            vote(fast, c.v[i].at, c.v[i].participant, c.v[i].comment, c.v[i].vote);
        AllTold a = conversation_told(*s, slow), b = conversation_told(*s, fast);
        assert_same_bits(&a, &b);
        arena_rewind(*s, mark);
    }
}

/* Large enough to be divided among threads. */
static void the_number_of_threads_does_not_matter(void **s)
{
    dice_throw("the_number_of_threads_does_not_matter");
    static const i64 sizes[][3] = { { 9000, 60, 60 }, { 70000, 8, 100 }, { 200, OPINION_MOST_DENSE + 200, 25 } };
    for (size_t i = 0; i < COUNTOF(sizes); i++) {
        Conversation c = conversation_made(*s, sizes[i][0], sizes[i][1], sizes[i][2]);
        parallel_limit(1);
        AllTold one = conversation_told(*s, conversation_map(*s, &c));
        parallel_limit(5);
        AllTold five = conversation_told(*s, conversation_map(*s, &c));
        parallel_limit(0);
        assert_same_bits(&one, &five);
    }
}

/* Moderated out is as if everybody had passed, but for who votes often enough. */
static void out_is_passed_by_everybody(void **s)
{
    dice_throw("out_is_passed_by_everybody");
    for (int round = 0; round < 300; round++) {
        ArenaMark   *mark = arena_mark(*s);
        Conversation c = conversation_made(*s, dice_between(2, 20), dice_between(3, 12), dice_between(30, 100));
        OpinionMap  *out = conversation_map(*s, &c), *passed = conversation_map(*s, &c);
        OpinionPlaces *p = opinion_places(out, *s);
        if (p->n_comments == 0) {
            arena_rewind(*s, mark);
            continue;
        }
        i64 comment = p->comments[dice_upto((i64)p->n_comments)];
        assert_int_equal(opinion_moderate(out, comment, true, false), OPINION_OK);
        for (size_t i = 0; i < p->n_participants; i++)
            vote(passed, INT64_MAX, p->participants[i], comment, 0);
        OpinionPlaces *a = opinion_places(out, *s), *b = opinion_places(passed, *s);
        assert_int_equal(a->n_out, 1);
        for (int k = 0; k < 4; k++)
            assert_true(is_near(a->explained[k], b->explained[k], 1e-12));
        if (a->explained[0] - a->explained[1] > 1e-3 && a->explained[1] - a->explained[2] > 1e-3)
            for (size_t i = 0; i < a->n_participants; i++) {
                assert_true(is_near(fabs(a->xy[i].x), fabs(b->xy[i].x), 1e-9));
                assert_true(is_near(fabs(a->xy[i].y), fabs(b->xy[i].y), 1e-9));
            }
        arena_rewind(*s, mark);
    }
}

/* ---- a slow and dense reading ---- */

enum { MOST = 40 };

typedef struct Slow {
    size_t p, c;
    double x[MOST][MOST]; /* last votes; 9: none */
    double f[MOST][MOST]; /* with columns that are out set to 0 */
    double center[MOST], y[MOST][MOST], cov[MOST * MOST], values[MOST], vectors[MOST * MOST];
} Slow;

static int place_in(const i64 *ids, size_t n, i64 id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return (int)i;
    return -1;
}

static void slow_read(Slow *w, const Conversation *c, const OpinionPlaces *p)
{
    i64 at[MOST][MOST];
    w->p = p->n_participants;
    w->c = p->n_comments;
    for (size_t i = 0; i < w->p; i++)
        for (size_t k = 0; k < w->c; k++) {
            w->x[i][k] = 9;
            at[i][k] = INT64_MIN;
        }
    for (size_t i = 0; i < c->n; i++) {
        int row = place_in(p->participants, w->p, c->v[i].participant);
        int column = place_in(p->comments, w->c, c->v[i].comment);
        assert_true(row >= 0 && column >= 0);
        if (c->v[i].at >= at[row][column]) {
            at[row][column] = c->v[i].at;
            w->x[row][column] = c->v[i].vote;
        }
    }
}

static void slow_map(Slow *w, const OpinionPlaces *p)
{
    for (size_t k = 0; k < w->c; k++) {
        double sum = 0, n = 0;
        for (size_t i = 0; i < w->p; i++) {
            w->f[i][k] = p->is_out[k] ? 0 : w->x[i][k];
            sum += w->f[i][k] == 9 ? 0 : w->f[i][k];
            n += w->f[i][k] != 9;
        }
        w->center[k] = sum / n;
        for (size_t i = 0; i < w->p; i++)
            w->y[i][k] = w->f[i][k] == 9 ? 0 : w->f[i][k] - w->center[k];
    }
    double n = w->p > 1 ? (double)w->p - 1 : 1;
    for (size_t a = 0; a < w->c; a++)
        for (size_t b = 0; b < w->c; b++) {
            double sum = 0;
            for (size_t i = 0; i < w->p; i++)
                sum += w->y[i][a] * w->y[i][b];
            w->cov[a * w->c + b] = sum / n;
        }
}

/* Eigenvalues by Jacobi's rotations, vector k in row k. */
static void jacobi(double *a, size_t n, double *values, double *v)
{
    memset(v, 0, n * n * sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i * n + i] = 1;
    for (int sweep = 0; sweep < 60; sweep++) {
        for (size_t p = 0; p < n; p++) {
            for (size_t q = p + 1; q < n; q++) {
                if (fabs(a[p * n + q]) < 1e-300)
                    continue;
                double angle = 0.5 * atan2(2 * a[p * n + q], a[q * n + q] - a[p * n + p]);
                double c = cos(angle), s = sin(angle);
                for (size_t k = 0; k < n; k++) {
                    double x = a[k * n + p], y = a[k * n + q];
                    a[k * n + p] = c * x - s * y;
                    a[k * n + q] = s * x + c * y;
                }
                for (size_t k = 0; k < n; k++) {
                    double x = a[p * n + k], y = a[q * n + k];
                    a[p * n + k] = c * x - s * y;
                    a[q * n + k] = s * x + c * y;
                    x = v[p * n + k];
                    y = v[q * n + k];
                    v[p * n + k] = c * x - s * y;
                    v[q * n + k] = s * x + c * y;
                }
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        size_t best = i;
        for (size_t k = i; k < n; k++)
            best = a[k * n + k] > a[best * n + best] ? k : best;
        values[i] = a[best * n + best];
        a[best * n + best] = a[i * n + i];
        for (size_t k = 0; k < n; k++) {
            double x = v[i * n + k];
            v[i * n + k] = v[best * n + k];
            v[best * n + k] = x;
        }
    }
}

/* Component k (0, 1) as it should be, turned as ours is; false where it is not determined. */
static bool slow_component(const Slow *w, const OpinionPlaces *p, int k, double *ret)
{
    double gap = w->values[0], dot = 0;
    for (int other = 0; other < 3; other++)
        if (other != k)
            gap = fmin(gap, fabs(w->values[k] - ((size_t)other < w->c ? w->values[other] : 0)));
    if ((size_t)k >= w->c || gap < 1e-3 || w->values[k] < 1e-3)
        return false;
    for (size_t c = 0; c < w->c; c++)
        dot += w->vectors[(size_t)k * w->c + c] * (k == 0 ? p->component[c].x : p->component[c].y);
    for (size_t c = 0; c < w->c; c++)
        ret[c] = w->vectors[(size_t)k * w->c + c] * (dot < 0 ? -1 : 1);
    return true;
}

static int slow_compare(Slow *w, const OpinionPlaces *p)
{
    double v[2][MOST];
    int    compared = 0;
    slow_map(w, p);
    jacobi(w->cov, w->c, w->values, w->vectors);
    for (size_t k = 0; k < p->n_explained; k++)
        assert_true(is_near(p->explained[k], w->values[k], 1e-10));
    bool is_first = slow_component(w, p, 0, v[0]), is_second = slow_component(w, p, 1, v[1]);
    for (size_t c = 0; c < w->c; c++) {
        assert_true(is_near(p->center[c], w->center[c], 1e-15));
        assert_true(!is_first || is_near(p->component[c].x, v[0][c], 1e-9));
        assert_true(!is_second || is_near(p->component[c].y, v[1][c], 1e-9));
        if (is_first && is_second) {
            double extremity = fabs(1 - w->center[c]) * sqrt((double)w->c) * hypot(v[0][c], v[1][c]);
            assert_true(is_near(p->extremity[c], extremity, 1e-8));
        }
    }
    for (size_t i = 0; i < w->p; i++) {
        double votes = 0, x = 0, y = 0, in = 0;
        for (size_t c = 0; c < w->c; c++) {
            votes += w->f[i][c] != 9;
            in += w->x[i][c] != 9;
            x += w->y[i][c] * v[0][c];
            y += w->y[i][c] * v[1][c];
        }
        double scale = sqrt((double)w->c / fmax(1, votes));
        assert_true(!is_first || is_near(p->xy[i].x, x * scale, 1e-8));
        assert_true(!is_second || is_near(p->xy[i].y, y * scale, 1e-8));
        bool is_in = false;
        for (size_t k = 0; k < p->n_in; k++)
            is_in |= p->in[k] == i;
        assert_int_equal(is_in, in >= fmin(7, (double)w->c));
        compared += is_first && is_second;
    }
    return compared > 0;
}

static void maps_are_as_a_slow_reading_has_them(void **s)
{
    dice_throw("maps_are_as_a_slow_reading_has_them");
    Slow *w = NEW(*s, Slow);
    int   compared = 0;
    for (int round = 0; round < 3000; round++) {
        ArenaMark   *mark = arena_mark(*s);
        Conversation c = conversation_made(*s, dice_between(1, 25), dice_between(1, 14), dice_between(5, 100));
        OpinionMap  *m = conversation_map(*s, &c);
        for (i64 k = 0; k < 40; k++)
            if (dice_upto(6) == 0)
                assert_int_equal(opinion_moderate(m, k, true, false), OPINION_OK);
        OpinionPlaces *p = opinion_places(m, *s);
        slow_read(w, &c, p);
        for (size_t i = 0; i < w->p; i++)
            for (size_t k = p->row[i]; k < p->row[i + 1]; k++) {
                assert_true(w->x[i][p->votes[k] >> 2] == (int)(p->votes[k] & 3) - 1);
                assert_true(k == p->row[i] || p->votes[k] >> 2 > p->votes[k - 1] >> 2);
            }
        compared += slow_compare(w, p);
        arena_rewind(*s, mark);
    }
    assert_true(compared > 1000); /* it did compare */
}

/* More comments than pairs are counted of: the map comes from the votes themselves. Its eigenvalues are those
 * of Y Y'. */
static void many_comments_are_placed_without_pairs(void **s)
{
    enum { P = 30, C = OPINION_MOST_DENSE + 50 };
    dice_throw("many_comments_are_placed_without_pairs");
    OpinionMap *m = opinion_map_new(*s);
    double      outer[P * P], values[P], vectors[P * P];
    for (i64 c = 0; c < C; c++)
        for (i64 i = 0; i < P; i++)
            if (dice_upto(4) == 0 || i == c % P)
                vote(m, 1, i, C - c, dice_upto(3) ? (i < P / 2) == (c % 3 == 0) ? 1 : -1 : 0);
    AllTold        all = conversation_told(*s, m);
    OpinionPlaces *p = all.p;
    assert_int_equal(p->n_comments, C);
    for (size_t i = 0; i < P; i++)
        for (size_t k = 0; k <= i; k++) {
            double sum = 0;
            for (size_t a = p->row[i], b = p->row[k]; a < p->row[i + 1] && b < p->row[k + 1];) {
                u32 x = p->votes[a] >> 2, y = p->votes[b] >> 2;
                if (x == y)
                    sum += ((int)(p->votes[a] & 3) - 1 - p->center[x]) * ((int)(p->votes[b] & 3) - 1 - p->center[y]);
                a += x <= y;
                b += y <= x;
            }
            outer[i * P + k] = outer[k * P + i] = sum / (P - 1);
        }
    jacobi(outer, P, values, vectors);
    for (int k = 0; k < 4; k++)
        assert_true(is_near(p->explained[k], values[k], 1e-9 * values[0]));
    for (size_t i = 0; i < P; i++)
        assert_true((p->xy[i].x > 0) == (p->xy[0].x > 0) || i >= P / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_who_disagree_stand_apart),
        cmocka_unit_test(the_latest_vote_counts_and_of_equal_times_the_later_row),
        cmocka_unit_test(what_is_no_vote_changes_nothing),
        cmocka_unit_test(there_is_a_limit_to_comments),
        cmocka_unit_test(the_least_there_can_be),
        cmocka_unit_test(identical_participants_stand_on_the_same_bits),
        cmocka_unit_test(neither_order_nor_names_matter),
        cmocka_unit_test(one_vote_at_a_time_is_all_at_once),
        cmocka_unit_test(the_number_of_threads_does_not_matter),
        cmocka_unit_test(out_is_passed_by_everybody),
        cmocka_unit_test(maps_are_as_a_slow_reading_has_them),
        cmocka_unit_test(many_comments_are_placed_without_pairs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
