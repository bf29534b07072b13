/* Names and pairs get numbers in the order in which they come, and find them again; arrays grow and keep what they hold. */
#include <stdio.h>
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "base/grown.h"
#include "engine/text/names.h"
#include "engine/text/numbering.h"
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

static void names_are_numbered_as_they_come(void **s)
{
    Names *n = names_open(*s);
    char   borrowed[] = "资产:银行";
    assert_int_equal(names_find(n, STR("")), NAMES_NONE);
    assert_int_equal(names_add(n, str_from(borrowed)), 0);
    assert_int_equal(names_add(n, STR_NONE), 1);
    assert_int_equal(names_add(n, STR("资产:银行")), 0);
    assert_int_equal(names_add(n, STR("")), 1);
    memset(borrowed, 'x', sizeof borrowed - 1);
    assert_true(str_is(names_at(n, 0), "资产:银行"));
    assert_int_equal(names_find(n, STR("资产")), NAMES_NONE);
    assert_int_equal(names_count(n), 2);
}

static void names_of_all_lengths_are_told_apart(void **s)
{
    Names *n = names_open(*s);
    char   text[64];
    memset(text, 'a', sizeof text);
    for (size_t length = 0; length < sizeof text; length++)
        assert_int_equal(names_add(n, (Str){ text, length }), length);
    for (u32 i = 0; i < 20000; i++) {
        int length = snprintf(text, sizeof text, "户%u", i);
        assert_int_equal(names_add(n, (Str){ text, (size_t)length }), 64 + i);
    }
    for (u32 i = 0; i < 20000; i++) {
        int length = snprintf(text, sizeof text, "户%u", i);
        assert_int_equal(names_find(n, (Str){ text, (size_t)length }), 64 + i);
    }
}

/* Against a table of all of them. */
static void pairs_are_found_again(void **s)
{
    enum { SIDE = 60 };
    static u32 table[SIDE][SIDE];
    dice_throw("pairs_are_found_again");
    for (int round = 0; round < 50; round++) {
        ArenaMark *mark = arena_mark(*s);
        Numbering  p = numbering_new(*s);
        u32        count = 0;
        memset(table, 0xff, sizeof table);
        for (i64 i = dice_upto(4000); i > 0; i--) {
            u32 x = (u32)dice_upto(SIDE), y = (u32)dice_upto(SIDE);
            assert_int_equal(numbering_find(&p, numbering_pair(x, y)), table[x][y]);
            if (table[x][y] == NUMBERING_NONE)
                table[x][y] = count++;
            assert_int_equal(numbering_of(&p, numbering_pair(x, y)), table[x][y]);
            assert_int_equal(p.n, count);
        }
        arena_rewind(*s, mark);
    }
}

typedef struct Holder {
    u32   *v;
    size_t v_room;
} Holder;

static void an_array_grows_with_zeros_and_keeps_what_it_holds(void **s)
{
    Holder *h = NEW(*s, Holder);
    for (u32 i = 0; i < 100000; i++) {
        GROWN(*s, h->v, i);
        assert_int_equal(h->v[i], 0);
        h->v[i] = i + 1;
    }
    for (u32 i = 0; i < 100000; i++)
        assert_int_equal(h->v[i], i + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_numbered_as_they_come),
        cmocka_unit_test(names_of_all_lengths_are_told_apart),
        cmocka_unit_test(pairs_are_found_again),
        cmocka_unit_test(an_array_grows_with_zeros_and_keeps_what_it_holds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
