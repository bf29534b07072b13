/* place_page: the first page, finding a place, a place's own page, and what those who keep the tree may change. The
 * routes stand at the end. */
#include "place/place_page.h"

#include "engine/number/decimal.h"
#include "place/place.sql.h"
#include "place/place_view.h"
#include "web/i18n.h"
#include "web/lunar_text.h"
#include "web/named.h"
#include "web/parts.h"
#include "web/session.h"

/* ---- what :place means ---- */

/* A code that people copied from a table comes with its trailing zeros. */
static Err place_load(Ctx *c, Str text, Ref *ret_ref)
{
    Code  code = text.n == 12 ? code_from_division(text) : text;
    Place p;
    if (!code_is_valid(code))
        return fail(c, ERR_MISSING, "place.missing", "no place code");
    Err e = place_get(c, code, &p);
    if (e == ERR_MISSING) {
        ctx_clear_failure(c);
        return fail(c, ERR_MISSING, "place.missing", "no such place");
    }
    TRY(e);
    *ret_ref = place_ref(p.code);
    return OK;
}

static const Loader place_loaders[] = { { "place", place_load, .is_open = true }, { NULL } };

/* ---- lists of places ---- */

static void places_put(Request *r, View *list, const Places *places)
{
    for (size_t i = 0; i < places->n; i++)
        place_put(r, add_map(r->ctx.arena, list), &places->v[i]);
}

/* ---- / ---- */

static const Out start_out[] = { { "places", OUT_LIST, place_row_out }, OUT_END };

/* Where somebody belongs: the village of the house, or the desk of an office. */
static Str own_door(const Request *r)
{
    const Actor *actor = r->ctx.actor;
    Code         desk = access_place(actor, VERB_QUEUE);
    if (actor->household != 0)
        return place_href(r->ctx.arena, code_log(actor->home));
    if (desk.n)
        return arena_printf(r->ctx.arena, "/place/%.*s/work", STR_ARG(desk));
    if (actor->n_grants)
        return place_href(r->ctx.arena, actor->grants[0].place);
    return STR_NONE;
}

/* The counties of a city, the cities of a province: down from the top as long as there is only one way. */
static Err start_page(Request *r)
{
    Code   at = STR("");
    Str    door = own_door(r);
    Places places;
    if (door.n)
        return see_path(r, door);
    do
        TRY(place_children(&r->ctx, at, STR(""), PLACE_CHILDREN_MOST, &places));
    while (places.n == 1 && (at = places.v[0].code).n);
    places_put(r, put_list(r->ctx.arena, r->data, "places"), &places);
    return OK;
}

/* ---- /place?q= : search, and what a picker asks ---- */

typedef struct SearchForm {
    Str  q;
    Code under;
} SearchForm;
static const Field     SEARCH_UNDER = { "under", FIELD_CODE, LEVEL_PROVINCE, LEVEL_GROUP, NULL, "place.under" };
static const FormField search_fields[] = { AT(SearchForm, q, PLACE_FIELD_QUERY, OPTIONAL),
                                           AT(SearchForm, under, SEARCH_UNDER, OPTIONAL) };
static const Form      search_form = FORM_OF(SearchForm, search_fields);
static const Out       search_out[] = {
    { "places", OUT_LIST, place_row_out }, { "q", OUT_TEXT }, { "asked", OUT_BOOL }, { "more", OUT_BOOL },
    { "is_cut", OUT_BOOL }, /* it did not look everywhere */ OUT_END
};

static Err search_page(Request *r)
{
    enum { MOST = 30 };
    const SearchForm *f = r->form;
    Places            found;
    Str               page;
    TRY(named_page(r, f->q, f->under.n ? code_county(f->under) : r->session ? r->session->county : STR_NONE, &page));
    if (page.n) /* the number of a matter is typed wherever there is something to type into */
        return see_path(r, page);
    TRY(place_search(&r->ctx, f->q, f->under, MOST + 1, &found));
    put_bool(r->ctx.arena, r->data, "more", found.n > MOST);
    put_bool(r->ctx.arena, r->data, "is_cut", found.is_cut);
    found.n = found.n < MOST ? found.n : MOST;
    places_put(r, put_list(r->ctx.arena, r->data, "places"), &found);
    put_text(r->ctx.arena, r->data, "q", f->q);
    put_bool(r->ctx.arena, r->data, "asked", f->q.n > 0);
    return OK;
}

/* ---- /place/CODE ---- */

enum { CHILDREN_A_PAGE = 40 };

static const Out figure_out[] = { { "value", OUT_INT }, { "text", OUT_TEXT }, { "href", OUT_TEXT }, OUT_END };
static const Out place_out[] = {
    { "place", OUT_MAP, place_row_out },
    { "crumbs", OUT_LIST, crumb_out },
    { "here", OUT_TEXT },
    { "today", OUT_DATE },
    { "lunar", OUT_TEXT }, /* the same day as the old calendar has it */
    { "is_village", OUT_BOOL },  /* a village, a group, an estate: where people live */
    { "is_above", OUT_BOOL },    /* above the county: the ways down are what there is to see */
    { "may_speak", OUT_BOOL },   /* a resident of it, or somebody who may be one: not signed in */
    { "is_mine", OUT_BOOL },     /* of the household that is signed in, or that a helper acts for */
    { "aliases", OUT_LIST, NULL },
    { "children", OUT_LIST, place_row_out },
    LIST_OUT,                    /* of children */
    { "figures", OUT_LIST, figure_out },
    { "home", OUT_SLOT },        /* what is going on there */
    OUT_END
};

typedef struct AfterForm {
    Str after;
} AfterForm;
static const FormField after_fields[] = { AT(AfterForm, after, LIST_AFTER, OPTIONAL) };
static const Form      after_form = FORM_OF(AfterForm, after_fields);
static const char      CHILDREN[] = "place.child"; /* of cursors: the last code, packed */

static Err children_put(Request *r, Code code, Str after)
{
    char   room[CODE_ROOM];
    Cursor at, next = { 0 };
    Places children;
    ListCount count;
    TRY(list_after(r, CHILDREN, after, &at));
    TRY(place_children(&r->ctx, code, at.is_set ? code_unpack((u64)at.n[0], room) : STR(""), CHILDREN_A_PAGE + 1, &children));
    if (children.n > CHILDREN_A_PAGE) {
        children.n = CHILDREN_A_PAGE;
        next = CURSOR((i64)code_pack(children.v[children.n - 1].code));
    }
    if (!list_is_whole(&at, &next, children.n, &count))
        TRY(place_children_count(&r->ctx, code, &count));
    places_put(r, put_list(r->ctx.arena, r->data, "children"), &children);
    list_next(r, place_href(r->ctx.arena, code), CHILDREN, &next, count);
    return OK;
}

static Err aliases_put(Request *r)
{
    const PlaceAlias *v;
    size_t            n;
    TRY(place_aliases(&r->ctx, r->ref.place, &v, &n));
    View *list = put_list(r->ctx.arena, r->data, "aliases");
    for (size_t i = 0; i < n; i++)
        add_text(r->ctx.arena, list, v[i].text);
    return OK;
}

/* Its names, the places below, then what each noun has to say of it. */
static Err place_part(Request *r, size_t i)
{
    const AfterForm *f = r->form;
    if (i == 0)
        return aliases_put(r);
    if (i == 1)
        return children_put(r, r->ref.place, f ? f->after : STR_NONE);
    const Noun *noun = noun_at(i - 2);
    return noun->home != NULL ? noun->home(r, r->ref.place) : OK;
}

static Err place_page(Request *r)
{
    Arena       *a = r->ctx.arena;
    Code         code = r->ref.place, now;
    const Actor *actor = r->ctx.actor;
    TRY(place_now(&r->ctx, code, &now));
    if (!str_eq(now, code)) /* printed codes and old links lead on */
        return see_path(r, place_href(a, now));
    TRY(place_head(r, code, NULL));
    put_cstr(a, r->ui, "tab", "home");
    put_date(a, r->data, "today", date_of(r->ctx.now));
    put_text(a, r->data, "lunar", lunar_text_day(a, r->ctx.lang, date_of(r->ctx.now)));
    put_bool(a, r->data, "is_village", code_level(code) >= LEVEL_VILLAGE);
    put_bool(a, r->data, "is_above", code_level(code) < LEVEL_COUNTY);
    put_bool(a, r->data, "is_mine", actor->household != 0 && code_covers(code_log(actor->home), code));
    put_bool(a, r->data, "may_speak",
             code_level(code) >= LEVEL_VILLAGE && (!r->session || access_may(actor, VERB_VOICE, code)));
    put_list(a, r->data, "figures");
    MAY_PUT(r, code, VERB_PEOPLE, VERB_PLACE, VERB_ACCOUNT, VERB_CARD, VERB_HELP, VERB_QUEUE);
    return page_together(r, 2 + noun_count(), place_part);
}

/* ---- changing the tree ---- */

static const Out alias_out[] = { { "name", OUT_TEXT }, { "may_drop", OUT_BOOL }, OUT_END };
static const Out manage_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "may_group", OUT_BOOL },           { "may_unit", OUT_BOOL },          { "changed", OUT_BOOL },
    { "may_change", OUT_BOOL },
    { "aliases", OUT_LIST, alias_out },  { "kinds", OUT_LIST, choice_out }, OUT_END
};

static Err manage_page(Request *r)
{
    Arena     *a = r->ctx.arena;
    Level      level = code_level(r->ref.place);
    size_t     n;
    const PlaceAlias *aliases;
    TRY(place_head(r, r->ref.place, "place.manage"));
    TRY(place_aliases(&r->ctx, r->ref.place, &aliases, &n));
    View *list = put_list(a, r->data, "aliases");
    for (size_t i = 0; i < n; i++) {
        View *m = add_map(a, list);
        put_text(a, m, "name", aliases[i].text);
        put_bool(a, m, "may_drop", !aliases[i].is_taken_in);
    }
    list = put_list(a, r->data, "kinds");
    for (PlaceKind k = PLACE_GROUP; k <= PLACE_ESTATE; k++)
        choice_put(r, list, place_kind_names[k], word_of(r, "place.kind.", place_kind_names[k]), "", k == PLACE_GROUP);
    put_bool(a, r->data, "may_group", level == LEVEL_VILLAGE);
    put_bool(a, r->data, "may_unit", level == LEVEL_GROUP);
    put_bool(a, r->data, "may_change", place_may_rename(r->ctx.actor, r->ref.place));
    return OK;
}

static Err manage_done(Request *r, const char *key, Code code, Str name)
{
    notice(r, key, name);
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/manage", STR_ARG(code)));
}

typedef struct ChildForm {
    int  kind;
    Str  name;
    Date from;
} ChildForm;
static const FormField child_fields[] = { AT_AS(ChildForm, kind, PLACE_FIELD_KIND, REQUIRED, "place.child.kind"),
                                          AT(ChildForm, name, PLACE_FIELD_NAME, REQUIRED),
                                          AT(ChildForm, from, PLACE_FIELD_FROM, OPTIONAL) };
static const Form      child_form = FORM_OF(ChildForm, child_fields);

static Err child_add(Request *r)
{
    const ChildForm *f = r->form;
    Code             code;
    TRY(place_add(&r->ctx, &(PlaceNew){ r->ref.place, (PlaceKind)f->kind, f->name, f->from }, &code));
    notice(r, "place.added", f->name);
    if (r->wants_json)
        return see_path(r, place_href(r->ctx.arena, code));
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/manage", STR_ARG(r->ref.place)));
}

typedef struct ChangeForm {
    Str  name;
    Code into, new_code;
    Date on;
    i64  version;
} ChangeForm;
static const Field     CHANGE_INTO = { "into", FIELD_CODE, LEVEL_PROVINCE, LEVEL_UNIT, NULL, "place.into" };
static const Field     CHANGE_CODE = { "new_code", FIELD_CODE, LEVEL_PROVINCE, LEVEL_UNIT, NULL, "place.new_code" };
static const Field     CHANGE_ON = { "on", FIELD_DATE, 19490101, 29991231, NULL, "place.on" };
static const FormField change_fields[] = {
    AT_AS(ChangeForm, name, PLACE_FIELD_NAME, OPTIONAL, "place.new_name"),
    AT(ChangeForm, into, CHANGE_INTO, OPTIONAL),
    AT(ChangeForm, new_code, CHANGE_CODE, OPTIONAL),
    AT(ChangeForm, on, CHANGE_ON, OPTIONAL),
    AT(ChangeForm, version, VERSION_SEEN, REQUIRED),
};
static const Form change_form = FORM_OF(ChangeForm, change_fields);

/* What goes on under a code elsewhere is a second record: the right to change is asked there too. */
static Err change_do(Request *r)
{
    const ChangeForm *f = r->form;
    Code              where = f->into.n ? f->into : f->new_code;
    PlaceChange       ch = { r->ref.place, f->into, f->new_code, f->name, f->on, f->version };
    if (where.n)
        TRY(access_check(&r->ctx, VERB_PLACE, f->into.n ? where : code_parent(where)));
    TRY(conflict(r, place_change(&r->ctx, &ch), manage_page));
    return manage_done(r, "place.change_done", where.n ? where : r->ref.place, f->name);
}

typedef struct AliasForm {
    Str name;
} AliasForm;
static const FormField alias_fields[] = { AT_AS(AliasForm, name, PLACE_FIELD_NAME, REQUIRED, "place.alias.name") };
static const Form      alias_form = FORM_OF(AliasForm, alias_fields);

static Err alias_add(Request *r)
{
    const AliasForm *f = r->form;
    TRY(place_alias_add(&r->ctx, r->ref.place, f->name));
    return manage_done(r, "place.alias_added", r->ref.place, f->name);
}

static Err alias_drop(Request *r)
{
    const AliasForm *f = r->form;
    TRY(place_alias_drop(&r->ctx, r->ref.place, f->name));
    return manage_done(r, "place.alias_dropped", r->ref.place, f->name);
}

/* ---- the profile ---- */

static const FormField profile_fields[] = {
    AT(PlaceProfile, version, VERSION_SEEN, OPTIONAL), AT(PlaceProfile, kind, PROFILE_KIND, STAYS),
    AT(PlaceProfile, households_registered, PROFILE_HOUSEHOLDS, STAYS),
    AT(PlaceProfile, registered, PROFILE_REGISTERED, STAYS),
    AT(PlaceProfile, residents, PROFILE_RESIDENTS, STAYS), AT(PlaceProfile, away, PROFILE_AWAY, STAYS),
    AT(PlaceProfile, aged, PROFILE_AGED, STAYS), AT(PlaceProfile, land, PROFILE_LAND, STAYS),
    AT(PlaceProfile, crops, PROFILE_CROPS, STAYS), AT(PlaceProfile, venues, PROFILE_VENUES, STAYS),
    AT(PlaceProfile, signal, PROFILE_SIGNAL, STAYS), AT(PlaceProfile, note, PROFILE_NOTE, STAYS),
    AT(PlaceProfile, said_by, PROFILE_SAID_BY, REQUIRED), AT(PlaceProfile, as_of, PROFILE_AS_OF, OPTIONAL),
};
static const Form profile_form = FORM_GIVEN(PlaceProfile, profile_fields, given);
static const Out  fact_out[] = { { "name", OUT_TEXT }, { "label", OUT_TEXT },  { "text", OUT_TEXT },
                                 { "as_of", OUT_DATE }, { "said_by", OUT_TEXT }, OUT_END };
/* The same facts by name, for who wants one: the form has them at first. */
static const Out  now_out[] = { { "kind", OUT_TEXT },   { "households", OUT_TEXT }, { "registered", OUT_TEXT },
                                { "residents", OUT_TEXT }, { "away", OUT_TEXT },   { "aged", OUT_TEXT },
                                { "land", OUT_TEXT },   { "crops", OUT_TEXT },      { "venues", OUT_TEXT },
                                { "signal", OUT_TEXT }, { "note", OUT_TEXT },       OUT_END };
static const Out  profile_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "version", OUT_INT }, { "facts", OUT_LIST, fact_out }, { "now", OUT_MAP, now_out }, { "changed", OUT_BOOL }, OUT_END
};

/* Land is kept in 0.01 mu. */
static Str fact_text(Arena *a, const PlaceFact *f)
{
    if (f->number < 0)
        return f->text;
    if (str_is(str_from(f->name), "land"))
        return decimal_text(a, f->number, AREA_PLACES);
    return arena_printf(a, "%lld", (long long)f->number);
}

static Err profile_page(Request *r)
{
    Arena       *a = r->ctx.arena;
    PlaceProfile p;
    TRY(place_head(r, r->ref.place, "profile.title"));
    TRY(place_profile_get(&r->ctx, r->ref.place, &p));
    put_int(a, r->data, "version", p.version);
    View *list = put_list(a, r->data, "facts"), *now = put_map(a, r->data, "now");
    for (size_t i = 0; i < p.n_facts; i++) {
        const PlaceFact *f = &p.facts[i];
        View            *m = add_map(a, list);
        put_cstr(a, m, "name", f->name);
        put_text(a, m, "label", word_of(r, "profile.", f->name));
        put_text(a, m, "text", fact_text(a, f));
        put_date(a, m, "as_of", f->as_of);
        put_text(a, m, "said_by", f->said_by);
        put_text(a, now, f->name, fact_text(a, f));
    }
    MAY_PUT(r, r->ref.place, VERB_PLACE);
    return OK;
}

static bool was_typed(const Request *r, const Field *f)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, f->name) && str_trim(r->raw[i].text).n)
            return true;
    return false;
}

/* A number left open is not known, which is not zero. */
static Err profile_set(Request *r)
{
    PlaceProfile *f = r->form;
    const struct {
        const Field *field;
        i64         *value;
    } numbers[] = {
        { &PROFILE_HOUSEHOLDS, &f->households_registered }, { &PROFILE_REGISTERED, &f->registered },
        { &PROFILE_RESIDENTS, &f->residents },              { &PROFILE_AWAY, &f->away },
        { &PROFILE_AGED, &f->aged },
    };
    for (size_t i = 0; i < COUNTOF(numbers); i++)
        if (!was_typed(r, numbers[i].field))
            *numbers[i].value = -1;
    TRY(conflict(r, place_profile_set(&r->ctx, r->ref.place, f), profile_page));
    notice(r, "profile.kept", STR_NONE);
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/profile", STR_ARG(r->ref.place)));
}

/* ---- routes ---- */

static const Route place_routes[] = {
    /* method, path, handler, page, may; form, limit, data, flags, shown again by; what it does */
    { .method = GET, .cost = LIGHT, .path = "/", .handler = start_page, .page = "start", .may = VERB_PUBLIC,
      .out = start_out, .what = "Leads to one's own village or desk; otherwise the places to choose from" },
    { .method = GET, .cost = SEARCH, .path = "/place", .handler = search_page, .page = "place_search", .may = VERB_PUBLIC,
      .form = &search_form, .limit = PER_ACTOR(600, HOUR), .out = search_out, .flags = ROUTE_PUBLIC_CACHE,
      .what = "Places by name, alias or code, each with its full path" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place", .handler = place_page, .page = "place", .may = VERB_PUBLIC,
      .form = &after_form, .out = place_out, .flags = ROUTE_PUBLIC_CACHE,
      .what = "A place, what lies below it and what is going on there" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/manage", .handler = manage_page, .page = "place_manage",
      .may = VERB_PLACE, .out = manage_out, .what = "What may be changed of a place" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/child", .handler = child_add, .page = "place_manage",
      .may = VERB_PLACE, .form = &child_form, .limit = PER_ACTOR(300, HOUR), .out = manage_out, .form_again = manage_page,
      .what = "Adds a group, estate or unit" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/change", .handler = change_do, .page = "place_manage",
      .may = VERB_PLACE, .form = &change_form, .limit = PER_ACTOR(60, HOUR), .out = manage_out, .form_again = manage_page,
      .what = "Renames a place, gives it another code, or merges it into another" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/alias", .handler = alias_add, .page = "place_manage",
      .may = VERB_PLACE, .form = &alias_form, .limit = PER_ACTOR(300, HOUR), .out = manage_out, .form_again = manage_page,
      .what = "Another name that people use" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/alias/drop", .handler = alias_drop, .page = "place_manage",
      .may = VERB_PLACE, .form = &alias_form, .limit = PER_ACTOR(300, HOUR), .out = manage_out, .form_again = manage_page,
      .what = "Takes back another name; that it stood stays in the log" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/profile", .handler = profile_page, .page = "place_profile",
      .may = VERB_PUBLIC, .out = profile_out, .what = "What is known about a place, fact by fact" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/profile", .handler = profile_set, .page = "place_profile",
      .may = VERB_PLACE, .form = &profile_form, .limit = PER_ACTOR(60, HOUR), .out = profile_out, .form_again = profile_page,
      .what = "Corrects the facts; 409 with both texts when another was quicker" },
    ROUTE_END
};

static const Room        place_room = { "place", place_routes, place_loaders };
const Room *const place_rooms[] = { &place_room, NULL };

static const EventKind events[] = {
    { "place.added", true },   { "place.imported", true }, { "place.renamed", true }, { "place.moved", true },
    { "place.merged", true },  { "place.alias", true },    { "place.alias_dropped", true },
    { "place.profile", true }, { NULL, false },
};

static const Derived derived[] = { { Q_PLACE_WORD_LINES, "place.word" }, { 0, NULL } };

/* A page at home, else the way to it. */
static Str home_href(const Request *r, Code home)
{
    return home.n ? place_href(r->ctx.arena, home) : STR("/");
}

static const NounTab tabs[] = { { "home", "home", "place.tab", .people = 1, .office = 4, .href = home_href }, { 0 } };

const Noun place_noun = { .name = "place", .events = events, .check = place_check, .rebuild = place_rebuild,
                          .derived = derived, .tabs = tabs };
