/* Pieces of work over the cores: each is done once, whatever the number of threads. */
#include <stdatomic.h>

#include "support/unit.h"
#include "base/base.h"
#include "base/parallel.h"

enum { PIECES = 1000 };

static void mark(void *arg, size_t i)
{
    atomic_fetch_add(&((atomic_int *)arg)[i], 1);
}

static void each_piece_is_done_once(void **s)
{
    for (int width = 0; width <= 9; width++) {
        static atomic_int done[PIECES];
        for (int i = 0; i < PIECES; i++)
            done[i] = 0;
        parallel_limit(width);
        assert_true(parallel_width() >= 1);
        parallel_run(PIECES, mark, done);
        for (int i = 0; i < PIECES; i++)
            assert_int_equal(done[i], 1);
    }
    parallel_limit(0);
}

static void none_and_one_piece_are_work_too(void **s)
{
    atomic_int done[2] = { 0, 0 };
    parallel_run(0, mark, done);
    assert_int_equal(done[0], 0);
    parallel_run(1, mark, done);
    assert_int_equal(done[0], 1);
    assert_int_equal(done[1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_piece_is_done_once),
        cmocka_unit_test(none_and_one_piece_are_work_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
