/* view: what goes out as JSON, and what a map gives back. */
#include "web/view.h"

#include "support/unit.h"

static int open_arena(void **state)
{
    *state = arena_open();
    return 0;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static void assert_json(Arena *a, const View *v, const char *expected)
{
    Buf b = buf_new(a, 64, 4096);
    view_json(&b, v);
    assert_string_equal(str_cstr(a, buf_text(&b)), expected);
}

static void every_type_has_its_json(void **state)
{
    Arena *a = *state;
    View  *m = view_map(a);
    put_text(a, m, "t", STR("路灯<\"&"));
    put_cstr(a, m, "c", "x");
    put_int(a, m, "i", -3);
    put_bool(a, m, "b", true);
    put_name(a, m, "n", (Ref){ .county = STR("420325"), .id = 33 });
    put_time(a, m, "at", 1783814400000);
    put_time(a, m, "never", 0);
    put_date(a, m, "d", 20260712);
    put_markup(a, m, "m", STR("<p>"));
    assert_json(a, m,
                "{\"t\":\"路灯\\u003c\\\"\\u0026\",\"c\":\"x\",\"i\":-3,\"b\":true,\"n\":\"420325-11\","
                "\"at\":\"2026-07-12T08:00:00+08:00\",\"never\":null,\"d\":\"2026-07-12\",\"m\":\"\\u003cp\\u003e\"}");
}

static void lists_and_maps_nest(void **state)
{
    Arena *a = *state;
    View  *m = view_map(a), *list = put_list(a, m, "rows"), *row = add_map(a, list);
    put_int(a, row, "n", 1);
    add_map(a, list);
    put_list(a, m, "none");
    add_text(a, put_list(a, m, "words"), STR("a"));
    add_int(a, put_list(a, m, "numbers"), 7);
    put_int(a, put_map(a, m, "in"), "x", 2);
    assert_json(a, m, "{\"rows\":[{\"n\":1},{}],\"none\":[],\"words\":[\"a\"],\"numbers\":[7],\"in\":{\"x\":2}}");
    assert_int_equal(list->n, 2);
}

static void a_key_that_is_there_is_never_said_to_be_missing(void **state)
{
    Arena *a = *state;
    View  *m = view_map(a), *copy = view_map(a);
    char  *keys[300];
    int    unknown = 0;
    for (int i = 0; i < (int)COUNTOF(keys); i++) {
        keys[i] = (char *)str_cstr(a, arena_printf(a, "%.*s%d", i % 5, "is_a_", i));
        put_int(a, m, keys[i], i);
        for (int k = 0; k <= i; k += 7)
            assert_true(view_may_have(m, view_key_bit(keys[k])));
        unknown += i == 20 ? !view_may_have(m, view_key_bit("verdict")) + !view_may_have(m, view_key_bit("houses")) : 0;
    }
    assert_int_equal(unknown, 2); /* a map of twenty keys tells of most others that it has them not */
    assert_int_equal(m->n, COUNTOF(keys));
    put_same_map(a, copy, "data", m);
    put_int(a, copy, "after", 1);
    assert_int_equal(view_get(view_get(copy, "data"), keys[17])->i, 17);
    assert_true(view_may_have(view_get(copy, "data"), view_key_bit(keys[17])));
    assert_int_equal(view_get(copy, "after")->i, 1);
}

static void a_list_that_stands_in_several_places_is_the_same_in_each(void **state)
{
    Arena *a = *state;
    View  *m = view_map(a), *list = view_list(a);
    put_cstr(a, add_map(a, list), "k", "<");
    add_int(a, list, 7);
    put_same_list(a, m, "one", list);
    put_int(a, m, "between", 1);
    put_same_list(a, put_map(a, m, "in"), "two", list);
    const char *expected = "{\"one\":[{\"k\":\"\\u003c\"},7],\"between\":1,\"in\":{\"two\":[{\"k\":\"\\u003c\"},7]}}";
    assert_json(a, m, expected);
    assert_json(a, m, expected); /* into another buffer */
    assert_int_equal(view_get(m, "one")->n, 2);
}

static void a_key_put_again_replaces_and_keeps_its_place(void **state)
{
    Arena *a = *state;
    View  *m = view_map(a);
    put_int(a, m, "a", 1);
    put_int(a, m, "b", 2);
    put_cstr(a, m, "a", "new");
    assert_json(a, m, "{\"a\":\"new\",\"b\":2}");
    assert_int_equal(m->n, 2);
}

static void a_map_gives_back_what_it_has_and_nothing_else(void **state)
{
    Arena *a = *state;
    View  *m = view_map(a);
    put_int(a, m, "a", 1);
    assert_int_equal(view_get(m, "a")->i, 1);
    assert_null(view_get(m, "b"));
    assert_null(view_get(NULL, "a"));
    assert_null(view_get(view_get(m, "a"), "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_type_has_its_json, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(lists_and_maps_nest, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_key_that_is_there_is_never_said_to_be_missing, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_list_that_stands_in_several_places_is_the_same_in_each, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_key_put_again_replaces_and_keeps_its_place, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_map_gives_back_what_it_has_and_nothing_else, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
