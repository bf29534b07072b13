/* The folding table of house numbers and groups: what is one house, and what is not. */
#include "place/house_key.h"

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

static void what_is_no_count_stays_as_it_is(void **state)
{
    is(house_key(a, STR("A07")), "a07");
    is(house_key(a, STR("2-07户")), "2-07");
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
    assert_false(house_key_behind(a, STR("12组7"), STR("2组"), &rest));
    assert_false(house_key_behind(a, STR("2组"), STR("2组"), &rest));
    assert_false(house_key_behind(a, STR("a17"), STR("a1"), &rest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_has_one_key),
        cmocka_unit_test(what_is_no_count_stays_as_it_is),
        cmocka_unit_test(a_group_has_one_key),
        cmocka_unit_test(a_name_is_taken_off_where_it_stands),
    };
    a = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(a);
    return failed;
}
