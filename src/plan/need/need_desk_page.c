/* need_desk_page: the workbench (工作台), and the acts of officials on one need or on several at once. Every act goes back
 * to the need's own page; if somebody else was quicker, that page is shown again with 409, as it stands now, and what
 * was typed is still there. */
#include "plan/need/need_page.h"

#include "matter/desk_view.h"
#include "place/place_view.h"
#include "plan/need/need_desk.h"
#include "plan/need/need_tally.h"
#include "plan/need/need_view.h"
#include "web/export.h"
#include "web/i18n.h"

/* ---- the queue ---- */

static const char *const view_names[] = { "all", "mine", "unassigned", "overdue", "big", "complaint", NULL };
static const char QUEUE[] = "need.queue"; /* of cursors */
static const Field WORK_VIEW = { "view", FIELD_ENUM, 0, QUEUES - 1, view_names, "need.work.view" };

typedef struct WorkForm {
    int view;
    Str after;
} WorkForm;
static const FormField work_fields[] = { AT(WorkForm, view, WORK_VIEW, OPTIONAL), AT(WorkForm, after, LIST_AFTER, OPTIONAL) };
static const Form      work_form = FORM_OF(WorkForm, work_fields);

static const Out work_out[] = {
    { "place", OUT_MAP, place_row_out },  { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "needs", OUT_LIST, need_card_out }, { "chips", OUT_LIST, chip_out },   LIST_OUT,
    { "today", OUT_DATE },                { "open", OUT_INT },               { "overdue", OUT_INT },
    { "to_judge", OUT_INT },              { "may_export", OUT_BOOL },        { "csv_href", OUT_TEXT },
    { "xlsx_href", OUT_TEXT },            { "sheet_href", OUT_TEXT },        { "new_href", OUT_TEXT },
    { "below", OUT_LIST, chip_out }, /* above the county: the queues of the places below, with what is open there */
    { "has_below", OUT_BOOL },            { "may_bulk", OUT_BOOL },          { "desk_href", OUT_TEXT }, OUT_END
};

static void work_chip(Request *r, View *list, int view, i64 count, int chosen)
{
    Str href = arena_printf(r->ctx.arena, "/place/%.*s/work?view=%s", STR_ARG(r->ref.place), view_names[view]);
    chip_put(r, list, href, word_of(r, "need.view.", view_names[view]), count, view == chosen);
}

/* How many lie on the desk; what only a list could tell has no number on its chip. */
static Err work_counts_put(Request *r, const NeedQueue *asked, const Needs *needs, ListCount *ret_count)
{
    int        view = asked->view;
    NeedQueued q;
    Arena     *a = r->ctx.arena;
    Code       place = r->ref.place;
    View      *list = put_list(a, r->data, "chips");
    TRY(need_desk_count(&r->ctx, place, &q));
    work_chip(r, list, QUEUE_ALL, q.open, view);
    work_chip(r, list, QUEUE_OVERDUE, q.overdue, view);
    work_chip(r, list, QUEUE_MINE, 0, view);
    work_chip(r, list, QUEUE_UNASSIGNED, 0, view);
    for (int i = QUEUE_BIG; i < QUEUES - !access_may(r->ctx.actor, VERB_COMPLAINT, place); i++)
        work_chip(r, list, i, 0, view);
    put_int(a, r->data, "open", q.open);
    put_int(a, r->data, "overdue", q.overdue);
    put_int(a, r->data, "to_judge", q.to_judge);
    *ret_count = (ListCount){ view == QUEUE_OVERDUE ? q.overdue : q.open, false };
    return view == QUEUE_ALL || view == QUEUE_OVERDUE ? OK : need_queue_count(&r->ctx, asked, needs, ret_count);
}

/* Each county keeps its own queue; above it they are found from here. */
static Err work_below_put(Request *r)
{
    Arena         *a = r->ctx.arena;
    View          *list = put_list(a, r->data, "below");
    const Counter *v;
    Places         below;
    size_t         n;
    if (code_level(r->ref.place) >= LEVEL_COUNTY)
        return OK;
    TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &below));
    TRY(counter_read_children(&r->ctx, r->ref.place, COUNTERS_OF("need"), &v, &n));
    put_bool(a, r->data, "has_below", below.n > 0);
    for (size_t i = 0; i < below.n; i++) {
        Code code = below.v[i].code;
        bool reads_complaints = code_covers(access_place(r->ctx.actor, VERB_COMPLAINT), code);
        chip_put(r, list, arena_printf(a, "/place/%.*s/work", STR_ARG(code)), below.v[i].name,
                 need_count_desk(v, n, code, reads_complaints), false);
    }
    return OK;
}

/* Also what a bulk act that was refused goes back to. */
static Err work_page(Request *r)
{
    const WorkForm *f = r->form;
    Arena          *a = r->ctx.arena;
    Code            place = r->ref.place;
    NeedQueue       q = { .place = r->ref.place, .view = f->view };
    Needs           needs;
    ListCount       count;
    TRY(list_after(r, QUEUE, f->after, &q.after));
    TRY(need_queue(&r->ctx, &q, &needs));
    TRY(place_head(r, place, "need.work"));
    TRY(work_counts_put(r, &q, &needs, &count));
    TRY(work_below_put(r));
    need_cards_put(r, r->data, "needs", &needs);
    list_next(r, arena_printf(a, "/place/%.*s/work", STR_ARG(place)), QUEUE, &needs.next, count);
    put_date(a, r->data, "today", date_of(r->ctx.now));
    put_bool(a, r->data, "may_bulk", access_may(r->ctx.actor, VERB_TRIAGE, place));
    put_bool(a, r->data, "may_export", access_may(r->ctx.actor, VERB_EXPORT, place));
    Str file = arena_printf(a, "/place/%.*s/work/export?view=%s&as=", STR_ARG(place), view_names[f->view]);
    put_text(a, r->data, "csv_href", arena_printf(a, "%.*scsv", STR_ARG(file)));
    put_text(a, r->data, "xlsx_href", arena_printf(a, "%.*sxlsx", STR_ARG(file)));
    bool village = code_level(place) == LEVEL_VILLAGE;
    put_text(a, r->data, "sheet_href", village ? arena_printf(a, "/place/%.*s/sheet", STR_ARG(place)) : STR_NONE);
    put_text(a, r->data, "new_href",
             r->ctx.actor->household ? arena_printf(a, "/place/%.*s/need/new", STR_ARG(place)) : STR_NONE);
    put_text(a, r->data, "desk_href", arena_printf(a, "/place/%.*s/desk", STR_ARG(place)));
    put_cstr(a, r->ui, "tab", "desk");
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
    int view;
    Str as;
} ExportForm;
static const Field     EXPORT_AS = { "as", FIELD_LINE, 3, 4, NULL, "need.export.as" };
static const FormField export_fields[] = { AT(ExportForm, view, WORK_VIEW, OPTIONAL), AT(ExportForm, as, EXPORT_AS, REQUIRED) };
static const Form      export_form = FORM_OF(ExportForm, export_fields);

static const Column export_columns[] = {
    { "id", "need.column.id", OUT_NAME },             { "title", "need.column.title", OUT_TEXT },
    { "kind_text", "need.column.kind", OUT_TEXT },    { "category_text", "need.column.category", OUT_TEXT },
    { "place_name", "need.column.place", OUT_TEXT },  { "at_name", "need.column.at", OUT_TEXT },
    { "voices", "need.column.voices", OUT_INT },      { "state_text", "need.column.state", OUT_TEXT },
    { "size_text", "need.column.size", OUT_TEXT },    { "owner_title", "need.column.owner", OUT_TEXT },
    { "raised_at", "need.column.raised_at", OUT_TIME }, { "due", "need.column.due", OUT_TIME },
    { "sla_text", "need.column.sla", OUT_TEXT },
};

static Err export_rows(Request *r, void *arg, View *batch, bool *ret_end)
{
    NeedQueue *q = arg;
    Needs      needs;
    TRY(need_queue(&r->ctx, q, &needs));
    need_cards_put(r, batch, "rows", &needs);
    q->after = needs.next;
    *ret_end = !needs.next.is_set;
    return OK;
}

static Err export_page(Request *r)
{
    const ExportForm *f = r->form;
    NeedQueue         q = { .place = r->ref.place, .view = f->view };
    Str               name = arena_printf(r->ctx.arena, "needs-%.*s-%d", STR_ARG(r->ref.place), date_of(r->ctx.now));
    return export_answer(r, name, f->as, &(ExportTable){ export_columns, COUNTOF(export_columns), export_rows, &q });
}

/* ---- several at once ---- */

static const char *const bulk_names[] = { "take", "assign", "answer", "group", NULL };
enum { BULK_GROUP = 3, BULKS };
static const Field BULK_ACT = { "act", FIELD_ENUM, 0, BULKS - 1, bulk_names, "need.bulk.act" };
static const Field BULK_NEED = { "need", FIELD_REF, 0, 0, NULL, "need.bulk.need" };

typedef struct BulkForm {
    int  act;
    Refs needs;
    Str  text, title;
} BulkForm;
static const FormField bulk_fields[] = {
    AT(BulkForm, act, BULK_ACT, REQUIRED), AT(BulkForm, needs, BULK_NEED, REQUIRED | MANY),
    AT_AS(BulkForm, text, NEED_ANSWER, OPTIONAL, "need.bulk.text"), AT(BulkForm, title, NEED_GROUP_TITLE, OPTIONAL),
};
static const Form bulk_form = FORM_OF(BulkForm, bulk_fields);

/* The first three are the desk's acts, in their order (need_desk.c). */
static Err bulk_page(Request *r)
{
    const BulkForm *f = r->form;
    i64             group;
    if (f->act == BULK_GROUP) {
        TRY(need_group(&r->ctx, &f->needs, f->title, &group));
        notice(r, "need.done.grouped", STR_NONE);
    } else
        TRY(desk_act_put(r, &need_acts[f->act], &f->needs, f->text));
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/work", STR_ARG(r->ref.place)));
}

/* ---- acts on one ---- */

/* How it stands now; where that cannot be read, why not, instead of the conflict. */
static Err conflict_put(Request *r)
{
    const Ctx conflict = r->ctx;
    ctx_clear_failure(&r->ctx);
    TRY(need_show_page(r));
    r->ctx.err = conflict.err;
    r->ctx.problems = conflict.problems;
    r->ctx.log = conflict.log;
    return OK;
}

/* After an act: back to the need (or to the row it goes on as). A conflict tells JSON clients how it stands now. */
static Err done_at(Request *r, Err e, const char *key, Ref at)
{
    if (e == ERR_CONFLICT && r->wants_json)
        TRY(conflict_put(r));
    TRY(e);
    notice(r, key, STR_NONE);
    return see_path(r, need_href(r->ctx.arena, at));
}

static Err done(Request *r, Err e, const char *key)
{
    return done_at(r, e, key, r->ref);
}

static void reach_tell(Request *r, const char *key, i64 n)
{
    if (n)
        notice(r, key, str_number(r->ctx.arena, n));
}

/* An act that is asked about all of the group, and says what it reached. */
static Err act_on_all(Request *r, const NeedAct *act, const char *key)
{
    NeedReach reach;
    TRY(done(r, need_act(&r->ctx, r->ref, act, &reach), key));
    reach_tell(r, "need.done.all", reach.done);
    reach_tell(r, "need.done.all_later", reach.later);
    reach_tell(r, "need.done.all_left", reach.left);
    return OK;
}

/* "All of the group?" comes answered with yes, so also for a program that does not say: one matter has one answer. Whoever saw the
 * need before it was grouped has an older version of it and is asked anew. */
typedef struct TakeForm {
    i64 version;
    int all; /* 0: yes */
} TakeForm;
static const FormField take_fields[] = { AT(TakeForm, version, NEED_VERSION, REQUIRED), AT(TakeForm, all, NEED_ALL, OPTIONAL) };
static const Form      take_form = FORM_OF(TakeForm, take_fields);

static Err take_page(Request *r)
{
    const TakeForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_TAKE, .version = f->version, .all = !f->all }, "need.done.taken");
}

typedef struct SortForm {
    NeedSort sort;
    int      all;
} SortForm;
static const FormField sort_fields[] = {
    AT(SortForm, sort.version, NEED_VERSION, REQUIRED), AT(SortForm, sort.size, NEED_SIZE, REQUIRED),
    AT(SortForm, sort.door, NEED_DOOR, OPTIONAL),       AT_AS(SortForm, sort.why, NEED_WHY, OPTIONAL, "need.sort.why"),
    AT(SortForm, all, NEED_ALL, OPTIONAL),
};
static const Form sort_form = FORM_OF(SortForm, sort_fields);

static Err sort_page(Request *r)
{
    const SortForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_SORT, .version = f->sort.version, .sort = f->sort, .all = !f->all },
                      "need.done.sorted");
}

typedef struct AssignForm {
    i64  version;
    Ref  owner;
    Date due;
    int  all;
} AssignForm;
static const FormField assign_fields[] = {
    AT(AssignForm, version, NEED_VERSION, REQUIRED), AT(AssignForm, owner, NEED_OWNER, OPTIONAL),
    AT(AssignForm, due, NEED_DUE, OPTIONAL), AT(AssignForm, all, NEED_ALL, OPTIONAL),
};
static const Form assign_form = FORM_OF(AssignForm, assign_fields);

static Err assign_page(Request *r)
{
    const AssignForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_ASSIGN, .version = f->version, .owner = f->owner.id, .due = f->due, .all = !f->all },
                      "need.done.assigned");
}

typedef struct ActForm {
    i64     version;
    Date    due;
    Str     why, text;
    Uploads photos;
    int     all;
} ActForm;
static const FormField extend_fields[] = { AT(ActForm, version, NEED_VERSION, REQUIRED), AT_AS(ActForm, due, NEED_DUE, REQUIRED, "need.extend.due"),
                                           AT(ActForm, why, NEED_WHY, REQUIRED) };
static const Form      extend_form = FORM_OF(ActForm, extend_fields);
static const FormField answer_fields[] = { AT(ActForm, text, NEED_ANSWER, REQUIRED), AT(ActForm, all, NEED_ALL, OPTIONAL) };
static const Form      answer_form = FORM_OF(ActForm, answer_fields);
static const FormField solve_fields[] = { AT(ActForm, version, NEED_VERSION, REQUIRED),
                                          AT_AS(ActForm, text, NEED_ANSWER, REQUIRED, "need.solve.text"),
                                          AT(ActForm, photos, NEED_PHOTOS, OPTIONAL), AT(ActForm, all, NEED_ALL, OPTIONAL) };
static const Form      solve_form = FORM_OF(ActForm, solve_fields);
#define WHY_FIELDS(label) { AT(ActForm, version, NEED_VERSION, REQUIRED), AT_AS(ActForm, why, NEED_WHY, REQUIRED, label) }
static const FormField unable_fields[] = { AT(ActForm, version, NEED_VERSION, REQUIRED),
                                           AT_AS(ActForm, why, NEED_WHY, REQUIRED, "need.unable.why"),
                                           AT(ActForm, all, NEED_ALL, OPTIONAL) };
static const FormField hand_fields[] = WHY_FIELDS("need.hand.why"),
                       give_back_fields[] = WHY_FIELDS("need.give_back.why");
static const Form      unable_form = FORM_OF(ActForm, unable_fields), hand_form = FORM_OF(ActForm, hand_fields),
                       give_back_form = FORM_OF(ActForm, give_back_fields);
static const Field     TOLD_HOW = { "why", FIELD_LINE, 2, 500, NULL, "need.told.why" };
static const FormField told_fields[] = { AT(ActForm, why, TOLD_HOW, REQUIRED) };
static const Form      told_form = FORM_OF(ActForm, told_fields);

static Err extend_page(Request *r)
{
    const ActForm *f = r->form;
    return done(r, need_extend(&r->ctx, r->ref, f->version, f->due, f->why), "need.done.extended");
}

static Err say_page(Request *r)
{
    const ActForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_ANSWER, .words = f->text, .all = !f->all }, "need.done.answered");
}

static Err solve_page(Request *r)
{
    const ActForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_SOLVE, .version = f->version, .words = f->text, .photos = &f->photos,
                                     .all = !f->all }, "need.done.solved");
}

static Err unable_page(Request *r)
{
    const ActForm *f = r->form;
    return act_on_all(r, &(NeedAct){ .act = NEED_ACT_UNABLE, .version = f->version, .words = f->why, .all = !f->all },
                      "need.done.unable");
}

static Err told_page(Request *r)
{
    const ActForm *f = r->form;
    return done(r, need_tell(&r->ctx, r->ref, f->why), "need.done.told");
}

static Err hand_page(Request *r)
{
    const ActForm *f = r->form;
    Ref            now = r->ref;
    Err            e = need_hand(&r->ctx, r->ref, f->version, f->why, &now);
    return done_at(r, e, "need.done.handed", now);
}

static Err give_back_page(Request *r)
{
    const ActForm *f = r->form;
    Ref            now = r->ref;
    Err            e = need_give_back(&r->ctx, r->ref, f->version, f->why, &now);
    return done_at(r, e, "need.done.returned", now);
}

static Err receive_page(Request *r)
{
    return done(r, need_receive(&r->ctx, r->ref), "need.done.received");
}

static Err ungroup_page(Request *r)
{
    return done(r, need_ungroup(&r->ctx, r->ref), "need.done.ungrouped");
}

/* ---- routes ---- */

#define DESK "/place/:place/work"
#define ONE  "/need/:need"
#define ACT(path_, handler_, verb, form_, flags_, what_)                                                                   \
    { .method = POST, .cost = LIGHT, .path = ONE path_, .handler = handler_, .page = "need", .may = verb, .form = form_,     \
      .out = need_show_out, .flags = flags_, .form_again = need_show_page, .what = what_ }

static const Route desk_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/work", .handler = my_desk_page, .may = VERB_SIGNED_IN,
      .flags = ROUTE_OWN_ANSWER, .what = "one's own desk" },
    { .method = GET, .cost = LIGHT, .path = DESK, .handler = work_page, .page = "need_work", .may = VERB_QUEUE,
      .form = &work_form, .out = work_out, .what = "what lies on the desk and those below, most urgent first" },
    { .method = GET, .cost = DEAR, .path = DESK "/export", .handler = export_page, .may = VERB_EXPORT, .form = &export_form,
      .limit = PER_ACTOR(60, HOUR), .flags = ROUTE_OWN_ANSWER, .what = "the same as CSV or Excel" },
    { .method = POST, .cost = LIGHT, .path = DESK, .handler = bulk_page, .page = "need_work", .may = VERB_TRIAGE,
      .form = &bulk_form, .out = work_out, .form_again = work_page, .what = "take in, take on, answer or group several" },
    ACT("/take",      take_page,      VERB_TRIAGE,   &take_form, 0, "take in"),
    ACT("/sort",      sort_page,      VERB_TRIAGE,   &sort_form,    0, "sort: small, big, not ours, emergency"),
    ACT("/assign",    assign_page,    VERB_TRIAGE,   &assign_form,  0, "give to someone, by a day"),
    ACT("/extend",    extend_page,    VERB_TRIAGE,   &extend_form,  0, "a later day, once, with a reason"),
    ACT("/answer",    say_page,       VERB_ANSWER,   &answer_form,  0, "say how it stands"),
    ACT("/solve",     solve_page,     VERB_ANSWER,   &solve_form,   ROUTE_MULTIPART, "report the result; those who voiced it judge"),
    ACT("/unable",    unable_page,    VERB_ANSWER,   &unable_form,  0, "say that it cannot be done, and why"),
    ACT("/told",      told_page,      VERB_ANSWER,   &told_form,    0, "told the author in person or by phone"),
    ACT("/hand",   hand_page,   VERB_HANDOVER, &hand_form, 0, "hand up one level"),
    ACT("/give-back", give_back_page, VERB_HANDOVER, &give_back_form, 0, "give back one level"),
    ACT("/receive",   receive_page,   VERB_HANDOVER, NULL,          0, "give the receipt of a hand-over"),
    ACT("/ungroup",   ungroup_page,   VERB_TRIAGE,   NULL,          0, "take out of its group"),
    ROUTE_END
};

const Room need_desk_room = { "need_desk", desk_routes, NULL };
