/* grown: arrays that double in place and leave nothing behind, for engines that hold millions of rows. Memory is the
 * heap's and is given back with the arena. What is new is zero. */
#pragma once
#include "base/arena.h"

/* Room for one more than n of `bytes` each; *array and *room are changed. Both have to lie in `a`, or outlive it, and
 * be zero at first. O(1) amortised. */
void grown_more(Arena *a, void **array, size_t *room, size_t n, size_t bytes);

/* GROWN(a, v, n): v is a struct's member with v_room beside it. */
#define GROWN(a, v, n) \
    ((n) < v##_room ? (void)0 : grown_more((a), (void **)&(v), &v##_room, (n), sizeof *(v)))
