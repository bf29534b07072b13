/* The public draw against what a dozen lines of another language make of the same seeds, and against a list of names
 * from which one after the other is really struck out. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/draw.h"
#include "support/dice.h"

enum { MOST = 60 };

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

static void assert_drawn(Arena *a, Str seed, i64 n, const i64 *want, i64 take)
{
    i64 have[MOST], at;
    assert_int_equal(draw_take(a, seed, n, take, have), DRAW_OK);
    for (i64 i = 0; i < take; i++)
        assert_int_equal(have[i], want[i]);
    assert_int_equal(draw_verify(a, seed, n, want, take, &at), DRAW_OK);
}

/* Made with Python's hashlib and a list that names are popped from. */
static void the_same_seed_gives_everyone_the_same_names(void **s)
{
    assert_drawn(*s, STR("20260712"), 94, (i64[]){ 80, 60, 32, 94, 68 }, 5);
    assert_drawn(*s, STR("双色球 2026082: 03 08 15 21 27 32 + 11"), 1301,
                 (i64[]){ 1102, 1301, 219, 862, 1153, 65, 552, 1106, 481, 940 }, 10);
    assert_drawn(*s, STR("20260712"), 1000000000,
                 (i64[]){ 875271998, 248804619, 707070725, 436162823, 329079571, 277197555 }, 6);
    assert_drawn(*s, STR("x"), 1, (i64[]){ 1 }, 1);
}

static void a_ticket_can_be_checked_by_hand(void **s)
{
    Draw       d;
    DrawTicket t;
    assert_int_equal(draw_open(*s, STR("20260712"), 94, 5, &d), DRAW_OK);
    assert_true(draw_next(&d, &t));
    Str hex = hash_hex(*s, &t.hash); /* printf '%s' 20260712:1 | sha256sum */
    assert_true(str_is(hex, "e6fbf53d45f9247b3df597e8a1170d2e69d815290559c98f5bca9de4deb659fc"));
    assert_int_equal(t.number, 1);
    assert_int_equal(t.x, 0xe6fbf53d);
    assert_int_equal(t.left, 94);
    assert_int_equal(t.limit, 4294967254); /* 45,691,141 * 94 */
    assert_int_equal(t.place, 80);
    assert_int_equal(t.drawn, 80);
    assert_true(draw_next(&d, &t));
    assert_int_equal(t.left, 93);
    for (int i = 0; i < 3; i++)
        assert_true(draw_next(&d, &t));
    assert_false(draw_next(&d, &t));
    assert_int_equal(t.number, 0);
}

static void void_tickets_are_passed_over(void **s)
{
    Draw       d;
    DrawTicket t;
    int        seen = 0;
    assert_int_equal(draw_open(*s, STR("a"), DRAW_MOST, 12, &d), DRAW_OK);
    while (draw_next(&d, &t)) {
        assert_int_equal(t.is_void, t.x >= t.limit);
        assert_int_equal(t.is_void, t.drawn == 0);
        seen += t.is_void;
    }
    assert_int_equal(d.taken, 12);
    assert_int_equal(d.ticket, 12 + seen);
    assert_int_equal(seen, 2);
    assert_drawn(*s, STR("a"), DRAW_MOST,
                 (i64[]){ 724320423, 630223685, 469936828, 820028790, 653153863, 30290047, 921102606, 256895660,
                          307780413, 106935227, 809815460, 523617406 },
                 12);
}

/* Lists so long that the first ticket is the limit itself, or one below. */
static void the_limit_itself_is_void(void **s)
{
    Draw       d;
    DrawTicket t;
    assert_int_equal(draw_open(*s, STR("73"), 829065362, 1, &d), DRAW_OK);
    assert_true(draw_next(&d, &t));
    assert_int_equal(t.x, 4145326810); /* 5 * 829,065,362 */
    assert_int_equal(t.limit, 4145326810);
    assert_true(t.is_void);
    assert_int_equal(draw_open(*s, STR("0"), 802204015, 1, &d), DRAW_OK);
    assert_true(draw_next(&d, &t));
    assert_int_equal(t.x, 4011020074);
    assert_int_equal(t.limit, 4011020075);
    assert_false(t.is_void);
    assert_int_equal(t.drawn, 802204015); /* the last on the list */
}

static void what_cannot_be_drawn_is_refused(void **s)
{
    i64  none[1], at;
    char longest[DRAW_MOST_SEED + 1];
    memset(longest, 'a', sizeof longest);
    assert_int_equal(draw_take(*s, STR(""), 5, 1, none), DRAW_BAD_SEED);
    assert_int_equal(draw_take(*s, (Str){ longest, sizeof longest }, 5, 1, none), DRAW_BAD_SEED);
    assert_int_equal(draw_take(*s, (Str){ longest, DRAW_MOST_SEED }, 5, 1, none), DRAW_OK);
    assert_int_equal(draw_take(*s, STR("a"), -1, 0, none), DRAW_BAD_LIST);
    assert_int_equal(draw_take(*s, STR("a"), DRAW_MOST + 1, 0, none), DRAW_BAD_LIST);
    assert_int_equal(draw_take(*s, STR("a"), 5, 6, none), DRAW_BAD_COUNT);
    assert_int_equal(draw_take(*s, STR("a"), 5, -1, none), DRAW_BAD_COUNT);
    assert_int_equal(draw_take(*s, STR("a"), 0, 0, none), DRAW_OK);
    assert_int_equal(draw_verify(*s, STR("a"), 5, none, 6, &at), DRAW_BAD_COUNT);
    Draw       most;
    ArenaMark *mark = arena_mark(*s);
    assert_int_equal(draw_open(*s, STR("a"), DRAW_MOST, DRAW_MOST_TAKEN, &most), DRAW_OK);
    assert_int_equal(draw_open(*s, STR("a"), DRAW_MOST, DRAW_MOST_TAKEN + 1, &most), DRAW_BAD_COUNT);
    arena_rewind(*s, mark);
}

static void a_changed_result_is_found(void **s)
{
    i64 drawn[] = { 80, 60, 32, 94, 68 }, at;
    drawn[3] = 93;
    assert_int_equal(draw_verify(*s, STR("20260712"), 94, drawn, 5, &at), DRAW_NOT_IT);
    assert_int_equal(at, 3);
    assert_int_equal(draw_verify(*s, STR("20260713"), 94, drawn, 3, &at), DRAW_NOT_IT);
    assert_int_equal(draw_verify(*s, STR("20260712"), 95, drawn, 3, &at), DRAW_NOT_IT);
}

static void a_twentieth_of_few_is_one(void **s)
{
    assert_int_equal(draw_share(0, 1, 20), 0);
    assert_int_equal(draw_share(1, 1, 20), 1);
    assert_int_equal(draw_share(20, 1, 20), 1);
    assert_int_equal(draw_share(21, 1, 20), 2);
    assert_int_equal(draw_share(DRAW_MOST, 1000, 1000), DRAW_MOST);
}

/* The place on a list of n of a ticket that is one of `all` numbers, from 0; -1: void, in the last, short round. */
static i64 place_of(i64 x, i64 n, i64 all)
{
    i64 place = x % n;
    return x - place + n > all ? -1 : place;
}

/* A list of names; the one at the place is taken out and the others close up. */
static void slowly(Arena *a, Str seed, i64 n, i64 take, i64 *ret)
{
    ArenaMark *mark = arena_mark(a);
    i64       *names = NEW_N(a, i64, (size_t)n + 1), got = 0;
    for (i64 i = 0; i < n; i++)
        names[i] = i + 1;
    for (i64 t = 1; got < take; t++) {
        Hash h = hash_of(arena_printf(a, "%.*s:%lld", STR_ARG(seed), (long long)t));
        i64  x = 0;
        for (size_t i = 0; i < 4; i++)
            x = x * 256 + h.b[i];
        i64 place = place_of(x, n, INT64_C(1) << 32);
        if (place < 0)
            continue;
        ret[got++] = names[place];
        memmove(&names[place], &names[place + 1], (size_t)(n - place - 1) * sizeof *names);
        n--;
    }
    arena_rewind(a, mark);
}

static void it_agrees_with_a_list_that_names_are_struck_from(void **s)
{
    dice_throw("it_agrees_with_a_list_that_names_are_struck_from");
    for (int round = 0; round < 3000; round++) {
        i64 n = dice_upto(MOST), take = dice_upto(n + 1), fast[MOST], slow[MOST];
        Str seed = arena_printf(*s, "%llx", (unsigned long long)dice_any());
        assert_int_equal(draw_take(*s, seed, n, take, fast), DRAW_OK);
        slowly(*s, seed, n, take, slow);
        assert_memory_equal(fast, slow, (size_t)take * sizeof *fast);
    }
}

/* So many that they lie in several blocks, which are split in all places; and those of a long list, spread out. */
static void it_agrees_where_a_whole_town_is_drawn(void **s)
{
    enum { TOWN = 20000 };
    ArenaMark *mark = arena_mark(*s);
    i64       *fast = NEW_N(*s, i64, TOWN), *slow = NEW_N(*s, i64, TOWN);
    static const i64 draws[][2] = { { TOWN, TOWN }, { 4 * TOWN, TOWN }, { TOWN, 4096 }, { TOWN, 4097 },
                                    { 4095, 4095 } };
    for (size_t i = 0; i < COUNTOF(draws); i++) {
        i64 n = draws[i][0], take = draws[i][1];
        assert_int_equal(draw_take(*s, STR("town"), n, take, fast), DRAW_OK);
        slowly(*s, STR("town"), n, take, slow);
        assert_memory_equal(fast, slow, (size_t)take * sizeof *fast);
    }
    arena_rewind(*s, mark);
}

static void nobody_is_drawn_twice_and_more_only_adds(void **s)
{
    dice_throw("nobody_is_drawn_twice_and_more_only_adds");
    for (int round = 0; round < 200; round++) {
        i64  n = dice_between(1, 3000), take = dice_upto(n + 1), fewer = dice_upto(take + 1);
        i64 *drawn = NEW_N(*s, i64, (size_t)take + 1), *first = NEW_N(*s, i64, (size_t)fewer + 1);
        u8  *seen = NEW_N(*s, u8, (size_t)n + 1);
        Str  seed = arena_printf(*s, "%llx", (unsigned long long)dice_any());
        assert_int_equal(draw_take(*s, seed, n, take, drawn), DRAW_OK);
        for (i64 i = 0; i < take; i++) {
            assert_in_range(drawn[i], 1, n);
            assert_int_equal(seen[drawn[i]]++, 0);
        }
        assert_int_equal(draw_take(*s, seed, n, fewer, first), DRAW_OK);
        assert_memory_equal(first, drawn, (size_t)fewer * sizeof *first);
    }
}

/* The seeds are fixed, so this is no chance: of 20,000 draws of 2 of 5 each name is in 8,000, give or take 3 %. */
static void every_name_has_the_same_chance(void **s)
{
    int times[6] = { 0 };
    for (int round = 0; round < 20000; round++) {
        i64        drawn[2];
        ArenaMark *mark = arena_mark(*s);
        assert_int_equal(draw_take(*s, arena_printf(*s, "round %d", round), 5, 2, drawn), DRAW_OK);
        times[drawn[0]]++;
        times[drawn[1]]++;
        arena_rewind(*s, mark);
    }
    for (int i = 1; i <= 5; i++)
        assert_in_range(times[i], 7760, 8240);
}

/* Not nearly but exactly: with tickets of six bits instead of 32, every ordered pair of names comes from equally many
 * pairs of tickets that count. The same place_of, with 32 bits, is what the engine agrees with above. */
static void every_pair_of_names_has_exactly_the_same_chance(void **s)
{
    enum { ALL = 64, NAMES = 13 };
    for (i64 n = 2; n <= NAMES; n++) {
        i64 times[NAMES][NAMES] = { 0 }, counted = 0;
        for (i64 x = 0; x < ALL; x++) {
            i64 first = place_of(x, n, ALL);
            for (i64 y = 0; y < ALL && first >= 0; y++) {
                i64 place = place_of(y, n - 1, ALL);
                if (place < 0)
                    continue;
                times[first][place < first ? place : place + 1]++;
                counted++;
            }
        }
        assert_int_equal(counted, ALL / n * n * (ALL / (n - 1) * (n - 1)));
        for (i64 i = 0; i < n; i++)
            for (i64 k = 0; k < n; k++)
                assert_int_equal(times[i][k], i == k ? 0 : counted / (n * (n - 1)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_everyone_the_same_names),
        cmocka_unit_test(a_ticket_can_be_checked_by_hand),
        cmocka_unit_test(void_tickets_are_passed_over),
        cmocka_unit_test(the_limit_itself_is_void),
        cmocka_unit_test(what_cannot_be_drawn_is_refused),
        cmocka_unit_test(a_changed_result_is_found),
        cmocka_unit_test(a_twentieth_of_few_is_one),
        cmocka_unit_test(it_agrees_with_a_list_that_names_are_struck_from),
        cmocka_unit_test(it_agrees_where_a_whole_town_is_drawn),
        cmocka_unit_test(nobody_is_drawn_twice_and_more_only_adds),
        cmocka_unit_test(every_name_has_the_same_chance),
        cmocka_unit_test(every_pair_of_names_has_exactly_the_same_chance),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
