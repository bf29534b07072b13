/* budget_slow: elections about a budget thrown by dice, and the rules read slowly and plainly: one voter after the
 * other, every amount a fraction. What the engine does fast is held against it. */
#pragma once
#include "engine/tally/budget_greedy.h"
#include "engine/tally/budget_phragmen.h"
#include "engine/tally/budget_shares.h"

enum { SLOW_PROJECTS = 9, SLOW_VOTERS = 16 };

typedef struct SlowBallot {
    u32    weight; /* so many voters cast it */
    size_t n;
    u32    choices[SLOW_PROJECTS];
    i64    points[SLOW_PROJECTS];
} SlowBallot;

typedef struct SlowCase {
    Arena     *a;
    BudgetVote vote;
    mpq_t     *total, *cost; /* in the currency */
    Str        ids[SLOW_PROJECTS]; /* ascending by bytes */
    size_t     m, n;
    int        decimals; /* of points */
    SlowBallot ballots[SLOW_VOTERS];
    i64        n_votes;
} SlowCase;

typedef struct SlowResult {
    size_t n;
    u32    order[SLOW_PROJECTS];
    mpq_t *price; /* rho, or time */
    mpq_t *cost;
    i64    ties, runs;
} SlowResult;

/* A case of any kind of ballots: few projects and voters, costs that tie often, or amounts of any size. `most` is the
 * greatest weight of a ballot. */
SlowCase slow_case(Arena *a, BudgetVote vote, i64 most);
/* The engine's own, its ballots given in the order `shuffle` (NULL: as they are), ids with `prefix` before them. */
Budget *slow_budget(const SlowCase *c, const size_t *shuffle, const char *prefix);

SlowResult slow_greedy(const SlowCase *c, BudgetUtility u, const SlowResult *after); /* after: NULL, or goes on */
SlowResult slow_city(const SlowCase *c, bool skips, const mpq_t threshold);
SlowResult slow_shares(const SlowCase *c, BudgetUtility u, i64 added);
/* `most`: gives up after so many runs, with runs = most. */
SlowResult slow_add1(const SlowCase *c, BudgetUtility u, bool full, i64 most);
SlowResult slow_phragmen(const SlowCase *c);
/* What a project is worth to the voters of a ballot, in the currency where it is its cost; 0 when they get nothing. */
void slow_worth(const SlowCase *c, BudgetUtility u, const SlowBallot *v, u32 project, mpq_t ret);
bool slow_has_supporter(const SlowCase *c, BudgetUtility u, u32 project);
