/* draw: see draw.h. The numbers drawn are kept in order, in blocks of some thousands, so that each is put into its
 * place with a short move. */
#include "engine/tally/draw.h"

#include <string.h>

enum { BLOCK = 4096 };

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
    *ret_draw = (Draw){ .seed = seed, .n = n, .take = take, .n_blocks = 1 };
    i64 most = take / (BLOCK / 2) + 1, size = take < BLOCK ? take + 1 : BLOCK; /* a block that was split is half full */
    i64 *room = NEW_N(a, i64, (size_t)(most * size));
    ret_draw->blocks = NEW_N(a, DrawBlock, (size_t)most);
    for (i64 i = 0; i < most; i++)
        ret_draw->blocks[i].v = room + i * size;
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

/* Has the i-th number drawn (from 0, in order) fewer than `place` names before it that are not struck out? */
static bool stands_before(i64 number, i64 i, i64 place)
{
    return number - 1 - i < place;
}

/* The last block that begins before the place, or the first one. */
static i64 block_find(const Draw *d, i64 place)
{
    i64 low = 0, high = d->n_blocks;
    while (high - low > 1) {
        i64 middle = (low + high) / 2;
        if (stands_before(d->blocks[middle].v[0], d->blocks[middle].before, place))
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* How many of the block stand before the place. */
static i64 block_rank(const DrawBlock *b, i64 place)
{
    i64 low = 0, high = b->n;
    while (low < high) {
        i64 middle = (low + high) / 2;
        if (stands_before(b->v[middle], b->before + middle, place))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The upper half of a full block becomes the one after it. */
static void block_split(Draw *d, i64 at)
{
    DrawBlock spare = d->blocks[d->n_blocks++], *b = &d->blocks[at];
    memmove(b + 2, b + 1, (size_t)(d->n_blocks - at - 2) * sizeof *b);
    spare.n = b->n / 2;
    b->n -= spare.n;
    spare.before = b->before + b->n;
    memcpy(spare.v, b->v + b->n, (size_t)spare.n * sizeof *spare.v);
    b[1] = spare;
}

/* Strikes out the name at `place` among those that are not; its number. */
static i64 strike(Draw *d, i64 place)
{
    i64 at = block_find(d, place);
    if (d->blocks[at].n == BLOCK) {
        block_split(d, at);
        at = block_find(d, place);
    }
    DrawBlock *b = &d->blocks[at];
    i64        rank = block_rank(b, place), number = place + b->before + rank;
    memmove(&b->v[rank + 1], &b->v[rank], (size_t)(b->n - rank) * sizeof *b->v);
    b->v[rank] = number;
    b->n++;
    d->taken++;
    while (++at < d->n_blocks)
        d->blocks[at].before++;
    return number;
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
        t.drawn = strike(d, t.place);
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
    /* who asks took both numbers within these bounds */
    BUG_ON(n < 0 || n > DRAW_MOST || den <= 0 || den > 1000 || num < 0 || num > den);
    return (n * num + den - 1) / den;
}
