/* decimal: money, areas and amounts as people write them, kept as whole numbers of their smallest part: yuan as fen, mu as
 * 0.01 mu. Pure. */
#pragma once
#include "base/base.h"

/* "98.56", "98.5" and "98" with 2 places are 9856, 9850 and 9800; "1,140.50" as the pages print it too. At most 12 digits before
 * the point. false: not such a number, or more places than that; nothing is rounded. */
bool decimal_parse(Str s, int places, i64 *ret);
Str  decimal_text(Arena *a, i64 v, int places); /* "98.56"; v not below 0, places not 0 */
Str  decimal_short(Arena *a, i64 v, int places); /* the same without zeros at the end: "3.5", "20" */
