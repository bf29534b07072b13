/* desk_view: how much time is left, and until when, are one truth: what is due by the end of a day is said in days, and hours only of what
 * has a time of day. */
#include "matter/desk_view.h"
#include "support/unit.h"
#include "web/i18n.h"
#include "web/template.h"

enum { DAY_OF_IT = 20260716 }; /* a Thursday */

static Ctx c;

static int open_ctx(void **state)
{
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, date_start(DAY_OF_IT) + 10 * HOUR);
    return i18n_load(&c);
}

static int close_ctx(void **state)
{
    arena_close(c.arena);
    return 0;
}

/* As a page with both has it: "ok 还有 2 天 7月18日（周六）当天". */
static const char *said(i64 due, bool is_late)
{
    static const TemplateFile file = { "t", { "{{data.sla}} {{data.sla_text}} {{data.due|due}}", sizeof "{{data.sla}} {{data.sla_text}} {{data.due|due}}" - 1 } };
    Request    r = { .ctx = c, .data = view_map(c.arena) };
    Templates *t;
    Buf        out = buf_new(c.arena, 256, 1 << 12);
    put_time(c.arena, r.data, "due", due);
    days_put(&r, r.data, due, is_late);
    assert_int_equal(templates_build(&c, &file, 1, c.arena, &t), OK);
    assert_int_equal(template_render(&c, t, "t", r.data, view_map(c.arena), &out), OK);
    return str_cstr(c.arena, buf_text(&out));
}

static void what_is_due_by_the_end_of_a_day_is_said_in_days(void **state)
{
    const i64 midnight = date_start(DAY_OF_IT);
    assert_string_equal(said(midnight + DAY, false), "soon 今天到期 7月16日（周四）下班前");
    assert_string_equal(said(midnight + 2 * DAY, false), "ok 明天到期 7月17日（周五）下班前");
    assert_string_equal(said(midnight + 3 * DAY, false), "ok 还有 2 天 7月18日（周六）当天");
    assert_string_equal(said(midnight + DAY - 1, false), "soon 今天到期 7月16日（周四）下班前");
    assert_string_equal(said(midnight, true), "late 过了 1 天 7月15日（周三）下班前");
    assert_string_equal(said(midnight - 3 * DAY, true), "late 过了 4 天 7月12日（周日）当天");
    assert_string_equal(said(midnight + DAY, true), "late 早先过了日子，今天到期 7月16日（周四）下班前"); /* it rose, and was given time anew */
    assert_string_equal(said(midnight + 2 * DAY, true), "late 早先过了日子，明天到期 7月17日（周五）下班前");
    assert_string_equal(said(midnight + 3 * DAY, true), "late 早先过了日子，还有 2 天 7月18日（周六）当天");
}

static void a_day_is_left_however_late_it_is(void **state)
{
    const i64 midnight = date_start(DAY_OF_IT);
    c.now = midnight + 23 * HOUR + 59 * MINUTE;
    assert_string_equal(said(midnight + DAY, false), "soon 今天到期 7月16日（周四）下班前");
    assert_string_equal(said(midnight + 2 * DAY, false), "ok 明天到期 7月17日（周五）下班前");
    c.now = midnight;
    assert_string_equal(said(midnight + DAY, false), "soon 今天到期 7月16日（周四）下班前");
    assert_string_equal(said(midnight, true), "late 过了 1 天 7月15日（周三）下班前");
}

static void hours_are_said_of_what_has_a_time_of_day(void **state)
{
    const i64 midnight = date_start(DAY_OF_IT);
    assert_string_equal(said(midnight + 15 * HOUR, false), "soon 还有 5 小时 7月16日 15:00 前");
    assert_string_equal(said(midnight + 9 * HOUR, false), "late 过了 1 小时 7月16日 09:00 前");
    assert_string_equal(said(midnight + 3 * DAY + 9 * HOUR, false), "ok 还有 3 天 7月19日 09:00 前");
}

static void the_same_in_english(void **state)
{
    const i64 midnight = date_start(DAY_OF_IT);
    c.lang = LANG_EN;
    assert_string_equal(said(midnight + DAY, false), "soon due today by the end of Thu 16 Jul");
    assert_string_equal(said(midnight + 2 * DAY, false), "ok due tomorrow by the end of Fri 17 Jul");
    assert_string_equal(said(midnight + 3 * DAY, false), "ok 2 days left by the end of Sat 18 Jul");
    assert_string_equal(said(midnight, true), "late 1 day late by the end of Wed 15 Jul");
    assert_string_equal(said(midnight + DAY, true), "late overdue once, due today by the end of Thu 16 Jul");
    c.lang = LANG_ZH;
}

#define TEST(t) cmocka_unit_test_setup_teardown(t, open_ctx, close_ctx)

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(what_is_due_by_the_end_of_a_day_is_said_in_days), TEST(a_day_is_left_however_late_it_is),
                                        TEST(hours_are_said_of_what_has_a_time_of_day), TEST(the_same_in_english) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
