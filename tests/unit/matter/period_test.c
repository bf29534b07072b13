/* period: what is put up hangs for its days, and only a wrong procedure takes it down. */
#include "matter/period.h"

#include "db/db_inside.h"
#include "record/rule.h"
#include "support/village.h"

typedef struct Act {
    enum { UP, OBJECT, ANSWER, UPHOLD } what;
    const PeriodNew *n;
    Ref  ref, made;
    bool to_procedure, is_caused;
    Str  words;
} Act;

static Err act_body(Db *w, void *arg)
{
    Act *a = arg;
    By   by = { .cause = a->is_caused ? "decision" : NULL, .cause_id = 5 };
    switch (a->what) {
    case UP:
        return period_put_up_in(w, &by, a->n, &a->made);
    case OBJECT:
        return period_object_in(w, &by, a->ref, a->to_procedure, a->words, &a->made);
    case ANSWER:
        return period_answer_in(w, &by, a->ref, a->words);
    case UPHOLD:
        return period_uphold_in(w, &by, a->ref, a->words);
    }
    return OK;
}

static const PeriodNew minutes = { .place = { VILLAGE_GROUP, 15 }, .title = { "修小广场的决议", sizeof "修小广场的决议" - 1 }, .noun = "decision",
                                   .noun_id = 5, .text_version = 1, .text = { "同意", sizeof "同意" - 1 } };

static Err put_up(Ctx *c, const PeriodNew *n, Ref *ret)
{
    Act a = { .what = UP, .n = n };
    Err e = db_write(c, act_body, &a);
    *ret = (Ref){ STR("420325"), a.made.id, STR(VILLAGE_GROUP) };
    return e;
}

static Ref up(Village *v)
{
    Ref  period;
    Ctx *c = as(v, "village");
    assert_ok(c, put_up(c, &minutes, &period));
    return period;
}

static Err object(Ctx *c, Ref period, bool to_procedure, Ref *ret)
{
    Act a = { .what = OBJECT, .ref = period, .to_procedure = to_procedure, .words = STR("没有通知到我家") };
    Err e = db_write(c, act_body, &a);
    *ret = (Ref){ STR("420325"), a.made.id, STR(VILLAGE_GROUP) };
    return e;
}

static Err reply(Ctx *c, Ref objection, bool upholds)
{
    return db_write(c, act_body, &(Act){ .what = upholds ? UPHOLD : ANSWER, .ref = objection, .words = STR("通知回执在这里") });
}

static Period got(Village *v, Ref period)
{
    Period p;
    Ctx   *c = as(v, "nobody");
    assert_ok(c, period_get(db_read(c), period, &p));
    return p;
}

static i64 findings(Village *v)
{
    Report r = { 0 };
    Ctx   *c = as(v, "nobody");
    assert_ok(c, noun_check(c, &period_noun, &r));
    return r.n;
}

static void it_hangs_for_fifteen_whole_days_and_then_ends_by_itself(void **state)
{
    Village *v = *state;
    Ref      period = up(v);
    Period   p = got(v, period), newest;
    Ctx     *c = as(v, "nobody");
    assert_ok(c, period_of(db_read(c), STR("420325"), "decision", 5, &newest));
    assert_int_equal(newest.ref.id, period.id);
    assert_err(c, ERR_MISSING, period_of(db_read(c), STR("420325"), "decision", 6, &newest));
    assert_int_equal(p.days, 15);
    assert_int_equal(p.ends_at, date_start(20260729)); /* up on the 13th, which is not counted; 24:00 of the 28th */
    test_time(v->c, p.ends_at - 1);
    village_later(v, 0);
    assert_int_equal(got(v, period).state, PERIOD_UP);
    test_time(v->c, p.ends_at);
    assert_int_equal(period_standing(&p, p.ends_at), PERIOD_ENDED); /* whether or not the job has run */
    village_later(v, 0);
    assert_int_equal(got(v, period).state, PERIOD_ENDED);
    assert_int_equal(findings(v), 0);
}

static void a_place_may_have_it_up_longer_and_never_shorter(void **state)
{
    Village *v = *state;
    int      days;
    Ctx     *c = as(v, "admin");
    Rule     longer = { .name = STR("period.village.days"), .place = STR(VILLAGE_CODE), .value = 20, .unit = STR("days"), .from = 20260713,
                        .source = STR("村规民约第五条"), .confidence = STR("L") };
    assert_ok(c, period_days(db_read(c), STR(VILLAGE_OTHER), 0, &days));
    assert_int_equal(days, 15);
    assert_ok(c, period_days(db_read(c), STR(VILLAGE_OTHER), 30, &days));
    assert_int_equal(days, 30);
    test_next(c);
    assert_ok(c, rule_set(c, &longer));
    test_next(c);
    assert_ok(c, period_days(db_read(c), STR(VILLAGE_GROUP), 15, &days));
    assert_int_equal(days, 20);
    longer.value = 7;
    longer.place = STR(VILLAGE_OTHER);
    test_next(c);
    (void)!rule_set(c, &longer); /* whether or not the table of rules lets it in */
    test_next(c);
    assert_ok(c, period_days(db_read(c), STR(VILLAGE_OTHER), 7, &days));
    assert_int_equal(days, 15);
}

static void an_objection_is_answered_once_and_suspends_nothing(void **state)
{
    Village *v = *state;
    Ref      period = up(v), first, second;
    Ctx     *c = as(v, "一组1户");
    assert_ok(c, object(c, period, false, &first));
    c = as(v, "一组2户");
    assert_ok(c, object(c, period, true, &second));
    assert_int_equal(got(v, period).unanswered, 2);
    c = as(v, "一组2户");
    assert_err(c, ERR_DENIED, reply(c, first, false));
    c = as(v, "village");
    assert_err(c, ERR_CONFLICT, reply(c, first, true)); /* not to the procedure */
    assert_ok(c, reply(c, first, false));
    assert_err(c, ERR_CONFLICT, reply(c, first, false));
    assert_int_equal(village_messages(v, "一组1户"), 1);
    test_time(v->c, got(v, period).ends_at);
    village_later(v, 0);
    assert_int_equal(got(v, period).state, PERIOD_ENDED);
    assert_int_equal(got(v, period).unanswered, 1); /* it stays to be answered */
    c = as(v, "village");
    assert_ok(c, reply(c, second, false));
    assert_int_equal(findings(v), 0);
}

static void a_procedure_that_was_not_kept_annuls_even_afterwards(void **state)
{
    Village *v = *state;
    for (int late = 0; late < 2; late++) {
        Ref  period = up(v), objection;
        Ctx *c = as(v, "一组2户");
        assert_ok(c, object(c, period, true, &objection));
        if (late) {
            test_time(v->c, got(v, period).ends_at);
            village_later(v, 0);
        }
        c = as(v, "village");
        assert_ok(c, reply(c, objection, true));
        assert_int_equal(got(v, period).state, PERIOD_ANNULLED);
        village_later(v, 20 * DAY); /* and no job brings it back */
        assert_int_equal(got(v, period).state, PERIOD_ANNULLED);
    }
    assert_int_equal(findings(v), 0);
}

static void who_does_not_belong_there_or_comes_late_cannot_object(void **state)
{
    Village *v = *state;
    Ref      period = up(v), objection;
    Ctx     *c = as(v, "下湾1户");
    assert_err(c, ERR_DENIED, object(c, period, true, &objection));
    test_time(v->c, got(v, period).ends_at);
    c = as(v, "一组1户");
    assert_err(c, ERR_CONFLICT, object(c, period, true, &objection));
}

static void a_record_is_up_once_at_a_time(void **state)
{
    Village  *v = *state;
    Ref       period = up(v), again;
    PeriodNew n = minutes;
    Ctx      *c = as(v, "village");
    assert_err(c, ERR_CONFLICT, put_up(c, &minutes, &again));
    n.noun_id = 6;
    n.up_at = v->c->now + DAY;
    assert_err(c, ERR_INVALID, put_up(c, &n, &again));
    c = as(v, "一组1户");
    n.up_at = 0;
    assert_err(c, ERR_DENIED, put_up(c, &n, &again));
    test_time(v->c, got(v, period).ends_at);
    village_later(v, 0);
    c = as(v, "village");
    assert_ok(c, put_up(c, &minutes, &again));
}

static Err erase(Db *w, void *arg)
{
    return period_noun.erase(w, *(Ref *)arg);
}

static void words_go_with_the_person_and_the_answer_stays(void **state)
{
    Village   *v = *state;
    Ref        period = up(v), objection;
    Objections o;
    Ctx       *c = as(v, "一组1户");
    Ref        person = { STR("420325"), c->actor->person, STR_NONE };
    assert_ok(c, object(c, period, false, &objection));
    c = as(v, "village");
    assert_ok(c, reply(c, objection, false));
    assert_ok(c, db_write(c, erase, &person));
    assert_ok(c, period_objections(db_read(c), period, (Ref){ .county = STR("") }, &o));
    assert_int_equal(o.n, 1);
    assert_str(o.v[0].words, "");
    assert_str(o.v[0].answer, "通知回执在这里");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(it_hangs_for_fifteen_whole_days_and_then_ends_by_itself),
        IN_VILLAGE(a_place_may_have_it_up_longer_and_never_shorter),
        IN_VILLAGE(an_objection_is_answered_once_and_suspends_nothing),
        IN_VILLAGE(a_procedure_that_was_not_kept_annuls_even_afterwards),
        IN_VILLAGE(who_does_not_belong_there_or_comes_late_cannot_object),
        IN_VILLAGE(a_record_is_up_once_at_a_time),
        IN_VILLAGE(words_go_with_the_person_and_the_answer_stays),
    };
    return RUN_TESTS(tests);
}
