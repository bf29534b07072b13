/* quorum: see quorum.h. */
#include "engine/tally/quorum.h"

typedef __int128 Wide;

static bool is_sound(QuorumTest test, i64 num, i64 den)
{
    bool more_than_all = test == QUORUM_MORE_THAN && num == den;
    return num > 0 && den > 0 && num <= den && den <= QUORUM_MOST_DEN && !more_than_all;
}

static bool is_in_range(i64 v)
{
    return v >= 0 && v <= QUORUM_MOST;
}

QuorumFinding quorum_share(QuorumTest test, i64 num, i64 den, i64 have, i64 whole)
{
    /* check_rule() and check_count() came before; who asks for one share alone states both (quorum.h) */
    BUG_ON(!is_sound(test, num, den) || !is_in_range(have) || !is_in_range(whole));
    Wide asked = (Wide)whole * num; /* in parts of den, as is `had` */
    Wide had = (Wide)have * den;
    i64  down = (i64)(asked / den);
    bool exact = asked % den == 0;

    QuorumFinding f = {
        .cond = { .test = test, .num = num, .den = den },
        .have = have,
        .whole = whole,
        .margin = { (i64)(had - asked), den },
    };
    switch (test) {
    case QUORUM_AT_LEAST: f.need = exact && whole > 0 ? down : down + 1; break;
    case QUORUM_MORE_THAN: f.need = down + 1; break;
    case QUORUM_AT_MOST: f.need = down; break;
    }
    f.missing = test == QUORUM_AT_MOST ? have - f.need : f.need - have;
    f.holds = f.missing <= 0;
    if (f.holds)
        f.missing = 0;
    return f;
}

/* Came, and by proxy, online or in writing where the rule knows that. */
static i64 present_by(const QuorumRule *rule, const QuorumCount *count)
{
    return count->came + (rule->presence & QUORUM_BY_PROXY ? count->by_proxy : 0) +
           (rule->presence & QUORUM_IN_WRITING ? count->in_writing : 0) +
           (rule->presence & QUORUM_ONLINE ? count->online : 0);
}

static i64 part_of(const QuorumRule *rule, const QuorumCount *count, QuorumPart part)
{
    switch (part) {
    case QUORUM_ROLL: return count->roll;
    case QUORUM_PRESENT: return present_by(rule, count);
    case QUORUM_CAST: return count->cast;
    case QUORUM_VALID: return count->valid;
    case QUORUM_YES: return count->yes;
    }
    BUG_ON(true); /* all of the enum; of the program */
}

/* ---- are rule and counts fit to be judged? ---- */

static QuorumFault check_conds(const QuorumCond *v)
{
    for (size_t i = 0; i < QUORUM_CONDS && v[i].den != 0; i++)
        if (!is_sound(v[i].test, v[i].num, v[i].den))
            return QUORUM_BAD_RULE;
    return QUORUM_OK;
}

static QuorumFault check_rule(const QuorumRule *rule)
{
    for (size_t i = 0; i < QUORUM_WAYS; i++)
        if (check_conds(rule->way[i].valid) != QUORUM_OK || check_conds(rule->way[i].passes) != QUORUM_OK)
            return QUORUM_BAD_RULE;
    return QUORUM_OK;
}

static QuorumFault check_count(const QuorumCount *c)
{
    const i64 all[] = { c->roll, c->came,  c->by_proxy, c->in_writing, c->online,
                        c->cast, c->valid, c->yes,      c->abstained };
    for (size_t i = 0; i < COUNTOF(all); i++)
        if (!is_in_range(all[i]))
            return QUORUM_BAD_RANGE;
    if (c->came + c->by_proxy + c->in_writing + c->online > c->roll)
        return QUORUM_BAD_ROLL;
    return c->valid > c->cast || c->yes + c->abstained > c->valid ? QUORUM_BAD_BALLOTS : QUORUM_OK;
}

static QuorumFault check_counts(const QuorumCount *count)
{
    for (size_t i = 0; i < QUORUM_BASES; i++) {
        QuorumFault fault = count[i].counted ? check_count(&count[i]) : QUORUM_OK;
        if (fault != QUORUM_OK)
            return fault;
    }
    return QUORUM_OK;
}

/* ---- judging ---- */

static int length(const QuorumCond *v)
{
    int n = 0;
    while (n < QUORUM_CONDS && v[n].den != 0)
        n++;
    return n;
}

static bool is_none(const QuorumWay *w)
{
    return length(w->valid) + length(w->passes) == 0;
}

static bool are_counted(const QuorumCond *v, const QuorumCount *count)
{
    for (int i = 0; i < length(v); i++)
        if (!count[v[i].basis].counted)
            return false;
    return true;
}

/* All of them; none at all holds too. */
static bool find(const QuorumRule *rule, const QuorumCond *v, const QuorumCount *count, QuorumFinding *ret_v)
{
    bool all = true;
    for (int i = 0; i < length(v); i++) {
        const QuorumCount *c = &count[v[i].basis];
        i64                have = part_of(rule, c, v[i].part), whole = part_of(rule, c, v[i].whole);
        ret_v[i] = quorum_share(v[i].test, v[i].num, v[i].den, have, whole);
        ret_v[i].cond = v[i];
        all = all && ret_v[i].holds;
    }
    return all;
}

/* Someone who is not there, or not by a means that the rule knows, has cast a ballot. */
static bool is_void(const QuorumRule *rule, const QuorumWay *w, const QuorumCount *count)
{
    for (int i = 0; i < QUORUM_CONDS; i++) {
        const QuorumCount *valid = &count[w->valid[i].basis], *passes = &count[w->passes[i].basis];
        if ((w->valid[i].den != 0 && valid->cast > present_by(rule, valid)) ||
            (w->passes[i].den != 0 && passes->cast > present_by(rule, passes)))
            return true;
    }
    return false;
}

static QuorumOutcome decide(const QuorumRule *rule, const QuorumCount *count, QuorumVerdict *v)
{
    for (int i = 0; i < QUORUM_WAYS; i++)
        if (v->way[i].counted && is_void(rule, &rule->way[i], count))
            return QUORUM_VOID;
    for (int i = 0; i < QUORUM_WAYS; i++) {
        if (v->way[i].counted && v->way[i].valid) {
            v->decided_by = i;
            return v->way[i].passes ? QUORUM_PASSES : QUORUM_FAILS;
        }
    }
    return QUORUM_TOO_FEW;
}

QuorumFault quorum_judge(const QuorumRule *rule, const QuorumCount *count, QuorumVerdict *ret_verdict)
{
    *ret_verdict = (QuorumVerdict){ 0 };
    QuorumFault fault = check_rule(rule);
    if (fault == QUORUM_OK)
        fault = check_counts(count);
    if (fault != QUORUM_OK)
        return fault;

    QuorumVerdict v = { .decided_by = -1 };
    int           ways = 0, counted = 0;
    for (int i = 0; i < QUORUM_WAYS; i++) {
        const QuorumWay  *w = &rule->way[i];
        QuorumWayFinding *f = &v.way[i];
        if (is_none(w))
            continue;
        ways++;
        f->counted = are_counted(w->valid, count) && are_counted(w->passes, count);
        if (!f->counted)
            continue;
        counted++;
        f->n_valid = length(w->valid);
        f->n_passes = length(w->passes);
        f->valid = find(rule, w->valid, count, f->is_valid);
        f->passes = find(rule, w->passes, count, f->is_passed);
    }
    if (ways > 0 && counted == 0)
        return QUORUM_UNCOUNTED;
    v.outcome = ways == 0 ? QUORUM_ADVISORY : decide(rule, count, &v);
    *ret_verdict = v;
    return QUORUM_OK;
}
