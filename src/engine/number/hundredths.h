/* hundredths: areas as people write them, 98.56 m2 or mu: up to two decimals and 100,000, as a count of hundredths. Pure. */
#pragma once
#include "base/base.h"

bool hundredths_parse(Str s, i64 *ret); /* false: not such a number; nothing is rounded */
Str  hundredths_text(Arena *a, i64 v);  /* "98.56" */
