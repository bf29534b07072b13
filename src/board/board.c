/* board: see board.h. Two reads of counters (the place, its children); all else is sorting them into their slots. */
#include "board/board.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/number/median.h"
#include "people/person.h"

static const char *const rate_names[BOARD_RATES] = {
    [RATE_COLLECTED] = "collected", [RATE_SMALL] = "small", [RATE_BIG] = "big", [RATE_TOLD] = "told"
};

const char *board_rate_name(int rate)
{
    BUG_ON(rate < 0 || rate >= BOARD_RATES); /* counted through by who asks */
    return rate_names[rate];
}

/* ---- figures out of figures ---- */

i64 board_open(const i64 states[NEED_STATES])
{
    i64 n = 0;
    for (int s = 0; s < NEED_STATES; s++)
        n += need_is_open(s) ? states[s] : 0;
    return n;
}

Fraction board_rate(const BoardFigures *f, int rate)
{
    return (Fraction){ f->over[rate], f->under[rate] };
}

i64 board_agreed(const BoardFigures *f)
{
    return f->closing[NEED_BY_AUTHOR] + f->closing[NEED_BY_VOICES];
}

Fraction board_recognised(const BoardFigures *f)
{
    return (Fraction){ board_agreed(f), f->raised };
}

Fraction board_took_part(const BoardFigures *f)
{
    return (Fraction){ f->households > 0 ? f->took_part : 0, f->households };
}

Fraction board_wishes(const BoardFigures *f)
{
    return (Fraction){ f->kind[NEED_IDEA] + f->kind[NEED_OFFER], f->kind[NEED_DEMAND] };
}

/* ---- figures out of counters ---- */

/* Which counters (part 0) fill which members. */
typedef struct Slot {
    const CounterKind *kinds;
    size_t             n;
    size_t             offset;
} Slot;

#define ONE(kind_, member) { &(kind_), 1, offsetof(BoardFigures, member) }
#define MANY_OF(kinds_, member) \
    { (kinds_), sizeof(((BoardFigures *)0)->member) / sizeof(i64), offsetof(BoardFigures, member) }

static const Slot slots[] = {
    ONE(COUNT_RAISED, raised),
    ONE(COUNT_RAISED, under[RATE_COLLECTED]),
    ONE(COUNT_TAKEN_IN_TIME, over[RATE_COLLECTED]),
    ONE(COUNT_SMALL_DONE, over[RATE_SMALL]),
    ONE(COUNT_SMALL, under[RATE_SMALL]),
    ONE(COUNT_BIG_UP, over[RATE_BIG]),
    ONE(COUNT_BIG, under[RATE_BIG]),
    ONE(COUNT_TOLD, over[RATE_TOLD]),
    ONE(COUNT_ENDED, under[RATE_TOLD]),
    ONE(COUNT_VOICES, voices),
    ONE(COUNT_HELPED, voices_helped),
    ONE(COUNT_CLOSED_HELPED, closed_helped),
    ONE(COUNT_TAKEN, taken),
    ONE(COUNT_OVERDUE, overdue),
    ONE(COUNT_REOPENED, reopened),
    ONE(COUNTER_HOUSEHOLDS, households),
    ONE(COUNT_HOUSEHOLDS, took_part),
    MANY_OF(COUNT_STATE, state),
    MANY_OF(COUNT_LISTED, listed),
    MANY_OF(COUNT_KIND, kind),
    MANY_OF(COUNT_CATEGORY, category),
    MANY_OF(COUNT_LISTED_CATEGORY, listed_category),
    MANY_OF(COUNT_CLOSED, closing),
};

/* A figure below none is a broken one, which check names; the board shows none. */
static i64 figure(const Counter *counter)
{
    return counter->value > 0 ? counter->value : 0;
}

/* Where a counter of that name goes: the slots by name, so that a counter's are found by halving. Some have two. */
typedef struct Target {
    Str    name;
    size_t offset;
} Target;
static struct {
    Target v[128];
    size_t n;
} targets;
/* What is told of the places below is a range of names, of which there are few beside: a third of all that are counted there. */
static const Slot child_slots[] = { ONE(COUNT_RAISED, raised), ONE(COUNT_OVERDUE, overdue), ONE(COUNT_HOUSEHOLDS, took_part),
                                    MANY_OF(COUNT_STATE, state), MANY_OF(COUNT_CLOSED, closing) };
static const char *child_from; /* the first of them */
static char        child_before[64]; /* just behind the last one */

static pthread_once_t made = PTHREAD_ONCE_INIT;

static int target_order(const void *a, const void *b)
{
    return str_cmp(((const Target *)a)->name, ((const Target *)b)->name);
}

static void targets_make(void)
{
    for (size_t i = 0; i < COUNTOF(slots); i++)
        for (size_t k = 0; k < slots[i].n; k++) {
            if (slots[i].kinds[k].name == NULL)
                continue;
            BUG_ON(targets.n == COUNTOF(targets.v)); /* the slots are ours */
            targets.v[targets.n++] = (Target){ str_from(slots[i].kinds[k].name), slots[i].offset + k * sizeof(i64) };
        }
    qsort(targets.v, targets.n, sizeof targets.v[0], target_order);
}

static void range_make(void)
{
    const char *last = child_from = COUNT_RAISED.name;
    for (size_t i = 0; i < COUNTOF(child_slots); i++)
        for (size_t k = 0; k < child_slots[i].n; k++) {
            const char *name = child_slots[i].kinds[k].name;
            if (name == NULL)
                continue;
            child_from = strcmp(name, child_from) < 0 ? name : child_from;
            last = strcmp(name, last) > 0 ? name : last;
        }
    snprintf(child_before, sizeof child_before, "%s\x01", last);
}

static void names_make(void)
{
    targets_make();
    range_make();
}

static void put_total(BoardFigures *f, const Counter *counter)
{
    size_t low = 0, high;
    pthread_once(&made, names_make);
    for (high = targets.n; low < high;) { /* the first that is not before it */
        size_t middle = (low + high) / 2;
        if (str_cmp(targets.v[middle].name, counter->kind) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < targets.n && str_eq(targets.v[low].name, counter->kind); low++)
        *(i64 *)((char *)f + targets.v[low].offset) = figure(counter);
}

static void put_month(Board *b, const Counter *counter)
{
    for (size_t i = 0; i < BOARD_MONTHS; i++) {
        BoardMonth *m = &b->months[i];
        if (m->month != counter->part)
            continue;
        if (str_is(counter->kind, COUNT_RAISED.name))
            m->raised = figure(counter);
        else if (str_is(counter->kind, COUNT_ENDED.name))
            m->ended = figure(counter);
        else if (str_is(counter->kind, COUNT_HOUSEHOLDS.name))
            m->households = figure(counter);
    }
}

static void months_until(BoardMonth *months, Date today)
{
    int year = today / 10000, month = today / 100 % 100;
    for (int i = BOARD_MONTHS - 1; i >= 0; i--) {
        months[i].month = year * 100 + month;
        year -= month == 1;
        month = month == 1 ? 12 : month - 1;
    }
}

Err board_figures(Ctx *c, Code place, BoardFigures *ret_figures)
{
    const Counter *v;
    size_t         n;
    *ret_figures = (BoardFigures){ 0 };
    TRY(counter_read_totals(c, place, COUNTERS_ALL, &v, &n));
    for (size_t i = 0; i < n; i++)
        put_total(ret_figures, &v[i]);
    return OK;
}

/* The place's own counters: totals, months, and the days from voice to result. */
static Err read_own(Ctx *c, Board *b)
{
    size_t n_days = 0;
    TRY(counter_read_parts(c, b->place.code, COUNTERS_OF("need"), &b->counters, &b->n_counters));
    Counted *days = NEW_N(c->arena, Counted, b->n_counters + 1);
    for (size_t i = 0; i < b->n_counters; i++) {
        const Counter *v = &b->counters[i];
        if (str_is(v->kind, COUNT_DAYS.name)) {
            days[n_days++] = (Counted){ v->part, figure(v) };
            b->n_solved += figure(v);
        } else if (v->part != 0) {
            put_month(b, v);
        } else {
            put_total(&b->figures, v);
        }
    }
    b->median = median_of(days, n_days);
    /* What went up to the city goes on there as another row, and stands here in that row's state. */
    if (b->place.level <= LEVEL_CITY)
        b->figures.state[NEED_HANDED] = 0;
    return OK;
}

static BoardChild *child_find(BoardChild *children, size_t n, Code place)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(children[mid].place.code, place) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && str_eq(children[low].place.code, place) ? &children[low] : NULL;
}

static Err read_of_children(Ctx *c, const Board *b, BoardChild *children, size_t n_children)
{
    const Counter *v;
    size_t         n;
    pthread_once(&made, names_make);
    TRY(counter_read_children(c, b->place.code, child_from, child_before, &v, &n));
    for (size_t i = 0; i < n; i++) {
        BoardChild *child = child_find(children, n_children, v[i].place);
        if (child != NULL) /* a place that has ended since counts above, but has no row of its own any more */
            put_total(&child->figures, &v[i]);
    }
    return OK;
}

static Err read_children(Ctx *c, Board *b)
{
    Places places;
    TRY(place_children(c, b->place.code, STR_NONE, PLACE_CHILDREN_MOST, &places));
    BoardChild *children = NEW_N(c->arena, BoardChild, places.n + 1);
    for (size_t i = 0; i < places.n; i++)
        children[i].place = places.v[i];

    TRY(read_of_children(c, b, children, places.n));
    b->children = children;
    b->n_children = places.n;
    return OK;
}

/* What a row below misses of the figure above it. A moment long figures from below may be ahead (as_of): that is none. */
static i64 rest(i64 own, i64 below)
{
    return own > below ? own - below : 0;
}

BoardSums board_sums(const BoardFigures *f)
{
    return (BoardSums){ f->raised, board_open(f->state), f->overdue, board_agreed(f) };
}

BoardSums board_rest(const Board *b)
{
    BoardSums own = board_sums(&b->figures), below = { 0 };
    for (size_t i = 0; i < b->n_children; i++) {
        BoardSums child = board_sums(&b->children[i].figures);
        below.raised += child.raised;
        below.open += child.open;
        below.overdue += child.overdue;
        below.agreed += child.agreed;
    }
    return (BoardSums){ rest(own.raised, below.raised), rest(own.open, below.open), rest(own.overdue, below.overdue),
                        rest(own.agreed, below.agreed) };
}

Err board_read(Ctx *c, Code place, Board *ret_board)
{
    *ret_board = (Board){ 0 };
    TRY(place_get(c, place, &ret_board->place));
    months_until(ret_board->months, date_of(c->now));
    TRY(read_own(c, ret_board));
    TRY(read_children(c, ret_board));
    return counter_as_of(c, place, &ret_board->as_of);
}
