/* Files of PrefLib: what is read, and every kind of file that is refused, with its line. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/preflib.h"

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

/* A head for m alternatives, in six lines. */
#define HEAD(type, m, voters, unique)                                                                  \
    "# FILE NAME: x\n# TITLE: 选组长\n# DATA TYPE: " type "\n# NUMBER ALTERNATIVES: " m               \
    "\n# NUMBER VOTERS: " voters "\n# NUMBER UNIQUE ORDERS: " unique "\n"

static void a_file_is_read_whole(void **s)
{
    PreflibHead head;
    Ballots     b;
    Lines *l = lines_of(*s, STR("\xef\xbb\xbf" HEAD("toi", "4", "12", "4") "# ALTERNATIVE NAME 2: 王二: 木匠\r\n# a remark\n"
                                "5: 1,{2, 3},4\n4: {4,1}\n\n2 :3\n1:"));
    assert_true(preflib_read(*s, l, &head, &b));
    assert_null(l->refusal.what);
    assert_true(str_is(head.title, "选组长"));
    assert_true(str_is(head.names[2], "王二: 木匠"));
    assert_true(str_is(head.names[1], ""));
    assert_int_equal(b.n, 4);
    assert_int_equal(b.voters, 12);
    static const Choice first[] = { 1, 2, 3 | CHOICE_SHARED, 4 };
    assert_int_equal(ballot_length(&b, 0), 4);
    assert_memory_equal(b.choices, first, sizeof first);
    assert_int_equal(b.choices[b.start[1] + 1], 1 | CHOICE_SHARED);
    assert_int_equal(ballot_length(&b, 3), 0);
    assert_false(b.is_strict);
}

/* PrefLib's own files hold orders with a count of 0. */
static void an_order_that_nobody_cast_may_be_listed(void **s)
{
    PreflibHead head;
    Ballots     b;
    assert_true(preflib_read(*s, lines_of(*s, STR(HEAD("soc", "2", "3", "2") "3: 1,2\n0: 2,1\n")), &head, &b));
    assert_int_equal(b.n, 2);
    assert_int_equal(b.voters, 3);
}

static const struct Bad {
    i64         line;
    const char *what, *text;
} bad[] = {
    { 1, "missing", "" },
    { 1, "missing", "5: 1,2\n" },
    { 3, "unknown DATA TYPE", HEAD("sow", "2", "1", "1") "1: 1,2\n" },
    { 3, "not counted here", HEAD("cat", "2", "1", "1") "1: 1,2\n" },
    { 4, "not a number", HEAD("soc", "two", "1", "1") "1: 1,2\n" },
    { 4, "not a number", HEAD("soc", "0", "1", "1") "1: 1,2\n" },
    { 4, "beyond", HEAD("soc", "5001", "1", "1") "1: 1,2\n" },
    { 5, "not a number", HEAD("soc", "2", "9223372036854775808", "1") "1: 1,2\n" },
    { 5, "beyond", HEAD("soc", "2", "9007199254740992", "1") "1: 1,2\n" },
    { 6, "not a number", HEAD("soc", "2", "1", "-1") "1: 1,2\n" },
    { 7, "stands twice", HEAD("soc", "2", "1", "1") "# NUMBER VOTERS: 1\n1: 1,2\n" },
    { 8, "stands twice", HEAD("soc", "2", "1", "1") "# ALTERNATIVE NAME 1: a\n# ALTERNATIVE NAME 1: b\n1: 1,2\n" },
    { 7, "there is not", HEAD("soc", "2", "1", "1") "# ALTERNATIVE NAME 3: a\n1: 1,2\n" },
    { 7, "there is not", HEAD("soc", "2", "1", "1") "# ALTERNATIVE NAME x: a\n1: 1,2\n" },
    { 1, "there is not", "# ALTERNATIVE NAME 3: a\n" HEAD("soc", "2", "1", "1") "1: 1,2\n" },
    { 6, "no ballots", HEAD("soc", "2", "1", "1") },
    { 3, "missing", "# DATA TYPE: soc\n# NUMBER ALTERNATIVES: 2\n1: 1,2\n" },
    { 7, "no count", HEAD("soc", "2", "1", "1") "1,2\n" },
    { 7, "at least 1", HEAD("soc", "2", "1", "1") "x: 1,2\n" },
    { 7, "at least 1", HEAD("soc", "2", "1", "1") "-1: 1,2\n" },
    { 8, "at least 1", HEAD("soc", "2", "5", "2") "3: 1,2\n0: 2,1\n" },
    { 7, "at least 1", HEAD("soc", "2", "0", "1") "0: 1,2\n" },
    { 7, "at least 1", HEAD("soc", "2", "1", "1") "1.5: 1,2\n" },
    { 7, "beyond", HEAD("soc", "2", "1", "1") "9007199254740992: 1,2\n" },
    { 8, "more voters", HEAD("soc", "2", "1", "1") "9007199254740991: 1,2\n1: 2,1\n" },
    { 7, "not on the list", HEAD("soc", "2", "1", "1") "1: 1,3\n" },
    { 7, "not on the list", HEAD("soc", "2", "1", "1") "1: 0,1\n" },
    { 7, "not on the list", HEAD("soc", "2", "1", "1") "1: 1,99999999999999999999\n" },
    { 8, "twice on the ballot", HEAD("soi", "2", "2", "2") "1: 1\n1: 2,2\n" },
    { 7, "twice on the ballot", HEAD("toi", "2", "1", "1") "1: {1,2},1\n" },
    { 7, "shared rank", HEAD("soc", "2", "1", "1") "1: {1,2}\n" },
    { 7, "shared rank", HEAD("soi", "2", "1", "1") "1: {1,2}\n" },
    { 7, "not name every", HEAD("soc", "2", "1", "1") "1: 2\n" },
    { 7, "not name every", HEAD("toc", "3", "1", "1") "1: {1,2}\n" },
    { 7, "not name every", HEAD("toc", "2", "1", "1") "1:\n" },
    { 7, "never closed", HEAD("toc", "2", "1", "1") "1: {1,2\n" },
    { 7, "never closed", HEAD("toc", "2", "1", "1") "1: 1,{\n" },
    { 7, "never closed", HEAD("toc", "2", "1", "1") "1: {1,\n" },
    { 7, "within a brace", HEAD("toc", "2", "1", "1") "1: {1,{2}}\n" },
    { 7, "within a brace", HEAD("toc", "2", "1", "1") "1: {1{2}}\n" },
    { 7, "nor a brace", HEAD("toc", "2", "1", "1") "1: {1 2}\n" },
    { 7, "is missing", HEAD("toc", "2", "1", "1") "1: {1,}\n" },
    { 7, "is missing", HEAD("soc", "2", "1", "1") "1: 1,,2\n" },
    { 7, "is missing", HEAD("soc", "2", "1", "1") "1: 1,2,\n" },
    { 7, "is missing", HEAD("soc", "2", "1", "1") "1: a,2\n" },
    { 7, "behind a rank", HEAD("soc", "2", "1", "1") "1: 1 2\n" },
    { 7, "behind a rank", HEAD("toc", "2", "1", "1") "1: {1},2}\n" },
    { 8, "behind the ballots", HEAD("soc", "2", "1", "1") "1: 1,2\n# TITLE: y\n" },
    { 5, "NUMBER VOTERS", HEAD("soc", "2", "4", "1") "3: 1,2\n" },
    { 6, "unique", HEAD("soc", "2", "3", "2") "3: 1,2\n" },
    { 8, "UTF-8", HEAD("soc", "2", "3", "2") "3: 1,2\n\xff: 1,2\n" },
};

static void what_is_not_right_is_refused_with_its_line(void **s)
{
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        PreflibHead head;
        Ballots     b;
        Lines      *l = lines_of(*s, str_from(bad[i].text));
        bool is_refused = !preflib_read(*s, l, &head, &b);
        if (!is_refused || l->refusal.line != bad[i].line || strstr(l->refusal.what, bad[i].what) == NULL)
            print_error("%s\nline %lld: %s, not line %lld: %s\n", bad[i].text, (long long)l->refusal.line,
                        l->refusal.what ? l->refusal.what : "accepted", (long long)bad[i].line, bad[i].what);
        assert_true(is_refused);
        assert_int_equal(l->refusal.line, bad[i].line);
        assert_non_null(strstr(l->refusal.what, bad[i].what));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_read_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_order_that_nobody_cast_may_be_listed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_right_is_refused_with_its_line, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
