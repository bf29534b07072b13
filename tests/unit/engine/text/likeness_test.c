/* Two ways of saying the same thing are alike; the same place with another trouble is not. */
#include "support/unit.h"
#include "base/base.h"
#include "engine/text/likeness.h"
#include "support/dice.h"

static Fraction of(const char *a, const char *b)
{
    GramSet x, y;
    likeness_grams(str_from(a), &x);
    likeness_grams(str_from(b), &y);
    return likeness(&x, &y);
}

static bool alike(const char *a, const char *b)
{
    GramSet x, y;
    likeness_grams(str_from(a), &x);
    likeness_grams(str_from(b), &y);
    return likeness_is_alike(&x, &y);
}

static void assert_fraction(Fraction f, i64 over, i64 under)
{
    assert_int_equal(f.over, over);
    assert_int_equal(f.under, under);
}

static void likeness_is_the_share_of_common_pairs(void **s)
{
    assert_fraction(of("路灯坏", "路灯坏"), 4, 4);
    assert_fraction(of("路灯坏", "路灯亮"), 2, 4);
    assert_fraction(of("路灯", "水管"), 0, 2);
    assert_fraction(of("哈哈哈哈", "哈哈"), 2, 2); /* distinct pairs */
}

static void the_same_trouble_in_other_words_is_alike(void **s)
{
    assert_true(alike("三组路灯坏了一半", "三组的路灯坏了"));
    assert_true(alike("村口到学校的路灯不亮", "村口路灯不亮，孩子上学怕"));
    assert_true(alike("水管漏水没人修", "自来水管漏水"));
}

static void another_trouble_is_not(void **s)
{
    assert_false(alike("三组路灯坏了一半", "三组水渠堵了"));
    assert_false(alike("想加装电梯", "广场想装健身器材"));
    assert_false(alike("", ""));
    assert_false(alike("的了吗", "的了吗")); /* nothing but common words is like nothing */
}

static void common_words_points_width_and_case_do_not_count(void **s)
{
    assert_fraction(of("路灯坏了！", "路 灯，坏"), 4, 4);
    assert_fraction(of("ＷｉＦｉ坏", "wifi坏"), 8, 8);
}

static void a_single_character_is_compared_as_itself(void **s)
{
    assert_fraction(of("水", "水"), 2, 2);
    assert_fraction(of("水", "电"), 0, 2);
    assert_fraction(of("水", "水管"), 0, 2);
}

static void a_very_long_text_is_cut_and_not_overrun(void **s)
{
    char long_text[6000];
    Str  rest = { long_text, 0 };
    for (u32 ch = 0x4e00; rest.n + 4 < sizeof long_text; ch++) {
        char   utf8[4];
        size_t n = utf8_put(utf8, ch);
        for (size_t i = 0; i < n; i++)
            long_text[rest.n++] = utf8[i];
    }
    GramSet g;
    likeness_grams(rest, &g);
    assert_int_equal(g.n, LIKENESS_MAX_GRAMS);
    assert_fraction(likeness(&g, &g), 2 * LIKENESS_MAX_GRAMS, 2 * LIKENESS_MAX_GRAMS);
}

/* A short text of few characters, so that pairs repeat. */
static Str any_text(char *room)
{
    static const char *const words[] = { "路", "灯", "水", "坏", "三", "组", "的", "，", "A", "ａ" };
    Str text = { room, 0 };
    for (i64 n = dice_upto(12); n > 0; n--)
        for (const char *p = words[dice_upto((i64)COUNTOF(words))]; *p; p++)
            room[text.n++] = *p;
    return text;
}

static int slow_common(const GramSet *a, const GramSet *b)
{
    int n = 0;
    for (int i = 0; i < a->n; i++)
        for (int k = 0; k < b->n; k++)
            n += a->v[i] == b->v[k];
    return n;
}

static void likeness_is_mutual_and_agrees_with_comparing_each_to_each(void **s)
{
    dice_throw("likeness_is_mutual_and_agrees_with_comparing_each_to_each");
    for (int round = 0; round < 5000; round++) {
        char    room_a[64], room_b[64];
        GramSet a, b;
        likeness_grams(any_text(room_a), &a);
        likeness_grams(any_text(room_b), &b);
        for (int i = 1; i < a.n; i++)
            assert_true(a.v[i - 1] < a.v[i]);
        Fraction f = likeness(&a, &b), g = likeness(&b, &a);
        assert_fraction(f, 2 * slow_common(&a, &b), a.n + b.n);
        assert_fraction(g, f.over, f.under);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(likeness_is_the_share_of_common_pairs),
        cmocka_unit_test(the_same_trouble_in_other_words_is_alike),
        cmocka_unit_test(another_trouble_is_not),
        cmocka_unit_test(common_words_points_width_and_case_do_not_count),
        cmocka_unit_test(a_single_character_is_compared_as_itself),
        cmocka_unit_test(a_very_long_text_is_cut_and_not_overrun),
        cmocka_unit_test(likeness_is_mutual_and_agrees_with_comparing_each_to_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
