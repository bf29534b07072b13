/* lend: see lend.h.
 *
 * The network: from each lender an arc to each borrower within reach, from each borrower arcs to the goal that cost less
 * the more need they cover, and from each lender one to the goal for those who stay. Arcs to borrowers too far to come
 * home from begin at a second node of the lender, to which only as many may pass as its committee can do without. */
#include "engine/sharing/lend.h"

#include <stdlib.h>

#include "engine/sharing/flow.h"

/* A link in the one direction in which it may be used. */
typedef struct Way {
    int  lender, borrower, link;
    int  rank_lender, rank_borrower; /* by code */
    bool is_far;
    int  arc;
} Way;

typedef struct Work {
    Arena             *a;
    const LendRule    *rule;
    const LendVillage *villages;
    const LendLink    *links;
    size_t             n_villages, n_links;
    LendFinding       *found;
    int               *rank; /* of a village by its code */
    Way               *ways; /* by code of lender and borrower */
    int                n_ways;
} Work;

/* ---- are rule, villages and links fit? ---- */

static bool is_bound(Fraction f)
{
    return f.over > 0 && f.over <= LEND_MOST_LOAD && f.under > 0 && f.under <= QUORUM_MOST_DEN;
}

static bool is_rule(const LendRule *r)
{
    if (!is_bound(r->need_over) || !is_bound(r->spare_upto) || fraction_cmp(r->spare_upto, r->need_over) > 0)
        return false;
    if (r->keep_least < 1 || r->keep_least > LEND_MOST_OFFICIALS || r->committee_least < 1 ||
        r->committee_most < r->committee_least || r->committee_most > LEND_MOST_OFFICIALS)
        return false;
    if ((r->meeting != QUORUM_AT_LEAST && r->meeting != QUORUM_MORE_THAN) || r->meeting_num <= 0 ||
        r->meeting_den > QUORUM_MOST_DEN || r->meeting_num > r->meeting_den ||
        (r->meeting == QUORUM_MORE_THAN && r->meeting_num == r->meeting_den))
        return false;
    for (int i = 0; i < LEND_KINDS; i++)
        if (r->furthest[i] < -1 || r->furthest[i] > LEND_MOST_DISTANCE || r->home_upto[i] < -1 ||
            r->home_upto[i] > LEND_MOST_DISTANCE || r->preference[i] < 0 || r->preference[i] > LEND_MOST_PREFERENCE)
            return false;
    return true;
}

static bool is_headcount(int n)
{
    return n >= 0 && n <= LEND_MOST_OFFICIALS;
}

static bool is_village(const LendVillage *v)
{
    return v->code.n > 0 && v->residents >= 0 && v->residents <= LEND_MOST_LOAD && v->load >= 0 &&
           v->load <= LEND_MOST_LOAD && is_headcount(v->officials) && is_headcount(v->members) &&
           is_headcount(v->posts) && is_headcount(v->keep);
}

static bool is_link(const LendLink *l, size_t n_villages)
{
    return l->a >= 0 && (size_t)l->a < n_villages && l->b >= 0 && (size_t)l->b < n_villages && l->a != l->b &&
           l->distance >= 0 && l->distance <= LEND_MOST_DISTANCE && (int)l->kind >= 0 && l->kind < LEND_KINDS;
}

typedef struct Named {
    Code code;
    int  at;
} Named;

static int by_code(const void *left, const void *right)
{
    const Named *a = left, *b = right;
    int          d = str_cmp(a->code, b->code);
    return d != 0 ? d : a->at - b->at;
}

static LendFault check_villages(Work *w, size_t *ret_at)
{
    Named *names = NEW_N(w->a, Named, w->n_villages);
    w->rank = NEW_N(w->a, int, w->n_villages);
    for (size_t i = 0; i < w->n_villages; i++) {
        *ret_at = i;
        if (!is_village(&w->villages[i]))
            return LEND_BAD_VILLAGE;
        names[i] = (Named){ w->villages[i].code, (int)i };
    }
    if (w->n_villages > 1)
        qsort(names, w->n_villages, sizeof *names, by_code);
    for (size_t i = 0; i < w->n_villages; i++) {
        *ret_at = (size_t)names[i].at;
        if (i > 0 && str_eq(names[i].code, names[i - 1].code))
            return LEND_TWICE;
        w->rank[names[i].at] = (int)i;
    }
    return LEND_OK;
}

typedef struct Pair {
    int low, high, at;
} Pair;

static int by_pair(const void *left, const void *right)
{
    const Pair *a = left, *b = right;
    return a->low != b->low ? a->low - b->low : a->high != b->high ? a->high - b->high : a->at - b->at;
}

static LendFault check_links(Work *w, size_t *ret_at)
{
    Pair *pairs = NEW_N(w->a, Pair, w->n_links);
    for (size_t i = 0; i < w->n_links; i++) {
        const LendLink *l = &w->links[i];
        *ret_at = i;
        if (!is_link(l, w->n_villages))
            return LEND_BAD_LINK;
        pairs[i] = l->a < l->b ? (Pair){ l->a, l->b, (int)i } : (Pair){ l->b, l->a, (int)i };
    }
    if (w->n_links > 1)
        qsort(pairs, w->n_links, sizeof *pairs, by_pair);
    for (size_t i = 1; i < w->n_links; i++) {
        *ret_at = (size_t)pairs[i].at;
        if (pairs[i].low == pairs[i - 1].low && pairs[i].high == pairs[i - 1].high)
            return LEND_LINK_TWICE;
    }
    return LEND_OK;
}

/* ---- what each village needs and can spare ---- */

static i64 divide_up(i64 a, i64 b)
{
    return a <= 0 ? 0 : (a + b - 1) / b;
}

/* Load above the bound, times the bound's denominator; below 0: within it. */
static i64 excess(const LendRule *r, const LendVillage *v)
{
    return v->load * r->need_over.under - v->officials * r->need_over.over;
}

static void find_keeps(const LendRule *r, const LendVillage *v, LendFinding *f)
{
    i64 for_load = divide_up(v->load * r->spare_upto.under, r->spare_upto.over), keeps = r->keep_least;
    f->keeps_for = LEND_KEEPS_LEAST;
    if (v->keep > keeps) {
        keeps = v->keep;
        f->keeps_for = LEND_KEEPS_OWN_LEAST;
    }
    if (for_load > keeps) {
        keeps = for_load;
        f->keeps_for = LEND_KEEPS_FOR_LOAD;
    }
    f->keeps = (int)(keeps > INT32_MAX ? INT32_MAX : keeps);
}

static void find_one(const LendRule *r, const LendVillage *v, LendFinding *f)
{
    i64  over = excess(r, v), needs = divide_up(over, r->need_over.over);
    bool is_committee = v->members >= r->committee_least && v->members <= r->committee_most;
    find_keeps(r, v, f);
    f->needs = (int)(needs > INT32_MAX ? INT32_MAX : needs);
    f->room = v->posts > v->officials ? v->posts - v->officials : 0;
    if (is_committee)
        f->meeting_needs = (int)quorum_share(r->meeting, r->meeting_num, r->meeting_den, v->members, v->members).need;
    if (f->needs == 0 && is_committee && v->officials > f->keeps)
        f->spare = v->officials - f->keeps;
}

/* ---- the network ---- */

static int by_codes(const void *left, const void *right)
{
    const Way *a = left, *b = right;
    return a->rank_lender != b->rank_lender ? a->rank_lender - b->rank_lender : a->rank_borrower - b->rank_borrower;
}

static int asks_for(const LendFinding *f)
{
    return f->needs < f->room ? f->needs : f->room;
}

static bool is_within_reach(const LendRule *r, const LendLink *l)
{
    return l->distance <= r->furthest[l->kind];
}

static void find_ways(Work *w)
{
    w->ways = NEW_N(w->a, Way, w->n_links);
    for (size_t i = 0; i < w->n_links; i++) {
        const LendLink *l = &w->links[i];
        bool            a_lends = w->found[l->a].spare > 0;
        int             lender = a_lends ? l->a : l->b, borrower = a_lends ? l->b : l->a;
        if (is_within_reach(w->rule, l) && w->found[lender].spare > 0 && asks_for(&w->found[borrower]) > 0)
            w->ways[w->n_ways++] = (Way){ lender, borrower, (int)i, w->rank[lender], w->rank[borrower],
                                          l->distance > w->rule->home_upto[l->kind], -1 };
    }
    if (w->n_ways > 1)
        qsort(w->ways, (size_t)w->n_ways, sizeof *w->ways, by_codes);
}

/* How many may go too far to come home. */
static int most_far(const LendVillage *v, const LendFinding *f)
{
    return v->members - f->meeting_needs;
}

/* Nodes: village i is i, the second node of lender i is n + i, the goal is 2n. */
static Flow *network(const Work *w)
{
    int   n = (int)w->n_villages, goal = 2 * n;
    i64   whole = w->rule->need_over.over; /* what an official covers, in the units of excess() */
    Flow *f = flow_new(w->a, 2 * n + 1, w->n_ways + 2 * n);
    for (int i = 0; i < w->n_ways; i++) {
        Way            *way = &w->ways[i];
        const LendLink *l = &w->links[way->link];
        FlowCost        cost = { { 0, l->distance, w->rule->preference[l->kind] } };
        way->arc = flow_arc(f, way->is_far ? n + way->lender : way->lender, way->borrower,
                            w->found[way->lender].spare, cost);
    }
    for (int i = 0; i < n; i++) {
        const LendFinding *v = &w->found[i];
        if (v->spare > 0) {
            flow_arc(f, i, n + i, most_far(&w->villages[i], v), (FlowCost){ { 0, 0, 0 } });
            flow_arc(f, i, goal, v->spare, (FlowCost){ { whole, 0, 0 } });
        } else if (asks_for(v) > 0) {
            i64 over = excess(w->rule, &w->villages[i]), asked = asks_for(v), full = over / whole;
            flow_arc(f, i, goal, asked < full ? asked : full, (FlowCost){ { 0, 0, 0 } });
            if (asked > full) /* the last one has less than a full load to take over */
                flow_arc(f, i, goal, 1, (FlowCost){ { whole - over % whole, 0, 0 } });
        }
    }
    return f;
}

static Flow *solve(const Work *w)
{
    Flow *f = network(w);
    for (int i = 0; i < w->n_ways; i++) {
        int lender = w->ways[i].lender;
        if (i == 0 || w->ways[i - 1].lender != lender) {
            i64 sent = flow_send(f, lender, 2 * (int)w->n_villages, w->found[lender].spare);
            /* its own arc to the goal takes all of its spare, if nobody borrows */
            BUG_ON(sent != w->found[lender].spare);
        }
    }
    for (int i = 0; i < w->n_ways; i++)
        flow_prefer(f, w->ways[i].arc);
    return f;
}

/* ---- the proposal and its reasons ---- */

static void read_lines(const Work *w, const Flow *f, LendPlan *ret)
{
    ret->lines = NEW_N(w->a, LendLine, w->n_ways);
    for (int i = 0; i < w->n_ways; i++) {
        const Way      *way = &w->ways[i];
        const LendLink *l = &w->links[way->link];
        int             n = (int)flow_units(f, way->arc);
        if (n == 0)
            continue;
        ret->lines[ret->n_lines++] = (LendLine){ .lender = way->lender, .borrower = way->borrower, .officials = n,
                                                 .kind = l->kind, .distance = l->distance,
                                                 .comes_home = !way->is_far };
        w->found[way->lender].lent += n;
        w->found[way->lender].lent_far += way->is_far ? n : 0;
        w->found[way->borrower].borrowed += n;
        ret->officials += n;
        ret->distance += n * l->distance;
        ret->preference += n * w->rule->preference[l->kind];
    }
}

static int officials_after(const LendVillage *v, const LendFinding *f)
{
    return v->officials - f->lent + f->borrowed;
}

static void put_figures(const Work *w, LendPlan *ret)
{
    ret->unmet.under = ret->covered.under = w->rule->need_over.under;
    for (size_t i = 0; i < w->n_villages; i++) {
        const LendVillage *v = &w->villages[i];
        LendFinding       *f = &w->found[i];
        i64                over = excess(w->rule, v), cover = f->borrowed * w->rule->need_over.over;
        f->load_before = (Fraction){ v->load, v->officials };
        f->load_after = (Fraction){ v->load, officials_after(v, f) };
        if (f->meeting_needs > 0)
            f->meeting_can = v->members - f->lent_far;
        ret->unmet.over += over > 0 ? over : 0;
        ret->covered.over += cover < over ? cover : over > 0 ? over : 0;
    }
    for (size_t i = 0; i < ret->n_lines; i++) {
        LendLine          *l = &ret->lines[i];
        const LendVillage *from = &w->villages[l->lender], *to = &w->villages[l->borrower];
        l->lender_before = (Fraction){ from->residents, from->officials };
        l->lender_after = (Fraction){ from->residents, officials_after(from, &w->found[l->lender]) };
        l->borrower_before = (Fraction){ to->residents, to->officials };
        l->borrower_after = (Fraction){ to->residents, officials_after(to, &w->found[l->borrower]) };
    }
}

/* What is known of a village's ways: is there one, and does one lead to who still asks, or who still has some? */
typedef struct Around {
    bool is_any, has_open;
} Around;

static LendRest rest_of(const LendVillage *v, const LendRule *r, const LendFinding *f, Around around)
{
    if (f->needs > 0) {
        if (f->borrowed == f->needs)
            return LEND_DONE;
        if (f->borrowed == f->room)
            return LEND_NO_POST;
        return !around.is_any ? LEND_NOBODY_NEAR : around.has_open ? LEND_NO_MEETING : LEND_SPENT_ELSEWHERE;
    }
    if (v->members < r->committee_least || v->members > r->committee_most)
        return v->officials > f->keeps ? LEND_NO_COMMITTEE : LEND_NOTHING_SPARE;
    if (f->spare == 0)
        return LEND_NOTHING_SPARE;
    if (f->lent == f->spare)
        return LEND_DONE;
    return !around.is_any ? LEND_NOBODY_ASKS : around.has_open ? LEND_NO_MEETING : LEND_OTHERS_SERVE;
}

static void put_reasons(const Work *w)
{
    Around *around = NEW_N(w->a, Around, w->n_villages);
    for (int i = 0; i < w->n_ways; i++) {
        const LendFinding *from = &w->found[w->ways[i].lender], *to = &w->found[w->ways[i].borrower];
        Around            *lender = &around[w->ways[i].lender], *borrower = &around[w->ways[i].borrower];
        lender->is_any = borrower->is_any = true;
        lender->has_open |= to->borrowed < asks_for(to);
        borrower->has_open |= from->lent < from->spare;
    }
    for (size_t i = 0; i < w->n_villages; i++)
        w->found[i].rest = rest_of(&w->villages[i], w->rule, &w->found[i], around[i]);
}

LendFault lend_propose(Arena *a, const LendRule *rule, const LendVillage *villages, size_t n_villages,
                       const LendLink *links, size_t n_links, LendPlan *ret, size_t *ret_at)
{
    *ret = (LendPlan){ 0 };
    *ret_at = 0;
    if (n_villages > LEND_MOST_VILLAGES || n_links > LEND_MOST_LINKS)
        return LEND_TOO_MANY;
    if (!is_rule(rule))
        return LEND_BAD_RULE;
    Work      w = { .a = a, .rule = rule, .villages = villages, .links = links, .n_villages = n_villages,
                    .n_links = n_links };
    LendFault fault = check_villages(&w, ret_at);
    if (fault == LEND_OK)
        fault = check_links(&w, ret_at);
    if (fault != LEND_OK)
        return fault;
    *ret_at = 0;

    w.found = NEW_N(a, LendFinding, n_villages);
    for (size_t i = 0; i < n_villages; i++)
        find_one(rule, &villages[i], &w.found[i]);
    find_ways(&w);
    ret->villages = w.found;
    Flow *f = solve(&w);
    read_lines(&w, f, ret);
    put_figures(&w, ret);
    put_reasons(&w);
    return LEND_OK;
}
