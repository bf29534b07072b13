/* Who may do what: tests/data/access/NOUN.tsv, written by hand from docs/roles.md, against what the dispatcher would say.
 *
 * Every route of every room, times every role, nobody and residents included, at the own place, above, below and beside.
 * A route without a line in the file of its noun fails, and so does a line without a route, and a file without a noun. */
#include "support/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "house/house.h"
#include "record/access.h"
#include "record/noun.h"
#include "web/router.h"

enum { OWN, ABOVE, BELOW, BESIDE, SPOTS };

/* A column of the table: somebody, and four places as seen from theirs. */
typedef struct Somebody {
    const char *name;
    int         role;   /* Role, or -1 */
    bool        is_resident, is_helping;
    const char *spot[SPOTS];
} Somebody;

#define VILLAGE_SPOTS { "420325102212", "420325102", "420325102212001", "420325102213" }

static const Somebody people[] = {
    { "nobody", -1, false, false, VILLAGE_SPOTS },
    { "resident", -1, true, false, VILLAGE_SPOTS },
    { "helping", ROLE_HELPER, true, true, VILLAGE_SPOTS },
    { "official helping", ROLE_VILLAGE, true, true, VILLAGE_SPOTS },
    { "helper", ROLE_HELPER, false, false, VILLAGE_SPOTS },
    { "group_leader", ROLE_GROUP_LEADER, false, false,
      { "420325102212001", "420325102212", "420325102212001001", "420325102212002" } },
    { "council", ROLE_COUNCIL, false, false, VILLAGE_SPOTS },
    { "village", ROLE_VILLAGE, false, false, VILLAGE_SPOTS },
    { "supervisor", ROLE_SUPERVISOR, false, false, VILLAGE_SPOTS },
    { "town", ROLE_TOWN, false, false, { "420325102", "420325", "420325102212", "420325103" } },
    { "county", ROLE_COUNTY, false, false, { "420325", "4203", "420325102", "420324" } },
    { "city", ROLE_CITY, false, false, { "4203", "42", "420325", "4202" } },
    { "province", ROLE_PROVINCE, false, false, { "42", NULL, "4203", "43" } },
    { "admin", ROLE_ADMIN, false, false, { "420325", "4203", "420325102212", "420324" } },
    { "teller", ROLE_TELLER, false, false, VILLAGE_SPOTS },
    { "accountant", ROLE_ACCOUNTANT, false, false, VILLAGE_SPOTS },
    { "cashier", ROLE_CASHIER, false, false, VILLAGE_SPOTS },
    { "representative", ROLE_REPRESENTATIVE, false, false, VILLAGE_SPOTS },
    { "team_member", ROLE_TEAM_MEMBER, false, false, VILLAGE_SPOTS },
    { "mediator", ROLE_MEDIATOR, false, false, VILLAGE_SPOTS },
    { "keeper", ROLE_KEEPER, false, false, VILLAGE_SPOTS },
    { "partner_unit", ROLE_PARTNER_UNIT, false, false, VILLAGE_SPOTS },
    { "firm", ROLE_FIRM, false, false, VILLAGE_SPOTS },
    { "technician", ROLE_TECHNICIAN, false, false, VILLAGE_SPOTS },
    { "owners_committee", ROLE_OWNERS_COMMITTEE, false, false,
      { "420325102212001", "420325102212", "420325102212001001", "420325102212002" } },
};

/* One of a file, whose name is the noun's. */
typedef struct Line {
    char noun[40], method[8], path[120], who[400];
    bool is_used;
} Line;

enum { MOST_LINES = 2000, MOST_FILES = 100 };
static Line   lines[MOST_LINES];
static size_t n_lines;
static char   files[MOST_FILES][40];
static size_t n_files;

static bool read_file(const char *noun)
{
    char  text[600], path[100];
    snprintf(path, sizeof path, "tests/data/access/%s.tsv", noun);
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(text, sizeof text, f) != NULL) {
        Line *l = &lines[n_lines];
        if (text[0] == '#' || text[0] == '\n')
            continue;
        if (n_lines + 1 == MOST_LINES || sscanf(text, "%7s %119s %399[^\n]", l->method, l->path, l->who) != 3)
            return false;
        snprintf(l->noun, sizeof l->noun, "%s", noun);
        n_lines++;
    }
    return f != NULL && fclose(f) == 0;
}

static int read_table(void **state)
{
    DIR *d = opendir("tests/data/access");
    bool ok = d != NULL;
    for (struct dirent *e; ok && (e = readdir(d)) != NULL;) {
        size_t n = strlen(e->d_name);
        if (n < 5 || n >= sizeof files[0] || strcmp(e->d_name + n - 4, ".tsv") != 0)
            continue;
        ok = n_files < MOST_FILES;
        if (ok) {
            snprintf(files[n_files], sizeof files[0], "%.*s", (int)n - 4, e->d_name);
            ok = read_file(files[n_files++]);
        }
    }
    if (d != NULL)
        closedir(d);
    house_open();
    return ok ? 0 : -1;
}

static bool is_named(const Line *l, const char *word)
{
    Str rest = str_from(l->who), part;
    while (str_next(&rest, ' ', &part))
        if (str_is(part, word))
            return true;
    return false;
}

/* What the table says. A role reaches its place and what lies below, residents their village and below; who acts for a house
 * has its voice and no role meanwhile. */
static bool expected(const Line *l, const Somebody *p, int spot)
{
    bool is_here = spot == OWN || spot == BELOW;
    if (is_named(l, "everyone"))
        return true;
    if (is_named(l, "account"))
        return strcmp(p->name, "nobody") != 0;
    if (is_named(l, "voice") && p->is_resident)
        return is_here;
    return p->role >= 0 && !p->is_helping && is_named(l, role_name((Role)p->role)) && is_here;
}

static bool decided(const Route *route, const Somebody *p, Code place)
{
    Grant grant = { 0 };
    Actor a = { .account = strcmp(p->name, "nobody") == 0 ? 0 : 7, .county = STR("420325") };
    if (p->role >= 0) {
        grant = (Grant){ str_from(p->spot[OWN]), role_verbs((Role)p->role), p->role };
        a.grants = &grant;
        a.n_grants = 1;
    }
    if (p->is_resident) {
        a.household = 5;
        a.person = 6;
        a.home = STR("420325102212001");
    }
    if (p->is_helping) {
        a.consent = STR("card");
        a.for_household = a.household;
        a.for_home = a.home;
        a.household = 0;
    }
    return access_may(&a, route->may, place) && access_may(&a, route->also, place);
}

/* Whose room a route stands in; what stands in none of a noun's is the service's own. */
static const char *noun_of(const Room *room)
{
    for (size_t i = 0; i < noun_count(); i++)
        for (const Room *const *r = noun_rooms(i); r != NULL && *r != NULL; r++)
            if (*r == room)
                return noun_at(i)->name;
    return "ground";
}

static Line *line_of(const Route *route, const char *noun)
{
    const char *method = route->method == GET ? "GET" : "POST";
    for (size_t i = 0; i < n_lines; i++)
        if (strcmp(lines[i].noun, noun) == 0 && strcmp(lines[i].method, method) == 0 && strcmp(lines[i].path, route->path) == 0)
            return &lines[i];
    return NULL;
}

static int route_wrong(const Route *route, const char *noun)
{
    int   wrong = 0;
    Line *l = line_of(route, noun);
    if (l == NULL) {
        print_error("no line in tests/data/access/%s.tsv: %s %s\n", noun, route->method == GET ? "GET" : "POST", route->path);
        return 1;
    }
    l->is_used = true;
    bool has_place = strchr(route->path, ':') != NULL && strstr(route->path, "/:code") == NULL;
    for (size_t p = 0; p < COUNTOF(people); p++) {
        for (int spot = 0; spot < SPOTS; spot++) {
            if (people[p].spot[spot] == NULL)
                continue;
            Code place = has_place ? str_from(people[p].spot[spot]) : STR_NONE;
            if (decided(route, &people[p], place) != expected(l, &people[p], spot)) {
                print_error("%s %s: %s %s\n", l->method, l->path, people[p].name,
                            (const char *[]){ "own", "above", "below", "beside" }[spot]);
                wrong++;
            }
        }
    }
    return wrong;
}

static void every_route_is_open_to_those_in_the_table_and_to_nobody_else(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < router_room_count(); i++)
        for (const Route *r = router_room(i)->routes; r->path != NULL; r++)
            wrong += route_wrong(r, noun_of(router_room(i)));
    assert_int_equal(wrong, 0);
}

static void every_line_of_the_table_is_a_route(void **state)
{
    for (size_t i = 0; i < n_lines; i++) {
        if (!lines[i].is_used)
            print_error("no such route: %s %s\n", lines[i].method, lines[i].path);
        assert_true(lines[i].is_used);
    }
}

static void every_file_of_the_table_is_a_noun_s(void **state)
{
    assert_true(n_files > 5);
    for (size_t i = 0; i < n_files; i++) {
        if (noun_find(str_from(files[i])) == NULL)
            print_error("no such noun: tests/data/access/%s.tsv\n", files[i]);
        assert_non_null(noun_find(str_from(files[i])));
    }
}

static void every_role_is_asked(void **state)
{
    for (Role r = 0; r < ROLE_COUNT; r++) {
        bool is_asked = false;
        for (size_t i = 0; i < COUNTOF(people); i++)
            is_asked = is_asked || (people[i].role == (int)r && strcmp(people[i].name, role_name(r)) == 0);
        if (!is_asked)
            print_error("nobody asks as %s\n", role_name(r));
        assert_true(is_asked);
    }
}

/* ---- what asking costs: web/toll.h ---- */

static void every_route_says_what_it_costs(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < router_room_count(); i++) {
        for (const Route *r = router_room(i)->routes; r->path != NULL; r++) {
            if (r->cost == COST_UNSAID)
                print_error("says no cost: %s\n", r->path);
            wrong += r->cost == COST_UNSAID;
        }
    }
    assert_int_equal(wrong, 0);
}

static bool has_words(const Route *r)
{
    for (size_t i = 0; r->form != NULL && i < r->form->n; i++)
        if (strcmp(r->form->fields[i].field->name, "q") == 0)
            return true;
    return false;
}

/* What looks for words costs by the words; what hands out a whole file, a sheet or a proof costs much. */
static void searches_exports_sheets_and_proofs_are_dear(void **state)
{
    static const char *const ends[] = { "/export", "/sheet", "/proof", "/growth" };
    int                      wrong = 0, found = 0;
    for (size_t i = 0; i < router_room_count(); i++) {
        for (const Route *r = router_room(i)->routes; r->path != NULL; r++) {
            bool is_dear = has_words(r);
            for (size_t k = 0; k < COUNTOF(ends); k++)
                is_dear = is_dear || str_ends(str_from(r->path), str_from(ends[k]));
            if (r->method != GET || !is_dear)
                continue;
            found++;
            if (r->cost == LIGHT)
                print_error("is dear: %s\n", r->path);
            wrong += r->cost == LIGHT;
        }
    }
    assert_true(found >= 8);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_is_open_to_those_in_the_table_and_to_nobody_else),
        cmocka_unit_test(every_line_of_the_table_is_a_route),
        cmocka_unit_test(every_file_of_the_table_is_a_noun_s),
        cmocka_unit_test(every_role_is_asked),
        cmocka_unit_test(every_route_says_what_it_costs),
        cmocka_unit_test(searches_exports_sheets_and_proofs_are_dear),
    };
    return cmocka_run_group_tests_name("access table", tests, read_table, NULL);
}
