/* surplus: what a co-operative's members get of the year's surplus, each to the fen and with its arithmetic.
 *
 * Surplus - losses of former years - reserve = distributable. At least 60 % of it goes by the volume that each member
 * dealt with the co-operative; the rest by each member's capital, share of the reserve and equal share of grants and
 * gifts. Both sums are divided by apportion_sum (engine/sharing/apportion.h: largest remainder, ties to the earlier member), so the
 * order of members is to be a public one. Money in fen, volume in any one unit. Exact; pure.
 * Source: 农民专业合作社法 (2017) 44; domain study R37, worked example 3. The proposal is to be voted; this only computes. */
#pragma once
#include "engine/sharing/apportion.h"

/* Sums up to this, so that the weights, which are multiplied with the number of members, fit. */
#define SURPLUS_MOST INT64_C(10000000000000)
enum { SURPLUS_MOST_MEMBERS = 10000 };

typedef struct SurplusMember {
    i64 volume;                /* dealt with the co-operative this year */
    i64 capital, reserve;      /* fen: paid in, and the member's share of the reserve (Art. 43 account) */
    i64 by_volume, by_capital; /* out: fen; the member's dividend is the two together */
} SurplusMember;

typedef enum SurplusFault {
    SURPLUS_OK,
    SURPLUS_BAD_SUM,     /* negative, above SURPLUS_MOST, or more by volume than there is */
    SURPLUS_BAD_MEMBERS, /* none, more than SURPLUS_MOST_MEMBERS, or a negative or too large figure */
    SURPLUS_NOTHING,     /* losses and reserve leave nothing to distribute */
    SURPLUS_UNDER_SIXTY, /* less than 60 % by volume */
    SURPLUS_NO_VOLUME,   /* nobody dealt with the co-operative */
    SURPLUS_NO_CAPITAL   /* something is left to go by capital and nobody has any */
} SurplusFault;

/* Losses first, then reserve. SURPLUS_NOTHING also where they leave exactly nothing; then *ret is 0. O(1). */
MUST SurplusFault surplus_distributable(i64 surplus, i64 losses, i64 reserve, i64 *ret_distributable);

/* The least that must go by volume: 60 %, rounded up to the fen. 0 <= distributable <= SURPLUS_MOST, else BUG. */
i64 surplus_least_by_volume(i64 distributable);

/* Sets by_volume and by_capital of each member: together they add up to `distributable`. `grants` (fen: grants of
 * the state and gifts) count for everyone alike. On a fault no member is touched. Scratch in `a`, given back.
 * O(n log n). */
MUST SurplusFault surplus_divide(Arena *a, i64 distributable, i64 by_volume, i64 grants, SurplusMember *v, size_t n);
