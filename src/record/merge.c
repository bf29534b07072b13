/* merge: see merge.h. */
#include "record/merge.h"

enum { ID, RANK };

typedef struct Part {
    Rows   rows;
    size_t at;    /* the first that is not taken yet */
    i64    asked; /* rows; fewer came: those are all */
} Part;

static Err part_read(Ctx *c, const Merge *m, Part *p, size_t i, i64 most)
{
    p->asked = most;
    return m->read(c, m->arg, i, most, &p->rows);
}

/* More of a read whose rows are used up, though it may have others. */
static Err part_fill(Ctx *c, const Merge *m, Part *p, size_t i)
{
    if (p->at < p->rows.n || (i64)p->rows.n < p->asked)
        return OK;
    return part_read(c, m, p, i, p->asked * 4);
}

static bool is_before(const Merge *m, const Part *a, const Part *b)
{
    Row x = a->rows.row[a->at], y = b->rows.row[b->at];
    i64 rank = row_int(x, RANK) - row_int(y, RANK), id = row_int(x, ID) - row_int(y, ID);
    if (rank != 0)
        return rank > 0;
    return m->is_newest ? id > 0 : id < 0;
}

/* The next of them all; 0: there is none. */
static Err next_id(Ctx *c, const Merge *m, Part *v, i64 *ret_id)
{
    Part *first = NULL;
    for (size_t i = 0; i < m->n; i++) {
        TRY(part_fill(c, m, &v[i], i));
        if (v[i].at < v[i].rows.n && (first == NULL || is_before(m, &v[i], first)))
            first = &v[i];
    }
    *ret_id = first ? row_int(first->rows.row[first->at++], ID) : 0;
    return OK;
}

Err merge_ids(Ctx *c, const Merge *m, i64 most, i64 *ids, size_t *n)
{
    i64   wanted = most - (i64)*n, of_each = m->n ? wanted * 2 / (i64)m->n + 4 : 0, id = 1;
    Part *v = NEW_N(c->arena, Part, m->n + 1);
    BUG_ON(m->n > MERGE_MOST); /* a noun's own kinds, whatever is asked for */
    for (size_t i = 0; wanted > 0 && i < m->n; i++)
        TRY(part_read(c, m, &v[i], i, of_each < wanted ? of_each : wanted));
    while ((i64)*n < most && id != 0) {
        TRY(next_id(c, m, v, &id));
        if (id != 0)
            ids[(*n)++] = id;
    }
    return OK;
}
