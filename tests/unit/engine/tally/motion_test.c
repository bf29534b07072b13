/* motion: from the list to the verdict, with worked example (2) of the domain study to the fraction. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/motion.h"
#include "engine/tally/quorum_text.h"

static Arena *a;

static Motion *read_list(const char *text, Lines **ret_lines)
{
    *ret_lines = lines_of(a, str_from(text));
    return motion_read(a, *ret_lines);
}

static void refused(const char *text, i64 line)
{
    Lines *lines;
    assert_null(read_list(text, &lines));
    assert_non_null(lines->refusal.what);
    assert_int_equal(lines->refusal.line, line);
}

static const char lift[] = "yc-vote 1\nunit owner\nmethod motion\n"
                           "valid owner present at-least 2/3 roll\nvalid area present at-least 2/3 roll\n"
                           "passes owner yes at-least 3/4 present\npasses area yes at-least 3/4 present\n"
                           "admits proxy writing\nroll 14 140000\n";

/* 14 owners with 1,400 m2; 12 take part with 1,200; 9 of them, with 870, are in favour. */
static Buf lift_list(void)
{
    static const i64 yes[9] = { 9000, 9000, 9000, 9000, 9000, 11000, 11000, 9000, 11000 }, no[3] = { 11000, 11000, 11000 };
    Buf b = buf_new(a, 1024, 65536);
    buf_cstr(&b, lift);
    for (int i = 0; i < 9; i++)
        motion_ballot_put(&b, arena_printf(a, "y%d", i), MOTION_WRITING, yes[i], STR("yes"));
    for (int i = 0; i < 3; i++)
        motion_ballot_put(&b, arena_printf(a, "n%d", i), i ? MOTION_CAME : MOTION_PROXY, no[i], STR("no"));
    return b;
}

static void the_lift_fails_for_thirty_square_metres_and_says_so(void **state)
{
    Buf           b = lift_list();
    Lines        *lines = lines_of(a, buf_text(&b));
    Motion       *m = motion_read(a, lines);
    MotionResult  r;
    assert_non_null(m);
    assert_int_equal(motion_judge(m, &r), QUORUM_OK);
    const QuorumWayFinding *w = &r.verdict[0].way[0];
    assert_int_equal(r.outcome, QUORUM_FAILS);
    assert_true(w->is_valid[0].holds && w->is_valid[1].holds);
    assert_int_equal(w->is_valid[0].need, 10);
    assert_int_equal(w->is_valid[1].need, 93334); /* 933.34 m2 */
    assert_int_equal(w->is_passed[0].have, 9);
    assert_true(w->is_passed[0].holds);
    assert_false(w->is_passed[1].holds);
    assert_int_equal(w->is_passed[1].have, 87000);
    assert_int_equal(w->is_passed[1].need, 90000);
    assert_int_equal(w->is_passed[1].missing, 3000);
}

static void a_named_and_a_counted_part_are_one_count(void **state)
{
    static const char list[] = "yc-vote 1\nunit household\nmethod motion\nvalid household present at-least 2/3 roll\n"
                               "passes household yes more-than 1/2 present\nroll 93 93\nthere 4 4\n"
                               "sheet 1 30 27 2 1 16 8 3\nballot a came 1 yes\nballot b came 1 abstain\n";
    Lines       *lines;
    Motion      *m = read_list(list, &lines);
    MotionResult r;
    assert_non_null(m);
    assert_int_equal(m->heads.came, 36);
    assert_int_equal(m->heads.cast, 31);  /* a spoiled one was cast */
    assert_int_equal(m->heads.valid, 29);
    assert_int_equal(m->yes[0], 17);
    assert_int_equal(motion_judge(m, &r), QUORUM_OK);
    assert_int_equal(r.outcome, QUORUM_TOO_FEW);
    assert_int_equal(r.verdict[0].way[0].is_valid[0].missing, 26); /* 到会 36 户, 还差 26 户 */
}

static void who_ties_for_the_last_seat_is_named_and_not_chosen(void **state)
{
    static const char list[] = "yc-vote 1\nunit person\nmethod approve\noptions 4 2 2\npasses person yes at-least 1/3 cast\n"
                               "roll 9 9\nballot a came 1 1,2\nballot b came 1 1,3\nballot c came 1 1,2\nballot d came 1 3\nballot e came 1 4\n";
    Lines       *lines;
    Motion      *m = read_list(list, &lines);
    MotionResult r;
    assert_non_null(m);
    assert_int_equal(motion_judge(m, &r), QUORUM_OK);
    assert_int_equal(r.outcome, QUORUM_PASSES);
    assert_int_equal(r.n_chosen, 1);
    assert_int_equal(r.chosen[0], 1);
    assert_int_equal(r.n_tied, 2);
    assert_int_equal(r.tied[0] + r.tied[1], 5); /* the fourth has a fifth of the ballots: not enough */
}

static void an_order_finds_the_one_that_beats_all_others(void **state)
{
    static const char list[] = "yc-vote 1\nunit household\nmethod rank\noptions 3 3 1\nfinds %s\nvalid household present at-least 2/3 roll\n"
                               "roll 6 6\nballot a came 1 1,2,3\nballot b came 1 1,2,3\nballot c came 1 2,3,1\nballot d came 1 3,2,1\nballot e came 1 2,1,3\nballot f came 1 -\n";
    static const char *const finds[] = { "schulze", "ranked_pairs", "irv" };
    for (size_t i = 0; i < COUNTOF(finds); i++) {
        Lines       *lines;
        MotionResult r;
        Motion      *m = read_list(str_cstr(a, arena_printf(a, list, finds[i])), &lines);
        assert_non_null(m);
        assert_int_equal(motion_judge(m, &r), QUORUM_OK);
        assert_int_equal(r.outcome, QUORUM_PASSES);
        assert_int_equal(r.n_chosen, 1);
        assert_int_equal(r.chosen[0], 2);
        assert_int_equal(m->heads.abstained, 1);
    }
}

static void money_is_shared_out_by_the_rule_that_was_named(void **state)
{
    static const char list[] = "yc-vote 1\nunit household\nmethod budget\noptions 3 3 1\nfinds %s\nmoney 100 60 50 40\n"
                               "roll 10 10\nballot a came 1 1\nballot b came 1 1\nballot c came 1 1\nballot d came 1 2,3\nballot e came 1 2,3\n";
    Lines       *lines;
    MotionResult r;
    Motion      *m = read_list(str_cstr(a, arena_printf(a, list, "mes_cost")), &lines);
    assert_non_null(m);
    assert_int_equal(motion_judge(m, &r), QUORUM_OK);
    assert_int_equal(r.outcome, QUORUM_ADVISORY); /* no rule: an opinion */
    assert_int_equal(r.n_chosen, 2);
    assert_int_equal(r.chosen[0] + r.chosen[1], 4); /* the first for its three, and one that two of five can pay */
}

static void a_list_that_contradicts_itself_is_refused_at_its_line(void **state)
{
    refused("yc-vote 2\n", 1);
    refused("yc-vote 1\nunit flat\n", 2);
    refused("yc-vote 1\nunit person\nmethod rank\noptions 3 3 1\nroll 3 3\n", 5);
    refused("yc-vote 1\nunit person\nmethod budget\noptions 2 2 1\nfinds mes_cost\nroll 3 3\n", 6);
    refused("yc-vote 1\nunit person\nmethod motion\nvalid person present most 2/3 roll\n", 4);
    refused("yc-vote 1\nunit person\nmethod motion\nvalid person present at-least 4/3 roll\n", 4);
    refused("yc-vote 1\nunit person\nmethod motion\nroll 3 3\nroll 3 3\n", 5);
    refused("yc-vote 1\nunit person\nmethod motion\nroll 3 3\nballot a came 1 yes\nballot a came 1 yes\n", 6);
    refused("yc-vote 1\nunit person\nmethod motion\nroll 3 3\nballot a writing 1 yes\n", 5); /* the rule knows no letters */
    refused("yc-vote 1\nunit person\nmethod motion\nroll 3 3\nsheet 1 30 28 1 0 28 0 0\n", 5); /* one ballot is nowhere */
    refused("yc-vote 1\nunit person\nmethod motion\nroll 3 3\nballot a came 1 ja\n", 5);
    refused("yc-vote 1\nunit person\nmethod motion\n", 3);
}

static void a_slip_has_one_form_however_it_is_typed(void **state)
{
    Str text;
    assert_true(slip_typed(a, SLIP_APPROVE, 5, 3, STR(" 3、1， 2"), &text));
    assert_true(str_is(text, "1,2,3"));
    assert_true(slip_typed(a, SLIP_RANK, 5, 5, STR("3. 1 2"), &text));
    assert_true(str_is(text, "3,1,2"));
    assert_true(slip_typed(a, SLIP_CHOICE, 5, 1, STR(""), &text));
    assert_true(str_is(text, "-"));
    assert_false(slip_typed(a, SLIP_APPROVE, 5, 3, STR("1 2 3 4"), &text)); /* more marks than seats */
    assert_false(slip_typed(a, SLIP_APPROVE, 5, 3, STR("1 1"), &text));
    assert_false(slip_typed(a, SLIP_CHOICE, 5, 1, STR("6"), &text));
    assert_false(slip_typed(a, SLIP_MOTION, 1, 1, STR("1"), &text));
}

static void a_rule_is_read_back_as_it_was_written(void **state)
{
    const QuorumRule rule = { .way = { { .valid = { { QUORUM_OWNER, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } },
                                         .passes = { { QUORUM_AREA, QUORUM_YES, QUORUM_MORE_THAN, 1, 2, QUORUM_PRESENT } } },
                                       { .passes = { { QUORUM_PERSON, QUORUM_YES, QUORUM_AT_LEAST, 1, 10, QUORUM_ROLL } } } },
                              .presence = QUORUM_BY_PROXY | QUORUM_PROXY_NO_CANDIDATE, .most_proxies = 3 };
    QuorumRule one, back;
    Buf        b = buf_new(a, 256, 4096);
    assert_true(quorum_rule_for(&rule, motion_bases(QUORUM_OWNER), &one));
    quorum_rule_put(&b, &one);
    assert_true(quorum_rule_parse(buf_text(&b), &back));
    assert_memory_equal(&one, &back, sizeof one);
    assert_true(quorum_rule_for(&rule, motion_bases(QUORUM_PERSON), &one));
    assert_int_equal(one.way[0].passes[0].den, 10);
    assert_false(quorum_rule_for(&rule, motion_bases(QUORUM_HOUSEHOLD), &one));
}

static int open_arena(void **state)
{
    a = arena_open();
    return 0;
}

static int close_arena(void **state)
{
    arena_close(a);
    return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_lift_fails_for_thirty_square_metres_and_says_so),
        T(a_named_and_a_counted_part_are_one_count),
        T(who_ties_for_the_last_seat_is_named_and_not_chosen),
        T(an_order_finds_the_one_that_beats_all_others),
        T(money_is_shared_out_by_the_rule_that_was_named),
        T(a_list_that_contradicts_itself_is_refused_at_its_line),
        T(a_slip_has_one_form_however_it_is_typed),
        T(a_rule_is_read_back_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
