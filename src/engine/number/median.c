/* median: see median.h. */
#include "engine/number/median.h"

#include <stdlib.h>

static int by_value(const void *left, const void *right)
{
    i64 a = ((const Counted *)left)->value, b = ((const Counted *)right)->value;
    return (a > b) - (a < b);
}

/* The value at that place (from 0) of all that were counted, in order. */
static i64 value_at(const Counted *v, size_t n, i64 place)
{
    for (size_t i = 0; i < n; i++) {
        if (place < v[i].count)
            return v[i].value;
        place -= v[i].count;
    }
    BUG_ON(true); /* place is less than the sum of all counts */
}

Fraction median_of(Counted *v, size_t n)
{
    i64 total = 0;
    for (size_t i = 0; i < n; i++) {
        BUG_ON(v[i].count < 0); /* figures that are below none were shown as none (board.c: figure()) */
        total += v[i].count;
    }
    if (total == 0)
        return (Fraction){ 0, 0 };
    qsort(v, n, sizeof *v, by_value);
    i64 low = value_at(v, n, (total - 1) / 2), high = value_at(v, n, total / 2);
    return low == high ? (Fraction){ low, 1 } : (Fraction){ low + high, 2 };
}
