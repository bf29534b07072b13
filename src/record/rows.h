/* rows: several rows of one table in one statement, which costs PostgreSQL a third of one each. */
#pragma once
#include "db/db.h"

/* The same statement for one row and for some, {rows} of the same names. */
typedef struct RowsPut {
    Query one, some;
} RowsPut;

/* `n` rows: `v` holds what `one` is to be given for each, put there with FILL(). As many at once as `some` takes, the
 * rest one by one. */
MUST Err rows_put(Db *w, const RowsPut *p, const Value *v, size_t n);
