/* rows: several rows of one table in one statement, which costs PostgreSQL a third of one each. */
#pragma once
#include "db/db.h"

/* The same statement for one row and for `at_once`, of so many columns; arguments go row by row. */
typedef struct RowsPut {
    Query  one, some;
    size_t columns, at_once;
} RowsPut;

/* `n` rows: `v` holds their columns one after the other. As many at once as `some` takes, the rest one by one. */
MUST Err rows_put(Db *w, const RowsPut *p, const Value *v, size_t n);
