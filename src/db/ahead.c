/* ahead: what will be asked is sent before somebody waits for it, and is told to who asks it (asked.c). See db_ahead() and
 * db_together() in db.h. It holds within one snapshot, like recall.c. docs/decisions/0051. */
#include "db/db_inside.h"


/* After so many goes each is run as if it were alone: what was asked then has its answer. */
enum { GOES_MOST = 16 };

static bool is_travelled_to(const Db *db)
{
    return db->store->engine != ENGINE_SQLITE && !db->is_writer;
}

bool db_travels(Ctx *c)
{
    return is_travelled_to(db_read(c));
}

void db_ahead(Db *db, Query q, Args args)
{
    Failure before = failure_keep(db->ctx);
    Sql     sql = db_sql_of(q, args);
    if (!is_travelled_to(db) || db_ready(db) != OK)
        return;
    Ahead *ahead = ahead_of(db);
    if (ahead->n == AHEAD_MOST || ahead_has(db, q, args) || ahead_send(db, sql, args) == OK)
        return;
    if (db_is_stillborn(db)) { /* whoever asks it takes another connection */
        db_abandon(db);
        failure_restore(db->ctx, before);
    }
}

/* ---- several who ask ---- */

/* True where it was stopped; else *ret is how it went. What it asked and was not told is nobody's failure. */
static bool stopped_at(Db *db, ReadFn *fn, void *arg, size_t i, Err *ret)
{
    Ctx    *c = db->ctx;
    Ahead  *ahead = db->ahead;
    Failure before = failure_keep(c);
    ahead->stopped = false;
    *ret = fn(c, arg, i);
    bool stopped = ahead->stopped && db->doomed == OK;
    if (stopped)
        failure_restore(c, before);
    return stopped;
}

void db_foresee(Ctx *c, ReadFn *fn, void *arg, size_t i)
{
    Db *db = db_read(c);
    Err e; /* of whoever calls it in earnest */
    if (!is_travelled_to(db))
        return;
    Ahead *ahead = ahead_of(db);
    bool   stopped = ahead->stopped;
    ahead->stops++;
    Failure before = failure_keep(c);
    if (!stopped_at(db, fn, arg, i, &e) && db->doomed == OK)
        failure_restore(c, before);
    ahead->stops--;
    ahead->stopped = stopped;
}

/* Each once; *ret_stopped: some were stopped. Stops at the first that fails. */
static Err one_go(Db *db, size_t n, ReadFn *fn, void *arg, bool *ret_stopped)
{
    Err e = OK;
    *ret_stopped = false;
    for (size_t i = 0; i < n && e == OK; i++) {
        if (stopped_at(db, fn, arg, i, &e)) {
            *ret_stopped = true;
            e = OK;
        }
    }
    return e;
}

static Err in_turn(Ctx *c, size_t n, ReadFn *fn, void *arg)
{
    for (size_t i = 0; i < n; i++)
        TRY(fn(c, arg, i));
    return OK;
}

/* All that was sent. Where nothing was ever answered another connection may be taken, and all is asked again. */
static Err land_or_begin_anew(Db *db)
{
    Failure before = failure_keep(db->ctx);
    Err     e = ahead_landed(db);
    if (e == OK || !db_is_stillborn(db))
        return e;
    db_abandon(db);
    failure_restore(db->ctx, before);
    return OK;
}

Err db_together(Ctx *c, size_t n, ReadFn *fn, void *arg)
{
    Db  *db = db_read(c);
    bool stopped = true;
    Err  e = OK;
    if (!is_travelled_to(db))
        return in_turn(c, n, fn, arg);
    Ahead *ahead = ahead_of(db);
    bool   is_within = ahead->stops > 0, before = ahead->stopped;
    for (int go = 0; go < GOES_MOST && stopped && e == OK; go++) {
        ahead->stops++;
        e = one_go(db, n, fn, arg, &stopped);
        ahead->stops--;
        if (is_within)
            break; /* whoever is around it lands what was sent, and calls it again */
        if (e == OK && stopped)
            e = land_or_begin_anew(db);
    }
    ahead->stopped = before || (is_within && stopped);
    if (is_within)
        return e != OK ? e : stopped ? ERR_BUSY : OK;
    return e == OK && stopped ? in_turn(c, n, fn, arg) : e;
}
