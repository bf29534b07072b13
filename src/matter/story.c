/* story: see story.h. */
#include "matter/story.h"

#include <stdlib.h>

#include "place/place.h"
#include "record/noun.h"

Err matter_visible(Ctx *c, Str noun, Ref ref)
{
    const Noun *n = noun_find(noun);
    bool        may = false;
    if (n != NULL && n->visible != NULL)
        TRY(n->visible(c, n, ref, &may));
    return may ? OK : fail(c, ERR_MISSING, NULL, "a %.*s that is not for this reader", STR_ARG(noun));
}

static Str title_of(const Event *e, const EventKind *k)
{
    return k->is_naming ? STR_NONE : event_part_text(e, "title");
}

bool event_is_of_office(const Event *e)
{
    const EventKind *k = noun_event(e->kind);
    if (e->person != 0 || k == NULL)
        return false; /* for a resident, whoever typed it in */
    return e->account == 0 || !str_is_empty(title_of(e, k));
}

/* ---- steps ---- */

static Err desk_name(Ctx *c, const Event *e, const char *part, Str *ret_name)
{
    i64 code = event_part(e, part);
    *ret_name = STR_NONE;
    return code == 0 ? OK : place_name(c, arena_printf(c->arena, "%lld", (long long)code), ret_name);
}

static Err step_of(Ctx *c, const Linked *chapter, const Event *e, const EventKind *k, StoryStep *s)
{
    *s = (StoryStep){ .at = e->at, .happened_at = e->happened_at, .seq = e->seq, .left_out = e->gap, .noun = chapter->noun, .kind = e->kind, .of = chapter->ref,
                 .text = event_part_text(e, k->words ? k->words : "text"), .title = title_of(e, k),
                 .helper = event_part_text(e, "helper"), .log = e->log, .channel = e->channel,
                 .is_answer = k->is_answer && !str_is_empty(title_of(e, k)) };
    TRY(desk_name(c, e, "desk_from", &s->from_place));
    return desk_name(c, e, "desk_to", &s->to_place);
}

typedef struct Telling {
    StoryStep *v;
    size_t     n;
    bool       is_cut;
} Telling;

typedef struct Chapter {
    Linked       of;
    const Event *e;
    size_t       n;
    bool         is_left_out; /* those before it fill the story */
} Chapter;

static Err chapter_tell(Ctx *c, const Chapter *chapter, Telling *t)
{
    t->is_cut = t->is_cut || chapter->is_left_out;
    for (size_t i = 0; i < chapter->n; i++) {
        const EventKind *k = noun_event(chapter->e[i].kind);
        if (k == NULL)
            continue;
        if (t->n == STORY_MOST) {
            t->is_cut = true;
            return OK;
        }
        TRY(step_of(c, &chapter->of, &chapter->e[i], k, &t->v[t->n++]));
    }
    return OK;
}

/* What one may not see is no failure, but no chapter either. */
static Err chapter_may(Ctx *c, const Linked *chapter, bool *ret_may)
{
    Err e = matter_visible(c, chapter->noun, chapter->ref);
    *ret_may = e == OK;
    if (e == ERR_MISSING) {
        ctx_clear_failure(c);
        return OK;
    }
    return e;
}

static Err chapter_read(Ctx *c, void *arg, size_t i)
{
    Chapter *chapters = arg, *own = &chapters[i];
    bool     may;
    size_t   before = 0;
    for (size_t k = 0; k < i; k++)
        before += chapters[k].n;
    own->is_left_out = before >= STORY_MOST;
    if (own->is_left_out)
        return OK;
    TRY(chapter_may(c, &own->of, &may));
    return may ? event_timeline(c, own->of.ref, &own->e, &own->n) : OK;
}

static int by_time(const void *a, const void *b)
{
    const StoryStep *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->of.id != y->of.id ? (x->of.id < y->of.id ? -1 : 1) : (x->seq > y->seq) - (x->seq < y->seq);
}

Err story_read(Ctx *c, const char *noun, Ref ref, Story *ret_story)
{
    Telling t = { .v = arena_raw(c->arena, STORY_MOST * sizeof(StoryStep)) }; /* most stories need few of them */
    Links   chapters;
    *ret_story = (Story){ 0 };
    TRY(matter_visible(c, str_from(noun), ref));
    TRY(link_chapters(c, str_from(noun), ref, &chapters));
    Chapter *v = NEW_N(c->arena, Chapter, chapters.n + 1);
    for (size_t i = 0; i < chapters.n; i++)
        v[i].of = chapters.v[i];
    TRY(db_together(c, chapters.n, chapter_read, v));
    for (size_t i = 0; i < chapters.n; i++)
        TRY(chapter_tell(c, &v[i], &t));
    if (chapters.n > 1)
        qsort(t.v, t.n, sizeof *t.v, by_time);
    *ret_story = (Story){ t.v, t.n, t.is_cut };
    return OK;
}
