/* need_list: many needs at once: the public's lists, what is alike, the workbench's queue, the sheet, the timeline. */
#include "engine/text/likeness.h"
#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"
#include "plan/need/need_tally.h"

enum { ALIKE_MOST = 5, SHEET_MOST = 12, QUEUE_MOST = 500 };

/* ---- the public's lists ---- */

/* Each level has an index of its own in each order, and above the village one by kind, since one kind may be rare; below the
 * village its village's is walked. */
static Query list_query(const NeedFilter *f)
{
    static const Query by_voices[2][2] = { { Q_NEED_LIST_COUNTY_VOICES, Q_NEED_LIST_COUNTY_KIND_VOICES },
                                           { Q_NEED_LIST_TOWN_VOICES, Q_NEED_LIST_TOWN_KIND_VOICES } };
    static const Query newest[2][2] = { { Q_NEED_LIST_COUNTY_NEWEST, Q_NEED_LIST_COUNTY_KIND_NEWEST },
                                        { Q_NEED_LIST_TOWN_NEWEST, Q_NEED_LIST_TOWN_KIND_NEWEST } };
    Level level = code_level(f->place);
    bool  is_newest = f->order == ORDER_NEWEST, is_kind = f->kind.low == f->kind.high && f->kind.low != NEED_DEMAND;
    if (level > LEVEL_TOWN)
        return is_newest ? Q_NEED_LIST_VILLAGE_NEWEST : Q_NEED_LIST_VILLAGE_VOICES;
    return (is_newest ? newest : by_voices)[level == LEVEL_TOWN][is_kind];
}

static NeedRange range_of(int value, int values)
{
    return value < 0 ? (NeedRange){ 0, values - 1 } : (NeedRange){ value, value };
}

static NeedRange states_of(int show)
{
    if (show < 0)
        return (NeedRange){ NEED_RAISED, NEED_DOING };
    return show == 0 ? (NeedRange){ 0, NEED_STATES - 1 } : (NeedRange){ show - 1, show - 1 };
}

static i64 offset_of(int page, int most)
{
    int p = page < 1 ? 1 : page > NEED_PAGES ? NEED_PAGES : page;
    return (i64)(p - 1) * most;
}

static Err list_mine(Ctx *c, const NeedQuery *q, Needs *ret_needs)
{
    Ref  household;
    Rows rows;
    TRY(household_of_actor(c, q->place, &household));
    TRY(db_many(db_read(c), Q_NEED_LIST_MINE,
                ARGS(REF(household), NEED_PAGE_SIZE + 1, offset_of(q->page, NEED_PAGE_SIZE)), &rows));
    return need_cut_cards(c, rows, NEED_PAGE_SIZE, ret_needs);
}

/* In the order of the ids. */
static Err rows_of_ids(Ctx *c, Code county, const i64 *ids, size_t n, Rows *ret_rows)
{
    union given_need_cards cards = { { .county = ARG(county) } };
    Rows                   found;
    Row                   *rows = NEW_N(c->arena, Row, n + 1);
    _Static_assert(COUNTOF(cards.by.row) == NEED_PAGE_SIZE, "{rows} of need_cards");
    *ret_rows = (Rows){ rows, 0 };
    if (n == 0)
        return OK;
    BUG_ON(n > NEED_PAGE_SIZE); /* list_ids() cuts them */
    for (size_t i = 0; i < NEED_PAGE_SIZE; i++)
        cards.by.row[i].id = ARG(ids[i < n ? i : n - 1]);
    TRY(db_many(db_read(c), FILLED(need_cards, cards), &found));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < found.n; k++)
            if (row_int(found.row[k], C_NEED_CARD_ID) == ids[i])
                rows[ret_rows->n++] = found.row[k];
    return OK;
}

/* Ids are one more than a page when there is another. */
static Err list_ids(Ctx *c, Code county, const i64 *ids, size_t n, Needs *ret_needs)
{
    Rows rows;
    bool more = n > NEED_PAGE_SIZE;
    TRY(rows_of_ids(c, county, ids, more ? NEED_PAGE_SIZE : n, &rows));
    TRY(need_cut_cards(c, rows, NEED_PAGE_SIZE, ret_needs));
    ret_needs->more = more;
    return OK;
}

static Err list_found(Ctx *c, const NeedQuery *q, const NeedFilter *f, Needs *ret_needs)
{
    i64    offset = offset_of(q->page, NEED_PAGE_SIZE), wanted = offset + NEED_PAGE_SIZE + 1, go_on;
    i64   *ids = NEW_N(c->arena, i64, (size_t)wanted);
    size_t n;
    TRY(need_found(c, f, q->text, q->before, wanted, ids, &n, &go_on));
    size_t skip = n < (size_t)offset ? n : (size_t)offset;
    TRY(list_ids(c, f->county, ids + skip, n - skip, ret_needs));
    ret_needs->go_on = go_on;
    return OK;
}

static Err list_cells(Ctx *c, const NeedQuery *q, const NeedFilter *f, Needs *ret_needs)
{
    i64    ids[NEED_PAGE_SIZE + 1];
    size_t n;
    TRY(need_cells(c, f, offset_of(q->page, NEED_PAGE_SIZE), NEED_PAGE_SIZE + 1, ids, &n));
    return list_ids(c, f->county, ids, n, ret_needs);
}

/* In the order of an index; what is filtered below the township walks its village. */
static Err list_walk(Ctx *c, const NeedQuery *q, const NeedFilter *f, Needs *ret_needs)
{
    Rows rows;
    TRY(db_many(db_read(c), list_query(f),
                GIVEN(need_list_county_voices, .county = ARG(f->county), .under = ARG(code_at(q->place, LEVEL_VILLAGE)),
                      .from = ARG(q->place), .end = ARG(code_end(c->arena, q->place)), FILTER(f),
                      .most = ARG(NEED_PAGE_SIZE + 1), .skip = ARG(offset_of(q->page, NEED_PAGE_SIZE))),
                &rows));
    return need_cut_cards(c, rows, NEED_PAGE_SIZE, ret_needs);
}

Err need_list(Ctx *c, const NeedQuery *q, Needs *ret_needs)
{
    Level      level = code_level(q->place);
    NeedFilter f = { code_county(q->place), q->place, states_of(q->show), range_of(q->category, NEED_CATEGORIES),
                     range_of(q->kind, NEED_KINDS), q->order };
    *ret_needs = (Needs){ 0 };
    if (level < LEVEL_COUNTY)
        return fail(c, ERR_INVALID, "need.list.too_high", "a list above the county");
    if (q->mine)
        return list_mine(c, q, ret_needs);
    if (!str_is_empty(q->text))
        return list_found(c, q, &f, ret_needs);
    if (level <= LEVEL_TOWN && (q->show != 0 || q->category >= 0))
        return list_cells(c, q, &f, ret_needs);
    return list_walk(c, q, &f, ret_needs);
}

/* ---- is it this one? ---- */

typedef struct Like {
    size_t   row;
    Fraction how;
} Like;

/* Keeps the likest few, the first of equals before the others. */
static size_t like_put(Like *best, size_t n, Like l)
{
    size_t i = n < ALIKE_MOST ? n++ : ALIKE_MOST;
    for (; i > 0 && fraction_cmp(best[i - 1].how, l.how) < 0; i--)
        if (i < ALIKE_MOST)
            best[i] = best[i - 1];
    if (i < ALIKE_MOST)
        best[i] = l;
    return n;
}

Err need_alike(Ctx *c, Code place, Str text, Needs *ret_needs)
{
    Like    best[ALIKE_MOST];
    size_t  n = 0;
    Rows    rows;
    GramSet asked, there;
    *ret_needs = (Needs){ 0 };
    likeness_grams(text, &asked);
    TRY(db_many(db_read(c), Q_NEED_LIST_OPEN, ARGS(code_county(place), code_at(place, LEVEL_VILLAGE)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        likeness_grams(row_text(rows.row[i], C_NEED_ROW_TITLE), &there);
        if (likeness_is_alike(&asked, &there))
            n = like_put(best, n, (Like){ i, likeness(&asked, &there) });
    }
    Row *kept = NEW_N(c->arena, Row, ALIKE_MOST);
    for (size_t i = 0; i < n; i++)
        kept[i] = rows.row[best[i].row];
    return need_cut_cards(c, (Rows){ kept, n }, ALIKE_MOST, ret_needs);
}

/* ---- the workbench ---- */

/* Whose: everybody's, the actor's, nobody's. */
static NeedRange owners_of(const NeedQueue *q, i64 me)
{
    if (q->mine)
        return (NeedRange){ me, me };
    return q->unassigned ? (NeedRange){ 0, 0 } : (NeedRange){ 0, INT64_MAX };
}

/* By what is asked for and how high the desk stands: the index that has it together and in order. */
static Query queue_query(const NeedQueue *q)
{
    bool wide = code_level(q->place) <= LEVEL_COUNTY;
    if (q->complaints)
        return Q_NEED_QUEUE_COMPLAINTS;
    if (q->mine || (q->unassigned && wide))
        return Q_NEED_QUEUE_OWNER;
    if (!wide && code_level(q->place) > LEVEL_TOWN)
        return Q_NEED_QUEUE_VILLAGE;
    if (q->unassigned)
        return Q_NEED_QUEUE_TOWN_FREE;
    if (q->overdue)
        return wide ? Q_NEED_QUEUE_COUNTY_LATE : Q_NEED_QUEUE_TOWN_LATE;
    if (q->big)
        return wide ? Q_NEED_QUEUE_COUNTY_BIG : Q_NEED_QUEUE_TOWN_BIG;
    return wide ? Q_NEED_QUEUE_COUNTY : Q_NEED_QUEUE_TOWN;
}

Err need_queue(Ctx *c, const NeedQueue *q, Needs *ret_needs)
{
    int       most = q->most > 0 && q->most <= QUEUE_MOST ? q->most : NEED_PAGE_SIZE;
    NeedRange owner = owners_of(q, c->actor->account), size = range_of(q->big ? NEED_BIG : -1, NEED_SIZES);
    Code      above = access_place(c->actor, VERB_COMPLAINT); /* complaints about those strictly below it */
    Code      above_end = str_is_empty(above) ? above : code_end(c->arena, above);
    Rows      rows;
    *ret_needs = (Needs){ 0 };
    if (code_level(q->place) < LEVEL_CITY)
        return OK; /* nothing is handed up so far: a province has the queues below it */
    TRY(db_many(db_read(c), queue_query(q),
                GIVEN(need_queue_county, .county = ARG(code_county(q->place)), .from = ARG(q->place),
                      .end = ARG(code_end(c->arena, q->place)), .read_above = ARG(above), .read_end = ARG(above_end),
                      .kind_low = ARG(q->complaints ? NEED_COMPLAINT : NEED_DEMAND), .owner_low = ARG(owner.low),
                      .owner_high = ARG(owner.high), .overdue = ARG(q->overdue), .size_low = ARG(size.low),
                      .size_high = ARG(size.high), .most = ARG(most + 1), .skip = ARG(offset_of(q->page, most))),
                &rows));
    return need_cut_cards(c, rows, (size_t)most, ret_needs);
}

/* Below the county a desk's figures are kept. Complaints count for who reads those about everybody below the desk. */
static Err queued_at_desk(Ctx *c, Code place, bool with_complaints, NeedQueued *queued)
{
    const Counter *v;
    size_t         n;
    TRY(counter_read_totals(c, place, "need.desk", "need.desl", &v, &n));
    queued->open = counter_value(v, n, place, &COUNT_DESK, 0);
    queued->overdue = counter_value(v, n, place, &COUNT_DESK_LATE, 0);
    if (with_complaints) {
        queued->open += counter_value(v, n, place, &COUNT_DESK_COMPLAINT, 0);
        queued->overdue += counter_value(v, n, place, &COUNT_DESK_COMPLAINT_LATE, 0);
    }
    return OK;
}

Err need_queued(Ctx *c, Code place, NeedQueued *queued)
{
    Code above = access_place(c->actor, VERB_COMPLAINT), above_end = above;
    Row  r;
    if (!str_is_empty(above))
        above_end = code_end(c->arena, above);
    if (code_level(place) > LEVEL_COUNTY)
        return queued_at_desk(c, place, code_covers(above, place), queued);
    if (code_level(place) < LEVEL_CITY)
        *queued = (NeedQueued){ 0 };
    if (code_level(place) != LEVEL_CITY)
        return OK;
    TRY(db_one(db_read(c), Q_NEED_QUEUE_ABOVE, ARGS(place, above, above_end), &r));
    *queued = (NeedQueued){ row_int(r, C_NEED_QUEUE_ABOVE_OPEN), row_int(r, C_NEED_QUEUE_ABOVE_OVERDUE),
                            row_int(r, C_NEED_QUEUE_ABOVE_TO_JUDGE) };
    return OK;
}

/* ---- the sheet: what fits on one page of A4 ---- */

static Err sheet_part(Ctx *c, Code place, Date from, Date to, NeedState low, NeedState high, Needs *ret_needs)
{
    Rows rows;
    TRY(db_many(db_read(c), QUERY(need_list_changed, .county = ARG(code_county(place)),
                                  .under = ARG(code_at(place, LEVEL_VILLAGE)), .from = ARG(place),
                                  .end = ARG(code_end(c->arena, place)), .state_low = ARG(low), .state_high = ARG(high),
                                  .changed_from = ARG(date_start(from)),
                                  .changed_before = ARG(date_start(to) + DAY)), &rows));
    return need_cut_cards(c, rows, SHEET_MOST, ret_needs);
}

Err need_sheet(Ctx *c, Code place, Date from, Date to, Needs *ret_open, Needs *ret_ended)
{
    Needs solved, closed;
    if (code_level(place) < LEVEL_VILLAGE)
        return fail(c, ERR_INVALID, "need.sheet.too_high", "a sheet above the village");
    TRY(sheet_part(c, place, 19700101, to, NEED_RAISED, NEED_DOING, ret_open)); /* all that is open, however long it lay still */
    TRY(sheet_part(c, place, from, to, NEED_SOLVED, NEED_ELSEWHERE, &solved));
    TRY(sheet_part(c, place, from, to, NEED_HANDED, NEED_CLOSED, &closed));
    Need  *v = NEW_N(c->arena, Need, SHEET_MOST);
    size_t n = 0;
    for (size_t i = 0; i < solved.n && n < SHEET_MOST; i++)
        v[n++] = solved.v[i];
    for (size_t i = 0; i < closed.n && n < SHEET_MOST; i++)
        v[n++] = closed.v[i];
    *ret_ended = (Needs){ v, n, solved.more || closed.more || n < solved.n + closed.n };
    return OK;
}
