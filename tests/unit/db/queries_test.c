/* Every query of the .sql files, on both engines: it can be prepared, and the hot ones walk no whole table. */
#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "db/db_inside.h"

enum { PARAMS_MOST = 256 }; /* of one query */

static void every_query_can_be_prepared(void **state)
{
    Ctx *c = *state;
    int  bad = 0;
    for (int i = 0; i < query_count; i++) {
        Query q = query_nth(i);
        if (db_prepare_only(db_read(c), q) != OK) {
            print_error("%s: %.*s\n", query_name(q), STR_ARG(c->log));
            bad++;
        }
        test_next(c);
    }
    assert_int_equal(bad, 0);
}

/* A line of SQLite's plan that goes through a table or index from end to end: SCAN t, but not over a subquery or CTE
 * (its name stands in the plan itself as MATERIALIZE or CO-ROUTINE) nor over constants. */
static bool is_scan(Str plan, Str line)
{
    Str    name;
    size_t at;
    line = str_trim(line);
    if (!str_starts(line, STR("SCAN ")) || str_starts(line, STR("SCAN (")) ||
        str_find(line, STR("CONSTANT ROW"), &at) || str_find(line, STR("VIRTUAL TABLE"), &at)) /* json_each.. */
        return false;
    line = str_skip(line, 5);
    str_next(&line, ' ', &name);
    Arena *a = arena_open();
    bool   is_made = str_find(plan, arena_printf(a, "MATERIALIZE %.*s", STR_ARG(name)), &at) ||
                   str_find(plan, arena_printf(a, "CO-ROUTINE %.*s", STR_ARG(name)), &at);
    arena_close(a);
    return !is_made;
}

static bool has_scan(Engine e, Str plan)
{
    Str rest = plan, line;
    size_t at;
    if (e == ENGINE_POSTGRES)
        return str_find(plan, STR("Seq Scan"), &at);
    while (str_next(&rest, '\n', &line))
        if (is_scan(plan, line))
            return true;
    return false;
}

static void no_hot_query_walks_a_whole_table(void **state)
{
    Ctx   *c = *state;
    Engine e = store_engine(c->store);
    int    bad = 0, hot = 0;
    Value  any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_int(1);
    for (int i = 0; i < query_count; i++) {
        Query q = query_nth(i);
        Str   plan;
        if (!q->is_hot)
            continue;
        hot++;
        assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
        if (has_scan(e, plan)) {
            print_error("%s:\n%.*s\n", query_name(q), STR_ARG(plan));
            bad++;
        }
        test_next(c);
    }
    assert_true(hot > 0);
    assert_int_equal(bad, 0);
}

/* SQLite hands a bound on a column on to the column that is equal to it, and then walks the second table between the bounds
 * instead of looking up the one row: "SEARCH t USING INDEX x (log=? AND seq>? AND seq<?)" where the text says t.seq = e.seq. */
static bool is_equal_to_a_row(Arena *a, Str text, Str table, Str column)
{
    Str    key = arena_printf(a, "%.*s.%.*s = ", STR_ARG(table), STR_ARG(column));
    size_t at;
    return str_find(text, key, &at) && !str_starts(str_skip(text, at + key.n), STR("?"));
}

static bool walks_what_is_equal(Arena *a, Str text, Str line)
{
    Str    table, columns, column;
    size_t at;
    line = str_trim(line);
    if (!str_starts(line, STR("SEARCH ")) || !str_find(line, STR("("), &at))
        return false;
    columns = str_skip(line, at + 1);
    line = str_skip(line, 7);
    str_next(&line, ' ', &table);
    while (str_next(&columns, ' ', &column)) { /* "seq>?" or "AND" */
        size_t over = str_index(column, '>'), under = str_index(column, '<');
        if (over != under && is_equal_to_a_row(a, text, table, str_cut(column, over < under ? over : under)))
            return true;
    }
    return false;
}

static void what_is_equal_to_a_row_is_looked_up(void **state)
{
    Ctx  *c = *state;
    int   bad = 0, all = 0;
    Value any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_int(1);
    for (int i = 0; i < query_count; i++) {
        Query q = query_nth(i);
        Str   plan, line;
        assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
        Str   rest = plan;
        str_next(&rest, '\n', &line); /* the first table is where the walk begins */
        while (str_next(&rest, '\n', &line))
            if (all++, walks_what_is_equal(c->arena, str_from(q->text[ENGINE_SQLITE]), line)) {
                print_error("%s:\n%.*s\n", query_name(q), STR_ARG(plan));
                bad++;
            }
        test_next(c);
    }
    assert_true(all > 100);
    assert_int_equal(bad, 0);
}

/* Sorted in memory: more than what one key of an index holds. */
static bool has_sort(Str plan)
{
    Str    line;
    size_t at;
    while (str_next(&plan, '\n', &line))
        if (str_find(line, STR("USE TEMP B-TREE FOR"), &at) && !str_find(line, STR("RIGHT PART"), &at) &&
            !str_find(line, STR("count(DISTINCT)"), &at))
            return true;
    return false;
}

/* What walks over everything (check, rebuild, copies) does so in an order that an index has: a sort would hold it all. */
static void no_walk_over_everything_sorts_it(void **state)
{
    static const char *const few[] = { "household_twin", "place_named_beside", "job_stuck" }; /* only those that are twins; that have one name; that failed */
    Ctx  *c = *state;
    int   bad = 0, all = 0;
    Value any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_null();
    for (int i = 0; i < query_count; i++) {
        Query q = query_nth(i);
        Str   plan;
        bool  is_few = false;
        for (size_t k = 0; k < COUNTOF(few); k++)
            is_few |= strcmp(query_name(q), few[k]) == 0;
        if (!q->is_all || q->is_hot || q->writes || is_few)
            continue;
        all++;
        assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
        if (has_sort(plan)) {
            print_error("%s:\n%.*s\n", query_name(q), STR_ARG(plan));
            bad++;
        }
        test_next(c);
    }
    assert_true(all > 0);
    assert_int_equal(bad, 0);
}

/* A list that goes on behind a row, `LIMIT $most`, reads what it shows in the order of an index: sorted, every page would cost what
 * is left. Where it sorts something else: the persons of one house; of a search the few that it found. */
static void no_list_that_goes_on_is_sorted(void **state)
{
    static const char *const others[] = { "household_in_place", "household_by_word", "place_found", "place_called" };
    Ctx  *c = *state;
    int   bad = 0, all = 0;
    Value any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_null();
    for (int k = 0; k < query_count; k++) {
        Query q = query_nth(k);
        Str   plan;
        bool  is_other = false;
        for (size_t i = 0; i < COUNTOF(others); i++)
            is_other |= strcmp(query_name(q), others[i]) == 0;
        if (!q->is_hot || is_other || !str_find(str_from(q->text[ENGINE_SQLITE]), STR(" LIMIT ?"), NULL))
            continue;
        all++;
        assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
        if (has_sort(plan)) {
            print_error("%s:\n%.*s\n", query_name(q), STR_ARG(plan));
            bad++;
        }
        test_next(c);
    }
    assert_in_range(all, 40, 400);
    assert_int_equal(bad, 0);
}

static void a_scan_is_told_from_what_only_looks_like_one(void **state)
{
    assert_true(has_scan(ENGINE_SQLITE, STR("SCAN need USING INDEX need_by_voices\n")));
    assert_true(has_scan(ENGINE_SQLITE, STR("SEARCH x USING INDEX y (county=?)\nSCAN need\n")));
    assert_false(has_scan(ENGINE_SQLITE, STR("SEARCH need USING INDEX need_by_voices (county=?)\n")));
    assert_false(has_scan(ENGINE_SQLITE, STR("SCAN 16 CONSTANT ROWS\n")));
    assert_false(has_scan(ENGINE_SQLITE, STR("MATERIALIZE up\nSCAN CONSTANT ROW\nSCAN up\n")));
    assert_true(has_scan(ENGINE_POSTGRES, STR("Limit\n  ->  Seq Scan on need\n")));
}

/* Numbers and other words that the two engines could understand differently. */
static void the_same_text_stands_for_both(void **state)
{
    for (int i = 0; i < query_count; i++) {
        Query  q = query_nth(i);
        Str    text = str_from(q->text[ENGINE_POSTGRES]);
        size_t at;
        assert_false(str_find(text, STR(" LIKE "), &at));
        assert_false(str_find(text, STR("REPLACE INTO"), &at));
        assert_false(str_find(text, STR("OR REPLACE"), &at));
        assert_false(str_find(text, STR("?"), &at));
    }
}

/* Does the line of SQLite's plan say that a table is entered by its county? True too for lines about no table. */
static bool is_by_county(Str plan, Str line)
{
    size_t at;
    line = str_trim(line);
    if (str_starts(line, STR("SEARCH ")))
        return str_find(line, STR("county=?"), &at);
    return !is_scan(plan, line);
}

/* What is of certain counties (db/turn.h) is so on SQLite's word, not only on querygen's: else a kept page could be older
 * than what it shows. */
static void a_query_of_some_counties_enters_every_table_by_its_county(void **state)
{
    Ctx  *c = *state;
    int   bad = 0, of_some = 0;
    Value any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_int(1);
    for (int i = 0; i < query_count; i++) {
        Query q = query_nth(i);
        Str   plan, rest, line, text = str_from(query_text(q));
        if (q->is_of_all || q->counties == 0)
            continue;
        of_some++;
        assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
        for (rest = plan; str_next(&rest, '\n', &line);) {
            /* who changes rows `WHERE county = $county AND ..` may look for them as it likes */
            if (is_by_county(plan, line) || (q->writes && str_find(text, STR(" WHERE county = ?"), NULL)))
                continue;
            print_error("%s: %.*s\n", query_name(q), STR_ARG(line));
            bad++;
        }
        test_next(c);
    }
    assert_true(of_some > 100);
    assert_int_equal(bad, 0);
}

static Query query_of(const char *name)
{
    for (int i = 0; i < query_count; i++)
        if (strcmp(query_nth(i)->name, name) == 0)
            return query_nth(i);
    print_error("no query %s\n", name);
    assert_true(false);
    return NULL;
}

/* The names of the parameters that are its counties, a space after each; "all" of any county; "" of shared tables alone. */
static const char *counties_of(const char *name)
{
    static char told[256];
    Query       q = query_of(name);
    Str         names = str_from(q->names ? q->names : ""), one;
    *told = '\0';
    for (int i = 0; str_next(&names, ' ', &one); i++)
        if (q->counties >> i & 1)
            snprintf(told + strlen(told), sizeof told - strlen(told), "%.*s ", STR_ARG(one));
    if (q->names == NULL && q->counties != 0)
        snprintf(told, sizeof told, "0x%llx", (unsigned long long)q->counties);
    return q->is_of_all ? "all" : told;
}

static void counties_are_read_from_the_text(void **state)
{
    assert_string_equal(counties_of("need_store"), "county "); /* UPDATE .. WHERE county = $county */
    assert_string_equal(counties_of("need_hand"), "to_county "); /* INSERT .. SELECT $to_county, ..: of the county it goes to */
    assert_string_equal(counties_of("file_use_add"), "county "); /* county is its second column */
    assert_string_equal(counties_of("house_part_copy"), "to_county "); /* the same, whatever comes second */
    assert_string_equal(counties_of("need_group_voices_fill"), "0x1"); /* INSERT .. SELECT county, .. WHERE county = $1 */
    assert_string_equal(counties_of("counter_clear"), "all");  /* of whatever county */
    assert_string_equal(counties_of("rule_find"), "");         /* a shared table */
    assert_string_equal(counties_of("place_rename"), "");      /* the same, although it has a county */
    assert_string_equal(counties_of("file_uses"), "all");      /* by what is no county */
    assert_true(query_of("need_store")->writes && query_of("need_hand")->writes && query_of("counter_clear")->writes);
    assert_true(query_of("place_rename")->writes && !query_of("rule_find")->writes && !query_of("file_uses")->writes);
}

/* Sorted within each key of an index: for every one SQLite makes a table and throws it away, of a kilobyte and 7,000 instructions,
 * mostly for one row. Such an order is the index's own, or none. */
static void no_hot_query_sorts_in_pieces(void **state)
{
    Ctx  *c = *state;
    int   bad = 0;
    Value any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_null();
    for (int i = 0; i < query_count; i++) {
        Query q = query_nth(i);
        Str   plan;
        assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
        if (q->is_hot && str_find(plan, STR("RIGHT PART OF ORDER BY"), NULL)) {
            print_error("%s:\n%.*s\n", query_name(q), STR_ARG(plan));
            bad++;
        }
        test_next(c);
    }
    assert_int_equal(bad, 0);
}

static Str plan_of(Ctx *c, const char *name)
{
    Query q = query_of(name);
    Str   plan;
    Value any[PARAMS_MOST];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_null();
    assert_ok(c, db_plan(db_read(c), q, (Args){ any, (size_t)q->params }, &plan));
    return plan;
}

static void a_story_is_read_in_the_order_it_is_told(void **state)
{
    assert_false(has_sort(plan_of(*state, "event_of_subject")));
    assert_false(has_sort(plan_of(*state, "event_of_weight_last")));
    assert_false(has_sort(plan_of(*state, "event_texts_of_subject")));
}

/* A noun's figures of the places below, and not what thirty others count there. */
static void figures_below_are_found_by_their_kind(void **state)
{
    assert_true(str_find(plan_of(*state, "counter_of_children"), STR("(county=? AND above=? AND kind>? AND kind<?)"), NULL));
    assert_true(str_find(plan_of(*state, "counter_of_kinds_around"), STR("(county=? AND above=? AND kind>? AND kind<?)"), NULL));
}

static void no_row_goes_to_another_county(void **state)
{
    for (int i = 0; i < query_count; i++) {
        Query  q = query_nth(i);
        Str    text = str_from(q->text[ENGINE_SQLITE]), rest;
        size_t at;
        while (str_find(text, STR(" SET "), &at)) {
            rest = text = str_skip(text, at + 5);
            if (str_find(rest, STR(" WHERE "), &at))
                rest = str_cut(rest, at);
            assert_false(str_starts(rest, STR("county =")) || str_find(rest, STR(", county ="), &at));
        }
    }
}

static void no_query_has_more_parameters_than_these_tests_bind(void **state)
{
    for (int i = 0; i < query_count; i++)
        assert_true(query_nth(i)->params <= PARAMS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_query_has_more_parameters_than_these_tests_bind),
        ON_BOTH(every_query_can_be_prepared),
        ON_BOTH(no_hot_query_walks_a_whole_table),
        ON_SQLITE(no_walk_over_everything_sorts_it),
        ON_SQLITE(what_is_equal_to_a_row_is_looked_up), ON_SQLITE(no_list_that_goes_on_is_sorted),
        cmocka_unit_test(a_scan_is_told_from_what_only_looks_like_one),
        cmocka_unit_test(the_same_text_stands_for_both),
        ON_SQLITE(no_hot_query_sorts_in_pieces),
        ON_SQLITE(a_story_is_read_in_the_order_it_is_told),
        ON_SQLITE(figures_below_are_found_by_their_kind),
        ON_SQLITE(a_query_of_some_counties_enters_every_table_by_its_county),
        cmocka_unit_test(counties_are_read_from_the_text),
        cmocka_unit_test(no_row_goes_to_another_county),
    };
    return RUN_TESTS(tests);
}
