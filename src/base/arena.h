/* arena: memory with a lifetime instead of an owner.
 *
 * Three lifetimes are used: the process (routes, templates, configuration), the request or job (everything that a
 * rule or page makes; thrown away when the answer is out), and scratch (arena_mark/arena_rewind around a loop).
 * Rules and pages therefore never free. What is given out is zeroed (but for the two raw ones), aligned to 16 bytes and never NULL: where
 * memory is at an end the process stops, because every input was bounded at the edge. Freed and not yet given
 * memory is poisoned under AddressSanitizer. An arena belongs to one thread at a time. */
#pragma once
#include "base/types.h"

typedef struct Arena Arena;

Arena *arena_open(void);
Arena *arena_open_small(void);          /* the same, for what mostly stays below a kilobyte or two */
size_t arena_held(void);                /* bytes that all arenas of the program hold just now */
void   arena_reset(Arena *a);           /* runs what was deferred, latest first, and keeps one block */
void   arena_close(Arena *a);           /* NULL is allowed */
size_t arena_used(const Arena *a);      /* bytes given out since open or reset */

void *arena_take(Arena *a, size_t bytes);
void *arena_grow(Arena *a, void *p, size_t old_bytes, size_t bytes); /* in place where p was taken last */
/* The same, not zeroed: for text and rows, whose every byte is written at once. */
void *arena_raw(Arena *a, size_t bytes);
void *arena_grow_raw(Arena *a, void *p, size_t old_bytes, size_t bytes);
void  arena_defer(Arena *a, void (*fn)(void *), void *arg);          /* fn(arg) at reset or close */

#define NEW(a, T)      ((T *)arena_take((a), sizeof(T)))
#define NEW_N(a, T, n) ((T *)arena_take_n((a), sizeof(T), (n)))
void *arena_take_n(Arena *a, size_t bytes, size_t n);

/* Everything taken between the two is given back; deferred calls made in between run. */
typedef struct ArenaMark ArenaMark;
ArenaMark *arena_mark(Arena *a);
void       arena_rewind(Arena *a, ArenaMark *m);
/* How often something was given back: while it is the same, all that was taken is there. */
u64        arena_rewinds(const Arena *a);
