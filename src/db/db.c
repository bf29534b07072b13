/* db: statements and rows over either engine. Who may run one is connection.c's; writing is in write.c. */
#include "db/db_inside.h"

/* ---- running ---- */

/* The beginning of a transaction may be only sent, too, and then the first statement finds that an idle connection is dead.
 * A reader begins anew on another one: nothing was answered yet, and what was asked ahead is forgotten. (A writing group is run
 * again by write.c.) */
static Err read_run(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, i64 *ret_changed)
{
    Failure before = failure_keep(db->ctx);
    Err     e = OK;
    reach_note(sql.query, args);
    if (db->ahead == NULL || !ahead_answers(db, sql, args, fn, arg, wanted, &e))
        e = store_backend(db->store)->run(db, sql, args, fn, arg, wanted, ret_changed);
    if (e == OK || !db_is_stillborn(db))
        return e;
    db_abandon(db);
    failure_restore(db->ctx, before);
    TRY(db_ready(db));
    return store_backend(db->store)->run(db, sql, args, fn, arg, wanted, ret_changed);
}

/* Where nobody asks how many rows it touched it may be only sent, and counts as if it had touched some. */
static Err write_run(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, i64 *ret_changed)
{
    TRY(store_backend(db->store)->run(db, sql, args, fn, arg, wanted, ret_changed));
    if (sql.query == SQL_TEXT || (sql.query->writes && (ret_changed == NULL || *ret_changed != 0)))
        touched_note(db->store, sql.query, args);
    return OK;
}

static Err run(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, i64 *ret_changed)
{
    TRY(db_ready(db));
    return (db->is_writer ? write_run : read_run)(db, sql, args, fn, arg, wanted, ret_changed);
}

Err db_exec(Db *db, Query q, Args args)
{
    return run(db, db_sql_of(q, args), args, NULL, NULL, WANTED_NOW, NULL);
}

Err db_hold(Db *w, Query q, Args args)
{
    BUG_ON(!w->is_writer); /* called by write bodies alone */
    return w->store->engine == ENGINE_SQLITE ? OK : db_exec(w, q, args);
}

Err db_change(Db *db, Query q, Args args, i64 *ret_rows)
{
    *ret_rows = 0;
    return run(db, db_sql_of(q, args), args, NULL, NULL, WANTED_NOW, ret_rows);
}

Err db_many(Db *db, Query q, Args args, Rows *ret_rows)
{
    Keep k = { .a = db->ctx->arena, .most = SIZE_MAX };
    *ret_rows = (Rows){ 0 };
    TRY(run(db, db_sql_of(q, args), args, keep_row, &k, WANTED_NOW, NULL));
    *ret_rows = (Rows){ k.row, k.n };
    return OK;
}

Err db_maybe(Db *db, Query q, Args args, bool *ret_found, Row *ret_row)
{
    Keep k = { .a = db->ctx->arena, .most = 1 };
    *ret_found = false;
    *ret_row = (Row){ 0 };
    if (recall_find(db, q, args, ret_found, ret_row))
        return OK;
    TRY(run(db, db_sql_of(q, args), args, keep_row, &k, WANTED_NOW, NULL));
    if (k.n > 0) {
        *ret_found = true;
        *ret_row = k.row[0];
    }
    recall_keep(db, q, args, *ret_found, *ret_row);
    return OK;
}

Err db_one(Db *db, Query q, Args args, Row *ret_row)
{
    bool found;
    TRY(db_maybe(db, q, args, &found, ret_row));
    return found ? OK : fail(db->ctx, ERR_MISSING, NULL, "%s: no row", q->name);
}

Err db_int(Db *db, Query q, Args args, i64 *ret_value)
{
    bool found;
    Row  row;
    *ret_value = 0;
    TRY(db_maybe(db, q, args, &found, &row));
    if (found)
        *ret_value = row_int(row, 0);
    return OK;
}

Err db_each(Db *db, Query q, Args args, RowFn *fn, void *arg)
{
    return run(db, db_sql_of(q, args), args, fn, arg, WANTED_WALK, NULL);
}

/* A reader who has heard nothing yet waits: were its connection dead, what was asked would not be asked again. */
Err db_ask(Db *db, Query q, Args args, RowFn *fn, void *arg)
{
    bool may_wait = db->is_writer || (db->is_begun && !db->is_unheard);
    db->is_asking = may_wait;
    return run(db, db_sql_of(q, args), args, fn, arg, may_wait ? WANTED_LATER : WANTED_NOW, NULL);
}

Err db_heard(Db *db)
{
    if (ahead_stops(db) && db->ahead->stopped)
        return ERR_BUSY;
    return db->is_asking ? store_backend(db->store)->settle(db) : OK;
}

typedef struct Walk {
    Arena *a;
    RowFn *fn;
    void  *arg;
} Walk;

/* Not after a failure, whose words lie there. */
static Err walk_row(void *arg, Row row)
{
    const Walk *walk = arg;
    ArenaMark  *m = arena_mark(walk->a);
    TRY(walk->fn(walk->arg, row));
    arena_rewind(walk->a, m);
    return OK;
}

Err db_walk(Db *db, Query q, Args args, RowFn *fn, void *arg)
{
    Walk walk = { db->ctx->arena, fn, arg };
    return db_each(db, q, args, walk_row, &walk);
}

/* ---- db's own statements ---- */

Err db_script(Db *db, const char *text)
{
    TRY(db_ready(db));
    if (db->is_writer)
        touched_note(db->store, SQL_TEXT, ARGS());
    return store_backend(db->store)->script(db, text);
}

Err db_text(Db *db, const char *text, Args args, RowFn *fn, void *arg)
{
    return run(db, (Sql){ SQL_TEXT, text }, args, fn, arg, WANTED_NOW, NULL);
}

Err db_text_walk(Db *db, const char *text, Args args, RowFn *fn, void *arg)
{
    return run(db, (Sql){ SQL_TEXT, text }, args, fn, arg, WANTED_WALK, NULL);
}

Err db_text_rows(Db *db, const char *text, Args args, Rows *ret_rows)
{
    Keep k = { .a = db->ctx->arena, .most = SIZE_MAX };
    *ret_rows = (Rows){ 0 };
    TRY(db_text(db, text, args, keep_row, &k));
    *ret_rows = (Rows){ k.row, k.n };
    return OK;
}

Err db_text_int(Db *db, const char *text, Args args, i64 *ret_value)
{
    Rows rows;
    TRY(db_text_rows(db, text, args, &rows));
    *ret_value = rows.n ? row_int(rows.row[0], 0) : 0;
    return OK;
}

/* ---- about queries ---- */

Err db_prepare_only(Db *db, Query q)
{
    TRY(db_ready(db));
    return store_backend(db->store)->prepare(db, q);
}

Err db_plan(Db *db, Query q, Args args, Str *ret_plan)
{
    TRY(db_ready(db));
    return store_backend(db->store)->plan(db, q, args, ret_plan);
}

Err db_keys_broken(Db *db, Rows *ret_rows)
{
    *ret_rows = (Rows){ 0 };
    if (db->store->engine != ENGINE_SQLITE)
        return OK;
    TRY(db_ready(db));
    return db_text_rows(db,
                        "SELECT \"table\", parent, COUNT(*) AS n FROM pragma_foreign_key_check"
                        " GROUP BY \"table\", parent ORDER BY \"table\", parent",
                        ARGS(), ret_rows);
}
