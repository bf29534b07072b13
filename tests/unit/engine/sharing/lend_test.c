/* Villages lend officials to each other: the one best lawful proposal, and a reason for every village. */
#include <stdio.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/sharing/lend.h"
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

/* The rule of docs/engines.md: 300 residents to an official are enough, up to 150 a village may lend. */
static const LendRule rule = {
    .need_over = { 300, 1 },
    .spare_upto = { 150, 1 },
    .keep_least = 1,
    .committee_least = 3,
    .committee_most = 7,
    .meeting = QUORUM_MORE_THAN,
    .meeting_num = 1,
    .meeting_den = 2,
    .furthest = { 30000, 20000, 15000, -1 },
    .home_upto = { 10000, 10000, 8000, -1 },
    .preference = { 0, 1, 2, 3 },
};

static LendVillage village(const char *code, i64 residents, int officials, int posts)
{
    return (LendVillage){ .code = str_from(code), .residents = residents, .load = residents, .officials = officials,
                          .members = officials, .posts = posts };
}

static LendPlan propose(void **s, const LendRule *r, const LendVillage *v, size_t n, const LendLink *l, size_t n_links)
{
    LendPlan p;
    size_t   at;
    assert_int_equal(lend_propose(*s, r, v, n, l, n_links, &p, &at), LEND_OK);
    return p;
}

static void assert_fraction(Fraction f, i64 over, i64 under)
{
    assert_int_equal(f.over, over);
    assert_int_equal(f.under, under);
}

/* 唐家沟村: fewer than 100 residents, three officials. 珠藏洞村: more people, harder to govern. */
static void tangjiagou_lends_two_of_three_to_zhucangdong(void **s)
{
    const LendVillage v[] = { village("420325111206", 1460, 3, 5), village("420325111207", 96, 3, 3) };
    const LendLink    near = { 0, 1, 6000, LEND_ALLIANCE };
    LendPlan          p = propose(s, &rule, v, 2, &near, 1);
    assert_int_equal(p.n_lines, 1);
    assert_int_equal(p.lines[0].lender, 1);
    assert_int_equal(p.lines[0].borrower, 0);
    assert_int_equal(p.lines[0].officials, 2);
    assert_true(p.lines[0].comes_home);
    assert_fraction(p.lines[0].lender_before, 96, 3);
    assert_fraction(p.lines[0].lender_after, 96, 1);
    assert_fraction(p.lines[0].borrower_before, 1460, 3);
    assert_fraction(p.lines[0].borrower_after, 1460, 5);
    assert_int_equal(p.distance, 12000);
    assert_fraction(p.unmet, 560, 1);
    assert_fraction(p.covered, 560, 1); /* the second takes over 260 and not 300 */

    const LendFinding *home = &p.villages[1], *there = &p.villages[0];
    assert_int_equal(home->keeps, 1);
    assert_int_equal(home->keeps_for, LEND_KEEPS_LEAST);
    assert_int_equal(home->spare, 2);
    assert_int_equal(home->lent, 2);
    assert_int_equal(home->lent_far, 0);
    assert_int_equal(home->meeting_needs, 2);
    assert_int_equal(home->meeting_can, 3);
    assert_int_equal(home->rest, LEND_DONE);
    assert_int_equal(there->needs, 2);
    assert_int_equal(there->rest, LEND_DONE);
}

/* Twelve kilometres: those lent do not come home for the evening. Two of three make a meeting, so one may go. */
static void who_cannot_come_home_must_not_be_missing_at_the_meeting(void **s)
{
    const LendVillage v[] = { village("420325111206", 1460, 3, 5), village("420325111207", 96, 3, 3) };
    const LendLink    far = { 1, 0, 12000, LEND_ALLIANCE };
    LendPlan          p = propose(s, &rule, v, 2, &far, 1);
    assert_int_equal(p.officials, 1);
    assert_false(p.lines[0].comes_home);
    assert_int_equal(p.villages[1].lent_far, 1);
    assert_int_equal(p.villages[1].meeting_can, 2);
    assert_int_equal(p.villages[1].rest, LEND_NO_MEETING);
    assert_int_equal(p.villages[0].rest, LEND_NO_MEETING);

    LendRule all = rule;
    all.meeting = QUORUM_AT_LEAST;
    all.meeting_den = 1; /* a county may ask for all of them */
    p = propose(s, &all, v, 2, &far, 1);
    assert_int_equal(p.officials, 0);
    assert_int_equal(p.villages[1].meeting_needs, 3);
    assert_int_equal(p.villages[1].rest, LEND_NO_MEETING);
}

static LendRest rest_of_first(void **s, LendVillage first, LendVillage other, i64 distance)
{
    const LendVillage v[] = { first, other };
    const LendLink    l = { 0, 1, distance, LEND_NEIGHBOUR };
    return propose(s, &rule, v, 2, &l, 1).villages[0].rest;
}

static void who_lends_or_gets_nothing_is_told_why(void **s)
{
    const LendVillage small = village("1", 96, 3, 3), large = village("2", 1460, 3, 5);
    LendVillage       v = small;
    v.keep = 3;
    assert_int_equal(rest_of_first(s, v, large, 100), LEND_NOTHING_SPARE);
    v = village("1", 600, 3, 3); /* 200 each: neither too many nor few */
    assert_int_equal(rest_of_first(s, v, large, 100), LEND_NOTHING_SPARE);
    v = small;
    v.members = 2;
    assert_int_equal(rest_of_first(s, v, large, 100), LEND_NO_COMMITTEE);
    v.members = 8;
    assert_int_equal(rest_of_first(s, v, large, 100), LEND_NO_COMMITTEE);
    assert_int_equal(rest_of_first(s, small, large, 20001), LEND_NOBODY_ASKS);
    assert_int_equal(rest_of_first(s, small, village("2", 600, 3, 5), 100), LEND_NOBODY_ASKS);
    assert_int_equal(rest_of_first(s, small, village("2", 1000, 3, 5), 100), LEND_OTHERS_SERVE);
    assert_int_equal(rest_of_first(s, large, small, 20001), LEND_NOBODY_NEAR);
    v = large;
    v.posts = 4;
    assert_int_equal(rest_of_first(s, v, small, 100), LEND_NO_POST);
    v.load = 5000;
    v.posts = 30;
    assert_int_equal(rest_of_first(s, v, small, 100), LEND_SPENT_ELSEWHERE);
    v.posts = 2;
    assert_int_equal(rest_of_first(s, v, small, 100), LEND_NO_POST);
}

static void what_binds_a_lender_is_named(void **s)
{
    LendVillage v = village("1", 450, 7, 7);
    LendPlan    p = propose(s, &rule, &v, 1, NULL, 0);
    assert_int_equal(p.villages[0].keeps, 3); /* 450 by 150 */
    assert_int_equal(p.villages[0].keeps_for, LEND_KEEPS_FOR_LOAD);
    v.keep = 3; /* no more than that */
    assert_int_equal(propose(s, &rule, &v, 1, NULL, 0).villages[0].keeps_for, LEND_KEEPS_OWN_LEAST);
    v.load = 451;
    p = propose(s, &rule, &v, 1, NULL, 0);
    assert_int_equal(p.villages[0].keeps, 4);
    assert_int_equal(p.villages[0].keeps_for, LEND_KEEPS_FOR_LOAD);
}

/* One official to spare and two who need one: the larger need first, then the nearer, the better bound, the first code. */
static void need_then_distance_then_links_then_code_decide(void **s)
{
    LendVillage v[] = { village("5", 150, 2, 2), village("8", 700, 2, 9), village("7", 800, 2, 9) };
    LendLink    l[] = { { 0, 1, 100, LEND_NEIGHBOUR }, { 0, 2, 200, LEND_NEIGHBOUR } };
    v[0].members = 3;
    assert_int_equal(propose(s, &rule, v, 3, l, 2).lines[0].borrower, 2); /* 200 over the bound against 100 */
    v[1].load = 800;
    assert_int_equal(propose(s, &rule, v, 3, l, 2).lines[0].borrower, 1); /* 100 m against 200 m */
    l[1] = (LendLink){ 2, 0, 100, LEND_ALLIANCE };
    assert_int_equal(propose(s, &rule, v, 3, l, 2).lines[0].borrower, 2); /* in one cluster */
    l[1].kind = LEND_NEIGHBOUR;
    assert_int_equal(propose(s, &rule, v, 3, l, 2).lines[0].borrower, 2); /* 7 before 8 */
}

/* ---- against trying everything ---- */

enum { MOST = 5, MOST_TRIED_LINKS = 4 };

typedef struct Case {
    LendRule    rule;
    LendVillage v[MOST];
    LendLink    l[MOST_TRIED_LINKS];
    size_t      n, n_links;
    char        names[MOST][2];
} Case;

typedef struct Score {
    i64 covered, distance, preference;
    int by_code[MOST][MOST]; /* [lender][borrower], both by code */
} Score;

typedef struct Trial {
    const Case *c;
    int         units[MOST_TRIED_LINKS]; /* above 0: a lends to b */
    Score       best;
    int         best_units[MOST_TRIED_LINKS];
    bool        is_any;
} Trial;

static void any_case(Case *c)
{
    i64 den = dice_between(1, 3);
    *c = (Case){ .rule = rule };
    c->rule.need_over = (Fraction){ dice_between(2, 12), den };
    c->rule.spare_upto = (Fraction){ dice_between(1, c->rule.need_over.over), den };
    c->rule.keep_least = dice_upto(4) ? 1 : 2;
    c->rule.meeting_den = dice_between(2, 3);
    c->rule.committee_most = 4;
    for (int i = 0; i < LEND_KINDS; i++) {
        c->rule.furthest[i] = dice_between(2, 6);
        if (!dice_upto(8))
            c->rule.furthest[i] = -1;
        c->rule.home_upto[i] = dice_between(-1, 5);
        c->rule.preference[i] = (int)dice_upto(3);
    }
    c->n = (size_t)dice_between(dice_upto(8) ? 3 : 1, MOST);
    char next = 'a';
    for (size_t i = 0; i < c->n; i++) {
        size_t at = (size_t)dice_upto((i64)i + 1); /* codes in any order */
        for (size_t k = i; k > at; k--)
            c->names[k][0] = c->names[k - 1][0];
        c->names[at][0] = next++;
    }
    for (size_t i = 0; i < c->n; i++) {
        bool is_idle = dice_upto(2);
        c->v[i] = (LendVillage){ .code = { c->names[i], 1 }, .residents = dice_upto(100),
                                 .load = is_idle ? dice_upto(5) : dice_upto(40),
                                 .officials = (int)(is_idle ? dice_between(1, 5) : dice_upto(4)),
                                 .members = (int)(dice_upto(5) ? dice_between(3, 4) : dice_between(2, 5)),
                                 .posts = (int)dice_between(1, 9), .keep = (int)(dice_upto(3) ? 0 : dice_upto(4)) };
    }
    for (size_t a = 0; a < c->n; a++)
        for (size_t b = a + 1; b < c->n; b++)
            if (c->n_links < MOST_TRIED_LINKS && dice_upto(4)) {
                bool flip = dice_upto(2);
                c->l[c->n_links++] = (LendLink){ (int)(flip ? a : b), (int)(flip ? b : a), dice_upto(6),
                                                 (LendKind)dice_upto(LEND_KINDS) };
            }
}

/* The header's words, read one by one. */
static bool is_lawful(const Case *c, const int *units)
{
    const LendRule *r = &c->rule;
    for (size_t i = 0; i < c->n; i++) {
        const LendVillage *v = &c->v[i];
        int                out = 0, in = 0, far = 0;
        for (size_t k = 0; k < c->n_links; k++) {
            const LendLink *l = &c->l[k];
            int             u = units[k] < 0 ? -units[k] : units[k];
            bool            lends = units[k] > 0 ? l->a == (int)i : l->b == (int)i;
            bool            gets = units[k] > 0 ? l->b == (int)i : l->a == (int)i;
            if (u > 0 && l->distance > r->furthest[l->kind])
                return false;
            out += lends ? u : 0;
            in += gets ? u : 0;
            far += lends && l->distance > r->home_upto[l->kind] ? u : 0;
        }
        bool in_need = v->load * r->need_over.under > v->officials * r->need_over.over;
        if (out > 0) {
            int  left = v->officials - out, there = v->members - far;
            bool meets = there * r->meeting_den > v->members * r->meeting_num;
            if (in > 0 || in_need || left < r->keep_least || left < v->keep || !meets ||
                v->load * r->spare_upto.under > left * r->spare_upto.over || v->members < r->committee_least ||
                v->members > r->committee_most)
                return false;
        }
        /* The last who came was needed. */
        if (in > 0 && (v->officials + in > v->posts ||
                       v->load * r->need_over.under <= (v->officials + in - 1) * r->need_over.over))
            return false;
    }
    return true;
}

static Score score_of(const Case *c, const int *units)
{
    Score s = { 0 };
    int   in[MOST] = { 0 };
    for (size_t k = 0; k < c->n_links; k++) {
        const LendLink *l = &c->l[k];
        int             u = units[k] < 0 ? -units[k] : units[k], from = units[k] < 0 ? l->b : l->a;
        int             to = units[k] < 0 ? l->a : l->b;
        in[to] += u;
        s.distance += u * l->distance;
        s.preference += u * c->rule.preference[l->kind];
        s.by_code[c->names[from][0] - 'a'][c->names[to][0] - 'a'] += u;
    }
    for (size_t i = 0; i < c->n; i++) {
        i64 over = c->v[i].load * c->rule.need_over.under - c->v[i].officials * c->rule.need_over.over;
        i64 cover = in[i] * c->rule.need_over.over;
        s.covered += over < 0 ? 0 : cover < over ? cover : over;
    }
    return s;
}

static bool is_better(const Score *a, const Score *b)
{
    if (a->covered != b->covered)
        return a->covered > b->covered;
    if (a->distance != b->distance)
        return a->distance < b->distance;
    if (a->preference != b->preference)
        return a->preference < b->preference;
    for (int i = 0; i < MOST; i++)
        for (int k = 0; k < MOST; k++)
            if (a->by_code[i][k] != b->by_code[i][k])
                return a->by_code[i][k] > b->by_code[i][k];
    return false;
}

static void try_all(Trial *t, size_t at)
{
    if (at == t->c->n_links) {
        if (!is_lawful(t->c, t->units))
            return;
        Score score = score_of(t->c, t->units);
        if (t->is_any && !is_better(&score, &t->best))
            return;
        t->is_any = true;
        t->best = score;
        for (size_t k = 0; k < t->c->n_links; k++)
            t->best_units[k] = t->units[k];
        return;
    }
    const LendLink *l = &t->c->l[at];
    int             most_a = t->c->v[l->a].officials - t->c->rule.keep_least;
    int             most_b = t->c->v[l->b].officials - t->c->rule.keep_least;
    for (t->units[at] = most_b > 0 ? -most_b : 0; t->units[at] <= (most_a > 0 ? most_a : 0); t->units[at]++)
        try_all(t, at + 1);
    t->units[at] = 0;
}

static void read_units(const Case *c, const LendPlan *p, int *ret_units)
{
    for (size_t k = 0; k < c->n_links; k++) {
        ret_units[k] = 0;
        for (size_t i = 0; i < p->n_lines; i++) {
            if (p->lines[i].lender == c->l[k].a && p->lines[i].borrower == c->l[k].b)
                ret_units[k] = p->lines[i].officials;
            if (p->lines[i].lender == c->l[k].b && p->lines[i].borrower == c->l[k].a)
                ret_units[k] = -p->lines[i].officials;
        }
    }
}

static void the_proposal_is_the_best_of_all_that_are_lawful(void **s)
{
    dice_throw("the_proposal_is_the_best_of_all_that_are_lawful");
    i64 lent = 0;
    for (int round = 0; round < 8000; round++) {
        Case c;
        int  units[MOST_TRIED_LINKS];
        any_case(&c);
        Trial t = { .c = &c };
        try_all(&t, 0);
        arena_reset(*s);
        LendPlan p = propose(s, &c.rule, c.v, c.n, c.l, c.n_links);
        read_units(&c, &p, units);
        for (size_t k = 0; k < c.n_links; k++)
            assert_int_equal(units[k], t.best_units[k]);
        assert_int_equal(p.covered.over, t.best.covered);
        assert_int_equal(p.distance, t.best.distance);
        assert_int_equal(p.preference, t.best.preference);
        lent += p.officials;
    }
    printf("# %lld officials lent\n", (long long)lent);
    assert_true(lent > 3000); /* the cases are not empty ones */
}

/* A reason that says "nothing more can be done" is tried: one more is unlawful, or covers nothing more. */
static void reasons_are_true(void **s)
{
    dice_throw("reasons_are_true");
    i64 seen[LEND_SPENT_ELSEWHERE + 1] = { 0 };
    for (int round = 0; round < 8000; round++) {
        Case c;
        any_case(&c);
        arena_reset(*s);
        LendPlan p = propose(s, &c.rule, c.v, c.n, c.l, c.n_links);
        for (size_t i = 0; i < c.n; i++) {
            const LendFinding *f = &p.villages[i];
            int                asks = f->needs < f->room ? f->needs : f->room;
            seen[f->rest]++;
            assert_true(f->lent <= f->spare && f->borrowed <= asks && (f->spare == 0 || f->needs == 0));
            assert_true(f->lent == 0 || f->meeting_can >= f->meeting_needs);
            switch (f->rest) {
            case LEND_DONE: assert_true(f->needs > 0 ? f->borrowed == f->needs : f->lent == f->spare && f->lent > 0); break;
            case LEND_NOTHING_SPARE: assert_true(f->needs == 0 && c.v[i].officials <= f->keeps); break;
            case LEND_NO_COMMITTEE: assert_true(f->meeting_needs == 0 && c.v[i].officials > f->keeps); break;
            case LEND_NO_POST: assert_true(f->borrowed == f->room && f->room < f->needs); break;
            case LEND_NO_MEETING: assert_true(f->needs > 0 || f->meeting_can == f->meeting_needs); break;
            case LEND_NOBODY_ASKS: case LEND_OTHERS_SERVE: assert_true(f->lent < f->spare); break;
            case LEND_NOBODY_NEAR: case LEND_SPENT_ELSEWHERE: assert_true(f->borrowed < asks); break;
            }
        }
    }
    for (size_t i = 0; i < COUNTOF(seen); i++)
        assert_true(seen[i] > 0);
}

static void the_order_given_does_not_matter(void **s)
{
    dice_throw("the_order_given_does_not_matter");
    for (int round = 0; round < 2000; round++) {
        Case        c;
        LendVillage v[MOST];
        LendLink    l[MOST_TRIED_LINKS];
        int         place[MOST];
        any_case(&c);
        for (int i = 0; i < (int)c.n; i++) {
            int at = (int)dice_upto(i + 1);
            place[i] = place[at];
            place[at] = i;
        }
        for (size_t i = 0; i < c.n; i++)
            v[place[i]] = c.v[i];
        for (size_t k = 0; k < c.n_links; k++)
            l[c.n_links - 1 - k] = (LendLink){ place[c.l[k].b], place[c.l[k].a], c.l[k].distance, c.l[k].kind };
        arena_reset(*s);
        LendPlan p = propose(s, &c.rule, c.v, c.n, c.l, c.n_links), q = propose(s, &c.rule, v, c.n, l, c.n_links);
        assert_int_equal(p.n_lines, q.n_lines);
        for (size_t i = 0; i < p.n_lines; i++) {
            assert_int_equal(place[p.lines[i].lender], q.lines[i].lender);
            assert_int_equal(place[p.lines[i].borrower], q.lines[i].borrower);
            assert_int_equal(p.lines[i].officials, q.lines[i].officials);
        }
        for (size_t i = 0; i < c.n; i++)
            assert_int_equal(p.villages[i].rest, q.villages[place[i]].rest);
    }
}

/* ---- what is refused ---- */

static void assert_refused(void **s, const LendRule *r, const LendVillage *v, size_t n, const LendLink *l, size_t n_links,
                           LendFault fault, size_t at)
{
    LendPlan p;
    size_t   where;
    assert_int_equal(lend_propose(*s, r, v, n, l, n_links, &p, &where), fault);
    assert_int_equal(where, at);
    assert_null(p.villages);
}

static void what_cannot_be_reckoned_is_refused(void **s)
{
    LendVillage v[] = { village("1", 96, 3, 3), village("2", 1460, 3, 5), village("3", 1460, 3, 5) };
    LendLink    l[] = { { 0, 1, 5, LEND_OTHER }, { 1, 2, 5, LEND_OTHER }, { 2, 0, 5, LEND_OTHER } };
    LendRule    r = rule;
    assert_refused(s, &rule, v, LEND_MOST_VILLAGES + 1, l, 3, LEND_TOO_MANY, 0);
    assert_refused(s, &rule, v, 3, l, LEND_MOST_LINKS + 1, LEND_TOO_MANY, 0);
    r.spare_upto.over = 301; /* a village could lend and need at once */
    assert_refused(s, &r, v, 3, l, 3, LEND_BAD_RULE, 0);
    r = rule;
    r.need_over.under = 0;
    assert_refused(s, &r, v, 3, l, 3, LEND_BAD_RULE, 0);
    r = rule;
    r.meeting_num = 2; /* more than all */
    assert_refused(s, &r, v, 3, l, 3, LEND_BAD_RULE, 0);
    r = rule;
    r.furthest[1] = LEND_MOST_DISTANCE + 1;
    assert_refused(s, &r, v, 3, l, 3, LEND_BAD_RULE, 0);

    v[1].load = LEND_MOST_LOAD + 1;
    assert_refused(s, &rule, v, 3, l, 3, LEND_BAD_VILLAGE, 1);
    v[1] = village("3", 5, 3, 5);
    assert_refused(s, &rule, v, 3, l, 3, LEND_TWICE, 2);
    v[1].code = STR_NONE;
    assert_refused(s, &rule, v, 3, l, 3, LEND_BAD_VILLAGE, 1);
    v[1] = village("2", 5, 3, 5);
    l[2].a = 3;
    assert_refused(s, &rule, v, 3, l, 3, LEND_BAD_LINK, 2);
    l[2] = (LendLink){ 2, 2, 5, LEND_OTHER };
    assert_refused(s, &rule, v, 3, l, 3, LEND_BAD_LINK, 2);
    l[2] = (LendLink){ 2, 1, 7, LEND_OTHER };
    assert_refused(s, &rule, v, 3, l, 3, LEND_LINK_TWICE, 2);
}

/* The largest figures there may be: nothing runs over (UBSan would stop). */
static void the_largest_figures_fit(void **s)
{
    LendVillage v[] = { village("1", LEND_MOST_LOAD, 0, LEND_MOST_OFFICIALS), village("2", 0, LEND_MOST_OFFICIALS, 0) };
    LendLink    l = { 0, 1, LEND_MOST_DISTANCE, LEND_OTHER };
    LendRule    r = rule;
    r.furthest[LEND_OTHER] = r.home_upto[LEND_OTHER] = LEND_MOST_DISTANCE;
    r.need_over = r.spare_upto = (Fraction){ 1, QUORUM_MOST_DEN };
    r.preference[LEND_OTHER] = LEND_MOST_PREFERENCE;
    v[1].members = 7;
    LendPlan p = propose(s, &r, v, 2, &l, 1);
    assert_int_equal(p.officials, LEND_MOST_OFFICIALS - 1);
    assert_int_equal(p.distance, (LEND_MOST_OFFICIALS - 1) * LEND_MOST_DISTANCE);
    r.need_over = r.spare_upto = (Fraction){ LEND_MOST_LOAD, 1 };
    assert_int_equal(propose(s, &r, v, 2, &l, 1).officials, 1);
    assert_int_equal(propose(s, &r, v, 0, NULL, 0).officials, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tangjiagou_lends_two_of_three_to_zhucangdong),
        cmocka_unit_test(who_cannot_come_home_must_not_be_missing_at_the_meeting),
        cmocka_unit_test(who_lends_or_gets_nothing_is_told_why),
        cmocka_unit_test(what_binds_a_lender_is_named),
        cmocka_unit_test(need_then_distance_then_links_then_code_decide),
        cmocka_unit_test(the_proposal_is_the_best_of_all_that_are_lawful),
        cmocka_unit_test(reasons_are_true),
        cmocka_unit_test(the_order_given_does_not_matter),
        cmocka_unit_test(what_cannot_be_reckoned_is_refused),
        cmocka_unit_test(the_largest_figures_fit),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
