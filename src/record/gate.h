/* gate: lets at most so many through at once, where each takes much memory or a whole core (passwords, pictures).
 * No read transaction is held meanwhile: that of `c` is ended (db_wait).
 * Who waits longer than it may, or would wait behind most_waiting others, is turned away with ERR_BUSY: all who wait hold
 * a worker each, and a crowd at one door must not hold up everybody else. */
#pragma once
#include <pthread.h>

#include "base/base.h"

enum { GATE_MOST_WAITING = 10 }; /* of 32 workers, and there are two such gates; a third is web/toll.c's */

typedef struct Gate {
    pthread_mutex_t lock;
    pthread_cond_t  freed;
    int             free, waiting, most_waiting;
} Gate;

#define GATE(most) { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, (most), 0, GATE_MOST_WAITING }

MUST Err gate_enter(Ctx *c, Gate *g, int wait_seconds);
void     gate_leave(Gate *g);
