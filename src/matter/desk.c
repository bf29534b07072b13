/* desk: see desk.h. */
#include "matter/desk.h"

/* ---- whose it is ---- */

static Err desk_check(Ctx *c, Code place)
{
    if (noun_has_desk(c->actor, place))
        return OK;
    return fail(c, c->actor->account ? ERR_DENIED : ERR_SIGNED_OUT, NULL, "no office at {%.*s}", STR_ARG(place));
}

/* ---- one order over all nouns ---- */

/* The key of a line: not urgent (0, 1), due, which noun, id. */
typedef struct Source {
    size_t    noun;    /* in the table of nouns */
    DeskLines lines;
    size_t    taken;
} Source;

/* Where a noun goes on that stands before or behind the noun of the last line, which was shown with the same day. */
static Cursor after_for(const Cursor *after, size_t noun)
{
    if (!after->is_set)
        return (Cursor){ 0 };
    i64 of = after->n[2], id = (i64)noun < of ? INT64_MAX : (i64)noun == of ? after->n[3] : 0;
    return CURSOR(1 - (after->n[0] != 0), after->n[1], id);
}

static bool comes_before(const Source *a, const Source *b)
{
    const DeskLine *x = &a->lines.v[a->taken], *y = &b->lines.v[b->taken];
    if (x->is_urgent != y->is_urgent)
        return x->is_urgent;
    return x->due != y->due ? x->due < y->due : a->noun < b->noun;
}

/* The source of the next line; NULL: none has one. */
static Source *next_of(Source *sources, size_t n)
{
    Source *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (sources[i].taken < sources[i].lines.n && (best == NULL || comes_before(&sources[i], best)))
            best = &sources[i];
    return best;
}

typedef struct Asking {
    DeskAsk *of;
    Source  *sources;
} Asking;

static Err source_read(Ctx *c, void *arg, size_t i)
{
    const Asking *k = arg;
    return noun_at(k->sources[i].noun)->desk->lines(c, &k->of[i], &k->sources[i].lines);
}

static Err sources_read(Ctx *c, const DeskAsk *ask, const Noun *what, Source *sources, size_t *n)
{
    Asking k = { .of = NEW_N(c->arena, DeskAsk, noun_count()), .sources = sources };
    for (size_t i = 0; i < noun_count(); i++) {
        const Noun *noun = noun_at(i);
        if ((what != NULL && noun != what) || !noun_desk_is_of(noun->desk, c->actor, ask->place))
            continue;
        k.of[*n] = *ask;
        k.of[*n].after = after_for(&ask->after, i);
        sources[(*n)++] = (Source){ .noun = i };
    }
    return db_together(c, *n, source_read, &k);
}

Err desk_read(Ctx *c, const DeskAsk *ask, const Noun *what, DeskRows *ret_rows)
{
    Source  *sources = NEW_N(c->arena, Source, noun_count()), *s = NULL;
    size_t   n = 0;
    DeskRow *v = NEW_N(c->arena, DeskRow, DESK_PAGE);
    bool     more = false;
    i64      begun = ask->after.is_set ? ask->after.n[4] : c->now;
    TRY(desk_check(c, ask->place));
    TRY(sources_read(c, ask, what, sources, &n));
    *ret_rows = (DeskRows){ .v = v };
    while (ret_rows->n < DESK_PAGE && (s = next_of(sources, n)) != NULL)
        v[ret_rows->n++] = (DeskRow){ noun_at(s->noun), s->lines.v[s->taken++] };
    for (size_t i = 0; i < n; i++)
        more = more || sources[i].taken < sources[i].lines.n || sources[i].lines.more;
    if (!more)
        ret_rows->later = begun > LIST_SETTLES ? begun - LIST_SETTLES : 0;
    for (size_t i = 0; more && i < noun_count(); i++) {
        const DeskRow *last = &v[ret_rows->n - 1];
        if (noun_at(i) == last->noun)
            ret_rows->next = CURSOR(!last->line.is_urgent, last->line.due, (i64)i, last->line.ref.id, begun);
    }
    return OK;
}

typedef struct Counting {
    Code        place;
    DeskCounts *counts;
} Counting;

static Err one_count(Ctx *c, void *arg, size_t i)
{
    const Counting *k = arg;
    return k->counts->noun[i]->desk->count(c, k->place, &k->counts->count[i]);
}

Err desk_count(Ctx *c, Code place, DeskCounts *ret_counts)
{
    *ret_counts = (DeskCounts){ NEW_N(c->arena, const Noun *, noun_count()), NEW_N(c->arena, DeskCount, noun_count()), 0 };
    TRY(desk_check(c, place));
    for (size_t i = 0; i < noun_count(); i++) {
        const Noun *noun = noun_at(i);
        if (!noun_desk_is_of(noun->desk, c->actor, place))
            continue;
        ret_counts->noun[ret_counts->n++] = noun;
    }
    return db_together(c, ret_counts->n, one_count, &(Counting){ place, ret_counts });
}

/* ---- several at once ---- */

const Field DESK_TEXT = { "text", FIELD_TEXT, 0, 1000, NULL, "desk.text" };
const Field DESK_CHOICE = { "choice", FIELD_LINE, 0, 20, NULL, "desk.choice" };
const Field DESK_WHOM = { "whom", FIELD_REF, 0, 0, NULL, "desk.whom" };
const Field DESK_DAY = { "day", FIELD_DATE, 19900101, 21001231, NULL, "desk.day" };

/* The noun's own bounds, told at the field of this form. */
static Err words_check(Ctx *c, const Field *words, Str text)
{
    Field *here = NEW(c->arena, Field);
    *here = *words;
    here->name = DESK_TEXT.name;
    return field_check_given(c, here, text);
}

static Err said_check(Ctx *c, const DeskAct *act, const DeskSaid *said)
{
    if (act->choice != NULL && field_enum(act->choice, said->choice) <= 0)
        return fail_at(c, DESK_CHOICE.name, "err.choose", STR_NONE, STR_NONE);
    if (act->asks_whom && said->day != 0 && said->day < date_of(c->now))
        return fail_at(c, DESK_DAY.name, "desk.day.past", STR_NONE, STR_NONE);
    return act->words != NULL ? words_check(c, act->words, said->words) : OK;
}

Err desk_act(Ctx *c, const DeskAct *act, const Refs *refs, const DeskSaid *said, DeskDone *ret_done)
{
    DeskFailed *failed = NEW_N(c->arena, DeskFailed, refs->n + 1);
    *ret_done = (DeskDone){ .failed = failed };
    TRY(said_check(c, act, said));
    for (size_t i = 0; i < refs->n; i++) {
        Err  e = act->act(c, refs->v[i], said);
        bool is_already = act->is_done_once && e == ERR_CONFLICT;
        ret_done->done += e == OK;
        ret_done->already += is_already;
        if (e != OK && !is_already)
            failed[ret_done->n_failed++] = (DeskFailed){ refs->v[i], e, c->problems };
        if (e != OK)
            ctx_clear_failure(c);
    }
    return OK;
}
