/* gate: lets at most so many through at once, where each takes much memory or a whole core (passwords, pictures).
 * Who waits longer than it may, or would wait behind GATE_MOST_WAITING others, is turned away with ERR_BUSY: all who wait
 * hold a worker each, and a crowd at one door must not hold up everybody else. */
#pragma once
#include <pthread.h>

#include "base/base.h"

enum { GATE_MOST_WAITING = 10 }; /* of 32 workers, and there are two gates */

typedef struct Gate {
    pthread_mutex_t lock;
    pthread_cond_t  freed;
    int             free, waiting;
} Gate;

#define GATE(most) { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, (most) }

MUST Err gate_enter(Ctx *c, Gate *g, int wait_seconds);
void     gate_leave(Gate *g);
