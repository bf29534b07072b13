/* session: see session.h. The token is COUNTY.RANDOM: the county names the shard of its row, the random part has 256
 * bits. The CSRF token is keyed by the token itself, so that nothing in the database lets one make it. */
#include "web/session.h"

#include <string.h>

#include "base/watch.h"
#include "web/session.sql.h"
#include "web/site.h"

enum { TOKEN_CHARS = 32, NAME_CHARS = 24, SESSIONS_SHOWN = 50 };

static ActorFind *find_actor;
static ActFor    *act_for;

void session_actor_find(ActorFind *find)
{
    find_actor = find;
}

Str session_csrf(Arena *a, Str token)
{
    Hash key = hash_of_parts((Str[]){ STR("csrf-key"), token }, 2);
    Hash mac = hash_keyed(key.b, STR("csrf"));
    return hash_base32(a, &mac, TOKEN_CHARS);
}

static Code token_county(Str token)
{
    Str rest = token, county;
    return str_next(&rest, '.', &county) && rest.n >= 50 && rest.n <= 60 && county.n <= 6 && code_is_valid(county)
               ? county
               : STR_NONE;
}

Err session_find(Ctx *c, Str token, Session **ret_session)
{
    Code county = token_county(token);
    Hash hash = hash_of(token);
    i64  started_at;
    *ret_session = NULL;
    if (county.n == 0 || find_actor == NULL)
        return OK;
    Session *s = NEW(c->arena, Session);
    s->token_hash = hash;
    s->county = str_copy(c->arena, county);
    s->csrf = session_csrf(c->arena, token);
    Err e = find_actor(c, s->county, &hash, &started_at, &s->expires_at, &s->actor);
    if (e == ERR_BUSY || e == ERR_DB || e == ERR_INTERNAL)
        return e;
    s->account = s->actor.account;
    if (e != OK)
        ctx_clear_failure(c); /* nobody, or the account has ended: as if signed out */
    else if (s->expires_at > clock_judge(c->now, started_at))
        *ret_session = s;
    return OK;
}

void session_act_for(ActFor *act)
{
    act_for = act;
}

Err session_act(Request *r, RawValues *values)
{
    const char *name = r->route->method == GET ? "for" : "_for";
    Str         consent = STR_NONE;
    size_t      kept = 0;
    for (size_t i = 0; i < values->n; i++) {
        if (!str_is(values->v[i].name, name))
            values->v[kept++] = values->v[i];
        else if (consent.n == 0)
            consent = values->v[i].text;
    }
    values->n = kept;
    bool is_own_thing = r->route->may == VERB_PUBLIC || r->route->may == VERB_SIGNED_IN; /* signing out, reading one's inbox */
    if (consent.n == 0 || act_for == NULL || (is_own_thing && r->route->method != GET))
        return OK;
    if (r->session == NULL)
        return r->route->method == GET ? OK : fail(&r->ctx, ERR_SIGNED_OUT, NULL, "acting without a session");
    Err e = act_for(&r->ctx, r->session->county, consent, &r->session->actor);
    r->session->acts_not = e == ERR_DENIED;
    TRY(e);
    r->session->acts_by = consent;
    return OK;
}

Str session_keep(Request *r, Str href)
{
    if (r->session == NULL || r->session->acts_by.n == 0)
        return href;
    const char *join = str_index(href, '?') < href.n ? "&" : "?";
    return arena_printf(r->ctx.arena, "%.*s%sfor=%.*s", STR_ARG(href), join, STR_ARG(r->session->acts_by));
}

typedef struct Start {
    const Session    *old;
    const SessionNew *n;
    Hash              hash;
    i64               at;
    WriteBody        *lets_in;
    void             *arg;
} Start;

static Err start_body(Db *w, void *arg)
{
    const Start      *s = arg;
    const SessionNew *n = s->n;
    if (s->lets_in != NULL)
        TRY(s->lets_in(w, s->arg));
    if (s->old != NULL)
        TRY(db_exec(w, Q_SESSION_DROP, ARGS(s->old->county, HASH(s->old->token_hash))));
    return db_exec(w, QUERY(session_add, .county = ARG(n->county), .token_hash = HASH(s->hash), .account = ARG(n->account),
                            .person = ARG(n->person), .card = ARG(n->card), .device = ARG((i64)n->device),
                            .started_at = ARG(s->at), .expires_at = ARG(s->at + n->lasts_ms)));
}

Err session_start(Request *r, i64 account, Code county, i64 person, i64 lasts_ms)
{
    SessionNew n = { .account = account, .county = county, .person = person, .lasts_ms = lasts_ms };
    return session_start_by(r, &n, NULL, NULL);
}

Err session_start_by(Request *r, const SessionNew *n, WriteBody *lets_in, void *arg)
{
    Ctx  *c = &r->ctx;
    Str   token = arena_printf(c->arena, "%.*s.%.*s", STR_ARG(n->county), STR_ARG(random_token(c->arena, 32)));
    Start s = { .old = r->session, .n = n, .hash = hash_of(token), .at = c->now, .lets_in = lets_in, .arg = arg };
    TRY(db_write(c, start_body, &s));
    response_cookie(r, site_cookie_name(), token, n->lasts_ms / SECOND, true);
    return OK;
}

static Err end_body(Db *w, void *arg)
{
    const Session *s = arg;
    return db_exec(w, Q_SESSION_DROP, ARGS(s->county, HASH(s->token_hash)));
}

Err session_end(Request *r)
{
    Err e = r->session != NULL ? db_write(&r->ctx, end_body, r->session) : OK;
    if (e != OK && e != ERR_BUSY)
        return e;
    if (e == ERR_BUSY) { /* whoever wants to go is let go: this device forgets, and only the row stays until it expires */
        ctx_clear_failure(&r->ctx);
        log_say(LOG_WARN, "session", "text={signed out where nothing can be written: the session stays until it expires}");
    }
    response_cookie(r, site_cookie_name(), STR_NONE, 0, true);
    r->session = NULL;
    return OK;
}

/* ---- which are in ---- */

static Str session_name(Arena *a, const Hash *token_hash)
{
    Hash h = hash_of_parts((Str[]){ STR("session-name"), { (const char *)token_hash->b, sizeof token_hash->b } }, 2);
    return hash_base32(a, &h, NAME_CHARS);
}

static Err rows_in(Request *r, Rows *ret)
{
    const Session *s = r->session;
    return db_many(db_read(&r->ctx), QUERY(session_some, .county = ARG(s->county), .account = ARG(s->account), .now = ARG(r->ctx.now),
                                           .most = ARG(SESSIONS_SHOWN + 1)), ret);
}

static SessionIn session_in(const Request *r, Row row)
{
    Hash hash = row_hash(row, C_SESSION_SOME_TOKEN_HASH);
    i64  device = row_int(row, C_SESSION_SOME_DEVICE);
    return (SessionIn){ .name = session_name(r->ctx.arena, &hash), .person = row_int(row, C_SESSION_SOME_PERSON),
                        .card = row_int(row, C_SESSION_SOME_CARD), .started_at = row_int(row, C_SESSION_SOME_STARTED_AT),
                        .device = device > 0 && device < DEVICE_COUNT ? (Device)device : DEVICE_UNKNOWN,
                        .is_this = hash_eq(&hash, &r->session->token_hash) };
}

Err session_some(Request *r, SessionsIn *ret)
{
    Rows rows;
    TRY(rows_in(r, &rows));
    SessionIn *v = NEW_N(r->ctx.arena, SessionIn, rows.n + 1);
    *ret = (SessionsIn){ .v = v, .n = rows.n < SESSIONS_SHOWN ? rows.n : SESSIONS_SHOWN, .is_more = rows.n > SESSIONS_SHOWN };
    for (size_t i = 0; i < ret->n; i++)
        v[i] = session_in(r, rows.row[i]);
    return OK;
}

Err session_end_one(Request *r, Str name)
{
    Rows rows;
    TRY(rows_in(r, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Session one = { .county = r->session->county, .token_hash = row_hash(rows.row[i], C_SESSION_SOME_TOKEN_HASH) };
        if (str_eq(session_name(r->ctx.arena, &one.token_hash), name))
            return hash_eq(&one.token_hash, &r->session->token_hash) ? session_end(r) : db_write(&r->ctx, end_body, &one);
    }
    return fail(&r->ctx, ERR_MISSING, "session.gone", "no session of that name is in");
}

static Err end_all_body(Db *w, void *arg)
{
    return db_exec(w, Q_SESSION_DROP_ACCOUNT, ARGS(*(i64 *)arg));
}

Err session_end_all(Ctx *c, i64 account)
{
    return db_write(c, end_all_body, &account);
}

static Err sweep_body(Db *w, void *arg)
{
    i64 rows;
    return db_change(w, Q_SESSION_DROP_EXPIRED, ARGS(*(i64 *)arg), &rows);
}

Err session_sweep(Ctx *c)
{
    i64 now = c->now;
    return db_write(c, sweep_body, &now);
}
