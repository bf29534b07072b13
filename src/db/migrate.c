/* migrate: brings a database to the state of the files in migrations/, each in one transaction of its own.
 *
 * The table `migration` holds number, name and checksum of what was applied. A file that differs from what was applied,
 * or one applied that we do not know, is refused: such a database belongs to another program. Two programs that start
 * at once take turns, and the second finds the work done.
 *
 * Words that the engines spell differently stand in the files as {int} {blob} {strict} {strict_by_key}; {append_only
 * TABLE [a,b]} on a line of its own makes the triggers that refuse UPDATE (of all columns but a and b), DELETE and
 * TRUNCATE. {run NAME} on a line of its own calls a step of the program: what SQL alone cannot work out. What cannot be
 * said in one way stands behind {sqlite} or {postgres}, up to {both}: to change a CHECK, SQLite builds the table anew and
 * renames it (keys are looked at when the file is through), PostgreSQL takes the constraint out and adds another. */
#include "db/db_inside.h"

#include <string.h>

typedef struct Applied {
    int number;
    Str name, checksum;
} Applied;

/* ---- names ---- */

/* "migrations/0001-record.sql": 1, "record" */
static void name_split(const char *path, int *ret_number, Str *ret_name)
{
    Str s = str_from(path), digits;
    i64 n;
    /* files that are built in */
    BUG_ON(!str_starts(s, STR("migrations/")) || !str_ends(s, STR(".sql")));
    s = str_skip(s, sizeof "migrations/" - 1);
    s = str_cut(s, s.n - (sizeof ".sql" - 1));
    BUG_ON(!str_next(&s, '-', &digits) || digits.n != 4 || !str_int(digits, &n)); /* files that are built in */
    *ret_number = (int)n;
    *ret_name = s;
}

static bool is_migration(const Embedded *f)
{
    return str_starts(str_from(f->path), STR("migrations/"));
}

/* ---- {tokens} ---- */

static const struct {
    const char *name, *text[2]; /* by Engine */
} tokens[] = {
    { "int",    { "INTEGER", "BIGINT" } },
    { "blob",   { "BLOB", "BYTEA" } },
    { "strict", { "STRICT", "" } },
    { "strict_by_key", { "STRICT, WITHOUT ROWID", "" } }, /* small rows found by their key alone: one tree, not two */
};

static bool token_put(Buf *b, Engine e, Str name)
{
    for (size_t i = 0; i < COUNTOF(tokens); i++) {
        if (str_is(name, tokens[i].name)) {
            buf_cstr(b, tokens[i].text[e]);
            return true;
        }
    }
    return false;
}

/* {sqlite} {postgres} {both}: whom what follows is for. */
static bool token_turns(Str name, Engine e, bool *is_ours)
{
    bool is_sqlite = str_is(name, "sqlite"), is_postgres = str_is(name, "postgres");
    if (!is_sqlite && !is_postgres && !str_is(name, "both"))
        return false;
    *is_ours = !(e == ENGINE_SQLITE ? is_postgres : is_sqlite);
    return true;
}

static bool is_listed(Str list, Str word)
{
    Str part;
    while (str_next(&list, ',', &part))
        if (str_eq(str_trim(part), word))
            return true;
    return false;
}

/* The columns of a table but for those, with commas between. */
static Err columns_but(Db *w, Str table, Str but, Buf *b)
{
    static const char *const ask[2] = {
        "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        "SELECT CAST(column_name AS TEXT) FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
    };
    Rows rows;
    TRY(db_text_rows(w, ask[store_engine(w->store)], ARGS(table), &rows));
    if (rows.n == 0)
        return fail(w->ctx, ERR_DB, NULL, "append_only: no table %.*s", STR_ARG(table));
    for (size_t i = 0, put = 0; i < rows.n; i++)
        if (!is_listed(but, row_text(rows.row[i], 0)))
            buf_printf(b, "%s%.*s", put++ ? ", " : "", STR_ARG(row_text(rows.row[i], 0)));
    return OK;
}

/* Inserts get through, so that store_copy() can bring such a table over. */
static Err append_only(Db *w, Str rest)
{
    Str    table;
    Arena *a = w->ctx->arena;
    Buf    b = buf_new(a, 1024, 65536), columns = buf_new(a, 256, 65536);
    str_next(&rest, ' ', &table);
    TRY(columns_but(w, table, rest, &columns));
    Str of = buf_text(&columns);
    if (store_engine(w->store) == ENGINE_SQLITE) {
        buf_printf(&b,
                   "CREATE TRIGGER %.*s_keep_update BEFORE UPDATE OF %.*s ON %.*s"
                   " BEGIN SELECT RAISE(ABORT, 'append only: %.*s'); END;"
                   "CREATE TRIGGER %.*s_keep_delete BEFORE DELETE ON %.*s"
                   " BEGIN SELECT RAISE(ABORT, 'append only: %.*s'); END;",
                   STR_ARG(table), STR_ARG(of), STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table),
                   STR_ARG(table));
    } else {
        buf_printf(&b,
                   "CREATE TRIGGER %.*s_keep_update BEFORE UPDATE OF %.*s ON %.*s"
                   " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
                   "CREATE TRIGGER %.*s_keep_delete BEFORE DELETE ON %.*s"
                   " FOR EACH ROW EXECUTE FUNCTION refuse_change();"
                   "CREATE TRIGGER %.*s_keep_truncate BEFORE TRUNCATE ON %.*s"
                   " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
                   STR_ARG(table), STR_ARG(of), STR_ARG(table), STR_ARG(table), STR_ARG(table), STR_ARG(table),
                   STR_ARG(table));
    }
    return db_script(w, str_cstr(a, buf_text(&b)));
}

static Err flush(Db *w, Buf *b)
{
    Str text = str_trim(buf_text(b));
    BUG_ON(buf_is_over(b)); /* files that are built in */
    b->n = 0;
    return str_is_empty(text) ? OK : db_script(w, str_cstr(w->ctx->arena, text));
}

static Err step_run(Db *w, Str name, const char *path)
{
    for (const MigrateStep *s = migrate_steps; s->name != NULL; s++)
        if (str_is(name, s->name))
            return s->run(w, NULL);
    return fail(w->ctx, ERR_DB, NULL, "%s: no step %.*s", path, STR_ARG(name));
}

static Err token_run(Db *w, Buf *b, Str token, const char *path)
{
    if (str_starts(token, STR("run "))) {
        TRY(flush(w, b));
        return step_run(w, str_skip(token, sizeof "run " - 1), path);
    }
    if (str_starts(token, STR("append_only "))) { /* the table must be there */
        TRY(flush(w, b));
        return append_only(w, str_skip(token, sizeof "append_only " - 1));
    }
    if (!token_put(b, store_engine(w->store), token))
        return fail(w->ctx, ERR_DB, NULL, "%s: unknown {%.*s}", path, STR_ARG(token));
    return OK;
}

static Err file_run(Db *w, Str text, const char *path)
{
    Buf    b = buf_new(w->ctx->arena, 4096, 1 << 20);
    Engine e = store_engine(w->store);
    bool   is_ours = true;
    while (text.n > 0) {
        size_t at, end;
        if (!str_find(text, STR("{"), &at))
            at = text.n;
        if (is_ours)
            buf_str(&b, str_cut(text, at));
        text = str_skip(text, at);
        if (text.n == 0)
            break;
        if (!str_find(text, STR("}"), &end))
            return fail(w->ctx, ERR_DB, NULL, "%s: { without }", path);
        Str token = str_skip(str_cut(text, end), 1);
        text = str_skip(text, end + 1);
        if (!token_turns(token, e, &is_ours) && is_ours)
            TRY(token_run(w, &b, token, path));
    }
    return flush(w, &b);
}

/* ---- what was applied ---- */

/* The function of the triggers is made here, for every append-only table calls the same one. */
static const char *const first_sqlite =
    "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,"
    " applied_at INTEGER NOT NULL, CONSTRAINT migration_pk PRIMARY KEY (number)) STRICT";
static const char *const first_postgres =
    "SELECT pg_advisory_xact_lock(7235906112);"
    "CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,"
    " applied_at BIGINT NOT NULL, CONSTRAINT migration_pk PRIMARY KEY (number));"
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME; END $$";

static Err applied_read(Db *db, Applied **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_text_rows(db, "SELECT number, name, checksum FROM migration ORDER BY number", ARGS(), &rows));
    *ret_n = rows.n;
    *ret = NEW_N(db->ctx->arena, Applied, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*ret)[i] = (Applied){ (int)row_int(rows.row[i], 0), row_text(rows.row[i], 1), row_text(rows.row[i], 2) };
    return OK;
}

static const Applied *applied_find(const Applied *list, size_t n, int number)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].number == number)
            return &list[i];
    return NULL;
}

static Err check_known(Ctx *c, const Applied *applied, size_t n_applied, const Embedded *files, size_t n)
{
    for (size_t i = 0; i < n_applied; i++) {
        bool is_known = false;
        for (size_t k = 0; k < n && !is_known; k++) {
            int number;
            Str name;
            name_split(files[k].path, &number, &name);
            is_known = number == applied[i].number;
        }
        if (!is_known)
            return fail(c, ERR_DB, "migrate.unknown", "migration %04d-%.*s was applied by a newer program",
                        applied[i].number, STR_ARG(applied[i].name));
    }
    return OK;
}

/* Does what was applied agree with our files, and which of them are missing? */
static Err compare(Ctx *c, Db *db, const Embedded *files, size_t n, bool *ret_missing)
{
    Applied *applied;
    size_t   n_applied;
    TRY(applied_read(db, &applied, &n_applied));
    TRY(check_known(c, applied, n_applied, files, n));
    for (size_t i = 0; i < n; i++) {
        int number;
        Str name;
        name_split(files[i].path, &number, &name);
        const Applied *was = applied_find(applied, n_applied, number);
        Hash           h = hash_of(files[i].bytes);
        ret_missing[i] = was == NULL;
        if (was != NULL && !str_eq(was->checksum, hash_hex(c->arena, &h)))
            return fail(c, ERR_DB, "migrate.changed", "%s is not what was applied to this database", files[i].path);
    }
    return OK;
}

typedef struct Step {
    const Embedded *files;
    size_t          n, at;
} Step;

/* One file, unless it is there by now. */
static Err step_body(Db *w, void *arg)
{
    const Step     *s = arg;
    const Embedded *f = &s->files[s->at];
    bool           *missing = NEW_N(w->ctx->arena, bool, s->n);
    int             number;
    Str             name;
    TRY(db_script(w, store_engine(w->store) == ENGINE_SQLITE ? first_sqlite : first_postgres));
    TRY(compare(w->ctx, w, s->files, s->n, missing));
    if (!missing[s->at])
        return OK;
    TRY(file_run(w, f->bytes, f->path));
    TRY(store_backend(w->store)->keys_check(w));
    name_split(f->path, &number, &name);
    Hash h = hash_of(f->bytes);
    return db_text(w, "INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                   ARGS(number, name, hash_hex(w->ctx->arena, &h), w->ctx->now), NULL, NULL);
}

static Err is_begun(Ctx *c, bool *ret_begun)
{
    static const char *const ask[2] = {
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migration'",
    };
    i64 there;
    TRY(db_text_int(db_read(c), ask[store_engine(c->store)], ARGS(), &there));
    *ret_begun = there > 0;
    return OK;
}

/* A database that has them all is not written to. */
Err migrate_files(Ctx *c, const Embedded *files, size_t n)
{
    bool *missing = NEW_N(c->arena, bool, n), begun;
    TRY(is_begun(c, &begun));
    memset(missing, 1, n * sizeof *missing);
    if (begun)
        TRY(compare(c, db_read(c), files, n, missing));
    for (size_t i = 0; i < n; i++) {
        Step s = { files, n, i };
        if (missing[i])
            TRY(db_rebuild(c, step_body, &s));
    }
    return OK;
}

static void ours(Ctx *c, const Embedded **ret_files, size_t *ret_n)
{
    Embedded *files = NEW_N(c->arena, Embedded, embedded_count);
    size_t    n = 0;
    for (size_t i = 0; i < embedded_count; i++)
        if (is_migration(&embedded_files[i]))
            files[n++] = embedded_files[i];
    *ret_files = files;
    *ret_n = n;
}

Err migrate_apply(Ctx *c)
{
    const Embedded *files;
    size_t          n;
    ours(c, &files, &n);
    TRY(migrate_files(c, files, n));
    for (MigrateEnd *const *end = migrate_end; *end != NULL; end++)
        TRY((*end)(c));
    return OK;
}

Err migrate_version(Ctx *c, int *ret_applied, int *ret_known)
{
    const Embedded *files;
    size_t          n;
    bool            begun;
    i64             applied = 0;
    ours(c, &files, &n);
    *ret_known = (int)n;
    TRY(is_begun(c, &begun));
    if (begun)
        TRY(db_text_int(db_read(c), "SELECT count(*) FROM migration", ARGS(), &applied));
    *ret_applied = (int)applied;
    return OK;
}
