/* dispatch: see dispatch.h. */
#include "web/dispatch.h"

#include <stdatomic.h>
#include <string.h>
#include <strings.h>

#include "db/turn.h"
#include "web/answer.h"
#include "web/static_file.h"
#include "web/toll.h"
#include "web/begun.h"
#include "web/csrf.h"
#include "web/draft.h"
#include "web/failure.h"
#include "web/device.h"
#include "web/form.h"
#include "web/form_rows.h"
#include "web/frame.h"
#include "web/i18n.h"
#include "web/kept.h"
#include "web/metric.h"
#include "web/offline_form.h"
#include "web/router.h"
#include "web/session.h"
#include "web/site.h"

enum {
    PLAIN_BODY = 256 * 1024, /* of a body without files */
    PAGE_MOST = 8 << 20,
    PREFERENCE_SECONDS = 365 * 86400,
};

/* ---- what is asked ---- */

static bool method_of(const Wire *w, Method *ret)
{
    *ret = str_is(w->method, "POST") ? POST : GET;
    return *ret == POST || str_is(w->method, "GET") || str_is(w->method, "HEAD");
}

static Err wrong_method(Request *r, unsigned methods)
{
    answer_header(r->answer, "Allow", methods == 1u << POST ? STR("POST")
                                      : methods == 1u << GET ? STR("GET, HEAD")
                                                             : STR("GET, HEAD, POST"));
    return fail(&r->ctx, ERR_METHOD, NULL, "method");
}

/* A page that came back with its errors stands at the address of its form. Who asks for that address again (larger letters, the
 * other language, the address line) is shown to the page that holds the form: the nearest above that can be read. */
static bool page_of_form(Request *r, Str *ret_path)
{
    Str        path = r->wire->path;
    Path       split;
    RouteFound found;
    if (!str_is(r->wire->method, "GET") || r->wants_json || !str_find(request_header(r, "Accept"), STR("text/html"), NULL))
        return false;
    while (path.n > 1) {
        path.n--;
        if (path.p[path.n] != '/' || path.n == 0)
            continue;
        if (router_split(&r->ctx, path, &split) != OK)
            return false;
        router_find(GET, &split, &found);
        if (found.row == NULL)
            continue;
        *ret_path = path;
        if (r->wire->query.n)
            *ret_path = arena_printf(r->ctx.arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(r->wire->query));
        return true;
    }
    return false;
}

/* /need/N/ is /need/N: people and programs put a slash behind an address. */
static bool is_slashed(Request *r)
{
    Str        path = r->wire->path;
    Path       split;
    RouteFound found;
    Ctx        own;
    ctx_init(&own, r->ctx.arena, NULL, &ACTOR_NOBODY, r->ctx.now);
    if (path.n > 2 && str_ends(path, STR("/")))
        path.n--;
    if (path.n == r->wire->path.n || !(str_is(r->wire->method, "GET") || str_is(r->wire->method, "HEAD")) ||
        router_split(&own, path, &split) != OK)
        return false;
    router_find(GET, &split, &found);
    if (found.row != NULL)
        answer_moved(r, r->wire->query.n ? arena_printf(r->ctx.arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(r->wire->query)) : path);
    return found.row != NULL;
}

static Err find_route(Request *r, const RouteRow **ret_row)
{
    Path       path;
    RouteFound found;
    Method     method;
    bool       is_known = method_of(r->wire, &method);
    if (is_slashed(r))
        return OK;
    TRY(router_split(&r->ctx, r->wire->path, &path));
    router_find(method, &path, &found);
    if (found.methods == 0)
        return fail(&r->ctx, ERR_MISSING, NULL, "no such path");
    r->wants_json = r->wants_json || found.is_json;
    if (!is_known || found.row == NULL) {
        Str page;
        if (page_of_form(r, &page))
            return see_path(r, page);
        return wrong_method(r, found.methods);
    }
    r->route = found.row->route;
    r->answer->pattern = r->route->path;
    r->answer->route = found.row->index;
    turn_now()->only_reads = r->route->method == GET && !(r->route->flags & ROUTE_WRITES);
    memcpy(r->params, found.params, sizeof r->params);
    *ret_row = found.row;
    return OK;
}

static bool wants_json(const Wire *w)
{
    Str accept = wire_header(w, "Accept");
    if (str_find(accept, STR("application/json"), NULL))
        return !str_find(accept, STR("text/html"), NULL);
    return form_body_type(wire_header(w, "Content-Type")) == BODY_JSON && !str_find(accept, STR("text/html"), NULL);
}

Str request_param(const Request *r, const char *name)
{
    Str rest = str_from(r->route ? r->route->path : ""), part;
    for (int i = 0; rest.n && str_next(&rest, '/', &part);) {
        if (!str_starts(part, STR(":")))
            continue;
        if (str_is(str_skip(part, 1), name))
            return r->params[i];
        i++;
    }
    return STR_NONE;
}

/* ---- language and size of letters: any GET with ?lang= or ?size= keeps the wish in a cookie and comes back ---- */

static bool form_has(const Form *form, const char *name)
{
    for (size_t i = 0; form != NULL && i < form->n; i++) {
        if (strcmp(form->fields[i].field->name, name) == 0)
            return true;
    }
    return false;
}

static bool take_wish(Request *r, Str name, Str value)
{
    if (str_is(name, "lang") && (str_is(value, "zh") || str_is(value, "en"))) {
        response_cookie(r, "lang", value, PREFERENCE_SECONDS, false);
        return true;
    }
    /* ?size= alone means "as usual" too, but not on a page that has a field of that name. */
    bool is_large = str_is(value, "l");
    bool is_field = r->route != NULL && form_has(r->route->form, "size");
    if (!str_is(name, "size") || (!is_large && !str_is(value, "m") && (value.n || is_field)))
        return false;
    response_cookie(r, "size", is_large ? value : STR_NONE, is_large ? PREFERENCE_SECONDS : 0, false);
    return true;
}

static Err take_wishes(Request *r)
{
    Str  rest = r->wire->query, pair, name;
    Buf  b = buf_new(r->ctx.arena, 256, 8192);
    bool any = false, first = true;
    if (!str_is(r->wire->method, "GET") || r->wants_json || r->wire->query.n == 0)
        return OK;
    buf_str(&b, r->wire->path);
    while (str_next(&rest, '&', &pair)) {
        Str value = pair;
        if (str_next(&value, '=', &name) && take_wish(r, name, value)) {
            any = true;
            continue;
        }
        buf_char(&b, first ? '?' : '&');
        buf_str(&b, pair);
        first = false;
    }
    return any ? see_path(r, buf_text(&b)) : OK;
}

/* ---- who asks, and about what ---- */

static Err know_who(Request *r)
{
    Str token = request_cookie(r, site_cookie_name());
    if (token.n == 0 || token.n > 100)
        return OK;
    TRY(session_find(&r->ctx, token, &r->session));
    if (r->session != NULL)
        r->ctx.actor = &r->session->actor;
    return OK;
}

typedef struct Params {
    const RouteRow *row;
    const Request  *r;
} Params;

static Err param_read(Ctx *c, void *arg, size_t i)
{
    const Params *p = arg;
    Ref           ref;
    return loader_read(c, p->row->loader[i], p->r->params[i], &ref);
}

/* They are asked along with who asks, and used only when that is known. */
static void foresee_params(Request *r, const RouteRow *row)
{
    Params p = { row, r };
    for (int i = 0; i < row->n_params; i++)
        if (row->loader[i] != NULL)
            db_foresee(&r->ctx, param_read, &p, (size_t)i);
}

static Err load_params(Request *r, const RouteRow *row)
{
    for (int i = 0; i < row->n_params; i++) {
        Ref ref = { 0 };
        if (row->loader[i] == NULL)
            continue;
        TRY(loader_read(&r->ctx, row->loader[i], r->params[i], &ref));
        r->outer = r->ref;
        r->ref = ref;
    }
    return OK;
}

/* ---- what was sent ---- */

static Err read_body(Request *r, RawValues *values, bool *ret_strict)
{
    const Wire *w = r->wire;
    Str         type = request_header(r, "Content-Type");
    BodyType    kind = form_body_type(type);
    if (w->is_too_large)
        return fail(&r->ctx, ERR_TOO_LARGE, NULL, "body");
    if (w->body.n == 0 && kind != BODY_JSON)
        return OK;
    *ret_strict = kind == BODY_JSON;
    switch (kind) {
    case BODY_URLENCODED: return form_urlencoded(&r->ctx, w->body, values);
    case BODY_JSON: return form_json(&r->ctx, w->body, values);
    case BODY_MULTIPART:
        if (r->route->flags & ROUTE_MULTIPART)
            return form_multipart(&r->ctx, type, w->body, values);
        break;
    default: break;
    }
    return fail(&r->ctx, ERR_MEDIA, NULL, "content type");
}

/* Reads what came, and asks for the token in it; undeclared fields of JSON are refused, of forms and queries dropped. */
static Err read_values(Request *r, RawValues *values, bool *ret_strict)
{
    *ret_strict = false;
    if (r->route->method == GET)
        return form_urlencoded(&r->ctx, r->wire->query, values);
    TRY(csrf_origin_check(r));
    TRY(read_body(r, values, ret_strict));
    return csrf_token_check(r, values);
}

static Err decode(Request *r, bool strict)
{
    static const Form nothing = { 0 };
    const Form       *form = r->route->form;
    if (form != NULL)
        r->form = arena_take(r->ctx.arena, form->size);
    return field_decode(&r->ctx, form ? form : &nothing, r->raw, r->n_raw, strict, r->form);
}

/* The consent that a form names does not stand: what was typed comes back all the same, where a house speaks. Other forms' pages
 * are not for everybody. */
static Err acts_no_more(Request *r, const RouteRow *row, Err why)
{
    const Ctx failed = r->ctx;
    if (why != ERR_DENIED || r->route->method != POST || r->route->may != VERB_VOICE)
        return why;
    ctx_clear_failure(&r->ctx);
    TRY(load_params(r, row));
    r->ctx.err = failed.err;
    r->ctx.problems = failed.problems;
    r->ctx.log = failed.log;
    r->acts_no_more = true;
    r->form_spec = r->route->form;
    return why;
}

/* The session of the page had ended, and somebody signed in since (web/failure.c keeps what was typed until then): the form comes
 * back as it was typed, to who may send it, and is sent with one more press. */
static Err comes_again(Request *r, const RouteRow *row, RawValues *values, Err why)
{
    if (!r->comes_again || r->wants_json)
        return why;
    ctx_clear_failure(&r->ctx);
    Err acts = session_act(r, values);
    r->n_raw = values->n;
    if (acts != OK)
        return acts_no_more(r, row, acts);
    TRY(load_params(r, row));
    TRY(access_check(&r->ctx, r->route->may, r->ref.place));
    TRY(access_check(&r->ctx, r->route->also, r->ref.place));
    r->form_spec = r->route->form;
    return fail(&r->ctx, ERR_DENIED, "csrf.again", "a form of another session");
}

/* Who has not come in is sent to the door before a record is looked for: there it is not told whether there is one. */
static Err door_check(Request *r, const RouteRow *row)
{
    bool is_of_record = row->n_params > 0 && (row->loader[0] == NULL || !row->loader[0]->is_open);
    return is_of_record && r->ctx.actor->account == 0 ? access_check(&r->ctx, r->route->may, STR_NONE) : OK;
}

/* What the actor may not know of is answered as what is not there, whatever may be done where it lies, and whatever was sent to it. */
static Err may_check(Request *r, const RouteRow *row)
{
    Ctx        *c = &r->ctx;
    const Noun *noun = row->n_params == 1 && row->is_param[1] ? noun_find(row->segment[0]) : NULL;
    bool        is_visible = true;
    if (r->route->may != VERB_PUBLIC && noun != NULL && noun->visible != NULL && r->ref.id != 0)
        TRY(noun->visible(c, noun, r->ref, &is_visible));
    if (!is_visible)
        return fail(c, ERR_MISSING, NULL, "a %s that is not for this actor", noun->name);
    TRY(access_check(c, r->route->may, r->ref.place));
    return access_check(c, r->route->also, r->ref.place);
}

static Err run(Request *r)
{
    const RouteRow *row = NULL;
    RawValues       values = { 0 };
    bool            strict;
    Err found = find_route(r, &row);
    if (found == OK || found == ERR_MISSING) /* the page that says so has its switches too */
        TRY(take_wishes(r));
    if (found != OK || r->answer->is_set)
        return r->answer->is_set ? OK : found;
    foresee_params(r, row);
    TRY(know_who(r));
    Err read = read_values(r, &values, &strict);
    r->raw = values.v;
    r->n_raw = values.n;
    if (read != OK)
        return comes_again(r, row, &values, read);
    Err acts = session_act(r, &values);
    r->n_raw = values.n;
    if (acts != OK)
        return acts_no_more(r, row, acts);
    TRY(door_check(r, row));
    TRY(load_params(r, row));
    TRY(may_check(r, row));
    r->form_spec = r->route->form; /* from here on the page may be shown again */
    if (!strict && r->route->method == POST) {
        bool pressed;
        Err  rows = form_rows_press(r, &values, &pressed);
        if (rows == OK && pressed && r->route->flags & ROUTE_DRAFT)
            TRY(draft_along(r, &values));
        r->raw = values.v;
        r->n_raw = values.n;
        if (rows != OK || pressed)
            return rows != OK ? rows : failure_as_typed(r);
    }
    TRY(toll_within_limits(r));
    if (!strict && r->route->flags & ROUTE_DRAFT) {
        bool aside;
        Err  draft = draft_press(r, &values, &aside);
        if (draft != OK || aside)
            return draft;
        r->raw = values.v;
        r->n_raw = values.n;
    }
    Err e = decode(r, strict);
    if (e == OK)
        e = offline_take(r);
    if (e == OK)
        e = toll_run(r);
    if (e == ERR_BUSY)
        toll_give_back(r);
    if (e == OK) {
        draft_sent(r);
        begun_sent(r);
    } else if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_LIMIT) {
        draft_wait(r); /* its form comes back */
    }
    return e;
}

/* ---- the answer ---- */

static Err render(Request *r)
{
    const char *page = r->answer->page ? r->answer->page : r->route->page;
    int         status = r->status ? r->status : 200;
    if (r->wants_json || page == NULL) {
        answer_json(r, status, r->data);
        return OK;
    }
    frame_fill(r);
    Buf out = buf_new(r->ctx.arena, ANSWER_FIRST, PAGE_MOST);
    TRY(template_render(&r->ctx, site.templates, page, r->data, r->ui, &out));
    if (buf_is_over(&out))
        return fail(&r->ctx, ERR_INTERNAL, NULL, "page too large");
    answer_html(r, status, buf_text(&out));
    return OK;
}

static void answer_asset(Request *r, const StaticFile *asset)
{
    bool gzip = asset->gzip.n && str_find(request_header(r, "Accept-Encoding"), STR("gzip"), NULL);
    r->answer->is_set = true;
    r->answer->pattern = "/asset";
    r->answer->type = asset->type;
    r->answer->bytes = gzip ? asset->gzip : asset->bytes;
    r->answer->is_embedded = true;
    r->status = 200;
    answer_header(r->answer, "Cache-Control", STR("public, max-age=31536000, immutable"));
    answer_header(r->answer, "Vary", STR("Accept-Encoding"));
    if (gzip)
        answer_header(r->answer, "Content-Encoding", STR("gzip"));
}

static Request *request_new(const Wire *wire, Arena *arena, Answer *answer)
{
    Request *r = NEW(arena, Request);
    *answer = (Answer){ .pattern = "-", .route = -1 };
    ctx_init(&r->ctx, arena, site.store, &ACTOR_NOBODY, clock_now());
    r->ctx.lang = lang_pick(wire_header(wire, "Accept-Language"), wire_cookie(wire, "lang"));
    r->wire = wire;
    r->path = wire->path;
    r->query = wire->query;
    r->address = wire_client(arena, wire, site.config->proxy);
    r->wants_json = wants_json(wire);
    r->data = view_map(arena);
    r->ui = view_map(arena);
    r->answer = answer;
    return r;
}

static const StaticFile *static_file_of(const Wire *wire)
{
    Method method;
    return str_starts(wire->path, STR("/asset/")) && method_of(wire, &method) && method == GET ? static_file_by_url(wire->path)
                                                                                              : NULL;
}

/* Makes the answer anew; false where the turn was cut, and there is none. */
static bool answer_make(const Wire *wire, Arena *arena, Turn *turn, Answer *ret_answer)
{
    Request          *r = request_new(wire, arena, ret_answer);
    const StaticFile *asset = static_file_of(wire);
    turn_begin(turn, site.store); /* before anything is read */
    if (asset != NULL) {
        answer_asset(r, asset);
    } else {
        Err e = run(r);
        if (e == OK && !ret_answer->is_set)
            e = render(r);
        if (e != OK && turn->cut == NULL)
            failure_answer(r, e);
    }
    db_read_end(&r->ctx);
    turn_end();
    if (turn->cut != NULL && turn->is_brief)
        return false;
    ret_answer->log = r->ctx.log;
    answer_finish(r);
    kept_put(r, &turn->reach);
    return true;
}

void dispatch(const Wire *wire, Arena *arena, Answer *ret_answer)
{
    Turn turn = { 0 };
    if (!kept_find(wire, arena, ret_answer))
        answer_make(wire, arena, &turn, ret_answer);
}

/* ---- on the event thread ---- */

enum { MAX_ROUTES = 1024, POOL_MS = SECOND };

/* Until when, in clock_ticks(), a route goes to the workers because it was cut: what was too much a moment ago would most
 * likely be again, and would be done twice. */
static _Atomic i64 in_pool_until[MAX_ROUTES];

/* The row that may be run here, or NULL. */
static const RouteRow *brief_row(const Wire *wire, Arena *arena)
{
    Ctx        c;
    Path       path;
    RouteFound found;
    Method     method;
    ctx_init(&c, arena, NULL, &ACTOR_NOBODY, 0);
    if (store_engine(site.store) != ENGINE_SQLITE || !method_of(wire, &method) || method != GET || wire->body.n != 0 ||
        wire->is_too_large || router_split(&c, wire->path, &path) != OK)
        return NULL;
    router_find(GET, &path, &found);
    const RouteRow *row = found.row;
    if (row == NULL || row->index >= MAX_ROUTES || (row->route->flags & (ROUTE_WRITES | ROUTE_IN_POOL)) ||
        row->route->limit.most != 0 || row->route->cost == DEAR)
        return NULL;
    if (row->route->cost == SEARCH && str_find(wire->query, STR("q="), NULL))
        return NULL;
    return clock_ticks() < atomic_load(&in_pool_until[row->index]) ? NULL : row;
}

bool dispatch_brief(const Wire *wire, Arena *arena, Answer *ret_answer)
{
    if (kept_find(wire, arena, ret_answer))
        return true;
    const RouteRow *row = static_file_of(wire) != NULL ? NULL : brief_row(wire, arena);
    Turn            turn = { .is_brief = true, .steps = BRIEF_STEPS, .until = clock_micros() + BRIEF_MICROS };
    if (row == NULL && static_file_of(wire) == NULL)
        return false;
    ArenaMark *mark = arena_mark(arena);
    if (answer_make(wire, arena, &turn, ret_answer))
        return true;
    arena_rewind(arena, mark);
    metric_count(TALLY_CUT);
    log_say(LOG_INFO, "brief.cut", "route=%s by={%s}", row->route->path, turn.cut);
    atomic_store(&in_pool_until[row->index], clock_ticks() + POOL_MS);
    return false;
}

/* What the route of a POST says of itself. */
static int post_flags(const Wire *wire)
{
    Arena     *a = arena_open();
    int        flags = 0;
    Ctx        c;
    Path       path;
    RouteFound found;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, 0);
    if (router_split(&c, wire->path, &path) == OK) {
        router_find(POST, &path, &found);
        flags = found.row != NULL ? found.row->route->flags : 0;
    }
    arena_close(a);
    return flags;
}

static bool takes_files(const Wire *wire)
{
    return form_body_type(wire_header(wire, "Content-Type")) == BODY_MULTIPART && (post_flags(wire) & ROUTE_MULTIPART);
}

size_t dispatch_body_limit(const Wire *wire)
{
    return takes_files(wire) ? (size_t)site.config->body : PLAIN_BODY;
}

/* Browsers send a form that could take files as multipart also without one: filename="" then. Whatever else a client may
 * write there (form.c takes any letter case, and no quotes) is a file. */
static bool has_file(Str body)
{
    static const Str name = { "filename", 8 };
    for (size_t at = str_index(body, '='); at < body.n; at += 1 + str_index(str_skip(body, at + 1), '=')) {
        if (at < name.n || strncasecmp(body.p + at - name.n, name.p, name.n) != 0)
            continue;
        if (!str_starts(str_skip(body, at + 1), STR("\"\"")))
            return true;
    }
    return false;
}

/* The name in a form that asks for a hash; empty where there is none. */
static Str name_in_body(Ctx *c, const Wire *wire)
{
    RawValues v = { 0 };
    BodyType  type = form_body_type(wire_header(wire, "Content-Type"));
    Err       e = type == BODY_JSON ? form_json(c, wire->body, &v)
                : type == BODY_URLENCODED ? form_urlencoded(c, wire->body, &v) : ERR_MALFORMED;
    for (size_t i = 0; e == OK && i < v.n; i++)
        if (str_is(v.v[i].name, "name") && utf8_is_text(v.v[i].text))
            return utf8_fold(c->arena, str_trim(v.v[i].text));
    return STR_NONE;
}

/* Does it come from a device that signed in under the name that it gives? Then others of that name are its crowd. */
static bool is_known_device(const Wire *wire, u64 *who)
{
    Arena *a = arena_open();
    Ctx    c;
    ctx_init(&c, a, NULL, &ACTOR_NOBODY, clock_now());
    Str  name = str_find(wire_header(wire, "Cookie"), STR("yc-device="), NULL) ? name_in_body(&c, wire) : STR_NONE;
    bool is_known = name.n && device_on_wire(a, wire, name, date_of(c.now)).n;
    Hash key = hash_of(name);
    if (is_known)
        memcpy(who, key.b, sizeof *who);
    arena_close(a);
    return is_known;
}

Lane dispatch_lane(const Wire *wire, Arena *arena, u64 *ret_who)
{
    *ret_who = 0;
    if (!str_is(wire->method, "POST"))
        return LANE_READ;
    Hash who = hash_of(wire_client(arena, wire, site.config->proxy));
    memcpy(ret_who, who.b, sizeof *ret_who);
    if (takes_files(wire))
        return has_file(wire->body) ? LANE_PICTURE : LANE_WRITE;
    if (!(post_flags(wire) & ROUTE_HASHES))
        return LANE_WRITE;
    return is_known_device(wire, ret_who) ? LANE_KNOWN : LANE_HASH;
}
