/* allowance: see allowance.h. The sum is read without a lock: two who take at once may both fit and together be over by one. */
#include "web/allowance.h"

#include <stdatomic.h>

static atomic_llong most = INT64_MAX, before, held[HELD_COUNT];

void allowance_open(i64 bytes)
{
    atomic_store(&most, bytes);
    atomic_store(&before, (i64)arena_held());
}

static i64 used(void)
{
    i64 sum = (i64)arena_held() - atomic_load_explicit(&before, memory_order_relaxed);
    for (int i = 0; i < HELD_COUNT; i++)
        sum += atomic_load_explicit(&held[i], memory_order_relaxed);
    return sum;
}

bool allowance_take(Held what, i64 bytes, bool is_large)
{
    i64 all = atomic_load(&most);
    if (bytes > 0 && used() > (is_large ? all / 4 * 3 : all) - bytes)
        return false;
    allowance_add(what, bytes);
    return true;
}

void allowance_add(Held what, i64 bytes)
{
    atomic_fetch_add_explicit(&held[what], bytes, memory_order_relaxed);
}

bool allowance_is_spent(void)
{
    return used() > atomic_load(&most);
}

int allowance_free_percent(void)
{
    i64 all = atomic_load(&most), left = all - used();
    return left <= 0 ? 0 : (int)(left / (all / 100 + 1));
}

i64 allowance_held(Held what)
{
    return atomic_load_explicit(&held[what], memory_order_relaxed);
}
