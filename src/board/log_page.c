/* log_page: the Merkle logs for everyone to see and to check. GET /log/:log (its signed head, its newest entries),
 * /log/:log/head, /log/:log/growth. What proves the steps of one matter is matter/proof_page.c's. */
#include "board/log_page.h"

#include "matter/loghead_view.h"
#include "board/log.sql.h"
#include "place/place.h"
#include "record/loghead.h"
#include "web/i18n.h"
#include "web/piece.h"

/* ---- /log/:log ---- */

static const Out entry_out[] = { { "seq", OUT_INT, NULL },  { "id", OUT_TEXT, NULL },      { "kind", OUT_TEXT, NULL },
                                 { "at", OUT_TIME, NULL },  { "subject", OUT_TEXT, NULL }, OUT_END };
static const Out log_out[] = {
    { "log", OUT_TEXT, NULL },       { "name", OUT_TEXT, NULL },      { "path", OUT_TEXT, NULL },
    { "place_href", OUT_TEXT, NULL }, LOGHEAD_OUT,                 { "entries", OUT_LIST, entry_out },
    LIST_OUT,                        OUT_END
};

typedef struct AfterForm {
    Str after;
} AfterForm;
static const FormField after_fields[] = { AT(AfterForm, after, LIST_AFTER, OPTIONAL) };
static const Form      after_form = FORM_OF(AfterForm, after_fields);

static Err put_entries(Request *r, Code log)
{
    enum { A_PAGE = 30 };
    static const char ENTRIES[] = "log";
    const AfterForm  *f = r->form;
    Arena            *a = r->ctx.arena;
    Cursor            at, next = { 0 };
    Rows              rows;
    TRY(list_after(r, ENTRIES, f->after, &at));
    TRY(db_many(db_read(&r->ctx), Q_LOG_RECENT, ARGS(code_county(log), log, cursor_before(&at), A_PAGE + 1), &rows));
    if (rows.n > A_PAGE)
        next = CURSOR(row_int(rows.row[A_PAGE - 1], C_LOG_RECENT_SEQ));
    list_next(r, arena_printf(a, "/log/%.*s", STR_ARG(log)), ENTRIES, &next);
    View *list = put_list(a, r->data, "entries");
    for (size_t i = 0; i < rows.n && i < A_PAGE; i++) {
        Row   row = rows.row[i];
        View *m = add_map(a, list);
        put_int(a, m, "seq", row_int(row, C_LOG_RECENT_SEQ));
        put_text(a, m, "id", id_text(a, row_int(row, C_LOG_RECENT_ID)));
        Str   kind = row_text(row, C_LOG_RECENT_KIND);
        const EventKind *event = noun_event(kind);
        Ref   about = { .county = code_county(log), .id = row_int(row, C_LOG_RECENT_SUBJECT) };
        put_text(a, m, "kind", kind);
        put_time(a, m, "at", row_int(row, C_LOG_RECENT_AT));
        put_text(a, m, "subject", event != NULL && event->is_open ? ref_name(a, about) : STR_NONE);
    }
    return OK;
}

static Err log_page(Request *r)
{
    Arena  *a = r->ctx.arena;
    Code    log = r->ref.place;
    LogHead head;
    Place   place;
    TRY(place_get(&r->ctx, log, &place));
    TRY(loghead_read(&r->ctx, log, &head));
    put_text(a, r->data, "log", log);
    put_text(a, r->data, "name", place.name);
    put_text(a, r->data, "path", place.path);
    put_text(a, r->data, "place_href", arena_printf(a, "/place/%.*s", STR_ARG(log)));
    loghead_put(a, r->data, &head);
    return put_entries(r, log);
}

/* The one line that is signed and printed, for a script to fetch; with .json, with its signature. */
static Err head_answer(Request *r)
{
    LogHead head;
    TRY(loghead_read(&r->ctx, r->ref.place, &head));
    if (!r->wants_json) {
        Str line = loghead_line(r->ctx.arena, &head);
        return answer_bytes(r, "text/plain; charset=utf-8", arena_printf(r->ctx.arena, "%.*s\n", STR_ARG(line)), STR_NONE);
    }
    Buf   b = buf_new(r->ctx.arena, 1024, 8192);
    View *m = view_map(r->ctx.arena);
    put_text(r->ctx.arena, m, "log", head.log);
    loghead_put(r->ctx.arena, m, &head);
    view_json(&b, m);
    return answer_bytes(r, "application/json", buf_text(&b), STR_NONE);
}

/* ---- /log/:log/growth?from=&to= ---- */

static const Field GROWTH_FROM = { "from", FIELD_INT, 1, INT64_C(1) << 62, NULL, "log.from" };
static const Field GROWTH_TO = { "to", FIELD_INT, 0, INT64_C(1) << 62, NULL, "log.to" };

typedef struct GrowthForm {
    i64 from, to; /* to 0: as it is now */
} GrowthForm;
static const FormField growth_fields[] = { AT(GrowthForm, from, GROWTH_FROM, REQUIRED), AT(GrowthForm, to, GROWTH_TO, OPTIONAL) };
static const Form      growth_form = FORM_OF(GrowthForm, growth_fields);

static Err growth_answer(Request *r)
{
    const GrowthForm *f = r->form;
    Str               json;
    TRY(loghead_prove_growth(&r->ctx, r->ref.place, f->from, f->to, &json));
    return answer_bytes(r, "application/json", json,
                        arena_printf(r->ctx.arena, "growth-%.*s-%lld.json", STR_ARG(r->ref.place), (long long)f->from));
}

/* ---- the room ---- */

/* A log is named by its place: a village, or what is above one. */
static Err log_load(Ctx *c, Str text, Ref *ret_ref)
{
    Place place;
    if (!code_is_valid(text) || code_level(text) > LEVEL_VILLAGE)
        return fail(c, ERR_MISSING, NULL, "no log has that name");
    TRY(place_get(c, text, &place));
    *ret_ref = (Ref){ .county = code_county(place.code), .place = place.code };
    return OK;
}

static const Loader log_loaders[] = { { "log", log_load }, { NULL, NULL } };

static const Route log_routes[] = {
    { GET, LIGHT, "/log/:log", log_page, "log", VERB_PUBLIC, &after_form, NO_LIMIT, log_out, ROUTE_PUBLIC_CACHE, NULL,
      "Signed head and entries of a place's log, the newest first" },
    { GET, LIGHT, "/log/:log/head", head_answer, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_OWN_ANSWER, NULL,
      "The signed head as one line of text; with .json, with its signature" },
    { GET, DEAR, "/log/:log/growth", growth_answer, NULL, VERB_PUBLIC, &growth_form, PER_ACTOR(60, HOUR), NULL, ROUTE_OWN_ANSWER, NULL,
      "Proof that the log of size `from` is the beginning of the log of size `to`" },
    ROUTE_END
};

static const Room        log_room = { "log", log_routes, log_loaders };
static const Room *const rooms[] = { &log_room, NULL };

const Noun log_noun = { .name = "log", .rooms = rooms };
