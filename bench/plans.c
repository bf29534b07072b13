/* plans: what the lists of needs cost in a county with very many of them. For each: is anything walked from end to end, how
 * many rows are sorted before the first one is shown, how many steps SQLite's machine takes (what is walked and not shown is in
 * them), how long one page takes. Built and run by bench/plans.sh.
 *
 * Rows sorted: where the plan sorts, all that the conditions let through, so they are counted by asking without a limit. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "board/log.sql.h"
#include "db/db.h"
#include "db/db_inside.h"
#include "plan/need/need.sql.h"
#include "record/counter.sql.h"

#define COUNTY  STR("420325")
#define TOWN    STR("420325102")
#define VILLAGE STR("420325102212")
#define NOBODY  STR("")

/* Five times what a plain list took while it read whole needs; reading cards it takes a third less. */
enum { STEPS_MOST = 9000, SORTS_MOST = 1000, STEPS = 105 };

/* {need_public}: place from, to; state, category, kind from, to. Then limit and offset. */
#define PUBLIC(from, to) (from), (to), 0, 9, 0, 11, 0, 2
/* {need_desk}: below which complaints are read, kind, owner from, to, overdue, size from, to. */
#define DESK(low, high) NOBODY, NOBODY, 0, (low), (high), 0, 0, 4

typedef struct Ask {
    const char *what;
    Query       query;
    Args        args;
    int         limit; /* which argument says how many, from 0; -1: none */
} Ask;

static Err count_row(void *arg, Row row)
{
    ++*(i64 *)arg;
    return OK;
}

/* A search's leaps are a table too, bounded by STEPS, and begin with a row of constants. */
static bool is_bounded(Str line)
{
    return str_is(line, "SCAN leap") || str_is(line, "SCAN CONSTANT ROW");
}

static bool any_line(Str plan, const char *begin, const char *with)
{
    Str line;
    while (str_next(&plan, '\n', &line)) {
        line = str_trim(line);
        if (str_starts(line, str_from(begin)) && str_find(line, str_from(with), NULL) && !is_bounded(line))
            return true;
    }
    return false;
}

/* `plain`: the steps of the first that is asked, which the others are told in; 0: this is it. */
static Err ask(Ctx *c, const Ask *a, i64 *plain, int *ret_bad)
{
    Str plan;
    i64 rows = 0, sorted = 0;
    TRY(db_plan(db_read(c), a->query, a->args, &plan));
    bool is_scan = any_line(plan, "SCAN ", "");
    bool is_sort = any_line(plan, "USE TEMP B-TREE", "ORDER BY");

    i64 before = sqlite_steps(db_read(c));
    TRY(db_each(db_read(c), a->query, a->args, count_row, &rows));
    i64 steps = sqlite_steps(db_read(c)) - before;
    *plain = *plain ? *plain : steps;

    i64 begun = clock_ticks();
    for (int i = 0; i < 20; i++) {
        rows = 0;
        TRY(db_each(db_read(c), a->query, a->args, count_row, &rows));
    }
    i64 took = clock_ticks() - begun;

    if (is_sort) {
        Value all[24];
        memcpy(all, a->args.v, a->args.n * sizeof all[0]);
        if (a->limit >= 0)
            all[a->limit] = value_int(1000000000);
        TRY(db_each(db_read(c), a->query, (Args){ all, a->args.n, a->args.of }, count_row, &sorted));
    }
    bool is_bad = is_scan || sorted > SORTS_MOST || steps > STEPS_MOST;
    *ret_bad += is_bad;
    printf("%-28s %3lld rows  %7.2f ms  sorts %5lld  %6lld steps, %4.1f times%s%s\n", a->what, (long long)rows,
           (double)took / 20, (long long)sorted, (long long)steps, (double)steps / (double)*plain, is_scan ? "  SCAN" : "",
           is_bad ? "  <-" : "");
    return OK;
}

static Err run(Ctx *c, int *ret_bad)
{
    i64  plain = 0;
    Code county_end = code_end(c->arena, COUNTY), town_end = code_end(c->arena, TOWN), village_end = code_end(c->arena, VILLAGE);
    const Ask asks[] = {
        { "county by voices", Q_NEED_LIST_COUNTY_VOICES, ARGS(COUNTY, COUNTY, PUBLIC(COUNTY, county_end), 20, 0), 10 },
        { "county, newest", Q_NEED_LIST_COUNTY_NEWEST, ARGS(COUNTY, COUNTY, PUBLIC(COUNTY, county_end), 20, 0), 10 },
        { "township by voices", Q_NEED_LIST_TOWN_VOICES, ARGS(COUNTY, TOWN, PUBLIC(TOWN, town_end), 20, 0), 10 },
        { "township, newest", Q_NEED_LIST_TOWN_NEWEST, ARGS(COUNTY, TOWN, PUBLIC(TOWN, town_end), 20, 0), 10 },
        { "village by voices", Q_NEED_LIST_VILLAGE_VOICES, ARGS(COUNTY, VILLAGE, PUBLIC(VILLAGE, village_end), 20, 0), 10 },
        { "village, newest", Q_NEED_LIST_VILLAGE_NEWEST, ARGS(COUNTY, VILLAGE, PUBLIC(VILLAGE, village_end), 20, 0), 10 },
        { "one cell by voices", Q_NEED_CELL_COUNTY_VOICES, ARGS(COUNTY, COUNTY, 1, 9, 0, 2, 20), 6 },
        { "one cell, newest", Q_NEED_CELL_COUNTY_NEWEST, ARGS(COUNTY, COUNTY, 1, 9, 0, 2, 20), 6 },
        { "one cell of a township", Q_NEED_CELL_TOWN_VOICES, ARGS(COUNTY, TOWN, 1, 9, 0, 2, 20), 6 },
        { "a household's own", Q_NEED_LIST_MINE, ARGS(COUNTY, 17, 20, 0), 2 },
        { "search in a village", Q_NEED_FOUND_TWO,
          ARGS(COUNTY, STR("@420325102212"), STR("路灯"), INT64_MAX, STEPS, 0, 9, 0, 11, 0, 2, 21), 11 },
        { "search in the county", Q_NEED_FOUND_TWO,
          ARGS(COUNTY, STR("路灯"), STR("路灯"), INT64_MAX, STEPS, 0, 9, 0, 11, 0, 2, 21), 11 },
        { "workbench of the county", Q_NEED_QUEUE_COUNTY, ARGS(COUNTY, COUNTY, county_end, DESK(0, INT64_MAX), 20, 0), 11 },
        { "workbench of a township", Q_NEED_QUEUE_TOWN, ARGS(COUNTY, TOWN, town_end, DESK(0, INT64_MAX), 20, 0), 11 },
        { "workbench of a village", Q_NEED_QUEUE_VILLAGE, ARGS(COUNTY, VILLAGE, village_end, DESK(0, INT64_MAX), 20, 0, VILLAGE), 11 },
        { "workbench, one's own", Q_NEED_QUEUE_OWNER, ARGS(COUNTY, COUNTY, county_end, DESK(77, 77), 20, 0), 11 },
        { "workbench, nobody's", Q_NEED_QUEUE_OWNER, ARGS(COUNTY, COUNTY, county_end, DESK(0, 0), 20, 0), 11 },
        { "newest of a log", Q_LOG_RECENT, ARGS(COUNTY, VILLAGE), -1 },
    };
    for (size_t i = 0; i < COUNTOF(asks); i++)
        TRY(ask(c, &asks[i], &plain, ret_bad));
    i64 board = 0; /* held against itself: some six hundred figures, whatever lies below */
    const Ask boards[] = {
        { "the city's board, itself", Q_COUNTER_OF_PLACE, ARGS(STR("4203"), STR("4203")), -1 },
        { "the city's board, counties", Q_COUNTER_OF_CHILDREN, ARGS(STR("4203"), STR("4203")), -1 },
    };
    for (size_t i = 0; i < COUNTOF(boards); i++)
        TRY(ask(c, &boards[i], &board, ret_bad));
    return OK;
}

int main(int argc, char **argv)
{
    Ctx    c;
    int    bad = 0;
    Arena *a = arena_open();
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, clock_now());
    BUG_ON(argc != 2);
    Err e = store_open(&c, str_from(argv[1]), true, &c.store);
    if (e == OK)
        e = run(&c, &bad);
    if (e != OK)
        fprintf(stderr, "plans: %.*s\n", STR_ARG(c.log));
    db_read_end(&c);
    store_close(c.store);
    arena_close(a);
    return e != OK || bad > 0;
}
