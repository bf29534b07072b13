/* copy: a whole database from one store to another, of either engine, for moving to PostgreSQL and back.
 *
 * The source is read in one transaction and the target written in one, so the copy is of one moment and is there as a
 * whole or not at all. Both must have had the same migrations. What those put into the target's tables is replaced by
 * what the source has; a target in whose append-only tables something stands is a living one, and refused. Tables and
 * columns are taken from the catalogs, so nothing that is added later can be forgotten here. */
#include "db/db_inside.h"

#include <string.h>

enum { MAX_COLUMNS = 100, MAX_VALUES = 1500, TELL_EVERY = 20000 };

typedef struct Table {
    Str  name;
    Str  columns;   /* "a, b, c" */
    Str  key;       /* the same, of the primary key */
    int  n_columns;
    bool is_append_only;
} Table;

typedef struct Copy {
    Ctx  *from;
    void (*progress)(void *arg, Str table, i64 rows);
    void *arg;
} Copy;

/* ---- catalogs ---- */

static const char *const ask_tables[2] = {
    "SELECT t.name, (SELECT count(*) FROM sqlite_schema k WHERE k.type = 'trigger'"
    " AND k.name = t.name || '_keep_delete')"
    " FROM sqlite_schema t WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' AND t.name <> 'migration'"
    " ORDER BY t.name",
    "SELECT CAST(t.relname AS TEXT), (SELECT count(*) FROM pg_trigger k WHERE k.tgrelid = t.oid"
    " AND k.tgname = t.relname || '_keep_delete')"
    " FROM pg_class t WHERE t.relkind IN ('r', 'p') AND t.relnamespace = CAST(current_schema() AS regnamespace)"
    " AND t.relname <> 'migration' ORDER BY t.relname",
};

static const char *const ask_columns[2] = {
    "SELECT name, pk FROM pragma_table_info($1) ORDER BY name",
    "SELECT CAST(a.attname AS TEXT), COALESCE((SELECT k.n FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(at, n)"
    " WHERE i.indrelid = a.attrelid AND i.indisprimary AND k.at = a.attnum), 0)"
    " FROM pg_attribute a WHERE a.attrelid = to_regclass(CAST($1 AS TEXT)) AND a.attnum > 0 AND NOT a.attisdropped"
    " ORDER BY a.attname",
};

static Err table_read(Db *db, Row row, Table *t)
{
    Arena *a = db->ctx->arena;
    Rows   rows;
    Buf    columns = buf_new(a, 256, 65536), key = buf_new(a, 64, 65536);
    t->name = row_text(row, 0);
    t->is_append_only = row_int(row, 1) > 0;
    TRY(db_text_rows(db, ask_columns[store_engine(db->store)], ARGS(t->name), &rows));
    if (rows.n == 0 || rows.n > MAX_COLUMNS) /* a table that somebody else put there */
        return fail(db->ctx, ERR_INVALID, NULL, "the table {%.*s} has %zu columns", STR_ARG(t->name), rows.n);
    t->n_columns = (int)rows.n;
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&columns, "%s\"%.*s\"", i ? ", " : "", STR_ARG(row_text(rows.row[i], 0)));
    for (i64 nth = 1; nth <= (i64)rows.n; nth++)
        for (size_t i = 0; i < rows.n; i++)
            if (row_int(rows.row[i], 1) == nth)
                buf_printf(&key, "%s\"%.*s\"", nth > 1 ? ", " : "", STR_ARG(row_text(rows.row[i], 0)));
    t->columns = buf_text(&columns);
    t->key = key.n ? buf_text(&key) : t->columns;
    return OK;
}

static Err tables_read(Db *db, Table **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_text_rows(db, ask_tables[store_engine(db->store)], ARGS(), &rows));
    *ret = NEW_N(db->ctx->arena, Table, rows.n);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        TRY(table_read(db, rows.row[i], &(*ret)[i]));
    return OK;
}

/* What failed in the source is the target's failure too: that is the Ctx whose answer is looked at. */
static Err from_source(Db *w, Ctx *from, Err e)
{
    return e == OK ? OK : fail(w->ctx, e, NULL, "copy, reading: %.*s", STR_ARG(from->log));
}

static Err count(Db *db, Str table, i64 *ret_n)
{
    return db_text_int(db, arena_printf(db->ctx->arena, "SELECT count(*) FROM \"%.*s\"", STR_ARG(table)).p, ARGS(),
                       ret_n);
}

/* The number and checksum of each migration, as one text. */
static Err version_text(Db *db, Str *ret)
{
    Rows rows;
    Buf  b = buf_new(db->ctx->arena, 1024, 1 << 20);
    TRY(db_text_rows(db, "SELECT number, checksum FROM migration ORDER BY number", ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&b, "%d %.*s\n", (int)row_int(rows.row[i], 0), STR_ARG(row_text(rows.row[i], 1)));
    *ret = buf_text(&b);
    return OK;
}

static Err check_alike(Db *w, Ctx *from, const Table *a, size_t n_a, const Table *b, size_t n_b)
{
    Str  va, vb;
    bool is_same = n_a == n_b;
    TRY(from_source(w, from, version_text(db_read(from), &va)));
    TRY(version_text(w, &vb));
    for (size_t i = 0; is_same && i < n_a; i++)
        is_same = str_eq(a[i].name, b[i].name) && str_eq(a[i].columns, b[i].columns);
    if (!is_same || !str_eq(va, vb))
        return fail(w->ctx, ERR_CONFLICT, "copy.version", "the two databases have not had the same migrations");
    return OK;
}

/* ---- foreign keys: rows come in the order of the tables' names, so keys are asked at the end ---- */

static Err for_each_key(Db *w, const char *how)
{
    Rows rows;
    TRY(db_text_rows(w, "SELECT CAST(r.relname AS TEXT), CAST(k.conname AS TEXT) FROM pg_constraint k"
                        " JOIN pg_class r ON r.oid = k.conrelid"
                        " WHERE k.contype = 'f' AND k.connamespace = CAST(current_schema() AS regnamespace)"
                        " ORDER BY r.relname, k.conname", ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(db_script(w, arena_printf(w->ctx->arena, "ALTER TABLE \"%.*s\" ALTER CONSTRAINT \"%.*s\" %s",
                                      STR_ARG(row_text(rows.row[i], 0)), STR_ARG(row_text(rows.row[i], 1)), how).p));
    return OK;
}

static Err keys_put_off(Db *w)
{
    if (store_engine(w->store) == ENGINE_SQLITE)
        return db_script(w, "PRAGMA defer_foreign_keys = ON"); /* ends by itself at COMMIT */
    TRY(db_script(w, "SET LOCAL statement_timeout = 0"));
    return for_each_key(w, "DEFERRABLE INITIALLY DEFERRED");
}

static Err keys_check(Db *w)
{
    if (store_engine(w->store) == ENGINE_SQLITE)
        return OK;
    TRY(db_script(w, "SET CONSTRAINTS ALL IMMEDIATE"));
    return for_each_key(w, "NOT DEFERRABLE");
}

/* ---- rows ---- */

typedef struct Batch {
    Db          *w;
    const Table *t;
    const Copy  *copy;
    Arena       *a;      /* of the rows that wait; emptied with them */
    Value        v[MAX_VALUES];
    size_t       n;      /* values */
    i64          rows;
} Batch;

static Err batch_write(Batch *b)
{
    Buf text = buf_new(b->a, 8192, 1 << 20);
    if (b->n == 0)
        return OK;
    buf_printf(&text, "INSERT INTO \"%.*s\" (%.*s) VALUES ", STR_ARG(b->t->name), STR_ARG(b->t->columns));
    for (size_t i = 0; i < b->n; i++) {
        bool is_first = i % (size_t)b->t->n_columns == 0;
        buf_printf(&text, "%s$%zu", is_first ? (i ? "), (" : "(") : ", ", i + 1);
    }
    buf_char(&text, ')');
    ArenaMark *m = arena_mark(b->w->ctx->arena);
    Err        e = db_text(b->w, str_cstr(b->a, buf_text(&text)), (Args){ b->v, b->n }, NULL, NULL);
    if (e == OK) /* else the message stays */
        arena_rewind(b->w->ctx->arena, m);
    TRY(e);
    b->n = 0;
    arena_reset(b->a);
    return OK;
}

static Err batch_row(void *arg, Row row)
{
    Batch *b = arg;
    for (size_t i = 0; i < row.n; i++) {
        b->v[b->n] = row.v[i];
        if (row.v[i].type == VALUE_TEXT || row.v[i].type == VALUE_BYTES)
            b->v[b->n].s = str_copy(b->a, row.v[i].s);
        b->n++;
    }
    b->rows++;
    if (b->copy->progress && b->rows % TELL_EVERY == 0)
        b->copy->progress(b->copy->arg, b->t->name, b->rows);
    return b->n + row.n > MAX_VALUES ? batch_write(b) : OK;
}

static Err table_copy(Db *w, const Copy *copy, const Table *t)
{
    Ctx   *from = copy->from;
    Batch *b = NEW(w->ctx->arena, Batch);
    i64    n_from, n_to;
    Str    text = arena_printf(from->arena, "SELECT %.*s FROM \"%.*s\" ORDER BY %.*s", STR_ARG(t->columns),
                               STR_ARG(t->name), STR_ARG(t->key));
    b->w = w;
    b->t = t;
    b->copy = copy;
    b->a = arena_open();
    Err e = db_text_walk(db_read(from), text.p, ARGS(), batch_row, b);
    if (e == OK)
        e = batch_write(b);
    arena_close(b->a);
    TRY(from_source(w, from, e));
    TRY(from_source(w, from, count(db_read(from), t->name, &n_from)));
    TRY(count(w, t->name, &n_to));
    if (n_from != n_to || n_from != b->rows)
        return fail(w->ctx, ERR_DB, NULL, "copy of %.*s: %lld rows of %lld", STR_ARG(t->name), (long long)n_to,
                    (long long)n_from);
    if (copy->progress)
        copy->progress(copy->arg, t->name, n_to);
    return OK;
}

/* Takes out what the migrations put in. */
static Err target_clear(Db *w, const Table *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        i64 rows;
        TRY(count(w, t[i].name, &rows));
        if (rows > 0 && t[i].is_append_only)
            return fail(w->ctx, ERR_CONFLICT, "copy.not_empty", "the target has %lld rows in %.*s", (long long)rows,
                        STR_ARG(t[i].name));
    }
    for (size_t i = 0; i < n; i++)
        if (!t[i].is_append_only)
            TRY(db_script(w, arena_printf(w->ctx->arena, "DELETE FROM \"%.*s\"", STR_ARG(t[i].name)).p));
    return OK;
}

static Err copy_body(Db *w, void *arg)
{
    const Copy *copy = arg;
    Ctx        *from = copy->from;
    Table      *a, *b;
    size_t      n_a, n_b;
    db_read_end(from); /* body: of the other database; a rerun reads anew */
    TRY(from_source(w, from, tables_read(db_read(from), &a, &n_a)));
    TRY(tables_read(w, &b, &n_b));
    TRY(check_alike(w, from, a, n_a, b, n_b));
    TRY(keys_put_off(w));
    TRY(target_clear(w, b, n_b));
    for (size_t i = 0; i < n_a; i++)
        TRY(table_copy(w, copy, &a[i]));
    return keys_check(w);
}

Err store_copy(Ctx *from, Ctx *to, void (*progress)(void *arg, Str table, i64 rows), void *arg)
{
    Copy copy = { from, progress, arg };
    BUG_ON(from->store == to->store); /* two that cmd_db_copy() opened */
    Err e = db_write(to, copy_body, &copy);
    db_read_end(from);
    return e;
}
