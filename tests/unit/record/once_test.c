/* once, rule, workcal: keys that make retries harmless; numbers and days that are dated. */
#include "support/support.h"
#include "support/together.h"

#include "record/access.h"
#include "db/db_inside.h"
#include "record/once.h"
#include "record/record.h"
#include "record/rule.h"
#include "record/workcal.h"

#define VILLAGE "420325102212"

static Grant ruler_grant = { .place = { "420325", 6 }, .role = ROLE_COUNTY };
static Actor ruler = { .account = 5, .grants = &ruler_grant, .n_grants = 1 };
static Grant city_grant = { .place = { "4203", 4 }, .role = ROLE_CITY };
static Actor city = { .account = 6, .grants = &city_grant, .n_grants = 1 };

/* ---- once ---- */

typedef struct Make {
    i64  id;   /* what it would make */
    Err  then;
    bool seen;
    i64  got;
} Make;

static Err make_body(Db *w, void *arg)
{
    const Make *m = arg;
    return m->then == OK ? OK : fail(db_ctx(w), m->then, NULL, "as asked");
}

static Make make(Ctx *c, const char *key, const char *payload, i64 id, Err then)
{
    Str  part = str_from(payload);
    Make m = { .id = id, .then = then };
    Once once = { .county = STR("420325"), .act = "need.raise", .key = str_from(key), .payload = once_payload(&part, 1) };
    if (then == OK)
        assert_ok(c, once_write(c, &once, id, make_body, &m, &m.got));
    else
        assert_err(c, then, once_write(c, &once, id, make_body, &m, &m.got));
    m.seen = m.got != id;
    return m;
}

static void a_retry_gives_the_same_again(void **state)
{
    Ctx *c = *state;
    assert_false(make(c, "key-0001", "a", 11, OK).seen);
    Make again = make(c, "key-0001", "a", 12, OK);
    assert_true(again.seen);
    assert_int_equal(again.got, 11);
    assert_false(make(c, "key-0002", "a", 13, OK).seen);
    c->actor = &ruler; /* another account's keys are its own */
    assert_false(make(c, "key-0001", "a", 14, OK).seen);
    assert_false(make(c, "", "a", 15, OK).seen); /* no key, no memory */
    assert_false(make(c, "", "a", 16, OK).seen);
}

static void two_with_one_key_in_one_group_make_one(void **state)
{
    Ctx  *c = *state;
    Str   a = STR("a"), b = STR("b");
    Once  same = { STR("420325"), "need.raise", STR("key-0001"), once_payload(&a, 1) }, other = same;
    Make  m = { 0 };
    other.payload = once_payload(&b, 1);
    Together v[4] = { { make_body, &m, .once = &same, .id = 11 }, { make_body, &m, .once = &same, .id = 12 },
                      { make_body, &m, .once = &other, .id = 13 }, { make_body, &m, .id = 14 } };
    together_write(c, v, 4);
    assert_int_equal(v[0].ret_id, 11);
    assert_int_equal(v[1].err, OK);
    assert_int_equal(v[1].c->err, OK);
    assert_int_equal(v[1].ret_id, 11);
    assert_int_equal(v[2].err, ERR_CONFLICT);
    assert_string_equal(v[2].c->problems->key, "once.other_payload");
    assert_int_equal(v[3].err, OK);
    together_part(v, 4);
}

static void the_same_key_with_other_values_is_a_conflict(void **state)
{
    Ctx *c = *state;
    make(c, "key-0001", "a", 11, OK);
    make(c, "key-0001", "b", 12, ERR_CONFLICT);
}

static void a_refused_request_does_not_use_up_its_key(void **state)
{
    Ctx *c = *state;
    make(c, "key-0001", "a", 11, ERR_DENIED);
    Make m = make(c, "key-0001", "b", 12, OK);
    assert_false(m.seen);
    assert_int_equal(m.got, 12);
}

static void keys_are_forgotten_after_ninety_days(void **state)
{
    Ctx *c = *state;
    make(c, "key-0001", "a", 11, OK);
    test_later(c, 90 * DAY);
    assert_ok(c, once_sweep(c));
    assert_true(make(c, "key-0001", "a", 12, OK).seen);
    test_later(c, 1);
    assert_ok(c, once_sweep(c));
    assert_false(make(c, "key-0001", "a", 13, OK).seen);
}

static void a_payload_knows_where_its_parts_end(void **state)
{
    Hash a = once_payload((Str[]){ STR("ab"), STR("c") }, 2), b = once_payload((Str[]){ STR("a"), STR("bc") }, 2);
    assert_false(hash_eq(&a, &b));
}

static bool are_same(Ctx *c, const char *a, const char *b)
{
    Upload one[] = { { .name = STR("1.jpg"), .bytes = str_from(a) } }, other[] = { { .name = STR("2.jpg"), .bytes = str_from(b) } };
    return str_eq(once_files(c->arena, &(Uploads){ one, 1 }), once_files(c->arena, &(Uploads){ other, 1 }));
}

static void files_are_the_same_by_what_they_hold(void **state)
{
    Ctx *c = *state;
    assert_true(are_same(c, "a lamp", "a lamp")); /* whatever they are called */
    assert_false(are_same(c, "a lamp", "a road"));
    Upload both[] = { { .bytes = STR("a lamp") }, { .bytes = STR("a road") } }, turned[] = { both[1], both[0] };
    assert_false(str_eq(once_files(c->arena, &(Uploads){ both, 2 }), once_files(c->arena, &(Uploads){ turned, 2 })));
    assert_int_equal(once_files(c->arena, &(Uploads){ NULL, 0 }).n, 0);
}

/* ---- rule ---- */

static i64 rule_now(Ctx *c, const char *place, Date on)
{
    i64 v = -1;
    test_next(c);
    assert_ok(c, rule_value(db_read(c), "need.silence.days", str_from(place), on, &v));
    return v;
}

static Rule silence(const char *place, i64 value, Date from)
{
    return (Rule){ .name = STR("need.silence.days"), .place = str_from(place), .value = value, .from = from,
                   .source = STR("县委社会工作部通知"), .confidence = STR("L") };
}

static Err trying_body(Db *w, void *arg)
{
    i64 *ret_value = arg;
    TRY(db_text(w, "UPDATE rule SET value = 99 WHERE name = 'need.silence.days'", ARGS(), NULL, NULL));
    TRY(rule_value(w, "need.silence.days", STR("420325103"), 20260712, ret_value));
    return fail(db_ctx(w), ERR_DENIED, NULL, "as asked");
}

static void what_a_body_read_is_not_remembered_for_others(void **state)
{
    Ctx *c = *state;
    i64  seen = 0;
    assert_err(c, ERR_DENIED, db_write(c, trying_body, &seen));
    assert_int_equal(seen, 99);
    assert_int_equal(rule_now(c, "420325103", 20260712), 15);
}

static void the_nearest_rule_in_force_wins(void **state)
{
    Ctx *c = *state;
    Rule r;
    c->actor = &ruler;
    ruler_grant.verbs = role_verbs(ROLE_COUNTY);
    assert_int_equal(rule_now(c, VILLAGE, 20260712), 15);
    r = silence("420325", 10, 20260801);
    assert_ok(c, rule_set(c, &r));
    r = silence("420325102", 7, 20260901);
    assert_ok(c, rule_set(c, &r));
    assert_int_equal(rule_now(c, VILLAGE "001", 20260731), 15);
    assert_int_equal(rule_now(c, VILLAGE "001", 20260801), 10);
    assert_int_equal(rule_now(c, VILLAGE "001", 20260901), 7);
    assert_int_equal(rule_now(c, "420325103001", 20260901), 10);
    assert_int_equal(rule_now(c, "420381005212", 20260901), 15);
    assert_int_equal(rule_now(c, "", 20260901), 15);
    assert_ok(c, rule_get(db_read(c), "need.silence.days", STR("420325"), 20260801, &r));
    assert_str(r.unit, "days");
    assert_str(r.place, "420325");
}

static void a_new_rule_closes_the_one_before(void **state)
{
    Ctx *c = *state;
    Report report = { 0 };
    Rule r = silence("420325", 10, 20260801);
    c->actor = &ruler;
    ruler_grant.verbs = role_verbs(ROLE_COUNTY);
    assert_ok(c, rule_set(c, &r));
    r = silence("420325", 20, 20270101);
    assert_ok(c, rule_set(c, &r));
    assert_int_equal(rule_now(c, "420325", 20261231), 10);
    assert_int_equal(rule_now(c, "420325", 20270101), 20);
    r = silence("420325", 30, 20270101);
    assert_err(c, ERR_INVALID, rule_set(c, &r));
    r = silence("420325", 30, 20260101);
    assert_err(c, ERR_INVALID, rule_set(c, &r));
    assert_ok(c, record_check(c, &report));
    assert_int_equal(report.n, 0);
}

static void only_who_may_rule_there_sets_a_rule(void **state)
{
    Ctx *c = *state;
    Rule r = silence("420381", 10, 20260801);
    c->actor = &ruler;
    ruler_grant.verbs = role_verbs(ROLE_COUNTY);
    assert_err(c, ERR_DENIED, rule_set(c, &r));
    r = silence("", 10, 20260801);
    assert_err(c, ERR_DENIED, rule_set(c, &r));
    c->actor = &ACTOR_NOBODY;
    r = silence("420325", 10, 20260801);
    assert_err(c, ERR_SIGNED_OUT, rule_set(c, &r));
}

static void a_list_has_each_rule_once_with_its_origin(void **state)
{
    Ctx        *c = *state;
    const Rule *v;
    size_t      n, all;
    Rule        r = silence("420325", 10, 20260101);
    c->actor = &ruler;
    ruler_grant.verbs = role_verbs(ROLE_COUNTY);
    assert_ok(c, rule_list(c, STR(VILLAGE), 20260712, &v, &all));
    assert_true(all >= 10);
    assert_ok(c, rule_set(c, &r));
    test_next(c);
    assert_ok(c, rule_list(c, STR(VILLAGE), 20260712, &v, &n));
    assert_int_equal(n, all);
    for (size_t i = 0; i < n; i++)
        assert_str(v[i].place, str_is(v[i].name, "need.silence.days") ? "420325" : "");
}

/* ---- workcal ---- */

static Date due(Ctx *c, Date from, int days)
{
    i64 at;
    assert_ok(c, workcal_due(db_read(c), date_start(from) + 9 * HOUR, days, &at));
    assert_int_equal(at, date_start(date_of(at)));
    return date_add(date_of(at), -1); /* the end of that day */
}

static void due_dates_know_holidays_and_worked_weekends(void **state)
{
    Ctx *c = *state;
    assert_int_equal(due(c, 20260712, 1), 20260713);  /* a Sunday */
    assert_int_equal(due(c, 20260710, 1), 20260713);  /* a Friday */
    assert_int_equal(due(c, 20260930, 1), 20261008);  /* 国庆节 */
    assert_int_equal(due(c, 20261009, 1), 20261010);  /* a Saturday that is worked */
    assert_int_equal(due(c, 20260213, 1), 20260214);
    assert_int_equal(due(c, 20260214, 1), 20260224);  /* 春节 */
    assert_int_equal(due(c, 20250930, 1), 20251009);
    assert_int_equal(due(c, 20260712, 0), 20260712);
}

static void a_city_may_change_the_calendar_and_a_county_may_not(void **state)
{
    Ctx *c = *state;
    ruler_grant.verbs = role_verbs(ROLE_COUNTY);
    city_grant.verbs = role_verbs(ROLE_CITY);
    Holiday day = { .day = 20260713, .name = STR("停工"), .source = STR("市政府通知") };
    c->actor = &ruler;
    assert_err(c, ERR_DENIED, workcal_set(c, STR("420325"), &day));
    c->actor = &city;
    assert_ok(c, workcal_set(c, STR("4203"), &day));
    test_next(c);
    assert_int_equal(due(c, 20260712, 1), 20260714);
    day.worked = true;
    assert_ok(c, workcal_set(c, STR("4203"), &day));
    test_next(c);
    assert_int_equal(due(c, 20260712, 1), 20260713);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_retry_gives_the_same_again),
        ON_BOTH(two_with_one_key_in_one_group_make_one),
        ON_BOTH(the_same_key_with_other_values_is_a_conflict),
        ON_BOTH(a_refused_request_does_not_use_up_its_key),
        ON_BOTH(keys_are_forgotten_after_ninety_days),
        cmocka_unit_test(a_payload_knows_where_its_parts_end),
        ON_BOTH(files_are_the_same_by_what_they_hold),
        ON_BOTH(what_a_body_read_is_not_remembered_for_others),
        ON_BOTH(the_nearest_rule_in_force_wins),
        ON_BOTH(a_new_rule_closes_the_one_before),
        ON_BOTH(only_who_may_rule_there_sets_a_rule),
        ON_BOTH(a_list_has_each_rule_once_with_its_origin),
        ON_BOTH(due_dates_know_holidays_and_worked_weekends),
        ON_BOTH(a_city_may_change_the_calendar_and_a_county_may_not),
    };
    return RUN_TESTS(tests);
}
