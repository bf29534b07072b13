/* Elections about a budget: worked examples by hand, and thousands of small ones against the slow reading of each
 * rule. */
#include "support/unit.h"
#include "base/base.h"
#include "base/parallel.h"
#include "support/budget_slow.h"
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

/* ---- by hand ---- */

static Budget *budget_of(Arena *a, BudgetVote vote, const char *total, const char *const (*projects)[2], size_t m)
{
    mpq_t *v = exact_fractions(a, 1);
    assert_true(exact_decimal(a, str_from(total), *v));
    Budget *b = budget_new(a, vote, *v);
    for (size_t i = 0; i < m; i++) {
        assert_true(exact_decimal(a, str_from(projects[i][1]), *v));
        assert_true(budget_project_add(b, str_from(projects[i][0]), STR_NONE, *v));
    }
    budget_projects_end(b);
    return b;
}

/* `times` voters with this ballot: ids separated by spaces. */
static void vote(Budget *b, int times, const char *ids)
{
    u32 choices[16], twice;
    for (; times > 0; times--) {
        Str    rest = str_from(ids), id;
        size_t n = 0;
        while (rest.n && str_next(&rest, ' ', &id))
            assert_true((choices[n++] = budget_find(b, id)) != BUDGET_NONE);
        assert_int_equal(budget_ballot_add(b, choices, NULL, n, &twice), BUDGET_OK);
    }
}

static const char *bought(const BudgetResult *r)
{
    Buf b = buf_new(r->a, 64, 4096);
    for (size_t i = 0; i < r->n; i++)
        buf_printf(&b, "%s%.*s", i ? " " : "", STR_ARG(r->b->projects[r->rounds[i].project].id));
    return str_cstr(r->a, buf_text(&b));
}

static const char *price(const BudgetResult *r, size_t i)
{
    Buf b = buf_new(r->a, 64, 4096);
    exact_put(&b, *r->rounds[i].price);
    return str_cstr(r->a, buf_text(&b));
}

/* Ten voters, 100 each. Six want the road and the bridge, four the well. */
static Budget *road_bridge_well(Arena *a)
{
    static const char *const projects[][2] = { { "bridge", "500" }, { "road", "450" }, { "well", "300" } };
    Budget                  *b = budget_of(a, BUDGET_APPROVAL, "1000", projects, 3);
    vote(b, 6, "road bridge");
    vote(b, 4, "well");
    return b;
}

static void the_majority_takes_all_by_votes(void **s)
{
    Budget *b = road_bridge_well(*s);
    assert_string_equal(bought(budget_city(*s, b, true)), "bridge road");
    assert_string_equal(bought(budget_greedy(*s, budget_support(*s, b, BUDGET_COST))), "bridge road");
}

/* Road: 450 / 6 = 75 each. The six have 25 left: 150 for a bridge of 500. Well: 300 / 4 = 75 each, as dear as the
 * road: "road" is before "well". */
static void equal_shares_leaves_the_four_their_well(void **s)
{
    Budget       *b = road_bridge_well(*s);
    BudgetResult *r = budget_shares(*s, budget_support(*s, b, BUDGET_CARD), BUDGET_PLAIN);
    assert_string_equal(bought(r), "road well");
    assert_string_equal(price(r, 0), "75");
    assert_string_equal(price(r, 1), "75");
    assert_int_equal(r->rounds[0].n_tied, 2);
    assert_int_equal(r->ties, 1);
    /* By cost the price is for a unit of it: road 75/450, bridge 500/6/500 = 1/6, well 1/4. Bridge first, then no
     * road. */
    r = budget_shares(*s, budget_support(*s, b, BUDGET_COST), BUDGET_PLAIN);
    assert_string_equal(bought(r), "bridge well");
    assert_string_equal(price(r, 0), "1/6");
    assert_string_equal(price(r, 1), "1/4");
    assert_int_equal(r->rounds[0].n_tied, 2);
}

/* One more for each, and again: with 100 + 59 the six have 84 after the road, 504 in all: the bridge, 1250 together.
 * The outcome before it, 750, is the result; 250 do not pay the bridge either, so that add1 is done at once. */
static void shares_are_raised_until_the_budget_is_used(void **s)
{
    Budget       *b = road_bridge_well(*s);
    BudgetResult *r = budget_shares(*s, budget_support(*s, b, BUDGET_CARD), BUDGET_ADD1);
    assert_string_equal(bought(r), "road well");
    assert_int_equal(r->runs, 1);
    r = budget_shares(*s, budget_support(*s, b, BUDGET_CARD), BUDGET_ADD1F);
    assert_string_equal(bought(r), "road well");
    assert_int_equal(r->runs, 60);
    assert_int_equal(r->ties, 59); /* those of the 59 raised runs; that of the first is the plain method's */
}

/* The limit is of work: a support of many choices has fewer runs, and never one of them more than the limit says. */
static void many_choices_have_fewer_runs(void **s)
{
    Budget        *b = road_bridge_well(*s);
    BudgetSupport *support = budget_support(*s, b, BUDGET_CARD);
    assert_int_equal(budget_most_runs(support), BUDGET_MOST_RUNS);
    support->from[b->n_projects] = 1000000; /* as if there were so many */
    assert_true(budget_most_runs(support) * 1000000 <= BUDGET_MOST_LOOKS);
    assert_in_range(budget_most_runs(support), 19000, 20000);
}

/* Road at 75: the six have 450 then. Well at 75, too, at the same moment; then the bridge at 75 + 500/6 = 158 1/3.
 * At 75 road and well are next, both fit, road is bought; then well; the bridge does not fit into 250. */
static void phragmen_buys_when_supporters_have_the_cost_together(void **s)
{
    Budget       *b = road_bridge_well(*s);
    BudgetResult *r = budget_phragmen(*s, budget_support(*s, b, BUDGET_CARD));
    assert_string_equal(bought(r), "road well");
    assert_string_equal(price(r, 0), "75");
    assert_string_equal(price(r, 1), "75");
    assert_int_equal(r->ties, 1);
}

/* Everybody approves the one project, and it costs all there is: a third of 100 for each, three times. */
static void nothing_is_lost_by_rounding(void **s)
{
    static const char *const projects[][2] = { { "P", "100" } };
    Budget                  *b = budget_of(*s, BUDGET_APPROVAL, "100", projects, 1);
    vote(b, 3, "P");
    BudgetResult *r = budget_shares(*s, budget_support(*s, b, BUDGET_COST), BUDGET_PLAIN);
    assert_string_equal(bought(r), "P");
    assert_string_equal(price(r, 0), "1/3");
    vote(b, 1, ""); /* an empty ballot is a voter: now there are three quarters of the cost */
    assert_string_equal(bought(budget_shares(*s, budget_support(*s, b, BUDGET_COST), BUDGET_PLAIN)), "");
}

static void ids_are_compared_as_bytes(void **s)
{
    static const char *const projects[][2] = { { "9", "50" }, { "10", "50" }, { "100", "50.00" } };
    Budget                  *b = budget_of(*s, BUDGET_APPROVAL, "100", projects, 3);
    vote(b, 2, "9 10 100");
    assert_string_equal(bought(budget_greedy(*s, budget_support(*s, b, BUDGET_CARD))), "10 100");
    assert_string_equal(bought(budget_shares(*s, budget_support(*s, b, BUDGET_CARD), BUDGET_PLAIN)), "10 100");
    assert_string_equal(bought(budget_phragmen(*s, budget_support(*s, b, BUDGET_CARD))), "10 100");
}

/* The money of two voters, 2^70 + 1, and a project that it just pays; one for a unit of the currency more is not. */
static void a_budget_may_be_beyond_64_bits(void **s)
{
    static const char *const just[][2] = { { "A", "1180591620717411303425" } },
                             *const more[][2] = { { "A", "1180591620717411303425.01" } };
    Budget *b = budget_of(*s, BUDGET_APPROVAL, "1180591620717411303425", just, 1);
    vote(b, 2, "A");
    assert_string_equal(bought(budget_shares(*s, budget_support(*s, b, BUDGET_CARD), BUDGET_PLAIN)), "A");
    b = budget_of(*s, BUDGET_APPROVAL, "1180591620717411303425", more, 1);
    vote(b, 2, "A");
    assert_string_equal(bought(budget_shares(*s, budget_support(*s, b, BUDGET_CARD), BUDGET_PLAIN)), "");
    assert_string_equal(bought(budget_phragmen(*s, budget_support(*s, b, BUDGET_CARD))), "");
}

static void the_threshold_leaves_projects_out_and_a_city_may_stop(void **s)
{
    static const char *const projects[][2] = { { "a", "60" }, { "b", "60" }, { "c", "30" }, { "d", "10" } };
    Budget                  *b = budget_of(*s, BUDGET_APPROVAL, "100", projects, 4);
    vote(b, 3, "a b");
    vote(b, 2, "c");
    vote(b, 1, "d a");
    assert_string_equal(bought(budget_city(*s, b, true)), "a c d");
    assert_string_equal(bought(budget_city(*s, b, false)), "a");
    mpq_set_si(b->threshold, 2, 1);
    assert_string_equal(bought(budget_city(*s, b, true)), "a c");
}

/* ---- by dice ---- */

static void assert_same(const BudgetResult *r, const SlowResult *slow)
{
    mpq_t *cost = exact_fractions(r->a, 1);
    assert_int_equal(r->n, slow->n);
    for (size_t i = 0; i < r->n; i++)
        assert_int_equal(r->rounds[i].project, slow->order[i]);
    assert_int_equal(r->ties, slow->ties);
    budget_money(r->b, r->cost, *cost);
    assert_true(slow->n == 0 || mpq_equal(*cost, *slow->cost));
}

static void assert_same_prices(const BudgetResult *r, const SlowResult *slow)
{
    for (size_t i = 0; i < r->n; i++)
        assert_true(r->rounds[i].price == NULL || mpq_equal(*r->rounds[i].price, slow->price[i]));
}

static BudgetVote some_vote(void)
{
    return (BudgetVote)dice_upto(BUDGET_SCORING + 1);
}

static void shares_are_as_the_slow_reading(Arena *a, const SlowCase *c, const Budget *b, BudgetUtility u)
{
    enum { MOST_RUNS = 25 };
    BudgetSupport *support = budget_support(a, b, u);
    BudgetResult  *r = budget_shares(a, support, BUDGET_PLAIN);
    SlowResult     slow = slow_shares(c, u, 0), greedy;
    assert_same(r, &slow);
    assert_same_prices(r, &slow);
    greedy = slow_greedy(c, u, &slow);
    r = budget_result_copy(a, r);
    budget_greedy_complete(r, support);
    assert_same(r, &greedy);
    for (int full = 0; full <= 1; full++) {
        slow = slow_add1(c, u, full, MOST_RUNS);
        if (slow.runs == MOST_RUNS)
            continue;
        r = budget_shares(a, support, full ? BUDGET_ADD1F : BUDGET_ADD1);
        assert_same(r, &slow);
        assert_int_equal(r->runs, slow.runs);
        assert_true(mpz_cmp(r->cost, b->total) <= 0);
    }
}

static void rules_are_as_their_slow_readings(void **s)
{
    dice_throw("rules_are_as_their_slow_readings");
    for (int i = 0; i < 700; i++) {
        ArenaMark *mark = arena_mark(*s);
        SlowCase   c = slow_case(*s, some_vote(), dice_upto(2) ? 3 : 200000000);
        Budget    *b = slow_budget(&c, NULL, "");
        SlowResult slow;
        for (BudgetUtility u = BUDGET_CARD; u <= BUDGET_BORDA; u++) {
            if (!budget_has_utility(c.vote, u))
                continue;
            slow = slow_greedy(&c, u, NULL);
            BudgetResult *r = budget_greedy(*s, budget_support(*s, b, u));
            assert_same(r, &slow);
            if (u != BUDGET_COST)
                assert_same_prices(r, &slow);
            shares_are_as_the_slow_reading(*s, &c, b, u);
        }
        if (c.vote == BUDGET_APPROVAL || c.vote == BUDGET_CHOOSE_1) {
            slow = slow_phragmen(&c);
            BudgetResult *r = budget_phragmen(*s, budget_support(*s, b, BUDGET_CARD));
            assert_same(r, &slow);
            assert_same_prices(r, &slow);
        }
        for (int skips = 0; skips <= 1 && c.vote != BUDGET_ORDINAL; skips++) {
            mpq_set_si(b->threshold, dice_upto(2) ? dice_upto(6) : 0, 1);
            slow = slow_city(&c, skips, b->threshold);
            BudgetResult *r = budget_city(*s, b, skips);
            assert_same(r, &slow);
            assert_same_prices(r, &slow);
        }
        arena_rewind(*s, mark);
    }
}

static void assert_equal_results(const BudgetResult *x, const BudgetResult *y)
{
    assert_int_equal(x->n, y->n);
    assert_int_equal(x->ties, y->ties);
    assert_int_equal(x->runs, y->runs);
    assert_int_equal(mpz_cmp(x->cost, y->cost), 0);
    for (size_t i = 0; i < x->n; i++) {
        assert_int_equal(x->rounds[i].project, y->rounds[i].project);
        assert_int_equal(x->rounds[i].n_tied, y->rounds[i].n_tied);
        for (u32 k = 0; k < x->rounds[i].n_tied; k++)
            assert_int_equal(x->rounds[i].tied[k], y->rounds[i].tied[k]);
        assert_int_equal(x->rounds[i].price == NULL, y->rounds[i].price == NULL);
        assert_true(x->rounds[i].price == NULL || mpq_equal(*x->rounds[i].price, *y->rounds[i].price));
    }
}

static void neither_the_order_of_ballots_nor_names_matter(void **s)
{
    dice_throw("neither_the_order_of_ballots_nor_names_matter");
    for (int i = 0; i < 800; i++) {
        ArenaMark *mark = arena_mark(*s);
        SlowCase   c = slow_case(*s, some_vote(), 1000);
        size_t     shuffle[SLOW_VOTERS];
        for (size_t g = 0; g < c.n; g++) {
            size_t k = (size_t)dice_upto((i64)g + 1);
            shuffle[g] = shuffle[k];
            shuffle[k] = g;
        }
        Budget *x = slow_budget(&c, NULL, ""), *y = slow_budget(&c, shuffle, "longer-");
        for (BudgetUtility u = BUDGET_CARD; u <= BUDGET_BORDA; u++) {
            if (!budget_has_utility(c.vote, u))
                continue;
            BudgetSupport *sx = budget_support(*s, x, u), *sy = budget_support(*s, y, u);
            assert_equal_results(budget_greedy(*s, sx), budget_greedy(*s, sy));
            assert_equal_results(budget_shares(*s, sx, BUDGET_PLAIN), budget_shares(*s, sy, BUDGET_PLAIN));
            if (u == BUDGET_CARD && c.vote == BUDGET_APPROVAL)
                assert_equal_results(budget_phragmen(*s, sx), budget_phragmen(*s, sy));
        }
        arena_rewind(*s, mark);
    }
}

/* Every voter's payments, from the prices told: together exactly the cost, nobody more than they have. */
static void nobody_pays_more_than_they_have(void **s)
{
    dice_throw("nobody_pays_more_than_they_have");
    for (int i = 0; i < 800; i++) {
        ArenaMark    *mark = arena_mark(*s);
        SlowCase      c = slow_case(*s, some_vote(), 50);
        Budget       *b = slow_budget(&c, NULL, "");
        BudgetUtility u = budget_has_points(c.vote) ? BUDGET_POINTS : (BudgetUtility)dice_upto(2);
        BudgetResult *r = budget_shares(*s, budget_support(*s, b, u), BUDGET_PLAIN);
        mpq_t        *money = exact_fractions(*s, c.n), *v = exact_fractions(*s, 3);
        mpq_set_si(v[0], c.n_votes, 1);
        for (size_t g = 0; g < c.n; g++)
            mpq_div(money[g], *c.total, v[0]);
        for (size_t k = 0; k < r->n; k++) {
            u32 p = r->rounds[k].project;
            mpq_set_ui(v[2], 0, 1);
            for (size_t g = 0; g < c.n; g++) {
                slow_worth(&c, u, &c.ballots[g], p, v[0]);
                if (mpq_sgn(v[0]) <= 0)
                    continue;
                mpq_mul(v[0], v[0], *r->rounds[k].price);
                if (mpq_cmp(v[0], money[g]) > 0)
                    mpq_set(v[0], money[g]);
                mpq_sub(money[g], money[g], v[0]);
                mpq_set_ui(v[1], c.ballots[g].weight, 1);
                mpq_mul(v[0], v[0], v[1]);
                mpq_add(v[2], v[2], v[0]);
            }
            assert_true(mpq_equal(v[2], c.cost[p]));
        }
        assert_true(mpz_cmp(r->cost, b->total) <= 0);
        arena_rewind(*s, mark);
    }
}

static void what_is_greedy_leaves_nothing_that_fits(void **s)
{
    dice_throw("what_is_greedy_leaves_nothing_that_fits");
    for (int i = 0; i < 800; i++) {
        ArenaMark     *mark = arena_mark(*s);
        SlowCase       c = slow_case(*s, some_vote(), 5);
        Budget        *b = slow_budget(&c, NULL, "");
        BudgetSupport *support = budget_support(*s, b, BUDGET_COST);
        mpz_t         *left = exact_wholes(*s, 1);
        BudgetResult  *r[] = { budget_greedy(*s, support),
                               budget_result_copy(*s, budget_shares(*s, support, BUDGET_PLAIN)) };
        budget_greedy_complete(r[1], support);
        for (int k = 0; k < 2; k++)
            for (u32 p = 0; p < b->n_projects; p++)
                assert_false(!r[k]->has[p] && budget_result_fits(r[k], p, *left));
        arena_rewind(*s, mark);
    }
}

/* Two hundred voters and costs that do not tie: intervals decide every round. Where two tie, fractions must. */
static void fractions_are_asked_only_where_intervals_do_not_decide(void **s)
{
    dice_throw("fractions_are_asked_only_where_intervals_do_not_decide");
    mpq_t  *v = exact_fractions(*s, 1);
    Budget *b;
    mpq_set_si(*v, 500000, 1);
    b = budget_new(*s, BUDGET_APPROVAL, *v);
    for (int p = 0; p < 20; p++) {
        mpq_set_si(*v, 10007 + 1009 * p * p, 1);
        assert_true(budget_project_add(b, arena_printf(*s, "%02d", p), STR_NONE, *v));
    }
    budget_projects_end(b);
    for (int i = 0; i < 200; i++) {
        u32    choices[20], twice;
        size_t n = 0;
        for (u32 p = 0; p < 20; p++)
            if (dice_upto(3) == 0)
                choices[n++] = p;
        assert_int_equal(budget_ballot_add(b, choices, NULL, n, &twice), BUDGET_OK);
    }
    BudgetRun *r = budget_run_open(*s, budget_support(*s, b, BUDGET_CARD));
    for (int i = 0; i < 50; i++)
        budget_run(r, 37 * i);
    assert_true(r->book.n > 5);
    assert_true(r->exact_asked < 5);
    r = budget_run_open(*s, budget_support(*s, road_bridge_well(*s), BUDGET_CARD));
    budget_run(r, 0);
    assert_int_equal(r->exact_asked, 2); /* road and well */
    assert_int_equal(r->ties, 1);
}

/* Some hundred runs, so that threads are begun. */
static void threads_change_nothing(void **s)
{
    dice_throw("threads_change_nothing");
    int searched = 0;
    for (int i = 0; i < 200; i++) {
        ArenaMark     *mark = arena_mark(*s);
        SlowCase       c = slow_case(*s, BUDGET_APPROVAL, 20);
        mpq_set_si(*c.total, dice_between(500, 3000), 1);
        for (size_t p = 0; p < c.m; p++)
            mpq_set_si(c.cost[p], dice_between(100, 2000), 1);
        Budget        *b = slow_budget(&c, NULL, "");
        BudgetSupport *support = budget_support(*s, b, (BudgetUtility)dice_upto(2));
        BudgetShares   how = dice_upto(2) ? BUDGET_ADD1 : BUDGET_ADD1F;
        parallel_limit(1);
        BudgetResult *x = budget_shares(*s, support, how);
        parallel_limit((int)dice_between(2, 5));
        BudgetResult *y = budget_shares(*s, support, how);
        parallel_limit(0);
        assert_equal_results(x, y);
        searched += x->runs > 30;
        arena_rewind(*s, mark);
    }
    assert_true(searched > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_majority_takes_all_by_votes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_shares_leaves_the_four_their_well, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shares_are_raised_until_the_budget_is_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_choices_have_fewer_runs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(phragmen_buys_when_supporters_have_the_cost_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_lost_by_rounding, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_are_compared_as_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_budget_may_be_beyond_64_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_threshold_leaves_projects_out_and_a_city_may_stop, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rules_are_as_their_slow_readings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(neither_the_order_of_ballots_nor_names_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_pays_more_than_they_have, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_greedy_leaves_nothing_that_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fractions_are_asked_only_where_intervals_do_not_decide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(threads_change_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
