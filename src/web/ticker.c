/* ticker: see ticker.h. A failing tick is logged and tried again with the next. */
#include "web/ticker.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "record/job.h"
#include "record/keeper.h"
#include "record/once.h"
#include "web/session.h"

enum { JOBS_A_TICK = 200, TICKS_A_SWEEP = 600 };

struct Ticker {
    Store          *store;
    pthread_t       thread;
    pthread_mutex_t lock;
    pthread_cond_t  ends;
    bool            is_ending;
};

static void log_failure(const char *what, const Ctx *c, Err e)
{
    log_say(LOG_WARN, "tick", "act=%s err=%s why={%.*s}", what, err_name(e), STR_ARG(c->log));
}

static void tick(Ticker *t, Arena *a, i64 n)
{
    Ctx c;
    int ran;
    ctx_init(&c, a, t->store, &ACTOR_CLOCK, clock_now());
    Err e = keeper_tick(&c);
    if (e != OK)
        log_failure("clock", &c, e);
    ctx_clear_failure(&c);
    e = job_tick(&c, JOBS_A_TICK, &ran);
    if (e != OK)
        log_failure("jobs", &c, e);
    db_read_end(&c);
    if (n % TICKS_A_SWEEP == 0) {
        ctx_clear_failure(&c);
        e = session_sweep(&c);
        if (e == OK)
            e = once_sweep(&c);
        if (e != OK)
            log_failure("sweep", &c, e);
        db_read_end(&c);
    }
    arena_reset(a);
}

static void *run(void *arg)
{
    Ticker *t = arg;
    Arena  *a = arena_open();
    for (i64 n = 1;; n++) {
        struct timespec until;
        clock_ahead(SECOND, &until);
        pthread_mutex_lock(&t->lock);
        while (!t->is_ending && pthread_cond_timedwait(&t->ends, &t->lock, &until) == 0)
            ;
        bool is_ending = t->is_ending;
        pthread_mutex_unlock(&t->lock);
        if (is_ending)
            break;
        tick(t, a, n);
        db_left_open("ticker");
    }
    arena_close(a);
    return NULL;
}

Ticker *ticker_open(Store *store)
{
    pthread_condattr_t attr;
    Ticker            *t = calloc(1, sizeof *t);
    BUG_ON(t == NULL);
    t->store = store;
    pthread_mutex_init(&t->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&t->ends, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&t->thread, NULL, run, t) == 0)
        return t;
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->ends);
    free(t);
    return NULL;
}

void ticker_close(Ticker *t)
{
    if (t == NULL)
        return;
    pthread_mutex_lock(&t->lock);
    t->is_ending = true;
    pthread_cond_signal(&t->ends);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->ends);
    free(t);
}
