/* pool_test: a bounded queue, and an end that leaves nothing behind. */
#include "support/unit.h"

#include <pthread.h>
#include <stdatomic.h>

#include "web/pool.h"

static atomic_int      done, before_calls;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void wait_at_gate(void *job, int worker)
{
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    atomic_fetch_add(&done, 1);
}

static void count_before(void *job)
{
    atomic_fetch_add(&before_calls, 1);
}

static void fill(Pool *p, int workers, int queue)
{
    atomic_store(&done, 0);
    atomic_store(&before_calls, 0);
    pthread_mutex_lock(&gate);
    for (int i = 0; i < workers; i++)
        assert_true(pool_submit(p, p, count_before));
    while (pool_running(p) < workers)
        ;
    for (int i = 0; i < queue; i++)
        assert_true(pool_submit(p, p, count_before));
}

static void a_full_queue_takes_no_more(void **s)
{
    Pool *p = pool_open(2, 3, wait_at_gate);
    fill(p, 2, 3);
    assert_false(pool_submit(p, p, count_before));
    assert_int_equal(before_calls, 5); /* not called for the one refused */
    assert_int_equal(pool_waiting(p), 3);
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(done, 5);
}

static void it_ends_with_a_full_queue(void **s)
{
    for (int round = 0; round < 50; round++) {
        Pool *p = pool_open(8, 64, wait_at_gate);
        fill(p, 8, 64);
        pthread_mutex_unlock(&gate);
        assert_true(pool_close(p, 10000));
        assert_int_equal(done, 72);
    }
}

static void it_says_when_a_job_will_not_end(void **s)
{
    Pool *p = pool_open(1, 1, wait_at_gate);
    fill(p, 1, 1);
    assert_false(pool_close(p, 20));
    assert_false(pool_submit(p, p, count_before));
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(done, 2);
}

static void idle_workers_end_at_once(void **s)
{
    Pool *p = pool_open(32, 8, wait_at_gate);
    assert_true(pool_close(p, 10000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_queue_takes_no_more),
        cmocka_unit_test(it_ends_with_a_full_queue),
        cmocka_unit_test(it_says_when_a_job_will_not_end),
        cmocka_unit_test(idle_workers_end_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
