/* lend: which villages could lend officials to which, how many, and why; a proposal to talk about, not an order.
 *
 * Elected office stays at home: who is lent works elsewhere for a share of time until a date, and remains a member of
 * the committee that elected him (A13, R22). So a village may lend only what leaves it
 *   - enough at home for each day: the rule's least, its own least, and enough that the load of each who stays is not
 *     above `spare_upto`; and
 *   - a lawful committee meeting: the members at home, and those lent near enough to come home for it, are at least what
 *     the rule of the meeting asks of all members. As nobody has been named yet, it is reckoned as if all who go too far
 *     to come home were members.
 * A village needs officials where the load of each is above `need_over`; the load above that bound is its unmet need, an
 * official covers as much of it as one may carry, and it takes no more officials than it needs, nor than it has posts
 * free. Load is any whole number that the town agrees on: residents, or residents and ten for each open matter.
 *
 * Of all lawful proposals, the one
 *   1. that covers the most unmet need; of these
 *   2. with the least distance, added up over all who are lent; of these
 *   3. with the least `preference` of their links, added up likewise (links that exist already come first); of these
 *   4. in which the first lender by code lends as many as it can to the first borrower by code, then to the second ..
 * It is the only one, and does not depend on the order of villages or links. Exact (engine/sharing/flow.h); pure.
 * Source: domain study A13, M86, R22, W14, S23 (唐家沟村 lends two of three to 珠藏洞村); 村民委员会组织法 (2025) 8. */
#pragma once
#include "base/code.h"
#include "engine/tally/quorum.h"

enum { LEND_MOST_VILLAGES = 5000, LEND_MOST_LINKS = 50000, LEND_MOST_OFFICIALS = 1000, LEND_MOST_PREFERENCE = 1000 };
#define LEND_MOST_LOAD     INT64_C(1000000000) /* also residents */
#define LEND_MOST_DISTANCE INT64_C(10000000)

/* What binds two villages, as the caller classes it. */
typedef enum LendKind {
    LEND_ALLIANCE,  /* in one 五联 cluster */
    LEND_NEIGHBOUR, /* they touch */
    LEND_SAME_TOWN,
    LEND_OTHER,
    LEND_KINDS
} LendKind;

typedef struct LendRule {
    Fraction   need_over;   /* load of an official above which a village needs more; 0 < */
    Fraction   spare_upto;  /* load of an official up to which a village may lend; 0 < spare_upto <= need_over */
    int        keep_least;  /* officials who stay at home every day; >= 1 */
    int        committee_least, committee_most; /* members of a lawful committee: 3 and 7 */
    QuorumTest meeting;     /* QUORUM_AT_LEAST or QUORUM_MORE_THAN num/den of the members: a lawful meeting */
    i64        meeting_num, meeting_den;
    i64        furthest[LEND_KINDS]; /* no lending over a link of this kind that is longer; -1: over none. Any unit */
    i64        home_upto[LEND_KINDS]; /* who is lent over one that is no longer comes home for a meeting; -1: over none */
    int        preference[LEND_KINDS]; /* smaller is better; 0 .. LEND_MOST_PREFERENCE */
} LendRule;

typedef struct LendVillage {
    Code code;      /* not empty; each once */
    i64  residents; /* who live there; only for the reasons */
    i64  load;
    int  officials; /* who work there now */
    int  members;   /* of the elected committee */
    int  posts;     /* officials it has work places for, borrowed ones included */
    int  keep;      /* its own least, as the village said; 0: none */
} LendVillage;

typedef struct LendLink {
    int      a, b; /* places in the list of villages; either may lend */
    i64      distance;
    LendKind kind;
} LendLink;

/* One line of the proposal, with figures as they are once all lines are done. */
typedef struct LendLine {
    int      lender, borrower, officials;
    LendKind kind;
    i64      distance;
    bool     comes_home; /* near enough for the lender's meetings */
    Fraction lender_before, lender_after, borrower_before, borrower_after; /* residents to an official, not reduced */
} LendLine;

/* What binds first of all that a lender must keep; of equal ones the first here. */
typedef enum LendKeep { LEND_KEEPS_LEAST, LEND_KEEPS_OWN_LEAST, LEND_KEEPS_FOR_LOAD } LendKeep;

/* Why it lends or gets no more than it does. */
typedef enum LendRest {
    LEND_DONE,           /* all that it has to spare is lent; all that it needs it gets */
    LEND_NOTHING_SPARE,  /* and needs nobody: it has no more than it keeps */
    LEND_NO_COMMITTEE,   /* its committee is not one of committee_least .. committee_most members: it lends nobody */
    LEND_NOBODY_ASKS,    /* nobody within reach needs an official */
    LEND_NO_MEETING,     /* a lender: who goes further could not come home, and the rest were too few for a meeting.
                            A borrower: that holds for all within reach who have anybody left */
    LEND_OTHERS_SERVE,   /* a lender: all within reach who need officials get them, from others too */
    LEND_NO_POST,        /* a borrower: no post is free for more */
    LEND_NOBODY_NEAR,    /* a borrower: nobody within reach has anybody to spare */
    LEND_SPENT_ELSEWHERE /* a borrower: those within reach lent all that they can to others */
} LendRest;

typedef struct LendFinding {
    int      keeps, spare;      /* officials; spare 0 for who needs some itself */
    LendKeep keeps_for;
    int      needs, room;       /* officials that would bring the load within bounds, and posts free for them */
    int      lent, lent_far;    /* far: too far to come home for a meeting */
    int      borrowed;
    int      meeting_needs;     /* members; 0 where the committee is not lawful */
    int      meeting_can;       /* members who can be there if as many as possible of the lent are members; see above */
    Fraction load_before, load_after; /* of an official; under 0: there is none */
    LendRest rest;
} LendFinding;

typedef struct LendPlan {
    LendLine    *lines;    /* by code of the lender, then of the borrower */
    size_t       n_lines;
    LendFinding *villages; /* as given */
    int          officials;
    i64          distance, preference; /* added up over officials */
    Fraction     unmet, covered;       /* load, over the bound's denominator; posts count for nothing in `unmet` */
} LendPlan;

typedef enum LendFault {
    LEND_OK,
    LEND_TOO_MANY,    /* villages or links */
    LEND_BAD_RULE,
    LEND_BAD_VILLAGE, /* a figure below 0 or above its most, or no code */
    LEND_TWICE,       /* a code */
    LEND_BAD_LINK,    /* no such village, a village with itself, or a distance or kind out of range */
    LEND_LINK_TWICE   /* two links between the same two villages */
} LendFault;

/* On a fault *ret is all zero and *ret_at the place of what is at fault. 3,000 villages with 20,000 links take some 50 ms
 * and, where all distances and links are alike so that only codes decide, 0.8 s; 250 bytes of `a` for each link. */
MUST LendFault lend_propose(Arena *a, const LendRule *rule, const LendVillage *villages, size_t n_villages,
                            const LendLink *links, size_t n_links, LendPlan *ret, size_t *ret_at);
