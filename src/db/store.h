/* store: what a Store is made of, and what the files of db/ ask of each other. Only db/ and its tests include this. */
#pragma once
#include <pthread.h>
#include <stdatomic.h>

#include "base/embed.h"
#include "db/backend.h"

typedef struct Job Job; /* a write that waits or runs: write.c */

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

Db  *store_reader_take(Store *s);
void store_reader_give(Store *s, Db *db);

MUST Err db_begin(Db *db, Word word); /* db.c: connects first where needed */
void     db_abandon(Db *db);

void moments_open(Store *s);                        /* turn.c */
void reach_note(int query, Args args);              /* turn.c: this thread reads */
void touched_note(Store *s, int query, Args args);  /* the leader changed something */
void touched_raise(Store *s);                       /* its group is through */

bool db_has_hooks(void); /* write.c */
void hooks_open(Store *s);
void hooks_close(Store *s);
i64               jobs_waiting(const Store *s); /* write.c; with s->lock held */

/* What stood in a Ctx before something was tried. */
typedef struct Failure {
    Err      err;
    Problem *problems, *last;
    Str      log;
} Failure;
Failure failure_keep(const Ctx *c);
void    failure_restore(Ctx *c, Failure f);

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
