/* counter: see counter.h.
 *
 * A writing group keeps a journal of deltas (GroupHooks). A body that fails is taken back by cutting the journal at its
 * mark; before COMMIT the journal is summed up for every place and its ancestors, sorted by key, and each counter is
 * written once. Sorted, so that two servers on one PostgreSQL take the row locks in the same order.
 *
 * Above the county one outbox row a (kind, part) leaves with the county's own delta; the sweep climbs from there. */
#include "record/counter.h"

#include <stdlib.h>
#include <string.h>

#include "record/check.h"
#include "record/group.h"
#include "record/rows.h"

enum { CODE_BYTES = 18, SWEEP_BATCH = 1000 };

/* A delta for one counter; also used with the whole key filled in, when it has been spread over the ancestors. */
typedef struct Delta {
    char               county[CODE_BYTES + 1], place[CODE_BYTES + 1];
    const CounterKind *kind; /* NULL: counter_clear() stood here, what came before is void */
    i64                part, delta;
} Delta;

typedef struct Deltas {
    Delta *v;
    size_t n, room;
} Deltas;

static void code_keep(char out[CODE_BYTES + 1], Code code)
{
    BUG_ON(code.n > CODE_BYTES); /* counter_add() took valid codes only */
    memcpy(out, code.p, code.n);
    out[code.n] = '\0';
}

/* Outlives requests, so it is the heap's and not an arena's. */
static Delta *deltas_more(Deltas *d)
{
    if (d->n == d->room) {
        d->room = d->room ? 2 * d->room : 64;
        d->v = realloc(d->v, d->room * sizeof *d->v);
        BUG_ON(d->v == NULL);
    }
    return memset(&d->v[d->n++], 0, sizeof *d->v);
}

static void delta_put(Deltas *d, Code county, Code place, const CounterKind *kind, i64 part, i64 delta)
{
    Delta *new = deltas_more(d);
    code_keep(new->county, county);
    code_keep(new->place, place);
    new->kind = kind;
    new->part = part;
    new->delta = delta;
}

static int delta_order(const void *a, const void *b)
{
    const Delta *x = a, *y = b;
    int          by = strcmp(x->county, y->county);
    by = by ? by : strcmp(x->place, y->place);
    by = by ? by : strcmp(x->kind->name, y->kind->name);
    return by ? by : (x->part > y->part) - (x->part < y->part);
}

/* Sorts, and leaves one delta a key; those that came to nothing go. */
static void deltas_sum(Deltas *d)
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

/* One delta as the values of its row. */
typedef void DeltaValues(Value *v, const Delta *x, i64 now);

static Err deltas_put(Db *w, const RowsPut *p, DeltaValues *put, const Deltas *d, i64 now)
{
    Value *v = calloc(d->n ? d->n : 1, p->columns * sizeof *v); /* a rebuild has very many, and no end of the arena */
    BUG_ON(v == NULL);
    for (size_t i = 0; i < d->n; i++)
        put(v + i * p->columns, &d->v[i], now);
    Err e = rows_put(w, p, v, d->n);
    free(v);
    return e;
}

static void counter_values(Value *v, const Delta *x, i64 now)
{
    v[0] = value_cstr(x->county);
    v[1] = value_cstr(x->place);
    v[2] = value_cstr(x->kind->name);
    v[3] = value_int(x->part);
    v[4] = value_text(code_parent(str_from(x->place)));
    v[5] = value_int(x->delta);
}

static Err deltas_write(Db *w, const Deltas *d)
{
    static const RowsPut counters = { Q_COUNTER_MOVE, Q_COUNTER_MOVE_SIX, 6, 6 };
    return deltas_put(w, &counters, counter_values, d, 0);
}

/* ---- sums: what a rebuild adds, one entry a key and not one a row ---- */

typedef struct Sums {
    Delta *v; /* open addressing; kind NULL: free */
    size_t n, room;
} Sums;

enum { SUMS_MOST = 100000 };

static Delta *sum_find(Sums *s, Code place, const CounterKind *kind, i64 part)
{
    u64 h = (u64)(uintptr_t)kind * 0x9e3779b97f4a7c15u ^ (u64)part * 0xc2b2ae3d27d4eb4fu;
    for (size_t i = 0; i < place.n; i++)
        h = (h ^ (u8)place.p[i]) * 0x100000001b3u;
    for (size_t at = (h ^ h >> 29) & (s->room - 1);; at = (at + 1) & (s->room - 1)) {
        Delta *d = &s->v[at];
        if (d->kind == NULL || (d->kind == kind && d->part == part && str_is(place, d->place)))
            return d;
    }
}

static void sums_grow(Sums *s)
{
    Sums more = { .room = s->room ? s->room * 2 : 1024 };
    more.v = calloc(more.room, sizeof *more.v);
    BUG_ON(more.v == NULL);
    for (size_t i = 0; i < s->room; i++)
        if (s->v[i].kind != NULL) {
            *sum_find(&more, str_from(s->v[i].place), s->v[i].kind, s->v[i].part) = s->v[i];
            more.n++;
        }
    free(s->v);
    *s = more;
}

static void sum_put(Sums *s, Code place, const CounterKind *kind, i64 part, i64 delta)
{
    if (s->n * 2 >= s->room)
        sums_grow(s);
    Delta *d = sum_find(s, place, kind, part);
    if (d->kind == NULL) {
        code_keep(d->place, place);
        d->kind = kind;
        d->part = part;
        s->n++;
    }
    d->delta += delta;
}

static void sums_drop(Sums *s)
{
    free(s->v);
    *s = (Sums){ 0 };
}

static void sums_move(Sums *s, Deltas *to)
{
    for (size_t i = 0; i < s->room; i++)
        if (s->v[i].kind != NULL)
            delta_put(to, STR(""), str_from(s->v[i].place), s->v[i].kind, s->v[i].part, s->v[i].delta);
    sums_drop(s);
}

/* ---- the writing group ---- */

/* A body that clears everything makes everything again: what it adds from then on is summed up at once. */
typedef struct Journal {
    Deltas log;
    Sums   sums;
    bool   is_summing; /* until that body ends */
} Journal;

static void *group_open(Store *s)
{
    void *journal = calloc(1, sizeof(Journal));
    BUG_ON(journal == NULL);
    return journal;
}

static void group_close(void *group)
{
    Journal *journal = group;
    sums_drop(&journal->sums);
    free(journal->log.v);
    free(journal);
}

static size_t group_mark(void *group)
{
    Journal *journal = group;
    sums_move(&journal->sums, &journal->log); /* of a body that is through */
    journal->is_summing = false;
    return journal->log.n;
}

static void group_undo(void *group, size_t mark)
{
    Journal *journal = group;
    BUG_ON(mark > journal->log.n);
    journal->log.n = mark;
    journal->is_summing = false;
    sums_drop(&journal->sums); /* the body that made them is the one that failed */
}

static void group_clear(void *group)
{
    group_undo(group, 0);
}

/* One journal entry becomes a delta for its place and each ancestor up to the county. */
static void spread(Deltas *to, const Delta *x)
{
    for (Code place = str_from(x->place); code_level(place) >= LEVEL_COUNTY; place = code_parent(place))
        delta_put(to, code_county(place), place, x->kind, x->part, x->delta);
}

static void outbox_values(Value *v, const Delta *x, i64 now)
{
    v[0] = value_cstr(x->county);
    v[1] = value_int(id_new(now));
    v[2] = value_cstr(x->place);
    v[3] = value_cstr(x->kind->name);
    v[4] = value_int(x->part);
    v[5] = value_int(x->delta);
    v[6] = value_int(now);
}

/* What must go on above the county: the county's own sums, and what began above it. */
static Err outbox_fill(Db *w, const Deltas *journal, size_t from)
{
    static const RowsPut outbox = { Q_OUTBOX_ADD, Q_OUTBOX_ADD_FIVE, 7, 5 };
    Deltas               above = { 0 };
    for (size_t i = from; i < journal->n; i++) {
        const Delta *x = &journal->v[i];
        Code         place = code_county(str_from(x->place));
        delta_put(&above, place, place, x->kind, x->part, x->delta);
    }
    deltas_sum(&above);
    Err e = deltas_put(w, &outbox, outbox_values, &above, clock_now());
    free(above.v);
    return e;
}

static Err journal_write(Db *w, Deltas *journal)
{
    Deltas sums = { 0 };
    size_t from = 0;
    for (size_t i = 0; i < journal->n; i++)
        if (journal->v[i].kind == NULL)
            from = i + 1;
    for (size_t i = from; i < journal->n; i++)
        spread(&sums, &journal->v[i]);
    deltas_sum(&sums);
    Err e = deltas_write(w, &sums);
    free(sums.v);
    if (e == OK)
        e = outbox_fill(w, journal, from);
    journal->n = 0;
    return e;
}

static Err group_flush(Db *w, void *group)
{
    Journal *journal = group;
    sums_move(&journal->sums, &journal->log);
    journal->is_summing = false;
    return journal_write(w, &journal->log);
}

/* Writes what was summed up, once it is so much. */
static Err journal_relieve(Db *w, size_t least)
{
    Journal *journal = db_group(w, &counter_hooks);
    Deltas   deltas = { 0 };
    if (journal->sums.n < least)
        return OK;
    sums_move(&journal->sums, &deltas);
    Err e = journal_write(w, &deltas);
    free(deltas.v);
    return e;
}

Err counter_relieve(Db *w)
{
    return journal_relieve(w, SUMS_MOST);
}

const GroupHooks counter_hooks = { .open = group_open,   .close = group_close, .mark = group_mark,
                                   .undo = group_undo,   .flush = group_flush, .clear = group_clear };

void counter_add(Db *w, Code place, const CounterKind *kind, i64 part, i64 delta)
{
    Journal *journal = db_group(w, &counter_hooks);
    BUG_ON(kind == NULL);
    if (!code_is_valid(place)) /* as it stands in a record's row; the event beside it refuses the act */
        log_say(LOG_ERROR, "counter", "kind=%s place={%.*s}", kind->name, STR_ARG(place));
    else if (delta != 0 && journal->is_summing)
        sum_put(&journal->sums, place, kind, part, delta);
    else if (delta != 0)
        delta_put(&journal->log, STR(""), place, kind, part, delta);
}

Err counter_clear(Db *w)
{
    TRY(db_exec(w, Q_COUNTER_CLEAR, ARGS()));
    TRY(db_exec(w, Q_SEEN_CLEAR, ARGS()));
    TRY(db_exec(w, Q_OUTBOX_CLEAR, ARGS()));
    Journal *journal = db_group(w, &counter_hooks);
    sums_drop(&journal->sums);
    deltas_more(&journal->log); /* a zeroed entry: deltas of bodies before this one in the group are void too */
    journal->is_summing = true;
    return OK;
}

/* ---- reading ---- */

static Counter *counters_from(Arena *a, Rows rows)
{
    Counter *out = NEW_N(a, Counter, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        Row r = rows.row[i];
        out[i] = (Counter){ row_text(r, C_COUNTER_OF_PLACE_PLACE), row_text(r, C_COUNTER_OF_PLACE_KIND),
                            row_int(r, C_COUNTER_OF_PLACE_PART), row_int(r, C_COUNTER_OF_PLACE_VALUE) };
    }
    return out;
}

static Err read_as(Ctx *c, Query q, Code place, const Counter **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), q, ARGS(code_county(place), place), &rows));
    *ret = counters_from(c->arena, rows);
    *ret_n = rows.n;
    return OK;
}

Err counter_read(Ctx *c, Code place, const Counter **ret, size_t *ret_n)
{
    return read_as(c, Q_COUNTER_OF_PLACE, place, ret, ret_n);
}

static Err read_range(Ctx *c, Query q, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), q, ARGS(code_county(place), place, from, before), &rows));
    *ret = counters_from(c->arena, rows);
    *ret_n = rows.n;
    return OK;
}

Err counter_read_kinds(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_KINDS, place, from, before, ret, ret_n);
}

Err counter_read_around_kinds(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_KINDS_AROUND, place, from, before, ret, ret_n);
}

Err counter_read_children(Ctx *c, Code place, const Counter **ret, size_t *ret_n)
{
    return read_as(c, Q_COUNTER_OF_CHILDREN, place, ret, ret_n);
}

i64 counter_value(const Counter *v, size_t n, Code place, const CounterKind *kind, i64 part)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].part == part && str_is(v[i].kind, kind->name) && str_eq(v[i].place, place))
            return v[i].value;
    return 0;
}

Err counter_as_of(Ctx *c, Code place, i64 *ret_ms)
{
    *ret_ms = c->now;
    if (code_level(place) >= LEVEL_COUNTY)
        return OK;
    i64 oldest;
    TRY(db_int(db_read(c), Q_OUTBOX_OLDEST, ARGS(place, code_end(c->arena, place)), &oldest));
    if (oldest != 0 && oldest < c->now)
        *ret_ms = oldest;
    return OK;
}

/* ---- the sweep ---- */

typedef struct Sweep {
    Code county;
    i64  moved;
} Sweep;

/* The figures that a delta of `place` moves: its own, where that was not done already, and those of all above. Each
 * place's row also stands in the shard above, so that a board with its children is read from one. */
static void climb(Deltas *to, Code place, const CounterKind *kind, i64 part, i64 delta)
{
    if (code_level(place) < LEVEL_COUNTY)
        delta_put(to, place, place, kind, part, delta);
    for (Code above = code_parent(place); above.n != 0; place = above, above = code_parent(place)) {
        delta_put(to, above, place, kind, part, delta);
        delta_put(to, above, above, kind, part, delta);
    }
}

static Err sweep_body(Db *w, void *arg)
{
    Sweep *s = arg;
    Rows   rows;
    Deltas sums = { 0 };
    TRY(db_many(w, Q_OUTBOX_TAKE, ARGS(s->county), &rows));
    s->moved = (i64)rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        Row          r = rows.row[i];
        CounterKind *kind = NEW(db_ctx(w)->arena, CounterKind);
        kind->name = str_cstr(db_ctx(w)->arena, row_text(r, C_OUTBOX_TAKE_KIND));
        climb(&sums, row_text(r, C_OUTBOX_TAKE_PLACE), kind, row_int(r, C_OUTBOX_TAKE_PART),
              row_int(r, C_OUTBOX_TAKE_DELTA));
    }
    deltas_sum(&sums);
    Err e = deltas_write(w, &sums);
    free(sums.v);
    return e;
}

Err counter_sweep(Ctx *c, i64 *ret_moved)
{
    Rows counties;
    *ret_moved = 0;
    TRY(db_many(db_read(c), Q_OUTBOX_COUNTIES, ARGS(), &counties));
    for (size_t i = 0; i < counties.n; i++) {
        Sweep s = { .county = row_text(counties.row[i], C_OUTBOX_COUNTIES_COUNTY) };
        do {
            TRY(db_write(c, sweep_body, &s));
            *ret_moved += s.moved;
        } while (s.moved == SWEEP_BATCH);
    }
    db_read_end(c);
    return OK;
}

/* ---- comparing what stands with what a rebuild would make ---- */

/* One shard at a time, so that memory holds the figures of one county, or of one place above the counties. */
typedef struct Comparing {
    Deltas sums;
    Str    shard;
    int    sign; /* what stands is taken off, what was made added: what is the same comes to nothing */
    Arena *a;
    Deltas kinds; /* names that came up, once each */
} Comparing;

static const CounterKind *kind_called(Comparing *s, Str name)
{
    for (size_t i = 0; i < s->kinds.n; i++)
        if (str_is(name, s->kinds.v[i].kind->name))
            return s->kinds.v[i].kind;
    CounterKind *kind = NEW(s->a, CounterKind);
    kind->name = str_cstr(s->a, name);
    deltas_more(&s->kinds)->kind = kind;
    return kind;
}

static Err standing_row(void *arg, Row r)
{
    Comparing *s = arg;
    delta_put(&s->sums, s->shard, row_text(r, C_COUNTER_OF_SHARD_PLACE), kind_called(s, row_text(r, C_COUNTER_OF_SHARD_KIND)),
              row_int(r, C_COUNTER_OF_SHARD_PART), s->sign * row_int(r, C_COUNTER_OF_SHARD_VALUE));
    return OK;
}

/* What waits counts as if it had been swept; only what it moves in this shard is kept. */
static Err waiting_row(void *arg, Row r)
{
    Comparing *s = arg;
    size_t     n = s->sums.n;
    climb(&s->sums, row_text(r, C_OUTBOX_WALK_PLACE), kind_called(s, row_text(r, C_OUTBOX_WALK_KIND)),
          row_int(r, C_OUTBOX_WALK_PART), s->sign * row_int(r, C_OUTBOX_WALK_DELTA));
    for (size_t i = n; i < s->sums.n; i++)
        if (str_is(s->shard, s->sums.v[i].county))
            s->sums.v[n++] = s->sums.v[i];
    s->sums.n = n;
    return OK;
}

static Err shard_side(Comparing *s, Db *db, int sign)
{
    s->sign = sign;
    TRY(db_each(db, Q_COUNTER_OF_SHARD, ARGS(s->shard), standing_row, s));
    return code_level(s->shard) < LEVEL_COUNTY ? db_each(db, Q_OUTBOX_WALK, ARGS(), waiting_row, s) : OK;
}

static Err shard_compare(Comparing *s, Db *w, Db *stands, Report *r, i64 most)
{
    s->sums.n = 0;
    TRY(shard_side(s, stands, -1));
    TRY(shard_side(s, w, 1));
    deltas_sum(&s->sums);
    for (size_t i = 0; i < s->sums.n && r->n < most; i++)
        finding(r, "counter: a figure is what a recount gives", "%s %s %lld in %s: %+lld", s->sums.v[i].place,
                s->sums.v[i].kind->name, (long long)s->sums.v[i].part, s->sums.v[i].county, (long long)s->sums.v[i].delta);
    return OK;
}

/* Those that have figures in either view, and those that what waits goes to: every place above a county that has any. */
static Err shards_of(Db *db, Comparing *s, Deltas *shards)
{
    Rows rows;
    TRY(db_many(db, Q_COUNTER_SHARDS, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        for (Code at = row_text(rows.row[i], C_COUNTER_SHARDS_COUNTY); code_level(at) > 0 && at.n > 0; at = code_parent(at))
            delta_put(shards, at, STR(""), kind_called(s, STR("")), 0, 1);
    return OK;
}

static Err compare_all(Comparing *s, Db *w, Db *stands, Report *r)
{
    enum { MOST_SHOWN = 100 };
    i64    most = r->n + MOST_SHOWN;
    Deltas shards = { 0 };
    Err    e = shards_of(stands, s, &shards);
    if (e == OK)
        e = shards_of(w, s, &shards);
    deltas_sum(&shards);
    for (size_t i = 0; i < shards.n && e == OK; i++) {
        s->shard = str_from(shards.v[i].county);
        e = shard_compare(s, w, stands, r, most);
    }
    free(shards.v);
    return e;
}

Err counter_compare(Db *w, Ctx *c, Report *r)
{
    Comparing s = { .a = c->arena };
    TRY(journal_relieve(w, 0));
    Err e = compare_all(&s, w, db_read(c), r);
    free(s.sums.v);
    free(s.kinds.v);
    return e;
}

/* ---- digest ---- */

typedef struct Digest {
    Arena *a;
    Hash   so_far;
} Digest;

static Err digest_row(void *arg, Row r)
{
    Digest    *d = arg;
    ArenaMark *m = arena_mark(d->a);
    Str        line = arena_printf(d->a, "%.*s %.*s %.*s %lld %lld\n", STR_ARG(row_text(r, 0)),
                                   STR_ARG(row_text(r, 1)), STR_ARG(row_text(r, 2)), (long long)row_int(r, 3),
                                   (long long)row_int(r, 4));
    d->so_far = hash_of_parts((Str[]){ { (const char *)d->so_far.b, sizeof d->so_far.b }, line }, 2);
    arena_rewind(d->a, m);
    return OK;
}

Err counter_digest(Ctx *c, Hash *ret_digest)
{
    Digest d = { .a = c->arena };
    TRY(db_each(db_read(c), Q_COUNTER_WALK, ARGS(), digest_row, &d));
    TRY(db_each(db_read(c), Q_SEEN_WALK, ARGS(), digest_row, &d));
    *ret_digest = d.so_far;
    return OK;
}
