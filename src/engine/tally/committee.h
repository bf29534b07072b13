/* committee: from approval ballots to a committee of k members; the poll that every rule reads, and what each returns.
 *
 * A ballot approves a set of candidates. Ballots that approve the same set are kept once with their weight, and
 * candidates whom exactly the same ballots approve are one class ("twins"): no rule can tell twins apart, so that a
 * state of the count is a number of members taken from each class, and a tie among 40 twins is one state, not 2^40.
 *
 * All rules but greedy Monroe follow every tie and return every committee that may come out. Their number is exact at
 * any size; the first COMMITTEE_MOST_LISTED are listed, each ascending, the list ascending. Exact: whole numbers in 128
 * bits where they fit, else GMP; no floating point. Pure.
 *
 * Units: candidates are 1..m, ballots and weights are whole voters, scores are fractions of voters. Names of rules and
 * their definitions: Martin Lackner and Piotr Skowron, "Multi-Winner Voting with Approval Preferences", Springer 2023,
 * chapter 2. v: voters' distinct sets; e: candidates on them, all together. */
#pragma once
#include "engine/number/exact.h"

enum { COMMITTEE_MOST_CANDIDATES = 5000, COMMITTEE_MOST_LISTED = 1000 };
#define COMMITTEE_MOST_VOTERS ((INT64_C(1) << 53) - 1)

/* The poll once it is read. Sets and lines are numbered in the order of the file, classes by their first member. */
typedef struct CommitteePoll {
    int  m; /* candidates */
    i64  n; /* voters, those who approve nobody among them */

    int  n_classes;
    int *class_of;     /* of candidate c - 1 */
    int *class_size;
    int *class_member; /* those of class g, ascending: class_member[class_from[g]] .. */
    int *class_from;   /* n_classes + 1 */

    size_t  n_sets;
    size_t *set_from;  /* n_sets + 1: set i approves the classes set_class[set_from[i]] .. */
    int    *set_class;
    i64    *set_weight;
    int    *set_size;  /* candidates, twins counted each */

    size_t *voted_from; /* n_classes + 1: class g is approved by the sets voted_set[voted_from[g]] .., ascending */
    u32    *voted_set;
    i64    *approvals; /* of class g: voters who approve (each of) its members */

    size_t n_lines;    /* ballots as they came */
    u32   *line_set;
    i64   *line_weight;
} CommitteePoll;

typedef struct CommitteeReader CommitteeReader;

/* Takes ballots one after the other. 1 <= m <= COMMITTEE_MOST_CANDIDATES, else BUG. */
CommitteeReader *committee_open(Arena *a, int m);
/* Candidates 1..m, none twice, in any order, `weight` >= 1, else BUG; `approved` is sorted. False: more than
 * COMMITTEE_MOST_VOTERS or UINT32_MAX - 1 lines, and nothing is added. O(n log n). */
bool committee_add(CommitteeReader *r, int *approved, size_t n, i64 weight);
/* The poll, in the reader's arena; the reader is done. O(v + e). */
CommitteePoll *committee_close(CommitteeReader *r);

typedef enum CommitteeFault {
    COMMITTEE_OK,
    COMMITTEE_TOO_MANY_TIES, /* the ties of this rule lead to more states than are followed (committee_branch.h) */
    COMMITTEE_TOO_LARGE      /* pav, cc: the search needs more steps than are taken (committee_best.h) */
} CommitteeFault;

/* One step of the count along the path that takes the smallest number at every tie (revseqpav: removes the largest). */
typedef struct CommitteeRound {
    int candidate; /* who is taken; revseqpav: who is removed */
    int n_tied;    /* how many had this value; twins counted each */
    int is_fill;   /* equal shares: seats that money did not fill */
} CommitteeRound;

/* All that tie. `n` counts them all, v are the first n_listed. */
typedef struct CommitteeTied {
    int    k;
    mpz_t *n;
    int  **v;
    size_t n_listed;
} CommitteeTied;

typedef struct CommitteeResult {
    CommitteeTied   tied;
    CommitteeRound *rounds; /* none for pav and cc, which know no order */
    size_t          n_rounds;
    mpq_t          *values; /* of rounds: score, load, or price of that step; for pav and cc one: the best score */
    size_t          n_values; /* 2 on COMMITTEE_TOO_LARGE: the best found, and a bound of all */
} CommitteeResult;

/* A rule: 1 <= k <= m, else BUG. On COMMITTEE_TOO_MANY_TIES *ret is empty. On COMMITTEE_TOO_LARGE it holds the best that
 * were found, values[0] their score, and values[1] what no committee has more than. */
typedef CommitteeFault CommitteeRule(Arena *a, const CommitteePoll *p, int k, CommitteeResult *ret);

/* committee_score.c. The k highest sums of 1 (approval voting) and of 1/|A| (satisfaction approval voting). O(e). */
MUST CommitteeRule committee_av, committee_sav;
/* k times: the one with most voters left, smallest number at a tie; up to floor(n/k), in the first n mod k rounds one
 * more, of these voters leave, in the order of the file. One committee. O(e + k (m + v)). */
MUST CommitteeRule committee_greedy_monroe;

/* committee_seqpav.c: sequential proportional approval voting (Thiele 1895): k times the one with the highest sum over
 * its voters of 1/(1 + members they approve already). And in reverse: from all candidates the one is removed, again and
 * again, with the lowest sum of 1/(members they approve). A path costs O(m k + sum over sets of classes x members). */
MUST CommitteeRule committee_seqpav, committee_revseqpav;

/* committee_load.c: seqphragmen (Phragmen 1894): each member is a load of 1 on the voters who approve it, spread so that
 * they carry equally much in all; k times the one whose voters would carry least. Candidates without voters come last.
 * committee_shares.c: equal-shares (Peters and Skowron 2020): each voter has k/n, a seat costs 1 and its voters pay alike,
 * or all they have: the one with the lowest price is bought while any can be; what is left is filled by seqphragmen,
 * starting from minus the money left. A path costs as seqpav's, and k divisions of numbers that grow by the bits of n
 * with each member. */
MUST CommitteeRule committee_seqphragmen, committee_equal_shares;

/* committee_best.c: the best of all committees by the sum over voters of 1 + 1/2 + .. + 1/|A in W| (pav), of 1 if they
 * approve any member (cc, Chamberlin and Courant 1983). Both are NP-hard: a search with bounds, see committee_best.h. */
MUST CommitteeRule committee_pav, committee_cc;

typedef struct CommitteeMethod {
    const char    *key;
    CommitteeRule *count;
    bool           is_search; /* left out when not asked for and there are too many committees to look at */
} CommitteeMethod;

enum { COMMITTEE_METHODS = 9 };
extern const CommitteeMethod committee_methods[COMMITTEE_METHODS];

/* For qsort: candidates ascending. */
int committee_by_number(const void *a, const void *b);
/* C(m, k), compared with `most`. O(k). */
bool committee_are_more_than(int m, int k, i64 most);
