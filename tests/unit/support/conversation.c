/* conversation: see conversation.h. */
#include "support/conversation.h"

#include <math.h>
#include <string.h>

#include "support/dice.h"
#include "support/unit.h"

void conversation_shuffle(Conversation *c)
{
    for (size_t i = c->n; i > 1; i--) {
        size_t   k = (size_t)dice_upto((i64)i);
        CastVote v = c->v[i - 1];
        c->v[i - 1] = c->v[k];
        c->v[k] = v;
    }
}

Conversation conversation_made(Arena *a, i64 participants, i64 comments, i64 percent)
{
    Conversation c = { .v = NEW_N(a, CastVote, (size_t)(2 * participants * comments)) };
    i64          gap = dice_between(1, 3);
    int          mind[3][64];
    for (int camp = 0; camp < 3; camp++)
        for (int k = 0; k < 64; k++)
            mind[camp][k] = (int)dice_between(-1, 1);
    for (i64 p = 0; p < participants; p++) {
        i64 camp = dice_upto(3), chance = dice_upto(60);
        for (i64 k = 0; k < comments; k++) {
            for (int again = 0; again < 2; again++) {
                if (dice_upto(100) >= (again ? 4 : percent))
                    continue;
                int vote = dice_upto(100) < chance ? (int)dice_between(-1, 1) : mind[camp][k % 64];
                c.v[c.n++] = (CastVote){ 0, p * gap + p % 2, k * gap, vote };
            }
        }
    }
    conversation_shuffle(&c);
    for (size_t i = 0; i < c.n; i++)
        c.v[i].at = (i64)i * 10 - 50;
    conversation_shuffle(&c);
    return c;
}

OpinionMap *conversation_map(Arena *a, const Conversation *c)
{
    OpinionMap *m = opinion_map_new(a);
    for (size_t i = 0; i < c->n; i++)
        assert_int_equal(opinion_vote(m, c->v[i].at, c->v[i].participant, c->v[i].comment, c->v[i].vote), OPINION_OK);
    return m;
}

static void assert_finite(const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_true(isfinite(v[i]));
}

static void assert_list_finite(const OpinionList *l)
{
    for (int i = 0; i < l->n; i++)
        assert_finite(&l->v[i].p_success, 4);
}

static void assert_told_finite(const AllTold *all)
{
    const OpinionPlaces *p = all->p;
    assert_finite(p->center, p->n_comments);
    assert_finite(&p->component->x, 2 * p->n_comments);
    assert_finite(&p->xy->x, 2 * p->n_participants);
    assert_finite(p->extremity, p->n_comments);
    assert_finite(p->explained, 4);
    assert_list_finite(&all->agree);
    assert_list_finite(&all->disagree);
    for (int i = 0; all->g != NULL && i < all->g->n_splits; i++)
        assert_finite(&all->g->split[i].silhouette, 2);
    if (all->t == NULL)
        return;
    assert_finite(all->t->all_agree, p->n_comments);
    assert_finite(all->t->all_disagree, p->n_comments);
    assert_finite(all->t->priority, p->n_comments);
    for (size_t i = 0; i < all->t->n_groups * p->n_comments; i++)
        assert_finite(&all->t->stats[i].pa, 8);
    for (size_t g = 0; g < all->t->n_groups; g++)
        assert_list_finite(&all->t->representative[g]);
}

AllTold conversation_told(Arena *a, OpinionMap *m)
{
    AllTold all = { .p = opinion_places(m, a) };
    all.g = opinion_groups(a, all.p);
    if (all.g != NULL) {
        OpinionLabels l = opinion_labels(a, all.p, all.g);
        all.t = opinion_told(a, all.p, l.label, l.n);
    }
    opinion_consensus(all.p, &all.agree, &all.disagree);
    assert_told_finite(&all);
    return all;
}

#define SAME(field, n) assert_memory_equal_or_none(a->field, b->field, (n) * sizeof *a->field)

static void assert_memory_equal_or_none(const void *a, const void *b, size_t bytes)
{
    if (bytes > 0)
        assert_memory_equal(a, b, bytes);
}

static void same_lists(const OpinionList *a, const OpinionList *b)
{
    assert_int_equal(a->n, b->n);
    for (int i = 0; i < a->n; i++) {
        assert_int_equal(a->v[i].comment, b->v[i].comment);
        assert_int_equal(a->v[i].is_agree, b->v[i].is_agree);
        assert_int_equal(a->v[i].n_success, b->v[i].n_success);
        assert_memory_equal(&a->v[i].p_success, &b->v[i].p_success, 4 * sizeof(double));
    }
}

static void same_places(const OpinionPlaces *a, const OpinionPlaces *b)
{
    assert_int_equal(a->n_participants, b->n_participants);
    assert_int_equal(a->n_comments, b->n_comments);
    assert_int_equal(a->n_votes, b->n_votes);
    assert_int_equal(a->n_in, b->n_in);
    assert_int_equal(a->n_explained, b->n_explained);
    assert_memory_equal(a->explained, b->explained, sizeof a->explained);
    SAME(row, a->n_participants + 1);
    SAME(votes, (size_t)a->n_votes);
    SAME(is_out, a->n_comments);
    SAME(counts, a->n_comments);
    SAME(center, a->n_comments);
    SAME(component, a->n_comments);
    SAME(extremity, a->n_comments);
    SAME(xy, a->n_participants);
    SAME(in, a->n_in);
}

static void same_groups(const OpinionGroups *a, const OpinionGroups *b, size_t n_in)
{
    assert_int_equal(a->n_base, b->n_base);
    assert_int_equal(a->n_splits, b->n_splits);
    assert_int_equal(a->best, b->best);
    SAME(label, n_in);
    for (int i = 0; i < a->n_splits; i++) {
        assert_memory_equal(&a->split[i].silhouette, &b->split[i].silhouette, 2 * sizeof(double));
        assert_memory_equal(a->split[i].sizes, b->split[i].sizes, sizeof a->split[i].sizes);
        assert_memory_equal(a->split[i].label, b->split[i].label, (size_t)a->n_base);
    }
}

static void same_told(const OpinionTold *a, const OpinionTold *b, size_t n)
{
    assert_int_equal(a->n_groups, b->n_groups);
    SAME(all_agree, n);
    SAME(all_disagree, n);
    SAME(priority, n);
    for (size_t i = 0; i < a->n_groups * n; i++) {
        assert_memory_equal(&a->stats[i].na, &b->stats[i].na, 3 * sizeof(u32));
        assert_memory_equal(&a->stats[i].pa, &b->stats[i].pa, 8 * sizeof(double));
    }
    for (size_t g = 0; g < a->n_groups; g++)
        same_lists(&a->representative[g], &b->representative[g]);
}

void assert_same_bits(const AllTold *a, const AllTold *b)
{
    same_places(a->p, b->p);
    same_lists(&a->agree, &b->agree);
    same_lists(&a->disagree, &b->disagree);
    assert_int_equal(a->g == NULL, b->g == NULL);
    if (a->g == NULL)
        return;
    same_groups(a->g, b->g, a->p->n_in);
    same_told(a->t, b->t, a->p->n_comments);
}
