/* account: making and ending accounts, giving and taking roles. Who may give which role where is access.c's table
 * (access_may_make). See account.h. */
#include "entry/account.h"

#include <string.h>

#include "entry/account.sql.h"
#include "entry/account_inside.h"
#include "record/event.h"
#include "record/secret.h"

const char *const account_role_names[] = { "helper", "group_leader", "council", "village", "supervisor", "town",
                                           "county", "city", "province", "admin", "teller", "accountant", "cashier",
                                           "representative", "team_member", "mediator", "keeper", "partner_unit", "firm",
                                           "technician", "owners_committee", NULL };
_Static_assert(COUNTOF(account_role_names) == ROLE_COUNT + 1, "a name for every role");

const Field ACCOUNT_NAME = { "name", FIELD_LINE, 2, 30, NULL, "account.name" };
const Field ACCOUNT_TITLE = { "title", FIELD_LINE, 2, 40, NULL, "account.title" };
const Field ACCOUNT_PASSWORD = { "password", FIELD_SECRET, 8, 128, NULL, "account.password" };
const Field ROLE_FIELD = { "role", FIELD_ENUM, 0, ROLE_COUNT - 1, account_role_names, "account.role" };
const Field ROLE_FROM = { "from", FIELD_DATE, 20000101, 29991231, NULL, "account.from" };
const Field ROLE_TO = { "to", FIELD_DATE, 20000101, 29991231, NULL, "account.to" };

/* ---- reading ---- */

Account account_from_row(Code county, Row r)
{
    return (Account){
        .id = row_int(r, C_ACCOUNT_ROW_ID),
        .county = county,
        .place = row_text(r, C_ACCOUNT_ROW_PLACE),
        .name = row_text(r, C_ACCOUNT_ROW_NAME),
        .title = row_text(r, C_ACCOUNT_ROW_TITLE),
        .is_household = row_bool(r, C_ACCOUNT_ROW_IS_HOUSEHOLD),
        .is_ended = row_int(r, C_ACCOUNT_ROW_ENDED_AT) != 0,
        .household = row_int(r, C_ACCOUNT_ROW_HOUSEHOLD),
        .version = row_int(r, C_ACCOUNT_ROW_VERSION),
    };
}

Ref account_ref(const Account *a)
{
    return (Ref){ a->county, a->id, a->place };
}

Err account_get(Ctx *c, Code county, i64 id, Account *ret_account)
{
    Row r;
    TRY(db_one(db_read(c), Q_ACCOUNT_ONE, ARGS(county, id), &r));
    *ret_account = account_from_row(county, r);
    return OK;
}

Err account_actor_title(Ctx *c, Str *ret_title)
{
    Account a;
    *ret_title = STR_NONE;
    if (!access_is_official(c->actor))
        return OK;
    TRY(account_get(c, code_county(c->actor->grants[0].place), c->actor->account, &a));
    *ret_title = a.title;
    return OK;
}

Err account_by_name(Ctx *c, Str name, Account *ret_account)
{
    Row r;
    TRY(db_one(db_read(c), Q_LOGIN_NAME_ONE, ARGS(utf8_fold(c->arena, str_trim(name))), &r));
    return account_get(c, row_text(r, C_LOGIN_NAME_ONE_COUNTY), row_int(r, C_LOGIN_NAME_ONE_ACCOUNT), ret_account);
}

Err account_list(Ctx *c, Code place, const Account **ret, size_t *ret_n)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_ACCOUNT_IN_PLACE, ARGS(code_county(place), place), &rows));
    Account *v = NEW_N(c->arena, Account, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = account_from_row(str_copy(c->arena, code_county(place)), rows.row[i]);
    *ret = v;
    *ret_n = rows.n;
    return OK;
}

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

/* ---- passwords ---- */

/* What is tried first by whoever tries: the list is short, because length does most of the work. */
static const char *const common[] = {
    "12345678", "123456789", "1234567890", "87654321", "88888888", "66666666", "11111111", "00000000", "password",
    "password1", "passw0rd", "qwertyui", "qwerty123", "1qaz2wsx", "abcd1234", "abc12345", "a1234567", "a12345678",
    "aa123456", "admin123", "admin888", "administrator", "woaini1314", "woaini520", "5201314520", "iloveyou",
    "yuanchang", "shiyan123", "shiyan2024", "huanying", "12341234", "11223344",
};

Err account_password_check(Ctx *c, const char *field, Str password, Str name)
{
    Str  folded = utf8_fold(c->arena, password);
    bool same = true;
    if (password.n < (size_t)ACCOUNT_PASSWORD.low || password.n > (size_t)ACCOUNT_PASSWORD.high)
        return fail_at(c, field, "account.password.short", STR_NONE, STR_NONE);
    for (size_t i = 1; i < password.n; i++)
        same &= password.p[i] == password.p[0];
    for (size_t i = 0; i < COUNTOF(common); i++)
        same |= str_is(folded, common[i]);
    if (same || str_eq(folded, utf8_fold(c->arena, name)))
        return fail_at(c, field, "account.password.common", STR_NONE, STR_NONE);
    return OK;
}

/* ---- making ---- */

typedef struct Add {
    const AccountNew *n;
    Str               login, hash;
    Ref               ref;
    i64               role, added, given;
} Add;

static Err role_put(Db *w, Ref account, i64 id, Role role, Code place, Date from, Date to, i64 event)
{
    const Ctx *c = db_ctx(w);
    TRY(db_exec(w, QUERY(role_insert, .county = ARG(account.county), .id = ARG(id), .account = ARG(account.id),
                         .role = ARG(role), .place = ARG(place), .from_date = ARG(from), .to_date = ARG(to),
                         .given_by = ARG(c->actor->account), .at = ARG(c->now))));
    return event_append(w, &(EventNew){ .id = event, .kind = "role.given",
                                        .subject = { account.county, account.id, place },
                                        .parts = { PART("role", role), PART("from", from), PART("to", to) },
                                        .n_parts = 3 });
}

static Err add_body(Db *w, void *arg)
{
    const Add *a = arg;
    Ctx       *c = db_ctx(w);
    i64        n;
    TRY(db_change(w, Q_LOGIN_NAME_TAKE, ARGS(a->login, REF(a->ref)), &n));
    if (n == 0)
        return fail_at(c, "name", "account.name.taken", STR_NONE, STR_NONE);
    TRY(db_exec(w, QUERY(account_insert, KEY(a->ref), .name = ARG(a->n->name), .title = ARG(a->n->title),
                         .password = ARG(a->hash), .is_household = ARG(0), .household = ARG(0),
                         .place = ARG(a->ref.place), .made_by = ARG(c->actor->account), .at = ARG(c->now))));
    TRY(event_append(w, &(EventNew){ .id = a->added, .kind = "account.added", .subject = a->ref,
                                     .parts = { PART("household", 0) }, .n_parts = 1 }));
    return role_put(w, a->ref, a->role, a->n->role, a->ref.place, a->n->from, a->n->to, a->given);
}

static bool name_is_plain(Str name)
{
    u32 ch;
    while (utf8_next(&name, &ch))
        if (!(ch >= 'a' && ch <= 'z') && !(ch >= '0' && ch <= '9') && ch != '.' && ch != '_' && ch != '-' &&
            !utf8_is_han(ch))
            return false;
    return true;
}

/* The days of a role, and whether it can be held there at all. */
static Err role_check(Ctx *c, Role role, Code place, Date *from, Date to)
{
    Date today = date_of(c->now);
    if (role >= ROLE_COUNT || !role_fits(role, code_level(place)))
        return fail_at(c, "role", "account.role.level", STR_NONE, STR_NONE);
    if (!access_may_make(c->actor, role, place))
        return fail(c, ERR_DENIED, "account.role.not_yours", "role %s at %.*s is not the actor's to give",
                    role_name(role), STR_ARG(place));
    if (*from == 0)
        *from = today;
    if (to != 0 && to <= *from)
        return fail_at(c, "to", "account.to.early", STR_NONE, STR_NONE);
    return OK;
}

Err account_add(Ctx *c, const AccountNew *n, i64 *ret_account)
{
    AccountNew clean = *n;
    Add        a = { .n = &clean, .ref = { code_county(n->place), id_new(c->now), n->place }, .role = id_new(c->now),
                     .added = id_new(c->now), .given = id_new(c->now) };
    clean.name = str_trim(n->name);
    clean.title = str_trim(n->title);
    a.login = utf8_fold(c->arena, clean.name);
    TRY(field_check_given(c, &ACCOUNT_NAME, clean.name));
    TRY(field_check_given(c, &ACCOUNT_TITLE, clean.title));
    if (!name_is_plain(a.login))
        return fail_at(c, "name", "account.name.plain", STR_NONE, STR_NONE);
    TRY(account_password_check(c, "password", n->password, clean.name));
    TRY(role_check(c, n->role, n->place, &clean.from, n->to));
    TRY(secret_password_hash(c, n->password, &a.hash));
    TRY(db_write(c, add_body, &a));
    *ret_account = a.ref.id;
    return OK;
}

/* ---- roles ---- */

typedef struct Give {
    Ref  account;
    Role role;
    Code place;
    Date from, to;
    i64  id, event;
} Give;

static Err give_body(Db *w, void *arg)
{
    const Give *g = arg;
    return role_put(w, g->account, g->id, g->role, g->place, g->from, g->to, g->event);
}

Err account_role_add(Ctx *c, Code county, i64 account, Role role, Code place, Date from, Date to)
{
    Account        who;
    const RoleRow *held;
    size_t         n;
    Give           g = { .role = role, .place = place, .from = from, .to = to, .id = id_new(c->now),
                         .event = id_new(c->now) };
    TRY(account_get(c, county, account, &who));
    if (who.is_ended || who.is_household)
        return fail(c, ERR_CONFLICT, "account.ended", "account has ended, or is a household's");
    if (!str_eq(code_county(place), county))
        return fail_at(c, "place", "account.role.county", STR_NONE, STR_NONE);
    TRY(role_check(c, role, place, &g.from, to));
    if (account == c->actor->account)
        return fail(c, ERR_DENIED, "account.role.oneself", "a role given to oneself");
    TRY(account_roles(c, county, account, &held, &n));
    for (size_t i = 0; i < n; i++)
        if (held[i].role == role && str_eq(held[i].place, place) && (held[i].to == 0 || held[i].to > g.from))
            return fail_at(c, "role", "account.role.held", STR_NONE, STR_NONE);
    g.account = account_ref(&who);
    return db_write(c, give_body, &g);
}

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
    Row r;
    TRY(db_one(db_read(c), Q_ROLE_ONE, ARGS(county, account, role_row), &r));
    Take t = { { county, account, row_text(r, C_ROLE_ONE_PLACE) }, role_row, (Role)row_int(r, C_ROLE_ONE_ROLE),
               on ? on : date_of(c->now), id_new(c->now) };
    if (!access_may_make(c->actor, t.role, t.account.place))
        return fail(c, ERR_DENIED, "account.role.not_yours", "role %s is not the actor's to end", role_name(t.role));
    return db_write(c, take_body, &t);
}

/* Whoever may give all the roles that an account holds may end it or set its password. */
static Err manages(Ctx *c, const Account *who)
{
    const RoleRow *held;
    size_t         n;
    Date           today = date_of(c->now);
    TRY(account_roles(c, who->county, who->id, &held, &n));
    for (size_t i = 0; i < n; i++)
        if ((held[i].to == 0 || held[i].to > today) && !access_may_make(c->actor, held[i].role, held[i].place))
            return fail(c, ERR_DENIED, "account.role.not_yours", "holds a role that is not the actor's to give");
    return access_check(c, VERB_ACCOUNT, who->place);
}

typedef struct Close {
    Ref account;
    i64 event;
    Str hash; /* for a new password */
} Close;

static Err close_body(Db *w, void *arg)
{
    const Close *x = arg;
    Ctx         *c = db_ctx(w);
    i64          n;
    TRY(db_change(w, Q_ACCOUNT_CLOSE, ARGS(REF(x->account), c->now), &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "account.ended", "account has ended already");
    TRY(db_exec(w, Q_ACCOUNT_SESSIONS_END, ARGS(REF(x->account))));
    TRY(db_change(w, Q_ROLE_END_ALL, ARGS(REF(x->account), date_of(c->now)), &n));
    return event_append(w, &(EventNew){ .id = x->event, .kind = "account.ended", .subject = x->account,
                                        .parts = { PART("roles", n) }, .n_parts = 1 });
}

Err account_end(Ctx *c, Code county, i64 account)
{
    Account who;
    TRY(account_get(c, county, account, &who));
    TRY(manages(c, &who));
    Close x = { .account = account_ref(&who), .event = id_new(c->now) };
    return db_write(c, close_body, &x);
}

static Err password_body(Db *w, void *arg)
{
    const Close *x = arg;
    i64          n;
    TRY(db_change(w, Q_ACCOUNT_PASSWORD, ARGS(REF(x->account), x->hash), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "account.ended", "account has ended");
    TRY(db_exec(w, Q_ACCOUNT_SESSIONS_END, ARGS(REF(x->account))));
    return event_append(w, &(EventNew){ .id = x->event, .kind = "account.password", .subject = x->account });
}

static Err password_put(Ctx *c, const Account *who, Str password)
{
    Close x = { .account = account_ref(who), .event = id_new(c->now) };
    TRY(account_password_check(c, "password", password, who->name));
    TRY(secret_password_hash(c, password, &x.hash));
    return db_write(c, password_body, &x);
}

Err account_password_set(Ctx *c, Code county, i64 account, Str password)
{
    Account who;
    TRY(account_get(c, county, account, &who));
    if (who.is_household)
        return fail(c, ERR_CONFLICT, "account.household", "a household enters by card");
    TRY(manages(c, &who));
    return password_put(c, &who, password);
}

Err account_password_change(Ctx *c, Code county, Str old, Str password)
{
    Account who;
    Row     r;
    bool    right;
    if (c->actor->account == 0)
        return fail(c, ERR_SIGNED_OUT, NULL, "nobody is signed in");
    TRY(account_get(c, county, c->actor->account, &who));
    TRY(db_one(db_read(c), Q_ACCOUNT_LOGIN, ARGS(who.county, who.id), &r));
    if (who.is_household)
        return fail(c, ERR_CONFLICT, "account.household", "a household enters by card");
    TRY(secret_password_check(c, old, row_text(r, C_ACCOUNT_LOGIN_PASSWORD), &right));
    if (!right)
        return fail_at(c, "old", "account.password.old_wrong", STR_NONE, STR_NONE);
    return password_put(c, &who, password);
}

/* ---- check ---- */

Err account_erase_person(Db *w, Ref person)
{
    return db_exec(w, Q_PERSON_SESSIONS_END, ARGS(person.county, person.id));
}

Err account_check(Ctx *c, Report *r)
{
    TRY(check_each(c, r, Q_ROLE_ASTRAY, "account", "role.account"));
    TRY(check_each(c, r, Q_CARD_ASTRAY, "household", "card.household"));
    TRY(check_each(c, r, Q_ACCOUNT_HOMELESS, "account", "account.household"));
    TRY(check_each(c, r, Q_ACCOUNT_NAMELESS, "account", "account.name"));
    return check_each(c, r, Q_CARD_CODELESS, "household", "card.code");
}
