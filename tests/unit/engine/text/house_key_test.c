/* The folding table of house numbers and groups: what is one house, and what is not. */
#include "engine/text/house_key.h"

#include "support/unit.h"

static Arena *a;

static void is(Str got, const char *expected)
{
    if (!str_is(got, expected))
        print_error("{%.*s} is not {%s}\n", STR_ARG(got), expected);
    assert_true(str_is(got, expected));
}

static void a_number_has_one_key(void **state)
{
    static const char *const seven[] = { "7",    "７",   "007",   "７．０", "7.0",  "7.00", "7户", "7号",
                                         "7号户", "７　户", " 7 户 ", "0007号", "７户", "⑦",   "7\xe2\x80\x8b" };
    for (size_t i = 0; i < COUNTOF(seven); i++)
        is(house_key(a, str_from(seven[i])), "7");
    static const char *const of_two[] = { "二组7户", "二组 7户", "2组007", "第二组７号", "第 2 组 7.0", "二组7" };
    for (size_t i = 0; i < COUNTOF(of_two); i++)
        is(house_key(a, str_from(of_two[i])), "2组7");
    is(house_key(a, STR("十二组10户")), "12组10");
    is(house_key(a, STR("0")), "0");
    is(house_key(a, STR("000")), "0");
    is(house_key(a, STR("10")), "10"); /* a zero at the end is none too many */
    is(house_key(a, STR("100.0")), "100");
}

static void a_flat_has_one_key(void **state)
{
    static const char *const flat[] = { "8-1-202",    "8-1-202室",     "8-01-202",      "8栋1单元202室", "8幢1单元202", "08-1-0202",
                                        "8号楼1单元202", "8＃楼１单元202", "8#1-202",       "8座1单元202户", "8棟1單元202號", "8－1－202号",
                                        "第8栋1单元202", "8栋-1单元-202",  "8 栋 1 单元 202 室" };
    for (size_t i = 0; i < COUNTOF(flat); i++)
        is(house_key(a, str_from(flat[i])), "8-1-202");
    static const char *const seven_b[] = { "7B", "7b", "7B号", "7B户", "7b 戶", "７Ｂ#", "007B", "第7B户" };
    for (size_t i = 0; i < COUNTOF(seven_b); i++)
        is(house_key(a, str_from(seven_b[i])), "7b");
    static const char *const eleven[] = { "11", "第11户", "11#", "#11", "11號", "11室", "第011号" };
    for (size_t i = 0; i < COUNTOF(eleven); i++)
        is(house_key(a, str_from(eleven[i])), "11");
    is(house_key(a, STR("二組第11户")), "2组11");
    is(house_key(a, STR("2-07户")), "2-7");
    is(house_key(a, STR("A座202室")), "a-202");
    is(house_key(a, STR("8栋")), "8栋"); /* nothing stands behind it */
    is(house_key(a, STR("8栋东单元202")), "8栋东单元202");
    is(house_key(a, STR("82-1-2")), "82-1-2");
}

static void the_door_beside_a_number_has_one_key(void **state)
{
    static const char *const doors[] = { "810号附1", "810附1号", "810附1", "810附一", "八百一十号附1号", "810之1", "810号之1", "810之一", "810-1", "810－1户" };
    for (size_t i = 0; i < COUNTOF(doors); i++)
        is(house_key(a, str_from(doors[i])), "810-1");
    is(house_key(a, STR("二组810号附1")), "2组810-1");
    is(house_key(a, STR("之江1")), "之江1");
    is(house_key(a, STR("8附")), "8附");
    /* a row of houses is no house with flats: alike, and not one */
    is(house_key(a, STR("12排3号")), "12排3");
    is(house_key_alike(a, STR("12排3")), "12-3");
    is(house_key_alike(a, STR("12-3")), "12排3");
    is(house_key_alike(a, STR("8-1-202")), "");
    is(house_key_alike(a, STR("12")), "");
}

static void what_only_says_that_a_number_comes_is_no_part_of_it(void **state)
{
    static const char *const same[] = { "（888）", "(888)户", "［888］", "【888号】", "'888", "’888", "\"888\"", "=\"888\"", "888、", "888。",
                                        "No.888", "NO:888", "№888", "no 888", "门牌号：888", "户号888户", "八八八", "八百八十八户",
                                        "第八百八十八号", "（八八八）", "888\xe2\xa0\x80", "8\xe2\x80\x8d" "88", "八八八室", "(８８８)" };
    for (size_t i = 0; i < COUNTOF(same); i++)
        is(house_key(a, str_from(same[i])), "888");
    is(house_key(a, STR("二组八八八户")), "2组888");
    is(house_key(a, STR("8栋一单元二〇二")), "8-1-202");
    is(house_key(a, STR("八栋1单元202")), "8-1-202");
    is(house_key(a, STR("一百零八户")), "108");
    is(house_key(a, STR("两户")), "2");
}

static void what_says_more_than_a_number_stays_another_house(void **state)
{
    static const char *const others[] = { "888(老屋)", "888-1", "888之家", "a888", "888b", "八八八弄", "一百二户", "三里屯", "四季花园",
                                          "张三户", "三子家", "888.5", "()", "'", "no", "北888", "十户长家", "二十万" };
    for (size_t i = 0; i < COUNTOF(others); i++) {
        assert_false(str_is(house_key(a, str_from(others[i])), "888"));
        assert_true(house_key(a, str_from(others[i])).n > 0);
        for (size_t k = 0; k < i; k++)
            assert_false(str_eq(house_key(a, str_from(others[i])), house_key(a, str_from(others[k]))));
    }
    is(house_key(a, STR("三里屯")), "三里屯");
    is(house_key(a, STR("一百二户")), "一百二户");
}

static void folding_a_key_changes_nothing(void **state)
{
    static const char *const labels[] = { "2组8栋01单元202室", "7.0户", "0", "第0", "老户户", "#0#", "8栋栋1", "7-1.0", "00.0",
                                          "((7))", "'(no.7)'", "no.no.7", "门牌号(八)", "一百二", "='", "()", "第第7", "七.0" };
    for (size_t i = 0; i < COUNTOF(labels); i++) {
        Str key = house_key(a, str_from(labels[i]));
        is(house_key(a, key), str_cstr(a, key));
    }
}

static void what_is_no_count_stays_as_it_is(void **state)
{
    is(house_key(a, STR("A07")), "a07");
    is(house_key(a, STR("7.5")), "7.5");
    is(house_key(a, STR("王家老屋")), "王家老屋");
    is(house_key(a, STR("户")), "户");
    is(house_key(a, STR("老户")), "老户");
    is(house_key(a, STR("三组组长家")), "3组组长家");
    is(house_key(a, STR("")), "");
}

static void a_group_has_one_key(void **state)
{
    static const char *const three[] = { "三组", "3组", "３ 组", "第三组", "3", "三", "第3组", "03组" };
    for (size_t i = 0; i < COUNTOF(three); i++)
        is(group_key(a, str_from(three[i])), "3组");
    is(group_key(a, STR("二十三组")), "23组");
    is(group_key(a, STR("十组")), "10组");
    is(group_key(a, STR("一百组")), "一百组");
    is(group_key(a, STR("阳光小区/3单元")), "阳光小区3单元");
    is(group_key(a, STR("东 湾")), "东湾");
}

static void a_name_is_taken_off_where_it_stands(void **state)
{
    Str rest;
    assert_true(house_key_behind(a, house_key(a, STR("二组007户")), group_key(a, STR("2组")), &rest));
    is(rest, "7");
    assert_true(house_key_behind(a, STR("东湾007"), STR("东湾"), &rest));
    is(rest, "7");
    assert_true(house_key_behind(a, STR("2组-7"), STR("2组"), &rest));
    is(rest, "7");
    assert_true(house_key_behind(a, STR("2组第07"), STR("2组"), &rest));
    is(rest, "7");
    assert_true(house_key_behind(a, house_written(a, STR("3单元0202室")), group_key(a, STR("3单元")), &rest));
    is(rest, "202");
    assert_false(house_key_behind(a, STR("12组7"), STR("2组"), &rest));
    assert_false(house_key_behind(a, STR("2组"), STR("2组"), &rest));
    assert_false(house_key_behind(a, STR("a17"), STR("a1"), &rest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_has_one_key),
        cmocka_unit_test(a_flat_has_one_key),
        cmocka_unit_test(the_door_beside_a_number_has_one_key),
        cmocka_unit_test(what_only_says_that_a_number_comes_is_no_part_of_it),
        cmocka_unit_test(what_says_more_than_a_number_stays_another_house),
        cmocka_unit_test(folding_a_key_changes_nothing),
        cmocka_unit_test(what_is_no_count_stays_as_it_is),
        cmocka_unit_test(a_group_has_one_key),
        cmocka_unit_test(a_name_is_taken_off_where_it_stands),
    };
    a = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(a);
    return failed;
}
