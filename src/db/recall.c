/* recall: what a reader was told in its snapshot, it is told again without being asked. A page needs the same row in several
 * places that know nothing of each other (the address, the matter, may it be seen, its story, its links), and within one
 * snapshot the answer is the same. Single rows only; the writer asks anew, for it changes what it reads.
 *
 * Rows and arguments lie in the arena of the Ctx that reads; where something of that was given back (arena_rewind), nothing is
 * recalled any more. */
#include "db/db_inside.h"


enum { TEXT_MOST = 64 };

void recall_clear(Db *db)
{
    db->recall.n = 0;
}

bool recall_find(Db *db, Query q, Args args, bool *ret_found, Row *ret_row)
{
    Recall *m = &db->recall;
    if (db->is_writer || !db->is_begun || db->doomed != OK)
        return false;
    if (m->n > 0 && m->rewinds != arena_rewinds(db->ctx->arena))
        recall_clear(db);
    for (size_t i = 0; i < m->n && i < COUNTOF(m->at); i++)
        if (question_is(m->at[i].query, (Args){ m->at[i].v, m->at[i].n }, q, args)) {
            *ret_found = m->at[i].found;
            *ret_row = m->at[i].row;
            return true;
        }
    return false;
}

/* The oldest one makes way. */
void recall_keep(Db *db, Query q, Args args, bool found, Row row)
{
    Recall *m = &db->recall;
    Arena  *a = db->ctx->arena;
    if (db->is_writer || !db->is_begun || args.n > RECALL_ARGS)
        return;
    for (size_t i = 0; i < args.n; i++)
        if (args.v[i].s.n > TEXT_MOST)
            return;
    if (m->rewinds != arena_rewinds(a))
        recall_clear(db);
    Recalled *r = &m->at[m->n++ % COUNTOF(m->at)];
    *r = (Recalled){ .query = q, .n = args.n, .found = found, .row = row };
    for (size_t i = 0; i < args.n; i++) {
        r->v[i] = args.v[i];
        if (args.v[i].s.n > 0)
            r->v[i].s = str_copy(a, args.v[i].s);
    }
    m->rewinds = arena_rewinds(a);
}
