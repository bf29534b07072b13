/* split: see split.h. */
#include "engine/sharing/split.h"

#include <stdlib.h>

typedef __int128 Wide;

typedef struct Owed {
    Wide   remainder;
    size_t at;
} Owed;

static int most_first(const void *a, const void *b)
{
    const Owed *x = a, *y = b;
    if (x->remainder != y->remainder)
        return x->remainder < y->remainder ? 1 : -1;
    return (x->at > y->at) - (x->at < y->at);
}

static SplitFault total_of(const i64 *weights, size_t n, Wide *ret_total)
{
    Wide total = 0;
    if (n > SPLIT_MOST_PARTS)
        return SPLIT_BAD_WEIGHT;
    for (size_t i = 0; i < n; i++) {
        if (weights[i] < 0 || weights[i] > SPLIT_MOST)
            return SPLIT_BAD_WEIGHT;
        total += weights[i];
    }
    *ret_total = total;
    return SPLIT_OK;
}

SplitFault split_sum(Arena *a, i64 sum, const i64 *weights, size_t n, i64 *ret_parts)
{
    Wide total = 0;
    if (sum < 0 || sum > SPLIT_MOST)
        return SPLIT_BAD_SUM;
    SplitFault fault = total_of(weights, n, &total);
    if (fault != SPLIT_OK)
        return fault;
    if (total == 0 && sum > 0)
        return SPLIT_NOBODY;

    ArenaMark *mark = arena_mark(a);
    Owed      *owed = NEW_N(a, Owed, n + 1);
    i64        left = sum;
    for (size_t i = 0; i < n; i++) {
        Wide share = (Wide)sum * weights[i];
        ret_parts[i] = total == 0 ? 0 : (i64)(share / total);
        owed[i] = (Owed){ total == 0 ? 0 : share % total, i };
        left -= ret_parts[i];
    }
    /* The remainders add up to `left` totals and each is below one: more than `left` parts have one that is not 0. */
    if (left > 0)
        qsort(owed, n, sizeof *owed, most_first);
    for (i64 k = 0; k < left; k++)
        ret_parts[owed[k].at]++;
    arena_rewind(a, mark);
    return SPLIT_OK;
}

i64 split_coefficient(int floor)
{
    BUG_ON(floor > 1000); /* a floor as a flat's row holds it, bounded by its field */
    return floor <= 2 ? 0 : 400 + 100 * (i64)floor;
}

/* ---- flats ---- */

static i64 weight_of(SplitKey key, const SplitFlat *f)
{
    if (f->is_agreed || f->coefficient == 0)
        return 0;
    switch (key) {
    case SPLIT_FLOOR_AND_AREA: return f->coefficient * f->area;
    case SPLIT_FLOOR: return f->coefficient;
    case SPLIT_AREA: return f->area;
    case SPLIT_EQUAL: return 1;
    }
    BUG_ON(true);
}

static bool is_sound(const SplitFlat *f)
{
    return f->area >= 0 && f->area <= SPLIT_MOST_AREA && f->coefficient >= 0 &&
           f->coefficient <= SPLIT_MOST_COEFFICIENT && f->agreed >= -SPLIT_MOST && f->agreed <= SPLIT_MOST;
}

SplitFault split_flats(Arena *a, i64 cost, i64 subsidy, SplitKey key, SplitFlat *v, size_t n)
{
    if (cost < 0 || cost > SPLIT_MOST || subsidy < 0 || subsidy > cost)
        return SPLIT_BAD_SUM;
    if (n > SPLIT_MOST_PARTS)
        return SPLIT_BAD_WEIGHT;
    ArenaMark *mark = arena_mark(a);
    i64       *weights = NEW_N(a, i64, n + 1), *parts = NEW_N(a, i64, n + 1);
    Wide       rest = cost - subsidy;
    SplitFault fault = SPLIT_OK;
    for (size_t i = 0; i < n && fault == SPLIT_OK; i++) {
        if (!is_sound(&v[i]))
            fault = SPLIT_BAD_WEIGHT;
        else
            weights[i] = weight_of(key, &v[i]);
        rest -= v[i].is_agreed ? v[i].agreed : 0;
    }
    if (fault == SPLIT_OK && (rest < 0 || rest > SPLIT_MOST))
        fault = rest < 0 ? SPLIT_OVERPAID : SPLIT_BAD_SUM;
    if (fault == SPLIT_OK)
        fault = split_sum(a, (i64)rest, weights, n, parts);
    for (size_t i = 0; i < n && fault == SPLIT_OK; i++)
        v[i].pays = v[i].is_agreed ? v[i].agreed : parts[i];
    arena_rewind(a, mark);
    return fault;
}
