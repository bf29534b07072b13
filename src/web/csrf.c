/* csrf: see csrf.h. */
#include "web/csrf.h"

#include "web/session.h"

static Err foreign(Request *r, const char *what)
{
    return fail(&r->ctx, ERR_DENIED, "csrf.foreign", "%s", what);
}

Err csrf_origin_check(Request *r)
{
    Str fetch = request_header(r, "Sec-Fetch-Site"), origin = request_header(r, "Origin");
    if (fetch.n)
        return str_is(fetch, "same-origin") || str_is(fetch, "none") ? OK : foreign(r, "sec-fetch-site");
    /* A page sent with no-referrer makes older browsers say "null"; only routes that need no session may take that. */
    if (str_is(origin, "null") && (r->route->flags & ROUTE_NO_ORIGIN))
        return OK;
    if (origin.n && !str_eq(origin, request_origin(r)))
        return foreign(r, "origin");
    return OK;
}

static bool same(Str a, Str b)
{
    Hash x = hash_of(a), y = hash_of(b);
    return hash_eq(&x, &y);
}

Err csrf_token_check(Request *r, RawValues *values)
{
    Str    given = request_header(r, "X-CSRF-Token");
    size_t kept = 0;
    for (size_t i = 0; i < values->n; i++) {
        if (!str_is(values->v[i].name, "_csrf"))
            values->v[kept++] = values->v[i];
        else if (given.n == 0)
            given = values->v[i].text;
    }
    values->n = kept;
    if (r->route->flags & ROUTE_NO_ORIGIN)
        return OK;
    if (r->session == NULL)
        return fail(&r->ctx, ERR_SIGNED_OUT, NULL, "POST without a session");
    r->comes_again = given.n == 0 || !same(given, r->session->csrf);
    if (given.n == 0)
        return fail(&r->ctx, ERR_DENIED, "csrf.missing", "no token");
    return r->comes_again ? fail(&r->ctx, ERR_DENIED, "csrf.wrong", "token of another session") : OK;
}
