/* Rows from before keys were kept: migration 0020 folds them, marks what stands twice, merges nothing; `check` names it. */
#include "db/db_inside.h"
#include "support/hamlet.h"
#include "support/support.h"

#include "record/group.h"

#include <stdio.h>
#include <string.h>

/* The schema and one row as they were before the migration. */
static const char *const before[] = {
    "DROP INDEX household_key_one", "DROP INDEX person_name_one",
    "ALTER TABLE household DROP COLUMN label_key", "ALTER TABLE household DROP COLUMN twin",
    "ALTER TABLE person DROP COLUMN name_key", "ALTER TABLE person DROP COLUMN twin",
    "ALTER TABLE place_alias DROP COLUMN taken_in", "DELETE FROM migration WHERE number IN (20, 27, 150)",
};

static Err run_body(Db *w, void *arg)
{
    return db_script(w, arg);
}

static void run(Ctx *c, const char *sql)
{
    assert_ok(c, db_write(c, run_body, (void *)sql));
}

static void go_back(Ctx *c)
{
    for (size_t i = 0; i < COUNTOF(before); i++)
        run(c, before[i]);
}

static char found[4096];

static void say(void *arg, const char *rule, Str where)
{
    size_t n = strlen(found);
    snprintf(found + n, sizeof found - n, "%s: %.*s\n", rule, STR_ARG(where));
}

static i64 findings(Ctx *c, const char *rule)
{
    Report r = { .say = say };
    i64    n = 0;
    found[0] = 0;
    assert_ok(c, person_check(c, &r));
    for (const char *at = found; (at = strstr(at, rule)) != NULL; at += strlen(rule))
        n++;
    db_read_end(c);
    return n;
}

static i64 count(Ctx *c, const char *sql)
{
    i64 n;
    assert_ok(c, db_text_int(db_read(c), sql, ARGS(), &n));
    db_read_end(c);
    return n;
}

static Code merge_group_2(Ctx *c)
{
    PlaceChange ch = { .code = GROUP_2, .into = GROUP_1, .version = 1 };
    assert_ok(c, place_change(c, &ch));
    return GROUP_1;
}

static void old_rows_are_folded_and_what_stands_twice_is_marked(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    hamlet_person(c, GROUP_1, "8", "李芳");
    hamlet_person(c, GROUP_1, "9", "赵六");
    hamlet_person(c, GROUP_1, "9", "钱七");
    assert_int_equal(findings(c, ":"), 0);
    run(c, "UPDATE household SET label = '一组００７户' WHERE label = '一组8户'");
    run(c, "UPDATE person SET name = '赵　六' WHERE name = '钱七'");
    go_back(c);
    assert_ok(c, migrate_apply(c));
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE label_key = '7' AND to_date = 0"), 2);
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE twin <> 0"), 1);
    assert_int_equal(count(c, "SELECT count(*) FROM person WHERE name_key = '赵六' AND to_date = 0"), 2);
    assert_int_equal(findings(c, "household.twin"), 1);
    assert_int_equal(findings(c, "person.twin"), 1);
    /* a third is nobody's guess */
    RosterImport done;
    assert_err(c, ERR_INVALID, roster_import(c, HAMLET, STR("组,户号,姓名\n一组,0007,孙八\n"), ROSTER_TRY, &done));
    assert_str(str_from(done.problems[0].key), "household.ask.several");
}

static void keys_of_before_flats_were_one_are_folded_again(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "8-1-202", "王大有");
    hamlet_person(c, GROUP_1, "9", "李芳");
    hamlet_person(c, GROUP_1, "7B", "赵六");
    run(c, "UPDATE household SET label = '8栋1单元202室', label_key = '8栋1单元202室' WHERE label_key = '9'");
    run(c, "UPDATE household SET label = '7B户', label_key = '7b户' WHERE label_key = '7b'");
    assert_int_equal(findings(c, "household.key"), 2);
    run(c, "DELETE FROM migration WHERE number = 27");
    assert_ok(c, migrate_apply(c));
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE label_key = '8-1-202'"), 2);
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE label_key = '7b' AND twin = 0"), 1);
    assert_int_equal(findings(c, "household.twin"), 1);
    assert_int_equal(findings(c, "household.key"), 0);
}

static void keys_of_before_marks_and_blanks_said_nothing_are_folded_again(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "888", "王大有");
    hamlet_person(c, GROUP_1, "889", "李芳");
    hamlet_person(c, GROUP_1, "891", "赵六");
    hamlet_person(c, GROUP_1, "891", "钱七");
    hamlet_person(c, HAMLET, "5", "孙八");
    run(c, "UPDATE household SET label = '上湾村一组888户', label_key = '上湾村一组888' WHERE label_key = '889'");
    run(c, "UPDATE household SET label = '八九一', label_key = '八九一' WHERE label_key = '891'");
    run(c, "UPDATE person SET name = '赵\xe2\xa0\x80六', name_key = '赵\xe2\xa0\x80六' WHERE name = '钱七'");
    run(c, "DELETE FROM migration WHERE number = 150");
    assert_ok(c, migrate_apply(c));
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE label_key = '888'"), 2);
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE label_key = '891' AND twin = 0"), 1);
    assert_int_equal(findings(c, "household.twin"), 1);
    assert_int_equal(findings(c, "person.twin"), 1);
    assert_int_equal(findings(c, ".key"), 0);
}

static void doubles_are_mended_by_hand(void **state)
{
    Ctx       *c = *state;
    Household  h;
    Households all;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    hamlet_person(c, GROUP_1, "8", "李芳");
    run(c, "UPDATE household SET label = '一组007户' WHERE label = '一组8户'");
    go_back(c);
    assert_ok(c, migrate_apply(c));
    assert_int_equal(findings(c, "household.twin"), 1);
    assert_ok(c, household_list(c, HAMLET, STR_NONE, &(Cursor){ 0 }, 10, &all));
    assert_str(all.v[1].label, "一组007户");
    db_read_end(c);
    assert_err(c, ERR_INVALID, household_rename(c, all.v[1].ref, all.v[1].version, STR("07户")));
    assert_ok(c, household_rename(c, all.v[1].ref, all.v[1].version, STR("18户")));
    assert_ok(c, household_get(c, all.v[1].ref, &h));
    assert_str(h.label, "一组18户");
    db_read_end(c);
    assert_int_equal(findings(c, "household.twin"), 0);
}

static void names_of_what_was_taken_in_are_told_apart_afterwards_too(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_ok(c, place_alias_add(c, GROUP_1, STR("东湾")));
    assert_ok(c, place_alias_add(c, GROUP_2, STR("西湾")));
    merge_group_2(c);
    assert_ok(c, place_change(c, &(PlaceChange){ .code = GROUP_1, .name = STR("大湾"), .version = 1 }));
    db_read_end(c);
    go_back(c);
    assert_ok(c, migrate_apply(c));
    assert_int_equal(count(c, "SELECT count(*) FROM place_alias WHERE code = '420325102212001' AND taken_in = 1"), 2);
    assert_int_equal(count(c, "SELECT count(*) FROM place_alias WHERE alias IN ('东湾', '一组') AND taken_in = 1"), 0);
    assert_int_equal(count(c, "SELECT count(*) FROM place_alias WHERE alias IN ('西湾', '二组') AND taken_in = 1"), 2);
}

/* As an import of before left it: 外来人 of 一组, house 7, stands in 二组7户, which was taken into 一组. */
static void who_was_put_into_another_family_is_found(void **state)
{
    Ctx         *c = *state;
    RosterImport done;
    hamlet_make(c);
    hamlet_person(c, GROUP_2, "7", "夏晓燕");
    c->now += HOUR;
    merge_group_2(c);
    c->now += HOUR;
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名\n一组,7,外来人\n一组,8,邻居\n"), ROSTER_IMPORT, &done));
    assert_int_equal(findings(c, "other_group"), 0);
    run(c, "UPDATE person SET household = (SELECT household FROM person WHERE name = '夏晓燕') WHERE name = '外来人'");
    run(c, "UPDATE household SET label = '二组8户', label_key = '2组8' WHERE label = '一组8户'");
    assert_int_equal(findings(c, "other_group"), 0); /* whoever imports since then has been told */
    assert_true(store_engine(c->store) == ENGINE_SQLITE || store_engine(c->store) == ENGINE_POSTGRES);
    run(c, store_engine(c->store) == ENGINE_SQLITE
               ? "DROP TRIGGER event_keep_update; UPDATE event SET parts = replace(parts, 'unread', 'other')"
               : "DROP TRIGGER event_keep_update ON event; UPDATE event SET parts = replace(parts, 'unread', 'other')");
    assert_int_equal(findings(c, "person.other_group"), 1);
    assert_int_equal(findings(c, "household.other_group"), 1);
}

/* The event of an import as an older program wrote it. */
static void as_of_before(Ctx *c)
{
    run(c, store_engine(c->store) == ENGINE_SQLITE
               ? "DROP TRIGGER event_keep_update; UPDATE event SET parts = replace(parts, 'noted=', 'other=')"
               : "DROP TRIGGER event_keep_update ON event; UPDATE event SET parts = replace(parts, 'noted=', 'other=')");
}

static void look_at(Ctx *c, Code place, const char *label, const char *name)
{
    Persons there;
    assert_ok(c, household_persons(c, hamlet_household(c, place, label), &there));
    for (size_t i = 0; i < there.n; i++)
        if (str_is(there.v[i].name, name))
            assert_ok(c, person_edit(c, there.v[i].ref, there.v[i].version, &(PersonNew){ .name = there.v[i].name }));
    db_read_end(c);
}

/* 一组 became 五组 and kept its 一组7户; 二组 became 一组, and a row that said 一组 and 7 went into its 二组7户. */
static void who_came_under_a_name_that_two_groups_had_is_found_until_looked_at(void **state)
{
    Ctx         *c = *state;
    RosterImport done;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    hamlet_person(c, GROUP_2, "7", "夏晓燕");
    c->now += HOUR;
    assert_ok(c, place_change(c, &(PlaceChange){ .code = GROUP_1, .name = STR("五组"), .version = 1 }));
    assert_ok(c, place_alias_drop(c, GROUP_1, STR("一组")));
    c->now += HOUR;
    assert_ok(c, place_change(c, &(PlaceChange){ .code = GROUP_2, .name = STR("一组"), .version = 1 }));
    c->now += HOUR;
    assert_err(c, ERR_INVALID, roster_import(c, HAMLET, STR("组,户号,姓名\n一组,7,外来人\n"), ROSTER_IMPORT, &done));
    assert_str(str_from(done.problems[0].key), "household.ask.which");
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名\n420325102212002,7,外来人\n420325102212002,8,邻居\n"), ROSTER_IMPORT, &done));
    assert_int_equal(findings(c, ":"), 0); /* who imports by this program has been asked */
    as_of_before(c);
    assert_int_equal(findings(c, "person.other_house"), 1);
    c->now += HOUR;
    look_at(c, GROUP_2, "二组7户", "外来人");
    assert_int_equal(findings(c, ":"), 0);
}

static void who_came_into_a_family_that_was_taken_in_under_the_name_given_anew_is_found(void **state)
{
    Ctx         *c = *state;
    RosterImport done;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    hamlet_person(c, GROUP_2, "7", "夏晓燕");
    c->now += HOUR;
    merge_group_2(c);
    c->now += HOUR;
    assert_ok(c, place_change(c, &(PlaceChange){ .code = GROUP_1, .name = STR("二组"), .version = 1 }));
    c->now += HOUR;
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名\n420325102212001,二组7户,外来人\n"), ROSTER_IMPORT, &done));
    assert_int_equal(findings(c, ":"), 0);
    as_of_before(c);
    assert_int_equal(findings(c, "person.other_house"), 1);
    c->now += HOUR;
    look_at(c, GROUP_1, "二组7户", "外来人");
    assert_int_equal(findings(c, ":"), 0);
}

/* And that of 0182. */
static void names_that_dots_told_apart_are_folded_again(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "买买提·艾力");
    hamlet_person(c, GROUP_1, "7", "吕芳");
    hamlet_person(c, GROUP_1, "7", "甲");
    hamlet_person(c, GROUP_1, "7", "乙");
    hamlet_person(c, GROUP_1, "7", "丙");
    assert_int_equal(findings(c, ":"), 0);
    run(c, "UPDATE person SET name = '买买提-艾力', name_key = '买买提-艾力' WHERE name = '甲'");
    run(c, "UPDATE person SET name = '呂芳', name_key = '呂芳' WHERE name = '乙'");
    run(c, "UPDATE person SET name = '丁(租户)', name_key = '丁(租户)' WHERE name = '丙'");
    run(c, "UPDATE person SET name_key = '买买提·艾力' WHERE name = '买买提·艾力'");
    assert_int_equal(findings(c, "person.key"), 2);
    run(c, "DELETE FROM migration WHERE number = 182");
    assert_ok(c, migrate_apply(c));
    assert_int_equal(count(c, "SELECT count(*) FROM person WHERE name_key = '买买提艾力'"), 2);
    assert_int_equal(findings(c, "person.twin"), 1);
    assert_int_equal(findings(c, "person.like"), 1);
    assert_int_equal(findings(c, "person.remark"), 1);
    assert_int_equal(findings(c, "person.key"), 0);
}

/* The step of 0181, once more over rows that know nothing of it. */
static void what_a_house_is_called_is_filled_in_for_those_that_stand(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    hamlet_person(c, GROUP_1, "810附1", "李芳");
    hamlet_person(c, GROUP_1, "9", "赵六");
    run(c, "UPDATE household SET label = '810号附1', label_key = '810号附1' WHERE label_key = '810-1'");
    run(c, "UPDATE household SET label = '810附1号', label_key = '810附1' WHERE label_key = '9'");
    assert_int_equal(findings(c, "household.called"), 1);
    run(c, "DROP INDEX household_called");
    run(c, "ALTER TABLE household DROP COLUMN called");
    run(c, "DELETE FROM migration WHERE number = 181");
    assert_ok(c, migrate_apply(c));
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE called = '1组7' AND label_key = '7'"), 1);
    assert_int_equal(count(c, "SELECT count(*) FROM household WHERE label_key = '810-1'"), 2);
    assert_int_equal(findings(c, "household.twin"), 1);
    assert_int_equal(findings(c, "household.called"), 0);
}

static void a_house_that_names_another_group_is_found(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    run(c, "UPDATE household SET label = '二组7户', label_key = '2组7'");
    assert_int_equal(findings(c, "household.other_group"), 1);
    run(c, "UPDATE household SET label_key = '8'");
    assert_int_equal(findings(c, "household.key"), 1);
    run(c, "UPDATE person SET name_key = 'x'");
    assert_int_equal(findings(c, "person.key"), 1);
}

static Err twice_body(Db *w, void *arg)
{
    return db_script(w, "INSERT INTO household (county, id, place, label, label_key, from_date, account, at) SELECT county,"
                        " id + 1, place, label || ' ', label_key, from_date, account, at FROM household");
}

static void the_database_itself_holds_one_house_of_a_number(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    assert_err(c, ERR_CONFLICT, db_write(c, twice_body, NULL));
    PersonNew again = { .place = GROUP_1, .household = STR("007"), .name = STR("王 大有") };
    Ref       ref;
    assert_err(c, ERR_INVALID, person_add(c, &again, &ref));
    again.born = 19900101;
    assert_ok(c, person_add(c, &again, &ref)); /* his son of the same name */
}

/* A dormitory's, too; and nothing is left out without a word. */
static void people_of_a_very_large_house_are_all_compared(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    run(c, "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 1000)"
           " INSERT INTO person (county, id, household, name, name_key, sex, born, is_head, is_away, from_date, account, at)"
           " SELECT county, id + t.i, household, 'n' || t.i, 'n' || t.i, sex, born, 0, 0, from_date, account, at"
           " FROM person, t WHERE name = '王大有'");
    assert_int_equal(findings(c, "person.many"), 0);
    assert_int_equal(findings(c, "person.twin"), 0);
    run(c, "INSERT INTO person (county, id, household, name, name_key, sex, born, is_head, is_away, from_date, account, at, twin)"
           " SELECT county, id + 5000, household, name, name_key, sex, born, 0, 0, from_date, account, at, id + 5000"
           " FROM person WHERE name = 'n1000'");
    assert_int_equal(findings(c, "person.twin"), 1); /* the 1,002nd and the 1,001st */
    run(c, "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 9000)"
           " INSERT INTO person (county, id, household, name, name_key, sex, born, is_head, is_away, from_date, account, at)"
           " SELECT county, id + 20000 + t.i, household, 'm' || t.i, 'm' || t.i, sex, born, 0, 0, from_date, account, at"
           " FROM person, t WHERE name = '王大有'");
    assert_int_equal(findings(c, "person.many"), 2);
}

static void a_place_with_like_houses_is_not_taken_in_silently(void **state)
{
    Ctx      *c = *state;
    Household h;
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "7", "王大有");
    hamlet_person(c, GROUP_2, "7", "夏晓燕");
    hamlet_person(c, GROUP_2, "老屋", "田中");
    merge_group_2(c);
    assert_ok(c, household_get(c, hamlet_household(c, GROUP_1, "二组7户"), &h));
    assert_str(h.head, "夏晓燕");
    assert_ok(c, household_get(c, hamlet_household(c, GROUP_1, "7"), &h));
    assert_str(h.head, "王大有");
    assert_ok(c, household_get(c, hamlet_household(c, HAMLET, "一组007户"), &h));
    assert_str(h.head, "王大有");
    assert_ok(c, household_get(c, hamlet_household(c, GROUP_1, "二组老屋"), &h));
    assert_str(h.head, "田中");
    db_read_end(c);
    assert_int_equal(findings(c, ":"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(old_rows_are_folded_and_what_stands_twice_is_marked),
        ON_BOTH(keys_of_before_flats_were_one_are_folded_again),
        ON_BOTH(keys_of_before_marks_and_blanks_said_nothing_are_folded_again),
        ON_BOTH(doubles_are_mended_by_hand),
        ON_BOTH(names_of_what_was_taken_in_are_told_apart_afterwards_too),
        ON_BOTH(who_was_put_into_another_family_is_found),
        ON_BOTH(who_came_under_a_name_that_two_groups_had_is_found_until_looked_at),
        ON_BOTH(who_came_into_a_family_that_was_taken_in_under_the_name_given_anew_is_found),
        ON_BOTH(names_that_dots_told_apart_are_folded_again),
        ON_BOTH(what_a_house_is_called_is_filled_in_for_those_that_stand),
        ON_BOTH(a_house_that_names_another_group_is_found),
        ON_BOTH(the_database_itself_holds_one_house_of_a_number),
        ON_BOTH(people_of_a_very_large_house_are_all_compared),
        ON_BOTH(a_place_with_like_houses_is_not_taken_in_silently),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
