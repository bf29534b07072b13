/* tell: every house of a matter hears of it once, the first few in the act itself, the others soon after. */
#include "matter/tell.h"

#include "record/inbox.h"
#include "record/inbox.sql.h"
#include "support/village.h"

enum { HOUSES = 500, FIRST = 1000 }; /* numbers that no house of the village has */

static Err voices(Db *w, void *arg)
{
    const Ref *need = arg;
    for (int i = 0; i < HOUSES; i++)
        TRY(houses_first(w, "need", *need, (Ref){ STR("420325"), FIRST + i, STR(VILLAGE_GROUP) }));
    return OK;
}

static Ref crowded(Village *v)
{
    Ref  need = village_need(v, "路灯坏了一半");
    Ctx *c = as(v, "nobody");
    assert_ok(c, db_write(c, voices, &need));
    return need;
}

static size_t messages_of(Ctx *c, i64 household, Str *ret_words)
{
    Rows rows;
    assert_ok(c, db_many(db_read(c), Q_INBOX_PAGE, ARGS(STR("420325"), household, INT64_MAX, 100), &rows));
    *ret_words = rows.n ? row_text(rows.row[0], C_INBOX_PAGE_B) : STR_NONE;
    return rows.n;
}

static int told(Village *v, const char *words)
{
    Ctx *c = as(v, "nobody");
    int  n = 0;
    for (int i = 0; i < HOUSES; i++) {
        Str    said;
        size_t has = messages_of(c, FIRST + i, &said);
        assert_true(has <= 1); /* nobody hears twice */
        if (has)
            assert_str(said, words);
        n += (int)has;
    }
    return n;
}

static void unable(Village *v, Ref need, const char *why)
{
    i64  version = village_version(v, need);
    Ctx *c = as(v, "village");
    assert_ok(c, need_take(c, need, version));
    c = as(v, "village");
    assert_ok(c, need_unable(c, need, village_version(v, need), str_from(why)));
}

static void tick(Village *v)
{
    int  run;
    Ctx *c = as(v, "nobody");
    assert_ok(c, job_tick(c, 100, &run));
}

static void many_houses_are_told_by_and_by_and_each_once(void **state)
{
    Village *v = *state;
    unable(v, crowded(v), "电网不同意");
    assert_int_equal(told(v, "电网不同意"), TELL_AT_ONCE);
    tick(v);
    assert_int_equal(told(v, "电网不同意"), HOUSES);
    tick(v);
    assert_int_equal(told(v, "电网不同意"), HOUSES);
}

static void words_of_whoever_is_forgotten_meanwhile_are_told_to_nobody_else(void **state)
{
    Village *v = *state;
    Ref      need = crowded(v), house = { STR("420325"), 0, STR(VILLAGE_GROUP) };
    i64      version = village_version(v, need);
    Ctx     *c = as(v, "village");
    assert_ok(c, need_take(c, need, version));
    tick(v);
    c = as(v, "village");
    assert_ok(c, need_unable(c, need, village_version(v, need), STR("电网不同意")));
    tick(v);
    c = as(v, "一组1户");
    house.id = c->actor->person;
    assert_ok(c, need_object(c, need, STR("我家真的看不见路")));
    c = as(v, "admin");
    assert_ok(c, person_erase(c, house, STR("本人要求")));
    tick(v);
    Str said;
    c = as(v, "nobody");
    messages_of(c, FIRST + HOUSES - 1, &said);
    assert_int_equal(said.n, 0); /* the newest message, told after it was erased */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(many_houses_are_told_by_and_by_and_each_once),
        IN_VILLAGE(words_of_whoever_is_forgotten_meanwhile_are_told_to_nobody_else),
    };
    return RUN_TESTS(tests);
}
