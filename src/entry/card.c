/* card (户卡): a paper that lets a house in. Its code is random and known to the paper alone; the database keeps a hash.
 * See account.h. */
#include "entry/account_inside.h"
#include "entry/account.sql.h"
#include "entry/help.sql.h"
#include "entry/office.h"
#include "people/household.sql.h"
#include "record/event.h"
#include "record/inbox.h"

enum { CODE_BYTES = 17, CODE_LETTERS = 28 }; /* 136 bits */

const Field CARD_CODE = { "code", FIELD_LINE, 1, 400, NULL, "card.code" };

/* As typed from paper: capitals, and spaces or hyphens between groups. */
static Str code_plain(Arena *a, Str code)
{
    Buf b = buf_new(a, code.n + 1, code.n + 1);
    code = utf8_fold(a, code);
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] != ' ' && code.p[i] != '-')
            buf_char(&b, code.p[i]);
    return buf_text(&b);
}

Str card_code_typed(Arena *a, Str typed)
{
    size_t at, i;
    Str    code = code_plain(a, str_trim(typed));
    if (str_find(code, STR("/card/"), &at))
        code = str_cut(str_skip(code, at + 6), CODE_LETTERS);
    if (code.n != CODE_LETTERS || str_find(code, STR("/"), NULL))
        return STR_NONE;
    Buf b = buf_new(a, code.n + 1, code.n + 1);
    for (i = 0; i < code.n; i++) /* letters that the alphabet has not got, for the figures they look like */
        buf_char(&b, code.p[i] == 'l' || code.p[i] == 'i' ? '1' : code.p[i] == 'o' ? '0' : code.p[i]);
    return buf_text(&b);
}

static Err no_card(Ctx *c)
{
    return fail(c, ERR_MISSING, "card.missing", "no such card stands");
}

Err login_card(Ctx *c, Str code, Ref *ret_household, i64 *ret_account)
{
    Hash hash = hash_of(code_plain(c->arena, code));
    Row  where, r;
    bool found;
    TRY(db_maybe(db_read(c), Q_CARD_CODE_ONE, ARGS(HASH(hash)), &found, &where));
    if (!found)
        return no_card(c);
    Code county = row_text(where, C_CARD_CODE_ONE_COUNTY);
    TRY(db_one(db_read(c), Q_CARD_ONE, ARGS(county, row_int(where, C_CARD_CODE_ONE_CARD)), &r));
    if (row_int(r, C_CARD_ONE_REVOKED_AT) != 0 || row_int(r, C_CARD_ONE_TO_DATE) != 0)
        return no_card(c);
    *ret_household = (Ref){ county, row_int(r, C_CARD_ONE_HOUSEHOLD), row_text(r, C_CARD_ONE_PLACE) };
    *ret_account = row_int(r, C_CARD_ONE_ACCOUNT);
    return OK;
}

typedef struct Issue {
    Ref  household;
    Hash hash;
    Str  label, called; /* called: who prints it, as the house reads it */
    i64  card, account, event, revoked_event, account_event, message;
    Str  why;
} Issue;

/* Whoever prints a card holds the key of that house: it is told who and when, whatever for. */
static Err tell_printed(Db *w, const Issue *x)
{
    bool is_office = x->called.n > 0;
    return inbox_tell(w, &(InboxLine){ .id = x->message, .county = x->household.county, .household = x->household.id,
                                       .key = is_office ? "inbox.card.printed" : "inbox.card.printed_here", .a = x->called,
                                       .subject = x->household, .noun = "owncard" });
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
    return event_append(w, &(EventNew){ .id = x->account_event, .kind = "account.added",
                                        .subject = { x->household.county, x->account, x->household.place },
                                        .parts = { PART("household", x->household.id) }, .n_parts = 1 });
}

static Err issue_body(Db *w, void *arg)
{
    const Issue *x = arg;
    Ctx         *c = db_ctx(w);
    Household    house;
    i64          account, n;
    TRY(household_hold(w, x->household));
    TRY(household_get(c, x->household, &house));
    if (house.to != 0)
        return fail(c, ERR_CONFLICT, "household.ended", "household has ended");
    TRY(household_account(w, x, &account));
    TRY(db_change(w, Q_CARD_REVOKE, ARGS(REF(x->household), c->now), &n));
    TRY(db_exec(w, Q_HOUSEHOLD_SESSIONS_END, ARGS(REF(x->household))));
    TRY(db_exec(w, Q_HELP_CARD_GONE, ARGS(REF(x->household), db_ctx(w)->now)));
    if (n)
        TRY(event_append(w, &(EventNew){ .id = x->revoked_event, .kind = "household.card_revoked",
                                         .subject = x->household, .parts = { PART_TEXT("why", STR("new card")) },
                                         .n_parts = 1 }));
    TRY(db_exec(w, QUERY(card_insert, .county = ARG(x->household.county), .id = ARG(x->card),
                         .household = ARG(x->household.id), .account = ARG(account), .hash = HASH(x->hash),
                         .issued_by = ARG(c->actor->account), .issued_at = ARG(c->now))));
    TRY(db_exec(w, Q_CARD_CODE_KEEP, ARGS(HASH(x->hash), x->household.county, x->card)));
    TRY(tell_printed(w, x));
    return event_append(w, &(EventNew){ .id = x->event, .kind = "household.card_issued", .subject = x->household,
                                        .parts = { PART("card", x->card), PART_TEXT("printer", x->called) }, .n_parts = 2 });
}

Err card_issue(Ctx *c, Ref household, Str *ret_code)
{
    Household h;
    Str       code = random_token(c->arena, CODE_BYTES);
    TRY(household_get(c, household, &h));
    if (h.to != 0)
        return fail(c, ERR_CONFLICT, "household.ended", "household has ended");
    Issue x = { .household = h.ref, .hash = hash_of(code), .label = h.label, .card = id_new(c->now),
                .account = id_new(c->now), .event = id_new(c->now), .revoked_event = id_new(c->now),
                .account_event = id_new(c->now), .message = id_new(c->now) };
    TRY(office_there(c, VERB_CARD, h.ref.place, &x.called));
    TRY(db_write(c, issue_body, &x));
    *ret_code = code;
    return OK;
}

Err card_hold(Db *w, Ref household)
{
    return db_hold(w, Q_CARD_HOLD, ARGS(REF(household)));
}

Err card_printed_by(Ctx *c, Ref household, i64 *ret_account)
{
    return db_int(db_read(c), Q_CARD_PRINTED_BY, ARGS(REF(household)), ret_account);
}

Err card_of_own(Ctx *c, CardPrinted *ret)
{
    const Actor *a = c->actor;
    Row          r;
    Rows         told;
    TRY(db_one(db_read(c), Q_CARD_STANDING, ARGS(a->county, a->household), &r));
    TRY(db_many(db_read(c), Q_CARD_PRINTER_TOLD, ARGS(a->county, a->household), &told));
    *ret = (CardPrinted){ .at = row_int(r, C_CARD_STANDING_ISSUED_AT),
                          .by = told.n ? row_text(told.row[0], C_CARD_PRINTER_TOLD_TEXT) : STR_NONE };
    return OK;
}

static Err revoke_body(Db *w, void *arg)
{
    const Issue *x = arg;
    i64          n;
    TRY(db_change(w, Q_CARD_REVOKE, ARGS(REF(x->household), db_ctx(w)->now), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "card.none", "no card stands");
    TRY(db_exec(w, Q_HOUSEHOLD_SESSIONS_END, ARGS(REF(x->household))));
    TRY(db_exec(w, Q_HELP_CARD_GONE, ARGS(REF(x->household), db_ctx(w)->now)));
    return event_append(w, &(EventNew){ .id = x->event, .kind = "household.card_revoked", .subject = x->household,
                                        .parts = { PART_TEXT("why", x->why) }, .n_parts = 1 });
}

Err card_revoke(Ctx *c, Ref household, Str why)
{
    Household h;
    Issue     x = { .event = id_new(c->now), .why = str_trim(why) };
    TRY(field_check_given(c, &PERSON_WHY, x.why));
    TRY(household_get(c, household, &h));
    x.household = h.ref;
    return db_write(c, revoke_body, &x);
}
