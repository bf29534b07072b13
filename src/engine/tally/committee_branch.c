/* committee_branch: see committee_branch.h. States of so many steps stand in a list each; a hash of what they took finds
 * those that may be the same. */
#include "engine/tally/committee_branch.h"

#include <string.h>

enum { HEADS = 1 << 14 };

typedef struct Branch {
    Arena               *a;
    const CommitteePoll *p;
    const BranchRule    *rule;
    int                  n_steps;
    BranchState        **level; /* by steps taken */
    BranchState        **heads;
    BranchState         *spare;
    size_t               n_states, state_bytes; /* states ever made: spare ones are used again */
    size_t               n_alive;
    int                 *tied, n_tied;
    u32                 *touched; /* of each set: 1 + the tied class that it stands behind; 0: none yet */
    bool                *is_alone;
    CommitteeBag        *bag;
    int                 *group, *need; /* what the bag is given */
    CommitteeResult     *ret;
} Branch;

static BranchState *state_take(Branch *b)
{
    BranchState *s = b->spare;
    if (s != NULL) {
        b->spare = s->next;
    } else {
        s = NEW(b->a, BranchState);
        s->taken = NEW_N(b->a, int, (size_t)b->p->n_classes);
        s->own = b->rule->make(b->rule->x, b->a);
        b->n_states++;
    }
    b->n_alive++;
    return s;
}

static void state_return(Branch *b, BranchState *s)
{
    s->next = b->spare;
    b->spare = s;
    b->n_alive--;
}

static bool is_room(const Branch *b)
{
    return b->n_alive < BRANCH_MOST_STATES &&
           (b->spare != NULL || (i64)((b->n_states + 1) * b->state_bytes) <= BRANCH_MOST_BYTES);
}

static BranchState *state_copy(Branch *b, const BranchState *from)
{
    BranchState *s = state_take(b);
    memcpy(s->taken, from->taken, (size_t)b->p->n_classes * sizeof *s->taken);
    s->steps = from->steps;
    s->is_first = from->is_first;
    b->rule->copy(b->rule->x, s->own, from->own);
    return s;
}

static BranchState **head_of(const Branch *b, const BranchState *s)
{
    u64 h = (u64)s->steps;
    for (int g = 0; g < b->p->n_classes; g++)
        h = (h ^ (u64)s->taken[g]) * UINT64_C(0xD6E8FEB86659FD93) + (h >> 31);
    return &b->heads[(h ^ h >> 32) % HEADS];
}

/* The step is done: s joins those of as many steps, or is the same as one of them. */
static void settle(Branch *b, BranchState *s)
{
    BranchState **head = head_of(b, s);
    bool          is_end = s->steps == b->n_steps;
    for (BranchState *o = *head; o != NULL; o = o->next_alike) {
        if (o->steps != s->steps || memcmp(o->taken, s->taken, (size_t)b->p->n_classes * sizeof *s->taken) != 0)
            continue;
        if (!is_end && b->rule->same != NULL && !b->rule->same(b->rule->x, o->own, s->own))
            continue;
        o->is_first = o->is_first || s->is_first;
        state_return(b, s);
        return;
    }
    s->next_alike = *head;
    *head = s;
    s->next = b->level[s->steps];
    b->level[s->steps] = s;
}

static void unhook(Branch *b, BranchState *s)
{
    BranchState **at = head_of(b, s);
    while (*at != s)
        at = &(*at)->next_alike;
    *at = s->next_alike;
}

/* ---- one state ---- */

/* Those left of class g: members in the order in which the first path takes them. */
static int member(const Branch *b, int g, int nth)
{
    int at = b->rule->is_backward ? b->p->class_size[g] - 1 - nth : nth;
    return b->p->class_member[b->p->class_from[g] + at];
}

static void note_round(Branch *b, BranchState *s, int g, int n_tied)
{
    size_t          round = (size_t)s->steps;
    CommitteeRound *r = &b->ret->rounds[round];
    *r = (CommitteeRound){ .candidate = member(b, g, s->taken[g]), .n_tied = n_tied };
    r->is_fill = b->rule->value(b->rule->x, s, g, b->ret->values[round]);
}

static void take(Branch *b, BranchState *s, int g, int n_tied)
{
    if (s->is_first)
        note_round(b, s, g, n_tied);
    b->rule->take(b->rule->x, s, g);
    s->taken[g]++;
    s->steps++;
}

/* Which of the tied share no voter with another of them; returns how many. */
static int find_alone(Branch *b)
{
    const CommitteePoll *p = b->p;
    int                  n = b->n_tied;
    if (b->n_tied == 1)
        return b->is_alone[0] = true;
    for (int i = 0; i < b->n_tied; i++) {
        int g = b->tied[i];
        b->is_alone[i] = true;
        *b->rule->work += (i64)(p->voted_from[g + 1] - p->voted_from[g]);
        for (size_t e = p->voted_from[g]; e < p->voted_from[g + 1]; e++) {
            u32 *other = &b->touched[p->voted_set[e]];
            if (*other != 0) {
                n -= b->is_alone[*other - 1] + b->is_alone[i];
                b->is_alone[*other - 1] = b->is_alone[i] = false;
            }
            *other = (u32)i + 1;
        }
    }
    for (int i = 0; i < b->n_tied; i++)
        for (size_t e = p->voted_from[b->tied[i]]; e < p->voted_from[b->tied[i] + 1]; e++)
            b->touched[p->voted_set[e]] = 0;
    return n;
}

/* The tied class whose next member has the smallest number (backward: the largest). */
static int first_of_tied(const Branch *b, const BranchState *s)
{
    int best = 0;
    for (int i = 1; i < b->n_tied; i++) {
        int id = member(b, b->tied[i], s->taken[b->tied[i]]), least = member(b, b->tied[best], s->taken[b->tied[best]]);
        if (b->rule->is_backward ? id > least : id < least)
            best = i;
    }
    return best;
}

static int candidates_tied(const Branch *b, const BranchState *s)
{
    int n = 0;
    for (int i = 0; i < b->n_tied; i++)
        n += b->p->class_size[b->tied[i]] - s->taken[b->tied[i]];
    return n;
}

/* Takes all that are alone; s stays one state. */
static void take_alone(Branch *b, BranchState *s)
{
    int n_tied = candidates_tied(b, s), n = 0;
    for (int i = 0; i < b->n_tied; i++)
        if (b->is_alone[i])
            b->tied[n++] = b->tied[i];
    b->n_tied = n;
    while (b->n_tied > 0) {
        int at = first_of_tied(b, s), g = b->tied[at];
        take(b, s, g, n_tied--);
        memmove(b->tied + at, b->tied + at + 1, (size_t)(--b->n_tied - at) * sizeof *b->tied);
    }
    settle(b, s);
}

/* Each of the tied is taken in a state of its own. */
static CommitteeFault take_each(Branch *b, BranchState *s)
{
    int first = first_of_tied(b, s), n_tied = candidates_tied(b, s);
    for (int i = 0; i < b->n_tied; i++) {
        bool is_last = i == b->n_tied - 1;
        if (!is_last && !is_room(b))
            return COMMITTEE_TOO_MANY_TIES;
        BranchState *next = is_last ? s : state_copy(b, s);
        next->is_first = next->is_first && i == first;
        take(b, next, b->tied[i], n_tied);
        settle(b, next);
    }
    return COMMITTEE_OK;
}

/* ---- the end ---- */

/* The committees of a last state; with `free` > 0 also any so many of the tied, one member of each. */
static void gather(Branch *b, const BranchState *s, int free)
{
    const CommitteePoll *p = b->p;
    memcpy(b->group, p->class_of, (size_t)p->m * sizeof *b->group);
    for (int g = 0; g < p->n_classes; g++)
        b->need[g] = b->rule->is_backward ? p->class_size[g] - s->taken[g] : s->taken[g];
    for (int i = 0; free > 0 && i < b->n_tied; i++) { /* classes of one */
        b->group[p->class_member[p->class_from[b->tied[i]]] - 1] = p->n_classes;
        b->need[b->tied[i]] = 0;
    }
    b->need[p->n_classes] = free > 0 && b->rule->is_backward ? b->n_tied - free : free;
    committee_bag_add(b->bag, b->group, p->n_classes + 1, b->need);
}

/* All tied are single, share no voter, are more than the steps left, and no other state is there: any so many of them.
 * (Beside other states the families could hold committees in common.) */
static bool is_free_choice(const Branch *b, const BranchState *s, int n_alone)
{
    int left = b->n_steps - s->steps;
    if (n_alone < b->n_tied || b->n_tied <= left || left < 2 || b->n_alive > 1)
        return false;
    for (int i = 0; i < b->n_tied; i++)
        if (b->p->class_size[b->tied[i]] > 1)
            return false;
    return true;
}

/* The first path through a free choice takes the tied by number. */
static void take_freely(Branch *b, BranchState *s)
{
    gather(b, s, b->n_steps - s->steps);
    for (int n_tied = b->n_tied; s->steps < b->n_steps;) {
        int at = first_of_tied(b, s), g = b->tied[at];
        take(b, s, g, n_tied--);
        memmove(b->tied + at, b->tied + at + 1, (size_t)(--b->n_tied - at) * sizeof *b->tied);
    }
    state_return(b, s);
}

static CommitteeFault step(Branch *b, BranchState *s)
{
    b->n_tied = b->rule->tied(b->rule->x, s, b->tied);
    BUG_ON(b->n_tied < 1); /* fewer than k of m are taken: somebody is best */
    *b->rule->work += b->p->n_classes;
    if (*b->rule->work > BRANCH_MOST_WORK)
        return COMMITTEE_TOO_MANY_TIES;
    int n_alone = find_alone(b);
    if (is_free_choice(b, s, n_alone))
        take_freely(b, s);
    else if (n_alone > 0 && b->n_tied <= b->n_steps - s->steps)
        take_alone(b, s);
    else
        return take_each(b, s);
    return COMMITTEE_OK;
}

static CommitteeFault run(Branch *b)
{
    BranchState *s = state_take(b);
    s->is_first = true;
    settle(b, s);
    for (int steps = 0; steps < b->n_steps; steps++) {
        while ((s = b->level[steps]) != NULL) {
            b->level[steps] = s->next;
            unhook(b, s);
            bool           is_only = b->n_alive == 1;
            i64            work = *b->rule->work;
            CommitteeFault fault = step(b, s);
            if (is_only)
                *b->rule->work = work;
            if (fault != COMMITTEE_OK)
                return fault;
        }
    }
    for (s = b->level[b->n_steps]; s != NULL; s = s->next)
        gather(b, s, 0);
    return COMMITTEE_OK;
}

CommitteeFault branch_run(Arena *a, const CommitteePoll *p, int k, const BranchRule *rule, CommitteeResult *ret)
{
    BUG_ON(k < 1 || k > p->m); /* the command holds seats to 1..m */
    Branch b = { .a = a, .p = p, .rule = rule, .n_steps = rule->is_backward ? p->m - k : k, .ret = ret };
    b.state_bytes = rule->bytes + sizeof(BranchState) + (size_t)p->n_classes * sizeof(int);
    b.level = NEW_N(a, BranchState *, (size_t)b.n_steps + 1);
    b.heads = NEW_N(a, BranchState *, HEADS);
    b.tied = NEW_N(a, int, (size_t)p->n_classes);
    b.is_alone = NEW_N(a, bool, (size_t)p->n_classes);
    b.touched = NEW_N(a, u32, p->n_sets);
    b.bag = committee_bag(a, p->m, k);
    b.group = NEW_N(a, int, (size_t)p->m);
    b.need = NEW_N(a, int, (size_t)p->n_classes + 1);
    *ret = (CommitteeResult){ .rounds = NEW_N(a, CommitteeRound, (size_t)b.n_steps), .n_rounds = (size_t)b.n_steps,
                              .values = exact_fractions(a, (size_t)b.n_steps), .n_values = (size_t)b.n_steps };
    CommitteeFault fault = run(&b);
    if (fault == COMMITTEE_OK)
        ret->tied = committee_bag_tied(b.bag);
    else
        *ret = (CommitteeResult){ 0 };
    return fault;
}
