/* committee_harmonic: see committee_harmonic.h. */
#include "engine/tally/committee_harmonic.h"

enum { BITS = 124 };

static int bits_of(i64 v)
{
    int bits = 0;
    for (; v > 0; v >>= 1)
        bits++;
    return bits;
}

static Wide gcd(Wide a, Wide b)
{
    while (b != 0) {
        Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

Harmonic harmonic_new(Arena *a, int top, i64 n, int depth)
{
    BUG_ON(top < 1 || top > 100000 || depth < 1); /* seats or candidates, of which a poll has far fewer */
    Harmonic h = { .top = top, .unit = 1, .part = NEW_N(a, Wide, (size_t)top + 1) };
    Wide     most = (Wide)1 << (BITS - bits_of(n) - bits_of(depth));
    for (int d = 2; d <= top && h.slack == 0; d++) {
        Wide more = d / gcd(h.unit, d);
        h.slack = more > most / h.unit;
        h.unit = h.slack ? most : h.unit * more;
    }
    for (int d = 1; d <= top; d++)
        h.part[d] = h.unit / d;
    h.whole = exact_wholes(a, 1);
    h.scratch = exact_wholes(a, 1);
    mpz_set_ui(*h.whole, 1);
    for (int d = 2; d <= top; d++)
        mpz_lcm_ui(*h.whole, *h.whole, (unsigned long)d);
    return h;
}

void harmonic_sum(const Harmonic *h, i64 *by_divisor, mpz_t ret_sum)
{
    mpz_set_ui(ret_sum, 0);
    for (int d = 1; d <= h->top; d++) {
        if (by_divisor[d] == 0)
            continue;
        mpz_divexact_ui(*h->scratch, *h->whole, (unsigned long)d);
        mpz_addmul_ui(ret_sum, *h->scratch, (unsigned long)by_divisor[d]);
        by_divisor[d] = 0;
    }
}
