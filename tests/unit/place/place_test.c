/* The place tree: its import, its years, and finding one's way in it. */
#include "db/db_inside.h"
#include "support/hamlet.h"
#include "support/support.h"

static Code added(Ctx *c, Code under, PlaceKind kind, const char *name)
{
    Code code;
    assert_ok(c, place_add(c, &(PlaceNew){ under, kind, str_from(name), 0 }, &code));
    return code;
}

static i64 version_of(Ctx *c, Code code)
{
    Place p;
    assert_ok(c, place_get(c, code, &p));
    return p.version;
}

static void a_place_says_its_full_path(void **state)
{
    Ctx   *c = *state;
    Place  p;
    Places up;
    hamlet_make(c);
    assert_ok(c, place_get(c, GROUP_1, &p));
    assert_str(p.name, "一组");
    assert_str(p.path, "十堰市 房县 化龙堰镇 上湾村 一组");
    assert_int_equal(p.kind, PLACE_GROUP);
    assert_ok(c, place_parents(c, GROUP_1, &up));
    assert_int_equal(up.n, 5);
    assert_str(up.v[0].name, "湖北省");
    assert_str(up.v[4].name, "上湾村");
    assert_err(c, ERR_MISSING, place_get(c, STR("429999"), &p));
}

static void children_come_page_by_page(void **state)
{
    Ctx   *c = *state;
    Places some;
    hamlet_make(c);
    assert_ok(c, place_children(c, STR("4203"), STR(""), 1, &some));
    assert_int_equal(some.n, 1);
    assert_str(some.v[0].name, "房县");
    assert_ok(c, place_children(c, STR("4203"), some.v[0].code, 5, &some));
    assert_int_equal(some.n, 1);
    assert_str(some.v[0].name, "丹江口市");
}

static void a_name_is_found_by_its_beginning_first(void **state)
{
    Ctx   *c = *state;
    Places found;
    hamlet_make(c);
    added(c, STR("420325102213"), PLACE_GROUP, "村东上湾");
    assert_ok(c, place_search(c, STR("上湾"), STR(""), 10, &found));
    assert_int_equal(found.n, 2);
    assert_str(found.v[0].name, "上湾村");
    assert_str(found.v[1].name, "村东上湾");
    assert_ok(c, place_search(c, STR("湾村"), STR(""), 10, &found));
    assert_int_equal(found.n, 2);
    assert_ok(c, place_search(c, STR("房县 下湾"), STR(""), 10, &found));
    assert_int_equal(found.n, 1);
    assert_ok(c, place_search(c, STR("丹江口 下湾"), STR(""), 10, &found));
    assert_int_equal(found.n, 0);
    assert_ok(c, place_search(c, STR("狮子"), STR("420325"), 10, &found));
    assert_int_equal(found.n, 0);
    assert_ok(c, place_search(c, STR("420325102212"), STR(""), 10, &found));
    assert_str(found.v[0].name, "上湾村");
    assert_ok(c, place_search(c, STR("村"), STR(""), 10, &found)); /* not everything that ends in it */
    assert_int_equal(found.n, 1);
}

static void assert_first(Ctx *c, const char *text, const char *name, const char *path)
{
    Places found;
    assert_ok(c, place_search(c, str_from(text), STR(""), 10, &found));
    if (found.n == 0)
        print_error("%s finds nothing\n", text);
    assert_true(found.n > 0);
    assert_str(found.v[0].name, name);
    if (path != NULL)
        assert_str(found.v[0].path, path);
}

static void assert_nothing(Ctx *c, const char *text)
{
    Places found;
    assert_ok(c, place_search(c, str_from(text), STR(""), 10, &found));
    if (found.n > 0)
        print_error("%s finds %.*s\n", text, STR_ARG(found.v[0].path));
    assert_int_equal(found.n, 0);
}

static void a_place_is_found_however_it_is_written(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_first(c, "上灣村", "上湾村", NULL);
    assert_first(c, "上灣", "上湾村", NULL);
    assert_first(c, "房縣", "房县", NULL);
    assert_first(c, "2組", "二组", NULL);
    assert_first(c, "２组", "二组", NULL);
    added(c, HAMLET, PLACE_GROUP, "十二组");
    Places found;
    assert_ok(c, place_search(c, STR("2组"), HAMLET, 10, &found));
    assert_int_equal(found.n, 1); /* 十二组 is no 二组 */
}

static void a_place_is_found_by_its_sound(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    static const char *const same[] = { "shangwan", "shangwancun", "shang wan", "SHANG WAN CUN", "swc", "SW", "Shàngwān", "fangxian shangwan",
                                        "fangxianshangwan", "fx shangwan", "房县 shangwan", "shiyan fangxian shangwancun" };
    for (size_t i = 0; i < COUNTOF(same); i++)
        assert_first(c, same[i], "上湾村", "十堰市 房县 化龙堰镇 上湾村");
    assert_first(c, "sanguandian", "三官殿街道", NULL);
    assert_nothing(c, "s"); /* begins with too many */
    assert_nothing(c, "danjiangkou shangwan");
    assert_nothing(c, "shangwanx");
    assert_ok(c, place_alias_add(c, STR("420381005"), STR("重山办")));
    assert_first(c, "chongshan", "三官殿街道", NULL);
    assert_first(c, "zhongshanban", "三官殿街道", NULL);
}

static void a_path_in_one_piece_leads_down(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    static const char *const same[] = { "房县上湾村", "房縣上灣村", "化龙堰镇上湾村", "十堰房县上湾", "湖北省十堰市房县化龙堰镇上湾村", "湖北上湾村",
                                        "十堰市上湾", "湖北十堰房县化龙堰上湾", "房县 化龙堰镇上湾村", "房县上湾村村委会" };
    for (size_t i = 0; i < COUNTOF(same); i++)
        assert_first(c, same[i], "上湾村", "十堰市 房县 化龙堰镇 上湾村");
    assert_first(c, "上湾村一组", "一组", "十堰市 房县 化龙堰镇 上湾村 一组");
    assert_first(c, "房县上湾1组", "一组", NULL);
    assert_nothing(c, "丹江口市上湾村");
    assert_nothing(c, "上湾村房县"); /* the other way round */
    assert_nothing(c, "房县没有村");
    assert_nothing(c, "上湾村\"\\ 房'县");
}

/* 上湾村一组 stood beside 一组 as another group. */
static void a_name_with_that_of_its_village_in_front_is_no_other(void **state)
{
    Ctx *c = *state;
    Code code;
    static const char *const taken[] = { "上湾村一组", "上湾一组", "上湾村第一组", "上灣村一組", "上湾村1组" };
    hamlet_make(c);
    for (size_t i = 0; i < COUNTOF(taken); i++)
        assert_err(c, ERR_INVALID, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, str_from(taken[i]), 0 }, &code));
    assert_ok(c, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("上湾村九组"), 0 }, &code));
    assert_err(c, ERR_INVALID, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("九组"), 0 }, &code));
    assert_err(c, ERR_INVALID, place_alias_add(c, GROUP_2, STR("上湾村一组")));
    assert_ok(c, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("上湾组"), 0 }, &code)); /* 组 alone is no name */
    assert_ok(c, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("新村"), 0 }, &code));
    assert_ok(c, place_change(c, &(PlaceChange){ .code = HAMLET, .name = STR("上湾新村"), .version = 1 })); /* its own name stays one */
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = HAMLET, .name = STR("化龙堰镇下湾村"), .version = 2 }));
}

static void an_alias_finds_the_place(void **state)
{
    Ctx   *c = *state;
    Places found;
    hamlet_make(c);
    assert_ok(c, place_alias_add(c, STR("420381005"), STR("三官殿办")));
    assert_ok(c, place_search(c, STR("官殿办"), STR(""), 10, &found));
    assert_int_equal(found.n, 1);
    assert_str(found.v[0].name, "三官殿街道");
    assert_err(c, ERR_INVALID, place_alias_add(c, STR("420381005"), STR("  ")));
}

static void a_renamed_place_keeps_its_code_and_its_old_name(void **state)
{
    Ctx        *c = *state;
    Places      found;
    Str         name;
    PlaceChange ch = { .code = HAMLET, .name = STR("上湾新村"), .version = 1 };
    hamlet_make(c);
    assert_ok(c, place_name(c, HAMLET, &name));
    assert_str(name, "上湾村");
    assert_ok(c, place_change(c, &ch));
    assert_ok(c, place_name(c, HAMLET, &name));
    assert_str(name, "上湾新村");
    assert_ok(c, place_search(c, STR("上湾村"), STR(""), 10, &found));
    assert_int_equal(found.n, 1);
    assert_str(found.v[0].name, "上湾新村");
    assert_err(c, ERR_CONFLICT, place_change(c, &ch)); /* the version it was read with is gone */
}

static void a_moved_place_takes_along_who_lives_there(void **state)
{
    Ctx        *c = *state;
    Place       p;
    Code        now;
    Household   h;
    Ref         house;
    i64         n;
    PlaceChange ch = { .code = HAMLET, .new_code = STR("420325102299"), .version = 1, .on = 20260701 };
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "一组1户", "王小明");
    house = hamlet_household(c, GROUP_1, "一组1户");
    assert_ok(c, place_change(c, &ch));
    assert_ok(c, place_now(c, GROUP_1, &now));
    assert_str(now, "420325102299001");
    assert_ok(c, place_get(c, HAMLET, &p));
    assert_int_equal(p.to, 20260701);
    assert_str(p.successor, "420325102299");
    assert_ok(c, household_get(c, house, &h));
    assert_str(h.ref.place, "420325102299001");
    assert_ok(c, roll_count(c, ROLL_RESIDENT, STR("420325102299"), 20260712, &n));
    assert_int_equal(n, 1);
    assert_err(c, ERR_CONFLICT, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR("三组"), 0 }, &now));
}

static void nobody_moves_to_another_county_with_the_place(void **state)
{
    Ctx        *c = *state;
    Place       p;
    PlaceChange ch = { .code = HAMLET, .new_code = STR("420381005299"), .version = 1 };
    hamlet_make(c);
    hamlet_person(c, GROUP_1, "一组1户", "王小明");
    assert_err(c, ERR_INVALID, place_change(c, &ch));
    assert_ok(c, place_get(c, HAMLET, &p));
    assert_int_equal(p.to, 0);
    assert_err(c, ERR_MISSING, place_get(c, STR("420381005299"), &p));
}

static void a_merged_village_goes_on_in_the_other(void **state)
{
    Ctx        *c = *state;
    Places      groups;
    Code        now;
    Ref         house;
    Household   h;
    PlaceChange ch = { .code = HAMLET, .into = STR("420325102213"), .version = 1 };
    hamlet_make(c);
    added(c, STR("420325102213"), PLACE_GROUP, "东组");
    hamlet_person(c, GROUP_2, "二组5户", "李大海");
    house = hamlet_household(c, GROUP_2, "二组5户");
    assert_ok(c, place_change(c, &ch));
    assert_ok(c, place_children(c, STR("420325102213"), STR(""), 10, &groups));
    assert_int_equal(groups.n, 3);
    assert_str(groups.v[2].name, "二组");
    assert_ok(c, place_now(c, HAMLET, &now));
    assert_str(now, "420325102213");
    assert_ok(c, household_get(c, house, &h));
    assert_str(h.ref.place, "420325102213003");
    assert_ok(c, place_search(c, STR("上湾"), STR(""), 10, &groups));
    assert_int_equal(groups.n, 1);
    assert_str(groups.v[0].name, "下湾村");
}

static void a_change_must_make_sense(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = HAMLET, .version = 1 }));
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = HAMLET, .into = STR("420325"), .version = 1 }));
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = HAMLET, .into = HAMLET, .version = 1 }));
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = HAMLET, .name = STR("新"), .on = 20260713, .version = 1 }));
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = HAMLET, .name = STR("新"), .on = 20190101, .version = 1 }));
    assert_err(c, ERR_CONFLICT, place_change(c, &(PlaceChange){ .code = HAMLET, .new_code = STR("420325102213"), .version = 1 }));
}

static void groups_and_units_lie_where_they_may(void **state)
{
    Ctx  *c = *state;
    Code  code;
    hamlet_make(c);
    code = added(c, HAMLET, PLACE_ESTATE, "阳光小区");
    assert_str(code, "420325102212003");
    assert_str(added(c, code, PLACE_UNIT, "3单元"), "420325102212003001");
    assert_err(c, ERR_INVALID, place_add(c, &(PlaceNew){ HAMLET, PLACE_UNIT, STR("1单元"), 0 }, &code));
    assert_err(c, ERR_INVALID, place_add(c, &(PlaceNew){ STR("420325"), PLACE_GROUP, STR("组"), 0 }, &code));
    assert_err(c, ERR_INVALID, place_add(c, &(PlaceNew){ HAMLET, PLACE_VILLAGE, STR("村"), 0 }, &code));
    assert_err(c, ERR_INVALID, place_add(c, &(PlaceNew){ HAMLET, PLACE_GROUP, STR(""), 0 }, &code));
}

static Err run_body(Db *w, void *arg)
{
    return db_script(w, arg);
}

static i64 n_found;
static void count_finding(void *arg, const char *rule, Str where)
{
    n_found += str_is(str_from(rule), arg);
}

static i64 findings(Ctx *c, const char *rule)
{
    Report r = { .say = count_finding, .arg = (void *)rule };
    n_found = 0;
    assert_ok(c, place_check(c, &r));
    db_read_end(c);
    return n_found;
}

/* Two writers who saw the name free at once: the second is refused by the database. */
static void the_database_itself_holds_one_place_of_a_name(void **state)
{
    Ctx *c = *state;
    hamlet_make(c);
    assert_err(c, ERR_CONFLICT, db_write(c, run_body, (void *)"UPDATE place SET name_key = '1组' WHERE code = '420325102212002'"));
    assert_err(c, ERR_INVALID, place_change(c, &(PlaceChange){ .code = GROUP_2, .name = STR("第1组"), .version = 1 }));
    assert_ok(c, place_change(c, &(PlaceChange){ .code = GROUP_1, .new_code = STR("420325102212031"), .version = 1 }));
}

/* Doubles of before stay, the younger is marked and named, and may be mended. */
static void doubles_of_before_are_marked_and_told(void **state)
{
    static const char *const before[] = {
        "DROP INDEX place_name_one", "UPDATE place SET name = '第一组' WHERE code = '420325102212002'",
        "ALTER TABLE place DROP COLUMN name_key", "ALTER TABLE place DROP COLUMN twin", "DELETE FROM migration WHERE number = 180",
    };
    Ctx *c = *state;
    hamlet_make(c);
    assert_int_equal(findings(c, "place.twin"), 0);
    for (size_t i = 0; i < COUNTOF(before); i++)
        assert_ok(c, db_write(c, run_body, (void *)before[i]));
    assert_ok(c, migrate_apply(c));
    assert_int_equal(findings(c, "place.twin"), 1);
    assert_int_equal(findings(c, "place.name_key"), 0);
    assert_ok(c, place_change(c, &(PlaceChange){ .code = GROUP_1, .name = STR("东组"), .version = 1 }));
    assert_int_equal(findings(c, "place.twin"), 0);
    assert_ok(c, db_write(c, run_body, (void *)"UPDATE place SET name = '7户' WHERE code = '420325102212002'"));
    assert_int_equal(findings(c, "place.name"), 1);
    assert_int_equal(findings(c, "place.name_key"), 1);
}

static void table_import(Ctx *c, const char *csv, PlaceImport *ret)
{
    hamlet_make(c);
    assert_ok(c, place_import(c, str_from(csv), 20260101, NULL, NULL, ret));
}

static void an_import_with_a_bad_row_changes_nothing(void **state)
{
    static const char *const bad[] = {
        "code,name\n429900,新县\n42990,短\n",                        /* no such length */
        "code,name\n420399,新县\n420399,新县\n",                     /* twice */
        "code,name\n420399,新县\n439912,别处\n",                     /* nothing above it */
        "code,name,level\n420399000000,新县,village\n",              /* level and digits differ */
        "code,name,parent_code\n420399000000,新县,420400000000\n",   /* another parent */
        "code,name\n420399,\n",
        "code,name\n420399,\"新县\n",
        "place,title\n420399,新县\n",
        "",
    };
    Ctx        *c = *state;
    PlaceImport done;
    Place       p;
    hamlet_make(c);
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_err(c, ERR_INVALID, place_import(c, str_from(bad[i]), 20260101, NULL, NULL, &done));
    assert_err(c, ERR_MISSING, place_get(c, STR("420399"), &p));
    assert_int_equal(done.added, 0);
}

static int  n_batches;
static void count_batch(void *arg, i64 rows)
{
    n_batches++;
}

static void an_import_again_renames_and_leaves_the_rest(void **state)
{
    Ctx        *c = *state;
    PlaceImport done;
    Places      found;
    Buf         b = buf_new(c->arena, 65536, 1 << 20);
    hamlet_make(c);
    buf_cstr(&b, "\xef\xbb\xbf" "code,name\r\n420325102,化龙镇\r\n420325102212,上湾村\r\n");
    for (int i = 301; i < 1000; i++)
        buf_printf(&b, "420325102%d,\"新村%d\"\r\n", i, i);
    n_batches = 0;
    assert_ok(c, place_import(c, buf_text(&b), 20260101, count_batch, NULL, &done));
    assert_int_equal(done.rows, 701);
    assert_int_equal(done.added, 699);
    assert_int_equal(done.renamed, 1);
    assert_int_equal(done.same, 1);
    assert_true(n_batches >= 2);
    assert_ok(c, place_search(c, STR("化龙堰"), STR(""), 10, &found)); /* by what it was called */
    assert_int_equal(found.n, 1);
    assert_str(found.v[0].name, "化龙镇");
    assert_ok(c, place_import(c, buf_text(&b), 20260101, NULL, NULL, &done));
    assert_int_equal(done.same, 701);
}

static void a_profile_keeps_who_said_what_when(void **state)
{
    Ctx         *c = *state;
    PlaceProfile p;
    hamlet_make(c);
    assert_ok(c, place_profile_get(c, HAMLET, &p));
    assert_int_equal(p.version, 0);
    assert_int_equal(p.residents, -1);
    p.residents = 412;
    p.crops = STR("菠菜、萝卜");
    p.said_by = STR("村会计");
    p.as_of = 20260601;
    assert_ok(c, place_profile_set(c, HAMLET, &p));
    assert_err(c, ERR_CONFLICT, place_profile_set(c, HAMLET, &p));
    assert_ok(c, place_profile_get(c, HAMLET, &p));
    assert_int_equal(p.version, 1);
    p.residents = 410;
    p.said_by = STR("王组长");
    p.as_of = 20260710;
    assert_ok(c, place_profile_set(c, HAMLET, &p));
    assert_ok(c, place_profile_get(c, HAMLET, &p));
    assert_int_equal(p.n_facts, 2);
    assert_int_equal(p.facts[0].number, 410);
    assert_str(p.facts[0].said_by, "王组长");
    assert_str(p.facts[1].said_by, "村会计"); /* what did not change keeps its source */
    p.residents = -1;
    assert_ok(c, place_profile_set(c, HAMLET, &p));
    assert_ok(c, place_profile_get(c, HAMLET, &p));
    assert_int_equal(p.residents, -1);
    p.as_of = 20991231;
    assert_err(c, ERR_INVALID, place_profile_set(c, HAMLET, &p));
}

static void the_table_names_bodies_and_we_name_places(void **state)
{
    Ctx        *c = *state;
    PlaceImport done;
    Places      found;
    Str         name;
    table_import(c, "code,name\n420325102300,西堰村村民委员会\n420325102301,顾家村委会\n420325102001,二堰铺社区居民委员会\n"
                     "420325102002,体育场社区居民委员\n420325102003,五堰居委会\n420325102212,上湾村民委员会\n", &done);
    assert_int_equal(done.same, 1); /* 上湾村 as before */
    assert_ok(c, place_name(c, STR("420325102300"), &name));
    assert_str(name, "西堰村");
    assert_ok(c, place_name(c, STR("420325102301"), &name));
    assert_str(name, "顾家村");
    assert_ok(c, place_name(c, STR("420325102001"), &name));
    assert_str(name, "二堰铺社区");
    assert_ok(c, place_name(c, STR("420325102002"), &name));
    assert_str(name, "体育场社区");
    assert_ok(c, place_name(c, STR("420325102003"), &name));
    assert_str(name, "五堰社区");
    assert_ok(c, place_search(c, STR("顾家村民委员会"), STR(""), 10, &found));
    assert_int_equal(found.n, 1);
}

static int  found_n;
static void found_one(void *arg, const char *rule, Str where)
{
    found_n++;
}

static void names_that_overlap_are_told_apart_whichever_came_first(void **state)
{
    static const char *const later[] = { "老湾子", "一里老湾子", "湾子头", "老湾子头" };
    Ctx   *c = *state;
    Report r = { .say = found_one };
    hamlet_make(c);
    for (size_t i = 0; i < COUNTOF(later); i++)
        assert_ok(c, place_alias_add(c, HAMLET, str_from(later[i])));
    found_n = 0;
    assert_ok(c, place_check(c, &r));
    assert_int_equal(found_n, 0);
}

static void words_are_made_again_and_the_tree_is_sound(void **state)
{
    Ctx   *c = *state;
    Report r = { .say = found_one };
    Places found;
    hamlet_make(c);
    assert_ok(c, place_change(c, &(PlaceChange){ .code = HAMLET, .name = STR("上湾新村"), .version = version_of(c, HAMLET) }));
    assert_ok(c, db_write(c, test_rebuild, &(RebuildFn *){ place_rebuild }));
    assert_ok(c, place_search(c, STR("湾村"), STR(""), 10, &found));
    assert_int_equal(found.n, 2);
    found_n = 0;
    assert_ok(c, place_check(c, &r));
    assert_int_equal(found_n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(a_place_says_its_full_path),
        ON_BOTH(children_come_page_by_page),
        ON_BOTH(a_name_is_found_by_its_beginning_first),
        ON_BOTH(a_place_is_found_however_it_is_written),
        ON_BOTH(a_place_is_found_by_its_sound),
        ON_BOTH(a_path_in_one_piece_leads_down),
        ON_BOTH(a_name_with_that_of_its_village_in_front_is_no_other),
        ON_BOTH(an_alias_finds_the_place),
        ON_BOTH(a_renamed_place_keeps_its_code_and_its_old_name),
        ON_BOTH(a_moved_place_takes_along_who_lives_there),
        ON_BOTH(nobody_moves_to_another_county_with_the_place),
        ON_BOTH(a_merged_village_goes_on_in_the_other),
        ON_BOTH(a_change_must_make_sense),
        ON_BOTH(groups_and_units_lie_where_they_may),
        ON_BOTH(the_database_itself_holds_one_place_of_a_name),
        ON_BOTH(doubles_of_before_are_marked_and_told),
        ON_BOTH(an_import_with_a_bad_row_changes_nothing),
        ON_BOTH(an_import_again_renames_and_leaves_the_rest),
        ON_BOTH(the_table_names_bodies_and_we_name_places),
        ON_BOTH(a_profile_keeps_who_said_what_when),
        ON_BOTH(words_are_made_again_and_the_tree_is_sound),
        ON_BOTH(names_that_overlap_are_told_apart_whichever_came_first),
    };
    return RUN_TESTS(tests);
}
