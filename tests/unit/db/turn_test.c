/* turn_test: what a request has read stands until somebody writes rows of these counties; who only reads is refused a write;
 * a brief turn is cut where it would take long or wait. */
#include <stdio.h>

#include "support/support.h"

#include "db/setting.h"
#include "db/db_inside.h"
#include "db/turn.h"
#include "record/counter.sql.h"
#include "record/workcal.sql.h"
#include "web/session.sql.h"

static const Str HERE = { "420325", 6 }, THERE = { "420326", 6 };

static void read_of(Ctx *c, Str county)
{
    bool found;
    Str  text;
    assert_ok(c, setting_get(c, county, "x", &found, &text));
}

typedef struct Put {
    Str  county, other;
    bool is_bad;
} Put;

static Err put_body(Db *w, void *arg)
{
    const Put *p = arg;
    TRY(setting_put(w, p->county, "x", STR("1")));
    if (p->other.n)
        TRY(setting_put(w, p->other, "x", STR("1")));
    return p->is_bad ? fail(db_ctx(w), ERR_CONFLICT, NULL, "bad") : OK;
}

static void write_of(Ctx *c, Str county)
{
    Put p = { .county = county };
    assert_ok(c, db_write(c, put_body, &p));
}

/* What reading of one county reaches. */
static Reach reach_of(Ctx *c, Str county)
{
    Turn t = { 0 };
    turn_begin(&t, c->store);
    read_of(c, county);
    db_read_end(c);
    turn_end();
    return t.reach;
}

static void what_was_read_of_a_county_stands_until_it_is_written(void **state)
{
    Ctx  *c = *state;
    Reach r = reach_of(c, HERE);
    assert_true(reach_stands(c->store, &r));
    write_of(c, THERE);
    assert_true(reach_stands(c->store, &r));
    write_of(c, HERE);
    assert_false(reach_stands(c->store, &r));
    r = reach_of(c, HERE);
    assert_true(reach_stands(c->store, &r));
}

static void each_county_that_was_read_counts(void **state)
{
    Ctx *c = *state;
    Turn t = { 0 };
    turn_begin(&t, c->store);
    read_of(c, HERE);
    db_read_end(c);
    read_of(c, THERE); /* in a second transaction of the same request */
    db_read_end(c);
    turn_end();
    write_of(c, STR("420327"));
    assert_true(reach_stands(c->store, &t.reach));
    Put both = { .county = STR("420328"), .other = THERE };
    assert_ok(c, db_write(c, put_body, &both));
    assert_false(reach_stands(c->store, &t.reach));
}

static void another_ctx_of_the_same_request_counts(void **state)
{
    Ctx *c = *state, *beside = test_ctx_beside(c);
    Turn t = { 0 };
    turn_begin(&t, c->store);
    read_of(beside, HERE);
    db_read_end(beside);
    turn_end();
    write_of(c, HERE);
    assert_false(reach_stands(c->store, &t.reach));
    test_ctx_part(beside);
}

static void who_reads_of_many_counties_reads_of_all(void **state)
{
    Ctx *c = *state;
    Turn t = { 0 };
    turn_begin(&t, c->store);
    for (int i = 0; i <= REACH_MOST; i++)
        read_of(c, arena_printf(c->arena, "%d", 420300 + i));
    db_read_end(c);
    turn_end();
    assert_true(t.reach.is_all);
    assert_true(reach_stands(c->store, &t.reach));
    write_of(c, STR("110101"));
    assert_false(reach_stands(c->store, &t.reach));
}

static Err shared_body(Db *w, void *arg)
{
    return db_exec(w, Q_HOLIDAY_SET, ARGS(20260713, 0, STR("x"), STR("x")));
}

static Err clear_body(Db *w, void *arg)
{
    TRY(db_exec(w, QUERY(counter_move, .county = ARG(THERE), .place = ARG(THERE), .kind = ARG(STR("x")), .part = ARG(0),
                         .above = ARG(STR("")), .value = ARG(1))));
    return db_exec(w, Q_COUNTER_CLEAR, ARGS());
}

static Err text_body(Db *w, void *arg)
{
    return db_text(w, "UPDATE setting SET value = '2' WHERE county = '420326'", ARGS(), NULL, NULL);
}

/* A rule, a holiday, a place's name; a rebuild; a migration, an import by text. */
static void what_is_of_no_county_is_of_every(void **state)
{
    Ctx *c = *state;
    write_of(c, THERE);
    WriteBody *const bodies[] = { shared_body, clear_body, text_body };
    for (size_t i = 0; i < COUNTOF(bodies); i++) {
        Reach r = reach_of(c, HERE);
        assert_true(reach_stands(c->store, &r));
        assert_ok(c, db_write(c, bodies[i], NULL));
        assert_false(reach_stands(c->store, &r));
    }
}

static Err nothing_body(Db *w, void *arg)
{
    i64 rows;
    TRY(db_change(w, Q_SESSION_DROP_EXPIRED, ARGS(0), &rows));
    bool found;
    Str  text;
    return setting_get(db_ctx(w), HERE, "x", &found, &text);
}

static void a_write_that_changes_nothing_ages_nothing(void **state)
{
    Ctx  *c = *state;
    Reach r = reach_of(c, HERE);
    i64   before = store_moment(c->store);
    assert_ok(c, db_write(c, nothing_body, NULL));
    assert_true(reach_stands(c->store, &r));
    assert_int_equal(store_moment(c->store), before);
}

static void who_began_before_a_commit_and_read_after_it_is_old(void **state)
{
    Ctx *c = *state, *beside = test_ctx_beside(c);
    Turn t = { 0 };
    turn_begin(&t, c->store);
    write_of(beside, HERE);
    read_of(c, HERE);
    db_read_end(c);
    turn_end();
    assert_false(reach_stands(c->store, &t.reach));
    test_ctx_part(beside);
}

/* ---- what a turn may do ---- */

static void who_only_reads_is_refused_a_write(void **state)
{
    Ctx *c = *state;
    Turn t = { .only_reads = true };
    Put  p = { .county = HERE };
    bool found;
    Str  text;
    turn_begin(&t, c->store);
    assert_err(c, ERR_INTERNAL, db_write(c, put_body, &p));
    turn_end();
    assert_ok(c, setting_get(c, HERE, "x", &found, &text));
    assert_false(found);
    assert_ok(c, db_write(c, put_body, &p));
}

static Err rows_body(Db *w, void *arg)
{
    for (int i = 0; i < 2000; i++)
        TRY(setting_put(w, HERE, arena_printf(db_ctx(w)->arena, "row %d", i).p, STR("1")));
    return OK;
}

static Err count_row(void *arg, Row row)
{
    ++*(int *)arg;
    return OK;
}

static Err walk(Ctx *c, int *ret_rows)
{
    *ret_rows = 0;
    return db_text(db_read(c), "SELECT county, name, value FROM setting", ARGS(), count_row, ret_rows);
}

static void a_brief_turn_is_cut_in_the_midst_of_a_long_statement(void **state)
{
    Ctx *c = *state;
    int  rows;
    Turn t = { .only_reads = true, .is_brief = true, .steps = 3000, .until = INT64_MAX };
    assert_ok(c, db_write(c, rows_body, NULL));
    turn_begin(&t, c->store);
    assert_err(c, ERR_BUSY, walk(c, &rows));
    assert_in_range(rows, 1, 1000);
    assert_non_null(t.cut);
    db_read_end(c);
    bool found;
    Str  text;
    assert_err(c, ERR_BUSY, setting_get(c, HERE, "x", &found, &text)); /* nor anything after it */
    db_read_end(c);
    turn_end();
    assert_ok(c, walk(c, &rows));
    assert_true(rows >= 2000);
}

static void a_brief_turn_is_cut_by_many_short_statements_too(void **state)
{
    Ctx *c = *state;
    Turn t = { .only_reads = true, .is_brief = true, .steps = 300, .until = INT64_MAX };
    bool found;
    Str  text;
    int  asked = 0;
    assert_ok(c, setting_get(c, HERE, "first", &found, &text)); /* a connection that is open costs no steps */
    db_read_end(c);
    turn_begin(&t, c->store);
    char name[16]; /* another one each time: what was told already costs no step (db/recall.c) */
    while (snprintf(name, sizeof name, "x%d", asked) > 0 && setting_get(c, HERE, name, &found, &text) == OK && asked < 1000)
        asked++;
    db_read_end(c);
    turn_end();
    assert_in_range(asked, 2, 100);
    assert_string_equal(t.cut, "steps");
}

static void a_brief_turn_is_cut_when_its_time_is_over(void **state)
{
    Ctx *c = *state;
    int  rows;
    Turn t = { .only_reads = true, .is_brief = true, .steps = INT64_MAX, .until = 0 };
    assert_ok(c, db_write(c, rows_body, NULL));
    turn_begin(&t, c->store);
    assert_err(c, ERR_BUSY, walk(c, &rows));
    db_read_end(c);
    turn_end();
    assert_string_equal(t.cut, "time");
}

static void a_brief_turn_waits_for_nothing_and_writes_nothing(void **state)
{
    Ctx *c = *state;
    Put  p = { .county = HERE };
    Turn waits = { .only_reads = true, .is_brief = true, .steps = INT64_MAX, .until = INT64_MAX }, writes = waits;
    turn_begin(&waits, c->store);
    assert_err(c, ERR_BUSY, db_wait(c, "a test"));
    turn_end();
    assert_string_equal(waits.cut, "a test");
    turn_begin(&writes, c->store);
    assert_err(c, ERR_INTERNAL, db_write(c, put_body, &p));
    turn_end();
    assert_string_equal(writes.cut, "a write");
    assert_ok(c, db_wait(c, "a test"));
}

/* Else what was remembered of a store that was closed were believed of another one at the same address. */
static void each_store_begins_later_than_all_that_was_read_of_others(void **state)
{
    Ctx   *c = *state;
    Store *before = c->store, *next;
    write_of(c, HERE);
    write_of(c, STR(""));
    i64 since = store_moment(before);
    assert_ok(c, store_open(c, test_path(c, "next.db"), true, &next));
    assert_true(store_moment(next) > since);
    assert_false(shared_stands(next, since));
    store_close(next);
    c->store = before;
}

/* The snapshot is older than the moment at which somebody begins to remember from it. */
static void nothing_is_remembered_from_a_view_that_began_before_a_change(void **state)
{
    Ctx   *c = *state, *other = test_ctx_beside(c);
    Memory m;
    read_of(c, HERE);
    m = memory_begin(c);
    assert_true(memory_holds(&m, c));
    assert_ok(other, db_write(other, shared_body, NULL));
    m = memory_begin(c);
    assert_false(memory_holds(&m, c));
    db_read_end(c);
    m = memory_begin(c);
    assert_true(memory_holds(&m, c));
    test_ctx_part(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_was_read_of_a_county_stands_until_it_is_written),
        ON_BOTH(each_county_that_was_read_counts),
        ON_BOTH(another_ctx_of_the_same_request_counts),
        ON_BOTH(who_reads_of_many_counties_reads_of_all),
        ON_BOTH(what_is_of_no_county_is_of_every),
        ON_BOTH(a_write_that_changes_nothing_ages_nothing),
        ON_BOTH(who_began_before_a_commit_and_read_after_it_is_old),
        ON_BOTH(each_store_begins_later_than_all_that_was_read_of_others),
        ON_BOTH(nothing_is_remembered_from_a_view_that_began_before_a_change),
        ON_BOTH(who_only_reads_is_refused_a_write),
        ON_SQLITE(a_brief_turn_is_cut_in_the_midst_of_a_long_statement),
        ON_SQLITE(a_brief_turn_is_cut_by_many_short_statements_too),
        ON_SQLITE(a_brief_turn_is_cut_when_its_time_is_over),
        ON_BOTH(a_brief_turn_waits_for_nothing_and_writes_nothing),
    };
    return RUN_TESTS(tests);
}
