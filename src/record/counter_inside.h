/* counter_inside: what the files of the counters share. Everybody else uses counter.h.
 *
 * A delta holds no texts: codes are packed, so that very many are sorted and summed up by comparing numbers. What grows here
 * outlives requests, so it is the heap's and not an arena's. */
#pragma once
#include "record/counter.h"

typedef struct Delta {
    u64                county, place; /* packed; county: the shard that the row stands in, 0 until deltas_spread() */
    const CounterKind *kind;          /* NULL: counter_clear() stood here, what came before is void */
    i64                part, delta;
} Delta;

typedef struct Deltas {
    Delta *v;
    size_t n, room;
} Deltas;

void deltas_put(Deltas *d, Delta delta);
void deltas_sum(Deltas *d); /* sorts by key and leaves one a key; those that came to nothing go */
/* Each delta of a place becomes one of that place and of each that stands above it, up to the county; one that began above a
 * county stays as it is. Summed up as deltas_sum() does. */
void deltas_spread(Deltas *d);

/* One entry a key however often it is put: what a rebuild adds. */
typedef struct Sum {
    u64                place; /* packed */
    const CounterKind *kind;
    i64                part, delta;
} Sum;

typedef struct Sums {
    Sum   *v; /* open addressing; kind NULL: free */
    size_t n, room;
} Sums;

void sums_put(Sums *s, u64 place, const CounterKind *kind, i64 part, i64 delta);
void sums_put_all(Sums *s, u64 place, const CounterMove *v, size_t n);
void sums_move(Sums *s, Deltas *to); /* in no order; `s` is empty then */
void sums_drop(Sums *s);

/* Of what deltas_sum() or deltas_spread() left: into the table what is of a county or, `all`, whatever it is of; likewise
 * into a table that has none of them, which is cheaper; into the outbox what has to go on above the county. */
MUST Err deltas_write(Db *w, const Deltas *d, bool all);
MUST Err deltas_fill(Db *w, const Deltas *d);
/* Of what deltas_spread() left, which is all there is: the table is made to hold just that of the counties, and nothing above
 * them. Rows that are right, mostly all, are only read. */
MUST Err deltas_replace(Db *w, const Deltas *d);
MUST Err deltas_send(Db *w, const Deltas *d);

/* The figures that a delta of `place` moves above the county: its own, where that was not done already, and those of all
 * above. Each place's row also stands in the shard above, so that a board with its children is read from one. */
void counter_climb(Deltas *to, Code place, const CounterKind *kind, i64 part, i64 delta);
/* What a rebuild has added is in the table: all that it adds. */
MUST Err counter_settle(Db *w);
