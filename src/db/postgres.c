/* postgres: the engine for what outgrows one machine; also Citus, which speaks the same.
 *
 * What costs is waiting, so statements travel together (libpq's pipeline): BEGIN, SAVEPOINT, the preparing of a statement
 * and what a body writes without asking are sent and not waited for. The next statement that is asked for an answer lands
 * them all: one trip. Their results come in order; after a failure the server skips what else stands before the Sync, so
 * each landing ends with one and whatever comes next starts clean. docs/decisions/0030.
 *
 * Statements are prepared at their first use, one name a Query and connection. Numbers come and go as text, texts and
 * bytes go as they are. What may be very long is walked with a cursor, so that `fn` may run other statements. A
 * connection that was lost is left; connection.c takes a new one at the next transaction. */
#include <libpq-fe.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db_inside.h"

enum { FEW = 64, MAX_COLUMNS = 100, WALK_ROWS = 500 };

/* pg_type.oid, fixed for ever in pg_type.dat */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_FLOAT4 = 700, OID_FLOAT8 = 701,
       OID_NUMERIC = 1700, OID_OID = 26 };

/* What may be in the air: few enough that neither side's buffers fill with answers nobody takes. */
enum { SENT_MOST = 256, WORD_PARTS = 3,
       WORDS = WORD_COUNT * WORD_PARTS, /* statements */ PREPARES_NOTHING = -1 };

typedef struct Sent {
    const char *what;
    int         prepares; /* the statement, or PREPARES_NOTHING */
    Ctx        *whose;    /* who fails if it does: a later body may be the one that waits */
    RowFn      *fn;       /* of whoever wants its rows when they come, or NULL */
    void       *arg;
} Sent;

/* Whether a statement that is planned now may walk a table from end to end. */
typedef enum Walking { WALKING_NEVER, WALKING_FREE, WALKING_UNKNOWN } Walking;

typedef struct Link {
    PGconn *pg;
    Sent    sent[SENT_MOST];         /* without an answer yet, in order */
    int     n_sent;
    bool    is_landing;              /* its Sync is sent, too: a ROLLBACK that nobody waited for */
    int     cursors;                 /* open now: they are nested when a walk walks */
    Walking walking;
    bool    is_prepared[]; /* parts of words, then queries; also what is only on its way */
} Link;

static PGconn *handle(const Db *db)
{
    return ((Link *)db->link)->pg;
}

/* ---- failures ---- */

typedef struct State {
    const char *code; /* SQLSTATE, or the beginning of one; the first that fits */
    Err         err;
    Trouble     trouble;
} State;

static const State states[] = {
    { "40001", ERR_BUSY,     TROUBLE_AGAIN }, /* lost against another transaction */
    { "40P01", ERR_BUSY,     TROUBLE_AGAIN }, /* deadlock */
    { "23505", ERR_CONFLICT, TROUBLE_NONE },  /* unique */
    { "23503", ERR_CONFLICT, TROUBLE_NONE },  /* foreign key */
    { "08",    ERR_BUSY,     TROUBLE_LOST },
    { "57P",   ERR_BUSY,     TROUBLE_LOST },  /* shut down, or starting */
    { "57014", ERR_BUSY,     TROUBLE_NONE },  /* statement_timeout */
    { "53",    ERR_BUSY,     TROUBLE_NONE },  /* disk full, out of memory, too many connections */
    { "55",    ERR_BUSY,     TROUBLE_NONE },  /* a lock was not to be had */
    { "58",    ERR_BUSY,     TROUBLE_NONE },  /* the server's disk */
    { "25006", ERR_BUSY,     TROUBLE_LOST },  /* a standby: not the primary any more, so it is left */
    { "",      ERR_DB,       TROUBLE_NONE },
};

static const State *state_of(const char *code)
{
    const State *s = states;
    while (strncmp(code, s->code, strlen(s->code)) != 0)
        s++;
    return s;
}

/* Notes what went wrong, without values: the server's detail line may quote what people typed. Takes r. */
static Err pg_fail(Db *db, PGresult *r, const char *what)
{
    const char *code = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const State *s = state_of(code ? code : "XX000");
    Err     e = s->err;
    Trouble t = s->trouble;
    if (PQstatus(handle(db)) != CONNECTION_OK || code == NULL) {
        e = ERR_BUSY;
        t = TROUBLE_LOST;
    } else if (strcmp(code, "XX000") == 0 && text && strstr(text, "could not commit transaction")) {
        e = ERR_BUSY; /* how Citus says 40001 */
        t = TROUBLE_AGAIN;
    }
    if (code != NULL && strcmp(code, "25006") == 0 && !db->is_writer) {
        e = ERR_DB; /* a change among the reads */
        t = TROUBLE_NONE;
    }
    db->trouble = t;
    db->doomed = e;
    e = fail(db->ctx, e, NULL, "postgres %s in %s: %s", code ? code : "-", what,
             text ? text : PQerrorMessage(handle(db)));
    PQclear(r);
    return e;
}

static bool is_good(const PGresult *r)
{
    ExecStatusType s = PQresultStatus(r);
    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY;
}

/* ---- sending and landing ---- */

static Err rows_read(Db *db, const PGresult *r, RowFn *fn, void *arg);

/* What failed first: nothing, where it has no name. */
typedef struct Failed {
    Sent      sent;
    PGresult *answer;
} Failed;

/* Takes the answers to all that was sent, up to the Sync. The first that failed comes back; else the last one's comes where
 * it is wanted, and *ret_read says how it went to read the rows that were wanted later. */
static Failed answers_take(Db *db, PGresult **ret_last, Err *ret_read)
{
    Link     *l = db->link;
    Failed    failed = { 0 };
    PGresult *last = NULL, *r;
    bool      is_over = false; /* after a failure, and after the connection's end, nothing succeeds */
    *ret_read = OK;
    for (int i = 0; i < l->n_sent; i++) {
        PQclear(last);
        last = PQgetResult(l->pg);
        bool is_bad = !is_good(last);
        if (is_bad && l->sent[i].prepares != PREPARES_NOTHING)
            l->is_prepared[l->sent[i].prepares] = false;
        if (is_bad && !is_over) {
            failed = (Failed){ l->sent[i], last };
            is_over = true;
            last = NULL;
        }
        if (!is_over && l->sent[i].fn != NULL && *ret_read == OK)
            *ret_read = rows_read(db, last, l->sent[i].fn, l->sent[i].arg);
        while ((r = PQgetResult(l->pg)) != NULL)
            PQclear(r);
    }
    PQclear(PQgetResult(l->pg)); /* the Sync */
    l->n_sent = 0;
    l->is_landing = false;
    if (ret_last != NULL && !is_over)
        *ret_last = last;
    else
        PQclear(last);
    return failed;
}

/* Said to whom it was sent for; whoever lands it is told by what comes back and by `fault`. */
static Err fail_late(Db *db, Failed f)
{
    Ctx *now = db->ctx;
    db->ctx = db->fault = f.sent.whose;
    Err e = pg_fail(db, f.answer, f.sent.what);
    db->ctx = now;
    return e;
}

/* Waits for all that was sent: OK, or as the first that failed. */
static Err land(Db *db, PGresult **ret_last)
{
    Link *l = db->link;
    if (l->n_sent == 0)
        return OK;
    if (!PQpipelineSync(l->pg))
        return pg_fail(db, NULL, l->sent[0].what);
    atomic_fetch_add(&db->store->trips, 1);
    Err    read;
    Failed failed = answers_take(db, ret_last, &read);
    if (failed.sent.what != NULL)
        return fail_late(db, failed);
    db->is_unheard = false;
    return read;
}

/* The answer to a ROLLBACK that nobody waited for: it has long been here. */
static Err landing_end(Db *db)
{
    Link  *l = db->link;
    Err    read; /* nothing: a ROLLBACK has no rows */
    Failed failed = l->is_landing ? answers_take(db, NULL, &read) : (Failed){ 0 };
    return failed.sent.what == NULL ? OK : pg_fail(db, failed.answer, failed.sent.what);
}

static Err pg_settle(Db *db)
{
    db->is_asking = false;
    return land(db, NULL);
}

/* Notes what libpq took to be sent. `prepares` is noted as done, for what comes behind it. */
static Err sent(Db *db, int is_taken, const char *what, int prepares)
{
    Link *l = db->link;
    if (!is_taken)
        return pg_fail(db, NULL, what);
    l->sent[l->n_sent++] = (Sent){ .what = what, .prepares = prepares, .whose = db->ctx };
    if (prepares != PREPARES_NOTHING)
        l->is_prepared[prepares] = true;
    return OK;
}

/* Room for a statement and what it takes to prepare it. */
static Err room_make(Db *db)
{
    return ((Link *)db->link)->n_sent + 2 > SENT_MOST ? land(db, NULL) : OK;
}

/* Several statements at once go the old way, each trip by itself. */
static Err pg_script(Db *db, const char *text)
{
    PGconn *pg = handle(db);
    TRY(land(db, NULL));
    PQexitPipelineMode(pg);
    PGresult *r = PQexec(pg, text);
    Err       e = is_good(r) ? OK : pg_fail(db, r, "script");
    if (e == OK)
        PQclear(r);
    PQenterPipelineMode(pg);
    atomic_fetch_add(&db->store->trips, 1);
    return e;
}

/* ---- connecting ---- */

static void ignore_notice(void *arg, const PGresult *r)
{
}

static void pg_disconnect(Db *db)
{
    Link *l = db->link;
    if (l == NULL)
        return;
    PQfinish(l->pg);
    free(l);
    db->link = NULL;
}

/* Place codes are compared as ranges of text, so text must be ordered by its bytes: under an ICU or national order
 * '420329' < '42032:' is false, and whole subtrees would be missed without a word. */
static Err collation_check(Db *db)
{
    PGresult *r = PQexec(handle(db), "SELECT datcollate, datlocprovider = 'c', pg_encoding_to_char(encoding)"
                                     " FROM pg_database WHERE datname = current_database()");
    if (!is_good(r) || PQntuples(r) != 1)
        return pg_fail(db, r, "collation");
    const char *collate = PQgetvalue(r, 0, 0);
    bool        is_bytes = PQgetvalue(r, 0, 1)[0] == 't' &&
                    (strcmp(collate, "C") == 0 || strcmp(collate, "POSIX") == 0 || strncmp(collate, "C.", 2) == 0);
    Err e = OK;
    if (!is_bytes || strcmp(PQgetvalue(r, 0, 2), "UTF8") != 0) {
        db->doomed = ERR_DB;
        e = fail(db->ctx, ERR_DB, "db.collation",
                 "database has LC_COLLATE '%s' and encoding %s; create it with TEMPLATE template0 LC_COLLATE 'C' "
                 "ENCODING 'UTF8'", collate, PQgetvalue(r, 0, 2));
    }
    PQclear(r);
    return e;
}

static Err pg_connect(Db *db)
{
    /* What comes later wins, so the address may say otherwise about what stands before it. */
    static const char *const keys[] = { "connect_timeout", "keepalives_idle", "tcp_user_timeout", "application_name",
                                        "dbname", "client_encoding", NULL };
    const char *const values[] = { "5", "30", "20000", "yuanchang", db->store->database, "UTF8", NULL };
    Link *l = calloc(1, sizeof *l + (size_t)(WORDS + query_count) * sizeof l->is_prepared[0]);
    BUG_ON(l == NULL);
    db->link = l;
    l->pg = PQconnectdbParams(keys, values, 1);
    Err e = OK;
    if (PQstatus(l->pg) != CONNECTION_OK) {
        db->doomed = ERR_BUSY;
        e = fail(db->ctx, ERR_BUSY, NULL, "postgres: %s", PQerrorMessage(l->pg));
    }
    if (e == OK) {
        PQsetNoticeReceiver(l->pg, ignore_notice, NULL);
        char text[256];
        /* One plan a statement, the one that is tested (db_plan): planning anew for each value costs more than running,
         * and without statistics PostgreSQL would rather walk a small table than enter it (walking_set). */
        snprintf(text, sizeof text,
                 "SET bytea_output = 'hex'; SET TimeZone = 'UTC'; SET statement_timeout = %d;"
                 "SET plan_cache_mode = 'force_generic_plan'; SET enable_seqscan = off;"
                 "SET idle_in_transaction_session_timeout = '%ds'", db->store->statement_ms,
                 db->store->statement_ms == 0 ? 0 : 120);
        e = pg_script(db, text);
    }
    if (e == OK && db->is_writer) {
        PQexitPipelineMode(l->pg);
        e = collation_check(db);
        PQenterPipelineMode(l->pg);
    }
    if (e != OK)
        pg_disconnect(db);
    return e;
}

/* ---- values ---- */

/* One statement's arguments as libpq wants them: numbers as text, text and bytes as they are. */
typedef struct Bound {
    const char **value;
    int         *length, *format, n;
    char       (*digits)[24];
    /* A query's fit in here; only what db/ makes up itself, with a row after the other, takes more. */
    const char  *few_values[FEW];
    int          few_lengths[FEW], few_formats[FEW];
    char         few_digits[FEW][24];
} Bound;

static void bind(Bound *b, Arena *a, Args args)
{
    bool is_few = args.n <= FEW;
    b->n = (int)args.n;
    b->value = is_few ? b->few_values : NEW_N(a, const char *, args.n);
    b->length = is_few ? b->few_lengths : NEW_N(a, int, args.n);
    b->format = is_few ? b->few_formats : NEW_N(a, int, args.n);
    b->digits = is_few ? b->few_digits : arena_take_n(a, sizeof *b->digits, args.n);
    for (size_t i = 0; i < args.n; i++) {
        const Value *v = &args.v[i];
        bool         is_number = v->type == VALUE_INT;
        if (is_number)
            snprintf(b->digits[i], sizeof b->digits[i], "%lld", (long long)v->i);
        b->value[i] = v->type == VALUE_NULL ? NULL : is_number ? b->digits[i] : v->s.p;
        b->length[i] = (int)v->s.n;
        b->format[i] = !is_number;
    }
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* "\x0aff", decoded where it stands: libpq has a buffer for it that nobody else looks at. */
static Str bytes_read(Str hex)
{
    /* the session was told so: bytea_output */
    BUG_ON(hex.n < 2 || hex.n % 2 != 0 || hex.p[0] != '\\' || hex.p[1] != 'x');
    size_t n = (hex.n - 2) / 2;
    char  *p = (char *)(uintptr_t)hex.p;
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(hex_digit(hex.p[2 + 2 * i]) << 4 | hex_digit(hex.p[3 + 2 * i]));
    return (Str){ p, n };
}

/* Sums of BIGINT come as NUMERIC: whole numbers too. */
static Err cell_read(Db *db, const PGresult *r, int row, int i, Value *ret)
{
    Str s = { PQgetvalue(r, row, i), (size_t)PQgetlength(r, row, i) };
    i64 n;
    if (PQgetisnull(r, row, i)) {
        *ret = value_null();
        return OK;
    }
    switch (PQftype(r, i)) {
    case OID_BOOL:
        *ret = value_int(s.p[0] == 't');
        return OK;
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_OID:
    case OID_NUMERIC:
    case OID_FLOAT4:
    case OID_FLOAT8:
        if (!str_int(s, &n)) {
            db->doomed = ERR_DB;
            return fail(db->ctx, ERR_DB, NULL, "column %s is no whole number of 64 bits", PQfname(r, i));
        }
        *ret = value_int(n);
        return OK;
    case OID_BYTEA:
        *ret = value_bytes(bytes_read(s));
        return OK;
    }
    *ret = value_text(s);
    return OK;
}

static Err rows_read(Db *db, const PGresult *r, RowFn *fn, void *arg)
{
    Value cells[MAX_COLUMNS];
    int   n = PQnfields(r), rows = PQntuples(r);
    BUG_ON(n > MAX_COLUMNS); /* our own statements; copy.c counts before it asks */
    for (int row = 0; row < rows; row++) {
        for (int i = 0; i < n; i++)
            TRY(cell_read(db, r, row, i, &cells[i]));
        TRY(fn(arg, (Row){ cells, (size_t)n }));
    }
    return OK;
}

/* ---- statements ---- */

/* Sends it to be prepared where it is not, under the name it has from then on. */
static Err statement_name(Db *db, int statement, const char *text, const char *what, char ret_name[16])
{
    Link *l = db->link;
    TRY(room_make(db));
    snprintf(ret_name, 16, "q%d", statement);
    return l->is_prepared[statement] ? OK : sent(db, PQsendPrepare(l->pg, ret_name, text, 0, NULL), what, statement);
}

static int statement_of(Query q)
{
    return WORDS + query_number(q);
}

static Err pg_prepare(Db *db, Query q)
{
    char name[16];
    TRY(statement_name(db, statement_of(q), q->text[ENGINE_POSTGRES], q->name, name));
    return land(db, NULL);
}

static const char *text_of(Sql sql)
{
    return sql.query == SQL_TEXT ? sql.text : sql.query->text[ENGINE_POSTGRES];
}

static const char *name_of(Sql sql)
{
    return sql.query == SQL_TEXT ? "text" : sql.query->name;
}

static Err send_text(Db *db, const char *text, const Bound *b, const char *what)
{
    TRY(room_make(db));
    return sent(db, PQsendQueryParams(handle(db), text, b->n, NULL, b->value, b->length, b->format, 0), what,
                PREPARES_NOTHING);
}

/* A hot query is planned as it is tested: it enters every table by an index, whatever PostgreSQL knows of their sizes. Who
 * asks for all there is walks as PostgreSQL thinks best. Until the transaction ends, or is taken back to its savepoint. */
static Err walking_set(Db *db, Sql sql)
{
    static const Bound nothing;
    static const char *const texts[] = { [WALKING_NEVER] = "SET LOCAL enable_seqscan = off",
                                         [WALKING_FREE] = "SET LOCAL enable_seqscan = on" };
    Link   *l = db->link;
    Walking wanted = WALKING_FREE;
    if (sql.query != SQL_TEXT && (sql.query->is_hot || sql.query->writes))
        wanted = WALKING_NEVER;
    if (l->walking == wanted)
        return OK;
    TRY(send_text(db, texts[wanted], &nothing, "enable_seqscan"));
    l->walking = wanted;
    return OK;
}

static Err send(Db *db, Sql sql, const Bound *b)
{
    char name[16];
    TRY(walking_set(db, sql));
    if (sql.query == SQL_TEXT)
        return send_text(db, sql.text, b, name_of(sql));
    TRY(statement_name(db, statement_of(sql.query), text_of(sql), name_of(sql), name));
    return sent(db, PQsendQueryPrepared(handle(db), name, b->n, b->value, b->length, b->format, 0), name_of(sql),
                PREPARES_NOTHING);
}

/* Whoever wants the rows gets them when they come. */
static Err run_later(Db *db, Sql sql, const Bound *b, RowFn *fn, void *arg)
{
    Link *l = db->link;
    TRY(send(db, sql, b));
    l->sent[l->n_sent - 1].fn = fn;
    l->sent[l->n_sent - 1].arg = arg;
    return OK;
}

static Err run_whole(Db *db, Sql sql, const Bound *b, RowFn *fn, void *arg, i64 *ret_changed)
{
    PGresult *r = NULL;
    TRY(send(db, sql, b));
    if (db->is_writer && fn == NULL && ret_changed == NULL)
        return OK; /* nobody asks; how it went is seen with what is asked next */
    TRY(land(db, &r));
    if (ret_changed != NULL && !str_int(str_from(PQcmdTuples(r)), ret_changed))
        *ret_changed = 0; /* a statement that counts nothing */
    Err e = fn ? rows_read(db, r, fn, arg) : OK;
    PQclear(r);
    return e;
}

/* Some hundreds at a time, so that a walk takes no more memory than that. */
static Err walk_fetch(Db *db, const char *fetch, const char *what, RowFn *fn, void *arg)
{
    static const Bound nothing;
    int                n;
    do {
        PGresult *r = NULL;
        TRY(send_text(db, fetch, &nothing, what));
        TRY(land(db, &r));
        n = PQntuples(r);
        Err e = rows_read(db, r, fn, arg);
        PQclear(r);
        TRY(e);
    } while (n == WALK_ROWS);
    return OK;
}

static Err run_walk(Db *db, Sql sql, const Bound *b, RowFn *fn, void *arg)
{
    static const Bound nothing;
    Link              *l = db->link;
    Arena             *a = db->ctx->arena;
    int                at = l->cursors++;
    Str                declare = arena_printf(a, "DECLARE walk%d NO SCROLL CURSOR FOR %s", at, text_of(sql));
    Str                fetch = arena_printf(a, "FETCH %d FROM walk%d", WALK_ROWS, at);
    Str                close = arena_printf(a, "CLOSE walk%d", at);
    Err                e = walking_set(db, sql);
    if (e == OK)
        e = send_text(db, declare.p, b, name_of(sql));
    if (e == OK)
        e = walk_fetch(db, fetch.p, name_of(sql), fn, arg);
    if (db->doomed == OK) {
        Err closed = send_text(db, close.p, &nothing, "close");
        e = e != OK ? e : closed;
    }
    l->cursors--;
    return e;
}

static Err pg_run(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, i64 *ret_changed)
{
    Bound b;
    bind(&b, db->ctx->arena, args);
    if (wanted == WANTED_WALK)
        return run_walk(db, sql, &b, fn, arg);
    return wanted == WANTED_LATER ? run_later(db, sql, &b, fn, arg) : run_whole(db, sql, &b, fn, arg, ret_changed);
}

/* ---- transactions ---- */

/* Who makes everything anew holds writers off from its first statement on: rows that others add meanwhile (nodes of a log) would
 * meet those that it puts in, and the locks of both would cross. A number of this program's own. */
#define WRITES  "SELECT pg_advisory_xact_lock_shared(799201)"
#define REMAKES "SELECT pg_advisory_xact_lock(799201)"

static const char *const words[WORD_COUNT][WORD_PARTS] = {
    [WORD_BEGIN_READ] = { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" },
    [WORD_BEGIN] = { "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", WRITES },
    [WORD_BEGIN_MARK] = { "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", WRITES, "SAVEPOINT body" },
    [WORD_BEGIN_REBUILD] = { "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", "SET LOCAL statement_timeout = 0", REMAKES },
    [WORD_BEGIN_REMAKE] = { "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
                            "SELECT set_config('statement_timeout', '0', true),"
                            " set_config('idle_in_transaction_session_timeout', '0', true)", REMAKES },
    [WORD_NEXT_MARK] = { "RELEASE body", "SAVEPOINT body" },
    [WORD_UNDO] = { "ROLLBACK TO body" },
    [WORD_COMMIT] = { "COMMIT" },
    [WORD_ROLLBACK] = { "ROLLBACK" },
};

static Err word_send(Db *db, Word word)
{
    for (int i = 0; i < WORD_PARTS && words[word][i] != NULL; i++) {
        const char *text = words[word][i];
        char        name[16];
        TRY(statement_name(db, (int)word * WORD_PARTS + i, text, text, name));
        TRY(sent(db, PQsendQueryPrepared(handle(db), name, 0, NULL, NULL, NULL, 0), text, PREPARES_NOTHING));
    }
    return OK;
}

/* COMMIT of a transaction in which something failed answers ROLLBACK, and calls it a success. */
static Err commit(Db *db)
{
    PGresult *r = NULL;
    TRY(land(db, &r));
    bool is_kept = strcmp(PQcmdStatus(r), "COMMIT") == 0;
    PQclear(r);
    if (is_kept)
        return OK;
    db->doomed = ERR_DB;
    return fail(db->ctx, ERR_DB, NULL, "postgres rolled back at COMMIT");
}

/* What failed on its way would have the way back skipped, so that is landed first, whatever it says. */
static void land_before_going_back(Db *db)
{
    Link *l = db->link;
    Err   read; /* nobody wants it any more */
    for (int i = 0; i < l->n_sent; i++)
        l->sent[i].fn = NULL;
    if (l->n_sent == 0 || !PQpipelineSync(l->pg))
        return;
    atomic_fetch_add(&db->store->trips, 1); /* waited for, though nobody looks at it */
    PQclear(answers_take(db, NULL, &read).answer);
}

static Err pg_say(Db *db, Word word)
{
    Link *l = db->link;
    if (word == WORD_UNDO || word == WORD_ROLLBACK)
        land_before_going_back(db);
    TRY(landing_end(db));
    l->walking = word == WORD_NEXT_MARK ? l->walking : word == WORD_UNDO ? WALKING_UNKNOWN : WALKING_NEVER;
    TRY(word_send(db, word));
    if (word == WORD_COMMIT)
        return commit(db);
    if (word != WORD_ROLLBACK)
        return OK;
    l->is_landing = true; /* nobody waits for it; the answer lies there when the next transaction begins */
    return PQpipelineSync(l->pg) ? OK : pg_fail(db, NULL, words[word][0]);
}

static bool pg_in_transaction(Db *db)
{
    PGTransactionStatusType s = PQtransactionStatus(handle(db));
    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR;
}

static Err pg_keys_check(Db *db)
{
    return OK; /* it never lets them be broken */
}

static Err plan_row(void *arg, Row row)
{
    Buf *b = arg;
    buf_str(b, row_text(row, 0));
    buf_char(b, '\n');
    return OK;
}

/* The plan that serves any arguments, as the prepared statement has it; so these are not looked at. */
static Err pg_plan(Db *db, Query q, Args args, Str *ret_plan)
{
    Arena *a = db->ctx->arena;
    Buf    b = buf_new(a, 1024, 1 << 20), text = buf_new(a, 256, 65536);
    TRY(pg_prepare(db, q));
    buf_printf(&text, "EXPLAIN EXECUTE q%d", statement_of(q));
    for (int i = 0; i < q->params; i++)
        buf_cstr(&text, i ? ", NULL" : "(NULL");
    if (q->params > 0)
        buf_char(&text, ')');
    static const Bound nothing;
    PGresult          *r = NULL;
    TRY(walking_set(db, (Sql){ q, NULL }));
    TRY(send_text(db, str_cstr(a, buf_text(&text)), &nothing, "plan"));
    TRY(land(db, &r));
    Err e = rows_read(db, r, plan_row, &b);
    PQclear(r);
    *ret_plan = buf_text(&b);
    return e;
}

const Backend backend_postgres = {
    .connect = pg_connect,
    .disconnect = pg_disconnect,
    .prepare = pg_prepare,
    .run = pg_run,
    .settle = pg_settle,
    .script = pg_script,
    .say = pg_say,
    .in_transaction = pg_in_transaction,
    .keys_check = pg_keys_check,
    .plan = pg_plan,
};
