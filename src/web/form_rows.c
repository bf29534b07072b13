/* form_rows: see form_rows.h. */
#include "web/form_rows.h"

#include <string.h>

#include "web/i18n.h"
#include "web/template.h"

/* Of rows of one field each value is one, in their order; of rows of several the number stands in the name. */
static bool is_row_of(const RawValue *v, const Field *f)
{
    return !v->is_file && str_is(v->name, f->name);
}

/* The number of a value's row, of several fields; 0: of none. */
static i64 row_of(const RawValue *v, const Field *f, Str *ret_of)
{
    i64 row;
    return field_row_split(v->name, f, &row, ret_of) ? row : 0;
}

/* How many there are on the page; 0: it was left alone by who showed none. */
static i64 rows_of(const RawValue *v, size_t n_values, const FormField *ff)
{
    i64 n = 0;
    Str of;
    for (size_t i = 0; i < n_values; i++) {
        i64 row = ff->row != NULL ? row_of(&v[i], ff->field, &of) : n + is_row_of(&v[i], ff->field);
        n = row > n ? row : n;
    }
    return n;
}

/* Taken off the values; empty: none was pressed. */
static Str pressed(RawValues *values)
{
    Str    button = STR_NONE;
    size_t kept = 0;
    for (size_t i = 0; i < values->n; i++) {
        if (str_is(values->v[i].name, "_rows") && !values->v[i].is_file)
            button = values->v[i].text;
        else
            values->v[kept++] = values->v[i];
    }
    values->n = kept;
    return button;
}

/* A field that was left alone has one empty row on the page. */
static Err add_row(Request *r, RawValues *values, const FormField *ff)
{
    const Field *f = ff->field;
    i64          n = rows_of(values->v, values->n, ff), more = n == 0 ? 2 : 1;
    if (n + more > field_rows(ff))
        return fail_at(&r->ctx, f->name, "field.rows_many", str_number(r->ctx.arena, field_rows(ff)), STR_NONE);
    RawValue *v = NEW_N(r->ctx.arena, RawValue, values->n + 2);
    memcpy(v, values->v, values->n * sizeof *v);
    *values = (RawValues){ v, values->n, values->n + 2 };
    for (i64 row = n + 1; row <= n + more; row++) {
        const char *name = ff->row == NULL ? f->name : field_row_name(r->ctx.arena, f, row, ff->row->fields[0].field->name);
        v[values->n++] = (RawValue){ .name = str_from(name), .text = STR("") };
    }
    return OK;
}

/* Those behind it move up. */
static void drop_row(Arena *a, RawValues *values, const FormField *ff, i64 row)
{
    const Field *f = ff->field;
    size_t       kept = 0;
    i64          nth = 0;
    for (size_t i = 0; i < values->n; i++) {
        RawValue v = values->v[i];
        Str      of;
        i64      at = ff->row != NULL ? row_of(&v, f, &of) : is_row_of(&v, f) ? ++nth : 0;
        if (at == row)
            continue;
        if (ff->row != NULL && at > row)
            v.name = str_from(field_row_name(a, f, at - 1, str_cstr(a, of)));
        values->v[kept++] = v;
    }
    values->n = kept;
}

Err form_rows_press(Request *r, RawValues *values, bool *ret_pressed)
{
    Str button = pressed(values);
    *ret_pressed = false;
    for (size_t i = 0; r->form_spec != NULL && i < r->form_spec->n; i++) {
        const FormField *ff = &r->form_spec->fields[i];
        Str              what = str_skip(button, strlen(ff->field->name));
        i64              row;
        if (field_rows(ff) == 0 || !str_starts(button, str_from(ff->field->name)))
            continue;
        *ret_pressed = str_is(what, "+") || (str_starts(what, STR("-")) && str_int(str_skip(what, 1), &row) && row > 0);
        if (!*ret_pressed)
            continue;
        r->added_row = str_is(what, "+") ? ff->field->name : NULL;
        if (r->added_row != NULL)
            return add_row(r, values, ff);
        drop_row(r->ctx.arena, values, ff, row);
        return OK;
    }
    return OK;
}

/* ---- what is shown ---- */

/* A box that was not ticked is left out, as a browser does. */
static bool comes_back(const RawValue *v, const Field *f)
{
    bool is_no = f->type == FIELD_BOOL && (str_is(v->text, "0") || str_is(v->text, "false") || str_is(v->text, "off"));
    return f->type != FIELD_SECRET && !v->is_file && utf8_is_text(v->text) && !is_no;
}

void form_typed_put(Arena *a, View *map, const FormField *ff, const RawValue *v)
{
    const char *name = ff->field->name;
    View       *had = (View *)view_get(map, name);
    if (!comes_back(v, ff->field) || (ff->field->type == FIELD_BOOL && str_is(v->text, "0"))) /* a box that is not ticked */
        return;
    if ((ff->flags & MANY) || ff->field->type == FIELD_QUANTITY)
        add_text(a, had != NULL ? had : put_list(a, map, name), v->text);
    else if (had == NULL)
        put_text(a, map, name, v->text);
}

/* A row of the page; template_field.c names its keys. */
typedef struct Shown {
    View *row, *typed, *errors;
} Shown;

static Shown row_put(Request *r, View *list, i64 n)
{
    Arena *a = r->ctx.arena;
    Shown  s = { .row = add_map(a, list) };
    put_int(a, s.row, "_n", n);
    put_bool(a, s.row, "_is_new", false);
    s.typed = put_map(a, s.row, "_typed");
    s.errors = put_map(a, s.row, "_errors");
    return s;
}

static void typed_put(Request *r, const FormField *ff, Shown *shown)
{
    Arena *a = r->ctx.arena;
    i64    nth = 0, none;
    Str    of;
    for (size_t i = 0; i < r->n_raw; i++) {
        const RawValue  *v = &r->raw[i];
        i64              row = row_of(v, ff->field, &of);
        const FormField *in = row > 0 && ff->row != NULL ? form_field(ff->row, of, &none) : NULL;
        if (in != NULL)
            form_typed_put(a, shown[row].typed, in, v);
        else if (ff->row == NULL && is_row_of(v, ff->field))
            put_text(a, shown[++nth].typed, ff->field->name, utf8_is_text(v->text) ? v->text : STR_NONE);
    }
}

/* What rules say of a row that is not there is told above the form alone. */
static void errors_put(Request *r, const FormField *ff, const Problem *problems, Shown *shown, i64 rows)
{
    Arena *a = r->ctx.arena;
    for (const Problem *p = problems; p != NULL; p = p->next) {
        i64 row = 0;
        Str of = STR_NONE;
        if (p->field == NULL || (!field_row_split(str_from(p->field), ff->field, &row, &of) && strcmp(p->field, ff->field->name) != 0))
            continue;
        const char *name = of.n ? str_cstr(a, of) : ff->field->name;
        row = of.n ? row : p->row;
        if (row > 0 && row <= rows && view_get(shown[row].errors, name) == NULL)
            put_text(a, shown[row].errors, name, problem_words(&r->ctx, p));
    }
}

static void field_put(Request *r, View *rows, const Problem *problems, const FormField *ff)
{
    View *list = put_list(r->ctx.arena, rows, ff->field->name);
    i64   n = rows_of(r->raw, r->n_raw, ff);
    n = n > 0 ? n : 1;
    Shown *shown = NEW_N(r->ctx.arena, Shown, (size_t)n + 1); /* from 1 on */
    for (i64 row = 1; row <= n; row++)
        shown[row] = row_put(r, list, row);
    typed_put(r, ff, shown);
    errors_put(r, ff, problems, shown, n);
    if (r->added_row != NULL && strcmp(r->added_row, ff->field->name) == 0)
        put_bool(r->ctx.arena, shown[n].row, "_is_new", true);
}

void form_rows_put(Request *r, View *rows, const Problem *problems)
{
    for (size_t i = 0; r->form_spec != NULL && i < r->form_spec->n; i++)
        if (field_rows(&r->form_spec->fields[i]) > 0)
            field_put(r, rows, problems, &r->form_spec->fields[i]);
}

Str form_row_name(Arena *a, const Problem *p, char between)
{
    if (p->row > 0)
        return arena_printf(a, "%s%c%d", p->field, between, p->row);
    Str   name = str_copy(a, str_from(p->field));
    char *at = (char *)name.p;
    for (size_t i = 0; i < name.n; i++) /* "agenda.2.title": no other has points in it */
        at[i] = at[i] == '.' ? between : at[i];
    return name;
}
