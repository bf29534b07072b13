/* names: texts numbered from 0 in the order in which they first come, found again in O(length). Names are copied into
 * the arena. The same names in the same order have the same numbers on every machine. */
#pragma once
#include "base/str.h"

#define NAMES_NONE UINT32_MAX

typedef struct Names Names;

Names *names_open(Arena *a);
u32    names_find(const Names *n, Str name);                 /* NAMES_NONE: not there */
u32    names_add(Names *n, Str name);                        /* its number, new or old; at most 2^31 of them */
Str    names_at(const Names *n, u32 number);
u32    names_count(const Names *n);
