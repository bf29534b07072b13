/* login: who is at the door, and who an account is today. Attempts are counted by the page, which knows the address.
 * See account.h. */
#include "place/account_rows.h"
#include "record/secret.h"

static Err wrong(Ctx *c)
{
    return fail_at(c, "password", "login.wrong", STR_NONE, STR_NONE);
}

Err login_password(Ctx *c, Str name, Str password, i64 *ret_account, Code *ret_county)
{
    Str  login = utf8_fold(c->arena, str_trim(name)), none;
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

static Err grants_read(Ctx *c, Code county, i64 account, Actor *a)
{
    const RoleRow *held;
    size_t         n;
    Date           today = date_of(c->now);
    TRY(account_roles(c, county, account, &held, &n));
    Grant *grants = NEW_N(c->arena, Grant, n + 1);
    for (size_t i = 0; i < n; i++)
        if (held[i].from <= today && (held[i].to == 0 || held[i].to > today))
            grants[a->n_grants++] = (Grant){ held[i].place, role_verbs(held[i].role), (int)held[i].role };
    a->grants = grants;
    return OK;
}

/* The resident whom a helper acts for now, if any. */
static Err acting_read(Ctx *c, Code county, i64 account, Actor *a)
{
    Row  r;
    bool found;
    TRY(db_maybe(db_read(c), Q_ACTING_ONE, ARGS(county, account), &found, &r));
    if (!found || row_int(r, C_ACTING_ONE_UNTIL) <= c->now ||
        !access_may(a, VERB_HELP, row_text(r, C_ACTING_ONE_HOME)))
        return OK;
    a->county = row_text(r, C_ACTING_ONE_HOUSEHOLD_COUNTY);
    a->household = row_int(r, C_ACTING_ONE_HOUSEHOLD);
    a->person = row_int(r, C_ACTING_ONE_PERSON);
    a->home = row_text(r, C_ACTING_ONE_HOME);
    a->consent = row_text(r, C_ACTING_ONE_CONSENT);
    a->channel = CHANNEL_HELPER;
    return OK;
}

Err account_actor(Ctx *c, i64 account, Code county, i64 person, Actor *ret_actor)
{
    Account   who;
    Household h;
    *ret_actor = ACTOR_NOBODY;
    TRY(account_get(c, county, account, &who));
    if (who.is_ended)
        return fail(c, ERR_MISSING, NULL, "account has ended");
    ret_actor->account = account;
    if (!who.is_household) {
        ret_actor->channel = CHANNEL_DESK;
        TRY(grants_read(c, county, account, ret_actor));
        return acting_read(c, county, account, ret_actor);
    }
    TRY(household_get(c, (Ref){ county, who.household, who.place }, &h));
    if (!h.has_card || h.to != 0)
        return fail(c, ERR_MISSING, NULL, "the household's card was revoked");
    ret_actor->channel = CHANNEL_PHONE;
    ret_actor->county = county;
    ret_actor->household = h.ref.id;
    ret_actor->home = h.ref.place;
    ret_actor->person = person;
    return OK;
}
