/* desk_page: the one desk of a place, and its row of the table of nouns. */
#include "matter/desk_view.h"
#include "matter/oversight.h"
#include "place/place_view.h"
#include "web/i18n.h"
#include "web/parts.h"

static const char DESK[] = "desk"; /* of cursors */

/* ---- what can be asked for ---- */

static const char *const when_names[] = { "all", "late", "later", NULL };
static const Field DESK_WHAT = { "what", FIELD_LINE, 0, 20, NULL, "desk.what" };
static const Field DESK_WHEN = { "when", FIELD_ENUM, 0, DESK_WHENS - 1, when_names, "desk.when" };
static const Field DESK_ACT = { "act", FIELD_LINE, 1, 20, NULL, "desk.act" };
static const Field DESK_ONE = { "one", FIELD_REF, 0, 0, NULL, "desk.one" };

typedef struct DeskForm {
    Str what, after, since;
    int when;
} DeskForm;
static const FormField desk_fields[] = { AT(DeskForm, what, DESK_WHAT, OPTIONAL), AT(DeskForm, when, DESK_WHEN, OPTIONAL),
                                         AT(DeskForm, since, LIST_SINCE, OPTIONAL), AT(DeskForm, after, LIST_AFTER, OPTIONAL) };
static const Form      desk_form = FORM_OF(DeskForm, desk_fields);

typedef struct ActForm {
    Str      what, act;
    Refs     ones;
    DeskSaid said;
} ActForm;
static const FormField act_fields[] = { AT(ActForm, what, DESK_WHAT, REQUIRED), AT(ActForm, act, DESK_ACT, REQUIRED),
                                        AT(ActForm, ones, DESK_ONE, REQUIRED | MANY), AT_DESK_SAID(ActForm, said) };
static const Form      act_form = FORM_OF(ActForm, act_fields);

static Err what_find(Ctx *c, Str name, const Noun **ret_noun)
{
    *ret_noun = str_is_empty(name) ? NULL : noun_find(name);
    if (str_is_empty(name) || (*ret_noun != NULL && (*ret_noun)->desk != NULL))
        return OK;
    return fail_at(c, "what", "desk.what.wrong", STR_NONE, STR_NONE);
}

/* ---- what is shown ---- */

static const Out line_out[] = {
    { "id", OUT_NAME },        { "href", OUT_TEXT },       { "what", OUT_TEXT },    { "what_text", OUT_TEXT }, { "title", OUT_TEXT },
    { "place_name", OUT_TEXT }, { "state_text", OUT_TEXT }, { "due", OUT_TIME },     { "since", OUT_TIME },     { "is_urgent", OUT_BOOL },
    { "is_late", OUT_BOOL },   { "is_mine", OUT_BOOL },    DAYS_OUT,                  OUT_END
};
static const Out desk_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },  { "lines", OUT_LIST, line_out }, { "has_lines", OUT_BOOL },
    { "chips", OUT_LIST, chip_out },     { "whens", OUT_LIST, chip_out },   { "all", OUT_INT },    { "late", OUT_INT },
    DESK_BAR_OUT, DESK_DONE_OUT,          { "what", OUT_TEXT },              { "path", OUT_TEXT },  { "is_changes", OUT_BOOL },
    PLACE_BELOW_OUT,          LIST_OUT,              LATER_OUT,
    { "supervise", OUT_LIST, chip_out }, /* for who supervises there */
    OUT_END
};

static void line_put(Request *r, View *m, const DeskRow *row)
{
    Arena          *a = r->ctx.arena;
    const DeskLine *l = &row->line;
    put_name(a, m, "id", l->ref);
    put_text(a, m, "href", arena_printf(a, "%s%.*s", row->noun->desk->path, STR_ARG(ref_name(a, l->ref))));
    put_cstr(a, m, "what", row->noun->name);
    put_text(a, m, "what_text", word_of(r, "desk.what.", row->noun->name));
    put_text(a, m, "title", l->title);
    put_text(a, m, "place_name", l->place_name);
    put_text(a, m, "state_text", i18n_text(r->ctx.lang, l->state));
    put_time(a, m, l->has_day ? "due" : "since", l->due);
    put_bool(a, m, "is_urgent", l->is_urgent);
    put_bool(a, m, "is_late", l->is_late);
    put_bool(a, m, "is_mine", l->is_mine);
    if (l->has_day)
        days_put(r, m, l->due, l->is_late);
}

static i64 count_when(const DeskCount *n, DeskWhen when)
{
    return when == DESK_LATE ? n->late : when == DESK_LATER ? n->all - n->late : n->all;
}

static Str filtered(Arena *a, Str path, const char *what, int when)
{
    Str href = arena_printf(a, "%.*s?when=%s", STR_ARG(path), when_names[when]);
    return *what ? arena_printf(a, "%.*s&what=%s", STR_ARG(href), what) : href;
}

/* Each filter says how many are behind it, with the other filter as it stands. */
static Err chips_put(Request *r, Str path, const Noun *what, DeskWhen when, bool is_changes)
{
    Arena     *a = r->ctx.arena;
    DeskCounts n;
    DeskCount  all = { 0 }, chosen = { 0 };
    View      *chips, *whens = put_list(a, r->data, "whens");
    TRY(desk_count(&r->ctx, r->ref.place, &n));
    for (size_t i = 0; i < n.n; i++) {
        all = (DeskCount){ all.all + n.count[i].all, all.late + n.count[i].late };
        if (n.noun[i] == what)
            chosen = n.count[i];
    }
    chosen = what == NULL ? all : chosen;
    chips = put_list(a, r->data, "chips");
    if (n.n > 1) /* of one kind alone there is nothing to choose */
        chip_put(r, chips, filtered(a, path, "", when), i18n_text(r->ctx.lang, "desk.what.all"), count_when(&all, when), what == NULL);
    for (size_t i = 0; i < n.n && n.n > 1; i++)
        chip_put(r, chips, filtered(a, path, n.noun[i]->name, when), word_of(r, "desk.what.", n.noun[i]->name),
                 count_when(&n.count[i], when), n.noun[i] == what);
    for (int i = 0; i < DESK_WHENS; i++)
        chip_put(r, whens, filtered(a, path, what ? what->name : "", i), word_of(r, "desk.when.", when_names[i]),
                 count_when(&chosen, i), i == (int)when);
    put_int(a, r->data, "all", all.all);
    put_int(a, r->data, "late", all.late);
    list_count_put(r, is_changes ? NULL : &(ListCount){ count_when(&chosen, when), false });
    return OK;
}

/* For who supervises: where what they asked stands, and how many nobody called back. */
static Err supervise_put(Request *r)
{
    Arena    *a = r->ctx.arena;
    View     *list = put_list(a, r->data, "supervise");
    Str       path = arena_printf(a, "/place/%.*s/oversight", STR_ARG(r->ref.place));
    ListCount to_call;
    if (!access_may(r->ctx.actor, VERB_SUPERVISE, r->ref.place))
        return OK;
    TRY(oversight_to_call_count(&r->ctx, r->ref.place, &to_call));
    chip_link_put(r, list, path, i18n_text(r->ctx.lang, "oversight.ours"), false);
    chip_put(r, list, arena_printf(a, "%.*s/call", STR_ARG(path)), i18n_text(r->ctx.lang, "oversight.to_call"), to_call.n, false);
    return OK;
}

/* Of a form that was refused: which list its rows were chosen from. */
static Str what_asked(const Request *r, const DeskForm *f)
{
    return r->route->method == POST ? typed_text(r, "what") : f->what;
}

static Err lines_put(Request *r, Str path, const DeskForm *f, const Noun *what)
{
    DeskAsk  ask = { .place = r->ref.place, .when = (DeskWhen)f->when };
    DeskRows rows;
    View    *list = put_list(r->ctx.arena, r->data, "lines");
    if (!str_is_empty(f->since))
        TRY(list_since(&r->ctx, f->since, &ask.since));
    TRY(list_after(r, DESK, f->after, &ask.after));
    TRY(desk_read(&r->ctx, &ask, what, &rows));
    for (size_t i = 0; i < rows.n; i++)
        line_put(r, add_map(r->ctx.arena, list), &rows.v[i]);
    put_bool(r->ctx.arena, r->data, "has_lines", rows.n > 0);
    list_links(r, path, DESK, &rows.next);
    list_later(r, path, rows.later);
    put_bool(r->ctx.arena, r->data, "is_changes", ask.since != 0);
    return OK;
}

static Err desk_part(Request *r, size_t i)
{
    const DeskForm *f = r->form;
    Str             path = arena_printf(r->ctx.arena, "/place/%.*s/desk", STR_ARG(r->ref.place));
    const Noun     *what;
    TRY(what_find(&r->ctx, what_asked(r, f), &what));
    switch (i) {
    case 0: return lines_put(r, path, f, what);
    case 1: return place_head(r, r->ref.place, "desk.title");
    case 2: return chips_put(r, path, what, (DeskWhen)f->when, f->since.n > 0);
    case 3: return desk_bar_put(r, what);
    case 4: return supervise_put(r);
    default: return place_below_put(r, "desk");
    }
}

static Err desk_page(Request *r)
{
    const DeskForm *f = r->form;
    Arena          *a = r->ctx.arena;
    Str             path = arena_printf(a, "/place/%.*s/desk", STR_ARG(r->ref.place));
    const Noun     *what;
    TRY(what_find(&r->ctx, what_asked(r, f), &what));
    TRY(page_together(r, 6, desk_part));
    put_cstr(a, r->data, "what", what != NULL ? what->name : "");
    put_text(a, r->data, "path", path);
    put_cstr(a, r->ui, "tab", "desk");
    return OK;
}

static Err my_desk_page(Request *r)
{
    Code desk = noun_desk_place(r->ctx.actor);
    if (str_is_empty(desk))
        return fail(&r->ctx, ERR_DENIED, NULL, "no desk");
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/desk", STR_ARG(desk)));
}

/* ---- several at once ---- */

static Err act_page(Request *r)
{
    const ActForm *f = r->form;
    const Noun    *what;
    TRY(what_find(&r->ctx, f->what, &what));
    if (what == NULL)
        return fail_at(&r->ctx, "what", "desk.what.wrong", STR_NONE, STR_NONE);
    TRY(access_check(&r->ctx, what->desk->verb, r->ref.place));
    const DeskAct *act = desk_act_find(what->desk, f->act);
    if (act == NULL)
        return fail_at(&r->ctx, "act", "desk.act.wrong", STR_NONE, STR_NONE);
    return desk_act_answer(r, what, act, DESK_ONE.name, &f->ones, &f->said,
                           arena_printf(r->ctx.arena, "/place/%.*s/desk?what=%s", STR_ARG(r->ref.place), what->name));
}

/* ---- the room ---- */

/* Whose verbs open it is asked behind the route: what waits is of several nouns, each with its own. */
static const Route routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/desk", .handler = my_desk_page, .may = VERB_SIGNED_IN, .flags = ROUTE_OWN_ANSWER,
      .what = "One's own desk" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/desk", .handler = desk_page, .page = "desk", .may = VERB_SIGNED_IN,
      .form = &desk_form, .out = desk_out, .what = "What waits for an office there, of all nouns, the most urgent first" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/desk", .handler = act_page, .page = "desk", .may = VERB_SIGNED_IN,
      .form = &act_form, .limit = PER_ACTOR(600, HOUR), .out = desk_out, .form_again = desk_page,
      .what = "Does one thing with several of them" },
    ROUTE_END
};
static const Room        room = { "desk", routes, NULL };
const Room *const desk_rooms[] = { &room, NULL };

static Str desk_href(const Request *r, Code home)
{
    return noun_desk_place(r->ctx.actor).n ? STR("/desk") : STR_NONE;
}

static const NounTab tabs[] = { { "desk", "inbox", "desk.tab", .office = 1, .href = desk_href }, { 0 } };

/* The desk, and what stands on it that has no room of its own among these pages. */
static const NounWork works[] = { { "/desk", "desk.works.desk", 1, VERB_SIGNED_IN }, { "/task", "desk.works.task", 3, VERB_PUBLIC }, { 0 } };

const Noun desk_noun = { .name = "desk", .tabs = tabs, .works = works };
