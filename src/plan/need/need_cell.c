/* need_cell: a county's or township's list that is filtered by category, state or both, merged from its cells (record/merge.h):
 * each pair of category and state has its needs in both orders in an index. A filter by kind is asked of the rows of a cell:
 * three kinds, of which each is a fair part. */
#include "plan/need/need_inside.h"
#include "plan/need/need.sql.h"
#include "record/merge.h"

typedef struct Cells {
    const NeedFilter *f;
    Query             query;
    i64               bound, tie; /* behind what; no tie: 0 */
    struct {
        int category, state;
    } v[NEED_CATEGORIES * NEED_STATES];
    size_t n;
} Cells;
_Static_assert(NEED_CATEGORIES * NEED_STATES <= MERGE_MOST, "a read a cell");

static Cells *cells_new(Ctx *c, const NeedFilter *f)
{
    Cells *s = NEW(c->arena, Cells);
    s->f = f;
    for (i64 state = f->state.low; state <= f->state.high; state++)
        for (i64 category = f->category.low; state != NEED_WITHDRAWN && category <= f->category.high; category++, s->n++) {
            s->v[s->n].category = (int)category;
            s->v[s->n].state = (int)state;
        }
    return s;
}

static Err cell_read(Ctx *c, const void *arg, size_t i, i64 most, Rows *ret_rows)
{
    const Cells *s = arg;
#define CELL(q, ...)                                                                                               \
    GIVEN(q, .county = ARG(s->f->county), .under = ARG(s->f->place), .category = ARG(s->v[i].category),            \
          .state = ARG(s->v[i].state), .kind_low = ARG(s->f->kind.low), .kind_high = ARG(s->f->kind.high),         \
          .bound = ARG(s->bound), __VA_ARGS__)
    if (s->tie)
        return db_many(db_read(c), s->query, CELL(need_cell_county_tied, .tie = ARG(s->tie), .most = ARG(most)), ret_rows);
    return db_many(db_read(c), s->query, CELL(need_cell_county_voices, .most = ARG(most)), ret_rows);
#undef CELL
}

static Err cells_merge(Ctx *c, Cells *s, Query query, i64 tie, i64 most, SearchFound *found)
{
    s->query = query;
    s->tie = tie;
    return merge_ids(c, &(Merge){ cell_read, s, s->n, s->f->order == ORDER_NEWEST }, most, found->id, &found->n);
}

Err need_cells(Ctx *c, const NeedFilter *f, const Cursor *after, i64 most, SearchFound *ret_found)
{
    static const Query queries[2][NEED_READS] = {
        { [NEED_VOICES] = Q_NEED_CELL_COUNTY_VOICES, [NEED_TIED] = Q_NEED_CELL_COUNTY_TIED, [NEED_NEWEST] = Q_NEED_CELL_COUNTY_NEWEST },
        { [NEED_VOICES] = Q_NEED_CELL_TOWN_VOICES, [NEED_TIED] = Q_NEED_CELL_TOWN_TIED, [NEED_NEWEST] = Q_NEED_CELL_TOWN_NEWEST },
    };
    const Query *query = queries[code_level(f->place) == LEVEL_TOWN];
    Cells       *s = cells_new(c, f);
    s->bound = cursor_before(after);
    *ret_found = (SearchFound){ .id = NEW_N(c->arena, i64, most) };
    if (f->order == ORDER_NEWEST)
        return cells_merge(c, s, query[NEED_NEWEST], 0, most, ret_found);
    if (after->is_set)
        TRY(cells_merge(c, s, query[NEED_TIED], after->n[1], most, ret_found));
    return cells_merge(c, s, query[NEED_VOICES], 0, most, ret_found);
}
