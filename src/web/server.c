/* server: see server.h. The only file that knows libmicrohttpd (0.9.75).
 *
 * A connection is a Conn, a request on it an Exchange. An event thread collects the request (guard at the headers, body
 * to its end). What is answered at once (dispatch_brief) it answers itself. For everything else it suspends the connection
 * inside the pool's lock and queues the exchange; a worker dispatches it, builds what is sent, lets go of all other memory
 * and resumes the connection; the event thread then sends. Between suspend and resume the exchange is the worker's alone.
 *
 * Invariants: no answer before the body was read to its end, except where the connection is closed with it; every
 * suspended connection is resumed before MHD_stop_daemon; of a connection either bytes are awaited, or a worker, or that its answer is taken. */
#include "web/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "web/answer.h"
#include "web/allowance.h"
#include "web/conn.h"
#include "web/dispatch.h"
#include "web/guard.h"
#include "web/metric.h"
#include "web/pool.h"
#include "web/site.h"
#include "web/ticker.h"
#include "web/web.h"

enum {
    CONNECTIONS = 8192,
    CONNECTION_MEMORY = GUARD_HEAD_COST + 4 * 1024, /* MHD's per connection: a head, and that of its answer */
    CONNECTION_COST = CONNECTION_MEMORY + 4 * 1024,
    IDLE_SECONDS = 15,             /* between two requests, and over which the taking of an answer is looked at */
    LIBRARY_SECONDS = 600,         /* the library's own timeout, which knows no bytes a second: conn.h comes before it */
    SLOWEST_UP = 4096,             /* bytes a second: photos over a poor line still arrive, drips do not */
    MOST_BLANKS = 256,             /* after a header's colon */
    SMALL = 4 * 1024,              /* an answer like a refusal */
    PAGE_LIKE = 64 * 1024,         /* an answer up to this size is ordinary, a longer one large */
    SOCKET_BYTES = 64 * 1024,      /* of an answer lie in the kernel, at most: what it holds counts as ours too */
};

#define KNOWN_LIBRARY "0.9.75"

typedef enum Phase { HEAD, BODY, ANSWERED } Phase;

typedef struct Exchange {
    struct Exchange       *before, *after; /* heads_open */
    Server                *server;
    Conn                  *conn;
    struct MHD_Connection *mhd;
    Arena                 *arena;
    Phase                  phase;
    Guard                  guard;
    const char            *target;     /* as the library keeps it */
    size_t                 target_n;
    const char            *head_at;    /* the end of what was read of the head */
    Header                 headers[WIRE_MAX_HEADERS];
    Wire                   wire;
    Answer                 answer;
    struct MHD_Response   *response;   /* once the answer is built; from then on the arena is gone */
    i64                    answer_n;   /* its bytes, as counted in the allowance */
    char                  *body;
    size_t                 body_n, body_cap, body_seen, body_limit;
    i64                    began;      /* in clock_ticks() */
    bool                   is_counted; /* in flight */
    bool                   is_spent;   /* no memory left for its body */
} Exchange;

struct Server {
    struct MHD_Daemon *daemon;
    Pool              *pool;
    Ticker            *ticker;
    const Config      *config;
    int                listener, port;
    Conns             *conns;
    atomic_int         in_flight;
    atomic_bool        is_draining;
};

static Server *running; /* for the figures */

/* ---- connections ---- */

static i64 request_ms(const Server *s)
{
    return s->config->request_seconds * SECOND;
}

static i64 idle_ms(const Server *s)
{
    return request_ms(s) < IDLE_SECONDS * SECOND ? request_ms(s) : IDLE_SECONDS * SECOND;
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    Server *s = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        Conn *conn = conn_open(s->conns, fd, MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
        conn_awaits(conn, clock_ticks() + request_ms(s));
        allowance_add(HELD_CONNECTIONS, CONNECTION_COST);
        *socket_context = conn;
    } else if (*socket_context != NULL) {
        conn_close(s->conns, *socket_context);
        allowance_add(HELD_CONNECTIONS, -CONNECTION_COST);
    }
}

/* ---- a request comes in ---- */

static size_t keep_escapes(void *cls, struct MHD_Connection *mhd, char *s)
{
    return strlen(s); /* paths and queries are decoded by us, once */
}

/* The requests of this event thread of which the head is not whole yet: refuse_lengths() looks through them. */
static _Thread_local Exchange *heads_open;

static void head_opened(Exchange *x)
{
    x->after = heads_open;
    if (heads_open != NULL)
        heads_open->before = x;
    heads_open = x;
}

static void head_closed(Exchange *x)
{
    if (x->before != NULL)
        x->before->after = x->after;
    else if (heads_open == x)
        heads_open = x->after;
    if (x->after != NULL)
        x->after->before = x->before;
    x->before = x->after = NULL;
}

/* The library would go on to cut the query into pairs, each of which takes of the connection's memory what an answer then
 * lacks: some 300 pairs, and it closes without a word. We read the query ourselves; the library's ends where it begins. */
static void query_hide(const char *uri)
{
    char *query = strchr((char *)(uintptr_t)uri, '?');
    if (query != NULL)
        query[1] = '\0';
}

/* The request line is there: the exchange begins. */
static void *on_target(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    Exchange *x = calloc(1, sizeof *x);
    BUG_ON(x == NULL);
    x->server = cls;
    x->mhd = mhd;
    x->arena = arena_open_small();
    x->guard = guard_new();
    x->conn = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    x->target = uri;
    x->target_n = strlen(uri);
    Str target = str_copy(x->arena, str_from(uri)), path;
    query_hide(uri);
    guard_target(&x->guard, target);
    if (str_next(&target, '?', &path))
        x->wire.path = path;
    x->wire.query = target;
    x->wire.peer = str_from(conn_peer(x->conn));
    x->wire.headers = x->headers;
    x->began = clock_ticks();
    head_opened(x);
    conn_awaits(x->conn, x->began + request_ms(x->server));
    return x;
}

/* Every byte of the head must be accounted for. The library cuts the head into strings where it arrived, line after
 * line, with NUL for what stood between them. What does not lie right behind what came before was folded (it is glued to
 * the name before, elsewhere), dropped, or hid a NUL byte, behind which the library did not read on: "4\0" "0". */
static bool follows(const char *end, const char *next, ptrdiff_t least, ptrdiff_t most)
{
    uintptr_t from = (uintptr_t)end, to = (uintptr_t)next;
    return to >= from + (uintptr_t)least && to <= from + (uintptr_t)most;
}

/* Between two lines stands CRLF. The library also takes a lone CR or LF for the end of a line, which is one byte. */
static bool is_next_line(const char *end, const char *next)
{
    return follows(end, next, 2, 2);
}

static bool is_blank(const char *from, const char *to)
{
    for (; from < to; from++) {
        if (*from != ' ' && *from != '\t' && *from != '\0')
            return false;
    }
    return true;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                 const char *value, size_t value_n)
{
    Exchange   *x = cls;
    const char *name_end = name + name_n;
    bool        in_place = is_next_line(x->head_at, name) && follows(name_end, value, 1, MOST_BLANKS) &&
                    is_blank(name_end, value);
    Str n = { name, name_n }, v = { value_n ? value : "", value_n };
    if (!guard_header(&x->guard, n, v, !in_place))
        return MHD_NO;
    x->head_at = value + value_n;
    x->headers[x->wire.n_headers++] = (Header){ str_copy(x->arena, n), str_copy(x->arena, v) };
    return MHD_YES;
}

/* Request line, headers, an empty line. */
static bool head_is_whole(Exchange *x, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (!guard_method(&x->guard, x->wire.method))
        return false;
    if (!follows(method + strlen(method), x->target, 1, 1) || !follows(x->target + x->target_n, version, 1, 1))
        return guard_refuse(&x->guard, "request line");
    x->head_at = version + strlen(version);
    MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, on_header, x);
    if (size == NULL || !follows(x->head_at, method + size->header_size, 4, 4))
        return guard_refuse(&x->guard, "head");
    return guard_end(&x->guard, str_from(version));
}

static enum MHD_Result send_answer(Exchange *x);
static void            refuse_past(Exchange *x, int status, const char *why);

/* One of the methods there are: what was sent may be anything. */
static const char *method_name(Str method)
{
    static const char *const names[] = { "GET", "POST", "HEAD" };
    for (size_t i = 0; i < COUNTOF(names); i++) {
        if (str_is(method, names[i]))
            return names[i];
    }
    return "other";
}

/* The route's pattern, never the path: that may hold a card's code. */
static void say(const Exchange *x, i64 micros)
{
    const Answer *a = &x->answer;
    log_say(a->status >= 500 ? LOG_WARN : LOG_INFO, "request",
            "method=%s route=%s status=%d us=%lld bytes=%zu why={%.*s}", method_name(x->wire.method), a->pattern,
            a->status, (long long)micros, a->bytes.n, STR_ARG(a->log));
}

/* An answer without dispatching; with `must_close` the rest of the request is not read. */
static enum MHD_Result refuse(Exchange *x, Err e, int status, const char *why, bool must_close)
{
    answer_plain(&x->wire, x->arena, e, &x->answer);
    if (status)
        x->answer.status = status;
    x->answer.must_close = must_close;
    x->answer.log = str_from(why);
    say(x, 0);
    return send_answer(x);
}

/* Whoever comes again finds another connection: this one's memory is part of what is short. */
static enum MHD_Result refuse_spent(Exchange *x)
{
    metric_count(TALLY_SPENT);
    return refuse(x, ERR_BUSY, 0, "memory spent", true);
}

static enum MHD_Result head_arrived(Exchange *x, const char *method, const char *version)
{
    head_closed(x);
    x->wire.method = str_copy(x->arena, str_from(method));
    x->phase = BODY;
    if (!head_is_whole(x, method, version)) {
        if (x->guard.status == 431) { /* such a head left the library no memory for that of an answer */
            refuse_past(x, 431, x->guard.refusal);
            return MHD_NO;
        }
        metric_count(TALLY_REFUSED);
        return refuse(x, ERR_MALFORMED, x->guard.status, x->guard.refusal, true);
    }
    if (allowance_is_spent())
        return refuse_spent(x);
    x->body_limit = dispatch_body_limit(&x->wire);
    if (x->guard.length > 2 * (i64)x->body_limit)
        return refuse(x, ERR_TOO_LARGE, 0, "length", true);
    return MHD_YES;
}

/* Room for n more bytes of body; false: over the route's limit, or over what all may hold together. Doubled as bytes
 * come, because a length that is only said costs nothing; the last time no further than that length. */
static bool has_room(Exchange *x, size_t n)
{
    if (n > x->body_limit - x->body_n) {
        x->wire.is_too_large = true;
        return false;
    }
    size_t cap = x->body_cap ? x->body_cap : 4096, need = x->body_n + n;
    while (cap < need)
        cap *= 2;
    if (cap == x->body_cap)
        return true;
    if (x->guard.length >= (i64)need && x->guard.length < (i64)cap)
        cap = (size_t)x->guard.length;
    if (!allowance_take(HELD_BODIES, (i64)(cap - x->body_cap), cap > PAGE_LIKE)) {
        x->is_spent = true;
        return false;
    }
    x->body = realloc(x->body, cap);
    BUG_ON(x->body == NULL);
    x->body_cap = cap;
    return true;
}

static void upload_drop(Exchange *x)
{
    allowance_add(HELD_BODIES, -(i64)x->body_cap);
    free(x->body);
    x->body = NULL;
    x->body_n = x->body_cap = 0;
}

/* What is too much is read on for a while and thrown away, so that the answer is not lost in a reset. */
static enum MHD_Result body_arrived(Exchange *x, const char *bytes, size_t n)
{
    x->body_seen += n;
    conn_awaits(x->conn, x->began + request_ms(x->server) + (i64)x->body_seen * SECOND / SLOWEST_UP);
    if (x->body_seen > 4 * x->body_limit)
        return MHD_NO;
    if (x->wire.is_too_large || x->is_spent)
        return MHD_YES;
    if (has_room(x, n)) {
        memcpy(x->body + x->body_n, bytes, n);
        x->body_n += n;
    } else {
        upload_drop(x);
    }
    return MHD_YES;
}

static void suspend(void *job)
{
    Exchange *x = job;
    MHD_suspend_connection(x->mhd);
}

static void answer_build(Exchange *x);

static void answer_made(Exchange *x, i64 began)
{
    i64 micros = clock_micros() - began;
    db_left_open(x->answer.pattern);
    metric_request(x->answer.route, x->answer.status, micros);
    say(x, micros);
    answer_build(x);
}

static enum MHD_Result whole_arrived(Exchange *x)
{
    Server *s = x->server;
    if (atomic_load(&s->is_draining))
        return refuse(x, ERR_BUSY, 0, "stopping", true);
    x->wire.body = (Str){ x->body, x->body_n };
    x->is_counted = true;
    atomic_fetch_add(&s->in_flight, 1);
    metric_add(GAUGE_IN_FLIGHT, 1);
    if (x->is_spent || allowance_is_spent())
        return refuse_spent(x);
    i64 from = clock_micros();
    if (dispatch_brief(&x->wire, x->arena, &x->answer)) {
        answer_made(x, from);
        return send_answer(x);
    }
    conn_works(x->conn);
    u64  who;
    Lane lane = dispatch_lane(&x->wire, x->arena, &who);
    if (pool_submit(s->pool, lane, who, x, suspend))
        return MHD_YES;
    metric_count(TALLY_BUSY);
    return refuse(x, ERR_BUSY, 0, "queue full", false);
}

/* In a worker. */
static void run_exchange(void *job, int worker)
{
    Exchange *x = job;
    i64       from = clock_micros();
    dispatch(&x->wire, x->arena, &x->answer);
    answer_made(x, from);
    MHD_resume_connection(x->mhd); /* the exchange is no longer ours */
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method,
                                  const char *version, const char *bytes, size_t *n, void **request)
{
    Exchange *x = *request;
    if (x == NULL)
        return MHD_NO; /* no request line was seen: cannot be */
    if (x->phase == HEAD)
        return head_arrived(x, method, version);
    if (x->phase == ANSWERED)
        return send_answer(x);
    if (*n == 0)
        return whole_arrived(x);
    size_t got = *n;
    *n = 0;
    return body_arrived(x, bytes, got);
}

/* ---- an answer goes out ---- */

/* The bytes outlive the arena: what belongs to the program is referred to, everything else copied. */
static struct MHD_Response *response_of(Exchange *x)
{
    const Answer        *a = &x->answer;
    Str                  bytes = a->bytes.n ? a->bytes : STR("");
    bool                 is_ours = a->is_embedded || bytes.n == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        bytes.n, (void *)(uintptr_t)bytes.p, is_ours ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);
    BUG_ON(response == NULL);
    x->answer_n = is_ours ? 0 : (i64)bytes.n;
    if (a->type != NULL)
        MHD_add_response_header(response, "Content-Type", a->type);
    for (size_t i = 0; i < a->n_headers; i++)
        MHD_add_response_header(response, a->headers[i].name.p, str_cstr(x->arena, a->headers[i].value));
    if (a->must_close || atomic_load(&x->server->is_draining))
        MHD_add_response_header(response, "Connection", "close");
    return response;
}

/* May it be sent? What is small always: a refusal must be heard. A POST's answer too, for what it did is done. */
static bool may_hold(const Exchange *x)
{
    i64 n = x->answer.is_embedded ? 0 : (i64)x->answer.bytes.n;
    if (allowance_take(HELD_ANSWERS, n, n > PAGE_LIKE))
        return true;
    if (n > SMALL && !str_is(x->wire.method, "POST"))
        return false;
    allowance_add(HELD_ANSWERS, n);
    return true;
}

/* From the answer in the arena to what is sent, by whatever thread made it. The arena and the body are gone then, so that
 * a client who does not read holds no more than the bytes that it is sent. */
static void answer_build(Exchange *x)
{
    if (!may_hold(x)) {
        metric_count(TALLY_SPENT);
        answer_plain(&x->wire, x->arena, ERR_BUSY, &x->answer);
        x->answer.must_close = true;
        allowance_add(HELD_ANSWERS, (i64)x->answer.bytes.n);
    }
    x->response = response_of(x);
    x->phase = ANSWERED;
    arena_close(x->arena);
    x->arena = NULL;
    upload_drop(x);
}

static enum MHD_Result send_answer(Exchange *x)
{
    if (x->response == NULL)
        answer_build(x);
    conn_sends(x->conn);
    return MHD_queue_response(x->mhd, (unsigned)x->answer.status, x->response);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **request, enum MHD_RequestTerminationCode why)
{
    Exchange *x = *request;
    Server   *s = cls;
    if (x == NULL)
        return;
    head_closed(x);
    conn_awaits(x->conn, clock_ticks() + idle_ms(s));
    upload_drop(x);
    if (x->is_counted) {
        metric_add(GAUGE_IN_FLIGHT, -1);
        atomic_fetch_sub(&s->in_flight, 1);
    }
    if (x->response != NULL)
        MHD_destroy_response(x->response);
    allowance_add(HELD_ANSWERS, -x->answer_n);
    arena_close(x->arena);
    free(x);
    *request = NULL;
}

/* Past the library: the answer is ours, and behind it the way out is shut. */
static void refuse_past(Exchange *x, int status, const char *why)
{
    const Answer *a = &x->answer;
    Buf           b = buf_new(x->arena, 2048, 16384);
    answer_plain(&x->wire, x->arena, ERR_MALFORMED, &x->answer);
    x->answer.status = status;
    x->answer.log = str_from(why);
    buf_printf(&b, "HTTP/1.1 %d Refused\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", a->status,
               a->type, a->bytes.n);
    for (size_t i = 0; i < a->n_headers; i++)
        buf_printf(&b, "%.*s: %.*s\r\n", STR_ARG(a->headers[i].name), STR_ARG(a->headers[i].value));
    buf_cstr(&b, "\r\n");
    buf_str(&b, a->bytes);
    Str text = buf_text(&b);
    conn_end(x->conn, text);
    metric_count(TALLY_REFUSED);
    say(x, 0);
}

/* A length that the library cannot read it refuses by itself, before anybody is asked, and 0.9.75 sends the head of that
 * answer twice: so we are first. It says to its log that a length is wrong, in the event thread of that request, but not
 * which request's. */
static void refuse_lengths(void)
{
    for (Exchange *x = heads_open, *after; x != NULL; x = after) {
        const char *value = MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, "Content-Length");
        Guard       guard = guard_new();
        after = x->after;
        if (value == NULL || guard_header(&guard, STR("Content-Length"), str_from(value), false))
            continue;
        head_closed(x); /* once */
        refuse_past(x, 400, "length");
    }
}

/* ---- start ---- */

static void __attribute__((format(printf, 2, 0))) library_says(void *cls, const char *fmt, va_list args)
{
    char text[256];
    if (strstr(fmt, "Content-Length") != NULL)
        refuse_lengths();
    vsnprintf(text, sizeof text, fmt, args);
    text[strcspn(text, "\r\n")] = '\0';
    log_say(LOG_DEBUG, "http", "text={%s}", text);
}

static Err listen_on(Ctx *c, Server *s)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *found;
    char            port[16];
    int             on = 1, bytes = SOCKET_BYTES;
    snprintf(port, sizeof port, "%d", (int)s->config->port);
    if (getaddrinfo(str_cstr(c->arena, s->config->address), port, &hints, &found) != 0)
        return fail(c, ERR_INVALID, "err.address", "address %.*s", STR_ARG(s->config->address));
    s->listener = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = s->listener >= 0 && setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              setsockopt(s->listener, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes) == 0 && /* those accepted have it too */
              bind(s->listener, found->ai_addr, found->ai_addrlen) == 0 && listen(s->listener, 1024) == 0;
    freeaddrinfo(found);
    if (!ok)
        return fail(c, ERR_INVALID, "err.port", "port %s: errno %d", port, errno);
    struct sockaddr_storage bound;
    socklen_t               n = sizeof bound;
    getsockname(s->listener, (struct sockaddr *)&bound, &n);
    s->port = ntohs(bound.ss_family == AF_INET ? ((struct sockaddr_in *)&bound)->sin_port
                                               : ((struct sockaddr_in6 *)&bound)->sin6_port);
    return OK;
}

/* How many of the files that the system lets us have may be clients. */
static unsigned connections_allowed(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return 512;
    return files.rlim_cur > CONNECTIONS + 512 ? CONNECTIONS : (unsigned)(files.rlim_cur * 3 / 4);
}

static unsigned event_threads(const Config *config)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return config->events ? (unsigned)config->events : cores < 1 ? 1 : cores > 16 ? 16 : (unsigned)cores;
}

static struct MHD_Daemon *daemon_start(Server *s)
{
    unsigned threads = event_threads(s->config), most = connections_allowed();
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem more[3] = { { MHD_OPTION_END, 0, NULL } };
    int                   n = 0;
    if (threads > 1)
        more[n++] = (struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE, threads, NULL };
    if (s->config->proxy.n == 0) /* a courtyard behind one hotspot may have many, but not all */
        more[n++] = (struct MHD_OptionItem){ MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)s->config->per_address, NULL };
    more[n] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
    return MHD_start_daemon(flags, (uint16_t)s->port, NULL, NULL, on_request, s,
                            MHD_OPTION_EXTERNAL_LOGGER, library_says, NULL,
                            MHD_OPTION_LISTEN_SOCKET, s->listener,
                            MHD_OPTION_CONNECTION_LIMIT, most,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIBRARY_SECONDS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
                            MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

static int waiting_now(void)
{
    return running ? pool_waiting(running->pool) : 0;
}

static int running_now(void)
{
    return running ? pool_running(running->pool) : 0;
}

/* A request's memory is taken by one thread and given back by another. Left alone, glibc keeps a heap a thread and
 * returns its end to the system after nearly every page: measured as a fifth of a page's time. */
static void tune_malloc(void)
{
    mallopt(M_ARENA_MAX, 4);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

static Err no_thread(Ctx *c)
{
    return fail(c, ERR_BUSY, NULL, "the system gives no more threads: set fewer workers, or a higher limit");
}

static Err threads_start(Ctx *c, Server *s)
{
    if (strcmp(MHD_get_version(), KNOWN_LIBRARY) != 0) /* head_is_whole() knows how that one keeps a head */
        log_say(LOG_WARN, "libmicrohttpd", "known=%s found=%s", KNOWN_LIBRARY, MHD_get_version());
    tune_malloc();
    allowance_open(s->config->memory << 20);
    s->pool = pool_open((int)s->config->workers, (int)s->config->queue, run_exchange);
    if (s->pool == NULL)
        return no_thread(c);
    running = s;
    metric_queue(waiting_now, running_now);
    s->ticker = ticker_open(site.store);
    s->conns = s->ticker != NULL ? conns_open(idle_ms(s)) : NULL;
    if (s->conns == NULL)
        return no_thread(c);
    s->daemon = daemon_start(s);
    return s->daemon != NULL ? OK : fail(c, ERR_BUSY, NULL, "libmicrohttpd would not start");
}

Err server_start(Ctx *c, const Config *config, Store *store, Server **ret_server)
{
    sigset_t all, before;
    Server  *s = calloc(1, sizeof *s);
    BUG_ON(s == NULL);
    s->config = config;
    s->listener = -1;
    Err e = web_open(c, config, store);
    if (e == OK)
        e = listen_on(c, s);
    if (e == OK) {
        sigfillset(&all); /* signals are main's business */
        pthread_sigmask(SIG_SETMASK, &all, &before);
        e = threads_start(c, s);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    if (e != OK) {
        ticker_close(s->ticker);
        if (s->pool != NULL)
            (void)!pool_close(s->pool, MINUTE);
        if (s->conns != NULL)
            conns_close(s->conns);
        running = NULL;
        if (s->listener >= 0)
            close(s->listener);
        free(s);
        return e;
    }
    *ret_server = s;
    return OK;
}

int server_port(const Server *s)
{
    return s->port;
}

/* ---- stop ---- */

/* Nothing in flight for a tenth of a second. Meanwhile who still comes is told 503 and Retry-After: MHD_quiesce_daemon()
 * would let nobody in, but in 0.9.75 it and an event thread may both take the listening socket out of the same epoll set,
 * and the second one aborts the program. */
static bool wait_quiet(Server *s, i64 until)
{
    i64 quiet_since = clock_ticks();
    while (clock_ticks() - quiet_since < 100) {
        if (atomic_load(&s->in_flight) > 0)
            quiet_since = clock_ticks();
        if (clock_ticks() > until)
            return false;
        usleep(5000);
    }
    return true;
}

bool server_stop(Server *s, i64 ms)
{
    i64 until = clock_ticks() + ms;
    atomic_store(&s->is_draining, true);
    ticker_close(s->ticker);
    s->ticker = NULL;
    bool is_quiet = wait_quiet(s, until);
    i64  left = until - clock_ticks();
    if (!pool_close(s->pool, left > 1000 ? left : 1000))
        return false; /* a worker still runs: its connection cannot be closed under it */
    running = NULL;
    if (!is_quiet)
        is_quiet = wait_quiet(s, clock_ticks() + SECOND); /* what the pool still ran is sent */
    MHD_stop_daemon(s->daemon);
    conns_close(s->conns);
    free(s);
    web_close();
    return is_quiet;
}
