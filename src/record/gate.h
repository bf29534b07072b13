/* gate: lets at most so many through at once, where each takes much memory or a whole core (passwords, pictures).
 * Who waits longer than it may is turned away with ERR_BUSY, so that a crowd there does not hold up everybody else. */
#pragma once
#include <pthread.h>

#include "base/base.h"

typedef struct Gate {
    pthread_mutex_t lock;
    pthread_cond_t  freed;
    int             free;
} Gate;

#define GATE(most) { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, (most) }

MUST Err gate_enter(Ctx *c, Gate *g, int wait_seconds);
void     gate_leave(Gate *g);
