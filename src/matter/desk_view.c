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

static void done_put(Request *r, const char *key, i64 n)
{
    if (n > 0)
        notice(r, key, str_number(r->ctx.arena, n));
}

Err desk_act_put(Request *r, const DeskAct *act, const Refs *refs, Str words)
{
    DeskDone d;
    TRY(desk_act(&r->ctx, act, refs, words, &d));
    notice(r, "desk.done.bulk", str_number(r->ctx.arena, d.done));
    done_put(r, "desk.done.bulk_already", d.already);
    done_put(r, "desk.done.bulk_refused", d.refused);
    return OK;
}
