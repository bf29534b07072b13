/* counter: see counter.h.
 *
 * A writing group keeps a journal of deltas (GroupHooks). A body that fails is taken back by cutting the journal at its
 * mark; before COMMIT the journal is summed up for every place and its ancestors, sorted by key, and each counter is
 * written once. Sorted, so that two servers on one PostgreSQL take the row locks in the same order.
 *
 * Above the county one outbox row a (kind, part) leaves with the county's own delta; the sweep climbs from there. */
#include "record/counter_inside.h"
#include "record/counter.sql.h"

#include <stdlib.h>
#include <string.h>

enum { SWEEP_BATCH = 1000, SUMS_MOST = 1000000 };

/* ---- the writing group ---- */

/* A body that clears everything makes everything again: what it adds from then on is summed up at once. */
typedef struct Journal {
    Deltas log;
    Sums   sums;
    bool   is_summing; /* until that body ends */
    size_t remade_at;  /* in the log, 0: nowhere: cleared there; the table still holds what was before, and nothing added since */
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
    BUG_ON(mark > journal->log.n); /* a mark of this group, taken before */
    journal->log.n = mark;
    journal->is_summing = false;
    if (journal->remade_at > mark)
        journal->remade_at = 0;
    sums_drop(&journal->sums); /* the body that made them is the one that failed */
}

static void group_clear(void *group)
{
    group_undo(group, 0);
}

/* What stood before the last counter_clear() goes. */
static void void_drop(Deltas *d)
{
    size_t from = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].kind == NULL)
            from = i + 1;
    d->n -= from;
    if (from > 0 && d->n > 0)
        memmove(d->v, d->v + from, d->n * sizeof *d->v);
}

/* What a rebuild made is held against what stands where it came in one piece; where there is more to come, nothing may stand.
 * Where less than half of it stands nothing stays either: rows put between others cost twice those that come behind them. */
static Err remade_write(Db *w, const Deltas *d, bool is_all)
{
    i64 stand = 0;
    if (is_all)
        TRY(db_int(w, Q_COUNTER_COUNT, ARGS(), &stand));
    if (is_all && stand >= (i64)d->n / 2)
        return deltas_replace(w, d);
    TRY(db_exec(w, Q_COUNTER_CLEAR, ARGS()));
    return deltas_fill(w, d);
}

/* Up to the county each counter is written once; what must go on above it leaves by the outbox. */
static Err journal_write(Db *w, Journal *journal, Deltas *d, bool is_all)
{
    void_drop(d);
    deltas_spread(d);
    Err e = journal->remade_at > 0 ? remade_write(w, d, is_all) : deltas_write(w, d, false);
    if (e == OK)
        e = deltas_send(w, d);
    d->n = 0;
    journal->remade_at = 0;
    return e;
}

static Err group_flush(Db *w, void *group)
{
    Journal *journal = group;
    sums_move(&journal->sums, &journal->log);
    journal->is_summing = false;
    return journal_write(w, journal, &journal->log, true);
}

static Err settle(Db *w, bool is_all)
{
    Journal *journal = db_group(w, &counter_hooks);
    Deltas   deltas = { 0 };
    sums_move(&journal->sums, &deltas);
    Err e = journal_write(w, journal, &deltas, is_all);
    free(deltas.v);
    return e;
}

Err counter_settle(Db *w)
{
    return settle(w, true);
}

Err counter_relieve(Db *w)
{
    const Journal *journal = db_group(w, &counter_hooks);
    return journal->sums.n < SUMS_MOST ? OK : settle(w, false);
}

const GroupHooks counter_hooks = { .open = group_open,   .close = group_close, .mark = group_mark,
                                   .undo = group_undo,   .flush = group_flush, .clear = group_clear };

/* Several of one place: cheaper than one by one. */
static void add_all(Db *w, Code place, const CounterMove *v, size_t n)
{
    Journal *journal = db_group(w, &counter_hooks);
    u64      at = code_pack(place);
    if (n == 0)
        return;
    if (at == 0) { /* as it stands in a record's row; the event beside it refuses the act */
        log_say(LOG_ERROR, "counter", "kind=%s place={%.*s}", v->kind->name, STR_ARG(place));
        return;
    }
    if (journal->is_summing)
        sums_put_all(&journal->sums, at, v, n);
    for (size_t i = 0; i < n && !journal->is_summing; i++)
        if (v[i].delta != 0)
            deltas_put(&journal->log, (Delta){ 0, at, v[i].kind, v[i].part, v[i].delta });
}

void figures_put(Figures *f, const CounterKind *kind, i64 part, i64 value)
{
    BUG_ON(f->n == FIGURES_MOST); /* a noun's own, a fixed number whatever the row */
    f->v[f->n++] = (CounterMove){ kind, part, value };
}

void figures_put_monthly(Figures *f, const CounterKind *kind, i64 at)
{
    figures_put(f, kind, 0, 1);
    figures_put(f, kind, date_of(at) / 100, 1);
}

void figures_add(Db *w, Code place, Figures *f, int sign)
{
    for (int i = 0; i < f->n; i++)
        f->v[i].delta *= sign;
    add_all(w, place, f->v, (size_t)f->n);
}

void counter_add(Db *w, Code place, const CounterKind *kind, i64 part, i64 delta)
{
    BUG_ON(kind == NULL); /* a table of the program */
    add_all(w, place, &(CounterMove){ kind, part, delta }, 1);
}

Err counter_clear(Db *w)
{
    TRY(db_exec(w, Q_SEEN_CLEAR, ARGS()));
    TRY(db_exec(w, Q_OUTBOX_CLEAR, ARGS()));
    Journal *journal = db_group(w, &counter_hooks);
    sums_drop(&journal->sums);
    deltas_put(&journal->log, (Delta){ 0 }); /* deltas of bodies before this one in the group are void too */
    journal->remade_at = journal->log.n;
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

/* Figures that do not fit are no figures: a board that shows none for the last villages lies. */
static Err read_range(Ctx *c, Query q, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), q, ARGS(code_county(place), place, from, before), &rows));
    if (rows.n > COUNTERS_MOST)
        return fail(c, ERR_TOO_LARGE, "counter.many", "more than %d counters of %.*s from %s", COUNTERS_MOST, STR_ARG(place), from);
    *ret = counters_from(c->arena, rows);
    *ret_n = rows.n;
    return OK;
}

Err counter_read(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_PLACE, place, from, before, ret, ret_n);
}

Err counter_read_totals(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_KINDS, place, from, before, ret, ret_n);
}

static void range_ahead(Ctx *c, Query q, Code place, const char *from, const char *before)
{
    db_ahead(db_read(c), q, ARGS(code_county(place), place, from, before));
}

void counter_totals_ahead(Ctx *c, Code place, const char *from, const char *before)
{
    range_ahead(c, Q_COUNTER_OF_KINDS, place, from, before);
}

void counter_around_ahead(Ctx *c, Code place, const char *from, const char *before)
{
    range_ahead(c, Q_COUNTER_OF_KINDS_AROUND, place, from, before);
}

Err counter_read_parts(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_PARTS, place, from, before, ret, ret_n);
}

Err counter_read_around(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_KINDS_AROUND, place, from, before, ret, ret_n);
}

Err counter_read_children(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n)
{
    return read_range(c, Q_COUNTER_OF_CHILDREN, place, from, before, ret, ret_n);
}

i64 counter_value(const Counter *v, size_t n, Code place, const CounterKind *kind, i64 part)
{
    Str name = str_from(kind->name);
    for (size_t i = 0; i < n; i++)
        if (v[i].kind.n == name.n && v[i].part == part && str_eq(v[i].kind, name) && str_eq(v[i].place, place))
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

void counter_climb(Deltas *to, Code place, const CounterKind *kind, i64 part, i64 delta)
{
    u64 at = code_pack(place);
    if (code_pack_level(at) < LEVEL_COUNTY)
        deltas_put(to, (Delta){ at, at, kind, part, delta });
    for (u64 above = code_pack_above(at); above != 0; at = above, above = code_pack_above(at)) {
        deltas_put(to, (Delta){ above, at, kind, part, delta });
        deltas_put(to, (Delta){ above, above, kind, part, delta });
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
        counter_climb(&sums, row_text(r, C_OUTBOX_TAKE_PLACE), kind, row_int(r, C_OUTBOX_TAKE_PART),
              row_int(r, C_OUTBOX_TAKE_DELTA));
    }
    deltas_sum(&sums);
    Err e = deltas_write(w, &sums, true);
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
