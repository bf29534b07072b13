/* ahead: what will be asked is sent before somebody waits for it, and is told from here to who asks it. See db_ahead() and
 * db_together() in db.h. It holds within one snapshot, like recall.c. docs/decisions/0051. */
#include "db/db_inside.h"

#include <stdlib.h>

/* After so many goes each is run as if it were alone: what was asked then has its answer. */
enum { GOES_MOST = 16 };

/* ---- what was asked ---- */

static bool is_asked(const Asked *asked, Query q, Args args)
{
    if (asked->query != q || asked->n != args.n)
        return false;
    for (size_t i = 0; i < args.n; i++)
        if (!value_is(asked->v[i], args.v[i]))
            return false;
    return true;
}

static Ahead *ahead_of(Db *db)
{
    if (db->ahead == NULL) {
        db->ahead = calloc(1, sizeof *db->ahead);
        BUG_ON(db->ahead == NULL); /* memory at an end, as for an arena */
        db->ahead->a = arena_open();
    }
    return db->ahead;
}

void ahead_clear(Db *db)
{
    if (db->ahead == NULL || db->ahead->n == 0)
        return;
    db->ahead->n = db->ahead->landed = 0;
    arena_reset(db->ahead->a);
}

void ahead_free(Db *db)
{
    if (db->ahead != NULL)
        arena_close(db->ahead->a);
    free(db->ahead);
    db->ahead = NULL;
}

/* Its number; db->ahead->n: it was not asked. */
static size_t find(const Db *db, Query q, Args args)
{
    size_t i = 0;
    while (i < db->ahead->n && !is_asked(&db->ahead->at[i], q, args))
        i++;
    return i;
}

static Asked *add(Ahead *ahead, Query q, Args args)
{
    Asked *asked = &ahead->at[ahead->n++];
    Value *v = NEW_N(ahead->a, Value, args.n);
    for (size_t i = 0; i < args.n; i++) {
        v[i] = args.v[i];
        if (v[i].type == VALUE_TEXT || v[i].type == VALUE_BYTES)
            v[i].s = str_copy(ahead->a, v[i].s);
    }
    *asked = (Asked){ q, v, args.n, { .a = ahead->a, .most = SIZE_MAX } };
    return asked;
}

static Err tell(const Asked *asked, RowFn *fn, void *arg)
{
    for (size_t i = 0; fn != NULL && i < asked->rows.n; i++)
        TRY(fn(arg, asked->rows.row[i]));
    return OK;
}

static Err landed(Db *db)
{
    size_t n = db->ahead->n;
    TRY(store_backend(db->store)->settle(db));
    db->ahead->landed = n;
    return OK;
}

static Err send_ahead(Db *db, Sql sql, Args args)
{
    Asked *asked = add(db->ahead, sql.query, args);
    return store_backend(db->store)->run(db, sql, args, keep_row, &asked->rows, WANTED_LATER, NULL);
}

/* What walks may have more rows than are kept, and is never asked ahead. */
bool ahead_answers(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, Err *ret)
{
    Ahead *ahead = db->ahead;
    if (sql.query == SQL_TEXT || wanted == WANTED_WALK)
        return false;
    size_t at = find(db, sql.query, args);
    bool   stops = ahead->stops > 0 && at >= ahead->landed;
    if (at == ahead->n && (!stops || ahead->n == AHEAD_MOST))
        return false;
    *ret = OK;
    if (at == ahead->n)
        *ret = send_ahead(db, sql, args);
    else if (!stops && at >= ahead->landed)
        *ret = landed(db);
    if (*ret != OK)
        return true;
    ahead->stopped |= stops;
    *ret = !stops ? tell(&ahead->at[at], fn, arg) : wanted == WANTED_LATER ? OK : ERR_BUSY;
    return true;
}

static bool is_travelled_to(const Db *db)
{
    return store_engine(db->store) != ENGINE_SQLITE && !db->is_writer;
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
    if (ahead->n == AHEAD_MOST || find(db, q, args) < ahead->n || send_ahead(db, sql, args) == OK)
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
    Err     e = landed(db);
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
