/* help_page: see help_page.h. */
#include "entry/help_page.h"

#include "entry/account.h"
#include "entry/acting_view.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "web/i18n.h"
#include "web/session.h"

const Out help_out[] = {
    { "place", OUT_MAP, place_row_out },   { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "households", OUT_LIST, household_out }, { "asked", OUT_BOOL },            { "chosen", OUT_MAP, household_out },
    { "persons", OUT_LIST, person_out },   { "consents", OUT_LIST, choice_out }, { "acting", OUT_TEXT },
    OUT_END
};

typedef struct HelpForm {
    Str q;
    Ref household, person;
    int consent;
} HelpForm;
static const Field     HELP_Q = { "q", FIELD_LINE, 0, 30, NULL, "person.query" };
static const Field     HELP_HOUSE = { "household", FIELD_REF, 0, 0, NULL, "household.label" };
static const Field     HELP_PERSON = { "person", FIELD_REF, 0, 0, NULL, "help.person" };
static const FormField help_fields[] = {
    AT(HelpForm, q, HELP_Q, OPTIONAL), AT(HelpForm, household, HELP_HOUSE, OPTIONAL),
};
const Form             help_form = FORM_OF(HelpForm, help_fields);
static const FormField begin_fields[] = { AT(HelpForm, household, HELP_HOUSE, REQUIRED),
                                          AT(HelpForm, person, HELP_PERSON, OPTIONAL),
                                          AT(HelpForm, consent, CONSENT, REQUIRED) };
const Form             help_begin_form = FORM_OF(HelpForm, begin_fields);

/* Second step: of the house chosen, who it is and how they agreed. Also what is shown again after a failed POST. */
static Err chosen_put(Request *r, Ref ref)
{
    Arena    *a = r->ctx.arena;
    Household h;
    Persons   all;
    TRY(household_get(&r->ctx, ref, &h));
    TRY(access_check(&r->ctx, VERB_HELP, h.ref.place));
    TRY(household_persons(&r->ctx, h.ref, &all));
    household_put(r, put_map(a, r->data, "chosen"), &h);
    View *list = put_list(a, r->data, "persons");
    for (size_t i = 0; i < all.n; i++)
        person_put(r, add_map(a, list), &all.v[i]);
    list = put_list(a, r->data, "consents");
    for (int k = 0; k < CONSENT_KINDS; k++)
        choice_put(r, list, consent_names[k], word_of(r, "help.consent.", consent_names[k]), "", false);
    return OK;
}

static Ref typed_household(const Request *r)
{
    Ref ref = { 0 };
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, "household") && ref_parse(r->raw[i].text, &ref))
            return ref;
    return (Ref){ 0 };
}

Err help_page(Request *r)
{
    enum { MOST = 40 };
    const HelpForm *f = r->form;
    Ref             chosen = f && f->household.id ? f->household : typed_household(r);
    Households      found;
    Str             q = f ? f->q : STR_NONE;
    TRY(place_head(r, r->ref.place, "help.title"));
    TRY(acting_put(r));
    TRY(household_list(&r->ctx, r->ref.place, q, 0, MOST, &found));
    View *list = put_list(r->ctx.arena, r->data, "households");
    for (size_t i = 0; i < found.n && chosen.id == 0; i++)
        household_put(r, add_map(r->ctx.arena, list), &found.v[i]);
    put_bool(r->ctx.arena, r->data, "asked", q.n > 0);
    put_map(r->ctx.arena, r->data, "chosen");
    put_list(r->ctx.arena, r->data, "persons");
    return chosen.id ? chosen_put(r, chosen) : OK;
}

Err help_post(Request *r)
{
    const HelpForm *f = r->form;
    Household       h;
    TRY(household_get(&r->ctx, f->household, &h));
    if (!code_covers(r->ref.place, h.ref.place))
        return fail_at(&r->ctx, "household", "household.missing", STR_NONE, STR_NONE);
    if (f->person.id && !str_eq(f->person.county, f->household.county))
        return fail_at(&r->ctx, "person", "help.person.elsewhere", STR_NONE, STR_NONE);
    TRY(help_begin(&r->ctx, r->session->county, f->household, f->person.id, (Consent)f->consent));
    notice(r, "help.begun", h.label);
    return see_path(r, place_href(r->ctx.arena, code_log(h.ref.place)));
}

Err help_stop(Request *r)
{
    TRY(help_end(&r->ctx, r->session->county));
    notice(r, "help.ended", STR_NONE);
    return see_path(r, STR("/"));
}
