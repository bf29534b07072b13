/* card (户卡): a paper that lets a house in. Its code is random and known to the paper alone; the database keeps a hash.
 * See account.h. */
#include "base/base32.h"
#include "entry/account_inside.h"
#include "entry/account.sql.h"
#include "entry/help.sql.h"
#include "record/event.h"
#include "record/inbox.h"

enum { CODE_LETTERS = 28 };

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

static Str code_of(Arena *a, Str typed)
{
    size_t at;
    Str    code = code_plain(a, str_trim(typed));
    return str_find(code, STR("/card/"), &at) ? str_cut(str_skip(code, at + 6), CODE_LETTERS) : code;
}

Err card_code_check(Ctx *c, const char *field, Str typed)
{
    Str code = code_of(c->arena, typed), rest = code, letter;
    u32 ch;
    for (letter = rest; utf8_next(&rest, &ch); letter = rest)
        if (ch >= 0x80 || base32_digit((char)ch) < 0)
            return fail_at(c, field, "card.code.letter", str_cut(letter, letter.n - rest.n), STR_NONE);
    if (code.n == CODE_LETTERS)
        return OK;
    return fail_at(c, field, "card.code.length", str_number(c->arena, (i64)code.n), str_number(c->arena, CODE_LETTERS));
}

Str card_code_typed(Arena *a, Str typed)
{
    size_t i;
    Str    code = code_of(a, typed);
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

Err login_card(Ctx *c, Str code, CardHeld *ret)
{
    Hash hash = hash_of(code_plain(c->arena, code));
    Row  where, r;
    bool found;
    TRY(db_maybe(db_read(c), Q_CARD_CODE_ONE, ARGS(HASH(hash)), &found, &where));
    if (!found)
        return no_card(c);
    Code county = row_text(where, C_CARD_CODE_ONE_COUNTY);
    i64  card = row_int(where, C_CARD_CODE_ONE_CARD);
    TRY(db_one(db_read(c), Q_CARD_ONE, ARGS(county, card), &r));
    if (row_int(r, C_CARD_ONE_REVOKED_AT) != 0 || row_int(r, C_CARD_ONE_TO_DATE) != 0)
        return no_card(c);
    *ret = (CardHeld){ .household = { county, row_int(r, C_CARD_ONE_HOUSEHOLD), row_text(r, C_CARD_ONE_PLACE) }, .card = card,
                       .account = row_int(r, C_CARD_ONE_ACCOUNT), .printed_by = row_int(r, C_CARD_ONE_ISSUED_BY),
                       .is_waiting = row_int(r, C_CARD_ONE_STANDS_AT) == 0, .is_opened = row_int(r, C_CARD_ONE_OPENED_AT) != 0,
                       .open_until = row_int(r, C_CARD_ONE_OPEN_UNTIL) };
    if (ret->open_until > c->now)
        ret->opened_by = row_int(r, C_CARD_ONE_OPENED_BY);
    return OK;
}

/* ---- from when on it stands ---- */

Err card_stand_in(Db *w, Ref household, i64 card, i64 by)
{
    const Ctx *c = db_ctx(w);
    i64        before, n;
    TRY(db_change(w, Q_CARD_OTHERS_END, ARGS(REF(household), card, c->now), &before));
    if (before) {
        TRY(db_exec(w, Q_HELP_CARD_GONE, ARGS(REF(household), c->now)));
        TRY(event_append(w, &(EventNew){ .id = db_id(w), .kind = "household.card_revoked", .subject = household,
                                         .parts = { PART_TEXT("why", STR("new card")) }, .n_parts = 1 }));
    }
    TRY(db_exec(w, Q_CARD_ASKED_END, ARGS(REF(household))));
    TRY(db_change(w, QUERY(card_stand, .county = ARG(household.county), .card = ARG(card), .by = ARG(by), .now = ARG(c->now)), &n));
    return n ? OK : no_card(db_ctx(w));
}

static Err tell_entered(Db *w, Ref household, const char *device)
{
    Arena *a = db_ctx(w)->arena;
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = household.county, .household = household.id,
                                       .key = str_cstr(a, arena_printf(a, "inbox.card.entered.%s", device)), .subject = household,
                                       .noun = "owncard" });
}

Err card_enter_in(Db *w, const CardEntering *e)
{
    const CardHeld *k = e->card;
    TRY(card_stand_in(w, k->household, k->card, 0));
    if (e->device != NULL)
        TRY(tell_entered(w, k->household, e->device));
    return k->is_waiting ? event_append(w, &(EventNew){ .id = db_id(w), .kind = "household.card_entered", .subject = k->household,
                                                        .parts = { PART("card", k->card) }, .n_parts = 1 })
                         : OK;
}

Err card_hold(Db *w, Ref household)
{
    return db_hold(w, Q_CARD_HOLD, ARGS(REF(household)));
}

static Err enter_body(Db *w, void *arg)
{
    return card_enter_in(w, arg);
}

Err card_enter(Ctx *c, const CardHeld *k)
{
    return db_write(c, enter_body, &(CardEntering){ .card = k });
}

/* ---- as its house knows it ---- */

static Err printed_of(Ctx *c, Row r, CardPrinted *ret)
{
    const Actor *a = c->actor;
    i64          at = row_int(r, C_CARD_OF_HOUSE_ISSUED_AT);
    Rows         told;
    TRY(db_many(db_read(c), Q_CARD_PRINTER_TOLD, ARGS(a->county, a->household, at), &told));
    *ret = (CardPrinted){ .id = row_int(r, C_CARD_OF_HOUSE_ID), .at = at, .by = told.n ? row_text(told.row[0], C_CARD_PRINTER_TOLD_TEXT) : STR_NONE };
    return OK;
}

Err card_of_own(Ctx *c, CardPrinted *ret_stands, CardPrinted *ret_waits)
{
    Rows rows;
    *ret_stands = *ret_waits = (CardPrinted){ 0 };
    TRY(db_many(db_read(c), Q_CARD_OF_HOUSE, ARGS(c->actor->county, c->actor->household), &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(printed_of(c, rows.row[i], row_int(rows.row[i], C_CARD_OF_HOUSE_STANDS_AT) ? ret_stands : ret_waits));
    return rows.n ? OK : fail(c, ERR_MISSING, NULL, "the house has no card");
}
