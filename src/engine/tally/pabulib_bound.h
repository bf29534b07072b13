/* pabulib_bound: what the META of a .pb file says that a ballot may be: how many projects, what they cost together, the
 * points of each and of all (pabulib.org/format: min_length, max_length, min_sum_cost, max_sum_cost, min_points, max_points,
 * min_sum_points, max_sum_points). A ballot beyond what the election allowed was not valid when it was cast; which of its
 * marks the voter would have left out nobody knows, so it is refused and not mended. For pabulib.c. */
#pragma once
#include "engine/tally/budget.h"

typedef enum Measure { MEASURE_LENGTH, MEASURE_COST, MEASURE_EACH, MEASURE_SUM, MEASURES } Measure;

typedef struct Bounds {
    Arena *a;
    bool   has[MEASURES][2]; /* the least, the most */
    mpq_t *value;            /* of [measure][which], one behind the other; then two to reckon with */
} Bounds;

Bounds bounds_open(Arena *a);
/* Is that key of META one of the eight? *ret_fault: what is wrong with it, or NULL. */
bool   bounds_key(Bounds *b, Str key, Str value, const char **ret_fault);
/* Only one project may be on a ballot (choose-1), whatever else is said. */
void   bounds_choose_one(Bounds *b);
/* What is wrong with such a ballot, or NULL. An empty one is a voter's too, who chose nothing: it keeps every bound. */
const char *bounds_fault(Bounds *b, const Budget *budget, const u32 *choices, const BudgetPoints *points, size_t n);
