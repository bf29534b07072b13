/* gate: see gate.h. */
#include "record/gate.h"

#include <time.h>

#include "db/db.h"

Err gate_enter(Ctx *c, Gate *g, int wait_seconds)
{
    struct timespec until;
    int             timed_out = 0;
    TRY(db_wait(c, "a gate"));
    clock_ahead(wait_seconds * SECOND, &until);
    pthread_mutex_lock(&g->lock);
    bool may_wait = g->waiting < g->most_waiting;
    g->waiting++;
    while (g->free == 0 && may_wait && timed_out == 0)
        timed_out = pthread_cond_clockwait(&g->freed, &g->lock, CLOCK_MONOTONIC, &until);
    g->waiting--;
    bool entered = g->free > 0;
    g->free -= entered;
    pthread_mutex_unlock(&g->lock);
    return entered ? OK : fail(c, ERR_BUSY, NULL, may_wait ? "waited in vain at a gate" : "a crowd at a gate");
}

void gate_leave(Gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->free++;
    pthread_cond_signal(&g->freed);
    pthread_mutex_unlock(&g->lock);
}
