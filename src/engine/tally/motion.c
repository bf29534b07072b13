/* motion: counting and judging. The list's lines are motion_list.c's. See motion.h. */
#include "engine/tally/motion.h"

#include <stdlib.h>

const char *const motion_by_names[] = { "came", "proxy", "writing", "online", NULL };

/* What the weights are, where they are not heads once more. */
static QuorumBasis weight_basis(QuorumBasis heads)
{
    return heads == QUORUM_OWNER ? QUORUM_AREA : heads == QUORUM_MEMBER ? QUORUM_VOTE : heads;
}

unsigned motion_bases(QuorumBasis heads)
{
    return 1u << heads | 1u << weight_basis(heads);
}

/* Options are projects by their number in three digits, so that ids sort as numbers do. */
static void budget_open(Motion *m)
{
    mpq_t *v = exact_fractions(m->a, 2);
    mpq_set_si(v[0], m->head.money, 1);
    m->budget = budget_new(m->a, BUDGET_APPROVAL, v[0]);
    for (int i = 0; i < m->head.options; i++) {
        mpq_set_si(v[1], m->head.costs[i], 1);
        BUG_ON(!budget_project_add(m->budget, arena_printf(m->a, "%03d", i + 1), STR(""), v[1])); /* numbers differ */
    }
    budget_projects_end(m->budget);
}

Motion *motion_new(Arena *a, const MotionHead *head)
{
    Motion *m = NEW(a, Motion);
    *m = (Motion){ .a = a, .head = *head, .heads.counted = true, .weights.counted = true };
    m->yes = NEW_N(a, i64, (size_t)head->options);
    m->yes_weight = NEW_N(a, i64, (size_t)head->options);
    if (head->method == SLIP_RANK)
        m->orders = ballots_new(a, head->options);
    if (head->method == SLIP_BUDGET)
        budget_open(m);
    return m;
}

void motion_roll(Motion *m, i64 heads, i64 weight)
{
    m->heads.roll = heads;
    m->weights.roll = weight;
}

void motion_there(Motion *m, i64 heads, i64 weight)
{
    m->heads.came += heads;
    m->weights.came += weight;
}

bool motion_admits(const QuorumRule *rule, MotionBy by)
{
    static const int means[MOTION_BYS] = { 0, QUORUM_BY_PROXY, QUORUM_IN_WRITING, QUORUM_ONLINE };
    return by == MOTION_CAME || rule->presence & means[by];
}

/* ---- counting ---- */

static i64 *part_of(QuorumCount *c, MotionBy by)
{
    i64 *const parts[MOTION_BYS] = { &c->came, &c->by_proxy, &c->in_writing, &c->online };
    return parts[by];
}

static void ballot_count(QuorumCount *c, MotionBy by, i64 n, bool abstains)
{
    *part_of(c, by) += n;
    c->cast += n;
    c->valid += n;
    c->abstained += abstains ? n : 0;
}

/* An order or a set of projects as what counts them wants it. A slip names an option once, and a roll has far fewer voters than
 * these take. */
static void slip_keep(Motion *m, const Slip *slip)
{
    Choice order[SLIP_OPTIONS_MOST];
    u32    projects[SLIP_OPTIONS_MOST], twice;
    for (size_t i = 0; i < slip->n; i++) {
        order[i] = (Choice)slip->v[i];
        projects[i] = (u32)slip->v[i] - 1;
    }
    if (m->head.method == SLIP_RANK && slip->n > 0)
        BUG_ON(!ballots_add(&m->orders, 1, order, slip->n)); /* each option once, as slip_parse() took them */
    if (m->head.method == SLIP_BUDGET)
        BUG_ON(budget_ballot_add(m->budget, projects, NULL, slip->n, &twice) != BUDGET_OK); /* the same */
}

void motion_ballot(Motion *m, MotionBy by, i64 weight, const Slip *slip)
{
    bool is_motion = m->head.method == SLIP_MOTION, abstains = is_motion ? slip->v[0] == SLIP_ABSTAINS : slip->n == 0;
    ballot_count(&m->heads, by, 1, abstains);
    ballot_count(&m->weights, by, weight, abstains);
    m->ballots++;
    slip_keep(m, slip);
    m->no += is_motion && slip->v[0] == SLIP_NO;
    for (size_t i = 0; i < slip->n; i++) {
        int option = is_motion ? 1 : slip->v[i];
        if (is_motion && slip->v[0] != SLIP_YES)
            continue;
        m->yes[option - 1]++;
        m->yes_weight[option - 1] += weight;
    }
}

static bool is_figure(i64 v)
{
    enum { MOST = 1000000 };
    return v >= 0 && v <= MOST;
}

bool motion_sheet_adds_up(const MotionHead *head, const MotionSheet *s)
{
    i64 sum = 0, n = head->method == SLIP_MOTION ? 3 : head->options;
    if (!is_figure(s->issued) || !is_figure(s->cast) || !is_figure(s->spoiled) || !is_figure(s->unused) ||
        s->issued != s->cast + s->spoiled + s->unused)
        return false;
    for (i64 i = 0; i < n; i++) {
        if (!is_figure(s->votes[i]) || s->votes[i] > s->cast)
            return false;
        sum += s->votes[i];
    }
    return head->method == SLIP_MOTION ? sum == s->cast : sum <= s->cast * head->most;
}

/* Whoever was handed a ballot is there. A spoiled one was cast and is not valid; an unused one was not cast. */
static void sheet_count(QuorumCount *c, const MotionSheet *s, i64 abstained)
{
    c->came += s->issued;
    c->cast += s->cast + s->spoiled;
    c->valid += s->cast;
    c->abstained += abstained;
}

void motion_sheet(Motion *m, const MotionSheet *s)
{
    bool is_motion = m->head.method == SLIP_MOTION;
    sheet_count(&m->heads, s, is_motion ? s->votes[2] : 0);
    sheet_count(&m->weights, s, is_motion ? s->votes[2] : 0);
    m->no += is_motion ? s->votes[1] : 0;
    for (int i = 0; i < m->head.options; i++) {
        m->yes[i] += s->votes[i];
        m->yes_weight[i] += s->votes[i];
    }
    m->issued += s->issued;
    m->spoiled += s->spoiled;
    m->unused += s->unused;
    m->sheets++;
}

/* ---- judging ---- */

static QuorumFault option_judge(const Motion *m, int i, QuorumVerdict *ret)
{
    QuorumCount count[QUORUM_BASES] = { 0 };
    QuorumCount heads = m->heads, weights = m->weights;
    heads.yes = m->yes[i];
    weights.yes = m->yes_weight[i];
    if (m->head.method != SLIP_MOTION) /* whoever names nobody is not in favour of this one; that is all the rule asks */
        heads.abstained = weights.abstained = 0;
    count[weight_basis(m->head.heads)] = weights;
    count[m->head.heads] = heads;
    return quorum_judge(&m->head.rule, count, ret);
}

static bool is_chosen(QuorumOutcome o)
{
    return o == QUORUM_PASSES || o == QUORUM_ADVISORY;
}

/* Those that pass, the most votes first; equal ones by number, which decides nothing. Owners are ordered by heads. */
static size_t passed_sort(const Motion *m, const MotionResult *r, int *v)
{
    size_t n = 0;
    for (int i = 0; i < m->head.options; i++) {
        if (!is_chosen(r->verdict[i].outcome) || m->yes[i] == 0)
            continue;
        size_t at = n++;
        for (; at > 0 && m->yes[v[at - 1] - 1] < m->yes[i]; at--)
            v[at] = v[at - 1];
        v[at] = i + 1;
    }
    return n;
}

static void options_choose(const Motion *m, MotionResult *r)
{
    size_t seats = (size_t)m->head.seats;
    r->chosen = NEW_N(m->a, int, (size_t)m->head.options);
    size_t n = passed_sort(m, r, r->chosen);
    r->n_chosen = n < seats ? n : seats;
    if (n <= seats || m->yes[r->chosen[seats - 1] - 1] != m->yes[r->chosen[seats] - 1])
        return;
    i64 votes = m->yes[r->chosen[seats] - 1];
    while (r->n_chosen > 0 && m->yes[r->chosen[r->n_chosen - 1] - 1] == votes)
        r->n_chosen--;
    r->tied = r->chosen + r->n_chosen;
    while (r->n_chosen + r->n_tied < n && m->yes[r->tied[r->n_tied] - 1] == votes)
        r->n_tied++;
}

QuorumFault motion_judge(const Motion *m, MotionResult *ret)
{
    *ret = (MotionResult){ .verdict = NEW_N(m->a, QuorumVerdict, (size_t)m->head.options) };
    for (int i = 0; i < m->head.options; i++) {
        QuorumFault f = option_judge(m, i, &ret->verdict[i]);
        if (f != QUORUM_OK)
            return f;
    }
    ret->outcome = ret->verdict[0].outcome;
    if (m->head.method == SLIP_MOTION)
        return QUORUM_OK;
    if (m->head.finds == MOTION_COUNTS)
        options_choose(m, ret);
    else if (ret->outcome != QUORUM_TOO_FEW && ret->outcome != QUORUM_VOID && !motion_find(m, ret))
        return QUORUM_BAD_LIST;
    if (ret->outcome == QUORUM_PASSES || ret->outcome == QUORUM_FAILS)
        ret->outcome = ret->n_chosen > 0 ? QUORUM_PASSES : QUORUM_FAILS;
    return QUORUM_OK;
}
