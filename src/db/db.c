/* db: statements and rows over either engine, and the lending of readers. Writing is in write.c. */
#include "db/db_inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- values and rows ---- */

Value value_null(void)
{
    return (Value){ VALUE_NULL, 0, STR_NONE };
}

Value value_int(i64 i)
{
    return (Value){ VALUE_INT, i, STR_NONE };
}

Value value_text(Str s)
{
    return (Value){ VALUE_TEXT, 0, { s.p ? s.p : "", s.n } };
}

Value value_cstr(const char *s)
{
    return s ? value_text(str_from(s)) : value_null();
}

Value value_bytes(Str bytes)
{
    return (Value){ VALUE_BYTES, 0, { bytes.p ? bytes.p : "", bytes.n } };
}

Value value_self(Value v)
{
    return v;
}

/* Columns are named by the generated enums. Types are the tables' (STRICT on SQLite, and looked at by restore). */
static const Value *cell(Row r, int column)
{
    BUG_ON(column < 0 || (size_t)column >= r.n); /* a name of the generated enum of that query */
    return &r.v[column];
}

i64 row_int(Row r, int column)
{
    const Value *v = cell(r, column);
    BUG_ON(v->type != VALUE_INT && v->type != VALUE_NULL); /* STRICT tables hold the type, and restore looks */
    return v->i;
}

bool row_bool(Row r, int column)
{
    return row_int(r, column) != 0;
}

Str row_text(Row r, int column)
{
    const Value *v = cell(r, column);
    BUG_ON(v->type != VALUE_TEXT && v->type != VALUE_NULL); /* STRICT tables hold the type, and restore looks */
    return v->s;
}

Str row_bytes(Row r, int column)
{
    const Value *v = cell(r, column);
    /* the table's type */
    BUG_ON(v->type != VALUE_BYTES && v->type != VALUE_NULL);
    return v->s;
}

Hash row_hash(Row r, int column)
{
    Hash h;
    Str  s = row_bytes(r, column);
    if (s.n != sizeof h.b) {
        log_say(LOG_ERROR, "db.hash", "bytes=%zu", s.n);
        return (Hash){ 0 };
    }
    memcpy(h.b, s.p, sizeof h.b);
    return h;
}

bool row_is_null(Row r, int column)
{
    return cell(r, column)->type == VALUE_NULL;
}

/* ---- failures that are taken back ---- */

Failure failure_keep(const Ctx *c)
{
    Failure f = { c->err, c->problems, c->problems, c->log };
    while (f.last != NULL && f.last->next != NULL)
        f.last = f.last->next;
    return f;
}

void failure_restore(Ctx *c, Failure f)
{
    c->err = f.err;
    c->problems = f.problems;
    c->log = f.log;
    if (f.last != NULL)
        f.last->next = NULL;
}

/* ---- running ---- */

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

/* The same names in the same order: both NULL, or the same texts. */
static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Can what was given to `of` be given to `q`? What has names takes none by number. */
static bool takes(Query q, Query of)
{
    if (q == of)
        return true;
    return of == NULL ? q->names == NULL && q->row == NULL : is_same(q->names, of->names) && is_same(q->row, of->row);
}

/* The name of the parameter, counted from 0. */
static Str param_name(Query q, size_t at)
{
    Str    names = q->names ? str_from(q->names) : STR_NONE, row = q->row ? str_from(q->row) : STR_NONE, name;
    size_t n = 0;
    while (str_next(&names, ' ', &name))
        if (n++ == at)
            return name;
    for (at -= n; row.n;) /* those of a row come again and again */
        for (Str rest = row; str_next(&rest, ' ', &name); at--)
            if (at == 0)
                return name;
    return STR("?");
}

Sql db_sql_of(Query q, Args args)
{
    if ((int)args.n != q->params || !takes(q, args.of))
        log_say(LOG_ERROR, "db.args", "query=%s given=%zu of=%s wanted=%d", q->name, args.n, args.of ? args.of->name : "-",
                q->params);
    BUG_ON((int)args.n != q->params || !takes(q, args.of)); /* QUERY() in the source: no input makes them more */
    for (size_t i = 0; i < args.n; i++)
        if (args.v[i].type == VALUE_LEFT_OUT) {
            Str name = param_name(q, i);
            log_say(LOG_ERROR, "db.args", "query=%s left_out=%.*s at=%zu", q->name, STR_ARG(name), i + 1);
            bug("an argument was left out", __FILE__, __LINE__);
        }
    return (Sql){ q, NULL };
}

Err keep_row(void *arg, Row row)
{
    Keep *k = arg;
    if (k->n++ >= k->most)
        return OK;
    if (k->n > k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 8;
        k->row = arena_grow_raw(k->a, k->row, k->cap * sizeof(Row), cap * sizeof(Row));
        k->cap = cap;
    }
    Value *v = arena_raw(k->a, row.n * sizeof *v);
    for (size_t i = 0; i < row.n; i++) {
        v[i] = row.v[i];
        if (v[i].type == VALUE_TEXT || v[i].type == VALUE_BYTES)
            v[i].s = str_copy(k->a, v[i].s);
    }
    k->row[k->n - 1] = (Row){ v, row.n };
    return OK;
}

Err db_exec(Db *db, Query q, Args args)
{
    return run(db, db_sql_of(q, args), args, NULL, NULL, WANTED_NOW, NULL);
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

/* ---- reading ---- */

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

int db_reads_open(void)
{
    return reads_open;
}

bool db_left_open(const char *where)
{
    if (reads_open > 0)
        log_say(LOG_ERROR, "db.left_open", "where=%s reads=%d", where, reads_open);
    return reads_open > 0;
}

/* ---- about queries ---- */

Query query_nth(int number)
{
    BUG_ON(number < 0 || number >= query_count); /* whoever walks all of them counts to query_count */
    const QueryTable *const *t = query_tables;
    while (t[1] != NULL && t[1]->from <= number)
        t++;
    return (*t)->list[number - (*t)->from];
}

const char *query_name(Query q)
{
    return q->name;
}

const char *query_text(Query q)
{
    return q->text[ENGINE_SQLITE];
}

int query_params(Query q)
{
    return q->params;
}

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
    if (store_engine(db->store) != ENGINE_SQLITE)
        return OK;
    TRY(db_ready(db));
    return db_text_rows(db,
                        "SELECT \"table\", parent, COUNT(*) AS n FROM pragma_foreign_key_check"
                        " GROUP BY \"table\", parent ORDER BY \"table\", parent",
                        ARGS(), ret_rows);
}
