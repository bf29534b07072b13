/* parts: those of a page that need nothing of each other. On a database that is travelled to, what they ask travels together:
 * each is gone through beforehand with a page that is thrown away, until it asks what is not here yet (db_together(),
 * docs/decisions/0051). So a part puts into what it is given, finds nothing there, and does nothing else. */
#pragma once
#include "web/route.h"

/* The i-th of them, into r->data and r->ui. */
typedef Err PagePart(Request *r, size_t i);
/* One after the other; fails as the first that does. */
MUST Err page_together(Request *r, size_t n, PagePart *part);
/* One that is put later, whatever is between: what it asks first is asked along with what is asked next. */
void page_foresee(Request *r, PagePart *part, size_t i);

/* A list: a map for each of n rows of that size. */
typedef Err RowPut(Request *r, View *m, const void *row);
MUST Err page_rows(Request *r, View *list, size_t n, RowPut *put, const void *rows, size_t size);
