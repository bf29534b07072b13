/* Traditional characters, character by character. */
#include "base/simple.h"

#include "support/unit.h"

static void traditional_characters_are_written_simply(void **state)
{
    static const char *const pairs[][2] = { { "呂芳", "吕芳" }, { "歐陽娜", "欧阳娜" }, { "吕芳", "吕芳" }, { "陳龍", "陈龙" },
                                            { "Li 7·-", "Li 7·-" }, { "", "" }, { "䶮", "䶮" }, { "𪚥", "𪚥" } };
    Arena *a = arena_open();
    for (size_t i = 0; i < COUNTOF(pairs); i++)
        assert_true(str_is(simple_key(a, str_from(pairs[i][0])), pairs[i][1]));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(traditional_characters_are_written_simply) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
