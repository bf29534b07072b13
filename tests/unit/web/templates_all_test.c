/* All templates and catalogs of the program: everything compiles, nothing is without English, no catalog contradicts
 * another, and every route's page names only what the route declares. Keys used in C are for tools/check-messages. */
#include "web/template.h"

#include "house/house.h"
#include "matter/story_view.h"
#include "record/noun.h"
#include "support/unit.h"
#include "web/failure.h"
#include "web/i18n.h"
#include "web/router.h"

static Ctx        c;
static Templates *templates;

static int load_all(void **state)
{
    house_open();
    ctx_init(&c, arena_open(), NULL, &ACTOR_NOBODY, 0);
    Err e = templates_load(&c, &templates);
    if (e != OK)
        print_error("%.*s\n", STR_ARG(c.log));
    return e;
}

static int let_go(void **state)
{
    arena_close(c.arena);
    return 0;
}

static void every_message_has_its_english(void **state)
{
    Str missing = templates_untranslated(c.arena, templates);
    if (missing.n)
        print_error("without English:\n%.*s", STR_ARG(missing));
    assert_int_equal(missing.n, 0);
}

static void no_two_catalogs_contradict_each_other(void **state)
{
    Str twice = i18n_conflicts(c.arena);
    if (twice.n)
        print_error("translated in two ways:\n%.*s", STR_ARG(twice));
    assert_int_equal(twice.n, 0);
}

/* Logged line by line by template_check(). */
static void every_page_names_only_what_its_route_declares(void **state)
{
    int bad = template_check(&c, templates, "error", error_out) != OK;
    for (size_t i = 0; i < router_room_count(); i++) {
        for (const Route *r = router_room(i)->routes; r->path != NULL; r++) {
            ctx_clear_failure(&c);
            if (r->page != NULL && template_check(&c, templates, r->page, r->out) != OK) {
                print_error("%s: %.*s\n", r->path, STR_ARG(c.log));
                bad++;
            }
        }
    }
    assert_int_equal(bad, 0);
}

/* What the public log and a story call it; 71 of 140 kinds stood there by the name that programs have for them. */
static void every_kind_of_event_has_words(void **state)
{
    int bad = 0;
    for (size_t i = 0; i < noun_count(); i++)
        for (const EventKind *k = noun_at(i)->events; k != NULL && k->name != NULL; k++)
            for (Lang lang = LANG_ZH; lang <= LANG_EN; lang++)
                if (!i18n_has(lang, str_from(step_key(c.arena, str_from(k->name), "")))) {
                    print_error("without words: %s\n", k->name);
                    bad++;
                }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_has_its_english),
        cmocka_unit_test(no_two_catalogs_contradict_each_other),
        cmocka_unit_test(every_page_names_only_what_its_route_declares),
        cmocka_unit_test(every_kind_of_event_has_words),
    };
    return cmocka_run_group_tests(tests, load_all, let_go);
}
