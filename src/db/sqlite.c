/* sqlite: the embedded engine. WAL, every commit flushed; one connection writes, any number read.
 *
 * Statements are prepared at their first use and kept by Query; each is reset at once after it ran, for a statement
 * left open would hold its reader to an old view. Readers' statements are given up after a time; the writer's never,
 * for an interrupted UPDATE would roll the whole writing group back. */
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <unistd.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db_inside.h"
#include "db/turn.h"

enum {
    BUSY_MS = 5000,
    STEPS_BETWEEN_LOOKS = 1000,
    WORD_PARTS = 2,
    LOG_STEP = 1000,       /* pages of 4 kB, between two looks at the log */
    LOG_LONG = 6000,       /* from here on the writers wait for the readers, */
    LOG_PATIENCE_MS = 100, /* so long at most */
};

typedef struct Link {
    sqlite3   *db;
    sqlite3_stmt *said[WORD_COUNT][WORD_PARTS];
    i64        deadline; /* of the statement that runs, in clock_ticks(); 0: none */
    i64        steps;    /* of all statements so far: sqlite_steps() */
    i64        looked;   /* steps of the statement that runs, as far as they were looked at */
    bool       is_compiling; /* a statement, for which SQLite may first have to read the whole schema: no turn pays for that */
    int        log_seen; /* the writer's: how long the log was when it was last looked at, in pages */
    bool       is_apart; /* a rebuild or a remake: settings are others until it is over */
    sqlite3_stmt *kept[]; /* of each query, by its number */
} Link;

static sqlite3 *handle(const Db *db)
{
    return ((Link *)db->link)->db;
}

/* ---- failures ---- */

static Err err_of(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return ERR_CONFLICT;
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
        return ERR_BUSY;
    }
    return ERR_DB;
}

static Err sqlite_fail(Db *db, sqlite3 *h, const char *what)
{
    int code = h ? sqlite3_extended_errcode(h) : SQLITE_NOMEM;
    db->doomed = code == SQLITE_READONLY && !db->is_writer ? ERR_DB : err_of(code); /* a change among the reads */
    return fail(db->ctx, db->doomed, NULL, "sqlite %d in %s: %s", code, what, h ? sqlite3_errmsg(h) : "no memory");
}

/* ---- connecting ---- */

static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* else every allocation of every thread meets on one lock */
    sqlite3_initialize();
}

/* For reading, small caches: each commit makes every reader drop its own. Who walks over everything comes back to pages. */
static const char write_settings[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                                     "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                                     "PRAGMA cache_size=-8192; PRAGMA trusted_schema=OFF;"
                                     "PRAGMA journal_size_limit=16777216"; /* what a long log leaves on the disk */
static const char read_settings[] = "PRAGMA query_only=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                                    "PRAGMA cache_size=-512; PRAGMA trusted_schema=OFF";

static const char walk_settings[] = "PRAGMA cache_size=-32768";

static void sqlite_disconnect(Db *db)
{
    Link *l = db->link;
    if (l == NULL)
        return;
    for (int q = 0; q < query_count; q++)
        sqlite3_finalize(l->kept[q]);
    for (int w = 0; w < WORD_COUNT; w++)
        for (int i = 0; i < WORD_PARTS; i++)
            sqlite3_finalize(l->said[w][i]);
    sqlite3_close(l->db);
    free(l);
    db->link = NULL;
}

/* Looks while a reader's statement runs; true ends it. */
static int is_too_late(void *arg)
{
    Link       *l = arg;
    const Turn *t = turn_now();
    if (l->is_compiling)
        return 0;
    l->looked += STEPS_BETWEEN_LOOKS;
    if (t != NULL && t->is_brief && l->looked > t->steps)
        return turn_cut("steps");
    if (t != NULL && t->is_brief && clock_micros() > t->until)
        return turn_cut("time");
    return l->deadline != 0 && clock_ticks() > l->deadline;
}

/* A reader finds the database locked: rare in WAL mode. Who must not wait does not. */
static int is_busy(void *arg, int tries)
{
    if (turn_cut("a lock"))
        return 0;
    usleep(1000);
    return tries < BUSY_MS;
}

/* Pages that a person's words were taken from are clean in the database (secure_delete), but as they were in the log until it
 * begins anew. A reader may hold it: then a later commit tries again, at most once a second. */
static void log_forget(Db *w, sqlite3 *db, const char *name)
{
    if (w->forgot_at != 0 && clock_ticks() - w->forgot_at < SECOND)
        return;
    w->forgot_at = clock_ticks();
    sqlite3_busy_timeout(db, LOG_PATIENCE_MS);
    if (sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK) {
        w->is_forgetting = false;
        w->forgot_at = 0;
    }
    sqlite3_busy_timeout(db, BUSY_MS);
}

/* After a commit that left the log so long. What no reader holds back is moved into the database without waiting. But
 * where readers always overlap, the log would never begin anew: beyond a size the writing group waits for them, a moment.
 * A reader that stays (a backup) is asked again only when the log has grown by another step. */
static int log_grew(void *arg, sqlite3 *db, const char *name, int pages)
{
    Db   *w = arg;
    Link *l = w->link;
    if (w->is_forgetting)
        log_forget(w, db, name);
    if (pages < l->log_seen)
        l->log_seen = 0; /* it began anew */
    if (pages - l->log_seen < LOG_STEP)
        return SQLITE_OK;
    l->log_seen = pages;
    sqlite3_busy_timeout(db, LOG_PATIENCE_MS);
    sqlite3_wal_checkpoint_v2(db, name, pages < LOG_LONG ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART, NULL,
                              NULL); /* one that comes to nothing comes again */
    sqlite3_busy_timeout(db, BUSY_MS);
    return SQLITE_OK;
}

/* A new database is its owner's alone, and what SQLite puts beside it follows. O_EXCL: closing a file that is open
 * elsewhere in this process would drop SQLite's locks on it. */
static void file_make(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

static Err sqlite_connect(Db *db)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    Link *l = calloc(1, sizeof *l + (size_t)query_count * sizeof l->kept[0]);
    BUG_ON(l == NULL);
    db->link = l;
    if (db->is_writer)
        file_make(db->store->database);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (db->is_writer ? SQLITE_OPEN_CREATE : 0);
    if (sqlite3_open_v2(db->store->database, &l->db, flags, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(l->db, BUSY_MS);
        sqlite3_extended_result_codes(l->db, 1);
        sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        sqlite3_db_config(l->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        if (!db->is_writer) {
            sqlite3_busy_handler(l->db, is_busy, NULL);
            sqlite3_progress_handler(l->db, STEPS_BETWEEN_LOOKS, is_too_late, l);
        } else {
            sqlite3_wal_hook(l->db, log_grew, db);
        }
        if (sqlite3_exec(l->db, db->is_writer ? write_settings : read_settings, NULL, NULL, NULL) == SQLITE_OK &&
            (db->is_writer || db->store->statement_ms != 0 || sqlite3_exec(l->db, walk_settings, NULL, NULL, NULL) == SQLITE_OK))
            return OK;
    }
    Err e = sqlite_fail(db, l->db, "open");
    sqlite_disconnect(db);
    return e;
}

/* ---- statements ---- */

static Err prepare_text(Db *db, const char *text, const char *name, sqlite3_stmt **ret)
{
    Link *l = db->link;
    l->is_compiling = true;
    int result = sqlite3_prepare_v3(l->db, text, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    l->is_compiling = false;
    return result == SQLITE_OK ? OK : sqlite_fail(db, handle(db), name);
}

static Err sqlite_prepare(Db *db, Query q)
{
    sqlite3_stmt **kept = &((Link *)db->link)->kept[query_number(q)];
    return *kept ? OK : prepare_text(db, q->text[ENGINE_SQLITE], q->name, kept);
}

static void bind(sqlite3_stmt *s, Args args)
{
    for (size_t i = 0; i < args.n; i++) {
        const Value *v = &args.v[i];
        int          at = (int)i + 1, rc = SQLITE_MISUSE;
        switch (v->type) {
        case VALUE_LEFT_OUT: break; /* query.c has looked */
        case VALUE_NULL:  rc = sqlite3_bind_null(s, at); break;
        case VALUE_INT:   rc = sqlite3_bind_int64(s, at, v->i); break;
        case VALUE_TEXT:  rc = sqlite3_bind_text64(s, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8); break;
        case VALUE_BYTES: rc = sqlite3_bind_blob64(s, at, v->s.p, v->s.n, SQLITE_STATIC); break;
        }
        BUG_ON(rc != SQLITE_OK); /* a number of its text; a body is far smaller than what a value may be (1 GB) */
    }
}

/* The cell is looked for once: each sqlite3_column_ call would do it anew. */
static Err cell_read(Db *db, sqlite3_stmt *st, int i, Value *ret)
{
    sqlite3_value *v = sqlite3_column_value(st, i);
    const char    *p;
    switch (sqlite3_value_type(v)) {
    case SQLITE_INTEGER:
        *ret = value_int(sqlite3_value_int64(v));
        return OK;
    case SQLITE_TEXT:
        p = (const char *)sqlite3_value_text(v);
        *ret = value_text((Str){ p, (size_t)sqlite3_value_bytes(v) });
        return OK;
    case SQLITE_BLOB:
        p = sqlite3_value_blob(v);
        *ret = value_bytes((Str){ p, (size_t)sqlite3_value_bytes(v) });
        return OK;
    case SQLITE_NULL:
        *ret = value_null();
        return OK;
    }
    db->doomed = ERR_DB;
    return fail(db->ctx, ERR_DB, NULL, "column %s is a floating point number", sqlite3_column_name(st, i));
}

/* Enough for every query; what db/ asks for itself brings no more than a table has columns. */
enum { MAX_COLUMNS = 100 };

static Err rows_read(Db *db, sqlite3_stmt *s, const char *name, RowFn *fn, void *arg)
{
    Value cells[MAX_COLUMNS];
    int   n = sqlite3_column_count(s), rc;
    BUG_ON(n > MAX_COLUMNS); /* our own statements; copy.c counts before it asks */
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        if (fn == NULL)
            continue;
        for (int i = 0; i < n; i++)
            TRY(cell_read(db, s, i, &cells[i]));
        TRY(fn(arg, (Row){ cells, (size_t)n }));
    }
    return rc == SQLITE_DONE ? OK : sqlite_fail(db, handle(db), name);
}

/* What it cost, to the link's sum and to the turn that may have no more than so much. */
static void steps_count(Link *l, sqlite3_stmt *st)
{
    Turn *t = turn_now();
    i64   steps = sqlite3_stmt_status(st, SQLITE_STMTSTATUS_VM_STEP, 1);
    l->steps += steps;
    if (t == NULL || !t->is_brief)
        return;
    t->steps -= steps;
    if (t->steps < 0)
        turn_cut("steps");
}

static Err sqlite_run(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, i64 *ret_changed)
{
    sqlite3_stmt *own = NULL, *s = NULL;
    const char   *name = sql.query == SQL_TEXT ? "text" : sql.query->name;
    if (sql.query != SQL_TEXT) {
        TRY(sqlite_prepare(db, sql.query));
        s = ((Link *)db->link)->kept[query_number(sql.query)];
    }
    if (s == NULL || sqlite3_stmt_busy(s)) { /* asked from inside of its own db_each */
        TRY(prepare_text(db, s ? sql.query->text[ENGINE_SQLITE] : sql.text, name, &own));
        s = own;
    }
    bind(s, args);
    Link *l = db->link;
    i64   around = l->looked; /* of a db_each that this one is asked inside of */
    l->looked = 0;
    l->deadline = wanted == WANTED_WALK || db->is_writer || db->store->statement_ms == 0 ? 0 : clock_ticks() + db->store->statement_ms;
    Err e = rows_read(db, s, name, fn, arg);
    l->deadline = 0;
    l->looked = around;
    if (ret_changed != NULL)
        *ret_changed = sqlite3_stmt_readonly(s) ? 0 : sqlite3_changes64(handle(db));
    steps_count(l, s);
    sqlite3_reset(s);
    sqlite3_finalize(own);
    return e;
}

i64 sqlite_steps(const Db *db)
{
    return db->link ? ((Link *)db->link)->steps : 0;
}

/* Nothing is underway: each statement is run when it is said. */
static Err sqlite_settle(Db *db)
{
    db->is_asking = false;
    return OK;
}

static Err sqlite_script(Db *db, const char *text)
{
    if (sqlite3_exec(handle(db), text, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_fail(db, handle(db), "script");
    return OK;
}

/* ---- transactions ---- */

static const char *const words[WORD_COUNT][WORD_PARTS] = {
    [WORD_BEGIN_READ] = { "BEGIN" },
    [WORD_BEGIN] = { "BEGIN IMMEDIATE" },
    [WORD_BEGIN_MARK] = { "BEGIN IMMEDIATE", "SAVEPOINT body" },
    [WORD_BEGIN_REBUILD] = { "PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE" }, /* in a transaction it would do nothing */
    [WORD_BEGIN_REMAKE] = { "PRAGMA secure_delete = FAST", "BEGIN IMMEDIATE" }, /* nothing is forgotten in it */
    [WORD_NEXT_MARK] = { "RELEASE body", "SAVEPOINT body" },
    [WORD_UNDO] = { "ROLLBACK TO body" },
    [WORD_COMMIT] = { "COMMIT" },
    [WORD_ROLLBACK] = { "ROLLBACK" },
};

static const char settings_back[] = "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

/* Each is said several times a request: compiled at the first and kept. */
static Err word_say(Db *db, Word word, int part)
{
    Link          *l = db->link;
    const char    *text = words[word][part];
    sqlite3_stmt **kept = &l->said[word][part];
    if (*kept == NULL && sqlite3_prepare_v3(l->db, text, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK)
        return sqlite_fail(db, l->db, text);
    int step = sqlite3_step(*kept);
    Err e = step == SQLITE_DONE || step == SQLITE_ROW ? OK : sqlite_fail(db, l->db, text);
    sqlite3_reset(*kept);
    return e;
}

static Err sqlite_say(Db *db, Word word)
{
    if (word == WORD_ROLLBACK && sqlite3_get_autocommit(handle(db)))
        return OK; /* SQLite did it already */
    Link *l = db->link;
    if (word == WORD_BEGIN_REBUILD || word == WORD_BEGIN_REMAKE)
        l->is_apart = true;
    Err e = OK;
    for (int i = 0; i < WORD_PARTS && words[word][i] != NULL && e == OK; i++)
        e = word_say(db, word, i);
    if (l->is_apart && sqlite3_get_autocommit(l->db)) {
        l->is_apart = false;
        sqlite3_exec(l->db, settings_back, NULL, NULL, NULL);
    }
    return e;
}

static bool sqlite_in_transaction(Db *db)
{
    return !sqlite3_get_autocommit(handle(db));
}

static Err key_row(void *arg, Row row)
{
    Db *db = arg;
    return fail(db->ctx, ERR_DB, NULL, "a row of %.*s points to nothing in %.*s", STR_ARG(row_text(row, 0)),
                STR_ARG(row_text(row, 1)));
}

static Err sqlite_keys_check(Db *db)
{
    Sql sql = { SQL_TEXT, "SELECT \"table\", parent FROM pragma_foreign_key_check" };
    return sqlite_run(db, sql, ARGS(), key_row, db, WANTED_NOW, NULL);
}

static Err plan_row(void *arg, Row row)
{
    Buf *b = arg;
    buf_str(b, row_text(row, 3));
    buf_char(b, '\n');
    return OK;
}

static Err sqlite_plan(Db *db, Query q, Args args, Str *ret_plan)
{
    Buf b = buf_new(db->ctx->arena, 1024, 1 << 20);
    Str text = arena_printf(db->ctx->arena, "EXPLAIN QUERY PLAN %s", q->text[ENGINE_SQLITE]);
    TRY(sqlite_run(db, (Sql){ SQL_TEXT, text.p }, args, plan_row, &b, WANTED_NOW, NULL));
    *ret_plan = buf_text(&b);
    return OK;
}

const Backend backend_sqlite = {
    .connect = sqlite_connect,
    .disconnect = sqlite_disconnect,
    .prepare = sqlite_prepare,
    .run = sqlite_run,
    .settle = sqlite_settle,
    .script = sqlite_script,
    .say = sqlite_say,
    .in_transaction = sqlite_in_transaction,
    .keys_check = sqlite_keys_check,
    .plan = sqlite_plan,
};

/* ---- backup ---- */

/* A hundred pages at a time, in one read transaction, else every commit of the others would start the copy anew. */
static int pages_copy(sqlite3 *from, sqlite3 *to)
{
    sqlite3_busy_timeout(from, BUSY_MS);
    int rc = sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (b == NULL)
        return sqlite3_errcode(to);
    do {
        rc = sqlite3_backup_step(b, 100);
    } while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
    return sqlite3_backup_finish(b);
}

/* Its own connection reads. The file beside the target takes the name only when it is whole and flushed: a backup that
 * was broken off is never taken for one. */
Err sqlite_backup(Ctx *c, Str to_path)
{
    sqlite3    *from = NULL, *to = NULL;
    const char *whole = str_cstr(c->arena, to_path), *part = arena_printf(c->arena, "%s.part", whole).p;
    remove(part);
    file_make(part);
    int rc = sqlite3_open_v2(c->store->database, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = pages_copy(from, to);
    Err e = rc == SQLITE_OK ? OK : fail(c, err_of(rc), NULL, "backup: sqlite %d %s", rc, sqlite3_errstr(rc));
    sqlite3_close(to);
    sqlite3_close(from);
    if (e == OK && rename(part, whole) != 0)
        e = fail(c, ERR_BUSY, NULL, "backup: cannot name %s", whole);
    if (e != OK) {
        remove(part);
        return e;
    }
    int folder = open(dirname(strdupa(whole)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || fsync(folder) != 0)
        e = fail(c, ERR_BUSY, NULL, "backup: cannot flush the folder of %s", whole);
    if (folder >= 0)
        close(folder);
    return e;
}

static int integrity_row(void *arg, int n, char **values, char **names)
{
    bool *whole = arg;
    *whole = n == 1 && values[0] != NULL && strcmp(values[0], "ok") == 0;
    return 0;
}

/* As a file that nobody writes: no log and no lock is made beside it. */
Err store_file_check(Ctx *c, Str path)
{
    sqlite3 *db = NULL;
    bool     whole = false;
    Buf      uri = buf_new(c->arena, 256, 8192);
    buf_cstr(&uri, "file:");
    buf_url(&uri, path);
    buf_cstr(&uri, "?immutable=1");
    int rc = sqlite3_open_v2(str_cstr(c->arena, buf_text(&uri)), &db,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db, "PRAGMA integrity_check(1)", integrity_row, &whole, NULL);
    sqlite3_close(db);
    return rc == SQLITE_OK && whole ? OK : fail(c, ERR_INVALID, NULL, "%.*s is not a whole database", STR_ARG(path));
}
