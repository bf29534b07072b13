/* template_field: forms and their fields, as far as they are known when a page is compiled. See template_inside.h.
 *
 *   form.name      "need/sort"                   form.id        "need-sort": of anchors
 *   form.failed    it came back: looked up       form.problems  what is wrong, [{field, text}]: looked up
 *   form.pressed   it came back with a row more or less, and nothing is wrong: looked up
 *   field.name, field.label, field.id ("f-need-sort-why")
 *   field.type     "line", "text", "secret", "int", "bool", "enum", "date", "code", "ref", "once", "moment", "time", "yuan", "area", "quantity",
 *                  "photos", "file", "rows"
 *   field.stays    what is not sent of it stays as it is: before a box stands a hidden 0, or none could be taken off
 *   field.required, field.max (of characters; of a number: its digits), field.min (of a secret: of characters)
 *   field.choices  of an enum, and the units of a quantity: choice.name, choice.text ("LABEL.NAME" of the catalogs)
 *   field.rows     of a field that is typed in rows: each of them; field.most: how many there may be. Inside of it:
 *                  row.n, and row.is_new where it was just added; fields are those of the row, field.name "agenda.2.title",
 *                  field.id "f-need-sort-agenda-2-title". Of rows of one field it is that one, "f-need-sort-topic-2"
 *   field.is_new   the first one in a row that was just added
 *   field.typed, field.error                     looked up, of this form alone
 *   field.initial  the value that the page gave with the field: what it named, or a "text"; nothing where it gave none */
#include "web/template_inside.h"

#include "web/i18n.h"
#include "web/router.h"

#include <string.h>

Err form_scope(Ctx *c, Str form, FieldScope *ret)
{
    *ret = (FieldScope){ .form = router_form(form), .choice = -1 };
    return ret->form != NULL ? OK : fail(c, ERR_INTERNAL, NULL, "no form is called %.*s", STR_ARG(form));
}

Err field_scope(Ctx *c, const FieldScope *around, Str field, FieldScope *ret)
{
    bool is_in_row = around->rows != NULL && around->rows->row != NULL;
    i64  row;
    *ret = (FieldScope){ .form = around->form, .name = around->name, .choice = -1, .rows = around->rows, .row = around->row };
    ret->field = form_field(is_in_row ? around->rows->row : around->form, field, &row);
    if (ret->field == NULL || row > 0)
        return fail(c, ERR_INTERNAL, NULL, "%s has no field %.*s", around->name, STR_ARG(field));
    return OK;
}

int field_choices(const FieldScope *s)
{
    int n = 0;
    while (s->field->field->names != NULL && s->field->field->names[n] != NULL)
        n++;
    return n;
}

static const char *type_name(FieldType t)
{
    static const char *const names[] = {
        [FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_SECRET] = "secret", [FIELD_INT] = "int",
        [FIELD_BOOL] = "bool", [FIELD_ENUM] = "enum", [FIELD_DATE] = "date",     [FIELD_CODE] = "code",
        [FIELD_REF] = "ref",   [FIELD_ONCE] = "once", [FIELD_PHOTOS] = "photos", [FIELD_FILE] = "file",
        [FIELD_MOMENT] = "moment", [FIELD_TIME] = "time", [FIELD_YUAN] = "yuan", [FIELD_AREA] = "area",     [FIELD_QUANTITY] = "quantity",
        [FIELD_ROWS] = "rows",
    };
    return names[t];
}

/* ---- what is known ---- */

static Known known_text(Str s)
{
    return (Known){ .type = KNOWN_TEXT, .text = s, .is_true = s.n > 0 };
}

static Known known_bool(bool b)
{
    return (Known){ .type = KNOWN_BOOL, .text = b ? STR("1") : STR_NONE, .is_true = b };
}

/* In a row that comes back: its key, and what of it. */
static Known in_row(const char *key, const char *of)
{
    Known k = { .type = KNOWN_PATH, .path = { .n = 1, .names = { key } } };
    if (of != NULL)
        k.path.names[k.path.n++] = of;
    return k;
}

/* ui.form.NAME, and what of it. */
static Known looked_up(const FieldScope *s, const char *what, const char *of)
{
    Known k = { .type = KNOWN_PATH, .path = { .n = 3, .names = { "ui", "form", s->name } } };
    if (what != NULL)
        k.path.names[k.path.n++] = what;
    if (of != NULL)
        k.path.names[k.path.n++] = of;
    return k;
}

static Str form_id(Arena *keep, const FieldScope *s)
{
    Buf b = buf_new(keep, 64, 256);
    for (const char *p = s->name; *p; p++)
        buf_char(&b, *p == '/' ? '-' : *p);
    return buf_text(&b);
}

/* How many characters the highest number has, with a point and commas where it may have them. */
static int length_of(Arena *keep, const Field *f)
{
    int n = (int)arena_printf(keep, "%lld", (long long)f->high).n;
    return f->type == FIELD_INT ? n : n + 1 + n / 3;
}

static Str most(Arena *keep, const Field *f)
{
    switch (f->type) {
    case FIELD_DATE:
    case FIELD_MOMENT:
    case FIELD_TIME:
    case FIELD_ENUM:
    case FIELD_BOOL: return STR_NONE;
    case FIELD_INT:
    case FIELD_YUAN:
    case FIELD_AREA:
    case FIELD_QUANTITY: return arena_printf(keep, "%d", length_of(keep, f));
    default: return arena_printf(keep, "%lld", (long long)f->high);
    }
}

/* Said before it is sent only where it could not be seen again: a secret never comes back as typed. */
static Str least(Arena *keep, const Field *f)
{
    return f->type == FIELD_SECRET && f->low > 1 ? arena_printf(keep, "%lld", (long long)f->low) : STR_NONE;
}

static Known of_form(Arena *keep, const FieldScope *s, const char *what)
{
    if (s->rows != NULL && strcmp(what, "failed") == 0)
        return known_bool(s->row == 0);
    if (strcmp(what, "name") == 0)
        return known_text(str_from(s->name));
    if (strcmp(what, "id") == 0)
        return known_text(form_id(keep, s));
    if (strcmp(what, "failed") == 0)
        return looked_up(s, NULL, NULL);
    if (strcmp(what, "problems") == 0)
        return looked_up(s, "problems", NULL);
    if (strcmp(what, "pressed") == 0)
        return looked_up(s, "pressed", NULL);
    return (Known){ 0 };
}

/* `before`, the number of the row, `after`. */
static Known numbered(Arena *keep, const FieldScope *s, Str before, Str after)
{
    Known k = in_row("_n", NULL);
    if (s->row > 0)
        return known_text(arena_printf(keep, "%.*s%d%.*s", STR_ARG(before), s->row, STR_ARG(after)));
    k.type = KNOWN_TEXT;
    k.text = before;
    k.after = after;
    k.is_true = true;
    return k;
}

/* What is otherwise there. is_own: of the field itself that is typed in rows, not of one in a row. */
static Known of_row(Arena *keep, const FieldScope *s, const char *what)
{
    const char *name = s->field->field->name, *rows = s->rows->field->name;
    bool        is_single = s->rows->row == NULL, is_own = s->field == s->rows && !is_single;
    bool        is_first = is_single || s->field == s->rows->row->fields;
    if (strcmp(what, "id") == 0) {
        Str base = arena_printf(keep, "f-%.*s-%s-", STR_ARG(form_id(keep, s)), rows);
        return numbered(keep, s, base, is_single || is_own ? STR_NONE : arena_printf(keep, "-%s", name));
    }
    if (strcmp(what, "name") == 0 && !is_single && !is_own)
        return numbered(keep, s, arena_printf(keep, "%s.", rows), arena_printf(keep, ".%s", name));
    if (strcmp(what, "required") == 0)
        return known_bool(false); /* a row left empty is none */
    if (strcmp(what, "is_new") == 0)
        return s->row == 0 && is_first ? in_row("_is_new", NULL) : known_bool(false);
    if (strcmp(what, "typed") == 0)
        return s->row == 0 ? in_row("_typed", name) : known_text(STR_NONE);
    if (strcmp(what, "error") == 0)
        return s->row == 0 ? in_row("_errors", name) : known_text(STR_NONE);
    return (Known){ 0 };
}

static Known of_field(Arena *keep, Lang lang, const FieldScope *s, const char *what)
{
    const Field *f = s->field->field;
    Known        row = s->rows != NULL ? of_row(keep, s, what) : (Known){ 0 };
    if (row.type != KNOWN_NOT)
        return row;
    if (strcmp(what, "is_new") == 0)
        return known_bool(false);
    if (strcmp(what, "name") == 0)
        return known_text(str_from(f->name));
    if (strcmp(what, "label") == 0)
        return known_text(i18n_text(lang, field_label(s->field)));
    if (strcmp(what, "id") == 0)
        return known_text(arena_printf(keep, "f-%.*s-%s", STR_ARG(form_id(keep, s)), f->name));
    if (strcmp(what, "type") == 0)
        return known_text(str_from(type_name(f->type)));
    if (strcmp(what, "required") == 0)
        return known_bool(s->field->flags & REQUIRED);
    if (strcmp(what, "stays") == 0)
        return known_bool(s->field->flags & STAYS);
    if (strcmp(what, "max") == 0)
        return known_text(most(keep, f));
    if (strcmp(what, "min") == 0)
        return known_text(least(keep, f));
    if (strcmp(what, "choices") == 0)
        return (Known){ .type = KNOWN_CHOICES };
    if (strcmp(what, "typed") == 0)
        return looked_up(s, "typed", f->name);
    if (strcmp(what, "error") == 0)
        return looked_up(s, "errors", f->name);
    if (strcmp(what, "rows") == 0) {
        Known k = looked_up(s, "rows", f->name);
        k.type = KNOWN_ROWS;
        return k;
    }
    if (strcmp(what, "most") == 0)
        return known_text(arena_printf(keep, "%d", field_rows(s->field)));
    if (strcmp(what, "initial") == 0)
        return s->initial.n ? (Known){ .type = KNOWN_PATH, .path = s->initial } : known_text(s->literal);
    return (Known){ 0 };
}

static Known of_choice(Arena *keep, Lang lang, const FieldScope *s, const char *what)
{
    const Field *f = s->field->field;
    if (strcmp(what, "name") == 0)
        return known_text(str_from(f->names[s->choice]));
    if (strcmp(what, "text") == 0) {
        const char *key = str_cstr(keep, arena_printf(keep, "%s.%s", f->label, f->names[s->choice]));
        Str         text = i18n_text(lang, key);
        return str_is(text, key) ? (Known){ .type = KNOWN_WRONG, .text = text } : known_text(text);
    }
    return (Known){ 0 };
}

Known field_known(Arena *keep, Lang lang, const FieldScope *s, const KeyPath *path)
{
    if (s == NULL || path->n != 2)
        return (Known){ 0 };
    if (strcmp(path->names[0], "form") == 0)
        return of_form(keep, s, path->names[1]);
    if (strcmp(path->names[0], "field") == 0 && s->field != NULL)
        return of_field(keep, lang, s, path->names[1]);
    if (strcmp(path->names[0], "row") == 0 && s->rows != NULL && strcmp(path->names[1], "n") == 0)
        return numbered(keep, s, STR_NONE, STR_NONE);
    if (strcmp(path->names[0], "row") == 0 && s->rows != NULL && strcmp(path->names[1], "is_new") == 0)
        return s->row == 0 ? in_row("_is_new", NULL) : known_bool(false);
    if (strcmp(path->names[0], "choice") == 0 && s->field != NULL && s->choice >= 0)
        return of_choice(keep, lang, s, path->names[1]);
    return (Known){ 0 };
}
