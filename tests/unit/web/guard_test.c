/* guard_test: what two readers could read differently is refused. */
#include "support/unit.h"

#include <string.h>

#include "web/guard.h"

typedef struct Line {
    const char *name, *value;
} Line;

/* The refusal of a request with these headers; NULL when it may pass. */
static const char *refusal(const char *version, const Line *lines, size_t n)
{
    Guard g = guard_new();
    for (size_t i = 0; i < n; i++)
        guard_header(&g, str_from(lines[i].name), str_from(lines[i].value), false);
    guard_end(&g, str_from(version));
    return g.refusal;
}
#define REFUSAL(...)     refusal("HTTP/1.1", (Line[]){ __VA_ARGS__ }, sizeof((Line[]){ __VA_ARGS__ }) / sizeof(Line))
#define assert_refused(why, ...) assert_string_equal(REFUSAL(__VA_ARGS__), why)
#define assert_passes(...)       assert_null(REFUSAL(__VA_ARGS__))
#define HOST { "Host", "a.example:8080" }

static void an_ordinary_request_passes(void **s)
{
    assert_passes(HOST);
    assert_passes(HOST, { "Content-Length", "12" }, { "User-Agent", "x/1 (y)" }, { "X-Empty", "" });
    assert_passes({ "host", "[::1]:80" }, { "Accept-Language", "zh-CN,\ten;q=0.5" });
    assert_null(refusal("HTTP/1.0", NULL, 0));
}

static void two_lengths_are_refused_even_if_equal(void **s)
{
    assert_refused("two-lengths", HOST, { "Content-Length", "4" }, { "content-length", "4" });
    assert_refused("two-lengths", HOST, { "Content-Length", "4" }, { "Content-Length", "5" });
}

static void a_length_is_digits_and_nothing_else(void **s)
{
    const char *bad[] = { "", "-1", "+4", "4,4", "0x10", "4 4", "1e3", "99999999999999999999", " 4", "4 ", "04", "00" };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_refused("length", HOST, { "Content-Length", bad[i] });
}

static void a_head_costs_no_more_than_the_library_has(void **s)
{
    static char cookies[8000];
    memset(cookies, ';', sizeof cookies);
    Guard g = guard_new();
    assert_true(guard_header(&g, STR("Cookie"), (Str){ cookies, 100 }, false));
    assert_true(guard_header(&g, STR("X"), (Str){ cookies, 8000 }, false));
    assert_false(guard_header(&g, STR("Cookie"), (Str){ cookies, 300 }, false));
    assert_string_equal(g.refusal, "head-long");
    assert_int_equal(g.status, 431);
}

static void length_beside_chunked_is_refused(void **s)
{
    assert_refused("length-and-chunked", HOST, { "Content-Length", "4" }, { "Transfer-Encoding", "chunked" });
    assert_refused("length-and-chunked", { "Transfer-Encoding", "chunked" }, { "Content-Length", "0" }, HOST);
}

static void chunks_are_refused_for_want_of_a_length(void **s)
{
    const char *bad[] = { "gzip, chunked", "chunked, chunked", "identity", "xchunked", "chunked;q=1", " chunked", "Chunked" };
    for (size_t i = 0; i < COUNTOF(bad); i++)
        assert_refused("coding", HOST, { "Transfer-Encoding", bad[i] });
    assert_refused("two-codings", HOST, { "Transfer-Encoding", "chunked" }, { "Transfer-Encoding", "chunked" });
    Guard g = guard_new();
    guard_header(&g, STR("Host"), STR("a"), false);
    assert_true(guard_header(&g, STR("Transfer-Encoding"), STR("chunked"), false));
    assert_false(guard_end(&g, STR("HTTP/1.1")));
    assert_int_equal(g.status, 411);
    Line old[] = { { "Transfer-Encoding", "chunked" } };
    assert_string_equal(refusal("HTTP/1.0", old, 1), "chunked-in-1.0");
}

static void there_is_one_host(void **s)
{
    assert_refused("two-hosts", HOST, HOST);
    assert_refused("no-host", { "Accept", "*/*" });
    assert_refused("host", { "Host", "" });
    assert_refused("host", { "Host", "a.example/evil" });
    assert_refused("host", { "Host", "a@b" });
}

static void a_name_that_is_no_token_is_refused(void **s)
{
    assert_refused("name", HOST, { "Content-Length ", "4" });
    assert_refused("name", HOST, { "X Y", "4" });
    assert_refused("name", HOST, { "", "4" });
    assert_refused("name", HOST, { "X:Y", "4" });
    assert_refused("name", HOST, { "X\xc3\xa9", "4" });
}

static void a_name_that_only_begins_like_one_of_the_three_is_refused(void **s)
{
    assert_refused("alike", HOST, { "Content-Lengthy", "4" });
    assert_refused("alike", HOST, { "transfer-encoding-x", "chunked" });
    assert_refused("alike", HOST, { "Hostname", "b" });
    assert_passes(HOST, { "X-Host", "b" }, { "Content-Len", "4" });
}

static void a_control_byte_in_a_value_is_refused(void **s)
{
    Guard g = guard_new();
    assert_false(guard_header(&g, STR("X"), STR("a\0b"), false));
    assert_string_equal(g.refusal, "value");
    assert_refused("value", HOST, { "X", "a\rb" });
    assert_refused("value", HOST, { "X", "a\x7f" });
}

static void a_folded_line_is_refused(void **s)
{
    Guard g = guard_new();
    assert_false(guard_header(&g, STR("X"), STR("a"), true));
    assert_string_equal(g.refusal, "folded");
}

static void headers_are_bounded(void **s)
{
    Guard g = guard_new();
    for (int i = 0; i < WIRE_MAX_HEADERS; i++)
        assert_true(guard_header(&g, STR("X"), STR("1"), false));
    assert_false(guard_header(&g, STR("X"), STR("1"), false));
    assert_int_equal(g.status, 431);
}

static void a_method_is_a_token(void **s)
{
    const char *bad[] = { "", "\rGET", "GET\t", "G(T", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG" };
    Guard       g = guard_new();
    assert_true(guard_method(&g, STR("BASELINE-CONTROL")));
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        g = guard_new();
        assert_false(guard_method(&g, str_from(bad[i])));
        assert_int_equal(g.status, 400);
    }
}

static void a_target_is_a_plain_path(void **s)
{
    const char *bad[] = { "", "*", "http://a/", "a", "/%00", "/a?b=%00c", "/a b", "/\x01", "/\xe4\xb8\xad" };
    Guard       g = guard_new();
    assert_true(guard_target(&g, STR("/need/420325-x?q=%E4%B8%AD&p=2")));
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        g = guard_new();
        assert_false(guard_target(&g, str_from(bad[i])));
        assert_int_equal(g.status, 400);
    }
}

static void another_version_is_refused(void **s)
{
    Guard g = guard_new();
    guard_header(&g, STR("Host"), STR("a"), false);
    assert_false(guard_end(&g, STR("HTTP/1.2")));
    assert_int_equal(g.status, 505);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ordinary_request_passes),
        cmocka_unit_test(two_lengths_are_refused_even_if_equal),
        cmocka_unit_test(a_length_is_digits_and_nothing_else),
        cmocka_unit_test(a_head_costs_no_more_than_the_library_has),
        cmocka_unit_test(length_beside_chunked_is_refused),
        cmocka_unit_test(chunks_are_refused_for_want_of_a_length),
        cmocka_unit_test(there_is_one_host),
        cmocka_unit_test(a_name_that_is_no_token_is_refused),
        cmocka_unit_test(a_name_that_only_begins_like_one_of_the_three_is_refused),
        cmocka_unit_test(a_control_byte_in_a_value_is_refused),
        cmocka_unit_test(a_folded_line_is_refused),
        cmocka_unit_test(headers_are_bounded),
        cmocka_unit_test(a_method_is_a_token),
        cmocka_unit_test(a_target_is_a_plain_path),
        cmocka_unit_test(another_version_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
