/* counter_remake: figures that a rebuild made, held against what stands. See deltas_replace() in counter_inside.h. */
#include <stdlib.h>

#include "record/counter_inside.h"
#include "record/counter.sql.h"

typedef struct Held {
    Db           *w;
    const Deltas *made;
    size_t        at;    /* what was made and is not settled yet */
    Str           county; /* that is walked, and packed */
    u64           shard;
    Deltas        off;   /* by how much rows are wrong */
} Held;

static bool is_of_shard(const Held *h)
{
    return h->at < h->made->n && h->made->v[h->at].county == h->shard;
}

/* Where what was made next stands to a row, in the order of the key: before it (< 0), the same (0), behind it. */
static int made_order(const Held *h, u64 place, Str kind, i64 part)
{
    const Delta *d = &h->made->v[h->at];
    if (!is_of_shard(h) || d->place != place)
        return !is_of_shard(h) || d->place > place ? 1 : -1;
    int by = str_cmp(str_from(d->kind->name), kind);
    return by ? by : (d->part > part) - (d->part < part);
}

/* A row of nothing stays where it says nothing: figures that came to 0 in the course of time. Rows that lack lie before the one
 * that the walk has come to, so it does not meet them. */
static Err row_stands(void *arg, Row r)
{
    Held  *h = arg;
    Str    place = row_text(r, C_COUNTER_STANDING_PLACE), kind = row_text(r, C_COUNTER_STANDING_KIND);
    i64    part = row_int(r, C_COUNTER_STANDING_PART), value = row_int(r, C_COUNTER_STANDING_VALUE);
    u64    at = code_pack(place);
    size_t from = h->at;
    int    order;
    while ((order = made_order(h, at, kind, part)) < 0)
        h->at++;
    if (h->at > from)
        TRY(deltas_fill(h->w, &(Deltas){ .v = h->made->v + from, .n = h->at - from }));
    if (order > 0)
        return value == 0 ? OK : db_exec(h->w, Q_COUNTER_DROP, ARGS(h->county, place, kind, part));
    Delta off = h->made->v[h->at++];
    off.delta -= value;
    if (off.delta != 0)
        deltas_put(&h->off, off);
    return OK;
}

/* All up to a county of which nothing stands yet. */
static Err lacking_fill(Held *h, u64 before)
{
    size_t from = h->at;
    while (h->at < h->made->n && h->made->v[h->at].county < before)
        h->at++;
    return deltas_fill(h->w, &(Deltas){ .v = h->made->v + from, .n = h->at - from });
}

static Err county_replace(Held *h, Str county)
{
    h->county = county;
    h->shard = code_pack(county);
    if (code_pack_level(h->shard) < LEVEL_COUNTY)
        return db_exec(h->w, Q_COUNTER_CLEAR_SHARD, ARGS(county));
    TRY(lacking_fill(h, h->shard));
    TRY(db_each(h->w, Q_COUNTER_STANDING, ARGS(county), row_stands, h));
    return lacking_fill(h, h->shard + 1);
}

static Err counties_replace(Held *h)
{
    Rows shards;
    TRY(db_many(h->w, Q_COUNTER_SHARDS, ARGS(), &shards));
    for (size_t i = 0; i < shards.n; i++)
        TRY(county_replace(h, row_text(shards.row[i], C_COUNTER_SHARDS_COUNTY)));
    TRY(lacking_fill(h, UINT64_MAX));
    return deltas_write(h->w, &h->off, true);
}

Err deltas_replace(Db *w, const Deltas *made)
{
    Held h = { .w = w, .made = made };
    Err  e = counties_replace(&h);
    free(h.off.v);
    return e;
}
