/* task_page: what is to be done at a place, and one task with its story; its owner and its desk act there. */
#include "matter/story_view.h"
#include "matter/task_view.h"
#include "place/place_view.h"
#include "record/counter.h"
#include "record/offline.h"
#include "web/i18n.h"
#include "web/session.h"

/* ---- what is to be done at a place ---- */

static const Field LIST_LATE = { "late", FIELD_BOOL, 0, 1, NULL, "task.list.late" };

static const char TASKS[] = "task.due"; /* of cursors */

typedef struct ListForm {
    ListTyped list;
    bool      late;
} ListForm;
static const FormField list_fields[] = { AT(ListForm, late, LIST_LATE, OPTIONAL), AT_LIST(ListForm, list) };
static const Form      list_form = FORM_OF(ListForm, list_fields);
static const Out       list_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "tasks", OUT_LIST, task_out },     { "chips", OUT_LIST, chip_out },    { "is_above", OUT_BOOL }, LIST_OUT,
    CHANGES_OUT, OUT_END
};

/* All that is open, and what is late of it, each with its figure. */
static Err chips_put(Request *r, Str path, bool late, ListCount *ret_count)
{
    static const CounterKind open = { "task.open" }, past = { "task.late" };
    Arena         *a = r->ctx.arena;
    Code           place = r->ref.place;
    View          *list = put_list(a, r->data, "chips");
    const Counter *v;
    size_t         n;
    TRY(counter_read_totals(&r->ctx, place, COUNTERS_OF("task"), &v, &n));
    chip_put(r, list, session_keep(r, path), i18n_text(r->ctx.lang, "task.list.all"), counter_value(v, n, place, &open, 0), !late);
    chip_put(r, list, session_keep(r, arena_printf(a, "%.*s?late=1", STR_ARG(path))), i18n_text(r->ctx.lang, "task.list.late"),
             counter_value(v, n, place, &past, 0), late);
    *ret_count = (ListCount){ counter_value(v, n, place, late ? &past : &open, 0), false };
    return OK;
}

static Err list_page(Request *r)
{
    const ListForm *f = r->form;
    Tasks           tasks = { 0 };
    ListAsk         ask;
    ListCount       count = { 0 };
    bool            has = code_level(r->ref.place) >= LEVEL_COUNTY;
    Str             path = arena_printf(r->ctx.arena, "/place/%.*s/task", STR_ARG(r->ref.place));
    TRY(list_asked(r, TASKS, &f->list, f->late, &ask));
    if (has)
        counter_totals_ahead(&r->ctx, r->ref.place, COUNTERS_OF("task"));
    if (has)
        TRY(task_list(&r->ctx, r->ref.place, f->late, &ask, &tasks));
    TRY(place_head(r, r->ref.place, "task.list"));
    if (has)
        TRY(chips_put(r, path, f->late, &count));
    tasks_put(r, "tasks", &tasks);
    list_goes_on(r, path, TASKS, &ask, &tasks.next, tasks.later, count);
    put_bool(r->ctx.arena, r->data, "is_above", !has); /* each county has its own */
    return OK;
}

/* ---- one task ---- */

static const Out may_out[] = { { "done", OUT_BOOL }, { "extend", OUT_BOOL }, { "drop", OUT_BOOL }, { "receive", OUT_BOOL }, OUT_END };
static const Out show_out[] = {
    { "task", OUT_MAP, task_out }, { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT },          STORY_OUT,                           { "may", OUT_MAP, may_out },
    { "proof_href", OUT_TEXT },    { "once", OUT_TEXT },                OUT_END
};

static Err show_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Task   t;
    told_foresee(r);
    TRY(task_get(&r->ctx, r->ref, &t));
    TRY(place_head(r, t.ref.place, "task.one"));
    task_put(r, put_map(a, r->data, "task"), &t);
    TRY(told_put(r));
    View *may = put_map(a, r->data, "may");
    bool  is_open = t.state == TASK_OPEN, is_desk = access_may(r->ctx.actor, VERB_ANSWER, t.at);
    put_bool(a, may, "done", is_open && t.may_act);
    put_bool(a, may, "extend", is_open && !t.is_extended && access_may(r->ctx.actor, VERB_TRIAGE, t.at));
    put_bool(a, may, "drop", is_open && is_desk);
    put_bool(a, may, "receive", is_open && t.may_hand && t.received_at == 0 && !str_eq(t.at, t.ref.place));
    put_text(a, r->data, "once", random_token(a, 16));
    put_text(a, r->data, "proof_href", arena_printf(a, "/task/%.*s/proof", STR_ARG(ref_name(a, t.ref))));
    return OK;
}

typedef struct ActForm {
    i64     version;
    Date    due;
    Str     words, why;
    Uploads photos;
    Offline sent;
} ActForm;
static const FormField done_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, words, TASK_WORDS, REQUIRED),
                                         AT(ActForm, photos, TASK_PHOTOS, OPTIONAL), AT_OFFLINE(ActForm) };
static const FormField extend_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, due, TASK_DUE, REQUIRED),
                                           AT(ActForm, why, TASK_WHY, REQUIRED) };
static const FormField drop_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, why, TASK_WHY, REQUIRED) };
static const Form      done_form = FORM_OF(ActForm, done_fields), extend_form = FORM_OF(ActForm, extend_fields),
                       drop_form = FORM_OF(ActForm, drop_fields);

static Err done_page(Request *r)
{
    const ActForm *f = r->form;
    i64            version = r->ctx.happened_at ? 0 : f->version; /* put off or risen meanwhile: it is done all the same */
    TRY(task_done(&r->ctx, r->ref, version, f->words, &f->photos));
    return acted(r, "task.done.done");
}

static Err extend_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(task_extend(&r->ctx, r->ref, f->version, f->due, f->why));
    return acted(r, "task.done.extended");
}

static Err drop_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(task_drop(&r->ctx, r->ref, f->version, f->why));
    return acted(r, "task.done.dropped");
}

static Err receive_page(Request *r)
{
    TRY(task_receive(&r->ctx, r->ref));
    return acted(r, "task.done.received");
}

#define ACT(path_, handler_, verb_, form_, flags_, what_)                                                                \
    { .method = POST, .cost = LIGHT, .path = "/task/:task" path_, .handler = handler_, .page = "task", .may = verb_,     \
      .form = form_, .out = show_out, .flags = flags_, .form_again = show_page, .what = what_ }

static const Route task_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/place/:place/task", .handler = list_page, .page = "task_list", .may = VERB_PUBLIC,
      .form = &list_form, .out = list_out, .flags = ROUTE_PUBLIC_CACHE, .what = "what is to be done at a place and below, by day" },
    { .method = GET, .cost = LIGHT, .path = "/task/:task", .handler = show_page, .page = "task", .may = VERB_PUBLIC, .out = show_out,
      .flags = ROUTE_PUBLIC_CACHE, .what = "one task with its story" },
    { .method = POST, .cost = LIGHT, .path = "/task/:task/done", .handler = done_page, .page = "task", .may = VERB_SIGNED_IN, .form = &done_form,
      .out = show_out, .flags = ROUTE_MULTIPART, .form_again = show_page, .offline = "/task/:task", .what = "it is done: by its owner or the desk" },
    ACT("/extend", extend_page, VERB_TRIAGE, &extend_form, 0, "a later day, once, with a reason"),
    ACT("/drop", drop_page, VERB_ANSWER, &drop_form, 0, "it will not be done, and why"),
    ACT("/receive", receive_page, VERB_HANDOVER, NULL, 0, "the receipt of the desk that it rose to"),
    PROOF_ROUTE("task"),
    ROUTE_END
};

static const Loader task_loaders[] = { { "task", NULL }, { NULL } };
static const Room   task_room = { "task", task_routes, task_loaders, NULL };
const Room *const task_rooms[] = { &task_room, NULL };
