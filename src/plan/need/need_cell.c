/* need_cell: a county's or township's list that is filtered by category, state or both, merged from its cells: each pair
 * of category and state has its needs in both orders in an index, so that a page reads a few rows of each cell and never
 * walks what it does not show. At most CELLS cells, of which about twice what is shown is read in all.
 *
 * A filter by kind is asked of the rows of a cell: three kinds, of which each is a fair part. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"

enum { CELLS = NEED_CATEGORIES * NEED_STATES };

typedef struct Cell {
    int    category, state;
    Rows   rows;
    size_t at;    /* the first that is not taken yet */
    i64    asked; /* rows; fewer came: those are all */
} Cell;

typedef struct Cells {
    Ctx               *c;
    const NeedFilter  *f;
    Query              query;
    i64                bound, tie; /* behind what; no tie: 0 */
    Cell               v[CELLS];
    size_t             n;
} Cells;

#define CELL(q, ...)                                                                                               \
    GIVEN(q, .county = ARG(s->f->county), .under = ARG(s->f->place), .category = ARG(cell->category),              \
          .state = ARG(cell->state), .kind_low = ARG(s->f->kind.low), .kind_high = ARG(s->f->kind.high),           \
          .bound = ARG(s->bound), __VA_ARGS__)

static Err cell_read(Cells *s, Cell *cell, i64 most)
{
    cell->asked = most;
    if (s->tie)
        return db_many(db_read(s->c), s->query, CELL(need_cell_county_tied, .tie = ARG(s->tie), .most = ARG(most)), &cell->rows);
    return db_many(db_read(s->c), s->query, CELL(need_cell_county_voices, .most = ARG(most)), &cell->rows);
}

static Err cells_open(Cells *s, i64 wanted)
{
    i64 of_each;
    s->n = 0;
    for (i64 state = s->f->state.low; state <= s->f->state.high; state++)
        for (i64 category = s->f->category.low; state != NEED_WITHDRAWN && category <= s->f->category.high; category++)
            s->v[s->n++] = (Cell){ .category = (int)category, .state = (int)state };
    of_each = s->n ? wanted * 2 / (i64)s->n + 4 : 0;
    for (size_t i = 0; i < s->n; i++)
        TRY(cell_read(s, &s->v[i], of_each < wanted ? of_each : wanted));
    return OK;
}

/* More of a cell whose rows are used up, though it may have others. */
static Err cell_fill(Cells *s, Cell *cell)
{
    if (cell->at < cell->rows.n || (i64)cell->rows.n < cell->asked)
        return OK;
    return cell_read(s, cell, cell->asked * 4);
}

/* Newest: every row says 0 households, so that ids decide, the other way round. */
static bool is_before(const Cells *s, const Cell *a, const Cell *b)
{
    Row x = a->rows.row[a->at], y = b->rows.row[b->at];
    i64 households = row_int(x, C_NEED_CELL_COUNTY_VOICES_HOUSEHOLDS) - row_int(y, C_NEED_CELL_COUNTY_VOICES_HOUSEHOLDS);
    i64 id = row_int(x, C_NEED_CELL_COUNTY_VOICES_ID) - row_int(y, C_NEED_CELL_COUNTY_VOICES_ID);
    if (households != 0)
        return households > 0;
    return s->f->order == ORDER_NEWEST ? id > 0 : id < 0;
}

/* The next need of them all; 0: there is none. */
static Err cells_next(Cells *s, i64 *ret_id)
{
    Cell *first = NULL;
    for (size_t i = 0; i < s->n; i++) {
        Cell *cell = &s->v[i];
        TRY(cell_fill(s, cell));
        if (cell->at < cell->rows.n && (first == NULL || is_before(s, cell, first)))
            first = cell;
    }
    *ret_id = first ? row_int(first->rows.row[first->at++], C_NEED_CELL_COUNTY_VOICES_ID) : 0;
    return OK;
}

/* Puts to the ids what comes next of all cells, up to `most` in all. */
static Err cells_merge(Cells *s, Query query, i64 tie, i64 most, i64 *ret_ids, size_t *n)
{
    s->query = query;
    s->tie = tie;
    if ((i64)*n < most)
        TRY(cells_open(s, most - (i64)*n));
    while ((i64)*n < most) {
        i64 id;
        TRY(cells_next(s, &id));
        if (id == 0)
            break;
        ret_ids[(*n)++] = id;
    }
    return OK;
}

Err need_cells(Ctx *c, const NeedFilter *f, const Cursor *after, i64 most, i64 *ret_ids, size_t *ret_n)
{
    static const Query queries[2][NEED_READS] = {
        { [NEED_VOICES] = Q_NEED_CELL_COUNTY_VOICES, [NEED_TIED] = Q_NEED_CELL_COUNTY_TIED, [NEED_NEWEST] = Q_NEED_CELL_COUNTY_NEWEST },
        { [NEED_VOICES] = Q_NEED_CELL_TOWN_VOICES, [NEED_TIED] = Q_NEED_CELL_TOWN_TIED, [NEED_NEWEST] = Q_NEED_CELL_TOWN_NEWEST },
    };
    const Query *query = queries[code_level(f->place) == LEVEL_TOWN];
    Cells       *s = NEW(c->arena, Cells);
    *ret_n = 0;
    *s = (Cells){ .c = c, .f = f, .bound = cursor_before(after) };
    if (f->order == ORDER_NEWEST)
        return cells_merge(s, query[NEED_NEWEST], 0, most, ret_ids, ret_n);
    if (after->is_set)
        TRY(cells_merge(s, query[NEED_TIED], after->n[1], most, ret_ids, ret_n));
    return cells_merge(s, query[NEED_VOICES], 0, most, ret_ids, ret_n);
}
