/* Every row of the decision table says what else has to be done, in both languages. */
#include "support/unit.h"
#include "engine/tally/lawful.h"
#include "web/i18n.h"

static void every_note_has_its_words(void **s)
{
    Ctx c;
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    assert_int_equal(i18n_load(&c), OK);
    for (size_t i = 0; i < lawful_count; i++)
        for (int lang = 0; lang < LANG_COUNT; lang++)
            assert_true(i18n_has((Lang)lang, str_from(lawful_rows[i].note)));
    arena_close(c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_note_has_its_words) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
