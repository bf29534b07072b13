/* Every query of the .sql files, on both engines: it can be prepared, and the hot ones walk no whole table. */
#include "support/support.h"

#include "db/queryset.h"
#include "db/store.h"

static void every_query_can_be_prepared(void **state)
{
    Ctx *c = *state;
    int  bad = 0;
    for (int q = 0; q < QUERY_COUNT; q++) {
        if (db_prepare_only(db_read(c), (Query)q) != OK) {
            print_error("%s: %.*s\n", query_name((Query)q), STR_ARG(c->log));
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
    Value  any[64];
    for (size_t i = 0; i < COUNTOF(any); i++)
        any[i] = value_int(1);
    for (int q = 0; q < QUERY_COUNT; q++) {
        Str plan;
        if (!query_specs[q].is_hot)
            continue;
        hot++;
        /* The tables are empty: PostgreSQL would rather walk them. */
        if (e == ENGINE_POSTGRES)
            assert_ok(c, db_script(db_read(c), "SET LOCAL enable_seqscan = off"));
        assert_ok(c, db_plan(db_read(c), (Query)q, (Args){ any, (size_t)query_specs[q].params }, &plan));
        if (has_scan(e, plan)) {
            print_error("%s:\n%.*s\n", query_name((Query)q), STR_ARG(plan));
            bad++;
        }
        test_next(c);
    }
    assert_true(hot > 0);
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
    for (int q = 0; q < QUERY_COUNT; q++) {
        Str    text = str_from(query_specs[q].text[ENGINE_SQLITE]);
        size_t at;
        assert_false(str_find(text, STR(" LIKE "), &at));
        assert_false(str_find(text, STR("REPLACE INTO"), &at));
        assert_false(str_find(text, STR("OR REPLACE"), &at));
        assert_false(str_find(text, STR("?"), &at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(every_query_can_be_prepared),
        ON_BOTH(no_hot_query_walks_a_whole_table),
        cmocka_unit_test(a_scan_is_told_from_what_only_looks_like_one),
        cmocka_unit_test(the_same_text_stands_for_both),
    };
    return RUN_TESTS(tests);
}
