/* own_card_page: a house's own card, for the house itself: who printed the one that stands, and when, and stopping it. Whoever
 * prints a card could enter with it, so the house reads this beside its messages (docs/decisions/0033). */
#include "entry/own_card_page.h"

#include "entry/account.h"
#include "people/person_view.h"
#include "web/i18n.h"
#include "web/session.h"

static const Out own_card_out[] = {
    { "household", OUT_MAP, household_out }, { "printed_at", OUT_TIME }, { "printed_by", OUT_TEXT },
    { "waits_at", OUT_TIME }, { "waits_by", OUT_TEXT }, OUT_END
};

static Err is_own(Request *r)
{
    const Actor *a = r->ctx.actor;
    bool         is_own = a->household != 0 && a->household == r->ref.id && str_eq(a->county, r->ref.county);
    return is_own ? OK : fail(&r->ctx, ERR_MISSING, NULL, "the card of another house");
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
      .may = VERB_SIGNED_IN, .out = own_card_out, .what = "The card of one's own house: who printed it, and when" },
    { .method = POST, .cost = LIGHT, .path = "/owncard/:household/stop", .handler = own_card_stop, .page = "own_card",
      .may = VERB_SIGNED_IN, .limit = PER_ACTOR(20, HOUR), .out = own_card_out, .form_again = own_card_page,
      .what = "Stops the card of one's own house, and signs out all that came in by it" },
    { .method = POST, .cost = LIGHT, .path = "/owncard/:household/handed", .handler = own_card_handed, .page = "own_card",
      .may = VERB_SIGNED_IN, .limit = PER_ACTOR(20, HOUR), .out = own_card_out, .form_again = own_card_page,
      .what = "The card that was printed last is in the house's hands: the one before ends" },
    ROUTE_END
};

const Room own_card_room = { "own_card", own_card_routes, NULL };
