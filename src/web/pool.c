/* pool: see pool.h. A slow lane is a small table: each job gets a round, one after the sender's last that waits and none
 * before the one that was begun last, and the lowest round is taken first (start-time fair queueing, with jobs of one
 * length). Who ends a slow job looks for the next one itself, so that nobody need be woken for it.
 *
 * One lock, two conditions. A worker leaves only when the pool ends and the queue is empty, and the
 * end is broadcast, so that no worker sleeps on beside queued work (docs/decisions/0004, the stop that once hung). */
#include "web/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

typedef struct Worker {
    Pool     *pool;
    pthread_t thread;
    int       number;
} Worker;

typedef struct Slow {
    void *job;
    u64   who;
    i64   round, number; /* by round, then as they came */
} Slow;

typedef struct SlowLane {
    Slow waiting[LANE_CAP];
    int  n, running;
    i64  round, number; /* of what was begun last; of what came last */
} SlowLane;

typedef struct Queued {
    void *job;
    i64   number; /* as they came */
} Queued;

typedef struct Ring {
    Queued *at;
    int     first, n, running;
} Ring;

struct Pool {
    pthread_mutex_t lock;
    pthread_cond_t  work;   /* something was queued, or the pool ends */
    pthread_cond_t  gone;   /* a worker has ended */
    PoolRun        *run;
    Ring            ring[LANE_WRITE + 1]; /* of readers and writers */
    int             cap;                  /* of each */
    i64             number;               /* of what came last */
    int             running, alive;
    SlowLane        slow[LANES]; /* only those behind LANE_WRITE are used */
    int             write_most;  /* run at once of writers and all slow lanes, which write in the end */
    int             slow_most;   /* run at once in all slow lanes */
    Lane            last_slow;   /* the slow lane that had the last turn */
    bool            was_slow;    /* what was begun last was of one */
    bool            is_alone;    /* one worker, for everything */
    bool            is_ending;
    Worker         *workers;
    int             n_workers;
};

/* ---- slow lanes, with the lock held ---- */

static bool slow_put(SlowLane *l, void *job, u64 who)
{
    int share = 0;
    i64 round = l->round;
    for (int i = 0; i < l->n; i++) {
        if (l->waiting[i].who != who)
            continue;
        share++;
        round = l->waiting[i].round > round ? l->waiting[i].round : round;
    }
    if (l->n == LANE_CAP || share >= LANE_SHARE)
        return false;
    l->waiting[l->n++] = (Slow){ job, who, round + 1, ++l->number };
    return true;
}

static void *slow_take(SlowLane *l)
{
    int first = 0;
    for (int i = 1; i < l->n; i++) {
        const Slow *a = &l->waiting[i], *b = &l->waiting[first];
        if (a->round < b->round || (a->round == b->round && a->number < b->number))
            first = i;
    }
    void *job = l->waiting[first].job;
    l->round = l->waiting[first].round;
    l->waiting[first] = l->waiting[--l->n];
    l->running++;
    return job;
}

static int slow_running(const Pool *p)
{
    int running = 0;
    for (Lane lane = LANE_WRITE + 1; lane < LANES; lane++)
        running += p->slow[lane].running;
    return running;
}

/* Who writes in the end leaves workers to who reads. */
static bool one_more_may_write(const Pool *p)
{
    return p->ring[LANE_WRITE].running + slow_running(p) < p->write_most;
}

static int plain_waiting(const Pool *p)
{
    return p->ring[LANE_READ].n + p->ring[LANE_WRITE].n;
}

static bool slow_may_begin(const Pool *p)
{
    return slow_running(p) < p->slow_most && one_more_may_write(p) &&
           !(p->is_alone && p->was_slow && plain_waiting(p) > 0);
}

/* The slow lanes take turns as well, where workers are too few for all of them. LANES: none waits. */
static Lane slow_next(const Pool *p)
{
    int first = LANE_WRITE + 1, n = LANES - first;
    for (int i = 1; i <= n; i++) {
        Lane            lane = (Lane)(first + (p->last_slow - first + i) % n);
        const SlowLane *l = &p->slow[lane];
        if (l->n > 0 && l->running < LANE_RUN)
            return lane;
    }
    return LANES;
}

/* ---- readers and writers, with the lock held ---- */

static bool ring_put(Pool *p, Ring *r, void *job)
{
    if (r->n == p->cap)
        return false;
    r->at[(r->first + r->n++) % p->cap] = (Queued){ job, ++p->number };
    return true;
}

/* The older of the two that may begin; NULL: none may. */
static void *ring_take(Pool *p, Lane *ret_lane)
{
    Ring *r = &p->ring[LANE_READ], *w = &p->ring[LANE_WRITE];
    bool  may_write = w->n > 0 && one_more_may_write(p);
    *ret_lane = may_write && (r->n == 0 || w->at[w->first].number < r->at[r->first].number) ? LANE_WRITE : LANE_READ;
    r = &p->ring[*ret_lane];
    if (r->n == 0)
        return NULL;
    void *job = r->at[r->first].job;
    r->first = (r->first + 1) % p->cap;
    r->n--;
    r->running++;
    return job;
}

/* The next job that may begin, and its lane; NULL: there is none. */
static void *take(Pool *p, Lane *ret_lane)
{
    *ret_lane = slow_may_begin(p) ? slow_next(p) : LANES;
    p->was_slow = *ret_lane != LANES;
    if (!p->was_slow)
        return ring_take(p, ret_lane);
    p->last_slow = *ret_lane;
    return slow_take(&p->slow[*ret_lane]);
}

static void *work(void *arg)
{
    Worker *w = arg;
    Pool   *p = w->pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        Lane  lane;
        void *job = take(p, &lane);
        if (job == NULL && p->is_ending)
            break; /* what still waits in a lane is its runners' */
        if (job == NULL) {
            pthread_cond_wait(&p->work, &p->lock);
            continue;
        }
        p->running++;
        pthread_mutex_unlock(&p->lock);
        p->run(job, w->number);
        pthread_mutex_lock(&p->lock);
        p->running--;
        if (lane <= LANE_WRITE)
            p->ring[lane].running--;
        else
            p->slow[lane].running--;
    }
    p->alive--;
    pthread_cond_broadcast(&p->gone);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

Pool *pool_open(int workers, int queue, PoolRun *run)
{
    Pool              *p = calloc(1, sizeof *p);
    sigset_t           all, before;
    pthread_condattr_t attr;
    BUG_ON(p == NULL);
    for (Lane lane = LANE_READ; lane <= LANE_WRITE; lane++) {
        p->ring[lane].at = calloc((size_t)queue, sizeof *p->ring[lane].at);
        BUG_ON(p->ring[lane].at == NULL);
    }
    p->workers = calloc((size_t)workers, sizeof *p->workers);
    BUG_ON(p->workers == NULL);
    p->cap = queue;
    p->run = run;
    p->write_most = workers * 3 / 4 > 1 ? workers * 3 / 4 : 1;
    p->slow_most = workers / 4 > 1 ? workers / 4 : 1;
    p->last_slow = LANES - 1;
    p->is_alone = workers == 1;
    pthread_mutex_init(&p->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->gone, &attr);
    pthread_condattr_destroy(&attr);
    sigfillset(&all); /* signals are main's business */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int i = 0; i < workers; i++) {
        p->workers[i] = (Worker){ .pool = p, .number = i };
        if (pthread_create(&p->workers[i].thread, NULL, work, &p->workers[i]) != 0)
            break;
        p->n_workers++;
        pthread_mutex_lock(&p->lock);
        p->alive++;
        pthread_mutex_unlock(&p->lock);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (p->n_workers == workers)
        return p;
    (void)pool_close(p, MINUTE);
    return NULL;
}

bool pool_submit(Pool *p, Lane lane, u64 who, void *job, void (*before)(void *job))
{
    pthread_mutex_lock(&p->lock);
    bool has_room = !p->is_ending && (lane <= LANE_WRITE ? ring_put(p, &p->ring[lane], job)
                                                         : slow_put(&p->slow[lane], job, who));
    if (has_room) {
        if (before != NULL)
            before(job); /* still inside the lock: no worker sees it yet */
        pthread_cond_signal(&p->work);
    }
    pthread_mutex_unlock(&p->lock);
    return has_room;
}

int pool_waiting(Pool *p)
{
    pthread_mutex_lock(&p->lock);
    int n = plain_waiting(p);
    for (Lane lane = LANE_WRITE + 1; lane < LANES; lane++)
        n += p->slow[lane].n;
    pthread_mutex_unlock(&p->lock);
    return n;
}

int pool_running(Pool *p)
{
    pthread_mutex_lock(&p->lock);
    int n = p->running;
    pthread_mutex_unlock(&p->lock);
    return n;
}

/* Waits until every worker has ended, or false after `ms`. Called and left with the lock held. */
static bool wait_gone(Pool *p, i64 ms)
{
    struct timespec until;
    clock_ahead(ms, &until);
    while (p->alive > 0) {
        if (pthread_cond_timedwait(&p->gone, &p->lock, &until) != 0)
            return p->alive == 0;
    }
    return true;
}

bool pool_close(Pool *p, i64 ms)
{
    pthread_mutex_lock(&p->lock);
    p->is_ending = true;
    pthread_cond_broadcast(&p->work);
    bool all_gone = wait_gone(p, ms);
    pthread_mutex_unlock(&p->lock);
    if (!all_gone)
        return false;
    for (int i = 0; i < p->n_workers; i++)
        pthread_join(p->workers[i].thread, NULL);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->work);
    pthread_cond_destroy(&p->gone);
    free(p->workers);
    free(p->ring[LANE_READ].at);
    free(p->ring[LANE_WRITE].at);
    free(p);
    return true;
}
