/* simple_table: what simple.c looks up, made by tools/simplegen. Ascending by the first of each pair. */
#pragma once
#include "base/types.h"

extern const u32    simple_pairs[];
extern const size_t simple_pairs_n; /* numbers, two a pair */
