/* place_view: see place_view.h. */
#include "place/place_view.h"

#include "web/i18n.h"

const Out place_row_out[] = {
    { "code", OUT_TEXT }, { "name", OUT_TEXT }, { "path", OUT_TEXT }, { "kind", OUT_TEXT }, { "kind_text", OUT_TEXT },
    { "href", OUT_TEXT }, { "version", OUT_INT }, OUT_END
};
Str place_href(Arena *a, Code code)
{
    return arena_printf(a, "/place/%.*s", STR_ARG(code));
}

void place_put(Request *r, View *map, const Place *p)
{
    Arena *a = r->ctx.arena;
    put_text(a, map, "code", p->code);
    put_text(a, map, "name", p->name);
    put_text(a, map, "path", p->path);
    put_cstr(a, map, "kind", place_kind_names[p->kind]);
    put_text(a, map, "kind_text", word_of(r, "place.kind.", place_kind_names[p->kind]));
    put_text(a, map, "href", place_href(a, p->code));
    put_int(a, map, "version", p->version);
}

Err place_head(Request *r, Code code, const char *here_key)
{
    Arena *a = r->ctx.arena;
    Places up;
    Place  p;
    TRY(place_get(&r->ctx, code, &p));
    TRY(place_parents(&r->ctx, code, &up));
    place_put(r, put_map(a, r->data, "place"), &p);
    View *crumbs = put_list(a, r->data, "crumbs");
    Level top = p.level > LEVEL_COUNTY ? LEVEL_COUNTY : p.level - 1; /* a phone shows one line of them */
    for (size_t i = 0; i < up.n + (here_key != NULL); i++) {
        const Place *one = i < up.n ? &up.v[i] : &p;
        if (one->level < top && i < up.n)
            continue;
        crumb_put(r, crumbs, place_href(a, one->code), one->name);
    }
    put_text(a, r->data, "here", here_key ? i18n_text(r->ctx.lang, here_key) : p.name);
    return OK;
}

Err place_below_put(Request *r, const char *page)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->data, "below");
    Places below;
    bool   is_above = code_level(r->ref.place) < LEVEL_COUNTY;
    put_bool(a, r->data, "is_above", is_above);
    if (!is_above)
        return OK;
    TRY(place_children(&r->ctx, r->ref.place, STR(""), PLACE_CHILDREN_MOST, &below));
    for (size_t i = 0; i < below.n; i++)
        chip_link_put(r, list, arena_printf(a, "/place/%.*s/%s", STR_ARG(below.v[i].code), page), below.v[i].name, false);
    return OK;
}
