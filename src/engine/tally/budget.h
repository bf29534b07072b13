/* budget: an election about a budget (participatory budgeting): projects with their costs, and ballots that speak
 * for some of them. The rules that spend the money are budget_greedy, budget_shares and budget_phragmen.
 *
 * Money is a whole number of any size (GMP) in units of 1/scale of the currency, scale being the least power of ten
 * that makes the budget and every cost whole: 12.50 and 3 are 1250 and 300 at scale 100. Points are whole numbers in
 * units of 1/points_scale. A project's number is its rank by id, ids compared as byte strings, so that of equals the
 * smaller number is taken. Equal ballots are kept once, with how many there are: rules treat equal voters equally,
 * so nothing changes.
 *
 * Filled in this order: budget_new, the projects, budget_projects_end, the ballots. Everything lives in the arena. */
#pragma once
#include "engine/number/exact.h"
#include "engine/text/names.h"

typedef enum BudgetVote {
    BUDGET_APPROVAL,   /* a set */
    BUDGET_CHOOSE_1,   /* a set, of one */
    BUDGET_ORDINAL,    /* best first */
    BUDGET_CUMULATIVE, /* points for each, out of a sum */
    BUDGET_SCORING     /* points for each */
} BudgetVote;

/* What a project on a voter's ballot is worth to the voter. */
typedef enum BudgetUtility {
    BUDGET_CARD,   /* 1 */
    BUDGET_COST,   /* its cost */
    BUDGET_POINTS, /* its points: cumulative, scoring */
    BUDGET_BORDA   /* the number of projects ranked below it: ordinal */
} BudgetUtility;

typedef struct BudgetProject {
    Str     id, name;
    mpz_ptr cost; /* > 0 */
    i64     votes; /* ballots that it stands on */
} BudgetProject;

typedef struct BudgetBallot {
    u32  weight; /* how many voters cast it; at least 1 */
    u32  n;
    u32 *choices; /* projects: ascending, in an ordinal ballot best first */
    i64 *points;  /* parallel to choices; NULL where the ballots have none */
} BudgetBallot;

typedef struct BudgetBox BudgetBox; /* finds a ballot equal to a new one */

typedef struct Budget {
    Arena         *a;
    BudgetVote     vote;
    mpz_ptr        total, scale;
    mpq_ptr        threshold; /* projects with fewer votes, or points, are left out by the cities' own rule */
    BudgetProject *projects;
    size_t         n_projects;
    BudgetBallot  *ballots; /* distinct */
    size_t         n_ballots;
    i64            n_votes; /* voters, empty ballots included; below 2^32 */
    i64            points_scale;
    Names         *ids;  /* in the order in which they came */
    u32           *rank; /* of each of them */
    BudgetBox     *box;
} Budget;

#define BUDGET_NONE UINT32_MAX
#define BUDGET_MOST_VOTES INT64_C(4000000000)

Budget *budget_new(Arena *a, BudgetVote vote, const mpq_t total); /* total >= 0 */
bool    budget_has_points(BudgetVote vote);
/* False where the id is there already. cost > 0. */
MUST bool budget_project_add(Budget *b, Str id, Str name, const mpq_t cost);
/* Ranks the projects; no more come. O(m log m). */
void budget_projects_end(Budget *b);
/* The number of a project, once they are ranked; BUDGET_NONE: no such id. O(length). */
u32 budget_find(const Budget *b, Str id);

typedef struct BudgetPoints {
    i64 digits;   /* points = digits / 10^decimals */
    int decimals; /* 0..18 */
} BudgetPoints;

typedef enum BudgetFault { BUDGET_OK, BUDGET_TWICE, BUDGET_TOO_LARGE } BudgetFault;

/* One voter's ballot: `n` projects by number, with points where the vote has them (else NULL). `choices` may be
 * reordered. BUDGET_TWICE: a project stands on it twice, *ret_twice says which. BUDGET_TOO_LARGE: points that do not
 * fit 62 bits beside the decimals of the others, or more than BUDGET_MOST_VOTES. Then nothing is added. O(n log n). */
MUST BudgetFault budget_ballot_add(Budget *b, u32 *choices, const BudgetPoints *points, size_t n, u32 *ret_twice);

/* Whether ballots of this kind tell this utility. */
bool budget_has_utility(BudgetVote vote, BudgetUtility u);
/* What a ballot's k-th choice is worth: 1 for BUDGET_CARD and BUDGET_COST (the cost is the same for all), points in
 * units of 1/points_scale, places below. May be 0. */
static inline i64 budget_worth(const BudgetBallot *v, BudgetUtility u, size_t k)
{
    return u == BUDGET_POINTS ? v->points[k] : u == BUDGET_BORDA ? (i64)v->n - 1 - (i64)k : 1;
}

/* Money as a number of the currency. */
void budget_money(const Budget *b, const mpz_t units, mpq_t ret_currency);
