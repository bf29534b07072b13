/* form: see form.h. */
#include "web/form.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

enum { MAX_PART_HEADERS = 4096, MAX_BOUNDARY = 70, MAX_NAME = 200 };

static Err malformed(Ctx *c, const char *what)
{
    return fail(c, ERR_MALFORMED, NULL, "%s", what);
}

static Err add(Ctx *c, RawValues *values, RawValue v)
{
    if (values->n == FORM_MAX_VALUES)
        return malformed(c, "too many values");
    if (v.name.n > MAX_NAME || !utf8_is_text(v.name))
        return malformed(c, "a field's name");
    if (values->n == values->cap) {
        size_t cap = values->cap ? values->cap * 2 : 16;
        values->v = arena_grow(c->arena, values->v, values->cap * sizeof v, cap * sizeof v);
        values->cap = cap;
    }
    values->v[values->n++] = v;
    return OK;
}

/* ---- content type ---- */

static bool starts_nocase(Str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

BodyType form_body_type(Str content_type)
{
    Str rest = content_type, type = STR_NONE;
    if (!str_next(&rest, ';', &type) || (type = str_trim(type)).n == 0)
        return BODY_NONE;
    static const struct { const char *name; BodyType type; } known[] = {
        { "application/x-www-form-urlencoded", BODY_URLENCODED },
        { "multipart/form-data", BODY_MULTIPART },
        { "application/json", BODY_JSON },
    };
    for (size_t i = 0; i < COUNTOF(known); i++) {
        if (type.n == strlen(known[i].name) && starts_nocase(type, known[i].name))
            return known[i].type;
    }
    return BODY_OTHER;
}

/* ---- urlencoded ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool form_unescape(Arena *a, Str s, bool plus_is_space, bool lenient, Str *ret)
{
    char  *p = arena_take(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '+' && plus_is_space) {
            p[n++] = ' ';
        } else if (s.p[i] != '%') {
            p[n++] = s.p[i];
        } else if (s.n - i > 2 && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
            p[n++] = (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2]));
            i += 2;
        } else if (lenient) {
            p[n++] = '%';
        } else {
            return false;
        }
    }
    *ret = (Str){ p, n };
    return true;
}

Err form_urlencoded(Ctx *c, Str text, RawValues *ret)
{
    Str rest = text, pair;
    while (str_next(&rest, '&', &pair)) {
        Str      name, value = pair;
        RawValue v = { 0 };
        if (pair.n == 0)
            continue;
        if (!str_next(&value, '=', &name))
            return malformed(c, "a pair");
        form_unescape(c->arena, name, true, true, &v.name);
        form_unescape(c->arena, value, true, true, &v.text);
        TRY(add(c, ret, v));
    }
    return OK;
}

/* ---- multipart ---- */

/* The value of name= in "form-data; name=\"a\"; filename=\"b\""; quotes and backslash escapes taken off. */
static bool parameter(Arena *a, Str header, const char *name, Str *ret)
{
    Str rest = header;
    for (size_t at; str_find(rest, STR(";"), &at);) {
        rest = str_trim(str_skip(rest, at + 1));
        if (!starts_nocase(rest, name) || rest.n <= strlen(name) || rest.p[strlen(name)] != '=')
            continue;
        rest = str_skip(rest, strlen(name) + 1);
        if (rest.n == 0 || rest.p[0] != '"') {
            Str value;
            if (!str_next(&rest, ';', &value))
                return false;
            *ret = str_trim(value);
            return true;
        }
        char  *p = arena_take(a, rest.n);
        size_t n = 0, i = 1;
        for (; i < rest.n && rest.p[i] != '"'; i++)
            p[n++] = rest.p[i] == '\\' && i + 1 < rest.n && rest.p[i + 1] == '"' ? rest.p[++i] : rest.p[i];
        *ret = (Str){ p, n };
        return i < rest.n;
    }
    return false;
}

/* Browsers spell a quote and line ends in a name as %22, %0D, %0A (HTML standard); other signs stand as they are. */
static Str unquoted(Arena *a, Str s)
{
    Str text;
    if (!str_find(s, STR("%"), NULL))
        return s;
    form_unescape(a, s, false, true, &text);
    return text;
}

typedef struct Part {
    Str disposition, type, body;
} Part;

static bool part_headers(Str headers, Part *ret)
{
    Str line;
    while (str_next(&headers, '\n', &line)) {
        Str name;
        line = str_trim(line);
        if (line.n == 0)
            continue;
        if (!str_next(&line, ':', &name) || line.p == NULL)
            return false;
        if (name.n == 19 && starts_nocase(name, "Content-Disposition"))
            ret->disposition = str_trim(line);
        else if (name.n == 12 && starts_nocase(name, "Content-Type"))
            ret->type = str_trim(line);
    }
    return starts_nocase(ret->disposition, "form-data");
}

static Err add_part(Ctx *c, const Part *part, RawValues *ret)
{
    RawValue v = { .text = part->body };
    Str      file;
    if (!parameter(c->arena, part->disposition, "name", &v.name))
        return malformed(c, "a part without a name");
    v.name = unquoted(c->arena, v.name);
    if (parameter(c->arena, part->disposition, "filename", &file)) {
        file = unquoted(c->arena, file);
        if (file.n > 1000 || !utf8_is_text(file) || !utf8_is_text(part->type))
            return malformed(c, "a file's name");
        v.is_file = true;
        v.text = STR_NONE;
        v.upload = (Upload){ .name = file, .type = part->type, .bytes = part->body };
    }
    return add(c, ret, v);
}

/* Takes one part off the front: headers, an empty line, then bytes up to the next "\r\n--boundary". */
static bool next_part(Str *rest, Str delimiter, Part *ret)
{
    size_t at;
    *ret = (Part){ 0 };
    if (!str_find(str_cut(*rest, MAX_PART_HEADERS), STR("\r\n\r\n"), &at) || !part_headers(str_cut(*rest, at), ret))
        return false;
    Str body = str_skip(*rest, at + 4);
    if (body.p == NULL)
        body.p = "";
    if (!str_find(body, delimiter, &at))
        return false;
    ret->body = str_cut(body, at);
    *rest = str_skip(body, at + delimiter.n);
    return true;
}

Err form_multipart(Ctx *c, Str content_type, Str body, RawValues *ret)
{
    Str boundary;
    if (!parameter(c->arena, content_type, "boundary", &boundary) || boundary.n == 0 || boundary.n > MAX_BOUNDARY)
        return malformed(c, "no boundary");
    Str delimiter = arena_printf(c->arena, "\r\n--%.*s", STR_ARG(boundary));
    Str first = str_skip(delimiter, 2), rest = body;
    if (!str_starts(rest, first))
        return malformed(c, "body does not begin with its boundary");
    rest = str_skip(rest, first.n);
    while (!str_starts(rest, STR("--"))) {
        Part part;
        if (!str_starts(rest, STR("\r\n")))
            return malformed(c, "after a boundary");
        rest = str_skip(rest, 2);
        if (!next_part(&rest, delimiter, &part))
            return malformed(c, "a part");
        TRY(add_part(c, &part, ret));
    }
    rest = str_skip(rest, 2);
    return rest.n == 0 || str_is(rest, "\r\n") ? OK : malformed(c, "bytes after the last boundary");
}

/* ---- JSON ---- */

/* How deep brackets nest, before any parser recurses on them. */
static bool is_shallow(Str s)
{
    int  depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if (in_text && ch == '\\')
            i++;
        else if (ch == '"')
            in_text = !in_text;
        else if (!in_text && (ch == '{' || ch == '['))
            depth++;
        else if (!in_text && (ch == '}' || ch == ']'))
            depth--;
        if (depth > FORM_MAX_DEPTH)
            return false;
    }
    return true;
}

static void release_json(void *arg)
{
    json_decref(arg);
}

static Err add_json(Ctx *c, const char *name, json_t *j, RawValues *ret)
{
    RawValue v = { .name = str_from(name), .is_json = true };
    switch (json_typeof(j)) {
    case JSON_NULL: return OK;
    case JSON_STRING:
        v.text = (Str){ json_string_value(j), json_string_length(j) };
        v.is_json_string = true;
        break;
    case JSON_INTEGER: v.text = arena_printf(c->arena, "%lld", (long long)json_integer_value(j)); break;
    case JSON_TRUE: v.text = STR("true"); break;
    case JSON_FALSE: v.text = STR("false"); break;
    case JSON_REAL: problem_add(c, name, "field.not_number", STR_NONE, STR_NONE); return OK;
    default: problem_add(c, name, "field.not_flat", STR_NONE, STR_NONE); return OK;
    }
    return add(c, ret, v);
}

/* A list of objects is rows: agenda.1.title. */
static Err add_row(Ctx *c, const char *name, size_t n, json_t *row, RawValues *ret)
{
    const char *of;
    json_t     *member, *element;
    size_t      i;
    json_object_foreach(row, of, member)
    {
        const char *at = str_cstr(c->arena, arena_printf(c->arena, "%s.%zu.%s", name, n, of));
        if (!json_is_array(member)) {
            TRY(add_json(c, at, member, ret));
            continue;
        }
        json_array_foreach(member, i, element)
            TRY(add_json(c, at, element, ret));
    }
    return OK;
}

Err form_json(Ctx *c, Str body, RawValues *ret)
{
    json_error_t error;
    const char  *name;
    json_t      *member, *element;
    size_t       i;
    if (!is_shallow(body))
        return malformed(c, "JSON too deep");
    json_t *root = json_loadb(body.n ? body.p : "", body.n, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return malformed(c, "not JSON");
    arena_defer(c->arena, release_json, root);
    if (!json_is_object(root))
        return malformed(c, "JSON that is no object");
    json_object_foreach(root, name, member)
    {
        if (!json_is_array(member)) {
            TRY(add_json(c, name, member, ret));
            continue;
        }
        json_array_foreach(member, i, element)
            TRY(json_is_object(element) ? add_row(c, name, i + 1, element, ret) : add_json(c, name, element, ret));
    }
    return OK;
}
