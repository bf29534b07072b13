/* Days of the Chinese calendar in words, as a villager and as a guest from abroad reads them. */
#include "support/unit.h"
#include "web/lunar_text.h"

static Arena *arena;

static int set_up(void **s)
{
    static Ctx c;
    arena = arena_open();
    ctx_init(&c, arena, NULL, &ACTOR_NOBODY, 0);
    return i18n_load(&c);
}

static int tear_down(void **s)
{
    arena_close(arena);
    return 0;
}

static void assert_words(Date d, const char *zh, const char *en)
{
    assert_string_equal(str_cstr(arena, lunar_text(arena, LANG_ZH, d)), zh);
    assert_string_equal(str_cstr(arena, lunar_text(arena, LANG_EN, d)), en);
}

static void a_day_is_said_as_people_say_it(void **s)
{
    assert_words(20260712, "农历丙午马年五月廿八", "28th day of the 5th month, Bing-wu year (horse) by the lunar calendar");
    assert_words(20250726, "农历乙巳蛇年闰六月初二",
                 "2nd day of the leap 6th month, Yi-si year (snake) by the lunar calendar");
    assert_words(20260216, "农历乙巳蛇年腊月廿九，除夕",
                 "29th day of the 12th month, Yi-si year (snake) by the lunar calendar, New Year's Eve");
    assert_words(20260217, "农历丙午马年正月初一，春节",
                 "1st day of the 1st month, Bing-wu year (horse) by the lunar calendar, Spring Festival");
    assert_words(20261018, "农历丙午马年九月初九，重阳",
                 "9th day of the 9th month, Bing-wu year (horse) by the lunar calendar, Double Ninth");
    assert_words(20251220, "农历乙巳蛇年冬月初一", "1st day of the 11th month, Yi-si year (snake) by the lunar calendar");
    assert_true(str_is(lunar_text_short(arena, LANG_ZH, 20240726), "六月廿一"));
    assert_true(str_is(lunar_text_short(arena, LANG_ZH, 20250726), "闰六月初二"));
    assert_true(str_is(lunar_text_day(arena, LANG_ZH, 20240726), "农历六月廿一"));
    assert_true(str_is(lunar_text_day(arena, LANG_ZH, 20260217), "农历正月初一，春节"));
    assert_int_equal(lunar_text_day(arena, LANG_ZH, 19000130).n, 0);
}

static void outside_the_table_nothing_is_said(void **s)
{
    assert_int_equal(lunar_text(arena, LANG_ZH, 19000130).n, 0);
    assert_int_equal(lunar_text_short(arena, LANG_EN, 21010129).n, 0);
}

static void no_word_is_missing(void **s)
{
    ArenaMark *mark = arena_mark(arena);
    for (Date d = 20240101; d < 20850101; d = date_add(d, 1)) {
        Str zh = lunar_text(arena, LANG_ZH, d);
        for (size_t i = 0; i < zh.n; i++)
            assert_true((u8)zh.p[i] > 127); /* a key or a bare number would be ASCII */
        assert_false(str_find(lunar_text(arena, LANG_EN, d), STR("lunar."), NULL));
        if (d % 100 == 1) {
            arena_rewind(arena, mark);
            mark = arena_mark(arena);
        }
    }
    arena_rewind(arena, mark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_said_as_people_say_it),
        cmocka_unit_test(outside_the_table_nothing_is_said),
        cmocka_unit_test(no_word_is_missing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
