/* counter: figures that are kept as records change, for a place and all its ancestors, so that a board of any level is
 * a read of a few rows. Derived: `yuanchang rebuild` makes them again from the enduring tables and a test compares.
 *
 * Up to the county they change in the transaction of the record: a body says counter_add(), the writing group sums the
 * deltas up and writes each counter once before COMMIT. Above the county they go through the outbox, swept within a
 * second (counter_sweep), and the board says as of when.
 *
 * `part` splits a counter: a month (202607) for a series, days for a histogram, 0 for a total. */
#pragma once
#include "db/db.h"

typedef struct CounterKind {
    const char *name; /* "need.open": what the rows in the database are called */
} CounterKind;

void     counter_add(Db *w, Code place, const CounterKind *kind, i64 part, i64 delta);
typedef struct CounterMove {
    const CounterKind *kind;
    i64                part, delta;
} CounterMove;

/* What one row says of its place, gathered and then added (sign 1) or taken off (-1): for a Life.count of several counters. */
enum { FIGURES_MOST = 32 };
typedef struct Figures {
    CounterMove v[FIGURES_MOST];
    int         n;
} Figures;
void figures_put(Figures *f, const CounterKind *kind, i64 part, i64 value);
void figures_put_monthly(Figures *f, const CounterKind *kind, i64 at); /* a total, and that of the month of `at` (ms) */
void figures_add(Db *w, Code place, Figures *f, int sign);
/* Counts `thing` (a household's id) once a kind and part, at every level up to the county by itself: what was seen in one
 * group and comes again in another is new to that group and not to the village. */
void     counter_add_once(Db *w, Code place, const CounterKind *kind, i64 part, i64 thing);

typedef struct Counter {
    Code place;
    Str  kind;
    i64  part, value;
} Counter;

/* Of the kinds from one name up to before another: COUNTERS_OF("need.") are all of a noun. Each place and noun is read by
 * itself, so that what thirty nouns count costs nobody else; ERR_TOO_LARGE: more than COUNTERS_MOST, and never some of them. */
enum { COUNTERS_MOST = 20000 };
#define COUNTERS_OF(noun_) noun_ ".", noun_ "/"
#define COUNTERS_ALL       "", "~"
MUST Err counter_read(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n); /* every part */
/* It will be read: db_ahead(). */
void     counter_totals_ahead(Ctx *c, Code place, const char *from, const char *before);
void     counter_around_ahead(Ctx *c, Code place, const char *from, const char *before);
MUST Err counter_read_totals(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n);
/* The totals of all nouns, and every part of these kinds. */
MUST Err counter_read_parts(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n);
/* Totals of the place and of those next below it: a page that shows both asks once. */
MUST Err counter_read_around(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n);
MUST Err counter_read_children(Ctx *c, Code place, const char *from, const char *before, const Counter **ret, size_t *ret_n);
i64      counter_value(const Counter *v, size_t n, Code place, const CounterKind *kind, i64 part);
/* Everything up to this moment is counted: now up to the county; above it, when the oldest delta still waits. */
MUST Err counter_as_of(Ctx *c, Code place, i64 *ret_ms);

MUST Err counter_sweep(Ctx *c, i64 *ret_moved);           /* the outbox job */
/* First step of rebuild: nothing seen, an empty outbox, and counters are what is added from now on in this body; also voids what
 * others of the same group added. */
MUST Err counter_clear(Db *w);
/* Between two records of a rebuild: writes what was added once it is much (a million figures of places), so that memory does not
 * grow with the records. Below that counters are written once, and only those that stand wrong. */
MUST Err counter_relieve(Db *w);
/* In a rebuild: counter_add_once() for very many. They are gathered (19 MB at most), written in the order of their key and
 * counted at the end; seen_fill_close() does that and frees it, with the error of what went before. */
typedef struct SeenFill SeenFill;
SeenFill *seen_fill_open(Db *w, const CounterKind *kind);
MUST Err  seen_fill_put(SeenFill *f, Code place, i64 part, i64 thing);
MUST Err  seen_fill_close(SeenFill *f, Err e);
/* For check: in a body after counter_clear() and the rebuilds of the rooms, what they added against what stands for
 * everybody else (read with `c`, another connection). The body must fail afterwards, which undoes them. */
struct Report;
MUST Err counter_compare(Db *w, Ctx *c, struct Report *r);
/* One hash over all figures and all that was seen: equal before and after a rebuild, once the outbox is swept. */
MUST Err counter_digest(Ctx *c, Hash *ret_digest);

extern const GroupHooks counter_hooks, seen_hooks; /* for group.c: figures, and whom counter_add_once() met */
