/* login: who is at the door, and who an account is today. Attempts are counted by the page, which knows the address.
 * See account.h. */
#include "entry/account_inside.h"
#include "base/fold.h"
#include "entry/account.sql.h"
#include "record/secret.h"

static Err wrong(Ctx *c)
{
    return fail_at(c, "password", "login.wrong", STR_NONE, STR_NONE);
}

Err login_password(Ctx *c, Str name, Str password, i64 *ret_account, Code *ret_county)
{
    Str  login = text_login(c->arena, name), none;
    Row  who, r;
    bool found, right = false;
    TRY(db_maybe(db_read(c), Q_LOGIN_NAME_ONE, ARGS(login), &found, &who));
    if (found) {
        *ret_county = row_text(who, C_LOGIN_NAME_ONE_COUNTY);
        *ret_account = row_int(who, C_LOGIN_NAME_ONE_ACCOUNT);
        TRY(db_one(db_read(c), Q_ACCOUNT_LOGIN, ARGS(*ret_county, *ret_account), &r));
        found = row_int(r, C_ACCOUNT_LOGIN_ENDED_AT) == 0;
    }
    db_read_end(c); /* hashing takes a while: nobody waits for our snapshot meanwhile */
    if (!found) {   /* as much work as for a name that there is */
        TRY(secret_password_hash(c, password, &none));
        return wrong(c);
    }
    TRY(secret_password_check(c, password, row_text(r, C_ACCOUNT_LOGIN_PASSWORD), &right));
    return right ? OK : wrong(c);
}

/* ---- who an account is today ---- */

/* The roles in force today, of all that were ever held. */
static void grants_take(Ctx *c, Rows rows, Actor *a)
{
    Date   today = date_of(c->now);
    Grant *grants = NEW_N(c->arena, Grant, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        Date from = (Date)row_int(r, C_ACTOR_ROW_FROM_DATE), to = (Date)row_int(r, C_ACTOR_ROW_TO_DATE);
        i64  role = row_int(r, C_ACTOR_ROW_ROLE);
        if (row_is_null(r, C_ACTOR_ROW_ROLE) || !role_is_known(role) || from > today || (to != 0 && to <= today))
            continue;
        grants[a->n_grants++] = (Grant){ row_text(r, C_ACTOR_ROW_HELD_AT), role_verbs_of((Role)role, a->tied != 0), (int)role };
    }
    a->grants = grants;
}

static Err actor_from(Ctx *c, Code county, Rows rows, i64 person, Actor *a)
{
    *a = ACTOR_NOBODY;
    if (rows.n == 0 || row_int(rows.row[0], C_ACTOR_ROW_ENDED_AT) != 0)
        return fail(c, ERR_MISSING, NULL, "no such account, or it has ended");
    Row r = rows.row[0];
    Str title = row_text(r, C_ACTOR_ROW_TITLE);
    a->account = row_int(r, C_ACTOR_ROW_ID);
    a->called = title.n ? title : row_text(r, C_ACTOR_ROW_NAME);
    if (!row_bool(r, C_ACTOR_ROW_IS_HOUSEHOLD)) {
        a->channel = CHANNEL_DESK;
        a->tied_county = row_text(r, C_ACTOR_ROW_TIED_COUNTY);
        a->tied = row_int(r, C_ACTOR_ROW_TIED);
        grants_take(c, rows, a);
        return OK;
    }
    if (row_is_null(r, C_ACTOR_ROW_CARD) || row_int(r, C_ACTOR_ROW_HOUSE_TO) != 0)
        return fail(c, ERR_MISSING, NULL, "the household's card was revoked");
    a->channel = CHANNEL_PHONE;
    a->county = county;
    a->household = row_int(r, C_ACTOR_ROW_HOUSEHOLD);
    a->home = row_text(r, C_ACTOR_ROW_HOME);
    a->printed = (CardHand){ row_int(r, C_ACTOR_ROW_ISSUED_BY), row_int(r, C_ACTOR_ROW_ISSUED_AT), row_text(r, C_ACTOR_ROW_ISSUED_LOW),
                             row_text(r, C_ACTOR_ROW_ISSUED_HIGH) };
    a->person = person;
    return OK;
}

Err account_actor(Ctx *c, i64 account, Code county, i64 person, Actor *ret_actor)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_ACTOR_OF_ACCOUNT, ARGS(county, account, date_of(c->now)), &rows));
    return actor_from(c, county, rows, person, ret_actor);
}

Err account_entered(Ctx *c, Code county, const Hash *token, i64 *ret_started_at, i64 *ret_expires_at, Actor *ret_actor)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_ACTOR_OF_TOKEN, ARGS(county, HASH(*token), date_of(c->now)), &rows));
    *ret_started_at = rows.n ? row_int(rows.row[0], C_ACTOR_OF_TOKEN_STARTED_AT) : 0;
    *ret_expires_at = rows.n ? row_int(rows.row[0], C_ACTOR_OF_TOKEN_EXPIRES_AT) : 0;
    TRY(actor_from(c, county, rows, rows.n ? row_int(rows.row[0], C_ACTOR_OF_TOKEN_PERSON) : 0, ret_actor));
    Row r = rows.row[0];
    ret_actor->opened = (CardHand){ row_int(r, C_ACTOR_OF_TOKEN_OPENED_BY), *ret_started_at, row_text(r, C_ACTOR_OF_TOKEN_OPENED_LOW),
                                    row_text(r, C_ACTOR_OF_TOKEN_OPENED_HIGH) };
    return OK;
}
