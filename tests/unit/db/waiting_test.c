/* waiting_test: no view of the database is held while something else is waited for, and SQLite's log stays short. */
#include "support/support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "db/setting.h"
#include "db/db_inside.h"
#include "record/gate.h"
#include "record/secret.h"

static Gate door = GATE(1);

static void look(Ctx *c)
{
    bool found;
    Str  text;
    assert_ok(c, setting_get(c, STR(""), "anything", &found, &text));
    assert_non_null(c->reader);
}

static StoreStats stats_of(const Ctx *c)
{
    StoreStats s;
    store_stats(c->store, &s);
    return s;
}

static void who_waits_at_a_gate_holds_no_view_of_the_database(void **state)
{
    Ctx *c = *state;
    look(c);
    assert_int_equal(stats_of(c).reading, 1);
    assert_ok(c, gate_enter(c, &door, 1));
    assert_int_equal(stats_of(c).reading, 0);
    gate_leave(&door);
    assert_null(c->reader);
}

static void a_password_is_hashed_without_a_view_of_the_database(void **state)
{
    Ctx *c = *state;
    Str  hash;
    secret_password_cheap();
    look(c);
    assert_ok(c, secret_password_hash(c, STR("a long password"), &hash));
    assert_null(c->reader);
}

static void a_wait_is_refused_while_the_same_thread_reads_for_another(void **state)
{
    Ctx *c = *state, *beside = test_ctx_beside(c);
    look(beside);
    assert_err(c, ERR_INTERNAL, db_wait(c, "a test"));
    assert_true(db_left_open("a test"));
    db_read_end(beside);
    assert_false(db_left_open("a test"));
    assert_ok(c, db_wait(c, "a test"));
    test_ctx_part(beside);
}

static Err waiting_body(Db *w, void *arg)
{
    return db_wait(db_ctx(w), "a test");
}

static void a_body_of_a_write_may_not_wait(void **state)
{
    Ctx *c = *state;
    assert_err(c, ERR_INTERNAL, db_write(c, waiting_body, NULL));
}

static void the_oldest_reader_is_known(void **state)
{
    Ctx *c = *state, *beside = test_ctx_beside(c);
    assert_int_equal(stats_of(c).oldest_ms, 0);
    look(beside);
    i64 begun = beside->reader->reads_since;
    look(c);
    atomic_store(&beside->reader->reads_since, begun - 5000);
    StoreStats s = stats_of(c);
    assert_int_equal(s.reading, 2);
    assert_in_range(s.oldest_ms, 5000, 60000);
    db_read_end(c);
    db_read_end(beside);
    assert_int_equal(stats_of(c).reading, 0);
    test_ctx_part(beside);
}

static Err fill_body(Db *w, void *arg)
{
    static char text[60000];
    memset(text, 'a' + *(int *)arg % 26, sizeof text);
    for (int i = 0; i < 10; i++)
        TRY(setting_put(w, STR(""), arena_printf(db_ctx(w)->arena, "long%d", i).p, (Str){ text, sizeof text }));
    return OK;
}

static atomic_bool is_over;

/* Two readers that overlap: one begins before the other ends, so that there is always one. */
static void *read_on_and_on(void *arg)
{
    Ctx *readers[2] = { test_ctx_beside(arg), test_ctx_beside(arg) };
    for (int i = 0; !atomic_load(&is_over); i++) {
        look(readers[i % 2]);
        test_next(readers[(i + 1) % 2]);
    }
    test_ctx_part(readers[0]);
    test_ctx_part(readers[1]);
    return NULL;
}

static void the_log_stays_short_under_readers_that_overlap(void **state)
{
    Ctx      *c = *state;
    i64       longest = 0;
    pthread_t reading;
    atomic_store(&is_over, false);
    assert_int_equal(pthread_create(&reading, NULL, read_on_and_on, c), 0);
    for (int i = 0; i < 300; i++) { /* 600 kB each: 180 MB */
        assert_ok(c, db_write(c, fill_body, &i));
        i64 now = stats_of(c).log_bytes;
        longest = now > longest ? now : longest;
    }
    atomic_store(&is_over, true);
    pthread_join(reading, NULL);
    assert_in_range(longest, 1, 64 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(who_waits_at_a_gate_holds_no_view_of_the_database),
        ON_BOTH(a_password_is_hashed_without_a_view_of_the_database),
        ON_BOTH(a_wait_is_refused_while_the_same_thread_reads_for_another),
        ON_BOTH(a_body_of_a_write_may_not_wait),
        ON_BOTH(the_oldest_reader_is_known),
        ON_SQLITE(the_log_stays_short_under_readers_that_overlap),
    };
    return RUN_TESTS(tests);
}
