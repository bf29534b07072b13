/* own_card_page: a house's own card, for the house itself: who printed the one that stands, and when, which devices are in by it, and
 * stopping it. Whoever prints a card could enter with it, so the house reads this beside its messages (docs/decisions/0033, 0061). */
#include "entry/own_card_page.h"

#include "entry/account.h"
#include "people/person_view.h"
#include "web/i18n.h"
#include "web/session.h"

static const Field     ENTERED = { "session", FIELD_LINE, 1, 40, NULL, "card.own.session" };
typedef struct OutForm { Str session; } OutForm;
static const FormField out_fields[] = { AT(OutForm, session, ENTERED, REQUIRED) };
static const Form      out_form = FORM_OF(OutForm, out_fields);

static const Out entered_out[] = {
    { "id", OUT_TEXT }, { "device_text", OUT_TEXT }, { "person", OUT_TEXT }, { "at", OUT_TIME }, { "is_this", OUT_BOOL },
    { "is_before", OUT_BOOL }, OUT_END
};
static const Out own_card_out[] = {
    { "household", OUT_MAP, household_out }, { "printed_at", OUT_TIME }, { "printed_by", OUT_TEXT },
    { "waits_at", OUT_TIME }, { "waits_by", OUT_TEXT }, { "entered", OUT_LIST, entered_out }, { "entered_more", OUT_BOOL }, OUT_END
};

static Err is_own(Request *r)
{
    const Actor *a = r->ctx.actor;
    bool         is_own = a->household != 0 && a->household == r->ref.id && str_eq(a->county, r->ref.county);
    return is_own ? OK : fail(&r->ctx, ERR_MISSING, NULL, "the card of another house");
}

/* Who it said it is when it came in: of those who live there today. */
static Str person_in(const Persons *all, i64 person)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].ref.id == person)
            return all->v[i].name;
    return STR_NONE;
}

/* `stands`: the card that is good now; 0: none. Whoever came in by one that was replaced is in still. */
static Err entered_put(Request *r, i64 stands)
{
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, "entered");
    Persons    all;
    SessionsIn in;
    TRY(household_persons(&r->ctx, r->ref, &all));
    TRY(session_some(r, &in));
    for (size_t i = 0; i < in.n; i++) {
        const SessionIn *s = &in.v[i];
        View            *m = add_map(a, list);
        put_text(a, m, "id", s->name);
        put_text(a, m, "device_text", word_of(r, "device.", device_names[s->device]));
        put_text(a, m, "person", person_in(&all, s->person));
        put_time(a, m, "at", s->started_at);
        put_bool(a, m, "is_this", s->is_this);
        put_bool(a, m, "is_before", s->card != stands);
    }
    put_bool(a, r->data, "entered_more", in.is_more);
    return OK;
}

static Err own_card_page(Request *r)
{
    Arena      *a = r->ctx.arena;
    Household   h;
    CardPrinted card, waits;
    TRY(is_own(r));
    TRY(household_get(&r->ctx, r->ref, &h));
    TRY(card_of_own(&r->ctx, &card, &waits));
    household_put(r, put_map(a, r->data, "household"), &h);
    put_time(a, r->data, "printed_at", card.at);
    put_text(a, r->data, "printed_by", card.by);
    put_time(a, r->data, "waits_at", waits.at);
    put_text(a, r->data, "waits_by", waits.by);
    TRY(entered_put(r, card.id));
    put_cstr(a, r->ui, "tab", "me");
    return OK;
}

/* The new one is here: the one before ends, and this phone stays in. */
static Err own_card_handed(Request *r)
{
    TRY(is_own(r));
    TRY(card_handed(&r->ctx, r->ref));
    notice(r, "card.own.handed", STR_NONE);
    return see_other(r, "/owncard/", r->ref);
}

/* One device, of whoever uses it in the house or elsewhere. The card it came by stays good: that is the other button. */
static Err own_card_out_post(Request *r)
{
    const OutForm *f = r->form;
    TRY(is_own(r));
    TRY(session_end_one(r, f->session));
    if (r->session == NULL) /* this one */
        return see_path(r, STR("/"));
    notice(r, "card.own.out", STR_NONE);
    return see_other(r, "/owncard/", r->ref);
}

/* All that was signed in by the card is signed out with it, this phone too. */
static Err own_card_stop(Request *r)
{
    TRY(is_own(r));
    TRY(card_revoke(&r->ctx, r->ref, word_of(r, "card.own.", "why")));
    TRY(session_end(r));
    notice(r, "card.own.stopped", STR_NONE);
    return see_path(r, STR("/card"));
}

static const Route own_card_routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/owncard/:household", .handler = own_card_page, .page = "own_card",
      .may = VERB_SIGNED_IN, .out = own_card_out, .what = "The card of one's own house: who printed it, and when, and which devices are in" },
    { .method = POST, .cost = LIGHT, .path = "/owncard/:household/stop", .handler = own_card_stop, .page = "own_card",
      .may = VERB_SIGNED_IN, .limit = PER_ACTOR(20, HOUR), .out = own_card_out, .form_again = own_card_page,
      .what = "Stops the card of one's own house, and signs out all that came in by it" },
    { .method = POST, .cost = LIGHT, .path = "/owncard/:household/handed", .handler = own_card_handed, .page = "own_card",
      .may = VERB_SIGNED_IN, .limit = PER_ACTOR(20, HOUR), .out = own_card_out, .form_again = own_card_page,
      .what = "The card that was printed last is in the house's hands: the one before ends" },
    { .method = POST, .cost = LIGHT, .path = "/owncard/:household/out", .handler = own_card_out_post, .page = "own_card",
      .may = VERB_SIGNED_IN, .form = &out_form, .limit = PER_ACTOR(100, HOUR), .out = own_card_out, .form_again = own_card_page,
      .what = "Signs one device out that is in by the card of one's own house" },
    ROUTE_END
};

const Room own_card_room = { "own_card", own_card_routes, NULL };
