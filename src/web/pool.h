/* pool: a bounded queue and the threads that empty it. Knows nothing of HTTP. */
#pragma once
#include "base/types.h"

typedef struct Pool Pool;
typedef void PoolRun(void *job, int worker);

Pool *pool_open(int workers, int queue, PoolRun *run); /* NULL: the system gives no so many threads */
/* False: the queue is full, or the pool is ending; nothing happened. Otherwise `before(job)` is called while no worker
 * can see the job yet (suspending a connection after a worker resumed it would lose it for ever), and it is queued. */
bool  pool_submit(Pool *p, void *job, void (*before)(void *job));
int   pool_waiting(Pool *p);
int   pool_running(Pool *p);
/* Takes no more, runs what is queued, ends the threads. False: a job still ran after `ms`; the pool then stays. */
bool  pool_close(Pool *p, i64 ms);
