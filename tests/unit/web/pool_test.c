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
        assert_true(pool_submit(p, LANE_READ, 0, p, count_before));
    while (pool_running(p) < workers)
        ;
    for (int i = 0; i < queue; i++)
        assert_true(pool_submit(p, LANE_READ, 0, p, count_before));
}

static void a_full_queue_takes_no_more(void **s)
{
    Pool *p = pool_open(2, 3, wait_at_gate);
    fill(p, 2, 3);
    assert_false(pool_submit(p, LANE_READ, 0, p, count_before));
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
    assert_false(pool_submit(p, LANE_READ, 0, p, count_before));
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(done, 2);
}

static void idle_workers_end_at_once(void **s)
{
    Pool *p = pool_open(32, 8, wait_at_gate);
    assert_true(pool_close(p, 10000));
}

/* ---- slow lanes ---- */

static pthread_mutex_t order_lock = PTHREAD_MUTEX_INITIALIZER;
static int             order[400], n_order;
static atomic_int      at_once, most_at_once;
static int             names[400];

static void note_order(void *job, int worker)
{
    int now = atomic_fetch_add(&at_once, 1) + 1, most = atomic_load(&most_at_once);
    while (now > most && !atomic_compare_exchange_weak(&most_at_once, &most, now))
        ;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    pthread_mutex_lock(&order_lock);
    order[n_order++] = *(int *)job;
    pthread_mutex_unlock(&order_lock);
    atomic_fetch_sub(&at_once, 1);
}

static bool send(Pool *p, Lane lane, u64 who, int name)
{
    names[name] = name;
    return pool_submit(p, lane, who, &names[name], NULL);
}

/* A pool whose workers wait in the gate; both places of the lane are taken. */
static Pool *held_pool(int workers)
{
    n_order = 0;
    atomic_store(&most_at_once, 0);
    Pool *p = pool_open(workers, 8, note_order);
    pthread_mutex_lock(&gate);
    for (int i = 0; i < LANE_RUN; i++)
        assert_true(send(p, LANE_HASH, 1, i));
    while (pool_running(p) < LANE_RUN)
        ;
    return p;
}

static int place_of(int name)
{
    for (int i = 0; i < n_order; i++)
        if (order[i] == name)
            return i;
    return -1;
}

static void one_beside_a_crowd_waits_for_one_of_it_only(void **s)
{
    Pool *p = held_pool(8);
    for (int i = 10; i < 50; i++)
        assert_true(send(p, LANE_HASH, 1, i));
    assert_true(send(p, LANE_HASH, 2, 300));
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(n_order, LANE_RUN + 41); /* and nobody was refused */
    assert_in_range(place_of(300), 0, 2 * LANE_RUN + 1);
}

static void a_slow_lane_holds_no_more_threads_than_it_may(void **s)
{
    Pool *p = held_pool(8);
    for (int i = 10; i < 50; i++)
        assert_true(send(p, LANE_HASH, (u64)i, i));
    assert_int_equal(pool_running(p), LANE_RUN);
    assert_true(send(p, LANE_READ, 0, 100)); /* a page is begun beside it */
    while (pool_running(p) < LANE_RUN + 1)
        ;
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_in_range(atomic_load(&most_at_once), 1, LANE_RUN + 1);
    assert_int_equal(n_order, LANE_RUN + 41);
}

static void one_sender_cannot_fill_the_lane(void **s)
{
    Pool *p = held_pool(8);
    int   taken = 0;
    for (int i = 10; i < 200; i++)
        taken += send(p, LANE_HASH, 1, i);
    assert_int_equal(taken, LANE_SHARE);
    assert_true(send(p, LANE_HASH, 2, 300));
    for (u64 who = 10; who < 400; who++)
        taken += send(p, LANE_HASH, who, 301);
    assert_int_equal(taken, LANE_CAP - 1); /* and all together no more than this */
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(n_order, LANE_RUN + LANE_CAP);
}

static void strangers_do_not_fill_the_lane_of_known_devices(void **s)
{
    Pool *p = held_pool(8);
    int   taken = 0;
    for (u64 who = 10; who < 10 + LANE_CAP; who++)
        taken += send(p, LANE_HASH, who, 10);
    assert_int_equal(taken, LANE_CAP);
    assert_false(send(p, LANE_HASH, 9, 10));
    assert_true(send(p, LANE_KNOWN, 9, 300));
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_in_range(place_of(300), 0, 2 * LANE_RUN + 1); /* nor stand before them */
}

/* A pool whose only slow place, and whose every worker if it is alone, is held by job 0. */
static Pool *narrow_pool(int workers)
{
    n_order = 0;
    Pool *p = pool_open(workers, 8, note_order);
    pthread_mutex_lock(&gate);
    assert_true(send(p, LANE_HASH, 1, 0));
    while (pool_running(p) < 1)
        ;
    return p;
}

static void a_page_passes_a_crowd_where_one_worker_does_everything(void **s)
{
    Pool *p = narrow_pool(1);
    for (int i = 10; i < 30; i++)
        assert_true(send(p, LANE_HASH, (u64)i, i));
    for (int i = 100; i < 104; i++)
        assert_true(send(p, LANE_READ, 0, i));
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    for (int i = 0; i < 4; i++)
        assert_int_equal(place_of(100 + i), 1 + 2 * i); /* and the crowd goes on between */
}

static void pictures_and_hashes_take_turns_where_workers_are_few(void **s)
{
    Pool *p = narrow_pool(4);
    for (int i = 10; i < 30; i++)
        assert_true(send(p, LANE_HASH, (u64)i, i));
    assert_true(send(p, LANE_PICTURE, 1, 100));
    for (int i = 200; i < 203; i++)
        assert_true(send(p, LANE_READ, 0, i));
    while (pool_running(p) < 4)
        ; /* the other three workers are the pages' */
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_in_range(place_of(100), 1, 1 + 3 + 1);
}

/* ---- readers beside writers ---- */

static void any_number_of_writers_leaves_workers_to_readers(void **s)
{
    n_order = 0;
    atomic_store(&most_at_once, 0);
    Pool *p = pool_open(8, 100, note_order);
    pthread_mutex_lock(&gate);
    for (int i = 0; i < 64; i++)
        assert_true(send(p, LANE_WRITE, 0, i));
    while (pool_running(p) < 6)
        ;
    assert_int_equal(pool_waiting(p), 58);
    assert_true(send(p, LANE_READ, 0, 300));
    assert_true(send(p, LANE_READ, 0, 301));
    while (pool_running(p) < 8) /* both readers run, although writers came long before */
        ;
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(n_order, 66); /* and the end leaves no writer behind */
}

static void slow_lanes_do_not_add_to_the_writers(void **s)
{
    n_order = 0;
    Pool *p = pool_open(8, 100, note_order);
    pthread_mutex_lock(&gate);
    for (int i = 0; i < 6; i++)
        assert_true(send(p, LANE_WRITE, 0, i));
    while (pool_running(p) < 6)
        ;
    assert_true(send(p, LANE_HASH, 1, 100));
    assert_true(send(p, LANE_READ, 0, 300));
    assert_true(send(p, LANE_READ, 0, 301));
    while (pool_running(p) < 8)
        ;
    assert_int_equal(pool_waiting(p), 1);
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(n_order, 9);
}

static void writers_have_every_worker_of_a_pool_of_one(void **s)
{
    n_order = 0;
    Pool *p = pool_open(1, 8, note_order);
    assert_true(send(p, LANE_WRITE, 0, 1));
    assert_true(send(p, LANE_READ, 0, 2));
    assert_true(pool_close(p, 10000));
    assert_int_equal(n_order, 2);
}

static void a_full_queue_of_writers_leaves_room_for_readers(void **s)
{
    n_order = 0;
    Pool *p = pool_open(4, 5, note_order);
    pthread_mutex_lock(&gate);
    for (int i = 0; i < 3; i++)
        assert_true(send(p, LANE_WRITE, 0, i));
    while (pool_running(p) < 3)
        ;
    for (int i = 3; i < 8; i++)
        assert_true(send(p, LANE_WRITE, 0, i));
    assert_false(send(p, LANE_WRITE, 0, 8));
    assert_true(send(p, LANE_READ, 0, 300));
    pthread_mutex_unlock(&gate);
    assert_true(pool_close(p, 10000));
    assert_int_equal(n_order, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_queue_takes_no_more),
        cmocka_unit_test(it_ends_with_a_full_queue),
        cmocka_unit_test(it_says_when_a_job_will_not_end),
        cmocka_unit_test(idle_workers_end_at_once),
        cmocka_unit_test(one_beside_a_crowd_waits_for_one_of_it_only),
        cmocka_unit_test(a_slow_lane_holds_no_more_threads_than_it_may),
        cmocka_unit_test(one_sender_cannot_fill_the_lane),
        cmocka_unit_test(strangers_do_not_fill_the_lane_of_known_devices),
        cmocka_unit_test(a_page_passes_a_crowd_where_one_worker_does_everything),
        cmocka_unit_test(pictures_and_hashes_take_turns_where_workers_are_few),
        cmocka_unit_test(any_number_of_writers_leaves_workers_to_readers),
        cmocka_unit_test(slow_lanes_do_not_add_to_the_writers),
        cmocka_unit_test(writers_have_every_worker_of_a_pool_of_one),
        cmocka_unit_test(a_full_queue_of_writers_leaves_room_for_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
