/* list_view: see list_view.h. */
#include "matter/list_view.h"

#include "record/counter.h"
#include "web/i18n.h"
#include "web/session.h"

static const char *named(Arena *a, const Noun *noun, const char *form, const char *state)
{
    return str_cstr(a, arena_printf(a, form, noun->name, state));
}

static i64 counted(Request *r, const Noun *noun, const char *state, const Counter *v, size_t n)
{
    const CounterKind kind = { named(r->ctx.arena, noun, "%s.%s", state) };
    return counter_value(v, n, r->ref.place, &kind, 0);
}

static Err chips_put(Request *r, const Noun *noun, Str path, int chosen, ListCount *ret_count)
{
    Arena             *a = r->ctx.arena;
    View              *list = put_list(a, r->data, "chips");
    const char *const *states = noun->life->states;
    const Counter     *v;
    size_t             n;
    i64                all = 0;
    TRY(counter_read_totals(&r->ctx, r->ref.place, named(a, noun, "%s.%s", ""), named(a, noun, "%s/%s", ""), &v, &n));
    for (int i = 0; states[i] != NULL; i++)
        all += counted(r, noun, states[i], v, n);
    chip_put(r, list, session_keep(r, path), i18n_text(r->ctx.lang, named(a, noun, "%s.%s", "list.all")), all, chosen < 0);
    for (int i = 0; states[i] != NULL; i++)
        chip_put(r, list, session_keep(r, arena_printf(a, "%.*s?state=%s", STR_ARG(path), states[i])),
                 i18n_text(r->ctx.lang, named(a, noun, "%s.state.%s", states[i])), counted(r, noun, states[i], v, n), chosen == i);
    *ret_count = (ListCount){ chosen < 0 ? all : counted(r, noun, states[chosen], v, n), false };
    return OK;
}

Err state_list_put(Request *r, const Noun *noun, int chosen, Level from, const ListAsk *ask, const Cursor *next, i64 later)
{
    Str       path = arena_printf(r->ctx.arena, "/place/%.*s/%s", STR_ARG(r->ref.place), noun->name);
    ListCount count = { 0 };
    bool      has = code_level(r->ref.place) >= from;
    if (has)
        TRY(chips_put(r, noun, path, chosen, &count));
    list_goes_on(r, path, noun->name, ask, next, later, count);
    put_bool(r->ctx.arena, r->data, "is_above", !has);
    return OK;
}
