/* parallel: see parallel.h. Threads are begun for each run: a run is worth that when it takes milliseconds. */
#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST = 64 };

static int limit;

typedef struct Work {
    void (*fn)(void *arg, size_t i);
    void         *arg;
    size_t        n;
    atomic_size_t next;
} Work;

int parallel_width(void)
{
    cpu_set_t set;
    int       n = limit;
    if (n == 0)
        n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : n > MOST ? MOST : n;
}

void parallel_limit(int width)
{
    limit = width;
}

static void *work(void *arg)
{
    Work *w = arg;
    for (size_t i; (i = atomic_fetch_add(&w->next, 1)) < w->n;)
        w->fn(w->arg, i);
    return NULL;
}

void parallel_run(size_t n, void (*fn)(void *arg, size_t i), void *arg)
{
    Work      w = { .fn = fn, .arg = arg, .n = n };
    pthread_t threads[MOST];
    int       width = parallel_width(), begun = 0;
    while (begun + 1 < width && (size_t)begun + 1 < n && pthread_create(&threads[begun], NULL, work, &w) == 0)
        begun++;
    work(&w); /* this thread works too, and does it all where no other could be begun */
    for (int i = 0; i < begun; i++)
        pthread_join(threads[i], NULL);
}
