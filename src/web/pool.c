/* pool: see pool.h. One lock, two conditions. A worker leaves only when the pool ends and the queue is empty, and the
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

struct Pool {
    pthread_mutex_t lock;
    pthread_cond_t  work;   /* something was queued, or the pool ends */
    pthread_cond_t  gone;   /* a worker has ended */
    PoolRun        *run;
    void          **ring;
    int             cap, first, n;
    int             running, alive;
    bool            is_ending;
    Worker         *workers;
    int             n_workers;
};

static void *work(void *arg)
{
    Worker *w = arg;
    Pool   *p = w->pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->n == 0 && !p->is_ending)
            pthread_cond_wait(&p->work, &p->lock);
        if (p->n == 0)
            break;
        void *job = p->ring[p->first];
        p->first = (p->first + 1) % p->cap;
        p->n--;
        p->running++;
        pthread_mutex_unlock(&p->lock);
        p->run(job, w->number);
        pthread_mutex_lock(&p->lock);
        p->running--;
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
    p->ring = calloc((size_t)queue, sizeof *p->ring);
    p->workers = calloc((size_t)workers, sizeof *p->workers);
    BUG_ON(p->ring == NULL || p->workers == NULL);
    p->cap = queue;
    p->run = run;
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

bool pool_submit(Pool *p, void *job, void (*before)(void *job))
{
    pthread_mutex_lock(&p->lock);
    bool has_room = p->n < p->cap && !p->is_ending;
    if (has_room) {
        if (before != NULL)
            before(job);
        p->ring[(p->first + p->n++) % p->cap] = job;
        pthread_cond_signal(&p->work);
    }
    pthread_mutex_unlock(&p->lock);
    return has_room;
}

int pool_waiting(Pool *p)
{
    pthread_mutex_lock(&p->lock);
    int n = p->n;
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
    free(p->ring);
    free(p);
    return true;
}
