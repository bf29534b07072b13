/* need, walked at random: some hundreds of acts of everybody in the village and the offices above it, in whatever order
 * the dice say, while the clock goes on. Most acts are refused; whatever happened, the rows and the figures agree, a
 * complaint is not seen by whom it must not be, and what was promised at first stands. YUANCHANG_SEED shows a walk again. */
#include <stdio.h>

#include "plan/need/need_tally.h"
#include "support/dice.h"
#include "support/village.h"

enum { WALK_ACTS = 500, WALK_NEEDS = 40, CHECK_EVERY = 20 };

typedef struct Walk {
    Village *v;
    Ref      need[WALK_NEEDS];
    i64      first_due[WALK_NEEDS]; /* as first seen */
    bool     is_complaint[WALK_NEEDS];
    int      n, done;               /* acts that went through */
} Walk;

static const char *const houses[] = { "一组1户", "一组2户", "一组3户", "helper", "下湾1户" };
static const char *const offices[] = { "group", "village", "town", "county", "city", "other village", "other town" };

static const char *any_house(void)
{
    return houses[dice_upto((i64)COUNTOF(houses))];
}

static const char *any_office(void)
{
    return offices[dice_upto((i64)COUNTOF(offices))];
}

static void need_put(Walk *k, Ref need, bool is_complaint)
{
    if (k->n == WALK_NEEDS)
        return;
    k->is_complaint[k->n] = is_complaint;
    k->need[k->n++] = (Ref){ need.county.n == 4 ? STR("4203") : STR("420325"), need.id,
                             str_copy(k->v->kept, need.place) };
}

/* ---- acts of houses ---- */

static Err raise_any(Walk *k)
{
    Str      once = village_once(k->v);
    Ctx     *c = as(k->v, any_house());
    int      kind = dice_upto(6) == 0 ? NEED_COMPLAINT : (int)dice_upto(3);
    Ref      need;
    NeedNew  n = { .title = STR("路灯坏了一半"), .body = STR("晚上看不见路。"), .kind = kind, .place = c->actor->home,
                   .category = (int)dice_upto(NEED_CATEGORIES), .once = once, .hide_author = dice_upto(2) };
    if (kind == NEED_COMPLAINT) {
        n.target = STR("村干部");
        n.target_place = dice_upto(3) == 0 ? str_cut(n.place, 9) : dice_upto(2) ? n.place : STR_NONE;
    }
    TRY(need_raise(c, &n, &need));
    need_put(k, need, kind == NEED_COMPLAINT);
    return OK;
}

static Err correct_any(Ctx *c, Ref need)
{
    NeedEdit e = { .title = STR("路灯全坏了"), .category = (int)dice_upto(NEED_CATEGORIES), .hide_author = dice_upto(2) };
    return need_correct(c, need, &e);
}

static Err judge_any(Village *v, const char *who, Ref need)
{
    int         done = dice_upto(3) > 0;
    NeedVerdict verdict = { done, done ? STR("") : STR("还有两盏不亮"), village_once(v) };
    return need_judge(as(v, who), need, &verdict);
}

static Err house_act(Walk *k, Ref need)
{
    Village    *v = k->v;
    const char *who = any_house();
    switch (dice_upto(9)) {
    case 0:
        return need_leave(as(v, who), need);
    case 1:
        return need_withdraw(as(v, who), need, STR("不用了"));
    case 2:
        return correct_any(as(v, who), need);
    case 3:
        return need_accept(as(v, who), need);
    case 4:
        return need_object(as(v, who), need, STR("别的村都办了"));
    case 5:
    case 6:
        return judge_any(v, who, need);
    default:
        return need_join(as(v, who), need, dice_upto(2) ? STR("孩子上晚自习") : STR(""));
    }
}

/* ---- acts of offices ---- */

static Err group_any(Walk *k, Ctx *c)
{
    Ref  two[2] = { k->need[dice_upto(k->n)], k->need[dice_upto(k->n)] };
    Refs refs = { two, 2 };
    i64  group;
    return need_group(c, &refs, STR("路灯的事"), &group);
}

static Err hand_any(Walk *k, Ctx *c, Ref need)
{
    Ref now;
    TRY(dice_upto(4) ? need_hand(c, need, 0, STR("我们办不了"), &now)
                     : need_give_back(c, need, 0, STR("你们能办"), &now));
    if (now.id != need.id)
        need_put(k, now, false);
    return OK;
}

/* On one, or on all of its group. */
static Err act_any(Ctx *c, Ref need, int act, const NeedSort *sort, Str words)
{
    NeedReach reach;
    return need_act(c, need, &(NeedAct){ .act = act, .sort = *sort, .words = words, .all = dice_upto(2) }, &reach);
}

/* Mostly who sits at its desk. */
static const char *office_of(Walk *k, Ref need)
{
    static const char *const names[] = { "city", "county", "town", "village", "group", "group", "group" };
    Need n;
    if (dice_upto(4) == 0 || need_get(as(k->v, "admin"), need, &n) != OK)
        return any_office();
    return names[code_level(n.at) - LEVEL_CITY];
}

static Err office_act(Walk *k, Ref need)
{
    const char *who = office_of(k, need);
    Ctx     *c = as(k->v, who);
    NeedSort s = { .size = (int)dice_between(NEED_SMALL, NEED_EMERGENCY), .door = (int)dice_upto(NEED_DOORS),
                   .why = STR("要花钱") };
    Date     soon = date_add(date_of(c->now), (int)dice_upto(12));
    switch (dice_upto(14)) {
    case 0:
        return act_any(c, need, NEED_ACT_TAKE, &s, STR_NONE);
    case 1:
        return act_any(c, need, NEED_ACT_SORT, &s, STR_NONE);
    case 2:
        return need_assign(c, need, &(NeedAssign){ .due = dice_upto(2) ? soon : 0 });
    case 3:
        return need_extend(c, need, 0, soon, STR("下雨"));
    case 4:
        return act_any(c, need, NEED_ACT_ANSWER, &s, STR("正在看"));
    case 5:
        return act_any(c, need, NEED_ACT_UNABLE, &s, STR("没有钱"));
    case 6:
        return need_tell(c, need, STR("打了电话"));
    case 7:
        return need_receive(c, need);
    case 8:
        return group_any(k, c);
    case 9:
        return need_ungroup(c, need);
    case 10:
    case 11:
    case 12:
        return hand_any(k, c, need);
    default:
        return act_any(c, need, NEED_ACT_SOLVE, &s, STR("灯换好了"));
    }
}

/* ---- what holds after each act ---- */

static void nobody_below_sees_a_complaint(Walk *k, int i)
{
    static const char *const blind[] = { "nobody", "group", "village", "other village", "other town" };
    Need n;
    for (size_t b = 0; b < COUNTOF(blind); b++) {
        Ctx *c = as(k->v, blind[b]);
        assert_err(c, ERR_MISSING, need_get(c, k->need[i], &n));
    }
}

static void what_was_promised_stands(Walk *k, int i)
{
    Need n;
    Ctx *c = as(k->v, "city");
    assert_ok(c, need_get(c, k->need[i], &n));
    if (k->first_due[i] == 0)
        k->first_due[i] = n.first_due;
    assert_int_equal(n.first_due, k->first_due[i]);
    assert_true(n.due % DAY == date_start(20260101) % DAY || n.state != NEED_TAKEN); /* days end at midnight */
    assert_true((n.closing != NEED_NOT_CLOSED) == (n.state == NEED_CLOSED));
    assert_true(n.households >= n.voices && n.voices > 0);
}

/* Each matter stands somewhere once: a row that went on elsewhere is not counted as another one. */
static void every_matter_stands_once(Walk *k)
{
    i64 stand = 0;
    for (int s = 0; s < NEED_STATES; s++)
        if (s != NEED_HANDED)
            stand += village_count(k->v, "420325", str_cstr(k->v->c->arena,
                                   arena_printf(k->v->c->arena, "need.state.%s", need_state_name(s))), 0);
    assert_int_equal(stand, village_count(k->v, "420325", "need.raised", 0));
}

/* Mostly one of the newest, so that a matter gets far. */
static int any_need(const Walk *k)
{
    return k->n > 8 && dice_upto(4) ? k->n - 1 - (int)dice_upto(8) : k->n ? (int)dice_upto(k->n) : 0;
}

static Err any_act(Walk *k, int i)
{
    if (k->n < 6 || dice_upto(40) == 0)
        return raise_any(k);
    return dice_upto(5) < 2 ? house_act(k, k->need[i]) : office_act(k, k->need[i]);
}

static void whatever_happens_rows_and_figures_agree(void **state)
{
    Village *v = *state;
    Walk    *k = NEW(v->kept, Walk);
    k->v = v;
    dice_throw("need_walk");
    for (int act = 1; act <= WALK_ACTS; act++) {
        int  i = any_need(k);
        int  before = k->n;
        Err  e = any_act(k, i);
        if (e != OK && e != ERR_DENIED && e != ERR_CONFLICT && e != ERR_MISSING && e != ERR_INVALID)
            assert_ok(v->c, e);
        k->done += e == OK;
        test_next(v->c);
        if (dice_upto(4) == 0)
            village_later(v, dice_upto(8) ? dice_wide(DAY) : dice_wide(20 * DAY));
        if (k->n == 0)
            continue;
        i = before < k->n ? before : i;
        what_was_promised_stands(k, i);
        if (k->is_complaint[i])
            nobody_below_sees_a_complaint(k, i);
        if (act % CHECK_EVERY == 0) {
            every_matter_stands_once(k);
            village_check(v);
        }
    }
    printf("# %d of %d acts went through, on %d needs\n", k->done, WALK_ACTS, k->n);
    assert_true(k->done > WALK_ACTS / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = { IN_VILLAGE(whatever_happens_rows_and_figures_agree) };
    return RUN_TESTS(tests);
}
