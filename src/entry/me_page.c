/* me_page: see me_page.h. */
#include "entry/me_page.h"

#include "entry/account.h"
#include "entry/help_page.h"
#include "entry/role_asked.h"
#include "people/person_view.h"
#include "place/place_view.h"
#include "record/inbox.h"
#include "web/device.h"
#include "web/draft.h"
#include "web/i18n.h"
#include "web/session.h"
#include "web/site.h"
#include "web/parts.h"

enum { MESSAGES_A_PAGE = 20, ME_PARTS = 8 };

static const Out message_out[] = { { "id", OUT_NAME }, { "text", OUT_TEXT }, { "href", OUT_TEXT }, { "at", OUT_TIME },
                                   { "is_new", OUT_BOOL }, OUT_END };
static const Out my_role_out[] = {
    { "text", OUT_TEXT }, { "place", OUT_TEXT }, { "href", OUT_TEXT }, { "desk_href", OUT_TEXT }, { "work_href", OUT_TEXT },
    { "accounts_href", OUT_TEXT }, { "people_href", OUT_TEXT }, { "help_href", OUT_TEXT }, { "operate_href", OUT_TEXT }, OUT_END
};
static const Out my_waiting_out[] = { { "text", OUT_TEXT }, { "place", OUT_TEXT }, { "by", OUT_TEXT }, { "at", OUT_TIME }, { "until", OUT_TIME }, OUT_END };
static const Out my_draft_out[] = { { "id", OUT_NAME }, { "text", OUT_TEXT }, { "title", OUT_TEXT }, { "path", OUT_TEXT }, { "at", OUT_TIME },
                                    { "until", OUT_TIME }, OUT_END };
const Out        me_out[] = {
    { "title", OUT_TEXT },             { "login", OUT_TEXT },      { "is_household", OUT_BOOL },
    { "household", OUT_MAP, household_out }, { "persons", OUT_LIST, person_out }, { "home_href", OUT_TEXT },
    { "home", OUT_TEXT },              { "roles", OUT_LIST, my_role_out }, { "messages", OUT_LIST, message_out },
    LIST_OUT,                          { "newest", OUT_NAME },     { "unread", OUT_INT },
    { "waiting", OUT_LIST, my_waiting_out }, /* roles that were proposed for the account */
    { "helps", OUT_LIST, help_row_out }, { "more_helps", OUT_BOOL }, { "drafts", OUT_LIST, my_draft_out },
    { "ours", OUT_SLOT }, /* what the house said or takes part in */
    OUT_END
};

typedef struct MeForm {
    Str after;
} MeForm;
static const FormField me_fields[] = { AT(MeForm, after, LIST_AFTER, OPTIONAL) };
const Form             me_form = FORM_OF(MeForm, me_fields);

static Str message_href(Arena *a, const InboxRow *row)
{
    return arena_printf(a, "/%.*s/%.*s", STR_ARG(row->noun), STR_ARG(ref_name(a, row->subject)));
}

static Err messages_put(Request *r, Str after)
{
    static const char MESSAGES[] = "inbox";
    Arena    *a = r->ctx.arena;
    Cursor    at;
    InboxRows rows;
    ListCount count;
    i64       unread;
    Code      county = r->session->county;
    View     *list = put_list(a, r->data, "messages");
    TRY(list_after(r, MESSAGES, after, &at));
    TRY(inbox_list(&r->ctx, &at, MESSAGES_A_PAGE, &rows));
    TRY(inbox_count(&r->ctx, &at, &rows, &count));
    TRY(inbox_unread(&r->ctx, &unread));
    for (size_t i = 0; i < rows.n; i++) {
        const InboxRow *row = &rows.v[i];
        View *m = add_map(a, list);
        put_name(a, m, "id", (Ref){ .county = county, .id = row->id });
        put_text(a, m, "text", i18n_fill(a, r->ctx.lang, str_cstr(a, row->key), row->a, row->b));
        put_text(a, m, "href", message_href(a, row));
        put_time(a, m, "at", row->at);
        put_bool(a, m, "is_new", row->read_at == 0);
    }
    put_int(a, r->data, "unread", unread);
    put_text(a, r->data, "newest", rows.n ? ref_name(a, (Ref){ .county = county, .id = rows.v[0].id }) : STR_NONE);
    list_next(r, STR("/me"), MESSAGES, &rows.next, count);
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

static Err persons_put(Request *r)
{
    const Actor *actor = r->ctx.actor;
    Persons      all;
    TRY(household_persons(&r->ctx, (Ref){ actor->county, actor->household, actor->home }, &all));
    View *list = put_list(r->ctx.arena, r->data, "persons");
    for (size_t i = 0; i < all.n; i++)
        person_put(r, add_map(r->ctx.arena, list), &all.v[i]);
    return OK;
}

static Err house_put(Request *r)
{
    const Actor *actor = r->ctx.actor;
    Household    h;
    Str          name;
    TRY(household_get(&r->ctx, (Ref){ actor->county, actor->household, actor->home }, &h));
    TRY(place_name(&r->ctx, code_log(h.ref.place), &name));
    household_put(r, put_map(r->ctx.arena, r->data, "household"), &h);
    put_text(r->ctx.arena, r->data, "home_href", place_href(r->ctx.arena, code_log(h.ref.place)));
    put_text(r->ctx.arena, r->data, "home", name);
    return OK;
}

/* What the form of a draft is for: draft.form.place.need of "place/need". */
static Str form_text(const Request *r, Str form)
{
    Str  rest = form, part;
    Buf  b = buf_new(r->ctx.arena, 64, 256);
    buf_cstr(&b, "draft.form");
    while (str_next(&rest, '/', &part)) {
        buf_char(&b, '.');
        buf_str(&b, part);
    }
    return i18n_text(r->ctx.lang, str_cstr(r->ctx.arena, buf_text(&b)));
}

/* Forms that were put aside. */
static Err drafts_put(Request *r)
{
    Arena *a = r->ctx.arena;
    Drafts all;
    View  *list = put_list(a, r->data, "drafts");
    TRY(draft_list(&r->ctx, r->session->county, &all));
    for (size_t i = 0; i < all.n; i++) {
        const Draft *d = &all.v[i];
        View        *m = add_map(a, list);
        put_name(a, m, "id", d->ref);
        put_text(a, m, "text", form_text(r, d->form));
        put_text(a, m, "title", d->title);
        put_text(a, m, "path", d->path);
        put_time(a, m, "at", d->at);
        put_time(a, m, "until", d->until);
    }
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
        bool waits = noun_has_desk(actor, g->place);
        put_text(a, m, "desk_href", waits ? arena_printf(a, "/place/%.*s/desk", STR_ARG(g->place)) : STR_NONE);
        door_put(r, m, "work_href", VERB_QUEUE, g->place, "work");
        door_put(r, m, "accounts_href", VERB_ACCOUNT, g->place, "accounts");
        door_put(r, m, "people_href", VERB_PEOPLE, g->place, "people");
        door_put(r, m, "help_href", VERB_HELP, g->place, "help");
        door_put(r, m, "operate_href", VERB_OPERATE, g->place, "operate");
    }
    return OK;
}

/* What the account would hold, once a second person agrees. */
static Err waiting_put(Request *r)
{
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, "waiting");
    RolesAsked all;
    TRY(role_asked_of(&r->ctx, &(Account){ .county = r->session->county, .id = r->session->account }, &all));
    for (size_t i = 0; i < all.n; i++) {
        const RoleAsked *q = &all.v[i];
        Place            p;
        if (q->state != CONFIRM_OPEN)
            continue;
        TRY(place_get(&r->ctx, q->ref.place, &p));
        View *m = add_map(a, list);
        put_text(a, m, "text", word_of(r, "role.", role_name(q->role)));
        put_text(a, m, "place", p.path);
        put_text(a, m, "by", q->asked_called);
        put_time(a, m, "at", q->at);
        put_time(a, m, "until", q->until);
    }
    return OK;
}

static Err who_put(Request *r)
{
    Account who;
    TRY(account_get(&r->ctx, r->session->county, r->session->account, &who));
    put_text(r->ctx.arena, r->data, "title", who.title);
    put_text(r->ctx.arena, r->data, "login", who.name);
    put_bool(r->ctx.arena, r->data, "is_household", who.is_household);
    return OK;
}

static Err me_part(Request *r, size_t i)
{
    const MeForm *f = r->form;
    bool          is_house = r->ctx.actor->household != 0;
    switch (i) {
    case 0: return who_put(r);
    case 1: return is_house ? house_put(r) : OK;
    case 2: return is_house ? persons_put(r) : OK;
    case 3: return is_house ? helps_put(r) : OK;
    case 4: return roles_put(r);
    case 5: return drafts_put(r);
    case 6: return messages_put(r, f ? f->after : STR_NONE);
    case 7: return is_house ? OK : waiting_put(r);
    }
    const Noun *noun = noun_at(i - ME_PARTS);
    return is_house && noun->ours != NULL ? noun->ours(r) : OK;
}

Err me_page(Request *r)
{
    put_cstr(r->ctx.arena, r->ui, "tab", "me");
    return page_together(r, ME_PARTS + noun_count(), me_part);
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
    TRY(knocked(&k, account_password_change(&r->ctx, county, f->old, f->password)));
    r->session = NULL;
    TRY(session_start(r, account, county, 0, 12 * HOUR));
    notice(r, "account.password.kept", STR_NONE);
    return see_path(r, STR("/me"));
}

/* ---- messages that were read ---- */

typedef struct ReadForm {
    Ref upto, one;
} ReadForm;
static const Field     READ_UPTO = { "upto", FIELD_REF, 0, 0, NULL, "me.upto" };
static const Field     READ_ONE = { "one", FIELD_REF, 0, 0, NULL, "me.one" };
static const FormField read_fields[] = { AT(ReadForm, upto, READ_UPTO, OPTIONAL), AT(ReadForm, one, READ_ONE, OPTIONAL) };
const Form             me_read_form = FORM_OF(ReadForm, read_fields);

Err me_read(Request *r)
{
    const ReadForm *f = r->form;
    InboxRow        row;
    if (f->one.id) { /* and on to what it is about */
        TRY(inbox_open(&r->ctx, f->one.id, &row));
        return see_path(r, message_href(r->ctx.arena, &row));
    }
    if (f->upto.id == 0)
        return fail_at(&r->ctx, "upto", "field.required", STR_NONE, STR_NONE);
    TRY(inbox_read(&r->ctx, f->upto.id));
    return see_path(r, STR("/me"));
}
