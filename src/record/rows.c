/* rows: see rows.h. */
#include "record/rows.h"

#include <string.h>

Err rows_put(Db *w, const RowsPut *p, const Value *v, size_t n)
{
    /* a pair of queries of the program */
    BUG_ON(p->one->names == NULL || p->some->row == NULL || strcmp(p->one->names, p->some->row) != 0);
    size_t columns = (size_t)query_params(p->one), at_once = (size_t)query_params(p->some) / columns;
    for (size_t i = 0, many; i < n; i += many) {
        many = n - i >= at_once ? at_once : 1;
        Query q = many == 1 ? p->one : p->some;
        TRY(db_exec(w, q, (Args){ v + i * columns, many * columns, q }));
    }
    return OK;
}
