/* merge: see merge.h. */
#include "record/merge.h"

enum { ID, RANK };
enum { NEARLY = 2 }; /* rows left, of a read that may be used up soon */

typedef struct Part {
    Rows   rows;
    size_t at;    /* the first that is not taken yet */
    i64    asked; /* rows; fewer came: those are all */
} Part;

typedef struct Parts {
    const Merge *m;
    Part        *v;
    i64          of_each; /* rows that are asked at first */
} Parts;

static Err part_read(Ctx *c, const Merge *m, Part *p, size_t i, i64 most)
{
    p->asked = most;
    return m->read(c, m->arg, i, most, &p->rows);
}

static Err first_read(Ctx *c, void *arg, size_t i)
{
    const Parts *k = arg;
    return part_read(c, k->m, &k->v[i], i, k->of_each);
}

static bool may_have_more(const Part *p)
{
    return (i64)p->rows.n == p->asked;
}

/* Those that may be used up soon as well are asked for more in the same trip. */
static Err soon_read(Ctx *c, void *arg, size_t i)
{
    const Parts *k = arg;
    Part         more = k->v[i];
    return may_have_more(&more) && more.at + NEARLY >= more.rows.n ? part_read(c, k->m, &more, i, more.asked * 4) : OK;
}

/* More of a read whose rows are used up, though it may have others. */
static Err part_fill(Ctx *c, Parts *k, size_t i)
{
    Part *p = &k->v[i];
    if (p->at < p->rows.n || !may_have_more(p))
        return OK;
    for (size_t other = 0; other < k->m->n; other++)
        db_foresee(c, soon_read, k, other);
    return part_read(c, k->m, p, i, p->asked * 4);
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
static Err next_id(Ctx *c, Parts *k, i64 *ret_id)
{
    const Merge *m = k->m;
    Part        *v = k->v, *first = NULL;
    for (size_t i = 0; i < m->n; i++) {
        TRY(part_fill(c, k, i));
        if (v[i].at < v[i].rows.n && (first == NULL || is_before(m, &v[i], first)))
            first = &v[i];
    }
    *ret_id = first ? row_int(first->rows.row[first->at++], ID) : 0;
    return OK;
}

Err merge_ids(Ctx *c, const Merge *m, i64 most, i64 *ids, size_t *n)
{
    i64   wanted = most - (i64)*n, of_each = m->n ? wanted * 2 / (i64)m->n + 4 : 0, id = 1;
    Parts k = { m, NEW_N(c->arena, Part, m->n + 1), of_each < wanted ? of_each : wanted };
    BUG_ON(m->n > MERGE_MOST); /* a noun's own kinds, whatever is asked for */
    if (wanted > 0)
        TRY(db_together(c, m->n, first_read, &k));
    while ((i64)*n < most && id != 0) {
        TRY(next_id(c, &k, &id));
        if (id != 0)
            ids[(*n)++] = id;
    }
    return OK;
}
