/* query: what is known of a query from its text, and whether what it is given is what it takes. */
#include "db/db_inside.h"

#include <string.h>

Query query_nth(int number)
{
    BUG_ON(number < 0 || number >= query_count); /* whoever walks all of them counts to query_count */
    const QueryTable *const *t = query_tables;
    while (t[1] != NULL && t[1]->from <= number)
        t++;
    return (*t)->list[number - (*t)->from];
}

const char *query_name(Query q)
{
    return q->name;
}

const char *query_text(Query q)
{
    return q->text[ENGINE_SQLITE];
}

int query_params(Query q)
{
    return q->params;
}

/* The same names in the same order: both NULL, or the same texts. */
static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Can what was given to `of` be given to `q`? What has names takes none by number. */
static bool takes(Query q, Query of)
{
    if (q == of)
        return true;
    return of == NULL ? q->names == NULL && q->row == NULL : is_same(q->names, of->names) && is_same(q->row, of->row);
}

/* The name of the parameter, counted from 0. */
static Str param_name(Query q, size_t at)
{
    Str    names = q->names ? str_from(q->names) : STR_NONE, row = q->row ? str_from(q->row) : STR_NONE, name;
    size_t n = 0;
    while (str_next(&names, ' ', &name))
        if (n++ == at)
            return name;
    for (at -= n; row.n;) /* those of a row come again and again */
        for (Str rest = row; str_next(&rest, ' ', &name); at--)
            if (at == 0)
                return name;
    return STR("?");
}

Sql db_sql_of(Query q, Args args)
{
    if ((int)args.n != q->params || !takes(q, args.of))
        log_say(LOG_ERROR, "db.args", "query=%s given=%zu of=%s wanted=%d", q->name, args.n, args.of ? args.of->name : "-",
                q->params);
    BUG_ON((int)args.n != q->params || !takes(q, args.of)); /* QUERY() in the source: no input makes them more */
    for (size_t i = 0; i < args.n; i++)
        if (args.v[i].type == VALUE_LEFT_OUT) {
            Str name = param_name(q, i);
            log_say(LOG_ERROR, "db.args", "query=%s left_out=%.*s at=%zu", q->name, STR_ARG(name), i + 1);
            bug("an argument was left out", __FILE__, __LINE__);
        }
    return (Sql){ q, NULL };
}
