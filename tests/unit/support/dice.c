/* dice: see dice.h. */
#include "support/dice.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static u64 state = 1;

void dice_throw(const char *what)
{
    const char     *asked = getenv("YUANCHANG_SEED");
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    state = asked ? strtoull(asked, NULL, 10) : (u64)t.tv_sec * 1000003 + (u64)t.tv_nsec;
    state += state == 0;
    printf("# %s: YUANCHANG_SEED=%llu\n", what, (unsigned long long)state);
}

u64 dice_any(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * 0x2545f4914f6cdd1dULL;
}

i64 dice_upto(i64 n)
{
    return (i64)(dice_any() % (u64)n);
}

i64 dice_between(i64 low, i64 high)
{
    return low + dice_upto(high - low + 1);
}

i64 dice_wide(i64 high)
{
    i64 v = (i64)((dice_any() >> 1) >> dice_upto(63));
    return v > high ? dice_upto(high) : v;
}
