/* counter: figures of every level, whatever fails, repeats or comes at the same time. */
#include "support/support.h"
#include "support/together.h"

#include <pthread.h>
#include <stdlib.h>

#include "record/counter_inside.h"
#include "record/record.h"

#define COUNTY  "420325"
#define VILLAGE "420325102212"

static const CounterKind OPEN = { "test.open" }, HOUSES = { "test.houses" };

typedef struct Step {
    const char *place;
    i64         part, delta, thing; /* thing: counted once */
    Err         then;
    bool        clear_first;
} Step;

static Err step_body(Db *w, void *arg)
{
    const Step *s = arg;
    if (s->clear_first)
        TRY(counter_clear(w));
    if (s->thing)
        counter_add_once(w, str_from(s->place), &HOUSES, s->part, s->thing);
    counter_add(w, str_from(s->place), &OPEN, s->part, s->delta);
    return s->then == OK ? OK : fail(db_ctx(w), s->then, NULL, "as asked");
}

static void step(Ctx *c, Step s)
{
    if (s.then == OK)
        assert_ok(c, db_write(c, step_body, &s));
    else
        assert_err(c, s.then, db_write(c, step_body, &s));
}

static i64 value(Ctx *c, const char *place, const CounterKind *kind, i64 part)
{
    const Counter *v;
    size_t         n;
    test_next(c);
    assert_ok(c, counter_read(c, str_from(place), COUNTERS_ALL, &v, &n));
    return counter_value(v, n, str_from(place), kind, part);
}

static i64 sweep(Ctx *c)
{
    i64 moved;
    test_next(c);
    assert_ok(c, counter_sweep(c, &moved));
    return moved;
}

static void a_delta_moves_its_place_and_all_above(void **state)
{
    Ctx *c = *state;
    step(c, (Step){ .place = VILLAGE "003", .delta = 2 });
    step(c, (Step){ .place = VILLAGE, .delta = 3, .part = 202607 });
    assert_int_equal(value(c, VILLAGE "003", &OPEN, 0), 2);
    assert_int_equal(value(c, VILLAGE, &OPEN, 0), 2);
    assert_int_equal(value(c, VILLAGE, &OPEN, 202607), 3);
    assert_int_equal(value(c, "420325102", &OPEN, 0), 2);
    assert_int_equal(value(c, COUNTY, &OPEN, 202607), 3);
    assert_int_equal(value(c, "4203", &OPEN, 0), 0);
    assert_int_equal(sweep(c), 2);
    assert_int_equal(sweep(c), 0);
    assert_int_equal(value(c, "4203", &OPEN, 0), 2);
    assert_int_equal(value(c, "42", &OPEN, 202607), 3);
}

static void a_house_seen_by_several_in_one_group_counts_once(void **state)
{
    Ctx     *c = *state;
    Step     s[4] = { { .place = VILLAGE "001", .thing = 7, .then = ERR_DENIED }, { .place = VILLAGE "001", .thing = 7 },
                      { .place = VILLAGE "002", .thing = 7 }, { .place = VILLAGE "001", .thing = 7 } };
    Together v[4] = { { step_body, &s[0] }, { step_body, &s[1] }, { step_body, &s[2] }, { step_body, &s[3] } };
    together_write(c, v, 4);
    together_part(v, 4);
    assert_int_equal(value(c, VILLAGE "001", &HOUSES, 0), 1);
    assert_int_equal(value(c, VILLAGE "002", &HOUSES, 0), 1);
    assert_int_equal(value(c, VILLAGE, &HOUSES, 0), 1);
    assert_int_equal(value(c, COUNTY, &HOUSES, 0), 1);
}

static void what_begins_above_the_county_goes_up_from_there(void **state)
{
    Ctx *c = *state;
    step(c, (Step){ .place = "4203", .delta = 5 });
    assert_int_equal(value(c, "4203", &OPEN, 0), 0);
    sweep(c);
    assert_int_equal(value(c, "4203", &OPEN, 0), 5);
    assert_int_equal(value(c, "42", &OPEN, 0), 5);
    assert_int_equal(value(c, COUNTY, &OPEN, 0), 0);
}

static void a_body_that_fails_takes_its_deltas_with_it(void **state)
{
    Ctx *c = *state;
    step(c, (Step){ .place = VILLAGE, .delta = 1, .thing = 9 });
    step(c, (Step){ .place = VILLAGE, .delta = 7, .thing = 10, .then = ERR_CONFLICT });
    assert_int_equal(value(c, VILLAGE, &OPEN, 0), 1);
    assert_int_equal(value(c, VILLAGE, &HOUSES, 0), 1);
    sweep(c);
    assert_int_equal(value(c, "4203", &OPEN, 0), 1);
}

static void a_thing_counts_once_a_place_kind_and_part(void **state)
{
    Ctx *c = *state;
    for (int i = 0; i < 3; i++)
        step(c, (Step){ .place = VILLAGE "001", .thing = 5, .part = i == 2 ? 202608 : 0 });
    step(c, (Step){ .place = VILLAGE "002", .thing = 6 });
    assert_int_equal(value(c, VILLAGE, &HOUSES, 0), 2);
    assert_int_equal(value(c, VILLAGE "001", &HOUSES, 0), 1);
    assert_int_equal(value(c, COUNTY, &HOUSES, 202608), 1);
}

static void a_thing_seen_in_two_groups_counts_once_in_their_village(void **state)
{
    Ctx *c = *state;
    step(c, (Step){ .place = VILLAGE "001", .thing = 5 });
    step(c, (Step){ .place = VILLAGE "002", .thing = 5 });
    step(c, (Step){ .place = VILLAGE, .thing = 5 });
    step(c, (Step){ .place = "420325103001", .thing = 5 });
    step(c, (Step){ .place = "420325103001", .thing = 6 });
    assert_int_equal(value(c, VILLAGE "001", &HOUSES, 0), 1);
    assert_int_equal(value(c, VILLAGE "002", &HOUSES, 0), 1);
    assert_int_equal(value(c, VILLAGE, &HOUSES, 0), 1);
    assert_int_equal(value(c, "420325103", &HOUSES, 0), 2);
    assert_int_equal(value(c, COUNTY, &HOUSES, 0), 2);
    sweep(c);
    assert_int_equal(value(c, "4203", &HOUSES, 0), 2);
}

static void a_thing_may_be_seen_above_the_county(void **state)
{
    Ctx *c = *state;
    step(c, (Step){ .place = "4203", .thing = 5 });
    step(c, (Step){ .place = "4203", .thing = 5 });
    sweep(c);
    assert_int_equal(value(c, "4203", &HOUSES, 0), 1);
}

static void children_are_read_at_every_level_from_one_shard(void **state)
{
    Ctx           *c = *state;
    const Counter *v;
    size_t         n;
    step(c, (Step){ .place = VILLAGE "001", .delta = 1 });
    step(c, (Step){ .place = VILLAGE "002", .delta = 2 });
    step(c, (Step){ .place = "420381005212", .delta = 4 });
    step(c, (Step){ .place = VILLAGE, .delta = 8, .part = 1 });
    sweep(c);
    test_next(c);
    assert_ok(c, counter_read_children(c, STR(VILLAGE), COUNTERS_ALL, &v, &n));
    assert_int_equal(n, 2);
    assert_int_equal(counter_value(v, n, STR(VILLAGE "002"), &OPEN, 0), 2);
    assert_ok(c, counter_read_children(c, STR("420325102"), COUNTERS_ALL, &v, &n));
    assert_int_equal(n, 1);
    assert_int_equal(counter_value(v, n, STR(VILLAGE), &OPEN, 0), 3);
    assert_ok(c, counter_read_children(c, STR("4203"), COUNTERS_ALL, &v, &n));
    assert_int_equal(counter_value(v, n, STR(COUNTY), &OPEN, 0), 3);
    assert_int_equal(counter_value(v, n, STR("420381"), &OPEN, 0), 4);
    assert_ok(c, counter_read_children(c, STR("42"), COUNTERS_ALL, &v, &n));
    assert_int_equal(counter_value(v, n, STR("4203"), &OPEN, 0), 7);
}

static void a_board_says_as_of_when(void **state)
{
    Ctx *c = *state;
    i64  at;
    step(c, (Step){ .place = VILLAGE, .delta = 1 });
    test_later(c, MINUTE);
    test_next(c);
    assert_ok(c, counter_as_of(c, STR(COUNTY), &at));
    assert_int_equal(at, TEST_NOW + MINUTE);
    assert_ok(c, counter_as_of(c, STR("4203"), &at));
    assert_int_equal(at, TEST_NOW);
    sweep(c);
    test_next(c);
    assert_ok(c, counter_as_of(c, STR("4203"), &at));
    assert_int_equal(at, TEST_NOW + MINUTE);
}

static void a_delta_that_comes_to_nothing_leaves_no_trace(void **state)
{
    Ctx *c = *state;
    Hash before, after;
    assert_ok(c, counter_digest(c, &before));
    step(c, (Step){ .place = VILLAGE, .delta = 1 });
    step(c, (Step){ .place = VILLAGE, .delta = -1 });
    sweep(c);
    test_next(c);
    assert_ok(c, counter_digest(c, &after));
    assert_true(hash_eq(&before, &after));
}

static void clearing_forgets_everything_and_replaying_gives_the_same(void **state)
{
    Ctx *c = *state;
    Hash before, after;
    step(c, (Step){ .place = VILLAGE "003", .delta = 2, .thing = 4 });
    sweep(c);
    test_next(c);
    assert_ok(c, counter_digest(c, &before));
    step(c, (Step){ .place = VILLAGE "003", .delta = 2, .thing = 4, .clear_first = true });
    assert_int_equal(value(c, VILLAGE, &OPEN, 0), 2);
    sweep(c);
    test_next(c);
    assert_ok(c, counter_digest(c, &after));
    assert_true(hash_eq(&before, &after));
    assert_ok(c, db_write(c, test_rebuild, &(RebuildFn *){ record_rebuild }));
    assert_int_equal(value(c, VILLAGE, &OPEN, 0), 0);
    assert_int_equal(value(c, VILLAGE, &HOUSES, 0), 0);
}

/* Places below, in and above a county, some seen twice; more than what is gathered at once, so that keys come again. */
static Err see_one_by_one(Db *w, void *arg)
{
    static const char *const places[] = { VILLAGE "001", VILLAGE "002", VILLAGE, "420325103001", "420324001002", "4203" };
    SeenFill *const         *fill = arg;
    for (i64 i = 0; i < (*fill ? 300000 : 3000); i++) {
        i64  n = i % 3000, thing = n / 5, part = n % 7 == 0 ? 202608 : 0;
        Code place = str_from(places[n % 6]);
        if (*fill)
            TRY(seen_fill_put(*fill, place, part, thing));
        else
            counter_add_once(w, place, &HOUSES, part, thing);
    }
    return OK;
}

static Err see_gathered(Db *w, void *arg)
{
    TRY(counter_clear(w));
    SeenFill *fill = seen_fill_open(w, &HOUSES);
    return seen_fill_close(fill, see_one_by_one(w, &fill));
}

static void what_is_gathered_counts_as_one_by_one(void **state)
{
    Ctx      *c = *state;
    SeenFill *none = NULL;
    Hash      before, after;
    assert_ok(c, db_write(c, see_one_by_one, &none));
    sweep(c);
    test_next(c);
    assert_ok(c, counter_digest(c, &before));
    assert_ok(c, db_write(c, see_gathered, NULL));
    sweep(c);
    test_next(c);
    assert_ok(c, counter_digest(c, &after));
    assert_true(hash_eq(&before, &after));
}

/* Some are written before all were added, as when there are very many. */
static Err add_and_settle(Db *w, void *arg)
{
    const bool *is_rebuild = arg;
    if (*is_rebuild)
        TRY(counter_clear(w));
    for (i64 i = 0; i < 90; i++) {
        counter_add(w, STR(VILLAGE "003"), &OPEN, i % 30, 1 + i);
        counter_add(w, i % 2 ? STR("420325103") : STR("4203"), &HOUSES, i % 4, 3);
        if (*is_rebuild && i == 40)
            TRY(counter_settle(w));
    }
    return OK;
}

static void what_a_rebuild_writes_in_between_is_added_to(void **state)
{
    Ctx *c = *state;
    Hash before, after;
    assert_ok(c, db_write(c, add_and_settle, &(bool){ false }));
    sweep(c);
    test_next(c);
    assert_ok(c, counter_digest(c, &before));
    for (int i = 0; i < 2; i++) {
        assert_ok(c, db_remake(c, add_and_settle, &(bool){ true }));
        sweep(c);
        test_next(c);
        assert_ok(c, counter_digest(c, &after));
        assert_true(hash_eq(&before, &after));
    }
}

static void what_was_cleared_stays_so_when_the_next_of_its_group_fails(void **state)
{
    Ctx     *c = *state;
    Step     s[3] = { { .place = VILLAGE, .delta = 3, .clear_first = true }, { .place = VILLAGE, .delta = 9, .then = ERR_DENIED },
                      { .place = VILLAGE, .delta = 2 } };
    Together v[3] = { { step_body, &s[0] }, { step_body, &s[1] }, { step_body, &s[2] } };
    step(c, (Step){ .place = VILLAGE, .delta = 7 });
    together_write(c, v, 3);
    together_part(v, 3);
    assert_int_equal(value(c, VILLAGE, &OPEN, 0), 5);
}

enum { THREADS = 8, TIMES = 50 };

static void *many_steps(void *arg)
{
    Ctx *c = test_ctx_beside(arg);
    for (int i = 0; i < TIMES; i++) {
        Step s = { .place = i % 2 ? VILLAGE "001" : "420325103001", .delta = i % 5 == 4 ? 100 : 1,
                   .then = i % 5 == 4 ? ERR_CONFLICT : OK };
        if (db_write(c, step_body, &s) != s.then)
            abort();
        ctx_clear_failure(c);
        if (i % 10 == 0) {
            i64 moved;
            if (counter_sweep(c, &moved) != OK)
                abort();
        }
    }
    test_ctx_part(c);
    return NULL;
}

static void writers_and_sweepers_at_the_same_time_lose_nothing(void **state)
{
    Ctx      *c = *state;
    pthread_t t[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, many_steps, c);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    sweep(c);
    i64 all = THREADS * TIMES * 4 / 5;
    assert_int_equal(value(c, COUNTY, &OPEN, 0), all);
    assert_int_equal(value(c, "4203", &OPEN, 0), all);
    assert_int_equal(value(c, "42", &OPEN, 0), all);
    assert_int_equal(value(c, VILLAGE, &OPEN, 0) + value(c, "420325103", &OPEN, 0), all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_delta_moves_its_place_and_all_above),
        ON_BOTH(a_house_seen_by_several_in_one_group_counts_once),
        ON_BOTH(what_begins_above_the_county_goes_up_from_there),
        ON_BOTH(a_body_that_fails_takes_its_deltas_with_it),
        ON_BOTH(a_thing_counts_once_a_place_kind_and_part),
        ON_BOTH(a_thing_seen_in_two_groups_counts_once_in_their_village),
        ON_BOTH(a_thing_may_be_seen_above_the_county),
        ON_BOTH(children_are_read_at_every_level_from_one_shard),
        ON_BOTH(a_board_says_as_of_when),
        ON_BOTH(a_delta_that_comes_to_nothing_leaves_no_trace),
        ON_BOTH(clearing_forgets_everything_and_replaying_gives_the_same),
        ON_BOTH(what_is_gathered_counts_as_one_by_one),
        ON_BOTH(what_a_rebuild_writes_in_between_is_added_to),
        ON_BOTH(what_was_cleared_stays_so_when_the_next_of_its_group_fails),
        ON_BOTH(writers_and_sweepers_at_the_same_time_lose_nothing),
    };
    return RUN_TESTS(tests);
}
