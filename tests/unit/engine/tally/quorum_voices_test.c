/* Who said what becomes counts, and one head that speaks twice and differently is named and stops nobody else. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/quorum_voices.h"
#include "support/dice.h"

static Arena *a;

/* roll, came, online, by proxy, in writing, cast, valid, abstained, yes */
static void assert_count(const QuorumCount *c, const i64 want[9])
{
    const i64 have[9] = { c->roll, c->came,  c->online,    c->by_proxy, c->in_writing,
                          c->cast, c->valid, c->abstained, c->yes };
    assert_true(c->counted);
    for (size_t i = 0; i < COUNTOF(have); i++)
        assert_int_equal(have[i], want[i]);
}

static void assert_split(const QuorumSplits *s, size_t i, QuorumSplitKind kind, i64 who)
{
    assert_true(i < s->n);
    assert_int_equal(s->v[i].kind, kind);
    assert_int_equal(s->v[i].who, who);
}

static void an_owner_of_two_flats_is_one_owner_with_both_areas(void **s)
{
    QuorumFlat   v[] = { { 1, 7, 9000, QUORUM_CAME, QUORUM_FOR }, { 2, 8, 11000, QUORUM_PROXY, QUORUM_AGAINST },
                         { 3, 7, 11000, QUORUM_CAME, QUORUM_FOR }, { 4, 9, 5000, QUORUM_ABSENT, QUORUM_NO_BALLOT },
                         { 5, 6, 4000, QUORUM_WROTE, QUORUM_SPOILED } };
    QuorumCount  o, area;
    QuorumSplits splits;
    assert_int_equal(quorum_owners(a, v, COUNTOF(v), &o, &area, &splits), QUORUM_OK);
    assert_count(&o, (i64[]){ 4, 1, 0, 1, 1, 3, 2, 0, 1 });
    assert_count(&area, (i64[]){ 40000, 20000, 0, 11000, 4000, 35000, 31000, 0, 20000 });
    assert_int_equal(splits.n, 0);
}

/* The count goes on without the two who contradict themselves; they have taken part, and are for nothing. */
static void flats_of_one_owner_that_differ_are_named_and_the_rest_is_counted(void **s)
{
    QuorumFlat   v[] = { { 1, 7, 9000, QUORUM_CAME, QUORUM_FOR }, { 2, 8, 11000, QUORUM_CAME, QUORUM_FOR },
                         { 3, 7, 11000, QUORUM_WROTE, QUORUM_AGAINST } };
    QuorumCount  o, area;
    QuorumSplits splits;
    assert_int_equal(quorum_owners(a, v, COUNTOF(v), &o, &area, &splits), QUORUM_OK);
    assert_count(&o, (i64[]){ 2, 2, 0, 0, 0, 2, 1, 0, 1 });
    assert_count(&area, (i64[]){ 31000, 31000, 0, 0, 0, 31000, 11000, 0, 11000 });
    assert_int_equal(splits.n, 1);
    assert_split(&splits, 0, QUORUM_SPLIT_OWNER, 7);
    assert_false(splits.v[0].is_settled);
}

static void joint_owners_are_one_head_and_one_of_them_may_speak(void **s)
{
    QuorumFlat   v[] = { { 1, 7, 9000, QUORUM_CAME, QUORUM_FOR }, { 1, 8, 9000, QUORUM_ABSENT, QUORUM_NO_BALLOT },
                         { 2, 8, 8000, QUORUM_CALLED, QUORUM_ABSTAINED }, { 2, 7, 8000, QUORUM_CAME, QUORUM_ABSTAINED },
                         { 3, 7, 7000, QUORUM_CAME, QUORUM_FOR } };
    QuorumCount  o, area;
    QuorumSplits splits;
    assert_int_equal(quorum_owners(a, v, COUNTOF(v), &o, &area, &splits), QUORUM_OK);
    /* 7 and 8 together are one head, 7 alone another */
    assert_int_equal(o.roll, 2);
    assert_int_equal(area.roll, 24000);
    assert_split(&splits, 0, QUORUM_SPLIT_OWNER, 7); /* the two, flats 1 and 2 */
    assert_int_equal(splits.n, 1);
    assert_int_equal(o.yes, 1);
    assert_int_equal(area.yes, 7000);
}

static void joint_owners_that_differ_are_named_by_their_flat(void **s)
{
    QuorumFlat   v[] = { { 4, 1, 9000, QUORUM_CAME, QUORUM_FOR }, { 4, 2, 9000, QUORUM_CAME, QUORUM_AGAINST },
                         { 5, 3, 6000, QUORUM_CAME, QUORUM_FOR } };
    QuorumCount  o, area;
    QuorumSplits splits;
    assert_int_equal(quorum_owners(a, v, COUNTOF(v), &o, &area, &splits), QUORUM_OK);
    assert_count(&o, (i64[]){ 2, 2, 0, 0, 0, 2, 1, 0, 1 });
    assert_count(&area, (i64[]){ 15000, 15000, 0, 0, 0, 15000, 6000, 0, 6000 });
    assert_int_equal(splits.n, 1);
    assert_split(&splits, 0, QUORUM_SPLIT_JOINT, 4);
}

static void a_flat_that_nothing_came_for_is_absent_with_its_area(void **s)
{
    QuorumFlat   v[] = { { 1, 7, 9000, QUORUM_WROTE, QUORUM_FOR }, { 2, 7, 8000, QUORUM_ABSENT, QUORUM_NO_BALLOT } };
    QuorumCount  o, area;
    QuorumSplits splits;
    assert_int_equal(quorum_owners(a, v, COUNTOF(v), &o, &area, &splits), QUORUM_OK);
    assert_count(&o, (i64[]){ 1, 0, 0, 0, 1, 1, 1, 0, 1 });
    assert_count(&area, (i64[]){ 17000, 0, 0, 0, 9000, 9000, 9000, 0, 9000 });
}

static void a_list_of_flats_that_contradicts_itself_is_refused(void **s)
{
    QuorumCount  o, area;
    QuorumSplits splits;
    QuorumFlat   ghost = { 1, 1, 1, QUORUM_ABSENT, QUORUM_FOR };
    QuorumFlat   vast[] = { { 1, 1, QUORUM_MOST, QUORUM_CAME, QUORUM_FOR }, { 2, 2, 1, QUORUM_CAME, QUORUM_FOR } };
    QuorumFlat   twice[] = { { 1, 1, 5, QUORUM_CAME, QUORUM_FOR }, { 1, 1, 5, QUORUM_CAME, QUORUM_FOR } };
    QuorumFlat   areas[] = { { 1, 1, 5, QUORUM_CAME, QUORUM_FOR }, { 1, 2, 6, QUORUM_CAME, QUORUM_FOR } };
    assert_int_equal(quorum_owners(a, &ghost, 1, &o, &area, &splits), QUORUM_BAD_BALLOTS);
    assert_int_equal(quorum_owners(a, vast, 2, &o, &area, &splits), QUORUM_BAD_RANGE);
    assert_int_equal(quorum_owners(a, twice, 2, &o, &area, &splits), QUORUM_BAD_LIST);
    assert_int_equal(quorum_owners(a, areas, 2, &o, &area, &splits), QUORUM_BAD_LIST);
    assert_int_equal(quorum_owners(a, NULL, 0, &o, &area, &splits), QUORUM_OK);
}

static void who_speaks_for_a_household_counts_and_the_other_voice_is_named(void **s)
{
    QuorumPerson v[] = {
        { 3, 31, true, QUORUM_CAME, QUORUM_AGAINST }, { 3, 32, false, QUORUM_CAME, QUORUM_FOR },
        { 1, 11, true, QUORUM_ABSENT, QUORUM_NO_BALLOT }, { 1, 12, false, QUORUM_CAME, QUORUM_FOR },
        { 2, 21, false, QUORUM_CAME, QUORUM_FOR }, { 2, 22, false, QUORUM_CAME, QUORUM_ABSTAINED },
        { 4, 41, true, QUORUM_ABSENT, QUORUM_NO_BALLOT },
        { 5, 51, true, QUORUM_CAME, QUORUM_NO_BALLOT }, { 5, 52, false, QUORUM_CAME, QUORUM_FOR },
    };
    QuorumCount  c;
    QuorumSplits splits;
    assert_int_equal(quorum_households(a, v, COUNTOF(v), &c, &splits), QUORUM_OK);
    assert_count(&c, (i64[]){ 5, 4, 0, 0, 0, 4, 3, 0, 2 });
    assert_int_equal(splits.n, 2);
    assert_split(&splits, 0, QUORUM_SPLIT_HOUSEHOLD, 2);
    assert_false(splits.v[0].is_settled);
    assert_split(&splits, 1, QUORUM_SPLIT_HOUSEHOLD, 3);
    assert_true(splits.v[1].is_settled);
    assert_int_equal(splits.v[1].counts, 31);
    QuorumPerson two[] = { { 1, 1, true, QUORUM_CAME, QUORUM_FOR }, { 1, 2, true, QUORUM_CAME, QUORUM_FOR } };
    assert_int_equal(quorum_households(a, two, 2, &c, &splits), QUORUM_BAD_LIST);
}

/* However many contradict themselves, all others count, and nobody more is in favour than said so. */
static void no_contradiction_stops_the_count_of_the_others(void **s)
{
    dice_throw("no_contradiction_stops_the_count_of_the_others");
    for (int round = 0; round < 2000; round++) {
        QuorumFlat   v[12];
        size_t       n = (size_t)dice_between(1, 12);
        QuorumCount  o, area;
        QuorumSplits splits;
        i64          yes = 0;
        for (size_t i = 0; i < n; i++) {
            v[i] = (QuorumFlat){ (i64)i, dice_between(1, 4), 100, (QuorumVoice)dice_upto(5), QUORUM_NO_BALLOT };
            if (v[i].voice != QUORUM_ABSENT)
                v[i].ballot = (QuorumBallot)dice_upto(5);
            yes += v[i].ballot == QUORUM_FOR;
        }
        assert_int_equal(quorum_owners(a, v, n, &o, &area, &splits), QUORUM_OK);
        assert_true(o.yes <= yes && area.roll == (i64)n * 100 && o.roll <= 4);
        assert_true(o.came + o.online + o.by_proxy + o.in_writing <= o.roll);
        assert_true(o.yes + o.abstained <= o.valid && o.valid <= o.cast);
        assert_true(o.yes + o.abstained + (i64)splits.n <= o.cast);
    }
}

static const QuorumRule election = { .presence = QUORUM_BY_PROXY | QUORUM_PROXY_NO_CANDIDATE, .most_proxies = 3 };
static const QuorumRule members = { .presence = QUORUM_BY_PROXY | QUORUM_PROXY_AT_HOME | QUORUM_ONLINE };

static void assert_proxies(const QuorumRule *rule, QuorumProxy *v, size_t n, const QuorumProxyFault *want, size_t hold)
{
    assert_int_equal(quorum_proxies(a, rule, v, n), hold);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(v[i].fault, want[i]);
}

static void nobody_takes_more_than_three_proxies_and_a_candidate_none(void **s)
{
    QuorumProxy v[] = {
        { 1, 9, true, false, false, 0 }, { 2, 9, true, false, false, 0 }, { 3, 9, true, false, false, 0 },
        { 4, 9, true, false, false, 0 }, { 5, 8, true, true, false, 0 },  { 6, 6, true, false, true, 0 },
        { 7, 1, true, false, false, 0 }, { 10, 11, false, false, false, 0 }, { 1, 12, true, false, false, 0 },
    };
    const QuorumProxyFault want[] = { QUORUM_PROXY_HOLDS,     QUORUM_PROXY_HOLDS,     QUORUM_PROXY_HOLDS,
                                      QUORUM_PROXY_TOO_MANY,  QUORUM_PROXY_CANDIDATE, QUORUM_PROXY_SELF,
                                      QUORUM_PROXY_PASSED_ON, QUORUM_PROXY_NO_VOTE,   QUORUM_PROXY_TWICE };
    assert_proxies(&election, v, COUNTOF(v), want, 3);
}

/* To a candidate, to a fourth too many and to oneself: the giver still has a vote to give, the taker is still there. */
static void a_proxy_that_does_not_hold_is_as_if_it_had_not_been_given(void **s)
{
    QuorumProxy v[] = {
        { 1, 8, true, true, false, 0 },  { 1, 11, true, false, false, 0 }, { 2, 11, true, false, false, 0 },
        { 3, 11, true, false, false, 0 }, { 4, 11, true, false, false, 0 }, { 4, 12, true, false, false, 0 },
        { 9, 9, true, false, false, 0 }, { 10, 9, true, false, false, 0 },
    };
    const QuorumProxyFault want[] = { QUORUM_PROXY_CANDIDATE, QUORUM_PROXY_HOLDS,    QUORUM_PROXY_HOLDS,
                                      QUORUM_PROXY_HOLDS,     QUORUM_PROXY_TOO_MANY, QUORUM_PROXY_HOLDS,
                                      QUORUM_PROXY_SELF,      QUORUM_PROXY_HOLDS };
    assert_proxies(&election, v, COUNTOF(v), want, 5);
}

/* Three have given 100 theirs; that 100 then gives theirs to 6 leaves those three as they are. */
static void no_later_proxy_undoes_an_earlier_one(void **s)
{
    QuorumProxy v[] = {
        { 1, 100, true, false, false, 0 }, { 2, 100, true, false, false, 0 }, { 3, 100, true, false, false, 0 },
        { 100, 6, true, false, false, 0 }, { 6, 7, true, false, false, 0 },   { 8, 6, true, false, false, 0 },
        { 7, 1, true, false, false, 0 },
    };
    const QuorumProxyFault want[] = { QUORUM_PROXY_HOLDS,  QUORUM_PROXY_HOLDS, QUORUM_PROXY_HOLDS, QUORUM_PROXY_STANDS,
                                      QUORUM_PROXY_HOLDS,  QUORUM_PROXY_PASSED_ON, QUORUM_PROXY_STANDS };
    assert_proxies(&election, v, COUNTOF(v), want, 4);
}

static void a_member_is_stood_for_at_home_only_and_nobody_where_the_rule_knows_no_proxies(void **s)
{
    QuorumProxy      v[] = { { 1, 2, true, false, true, 0 }, { 3, 4, true, true, false, 0 } };
    const QuorumRule assembly = { .presence = 0 };
    assert_int_equal(quorum_proxies(a, &members, v, 2), 1);
    assert_int_equal(v[1].fault, QUORUM_PROXY_STRANGER);
    assert_int_equal(quorum_proxies(a, &assembly, v, 2), 0);
    assert_int_equal(v[0].fault, QUORUM_PROXY_UNKNOWN);
    assert_int_equal(quorum_proxies(a, &members, NULL, 0), 0);
}

int main(void)
{
    a = arena_open();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_owner_of_two_flats_is_one_owner_with_both_areas),
        cmocka_unit_test(flats_of_one_owner_that_differ_are_named_and_the_rest_is_counted),
        cmocka_unit_test(joint_owners_are_one_head_and_one_of_them_may_speak),
        cmocka_unit_test(joint_owners_that_differ_are_named_by_their_flat),
        cmocka_unit_test(a_flat_that_nothing_came_for_is_absent_with_its_area),
        cmocka_unit_test(a_list_of_flats_that_contradicts_itself_is_refused),
        cmocka_unit_test(who_speaks_for_a_household_counts_and_the_other_voice_is_named),
        cmocka_unit_test(no_contradiction_stops_the_count_of_the_others),
        cmocka_unit_test(nobody_takes_more_than_three_proxies_and_a_candidate_none),
        cmocka_unit_test(a_proxy_that_does_not_hold_is_as_if_it_had_not_been_given),
        cmocka_unit_test(no_later_proxy_undoes_an_earlier_one),
        cmocka_unit_test(a_member_is_stood_for_at_home_only_and_nobody_where_the_rule_knows_no_proxies),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(a);
    return failed;
}
