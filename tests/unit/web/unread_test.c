/* unread_test: clients that take memory and give nothing: they never read, they sip, their uploads never end. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/support.h"
#include "support/wire_talk.h"
#include "web/allowance.h"
#include "web/server.h"
#include "web/web.h"

#define HOST "Host: localhost\r\n"

/* ---- a room ---- */

static Err short_page(Request *r)
{
    put_bool(r->ctx.arena, r->data, "short", true);
    return OK;
}

/* A megabyte, made in an arena of two. */
static Err long_page(Request *r)
{
    char *p = arena_take(r->ctx.arena, 2 << 20);
    memset(p, 'x', 1 << 20);
    return answer_bytes(r, "application/octet-stream", (Str){ p, 1 << 20 }, STR_NONE);
}

static const Route routes[] = {
    { GET, LIGHT, "/short", short_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, LIGHT, "/long", long_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_OWN_ANSWER, NULL, "" },
    { POST, LIGHT, "/upload", short_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_NO_ORIGIN | ROUTE_MULTIPART, NULL, "" },
    ROUTE_END
};
static const Room room = { "test", routes, NULL };
static const Room *const rooms[] = { &room };

/* ---- the server, with little memory ---- */

static Ctx    *ctx;
static Config  config;
static Server *server;
static int     port;

static void start(int seconds)
{
    assert_ok(ctx, config_load(ctx, STR_NONE, &config));
    config.port = 0;
    config.workers = 4;
    config.queue = 200;
    config.request_seconds = seconds;
    config.body = 1 << 20;
    config.events = 2;
    config.memory = 32;
    web_rooms_set(rooms, 1);
    assert_ok(ctx, server_start(ctx, &config, ctx->store, &server));
    port = server_port(server);
}

static int setup(void **s)
{
    log_open(LOG_ERROR, STDERR_FILENO);
    ctx = test_ctx(ENGINE_SQLITE);
    start(60);
    return 0;
}

static int teardown(void **s)
{
    assert_true(server_stop(server, 10000));
    test_ctx_close(ctx);
    return 0;
}

static void restart_hasty(void)
{
    assert_true(server_stop(server, 10000));
    start(1);
}

static int status_of(const char *path)
{
    char head[2048];
    int  fd = talk_open(port);
    talk_send(fd, arena_printf(ctx->arena, "GET %s HTTP/1.1\r\n" HOST "\r\n", path));
    ssize_t n = recv(fd, head, sizeof head, 0);
    close(fd);
    return talk_status((Str){ head, n > 0 ? (size_t)n : 0 });
}

/* ---- the clients ---- */

enum { UNREAD = 100 };

/* Each asks for a megabyte and reads none of it. */
static void ask_and_never_read(int fd[UNREAD])
{
    for (int i = 0; i < UNREAD; i++) {
        fd[i] = talk_open(port);
        talk_send(fd[i], STR("GET /long HTTP/1.1\r\n" HOST "\r\n"));
    }
}

static void clients_that_never_read_take_no_more_than_there_is(void **s)
{
    int  fd[UNREAD];
    char head[2048];
    size_t arenas = arena_held();
    ask_and_never_read(fd);
    for (int i = 0; i < UNREAD; i++) /* each is answered, as far as the other end takes it */
        assert_int_equal(recv(fd[i], head, 1, MSG_PEEK), 1);
    assert_in_range(allowance_held(HELD_ANSWERS), 1 << 20, 24 << 20);
    assert_int_equal(status_of("/short"), 200);
    assert_true(arena_held() < arenas + (4 << 20)); /* of a hundred requests none is kept: only what they are sent */
    int refused = 0;
    for (int i = 0; i < UNREAD; i++) {
        Str a = { head, (size_t)recv(fd[i], head, sizeof head, 0) };
        refused += talk_status(a) == 503;
        assert_true(talk_status(a) == 200 || str_is(talk_header(a, "Retry-After"), "5"));
        close(fd[i]);
    }
    assert_in_range(refused, UNREAD - 24, UNREAD - 1);
    while (allowance_held(HELD_ANSWERS) > 0) /* and all of it is given back */
        usleep(1000);
    assert_int_equal(status_of("/long"), 200);
}

/* A sip now and then, which keeps an ordinary timeout from passing: 200 bytes a second. */
static void a_client_that_sips_is_closed(void **s)
{
    char sip;
    int  n = 0;
    restart_hasty();
    int fd = talk_open(port);
    talk_send(fd, STR("GET /long HTTP/1.1\r\n" HOST "\r\n"));
    while (n < 4000 && allowance_held(HELD_ANSWERS) == 0)
        n += usleep(1000) == 0;
    while (n < 4000 && allowance_held(HELD_ANSWERS) > 0 && recv(fd, &sip, 1, 0) == 1)
        n += usleep(5000) == 0;
    assert_in_range(n, 1, 3999);
    close(fd);
}

static void uploads_that_never_end_are_counted(void **s)
{
    enum { UPLOADS = 40 };
    static char half[1 << 20];
    int         fd[UPLOADS];
    Str head = STR("POST /upload HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n"
                   "Content-Type: multipart/form-data; boundary=x\r\n\r\n");
    for (int i = 0; i < UPLOADS; i++) {
        fd[i] = talk_open(port);
        talk_send(fd[i], head);
        talk_send(fd[i], (Str){ half, sizeof half });
    }
    assert_int_equal(status_of("/short"), 200);
    assert_true(allowance_held(HELD_BODIES) <= 24 << 20);
    int refused = 0;
    for (int i = 0; i < UPLOADS; i++) {
        talk_send(fd[i], STR("x"));
        refused += talk_status(talk_read_one(ctx->arena, fd[i])) == 503;
        close(fd[i]);
    }
    assert_in_range(refused, 1, UPLOADS - 1);
    while (allowance_held(HELD_BODIES) > 0)
        usleep(1000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(clients_that_never_read_take_no_more_than_there_is),
        TEST(a_client_that_sips_is_closed),
        TEST(uploads_that_never_end_are_counted),
    };
    return RUN_TESTS(tests);
}
