/* What is not to be had for a while answers ERR_BUSY, and service comes back by itself: a PostgreSQL that dropped its
 * connections or was down, a full disk. What was answered with a failure is not found later. */
#include "support/support.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/setting.h"
#include "db/db_inside.h"

static Err put_body(Db *w, void *arg)
{
    const char *name = arg;
    return setting_put(w, STR(""), name, STR("x"));
}

static Err put(Ctx *c, const char *name)
{
    return db_write(c, put_body, (void *)(uintptr_t)name);
}

static bool has(Ctx *c, const char *name)
{
    bool found;
    Str  value;
    assert_ok(c, setting_get(c, STR(""), name, &found, &value));
    db_read_end(c);
    return found;
}

/* ---- what takes too long ---- */

static void a_read_that_does_not_end_is_given_up(void **state)
{
    Ctx *c = *state, *other = test_ctx_beside(c);
    i64  n;
    assert_false(has(c, "a")); /* takes the reader that has the usual time */
    assert_ok(c, store_ping(c));
    c->store->statement_ms = 100;
    const char *endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n";
    assert_err(other, ERR_BUSY, db_text_int(db_read(other), endless, ARGS(), &n));
    assert_ok(other, store_ping(other));
    assert_ok(c, put(c, "a"));
    assert_true(has(c, "a"));
    test_ctx_part(other);
}

static void where_everything_is_walked_no_read_is_given_up(void **state)
{
    Ctx        *c = *state, *other = test_ctx_beside(c);
    i64         n;
    const char *lasting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n";
    assert_false(has(c, "a"));
    c->store->statement_ms = 1;
    assert_ok(c, store_ping(c)); /* keeps the reader that has the usual time */
    assert_err(other, ERR_BUSY, db_text_int(db_read(other), lasting, ARGS(), &n));
    test_ctx_part(other);
    other = test_ctx_beside(c);
    store_patient(c->store);
    Ctx *third = test_ctx_beside(c);
    assert_ok(other, store_ping(other)); /* keeps the one that gave up */
    assert_ok(third, db_text_int(db_read(third), lasting, ARGS(), &n));
    assert_int_equal(n, 300000);
    test_ctx_part(third);
    test_ctx_part(other);
}

/* ---- PostgreSQL's connections end ---- */

/* Ends the connections to this program's databases. */
static void drop_connections(void)
{
    char sql[256];
    snprintf(sql, sizeof sql, "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity"
                              " WHERE starts_with(datname, 'yc_%d_'); END $$", (int)getpid());
    test_server(sql);
}

static void idle_connections_that_died_are_replaced_unnoticed(void **state)
{
    Ctx *c = *state;
    assert_ok(c, put(c, "a"));
    assert_true(has(c, "a"));
    drop_connections();
    assert_true(has(c, "a"));
    assert_ok(c, put(c, "b"));
    assert_true(has(c, "b"));
}

static void a_reader_that_died_is_busy_and_then_well(void **state)
{
    Ctx *c = *state;
    bool found;
    Str  value;
    assert_ok(c, setting_get(c, STR(""), "a", &found, &value));
    drop_connections();
    /* In the midst of a transaction it must not go on with a later moment. */
    assert_int_equal(setting_get(c, STR(""), "b", &found, &value), ERR_BUSY);
    assert_int_equal(setting_get(c, STR(""), "a", &found, &value), ERR_BUSY); /* not even what it was told before */
    test_next(c);
    assert_ok(c, setting_get(c, STR(""), "a", &found, &value));
}

static Err trigger_body(Db *w, void *arg)
{
    return db_script(w, "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
                        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
                        "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON setting DEFERRABLE INITIALLY DEFERRED"
                        " FOR EACH ROW WHEN (NEW.name = 'killer') EXECUTE FUNCTION die()");
}

static void a_connection_lost_in_the_commit_is_busy_and_not_tried_again(void **state)
{
    Ctx *c = *state;
    assert_ok(c, db_write(c, trigger_body, NULL));
    assert_err(c, ERR_BUSY, put(c, "killer"));
    assert_false(has(c, "killer"));
    assert_ok(c, put(c, "other"));
    assert_true(has(c, "other"));
}

typedef struct Raise {
    const char *code;
    int         runs, until; /* raises in its first runs */
} Raise;

static Err raise_body(Db *w, void *arg)
{
    Raise *r = arg;
    TRY(setting_put(w, STR(""), "raised", STR("x")));
    if (++r->runs <= r->until)
        return db_script(w, arena_printf(db_ctx(w)->arena,
                                         "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '%s'; END $$", r->code).p);
    return OK;
}

static void what_the_server_says_is_told_apart(void **state)
{
    static const struct {
        const char *code;
        Err         err;
        int         runs;
    } cases[] = {
        { "53100", ERR_BUSY, 1 },     { "53200", ERR_BUSY, 1 },     { "57014", ERR_BUSY, 1 }, { "55P03", ERR_BUSY, 1 },
        { "58030", ERR_BUSY, 1 },     { "23505", ERR_CONFLICT, 1 }, { "23503", ERR_CONFLICT, 1 },
        { "23514", ERR_DB, 1 },       { "23502", ERR_DB, 1 },       { "P0001", ERR_DB, 1 },   { "42703", ERR_DB, 1 },
        { "40001", ERR_BUSY, 5 },     { "40P01", ERR_BUSY, 5 },     { "25006", ERR_BUSY, 5 },
    };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        Raise r = { .code = cases[i].code, .until = 100 };
        assert_err(c, cases[i].err, db_write(c, raise_body, &r));
        assert_int_equal(r.runs, cases[i].runs);
        assert_false(has(c, "raised"));
    }
    Raise twice = { .code = "40001", .until = 2 };
    assert_ok(c, db_write(c, raise_body, &twice));
    assert_int_equal(twice.runs, 3);
    assert_true(has(c, "raised"));
}

/* ---- a server of this test's own goes down and comes back ---- */

static bool script(const char *verb, const char *dir, char *url, size_t room)
{
    char command[512];
    snprintf(command, sizeof command, "tests/pg.sh %s %s fast 2>&1", verb, dir);
    FILE *p = popen(command, "r");
    bool  got = p != NULL && fgets(url, (int)room, p) != NULL;
    if (got)
        url[strcspn(url, "\n")] = '\0';
    return p != NULL && pclose(p) == 0 && got;
}

static char server_folder[] = "/tmp/yc-outage-XXXXXX";

static int server_remove(void **state)
{
    char url[512];
    if (access(server_folder, F_OK) == 0) {
        script("stop", server_folder, url, sizeof url);
        rmdir(server_folder);
    }
    return 0;
}

static void a_server_that_was_down_serves_again(void **state)
{
    char   url[512];
    Ctx   *c = test_ctx(ENGINE_SQLITE);
    Store *own = c->store, *s;
    if (access("tests/pg.sh", X_OK) != 0)
        skip();
    assert_non_null(mkdtemp(server_folder));
    assert_true(script("start", server_folder, url, sizeof url));
    assert_ok(c, store_open(c, str_from(url), true, &s));
    assert_ok(c, migrate_apply(c));
    assert_ok(c, put(c, "a"));
    assert_true(has(c, "a"));
    script("kill", server_folder, url, sizeof url);
    assert_err(c, ERR_BUSY, put(c, "b"));
    assert_err(c, ERR_BUSY, store_ping(c));
    assert_err(c, ERR_BUSY, put(c, "b"));
    assert_true(script("start", server_folder, url, sizeof url));
    assert_ok(c, store_ping(c));
    assert_ok(c, put(c, "c"));
    assert_true(has(c, "a") && !has(c, "b") && has(c, "c"));
    store_close(s);
    c->store = own;
    test_ctx_close(c);
}

/* ---- a full disk ---- */

static Err big_body(Db *w, void *arg)
{
    char *text = arena_take(db_ctx(w)->arena, 100001);
    for (int i = 0; i < 100000; i++)
        text[i] = 'x';
    for (int i = 0; i < 100; i++)
        TRY(setting_put(w, STR("big"), arena_printf(db_ctx(w)->arena, "%d", i).p, str_from(text)));
    return OK;
}

static void room_is_given_back(Ctx *c)
{
    i64 rows;
    assert_ok(c, db_text_int(db_read(c), "SELECT count(*) FROM setting WHERE county = 'big'", ARGS(), &rows));
    assert_int_equal(rows, 0);
    assert_true(has(c, "before"));
    assert_ok(c, put(c, "after"));
    assert_true(has(c, "after"));
    assert_ok(c, db_write(c, big_body, NULL));
    assert_ok(c, db_text_int(db_read(c), "SELECT count(*) FROM setting WHERE county = 'big'", ARGS(), &rows));
    assert_int_equal(rows, 100);
}

static void a_file_that_may_not_grow_is_busy(void **state)
{
    Ctx          *c = *state;
    struct rlimit was, small;
    assert_ok(c, put(c, "before"));
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    small = was;
    small.rlim_cur = 4 << 20;
    setrlimit(RLIMIT_FSIZE, &small);
    assert_err(c, ERR_BUSY, db_write(c, big_body, NULL));
    assert_true(has(c, "before"));
    assert_err(c, ERR_BUSY, db_write(c, big_body, NULL));
    setrlimit(RLIMIT_FSIZE, &was);
    room_is_given_back(c);
}

static void a_full_disk_is_busy(void **state)
{
    Ctx   *c = *state, *on_disk = test_ctx_beside(c);
    Str    folder = test_path(c, "small"), path = test_path(c, "small/x.db");
    Store *s;
    mkdir(folder.p, 0700);
    if (mount("tmpfs", folder.p, "tmpfs", 0, "size=8m") != 0) {
        print_message("a disk of its own needs the right to mount; skipped\n");
        test_ctx_part(on_disk);
        skip();
    }
    assert_ok(on_disk, store_open(on_disk, path, true, &s));
    assert_ok(on_disk, migrate_apply(on_disk));
    assert_ok(on_disk, put(on_disk, "before"));
    assert_err(on_disk, ERR_BUSY, db_write(on_disk, big_body, NULL));
    assert_err(on_disk, ERR_BUSY, db_write(on_disk, big_body, NULL));
    assert_true(has(on_disk, "before"));
    assert_int_equal(mount("tmpfs", folder.p, "tmpfs", MS_REMOUNT, "size=64m"), 0);
    room_is_given_back(on_disk);
    db_read_end(on_disk);
    store_close(s);
    on_disk->store = c->store;
    test_ctx_part(on_disk);
    assert_int_equal(umount(folder.p), 0);
}

/* ---- many wait while the disk is full: each is told, none is found later ---- */

typedef struct One {
    Ctx      *c;
    char      name[16];
    Err       err;
    pthread_t thread;
} One;

static Err one_body(Db *w, void *arg)
{
    const One *o = arg;
    TRY(setting_put(w, STR(""), o->name, STR("x")));
    return big_body(w, NULL);
}

static void *one_thread(void *arg)
{
    One *o = arg;
    o->err = db_write(o->c, one_body, o);
    return NULL;
}

static void each_of_many_is_told(void **state)
{
    Ctx          *c = *state;
    One           one[8] = { 0 };
    struct rlimit was, small;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    small = was;
    small.rlim_cur = 4 << 20;
    setrlimit(RLIMIT_FSIZE, &small);
    for (int i = 0; i < 8; i++) {
        snprintf(one[i].name, sizeof one[i].name, "one%d", i);
        one[i].c = test_ctx_beside(c);
        pthread_create(&one[i].thread, NULL, one_thread, &one[i]);
    }
    for (int i = 0; i < 8; i++)
        pthread_join(one[i].thread, NULL);
    setrlimit(RLIMIT_FSIZE, &was);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(one[i].err, ERR_BUSY);
        assert_int_equal(one[i].c->err, ERR_BUSY);
        assert_false(has(c, one[i].name));
        test_ctx_part(one[i].c);
    }
    assert_ok(c, put(c, "after"));
}

static void a_path_that_cannot_be_opened_is_busy(void **state)
{
    Ctx   *c = *state;
    Store *none, *own = c->store;
    assert_err(c, ERR_BUSY, store_open(c, STR("/no/such/folder/x.db"), true, &none));
    assert_null(none);
    assert_ptr_equal(c->store, own);
    assert_err(c, ERR_BUSY, store_open(c, STR("postgresql:///x?host=/no/such/folder"), true, &none));
    assert_err(c, ERR_DB, store_open(c, STR("/etc/hostname"), true, &none)); /* not a database */
    assert_ok(c, store_ping(c));
}

static int nothing(void **state)
{
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_read_that_does_not_end_is_given_up),
        ON_BOTH(where_everything_is_walked_no_read_is_given_up),
        ON_POSTGRES(idle_connections_that_died_are_replaced_unnoticed),
        ON_POSTGRES(a_reader_that_died_is_busy_and_then_well),
        ON_POSTGRES(a_connection_lost_in_the_commit_is_busy_and_not_tried_again),
        ON_POSTGRES(what_the_server_says_is_told_apart),
        ON_ENGINE(a_server_that_was_down_serves_again, ENGINE_POSTGRES, "postgres", nothing, server_remove),
        ON_SQLITE(a_file_that_may_not_grow_is_busy),
        ON_SQLITE(a_full_disk_is_busy),
        ON_SQLITE(each_of_many_is_told),
        ON_SQLITE(a_path_that_cannot_be_opened_is_busy),
    };
    return RUN_TESTS(tests);
}
