/* failure: see failure.h. Whatever goes wrong here too ends in a plain text: a failure is always answered. */
#include "web/failure.h"

#include <string.h>

#include "record/file_disk.h"
#include "web/answer.h"
#include "web/begun.h"
#include "web/static_file.h"
#include "web/form_rows.h"
#include "web/frame.h"
#include "web/i18n.h"
#include "web/router.h"
#include "web/session.h"
#include "web/site.h"

enum { KEPT_MOST = 64 * 1024 }; /* of what was typed, on the page that asks to sign in */

static const Out problem_out[] = { { "field", OUT_TEXT, NULL }, { "text", OUT_TEXT, NULL }, OUT_END };
const Out        error_out[] = {
    { "status", OUT_INT, NULL },      { "message", OUT_TEXT, NULL },  { "problems", OUT_LIST, problem_out },
    { "can_sign_in", OUT_BOOL, NULL }, { "next", OUT_TEXT, NULL },    { "is_missing", OUT_BOOL, NULL },
    { "is_busy", OUT_BOOL, NULL },    { "is_code", OUT_BOOL, NULL },  { "action", OUT_TEXT, NULL },
    { "typed", OUT_LIST, begun_typed_out }, { "waits", OUT_BOOL, NULL },
    { "is_quiet", OUT_BOOL, NULL },
    { "acts_not", OUT_BOOL, NULL },   { "plain_href", OUT_TEXT, NULL }, /* the house does not let the actor speak for it; the page without that */
    OUT_END,
};

/* "ERR_SIGNED_OUT" -> "signed_out" */
static Str short_name(Arena *a, Err e)
{
    Str  name = str_skip(str_from(err_name(e)), 4);
    char *p = arena_take(a, name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        p[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 32) : name.p[i];
    return (Str){ p, name.n };
}

/* What to say about the act as a whole. */
static Str message(Request *r, Err e, const Problem *problems)
{
    for (const Problem *p = problems; p != NULL; p = p->next) {
        if (p->field == NULL)
            return frame_problem_text(r, p);
    }
    return i18n_text(r->ctx.lang, err_key(e));
}

static void answer_as_json(Request *r, Err e, const Problem *problems)
{
    Arena *a = r->ctx.arena;
    View  *v = view_map(a), *fields;
    put_text(a, v, "error", short_name(a, e));
    put_text(a, v, "message", message(r, e, problems));
    fields = put_map(a, v, "fields");
    for (const Problem *p = problems; p != NULL; p = p->next) {
        if (p->field != NULL && view_get(fields, p->field) == NULL) /* of a row too: who knows no rows finds the field */
            put_text(a, fields, p->field, frame_problem_text(r, p));
        if (p->row > 0)
            put_text(a, fields, str_cstr(a, form_row_name(a, p, '.')), frame_problem_text(r, p));
    }
    /* What the handler had to say about a conflict: the text as it stands now. */
    if (e == ERR_CONFLICT && r->data->n) {
        put_same_map(a, v, "data", r->data);
    }
    answer_json(r, err_http(e), v);
}

/* The GET's own filler may ask for the GET's own form: an empty one, as if nothing had been chosen. */
static Err fill_again(Request *r)
{
    const Route *of = router_of_handler(r->route->form_again);
    r->form = of != NULL && of->form != NULL ? arena_take(r->ctx.arena, of->form->size) : NULL;
    return r->route->form_again(r);
}

static bool may_show_again(const Request *r, Err e)
{
    return r->route != NULL && router_form_name(r->route) != NULL && r->route->page != NULL && r->form_spec != NULL &&
           (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_LIMIT || (e == ERR_DENIED && (r->acts_no_more || r->comes_again)));
}

static bool show(Request *r, Str *ret_html)
{
    Buf out = buf_new(r->ctx.arena, ANSWER_FIRST, 8 << 20);
    if (template_render(&r->ctx, site.templates, r->route->page, r->data, r->ui, &out) != OK || buf_is_over(&out))
        return false;
    *ret_html = buf_text(&out);
    return true;
}

static bool show_form_again(Request *r, Err e, const Problem *problems)
{
    Problem whole = { .key = err_key(e) };
    Str     html;
    if (problems == NULL) /* no form comes back without a word */
        problems = &whole;
    if (!may_show_again(r, e))
        return false;
    ctx_clear_failure(&r->ctx);
    if (r->route->method == GET)
        r->data = view_map(r->ctx.arena); /* what it had put before it failed it puts again */
    if (r->route->form_again != NULL && fill_again(r) != OK)
        return false;
    frame_failure(r, e, problems);
    frame_fill(r);
    if (!show(r, &html))
        return false;
    if (!frame_shows_form(r, html)) {
        frame_failure_above(r, problems);
        if (!show(r, &html))
            return false;
    }
    answer_html(r, err_http(e), html);
    return true;
}

/* Where to come back to after signing in: a page, never a POST's address that no GET has. */
static Str next_path(Request *r)
{
    Path       path;
    RouteFound found;
    Ctx        own;
    ctx_init(&own, r->ctx.arena, NULL, &ACTOR_NOBODY, r->ctx.now);
    if (router_split(&own, r->wire->path, &path) != OK)
        return STR("/");
    router_find(GET, &path, &found);
    if (found.row == NULL || (found.row->route->flags & ROUTE_SECRET_PATH))
        return STR("/");
    return r->route != NULL && r->route->method == GET && r->wire->query.n
               ? arena_printf(r->ctx.arena, "%.*s?%.*s", STR_ARG(r->wire->path), STR_ARG(r->wire->query))
               : r->wire->path;
}

/* Who was signed out meanwhile loses nothing of what was typed: it waits in the browser (web/begun.h), or where it is too long for that
 * or not for every eye the page holds it, to be sent again when signed in. Nothing of it
 * is stored, and nothing is done by it: it comes back as the form it was, with a token of the new session (dispatch.c). */
static void typed_put(Request *r, Err e)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "typed");
    size_t left = KEPT_MOST;
    bool   is_form = e == ERR_SIGNED_OUT && r->route != NULL && r->route->method == POST && r->route->form != NULL &&
                   r->route->page != NULL && !(r->route->flags & ROUTE_SECRET_PATH);
    bool fits = is_form;
    for (size_t i = 0; fits && i < r->n_raw; i++)
        fits = begun_typed_put(r, r->route, list, &r->raw[i], &left);
    bool is_quiet = fits && begun_form_is_quiet(r, r->wire->path, list);
    put_text(a, r->data, "action", fits ? r->wire->path : STR_NONE);
    put_bool(a, r->data, "is_quiet", is_quiet);
    put_bool(a, r->data, "waits", fits && !is_quiet && begun_form_keep(r, r->wire->path, list));
}

/* The address of the page that was asked for, without the house it was to be for; of a form nothing. */
static Str plain_href(const Request *r)
{
    Str  rest = r->wire->query, pair;
    Buf  b = buf_new(r->ctx.arena, 256, 8192);
    bool first = true;
    if (r->route == NULL || r->route->method != GET)
        return STR_NONE;
    buf_str(&b, r->wire->path);
    while (str_next(&rest, '&', &pair)) {
        if (str_starts(pair, STR("for=")))
            continue;
        buf_char(&b, first ? '?' : '&');
        buf_str(&b, pair);
        first = false;
    }
    return answer_local_path(r->ctx.arena, buf_text(&b));
}

static void answer_page_of_error(Request *r, Err e, const Problem *problems)
{
    Arena *a = r->ctx.arena;
    Buf    out = buf_new(a, 8192, 1 << 20);
    r->data = view_map(a);
    r->ui = view_map(a);
    put_int(a, r->data, "status", err_http(e));
    put_text(a, r->data, "message", message(r, e, problems));
    put_bool(a, r->data, "can_sign_in", e == ERR_SIGNED_OUT);
    put_text(a, r->data, "next", next_path(r));
    bool acts_not = e == ERR_DENIED && r->session != NULL && r->session->acts_not;
    put_bool(a, r->data, "acts_not", acts_not);
    put_href(a, r->data, "plain_href", acts_not ? plain_href(r) : STR_NONE);
    put_bool(a, r->data, "is_missing", e == ERR_MISSING);
    put_bool(a, r->data, "is_busy", e == ERR_BUSY);
    put_bool(a, r->data, "is_code", r->route != NULL && (r->route->flags & ROUTE_SECRET_PATH) != 0);
    View *list = put_list(a, r->data, "problems");
    for (const Problem *p = problems; p != NULL; p = p->next) {
        if (p->field == NULL)
            continue;
        View *line = add_map(a, list);
        put_cstr(a, line, "field", p->field);
        put_text(a, line, "text", frame_problem_text(r, p));
    }
    ctx_clear_failure(&r->ctx);
    typed_put(r, e);
    frame_fill(r);
    if (template_render(&r->ctx, site.templates, "error", r->data, r->ui, &out) == OK && !buf_is_over(&out))
        answer_html(r, err_http(e), buf_text(&out));
    else
        answer_html(r, err_http(e), i18n_text(r->ctx.lang, err_key(e)));
}

static bool send_to_login(Request *r, Err e)
{
    Buf b = buf_new(r->ctx.arena, 256, 8192);
    if (e != ERR_SIGNED_OUT || r->route == NULL || r->route->method != GET)
        return false;
    buf_cstr(&b, "/login?next=");
    buf_url(&b, next_path(r));
    r->answer->is_set = false;
    return see_path(r, buf_text(&b)) == OK;
}

Err failure_as_typed(Request *r)
{
    Str html;
    if (r->wants_json || r->route->page == NULL || r->form_spec == NULL)
        return fail(&r->ctx, ERR_INVALID, NULL, "rows are for pages");
    if (r->route->form_again != NULL)
        TRY(fill_again(r));
    frame_failure(r, OK, NULL);
    frame_fill(r);
    if (!show(r, &html))
        return fail(&r->ctx, ERR_INTERNAL, NULL, "a page that does not fit");
    answer_html(r, 200, html);
    return OK;
}

void failure_answer(Request *r, Err e)
{
    static const Problem full = { .key = "err.full" };
    const Problem *problems = r->ctx.problems;
    if (e == ERR_BUSY && r->wire->method.p != NULL && !str_is(r->wire->method, "GET") && file_disk_is_full())
        problems = &full; /* not a crowd: waiting a moment is no help, somebody must be told */
    Str            log = r->ctx.log;
    if (e == ERR_BUSY)
        answer_header(r->answer, "Retry-After", STR("5"));
    r->status = 0;
    if (r->wants_json)
        answer_as_json(r, e, problems);
    else if (!send_to_login(r, e) && !show_form_again(r, e, problems))
        answer_page_of_error(r, e, problems);
    r->ctx.log = log;
}
