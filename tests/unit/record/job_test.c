/* job: due, taken once, tried again, never lost. */
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "record/job.h"

static _Atomic int runs;
static _Atomic int failing; /* how many of the next runs fail */
static i64         last_arg;
static bool        again;   /* the handler puts itself once more */
static int         rounds;

typedef struct Put {
    const char *kind;
    i64         id, arg, due;
    bool        drop;
} Put;

static Err put_body(Db *w, void *arg)
{
    const Put *p = arg;
    Ref        r = { .county = STR("420325"), .id = p->id, .place = STR("420325102212") };
    return p->drop ? job_drop(w, p->kind, r) : job_put(w, p->kind, r, p->arg, p->due);
}

static Err run(Ctx *c, Ref subject, i64 arg)
{
    atomic_fetch_add(&runs, 1);
    last_arg = arg;
    assert_str(subject.place, "420325102212");
    assert_ptr_equal(c->actor, &ACTOR_CLOCK);
    if (atomic_load(&failing) > 0) {
        atomic_fetch_sub(&failing, 1);
        return fail(c, ERR_BUSY, NULL, "as asked");
    }
    if (again) {
        Put p = { .kind = "test.job", .id = subject.id, .arg = arg + 1, .due = c->now + HOUR };
        return db_write(c, put_body, &p);
    }
    return OK;
}

static Err round_about(Ctx *c, Ref subject, i64 arg)
{
    rounds++;
    return OK;
}

static const JobKind kind = { "test.job", run }, every = { "test.round", round_about, HOUR };
static const JobKind *const kinds[] = { &kind, &every };

static void put(Ctx *c, i64 id, i64 arg, i64 due)
{
    Put p = { .kind = "test.job", .id = id, .arg = arg, .due = due };
    assert_ok(c, db_write(c, put_body, &p));
}

static int tick(Ctx *c)
{
    int n;
    test_next(c);
    assert_ok(c, job_tick(c, 1000, &n));
    return n;
}

static int setup(void **state)
{
    atomic_store(&runs, 0);
    atomic_store(&failing, 0);
    again = false;
    job_kinds_set(kinds, COUNTOF(kinds));
    return test_setup(state);
}

static void a_job_runs_when_it_is_due_and_once(void **state)
{
    Ctx *c = *state;
    put(c, 1, 42, TEST_NOW + DAY);
    assert_int_equal(tick(c), 0);
    test_later(c, DAY);
    assert_int_equal(tick(c), 1);
    assert_int_equal(last_arg, 42);
    assert_int_equal(tick(c), 0);
    test_later(c, 100 * DAY);
    assert_int_equal(tick(c), 0);
}

static void a_second_put_moves_the_time(void **state)
{
    Ctx *c = *state;
    put(c, 1, 1, TEST_NOW + HOUR);
    put(c, 1, 2, TEST_NOW + DAY);
    test_later(c, HOUR);
    assert_int_equal(tick(c), 0);
    test_later(c, DAY);
    assert_int_equal(tick(c), 1);
    assert_int_equal(last_arg, 2);
}

static void a_dropped_job_does_not_run(void **state)
{
    Ctx *c = *state;
    Put  p = { .kind = "test.job", .id = 1, .drop = true };
    put(c, 1, 1, TEST_NOW);
    assert_ok(c, db_write(c, put_body, &p));
    assert_int_equal(tick(c), 0);
}

static void a_failing_job_is_tried_again_later_and_later(void **state)
{
    Ctx      *c = *state;
    JobsStuck stuck;
    put(c, 1, 1, TEST_NOW);
    atomic_store(&failing, 2);
    assert_int_equal(tick(c), 1);
    assert_int_equal(tick(c), 0);
    test_later(c, MINUTE);
    assert_int_equal(tick(c), 1); /* fails again: two minutes now */
    assert_ok(c, job_stuck(c, &stuck));
    assert_int_equal(stuck.n, 1);
    assert_str(stuck.v[0].kind, "test.job");
    assert_int_equal(stuck.v[0].n, 1);
    assert_int_equal(stuck.v[0].tries, 2);
    assert_int_equal(stuck.v[0].due, c->now + 2 * MINUTE);
    test_later(c, MINUTE);
    assert_int_equal(tick(c), 0);
    test_later(c, MINUTE);
    assert_int_equal(tick(c), 1);
    test_later(c, DAY);
    assert_int_equal(tick(c), 0);
    assert_int_equal(atomic_load(&runs), 3);
    assert_ok(c, job_stuck(c, &stuck));
    assert_int_equal(stuck.n, 0);
}

static void a_job_may_put_itself_again(void **state)
{
    Ctx *c = *state;
    put(c, 1, 1, TEST_NOW);
    again = true;
    assert_int_equal(tick(c), 1);
    assert_int_equal(tick(c), 0);
    test_later(c, HOUR);
    assert_int_equal(tick(c), 1);
    assert_int_equal(last_arg, 2);
}

static void a_kind_without_a_handler_waits(void **state)
{
    Ctx *c = *state;
    i64  waiting;
    Put  p = { .kind = "of.another.version", .id = 1, .due = TEST_NOW };
    assert_ok(c, db_write(c, put_body, &p));
    tick(c);
    test_later(c, DAY);
    assert_ok(c, job_waiting(c, &waiting));
    assert_int_equal(waiting, 1);
}

static void sweeps_come_round_by_themselves(void **state)
{
    Ctx *c = *state;
    rounds = 0;
    tick(c);
    int first = rounds; /* it may have come round in a test before, at the same time */
    tick(c);
    assert_int_equal(rounds, first);
    test_later(c, HOUR);
    tick(c);
    assert_int_equal(rounds, first + 1);
}

enum { JOBS = 60, SERVERS = 4 };

static void *server(void *arg)
{
    Ctx *c = test_ctx_beside(arg);
    int  n;
    for (int i = 0; i < 10; i++)
        if (job_tick(c, JOBS, &n) != OK)
            abort();
    test_ctx_part(c);
    return NULL;
}

static void two_servers_never_run_the_same_job(void **state)
{
    Ctx      *c = *state;
    pthread_t t[SERVERS];
    for (int i = 1; i <= JOBS; i++)
        put(c, i, i, TEST_NOW);
    test_next(c);
    for (int i = 0; i < SERVERS; i++)
        pthread_create(&t[i], NULL, server, c);
    for (int i = 0; i < SERVERS; i++)
        pthread_join(t[i], NULL);
    assert_int_equal(atomic_load(&runs), JOBS);
}

#define WITH(f) ON_BOTH_WITH(f, setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_job_runs_when_it_is_due_and_once),
        WITH(a_second_put_moves_the_time),
        WITH(a_dropped_job_does_not_run),
        WITH(a_failing_job_is_tried_again_later_and_later),
        WITH(a_job_may_put_itself_again),
        WITH(a_kind_without_a_handler_waits),
        WITH(sweeps_come_round_by_themselves),
        WITH(two_servers_never_run_the_same_job),
    };
    return RUN_TESTS(tests);
}
