/* field: what may be typed in, declared once a noun and used by forms, JSON bodies, rules, imports and /openapi.json.
 *
 * A noun declares each of its fields as a Field (name, type, bounds, label) and each form as a list of FormField that
 * says where in the noun's own struct the decoded value goes. Decoding is done in one place (field_decode), for page
 * forms, JSON bodies, query strings and CSV rows alike; every bound is checked there and answered at the field. */
#pragma once
#include "base/base.h"

typedef enum FieldType {
    FIELD_LINE,   /* Str: one line of text as text_line() keeps it; bounds in characters */
    FIELD_TEXT,   /* Str: several lines as text_lines() keeps them; bounds in characters */
    FIELD_SECRET, /* Str: as typed; never echoed, never logged; bounds in bytes */
    FIELD_INT,    /* i64: bounds are values */
    FIELD_BOOL,   /* bool: 1, true, on; absent, 0, false */
    FIELD_ENUM,   /* int: index into names[] */
    FIELD_DATE,   /* Date: bounds are dates; 0 when absent */
    FIELD_CODE,   /* Code: low and high are levels */
    FIELD_REF,    /* Ref: COUNTY-ID; county and id filled */
    FIELD_ONCE,   /* Str: an idempotency key, 8 to 64 of [A-Za-z0-9_-] */
    FIELD_MOMENT, /* i64: ms since 1970; typed as time_parse() reads it; bounds are such moments; 0 when absent */
    FIELD_TIME,   /* i64: minutes after midnight; typed 8:30; bounds are such minutes; -1 when absent */
    FIELD_YUAN,   /* i64: fen; typed 12.50; bounds in fen; -1 when absent, which is not zero */
    FIELD_AREA,   /* i64: 0.01 of mu or m2, as the label says; typed 98.56; bounds in 0.01; -1 when absent */
    FIELD_QUANTITY, /* Quantity: 3.5 and one of names[], typed as two values of one name or as "3.5 ton"; bounds in 0.001 */
    FIELD_PHOTOS, /* Upload list: high is how many */
    FIELD_FILE,   /* one Upload: high is bytes */
    FIELD_ROWS    /* FieldRows: structs of FormField.row, low to high of them; typed NAME.1.FIELD, NAME.2.FIELD; in JSON a list of objects */
} FieldType;

/* So much of a thing: of its unit (index into the field's names[]), in 0.001. n is -1 when absent. */
typedef struct Quantity {
    i64 n;
    int unit;
} Quantity;
enum { YUAN_PLACES = 2, AREA_PLACES = 2, QUANTITY_PLACES = 3 };

/* A file as it came in; bytes live in the request. */
typedef struct Upload {
    Str name, type, bytes;
} Upload;

typedef struct Uploads {
    const Upload *v;
    size_t        n;
} Uploads;

typedef struct Field {
    const char        *name;  /* in forms and JSON */
    FieldType          type;
    i64                low, high;
    const char *const *names; /* FIELD_ENUM, the units of FIELD_QUANTITY: NULL-terminated */
    const char        *label; /* message key: 标题 */
    const char        *quiet; /* with this value, or, where it is "", with any, a form is not for every eye (web/begun.h); NULL: never */
} Field;

enum { OPTIONAL = 0, REQUIRED = 1, MANY = 2, /* repeated, up to 500: FIELD_REF gives Refs; FIELD_LINE, FIELD_CODE Strs */
       STAYS = 4 /* of a change: what is not sent stays as it is (Given); REQUIRED beside it: but is not emptied */ };
enum { FIELD_MANY_MAX = 500 };
/* MANY, typed in rows of a form that can be added and taken away (web/form_rows.h), at most n that are not empty. */
#define ROWS(n) (MANY | (n) << 8)

typedef struct Refs {
    const Ref *v;
    size_t     n;
} Refs;

typedef struct Strs {
    const Str *v;
    size_t     n;
} Strs;

/* Structs one behind the other, in the order of their numbers. A row in which nothing was typed is left out: a page shows some
 * that are empty. */
typedef struct FieldRows {
    void      *v;
    size_t     n;
    const i64 *at; /* the numbers under which they were typed; NULL: from 1 on, of who typed none */
} FieldRows;
enum { FIELD_ROWS_MAX = 99 };

typedef struct FormField {
    const Field *field;
    size_t       offset; /* offsetof(the form's struct, member) */
    int          flags;
    const char  *label;  /* message key, where this form asks for it in other words than the noun; NULL: the field's own */
    const struct Form *row; /* FIELD_ROWS: of one row; no rows, files and passwords in it, and something that is typed */
} FormField;

typedef struct Form {
    size_t           size; /* of the struct */
    const FormField *fields;
    size_t           n;
    size_t           given; /* offsetof its member Given, plus one; 0: it has none, and nothing of it STAYS */
    const char      *name;  /* of pages, where several routes share it; NULL: each route's is called by its path */
} Form;

/* Which of a form's fields came in at all: an empty text and a text that was not sent decode to the same. Zeroed, as of a struct that
 * no form filled: all of them. */
typedef struct Given {
    const Form *form;
    u64         fields; /* by their places in the form */
} Given;
enum { GIVEN_FIELDS = 64 };
bool given(const Given *g, const Field *f);

/* #define RAISE(X): static const FormField raise_fields[] = { AT(NeedNew, title, NEED_TITLE, REQUIRED), ... } */
#define AT(T, member, fld, flags)           { &(fld), offsetof(T, member), (flags), NULL, NULL }
#define AT_AS(T, member, fld, flags, label) { &(fld), offsetof(T, member), (flags), (label), NULL }
#define AT_ROWS(T, member, fld, flags, row) { &(fld), offsetof(T, member), (flags), NULL, &(row) }
#define FORM_OF(T, fields_)         { sizeof(T), (fields_), COUNTOF(fields_), 0, NULL }
#define FORM_GIVEN(T, fields_, member) { sizeof(T), (fields_), COUNTOF(fields_), offsetof(T, member) + 1, NULL }

static inline int field_rows(const FormField *ff) /* how many at most; 0: it is not typed in rows */
{
    return ff->field->type == FIELD_ROWS ? (int)ff->field->high : ff->flags >> 8;
}

/* Message key: what the form calls the field. */
static inline const char *field_label(const FormField *ff)
{
    return ff->label != NULL ? ff->label : ff->field->label;
}

/* One value as it arrived: from a form part, a JSON member, a query parameter or a CSV cell. */
typedef struct RawValue {
    Str    name;
    Str    text;
    Upload upload;    /* where is_file */
    bool   is_file;
    bool   is_json_string; /* JSON: a number must not come as a string where FIELD_INT is asked, nor the reverse */
    bool   is_json;
} RawValue;

/* Fills *ret_struct (zeroed by the caller, form->size bytes) from raw values; every problem is noted at its field in c.
 * Names that the form does not know: `strict` (JSON) refuses them with ERR_INVALID at the name, otherwise dropped.
 * A name given twice that is not MANY is refused; but a box on a page that is not ticked sends nothing, so before one that STAYS
 * stands a hidden 0, which the box's own value follows. */
MUST Err field_decode(Ctx *c, const Form *form, const RawValue *raw, size_t n, bool strict, void *ret_struct);

/* The field that a value of this name is for; of a row ("agenda.2.title") the row's own, and *ret_row, else 0. NULL: there is none. */
const FormField *form_field(const Form *form, Str name, i64 *ret_row);
/* "agenda.2.title": of the second row of `agenda`, its title. */
bool field_row_split(Str name, const Field *f, i64 *ret_row, Str *ret_of);
const char *field_row_name(Arena *a, const Field *f, i64 row, const char *of);

/* Asks each row by a rule that answers ERR_INVALID at fields of the row's form: what is wrong is told at that row, and of all rows.
 * Another failure ends it. */
typedef Err FieldRowRule(Ctx *c, void *row, const void *arg);
MUST Err field_rows_check(Ctx *c, const Field *f, size_t row_size, const FieldRows *rows, FieldRowRule *rule, const void *arg);

/* The version of a record that a page was made of; a change of another version is ERR_CONFLICT. */
extern const Field VERSION_SEEN;

/* One value against one field; for rules that take text from elsewhere. */
MUST Err field_check(Ctx *c, const Field *f, Str text);
MUST Err field_check_given(Ctx *c, const Field *f, Str text); /* the same, and empty is not allowed */
int      field_enum(const Field *f, Str name); /* index, or -1 */
const char *field_name_of(const Field *f, int value);
