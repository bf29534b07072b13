/* frame: see frame.h. */
#include "web/frame.h"

#include <string.h>

#include "base/version.h"
#include "base/watch.h"
#include "web/answer.h"
#include "web/form_rows.h"
#include "web/static_file.h"
#include "web/i18n.h"
#include "web/router.h"
#include "web/session.h"
#include "web/site.h"
#include "web/template.h"
#include "web/parts.h"

static void (*fill_more)(Request *r);

void web_ui_hook(void (*fill)(Request *r))
{
    fill_more = fill;
}

static void put_asset(Arena *a, View *ui, const char *key, const char *name)
{
    const StaticFile *asset = static_file_find(str_from(name));
    put_cstr(a, ui, key, asset ? asset->url : "");
}

/* What was typed into the form's fields, by their names; of rows form_rows_put() tells. */
static void put_typed(Request *r, View *map)
{
    Arena *a = r->ctx.arena;
    for (size_t i = 0; i < r->n_raw; i++) {
        const RawValue  *v = &r->raw[i];
        i64              row;
        const FormField *ff = form_field(r->form_spec, v->name, &row);
        if (ff == NULL || row > 0)
            continue;
        bool is_file = ff->field->type == FIELD_PHOTOS || ff->field->type == FIELD_FILE;
        if (is_file && v->is_file && v->upload.name.n && view_get(map, ff->field->name) == NULL)
            put_text(a, map, ff->field->name, STR("1")); /* that there was one: it does not come back */
        form_typed_put(a, map, ff, v);
    }
}

/* For who may say that it is right. */
static void put_hold(Request *r)
{
    ClockHold h;
    if (r->session == NULL || !access_may_somewhere(r->ctx.actor, VERB_OPERATE) || !clock_hold(&h))
        return;
    View *held = put_map(r->ctx.arena, r->ui, "held");
    put_time(r->ctx.arena, held, "wall", h.wall);
    put_time(r->ctx.arena, held, "now", h.now);
}

static Err fill_part(Request *r, size_t i)
{
    fill_more(r);
    return OK;
}

void frame_foresee(Request *r)
{
    if (fill_more != NULL && r->route->method == GET && r->route->page != NULL && !r->wants_json)
        page_foresee(r, fill_part, 0);
}

void frame_fill(Request *r)
{
    Arena *a = r->ctx.arena;
    View  *ui = r->ui;
    Str    path = r->wire->path;
    put_cstr(a, ui, "lang", r->ctx.lang == LANG_ZH ? "zh" : "en");
    put_cstr(a, ui, "lang_tag", lang_tag(r->ctx.lang));
    put_bool(a, ui, "is_zh", r->ctx.lang == LANG_ZH);
    put_bool(a, ui, "size_large", str_is(request_cookie(r, "size"), "l"));
    put_text(a, ui, "path", path);
    put_text(a, ui, "here",
             r->wire->query.n ? arena_printf(a, "%.*s?%.*s", STR_ARG(path), STR_ARG(r->wire->query)) : path);
    put_bool(a, ui, "signed_in", r->session != NULL);
    put_text(a, ui, "csrf", r->session ? r->session->csrf : STR_NONE);
    put_text(a, ui, "who", r->session ? arena_printf(a, "%lld-%lld", (long long)r->session->account,
                                                    (long long)r->ctx.actor->household) : STR_NONE);
    const Actor *actor = r->ctx.actor;
    put_text(a, ui, "house", str_is_empty(actor->consent) && actor->household ? ref_name(a, (Ref){ actor->county, actor->household, STR_NONE }) : STR_NONE);
    put_bool(a, ui, "is_official", access_is_official(r->ctx.actor));
    put_int(a, ui, "year", date_of(r->ctx.now) / 10000);
    put_text(a, ui, "origin", request_origin(r));
    put_cstr(a, ui, "version", YUANCHANG_VERSION);
    put_asset(a, ui, "css", "app.css");
    put_asset(a, ui, "js", "app.js");
    put_asset(a, ui, "mark", "img/mark.svg");
    if (r->route != NULL && r->route->method == GET)
        put_typed(r, put_map(a, ui, "query"));
    put_hold(r);
    answer_notices(r);
    if (fill_more != NULL)
        fill_more(r);
}

Str frame_problem_text(Request *r, const Problem *p)
{
    return problem_words(&r->ctx, p);
}

/* What it is called, and in which row it stands. */
static Str label_of(Request *r, const FormField *ff, i64 row)
{
    Str label = i18n_text(r->ctx.lang, field_label(ff));
    return row > 0 ? i18n_fill(r->ctx.arena, r->ctx.lang, "field.in_row", str_number(r->ctx.arena, row), label) : label;
}

/* Of what nobody sees in a form nothing can be put right there; and what is agreed to is no name for a fault. */
static void put_problem(Request *r, View *line, const Problem *p)
{
    Arena           *a = r->ctx.arena;
    i64              row;
    const FormField *ff = p->field != NULL ? form_field(r->form_spec, str_from(p->field), &row) : NULL;
    bool             is_hidden = ff == NULL || ff->field->type == FIELD_ONCE || strcmp(ff->field->name, VERSION_SEEN.name) == 0;
    put_text(a, line, "field", is_hidden ? STR_NONE : form_row_name(a, p, '-'));
    put_text(a, line, "label", is_hidden || ff->field->type == FIELD_BOOL ? STR_NONE : label_of(r, ff, row > 0 ? row : p->row));
    put_text(a, line, "text", frame_problem_text(r, p));
}

static void put_problems(Request *r, View *list, const Problem *problems)
{
    for (const Problem *p = problems; p != NULL; p = p->next)
        put_problem(r, add_map(r->ctx.arena, list), p);
}

static void put_errors(Request *r, View *errors, const Problem *problems)
{
    for (const Problem *p = problems; p != NULL; p = p->next)
        if (p->field != NULL && p->row == 0 && view_get(errors, p->field) == NULL)
            put_text(r->ctx.arena, errors, p->field, frame_problem_text(r, p));
}

/* What was typed goes back into the form that failed, and into no other. */
void frame_failure(Request *r, Err e, const Problem *problems)
{
    Arena *a = r->ctx.arena;
    View  *form = put_map(a, put_map(a, r->ui, "form"), router_form_name(r->route)), *typed = put_map(a, form, "typed");
    if (e == ERR_CONFLICT) /* who saw an older one is shown the newer, and sends its number */
        put_cstr(a, typed, VERSION_SEEN.name, "");
    put_typed(r, typed);
    put_errors(r, put_map(a, form, "errors"), problems);
    put_problems(r, put_list(a, form, "problems"), problems);
    form_rows_put(r, put_map(a, form, "rows"), problems);
    put_bool(a, form, "pressed", e == OK);
}

bool frame_shows_form(const Request *r, Str html)
{
    Buf b = buf_new(r->ctx.arena, 64, 256);
    buf_cstr(&b, "id=\"p-");
    for (const char *p = router_form_name(r->route); *p; p++)
        buf_char(&b, *p == '/' ? '-' : *p);
    buf_cstr(&b, "\"");
    return str_find(html, buf_text(&b), NULL);
}

void frame_failure_above(Request *r, const Problem *problems)
{
    put_problems(r, put_list(r->ctx.arena, r->ui, "problems"), problems);
}
