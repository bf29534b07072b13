/* The writing group: many at once, one that fails among them, a transaction lost as a whole, and the hooks. */
#include "support/support.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/setting.h"
#include "db/db_inside.h"
#include "db/setting.sql.h"

/* ---- hooks of this program: a sum that is written once a group ---- */

typedef struct Sum {
    i64  delta[64];
    size_t n;
} Sum;

static int  flushes;
static bool flush_fails;

static void *sum_open(Store *s)
{
    return calloc(1, sizeof(Sum));
}

static size_t sum_mark(void *group)
{
    return ((Sum *)group)->n;
}

static void sum_undo(void *group, size_t mark)
{
    ((Sum *)group)->n = mark;
}

static void sum_clear(void *group)
{
    ((Sum *)group)->n = 0;
}

static const GroupHooks sum_hooks;

static void sum_add(Db *w, i64 delta)
{
    Sum *s = db_group(w, &sum_hooks);
    BUG_ON(s->n == COUNTOF(s->delta));
    s->delta[s->n++] = delta;
}

static Err sum_flush(Db *w, void *group)
{
    Sum *s = group;
    bool found;
    Str  text;
    i64  sum = 0;
    if (s->n == 0)
        return OK;
    if (flush_fails)
        return fail(db_ctx(w), ERR_INTERNAL, NULL, "the flush fails, as the test wants");
    Row row;
    TRY(db_maybe(w, Q_SETTING_GET, ARGS(STR(""), "sum"), &found, &row));
    if (found)
        str_int(row_text(row, 0), &sum);
    for (size_t i = 0; i < s->n; i++)
        sum += s->delta[i];
    s->n = 0;
    flushes++;
    text = arena_printf(db_ctx(w)->arena, "%lld", (long long)sum);
    return setting_put(w, STR(""), "sum", text);
}

static const GroupHooks sum_hooks = { .open = sum_open,  .close = free,       .mark = sum_mark, .undo = sum_undo,
                                      .flush = sum_flush, .clear = sum_clear };

static i64 sum_read(Ctx *c)
{
    bool found;
    Str  text;
    i64  sum = 0;
    assert_ok(c, setting_get(c, STR(""), "sum", &found, &text));
    if (found)
        assert_true(str_int(text, &sum));
    db_read_end(c);
    return sum;
}

/* ---- a write of these tests ---- */

typedef enum Twist { NO_TWIST, REFUSES, DOUBLES, SWALLOWS, LOSES_ALL, DIES_ONCE } Twist;

enum { IDS = 60, IDS_AT_FIRST = 25 }; /* more than one block of db_id() */

typedef struct Write {
    Ctx      *c;
    i64       first[IDS_AT_FIRST], ids[IDS]; /* what its first run was given, what its last */
    int       number;
    Twist     twist;
    int       runs;
    Err       err;
    bool      seen; /* by its own reader, at once */
    pthread_t thread;
} Write;

static const char *name_of(const Write *w, char room[16])
{
    snprintf(room, 16, "w%d", w->number);
    return room;
}

static Err add(Db *w, const char *name)
{
    return db_text(w, "INSERT INTO setting (county, name, value) VALUES ('1', $1, 'v')", ARGS(name), NULL, NULL);
}

static Err write_body(Db *w, void *arg)
{
    Write *x = arg;
    char   name[16];
    x->runs++;
    for (int i = 0; i < (x->runs == 1 ? IDS_AT_FIRST : IDS); i++)
        x->ids[i] = db_id(w);
    if (x->runs == 1)
        memcpy(x->first, x->ids, sizeof x->first);
    sum_add(w, 1);
    TRY(add(w, name_of(x, name)));
    if (x->twist == DOUBLES)
        return add(w, name);
    if (x->twist == SWALLOWS) {
        Err e = add(w, name);
        return e == ERR_CONFLICT ? OK : e; /* it may not: its savepoint is lost */
    }
    if (x->twist == REFUSES)
        return fail(db_ctx(w), ERR_DENIED, NULL, "refused");
    if (x->twist == LOSES_ALL) {
        TRY(db_script(w, "ROLLBACK")); /* what SQLite does by itself on a full disk */
        return fail(db_ctx(w), ERR_BUSY, NULL, "all is lost");
    }
    if (x->twist == DIES_ONCE && x->runs == 1)
        return db_text(w, "SELECT pg_terminate_backend(pg_backend_pid())", ARGS(), NULL, NULL);
    return OK;
}

static bool is_there(Ctx *c, const Write *w)
{
    bool found;
    Row  row;
    char name[16];
    assert_ok(c, db_maybe(db_read(c), Q_SETTING_GET, ARGS(STR("1"), name_of(w, name)), &found, &row));
    db_read_end(c);
    return found;
}

static void *write_thread(void *arg)
{
    Write *w = arg;
    w->err = db_write(w->c, write_body, w);
    if (w->err == OK)
        w->seen = is_there(w->c, w);
    return NULL;
}

/* ---- a group made on purpose: a first body holds the lead until the others wait ---- */

typedef struct Gate {
    sem_t entered, open;
} Gate;

static Err gate_body(Db *w, void *arg)
{
    Gate *g = arg;
    sem_post(&g->entered);
    sem_wait(&g->open);
    return OK;
}

typedef struct Holder {
    Ctx *c;
    Gate gate;
} Holder;

static void *hold_thread(void *arg)
{
    Holder *h = arg;
    Err     e = db_write(h->c, gate_body, &h->gate);
    BUG_ON(e != OK);
    return NULL;
}

static i64 waiting(Store *s)
{
    StoreStats now;
    store_stats(s, &now);
    return now.waiting;
}

static void run_as_group(Ctx *c, Write *w, int n)
{
    Holder    h = { .c = test_ctx_beside(c) };
    pthread_t holder;
    sem_init(&h.gate.entered, 0, 0);
    sem_init(&h.gate.open, 0, 0);
    pthread_create(&holder, NULL, hold_thread, &h);
    sem_wait(&h.gate.entered);
    for (int i = 0; i < n; i++) {
        w[i].number = i;
        w[i].c = test_ctx_beside(c);
        pthread_create(&w[i].thread, NULL, write_thread, &w[i]);
        while (waiting(c->store) < i + 1)
            usleep(200);
    }
    flushes = 0;
    sem_post(&h.gate.open);
    for (int i = 0; i < n; i++)
        pthread_join(w[i].thread, NULL);
    pthread_join(holder, NULL);
    test_ctx_part(h.c);
}

static void group_end(Write *w, int n)
{
    for (int i = 0; i < n; i++)
        test_ctx_part(w[i].c);
}

/* ---- the tests ---- */

static void what_waits_together_is_committed_once(void **state)
{
    Ctx  *c = *state;
    Write w[12] = { 0 };
    StoreStats before;
    store_stats(c->store, &before);
    run_as_group(c, w, 12);
    for (int i = 0; i < 12; i++) {
        assert_ok(w[i].c, w[i].err);
        assert_true(w[i].seen);
        assert_int_equal(w[i].runs, 1);
    }
    assert_int_equal(flushes, 1);
    assert_int_equal(sum_read(c), 12);
    StoreStats after;
    store_stats(c->store, &after);
    assert_int_equal(after.writes - before.writes, 13); /* and the one that held them up */
    assert_int_equal(after.groups - before.groups, 2);
    group_end(w, 12);
}

static void without_grouping_each_has_its_own_commit(void **state)
{
    Ctx       *c = *state;
    Write      w[5] = { [2] = { .twist = DOUBLES } };
    Store     *own = c->store, *s;
    StoreStats after;
    assert_ok(c, store_open(c, test_database(c), false, &s));
    run_as_group(c, w, 5);
    store_stats(s, &after);
    assert_int_equal(after.groups, 1 + 1 + 5); /* opening, the one that holds them up, and each */
    assert_int_equal(after.writes, after.groups);
    assert_int_equal(after.refused, 1);
    assert_int_equal(flushes, 4);
    assert_int_equal(sum_read(c), 4);
    group_end(w, 5);
    store_close(s);
    c->store = own;
}

static void one_that_fails_does_not_undo_the_others(void **state)
{
    Ctx  *c = *state;
    Write w[6] = { [1] = { .twist = REFUSES }, [3] = { .twist = DOUBLES }, [5] = { .twist = SWALLOWS } };
    run_as_group(c, w, 6);
    for (int i = 0; i < 6; i++)
        assert_int_equal(is_there(c, &w[i]), i % 2 == 0);
    assert_int_equal(w[1].err, ERR_DENIED);
    assert_int_equal(w[1].c->err, ERR_DENIED);
    assert_int_equal(w[3].err, ERR_CONFLICT);
    assert_int_equal(w[5].err, ERR_CONFLICT);
    assert_int_equal(flushes, 1);
    assert_int_equal(sum_read(c), 3); /* what the failed ones had added is taken back */
    group_end(w, 6);
}

static void when_all_fail_nothing_is_kept(void **state)
{
    Ctx  *c = *state;
    Write w[3] = { { .twist = REFUSES }, { .twist = DOUBLES }, { .twist = REFUSES } };
    run_as_group(c, w, 3);
    for (int i = 0; i < 3; i++)
        assert_false(is_there(c, &w[i]));
    assert_int_equal(sum_read(c), 0);
    group_end(w, 3);
}

static void a_lost_transaction_is_run_again_by_the_others(void **state)
{
    Ctx  *c = *state;
    Write w[5] = { [2] = { .twist = LOSES_ALL } };
    run_as_group(c, w, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(is_there(c, &w[i]), i != 2);
    assert_int_equal(w[2].err, ERR_BUSY);
    assert_int_equal(w[0].runs, 2);
    assert_ok(w[0].c, w[0].err);
    assert_int_equal(sum_read(c), 4);
    group_end(w, 5);
}

static void a_connection_lost_before_the_commit_is_nobodys_failure(void **state)
{
    Ctx  *c = *state;
    Write w[4] = { [3] = { .twist = DIES_ONCE } };
    run_as_group(c, w, 4);
    for (int i = 0; i < 4; i++) {
        assert_ok(w[i].c, w[i].err);
        assert_true(w[i].seen);
        assert_int_equal(w[i].runs, 2);
    }
    assert_int_equal(sum_read(c), 4);
    group_end(w, 4);
}

static int by_id(const void *a, const void *b)
{
    i64 x = *(const i64 *)a, y = *(const i64 *)b;
    return (x > y) - (x < y);
}

static void a_body_that_runs_again_makes_the_same_under_the_same_names(void **state)
{
    enum { N = 4 };
    Ctx  *c = *state;
    Write w[N] = { [N - 1] = { .twist = store_engine(c->store) == ENGINE_SQLITE ? LOSES_ALL : DIES_ONCE } };
    i64   all[N * IDS];
    int   n = 0;
    run_as_group(c, w, N);
    for (int i = 0; i < N; i++) {
        if (w[i].twist == LOSES_ALL)
            continue;
        assert_int_equal(w[i].runs, 2);
        assert_memory_equal(w[i].first, w[i].ids, sizeof w[i].first);
        memcpy(all + n, w[i].ids, sizeof w[i].ids);
        n += IDS;
    }
    qsort(all, (size_t)n, sizeof *all, by_id);
    for (int i = 1; i < n; i++)
        assert_true(all[i - 1] < all[i]); /* and nobody else's */
    group_end(w, N);
}

static void a_flush_that_fails_is_told_to_each(void **state)
{
    Ctx  *c = *state;
    Write w[3] = { 0 };
    flush_fails = true;
    run_as_group(c, w, 3);
    flush_fails = false;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(w[i].err, ERR_INTERNAL);
        assert_int_equal(w[i].runs, 2); /* together, then alone */
        assert_false(is_there(c, &w[i]));
    }
    group_end(w, 3);
    Write again = { .c = c, .number = 9 };
    write_thread(&again);
    assert_ok(c, again.err);
    assert_int_equal(sum_read(c), 1);
}

enum { THREADS = 16, EACH = 25 };

static void *many_thread(void *arg)
{
    Write *w = arg;
    for (int i = 0; i < EACH; i++) {
        w->number += 100;
        w->twist = i % 5 == 4 ? DOUBLES : NO_TWIST;
        test_next(w->c);
        w->seen = false;
        write_thread(w);
        if (w->twist == DOUBLES ? w->err != ERR_CONFLICT : !w->seen)
            return w;
    }
    return NULL;
}

static void many_threads_each_see_their_own_writes(void **state)
{
    Ctx  *c = *state;
    Write w[THREADS] = { 0 };
    void *complaint;
    for (int i = 0; i < THREADS; i++) {
        w[i].number = i;
        w[i].c = test_ctx_beside(c);
        pthread_create(&w[i].thread, NULL, many_thread, &w[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(w[i].thread, &complaint);
        assert_null(complaint);
    }
    i64 rows;
    assert_ok(c, db_text_int(db_read(c), "SELECT count(*) FROM setting WHERE county = '1'", ARGS(), &rows));
    assert_int_equal(rows, THREADS * EACH * 4 / 5);
    assert_int_equal(sum_read(c), rows);
    group_end(w, THREADS);
}

static Err read_inside(Db *w, void *arg)
{
    bool  found;
    Str   value;
    char *ret = arg;
    TRY(setting_put(w, STR("1"), "inside", STR("here")));
    TRY(setting_get(db_ctx(w), STR("1"), "inside", &found, &value));
    *ret = found ? value.p[0] : 0;
    return OK;
}

static void a_body_reads_by_its_ctx_what_it_wrote(void **state)
{
    Ctx *c = *state;
    char seen = 0;
    assert_ok(c, db_write(c, read_inside, &seen));
    assert_int_equal(seen, 'h');
    assert_null(c->reader);
}

static void a_reader_sees_one_moment_until_it_is_given_back(void **state)
{
    Ctx  *c = *state, *other = test_ctx_beside(c);
    Write w = { .c = other, .number = 1 };
    bool  found;
    Row   row;
    assert_ok(c, db_maybe(db_read(c), Q_SETTING_GET, ARGS(STR("1"), "w1"), &found, &row));
    assert_false(found);
    write_thread(&w);
    assert_true(w.seen);
    assert_ok(c, db_maybe(db_read(c), Q_SETTING_GET, ARGS(STR("1"), "w1"), &found, &row));
    assert_false(found);
    db_read_end(c);
    assert_ok(c, db_maybe(db_read(c), Q_SETTING_GET, ARGS(STR("1"), "w1"), &found, &row));
    assert_true(found);
    test_ctx_part(other);
}

static Err write_nothing(Db *w, void *arg)
{
    return OK;
}

static Err write_within(Db *w, void *arg)
{
    TRY(db_exec(w, Q_SETTING_PUT, ARGS(STR("1"), "outer", "1")));
    return db_write(db_ctx(w), write_nothing, NULL);
}

/* It would wait for itself; what the outer one wrote is undone, and the program goes on. */
static void a_write_inside_of_a_body_is_refused(void **state)
{
    Ctx *c = *state;
    bool found;
    Row  row;
    assert_err(c, ERR_INTERNAL, db_write(c, write_within, NULL));
    assert_ok(c, db_maybe(db_read(c), Q_SETTING_GET, ARGS(STR("1"), "outer"), &found, &row));
    assert_false(found);
    assert_ok(c, db_write(c, write_nothing, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_waits_together_is_committed_once),
        ON_BOTH(without_grouping_each_has_its_own_commit),
        ON_BOTH(one_that_fails_does_not_undo_the_others),
        ON_BOTH(when_all_fail_nothing_is_kept),
        ON_BOTH(a_body_that_runs_again_makes_the_same_under_the_same_names),
        ON_SQLITE(a_lost_transaction_is_run_again_by_the_others),
        ON_POSTGRES(a_connection_lost_before_the_commit_is_nobodys_failure),
        ON_BOTH(a_flush_that_fails_is_told_to_each),
        ON_BOTH(many_threads_each_see_their_own_writes),
        ON_BOTH(a_body_reads_by_its_ctx_what_it_wrote),
        ON_BOTH(a_write_inside_of_a_body_is_refused),
        ON_BOTH(a_reader_sees_one_moment_until_it_is_given_back),
    };
    db_hooks_set((const GroupHooks *const[]){ &sum_hooks, NULL });
    return RUN_TESTS(tests);
}
