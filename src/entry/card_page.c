/* card_page: see card_page.h. The sheet is the answer to the POST itself: codes are told once, kept nowhere, and an
 * address that shows them again does not exist. */
#include "entry/card_page.h"

#include "entry/account.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "web/i18n.h"
#include "web/qr.h"

enum { SHEET_MOST = 60 };

static const Out one_card_out[] = {
    { "label", OUT_TEXT }, { "place", OUT_TEXT }, { "url", OUT_TEXT }, { "code", OUT_TEXT }, { "qr", OUT_MARKUP },
    OUT_END
};
const Out        cards_out[] = {
    { "place", OUT_MAP, place_row_out },      { "crumbs", OUT_LIST, crumb_out },  { "here", OUT_TEXT },
    { "households", OUT_LIST, household_out }, LIST_OUT,               { "cards", OUT_LIST, one_card_out },
    { "today", OUT_DATE },                    { "children", OUT_LIST, place_row_out },
    { "wanting", OUT_LIST, household_out },   { "wanting_more", OUT_BOOL },        { "wanting_above", OUT_BOOL },
    { "handing", OUT_BOOL },                  { "handing_many", OUT_BOOL },        OUT_END
};

typedef struct CardsForm {
    Str  q, after;
    Refs households;
    bool lost;
    Str  why;
} CardsForm;
static const Field     CARDS_Q = { "q", FIELD_LINE, 0, 30, NULL, "person.query" };
static const Field     CARDS_HOUSES = { "household", FIELD_REF, 0, 0, NULL, "card.households" };
static const Field     CARDS_LOST = { "lost", FIELD_BOOL, 0, 1, NULL, "card.lost" };
static const FormField cards_fields[] = {
    AT(CardsForm, q, CARDS_Q, OPTIONAL), AT(CardsForm, after, LIST_AFTER, OPTIONAL),
};
const Form             cards_form = FORM_OF(CardsForm, cards_fields);
static const FormField issue_fields[] = { AT(CardsForm, households, CARDS_HOUSES, REQUIRED | MANY), AT(CardsForm, lost, CARDS_LOST, OPTIONAL) };
const Form             cards_issue_form = FORM_OF(CardsForm, issue_fields);
static const FormField handed_fields[] = { AT(CardsForm, households, CARDS_HOUSES, REQUIRED | MANY) };
const Form             cards_handed_form = FORM_OF(CardsForm, handed_fields);
static const FormField revoke_fields[] = { AT_AS(CardsForm, why, PERSON_WHY, REQUIRED, "card.revoke.why") };
const Form             card_revoke_form = FORM_OF(CardsForm, revoke_fields);

/* Who wants a new card stands before all others, on the first page of them, and not once more in its place. Whoever looks for a house
 * finds it there, too. */
static Err wanting_put(Request *r, const CardsForm *f)
{
    Arena     *a = r->ctx.arena;
    bool       is_above = code_level(r->ref.place) >= LEVEL_VILLAGE && (f == NULL || str_is_empty(f->q)), is_more = false;
    Households some = { 0 };
    View      *list = put_list(a, r->data, "wanting");
    if (is_above && (f == NULL || str_is_empty(f->after)))
        TRY(household_wanting(&r->ctx, r->ref.place, SHEET_MOST, &some, &is_more));
    for (size_t i = 0; i < some.n; i++)
        household_put(r, add_map(a, list), &some.v[i]);
    put_bool(a, r->data, "wanting_more", is_more);
    put_bool(a, r->data, "wanting_above", is_above);
    return OK;
}

/* How many of those that are listed wait to be handed over: none, one, several. */
static void handing_put(Request *r)
{
    int n = 0;
    for (const View *m = view_get(r->data, "households")->first; m != NULL; m = m->next)
        n += view_get(m, "card_waits")->i != 0;
    put_bool(r->ctx.arena, r->data, "handing", n > 0);
    put_bool(r->ctx.arena, r->data, "handing_many", n > 1);
}

Err cards_page(Request *r)
{
    Arena           *a = r->ctx.arena;
    const CardsForm *f = r->form;
    Places           below;
    TRY(place_head(r, r->ref.place, "card.title"));
    TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &below));
    View *list = put_list(a, r->data, "children");
    for (size_t i = 0; i < below.n; i++) {
        View *m = add_map(a, list);
        place_put(r, m, &below.v[i]);
        put_text(a, m, "href", arena_printf(a, "/place/%.*s/cards", STR_ARG(below.v[i].code)));
    }
    put_list(a, r->data, "cards");
    put_list(a, r->data, "households");
    TRY(wanting_put(r, f));
    if (code_level(r->ref.place) >= LEVEL_VILLAGE)
        TRY(households_put(r, "cards", f->q, f->after));
    handing_put(r);
    return OK;
}

/* Four characters a group: the code is typed by hand where nothing can scan. */
static Str code_spaced(Arena *a, Str code)
{
    Buf b = buf_new(a, 64, 128);
    for (size_t i = 0; i < code.n; i += 4) {
        if (i)
            buf_char(&b, ' ');
        buf_str(&b, str_cut(str_skip(code, i), 4));
    }
    return buf_text(&b);
}

static Err card_put(Request *r, View *list, Ref ref, bool is_lost)
{
    Arena    *a = r->ctx.arena;
    View     *m = add_map(a, list);
    Household h;
    Place     p;
    Str       code, url, svg;
    TRY(household_get(&r->ctx, ref, &h));
    TRY(place_get(&r->ctx, code_log(h.ref.place), &p));
    TRY(card_issue(&r->ctx, ref, is_lost, &code));
    url = arena_printf(a, "%.*s/card/%.*s", STR_ARG(request_origin(r)), STR_ARG(code));
    TRY(qr_svg(&r->ctx, url, str_cstr(a, h.label), &svg));
    put_text(a, m, "label", h.label);
    put_text(a, m, "place", p.path);
    put_text(a, m, "url", url);
    put_text(a, m, "code", code_spaced(a, code));
    put_markup(a, m, "qr", svg);
    return OK;
}

/* All of them, before the first one changes. */
static Err houses_check(Request *r, const Refs *houses)
{
    if (houses->n > SHEET_MOST)
        return fail_at(&r->ctx, "household", "field.too_many", STR("60"), STR_NONE);
    for (size_t i = 0; i < houses->n; i++) {
        Household h;
        TRY(household_get(&r->ctx, houses->v[i], &h));
        TRY(access_check(&r->ctx, VERB_CARD, h.ref.place));
        if (!code_covers(r->ref.place, h.ref.place))
            return fail_at(&r->ctx, "household", "household.missing", STR_NONE, STR_NONE);
    }
    return OK;
}

Err cards_issue(Request *r)
{
    const CardsForm *f = r->form;
    View            *list = put_list(r->ctx.arena, r->data, "cards");
    TRY(houses_check(r, &f->households));
    for (size_t i = 0; i < f->households.n; i++)
        TRY(card_put(r, list, f->households.v[i], f->lost));
    put_date(r->ctx.arena, r->data, "today", date_of(r->ctx.now));
    put_list(r->ctx.arena, r->data, "households");
    put_list(r->ctx.arena, r->data, "children");
    TRY(place_head(r, r->ref.place, "card.title"));
    return answer_page(r, "card_sheet");
}

/* Each stands for itself: one that another printed, or that was taken back meanwhile, keeps none of the others from it. */
static Err handed_each(Request *r, const Refs *houses, size_t *ret_others)
{
    *ret_others = 0;
    for (size_t i = 0; i < houses->n; i++) {
        Err e = card_handed(&r->ctx, houses->v[i]);
        if (e != OK && e != ERR_DENIED && e != ERR_CONFLICT)
            return e;
        if (e != OK) {
            ctx_clear_failure(&r->ctx);
            (*ret_others)++;
        }
    }
    return OK;
}

/* By whom: who printed them. */
Err cards_handed(Request *r)
{
    const CardsForm *f = r->form;
    size_t           others;
    TRY(houses_check(r, &f->households));
    if (f->households.n == 1) {
        TRY(card_handed(&r->ctx, f->households.v[0]));
        notice(r, "card.handed", STR_NONE);
        return see_other(r, "/household/", f->households.v[0]);
    }
    TRY(handed_each(r, &f->households, &others));
    if (others == 0)
        notice(r, "card.handed", STR_NONE);
    else
        notice(r, "card.handed.others", arena_printf(r->ctx.arena, "%zu", others));
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/cards", STR_ARG(r->ref.place)));
}

/* At the door: whoever may help there, and did not print it. */
Err card_open_post(Request *r)
{
    TRY(card_open(&r->ctx, r->ref));
    notice(r, "card.opened", STR_NONE);
    return see_path(r, arena_printf(r->ctx.arena, "/place/%.*s/help", STR_ARG(code_log(r->ref.place))));
}

Err card_take_back(Request *r)
{
    const CardsForm *f = r->form;
    TRY(card_revoke(&r->ctx, r->ref, f->why));
    notice(r, "card.revoked", STR_NONE);
    return see_other(r, "/household/", r->ref);
}
