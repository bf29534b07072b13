/* card_open: what shows that a card is in its house's hands: an answer that the house knows, or a second person at the door. See account.h
 * and docs/decisions/0061. */
#include "base/ascii.h"
#include "entry/account_inside.h"
#include "entry/account.sql.h"
#include "entry/help_inside.h"
#include "entry/office.h"
#include "record/event.h"
#include "record/inbox.h"

enum { TAIL = 4 };

const Field CARD_TAIL = { "tail", FIELD_LINE, 0, 20, NULL, "card.tail" };

Err card_opened_in(Db *w, Code county, i64 card, i64 until, bool *ret_news)
{
    Ctx *c = db_ctx(w);
    i64  n;
    TRY(db_change(w, QUERY(card_open, .county = ARG(county), .card = ARG(card), .now = ARG(c->now), .until = ARG(until),
                           .by = ARG(c->actor->account)), &n));
    *ret_news = n > 0;
    return OK;
}

/* ---- the answer ---- */

typedef struct Answered {
    const CardHeld *card;
    Str             tail; /* digits alone */
    i64             wait;
    bool            is_right;
} Answered;

static Str digits_of(Arena *a, Str typed)
{
    Buf b = buf_new(a, typed.n + 1, typed.n + 1);
    for (size_t i = 0; i < typed.n; i++)
        if (ascii_is_digit(typed.p[i]))
            buf_char(&b, typed.p[i]);
    return buf_text(&b);
}

static Err is_right(Db *w, const Answered *x, bool *ret_right)
{
    Rows phones;
    bool is_any = false;
    TRY(db_many(w, Q_CARD_PHONES, ARGS(REF(x->card->household)), &phones));
    for (size_t i = 0; i < phones.n; i++)
        is_any = is_any || str_ends(row_text(phones.row[i], C_CARD_PHONES_PHONE_SHOWN), x->tail);
    *ret_right = is_any && x->tail.n == TAIL;
    return OK;
}

/* A card that rests after wrong answers: its house should know that somebody tries. */
static Err tried_tell(Db *w, const CardHeld *k)
{
    Row r;
    TRY(db_one(w, Q_CARD_TRIES, ARGS(k->household.county, k->card), &r));
    if (row_int(r, C_CARD_TRIES_TRIES) % CARD_TRIES_ROW != 0)
        return OK;
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = k->household.county, .household = k->household.id,
                                       .key = "inbox.card.tried", .subject = k->household, .noun = "owncard" });
}

/* Wrong is no failure here: a body that fails undoes itself, and the try would not count. */
static Err answer_body(Db *w, void *arg)
{
    Answered       *x = arg;
    const CardHeld *k = x->card;
    i64             now = db_ctx(w)->now, n;
    Row             r;
    x->wait = 0;
    x->is_right = false;
    TRY(db_change(w, QUERY(card_try, .county = ARG(k->household.county), .card = ARG(k->card), .now = ARG(now), .at_once = ARG(CARD_TRIES_ROW),
                           .most = ARG(CARD_TRIES_MOST), .rested = ARG(now - CARD_RESTS)), &n));
    if (n == 0) {
        TRY(db_one(w, Q_CARD_TRIES, ARGS(k->household.county, k->card), &r));
        if (row_int(r, C_CARD_TRIES_TRIES) < CARD_TRIES_MOST)
            x->wait = row_int(r, C_CARD_TRIES_TRIED_AT) + CARD_RESTS - now;
        return OK;
    }
    TRY(is_right(w, x, &x->is_right));
    if (!x->is_right)
        return tried_tell(w, k);
    TRY(db_change(w, QUERY(card_answered, .county = ARG(k->household.county), .card = ARG(k->card), .now = ARG(now)), &n));
    return n ? OK : fail(db_ctx(w), ERR_MISSING, "card.missing", "it has ended");
}

Err card_answer(Ctx *c, const CardHeld *card, Str tail, i64 *ret_wait)
{
    Answered x = { .card = card, .tail = digits_of(c->arena, tail) };
    *ret_wait = 0;
    if (x.tail.n != TAIL)
        return fail_at(c, "tail", "card.tail.four", STR_NONE, STR_NONE);
    TRY(db_write(c, answer_body, &x));
    *ret_wait = x.wait > 0 ? x.wait : 0;
    return x.is_right || x.wait > 0 ? OK : fail_at(c, "tail", "card.tail.wrong", STR_NONE, STR_NONE);
}

/* ---- at the door ---- */

typedef struct Opening {
    Ref household;
    Str called;
} Opening;

/* Not the printer; nor a helper to whom the house agreed, who may have its code: one person alone were the house. Nor once the house came
 * in by an answer of its own, unless it is not right any more. */
static Err open_check(Ctx *c, Ref household, Row newest)
{
    bool is_own, held;
    TRY(account_is_actor(c, household.county, row_int(newest, C_CARD_NEWEST_ISSUED_BY), &is_own));
    if (is_own)
        return fail(c, ERR_DENIED, "card.open.own", "the printer opens");
    TRY(help_held(c, household, row_int(newest, C_CARD_NEWEST_ISSUED_AT), &held));
    if (held)
        return fail(c, ERR_DENIED, "card.open.helper", "who has the house's consent opens");
    bool is_answered = row_int(newest, C_CARD_NEWEST_ANSWERED_AT) != 0 && row_int(newest, C_CARD_NEWEST_TRIES) < CARD_TRIES_ROW;
    return is_answered ? fail(c, ERR_CONFLICT, "card.open.answered", "its house came in by it itself") : OK;
}

/* The card is held first: a consent that is given by it meanwhile waits, and then knows who opened it (help.c). */
static Err open_body(Db *w, void *arg)
{
    const Opening *x = arg;
    Ctx           *c = db_ctx(w);
    Row            r;
    bool           found, news;
    TRY(card_hold(w, x->household));
    TRY(db_maybe(w, Q_CARD_NEWEST, ARGS(REF(x->household)), &found, &r));
    if (!found)
        return fail(c, ERR_CONFLICT, "card.none", "none was printed");
    TRY(open_check(c, x->household, r));
    i64 card = row_int(r, C_CARD_NEWEST_ID);
    TRY(card_opened_in(w, x->household.county, card, c->now + CARD_OPEN, &news));
    if (!news)
        return OK; /* it is open, by another */
    TRY(inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = x->household.county, .household = x->household.id,
                                    .key = "inbox.card.opened", .a = x->called, .subject = x->household, .noun = "owncard" }));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "household.card_opened", .subject = x->household,
                                        .parts = { PART("card", card), PART_TEXT("opener", x->called) }, .n_parts = 2 });
}

Err card_open(Ctx *c, Ref household)
{
    Household h;
    TRY(household_get(c, household, &h));
    Opening x = { .household = h.ref };
    TRY(office_there(c, VERB_HELP, h.ref.place, &x.called));
    return db_write(c, open_body, &x);
}

typedef struct Kept { const CardHeld *card; i64 until; } Kept;

static Err keep_body(Db *w, void *arg)
{
    const Kept *k = arg;
    bool        news;
    return card_opened_in(w, k->card->household.county, k->card->card, k->until, &news);
}

Err card_keep_open(Ctx *c, const CardHeld *card, i64 until)
{
    return db_write(c, keep_body, &(Kept){ card, until });
}
