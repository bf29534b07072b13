/* account: making and ending accounts, their passwords, and the persons behind them. Reading: account_read.c. Roles:
 * account_role.c. See account.h. */
#include "entry/account.h"

#include <string.h>

#include "entry/account.sql.h"
#include "base/fold.h"
#include "entry/account_inside.h"
#include "place/place.h"
#include "record/event.h"
#include "record/inbox.h"
#include "record/secret.h"

const Field ACCOUNT_NAME = { "name", FIELD_LINE, 2, 30, NULL, "account.name" };
const Field ACCOUNT_PERSON = { "person", FIELD_REF, 0, 0, NULL, "account.person" };
const Field ACCOUNT_TITLE = { "title", FIELD_LINE, 2, 40, NULL, "account.title" };
const Field ACCOUNT_PASSWORD = { "password", FIELD_SECRET, 8, 128, NULL, "account.password" };

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
    Account           who;
    RoleGive          give;
    i64               added;
} Add;

/* A person of a roll whom the actor may see, living there still, and not the actor. */
static Err may_tie(Ctx *c, Ref person)
{
    Person p;
    if (person.id == 0)
        return OK;
    TRY(person_get(c, person, &p));
    if (!access_may(c->actor, VERB_PEOPLE, p.ref.place) || p.to != 0 || p.is_erased)
        return fail_at(c, "person", "account.person.missing", STR_NONE, STR_NONE);
    if (c->actor->tied == person.id && str_eq(c->actor->tied_county, person.county))
        return fail(c, ERR_DENIED, "account.role.oneself", "an account of the actor's own person");
    return OK;
}

static Err add_body(Db *w, void *arg)
{
    const Add *a = arg;
    Ctx       *c = db_ctx(w);
    const Ref  ref = account_ref(&a->who), person = a->who.person;
    i64        n;
    TRY(person_hold(w, person));
    TRY(may_tie(c, person));
    TRY(db_change(w, Q_LOGIN_NAME_TAKE, ARGS(a->login, REF(ref)), &n));
    if (n == 0)
        return fail_at(c, "name", "account.name.taken", STR_NONE, STR_NONE);
    TRY(db_exec(w, QUERY(account_insert, KEY(ref), .name = ARG(a->n->name), .title = ARG(a->n->title), .password = ARG(a->hash),
                         .is_household = ARG(0), .household = ARG(0), .place = ARG(ref.place),
                         .made_by = ARG(c->actor->account), .at = ARG(c->now))));
    if (person.id != 0)
        TRY(db_exec(w, Q_ACCOUNT_TIE, ARGS(REF(ref), REF(person))));
    TRY(event_append(w, &(EventNew){ .id = a->added, .kind = "account.added", .subject = ref,
                                     .parts = { PART("household", 0), PART("tied", person.id) }, .n_parts = 2 }));
    return role_give_in(w, &a->give);
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

Err account_add(Ctx *c, const AccountNew *n, i64 *ret_account)
{
    AccountNew clean = *n;
    Add        a = { .n = &clean, .added = id_new(c->now) };
    clean.name = text_line(c->arena, n->name);
    clean.title = text_line(c->arena, n->title);
    a.login = text_login(c->arena, clean.name);
    a.who = (Account){ .id = id_new(c->now), .county = code_county(n->place), .place = n->place, .name = clean.name,
                       .title = clean.title, .person = n->person };
    a.give = (RoleGive){ .who = &a.who, .role = n->role, .place = n->place, .from = n->from, .to = n->to, .id = id_new(c->now), .is_first = true };
    TRY(field_check(c, &ACCOUNT_NAME, n->name)); /* what hides in it, before it is cleaned */
    TRY(field_check(c, &ACCOUNT_TITLE, n->title));
    TRY(field_check_given(c, &ACCOUNT_NAME, clean.name));
    TRY(field_check_given(c, &ACCOUNT_TITLE, clean.title));
    if (!name_is_plain(a.login))
        return fail_at(c, "name", "account.name.plain", STR_NONE, STR_NONE);
    TRY(place_line_no_office(c, ACCOUNT_TITLE.name, n->place, clean.title));
    TRY(account_password_check(c, "password", n->password, clean.name));
    TRY(may_tie(c, n->person));
    TRY(role_check(c, &a.give));
    TRY(secret_password_hash(c, n->password, &a.hash));
    TRY(db_write(c, add_body, &a));
    *ret_account = a.who.id;
    return OK;
}

/* ---- the person behind it ---- */

typedef struct Tie {
    Account who;
    i64     event;
} Tie;

static Err tie_body(Db *w, void *arg)
{
    const Tie *t = arg;
    const Ref  ref = account_ref(&t->who);
    i64        n;
    TRY(person_hold(w, t->who.person));
    TRY(may_tie(db_ctx(w), t->who.person));
    TRY(db_change(w, Q_ACCOUNT_TIE, ARGS(REF(ref), REF(t->who.person)), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "account.person.tied", "tied already, or ended");
    TRY(event_append(w, &(EventNew){ .id = t->event, .kind = "account.tied", .subject = ref,
                                     .parts = { PART("tied", t->who.person.id) }, .n_parts = 1 }));
    TRY(roles_apart_in(w, &t->who, NULL));
    return roles_asked_renew_in(w, &t->who);
}

Err account_person_set(Ctx *c, Code county, i64 account, Ref person)
{
    Tie t = { .event = id_new(c->now) };
    TRY(account_get(c, county, account, &t.who));
    TRY(account_manages(c, &t.who));
    TRY(account_giver_check(c));
    if (t.who.is_household || t.who.is_ended || t.who.person.id != 0)
        return fail(c, ERR_CONFLICT, "account.person.tied", "tied already, ended, or a household's");
    if (person.id == 0)
        return fail_at(c, "person", "account.person.missing", STR_NONE, STR_NONE);
    TRY(may_tie(c, person));
    t.who.person = (Ref){ person.county, person.id, STR_NONE };
    return db_write(c, tie_body, &t);
}

/* ---- the person goes ---- */

typedef Err GoneStep(Db *w, const Account *who);

/* All accounts of theirs, wherever they lie; their roles end, and what waits to become one; nobody is signed in by them. */
static Err each_of_gone(Db *w, Ref person, GoneStep *step)
{
    Rows rows = { 0 };
    i64  after = 0;
    do {
        TRY(db_many(w, Q_ACCOUNTS_OF_PERSON, ARGS(REF(person), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Account who = account_from_row(row_text(rows.row[i], C_ACCOUNTS_OF_PERSON_COUNTY), rows.row[i]);
            after = who.id;
            TRY(roles_asked_end_in(w, &who));
            TRY(roles_end_in(w, &who));
            TRY(db_exec(w, Q_ACCOUNT_SESSIONS_END, ARGS(who.county, who.id)));
            if (step != NULL)
                TRY(step(w, &who));
        }
    } while (rows.n > 0);
    return OK;
}

Err account_heard(Db *w, const Noun *noun, const EventNew *e)
{
    return strcmp(e->kind, "person.left") == 0 ? each_of_gone(w, e->subject, NULL) : OK;
}

static Err forget_one(Db *w, const Account *who)
{
    Ctx *c = db_ctx(w);
    i64  n;
    TRY(db_exec(w, Q_LOGIN_NAME_DROP, ARGS(who->county, who->id)));
    TRY(db_exec(w, QUERY(account_untie, .county = ARG(who->county), .id = ARG(who->id), .nameless = ARG(id_text(c->arena, who->id)))));
    TRY(db_change(w, Q_ACCOUNT_CLOSE, ARGS(who->county, who->id, c->now), &n));
    if (n == 0)
        return OK; /* ended before */
    return event_append(w, &(EventNew){ .id = db_id(w), .kind = "account.ended", .subject = account_ref(who),
                                        .parts = { PART("roles", 0) }, .n_parts = 1 });
}

Err account_erase_person(Db *w, Ref person)
{
    TRY(each_of_gone(w, person, forget_one));
    return db_exec(w, Q_PERSON_SESSIONS_END, ARGS(person.county, person.id));
}

/* ---- ending, and passwords set by others ---- */

typedef struct Close {
    Account   who;
    Ref       account;
    i64       event, message;
    Str       hash; /* for a new password */
    RoleGive *beyond;
    size_t    n_beyond;
} Close;

static Err close_body(Db *w, void *arg)
{
    const Close *x = arg;
    Ctx         *c = db_ctx(w);
    i64          n;
    TRY(db_hold(w, Q_ACCOUNT_HOLD, ARGS(REF(x->account))));
    TRY(account_manages(c, &x->who)); /* with the roles that it has now */
    TRY(db_change(w, Q_ACCOUNT_CLOSE, ARGS(REF(x->account), c->now), &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "account.ended", "account has ended already");
    TRY(db_exec(w, Q_ACCOUNT_SESSIONS_END, ARGS(REF(x->account))));
    TRY(roles_asked_end_in(w, &x->who));
    TRY(db_change(w, Q_ROLE_END_ALL, ARGS(REF(x->account), date_of(c->now)), &n));
    return event_append(w, &(EventNew){ .id = x->event, .kind = "account.ended", .subject = x->account,
                                        .parts = { PART("roles", n) }, .n_parts = 1 });
}

Err account_end(Ctx *c, Code county, i64 account)
{
    Account who;
    TRY(account_get(c, county, account, &who));
    TRY(account_manages(c, &who));
    Close x = { .who = who, .account = account_ref(&who), .event = id_new(c->now) };
    return db_write(c, close_body, &x);
}

static Err password_body(Db *w, void *arg)
{
    const Close *x = arg;
    i64          n;
    bool         is_own = x->account.id == db_ctx(w)->actor->account;
    TRY(db_change(w, QUERY(account_password, KEY(x->account), .password = ARG(x->hash), .version = ARG(is_own ? 0 : x->who.version)), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "matter.moved_on", "account has ended, or was given something else meanwhile");
    TRY(db_exec(w, Q_ACCOUNT_SESSIONS_END, ARGS(REF(x->account))));
    TRY(event_append(w, &(EventNew){ .id = x->event, .kind = "account.password", .subject = x->account }));
    if (!is_own)
        TRY(inbox_tell(w, &(InboxLine){ .id = x->message, .county = x->account.county, .account = x->account.id,
                                        .key = "inbox.account.password", .a = db_ctx(w)->actor->called, .subject = x->account,
                                        .noun = "account" }));
    return roles_ask_again_in(w, &x->who, x->beyond, x->n_beyond);
}

static Err password_put(Ctx *c, const Account *who, Str password, RoleGive *beyond, size_t n)
{
    Close x = { .who = *who, .account = account_ref(who), .event = id_new(c->now), .message = id_new(c->now), .beyond = beyond,
                .n_beyond = n };
    TRY(account_password_check(c, "password", password, who->name));
    TRY(secret_password_hash(c, password, &x.hash));
    return db_write(c, password_body, &x);
}

Err account_password_set(Ctx *c, Code county, i64 account, Str password)
{
    Account   who;
    RoleGive *beyond;
    size_t    n;
    TRY(account_get(c, county, account, &who));
    if (who.is_household)
        return fail(c, ERR_CONFLICT, "account.household", "a household enters by card");
    TRY(account_manages(c, &who));
    TRY(account_giver_check(c));
    TRY(roles_beyond(c, &who, &beyond, &n));
    return password_put(c, &who, password, beyond, n);
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
    return password_put(c, &who, password, NULL, 0);
}

/* ---- check ---- */

Err account_check(Ctx *c, Report *r)
{
    TRY(check_each(c, r, Q_ROLE_ASTRAY, "account", "role.account"));
    TRY(check_each(c, r, Q_CARD_ASTRAY, "household", "card.household"));
    TRY(check_each(c, r, Q_SESSION_ASTRAY, "account", "session.card"));
    TRY(check_each(c, r, Q_ACCOUNT_HOMELESS, "account", "account.household"));
    TRY(check_each(c, r, Q_ACCOUNT_NAMELESS, "account", "account.name"));
    TRY(roles_check(c, r));
    TRY(role_asked_check(c, r));
    return check_each(c, r, Q_CARD_CODELESS, "household", "card.code");
}
