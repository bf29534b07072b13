/* Why a need stands where it stands, as a villager and as a guest reads it: the town of docs/engines.md. */
#include <string.h>

#include "support/unit.h"
#include "web/voices_words.h"

enum { NEEDS = 5, HOMES = 18 };

static Arena *arena;
static Voices voices;

/* Nine households ask for light in three ways, five for water, four for a bus, one of them with somebody disabled. */
static const VoicesNeed needs[NEEDS] = { { 1, 9 }, { 2, 8 }, { 3, 7 }, { 4, 3 }, { 5, 40 } };

static int set_up(void **s)
{
    static const VoicesRule rule = { .den = 20, .trait = { 10 }, .traits_most = 10, .wait_days = 30, .wait_adds = 1,
                                     .wait_most = 10 };
    static Ctx    c;
    VoicesSupport v[64];
    u8            traits[HOMES] = { [14] = 1 };
    size_t        n = 0, at;
    arena = arena_open();
    ctx_init(&c, arena, NULL, &ACTOR_NOBODY, 0);
    for (int home = 0; home < HOMES; home++) {
        int first = home < 9 ? 0 : home < 14 ? 3 : 4, last = home < 9 ? 2 : first;
        for (int need = first; need <= last; need++)
            v[n++] = (VoicesSupport){ need, home };
    }
    return i18n_load(&c) != OK || voices_rank(arena, &rule, needs, NEEDS, traits, HOMES, v, n, &voices, &at) != VOICES_OK;
}

static int tear_down(void **s)
{
    arena_close(arena);
    return 0;
}

static void assert_words(Str got, const char *want)
{
    assert_string_equal(str_cstr(arena, got), want);
}

static Str sum(Lang lang, size_t place)
{
    return voices_words_sum(arena, lang, &voices, place, needs[voices.places[place].need].days);
}

static void the_parts_are_told_and_add_up(void **s)
{
    assert_words(sum(LANG_ZH, 0), "9户提过：9户各算1份；一共9.00份");
    assert_words(sum(LANG_ZH, 2), "4户提过：4户各算1份；1户家里有要照顾的人，多算0.50份；等了40天，多算0.23份；一共4.73份");
    assert_words(sum(LANG_ZH, 3), "9户提过：9户前面已排了事，各算1/2份；一共4.50份");
    assert_words(sum(LANG_EN, 2), "4 households: 4 with a whole voice; 1 with somebody to care for, 0.50 more; "
                                  "40 days of waiting, 0.23 more; 4.73 voices in all");
}

static void the_reason_is_told_for_each_place_but_the_last(void **s)
{
    assert_words(voices_words_why(arena, LANG_ZH, &voices, 0), "比下一件多4户，多4.00份");
    assert_words(voices_words_why(arena, LANG_ZH, &voices, 2), "这一件的人家更要照顾，多0.23份");
    assert_words(voices_words_why(arena, LANG_ZH, &voices, 3), "份数、户数一样，比下一件早提1天");
    assert_words(voices_words_why(arena, LANG_EN, &voices, 1),
                 "households more than the next one: 1; voices more: 0.28");
    assert_int_equal(voices_words_why(arena, LANG_ZH, &voices, 4).n, 0);
}

static void every_reason_has_its_words_in_both_languages(void **s)
{
    VoicesPlace place = { .households = 1 };
    Voices      one = { &place, 1, 1 };
    for (int why = VOICES_LAST + 1; why <= VOICES_EVEN; why++) {
        place.above.why = (VoicesWhy)why;
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            Str words = voices_words_why(arena, (Lang)lang, &one, 0);
            assert_true(words.n > 0);
            assert_false(str_find(words, STR("voices."), NULL)); /* a key is no word */
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_are_told_and_add_up),
        cmocka_unit_test(the_reason_is_told_for_each_place_but_the_last),
        cmocka_unit_test(every_reason_has_its_words_in_both_languages),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
