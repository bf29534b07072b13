/* Different writings of one thing that is looked for. */
#include "engine/text/search_key.h"

#include "support/unit.h"

static void writings_of_one_thing_are_one(void **state)
{
    static const char *const pairs[][2] = {
        { "衛生間", "卫生间" },         { "上灣村", "上湾村" },        { "ＷＣ", "wc" },          { "路燈", "路灯" },
        { "三组17户", "3组17户" },      { "三組１７戶", "3组17户" },   { "十三组", "13组" },      { "二十号", "20号" },
        { "三峯村", "三峰村" },         { "羣眾", "群众" },            { "衞生院", "卫生院" },    { "Ｓhàngwān", "shangwan" },
        { "lǜ", "lv" },                 { "綠化", "绿化" },            { "⾦", "金" },            { "㎡", "m2" },
    };
    Arena *a = arena_open();
    for (size_t i = 0; i < COUNTOF(pairs); i++) {
        Str key = search_key(a, str_from(pairs[i][0]));
        assert_true(str_is(key, pairs[i][1]));
        assert_true(str_eq(search_key(a, key), key));
    }
    arena_close(a);
}

/* Numerals that count nothing are words; what one reads as 102 and another as 120 is nobody's number. */
static void a_numeral_that_is_no_number_stays(void **state)
{
    static const char *const same[] = { "一般", "三官殿", "一百二号", "十堰", "", "房县 上湾", "组", "二十四节气" };
    Arena *a = arena_open();
    for (size_t i = 0; i < COUNTOF(same); i++)
        assert_true(str_is(search_key(a, str_from(same[i])), same[i]));
    assert_true(str_is(search_key_plain(a, STR("三组")), "三组"));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(writings_of_one_thing_are_one),
                                        cmocka_unit_test(a_numeral_that_is_no_number_stays) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
