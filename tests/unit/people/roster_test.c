/* Roster files: what they may look like, what is wrong with them in plain words, and all or nothing. */
#include "support/hamlet.h"
#include "support/support.h"

#include "record/group.h"

#include <iconv.h>
#include <string.h>

static RosterImport done;

static const char good[] = "组,户号,姓名,性别,出生日期,电话,身份证号,户主,外出,名册\r\n"
                           "一组,17,王大有,男,1960-07-12,138 0728 1234,,是,否,户籍;常住;选民\r\n"
                           "一组,17,\"李, 秀英\",女,1962年3月4日,13807281234,,否,,户籍；常住\r\n"
                           "2组,二组3户,张三,,19881231,,,,是,户籍\r\n";

static i64 people(Ctx *c)
{
    const Counter *v;
    size_t         n;
    assert_ok(c, counter_read(c, HAMLET, COUNTERS_ALL, &v, &n));
    return counter_value(v, n, HAMLET, &COUNTER_PERSONS, 0);
}

static Str as_gb18030(Ctx *c, const char *text)
{
    iconv_t how = iconv_open("GB18030", "UTF-8");
    size_t  in = strlen(text), left = in * 2 + 8, room = left;
    char   *from = (char *)text, *out = arena_take(c->arena, room), *to = out;
    assert_true(iconv(how, &from, &in, &to, &left) != (size_t)-1);
    iconv_close(how);
    return (Str){ out, room - left };
}

static bool has_problem(i64 line, const char *column, const char *key)
{
    for (size_t i = 0; i < done.n_problems; i++) {
        const RowProblem *p = &done.problems[i];
        if (p->line == line && str_is(p->column, column) && strcmp(p->key, key) == 0)
            return true;
    }
    for (size_t i = 0; i < done.n_problems; i++)
        print_error("line %lld %.*s %s {%.*s}\n", (long long)done.problems[i].line, STR_ARG(done.problems[i].column),
                    done.problems[i].key, STR_ARG(done.problems[i].value));
    return false;
}

/* Imports a file that must be refused, and finds the problem. */
static void refused(Ctx *c, const char *csv, i64 line, const char *column, const char *key)
{
    i64 before = people(c);
    assert_err(c, ERR_INVALID, roster_import(c, HAMLET, str_from(csv), false, &done));
    assert_true(has_problem(line, column, key));
    assert_int_equal(people(c), before);
}

static void a_trial_changes_nothing_and_tells_all(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_ok(c, roster_import(c, HAMLET, str_from(good), true, &done));
    assert_int_equal(done.rows, 3);
    assert_int_equal(done.households, 2);
    assert_int_equal(done.persons, 3);
    assert_int_equal(people(c), 0);
}

static void a_roster_comes_in_whole(void **state)
{
    Ctx      *c = *state;
    Household h;
    Persons   all;
    i64       n;
    hamlet_make(c);
    assert_ok(c, roster_import(c, HAMLET, str_from(good), false, &done));
    assert_int_equal(people(c), 3);
    assert_ok(c, household_get(c, hamlet_household(c, GROUP_1, "一组17户"), &h)); /* 17 is 一组17户 */
    assert_str(h.head, "王大有");
    assert_ok(c, household_persons(c, h.ref, &all));
    assert_int_equal(all.n, 2);
    assert_str(all.v[1].name, "李,秀英"); /* no space beside a Han character */
    assert_int_equal(all.v[1].born, 19620304);
    assert_ok(c, household_get(c, hamlet_household(c, GROUP_2, "二组3户"), &h)); /* 2组 is 二组 */
    assert_str(h.head, "张三"); /* the first of a house whose head the file does not name */
    assert_ok(c, roll_count(c, ROLL_VOTER, HAMLET, 20260712, &n));
    assert_int_equal(n, 1);
    assert_ok(c, roll_count(c, ROLL_REGISTERED, HAMLET, 20260712, &n));
    assert_int_equal(n, 3);
}

/* Each row alone, dry and for good: nobody and no house comes to what one of them made. */
static void another_writing_makes_no_second_house_and_no_second_person(void **state)
{
    static const char *const houses[] = { "888", "二组888户", "上湾村二组888户", "上湾村888号", "化龙堰镇上湾村第二组888", "（888）",
                                          "'888", "‘888", "No.888", "№888", "八八八", "八百八十八户", "二组（八八八）" };
    static const char *const names[] = { "赵一一", "赵\xe1\xa0\x8b一一", "赵 一一" };
    Ctx *c = *state;
    hamlet_make(c);
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名\n二组,888,赵一一\n"), false, &done));
    for (size_t i = 0; i < COUNTOF(houses); i++)
        for (size_t k = 0; k < COUNTOF(names); k++) {
            Str csv = arena_printf(c->arena, "组,户号,姓名\n二组,%s,%s\n", houses[i], names[k]);
            for (int dry = 1; dry >= 0; dry--) {
                assert_ok(c, roster_import(c, HAMLET, csv, dry, &done));
                if (done.households != 0 || done.persons != 0)
                    print_error("{%s} {%s}\n", houses[i], names[k]);
                assert_int_equal(done.households, 0);
                assert_int_equal(done.persons, 0);
            }
        }
    assert_int_equal(people(c), 1);
    refused(c, "组,户号,姓名\n二组,上湾村一组888户,赵一一\n", 2, "户号", "household.ask.other_group");
}

static void columns_of_phones_are_known_by_what_they_are_called(void **state)
{
    static const char *const titles[] = { "座机", "固定电话", "电话/手机", "手机／座机", "座机号码", "固话（选填）", "联系电话/手机号码" };
    Ctx *c = *state;
    hamlet_make(c);
    for (size_t i = 0; i < COUNTOF(titles); i++) {
        assert_ok(c, roster_import(c, HAMLET, arena_printf(c->arena, "组,户号,姓名,%s\n二组,7,赵一,07193201234\n", titles[i]), true, &done));
        assert_int_equal(done.n_unread, 0);
    }
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名,电话/住址\n二组,7,赵一,x\n"), true, &done));
    assert_int_equal(done.n_unread, 1);
}

static void a_file_from_chinese_excel_is_read(void **state)
{
    Ctx      *c = *state;
    Household h;
    hamlet_make(c);
    assert_ok(c, roster_import(c, HAMLET, as_gb18030(c, good), false, &done));
    assert_int_equal(people(c), 3);
    assert_ok(c, household_get(c, hamlet_household(c, GROUP_1, "一组17户"), &h));
    assert_str(h.head, "王大有");
}

static void english_headings_will_do(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_ok(c, roster_import(c, GROUP_1, STR("\xef\xbb\xbfHousehold,Name,Sex\nA1,Li Si,m\n"), false, &done));
    assert_int_equal(people(c), 1); /* into one group: no column for it */
}

static void the_same_file_again_adds_nobody(void **state)
{
    Ctx *c = *state;
    i64  n;
    hamlet_make(c);
    assert_ok(c, roster_import(c, HAMLET, str_from(good), false, &done));
    assert_ok(c, roster_import(c, HAMLET, str_from(good), false, &done));
    assert_int_equal(done.same, 3);
    assert_int_equal(done.persons, 0);
    assert_int_equal(people(c), 3);
    /* but a roll that the new file names begins */
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名,名册,面积\n一组,17,王大有,业主,98.5\n"), false, &done));
    assert_ok(c, roll_count(c, ROLL_OWNER, HAMLET, 20260712, &n));
    assert_int_equal(n, 1);
}

static void what_is_wrong_is_said_at_its_row_and_column(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    refused(c, "户号,性别\n1,男\n", 1, "姓名", "roster.column.missing");
    refused(c, "", 0, "姓名", "roster.empty");
    refused(c, "组,户号,姓名\n", 0, "姓名", "roster.empty");
    refused(c, "组,户号,姓名\n九组,1,王五\n", 2, "组", "roster.group.unknown");
    refused(c, "组,户号,姓名\n,1,王五\n", 2, "组", "roster.group.missing");
    refused(c, "组,户号,姓名\n一组,,王五\n", 2, "户号", "roster.household.missing");
    refused(c, "组,户号,姓名\n一组,1,\n", 2, "姓名", "roster.name.missing");
    refused(c, "组,户号,姓名,性别\n一组,1,王五,公\n", 2, "性别", "roster.sex");
    refused(c, "组,户号,姓名,生日\n一组,1,王五,1988-02-30\n", 2, "生日", "roster.born");
    refused(c, "组,户号,姓名,生日\n一组,1,王五,2030-01-01\n", 2, "生日", "roster.born.future");
    refused(c, "组,户号,姓名,手机号\n一组,1,王五,1390728\n", 2, "手机号", "roster.phone.digits");
    refused(c, "组,户号,姓名,身份证\n一组,1,王五,11010519491231002X\n一组,1,王六,110105194912310021\n", 3, "身份证", "roster.id_card");
    refused(c, "组,户号,姓名,身份证,性别\n一组,1,王五,11010519491231002X,男\n", 2, "性别", "roster.sex.other");
    refused(c, "组,户号,姓名,身份证,生日\n一组,1,王五,11010519491231002X,1949-12-30\n", 2, "生日", "roster.born.other");
    refused(c, "组,户号,姓名,身份证\n一组,1,王五,11010519491231002X\n一组,2,王六,11010519491231002x\n", 3, "身份证", "roster.id_card.twice");
    refused(c, "组,户号,姓名,电话\n一组,1,王五,13807281234\n一组,2,王六,13807281234\n", 3, "电话", "roster.phone.two_houses");
    refused(c, "组,户号,姓名,户主\n一组,1,王五,是\n一组,1,王六,户主\n", 3, "户主", "roster.head.two");
    refused(c, "组,户号,姓名,外出\n一组,1,王五,也许\n", 2, "外出", "roster.yes_no");
    refused(c, "组,户号,姓名,名册\n一组,1,王五,户籍;党员\n", 2, "名册", "roster.rolls");
    refused(c, "组,户号,姓名,名册,面积\n一组,1,王五,业主,98.567\n", 2, "面积", "roster.share");
    refused(c, "组,户号,姓名,面积\n一组,1,王五,98.5\n", 2, "面积", "roster.share.owner");
    refused(c, "组,户号,姓名\n\n一组,1,\"王五\n", 3, "姓名", "roster.quote");
    refused(c, "组,户号,姓名\n一组,1,王\xe2\x80\xae五\n", 2, "姓名", "field.misleads");
    refused(c, "组,户号,姓名\n一组,1,王\xe3\x85\xa4五\n", 2, "姓名", "field.misleads");
    refused(c, "\xff\xff\x01", 0, "姓名", "roster.encoding");
}

static void a_number_of_another_house_is_refused(void **state)
{
    Ctx      *c = *state;
    Ref       who;
    PersonNew n = { .place = GROUP_2, .household = STR("二组9户"), .name = STR("赵六"), .phone = STR("13807281234"),
                    .id_card = STR("11010519491231002X") };
    hamlet_make(c);
    assert_ok(c, person_add(c, &n, &who));
    refused(c, "组,户号,姓名,电话\n一组,1,王五,13807281234\n", 2, "电话", "roster.phone.other_house");
    refused(c, "组,户号,姓名,身份证号\n一组,1,赵六,11010519491231002X\n", 2, "身份证号", "roster.id_card.other_house");
    assert_ok(c, roster_import(c, HAMLET, STR("组,户号,姓名,身份证号\n二组,9,赵六,11010519491231002X\n"), false, &done));
    assert_int_equal(done.same, 1);
}

static void no_number_is_repeated_in_a_problem(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_err(c, ERR_INVALID,
               roster_import(c, HAMLET, STR("组,户号,姓名,电话,身份证号\n一组,1,王五,13807281234,110105194912310021\n"
                                            "一组,2,王六,13807281234,\n"), false, &done));
    for (size_t i = 0; i < done.n_problems; i++) {
        assert_false(str_find(done.problems[i].value, STR("1380728"), NULL));
        assert_false(str_find(done.problems[i].value, STR("19491231"), NULL));
    }
    assert_true(done.n_problems >= 2);
}

static void a_long_file_tells_its_first_problems(void **state)
{
    Ctx *c = *state;
    Buf  b = buf_new(c->arena, 1 << 16, 1 << 20);
    hamlet_make(c);
    buf_cstr(&b, "组,户号,姓名\n");
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "九组,%d,王五\n", i);
    assert_err(c, ERR_INVALID, roster_import(c, HAMLET, buf_text(&b), false, &done));
    assert_int_equal(done.n_problems, 200);
    b = buf_new(c->arena, 1 << 16, 1 << 20);
    buf_cstr(&b, "组,户号,姓名\n");
    for (int i = 0; i < 1200; i++)
        buf_printf(&b, "一组,%d,王%d\n", i / 3 + 1, i);
    assert_ok(c, roster_import(c, HAMLET, buf_text(&b), false, &done));
    assert_int_equal(done.households, 400);
    assert_int_equal(people(c), 1200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_trial_changes_nothing_and_tells_all),
        ON_BOTH(a_roster_comes_in_whole),
        ON_BOTH(a_file_from_chinese_excel_is_read),
        ON_BOTH(another_writing_makes_no_second_house_and_no_second_person),
        ON_BOTH(columns_of_phones_are_known_by_what_they_are_called),
        ON_BOTH(english_headings_will_do),
        ON_BOTH(the_same_file_again_adds_nobody),
        ON_BOTH(what_is_wrong_is_said_at_its_row_and_column),
        ON_BOTH(a_number_of_another_house_is_refused),
        ON_BOTH(no_number_is_repeated_in_a_problem),
        ON_BOTH(a_long_file_tells_its_first_problems),
    };
    record_hooks();
    return RUN_TESTS(tests);
}
