/* What a meeting may decide, by the numbers of the law: each rule of the domain study at its edge, and thousands of
 * counts against a reading that only counts up from nothing. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/quorum.h"
#include "support/dice.h"

/* The rules as the domain study words them. */
static const QuorumRule assembly = { /* R5 */
    .way = { { .valid = { { QUORUM_PERSON, QUORUM_PRESENT, QUORUM_MORE_THAN, 1, 2, QUORUM_ROLL } },
               .passes = { { QUORUM_PERSON, QUORUM_YES, QUORUM_MORE_THAN, 1, 2, QUORUM_PRESENT } } },
             { .valid = { { QUORUM_HOUSEHOLD, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } },
               .passes = { { QUORUM_HOUSEHOLD, QUORUM_YES, QUORUM_MORE_THAN, 1, 2, QUORUM_PRESENT } } } },
};
static const QuorumRule group = { /* R9 */
    .way = { { .valid = { { QUORUM_PERSON, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } },
               .passes = { { QUORUM_PERSON, QUORUM_YES, QUORUM_MORE_THAN, 1, 2, QUORUM_PRESENT } } },
             { .valid = { { QUORUM_HOUSEHOLD, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } },
               .passes = { { QUORUM_HOUSEHOLD, QUORUM_YES, QUORUM_MORE_THAN, 1, 2, QUORUM_PRESENT } } } },
};
static const QuorumRule election = { /* R13 */
    .way = { { .valid = { { QUORUM_PERSON, QUORUM_CAST, QUORUM_MORE_THAN, 1, 2, QUORUM_ROLL } },
               .passes = { { QUORUM_PERSON, QUORUM_YES, QUORUM_MORE_THAN, 1, 2, QUORUM_CAST } } } },
    .presence = QUORUM_BY_PROXY,
};
static const QuorumRule collective = { /* 集体 27 */
    .way = { { .valid = { { QUORUM_MEMBER, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } },
               .passes = { { QUORUM_MEMBER, QUORUM_YES, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } } } },
    .presence = QUORUM_BY_PROXY | QUORUM_ONLINE,
};
static const QuorumRule lift = { /* R41 */
    .way = { { .valid = { { QUORUM_OWNER, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL },
                          { QUORUM_AREA, QUORUM_PRESENT, QUORUM_AT_LEAST, 2, 3, QUORUM_ROLL } },
               .passes = { { QUORUM_OWNER, QUORUM_YES, QUORUM_AT_LEAST, 3, 4, QUORUM_PRESENT },
                           { QUORUM_AREA, QUORUM_YES, QUORUM_AT_LEAST, 3, 4, QUORUM_PRESENT } } } },
    .presence = QUORUM_BY_PROXY | QUORUM_IN_WRITING,
};

/* All who came voted, and every ballot was valid. */
static QuorumCount show_of_hands(i64 roll, i64 came, i64 yes)
{
    return (QuorumCount){ true, .roll = roll, .came = came, .cast = came, .valid = came, .yes = yes };
}

static QuorumVerdict judge(const QuorumRule *rule, const QuorumCount *count)
{
    QuorumVerdict v;
    assert_int_equal(quorum_judge(rule, count, &v), QUORUM_OK);
    return v;
}

static QuorumOutcome outcome(const QuorumRule *rule, QuorumBasis basis, QuorumCount count)
{
    QuorumCount all[QUORUM_BASES] = { 0 };
    all[basis] = count;
    return judge(rule, all).outcome;
}

static i64 need(QuorumTest test, i64 num, i64 den, i64 whole)
{
    return quorum_share(test, num, den, 0, whole).need;
}

static void the_numbers_of_the_counting_rules(void **s)
{
    assert_int_equal(need(QUORUM_AT_LEAST, 2, 3, 94), 63);
    assert_int_equal(need(QUORUM_MORE_THAN, 1, 2, 100), 51);
    assert_int_equal(need(QUORUM_MORE_THAN, 1, 2, 80), 41);
    assert_int_equal(need(QUORUM_MORE_THAN, 1, 2, 81), 41);
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 2, 81), 41);
    QuorumFinding f = quorum_share(QUORUM_AT_LEAST, 2, 3, 61, 94); /* "you have 61 of 94, two more doors to knock" */
    assert_false(f.holds);
    assert_int_equal(f.missing, 2);
    assert_int_equal(fraction_cmp(f.margin, (Fraction){ -5, 3 }), 0);
}

/* Worked example 2 of the domain study. */
static void the_lift_fails_by_thirty_square_metres_and_says_so(void **s)
{
    QuorumCount all[QUORUM_BASES] = { 0 };
    all[QUORUM_OWNER] = show_of_hands(14, 12, 9);
    all[QUORUM_AREA] = show_of_hands(140000, 120000, 87000);
    QuorumVerdict     v = judge(&lift, all);
    QuorumWayFinding *w = &v.way[0];
    assert_int_equal(v.outcome, QUORUM_FAILS);
    assert_int_equal(v.decided_by, 0);
    assert_int_equal(w->is_valid[0].need, 10);
    assert_int_equal(w->is_valid[1].need, 93334);
    assert_int_equal(fraction_cmp(w->is_valid[1].margin, (Fraction){ 80000, 3 }), 0);
    assert_true(w->is_valid[0].holds && w->is_valid[1].holds && w->is_passed[0].holds);
    assert_int_equal(fraction_cmp(w->is_passed[0].margin, (Fraction){ 0, 4 }), 0);
    assert_false(w->is_passed[1].holds);
    assert_int_equal(w->is_passed[1].cond.basis, QUORUM_AREA);
    assert_int_equal(w->is_passed[1].need, 90000);
    assert_int_equal(w->is_passed[1].missing, 3000);
    assert_int_equal(fraction_cmp(w->is_passed[1].margin, (Fraction){ -3000, 1 }), 0);

    all[QUORUM_AREA] = show_of_hands(140000, 120000, 90000);
    assert_int_equal(judge(&lift, all).outcome, QUORUM_PASSES);
    all[QUORUM_AREA] = show_of_hands(140000, 93333, 93333);
    v = judge(&lift, all);
    assert_int_equal(v.outcome, QUORUM_TOO_FEW);
    assert_int_equal(v.way[0].is_valid[1].missing, 1); /* 0.01 m2 */
}

static void petitions_and_bodies_have_their_shares(void **s)
{
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 10, 1301), 131); /* R4: villagers, representatives */
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 3, 40), 14);
    assert_int_equal(need(QUORUM_AT_LEAST, 4, 5, 41), 33);     /* R8: representatives, women, who may call them */
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 3, 41), 14);
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 5, 41), 9);
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 5, 1301), 261);  /* R14 */
    assert_int_equal(need(QUORUM_AT_LEAST, 1, 3, 900), 300);   /* R13: a run-off */
    assert_int_equal(need(QUORUM_AT_LEAST, 4, 5, 5), 4);       /* R36: farmers; firms; extra votes */
    assert_int_equal(need(QUORUM_AT_MOST, 1, 20, 59), 2);
    assert_int_equal(need(QUORUM_AT_MOST, 1, 5, 24), 4);
    QuorumFinding f = quorum_share(QUORUM_AT_MOST, 1, 20, 3, 59);
    assert_false(f.holds);
    assert_int_equal(f.missing, 1); /* one firm too many */
    assert_true(quorum_share(QUORUM_AT_MOST, 1, 20, 2, 59).holds);
}

static void an_assembly_meets_by_heads_or_by_households(void **s)
{
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, show_of_hands(200, 100, 100)), QUORUM_TOO_FEW);
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, show_of_hands(200, 101, 51)), QUORUM_PASSES);
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, show_of_hands(200, 102, 51)), QUORUM_FAILS);
    assert_int_equal(outcome(&assembly, QUORUM_HOUSEHOLD, show_of_hands(94, 62, 62)), QUORUM_TOO_FEW);
    assert_int_equal(outcome(&assembly, QUORUM_HOUSEHOLD, show_of_hands(94, 63, 32)), QUORUM_PASSES);
    assert_int_equal(outcome(&group, QUORUM_PERSON, show_of_hands(90, 59, 59)), QUORUM_TOO_FEW);
    assert_int_equal(outcome(&group, QUORUM_PERSON, show_of_hands(90, 60, 31)), QUORUM_PASSES);
}

static void the_first_valid_way_decides_and_not_the_one_that_suits(void **s)
{
    QuorumCount all[QUORUM_BASES] = { 0 };
    all[QUORUM_PERSON] = show_of_hands(200, 120, 60);
    all[QUORUM_HOUSEHOLD] = show_of_hands(94, 70, 60);
    QuorumVerdict v = judge(&assembly, all);
    assert_int_equal(v.outcome, QUORUM_FAILS);
    assert_int_equal(v.decided_by, 0);
    all[QUORUM_PERSON] = show_of_hands(200, 90, 60);
    v = judge(&assembly, all);
    assert_int_equal(v.outcome, QUORUM_PASSES);
    assert_int_equal(v.decided_by, 1);
    assert_int_equal(v.way[0].is_valid[0].missing, 11);
}

static void an_election_counts_spoiled_ballots_as_cast(void **s)
{
    QuorumCount c = { true, .roll = 1000, .came = 500, .by_proxy = 1, .cast = 501, .valid = 480, .yes = 250 };
    assert_int_equal(outcome(&election, QUORUM_PERSON, c), QUORUM_FAILS); /* of valid ones it would be more than half */
    c.yes = 251;
    assert_int_equal(outcome(&election, QUORUM_PERSON, c), QUORUM_PASSES);
    c.cast = c.valid = 500;
    assert_int_equal(outcome(&election, QUORUM_PERSON, c), QUORUM_TOO_FEW);
    c.cast = 502;
    assert_int_equal(outcome(&election, QUORUM_PERSON, c), QUORUM_VOID); /* a ballot more than voters */
}

static void a_run_off_is_void_too_where_there_are_more_ballots_than_voters(void **s)
{
    const QuorumRule run_off = { /* R13 */
        .way = { { .passes = { { QUORUM_PERSON, QUORUM_YES, QUORUM_AT_LEAST, 1, 3, QUORUM_CAST } } } },
    };
    QuorumCount c = show_of_hands(1000, 900, 300);
    assert_int_equal(outcome(&run_off, QUORUM_PERSON, c), QUORUM_PASSES);
    c.yes = 299;
    assert_int_equal(outcome(&run_off, QUORUM_PERSON, c), QUORUM_FAILS);
    c.cast = 901;
    assert_int_equal(outcome(&run_off, QUORUM_PERSON, c), QUORUM_VOID);
}

static void a_collective_needs_two_thirds_of_all_its_members(void **s)
{
    assert_int_equal(outcome(&collective, QUORUM_MEMBER, show_of_hands(300, 200, 199)), QUORUM_FAILS);
    assert_int_equal(outcome(&collective, QUORUM_MEMBER, show_of_hands(300, 200, 200)), QUORUM_PASSES);
    assert_int_equal(outcome(&collective, QUORUM_MEMBER, show_of_hands(300, 199, 199)), QUORUM_TOO_FEW);
    QuorumCount c = { true, 300, .came = 100, .by_proxy = 60, .online = 40, .cast = 200, .valid = 200, .yes = 200 };
    assert_int_equal(outcome(&collective, QUORUM_MEMBER, c), QUORUM_PASSES);
    c.online = 0; /* a letter is no presence: 160 there, and more ballots than they are */
    c.in_writing = 40;
    assert_int_equal(outcome(&collective, QUORUM_MEMBER, c), QUORUM_VOID);
}

static void who_sent_word_is_present_only_where_the_rule_says_so(void **s)
{
    QuorumCount c = { true, .roll = 100, .came = 50, .by_proxy = 1, .cast = 50, .valid = 50, .yes = 50 };
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, c), QUORUM_TOO_FEW);
    QuorumRule with_proxies = assembly;
    with_proxies.presence = QUORUM_BY_PROXY;
    assert_int_equal(outcome(&with_proxies, QUORUM_PERSON, c), QUORUM_PASSES);
    c.cast = c.valid = 51;
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, c), QUORUM_VOID);
}

/* Who abstains is there and is not in favour: 51 of 101 pass, and 50 with 51 who abstain do not. */
static void an_abstention_weighs_against(void **s)
{
    QuorumCount c = show_of_hands(200, 101, 50);
    c.abstained = 51;
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, c), QUORUM_FAILS);
    c.yes = 51;
    c.abstained = 50;
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, c), QUORUM_PASSES);
    c.abstained = 51; /* more than are valid */
    QuorumCount all[QUORUM_BASES] = { [QUORUM_PERSON] = c };
    QuorumVerdict v;
    assert_int_equal(quorum_judge(&assembly, all, &v), QUORUM_BAD_BALLOTS);
}

/* 居 26: a tenth of the residents, or of the households, or a third of the representatives. */
static void a_rule_may_know_three_ways(void **s)
{
    const QuorumRule petition = {
        .way = { { .valid = { { QUORUM_PERSON, QUORUM_YES, QUORUM_AT_LEAST, 1, 10, QUORUM_ROLL } } },
                 { .valid = { { QUORUM_HOUSEHOLD, QUORUM_YES, QUORUM_AT_LEAST, 1, 10, QUORUM_ROLL } } },
                 { .valid = { { QUORUM_MEMBER, QUORUM_YES, QUORUM_AT_LEAST, 1, 3, QUORUM_ROLL } } } },
    };
    QuorumCount all[QUORUM_BASES] = { [QUORUM_PERSON] = show_of_hands(2000, 199, 199),
                                      [QUORUM_HOUSEHOLD] = show_of_hands(700, 69, 69),
                                      [QUORUM_MEMBER] = show_of_hands(30, 10, 10) };
    QuorumVerdict v = judge(&petition, all);
    assert_int_equal(v.outcome, QUORUM_PASSES);
    assert_int_equal(v.decided_by, 2);
    all[QUORUM_MEMBER] = show_of_hands(30, 9, 9);
    assert_int_equal(judge(&petition, all).outcome, QUORUM_TOO_FEW);
}

static void nobody_decides_nothing(void **s)
{
    assert_int_equal(outcome(&assembly, QUORUM_PERSON, show_of_hands(0, 0, 0)), QUORUM_TOO_FEW);
    assert_int_equal(outcome(&group, QUORUM_HOUSEHOLD, show_of_hands(0, 0, 0)), QUORUM_TOO_FEW);
    QuorumRule open = { 0 };
    assert_int_equal(outcome(&open, QUORUM_PERSON, show_of_hands(9, 9, 9)), QUORUM_ADVISORY);
}

static void impossible_counts_and_rules_are_refused(void **s)
{
    QuorumVerdict v;
    const struct {
        QuorumCount count;
        QuorumFault fault;
    } bad[] = {
        { { true, .roll = -1 }, QUORUM_BAD_RANGE },
        { { true, .roll = QUORUM_MOST + 1 }, QUORUM_BAD_RANGE },
        { { true, .roll = 5, .came = 4, .by_proxy = 2 }, QUORUM_BAD_ROLL },
        { { true, .roll = 5, .came = 4, .cast = 3, .valid = 4 }, QUORUM_BAD_BALLOTS },
        { { true, .roll = 5, .came = 4, .cast = 4, .valid = 3, .yes = 4 }, QUORUM_BAD_BALLOTS },
        { { false, .roll = 5 }, QUORUM_UNCOUNTED },
    };
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        QuorumCount all[QUORUM_BASES] = { [QUORUM_PERSON] = bad[i].count };
        assert_int_equal(quorum_judge(&assembly, all, &v), bad[i].fault);
    }
    const i64   fractions[][2] = { { 0, 2 }, { -1, 2 }, { 3, 2 }, { 1, -2 }, { 1, 1001 }, { 1, 1 } };
    QuorumCount all[QUORUM_BASES] = { [QUORUM_PERSON] = show_of_hands(5, 5, 5) };
    for (size_t i = 0; i < COUNTOF(fractions); i++) {
        QuorumRule rule = assembly;
        rule.way[1].passes[0].num = fractions[i][0];
        rule.way[1].passes[0].den = fractions[i][1];
        assert_int_equal(quorum_judge(&rule, all, &v), QUORUM_BAD_RULE);
    }
}

static bool slowly_holds(QuorumTest test, i64 num, i64 den, i64 have, i64 whole)
{
    if (test == QUORUM_AT_MOST)
        return have * den <= whole * num;
    if (whole == 0 && have == 0)
        return false;
    return test == QUORUM_AT_LEAST ? have * den >= whole * num : have * den > whole * num;
}

static void shares_agree_with_counting_up_from_nothing(void **s)
{
    dice_throw("shares_agree_with_counting_up_from_nothing");
    for (int round = 0; round < 20000; round++) {
        QuorumTest test = (QuorumTest)dice_upto(3);
        i64        den = dice_between(2, 12), num = dice_between(1, den - 1), whole = dice_upto(200);
        i64        have = dice_upto(whole + 1), edge = 0;
        while (slowly_holds(test, num, den, edge, whole) == (test == QUORUM_AT_MOST))
            edge++;
        if (test == QUORUM_AT_MOST)
            edge--;
        QuorumFinding f = quorum_share(test, num, den, have, whole);
        assert_int_equal(f.need, edge);
        assert_int_equal(f.holds, slowly_holds(test, num, den, have, whole));
        i64 short_by = test == QUORUM_AT_MOST ? have - edge : edge - have;
        assert_int_equal(f.missing, short_by > 0 ? short_by : 0);
        assert_int_equal(f.margin.over, have * den - whole * num);
    }
}

static void the_largest_counts_do_not_overflow(void **s)
{
    QuorumFinding f = quorum_share(QUORUM_AT_LEAST, 999, 1000, QUORUM_MOST, QUORUM_MOST);
    assert_true(f.holds);
    assert_int_equal(f.margin.over, QUORUM_MOST);
    f = quorum_share(QUORUM_MORE_THAN, 2, 3, 0, QUORUM_MOST);
    assert_int_equal(f.missing, QUORUM_MOST / 3 * 2 + 1);
    f = quorum_share(QUORUM_AT_LEAST, 1, 1, 0, QUORUM_MOST);
    assert_int_equal(f.missing, QUORUM_MOST);
    f = quorum_share(QUORUM_AT_MOST, 1, 1000, QUORUM_MOST, 0);
    assert_int_equal(f.margin.over, QUORUM_MOST * 1000);
}

/* Support that grows never turns a yes into a no, and what is missing is exactly what turns a no into a yes. */
static void more_support_never_hurts_and_the_missing_suffice(void **s)
{
    const QuorumRule *rules[] = { &assembly, &group };
    dice_throw("more_support_never_hurts_and_the_missing_suffice");
    for (int round = 0; round < 20000; round++) {
        const QuorumRule *rule = rules[dice_upto(2)];
        i64               roll = dice_between(1, 300), came = dice_upto(roll + 1), yes = dice_upto(came + 1);
        QuorumCount       all[QUORUM_BASES] = { [QUORUM_HOUSEHOLD] = show_of_hands(roll, came, yes) };
        QuorumVerdict     v = judge(rule, all);
        const QuorumWayFinding *w = &v.way[1];
        if (v.outcome == QUORUM_TOO_FEW) {
            all[QUORUM_HOUSEHOLD] = show_of_hands(roll, came + w->is_valid[0].missing, yes);
            assert_int_not_equal(judge(rule, all).outcome, QUORUM_TOO_FEW);
            all[QUORUM_HOUSEHOLD] = show_of_hands(roll, came + w->is_valid[0].missing - 1, yes);
            assert_int_equal(judge(rule, all).outcome, QUORUM_TOO_FEW);
        } else if (v.outcome == QUORUM_FAILS) {
            all[QUORUM_HOUSEHOLD] = show_of_hands(roll, came, yes + w->is_passed[0].missing);
            assert_int_equal(judge(rule, all).outcome, QUORUM_PASSES);
            all[QUORUM_HOUSEHOLD] = show_of_hands(roll, came, yes + w->is_passed[0].missing - 1);
            assert_int_equal(judge(rule, all).outcome, QUORUM_FAILS);
        } else {
            all[QUORUM_HOUSEHOLD] = show_of_hands(roll, came, dice_between(yes, came));
            assert_int_equal(judge(rule, all).outcome, QUORUM_PASSES);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_numbers_of_the_counting_rules),
        cmocka_unit_test(the_lift_fails_by_thirty_square_metres_and_says_so),
        cmocka_unit_test(petitions_and_bodies_have_their_shares),
        cmocka_unit_test(an_assembly_meets_by_heads_or_by_households),
        cmocka_unit_test(the_first_valid_way_decides_and_not_the_one_that_suits),
        cmocka_unit_test(an_election_counts_spoiled_ballots_as_cast),
        cmocka_unit_test(a_run_off_is_void_too_where_there_are_more_ballots_than_voters),
        cmocka_unit_test(a_collective_needs_two_thirds_of_all_its_members),
        cmocka_unit_test(who_sent_word_is_present_only_where_the_rule_says_so),
        cmocka_unit_test(an_abstention_weighs_against),
        cmocka_unit_test(a_rule_may_know_three_ways),
        cmocka_unit_test(nobody_decides_nothing),
        cmocka_unit_test(impossible_counts_and_rules_are_refused),
        cmocka_unit_test(shares_agree_with_counting_up_from_nothing),
        cmocka_unit_test(the_largest_counts_do_not_overflow),
        cmocka_unit_test(more_support_never_hurts_and_the_missing_suffice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
