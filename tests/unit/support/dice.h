/* dice: chance for property tests. The seed is printed and taken from YUANCHANG_SEED where a failure is to be seen
 * again. xorshift64*: quick, even, the same on every machine; not for secrets. */
#pragma once
#include "base/types.h"

void dice_throw(const char *what);  /* begins a test: chooses and prints its seed */
u64  dice_any(void);
i64  dice_upto(i64 n);              /* 0 .. n-1; n > 0 */
i64  dice_between(i64 low, i64 high); /* both included */
i64  dice_wide(i64 high);           /* 0 .. high, small and large numbers alike often */
