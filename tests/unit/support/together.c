/* together: see together.h. The first is held in its body until all the others wait. */
#include "support/together.h"

#include <semaphore.h>
#include <unistd.h>

#include "people/person.sql.h"
#include "record/once.h"

typedef struct Gate {
    Ctx  *c;
    sem_t entered, open;
} Gate;

static Err gate_body(Db *w, void *arg)
{
    Gate *g = arg;
    Row   r;
    bool  found;
    TRY(db_maybe(w, Q_PERSON_ONE, ARGS(STR(""), 0), &found, &r)); /* what went before was only sent, perhaps */
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
    if (t->act != NULL)
        t->err = t->act(t->c, t->arg);
    else if (t->once != NULL)
        t->err = once_write(t->c, t->once, t->id, t->body, t->arg, &t->ret_id);
    else
        t->err = db_write(t->c, t->body, t->arg);
    return NULL;
}

static void gate_close(Gate *g, Ctx *c, pthread_t *ret_holder)
{
    g->c = test_ctx_beside(c);
    sem_init(&g->entered, 0, 0);
    sem_init(&g->open, 0, 0);
    pthread_create(ret_holder, NULL, gate_thread, g);
}

static void gate_part(Gate *g, pthread_t holder)
{
    pthread_join(holder, NULL);
    test_ctx_part(g->c);
}

static void waiting_for(Ctx *c, i64 n)
{
    StoreStats now;
    do
        store_stats(c->store, &now);
    while (now.waiting < n && usleep(200) == 0);
}

static void begin(Ctx *c, Together *t)
{
    t->c = test_ctx_beside(c);
    t->c->actor = t->actor ? t->actor : c->actor;
    pthread_create(&t->thread, NULL, write_thread, t);
}

void together_write(Ctx *c, Together *v, int n)
{
    Gate      g;
    pthread_t holder;
    gate_close(&g, c, &holder);
    sem_wait(&g.entered);
    for (int i = 0; i < n; i++) {
        begin(c, &v[i]);
        waiting_for(c, i + 1);
    }
    sem_post(&g.open);
    for (int i = 0; i < n; i++)
        pthread_join(v[i].thread, NULL);
    gate_part(&g, holder);
}

void together_apart(Ctx *c, Together *first, Together *second)
{
    enum { LONG_ENOUGH = 200 * 1000 }; /* microseconds, for one who does not wait to be through */
    Gate      before, after;
    pthread_t holder[2];
    Ctx      *other = test_ctx_beside(c);
    Store    *store;
    BUG_ON(store_open(other, test_database(c), true, &store) != OK);
    gate_close(&before, c, &holder[0]);
    sem_wait(&before.entered);
    begin(c, first);
    waiting_for(c, 1);
    gate_close(&after, c, &holder[1]);
    waiting_for(c, 2);
    sem_post(&before.open);
    sem_wait(&after.entered);
    other->actor = c->actor;
    begin(other, second);
    usleep(LONG_ENOUGH);
    sem_post(&after.open);
    pthread_join(first->thread, NULL);
    pthread_join(second->thread, NULL);
    gate_part(&before, holder[0]);
    gate_part(&after, holder[1]);
    test_ctx_part(second->c);
    second->c = NULL;
    test_ctx_part(other);
    store_close(store);
}

void together_part(Together *v, int n)
{
    for (int i = 0; i < n; i++)
        if (v[i].c != NULL)
            test_ctx_part(v[i].c);
}
