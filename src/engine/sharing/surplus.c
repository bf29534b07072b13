/* surplus: see surplus.h. */
#include "engine/sharing/surplus.h"

static bool is_sum(i64 v)
{
    return v >= 0 && v <= SURPLUS_MOST;
}

SurplusFault surplus_distributable(i64 surplus, i64 losses, i64 reserve, i64 *ret_distributable)
{
    *ret_distributable = 0;
    if (!is_sum(surplus) || !is_sum(losses) || !is_sum(reserve))
        return SURPLUS_BAD_SUM;
    if (surplus - losses - reserve <= 0)
        return SURPLUS_NOTHING;
    *ret_distributable = surplus - losses - reserve;
    return SURPLUS_OK;
}

i64 surplus_least_by_volume(i64 distributable)
{
    BUG_ON(!is_sum(distributable)); /* what surplus_distributable() gave */
    return (distributable * 3 + 4) / 5;
}

static SurplusFault check(i64 distributable, i64 by_volume, i64 grants, const SurplusMember *v, size_t n)
{
    if (!is_sum(distributable) || !is_sum(by_volume) || !is_sum(grants) || by_volume > distributable)
        return SURPLUS_BAD_SUM;
    if (n == 0 || n > SURPLUS_MOST_MEMBERS)
        return SURPLUS_BAD_MEMBERS;
    for (size_t i = 0; i < n; i++)
        if (!is_sum(v[i].volume) || !is_sum(v[i].capital) || !is_sum(v[i].reserve))
            return SURPLUS_BAD_MEMBERS;
    return by_volume < surplus_least_by_volume(distributable) ? SURPLUS_UNDER_SIXTY : SURPLUS_OK;
}

SurplusFault surplus_divide(Arena *a, i64 distributable, i64 by_volume, i64 grants, SurplusMember *v, size_t n)
{
    SurplusFault fault = check(distributable, by_volume, grants, v, n);
    if (fault != SURPLUS_OK)
        return fault;
    ArenaMark *mark = arena_mark(a);
    i64       *weights = NEW_N(a, i64, n), *volume = NEW_N(a, i64, n), *capital = NEW_N(a, i64, n);
    for (size_t i = 0; i < n; i++)
        weights[i] = v[i].volume;
    if (apportion_sum(a, by_volume, weights, n, volume) != APPORTION_OK)
        fault = SURPLUS_NO_VOLUME;
    /* Everyone has grants/n; times n, so that it stays whole. */
    for (size_t i = 0; i < n; i++)
        weights[i] = (v[i].capital + v[i].reserve) * (i64)n + grants;
    if (fault == SURPLUS_OK && apportion_sum(a, distributable - by_volume, weights, n, capital) != APPORTION_OK)
        fault = SURPLUS_NO_CAPITAL;
    for (size_t i = 0; i < n && fault == SURPLUS_OK; i++) {
        v[i].by_volume = volume[i];
        v[i].by_capital = capital[i];
    }
    arena_rewind(a, mark);
    return fault;
}
