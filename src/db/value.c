/* value: what goes into a statement and comes out of it, and rows that are kept. */
#include "db/db_inside.h"

#include <string.h>

Value value_null(void)
{
    return (Value){ VALUE_NULL, 0, STR_NONE };
}

Value value_int(i64 i)
{
    return (Value){ VALUE_INT, i, STR_NONE };
}

Value value_text(Str s)
{
    return (Value){ VALUE_TEXT, 0, { s.p ? s.p : "", s.n } };
}

Value value_cstr(const char *s)
{
    return s ? value_text(str_from(s)) : value_null();
}

Value value_bytes(Str bytes)
{
    return (Value){ VALUE_BYTES, 0, { bytes.p ? bytes.p : "", bytes.n } };
}

Value value_self(Value v)
{
    return v;
}

/* Columns are named by the generated enums. Types are the tables' (STRICT on SQLite, and looked at by restore). */
static const Value *cell(Row r, int column)
{
    BUG_ON(column < 0 || (size_t)column >= r.n); /* a name of the generated enum of that query */
    return &r.v[column];
}

i64 row_int(Row r, int column)
{
    const Value *v = cell(r, column);
    BUG_ON(v->type != VALUE_INT && v->type != VALUE_NULL); /* STRICT tables hold the type, and restore looks */
    return v->i;
}

bool row_bool(Row r, int column)
{
    return row_int(r, column) != 0;
}

Str row_text(Row r, int column)
{
    const Value *v = cell(r, column);
    BUG_ON(v->type != VALUE_TEXT && v->type != VALUE_NULL); /* STRICT tables hold the type, and restore looks */
    return v->s;
}

Str row_bytes(Row r, int column)
{
    const Value *v = cell(r, column);
    /* the table's type */
    BUG_ON(v->type != VALUE_BYTES && v->type != VALUE_NULL);
    return v->s;
}

Hash row_hash(Row r, int column)
{
    Hash h;
    Str  s = row_bytes(r, column);
    if (s.n != sizeof h.b) {
        log_say(LOG_ERROR, "db.hash", "bytes=%zu", s.n);
        return (Hash){ 0 };
    }
    memcpy(h.b, s.p, sizeof h.b);
    return h;
}

bool row_is_null(Row r, int column)
{
    return cell(r, column)->type == VALUE_NULL;
}

static bool value_is(Value a, Value b)
{
    return a.type == b.type && a.i == b.i && str_eq(a.s, b.s);
}

bool question_is(Query a, Args given_a, Query b, Args given_b)
{
    if (a != b || given_a.n != given_b.n)
        return false;
    for (size_t i = 0; i < given_a.n; i++)
        if (!value_is(given_a.v[i], given_b.v[i]))
            return false;
    return true;
}

Err keep_row(void *arg, Row row)
{
    Keep *k = arg;
    if (k->n++ >= k->most)
        return OK;
    if (k->n > k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 8;
        k->row = arena_grow_raw(k->a, k->row, k->cap * sizeof(Row), cap * sizeof(Row));
        k->cap = cap;
    }
    Value *v = arena_raw(k->a, row.n * sizeof *v);
    for (size_t i = 0; i < row.n; i++) {
        v[i] = row.v[i];
        if (v[i].type == VALUE_TEXT || v[i].type == VALUE_BYTES)
            v[i].s = str_copy(k->a, v[i].s);
    }
    k->row[k->n - 1] = (Row){ v, row.n };
    return OK;
}
