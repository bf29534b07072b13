/* account_page: accounts and roles of a place; and the table of all routes that let people in (login_page.c, me_page.c,
 * card_page.c, help_page.c hold their handlers). */
#include "entry/card_page.h"
#include "entry/login_page.h"
#include "entry/me_page.h"
#include "entry/role_page.h"
#include "entry/account.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "web/i18n.h"
#include "web/parts.h"
#include "web/route.h"

/* ---- what :account means ---- */

static Err account_load(Ctx *c, Str text, Ref *ret_ref)
{
    Account who;
    Ref     ref;
    if (!ref_parse(text, &ref))
        return fail(c, ERR_MISSING, NULL, "no such name");
    TRY(account_get(c, ref.county, ref.id, &who));
    if (who.is_household)
        return fail(c, ERR_MISSING, NULL, "a household's account has no page");
    *ret_ref = (Ref){ who.county, who.id, who.place };
    return OK;
}

static const Loader account_loaders[] = { { "account", account_load }, { NULL } };

/* ---- as views ---- */

static const Out role_out[] = {
    { "id", OUT_NAME }, { "role", OUT_TEXT }, { "text", OUT_TEXT }, { "place", OUT_TEXT }, { "from", OUT_DATE },
    { "to", OUT_DATE }, { "is_over", OUT_BOOL }, { "may_end", OUT_BOOL }, OUT_END
};
static const Out account_out[] = {
    { "id", OUT_NAME }, { "href", OUT_TEXT }, { "name", OUT_TEXT }, { "title", OUT_TEXT }, { "ended", OUT_BOOL },
    { "roles", OUT_LIST, role_out }, { "roles_cut", OUT_BOOL }, { "person", OUT_TEXT }, { "is_known", OUT_BOOL }, { "is_self", OUT_BOOL }, OUT_END
};
static const Out accounts_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "accounts", OUT_LIST, account_out }, { "makes", OUT_LIST, choice_out }, { "children", OUT_LIST, place_row_out },
    { "has_children", OUT_BOOL }, { "asked", OUT_LIST, role_asked_out }, { "has_asked", OUT_BOOL }, { "more_asked", OUT_BOOL },
    { "may_add", OUT_BOOL }, { "is_unknown", OUT_BOOL }, { "may_find", OUT_BOOL }, { "is_sought", OUT_BOOL }, { "found", OUT_LIST, person_out },
    { "chosen", OUT_MAP, person_out }, LIST_OUT, OUT_END
};
static const Out one_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
    { "account", OUT_MAP, account_out }, { "makes", OUT_LIST, choice_out }, { "asked", OUT_LIST, role_asked_out },
    { "may_give", OUT_BOOL }, { "is_unknown", OUT_BOOL }, { "may_change", OUT_BOOL }, { "may_tie", OUT_BOOL }, { "is_sought", OUT_BOOL },
    { "found", OUT_LIST, person_out }, OUT_END
};

/* Whose it is, as far as the actor may see persons. */
static Err person_name_put(Request *r, View *m, const Account *who)
{
    Person p = { .name = STR_NONE };
    if (who->person.id != 0)
        TRY(person_get(&r->ctx, who->person, &p));
    put_text(r->ctx.arena, m, "person", p.name);
    put_bool(r->ctx.arena, m, "is_known", who->person.id != 0);
    put_bool(r->ctx.arena, m, "is_self", who->id == r->ctx.actor->account);
    return OK;
}

static Err account_put(Request *r, View *m, const void *account)
{
    const Account *who = account;
    Arena         *a = r->ctx.arena;
    const RoleRow *held;
    size_t         n;
    Date           today = date_of(r->ctx.now);
    Ref            ref = { who->county, who->id, who->place };
    put_name(a, m, "id", ref);
    put_text(a, m, "href", arena_printf(a, "/account/%.*s", STR_ARG(ref_name(a, ref))));
    put_text(a, m, "name", who->name);
    put_text(a, m, "title", who->title);
    put_bool(a, m, "ended", who->is_ended);
    TRY(person_name_put(r, m, who));
    View *list = put_list(a, m, "roles");
    TRY(account_roles(&r->ctx, who->county, who->id, &held, &n));
    for (size_t i = 0; i < n; i++) {
        View *row = add_map(a, list);
        Str   place;
        bool  over = held[i].to != 0 && held[i].to <= today;
        TRY(place_name(&r->ctx, held[i].place, &place));
        put_name(a, row, "id", (Ref){ .county = who->county, .id = held[i].id });
        put_cstr(a, row, "role", role_name(held[i].role));
        put_text(a, row, "text", word_of(r, "role.", role_name(held[i].role)));
        put_text(a, row, "place", place);
        put_date(a, row, "from", held[i].from);
        put_date(a, row, "to", held[i].to);
        put_bool(a, row, "is_over", over);
        put_bool(a, row, "may_end", !over && who->id != r->ctx.actor->account && access_may_make(r->ctx.actor, held[i].role, held[i].place));
    }
    put_bool(a, m, "roles_cut", n == ROLES_SHOWN);
    return OK;
}

/* The roles that the actor may give at the place, or also below it: the choices of the form. */
static bool makes_put(Request *r, Code place, bool also_below)
{
    View *list = put_list(r->ctx.arena, r->data, "makes");
    bool  any = false;
    for (Role role = 0; role < ROLE_COUNT; role++) {
        if (!(also_below ? access_may_make_below : access_may_make)(r->ctx.actor, role, place))
            continue;
        choice_put(r, list, role_name(role), word_of(r, "role.", role_name(role)), "", false);
        any = true;
    }
    return any;
}

/* ---- whose account it is ---- */

typedef struct WhoForm {
    Str who;
    Ref person;
} WhoForm;
static const Field     WHO = { "who", FIELD_LINE, 0, 30, NULL, "account.who" };
static const FormField who_fields[] = { AT(WhoForm, who, WHO, OPTIONAL), AT(WhoForm, person, ACCOUNT_PERSON, OPTIONAL) };
static const Form      who_form = FORM_OF(WhoForm, who_fields);

enum { HOUSES_FOUND = 20 };

typedef struct Found {
    Households houses;
    Persons    of[HOUSES_FOUND];
} Found;

static Err persons_read(Ctx *c, void *arg, size_t i)
{
    Found *f = arg;
    return household_persons(c, f->houses.v[i].ref, &f->of[i]);
}

/* Of a house those whose name it is; where it is the house that was meant, all of them. */
static void found_of_house(Request *r, View *list, const Persons *all, Str word)
{
    bool named = false;
    for (size_t i = 0; i < all->n; i++)
        named = named || str_find(all->v[i].name, word, NULL);
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].to == 0 && (!named || str_find(all->v[i].name, word, NULL)))
            person_put(r, add_map(r->ctx.arena, list), &all->v[i]);
}

/* Persons of the place by name or house, for who may see them: of the first twenty houses. */
static Err found_put(Request *r, Code place, Str word)
{
    Found f = { 0 };
    View *list = put_list(r->ctx.arena, r->data, "found");
    bool  may = access_may(r->ctx.actor, VERB_PEOPLE, place);
    word = str_trim(word);
    put_bool(r->ctx.arena, r->data, "is_sought", may && word.n != 0);
    if (may && word.n != 0)
        TRY(household_list(&r->ctx, place, word, &(Cursor){ 0 }, HOUSES_FOUND, &f.houses));
    TRY(db_together(&r->ctx, f.houses.n, persons_read, &f));
    for (size_t i = 0; i < f.houses.n; i++)
        found_of_house(r, list, &f.of[i], word);
    return OK;
}

static Ref typed_person(const Request *r)
{
    Ref ref;
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, "person") && ref_parse(r->raw[i].text, &ref))
            return ref;
    return (Ref){ 0 };
}

static Err chosen_put(Request *r, Ref ref)
{
    Person p;
    View  *m = put_map(r->ctx.arena, r->data, "chosen");
    if (ref.id == 0)
        return OK;
    TRY(person_get(&r->ctx, ref, &p));
    if (access_may(r->ctx.actor, VERB_PEOPLE, p.ref.place))
        person_put(r, m, &p);
    return OK;
}

/* ---- accounts of a place ---- */

static Err asked_put(Request *r, Code place)
{
    RolesAsked all;
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, "asked");
    TRY(role_asked_list(&r->ctx, place, &all));
    TRY(page_rows(r, list, all.n, role_asked_put, all.v, sizeof *all.v));
    put_bool(a, r->data, "has_asked", all.n > 0);
    put_bool(a, r->data, "more_asked", all.more);
    return OK;
}

static Err children_put(Request *r)
{
    Arena *a = r->ctx.arena;
    Places below;
    View  *list = put_list(a, r->data, "children");
    TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &below));
    put_bool(a, r->data, "has_children", below.n > 0);
    for (size_t i = 0; i < below.n; i++) {
        View *m = add_map(a, list);
        place_put(r, m, &below.v[i]);
        put_text(a, m, "href", arena_printf(a, "/place/%.*s/accounts", STR_ARG(below.v[i].code)));
    }
    return OK;
}

typedef struct AccountsForm {
    WhoForm w;
    Str     after;
} AccountsForm;
static const FormField accounts_fields[] = { AT(AccountsForm, w.who, WHO, OPTIONAL), AT(AccountsForm, w.person, ACCOUNT_PERSON, OPTIONAL),
                                             AT(AccountsForm, after, LIST_AFTER, OPTIONAL) };
static const Form      accounts_form = FORM_OF(AccountsForm, accounts_fields);

static Err those_put(Request *r, Str after)
{
    enum { A_PAGE = 50 };
    static const char ACCOUNTS[] = "account";
    Arena            *a = r->ctx.arena;
    Cursor            at;
    Accounts          some;
    ListCount         count;
    TRY(list_after(r, ACCOUNTS, after, &at));
    TRY(account_some(&r->ctx, r->ref.place, &at, A_PAGE, &some));
    TRY(account_some_count(&r->ctx, r->ref.place, &at, &some, &count));
    TRY(page_rows(r, put_list(a, r->data, "accounts"), some.n, account_put, some.v, sizeof *some.v));
    list_next(r, arena_printf(a, "/place/%.*s/accounts", STR_ARG(r->ref.place)), ACCOUNTS, &some.next, count);
    return OK;
}

static Err accounts_part(Request *r, size_t i)
{
    const AccountsForm *asked = r->form;
    const WhoForm      *f = asked ? &asked->w : NULL;
    switch (i) {
    case 0: return place_head(r, r->ref.place, "account.accounts");
    case 1: return those_put(r, asked ? asked->after : STR_NONE);
    case 2: return found_put(r, r->ref.place, f ? f->who : STR_NONE);
    case 3: return chosen_put(r, f && f->person.id ? f->person : typed_person(r));
    case 4: return asked_put(r, r->ref.place);
    default: return children_put(r);
    }
}

static Err accounts_page(Request *r)
{
    put_bool(r->ctx.arena, r->data, "may_add", makes_put(r, r->ref.place, false) && actor_is_known(r->ctx.actor));
    put_bool(r->ctx.arena, r->data, "is_unknown", !actor_is_known(r->ctx.actor));
    put_bool(r->ctx.arena, r->data, "may_find", access_may(r->ctx.actor, VERB_PEOPLE, r->ref.place));
    return page_together(r, 6, accounts_part);
}

typedef struct AccountForm {
    AccountNew n;
    int        role;
    Ref        row;
    Date       on;
    Code       place;
} AccountForm;
static const FormField new_fields[] = {
    AT(AccountForm, n.name, ACCOUNT_NAME, REQUIRED), AT(AccountForm, n.title, ACCOUNT_TITLE, REQUIRED),
    AT(AccountForm, n.password, ACCOUNT_PASSWORD, REQUIRED), AT(AccountForm, role, ROLE_FIELD, REQUIRED),
    AT(AccountForm, n.from, ROLE_FROM, OPTIONAL), AT(AccountForm, n.to, ROLE_TO, OPTIONAL),
    AT(AccountForm, n.person, ACCOUNT_PERSON, OPTIONAL),
};
static const Form new_form = FORM_OF(AccountForm, new_fields);

static Err accounts_add(Request *r)
{
    AccountForm *f = r->form;
    i64          id;
    f->n.place = r->ref.place;
    f->n.role = (Role)f->role;
    TRY(account_add(&r->ctx, &f->n, &id));
    notice(r, access_needs_second(r->ctx.actor, f->n.role, f->n.place) ? "account.asked" : "account.added", f->n.title);
    return see_other(r, "/account/", (Ref){ r->ref.county, id, r->ref.place });
}

/* ---- one account ---- */

static Err asked_of_put(Request *r, const Account *who)
{
    RolesAsked all;
    View      *list = put_list(r->ctx.arena, r->data, "asked");
    TRY(role_asked_of(&r->ctx, who, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(role_asked_put(r, add_map(r->ctx.arena, list), &all.v[i]));
    return OK;
}

static Err account_part(Request *r, size_t i)
{
    const WhoForm *f = r->form;
    Account        who;
    if (i == 0)
        return place_head(r, r->ref.place, "account.accounts");
    if (i == 1)
        return found_put(r, r->ref.place, f ? f->who : STR_NONE);
    TRY(account_get(&r->ctx, r->ref.county, r->ref.id, &who));
    return i == 2 ? asked_of_put(r, &who) : account_put(r, put_map(r->ctx.arena, r->data, "account"), &who);
}

static Err account_page(Request *r)
{
    Arena  *a = r->ctx.arena;
    Account who;
    TRY(page_together(r, 4, account_part));
    TRY(account_get(&r->ctx, r->ref.county, r->ref.id, &who));
    put_text(a, r->data, "here", who.title);
    bool may_change = account_may_change(&r->ctx, &who);
    put_bool(a, r->data, "may_change", may_change);
    bool is_known = actor_is_known(r->ctx.actor);
    put_bool(a, r->data, "is_unknown", !is_known);
    put_bool(a, r->data, "may_give", makes_put(r, r->ref.place, true) && is_known);
    put_bool(a, r->data, "may_tie", may_change && is_known && access_may(r->ctx.actor, VERB_PEOPLE, r->ref.place));
    return OK;
}

static Err account_back(Request *r, const char *key)
{
    notice(r, key, STR_NONE);
    return see_other(r, "/account/", r->ref);
}

static const Field     ROLE_PLACE = { "place", FIELD_CODE, LEVEL_PROVINCE, LEVEL_UNIT, NULL, "account.place" };
static const FormField role_fields[] = {
    AT(AccountForm, role, ROLE_FIELD, REQUIRED), AT(AccountForm, place, ROLE_PLACE, OPTIONAL),
    AT(AccountForm, n.from, ROLE_FROM, OPTIONAL), AT(AccountForm, n.to, ROLE_TO, OPTIONAL),
};
static const Form role_form = FORM_OF(AccountForm, role_fields);

static Err role_add(Request *r)
{
    const AccountForm *f = r->form;
    Place              p;
    Code               place = f->place.n ? f->place : r->ref.place;
    TRY(place_get(&r->ctx, place, &p));
    TRY(account_role_add(&r->ctx, r->ref.county, r->ref.id, (Role)f->role, place, f->n.from, f->n.to));
    return account_back(r, access_needs_second(r->ctx.actor, (Role)f->role, place) ? "account.role.asked" : "account.role.given");
}

static const Field     ROLE_ROW = { "row", FIELD_REF, 0, 0, NULL, "account.role" };
static const Field     ROLE_ON = { "on", FIELD_DATE, 20000101, 29991231, NULL, "account.on" };
static const FormField role_end_fields[] = {
    AT(AccountForm, row, ROLE_ROW, REQUIRED), AT(AccountForm, on, ROLE_ON, OPTIONAL),
};
static const Form      role_end_form = FORM_OF(AccountForm, role_end_fields);

static Err role_end(Request *r)
{
    const AccountForm *f = r->form;
    TRY(account_role_end(&r->ctx, r->ref.county, r->ref.id, f->row.id, f->on));
    return account_back(r, "account.role.ended");
}

static const FormField password_fields[] = { AT_AS(AccountForm, n.password, ACCOUNT_PASSWORD, REQUIRED, "account.password.new") };
static const Form      password_form = FORM_OF(AccountForm, password_fields);

static Err account_password(Request *r)
{
    const AccountForm *f = r->form;
    TRY(account_password_set(&r->ctx, r->ref.county, r->ref.id, f->n.password));
    return account_back(r, "account.password.kept");
}

static const FormField tie_fields[] = { AT(AccountForm, n.person, ACCOUNT_PERSON, REQUIRED) };
static const Form      tie_form = FORM_OF(AccountForm, tie_fields);

static Err account_tie(Request *r)
{
    const AccountForm *f = r->form;
    TRY(account_person_set(&r->ctx, r->ref.county, r->ref.id, f->n.person));
    return account_back(r, "account.person.kept");
}

static Err account_close(Request *r)
{
    TRY(account_end(&r->ctx, r->ref.county, r->ref.id));
    return account_back(r, "account.closed");
}

/* ---- routes ---- */

static const Route account_routes[] = {
    /* method, path, handler, page, may; form, limit, data, flags, shown again by; what it does */
    { .method = GET, .cost = LIGHT, .path = "/login", .handler = login_page, .page = "login", .may = VERB_PUBLIC,
      .form = &login_next_form, .out = login_out, .what = "The door" },
    { .method = POST, .cost = LIGHT, .path = "/login", .handler = login_post, .page = "login", .may = VERB_PUBLIC,
      .form = &login_form, .out = login_out, .flags = ROUTE_NO_ORIGIN | ROUTE_HASHES, .form_again = login_page,
      .what = "Signs in by name and password" },
    { .method = POST, .cost = LIGHT, .path = "/logout", .handler = logout_post, .may = VERB_SIGNED_IN, .what = "Signs out" },
    { .method = GET, .cost = LIGHT, .path = "/card", .handler = card_find_page, .page = "card", .may = VERB_PUBLIC,
      .form = &card_find_form, .out = card_out, .what = "Form to type the code of a card" },
    { .method = GET, .cost = LIGHT, .path = "/card/:code", .handler = card_page, .page = "card", .may = VERB_PUBLIC,
      .out = card_out, .flags = ROUTE_SECRET_PATH | ROUTE_IN_POOL, .what = "Whose card it is; enters nobody" },
    { .method = POST, .cost = LIGHT, .path = "/card/:code", .handler = card_post, .page = "card", .may = VERB_PUBLIC,
      .form = &card_enter_form, .out = card_out, .flags = ROUTE_NO_ORIGIN | ROUTE_SECRET_PATH, .form_again = card_page,
      .what = "Enters as that household" },
    { .method = GET, .cost = LIGHT, .path = "/me", .handler = me_page, .page = "me", .may = VERB_SIGNED_IN, .form = &me_form,
      .out = me_out, .what = "One's own things and messages" },
    { .method = POST, .cost = LIGHT, .path = "/me/password", .handler = me_password, .page = "me", .may = VERB_SIGNED_IN,
      .form = &me_password_form, .out = me_out, .flags = ROUTE_HASHES, .form_again = me_page,
      .what = "Another password; all other sessions end" },
    { .method = POST, .cost = LIGHT, .path = "/me/read", .handler = me_read, .may = VERB_SIGNED_IN, .form = &me_read_form,
      .what = "Messages up to one are read" },
    { .method = GET, .cost = LIGHT, .path = "/place/:place/accounts", .handler = accounts_page, .page = "accounts",
      .may = VERB_ACCOUNT, .form = &accounts_form, .out = accounts_out, .what = "Accounts and roles of a place" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/accounts", .handler = accounts_add, .page = "accounts",
      .may = VERB_ACCOUNT, .form = &new_form, .limit = PER_ACTOR(100, HOUR), .out = accounts_out, .flags = ROUTE_HASHES,
      .form_again = accounts_page, .what = "Adds an account with its first role" },
    { .method = GET, .cost = LIGHT, .path = "/account/:account", .handler = account_page, .page = "account",
      .may = VERB_ACCOUNT, .form = &who_form, .out = one_out, .what = "An account and its roles" },
    { .method = POST, .cost = LIGHT, .path = "/account/:account/role", .handler = role_add, .page = "account",
      .may = VERB_ACCOUNT, .form = &role_form, .limit = PER_ACTOR(100, HOUR), .out = one_out, .form_again = account_page,
      .what = "Gives a role" },
    { .method = POST, .cost = LIGHT, .path = "/account/:account/role/end", .handler = role_end, .page = "account",
      .may = VERB_ACCOUNT, .form = &role_end_form, .limit = PER_ACTOR(100, HOUR), .out = one_out, .form_again = account_page,
      .what = "Ends a role" },
    { .method = POST, .cost = LIGHT, .path = "/account/:account/password", .handler = account_password, .page = "account",
      .may = VERB_ACCOUNT, .form = &password_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .flags = ROUTE_HASHES,
      .form_again = account_page, .what = "Sets a password for another; their sessions end" },
    { .method = POST, .cost = LIGHT, .path = "/account/:account/person", .handler = account_tie, .page = "account",
      .may = VERB_ACCOUNT, .form = &tie_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = account_page,
      .what = "Says whose account it is, once" },
    { .method = POST, .cost = LIGHT, .path = "/account/:account/end", .handler = account_close, .page = "account",
      .may = VERB_ACCOUNT, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = account_page,
      .what = "Ends an account and its roles" },
    { .method = GET, .cost = SEARCH, .path = "/place/:place/cards", .handler = cards_page, .page = "cards", .may = VERB_CARD,
      .form = &cards_form, .out = cards_out, .what = "Households of a place, to print cards for" },
    { .method = POST, .cost = DEAR, .path = "/place/:place/cards", .handler = cards_issue, .page = "cards", .may = VERB_CARD,
      .form = &cards_issue_form, .limit = PER_ACTOR(60, HOUR), .out = cards_out, .form_again = cards_page,
      .what = "Makes new cards (the ones before stand until these came to their houses) and shows the sheet once" },
    { .method = POST, .cost = LIGHT, .path = "/place/:place/cards/handed", .handler = cards_handed, .page = "cards", .may = VERB_CARD,
      .form = &cards_handed_form, .limit = PER_ACTOR(120, HOUR), .out = cards_out, .form_again = cards_page,
      .what = "Cards that the actor printed were put into their houses' hands: the ones before end" },
    { .method = POST, .cost = LIGHT, .path = "/household/:household/card/open", .handler = card_open_post, .may = VERB_HELP,
      .limit = PER_ACTOR(60, HOUR), .what = "At the door of a house: for a day its card is not asked for a number on a new device" },
    { .method = POST, .cost = LIGHT, .path = "/household/:household/card/revoke", .handler = card_take_back,
      .page = "household", .may = VERB_CARD, .form = &card_revoke_form, .limit = PER_ACTOR(60, HOUR),
      .out = household_page_out, .form_again = household_page, .what = "Takes a card back" },
    ROUTE_END
};

static const Room        account_room = { "account", account_routes, account_loaders };
const Room *const account_rooms[] = { &account_room, &role_room, NULL };

static const EventKind events[] = {
    { "account.added", false }, { "account.ended", false },         { "account.password", false },
    { "role.given", false },    { "role.ended", false },            { "household.card_issued", false },
    { "household.card_entered", false }, { "household.card_handed", false }, { "household.card_opened", false },
    { "household.card_revoked", false }, { "account.tied", false }, { "role.asked", false }, { "role.carried", false }, { NULL, false },
};

static Str me_href(const Request *r, Code home)
{
    return r->session != NULL ? STR("/me") : STR_NONE;
}

static Str login_href(const Request *r, Code home)
{
    return r->session == NULL ? STR("/login") : STR_NONE;
}

static const NounTab tabs[] = {
    { "me", "user", "account.tab", .people = 5, .office = 5, .has_unread = true, .href = me_href },
    { "me", "user", "account.tab_login", .people = 6, .href = login_href },
    { 0 },
};

static const NounWork works[] = { { "/cards", "account.works.cards", 6, VERB_CARD }, { "/accounts", "account.works.accounts", 8, VERB_ACCOUNT }, { 0 } };

const Noun account_noun = { .name = "account", .events = events, .check = account_check,
                           .heard = account_heard, .carry = account_carry, .erase = account_erase_person, .confirms = role_confirms, .tabs = tabs,
                           .desk = &role_desk, .works = works };
