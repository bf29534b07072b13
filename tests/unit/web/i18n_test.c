/* i18n and po: catalogs are read strictly, and keys find their texts. */
#include "web/i18n.h"

#include "support/unit.h"

static int open_ctx(void **state)
{
    static Ctx c;
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    *state = &c;
    return 0;
}

static int close_ctx(void **state)
{
    arena_close(((Ctx *)*state)->arena);
    return 0;
}

static void assert_str(Str s, const char *expected)
{
    assert_int_equal(s.n, __builtin_strlen(expected));
    assert_memory_equal(s.p, expected, s.n);
}

static void a_catalog_is_read(void **state)
{
    Ctx *c = *state;
    assert_int_equal(i18n_add(c, LANG_EN, "t.po",
                              STR("# remark\nmsgid \"\"\nmsgstr \"Content-Type: text/plain\\n\"\n\n"
                                  "msgid \"t.one\"\nmsgstr \"One\"\n"
                                  "msgid \"t.\"\n\"two\"\nmsgstr \"\"\n\"Two \\\"2\\\"\\n\"\n\"lines\"\n"
                                  "#, fuzzy\nmsgid \"t.fuzzy\"\nmsgstr \"no\"\n\n"
                                  "msgid \"t.empty\"\nmsgstr \"\"\n"
                                  "msgid \"路灯\"\nmsgstr \"Street lamp\"\n")),
                     OK);
    assert_str(i18n_text(LANG_EN, "t.one"), "One");
    assert_str(i18n_text(LANG_EN, "t.two"), "Two \"2\"\nlines");
    assert_str(i18n_text(LANG_EN, "路灯"), "Street lamp");
    assert_false(i18n_has(LANG_EN, STR("t.fuzzy")));
    assert_false(i18n_has(LANG_EN, STR("t.empty")));
    assert_false(i18n_has(LANG_ZH, STR("t.one")));
    assert_str(i18n_text(LANG_ZH, "t.one"), "t.one");
}

static void values_go_in_their_places(void **state)
{
    Ctx *c = *state;
    assert_int_equal(i18n_add(c, LANG_ZH, "t.po", STR("msgid \"f\"\nmsgstr \"最多{2}个，{1}，{1}{3}\"\n")), OK);
    assert_str(i18n_fill(c->arena, LANG_ZH, "f", STR("甲"), STR("3")), "最多3个，甲，甲{3}");
    assert_int_equal(i18n_add(c, LANG_EN, "t.po", STR("msgid \"n\"\nmsgstr \"{1} {1:day:days} left, {1:x} {1:a:b\"\n")), OK);
    assert_str(i18n_fill(c->arena, LANG_EN, "n", STR("1"), STR_NONE), "1 day left, {1:x} {1:a:b");
    assert_str(i18n_fill(c->arena, LANG_EN, "n", STR("12"), STR_NONE), "12 days left, {1:x} {1:a:b");
    assert_str(i18n_fill(c->arena, LANG_ZH, "unknown.key", STR("x"), STR_NONE), "unknown.key");
}

static void many_entries_are_found(void **state)
{
    Ctx *c = *state;
    Buf  b = buf_new(c->arena, 1024, 1 << 20);
    for (int i = 0; i < 3000; i++)
        buf_printf(&b, "msgid \"many.%d\"\nmsgstr \"text %d\"\n", i, i);
    assert_int_equal(i18n_add(c, LANG_EN, "many.po", buf_text(&b)), OK);
    for (int i = 0; i < 3000; i++) {
        Str key = arena_printf(c->arena, "many.%d", i);
        assert_str(i18n_text(LANG_EN, key.p), arena_printf(c->arena, "text %d", i).p);
    }
}

static void a_bad_catalog_is_refused_with_its_line(void **state)
{
    static const struct { const char *po, *line; } bad[] = {
        { "msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n", "bad.po:2:" },
        { "msgstr \"c\"\n", "bad.po:1:" },
        { "msgid \"a\"\nmsgstr \"c\n", "bad.po:2:" },
        { "msgid \"a\"\nmsgstr \"c\\q\"\n", "bad.po:2:" },
        { "msgid \"a\"\nmsgstr \"c\\\"\n", "bad.po:2:" },
        { "msgid \"a\"\nmsgstr \"c\"x\"\n", "bad.po:2:" },
        { "\"a\"\n", "bad.po:1:" },
        { "msgctxt \"a\"\n", "bad.po:1:" },
        { "msgid \"a\"\n", "bad.po:" },
        { "msgid \"\xff\"\nmsgstr \"x\"\n", "bad.po:0:" },
    };
    Ctx *c = *state;
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        ctx_clear_failure(c);
        assert_int_equal(i18n_add(c, LANG_EN, "bad.po", str_from(bad[i].po)), ERR_MALFORMED);
        assert_true(str_starts(c->log, str_from(bad[i].line)));
    }
}

static void two_translations_of_one_text_are_noticed(void **state)
{
    Ctx *c = *state;
    assert_false(str_find(i18n_conflicts(c->arena), STR("twice"), NULL));
    assert_int_equal(i18n_add(c, LANG_EN, "t.po", STR("msgid \"twice\"\nmsgstr \"a\"\nmsgid \"twice\"\nmsgstr \"a\"\n")), OK);
    assert_false(str_find(i18n_conflicts(c->arena), STR("twice"), NULL));
    assert_int_equal(i18n_add(c, LANG_EN, "u.po", STR("msgid \"twice\"\nmsgstr \"b\"\n")), OK);
    assert_true(str_find(i18n_conflicts(c->arena), STR("twice"), NULL));
    assert_str(i18n_text(LANG_EN, "twice"), "a");
}

static void the_language_is_the_cookies_or_the_browsers_or_chinese(void **state)
{
    assert_int_equal(lang_pick(STR("en-US,en;q=0.9"), STR("zh")), LANG_ZH);
    assert_int_equal(lang_pick(STR("zh-CN"), STR("en")), LANG_EN);
    assert_int_equal(lang_pick(STR("fr, en-GB;q=0.8, zh"), STR_NONE), LANG_EN);
    assert_int_equal(lang_pick(STR("zh-CN,zh;q=0.9,en;q=0.8"), STR("fr")), LANG_ZH);
    assert_int_equal(lang_pick(STR("de"), STR_NONE), LANG_EN);
    assert_int_equal(lang_pick(STR("fr-FR, zh;q=0.5"), STR_NONE), LANG_ZH);
    assert_int_equal(lang_pick(STR("*"), STR_NONE), LANG_ZH);
    assert_int_equal(lang_pick(STR_NONE, STR_NONE), LANG_ZH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_catalog_is_read, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(values_go_in_their_places, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(many_entries_are_found, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(a_bad_catalog_is_refused_with_its_line, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(two_translations_of_one_text_are_noticed, open_ctx, close_ctx),
        cmocka_unit_test_setup_teardown(the_language_is_the_cookies_or_the_browsers_or_chinese, open_ctx, close_ctx),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
