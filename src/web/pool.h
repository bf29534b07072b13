/* pool: bounded queues and the threads that empty them. Knows nothing of HTTP.
 *
 * Who reads and who may write have a queue each, and the older job goes first; but writers, who mostly wait for one disk,
 * never have more than three quarters of the workers, those of slow lanes included, so that no number of them keeps readers
 * waiting.
 *
 * What takes much memory or a whole core (a password's hash, a picture) has a lane of its own: few run at once, the others
 * wait in a queue that holds no thread, and are taken turn by turn among those who sent them: forty of one address and
 * one of another are begun in the order first, other, second.. Hashes that known devices ask for have another lane than
 * strangers' (docs/decisions/0023): lanes take turns, so no crowd of strangers fills their queue or is begun before them. */
#pragma once
#include "base/types.h"

typedef struct Pool Pool;
typedef void PoolRun(void *job, int worker);

typedef enum Lane { LANE_READ, LANE_WRITE, LANE_HASH, LANE_KNOWN, LANE_PICTURE, LANES } Lane;
enum {
    LANE_RUN = 2,     /* of a slow lane at once; of all together never more than a quarter of the workers */
    LANE_CAP = 256,   /* wait in a slow lane */
    LANE_SHARE = 64,  /* of one sender: a town office behind one address, in the morning */
};

Pool *pool_open(int workers, int queue, PoolRun *run); /* NULL: the system gives no so many threads */
/* `who` tells senders apart in slow lanes. False: the lane's queue or the sender's share is full, or the pool is ending;
 * nothing happened. Otherwise `before(job)` is called while no worker can see the job yet (suspending a connection after a
 * worker resumed it would lose it for ever), and it is queued. */
bool  pool_submit(Pool *p, Lane lane, u64 who, void *job, void (*before)(void *job));
int   pool_waiting(Pool *p);
int   pool_running(Pool *p);
/* Takes no more, runs what is queued, ends the threads. False: a job still ran after `ms`; the pool then stays. */
bool  pool_close(Pool *p, i64 ms);
