/* names: see names.h. Open addressing with linear probing, at most half full; the hash is kept so that growing reads no
 * name again. */
#include "engine/text/names.h"

#include <string.h>

typedef struct Slot {
    u32 hash, number_1; /* number + 1; 0: free */
} Slot;

struct Names {
    Arena *a;
    Str   *v;
    size_t n, room;
    Slot  *slots;
    size_t mask;
};

enum { FIRST = 64 };

Names *names_open(Arena *a)
{
    Names *n = NEW(a, Names);
    *n = (Names){ .a = a, .v = NEW_N(a, Str, FIRST), .room = FIRST, .slots = NEW_N(a, Slot, 2 * FIRST),
                  .mask = 2 * FIRST - 1 };
    return n;
}

/* Eight bytes a step, folded by a 128 bit product. */
static u32 hash_name(Str s)
{
    u64 h = UINT64_C(0x9e3779b97f4a7c15) ^ s.n, eight;
    for (;;) {
        size_t part = s.n < sizeof eight ? s.n : sizeof eight;
        eight = 0;
        memcpy(&eight, s.p, part);
        unsigned __int128 w = (unsigned __int128)(h ^ eight) * UINT64_C(0xd6e8feb86659fd93);
        h = (u64)w ^ (u64)(w >> 64) ^ UINT64_C(0xa0761d6478bd642f);
        if (s.n <= sizeof eight)
            return (u32)(h ^ (h >> 32));
        s = str_skip(s, sizeof eight);
    }
}

/* The slot that holds the name, or the free one where it belongs. */
static Slot *slot_of(const Names *n, Str name, u32 hash)
{
    for (size_t at = hash & n->mask;; at = (at + 1) & n->mask) {
        Slot *s = &n->slots[at];
        if (s->number_1 == 0)
            return s;
        Str there = n->v[s->number_1 - 1];
        if (s->hash == hash && there.n == name.n && memcmp(there.p, name.p, name.n) == 0)
            return s;
    }
}

static void grow(Names *n)
{
    size_t old = n->mask + 1;
    Slot  *before = n->slots;
    n->v = arena_grow(n->a, n->v, sizeof *n->v * n->room, sizeof *n->v * n->room * 2);
    n->room *= 2;
    n->slots = NEW_N(n->a, Slot, 2 * old);
    n->mask = 2 * old - 1;
    for (size_t i = 0; i < old; i++) {
        if (before[i].number_1 == 0)
            continue;
        size_t at = before[i].hash & n->mask;
        while (n->slots[at].number_1 != 0)
            at = (at + 1) & n->mask;
        n->slots[at] = before[i];
    }
}

u32 names_find(const Names *n, Str name)
{
    return name.p == NULL ? names_find(n, STR("")) : slot_of(n, name, hash_name(name))->number_1 - 1;
}

u32 names_add(Names *n, Str name)
{
    if (name.p == NULL)
        name = STR("");
    u32   hash = hash_name(name);
    Slot *s = slot_of(n, name, hash);
    if (s->number_1 != 0)
        return s->number_1 - 1;
    BUG_ON(n->n >= INT32_MAX); /* each takes more than 16 bytes of memory first */
    if (n->n == n->room) {
        grow(n);
        s = slot_of(n, name, hash);
    }
    n->v[n->n++] = name.n ? str_copy(n->a, name) : STR("");
    *s = (Slot){ hash, (u32)n->n };
    return (u32)n->n - 1;
}

Str names_at(const Names *n, u32 number)
{
    BUG_ON(number >= n->n); /* a number that these names gave */
    return n->v[number];
}

u32 names_count(const Names *n)
{
    return (u32)n->n;
}
