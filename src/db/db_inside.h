/* db_inside: what the files of db/ share: what an engine must be able to do for the rest, and what a Store is made of. Only db/, its
 * tests and benches include this.
 *
 * A Db is a place for a connection: it opens itself at its first use and again after it was lost, so that an outage
 * ends by itself. A failed statement dooms everything up to the next mark (writing) or the end (reading), on both
 * engines: the backend sets `doomed` and connection.c answers all that follows with it. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>

#include "base/embed.h"
#include "db/db.h"

/* ---- an engine ---- */

/* A query of the .sql files, or a text of db's own (migrations, copy), which is prepared for this one run. */
typedef struct Sql {
    Query       query; /* or SQL_TEXT */
    const char *text;  /* its parameters $1, $2, .. stand in this order */
} Sql;
#define SQL_TEXT NULL

/* Transactions are spoken of in these words only. */
typedef enum Word {
    WORD_BEGIN_READ,
    WORD_BEGIN,       /* a transaction with one body in it */
    WORD_BEGIN_MARK,  /* a transaction with several: the first one's savepoint is set */
    WORD_BEGIN_REBUILD, /* a migration: without foreign keys on SQLite, which looks at them when asked */
    WORD_BEGIN_REMAKE,  /* what is derived is made again, alone */
    WORD_NEXT_MARK,   /* the last body stands; the next one's savepoint is set */
    WORD_UNDO,        /* back to the savepoint, which stays */
    WORD_COMMIT,
    WORD_ROLLBACK,
    WORD_COUNT
} Word;

/* When the rows of a statement are wanted. */
typedef enum Wanted {
    WANTED_NOW,
    WANTED_WALK, /* there may be very many */
    WANTED_LATER /* by settle at the latest */
} Wanted;

/* What the last failure did to the connection or transaction, beyond failing. */
typedef enum Trouble {
    TROUBLE_NONE,
    TROUBLE_AGAIN, /* lost against another transaction: the same again may succeed */
    TROUBLE_LOST   /* the connection is gone */
} Trouble;

typedef struct Backend {
    Err  (*connect)(Db *db);                 /* fails into db->ctx */
    void (*disconnect)(Db *db);              /* safe on what never connected */
    Err  (*prepare)(Db *db, Query q);
    /* Runs it, with fn(arg, row) a row where fn is given. Where the writer wants neither rows nor a number (NULL), or rows
     * later, it may only be sent: then the next statement that is answered fails as it did, or settle. */
    Err  (*run)(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, i64 *ret_changed);
    Err  (*settle)(Db *db);                  /* waits for all that was only sent; fails as the first of it did */
    Err  (*script)(Db *db, const char *text); /* statements without arguments or rows */
    Err  (*say)(Db *db, Word word);          /* all but WORD_COMMIT may only be sent, too */
    bool (*in_transaction)(Db *db);
    Err  (*keys_check)(Db *db);              /* fails where a row points to nothing */
    Err  (*plan)(Db *db, Query q, Args args, Str *ret_plan);
} Backend;

extern const Backend backend_sqlite, backend_postgres;

/* What a reader was told, in its snapshot: recall.c. */
enum { RECALL_MOST = 16, RECALL_ARGS = 4 };
typedef struct Recalled {
    Query  query;
    Value  v[RECALL_ARGS];
    size_t n;
    bool   found;
    Row    row;
} Recalled;
typedef struct Recall {
    Recalled at[RECALL_MOST];
    size_t   n; /* ever kept; the last RECALL_MOST of them are there */
    u64      rewinds;
} Recall;

/* Rows that are kept in an arena. */
typedef struct Keep {
    Arena *a;
    Row   *row;
    size_t n, cap, most; /* `most` rows are kept, the rest only counted */
} Keep;
Err  keep_row(void *arg, Row row); /* value.c; a RowFn of a Keep */
bool question_is(Query a, Args given_a, Query b, Args given_b); /* the same query, given the same */

/* What was asked ahead of who asks it: ahead.c. */
enum { AHEAD_MOST = 256 };
typedef struct Asked {
    Query        query;
    const Value *v;
    size_t       n;
    Keep         rows; /* when it has landed */
} Asked;
typedef struct Ahead {
    Asked  at[AHEAD_MOST];
    size_t n, landed; /* the first so many of them have */
    int    stops;     /* who asks what has not landed is stopped: how many db_together() are underway */
    bool   stopped;   /* one was */
    Arena *a; /* of its own: what of the request's is given back meanwhile does not matter; NULL until it is needed */
} Ahead;

typedef struct Job Job; /* a write that waits or runs: write.c */

struct Db {
    Store  *store;
    Ctx    *ctx;           /* whose failure and arena: the request that reads, or the job whose body runs */
    void   *link;          /* the backend's connection; NULL while there is none */
    bool    is_writer;
    Job    *job;           /* whose body runs; NULL: none does */
    bool    is_begun;      /* inside a transaction */
    bool    is_forgetting; /* the writer's: what was taken away is still in the log on disk; db_forget() */
    i64     forgot_at;     /* when it was last tried, in clock_ticks() */
    i64     began;         /* the store's moment before it: what it sees is not younger */
    bool    is_unheard;    /* its connection had lain idle and has not answered since: it may be dead */
    Err     doomed;        /* what every further statement answers, until undone */
    Trouble trouble;
    Ctx    *fault;         /* for whom the statement that failed was sent, where that was not found before */
    void   *group[GROUP_HOOKS_MOST]; /* of the hooks; writer only */
    bool    is_asking;     /* rows are wanted that may not have come yet: db_ask() */
    Db     *next;          /* in the store's list of idle readers */
    Db     *beside;        /* in the store's list of all readers */
    Recall  recall;
    Ahead  *ahead;         /* NULL until it is needed */
    _Atomic i64 reads_since; /* in clock_ticks(); 0: no read transaction is open */
};

/* ---- a store ---- */

enum { MARKS = 4096, TOUCHED_MOST = 64 }; /* there are some 2,900 counties */

struct Store {
    Engine         engine;
    const Backend *backend;
    char          *database;
    bool           is_grouping;
    int            statement_ms; /* a reader's statement is given up after that long; 0: never */

    pthread_mutex_t lock;   /* guards the two lists and is_leading */
    Db             *idle;   /* readers, the last one given back first: its cache is warm */
    Db             *readers; /* all of them, idle or lent */
    Job            *first, *last;
    bool            is_leading;
    StoreStats      stats;
    _Atomic i64     trips; /* of all connections; postgres.c */

    _Atomic i64 moment, marks[MARKS]; /* turn.c */

    /* The leader's alone: */
    u32    touched[TOUCHED_MOST]; /* marks of counties that its group wrote rows of */
    int    n_touched;
    bool   touched_all;
    Db    *writer;
    Arena *arena;           /* thrown away after each group */
};

static inline const Backend *store_backend(const Store *s)
{
    return s->backend;
}

/* connection.c */
Db      *db_new(Store *s, bool is_writer);
void     db_free(Db *db);
Db      *store_reader_take(Store *s);
MUST Err db_begin(Db *db, Word word); /* connects first where needed */
void     db_abandon(Db *db);
MUST Err db_ready(Db *db); /* a statement may be run: connected, begun, nothing failed before it */
bool     db_is_stillborn(const Db *db); /* its connection was lost, and had not answered anything: another one may be taken */

Sql db_sql_of(Query q, Args args); /* query.c */

/* turn.c */
bool turn_is_cut(void);                              /* this thread's turn, if there is one */
void moments_open(Store *s);
void reach_note(Query query, Args args);            /* turn.c: this thread reads */
void touched_note(Store *s, Query query, Args args); /* the leader changed something */
void touched_raise(Store *s);                       /* its group is through */

void recall_clear(Db *db); /* recall.c: its snapshot is over */
bool recall_find(Db *db, Query q, Args args, bool *ret_found, Row *ret_row);
void recall_keep(Db *db, Query q, Args args, bool found, Row row);

/* asked.c */
Ahead *ahead_of(Db *db);
bool   ahead_has(const Db *db, Query q, Args args);
Err    ahead_send(Db *db, Sql sql, Args args);
Err    ahead_landed(Db *db); /* all that was sent has its rows */
void   ahead_clear(Db *db);  /* its snapshot is over */
void   ahead_free(Db *db);
/* Answers what was asked ahead, or asks it ahead where whoever asks is to be stopped; false: it must be asked. */
bool   ahead_answers(Db *db, Sql sql, Args args, RowFn *fn, void *arg, Wanted wanted, Err *ret);

static inline bool ahead_stops(const Db *db)
{
    return db->ahead != NULL && db->ahead->stops > 0;
}

bool db_has_hooks(void); /* write.c */
void hooks_open(Store *s);
void hooks_close(Store *s);
i64               jobs_waiting(const Store *s); /* write.c; with s->lock held */

/* ---- statements that stand in no .sql file: migrations, copying, and the tests of db/ ---- */

MUST Err db_script(Db *db, const char *text); /* several statements, no arguments, no rows */
MUST Err db_text(Db *db, const char *text, Args args, RowFn *fn, void *arg);
MUST Err db_text_walk(Db *db, const char *text, Args args, RowFn *fn, void *arg);
MUST Err db_text_rows(Db *db, const char *text, Args args, Rows *ret_rows);
MUST Err db_text_int(Db *db, const char *text, Args args, i64 *ret_value);

/* db_write() for a migration: nobody else in its transaction, and foreign keys are looked at only when it is through
 * (on SQLite, where a table is changed by building it anew). */
MUST Err db_rebuild(Ctx *c, WriteBody *body, void *arg);

/* The same as migrate_apply() with other files: tests bring theirs. */
MUST Err migrate_files(Ctx *c, const Embedded *files, size_t n);

/* sqlite.c */
MUST Err sqlite_backup(Ctx *c, Str to_path);
/* What the connection's statements have cost so far, in steps of SQLite's machine: about ten a row that is walked, and the
 * same in every run. For tests and benches that bound it; the connection is an SQLite one that has been used. */
i64 sqlite_steps(const Db *db);
