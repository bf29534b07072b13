/* account_carry: what accounts and roles do when a place goes on under another code. Whoever held a role there holds it there still. Where
 * a place was taken into another its roles end: nobody gave them for the whole that it is now. */
#include "entry/account.sql.h"
#include "entry/account_inside.h"
#include "entry/role_asked.sql.h"
#include "place/place.h"
#include "record/event.h"

static Err role_carry(Db *w, const PlaceCarry *carry, Row r)
{
    Ctx      *c = db_ctx(w);
    const Ref account = { code_county(carry->from), row_int(r, C_ROLE_CARRY_LIST_ACCOUNT), STR_NONE };
    const i64 id = row_int(r, C_ROLE_CARRY_LIST_ID);
    i64       was = 0;
    Code      place = row_text(r, C_ROLE_CARRY_LIST_PLACE), to = place_carried(c->arena, place, carry);
    if (carry->taken_in.n != 0)
        return account_role_take_in(w, account, id, date_of(c->now));
    if (!str_int(place, &was))
        return fail(c, ERR_INTERNAL, NULL, "a place code is a number");
    TRY(db_exec(w, QUERY(role_carry, .county = ARG(account.county), .id = ARG(id), .to = ARG(to))));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "role.carried", .subject = { account.county, account.id, to },
                                        .parts = { PART("role", row_int(r, C_ROLE_CARRY_LIST_ROLE)), PART("was", was) }, .n_parts = 2 });
}

static Err roles_carry(Db *w, const PlaceCarry *carry)
{
    Rows rows = { 0 };
    i64  after = 0;
    do {
        TRY(db_many(w, QUERY(role_carry_list, .county = ARG(code_county(carry->from)), .from = ARG(carry->from),
                             .end = ARG(code_end(db_ctx(w)->arena, carry->from)), .day = ARG(date_of(db_ctx(w)->now)),
                             .after = ARG(after)), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            after = row_int(rows.row[i], C_ROLE_CARRY_LIST_ID);
            TRY(role_carry(w, carry, rows.row[i]));
        }
    } while (rows.n > 0);
    return OK;
}

/* What is asked is asked of the place as it is called now, and anew: the version names it. */
static Err asked_carry(Db *w, const PlaceCarry *carry, Row r)
{
    Ctx      *c = db_ctx(w);
    const Ref q = { code_county(carry->from), row_int(r, C_ROLE_ASKED_CARRY_LIST_ID), STR_NONE };
    Code      to = place_carried(c->arena, row_text(r, C_ROLE_ASKED_CARRY_LIST_PLACE), carry);
    Account   who;
    if (carry->taken_in.n != 0)
        return confirm_drop_in(w, q);
    TRY(db_exec(w, QUERY(role_asked_carry, .county = ARG(q.county), .id = ARG(q.id), .to = ARG(to))));
    TRY(account_get(c, q.county, row_int(r, C_ROLE_ASKED_CARRY_LIST_ACCOUNT), &who));
    return roles_asked_renew_in(w, &who);
}

static Err all_asked_carry(Db *w, const PlaceCarry *carry)
{
    Rows rows = { 0 };
    i64  after = 0;
    do {
        TRY(db_many(w, QUERY(role_asked_carry_list, .county = ARG(code_county(carry->from)), .from = ARG(carry->from),
                             .end = ARG(code_end(db_ctx(w)->arena, carry->from)), .after = ARG(after)), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            after = row_int(rows.row[i], C_ROLE_ASKED_CARRY_LIST_ID);
            TRY(asked_carry(w, carry, rows.row[i]));
        }
    } while (rows.n > 0);
    return OK;
}

Err account_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    TRY(roles_carry(w, carry));
    TRY(all_asked_carry(w, carry));
    return db_exec(w, QUERY(account_carry, .county = ARG(code_county(carry->from)), .from = ARG(carry->from),
                            .end = ARG(code_end(db_ctx(w)->arena, carry->from)), .to = ARG(carry->to),
                            .tail = ARG((i64)carry->from.n + 1)));
}
