/* system_page: see system_page.h. */
#include "web/system_page.h"

#include "record/keeper.h"
#include "web/answer.h"
#include "web/static_file.h"
#include "web/metric.h"
#include "web/openapi.h"
#include "web/session.h"
#include "web/site.h"

/* For load balancers: can the database be read from right now? */
static Err health_page(Request *r)
{
    if (store_ping(&r->ctx) == OK)
        return answer_bytes(r, "text/plain; charset=utf-8", STR("ok\n"), STR_NONE);
    r->status = 503;
    answer_header(r->answer, "Retry-After", STR("5"));
    return answer_bytes(r, "text/plain; charset=utf-8", STR("database away\n"), STR_NONE);
}

static bool may_read_figures(const Request *r)
{
    Str who = site.config->metrics;
    if (str_is(who, "any"))
        return true;
    if (str_is(who, "127.0.0.1") || str_is(who, "::1") || str_is(who, "localhost"))
        return wire_is_local(r->wire, site.config->proxy);
    return who.n && str_eq(who, wire_address(r->wire, site.config->proxy));
}

static Err metrics_page(Request *r)
{
    Buf out = buf_new(r->ctx.arena, 8192, 1 << 20);
    if (!may_read_figures(r))
        return fail(&r->ctx, ERR_DENIED, NULL, "metrics from elsewhere");
    metric_text(&out);
    return answer_bytes(r, "text/plain; version=0.0.4; charset=utf-8", buf_text(&out), STR_NONE);
}

static Err openapi_page(Request *r)
{
    answer_json(r, 200, openapi_document(r->ctx.arena, request_origin(r)));
    return OK;
}

/* The token that a JSON client sends back in X-CSRF-Token, and who it is. */
static Err session_page(Request *r)
{
    Arena *a = r->ctx.arena;
    View  *v = view_map(a);
    put_bool(a, v, "signed_in", r->session != NULL);
    if (r->session != NULL) {
        const Actor *actor = r->ctx.actor;
        put_text(a, v, "csrf", r->session->csrf);
        put_text(a, v, "account", id_text(a, r->session->account));
        put_text(a, v, "household",
                 actor->household ? ref_name(a, (Ref){ .county = actor->county, .id = actor->household }) : STR_NONE);
        put_text(a, v, "home", actor->home);
        put_bool(a, v, "is_official", access_is_official(actor));
        put_time(a, v, "expires_at", r->session->expires_at);
    }
    answer_json(r, 200, v);
    return OK;
}

/* Somebody looked at a watch: the wall clock is right. */
static Err clock_post(Request *r)
{
    TRY(access_check_somewhere(&r->ctx, VERB_OPERATE));
    TRY(keeper_confirm(&r->ctx));
    return see_path(r, STR("/"));
}

/* What residents say among themselves is public in the village, not for search engines. */
static Err robots_page(Request *r)
{
    return answer_bytes(r, "text/plain; charset=utf-8", STR("User-agent: *\nDisallow: /\n"), STR_NONE);
}

static Err favicon_page(Request *r)
{
    const StaticFile *mark = static_file_find(STR("img/mark.svg"));
    if (mark == NULL)
        return fail(&r->ctx, ERR_MISSING, NULL, "no mark");
    return answer_bytes(r, mark->type, mark->bytes, STR_NONE);
}

static const Out session_out[] = {
    { "signed_in", OUT_BOOL, NULL },  { "csrf", OUT_TEXT, NULL },        { "account", OUT_TEXT, NULL },
    { "household", OUT_NAME, NULL },  { "home", OUT_TEXT, NULL },        { "is_official", OUT_BOOL, NULL },
    { "expires_at", OUT_TIME, NULL }, OUT_END,
};

enum { OWN = ROUTE_OWN_ANSWER, CACHED = ROUTE_OWN_ANSWER | ROUTE_PUBLIC_CACHE };

static const Route system_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/healthz", .handler = health_page, .may = VERB_PUBLIC, .flags = OWN,
      .what = "ok, or 503 while the database is away" },
    { .method = GET, .cost = LIGHT, .path = "/metrics", .handler = metrics_page, .may = VERB_PUBLIC, .flags = OWN,
      .what = "figures for Prometheus, from one address only" },
    { .method = GET, .cost = DEAR, .path = "/openapi.json", .handler = openapi_page, .may = VERB_PUBLIC, .flags = CACHED,
      .what = "this document" },
    { .method = GET, .cost = LIGHT, .path = "/session", .handler = session_page, .may = VERB_PUBLIC, .out = session_out,
      .flags = OWN, .what = "who is signed in, and the token for POSTs" },
    { .method = POST, .cost = LIGHT, .path = "/clock", .handler = clock_post, .may = VERB_SIGNED_IN,
      .what = "the wall clock is right: it is believed again" },
    { .method = GET, .cost = LIGHT, .path = "/robots.txt", .handler = robots_page, .may = VERB_PUBLIC, .flags = CACHED,
      .what = "what crawlers may read: nothing" },
    { .method = GET, .cost = LIGHT, .path = "/favicon.ico", .handler = favicon_page, .may = VERB_PUBLIC, .flags = CACHED,
      .what = "the mark" },
    ROUTE_END
};

const Room system_room = { "system", system_routes, NULL };
