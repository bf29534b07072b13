/* compat_table: what compat.c looks up, made by tools/compatgen from the Unicode Character Database. Numbers in groups,
 * ascending by the first of each. */
#pragma once
#include "base/types.h"

extern const u32    compat_runs[];    /* first, how many, where in the pool, length: a run of several has length 1 */
extern const size_t compat_runs_n;
extern const u32    compat_pool[];    /* decompositions, one in the other */
extern const size_t compat_pool_n;
extern const u32    compat_classes[]; /* first, last, canonical combining class, where it is not 0 */
extern const size_t compat_classes_n;
extern const u32    compat_unseen[];  /* first, one behind the last: default ignorable */
extern const size_t compat_unseen_n;
