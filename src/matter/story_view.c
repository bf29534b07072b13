/* story_view: see story_view.h. */
#include "matter/story_view.h"

#include <string.h>

#include "record/noun.h"
#include "web/i18n.h"
#include "web/qr.h"
#include "web/parts.h"

const Out story_out[] = { { "at", OUT_TIME },     { "kind", OUT_TEXT },   { "words", OUT_TEXT },   { "text", OUT_TEXT },
                          { "title", OUT_TEXT },  { "helper", OUT_TEXT }, { "desk", OUT_TEXT },    { "channel", OUT_TEXT },
                          { "is_answer", OUT_BOOL }, { "left_out", OUT_INT },
                          { "happened_at", OUT_TIME }, { "is_later", OUT_BOOL }, OUT_END };
const Out photo_out[] = { { "hash", OUT_TEXT },  { "href", OUT_TEXT },    { "small", OUT_TEXT },   { "role", OUT_TEXT },
                          { "width", OUT_INT }, { "height", OUT_INT },   { "is_kept", OUT_BOOL }, { "is_on_paper", OUT_BOOL }, OUT_END };
const Out linked_out[] = { { "noun", OUT_TEXT }, { "href", OUT_TEXT }, { "title", OUT_TEXT }, { "way", OUT_TEXT }, OUT_END };

Str matter_href(Arena *a, Str noun, Ref ref)
{
    return str_join(a, (Str[]){ STR("/"), noun, STR("/"), ref_name(a, ref) }, 4, STR_NONE);
}

const Noun *noun_of_route(const Request *r)
{
    Str  rest = str_skip(str_from(r->route->path), 1), name;
    bool is_named = str_next(&rest, '/', &name);
    const Noun *noun = noun_find(name);
    BUG_ON(!is_named || noun == NULL); /* whoever made the route put it into that noun's own table */
    return noun;
}

/* ---- how it went ---- */

const char *step_key(Arena *a, Str kind, const char *end)
{
    Str noun, verb = kind;
    str_next(&verb, '.', &noun);
    return str_cstr(a, arena_printf(a, "%.*s.step.%.*s%s", STR_ARG(noun), STR_ARG(verb), end));
}

/* In another minute than it was done, as pages tell time. */
static bool came_later(const StoryStep *s)
{
    return s->happened_at / MINUTE < s->at / MINUTE;
}

/* One of many, with nothing of its own to tell. */
static bool is_counted(const Story *story, size_t i)
{
    const StoryStep *s = &story->v[i];
    const EventKind *k = noun_event(s->kind);
    return k != NULL && k->is_many && str_is_empty(s->text) && str_is_empty(s->helper) && !came_later(s);
}

/* How many steps from the i-th on are told by their number alone, one line a kind. */
static size_t run_of(const Story *story, size_t i)
{
    size_t n = 0;
    while (i + n < story->n && is_counted(story, i + n) && (n == 0 || story->v[i + n].left_out == 0))
        n++;
    return n ? n : 1;
}

static void step_put(Request *r, View *m, const StoryStep *s, size_t run)
{
    static const char *const channels[] = { [CHANNEL_PHONE] = "phone", [CHANNEL_DESK] = "desk", [CHANNEL_HELPER] = "helper",
                                            [CHANNEL_PAPER] = "paper", [CHANNEL_IMPORT] = "import", [CHANNEL_CLOCK] = "clock" };
    _Static_assert(COUNTOF(channels) == CHANNEL_CLOCK + 1, "a word for every channel");
    Arena *a = r->ctx.arena;
    Str    number = str_number(a, (i64)run);
    put_time(a, m, "at", s->at);
    put_time(a, m, "happened_at", s->happened_at);
    put_bool(a, m, "is_later", came_later(s));
    put_text(a, m, "kind", s->kind);
    put_text(a, m, "words", run > 1 ? i18n_fill(a, r->ctx.lang, step_key(a, s->kind, "_by"), number, STR_NONE)
                                    : i18n_text(r->ctx.lang, step_key(a, s->kind, "")));
    put_text(a, m, "text", s->text);
    put_text(a, m, "title", s->title);
    put_text(a, m, "helper", s->helper);
    put_text(a, m, "desk", s->to_place);
    put_text(a, m, "channel", s->channel >= 0 && (size_t)s->channel < COUNTOF(channels)
                                  ? word_of(r, "matter.channel.", channels[s->channel]) : STR_NONE);
    put_bool(a, m, "is_answer", s->is_answer && !str_is_empty(s->text));
    put_int(a, m, "left_out", s->left_out);
}

/* A line for each kind that is in it, where its first one stands. */
static void run_put(Request *r, View *list, const StoryStep *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t same = 0, before = 0;
        for (size_t k = 0; k < n; k++) {
            bool is_same = str_eq(v[k].kind, v[i].kind);
            same += is_same;
            before += is_same && k < i;
        }
        if (before == 0)
            step_put(r, add_map(r->ctx.arena, list), &v[i], same);
    }
}

/* data.steps. Steps in a row of a kind that comes by the dozen, without words, are one line with their number, in the words of
 * its kind with _by at their end. */
static Err steps_put(Request *r, const char *noun, Ref ref)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "steps");
    Story  story;
    TRY(story_read(&r->ctx, noun, ref, &story));
    for (size_t i = 0, run; i < story.n; i += run) {
        run = run_of(&story, i);
        run_put(r, list, &story.v[i], run);
    }
    put_bool(a, r->data, "is_story_cut", story.is_cut);
    return OK;
}

/* ---- pictures ---- */

void photo_put(Request *r, View *m, const PhotoRow *p, bool is_on_paper)
{
    Arena *a = r->ctx.arena;
    Str    hex = hash_hex(a, &p->hash);
    put_text(a, m, "hash", hex);
    put_text(a, m, "href", arena_printf(a, "/photo/%.*s", STR_ARG(hex)));
    put_text(a, m, "small", arena_printf(a, "/photo/%.*s/small", STR_ARG(hex)));
    put_text(a, m, "role", p->role);
    put_int(a, m, "width", p->width);
    put_int(a, m, "height", p->height);
    put_bool(a, m, "is_kept", p->is_kept);
    put_bool(a, m, "is_on_paper", is_on_paper);
}

Err photos_put(Request *r, const char *noun, Ref ref)
{
    enum { ON_PAPER = 3 };
    const PhotoRow *v;
    size_t          n, on_paper = 0;
    Arena          *a = r->ctx.arena;
    View           *list = put_list(a, r->data, "photos");
    TRY(file_list(&r->ctx, noun, ref, &v, &n));
    for (size_t i = 0; i < n; i++)
        photo_put(r, add_map(a, list), &v[i], !v[i].is_kept && on_paper++ < ON_PAPER);
    put_bool(a, r->data, "has_photos", n > 0);
    return OK;
}

/* ---- paper ---- */

Err paper_put(Request *r, Str path, const char *key)
{
    Arena *a = r->ctx.arena;
    Str    svg, address = str_join(a, (Str[]){ request_origin(r), path }, 2, STR_NONE);
    TRY(qr_svg(&r->ctx, address, str_cstr(a, i18n_text(r->ctx.lang, key)), &svg));
    put_markup(a, r->data, "qr", svg);
    put_text(a, r->data, "address", address);
    View *parts = put_list(a, r->data, "address_parts");
    Str   part, rest = address;
    while (str_next(&rest, '/', &part))
        add_text(a, parts, rest.n ? arena_printf(a, "%.*s/", STR_ARG(part)) : part);
    return OK;
}

/* ---- what leads to it and away from it ---- */

/* What may not be seen, or has no title, is not named. */
typedef struct Titles {
    const Linked *v;
    Str          *title;
} Titles;

static Err title_find(Ctx *c, void *arg, size_t i)
{
    const Titles *t = arg;
    const Linked *l = &t->v[i];
    Str          *ret_title = &t->title[i];
    const Noun *noun = noun_find(l->noun);
    Ref         ref = l->ref;
    *ret_title = STR_NONE;
    Err e = matter_visible(c, l->noun, ref);
    if (e == OK && noun->title != NULL)
        e = noun->title(c, noun, &ref, ret_title);
    if (e == ERR_MISSING) {
        ctx_clear_failure(c);
        return OK;
    }
    return e;
}

/* data.linked: records of other matters that this one names or is named by, as far as the actor may see them. */
static Err links_put(Request *r, const char *noun, Ref ref)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "linked");
    bool   has = false;
    Links  links;
    TRY(link_list(&r->ctx, str_from(noun), ref, &links));
    Titles t = { links.v, NEW_N(a, Str, links.n + 1) };
    TRY(db_together(&r->ctx, links.n, title_find, &t));
    for (size_t i = 0; i < links.n; i++) {
        const Linked *l = &links.v[i];
        Str           title = t.title[i];
        bool is_told = str_is(l->noun, noun) || (l->kind == LINK_PART_OF && l->is_back); /* by its own page, and by the story */
        if (str_is_empty(title) || is_told)
            continue;
        View *m = add_map(a, list);
        put_text(a, m, "noun", i18n_text(r->ctx.lang, str_cstr(a, arena_printf(a, "%.*s.noun", STR_ARG(l->noun)))));
        put_text(a, m, "href", matter_href(a, l->noun, l->ref));
        put_text(a, m, "title", title);
        put_cstr(a, m, "way", l->is_back ? "back" : "to");
        has = true;
    }
    put_bool(a, r->data, "has_linked", has);
    put_bool(a, r->data, "is_linked_cut", links.more);
    return OK;
}

static Err told_part(Request *r, size_t i)
{
    const char *noun = noun_of_route(r)->name;
    return i == 0 ? steps_put(r, noun, r->ref) : i == 1 ? links_put(r, noun, r->ref) : photos_put(r, noun, r->ref);
}

enum { TOLD_PARTS = 3 };

Err told_put(Request *r)
{
    return page_together(r, TOLD_PARTS, told_part);
}

void told_foresee(Request *r)
{
    for (size_t i = 0; i < TOLD_PARTS; i++)
        page_foresee(r, told_part, i);
}
