/* How often somebody waits for PostgreSQL until a need is raised, joined, listed: a bound that does not grow with what it
 * writes, because only answers are waited for (docs/decisions/0030). */
#include "plan/need/need_inside.h"
#include "support/village.h"

static i64 trips(Village *v)
{
    StoreStats now;
    store_stats(v->c->store, &now);
    return now.trips;
}

static void a_need_is_raised_in_five_trips(void **state)
{
    Village *v = *state;
    village_need(v, "路灯坏了一半"); /* prepares what it needs */
    i64 before = trips(v);
    village_need(v, "村口的路面塌了一大块，下雨天积水过不去人，三组的老人小孩都从这里上学买菜");
    assert_in_range(trips(v) - before, 1, 5);
}

static void a_voice_is_put_in_eight_trips(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), other = village_need(v, "水管漏水");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, other, STR("孩子上晚自习")));
    c = as(v, "一组2户");
    i64 before = trips(v);
    assert_ok(c, need_join(c, need, STR("孩子上晚自习")));
    assert_in_range(trips(v) - before, 1, 8);
}

static void a_list_is_read_in_three_trips(void **state)
{
    static const char *const places[] = { VILLAGE_CODE, VILLAGE_TOWN, "420325" };
    Village *v = *state;
    village_need(v, "路灯坏了一半");
    village_need_of(v, "一组2户", NEED_DEMAND, "水管漏水");
    for (size_t i = 0; i < COUNTOF(places); i++)
        for (int again = 0; again < 2; again++) {
            NeedQuery q = { .place = str_from(places[i]), .category = -1, .kind = -1 };
            Needs     needs;
            Ctx      *c = as(v, "一组2户");
            i64       before = trips(v);
            assert_ok(c, need_list(c, &q, &needs));
            assert_int_equal(needs.n, 2);
            assert_in_range(trips(v) - before, 1, 3);
        }
}

#define IN_POSTGRES(f) ON_ENGINE(f, ENGINE_POSTGRES, "postgres", village_setup, village_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_POSTGRES(a_need_is_raised_in_five_trips),
        IN_POSTGRES(a_voice_is_put_in_eight_trips),
        IN_POSTGRES(a_list_is_read_in_three_trips),
    };
    return RUN_TESTS(tests);
}
