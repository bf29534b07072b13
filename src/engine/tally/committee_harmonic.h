/* committee_harmonic: sums of voters' 1, 1/2, 1/3 .. 1/top without rounding.
 *
 * Where the least common multiple of 1..top leaves room, a sum is a whole number of parts of it in 128 bits, and that is
 * all. Where it does not, each part is rounded down and so a sum of `weight` voters lies less than `weight` below the
 * true one: what may be equal within that is compared again with GMP (harmonic_sum). Pure. */
#pragma once
#include "engine/number/exact.h"

typedef __int128 Wide;

typedef struct Harmonic {
    int   top;
    Wide  unit;     /* of a whole voter */
    Wide *part;     /* part[d] = unit / d, d = 1..top; part[0] is 0 */
    i64   slack;    /* 0: parts are exact; 1: each is rounded down by less than one */
    mpz_t *whole;   /* lcm(1..top), unit of harmonic_sum */
    mpz_t *scratch;
} Harmonic;

/* Sums of up to n voters with up to `depth` parts each stay below 2^125. 1 <= top <= 100000. O(top). */
Harmonic harmonic_new(Arena *a, int top, i64 n, int depth);
/* The sum of by_divisor[d] voters' 1/d, d = 1..top, in parts of h->whole; empties by_divisor. O(top log top bits). */
void harmonic_sum(const Harmonic *h, i64 *by_divisor, mpz_t ret_sum);
