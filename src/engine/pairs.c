/* pairs: see pairs.h. Open addressing, at most half full. */
#include "engine/pairs.h"

struct Pairs {
    Arena *a;
    u64   *v;
    u32   *slots; /* number + 1 */
    size_t room, mask;
    u32    n;
};

enum { FIRST = 64 };

Pairs *pairs_open(Arena *a)
{
    Pairs *p = NEW(a, Pairs);
    *p = (Pairs){ .a = a, .v = NEW_N(a, u64, FIRST), .slots = NEW_N(a, u32, 2 * FIRST), .room = FIRST,
                  .mask = 2 * FIRST - 1 };
    return p;
}

static u32 *slot_of(const Pairs *p, u64 pair)
{
    unsigned __int128 w = (unsigned __int128)(pair ^ UINT64_C(0xa0761d6478bd642f)) * UINT64_C(0xd6e8feb86659fd93);
    for (size_t at = ((u64)w ^ (u64)(w >> 64)) & p->mask;; at = (at + 1) & p->mask)
        if (p->slots[at] == 0 || p->v[p->slots[at] - 1] == pair)
            return &p->slots[at];
}

static void grow(Pairs *p)
{
    p->v = arena_grow(p->a, p->v, p->room * sizeof *p->v, 2 * p->room * sizeof *p->v);
    p->room *= 2;
    p->mask = 2 * p->room - 1;
    p->slots = NEW_N(p->a, u32, 2 * p->room);
    for (u32 i = 0; i < p->n; i++)
        *slot_of(p, p->v[i]) = i + 1;
}

u32 pairs_add(Pairs *p, u32 x, u32 y)
{
    u64  pair = (u64)x << 32 | y;
    u32 *slot = slot_of(p, pair);
    if (*slot != 0)
        return *slot - 1;
    BUG_ON(p->n >= INT32_MAX);
    if (p->n == p->room) {
        grow(p);
        slot = slot_of(p, pair);
    }
    p->v[p->n++] = pair;
    *slot = p->n;
    return p->n - 1;
}

u32 pairs_find(const Pairs *p, u32 x, u32 y)
{
    return *slot_of(p, (u64)x << 32 | y) - 1;
}

u32 pairs_count(const Pairs *p)
{
    return p->n;
}
