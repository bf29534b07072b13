/* field_test: every bound of every kind of field, from forms and from JSON. */
#include "support/unit.h"

#include "record/field.h"

static Arena *arena;
static Ctx    ctx;

static int setup(void **s)
{
    arena = arena_open();
    ctx_init(&ctx, arena, NULL, &ACTOR_NOBODY, 0);
    return 0;
}

static int teardown(void **s)
{
    arena_close(arena);
    return 0;
}

static const char *const sizes[] = { "small", "big", NULL };

static const Field TITLE = { "title", FIELD_LINE, 2, 5, NULL, "title" };
static const Field BODY = { "body", FIELD_TEXT, 0, 10, NULL, "body" };
static const Field PASSWORD = { "password", FIELD_SECRET, 3, 6, NULL, "password" };
static const Field COUNT = { "count", FIELD_INT, 1, 9, NULL, "count" };
static const Field FREE = { "free", FIELD_INT, 0, 0, NULL, "free" };
static const Field AGREE = { "agree", FIELD_BOOL, 0, 0, NULL, "agree" };
static const Field SIZE = { "size", FIELD_ENUM, 0, 0, sizes, "size" };
static const Field DAY_FIELD = { "day", FIELD_DATE, 20260101, 20261231, NULL, "day" };
static const Field PLACE = { "place", FIELD_CODE, LEVEL_VILLAGE, LEVEL_GROUP, NULL, "place" };
static const Field NEED = { "need", FIELD_REF, 0, 0, NULL, "need" };
static const Field ONCE = { "once", FIELD_ONCE, 0, 0, NULL, "once" };
static const Field PHOTOS = { "photos", FIELD_PHOTOS, 0, 2, NULL, "photos" };
static const Field TABLE = { "table", FIELD_FILE, 0, 4, NULL, "table" };
static const Field NEEDS = { "needs", FIELD_REF, 0, 0, NULL, "needs" };
static const Field WORDS = { "words", FIELD_LINE, 1, 3, NULL, "words" };

static const char *const units[] = { "bag", "ton", NULL };
static const Field OPENS = { "opens", FIELD_TIME, 8 * 60, 17 * 60 + 30, NULL, "opens" };
static const Field ANY_TIME = { "any_time", FIELD_TIME, 0, 0, NULL, "any_time" };
static const Field BEGUN = { "begun", FIELD_MOMENT, INT64_C(1783785600000), INT64_C(1783871999000), NULL, "begun" };
static const Field COST = { "cost", FIELD_YUAN, 1, 5000000, NULL, "cost" };
static const Field LAND = { "land", FIELD_AREA, 0, 10000, NULL, "land" };
static const Field SAND = { "sand", FIELD_QUANTITY, 1, 20000, units, "sand" };

typedef struct All {
    Str     title, body, password, once;
    i64     count, free;
    bool    agree;
    int     size;
    Date    day;
    Code    place;
    Ref     need;
    Uploads photos;
    Upload  table;
    Refs    needs;
    Strs    words;
    i64     opens, any_time, cost, land, begun;
    Quantity sand;
} All;

static const FormField all_fields[] = {
    AT(All, title, TITLE, OPTIONAL),   AT(All, body, BODY, OPTIONAL),   AT(All, password, PASSWORD, OPTIONAL),
    AT(All, count, COUNT, OPTIONAL),   AT(All, free, FREE, OPTIONAL),   AT(All, agree, AGREE, OPTIONAL),
    AT(All, size, SIZE, OPTIONAL),     AT(All, day, DAY_FIELD, OPTIONAL),
    AT(All, place, PLACE, OPTIONAL),   AT(All, need, NEED, OPTIONAL),   AT(All, once, ONCE, OPTIONAL),
    AT(All, photos, PHOTOS, OPTIONAL), AT(All, table, TABLE, OPTIONAL), AT(All, needs, NEEDS, MANY),
    AT(All, words, WORDS, MANY),       AT(All, opens, OPENS, OPTIONAL), AT(All, any_time, ANY_TIME, OPTIONAL),
    AT(All, cost, COST, OPTIONAL),     AT(All, land, LAND, OPTIONAL),   AT(All, sand, SAND, OPTIONAL),
    AT(All, begun, BEGUN, OPTIONAL),
};
static const Form all_form = FORM_OF(All, all_fields);

static RawValue text(const char *name, const char *value)
{
    return (RawValue){ .name = str_from(name), .text = str_from(value) };
}

/* The key noted at the field for this value; "" when it was taken. */
static const char *verdict_of(RawValue v, bool strict, All *ret)
{
    *ret = (All){ 0 };
    ctx_clear_failure(&ctx);
    if (field_decode(&ctx, &all_form, &v, 1, strict, ret) == OK)
        return "";
    assert_int_equal(ctx.err, ERR_INVALID);
    assert_non_null(ctx.problems->field);
    return ctx.problems->key;
}

static void check(const char *name, const char *value, const char *expected)
{
    All all;
    assert_string_equal(verdict_of(text(name, value), false, &all), expected);
}

static void check_json(const char *name, const char *value, bool is_string, const char *expected)
{
    All      all;
    RawValue v = { .name = str_from(name), .text = str_from(value), .is_json = true, .is_json_string = is_string };
    assert_string_equal(verdict_of(v, true, &all), expected);
}

static void a_line_is_trimmed_and_counted_in_characters(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("title", "  路灯\t坏了　"), false, &all), "");
    assert_string_equal(str_cstr(arena, all.title), "路灯 坏了");
    check("title", "路", "field.too_short");
    check("title", "路灯坏了啦", "");
    check("title", "路灯坏了好久", "field.too_long");
    check("title", "   ", "");
    check("title", "a\xff" "b", "field.bad_text");
    check("title", "a\x01" "b", "field.bad_text");
    RawValue nul = { .name = STR("title"), .text = STR("a\0b") };
    assert_string_equal(verdict_of(nul, false, &all), "field.bad_text");
}

static void a_text_keeps_its_lines(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("body", "\r\na\r\nb\rc\n"), false, &all), "");
    assert_string_equal(str_cstr(arena, all.body), "a\nb\nc");
    check("body", "12345678901", "field.too_long");
}

static void a_secret_is_taken_as_typed(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("password", " ab "), false, &all), "");
    assert_string_equal(str_cstr(arena, all.password), " ab ");
    check("password", "ab", "field.too_short");
    check("password", "1234567", "field.too_long");
}

static void a_number_has_bounds(void **s)
{
    check("count", "0", "field.too_small");
    check("count", "1", "");
    check("count", "9", "");
    check("count", "10", "field.too_big");
    check("count", "9x", "field.not_number");
    check("count", "99999999999999999999", "field.not_number");
    check("count", "", "");
    check("free", "-5", "");
}

static void a_tick_is_one_of_six_words(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("agree", "on"), false, &all), "");
    assert_true(all.agree);
    assert_string_equal(verdict_of(text("agree", "0"), false, &all), "");
    assert_false(all.agree);
    check("agree", "yes", "field.not_bool");
}

static void a_choice_is_one_of_those_offered(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("size", "big"), false, &all), "");
    assert_int_equal(all.size, 1);
    check("size", "Big", "field.not_one_of");
    check("size", "1", "field.not_one_of");
}

static void a_date_has_bounds(void **s)
{
    check("day", "2026-07-12", "");
    check("day", "2026-02-30", "field.not_date");
    check("day", "2025-12-31", "field.too_early");
    check("day", "2027-01-01", "field.too_late");
}

static void a_time_of_day_has_bounds(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("any_time", " 8:05 "), false, &all), "");
    assert_int_equal(all.any_time, 8 * 60 + 5);
    assert_int_equal(all.opens, -1); /* not said, which is not midnight */
    assert_string_equal(verdict_of(text("any_time", "23：59"), false, &all), "");
    assert_int_equal(all.any_time, 23 * 60 + 59);
    check("any_time", "00:00", "");
    check("opens", "08:00", "");
    check("opens", "7:59", "field.time_early");
    check("opens", "17:30", "");
    check("opens", "17:31", "field.time_late");
    static const char *const wrong[] = { "24:00", "8:60", "8", "8:5", "008:00", "-1:00", "8:-5", ":30", "8:30:00", "8.30", "八点" };
    for (size_t i = 0; i < COUNTOF(wrong); i++)
        check("any_time", wrong[i], "field.not_time");
    check_json("opens", "08:30", true, "");
    check_json("opens", "830", false, "field.not_text");
}

static void a_moment_has_bounds(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("begun", " 2026-07-12T08:12:00+08:00 "), false, &all), "");
    assert_int_equal(all.begun, INT64_C(1783815120000));
    assert_string_equal(verdict_of(text("begun", "  "), false, &all), "");
    assert_int_equal(all.begun, 0);
    check("begun", "2026-07-11T23:59:59", "field.too_early");
    check("begun", "2026-07-12T00:00:00", "");
    check("begun", "2026-07-12T23:59:59", "");
    check("begun", "2026-07-13", "field.too_late");
    check("begun", "1969-12-31T00:00:00Z", "field.not_moment");
    check("begun", "8:30", "field.not_moment");
    check("begun", "1783815120000", "field.not_moment");
    check_json("begun", "2026-07-12T08:12:00Z", true, "");
    check_json("begun", "1783815120", false, "field.not_text");
}

static void yuan_are_kept_in_fen(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("cost", "12.50"), false, &all), "");
    assert_int_equal(all.cost, 1250);
    assert_int_equal(all.land, -1);
    assert_string_equal(verdict_of(text("cost", ""), false, &all), "");
    assert_int_equal(all.cost, -1);
    check("cost", "0", "field.too_small");
    check("cost", "0.01", "");
    check("cost", "50,000.00", "");
    check("cost", "50000.01", "field.too_big");
    check("cost", "12.505", "field.not_yuan");
    check("cost", "-1", "field.not_yuan");
    check("cost", "12元", "field.not_yuan");
    check_json("cost", "12.50", true, "");
    check_json("cost", "12.50", false, "field.not_text"); /* a number of JSON is no exact amount everywhere */
}

static void areas_are_kept_in_hundredths(void **s)
{
    All all;
    assert_string_equal(verdict_of(text("land", "98.56"), false, &all), "");
    assert_int_equal(all.land, 9856);
    check("land", "0", "");
    check("land", "100", "");
    check("land", "100.01", "field.too_big");
    check("land", "98.567", "field.not_area");
}

static void a_quantity_is_a_number_and_a_unit(void **s)
{
    All      all = { 0 };
    RawValue form[] = { text("sand", "3.5"), text("sand", "ton") }, unit_alone[] = { text("sand", " "), text("sand", "bag") };
    assert_int_equal(field_decode(&ctx, &all_form, form, 2, false, &all), OK);
    assert_int_equal(all.sand.n, 3500);
    assert_int_equal(all.sand.unit, 1);
    assert_int_equal(field_decode(&ctx, &all_form, unit_alone, 2, false, &all), OK);
    assert_int_equal(all.sand.n, -1);
    check("sand", "20 bag", "");
    check("sand", "20.001 bag", "field.too_big");
    check("sand", "0 bag", "field.too_small");
    check("sand", "0.0001 bag", "field.not_quantity");
    check("sand", "20", "field.not_quantity");
    check("sand", "20 sack", "field.not_quantity");
    check("sand", "many bag", "field.not_quantity");
    check_json("sand", "3.5 ton", true, "");
    RawValue three[] = { text("sand", "1"), text("sand", "bag"), text("sand", "bag") };
    assert_int_equal(field_decode(&ctx, &all_form, three, 3, false, &all), ERR_INVALID);
    assert_string_equal(ctx.problems->key, "field.twice");
}

static void a_place_is_of_the_levels_allowed(void **s)
{
    check("place", "420325102212", "");
    check("place", "420325102212001", "");
    check("place", "420325", "field.wrong_level");
    check("place", "420325102212001001", "field.wrong_level");
    check("place", "4203251022", "field.not_place");
}

static void records_and_keys_have_a_form(void **s)
{
    check("need", "420325-3fq8k2m0c4t1g", "");
    check("need", "3fq8k2m0c4t1g", "field.not_record");
    check("once", "abcd-123_", "");
    check("once", "short", "field.not_once");
    check("once", "has a space", "field.not_once");
}

static void json_types_must_fit(void **s)
{
    check_json("count", "5", false, "");
    check_json("count", "5", true, "field.not_number");
    check_json("count", "true", false, "field.not_number");
    check_json("title", "路灯", true, "");
    check_json("title", "55", false, "field.not_text");
    check_json("agree", "true", false, "");
    check_json("agree", "true", true, "field.not_bool");
    check_json("agree", "1", false, "field.not_bool");
    check_json("photos", "x", true, "field.not_file");
}

static void an_unknown_name_is_dropped_from_forms_and_refused_in_json(void **s)
{
    All all;
    check("other", "x", "");
    check_json("other", "x", true, "field.unknown");
    assert_string_equal(ctx.problems->field, "other");
    (void)all;
}

static void a_name_given_twice_is_refused(void **s)
{
    All      all = { 0 };
    RawValue v[] = { text("title", "路灯"), text("title", "路灯") };
    assert_int_equal(field_decode(&ctx, &all_form, v, 2, false, &all), ERR_INVALID);
    assert_string_equal(ctx.problems->key, "field.twice");
}

static void many_values_make_a_list(void **s)
{
    All      all = { 0 };
    RawValue v[] = { text("needs", "420325-1"), text("words", "a"), text("needs", "420325-2"), text("words", "bcd") };
    assert_int_equal(field_decode(&ctx, &all_form, v, 4, false, &all), OK);
    assert_int_equal(all.needs.n, 2);
    assert_int_equal(all.needs.v[1].id, 2);
    assert_int_equal(all.words.n, 2);
    RawValue *many = NEW_N(arena, RawValue, FIELD_MANY_MAX + 1);
    for (int i = 0; i <= FIELD_MANY_MAX; i++)
        many[i] = text("words", "a");
    assert_int_equal(field_decode(&ctx, &all_form, many, FIELD_MANY_MAX + 1, false, &all), ERR_INVALID);
    assert_string_equal(ctx.problems->key, "field.too_many");
}

static const FormField rows_fields[] = { AT(All, words, WORDS, REQUIRED | ROWS(3)) };
static const Form      rows_form = FORM_OF(All, rows_fields);

static void each_row_has_its_own_fault_and_an_empty_one_is_none(void **s)
{
    All      all = { 0 };
    RawValue v[] = { text("words", ""), text("words", "long"), text("words", "ok"), text("words", " "), text("words", "long") };
    assert_int_equal(field_decode(&ctx, &rows_form, v, 5, false, &all), ERR_INVALID);
    assert_int_equal(ctx.problems->row, 2);
    assert_int_equal(ctx.problems->next->row, 5);
    assert_null(ctx.problems->next->next);
    ctx_clear_failure(&ctx);
    RawValue few[] = { text("words", ""), text("words", "a"), text("words", ""), text("words", "b"), text("words", "c") };
    assert_int_equal(field_decode(&ctx, &rows_form, few, 5, false, &all), OK);
    assert_int_equal(all.words.n, 3);
    few[0] = text("words", "d");
    assert_int_equal(field_decode(&ctx, &rows_form, few, 5, false, &all), ERR_INVALID);
    assert_string_equal(ctx.problems->key, "field.rows_many");
    assert_int_equal(ctx.problems->row, 0);
}

static RawValue file(const char *name, const char *bytes)
{
    return (RawValue){ .name = str_from(name), .is_file = true, .upload = { STR("x"), STR("y"), str_from(bytes) } };
}

static void files_are_counted_and_weighed(void **s)
{
    All      all = { 0 };
    RawValue v[] = { file("photos", "1"), file("photos", ""), file("photos", "2"), file("photos", "3") };
    v[1].upload.name = STR(""); /* as a browser sends a field where nothing was chosen */
    assert_int_equal(field_decode(&ctx, &all_form, v, 3, false, &all), OK);
    assert_int_equal(all.photos.n, 2); /* the one left empty is none */
    assert_int_equal(field_decode(&ctx, &all_form, v, 4, false, &all), ERR_INVALID);
    assert_string_equal(ctx.problems->key, "field.too_many");
    assert_string_equal(verdict_of(file("table", "1234"), false, &all), "");
    assert_string_equal(verdict_of(file("table", "12345"), false, &all), "field.file_too_large");
    assert_string_equal(verdict_of(file("table", ""), false, &all), "field.file_empty");
    assert_string_equal(verdict_of(file("photos", ""), false, &all), "field.file_empty");
    assert_string_equal(verdict_of(text("table", "1"), false, &all), "field.not_file");
    assert_string_equal(verdict_of(file("title", "1"), false, &all), "field.not_text");
}

static void what_is_required_must_be_there(void **s)
{
    static const FormField fields[] = {
        AT(All, title, TITLE, REQUIRED), AT(All, agree, AGREE, REQUIRED), AT(All, photos, PHOTOS, REQUIRED),
        AT(All, needs, NEEDS, REQUIRED | MANY),
    };
    static const Form form = FORM_OF(All, fields);
    const char       *expected[] = { "field.required", "field.must_agree", "field.no_file", "field.required" };
    RawValue          v[] = { text("title", " "), text("agree", "0") };
    All               all = { 0 };
    const Problem    *p;
    assert_int_equal(field_decode(&ctx, &form, v, 2, false, &all), ERR_INVALID);
    p = ctx.problems;
    for (size_t i = 0; i < COUNTOF(expected); i++, p = p->next)
        assert_string_equal(p->key, expected[i]);
    assert_null(p);
}

/* An empty text and one that was not sent decode to the same: what came in is said beside it. */
static void what_was_not_sent_is_told_from_what_is_empty(void **s)
{
    typedef struct Edit {
        Str   title, body;
        bool  agree;
        Given given;
    } Edit;
    static const FormField fields[] = { AT(Edit, title, TITLE, REQUIRED | STAYS), AT(Edit, body, BODY, STAYS), AT(Edit, agree, AGREE, STAYS) };
    static const Form      form = FORM_GIVEN(Edit, fields, given);
    const RawValue         emptied[] = { text("body", "") }, nameless[] = { text("title", "") };
    const RawValue         ticked[] = { text("agree", "0"), text("agree", "1") }, twice[] = { text("agree", "1"), text("agree", "1") };
    Edit                   e = { 0 };
    assert_true(given(&e.given, &TITLE)); /* no form filled it */
    assert_int_equal(field_decode(&ctx, &form, NULL, 0, false, &e), OK);
    assert_false(given(&e.given, &TITLE) || given(&e.given, &BODY) || given(&e.given, &AGREE));
    e = (Edit){ 0 };
    assert_int_equal(field_decode(&ctx, &form, emptied, 1, false, &e), OK);
    assert_true(given(&e.given, &BODY));
    assert_false(given(&e.given, &TITLE) || given(&e.given, &SIZE)); /* nor what it does not ask */
    assert_int_equal(field_decode(&ctx, &form, nameless, 1, false, &e), ERR_INVALID);
    ctx_clear_failure(&ctx);
    e = (Edit){ 0 };
    assert_int_equal(field_decode(&ctx, &form, ticked, 1, false, &e), OK);
    assert_true(given(&e.given, &AGREE) && !e.agree); /* its tick was taken off */
    assert_int_equal(field_decode(&ctx, &form, ticked, 2, false, &e), OK);
    assert_true(e.agree);
    assert_int_equal(field_decode(&ctx, &form, twice, 2, false, &e), ERR_INVALID);
    ctx_clear_failure(&ctx);
}

/* ---- rows of structs ---- */

typedef struct Item {
    Str      title;
    i64      cost;
    int      size;
    Quantity sand;
    Refs     needs;
} Item;
typedef struct Budget {
    FieldRows items;
    i64       count;
} Budget;
static const Field     ITEMS = { "items", FIELD_ROWS, 2, 3, NULL, "items" };
static const FormField item_fields[] = { AT(Item, title, TITLE, REQUIRED), AT(Item, cost, COST, OPTIONAL), AT(Item, size, SIZE, OPTIONAL),
                                         AT(Item, sand, SAND, OPTIONAL), AT(Item, needs, NEEDS, MANY) };
static const Form      item_form = FORM_OF(Item, item_fields);
static const FormField budget_fields[] = { AT_ROWS(Budget, items, ITEMS, REQUIRED, item_form), AT(Budget, count, COUNT, OPTIONAL) };
static const Form      budget_form = FORM_OF(Budget, budget_fields);

static Err budget(const RawValue *v, size_t n, bool strict, Budget *ret)
{
    *ret = (Budget){ .count = 0 };
    ctx_clear_failure(&ctx);
    return field_decode(&ctx, &budget_form, v, n, strict, ret);
}

static void rows_come_in_the_order_of_their_numbers_and_empty_ones_are_left_out(void **s)
{
    Budget         b;
    const RawValue v[] = {
        text("items.12.title", "沙子"),  text("items.2.title", "水泥"),     text("items.2.cost", "12.50"), text("items.2.size", "big"),
        text("items.12.sand", "3.5"),    text("items.12.sand", "ton"),      text("items.3.title", " "),    text("items.3.size", "small"),
        text("items.3.sand", ""),        text("items.3.sand", "bag"),       text("count", "9"),            text("items.2.needs", "420325-1"),
        text("items.2.needs", "420325-2"),
    };
    assert_int_equal(budget(v, COUNTOF(v), false, &b), OK);
    const Item *item = b.items.v;
    assert_int_equal(b.items.n, 2);
    assert_string_equal(str_cstr(arena, item[0].title), "水泥");
    assert_int_equal(item[0].cost, 1250);
    assert_int_equal(item[0].size, 1);
    assert_int_equal(item[0].sand.n, -1);
    assert_int_equal(item[0].needs.n, 2);
    assert_string_equal(str_cstr(arena, item[1].title), "沙子");
    assert_int_equal(item[1].cost, -1);
    assert_int_equal(item[1].sand.n, 3500);
    assert_int_equal(b.count, 9);
}

static void so_many_rows_and_no_more(void **s)
{
    Budget         b;
    const RawValue v[] = { text("items.1.title", "水泥"), text("items.2.title", "沙子"), text("items.3.title", "石头"),
                           text("items.4.title", "木头") };
    static const char *const expected[] = { "field.required", "field.too_few", "", "", "field.too_many" };
    for (size_t n = 0; n < COUNTOF(expected); n++) {
        Err e = budget(v, n, true, &b);
        assert_string_equal(e == OK ? "" : ctx.problems->key, expected[n]);
        if (e != OK)
            assert_string_equal(ctx.problems->field, "items");
    }
}

static void what_is_wrong_in_a_row_is_told_at_its_field_there(void **s)
{
    Budget         b;
    const RawValue v[] = { text("count", "0"), text("items.1.title", "水"), text("items.1.cost", "x"), text("items.9.cost", "1"),
                           text("items.9.colour", "red") };
    static const char *const fields[] = { "items.1.title", "items.1.cost", "items.9.title", "items.9.colour", "count" };
    assert_int_equal(budget(v, COUNTOF(v), true, &b), ERR_INVALID);
    const Problem *p = ctx.problems;
    for (size_t i = 0; i < COUNTOF(fields); i++, p = p->next)
        assert_string_equal(p->field, fields[i]);
    assert_null(p);
}

static Err no_sand(Ctx *c, void *row, const void *most)
{
    const Item *item = row;
    return item->cost <= *(const i64 *)most ? OK : fail_at(c, "cost", "too.dear", STR_NONE, STR_NONE);
}

/* A rule sees structs; the numbers under which they were typed have gaps. */
static void what_a_rule_finds_wrong_is_told_at_the_row_as_it_was_typed(void **s)
{
    Budget         b;
    const i64      most = 1000;
    const RawValue v[] = { text("items.2.title", "水泥"), text("items.2.cost", "99"), text("items.5.title", "沙子"), text("items.5.cost", "1"),
                           text("items.7.title", "石头"), text("items.7.cost", "12") };
    assert_int_equal(budget(v, COUNTOF(v), true, &b), OK);
    assert_int_equal(field_rows_check(&ctx, &ITEMS, sizeof(Item), &b.items, no_sand, &most), ERR_INVALID);
    assert_string_equal(ctx.problems->field, "items.2.cost");
    assert_string_equal(ctx.problems->next->field, "items.7.cost");
    assert_null(ctx.problems->next->next);
    b.items.at = NULL; /* of who typed none */
    ctx_clear_failure(&ctx);
    assert_int_equal(field_rows_check(&ctx, &ITEMS, sizeof(Item), &b.items, no_sand, &most), ERR_INVALID);
    assert_string_equal(ctx.problems->next->field, "items.3.cost");
}

static void a_field_is_found_by_the_name_of_what_was_typed(void **s)
{
    i64 row;
    assert_ptr_equal(form_field(&budget_form, STR("count"), &row)->field, &COUNT);
    assert_int_equal(row, 0);
    assert_ptr_equal(form_field(&budget_form, STR("items.12.cost"), &row)->field, &COST);
    assert_int_equal(row, 12);
    assert_null(form_field(&budget_form, STR("items.12.colour"), &row));
    assert_null(form_field(&budget_form, STR("cost"), &row));
    assert_int_equal(row, 0);
    assert_null(form_field(NULL, STR("cost"), &row));
}

static void what_names_no_row_is_no_field(void **s)
{
    static const char *const names[] = { "items", "items.", "items.1", "items.1.", "items.0.title", "items.01.title", "items.100.title",
                                         "items.-1.title", "items.x.title", "items..title", "item.1.title", "items.1x.title" };
    for (size_t i = 0; i < COUNTOF(names); i++) {
        Budget         b;
        const RawValue v[] = { text("items.1.title", "水泥"), text("items.2.title", "沙子"), text(names[i], "石头") };
        assert_int_equal(budget(v, 3, true, &b), ERR_INVALID);
        assert_string_equal(ctx.problems->key, "field.unknown");
        assert_int_equal(budget(v, 3, false, &b), OK); /* of forms it is dropped */
        assert_int_equal(b.items.n, 2);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_is_trimmed_and_counted_in_characters),
        TEST(a_text_keeps_its_lines),
        TEST(a_secret_is_taken_as_typed),
        TEST(a_number_has_bounds),
        TEST(a_tick_is_one_of_six_words),
        TEST(a_choice_is_one_of_those_offered),
        TEST(a_date_has_bounds),
        TEST(a_time_of_day_has_bounds),
        TEST(a_moment_has_bounds),
        TEST(rows_come_in_the_order_of_their_numbers_and_empty_ones_are_left_out),
        TEST(so_many_rows_and_no_more),
        TEST(what_a_rule_finds_wrong_is_told_at_the_row_as_it_was_typed),
        TEST(a_field_is_found_by_the_name_of_what_was_typed),
        TEST(what_is_wrong_in_a_row_is_told_at_its_field_there),
        TEST(what_names_no_row_is_no_field),
        TEST(yuan_are_kept_in_fen),
        TEST(areas_are_kept_in_hundredths),
        TEST(a_quantity_is_a_number_and_a_unit),
        TEST(a_place_is_of_the_levels_allowed),
        TEST(records_and_keys_have_a_form),
        TEST(json_types_must_fit),
        TEST(an_unknown_name_is_dropped_from_forms_and_refused_in_json),
        TEST(a_name_given_twice_is_refused),
        TEST(many_values_make_a_list),
        TEST(each_row_has_its_own_fault_and_an_empty_one_is_none),
        TEST(files_are_counted_and_weighed),
        TEST(what_is_required_must_be_there),
        TEST(what_was_not_sent_is_told_from_what_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
