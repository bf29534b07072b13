/* seen: counter_add_once(), see counter.h. A writing group keeps a list of sightings. Seen by a place is seen by all above
 * it, so the levels that see it for the first time are those from its place up to the first that knew it: one more for all
 * of them, and one less again from there up. Before COMMIT all of a group are asked for at once, level by level, until
 * everyone was known somewhere: mostly that is the first. */
#include "record/counter.h"
#include "record/counter.sql.h"

#include <stdlib.h>
#include <string.h>


enum { CODE_BYTES = 18 };

typedef struct Sighting {
    char               place[CODE_BYTES + 1];
    const CounterKind *kind;
    i64                part, thing;
    Code               at; /* the level that is asked, or the first that knew it; a beginning of `place` */
    bool               is_new, is_through;
} Sighting;

typedef struct Seen {
    Sighting *v;
    size_t    n, room, asked;
} Seen;

static void *seen_open(Store *s)
{
    void *seen = calloc(1, sizeof(Seen));
    BUG_ON(seen == NULL);
    return seen;
}

static void seen_close(void *group)
{
    free(((Seen *)group)->v);
    free(group);
}

static size_t seen_mark(void *group)
{
    return ((Seen *)group)->n;
}

static void seen_undo(void *group, size_t mark)
{
    ((Seen *)group)->n = mark;
}

static void seen_clear(void *group)
{
    seen_undo(group, 0);
}

void counter_add_once(Db *w, Code place, const CounterKind *kind, i64 part, i64 thing)
{
    Seen *seen = db_group(w, &seen_hooks);
    if (!code_is_valid(place)) /* as it stands in a record's row; the event beside it refuses the act */
        return;
    if (seen->n == seen->room) {
        seen->room = seen->room ? 2 * seen->room : 64;
        seen->v = realloc(seen->v, seen->room * sizeof *seen->v);
        BUG_ON(seen->v == NULL);
    }
    Sighting *s = &seen->v[seen->n++];
    *s = (Sighting){ .kind = kind, .part = part, .thing = thing };
    memcpy(s->place, place.p, place.n);
}

static Err first_seen(void *arg, Row row)
{
    ((Sighting *)arg)->is_new = true;
    return OK;
}

static Err sighting_ask(Db *w, Sighting *s)
{
    s->is_new = false;
    return db_ask(w, QUERY(seen_add, .county = ARG(code_county(s->at)), .place = ARG(s->at), .kind = ARG(s->kind->name),
                           .part = ARG(s->part), .thing = ARG(s->thing)), first_seen, s);
}

static Err seen_ask(Db *w, void *group)
{
    Seen *seen = group;
    for (size_t i = 0; i < seen->n; i++) {
        Sighting *s = &seen->v[i];
        s->at = str_from(s->place);
        s->is_through = false;
        TRY(sighting_ask(w, s));
    }
    seen->asked = seen->n;
    return OK;
}

/* Who was new at their level is asked for one level up; *ret_asked: somebody was. */
static Err seen_climb(Db *w, Seen *seen, bool *ret_asked)
{
    *ret_asked = false;
    for (size_t i = 0; i < seen->n; i++) {
        Sighting *s = &seen->v[i];
        s->is_through = s->is_through || !s->is_new;
        if (s->is_through)
            continue;
        s->at = code_parent(s->at);
        s->is_through = code_level(s->at) < LEVEL_COUNTY;
        if (s->is_through)
            continue;
        *ret_asked = true;
        TRY(sighting_ask(w, s));
    }
    return OK;
}

static void sighting_count(Db *w, const Sighting *s)
{
    if (str_is(s->at, s->place))
        return;
    counter_add(w, str_from(s->place), s->kind, s->part, 1);
    if (code_level(s->at) >= LEVEL_COUNTY)
        counter_add(w, s->at, s->kind, s->part, -1);
}

static Err seen_flush(Db *w, void *group)
{
    Seen *seen = group;
    bool  goes_on;
    BUG_ON(seen->asked != seen->n); /* write.c has us ask when the last body is through */
    do {
        TRY(seen_climb(w, seen, &goes_on));
        if (goes_on)
            TRY(db_heard(w));
    } while (goes_on);
    for (size_t i = 0; i < seen->n; i++)
        sighting_count(w, &seen->v[i]);
    seen->n = seen->asked = 0;
    return OK;
}

const GroupHooks seen_hooks = { .open = seen_open, .close = seen_close, .mark = seen_mark, .undo = seen_undo,
                                .ask = seen_ask,   .flush = seen_flush, .clear = seen_clear };
