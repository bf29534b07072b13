/* Copying a database to the other engine and back, and the backup of one that is being written to. */
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/setting.h"
#include "db/db_inside.h"
#include "db/setting.sql.h"

#define FILE_OF(path_, text) { .path = "migrations/" path_, .bytes = { text, sizeof(text) - 1 } }

/* A table of each kind of difficulty: a key to a later table and to itself, bytes, nothing, rows that a migration puts
 * there, and triggers against change. */
static const Embedded files[] = {
    FILE_OF("9001-plum.sql",
            "CREATE TABLE kind (county TEXT NOT NULL, name TEXT NOT NULL,\n"
            "    CONSTRAINT kind_pk PRIMARY KEY (county, name)) {strict};\n"
            "INSERT INTO kind (county, name) VALUES ('1', 'red'), ('1', 'yellow');\n"
            "CREATE TABLE basket (county TEXT NOT NULL, id {int} NOT NULL, kind TEXT NOT NULL,\n"
            "    parent {int}, note {blob},\n"
            "    CONSTRAINT basket_pk PRIMARY KEY (county, id),\n"
            "    CONSTRAINT basket_kind FOREIGN KEY (county, kind) REFERENCES kind (county, name),\n"
            "    CONSTRAINT basket_parent FOREIGN KEY (county, parent) REFERENCES basket (county, id)) {strict};\n"
            "CREATE TABLE event_of (county TEXT NOT NULL, seq {int} NOT NULL, leaf {blob} NOT NULL, text TEXT,\n"
            "    CONSTRAINT event_of_pk PRIMARY KEY (county, seq)) {strict};\n"
            "{append_only event_of}\n"),
};

static void migrate(Ctx *c)
{
    Embedded *all = NEW_N(c->arena, Embedded, embedded_count + 1);
    size_t    n = 0;
    for (size_t i = 0; i < embedded_count; i++)
        if (str_starts(str_from(embedded_files[i].path), STR("migrations/")))
            all[n++] = embedded_files[i];
    all[n++] = files[0];
    assert_ok(c, migrate_files(c, all, n));
}

static Err fill_body(Db *w, void *arg)
{
    const int *rows = arg;
    TRY(db_script(w, "DELETE FROM kind WHERE name = 'yellow'; INSERT INTO kind (county, name) VALUES ('1', 'blue')"));
    for (int i = 0; i < *rows; i++) {
        Hash h = hash_of((Str){ (const char *)&i, sizeof i });
        /* a parent comes later in key order than its child */
        TRY(db_text(w, "INSERT INTO basket (county, id, kind, parent, note) VALUES ($1, $2, $3, NULL, $4)",
                    ARGS(STR("1"), INT64_MAX - i, i % 2 ? "red" : "blue", i % 3 ? HASH(h) : NONE), NULL, NULL));
        TRY(db_text(w, "INSERT INTO event_of (county, seq, leaf, text) VALUES ($1, $2, $3, $4)",
                    ARGS(STR("1"), i, i % 7 ? HASH(h) : BYTES(STR("\0\n'\\")), i % 5 ? STR("桂花'\\x00") : STR("")),
                    NULL, NULL));
    }
    return db_script(w, "UPDATE basket SET parent = id + 1 WHERE id < 9223372036854775807");
}

/* Every row of every table, as text. */
static Err dump_row(void *arg, Row row)
{
    Buf *b = arg;
    for (size_t i = 0; i < row.n; i++) {
        buf_printf(b, "%d:%lld:", row.v[i].type, (long long)row.v[i].i);
        buf_hex(b, row.v[i].s.p, row.v[i].s.n);
        buf_char(b, i + 1 < row.n ? ',' : '\n');
    }
    return OK;
}

static Str dump(Ctx *c)
{
    static const char *const tables[] = {
        "SELECT county, name FROM kind ORDER BY 1, 2",
        "SELECT county, id, kind, parent, note FROM basket ORDER BY 1, 2",
        "SELECT county, seq, leaf, text FROM event_of ORDER BY 1, 2",
        "SELECT county, name, value FROM setting ORDER BY 1, 2",
    };
    Buf b = buf_new(c->arena, 65536, 1 << 24);
    for (size_t i = 0; i < COUNTOF(tables); i++)
        assert_ok(c, db_text_walk(db_read(c), tables[i], ARGS(), dump_row, &b));
    db_read_end(c);
    assert_false(buf_is_over(&b));
    return buf_text(&b);
}

static Err put_body(Db *w, void *arg)
{
    return setting_put(w, STR(""), arg, STR("x"));
}

static Err delete_body(Db *w, void *arg)
{
    return db_script(w, "DELETE FROM event_of");
}

static void count_tables(void *arg, Str table, i64 rows)
{
    int *tables = arg;
    (*tables)++;
}

static void there_and_back_is_the_same(void **state)
{
    Ctx *a = test_ctx(ENGINE_SQLITE), *b = test_ctx(ENGINE_POSTGRES), *again = test_ctx(ENGINE_SQLITE);
    int  rows = 1234, tables = 0;
    migrate(a);
    migrate(b);
    migrate(again);
    assert_ok(a, db_write(a, fill_body, &rows));
    char name[] = "name";
    assert_ok(a, db_write(a, put_body, name));
    assert_ok(b, store_copy(a, b, count_tables, &tables));
    assert_true(tables >= 4);
    assert_ok(again, store_copy(b, again, NULL, NULL));
    Str was = dump(a);
    assert_true(was.n > 100000);
    assert_true(str_eq(was, dump(b)));
    assert_true(str_eq(was, dump(again)));
    /* What was copied is as guarded as what was made there. */
    i64 n;
    assert_err(b, ERR_DB, db_write(b, delete_body, NULL));
    assert_ok(b, db_text_int(db_read(b), "SELECT count(*) FROM pg_constraint WHERE condeferrable", ARGS(), &n));
    assert_int_equal(n, 0);
    test_ctx_close(a);
    test_ctx_close(b);
    test_ctx_close(again);
}

static void a_living_database_is_not_copied_over(void **state)
{
    Engine e = test_engine(state);
    Ctx   *a = test_ctx(ENGINE_SQLITE), *b = test_ctx(e);
    int    rows = 10, fewer = 3;
    migrate(a);
    migrate(b);
    assert_ok(a, db_write(a, fill_body, &rows));
    assert_ok(b, db_write(b, fill_body, &fewer));
    Str was = dump(b);
    assert_err(b, ERR_CONFLICT, store_copy(a, b, NULL, NULL));
    assert_true(str_eq(was, dump(b)));
    test_ctx_close(a);
    test_ctx_close(b);
}

static void other_migrations_are_refused(void **state)
{
    Engine e = test_engine(state);
    Ctx   *a = test_ctx(ENGINE_SQLITE), *b = test_ctx(e);
    migrate(a);
    assert_err(b, ERR_CONFLICT, store_copy(a, b, NULL, NULL));
    test_ctx_close(a);
    test_ctx_close(b);
}

/* ---- backup ---- */

typedef struct Writer {
    Ctx       *c;
    atomic_bool stop;
    int        written;
} Writer;

static Err pair_body(Db *w, void *arg)
{
    const Writer *x = arg;
    TRY(db_exec(w, Q_SETTING_PUT, ARGS(arena_printf(db_ctx(w)->arena, "%d", x->written), "left", STR("v"))));
    return db_exec(w, Q_SETTING_PUT, ARGS(arena_printf(db_ctx(w)->arena, "%d", x->written), "right", STR("v")));
}

static void *write_thread(void *arg)
{
    Writer *w = arg;
    while (!atomic_load(&w->stop)) {
        Err e = db_write(w->c, pair_body, w);
        BUG_ON(e != OK);
        w->written++;
    }
    return NULL;
}

static void a_backup_under_writing_is_whole(void **state)
{
    Ctx      *c = *state, *copy = test_ctx_beside(c);
    Writer    w = { .c = test_ctx_beside(c) };
    pthread_t thread;
    Str       path = test_path(c, "backup.db");
    i64       left, right, before;
    int       rows = 3000;
    Store    *s;
    migrate(c);
    assert_ok(c, db_write(c, fill_body, &rows));
    pthread_create(&thread, NULL, write_thread, &w);
    usleep(20000);
    assert_ok(c, db_text_int(db_read(c), "SELECT count(*) FROM setting WHERE name = 'left'", ARGS(), &before));
    db_read_end(c);
    assert_ok(c, store_backup(c, path));
    atomic_store(&w.stop, true);
    pthread_join(thread, NULL);
    Store *own = copy->store;
    assert_ok(copy, store_open(copy, path, true, &s));
    assert_ok(copy, db_text_int(db_read(copy), "SELECT count(*) FROM setting WHERE name = 'left'", ARGS(), &left));
    assert_ok(copy, db_text_int(db_read(copy), "SELECT count(*) FROM setting WHERE name = 'right'", ARGS(), &right));
    assert_int_equal(left, right);
    assert_true(left >= before);
    assert_true(left <= w.written);
    db_read_end(copy);
    store_close(s);
    copy->store = own;
    test_ctx_part(copy);
    test_ctx_part(w.c);
}

static void a_backup_that_cannot_be_written_leaves_nothing(void **state)
{
    Ctx *c = *state;
    assert_err(c, ERR_BUSY, store_backup(c, test_path(c, "no-such-folder/backup.db")));
    assert_int_equal(mkdir(test_path(c, "taken").p, 0700), 0); /* its name belongs to a folder */
    assert_err(c, ERR_BUSY, store_backup(c, test_path(c, "taken")));
    assert_int_equal(access(test_path(c, "taken.part").p, F_OK), -1);
}

static void postgres_has_its_own_backup(void **state)
{
    Ctx *c = *state;
    assert_err(c, ERR_INVALID, store_backup(c, test_path(c, "backup.db")));
}

static int nothing_setup(void **state)
{
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_ENGINE(there_and_back_is_the_same, ENGINE_POSTGRES, "postgres", nothing_setup, nothing_setup),
        ON_BOTH_WITH(a_living_database_is_not_copied_over, nothing_setup, nothing_setup),
        ON_BOTH_WITH(other_migrations_are_refused, nothing_setup, nothing_setup),
        ON_SQLITE(a_backup_under_writing_is_whole),
        ON_SQLITE(a_backup_that_cannot_be_written_leaves_nothing),
        ON_POSTGRES(postgres_has_its_own_backup),
    };
    return RUN_TESTS(tests);
}
