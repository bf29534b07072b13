/* Statements, rows and the writing group, on both engines. */
#include "support/support.h"

#include "db/setting.h"

typedef struct Put {
    const char *name;
    Str         value;
    Err         then; /* what the body answers after it wrote */
} Put;

static Err put_body(Db *w, void *arg)
{
    const Put *p = arg;
    TRY(setting_put(w, STR(""), p->name, p->value));
    return p->then == OK ? OK : fail(db_ctx(w), p->then, NULL, "as the test wants");
}

static Err put(Ctx *c, const char *name, const char *value)
{
    Put p = { name, str_from(value), OK };
    return db_write(c, put_body, &p);
}

static bool has(Ctx *c, const char *name, Str *ret_value)
{
    bool found;
    assert_ok(c, setting_get(c, STR(""), name, &found, ret_value));
    return found;
}

static void what_was_written_is_read(void **state)
{
    Ctx *c = *state;
    Str  v;
    assert_false(has(c, "a", &v));
    assert_ok(c, put(c, "a", "上湾村"));
    assert_true(has(c, "a", &v));
    assert_str(v, "上湾村");
    assert_ok(c, put(c, "a", ""));
    assert_true(has(c, "a", &v));
    assert_int_equal(v.n, 0);
}

static void a_body_that_fails_leaves_nothing(void **state)
{
    Ctx *c = *state;
    Str  v;
    Put  p = { "a", STR("x"), ERR_DENIED };
    assert_err(c, ERR_DENIED, db_write(c, put_body, &p));
    assert_false(has(c, "a", &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_was_written_is_read),
        ON_BOTH(a_body_that_fails_leaves_nothing),
    };
    return RUN_TESTS(tests);
}
