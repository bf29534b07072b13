/* Statements, rows and the writing group, on both engines. */
#include <string.h>

#include "support/support.h"

#include "db/setting.h"
#include "db/db_inside.h"
#include "db/setting.sql.h"

typedef struct Put {
    const char *name;
    Str         value;
    Err         then; /* what the body answers after it wrote */
} Put;

static Err put_body(Db *w, void *arg)
{
    const Put *p = arg;
    TRY(setting_put(w, STR(""), p->name, p->value));
    return p->then == OK ? OK : fail(db_ctx(w), p->then, NULL, "as the test wants");
}

static Err put(Ctx *c, const char *name, const char *value)
{
    Put p = { name, str_from(value), OK };
    return db_write(c, put_body, &p);
}

static bool has(Ctx *c, const char *name, Str *ret_value)
{
    bool found;
    assert_ok(c, setting_get(c, STR(""), name, &found, ret_value));
    return found;
}

static void what_was_written_is_read(void **state)
{
    Ctx *c = *state;
    Str  v;
    assert_false(has(c, "a", &v));
    assert_ok(c, put(c, "a", "上湾村"));
    assert_true(has(c, "a", &v));
    assert_str(v, "上湾村");
    assert_ok(c, put(c, "a", ""));
    assert_true(has(c, "a", &v));
    assert_int_equal(v.n, 0);
}

static void a_body_that_fails_leaves_nothing(void **state)
{
    Ctx *c = *state;
    Str  v;
    Put  p = { "a", STR("x"), ERR_DENIED };
    assert_err(c, ERR_DENIED, db_write(c, put_body, &p));
    assert_false(has(c, "a", &v));
}

static void a_change_among_the_reads_is_refused(void **state)
{
    Ctx *c = *state;
    Str  v;
    assert_err(c, ERR_DB, db_exec(db_read(c), Q_SETTING_PUT, ARGS(STR(""), "a", "x")));
    assert_false(has(c, "a", &v));
}

/* ---- what is asked again ---- */

static i64 steps_of_asking(Ctx *c, const char *name, const char *expected)
{
    Str v;
    i64 before = sqlite_steps(db_read(c));
    assert_true(has(c, name, &v));
    assert_str(v, expected);
    return sqlite_steps(db_read(c)) - before;
}

static void in_one_snapshot_a_row_is_asked_for_once(void **state)
{
    Ctx *c = *state;
    Str  v;
    char name[2] = "a";
    assert_ok(c, put(c, "a", "1"));
    assert_ok(c, put(c, "b", "2"));
    assert_true(steps_of_asking(c, "a", "1") > 0);
    assert_true(steps_of_asking(c, "b", "2") > 0);
    assert_int_equal(steps_of_asking(c, name, "1"), 0); /* the same text elsewhere */
    assert_false(has(c, "c", &v));
    i64 before = sqlite_steps(db_read(c));
    assert_false(has(c, "c", &v)); /* that there is none is remembered, too */
    assert_int_equal(sqlite_steps(db_read(c)), before);
}

static void a_new_snapshot_asks_anew(void **state)
{
    Ctx *c = *state, other;
    Str  v;
    ctx_init(&other, arena_open(), c->store, &ACTOR_NOBODY, c->now);
    assert_ok(c, put(c, "a", "1"));
    assert_true(has(c, "a", &v));
    assert_ok(&other, put(&other, "a", "2"));
    assert_true(has(c, "a", &v));
    assert_str(v, "1"); /* as its snapshot has it */
    db_read_end(c);
    assert_true(has(c, "a", &v));
    assert_str(v, "2");
    assert_ok(c, put(c, "a", "3")); /* whoever writes looks at it anew */
    assert_true(has(c, "a", &v));
    assert_str(v, "3");
    db_read_end(&other);
    arena_close(other.arena);
}

static void what_was_given_back_is_not_recalled(void **state)
{
    Ctx *c = *state;
    assert_ok(c, put(c, "a", "1"));
    ArenaMark *m = arena_mark(c->arena);
    assert_true(steps_of_asking(c, "a", "1") > 0);
    arena_rewind(c->arena, m);
    memset(arena_raw(c->arena, 4000), 'x', 4000); /* where the row lay */
    assert_true(steps_of_asking(c, "a", "1") > 0);
}

static void the_oldest_makes_way(void **state)
{
    Ctx *c = *state;
    for (int i = 0; i <= RECALL_MOST; i++)
        assert_ok(c, put(c, (char[]){ 'a', (char)('a' + i), '\0' }, "1"));
    for (int i = 0; i <= RECALL_MOST; i++)
        assert_true(steps_of_asking(c, (char[]){ 'a', (char)('a' + i), '\0' }, "1") > 0);
    assert_int_equal(steps_of_asking(c, "ab", "1"), 0);
    assert_true(steps_of_asking(c, "aa", "1") > 0);
}

/* ---- values ---- */

static Err table_body(Db *w, void *arg)
{
    return db_script(w, store_engine(w->store) == ENGINE_SQLITE
                            ? "CREATE TABLE kept (id INTEGER NOT NULL, n INTEGER, t TEXT, b BLOB) STRICT"
                            : "CREATE TABLE kept (id BIGINT NOT NULL, n BIGINT, t TEXT, b BYTEA)");
}

static Err values_body(Db *w, void *arg)
{
    Args *args = arg;
    return db_text(w, "INSERT INTO kept (id, n, t, b) VALUES ($1, $2, $3, $4)", *args, NULL, NULL);
}

static Row round_trip(Ctx *c, Value n, Value t, Value b)
{
    static int id;
    Rows       rows;
    Args       args = ARGS(++id, n, t, b);
    assert_ok(c, db_write(c, values_body, &args));
    assert_ok(c, db_text_rows(db_read(c), "SELECT n, t, b FROM kept WHERE id = $1", ARGS(id), &rows));
    assert_int_equal(rows.n, 1);
    return rows.row[0];
}

static void values_come_back_as_they_went(void **state)
{
    Ctx *c = *state;
    char every[256];
    for (int i = 0; i < 256; i++)
        every[i] = (char)i;
    assert_ok(c, db_write(c, table_body, NULL));
    Row r = round_trip(c, value_int(INT64_MIN), value_text(STR("")), value_bytes((Str){ every, 256 }));
    assert_true(row_int(r, 0) == INT64_MIN);
    assert_false(row_is_null(r, 1));
    assert_int_equal(row_text(r, 1).n, 0);
    assert_int_equal(row_bytes(r, 2).n, 256);
    assert_memory_equal(row_bytes(r, 2).p, every, 256);
    r = round_trip(c, value_int(INT64_MAX), value_text(STR("它说：\"$1\" 'x' \\ 𠮷")), value_bytes(STR("")));
    assert_true(row_int(r, 0) == INT64_MAX);
    assert_str(row_text(r, 1), "它说：\"$1\" 'x' \\ 𠮷");
    assert_false(row_is_null(r, 2));
    assert_int_equal(row_bytes(r, 2).n, 0);
    r = round_trip(c, NONE, NONE, NONE);
    assert_true(row_is_null(r, 0) && row_is_null(r, 1) && row_is_null(r, 2));
    assert_int_equal(row_int(r, 0), 0);
    assert_true(str_is_empty(row_text(r, 1)));
    i64 sum;
    assert_err(c, ERR_DB, db_text_int(db_read(c), "SELECT 0.5", ARGS(), &sum)); /* no floating point */
    assert_ok(c, db_text_int(db_read(c), "SELECT sum(n - n + 1) FROM kept", ARGS(), &sum));
    assert_int_equal(sum, 2); /* a whole number on both engines */
}

/* ---- walking ---- */

static Err many_body(Db *w, void *arg)
{
    for (int i = 0; i < 1701; i++)
        TRY(db_exec(w, Q_SETTING_PUT, ARGS(STR("1"), arena_printf(db_ctx(w)->arena, "%04d", i), "v")));
    return OK;
}

typedef struct Walk {
    Ctx *c;
    i64  rows, inner, stop_at;
} Walk;

static Err inner_row(void *arg, Row row)
{
    ((Walk *)arg)->inner++;
    return OK;
}

/* Asks another query, and the walked one itself, from inside of the walk. */
static Err walk_row(void *arg, Row row)
{
    Walk *w = arg;
    Row   found;
    if (w->rows++ == w->stop_at)
        return fail(w->c, ERR_DENIED, NULL, "enough");
    TRY(db_one(db_read(w->c), Q_SETTING_GET, ARGS(STR("1"), row_text(row, 0)), &found));
    if (w->rows % 500 == 0)
        TRY(db_each(db_read(w->c), Q_SETTING_LIST, ARGS(STR("1")), inner_row, w));
    return OK;
}

static void a_walk_may_ask_other_things_on_its_way(void **state)
{
    Ctx *c = *state;
    Walk w = { .c = c, .stop_at = -1 };
    Rows rows;
    assert_ok(c, db_write(c, many_body, NULL));
    assert_ok(c, db_text_walk(db_read(c), "SELECT name FROM setting WHERE county = '1' ORDER BY name", ARGS(), walk_row,
                              &w));
    assert_int_equal(w.rows, 1701);
    assert_int_equal(w.inner, 3000);
    w = (Walk){ .c = c, .stop_at = 700 };
    assert_int_equal(db_each(db_read(c), Q_SETTING_LIST, ARGS(STR("1")), walk_row, &w), ERR_DENIED);
    assert_int_equal(w.rows, 701);
    ctx_clear_failure(c);
    /* A walk that was broken off by its own function leaves the transaction good. */
    assert_ok(c, db_many(db_read(c), Q_SETTING_LIST, ARGS(STR("1")), &rows));
    assert_int_equal(rows.n, 1000);
}

static void a_failed_statement_dooms_what_follows_until_the_end(void **state)
{
    Ctx *c = *state;
    Str  v;
    bool found;
    i64  n;
    assert_int_equal(db_text_int(db_read(c), "SELECT nothing FROM nowhere", ARGS(), &n), ERR_DB);
    assert_int_equal(setting_get(c, STR(""), "a", &found, &v), ERR_DB);
    test_next(c);
    assert_ok(c, setting_get(c, STR(""), "a", &found, &v));
}

typedef struct First {
    Str mine, kept;
} First;

static Err first_body(Db *w, void *arg)
{
    First *f = arg;
    return setting_first(w, STR(""), "id", f->mine, &f->kept);
}

static void the_first_value_stays(void **state)
{
    Ctx  *c = *state;
    First a = { .mine = STR("a") }, b = { .mine = STR("b") };
    assert_ok(c, db_write(c, first_body, &a));
    assert_ok(c, db_write(c, first_body, &b));
    assert_str(a.kept, "a");
    assert_str(b.kept, "a");
}

static void a_closed_store_opens_again_with_what_it_had(void **state)
{
    Ctx *c = *state;
    Str  v;
    assert_ok(c, put(c, "a", "x"));
    test_reopen(c);
    assert_true(has(c, "a", &v));
    assert_ok(c, migrate_apply(c));
    assert_ok(c, store_ping(c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_SQLITE(in_one_snapshot_a_row_is_asked_for_once),
        ON_BOTH(a_new_snapshot_asks_anew),
        ON_SQLITE(what_was_given_back_is_not_recalled),
        ON_SQLITE(the_oldest_makes_way),
        ON_BOTH(what_was_written_is_read),
        ON_BOTH(a_body_that_fails_leaves_nothing),
        ON_BOTH(a_change_among_the_reads_is_refused),
        ON_BOTH(values_come_back_as_they_went),
        ON_BOTH(a_walk_may_ask_other_things_on_its_way),
        ON_BOTH(a_failed_statement_dooms_what_follows_until_the_end),
        ON_BOTH(the_first_value_stays),
        ON_BOTH(a_closed_store_opens_again_with_what_it_had),
    };
    return RUN_TESTS(tests);
}
