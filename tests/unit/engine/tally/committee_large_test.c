/* Committees where numbers grow: parts of 1/1 .. 1/d that no 128 bits hold, many members, the largest weights. The same
 * rules in fractions of GMP, step by step, on polls built so that candidates tie in truth and differ in roundings. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/committee.h"
#include "engine/tally/committee_best.h"
#include "engine/tally/committee_harmonic.h"
#include "support/dice.h"

enum { HALF = 45, M = 2 * HALF, BALLOTS = 40, MOST_SETS = 400 };

/* A candidate c and its mirror M + 1 - c are approved alike by mirrored ballots. */
typedef struct LargePoll {
    int  n;
    bool approves[BALLOTS][M + 1];
    i64  weight[BALLOTS];
} LargePoll;

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

static LargePoll throw_poll(void)
{
    LargePoll p = { .n = BALLOTS };
    for (int i = 0; i < BALLOTS; i += 2) {
        i64 density = dice_between(1, 9);
        p.weight[i] = p.weight[i + 1] = 1 + dice_wide(COMMITTEE_MOST_VOTERS / BALLOTS - 1);
        for (int c = 1; c <= M; c++)
            p.approves[i][c] = p.approves[i + 1][M + 1 - c] = dice_upto(10) < density;
    }
    return p;
}

static CommitteePoll *poll_of(Arena *a, const LargePoll *p)
{
    CommitteeReader *r = committee_open(a, M);
    for (int i = 0; i < p->n; i++) {
        int    approved[M];
        size_t n = 0;
        for (int c = 1; c <= M; c++)
            if (p->approves[i][c])
                approved[n++] = c;
        assert_true(committee_add(r, approved, n, p->weight[i]));
    }
    return committee_close(r);
}

/* A committee on the way, by candidate. */
typedef struct Way {
    bool in[M + 1];
} Way;

static void gain_of(const LargePoll *p, const Way *w, int c, bool is_backward, mpq_t ret)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(ret, 0, 1);
    for (int i = 0; i < p->n; i++) {
        unsigned long met = !is_backward;
        for (int o = 1; o <= M; o++)
            met += p->approves[i][o] && w->in[o];
        if (!p->approves[i][c])
            continue;
        mpq_set_ui(part, (unsigned long)p->weight[i], met);
        mpq_canonicalize(part);
        mpq_add(ret, ret, part);
    }
    mpq_clear(part);
}

/* All sets after `steps` more steps; each tie followed, equal sets once. Returns how many, or -1: more than MOST_SETS. */
static int slowly(const LargePoll *p, int steps, bool is_backward, Way *ret)
{
    static Way next[MOST_SETS];
    mpq_t      gain[M + 1];
    int        n = 1;
    for (int c = 0; c <= M; c++)
        mpq_init(gain[c]);
    memset(ret, 0, sizeof *ret);
    memset(ret->in + 1, is_backward, M);
    for (; steps > 0 && n > 0; steps--) {
        int n_next = 0;
        for (int i = 0; i < n; i++) {
            int best = 0;
            for (int c = 1; c <= M; c++) {
                if (ret[i].in[c] != is_backward)
                    continue;
                gain_of(p, &ret[i], c, is_backward, gain[c]);
                int by = best == 0 ? 1 : mpq_cmp(gain[c], gain[best]);
                if (best == 0 || (is_backward ? by < 0 : by > 0))
                    best = c;
            }
            for (int c = 1; c <= M && n_next >= 0; c++) {
                if (ret[i].in[c] != is_backward || mpq_cmp(gain[c], gain[best]) != 0)
                    continue;
                Way w = ret[i];
                w.in[c] = !is_backward;
                int same = 0;
                while (same < n_next && memcmp(&next[same], &w, sizeof w) != 0)
                    same++;
                if (same == MOST_SETS)
                    n_next = -1;
                else if (same == n_next)
                    next[n_next++] = w;
            }
        }
        n = n_next;
        memcpy(ret, next, sizeof *ret * (size_t)(n > 0 ? n : 0));
    }
    for (int c = 0; c <= M; c++)
        mpq_clear(gain[c]);
    return n;
}

static void is_one_of(const int *committee, int k, const Way *ways, int n)
{
    Way w = { { false } };
    for (int i = 0; i < k; i++)
        w.in[committee[i]] = true;
    int same = 0;
    while (same < n && memcmp(&ways[same], &w, sizeof w) != 0)
        same++;
    assert_true(same < n);
}

static void sums_too_long_for_128_bits_are_compared_exactly(void **s)
{
    static Way ways[MOST_SETS];
    int        counted = 0, tied = 0;
    dice_throw("sums_too_long_for_128_bits_are_compared_exactly");
    for (int round = 0; round < 12; round++) {
        ArenaMark      *mark = arena_mark(*s);
        LargePoll       p = throw_poll();
        CommitteePoll  *poll = poll_of(*s, &p);
        bool            is_backward = round % 2;
        int             k = is_backward ? M - (int)dice_between(1, 6) : (int)dice_between(1, 6), steps = is_backward ? M - k : k;
        CommitteeResult r;
        int             n = slowly(&p, steps, is_backward, ways);
        assert_true(!is_backward || harmonic_new(*s, M, poll->n, 1).slack == 1);
        assert_int_equal((is_backward ? committee_revseqpav : committee_seqpav)(*s, poll, k, &r), COMMITTEE_OK);
        if (n > 0) {
            assert_int_equal(mpz_get_ui(*r.tied.n), n);
            for (size_t i = 0; i < r.tied.n_listed; i++)
                is_one_of(r.tied.v[i], k, ways, n);
            counted++;
            tied += n > 1;
        }
        arena_rewind(*s, mark);
    }
    assert_true(counted > 2 && tied > 0);
}

static void sum_of_harmonics(const LargePoll *p, const int *committee, int k, mpq_t ret)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(ret, 0, 1);
    for (int i = 0; i < p->n; i++) {
        unsigned long met = 0;
        for (int j = 0; j < k; j++) {
            if (!p->approves[i][committee[j]])
                continue;
            mpq_set_ui(part, (unsigned long)p->weight[i], ++met);
            mpq_canonicalize(part);
            mpq_add(ret, ret, part);
        }
    }
    mpq_clear(part);
}

/* All but one or two of 90: the best by looking at each. */
static void the_best_of_nearly_all_is_found_with_long_sums(void **s)
{
    dice_throw("the_best_of_nearly_all_is_found_with_long_sums");
    for (int round = 0; round < 3; round++) {
        ArenaMark      *mark = arena_mark(*s);
        LargePoll       p = throw_poll();
        CommitteePoll  *poll = poll_of(*s, &p);
        CommitteeResult r;
        int             k = M - 1, committee[M];
        unsigned long   n = 0;
        mpq_t           best, now;
        mpq_inits(best, now, NULL);
        for (int out = 1; out <= M; out++) {
            for (int c = 1, i = 0; c <= M; c++)
                if (c != out)
                    committee[i++] = c;
            sum_of_harmonics(&p, committee, k, now);
            int by = mpq_cmp(now, best);
            n = by > 0 ? 1 : n + (by == 0);
            if (by > 0)
                mpq_set(best, now);
        }
        assert_int_equal(committee_pav(*s, poll, k, &r), COMMITTEE_OK);
        assert_true(mpz_cmp_ui(*r.tied.n, n) == 0);
        assert_true(mpq_equal(r.values[0], best));
        mpq_clears(best, now, NULL);
        arena_rewind(*s, mark);
    }
}

/* Every member is a load of 1 (its voters carry it all), and every price is paid: sums over all come out exact. Loads in
 * order never fall. */
static void loads_and_prices_of_many_members_are_whole(void **s)
{
    dice_throw("loads_and_prices_of_many_members_are_whole");
    for (int round = 0; round < 10; round++) {
        ArenaMark      *mark = arena_mark(*s);
        LargePoll       p = throw_poll();
        for (int i = 0; i < BALLOTS; i++) /* so that no two candidates are alike */
            p.weight[i] = 1 + dice_wide(COMMITTEE_MOST_VOTERS / BALLOTS - 1);
        CommitteePoll  *poll = poll_of(*s, &p);
        CommitteeResult r;
        int             k = (int)dice_between(30, M);
        mpq_t           load[BALLOTS], sum;
        mpq_init(sum);
        for (int i = 0; i < BALLOTS; i++)
            mpq_init(load[i]);
        assert_int_equal(committee_seqphragmen(*s, poll, k, &r), COMMITTEE_OK);
        for (size_t t = 0; t < r.n_rounds; t++) {
            mpq_t carried, by;
            i64   voters = 0;
            mpq_inits(carried, by, NULL);
            for (int i = 0; i < BALLOTS; i++) {
                if (!p.approves[i][r.rounds[t].candidate])
                    continue;
                voters += p.weight[i];
                mpq_set_si(by, p.weight[i], 1);
                mpq_sub(sum, r.values[t], load[i]);
                mpq_mul(by, by, sum);
                mpq_add(carried, carried, by);
                mpq_set(load[i], r.values[t]);
            }
            assert_true(voters == 0 || mpq_cmp_ui(carried, 1, 1) == 0);
            assert_true(t == 0 || voters == 0 || mpq_cmp(r.values[t - 1], r.values[t]) <= 0);
            mpq_clears(carried, by, NULL);
        }
        assert_int_equal(committee_equal_shares(*s, poll, k, &r), COMMITTEE_OK);
        for (size_t t = 1; t < r.n_rounds && !r.rounds[t].is_fill; t++)
            assert_true(mpq_cmp(r.values[t - 1], r.values[t]) <= 0);
        for (int i = 0; i < BALLOTS; i++)
            mpq_clear(load[i]);
        mpq_clear(sum);
        arena_rewind(*s, mark);
    }
}

/* However early the search is given up: what it found has the score that it says, no committee has more than its bound,
 * and the same work gives the same answer. */
static void a_search_that_is_given_up_tells_what_it_found_and_what_none_exceeds(void **s)
{
    dice_throw("a_search_that_is_given_up_tells_what_it_found_and_what_none_exceeds");
    int given_up = 0;
    for (int round = 0; round < 200; round++) {
        ArenaMark       *mark = arena_mark(*s);
        int              m = (int)dice_between(4, 12), k = (int)dice_between(2, m - 1), approved[12];
        bool             is_cover = dice_upto(2);
        CommitteeReader *reader = committee_open(*s, m);
        CommitteeResult  part, again, whole;
        for (int i = 0; i < 30; i++) {
            size_t n = 0;
            for (int c = 1; c <= m; c++)
                if (dice_upto(3) == 0)
                    approved[n++] = c;
            assert_true(committee_add(reader, approved, n, dice_between(1, 4)));
        }
        CommitteePoll *p = committee_close(reader);
        i64            work = dice_between(1, 3000);
        CommitteeFault fault = committee_best(*s, p, k, is_cover, work, &part);
        assert_int_equal(committee_best(*s, p, k, is_cover, INT64_MAX, &whole), COMMITTEE_OK);
        assert_int_equal(committee_best(*s, p, k, is_cover, work, &again), fault);
        assert_int_equal(mpq_cmp(part.values[0], again.values[0]), 0);
        assert_true(part.tied.n_listed > 0);
        assert_true(mpq_cmp(part.values[0], whole.values[0]) <= 0);
        if (fault == COMMITTEE_OK) {
            assert_int_equal(mpq_cmp(part.values[0], whole.values[0]), 0);
        } else {
            given_up++;
            assert_int_equal(fault, COMMITTEE_TOO_LARGE);
            assert_true(mpq_cmp(whole.values[0], part.values[1]) <= 0);
        }
        arena_rewind(*s, mark);
    }
    assert_true(given_up > 20);
}

static void more_voters_than_are_counted_are_refused(void **s)
{
    CommitteeReader *r = committee_open(*s, 3);
    int              v[] = { 2, 1 };
    assert_true(committee_add(r, v, 2, COMMITTEE_MOST_VOTERS - 1));
    assert_false(committee_add(r, v, 2, 2));
    assert_true(committee_add(r, v, 1, 1));
    CommitteePoll *p = committee_close(r);
    assert_int_equal(p->n, COMMITTEE_MOST_VOTERS);
    assert_int_equal(p->n_sets, 2);
    for (int i = 0; i < COMMITTEE_METHODS; i++) {
        CommitteeResult result;
        assert_int_equal(committee_methods[i].count(*s, p, 2, &result), COMMITTEE_OK);
        assert_int_equal(result.tied.v[0][0], 1);
    }
}

static void how_many_committees_there_are_is_compared_without_overflow(void **s)
{
    assert_false(committee_are_more_than(16, 5, 4368));
    assert_true(committee_are_more_than(16, 5, 4367));
    assert_true(committee_are_more_than(5000, 2500, 1000000));
    assert_false(committee_are_more_than(5000, 5000, 1));
    assert_false(committee_are_more_than(1414, 2, 1000000));
    assert_true(committee_are_more_than(1415, 1413, 1000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_too_long_for_128_bits_are_compared_exactly),
        cmocka_unit_test(the_best_of_nearly_all_is_found_with_long_sums),
        cmocka_unit_test(loads_and_prices_of_many_members_are_whole),
        cmocka_unit_test(a_search_that_is_given_up_tells_what_it_found_and_what_none_exceeds),
        cmocka_unit_test(more_voters_than_are_counted_are_refused),
        cmocka_unit_test(how_many_committees_there_are_is_compared_without_overflow),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
