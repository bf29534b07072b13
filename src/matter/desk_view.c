/* desk_view: see desk_view.h. */
#include "matter/desk_view.h"

#include "record/workcal.h"
#include "web/i18n.h"

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

static void done_put(Request *r, const char *key, i64 n)
{
    if (n > 0)
        notice(r, key, str_number(r->ctx.arena, n));
}

Err desk_act_put(Request *r, const DeskAct *act, const Refs *refs, const DeskSaid *said)
{
    DeskDone d;
    TRY(desk_act(&r->ctx, act, refs, said, &d));
    notice(r, "desk.done.bulk", str_number(r->ctx.arena, d.done));
    done_put(r, "desk.done.bulk_already", d.already);
    done_put(r, "desk.done.bulk_refused", d.refused);
    return OK;
}
