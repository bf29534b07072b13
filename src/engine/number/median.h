/* median: the middle of many whole numbers that were only counted by value (a histogram), exact.
 *
 * An even count has two middles and the median lies half-way between them, so the answer is a Fraction: 9/2 days. The
 * median and not the mean: one matter of eight years must not make a village look slow. */
#pragma once
#include "engine/number/percent.h"

typedef struct Counted {
    i64 value, count; /* count >= 0 */
} Counted;

/* Sorts `v` by value. Nothing counted: 0/0. */
Fraction median_of(Counted *v, size_t n);
