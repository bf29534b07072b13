/* Noun.heard: a later noun answers to an event of an earlier one in the same body, or refuses it. */
#include "record/event.h"
#include "record/group.h"
#include "record/noun.h"
#include "support/support.h"

static int  times;
static bool refuses, echoes;

static Err nothing(Ctx *c, Report *r)
{
    return OK;
}

static Err append(Db *w, const char *kind)
{
    EventNew e = { .id = id_new(db_ctx(w)->now), .kind = kind, .subject = { STR("420325"), 7, STR("420325102212") } };
    return event_append(w, &e);
}

static Err works_hear(Db *w, const Noun *noun, const EventNew *e)
{
    bool concerns = str_is(str_from(e->kind), "decision.annulled") || (echoes && str_is(str_from(e->kind), "project.stopped"));
    if (!concerns)
        return OK;
    times++;
    if (refuses)
        return fail(db_ctx(w), ERR_CONFLICT, NULL, "it is built already");
    return append(w, "project.stopped");
}

static const EventKind decided[] = { { "decision.annulled", true }, { 0 } }, worked[] = { { "project.stopped", true }, { 0 } };
static const Noun      decision = { .name = "decision", .events = decided, .check = nothing };
static const Noun      project = { .name = "project", .events = worked, .check = nothing, .heard = works_hear };
static const NounRow house[] = { { &decision, NULL }, { &project, NULL } };

static Err annul(Db *w, void *arg)
{
    return append(w, "decision.annulled");
}

static size_t steps(Ctx *c)
{
    const Event *e;
    size_t       n;
    test_next(c);
    assert_ok(c, event_timeline(c, (Ref){ STR("420325"), 7, STR_NONE }, &e, &n));
    return n;
}

static void who_hears_of_it_answers_in_the_same_body(void **state)
{
    Ctx *c = *state;
    refuses = echoes = false;
    assert_ok(c, db_write(c, annul, NULL));
    assert_int_equal(steps(c), 2);
}

static void who_refuses_undoes_what_was_heard(void **state)
{
    Ctx *c = *state;
    refuses = true;
    echoes = false;
    assert_err(c, ERR_CONFLICT, db_write(c, annul, NULL));
    assert_int_equal(steps(c), 0);
}

static void who_answers_itself_is_stopped(void **state)
{
    Ctx *c = *state;
    refuses = false;
    echoes = true;
    times = 0;
    assert_err(c, ERR_TOO_LARGE, db_write(c, annul, NULL));
    assert_int_equal(times, HEARD_DEEP);
    assert_int_equal(steps(c), 0);
    echoes = false; /* and it does not stay deep */
    assert_ok(c, db_write(c, annul, NULL));
    assert_int_equal(steps(c), 2);
}

static int with_house(void **state)
{
    Ctx *c = test_ctx(test_engine(state));
    nouns_set(house, COUNTOF(house));
    *state = c;
    return 0;
}

static int close_ctx(void **state)
{
    test_ctx_close(*state);
    return 0;
}

#define IN_HOUSE(f) ON_BOTH_WITH(f, with_house, close_ctx)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(who_hears_of_it_answers_in_the_same_body),
        IN_HOUSE(who_refuses_undoes_what_was_heard),
        IN_HOUSE(who_answers_itself_is_stopped),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
