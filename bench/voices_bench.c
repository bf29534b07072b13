/* voices: how long it takes to put 100,000 needs of 500,000 households in order, a million voices in all; processor time.
 * Built and run by bench/voices.sh. The second case is the hardest: a thousand households with a thousand needs each. */
#include <stdio.h>
#include <time.h>

#include "base/base.h"
#include "engine/tally/voices.h"

enum { NEEDS = 100000, HOUSEHOLDS = 500000, SUPPORTS = 1000000 };

static const VoicesRule rule = { .den = 20, .trait = { 10 }, .traits_most = 10, .wait_days = 30, .wait_adds = 1, .wait_most = 10 };

static u64 state = UINT64_C(88172645463325252);

static i64 any(i64 n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (i64)(state % (u64)n);
}

static void rank(const char *what, i64 households)
{
    Arena         *a = arena_open();
    VoicesNeed    *needs = NEW_N(a, VoicesNeed, NEEDS);
    u8            *traits = NEW_N(a, u8, HOUSEHOLDS);
    VoicesSupport *v = NEW_N(a, VoicesSupport, SUPPORTS);
    size_t         before, at;
    Voices         r;
    for (int i = 0; i < NEEDS; i++)
        needs[i] = (VoicesNeed){ i * INT64_C(7919) % 1000003, any(400) };
    for (int h = 0; h < HOUSEHOLDS; h++)
        traits[h] = any(4) == 0;
    for (int i = 0; i < SUPPORTS; i++) /* few needs have many voices */
        v[i] = (VoicesSupport){ (int)any(1 + any(1 + any(NEEDS))), (int)any(households) };
    before = arena_used(a);
    clock_t     start = clock();
    VoicesFault fault = voices_rank(a, &rule, needs, NEEDS, traits, HOUSEHOLDS, v, SUPPORTS, &r, &at);
    double      ms = (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
    BUG_ON(fault != VOICES_OK);
    Str top = voices_text(a, r.places[0].sum, r.under, 2);
    printf("%-36s %7.1f ms, %zu kB; the first has %d households, %.*s voices\n", what, ms, (arena_used(a) - before) / 1024,
           r.places[0].households, STR_ARG(top));
    arena_close(a);
}

int main(void)
{
    rank("500,000 households, two needs each", HOUSEHOLDS);
    rank("1,000 households, 1,000 needs each", 1000);
    return 0;
}
