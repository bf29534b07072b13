/* need_list: many needs at once: the public's lists, what is alike, the workbench's queue, the sheet. */
#include <string.h>

#include "engine/text/likeness.h"
#include "matter/since.h"
#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"
#include "plan/need/need_tally.h"

enum { ALIKE_MOST = 5, ALIKE_READ = 500 /* as the query has it */, SHEET_MOST = 10, MOST = NEED_PAGE_SIZE + 1 };

/* ---- the public's lists ---- */

/* Each level has an index of its own in each order, and above the village one by kind, since one kind may be rare; below the
 * village its village's is walked. */
static Query list_query(const NeedFilter *f, NeedRead read)
{
#define BOTH(level, order) { Q_NEED_LIST_##level##_##order, Q_NEED_LIST_##level##_KIND_##order }
#define EACH(order) \
    { BOTH(COUNTY, order), BOTH(TOWN, order), { Q_NEED_LIST_VILLAGE_##order, Q_NEED_LIST_VILLAGE_##order } }
    static const Query queries[NEED_READS][3][2] = { [NEED_VOICES] = EACH(VOICES), [NEED_TIED] = EACH(TIED), [NEED_NEWEST] = EACH(NEWEST) };
    Level level = code_level(f->place);
    bool  is_kind = f->kind.low == f->kind.high && f->kind.low != NEED_DEMAND;
    return queries[read][level > LEVEL_TOWN ? 2 : level == LEVEL_TOWN][is_kind];
}

NeedRange need_range_of(int value, int values)
{
    return value < 0 ? (NeedRange){ 0, values - 1 } : (NeedRange){ value, value };
}

static NeedRange listed_states(int show)
{
    if (show < 0)
        return (NeedRange){ NEED_RAISED, NEED_DOING };
    return show == 0 ? (NeedRange){ 0, NEED_STATES - 1 } : (NeedRange){ show - 1, show - 1 };
}

NeedFilter need_filter_of(const NeedQuery *q)
{
    return (NeedFilter){ code_county(q->place), q->place, listed_states(q->show), need_range_of(q->category, NEED_CATEGORIES),
                         need_range_of(q->kind, NEED_KINDS), q->order };
}

/* In the order of an index; what is filtered below the township walks its village. */
static Err list_walk(Ctx *c, const NeedFilter *f, const Cursor *after, Rows *rows)
{
#define LIST(q, ...)                                                                                               \
    GIVEN(q, .county = ARG(f->county), .from = ARG(f->place), .end = ARG(code_end(c->arena, f->place)), FILTER(f), \
          .bound = ARG(cursor_before(after)), __VA_ARGS__)
    if (f->order == ORDER_NEWEST)
        return list_read(c, list_query(f, NEED_NEWEST), LIST(need_list_county_newest, .most = ARG(MOST)), MOST, rows);
    if (after->is_set)
        TRY(list_read(c, list_query(f, NEED_TIED), LIST(need_list_county_tied, .tie = ARG(after->n[1]), .most = ARG(MOST)), MOST, rows));
    return list_read(c, list_query(f, NEED_VOICES), LIST(need_list_county_voices, .most = ARG(MOST - (i64)rows->n)), MOST, rows);
#undef LIST
}

Err need_found_query(Ctx *c, const SearchAsk *s, const void *filter, Rows *ret_rows)
{
    const NeedFilter *f = filter;
    if (s->is_two)
        return db_many(db_read(c), QUERY(need_found_two, SEARCH_TWO(s), FILTER(f)), ret_rows);
    return db_many(db_read(c), QUERY(need_found, SEARCH_FIVE(s), FILTER(f)), ret_rows);
}

const char *need_list_name(const NeedQuery *q)
{
    if (q->since)
        return "need.changed";
    if (q->mine || !str_is_empty(q->text) || q->order == ORDER_NEWEST)
        return "need.newest";
    return "need.voices";
}

/* Where a list goes on behind its last row: by voices, also when the walk began. */
static Cursor behind(Ctx *c, const NeedQuery *q, Row last)
{
    if (strcmp(need_list_name(q), "need.newest") == 0)
        return CURSOR(row_int(last, C_NEED_CARD_ID));
    return CURSOR(row_int(last, C_NEED_CARD_HOUSEHOLDS), row_int(last, C_NEED_CARD_ID), q->after.is_set ? q->after.n[2] : c->now);
}

typedef struct Looked {
    Code        place;
    const Rows *cards;
    bool       *is; /* each to be told */
} Looked;

/* Is it of the place, or was it before that one's code changed? Complaints never are. */
static Err is_or_was_of(Ctx *c, void *arg, size_t at)
{
    const Looked *k = arg;
    Row            card = k->cards->row[at];
    Ref            lies = { row_text(card, C_NEED_CARD_COUNTY), row_int(card, C_NEED_CARD_ID), row_text(card, C_NEED_CARD_PLACE) };
    k->is[at] = false;
    if (row_int(card, C_NEED_CARD_KIND) == NEED_COMPLAINT)
        return OK;
    return life_is_or_was_of(c, "need.gone", lies, k->place, &k->is[at]);
}

/* Also withdrawn ones, those grouped under others and those that went on under another code: whoever keeps a copy hears of it. */
static Err list_changed(Ctx *c, const NeedQuery *q, Needs *ret_needs)
{
    Changes ch;
    Rows    rows, kept = { 0 };
    TRY(list_changes(c, "need", q->place, q->since, &q->after, &ch));
    TRY(need_rows_of_ids(c, code_county(q->place), ch.id, ch.n, &rows));
    Row *v = NEW_N(c->arena, Row, rows.n + 1);
    Looked k = { q->place, &rows, NEW_N(c->arena, bool, rows.n + 1) };
    TRY(db_together(c, rows.n, is_or_was_of, &k));
    for (size_t i = 0; i < rows.n; i++)
        if (k.is[i])
            v[kept.n++] = rows.row[i];
    kept.row = v;
    TRY(need_cut_cards(c, kept, NEED_PAGE_SIZE, ret_needs));
    TRY(need_names_in(c, q->place, ret_needs));
    ret_needs->next = ch.next;
    ret_needs->later = ch.later;
    return OK;
}

/* Of the session's own house. */
static Err list_mine(Ctx *c, const NeedQuery *q, SearchFound *ids)
{
    Ref  house;
    Rows rows;
    TRY(household_own(c, q->place, &house));
    TRY(db_many(db_read(c), Q_NEED_LIST_MINE, ARGS(REF(house), cursor_before(&q->after), MOST), &rows));
    *ids = (SearchFound){ .id = NEW_N(c->arena, i64, rows.n + 1), .n = rows.n };
    for (size_t i = 0; i < rows.n; i++)
        ids->id[i] = row_int(rows.row[i], C_NEED_LIST_MINE_RECORD);
    return OK;
}

/* At most MOST rows, or ids of such in place of them. */
static Err list_some(Ctx *c, const NeedQuery *q, Rows *rows, SearchFound *ids)
{
    Level      level = code_level(q->place);
    NeedFilter f = need_filter_of(q);
    if (q->mine)
        return list_mine(c, q, ids);
    if (!str_is_empty(q->text))
        return search_found(c, "need", q->place, q->text, cursor_before(&q->after), MOST, need_found_query, &f, ids);
    if (level <= LEVEL_TOWN && (q->show != 0 || q->category >= 0))
        return need_cells(c, &f, &q->after, MOST, ids);
    return list_walk(c, &f, &q->after, rows);
}

Err need_list(Ctx *c, const NeedQuery *q, Needs *ret_needs)
{
    SearchFound ids = { 0 };
    Rows        rows = { 0 };
    *ret_needs = (Needs){ 0 };
    if (code_level(q->place) < LEVEL_COUNTY)
        return fail(c, ERR_INVALID, "need.list.too_high", "a list above the county");
    if (q->since)
        return list_changed(c, q, ret_needs);
    TRY(list_some(c, q, &rows, &ids));
    if (ids.n)
        TRY(need_rows_of_ids(c, code_county(q->place), ids.id, ids.n < MOST ? ids.n : NEED_PAGE_SIZE, &rows));
    TRY(need_cut_cards(c, rows, NEED_PAGE_SIZE, ret_needs));
    TRY(need_names_in(c, q->place, ret_needs));
    ret_needs->more = ret_needs->more || ids.n == MOST;
    if (ret_needs->more)
        ret_needs->next = behind(c, q, rows.row[NEED_PAGE_SIZE - 1]);
    else if (ids.on)
        ret_needs->next = CURSOR(ids.on);
    ret_needs->is_cut = ids.on && !ret_needs->more;
    if (q->after.is_set && q->after.n[2])
        ret_needs->later = q->after.n[2] - LIST_SETTLES;
    return OK;
}

/* ---- is it this one? ---- */

typedef struct Like {
    Row      row;
    Fraction how;
    i64      voices;
} Like;

static bool is_liker(const Like *l, const Like *other)
{
    int by = fraction_cmp(l->how, other->how);
    return by != 0 ? by > 0 : l->voices > other->voices;
}

/* Keeps the likest few; of equals those that more houses want, then the older. */
static size_t like_put(Like *best, size_t n, Like l)
{
    size_t i = n < ALIKE_MOST ? n++ : ALIKE_MOST;
    for (; i > 0 && is_liker(&l, &best[i - 1]); i--)
        if (i < ALIKE_MOST)
            best[i] = best[i - 1];
    if (i < ALIKE_MOST)
        best[i] = l;
    return n;
}

/* In portions, so that none is passed over in a village that has many. */
Err need_alike(Ctx *c, Code place, Str text, Needs *ret_needs)
{
    Like    best[ALIKE_MOST];
    size_t  n = 0;
    i64     after = 0;
    Rows    rows;
    GramSet asked, there;
    *ret_needs = (Needs){ 0 };
    likeness_grams(text, &asked);
    do {
        TRY(db_many(db_read(c), Q_NEED_LIST_OPEN, ARGS(code_county(place), code_at(place, LEVEL_VILLAGE), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row r = rows.row[i];
            after = row_int(r, C_NEED_CARD_ID);
            likeness_grams(row_text(r, C_NEED_CARD_TITLE), &there);
            if (likeness_is_alike(&asked, &there))
                n = like_put(best, n, (Like){ r, likeness(&asked, &there), row_int(r, C_NEED_CARD_HOUSEHOLDS) });
        }
    } while (rows.n == ALIKE_READ);
    Row *kept = NEW_N(c->arena, Row, ALIKE_MOST);
    for (size_t i = 0; i < n; i++)
        kept[i] = best[i].row;
    return need_cut_cards(c, (Rows){ kept, n }, ALIKE_MOST, ret_needs);
}

/* ---- the sheet: what fits on one page of A4 ---- */

Err need_sheet(Ctx *c, Code place, Date from, Date to, NeedSheet *ret_sheet)
{
    Row   row;
    Rows  rows;
    Value county = ARG(code_county(place)), under = ARG(code_at(place, LEVEL_VILLAGE)), end = ARG(code_end(c->arena, place));
    Value since = ARG(date_start(from)), before = ARG(date_start(to) + DAY);
    if (code_level(place) < LEVEL_VILLAGE)
        return fail(c, ERR_INVALID, "need.sheet.too_high", "a sheet above the village");
    db_ahead(db_read(c), QUERY(need_sheet_open, .county = county, .under = under, .from = ARG(place), .end = end, .before = before,
                               .most = ARG(SHEET_MOST)));
    db_ahead(db_read(c), QUERY(need_sheet_ended, .county = county, .under = under, .from = ARG(place), .end = end, .since = since,
                               .before = before, .most = ARG(SHEET_MOST)));
    TRY(db_one(db_read(c), QUERY(need_sheet_count, .county = county, .under = under, .from = ARG(place), .end = end, .since = since,
                                 .before = before), &row));
    ret_sheet->n_open = row_int(row, C_NEED_SHEET_COUNT_N_OPEN);
    ret_sheet->n_ended = row_int(row, C_NEED_SHEET_COUNT_N_ENDED);
    TRY(db_many(db_read(c), QUERY(need_sheet_open, .county = county, .under = under, .from = ARG(place), .end = end,
                                  .before = before, .most = ARG(SHEET_MOST)), &rows));
    TRY(need_cut_cards(c, rows, SHEET_MOST, &ret_sheet->open));
    TRY(db_many(db_read(c), QUERY(need_sheet_ended, .county = county, .under = under, .from = ARG(place), .end = end,
                                  .since = since, .before = before, .most = ARG(SHEET_MOST)), &rows));
    return need_cut_cards(c, rows, SHEET_MOST, &ret_sheet->ended);
}
