/* log_page: the Merkle logs for everyone to see and to check. GET /log/:log (its signed head, its newest entries),
 * /log/:log/head, /log/:log/growth, and /need/:need/proof, which proves each step of a matter.
 *
 * What is public is that something was entered, and when. The line itself names the account and the person who acted, and
 * the same number beside an open name elsewhere would tell who hid theirs. So a line is shown to whom it belongs, to
 * those who organise the place, and to all where an official acted in office; everyone else gets its hash, which proves
 * as much and tells nothing. */
#include "board/log_page.h"

#include "place/place.h"
#include "plan/need/need.h"
#include "record/loghead.h"
#include "web/i18n.h"

/* ---- /log/:log ---- */

static const Out entry_out[] = { { "seq", OUT_INT, NULL },  { "id", OUT_TEXT, NULL },      { "kind", OUT_TEXT, NULL },
                                 { "at", OUT_TIME, NULL },  { "subject", OUT_TEXT, NULL }, OUT_END };
static const Out log_out[] = {
    { "log", OUT_TEXT, NULL },       { "name", OUT_TEXT, NULL },      { "path", OUT_TEXT, NULL },
    { "place_href", OUT_TEXT, NULL }, { "head", OUT_TEXT, NULL },     { "size", OUT_INT, NULL },
    { "root", OUT_TEXT, NULL },      { "at", OUT_TIME, NULL },        { "signature", OUT_TEXT, NULL },
    { "public_key", OUT_TEXT, NULL }, { "entries", OUT_LIST, entry_out }, OUT_END
};

static void put_head(Arena *a, View *data, const LogHead *h)
{
    put_text(a, data, "head", loghead_line(a, h));
    put_int(a, data, "size", h->size);
    put_text(a, data, "root", hash_hex(a, &h->root));
    put_time(a, data, "at", h->at);
    put_text(a, data, "signature", bytes_hex(a, h->signature));
    put_text(a, data, "public_key", loghead_public_key(a));
}

static Err put_entries(Request *r, Code log)
{
    Arena *a = r->ctx.arena;
    Rows   rows;
    TRY(db_many(db_read(&r->ctx), Q_LOG_RECENT, ARGS(code_county(log), log), &rows));
    View *list = put_list(a, r->data, "entries");
    for (size_t i = 0; i < rows.n; i++) {
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
    put_head(a, r->data, &head);
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
    put_head(r->ctx.arena, m, &head);
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

/* ---- /need/:need/proof ---- */

static const Out step_out[] = { { "seq", OUT_INT, NULL },  { "kind", OUT_TEXT, NULL }, { "text", OUT_TEXT, NULL },
                                { "at", OUT_TIME, NULL },  { "line", OUT_TEXT, NULL }, { "leaf_hash", OUT_TEXT, NULL },
                                OUT_END };
static const Out proof_out[] = {
    { "need", OUT_NAME, NULL },      { "title", OUT_TEXT, NULL },      { "href", OUT_TEXT, NULL },
    { "file_href", OUT_TEXT, NULL }, { "log", OUT_TEXT, NULL },        { "log_href", OUT_TEXT, NULL },
    { "head", OUT_TEXT, NULL },      { "size", OUT_INT, NULL },        { "root", OUT_TEXT, NULL },
    { "at", OUT_TIME, NULL },        { "signature", OUT_TEXT, NULL },  { "public_key", OUT_TEXT, NULL },
    { "steps", OUT_LIST, step_out }, { "hidden", OUT_INT, NULL },      OUT_END
};

/* A step of the matter, and whether its line may be shown to who asks. */
typedef struct ProofStep {
    const Event *event;
    bool         is_open;
} ProofStep;

typedef struct ProofSteps {
    Need       need;
    Code       log;
    ProofStep *v;
    size_t     n;
} ProofSteps;

static bool is_of_office(const NeedSteps *steps, const Event *e)
{
    if (e->person != 0)
        return false; /* for a resident, whoever typed it in */
    if (e->account == 0)
        return true; /* the clock */
    for (size_t i = 0; i < steps->n; i++)
        if (steps->v[i].seq == e->seq && str_eq(steps->v[i].log, e->log))
            return !str_is_empty(steps->v[i].title);
    return false;
}

static bool is_own(const Actor *actor, const Event *e)
{
    return actor->account != 0 && (actor->account == e->account || (actor->person != 0 && actor->person == e->person));
}

/* The matter's events in its own log. need_get() answers ERR_MISSING to whom the matter itself is not shown. */
static Err steps_read(Request *r, ProofSteps *ret)
{
    Ctx         *c = &r->ctx;
    const Event *events;
    size_t       n;
    NeedSteps    steps;
    *ret = (ProofSteps){ .log = code_log(r->ref.place) };
    TRY(need_get(c, r->ref, &ret->need));
    TRY(event_timeline(c, r->ref, &events, &n));
    TRY(need_timeline(c, r->ref, &steps));
    bool organises = access_may(c->actor, VERB_QUEUE, r->ref.place);
    ret->v = NEW_N(c->arena, ProofStep, n + 1);
    for (size_t i = 0; i < n; i++)
        if (str_eq(events[i].log, ret->log))
            ret->v[ret->n++] = (ProofStep){ &events[i], organises || is_own(c->actor, &events[i]) ||
                                                            is_of_office(&steps, &events[i]) };
    return OK;
}

/* `"leaf":"yc1 .."` out of a proof, `"leaf_hash":".."` in. The line is the only text of ours that begins so. */
static void put_proof(Buf *b, Str json, const ProofStep *step)
{
    Str    begin = STR("\"leaf\":\"");
    size_t at = 0, end = 0;
    if (step->is_open || !str_find(json, begin, &at)) {
        buf_str(b, json);
        return;
    }
    bool is_found = str_find(str_skip(json, at + begin.n), STR("\""), &end);
    BUG_ON(!is_found); /* loghead.c wrote it, and closes what it opens */
    buf_str(b, str_cut(json, at));
    buf_cstr(b, "\"leaf_hash\":\"");
    buf_hex(b, step->event->leaf.b, sizeof step->event->leaf.b);
    buf_str(b, str_skip(json, at + begin.n + end));
}

/* All proofs in one file, under one head, as tests/verifier and `yuanchang log verify` read them. */
static Err proof_file(Request *r, const ProofSteps *steps)
{
    Arena *a = r->ctx.arena;
    Str    name = ref_name(a, steps->need.ref);
    Buf    b = buf_new(a, 8192, 4 << 20);
    LogProver *prover;
    TRY(loghead_prover(&r->ctx, steps->log, 0, &prover));
    buf_printf(&b, "{\"need\":\"%.*s\",\"head\":", STR_ARG(name));
    buf_json(&b, loghead_line(a, loghead_of_prover(prover)));
    buf_cstr(&b, ",\"proofs\":[");
    for (size_t i = 0; i < steps->n; i++) {
        Str json;
        TRY(loghead_prove(prover, steps->v[i].event->seq, &json));
        buf_cstr(&b, i ? ",\n" : "\n");
        put_proof(&b, json, &steps->v[i]);
    }
    buf_cstr(&b, "\n]}\n");
    if (buf_is_over(&b))
        return fail(&r->ctx, ERR_TOO_LARGE, NULL, "proof of %.*s", STR_ARG(name));
    return answer_bytes(r, "application/json", buf_text(&b), arena_printf(a, "proof-%.*s.json", STR_ARG(name)));
}

static void put_steps(Request *r, const ProofSteps *steps)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "steps");
    i64    hidden = 0;
    for (size_t i = 0; i < steps->n; i++) {
        const Event *e = steps->v[i].event;
        Str          verb = e->kind, noun;
        View        *m = add_map(a, list);
        str_next(&verb, '.', &noun);
        put_int(a, m, "seq", e->seq);
        put_text(a, m, "kind", e->kind);
        put_text(a, m, "text", i18n_word(r->ctx.lang, "need.step.", str_cstr(a, verb)));
        put_time(a, m, "at", e->at);
        put_text(a, m, "line", steps->v[i].is_open ? event_leaf(a, e) : STR_NONE);
        put_text(a, m, "leaf_hash", hash_hex(a, &e->leaf));
        hidden += !steps->v[i].is_open;
    }
    put_int(a, r->data, "hidden", hidden);
}

static Err proof_page(Request *r)
{
    Arena     *a = r->ctx.arena;
    ProofSteps steps;
    LogHead    head;
    TRY(steps_read(r, &steps));
    if (r->wants_json)
        return proof_file(r, &steps);
    Str name = ref_name(a, steps.need.ref);
    TRY(loghead_read(&r->ctx, steps.log, &head));
    put_name(a, r->data, "need", steps.need.ref);
    put_text(a, r->data, "title", steps.need.title);
    put_text(a, r->data, "href", arena_printf(a, "/need/%.*s", STR_ARG(name)));
    put_text(a, r->data, "file_href", arena_printf(a, "/need/%.*s/proof.json", STR_ARG(name)));
    put_text(a, r->data, "log", steps.log);
    put_text(a, r->data, "log_href", arena_printf(a, "/log/%.*s", STR_ARG(steps.log)));
    put_head(a, r->data, &head);
    put_steps(r, &steps);
    return OK;
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
    { GET, LIGHT, "/log/:log", log_page, "log", VERB_PUBLIC, NULL, NO_LIMIT, log_out, ROUTE_PUBLIC_CACHE, NULL,
      "Signed head and newest entries of a place's log" },
    { GET, LIGHT, "/log/:log/head", head_answer, NULL, VERB_PUBLIC, NULL, NO_LIMIT, NULL, ROUTE_OWN_ANSWER, NULL,
      "The signed head as one line of text; with .json, with its signature" },
    { GET, DEAR, "/log/:log/growth", growth_answer, NULL, VERB_PUBLIC, &growth_form, PER_ACTOR(60, HOUR), NULL, ROUTE_OWN_ANSWER, NULL,
      "Proof that the log of size `from` is the beginning of the log of size `to`" },
    { GET, DEAR, "/need/:need/proof", proof_page, "proof", VERB_PUBLIC, NULL, PER_ACTOR(60, HOUR), proof_out, 0, NULL,
      "What proves that each step of a matter stands in the log; with .json, the proofs themselves" },
    ROUTE_END
};

static const Room        log_room = { "log", log_routes, log_loaders };
static const Room *const rooms[] = { &log_room, NULL };

const Noun log_noun = { .name = "log", .rooms = rooms };
