/* Names by their sound. */
#include "engine/text/pinyin.h"

#include <string.h>

#include "support/unit.h"

static bool is_among(const Str *v, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(v[i], s))
            return true;
    return false;
}

static void a_name_is_spelled(void **state)
{
    Arena *a = arena_open();
    Str    v[PINYIN_SPELLINGS];
    size_t n = pinyin_whole(a, STR("上湾村"), v);
    assert_int_equal(n, 1);
    assert_true(str_is(v[0], "shangwancun"));
    assert_int_equal(pinyin_initials(a, STR("上湾村"), v), 1);
    assert_true(str_is(v[0], "swc"));
    assert_true(pinyin_whole(a, STR("绿a3"), v) >= 1 && str_is(v[0], "lva3"));
    assert_int_equal(pinyin_whole(a, STR("a3"), v), 0);
    assert_int_equal(pinyin_whole(a, STR("上·湾"), v), 0);
    assert_int_equal(pinyin_whole(a, STR("𪚥"), v), 0);
    assert_int_equal(pinyin_whole(a, STR(""), v), 0);
    arena_close(a);
}

static void a_character_with_two_readings_is_found_by_both(void **state)
{
    Arena *a = arena_open();
    Str    v[PINYIN_SPELLINGS];
    size_t n = pinyin_whole(a, STR("重庆"), v);
    assert_true(str_is(v[0], "zhongqing") && is_among(v, n, "chongqing"));
    n = pinyin_initials(a, STR("重庆"), v);
    assert_true(is_among(v, n, "zq") && is_among(v, n, "cq"));
    n = pinyin_whole(a, STR("单县"), v);
    assert_true(is_among(v, n, "shanxian"));
    assert_int_equal(pinyin_whole(a, STR("和和和和和和和和"), v), PINYIN_SPELLINGS);
    arena_close(a);
}

static Str way_text(Arena *a, const PinyinWay *w)
{
    Buf    b = buf_new(a, 256, 4096);
    size_t n;
    for (int i = 0; i < w->n; i++)
        buf_str(&b, pinyin_characters(a, w->v[i], 1, &n));
    return buf_text(&b);
}

static void letters_are_syllables(void **state)
{
    Arena    *a = arena_open();
    PinyinWay w[PINYIN_WAYS];
    size_t    n;
    assert_true(pinyin_ways(STR("ludeng"), w) >= 1);
    assert_int_equal(w[0].n, 2);
    assert_true(str_find(pinyin_characters(a, w[0].v[0], 200, &n), STR("路"), NULL));
    assert_true(str_find(pinyin_characters(a, w[0].v[1], 200, &n), STR("灯"), NULL));
    assert_int_equal(pinyin_ways(STR("xian"), w), 2); /* 先 and 西安 */
    assert_int_equal(w[1].n, 2);
    assert_int_equal(pinyin_ways(STR("xi'an"), w), 1);
    assert_int_equal(pinyin_ways(STR("wifi"), w), 0);
    assert_int_equal(pinyin_ways(STR("a4"), w), 0);
    assert_int_equal(pinyin_ways(STR(""), w), 0);
    assert_int_equal(pinyin_ways(STR(" '"), w), 0);
    assert_int_equal(pinyin_ways(STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), w), 0);
    assert_true(pinyin_characters(a, w[0].v[0], 3, &n).n <= 9 && n <= 3);
    assert_int_equal(pinyin_ways(STR("weishengjian"), w), 2); /* 卫生间 and 卫生机安 */
    assert_int_equal(way_text(a, &w[0]).n, 9);
    assert_true(pinyin_is_latin(STR("shang wan")) && !pinyin_is_latin(STR("  ")) && !pinyin_is_latin(STR("a4")));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_name_is_spelled),
                                        cmocka_unit_test(a_character_with_two_readings_is_found_by_both),
                                        cmocka_unit_test(letters_are_syllables) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
