/* account_role: giving and ending roles. Who may give which role where is access.c's table (access_may_make); what takes a second
 * person is asked (role_asked.c); how one comes to stand is role_put.c's. See account.h. */
#include "entry/account.sql.h"
#include "entry/account_inside.h"
#include "entry/office.h"
#include "record/event.h"

const char *const account_role_names[] = { "helper", "group_leader", "council", "village", "supervisor", "town",
                                           "county", "city", "province", "admin", "teller", "accountant", "cashier",
                                           "representative", "team_member", "mediator", "keeper", "partner_unit", "firm",
                                           "technician", "owners_committee", NULL };
_Static_assert(COUNTOF(account_role_names) == ROLE_COUNT + 1, "a name for every role");

const Field ROLE_FIELD = { "role", FIELD_ENUM, 0, ROLE_COUNT - 1, account_role_names, "account.role" };
const Field ROLE_FROM = { "from", FIELD_DATE, 20000101, 29991231, NULL, "account.from" };
const Field ROLE_TO = { "to", FIELD_DATE, 20000101, 29991231, NULL, "account.to" };

/* ---- reading ---- */

static RoleRow role_from_row(Row r)
{
    return (RoleRow){ row_int(r, C_ROLE_OF_ACCOUNT_ID), (Role)row_int(r, C_ROLE_OF_ACCOUNT_ROLE),
                      row_text(r, C_ROLE_OF_ACCOUNT_PLACE), (Date)row_int(r, C_ROLE_OF_ACCOUNT_FROM_DATE),
                      (Date)row_int(r, C_ROLE_OF_ACCOUNT_TO_DATE) };
}

Err account_roles(Ctx *c, Code county, i64 account, const RoleRow **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_ROLE_OF_ACCOUNT, ARGS(county, account), &rows));
    RoleRow *v = NEW_N(c->arena, RoleRow, rows.n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        if (role_is_known(row_int(rows.row[i], C_ROLE_OF_ACCOUNT_ROLE)))
            v[(*ret_n)++] = role_from_row(rows.row[i]);
    }
    *ret = v;
    return OK;
}

Err account_actor_title(Ctx *c, Str *ret_title)
{
    return office_of(c, c->actor, ret_title);
}

/* ---- who may give what ---- */

bool account_is_actors(const Ctx *c, const Account *who)
{
    const Actor *a = c->actor;
    return (a->account != 0 && a->account == who->id) ||
           (a->tied != 0 && a->tied == who->person.id && str_eq(a->tied_county, who->person.county));
}

Err account_is_actor(Ctx *c, Code county, i64 account, bool *ret_is)
{
    const Actor *a = c->actor;
    i64          n = 0;
    *ret_is = account != 0 && account == a->account;
    if (*ret_is || account == 0 || a->tied == 0)
        return OK;
    TRY(db_int(db_read(c), QUERY(account_same, .county = ARG(county), .account = ARG(account), .person = ARG(a->tied),
                                 .person_county = ARG(a->tied_county)), &n));
    *ret_is = n > 0;
    return OK;
}

Err account_manages(Ctx *c, const Account *who)
{
    const RoleRow *held;
    size_t         n;
    Date           today = date_of(c->now);
    TRY(account_roles(c, who->county, who->id, &held, &n));
    for (size_t i = 0; i < n; i++)
        if ((held[i].to == 0 || held[i].to > today) && !access_may_make(c->actor, held[i].role, held[i].place))
            return fail(c, ERR_DENIED, "account.role.not_yours", "holds a role that is not the actor's to give");
    if (account_is_actors(c, who))
        return fail(c, ERR_DENIED, "account.oneself", "the actor's own account");
    return access_check(c, VERB_ACCOUNT, who->place);
}

bool account_may_change(Ctx *c, const Account *who)
{
    bool may = account_manages(c, who) == OK;
    if (!may)
        ctx_clear_failure(c);
    return may;
}

/* Who hands on a power, and to whom: two persons, by person. One who is not known gets it from the second person only, who
 * asks again (role_asked.c); at the machine nobody is asked. */
static Err persons_check(Ctx *c, const RoleGive *g)
{
    TRY(account_giver_check(c));
    bool is_open = g->asks || actor_is_operator(c->actor);
    if (g->who->person.id == 0 && (role_needs_person(g->role) || !is_open))
        return g->is_first ? fail_at(c, "person", "account.person.choose", STR_NONE, STR_NONE)
                           : fail_at(c, "role", "account.role.needs_person", STR_NONE, STR_NONE);
    return account_living_check(c, g->who);
}

Err account_giver_check(Ctx *c)
{
    return actor_is_known(c->actor) ? OK : fail(c, ERR_DENIED, "account.giver.unknown", "tied to no person");
}

/* Whether a role can be held there at all, by that account, on those days; and is the actor's to give. */
Err role_check(Ctx *c, RoleGive *g)
{
    if (g->role >= ROLE_COUNT || !role_fits(g->role, code_level(g->place)))
        return fail_at(c, "role", "account.role.level", STR_NONE, STR_NONE);
    if (!access_may_make(c->actor, g->role, g->place))
        return fail(c, ERR_DENIED, "account.role.not_yours", "role %s at %.*s is not the actor's to give", role_name(g->role),
                    STR_ARG(g->place));
    if (account_is_actors(c, g->who))
        return fail(c, ERR_DENIED, "account.role.oneself", "a role given to oneself");
    g->asks = access_needs_second(c->actor, g->role, g->place);
    TRY(persons_check(c, g));
    if (g->from == 0)
        g->from = date_of(c->now);
    if (g->to != 0 && g->to <= g->from)
        return fail_at(c, "to", "account.to.early", STR_NONE, STR_NONE);
    g->given_by = c->actor->account;
    return office_of(c, c->actor, &g->called);
}

/* ---- giving ---- */

Err role_give_in(Db *w, const RoleGive *g)
{
    TRY(account_holder_in(w, g->who));
    return g->asks ? role_ask_in(w, g) : role_put_in(w, g);
}

static Err role_is_held(Ctx *c, const RoleGive *g, bool *ret_held)
{
    const RoleRow *held;
    size_t         n;
    *ret_held = false;
    TRY(account_roles(c, g->who->county, g->who->id, &held, &n));
    for (size_t i = 0; i < n; i++)
        *ret_held = *ret_held || (held[i].role == g->role && str_eq(held[i].place, g->place) &&
                                  (held[i].to == 0 || held[i].to > g->from));
    return OK;
}

static Err give_body(Db *w, void *arg)
{
    const RoleGive *g = arg;
    bool            held;
    TRY(account_holder_in(w, g->who));
    TRY(role_is_held(db_ctx(w), g, &held));
    return held ? fail_at(db_ctx(w), "role", "account.role.held", STR_NONE, STR_NONE) : role_give_in(w, g);
}

Err account_role_add(Ctx *c, Code county, i64 account, Role role, Code place, Date from, Date to)
{
    Account  who;
    RoleGive g = { .who = &who, .role = role, .place = place, .from = from, .to = to, .id = id_new(c->now) };
    TRY(account_get(c, county, account, &who));
    if (who.is_ended || who.is_household)
        return fail(c, ERR_CONFLICT, "account.ended", "account has ended, or is a household's");
    if (!str_eq(code_county(place), county))
        return fail_at(c, "place", "account.role.county", STR_NONE, STR_NONE);
    TRY(role_check(c, &g));
    return db_write(c, give_body, &g);
}

/* ---- ending ---- */

typedef struct Take {
    Ref  account;
    i64  row;
    Role role;
    Date on;
    i64  event;
} Take;

static Err take_body(Db *w, void *arg)
{
    const Take *t = arg;
    i64         n;
    TRY(db_change(w, Q_ROLE_END, ARGS(REF(t->account), t->row, t->on), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "account.role.over", "role has ended already, or begins later");
    return event_append(w, &(EventNew){ .id = t->event, .kind = "role.ended", .subject = t->account,
                                        .parts = { PART("role", t->role), PART("on", t->on) }, .n_parts = 2 });
}

Err account_role_end(Ctx *c, Code county, i64 account, i64 role_row, Date on)
{
    Row     r;
    Account who;
    TRY(account_get(c, county, account, &who));
    if (account_is_actors(c, &who))
        return fail(c, ERR_DENIED, "account.oneself", "the actor's own role, by whichever account");
    TRY(db_one(db_read(c), Q_ROLE_ONE, ARGS(county, account, role_row), &r));
    Take t = { { county, account, row_text(r, C_ROLE_ONE_PLACE) }, role_row, (Role)row_int(r, C_ROLE_ONE_ROLE),
               on ? on : date_of(c->now), id_new(c->now) };
    if (!access_may_make(c->actor, t.role, t.account.place))
        return fail(c, ERR_DENIED, "account.role.not_yours", "role %s is not the actor's to end", role_name(t.role));
    return db_write(c, take_body, &t);
}

/* ---- with something else, in its body ---- */

Err account_role_give_in(Db *w, Ref account, i64 id, Role role, Code place, Date from, Date to, bool *ret_given)
{
    Account  who;
    bool     held;
    RoleGive g = { .who = &who, .role = role, .place = place, .from = from, .to = to, .id = id };
    Ctx     *c = db_ctx(w);
    *ret_given = false;
    TRY(db_hold(w, Q_ACCOUNT_HOLD, ARGS(REF(account))));
    TRY(account_get(c, account.county, account.id, &who));
    TRY(role_check(c, &g));
    if (who.is_ended || who.is_household)
        return OK;
    TRY(role_is_held(c, &g, &held));
    if (held)
        return OK;
    *ret_given = true;
    return role_give_in(w, &g);
}

Err account_role_held(Ctx *c, Ref account, i64 id, RoleHeld *ret_held)
{
    Row     r;
    bool    found;
    Confirm cf;
    TRY(db_maybe(db_read(c), Q_ROLE_ONE, ARGS(REF(account), id), &found, &r));
    if (found) {
        i64 to = row_int(r, C_ROLE_ONE_TO_DATE);
        *ret_held = to == 0 || to > date_of(c->now) ? ROLE_HELD : ROLE_WAS_HELD;
        return OK;
    }
    *ret_held = ROLE_NOT_HELD;
    Err e = id != 0 ? confirm_get(c, (Ref){ account.county, id, STR_NONE }, &cf) : ERR_MISSING;
    if (e != OK && e != ERR_MISSING)
        return e;
    if (e == OK && cf.state == CONFIRM_OPEN && cf.until > c->now)
        *ret_held = ROLE_ASKED_FOR;
    ctx_clear_failure(c);
    return OK;
}

Err account_role_take_in(Db *w, Ref account, i64 id, Date on)
{
    Ctx     *c = db_ctx(w);
    Row      r;
    RoleHeld held;
    bool     found;
    TRY(account_role_held(c, account, id, &held));
    if (held == ROLE_ASKED_FOR)
        return confirm_drop_in(w, (Ref){ account.county, id, STR_NONE });
    TRY(db_maybe(w, Q_ROLE_ONE, ARGS(REF(account), id), &found, &r));
    i64 to = found ? row_int(r, C_ROLE_ONE_TO_DATE) : 1;
    if (to != 0 && to <= on)
        return OK;
    TRY(db_exec(w, Q_ROLE_SUSPEND, ARGS(REF(account), id, on)));
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "role.ended",
                                        .subject = { account.county, account.id, row_text(r, C_ROLE_ONE_PLACE) },
                                        .parts = { PART("role", row_int(r, C_ROLE_ONE_ROLE)), PART("on", on) }, .n_parts = 2 });
}

Err roles_end_in(Db *w, const Account *who)
{
    const RoleRow *held;
    size_t         n;
    Ctx           *c = db_ctx(w);
    TRY(account_roles(c, who->county, who->id, &held, &n));
    for (size_t i = 0; i < n; i++) {
        bool stands = held[i].to == 0 || held[i].to > date_of(c->now);
        if (stands && !access_may_make(c->actor, held[i].role, held[i].place))
            return fail(c, ERR_DENIED, "account.role.holder", "whoever ends the role by another door may not end it");
        TRY(account_role_take_in(w, account_ref(who), held[i].id, date_of(c->now)));
    }
    return OK;
}

Err account_of_person(Db *db, Code county, Ref person, i64 *ret_account)
{
    return db_int(db, Q_ACCOUNT_OF_PERSON, ARGS(county, REF(person)), ret_account);
}

/* ---- whose password somebody set who may less ---- */

Err roles_beyond(Ctx *c, const Account *who, RoleGive **ret, size_t *ret_n)
{
    const RoleRow *held;
    size_t         n;
    Date           today = date_of(c->now);
    TRY(account_roles(c, who->county, who->id, &held, &n));
    RoleGive *v = NEW_N(c->arena, RoleGive, n + 1);
    *ret = v;
    *ret_n = 0;
    for (size_t i = 0; i < n; i++) {
        const RoleRow *h = &held[i];
        if ((h->to != 0 && h->to <= today) || !access_needs_second(c->actor, h->role, h->place))
            continue;
        RoleGive *g = &v[(*ret_n)++];
        *g = (RoleGive){ .who = who, .role = h->role, .place = h->place, .from = h->from > today ? h->from : today, .to = h->to,
                         .id = id_new(c->now), .given_by = c->actor->account, .asks = true, .row = h->id };
        TRY(office_of(c, c->actor, &g->called));
    }
    return OK;
}

Err roles_ask_again_in(Db *w, const Account *who, const RoleGive *v, size_t n)
{
    const Ctx *c = db_ctx(w);
    Date       today = date_of(c->now);
    for (size_t i = 0; i < n; i++) {
        RoleGive g = v[i];
        g.who = who;
        TRY(db_exec(w, Q_ROLE_SUSPEND, ARGS(who->county, who->id, g.row, today)));
        TRY(event_append(w, &(EventNew){ .id = db_id(w), .kind = "role.ended", .subject = { who->county, who->id, g.place },
                                         .parts = { PART("role", g.role), PART("on", today) }, .n_parts = 2 }));
        TRY(role_ask_in(w, &g));
    }
    return OK;
}

/* ---- check ---- */

typedef struct Found {
    Report *report;
    Date    today;
} Found;

static Err found_pair(void *arg, Row r)
{
    i64 a = row_int(r, C_ROLE_PAIRS_ROLE), b = row_int(r, C_ROLE_PAIRS_OTHER);
    if (role_is_known(a) && role_is_known(b) && role_excludes((Role)a, (Role)b))
        finding(arg, "role.apart", "%.*s role %lld", STR_ARG(row_text(r, C_ROLE_PAIRS_PLACE)), (long long)row_int(r, C_ROLE_PAIRS_ID));
    return OK;
}

static Err found_gone(void *arg, Row r)
{
    const Found *f = arg;
    i64          to = row_int(r, C_ROLE_OF_GONE_TO_DATE);
    if (to == 0 || to > f->today)
        finding(f->report, "role.gone", "account %s", ref_written(row_text(r, C_ROLE_OF_GONE_COUNTY), row_int(r, C_ROLE_OF_GONE_ACCOUNT)).s);
    return OK;
}

Err roles_check(Ctx *c, Report *r)
{
    Found f = { r, date_of(c->now) };
    TRY(db_each(db_read(c), Q_ROLE_OF_GONE, ARGS(), found_gone, &f));
    return db_each(db_read(c), Q_ROLE_PAIRS, ARGS(), found_pair, r);
}
