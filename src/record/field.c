/* field: see field.h. Every bound of every value that comes in from outside is checked in this file and nowhere else. */
#include "record/field.h"

#include "engine/number/decimal.h"

#include <string.h>

const Field VERSION_SEEN = { "version", FIELD_INT, 0, INT64_MAX, NULL, "field.version" };

/* ---- one value ---- */

typedef struct Checked {
    Str  text;   /* cleaned */
    i64  number; /* FIELD_INT, BOOL, ENUM, DATE, MOMENT, TIME, YUAN, AREA, QUANTITY */
    int  unit;
    Ref  ref;
    bool is_absent;
} Checked;

static Err refuse(Ctx *c, const Field *f, const char *key, Str a)
{
    return fail_at(c, f->name, key, a, STR_NONE);
}

static Str number_text(Ctx *c, i64 n)
{
    return arena_printf(c->arena, "%lld", (long long)n);
}

static Err within(Ctx *c, const Field *f, i64 n, const char *too_short, const char *too_long)
{
    if (n < f->low)
        return refuse(c, f, too_short, number_text(c, f->low));
    if (n > f->high)
        return refuse(c, f, too_long, number_text(c, f->high));
    return OK;
}

static Err check_text(Ctx *c, const Field *f, Str text, Checked *ret)
{
    if (f->type != FIELD_SECRET && text_misleads(text))
        return refuse(c, f, "field.misleads", STR_NONE);
    if (f->type != FIELD_SECRET && text_shows_nothing(text))
        text = STR_NONE;
    if (f->type == FIELD_LINE && text_hides(text))
        return refuse(c, f, "field.misleads", STR_NONE);
    ret->text = f->type == FIELD_SECRET ? text
                                        : f->type == FIELD_LINE ? text_line(c->arena, text) : text_lines(c->arena, text);
    ret->is_absent = ret->text.n == 0;
    if (ret->is_absent)
        return OK;
    i64 n = (i64)(f->type == FIELD_SECRET ? ret->text.n : utf8_count(ret->text));
    return within(c, f, n, "field.too_short", "field.too_long");
}

static Err check_int(Ctx *c, const Field *f, Str text, Checked *ret)
{
    if (!str_int(text, &ret->number))
        return refuse(c, f, "field.not_number", STR_NONE);
    return f->low || f->high ? within(c, f, ret->number, "field.too_small", "field.too_big") : OK;
}

static Err check_bool(Ctx *c, const Field *f, Str text, Checked *ret)
{
    bool is_true = str_is(text, "1") || str_is(text, "true") || str_is(text, "on");
    if (!is_true && !str_is(text, "0") && !str_is(text, "false") && !str_is(text, "off"))
        return refuse(c, f, "field.not_bool", STR_NONE);
    ret->number = is_true;
    return OK;
}

static Err check_enum(Ctx *c, const Field *f, Str text, Checked *ret)
{
    ret->number = field_enum(f, text);
    return ret->number < 0 ? refuse(c, f, "field.not_one_of", STR_NONE) : OK;
}

static Err check_date(Ctx *c, const Field *f, Str text, Checked *ret)
{
    Date d;
    if (!date_parse(text, &d))
        return refuse(c, f, "field.not_date", STR_NONE);
    if (f->low && d < f->low)
        return refuse(c, f, "field.too_early", date_iso(c->arena, (Date)f->low));
    if (f->high && d > f->high)
        return refuse(c, f, "field.too_late", date_iso(c->arena, (Date)f->high));
    ret->number = d;
    return OK;
}

static Err check_code(Ctx *c, const Field *f, Str text, Checked *ret)
{
    if (!code_is_valid(text))
        return refuse(c, f, "field.not_place", STR_NONE);
    i64 level = code_level(text);
    if ((f->low && level < f->low) || (f->high && level > f->high))
        return refuse(c, f, "field.wrong_level", STR_NONE);
    ret->text = text;
    return OK;
}

/* 8:30, with the colon of either keyboard. */
static bool time_of_day(Str text, i64 *ret_minute)
{
    i64    hour, minute;
    size_t at = str_index(text, ':'), wide;
    bool   is_wide = str_find(text, STR("："), &wide);
    Str    behind = is_wide ? str_skip(text, wide + STR("：").n) : str_skip(text, at + 1);
    Str    before = str_cut(text, is_wide ? wide : at);
    if (before.n < 1 || before.n > 2 || behind.n != 2 || !str_int(before, &hour) || !str_int(behind, &minute))
        return false;
    *ret_minute = hour * 60 + minute;
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

static Str minute_text(Ctx *c, i64 minute)
{
    return arena_printf(c->arena, "%lld:%02lld", (long long)(minute / 60), (long long)(minute % 60));
}

static Err check_time(Ctx *c, const Field *f, Str text, Checked *ret)
{
    if (!time_of_day(text, &ret->number))
        return refuse(c, f, "field.not_time", STR_NONE);
    if (f->low && ret->number < f->low)
        return refuse(c, f, "field.time_early", minute_text(c, f->low));
    if (f->high && ret->number > f->high)
        return refuse(c, f, "field.time_late", minute_text(c, f->high));
    return OK;
}

/* What nobody can have meant: before 1970 is no moment, and 0 is none. */
static Err check_moment(Ctx *c, const Field *f, Str text, Checked *ret)
{
    if (!time_parse(text, &ret->number) || ret->number <= 0)
        return refuse(c, f, "field.not_moment", STR_NONE);
    if (f->low && ret->number < f->low)
        return refuse(c, f, "field.too_early", time_iso(c->arena, f->low));
    if (f->high && ret->number > f->high)
        return refuse(c, f, "field.too_late", time_iso(c->arena, f->high));
    return OK;
}

/* Numbers with a point: each bound is told as it would be typed. */
static Err check_decimal(Ctx *c, const Field *f, Str text, int places, const char *not_one, Checked *ret)
{
    if (!decimal_parse(text, places, &ret->number))
        return refuse(c, f, not_one, STR_NONE);
    if (ret->number < f->low)
        return refuse(c, f, "field.too_small", decimal_short(c->arena, f->low, places));
    if (ret->number > f->high)
        return refuse(c, f, "field.too_big", decimal_short(c->arena, f->high, places));
    return OK;
}

/* The number alone is no quantity, and neither is the unit that a select always sends: that is none. */
static Err check_quantity(Ctx *c, const Field *f, Str text, Checked *ret)
{
    Str unit = text, number;
    str_next(&unit, ' ', &number);
    unit = str_trim(unit);
    ret->is_absent = unit.n == 0 && field_enum(f, number) >= 0;
    if (ret->is_absent)
        return OK;
    ret->unit = field_enum(f, unit);
    if (ret->unit < 0)
        return refuse(c, f, "field.not_quantity", STR_NONE);
    return check_decimal(c, f, number, QUANTITY_PLACES, "field.not_quantity", ret);
}

static bool is_once(Str s)
{
    if (s.n < 8 || s.n > 64)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' ||
              ch == '-'))
            return false;
    }
    return true;
}

static Err check_other(Ctx *c, const Field *f, Str text, Checked *ret)
{
    switch (f->type) {
    case FIELD_INT: return check_int(c, f, text, ret);
    case FIELD_BOOL: return check_bool(c, f, text, ret);
    case FIELD_ENUM: return check_enum(c, f, text, ret);
    case FIELD_DATE: return check_date(c, f, text, ret);
    case FIELD_CODE: return check_code(c, f, text, ret);
    case FIELD_MOMENT: return check_moment(c, f, text, ret);
    case FIELD_TIME: return check_time(c, f, text, ret);
    case FIELD_YUAN: return check_decimal(c, f, text, YUAN_PLACES, "field.not_yuan", ret);
    case FIELD_AREA: return check_decimal(c, f, text, AREA_PLACES, "field.not_area", ret);
    case FIELD_QUANTITY: return check_quantity(c, f, text, ret);
    case FIELD_REF: return ref_parse(text, &ret->ref) ? OK : refuse(c, f, "field.not_record", STR_NONE);
    case FIELD_ONCE: ret->text = text; return is_once(text) ? OK : refuse(c, f, "field.not_once", STR_NONE);
    default: return refuse(c, f, "field.not_file", STR_NONE);
    }
}

static Err check(Ctx *c, const Field *f, Str text, Checked *ret)
{
    *ret = (Checked){ 0 };
    if (!utf8_is_text(text))
        return refuse(c, f, "field.bad_text", STR_NONE);
    if (f->type == FIELD_LINE || f->type == FIELD_TEXT || f->type == FIELD_SECRET)
        return check_text(c, f, text, ret);
    text = str_trim(text);
    ret->is_absent = text.n == 0;
    return ret->is_absent ? OK : check_other(c, f, text, ret);
}

Err field_check(Ctx *c, const Field *f, Str text)
{
    Checked ignored;
    return check(c, f, text, &ignored);
}

Err field_check_given(Ctx *c, const Field *f, Str text)
{
    return str_is_empty(text) ? refuse(c, f, "field.required", STR_NONE) : field_check(c, f, text);
}

int field_enum(const Field *f, Str name)
{
    for (int i = 0; f->names != NULL && f->names[i] != NULL; i++) {
        if (str_is(name, f->names[i]))
            return i;
    }
    return -1;
}

const char *field_name_of(const Field *f, int value)
{
    for (int i = 0; f->names[i] != NULL; i++) {
        if (i == value)
            return f->names[i];
    }
    return NULL;
}

/* ---- a form ---- */

typedef struct Values {
    const RawValue *raw;
    size_t          n;
} Values;

/* In JSON a number is a number and a text is a text. */
static Err check_json_type(Ctx *c, const Field *f, const RawValue *v)
{
    if (!v->is_json || v->is_file)
        return OK;
    bool is_word = str_is(v->text, "true") || str_is(v->text, "false");
    switch (f->type) {
    case FIELD_INT: return v->is_json_string || is_word ? refuse(c, f, "field.not_number", STR_NONE) : OK;
    case FIELD_BOOL: return v->is_json_string || !is_word ? refuse(c, f, "field.not_bool", STR_NONE) : OK;
    default: return v->is_json_string ? OK : refuse(c, f, "field.not_text", STR_NONE);
    }
}

static Err check_value(Ctx *c, const Field *f, const RawValue *v, Checked *ret)
{
    *ret = (Checked){ 0 };
    if (v->is_file)
        return refuse(c, f, "field.not_text", STR_NONE);
    TRY(check_json_type(c, f, v));
    return check(c, f, v->text, ret);
}

static void put_one(const Field *f, const Checked *v, void *to)
{
    switch (f->type) {
    case FIELD_INT:
    case FIELD_MOMENT:
    case FIELD_TIME:
    case FIELD_YUAN:
    case FIELD_AREA: *(i64 *)to = v->number; return;
    case FIELD_QUANTITY: *(Quantity *)to = (Quantity){ v->number, v->unit }; return;
    case FIELD_BOOL: *(bool *)to = v->number; return;
    case FIELD_ENUM: *(int *)to = (int)v->number; return;
    case FIELD_DATE: *(Date *)to = (Date)v->number; return;
    case FIELD_REF: *(Ref *)to = v->ref; return;
    default: *(Str *)to = v->text; return;
    }
}

static bool is_named(const RawValue *v, const Field *f)
{
    return str_is(v->name, f->name);
}

static size_t count_named(Values in, const Field *f, const RawValue **ret_first)
{
    size_t n = 0;
    for (size_t i = 0; i < in.n; i++) {
        if (is_named(&in.raw[i], f) && n++ == 0)
            *ret_first = &in.raw[i];
    }
    return n;
}

/* What was not said is not zero. */
static void put_none(const Field *f, void *to)
{
    if (f->type == FIELD_TIME || f->type == FIELD_YUAN || f->type == FIELD_AREA)
        *(i64 *)to = -1;
    else if (f->type == FIELD_QUANTITY)
        *(Quantity *)to = (Quantity){ -1, 0 };
}

/* A form has a number and a unit beside it, both of the field's name: one value. */
static void join_quantity(Ctx *c, Values in, const Field *f, size_t *n, const RawValue **v)
{
    if (f->type != FIELD_QUANTITY || *n != 2)
        return;
    Str       parts[2];
    size_t    k = 0;
    RawValue *one = NEW(c->arena, RawValue);
    for (size_t i = 0; i < in.n; i++)
        if (is_named(&in.raw[i], f))
            parts[k++] = str_trim(in.raw[i].text);
    *one = **v;
    one->text = str_join(c->arena, parts, 2, STR(" "));
    *v = one;
    *n = 1;
}

/* The hidden 0 before a box that was ticked: the box says it. */
static void join_box(const FormField *ff, size_t *n, const RawValue **v)
{
    if (ff->field->type != FIELD_BOOL || !(ff->flags & STAYS) || *n != 2 || (*v)->is_json || !str_is((*v)->text, "0"))
        return;
    while (!is_named(++*v, ff->field))
        ;
    *n = 1;
}

static void decode_one(Ctx *c, const FormField *ff, Values in, char *ret_struct)
{
    const RawValue *v = NULL;
    const Field    *f = ff->field;
    Checked         got = { .is_absent = true };
    size_t          n = count_named(in, f, &v);
    if (n == 0 && ff->flags & STAYS) {
        put_none(f, ret_struct + ff->offset);
        return;
    }
    join_quantity(c, in, f, &n, &v);
    join_box(ff, &n, &v);
    Err e = n > 1 ? refuse(c, f, "field.twice", STR_NONE) : n ? check_value(c, f, v, &got) : OK;
    if (e != OK)
        return;
    if ((ff->flags & REQUIRED) && (got.is_absent || (f->type == FIELD_BOOL && !got.number)))
        e = refuse(c, f, f->type == FIELD_BOOL ? "field.must_agree" : "field.required", STR_NONE);
    else if (!got.is_absent)
        put_one(f, &got, ret_struct + ff->offset);
    else
        put_none(f, ret_struct + ff->offset);
}

/* Several Refs, or Strs for lines and codes. */
static void decode_many(Ctx *c, const FormField *ff, Values in, char *ret_struct)
{
    const RawValue *first = NULL;
    const Field    *f = ff->field;
    size_t          n = count_named(in, f, &first), kept = 0;
    /* a table of the program: a list of anything else has no reader in it */
    BUG_ON(f->type != FIELD_REF && f->type != FIELD_LINE && f->type != FIELD_CODE);
    Ref *refs = f->type == FIELD_REF ? NEW_N(c->arena, Ref, n) : NULL;
    Str *strs = f->type == FIELD_REF ? NULL : NEW_N(c->arena, Str, n);
    Err  e = n > FIELD_MANY_MAX ? refuse(c, f, "field.too_many", number_text(c, FIELD_MANY_MAX)) : OK;
    int  row = 0;
    for (size_t i = 0; (e == OK || field_rows(ff)) && n <= FIELD_MANY_MAX && i < in.n; i++) {
        Checked got;
        if (!is_named(&in.raw[i], f))
            continue;
        Err one = check_value(c, f, &in.raw[i], &got);
        if (one != OK && field_rows(ff))
            problem_row(c, row + 1);
        row++;
        e = e == OK ? one : e;
        if (one != OK || got.is_absent)
            continue;
        if (refs != NULL)
            refs[kept++] = got.ref;
        else
            strs[kept++] = got.text;
    }
    if (e == OK && kept == 0 && (ff->flags & REQUIRED))
        e = refuse(c, f, "field.required", STR_NONE);
    if (e == OK && field_rows(ff) && kept > (size_t)field_rows(ff))
        e = refuse(c, f, "field.rows_many", number_text(c, field_rows(ff)));
    if (e == OK && refs != NULL)
        *(Refs *)(ret_struct + ff->offset) = (Refs){ refs, kept };
    else if (e == OK)
        *(Strs *)(ret_struct + ff->offset) = (Strs){ strs, kept };
}

/* Pictures (high is how many) or one file (high is bytes). A file input that was left alone sends an empty part. */
static void decode_files(Ctx *c, const FormField *ff, Values in, char *ret_struct)
{
    const Field *f = ff->field;
    const RawValue *first = NULL;
    size_t       n = count_named(in, f, &first), kept = 0, most = f->type == FIELD_FILE ? 1 : (size_t)f->high;
    Upload      *files = NEW_N(c->arena, Upload, n);
    Err          e = OK;
    for (size_t i = 0; e == OK && i < in.n; i++) {
        const RawValue *v = &in.raw[i];
        bool has_none = v->is_file ? v->upload.bytes.n == 0 && v->upload.name.n == 0 : v->text.n == 0; /* a browser's empty choice */
        if (!is_named(v, f) || has_none)
            continue;
        if (v->is_file && v->upload.bytes.n == 0)
            e = refuse(c, f, "field.file_empty", utf8_cut(v->upload.name, 60));
        else if (!v->is_file)
            e = refuse(c, f, "field.not_file", STR_NONE);
        else if (f->type == FIELD_FILE && (i64)v->upload.bytes.n > f->high)
            e = refuse(c, f, "field.file_too_large", number_text(c, f->high >> 20));
        else
            files[kept++] = v->upload;
    }
    if (e == OK && kept > most)
        e = f->type == FIELD_FILE ? refuse(c, f, "field.twice", STR_NONE)
                                  : refuse(c, f, "field.too_many", number_text(c, f->high));
    if (e == OK && kept == 0 && (ff->flags & REQUIRED))
        e = refuse(c, f, "field.no_file", STR_NONE);
    if (e != OK || kept == 0)
        return;
    if (f->type == FIELD_FILE)
        *(Upload *)(ret_struct + ff->offset) = files[0];
    else
        *(Uploads *)(ret_struct + ff->offset) = (Uploads){ files, kept };
}

/* ---- rows ---- */

bool field_row_split(Str name, const Field *f, i64 *ret_n, Str *ret_of)
{
    Str of, n;
    if (!str_next(&name, '.', &of) || !str_is(of, f->name) || name.p == NULL || !str_next(&name, '.', &n) || n.n == 0 || n.n > 2 ||
        n.p[0] == '0' || !str_int(n, ret_n) || *ret_n < 1)
        return false;
    *ret_of = name;
    return name.n > 0;
}

const char *field_row_name(Arena *a, const Field *f, i64 row, const char *of)
{
    return arena_printf(a, "%s.%lld.%s", f->name, (long long)row, of).p;
}

const FormField *form_field(const Form *form, Str name, i64 *ret_row)
{
    Str of;
    *ret_row = 0;
    for (size_t i = 0; form != NULL && i < form->n; i++) {
        const FormField *ff = &form->fields[i];
        i64              row, none;
        if (str_is(name, ff->field->name))
            return ff;
        if (ff->field->type == FIELD_ROWS && field_row_split(name, ff->field, &row, &of)) {
            *ret_row = row;
            return form_field(ff->row, of, &none); /* no rows in rows */
        }
    }
    return NULL;
}

/* A choice is always sent: it alone says nothing. */
static bool is_typed(const Form *row, const RawValue *v)
{
    i64              none;
    const FormField *ff = form_field(row, v->name, &none);
    Str              text = str_trim(v->text);
    bool             is_choice = ff != NULL && (ff->field->type == FIELD_ENUM || ff->field->type == FIELD_QUANTITY);
    return text.n > 0 && !(is_choice && field_enum(ff->field, text) >= 0);
}

/* How many values each row has. */
static void rows_count(const Field *f, Values in, size_t ret_n[FIELD_ROWS_MAX + 1])
{
    i64 n;
    Str of;
    memset(ret_n, 0, (FIELD_ROWS_MAX + 1) * sizeof *ret_n);
    for (size_t i = 0; i < in.n; i++)
        if (field_row_split(in.raw[i].name, f, &n, &of))
            ret_n[n]++;
}

/* What was sent of the n-th row, under the names of its fields. */
static Values row_values(Ctx *c, const FormField *ff, Values in, i64 n, size_t most, bool *ret_is_typed)
{
    RawValue *v = NEW_N(c->arena, RawValue, most);
    size_t    kept = 0;
    i64       at;
    *ret_is_typed = false;
    for (size_t i = 0; kept < most; i++) {
        Str name;
        if (!field_row_split(in.raw[i].name, ff->field, &at, &name) || at != n)
            continue;
        v[kept] = in.raw[i];
        v[kept].name = name;
        *ret_is_typed |= is_typed(ff->row, &v[kept++]);
    }
    return (Values){ v, kept };
}

/* What is wrong in a row is told at its field in that row. */
static void problems_name(Ctx *c, const Problem *before, const Field *f, i64 n)
{
    bool is_new = before == NULL;
    for (Problem *p = c->problems; p != NULL; p = p->next) {
        if (is_new)
            p->field = field_row_name(c->arena, f, n, p->field);
        is_new = is_new || p == before;
    }
}

static const Problem *problem_last(const Ctx *c)
{
    const Problem *p = c->problems;
    while (p != NULL && p->next != NULL)
        p = p->next;
    return p;
}

static void decode_rows(Ctx *c, const FormField *ff, Values in, bool strict, char *ret_struct)
{
    const Field *f = ff->field;
    char        *rows = arena_take(c->arena, ff->row->size * FIELD_ROWS_MAX);
    i64         *numbers = NEW_N(c->arena, i64, FIELD_ROWS_MAX);
    size_t       n = 0, values[FIELD_ROWS_MAX + 1];
    rows_count(f, in, values);
    for (i64 at = 1; at <= FIELD_ROWS_MAX; at++) {
        bool           has;
        Values         row = row_values(c, ff, in, at, values[at], &has);
        const Problem *before = problem_last(c);
        if (!has)
            continue;
        numbers[n] = at;
        if (field_decode(c, ff->row, row.raw, row.n, strict, rows + ff->row->size * n++) != OK)
            problems_name(c, before, f, at);
    }
    if (n == 0 && (ff->flags & REQUIRED))
        problem_add(c, f->name, "field.required", STR_NONE, STR_NONE);
    else if (n > 0 && (i64)n < f->low)
        problem_add(c, f->name, "field.too_few", number_text(c, f->low), STR_NONE);
    else if ((i64)n > f->high)
        problem_add(c, f->name, "field.too_many", number_text(c, f->high), STR_NONE);
    else
        *(FieldRows *)(ret_struct + ff->offset) = (FieldRows){ rows, n, numbers };
}

Err field_rows_check(Ctx *c, const Field *f, size_t row_size, const FieldRows *rows, FieldRowRule *rule, const void *arg)
{
    for (size_t i = 0; i < rows->n; i++) {
        const Problem *before = problem_last(c);
        Err            e = rule(c, (char *)rows->v + row_size * i, arg);
        if (e != OK && e != ERR_INVALID)
            return e;
        if (e != OK)
            problems_name(c, before, f, rows->at != NULL ? rows->at[i] : (i64)i + 1);
    }
    return fail_if_problems(c);
}

static bool is_of(const FormField *ff, Str name)
{
    i64 n;
    Str of;
    return ff->field->type == FIELD_ROWS ? field_row_split(name, ff->field, &n, &of) : str_is(name, ff->field->name);
}

static void given_note(const Form *form, Values in, char *ret_struct)
{
    Given *g = (Given *)(ret_struct + form->given - 1);
    BUG_ON(form->n > GIVEN_FIELDS); /* a table of the program */
    g->form = form;
    for (size_t i = 0; i < form->n; i++)
        for (size_t k = 0; k < in.n; k++)
            if (is_of(&form->fields[i], in.raw[k].name))
                g->fields |= UINT64_C(1) << i;
}

bool given(const Given *g, const Field *f)
{
    for (size_t i = 0; g->form != NULL && i < g->form->n; i++)
        if (g->form->fields[i].field == f)
            return (g->fields >> i & 1) != 0;
    return g->form == NULL; /* what a form does not ask for it does not say */
}

static bool form_knows(const Form *form, Str name)
{
    for (size_t i = 0; i < form->n; i++)
        if (is_of(&form->fields[i], name))
            return true; /* what a row does not know is told there */
    return false;
}

Err field_decode(Ctx *c, const Form *form, const RawValue *raw, size_t n, bool strict, void *ret_struct)
{
    Values in = { raw, n };
    for (size_t i = 0; i < form->n; i++) {
        const FormField *ff = &form->fields[i];
        if (ff->field->type == FIELD_PHOTOS || ff->field->type == FIELD_FILE)
            decode_files(c, ff, in, ret_struct);
        else if (ff->field->type == FIELD_ROWS)
            decode_rows(c, ff, in, strict, ret_struct);
        else if (ff->flags & MANY)
            decode_many(c, ff, in, ret_struct);
        else
            decode_one(c, ff, in, ret_struct);
    }
    for (size_t i = 0; strict && i < n; i++) {
        if (!form_knows(form, raw[i].name))
            problem_add(c, str_cstr(c->arena, str_cut(raw[i].name, 60)), "field.unknown", STR_NONE, STR_NONE);
    }
    if (form->given)
        given_note(form, in, ret_struct);
    return fail_if_problems(c);
}
