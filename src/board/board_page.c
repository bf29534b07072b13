/* board_page: GET /place/:place/board, one page for every level. Turns a Board into a view: shares into exact text and
 * widths, names into words, figures into the addresses of what lies behind them. */
#include <limits.h>
#include <stdlib.h>

#include "board/board.h"
#include "plan/need/need_view.h"
#include "record/noun.h"
#include "web/i18n.h"
#include "web/piece.h"
#include "web/route.h"

/* ---- what the page shows ---- */

#define SHARE_OUT { "over", OUT_INT, NULL }, { "under", OUT_INT, NULL }, { "text", OUT_TEXT, NULL }, { "width", OUT_INT, NULL }

static const Out share_out[] = { SHARE_OUT, OUT_END };
static const Out rate_out[] = { { "name", OUT_TEXT, NULL }, SHARE_OUT, { "dash", OUT_TEXT, NULL }, { "left_out", OUT_INT, NULL },
                                OUT_END };
static const Out part_out[] = { { "name", OUT_TEXT, NULL }, { "text", OUT_TEXT, NULL },  { "count", OUT_INT, NULL },
                                { "width", OUT_INT, NULL }, { "href", OUT_TEXT, NULL },
                                { "listed", OUT_INT, NULL }, /* how many the list behind href has: without complaints and such */
                                OUT_END };
static const Out month_out[] = { { "month", OUT_TEXT, NULL },      { "raised", OUT_INT, NULL }, { "ended", OUT_INT, NULL },
                                 { "households", OUT_INT, NULL }, { "width", OUT_INT, NULL },  OUT_END };
static const Out median_out[] = { { "text", OUT_TEXT, NULL }, { "solved", OUT_INT, NULL }, OUT_END };
static const Out child_out[] = {
    { "code", OUT_TEXT, NULL },      { "name", OUT_TEXT, NULL },      { "href", OUT_TEXT, NULL },
    { "raised", OUT_INT, NULL },     { "open", OUT_INT, NULL },
    { "closed", OUT_INT, NULL },     { "overdue", OUT_INT, NULL },    { "took_part", OUT_INT, NULL },
    { "recognised", OUT_MAP, share_out }, { "level", OUT_INT, NULL }, { "text", OUT_TEXT, NULL },
    OUT_END
};
static const Out rest_out[] = { { "raised", OUT_INT, NULL }, { "open", OUT_INT, NULL },   { "overdue", OUT_INT, NULL },
                                { "closed", OUT_INT, NULL }, { "is_any", OUT_BOOL, NULL }, OUT_END };
static const Out place_out[] = { { "code", OUT_TEXT, NULL }, { "name", OUT_TEXT, NULL },  { "path", OUT_TEXT, NULL },
                                 { "href", OUT_TEXT, NULL }, { "list_href", OUT_TEXT, NULL }, OUT_END };

static const Out more_out[] = { { "counter", OUT_TEXT, NULL }, { "text", OUT_TEXT, NULL }, { "count", OUT_INT, NULL },
                                { "href", OUT_TEXT, NULL }, OUT_END };

static const Out board_out[] = {
    { "place", OUT_MAP, place_out },
    { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT, NULL },
    { "as_of", OUT_TIME, NULL },
    { "is_summed", OUT_BOOL, NULL }, /* above the county: figures come in through the outbox */
    { "raised", OUT_INT, NULL },
    { "open", OUT_INT, NULL },
    { "open_listed", OUT_INT, NULL }, /* of those, what the list behind open_href shows */
    { "open_href", OUT_TEXT, NULL },
    { "closed", OUT_INT, NULL }, /* found done; silence agrees to nothing */
    { "voices", OUT_INT, NULL },
    { "voices_helped", OUT_INT, NULL }, /* of voices, said for houses by helpers */
    { "closed_helped", OUT_INT, NULL }, /* of closed, by words of helpers alone */
    { "overdue", OUT_INT, NULL },
    { "reopened", OUT_INT, NULL },
    { "rates", OUT_LIST, rate_out },
    { "take_days", OUT_INT, NULL }, /* of what is collected: in how many working days; 0: that differs by place */
    { "states", OUT_LIST, part_out },
    { "kinds", OUT_LIST, part_out },
    { "wishes", OUT_MAP, share_out },
    { "categories", OUT_LIST, part_out },
    { "categories_left", OUT_INT, NULL }, /* the wall has room for the largest; none elsewhere */
    { "closings", OUT_LIST, part_out },
    { "took_part", OUT_INT, NULL },
    { "is_within", OUT_BOOL, NULL }, /* a group, an estate, a unit: part of a village */
    { "households", OUT_MAP, share_out },
    { "more", OUT_LIST, more_out }, /* what other nouns count here (Noun.figures) */
    { "median", OUT_MAP, median_out },
    { "agreed", OUT_MAP, share_out }, /* found done / raised */
    { "months", OUT_LIST, month_out },
    { "children", OUT_LIST, child_out },
    { "has_below", OUT_BOOL, NULL },
    { "rest", OUT_MAP, rest_out }, /* of the place beyond what its children have */
    { "largest", OUT_LIST, child_out }, /* on the wall, where not all have room: where most was said, and how many are left out */
    { "largest_left", OUT_INT, NULL },
    { "counties", OUT_LIST, child_out }, /* for the map; of the city of Shiyan only */
    OUT_END
};

/* ---- shares, in words and widths ---- */

/* One decimal where it needs one. What is not all never reads 100, and what is something never reads 0. */
static Str share_text(Arena *a, Fraction f)
{
    if (fraction_is_none(f))
        return STR_NONE;
    Str text = fraction_text(a, f, 1);
    if (str_is(text, "100.0") && f.over < f.under)
        return STR("99.9");
    if (str_is(text, "0.0") && f.over > 0)
        return STR("0.1");
    return str_ends(text, STR(".0")) ? str_cut(text, text.n - 2) : text;
}

static void fill_share(Arena *a, View *map, Fraction f)
{
    put_int(a, map, "over", f.over);
    put_int(a, map, "under", f.under);
    put_text(a, map, "text", share_text(a, f));
    put_int(a, map, "width", percent_bar(f));
}

static void put_share(Arena *a, View *map, const char *key, Fraction f)
{
    fill_share(a, put_map(a, map, key), f);
}

/* A ring of that share: a dash and a gap, in pixels of a circle of radius 31 (194.8 around). */
static Str ring_dash(Arena *a, Fraction f)
{
    enum { AROUND = 1948 };
    if (fraction_is_none(f))
        return STR("0 194.8");
    i64 over = f.over < f.under ? f.over : f.under;
    i64 tenths = (i64)((__int128)AROUND * over / f.under);
    return arena_printf(a, "%lld.%lld 194.8", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* What a rate leaves out, where that was counted: -1 where it is told in words only. */
static i64 left_out(const BoardFigures *f, int rate)
{
    if (rate == RATE_TOLD)
        return board_open(f->state); /* nobody waits to be told of what is still being done */
    return rate == RATE_COLLECTED || rate == RATE_BIG ? 0 : -1;
}

static void put_rates(Arena *a, View *data, const BoardFigures *f)
{
    View *list = put_list(a, data, "rates");
    for (int rate = 0; rate < BOARD_RATES; rate++) {
        View    *m = add_map(a, list);
        Fraction share = board_rate(f, rate);
        put_cstr(a, m, "name", board_rate_name(rate));
        fill_share(a, m, share);
        put_text(a, m, "dash", ring_dash(a, share));
        put_int(a, m, "left_out", left_out(f, rate));
    }
}

/* ---- what the wall has room for ---- */

/* ?theme=wall: for the screen on the wall, which nobody scrolls; the layout asks ui.query.theme. */
static const char *const theme_names[] = { "desk", "wall", NULL };
static const Field BOARD_THEME = { "theme", FIELD_ENUM, 0, 1, theme_names, "board.theme" };

typedef struct BoardForm {
    int theme;
} BoardForm;
static const FormField board_fields[] = { AT(BoardForm, theme, BOARD_THEME, OPTIONAL) };
static const Form      board_form = FORM_OF(BoardForm, board_fields);

enum { WALL_PLACES = 8, WALL_PARTS = 6 };

static bool is_wall(const Request *r)
{
    const BoardForm *f = r->form;
    return f != NULL && f->theme == 1;
}

static int parts_most(const Request *r)
{
    return is_wall(r) ? WALL_PARTS : INT_MAX;
}

/* ---- lists of parts ---- */

/* Lists of records are kept one county at a time; above it a figure leads nowhere but to its children. */
static Str list_href(Arena *a, const Place *place, const char *key, const char *value)
{
    if (place->level < LEVEL_COUNTY)
        return STR_NONE;
    if (key == NULL)
        return arena_printf(a, "/place/%.*s/need", STR_ARG(place->code));
    return arena_printf(a, "/place/%.*s/need?%s=%s", STR_ARG(place->code), key, value);
}

/* One part of a whole: what it is called in URLs and catalogs. */
typedef struct PartKind {
    const char *key;          /* of the view: "states" */
    const char *words;        /* catalogs: "need.state." */
    const char *(*name)(int); /* "doing" */
    const char *query;        /* of the list's address; NULL: leads nowhere */
    bool        is_ranked;    /* the largest first, none that is empty */
    int         other;        /* the one that a board calls by a word of its own; -1: none */
    const char *other_word;
} PartKind;

typedef struct Part {
    int index;
    i64 count;
    int width;
} Part;

static int by_count(const void *left, const void *right)
{
    const Part *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->index - b->index;
}

static Str part_text(const Request *r, const PartKind *kind, int index)
{
    if (index == kind->other)
        return i18n_text(r->ctx.lang, kind->other_word);
    return i18n_word(r->ctx.lang, kind->words, kind->name(index));
}

/* Returns how many it left out for want of room. `listed`: how many of each the list of the place shows; NULL where nothing is listed by that. */
static int put_parts(Request *r, const Place *place, const PartKind *kind, const i64 *counts, const i64 *listed, int from, int n)
{
    Arena *a = r->ctx.arena;
    Part   parts[32] = { { 0 } };
    int    widths[32];
    BUG_ON(n > 32); /* the longest list of kinds that pages of this file give: twelve categories */
    percent_parts(counts, (size_t)n, widths);
    for (int i = 0; i < n; i++)
        parts[i] = (Part){ i, counts[i], widths[i] };
    if (kind->is_ranked)
        qsort(parts, (size_t)n, sizeof parts[0], by_count);

    View *list = put_list(a, r->data, kind->key);
    int shown = 0, left = 0;
    for (int i = 0; i < n; i++) {
        if (parts[i].index < from || (kind->is_ranked && parts[i].count == 0))
            continue;
        if (kind->is_ranked && shown == parts_most(r)) {
            left++;
            continue;
        }
        shown++;
        View       *m = add_map(a, list);
        const char *name = kind->name(parts[i].index);
        put_cstr(a, m, "name", name);
        put_text(a, m, "text", part_text(r, kind, parts[i].index));
        put_int(a, m, "count", parts[i].count);
        put_int(a, m, "width", parts[i].width);
        i64 behind = listed != NULL ? listed[parts[i].index] : 0;
        Str href = behind > 0 ? list_href(a, place, kind->query, name) : STR_NONE;
        put_text(a, m, "href", href);
        put_int(a, m, "listed", href.n ? behind : 0);
    }
    return left;
}

static const PartKind states = { "states", "need.state.", need_state_name, "show", false, NEED_CLOSED, "board.state.closed" };
static const PartKind kinds = { "kinds", "need.kind.", need_kind_name, NULL, false, -1, NULL };
static const PartKind categories = { "categories", "need.category.", need_category_name, "category", true, -1, NULL };
static const PartKind closings = { "closings", "need.closing.", need_closing_name, NULL, false, -1, NULL };

/* ---- time ---- */

static void put_median(Arena *a, View *data, const Board *b)
{
    View *m = put_map(a, data, "median");
    i64   halves = fraction_is_none(b->median) ? 0 : b->median.over * 2 / b->median.under;
    put_text(a, m, "text", fraction_is_none(b->median) ? STR_NONE :
             arena_printf(a, "%lld%s", (long long)(halves / 2), halves % 2 ? ".5" : ""));
    put_int(a, m, "solved", b->n_solved);
}

static void put_months(Arena *a, View *data, const Board *b)
{
    i64   most = 0;
    View *list = put_list(a, data, "months");
    for (int i = 0; i < BOARD_MONTHS; i++)
        most = b->months[i].raised > most ? b->months[i].raised : most;
    for (int i = 0; i < BOARD_MONTHS; i++) {
        const BoardMonth *month = &b->months[i];
        View             *m = add_map(a, list);
        put_text(a, m, "month", arena_printf(a, "%d-%02d", month->month / 100, month->month % 100));
        put_int(a, m, "raised", month->raised);
        put_int(a, m, "ended", month->ended);
        put_int(a, m, "households", month->households);
        put_int(a, m, "width", percent_bar((Fraction){ month->raised, most }));
    }
}

/* ---- places ---- */

static Str board_href(Arena *a, Code code)
{
    return arena_printf(a, "/place/%.*s/board", STR_ARG(code));
}

/* Class of the map: 0 nothing to measure, then by quarters. */
static int map_level(Fraction f)
{
    if (fraction_is_none(f))
        return 0;
    return 1 + fraction_at_least(f, 1, 4) + fraction_at_least(f, 1, 2) + fraction_at_least(f, 3, 4);
}

static void add_child(Arena *a, View *list, const BoardChild *child)
{
    View               *m = add_map(a, list);
    const BoardFigures *f = &child->figures;
    BoardSums           sums = board_sums(f);
    Fraction            recognised = board_recognised(f);
    put_text(a, m, "code", child->place.code);
    put_text(a, m, "name", child->place.name);
    put_text(a, m, "href", board_href(a, child->place.code));
    put_int(a, m, "raised", sums.raised);
    put_int(a, m, "open", sums.open);
    put_int(a, m, "closed", sums.agreed);
    put_int(a, m, "overdue", sums.overdue);
    put_int(a, m, "took_part", f->took_part);
    put_share(a, m, "recognised", recognised);
    put_int(a, m, "level", map_level(recognised));
    Str text = share_text(a, recognised);
    put_text(a, m, "text", str_is_empty(text) ? STR("–") : arena_printf(a, "%.*s%%", STR_ARG(text)));
}

static void put_children(Arena *a, View *data, const char *key, const Board *b)
{
    View *list = put_list(a, data, key);
    for (size_t i = 0; i < b->n_children; i++)
        add_child(a, list, &b->children[i]);
}

static int most_first(const void *left, const void *right)
{
    const BoardChild *const *a = left, *const *b = right;
    if ((*a)->figures.raised != (*b)->figures.raised)
        return (*a)->figures.raised > (*b)->figures.raised ? -1 : 1;
    return *a < *b ? -1 : *a > *b; /* by code */
}

static void put_largest(Request *r, const Board *b)
{
    Arena             *a = r->ctx.arena;
    View              *list = put_list(a, r->data, "largest");
    size_t             most = !is_wall(r) ? 0 : b->n_children < WALL_PLACES ? b->n_children : WALL_PLACES;
    const BoardChild **v = NEW_N(a, const BoardChild *, b->n_children + 1);
    for (size_t i = 0; i < b->n_children; i++)
        v[i] = &b->children[i];
    qsort(v, b->n_children, sizeof v[0], most_first);
    for (size_t i = 0; i < most; i++)
        add_child(a, list, v[i]);
    put_int(a, r->data, "largest_left", is_wall(r) ? (i64)(b->n_children - most) : 0);
}

/* So that the column of a figure adds up to the figure above it. */
static void put_rest(Arena *a, View *data, const Board *b)
{
    View     *m = put_map(a, data, "rest");
    BoardSums rest = board_rest(b);
    put_int(a, m, "raised", rest.raised);
    put_int(a, m, "open", rest.open);
    put_int(a, m, "overdue", rest.overdue);
    put_int(a, m, "closed", rest.agreed);
    put_bool(a, data, "has_below", b->n_children > 0);
    put_bool(a, m, "is_any", b->n_children > 0 && (rest.raised || rest.open || rest.overdue || rest.agreed));
}

static Err put_crumbs(Request *r, Code place)
{
    Places parents;
    TRY(place_parents(&r->ctx, place, &parents));
    View *list = put_list(r->ctx.arena, r->data, "crumbs");
    for (size_t i = 0; i < parents.n; i++)
        crumb_put(r, list, board_href(r->ctx.arena, parents.v[i].code), parents.v[i].name);
    return OK;
}

/* ---- the page ---- */

/* Open matters that the list shows; above the county that page leads on to the counties' lists. */
static Str open_href(Arena *a, Code place)
{
    return arena_printf(a, "/place/%.*s/need?show=open", STR_ARG(place));
}

static void put_figures(Request *r, const Board *b)
{
    Arena              *a = r->ctx.arena;
    const BoardFigures *f = &b->figures;
    put_int(a, r->data, "raised", f->raised);
    put_int(a, r->data, "open", board_open(f->state));
    put_int(a, r->data, "open_listed", board_open(f->listed));
    put_text(a, r->data, "open_href", open_href(a, b->place.code));
    put_int(a, r->data, "closed", board_agreed(f));
    put_int(a, r->data, "voices", f->voices);
    put_int(a, r->data, "voices_helped", f->voices_helped);
    put_int(a, r->data, "closed_helped", f->closed_helped);
    put_int(a, r->data, "overdue", f->overdue);
    put_int(a, r->data, "reopened", f->reopened);
    put_rates(a, r->data, f);
    put_parts(r, &b->place, &states, f->state, f->listed, 0, NEED_STATES);
    put_parts(r, &b->place, &kinds, f->kind, NULL, 0, NEED_KINDS);
    put_share(a, r->data, "wishes", board_wishes(f));
    put_share(a, r->data, "agreed", board_recognised(f));
    put_int(a, r->data, "categories_left", put_parts(r, &b->place, &categories, f->category, f->listed_category, 0, NEED_CATEGORIES));
    put_parts(r, &b->place, &closings, f->closing, NULL, NEED_BY_AUTHOR, NEED_CLOSINGS);
    put_int(a, r->data, "took_part", f->took_part);
    /* The houses of a village may speak on each of its groups: there a share of the group's own would mean nothing. */
    bool is_within = b->place.level > LEVEL_VILLAGE;
    put_bool(a, r->data, "is_within", is_within);
    put_share(a, r->data, "households", is_within ? (Fraction){ 0, 0 } : board_took_part(f));
}

/* The figures that a noun brings, of this place. */
static void put_more_of(Request *r, View *list, const Board *b, const NounFigure *f)
{
    Arena      *a = r->ctx.arena;
    CounterKind kind = { f->counter };
    i64         count = counter_value(b->counters, b->n_counters, b->place.code, &kind, 0);
    bool        is_listed = f->path != NULL && b->place.level >= LEVEL_VILLAGE;
    View       *m = add_map(a, list);
    put_cstr(a, m, "counter", f->counter);
    put_text(a, m, "text", i18n_text(r->ctx.lang, f->text));
    put_int(a, m, "count", count > 0 ? count : 0); /* below none it is a broken one, which check names */
    put_text(a, m, "href", is_listed ? arena_printf(a, "/place/%.*s%s", STR_ARG(b->place.code), f->path) : STR_NONE);
}

static void put_more(Request *r, const Board *b)
{
    View *list = put_list(r->ctx.arena, r->data, "more");
    for (size_t i = 0; i < noun_count(); i++)
        for (const NounFigure *f = noun_at(i)->figures; f != NULL && f->counter != NULL; f++)
            put_more_of(r, list, b, f);
}

static Err board_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Board  b;
    TRY(board_read(&r->ctx, r->ref.place, &b));
    View *place = put_map(a, r->data, "place");
    put_text(a, place, "code", b.place.code);
    put_text(a, place, "name", b.place.name);
    put_text(a, place, "path", b.place.path);
    put_text(a, place, "href", arena_printf(a, "/place/%.*s", STR_ARG(b.place.code)));
    put_text(a, place, "list_href", list_href(a, &b.place, NULL, NULL));
    TRY(put_crumbs(r, b.place.code));
    put_text(a, r->data, "here", b.place.name);
    put_time(a, r->data, "as_of", b.as_of);
    put_bool(a, r->data, "is_summed", b.place.level < LEVEL_COUNTY);
    TRY(need_take_days_put(r, b.place.code));
    put_figures(r, &b);
    put_more(r, &b);
    put_median(a, r->data, &b);
    put_months(a, r->data, &b);
    put_children(a, r->data, "children", &b);
    put_rest(a, r->data, &b);
    put_largest(r, &b);
    if (str_is(b.place.code, "4203"))
        put_children(a, r->data, "counties", &b);
    return OK;
}

/* ---- on the page of a place ---- */

static void add_figure(Request *r, View *list, i64 value, const char *key, Str href)
{
    View *m = add_map(r->ctx.arena, list);
    put_int(r->ctx.arena, m, "value", value);
    put_text(r->ctx.arena, m, "text", i18n_text(r->ctx.lang, key));
    put_text(r->ctx.arena, m, "href", href);
}

static Err board_home(Request *r, Code place)
{
    View        *made = (View *)view_get(r->data, "figures"); /* by the page, for us to fill; not where it is gone through beforehand */
    View        *list = made != NULL ? made : put_list(r->ctx.arena, r->data, "figures");
    BoardFigures f;
    TRY(board_figures(&r->ctx, place, &f));
    if (list == NULL || f.raised == 0)
        return OK;
    add_figure(r, list, board_open(f.listed), "board.home.open", open_href(r->ctx.arena, place));
    add_figure(r, list, board_agreed(&f), "board.home.closed", board_href(r->ctx.arena, place));
    return OK;
}

/* ---- the room ---- */

static const Route board_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/place/:place/board", .handler = board_page, .page = "board",
      .may = VERB_PUBLIC, .form = &board_form, .out = board_out, .flags = ROUTE_PUBLIC_CACHE,
      .what = "What became of what people said: figures of a place and all below it" },
    ROUTE_END
};

static const Room        board_room = { "board", board_routes, NULL };
const Room *const board_rooms[] = { &board_room, NULL };

static Str tab_href(const Request *r, Code home)
{
    return home.n ? board_href(r->ctx.arena, home) : STR_NONE;
}

static const NounTab tabs[] = { { "board", "chart", "board.tab", .people = 4, .office = 3, .href = tab_href }, { 0 } };

static const NounWork works[] = { { "/board", "board.works", 9, VERB_PUBLIC }, { 0 } };

const Noun board_noun = { .name = "board", .home = board_home, .tabs = tabs, .works = works };
