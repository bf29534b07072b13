/* parts: see parts.h. */
#include "web/parts.h"

#include "db/db.h"

typedef struct Parts {
    const Request *r;
    PagePart      *part;
} Parts;

/* On a copy, whose page nobody sees. */
static Err part_rehearse(Ctx *c, void *arg, size_t i)
{
    const Parts *p = arg;
    Request      copy = *p->r;
    copy.data = view_map(c->arena);
    copy.ui = view_map(c->arena);
    return p->part(&copy, i);
}

typedef struct List {
    const Request *r;
    RowPut        *put;
    const char    *rows;
    size_t         size;
} List;

static Err row_rehearse(Ctx *c, void *arg, size_t i)
{
    const List *l = arg;
    Request     copy = *l->r;
    return l->put(&copy, view_map(c->arena), l->rows + i * l->size);
}

typedef struct Rehearsal {
    ReadFn *fn;
    void   *arg;
} Rehearsal;

/* What fails here fails again in earnest, and is told then. */
static Err gently(Ctx *c, void *arg, size_t i)
{
    const Rehearsal *k = arg;
    Err              e = k->fn(c, k->arg, i);
    (void)e;
    return OK;
}

static Err rehearse(Request *r, size_t n, ReadFn *fn, void *arg)
{
    return db_travels(&r->ctx) ? db_together(&r->ctx, n, gently, &(Rehearsal){ fn, arg }) : OK;
}

Err page_together(Request *r, size_t n, PagePart *part)
{
    TRY(rehearse(r, n, part_rehearse, &(Parts){ r, part }));
    for (size_t i = 0; i < n; i++)
        TRY(part(r, i));
    return OK;
}

void page_foresee(Request *r, PagePart *part, size_t i)
{
    db_foresee(&r->ctx, part_rehearse, &(Parts){ r, part }, i);
}

Err page_rows(Request *r, View *list, size_t n, RowPut *put, const void *rows, size_t size)
{
    TRY(rehearse(r, n, row_rehearse, &(List){ r, put, rows, size }));
    for (size_t i = 0; i < n; i++)
        TRY(put(r, add_map(r->ctx.arena, list), (const char *)rows + i * size));
    return OK;
}
