/* need_work_page: the workbench (工作台): what lies on a desk, filtered, sorted and counted, tables out, and what is done with several
 * at once. The filters are one form that asks by GET; every address of the page keeps them, and so does the form that acts. */
#include "plan/need/need_page.h"

#include "matter/desk_view.h"
#include "place/place_view.h"
#include "plan/need/need_desk.h"
#include "plan/need/need_tally.h"
#include "plan/need/need_view.h"
#include "web/export.h"
#include "web/i18n.h"
#include "web/named.h"
#include "web/parts.h"

/* ---- what can be asked for ---- */

static const char *const view_names[] = { "all", "mine", "unassigned", "overdue", "big", "complaint", NULL };
static const char *const order_names[] = { "due", "voices", "newest", "waiting", NULL };
static const char *const state_names[] = { "open", "all", NEED_ALL_STATES(NEED_NAME) NULL };
static const char *const any_category[] = { "any", NEED_ALL_CATEGORIES(NEED_NAME) NULL };
static const char *const any_kind[] = { "any", NEED_PUBLIC_KINDS(NEED_NAME) NULL };
static const Field WORK_VIEW = { "view", FIELD_ENUM, 0, QUEUES - 1, view_names, "need.work.view" };
static const Field WORK_ORDER = { "order", FIELD_ENUM, 0, QUEUE_ORDERS - 1, order_names, "need.work.order" };
static const Field WORK_STATE = { "state", FIELD_ENUM, 0, NEED_STATES + 1, state_names, "need.work.state" };
static const Field WORK_CATEGORY = { "category", FIELD_ENUM, 0, NEED_CATEGORIES, any_category, "need.category" };
static const Field WORK_KIND = { "kind", FIELD_ENUM, 0, NEED_COMPLAINT, any_kind, "need.kind" };
static const Field WORK_OF = { "group", FIELD_CODE, LEVEL_CITY, LEVEL_UNIT, NULL, "need.work.group" };
static const Field WORK_FROM = { "from", FIELD_DATE, 19490101, 29991231, NULL, "need.work.from" };
static const Field WORK_TO = { "to", FIELD_DATE, 19490101, 29991231, NULL, "need.work.to" };
static const Field WORK_MINE = { "mine", FIELD_BOOL, 0, 1, NULL, "need.work.mine" };

typedef struct WorkForm {
    int  view, order, state, category, kind;
    Code of;
    Date from, to;
    bool mine;
    Str  q, after;
} WorkForm;
#define AT_WORK(T, m)                                                                                                   \
    AT(T, m view, WORK_VIEW, OPTIONAL), AT(T, m order, WORK_ORDER, OPTIONAL), AT(T, m state, WORK_STATE, OPTIONAL),     \
    AT(T, m category, WORK_CATEGORY, OPTIONAL), AT(T, m kind, WORK_KIND, OPTIONAL), AT(T, m of, WORK_OF, OPTIONAL),     \
    AT(T, m from, WORK_FROM, OPTIONAL), AT(T, m to, WORK_TO, OPTIONAL), AT(T, m mine, WORK_MINE, OPTIONAL),             \
    AT(T, m q, NEED_TEXT, OPTIONAL), AT(T, m after, LIST_AFTER, OPTIONAL)
static const FormField work_fields[] = { AT_WORK(WorkForm, ) };
static const Form      work_form = FORM_OF(WorkForm, work_fields);

static Err query_of(Request *r, const WorkForm *f, NeedQueue *q)
{
    if (f->of.n && (!code_covers(r->ref.place, f->of) || str_eq(f->of, r->ref.place)))
        return fail_at(&r->ctx, WORK_OF.name, "need.work.group_wrong", STR_NONE, STR_NONE);
    *q = (NeedQueue){ .place = r->ref.place, .view = f->view, .order = f->order, .show = f->state, .category = f->category,
                      .kind = f->kind, .of = f->of, .text = f->q, .from = f->from, .to = f->to, .mine = f->mine };
    return OK;
}

/* A form that acts has the filters of the list beside it: after it was refused they are in force still. */
static Err filters_read(Request *r, WorkForm *ret)
{
    if (r->route->method == GET) {
        *ret = *(const WorkForm *)r->form;
        return OK;
    }
    *ret = (WorkForm){ 0 };
    return field_decode(&r->ctx, &work_form, r->raw, r->n_raw, false, ret);
}

/* ---- its addresses ---- */

typedef struct Kept {
    const char *name;
    Str         value;
} Kept;
enum { KEPT_MOST = COUNTOF(work_fields) };

static void keep(Kept *kept, size_t *n, const Field *f, Str value)
{
    if (value.n)
        kept[(*n)++] = (Kept){ f->name, value };
}

static Str chosen_name(const Field *f, int value)
{
    return value ? str_from(f->names[value]) : STR_NONE;
}

static Str day_text(Arena *a, Date day)
{
    return day ? date_iso(a, day) : STR_NONE;
}

/* What was chosen, as it stands in addresses and in the form that acts; where in the list it is comes last. */
static size_t kept_of(Arena *a, const WorkForm *f, Kept kept[KEPT_MOST])
{
    size_t n = 0;
    keep(kept, &n, &NEED_TEXT, f->q);
    keep(kept, &n, &WORK_VIEW, chosen_name(&WORK_VIEW, f->view));
    keep(kept, &n, &WORK_ORDER, chosen_name(&WORK_ORDER, f->order));
    keep(kept, &n, &WORK_STATE, chosen_name(&WORK_STATE, f->state));
    keep(kept, &n, &WORK_CATEGORY, chosen_name(&WORK_CATEGORY, f->category));
    keep(kept, &n, &WORK_KIND, chosen_name(&WORK_KIND, f->kind));
    keep(kept, &n, &WORK_OF, f->of);
    keep(kept, &n, &WORK_FROM, day_text(a, f->from));
    keep(kept, &n, &WORK_TO, day_text(a, f->to));
    keep(kept, &n, &WORK_MINE, f->mine ? STR("1") : STR_NONE);
    keep(kept, &n, &LIST_AFTER, f->after);
    return n;
}

static Str address(Request *r, const char *below, const WorkForm *f, const char *more)
{
    Kept   kept[KEPT_MOST];
    size_t n = kept_of(r->ctx.arena, f, kept);
    Buf    b = buf_new(r->ctx.arena, 128, 2048);
    buf_printf(&b, "/place/%.*s/work%s", STR_ARG(r->ref.place), below);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "%c%s=", i ? '&' : '?', kept[i].name);
        buf_url(&b, kept[i].value);
    }
    if (*more)
        buf_printf(&b, "%c%s", n ? '&' : '?', more);
    return buf_text(&b);
}

/* ---- the page ---- */

static const Out kept_out[] = { { "name", OUT_TEXT }, { "value", OUT_TEXT }, OUT_END };
static const Out work_out[] = {
    { "place", OUT_MAP, place_row_out },  { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "needs", OUT_LIST, need_work_out }, { "chips", OUT_LIST, chip_out },   LIST_OUT,
    { "today", OUT_DATE },                { "open", OUT_INT },               { "overdue", OUT_INT },
    { "to_judge", OUT_INT },              { "may_export", OUT_BOOL },        { "csv_href", OUT_TEXT },
    { "xlsx_href", OUT_TEXT },            { "sheet_href", OUT_TEXT },        { "new_href", OUT_TEXT },
    { "below", OUT_LIST, chip_out }, /* above the county: the queues of the places below, with what is open there */
    { "has_below", OUT_BOOL },            { "may_bulk", OUT_BOOL }, /* also: there is something on the list */
    { "path", OUT_TEXT },
    { "kept", OUT_LIST, kept_out }, /* the filters as they stand, for the form that acts */
    { "q", OUT_TEXT },                    { "from", OUT_DATE },              { "to", OUT_DATE },
    { "mine", OUT_BOOL },                 { "view", OUT_TEXT },              { "is_filtered", OUT_BOOL },
    { "is_narrowed", OUT_BOOL }, /* by what is folded away else */
    { "states", OUT_LIST, choice_out },   { "orders", OUT_LIST, choice_out }, { "categories", OUT_LIST, choice_out },
    { "kinds", OUT_LIST, choice_out },    { "groups", OUT_LIST, choice_out }, { "is_cut", OUT_BOOL },
    { "is_sorted_cut", OUT_BOOL }, /* sorted were only the first of them */
    DESK_BAR_OUT, DESK_DONE_OUT,          OUT_END
};

/* Each says how many are behind it, with the filters as they stand. */
static void chips_put(Request *r, const WorkForm *f, const ListCount counts[QUEUES])
{
    View *list = put_list(r->ctx.arena, r->data, "chips");
    bool  reads_complaints = access_may(r->ctx.actor, VERB_COMPLAINT, r->ref.place);
    static const int order[QUEUES] = { QUEUE_ALL, QUEUE_OVERDUE, QUEUE_MINE, QUEUE_UNASSIGNED, QUEUE_BIG, QUEUE_COMPLAINTS };
    for (size_t i = 0; i < (size_t)QUEUES - !reads_complaints; i++) {
        WorkForm to = *f;
        to.view = order[i];
        to.after = STR_NONE;
        chip_counted_put(r, list, address(r, "", &to, ""), word_of(r, "need.view.", view_names[order[i]]), counts[order[i]], f->view == order[i]);
    }
}

static Err list_put(Request *r, const WorkForm *f)
{
    Arena     *a = r->ctx.arena;
    NeedQueue  q;
    NeedQueued known;
    Needs      needs;
    ListCount  counts[QUEUES];
    TRY(query_of(r, f, &q));
    TRY(list_after(r, need_queue_name(&r->ctx, &q), f->after, &q.after));
    TRY(need_desk_count(&r->ctx, r->ref.place, &known));
    TRY(need_work(&r->ctx, &q, &known, &needs, counts));
    need_work_cards_put(r, r->data, "needs", &needs);
    chips_put(r, f, counts);
    list_next(r, arena_printf(a, "/place/%.*s/work", STR_ARG(r->ref.place)), need_queue_name(&r->ctx, &q), &needs.next, counts[f->view]);
    put_bool(a, r->data, "is_cut", needs.is_cut && needs.next.is_set && f->order == QUEUE_BY_DUE);
    put_bool(a, r->data, "is_sorted_cut", needs.is_cut && f->order != QUEUE_BY_DUE);
    put_int(a, r->data, "open", known.open);
    put_int(a, r->data, "overdue", known.overdue);
    put_int(a, r->data, "to_judge", known.to_judge);
    return OK;
}

/* Each county keeps its own queue; above it they are found from here, with the words that are looked for. */
static Err below_put(Request *r, const WorkForm *f, const Places *below)
{
    Arena         *a = r->ctx.arena;
    View          *list = put_list(a, r->data, "below");
    const Counter *v;
    size_t         n;
    if (code_level(r->ref.place) >= LEVEL_COUNTY)
        return OK;
    TRY(counter_read_children(&r->ctx, r->ref.place, COUNTERS_OF("need"), &v, &n));
    put_bool(a, r->data, "has_below", below->n > 0);
    for (size_t i = 0; i < below->n; i++) {
        Code code = below->v[i].code;
        Buf  b = buf_new(a, 64, 4096); /* the words are 120 characters at most, and nine bytes each in an address */
        buf_printf(&b, "/place/%.*s/work", STR_ARG(code));
        if (f->q.n) {
            buf_cstr(&b, "?q=");
            buf_url(&b, f->q);
        }
        Str href = buf_text(&b);
        if (code_level(code) < LEVEL_COUNTY || f->q.n) { /* what lies below it is in the queues of its counties, not in its own */
            chip_link_put(r, list, href, below->v[i].name, false);
            continue;
        }
        bool reads_complaints = code_covers(access_place(r->ctx.actor, VERB_COMPLAINT), code);
        chip_put(r, list, href, below->v[i].name, need_count_desk(v, n, code, reads_complaints), false);
    }
    return OK;
}

static Err groups_put(Request *r, const WorkForm *f)
{
    View  *groups = put_list(r->ctx.arena, r->data, "groups");
    Places below = { 0 };
    if (code_level(r->ref.place) < LEVEL_UNIT)
        TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &below));
    for (size_t i = 0; i < below.n; i++)
        choice_put(r, groups, str_cstr(r->ctx.arena, below.v[i].code), below.v[i].name, "", str_eq(below.v[i].code, f->of));
    return below_put(r, f, &below);
}

static void filters_put(Request *r, const WorkForm *f)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "kept"), *states = put_list(a, r->data, "states");
    Kept   kept[KEPT_MOST];
    size_t n = kept_of(a, f, kept);
    for (size_t i = 0; i < n; i++) {
        View *m = add_map(a, list);
        put_cstr(a, m, "name", kept[i].name);
        put_text(a, m, "value", kept[i].value);
    }
    for (int i = 0; state_names[i] != NULL; i++) {
        bool has_own = i < 2 || i - 2 == NEED_CLOSED; /* among the closed are those that nobody spoke of */
        choice_put(r, states, state_names[i], word_of(r, has_own ? "need.work.state." : "need.state.", state_names[i]), "", i == f->state);
    }
    need_choices_put(r, r->data, "orders", &WORK_ORDER, "need.work.order.", 0, f->order);
    need_choices_put(r, r->data, "categories", &WORK_CATEGORY, "need.category.", 1, f->category);
    need_choices_put(r, r->data, "kinds", &WORK_KIND, "need.kind.", 1, f->kind);
    put_text(a, r->data, "q", f->q);
    put_date(a, r->data, "from", f->from);
    put_date(a, r->data, "to", f->to);
    put_bool(a, r->data, "mine", f->mine);
    put_text(a, r->data, "view", chosen_name(&WORK_VIEW, f->view));
    bool is_narrowed = f->category || f->kind || f->of.n || f->from || f->to || f->mine;
    put_bool(a, r->data, "is_narrowed", is_narrowed);
    put_bool(a, r->data, "is_filtered", is_narrowed || f->view || f->state || f->q.n);
}

static void links_put(Request *r, const WorkForm *f)
{
    Arena   *a = r->ctx.arena;
    Code     place = r->ref.place;
    WorkForm all = *f;
    all.after = STR_NONE;
    bool village = code_level(place) == LEVEL_VILLAGE;
    put_bool(a, r->data, "may_export", access_may(r->ctx.actor, VERB_EXPORT, place));
    put_text(a, r->data, "csv_href", address(r, "/export", &all, "as=csv"));
    put_text(a, r->data, "xlsx_href", address(r, "/export", &all, "as=xlsx"));
    put_text(a, r->data, "sheet_href", village ? arena_printf(a, "/place/%.*s/sheet", STR_ARG(place)) : STR_NONE);
    put_text(a, r->data, "new_href",
             r->ctx.actor->household ? arena_printf(a, "/place/%.*s/need/new", STR_ARG(place)) : STR_NONE);
    put_text(a, r->data, "path", arena_printf(a, "/place/%.*s/work", STR_ARG(place)));
}

static Err bar_put(Request *r)
{
    bool may = access_may(r->ctx.actor, VERB_TRIAGE, r->ref.place);
    put_bool(r->ctx.arena, r->data, "may_bulk", may);
    return desk_bar_put(r, may ? noun_find(STR("need")) : NULL);
}

static Err work_part(Request *r, size_t i)
{
    WorkForm f;
    TRY(filters_read(r, &f));
    switch (i) {
    case 0: return list_put(r, &f);
    case 1: return place_head(r, r->ref.place, "need.work");
    case 2: return groups_put(r, &f);
    default: return bar_put(r);
    }
}

/* A number that is not on this list is somewhere else: there, where the actor may see it. */
static Err elsewhere_find(Request *r, const WorkForm *f, Str *ret_page)
{
    *ret_page = STR_NONE;
    if (r->route->method != GET || f->q.n == 0 || view_get(r->data, "needs")->n > 0)
        return OK;
    return named_page(r, f->q, code_county(r->ref.place), ret_page);
}

/* Also what a bulk act that was refused goes back to. */
static Err work_page(Request *r)
{
    WorkForm f;
    Str      page;
    TRY(filters_read(r, &f));
    TRY(page_together(r, 4, work_part));
    TRY(elsewhere_find(r, &f, &page));
    if (page.n)
        return see_path(r, page);
    if (view_get(r->data, "needs")->n == 0) /* nothing to do anything with */
        put_bool(r->ctx.arena, r->data, "may_bulk", false);
    filters_put(r, &f);
    links_put(r, &f);
    put_date(r->ctx.arena, r->data, "today", date_of(r->ctx.now));
    put_cstr(r->ctx.arena, r->ui, "tab", "desk");
    return OK;
}

static Err my_desk_page(Request *r)
{
    Code desk = access_place(r->ctx.actor, VERB_QUEUE);
    if (str_is_empty(desk))
        return fail(&r->ctx, ERR_DENIED, NULL, "no desk");
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/work", STR_ARG(desk)));
}

/* ---- tables out ---- */

typedef struct ExportForm {
    WorkForm work;
    Str      as;
} ExportForm;
static const Field     EXPORT_AS = { "as", FIELD_LINE, 3, 4, NULL, "need.export.as" };
static const FormField export_fields[] = { AT_WORK(ExportForm, work.), AT(ExportForm, as, EXPORT_AS, REQUIRED) };
static const Form      export_form = FORM_OF(ExportForm, export_fields);

static const Column export_columns[] = {
    { "id", "need.column.id", OUT_NAME },             { "title", "need.column.title", OUT_TEXT },
    { "body", "need.column.body", OUT_TEXT },         { "kind_text", "need.column.kind", OUT_TEXT },
    { "category_text", "need.column.category", OUT_TEXT }, { "place_name", "need.column.place", OUT_TEXT },
    { "author", "need.column.author", OUT_TEXT },     { "hidden_text", "need.column.hidden", OUT_TEXT },
    { "at_name", "need.column.at", OUT_TEXT },        { "voices", "need.column.voices", OUT_INT },
    { "helped", "need.column.helped", OUT_INT },
    { "state_text", "need.column.state", OUT_TEXT },
    { "closed_by", "need.column.closed_helped", OUT_TEXT },  { "size_text", "need.column.size", OUT_TEXT },
    { "owner_title", "need.column.owner", OUT_TEXT }, { "raised_at", "need.column.raised_at", OUT_TIME },
    { "due_on", "need.column.due", OUT_DATE },        { "sla_text", "need.column.sla", OUT_TEXT },
    { "answer", "need.column.answer", OUT_TEXT },     { "result", "need.column.result", OUT_TEXT },
    { "solved_on", "need.column.solved_on", OUT_DATE }, { "done", "need.column.done", OUT_INT },
    { "done_helped", "need.column.done_helped", OUT_INT },
    { "undone", "need.column.undone", OUT_INT }, { "undone_helped", "need.column.undone_helped", OUT_INT },
};

static void told_put(Request *r, View *row, const Need *n, const NeedTold *told)
{
    Arena *a = r->ctx.arena;
    bool   has_day = need_is_open(n->state) && n->lead == 0;
    put_text(a, row, "body", told->body);
    put_text(a, row, "hidden_text", n->hide_author ? i18n_text(r->ctx.lang, "need.column.is_hidden") : STR_NONE);
    put_date(a, row, "due_on", has_day ? date_of(n->due - 1) : 0); /* the last day, not the midnight behind it */
    put_text(a, row, "answer", told->answer);
    put_text(a, row, "result", told->result);
    put_date(a, row, "solved_on", told->solved_at ? date_of(told->solved_at) : 0);
    put_int(a, row, "done", told->done);
    put_int(a, row, "undone", told->undone);
    put_int(a, row, "done_helped", told->done_helped);
    put_int(a, row, "undone_helped", told->undone_helped);
    put_text(a, row, "closed_by", n->closed_helped ? i18n_text(r->ctx.lang, "need.column.is_helped") : STR_NONE);
}

static Err export_rows(Request *r, void *arg, View *batch, bool *ret_end)
{
    NeedQueue *q = arg;
    Needs      needs;
    NeedTold   told[NEED_PAGE_SIZE];
    TRY(need_queue(&r->ctx, q, &needs));
    TRY(need_told(&r->ctx, &needs, told));
    need_work_cards_put(r, batch, "rows", &needs);
    View *row = ((View *)view_get(batch, "rows"))->first;
    for (size_t i = 0; i < needs.n; i++, row = row->next)
        told_put(r, row, &needs.v[i], &told[i]);
    q->after = needs.next;
    *ret_end = !needs.next.is_set;
    return OK;
}

/* All of them, so in the order in which they are looked through and not sorted otherwise. */
static Err export_page(Request *r)
{
    const ExportForm *f = r->form;
    NeedQueue         q;
    Str               place;
    TRY(query_of(r, &f->work, &q));
    q.order = QUEUE_BY_DUE;
    TRY(place_name(&r->ctx, r->ref.place, &place));
    return export_answer(r, i18n_fill(r->ctx.arena, r->ctx.lang, "need.export.name", place, STR_NONE), f->as,
                         &(ExportTable){ export_columns, COUNTOF(export_columns), export_rows, &q });
}

/* ---- several at once ---- */

static const Field BULK_ACT = { "act", FIELD_LINE, 1, 20, NULL, "need.bulk.act" };
static const Field BULK_NEED = { "need", FIELD_REF, 0, 0, NULL, "need.bulk.need" };

typedef struct BulkForm {
    Str      act, title;
    Refs     needs;
    DeskSaid said;
    WorkForm work;
} BulkForm;
static const FormField bulk_fields[] = {
    AT(BulkForm, act, BULK_ACT, REQUIRED), AT(BulkForm, needs, BULK_NEED, REQUIRED | MANY), AT_DESK_SAID(BulkForm, said),
    AT(BulkForm, title, NEED_GROUP_TITLE, OPTIONAL), AT_WORK(BulkForm, work.),
};
static const Form bulk_form = FORM_OF(BulkForm, bulk_fields);

/* The desk's acts, and what needs alone have. */
static Err bulk_page(Request *r)
{
    const BulkForm *f = r->form;
    const DeskAct *act = desk_act_find(&need_desk, f->act);
    i64            group;
    Str            href = address(r, "", &f->work, "");
    if (act != NULL)
        return desk_act_answer(r, noun_find(STR("need")), act, BULK_NEED.name, &f->needs, &f->said, href);
    if (!str_is(f->act, "group"))
        return fail_at(&r->ctx, BULK_ACT.name, "desk.act.wrong", STR_NONE, STR_NONE);
    TRY(need_group(&r->ctx, &f->needs, f->title, &group));
    notice(r, "need.done.grouped", STR_NONE);
    return see_path(r, href);
}

/* ---- routes ---- */

#define DESK "/place/:place/work"

static const Route work_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/work", .handler = my_desk_page, .may = VERB_SIGNED_IN,
      .flags = ROUTE_OWN_ANSWER, .what = "one's own desk" },
    { .method = GET, .cost = SEARCH, .path = DESK, .handler = work_page, .page = "need_work", .may = VERB_QUEUE,
      .form = &work_form, .out = work_out, .what = "what lies on the desk and those below, most urgent first; of any state what belongs there" },
    { .method = GET, .cost = DEAR, .path = DESK "/export", .handler = export_page, .may = VERB_EXPORT, .form = &export_form,
      .limit = PER_ACTOR(60, HOUR), .flags = ROUTE_OWN_ANSWER, .what = "the same as CSV or Excel, with what was said, answered and done" },
    { .method = POST, .cost = LIGHT, .path = DESK, .handler = bulk_page, .page = "need_work", .may = VERB_TRIAGE,
      .form = &bulk_form, .out = work_out, .form_again = work_page, .what = "take in, sort, give, answer, hand up or group several" },
    ROUTE_END
};

const Room need_work_room = { "need_work", work_routes, NULL };
