/* proof_page (凭据): what proves that each step of a matter stands in the log.
 *
 * What is public is that something was entered, and when. The line itself names the account and the person who acted, and
 * the same number beside an open name elsewhere would tell who hid theirs. So a line is shown to whom it belongs, to
 * those who organise the place, and to all where an official acted in office; everyone else gets its hash, which proves
 * as much and tells nothing.
 *
 * With a line that is shown stand the words that the matter's own page shows of it, and their salts: the line holds what they are committed
 * to by, and so they can be asked whether they are still those.
 *
 * A paper on a wall has the head of the day it was printed. ?size= is the number that stands on it: the proofs are then under that
 * head, of what the log had by then. */
#include "matter/loghead_view.h"
#include "matter/story.h"
#include "matter/story_view.h"
#include "record/loghead.h"
#include "record/noun.h"
#include "web/i18n.h"

static const Out step_out[] = { { "seq", OUT_INT },   { "kind", OUT_TEXT },      { "text", OUT_TEXT },    { "at", OUT_TIME },
                                { "line", OUT_TEXT }, { "leaf_hash", OUT_TEXT }, { "left_out", OUT_INT }, OUT_END };
const Out proof_out[] = {
    { "record", OUT_NAME },    { "noun", OUT_TEXT }, { "title", OUT_TEXT },           { "href", OUT_TEXT },
    { "file_href", OUT_TEXT }, { "log", OUT_TEXT },  { "log_href", OUT_TEXT },        LOGHEAD_OUT,
    { "steps", OUT_LIST, step_out },                 { "hidden", OUT_INT },           { "elsewhere", OUT_INT },
    { "later", OUT_INT },      { "asked", OUT_TEXT }, OUT_END
};

typedef struct ProofForm {
    i64 size; /* of the head that was printed; 0: the newest */
} ProofForm;
static const Field     PROOF_SIZE = { "size", FIELD_INT, 1, 999999999999, NULL, "proof.size" };
static const FormField proof_fields[] = { AT(ProofForm, size, PROOF_SIZE, OPTIONAL) };
const Form             proof_form = { sizeof(ProofForm), proof_fields, COUNTOF(proof_fields), 0, "proof" };

/* A step of the matter, and whether its line may be shown to who asks. */
typedef struct ProofStep {
    const Event *event;
    bool         is_open;
} ProofStep;

typedef struct Proof {
    const Noun *noun;
    Ref         ref;
    Str         title;
    Code        log;       /* that its newest step stands in */
    ProofStep  *v;
    size_t      n;
    i64         elsewhere; /* steps in the log of a place that it belonged to before */
    i64         later;     /* steps behind the head that is asked for */
    i64         asked;     /* its size; 0: the newest */
    LogProver  *prover;
} Proof;

static bool is_own(const Actor *actor, const Event *e)
{
    return actor->account != 0 && (actor->account == e->account || (actor->person != 0 && actor->person == e->person));
}

/* Which of its steps stand below the size that is asked for; one that was never printed, or before the first of them, is said to be
 * wrong where it was typed. */
static Err head_choose(Request *r, Proof *p)
{
    const ProofForm *f = r->form;
    Ctx             *c = &r->ctx;
    LogHead          newest;
    p->asked = f->size;
    TRY(loghead_read(c, p->log, &newest));
    if (p->asked > newest.size)
        return fail_at(c, "size", "proof.size.beyond", arena_printf(c->arena, "%lld", (long long)newest.size), STR_NONE);
    if (p->asked != 0 && p->asked < p->v[0].event->seq)
        return fail_at(c, "size", "proof.size.before", arena_printf(c->arena, "%lld", (long long)p->v[0].event->seq), STR_NONE);
    while (p->asked != 0 && p->v[p->n - 1].event->seq > p->asked) {
        p->n--;
        p->later++;
    }
    return loghead_prover(c, p->log, p->asked, &p->prover);
}

static Err proof_read(Request *r, Proof *ret)
{
    Ctx         *c = &r->ctx;
    const Event *e;
    size_t       n;
    *ret = (Proof){ .noun = noun_of_route(r), .ref = r->ref };
    BUG_ON(ret->noun->title == NULL); /* the route is made by PROOF_ROUTE(), in that noun's own table */
    TRY(matter_visible(c, str_from(ret->noun->name), r->ref));
    TRY(ret->noun->title(c, ret->noun, &ret->ref, &ret->title));
    TRY(event_timeline(c, r->ref, &e, &n));
    if (n == 0)
        return fail(c, ERR_MISSING, NULL, "nothing was ever logged of it");
    ret->log = e[n - 1].log;
    ret->v = NEW_N(c->arena, ProofStep, n);
    bool organises = access_may(c->actor, VERB_QUEUE, ret->ref.place);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(e[i].log, ret->log))
            ret->v[ret->n++] = (ProofStep){ &e[i], organises || is_own(c->actor, &e[i]) || event_is_of_office(&e[i]) };
        else
            ret->elsewhere++;
    }
    return head_choose(r, ret);
}

/* `"leaf":"yc1 .."` out of a proof, `"leaf_hash":".."` in. The line is the only text of ours that begins so. */
static void line_put(Buf *b, Str json, const ProofStep *step)
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

static void text_put(Buf *b, const EventSalts *salts, const Event *e, Str name, bool *is_any)
{
    Str salt = event_salt(salts, e, name), text = event_part_text(e, str_cstr(b->a, name));
    if (salt.n == 0)
        return;
    buf_cstr(b, *is_any ? ",{\"name\":" : "{\"name\":");
    buf_json(b, name);
    buf_cstr(b, ",\"salt\":\"");
    buf_hex(b, (const u8 *)salt.p, salt.n);
    buf_cstr(b, "\",\"text\":");
    buf_json(b, text);
    buf_char(b, '}');
    *is_any = true;
}

static void texts_put(Buf *b, const EventSalts *salts, const ProofStep *step)
{
    const EventKind *k = noun_event(step->event->kind);
    bool             is_any = false;
    if (!step->is_open || k == NULL)
        return;
    buf_cstr(b, ",\"texts\":[");
    text_put(b, salts, step->event, str_from(k->words ? k->words : "text"), &is_any);
    if (!k->words || strcmp(k->words, "title") != 0)
        text_put(b, salts, step->event, STR("title"), &is_any);
    buf_char(b, ']');
}

static void proof_put(Buf *b, Str json, const ProofStep *step, const EventSalts *salts)
{
    line_put(b, str_cut(json, json.n - 1), step); /* it ends in } */
    texts_put(b, salts, step);
    buf_char(b, '}');
}

/* All proofs in one file, under one head, as tests/verifier and `yuanchang log verify` read them. */
static Err proof_file(Request *r, const Proof *p)
{
    Arena     *a = r->ctx.arena;
    Str        name = ref_name(a, p->ref);
    Buf        b = buf_new(a, 8192, 4 << 20);
    EventSalts salts;
    TRY(event_salts(&r->ctx, p->ref, p->v[0].event, p->v[p->n - 1].event, &salts));
    buf_printf(&b, "{\"%s\":\"%.*s\",\"head\":", p->noun->name, STR_ARG(name));
    buf_json(&b, loghead_line(a, loghead_of_prover(p->prover)));
    buf_cstr(&b, ",\"proofs\":[");
    for (size_t i = 0; i < p->n; i++) {
        Str json;
        TRY(loghead_prove(p->prover, p->v[i].event->seq, &json));
        buf_cstr(&b, i ? ",\n" : "\n");
        proof_put(&b, json, &p->v[i], &salts);
    }
    buf_cstr(&b, "\n]}\n");
    if (buf_is_over(&b))
        return fail(&r->ctx, ERR_TOO_LARGE, NULL, "proof of %.*s", STR_ARG(name));
    return answer_bytes(r, "application/json", buf_text(&b), arena_printf(a, "proof-%.*s.json", STR_ARG(name)));
}

static void proof_steps_put(Request *r, const Proof *p)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "steps");
    i64    hidden = 0;
    for (size_t i = 0; i < p->n; i++) {
        const Event *e = p->v[i].event;
        View        *m = add_map(a, list);
        put_int(a, m, "seq", e->seq);
        put_text(a, m, "kind", e->kind);
        put_text(a, m, "text", i18n_text(r->ctx.lang, step_key(a, e->kind, "")));
        put_time(a, m, "at", e->at);
        put_text(a, m, "line", p->v[i].is_open ? event_leaf(a, e) : STR_NONE);
        put_text(a, m, "leaf_hash", hash_hex(a, &e->leaf));
        put_int(a, m, "left_out", e->gap);
        hidden += !p->v[i].is_open;
    }
    put_int(a, r->data, "hidden", hidden);
    put_int(a, r->data, "elsewhere", p->elsewhere);
    put_int(a, r->data, "later", p->later);
    put_text(a, r->data, "asked", p->asked == 0 ? STR_NONE : arena_printf(a, "%lld", (long long)p->asked));
}

Err proof_page(Request *r)
{
    Arena *a = r->ctx.arena;
    Proof  p;
    TRY(proof_read(r, &p));
    if (r->wants_json)
        return proof_file(r, &p);
    Str href = matter_href(a, str_from(p.noun->name), p.ref);
    put_name(a, r->data, "record", p.ref);
    put_cstr(a, r->data, "noun", p.noun->name);
    put_text(a, r->data, "title", p.title);
    put_text(a, r->data, "href", href);
    put_text(a, r->data, "file_href", p.asked == 0 ? arena_printf(a, "%.*s/proof.json", STR_ARG(href))
                                                  : arena_printf(a, "%.*s/proof.json?size=%lld", STR_ARG(href), (long long)p.asked));
    put_text(a, r->data, "log", p.log);
    put_text(a, r->data, "log_href", arena_printf(a, "/log/%.*s", STR_ARG(p.log)));
    loghead_put(a, r->data, loghead_of_prover(p.prover));
    proof_steps_put(r, &p);
    return OK;
}
