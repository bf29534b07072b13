/* plans: what the lists of needs cost in a county with very many of them. For each: is anything walked from end to end, how
 * many rows are sorted before the first one is shown, how long one page takes. Built and run by bench/plans.sh.
 *
 * Rows sorted: where the plan sorts, all that the conditions let through, so they are counted by asking without a limit. */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "db/db.h"

#define COUNTY  STR("420325")
#define TOWN    STR("420325102")
#define VILLAGE STR("420325102212")
#define TERMS   STR("路灯"), STR("灯坏"), STR("坏了")

/* {need_public}: place from, to; state, category, kind from, to. Then limit and offset. */
#define PUBLIC(from, to) (from), (to), 0, 9, 0, 11, 0, 3

/* {need_desk}: desk from, to, named one's place from, to; kind, owner from, to, overdue, size from, to. */
#define DESK(from, to) (from), (to), (from), (to), 0, 0, INT64_MAX, 0, 0, 4

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

static bool any_line(Str plan, const char *begin, const char *with)
{
    Str line;
    while (str_next(&plan, '\n', &line)) {
        line = str_trim(line);
        if (str_starts(line, str_from(begin)) && str_find(line, str_from(with), NULL))
            return true;
    }
    return false;
}

static Err ask(Ctx *c, const Ask *a, int *ret_bad)
{
    Str plan;
    i64 rows = 0, sorted = 0;
    TRY(db_plan(db_read(c), a->query, a->args, &plan));
    bool is_scan = any_line(plan, "SCAN ", "");
    bool is_sort = any_line(plan, "USE TEMP B-TREE", "ORDER BY");

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
        TRY(db_each(db_read(c), a->query, (Args){ all, a->args.n }, count_row, &sorted));
    }
    bool is_bad = is_scan || sorted > 1000;
    *ret_bad += is_bad;
    printf("%-28s %3lld rows  %7.2f ms  sorts %6lld%s%s\n", a->what, (long long)rows, (double)took / 20, (long long)sorted,
           is_scan ? "  SCAN" : "", is_bad ? "  <-" : "");
    return OK;
}

static Err run(Ctx *c, int *ret_bad)
{
    Code county_end = code_end(c->arena, COUNTY), town_end = code_end(c->arena, TOWN), village_end = code_end(c->arena, VILLAGE);
    const Ask asks[] = {
        { "county by voices", Q_NEED_LIST_COUNTY_VOICES, ARGS(COUNTY, COUNTY, PUBLIC(COUNTY, county_end), 20, 0), 10 },
        { "county, newest", Q_NEED_LIST_COUNTY_NEWEST, ARGS(COUNTY, COUNTY, PUBLIC(COUNTY, county_end), 20, 0), 10 },
        { "county, page 50", Q_NEED_LIST_COUNTY_VOICES, ARGS(COUNTY, COUNTY, PUBLIC(COUNTY, county_end), 20, 980), 10 },
        { "township by voices", Q_NEED_LIST_TOWN_VOICES, ARGS(COUNTY, TOWN, PUBLIC(TOWN, town_end), 20, 0), 10 },
        { "township, newest", Q_NEED_LIST_TOWN_NEWEST, ARGS(COUNTY, TOWN, PUBLIC(TOWN, town_end), 20, 0), 10 },
        { "village by voices", Q_NEED_LIST_VILLAGE_VOICES, ARGS(COUNTY, VILLAGE, PUBLIC(VILLAGE, village_end), 20, 0), 10 },
        { "village, newest", Q_NEED_LIST_VILLAGE_NEWEST, ARGS(COUNTY, VILLAGE, PUBLIC(VILLAGE, village_end), 20, 0), 10 },
        { "a household's own", Q_NEED_LIST_MINE, ARGS(COUNTY, 17, 20, 0), 2 },
        { "search in a village", Q_NEED_LIST_FOUND,
          ARGS(COUNTY, STR("路灯"), PUBLIC(VILLAGE, village_end), 20, 0, TERMS), 10 },
        { "search in the county", Q_NEED_LIST_FOUND,
          ARGS(COUNTY, STR("路灯"), PUBLIC(COUNTY, county_end), 20, 0, TERMS), 10 },
        { "workbench of the county", Q_NEED_QUEUE_COUNTY, ARGS(COUNTY, DESK(COUNTY, county_end), 20, 0), 11 },
        { "workbench of a township", Q_NEED_QUEUE_DESK, ARGS(COUNTY, DESK(TOWN, town_end), 20, 0), 11 },
        { "workbench of a village", Q_NEED_QUEUE_DESK, ARGS(COUNTY, DESK(VILLAGE, village_end), 20, 0), 11 },
        { "workbench, one's own", Q_NEED_QUEUE_MINE, ARGS(COUNTY, COUNTY, county_end, COUNTY, county_end, 0, 77, 77, 0, 0, 4, 20, 0), 11 },
        { "the city's board, itself", Q_COUNTER_OF_PLACE, ARGS(STR("4203"), STR("4203")), -1 },
        { "the city's board, counties", Q_COUNTER_OF_CHILDREN, ARGS(STR("4203"), STR("4203")), -1 },
        { "newest of a log", Q_LOG_RECENT, ARGS(COUNTY, VILLAGE), -1 },
    };
    for (size_t i = 0; i < COUNTOF(asks); i++)
        TRY(ask(c, &asks[i], ret_bad));
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
