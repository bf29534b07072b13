/* The number book: each figure of the interview, exact on the left, as it was said on the right. The metric decides on
 * word and rounding; the value does not. */
#include <string.h>

#include "support/unit.h"
#include "base/base.h"
#include "engine/text/phrase.h"
#include "support/dice.h"

static Arena *arena;

static const Phrase gifts = { PHRASE_MORE, 100, 10000, "元", true };         /* 捐款, from fen */
static const Phrase square_cash = { PHRASE_MORE, 100, 1000, "元", true };    /* 小广场捐款 */
static const Phrase square_cost = { PHRASE_UNDER, 100, 10000, "元", true };  /* 花费 */
static const Phrase leverage = { PHRASE_MORE, 100, 100000, "元", true };     /* 撬动 */
static const Phrase landed = { PHRASE_MORE, 100, 1000000, "元", true };      /* 项目落地 */
static const Phrase labour = { PHRASE_MORE, 1, 10, "人次", true };           /* 投工 */
static const Phrase labour_town = { PHRASE_MORE, 1, 100, "次", true };
static const Phrase duration = { PHRASE_SOME, 1, 10, "天", false };          /* 工期 */
static const Phrase road = { PHRASE_ABOUT, 1, 100, "米", false };            /* 长度 */
static const Phrase land = { PHRASE_MORE, 100, 10, "亩", false };            /* 流转, from 0.01 mu */
static const Phrase land_given = { PHRASE_EXACT, 100, 1, "亩", false };      /* 让地 */
static const Phrase harvest = { PHRASE_MORE, 1, 1000, "斤", false };         /* 增产 */
static const Phrase households = { PHRASE_MORE, 1, 10, "户", false };

typedef struct Vector {
    const Phrase *metric;
    i64           value;
    const char   *said;
} Vector;

static const Vector number_book[] = {
    { &gifts, 9964000, "近10万元" },
    { &square_cash, 932000, "9000余元" },
    { &square_cost, 2890000, "不到3万元" },
    { &labour, 412, "410余人次" },
    { &labour_town, 5637, "5600余次" },
    { &duration, 43, "40多天" },
    { &road, 498, "约500米" },
    { &land, 7960, "近80亩" },
    { &leverage, 130600000, "130余万元" },
    { &landed, 794000000, "近800万元" },
    { &harvest, 1016, "千余斤" },
    { &households, 34, "30余户" },
    { &duration, 13, "十几天" },
    { &land_given, 125, "1.25亩" },
};

static const Vector edges[] = {
    { &gifts, 0, "0元" },
    { &gifts, 10000000, "10万元" },             /* round already: no word */
    { &gifts, 9500000, "近10万元" },            /* 95 % of it is near enough */
    { &gifts, 9499999, "9万余元" },
    { &gifts, 1000001, "万余元" },
    { &gifts, 1234567, "万余元" },
    { &gifts, 12345678, "12万余元" },
    { &gifts, 62000, "620元" },                 /* under the rounding unit: as it is */
    { &gifts, 62005, "620.05元" },
    { &labour, 480, "480人次" },
    { &labour, 481, "近500人次" },
    { &labour, 9700, "9700人次" },
    { &labour, 9701, "近1万人次" },
    { &labour, 12345, "1.234万余人次" },
    { &duration, 10, "10天" },
    { &duration, 20, "20天" },
    { &duration, 19, "近20天" },
    { &duration, 9, "9天" },
    { &road, 510, "约500米" },
    { &road, 511, "511米" },                    /* further off than 2 % */
    { &road, 490, "约500米" },
    { &road, 489, "489米" },
    { &road, 30, "30米" },
    { &square_cost, 3000000, "3万元" },
    { &square_cost, 3000001, "不到4万元" },
    { &land_given, 100, "1亩" },
    { &land_given, 5, "0.05亩" },
    { &households, 13, "十余户" },
    { &households, 104, "百余户" },
    { &households, 96, "近100户" },
};

static void assert_said(const Vector *v)
{
    const char *said = str_cstr(arena, phrase_text(arena, v->metric, v->value));
    if (strcmp(said, v->said) != 0)
        print_error("%lld\n", (long long)v->value);
    assert_string_equal(said, v->said);
}

static void the_number_book_is_said_as_it_was(void **s)
{
    for (size_t i = 0; i < COUNTOF(number_book); i++)
        assert_said(&number_book[i]);
}

static void edges_are_said_plainly(void **s)
{
    for (size_t i = 0; i < COUNTOF(edges); i++)
        assert_said(&edges[i]);
}

/* What a phrase says, read back: the number in minor units. */
static i64 read_number(const Phrase *p, Str said)
{
    i64 whole = 0, scale = 1, unit = p->minor;
    bool is_fraction = false, any = false;
    size_t at;
    for (size_t i = 0; i < said.n; i++) {
        if (said.p[i] == '.') {
            is_fraction = true;
        } else if (said.p[i] >= '0' && said.p[i] <= '9') {
            whole = whole * 10 + (said.p[i] - '0');
            scale *= is_fraction ? 10 : 1;
            any = true;
        }
    }
    if (!any) {
        whole = str_find(said, STR("千"), &at) ? 1000 : str_find(said, STR("百"), &at) ? 100 :
                str_find(said, STR("十"), &at) ? 10 : 1;
    }
    if (str_find(said, STR("万"), &at))
        unit *= 10000;
    return whole * unit / scale;
}

static void what_is_said_is_true_of_any_value(void **s)
{
    static const Phrase *const all[] = { &gifts, &square_cash, &square_cost, &leverage, &landed, &labour, &labour_town,
                                         &duration, &road, &land, &land_given, &harvest, &households };
    dice_throw("what_is_said_is_true_of_any_value");
    for (int round = 0; round < 30000; round++) {
        const Phrase *p = all[dice_upto((i64)COUNTOF(all))];
        i64           v = dice_wide(100000000000);
        Str           said = phrase_text(arena, p, v);
        i64           n = read_number(p, said);
        size_t        at;
        if (str_starts(said, STR("近")))
            assert_true(v < n && v * 100 >= n * 95);
        else if (str_starts(said, STR("不到")))
            assert_true(v < n && n - v < p->round * p->minor);
        else if (str_starts(said, STR("约")))
            assert_true((v > n ? v - n : n - v) * 100 <= n * 2);
        else if (str_find(said, STR("余"), &at) || str_find(said, STR("多"), &at) || str_find(said, STR("几"), &at))
            assert_true(v > n && v - n < p->round * p->minor);
        else
            assert_int_equal(v, n);
        arena_reset(arena);
    }
}

static int open_arena(void **s)
{
    arena = arena_open();
    return 0;
}

static int close_arena(void **s)
{
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_book_is_said_as_it_was),
        cmocka_unit_test(edges_are_said_plainly),
        cmocka_unit_test(what_is_said_is_true_of_any_value),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
