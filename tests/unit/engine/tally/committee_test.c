/* Committees: examples worked by hand, thousands of small polls against the definitions (support/committee_slow), what
 * each rule promises to groups of voters, and ties without end. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/committee_best.h"
#include "support/committee_slow.h"
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

static CommitteeRule *rule(const char *key)
{
    for (int i = 0; i < COMMITTEE_METHODS; i++)
        if (strcmp(committee_methods[i].key, key) == 0)
            return committee_methods[i].count;
    BUG_ON(true);
}

/* "3:1,2 2:4 1:" is 3 voters for 1 and 2, 2 for 4, 1 for nobody. */
static CommitteePoll *poll_of(Arena *a, int m, const char *text)
{
    CommitteeReader *r = committee_open(a, m);
    Str              rest = str_from(text), line;
    while (str_next(&rest, ' ', &line)) {
        Str    count, id;
        int    approved[64];
        size_t n = 0;
        i64    weight, v;
        str_next(&line, ':', &count);
        assert_true(str_int(count, &weight));
        while (line.n && str_next(&line, ',', &id)) {
            assert_true(str_int(id, &v));
            approved[n++] = (int)v;
        }
        assert_true(committee_add(r, approved, n, weight));
    }
    return committee_close(r);
}

/* As "1,2,5 1,3,5": all listed; with more behind them their number follows after "of". */
static Str elected(Arena *a, const CommitteePoll *p, const char *key, int k)
{
    CommitteeResult r;
    Buf             b = buf_new(a, 64, 1 << 20);
    if (rule(key)(a, p, k, &r) != COMMITTEE_OK)
        return STR("fault");
    for (size_t i = 0; i < r.tied.n_listed && i < 20; i++)
        for (int j = 0; j < k; j++)
            buf_printf(&b, "%s%d", j ? "," : i ? " " : "", r.tied.v[i][j]);
    if (mpz_cmp_ui(*r.tied.n, r.tied.n_listed < 20 ? r.tied.n_listed : 20) != 0) {
        buf_cstr(&b, " of ");
        exact_put_whole(&b, *r.tied.n);
    }
    return buf_text(&b);
}

#define elects(p, key, k, want) assert_string_equal(str_cstr(*s, elected(*s, p, key, k)), want)

/* ---- by hand ---- */

/* Two parties, 6 and 4 of 10 voters, three seats: approval gives all to the larger, the proportional rules 2 and 1. */
static void two_parties_share_the_seats(void **s)
{
    CommitteePoll *p = poll_of(*s, 6, "6:1,2,3 4:4,5,6");
    assert_int_equal(p->n_classes, 2);
    elects(p, "av", 3, "1,2,3");
    elects(p, "sav", 3, "1,2,3");
    for (int i = 0; i < 6; i++) {
        static const char *const keys[] = { "seqpav", "revseqpav", "seqphragmen", "equal-shares", "pav", "greedy-monroe" };
        if (i < 5)
            elects(p, keys[i], 3, "1,2,4 1,2,5 1,2,6 1,3,4 1,3,5 1,3,6 2,3,4 2,3,5 2,3,6");
        else
            elects(p, keys[i], 3, "1,2,4");
    }
    /* cc wants one of each and does not care for the third: any but the two of one party alone */
    elects(p, "cc", 3, "1,2,4 1,2,5 1,2,6 1,3,4 1,3,5 1,3,6 1,4,5 1,4,6 1,5,6 2,3,4 2,3,5 2,3,6 2,4,5 2,4,6 2,5,6 3,4,5 "
                       "3,4,6 3,5,6");
}

/* PAV on parties is D'Hondt: 53, 24 and 23 of 100 voters, seven seats: quotients 53 26.5 24 23 17.7 13.25 12 | 11.5. */
static void on_parties_pav_is_dhondt(void **s)
{
    CommitteePoll *p = poll_of(*s, 15, "53:1,2,3,4,5 24:6,7,8,9,10 23:11,12,13,14,15");
    static const char *const keys[] = { "pav", "seqpav", "seqphragmen", "revseqpav" };
    for (size_t i = 0; i < COUNTOF(keys); i++) {
        CommitteeResult r;
        assert_int_equal(rule(keys[i])(*s, p, 7, &r), COMMITTEE_OK);
        assert_int_equal(mpz_get_ui(*r.tied.n), 5 * 10 * 5); /* 4 of the first, 2 of the second, 1 of the third */
        int first[] = { 1, 2, 3, 4, 6, 7, 11 };
        assert_memory_equal(r.tied.v[0], first, sizeof first);
    }
}

/* The loads of a count by hand: 3 voters {1,2}, 2 voters {1,3}, 1 voter {4}, three seats. 1 has five voters: load 1/5.
 * 2: (1 + 3/5)/3 = 8/15; 3: (1 + 2/5)/2 = 7/10; 4: 1. 2 is in. Then 3: (1 + 2/5)/2 = 7/10, 4: 1. 3 is in. */
static void phragmens_loads_are_as_by_hand(void **s)
{
    CommitteeResult r;
    CommitteePoll  *p = poll_of(*s, 4, "3:1,2 2:1,3 1:4");
    assert_int_equal(committee_seqphragmen(*s, p, 3, &r), COMMITTEE_OK);
    static const int candidates[] = { 1, 2, 3 }, over[] = { 1, 8, 7 }, under[] = { 5, 15, 10 };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(r.rounds[i].candidate, candidates[i]);
        assert_int_equal(r.rounds[i].n_tied, 1);
        assert_int_equal(mpq_cmp_ui(r.values[i], (unsigned long)over[i], (unsigned long)under[i]), 0);
    }
    elects(p, "seqphragmen", 3, "1,2,3");
}

/* The same by equal shares: everyone has 3/6. 1 costs its five voters 1/5 each, so that they keep 3/10. Then 2: three
 * voters have 9/10 together, 3: two have 6/10, 4: one has 5/10: nobody is to be had. Loads are -3/10 (five voters) and
 * -1/2: 2: (1 - 9/10)/3 = 1/30, 3: (1 - 6/10)/2 = 1/5, 4: 1/2. 2 is in, its voters carry 1/30; then 3. */
static void equal_shares_buys_and_then_fills_up(void **s)
{
    CommitteeResult r;
    CommitteePoll  *p = poll_of(*s, 4, "3:1,2 2:1,3 1:4");
    assert_int_equal(committee_equal_shares(*s, p, 3, &r), COMMITTEE_OK);
    static const int candidates[] = { 1, 2, 3 }, fills[] = { 0, 1, 1 }, under[] = { 5, 30, 5 };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(r.rounds[i].candidate, candidates[i]);
        assert_int_equal(r.rounds[i].is_fill, fills[i]);
        assert_int_equal(mpq_cmp_ui(r.values[i], 1, (unsigned long)under[i]), 0);
    }
}

/* Whoever has less than the price pays all. 12 voters, 4 seats, 1/3 each. 1 has nine voters, price 1/9, they keep 2/9.
 * 2 has two of them and two others: 2 x 2/9 + 2 x 1/3 = 10/9, price: 2/9 from the two, (1 - 4/9)/2 = 5/18 from the others.
 * 3 has five of them (10/9): price 1/5. */
static void who_has_less_than_the_price_pays_all(void **s)
{
    CommitteeResult r;
    CommitteePoll  *p = poll_of(*s, 4, "2:1,2 5:1,3 2:1 2:2 1:4");
    assert_int_equal(committee_equal_shares(*s, p, 4, &r), COMMITTEE_OK);
    static const int candidates[] = { 1, 3, 2, 4 }, over[] = { 1, 1, 5 }, under[] = { 9, 5, 18 };
    for (int i = 0; i < 4; i++) {
        assert_int_equal(r.rounds[i].candidate, candidates[i]);
        assert_int_equal(r.rounds[i].is_fill, i == 3);
        assert_true(i == 3 || mpq_cmp_ui(r.values[i], (unsigned long)over[i], (unsigned long)under[i]) == 0);
    }
}

/* Where counting one after the other and choosing the best part: 1 is approved most and is not among the best two. */
static void the_best_pair_may_lack_the_most_approved(void **s)
{
    CommitteePoll *p = poll_of(*s, 3, "3:1,2 3:1,3 2:2 2:3");
    elects(p, "av", 2, "1,2 1,3");
    elects(p, "cc", 2, "2,3");
    elects(p, "seqpav", 2, "1,2 1,3"); /* 6, then 3/2 + 2 */
    elects(p, "pav", 2, "2,3");       /* 10; with 1: 6 + 3/2 + 2 = 9 1/2 */
    elects(p, "revseqpav", 2, "2,3"); /* sums of shares: 3 for 1, 3/2 + 2 for 2 and 3 */
}

static void monroe_follows_the_order_of_the_file(void **s)
{
    /* two seats, three voters each: 1 takes the first three of its four; who is left speaks for 2 or 3 */
    elects(poll_of(*s, 3, "1:1,2 2:1 1:1,3 1:3 1:2"), "greedy-monroe", 2, "1,3");
    elects(poll_of(*s, 3, "1:1,3 2:1 1:1,2 1:3 1:2"), "greedy-monroe", 2, "1,2");
    /* one set on two lines: its voters leave where they stand */
    elects(poll_of(*s, 3, "1:1,2 1:1,3 2:1,2 2:3"), "greedy-monroe", 2, "1,3");
}

static void nobody_approved_comes_last_and_ties(void **s)
{
    CommitteePoll *p = poll_of(*s, 5, "2:3 1:");
    static const char *const keys[] = { "av", "sav", "seqpav", "revseqpav", "seqphragmen", "equal-shares", "pav", "cc" };
    for (size_t i = 0; i < COUNTOF(keys); i++)
        elects(p, keys[i], 3, "1,2,3 1,3,4 1,3,5 2,3,4 2,3,5 3,4,5");
    elects(p, "greedy-monroe", 3, "1,2,3");
    elects(poll_of(*s, 2, "4:"), "equal-shares", 1, "1 2");
    for (int i = 0; i < COMMITTEE_METHODS; i++)
        elects(p, committee_methods[i].key, 5, "1,2,3,4,5");
}

/* ---- ties without end ---- */

static void the_number_of_ties_is_exact_beyond_64_bits(void **s)
{
    Buf b = buf_new(*s, 64, 4096);
    for (int c = 1; c <= 60; c++)
        buf_printf(&b, "%s1:%d", c > 1 ? " " : "", c);
    CommitteePoll *p = poll_of(*s, 200, str_cstr(*s, buf_text(&b)));
    static const char *const most[] = { "av", "sav", "seqpav", "revseqpav", "seqphragmen", "equal-shares", "pav", "cc" };
    for (size_t i = 0; i < COUNTOF(most); i++) {
        CommitteeResult r;
        Buf             n = buf_new(*s, 64, 4096);
        assert_int_equal(rule(most[i])(*s, p, 30, &r), COMMITTEE_OK);
        exact_put_whole(&n, *r.tied.n); /* 30 of 60 */
        assert_string_equal(str_cstr(*s, buf_text(&n)), "118264581564861424");
        assert_int_equal(r.tied.n_listed, COMMITTEE_MOST_LISTED);
        assert_int_equal(r.tied.v[0][29], 30);
        assert_int_equal(r.tied.v[999][0], 1);
    }
    static const char *const all[] = { "av", "sav", "seqpav", "seqphragmen", "revseqpav", "pav", "cc" };
    for (size_t i = 0; i < COUNTOF(all); i++) { /* the 60 and 60 of 140 whom nobody approves */
        CommitteeResult r;
        Buf             n = buf_new(*s, 64, 4096);
        assert_int_equal(rule(all[i])(*s, p, 120, &r), COMMITTEE_OK);
        exact_put_whole(&n, *r.tied.n);
        assert_string_equal(str_cstr(*s, buf_text(&n)), "22605151228300006054461094869851731229880");
    }
}

/* Pairs that share a voter, 2^20 paths: too many for those who follow each, and refused. */
static void ties_that_branch_too_often_are_refused(void **s)
{
    Buf b = buf_new(*s, 64, 4096);
    for (int c = 1; c <= 40; c += 2)
        buf_printf(&b, "%s1:%d,%d 2:%d 2:%d", c > 1 ? " " : "", c, c + 1, c, c + 1);
    CommitteePoll  *p = poll_of(*s, 40, str_cstr(*s, buf_text(&b)));
    CommitteeResult r;
    assert_int_equal(committee_seqpav(*s, p, 20, &r), COMMITTEE_TOO_MANY_TIES);
    assert_int_equal(r.n_rounds, 0);
    assert_int_equal(r.tied.n_listed, 0);
    elects(p, "av", 40, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,"
                        "36,37,38,39,40");
}

/* ---- properties ---- */

/* Small polls of all kinds: few voters, often alike, sometimes mirrored (2 <-> 1, 4 <-> 3, ..) so that ties abound. */
static SlowPoll throw_poll(int most_m, int most_n)
{
    SlowPoll p = { .m = (int)dice_between(1, most_m), .n = (int)dice_between(1, most_n) };
    i64      density = dice_between(1, 5);
    bool     is_mirrored = dice_upto(3) == 0;
    for (int i = 0; i < p.n; i++) {
        if (i > 0 && dice_upto(4) == 0) {
            p.voter[i] = p.voter[dice_upto(i)];
            continue;
        }
        for (int c = 0; c < p.m; c++)
            p.voter[i] |= (u32)(dice_upto(6) < density) << c;
        if (!is_mirrored || i + 1 == p.n)
            continue;
        for (int c = 0; c < p.m; c++)
            if ((c ^ 1) < p.m && p.voter[i] >> c & 1)
                p.voter[i + 1] |= 1u << (c ^ 1);
        i++;
    }
    return p;
}

static void same_as(const CommitteeResult *r, int m, int k, const SlowResult *want)
{
    size_t n = 0;
    for (u32 w = 0; w < 1u << m; w++)
        n += want->is_in[w];
    assert_int_equal(mpz_get_ui(*r->tied.n), n);
    assert_int_equal(r->tied.n_listed, n);
    for (size_t i = 0; i < n; i++) {
        assert_true(want->is_in[slow_mask(r->tied.v[i], k)]);
        for (int j = 1; j < k; j++)
            assert_true(r->tied.v[i][j - 1] < r->tied.v[i][j]);
        int j = 0;
        for (; i > 0 && r->tied.v[i - 1][j] == r->tied.v[i][j]; j++)
            assert_true(j < k - 1);
        assert_true(i == 0 || r->tied.v[i - 1][j] < r->tied.v[i][j]);
    }
}

/* The rounds that are told lead to a committee that is listed. */
static void rounds_lead_there(const CommitteeResult *r, int m, int k, bool is_backward)
{
    u32 w = is_backward ? (1u << m) - 1 : 0;
    if (r->n_rounds == 0)
        return;
    for (size_t i = 0; i < r->n_rounds; i++)
        w ^= 1u << (r->rounds[i].candidate - 1);
    assert_int_equal(slow_size(w), k);
    bool found = false;
    for (size_t i = 0; i < r->tied.n_listed; i++)
        found = found || slow_mask(r->tied.v[i], k) == w;
    assert_true(found);
}

static void every_rule_agrees_with_its_definition(void **s)
{
    dice_throw("every_rule_agrees_with_its_definition");
    for (int round = 0; round < 3000; round++) {
        ArenaMark     *mark = arena_mark(*s);
        SlowPoll       p = throw_poll(6, 12);
        int            k = (int)dice_between(1, p.m < 4 ? p.m : 4);
        CommitteePoll *poll = slow_poll(*s, &p, dice_upto(2));
        assert_int_equal(poll->n, p.n);
        for (int i = 0; i < COMMITTEE_METHODS; i++) {
            CommitteeResult r;
            SlowResult      want;
            assert_int_equal(committee_methods[i].count(*s, poll, k, &r), COMMITTEE_OK);
            slow_count(&p, committee_methods[i].key, k, &want);
            same_as(&r, p.m, k, &want);
            rounds_lead_there(&r, p.m, k, strcmp(committee_methods[i].key, "revseqpav") == 0);
        }
        arena_rewind(*s, mark);
    }
}

static void the_best_are_those_of_all_committees(void **s)
{
    dice_throw("the_best_are_those_of_all_committees");
    for (int round = 0; round < 300; round++) {
        static const char *const keys[] = { "pav", "cc", "av", "sav", "revseqpav", "seqpav" };
        ArenaMark     *mark = arena_mark(*s);
        SlowPoll       p = throw_poll(10, 30);
        int            k = (int)dice_between(1, p.m);
        CommitteePoll *poll = slow_poll(*s, &p, true);
        for (size_t i = 0; i < COUNTOF(keys) - (k > 4 && p.m - k > 4 ? 2 : 0); i++) {
            CommitteeResult r;
            SlowResult      want;
            assert_int_equal(rule(keys[i])(*s, poll, k, &r), COMMITTEE_OK);
            if (i < 4 || p.m < 8)
                slow_count(&p, keys[i], k, &want);
            if (i < 4 || p.m < 8)
                same_as(&r, p.m, k, &want);
        }
        arena_rewind(*s, mark);
    }
}

/* The table of all sets and the numbers of who meets in them, which are for many ballots, on few. */
static void tables_find_the_same_as_the_search(void **s)
{
    dice_throw("tables_find_the_same_as_the_search");
    for (int round = 0; round < 400; round++) {
        ArenaMark     *mark = arena_mark(*s);
        SlowPoll       p = throw_poll(8, 30);
        int            k = (int)dice_between(1, p.m);
        CommitteePoll *poll = slow_poll(*s, &p, true);
        for (int is_cover = 0; is_cover <= 1; is_cover++) {
            CommitteeResult r, meets, other;
            SlowResult      want;
            committee_by_table(*s, poll, k, is_cover, &r);
            slow_count(&p, is_cover ? "cc" : "pav", k, &want);
            same_as(&r, p.m, k, &want);
            assert_true(committee_meets_fit(poll, k));
            committee_by_meets(*s, poll, k, is_cover, &meets);
            same_as(&meets, p.m, k, &want);
            assert_true(mpq_equal(r.values[0], meets.values[0]));
            assert_int_equal(rule(is_cover ? "cc" : "pav")(*s, poll, k, &other), COMMITTEE_OK);
            assert_true(mpq_equal(r.values[0], other.values[0]));
        }
        arena_rewind(*s, mark);
    }
}

/* Other names and another order of the ballots change nothing but the names (greedy Monroe: the order is part of it). */
static void neither_names_nor_order_matter(void **s)
{
    dice_throw("neither_names_nor_order_matter");
    for (int round = 0; round < 1500; round++) {
        ArenaMark *mark = arena_mark(*s);
        SlowPoll   p = throw_poll(7, 14), q = p;
        int        k = (int)dice_between(1, p.m), to[SLOW_MOST_CANDIDATES];
        for (int c = 0; c < p.m; c++) {
            int other = (int)dice_upto(c + 1);
            to[c] = to[other];
            to[other] = c;
        }
        for (int i = 0; i < p.n; i++) {
            int other = (int)dice_upto(i + 1);
            q.voter[i] = q.voter[other];
            q.voter[other] = 0;
            for (int c = 0; c < p.m; c++)
                q.voter[other] |= (p.voter[i] >> c & 1) << to[c];
        }
        CommitteePoll *x = slow_poll(*s, &p, true), *y = slow_poll(*s, &q, false);
        for (int i = 0; i < COMMITTEE_METHODS; i++) {
            CommitteeResult r, t;
            SlowResult      want = { { false } };
            if (strcmp(committee_methods[i].key, "greedy-monroe") == 0)
                continue;
            assert_int_equal(committee_methods[i].count(*s, x, k, &r), COMMITTEE_OK);
            assert_int_equal(committee_methods[i].count(*s, y, k, &t), COMMITTEE_OK);
            for (size_t j = 0; j < r.tied.n_listed; j++) {
                u32 w = 0;
                for (int c = 0; c < k; c++)
                    w |= 1u << to[r.tied.v[j][c] - 1];
                want.is_in[w] = true;
            }
            same_as(&t, p.m, k, &want);
        }
        arena_rewind(*s, mark);
    }
}

typedef bool Justice(const SlowPoll *p, u32 committee, int k);

static void every_rule_is_as_just_as_it_promises(void **s)
{
    static const struct { const char *key; Justice *is_just; } promises[] = {
        { "pav", slow_is_ejr }, { "equal-shares", slow_is_ejr }, { "seqphragmen", slow_is_pjr },
        { "cc", slow_is_jr }, { "greedy-monroe", slow_is_jr },
    };
    dice_throw("every_rule_is_as_just_as_it_promises");
    for (int round = 0; round < 1500; round++) {
        ArenaMark     *mark = arena_mark(*s);
        SlowPoll       p = throw_poll(7, 20);
        int            k = (int)dice_between(1, p.m);
        CommitteePoll *poll = slow_poll(*s, &p, true);
        for (size_t i = 0; i < COUNTOF(promises); i++) {
            CommitteeResult r;
            assert_int_equal(rule(promises[i].key)(*s, poll, k, &r), COMMITTEE_OK);
            for (size_t j = 0; j < r.tied.n_listed; j++)
                assert_true(promises[i].is_just(&p, slow_mask(r.tied.v[j], k), k));
        }
        arena_rewind(*s, mark);
    }
}

/* And approval voting promises nothing: the measure is able to find fault. */
static void approval_voting_is_not_just(void **s)
{
    SlowPoll p = { .m = 4, .n = 4, .voter = { 3, 3, 3, 12 } };
    assert_false(slow_is_jr(&(SlowPoll){ .m = 4, .n = 4, .voter = { 3, 3, 12, 12 } }, 3, 2));
    assert_false(slow_is_pjr(&(SlowPoll){ .m = 4, .n = 4, .voter = { 3, 3, 3, 3 } }, 9, 2));
    assert_false(slow_is_ejr(&(SlowPoll){ .m = 4, .n = 4, .voter = { 3, 3, 3, 3 } }, 9, 2));
    assert_true(slow_is_ejr(&p, 3, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_parties_share_the_seats),
        cmocka_unit_test(on_parties_pav_is_dhondt),
        cmocka_unit_test(phragmens_loads_are_as_by_hand),
        cmocka_unit_test(equal_shares_buys_and_then_fills_up),
        cmocka_unit_test(who_has_less_than_the_price_pays_all),
        cmocka_unit_test(the_best_pair_may_lack_the_most_approved),
        cmocka_unit_test(monroe_follows_the_order_of_the_file),
        cmocka_unit_test(nobody_approved_comes_last_and_ties),
        cmocka_unit_test(the_number_of_ties_is_exact_beyond_64_bits),
        cmocka_unit_test(ties_that_branch_too_often_are_refused),
        cmocka_unit_test(every_rule_agrees_with_its_definition),
        cmocka_unit_test(the_best_are_those_of_all_committees),
        cmocka_unit_test(tables_find_the_same_as_the_search),
        cmocka_unit_test(neither_names_nor_order_matter),
        cmocka_unit_test(every_rule_is_as_just_as_it_promises),
        cmocka_unit_test(approval_voting_is_not_just),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
