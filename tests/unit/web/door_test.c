/* door_test: strangers who try without end, and honest ones beside them. */
#include <stdio.h>

#include "support/unit.h"

#include "web/door.h"

static Door *d;

static int setup(void **s)
{
    d = door_open(4096);
    return 0;
}

static int teardown(void **s)
{
    door_close(d);
    return 0;
}

static bool tries(const char *name, const char *address, const char *device, i64 now, i64 *ret_wait)
{
    Knock k = { "login", str_from(name), str_from(address), str_from(device) };
    return door_knock(d, &k, now, ret_wait);
}

/* The i-th of so many strangers' addresses. */
static const char *stranger(int i, int of)
{
    static char text[32];
    snprintf(text, sizeof text, "198.51.100.%d", i % of);
    return text;
}

static const char *stranger_of_many(int i)
{
    static char text[32];
    snprintf(text, sizeof text, "2001:db8:0:%x::/64", i);
    return text;
}

static void ten_thousand_tries_never_keep_the_known_device_out(void **s)
{
    i64 wait, now = HOUR;
    for (int i = 0; i < 10000; i++, now += 100) {
        tries("li", stranger(i, 8), "", now, &wait);
        if (i % 500 == 0) {
            Knock k = { "login", STR("li"), STR("198.51.100.3"), STR("phone") }; /* even behind a stranger's address */
            assert_true(door_knock(d, &k, now, &wait));
            door_opened(d, &k);
        }
    }
}

static void an_honest_one_from_a_new_device_has_a_turn_whatever_they_do(void **s)
{
    i64 wait, now = HOUR, came, mine = 0;
    for (int i = 0; i < 10000; i++, now += 100)
        tries("li", stranger(i, 8), "", now, &wait);
    came = now;
    for (int i = 0; now < came + 10 * DOOR_NAME_MS; i++, now += 100) { /* they go on meanwhile; he comes when he is told to */
        tries("li", stranger(i, 8), "", now, &wait);
        if (now < mine)
            continue;
        if (tries("li", "203.0.113.9", "", now, &wait))
            return;
        mine = now + wait;
    }
    assert_true(false);
}

static void a_turn_is_kept_for_who_waits_and_for_a_while(void **s)
{
    i64 wait, now = HOUR;
    for (int i = 0; i < DOOR_NAME_BURST; i++)
        assert_true(tries("li", stranger(i, 200), "", now, &wait));
    assert_false(tries("li", "203.0.113.9", "", now, &wait));
    i64 turn = now + DOOR_NAME_MS;
    assert_int_equal(wait, DOOR_NAME_MS);
    for (int i = 20; i < 60; i++)
        assert_false(tries("li", stranger(i, 200), "", now, &wait)); /* they come after */
    assert_true(tries("li", "203.0.113.9", "", turn + 5 * MINUTE, &wait));
}

/* Each address asks once and never comes back; a new one every seven seconds, for hours. */
static void turns_of_those_who_never_come_back_keep_nobody_out(void **s)
{
    i64 wait, now = HOUR;
    int i = 0;
    for (; i < 3000; i++, now += 7 * SECOND)
        tries("li", stranger_of_many(i), "", now, &wait);
    i64 came = now;
    bool is_in = tries("li", "203.0.113.9", "", now, &wait);
    assert_true(is_in || wait <= DOOR_NAME_MS + 10 * SECOND);
    for (; !is_in && now < came + 10 * MINUTE; now += SECOND) {
        if ((now - came) % (7 * SECOND) == 0)
            tries("li", stranger_of_many(i++), "", now, &wait);
        is_in = tries("li", "203.0.113.9", "", now, &wait);
    }
    assert_true(is_in);
    assert_true(now - came < 10 * MINUTE);
}

static void guesses_at_a_name_are_bounded_however_many_addresses_try(void **s)
{
    i64 wait, now = HOUR, let_through = 0;
    for (int i = 0; i < 36000; i++, now += 100)
        let_through += tries("li", stranger(i, 200), "", now, &wait);
    assert_in_range(let_through, 1, DOOR_NAME_BURST + HOUR / DOOR_NAME_MS + 10 * MINUTE / DOOR_NAME_MS);
}

static void guesses_of_a_known_device_are_bounded_too(void **s)
{
    i64 wait, now = HOUR, let_through = 0;
    for (int i = 0; i < 36000; i++, now += 100)
        let_through += tries("li", "198.51.100.3", "phone", now, &wait);
    assert_in_range(let_through, 1, 20 + 60);
}

static void one_address_that_tries_many_names_is_slowed_down(void **s)
{
    i64  wait, now = HOUR, let_through = 0;
    char name[32];
    for (int i = 0; i < 10000; i++, now += 100) {
        snprintf(name, sizeof name, "name%d", i);
        let_through += tries(name, "198.51.100.3", "", now, &wait);
    }
    assert_in_range(let_through, DOOR_ADDRESS_BURST, DOOR_ADDRESS_BURST + 1000 * SECOND / DOOR_ADDRESS_MS);
    assert_true(tries("li", "203.0.113.9", "", now, &wait)); /* and nobody else is */
}

static void the_delay_grows_and_is_forgotten_in_an_hour(void **s)
{
    i64 wait, now = HOUR, before = 0;
    for (int i = 0; i < 5; i++)
        assert_true(tries("li", "198.51.100.3", "", now, &wait));
    for (int i = 0; i < 6; i++) {
        assert_false(tries("li", "198.51.100.3", "", now, &wait));
        assert_true(wait > before || wait == 15 * MINUTE);
        before = wait;
        now += wait;
        assert_true(tries("li", "198.51.100.3", "", now, &wait));
    }
    now += HOUR;
    for (int i = 0; i < 5; i++)
        assert_true(tries("li", "198.51.100.3", "", now, &wait));
}

static void who_is_right_leaves_no_trace(void **s)
{
    i64 wait;
    for (int i = 0; i < 1000; i++) { /* a morning at a town's office, behind one address */
        char name[32];
        snprintf(name, sizeof name, "name%d", i % 200);
        Knock k = { "login", str_from(name), STR("203.0.113.9"), STR_NONE };
        assert_true(door_knock(d, &k, HOUR + i, &wait));
        door_opened(d, &k);
    }
}

static void what_nobody_looked_at_was_no_try(void **s)
{
    static const char *const devices[] = { "", "phone" };
    i64 wait;
    for (int i = 0; i < 60; i++) {
        Knock k = { "login", STR("li"), STR("198.51.100.3"), str_from(devices[i % 2]) };
        assert_true(door_knock(d, &k, HOUR + i, &wait));
        door_unasked(d, &k);
    }
}

static void a_crowd_at_once_finds_no_gap(void **s)
{
    i64 wait, let_through = 0;
    for (int i = 0; i < 40; i++)
        let_through += tries("li", "198.51.100.3", "", HOUR, &wait);
    assert_int_equal(let_through, 5);
}

static void doors_of_other_kinds_have_counts_of_their_own(void **s)
{
    i64   wait;
    Knock k = { "other", STR("li"), STR("198.51.100.3"), STR_NONE };
    for (int i = 0; i < 40; i++)
        tries("li", "198.51.100.3", "", HOUR, &wait);
    assert_true(door_knock(d, &k, HOUR, &wait));
}

#define WITH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(ten_thousand_tries_never_keep_the_known_device_out),
        WITH(an_honest_one_from_a_new_device_has_a_turn_whatever_they_do),
        WITH(a_turn_is_kept_for_who_waits_and_for_a_while),
        WITH(turns_of_those_who_never_come_back_keep_nobody_out),
        WITH(guesses_at_a_name_are_bounded_however_many_addresses_try),
        WITH(guesses_of_a_known_device_are_bounded_too),
        WITH(one_address_that_tries_many_names_is_slowed_down),
        WITH(the_delay_grows_and_is_forgotten_in_an_hour),
        WITH(who_is_right_leaves_no_trace),
        WITH(what_nobody_looked_at_was_no_try),
        WITH(a_crowd_at_once_finds_no_gap),
        WITH(doors_of_other_kinds_have_counts_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
