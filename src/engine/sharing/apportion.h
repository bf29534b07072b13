/* apportion: a sum divided so that the parts add up to it, to the fen; and what each flat pays for a lift.
 *
 * Method: each part is rounded down; the fen that are left go one each to the largest remainders (Hamilton, 1792).
 * Tie: of equal remainders the earlier in the given order has it; let that order be a public one (floor, then door).
 * Exact: products in 128 bits, no floating point. Pure. */
#pragma once
#include "base/arena.h"

/* Sums in fen and weights up to this; flats' areas in 0.01 m2 and coefficients in thousandths multiply below it. */
#define APPORTION_MOST INT64_C(1000000000000000000)
enum { APPORTION_MOST_PARTS = 10000000, APPORTION_MOST_COEFFICIENT = 1000000 };
#define APPORTION_MOST_AREA INT64_C(1000000000000)

typedef enum ApportionFault {
    APPORTION_OK,
    APPORTION_BAD_SUM,      /* negative or above APPORTION_MOST; a subsidy larger than the cost */
    APPORTION_BAD_WEIGHT,   /* negative or above its most; more than APPORTION_MOST_PARTS */
    APPORTION_NOBODY,       /* something is to be paid and no part has a weight */
    APPORTION_OVERPAID      /* what was agreed for some is more than the whole */
} ApportionFault;

/* ret_parts[i] is weights[i]'s part of `sum`; they add up to it, and each is less than one fen from its exact share. A
 * part without weight gets nothing. On a fault ret_parts is untouched. Scratch in `a`, given back. O(n log n). */
MUST ApportionFault apportion_sum(Arena *a, i64 sum, const i64 *weights, size_t n, i64 *ret_parts);

/* What a flat's part goes by. The law asks for no key: the published table of R43 is APPORTION_FLOOR_AND_AREA. */
typedef enum ApportionKey { APPORTION_FLOOR_AND_AREA, APPORTION_FLOOR, APPORTION_AREA, APPORTION_EQUAL } ApportionKey;

typedef struct ApportionFlat {
    i64  area;        /* 0.01 m2 */
    i64  coefficient; /* thousandths: apportion_coefficient(floor), or as agreed. 0 pays nothing, by any key */
    bool is_agreed;   /* pays `agreed` fen, whatever the key; negative: is paid (a low floor's compensation, R45) */
    i64  agreed;
    i64  pays;        /* out: fen */
} ApportionFlat;

/* The published table, in thousandths: floors 1 and 2 (and below ground) 0, floor 3 700, 100 more for each floor. R43.
 * floor <= 1000, else BUG. */
i64 apportion_coefficient(int floor);

/* Sets `pays` of each flat so that all add up to cost - subsidy exactly: first what was agreed, then the rest by the
 * key. On a fault no flat is touched. Scratch in `a`, given back. O(n log n). Source: domain study R43-R45, worked
 * example 1. */
MUST ApportionFault apportion_flats(Arena *a, i64 cost, i64 subsidy, ApportionKey key, ApportionFlat *v, size_t n);
