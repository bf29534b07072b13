/* arena: blocks in a chain; the newest one is cut from. A block too big for the chain's size is made to measure. */
#include "base/arena.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
enum { GAP = 16 }; /* between two takings, so that one byte too far is seen */
#else
#define POISON(p, n)   ((void)0)
#define UNPOISON(p, n) ((void)0)
enum { GAP = 0 };
#endif

enum { ALIGN = 16, BLOCK = 32 * 1024, SMALL_BLOCK = 2 * 1024 };

typedef struct Block {
    struct Block *before;
    size_t        size, used; /* of bytes[] */
    _Alignas(ALIGN) char bytes[];
} Block;

typedef struct Deferred {
    struct Deferred *before;
    void (*fn)(void *);
    void *arg;
} Deferred;

struct Arena {
    Block    *block;
    Deferred *deferred;
    size_t    used;
    u64       rewinds;
};

struct ArenaMark {
    Block    *block;
    size_t    block_used;
    Deferred *deferred;
    size_t    used;
};

static size_t rounded(size_t n)
{
    return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static atomic_size_t held;

static Block *block_new(Block *before, size_t size)
{
    /* Inputs are bounded where they come in; where these bounds together are more than the machine has, the system ends
     * us. There is no half-done state that going on without memory would save. */
    Block *b = malloc(sizeof *b + size);
    BUG_ON(b == NULL);
    atomic_fetch_add_explicit(&held, sizeof *b + size, memory_order_relaxed);
    b->before = before;
    b->size = size;
    b->used = 0;
    POISON(b->bytes, size);
    return b;
}

static void block_free(Block *b)
{
    UNPOISON(b->bytes, b->size);
    atomic_fetch_sub_explicit(&held, sizeof *b + b->size, memory_order_relaxed);
    free(b);
}

static Arena *open_with(size_t first_block)
{
    Arena *a = calloc(1, sizeof *a);
    BUG_ON(a == NULL);
    a->block = block_new(NULL, first_block);
    return a;
}

Arena *arena_open(void)
{
    return open_with(BLOCK);
}

Arena *arena_open_small(void)
{
    return open_with(SMALL_BLOCK);
}

size_t arena_held(void)
{
    return atomic_load_explicit(&held, memory_order_relaxed);
}

static void run_deferred(Arena *a, const Deferred *until)
{
    while (a->deferred != until) {
        Deferred *d = a->deferred;
        a->deferred = d->before;
        d->fn(d->arg);
    }
}

/* Frees blocks down to `keep` and cuts that one back to `used`. */
static void unwind(Arena *a, const Block *keep, size_t used)
{
    while (a->block != keep) {
        Block *b = a->block;
        a->block = b->before;
        block_free(b);
    }
    POISON(a->block->bytes + used, a->block->size - used);
    a->block->used = used;
}

void arena_reset(Arena *a)
{
    const Block *first = a->block;
    run_deferred(a, NULL);
    while (first->before != NULL)
        first = first->before;
    unwind(a, first, 0);
    a->used = 0;
    a->rewinds++;
}

void arena_close(Arena *a)
{
    if (a == NULL)
        return;
    arena_reset(a);
    block_free(a->block);
    free(a);
}

size_t arena_used(const Arena *a)
{
    return a->used;
}

void *arena_raw(Arena *a, size_t bytes)
{
    BUG_ON(bytes > SIZE_MAX / 4); /* the length of something that is in memory, or a bound of ours */
    size_t need = rounded(bytes ? bytes : 1) + GAP;
    if (a->block->size - a->block->used < need)
        a->block = block_new(a->block, need > BLOCK / 4 ? need + BLOCK : BLOCK);
    void *p = a->block->bytes + a->block->used;
    a->block->used += need;
    a->used += need;
    UNPOISON(p, bytes);
    return p;
}

void *arena_take(Arena *a, size_t bytes)
{
    return memset(arena_raw(a, bytes), 0, bytes);
}

void *arena_take_n(Arena *a, size_t bytes, size_t n)
{
    /* as above: n counts what is in memory, or stays under a bound of ours */
    BUG_ON(bytes != 0 && n > SIZE_MAX / 4 / bytes);
    return arena_take(a, bytes * n);
}

void *arena_grow_raw(Arena *a, void *p, size_t old_bytes, size_t bytes)
{
    size_t old_need = rounded(old_bytes ? old_bytes : 1) + GAP;
    size_t need = rounded(bytes ? bytes : 1) + GAP;
    Block *b = a->block;
    bool   is_last = p != NULL && (char *)p + old_need == b->bytes + b->used;
    if (is_last && bytes >= old_bytes && b->size - b->used >= need - old_need) {
        b->used += need - old_need;
        a->used += need - old_need;
        UNPOISON(p, bytes);
        return p;
    }
    void *q = arena_raw(a, bytes);
    if (p != NULL)
        memcpy(q, p, old_bytes < bytes ? old_bytes : bytes);
    return q;
}

void *arena_grow(Arena *a, void *p, size_t old_bytes, size_t bytes)
{
    char *q = arena_grow_raw(a, p, old_bytes, bytes);
    if (bytes > old_bytes)
        memset(q + old_bytes, 0, bytes - old_bytes);
    return q;
}

void arena_defer(Arena *a, void (*fn)(void *), void *arg)
{
    Deferred *d = NEW(a, Deferred);
    *d = (Deferred){ .before = a->deferred, .fn = fn, .arg = arg };
    a->deferred = d;
}

ArenaMark *arena_mark(Arena *a)
{
    ArenaMark now = { a->block, a->block->used, a->deferred, a->used };
    ArenaMark *m = NEW(a, ArenaMark);
    *m = now;
    return m;
}

void arena_rewind(Arena *a, ArenaMark *m)
{
    ArenaMark back = *m;
    run_deferred(a, back.deferred);
    unwind(a, back.block, back.block_used);
    a->used = back.used;
    a->rewinds++;
}

u64 arena_rewinds(const Arena *a)
{
    return a->rewinds;
}
