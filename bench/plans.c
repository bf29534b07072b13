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
#include "record/event.sql.h"

#define COUNTY  STR("420325")
#define TOWN    STR("420325102")
#define VILLAGE STR("420325102212")
#define NOBODY  STR("")

/* Five times what a plain list took while it read whole needs; reading cards it takes a third less. */
enum { STEPS_MOST = 9000, SORTS_MOST = 1000, STEPS = 105 };

/* All states, categories and kinds. */
#define ALL                                                                                                        \
    .state_low = ARG(0), .state_high = ARG(9), .category_low = ARG(0), .category_high = ARG(11), .kind_low = ARG(0), \
    .kind_high = ARG(2)
/* A page of a list behind a number, of one cell, of a search, of a desk whose complaints nobody reads. */
#define BEHIND(q, u, to, bound_, ...)                                                                              \
    QUERY(q, .county = ARG(COUNTY), .from = ARG(u), .end = ARG(to), ALL, .bound = ARG(bound_), __VA_ARGS__)
#define LIST(q, u, to) BEHIND(q, u, to, INT64_MAX, .most = ARG(20))
#define CELL(q, u)                                                                                                 \
    QUERY(q, .county = ARG(COUNTY), .under = ARG(u), .category = ARG(1), .state = ARG(9), .kind_low = ARG(0),      \
          .kind_high = ARG(2), .bound = ARG(INT64_MAX), .most = ARG(20))
#define FOUND(first)                                                                                               \
    QUERY(need_found_two, .county = ARG(COUNTY), .noun = ARG("need"), .term_1 = ARG(STR(first)), .term_2 = ARG(STR("路灯")),            \
          .from = ARG(INT64_MAX), .steps = ARG(STEPS), ALL, .most = ARG(21))
#define DESK(q, place, to, low, high)                                                                              \
    QUERY(q, .county = ARG(COUNTY), .from = ARG(place), .end = ARG(to), .read_above = ARG(NOBODY),                 \
          .read_end = ARG(NOBODY), .kind_low = ARG(0), .owner_low = ARG(low), .owner_high = ARG(high),             \
          .overdue = ARG(0), .overdue_high = ARG(1), .since = ARG(0), .size_low = ARG(0), .size_high = ARG(4),     \
          .urgent = ARG(0), .after_due = ARG(-1), .after_id = ARG(0), .most = ARG(20))

typedef struct Ask {
    const char *what;
    Query       query;
    Args        args;
    const char *limit; /* which argument says how many: its name or number; NULL: none */
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

static size_t param_at(Query q, const char *limit)
{
    Str    names = str_from(q->names ? q->names : "1 2 3 4"), name;
    size_t at = 0;
    while (str_next(&names, ' ', &name) && !str_is(name, limit))
        at++;
    return at;
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
        if (a->limit != NULL)
            all[param_at(a->query, a->limit)] = value_int(1000000000);
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
    i64  plain = 0, some; /* events: as many as a page of changes looks at */
    TRY(db_int(db_read(c), Q_EVENT_SOME_AFTER, ARGS(COUNTY, 0, INT64_MAX, 200), &some));
    Code county_end = code_end(c->arena, COUNTY), town_end = code_end(c->arena, TOWN), village_end = code_end(c->arena, VILLAGE);
    const Ask asks[] = {
        { "county by voices", LIST(need_list_county_voices, COUNTY, county_end), "most" },
        { "county, newest", LIST(need_list_county_newest, COUNTY, county_end), "most" },
        { "township by voices", LIST(need_list_town_voices, TOWN, town_end), "most" },
        { "township, newest", LIST(need_list_town_newest, TOWN, town_end), "most" },
        { "village by voices", LIST(need_list_village_voices, VILLAGE, village_end), "most" },
        { "village, newest", LIST(need_list_village_newest, VILLAGE, village_end), "most" },
        { "county, behind one voice", BEHIND(need_list_county_tied, COUNTY, county_end, 1, .tie = ARG(INT64_C(1) << 40), .most = ARG(20)), "most" },
        { "village, behind one voice", BEHIND(need_list_village_tied, VILLAGE, village_end, 1, .tie = ARG(1), .most = ARG(20)), "most" },
        { "one cell by voices", CELL(need_cell_county_voices, COUNTY), "most" },
        { "one cell, newest", CELL(need_cell_county_newest, COUNTY), "most" },
        { "one cell of a township", CELL(need_cell_town_voices, TOWN), "most" },
        { "a household's own", Q_NEED_LIST_MINE, ARGS(COUNTY, 17, INT64_MAX, 20), "4" },
        { "search in a village", FOUND("@420325102212"), "most" },
        { "search in the county", FOUND("路灯"), "most" },
        { "workbench of the county", DESK(need_queue_county, COUNTY, county_end, 0, INT64_MAX), "most" },
        { "workbench of a township", DESK(need_queue_town, TOWN, town_end, 0, INT64_MAX), "most" },
        { "workbench of a village", DESK(need_queue_village, VILLAGE, village_end, 0, INT64_MAX), "most" },
        { "workbench, one's own", DESK(need_queue_owner, COUNTY, county_end, 77, 77), "most" },
        { "workbench, nobody's", DESK(need_queue_owner, COUNTY, county_end, 0, 0), "most" },
        { "changes of a village",
          QUERY(event_changed, .county = ARG(COUNTY), .after = ARG(0), .upto = ARG(some), .kind = ARG("need."),
                .kind_end = ARG("need/"), .log = ARG(VILLAGE), .log_end = ARG(village_end), .first = ARG(0),
                .settled = ARG(INT64_MAX), .most = ARG(20)), "most" },
        { "newest of a log", Q_LOG_RECENT, ARGS(COUNTY, VILLAGE, INT64_MAX, 30), "4" },
    };
    for (size_t i = 0; i < COUNTOF(asks); i++)
        TRY(ask(c, &asks[i], &plain, ret_bad));
    i64 board = 0; /* held against itself: some six hundred figures, whatever lies below */
    const Ask boards[] = {
        { "the city's board, itself", Q_COUNTER_OF_PLACE, ARGS(STR("4203"), STR("4203"), "need.", "need/"), NULL },
        { "the city's board, counties", Q_COUNTER_OF_CHILDREN, ARGS(STR("4203"), STR("4203"), "need.", "need/"), NULL },
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
