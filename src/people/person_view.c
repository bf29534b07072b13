/* person_view: see person_view.h. */
#include "people/person_view.h"

#include "place/place_view.h"
#include "web/i18n.h"

const Out household_out[] = {
    { "id", OUT_NAME }, { "href", OUT_TEXT }, { "label", OUT_TEXT }, { "place", OUT_TEXT }, { "head", OUT_TEXT },
    { "persons", OUT_INT }, { "has_card", OUT_BOOL }, { "card_waits", OUT_BOOL }, { "wants_card", OUT_BOOL }, { "version", OUT_INT },
    { "ended", OUT_DATE }, OUT_END
};
const Out person_out[] = {
    { "id", OUT_NAME }, { "href", OUT_TEXT }, { "name", OUT_TEXT }, { "sex", OUT_TEXT }, { "sex_text", OUT_TEXT },
    { "born", OUT_DATE }, { "age", OUT_INT }, { "phone", OUT_TEXT }, { "id_card", OUT_TEXT }, { "is_head", OUT_BOOL },
    { "is_away", OUT_BOOL }, { "is_erased", OUT_BOOL }, { "ended", OUT_DATE }, { "household", OUT_TEXT },
    { "household_href", OUT_TEXT }, { "version", OUT_INT }, OUT_END
};

void household_put(Request *r, View *map, const Household *h)
{
    Arena       *a = r->ctx.arena;
    const Actor *who = r->ctx.actor;
    bool is_own = who->household != 0 && who->household == h->ref.id && str_eq(who->county, h->ref.county);
    bool is_open = is_own || access_may(who, VERB_PEOPLE, h->ref.place); /* others find a house by its label, and need no more */
    put_name(a, map, "id", h->ref);
    put_text(a, map, "href", arena_printf(a, "/household/%.*s", STR_ARG(ref_name(a, h->ref))));
    put_text(a, map, "label", h->label);
    put_text(a, map, "place", h->ref.place);
    put_text(a, map, "head", is_open ? h->head : STR_NONE);
    put_int(a, map, "persons", is_open ? h->persons : 0);
    put_bool(a, map, "has_card", is_open && h->has_card);
    put_bool(a, map, "card_waits", is_open && h->card_waits);
    put_bool(a, map, "wants_card", is_open && h->wants_card);
    put_int(a, map, "version", h->version);
    put_date(a, map, "ended", h->to);
}

Err household_chosen_put(Request *r, Ref household, Verb verb)
{
    Arena    *a = r->ctx.arena;
    Household h;
    Persons   all;
    TRY(household_get(&r->ctx, household, &h));
    TRY(access_check(&r->ctx, verb, h.ref.place));
    TRY(household_persons(&r->ctx, h.ref, &all));
    household_put(r, put_map(a, r->data, "chosen"), &h);
    View *list = put_list(a, r->data, "persons");
    for (size_t i = 0; i < all.n; i++)
        person_put(r, add_map(a, list), &all.v[i]);
    return OK;
}

Ref household_typed(const Request *r)
{
    Ref ref;
    return ref_parse(typed_text(r, "household"), &ref) ? ref : (Ref){ 0 };
}

Err households_put(Request *r, const char *page, Str q, Str after)
{
    enum { A_PAGE = 50 };
    static const char HOUSES[] = "household";
    Arena     *a = r->ctx.arena;
    Cursor     at;
    Households found;
    ListCount  count;
    TRY(list_after(r, HOUSES, after, &at));
    TRY(household_list(&r->ctx, r->ref.place, q, &at, A_PAGE, &found));
    TRY(household_list_count(&r->ctx, r->ref.place, q, &at, &found, &count));
    View *list = put_list(a, r->data, "households");
    for (size_t i = 0; i < found.n; i++)
        household_put(r, add_map(a, list), &found.v[i]);
    list_next(r, arena_printf(a, "/place/%.*s/%s", STR_ARG(r->ref.place), page), HOUSES, &found.next, count);
    return OK;
}

void person_put(Request *r, View *map, const Person *p)
{
    Arena *a = r->ctx.arena;
    Date   today = date_of(r->ctx.now);
    Ref    house = { p->ref.county, p->household, p->ref.place };
    put_name(a, map, "id", p->ref);
    put_text(a, map, "href", arena_printf(a, "/person/%.*s", STR_ARG(ref_name(a, p->ref))));
    put_text(a, map, "name", p->name);
    put_cstr(a, map, "sex", sex_names[p->sex]);
    put_text(a, map, "sex_text", p->sex ? word_of(r, "person.sex.", sex_names[p->sex]) : STR_NONE);
    put_date(a, map, "born", p->born);
    put_int(a, map, "age", p->born ? today / 10000 - p->born / 10000 - (today % 10000 < p->born % 10000) : 0);
    put_text(a, map, "phone", p->phone_masked);
    put_text(a, map, "id_card", p->id_masked);
    put_bool(a, map, "is_head", p->is_head);
    put_bool(a, map, "is_away", p->is_away);
    put_bool(a, map, "is_erased", p->is_erased);
    put_date(a, map, "ended", p->to);
    put_text(a, map, "household", p->label);
    put_text(a, map, "household_href", arena_printf(a, "/household/%.*s", STR_ARG(ref_name(a, house))));
    put_int(a, map, "version", p->version);
}

const Out household_page_out[] = {
    { "place", OUT_MAP, place_row_out },   { "crumbs", OUT_LIST, crumb_out },  { "here", OUT_TEXT },
    { "household", OUT_MAP, household_out }, { "persons", OUT_LIST, person_out }, { "changed", OUT_BOOL },
    OUT_END
};

Err household_page(Request *r)
{
    Arena    *a = r->ctx.arena;
    Household h;
    Persons   all;
    TRY(place_head(r, r->ref.place, "person.household"));
    TRY(household_get(&r->ctx, r->ref, &h));
    TRY(household_persons(&r->ctx, r->ref, &all));
    put_text(a, r->data, "here", h.label);
    household_put(r, put_map(a, r->data, "household"), &h);
    View *list = put_list(a, r->data, "persons");
    for (size_t i = 0; i < all.n; i++)
        person_put(r, add_map(a, list), &all.v[i]);
    MAY_PUT(r, r->ref.place, VERB_ROLL, VERB_CARD, VERB_HELP, VERB_UNMASK);
    return OK;
}

Err household_count_put(Request *r, Code code)
{
    const Counter *v;
    size_t         n;
    TRY(counter_read_totals(&r->ctx, code, COUNTERS_OF("place"), &v, &n));
    put_int(r->ctx.arena, r->data, "households", counter_value(v, n, code, &COUNTER_HOUSEHOLDS, 0));
    return OK;
}
