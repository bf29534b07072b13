/* json: see json.h. */
#include "cli/json.h"

#include <math.h>

Json json_new(Buf *b)
{
    return (Json){ .b = b };
}

static void before(Json *j)
{
    if (!j->is_value && j->depth > 0 && j->more[j->depth - 1])
        buf_char(j->b, ',');
    if (j->depth > 0)
        j->more[j->depth - 1] = true;
    j->is_value = false;
}

static void open(Json *j, char first, char last)
{
    before(j);
    BUG_ON(j->depth == JSON_DEEPEST); /* as deep as a command nests its calls, not its data */
    buf_char(j->b, first);
    j->close[j->depth] = last;
    j->more[j->depth++] = false;
}

void json_object(Json *j)
{
    open(j, '{', '}');
}

void json_array(Json *j)
{
    open(j, '[', ']');
}

void json_end(Json *j)
{
    BUG_ON(j->depth == 0 || j->is_value); /* our own nesting, in the order of the calls */
    buf_char(j->b, j->close[--j->depth]);
}

void json_key_str(Json *j, Str key)
{
    before(j);
    buf_json(j->b, key);
    buf_char(j->b, ':');
    j->is_value = true;
}

void json_key(Json *j, const char *key)
{
    json_key_str(j, str_from(key));
}

void json_key_int(Json *j, i64 key)
{
    before(j);
    buf_printf(j->b, "\"%lld\":", (long long)key);
    j->is_value = true;
}

void json_int(Json *j, i64 v)
{
    before(j);
    buf_int(j->b, v);
}

static void put_bool(Json *j, bool v)
{
    before(j);
    buf_cstr(j->b, v ? "true" : "false");
}

void json_null(Json *j)
{
    before(j);
    buf_cstr(j->b, "null");
}

void json_str(Json *j, Str s)
{
    before(j);
    buf_json(j->b, s);
}

void json_real(Json *j, double v)
{
    BUG_ON(!isfinite(v)); /* no engine gives another: opinion_fuzz asks every number */
    before(j);
    buf_printf(j->b, "%.17g", v);
}

void json_ints(Json *j, const int *v, size_t n)
{
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_int(j, v[i]);
    json_end(j);
}

void json_raw(Json *j, Str text)
{
    before(j);
    buf_str(j->b, text);
}

void json_put_int(Json *j, const char *key, i64 v)
{
    json_key(j, key);
    json_int(j, v);
}

void json_put_bool(Json *j, const char *key, bool v)
{
    json_key(j, key);
    put_bool(j, v);
}

void json_put_str(Json *j, const char *key, Str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_put_real(Json *j, const char *key, double v)
{
    json_key(j, key);
    json_real(j, v);
}

void json_put_ints(Json *j, const char *key, const int *v, size_t n)
{
    json_key(j, key);
    json_ints(j, v, n);
}
