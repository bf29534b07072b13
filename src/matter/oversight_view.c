/* oversight_view: see oversight_view.h. */
#include "matter/oversight_view.h"

#include "matter/desk_view.h"
#include "matter/houses.h"
#include "matter/story_view.h"
#include "web/i18n.h"
#include "web/parts.h"
#include "web/session.h"

const Out oversight_out[] = {
    { "id", OUT_NAME },         { "href", OUT_TEXT },       { "kind", OUT_TEXT },      { "kind_text", OUT_TEXT }, { "title", OUT_TEXT },
    { "of_href", OUT_TEXT },    { "state", OUT_TEXT },      { "state_text", OUT_TEXT }, { "place_name", OUT_TEXT }, { "at_name", OUT_TEXT },
    { "office", OUT_TEXT },     { "house", OUT_TEXT },      { "hide_author", OUT_BOOL }, { "found", OUT_TEXT },     { "found_text", OUT_TEXT }, { "words", OUT_TEXT },
    { "again", OUT_TEXT },      { "answer", OUT_TEXT },     { "due", OUT_TIME },       { "first_due", OUT_TIME },  { "asked_at", OUT_TIME },
    { "answered_at", OUT_TIME }, { "changed_at", OUT_TIME }, { "rounds", OUT_INT },    { "is_call", OUT_BOOL },    { "is_open", OUT_BOOL },
    { "is_again", OUT_BOOL },   { "is_late", OUT_BOOL },    DAYS_OUT,   { "version", OUT_INT },
    OUT_END
};

void oversight_row_put(Request *r, View *m, const Oversight *o)
{
    Arena *a = r->ctx.arena;
    bool   is_open = o->state == OVERSIGHT_OPEN, is_call = o->kind == OVERSIGHT_CALL, is_found = is_call && o->is_told;
    put_name(a, m, "id", o->ref);
    put_text(a, m, "href", matter_href(a, STR("oversight"), o->ref));
    put_cstr(a, m, "kind", field_name_of(&OVERSIGHT_KIND, (int)o->kind));
    put_text(a, m, "kind_text", word_of(r, "oversight.kind.", field_name_of(&OVERSIGHT_KIND, (int)o->kind)));
    put_text(a, m, "title", o->title);
    put_text(a, m, "of_href", matter_href(a, o->of_noun, o->of));
    put_cstr(a, m, "state", field_name_of(&OVERSIGHT_STATE, o->state));
    put_text(a, m, "state_text", word_of(r, "oversight.state.", field_name_of(&OVERSIGHT_STATE, o->state)));
    put_text(a, m, "place_name", o->place_name);
    put_text(a, m, "at_name", o->at_name);
    put_text(a, m, "office", o->office);
    put_text(a, m, "house", o->house);
    put_bool(a, m, "hide_author", o->hide_author);
    put_cstr(a, m, "found", is_found ? field_name_of(&OVERSIGHT_FOUND, (int)o->found) : "");
    put_text(a, m, "found_text", is_found ? word_of(r, "oversight.found.", field_name_of(&OVERSIGHT_FOUND, (int)o->found)) : STR_NONE);
    put_text(a, m, "words", o->words);
    put_text(a, m, "again", o->again);
    put_text(a, m, "answer", o->answer);
    put_time(a, m, "due", is_open ? o->due - 1 : 0); /* the end of a day is that day's */
    put_time(a, m, "first_due", o->kind == OVERSIGHT_CALL && o->first_due == o->asked_at ? 0 : o->first_due - 1);
    put_time(a, m, "asked_at", o->asked_at);
    put_time(a, m, "answered_at", o->answered_at);
    put_time(a, m, "changed_at", o->changed_at);
    put_int(a, m, "rounds", o->rounds);
    put_bool(a, m, "is_call", is_call);
    put_bool(a, m, "is_open", is_open);
    put_bool(a, m, "is_again", o->rounds > 1);
    put_bool(a, m, "is_late", o->is_late);
    days_none(r, m, "", STR_NONE);
    if (is_open)
        days_put(r, m, o->due, o->is_late);
    put_int(a, m, "version", o->version);
}

/* ---- on the page of a matter ---- */

const Out oversight_part_out[] = {
    { "href", OUT_TEXT },        { "list", OUT_LIST, oversight_out }, { "is_shown", OUT_BOOL },
    { "called", OUT_INT },       { "called_done", OUT_INT }, /* houses that were reached, and of them those that said "done" */
    { "is_urged", OUT_BOOL },    { "may", OUT_BOOL },                 { "may_urge", OUT_BOOL }, { "may_call", OUT_BOOL },
    { "houses", OUT_LIST, choice_out }, { "houses_more", OUT_BOOL },  { "once", OUT_TEXT },     OUT_END
};

static void list_put(Request *r, View *m, const Oversights *some)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, m, "list");
    bool   is_urged = false;
    for (size_t i = 0; i < some->n; i++) {
        const Oversight *o = &some->v[i];
        is_urged = is_urged || (o->kind == OVERSIGHT_URGE && o->state <= OVERSIGHT_ANSWERED);
        if (o->is_told)
            oversight_row_put(r, add_map(a, list), o);
    }
    put_bool(a, m, "is_urged", is_urged);
}

typedef struct Shown {
    const char *noun;
    Ref         of;
    Oversights  some;
    i64         called, done;
    bool        may;
    Watched     v;
    HouseParts  houses; /* for who organises the place */
    Str         label;  /* of the house that brought it up, where the actor may know it */
} Shown;

static bool may_call(const Shown *s)
{
    return s->may && s->v.is_told && s->v.author.id != 0;
}

/* The one that brought it up, by name only where everybody may have it; the others for who organises the place. */
static Err house_read(Ctx *c, void *arg, size_t i)
{
    Shown *s = arg;
    Ref    author = { code_county(s->of.place), s->v.author.id, STR_NONE };
    bool   organises = access_may(c->actor, VERB_QUEUE, s->of.place);
    if (i == 0)
        return !s->v.is_hidden || organises ? household_labels(c, &author, 1, &s->label) : OK;
    return organises ? houses_list(c, s->noun, s->of, VERB_QUEUE, 0, OVERSIGHT_HOUSES, &s->houses) : OK;
}

static Err shown_read(Ctx *c, void *arg, size_t i)
{
    Shown *s = arg;
    if (i == 0)
        return oversight_list_of(c, s->noun, s->of, &s->some, &s->called, &s->done);
    s->may = false;
    if (access_may(c->actor, VERB_SUPERVISE, s->of.place)) /* everybody else is spared the questions */
        TRY(oversight_may(c, s->noun, s->of, &s->v, &s->may));
    return may_call(s) ? db_together(c, 2, house_read, s) : OK;
}

static void houses_put(Request *r, View *m, const Shown *s)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, m, "houses");
    put_bool(a, m, "houses_more", s->houses.go_on != 0);
    if (!may_call(s))
        return;
    choice_put(r, list, "", s->label.n ? i18n_fill(a, r->ctx.lang, s->v.is_hidden ? "oversight.house.author_hidden" : "oversight.house.author_named", s->label, STR_NONE)
                                       : i18n_text(r->ctx.lang, "oversight.house.author"), NULL, true);
    for (size_t i = 0; i < s->houses.n; i++)
        if (s->houses.v[i].household.id != s->v.author.id)
            choice_put(r, list, str_cstr(a, ref_name(a, s->houses.v[i].household)), s->houses.v[i].label, NULL, false);
}

static Err part_put(Request *r, size_t i)
{
    Arena *a = r->ctx.arena;
    Shown  s = { .noun = noun_of_route(r)->name, .of = r->ref };
    TRY(db_together(&r->ctx, 2, shown_read, &s));
    View *m = put_map(a, r->data, "oversight");
    put_text(a, m, "href", matter_href(a, str_from(s.noun), r->ref));
    put_int(a, m, "called", s.called);
    put_int(a, m, "called_done", s.done);
    list_put(r, m, &s.some);
    put_bool(a, m, "may", s.may);
    put_bool(a, m, "is_shown", s.may || s.some.n > 0);
    put_bool(a, m, "may_urge", s.may && s.v.is_open);
    put_bool(a, m, "may_call", may_call(&s));
    put_text(a, m, "once", random_token(a, 16));
    houses_put(r, m, &s);
    return OK;
}

Err oversight_put(Request *r)
{
    return part_put(r, 0);
}

void oversight_foresee(Request *r)
{
    page_foresee(r, part_put, 0);
}

/* ---- asked there ---- */

static const FormField question_fields[] = { AT_AS(OversightNew, words, OVERSIGHT_WORDS, REQUIRED, "oversight.question.words"),
                                             AT_AS(OversightNew, due, OVERSIGHT_DUE, OPTIONAL, "oversight.question.due"),
                                             AT(OversightNew, once, OVERSIGHT_ONCE, REQUIRED) };
static const FormField urge_fields[] = { AT_AS(OversightNew, words, OVERSIGHT_WORDS, REQUIRED, "oversight.urge.words"),
                                         AT_AS(OversightNew, due, OVERSIGHT_DUE, REQUIRED, "oversight.urge.due"),
                                         AT(OversightNew, once, OVERSIGHT_ONCE, REQUIRED) };
static const FormField call_fields[] = { AT(OversightNew, household, OVERSIGHT_HOUSE, OPTIONAL), AT(OversightNew, found, OVERSIGHT_FOUND, REQUIRED),
                                         AT(OversightNew, words, OVERSIGHT_SAID, OPTIONAL), AT(OversightNew, once, OVERSIGHT_ONCE, REQUIRED) };
const Form oversight_question_form = FORM_OF(OversightNew, question_fields), oversight_urge_form = FORM_OF(OversightNew, urge_fields),
           oversight_call_form = FORM_OF(OversightNew, call_fields);

static Err ask_page(Request *r, OversightKind kind, const char *said)
{
    OversightNew *n = r->form;
    Str           noun = str_from(noun_of_route(r)->name);
    Ref           made;
    n->kind = (int)kind;
    TRY(oversight_ask(&r->ctx, noun_of_route(r)->name, r->ref, n, &made));
    notice(r, said, STR_NONE);
    return r->wants_json ? see_other(r, "/oversight/", made) : see_path(r, session_keep(r, matter_href(r->ctx.arena, noun, r->ref)));
}

Err oversight_question_page(Request *r)
{
    return ask_page(r, OVERSIGHT_QUESTION, "oversight.done.asked");
}

Err oversight_urge_page(Request *r)
{
    return ask_page(r, OVERSIGHT_URGE, "oversight.done.urged");
}

Err oversight_call_page(Request *r)
{
    return ask_page(r, OVERSIGHT_CALL, "oversight.done.called");
}
