/* piece: see piece.h. */
#include "web/piece.h"

#include "web/i18n.h"

const Out crumb_out[] = { { "href", OUT_TEXT }, { "text", OUT_TEXT }, OUT_END };
const Out chip_out[] = {
    { "href", OUT_TEXT }, { "text", OUT_TEXT }, { "count", OUT_INT }, { "chosen", OUT_BOOL }, OUT_END
};
const Out pager_out[] = {
    { "prev", OUT_TEXT }, { "next", OUT_TEXT }, { "page", OUT_INT }, { "pages", OUT_INT }, OUT_END
};
const Out choice_out[] = {
    { "name", OUT_TEXT }, { "text", OUT_TEXT }, { "icon", OUT_TEXT }, { "chosen", OUT_BOOL }, OUT_END
};

Str word_of(const Request *r, const char *group, const char *name)
{
    return i18n_word(r->ctx.lang, group, name);
}

void crumb_put(Request *r, View *list, Str href, Str text)
{
    View *m = add_map(r->ctx.arena, list);
    put_text(r->ctx.arena, m, "href", href);
    put_text(r->ctx.arena, m, "text", text);
}

void chip_put(Request *r, View *list, Str href, Str text, i64 count, bool chosen)
{
    View *m = add_map(r->ctx.arena, list);
    put_text(r->ctx.arena, m, "href", href);
    put_text(r->ctx.arena, m, "text", text);
    put_int(r->ctx.arena, m, "count", count);
    put_bool(r->ctx.arena, m, "chosen", chosen);
}

void choice_put(Request *r, View *list, const char *name, Str text, const char *icon, bool chosen)
{
    View *m = add_map(r->ctx.arena, list);
    put_cstr(r->ctx.arena, m, "name", name);
    put_text(r->ctx.arena, m, "text", text);
    put_cstr(r->ctx.arena, m, "icon", icon);
    put_bool(r->ctx.arena, m, "chosen", chosen);
}

void pager_put(Request *r, Str address, int page, int most, bool more)
{
    Arena *a = r->ctx.arena;
    View  *m = put_map(a, r->data, "pager");
    int    at = page < 1 ? 1 : page;
    put_text(a, m, "prev", at > 1 ? arena_printf(a, "%.*spage=%d", STR_ARG(address), at - 1) : STR_NONE);
    put_text(a, m, "next", more && at < most ? arena_printf(a, "%.*spage=%d", STR_ARG(address), at + 1) : STR_NONE);
    put_int(a, m, "page", at);
    put_int(a, m, "pages", more ? at + 1 : at);
}

void may_put(Request *r, Code place, const Verb *verbs, size_t n)
{
    Arena *a = r->ctx.arena;
    View  *may = (View *)view_get(r->ui, "may");
    if (may == NULL)
        may = put_map(a, r->ui, "may");
    for (size_t i = 0; i < n; i++) {
        Str   name = str_skip(str_from(verb_name(verbs[i])), sizeof "VERB_" - 1);
        char *key = (char *)str_cstr(a, name);
        for (char *k = key; *k; k++)
            *k = *k >= 'A' && *k <= 'Z' ? (char)(*k + ('a' - 'A')) : *k;
        put_bool(a, may, key, access_may(r->ctx.actor, verbs[i], place));
    }
}

Err conflict(Request *r, Err e, Handler *fill)
{
    if (e != ERR_CONFLICT)
        return e;
    put_bool(r->ctx.arena, r->data, "changed", true);
    if (r->wants_json && fill(r) != OK)
        return ERR_INTERNAL;
    return e;
}
