/* log_page: the Merkle logs for everyone to see and to check. GET /log/:log (its signed head, its newest entries),
 * /log/:log/head, /log/:log/growth. What proves the steps of one matter is matter/proof_page.c's. */
#include "matter/loghead_view.h"
#include "matter/story_view.h"
#include "board/log.sql.h"
#include "place/place.h"
#include "record/loghead.h"
#include "record/noun.h"
#include "web/i18n.h"
#include "web/piece.h"
#include "web/route.h"

/* ---- /log/:log ---- */

static const Out entry_out[] = { { "seq", OUT_INT, NULL },  { "id", OUT_TEXT, NULL },      { "kind", OUT_TEXT, NULL }, { "kind_text", OUT_TEXT, NULL },
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

enum { A_PAGE = 30 };

/* Of the newest lines: whether the reader may know which record each is about. */
typedef struct Entries {
    Code county;
    Rows rows;
    bool is_told[A_PAGE];
} Entries;

/* The noun of a kind of event, "need.raised": NULL where it has none. */
static const Noun *noun_of(Str kind)
{
    Str rest = kind, name;
    return str_next(&rest, '.', &name) ? noun_find(name) : NULL;
}

/* Which of them may be told of; the others stand there for the count and the proof, all alike. */
static Err entry_look(Ctx *c, void *arg, size_t i)
{
    Entries         *e = arg;
    Str              kind = row_text(e->rows.row[i], C_LOG_RECENT_KIND);
    const EventKind *event = noun_event(kind);
    const Noun      *noun = noun_of(kind);
    Ref              about = { e->county, row_int(e->rows.row[i], C_LOG_RECENT_SUBJECT), STR_NONE };
    e->is_told[i] = event != NULL && event->is_open;
    if (!e->is_told[i] || noun == NULL || noun->visible == NULL)
        return OK;
    Err err = noun->visible(c, noun, about, &e->is_told[i]);
    if (err != ERR_MISSING)
        return err;
    e->is_told[i] = true; /* no record of that noun: nothing to be hidden */
    ctx_clear_failure(c);
    return OK;
}

/* In words; what only an older program made by its name. */
static Str kind_text(const Request *r, Str kind)
{
    const char *key = step_key(r->ctx.arena, kind, "");
    return i18n_has(r->ctx.lang, str_from(key)) ? i18n_text(r->ctx.lang, key) : kind;
}

/* A line that is not told of says its number alone, whatever it is: were only complaints without a name and a day, they would be told
 * by that, and the day beside whom one saw at the computer (docs/decisions/0059). Its id would say the time. */
static void entry_put(Request *r, View *m, const Entries *e, size_t i)
{
    Arena *a = r->ctx.arena;
    Row    row = e->rows.row[i];
    bool   is_told = e->is_told[i];
    Str    kind = row_text(row, C_LOG_RECENT_KIND);
    Ref    about = { .county = e->county, .id = row_int(row, C_LOG_RECENT_SUBJECT) };
    put_int(a, m, "seq", row_int(row, C_LOG_RECENT_SEQ));
    put_text(a, m, "id", is_told ? id_text(a, row_int(row, C_LOG_RECENT_ID)) : STR_NONE);
    put_text(a, m, "kind", is_told ? kind : STR_NONE);
    put_text(a, m, "kind_text", is_told ? kind_text(r, kind) : i18n_text(r->ctx.lang, "log.not_public"));
    put_time(a, m, "at", is_told ? row_int(row, C_LOG_RECENT_AT) : 0);
    put_text(a, m, "subject", is_told ? ref_name(a, about) : STR_NONE);
}

static Err put_entries(Request *r, Code log, i64 size)
{
    static const char ENTRIES[] = "log";
    const AfterForm  *f = r->form;
    Arena            *a = r->ctx.arena;
    Cursor            at, next = { 0 };
    Entries          *e = NEW(a, Entries);
    TRY(list_after(r, ENTRIES, f->after, &at));
    e->county = code_county(log);
    TRY(db_many(db_read(&r->ctx), Q_LOG_RECENT, ARGS(e->county, log, cursor_before(&at), A_PAGE + 1), &e->rows));
    if (e->rows.n > A_PAGE)
        next = CURSOR(row_int(e->rows.row[A_PAGE - 1], C_LOG_RECENT_SEQ));
    list_next(r, arena_printf(a, "/log/%.*s", STR_ARG(log)), ENTRIES, &next, (ListCount){ size, false });
    size_t n = e->rows.n < A_PAGE ? e->rows.n : A_PAGE;
    TRY(db_together(&r->ctx, n, entry_look, e));
    View *list = put_list(a, r->data, "entries");
    for (size_t i = 0; i < n; i++)
        entry_put(r, add_map(a, list), e, i);
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
    return put_entries(r, log, head.size);
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
    { .method = GET, .cost = LIGHT, .path = "/log/:log", .handler = log_page, .page = "log", .may = VERB_PUBLIC,
      .form = &after_form, .out = log_out, .flags = ROUTE_PUBLIC_CACHE,
      .what = "Signed head and entries of a place's log, the newest first" },
    { .method = GET, .cost = LIGHT, .path = "/log/:log/head", .handler = head_answer, .may = VERB_PUBLIC,
      .flags = ROUTE_OWN_ANSWER, .what = "The signed head as one line of text; with .json, with its signature" },
    { .method = GET, .cost = DEAR, .path = "/log/:log/growth", .handler = growth_answer, .may = VERB_PUBLIC,
      .form = &growth_form, .limit = PER_ACTOR(60, HOUR), .flags = ROUTE_OWN_ANSWER,
      .what = "Proof that the log of size `from` is the beginning of the log of size `to`" },
    ROUTE_END
};

static const Room        log_room = { "log", log_routes, log_loaders };
const Room *const log_rooms[] = { &log_room, NULL };

const Noun log_noun = { .name = "log" };
