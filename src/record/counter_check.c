/* counter_check: what stands against what a rebuild makes, and the digest of all figures. See counter.h. */
#include <stdlib.h>

#include "record/check.h"
#include "record/counter.sql.h"
#include "record/counter_inside.h"

/* ---- comparing what stands with what a rebuild would make ---- */

/* One shard at a time, so that memory holds the figures of one county, or of one place above the counties. */
typedef struct Comparing {
    Deltas sums;
    u64    shard;
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
    deltas_put(&s->kinds, (Delta){ .kind = kind });
    return kind;
}

static Err standing_row(void *arg, Row r)
{
    Comparing *s = arg;
    deltas_put(&s->sums, (Delta){ s->shard, code_pack(row_text(r, C_COUNTER_OF_SHARD_PLACE)),
                                  kind_called(s, row_text(r, C_COUNTER_OF_SHARD_KIND)), row_int(r, C_COUNTER_OF_SHARD_PART),
                                  s->sign * row_int(r, C_COUNTER_OF_SHARD_VALUE) });
    return OK;
}

/* What waits counts as if it had been swept; only what it moves in this shard is kept. */
static Err waiting_row(void *arg, Row r)
{
    Comparing *s = arg;
    size_t     n = s->sums.n;
    counter_climb(&s->sums, row_text(r, C_OUTBOX_WALK_PLACE), kind_called(s, row_text(r, C_OUTBOX_WALK_KIND)),
                  row_int(r, C_OUTBOX_WALK_PART), s->sign * row_int(r, C_OUTBOX_WALK_DELTA));
    for (size_t i = n; i < s->sums.n; i++)
        if (s->sums.v[i].county == s->shard)
            s->sums.v[n++] = s->sums.v[i];
    s->sums.n = n;
    return OK;
}

static Err shard_side(Comparing *s, Db *db, int sign)
{
    char room[CODE_ROOM];
    s->sign = sign;
    TRY(db_each(db, Q_COUNTER_OF_SHARD, ARGS(code_unpack(s->shard, room)), standing_row, s));
    return code_pack_level(s->shard) < LEVEL_COUNTY ? db_each(db, Q_OUTBOX_WALK, ARGS(), waiting_row, s) : OK;
}

static Err shard_compare(Comparing *s, Db *w, Db *stands, Report *r, i64 most)
{
    s->sums.n = 0;
    TRY(shard_side(s, stands, -1));
    TRY(shard_side(s, w, 1));
    deltas_sum(&s->sums);
    for (size_t i = 0; i < s->sums.n && r->n < most; i++) {
        const Delta *d = &s->sums.v[i];
        char         place[CODE_ROOM], shard[CODE_ROOM];
        code_unpack(d->place, place);
        code_unpack(d->county, shard);
        finding(r, "counter: a figure is what a recount gives", "%s %s %lld in %s: %+lld", place, d->kind->name,
                (long long)d->part, shard, (long long)d->delta);
    }
    return OK;
}

/* Those that have figures in either view, and those that what waits goes to: every place above a county that has any. */
static Err shards_of(Db *db, Comparing *s, Deltas *shards)
{
    Rows rows;
    TRY(db_many(db, Q_COUNTER_SHARDS, ARGS(), &rows));
    for (size_t i = 0; i < rows.n; i++)
        for (u64 at = code_pack(row_text(rows.row[i], C_COUNTER_SHARDS_COUNTY)); at != 0; at = code_pack_above(at))
            deltas_put(shards, (Delta){ at, 0, kind_called(s, STR("")), 0, 1 });
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
        s->shard = shards.v[i].county;
        e = shard_compare(s, w, stands, r, most);
    }
    free(shards.v);
    return e;
}

Err counter_compare(Db *w, Ctx *c, Report *r)
{
    Comparing s = { .a = c->arena };
    TRY(counter_settle(w));
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
