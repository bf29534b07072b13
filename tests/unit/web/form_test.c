/* form_test: bytes into values, and nothing read that was not sent. */
#include "support/unit.h"

#include "web/form.h"

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

static void assert_text(Str s, const char *expected)
{
    assert_string_equal(str_cstr(arena, s), expected);
}

static void assert_pair(const RawValues *v, size_t i, const char *name, const char *text)
{
    assert_true(i < v->n);
    assert_text(v->v[i].name, name);
    assert_text(v->v[i].text, text);
}

static void a_form_is_decoded(void **s)
{
    RawValues v = { 0 };
    assert_int_equal(form_urlencoded(&ctx, STR("a=1+2&b=%E4%B8%AD&c&=x&d=50%&&e=%2B%zz"), &v), OK);
    assert_int_equal(v.n, 6);
    assert_pair(&v, 0, "a", "1 2");
    assert_pair(&v, 1, "b", "中");
    assert_pair(&v, 2, "c", "");
    assert_pair(&v, 3, "", "x");
    assert_pair(&v, 4, "d", "50%");
    assert_pair(&v, 5, "e", "+%zz");
}

static void too_many_values_are_refused(void **s)
{
    Buf       b = buf_new(arena, 64, 1 << 20);
    RawValues v = { 0 };
    for (int i = 0; i <= FORM_MAX_VALUES; i++)
        buf_cstr(&b, "a&");
    assert_int_equal(form_urlencoded(&ctx, buf_text(&b), &v), ERR_MALFORMED);
}

static void a_name_that_is_no_text_is_refused(void **s)
{
    RawValues v = { 0 };
    assert_int_equal(form_urlencoded(&ctx, STR("a%00=1"), &v), ERR_MALFORMED);
}

static void the_body_type_is_told_by_its_first_word(void **s)
{
    assert_int_equal(form_body_type(STR("")), BODY_NONE);
    assert_int_equal(form_body_type(STR("Application/JSON; charset=utf-8")), BODY_JSON);
    assert_int_equal(form_body_type(STR("application/x-www-form-urlencoded")), BODY_URLENCODED);
    assert_int_equal(form_body_type(STR("multipart/form-data; boundary=x")), BODY_MULTIPART);
    assert_int_equal(form_body_type(STR("application/jsonp")), BODY_OTHER);
    assert_int_equal(form_body_type(STR("text/plain")), BODY_OTHER);
}

/* ---- multipart ---- */

#define TYPE STR("multipart/form-data; boundary=\"b-1\"")
#define PART(head, body) "--b-1\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

static void parts_are_fields_and_files(void **s)
{
    RawValues v = { 0 };
    Str body = STR(PART("name=\"title\"", "路灯坏了\r\n两盏")
                   "--b-1\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a;\\\"b.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\0\xff\r\n"
                   PART("name=photo; filename=\"\"", "") PART("name=\"empty\"", "") "--b-1--\r\n");
    assert_int_equal(form_multipart(&ctx, TYPE, body, &v), OK);
    assert_int_equal(v.n, 4);
    assert_pair(&v, 0, "title", "路灯坏了\r\n两盏");
    assert_true(v.v[1].is_file);
    assert_text(v.v[1].name, "photo");
    assert_text(v.v[1].upload.name, "a;\"b.jpg");
    assert_text(v.v[1].upload.type, "image/jpeg");
    assert_int_equal(v.v[1].upload.bytes.n, 4);
    assert_memory_equal(v.v[1].upload.bytes.p, "\xff\xd8\0\xff", 4);
    assert_true(v.v[2].is_file);
    assert_int_equal(v.v[2].upload.bytes.n, 0);
    assert_pair(&v, 3, "empty", "");
}

static void a_broken_multipart_body_is_refused(void **s)
{
    const struct { Str type, body; } bad[] = {
        { TYPE, STR("") },
        { TYPE, STR("--b-1\r\n") },
        { TYPE, STR("--b-2\r\n\r\n--b-2--") },
        { TYPE, STR("--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx") },                /* no end */
        { TYPE, STR("--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b-1") },       /* half an end */
        { TYPE, STR("--b-1\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b-1--") },
        { TYPE, STR("--b-1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b-1--") },                 /* no name */
        { TYPE, STR("--b-1\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b-1--") },       /* quote open */
        { TYPE, STR("--b-1--\r\nmore") },
        { STR("multipart/form-data"), STR("--b-1--\r\n") },
        { STR("multipart/form-data; boundary="), STR("----\r\n") },
    };
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        RawValues v = { 0 };
        ctx_clear_failure(&ctx);
        assert_int_equal(form_multipart(&ctx, bad[i].type, bad[i].body, &v), ERR_MALFORMED);
    }
}

/* ---- JSON ---- */

static void an_object_is_flat_values(void **s)
{
    RawValues v = { 0 };
    assert_int_equal(form_json(&ctx, STR("{\"t\":\"中\\n\",\"n\":-9007199254740993,\"y\":true,\"z\":null,\"l\":[\"a\",\"b\"]}"), &v), OK);
    assert_int_equal(v.n, 5);
    assert_pair(&v, 0, "t", "中\n");
    assert_true(v.v[0].is_json_string && v.v[0].is_json);
    assert_pair(&v, 1, "n", "-9007199254740993");
    assert_false(v.v[1].is_json_string);
    assert_pair(&v, 2, "y", "true");
    assert_pair(&v, 3, "l", "a");
    assert_pair(&v, 4, "l", "b");
    assert_null(ctx.problems);
}

static void what_is_no_plain_object_is_refused(void **s)
{
    const Str bad[] = {
        STR(""), STR("{"), STR("[]"), STR("\"a\""), STR("{\"a\":1,\"a\":2}"), STR("{\"a\":\"\\u0000\"}"),
        STR("{\"a\":\"\xff\"}"), STR("{\"a\":1} x"), STR("{\"a\":99999999999999999999}"), STR("{'a':1}"),
        STR("{\"a\":[[[[[[[[[1]]]]]]]]]}"), STR("{\"a\0b\":1}"),
    };
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        RawValues v = { 0 };
        ctx_clear_failure(&ctx);
        assert_int_equal(form_json(&ctx, bad[i], &v), ERR_MALFORMED);
    }
}

static void a_nested_or_broken_number_is_a_problem_at_its_name(void **s)
{
    RawValues v = { 0 };
    assert_int_equal(form_json(&ctx, STR("{\"a\":1.5,\"b\":{\"c\":1}}"), &v), OK);
    assert_string_equal(ctx.problems->field, "a");
    assert_string_equal(ctx.problems->key, "field.not_number");
    assert_string_equal(ctx.problems->next->field, "b");
    assert_string_equal(ctx.problems->next->key, "field.not_flat");
}

static void a_list_of_objects_is_rows(void **s)
{
    RawValues v = { 0 };
    assert_int_equal(form_json(&ctx, STR("{\"a\":[{\"b\":\"x\",\"c\":[1,2]},{},{\"b\":{\"d\":1}}],\"e\":[\"y\"]}"), &v), OK);
    assert_pair(&v, 0, "a.1.b", "x");
    assert_pair(&v, 1, "a.1.c", "1");
    assert_pair(&v, 2, "a.1.c", "2");
    assert_pair(&v, 3, "e", "y");
    assert_int_equal(v.n, 4);
    assert_string_equal(ctx.problems->field, "a.3.b");
    assert_string_equal(ctx.problems->key, "field.not_flat");
}

static void nesting_is_bounded_before_any_parser_recurses(void **s)
{
    Buf       b = buf_new(arena, 64, 1 << 20);
    RawValues v = { 0 };
    buf_cstr(&b, "{\"a\":");
    for (int i = 0; i < 200000; i++)
        buf_char(&b, '[');
    assert_int_equal(form_json(&ctx, buf_text(&b), &v), ERR_MALFORMED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_form_is_decoded),
        TEST(too_many_values_are_refused),
        TEST(a_name_that_is_no_text_is_refused),
        TEST(the_body_type_is_told_by_its_first_word),
        TEST(parts_are_fields_and_files),
        TEST(a_broken_multipart_body_is_refused),
        TEST(an_object_is_flat_values),
        TEST(what_is_no_plain_object_is_refused),
        TEST(a_nested_or_broken_number_is_a_problem_at_its_name),
        TEST(a_list_of_objects_is_rows),
        TEST(nesting_is_bounded_before_any_parser_recurses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
