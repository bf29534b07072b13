/* Files of categories: what is read as approval, and every kind of file that is refused, with its line. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/preflib_cat.h"

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

/* A head in six lines. */
#define HEAD(m, voters, unique, categories)                                                                  \
    "# TITLE: 选小组\n# DATA TYPE: cat\n# NUMBER ALTERNATIVES: " m "\n# NUMBER VOTERS: " voters            \
    "\n# NUMBER UNIQUE PREFERENCES: " unique "\n# NUMBER CATEGORIES: " categories "\n"

static CommitteePoll *read_all(Arena *a, Str text, PreflibHead *ret_head)
{
    CommitteePoll *p;
    Lines         *l = lines_of(a, text);
    assert_true(preflib_cat_read(a, l, ret_head, &p));
    assert_null(l->refusal.what);
    return p;
}

static void the_first_category_is_approval(void **s)
{
    PreflibHead    head;
    CommitteePoll *p = read_all(*s, STR("\xef\xbb\xbf" HEAD("4", "17", "6", "3") "# ALTERNATIVE NAME 3: 孙晓燕\r\n# a remark\n"
                                        "5: {3,1},{2,4}\r\n4: 2,{1, 3},4\n\n3 :{ },{1,2,3,4}\n2: {},{},{4}\n2: { 1 , 3 }\n1: 4"),
                                &head);
    assert_true(str_is(head.title, "选小组"));
    assert_true(str_is(head.names[3], "孙晓燕"));
    assert_int_equal(p->m, 4);
    assert_int_equal(p->n, 17);
    assert_int_equal(p->n_lines, 6);
    assert_int_equal(p->n_sets, 4); /* {1,3}, {2}, {}, {4}, in the order of the file */
    static const u32 sets[] = { 0, 1, 2, 2, 0, 3 };
    static const i64 weights[] = { 7, 4, 5, 1 }, approvals[] = { 7, 4, 1 };
    static const int sizes[] = { 2, 1, 0, 1 }, classes[] = { 0, 1, 0, 2 };
    assert_memory_equal(p->line_set, sets, sizeof sets);
    assert_memory_equal(p->set_weight, weights, sizeof weights);
    assert_memory_equal(p->set_size, sizes, sizeof sizes);
    assert_int_equal(p->n_classes, 3); /* 1 and 3 are on the same ballots */
    assert_memory_equal(p->class_of, classes, sizeof classes);
    assert_memory_equal(p->approvals, approvals, sizeof approvals);
    assert_int_equal(p->set_from[1], 1); /* the twins are one */
}

static void an_empty_ballot_is_a_voter(void **s)
{
    PreflibHead    head;
    CommitteePoll *p = read_all(*s, STR(HEAD("2", "3", "1", "1") "3: {}\n"), &head);
    assert_int_equal(p->n, 3);
    assert_int_equal(p->n_classes, 1);
    assert_int_equal(p->class_size[0], 2);
}

static const struct Bad {
    i64         line;
    const char *what, *text;
} bad[] = {
    { 2, "unknown DATA TYPE", "# TITLE: x\n# DATA TYPE: dog\n" },
    { 1, "not counted here", "# DATA TYPE: soc\n" },
    { 1, "missing", "3: {1}\n" },
    { 6, "missing", "# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 2\n# NUMBER VOTERS: 1\n# NUMBER UNIQUE PREFERENCES: 1\n\n1: {1}\n" },
    { 6, "missing", "# DATA TYPE: cat\n# NUMBER ALTERNATIVES: 2\n# NUMBER VOTERS: 1\n# NUMBER UNIQUE ORDERS: 1\n# NUMBER CATEGORIES: 2\n1: {1}\n" },
    { 7, "stands twice", HEAD("2", "1", "1", "2") "# NUMBER CATEGORIES: 2\n1: {1}\n" },
    { 8, "stands twice", HEAD("2", "1", "1", "2") "# CATEGORY NAME 1: a\n# CATEGORY NAME 1: b\n1: {1}\n" },
    { 6, "number", HEAD("2", "1", "1", "0") "1: {1}\n" },
    { 6, "number", HEAD("2", "1", "1", "two") "1: {1}\n" },
    { 6, "no ballots", HEAD("2", "0", "0", "2") },
    { 7, "at least 1", HEAD("2", "0", "1", "2") "0: {1}\n" },
    { 7, "at least 1", HEAD("2", "1", "1", "2") "-1: {1}\n" },
    { 7, "at least 1", HEAD("2", "1", "1", "2") "1.5: {1}\n" },
    { 7, "beyond", HEAD("2", "1", "1", "2") "9007199254740992: {1}\n" },
    { 8, "more voters", HEAD("2", "1", "2", "2") "9007199254740991: {1}\n1: {2}\n" },
    { 7, "no count", HEAD("2", "1", "1", "2") "{1},{2}\n" },
    { 7, "not on the list", HEAD("2", "1", "1", "2") "1: {0}\n" },
    { 7, "not on the list", HEAD("2", "1", "1", "2") "1: {1},{3}\n" },
    { 7, "not on the list", HEAD("2", "1", "1", "2") "1: 99999999999999999999\n" },
    { 7, "twice on the ballot", HEAD("2", "1", "1", "2") "1: {1,1}\n" },
    { 8, "twice on the ballot", HEAD("2", "2", "2", "2") "1: {1},2\n1: {1},1\n" },
    { 7, "never closed", HEAD("2", "1", "1", "2") "1: {1,2\n" },
    { 7, "never closed", HEAD("2", "1", "1", "2") "1: {\n" },
    { 7, "never closed", HEAD("2", "1", "1", "2") "1: {1,\n" },
    { 7, "within a brace", HEAD("2", "1", "1", "2") "1: {1,{2}}\n" },
    { 7, "within a brace", HEAD("2", "1", "1", "2") "1: {1{2}}\n" },
    { 7, "within a brace", HEAD("2", "1", "1", "2") "1: {{1}}\n" },
    { 7, "neither a comma", HEAD("2", "1", "1", "2") "1: {1 2}\n" },
    { 7, "neither a comma", HEAD("2", "1", "1", "2") "1: {1}{2}\n" },
    { 7, "neither a comma", HEAD("2", "1", "1", "2") "1: {1}}\n" },
    { 7, "neither a comma", HEAD("2", "1", "1", "2") "1: 1;2\n" },
    { 7, "missing", HEAD("2", "1", "1", "2") "1: {1,}\n" },
    { 7, "missing", HEAD("2", "1", "1", "2") "1: {,1}\n" },
    { 7, "missing", HEAD("2", "1", "1", "2") "1: {1},\n" },
    { 7, "missing", HEAD("2", "1", "1", "2") "1:\n" },
    { 7, "missing", HEAD("2", "1", "1", "2") "1: {-1}\n" },
    { 7, "more categories", HEAD("3", "1", "1", "2") "1: 1,2,3\n" },
    { 7, "more categories", HEAD("3", "1", "1", "2") "1: {1},{},{}\n" },
    { 4, "NUMBER VOTERS", HEAD("2", "4", "2", "2") "1: {1}\n2: {2}\n" },
    { 5, "unique", HEAD("2", "3", "3", "2") "1: {1}\n2: {2}\n" },
    { 8, "header behind", HEAD("2", "2", "2", "2") "1: {1}\n# NUMBER VOTERS: 2\n1: {2}\n" },
    { 7, "not UTF-8", HEAD("2", "1", "1", "2") "1: {1},\xff\n" },
};

static void what_does_not_keep_to_the_format_is_refused_with_its_line(void **s)
{
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        PreflibHead    head;
        CommitteePoll *p;
        Lines         *l = lines_of(*s, str_from(bad[i].text));
        bool           is_taken = preflib_cat_read(*s, l, &head, &p);
        if (is_taken || l->refusal.line != bad[i].line || strstr(l->refusal.what, bad[i].what) == NULL)
            print_error("%zu: line %lld, %s, for %s", i, (long long)l->refusal.line, l->refusal.what, bad[i].text);
        assert_false(is_taken);
        assert_null(p);
        assert_int_equal(l->refusal.line, bad[i].line);
        assert_non_null(strstr(l->refusal.what, bad[i].what));
    }
}

static void a_nul_byte_is_refused(void **s)
{
    PreflibHead    head;
    CommitteePoll *p;
    Lines         *l = lines_of(*s, STR(HEAD("2", "1", "1", "2") "1: {1},\0{2}\n"));
    assert_false(preflib_cat_read(*s, l, &head, &p));
    assert_int_equal(l->refusal.line, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_category_is_approval),
        cmocka_unit_test(an_empty_ballot_is_a_voter),
        cmocka_unit_test(what_does_not_keep_to_the_format_is_refused_with_its_line),
        cmocka_unit_test(a_nul_byte_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
