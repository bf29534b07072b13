/* begun: see begun.h. The cookie is the body of a form: next=PATH, or post=PATH and the fields behind it. */
#include "web/begun.h"

#include "record/noun.h"
#include "web/answer.h"
#include "web/form.h"
#include "web/form_rows.h"
#include "web/i18n.h"
#include "web/router.h"

static const char BEGUN[] = "begun", NEXT[] = "next", POST_TO[] = "post", FOR[] = "_for";
enum { LASTS_S = 30 * 60, LONGEST = 3000 }; /* browsers keep 4096 bytes with the name */

const Out begun_typed_out[] = { { "name", OUT_TEXT, NULL }, { "value", OUT_TEXT, NULL }, { "label", OUT_TEXT, NULL }, OUT_END };

bool begun_typed_put(Request *r, const Route *route, View *list, const RawValue *v, size_t *left)
{
    i64              row;
    const FormField *ff = form_field(route->form, v->name, &row);
    bool             is_for = str_is(v->name, FOR); /* whom it speaks for */
    if (v->is_file || !utf8_is_text(v->text) || (!is_for && (ff == NULL || ff->field->type == FIELD_SECRET)))
        return true;
    if (v->text.n > *left)
        return false;
    *left -= v->text.n;
    bool  is_words = ff != NULL && v->text.n && (ff->field->type == FIELD_LINE || ff->field->type == FIELD_TEXT);
    View *m = add_map(r->ctx.arena, list);
    put_text(r->ctx.arena, m, "name", v->name);
    put_text(r->ctx.arena, m, "value", v->text);
    put_text(r->ctx.arena, m, "label", is_words ? i18n_text(r->ctx.lang, field_label(ff)) : STR_NONE);
    return true;
}

static void pair_put(Buf *b, Str name, Str value)
{
    if (b->n)
        buf_char(b, '&');
    buf_url(b, name);
    buf_char(b, '=');
    buf_url(b, value);
}

static bool keep(Request *r, const Buf *b)
{
    if (buf_is_over(b))
        return false;
    response_cookie(r, BEGUN, buf_text(b), LASTS_S, true);
    return true;
}

/* What waits in the browser; it may have been written by anybody. */
static bool waiting(Request *r, RawValues *ret)
{
    Str cookie = request_cookie(r, BEGUN);
    Ctx own;
    ctx_init(&own, r->ctx.arena, NULL, &ACTOR_NOBODY, r->ctx.now);
    return cookie.n > 0 && cookie.n <= LONGEST && form_urlencoded(&own, cookie, ret) == OK && ret->n > 0 && utf8_is_text(ret->v[0].text);
}

bool begun_form_waits(Request *r)
{
    RawValues values = { 0 };
    return waiting(r, &values) && str_is(values.v[0].name, POST_TO);
}

void begun_page_keep(Request *r, Str path)
{
    Buf b = buf_new(r->ctx.arena, 256, LONGEST);
    pair_put(&b, str_from(NEXT), path);
    if (path.n > 1 && !begun_form_waits(r)) /* a page is found again; what was typed is not */
        (void)keep(r, &b);                  /* too long an address is not come back to */
}

/* The row of the form that is sent there. */
static bool form_route(Request *r, Str path, RouteFound *ret_found)
{
    Path split;
    Ctx  own;
    ctx_init(&own, r->ctx.arena, NULL, &ACTOR_NOBODY, r->ctx.now);
    if (router_split(&own, path, &split) != OK)
        return false;
    router_find(POST, &split, ret_found);
    return ret_found->row != NULL;
}

/* Does a field of that form say so of what was typed into it? */
static bool is_quiet(const Form *form, Str name, Str value)
{
    i64              row;
    const FormField *ff = form_field(form, name, &row);
    if (ff == NULL || ff->field->quiet == NULL)
        return false;
    return *ff->field->quiet ? str_is(value, ff->field->quiet) : value.n > 0 && !str_is(value, "0");
}

/* May everybody know of the record that it is sent to? Of one that is not there nothing else is said. */
static bool is_open(Request *r, const RouteFound *found)
{
    const RouteRow *row = found->row;
    const Noun     *noun = row->n_params == 1 && row->is_param[1] ? noun_find(row->segment[0]) : NULL;
    Ref             ref;
    bool            is_visible = false;
    if (noun == NULL || noun->visible == NULL || row->loader[0] == NULL)
        return true;
    Err e = loader_read(&r->ctx, row->loader[0], found->params[0], &ref);
    if (e == OK)
        e = noun->visible(&r->ctx, noun, ref, &is_visible);
    ctx_clear_failure(&r->ctx);
    return e == OK && is_visible;
}

bool begun_form_is_quiet(Request *r, Str action, const View *typed)
{
    RouteFound found;
    if (!form_route(r, action, &found))
        return true;
    for (const View *m = typed->first; m != NULL; m = m->next)
        if (is_quiet(found.row->route->form, view_get(m, "name")->s, view_get(m, "value")->s))
            return true;
    return !is_open(r, &found);
}

static Str key_of(const RawValue *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(v[i].name, "once"))
            return v[i].text;
    return STR_NONE;
}

/* Does another form wait than this one, as it may have been typed on? */
static bool another_waits(Request *r, Str action)
{
    RawValues before = { 0 };
    return waiting(r, &before) && str_is(before.v[0].name, POST_TO) &&
           (!str_eq(before.v[0].text, action) || !str_eq(key_of(before.v, before.n), key_of(r->raw, r->n_raw)));
}

bool begun_form_keep(Request *r, Str action, const View *typed)
{
    Buf b = buf_new(r->ctx.arena, 1024, LONGEST);
    if (another_waits(r, action)) /* what was typed first is not lost for what comes behind it */
        return false;
    pair_put(&b, str_from(POST_TO), action);
    for (const View *m = typed->first; m != NULL; m = m->next) {
        if (str_is(view_get(m, "name")->s, FOR)) /* the door says for which house it is sent: the one that came in */
            return false;
        pair_put(&b, view_get(m, "name")->s, view_get(m, "value")->s);
    }
    return keep(r, &b);
}

/* The route of a form that comes back on a page; NULL: there is none, and nothing waits. */
static const Route *form_of(Request *r, Str path)
{
    RouteFound   found;
    const Route *route = form_route(r, path, &found) ? found.row->route : NULL;
    return route != NULL && route->form != NULL && route->page != NULL && !(route->flags & ROUTE_SECRET_PATH) ? route : NULL;
}

void begun_drop(Request *r)
{
    response_cookie(r, BEGUN, STR_NONE, 0, true);
}

Str begun_next(Request *r, Str next)
{
    RawValues values = { 0 };
    Buf       b = buf_new(r->ctx.arena, 256, 8192);
    if (!waiting(r, &values))
        return next;
    if (str_is(values.v[0].name, POST_TO)) {
        buf_cstr(&b, "/login?next=");
        buf_url(&b, next);
        return buf_text(&b);
    }
    begun_drop(r);
    return str_is(values.v[0].name, NEXT) && values.n == 1 ? values.v[0].text : next;
}

bool begun_form_may(Request *r)
{
    RawValues    values = { 0 };
    const Actor *a = r->ctx.actor;
    const Route *route = waiting(r, &values) ? form_of(r, values.v[0].text) : NULL;
    return route != NULL && access_may_somewhere(a, route->may) && access_may_somewhere(a, route->also);
}

void begun_form_put(Request *r, bool shows)
{
    Arena       *a = r->ctx.arena;
    RawValues    values = { 0 };
    View        *list = put_list(a, r->data, "typed");
    const Route *route = begun_form_waits(r) && waiting(r, &values) ? form_of(r, values.v[0].text) : NULL;
    size_t       left = LONGEST;
    put_bool(a, r->data, "asks", route != NULL && !shows);
    put_text(a, r->data, "action", route != NULL && shows ? values.v[0].text : STR_NONE);
    for (size_t i = 1; route != NULL && shows && i < values.n; i++)
        (void)begun_typed_put(r, route, list, &values.v[i], &left); /* a cookie holds no more than that */
}

void begun_sent(Request *r)
{
    RawValues values = { 0 };
    if (r->session == NULL || r->route->method != POST || !waiting(r, &values) || !str_is(values.v[0].name, POST_TO) ||
        !str_eq(values.v[0].text, r->wire->path))
        return;
    Str key = key_of(values.v, values.n); /* another of the same kind may be sent meanwhile */
    if (key.n == 0 || str_eq(key, key_of(r->raw, r->n_raw)))
        begun_drop(r);
}
