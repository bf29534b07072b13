/* allowance: how much memory all that is in flight may hold together, so that no number of clients can take more than the
 * service was given (setting `memory`). Everything is counted in one sum: what each open connection costs, every arena of
 * the program (base/arena.h), bodies as they arrive, answers until the client has taken their last byte, and pages kept for who
 * asks next (kept.h).
 *
 * Who would take more is told 503 and Retry-After. What a request takes while it runs is not refused in the midst: the
 * workers are few. Large answers and bodies may fill three quarters only, so that ordinary pages go on beside them. */
#pragma once
#include "base/base.h"

typedef enum Held { HELD_CONNECTIONS, HELD_BODIES, HELD_ANSWERS, HELD_KEPT, HELD_COUNT } Held;

void allowance_open(i64 bytes);                           /* what arenas hold now (catalogs, templates) is not in it */
bool allowance_take(Held what, i64 bytes, bool is_large); /* false: not to be had, nothing happened */
void allowance_add(Held what, i64 bytes);                 /* whatever there is; a negative number gives back */
bool allowance_is_spent(void);
int  allowance_free_percent(void);                        /* 0 to 100 */
i64  allowance_held(Held what);
