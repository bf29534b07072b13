/* Ranked ballots counted by every method: elections worked out by hand, and thousands of small ones against slow and
 * obvious readings of the same rules (every path, every subset, one paper after the other). */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/condorcet.h"
#include "engine/tally/positional.h"
#include "engine/tally/ranked_pairs.h"
#include "engine/tally/runoff.h"
#include "engine/tally/schulze.h"
#include "engine/tally/stv.h"
#include "support/dice.h"

enum { MOST = 6, MANY = 3000 };

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

/* "1>2=3" adds an order; ids are one digit. */
static void add(Ballots *b, i64 count, const char *order)
{
    Choice v[16];
    size_t n = 0;
    bool   shares = false;
    for (const char *p = order; *p != '\0'; p++) {
        if (*p == '=' || *p == '>')
            shares = *p == '=';
        else
            v[n++] = (Choice)((*p - '0') | (shares ? CHOICE_SHARED : 0));
    }
    assert_true(ballots_add(b, count, v, n));
}

static void assert_chosen(Chosen c, const char *ids)
{
    assert_int_equal(c.n, strlen(ids));
    for (size_t i = 0; i < c.n; i++)
        assert_int_equal(c.v[i], ids[i] - '0');
}

/* ---- worked by hand ---- */

/* The capital of Tennessee, from every lecture on voting: Memphis 1, Nashville 2, Chattanooga 3, Knoxville 4. */
static Ballots tennessee(Arena *a)
{
    Ballots b = ballots_new(a, 4);
    add(&b, 42, "1>2>3>4");
    add(&b, 26, "2>3>4>1");
    add(&b, 15, "3>4>2>1");
    add(&b, 17, "4>3>2>1");
    return b;
}

static void four_methods_choose_three_capitals(void **s)
{
    Arena    *a = *s;
    Ballots   b = tennessee(a);
    Pairwise  p = pairwise_count(a, &b);
    Plurality plurality = plurality_count(a, &b);
    Runoff    runoff = runoff_count(a, &b);
    TwoRound  two = two_round_count(a, &b);
    assert_chosen(plurality.winners, "1");
    assert_int_equal(runoff.winner, 4);
    assert_int_equal(runoff.n_rounds, 3);
    assert_int_equal(runoff.rounds[0].eliminated, 3);
    assert_int_equal(runoff.rounds[1].tally[3], 32);
    assert_int_equal(runoff.rounds[1].eliminated, 2);
    assert_int_equal(runoff.rounds[2].tally[3], 58);
    assert_int_equal(two.winner, 2);
    assert_int_equal(two.second[0], 42);
    assert_int_equal(two.second[1], 58);
    assert_int_equal(condorcet_winner(&p), 2);
    assert_int_equal(condorcet_loser(&p), 1);
    assert_chosen(chosen_highest(a, borda_symmetric_scores(a, &p), 4), "2");
    i64 *borda = borda_truncated_scores(a, &b);
    assert_int_equal(borda[0], 126);
    assert_int_equal(borda[1], 194);
    assert_int_equal(borda[2], 173);
    assert_int_equal(borda[3], 107);
    assert_chosen(schulze_count(a, &p, SCHULZE_MARGIN).winners, "2");
    assert_chosen(ranked_pairs_count(a, &p).winners, "2");
    assert_chosen(smith_set(a, &p), "2");
}

/* 45 voters, five alternatives, a worked example of Schulze (2011): A..E are 1..5, the order is E A C B D. */
static void the_widest_path_is_schulzes(void **s)
{
    Arena  *a = *s;
    Ballots b = ballots_new(a, 5);
    static const struct { i64 n; const char *order; } v[] = {
        { 5, "1>3>2>5>4" }, { 5, "1>4>5>3>2" }, { 8, "2>5>4>1>3" }, { 3, "3>1>2>5>4" },
        { 7, "3>1>5>2>4" }, { 2, "3>2>1>4>5" }, { 7, "4>3>5>2>1" }, { 8, "5>2>1>4>3" },
    };
    for (size_t i = 0; i < COUNTOF(v); i++)
        add(&b, v[i].n, v[i].order);
    Pairwise p = pairwise_count(a, &b);
    Schulze  r = schulze_count(a, &p, SCHULZE_WINNING);
    static const i64 want[5][5] = { { 0, 28, 28, 30, 24 }, { 25, 0, 28, 33, 24 }, { 25, 29, 0, 29, 24 },
                                    { 25, 28, 28, 0, 24 }, { 25, 28, 28, 31, 0 } };
    static const int order[5] = { 5, 1, 3, 2, 4 };
    assert_memory_equal(r.strengths, want, sizeof want);
    assert_memory_equal(r.ranking, order, sizeof order);
    assert_int_equal(r.n_tiers, 5);
    assert_int_equal(condorcet_winner(&p), 0);
    assert_chosen(smith_set(a, &p), "12345");
}

/* Stone, paper, scissors, and a fourth that all beat: margins 7, 3 and 5. */
static void a_circle_is_opened_at_its_smallest_margin(void **s)
{
    Arena  *a = *s;
    Ballots b = ballots_new(a, 4);
    add(&b, 6, "1>2>3>4");
    add(&b, 4, "2>3>1>4");
    add(&b, 5, "3>1>2>4");
    Pairwise    p = pairwise_count(a, &b);
    RankedPairs r = ranked_pairs_count(a, &p);
    assert_int_equal(pairwise_margin(&p, 0, 1), 7);
    assert_int_equal(pairwise_margin(&p, 1, 2), 5);
    assert_int_equal(pairwise_margin(&p, 2, 0), 3);
    assert_chosen(r.winners, "1");
    assert_int_equal(r.skipped, 1);
    assert_int_equal(r.locked, 5);
    assert_int_equal(r.margin_ties, 2); /* three defeats of 15 */
    assert_chosen(smith_set(a, &p), "123");
    assert_chosen(chosen_lowest(a, minimax_scores(a, &p), 4), "1");
    assert_chosen(chosen_highest(a, copeland_scores(a, &p), 4), "123");
}

static void an_overvote_rests_until_all_of_its_rank_are_out(void **s)
{
    Ballots b = ballots_new(*s, 4);
    add(&b, 5, "1");
    add(&b, 4, "2");
    add(&b, 3, "3=4>2");
    add(&b, 1, "3");
    Runoff r = runoff_count(*s, &b);
    assert_int_equal(r.rounds[0].exhausted, 3);
    assert_int_equal(r.rounds[0].eliminated, 4); /* none for 4, one for 3 */
    assert_int_equal(r.rounds[1].exhausted, 3);  /* 3 is still in, and the rank names two */
    assert_int_equal(r.rounds[1].eliminated, 3);
    assert_int_equal(r.rounds[2].tally[1], 7);   /* now they count for 2 */
    assert_int_equal(r.rounds[2].exhausted, 1);
    assert_int_equal(r.winner, 2);
}

static void a_tie_looks_back_before_a_number_decides(void **s)
{
    Ballots b = ballots_new(*s, 4);
    add(&b, 5, "1");
    add(&b, 4, "2");
    add(&b, 3, "3");
    add(&b, 1, "4>3");
    Runoff r = runoff_count(*s, &b);
    assert_int_equal(r.rounds[0].eliminated, 4);
    assert_int_equal(r.rounds[1].eliminated, 3); /* 2 and 3 have 4; in the first round 3 had fewer */
    assert_false(r.is_tie_used);
    assert_int_equal(r.rounds_with_ties, 1);
    b = ballots_new(*s, 3);
    add(&b, 1, "1");
    add(&b, 1, "2");
    add(&b, 1, "3");
    r = runoff_count(*s, &b);
    assert_int_equal(r.winner, 1);
    assert_true(r.is_tie_used);
}

/* Three seats by hand: quota floor(100 / 4) + 1 = 26; 1 has 45 and a surplus of 19, so that each paper goes on at
 * floor(100000 x 19 / 45) = 42222. */
static void a_surplus_moves_at_five_decimals(void **s)
{
    Ballots b = ballots_new(*s, 5);
    add(&b, 30, "1>2");
    add(&b, 15, "1>3");
    add(&b, 20, "2");
    add(&b, 18, "3");
    add(&b, 12, "4>5");
    add(&b, 5, "5>4");
    Stv r = stv_count(*s, &b, 3);
    assert_int_equal(r.quota, 26);
    assert_int_equal(r.stages[1].action, STV_SURPLUS);
    assert_int_equal(r.stages[1].id, 1);
    assert_int_equal(r.stages[1].tally[0], 26 * STV_VOTE);
    assert_int_equal(r.stages[1].tally[1], 20 * STV_VOTE + 30 * 42222);
    assert_int_equal(r.stages[1].tally[2], 18 * STV_VOTE + 15 * 42222);
    assert_int_equal(r.stages[2].action, STV_SURPLUS); /* of 2, whom nobody is named behind */
    assert_int_equal(r.stages[2].nontransferable, 20 * 20408 + 30 * 8616);
    assert_int_equal(r.elected_order[0], 1);
    assert_int_equal(r.elected_order[1], 2);
    assert_int_equal(r.elected_order[2], 3);
}

static void nobody_and_one_voter_are_counted(void **s)
{
    Ballots b = ballots_new(*s, 1);
    add(&b, 1, "1");
    Pairwise p = pairwise_count(*s, &b);
    assert_int_equal(condorcet_winner(&p), 1);
    assert_int_equal(condorcet_loser(&p), 0);
    assert_int_equal(runoff_count(*s, &b).winner, 1);
    assert_int_equal(two_round_count(*s, &b).winner, 1);
    b = ballots_new(*s, 3);
    add(&b, 2, "");
    p = pairwise_count(*s, &b);
    assert_int_equal(plurality_count(*s, &b).invalid, 2);
    assert_chosen(schulze_count(*s, &p, SCHULZE_MARGIN).winners, "123");
    assert_int_equal(plurality_count(*s, &b).winners.n, 0); /* nobody voted for anyone: nobody wins */
    assert_int_equal(two_round_count(*s, &b).winner, 0);
    assert_int_equal(runoff_count(*s, &b).winner, 0);
    assert_int_equal(stv_count(*s, &b, 2).n_elected, 0);
    b = ballots_new(*s, 2);
    add(&b, 3, "1=2");
    assert_int_equal(plurality_count(*s, &b).winners.n, 0);
    assert_int_equal(runoff_count(*s, &b).winner, 0); /* all rest to the end: who is alone then has no vote */
}

static void more_voters_than_can_be_summed_are_not_taken(void **s)
{
    Choice  one = 1;
    Ballots b = ballots_new(*s, 2);
    assert_true(ballots_add(&b, BALLOTS_MOST_VOTERS - 1, &one, 1));
    assert_false(ballots_add(&b, 2, &one, 1));
    assert_true(ballots_add(&b, 1, &one, 1));
    assert_int_equal(b.voters, BALLOTS_MOST_VOTERS);
    Stv r = stv_count(*s, &b, 1);
    assert_true(r.stages[0].tally[0] == (StvVotes)BALLOTS_MOST_VOTERS * STV_VOTE);
    b = ballots_new(*s, 1000);
    assert_true(ballots_add(&b, BALLOTS_MOST_POINTS / 1000, &one, 1));
    assert_false(ballots_add(&b, 1, &one, 1));
}

/* ---- against slow readings ---- */

/* Ballots that name some of m, with shared ranks or not. */
static Ballots make_ballots(Arena *a, int m, bool strict, bool complete)
{
    Ballots b = ballots_new(a, m);
    int     lines = (int)dice_between(1, 8);
    for (int i = 0; i < lines; i++) {
        Choice v[MOST];
        int    n = complete ? m : (int)dice_upto(m + 1);
        for (int k = 0; k < m; k++)
            v[k] = (Choice)(k + 1);
        for (int k = m - 1; k > 0; k--) {
            int    j = (int)dice_upto(k + 1);
            Choice c = v[k];
            v[k] = v[j];
            v[j] = c;
        }
        for (int k = 1; k < n && !strict; k++)
            if (dice_upto(3) == 0)
                v[k] |= CHOICE_SHARED;
        assert_true(ballots_add(&b, dice_between(1, 5), v, (size_t)n));
    }
    return b;
}

/* The rank (from 0) on which ballot i holds alternative x (from 1); 99 where it does not. */
static int rank_on(const Ballots *b, size_t i, int x)
{
    int rank = -1;
    for (size_t k = b->start[i]; k < b->start[i + 1]; k++) {
        rank += !choice_shares(b->choices[k]);
        if (choice_id(b->choices[k]) == x)
            return rank;
    }
    return 99;
}

static void pairs_are_counted_as_by_looking_at_every_pair(void **s)
{
    dice_throw("pairwise");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(1, MOST), false, false);
        Pairwise   p = pairwise_count(*s, &b);
        for (int x = 0; x < b.m; x++) {
            for (int y = 0; y < b.m; y++) {
                i64 want = 0;
                for (size_t i = 0; i < b.n; i++)
                    want += rank_on(&b, i, x + 1) < rank_on(&b, i, y + 1) ? b.count[i] : 0;
                assert_int_equal(pairwise_support(&p, x, y), want);
            }
        }
        arena_rewind(*s, mark);
    }
}

/* The widest of all paths from x to y that visit nobody twice. */
static i64 widest(const Pairwise *p, int x, int y, unsigned seen, i64 narrowest)
{
    i64 best = 0;
    if (x == y)
        return narrowest;
    for (int z = 0; z < p->m; z++) {
        i64 width = pairwise_margin(p, x, z);
        if (seen >> z & 1 || width <= 0)
            continue;
        i64 way = widest(p, z, y, seen | 1u << z, width < narrowest ? width : narrowest);
        best = way > best ? way : best;
    }
    return best;
}

static void paths_are_as_wide_as_the_widest_of_all(void **s)
{
    dice_throw("schulze");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(1, MOST), dice_upto(2), false);
        Pairwise   p = pairwise_count(*s, &b);
        Schulze    r = schulze_count(*s, &p, SCHULZE_MARGIN);
        int        in_tiers = 0;
        for (int x = 0; x < b.m; x++)
            for (int y = 0; y < b.m; y++)
                assert_int_equal(r.strengths[x * b.m + y], x == y ? 0 : widest(&p, x, y, 1u << x, INT64_MAX));
        for (int i = 0; i < r.n_tiers; i++)
            in_tiers += (int)r.tiers[i].n;
        assert_int_equal(in_tiers, b.m);
        assert_true(r.winners.n > 0);
        assert_memory_equal(r.tiers[0].v, r.winners.v, sizeof(int) * r.winners.n);
        arena_rewind(*s, mark);
    }
}

/* Of all sets whose members beat everyone outside, the smallest. */
static unsigned smith_by_all_subsets(const Pairwise *p)
{
    unsigned best = (1u << p->m) - 1;
    for (unsigned set = 1; set < 1u << p->m; set++) {
        bool ok = true;
        for (int x = 0; x < p->m; x++)
            for (int y = 0; y < p->m; y++)
                if (set >> x & 1 && !(set >> y & 1))
                    ok = ok && pairwise_margin(p, x, y) > 0;
        if (ok && __builtin_popcount(set) < __builtin_popcount(best))
            best = set;
    }
    return best;
}

static unsigned as_bits(Chosen c)
{
    unsigned set = 0;
    for (size_t i = 0; i < c.n; i++)
        set |= 1u << (c.v[i] - 1);
    return set;
}

static void winners_lie_in_the_smallest_set_that_beats_the_rest(void **s)
{
    dice_throw("smith");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(1, MOST), false, false);
        Pairwise   p = pairwise_count(*s, &b);
        unsigned   smith = smith_by_all_subsets(&p);
        assert_int_equal(as_bits(smith_set(*s, &p)), smith);
        assert_int_equal(as_bits(schulze_count(*s, &p, SCHULZE_MARGIN).winners) & ~smith, 0);
        assert_int_equal(as_bits(ranked_pairs_count(*s, &p).winners) & ~smith, 0);
        assert_int_equal(as_bits(chosen_highest(*s, copeland_scores(*s, &p), p.m)) & ~smith, 0);
        int winner = condorcet_winner(&p);
        if (winner) {
            assert_int_equal(smith, 1u << (winner - 1));
            assert_chosen(chosen_lowest(*s, minimax_scores(*s, &p), p.m), (char[]){ (char)('0' + winner), 0 });
        }
        arena_rewind(*s, mark);
    }
}

static bool leads_to(const bool lock[MOST][MOST], int m, int x, int y, unsigned seen)
{
    for (int z = 0; z < m; z++)
        if (lock[x][z] && !(seen >> z & 1) && (z == y || leads_to(lock, m, z, y, seen | 1u << z)))
            return true;
    return false;
}

static unsigned ranked_pairs_slowly(const Pairwise *p)
{
    bool     lock[MOST][MOST] = { 0 };
    unsigned winners = (1u << p->m) - 1;
    for (i64 margin = 99; margin > 0; margin--)
        for (int x = 0; x < p->m; x++)
            for (int y = 0; y < p->m; y++)
                if (pairwise_margin(p, x, y) == margin && !leads_to(lock, p->m, y, x, 0))
                    lock[x][y] = true;
    for (int x = 0; x < p->m; x++)
        for (int y = 0; y < p->m; y++)
            winners &= lock[x][y] ? ~(1u << y) : ~0u;
    return winners;
}

static void pairs_are_locked_as_by_walking_every_way(void **s)
{
    dice_throw("ranked pairs");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(1, MOST), false, false);
        Pairwise   p = pairwise_count(*s, &b);
        assert_int_equal(as_bits(ranked_pairs_count(*s, &p).winners), ranked_pairs_slowly(&p));
        arena_rewind(*s, mark);
    }
}

/* A round of instant runoff from nothing but who is in. */
static void tally_slowly(const Ballots *b, unsigned in, i64 *tally, i64 *exhausted)
{
    memset(tally, 0, sizeof *tally * MOST);
    *exhausted = 0;
    for (size_t i = 0; i < b->n; i++) {
        int best = 99, who = 0, on_it = 0;
        for (int x = 1; x <= b->m; x++)
            if (in >> (x - 1) & 1 && rank_on(b, i, x) < best)
                best = rank_on(b, i, x);
        for (int x = 1; x <= b->m && best < 99; x++) {
            if (rank_on(b, i, x) != best)
                continue;
            on_it++;
            who = x;
        }
        *(on_it == 1 ? &tally[who - 1] : exhausted) += b->count[i];
    }
}

static void every_round_recounts_to_itself(void **s)
{
    dice_throw("runoff");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(1, MOST), dice_upto(2), false);
        Runoff     r = runoff_count(*s, &b);
        unsigned   in = (1u << b.m) - 1;
        for (int i = 0; i < r.n_rounds; i++) {
            i64 tally[MOST], exhausted, least = INT64_MAX, sum = 0;
            tally_slowly(&b, in, tally, &exhausted);
            assert_int_equal(exhausted, r.rounds[i].exhausted);
            for (int x = 0; x < b.m; x++) {
                assert_int_equal(r.rounds[i].tally[x], in >> x & 1 ? tally[x] : -1);
                least = in >> x & 1 && tally[x] < least ? tally[x] : least;
                sum += in >> x & 1 ? tally[x] : 0;
            }
            assert_int_equal(sum + exhausted, b.voters);
            int out = r.rounds[i].eliminated;
            if (out != 0) {
                assert_int_equal(tally[out - 1], least);
                in &= ~(1u << (out - 1));
            } else if (r.winner == 0) {
                assert_int_equal(sum, 0); /* on no ballot is anybody left */
            } else {
                assert_true(in == 1u << (r.winner - 1) || 2 * tally[r.winner - 1] > sum);
            }
        }
        arena_rewind(*s, mark);
    }
}

/* Scottish STV with every single paper on the table. Ties that need more than the present stage end the comparison. */
typedef struct Paper {
    size_t ballot, at;
    i64    value;
    int    with; /* from 0; -1: nontransferable */
} Paper;

static void paper_on(const Ballots *b, Paper *p, unsigned continuing)
{
    p->with = -1;
    for (; p->at < b->start[p->ballot + 1]; p->at++) {
        int x = b->choices[p->at] - 1;
        if (!(continuing >> x & 1))
            continue;
        p->with = x;
        return;
    }
}

static void papers_move(const Ballots *b, Paper *v, size_t n, int from, unsigned continuing, i64 num, i64 den)
{
    for (size_t i = 0; i < n; i++) {
        if (v[i].with != from)
            continue;
        v[i].value = v[i].value * num / den;
        v[i].at++;
        paper_on(b, &v[i], continuing);
    }
}

static void stv_is_replayed_paper_by_paper(void **s)
{
    dice_throw("stv");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        int        m = (int)dice_between(2, MOST), seats = (int)dice_between(1, m - 1);
        Ballots    b = make_ballots(*s, m, true, false);
        Stv        r = stv_count(*s, &b, seats);
        Paper     *v = NEW_N(*s, Paper, b.voters);
        size_t     n = 0;
        unsigned   continuing = (1u << m) - 1;
        i64        quota = (b.voters / (seats + 1) + 1) * STV_VOTE;
        for (size_t i = 0; i < b.n; i++)
            for (i64 k = 0; k < b.count[i]; k++) {
                v[n] = (Paper){ .ballot = i, .at = b.start[i], .value = STV_VOTE };
                paper_on(&b, &v[n++], continuing);
            }
        i64 kept[MOST] = { 0 };
        bool is_kept[MOST] = { 0 };
        for (int stage = 0; stage < r.n_stages; stage++) {
            const StvStage *st = &r.stages[stage];
            i64 tally[MOST] = { 0 };
            if (stage > 0) {
                int x = st->id - 1;
                i64 votes = (i64)r.stages[stage - 1].tally[x];
                if (st->action == STV_EXCLUDE)
                    continuing &= ~(1u << x);
                else
                    assert_true(votes > quota);
                papers_move(&b, v, n, x, continuing, st->action == STV_EXCLUDE ? 1 : votes - quota,
                            st->action == STV_EXCLUDE ? 1 : votes);
                is_kept[x] = true;
                kept[x] = st->action == STV_EXCLUDE ? 0 : quota;
            }
            for (size_t i = 0; i < n; i++)
                if (v[i].with >= 0)
                    tally[v[i].with] += v[i].value;
            for (int x = 0; x < m; x++) {
                assert_int_equal((i64)st->tally[x], is_kept[x] ? kept[x] : tally[x]);
                if (tally[x] >= quota)
                    continuing &= ~(1u << x);
            }
        }
        bool is_silent = r.stages[0].nontransferable == (StvVotes)b.voters * STV_VOTE;
        assert_int_equal(r.n_elected, is_silent ? 0 : seats);
        arena_rewind(*s, mark);
    }
}

/* ---- what must not matter, and what must ---- */

/* The same election with its lines turned round and its alternatives renamed by `name`. */
static Ballots renamed(Arena *a, const Ballots *b, const int *name)
{
    Ballots c = ballots_new(a, b->m);
    for (size_t i = b->n; i-- > 0;) {
        Choice v[MOST];
        size_t n = ballot_length(b, i);
        for (size_t k = 0; k < n; k++) {
            Choice old = b->choices[b->start[i] + k];
            v[k] = (Choice)(name[choice_id(old) - 1] | (old & CHOICE_SHARED));
        }
        assert_true(ballots_add(&c, b->count[i], v, n));
    }
    return c;
}

static unsigned renamed_bits(unsigned set, const int *name, int m)
{
    unsigned to = 0;
    for (int x = 0; x < m; x++)
        to |= set >> x & 1 ? 1u << (name[x] - 1) : 0;
    return to;
}

enum { NEUTRAL = 8 }; /* methods without a tie rule by number */
static void neutral_winners(Arena *a, const Ballots *b, unsigned won[NEUTRAL])
{
    Pairwise p = pairwise_count(a, b);
    won[0] = as_bits(plurality_count(a, b).winners);
    won[1] = as_bits(chosen_highest(a, borda_symmetric_scores(a, &p), b->m));
    won[2] = as_bits(chosen_highest(a, copeland_scores(a, &p), b->m));
    won[3] = as_bits(chosen_lowest(a, minimax_scores(a, &p), b->m));
    won[4] = as_bits(schulze_count(a, &p, SCHULZE_MARGIN).winners);
    won[5] = as_bits(schulze_count(a, &p, SCHULZE_WINNING).winners);
    won[6] = as_bits(chosen_highest(a, approval_scores(a, b), b->m));
    won[7] = as_bits(smith_set(a, &p));
}

static void neither_names_nor_the_order_of_ballots_matter(void **s)
{
    dice_throw("names");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(1, MOST), false, false);
        int        name[MOST], straight[MOST];
        unsigned   won[NEUTRAL], again[NEUTRAL];
        for (int x = 0; x < b.m; x++)
            straight[x] = name[x] = x + 1;
        for (int k = b.m - 1; k > 0; k--) {
            int j = (int)dice_upto(k + 1), n = name[k];
            name[k] = name[j];
            name[j] = n;
        }
        Ballots turned = renamed(*s, &b, straight), other = renamed(*s, &b, name);
        neutral_winners(*s, &b, won);
        neutral_winners(*s, &other, again);
        for (int i = 0; i < NEUTRAL; i++)
            assert_int_equal(again[i], renamed_bits(won[i], name, b.m));
        assert_int_equal(runoff_count(*s, &turned).winner, runoff_count(*s, &b).winner);
        assert_int_equal(two_round_count(*s, &turned).winner, two_round_count(*s, &b).winner);
        arena_rewind(*s, mark);
    }
}

/* Whoever won and is put first on one more ballot that named them lower still wins. Plurality, Borda, Copeland, minimax
 * and Schulze promise it; instant runoff does not. */
static void who_wins_and_rises_still_wins(void **s)
{
    dice_throw("monotone");
    for (int round = 0; round < MANY; round++) {
        ArenaMark *mark = arena_mark(*s);
        Ballots    b = make_ballots(*s, (int)dice_between(2, MOST), true, true);
        unsigned   won[NEUTRAL], again[NEUTRAL];
        neutral_winners(*s, &b, won);
        int     x = (int)dice_upto(b.m) + 1;
        Choice *v = b.choices + b.start[dice_upto((i64)b.n)];
        int     at = 0;
        while (v[at] != x)
            at++;
        memmove(v + 1, v, sizeof *v * (size_t)at);
        v[0] = (Choice)x;
        neutral_winners(*s, &b, again);
        for (int i = 0; i < 6; i++)
            assert_true(!(won[i] >> (x - 1) & 1) || again[i] >> (x - 1) & 1);
        arena_rewind(*s, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(four_methods_choose_three_capitals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_widest_path_is_schulzes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_circle_is_opened_at_its_smallest_margin, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_overvote_rests_until_all_of_its_rank_are_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_tie_looks_back_before_a_number_decides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_surplus_moves_at_five_decimals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_and_one_voter_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_voters_than_can_be_summed_are_not_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pairs_are_counted_as_by_looking_at_every_pair, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paths_are_as_wide_as_the_widest_of_all, set_up, tear_down),
        cmocka_unit_test_setup_teardown(winners_lie_in_the_smallest_set_that_beats_the_rest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pairs_are_locked_as_by_walking_every_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_round_recounts_to_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stv_is_replayed_paper_by_paper, set_up, tear_down),
        cmocka_unit_test_setup_teardown(neither_names_nor_the_order_of_ballots_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_wins_and_rises_still_wins, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
