/* support: see support.h. */
#include "support/support.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db_inside.h"
#include "record/group.h"

static char dir[256];
static char template_name[64]; /* the migrated PostgreSQL database that each test's is a copy of */
static int  databases;         /* how many were made so far */

static NORETURN void stop(const char *what, const char *detail)
{
    fprintf(stderr, "tests: %s: %s\n", what, detail);
    abort();
}

/* ---- the folder ---- */

const char *test_dir(void)
{
    if (dir[0] == '\0') {
        const char *tmp = getenv("TMPDIR");
        snprintf(dir, sizeof dir, "%s/yc-test-XXXXXX", tmp ? tmp : "/tmp");
        if (mkdtemp(dir) == NULL)
            stop("no folder", dir);
    }
    return dir;
}

static void dir_remove(const char *path)
{
    DIR           *d = opendir(path);
    struct dirent *e;
    char           name[1024];
    while (d != NULL && (e = readdir(d)) != NULL) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (e->d_type == DT_DIR)
            dir_remove(name);
        else
            unlink(name);
    }
    if (d != NULL)
        closedir(d);
    rmdir(path);
}

void test_dir_remove(void)
{
    if (dir[0] != '\0')
        dir_remove(dir);
    dir[0] = '\0';
}

Str test_path(Ctx *c, const char *name)
{
    return arena_printf(c->arena, "%s/%s", test_dir(), name);
}

/* ---- a database a test, copied from a migrated one ---- */

bool test_has_postgres(void)
{
    const char *url = getenv("YC_TEST_PG");
    return url != NULL && url[0] != '\0';
}

static void be_quiet(void *arg, const char *notice)
{
}

static void pg_do(const char *fmt, const char *a, const char *b)
{
    char    sql[512];
    PGconn *p = PQconnectdb(getenv("YC_TEST_PG"));
    PQsetNoticeProcessor(p, be_quiet, NULL);
    snprintf(sql, sizeof sql, fmt, a, b);
    PGresult *r = PQexec(p, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        stop(sql, PQerrorMessage(p));
    PQclear(r);
    PQfinish(p);
}

void test_server(const char *sql)
{
    pg_do("%s%s", sql, "");
}

/* YC_TEST_PG with another database in it. */
static void pg_url(const char *database, char *to, size_t room)
{
    PQconninfoOption *options = PQconninfoParse(getenv("YC_TEST_PG"), NULL);
    Arena            *a = arena_open();
    Buf               b = buf_new(a, 256, 4096);
    if (options == NULL)
        stop("YC_TEST_PG is no connection address", getenv("YC_TEST_PG"));
    buf_printf(&b, "postgresql:///%s", database);
    char between = '?';
    for (PQconninfoOption *o = options; o->keyword != NULL; o++) {
        if (o->val == NULL || strcmp(o->keyword, "dbname") == 0)
            continue;
        buf_printf(&b, "%c%s=", between, o->keyword);
        buf_url(&b, str_from(o->val));
        between = '&';
    }
    snprintf(to, room, "%.*s", STR_ARG(buf_text(&b)));
    arena_close(a);
    PQconninfoFree(options);
}

#define CREATE "CREATE DATABASE %s TEMPLATE %s ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"

/* ---- a store and what stands over it ---- */

typedef struct TestCtx {
    Ctx  c; /* first, so that a Ctx of ours is one of these */
    char database[512], name[64];
} TestCtx;

static void open_store(TestCtx *t)
{
    Store *s;
    if (store_open(&t->c, str_from(t->database), true, &s) != OK)
        stop("cannot open", str_cstr(t->c.arena, t->c.log));
}

static TestCtx *ctx_new(Store *s)
{
    TestCtx *t = calloc(1, sizeof *t);
    ctx_init(&t->c, arena_open(), s, &ACTOR_NOBODY, clock_now());
    return t;
}

static void migrate(TestCtx *t)
{
    if (migrate_apply(&t->c) != OK)
        stop("cannot migrate", str_cstr(t->c.arena, t->c.log));
}

/* Migrated, and closed again. */
static void template_fill(const char *database)
{
    TestCtx *t = ctx_new(NULL);
    snprintf(t->database, sizeof t->database, "%s", database);
    open_store(t);
    migrate(t);
    db_read_end(&t->c);
    store_close(t->c.store);
    arena_close(t->c.arena);
    free(t);
}

static void template_make(void)
{
    char url[512];
    snprintf(template_name, sizeof template_name, "yc_%d_template", (int)getpid());
    pg_do("DROP DATABASE IF EXISTS %s%s", template_name, "");
    pg_do(CREATE, template_name, "template0");
    pg_url(template_name, url, sizeof url);
    template_fill(url);
}

/* Its folder goes with a test that ends it, so it may have to be made again. */
static void template_copy(const char *to)
{
    char from[512], bytes[1 << 16];
    snprintf(from, sizeof from, "%s/template.db", test_dir());
    if (access(from, F_OK) != 0)
        template_fill(from);
    FILE  *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t n;
    if (in == NULL || out == NULL)
        stop("cannot copy", from);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        if (fwrite(bytes, 1, n, out) != n)
            stop("cannot copy", to);
    fclose(in);
    if (fclose(out) != 0)
        stop("cannot copy", to);
}

Ctx *test_ctx(Engine e)
{
    clock_set(TEST_NOW);
    if (!db_has_hooks()) /* a test may have brought its own */
        record_hooks();
    if (e == ENGINE_POSTGRES && template_name[0] == '\0')
        template_make();
    TestCtx *t = ctx_new(NULL);
    snprintf(t->name, sizeof t->name, "yc_%d_%d", (int)getpid(), databases++);
    if (e == ENGINE_POSTGRES) {
        pg_do(CREATE, t->name, template_name);
        pg_url(t->name, t->database, sizeof t->database);
    } else {
        snprintf(t->database, sizeof t->database, "%s/%s.db", test_dir(), t->name);
        template_copy(t->database);
    }
    open_store(t);
    test_next(&t->c);
    return &t->c;
}

void test_ctx_close(Ctx *c)
{
    TestCtx *t = (TestCtx *)c;
    bool     is_postgres = store_engine(c->store) == ENGINE_POSTGRES;
    db_read_end(c);
    store_close(c->store);
    if (is_postgres)
        pg_do("DROP DATABASE IF EXISTS %s WITH (FORCE)%s", t->name, "");
    else
        unlink(t->database);
    arena_close(c->arena);
    free(t);
    clock_set(0);
}

Ctx *test_ctx_beside(Ctx *c)
{
    TestCtx *t = ctx_new(c->store);
    t->c.now = c->now;
    t->c.actor = c->actor;
    t->c.lang = c->lang;
    return &t->c;
}

void test_ctx_part(Ctx *beside)
{
    db_read_end(beside);
    arena_close(beside->arena);
    free((TestCtx *)beside);
}

Err test_rebuild(Db *w, void *rebuild)
{
    return (*(RebuildFn **)rebuild)(w, NULL, NULL);
}

void test_next(Ctx *c)
{
    db_read_end(c);
    ctx_clear_failure(c);
    c->now = clock_now();
}

Str test_database(Ctx *c)
{
    return str_from(((TestCtx *)c)->database);
}

Str test_database_named(Ctx *c, Str name)
{
    char url[512];
    pg_url(str_cstr(c->arena, name), url, sizeof url);
    return str_copy(c->arena, str_from(url));
}

Store *test_reopen(Ctx *c)
{
    test_next(c);
    store_close(c->store);
    open_store((TestCtx *)c);
    return c->store;
}

void test_time(Ctx *c, i64 ms)
{
    clock_set(ms);
    c->now = ms;
}

void test_later(Ctx *c, i64 ms)
{
    test_time(c, clock_now() + ms);
}

Err test_entered(Ctx *c, Code county, const Hash *token, i64 *ret_started_at, i64 *ret_expires_at, Actor *ret_actor)
{
    Rows rows;
    TRY(db_text_rows(db_read(c), "SELECT account, person, started_at, expires_at FROM session WHERE county = $1 AND token_hash = $2",
                     ARGS(county, HASH(*token)), &rows));
    if (rows.n == 0)
        return fail(c, ERR_MISSING, NULL, "no such session");
    Row r = rows.row[0];
    *ret_actor = (Actor){ .account = row_int(r, 0), .county = county, .person = row_int(r, 1) };
    *ret_started_at = row_int(r, 2);
    *ret_expires_at = row_int(r, 3);
    return OK;
}

/* ---- saying what must hold ---- */

static void tell(Ctx *c, const char *what, Err e)
{
    print_error("%s\n  gave %s: %.*s\n", what, err_name(e), STR_ARG(c->log));
    for (const Problem *p = c->problems; p != NULL; p = p->next)
        print_error("  at %s: %s\n", p->field ? p->field : "-", p->key);
}

void assert_ok_at(Ctx *c, Err e, const char *what, const char *file, int line)
{
    if (e == OK)
        return;
    tell(c, what, e);
    _fail(file, line);
}

void assert_err_at(Ctx *c, Err expected, Err e, const char *what, const char *file, int line)
{
    if (e != expected) {
        tell(c, what, e);
        print_error("  and not %s\n", err_name(expected));
        _fail(file, line);
    }
    ctx_clear_failure(c);
    if (c->reader != NULL) /* a failed statement dooms its transaction; the test goes on in a new one */
        db_read_end(c);
}

void assert_str_at(Str s, const char *expected, const char *what, const char *file, int line)
{
    if (str_is(s, expected))
        return;
    print_error("%s\n  is \"%.*s\" and not \"%s\"\n", what, STR_ARG(s), expected);
    _fail(file, line);
}

/* ---- listing and running ---- */

Engine test_engines[2] = { ENGINE_SQLITE, ENGINE_POSTGRES };

Engine test_engine(void **state)
{
    return *(const Engine *)*state;
}

int test_setup(void **state)
{
    *state = test_ctx(test_engine(state));
    return 0;
}

int test_teardown(void **state)
{
    test_ctx_close(*state);
    return 0;
}

static void without_postgres(void **state)
{
    skip();
}

int tests_run(const char *program, const struct CMUnitTest *tests, size_t n)
{
    struct CMUnitTest *list = calloc(n, sizeof *list);
    const char        *name = strrchr(program, '/');
    int                skipped = 0;
    for (size_t i = 0; i < n; i++) {
        list[i] = tests[i];
        if (!test_has_postgres() && tests[i].initial_state == &test_engines[ENGINE_POSTGRES]) {
            list[i] = (struct CMUnitTest){ .name = tests[i].name, .test_func = without_postgres };
            skipped++;
        }
    }
    log_open(LOG_ERROR, 2);
    int failed = _cmocka_run_group_tests(name ? name + 1 : program, list, n, NULL, NULL);
    if (skipped)
        fprintf(stderr, "%d tests on PostgreSQL were SKIPPED: YC_TEST_PG is not set (tests/pg.sh)\n", skipped);
    if (template_name[0] != '\0')
        pg_do("DROP DATABASE IF EXISTS %s WITH (FORCE)%s", template_name, "");
    test_dir_remove();
    free(list);
    return failed;
}
