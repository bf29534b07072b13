/* form_rows: see form_rows.h. */
#include "web/form_rows.h"

#include <string.h>

#include "web/i18n.h"

static bool is_row_of(const RawValue *v, const Field *f)
{
    return !v->is_file && str_is(v->name, f->name);
}

static size_t rows_of(const RawValues *values, const Field *f)
{
    size_t n = 0;
    for (size_t i = 0; i < values->n; i++)
        n += is_row_of(&values->v[i], f);
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
    size_t       n = rows_of(values, f), more = n == 0 ? 2 : 1;
    if (n + more > (size_t)field_rows(ff))
        return fail_at(&r->ctx, f->name, "field.rows_many", str_number(r->ctx.arena, field_rows(ff)), STR_NONE);
    RawValue *v = NEW_N(r->ctx.arena, RawValue, values->n + more);
    memcpy(v, values->v, values->n * sizeof *v);
    for (size_t i = 0; i < more; i++)
        v[values->n + i] = (RawValue){ .name = str_from(f->name), .text = STR("") };
    *values = (RawValues){ v, values->n + more, values->n + more };
    return OK;
}

static void drop_row(RawValues *values, const Field *f, i64 row)
{
    size_t kept = 0;
    for (size_t i = 0; i < values->n; i++)
        if (!is_row_of(&values->v[i], f) || --row != 0)
            values->v[kept++] = values->v[i];
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
        drop_row(values, ff->field, row);
        return OK;
    }
    return OK;
}

/* ---- what is shown ---- */

static Str error_of(Request *r, const Problem *problems, const Field *f, int row)
{
    for (const Problem *p = problems; p != NULL; p = p->next)
        if (p->row == row && p->field != NULL && strcmp(p->field, f->name) == 0)
            return i18n_fill(r->ctx.arena, r->ctx.lang, p->key, p->a, p->b);
    return STR_NONE;
}

static void row_put(Request *r, View *list, const Problem *problems, const Field *f, int row, Str text)
{
    Arena *a = r->ctx.arena;
    View  *m = add_map(a, list);
    put_int(a, m, "n", row);
    put_text(a, m, "value", utf8_is_text(text) ? text : STR_NONE);
    put_text(a, m, "error", error_of(r, problems, f, row));
    put_bool(a, m, "is_new", false);
}

static void field_put(Request *r, View *rows, const Problem *problems, const FormField *ff)
{
    const Field *f = ff->field;
    View        *list = put_list(r->ctx.arena, rows, f->name);
    int          n = 0;
    for (size_t i = 0; i < r->n_raw; i++)
        if (is_row_of(&r->raw[i], f))
            row_put(r, list, problems, f, ++n, r->raw[i].text);
    if (n == 0)
        row_put(r, list, problems, f, 1, STR(""));
    if (r->added_row != NULL && strcmp(r->added_row, f->name) == 0)
        put_bool(r->ctx.arena, list->last, "is_new", true);
}

void form_rows_put(Request *r, View *rows, const Problem *problems)
{
    for (size_t i = 0; r->form_spec != NULL && i < r->form_spec->n; i++)
        if (field_rows(&r->form_spec->fields[i]) > 0)
            field_put(r, rows, problems, &r->form_spec->fields[i]);
}

Str form_row_name(Arena *a, const Problem *p, char between)
{
    return p->row > 0 ? arena_printf(a, "%s%c%d", p->field, between, p->row) : str_from(p->field);
}
