/* connection: what a Db does besides statements: it is made, lent to a Ctx, begins a transaction, and is given back. */
#include "db/db_inside.h"
#include "db/turn.h"

#include <stdlib.h>

/* ---- made, and lent ---- */

Db *db_new(Store *s, bool is_writer)
{
    Db *db = calloc(1, sizeof *db);
    BUG_ON(db == NULL);
    db->store = s;
    db->is_writer = is_writer;
    return db;
}

void db_free(Db *db)
{
    store_backend(db->store)->disconnect(db);
    ahead_free(db);
    free(db);
}

Db *store_reader_take(Store *s)
{
    pthread_mutex_lock(&s->lock);
    Db *db = s->idle;
    if (db != NULL)
        s->idle = db->next;
    if (db == NULL) {
        db = db_new(s, false);
        db->beside = s->readers;
        s->readers = db;
    }
    pthread_mutex_unlock(&s->lock);
    return db;
}

static void store_reader_give(Store *s, Db *db)
{
    pthread_mutex_lock(&s->lock);
    db->next = s->idle;
    s->idle = db;
    pthread_mutex_unlock(&s->lock);
}

/* ---- in a transaction ---- */

static _Thread_local int reads_open; /* of this thread, on whatever store */

static void read_begins(Db *db)
{
    reads_open++;
    i64 now = clock_ticks();
    atomic_store(&db->reads_since, now ? now : 1);
}

static void read_ends(Db *db)
{
    reads_open--;
    atomic_store(&db->reads_since, 0);
}

/* A statement that may be run now: connected, inside its transaction, and nothing failed before it. */
Err db_ready(Db *db)
{
    BUG_ON(db->ctx == NULL); /* taken for a Ctx, by db_read() or the leader, before anything is asked */
    if (db->doomed != OK)
        return fail(db->ctx, db->doomed, NULL, "statement after a failed one");
    if (!db->is_writer && turn_is_cut())
        return fail(db->ctx, ERR_BUSY, NULL, "statement in a turn that was cut");
    if (db->is_begun)
        return OK;
    BUG_ON(db->is_writer); /* write.c begins its transactions itself */
    return db_begin(db, WORD_BEGIN_READ);
}

/* Begins a transaction. An idle connection may have died long ago (the server was restarted): then nothing was said
 * yet, and a new one may be taken at once. */
Err db_begin(Db *db, Word word)
{
    const Backend *b = store_backend(db->store);
    Err            e = OK;
    for (int attempt = 0; attempt < 2; attempt++) {
        bool    was_idle = db->link != NULL;
        Failure before = failure_keep(db->ctx);
        db->trouble = TROUBLE_NONE;
        db->doomed = OK;
        db->fault = NULL;
        db->is_asking = false;
        db->is_unheard = was_idle;
        db->began = atomic_load(&db->store->moment);
        e = was_idle ? OK : b->connect(db);
        if (e == OK)
            e = b->say(db, word);
        if (e == OK) {
            db->is_begun = true;
            if (!db->is_writer)
                read_begins(db);
            return OK;
        }
        if (db->link != NULL)
            b->disconnect(db);
        if (!was_idle || db->trouble != TROUBLE_LOST || attempt == 1)
            break;
        failure_restore(db->ctx, before);
    }
    db->doomed = e;
    return e;
}

/* Ends it without keeping anything; what cannot even do that is let go of. */
void db_abandon(Db *db)
{
    const Backend *b = store_backend(db->store);
    if (db->link != NULL) {
        Err e = db->trouble == TROUBLE_LOST ? ERR_BUSY : b->say(db, WORD_ROLLBACK);
        if (e != OK)
            b->disconnect(db);
    }
    if (db->is_begun && !db->is_writer)
        read_ends(db);
    db->is_begun = false;
    db->doomed = OK;
    db->trouble = TROUBLE_NONE;
    recall_clear(db);
    ahead_clear(db);
}

bool db_is_stillborn(const Db *db)
{
    return db->is_unheard && db->trouble == TROUBLE_LOST;
}

/* ---- of a Ctx ---- */

Db *db_read(Ctx *c)
{
    Store *s = c->store;
    BUG_ON(s == NULL); /* a command that asks has CLI_STORE in its row */
    if (c->reader == NULL) {
        c->reader = store_reader_take(s);
        c->reader->ctx = c;
    }
    return c->reader;
}

void db_read_end(Ctx *c)
{
    Db *db = c->reader;
    if (db == NULL)
        return;
    BUG_ON(db->is_writer); /* a body may read by its Ctx, but must not end what it runs in */
    if (db->is_begun || db->doomed != OK) {
        Failure before = failure_keep(c); /* what goes wrong in giving back is nobody's failure */
        db_abandon(db);
        failure_restore(c, before);
    }
    c->reader = NULL;
    db->ctx = NULL;
    store_reader_give(c->store, db);
}

Ctx *db_ctx(Db *db)
{
    return db->ctx;
}

bool db_left_open(const char *where)
{
    if (reads_open > 0)
        log_say(LOG_ERROR, "db.left_open", "where=%s reads=%d", where, reads_open);
    return reads_open > 0;
}

/* ---- what waits ---- */

Err db_wait(Ctx *c, const char *for_what)
{
    if (c->reader != NULL && c->reader->is_writer)
        return fail(c, ERR_INTERNAL, NULL, "a body waits for %s, and all writers with it", for_what);
    db_read_end(c);
    if (turn_cut(for_what))
        return fail(c, ERR_BUSY, NULL, "a brief turn would wait for %s", for_what);
    if (reads_open > 0)
        return fail(c, ERR_INTERNAL, NULL, "waits for %s while another read transaction is open", for_what);
    return OK;
}
