/* role_put: a role comes to stand, given by one person (account_role.c) or agreed to by a second (role_asked.c). Its holder lives
 * here still, and nobody watches himself by it: by a role beside it, or by an account that he set the password of. See
 * account_inside.h. */
#include "entry/account.sql.h"
#include "entry/account_inside.h"
#include "record/event.h"

Err account_living_check(Ctx *c, const Account *who)
{
    Person p;
    if (who->person.id == 0)
        return OK;
    TRY(person_get(c, who->person, &p));
    return p.to == 0 ? OK : fail_at(c, "role", "account.role.person_left", STR_NONE, STR_NONE);
}

/* It may have ended, and its person left, since the page was sent. */
Err account_holder_in(Db *w, const Account *who)
{
    Account now;
    Ctx    *c = db_ctx(w);
    TRY(db_hold(w, Q_ACCOUNT_HOLD, ARGS(who->county, who->id)));
    TRY(person_hold(w, who->person));
    TRY(account_get(c, who->county, who->id, &now));
    if (now.is_ended || now.is_household)
        return fail(c, ERR_CONFLICT, "account.ended", "account has ended, or is a household's");
    if (now.person.id != who->person.id || !str_eq(now.person.county, who->person.county))
        return fail(c, ERR_CONFLICT, "matter.moved_on", "another person stands behind it now");
    return account_living_check(c, &now);
}

/* ---- who watches and who is watched ---- */

static bool is_apart(const RoleRow *a, const RoleRow *b)
{
    bool at_once = (a->to == 0 || a->to > b->from) && (b->to == 0 || b->to > a->from);
    return !(role_excludes(a->role, b->role) && str_eq(code_log(a->place), code_log(b->place)) && at_once);
}

/* The roles of the person in the county, whatever the account; taking the turn of all of these accounts, so that of two that
 * exclude each other and are given at once the second sees the first. */
static Err roles_of_person(Db *w, const Account *who, Rows *ret)
{
    const Str home = who->person.id ? who->person.county : STR("");
    TRY(db_exec(w, Q_ACCOUNT_TURN, ARGS(who->county, who->id, home, who->person.id)));
    return db_many(w, QUERY(role_of_person, .county = ARG(who->county), .account = ARG(who->id), .person_county = ARG(home),
                            .person = ARG(who->person.id), .day = ARG(date_of(db_ctx(w)->now))), ret);
}

static RoleRow role_held(Row r)
{
    return (RoleRow){ row_int(r, C_ROLE_OF_PERSON_ID), (Role)row_int(r, C_ROLE_OF_PERSON_ROLE), row_text(r, C_ROLE_OF_PERSON_PLACE),
                      (Date)row_int(r, C_ROLE_OF_PERSON_FROM_DATE), (Date)row_int(r, C_ROLE_OF_PERSON_TO_DATE) };
}

Err roles_apart_in(Db *w, const Account *who, const RoleRow *more)
{
    Rows rows;
    TRY(roles_of_person(w, who, &rows));
    if (rows.n + (more != NULL) > ROLES_MOST)
        return fail(db_ctx(w), ERR_LIMIT, "account.role.many", "%d roles of one person", ROLES_MOST);
    for (size_t i = 0; i < rows.n; i++) {
        const RoleRow a = role_held(rows.row[i]);
        bool          apart = more == NULL || is_apart(&a, more);
        for (size_t k = i + 1; k < rows.n && apart && more == NULL; k++) {
            const RoleRow b = role_held(rows.row[k]);
            apart = is_apart(&a, &b);
        }
        if (!apart)
            return fail_at(db_ctx(w), more ? "role" : "person", "account.role.excludes", STR_NONE, STR_NONE);
    }
    return OK;
}

/* Who set the password of an account comes in by it: whoever is watched by the role, or keeps apart what it holds together, has no
 * key to it. Its holder sets another, which ends all other sessions, and then it is given. */
static Err key_apart_in(Db *w, const RoleGive *g)
{
    i64  keeper;
    Rows rows;
    TRY(db_int(w, Q_ACCOUNT_KEY_OF, ARGS(g->who->county, g->who->id), &keeper));
    if (keeper == 0 || keeper == g->who->id)
        return OK;
    TRY(db_many(w, QUERY(role_of_person, .county = ARG(g->who->county), .account = ARG(keeper), .person_county = ARG(""),
                         .person = ARG(0), .day = ARG(date_of(db_ctx(w)->now))), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const RoleRow held = role_held(rows.row[i]);
        if (!is_apart(&held, &(RoleRow){ 0, g->role, g->place, g->from, g->to }))
            return fail_at(db_ctx(w), "role", "account.role.key", STR_NONE, STR_NONE);
    }
    return OK;
}

/* ---- putting ---- */

Err role_put_in(Db *w, const RoleGive *g)
{
    const Ctx *c = db_ctx(w);
    TRY(roles_apart_in(w, g->who, &(RoleRow){ 0, g->role, g->place, g->from, g->to }));
    TRY(key_apart_in(w, g));
    TRY(db_exec(w, QUERY(role_insert, .county = ARG(g->who->county), .id = ARG(g->id), .account = ARG(g->who->id),
                         .role = ARG(g->role), .place = ARG(g->place), .from_date = ARG(g->from), .to_date = ARG(g->to),
                         .given_by = ARG(g->given_by), .at = ARG(c->now))));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "role.given",
                                        .subject = { g->who->county, g->who->id, g->place },
                                        .parts = { PART("role", g->role), PART("from", g->from), PART("to", g->to) },
                                        .n_parts = 3 });
}
