/* request_fuzz: whole requests through guard, router and dispatcher over a real database (request_village.h), as
 *
 *   house1 POST /need/{need0}/voice
 *   Content-Type: application/json
 *
 *   {"reason": "我也要"}
 *   %%
 *   nobody GET /need/{need0}
 *
 * up to four in a row; who asks is "nobody" or a role. Session, token and Host are put there; {need0} and the like are
 * names of that run. Whatever comes is answered, never with a 500, and by an answer that holds together: first as on the event
 * thread, which answers what is brief and leaves the rest, then as by a worker, who answers all and no differently. After an
 * input that wrote, every invariant of the database holds. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "request_village.h"
#include "web/dispatch.h"
#include "web/guard.h"
#include "web/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

bool fuzz_is_complete(void);

enum { MOST_REQUESTS = 4 };

static bool is_reached[256]; /* routes that answered, by their number; with less than 400 */
static int  briefs;          /* answers of the event thread */

typedef struct Asking {
    Arena *arena;
    Guard  guard;
    Header headers[WIRE_MAX_HEADERS];
    Wire   wire;
} Asking;

/* ---- from text to a request, as server.c does it ---- */

static void put_header(Asking *q, Str name, Str value)
{
    if (guard_header(&q->guard, name, value, false))
        q->headers[q->wire.n_headers++] = (Header){ name, value };
}

static void put_session(Asking *q, Str role)
{
    const GroundSession *s = ground_session(role);
    if (s == NULL)
        return;
    put_header(q, STR("Cookie"), s->cookie);
    if (wire_header(&q->wire, "X-CSRF-Token").n == 0)
        put_header(q, STR("X-CSRF-Token"), s->csrf);
}

static void read_line(Asking *q, Str line, Str *ret_role)
{
    Str path;
    line = str_trim(line);
    str_next(&line, ' ', ret_role);
    str_next(&line, ' ', &q->wire.method);
    Str target = ground_fill(q->arena, line);
    guard_method(&q->guard, q->wire.method);
    guard_target(&q->guard, target);
    if (str_next(&target, '?', &path))
        q->wire.path = path;
    q->wire.query = target;
}

/* Takes the text of one request; false: the guard would not let it in. */
static bool read_request(Asking *q, Str text)
{
    Str line, role;
    q->guard = guard_new();
    q->wire = (Wire){ .headers = q->headers, .peer = STR("127.0.0.1") };
    str_next(&text, '\n', &line);
    read_line(q, line, &role);
    put_header(q, STR("Host"), STR("localhost"));
    while (str_next(&text, '\n', &line)) {
        Str name, value = line;
        if (str_trim(line).n == 0)
            break;
        str_next(&value, ':', &name);
        put_header(q, name, str_trim(value));
    }
    put_session(q, role);
    q->wire.body = ground_fill(q->arena, text);
    if (q->guard.refusal != NULL || !guard_end(&q->guard, STR("HTTP/1.1")))
        return false;
    if (q->wire.body.n > dispatch_body_limit(&q->wire)) {
        q->wire.body = STR_NONE;
        q->wire.is_too_large = true;
    }
    return true;
}

/* ---- what holds of every answer ---- */

static bool has(const Answer *a, const char *name)
{
    for (size_t i = 0; i < a->n_headers; i++) {
        if (str_is(a->headers[i].name, name))
            return true;
    }
    return false;
}

static void check_headers(const Answer *a)
{
    for (size_t i = 0; i < a->n_headers; i++) {
        Str v = a->headers[i].value;
        BUG_ON(v.n > 0 && (memchr(v.p, '\n', v.n) || memchr(v.p, '\r', v.n) || memchr(v.p, '\0', v.n)));
        if (str_is(a->headers[i].name, "Location"))
            BUG_ON(!str_starts(v, STR("/")) || str_starts(v, STR("//")) || str_starts(v, STR("/\\")));
        for (size_t k = 0; k < i; k++)
            BUG_ON(str_eq(a->headers[i].name, a->headers[k].name) && !str_is(a->headers[i].name, "Set-Cookie"));
    }
    BUG_ON(!has(a, "Content-Security-Policy") || !has(a, "Cache-Control"));
}

static void check_body(const Answer *a)
{
    if (a->type == NULL || has(a, "Content-Encoding"))
        return;
    if (strstr(a->type, "json") != NULL) {
        json_t *j = json_loadb(a->bytes.p, a->bytes.n, JSON_DECODE_ANY, NULL);
        BUG_ON(j == NULL);
        json_decref(j);
    }
    if (strstr(a->type, "html") != NULL) /* what somebody typed is never markup */
        BUG_ON(str_find(a->bytes, STR("<yc>"), NULL));
}

static void check(const Wire *w, const Answer *a)
{
    if (a->status >= 500 && a->status != 503)
        fprintf(stderr, "%.*s %.*s: %d %.*s\n", STR_ARG(w->method), STR_ARG(w->path), a->status, STR_ARG(a->log));
    BUG_ON(a->status < 200 || (a->status >= 500 && a->status != 503));
    check_headers(a);
    check_body(a);
}

/* What the event thread answers, a worker answers with the same status, the same page. */
static void ask_brief(Asking *q, Answer *ret_answer, bool *ret_is_brief)
{
    Arena *a = arena_open();
    Wire   wire = q->wire;
    *ret_is_brief = dispatch_brief(&wire, a, ret_answer);
    briefs += *ret_is_brief;
    if (*ret_is_brief)
        check(&wire, ret_answer);
    arena_close(a);
}

static void ask(Str text)
{
    Asking *q = calloc(1, sizeof *q);
    Answer  answer, brief;
    bool    is_brief;
    q->arena = arena_open();
    if (read_request(q, text)) {
        ask_brief(q, &brief, &is_brief);
        dispatch(&q->wire, q->arena, &answer);
        check(&q->wire, &answer);
        BUG_ON(is_brief && (brief.status != answer.status || brief.route != answer.route));
        if (answer.route >= 0 && answer.status < 400)
            is_reached[answer.route] = true;
        if (getenv("FUZZ_TELL") != NULL)
            printf("%d %.*s %.*s %.*s\n", answer.status, STR_ARG(q->wire.method), STR_ARG(q->wire.path), STR_ARG(answer.log));
    }
    arena_close(q->arena);
    free(q);
}

bool fuzz_is_complete(void)
{
    bool ok = briefs > 0;
    if (!ok)
        printf("case failed the event thread answered nothing\n");
    for (int i = 0; i < router_count() && i < (int)COUNTOF(is_reached); i++) {
        const Route *r = router_row(i)->route;
        if (!is_reached[i])
            printf("case failed no input is answered by %s %s\n", r->method == POST ? "POST" : "GET", r->path);
        ok = ok && is_reached[i];
    }
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static bool is_open;
    Str         rest = { (const char *)bytes, n };
    size_t      at;
    if (!is_open)
        ground_open();
    is_open = true;
    ground_reset();
    for (int i = 0; i < MOST_REQUESTS && rest.n > 0; i++) {
        bool is_last = !str_find(rest, STR("\n%%\n"), &at);
        ask(is_last ? rest : str_cut(rest, at));
        rest = is_last ? STR_NONE : str_skip(rest, at + 4);
    }
    if (ground_is_written())
        ground_check();
    return 0;
}
