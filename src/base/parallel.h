/* parallel: pieces of pure work over the machine's cores. The result does not depend on how many there are when each
 * piece writes to a place of its own. */
#pragma once
#include "base/types.h"

/* fn(arg, 0) .. fn(arg, n - 1), each once, in any order and on any thread; returns when all are done. */
void parallel_run(size_t n, void (*fn)(void *arg, size_t i), void *arg);
/* Threads that work at once: the cores this process may use, or what parallel_limit() said. */
int  parallel_width(void);
void parallel_limit(int width); /* before any work, at the start of a program or test; 0: the cores */
