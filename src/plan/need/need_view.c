/* need_view: see need_view.h. */
#include "plan/need/need_view.h"

#include "matter/desk_view.h"
#include "record/rule.h"
#include "web/i18n.h"

/* A card has the marks alone; what each is called and what is going on there stands on the page of the need, as its course: a
 * list would say it of every card. */
#define MARK_OUT { "mark", OUT_TEXT }, { "done", OUT_BOOL }, { "now", OUT_BOOL }, { "off", OUT_BOOL } /* not needed any more */
static const Out five_out[] = { MARK_OUT, OUT_END };
static const Out course_out[] = { MARK_OUT, { "name", OUT_TEXT }, { "when", OUT_TEXT }, OUT_END };

#define CARD_OUT                                                                                                         \
    { "id", OUT_NAME }, { "href", OUT_TEXT }, { "title", OUT_TEXT }, { "kind", OUT_TEXT }, { "kind_text", OUT_TEXT },    \
    { "category", OUT_TEXT }, { "category_text", OUT_TEXT }, { "category_icon", OUT_TEXT }, { "state", OUT_TEXT },       \
    { "state_text", OUT_TEXT }, { "state_tag", OUT_TEXT }, { "size", OUT_TEXT }, { "size_text", OUT_TEXT },              \
    { "place", OUT_TEXT }, { "place_name", OUT_TEXT }, { "at", OUT_TEXT }, { "at_name", OUT_TEXT },                      \
    { "raised_at", OUT_TIME }, { "changed_at", OUT_TIME }, { "due", OUT_TIME }, DAYS_OUT,                     \
    { "owner_title", OUT_TEXT }, { "voices", OUT_INT },                         \
    { "helped", OUT_INT }, /* of voices, houses for which only a helper said so */                                       \
    { "closed_helped", OUT_BOOL }, /* closed by words of helpers alone */                { "joined", OUT_BOOL },                \
    { "is_mine", OUT_BOOL }, { "may_join", OUT_BOOL }, { "open", OUT_BOOL }, { "is_overdue", OUT_BOOL },                 \
    { "is_urgent", OUT_BOOL }, { "is_urged", OUT_BOOL }, { "is_big", OUT_BOOL }, { "meta", OUT_TEXT }, { "five", OUT_LIST, five_out },             \
    { "five_name", OUT_TEXT }, { "version", OUT_INT }, { "worded", OUT_INT }, /* of its words alone; goes back with a voice */                                                                     \
    { "lead", OUT_TEXT } /* of a group: the id of the one that it goes along with */

const Out need_card_out[] = { CARD_OUT, OUT_END };
const Out need_work_out[] = { CARD_OUT, { "author", OUT_TEXT }, { "hide_author", OUT_BOOL }, OUT_END };
const Out need_out[] = {
    CARD_OUT,
    { "course", OUT_LIST, course_out },
    { "body", OUT_TEXT },          { "target", OUT_TEXT },       { "author", OUT_TEXT },      { "hide_author", OUT_BOOL },
    { "since", OUT_DATE },         { "own_voices", OUT_INT },    { "own_helped", OUT_INT },    { "is_unsaid", OUT_BOOL }, /* entered by a paper that was found not to be the house's word */
    { "first_due", OUT_TIME },   { "taken_at", OUT_TIME },
    { "solved_at", OUT_TIME },     { "closed_at", OUT_TIME },    { "received_at", OUT_TIME }, { "closing", OUT_TEXT },
    { "closing_text", OUT_TEXT },  { "door", OUT_TEXT },         { "door_text", OUT_TEXT },   { "reopened", OUT_INT },
    { "returned", OUT_INT },       { "is_extended", OUT_BOOL },  { "is_stale", OUT_BOOL },    { "is_complaint", OUT_BOOL },
    { "onward", OUT_TEXT },        { "before", OUT_TEXT },
    { "house_href", OUT_TEXT }, /* where a number in full is asked for, by who may */
    OUT_END
};
const Out need_place_out[] = { { "code", OUT_TEXT }, { "name", OUT_TEXT }, { "path", OUT_TEXT }, { "href", OUT_TEXT },
                               { "chosen", OUT_BOOL }, OUT_END };

#define LOOK(number, name, look) look,
static const char *const icons[] = { NEED_ALL_CATEGORIES(LOOK) }, *const tags[] = { NEED_ALL_STATES(LOOK) };

/* What cards have in common, looked up and made once for all of a page. */
typedef struct Shared {
    Str   kind[NEED_KINDS], category[NEED_CATEGORIES], state[NEED_STATES], size[NEED_SIZES];
    Str   silent, understood; /* the state of what was closed and nobody said that it is done; and of what could not be */
    struct {
        View *list; /* NULL: no card so far has that state */
        Str   name; /* of the one it stands on */
    } five[NEED_STATES + 1];
} Shared;

static void words_fill(const Request *r, const char *group, const char *(*name)(int), int n, Str *ret_words)
{
    for (int i = 0; i < n; i++)
        ret_words[i] = word_of(r, group, name(i));
}

static Shared *shared_new(Request *r)
{
    Shared *s = NEW(r->ctx.arena, Shared);
    words_fill(r, "need.kind.", need_kind_name, NEED_KINDS, s->kind);
    words_fill(r, "need.category.", need_category_name, NEED_CATEGORIES, s->category);
    words_fill(r, "need.state.", need_state_name, NEED_STATES, s->state);
    words_fill(r, "need.size.", need_size_name, NEED_SIZES, s->size);
    s->size[NEED_UNSORTED] = STR_NONE;
    s->silent = i18n_text(r->ctx.lang, "need.state.silent");
    s->understood = i18n_text(r->ctx.lang, "need.state.understood");
    return s;
}

Str need_href(Arena *a, Ref need)
{
    return str_join(a, (Str[]){ STR("/need/"), ref_name(a, need) }, 2, STR_NONE);
}

/* ---- 谋 建 管 评 享 ---- */

enum { FIVE = 5, FIVE_TALK = 0, FIVE_BUILD = 1, FIVE_JUDGE = 3 };

/* As what a need is shown: closed without anything done is none of the states. */
enum { CLOSED_UNDERSTOOD = NEED_STATES };

static int shown_as(const Need *n)
{
    return n->closing == NEED_BY_UNDERSTOOD ? CLOSED_UNDERSTOOD : (int)n->state;
}

/* Where a need stands on the five: what is done, which one is now (-1: none), and from which on nothing comes any more. Upkeep (管)
 * and sharing (享) come when a project has grown out of it. */
typedef struct Five {
    bool done[FIVE];
    int  now;
    bool is_over; /* what is not done will not be: the matter is at its end */
} Five;

static Five five_of(int s)
{
    bool built = s == NEED_SOLVED || s == NEED_CLOSED, answered = s == NEED_UNABLE || s == NEED_ELSEWHERE || s == CLOSED_UNDERSTOOD;
    Five f = { .done = { [FIVE_TALK] = s == NEED_DOING || built || answered, [FIVE_BUILD] = built, [FIVE_JUDGE] = s == NEED_CLOSED },
               .is_over = answered || s == NEED_WITHDRAWN || s == NEED_CLOSED };
    f.now = f.is_over ? -1 : s == NEED_SOLVED ? FIVE_JUDGE : s == NEED_DOING ? FIVE_BUILD : FIVE_TALK;
    return f;
}

static const char *const five_names[FIVE] = { "talk", "build", "keep", "judge", "share" };

static View *mark_add(Request *r, View *list, int i, const Five *f)
{
    View *m = add_map(r->ctx.arena, list);
    put_text(r->ctx.arena, m, "mark", word_of(r, "need.mark.", five_names[i]));
    put_bool(r->ctx.arena, m, "done", f->done[i]);
    put_bool(r->ctx.arena, m, "now", i == f->now);
    put_bool(r->ctx.arena, m, "off", f->is_over && !f->done[i]);
    return m;
}

static Str state_word(const Shared *s, int state)
{
    return state == CLOSED_UNDERSTOOD ? s->understood : s->state[state];
}

static void five_make(Request *r, Shared *s, int state)
{
    Five  f = five_of(state);
    View *list = view_list(r->ctx.arena);
    for (int i = 0; i < FIVE; i++)
        mark_add(r, list, i, &f);
    s->five[state].list = list;
    s->five[state].name = f.now >= 0 ? word_of(r, "need.five.", five_names[f.now]) : state_word(s, state);
}

static void course_put(Request *r, View *map, const Shared *s, int state)
{
    Five  f = five_of(state);
    View *list = put_list(r->ctx.arena, map, "course");
    for (int i = 0; i < FIVE; i++) {
        View *m = mark_add(r, list, i, &f);
        put_text(r->ctx.arena, m, "name", word_of(r, "need.five.", five_names[i]));
        put_text(r->ctx.arena, m, "when", i == f.now ? state_word(s, state) : STR_NONE);
    }
}

static void five_put(Request *r, View *map, Shared *s, int state)
{
    if (s->five[state].list == NULL)
        five_make(r, s, state);
    put_same_list(r->ctx.arena, map, "five", s->five[state].list);
    put_text(r->ctx.arena, map, "five_name", s->five[state].name);
}

/* ---- how much time is left ---- */

static void sla_put(Request *r, View *map, const Need *n)
{
    bool        is_solved = n->state == NEED_SOLVED, is_led = n->lead != 0 && need_is_open(n->state);
    const char *key = is_solved ? "need.sla.judge" : is_led ? "need.sla.led" : "need.sla.none";
    if (need_is_open(n->state) && !is_led) {
        days_put(r, map, n->due, n->is_overdue);
        return;
    }
    days_none(r, map, is_solved ? "end" : "", i18n_text(r->ctx.lang, key));
}

/* ---- a need ---- */

bool need_may_join(const Actor *a, const Need *n)
{
    bool is_acting = !str_is_empty(a->consent), signed_out = a->account == 0; /* the button then leads to signing in */
    return need_is_open(n->state) && n->kind != NEED_COMPLAINT && !n->is_counted && !n->is_dealt && !(is_acting && n->hide_author) &&
           (signed_out || access_may(a, VERB_VOICE, n->ref.place));
}

static void words_put(Request *r, View *m, const Shared *s, const Need *n)
{
    Arena *a = r->ctx.arena;
    put_cstr(a, m, "kind", need_kind_name((int)n->kind));
    put_text(a, m, "kind_text", s->kind[n->kind]);
    put_cstr(a, m, "category", need_category_name((int)n->category));
    put_text(a, m, "category_text", s->category[n->category]);
    put_cstr(a, m, "category_icon", icons[n->category]);
    put_cstr(a, m, "state", need_state_name((int)n->state));
    put_text(a, m, "state_text", n->closing == NEED_BY_SILENCE ? s->silent : state_word(s, shown_as(n)));
    put_cstr(a, m, "state_tag", n->closing == NEED_BY_UNDERSTOOD ? "" : tags[n->state]);
    put_cstr(a, m, "size", need_size_name((int)n->size));
    put_text(a, m, "size_text", s->size[n->size]);
}

/* 路灯 · 三组 · 7月3日提; lights · 三组 · raised on 3 Jul */
static Str meta(const Request *r, const Shared *s, const Need *n)
{
    Arena *a = r->ctx.arena;
    Date   day = date_of(n->raised_at);
    Str    month_of_it = word_of(r, "time.month.", str_cstr(a, str_number(a, day / 100 % 100))), day_of_it = str_number(a, day % 100);
    Str    when = i18n_fill(a, r->ctx.lang, "need.meta.day", month_of_it, day_of_it);
    return str_join(a, (Str[]){ s->category[n->category], n->place_name, when }, 3, STR(" · "));
}

static void card_put(Request *r, View *m, Shared *s, const Need *n)
{
    Arena *a = r->ctx.arena;
    put_name(a, m, "id", n->ref);
    put_text(a, m, "href", need_href(a, n->ref));
    put_text(a, m, "title", n->title);
    words_put(r, m, s, n);
    put_text(a, m, "place", n->ref.place);
    put_text(a, m, "place_name", n->place_name);
    put_text(a, m, "at", n->at);
    put_text(a, m, "at_name", n->at_name);
    put_time(a, m, "raised_at", n->raised_at);
    put_time(a, m, "changed_at", n->changed_at);
    put_time(a, m, "due", need_is_open(n->state) && n->lead == 0 ? n->due : 0);
    sla_put(r, m, n);
    put_text(a, m, "owner_title", n->owner_title);
    put_int(a, m, "voices", n->households);
    put_int(a, m, "helped", n->helped_households);
    put_bool(a, m, "closed_helped", n->closed_helped);
    put_bool(a, m, "joined", n->is_counted);
    put_bool(a, m, "is_mine", n->is_mine);
    put_bool(a, m, "may_join", need_may_join(r->ctx.actor, n));
    put_bool(a, m, "open", need_is_open(n->state));
    put_bool(a, m, "is_overdue", n->is_overdue && need_is_open(n->state) && n->lead == 0);
    put_bool(a, m, "is_urgent", n->is_urgent);
    put_bool(a, m, "is_urged", n->is_urged);
    put_bool(a, m, "is_big", n->size == NEED_BIG);
    put_text(a, m, "meta", meta(r, s, n));
    five_put(r, m, s, shown_as(n));
    put_int(a, m, "version", n->version);
    put_int(a, m, "worded", n->worded_at);
    put_text(a, m, "lead", n->lead ? ref_name(a, (Ref){ n->ref.county, n->lead, n->ref.place }) : STR_NONE);
}

void need_card_put(Request *r, View *map, const Need *n)
{
    card_put(r, map, shared_new(r), n);
}

void need_cards_put(Request *r, View *data, const char *key, const Needs *needs)
{
    View   *list = put_list(r->ctx.arena, data, key);
    Shared *s = shared_new(r);
    for (size_t i = 0; i < needs->n; i++)
        card_put(r, add_map(r->ctx.arena, list), s, &needs->v[i]);
}

void need_work_cards_put(Request *r, View *data, const char *key, const Needs *needs)
{
    View *row;
    need_cards_put(r, data, key, needs);
    row = ((View *)view_get(data, key))->first;
    for (size_t i = 0; i < needs->n; i++, row = row->next) {
        put_text(r->ctx.arena, row, "author", needs->v[i].author);
        put_bool(r->ctx.arena, row, "hide_author", needs->v[i].hide_author);
    }
}

/* For whoever knows the house and may see a number in full: its persons, each with the form that asks what for. */
static Str house_href(Request *r, const Need *n)
{
    if (n->household.id == 0 || !access_may(r->ctx.actor, VERB_UNMASK, n->ref.place))
        return STR_NONE;
    return str_join(r->ctx.arena, (Str[]){ STR("/household/"), ref_name(r->ctx.arena, n->household), n->hide_author ? STR("?hidden=1") : STR("") }, 3, STR_NONE);
}

void need_put(Request *r, View *m, const Need *n)
{
    Arena *a = r->ctx.arena;
    Shared *s = shared_new(r);
    card_put(r, m, s, n);
    course_put(r, m, s, shown_as(n));
    put_text(a, m, "body", n->body);
    put_text(a, m, "target", n->target);
    put_text(a, m, "author", n->author);
    put_bool(a, m, "hide_author", n->hide_author);
    put_date(a, m, "since", n->since);
    put_int(a, m, "own_voices", n->voices);
    put_int(a, m, "own_helped", n->helped);
    put_bool(a, m, "is_unsaid", n->is_unsaid);
    put_time(a, m, "first_due", n->first_due);
    put_time(a, m, "taken_at", n->taken_at);
    put_time(a, m, "solved_at", n->solved_at);
    put_time(a, m, "closed_at", n->closed_at);
    put_time(a, m, "received_at", n->received_at);
    put_cstr(a, m, "closing", need_closing_name((int)n->closing));
    put_text(a, m, "closing_text",
             n->closing ? word_of(r, "need.closing.", need_closing_name((int)n->closing)) : STR_NONE);
    put_cstr(a, m, "door", need_door_name((int)n->door));
    put_text(a, m, "door_text", n->door ? word_of(r, "need.door.", need_door_name((int)n->door)) : STR_NONE);
    put_int(a, m, "reopened", n->reopened);
    put_int(a, m, "returned", n->returned);
    put_bool(a, m, "is_extended", n->is_extended);
    put_bool(a, m, "is_stale", n->is_stale);
    put_bool(a, m, "is_complaint", n->kind == NEED_COMPLAINT);
    put_text(a, m, "onward", n->onward.id ? need_href(a, n->onward) : STR_NONE);
    put_text(a, m, "before", n->before.id ? need_href(a, n->before) : STR_NONE);
    put_text(a, m, "house_href", house_href(r, n));
}

/* ---- what every page has ---- */

Err need_take_days_put(Request *r, Code place)
{
    i64 days;
    TRY(rule_value_all(db_read(&r->ctx), "need.take.workdays", place, date_of(r->ctx.now), &days));
    put_int(r->ctx.arena, r->data, "take_days", days);
    return OK;
}

void need_choices_put(Request *r, View *data, const char *key, const Field *f, const char *group, int from, int chosen)
{
    View *list = put_list(r->ctx.arena, data, key);
    for (int i = from; f->names[i] != NULL; i++)
        choice_put(r, list, f->names[i], word_of(r, group, f->names[i]), f == &NEED_CATEGORY ? icons[i] : "", i == chosen);
}
