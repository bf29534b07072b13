/* login_page: see login_page.h. Who may try a password when is the door's to say (web/door.h). A card's code has 130 bits
 * and cannot be guessed: one that is right always lets in, whatever others tried from the same hotspot. */
#include "entry/login_page.h"
#include "base/fold.h"

#include "entry/account.h"
#include "place/place_view.h"
#include "web/begun.h"
#include "web/device.h"
#include "web/form.h"
#include "web/i18n.h"
#include "web/session.h"
#include "web/site.h"

enum { WRONG_CARDS = 100 }; /* an hour, of one address */
#define DESK_LASTS  (12 * HOUR)
#define KEEP_LASTS  (30 * DAY)
#define HOUSE_LASTS (180 * DAY)

/* ---- by name and password ---- */

typedef struct LoginForm {
    Str  name, password, next;
    bool keep;
    int  begun;
} LoginForm;
enum { BEGUN_ASK, BEGUN_MINE, BEGUN_DROP };
static const char *const begun_names[] = { "ask", "mine", "drop", NULL };
static const Field     LOGIN_NAME = { "name", FIELD_LINE, 1, 30, NULL, "account.name" };
static const Field     LOGIN_PASSWORD = { "password", FIELD_SECRET, 1, 128, NULL, "account.password" };
static const Field     LOGIN_NEXT = { "next", FIELD_LINE, 0, 400, NULL, "login.next" };
static const Field     LOGIN_KEEP = { "keep", FIELD_BOOL, 0, 1, NULL, "login.keep" };
static const Field     LOGIN_BEGUN = { "begun", FIELD_ENUM, 0, BEGUN_DROP, begun_names, "login.begun" };
static const FormField login_fields[] = {
    AT(LoginForm, name, LOGIN_NAME, REQUIRED), AT(LoginForm, password, LOGIN_PASSWORD, REQUIRED),
    AT(LoginForm, next, LOGIN_NEXT, OPTIONAL), AT(LoginForm, keep, LOGIN_KEEP, OPTIONAL),
};
const Form             login_form = FORM_OF(LoginForm, login_fields);
static const FormField next_fields[] = { AT(LoginForm, next, LOGIN_NEXT, OPTIONAL), AT(LoginForm, begun, LOGIN_BEGUN, OPTIONAL) };
const Form             login_next_form = FORM_OF(LoginForm, next_fields);
const Out              login_out[] = {
    { "next", OUT_TEXT }, { "action", OUT_TEXT }, { "typed", OUT_LIST, begun_typed_out }, { "asks", OUT_BOOL }, { "house", OUT_TEXT },
    { "called", OUT_TEXT }, OUT_END
};

static Str typed_next(const Request *r)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, "next"))
            return r->raw[i].text;
    return STR_NONE;
}

/* What was written on this phone before somebody came in: whose it is, then the words, and in whose name they are sent. */
static Err begun_put(Request *r, bool shows)
{
    Household h = { 0 };
    Ref       house = actor_house(r->ctx.actor);
    begun_form_put(r, shows);
    if (shows && house.id != 0)
        TRY(household_get(&r->ctx, house, &h));
    put_text(r->ctx.arena, r->data, "house", h.label);
    put_text(r->ctx.arena, r->data, "called", r->ctx.actor->called);
    return OK;
}

Err login_page(Request *r)
{
    const LoginForm *f = r->form;
    Str              next = typed_next(r);
    bool             asks = r->route->method == GET && r->session != NULL && begun_form_waits(r);
    if (asks && (f->begun == BEGUN_DROP || !begun_form_may(r))) {
        begun_drop(r);
        return see_path(r, next.n ? next : STR("/"));
    }
    if (r->route->method == GET)
        begun_page_keep(r, next);
    if (asks)
        TRY(begun_put(r, f->begun == BEGUN_MINE));
    put_text(r->ctx.arena, r->data, "next", next);
    put_cstr(r->ctx.arena, r->ui, "tab", "me");
    return OK;
}

Err login_post(Request *r)
{
    const LoginForm *f = r->form;
    Str              name = text_login(r->ctx.arena, f->name);
    Knock            k = { "login", name, r->address, device_of(r, name) };
    i64              account;
    Code             county;
    TRY(knock(r, &k));
    TRY(knocked(&k, login_password(&r->ctx, name, f->password, &account, &county)));
    device_remember(r, name);
    TRY(session_start(r, account, county, 0, f->keep ? KEEP_LASTS : DESK_LASTS));
    return see_path(r, begun_next(r, f->next.n ? f->next : STR("/")));
}

Err logout_post(Request *r)
{
    TRY(session_end(r));
    return see_path(r, STR("/"));
}

/* ---- by card ---- */

typedef struct CardForm {
    Str code, tail;
    Ref person;
} CardForm;
static const Field     CARD_PERSON = { "person", FIELD_REF, 0, 0, NULL, "card.person" };
static const FormField find_fields[] = { AT(CardForm, code, CARD_CODE, OPTIONAL) };
const Form             card_find_form = FORM_OF(CardForm, find_fields);
static const FormField enter_fields[] = { AT(CardForm, person, CARD_PERSON, OPTIONAL), AT(CardForm, tail, CARD_TAIL, OPTIONAL) };
const Form             card_enter_form = FORM_OF(CardForm, enter_fields);

static const Out who_out[] = {
    { "id", OUT_NAME }, { "name", OUT_TEXT }, { "sex_text", OUT_TEXT }, { "is_head", OUT_BOOL }, OUT_END
};
const Out        card_out[] = {
    { "found", OUT_BOOL }, { "is_wrong", OUT_BOOL }, { "is_unknown", OUT_BOOL }, { "code", OUT_TEXT }, { "place", OUT_MAP, place_row_out },
    { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }, { "label", OUT_TEXT }, { "head", OUT_TEXT },
    { "persons", OUT_LIST, who_out }, { "must_choose", OUT_BOOL }, { "asks_tail", OUT_BOOL }, OUT_END
};

/* A card that does not stand costs one of the tries of an address. */
static Err card_of_code(Request *r, Str code, CardHeld *ret_card)
{
    Err e = login_card(&r->ctx, code, ret_card);
    i64 wait;
    if (e == ERR_MISSING && !limiter_take(site.limiter, "card", r->address, WRONG_CARDS, HOUR, r->ctx.now, &wait)) {
        ctx_clear_failure(&r->ctx);
        return wait_first(r, wait);
    }
    return e;
}

/* Typing the code from the paper, for who cannot scan it. What is wrong with it is said where it was typed. */
Err card_find_page(Request *r)
{
    const CardForm *f = r->form;
    CardHeld        card;
    put_bool(r->ctx.arena, r->data, "found", false);
    if (f == NULL || f->code.n == 0)
        return OK;
    Str code = card_code_typed(r->ctx.arena, f->code);
    Err e = code.n ? card_of_code(r, code, &card) : OK;
    if (code.n == 0 || e == ERR_MISSING) {
        ctx_clear_failure(&r->ctx);
        put_bool(r->ctx.arena, r->data, "is_wrong", code.n == 0);
        put_bool(r->ctx.arena, r->data, "is_unknown", code.n != 0);
        r->status = 422;
        return OK;
    }
    TRY(e);
    Buf b = buf_new(r->ctx.arena, 64, 512);
    buf_cstr(&b, "/card/");
    buf_url(&b, code);
    return see_path(r, buf_text(&b));
}

/* The name under which a device is known to have come in with that card. */
static Str card_device(Arena *a, const CardHeld *card)
{
    return arena_printf(a, "card %.*s", STR_ARG(ref_name(a, (Ref){ .county = card->household.county, .id = card->card })));
}

static bool asks_tail(Request *r, const CardHeld *card)
{
    return r->ctx.now >= card->open_until && device_of(r, card_device(r->ctx.arena, card)).n == 0;
}

/* Whose card it is: the label, and names as strangers see them, because the paper may have been found. */
Err card_page(Request *r)
{
    Arena    *a = r->ctx.arena;
    CardHeld  card;
    Household h;
    Persons   all;
    TRY(card_of_code(r, request_param(r, "code"), &card));
    TRY(household_get(&r->ctx, card.household, &h));
    TRY(household_persons(&r->ctx, card.household, &all));
    TRY(place_head(r, code_log(card.household.place), NULL));
    put_bool(a, r->data, "found", true);
    put_text(a, r->data, "code", request_param(r, "code"));
    put_text(a, r->data, "label", h.label);
    put_text(a, r->data, "head", h.head);
    put_bool(a, r->data, "must_choose", all.n > 1);
    put_bool(a, r->data, "asks_tail", asks_tail(r, &card));
    View *list = put_list(a, r->data, "persons");
    for (size_t i = 0; i < all.n; i++) {
        View *m = add_map(a, list);
        put_name(a, m, "id", all.v[i].ref);
        put_text(a, m, "name", all.v[i].name);
        put_text(a, m, "sex_text", all.v[i].sex ? word_of(r, "person.sex.", sex_names[all.v[i].sex]) : STR_NONE);
        put_bool(a, m, "is_head", all.v[i].is_head);
    }
    return OK;
}

static Err enter_body(Db *w, void *arg)
{
    return card_enter_in(w, arg);
}

Err card_post(Request *r)
{
    const CardForm *f = r->form;
    CardHeld        card;
    i64             person = 0;
    Persons         all;
    TRY(card_of_code(r, request_param(r, "code"), &card));
    Ref house = card.household;
    TRY(household_persons(&r->ctx, house, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.n == 1 || (all.v[i].ref.id == f->person.id && str_eq(f->person.county, house.county)))
            person = all.v[i].ref.id;
    if (person == 0 && all.n > 1)
        return fail_at(&r->ctx, "person", "card.who", STR_NONE, STR_NONE);
    if (asks_tail(r, &card)) {
        i64 wait;
        TRY(card_answer(&r->ctx, &card, f->tail, &wait));
        if (wait > 0)
            return wait_first(r, wait);
    }
    Str          device = card_device(r->ctx.arena, &card);
    Device       kind = device_kind(r);
    CardEntering e = { &card, device_of(r, device).n ? NULL : device_names[kind] };
    SessionNew   n = { card.account, house.county, person, card.card, HOUSE_LASTS, kind };
    TRY(session_start_by(r, &n, enter_body, &e));
    device_remember(r, device);
    return see_path(r, begun_next(r, place_href(r->ctx.arena, code_log(house.place))));
}
