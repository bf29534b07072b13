/* oversight_page: what those who supervise a place have open, and whom nobody called back; and one of it with its story, where it is
 * answered, settled, asked again or dropped. */
#include "matter/oversight_view.h"
#include "matter/story_view.h"
#include "place/place_view.h"
#include "web/i18n.h"
#include "web/parts.h"
#include "web/session.h"

/* ---- of a place ---- */

static const char *const show_names[] = { "open", "late", "answered", "settled", NULL };
enum { SHOW_OPEN, SHOW_LATE, SHOW_ANSWERED, SHOW_SETTLED, SHOWS, TO_CALL = SHOWS, CHIPS, A_PAGE = 20 };
static const Field LIST_SHOW = { "show", FIELD_ENUM, 0, SHOWS - 1, show_names, "oversight.list.show" };
static const char  CALLS[] = "oversight.call"; /* of cursors */

typedef struct ListForm {
    ListTyped list;
    int       show;
} ListForm;
static const FormField list_fields[] = { AT(ListForm, show, LIST_SHOW, OPTIONAL), AT_LIST(ListForm, list) };
static const Form      list_form = FORM_OF(ListForm, list_fields);
typedef struct CallsForm {
    Str after;
} CallsForm;
static const FormField calls_fields[] = { AT(CallsForm, after, LIST_AFTER, OPTIONAL) };
static const Form      calls_form = FORM_OF(CallsForm, calls_fields);

#define HEAD_OUT                                                                                                         \
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }, { "chips", OUT_LIST, chip_out }, \
    PLACE_BELOW_OUT, LIST_OUT
static const Out list_out[] = { HEAD_OUT, { "oversights", OUT_LIST, oversight_out }, CHANGES_OUT, OUT_END };
static const Out call_out[] = { { "noun_text", OUT_TEXT }, { "href", OUT_TEXT }, { "title", OUT_TEXT }, { "place_name", OUT_TEXT },
                                { "at", OUT_TIME }, OUT_END };
static const Out calls_out[] = { HEAD_OUT, { "calls", OUT_LIST, call_out }, OUT_END };

static OversightAsk ask_of(Code place, int show)
{
    static const int states[] = { OVERSIGHT_OPEN, OVERSIGHT_OPEN, OVERSIGHT_ANSWERED, OVERSIGHT_SETTLED };
    return (OversightAsk){ .place = place, .state = states[show], .late = show == SHOW_LATE };
}

static Str path_of(const Request *r)
{
    return arena_printf(r->ctx.arena, "/place/%.*s/oversight", STR_ARG(r->ref.place));
}

typedef struct Counting {
    Code      place;
    ListCount of[CHIPS];
} Counting;

static Err count_one(Ctx *c, void *arg, size_t i)
{
    Counting *k = arg;
    if (i == TO_CALL)
        return oversight_to_call_count(c, k->place, &k->of[i]);
    const OversightAsk ask = ask_of(k->place, (int)i);
    return oversight_count(c, &ask, &k->of[i]);
}

/* Each list with its number; `chosen`: of the one that is shown. */
static Err chips_put(Request *r, int chosen, bool is_changes)
{
    Arena   *a = r->ctx.arena;
    View    *list = put_list(a, r->data, "chips");
    Counting k = { .place = r->ref.place };
    TRY(db_together(&r->ctx, CHIPS, count_one, &k));
    for (int i = 0; i < SHOWS; i++)
        chip_counted_put(r, list, arena_printf(a, "%.*s?show=%s", STR_ARG(path_of(r)), show_names[i]), word_of(r, "oversight.show.", show_names[i]),
                 k.of[i], chosen == i);
    chip_counted_put(r, list, arena_printf(a, "%.*s/call", STR_ARG(path_of(r))), i18n_text(r->ctx.lang, "oversight.to_call"), k.of[TO_CALL],
             chosen == TO_CALL);
    list_count_put(r, is_changes ? NULL : &k.of[chosen]);
    return OK;
}

static Err rows_put(Request *r, const ListForm *f)
{
    Arena       *a = r->ctx.arena;
    View        *list = put_list(a, r->data, "oversights");
    Oversights   some;
    const char  *name = str_cstr(a, arena_printf(a, "oversight.%s", show_names[f->show]));
    OversightAsk ask = ask_of(r->ref.place, f->show);
    TRY(list_asked(r, name, &f->list, f->show != SHOW_OPEN, &ask.list));
    TRY(oversight_list(&r->ctx, &ask, A_PAGE, &some));
    for (size_t i = 0; i < some.n; i++)
        oversight_row_put(r, add_map(a, list), &some.v[i]);
    list_goes_on(r, path_of(r), name, &ask.list, &some.next, some.later, (ListCount){ 0 });
    return OK;
}

static Err calls_put(Request *r, const CallsForm *f)
{
    Arena  *a = r->ctx.arena;
    View   *list = put_list(a, r->data, "calls");
    Cursor  after;
    ToCalls some;
    TRY(list_after(r, CALLS, f->after, &after));
    TRY(oversight_to_call(&r->ctx, r->ref.place, &after, &some));
    for (size_t i = 0; i < some.n; i++) {
        const ToCall *t = &some.v[i];
        View         *m = add_map(a, list);
        put_text(a, m, "noun_text", i18n_text(r->ctx.lang, str_cstr(a, arena_printf(a, "%s.noun", t->noun->name))));
        put_text(a, m, "href", matter_href(a, str_from(t->noun->name), t->line.ref));
        put_text(a, m, "title", t->line.title);
        put_text(a, m, "place_name", t->line.place_name);
        put_time(a, m, "at", t->line.at);
    }
    list_links(r, arena_printf(a, "%.*s/call", STR_ARG(path_of(r))), CALLS, &some.next);
    return OK;
}

static Err list_part(Request *r, size_t i)
{
    const ListForm *f = r->form;
    switch (i) {
    case 0: return rows_put(r, f);
    case 1: return place_head(r, r->ref.place, "oversight.list");
    case 2: return place_below_put(r, "oversight");
    default: return chips_put(r, f->show, f->list.since.n > 0); /* how many, behind what says that nobody knows */
    }
}

static Err list_page(Request *r)
{
    put_cstr(r->ctx.arena, r->ui, "tab", "desk");
    return page_together(r, 4, list_part);
}

static Err calls_part(Request *r, size_t i)
{
    switch (i) {
    case 0: return calls_put(r, r->form);
    case 1: return place_head(r, r->ref.place, "oversight.list");
    case 2: return place_below_put(r, "oversight");
    default: return chips_put(r, TO_CALL, false);
    }
}

static Err calls_page(Request *r)
{
    put_cstr(r->ctx.arena, r->ui, "tab", "desk");
    return page_together(r, 4, calls_part);
}

/* ---- one of it ---- */

static const Out may_out[] = { { "answer", OUT_BOOL }, { "settle", OUT_BOOL }, { "again", OUT_BOOL }, { "drop", OUT_BOOL }, OUT_END };
static const Out show_out[] = {
    { "oversight", OUT_MAP, oversight_out }, { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    STORY_OUT, { "may", OUT_MAP, may_out }, { "proof_href", OUT_TEXT }, { "is_told", OUT_BOOL }, OUT_END
};

static Err show_page(Request *r)
{
    Arena    *a = r->ctx.arena;
    Oversight o;
    told_foresee(r);
    TRY(oversight_get(&r->ctx, r->ref, &o));
    TRY(place_head(r, o.ref.place, "oversight.one"));
    oversight_row_put(r, put_map(a, r->data, "oversight"), &o);
    TRY(told_put(r));
    View *may = put_map(a, r->data, "may");
    put_bool(a, may, "answer", (o.ways >> OVERSIGHT_ANSWERED & 1) != 0);
    put_bool(a, may, "settle", (o.ways >> OVERSIGHT_SETTLED & 1) != 0);
    put_bool(a, may, "again", (o.ways >> OVERSIGHT_OPEN & 1) != 0);
    put_bool(a, may, "drop", (o.ways >> OVERSIGHT_DROPPED & 1) != 0);
    put_bool(a, r->data, "is_told", o.is_told);
    put_text(a, r->data, "proof_href", arena_printf(a, "/oversight/%.*s/proof", STR_ARG(ref_name(a, o.ref))));
    return OK;
}

typedef struct ActForm {
    i64 version;
    Str text, why;
} ActForm;
static const FormField answer_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, text, OVERSIGHT_ANSWER, REQUIRED) };
static const FormField settle_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED) };
static const FormField again_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, why, OVERSIGHT_AGAIN, REQUIRED) };
static const FormField drop_fields[] = { AT(ActForm, version, VERSION_SEEN, REQUIRED), AT(ActForm, why, OVERSIGHT_WHY, REQUIRED) };
static const Form      answer_form = FORM_OF(ActForm, answer_fields), settle_form = FORM_OF(ActForm, settle_fields),
                       again_form = FORM_OF(ActForm, again_fields), drop_form = FORM_OF(ActForm, drop_fields);

static Err answered_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(oversight_answer(&r->ctx, r->ref, f->version, f->text));
    return acted(r, "oversight.done.answered");
}

static Err settle_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(oversight_settle(&r->ctx, r->ref, f->version));
    return acted(r, "oversight.done.settled");
}

static Err again_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(oversight_ask_again(&r->ctx, r->ref, f->version, f->why));
    return acted(r, "oversight.done.again");
}

static Err drop_page(Request *r)
{
    const ActForm *f = r->form;
    TRY(oversight_drop(&r->ctx, r->ref, f->version, f->why));
    return acted(r, "oversight.done.dropped");
}

#define ACT(path_, handler_, verb_, form_, what_)                                                                        \
    { .method = POST, .cost = LIGHT, .path = "/oversight/:oversight" path_, .handler = handler_, .page = "oversight_one", .may = verb_, \
      .form = form_, .out = show_out, .form_again = show_page, .what = what_ }

static const Route oversight_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/place/:place/oversight", .handler = list_page, .page = "oversight_list", .may = VERB_SUPERVISE,
      .form = &list_form, .out = list_out, .what = "what those who supervise a place asked" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/oversight/call", .handler = calls_page, .page = "oversight_calls",
      .may = VERB_SUPERVISE, .form = &calls_form, .out = calls_out, .what = "what was done there, and nobody called back about" },
    { .method = GET, .cost = LIGHT, .path = "/oversight/:oversight", .handler = show_page, .page = "oversight_one", .may = VERB_PUBLIC,
      .out = show_out, .flags = ROUTE_PUBLIC_CACHE, .what = "one question, urge or call with its story" },
    ACT("/answer", answered_page, VERB_ANSWER, &answer_form, "the office answers"),
    ACT("/settle", settle_page, VERB_SUPERVISE, &settle_form, "the answer is good"),
    ACT("/again", again_page, VERB_SUPERVISE, &again_form, "it is not: asked again, and why"),
    ACT("/drop", drop_page, VERB_SUPERVISE, &drop_form, "who asked takes it back, and says why"),
    PROOF_ROUTE("oversight"),
    ROUTE_END
};

static const Loader oversight_loaders[] = { { "oversight", NULL }, { NULL } };
static const Room   oversight_room = { "oversight", oversight_routes, oversight_loaders, NULL };
const Room *const   oversight_rooms[] = { &oversight_room, NULL };
