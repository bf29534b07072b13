/* Voices of before they stood with all else that houses take part in: migration 0173 carries each row over as it is, and a verdict
 * still refers to the voice it is of. */
#include "db/db_inside.h"
#include "plan/need/need.h"
#include "support/village.h"

#include "record/group.h"

#define VERDICTS "county TEXT NOT NULL, need BIGINT NOT NULL, round BIGINT NOT NULL, household BIGINT NOT NULL, place TEXT NOT NULL, " \
                 "done BIGINT NOT NULL, reason TEXT NOT NULL, person BIGINT NOT NULL, account BIGINT NOT NULL, channel BIGINT NOT NULL, " \
                 "at BIGINT NOT NULL"

/* The tables as they were before the migration, with the rows that stand now. */
static const char *const before[] = {
    "CREATE TABLE need_voice (county TEXT NOT NULL, need BIGINT NOT NULL, household BIGINT NOT NULL, place TEXT NOT NULL,"
    " person BIGINT NOT NULL, account BIGINT NOT NULL, channel BIGINT NOT NULL, consent TEXT NOT NULL, reason TEXT NOT NULL,"
    " at BIGINT NOT NULL, left_at BIGINT NOT NULL DEFAULT 0, CONSTRAINT need_voice_key PRIMARY KEY (county, need, household),"
    " CONSTRAINT need_voice_of FOREIGN KEY (county, need) REFERENCES need (county, id))",
    "INSERT INTO need_voice SELECT county, record, household, place, person, account, channel, consent, words, at, left_at"
    " FROM house_part WHERE noun = 'need'",
    "CREATE TABLE kept (" VERDICTS ")",
    "INSERT INTO kept SELECT county, need, round, household, place, done, reason, person, account, channel, at FROM need_judge",
    "DROP TABLE need_judge",
    "CREATE TABLE need_judge (" VERDICTS ", CONSTRAINT need_judge_key PRIMARY KEY (county, need, household, round),"
    " CONSTRAINT need_judge_voice FOREIGN KEY (county, need, household) REFERENCES need_voice (county, need, household))",
    "INSERT INTO need_judge SELECT * FROM kept",
    "DROP TABLE kept",
    "DELETE FROM house_part WHERE noun = 'need'",
    "DELETE FROM migration WHERE number = 173",
};

static Err run_body(Db *w, void *arg)
{
    return db_script(w, arg);
}

static void go_back(Ctx *c)
{
    for (size_t i = 0; i < COUNTOF(before); i++)
        assert_ok(c, db_write(c, run_body, (void *)before[i]));
}

static HouseParts voices(Village *v, const char *who, Ref need)
{
    HouseParts parts;
    Ctx       *c = as(v, who);
    assert_ok(c, need_voices(c, need, &parts));
    return parts;
}

static void a_database_of_before_still_shows_every_voice(void **state)
{
    Village *v = *state;
    Ref      need = village_need(v, "路灯坏了一半"), judged = village_need(v, "水管漏水");
    Ctx     *c = as(v, "一组2户");
    assert_ok(c, need_join(c, need, STR("孩子上晚自习")));
    c = as(v, "helper");
    assert_ok(c, need_join(c, need, STR("老人摔过")));
    c = as(v, "一组3户");
    assert_ok(c, need_join(c, need, STR("我家也是")));
    c = as(v, "一组3户");
    assert_ok(c, need_leave(c, need));
    c = as(v, "village");
    assert_ok(c, need_solve(c, judged, 0, STR("换了水管"), NULL));
    c = as(v, "一组1户");
    assert_ok(c, need_judge(c, judged, &(NeedVerdict){ .done = false, .reason = STR("还在漏"), .once = village_once(v) }));
    go_back(as(v, "admin"));
    c = as(v, "admin");
    assert_ok(c, migrate_apply(c));

    assert_int_equal(village_see(v, "nobody", need).voices, 3);
    HouseParts parts = voices(v, "village", need);
    assert_int_equal(parts.n, 3);
    assert_str(parts.v[0].words, "孩子上晚自习");
    assert_str(parts.v[0].label, "一组2户");
    assert_str(parts.v[1].words, "老人摔过");
    assert_true(village_see(v, "一组2户", need).has_voiced);
    assert_false(village_see(v, "一组3户", need).has_voiced);
    c = as(v, "一组3户");
    assert_ok(c, need_join(c, need, STR_NONE)); /* what it took back comes back with its words */
    assert_int_equal(voices(v, "nobody", need).n, 4);
    c = as(v, "helper");
    assert_ok(c, need_leave(c, need)); /* what was said by the agreement is still known to be */
    assert_int_equal(voices(v, "nobody", need).n, 3);
    assert_int_equal(village_see(v, "nobody", judged).state, NEED_DOING);
    village_check(v);
}

static Err unsay(Db *w, void *arg)
{
    return db_script(w, "DELETE FROM house_part WHERE noun = 'need' AND household IN (SELECT household FROM need_judge)");
}

static void a_voice_that_a_verdict_is_of_cannot_go(void **state)
{
    Village *v = *state;
    Ref      judged = village_need(v, "水管漏水");
    Ctx     *c = as(v, "village");
    assert_ok(c, need_solve(c, judged, 0, STR("换了水管"), NULL));
    c = as(v, "一组1户");
    assert_ok(c, need_judge(c, judged, &(NeedVerdict){ .done = false, .reason = STR("还在漏"), .once = village_once(v) }));
    go_back(as(v, "admin"));
    c = as(v, "admin");
    assert_ok(c, migrate_apply(c));
    c = as(v, "admin");
    assert_true(db_write(c, unsay, NULL) != OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(a_database_of_before_still_shows_every_voice),
        IN_VILLAGE(a_voice_that_a_verdict_is_of_cannot_go),
    };
    return RUN_TESTS(tests);
}
