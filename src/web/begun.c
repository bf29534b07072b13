/* begun: see begun.h. The cookie is the body of a form: next=PATH, or post=PATH and the fields behind it. */
#include "web/begun.h"

#include "web/answer.h"
#include "web/form.h"
#include "web/form_rows.h"
#include "web/i18n.h"
#include "web/router.h"

static const char BEGUN[] = "begun", NEXT[] = "next", POST_TO[] = "post";
enum { LASTS_S = 30 * 60, LONGEST = 3000 }; /* browsers keep 4096 bytes with the name */

const Out begun_typed_out[] = { { "name", OUT_TEXT, NULL }, { "value", OUT_TEXT, NULL }, { "label", OUT_TEXT, NULL }, OUT_END };

bool begun_typed_put(Request *r, const Route *route, View *list, const RawValue *v, size_t *left)
{
    i64              row;
    const FormField *ff = form_field(route->form, v->name, &row);
    bool             is_for = str_is(v->name, "_for"); /* whom it speaks for */
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

void begun_page_keep(Request *r, Str path)
{
    Buf b = buf_new(r->ctx.arena, 256, LONGEST);
    pair_put(&b, str_from(NEXT), path);
    if (path.n > 1)
        (void)keep(r, &b); /* too long an address is not come back to */
}

bool begun_form_keep(Request *r, Str action, const View *typed)
{
    Buf b = buf_new(r->ctx.arena, 1024, LONGEST);
    pair_put(&b, str_from(POST_TO), action);
    for (const View *m = typed->first; m != NULL; m = m->next)
        pair_put(&b, view_get(m, "name")->s, view_get(m, "value")->s);
    return keep(r, &b);
}

/* What waits in the browser; it may have been written by anybody. */
static bool waiting(Request *r, RawValues *ret)
{
    Str cookie = request_cookie(r, BEGUN);
    Ctx own;
    ctx_init(&own, r->ctx.arena, NULL, &ACTOR_NOBODY, r->ctx.now);
    return cookie.n > 0 && cookie.n <= LONGEST && form_urlencoded(&own, cookie, ret) == OK && ret->n > 0 && utf8_is_text(ret->v[0].text);
}

/* The route of a form that comes back on a page; NULL: there is none, and nothing waits. */
static const Route *form_of(Request *r, Str path)
{
    Path       split;
    RouteFound found;
    Ctx        own;
    ctx_init(&own, r->ctx.arena, NULL, &ACTOR_NOBODY, r->ctx.now);
    if (router_split(&own, path, &split) != OK)
        return NULL;
    router_find(POST, &split, &found);
    const Route *route = found.row != NULL ? found.row->route : NULL;
    return route != NULL && route->form != NULL && route->page != NULL && !(route->flags & ROUTE_SECRET_PATH) ? route : NULL;
}

static void take(Request *r)
{
    response_cookie(r, BEGUN, STR_NONE, 0, true);
}

Str begun_next(Request *r)
{
    RawValues values = { 0 };
    if (!waiting(r, &values))
        return STR_NONE;
    if (str_is(values.v[0].name, POST_TO))
        return STR("/login");
    take(r);
    return str_is(values.v[0].name, NEXT) && values.n == 1 ? values.v[0].text : STR_NONE;
}

void begun_form_put(Request *r)
{
    Arena    *a = r->ctx.arena;
    RawValues values = { 0 };
    View     *list = put_list(a, r->data, "typed");
    bool      waits = r->session != NULL && waiting(r, &values) && str_is(values.v[0].name, POST_TO);
    const Route *route = waits ? form_of(r, values.v[0].text) : NULL;
    size_t       left = LONGEST;
    put_text(a, r->data, "action", route != NULL ? values.v[0].text : STR_NONE);
    for (size_t i = 1; route != NULL && i < values.n; i++)
        (void)begun_typed_put(r, route, list, &values.v[i], &left); /* a cookie holds no more than that */
    if (waits)
        take(r);
}
