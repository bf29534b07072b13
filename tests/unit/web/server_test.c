/* server_test: the whole edge over real sockets, with a room of its own: framing, slow clients, a full queue, the stop,
 * and what the dispatcher enforces from a row. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/support.h"
#include "support/wire_talk.h"
#include "web/dispatch.h"
#include "web/metric.h"
#include "web/server.h"
#include "web/session.h"
#include "web/web.h"

/* ---- a room ---- */

static atomic_int      reached;     /* how often a handler ran */
static atomic_int      at_gate;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static Err hello_page(Request *r)
{
    atomic_fetch_add(&reached, 1);
    put_cstr(r->ctx.arena, r->data, "hello", "院场");
    return OK;
}

static Err word_page(Request *r)
{
    put_text(r->ctx.arena, r->data, "word", request_param(r, "word"));
    return OK;
}

static Err gate_page(Request *r)
{
    atomic_fetch_add(&at_gate, 1);
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    put_bool(r->ctx.arena, r->data, "through", true);
    return OK;
}

typedef struct Say {
    Str     title, secret;
    i64     count;
    Uploads photos;
} Say;

static const Field TITLE = { "title", FIELD_LINE, 2, 20, NULL, "title" };
static const Field SECRET = { "secret", FIELD_SECRET, 0, 20, NULL, "secret" };
static const Field COUNT = { "count", FIELD_INT, 1, 9, NULL, "count" };
static const Field PHOTOS = { "photos", FIELD_PHOTOS, 0, 3, NULL, "photos" };

static const FormField say_fields[] = {
    AT(Say, title, TITLE, REQUIRED), AT(Say, count, COUNT, OPTIONAL), AT(Say, secret, SECRET, OPTIONAL),
    AT(Say, photos, PHOTOS, OPTIONAL),
};
static const Form say_form = FORM_OF(Say, say_fields);

static Err say_page(Request *r)
{
    const Say *say = r->form;
    atomic_fetch_add(&reached, 1);
    put_text(r->ctx.arena, r->data, "title", say->title);
    put_int(r->ctx.arena, r->data, "count", say->count);
    put_int(r->ctx.arena, r->data, "photos", (i64)say->photos.n);
    return OK;
}

static Err enter_page(Request *r)
{
    atomic_fetch_add(&reached, 1);
    TRY(session_start(r, 7, STR("420325"), 0, HOUR));
    return see_path(r, STR("//evil.example"));
}

static Err leave_page(Request *r)
{
    TRY(session_end(r));
    return see_path(r, STR("/"));
}

static Err village_load(Ctx *c, Str text, Ref *ret_ref)
{
    if (!code_is_valid(text))
        return fail(c, ERR_MISSING, NULL, "no such village");
    *ret_ref = (Ref){ .county = code_county(text), .place = text };
    return OK;
}

static const Loader loaders[] = { { "village", village_load }, { NULL, NULL } };

#define SIGNED ROUTE_MULTIPART
static const Route routes[] = {
    { GET, LIGHT, "/", hello_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_PUBLIC_CACHE, NULL, "hello" },
    { GET, LIGHT, "/word/:word", word_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "a word" },
    { GET, LIGHT, "/word/fixed", hello_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "not a word" },
    { GET, LIGHT, "/gate", gate_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_IN_POOL, NULL, "waits" },
    { GET, LIGHT, "/list", say_page, NULL, VERB_PUBLIC, &say_form, NO_LIMIT, NULL, 0, NULL, "a query" },
    { GET, LIGHT, "/secret/:code", word_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_SECRET_PATH, NULL, "a card" },
    { POST, LIGHT, "/open", say_page, NULL, VERB_PUBLIC, &say_form, NO_LIMIT, NULL, ROUTE_NO_ORIGIN, NULL, "open form" },
    { POST, LIGHT, "/often", say_page, NULL, VERB_PUBLIC, &say_form, PER_ACTOR(1, HOUR), NULL, ROUTE_NO_ORIGIN, NULL, "limited" },
    { POST, LIGHT, "/say", say_page, NULL, VERB_SIGNED_IN, &say_form, NO_LIMIT, NULL, SIGNED, NULL, "signed in form" },
    { GET, LIGHT, "/mine", hello_page, NULL, VERB_SIGNED_IN, NULL, NO_LIMIT, NULL, 0, NULL, "signed in page" },
    { GET, LIGHT, "/village/:village/queue", hello_page, NULL, VERB_QUEUE, NULL, NO_LIMIT, NULL, 0, NULL, "officials" },
    { POST, LIGHT, "/enter", enter_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_NO_ORIGIN, NULL, "signs in" },
    { POST, LIGHT, "/leave", leave_page, NULL, VERB_SIGNED_IN, NULL, NO_LIMIT, NULL, 0, NULL, "signs out" },
    ROUTE_END
};
static const Room  room = { "test", routes, loaders };
static const Room *const rooms[] = { &room };

/* ---- the server ---- */

static Ctx    *ctx;
static Config  config;
static Server *server;
static int     port;

static void start(int workers, int queue, int seconds)
{
    assert_ok(ctx, config_load(ctx, STR_NONE, &config));
    config.port = 0;
    config.workers = workers;
    config.queue = queue;
    config.request_seconds = seconds;
    config.body = 1 << 20;
    config.events = 2;
    config.address = STR("127.0.0.1");
    web_rooms_set(rooms, 1);
    session_actor_find(test_entered);
    assert_ok(ctx, server_start(ctx, &config, ctx->store, &server));
    port = server_port(server);
}

static int setup(void **s)
{
    log_open(LOG_ERROR, STDERR_FILENO);
    ctx = test_ctx(ENGINE_SQLITE);
    server = NULL;
    atomic_store(&reached, 0);
    atomic_store(&at_gate, 0);
    start(4, 16, 20);
    return 0;
}

static int teardown(void **s)
{
    if (server != NULL)
        assert_true(server_stop(server, 10000));
    test_ctx_close(ctx);
    return 0;
}

static void restart(int workers, int queue, int seconds)
{
    assert_true(server_stop(server, 10000));
    start(workers, queue, seconds);
}

static Str ask(const char *fmt, ...) LIKE_PRINTF(1, 2);
static Str ask(const char *fmt, ...)
{
    va_list args;
    char    bytes[8192];
    va_start(args, fmt);
    vsnprintf(bytes, sizeof bytes, fmt, args);
    va_end(args);
    return talk_once(ctx->arena, port, str_from(bytes));
}

#define HOST "Host: localhost\r\n"
#define assert_status(n, answer)      assert_int_equal(talk_status(answer), (n))
#define assert_has(text, part)        assert_true(str_find((text), str_from(part), NULL))
#define assert_header(a, name, value) assert_str(talk_header((a), (name)), (value))

static Str get(const char *path, const char *more)
{
    return ask("GET %s HTTP/1.1\r\n" HOST "%s\r\n", path, more);
}

static Str post(const char *path, const char *more, const char *body)
{
    return ask("POST %s HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n"
               "%sContent-Length: %zu\r\n\r\n%s", path, more, strlen(body), body);
}

static Str post_json(const char *path, const char *more, const char *body)
{
    return ask("POST %s HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n%sContent-Length: %zu\r\n\r\n%s", path,
               more, strlen(body), body);
}

/* ---- framing ---- */

/* Each is followed by a second request, which must not be answered: the connection ends with the refusal. */
static const struct {
    const char *what;
    Str         bytes;
} tricks[] = {
    { "two lengths", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 4\r\nContent-Length: 4\r\n\r\na=bc") },
    { "two other lengths", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 4\r\nContent-Length: 40\r\n\r\na=bc") },
    { "a list of lengths", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 4, 4\r\n\r\na=bc") },
    { "length and chunked", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { "chunked and length", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n") },
    { "two hosts", STR("GET / HTTP/1.1\r\n" HOST "Host: other\r\n\r\n") },
    { "no host", STR("GET / HTTP/1.1\r\nAccept: */*\r\n\r\n") },
    { "space before the colon", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length : 4\r\n\r\na=bc") },
    { "tab before the colon", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n") },
    { "folded coding", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n") },
    { "folded onto another", STR("POST /open HTTP/1.1\r\n" HOST "X: a\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { "folded plain", STR("GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n") },
    { "folded last", STR("GET / HTTP/1.1\r\n" HOST "Accept: a\r\n b\r\nX: y\r\n\r\n") },
    { "a length that is none", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: -4\r\n\r\n") },
    { "a plus before the length", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: +4\r\n\r\na=bc") },
    { "a length without end", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551620\r\n\r\na=bc") },
    { "a zero before the length", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 04\r\n\r\na=bc") },
    { "an empty length", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\na=bc") },
    { "lines that end in LF", STR("GET / HTTP/1.1\nHost: a.example\n\n") },
    { "a head that ends in LF", STR("GET / HTTP/1.1\r\n" HOST "\n") },
    { "a CR in a value", STR("GET / HTTP/1.1\r\n" HOST "X: a\rContent-Length: 4\r\n\r\na=bc") },
    { "a CR before the method", STR("\rGET / HTTP/1.1\r\n" HOST "\r\n") },
    { "another coding", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") },
    { "identity", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n") },
    { "alike", STR("POST /open HTTP/1.1\r\n" HOST "Content-Lengthen: 4\r\n\r\n") },
    { "%00 in the path", STR("GET /word/a%00b HTTP/1.1\r\n" HOST "\r\n") },
    { "%00 in the query", STR("GET /?a=%00 HTTP/1.1\r\n" HOST "\r\n") },
    { "a byte above 127", STR("GET /word/\xe4\xb8\xad HTTP/1.1\r\n" HOST "\r\n") },
    { "an absolute target", STR("GET http://localhost/ HTTP/1.1\r\n" HOST "\r\n") },
    { "a control byte in a value", STR("GET / HTTP/1.1\r\n" HOST "X: a\x01" "b\r\n\r\n") },
    { "a name with a space", STR("GET / HTTP/1.1\r\n" HOST "X Y: a\r\n\r\n") },
    { "chunked in 1.0", STR("POST /open HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { "a NUL in the target", STR("GET /word/a\0b HTTP/1.1\r\n" HOST "\r\n") },
    { "a NUL in a name", STR("POST /open HTTP/1.1\r\n" HOST "X\0Content-Length: 4\r\n\r\na=bc") },
    { "a NUL in a value", STR("GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n") },
    { "a NUL in a length", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 4\0" "0\r\n\r\na=bc") },
    { "a NUL in a coding", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\0x\r\n\r\n0\r\n\r\n") },
    { "a NUL in the last value", STR("GET / HTTP/1.1\r\n" HOST "Last: a\0b\r\n\r\n") },
    { "a line without a name", STR("GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n") },
    { "a line without a colon", STR("GET / HTTP/1.1\r\n" HOST "Nothing\r\n\r\n") },
    { "a folded first line", STR("GET / HTTP/1.1\r\n Host: localhost\r\n\r\n") },
    { "a folded length", STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 0\r\n 5\r\n\r\nabcde") },
    { "two spaces", STR("GET  / HTTP/1.1\r\n" HOST "\r\n") },
    { "no version", STR("GET /\r\n" HOST "\r\n") },
    { "a chunk of minus one", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n") },
    { "a chunk line that ends in LF", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n2\nab\n0\n\n") },
    { "a trailer", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n") },
    { "chunks of a GET", STR("GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n") },
    { "a chunk longer than it says", STR("POST /open HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n") },
};

static int answers_in(Str text)
{
    int n = 0;
    for (size_t at; str_find(text, STR("HTTP/1.1 "), &at); n++)
        text = str_skip(text, at + 9);
    return n;
}

static void framing_tricks_are_answered_once_and_the_connection_closed(void **s)
{
    for (size_t i = 0; i < COUNTOF(tricks); i++) {
        bool closed = false;
        int  fd = talk_open(port);
        talk_send(fd, tricks[i].bytes);
        talk_send(fd, STR("GET /word/smuggled HTTP/1.1\r\n" HOST "\r\n"));
        Str all = talk_read_all(ctx->arena, fd, &closed);
        int status = talk_status(all);
        if ((status != 400 && status != 411) || answers_in(all) != 1 || str_find(all, STR("smuggled"), NULL)) {
            print_message("%s: %.*s\n", tricks[i].what, STR_ARG(str_cut(all, 200)));
            assert_true(false);
        }
        close(fd);
    }
    assert_int_equal(reached, 0);
    assert_status(200, get("/", ""));
}

static void a_request_too_large_for_its_head_is_refused(void **s)
{
    Buf b = buf_new(ctx->arena, 1024, 1 << 20);
    buf_cstr(&b, "GET / HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "X-%d: yyyyyyyyyy\r\n", i);
    buf_cstr(&b, "\r\n");
    int status = talk_status(talk_once(ctx->arena, port, buf_text(&b)));
    assert_true(status == 431 || status == 413 || status == 0); /* 0: reset while we still sent */
    assert_int_equal(reached, 0);
    assert_status(200, get("/", ""));
}

static void a_chunked_body_is_asked_for_its_length(void **s)
{
    assert_status(411, ask("POST /open HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n6\r\ntitle=\r\n2\r\nab\r\n0\r\n\r\n"));
}

/* The library tells of a wrong length without saying whose it is: others in the middle of their heads are not meant. */
static void a_wrong_length_of_one_leaves_another_alone(void **s)
{
    int open[8];
    for (size_t i = 0; i < COUNTOF(open); i++) {
        open[i] = talk_open(port);
        talk_send(open[i], STR("POST /open HTTP/1.1\r\n" HOST "Accept: application/json\r\n"
                               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n"));
    }
    for (size_t i = 0; i < COUNTOF(open); i++)
        assert_status(400, ask("POST /open HTTP/1.1\r\n" HOST "Content-Length: +4\r\n\r\na=bc"));
    for (size_t i = 0; i < COUNTOF(open); i++) {
        talk_send(open[i], STR("\r\ntitle=ab"));
        assert_has(talk_read_one(ctx->arena, open[i]), "\"title\":\"ab\"");
        close(open[i]);
    }
}

static void requests_in_a_row_are_answered_in_order(void **s)
{
    int fd = talk_open(port);
    talk_send(fd, STR("GET /word/one HTTP/1.1\r\n" HOST "\r\nGET /word/two HTTP/1.1\r\n" HOST "\r\n"
                      "POST /open HTTP/1.1\r\n" HOST "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n\r\ntitle=three"
                      "GET /word/four HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    assert_has(talk_read_one(ctx->arena, fd), "\"one\"");
    assert_has(talk_read_one(ctx->arena, fd), "\"two\"");
    assert_has(talk_read_one(ctx->arena, fd), "\"three\"");
    assert_has(talk_read_one(ctx->arena, fd), "\"four\"");
    assert_true(talk_is_closed(fd));
    close(fd);
}

/* ---- bodies ---- */

static void a_body_over_the_limit_is_413_and_the_connection_lives(void **s)
{
    Buf b = buf_new(ctx->arena, 1024, 1 << 20);
    int n = 300 * 1024;
    buf_printf(&b, "POST /open HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n", n);
    for (int i = 0; i < n; i++)
        buf_char(&b, 'a');
    int fd = talk_open(port);
    talk_send(fd, buf_text(&b));
    assert_status(413, talk_read_one(ctx->arena, fd));
    talk_send(fd, STR("GET / HTTP/1.1\r\n" HOST "\r\n"));
    assert_status(200, talk_read_one(ctx->arena, fd));
    close(fd);
    assert_int_equal(reached, 1);
}

static void a_body_that_is_far_too_large_is_not_read(void **s)
{
    assert_status(413, ask("POST /open HTTP/1.1\r\n" HOST "Content-Length: 999999999\r\n\r\n"));
}

static void an_unknown_kind_of_body_is_415(void **s)
{
    assert_status(415, ask("POST /open HTTP/1.1\r\n" HOST "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\na=bc"));
    assert_status(415, ask("POST /open HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 7\r\n\r\n--x--\r\n"));
    assert_status(415, ask("POST /open HTTP/1.1\r\n" HOST "Content-Length: 4\r\n\r\na=bc"));
    assert_int_equal(reached, 0);
}

static void wrong_fields_are_422_at_their_name(void **s)
{
    Str a = post("/open", "", "title=x&count=99&other=dropped");
    assert_status(422, a);
    assert_has(a, "\"error\":\"invalid\"");
    assert_has(a, "\"title\":");
    assert_has(a, "\"count\":");
    assert_status(422, post("/open", "", "title=ab%ff"));
    assert_status(422, post("/open", "", "title=a%00b"));
    assert_status(422, post("/open", "", "title=ab&title=cd"));
    assert_status(422, post("/open", "", ""));
    assert_int_equal(reached, 0);
    assert_status(200, post("/open", "", "title=ab&other=dropped"));
}

static void json_is_strict(void **s)
{
    assert_status(200, post_json("/open", "", "{\"title\":\"ab\",\"count\":3}"));
    assert_status(422, post_json("/open", "", "{\"title\":\"ab\",\"other\":1}"));
    assert_status(422, post_json("/open", "", "{\"title\":\"ab\",\"count\":\"3\"}"));
    assert_status(422, post_json("/open", "", "{\"title\":\"ab\",\"count\":3.5}"));
    assert_status(400, post_json("/open", "", "{\"title\":\"ab\",\"title\":\"cd\"}"));
    assert_status(400, post_json("/open", "", "[1]"));
    assert_status(400, post_json("/open", "", "{\"title\":\"a\\u0000b\"}"));
    assert_status(400, post_json("/open", "", ""));
    assert_status(422, post_json("/enter", "", "{\"title\":\"ab\"}")); /* takes nothing */
    assert_int_equal(reached, 1);
}

/* ---- paths and methods ---- */

static void path_tricks_lead_nowhere(void **s)
{
    const char *paths[] = { "//", "/word/..", "/./", "/word//x", "/word/%2e%2e", "/word/a%2fb", "/word/a%5cb",
                            "/word/%zz", "/word/%ff", "/word/a%0ab", "/../etc/passwd", "/%2e%2e/", "/word/x//" };
    for (size_t i = 0; i < COUNTOF(paths); i++) {
        int status = talk_status(get(paths[i], ""));
        if (status != 400 && status != 404)
            print_message("%s: %d\n", paths[i], status);
        assert_true(status == 400 || status == 404);
    }
    assert_int_equal(reached, 0);
    assert_status(308, get("/word/x/", "")); /* that is /word/x */
    assert_has(get("/word/x/?a=b", ""), "Location: /word/x?a=b");
    assert_int_equal(reached, 0);
    assert_has(get("/word/%E4%B8%AD%20x", ""), "\"中 x\"");
}

static void a_fixed_segment_goes_before_a_param(void **s)
{
    assert_has(get("/word/fixed", ""), "院场");
    assert_has(get("/word/fixed2.json", ""), "\"fixed2\"");
}

static void a_wrong_method_is_405_and_says_which_are_right(void **s)
{
    Str a = post("/word/x", "", "");
    assert_status(405, a);
    assert_header(a, "Allow", "GET, HEAD");
    a = get("/open", "");
    assert_status(405, a);
    assert_header(a, "Allow", "POST");
    assert_status(405, ask("DELETE / HTTP/1.1\r\n" HOST "\r\n"));
    assert_status(405, ask("TRACE / HTTP/1.1\r\n" HOST "\r\n"));
    assert_status(404, get("/nowhere", ""));
    assert_status(404, ask("PUT /nowhere HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"));
}

static void head_is_get_without_its_body(void **s)
{
    int fd = talk_open(port);
    talk_send(fd, STR("HEAD / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    Str a = talk_read_all(ctx->arena, fd, NULL);
    assert_status(200, a);
    assert_int_equal(talk_body(a).n, 0);
    assert_true(talk_header(a, "Content-Length").n > 0);
    close(fd);
}

/* ---- answers ---- */

static void every_answer_carries_the_security_headers(void **s)
{
    Str answers[] = { get("/", ""), get("/nowhere", ""), get("/healthz", ""), post("/open", "", "") };
    for (size_t i = 0; i < COUNTOF(answers); i++) {
        assert_has(talk_header(answers[i], "Content-Security-Policy"), "default-src 'none'");
        assert_header(answers[i], "X-Content-Type-Options", "nosniff");
        assert_header(answers[i], "Referrer-Policy", "same-origin");
        assert_true(talk_header(answers[i], "Permissions-Policy").n > 0);
    }
    assert_header(get("/secret/abc", ""), "Referrer-Policy", "no-referrer");
    assert_header(get("/secret/abc", ""), "Cache-Control", "private, no-store");
}

static void an_unknown_visitor_may_keep_a_copy(void **s)
{
    Str a = get("/", "");
    Str tag = talk_header(a, "ETag");
    assert_true(tag.n > 0);
    assert_has(talk_header(a, "Vary"), "Cookie");
    Str b = get("/", arena_printf(ctx->arena, "If-None-Match: %.*s\r\n", STR_ARG(tag)).p);
    assert_status(304, b);
    assert_int_equal(talk_header(get("/word/x", ""), "ETag").n, 0);
}

static void a_wish_for_a_language_is_kept_and_comes_back(void **s)
{
    Str a = get("/?lang=en&x=1", "");
    assert_status(303, a);
    assert_header(a, "Location", "/?x=1");
    assert_has(talk_header(a, "Set-Cookie"), "lang=en;");
    a = get("/?size=l", "");
    assert_status(303, a);
    assert_has(talk_header(a, "Set-Cookie"), "size=l;");
    assert_status(200, get("/?lang=xx", ""));
    assert_status(303, get("/nowhere?lang=en", ""));
    assert_status(404, get("/nowhere?x=1", ""));
}

/* ---- who ---- */

static const char *sign_in(const char **ret_csrf)
{
    Str    a = post("/enter", "", "");
    Str    cookie = talk_header(a, "Set-Cookie"), pair;
    size_t at;
    assert_status(200, a);
    assert_has(a, "\"href\":\"/\""); /* not to another site */
    assert_has(cookie, "HttpOnly");
    assert_has(cookie, "SameSite=Lax");
    assert_true(str_next(&cookie, ';', &pair));
    const char *header = arena_printf(ctx->arena, "Cookie: %.*s\r\n", STR_ARG(pair)).p;
    Str         session = get("/session", header);
    assert_has(session, "\"signed_in\":true");
    assert_true(str_find(session, STR("\"csrf\":\""), &at));
    *ret_csrf = str_cstr(ctx->arena, str_cut(str_skip(session, at + 8), 32));
    return header;
}

static const char *with(const char *a, const char *b)
{
    return arena_printf(ctx->arena, "%s%s", a, b).p;
}

static void a_post_needs_the_session_s_token(void **s)
{
    const char *csrf, *other, *cookie = sign_in(&csrf);
    sign_in(&other);
    const char *right = arena_printf(ctx->arena, "%sX-CSRF-Token: %s\r\n", cookie, csrf).p;
    const char *wrong = arena_printf(ctx->arena, "%sX-CSRF-Token: %s\r\n", cookie, other).p;
    atomic_store(&reached, 0);
    assert_status(401, post("/say", "", "title=ab"));
    assert_status(403, post("/say", cookie, "title=ab"));
    assert_status(403, post("/say", wrong, "title=ab"));
    assert_status(403, post("/say", cookie, "title=ab&_csrf=x"));
    assert_int_equal(reached, 0);
    assert_status(200, post("/say", right, "title=ab"));
    assert_status(200, post("/say", cookie, arena_printf(ctx->arena, "title=ab&_csrf=%s", csrf).p));
    assert_status(200, post_json("/say", right, "{\"title\":\"ab\"}"));
    assert_int_equal(reached, 3);
}

static void a_post_from_another_site_is_refused(void **s)
{
    const char *csrf, *cookie = sign_in(&csrf);
    const char *right = arena_printf(ctx->arena, "%sX-CSRF-Token: %s\r\n", cookie, csrf).p;
    atomic_store(&reached, 0);
    assert_status(403, post("/say", with(right, "Sec-Fetch-Site: cross-site\r\n"), "title=ab"));
    assert_status(403, post("/say", with(right, "Sec-Fetch-Site: same-site\r\n"), "title=ab"));
    assert_status(403, post("/say", with(right, "Origin: http://evil.example\r\n"), "title=ab"));
    assert_status(403, post("/say", with(right, "Origin: null\r\n"), "title=ab"));
    assert_status(403, post("/open", "Origin: http://evil.example\r\n", "title=ab"));
    assert_int_equal(reached, 0);
    assert_status(200, post("/say", with(right, "Sec-Fetch-Site: same-origin\r\n"), "title=ab"));
    assert_status(200, post("/say", with(right, "Origin: http://localhost\r\n"), "title=ab"));
}

static void a_page_for_members_sends_strangers_to_the_door(void **s)
{
    Str a = get("/mine?x=1", "Accept: text/html\r\n");
    assert_status(303, a);
    assert_header(a, "Location", "/login?next=%2Fmine%3Fx%3D1");
    assert_status(401, get("/mine", "Accept: application/json\r\n"));
    assert_status(401, get("/mine.json", ""));
    const char *csrf, *cookie = sign_in(&csrf);
    a = get("/mine.json", cookie);
    assert_status(200, a);
    assert_header(a, "Cache-Control", "private, no-store");
    assert_status(403, get("/village/420325102212/queue.json", cookie));
    assert_status(404, get("/village/x/queue.json", cookie));
}

static void a_session_ends(void **s)
{
    const char *csrf, *cookie = sign_in(&csrf);
    const char *right = arena_printf(ctx->arena, "%sX-CSRF-Token: %s\r\n", cookie, csrf).p;
    clock_set(TEST_NOW + HOUR - 1);
    assert_status(200, get("/mine.json", cookie));
    clock_set(TEST_NOW + HOUR);
    assert_status(401, get("/mine.json", cookie));
    assert_status(401, post("/say", right, "title=ab"));
    clock_set(TEST_NOW);
    assert_status(200, post("/leave", right, ""));
    assert_status(401, get("/mine.json", cookie));
    assert_status(401, get("/mine.json", "Cookie: yc=420325.0000000000000000000000000000000000000000000000000000\r\n"));
    assert_status(401, get("/mine.json", "Cookie: yc=x\r\n"));
}

static void what_is_done_too_often_is_429(void **s)
{
    for (int i = 0; i < 20; i++) /* an address has twenty accounts' worth */
        assert_status(200, post("/often", "", "title=ab"));
    Str a = post("/often", "", "title=ab");
    assert_status(429, a);
    assert_true(talk_header(a, "Retry-After").n > 0);
}

/* ---- many and slow ---- */

static void slow_clients_by_the_hundred_stop_nobody(void **s)
{
    enum { SLOW = 400 };
    int fd[SLOW];
    restart(4, 16, 1);
    for (int i = 0; i < SLOW; i++) {
        fd[i] = talk_open(port);
        talk_send(fd[i], i % 2 ? STR("GET / HT") : STR("POST /open HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\na"));
    }
    for (int i = 0; i < 20; i++)
        assert_status(200, get("/", ""));
    for (int i = 0; i < SLOW; i++) {
        talk_send(fd[i], STR("x")); /* a drip, which keeps an ordinary timeout from passing */
        assert_true(talk_is_closed(fd[i]));
        close(fd[i]);
    }
    assert_in_range(reached, 1, 20); /* of theirs none; of ours some were kept (web/kept.h) */
}

static int gate_open_connection(void)
{
    int fd = talk_open(port);
    talk_send(fd, STR("GET /gate HTTP/1.1\r\n" HOST "\r\n"));
    return fd;
}

static bool queue_holds(int n)
{
    Buf b = buf_new(ctx->arena, 4096, 1 << 20);
    metric_text(&b);
    return str_find(buf_text(&b), arena_printf(ctx->arena, "\nyuanchang_queue_waiting %d\n", n), NULL);
}

/* One request runs and two wait. */
static void fill(int fd[3])
{
    restart(1, 2, 20);
    pthread_mutex_lock(&gate);
    fd[0] = gate_open_connection();
    while (atomic_load(&at_gate) < 1)
        usleep(1000);
    fd[1] = gate_open_connection();
    fd[2] = gate_open_connection();
    while (!queue_holds(2))
        usleep(1000);
}

static void a_full_queue_says_when_to_come_again(void **s)
{
    int fd[3];
    fill(fd);
    int before = reached;
    Str a = get("/gate", "");
    assert_status(503, a);
    assert_header(a, "Retry-After", "5");
    assert_int_equal(reached, before);
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < 3; i++) {
        assert_status(200, talk_read_one(ctx->arena, fd[i]));
        close(fd[i]);
    }
}

static void *stop_it(void *arg)
{
    *(bool *)arg = server_stop(server, 10000);
    return NULL;
}

static void a_stop_answers_all_that_was_queued(void **s)
{
    pthread_t stopper;
    bool      was_clean = false;
    int       fd[3];
    fill(fd);
    assert_int_equal(pthread_create(&stopper, NULL, stop_it, &was_clean), 0);
    Str late; /* who comes once it stops is sent away, and told to come again */
    do {
        int there = talk_open(port);
        talk_send(there, STR("GET /gate HTTP/1.1\r\n" HOST "\r\n"));
        late = talk_read_one(ctx->arena, there);
        assert_status(503, late);
        assert_header(late, "Retry-After", "5");
        close(there);
    } while (!str_find(late, STR("Connection: close"), NULL));
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < 3; i++) {
        Str a = talk_read_one(ctx->arena, fd[i]);
        assert_status(200, a);
        assert_header(a, "Connection", "close");
        close(fd[i]);
    }
    pthread_join(stopper, NULL);
    assert_true(was_clean);
    assert_int_equal(talk_try(port), -1);
    server = NULL;
}

static void a_stop_says_when_something_still_runs(void **s)
{
    int fd[3];
    fill(fd);
    assert_false(server_stop(server, 100));
    pthread_mutex_unlock(&gate);
    assert_true(server_stop(server, 10000)); /* asked again, it ends */
    server = NULL;
    for (int i = 0; i < 3; i++)
        close(fd[i]);
}

static void a_client_that_leaves_while_it_waits_harms_nobody(void **s)
{
    int fd[3];
    fill(fd);
    for (int i = 0; i < 3; i++)
        close(fd[i]);
    pthread_mutex_unlock(&gate);
    for (int tries = 0; tries < 1000 && talk_status(get("/", "")) != 200; tries++)
        usleep(1000);
    assert_status(200, get("/", ""));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(framing_tricks_are_answered_once_and_the_connection_closed),
        TEST(a_request_too_large_for_its_head_is_refused),
        TEST(a_chunked_body_is_asked_for_its_length),
        TEST(a_wrong_length_of_one_leaves_another_alone),
        TEST(requests_in_a_row_are_answered_in_order),
        TEST(a_body_over_the_limit_is_413_and_the_connection_lives),
        TEST(a_body_that_is_far_too_large_is_not_read),
        TEST(an_unknown_kind_of_body_is_415),
        TEST(wrong_fields_are_422_at_their_name),
        TEST(json_is_strict),
        TEST(path_tricks_lead_nowhere),
        TEST(a_fixed_segment_goes_before_a_param),
        TEST(a_wrong_method_is_405_and_says_which_are_right),
        TEST(head_is_get_without_its_body),
        TEST(every_answer_carries_the_security_headers),
        TEST(an_unknown_visitor_may_keep_a_copy),
        TEST(a_wish_for_a_language_is_kept_and_comes_back),
        TEST(a_post_needs_the_session_s_token),
        TEST(a_post_from_another_site_is_refused),
        TEST(a_page_for_members_sends_strangers_to_the_door),
        TEST(a_session_ends),
        TEST(what_is_done_too_often_is_429),
        TEST(slow_clients_by_the_hundred_stop_nobody),
        TEST(a_full_queue_says_when_to_come_again),
        TEST(a_stop_answers_all_that_was_queued),
        TEST(a_stop_says_when_something_still_runs),
        TEST(a_client_that_leaves_while_it_waits_harms_nobody),
    };
    return RUN_TESTS(tests);
}
