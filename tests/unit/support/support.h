/* support: the ground that database tests stand on.
 *
 * Each test gets a Ctx over a database of its own: migrated, empty, gone afterwards. A test program lists its tests
 * with ON_BOTH(); where YC_TEST_PG is not set (tests/pg.sh makes one) the PostgreSQL half is shown as skipped.
 *
 *   static void a_household_has_one_voice(void **state)
 *   {
 *       Ctx *c = *state;
 *       assert_ok(c, need_join(c, need, STR("...")));
 *       assert_err(c, ERR_CONFLICT, need_join(c, closed, STR("...")));
 *   }
 *   int main(void)
 *   {
 *       const struct CMUnitTest tests[] = { ON_BOTH(a_household_has_one_voice), cmocka_unit_test(a_pure_one) };
 *       return RUN_TESTS(tests);
 *   }
 *
 * A test that needs more than a Ctx has a setup of its own, and ON_BOTH_WITH(f, setup, teardown): the setup calls
 * test_ctx(test_engine(state)), the teardown test_ctx_close(). */
#pragma once
#include "support/unit.h"

#include "db/db.h"
#include "record/check.h"

#define TEST_NOW date_start(20260712) /* where the clock stands when a test begins: a Sunday, 00:00 in China */

Ctx *test_ctx(Engine e);        /* a new database, the clock set to TEST_NOW, nobody signed in */
void test_ctx_close(Ctx *c);    /* and the database with it */
Ctx *test_ctx_beside(Ctx *c);   /* another request on the same database, with an arena of its own; for one thread */
void test_ctx_part(Ctx *beside);/* ends that one */
void test_next(Ctx *c);         /* as a new request: reading transaction ended, failure forgotten, the clock's now */

Err  test_rebuild(Db *w, void *rebuild); /* a write body: calls a RebuildFn of one noun, &(RebuildFn *){ place_rebuild } */
void test_time(Ctx *c, i64 ms);    /* moves the clock there, and c with it */
void test_later(Ctx *c, i64 ms);   /* moves the clock on */

bool        test_has_postgres(void);
const char *test_dir(void);                  /* a folder of this program's own, removed at its end by tests_run() */
void        test_dir_remove(void);
Str         test_path(Ctx *c, const char *name); /* a path in it */
Str         test_database(Ctx *c);           /* what store_open() was given */
Str         test_database_named(Ctx *c, Str name); /* another one of the PostgreSQL server */
void        test_server(const char *sql);          /* said to that server as its superuser */
Store      *test_reopen(Ctx *c);             /* closes the store and opens the same database again */

/* Who came in with a token, in tests of web/ that know no accounts: whatever account the session says (web/session.h). */
Err test_entered(Ctx *c, Code county, const Hash *token, i64 *ret_started_at, i64 *ret_expires_at, Actor *ret_actor);

/* ---- saying what must hold; both print what the log would have said ---- */

void assert_ok_at(Ctx *c, Err e, const char *what, const char *file, int line);
void assert_err_at(Ctx *c, Err expected, Err e, const char *what, const char *file, int line);
void assert_str_at(Str s, const char *expected, const char *what, const char *file, int line);

#define assert_ok(c, expr)          assert_ok_at((c), (expr), #expr, __FILE__, __LINE__)
/* The failure is forgotten afterwards, so that the test can go on with the same Ctx. */
#define assert_err(c, expected, expr) assert_err_at((c), (expected), (expr), #expr, __FILE__, __LINE__)
#define assert_str(s, expected)     assert_str_at((s), (expected), #s, __FILE__, __LINE__)

/* ---- listing and running ---- */

extern Engine test_engines[2];
Engine test_engine(void **state);    /* in a setup: which engine to open */
int    test_setup(void **state);
int    test_teardown(void **state);
int    tests_run(const char *program, const struct CMUnitTest *tests, size_t n);

#define ON_ENGINE(f, e, name_, setup, teardown) { #f " (" name_ ")", f, setup, teardown, &test_engines[e] }
#define ON_SQLITE(f)     ON_ENGINE(f, ENGINE_SQLITE, "sqlite", test_setup, test_teardown)
#define ON_POSTGRES(f)   ON_ENGINE(f, ENGINE_POSTGRES, "postgres", test_setup, test_teardown)
#define ON_BOTH(f)       ON_SQLITE(f), ON_POSTGRES(f)
#define ON_BOTH_WITH(f, setup, teardown) \
    ON_ENGINE(f, ENGINE_SQLITE, "sqlite", setup, teardown), ON_ENGINE(f, ENGINE_POSTGRES, "postgres", setup, teardown)
#define RUN_TESTS(tests) tests_run(__FILE__, tests, COUNTOF(tests))
