/* backend: what an engine must be able to do for the rest of db/. Only db/ and its tests include this.
 *
 * A Db is a place for a connection: it opens itself at its first use and again after it was lost, so that an outage
 * ends by itself. A failed statement dooms everything up to the next mark (writing) or the end (reading), on both
 * engines: the backend sets `doomed` and db.c answers all that follows with it. */
#pragma once
#include <stdatomic.h>

#include "db/db.h"

/* A query of the .sql files, or a text of db's own (migrations, copy), which is prepared for this one run. */
typedef struct Sql {
    int         query; /* Query, or SQL_TEXT */
    const char *text;
} Sql;
enum { SQL_TEXT = -1 };

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

struct Db {
    Store  *store;
    Ctx    *ctx;           /* whose failure and arena: the request that reads, or the job whose body runs */
    void   *link;          /* the backend's connection; NULL while there is none */
    bool    is_writer;
    bool    is_begun;      /* inside a transaction */
    bool    is_unheard;    /* its connection had lain idle and has not answered since: it may be dead */
    Err     doomed;        /* what every further statement answers, until undone */
    Trouble trouble;
    Ctx    *fault;         /* for whom the statement that failed was sent, where that was not found before */
    void   *group[GROUP_HOOKS_MOST]; /* of the hooks; writer only */
    bool    is_asking;     /* rows are wanted that may not have come yet: db_ask() */
    Db     *next;          /* in the store's list of idle readers */
    Db     *beside;        /* in the store's list of all readers */
    _Atomic i64 reads_since; /* in clock_ticks(); 0: no read transaction is open */
};
