/* dispatch_test: one request to one answer, without a socket: forms shown again, errors, sessions, tries. */
#include "support/support.h"
#include "db/setting.h"
#include "web/dispatch.h"
#include "web/kept.h"
#include "web/allowance.h"
#include "web/session.sql.h"
#include "web/toll.h"
#include "web/csrf.h"
#include "web/session.h"
#include "web/site.h"
#include "web/web.h"

typedef struct Say {
    Str title, secret;
    int size;
} Say;

static const char *const sizes[] = { "small", "big", NULL };
static const Field TITLE = { "title", FIELD_LINE, 2, 5, NULL, NULL };
static const Field SECRET = { "secret", FIELD_SECRET, 0, 20, NULL, NULL };
static const Field SIZE = { "size", FIELD_ENUM, 0, 1, sizes, NULL };

static const FormField say_fields[] = {
    AT(Say, title, TITLE, REQUIRED), AT(Say, secret, SECRET, OPTIONAL), AT(Say, size, SIZE, OPTIONAL),
};
static const Form say_form = FORM_OF(Say, say_fields);
static const FormField list_fields[] = { AT(Say, size, SIZE, OPTIONAL) };
static const Form      list_form = FORM_OF(Say, list_fields);

static Err list_page(Request *r)
{
    const Say *asked = r->form;
    put_int(r->ctx.arena, r->data, "asked", asked->size);
    return OK;
}

static Err say_page(Request *r)
{
    const Say *say = r->form;
    if (str_is(say->title, "旧的")) {
        put_cstr(r->ctx.arena, r->data, "now", "别人的字");
        return fail(&r->ctx, ERR_CONFLICT, NULL, "older version");
    }
    if (str_is(say->title, "没了")) {
        put_bool(r->ctx.arena, r->data, "gone", true);
        return fail(&r->ctx, ERR_CONFLICT, "err.denied", "no longer offered");
    }
    if (str_is(say->title, "坏了"))
        return fail(&r->ctx, ERR_BUSY, NULL, "database away");
    notice(r, "err.ok", STR_NONE);
    return see_other(r, "/thing/", (Ref){ .county = STR("420325"), .id = 9 });
}

static Err enter_page(Request *r)
{
    TRY(session_start(r, 7, STR("420325"), 3, HOUR));
    return see_path(r, STR("/list"));
}

static int made; /* how often the page was */

static Err counted_page(Request *r)
{
    bool found;
    Str  text;
    TRY(setting_get(&r->ctx, STR("420325"), "shown", &found, &text));
    put_int(r->ctx.arena, r->data, "asked", ++made);
    return OK;
}

static Err set_body(Db *w, void *arg)
{
    return setting_put(w, *(const Str *)arg, "shown", STR("1"));
}

static Err write_in(Ctx *c, const char *county)
{
    Str place = str_from(county);
    return db_write(c, set_body, &place);
}

static Err writing_page(Request *r)
{
    made++;
    return write_in(&r->ctx, "420325");
}

static Err waiting_page(Request *r)
{
    made++;
    return db_wait(&r->ctx, "a test");
}

/* Asks so much that it is cut. */
static Err long_page(Request *r)
{
    bool found;
    Str  text;
    made++;
    for (int i = 0; i < 2 * BRIEF_STEPS / 5; i++) {
        const char *name = str_cstr(r->ctx.arena, arena_printf(r->ctx.arena, "shown%d", i));
        TRY(setting_get(&r->ctx, STR("420325"), name, &found, &text));
    }
    return OK;
}

/* Asks for a dear page from inside of one: as if another asked at the same moment. */
static Ctx *inner_ctx;
static int  inner_status;
static Answer ask(Ctx *c, const char *method, const char *target, const char *cookie, const char *body);

static Err dear_page(Request *r)
{
    if (inner_ctx != NULL) {
        Ctx *c = inner_ctx;
        inner_ctx = NULL;
        inner_status = ask(c, "GET", "/dear", NULL, "").status;
    }
    return list_page(r);
}

static const Route routes[] = {
    { GET, DEAR, "/dear", dear_page, "form", VERB_PUBLIC, &list_form, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, SEARCH, "/search", list_page, "form", VERB_PUBLIC, &list_form, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, LIGHT, "/public", counted_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_PUBLIC_CACHE, NULL, "" },
    { GET, LIGHT, "/limited", counted_page, "form", VERB_PUBLIC, NULL, PER_ACTOR(100, HOUR), NULL, ROUTE_PUBLIC_CACHE, NULL, "" },
    { GET, LIGHT, "/private", counted_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, LIGHT, "/list", list_page, "form", VERB_PUBLIC, &list_form, NO_LIMIT, NULL, ROUTE_PUBLIC_CACHE, NULL, "" },
    { POST, LIGHT, "/list", say_page, "form", VERB_PUBLIC, &say_form, NO_LIMIT, NULL, ROUTE_NO_ORIGIN, list_page, "" },
    { POST, LIGHT, "/twice", say_page, "form", VERB_SIGNED_IN, &say_form, PER_ACTOR(2, HOUR), NULL, 0, list_page, "" },
    { GET, LIGHT, "/writes", writing_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_WRITES, NULL, "" },
    { GET, LIGHT, "/unsaid", writing_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, LIGHT, "/waits", waiting_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, LIGHT, "/file", counted_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_IN_POOL, NULL, "" },
    { GET, LIGHT, "/long", long_page, "form", VERB_PUBLIC, NULL, NO_LIMIT, NULL, 0, NULL, "" },
    { GET, LIGHT, "/mine", list_page, "form", VERB_SIGNED_IN, &list_form, NO_LIMIT, NULL, 0, NULL, "" },
    { POST, LIGHT, "/enter", enter_page, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_NO_ORIGIN, NULL, "" },
    ROUTE_END
};
static const Room  room = { "test", routes, NULL };
static const Room *const rooms[] = { &room };

static const TemplateFile files[] = {
    { "form", STR("asked {{data.asked}} now {{data.now}} {{^data.gone}}{{#_form list}}<p id=\"p-{{form.id}}\">{{>part/f title}}"
                  "{{>part/f secret}}{{#form.problems}}({{field}} {{label}} {{text}}){{/form.problems}}</p>{{/_form}}{{/data.gone}} "
                  "{{#_form twice}}other [{{>part/f title}}]{{/_form}} size {{ui.query.size}} {{#ui.problems}}above {{text}} {{/ui.problems}}"
                  "{{#ui.notices}}notice {{text}}{{/ui.notices}} csrf [{{ui.csrf}}]") },
    { "part/f", STR("{{field.name}} [{{field.typed}}] {{#field.error}}error {{field.error}}{{/field.error}} ") },
    { "error", STR("status {{data.status}} {{data.message}} {{#data.can_sign_in}}next {{data.next}}{{/data.can_sign_in}}") },
};

static Err seven_only(Ctx *c, Code county, const Hash *token, i64 *ret_started_at, i64 *ret_expires_at, Actor *ret_actor)
{
    TRY(test_entered(c, county, token, ret_started_at, ret_expires_at, ret_actor));
    return ret_actor->account == 7 ? OK : fail(c, ERR_MISSING, NULL, "no such account");
}

static Config config;

static int setup(void **s)
{
    Templates *templates;
    Ctx       *c = test_ctx(test_engine(s));
    assert_ok(c, config_load(c, STR_NONE, &config));
    web_rooms_set(rooms, 1);
    session_actor_find(seven_only);
    assert_ok(c, web_open(c, &config, c->store));
    assert_ok(c, templates_build(c, files, COUNTOF(files), site.arena, &templates));
    site.templates = templates;
    *s = c;
    return 0;
}

/* One dear request at a time, nobody waits. */
static int setup_narrow(void **s)
{
    int rc = setup(s);
    toll_open(1);
    return rc;
}

static int teardown(void **s)
{
    web_close();
    test_ctx_close(*s);
    return 0;
}

/* ---- asking ---- */

static Arena *arena;

static Wire wire_of(Ctx *c, const char *method, const char *target, const char *cookie, const char *body)
{
    static Header headers[5];
    size_t        n = 2;
    Str           query = str_from(target), path;
    str_next(&query, '?', &path);
    arena = c->arena;
    headers[0] = (Header){ STR("Host"), STR("localhost") };
    headers[1] = (Header){ STR("Content-Type"), STR("application/x-www-form-urlencoded") };
    for (Str rest = str_from(cookie ? cookie : "x=y"), one; n < COUNTOF(headers) && str_next(&rest, '|', &one);)
        headers[n++] = (Header){ STR("Cookie"), one }; /* "a=1|b=2": in two headers */
    return (Wire){ .method = str_from(method), .path = path, .query = query, .headers = headers, .n_headers = n,
                   .body = str_from(body), .peer = STR("203.0.113.7") };
}

static Answer ask(Ctx *c, const char *method, const char *target, const char *cookie, const char *body)
{
    Answer a;
    Wire   w = wire_of(c, method, target, cookie, body);
    dispatch(&w, c->arena, &a);
    return a;
}

/* The same on the event thread: is it answered there? */
static bool ask_brief(Ctx *c, const char *method, const char *target, const char *body, Answer *ret)
{
    Wire w = wire_of(c, method, target, NULL, body);
    return dispatch_brief(&w, c->arena, ret);
}

static int headers_called(const Answer *a, const char *name)
{
    int n = 0;
    for (size_t i = 0; i < a->n_headers; i++)
        n += str_is(a->headers[i].name, name);
    return n;
}

static Str header(const Answer *a, const char *name)
{
    for (size_t i = 0; i < a->n_headers; i++) {
        if (str_is(a->headers[i].name, name))
            return a->headers[i].value;
    }
    return STR_NONE;
}

#define assert_has(a, part)     assert_true(str_find((a).bytes, STR(part), NULL))
#define assert_has_not(a, part) assert_false(str_find((a).bytes, STR(part), NULL))

static const char *sign_in(Ctx *c, Str *ret_token)
{
    Answer a = ask(c, "POST", "/enter", NULL, "");
    Str    cookie = header(&a, "Set-Cookie"), pair, name;
    assert_int_equal(a.status, 303);
    str_next(&cookie, ';', &pair);
    const char *sent = str_cstr(c->arena, pair);
    str_next(&pair, '=', &name);
    assert_str(name, "yc");
    *ret_token = session_csrf(c->arena, pair);
    return sent;
}

/* ---- forms ---- */

static void a_failed_form_comes_back_as_typed(void **s)
{
    Answer a = ask(*s, "POST", "/list", NULL, "title=%E5%A4%AA%E9%95%BF%E4%BA%86%E5%A4%AA%E9%95%BF%E4%BA%86&secret=hush&size=big");
    assert_int_equal(a.status, 422);
    assert_has(a, "title [太长了太长了] error 太长了，最多 5 个字");
    assert_has(a, "(title ");
    assert_has(a, "secret []");
    assert_has(a, "other [title []  ]"); /* the page's other form has a field of that name too */
    assert_has_not(a, "hush");
    assert_has(a, "asked 0"); /* the GET's own form, not the POST's */
}

static void a_conflict_shows_both_texts(void **s)
{
    Answer a = ask(*s, "POST", "/list", NULL, "title=%E6%97%A7%E7%9A%84");
    assert_int_equal(a.status, 409);
    assert_has(a, "now 别人的字");
    assert_has(a, "title [旧的]");
    assert_has(a, "刚才有别人改过了"); /* though the handler gave no words */
    assert_has_not(a, "above");
}

static void what_is_wrong_with_a_form_that_is_no_longer_offered_is_said_above(void **s)
{
    Answer a = ask(*s, "POST", "/list", NULL, "title=%E6%B2%A1%E4%BA%86");
    assert_int_equal(a.status, 409);
    assert_has(a, "above 这件事不归您办");
}

static void what_a_person_typed_is_escaped(void **s)
{
    Answer a = ask(*s, "POST", "/list", NULL, "title=%3Cscript%3Ealert(1)%3C/script%3E");
    assert_int_equal(a.status, 422);
    assert_has_not(a, "<script>");
    assert_has(a, "&lt;script&gt;");
}

static void a_lost_database_is_503(void **s)
{
    Answer a = ask(*s, "POST", "/list", NULL, "title=%E5%9D%8F%E4%BA%86");
    assert_int_equal(a.status, 503);
    assert_str(header(&a, "Retry-After"), "5");
    assert_has(a, "status 503");
}

static void a_done_form_leads_on_and_says_so_once(void **s)
{
    Ctx   *c = *s;
    Answer a = ask(c, "POST", "/list", NULL, "title=%E5%A5%BD%E7%9A%84");
    assert_int_equal(a.status, 303);
    assert_str(header(&a, "Location"), "/thing/420325-9");
    Str cookie = header(&a, "Set-Cookie"), pair;
    str_next(&cookie, ';', &pair);
    a = ask(c, "GET", "/list", str_cstr(c->arena, pair), "");
    assert_has(a, "notice 好了");
    assert_true(str_find(header(&a, "Set-Cookie"), STR("notice=; Path=/; Max-Age=0"), NULL));
    a = ask(c, "GET", "/list", "notice=no.such.key=1", "");
    assert_has_not(a, "notice ");
}

static void a_query_is_shown_as_asked_and_bad_ones_are_422(void **s)
{
    Answer a = ask(*s, "GET", "/list?size=big&utm=x", NULL, "");
    assert_int_equal(a.status, 200);
    assert_has(a, "asked 1");
    assert_has(a, "size big");
    a = ask(*s, "GET", "/list?size=huge", NULL, "");
    assert_int_equal(a.status, 422);
    assert_has(a, "status 422");
    a = ask(*s, "GET", "/list?size=", NULL, ""); /* the page's own field, not the wish for large letters */
    assert_int_equal(a.status, 200);
    a = ask(*s, "GET", "/list?size=l", NULL, "");
    assert_int_equal(a.status, 303);
}

/* ---- sessions ---- */

static void a_session_is_known_by_its_cookie_only(void **s)
{
    Str         token;
    const char *cookie = sign_in(*s, &token);
    Answer      a = ask(*s, "GET", "/mine", cookie, "");
    assert_int_equal(a.status, 200);
    assert_true(str_find(a.bytes, token, NULL));
    assert_str(header(&a, "Cache-Control"), "private, no-store");
    a = ask(*s, "GET", "/mine", NULL, "");
    assert_int_equal(a.status, 303);
    a = ask(*s, "POST", "/twice", NULL, "title=ab");
    assert_int_equal(a.status, 401);
    assert_has(a, "next /");
}

/* What a browser held before, its own or put there by somebody, is worth nothing after. */
static void signing_in_makes_a_new_session_and_ends_the_one_before(void **s)
{
    Str         token;
    const char *before = sign_in(*s, &token);
    Str         after = header(&(Answer[]){ ask(*s, "POST", "/enter", before, "") }[0], "Set-Cookie");
    assert_true(after.n > 0 && !str_starts(after, str_from(before)));
    assert_int_equal(ask(*s, "GET", "/mine", before, "").status, 303);
    assert_int_equal(ask(*s, "GET", "/mine", arena_printf(((Ctx *)*s)->arena, "%.*s", STR_ARG(after)).p, "").status, 200);
    const char *given = "yc=420325.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    Answer      a = ask(*s, "POST", "/enter", given, "");
    assert_false(str_starts(header(&a, "Set-Cookie"), str_from(given)));
    assert_int_equal(ask(*s, "GET", "/mine", given, "").status, 303);
}

static void an_ended_account_is_a_stranger(void **s)
{
    Ctx        *c = *s;
    Str         token;
    const char *cookie = sign_in(c, &token);
    assert_ok(c, session_end_all(c, 7));
    assert_int_equal(ask(c, "GET", "/mine", cookie, "").status, 303);
}

static void a_limit_is_an_account_s_own_and_keeps_what_was_typed(void **s)
{
    Ctx        *c = *s;
    Str         token;
    const char *cookie = sign_in(c, &token);
    const char *body = arena_printf(c->arena, "title=%%E5%%A5%%BD%%E7%%9A%%84&_csrf=%.*s", STR_ARG(token)).p;
    assert_int_equal(ask(c, "POST", "/twice", cookie, body).status, 303);
    assert_int_equal(ask(c, "POST", "/twice", cookie, body).status, 303);
    Answer a = ask(c, "POST", "/twice", cookie, body);
    assert_int_equal(a.status, 429);
    assert_has(a, "title [好的]");
    assert_true(header(&a, "Retry-After").n > 0);
    test_later(c, 2 * HOUR);
    cookie = sign_in(c, &token);
    body = arena_printf(c->arena, "title=%%E5%%A5%%BD%%E7%%9A%%84&_csrf=%.*s", STR_ARG(token)).p;
    assert_int_equal(ask(c, "POST", "/twice", cookie, body).status, 303);
}

static void what_ends_in_503_counts_against_no_limit(void **s)
{
    Ctx        *c = *s;
    Str         token;
    const char *cookie = sign_in(c, &token);
    const char *body = arena_printf(c->arena, "title=%%E5%%A5%%BD%%E7%%9A%%84&_csrf=%.*s", STR_ARG(token)).p;
    const char *busy = arena_printf(c->arena, "title=%%E5%%9D%%8F%%E4%%BA%%86&_csrf=%.*s", STR_ARG(token)).p; /* 坏了 */
    for (int i = 0; i < 5; i++)
        assert_int_equal(ask(c, "POST", "/twice", cookie, busy).status, 503);
    assert_int_equal(ask(c, "POST", "/twice", cookie, body).status, 303);
    assert_int_equal(ask(c, "POST", "/twice", cookie, body).status, 303);
    assert_int_equal(ask(c, "POST", "/twice", cookie, body).status, 429);
}

static void expired_sessions_are_swept(void **s)
{
    Ctx *c = *s;
    Str  token;
    i64  rows;
    sign_in(c, &token);
    assert_ok(c, session_sweep(c));
    test_later(c, HOUR);
    assert_ok(c, session_sweep(c));
    assert_ok(c, db_int(db_read(c), Q_SESSION_COUNT, ARGS(STR("420325")), &rows));
    assert_int_equal(rows, 0);
}

/* How many times the page is made for two visitors who ask one after the other. A machine that takes a second for that is
 * given some more tries. */
static int made_for_two(Ctx *c, const char *path, const char *first_cookie, const char *second_cookie)
{
    int least = 3;
    for (int i = 0; i < 5 && least > 1; i++) {
        test_later(c, HOUR);
        int before = made;
        ask(c, "GET", path, first_cookie, "");
        ask(c, "GET", path, second_cookie, "");
        least = made - before < least ? made - before : least;
    }
    return least;
}

static void a_public_page_is_made_once_for_who_asks_the_same_at_once(void **s)
{
    Ctx *c = *s;
    assert_int_equal(made_for_two(c, "/public", NULL, NULL), 1);
    Answer one = ask(c, "GET", "/public", NULL, "");
    assert_has(one, "asked");
    assert_true(header(&one, "ETag").n > 0);
    assert_true(header(&one, "Content-Security-Policy").n > 0);
    assert_int_equal(made_for_two(c, "/public", "size=l", "size=m"), 2);
    assert_int_equal(made_for_two(c, "/public", "x=y|size=l", "x=y"), 2);
    assert_int_equal(made_for_two(c, "/public", "x=y|lang=en", "x=y|lang=zh"), 2);
    assert_int_equal(made_for_two(c, "/private", NULL, NULL), 2);
    assert_int_equal(made_for_two(c, "/limited", NULL, NULL), 2);
}

static void a_kept_page_ends_with_a_write_in_its_county_and_with_the_second(void **s)
{
    Ctx *c = *s;
    ask(c, "GET", "/public", NULL, "");
    int before = made;
    assert_ok(c, write_in(c, "420326")); /* elsewhere */
    ask(c, "GET", "/public", NULL, "");
    assert_int_equal(made, before);
    assert_ok(c, write_in(c, "420325"));
    ask(c, "GET", "/public", NULL, "");
    assert_int_equal(made, before + 1);
    test_later(c, SECOND);
    ask(c, "GET", "/public", NULL, "");
    assert_int_equal(made, before + 2);
    test_later(c, -MINUTE); /* a clock set back */
    ask(c, "GET", "/public", NULL, "");
    assert_int_equal(made, before + 3);
}

static void who_is_signed_in_is_never_given_a_kept_page(void **s)
{
    Ctx        *c = *s;
    Str         token;
    const char *cookie = sign_in(c, &token);
    assert_int_equal(made_for_two(c, "/public", cookie, cookie), 2);
    ask(c, "GET", "/public", NULL, "");
    int before = made;
    ask(c, "GET", "/public", cookie, "");
    assert_int_equal(made, before + 1);
}

/* Ten thousand addresses of one page, each kept: what they take is counted, bounded, and given back. */
static void kept_pages_take_a_bounded_share_of_memory(void **s)
{
    Ctx *c = *s;
    i64  most = (config.memory << 20) / 16, longest = 0;
    i64  memory = config.memory;
    config.memory = 1; /* 64 kB of kept pages */
    for (int i = 0; i < 1000; i++) {
        ArenaMark *mark = arena_mark(c->arena);
        ask(c, "GET", arena_printf(c->arena, "/public?%d", i).p, NULL, "");
        longest = allowance_held(HELD_KEPT) > longest ? allowance_held(HELD_KEPT) : longest;
        arena_rewind(c->arena, mark);
    }
    config.memory = memory;
    assert_in_range(longest, 32 << 10, 64 << 10);
    assert_true(longest < most);
    kept_clear();
    assert_int_equal(allowance_held(HELD_KEPT), 0);
}

/* ---- the event thread ---- */

static void a_light_page_of_sqlite_is_answered_without_a_worker(void **s)
{
    Ctx   *c = *s;
    Answer a;
    assert_true(ask_brief(c, "GET", "/private", "", &a));
    assert_int_equal(a.status, 200);
    assert_true(ask_brief(c, "HEAD", "/private", "", &a));
    assert_true(ask_brief(c, "GET", "/search?q2=x", "", &a));
    assert_true(ask_brief(c, "GET", "/mine", "", &a)); /* a refusal is an answer */
    assert_int_equal(a.status, 303);
}

static void a_kept_page_is_answered_without_a_worker_on_both(void **s)
{
    Ctx   *c = *s;
    Answer a;
    ask(c, "GET", "/public", NULL, "");
    int before = made;
    assert_true(ask_brief(c, "GET", "/public", "", &a));
    assert_int_equal(made, before);
}

static void what_may_write_wait_count_or_cost_much_goes_to_a_worker(void **s)
{
    Ctx   *c = *s;
    Answer a;
    int    before = made;
    const char *const targets[] = { "/writes", "/file", "/limited", "/dear", "/search?q=x", "/nowhere", "/%2f" };
    for (size_t i = 0; i < COUNTOF(targets); i++)
        assert_false(ask_brief(c, "GET", targets[i], "", &a));
    assert_false(ask_brief(c, "GET", "/private", "a=b", &a)); /* with a body */
    assert_false(ask_brief(c, "POST", "/list", "", &a));
    assert_false(ask_brief(c, "PUT", "/private", "", &a));
    assert_int_equal(made, before); /* and nothing was begun */
}

/* A name that is "q" only once it is decoded: begun, cut, and not counted. */
static void words_in_disguise_are_found_before_they_are_counted(void **s)
{
    Ctx   *c = *s;
    Answer a;
    assert_false(ask_brief(c, "GET", "/search?%71=x", "", &a));
    config.dear = 1;
    int status = 0;
    for (int i = 0; i < 20; i++) /* an address has twenty times that */
        status = ask(c, "GET", "/search?q=x", NULL, "").status;
    assert_int_equal(status, 200);
    assert_int_equal(ask(c, "GET", "/search?q=x", NULL, "").status, 429);
}

static void nothing_of_postgres_is_read_on_the_event_thread(void **s)
{
    Ctx   *c = *s;
    Answer a;
    assert_false(ask_brief(c, "GET", "/private", "", &a));
}

static void a_page_that_is_long_is_cut_and_made_by_a_worker(void **s)
{
    Ctx   *c = *s;
    Answer a;
    int    before = made;
    assert_false(ask_brief(c, "GET", "/long", "", &a));
    assert_int_equal(made, before + 1);
    assert_int_equal(ask(c, "GET", "/long", NULL, "").status, 200);
    assert_false(ask_brief(c, "GET", "/long", "", &a)); /* for a while it is not tried again */
    assert_int_equal(made, before + 2);
    assert_true(ask_brief(c, "GET", "/private", "", &a)); /* others are */
}

static void a_page_that_waits_is_cut(void **s)
{
    Ctx   *c = *s;
    Answer a;
    assert_false(ask_brief(c, "GET", "/waits", "", &a));
    assert_int_equal(ask(c, "GET", "/waits", NULL, "").status, 200);
}

/* Said by no row, so refused wherever it runs. */
static void a_get_that_writes_without_saying_so_is_refused(void **s)
{
    Ctx   *c = *s;
    Answer a;
    bool   found;
    Str    text;
    assert_false(ask_brief(c, "GET", "/unsaid", "", &a));
    assert_int_equal(ask(c, "GET", "/unsaid", NULL, "").status, 500);
    assert_ok(c, setting_get(c, STR("420325"), "shown", &found, &text));
    assert_false(found);
    db_read_end(c);
    assert_int_equal(ask(c, "GET", "/writes", NULL, "").status, 200);
    assert_ok(c, setting_get(c, STR("420325"), "shown", &found, &text));
    assert_true(found);
}

/* ---- dear requests ---- */

static void dear_requests_have_a_budget_of_their_own(void **s)
{
    Ctx        *c = *s;
    Str         token;
    const char *cookie = sign_in(c, &token);
    for (int i = 0; i < site.config->dear; i++)
        assert_int_equal(ask(c, "GET", i % 2 ? "/dear" : "/search?q=x", cookie, "").status, 200);
    Answer a = ask(c, "GET", "/dear", cookie, "");
    assert_int_equal(a.status, 429);
    assert_true(header(&a, "Retry-After").n > 0);
    assert_int_equal(ask(c, "GET", "/search?q=x", cookie, "").status, 429);
    assert_int_equal(ask(c, "GET", "/search?q=", cookie, "").status, 200); /* nothing is looked for */
    assert_int_equal(ask(c, "GET", "/list", cookie, "").status, 200);
    assert_int_equal(ask(c, "GET", "/dear", NULL, "").status, 200); /* the others at the same address */
    test_later(c, 2 * MINUTE);
    assert_int_equal(ask(c, "GET", "/dear", cookie, "").status, 200);
}

static void an_address_has_the_budget_of_a_courtyard(void **s)
{
    Ctx *c = *s;
    for (int i = 0; i < 20 * site.config->dear; i++) {
        ArenaMark *m = arena_mark(c->arena);
        assert_int_equal(ask(c, "GET", "/dear", NULL, "").status, 200);
        arena_rewind(c->arena, m);
    }
    assert_int_equal(ask(c, "GET", "/dear", NULL, "").status, 429);
}

static void a_gate_that_is_full_turns_the_next_dear_one_away_and_lets_the_rest_pass(void **s)
{
    Ctx *c = *s;
    inner_ctx = test_ctx_beside(c);
    Ctx *inner = inner_ctx;
    assert_int_equal(ask(c, "GET", "/dear", NULL, "").status, 200);
    assert_int_equal(inner_status, 503);
    assert_int_equal(ask(c, "GET", "/dear", NULL, "").status, 200); /* it has left */
    test_ctx_part(inner);
}

#define BOTH(f) ON_BOTH_WITH(f, setup, teardown)
#define SQLITE(f) ON_ENGINE(f, ENGINE_SQLITE, "sqlite", setup, teardown)
#define POSTGRES(f) ON_ENGINE(f, ENGINE_POSTGRES, "postgres", setup, teardown)
static void a_wish_said_many_times_is_one_cookie(void **s)
{
    Buf b = buf_new(((Ctx *)*s)->arena, 1024, 4096);
    buf_cstr(&b, "/list?lang=zh");
    for (int i = 0; i < 200; i++)
        buf_cstr(&b, i % 2 ? "&lang=en" : "&size=l");
    Answer a = ask(*s, "GET", str_cstr(((Ctx *)*s)->arena, buf_text(&b)), NULL, "");
    assert_int_equal(a.status, 303);
    assert_int_equal(headers_called(&a, "Set-Cookie"), 2);
    assert_true(str_starts(header(&a, "Set-Cookie"), STR("lang=en;")));
}

static void a_header_takes_the_place_of_its_namesake(void **s)
{
    Answer a = { 0 };
    for (int i = 0; i < 100; i++) {
        answer_header(&a, "Set-Cookie", STR("a=1; Path=/"));
        answer_header(&a, "Set-Cookie", STR("ab=1; Path=/"));
        answer_header(&a, i % 2 ? "Vary" : "vary", STR("Cookie"));
    }
    answer_header(&a, "Set-Cookie", STR("a=2; Path=/"));
    assert_int_equal(a.n_headers, 3);
    assert_str(header(&a, "Set-Cookie"), "a=2; Path=/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_failed_form_comes_back_as_typed),
        BOTH(a_conflict_shows_both_texts),
        BOTH(what_is_wrong_with_a_form_that_is_no_longer_offered_is_said_above),
        BOTH(what_a_person_typed_is_escaped),
        BOTH(a_lost_database_is_503),
        BOTH(a_wish_said_many_times_is_one_cookie),
        BOTH(a_header_takes_the_place_of_its_namesake),
        BOTH(a_done_form_leads_on_and_says_so_once),
        BOTH(a_query_is_shown_as_asked_and_bad_ones_are_422),
        BOTH(a_session_is_known_by_its_cookie_only),
        BOTH(signing_in_makes_a_new_session_and_ends_the_one_before),
        BOTH(an_ended_account_is_a_stranger),
        BOTH(what_ends_in_503_counts_against_no_limit),
        BOTH(a_limit_is_an_account_s_own_and_keeps_what_was_typed),
        BOTH(expired_sessions_are_swept),
        BOTH(a_public_page_is_made_once_for_who_asks_the_same_at_once),
        BOTH(a_kept_page_ends_with_a_write_in_its_county_and_with_the_second),
        BOTH(who_is_signed_in_is_never_given_a_kept_page),
        BOTH(kept_pages_take_a_bounded_share_of_memory),
        SQLITE(a_light_page_of_sqlite_is_answered_without_a_worker),
        BOTH(a_kept_page_is_answered_without_a_worker_on_both),
        BOTH(what_may_write_wait_count_or_cost_much_goes_to_a_worker),
        SQLITE(words_in_disguise_are_found_before_they_are_counted),
        POSTGRES(nothing_of_postgres_is_read_on_the_event_thread),
        SQLITE(a_page_that_is_long_is_cut_and_made_by_a_worker),
        SQLITE(a_page_that_waits_is_cut),
        BOTH(a_get_that_writes_without_saying_so_is_refused),
        BOTH(dear_requests_have_a_budget_of_their_own),
        BOTH(an_address_has_the_budget_of_a_courtyard),
        ON_BOTH_WITH(a_gate_that_is_full_turns_the_next_dear_one_away_and_lets_the_rest_pass, setup_narrow, teardown),
    };
    return RUN_TESTS(tests);
}
