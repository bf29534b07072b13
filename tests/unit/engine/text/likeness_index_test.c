/* The index finds what a scan of all texts finds, in the same order, whatever was added in between. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/text/likeness_index.h"
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

enum { MOST_TEXTS = 300, MOST_HITS = 12, MOST_BYTES = 4 * 700 };

static bool is_better(LikenessHit a, LikenessHit b)
{
    int d = fraction_cmp(a.likeness, b.likeness);
    return d != 0 ? d > 0 : a.text < b.text;
}

/* All of them, one by one, into a list kept in order. */
static size_t scan(const GramSet *texts, int n, const GramSet *set, Fraction least, size_t k, LikenessHit *ret)
{
    size_t have = 0;
    for (int i = 0; i < n; i++) {
        LikenessHit hit = { i, likeness(&texts[i], set) };
        if (hit.likeness.over == 0 || fraction_cmp(hit.likeness, least) < 0)
            continue;
        size_t at = have;
        while (at > 0 && is_better(hit, ret[at - 1]))
            at--;
        if (at == k)
            continue;
        have += have < k;
        for (size_t m = have - 1; m > at; m--)
            ret[m] = ret[m - 1];
        ret[at] = hit;
    }
    return have;
}

static void assert_same(void **s, const LikenessIndex *x, const GramSet *texts, const GramSet *set, Fraction least,
                        size_t k)
{
    LikenessHit slow[MOST_HITS], quick[MOST_HITS];
    size_t      n = scan(texts, likeness_index_count(x), set, least, k, slow);
    assert_int_equal(likeness_index_top(x, set, least, k, *s, quick), n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(quick[i].text, slow[i].text);
        assert_int_equal(quick[i].likeness.over, slow[i].likeness.over);
        assert_int_equal(quick[i].likeness.under, slow[i].likeness.under);
    }
}

static GramSet grams(const char *text)
{
    GramSet g;
    likeness_grams(str_from(text), &g);
    return g;
}

static void the_most_alike_comes_first_and_of_equal_ones_the_first(void **s)
{
    const char *const texts[] = { "三组路灯坏了一半", "自来水管漏水", "村口路灯不亮", "三组路灯坏了", "", "的了吗", "三组路灯坏了", "水" };
    LikenessIndex    *x = likeness_index_open(*s);
    for (int i = 0; i < (int)COUNTOF(texts); i++) {
        GramSet g = grams(texts[i]);
        assert_int_equal(likeness_index_add(x, &g), i);
    }
    LikenessHit hits[8];
    GramSet     asked = grams("三组的路灯坏了");
    assert_int_equal(likeness_index_top(x, &asked, (Fraction){ 0, 1 }, 8, *s, hits), 4);
    const int order[] = { 3, 6, 0, 2 };
    for (int i = 0; i < 4; i++)
        assert_int_equal(hits[i].text, order[i]);
    const Fraction alike[] = { { 8, 8 }, { 8, 8 }, { 8, 10 }, { 2, 9 } }; /* docs/engines.md */
    for (int i = 0; i < 4; i++) {
        assert_int_equal(hits[i].likeness.over, alike[i].over);
        assert_int_equal(hits[i].likeness.under, alike[i].under);
    }
    assert_int_equal(likeness_index_top(x, &asked, (Fraction){ 0, 1 }, 1, *s, hits), 1);
    assert_int_equal(hits[0].text, 3);
    assert_int_equal(likeness_index_top(x, &asked, (Fraction){ LIKENESS_NUM, LIKENESS_DEN }, 8, *s, hits), 3);
    assert_int_equal(likeness_index_top(x, &asked, (Fraction){ 0, 1 }, 0, *s, hits), 0);
    asked = grams("水");
    assert_int_equal(likeness_index_top(x, &asked, (Fraction){ 0, 1 }, 8, *s, hits), 1);
    assert_int_equal(hits[0].text, 7);
    asked = grams("的了吗");
    assert_int_equal(likeness_index_top(x, &asked, (Fraction){ 0, 1 }, 8, *s, hits), 0);
    asked = grams("路灯");
    assert_int_equal(likeness_index_top(likeness_index_open(*s), &asked, (Fraction){ 0, 1 }, 8, *s, hits), 0);
}

static const u32 words[] = U"路灯水管坏漏三组村口学校电梯渠堵车亮黑修井桥厕所广场垃圾臭";

/* Characters of few words, the first far more often, so that lists are long and many texts are as alike as others. */
static GramSet any_grams(int most_chars, i64 n_words)
{
    char    bytes[MOST_BYTES];
    Str     text = { bytes, 0 };
    GramSet g;
    for (i64 n = dice_upto(most_chars + 1); n > 0; n--)
        text.n += utf8_put(bytes + text.n, words[dice_upto(1 + dice_upto(n_words))]);
    likeness_grams(text, &g);
    return g;
}

static Fraction any_least(void)
{
    static const Fraction some[] = { { 0, 1 }, { 3, 10 }, { 1, 2 }, { 4, 5 }, { 1, 1 }, { 2, 1 } };
    return some[dice_upto((i64)COUNTOF(some))];
}

static void the_index_finds_what_a_scan_finds(void **s)
{
    dice_throw("the_index_finds_what_a_scan_finds");
    static GramSet texts[MOST_TEXTS];
    for (int round = 0; round < 600; round++) {
        arena_reset(*s);
        LikenessIndex *x = likeness_index_open(*s);
        i64            n_words = dice_between(2, (i64)COUNTOF(words) - 1);
        int            most = (int)dice_between(2, dice_upto(10) ? 16 : 300), n = (int)dice_upto(MOST_TEXTS);
        for (int i = 0; i < n; i++) {
            texts[i] = any_grams(most, n_words);
            assert_int_equal(likeness_index_add(x, &texts[i]), i);
            if (dice_upto(10) == 0) {
                GramSet asked = dice_upto(3) ? any_grams(most, n_words) : texts[dice_upto(i + 1)];
                assert_same(s, x, texts, &asked, any_least(), (size_t)dice_upto(MOST_HITS + 1));
            }
        }
        assert_int_equal(likeness_index_count(x), n);
        for (int i = 0; i < 20; i++) {
            GramSet asked = any_grams(most, n_words);
            assert_same(s, x, texts, &asked, any_least(), (size_t)dice_upto(MOST_HITS + 1));
        }
    }
}

/* Enough pairs and texts that every table grows, and questions of other words. */
static void it_grows_and_forgets_nothing(void **s)
{
    enum { MANY = 6000 };
    GramSet       *texts = NEW_N(*s, GramSet, MANY);
    LikenessIndex *x = likeness_index_open(*s);
    dice_throw("it_grows_and_forgets_nothing");
    for (int i = 0; i < MANY; i++) {
        char bytes[64];
        Str  text = { bytes, 0 };
        for (i64 n = dice_upto(10); n > 0; n--)
            text.n += utf8_put(bytes + text.n, (u32)(0x4e00 + dice_wide(2000)));
        likeness_grams(text, &texts[i]);
        assert_int_equal(likeness_index_add(x, &texts[i]), i);
    }
    for (int i = 0; i < 300; i++)
        assert_same(s, x, texts, &texts[dice_upto(MANY)], any_least(), (size_t)dice_between(1, MOST_HITS));
    arena_reset(*s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_alike_comes_first_and_of_equal_ones_the_first),
        cmocka_unit_test(the_index_finds_what_a_scan_finds),
        cmocka_unit_test(it_grows_and_forgets_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
