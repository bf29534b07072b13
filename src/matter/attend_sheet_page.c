/* attend_sheet_page: the sheets of a matter that houses come to, on paper and keyed in. See attend_view.h. */
#include "matter/attend_view.h"

#include "matter/story_view.h"
#include "people/person.h"
#include "place/place_view.h"
#include "web/i18n.h"

/* ---- those of a matter ---- */

static const Out sheet_row_out[] = { { "href", OUT_TEXT }, { "state", OUT_TEXT }, { "state_text", OUT_TEXT }, { "houses", OUT_INT },
                                     { "at", OUT_TIME }, { "is_out", OUT_BOOL }, { "n", OUT_INT }, OUT_END };
const Out attend_sheets_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }, { "title", OUT_TEXT },
    { "href", OUT_TEXT }, { "is_over", OUT_BOOL }, { "sheets", OUT_LIST, sheet_row_out }, OUT_END
};

static Str sheet_href(Arena *a, const Sheet *s)
{
    return arena_printf(a, "/sheet/%.*s-%.*s", STR_ARG(s->ref.county), STR_ARG(s->code));
}

Err attend_sheets_page(Request *r)
{
    Arena      *a = r->ctx.arena;
    const Noun *noun = noun_of_route(r);
    Matter     *m = arena_take(a, noun->life->row_size);
    Sheets      sheets;
    bool        is_open, is_over;
    TRY(life_read(db_read(&r->ctx), noun->life, r->ref, m));
    TRY(sheet_list_of(db_read(&r->ctx), noun->name, m->ref, attend_sheet_kind, &sheets));
    TRY(place_head(r, m->ref.place, "attend.sheets"));
    put_text(a, r->data, "title", m->title);
    put_text(a, r->data, "href", matter_href(a, str_from(noun->name), m->ref));
    TRY(attend_phase(r, noun, m, &is_open, &is_over));
    put_bool(a, r->data, "is_over", is_over);
    View *list = put_list(a, r->data, "sheets");
    for (size_t i = 0; i < sheets.n; i++) {
        const Sheet *s = &sheets.v[i];
        View        *one = add_map(a, list);
        put_text(a, one, "href", sheet_href(a, s));
        put_cstr(a, one, "state", sheet_states[s->state]);
        put_text(a, one, "state_text", word_of(r, "sheet.state.", sheet_states[s->state]));
        put_int(a, one, "houses", (i64)s->n);
        put_time(a, one, "at", s->at);
        put_bool(a, one, "is_out", s->state == SHEET_OUT);
        put_int(a, one, "n", (i64)(sheets.n - i));
    }
    return OK;
}

Err attend_sheets_print_page(Request *r)
{
    const Noun *noun = noun_of_route(r);
    TRY(attend_sheets_print(&r->ctx, noun, r->ref));
    return see_path(r, arena_printf(r->ctx.arena, "%.*s/sheets", STR_ARG(matter_href(r->ctx.arena, str_from(noun->name), r->ref))));
}

/* ---- one sheet ---- */

static const Out line_out[] = { { "n", OUT_INT }, { "id", OUT_NAME }, { "label", OUT_TEXT }, { "head", OUT_TEXT }, OUT_END };
static const Out paper_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }, { "title", OUT_TEXT },
    { "href", OUT_TEXT }, { "matter_href", OUT_TEXT }, { "lines", OUT_LIST, line_out }, { "is_out", OUT_BOOL }, { "is_older", OUT_BOOL }, { "at", OUT_TIME },
    PAPER_OUT, OUT_END
};

/* By the code of its QR, or, as any record, by its name. */
static Err sheet_load(Ctx *c, Str text, Ref *ret_ref)
{
    Sheet s;
    Str   county, code = text;
    bool  is_coded = str_next(&code, '-', &county) && code.n == SHEET_CODE && code_level(county) == LEVEL_COUNTY;
    if (!is_coded && !ref_parse(text, ret_ref))
        return fail(c, ERR_MISSING, NULL, "neither the code nor the name of a sheet");
    TRY(is_coded ? sheet_find(db_read(c), county, code, &s) : sheet_get(db_read(c), *ret_ref, &s));
    *ret_ref = s.ref;
    return OK;
}

/* Who heads each, for who may see persons: the house of the first line stands where the list of the place goes on. */
static Err heads_read(Request *r, const Sheet *s, Households *ret)
{
    Household first;
    *ret = (Households){ 0 };
    if (!access_may(r->ctx.actor, VERB_PEOPLE, s->ref.place))
        return OK;
    TRY(household_get(&r->ctx, s->v[0].ref, &first));
    Cursor before = CURSOR((i64)code_pack(first.ref.place), first.ref.id - 1);
    return household_list(&r->ctx, s->ref.place, STR_NONE, &before, ATTEND_SHEET, ret);
}

static const Household *house_of(const Households *heads, Ref house)
{
    for (size_t i = 0; i < heads->n; i++)
        if (heads->v[i].ref.id == house.id)
            return &heads->v[i];
    return NULL;
}

/* Those that the list does not have, or who reads it may not, are asked for by their names. */
static Err lines_put(Request *r, const Sheet *s)
{
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, "lines");
    Ref       *rest = NEW_N(a, Ref, s->n + 1);
    Str       *labels = NEW_N(a, Str, s->n + 1);
    size_t     n_rest = 0, named = 0;
    Households heads;
    TRY(heads_read(r, s, &heads));
    for (size_t i = 0; i < s->n; i++)
        if (house_of(&heads, s->v[i].ref) == NULL)
            rest[n_rest++] = s->v[i].ref;
    TRY(household_labels(&r->ctx, rest, n_rest, labels));
    for (size_t i = 0; i < s->n; i++) {
        const Household *h = house_of(&heads, s->v[i].ref);
        View            *one = add_map(a, list);
        put_int(a, one, "n", (i64)i + 1);
        put_name(a, one, "id", s->v[i].ref);
        put_text(a, one, "label", h ? h->label : labels[named++]);
        put_text(a, one, "head", h ? h->head : STR_NONE);
    }
    return OK;
}

static Err sheet_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Ref    matter;
    Sheet  s;
    Hash   now;
    Str    title;
    TRY(sheet_get(db_read(&r->ctx), r->ref, &s));
    TRY(attend_sheet_version(db_read(&r->ctx), &s, &now));
    matter = s.subject;
    TRY(life_title(&r->ctx, noun_find(s.noun), &matter, &title));
    TRY(place_head(r, s.ref.place, "attend.sheet"));
    put_text(a, r->data, "title", title);
    put_text(a, r->data, "href", sheet_href(a, &s));
    put_text(a, r->data, "matter_href", matter_href(a, s.noun, s.subject));
    put_bool(a, r->data, "is_out", s.state == SHEET_OUT);
    put_time(a, r->data, "at", s.at);
    put_bool(a, r->data, "is_older", sheet_is_older(&s, &now));
    TRY(lines_put(r, &s));
    return paper_put(r, sheet_href(a, &s), "attend.sheet.qr");
}

typedef struct KeyForm {
    Refs houses;
    bool takes_older;
} KeyForm;
static const Field     TAKES_OLDER = { "takes_older", FIELD_BOOL, 0, 0, NULL, "sheet.takes_older" };
static const FormField key_fields[] = { AT(KeyForm, houses, ATTEND_HOUSE, OPTIONAL | MANY), AT(KeyForm, takes_older, TAKES_OLDER, OPTIONAL) };
static const Form      key_form = FORM_OF(KeyForm, key_fields);

static Err key_page(Request *r)
{
    const KeyForm *f = r->form;
    Sheet          s;
    TRY(sheet_get(db_read(&r->ctx), r->ref, &s));
    TRY(attend_sheet_key(&r->ctx, &s, &f->houses, f->takes_older));
    notice(r, "attend.done.keyed", str_number(r->ctx.arena, (i64)f->houses.n));
    return see_path(r, arena_printf(r->ctx.arena, "%.*s/sheets", STR_ARG(matter_href(r->ctx.arena, s.noun, s.subject))));
}

static const Route sheet_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/sheet/:sheet", .handler = sheet_page, .page = "sheet", .may = VERB_HOST, .out = paper_out,
      .what = "a printed sheet of who came, to be keyed in" },
    { .method = POST, .cost = LIGHT, .path = "/sheet/:sheet", .handler = key_page, .page = "sheet", .may = VERB_HOST, .form = &key_form,
      .out = paper_out, .form_again = sheet_page, .what = "which of its lines are ticked, once" },
    { .method = GET, .cost = DEAR, .path = "/sheet/:sheet/paper", .handler = sheet_page, .page = "sheet_paper", .may = VERB_HOST,
      .out = paper_out, .what = "the sheet, for the pen" },
    ROUTE_END
};
static const Loader sheet_loaders[] = { { "sheet", sheet_load }, { NULL } };
static const Room   sheet_room = { "sheet", sheet_routes, sheet_loaders, NULL };
const Room *const   sheet_rooms[] = { &sheet_room, NULL };
