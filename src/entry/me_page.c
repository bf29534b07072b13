/* me_page: see me_page.h. */
#include "entry/me_page.h"

#include "entry/account.h"
#include "entry/help_page.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "record/inbox.h"
#include "web/device.h"
#include "web/i18n.h"
#include "web/session.h"
#include "web/site.h"

enum { MESSAGES_A_PAGE = 20 };

static const Out message_out[] = { { "id", OUT_NAME }, { "text", OUT_TEXT }, { "href", OUT_TEXT }, { "at", OUT_TIME },
                                   { "is_new", OUT_BOOL }, OUT_END };
static const Out my_role_out[] = {
    { "text", OUT_TEXT }, { "place", OUT_TEXT }, { "href", OUT_TEXT }, { "work_href", OUT_TEXT },
    { "accounts_href", OUT_TEXT }, { "people_href", OUT_TEXT }, { "help_href", OUT_TEXT }, OUT_END
};
const Out        me_out[] = {
    { "title", OUT_TEXT },             { "login", OUT_TEXT },      { "is_household", OUT_BOOL },
    { "household", OUT_MAP, household_out }, { "persons", OUT_LIST, person_out }, { "home_href", OUT_TEXT },
    { "home", OUT_TEXT },              { "roles", OUT_LIST, my_role_out }, { "messages", OUT_LIST, message_out },
    { "next", OUT_TEXT },              { "newest", OUT_NAME },     { "unread", OUT_INT },
    { "helps", OUT_LIST, help_row_out }, { "more_helps", OUT_BOOL }, OUT_END
};

typedef struct MeForm {
    Ref before;
} MeForm;
static const Field     ME_BEFORE = { "before", FIELD_REF, 0, 0, NULL, "me.before" };
static const FormField me_fields[] = { AT(MeForm, before, ME_BEFORE, OPTIONAL) };
const Form             me_form = FORM_OF(MeForm, me_fields);

static Err messages_put(Request *r, i64 before)
{
    Arena          *a = r->ctx.arena;
    const InboxRow *rows;
    size_t          n;
    i64             unread;
    Code            county = r->session->county;
    View           *list = put_list(a, r->data, "messages");
    TRY(inbox_list(&r->ctx, before, MESSAGES_A_PAGE, &rows, &n));
    TRY(inbox_unread(&r->ctx, &unread));
    for (size_t i = 0; i < n; i++) {
        View *m = add_map(a, list);
        put_name(a, m, "id", (Ref){ .county = county, .id = rows[i].id });
        put_text(a, m, "text", i18n_fill(a, r->ctx.lang, str_cstr(a, rows[i].key), rows[i].a, rows[i].b));
        put_text(a, m, "href",
                 arena_printf(a, "/%.*s/%.*s", STR_ARG(rows[i].noun), STR_ARG(ref_name(a, rows[i].subject))));
        put_time(a, m, "at", rows[i].at);
        put_bool(a, m, "is_new", rows[i].read_at == 0);
    }
    put_int(a, r->data, "unread", unread);
    Str newest = n ? ref_name(a, (Ref){ .county = county, .id = rows[0].id }) : STR_NONE;
    Str oldest = n ? ref_name(a, (Ref){ .county = county, .id = rows[n - 1].id }) : STR_NONE;
    put_text(a, r->data, "newest", newest);
    put_text(a, r->data, "next",
             n == MESSAGES_A_PAGE ? arena_printf(a, "/me?before=%.*s", STR_ARG(oldest)) : STR_NONE);
    return OK;
}

/* Who may enter things for the house, and who asks to. */
static Err helps_put(Request *r)
{
    Helps ours;
    View *list = put_list(r->ctx.arena, r->data, "helps");
    TRY(help_ours(&r->ctx, &ours));
    for (size_t i = 0; i < ours.n; i++)
        help_put(r, add_map(r->ctx.arena, list), &ours.v[i]);
    put_bool(r->ctx.arena, r->data, "more_helps", ours.more);
    return OK;
}

static Err house_put(Request *r)
{
    const Actor *actor = r->ctx.actor;
    Household    h;
    Persons      all;
    Str          name;
    TRY(household_get(&r->ctx, (Ref){ actor->county, actor->household, actor->home }, &h));
    TRY(household_persons(&r->ctx, h.ref, &all));
    TRY(place_name(&r->ctx, code_log(h.ref.place), &name));
    household_put(r, put_map(r->ctx.arena, r->data, "household"), &h);
    View *list = put_list(r->ctx.arena, r->data, "persons");
    for (size_t i = 0; i < all.n; i++)
        person_put(r, add_map(r->ctx.arena, list), &all.v[i]);
    TRY(helps_put(r));
    put_text(r->ctx.arena, r->data, "home_href", place_href(r->ctx.arena, code_log(h.ref.place)));
    put_text(r->ctx.arena, r->data, "home", name);
    return OK;
}

/* Where a role opens a page, its address. */
static void door_put(Request *r, View *m, const char *key, Verb verb, Code place, const char *page)
{
    Arena *a = r->ctx.arena;
    Str    href = arena_printf(a, "/place/%.*s/%s", STR_ARG(place), page);
    put_text(a, m, key, access_may(r->ctx.actor, verb, place) ? href : STR_NONE);
}

static Err roles_put(Request *r)
{
    Arena       *a = r->ctx.arena;
    const Actor *actor = r->ctx.actor;
    View        *list = put_list(a, r->data, "roles");
    for (size_t i = 0; i < actor->n_grants; i++) {
        const Grant *g = &actor->grants[i];
        View        *m = add_map(a, list);
        Place        p;
        TRY(place_get(&r->ctx, g->place, &p));
        put_text(a, m, "text", word_of(r, "role.", role_name((Role)g->role)));
        put_text(a, m, "place", p.path);
        put_text(a, m, "href", place_href(a, g->place));
        door_put(r, m, "work_href", VERB_QUEUE, g->place, "work");
        door_put(r, m, "accounts_href", VERB_ACCOUNT, g->place, "accounts");
        door_put(r, m, "people_href", VERB_PEOPLE, g->place, "people");
        door_put(r, m, "help_href", VERB_HELP, g->place, "help");
    }
    return OK;
}

Err me_page(Request *r)
{
    const MeForm *f = r->form;
    Arena        *a = r->ctx.arena;
    Account       who;
    TRY(account_get(&r->ctx, r->session->county, r->session->account, &who));
    put_cstr(a, r->ui, "tab", "me");
    put_text(a, r->data, "title", who.title);
    put_text(a, r->data, "login", who.name);
    put_bool(a, r->data, "is_household", who.is_household);
    if (who.is_household)
        TRY(house_put(r));
    TRY(roles_put(r));
    return messages_put(r, f ? f->before.id : 0);
}

/* ---- password ---- */

typedef struct PasswordForm {
    Str old, password;
} PasswordForm;
static const Field     OLD_PASSWORD = { "old", FIELD_SECRET, 1, 128, NULL, "account.password.old" };
static const FormField password_fields[] = { AT(PasswordForm, old, OLD_PASSWORD, REQUIRED),
                                             AT_AS(PasswordForm, password, ACCOUNT_PASSWORD, REQUIRED, "account.password.new") };
const Form             me_password_form = FORM_OF(PasswordForm, password_fields);

/* All sessions of the account have ended with the old password; this one begins anew. */
Err me_password(Request *r)
{
    const PasswordForm *f = r->form;
    i64                 account = r->session->account;
    Code                county = r->session->county;
    Knock               k = { "password.old", id_text(r->ctx.arena, account), r->address,
                              hash_hex(r->ctx.arena, &r->session->token_hash) };
    TRY(knock(r, &k)); /* by session, and no limit of the account's: who found a phone locks nobody out */
    TRY(account_password_change(&r->ctx, county, f->old, f->password));
    door_opened(site.door, &k);
    r->session = NULL;
    TRY(session_start(r, account, county, 0, 12 * HOUR));
    notice(r, "account.password.kept", STR_NONE);
    return see_path(r, STR("/me"));
}

/* ---- messages that were read ---- */

static const Field     READ_UPTO = { "upto", FIELD_REF, 0, 0, NULL, "me.upto" };
static const FormField read_fields[] = { AT(MeForm, before, READ_UPTO, REQUIRED) };
const Form             me_read_form = FORM_OF(MeForm, read_fields);

Err me_read(Request *r)
{
    const MeForm *f = r->form;
    TRY(inbox_read(&r->ctx, f->before.id));
    return see_path(r, STR("/me"));
}
