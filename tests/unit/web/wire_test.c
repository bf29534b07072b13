/* wire_test: who asks, and what the headers and the path say. */
#include "support/unit.h"

#include "web/router.h"
#include "web/wire.h"
#include "web/web.h"

static const Header forwarded[] = {
    { STR("Host"), STR("a") },
    { STR("X-Forwarded-For"), STR("10.9.9.9, 203.0.113.7 ") },
    { STR("cookie"), STR("a=1; yc=420325.abc;size=l; q=\"x y\"") },
};
static const Header twice[] = {
    { STR("X-Forwarded-For"), STR("127.0.0.1") },
    { STR("X-Forwarded-For"), STR("203.0.113.7") },
};
static const Header lying[] = { { STR("X-Forwarded-For"), STR("203.0.113.7, <script>") } };

static Wire wire(const Header *headers, size_t n, const char *peer)
{
    return (Wire){ .headers = headers, .n_headers = n, .peer = str_from(peer) };
}

static void assert_is(Str s, const char *expected)
{
    assert_true(str_is(s, expected));
}

static void the_last_address_of_our_own_proxy_counts(void **s)
{
    Wire w = wire(forwarded, 3, "127.0.0.1");
    assert_is(wire_address(&w, STR("127.0.0.1")), "203.0.113.7");
    w = wire(twice, 2, "127.0.0.1"); /* some proxies add a line where others add to it */
    assert_is(wire_address(&w, STR("127.0.0.1")), "203.0.113.7");
    assert_false(wire_is_local(&w, STR("127.0.0.1")));
}

static void nobody_else_s_word_is_taken(void **s)
{
    Wire w = wire(forwarded, 3, "198.51.100.1"), none = wire(forwarded, 1, "127.0.0.1"), bad = wire(lying, 1, "127.0.0.1");
    assert_is(wire_address(&w, STR("127.0.0.1")), "198.51.100.1");
    assert_is(wire_address(&w, STR("")), "198.51.100.1");
    assert_is(wire_address(&none, STR("127.0.0.1")), "127.0.0.1");
    assert_is(wire_address(&bad, STR("127.0.0.1")), "127.0.0.1");
}

static void an_ipv6_house_is_one_client(void **s)
{
    Arena *a = arena_open();
    Wire   one = wire(forwarded, 1, "2001:db8:1:2::1"), two = wire(forwarded, 1, "2001:db8:1:2:ffff:ffff:ffff:ffff");
    Wire   next = wire(forwarded, 1, "2001:db8:1:3::1"), four = wire(forwarded, 1, "198.51.100.1");
    Wire   mapped = wire(forwarded, 1, "::ffff:198.51.100.1"), other = wire(forwarded, 1, "::ffff:198.51.100.2");
    assert_true(str_eq(wire_client(a, &one, STR("")), wire_client(a, &two, STR(""))));
    assert_false(str_eq(wire_client(a, &one, STR("")), wire_client(a, &next, STR(""))));
    assert_false(str_eq(wire_client(a, &mapped, STR("")), wire_client(a, &other, STR(""))));
    assert_is(wire_client(a, &four, STR("")), "198.51.100.1");
    arena_close(a);
}

static void this_machine_is_not_whom_its_proxy_speaks_for(void **s)
{
    Wire direct = wire(forwarded, 1, "127.0.0.1"), through = wire(forwarded, 3, "127.0.0.1");
    assert_true(wire_is_local(&direct, STR("")));
    assert_true(wire_is_local(&direct, STR("127.0.0.1")));
    assert_false(wire_is_local(&through, STR("")));          /* a proxy that nobody told us of */
    assert_false(wire_is_local(&through, STR("127.0.0.1")));
}

static void a_cookie_is_found_among_others(void **s)
{
    Wire w = wire(forwarded, 3, "::1");
    assert_is(wire_cookie(&w, "yc"), "420325.abc");
    assert_is(wire_cookie(&w, "size"), "l");
    assert_is(wire_cookie(&w, "q"), "x y");
    assert_is(wire_cookie(&w, "y"), "");
    assert_is(wire_header(&w, "COOKIE"), "a=1; yc=420325.abc;size=l; q=\"x y\"");
}

/* ---- routes ---- */

static Err nothing(Request *r)
{
    return OK;
}

static const Route routes[] = {
    { GET, LIGHT, "/", nothing, NULL, VERB_PUBLIC },
    { GET, LIGHT, "/place/:place/need/:need", nothing, NULL, VERB_PUBLIC },
    { GET, LIGHT, "/place/:place/need/new", nothing, NULL, VERB_PUBLIC },
    { POST, LIGHT, "/place/:place/need/:need", nothing, NULL, VERB_PUBLIC },
    { GET, LIGHT, "/place/root/:x/new", nothing, NULL, VERB_PUBLIC },
    ROUTE_END
};
static const Room  room = { "test", routes, NULL };
static const Room *const rooms[] = { &room };

static const char *found(Arena *a, Method m, const char *raw, RouteFound *ret)
{
    Ctx  c;
    Path path;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 0);
    if (router_split(&c, str_from(raw), &path) != OK)
        return "refused";
    router_find(m, &path, ret);
    return ret->row ? ret->row->route->path : "none";
}

static void a_path_finds_the_row_that_says_most(void **s)
{
    Arena     *a = arena_open();
    RouteFound f;
    web_rooms_set(rooms, 1);
    router_open(a);
    assert_string_equal(found(a, GET, "/", &f), "/");
    assert_string_equal(found(a, GET, "/place/42/need/7", &f), "/place/:place/need/:need");
    assert_is(f.params[0], "42");
    assert_is(f.params[1], "7");
    assert_string_equal(found(a, GET, "/place/42/need/new", &f), "/place/:place/need/new");
    assert_string_equal(found(a, GET, "/place/root/need/new", &f), "/place/root/:x/new");
    assert_string_equal(found(a, GET, "/place/42/need/new.json", &f), "/place/:place/need/new");
    assert_true(f.is_json);
    assert_string_equal(found(a, GET, "/place/42/need/7.json", &f), "/place/:place/need/:need");
    assert_true(f.is_json);
    assert_is(f.params[1], "7");
    assert_string_equal(found(a, GET, "/.json", &f), "/");
    assert_string_equal(found(a, GET, "/openapi.json", &f), "/openapi.json");
    assert_false(f.is_json);
    assert_string_equal(found(a, POST, "/place/42/need/new", &f), "/place/:place/need/:need");
    assert_string_equal(found(a, POST, "/", &f), "none");
    assert_int_equal(f.methods, 1 << GET);
    assert_string_equal(found(a, GET, "/nowhere", &f), "none");
    assert_int_equal(f.methods, 0);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_address_of_our_own_proxy_counts),
        cmocka_unit_test(nobody_else_s_word_is_taken),
        cmocka_unit_test(an_ipv6_house_is_one_client),
        cmocka_unit_test(this_machine_is_not_whom_its_proxy_speaks_for),
        cmocka_unit_test(a_cookie_is_found_among_others),
        cmocka_unit_test(a_path_finds_the_row_that_says_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
