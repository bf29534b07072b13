/* need_count: how many needs a list has that is filtered, where no counter knows it (record/list.h). */
#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"

/* The index that has most of the filter together: of a category, of a rare kind, or of the place. */
static Query count_query(const NeedFilter *f)
{
    static const Query queries[2][3] = { { Q_NEED_COUNT_COUNTY, Q_NEED_COUNT_COUNTY_CELL, Q_NEED_COUNT_COUNTY_KIND },
                                         { Q_NEED_COUNT_TOWN, Q_NEED_COUNT_TOWN_CELL, Q_NEED_COUNT_TOWN_KIND } };
    Level level = code_level(f->place);
    int   by = f->category.low == f->category.high ? 1 : f->kind.low == f->kind.high && f->kind.low != NEED_DEMAND ? 2 : 0;
    return level > LEVEL_TOWN ? Q_NEED_COUNT_VILLAGE : queries[level == LEVEL_TOWN][by];
}

/* What a house said or joined, complaints too where it may see them: few. */
static Err count_mine(Ctx *c, const NeedQuery *q, ListCount *ret_count)
{
    Ref  house;
    Rows rows;
    i64  n = 0;
    TRY(household_own(c, q->place, &house));
    TRY(db_many(db_read(c), Q_NEED_COUNT_MINE, ARGS(REF(house), LIST_COUNTED + 1), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        NeedRow r = need_card_of(rows.row[i]);
        n += need_may_see(c->actor, &r);
    }
    *ret_count = list_counted(n, (i64)rows.n);
    return OK;
}

Err need_list_count(Ctx *c, const NeedQuery *q, const Needs *page, ListCount *ret_count)
{
    NeedFilter f = need_filter_of(q);
    if (list_is_whole(&q->after, &page->next, page->n, ret_count))
        return OK;
    if (q->mine)
        return count_mine(c, q, ret_count);
    if (!str_is_empty(q->text))
        return search_count(c, "need", q->place, q->text, need_found_query, &f, ret_count);
    return list_count(c, count_query(&f),
                      GIVEN(need_count_county, .county = ARG(f.county), .from = ARG(f.place), .end = ARG(code_end(c->arena, f.place)),
                            FILTER(&f), .looked = ARG(LIST_COUNTED + 1)),
                      ret_count);
}
