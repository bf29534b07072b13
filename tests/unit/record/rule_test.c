/* rule, workcal: setting them leaves an event in the place's log, and what makes no sense is refused at its field. How
 * they are resolved is in once_test.c. */
#include "support/support.h"

#include "board/log.sql.h"
#include "record/access.h"
#include "record/event.h"
#include "record/record.h"
#include "record/noun.h"
#include "record/rule.h"
#include "record/workcal.h"

#define COUNTY "420325"

static Grant county_grant = { .place = { COUNTY, 6 }, .role = ROLE_COUNTY };
static Actor county = { .account = 5, .grants = &county_grant, .n_grants = 1 };
static Grant city_grant = { .place = { "4203", 4 }, .role = ROLE_CITY };
static Actor city = { .account = 6, .grants = &city_grant, .n_grants = 1 };

static void sign_in(Ctx *c, Actor *who)
{
    county_grant.verbs = role_verbs(ROLE_COUNTY);
    city_grant.verbs = role_verbs(ROLE_CITY);
    c->actor = who;
    test_next(c);
}

static Rule take(i64 value, Date from)
{
    return (Rule){ .name = STR("need.take.workdays"), .place = STR(COUNTY), .value = value, .from = from,
                   .source = STR("县委社会工作部通知"), .confidence = STR("L") };
}

static void assert_refused_at(Ctx *c, Err e, const char *field)
{
    assert_int_equal(e, ERR_INVALID);
    assert_non_null(c->problems);
    assert_string_equal(c->problems->field, field);
    ctx_clear_failure(c);
}

/* The newest event of a log, with its texts; the log has `size` of them. */
static const Event *last_event(Ctx *c, const char *log, size_t size)
{
    const Event *events;
    size_t       n;
    Rows         rows;
    test_next(c);
    assert_ok(c, db_many(db_read(c), Q_LOG_RECENT, ARGS(code_county(str_from(log)), log, INT64_MAX, 30), &rows));
    assert_int_equal(rows.n, size);
    if (size == 0)
        return NULL;
    Ref subject = { .county = code_county(str_from(log)), .id = row_int(rows.row[0], C_LOG_RECENT_SUBJECT) };
    assert_ok(c, event_timeline(c, subject, &events, &n));
    assert_int_equal(n, 1);
    return events;
}

static i64 in_force(Ctx *c, Date on)
{
    i64 v;
    test_next(c);
    assert_ok(c, rule_value(db_read(c), "need.take.workdays", STR(COUNTY), on, &v));
    return v;
}

/* ---- rule ---- */

static void a_rule_leaves_its_event_in_the_log_of_the_place(void **state)
{
    Ctx *c = *state;
    Rule r = take(2, 20260801);
    sign_in(c, &county);
    assert_ok(c, rule_set(c, &r));
    const Event *e = last_event(c, COUNTY, 1);
    assert_str(e->kind, "rule.set");
    assert_int_equal(e->account, 5);
    assert_int_equal(event_part(e, "value"), 2);
    assert_int_equal(event_part(e, "from"), 20260801);
    assert_str(event_part_text(e, "name"), "need.take.workdays");
    assert_str(event_part_text(e, "source"), "县委社会工作部通知");
}

static void a_refused_rule_changes_nothing_and_leaves_no_event(void **state)
{
    Ctx *c = *state;
    Rule r = take(2, 20260801);
    sign_in(c, &county);
    assert_ok(c, rule_set(c, &r));
    r = take(3, 20260801); /* found out in the body, after the others were written */
    assert_refused_at(c, rule_set(c, &r), "from");
    assert_int_equal(in_force(c, 20260801), 2);
    last_event(c, COUNTY, 1);
}

static void a_number_out_of_its_bounds_is_refused(void **state)
{
    Ctx *c = *state;
    sign_in(c, &county);
    const i64 wrong[] = { -1, 0, 31, 100000, INT64_MAX };
    for (size_t i = 0; i < COUNTOF(wrong); i++) {
        Rule r = take(wrong[i], 20260801);
        assert_refused_at(c, rule_set(c, &r), "value");
    }
    Rule returns = take(21, 20260801); /* by its unit */
    returns.name = STR("need.return.most");
    assert_refused_at(c, rule_set(c, &returns), "value");
    returns.value = 20;
    assert_ok(c, rule_set(c, &returns));
    Rule r = take(30, 20260801);
    assert_ok(c, rule_set(c, &r));
}

static void a_rule_begins_neither_before_what_it_replaces_nor_too_far_ahead(void **state)
{
    Ctx *c = *state;
    sign_in(c, &county);
    Rule r = take(2, 20201231); /* the product's begins in 2021 */
    assert_refused_at(c, rule_set(c, &r), "from");
    r = take(2, date_add(20260712, RULE_AHEAD_DAYS + 1));
    assert_refused_at(c, rule_set(c, &r), "from");
    r = take(2, 20260230);
    assert_refused_at(c, rule_set(c, &r), "from");
    r = take(2, date_add(20260712, RULE_AHEAD_DAYS));
    assert_ok(c, rule_set(c, &r));
}

static void a_rule_has_a_name_that_is_known_and_a_source(void **state)
{
    Ctx *c = *state;
    sign_in(c, &county);
    Rule r = take(2, 20260801);
    r.name = STR("need.whatever");
    assert_refused_at(c, rule_set(c, &r), "rule");
    r = take(2, 20260801);
    r.source = STR("");
    assert_refused_at(c, rule_set(c, &r), "source");
    last_event(c, COUNTY, 0);
}

static void what_begins_later_is_told_where_it_will_hold(void **state)
{
    Ctx        *c = *state;
    const Rule *v;
    size_t      n;
    bool        more;
    Rule        r = take(2, 20260701);
    sign_in(c, &county);
    r.place = STR(COUNTY "102"); /* a town that has its own already */
    assert_ok(c, rule_set(c, &r));
    r = take(3, 20260801);
    assert_ok(c, rule_set(c, &r));
    test_next(c);
    assert_ok(c, rule_coming(c, STR(COUNTY "103001"), 20260712, &v, &n, &more));
    assert_int_equal(n, 1);
    assert_int_equal(v[0].value, 3);
    assert_ok(c, rule_coming(c, STR(COUNTY "102212"), 20260712, &v, &n, &more));
    assert_int_equal(n, 0);
    assert_ok(c, rule_coming(c, STR("420381"), 20260712, &v, &n, &more));
    assert_int_equal(n, 0);
}

/* ---- workcal ---- */

static Holiday feast(Date day)
{
    return (Holiday){ .day = day, .name = STR("端午节"), .source = STR("国务院办公厅通知") };
}

static void a_day_of_the_calendar_leaves_its_event_where_it_was_entered(void **state)
{
    Ctx           *c = *state;
    Holiday        h = feast(20270609);
    const Holiday *v;
    size_t         n;
    sign_in(c, &city);
    assert_ok(c, workcal_set(c, STR(COUNTY), &h));
    const Event *e = last_event(c, COUNTY, 1);
    assert_str(e->kind, "holiday.set");
    assert_int_equal(event_part(e, "day"), 20270609);
    assert_int_equal(event_part(e, "worked"), 0);
    assert_str(event_part_text(e, "name"), "端午节");
    assert_ok(c, workcal_list(c, 20270609, 20270610, &v, &n));
    assert_int_equal(n, 1);
    assert_str(v[0].confidence, "L");
    h.worked = true;
    assert_ok(c, workcal_set(c, STR(COUNTY), &h)); /* changed, not added */
    test_next(c);
    assert_ok(c, workcal_list(c, 20270609, 20270610, &v, &n));
    assert_int_equal(n, 1);
    assert_true(v[0].worked);
    last_event(c, COUNTY, 2);
}

static void a_day_gone_by_or_far_ahead_is_refused(void **state)
{
    Ctx *c = *state;
    sign_in(c, &city);
    const Date wrong[] = { 20260711, 20280101, 20260230, 0 };
    for (size_t i = 0; i < COUNTOF(wrong); i++) {
        Holiday h = feast(wrong[i]);
        assert_refused_at(c, workcal_set(c, STR("4203"), &h), "day");
    }
    Holiday h = feast(20260803);
    h.name = STR("");
    assert_refused_at(c, workcal_set(c, STR("4203"), &h), "name");
    h = feast(20260803);
    h.source = STR("");
    assert_refused_at(c, workcal_set(c, STR("4203"), &h), "notice");
    h = feast(20260712);
    assert_ok(c, workcal_set(c, STR("4203"), &h));
    h = feast(20271231);
    assert_ok(c, workcal_set(c, STR("4203"), &h));
}

/* What the decree fixes is seeded and is no notice; a notice of any day of the year makes the year known. */
static void a_year_is_known_when_its_notice_is_entered(void **state)
{
    Ctx           *c = *state;
    const Date     fixed[] = { 20270101, 20270205, 20270208, 20270405, 20270609, 20270915, 20271001 };
    const Holiday *v;
    size_t         n;
    int            known;
    assert_ok(c, workcal_list(c, 20270101, 20280101, &v, &n));
    assert_int_equal(n, COUNTOF(fixed));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(v[i].day, fixed[i]);
        assert_false(v[i].worked);
        assert_str(v[i].confidence, "V");
    }
    assert_ok(c, workcal_list(c, 20250101, 20260101, &v, &n));
    assert_int_equal(n, 23);
    for (size_t i = 0; i < n; i++) {
        assert_str(v[i].confidence, "V");
        if (v[i].day == 20251006)
            assert_str(v[i].name, "国庆节、中秋节");
    }
    assert_ok(c, workcal_known_year(c, &known));
    assert_int_equal(known, 2026);
    Holiday h = feast(20270209);
    sign_in(c, &city);
    assert_ok(c, workcal_set(c, STR("4203"), &h));
    test_next(c);
    assert_ok(c, workcal_known_year(c, &known));
    assert_int_equal(known, 2027);
}

static void a_missing_notice_is_missed_from_december_on(void **state)
{
    assert_int_equal(workcal_missing_year(20261130, 2026), 0);
    assert_int_equal(workcal_missing_year(20261201, 2026), 2027);
    assert_int_equal(workcal_missing_year(20261201, 2027), 0);
    assert_int_equal(workcal_missing_year(20270101, 2026), 2027);
    assert_int_equal(workcal_missing_year(20281231, 2026), 2028);
    assert_int_equal(workcal_missing_year(20260301, 2027), 0);
}

static void the_calendar_is_not_changed_below_a_county_nor_by_one(void **state)
{
    Ctx    *c = *state;
    Holiday h = feast(20260803);
    sign_in(c, &city);
    assert_err(c, ERR_DENIED, workcal_set(c, STR(COUNTY "102"), &h));
    assert_err(c, ERR_DENIED, workcal_set(c, STR("4206"), &h));
    sign_in(c, &county);
    assert_err(c, ERR_DENIED, workcal_set(c, STR(COUNTY), &h));
    last_event(c, COUNTY, 0);
}

static const RuleBound bounds[] = { { "need.take.workdays", 1, 30 }, { 0 } };
static const Noun      need = { .name = "need", .bounds = bounds };
    static const NounRow   nouns[] = { { &ground_noun, NULL }, { &need, NULL } };

int main(void)
{
    nouns_set(nouns, COUNTOF(nouns));
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_rule_leaves_its_event_in_the_log_of_the_place),
        ON_BOTH(a_refused_rule_changes_nothing_and_leaves_no_event),
        ON_BOTH(a_number_out_of_its_bounds_is_refused),
        ON_BOTH(a_rule_begins_neither_before_what_it_replaces_nor_too_far_ahead),
        ON_BOTH(a_rule_has_a_name_that_is_known_and_a_source),
        ON_BOTH(what_begins_later_is_told_where_it_will_hold),
        ON_BOTH(a_day_of_the_calendar_leaves_its_event_where_it_was_entered),
        ON_BOTH(a_day_gone_by_or_far_ahead_is_refused),
        ON_BOTH(a_year_is_known_when_its_notice_is_entered),
        cmocka_unit_test(a_missing_notice_is_missed_from_december_on),
        ON_BOTH(the_calendar_is_not_changed_below_a_county_nor_by_one),
    };
    return RUN_TESTS(tests);
}
