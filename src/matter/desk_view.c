/* desk_view: see desk_view.h. */
#include "matter/desk_view.h"

#include "web/i18n.h"

void days_put(Request *r, View *map, i64 due, bool is_late)
{
    Arena *a = r->ctx.arena;
    i64    left = due - r->ctx.now, size = left < 0 ? -left : left;
    bool   days = size >= DAY;
    Str    number = str_number(a, days ? size / DAY : size / HOUR + 1);
    const char *key = left < 0 ? (days ? "desk.sla.late_days" : "desk.sla.late_hours")
                    : is_late  ? (days ? "desk.sla.once_days" : "desk.sla.once_hours") /* it rose, and was given time anew */
                    : days     ? "desk.sla.days" : "desk.sla.hours";
    put_cstr(a, map, "sla", left < 0 || is_late ? "late" : left < DAY ? "soon" : "ok");
    put_text(a, map, "sla_text", i18n_fill(a, r->ctx.lang, key, number, STR_NONE));
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
