/* need_list_page: GET /place/:place/need, what people said there, and what says about the same as somebody is about to. */
#include "plan/need/need_page.h"

#include "place/place_view.h"
#include "plan/need/need_tally.h"
#include "plan/need/need_view.h"
#include "web/i18n.h"
#include "web/named.h"
#include "web/session.h"

/* ---- the list ---- */

static const char *const show_names[] = { "all", NEED_ALL_STATES(NEED_NAME) "open", NULL };
static const char *const any_category[] = { "any", NEED_ALL_CATEGORIES(NEED_NAME) NULL };
static const char *const any_kind[] = { "any", NEED_PUBLIC_KINDS(NEED_NAME) NULL };
static const char *const order_names[] = { "voices", "newest", NULL };
static const Field LIST_SHOW = { "show", FIELD_ENUM, 0, NEED_STATES + 1, show_names, "need.list.show" };
static const Field LIST_CATEGORY = { "category", FIELD_ENUM, 0, NEED_CATEGORIES, any_category, "need.category" };
static const Field LIST_KIND = { "kind", FIELD_ENUM, 0, NEED_COMPLAINT, any_kind, "need.kind" };
static const Field LIST_ORDER = { "order", FIELD_ENUM, 0, 1, order_names, "need.list.order" };
static const Field LIST_MINE = { "mine", FIELD_BOOL, 0, 1, NULL, "need.list.mine" };

enum { SHOW_OPEN = NEED_STATES + 1 };

typedef struct ListForm {
    ListTyped list;
    int       show, category, kind, order;
    bool      mine;
    Str       q;
} ListForm;
static const FormField list_fields[] = {
    AT(ListForm, show, LIST_SHOW, OPTIONAL),   AT(ListForm, category, LIST_CATEGORY, OPTIONAL),
    AT(ListForm, kind, LIST_KIND, OPTIONAL),   AT(ListForm, order, LIST_ORDER, OPTIONAL),
    AT(ListForm, mine, LIST_MINE, OPTIONAL),   AT(ListForm, q, NEED_TEXT, OPTIONAL),
    AT_LIST(ListForm, list),
};
static const Form list_form = FORM_OF(ListForm, list_fields);

static const Out below_out[] = { { "href", OUT_TEXT }, { "name", OUT_TEXT }, { "listed", OUT_INT }, { "open", OUT_INT },
                                 { "is_counted", OUT_BOOL }, /* listed: of what was chosen, as the list behind href has it */
                                 OUT_END };
static const Out list_out[] = {
    { "place", OUT_MAP, place_row_out },  { "crumbs", OUT_LIST, crumb_out },      { "here", OUT_TEXT },
    { "needs", OUT_LIST, need_card_out }, { "chips", OUT_LIST, chip_out },        { "raised", OUT_INT },
    { "unlisted", OUT_INT }, /* complaints, what another leads, what was withdrawn */
    { "listed", OUT_INT },
    { "closed", OUT_INT }, /* listed and found done; silence agrees to nothing */
    { "categories", OUT_LIST, choice_out }, { "below", OUT_LIST, below_out },
    { "is_searched", OUT_BOOL },          { "may_raise", OUT_BOOL },              { "is_mine", OUT_BOOL },
    { "show", OUT_TEXT },                 { "order", OUT_TEXT }, /* as they were chosen; empty: not */
    { "is_cut", OUT_BOOL }, /* a search that has not seen all: the rest is behind `next` */
    { "take_days", OUT_INT }, /* in how many working days a matter is taken in; 0: that differs by place */
    { "is_above", OUT_BOOL },             { "is_chosen", OUT_BOOL }, /* a show, a category, words: some of what is listed */
    LIST_OUT,                             CHANGES_OUT,
    OUT_END
};

/* What is offered above a list. Every number is a counter. */
static const struct {
    const char *query, *word;
    int         show;
} chips[] = {
    { "", "need.chip.voices", 0 },
    { "?order=newest", "need.chip.newest", 0 },
    { "?show=open", "need.chip.open", SHOW_OPEN },
    { "?show=pooled", "need.chip.pooled", 1 + NEED_POOLED },
    { "?show=doing", "need.chip.doing", 1 + NEED_DOING },
    { "?show=solved", "need.chip.solved", 1 + NEED_SOLVED },
    { "?show=closed", "need.chip.closed", 1 + NEED_CLOSED },
};

static bool chip_is_chosen(const ListForm *f, size_t i)
{
    if (f->mine || f->show != chips[i].show)
        return false;
    return f->show != 0 || (f->order == ORDER_NEWEST) == (chips[i].query[0] != '\0');
}

static void ask_put(Buf *b, const char *name, Str value)
{
    if (value.n == 0)
        return;
    buf_char(b, str_find(buf_text(b), STR("?"), NULL) ? '&' : '?');
    buf_cstr(b, name);
    buf_char(b, '=');
    buf_url(b, value);
}

/* An address of the list, with what else was chosen: the words, the category, the kind. */
static Str filtered(Arena *a, Str href, const ListForm *f)
{
    Buf b = buf_new(a, 256, 1024);
    buf_str(&b, href);
    ask_put(&b, "q", f->q);
    ask_put(&b, "category", f->category ? str_from(any_category[f->category]) : STR_NONE);
    ask_put(&b, "kind", f->kind ? str_from(any_kind[f->kind]) : STR_NONE);
    return buf_text(&b);
}

static bool is_chosen(const ListForm *f)
{
    return f->show || f->category || f->kind || f->q.n;
}

/* A show or a category is counted for each place; words, kinds and two filters at once are not. */
static bool is_counted(const ListForm *f)
{
    return !f->q.n && !f->kind && !f->mine && !(f->show && f->category);
}

/* How many the list of a place has of what was chosen, where that is counted. */
static i64 listed_count(const ListForm *f, const Counter *v, size_t n, Code place)
{
    if (!is_counted(f))
        return 0;
    if (f->category)
        return counter_value(v, n, place, &COUNT_LISTED_CATEGORY[f->category - 1], 0);
    NeedSums listed = need_sums(v, n, place, COUNT_LISTED);
    return f->show == SHOW_OPEN ? listed.open : f->show ? listed.of[f->show - 1] : listed.all;
}

/* Each with its number, where nothing else was chosen: then no counter knows it. */
static void chips_put(Request *r, Code place, const ListForm *f, const Counter *v, size_t n)
{
    Arena *a = r->ctx.arena;
    Str    base = arena_printf(a, "/place/%.*s/need", STR_ARG(place));
    View  *list = put_list(a, r->data, "chips");
    bool   is_filtered = f->q.n || f->category || f->kind;
    NeedSums listed = need_sums(v, n, place, COUNT_LISTED);
    for (size_t i = 0; i < COUNTOF(chips); i++) {
        int show = chips[i].show;
        i64 count = show == SHOW_OPEN ? listed.open : show ? listed.of[show - 1] : listed.all;
        Str href = session_keep(r, filtered(a, arena_printf(a, "%.*s%s", STR_ARG(base), chips[i].query), f));
        Str text = i18n_text(r->ctx.lang, chips[i].word);
        if (is_filtered)
            chip_link_put(r, list, href, text, chip_is_chosen(f, i));
        else
            chip_put(r, list, href, text, count, chip_is_chosen(f, i));
    }
    Code village = r->ctx.actor->household ? code_at(r->ctx.actor->home, LEVEL_VILLAGE) : STR_NONE;
    if (village.n && (code_covers(place, village) || code_covers(village, place))) /* what a house said is of the whole village */
        chip_link_put(r, list, arena_printf(a, "/place/%.*s/need?mine=1", STR_ARG(code_covers(village, place) ? village : place)), i18n_text(r->ctx.lang, "need.chip.mine"),
                      f->mine);
    i64 raised = counter_value(v, n, place, &COUNT_RAISED, 0);
    put_int(a, r->data, "raised", raised);
    put_int(a, r->data, "unlisted", raised - listed.all);
    put_int(a, r->data, "listed", listed.all);
    put_int(a, r->data, "closed", counter_value(v, n, place, &COUNT_LISTED_AGREED, 0));
}

/* The list of another place, with all that was chosen here. */
static Str below_href(Request *r, const ListForm *f, Code code)
{
    Arena *a = r->ctx.arena;
    Buf    b = buf_new(a, 64, 256);
    buf_printf(&b, "/place/%.*s/need", STR_ARG(code));
    ask_put(&b, "show", f->show ? str_from(show_names[f->show]) : STR_NONE);
    ask_put(&b, "order", f->order ? str_from(order_names[f->order]) : STR_NONE);
    return session_keep(r, filtered(a, buf_text(&b), f));
}

/* The next level down, with its figures: the filter by place, and above the county the only list there is. */
static Err below_put(Request *r, Code place, const ListForm *f, const Counter *v, size_t n)
{
    Arena *a = r->ctx.arena;
    Places below;
    View  *list = put_list(a, r->data, "below");
    if (code_level(place) >= LEVEL_GROUP)
        return OK;
    TRY(place_children(&r->ctx, place, STR(""), PLACE_CHILDREN_MOST, &below));
    for (size_t i = 0; i < below.n; i++) {
        Code code = below.v[i].code;
        View *m = add_map(a, list);
        put_text(a, m, "href", below_href(r, f, code));
        put_text(a, m, "name", below.v[i].name);
        put_bool(a, m, "is_counted", is_counted(f));
        put_int(a, m, "listed", listed_count(f, v, n, code));
        put_int(a, m, "open", need_sums(v, n, code, COUNT_LISTED).open);
    }
    return OK;
}

static Err query_of_form(Request *r, const ListForm *f, NeedQuery *q, ListAsk *ask)
{
    *q = (NeedQuery){ .place = r->ref.place, .order = f->order, .show = f->show == SHOW_OPEN ? -1 : f->show,
                      .category = f->category - 1, .kind = f->kind - 1, .text = f->q, .mine = f->mine };
    TRY(list_asked(r, need_list_name(q), &f->list, f->show || f->category || f->kind || f->mine || f->q.n, ask));
    q->since = ask->since;
    q->after = ask->after;
    return OK;
}

/* By the counters, where they know; above the county, where there is nothing to walk, only then. */
static Err count_put(Request *r, const ListForm *f, const NeedQuery *q, const Needs *needs, const Counter *v, size_t n)
{
    bool      is_above = code_level(q->place) < LEVEL_COUNTY;
    ListCount count = { listed_count(f, v, n, q->place), false };
    if (!is_above && !q->since && (f->category || !is_counted(f)))
        TRY(need_list_count(&r->ctx, q, needs, &count));
    list_count_put(r, q->since || (is_above && !is_counted(f)) ? NULL : &count);
    return OK;
}

static Err list_page(Request *r)
{
    Arena          *a = r->ctx.arena;
    Code            place = r->ref.place;
    const ListForm *f = r->form;
    NeedQuery       q;
    Needs           needs = { 0 };
    const Counter  *v;
    size_t          n;
    ListAsk         ask;
    Str             page;
    TRY(named_page(r, f->q, code_county(place), &page));
    if (page.n)
        return see_path(r, page);
    TRY(query_of_form(r, f, &q, &ask));
    const char *from = f->category ? "need.category_listed" : "need.listed"; /* to raised, and what lies between by name */
    counter_around_ahead(&r->ctx, place, from, "need.raised/");
    if (code_level(place) < LEVEL_GROUP)
        place_children_ahead(&r->ctx, place, STR(""), PLACE_CHILDREN_MOST);
    if (code_level(place) >= LEVEL_COUNTY)
        TRY(need_list(&r->ctx, &q, &needs));
    TRY(place_head(r, place, "need.list"));
    TRY(counter_read_around(&r->ctx, place, from, "need.raised/", &v, &n));
    chips_put(r, place, f, v, n);
    TRY(below_put(r, place, f, v, n));
    TRY(need_take_days_put(r, place));
    TRY(count_put(r, f, &q, &needs, v, n));
    need_cards_put(r, r->data, "needs", &needs);
    need_choices_put(r, r->data, "categories", &LIST_CATEGORY, "need.category.", 1, f->category);
    Str path = arena_printf(a, "/place/%.*s/need", STR_ARG(place));
    list_links(r, path, need_list_name(&q), &needs.next);
    list_later(r, path, needs.later);
    put_bool(a, r->data, "is_changes", q.since != 0);
    put_bool(a, r->data, "is_cut", needs.is_cut);
    put_bool(a, r->data, "is_chosen", is_chosen(f));
    put_bool(a, r->data, "is_searched", is_chosen(f) || q.since);
    put_bool(a, r->data, "may_raise", code_level(place) >= LEVEL_VILLAGE &&
                                      (r->session == NULL || access_may(r->ctx.actor, VERB_VOICE, code_log(place))));
    put_bool(a, r->data, "is_above", code_level(place) < LEVEL_COUNTY); /* each county has a list of its own */
    put_bool(a, r->data, "is_mine", f->mine);
    put_cstr(a, r->data, "show", f->show ? show_names[f->show] : "");
    put_cstr(a, r->data, "order", f->order ? order_names[f->order] : "");
    put_cstr(a, r->ui, "tab", "need");
    return OK;
}

/* ---- is it this one? ---- */

typedef struct AlikeForm {
    Str q;
} AlikeForm;
static const Field     ALIKE_TEXT = { "q", FIELD_LINE, 0, 60, NULL, "need.title" };
static const FormField alike_fields[] = { AT(AlikeForm, q, ALIKE_TEXT, OPTIONAL) };
static const Form      alike_form = FORM_OF(AlikeForm, alike_fields);
static const Out       alike_out[] = { { "alike", OUT_LIST, need_card_out }, OUT_END };

static Err alike_page(Request *r)
{
    const AlikeForm *f = r->form;
    Needs            needs;
    TRY(need_alike(&r->ctx, r->ref.place, f->q, &needs));
    need_cards_put(r, r->data, "alike", &needs);
    return OK;
}

/* ---- routes ---- */

#define HERE "/place/:place/need"

static const Route list_routes[] = {
    { .method = GET, .cost = SEARCH, .path = HERE, .handler = list_page, .page = "need_list", .may = VERB_PUBLIC,
      .form = &list_form, .out = list_out, .flags = ROUTE_PUBLIC_CACHE, .what = "needs of a place, by voices or newest" },
    { .method = GET, .cost = DEAR, .path = HERE "/alike", .handler = alike_page, .may = VERB_PUBLIC, .form = &alike_form,
      .limit = PER_ACTOR(600, HOUR), .out = alike_out, .what = "open needs that say about the same" },
    ROUTE_END
};

const Room need_list_room = { "need_list", list_routes, NULL };
