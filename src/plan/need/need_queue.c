/* need_queue: the workbench: what lies on a desk in the order in which it is to be done, and the same filtered, sorted and counted.
 *
 * What waits is read in the order of an index as far as a page goes. What one filters or sorts by has no index of its own for each
 * combination: there the desk is looked through, LIST_COUNTED rows at once in an order that has one, and what passes is taken out of
 * these. In that order the list goes on behind the last row that was looked at; sorted otherwise it ends there, and says so
 * (docs/decisions/0056-the-workbench.md). */
#include <stdlib.h>
#include <string.h>

#include "plan/need/need.sql.h"
#include "plan/need/need_inside.h"
#include "plan/need/need_tally.h"
#include "record/search.h"

enum { MOST = NEED_PAGE_SIZE + 1 };

/* ---- what waits, as it is to be done ---- */

/* What a desk's queries are given of its view. */
typedef struct DeskFilter {
    Code      county, place, end, read_above, read_end; /* of complaints those about who sits strictly below read_above */
    NeedRange size, owner, late;
    i64       kind_low, since;
} DeskFilter;
#define DESK_FILTER(f)                                                                                             \
    .county = ARG((f)->county), .from = ARG((f)->place), .end = ARG((f)->end), .read_above = ARG((f)->read_above), \
    .read_end = ARG((f)->read_end), .kind_low = ARG((f)->kind_low), .owner_low = ARG((f)->owner.low),              \
    .owner_high = ARG((f)->owner.high), .overdue = ARG((f)->late.low), .overdue_high = ARG((f)->late.high),        \
    .since = ARG((f)->since), .size_low = ARG((f)->size.low), .size_high = ARG((f)->size.high)

/* By what is asked for and how high the desk stands (county and above, township, below): the index that has it in order. */
static Query queue_query(const NeedQueue *q)
{
    static const Query queries[QUEUES][3] = {
        [QUEUE_ALL] = { Q_NEED_QUEUE_COUNTY, Q_NEED_QUEUE_TOWN, Q_NEED_QUEUE_VILLAGE },
        [QUEUE_MINE] = { Q_NEED_QUEUE_OWNER, Q_NEED_QUEUE_OWNER, Q_NEED_QUEUE_OWNER },
        [QUEUE_UNASSIGNED] = { Q_NEED_QUEUE_OWNER, Q_NEED_QUEUE_TOWN_FREE, Q_NEED_QUEUE_VILLAGE },
        [QUEUE_OVERDUE] = { Q_NEED_QUEUE_COUNTY_LATE, Q_NEED_QUEUE_TOWN_LATE, Q_NEED_QUEUE_VILLAGE },
        [QUEUE_BIG] = { Q_NEED_QUEUE_COUNTY_BIG, Q_NEED_QUEUE_TOWN_BIG, Q_NEED_QUEUE_VILLAGE },
        [QUEUE_COMPLAINTS] = { Q_NEED_QUEUE_COMPLAINTS, Q_NEED_QUEUE_COMPLAINTS, Q_NEED_QUEUE_COMPLAINTS },
    };
    Level level = code_level(q->place);
    return queries[q->view][level <= LEVEL_COUNTY ? 0 : level == LEVEL_TOWN ? 1 : 2];
}

typedef struct Queued {
    const NeedQueue *q;
    DeskFilter       f;
    Rows             rows[2]; /* urgent ones, the others */
} Queued;

static DeskFilter desk_filter_of(Ctx *c, const NeedQueue *q)
{
    i64  me = q->view == QUEUE_MINE ? c->actor->account : 0; /* whose: the actor's, nobody's, everybody's */
    Code above = access_place(c->actor, VERB_COMPLAINT); /* complaints about those strictly below it */
    return (DeskFilter){
        .county = code_county(q->place), .place = q->place, .end = code_end(c->arena, q->place), .read_above = above,
        .read_end = str_is_empty(above) ? above : code_end(c->arena, above), .size = need_range_of(q->view == QUEUE_BIG ? NEED_BIG : -1, NEED_SIZES),
        .owner = { me, q->view == QUEUE_MINE || q->view == QUEUE_UNASSIGNED ? me : INT64_MAX },
        .late = { q->view == QUEUE_OVERDUE, !q->in_time }, .kind_low = q->view == QUEUE_COMPLAINTS ? NEED_COMPLAINT : NEED_DEMAND,
        .since = q->since,
    };
}

/* A page of the urgent ones, or of the others: also where the first would fill it, so that neither waits for the other. */
static Err queue_read(Ctx *c, void *arg, size_t i)
{
    Queued          *k = arg;
    const NeedQueue *q = k->q;
    i64              urgent = i == 0, first = q->after.is_set ? q->after.n[0] : 1;
    bool             goes_on = q->after.is_set && urgent == first;
    if (urgent > first)
        return OK; /* all of them were shown */
    return db_many(db_read(c), queue_query(q),
                   GIVEN(need_queue_county, DESK_FILTER(&k->f), .urgent = ARG(urgent), .after_due = ARG(goes_on ? q->after.n[1] : -1),
                         .after_id = ARG(goes_on ? q->after.n[2] : 0), .most = ARG(MOST)),
                   &k->rows[i]);
}

static Err queue_plain(Ctx *c, const NeedQueue *q, Needs *ret_needs)
{
    Queued k = { .q = q, .f = desk_filter_of(c, q) };
    Row   *v = NEW_N(c->arena, Row, MOST);
    Rows   rows = { v, 0 };
    TRY(db_together(c, COUNTOF(k.rows), queue_read, &k));
    for (size_t part = 0; part < COUNTOF(k.rows); part++)
        for (size_t i = 0; i < k.rows[part].n && rows.n < MOST; i++)
            v[rows.n++] = k.rows[part].row[i];
    TRY(need_cut_work(c, rows, NEED_PAGE_SIZE, ret_needs));
    TRY(need_names_in(c, q->place, ret_needs));
    if (ret_needs->more) {
        Row last = rows.row[NEED_PAGE_SIZE - 1];
        ret_needs->next = CURSOR(row_int(last, C_NEED_CARD_IS_URGENT), row_int(last, C_NEED_CARD_DUE), row_int(last, C_NEED_CARD_ID));
    }
    return OK;
}

/* ---- looked through ---- */

/* What is asked of the rows, beside how they are found. */
typedef struct Sought {
    NeedRange state, category, kind, size, owner;
    Code      from, end, of, of_end, above, above_end; /* complaints are read about who sits strictly below `above` */
    i64       overdue, raised_from, raised_before, number;
    Str       term[4];
    bool      is_any;     /* of any state: all that belongs to the place; else what lies on its desks */
    bool      is_nothing; /* words in which there is nothing to look for */
} Sought;

typedef struct Look {
    Row   *v;
    size_t n;
    bool   is_cut; /* there are more than LIST_COUNTED */
} Look;

static NeedRange narrowed(NeedRange r, i64 low, i64 high)
{
    return (NeedRange){ r.low > low ? r.low : low, r.high < high ? r.high : high };
}

/* Of the county of the place, where it is typed without one. */
static bool number_of(Ctx *c, const NeedQueue *q, Ref *ret_number)
{
    return q->text.n && ref_typed(utf8_fold(c->arena, str_trim(q->text)), code_county(q->place), ret_number);
}

static bool is_any(Ctx *c, const NeedQueue *q)
{
    Ref number;
    return q->show > 0 || number_of(c, q, &number);
}

static NeedRange queue_states(Ctx *c, const NeedQueue *q)
{
    if (q->show > 1)
        return (NeedRange){ q->show - 2, q->show - 2 };
    return is_any(c, q) ? (NeedRange){ 0, NEED_STATES - 1 } : (NeedRange){ NEED_RAISED, NEED_DOING };
}

/* A number finds the one of that number, whatever its state, where no state was chosen. */
static Err text_of(Ctx *c, const NeedQueue *q, Sought *s)
{
    Ref number;
    int n;
    if (str_is_empty(q->text))
        return OK;
    if (number_of(c, q, &number)) {
        s->number = number.id > 0 && str_eq(number.county, code_county(q->place)) ? number.id : -1;
        s->is_nothing = s->number < 0;
        return OK;
    }
    TRY(search_terms_typed(c, "need", code_county(q->place), q->text, s->term, &n));
    s->is_nothing = n == 0;
    return OK;
}

static Err sought_of(Ctx *c, const NeedQueue *q, int view, Sought *s)
{
    i64  me = c->actor->account;
    Code above = access_place(c->actor, VERB_COMPLAINT), of = q->of.n ? q->of : q->place;
    *s = (Sought){ .state = queue_states(c, q), .category = need_range_of(q->category - 1, NEED_CATEGORIES), .kind = need_range_of(q->kind - 1, NEED_KINDS),
                   .size = need_range_of(view == QUEUE_BIG ? NEED_BIG : -1, NEED_SIZES), .owner = { 0, INT64_MAX }, .from = q->place,
                   .end = code_end(c->arena, q->place), .of = of, .of_end = code_end(c->arena, of), .above = above,
                   .above_end = above.n ? code_end(c->arena, above) : above, .overdue = view == QUEUE_OVERDUE,
                   .raised_from = q->from ? date_start(q->from) : 0, .raised_before = q->to ? date_start(q->to) + DAY : INT64_MAX,
                   .term = { STR(""), STR(""), STR(""), STR("") }, .is_any = is_any(c, q) };
    if (q->mine || view == QUEUE_MINE)
        s->owner = (NeedRange){ me, me };
    if (view == QUEUE_UNASSIGNED)
        s->owner = narrowed(s->owner, 0, 0);
    if (view == QUEUE_UNASSIGNED || view == QUEUE_OVERDUE) /* of what somebody still has to do something about */
        s->state = narrowed(s->state, NEED_RAISED, NEED_DOING);
    if (view == QUEUE_COMPLAINTS)
        s->kind = narrowed(s->kind, NEED_COMPLAINT, NEED_COMPLAINT);
    if (s->is_any)
        s->from = of, s->end = s->of_end;
    return text_of(c, q, s);
}

/* The index that has most of it together, in an order: as the desk has it, or by age. */
static Query look_query(const NeedQueue *q, const Sought *s, int view)
{
    static const Query open[QUEUES][3] = {
        [QUEUE_ALL] = { Q_NEED_LOOK_COUNTY, Q_NEED_LOOK_TOWN, Q_NEED_LOOK_VILLAGE },
        [QUEUE_MINE] = { Q_NEED_LOOK_OWNER, Q_NEED_LOOK_OWNER, Q_NEED_LOOK_OWNER },
        [QUEUE_UNASSIGNED] = { Q_NEED_LOOK_OWNER, Q_NEED_LOOK_TOWN_FREE, Q_NEED_LOOK_VILLAGE },
        [QUEUE_OVERDUE] = { Q_NEED_LOOK_COUNTY_LATE, Q_NEED_LOOK_TOWN_LATE, Q_NEED_LOOK_VILLAGE },
        [QUEUE_BIG] = { Q_NEED_LOOK_COUNTY_BIG, Q_NEED_LOOK_TOWN_BIG, Q_NEED_LOOK_VILLAGE },
        [QUEUE_COMPLAINTS] = { Q_NEED_LOOK_COMPLAINTS, Q_NEED_LOOK_COMPLAINTS, Q_NEED_LOOK_COMPLAINTS },
    };
    static const Query any[3] = { Q_NEED_LOOK_ANY_COUNTY, Q_NEED_LOOK_ANY_TOWN, Q_NEED_LOOK_ANY_VILLAGE };
    Level level = code_level(s->from);
    int   at = level <= LEVEL_COUNTY ? 0 : level == LEVEL_TOWN ? 1 : 2;
    return s->is_any ? any[at] : open[q->mine && view != QUEUE_UNASSIGNED ? QUEUE_MINE : view][at];
}

#define SOUGHT(s)                                                                                                          \
    .county = ARG(code_county((s)->from)), .from = ARG((s)->from), .end = ARG((s)->end), .of = ARG((s)->of),              \
    .of_end = ARG((s)->of_end), .read_above = ARG((s)->above), .read_end = ARG((s)->above_end),                           \
    .state_low = ARG((s)->state.low), .state_high = ARG((s)->state.high), .category_low = ARG((s)->category.low),         \
    .category_high = ARG((s)->category.high), .kind_low = ARG((s)->kind.low), .kind_high = ARG((s)->kind.high),           \
    .size_low = ARG((s)->size.low), .size_high = ARG((s)->size.high), .owner_low = ARG((s)->owner.low),                   \
    .owner_high = ARG((s)->owner.high), .overdue = ARG((s)->overdue), .raised_from = ARG((s)->raised_from),               \
    .raised_before = ARG((s)->raised_before), SEARCH_HAS("need", (s)->term)

typedef struct Looking {
    const NeedQueue *q;
    Sought           s;
    Query            query;
    const Cursor    *after; /* in the order of the index */
    Rows             rows[2];
} Looking;

static Err look_any(Ctx *c, Looking *k)
{
    i64 before = k->s.number ? k->s.number + 1 : cursor_before(k->after), looked = k->s.number ? 1 : LIST_COUNTED + 1;
    return db_many(db_read(c), k->query, GIVEN(need_look_any_county, SOUGHT(&k->s), .before = ARG(before), .looked = ARG(looked)), &k->rows[0]);
}

/* What is urgent stands first: a read of its own, as in queue_read(). */
static Err look_part(Ctx *c, void *arg, size_t i)
{
    Looking      *k = arg;
    const Cursor *after = k->after;
    i64           urgent = i == 0, first = after->is_set ? after->n[0] : 1;
    bool          goes_on = after->is_set && urgent == first;
    if (k->s.is_any)
        return i == 0 ? look_any(c, k) : OK;
    if (urgent > first)
        return OK;
    return db_many(db_read(c), k->query,
                   GIVEN(need_look_county, SOUGHT(&k->s), .urgent = ARG(urgent), .after_due = ARG(goes_on ? after->n[1] : -1),
                         .after_id = ARG(goes_on ? after->n[2] : 0), .looked = ARG(LIST_COUNTED + 1)),
                   &k->rows[i]);
}

static Err look(Ctx *c, const NeedQueue *q, int view, const Cursor *after, Look *ret_look)
{
    Looking k = { .q = q, .after = after };
    *ret_look = (Look){ 0 };
    TRY(sought_of(c, q, view, &k.s));
    if (k.s.is_nothing)
        return OK;
    k.query = look_query(q, &k.s, view);
    TRY(db_together(c, COUNTOF(k.rows), look_part, &k));
    ret_look->v = NEW_N(c->arena, Row, k.rows[0].n + k.rows[1].n + 1);
    for (size_t part = 0; part < COUNTOF(k.rows); part++)
        for (size_t i = 0; i < k.rows[part].n; i++) {
            Row r = k.rows[part].row[i];
            if (ret_look->n < LIST_COUNTED && (k.s.number == 0 || row_int(r, C_NEED_LOOK_COUNTY_ID) == k.s.number))
                ret_look->v[ret_look->n++] = r;
        }
    ret_look->is_cut = k.rows[0].n + k.rows[1].n > LIST_COUNTED;
    return OK;
}

/* Of a look at all views: is it of this one? */
static bool is_of_view(const Ctx *c, Row r, int view)
{
    i64  owner = row_int(r, C_NEED_LOOK_COUNTY_OWNER);
    bool open = row_int(r, C_NEED_LOOK_COUNTY_STATE) <= NEED_DOING;
    switch (view) {
    case QUEUE_MINE: return owner == c->actor->account;
    case QUEUE_UNASSIGNED: return owner == 0 && open;
    case QUEUE_OVERDUE: return row_bool(r, C_NEED_LOOK_COUNTY_IS_OVERDUE) && open;
    case QUEUE_BIG: return row_int(r, C_NEED_LOOK_COUNTY_SIZE) == NEED_BIG;
    case QUEUE_COMPLAINTS: return row_int(r, C_NEED_LOOK_COUNTY_KIND) == NEED_COMPLAINT;
    default: return true;
    }
}

/* What of a look passes and is of the view, in the same order. */
static Look passing(Ctx *c, const Look *all, int view)
{
    Look some = { .v = NEW_N(c->arena, Row, all->n + 1), .is_cut = all->is_cut };
    for (size_t i = 0; i < all->n; i++)
        if (row_bool(all->v[i], C_NEED_LOOK_COUNTY_PASSES) && is_of_view(c, all->v[i], view))
            some.v[some.n++] = all->v[i];
    return some;
}

/* ---- in which order ---- */

/* As the index has it: by day on a desk, by age of any state. */
static int order_of(Ctx *c, const NeedQueue *q)
{
    return q->order == QUEUE_BY_DUE && is_any(c, q) ? QUEUE_BY_NEWEST : q->order;
}

static bool is_as_looked(Ctx *c, const NeedQueue *q)
{
    return order_of(c, q) == (is_any(c, q) ? QUEUE_BY_NEWEST : QUEUE_BY_DUE);
}

/* Each has numbers that a cursor holds, and ends with what no other row has. */
static Cursor key_of(int order, Row r)
{
    i64 id = row_int(r, C_NEED_LOOK_COUNTY_ID);
    if (order == QUEUE_BY_DUE)
        return CURSOR(row_int(r, C_NEED_LOOK_COUNTY_IS_URGENT), row_int(r, C_NEED_LOOK_COUNTY_DUE), id);
    return order == QUEUE_BY_VOICES ? CURSOR(row_int(r, C_NEED_LOOK_COUNTY_HOUSEHOLDS), id) : CURSOR(id);
}

/* The first number of two orders falls, everything else rises. */
static int key_cmp(int order, const Cursor *x, const Cursor *y)
{
    bool falls = order != QUEUE_BY_WAITING;
    for (int i = 0; i < CURSOR_NUMBERS; i++, falls = false)
        if (x->n[i] != y->n[i])
            return (x->n[i] < y->n[i]) == falls ? 1 : -1;
    return 0;
}

typedef struct Keyed {
    Cursor key;
    Row    row;
    int    order;
} Keyed;

static int by_key(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;
    return key_cmp(x->order, &x->key, &y->key);
}

/* What passes, behind the cursor, in the order that is asked for. */
static Keyed *in_order(Ctx *c, const NeedQueue *q, const Look *some, size_t *ret_n)
{
    int    order = order_of(c, q);
    Keyed *v = NEW_N(c->arena, Keyed, some->n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < some->n; i++) {
        Keyed k = { key_of(order, some->v[i]), some->v[i], order };
        if (!q->after.is_set || key_cmp(order, &k.key, &q->after) > 0)
            v[(*ret_n)++] = k;
    }
    if (!is_as_looked(c, q))
        qsort(v, *ret_n, sizeof *v, by_key);
    return v;
}

/* A page of what was looked through. */
static Err page_of(Ctx *c, const NeedQueue *q, const Look *all, const Look *some, Needs *ret_needs)
{
    i64    ids[NEED_PAGE_SIZE];
    Rows   rows;
    size_t n, shown = 0;
    Keyed *v = in_order(c, q, some, &n);
    for (; shown < n && shown < NEED_PAGE_SIZE; shown++)
        ids[shown] = row_int(v[shown].row, C_NEED_LOOK_COUNTY_ID);
    TRY(need_rows_of_ids(c, code_county(q->place), ids, shown, &rows));
    TRY(need_cut_work(c, rows, NEED_PAGE_SIZE, ret_needs));
    TRY(need_names_in(c, q->place, ret_needs));
    ret_needs->more = n > shown;
    ret_needs->is_cut = all->is_cut && (!ret_needs->more || !is_as_looked(c, q));
    if (ret_needs->more)
        ret_needs->next = v[shown - 1].key;
    else if (all->is_cut && is_as_looked(c, q))
        ret_needs->next = key_of(order_of(c, q), all->v[all->n - 1]);
    return OK;
}

/* ---- what is asked for ---- */

static bool is_filtered(const NeedQueue *q)
{
    return q->show || q->category || q->kind || q->of.n || q->text.n || q->from || q->to || q->mine;
}

const char *need_queue_name(Ctx *c, const NeedQueue *q)
{
    static const char *const names[QUEUE_ORDERS] = { "need.queue", "need.queue_voices", "need.queue_newest", "need.queue_waiting" };
    return names[order_of(c, q)];
}

static bool is_nowhere(const NeedQueue *q)
{
    return code_level(q->place) < LEVEL_CITY; /* nothing is handed up so far: a province has the queues below it */
}

Err need_queue(Ctx *c, const NeedQueue *q, Needs *ret_needs)
{
    Cursor from = is_as_looked(c, q) ? q->after : (Cursor){ 0 };
    Look   all, some;
    *ret_needs = (Needs){ 0 };
    if (is_nowhere(q))
        return OK;
    if (!is_filtered(q) && q->order == QUEUE_BY_DUE)
        return queue_plain(c, q, ret_needs);
    TRY(look(c, q, q->view, &from, &all));
    some = passing(c, &all, QUEUE_ALL);
    return page_of(c, q, &all, &some, ret_needs);
}

typedef struct Counting {
    const NeedQueue *q;
    ListCount       *counts;
} Counting;

/* By an index of its own, which has few where it has one. */
static Err view_count(Ctx *c, void *arg, size_t view)
{
    const Counting *k = arg;
    Look            all, some;
    TRY(look(c, k->q, (int)view, &(Cursor){ 0 }, &all));
    some = passing(c, &all, QUEUE_ALL);
    k->counts[view] = (ListCount){ (i64)some.n, all.is_cut };
    return OK;
}

static Err views_count(Ctx *c, const NeedQueue *q, const NeedQueued *known, ListCount counts[QUEUES])
{
    TRY(db_together(c, QUEUES, view_count, &(Counting){ q, counts }));
    if (!is_filtered(q)) {
        counts[QUEUE_ALL] = (ListCount){ known->open, false };
        counts[QUEUE_OVERDUE] = (ListCount){ known->overdue, false };
    }
    return OK;
}

Err need_work(Ctx *c, const NeedQueue *q, const NeedQueued *known, Needs *ret_needs, ListCount counts[QUEUES])
{
    Look all, some = { 0 };
    *ret_needs = (Needs){ 0 };
    for (int view = 0; view < QUEUES; view++)
        counts[view] = (ListCount){ 0 };
    if (is_nowhere(q))
        return OK;
    all.is_cut = !is_filtered(q) && known->open > LIST_COUNTED;
    if (!all.is_cut)
        TRY(look(c, q, QUEUE_ALL, &(Cursor){ 0 }, &all));
    if (all.is_cut) {
        TRY(views_count(c, q, known, counts));
        return need_queue(c, q, ret_needs);
    }
    for (int view = 0; view < QUEUES; view++) {
        Look of_it = passing(c, &all, view);
        counts[view].n = (i64)of_it.n;
        if (view == q->view)
            some = of_it;
    }
    return page_of(c, q, &all, &some, ret_needs);
}

/* ---- how many lie on a desk, as counters know ---- */

/* In a county and below a desk's figures are kept. Complaints count for who reads those about everybody below the desk. */
static Err queued_at_desk(Ctx *c, Code place, bool with_complaints, NeedQueued *queued)
{
    const Counter *v;
    size_t         n;
    TRY(counter_read_totals(c, place, "need.desk", "need.desl", &v, &n));
    queued->open = need_count_desk(v, n, place, with_complaints);
    queued->overdue = counter_value(v, n, place, &COUNT_DESK_LATE, 0);
    if (with_complaints)
        queued->overdue += counter_value(v, n, place, &COUNT_DESK_COMPLAINT_LATE, 0);
    return OK;
}

Err need_queued(Ctx *c, Code place, NeedQueued *queued)
{
    Code above = access_place(c->actor, VERB_COMPLAINT), above_end = above;
    Row  r;
    if (!str_is_empty(above))
        above_end = code_end(c->arena, above);
    if (code_level(place) >= LEVEL_COUNTY)
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
