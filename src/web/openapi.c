/* openapi: see openapi.h. Routes give paths, forms give parameters and bodies, Out tables give responses. */
#include "web/openapi.h"

#include <string.h>

#include "base/version.h"
#include "record/noun.h"
#include "web/i18n.h"
#include "web/router.h"
#include "web/ui.h"

enum { MAX_OUT_DEPTH = 6 };

/* ---- what goes in ---- */

static void put_type(Arena *a, View *v, const char *type)
{
    put_cstr(a, v, "type", type);
}

/* "3.5 ton": a number and one of its units. */
static Str quantity_pattern(Arena *a, const Field *f)
{
    Buf b = buf_new(a, 128, 1024);
    buf_cstr(&b, "^[0-9]{1,12}(\\.[0-9]{1,3})? (");
    for (int i = 0; f->names[i] != NULL; i++)
        buf_printf(&b, "%s%s", i ? "|" : "", f->names[i]);
    buf_cstr(&b, ")$");
    return buf_text(&b);
}

static void put_bounds(Arena *a, View *v, const Field *f)
{
    switch (f->type) {
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_SECRET:
        put_type(a, v, "string");
        if (f->low)
            put_int(a, v, "minLength", f->low);
        put_int(a, v, "maxLength", f->high);
        if (f->type == FIELD_SECRET)
            put_cstr(a, v, "format", "password"); /* never comes back */
        return;
    case FIELD_INT:
        put_type(a, v, "integer");
        if (f->low || f->high) {
            put_int(a, v, "minimum", f->low);
            put_int(a, v, "maximum", f->high);
        }
        return;
    case FIELD_BOOL: put_type(a, v, "boolean"); return;
    case FIELD_ENUM: {
        put_type(a, v, "string");
        View *names = put_list(a, v, "enum");
        for (int i = 0; f->names[i] != NULL; i++)
            add_text(a, names, str_from(f->names[i]));
        return;
    }
    case FIELD_DATE: put_type(a, v, "string"); put_cstr(a, v, "format", "date"); return;
    case FIELD_CODE: put_type(a, v, "string"); put_cstr(a, v, "pattern", "^[0-9]{2,18}$"); return;
    case FIELD_REF: put_type(a, v, "string"); put_cstr(a, v, "pattern", "^[0-9]{2,6}-[0-9a-z]{1,13}$"); return;
    case FIELD_ONCE: put_type(a, v, "string"); put_cstr(a, v, "pattern", "^[A-Za-z0-9_-]{8,64}$"); return;
    case FIELD_MOMENT: put_type(a, v, "string"); put_cstr(a, v, "format", "date-time"); return;
    case FIELD_TIME: put_type(a, v, "string"); put_cstr(a, v, "pattern", "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"); return;
    case FIELD_YUAN:
    case FIELD_AREA: put_type(a, v, "string"); put_cstr(a, v, "pattern", "^[0-9]{1,12}(\\.[0-9]{1,2})?$"); return;
    case FIELD_QUANTITY: put_type(a, v, "string"); put_text(a, v, "pattern", quantity_pattern(a, f)); return;
    case FIELD_ROWS: return; /* schema_of() */
    case FIELD_PHOTOS:
    case FIELD_FILE: put_type(a, v, "string"); put_cstr(a, v, "contentMediaType", "application/octet-stream"); return;
    }
}

static void put_form(Arena *a, View *schema, const Form *form);

static View *schema_of(Arena *a, View *at, const FormField *ff)
{
    const Field *f = ff->field;
    if (f->type == FIELD_ROWS) {
        put_type(a, at, "array");
        put_int(a, at, "minItems", (ff->flags & REQUIRED) && f->low == 0 ? 1 : f->low);
        put_int(a, at, "maxItems", f->high);
        put_form(a, put_map(a, at, "items"), ff->row);
    } else if ((ff->flags & MANY) || f->type == FIELD_PHOTOS) {
        put_type(a, at, "array");
        put_int(a, at, "maxItems", f->type == FIELD_PHOTOS ? f->high : field_rows(ff) ? field_rows(ff) : FIELD_MANY_MAX);
        put_bounds(a, put_map(a, at, "items"), f);
    } else {
        put_bounds(a, at, f);
    }
    if (f->label != NULL)
        put_text(a, at, "description", i18n_text(LANG_EN, field_label(ff)));
    return at;
}

static void put_parameter(Arena *a, View *list, const char *name, const char *in, bool required, const FormField *ff)
{
    View *p = add_map(a, list);
    put_cstr(a, p, "name", name);
    put_cstr(a, p, "in", in);
    put_bool(a, p, "required", required);
    View *schema = put_map(a, p, "schema");
    if (ff == NULL)
        put_type(a, schema, "string");
    else
        schema_of(a, schema, ff);
}

static void put_form(Arena *a, View *schema, const Form *form)
{
    bool any = false;
    put_type(a, schema, "object");
    put_bool(a, schema, "additionalProperties", false);
    View *properties = put_map(a, schema, "properties");
    for (size_t i = 0; form != NULL && i < form->n; i++) {
        schema_of(a, put_map(a, properties, form->fields[i].field->name), &form->fields[i]);
        any = any || (form->fields[i].flags & (REQUIRED | STAYS)) == REQUIRED;
    }
    if (!any)
        return;
    View *required = put_list(a, schema, "required");
    for (size_t i = 0; i < form->n; i++) {
        if ((form->fields[i].flags & (REQUIRED | STAYS)) == REQUIRED)
            add_text(a, required, str_from(form->fields[i].field->name));
    }
}

static void put_body(Arena *a, View *operation, const Route *r)
{
    static const char *const types[] = { "application/json", "application/x-www-form-urlencoded",
                                         "multipart/form-data" };
    View *content = put_map(a, put_map(a, operation, "requestBody"), "content");
    for (size_t i = 0; i < COUNTOF(types); i++) {
        if (i < 2 || (r->flags & ROUTE_MULTIPART))
            put_form(a, put_map(a, put_map(a, content, types[i]), "schema"), r->form);
    }
}

/* ---- what comes out ---- */

static void put_out(Arena *a, View *schema, const Out *out, int depth);

static void put_out_type(Arena *a, View *v, const Out *o, int depth)
{
    switch (o->type) {
    case OUT_INT: put_type(a, v, "integer"); return;
    case OUT_BOOL: put_type(a, v, "boolean"); return;
    case OUT_TIME: put_type(a, v, "string"); put_cstr(a, v, "format", "date-time"); return;
    case OUT_DATE: put_type(a, v, "string"); put_cstr(a, v, "format", "date"); return;
    case OUT_MAP: put_out(a, v, o->of, depth); return;
    case OUT_LIST:
        put_type(a, v, "array");
        if (o->of != NULL)
            put_out(a, put_map(a, v, "items"), o->of, depth);
        return;
    default: put_type(a, v, "string"); return;
    }
}

static void put_properties(Arena *a, View *properties, const Out *out, int depth)
{
    for (; out != NULL && out->key != NULL; out++) {
        for (size_t i = 0; out->type == OUT_SLOT && i < router_room_count(); i++)
            put_properties(a, properties, router_fill(i, out->key), depth);
        if (out->type != OUT_SLOT && strcmp(out->key, OUT_ANY) != 0)
            put_out_type(a, put_map(a, properties, out->key), out, depth + 1);
    }
}

static void put_out(Arena *a, View *schema, const Out *out, int depth)
{
    put_type(a, schema, "object");
    if (out != NULL && depth < MAX_OUT_DEPTH)
        put_properties(a, put_map(a, schema, "properties"), out, depth);
}

static void put_response(Arena *a, View *responses, const char *status, const char *what, const Out *out)
{
    View *r = put_map(a, responses, status);
    put_cstr(a, r, "description", what);
    if (out != NULL)
        put_out(a, put_map(a, put_map(a, put_map(a, r, "content"), "application/json"), "schema"), out, 0);
}

static const Out error_json[] = {
    { "error", OUT_TEXT, NULL }, { "message", OUT_TEXT, NULL }, { "fields", OUT_MAP, NULL }, OUT_END,
};
static const Out made_json[] = { { "id", OUT_NAME, NULL }, { "href", OUT_TEXT, NULL }, OUT_END };

static void put_responses(Arena *a, View *operation, const Route *r)
{
    View *responses = put_map(a, operation, "responses");
    if (r->method == GET) {
        put_response(a, responses, "200", "What the page shows.", r->out);
    } else {
        put_response(a, responses, "200", "Done.", r->out);
        put_response(a, responses, "201", "Made.", made_json);
        put_response(a, responses, "409", "Changed by someone else meanwhile.", error_json);
        put_response(a, responses, "422", "A field is not right.", error_json);
        put_response(a, responses, "429", "Too often.", error_json);
    }
    if (r->may != VERB_PUBLIC) {
        put_response(a, responses, "401", "Not signed in.", error_json);
        put_response(a, responses, "403", "Not allowed.", error_json);
    }
    put_response(a, responses, "503", "Busy; try again after Retry-After.", error_json);
}

/* ---- paths ---- */

/* "/need/:need" -> "/need/{need}" */
static const char *path_text(Arena *a, const RouteRow *row)
{
    Buf b = buf_new(a, 128, 1024);
    for (int i = 0; i < row->n; i++)
        buf_printf(&b, row->is_param[i] ? "/{%.*s}" : "/%.*s", STR_ARG(row->segment[i]));
    return row->n ? str_cstr(a, buf_text(&b)) : "/";
}

/* That it may be filled in where no net is: what must be fetched before. Its form has once, happened_at and house. */
static void put_offline(Arena *a, View *op, const Route *r)
{
    View *m = r->offline != NULL ? put_map(a, op, "x-offline") : NULL;
    for (int i = 0; m != NULL && i < router_count(); i++)
        if (router_row(i)->route->method == GET && strcmp(router_row(i)->route->path, r->offline) == 0)
            put_cstr(a, m, "prepared", path_text(a, router_row(i)));
}

static void put_operation(Arena *a, View *path, const RouteRow *row)
{
    const Route *r = row->route;
    View        *op = put_map(a, path, r->method == GET ? "get" : "post");
    put_cstr(a, op, "summary", r->what ? r->what : "");
    put_cstr(a, op, "x-may", verb_name(r->may));
    put_offline(a, op, r);
    View *parameters = put_list(a, op, "parameters");
    for (int i = 0; i < row->n; i++) {
        if (row->is_param[i])
            put_parameter(a, parameters, str_cstr(a, row->segment[i]), "path", true, NULL);
    }
    for (size_t i = 0; r->method == GET && r->form != NULL && i < r->form->n; i++) {
        const FormField *ff = &r->form->fields[i];
        put_parameter(a, parameters, ff->field->name, "query", (ff->flags & REQUIRED) != 0, ff);
    }
    if (r->method == POST && !(r->flags & ROUTE_NO_ORIGIN))
        put_parameter(a, parameters, "X-CSRF-Token", "header", true, NULL);
    if (r->method == POST)
        put_body(a, op, r);
    put_responses(a, op, r);
}

/* The table of nouns: whoever goes through all routes knows by it what there is to have a sample of. */
static void put_nouns(Arena *a, View *doc)
{
    View *list = put_list(a, doc, "x-nouns");
    for (size_t i = 0; i < noun_count(); i++) {
        View *m = add_map(a, list), *records;
        put_cstr(a, m, "name", noun_at(i)->name);
        records = put_list(a, m, "records"); /* how paths call them */
        for (const Room *const *r = noun_rooms(i); r != NULL && *r != NULL; r++)
            for (const Loader *l = (*r)->loaders; l != NULL && l->name != NULL; l++)
                add_text(a, records, str_from(l->name));
    }
}

View *openapi_document(Arena *a, Str origin)
{
    View *doc = view_map(a);
    put_cstr(a, doc, "openapi", "3.1.0");
    View *info = put_map(a, doc, "info");
    put_cstr(a, info, "title", "院场 Yuanchang");
    put_cstr(a, info, "version", YUANCHANG_VERSION);
    put_cstr(a, info, "description",
             "Every page is an API: ask with Accept: application/json, or put .json after the path. A POST carries the "
             "session's cookie and its token (GET /session) in X-CSRF-Token.");
    put_text(a, add_map(a, put_list(a, doc, "servers")), "url", origin);
    View *paths = put_map(a, doc, "paths");
    for (int i = 0; i < router_count(); i++) {
        const char *text = path_text(a, router_row(i));
        View       *path = (View *)(uintptr_t)view_get(paths, text);
        put_operation(a, path ? path : put_map(a, paths, text), router_row(i));
    }
    put_nouns(a, doc);
    return doc;
}
