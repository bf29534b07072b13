/* write: db_write() and the group that waiting bodies are run in.
 *
 * The first who finds nobody leading leads: it takes all that wait, runs them on the one write connection in one
 * transaction, each under its own savepoint, commits once, and wakes them; then whoever waits longest leads next.
 * Kept at all times: a job is answered only after the COMMIT that it is part of, or with its own failure; a body that
 * failed has left nothing behind; one thread at a time touches the writer.
 *
 * A transaction can be lost as a whole (SQLite rolls back by itself on a full disk; PostgreSQL's connection ends; a
 * deadlock): the bodies that had no part in it run again. A COMMIT that fails is somebody's fault: each runs again
 * alone, so that it falls on whose it is. Only a connection lost during COMMIT cannot be told: ERR_BUSY, and the retry
 * carries its idempotency key. */
#include "db/db_inside.h"
#include "db/turn.h"

enum { ATTEMPTS = 5, IDS_FIRST = 16, IDS_BLOCKS = 24 };

struct Job {
    Ctx           *c;
    WriteBody     *body;
    void          *arg;
    Word           begin;    /* WORD_BEGIN, or what runs with nobody else */
    Failure        before;   /* of its Ctx: a rerun begins as the first run did */
    Err            err;
    bool           is_failed; /* takes no part in the reruns */
    bool           is_done;
    size_t         mark[GROUP_HOOKS_MOST]; /* of the hooks, before its body */
    i64            ids[IDS_BLOCKS]; /* blocks of IDS_FIRST, twice as many, ..; each drawn when it is first needed, by whichever run */
    size_t         n_ids;    /* how many this run has asked for */
    pthread_cond_t wake;
    Job           *next;
};

static const GroupHooks *hooks[GROUP_HOOKS_MOST];
static int               n_hooks;

void db_hooks_set(const GroupHooks *const *all)
{
    for (n_hooks = 0; all[n_hooks] != NULL; n_hooks++) {
        BUG_ON(n_hooks == GROUP_HOOKS_MOST); /* those of the program */
        hooks[n_hooks] = all[n_hooks];
    }
}

bool db_has_hooks(void)
{
    return n_hooks > 0;
}

void *db_group(Db *w, const GroupHooks *h)
{
    int i = 0;
    BUG_ON(!w->is_writer); /* called by write bodies alone */
    while (i < n_hooks && hooks[i] != h)
        i++;
    BUG_ON(i == n_hooks); /* the program has not set them */
    return w->group[i];
}

void hooks_open(Store *s)
{
    for (int i = 0; i < n_hooks; i++)
        s->writer->group[i] = hooks[i]->open(s);
}

void hooks_close(Store *s)
{
    for (int i = 0; i < n_hooks; i++)
        hooks[i]->close(s->writer->group[i]);
}

i64 db_id(Db *w)
{
    Job *j = w->job;
    BUG_ON(j == NULL); /* called by write bodies alone */
    size_t k = j->n_ids++;
    int    block = 0;
    for (; k >= (size_t)IDS_FIRST << block; block++)
        k -= (size_t)IDS_FIRST << block;
    BUG_ON(block == IDS_BLOCKS); /* 268 million rows by one body: memory ends sooner */
    if (j->ids[block] == 0)
        j->ids[block] = id_block(j->c->now, (u32)IDS_FIRST << block); /* anew: it is kept for the runs to come */
    return id_after(j->ids[block], (u32)k);
}

static void hooks_mark(const Db *w, Job *j)
{
    for (int i = 0; i < n_hooks; i++)
        j->mark[i] = hooks[i]->mark(w->group[i]);
}

static void hooks_undo(const Db *w, const Job *j)
{
    for (int i = 0; i < n_hooks; i++)
        hooks[i]->undo(w->group[i], j->mark[i]);
}

/* What fails here is no body's fault. */
static Err hooks_ask(Db *w)
{
    Err e = OK;
    for (int i = 0; i < n_hooks && e == OK; i++)
        if (hooks[i]->ask != NULL)
            e = hooks[i]->ask(w, w->group[i]);
    if (e != OK && w->fault == NULL)
        w->fault = w->ctx;
    return e;
}

static Err hooks_flush(Db *w)
{
    for (int i = 0; i < n_hooks; i++)
        TRY(hooks[i]->flush(w, w->group[i]));
    return w->doomed;
}

static void hooks_clear(const Db *w)
{
    for (int i = 0; i < n_hooks; i++)
        hooks[i]->clear(w->group[i]);
}

/* How a run of the group ended. */
typedef enum Outcome {
    GROUP_DONE,   /* committed, or nobody was left */
    GROUP_AGAIN,  /* nothing was kept; who has not failed runs again */
    GROUP_ALONE,  /* the commit failed; each again by itself */
    GROUP_FAILED  /* for all of them, as the group's Ctx says */
} Outcome;

static int jobs_left(const Job *list)
{
    int n = 0;
    for (; list != NULL; list = list->next)
        n += !list->is_failed;
    return n;
}

static void job_fail(Job *j, Err e, const Ctx *why)
{
    failure_restore(j->c, j->before);
    if (why == NULL)
        j->err = fail(j->c, e, NULL, "write failed");
    else
        j->err = fail(j->c, e, NULL, "%.*s", STR_ARG(why->log));
    j->is_failed = true;
}

/* What a body that fails only sent is heard before its savepoint is gone back to: it failed before whatever the body says
 * itself. */
static Err body_settle(Db *w, Job *j, Err e)
{
    Failure said = failure_keep(j->c);
    if (w->doomed != OK || e == OK)
        return e;
    ctx_clear_failure(j->c);
    TRY(store_backend(w->store)->settle(w));
    failure_restore(j->c, said);
    return e;
}

/* Runs one body. While it runs its Ctx reads by the write connection, so it sees what it wrote. */
static Err body_run(Db *w, Job *j)
{
    Ctx *group = w->ctx;
    failure_restore(j->c, j->before);
    w->ctx = j->c;
    w->job = j;
    j->n_ids = 0;
    hooks_mark(w, j);
    j->c->reader = w;
    Err e = body_settle(w, j, j->body(w, j->arg));
    w->job = NULL;
    if (e == OK && w->doomed != OK) /* a body must not go on over a failed statement: its savepoint is lost */
        e = fail(j->c, w->doomed, NULL, "a statement failed");
    if (e != OK && j->c->err == OK) /* whoever waits may look at either */
        e = fail(j->c, e, NULL, "the body of a write failed");
    j->c->reader = NULL;
    w->ctx = group;
    return e;
}

/* What all of them only sent is heard before anything is built upon it, and with it what the hooks ask. One that goes alone
 * and asks nothing hears of it with its COMMIT, unless the connection may be dead: then nobody could tell what became of it. */
static Err bodies_settle(Db *w, bool is_alone)
{
    TRY(hooks_ask(w));
    return is_alone && !w->is_asking && !w->is_unheard ? OK : store_backend(w->store)->settle(w);
}

/* Runs the bodies from *at on (NULL: none is left), each in a savepoint of its own, and has the hooks ask; after a failure *at
 * is the one in which it came up. Once one has failed each is heard before the next: nobody is run a third time. */
static Err bodies_go(Db *w, Job **at, bool is_alone, bool has_failed)
{
    const Backend *b = store_backend(w->store);
    bool           is_marked = !has_failed;
    for (Job *j = *at; j != NULL; j = j->next) {
        if (j->is_failed)
            continue;
        *at = j;
        if (!is_marked)
            TRY(b->say(w, WORD_NEXT_MARK));
        is_marked = false;
        TRY(body_run(w, j));
        if (has_failed)
            TRY(b->settle(w));
    }
    return bodies_settle(w, is_alone);
}

/* Whose failure it is that came up in `at`: what a body before it only sent may have failed, and then the server skipped
 * all behind that. NULL: nobody's. */
static Job *body_at_fault(const Db *w, Job *list, Job *at)
{
    while (list != NULL && w->fault != NULL && list->c != w->fault)
        list = list->next;
    return w->fault == NULL ? at : list;
}

/* A body failed: it is undone, and those after it go on. Says whether they still have a transaction to go on in. */
static Outcome body_undo(Db *w, Job *j, Err e, bool is_alone)
{
    const Backend *b = store_backend(w->store);
    if (w->trouble != TROUBLE_NONE)
        return GROUP_AGAIN; /* not this body's fault */
    if (j == NULL)
        return is_alone ? GROUP_FAILED : GROUP_ALONE;
    j->err = e;
    j->is_failed = true;
    w->doomed = OK;
    w->fault = NULL;
    hooks_undo(w, j);
    if (is_alone || w->link == NULL || !b->in_transaction(w))
        return GROUP_AGAIN; /* and nobody, or only the others */
    return b->say(w, WORD_UNDO) == OK ? GROUP_DONE : GROUP_AGAIN;
}

static Outcome bodies_run(Db *w, Job *list, bool is_alone)
{
    bool has_failed = false;
    for (Job *at = list;; has_failed = true) {
        Err e = bodies_go(w, &at, is_alone, has_failed);
        if (e == OK)
            return GROUP_DONE;
        Job    *j = body_at_fault(w, list, at);
        Outcome o = body_undo(w, j, e, is_alone);
        if (o != GROUP_DONE)
            return o;
        at = j->next;
    }
}

/* The commit failed, or what was written for it: by itself, or by what the one body only sent. */
static Outcome not_kept(const Db *w, Job *list, Err e, bool is_alone)
{
    if (w->trouble != TROUBLE_NONE)
        return GROUP_AGAIN;
    if (!is_alone)
        return GROUP_ALONE;
    if (w->fault != list->c)
        return GROUP_FAILED;
    list->err = e;
    list->is_failed = true;
    return GROUP_AGAIN; /* and nobody is left */
}

/* What the hooks gathered, then COMMIT. */
static Outcome group_commit(Db *w, Job *list, bool is_alone)
{
    Err e = hooks_flush(w);
    if (e != OK)
        return not_kept(w, list, e, is_alone);
    e = store_backend(w->store)->say(w, WORD_COMMIT);
    if (e != OK && w->trouble == TROUBLE_LOST)
        return GROUP_FAILED; /* it may be stored: nobody knows */
    if (e != OK)
        return not_kept(w, list, e, is_alone);
    w->is_begun = false;
    return GROUP_DONE;
}

static Outcome group_try(Db *w, Job *list, Err *ret_err)
{
    bool is_alone = list->next == NULL;
    *ret_err = OK;
    if ((*ret_err = db_begin(w, is_alone ? list->begin : WORD_BEGIN_MARK)) != OK)
        return GROUP_FAILED;
    Outcome o = bodies_run(w, list, is_alone);
    if (o == GROUP_DONE && jobs_left(list) > 0)
        o = group_commit(w, list, is_alone);
    if (w->is_begun) {
        *ret_err = w->ctx->err;
        Failure why = failure_keep(w->ctx);
        db_abandon(w);
        failure_restore(w->ctx, why);
        hooks_clear(w);
    }
    return o;
}

static void group_run(Store *s, Job *list);

static void each_alone(Store *s, Job *list)
{
    for (Job *j = list, *next; j != NULL; j = next) {
        next = j->next;
        if (j->is_failed)
            continue;
        j->next = NULL;
        group_run(s, j);
        j->next = next;
    }
}

/* Runs the jobs until each has been committed or has its failure. */
static void group_run(Store *s, Job *list)
{
    int attempts = 0, left;
    while ((left = jobs_left(list)) > 0) {
        Ctx group;
        Err e;
        ctx_init(&group, s->arena, s, &ACTOR_NOBODY, list->c->now);
        s->writer->ctx = &group;
        Outcome o = group_try(s->writer, list, &e);
        if (o == GROUP_AGAIN && (jobs_left(list) < left || ++attempts < ATTEMPTS))
            continue;
        if (o == GROUP_ALONE)
            each_alone(s, list);
        if (o == GROUP_AGAIN || o == GROUP_FAILED)
            for (Job *j = list; j != NULL; j = j->next)
                if (!j->is_failed)
                    job_fail(j, e != OK ? e : ERR_BUSY, group.err != OK ? &group : NULL);
        break;
    }
    s->writer->ctx = NULL;
}

/* ---- waiting and leading ---- */

static bool goes_with(const Store *s, const Job *a, const Job *b)
{
    return s->is_grouping && b != NULL && a->begin == WORD_BEGIN && b->begin == WORD_BEGIN;
}

static Job *queue_take(Store *s)
{
    Job *list = s->first, *last = list;
    while (goes_with(s, last, last->next))
        last = last->next;
    s->first = last->next;
    if (s->first == NULL)
        s->last = NULL;
    last->next = NULL;
    return list;
}

/* With s->lock held, which is let go of while the group runs. */
static void lead(Store *s)
{
    s->is_leading = true;
    Job *list = queue_take(s);
    pthread_mutex_unlock(&s->lock);
    group_run(s, list);
    touched_raise(s); /* after the COMMIT, and before anybody is told of it */
    arena_reset(s->arena);
    pthread_mutex_lock(&s->lock);
    s->is_leading = false;
    s->stats.groups++;
    for (Job *j = list, *next; j != NULL; j = next) {
        next = j->next;
        s->stats.writes++;
        s->stats.refused += j->err != OK;
        j->is_done = true;
        pthread_cond_signal(&j->wake);
    }
    if (s->first != NULL)
        pthread_cond_signal(&s->first->wake);
}

i64 jobs_waiting(const Store *s)
{
    i64 n = 0;
    for (const Job *j = s->first; j != NULL; j = j->next)
        n++;
    return n;
}

/* What acts inside of a body is the inner half of a pair (matter/change.h), and begins no writing of its own. */
static Err inside(Ctx *c)
{
    log_say(LOG_ERROR, "db.write_inside", "why={a write inside of a body}");
    return fail(c, ERR_INTERNAL, NULL, "a write inside of a body");
}

static Err write_as(Ctx *c, WriteBody *body, void *arg, Word begin)
{
    Store *s = c->store;
    Job    j = { .c = c, .body = body, .arg = arg, .begin = begin };
    if (c->reader != NULL && c->reader->is_writer)
        return inside(c);
    db_read_end(c);                                    /* or one's own write would not be seen afterwards */
    j.before = failure_keep(c);
    pthread_cond_init(&j.wake, NULL);
    pthread_mutex_lock(&s->lock);
    if (s->last == NULL)
        s->first = &j;
    else
        s->last->next = &j;
    s->last = &j;
    while (!j.is_done) {
        if (s->is_leading || s->first != &j)
            pthread_cond_wait(&j.wake, &s->lock);
        else
            lead(s);
    }
    pthread_mutex_unlock(&s->lock);
    pthread_cond_destroy(&j.wake);
    return j.err;
}

/* Whoever only reads may be run on a thread that must not wait, and again. */
static Err refuse(Ctx *c)
{
    turn_cut("a write");
    log_say(LOG_ERROR, "db.write_refused", "why={a route that does not say that it writes}");
    return fail(c, ERR_INTERNAL, NULL, "a write in a turn that only reads");
}

Err db_write(Ctx *c, WriteBody *body, void *arg)
{
    if (turn_now() != NULL && turn_now()->only_reads)
        return refuse(c);
    return write_as(c, body, arg, WORD_BEGIN);
}

Err db_remake(Ctx *c, WriteBody *body, void *arg)
{
    return write_as(c, body, arg, WORD_BEGIN_REMAKE);
}

Err db_rebuild(Ctx *c, WriteBody *body, void *arg)
{
    return write_as(c, body, arg, WORD_BEGIN_REBUILD);
}

void db_forget(Db *w)
{
    w->is_forgetting = true;
}
