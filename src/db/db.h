/* db: one interface over SQLite (embedded, the default) and PostgreSQL.
 *
 * SQL lives in the .sql files of the rooms. Whoever asks what stands in people/person.sql includes people/person.sql.h, in
 * which tools/querygen has made of each named block a name (Q_PERSON_ONE), what it is to be given (QUERY() below) and an
 * enum of its columns (C_PERSON_ONE_NAME). Values are always bound; no SQL is built by formatting.
 *
 * Reading: db_read(c) opens one read transaction for the whole request or job, so that a page never contradicts itself.
 * Rows are copied into the request's arena; nothing stays open behind a Row. Every query that can grow has a LIMIT;
 * what walks a whole table uses db_each.
 *
 * Writing: db_write() is the only way. Waiting bodies are run together, each under its own savepoint, in one
 * transaction (group commit, docs/decisions/0003), and nobody is answered before it is durable. A body may run on
 * another thread and may run twice: it uses its `w` and `arg` alone, sets its outputs anew each time, names what it makes
 * by ids chosen before or by db_id(w), takes its time from db_ctx(w), and lasts about a millisecond. A body that fails undoes itself only. Inside a body db_ctx(w) is
 * the requester's Ctx, and rules that read by a Ctx read through `w`, so they see what the body wrote.
 *
 * A request whose row says that it only reads is refused (db/turn.h). What a body writes without asking for an answer
 * travels with what is asked next (PostgreSQL; docs/decisions/0030): a trip is made for an answer only, so a body asks for
 * few.
 *
 * Any failure of a statement dooms its savepoint on both engines. What two writers could both believe is asked in the
 * statement's WHERE, and unique keys are the database's business: a violation is ERR_CONFLICT. A lost PostgreSQL or a
 * full disk is ERR_BUSY (503), and service comes back by itself. */
#pragma once
#include <string.h>

#include "base/base.h"
#include "db/queryset.h"

typedef struct Store Store; /* a database: its connections, its writing group */
typedef struct Db    Db;    /* one connection, lent to one thread */

typedef enum Engine { ENGINE_SQLITE, ENGINE_POSTGRES } Engine;

/* ---- values and rows ---- */

/* Zeroed it is no value, not NULL: what was left out is found. */
typedef enum ValueType { VALUE_LEFT_OUT, VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES } ValueType;

typedef struct Value {
    ValueType type;
    i64       i;
    Str       s;
} Value;

typedef struct Args {
    const Value *v;
    size_t       n;
    Query        of; /* they were given by the names of that query's parameters; NULL: by their numbers */
} Args;

Value value_null(void);
Value value_int(i64 i);
Value value_text(Str s);         /* empty text stays empty text */
Value value_cstr(const char *s); /* NULL is NULL */
Value value_bytes(Str bytes);
Value value_self(Value v);

/* What a query is given. By the names of its parameters, in any order, each through ARG() or one of its kind below:
 *
 *     db_change(w, QUERY(person_end, KEY(person), .on = ARG(day)), &n)
 *
 * A name that the query does not know does not compile, nor does one too few. QUERY() is the query and its Args, GIVEN() the
 * Args alone, for one that is chosen among several with the same names: db_many(db, by_age ? Q_A : Q_B, GIVEN(a, ...)).
 * FILLED(q, u) takes a `union given_q u = { 0 }` whose u.by was filled one by one; what was left out there is a BUG that says
 * its name. FILL(q, to, ...) puts the COLUMNS_OF(q) values of a row into an array, for record/rows.h.
 *
 * By number, for queries that have so few that one reads it at once (querygen.c: four at most): Q_PERSON_ONE, ARGS(REF(r)).
 *
 * ARG(): by its C type. A bool is 0 or 1, a Str is text; BYTES(s) binds bytes, NONE binds NULL, TEXT_OR_NONE(s) NULL for an
 * empty text. Two arguments are REF(r), county and id by number; KEY(r), .county and .id; KEY_AS(need, r), .county and .need. */
#define ARG(x)                                                                                                      \
    _Generic((x), Str: value_text, const char *: value_cstr, char *: value_cstr, Value: value_self,                 \
             default: value_int)(x)
#define QUERY(q, ...) &query_##q, GIVEN(q, __VA_ARGS__)
#define GIVEN(q, ...)                                                                                               \
    ((Args){ ((const union given_##q){ { __VA_ARGS__ } }).v, ALL_OF(q, COUNT_OF_ARGS(__VA_ARGS__)), &query_##q })
#define FILLED(q, u) &query_##q, ((Args){ (true ? &(u) : (const union given_##q *)NULL)->v, COUNTOF((u).v), &query_##q })
#define ALL_OF(q, n)                                                                                               \
    (sizeof(struct { _Static_assert((n) == COLUMNS_OF(q),                                                          \
                                    "an argument is left out, or given twice, of query " #q); char c[n]; }))
#define FILL(q, to, ...) ((void)memcpy((to), GIVEN(q, __VA_ARGS__).v, sizeof(union given_##q)))
#define COLUMNS_OF(q)   (sizeof(union given_##q) / sizeof(Value))
#define KEY(r)          KEY_AS(id, r)
#define KEY_AS(name, r) .county = ARG((r).county), .name = ARG((r).id)

#define ARGS(...)                                                                                                  \
    ((Args){ (const Value[]){ __VA_OPT__(FOR_EACH(ARG, __VA_ARGS__), ) { 0 } }, COUNT_OF_ARGS(__VA_ARGS__), NULL })
#define REF(r)          (r).county, (r).id
#define BYTES(s)        value_bytes(s)
#define HASH(h)         value_bytes((Str){ (const char *)(h).b, sizeof (h).b }) /* h must outlive the call */
#define NONE            value_null()
#define TEXT_OR_NONE(s) (str_is_empty(s) ? value_null() : value_text(s))
#define INT_OR_NONE(i)  ((i) ? value_int(i) : value_null())

typedef struct Row {
    const Value *v;
    size_t       n;
} Row;

typedef struct Rows {
    const Row *row;
    size_t     n;
} Rows;

i64  row_int(Row r, int column);    /* NULL is 0 */
bool row_bool(Row r, int column);
Str  row_text(Row r, int column);   /* NULL is empty */
Str  row_bytes(Row r, int column);
Hash row_hash(Row r, int column);   /* other than 32 bytes: all zero, which is nothing's hash */
bool row_is_null(Row r, int column);

/* ---- statements ---- */

/* The request's reading connection; its read transaction begins at the first query and ends with db_read_end(), which
 * the dispatcher and db_write() call. Never fails by itself: the first query does. */
Db  *db_read(Ctx *c);
void db_read_end(Ctx *c);
Ctx *db_ctx(Db *db); /* whose failure and arena the statements use */

/* Asked before anything that waits for something else than this database: a gate, a child, a lock, a signal. Ends the
 * read transaction of `c`: kept open it would hold a view of the database for as long, and neither SQLite's log could
 * begin anew nor PostgreSQL clear away dead rows. Refuses (ERR_INTERNAL) inside a body, and where this thread holds the
 * read transaction of another Ctx. docs/decisions/0017. */
MUST Err db_wait(Ctx *c, const char *for_what);
/* True, and said in the log as an error, where this thread, which goes back to waiting, still holds a read transaction. */
bool     db_left_open(const char *where);

/* Inside a body it may only be sent, and then it fails with the next statement that is answered, or after the body's end;
 * whoever is met by that, it is the failure of the body that sent it. Nobody reacts to it, therefore: who does takes
 * db_change(). */
MUST Err db_exec(Db *db, Query q, Args args);
MUST Err db_change(Db *db, Query q, Args args, i64 *ret_rows);          /* how many rows it touched */
/* Inside a body: nobody changes the row until the body's transaction ends, in another program neither, and who began to is waited
 * for. What is asked of it after this stands; so ask again, in the body, what was asked before it and must hold. `q`: of the kind
 * exec, "SELECT id FROM person WHERE county = $1 AND id = $2 {for_update}". It waits for no answer. On SQLite, where one body at a
 * time writes, it does nothing. docs/decisions/0064. */
MUST Err db_hold(Db *w, Query q, Args args);
MUST Err db_many(Db *db, Query q, Args args, Rows *ret_rows);
MUST Err db_one(Db *db, Query q, Args args, Row *ret_row);              /* ERR_MISSING when there is none */
MUST Err db_maybe(Db *db, Query q, Args args, bool *ret_found, Row *ret_row);
MUST Err db_int(Db *db, Query q, Args args, i64 *ret_value);            /* first column of the first row; 0 when none */
/* Calls `fn` a row, without keeping them; the Row is valid during the call only. `fn` may run other statements on the
 * same connection, but must not change the rows that are walked. */
typedef Err RowFn(void *arg, Row row);
MUST Err db_each(Db *db, Query q, Args args, RowFn *fn, void *arg);
/* The same over whole tables: what `fn` takes from the arena of the connection's Ctx is given back after each row. */
MUST Err db_walk(Db *db, Query q, Args args, RowFn *fn, void *arg);

/* Several questions in one trip: calls `fn` a row, at once, or soon, at the latest with db_heard() (of what is asked for a
 * group: when all have asked). `arg` lives until then. Then a failure may come up in what is asked next. */
MUST Err db_ask(Db *db, Query q, Args args, RowFn *fn, void *arg);
MUST Err db_heard(Db *db);

/* What will be asked soon, in this snapshot, by whoever asks it: it travels with what is asked next, and who then asks the same
 * with the same arguments is told without a trip (ahead.c, docs/decisions/0051). It may be left out, said twice, or said of what
 * nobody asks: the answers are the same. On SQLite, which is not travelled to, and in a body it does nothing. If it fails, what
 * is asked next does. */
void db_ahead(Db *db, Query q, Args args);
/* Calls fn(c, arg, i) for each i below n, for what each row of a list, or each noun, asks by itself: what they ask first travels
 * together, then what they ask next, and so on. So one may be stopped where it asks (ERR_BUSY, which it passes on; it is never
 * told a wrong answer) and called again from its beginning: it sets its outputs anew, writes nothing, and puts nothing into a
 * page. Fails as the first of them that does. They may call this as well. On SQLite, and in a body, each runs once. */
typedef Err ReadFn(Ctx *c, void *arg, size_t i);
MUST Err db_together(Ctx *c, size_t n, ReadFn *fn, void *arg);
/* The same of one, which is called in earnest later: what it asks first is asked ahead. Its outputs are not set. */
void db_foresee(Ctx *c, ReadFn *fn, void *arg, size_t i);
bool db_travels(Ctx *c); /* are the two more than a call? */

/* ---- writing ---- */

typedef Err WriteBody(Db *w, void *arg);
MUST Err db_write(Ctx *c, WriteBody *body, void *arg);
/* In a body that takes away what must not be found on the disk: after its commit the log of writes is emptied as soon as no
 * reader holds it. SQLite's; what PostgreSQL keeps goes with its vacuum and its own log. */
void db_forget(Db *w);
/* The name of what a body makes: the first, second, .. that it asks for. They belong to the write and not to its run, so that a body
 * that runs again makes the same under the same names. In a body nobody calls id_new(); before it db_id() has nothing to give. */
i64      db_id(Db *w);

/* db_write() of a body that clears what is derived and makes it again. It may last, runs with nobody else in its transaction,
 * and what it clears is not overwritten where it lay: it stands again in the rows that are made. */
MUST Err db_remake(Ctx *c, WriteBody *body, void *arg);

/* What is gathered over a whole group and written once before its COMMIT (counters, events): each of the program's has its
 * own. What it must know for that is asked of the database in one trip for all of them, with db_ask(): by `ask`, which may
 * be NULL and may come again after a body was undone. */
typedef struct GroupHooks {
    void  *(*open)(Store *s);                    /* kept with the write connection: db_group(w, hooks) */
    void   (*close)(void *group);
    size_t (*mark)(void *group);                 /* before a body */
    void   (*undo)(void *group, size_t mark);    /* after a body that failed */
    Err    (*ask)(Db *w, void *group);           /* when all bodies are through */
    Err    (*flush)(Db *w, void *group);         /* before COMMIT; empties it */
    void   (*clear)(void *group);                /* after a COMMIT that failed, before the rerun */
} GroupHooks;
enum { GROUP_HOOKS_MOST = 4 };
void  db_hooks_set(const GroupHooks *const *hooks); /* before any store is opened; flushed in this order; ends with NULL */
void *db_group(Db *w, const GroupHooks *hooks);

/* ---- stores ---- */

/* `database`: "postgresql://..." or the path of an SQLite file, made if missing. `group` false: one commit a write.
 * Becomes the store of `c` as well. A PostgreSQL database whose collation is not C is refused. */
MUST Err store_open(Ctx *c, Str database, bool group, Store **ret_store);
/* Before it is first read from: no statement is given up, and on SQLite a reader may keep 32 MB of pages. For a command that
 * walks over everything and keeps nobody waiting. */
void     store_patient(Store *s);
void     store_close(Store *s);
Engine   store_engine(const Store *s);
MUST Err store_ping(Ctx *c);                     /* can it be read from right now? */

/* Since it was opened. writes / groups is how many share a flush. */
typedef struct StoreStats {
    i64 writes, groups, refused; /* refused: writes that failed, for whatever reason */
    i64 waiting;                 /* just now */
    i64 reading, oldest_ms;      /* read transactions open just now, and the age of the oldest */
    i64 trips;                   /* how often somebody waited for PostgreSQL's answer; SQLite: 0 */
    i64 log_bytes;               /* of SQLite's write-ahead log, as it lies on the disk; PostgreSQL: 0 */
} StoreStats;
void store_stats(Store *s, StoreStats *ret_stats);

/* Applies what is missing of migrations/ (migrate.c); refuses a database whose applied files differ from ours. */
MUST Err migrate_apply(Ctx *c);
/* What a file of migrations/ calls by {run NAME}, inside its transaction; the table is the program's (house/house.c). Such a
 * step reads and writes columns that every later schema has too. */
typedef struct MigrateStep { const char *name; WriteBody *run; } MigrateStep;
extern const MigrateStep migrate_steps[]; /* ends with a NULL name */
/* What is filled after the files from tables of the program; each asks first whether there is anything to do. */
typedef Err MigrateEnd(Ctx *c);
extern MigrateEnd *const migrate_end[]; /* ends with NULL */
MUST Err migrate_version(Ctx *c, int *ret_applied, int *ret_known);

/* SQLite: a consistent copy while others write, with SQLite's backup API. PostgreSQL: ERR_INVALID, use pg_dump. */
MUST Err store_backup(Ctx *c, Str to_path);
/* SQLite: is that file a whole database, every page and every index of it? It is only read. ERR_INVALID: it is not. */
MUST Err store_file_check(Ctx *c, Str path);
/* Every table from one store to another empty one of either engine, in key order, in one transaction. */
MUST Err store_copy(Ctx *from, Ctx *to, void (*progress)(void *arg, Str table, i64 rows), void *arg);

/* Rows that point to nothing: their table, the table pointed to, how many. PostgreSQL never lets there be any. */
enum { KEYS_BROKEN_TABLE, KEYS_BROKEN_PARENT, KEYS_BROKEN_ROWS };
MUST Err db_keys_broken(Db *db, Rows *ret_rows);

/* Text of a query, and for tests: prepare one, and the engine's plan for it. */
const char *query_name(Query q);
const char *query_text(Query q);
int         query_params(Query q);
MUST Err    db_prepare_only(Db *db, Query q);
MUST Err    db_plan(Db *db, Query q, Args args, Str *ret_plan);
