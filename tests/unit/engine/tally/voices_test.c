/* Each household has one voice over all that it raises: what follows from that for the order of needs. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/tally/voices.h"
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

enum { MOST_NEEDS = 12, MOST_HOUSEHOLDS = 60, MOST_SUPPORTS = 400 };

typedef struct Town {
    VoicesRule    rule;
    VoicesNeed    needs[MOST_NEEDS];
    u8            traits[MOST_HOUSEHOLDS];
    VoicesSupport v[MOST_SUPPORTS];
    size_t        n, homes, n_v;
} Town;

/* One voice each and nothing else counts. */
static const VoicesRule plain_rule = { .den = 1, .wait_days = 1 };
/* The rule of docs/engines.md: care adds half a voice, 30 days of waiting a twentieth, up to a half. */
static const VoicesRule rule = { .den = 20, .trait = { 10, 10, 10 }, .traits_most = 10, .wait_days = 30, .wait_adds = 1,
                                 .wait_most = 10 };

static Voices rank(void **s, const Town *t)
{
    Voices r;
    size_t at;
    assert_int_equal(voices_rank(*s, &t->rule, t->needs, t->n, t->traits, t->homes, t->v, t->n_v, &r, &at), VOICES_OK);
    assert_int_equal(r.n, t->n);
    return r;
}

static int new_need(Town *t, i64 days)
{
    t->needs[t->n] = (VoicesNeed){ (i64)t->n + 1, days };
    return (int)t->n++;
}

static int new_homes(Town *t, int n)
{
    t->homes += (size_t)n;
    return (int)t->homes - n;
}

static void raise(Town *t, int need, int from, int n)
{
    for (int h = from; h < from + n; h++)
        t->v[t->n_v++] = (VoicesSupport){ need, h };
}

static void assert_voices(void **s, VoicesSum over, VoicesSum under, const char *text)
{
    assert_string_equal(str_cstr(*s, voices_text(*s, over, under, 3)), text);
}

static size_t place_of(const Voices *r, int need)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->places[i].need == need)
            return i;
    assert_true(false); /* every need has a place */
    return 0;
}

/* docs/engines.md: nine households ask for light three times over, five for water, four for a bus. */
static void three_ways_to_ask_for_light_do_not_fill_the_top(void **s)
{
    Town t = { .rule = rule };
    int  nine = new_homes(&t, 9), five = new_homes(&t, 5), four = new_homes(&t, 4);
    int  lamps = new_need(&t, 9), dark = new_need(&t, 8), wires = new_need(&t, 7), water = new_need(&t, 3);
    int  bus = new_need(&t, 40);
    raise(&t, lamps, nine, 9);
    raise(&t, dark, nine, 9);
    raise(&t, wires, nine, 9);
    raise(&t, water, five, 5);
    raise(&t, bus, four, 4);
    t.traits[four] = 1; /* somebody disabled lives there */
    Voices    r = rank(s, &t);
    const int order[] = { lamps, water, bus, dark, wires };
    for (size_t i = 0; i < r.n; i++)
        assert_int_equal(r.places[i].need, order[i]);

    const VoicesPlace *p = r.places;
    assert_voices(s, p[0].sum, r.under, "9.000");
    assert_voices(s, p[1].sum, r.under, "5.000");
    assert_voices(s, p[2].sum, r.under, "4.725"); /* 4 voices, half a one for care, a twentieth more for 30 days */
    assert_voices(s, p[2].plain, r.under, "4.000");
    assert_voices(s, p[2].for_care, r.under, "0.500");
    assert_voices(s, p[2].for_waiting, r.under, "0.225");
    assert_voices(s, p[3].sum, r.under, "4.500");
    assert_voices(s, p[4].sum, r.under, "3.000");
    assert_int_equal(p[3].n_shares, 1);
    assert_int_equal(p[3].shares[0].divisor, 2);
    assert_int_equal(p[3].shares[0].households, 9);

    assert_int_equal(p[0].above.why, VOICES_MORE_HOUSEHOLDS); /* four more */
    assert_int_equal(p[0].above.households, 4);
    assert_voices(s, p[0].above.margin, r.under, "4.000");
    assert_int_equal(p[1].above.why, VOICES_MORE_HOUSEHOLDS);
    assert_int_equal(p[1].above.households, 1);
    assert_voices(s, p[1].above.by_care, r.under, "-0.500");
    assert_int_equal(p[2].above.why, VOICES_CARE); /* half a voice, against 0.225 for waiting, and half a voice short */
    assert_voices(s, p[2].above.by_households, r.under, "-0.525");
    assert_voices(s, p[2].above.by_care, r.under, "0.525");
    assert_voices(s, p[2].above.by_waiting, r.under, "0.225");
    assert_int_equal(p[2].above.heard, 9);
    assert_int_equal(p[3].above.why, VOICES_EVEN_LONGER); /* the third way to ask for light was as good until then */
    assert_int_equal(p[3].above.days, 1);
    assert_int_equal(p[4].above.why, VOICES_LAST);
}

static VoicesAbove above_of_two(void **s, int homes_a, i64 days_a, int homes_b, i64 days_b)
{
    Town t = { .rule = rule };
    int  a = new_need(&t, days_a), b = new_need(&t, days_b);
    raise(&t, a, new_homes(&t, homes_a), homes_a);
    raise(&t, b, new_homes(&t, homes_b), homes_b);
    Voices r = rank(s, &t);
    assert_int_equal(r.places[0].need, a);
    return r.places[0].above;
}

static void a_place_is_told_apart_from_the_next(void **s)
{
    VoicesAbove v = above_of_two(s, 5, 0, 3, 0);
    assert_int_equal(v.why, VOICES_MORE_HOUSEHOLDS);
    assert_int_equal(v.households, 2);
    v = above_of_two(s, 5, 49, 5, 9); /* 40 days longer, 30 of them full ones */
    assert_int_equal(v.why, VOICES_LONGER);
    assert_int_equal(v.days, 40);
    assert_int_equal(above_of_two(s, 5, 29, 5, 9).why, VOICES_EVEN_LONGER);
    assert_int_equal(above_of_two(s, 5, 9, 5, 9).why, VOICES_EVEN);
    v = above_of_two(s, 21, 0, 20, 30); /* 20 voices and a twentieth are 21 */
    assert_int_equal(v.why, VOICES_EVEN_HOUSEHOLDS);
    assert_true(v.margin == 0);

    Town t = { .rule = plain_rule };
    int  three = new_homes(&t, 3), two = new_homes(&t, 2);
    int  first = new_need(&t, 0), again = new_need(&t, 0), other = new_need(&t, 0);
    raise(&t, first, three, 3);
    raise(&t, again, three, 3);
    raise(&t, other, two, 2);
    Voices r = rank(s, &t);
    assert_int_equal(r.places[1].need, other); /* 2 against 3/2 */
    assert_int_equal(r.places[1].above.why, VOICES_LESS_HEARD);
    assert_int_equal(r.places[1].above.heard, 3);
    assert_int_equal(r.places[1].above.households, -1);
}

static void the_fortieth_need_of_a_household_is_its_last_that_counts(void **s)
{
    Town          t = { .rule = plain_rule };
    VoicesNeed    needs[50];
    VoicesSupport v[50];
    Voices        r;
    size_t        at;
    for (int i = 0; i < 50; i++) {
        needs[i] = (VoicesNeed){ 100 - i, 0 };
        v[i] = (VoicesSupport){ i, 0 };
    }
    assert_int_equal(voices_rank(*s, &t.rule, needs, 50, t.traits, 1, v, 50, &r, &at), VOICES_OK);
    for (int i = 0; i < 50; i++) {
        const VoicesPlace *p = &r.places[i];
        assert_int_equal(needs[p->need].id, 51 + i); /* even, so by id */
        assert_true(i < 40 ? p->sum * (i + 1) == r.under : p->sum == 0);
        assert_int_equal(p->shares[0].divisor, i < 40 ? i + 1 : 0);
    }
}

/* ---- against the header's words, read one by one ---- */

static void any_town(Town *t, size_t most_needs, int most_homes)
{
    *t = (Town){ .rule = { .den = dice_between(1, 3), .wait_days = dice_between(1, 5) } };
    for (int i = 0; i < VOICES_TRAITS; i++)
        t->rule.trait[i] = dice_upto(4);
    t->rule.traits_most = dice_upto(4);
    t->rule.wait_adds = dice_upto(3);
    t->rule.wait_most = dice_upto(6);
    t->n = (size_t)dice_between(1, (i64)most_needs);
    t->homes = (size_t)dice_upto(most_homes + 1);
    for (size_t i = 0; i < t->n; i++)
        t->needs[i] = (VoicesNeed){ (i64)(i * 7 % 13), dice_upto(dice_upto(2) ? 4 : 30) };
    for (size_t h = 0; h < t->homes; h++)
        t->traits[h] = dice_upto(3) ? 0 : (u8)dice_upto(256);
    for (i64 k = t->homes > 0 ? dice_upto(40) : 0; k > 0; k--)
        t->v[t->n_v++] = (VoicesSupport){ (int)dice_upto((i64)t->n), (int)dice_upto((i64)t->homes) };
}

static bool has_raised(const Town *t, int home, int need)
{
    for (size_t i = 0; i < t->n_v; i++)
        if (t->v[i].household == home && t->v[i].need == need)
            return true;
    return false;
}

/* Of a need among those placed, in 1/(27720 * den * den): 27720 = lcm(1..12). */
static i64 slow_sum(const Town *t, int need, const int *placed, size_t n_placed, int *ret_homes)
{
    i64 sum = 0, waits = t->needs[need].days / t->rule.wait_days * t->rule.wait_adds;
    *ret_homes = 0;
    for (int h = 0; h < (int)t->homes; h++) {
        i64 divisor = 1, care = 0;
        if (!has_raised(t, h, need))
            continue;
        for (size_t i = 0; i < n_placed; i++)
            divisor += has_raised(t, h, placed[i]);
        for (int i = 0; i < VOICES_TRAITS; i++)
            care += t->traits[h] >> i & 1 ? t->rule.trait[i] : 0;
        sum += (t->rule.den + (care < t->rule.traits_most ? care : t->rule.traits_most)) * (27720 / divisor);
        ++*ret_homes;
    }
    return sum * (t->rule.den + (waits < t->rule.wait_most ? waits : t->rule.wait_most));
}

static void slow_order(const Town *t, int *ret_order, i64 *ret_sums)
{
    bool is_placed[MOST_NEEDS] = { 0 };
    for (size_t at = 0; at < t->n; at++) {
        int best = -1, best_homes = 0;
        for (int i = 0; i < (int)t->n; i++) {
            int homes;
            i64 sum = slow_sum(t, i, ret_order, at, &homes);
            if (is_placed[i])
                continue;
            bool better = best < 0 || sum > ret_sums[at];
            if (best >= 0 && sum == ret_sums[at])
                better = homes != best_homes               ? homes > best_homes
                         : t->needs[i].days != t->needs[best].days ? t->needs[i].days > t->needs[best].days
                                                           : t->needs[i].id < t->needs[best].id;
            if (better) {
                best = i;
                best_homes = homes;
                ret_sums[at] = sum;
            }
        }
        ret_order[at] = best;
        is_placed[best] = true;
    }
}

static void assert_explained(const Town *t, const Voices *r, const int *order, size_t at)
{
    const VoicesPlace *p = &r->places[at];
    int                homes, next_homes, total = 0;
    for (int i = 0; i < p->n_shares; i++)
        total += p->shares[i].households;
    assert_int_equal(total, p->households);
    assert_true(p->plain + p->for_care + p->for_waiting == p->sum);
    if (at + 1 == t->n) {
        assert_int_equal(p->above.why, VOICES_LAST);
        return;
    }
    i64 sum = slow_sum(t, order[at], order, at, &homes), next = slow_sum(t, order[at + 1], order, at, &next_homes);
    const VoicesAbove *v = &p->above;
    assert_true(v->margin * 27720 * t->rule.den * t->rule.den == (VoicesSum)(sum - next) * r->under);
    assert_true(v->by_households + v->by_care + v->by_waiting == v->margin && v->margin >= 0);
    assert_int_equal(v->households, homes - next_homes);
    assert_int_equal(v->days, t->needs[order[at]].days - t->needs[order[at + 1]].days);
    switch (v->why) {
    case VOICES_LAST: assert_true(false); break;
    case VOICES_MORE_HOUSEHOLDS: assert_true(v->by_households > 0 && v->households > 0); break;
    case VOICES_LESS_HEARD: assert_true(v->by_households > 0 && v->households <= 0 && v->heard > 0); break;
    case VOICES_CARE: assert_true(v->by_care > 0); break;
    case VOICES_LONGER: assert_true(v->by_waiting > 0 && v->days > 0); break;
    case VOICES_EVEN_HOUSEHOLDS: assert_true(v->margin == 0 && v->households > 0); break;
    case VOICES_EVEN_LONGER: assert_true(v->margin == 0 && v->households == 0 && v->days > 0); break;
    case VOICES_EVEN: assert_true(v->margin == 0 && v->households == 0 && v->days == 0); break;
    }
}

static void the_order_is_that_of_the_words_and_every_place_is_explained(void **s)
{
    dice_throw("the_order_is_that_of_the_words_and_every_place_is_explained");
    for (int round = 0; round < 4000; round++) {
        Town t;
        int  order[MOST_NEEDS];
        i64  sums[MOST_NEEDS];
        any_town(&t, MOST_NEEDS, 12);
        arena_reset(*s);
        Voices r = rank(s, &t);
        slow_order(&t, order, sums);
        for (size_t i = 0; i < t.n; i++) {
            assert_int_equal(r.places[i].need, order[i]);
            assert_true(r.places[i].sum * 27720 * t.rule.den * t.rule.den == (VoicesSum)sums[i] * r.under);
            assert_explained(&t, &r, order, i);
        }
    }
}

/* ---- what holds ---- */

static void order_of_input_and_numbers_of_households_do_not_matter(void **s)
{
    dice_throw("order_of_input_and_numbers_of_households_do_not_matter");
    for (int round = 0; round < 3000; round++) {
        Town t, u;
        int  need_at[MOST_NEEDS], home_at[MOST_HOUSEHOLDS];
        any_town(&t, MOST_NEEDS, 20);
        u = t;
        for (int i = 0; i < (int)t.n; i++) {
            int at = (int)dice_upto(i + 1);
            need_at[i] = need_at[at];
            need_at[at] = i;
        }
        for (int h = 0; h < (int)t.homes; h++) {
            int at = (int)dice_upto(h + 1);
            home_at[h] = home_at[at];
            home_at[at] = h;
        }
        for (size_t i = 0; i < t.n; i++)
            u.needs[need_at[i]] = t.needs[i];
        for (size_t h = 0; h < t.homes; h++)
            u.traits[home_at[h]] = t.traits[h];
        for (size_t k = 0; k < t.n_v; k++)
            u.v[t.n_v - 1 - k] = (VoicesSupport){ need_at[t.v[k].need], home_at[t.v[k].household] };
        arena_reset(*s);
        Voices r = rank(s, &t), q = rank(s, &u);
        for (size_t i = 0; i < t.n; i++) {
            assert_int_equal(need_at[r.places[i].need], q.places[i].need);
            assert_true(r.places[i].sum == q.places[i].sum);
            assert_int_equal(r.places[i].above.why, q.places[i].above.why);
        }
    }
}

/* A further household, with whatever else it raised, joins a need: the need does not fall, and those above it are the
 * first ones of the order before, unchanged. */
static void one_more_household_never_lowers_a_need(void **s)
{
    dice_throw("one_more_household_never_lowers_a_need");
    i64 risen = 0;
    for (int round = 0; round < 4000; round++) {
        Town t;
        any_town(&t, MOST_NEEDS, 20);
        if (t.homes == 0)
            continue;
        int need = (int)dice_upto((i64)t.n), home = (int)dice_upto((i64)t.homes); /* one that raised something, or not */
        arena_reset(*s);
        Voices before = rank(s, &t);
        raise(&t, need, home, 1);
        Voices after = rank(s, &t);
        size_t was = place_of(&before, need), is = place_of(&after, need);
        assert_true(is <= was);
        for (size_t i = 0; i < is; i++)
            assert_int_equal(after.places[i].need, before.places[i].need);
        risen += is < was;
    }
    assert_true(risen > 100);
}

/* S households raise t clones, alone; another need has W of its own: at most S/W clones stand above it, whatever t is and
 * whatever the rest of the town does. */
static void clones_are_bounded_by_what_their_households_count(void **s)
{
    dice_throw("clones_are_bounded_by_what_their_households_count");
    for (int round = 0; round < 4000; round++) {
        Town t;
        any_town(&t, 5, 10); /* the rest of the town */
        i64       days = dice_upto(20), other_days = dice_upto(20);
        int       n_same = (int)dice_between(1, 12), n_own = (int)dice_between(1, 12), clones = (int)dice_between(1, 6);
        int       same = new_homes(&t, n_same), own = new_homes(&t, n_own);
        VoicesSum counts[2];
        for (int h = same; h < own + n_own; h++)
            t.traits[h] = (u8)(dice_upto(2) ? 0 : dice_upto(256));
        int other = new_need(&t, other_days), clone = -1;
        raise(&t, other, own, n_own);
        for (int i = 0; i < clones; i++) {
            clone = new_need(&t, days);
            raise(&t, clone, same, n_same);
        }
        for (size_t i = 0; i < t.n; i++)
            t.needs[i].id = (i64)(t.n - i); /* clones come first where all is even */
        arena_reset(*s);
        Voices r = rank(s, &t);
        size_t first_clone = r.n, above = 0;
        for (size_t i = 0; i < r.n; i++)
            if (r.places[i].need > other && i < first_clone)
                first_clone = i;
        counts[0] = r.places[first_clone].sum; /* at its first, each counts whole */
        counts[1] = r.places[place_of(&r, other)].sum;
        for (size_t i = 0; i < place_of(&r, other); i++)
            above += r.places[i].need > other;
        assert_true((VoicesSum)above * counts[1] <= counts[0]);
        if (counts[0] < counts[1])
            assert_int_equal(above, 0);
    }
}

static void groups_have_their_share_of_the_first_places(void **s)
{
    dice_throw("groups_have_their_share_of_the_first_places");
    for (int round = 0; round < 4000; round++) {
        Town t = { .rule = plain_rule };
        int  groups = (int)dice_between(1, 4), size[4], n = 0, group_of[MOST_NEEDS];
        for (int g = 0; g < groups; g++) {
            size[g] = (int)dice_between(1, 12);
            n += size[g];
            int homes = new_homes(&t, size[g]);
            for (int i = 0; i < MOST_NEEDS / groups; i++) {
                int need = new_need(&t, 0);
                group_of[need] = g;
                raise(&t, need, homes, size[g]);
            }
        }
        for (size_t i = 0; i < t.n; i++)
            t.needs[i].id = (i64)(i * 5 % 13); /* ties in any order */
        arena_reset(*s);
        Voices r = rank(s, &t);
        int    have[4] = { 0 };
        for (int k = 1; k <= (int)t.n; k++) {
            bool is_spent = false; /* a group that has no more needs leaves its share to others */
            have[group_of[r.places[k - 1].need]]++;
            for (int g = 0; g < groups; g++)
                is_spent |= have[g] == MOST_NEEDS / groups;
            for (int g = 0; g < groups; g++) {
                int share = k * size[g] / n;
                assert_true(have[g] >= (share < MOST_NEEDS / groups ? share : MOST_NEEDS / groups));
                if (!is_spent)
                    assert_true(have[g] * n <= (k + groups - 1) * size[g]);
            }
        }
    }
}

/* Two towns in one list: each keeps its own order. */
static void who_shares_no_need_does_not_meddle(void **s)
{
    dice_throw("who_shares_no_need_does_not_meddle");
    for (int round = 0; round < 3000; round++) {
        Town t, other, both;
        any_town(&t, MOST_NEEDS / 2, 15);
        any_town(&other, MOST_NEEDS / 2, 15);
        both = t;
        for (size_t i = 0; i < other.n; i++)
            both.needs[both.n++] = (VoicesNeed){ other.needs[i].id + 100, other.needs[i].days };
        for (size_t h = 0; h < other.homes; h++)
            both.traits[both.homes++] = other.traits[h];
        for (size_t k = 0; k < other.n_v; k++)
            both.v[both.n_v++] = (VoicesSupport){ other.v[k].need + (int)t.n, other.v[k].household + (int)t.homes };
        arena_reset(*s);
        Voices alone = rank(s, &t), together = rank(s, &both);
        for (size_t i = 0, k = 0; i < together.n; i++)
            if (together.places[i].need < (int)t.n)
                assert_int_equal(together.places[i].need, alone.places[k++].need);
    }
}

/* ---- edges ---- */

static void assert_refused(void **s, const Town *t, size_t n, size_t homes, size_t n_v, VoicesFault fault, size_t where)
{
    Voices r;
    size_t at;
    assert_int_equal(voices_rank(*s, &t->rule, t->needs, n, t->traits, homes, t->v, n_v, &r, &at), fault);
    assert_int_equal(at, where);
    assert_null(r.places);
}

static void what_cannot_be_ranked_is_refused(void **s)
{
    Town t = { .rule = rule };
    new_need(&t, 1);
    new_need(&t, 2);
    raise(&t, 1, new_homes(&t, 2), 2);
    assert_refused(s, &t, VOICES_MOST_NEEDS + 1, 2, 2, VOICES_TOO_MANY, 0);
    assert_refused(s, &t, 2, VOICES_MOST_HOUSEHOLDS + 1, 2, VOICES_TOO_MANY, 0);
    assert_refused(s, &t, 2, 2, VOICES_MOST_SUPPORTS + 1, VOICES_TOO_MANY, 0);
    assert_refused(s, &t, 2, 1, 2, VOICES_BAD_SUPPORT, 1);
    assert_refused(s, &t, 1, 2, 2, VOICES_BAD_SUPPORT, 0);
    t.needs[1].id = t.needs[0].id;
    assert_refused(s, &t, 2, 2, 2, VOICES_TWICE, 1);
    t.needs[1].days = -1;
    assert_refused(s, &t, 2, 2, 2, VOICES_BAD_NEED, 1);
    t.rule.trait[7] = 201; /* more than ten voices */
    assert_refused(s, &t, 2, 2, 2, VOICES_BAD_RULE, 0);
    t.rule = (VoicesRule){ .den = 1 };
    assert_refused(s, &t, 2, 2, 2, VOICES_BAD_RULE, 0);
}

/* A million households of most weight: UBSan would stop where a sum ran over. */
static void the_largest_sums_fit(void **s)
{
    enum { HOMES = VOICES_MOST_HOUSEHOLDS };
    VoicesRule     most = { .den = 1000, .trait = { 10000 }, .traits_most = 10000, .wait_days = 1, .wait_adds = 10000,
                            .wait_most = 10000 };
    VoicesNeed     needs[] = { { INT64_MIN, VOICES_MOST_DAYS }, { INT64_MAX, VOICES_MOST_DAYS } };
    u8            *traits = NEW_N(*s, u8, HOMES);
    VoicesSupport *v = NEW_N(*s, VoicesSupport, HOMES + 1);
    Voices         r;
    size_t         at;
    for (int h = 0; h < HOMES; h++) {
        traits[h] = 255;
        v[h] = (VoicesSupport){ 1, h };
    }
    v[HOMES] = v[0];
    assert_int_equal(voices_rank(*s, &most, needs, 2, traits, HOMES, v, HOMES + 1, &r, &at), VOICES_OK);
    assert_int_equal(r.places[0].need, 1);
    assert_int_equal(r.places[0].households, HOMES);
    assert_voices(s, r.places[0].sum, r.under, "121000000.000"); /* 11 voices each, and ten times that for waiting */
    assert_int_equal(r.places[1].households, 0);
    arena_reset(*s);
}

static void nothing_to_rank_is_an_empty_list(void **s)
{
    Town t = { .rule = rule };
    assert_int_equal(rank(s, &t).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_ways_to_ask_for_light_do_not_fill_the_top),
        cmocka_unit_test(a_place_is_told_apart_from_the_next),
        cmocka_unit_test(the_fortieth_need_of_a_household_is_its_last_that_counts),
        cmocka_unit_test(the_order_is_that_of_the_words_and_every_place_is_explained),
        cmocka_unit_test(order_of_input_and_numbers_of_households_do_not_matter),
        cmocka_unit_test(one_more_household_never_lowers_a_need),
        cmocka_unit_test(clones_are_bounded_by_what_their_households_count),
        cmocka_unit_test(groups_have_their_share_of_the_first_places),
        cmocka_unit_test(who_shares_no_need_does_not_meddle),
        cmocka_unit_test(what_cannot_be_ranked_is_refused),
        cmocka_unit_test(the_largest_sums_fit),
        cmocka_unit_test(nothing_to_rank_is_an_empty_list),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
