/* card_print: a card is printed, handed over, taken back. See account.h. */
#include "entry/account_inside.h"
#include "entry/account.sql.h"
#include "entry/help.sql.h"
#include "entry/office.h"
#include "people/household.sql.h"
#include "record/event.h"
#include "record/inbox.h"

enum { CODE_BYTES = 17 }; /* 136 bits: 28 letters */

typedef struct Issue {
    Ref  household;
    Hash hash;
    Str  label, called; /* called: who prints it, or says that it was handed over, as the house reads it */
    bool is_lost;
    i64  card, account;
    Str  why;
} Issue;

/* Whoever prints a card holds the key of that house: it is told who and when, whatever for. */
static Err tell_house(Db *w, const Issue *x, const char *by_office, const char *by_operator)
{
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = x->household.county, .household = x->household.id,
                                       .key = x->called.n > 0 ? by_office : by_operator, .a = x->called, .subject = x->household,
                                       .noun = "owncard" });
}

/* The household's account, made with its first card. */
static Err household_account(Db *w, const Issue *x, i64 *ret_account)
{
    const Ctx *c = db_ctx(w);
    Row        r;
    bool       found;
    TRY(db_maybe(w, Q_ACCOUNT_OF_HOUSEHOLD, ARGS(REF(x->household)), &found, &r));
    *ret_account = found ? row_int(r, C_ACCOUNT_OF_HOUSEHOLD_ID) : x->account;
    if (found)
        return OK;
    TRY(db_exec(w, QUERY(account_insert, .county = ARG(x->household.county), .id = ARG(x->account), .name = ARG(""),
                         .title = ARG(x->label), .password = ARG(""), .is_household = ARG(1),
                         .household = ARG(x->household.id), .place = ARG(x->household.place),
                         .made_by = ARG(c->actor->account), .at = ARG(c->now))));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "account.added",
                                        .subject = { x->household.county, x->account, x->household.place },
                                        .parts = { PART("household", x->household.id) }, .n_parts = 1 });
}

/* All cards of the house, and whoever came in by one. */
static Err all_end(Db *w, const Issue *x, Str why, i64 *ret_ended)
{
    i64 now = db_ctx(w)->now;
    TRY(db_change(w, Q_CARD_REVOKE, ARGS(REF(x->household), now), ret_ended));
    if (*ret_ended == 0)
        return OK;
    TRY(db_exec(w, Q_HOUSEHOLD_SESSIONS_END, ARGS(REF(x->household))));
    TRY(db_exec(w, Q_HELP_CARD_GONE, ARGS(REF(x->household), now)));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "household.card_revoked", .subject = x->household,
                                        .parts = { PART_TEXT("why", why) }, .n_parts = 1 });
}

static Err issue_body(Db *w, void *arg)
{
    const Issue *x = arg;
    Ctx         *c = db_ctx(w);
    Household    house;
    i64          account, n;
    bool         is_open;
    TRY(household_hold(w, x->household));
    TRY(household_get(c, x->household, &house));
    if (house.to != 0)
        return fail(c, ERR_CONFLICT, "household.ended", "household has ended");
    TRY(household_account(w, x, &account));
    if (x->is_lost)
        TRY(all_end(w, x, STR("lost"), &n));
    else
        TRY(db_exec(w, Q_CARD_WAITING_END, ARGS(REF(x->household), c->now)));
    TRY(db_exec(w, QUERY(card_insert, .county = ARG(x->household.county), .id = ARG(x->card),
                         .household = ARG(x->household.id), .account = ARG(account), .hash = HASH(x->hash),
                         .issued_by = ARG(c->actor->account), .issued_at = ARG(c->now))));
    TRY(db_exec(w, Q_CARD_CODE_KEEP, ARGS(HASH(x->hash), x->household.county, x->card)));
    if (c->actor->account == 0) /* whoever holds the machine is not the village, and needs no card to enter anywhere */
        TRY(card_opened_in(w, x->household.county, x->card, c->now + CARD_OPEN, &is_open));
    if (x->is_lost)
        TRY(tell_house(w, x, "inbox.card.printed", "inbox.card.printed_here"));
    else
        TRY(tell_house(w, x, "inbox.card.waits", "inbox.card.waits_here"));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "household.card_issued", .subject = x->household,
                                        .parts = { PART("card", x->card), PART_TEXT("printer", x->called) }, .n_parts = 2 });
}

Err card_issue(Ctx *c, Ref household, bool is_lost, Str *ret_code)
{
    Household h;
    Str       code = random_token(c->arena, CODE_BYTES);
    TRY(household_get(c, household, &h));
    Issue x = { .household = h.ref, .hash = hash_of(code), .label = h.label, .card = id_new(c->now), .account = id_new(c->now),
                .is_lost = is_lost };
    TRY(office_there(c, VERB_CARD, h.ref.place, &x.called));
    TRY(db_write(c, issue_body, &x));
    *ret_code = code;
    return OK;
}

/* ---- handed over ---- */

static bool is_of_actor(const Ctx *c, Ref household)
{
    return c->actor->household != 0 && c->actor->household == household.id && str_eq(c->actor->county, household.county);
}

static Err handed_body(Db *w, void *arg)
{
    Issue       *x = arg;
    Ctx         *c = db_ctx(w);
    Rows         rows;
    TRY(db_many(w, Q_CARD_OF_HOUSE, ARGS(REF(x->household)), &rows));
    if (rows.n == 0)
        return fail(c, ERR_CONFLICT, "card.none", "the house has no card");
    Row r = rows.row[rows.n - 1];
    x->card = row_int(r, C_CARD_OF_HOUSE_ID);
    if (row_int(r, C_CARD_OF_HOUSE_STANDS_AT) != 0) /* said before, or entered with meanwhile */
        return OK;
    if (!is_of_actor(c, x->household) && row_int(r, C_CARD_OF_HOUSE_ISSUED_BY) != c->actor->account)
        return fail(c, ERR_DENIED, "card.handed.other", "another printed it");
    TRY(card_stand_in(w, x->household, x->card, c->actor->account));
    if (!is_of_actor(c, x->household))
        TRY(tell_house(w, x, "inbox.card.handed", "inbox.card.handed_here"));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "household.card_handed", .subject = x->household,
                                        .parts = { PART("card", x->card), PART_TEXT("giver", x->called) }, .n_parts = 2 });
}

Err card_handed(Ctx *c, Ref household)
{
    Household h;
    Issue     x = { 0 };
    TRY(household_get(c, household, &h));
    x.household = h.ref;
    if (!is_of_actor(c, h.ref))
        TRY(office_there(c, VERB_CARD, h.ref.place, &x.called));
    return db_write(c, handed_body, &x);
}

/* ---- taken back ---- */

/* The house stopped it: it has no other door, and asks for a new one. The page of cards of its village says so until one is there; who
 * printed this one has a message. */
static Err ask_another(Db *w, const Issue *x, i64 card, i64 printer)
{
    TRY(db_exec(w, QUERY(card_ask, .county = ARG(x->household.county), .card = ARG(card), .now = ARG(db_ctx(w)->now))));
    return printer == 0 ? OK : inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = x->household.county, .account = printer,
                                                           .key = "inbox.card.wanted", .a = x->label, .subject = x->household,
                                                           .noun = "household" });
}

static Err revoke_body(Db *w, void *arg)
{
    const Issue *x = arg;
    Ctx         *c = db_ctx(w);
    i64          n;
    Row          r;
    bool         found;
    TRY(db_maybe(w, Q_CARD_NEWEST, ARGS(REF(x->household)), &found, &r));
    TRY(all_end(w, x, x->why, &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "card.none", "no card stands");
    return is_of_actor(c, x->household) ? ask_another(w, x, row_int(r, C_CARD_NEWEST_ID), row_int(r, C_CARD_NEWEST_ISSUED_BY)) : OK;
}

Err card_revoke(Ctx *c, Ref household, Str why)
{
    Household h;
    Issue     x = { .why = str_trim(why) };
    TRY(field_check_given(c, &PERSON_WHY, x.why));
    TRY(household_get(c, household, &h));
    x.household = h.ref;
    x.label = h.label;
    return db_write(c, revoke_body, &x);
}
