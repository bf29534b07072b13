/* pairs: two numbers numbered together, from 0 in the order in which they first come: a row for each account and
 * commodity. Found again in O(1). */
#pragma once
#include "base/arena.h"

#define PAIRS_NONE UINT32_MAX

typedef struct Pairs Pairs;

Pairs *pairs_open(Arena *a);
u32    pairs_add(Pairs *p, u32 x, u32 y);        /* its number, new (then it is the count before) or old */
u32    pairs_find(const Pairs *p, u32 x, u32 y); /* PAIRS_NONE: not there */
u32    pairs_count(const Pairs *p);
