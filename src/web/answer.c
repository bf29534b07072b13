/* answer: see answer.h. */
#include "web/answer.h"

#include <libdeflate.h>
#include <string.h>

#include "base/ascii.h"
#include "web/form.h"
#include "web/i18n.h"
#include "web/session.h"
#include "web/site.h"

enum { GZIP_LEAST = 1024, MAX_NOTICES = 4, YEAR_SECONDS = 31536000 };

static const char CONTENT_POLICY[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "manifest-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/* ---- what pages call ---- */

Str answer_local_path(Arena *a, Str path)
{
    Buf b = buf_new(a, path.n + 16, 8192);
    if (!str_starts(path, STR("/")) || (path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\')))
        return STR("/");
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c) != NULL)
            buf_printf(&b, "%%%02X", c);
        else
            buf_char(&b, (char)c);
    }
    return buf_is_over(&b) ? STR("/") : buf_text(&b);
}

static void set(Request *r, int status, const char *type, Str bytes)
{
    r->status = status;
    r->answer->is_set = true;
    r->answer->type = type;
    r->answer->bytes = bytes;
    r->answer->is_embedded = false;
}

void answer_json(Request *r, int status, const View *data)
{
    Buf b = buf_new(r->ctx.arena, ANSWER_FIRST, 32 << 20);
    view_json(&b, data);
    buf_char(&b, '\n');
    if (buf_is_over(&b))
        set(r, 500, "application/json", STR("{\"error\":\"internal\"}\n"));
    else
        set(r, status, "application/json", buf_text(&b));
}

void answer_html(Request *r, int status, Str html)
{
    set(r, status, "text/html; charset=utf-8", html);
}

Err see_path(Request *r, Str path)
{
    Str to = answer_local_path(r->ctx.arena, path);
    if (r->wants_json) {
        View *v = view_map(r->ctx.arena);
        put_text(r->ctx.arena, v, "href", to);
        answer_json(r, 200, v);
        return OK;
    }
    set(r, 303, NULL, STR_NONE);
    answer_header(r->answer, "Location", to);
    return OK;
}

void answer_moved(Request *r, Str path)
{
    set(r, 308, NULL, STR_NONE);
    answer_header(r->answer, "Location", answer_local_path(r->ctx.arena, path));
}

Err wait_first(Request *r, i64 ms)
{
    Arena *a = r->ctx.arena;
    i64    s = ms / SECOND + 1;
    const struct { i64 below, of; const char *key; } said[] = { { 120, 1, "limit.seconds" }, { 7200, 60, "limit.minutes" }, { INT64_MAX, 3600, "limit.hours" } };
    size_t u = s < said[0].below ? 0 : s < said[1].below ? 1 : 2;
    Str    n = arena_printf(a, "%lld", (long long)((s + said[u].of - 1) / said[u].of));
    Err    e = fail(&r->ctx, ERR_LIMIT, "limit.attempts", "%lld s to wait", (long long)s);
    answer_header(r->answer, "Retry-After", arena_printf(a, "%lld", (long long)s));
    r->ctx.problems->a = i18n_fill(a, r->ctx.lang, said[u].key, n, STR_NONE);
    return e;
}

Err see_other(Request *r, const char *path_prefix, Ref to)
{
    Arena *a = r->ctx.arena;
    Str    name = ref_name(a, to), path = arena_printf(a, "%s%.*s", path_prefix, STR_ARG(name));
    if (!r->wants_json)
        return see_path(r, session_keep(r, path));
    View *v = view_map(a);
    put_text(a, v, "id", name);
    put_text(a, v, "href", path);
    answer_json(r, 201, v);
    answer_header(r->answer, "Location", answer_local_path(a, path));
    return OK;
}

/* For a client that reads no filename*= (RFC 6266): what of it is plain. A name of which nothing is keeps its ending. */
static void plain_name(Buf *b, Str name)
{
    size_t before = b->n;
    for (size_t i = 0; i < name.n; i++) {
        char ch = name.p[i];
        bool is_plain = ascii_is_digit(ch) || ascii_is_letter(ch) || ch == '-' || ch == '_' || ch == '.';
        if (ch == '.' && b->n == before)
            buf_cstr(b, "download");
        if (is_plain)
            buf_char(b, ch);
    }
}

Err answer_bytes(Request *r, const char *type, Str bytes, Str file_name)
{
    set(r, r->status ? r->status : 200, type, bytes);
    if (file_name.n) {
        Buf b = buf_new(r->ctx.arena, 128, 2048);
        buf_cstr(&b, "attachment; filename=\"");
        plain_name(&b, file_name);
        buf_cstr(&b, "\"; filename*=UTF-8''");
        buf_url(&b, file_name);
        answer_header(r->answer, "Content-Disposition", buf_text(&b));
    }
    return OK;
}

Err answer_page(Request *r, const char *page)
{
    r->answer->page = page;
    return OK;
}

/* ---- notices: a cookie of its own, "key=value&key=value" as a form would be, shown by the next page ---- */

void notice(Request *r, const char *key, Str a)
{
    Buf b = buf_new(r->ctx.arena, 128, 1024);
    if (r->answer->notices.n) {
        buf_str(&b, r->answer->notices);
        buf_char(&b, '&');
    }
    buf_url(&b, str_from(key));
    buf_char(&b, '=');
    buf_url(&b, a);
    if (!buf_is_over(&b))
        r->answer->notices = buf_text(&b);
}

/* Of /meeting/:meeting/agree: /meeting/ and the record. */
Err acted(Request *r, const char *key)
{
    const char *end = strchr(r->route->path + 1, '/');
    BUG_ON(end == NULL); /* the row's handler is one of a record: /NOUN/:NOUN/ACT */
    notice(r, key, STR_NONE);
    return see_other(r, str_cstr(r->ctx.arena, (Str){ r->route->path, (size_t)(end + 1 - r->route->path) }), r->ref);
}

void answer_notices(Request *r)
{
    Arena    *a = r->ctx.arena;
    Str       cookie = request_cookie(r, "notice");
    RawValues values = { 0 };
    View     *list = put_list(a, r->ui, "notices");
    Ctx       own;
    if (cookie.n == 0 || cookie.n > 1024)
        return;
    ctx_init(&own, a, NULL, &ACTOR_NOBODY, r->ctx.now);
    if (form_urlencoded(&own, cookie, &values) == OK) {
        for (size_t i = 0; i < values.n && i < MAX_NOTICES; i++) {
            Str key = values.v[i].name;
            if (i18n_has(LANG_ZH, key) && utf8_is_text(values.v[i].text))
                put_text(a, add_map(a, list), "text",
                         i18n_fill(a, r->ctx.lang, str_cstr(a, key), values.v[i].text, STR_NONE));
        }
    }
    if (r->answer->notices.n == 0)
        response_cookie(r, "notice", STR_NONE, 0, true);
}

/* ---- the last touch ---- */

static bool accepts_gzip(const Request *r)
{
    return str_find(request_header(r, "Accept-Encoding"), STR("gzip"), NULL) &&
           !str_find(request_header(r, "Accept-Encoding"), STR("gzip;q=0"), NULL);
}

static bool is_compressible(const char *type)
{
    return type != NULL && (strncmp(type, "text/", 5) == 0 || strstr(type, "json") != NULL ||
                            strstr(type, "svg") != NULL);
}

/* The lowest level: pages are made for one reader and read once; level 6 would save a tenth of the bytes for twice the
 * time. A thread keeps its tables (some 64 kB), which cost more to set up than a page to compress. */
static bool gzipped(Arena *a, Str s, Str *ret)
{
    static _Thread_local struct libdeflate_compressor *kept;
    if (kept == NULL && (kept = libdeflate_alloc_compressor(1)) == NULL)
        return false;
    size_t room = libdeflate_gzip_compress_bound(kept, s.n);
    char  *out = arena_raw(a, room);
    *ret = (Str){ out, libdeflate_gzip_compress(kept, s.p, s.n, out, room) };
    return ret->n != 0;
}

/* Weak, because the compressed bytes differ. Two checksums of different making and the length tell versions of a page
 * apart; they are not secret, and nobody gains by making two pages collide. */
static Str etag_of(Arena *a, Str bytes)
{
    return arena_printf(a, "W/\"%zx-%08x%08x\"", bytes.n, libdeflate_crc32(0, bytes.p, bytes.n),
                        libdeflate_adler32(1, bytes.p, bytes.n));
}

static bool has_header(const Answer *a, const char *name)
{
    for (size_t i = 0; i < a->n_headers; i++) {
        if (str_is(a->headers[i].name, name))
            return true;
    }
    return false;
}

/* May a copy be kept, and asked about again by its ETag? Only what an unknown visitor got, of routes that say so. */
static bool is_public(const Request *r)
{
    return r->session == NULL && r->route != NULL && r->route->method == GET && r->status == 200 &&
           (r->route->flags & ROUTE_PUBLIC_CACHE) && !(r->route->flags & ROUTE_SECRET_PATH) &&
           !has_header(r->answer, "Set-Cookie");
}

static void put_cache_headers(Request *r)
{
    Answer *a = r->answer;
    bool    is_shared = is_public(r);
    if (has_header(a, "Cache-Control"))
        return;
    a->is_public = is_shared;
    if (!is_shared) {
        answer_header(a, "Cache-Control", STR("private, no-store"));
        return;
    }
    Str etag = etag_of(r->ctx.arena, a->bytes);
    answer_header(a, "Cache-Control", STR("no-cache"));
    answer_header(a, "ETag", etag);
    if (str_find(request_header(r, "If-None-Match"), str_skip(etag, 2), NULL)) {
        r->status = 304;
        a->bytes = STR_NONE;
        a->type = NULL;
    }
}

/* Pages with a session are not compressed: their length would tell of the token in them (BREACH). */
static void shrink(Request *r)
{
    Answer *a = r->answer;
    Str     small;
    if (r->session != NULL || a->bytes.n < GZIP_LEAST || has_header(a, "Content-Encoding") ||
        has_header(a, "Set-Cookie") || !is_compressible(a->type) || !accepts_gzip(r) ||
        !gzipped(r->ctx.arena, a->bytes, &small))
        return;
    a->bytes = small;
    a->is_embedded = false;
    answer_header(a, "Content-Encoding", STR("gzip"));
}

static void put_security_headers(Answer *a, bool is_secret)
{
    answer_header(a, "Content-Security-Policy", str_from(CONTENT_POLICY));
    answer_header(a, "X-Content-Type-Options", STR("nosniff"));
    answer_header(a, "X-Frame-Options", STR("DENY"));
    answer_header(a, "Referrer-Policy", is_secret ? STR("no-referrer") : STR("same-origin"));
    answer_header(a, "Permissions-Policy", STR("camera=(), microphone=(self), geolocation=(self), payment=(), usb=()"));
    answer_header(a, "Cross-Origin-Opener-Policy", STR("same-origin"));
    answer_header(a, "Cross-Origin-Resource-Policy", STR("same-origin"));
    if (site_is_https())
        answer_header(a, "Strict-Transport-Security", STR("max-age=31536000"));
}

void answer_finish(Request *r)
{
    Answer *a = r->answer;
    if (a->notices.n)
        response_cookie(r, "notice", a->notices, 120, true);
    put_cache_headers(r);
    shrink(r);
    if (!has_header(a, "Vary"))
        answer_header(a, "Vary", STR("Cookie, Accept, Accept-Language, Accept-Encoding"));
    put_security_headers(a, r->route != NULL && (r->route->flags & ROUTE_SECRET_PATH));
    a->status = r->status;
}

void answer_plain(const Wire *w, Arena *a, Err e, Answer *ret_answer)
{
    Lang lang = lang_pick(wire_header(w, "Accept-Language"), wire_cookie(w, "lang"));
    Str  text = i18n_text(lang, err_key(e));
    Buf  b = buf_new(a, 512, 4096);
    *ret_answer = (Answer){ .status = err_http(e), .is_set = true, .pattern = "-", .route = -1 };
    if (str_find(wire_header(w, "Accept"), STR("application/json"), NULL)) {
        buf_printf(&b, "{\"error\":\"%s\",\"message\":", e == ERR_BUSY ? "busy" : "refused");
        buf_json(&b, text);
        buf_cstr(&b, "}\n");
        ret_answer->type = "application/json";
    } else {
        buf_printf(&b, "<!doctype html><html lang=\"%s\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width\"><title>", lang_tag(lang));
        buf_html(&b, text);
        buf_cstr(&b, "</title><h1>");
        buf_html(&b, text);
        buf_cstr(&b, "</h1><p><a href=\"/\">");
        buf_html(&b, i18n_text(lang, "err.way_back"));
        buf_cstr(&b, "</a></p></html>\n");
        ret_answer->type = "text/html; charset=utf-8";
    }
    ret_answer->bytes = buf_text(&b);
    if (e == ERR_BUSY)
        answer_header(ret_answer, "Retry-After", STR("5"));
    answer_header(ret_answer, "Cache-Control", STR("no-store"));
    put_security_headers(ret_answer, false);
}
