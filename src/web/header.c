/* header: what a page reads in the headers and cookies of a request, and the cookies that it sets on the answer. See route.h; the
 * headers that every answer carries are answer.c's. */
#include "web/route.h"

#include "web/site.h"
#include "web/wire.h"

Str request_header(const Request *r, const char *name)
{
    return wire_header(r->wire, name);
}

Str request_cookie(const Request *r, const char *name)
{
    return wire_cookie(r->wire, name);
}

Str request_origin(const Request *r)
{
    if (site.config->origin.n)
        return site.config->origin;
    return arena_printf(r->ctx.arena, "http://%.*s", STR_ARG(request_header(r, "Host")));
}

void response_cookie(Request *r, const char *name, Str value, i64 max_age_s, bool http_only)
{
    Buf b = buf_new(r->ctx.arena, 256, 4096);
    buf_printf(&b, "%s=", name);
    buf_str(&b, value);
    buf_printf(&b, "; Path=/; Max-Age=%lld; SameSite=Lax%s%s", (long long)max_age_s, http_only ? "; HttpOnly" : "",
               site_is_https() ? "; Secure" : "");
    BUG_ON(buf_is_over(&b)); /* the longest is "notice", and notice() bounds it; a session's token is ours */
    answer_header(r->answer, "Set-Cookie", buf_text(&b));
}
