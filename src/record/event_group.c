/* event_group: the events of a writing group, in the order in which its bodies appended them. Before COMMIT each log is
 * asked once for its head, and then its events are numbered, hashed and written. What nobody can answer before that, their
 * numbers, no body needs.
 *
 * A body that fails is taken back by cutting the list at its mark. A body that erases finds in the database what was written
 * before this group; for what stands in the list it leaves a line there. Logs go in the order of their codes, so that two
 * servers on one PostgreSQL lock their heads in the same order. */
#include "record/event_inside.h"

#include <stdlib.h>
#include <string.h>

#include "record/event.sql.h"
#include "record/lognode.h"
#include "record/noun.h"
#include "record/rows.h"

typedef struct Line {
    Event      e;      /* its strings lie in the group's arena */
    EventSalt *salts;  /* one for each text */
    bool       erases; /* no event: those before it of e.person, or about e.subject, have lost their texts */
    bool       is_erased;
    size_t     nth;    /* in the order of appending */
} Line;

/* Of one log: where its lines begin in the sorted list, and its head before them. */
typedef struct Run {
    Line          *line;
    size_t         n;
    i64            size;
    Str            frontier;
    struct Events *group;
} Run;

typedef struct Events {
    Arena *a;
    Line  *v;
    size_t n, room;
    Line  *sorted;
    Run   *runs;
    size_t n_runs, asked; /* asked: how many lines they are of */
} Events;

static void *events_open(Store *s)
{
    Events *g = calloc(1, sizeof *g);
    BUG_ON(g == NULL);
    g->a = arena_open();
    return g;
}

static void events_close(void *group)
{
    Events *g = group;
    arena_close(g->a);
    free(g);
}

static size_t events_mark(void *group)
{
    return ((Events *)group)->n;
}

static void events_undo(void *group, size_t mark)
{
    ((Events *)group)->n = mark;
}

static void events_clear(void *group)
{
    Events *g = group;
    Arena  *a = g->a;
    arena_reset(a);
    *g = (Events){ .a = a };
}

/* ---- gathering ---- */

static Line *line_new(Db *w)
{
    Events *g = db_group(w, &event_hooks);
    if (g->n == g->room) {
        size_t room = g->room ? 2 * g->room : 16;
        g->v = arena_grow(g->a, g->v, g->room * sizeof *g->v, room * sizeof *g->v);
        g->room = room;
    }
    Line *l = &g->v[g->n];
    *l = (Line){ .nth = g->n++ };
    return l;
}

static EventText *texts_copy(Arena *a, const EventText *texts, size_t n)
{
    EventText *copy = NEW_N(a, EventText, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = (EventText){ .name = str_copy(a, texts[i].name), .text = str_copy(a, texts[i].text), .is_kept = texts[i].is_kept };
    return copy;
}

void event_gather(Db *w, const Event *e, const EventSalt *salts)
{
    Arena *a = ((Events *)db_group(w, &event_hooks))->a;
    Line  *l = line_new(w);
    l->e = *e;
    l->e.log = str_copy(a, e->log);
    l->e.county = str_copy(a, e->county);
    l->e.kind = str_copy(a, e->kind);
    l->e.parts = str_copy(a, e->parts);
    l->e.texts = texts_copy(a, e->texts, e->n_texts);
    l->salts = NEW_N(a, EventSalt, e->n_texts);
    if (e->n_texts > 0)
        memcpy(l->salts, salts, e->n_texts * sizeof *salts);
}

void event_gather_erasing(Db *w, Code county, i64 person, i64 subject)
{
    Arena *a = ((Events *)db_group(w, &event_hooks))->a;
    Line  *l = line_new(w);
    l->erases = true;
    l->e = (Event){ .county = str_copy(a, county), .person = person, .subject = subject };
}

/* ---- asking for the heads ---- */

static bool is_erased_by(const Line *eraser, const Event *e)
{
    bool is_theirs = eraser->e.person != 0 ? e->person == eraser->e.person : e->subject == eraser->e.subject;
    return is_theirs && str_eq(e->county, eraser->e.county);
}

static void erase_before(Events *g, const Line *eraser)
{
    for (size_t i = 0; i < eraser->nth; i++)
        if (is_erased_by(eraser, &g->v[i].e))
            g->v[i].is_erased = true;
}

static int line_order(const void *a, const void *b)
{
    const Line *x = a, *y = b;
    int         by = str_cmp(x->e.log, y->e.log);
    return by ? by : (x->nth > y->nth) - (x->nth < y->nth);
}

static void lines_sort(Events *g)
{
    size_t n = 0;
    g->sorted = NEW_N(g->a, Line, g->n);
    for (size_t i = 0; i < g->n; i++)
        if (g->v[i].erases)
            erase_before(g, &g->v[i]);
    for (size_t i = 0; i < g->n; i++)
        if (!g->v[i].erases)
            g->sorted[n++] = g->v[i];
    if (n > 0)
        qsort(g->sorted, n, sizeof *g->sorted, line_order);
    g->runs = NEW_N(g->a, Run, n);
    g->n_runs = 0;
    g->asked = g->n;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !str_eq(g->sorted[i - 1].e.log, g->sorted[i].e.log))
            g->runs[g->n_runs++] = (Run){ .line = &g->sorted[i], .group = g };
        g->runs[g->n_runs - 1].n++;
    }
}

static Err run_head(void *arg, Row row)
{
    Run *r = arg;
    r->size = row_int(row, C_EVENT_BUMP_SIZE) - (i64)r->n;
    r->frontier = str_copy(r->group->a, row_bytes(row, C_EVENT_BUMP_FRONTIER));
    return OK;
}

static Err events_ask(Db *w, void *group)
{
    Events *g = group;
    lines_sort(g);
    for (size_t i = 0; i < g->n_runs; i++) {
        const Event *e = &g->runs[i].line->e;
        TRY(db_ask(w, Q_EVENT_BUMP, ARGS(e->county, e->log, BYTES(STR("")), (i64)g->runs[i].n), run_head, &g->runs[i]));
    }
    return OK;
}

/* ---- writing ---- */

enum { EVENT_COLUMNS = COLUMNS_OF(event_add), TEXT_COLUMNS = COLUMNS_OF(event_text_add) };

static const RowsPut event_rows = { Q_EVENT_ADD, Q_EVENT_ADD_FOUR };
static const RowsPut text_rows = { Q_EVENT_TEXT_ADD, Q_EVENT_TEXT_ADD_EIGHT };

/* Values of rows, filled one after the other. */
typedef struct Filling {
    Value *event, *text;
    size_t events, texts;
} Filling;

static EventWeight event_weight(Str kind)
{
    const EventKind *k = noun_event(kind);
    return k == NULL ? EVENT_STEP : k->is_many ? EVENT_OF_MANY : k->is_answer ? EVENT_ANSWER : EVENT_STEP;
}

static void event_fill(Filling *f, const Event *e)
{
    FILL(event_add, f->event + f->events++ * EVENT_COLUMNS, .county = ARG(e->county), .log = ARG(e->log), .seq = ARG(e->seq),
         .id = ARG(e->id), .kind = ARG(e->kind), .subject = ARG(e->subject), .account = ARG(e->account),
         .person = ARG(e->person), .channel = ARG(e->channel), .at = ARG(e->at), .happened_at = ARG(e->happened_at),
         .parts = ARG(e->parts), .leaf = HASH(e->leaf), .weight = ARG(event_weight(e->kind)));
}

static void texts_fill(Filling *f, const Line *l)
{
    const Event *e = &l->e;
    for (size_t i = 0; i < e->n_texts; i++) {
        const EventSalt *s = &l->salts[i];
        const Str        salt = { (const char *)s->salt, sizeof s->salt };
        const bool is_gone = l->is_erased && !e->texts[i].is_kept;
        FILL(event_text_add, f->text + f->texts++ * TEXT_COLUMNS, .county = ARG(e->county), .log = ARG(e->log),
             .seq = ARG(e->seq), .name = ARG(e->texts[i].name), .text = is_gone ? NONE : ARG(e->texts[i].text),
             .salt = is_gone ? NONE : BYTES(salt), .commitment = HASH(s->commitment), .kept = ARG(e->texts[i].is_kept));
    }
}

Str event_leaf(Arena *a, const Event *e)
{
    Ref subject = { .county = e->county, .id = e->subject };
    Str id = id_text(a, e->id), about = ref_name(a, subject), account = id_text(a, e->account),
        person = id_text(a, e->person);
    Str line = arena_printf(a, "yc1 %.*s %lld %.*s %.*s %.*s %.*s %.*s %d %lld %lld", STR_ARG(e->log),
                            (long long)e->seq, STR_ARG(id), STR_ARG(e->kind), STR_ARG(about), STR_ARG(account),
                            STR_ARG(person), e->channel, (long long)e->at, (long long)e->happened_at);
    Str both[] = { line, e->parts };
    return e->parts.n ? str_join(a, both, 2, STR(" ")) : line;
}

/* Numbers and hashes the events of a log; its nodes and its head are written, the events' own rows filled in. */
static Err run_write(Db *w, const Run *r, Filling *f)
{
    MerkleFrontier frontier;
    const Event   *first = &r->line->e;
    if (!merkle_frontier_from(r->size, r->frontier, &frontier))
        return fail(db_ctx(w), ERR_DB, NULL, "head of log %.*s does not fit its size %lld", STR_ARG(first->log), (long long)r->size);
    for (size_t i = 0; i < r->n; i++) {
        Hash   kept[MERKLE_KEPT];
        Event *e = &r->line[i].e;
        e->seq = frontier.size + 1;
        e->leaf = merkle_leaf(event_leaf(db_ctx(w)->arena, e));
        int n_kept = merkle_append(&frontier, e->leaf, kept);
        TRY(lognode_add(w, e->county, e->log, e->seq, kept, n_kept));
        event_fill(f, e);
        texts_fill(f, &r->line[i]);
    }
    Hash root = merkle_root(&frontier);
    return db_exec(w, QUERY(event_head, .county = ARG(first->county), .log = ARG(first->log),
                            .frontier = BYTES(merkle_frontier_bytes(&frontier)), .root = HASH(root),
                            .at = ARG(r->line[r->n - 1].e.at)));
}

static Err events_flush(Db *w, void *group)
{
    Events *g = group;
    Filling f = { 0 };
    size_t  texts = 0;
    BUG_ON(g->asked != g->n); /* write.c has us ask when the last body is through */
    for (size_t i = 0; i < g->n; i++)
        texts += g->v[i].e.n_texts;
    f.event = NEW_N(g->a, Value, g->n * EVENT_COLUMNS);
    f.text = NEW_N(g->a, Value, texts * TEXT_COLUMNS);
    for (size_t i = 0; i < g->n_runs; i++)
        TRY(run_write(w, &g->runs[i], &f));
    TRY(rows_put(w, &event_rows, f.event, f.events));
    TRY(rows_put(w, &text_rows, f.text, f.texts));
    events_clear(g);
    return OK;
}

const GroupHooks event_hooks = { .open = events_open, .close = events_close, .mark = events_mark, .undo = events_undo,
                                 .ask = events_ask,   .flush = events_flush, .clear = events_clear };
