/* exact: whole numbers and fractions of any size (GMP) that live in an arena like everything else: nobody clears them.
 *
 * GMP keeps its digits outside the arena; they go back when the arena is reset, rewound or closed. */
#pragma once
#include <gmp.h>

#include "base/buf.h"

/* n numbers, each 0. */
mpz_t *exact_wholes(Arena *a, size_t n);
mpq_t *exact_fractions(Arena *a, size_t n);

/* A decimal number, the whole of s: digits with an optional '-' in front and a decimal point or comma ("400000.0",
 * "12,5"), of any length. False when it is none. Scratch in `a`, given back. */
bool exact_decimal(Arena *a, Str s, mpq_t ret_value);

void exact_put_whole(Buf *b, const mpz_t value);
void exact_put(Buf *b, const mpq_t value); /* "386000", or "n/d" in lowest terms */
