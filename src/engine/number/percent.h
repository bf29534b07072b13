/* percent: shares as exact fractions; no floating point. 3 of 7 stays 3/7 until it is printed. */
#pragma once
#include "base/str.h"

typedef struct Fraction {
    i64 over, under; /* under >= 0; 0/0 is "nothing to measure", not 0 % and not 100 % */
} Fraction;

bool fraction_is_none(Fraction f);
int  fraction_percent(Fraction f);                 /* whole percent, half up (47 for 838/1784); none: -1 */
Str  fraction_text(Arena *a, Fraction f, int decimals); /* "46.97", half up, 0..6 decimals; none: "" */
int  fraction_cmp(Fraction a, Fraction b);          /* exact, 128-bit; both with under > 0 */
bool fraction_at_least(Fraction f, i64 num, i64 den);  /* "以上" includes the number (民法典 1259) */
bool fraction_more_than(Fraction f, i64 num, i64 den); /* "过半数", "超过" do not */
/* Widths for bars: whole percents of parts that add up to 100, largest remainder, any non-zero part at least 1. */
void percent_parts(const i64 *parts, size_t n, int *ret_percents);
int  percent_bar(Fraction f);                       /* for class pN: clamped 0..100, non-zero at least 1 */
