/* What will be asked is sent with what is asked next, and several who ask wait together: on PostgreSQL each of it is one trip, and
 * on both engines the answers are those of whoever asks one after the other. */
#include "support/support.h"

#include <stdio.h>
#include <unistd.h>

#include "db/setting.h"
#include "db/setting.sql.h"
#include "db/db_inside.h"

enum { SEVERAL = 8 };

static i64 trips(Ctx *c)
{
    StoreStats now;
    store_stats(c->store, &now);
    return now.trips;
}

/* n0 has the value n1, n1 has n2, and so on: who follows them asks one after the other. */
static Err chain_body(Db *w, void *arg)
{
    Arena *a = db_ctx(w)->arena;
    for (int i = 0; i < 3 * SEVERAL; i++)
        TRY(setting_put(w, STR("1"), arena_printf(a, "n%d", i).p, arena_printf(a, "n%d", i + 1)));
    return OK;
}

static void chain_make(Ctx *c)
{
    i64 n;
    assert_ok(c, db_write(c, chain_body, NULL));
    assert_ok(c, db_text_int(db_read(c), "SELECT 1", ARGS(), &n)); /* connecting is a trip as well */
    db_read_end(c);
}

static i64 expected(Ctx *c, i64 on_postgres)
{
    return store_engine(c->store) == ENGINE_POSTGRES ? on_postgres : 0;
}

static Str value_at(Ctx *c, const char *name)
{
    bool found;
    Str  value = STR_NONE;
    assert_ok(c, setting_get(c, STR("1"), name, &found, &value));
    return value;
}

/* ---- one that is asked ahead ---- */

static void what_is_asked_ahead_costs_no_trip_of_its_own(void **state)
{
    Ctx *c = *state;
    i64  before;
    chain_make(c);
    before = trips(c);
    db_ahead(db_read(c), Q_SETTING_GET, ARGS("1", "n3"));
    db_ahead(db_read(c), Q_SETTING_GET, ARGS("1", "n4"));
    db_ahead(db_read(c), Q_SETTING_GET, ARGS("1", "n4"));
    assert_str(value_at(c, "n1"), "n2");
    assert_str(value_at(c, "n3"), "n4");
    assert_str(value_at(c, "n4"), "n5");
    assert_int_equal(trips(c) - before, expected(c, 1));
}

static Err other_body(Db *w, void *arg)
{
    return setting_put(w, STR("1"), "n3", STR("other"));
}

static void it_is_of_this_snapshot_alone(void **state)
{
    Ctx *c = *state;
    chain_make(c);
    db_ahead(db_read(c), Q_SETTING_GET, ARGS("1", "n3"));
    assert_str(value_at(c, "n1"), "n2");
    db_read_end(c);
    assert_ok(c, db_write(c, other_body, NULL));
    assert_str(value_at(c, "n3"), "other");
}

static void what_nobody_asks_after_all_does_no_harm(void **state)
{
    Ctx *c = *state;
    chain_make(c);
    for (int i = 0; i < AHEAD_MOST + 50; i++)
        db_ahead(db_read(c), Q_SETTING_GET, ARGS("1", arena_printf(c->arena, "n%d", i)));
    assert_str(value_at(c, "n2"), "n3");
    db_read_end(c);
    assert_str(value_at(c, "n2"), "n3");
}

/* ---- several who ask ---- */

typedef struct Follow {
    int goes[SEVERAL];
    Str last[SEVERAL];
    bool is_gone; /* the fourth asks for what is not there */
} Follow;

static Err follow(Ctx *c, void *arg, size_t i)
{
    Follow *f = arg;
    Str     at = arena_printf(c->arena, f->is_gone && i == 3 ? "none%zu" : "n%zu", 3 * i);
    bool    found;
    f->goes[i]++;
    for (int step = 0; step < 3; step++) {
        TRY(setting_get(c, STR("1"), at.p, &found, &at));
        if (!found)
            return fail(c, ERR_MISSING, NULL, "none");
    }
    f->last[i] = at;
    return OK;
}

static void several_wait_as_often_as_the_one_that_asks_most(void **state)
{
    Ctx   *c = *state;
    Follow f = { 0 };
    i64    before;
    chain_make(c);
    before = trips(c);
    assert_ok(c, db_together(c, SEVERAL, follow, &f));
    assert_int_equal(trips(c) - before, expected(c, 3));
    for (int i = 0; i < SEVERAL; i++) {
        char last[16];
        snprintf(last, sizeof last, "n%d", 3 * i + 3);
        assert_str(f.last[i], last);
        assert_int_equal(f.goes[i], store_engine(c->store) == ENGINE_POSTGRES ? 4 : 1);
    }
}

static void they_fail_as_the_one_that_does_and_say_why_once(void **state)
{
    Ctx   *c = *state;
    Follow f = { .is_gone = true };
    chain_make(c);
    assert_int_equal(db_together(c, SEVERAL, follow, &f), ERR_MISSING);
    assert_int_equal(c->err, ERR_MISSING);
    assert_null(c->problems ? c->problems->next : NULL);
    test_next(c);
    assert_str(value_at(c, "n2"), "n3");
}

static Err nested(Ctx *c, void *arg, size_t i)
{
    Follow *f = arg;
    TRY(db_together(c, SEVERAL, follow, &f[i]));
    return OK;
}

static void those_within_wait_with_those_around(void **state)
{
    Ctx   *c = *state;
    Follow f[3] = { 0 };
    i64    before;
    chain_make(c);
    before = trips(c);
    assert_ok(c, db_together(c, 3, nested, f));
    assert_int_equal(trips(c) - before, expected(c, 3));
    assert_str(f[2].last[7], "n24");
}

/* Whatever it makes of being stopped. */
static Err careless(Ctx *c, void *arg, size_t i)
{
    bool found;
    Str *ret = arg;
    Err  e = setting_get(c, STR("1"), "n5", &found, ret);
    if (e != OK)
        *ret = STR("nothing");
    return OK;
}

static void who_takes_being_stopped_for_an_answer_is_asked_again(void **state)
{
    Ctx *c = *state;
    Str  value = STR_NONE;
    chain_make(c);
    assert_ok(c, db_together(c, 1, careless, &value));
    assert_str(value, "n6");
}

static void what_is_foreseen_is_there_when_it_is_asked(void **state)
{
    Ctx   *c = *state;
    Follow f = { 0 };
    i64    before;
    chain_make(c);
    before = trips(c);
    db_foresee(c, follow, &f, 2);
    assert_int_equal(c->err, OK);
    assert_str(value_at(c, "n1"), "n2");
    assert_str(value_at(c, "n6"), "n7");
    assert_int_equal(trips(c) - before, expected(c, 1));
}

static Err within(Db *w, void *arg)
{
    TRY(setting_put(w, STR("1"), "n3", STR("written")));
    return db_together(db_ctx(w), SEVERAL, follow, arg);
}

static void a_body_reads_what_it_wrote(void **state)
{
    Ctx   *c = *state;
    Follow f = { 0 };
    chain_make(c);
    assert_int_equal(db_write(c, within, &f), ERR_MISSING); /* "written" leads nowhere */
    test_next(c);
    assert_int_equal(f.goes[0], 1);
}

/* ---- a connection that died while it lay idle ---- */

static void connections_kill(void)
{
    char sql[200];
    snprintf(sql, sizeof sql, "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity"
                              " WHERE starts_with(datname, 'yc_%d_'); END $$", (int)getpid());
    test_server(sql);
}

static void a_dead_connection_is_replaced_by_whoever_asks_ahead_or_together(void **state)
{
    Ctx   *c = *state;
    Follow f = { 0 };
    chain_make(c);
    for (int way = 0; way < 2; way++) {
        assert_str(value_at(c, "n1"), "n2"); /* a reader, which then lies idle */
        db_read_end(c);
        connections_kill();
        db_ahead(db_read(c), Q_SETTING_GET, ARGS("1", "n3"));
        if (way == 0)
            assert_str(value_at(c, "n3"), "n4");
        else
            assert_ok(c, db_together(c, SEVERAL, follow, &f));
        assert_int_equal(c->err, OK);
        db_read_end(c);
    }
    assert_str(f.last[7], "n24");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_is_asked_ahead_costs_no_trip_of_its_own),
        ON_BOTH(it_is_of_this_snapshot_alone),
        ON_BOTH(what_nobody_asks_after_all_does_no_harm),
        ON_BOTH(several_wait_as_often_as_the_one_that_asks_most),
        ON_BOTH(they_fail_as_the_one_that_does_and_say_why_once),
        ON_BOTH(those_within_wait_with_those_around),
        ON_BOTH(who_takes_being_stopped_for_an_answer_is_asked_again),
        ON_BOTH(what_is_foreseen_is_there_when_it_is_asked),
        ON_BOTH(a_body_reads_what_it_wrote),
        ON_POSTGRES(a_dead_connection_is_replaced_by_whoever_asks_ahead_or_together),
    };
    return RUN_TESTS(tests);
}
