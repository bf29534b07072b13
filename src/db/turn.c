/* turn: see turn.h. Each mark holds the moment at which rows of its counties were last written; mark 0 is for what is
 * shared or of any county. The moment itself is raised after the marks: who took it before, read before. */
#include "db/turn.h"

#include "db/db_inside.h"

static _Thread_local Turn *now;

void turn_begin(Turn *t, Store *s)
{
    t->reach = (Reach){ .since = store_moment(s) };
    t->cut = NULL;
    t->around = now;
    now = t;
}

void turn_end(void)
{
    now = now->around;
}

Turn *turn_now(void)
{
    return now;
}

bool turn_is_cut(void)
{
    return turn_now() != NULL && turn_now()->cut != NULL;
}

bool turn_cut(const char *why)
{
    if (now == NULL || !now->is_brief)
        return false;
    if (now->cut == NULL)
        now->cut = why;
    return true;
}

/* ---- marks ---- */

/* A store begins at a moment that is later than all of any other that this program had before: what somebody remembers of
 * one that was closed is old, even where the next one lies at the same address. */
void moments_open(Store *s)
{
    static _Atomic i64 opened;
    i64                moment = (atomic_fetch_add(&opened, 1) + 1) << 32;
    atomic_store(&s->marks[0], moment);
    atomic_store(&s->moment, moment);
}

i64 store_moment(Store *s)
{
    return atomic_load(&s->moment);
}

bool shared_stands(Store *s, i64 since)
{
    return atomic_load(&s->marks[0]) <= since;
}

bool reach_stands(Store *s, const Reach *r)
{
    if (r->is_all)
        return store_moment(s) == r->since;
    for (int i = 0; i < r->n; i++) {
        if (atomic_load(&s->marks[r->county[i]]) > r->since)
            return false;
    }
    return shared_stands(s, r->since);
}

static u32 mark_of(Str county)
{
    u32 h = 2166136261u;
    for (size_t i = 0; i < county.n; i++)
        h = (h ^ (u8)county.p[i]) * 16777619u;
    return (u32)(1 + (h ^ h >> 16) % (MARKS - 1));
}

/* Puts it in; false: there is no room. */
static bool mark_put(u32 *list, int *n, int most, u32 mark)
{
    for (int i = 0; i < *n; i++) {
        if (list[i] == mark)
            return true;
    }
    if (*n == most)
        return false;
    list[(*n)++] = mark;
    return true;
}

/* The marks of the counties that a query was given; false: all, or it cannot be told. */
static bool marks_of(Query query, Args args, u32 *list, int *n, int most)
{
    if (query == SQL_TEXT || query->is_of_all)
        return false;
    for (u64 left = query->counties, i = 0; left; left >>= 1, i++) {
        if ((left & 1) && (i >= args.n || args.v[i].type != VALUE_TEXT || !mark_put(list, n, most, mark_of(args.v[i].s))))
            return false;
    }
    return true;
}

void reach_note(Query query, Args args)
{
    if (now != NULL && !now->reach.is_all && !marks_of(query, args, now->reach.county, &now->reach.n, REACH_MOST))
        now->reach.is_all = true;
}

void touched_note(Store *s, Query query, Args args)
{
    if (!marks_of(query, args, s->touched, &s->n_touched, TOUCHED_MOST) || query->counties == 0)
        s->touched_all = true;
}

void touched_raise(Store *s)
{
    i64 moment = atomic_load(&s->moment) + 1;
    if (s->n_touched == 0 && !s->touched_all)
        return;
    if (s->touched_all)
        atomic_store(&s->marks[0], moment);
    for (int i = 0; i < s->n_touched; i++)
        atomic_store(&s->marks[s->touched[i]], moment);
    atomic_store(&s->moment, moment);
    s->n_touched = 0;
    s->touched_all = false;
}

/* ---- memory ---- */

enum { MEMORY_LASTS = 2000 };

Memory memory_begin(const Ctx *c)
{
    const Db *db = c->reader;
    if (db != NULL && db->is_writer)
        return (Memory){ 0 };
    return (Memory){ c->store, db != NULL && db->is_begun ? db->began : store_moment(c->store), clock_ticks() };
}

bool memory_holds(const Memory *m, const Ctx *c)
{
    return m->store != NULL && m->store == c->store && shared_stands(c->store, m->since) &&
           clock_ticks() - m->ticks < MEMORY_LASTS;
}
