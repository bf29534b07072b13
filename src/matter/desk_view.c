/* desk_view: see desk_view.h. */
#include "matter/desk_view.h"

#include "record/workcal.h"
#include "web/failure.h"
#include "web/i18n.h"
#include "web/template.h"

/* Its last day, as `due` of template_filter.c names it: how many are left, the days of the calendar, below 0 when it is over. What has a
 * time of day and is less than a day away has hours: *ret_hours, else 0. */
static int days_left(i64 now, i64 due, i64 *ret_hours)
{
    Date last;
    bool is_day = date_until(due, &last);
    i64  size = due < now ? now - due : due - now;
    *ret_hours = is_day || size >= DAY ? 0 : size < HOUR ? 1 : (size + HOUR - 1) / HOUR;
    return date_days(date_of(now), last);
}

void days_put(Request *r, View *map, i64 due, bool is_late)
{
    static const char *const keys[3][4] = { { "desk.sla.late_hours", "desk.sla.late_days", "desk.sla.late_days", "desk.sla.late_days" },
                                            { "desk.sla.hours", "desk.sla.today", "desk.sla.tomorrow", "desk.sla.days" },
                                            { "desk.sla.once_hours", "desk.sla.once_today", "desk.sla.once_tomorrow", "desk.sla.once_days" } };
    Arena *a = r->ctx.arena;
    i64    hours;
    int    days = days_left(r->ctx.now, due, &hours);
    bool   is_over = hours ? due < r->ctx.now : days < 0;
    int    way = is_over ? 0 : is_late ? 2 : 1; /* it rose, and was given time anew */
    int    size = hours ? 0 : days == 0 ? 1 : days == 1 ? 2 : 3;
    put_cstr(a, map, "sla", is_over || is_late ? "late" : hours || days == 0 ? "soon" : "ok");
    Str left = i18n_fill(a, r->ctx.lang, keys[way][size], str_number(a, hours ? hours : days < 0 ? -days : days), STR_NONE);
    bool is_unsure = workcal_is_unsure(&r->ctx, date_add(date_of(r->ctx.now), days));
    put_text(a, map, "sla_bare", left);
    put_text(a, map, "sla_text", is_unsure ? str_join(a, (Str[]){ left, i18n_text(r->ctx.lang, "time.unsure") }, 2, STR_NONE) : left);
}

void days_none(Request *r, View *map, const char *sla, Str text)
{
    put_cstr(r->ctx.arena, map, "sla", sla);
    put_text(r->ctx.arena, map, "sla_bare", text);
    put_text(r->ctx.arena, map, "sla_text", text);
}

/* ---- several at once ---- */

static const Out act_out[] = { { "name", OUT_TEXT }, { "text", OUT_TEXT }, OUT_END };
static const Out person_out[] = { { "id", OUT_NAME }, { "title", OUT_TEXT }, OUT_END };
const Out desk_bar_out[] = {
    { "has_acts", OUT_BOOL },
    { "acts", OUT_LIST, act_out },     /* that ask for nothing */
    { "writing", OUT_LIST, act_out },  /* for words */
    { "choosing", OUT_LIST, act_out }, /* for one of the choices, and words */
    { "giving", OUT_LIST, act_out },   /* for whom and which day */
    { "choices", OUT_LIST, choice_out }, { "choice_text", OUT_TEXT }, { "people", OUT_LIST, person_out }, { "has_more", OUT_BOOL }, OUT_END
};

const DeskAct *desk_act_find(const NounDesk *desk, Str name)
{
    for (const DeskAct *act = desk->acts; act != NULL && act->name != NULL; act++)
        if (str_is(name, act->name))
            return act;
    return NULL;
}

static void choices_put(Request *r, View *list, const Field *f)
{
    for (int i = 1; f->names[i] != NULL; i++)
        choice_put(r, list, f->names[i], word_of(r, str_cstr(r->ctx.arena, arena_printf(r->ctx.arena, "%s.", f->label)), f->names[i]), "", false);
}

static Err people_put(Request *r, View *list, const NounDesk *desk)
{
    DeskPeople people = { 0 };
    if (desk->people != NULL)
        TRY(desk->people(&r->ctx, r->ref.place, &people));
    for (size_t i = 0; i < people.n; i++) {
        View *m = add_map(r->ctx.arena, list);
        put_name(r->ctx.arena, m, "id", people.v[i].ref);
        put_text(r->ctx.arena, m, "title", people.v[i].title);
    }
    return OK;
}

Err desk_bar_put(Request *r, const Noun *what)
{
    Arena *a = r->ctx.arena;
    View  *bar = put_map(a, r->data, "bar");
    View  *acts = put_list(a, bar, "acts"), *writing = put_list(a, bar, "writing"), *choosing = put_list(a, bar, "choosing"),
          *giving = put_list(a, bar, "giving"), *choices = put_list(a, bar, "choices"), *people = put_list(a, bar, "people");
    for (const DeskAct *act = what != NULL ? what->desk->acts : NULL; act != NULL && act->name != NULL; act++) {
        View *m = add_map(a, act->choice ? choosing : act->asks_whom ? giving : act->words ? writing : acts);
        put_cstr(a, m, "name", act->name);
        put_text(a, m, "text", i18n_text(r->ctx.lang, str_cstr(a, arena_printf(a, "desk.act.%s.%s", what->name, act->name))));
        if (act->choice == NULL || choices->first != NULL)
            continue;
        choices_put(r, choices, act->choice);
        put_text(a, bar, "choice_text", i18n_text(r->ctx.lang, act->choice->label));
    }
    put_bool(a, bar, "has_acts", what != NULL && what->desk->acts != NULL);
    put_bool(a, bar, "has_more", writing->n || choosing->n || giving->n);
    return giving->n ? people_put(r, people, what->desk) : OK;
}

enum { FAILED_MOST = 20 }; /* that are named; more are counted */

const Out desk_failed_out[] = { { "id", OUT_NAME }, { "href", OUT_TEXT }, { "title", OUT_TEXT }, { "message", OUT_TEXT }, OUT_END };

/* What the actor may not know of has no title here: a number can be sent by anybody who holds the desk. */
static Err failed_title(Request *r, const Noun *what, Ref ref, Str *ret_title)
{
    Ctx *c = &r->ctx;
    bool is_visible = false;
    *ret_title = ref_name(c->arena, ref);
    Err e = what->title != NULL && what->visible != NULL ? what->visible(c, what, ref, &is_visible) : OK;
    if (e == OK && is_visible)
        e = what->title(c, what, &ref, ret_title);
    if (e == ERR_MISSING || e == ERR_DENIED) {
        ctx_clear_failure(c);
        return OK;
    }
    return e;
}

static Err failed_put(Request *r, const Noun *what, const DeskDone *d)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "failed");
    size_t shown = d->n_failed < FAILED_MOST ? d->n_failed : FAILED_MOST;
    for (size_t i = 0; i < shown; i++) {
        const DeskFailed *f = &d->failed[i];
        View             *m = add_map(a, list);
        Str               title;
        TRY(failed_title(r, what, f->ref, &title));
        put_name(a, m, "id", f->ref);
        put_text(a, m, "href", arena_printf(a, "%s%.*s", what->desk->path, STR_ARG(ref_name(a, f->ref))));
        put_text(a, m, "title", title);
        put_text(a, m, "message", f->problems != NULL ? problem_words(&r->ctx, f->problems) : i18n_text(r->ctx.lang, err_key(f->e)));
    }
    put_int(a, r->data, "failed_more", (i64)(d->n_failed - shown));
    put_int(a, r->data, "done", d->done);
    put_int(a, r->data, "already", d->already);
    put_int(a, r->data, "failed_count", (i64)d->n_failed);
    return OK;
}

static bool has_failed(const DeskDone *d, Str text)
{
    Ref ref;
    if (!ref_parse(text, &ref))
        return false;
    for (size_t i = 0; i < d->n_failed; i++)
        if (d->failed[i].ref.id == ref.id && str_eq(d->failed[i].ref.county, ref.county))
            return true;
    return false;
}

/* What was done is not ticked any more. */
static void ticks_keep(Request *r, const DeskDone *d, const char *box)
{
    RawValue *kept = NEW_N(r->ctx.arena, RawValue, r->n_raw + 1);
    size_t    n = 0;
    for (size_t i = 0; i < r->n_raw; i++)
        if (!str_is(r->raw[i].name, box) || has_failed(d, r->raw[i].text))
            kept[n++] = r->raw[i];
    r->raw = kept;
    r->n_raw = n;
}

Err desk_act_answer(Request *r, const Noun *what, const DeskAct *act, const char *box, const Refs *refs, const DeskSaid *said, Str href)
{
    DeskDone d;
    TRY(desk_act(&r->ctx, act, refs, said, &d));
    if (r->wants_json || d.n_failed > 0)
        TRY(failed_put(r, what, &d));
    if (r->wants_json) {
        put_text(r->ctx.arena, r->data, "href", href);
        return OK;
    }
    if (d.n_failed > 0) {
        ticks_keep(r, &d, box);
        return failure_as_typed(r);
    }
    notice(r, "desk.done.bulk", str_number(r->ctx.arena, d.done));
    if (d.already > 0)
        notice(r, "desk.done.bulk_already", str_number(r->ctx.arena, d.already));
    return see_path(r, href);
}
