/* committee_branch: rules that go step by step, with every tie followed. A state is a number of members taken from each
 * class, and what the rule keeps beside it; equal states merge.
 *
 * Of the tied at a step, who shares no voter with any other of them is taken at once where the seats left suffice for
 * all of the tied: the rules here make no other candidate better by taking one, and leave one without common voters as
 * it was, so that each path takes it sooner or later and to the same effect. Where all of them share no voter and there
 * are fewer seats than tied, any so many of them end the count.
 *
 * Followed are up to BRANCH_MOST_STATES at once, of up to BRANCH_MOST_BYTES together, and BRANCH_MOST_WORK looks at a
 * candidate or an approval while there is more than one state; beyond, COMMITTEE_TOO_MANY_TIES. A count without ties that
 * matter is never refused. The limits do not depend on the machine. Pure. */
#pragma once
#include "engine/tally/committee_tied.h"

enum { BRANCH_MOST_STATES = 100000 };
#define BRANCH_MOST_BYTES INT64_C(2000000000)
#define BRANCH_MOST_WORK  INT64_C(4000000000)

typedef struct BranchState {
    struct BranchState *next, *next_alike; /* of the same number of steps, of the same hash */
    int                *taken;             /* of each class */
    int                 steps;
    bool                is_first;          /* always the smallest number was taken: the path whose rounds are told */
    void               *own;
} BranchState;

/* What a rule tells the driver. `x` is the rule's own. */
typedef struct BranchRule {
    void  *x;
    size_t bytes;                                     /* of one state's own, about */
    bool   is_backward;                               /* steps remove; so many are left as seats */
    void  *(*make)(void *x, Arena *a);                /* a state's own: that of no steps */
    void   (*copy)(void *x, void *to, const void *from);
    int    (*tied)(void *x, BranchState *s, int *ret_classes); /* best classes, ascending; at least one */
    void   (*take)(void *x, BranchState *s, int g);   /* one of class g; the driver counts it in taken[] */
    bool   (*same)(void *x, const void *a, const void *b); /* NULL: states that took the same are the same */
    bool   (*value)(void *x, BranchState *s, int g, mpq_t ret); /* of taking one of g now; true: a fill (CommitteeRound) */
    i64    *work;                                     /* steps so far; the driver's are added */
} BranchRule;

MUST CommitteeFault branch_run(Arena *a, const CommitteePoll *p, int k, const BranchRule *rule, CommitteeResult *ret);
