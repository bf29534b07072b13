/* Whole numbers and fractions of any size: read, written, and given back with their arena. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/number/exact.h"

static void assert_decimal(Arena *a, const char *text, const char *want)
{
    mpq_t *q = exact_fractions(a, 1);
    Buf    b = buf_new(a, 64, 100000);
    assert_true(exact_decimal(a, str_from(text), q[0]));
    exact_put(&b, q[0]);
    assert_true(str_is(buf_text(&b), want));
}

static void decimals_are_read_exactly(void **s)
{
    Arena *a = arena_open();
    mpq_t *q = exact_fractions(a, 1);
    assert_decimal(a, "400000.0", "400000");
    assert_decimal(a, "12,5", "25/2");
    assert_decimal(a, "-0.125", "-1/8");
    assert_decimal(a, "007", "7");
    assert_decimal(a, "0.10", "1/10");
    assert_decimal(a, "18446744073709551616", "18446744073709551616");
    static const char *const none[] = { "", "-", ".", "1.", ".5", "1.2.3", "1,2.3", "1e5", "0x10", " 1", "1 ", "+1", "--1", "1-" };
    for (size_t i = 0; i < COUNTOF(none); i++)
        assert_false(exact_decimal(a, str_from(none[i]), q[0]));
    arena_close(a);
}

static void numbers_of_a_whole_line_are_read(void **s)
{
    enum { MANY = 999000 };
    Arena *a = arena_open();
    char  *p = arena_take(a, MANY);
    mpq_t *q = exact_fractions(a, 1);
    memset(p, '9', MANY);
    assert_true(exact_decimal(a, (Str){ p, MANY }, q[0]));
    Buf b = buf_new(a, 64, 2 * MANY);
    exact_put(&b, q[0]);
    assert_true(str_eq(buf_text(&b), (Str){ p, MANY }));
    p[MANY - 1] = 'x';
    assert_false(exact_decimal(a, (Str){ p, MANY }, q[0]));
    arena_close(a);
}

static void they_go_with_a_rewound_arena(void **s)
{
    Arena *a = arena_open();
    for (int i = 0; i < 1000; i++) { /* the leak checker would tell */
        ArenaMark *m = arena_mark(a);
        mpz_t     *z = exact_wholes(a, 3);
        assert_int_equal(mpz_sgn(z[2]), 0);
        mpz_ui_pow_ui(z[0], 7, 500);
        arena_rewind(a, m);
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_read_exactly),
        cmocka_unit_test(numbers_of_a_whole_line_are_read),
        cmocka_unit_test(they_go_with_a_rewound_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
