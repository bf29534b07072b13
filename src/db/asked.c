/* asked: what was asked ahead within one snapshot, and what of it has come: who asks the same is told from here. */
#include "db/db_inside.h"

#include <stdlib.h>

Ahead *ahead_of(Db *db)
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
    while (i < db->ahead->n && !question_is(db->ahead->at[i].query, (Args){ db->ahead->at[i].v, db->ahead->at[i].n }, q, args))
        i++;
    return i;
}

bool ahead_has(const Db *db, Query q, Args args)
{
    return find(db, q, args) < db->ahead->n;
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

Err ahead_landed(Db *db)
{
    size_t n = db->ahead->n;
    TRY(store_backend(db->store)->settle(db));
    db->ahead->landed = n;
    return OK;
}

Err ahead_send(Db *db, Sql sql, Args args)
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
        *ret = ahead_send(db, sql, args);
    else if (!stops && at >= ahead->landed)
        *ret = ahead_landed(db);
    if (*ret != OK)
        return true;
    ahead->stopped |= stops;
    *ret = !stops ? tell(&ahead->at[at], fn, arg) : wanted == WANTED_LATER ? OK : ERR_BUSY;
    return true;
}
