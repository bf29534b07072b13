/* offline_form: a route that may be filled in where no net is, and lacks a part of that, ends the program with its noun's name;
 * and what a form says of when and for whom it was filled in is held to its bounds. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/offline.h"
#include "support/village.h"
#include "web/router.h"

typedef struct Slip {
    Offline sent;
} Slip;

static const FormField whole_fields[] = { AT_OFFLINE(Slip) };
static const FormField unkeyed_fields[] = { AT_SENT(Slip) };
static const FormField untimed_fields[] = { AT(Slip, sent.once, OFFLINE_ONCE, OPTIONAL), AT(Slip, sent.house, OFFLINE_HOUSE, OPTIONAL) };
static const FormField unnamed_fields[] = { AT(Slip, sent.once, OFFLINE_ONCE, OPTIONAL),
                                            AT(Slip, sent.happened_at, OFFLINE_HAPPENED_AT, OPTIONAL) };
static const Form whole = FORM_OF(Slip, whole_fields), unkeyed = FORM_OF(Slip, unkeyed_fields), untimed = FORM_OF(Slip, untimed_fields),
                  unnamed = FORM_OF(Slip, unnamed_fields);

static Err answer(Request *r)
{
    return OK;
}

static const Out out[] = { { "title", OUT_TEXT }, OUT_END };
#define PAGE(path_, out_)             { .method = GET, .cost = LIGHT, .path = path_, .handler = answer, .out = out_ }
#define ACT(path_, form_, prepared_) { .method = POST, .cost = LIGHT, .path = path_, .handler = answer, .form = form_, .offline = prepared_ }

static void open_table(const Route *routes)
{
    Arena       *a = arena_open();
    const Room   room = { .name = "slip", .routes = routes };
    const Room  *rooms[] = { &room };
    router_rooms_set(rooms, 1);
    router_open(a);
    router_rooms_set(NULL, 0);
    arena_close(a);
}

/* What a child says that is given these routes; it must not live. */
static void last_words(const Route *routes, char *ret, size_t size)
{
    int    ends[2], status;
    size_t got = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        open_table(routes);
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t some; got + 1 < size && (some = read(ends[0], ret + got, size - 1 - got)) > 0;)
        got += (size_t)some;
    ret[got] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void a_row_that_lacks_a_part_ends_the_program_with_its_noun(void **state)
{
    static const struct {
        Route       routes[3];
        const char *says;
    } cases[] = {
        { { PAGE("/slip/:slip", out), ACT("/slip/:slip/fill", &unkeyed, "/slip/:slip"), ROUTE_END }, "its form has no once" },
        { { PAGE("/slip/:slip", out), ACT("/slip/:slip/fill", &untimed, "/slip/:slip"), ROUTE_END }, "its form has no happened_at" },
        { { PAGE("/slip/:slip", out), ACT("/slip/:slip/fill", &unnamed, "/slip/:slip"), ROUTE_END }, "its form has no house" },
        { { PAGE("/slip/:slip", out), ACT("/slip/:slip/fill", NULL, "/slip/:slip"), ROUTE_END }, "its form has no once" },
        { { PAGE("/slip/:slip", NULL), ACT("/slip/:slip/fill", &whole, "/slip/:slip"), ROUTE_END }, "no page prepares its data" },
        { { PAGE("/slip/:slip", out), ACT("/slip/:slip/fill", &whole, "/slop/:slip"), ROUTE_END }, "no page prepares its data" },
        { { PAGE("/slip/:slip", out), ACT("/slip", &whole, "/slip/:slip"), ROUTE_END }, "no page prepares its data" },
    };
    for (size_t i = 0; i < COUNTOF(cases); i++) {
        char said[400];
        last_words(cases[i].routes, said, sizeof said);
        print_message("%s", said);
        assert_non_null(strstr(said, "the noun slip is not whole"));
        assert_non_null(strstr(said, cases[i].says));
    }
    static const Route good[] = { PAGE("/slip/:slip", out), ACT("/slip/:slip/fill", &whole, "/slip/:slip"), ROUTE_END };
    open_table(good);
}

/* ---- what is said of when and for whom ---- */

static const char *verdict(Village *v, const char *who, Offline sent, bool speaks, const char **ret_field)
{
    Ctx *c = as(v, who);
    *ret_field = "";
    if (offline_check(c, &sent, STR(VILLAGE_GROUP), speaks) == OK)
        return "";
    assert_int_equal(c->err, ERR_INVALID);
    *ret_field = c->problems->field;
    return c->problems->key;
}

static Ref house_of(Village *v, const char *who)
{
    const Actor *a = as(v, who)->actor;
    return (Ref){ a->county, a->household, STR_NONE };
}

static void the_time_lies_between_now_and_as_long_ago_as_the_rule_says(void **state)
{
    Village    *v = *state;
    const char *field;
    Ref         house = house_of(v, "一组1户");
    i64         now = as(v, "nobody")->now;
    Offline     sent = { STR("a-key-of-ours"), now, house };
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "");
    sent.happened_at = now + 1;
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.future");
    assert_string_equal(field, "happened_at");
    sent.happened_at = now - 15 * DAY;
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "");
    sent.happened_at = now - 15 * DAY - 1;
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.too_old");
    assert_string_equal(field, "happened_at");
}

static void it_speaks_for_the_house_of_who_sends_it_and_for_no_other(void **state)
{
    Village    *v = *state;
    const char *field;
    i64         now = as(v, "nobody")->now;
    Ref         own = house_of(v, "一组1户"), other = house_of(v, "一组2户"), abroad = { STR("420381"), own.id, STR_NONE };
    Offline     sent = { STR("a-key-of-ours"), now - HOUR, other };
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.other_house");
    assert_string_equal(field, "house");
    sent.house = abroad;
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.other_house");
    sent.happened_at = 0; /* said now, the same */
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.other_house");
    sent = (Offline){ STR("a-key-of-ours"), now - HOUR, { .id = 0 } };
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.no_house");
    assert_string_equal(verdict(v, "village", sent, false, &field), "");
    sent.house = (Ref){ STR("420325"), as(v, "helper")->actor->for_household, STR_NONE }; /* which agreed */
    assert_string_equal(verdict(v, "helper", sent, true, &field), "");
    sent.house = (Ref){ .id = 0 };
    assert_string_equal(verdict(v, "helper", sent, true, &field), ""); /* its consent names it */
    sent.house = own;
    assert_string_equal(verdict(v, "helper", sent, true, &field), "offline.other_house");
}

static void what_is_sent_later_has_a_key(void **state)
{
    Village    *v = *state;
    const char *field;
    Offline     sent = { STR_NONE, as(v, "nobody")->now - HOUR, house_of(v, "一组1户") };
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "offline.no_once");
    assert_string_equal(field, "once");
    sent.happened_at = 0;
    assert_string_equal(verdict(v, "一组1户", sent, true, &field), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_lacks_a_part_ends_the_program_with_its_noun),
        IN_VILLAGE(the_time_lies_between_now_and_as_long_ago_as_the_rule_says),
        IN_VILLAGE(it_speaks_for_the_house_of_who_sends_it_and_for_no_other),
        IN_VILLAGE(what_is_sent_later_has_a_key),
    };
    return RUN_TESTS(tests);
}
