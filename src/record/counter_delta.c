/* counter_delta: sums of deltas, and how they become rows. See counter_inside.h. */
#include <stdlib.h>
#include <string.h>

#include "record/counter_inside.h"
#include "record/counter.sql.h"
#include "record/rows.h"

void deltas_put(Deltas *d, Delta delta)
{
    if (d->n == d->room) {
        d->room = d->room ? 2 * d->room : 64;
        d->v = realloc(d->v, d->room * sizeof *d->v);
        BUG_ON(d->v == NULL);
    }
    d->v[d->n++] = delta;
}

/* The order of the table's key. */
static int delta_order(const void *a, const void *b)
{
    const Delta *x = a, *y = b;
    if (x->county != y->county)
        return x->county < y->county ? -1 : 1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    int by = x->kind == y->kind ? 0 : strcmp(x->kind->name, y->kind->name);
    return by ? by : (x->part > y->part) - (x->part < y->part);
}

void deltas_sum(Deltas *d)
{
    size_t n = 0;
    if (d->n == 0)
        return;
    qsort(d->v, d->n, sizeof *d->v, delta_order);
    for (size_t i = 0; i < d->n;) {
        Delta sum = d->v[i++];
        while (i < d->n && delta_order(&sum, &d->v[i]) == 0)
            sum.delta += d->v[i++].delta;
        if (sum.delta != 0)
            d->v[n++] = sum;
    }
    d->n = n;
}

/* What lies above is summed up before it is sorted: there are few places above many. */
void deltas_spread(Deltas *d)
{
    Sums   above = { 0 };
    size_t n = d->n;
    for (size_t i = 0; i < n; i++) {
        const Delta *x = &d->v[i];
        for (u64 at = code_pack_above(x->place); code_pack_level(at) >= LEVEL_COUNTY; at = code_pack_above(at))
            sums_put(&above, at, x->kind, x->part, x->delta);
    }
    sums_move(&above, d);
    for (size_t i = 0; i < d->n; i++)
        d->v[i].county = code_pack_county(d->v[i].place);
    deltas_sum(d);
}

/* ---- sums ---- */

static size_t sum_slot(const Sums *s, u64 place, const CounterKind *kind, i64 part)
{
    u64 h = (place ^ (u64)(uintptr_t)kind * 0x9e3779b97f4a7c15u ^ (u64)part * 0xc2b2ae3d27d4eb4fu) * 0xff51afd7ed558ccdu;
    return (h ^ h >> 32) & (s->room - 1);
}

static Sum *sum_find(const Sums *s, u64 place, const CounterKind *kind, i64 part)
{
    for (size_t at = sum_slot(s, place, kind, part);; at = (at + 1) & (s->room - 1)) {
        Sum *x = &s->v[at];
        if (x->kind == NULL || (x->place == place && x->kind == kind && x->part == part))
            return x;
    }
}

/* At first by so much at once that what is in it is seldom moved, when it is large by no more than needed. */
static void sums_grow(Sums *s)
{
    enum { LARGE = 1 << 18 };
    Sums more = { .n = s->n, .room = s->room == 0 ? 64 : s->room < LARGE ? s->room * 4 : s->room * 2 };
    more.v = calloc(more.room, sizeof *more.v);
    BUG_ON(more.v == NULL);
    for (size_t i = 0; i < s->room; i++)
        if (s->v[i].kind != NULL)
            *sum_find(&more, s->v[i].place, s->v[i].kind, s->v[i].part) = s->v[i];
    free(s->v);
    *s = more;
}

void sums_put(Sums *s, u64 place, const CounterKind *kind, i64 part, i64 delta)
{
    if (s->n * 2 >= s->room)
        sums_grow(s);
    Sum *x = sum_find(s, place, kind, part);
    if (x->kind == NULL) {
        *x = (Sum){ place, kind, part, 0 };
        s->n++;
    }
    x->delta += delta;
}

/* They lie anywhere in much memory: all are asked for before the first is waited for. */
void sums_put_all(Sums *s, u64 place, const CounterMove *v, size_t n)
{
    for (size_t i = 0; i < n && s->room > 0; i++)
        __builtin_prefetch(&s->v[sum_slot(s, place, v[i].kind, v[i].part)], 1);
    for (size_t i = 0; i < n; i++)
        if (v[i].delta != 0)
            sums_put(s, place, v[i].kind, v[i].part, v[i].delta);
}

void sums_drop(Sums *s)
{
    free(s->v);
    *s = (Sums){ 0 };
}

void sums_move(Sums *s, Deltas *to)
{
    for (size_t i = 0; i < s->room; i++)
        if (s->v[i].kind != NULL)
            deltas_put(to, (Delta){ 0, s->v[i].place, s->v[i].kind, s->v[i].part, s->v[i].delta });
    sums_drop(s);
}

/* ---- rows ---- */

enum { MOST_VALUES = COLUMNS_OF(counter_move_six), MOST_ROWS = 6 };
_Static_assert(COLUMNS_OF(outbox_add_five) <= MOST_VALUES, "values of one statement");

/* One delta as the values of its row; `place` is its code. */
typedef void DeltaValues(Value *v, const Delta *x, Code place, i64 now);

typedef struct Rowing {
    RowsPut      rows;
    DeltaValues *put;
    size_t       columns, at_once;
} Rowing;

typedef struct Writing {
    Db           *w;
    const Rowing *how;
    i64           now;
    Value         v[MOST_VALUES];
    char          code[MOST_ROWS][CODE_ROOM];
    size_t        n;
} Writing;

static Err writing_put(Writing *x, const Delta *d)
{
    const Rowing *how = x->how;
    how->put(x->v + x->n * how->columns, d, code_unpack(d->place, x->code[x->n]), x->now);
    if (++x->n < how->at_once)
        return OK;
    x->n = 0;
    return rows_put(x->w, &how->rows, x->v, how->at_once);
}

static Err writing_end(Writing *x)
{
    return rows_put(x->w, &x->how->rows, x->v, x->n);
}

/* A shard is the place itself or stands above it. */
static void counter_values(Value *v, const Delta *x, Code place, i64 now)
{
    FILL(counter_move, v, .county = ARG(code_at(place, code_pack_level(x->county))), .place = ARG(place),
         .kind = ARG(x->kind->name), .part = ARG(x->part),
         .above = ARG(code_at(place, code_pack_level(code_pack_above(x->place)))), .value = ARG(x->delta));
}

static const Rowing counters = { { Q_COUNTER_MOVE, Q_COUNTER_MOVE_SIX }, counter_values, COLUMNS_OF(counter_move), 6 };

Err deltas_write(Db *w, const Deltas *d, bool all)
{
    Writing             x = { .w = w, .how = &counters };
    for (size_t i = 0; i < d->n; i++)
        if (all || code_pack_level(d->v[i].place) >= LEVEL_COUNTY)
            TRY(writing_put(&x, &d->v[i]));
    return writing_end(&x);
}

enum { FILL_ROWS = 12 };

/* Twelve deltas of one place. */
static Err fill_twelve(Db *w, const Delta *d)
{
    union given_counter_fill all = { 0 };
    union given_counter_move own;
    char                     room[CODE_ROOM];
    counter_values(own.v, d, code_unpack(d->place, room), 0);
    all.by.county = own.by.county;
    all.by.place = own.by.place;
    all.by.above = own.by.above;
    for (size_t i = 0; i < COUNTOF(all.by.row); i++) {
        all.by.row[i].kind = ARG(d[i].kind->name);
        all.by.row[i].part = ARG(d[i].part);
        all.by.row[i].value = ARG(d[i].delta);
    }
    _Static_assert(COUNTOF(all.by.row) == FILL_ROWS, "{rows} of counter_fill");
    return db_exec(w, FILLED(counter_fill, all));
}

Err deltas_fill(Db *w, const Deltas *d)
{
    Writing x = { .w = w, .how = &counters };
    for (size_t i = 0; i < d->n;) {
        bool are_twelve = d->n - i >= FILL_ROWS && d->v[i + FILL_ROWS - 1].place == d->v[i].place;
        if (code_pack_level(d->v[i].place) < LEVEL_COUNTY) {
            i++;
        } else if (are_twelve) {
            TRY(fill_twelve(w, &d->v[i]));
            i += FILL_ROWS;
        } else {
            TRY(writing_put(&x, &d->v[i++]));
        }
    }
    return writing_end(&x);
}

static void outbox_values(Value *v, const Delta *x, Code place, i64 now)
{
    /* anew: once a group, before its COMMIT; nothing else names them */
    FILL(outbox_add, v, .county = ARG(place), .id = ARG(id_new(now)), .place = ARG(place), .kind = ARG(x->kind->name),
         .part = ARG(x->part), .delta = ARG(x->delta), .at = ARG(now));
}

Err deltas_send(Db *w, const Deltas *d)
{
    static const Rowing outbox = { { Q_OUTBOX_ADD, Q_OUTBOX_ADD_FIVE }, outbox_values,
                                   COLUMNS_OF(outbox_add), 5 };
    Writing             x = { .w = w, .how = &outbox, .now = clock_now() }; /* anew: of the group, which is nobody's */
    for (size_t i = 0; i < d->n; i++)
        if (code_pack_level(d->v[i].place) <= LEVEL_COUNTY)
            TRY(writing_put(&x, &d->v[i]));
    return writing_end(&x);
}
