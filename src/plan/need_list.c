/* need_list: many needs at once: the public's lists, what is alike, the workbench's queue, the sheet, the timeline. */
#include "engine/likeness.h"
#include "plan/need_inside.h"
#include "record/search.h"

enum { ALIKE_MOST = 5, SHEET_MOST = 12, QUEUE_MOST = 500 };

/* ---- the public's lists ---- */

/* Each level has an index of its own in each order; below the village its village's is walked. */
static Query list_query(Level level, int order)
{
    switch (level) {
    case LEVEL_COUNTY:
        return order == ORDER_NEWEST ? Q_NEED_LIST_COUNTY_NEWEST : Q_NEED_LIST_COUNTY_VOICES;
    case LEVEL_TOWN:
        return order == ORDER_NEWEST ? Q_NEED_LIST_TOWN_NEWEST : Q_NEED_LIST_TOWN_VOICES;
    default:
        return order == ORDER_NEWEST ? Q_NEED_LIST_VILLAGE_NEWEST : Q_NEED_LIST_VILLAGE_VOICES;
    }
}

/* A filter is a range: of one value, or of all. */
typedef struct Range {
    i64 low, high;
} Range;

static Range range_of(int value, int values)
{
    return value < 0 ? (Range){ 0, values - 1 } : (Range){ value, value };
}

static Range states_of(int show)
{
    if (show < 0)
        return (Range){ NEED_RAISED, NEED_DOING };
    return show == 0 ? (Range){ 0, NEED_STATES - 1 } : (Range){ show - 1, show - 1 };
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
    return need_cut_all(c, rows, NEED_PAGE_SIZE, ret_needs);
}

Err need_list(Ctx *c, const NeedQuery *q, Needs *ret_needs)
{
    Level level = code_level(q->place);
    Range state = states_of(q->show), category = range_of(q->category, NEED_CATEGORIES),
          kind = range_of(q->kind, NEED_KINDS);
    Code  cut = code_at(q->place, LEVEL_VILLAGE);
    Str   terms[4];
    int   n_terms = 0;
    Rows  rows;
    *ret_needs = (Needs){ 0 };
    if (level < LEVEL_COUNTY)
        return fail(c, ERR_INVALID, "need.list.too_high", "a list above the county");
    if (q->mine)
        return list_mine(c, q, ret_needs);
    if (!str_is_empty(q->text))
        TRY(search_terms(c, q->text, terms, &n_terms));
    if (!str_is_empty(q->text) && n_terms == 0)
        return OK;
    Value v[] = {
        ARG(code_county(q->place)), ARG(n_terms ? terms[0] : cut), ARG(q->place), ARG(code_end(c->arena, q->place)),
        ARG(state.low), ARG(state.high), ARG(category.low), ARG(category.high), ARG(kind.low), ARG(kind.high),
        ARG(NEED_PAGE_SIZE + 1), ARG(offset_of(q->page, NEED_PAGE_SIZE)), NONE, NONE, NONE,
    };
    for (int i = 1; n_terms && i < 4; i++)
        v[11 + i] = value_text(terms[i]);
    Query query = n_terms ? Q_NEED_LIST_FOUND : list_query(level, q->order);
    TRY(db_many(db_read(c), query, (Args){ v, n_terms ? 15 : 12 }, &rows));
    return need_cut_all(c, rows, NEED_PAGE_SIZE, ret_needs);
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
    return need_cut_all(c, (Rows){ kept, n }, ALIKE_MOST, ret_needs);
}

/* ---- the workbench ---- */

/* Whose: everybody's, the actor's, nobody's. */
static Range owners_of(const NeedQueue *q, i64 me)
{
    if (q->mine)
        return (Range){ me, me };
    return q->unassigned ? (Range){ 0, 0 } : (Range){ 0, INT64_MAX };
}

Err need_queue(Ctx *c, const NeedQueue *q, Needs *ret_needs)
{
    int   most = q->most > 0 && q->most <= QUEUE_MOST ? q->most : NEED_PAGE_SIZE;
    bool  wide = code_level(q->place) <= LEVEL_COUNTY;
    Range owner = owners_of(q, c->actor->account), size = range_of(q->big ? NEED_BIG : -1, NEED_SIZES);
    Code  above = access_place(c->actor, VERB_COMPLAINT); /* complaints about those strictly below it */
    Code  above_end = str_is_empty(above) ? above : code_end(c->arena, above);
    Rows  rows;
    *ret_needs = (Needs){ 0 };
    if (code_level(q->place) < LEVEL_CITY)
        return OK; /* nothing is handed up so far: a province has the queues below it */
    TRY(db_many(db_read(c), q->mine ? Q_NEED_QUEUE_MINE : wide ? Q_NEED_QUEUE_COUNTY : Q_NEED_QUEUE_DESK,
                ARGS(code_county(q->place), q->place, code_end(c->arena, q->place), above, above_end,
                     q->complaints ? NEED_COMPLAINT : NEED_DEMAND, owner.low, owner.high, q->overdue, size.low, size.high,
                     most + 1, offset_of(q->page, most)),
                &rows));
    return need_cut_all(c, rows, (size_t)most, ret_needs);
}

Err need_queued(Ctx *c, Code place, NeedQueued *queued)
{
    Code above = access_place(c->actor, VERB_COMPLAINT), above_end = above;
    Row  r;
    if (!str_is_empty(above))
        above_end = code_end(c->arena, above);
    if (code_level(place) == LEVEL_CITY) {
        TRY(db_one(db_read(c), Q_NEED_QUEUE_ABOVE, ARGS(place, above, above_end), &r));
        *queued = (NeedQueued){ row_int(r, C_NEED_QUEUE_ABOVE_OPEN), row_int(r, C_NEED_QUEUE_ABOVE_OVERDUE),
                                row_int(r, C_NEED_QUEUE_ABOVE_TO_JUDGE) };
    } else if (code_level(place) < LEVEL_CITY) {
        *queued = (NeedQueued){ 0 };
    } else if (code_level(place) > LEVEL_COUNTY) {
        TRY(db_one(db_read(c), Q_NEED_QUEUE_BELOW,
                   ARGS(code_county(place), place, code_end(c->arena, place), above, above_end), &r));
        queued->open = row_int(r, C_NEED_QUEUE_BELOW_OPEN);
        queued->overdue = row_int(r, C_NEED_QUEUE_BELOW_OVERDUE);
    }
    return OK;
}

/* ---- the sheet: what fits on one page of A4 ---- */

static Err sheet_part(Ctx *c, Code place, Date from, Date to, NeedState low, NeedState high, Needs *ret_needs)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_NEED_LIST_CHANGED,
                ARGS(code_county(place), code_at(place, LEVEL_VILLAGE), place, code_end(c->arena, place), low, high,
                     date_start(from), date_start(to) + DAY), &rows));
    return need_cut_all(c, rows, SHEET_MOST, ret_needs);
}

Err need_sheet(Ctx *c, Code place, Date from, Date to, Needs *ret_open, Needs *ret_ended)
{
    Needs solved, closed;
    if (code_level(place) < LEVEL_VILLAGE)
        return fail(c, ERR_INVALID, "need.sheet.too_high", "a sheet above the village");
    TRY(sheet_part(c, place, from, to, NEED_RAISED, NEED_DOING, ret_open));
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

/* ---- the timeline ---- */

static Err desk_name(Ctx *c, const Event *e, const char *part, Str *ret_name)
{
    i64 code = event_part(e, part);
    *ret_name = STR_NONE;
    return code == 0 ? OK : place_name(c, arena_printf(c->arena, "%lld", (long long)code), ret_name);
}

/* Adds the steps of one row, with the words of officials; never who a resident is. */
static Err steps_add(Ctx *c, Ref need, NeedStep *v, size_t *n, size_t most)
{
    const Event *e;
    size_t       n_events;
    TRY(event_timeline(c, need, &e, &n_events));
    for (size_t i = 0; i < n_events && *n < most; i++) {
        NeedStep *s = &v[(*n)++];
        *s = (NeedStep){ .at = e[i].at, .seq = e[i].seq, .kind = e[i].kind, .log = e[i].log, .channel = e[i].channel,
                         .text = event_part_text(&e[i], "text"), .title = event_part_text(&e[i], "title") };
        if (str_is(s->kind, "need.joined") || str_is(s->kind, "need.left"))
            s->text = event_part_text(&e[i], "reason");
        if (str_is(s->kind, "need.raised") || str_is(s->kind, "need.corrected"))
            s->title = STR_NONE; /* there it is the need's own title */
        TRY(desk_name(c, &e[i], "desk_from", &s->from_place));
        TRY(desk_name(c, &e[i], "desk_to", &s->to_place));
    }
    return OK;
}

/* A matter that went to the city has two rows and one story: by time. Insertion, because both are in order. */
static void steps_sort(NeedStep *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && v[k - 1].at > v[k].at; k--) {
            NeedStep s = v[k];
            v[k] = v[k - 1];
            v[k - 1] = s;
        }
}

Err need_timeline(Ctx *c, Ref need, NeedSteps *ret_steps)
{
    enum { MOST = 600 };
    NeedStep *v = NEW_N(c->arena, NeedStep, MOST);
    size_t    n = 0;
    NeedRow   r;
    TRY(need_row(db_read(c), need, &r));
    *ret_steps = (NeedSteps){ 0 };
    if (!need_may_see(c->actor, &r))
        return fail(c, ERR_MISSING, NULL, "a complaint that is not for this reader");
    TRY(steps_add(c, r.n.ref, v, &n, MOST));
    if (r.n.before.id != 0)
        TRY(steps_add(c, r.n.before, v, &n, MOST));
    else if (r.n.onward.id != 0)
        TRY(steps_add(c, r.n.onward, v, &n, MOST));
    steps_sort(v, n);
    *ret_steps = (NeedSteps){ v, n };
    return OK;
}
