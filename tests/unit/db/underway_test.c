/* What a body writes without asking for an answer is only on its way (PostgreSQL): it costs no trip, and its failure is
 * the same as if somebody had waited for it, of the same body, with the same words. On SQLite all of it holds at once. */
#include "support/support.h"
#include "support/together.h"

#include <stdio.h>

#include "db/setting.h"
#include "db/db_inside.h"

static i64 trips(Store *s)
{
    StoreStats now;
    store_stats(s, &now);
    return now.trips;
}

static Err add(Db *w, const char *name)
{
    return db_text(w, "INSERT INTO setting (county, name, value) VALUES ('1', $1, 'v')", ARGS(name), NULL, NULL);
}

/* Nobody looks at how it went. */
static void add_blindly(Db *w, const char *name)
{
    Err e = add(w, name);
    (void)e;
}

static i64 rows(Ctx *c)
{
    i64 n;
    assert_ok(c, db_text_int(db_read(c), "SELECT count(*) FROM setting WHERE county = '1'", ARGS(), &n));
    db_read_end(c);
    return n;
}

static bool has(Ctx *c, const char *name)
{
    bool found;
    Str  value;
    assert_ok(c, setting_get(c, STR("1"), name, &found, &value));
    db_read_end(c);
    return found;
}

/* ---- what one body does ---- */

enum { MANY = 500 };

static Err many_body(Db *w, void *arg)
{
    i64 *ret_trips = arg, before = trips(db_ctx(w)->store), n;
    for (int i = 0; i < MANY; i++)
        TRY(add(w, arena_printf(db_ctx(w)->arena, "n%d", i).p));
    TRY(db_text_int(w, "SELECT count(*) FROM setting WHERE county = '1'", ARGS(), &n));
    assert_int_equal(n, MANY);
    *ret_trips = trips(db_ctx(w)->store) - before;
    return OK;
}

static void what_nobody_asks_about_costs_no_trip(void **state)
{
    Ctx *c = *state;
    i64  made, before;
    assert_ok(c, db_write(c, many_body, &made));
    assert_int_equal(rows(c), MANY);
    assert_in_range(made, store_engine(c->store) == ENGINE_POSTGRES, 20);
    before = trips(c->store);
    assert_int_equal(rows(c), MANY); /* with its transaction around it */
    assert_int_equal(trips(c->store) - before, store_engine(c->store) == ENGINE_POSTGRES);
}

typedef struct Blind {
    bool asks, scripts, refuses, is_sound;
    Err  err; /* of what came next */
} Blind;

static Err blind_body(Db *w, void *arg)
{
    Blind *b = arg;
    i64    n;
    add_blindly(w, "a");
    if (!b->is_sound)
        add_blindly(w, "a");
    add_blindly(w, "b");
    if (b->asks)
        return b->err = db_text_int(w, "SELECT 1", ARGS(), &n);
    if (b->scripts)
        return b->err = db_script(w, "SELECT 1; SELECT 2");
    if (b->refuses)
        return fail_at(db_ctx(w), "title", "field.missing", STR_NONE, STR_NONE);
    return OK;
}

static void the_next_answer_after_a_failure_is_that_failure(void **state)
{
    Ctx  *c = *state;
    Blind asks = { .asks = true }, scripts = { .scripts = true };
    assert_err(c, ERR_CONFLICT, db_write(c, blind_body, &asks));
    assert_int_equal(asks.err, ERR_CONFLICT);
    assert_err(c, ERR_CONFLICT, db_write(c, blind_body, &scripts));
    assert_int_equal(scripts.err, ERR_CONFLICT);
    assert_int_equal(rows(c), 0);
}

static void a_failure_that_nobody_met_is_the_bodys(void **state)
{
    Ctx  *c = *state;
    Blind silent = { 0 };
    assert_int_equal(db_write(c, blind_body, &silent), ERR_CONFLICT);
    assert_int_equal(c->err, ERR_CONFLICT);
    assert_non_null(c->problems);
    assert_string_equal(c->problems->key, "err.conflict");
    assert_null(c->problems->next);
    test_next(c);
    assert_int_equal(rows(c), 0);
}

static void what_was_refused_first_is_told(void **state)
{
    Ctx  *c = *state;
    Blind late = { .refuses = true }, sound = { .refuses = true, .is_sound = true };
    assert_err(c, ERR_CONFLICT, db_write(c, blind_body, &late));
    assert_int_equal(db_write(c, blind_body, &sound), ERR_INVALID);
    assert_string_equal(c->problems->field, "title");
    assert_string_equal(c->problems->key, "field.missing");
    assert_null(c->problems->next);
    test_next(c);
    assert_int_equal(rows(c), 0);
}

/* The query was to be prepared behind a statement that failed, so it never was. */
static Err unprepared_body(Db *w, void *arg)
{
    add_blindly(w, "a");
    if (*(bool *)arg)
        add_blindly(w, "a");
    return setting_put(w, STR("1"), "put", STR("v"));
}

static void what_was_skipped_is_prepared_when_it_is_needed(void **state)
{
    Ctx *c = *state;
    bool fails = true;
    test_reopen(c);
    assert_err(c, ERR_CONFLICT, db_write(c, unprepared_body, &fails));
    fails = false;
    assert_ok(c, db_write(c, unprepared_body, &fails));
    assert_true(has(c, "put"));
}

static Err double_row(void *arg, Row r)
{
    return add(arg, arena_printf(db_ctx(arg)->arena, "%.*s-again", STR_ARG(row_text(r, 0))).p);
}

static Err walk_body(Db *w, void *arg)
{
    for (int i = 0; i < MANY + 100; i++)
        TRY(add(w, arena_printf(db_ctx(w)->arena, "n%04d", i).p));
    TRY(db_text_walk(w, "SELECT name FROM setting WHERE county = '1' AND length(name) = 5 ORDER BY name", ARGS(),
                     double_row, w));
    return add(w, "after");
}

static void a_walk_sees_what_is_on_its_way_and_may_send_more(void **state)
{
    Ctx *c = *state;
    assert_ok(c, db_write(c, walk_body, NULL));
    assert_int_equal(rows(c), 2 * (MANY + 100) + 1);
}

/* ---- three in one group ---- */

typedef struct One {
    int  number, runs;
    bool doubles, refuses;
} One;

static Err one_body(Db *w, void *arg)
{
    One *o = arg;
    o->runs++;
    add_blindly(w, arena_printf(db_ctx(w)->arena, "one%d", o->number).p);
    if (o->doubles)
        add_blindly(w, arena_printf(db_ctx(w)->arena, "one%d", o->number).p);
    add_blindly(w, arena_printf(db_ctx(w)->arena, "one%d-more", o->number).p);
    return OK;
}

static void a_failure_on_its_way_undoes_its_own_body_in_the_midst_of_three(void **state)
{
    Ctx     *c = *state;
    One      one[3] = { { 0 }, { .number = 1, .doubles = true }, { .number = 2 } };
    Together v[3] = { { one_body, &one[0] }, { one_body, &one[1] }, { one_body, &one[2] } };
    together_write(c, v, 3);
    assert_string_equal(v[1].c->problems->key, "err.conflict");
    for (int i = 0; i < 3; i++) {
        char name[16];
        snprintf(name, sizeof name, "one%d", i);
        /* whoever was sent behind it is sent again, nobody else */
        assert_int_equal(one[i].runs, 1 + (i == 2 && store_engine(c->store) == ENGINE_POSTGRES));
        assert_int_equal(v[i].err, i == 1 ? ERR_CONFLICT : OK);
        assert_int_equal(v[i].c->err, v[i].err);
        assert_int_equal(has(c, name), i != 1);
    }
    together_part(v, 3);
    assert_int_equal(rows(c), 4);
}

static void bodies_that_ask_nothing_travel_together(void **state)
{
    enum { BODIES = 8 };
    Ctx     *c = *state;
    One      one[BODIES] = { 0 };
    Together v[BODIES] = { 0 };
    i64      before = trips(c->store);
    for (int i = 0; i < BODIES; i++) {
        one[i].number = i;
        v[i] = (Together){ one_body, &one[i] };
    }
    together_write(c, v, BODIES);
    /* what they wrote and the COMMIT; likewise of the one that they waited for */
    assert_int_equal(trips(c->store) - before, store_engine(c->store) == ENGINE_POSTGRES ? 4 : 0);
    for (int i = 0; i < BODIES; i++)
        assert_int_equal(v[i].err, OK);
    together_part(v, BODIES);
    assert_int_equal(rows(c), 2 * BODIES);
}

static void nobody_is_run_a_third_time_for_the_failures_of_others(void **state)
{
    enum { BODIES = 6 };
    Ctx     *c = *state;
    One      one[BODIES] = { 0 };
    Together v[BODIES] = { 0 };
    for (int i = 0; i < BODIES; i++) {
        one[i] = (One){ .number = i, .doubles = i % 2 == 0 };
        v[i] = (Together){ one_body, &one[i] };
    }
    together_write(c, v, BODIES);
    for (int i = 0; i < BODIES; i++) {
        assert_int_equal(v[i].err, one[i].doubles ? ERR_CONFLICT : OK);
        assert_in_range(one[i].runs, 1, 2);
    }
    together_part(v, BODIES);
    assert_int_equal(rows(c), BODIES);
}

/* It meets what the second failed in, and is not at fault; nor is what it says itself the second's. */
static Err asking_body(Db *w, void *arg)
{
    One *o = arg;
    i64  n;
    TRY(one_body(w, arg));
    TRY(db_text_int(w, "SELECT count(*) FROM setting WHERE county = '1'", ARGS(), &n));
    return o->refuses ? fail_at(db_ctx(w), "title", "field.missing", STR_NONE, STR_NONE) : OK;
}

static void whoever_meets_the_failure_of_another_is_not_at_fault(void **state)
{
    static const Err ends[] = { OK, ERR_CONFLICT, OK, ERR_INVALID, OK };
    Ctx     *c = *state;
    One      one[5] = { { .number = 0 }, { .number = 1, .doubles = true }, { .number = 2 },
                        { .number = 3, .refuses = true }, { .number = 4 } };
    Together v[5] = { { one_body, &one[0] }, { one_body, &one[1] }, { asking_body, &one[2] }, { asking_body, &one[3] },
                      { one_body, &one[4] } };
    together_write(c, v, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(v[i].err, ends[i]);
        assert_int_equal(v[i].c->err, ends[i]);
    }
    together_part(v, 5);
    assert_int_equal(rows(c), 6);
}

/* ---- the connection ends with statements on their way ---- */

typedef struct Dying {
    int  runs;
    bool is_late; /* something was answered before */
} Dying;

static Err dying_body(Db *w, void *arg)
{
    Dying *d = arg;
    i64    n;
    if (d->is_late)
        TRY(db_text_int(w, "SELECT 1", ARGS(), &n));
    TRY(add(w, "dying"));
    if (d->runs++ == 0)
        return db_text(w, "SELECT pg_terminate_backend(pg_backend_pid())", ARGS(), NULL, NULL);
    return OK;
}

static void a_connection_that_answered_nothing_is_replaced(void **state)
{
    Ctx  *c = *state;
    Dying d = { 0 };
    assert_ok(c, db_write(c, dying_body, &d));
    assert_int_equal(d.runs, 2);
    assert_int_equal(rows(c), 1);
}

/* What went with the COMMIT may be stored: nobody is told that it is, and nobody does it again. */
static void a_connection_that_ends_on_the_way_to_the_commit_is_busy(void **state)
{
    Ctx  *c = *state;
    Dying d = { .is_late = true };
    assert_err(c, ERR_BUSY, db_write(c, dying_body, &d));
    assert_int_equal(d.runs, 1);
    assert_int_equal(rows(c), 0);
    assert_ok(c, db_write(c, dying_body, &d));
    assert_int_equal(rows(c), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_nobody_asks_about_costs_no_trip),
        ON_BOTH(the_next_answer_after_a_failure_is_that_failure),
        ON_BOTH(a_failure_that_nobody_met_is_the_bodys),
        ON_BOTH(what_was_refused_first_is_told),
        ON_BOTH(what_was_skipped_is_prepared_when_it_is_needed),
        ON_BOTH(a_walk_sees_what_is_on_its_way_and_may_send_more),
        ON_BOTH(a_failure_on_its_way_undoes_its_own_body_in_the_midst_of_three),
        ON_BOTH(bodies_that_ask_nothing_travel_together),
        ON_BOTH(nobody_is_run_a_third_time_for_the_failures_of_others),
        ON_BOTH(whoever_meets_the_failure_of_another_is_not_at_fault),
        ON_POSTGRES(a_connection_that_answered_nothing_is_replaced),
        ON_POSTGRES(a_connection_that_ends_on_the_way_to_the_commit_is_busy),
    };
    return RUN_TESTS(tests);
}
