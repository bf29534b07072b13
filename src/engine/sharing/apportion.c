/* apportion: see apportion.h. */
#include "engine/sharing/apportion.h"

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

static ApportionFault total_of(const i64 *weights, size_t n, Wide *ret_total)
{
    Wide total = 0;
    if (n > APPORTION_MOST_PARTS)
        return APPORTION_BAD_WEIGHT;
    for (size_t i = 0; i < n; i++) {
        if (weights[i] < 0 || weights[i] > APPORTION_MOST)
            return APPORTION_BAD_WEIGHT;
        total += weights[i];
    }
    *ret_total = total;
    return APPORTION_OK;
}

ApportionFault apportion_sum(Arena *a, i64 sum, const i64 *weights, size_t n, i64 *ret_parts)
{
    Wide total = 0;
    if (sum < 0 || sum > APPORTION_MOST)
        return APPORTION_BAD_SUM;
    ApportionFault fault = total_of(weights, n, &total);
    if (fault != APPORTION_OK)
        return fault;
    if (total == 0 && sum > 0)
        return APPORTION_NOBODY;

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
    return APPORTION_OK;
}

i64 apportion_coefficient(int floor)
{
    BUG_ON(floor > 1000); /* a floor as a flat's row holds it, bounded by its field */
    return floor <= 2 ? 0 : 400 + 100 * (i64)floor;
}

/* ---- flats ---- */

static i64 weight_of(ApportionKey key, const ApportionFlat *f)
{
    if (f->is_agreed || f->coefficient == 0)
        return 0;
    switch (key) {
    case APPORTION_FLOOR_AND_AREA: return f->coefficient * f->area;
    case APPORTION_FLOOR: return f->coefficient;
    case APPORTION_AREA: return f->area;
    case APPORTION_EQUAL: return 1;
    }
    BUG_ON(true); /* all of the enum; of the program */
}

static bool is_sound(const ApportionFlat *f)
{
    return f->area >= 0 && f->area <= APPORTION_MOST_AREA && f->coefficient >= 0 &&
           f->coefficient <= APPORTION_MOST_COEFFICIENT && f->agreed >= -APPORTION_MOST && f->agreed <= APPORTION_MOST;
}

ApportionFault apportion_flats(Arena *a, i64 cost, i64 subsidy, ApportionKey key, ApportionFlat *v, size_t n)
{
    if (cost < 0 || cost > APPORTION_MOST || subsidy < 0 || subsidy > cost)
        return APPORTION_BAD_SUM;
    if (n > APPORTION_MOST_PARTS)
        return APPORTION_BAD_WEIGHT;
    ArenaMark     *mark = arena_mark(a);
    i64           *weights = NEW_N(a, i64, n + 1), *parts = NEW_N(a, i64, n + 1);
    Wide           rest = cost - subsidy;
    ApportionFault fault = APPORTION_OK;
    for (size_t i = 0; i < n && fault == APPORTION_OK; i++) {
        if (!is_sound(&v[i]))
            fault = APPORTION_BAD_WEIGHT;
        else
            weights[i] = weight_of(key, &v[i]);
        rest -= v[i].is_agreed ? v[i].agreed : 0;
    }
    if (fault == APPORTION_OK && (rest < 0 || rest > APPORTION_MOST))
        fault = rest < 0 ? APPORTION_OVERPAID : APPORTION_BAD_SUM;
    if (fault == APPORTION_OK)
        fault = apportion_sum(a, (i64)rest, weights, n, parts);
    for (size_t i = 0; i < n && fault == APPORTION_OK; i++)
        v[i].pays = v[i].is_agreed ? v[i].agreed : parts[i];
    arena_rewind(a, mark);
    return fault;
}
