/* Lists of names that are published before a draw: what is on them, and what is refused with its line. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/name_list.h"
#include "support/dice.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

static void assert_refused(Arena *a, Str text, i64 line, const char *what)
{
    NameList names;
    Lines   *lines = lines_of(a, text);
    assert_false(name_list_read(a, lines, &names));
    assert_int_equal(names.n, 0);
    assert_int_equal(lines->refusal.line, line);
    assert_string_equal(str_cstr(a, refusal_text(a, &lines->refusal)), what);
}

static void the_numbers_are_the_lines(void **s)
{
    Arena   *a = *s;
    NameList names;
    Str      plain = STR("赵兴国\n钱桂英\n孙 明\n"), odd = STR("\xef\xbb\xbf" "赵兴国\r\n  钱桂英\t\r\n孙 明　");
    assert_true(name_list_read(a, lines_of(a, plain), &names));
    assert_int_equal(names.n, 3);
    assert_true(str_is(names.v[0], "赵兴国"));
    assert_true(str_is(names.v[2], "孙 明"));
    Hash file = hash_of(plain), first = names.hash;
    assert_true(hash_eq(&first, &file));
    assert_true(name_list_read(a, lines_of(a, odd), &names)); /* the same list from another system */
    assert_int_equal(names.n, 3);
    assert_true(str_is(names.v[1], "钱桂英"));
    assert_true(hash_eq(&names.hash, &first));
}

static void what_would_shift_or_double_a_number_is_refused(void **s)
{
    char long_name[NAME_LIST_LONGEST + 2];
    memset(long_name, 'a', sizeof long_name);
    assert_refused(*s, STR(""), 1, "there are no names");
    assert_refused(*s, STR("a\n\nb\n"), 2, "an empty line would shift the numbers");
    assert_refused(*s, STR("a\nb\n 　\n"), 3, "an empty line would shift the numbers");
    assert_refused(*s, STR("a\nb\na\nb\n"), 3, "a name stands on the list already: a");
    assert_refused(*s, STR("a\nb\n b\t\n"), 3, "a name stands on the list already: b");
    assert_refused(*s, STR("a\nb\tc\n"), 2, "a name holds a tab or another control character: b?c");
    assert_refused(*s, STR("a\n\xff\n"), 2, "the line is not UTF-8");
    assert_refused(*s, (Str){ "a\nb\0\n", 5 }, 2, "the line holds a NUL byte");
    NameList names;
    assert_true(name_list_read(*s, lines_of(*s, (Str){ long_name, NAME_LIST_LONGEST }), &names));
    Lines *lines = lines_of(*s, (Str){ long_name, NAME_LIST_LONGEST + 1 });
    assert_false(name_list_read(*s, lines, &names));
    assert_string_equal(lines->refusal.what, "a name is longer than 200 bytes");
}

static void one_name_in_two_writings_is_refused_at_the_second(void **s)
{
#define OTHERWISE "the name differs from an earlier one only in width, spacing, composition or characters that nobody sees: "
    assert_refused(*s, STR("\u738b1\n\u674e\n\u738b\uff11\n"), 3, OTHERWISE "\u738b\uff11"); /* 王1, 李, 王１ */
    assert_refused(*s, STR("\u738b\uff11\n\u738b1\n"), 2, OTHERWISE "\u738b1");
    assert_refused(*s, STR("\u738b\n\u738b\u200d\n"), 2, OTHERWISE "\u738b\u200d"); /* a joiner that nobody sees */
    assert_refused(*s, STR("\uff11\n\uff11\n"), 2, "a name stands on the list already: \uff11");
    assert_refused(*s, STR("张三\n李四\n张 三\n"), 3, OTHERWISE "张 三"); /* padded in a table, as the roster reads it */
    assert_refused(*s, STR("张　三\n张三\n"), 2, OTHERWISE "张三");
    assert_refused(*s, STR("Li  Na\nLi Na\n"), 2, OTHERWISE "Li Na");
    assert_refused(*s, STR("买买提·艾力\n买买提 • 艾力\n"), 2, OTHERWISE "买买提 • 艾力");
    assert_refused(*s, STR("张 三\n张 三\n"), 2, "a name stands on the list already: 张 三");
}

static void a_million_names_and_no_more(void **s)
{
    Arena   *a = arena_open();
    Buf      b = buf_new(a, 1 << 23, 1 << 24);
    NameList names;
    for (int i = 0; i < NAME_LIST_MOST; i++)
        buf_printf(&b, "%d\n", i);
    assert_true(name_list_read(a, lines_of(a, buf_text(&b)), &names));
    assert_int_equal(names.n, NAME_LIST_MOST);
    assert_true(str_is(names.v[999999], "999999"));
    buf_cstr(&b, "one more");
    Lines *lines = lines_of(a, buf_text(&b));
    assert_false(name_list_read(a, lines, &names));
    assert_int_equal(lines->refusal.line, NAME_LIST_MOST + 1);
    arena_close(a);
}

/* Short names, so that some come twice: the line is that of the first that was there already. */
static void the_first_double_is_named(void **s)
{
    dice_throw("the_first_double_is_named");
    for (int round = 0; round < 2000; round++) {
        ArenaMark *mark = arena_mark(*s);
        Buf        b = buf_new(*s, 64, 4096);
        int        seen[400] = { 0 }, n = (int)dice_between(1, 40), double_at = 0;
        NameList   names;
        for (int line = 1; line <= n; line++) {
            int name = (int)dice_upto(400);
            double_at = double_at == 0 && seen[name]++ > 0 ? line : double_at;
            buf_printf(&b, "%d\n", name);
        }
        Lines *lines = lines_of(*s, buf_text(&b));
        assert_int_equal(name_list_read(*s, lines, &names), double_at == 0);
        assert_int_equal(lines->refusal.line, double_at);
        assert_int_equal(names.n, double_at ? 0 : n);
        arena_rewind(*s, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_numbers_are_the_lines),
        cmocka_unit_test(what_would_shift_or_double_a_number_is_refused),
        cmocka_unit_test(one_name_in_two_writings_is_refused_at_the_second),
        cmocka_unit_test(a_million_names_and_no_more),
        cmocka_unit_test(the_first_double_is_named),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
