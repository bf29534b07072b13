/* opinion: the opinion map. Participants say agree (1), disagree (-1) or pass (0) to each other's comments; the map
 * places who votes alike near each other, finds groups, what each group stands for, what all groups agree on, and
 * which comment to ask about next. Polis' method: C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw, C. Megill, "Polis:
 * Scaling deliberation by mapping high dimensional opinion spaces", Recerca 26 (2021).
 *
 * Votes come one at a time and in any order; all sums that are kept are whole numbers, and figures with a fraction
 * are made of them anew, in the order of ascending ids. So the map after a vote more has the same bits as one made of
 * all votes at once; and the order in which votes with distinct times came, or other ids in the same order, change
 * nothing. This is the only engine with floating point (double, IEEE, no reordering). Never NaN or infinity.
 *
 * Definitions. P participants and C comments with a vote, ids ascending. X: last votes (of one participant on one
 * comment the latest time counts; of equal times the one that came later). F: X, with the columns of comments that
 * were moderated out set to 0 for everybody. The file parts: opinion.c votes, opinion_place.c map, opinion_group.c
 * groups, opinion_tell.c statistics.
 *
 * Memory: 12 bytes a vote, and what rows grow into and leave behind: measured 25 to 40 bytes a vote with all else
 * (1,000,000 votes: 25 to 37 MB), and from the first map on 8 C^2 where C <= OPINION_MOST_DENSE. What a map tells keeps
 * 4 bytes a vote, 40 a participant and 80 a comment; while it is made it takes another 8 C^2 and 1,300 C. */
#pragma once
#include "base/arena.h"

enum {
    OPINION_MOST_COMMENTS = 100000,
    OPINION_MOST_PARTICIPANTS = 10000000,
    OPINION_MOST_GROUPS = 100000,
    OPINION_MOST_DENSE = 2048, /* comments up to which pairs of comments are counted */
    OPINION_MOST_K = 5,        /* groups that are looked for */
    OPINION_BASE = 100,        /* base clusters at most */
    OPINION_LISTED = 5,        /* comments in a list, at most */
};

typedef struct OpinionMap OpinionMap;

typedef enum OpinionFault {
    OPINION_OK,
    OPINION_BAD_VOTE,     /* not -1, 0 or 1 */
    OPINION_BAD_ID,       /* negative */
    OPINION_TOO_MANY      /* participants or comments */
} OpinionFault;

/* Lives in `a` with all that it keeps. One thread at a time. */
OpinionMap *opinion_map_new(Arena *a);

/* A vote. Replaces an earlier one on the same comment unless that one's time is later. On a fault nothing is changed.
 * O(log n + n / 8) for n votes of this participant, and once a map was made O(n + 1 in place of it). */
MUST OpinionFault opinion_vote(OpinionMap *m, i64 at, i64 participant, i64 comment, int vote);

/* What a moderator said of a comment, with or without votes: out counts on the map as passed by everybody; meta is
 * about the conversation itself and is asked early. May change at any time. */
MUST OpinionFault opinion_moderate(OpinionMap *m, i64 comment, bool is_out, bool is_meta);

i64 opinion_votes(const OpinionMap *m); /* last votes: of one participant on one comment one */

/* ---- the map ---- */

enum { OPINION_AGREE, OPINION_DISAGREE, OPINION_PASS, OPINION_VOTES };

typedef struct Place2 {
    double x, y;
} Place2;

typedef struct OpinionPlaces {
    size_t      n_participants, n_comments, n_in, n_out;
    i64         n_votes;            /* in X */
    i64        *participants;       /* ids ascending, each with a vote */
    i64        *comments;
    size_t     *row;                /* X: participant i has votes[row[i]] .. votes[row[i + 1] - 1] */
    u32        *votes;              /* by ascending comment: its place times 4, plus vote + 1 */
    bool       *is_out, *is_meta;   /* by comment */
    u32       (*counts)[OPINION_VOTES];
    double     *center;             /* by comment: mean of F's column over the votes that are there */
    Place2     *component;          /* by comment: its entry in the first and second eigenvector of Y'Y/(P-1), where
                                       Y = F - center, 0 without a vote; signs and zeros as in engine/opinion/eigen.h */
    size_t      n_explained;        /* min(4, C) */
    double      explained[4];       /* the largest eigenvalues (divided by 1 where P is 1) */
    Place2     *xy;                 /* by participant: (Y comp1, Y comp2) sqrt(C / max(1, votes in the row of F)) */
    double     *extremity;          /* by comment: |1 - center| sqrt(C) length of component */
    u32        *in;                 /* places of those who have at least min(7, C) votes in X, ascending */
} OpinionPlaces;

/* The map of the votes so far, in `a`, where it stands when more votes come. Over the cores where it pays, the same
 * bits on any number of them. O(sum of n^2 over participants with n votes) the first time, or where a comment appears
 * with an id below another's, or C > OPINION_MOST_DENSE; then O(C^2) for some dozens of steps, and O(votes). */
OpinionPlaces *opinion_places(OpinionMap *m, Arena *a);

/* ---- groups ---- */

typedef struct OpinionSplit { /* into k groups */
    int    k;          /* asked for; n groups came out, fewer where one ran empty */
    int    n;
    double silhouette; /* over base clusters */
    double inertia;    /* sum over participants of the squared distance to their group's centre */
    u32    sizes[OPINION_MOST_K]; /* participants, descending */
    u8     label[OPINION_BASE];   /* base cluster -> group, numbered as sizes are */
} OpinionSplit;

typedef struct OpinionGroups {
    int          n_base;   /* base clusters */
    int          n_splits; /* split[i] has k = i + 2 */
    int          best;     /* the split with the highest silhouette */
    OpinionSplit split[OPINION_MOST_K - 1];
    int         *label;    /* by place in OpinionPlaces.in: the group in the best split */
} OpinionGroups;

/* K(points, weights, k, rounds): begins at the first k distinct points (by 1e-9 in a coordinate). At most rounds
 * + 1 times: each point to its nearest centre (of equal ones the first), empty centres are dropped, each centre
 * becomes the weighted mean; ends when none was dropped and each moved by less than 0.01. Base clusters: K(places of
 * `in`, 1, 100, 100); for k = 2 .. min(5, 2 + base / 12) K(base centres, members, k, 20); the k with the highest
 * silhouette (unweighted mean over base centres of (b - a) / max(a, b); 0 if alone; of equal ones the smaller k).
 * Groups are numbered by size, the largest 0 (of equal ones: where the first of them stands). NULL where fewer than
 * two base clusters are. O(P) and about 100 P in the first rounds. */
OpinionGroups *opinion_groups(Arena *a, const OpinionPlaces *p);

/* ---- what groups say ---- */

typedef struct OpinionStat {
    u32    na, nd, ns;                     /* agree, disagree, all votes */
    double pa, pd, pat, pdt, ra, rd, rat, rdt;
} OpinionStat;

/* A comment in a list. */
typedef struct OpinionEntry {
    u32    comment; /* place */
    bool   is_agree;
    bool   is_best_agree;
    u32    n_agree; /* where it is the best agree */
    u32    n_success, n_trials;
    double p_success, p_test, repness, repness_test;
} OpinionEntry;

typedef struct OpinionList {
    int          n;
    OpinionEntry v[OPINION_LISTED];
} OpinionList;

typedef struct OpinionTold {
    size_t       n_groups;
    OpinionStat *stats;                 /* group g, comment c: [g * n_comments + c] */
    OpinionList *representative;        /* by group */
    double      *all_agree, *all_disagree; /* group-informed consensus by comment: product of pa, of pd over groups */
    double      *priority;              /* by comment: what to ask next, highest first */
} OpinionTold;

/* Over any groups: label[participant] is 0 .. n_groups - 1, or -1 for who has none. 1 <= n_groups <=
 * OPINION_MOST_GROUPS and n_groups * C <= OPINION_MOST_CELLS, else BUG. With ' for all other groups' members
 * together:
 *   pa = (na+1)/(ns+2), pat = 2 sqrt(ns+1) ((na+1)/(ns+1) - 1/2), ra = pa/pa', pd, pdt, rd likewise;
 *   rat = (p1-p2)/sqrt(p (1-p) (1/n1 + 1/n2)), s = na+1, n = ns+1, p1 = s/n, p2 = s'/n', p = (s+s')/(n+n'); 0 if p =
 *     1; rdt.
 *   priority = (pa (1-pp) (1+extremity) (1 + 8 2^(-ns/5)))^2 over members of all groups, pp = (passes+1)/(ns+2);
 *     meta: 49.
 * Representative: the best agree first (best of those that agree more than others do, or significantly), then by
 * repness x repness_test x p_success x p_test what is significant on one side; agreements first. O(votes + n_groups
 * C). */
#define OPINION_MOST_CELLS 4000000
OpinionTold *opinion_told(Arena *a, const OpinionPlaces *p, const int *label, size_t n_groups);

/* What all participants agree on and what they reject: comments that are not out with pa > 1/2 and pat significant, by
 * pa x pat, at most five. repness is 0. O(C). */
void opinion_consensus(const OpinionPlaces *p, OpinionList *ret_agree, OpinionList *ret_disagree);

/* A z above it is significant: 90 %, one-sided. */
#define OPINION_SIGNIFICANT 1.2815515655446004
