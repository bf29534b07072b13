/* frame: see frame.h. */
#include "web/frame.h"

#include "base/version.h"
#include "base/watch.h"
#include "web/answer.h"
#include "web/static_file.h"
#include "web/i18n.h"
#include "web/router.h"
#include "web/session.h"
#include "web/site.h"

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

static const Field *field_of(const Form *form, Str name)
{
    for (size_t i = 0; form != NULL && i < form->n; i++) {
        if (str_is(name, form->fields[i].field->name))
            return form->fields[i].field;
    }
    return NULL;
}

/* What was typed into the form's fields, by their names; the first where a name came twice. */
static void put_typed(Request *r, View *map)
{
    for (size_t i = 0; i < r->n_raw; i++) {
        const RawValue *v = &r->raw[i];
        const Field    *f = field_of(r->form_spec, v->name);
        if (f == NULL || f->type == FIELD_SECRET || v->is_file || !utf8_is_text(v->text) || view_get(map, f->name))
            continue;
        put_text(r->ctx.arena, map, f->name, v->text);
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
    return i18n_fill(r->ctx.arena, r->ctx.lang, p->key, p->a, p->b);
}

static void put_problems(Request *r, View *errors, View *list, const Problem *problems)
{
    Arena *a = r->ctx.arena;
    for (const Problem *p = problems; p != NULL; p = p->next) {
        Str   text = frame_problem_text(r, p);
        View *line = add_map(a, list);
        const Field *field = p->field ? field_of(r->form_spec, str_from(p->field)) : NULL;
        put_cstr(a, line, "field", p->field ? p->field : "");
        put_text(a, line, "label", field != NULL ? i18n_text(r->ctx.lang, field->label) : STR_NONE);
        put_text(a, line, "text", text);
        if (p->field != NULL && view_get(errors, p->field) == NULL)
            put_text(a, errors, p->field, text);
    }
}

/* What was typed goes back into the form that failed, and into no other. */
void frame_failure(Request *r, const Problem *problems)
{
    Arena      *a = r->ctx.arena;
    const char *name = router_form_name(r->route);
    if (name != NULL) {
        View *form = put_map(a, put_map(a, r->ui, "form"), name), *errors;
        put_typed(r, put_map(a, form, "typed"));
        errors = put_map(a, form, "errors");
        put_problems(r, errors, put_list(a, form, "problems"), problems);
    }
    put_typed(r, put_map(a, r->ui, "typed"));
    View *errors = put_map(a, r->ui, "errors");
    put_problems(r, errors, put_list(a, r->ui, "errors_list"), problems);
}
