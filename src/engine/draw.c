/* draw: see draw.h. */
#include "engine/draw.h"

#include <string.h>

static const u64 ALL_X = UINT64_C(1) << 32;

DrawFault draw_open(Arena *a, Str seed, i64 n, i64 take, Draw *ret_draw)
{
    *ret_draw = (Draw){ 0 };
    if (seed.n == 0 || seed.n > DRAW_MOST_SEED)
        return DRAW_BAD_SEED;
    if (n < 0 || n > DRAW_MOST)
        return DRAW_BAD_LIST;
    if (take < 0 || take > n || take > DRAW_MOST_TAKEN)
        return DRAW_BAD_COUNT;
    *ret_draw = (Draw){ .seed = seed, .n = n, .take = take, .struck = NEW_N(a, i64, (size_t)take + 1) };
    return DRAW_OK;
}

/* SHA-256 of "seed:t". */
static Hash hash_of_ticket(Str seed, i64 t)
{
    char digits[24], *p = digits + sizeof digits;
    for (; t > 0; t /= 10)
        *--p = (char)('0' + t % 10);
    Str number = { p, (size_t)(digits + sizeof digits - p) };
    return hash_of_parts((Str[]){ seed, STR(":"), number }, 3);
}

/* How many of struck[] stand before the name at `place` (1..left) among those not struck out. */
static i64 struck_before(const Draw *d, i64 place)
{
    i64 low = 0, high = d->taken;
    while (low < high) {
        i64 middle = (low + high) / 2;
        /* struck[middle] has struck[middle] - 1 - middle names before it that are not struck out. */
        if (d->struck[middle] - 1 - middle < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void strike(Draw *d, i64 at, i64 number)
{
    memmove(&d->struck[at + 1], &d->struck[at], (size_t)(d->taken - at) * sizeof *d->struck);
    d->struck[at] = number;
    d->taken++;
}

bool draw_next(Draw *d, DrawTicket *ret_ticket)
{
    *ret_ticket = (DrawTicket){ 0 };
    if (d->taken == d->take)
        return false;
    DrawTicket t = { .number = ++d->ticket, .left = d->n - d->taken };
    t.hash = hash_of_ticket(d->seed, t.number);
    t.x = (u32)t.hash.b[0] << 24 | (u32)t.hash.b[1] << 16 | (u32)t.hash.b[2] << 8 | t.hash.b[3];
    u64 limit = ALL_X - ALL_X % (u64)t.left;
    t.limit = (u32)limit; /* 2^32 becomes 0 */
    t.is_void = t.x >= limit;
    if (!t.is_void) {
        t.place = t.x % t.left + 1;
        i64 before = struck_before(d, t.place);
        t.drawn = t.place + before;
        strike(d, before, t.drawn);
    }
    *ret_ticket = t;
    return true;
}

DrawFault draw_take(Arena *a, Str seed, i64 n, i64 take, i64 *ret_drawn)
{
    Draw       d;
    DrawTicket t;
    ArenaMark *mark = arena_mark(a);
    DrawFault  fault = draw_open(a, seed, n, take, &d);
    for (i64 i = 0; fault == DRAW_OK && draw_next(&d, &t);)
        if (!t.is_void)
            ret_drawn[i++] = t.drawn;
    arena_rewind(a, mark);
    return fault;
}

DrawFault draw_verify(Arena *a, Str seed, i64 n, const i64 *drawn, i64 take, i64 *ret_at)
{
    Draw       d;
    DrawTicket t;
    ArenaMark *mark = arena_mark(a);
    DrawFault  fault = draw_open(a, seed, n, take, &d);
    *ret_at = 0;
    while (fault == DRAW_OK && draw_next(&d, &t)) {
        if (t.is_void)
            continue;
        if (t.drawn != drawn[*ret_at])
            fault = DRAW_NOT_IT;
        else
            ++*ret_at;
    }
    arena_rewind(a, mark);
    return fault;
}

i64 draw_share(i64 n, i64 num, i64 den)
{
    BUG_ON(n < 0 || n > DRAW_MOST || den <= 0 || den > 1000 || num < 0 || num > den);
    return (n * num + den - 1) / den;
}
