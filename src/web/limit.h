/* limit: how often something may be done in a span of time, counted in this process and in bounded memory.
 * Tries at passwords: door.h. */
#pragma once
#include "base/base.h"

typedef struct Limiter Limiter;

Limiter *limiter_open(size_t keys);  /* how many it remembers at once; the least recently used are forgotten */
void     limiter_close(Limiter *l);
/* Counts one more for the key; false when that is more than `most` in the last `ms`, with how long to wait. The count
 * slides: what was done in the span before counts by the part of it that still lies within `ms`. */
bool     limiter_take(Limiter *l, const char *act, Str who, i64 most, i64 ms, i64 now, i64 *ret_wait);
/* For what is known only when it is done (time that was spent): is less than `most` counted, and counts `n` more whatever
 * that comes to. */
bool     limiter_has_room(Limiter *l, const char *act, Str who, i64 most, i64 ms, i64 now, i64 *ret_wait);
void     limiter_add(Limiter *l, const char *act, Str who, i64 n, i64 ms, i64 now);
