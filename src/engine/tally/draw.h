/* draw: a public random draw that anyone can do again with a printed list, a computer's sha256sum and a pencil.
 *
 * The seed is text that nobody could choose or foresee, published after the list is (a lottery's numbers of a later
 * day, or what several people say aloud in turn). Ticket t = 1, 2, 3, ... is SHA-256 of the seed, a colon and t in
 * decimal; its number x is the first eight hexadecimal digits. Of `left` names that are not struck out yet, x counts if
 * it is below the largest multiple of `left` in 2^32, else the ticket is void and the next is taken: so every name has
 * the same chance, without the bias of a plain remainder. x mod left, plus one, is the place among the names not struck
 * out, from the top of the list; that name is drawn and struck out.
 *
 *     $ printf '%s' '20260712:1' | sha256sum        first eight digits, in hexadecimal
 *
 * The list is numbered 1..n and its order is published before the seed. No floating point, pure.
 * Source: in the manner of RFC 3797 (publicly verifiable selection), with SHA-256 and without its small bias. */
#pragma once
#include "base/arena.h"
#include "base/hash.h"

enum { DRAW_MOST_TAKEN = 1000000, DRAW_MOST_SEED = 1000 };
#define DRAW_MOST INT64_C(1000000000)

typedef enum DrawFault {
    DRAW_OK,
    DRAW_BAD_SEED,  /* empty, or longer than DRAW_MOST_SEED bytes */
    DRAW_BAD_LIST,  /* n outside 0 .. DRAW_MOST */
    DRAW_BAD_COUNT, /* fewer than none, more than there are or than DRAW_MOST_TAKEN */
    DRAW_NOT_IT     /* draw_verify: another list of names comes out */
} DrawFault;

/* One ticket, as a line of the printed sheet. */
typedef struct DrawTicket {
    i64  number; /* t */
    Hash hash;
    u32  x;
    i64  left;   /* names not struck out */
    u32  limit;  /* x counts below it; 0: any x does (left divides 2^32) */
    bool is_void;
    i64  place;  /* among those not struck out, 1..left; 0 where void */
    i64  drawn;  /* the name's number on the list, 1..n; 0 where void */
} DrawTicket;

typedef struct DrawBlock {
    i64 *v; /* numbers drawn, ascending, after those of the block before */
    i64  n, before; /* how many, and how many in the blocks before */
} DrawBlock;

typedef struct Draw {
    Str        seed;
    i64        n, take, taken, ticket;
    DrawBlock *blocks;
    i64        n_blocks;
} Draw;

/* Begins drawing `take` of 1..n. Keeps the seed's bytes and takes some 16 * take bytes of the arena. O(take). */
MUST DrawFault draw_open(Arena *a, Str seed, i64 n, i64 take, Draw *ret_draw);

/* The next ticket; false when all are drawn. Fewer than n in 2^32 tickets are void: for a thousand names one in four
 * million, at the very most a quarter. O(log take), and a walk over at most take / 2000 blocks. */
bool draw_next(Draw *d, DrawTicket *ret_ticket);

/* All at once: ret_drawn[take] in the order they were drawn. A million take a second or two. */
MUST DrawFault draw_take(Arena *a, Str seed, i64 n, i64 take, i64 *ret_drawn);

/* Does the seed give exactly these, in this order? Else DRAW_NOT_IT and *ret_at is the first that differs, from 0. */
MUST DrawFault draw_verify(Arena *a, Str seed, i64 n, const i64 *drawn, i64 take, i64 *ret_at);

/* How many make `num`/`den` of n, rounded up: the five per cent call-back of 1..20 matters is one. 0 <= n <= DRAW_MOST,
 * 0 <= num <= den <= 1000, den > 0; else BUG. */
i64 draw_share(i64 n, i64 num, i64 den);
