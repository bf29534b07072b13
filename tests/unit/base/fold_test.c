/* What two writings of one name have in common, and what a line keeps. */
#include "base/fold.h"

#include "support/unit.h"

static Arena *a;

static void is(Str got, const char *expected)
{
    if (!str_is(got, expected))
        print_error("{%.*s} is not {%s}\n", STR_ARG(got), expected);
    assert_true(str_is(got, expected));
}

static void a_name_is_kept_in_one_writing(void **state)
{
    static const char *const table[][2] = {
        { "李芳", "李芳" },
        { " 李　芳 ", "李芳" },
        { "李 芳", "李芳" },
        { "李\xc2\xa0 芳", "李芳" },
        { "李\xe2\x80\x8b芳\xef\xbb\xbf", "李芳" },
        { "\xe2\x80\xae李芳\xe2\x80\xac", "李芳" },
        { "李\n芳", "李芳" },
        { "⽅正", "方正" },          /* a radical from a PDF */
        { "\xef\xa4\x8a玉", "金玉" }, /* a compatibility ideograph */
        { "阿依古丽•买买提", "阿依古丽·买买提" },
        { "阿依古丽・买买提", "阿依古丽·买买提" },
        { "阿依古丽．买买提", "阿依古丽·买买提" },
        { "阿依古丽.买买提", "阿依古丽·买买提" },
        { "阿依古丽 · 买买提", "阿依古丽·买买提" },
        { "阿依古丽. 买买提", "阿依古丽·买买提" },
        { "Ｌｉ  Ｓｉ", "Li Si" },
        { "Li\tSi", "Li Si" },
        { "J. R. Lee", "J. R. Lee" },
        { "王五Ａ", "王五A" },
        { "葛\xf3\xa0\x84\x80", "葛" }, /* a variation mark */
        { "", "" },
        { " 　\xe2\x80\x8b", "" },
        { "-小六", "-小六" },
    };
    for (size_t i = 0; i < COUNTOF(table); i++)
        is(text_name(a, str_from(table[i][0])), table[i][1]);
}

/* All that Unicode calls default ignorable, and what takes room and shows nothing. */
static void what_nobody_sees_tells_no_two_names_apart(void **state)
{
    static const u32 unseen[][2] = { { 0xad, 0xad },     { 0x34f, 0x34f },   { 0x61c, 0x61c },     { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },
                                     { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x202a, 0x202e },   { 0x2060, 0x206f },   { 0x2800, 0x2800 },
                                     { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },   { 0xfff0, 0xfff8 },
                                     { 0x1bca0, 0x1bca3 }, { 0x1d159, 0x1d159 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff } };
    for (size_t i = 0; i < COUNTOF(unseen); i++)
        for (u32 ch = unseen[i][0]; ch <= unseen[i][1]; ch++) {
            char       out[4];
            Str        sign = { out, utf8_put(out, ch) };
            ArenaMark *m = arena_mark(a);
            Str        inside = str_join(a, (Str[]){ STR("赵一"), sign, STR("一") }, 3, STR_NONE);
            is(text_name(a, inside), "赵一一");
            is(text_key(a, inside), "赵一一");
            is(text_key(a, str_join(a, (Str[]){ STR("x"), sign }, 2, STR_NONE)), "x");
            is(text_name(a, str_join(a, (Str[]){ sign, STR("Li"), sign }, 3, STR_NONE)), "Li");
            arena_rewind(a, m);
        }
    is(text_line(a, STR("\xe2\xa0\x80\xe2\xa0\x80")), "");
}

static void what_is_compared_has_no_spaces_and_no_capitals(void **state)
{
    is(text_key(a, STR("Li Si")), "lisi");
    is(text_key(a, STR("ＬＩ　ＳＩ")), "lisi");
    is(text_key(a, STR("买 . 买")), "买·买");
    is(text_key(a, STR("2－7")), "2-7");
    is(text_key(a, STR("2—7")), "2-7");
    is(text_key(a, STR("Ren\xc3\xa9")), "rene\xcc\x81"); /* composed or not */
    is(text_key(a, STR("Rene \xcc\x81")), "rene\xcc\x81");
    is(text_key(a, STR("㋆15号")), "7月15号");
    is(text_key(a, STR("⑦")), "7");
    is(text_key(a, STR("Ⅻ")), "xii");
}

static void folding_what_is_folded_changes_nothing(void **state)
{
    for (u32 ch = 1; ch < 0x30000; ch++) {
        char out[4];
        if (ch >= 0xd800 && ch < 0xe000)
            continue;
        ArenaMark *m = arena_mark(a);
        Str        s = { out, utf8_put(out, ch) };
        Str        name = text_name(a, s), key = text_key(a, s);
        assert_true(str_eq(text_name(a, name), name));
        assert_true(str_eq(text_key(a, key), key));
        assert_true(str_eq(text_key(a, name), key));
        arena_rewind(a, m);
    }
}

static void a_line_loses_only_what_nobody_sees(void **state)
{
    is(text_line(a, STR(" 修路\r\n两段\t半 ")), "修路 两段 半");
    is(text_line(a, STR("A\xe2\x80\xa8" "B")), "A B");
    is(text_line(a, STR("\xe2\x80\xaa" "三\xe2\x81\xa6组\xe2\x80\x8f")), "三组");
    is(text_line(a, STR("👩‍🌾 ①")), "👩‍🌾 ①"); /* joined emoji and widths stay */
    is(text_line(a, STR("\xef\xa4\x81\xef\xbc\x91\xef\xbc\xa1，（好）！")), "更1A，（好）！"); /* one ideograph, one figure; wide signs stay */
    is(text_login(a, STR(" \xef\xa4\x81生 ")), "更生");
    is(text_lines(a, STR(" 一\r\n二\r三\xe2\x80\xa9四\t五\n")), "一\n二\n三\xe2\x80\xa9四\t五");
}

static void a_number_that_closing_up_would_change_is_known(void **state)
{
    static const char *const blurred[] = { "1 7", "7　8", "1\xc2\xa0" "7", "一组1 7户", "①7", "7①", "7 ①", "7²", "7₂",
                                           "7½", "①②", "一②", "一 二组", "十 一", "一 2组7", "8-1 202" };
    static const char *const plain[] = { "7", "７８", "007", "⑦", "⑩", "二组 7", "2 组 7 户", "8 - 1 - 202", "张三 一家",
                                         "老屋 7", "7\xe2\x80\x8b" "8", "7B", "", " 7 ", "第 2 组 7.0" };
    for (size_t i = 0; i < COUNTOF(blurred); i++)
        if (!text_blurs_number(a, str_from(blurred[i])))
            fail_msg("{%s} is taken as it is", blurred[i]);
    for (size_t i = 0; i < COUNTOF(plain); i++)
        if (text_blurs_number(a, str_from(plain[i])))
            fail_msg("{%s} is asked about", plain[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_kept_in_one_writing),
        cmocka_unit_test(what_nobody_sees_tells_no_two_names_apart),
        cmocka_unit_test(what_is_compared_has_no_spaces_and_no_capitals),
        cmocka_unit_test(folding_what_is_folded_changes_nothing),
        cmocka_unit_test(a_line_loses_only_what_nobody_sees),
        cmocka_unit_test(a_number_that_closing_up_would_change_is_known),
    };
    a = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(a);
    return failed;
}
