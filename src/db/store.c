/* store: opening and closing a database, the list of its idle readers, and is it there? */
#include "db/db_inside.h"
#include "db/db.sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_url(Str database)
{
    return str_starts(database, STR("postgresql://")) || str_starts(database, STR("postgres://"));
}

/* A body that does nothing: whoever can run it can be written to. */
static Err nothing(Db *w, void *arg)
{
    return OK;
}

void store_patient(Store *s)
{
    s->statement_ms = 0;
}

Err store_open(Ctx *c, Str database, bool group, Store **ret_store)
{
    Store *s = calloc(1, sizeof *s), *before = c->store;
    BUG_ON(s == NULL);
    s->engine = is_url(database) ? ENGINE_POSTGRES : ENGINE_SQLITE;
    s->backend = s->engine == ENGINE_POSTGRES ? &backend_postgres : &backend_sqlite;
    s->database = strndup(database.p, database.n);
    s->is_grouping = group;
    s->statement_ms = 60000;
    s->arena = arena_open();
    pthread_mutex_init(&s->lock, NULL);
    moments_open(s);
    s->writer = db_new(s, true);
    hooks_open(s);
    *ret_store = s;
    c->store = s;
    Err e = db_write(c, nothing, NULL);
    if (e != OK) {
        c->store = before;
        store_close(s);
        *ret_store = NULL;
    }
    return e;
}

void store_close(Store *s)
{
    if (s == NULL)
        return;
    BUG_ON(s->first != NULL || s->is_leading); /* who closes it has joined all who write */
    hooks_close(s);
    while (s->idle != NULL)
        db_free(store_reader_take(s));
    db_free(s->writer); /* last: SQLite then tidies its log away */
    arena_close(s->arena);
    pthread_mutex_destroy(&s->lock);
    free(s->database);
    free(s);
}

Engine store_engine(const Store *s)
{
    return s->engine;
}

/* Only looked at: opening and closing the file here would drop SQLite's locks on it. */
static i64 log_bytes(const Store *s)
{
    char        path[4096];
    struct stat st;
    if (s->engine != ENGINE_SQLITE || snprintf(path, sizeof path, "%s-wal", s->database) >= (int)sizeof path)
        return 0;
    return stat(path, &st) == 0 ? (i64)st.st_size : 0;
}

void store_stats(Store *s, StoreStats *ret_stats)
{
    i64 now = clock_ticks();
    pthread_mutex_lock(&s->lock);
    *ret_stats = s->stats;
    ret_stats->waiting = jobs_waiting(s);
    for (const Db *db = s->readers; db != NULL; db = db->beside) {
        i64 since = atomic_load(&db->reads_since);
        ret_stats->reading += since != 0;
        if (since != 0 && now - since > ret_stats->oldest_ms)
            ret_stats->oldest_ms = now - since;
    }
    pthread_mutex_unlock(&s->lock);
    ret_stats->log_bytes = log_bytes(s);
    ret_stats->trips = atomic_load(&s->trips);
}

Err store_ping(Ctx *c)
{
    i64 one;
    return db_int(db_read(c), Q_DB_PING, ARGS(), &one);
}

Err store_backup(Ctx *c, Str to_path)
{
    if (c->store->engine != ENGINE_SQLITE)
        return fail(c, ERR_INVALID, "backup.postgres", "PostgreSQL is backed up with pg_dump");
    return sqlite_backup(c, to_path);
}
