/* attend_page: who came to a matter. See attend_view.h. */
#include "matter/attend_view.h"

#include "matter/story_view.h"
#include "people/person.h"
#include "place/place_view.h"
#include "record/offline.h"
#include "web/i18n.h"
#include "web/parts.h"

const Out attend_out[] = { { "href", OUT_TEXT }, CAME_OUT, { "has_come", OUT_BOOL }, { "is_open", OUT_BOOL }, OUT_END };

static const Out house_out[] = { { "id", OUT_NAME }, { "label", OUT_TEXT }, { "head", OUT_TEXT }, { "came", OUT_BOOL }, { "is_noted", OUT_BOOL },
                                 { "is_helped", OUT_BOOL }, OUT_END };
const Out attend_roll_out[] = {
    { "place", OUT_MAP, place_row_out }, { "crumbs", OUT_LIST, crumb_out }, { "here", OUT_TEXT }, { "title", OUT_TEXT },
    { "href", OUT_TEXT }, CAME_OUT, { "is_over", OUT_BOOL }, { "is_open", OUT_BOOL }, { "some_came", OUT_BOOL },
    { "households", OUT_LIST, house_out }, { "once", OUT_TEXT }, LIST_OUT, OUT_END
};

Err attend_phase(Request *r, const Noun *noun, const Matter *m, bool *ret_is_open, bool *ret_is_over)
{
    *ret_is_over = false;
    Err e = noun->attend->open(&r->ctx, m, r->ctx.now, ret_is_over);
    *ret_is_open = e == OK;
    if (e == ERR_CONFLICT) {
        ctx_clear_failure(&r->ctx);
        return OK;
    }
    return e;
}

void came_put(Request *r, View *map, const HouseCounts *came)
{
    Arena *a = r->ctx.arena;
    put_int(a, map, "came", came->all);
    put_int(a, map, "came_noted", came->noted);
    put_int(a, map, "came_helped", came->helped);
}

Err attend_put(Request *r, const Noun *noun, const Matter *m, const HouseCounts *came, bool has_come, View *may)
{
    Arena *a = r->ctx.arena;
    View  *map = put_map(a, r->data, "attend");
    Ref    house = actor_house(r->ctx.actor);
    bool   is_open, is_over;
    TRY(attend_phase(r, noun, m, &is_open, &is_over));
    bool may_say = is_open && house.id != 0 && code_covers(m->ref.place, house.place);
    put_text(a, map, "href", matter_href(a, str_from(noun->name), m->ref));
    came_put(r, map, came);
    put_bool(a, map, "has_come", has_come);
    put_bool(a, map, "is_open", is_open);
    put_text(a, r->data, "once", random_token(a, 16));
    put_bool(a, may, "come", may_say && !is_over && !has_come);
    put_bool(a, may, "leave", may_say && has_come);
    put_bool(a, may, "mark", is_open && access_may(r->ctx.actor, noun->attend->host, m->ref.place));
    return OK;
}

/* ---- the roll ---- */

typedef struct RollForm {
    Str     after, why;
    Refs    houses;
    Offline sent;
} RollForm;
static const FormField come_fields[] = { AT_OFFLINE(RollForm) };
static const FormField list_fields[] = { AT(RollForm, after, LIST_AFTER, OPTIONAL) };
static const FormField mark_fields[] = { AT(RollForm, houses, ATTEND_HOUSE, REQUIRED | MANY),
                                         AT(RollForm, why, ATTEND_WHY, OPTIONAL), AT_OFFLINE(RollForm) };
static const FormField strike_fields[] = { AT_AS(RollForm, houses, ATTEND_HOUSE, REQUIRED | MANY, "attend.struck"),
                                           AT(RollForm, why, ATTEND_WHY, OPTIONAL) };
const Form attend_come_form = FORM_OF(RollForm, come_fields), attend_list_form = FORM_OF(RollForm, list_fields),
           attend_mark_form = FORM_OF(RollForm, mark_fields), attend_strike_form = FORM_OF(RollForm, strike_fields);

/* Whose it is only for those who may see persons. */
static void house_put(Request *r, View *m, const Household *h, HouseWord came)
{
    Arena *a = r->ctx.arena;
    put_name(a, m, "id", h->ref);
    put_text(a, m, "label", h->label);
    put_text(a, m, "head", access_may(r->ctx.actor, VERB_PEOPLE, h->ref.place) ? h->head : STR_NONE);
    put_bool(a, m, "came", came != HOUSE_NOT);
    put_bool(a, m, "is_noted", came == HOUSE_NOTED);
    put_bool(a, m, "is_helped", came == HOUSE_HELPED);
}

static Err houses_put(Request *r, const Noun *noun, const Matter *m)
{
    enum { A_PAGE = 100 };
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, "households");
    Cursor     at;
    Households found;
    ListCount  count;
    i64        ids[A_PAGE];
    HouseWord  came[A_PAGE];
    bool       some = false;
    TRY(list_after(r, "attend", r->route->method == GET ? ((const RollForm *)r->form)->after : STR_NONE, &at));
    TRY(household_list(&r->ctx, m->ref.place, STR_NONE, &at, A_PAGE, &found));
    TRY(household_list_count(&r->ctx, m->ref.place, STR_NONE, &at, &found, &count));
    for (size_t i = 0; i < found.n; i++)
        ids[i] = found.v[i].ref.id;
    TRY(houses_which(&r->ctx, noun->name, m->ref, ids, found.n, came));
    for (size_t i = 0; i < found.n; i++) {
        house_put(r, add_map(a, list), &found.v[i], came[i]);
        some |= came[i] != HOUSE_NOT;
    }
    put_bool(a, r->data, "some_came", some);
    list_next(r, arena_printf(a, "%.*s/roll", STR_ARG(matter_href(a, str_from(noun->name), m->ref))), "attend", &found.next, count);
    return OK;
}

static Err houses_part(Request *r, size_t i)
{
    const Noun *noun = noun_of_route(r);
    Matter     *m = arena_take(r->ctx.arena, noun->life->row_size);
    TRY(life_read(db_read(&r->ctx), noun->life, r->ref, m));
    return houses_put(r, noun, m);
}

Err attend_roll_page(Request *r)
{
    Arena      *a = r->ctx.arena;
    const Noun *noun = noun_of_route(r);
    Matter     *m = arena_take(a, noun->life->row_size);
    HouseCounts came;
    bool        is_open, is_over;
    TRY(life_read(db_read(&r->ctx), noun->life, r->ref, m));
    houses_ahead(&r->ctx, noun->name, m->ref, 0);
    page_foresee(r, houses_part, 0);
    TRY(place_head(r, m->ref.place, "attend.roll"));
    TRY(attend_phase(r, noun, m, &is_open, &is_over));
    TRY(houses_counts(&r->ctx, noun->name, m->ref, &came));
    put_text(a, r->data, "title", m->title);
    put_text(a, r->data, "href", matter_href(a, str_from(noun->name), m->ref));
    came_put(r, r->data, &came);
    put_text(a, r->data, "once", random_token(a, 16));
    put_bool(a, r->data, "is_open", is_open);
    put_bool(a, r->data, "is_over", is_over);
    return houses_put(r, noun, m);
}

Err attend_houses_put(Request *r, const Noun *noun, Ref record, const char *key)
{
    enum { MOST = 500 };
    Arena     *a = r->ctx.arena;
    View      *list = put_list(a, r->data, key);
    HouseParts came;
    TRY(houses_list(&r->ctx, noun->name, record, noun->attend->host, 0, MOST, &came));
    for (size_t i = 0; i < came.n; i++)
        choice_put(r, list, str_cstr(a, ref_name(a, came.v[i].household)), came.v[i].label, "", false);
    if (came.go_on != 0) /* chosen, it says nothing */
        choice_put(r, list, "", i18n_text(r->ctx.lang, "attend.choices_cut"), "", false);
    return OK;
}

/* ---- acts ---- */

Err attend_come_page(Request *r)
{
    TRY(attend_come(&r->ctx, noun_of_route(r), r->ref));
    return acted(r, "attend.done.came");
}

Err attend_leave_page(Request *r)
{
    TRY(attend_leave(&r->ctx, noun_of_route(r), r->ref));
    return acted(r, "attend.done.left");
}

Err attend_mark_page(Request *r)
{
    const RollForm *f = r->form;
    TRY(attend_mark(&r->ctx, noun_of_route(r), r->ref, &f->houses, f->why));
    return acted(r, "attend.done.marked");
}

Err attend_strike_page(Request *r)
{
    const RollForm *f = r->form;
    TRY(attend_strike(&r->ctx, noun_of_route(r), r->ref, &f->houses, f->why));
    return acted(r, "attend.done.struck");
}
