/* rows: see rows.h. */
#include "record/rows.h"

Err rows_put(Db *w, const RowsPut *p, const Value *v, size_t n)
{
    for (size_t i = 0, many; i < n; i += many) {
        many = n - i >= p->at_once ? p->at_once : 1;
        TRY(db_exec(w, many == 1 ? p->one : p->some, (Args){ v + i * p->columns, many * p->columns }));
    }
    return OK;
}
