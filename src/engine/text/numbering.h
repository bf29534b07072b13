/* numbering: names that are numbers (ids of a file, in any order and with gaps; pairs of numbers) to 0, 1, 2, .. as they
 * come. Names that are texts: engine/text/names. */
#pragma once
#include "base/arena.h"

enum { NUMBERING_NONE = UINT32_MAX };

typedef struct Numbering {
    Arena *a;
    i64   *v; /* names as they came */
    size_t n;
    size_t most, mask;
    u32   *slots; /* number + 1; 0 free */
} Numbering;

Numbering numbering_new(Arena *a);
/* Its number, or NUMBERING_NONE. O(1). */
u32 numbering_find(const Numbering *b, i64 name);
/* Gives a name that has none the next number. O(1), counting growth; 24 bytes a name. Fewer than 2^32 - 1 names. */
u32 numbering_add(Numbering *b, i64 name);
/* Its number, which it is given where it has none: then it is what n was before. */
u32 numbering_of(Numbering *b, i64 name);

/* Two numbers as one name: a row for each account and commodity. */
static inline i64 numbering_pair(u32 x, u32 y)
{
    return (i64)((u64)x << 32 | y);
}
