/* together: see together.h. The first is held in its body until all the others wait. */
#include "support/together.h"

#include <semaphore.h>
#include <unistd.h>

#include "record/once.h"

typedef struct Gate {
    Ctx  *c;
    sem_t entered, open;
} Gate;

static Err gate_body(Db *w, void *arg)
{
    Gate *g = arg;
    sem_post(&g->entered);
    sem_wait(&g->open);
    return OK;
}

static void *gate_thread(void *arg)
{
    Gate *g = arg;
    Err   e = db_write(g->c, gate_body, g);
    BUG_ON(e != OK);
    return NULL;
}

static void *write_thread(void *arg)
{
    Together *t = arg;
    if (t->once != NULL)
        t->err = once_write(t->c, t->once, t->id, t->body, t->arg, &t->ret_id);
    else
        t->err = db_write(t->c, t->body, t->arg);
    return NULL;
}

void together_write(Ctx *c, Together *v, int n)
{
    Gate       g = { .c = test_ctx_beside(c) };
    pthread_t  holder;
    StoreStats now;
    sem_init(&g.entered, 0, 0);
    sem_init(&g.open, 0, 0);
    pthread_create(&holder, NULL, gate_thread, &g);
    sem_wait(&g.entered);
    for (int i = 0; i < n; i++) {
        v[i].c = test_ctx_beside(c);
        v[i].c->actor = v[i].actor ? v[i].actor : c->actor;
        pthread_create(&v[i].thread, NULL, write_thread, &v[i]);
        do
            store_stats(c->store, &now);
        while (now.waiting < i + 1 && usleep(200) == 0);
    }
    sem_post(&g.open);
    for (int i = 0; i < n; i++)
        pthread_join(v[i].thread, NULL);
    pthread_join(holder, NULL);
    test_ctx_part(g.c);
}

void together_part(Together *v, int n)
{
    for (int i = 0; i < n; i++)
        test_ctx_part(v[i].c);
}
