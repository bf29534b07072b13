/* role_page: see role_page.h. */
#include "entry/role_page.h"

#include "entry/office.h"
#include "place/place_view.h"
#include "web/i18n.h"

/* What a role is called where it is held; in Chinese, as the record is kept. A community has other words than a village, and an
 * estate than a group. */
Str office_words(Arena *a, Role role, PlaceKind kind, Str place)
{
    bool        is_town = kind == PLACE_COMMUNITY || kind == PLACE_ESTATE || kind == PLACE_UNIT;
    const char *key = str_cstr(a, arena_printf(a, "office.%s%s", role_name(role), is_town ? ".community" : ""));
    if (is_town && !i18n_has(LANG_ZH, str_from(key)))
        key = str_cstr(a, arena_printf(a, "office.%s", role_name(role)));
    return i18n_fill(a, LANG_ZH, key, place, STR_NONE);
}

const Out role_asked_out[] = {
    { "id", OUT_NAME },       { "href", OUT_TEXT },  { "account_href", OUT_TEXT }, { "title", OUT_TEXT },   { "login", OUT_TEXT },
    { "person", OUT_TEXT },   { "role", OUT_TEXT },  { "text", OUT_TEXT },         { "place", OUT_TEXT },   { "from", OUT_DATE },
    { "to", OUT_DATE },       { "by", OUT_TEXT },    { "at", OUT_TIME },           { "until", OUT_TIME },   { "state", OUT_TEXT },
    { "state_text", OUT_TEXT }, { "is_open", OUT_BOOL }, { "may_answer", OUT_BOOL }, { "is_mine", OUT_BOOL }, { "version", OUT_TEXT },
    OUT_END
};

static Err person_text(Request *r, const Account *who, Str *ret)
{
    Person p;
    *ret = STR_NONE;
    if (who->person.id == 0)
        return OK;
    TRY(person_get(&r->ctx, who->person, &p));
    *ret = p.name;
    return OK;
}

Err role_asked_put(Request *r, View *m, const void *asked)
{
    const RoleAsked *q = asked;
    static const char *const states[] = { [CONFIRM_OPEN] = "open", [CONFIRM_AGREED] = "agreed", [CONFIRM_FIXED] = "agreed",
                                          [CONFIRM_REFUSED] = "refused", [CONFIRM_OVER] = "over", [CONFIRM_DROPPED] = "dropped" };
    _Static_assert(COUNTOF(states) == CONFIRM_STATES, "a word for every state");
    Arena *a = r->ctx.arena;
    Str    place, person;
    TRY(place_name(&r->ctx, q->ref.place, &place));
    TRY(person_text(r, &q->who, &person));
    put_name(a, m, "id", q->ref);
    put_text(a, m, "href", arena_printf(a, "/role/%.*s", STR_ARG(ref_name(a, q->ref))));
    put_text(a, m, "account_href", arena_printf(a, "/account/%.*s", STR_ARG(ref_name(a, (Ref){ q->who.county, q->who.id, STR_NONE }))));
    put_text(a, m, "title", q->who.title);
    put_text(a, m, "login", q->who.name);
    put_text(a, m, "person", person);
    put_cstr(a, m, "role", role_name(q->role));
    put_text(a, m, "text", word_of(r, "role.", role_name(q->role)));
    put_text(a, m, "place", place);
    put_date(a, m, "from", q->from);
    put_date(a, m, "to", q->to);
    put_text(a, m, "by", q->asked_called);
    put_time(a, m, "at", q->at);
    put_time(a, m, "until", q->until);
    put_cstr(a, m, "state", states[q->state]);
    put_text(a, m, "state_text", word_of(r, "role.asked.", states[q->state]));
    put_bool(a, m, "is_open", q->state == CONFIRM_OPEN);
    put_bool(a, m, "may_answer", q->may_answer);
    put_bool(a, m, "is_mine", q->is_mine);
    put_text(a, m, "version", hash_hex(a, &q->version));
    return OK;
}

/* ---- /role/:role ---- */

static const Out one_out[] = { { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT },
                               { "asked", OUT_MAP, role_asked_out }, OUT_END };

static Err one_page(Request *r)
{
    RoleAsked q;
    TRY(place_head(r, r->ref.place, "role.asked_title"));
    TRY(role_asked_get(&r->ctx, r->ref, &q));
    return role_asked_put(r, put_map(r->ctx.arena, r->data, "asked"), &q);
}

typedef struct AgreeForm {
    Str version;
} AgreeForm;
static const Field     ASKED_VERSION = { "version", FIELD_LINE, 64, 64, NULL, "role.version" };
static const FormField agree_fields[] = { AT(AgreeForm, version, ASKED_VERSION, REQUIRED) };
static const Form      agree_form = FORM_OF(AgreeForm, agree_fields);

static Err agree(Request *r)
{
    const AgreeForm *f = r->form;
    Hash             seen;
    if (!hash_from_hex(f->version, &seen))
        return fail(&r->ctx, ERR_CONFLICT, "confirm.changed", "not a version");
    TRY(role_asked_agree(&r->ctx, r->ref, seen));
    return acted(r, "role.asked.yes");
}

static Err refuse(Request *r)
{
    TRY(role_asked_refuse(&r->ctx, r->ref));
    return acted(r, "role.asked.no");
}

static Err withdraw(Request *r)
{
    TRY(role_asked_withdraw(&r->ctx, r->ref));
    return acted(r, "role.asked.back");
}

static const Route routes[] = {
    { .method = GET, .cost = LIGHT, .path = "/role/:role", .handler = one_page, .page = "role_asked", .may = VERB_ACCOUNT,
      .out = one_out, .what = "A role that was proposed and waits for a second person" },
    { .method = POST, .cost = LIGHT, .path = "/role/:role/agree", .handler = agree, .page = "role_asked",
      .may = VERB_ACCOUNT, .form = &agree_form, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "Confirms it, as another person than who proposed it and who gets it" },
    { .method = POST, .cost = LIGHT, .path = "/role/:role/refuse", .handler = refuse, .page = "role_asked",
      .may = VERB_ACCOUNT, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page, .what = "Says no to it" },
    { .method = POST, .cost = LIGHT, .path = "/role/:role/withdraw", .handler = withdraw, .page = "role_asked",
      .may = VERB_ACCOUNT, .limit = PER_ACTOR(60, HOUR), .out = one_out, .form_again = one_page,
      .what = "Takes it back, by who proposed it" },
    ROUTE_END
};

static const Loader loaders[] = { { "role", role_asked_load }, { NULL } };
const Room          role_room = { "role", routes, loaders };
