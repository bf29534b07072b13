/* Arenas, clock and dates, ids, place codes, failures, settings. */
#include "support/unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"

#define WORD(text) ((char *)(text)) /* argv is not const */

static Arena *a;

static int open_arena(void **s)
{
    a = arena_open();
    return 0;
}

static int close_arena(void **s)
{
    arena_close(a);
    return 0;
}

static void assert_str(Str got, const char *want)
{
    assert_string_equal(str_cstr(a, got), want);
}

static void count_up(void *n)
{
    ++*(int *)n;
}

static void what_is_taken_is_zeroed_aligned_and_apart(void **s)
{
    for (size_t n = 1; n < 100000; n = n * 3 + 1) {
        char *p = arena_take(a, n), *q = arena_take(a, n);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, n);
        assert_int_equal(q[n - 1], 0);
    }
}

static void growing_keeps_what_was_there(void **s)
{
    char *p = arena_take(a, 10);
    memcpy(p, "012345678", 10);
    p = arena_grow(a, p, 10, 20);
    char *other = arena_take(a, 10);
    p = arena_grow(a, p, 20, 100000);
    memset(other, 'x', 10);
    assert_string_equal(p, "012345678");
    assert_int_equal(p[99999], 0);
}

static void rewinding_runs_what_was_deferred_since_the_mark(void **s)
{
    Arena     *own = arena_open();
    int        early = 0, late = 0;
    arena_defer(own, count_up, &early);
    size_t     used = arena_used(own);
    ArenaMark *m = arena_mark(own);
    arena_defer(own, count_up, &late);
    for (int i = 0; i < 1000; i++)
        (void)arena_take(own, 1000);
    arena_rewind(own, m);
    assert_int_equal(late, 1);
    assert_int_equal(early, 0);
    assert_int_equal(arena_used(own), used);
    arena_close(own);
    assert_int_equal(early, 1);
}

static void days_begin_at_midnight_in_china(void **s)
{
    i64 t;
    assert_true(time_parse(STR("2026-07-12T08:12:00+08:00"), &t));
    assert_int_equal(t, INT64_C(1783815120000));
    assert_int_equal(date_of(t), 20260712);
    assert_str(time_iso(a, t), "2026-07-12T08:12:00+08:00");
    assert_int_equal(date_of(date_start(20260712)), 20260712);
    assert_int_equal(date_of(date_start(20260712) - 1), 20260711);
    assert_int_equal(date_of(-1), 19700101); /* already eight in the morning there */
}

static void a_moment_is_read_in_any_zone_and_as_browsers_write_it(void **s)
{
    static const struct {
        const char *text;
        i64         ms; /* -1: no moment */
    } cases[] = {
        { "2026-07-12T00:12:00Z", INT64_C(1783815120000) },      { "2026-07-12T00:12:00.999Z", INT64_C(1783815120000) },
        { "2026-07-12T08:12", INT64_C(1783815120000) },          { "2026-07-12 08:12:00", INT64_C(1783815120000) },
        { "2026-07-11T18:42:00-05:30", INT64_C(1783815120000) }, { "2026-07-12T08:12+08:00", INT64_C(1783815120000) },
        { "2026-07-12", INT64_C(1783785600000) },
        { "2026-07-12T24:00", -1 },     { "2026-07-12T08:60", -1 },       { "2026-07-12T08:12:60", -1 },
        { "2026-07-12T08:12:00.", -1 }, { "2026-07-12T08:12:00z", -1 },   { "2026-07-12T08:12:00+15:00", -1 },
        { "2026-07-12T08:12:00+08", -1 }, { "2026-07-12T08:12:00+08:60", -1 }, { "2026-07-12T08:12:00Zx", -1 }, { "2026-02-30T08:12", -1 },
        { "2026-07-12T", -1 },          { "2026-07-12T08", -1 },          { "", -1 },
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        i64  t = 0;
        bool is = time_parse(str_from(cases[i].text), &t);
        bool is_right = is == (cases[i].ms >= 0) && (!is || t == cases[i].ms);
        if (!is_right)
            print_error("%s: %d %lld\n", cases[i].text, is, (long long)t);
        assert_true(is_right);
    }
}

static void every_day_of_three_centuries_follows_the_one_before(void **s)
{
    Date d = 19000101;
    int  weekday = 1; /* a Monday */
    for (int n = 0; d < 22000101; n++) {
        assert_true(date_is_valid(d));
        assert_int_equal(date_days(19000101, d), n);
        assert_int_equal(date_weekday(d), weekday);
        Date next = date_add(d, 1);
        assert_true(next > d);
        weekday = weekday % 7 + 1;
        d = next;
    }
}

static void dates_are_read_as_people_write_them(void **s)
{
    Date d = 0;
    assert_true(date_parse(STR("2026-07-02"), &d) && d == 20260702);
    assert_true(date_parse(STR(" 2026/7/2 "), &d) && d == 20260702);
    assert_true(date_parse(STR("2026年7月2日"), &d) && d == 20260702);
    const Str bad[] = { STR("2026-02-30"), STR("2025-02-29"), STR("20260702"), STR("2026-7"), STR("2026-13-01"),
                        STR("2026-00-01"), STR("2026-01-00"), STR("1899-12-31"), STR("2026-07-02x"), STR("") };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_false(date_parse(bad[i], &d));
}

static void the_clock_can_stand_still_and_run_again(void **s)
{
    clock_set(DAY);
    assert_int_equal(clock_now(), DAY);
    assert_int_equal(clock_now(), DAY);
    clock_set(0);
    assert_true(clock_now() > 365 * 50 * DAY);
    i64 before = clock_now();
    clock_shift(-DAY);
    assert_true(clock_now() < before);
    clock_shift(0);
}

static void ids_never_repeat_and_follow_time(void **s)
{
    enum { N = 20000 };
    static i64 seen[N];
    for (int i = 0; i < N; i++)
        seen[i] = id_new(INT64_C(1783815120000));
    for (int i = 1; i < N; i++)
        assert_true(seen[i] != seen[i - 1]);
    assert_true(id_new(INT64_C(1783815120001)) >> 22 == (seen[0] >> 22) + 1);
}

static void an_id_reads_back_even_when_misread_by_people(void **s)
{
    i64 id = 0;
    for (i64 v = 1; v > 0; v = v > INT64_MAX / 3 ? -1 : v * 3) {
        assert_true(id_parse(id_text(a, v), &id));
        assert_int_equal(id, v);
    }
    assert_true(id_parse(STR("1O"), &id) && id == 32);
    assert_true(id_parse(STR("l0"), &id) && id == 32);
    const Str bad[] = { STR(""), STR("u"), STR("8000000000000"), STR("zzzzzzzzzzzzz"), STR("00000000000000"), STR("-1") };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_false(id_parse(bad[i], &id));
}

static void a_record_is_named_by_county_and_id(void **s)
{
    Ref r;
    assert_str(ref_name(a, (Ref){ STR("420325"), 123456789, STR_NONE }), "420325-3nqk8n");
    assert_true(ref_parse(STR("420325-3nqk8n"), &r));
    assert_true(str_is(r.county, "420325") && r.id == 123456789);
    const Str bad[] = { STR("420325"), STR("420325-"), STR("-3"), STR("4203251-3"), STR("420325102-3"), STR("x-3"),
                        STR("420325-3-3") };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_false(ref_parse(bad[i], &r));
}

static void a_place_is_under_every_shorter_prefix(void **s)
{
    Code group = STR("420325102212001");
    assert_int_equal(code_level(group), LEVEL_GROUP);
    assert_str(code_at(group, LEVEL_TOWN), "420325102");
    assert_str(code_parent(group), "420325102212");
    assert_str(code_county(group), "420325");
    assert_str(code_county(STR("4203")), "4203");
    assert_str(code_log(group), "420325102212");
    assert_true(code_covers(STR("4203"), group));
    assert_true(code_covers(group, group));
    assert_false(code_covers(STR("420326"), group));
    assert_false(code_covers(STR_NONE, group));
    assert_int_equal(code_parent(STR("42")).n, 0);
    const Str bad[] = { STR(""), STR("4"), STR("420"), STR("42032x"), STR("4203251022120010011") };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_false(code_is_valid(bad[i]));
}

static void a_subtree_ends_where_its_sibling_begins(void **s)
{
    assert_str(code_end(a, STR("420325")), "420326");
    assert_str(code_end(a, STR("420329")), "42033");
    assert_str(code_end(a, STR("99")), ":");
    assert_true(str_cmp(STR("420329102"), code_end(a, STR("420329"))) < 0);
    assert_true(str_cmp(STR("42033"), code_end(a, STR("420329"))) >= 0);
}

static void division_codes_lose_the_zeros_of_their_level(void **s)
{
    const char *pairs[][2] = { { "420000000000", "42" },        { "420300000000", "4203" },
                               { "420325000000", "420325" },    { "420325102000", "420325102" },
                               { "420325102212", "420325102212" }, { "420303004007", "420303004007" } };
    for (size_t i = 0; i < COUNTOF(pairs); i++)
        assert_str(code_from_division(str_from(pairs[i][0])), pairs[i][1]);
    assert_int_equal(code_from_division(STR("4203")).n, 0);
    assert_int_equal(code_from_division(STR("42032510221x")).n, 0);
    assert_true(code_is_community(STR("420303004007")));
    assert_false(code_is_community(STR("420325102212")));
}

static void a_packed_code_has_the_order_and_the_parents_of_its_text(void **state)
{
    static const char *const codes[] = { "00",        "42",           "4200",         "4203",               "420300",
                                         "420325",    "420325000",    "420325102",    "420325102000",       "420325102212",
                                         "420325102212000", "420325102212000999", "420325102212001", "4204", "99", "999999999999999999" };
    char room[CODE_ROOM], above[CODE_ROOM];
    for (size_t i = 0; i < COUNTOF(codes); i++) {
        Code c = str_from(codes[i]);
        u64  packed = code_pack(c);
        assert_true(i == 0 || code_pack(str_from(codes[i - 1])) < packed);
        assert_str(code_unpack(packed, room), codes[i]);
        assert_int_equal(code_pack_level(packed), code_level(c));
        assert_true(str_eq(code_unpack(code_pack_above(packed), above), code_parent(c)));
        assert_true(code_pack_county(packed) == code_pack(code_county(c)));
    }
    assert_true(code_pack(STR("42032")) == 0 && code_pack(STR("42x3")) == 0 && code_pack(STR_NONE) == 0);
    assert_int_equal(code_unpack(0, room).n, 0);
}

static void the_first_failure_wins(void **s)
{
    Ctx c;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 1);
    assert_int_equal(fail(&c, ERR_CONFLICT, "a.b", "first %d", 1), ERR_CONFLICT);
    assert_int_equal(fail(&c, ERR_DB, NULL, "second"), ERR_DB);
    assert_int_equal(c.err, ERR_CONFLICT);
    assert_str(c.log, "first 1");
    assert_string_equal(c.problems->key, "a.b");
    assert_null(c.problems->next);
    ctx_clear_failure(&c);
    assert_int_equal(fail_if_problems(&c), OK);
    problem_add(&c, "title", "field.required", STR_NONE, STR_NONE);
    problem_add(&c, "place", "field.required", STR_NONE, STR_NONE);
    assert_int_equal(fail_if_problems(&c), ERR_INVALID);
    assert_string_equal(c.problems->next->field, "place");
}

static void settings_come_from_file_then_environment_then_command_line(void **s)
{
    Ctx    c;
    Config config;
    char   path[] = "/tmp/yc-config-XXXXXX";
    int    fd = mkstemp(path);
    FILE  *f = fdopen(fd, "w");
    fputs("# remark\n\nport = 9000\nworkers=4\n", f);
    fclose(f);
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 1);
    setenv("YUANCHANG_WORKERS", "5", 1);
    setenv("YUANCHANG_REQUEST_SECONDS", "6", 1);
    assert_int_equal(config_load(&c, str_from(path), &config), OK);
    assert_int_equal(config.port, 9000);
    assert_int_equal(config.workers, 5);
    assert_int_equal(config.request_seconds, 6);
    assert_true(config.group);
    char *argv[] = { WORD("serve"), WORD("--workers=7"), WORD("--port"), WORD("9001"), WORD("--demo"), WORD("x"), NULL };
    int   argc = 6;
    assert_int_equal(config_args(&c, &argc, argv, &config), OK);
    assert_int_equal(argc, 2);
    assert_string_equal(argv[1], "x");
    assert_int_equal(config.workers, 7);
    assert_int_equal(config.port, 9001);
    assert_true(config.demo);
    unsetenv("YUANCHANG_WORKERS");
    unsetenv("YUANCHANG_REQUEST_SECONDS");
    unlink(path);
}

static void a_setting_out_of_bounds_is_refused_by_name(void **s)
{
    Ctx    c;
    Config config;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 1);
    assert_int_equal(config_load(&c, STR_NONE, &config), OK);
    char  *high[] = { WORD("--port=65536"), NULL }, *word[] = { WORD("--port=http"), NULL }, *none[] = { WORD("--port"), NULL };
    char **all[] = { high, word, none };
    for (size_t i = 0; i < COUNTOF(all); i++) {
        int argc = 1;
        ctx_clear_failure(&c);
        assert_int_equal(config_args(&c, &argc, all[i], &config), ERR_INVALID);
        assert_true(str_find(c.log, STR("port"), NULL));
    }
}

static void digests_are_the_published_ones(void **s)
{
    Hash h = hash_of(STR("abc")); /* FIPS 180-4, example B.1 */
    assert_str(hash_hex(a, &h), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Hash parts = hash_of_parts((Str[]){ STR("a"), STR(""), STR("bc") }, 3), back;
    assert_true(hash_eq(&h, &parts));
    assert_true(hash_from_hex(hash_hex(a, &h), &back) && hash_eq(&h, &back));
    assert_false(hash_from_hex(STR("ba78"), &back));
    u8 key[32] = "Jefe"; /* RFC 4231 case 2: HMAC pads the key with zeros */
    Hash mac = hash_keyed(key, STR("what do ya want for nothing?"));
    assert_str(hash_hex(a, &mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_is_zeroed_aligned_and_apart),
        cmocka_unit_test(growing_keeps_what_was_there),
        cmocka_unit_test(rewinding_runs_what_was_deferred_since_the_mark),
        cmocka_unit_test(days_begin_at_midnight_in_china),
        cmocka_unit_test(a_moment_is_read_in_any_zone_and_as_browsers_write_it),
        cmocka_unit_test(every_day_of_three_centuries_follows_the_one_before),
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(the_clock_can_stand_still_and_run_again),
        cmocka_unit_test(ids_never_repeat_and_follow_time),
        cmocka_unit_test(an_id_reads_back_even_when_misread_by_people),
        cmocka_unit_test(a_record_is_named_by_county_and_id),
        cmocka_unit_test(a_place_is_under_every_shorter_prefix),
        cmocka_unit_test(a_subtree_ends_where_its_sibling_begins),
        cmocka_unit_test(division_codes_lose_the_zeros_of_their_level),
        cmocka_unit_test(a_packed_code_has_the_order_and_the_parents_of_its_text),
        cmocka_unit_test(the_first_failure_wins),
        cmocka_unit_test(settings_come_from_file_then_environment_then_command_line),
        cmocka_unit_test(a_setting_out_of_bounds_is_refused_by_name),
        cmocka_unit_test(digests_are_the_published_ones),
    };
    return cmocka_run_group_tests_name("ground", tests, open_arena, close_arena);
}
