/* seen_fill: see counter.h. Keys are gathered, FILL_MOST of them, and written in their order, so that neighbours come one after
 * another; where they come county by county each is written once. How many there are of each is then counted from the table, in the order of its key. */
#include <stdlib.h>

#include "record/counter.h"
#include "record/counter.sql.h"

enum { FILL_MOST = 800000, AT_ONCE = 40 };

typedef struct Key {
    u64 place; /* packed */
    i64 part, thing;
} Key;

struct SeenFill {
    Db                *w;
    const CounterKind *kind;
    Key               *v;
    size_t             n;
};

SeenFill *seen_fill_open(Db *w, const CounterKind *kind)
{
    SeenFill *f = calloc(1, sizeof *f);
    BUG_ON(f == NULL);
    *f = (SeenFill){ .w = w, .kind = kind, .v = malloc(FILL_MOST * sizeof(Key)) };
    BUG_ON(f->v == NULL);
    return f;
}

/* The table's order: a county is the beginning of its places. */
static int key_order(const void *a, const void *b)
{
    const Key *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->thing > y->thing) - (x->thing < y->thing);
}

/* Some keys of one county; fewer than AT_ONCE repeat the last. */
static Err keys_write(SeenFill *f, const Key *v, size_t n)
{
    char                  room[AT_ONCE][CODE_ROOM];
    union given_seen_fill all = { 0 };
    _Static_assert(COUNTOF(all.by.row) == AT_ONCE, "{rows} of seen_fill");
    for (size_t i = 0; i < AT_ONCE; i++) {
        const Key *k = &v[i < n ? i : n - 1];
        all.by.row[i].place = ARG(code_unpack(k->place, room[i]));
        all.by.row[i].part = ARG(k->part);
        all.by.row[i].thing = ARG(k->thing);
    }
    all.by.county = ARG(code_county(all.by.row[0].place.s));
    all.by.kind = ARG(f->kind->name);
    return db_exec(f->w, FILLED(seen_fill, all));
}

static bool are_of_one_county(const Key *a, const Key *b)
{
    return code_pack_county(a->place) == code_pack_county(b->place);
}

/* Sorts, and leaves each once. */
static void keys_fold(SeenFill *f)
{
    size_t n = 0;
    if (f->n > 0)
        qsort(f->v, f->n, sizeof *f->v, key_order);
    for (size_t i = 0; i < f->n; i++)
        if (n == 0 || key_order(&f->v[n - 1], &f->v[i]) != 0)
            f->v[n++] = f->v[i];
    f->n = n;
}

static Err fill_write(SeenFill *f)
{
    keys_fold(f);
    size_t n = f->n;
    f->n = 0;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && next < i + AT_ONCE && are_of_one_county(&f->v[i], &f->v[next]); next++)
            ;
        TRY(keys_write(f, &f->v[i], next - i));
    }
    return OK;
}

/* Repetitions may be most of them. */
static Err fill_make_room(SeenFill *f)
{
    keys_fold(f);
    return f->n > FILL_MOST / 2 ? fill_write(f) : OK;
}

Err seen_fill_put(SeenFill *f, Code place, i64 part, i64 thing)
{
    u64 at = code_pack(place);
    if (at == 0) /* as it stands in a row that somebody else wrote; counter_add() leaves it out too */
        return OK;
    if (f->n > FILL_MOST / 2 && code_pack_county(f->v[f->n - 1].place) != code_pack_county(at))
        TRY(fill_write(f));
    do {
        if (f->n == FILL_MOST)
            TRY(fill_make_room(f));
        f->v[f->n++] = (Key){ at, part, thing };
        at = code_pack_above(at);
    } while (code_pack_level(at) >= LEVEL_COUNTY);
    return OK;
}

/* A figure of this place only: what counter_add() adds above it is taken off there. */
static Err seen_count(void *arg, Row r)
{
    SeenFill *f = arg;
    Code      place = row_text(r, C_SEEN_COUNTED_PLACE), above = code_parent(place);
    i64       part = row_int(r, C_SEEN_COUNTED_PART), n = row_int(r, C_SEEN_COUNTED_N);
    counter_add(f->w, place, f->kind, part, n);
    if (code_level(above) >= LEVEL_COUNTY)
        counter_add(f->w, above, f->kind, part, -n);
    return counter_relieve(f->w);
}

Err seen_fill_close(SeenFill *f, Err e)
{
    if (e == OK)
        e = fill_write(f);
    if (e == OK)
        e = db_each(f->w, Q_SEEN_COUNTED, ARGS(f->kind->name), seen_count, f);
    free(f->v);
    free(f);
    return e;
}
