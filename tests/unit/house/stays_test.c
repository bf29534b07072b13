/* What a change does not speak of stays: every form that changes a version of a record, of whatever noun, by the table of routes. */
#include "support/unit.h"

#include <stdio.h>
#include <string.h>

#include "house/house.h"
#include "record/noun.h"
#include "web/route.h"
#include "web/router.h"

/* Left out, or empty, these leave what stands (a number that is not typed again, a house that one does not move to), or they say
 * something of the act alone. */
static const char *const says_nothing[] = {
    "/place/:place/change name", "/place/:place/change into", "/place/:place/change new_code", "/place/:place/change on",
    "/place/:place/profile as_of", "/person/:person phone", "/person/:person id_card", "/person/:person household",
    "/person/:person place", "/person/:person drop_phone", "/person/:person drop_id_card", "/task/:task/done photos",
    "/task/:task/done once", "/task/:task/done happened_at", "/task/:task/done house", "/need/:need/edit add",
    "/need/:need/take all", "/need/:need/sort door", "/need/:need/sort why", "/need/:need/sort all", "/need/:need/assign owner",
    "/need/:need/assign due", "/need/:need/assign all", "/need/:need/solve photos", "/need/:need/solve all",
    "/need/:need/unable all",
};

static bool is_excused(const char *said)
{
    for (size_t i = 0; i < COUNTOF(says_nothing); i++)
        if (strcmp(says_nothing[i], said) == 0)
            return true;
    return false;
}

static bool has_version(const Form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->fields[i].field->name, "version") == 0)
            return true;
    return false;
}

static size_t form_check(const Route *route, size_t *ret_stays)
{
    size_t wrong = 0;
    for (size_t i = 0; i < route->form->n; i++) {
        const FormField *f = &route->form->fields[i];
        char             said[200];
        snprintf(said, sizeof said, "%s %s", route->path, f->field->name);
        *ret_stays += (f->flags & STAYS) != 0;
        if (f->flags & (STAYS | REQUIRED) || strcmp(f->field->name, "version") == 0 || is_excused(said))
            continue;
        print_error("\"%s\": left out it would be emptied\n", said);
        wrong++;
    }
    return wrong;
}

static void what_a_change_does_not_speak_of_stays(void **state)
{
    size_t wrong = 0, stays = 0;
    house_open();
    for (size_t i = 0; i < noun_count(); i++)
        for (const struct Room *const *room = noun_rooms(i); room != NULL && *room != NULL; room++)
            for (const Route *route = (*room)->routes; route->path != NULL; route++)
                if (route->method == POST && route->form != NULL && has_version(route->form))
                    wrong += form_check(route, &stays);
    assert_int_equal(wrong, 0);
    assert_true(stays > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_a_change_does_not_speak_of_stays) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
