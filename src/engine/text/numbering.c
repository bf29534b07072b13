/* numbering: see numbering.h. An open table, at most half full. */
#include "engine/text/numbering.h"

enum { FIRST = 64 };

Numbering numbering_new(Arena *a)
{
    return (Numbering){ .a = a };
}

static size_t place_of(const Numbering *b, i64 name)
{
    u64 x = (u64)name;
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    size_t at = (size_t)(x ^ (x >> 31)) & b->mask;
    while (b->slots[at] != 0 && b->v[b->slots[at] - 1] != name)
        at = (at + 1) & b->mask;
    return at;
}

u32 numbering_find(const Numbering *b, i64 name)
{
    return b->n == 0 ? NUMBERING_NONE : b->slots[place_of(b, name)] - 1; /* 0 - 1 is NUMBERING_NONE */
}

static void grow(Numbering *b)
{
    size_t most = b->most ? 2 * b->most : FIRST;
    b->v = arena_grow(b->a, b->v, b->most * sizeof *b->v, most * sizeof *b->v);
    b->most = most;
    b->mask = 2 * most - 1;
    b->slots = NEW_N(b->a, u32, 2 * most);
    for (size_t i = 0; i < b->n; i++)
        b->slots[place_of(b, b->v[i])] = (u32)i + 1;
}

u32 numbering_add(Numbering *b, i64 name)
{
    if (b->n == b->most)
        grow(b);
    b->v[b->n] = name;
    size_t at = place_of(b, name);
    BUG_ON(b->slots[at] != 0); /* whoever adds has found that it is not there */
    b->slots[at] = (u32)b->n + 1;
    return (u32)b->n++;
}

u32 numbering_of(Numbering *b, i64 name)
{
    u32 number = numbering_find(b, name);
    return number != NUMBERING_NONE ? number : numbering_add(b, name);
}
