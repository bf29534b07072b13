/* Boards of every level say the same of the same records, exactly, and what cannot be measured is not measured. */
#include <stdio.h>

#include "support/support.h"
#include "board/board.h"

#define VILLAGE STR("420325102212")
#define GROUP_1 STR("420325102212001")
#define GROUP_2 STR("420325102212002")

/* Two counties of one city, one town each, two villages in the first, two groups in 上湾村. */
static void shiyan_make(Ctx *c)
{
    static const Grant all = { { "42", 2 }, ~UINT64_C(0), ROLE_ADMIN };
    static const Actor operator = { .account = 1, .grants = &all, .n_grants = 1 };
    static const char  csv[] = "code,name,parent_code,level\n"
                               "420000000000,湖北省,,province\n420300000000,十堰市,420000000000,city\n"
                               "420325000000,房县,420300000000,county\n420325102000,化龙堰镇,420325000000,township\n"
                               "420325102212,上湾村,420325102000,village\n420325102213,下湾村,420325102000,village\n"
                               "420381000000,丹江口市,420300000000,county\n420381005000,三官殿街道,420381000000,township\n"
                               "420381005212,狮子岩村,420381005000,village\n";
    PlaceImport done;
    Code        code;
    i64         moved;
    c->actor = &operator;
    assert_ok(c, place_import(c, str_from(csv), 20230101, NULL, NULL, &done));
    assert_int_equal(done.added, 9);
    assert_ok(c, place_add(c, &(PlaceNew){ VILLAGE, PLACE_GROUP, STR("一组"), 20230101 }, &code));
    assert_ok(c, place_add(c, &(PlaceNew){ VILLAGE, PLACE_GROUP, STR("二组"), 20230101 }, &code));
    assert_ok(c, counter_sweep(c, &moved));
    test_next(c);
}

typedef struct Stride {
    Code               place;
    const CounterKind *kind;
    i64                part, delta;
} Stride;

typedef struct Moves {
    const Stride *v;
    size_t      n;
} Moves;

static Err moves_body(Db *w, void *arg)
{
    const Moves *m = arg;
    for (size_t i = 0; i < m->n; i++)
        counter_add(w, m->v[i].place, m->v[i].kind, m->v[i].part, m->v[i].delta);
    return OK;
}

static void happen(Ctx *c, const Stride *moves, size_t n)
{
    Moves m = { moves, n };
    i64   moved;
    assert_ok(c, db_write(c, moves_body, &m));
    test_next(c);
    assert_ok(c, counter_sweep(c, &moved));
    test_next(c);
}
#define HAPPEN(c, ...) happen((c), (const Stride[]){ __VA_ARGS__ }, COUNTOF(((const Stride[]){ __VA_ARGS__ })))

static Board board(Ctx *c, const char *code)
{
    Board b;
    assert_ok(c, board_read(c, str_from(code), &b));
    return b;
}

static void every_level_from_group_to_province_says_the_same(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { GROUP_1, &COUNT_RAISED, 0, 3 }, { GROUP_1, &COUNT_STATE[NEED_DOING], 0, 2 },
           { GROUP_1, &COUNT_STATE[NEED_CLOSED], 0, 1 }, { GROUP_1, &COUNT_HOUSEHOLDS, 0, 2 });
    static const char *const levels[] = { "420325102212001", "420325102212", "420325102", "420325", "4203", "42" };
    for (size_t i = 0; i < COUNTOF(levels); i++) {
        Board b = board(c, levels[i]);
        assert_int_equal(b.figures.raised, 3);
        assert_int_equal(board_open(b.figures.state), 2);
        assert_int_equal(b.figures.state[NEED_CLOSED], 1);
        assert_int_equal(b.figures.took_part, 2);
    }
    assert_int_equal(board(c, "420325102213").figures.raised, 0);
    assert_int_equal(board(c, "420381").figures.raised, 0);
}

static void the_children_of_a_place_make_up_its_figures(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { GROUP_1, &COUNT_RAISED, 0, 3 }, { GROUP_2, &COUNT_RAISED, 0, 4 },
           { STR("420381005212"), &COUNT_RAISED, 0, 10 });
    Board village = board(c, "420325102212"), city = board(c, "4203");
    assert_int_equal(village.n_children, 2);
    assert_str(village.children[0].place.name, "一组");
    assert_int_equal(village.children[0].figures.raised, 3);
    assert_int_equal(village.children[1].figures.raised, 4);
    assert_int_equal(city.n_children, 2);
    assert_int_equal(city.children[0].figures.raised, 7);
    assert_int_equal(city.children[1].figures.raised, 10);
    assert_int_equal(city.figures.raised, 17);
}

/* Each figure that a row of the table shows is read of it, and what is nobody's below is the place's own. */
static void a_row_below_has_each_of_its_figures(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { GROUP_1, &COUNT_RAISED, 0, 6 }, { GROUP_1, &COUNT_STATE[NEED_DOING], 0, 2 },
           { GROUP_1, &COUNT_STATE[NEED_CLOSED], 0, 4 }, { GROUP_1, &COUNT_CLOSED[NEED_BY_AUTHOR], 0, 1 },
           { GROUP_1, &COUNT_CLOSED[NEED_BY_VOICES], 0, 2 }, { GROUP_1, &COUNT_CLOSED[NEED_BY_SILENCE], 0, 1 },
           { GROUP_1, &COUNT_OVERDUE, 0, 1 }, { GROUP_1, &COUNT_HOUSEHOLDS, 0, 5 });
    HAPPEN(c, { VILLAGE, &COUNT_RAISED, 0, 3 }, { VILLAGE, &COUNT_STATE[NEED_CLOSED], 0, 2 },
           { VILLAGE, &COUNT_CLOSED[NEED_BY_VOICES], 0, 2 }, { VILLAGE, &COUNT_STATE[NEED_TAKEN], 0, 1 });
    Board               village = board(c, "420325102212"), county = board(c, "420325");
    const BoardFigures *group = &village.children[0].figures;
    BoardSums           rest = board_rest(&village), none = board_rest(&county);
    assert_int_equal(group->raised, 6);
    assert_int_equal(board_open(group->state), 2);
    assert_int_equal(board_agreed(group), 3); /* silence agrees to nothing */
    assert_int_equal(group->overdue, 1);
    assert_int_equal(group->took_part, 5);
    assert_int_equal(rest.raised, 3);
    assert_int_equal(rest.open, 1);
    assert_int_equal(rest.agreed, 2);
    assert_int_equal(rest.overdue, 0);
    assert_int_equal(none.raised + none.open + none.agreed, 0);
    assert_int_equal(board_agreed(&county.children[0].figures), 5);
}

/* The county's row says handed, the city's row goes on: one matter, in one state. */
static void a_matter_at_the_city_stands_in_one_state(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { GROUP_1, &COUNT_RAISED, 0, 1 }, { GROUP_1, &COUNT_STATE[NEED_HANDED], 0, 1 },
           { STR("4203"), &COUNT_STATE[NEED_DOING], 0, 1 });
    BoardFigures city = board(c, "4203").figures;
    assert_int_equal(board(c, "420325").figures.state[NEED_HANDED], 1);
    assert_int_equal(city.state[NEED_HANDED], 0);
    assert_int_equal(city.state[NEED_DOING], city.raised);
}

static void a_rate_keeps_numerator_and_denominator(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { VILLAGE, &COUNT_RAISED, 0, 40 }, { VILLAGE, &COUNT_TAKEN_IN_TIME, 0, 39 },
           { VILLAGE, &COUNT_SMALL, 0, 5 }, { VILLAGE, &COUNT_SMALL_DONE, 0, 5 }, { VILLAGE, &COUNT_BIG, 0, 2 });
    Board    b = board(c, "420325102212");
    Fraction collected = board_rate(&b.figures, RATE_COLLECTED), big = board_rate(&b.figures, RATE_BIG);
    assert_int_equal(collected.over, 39);
    assert_int_equal(collected.under, 40);
    assert_int_equal(fraction_percent(board_rate(&b.figures, RATE_SMALL)), 100);
    assert_int_equal(big.over, 0);
    assert_int_equal(big.under, 2);
    assert_true(fraction_is_none(board_rate(&b.figures, RATE_TOLD)));
}

static void a_place_where_nobody_spoke_has_no_shares_and_no_median(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    Board b = board(c, "420325102213");
    for (int rate = 0; rate < BOARD_RATES; rate++)
        assert_true(fraction_is_none(board_rate(&b.figures, rate)));
    assert_true(fraction_is_none(b.median));
    assert_true(fraction_is_none(board_recognised(&b.figures)));
    assert_true(fraction_is_none(board_wishes(&b.figures)));
    assert_true(fraction_is_none(board_took_part(&b.figures)));
    assert_int_equal(b.n_solved, 0);
}

static void the_median_is_that_of_all_days_below(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { GROUP_1, &COUNT_DAYS, 0, 1 }, { GROUP_1, &COUNT_DAYS, 4, 1 }, { GROUP_2, &COUNT_DAYS, 5, 1 },
           { GROUP_2, &COUNT_DAYS, 2922, 1 });
    Board b = board(c, "420325");
    assert_int_equal(b.n_solved, 4);
    assert_int_equal(b.median.over, 9);
    assert_int_equal(b.median.under, 2);
    assert_int_equal(board(c, "420325102212001").median.over, 4);
}

static void twelve_months_end_with_this_one(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    HAPPEN(c, { VILLAGE, &COUNT_RAISED, 202607, 5 }, { VILLAGE, &COUNT_RAISED, 202508, 2 },
           { VILLAGE, &COUNT_RAISED, 202507, 99 }, { VILLAGE, &COUNT_ENDED, 202606, 3 },
           { VILLAGE, &COUNT_HOUSEHOLDS, 202607, 4 });
    Board b = board(c, "420325102212"); /* on 2026-07-12 */
    assert_int_equal(b.months[0].month, 202508);
    assert_int_equal(b.months[0].raised, 2);
    assert_int_equal(b.months[5].month, 202601);
    assert_int_equal(b.months[10].ended, 3);
    assert_int_equal(b.months[11].month, 202607);
    assert_int_equal(b.months[11].raised, 5);
    assert_int_equal(b.months[11].households, 4);
    assert_int_equal(b.figures.raised, 0); /* months are not totals */
}

static void the_city_says_as_of_when_the_counties_were_summed_up(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    i64 moved, before = c->now;
    assert_ok(c, counter_sweep(c, &moved));
    test_next(c);
    Moves m = { (const Stride[]){ { GROUP_1, &COUNT_RAISED, 0, 1 } }, 1 };
    assert_ok(c, db_write(c, moves_body, &m));
    test_later(c, 5 * MINUTE);
    test_next(c);
    assert_int_equal(board(c, "420325").as_of, c->now);
    assert_int_equal(board(c, "420325").figures.raised, 1);
    assert_int_equal(board(c, "4203").as_of, before);
    assert_int_equal(board(c, "4203").figures.raised, 0);
    assert_ok(c, counter_sweep(c, &moved));
    test_next(c);
    assert_int_equal(board(c, "4203").as_of, c->now);
    assert_int_equal(board(c, "4203").figures.raised, 1);
}

static void an_unknown_place_has_no_board(void **state)
{
    Ctx  *c = *state;
    Board b;
    shiyan_make(c);
    assert_err(c, ERR_MISSING, board_read(c, STR("429999"), &b));
}

/* ---- thirty nouns of forty kinds each, in a township of eighty villages: what a city of counties comes to ---- */

enum { NOUNS = 30, KINDS = 40, VILLAGES = 80 };

static char        names[NOUNS * KINDS][32];
static CounterKind many_kinds[NOUNS * KINDS];

static Code villages_of(Ctx *c, int i)
{
    return arena_printf(c->arena, "420325102%03d", 300 + i);
}

static Err crowd_body(Db *w, void *arg)
{
    int   i = *(const int *)arg;
    Code  village = villages_of(db_ctx(w), i);
    for (int k = 0; k < NOUNS * KINDS; k++)
        counter_add(w, village, &many_kinds[k], 0, 1 + i);
    counter_add(w, village, &COUNT_RAISED, 0, 1 + i);
    return OK;
}

static void crowd(Ctx *c)
{
    Buf         csv = buf_new(c->arena, 4096, 1 << 16);
    PlaceImport done;
    buf_cstr(&csv, "code,name,parent_code,level\n");
    for (int i = 0; i < VILLAGES; i++)
        buf_printf(&csv, "420325102%03d,第%d村,420325102000,village\n", 300 + i, i + 1);
    assert_ok(c, place_import(c, buf_text(&csv), 20230101, NULL, NULL, &done));
    assert_int_equal(done.added, VILLAGES);
    for (int k = 0; k < NOUNS * KINDS; k++) {
        snprintf(names[k], sizeof names[k], "noun%02d.kind%02d", k / KINDS, k % KINDS);
        many_kinds[k].name = names[k];
    }
    for (int i = 0; i < VILLAGES; i++) {
        assert_ok(c, db_write(c, crowd_body, &i));
        test_next(c);
    }
}

static void however_much_is_counted_every_village_stands_right(void **state)
{
    Ctx *c = *state;
    shiyan_make(c);
    crowd(c);
    Board b = board(c, "420325102");
    assert_int_equal(b.n_children, VILLAGES + 2);
    for (size_t i = 2; i < b.n_children; i++) /* after 上湾村 and 下湾村 */
        assert_int_equal(b.children[i].figures.raised, i - 1);
    const Counter *v;
    size_t         n;
    assert_ok(c, counter_read_children(c, STR("420325102"), COUNTERS_OF("noun29"), &v, &n));
    assert_int_equal(n, VILLAGES * KINDS);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(v[i].value, 1 + (i64)(i % VILLAGES));
    /* what does not fit is not shown in part */
    assert_err(c, ERR_TOO_LARGE, counter_read_children(c, STR("420325102"), COUNTERS_ALL, &v, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(however_much_is_counted_every_village_stands_right),
        ON_BOTH(every_level_from_group_to_province_says_the_same),
        ON_BOTH(the_children_of_a_place_make_up_its_figures),
        ON_BOTH(a_row_below_has_each_of_its_figures),
        ON_BOTH(a_matter_at_the_city_stands_in_one_state),
        ON_BOTH(a_rate_keeps_numerator_and_denominator),
        ON_BOTH(a_place_where_nobody_spoke_has_no_shares_and_no_median),
        ON_BOTH(the_median_is_that_of_all_days_below),
        ON_BOTH(twelve_months_end_with_this_one),
        ON_BOTH(the_city_says_as_of_when_the_counties_were_summed_up),
        ON_BOTH(an_unknown_place_has_no_board),
    };
    return RUN_TESTS(tests);
}
