/* piece: see piece.h. */
#include "web/piece.h"

#include "web/i18n.h"
#include "web/router.h"
#include "web/wire.h"

const Out crumb_out[] = { { "href", OUT_TEXT }, { "text", OUT_TEXT }, OUT_END };
const Out chip_out[] = {
    { "href", OUT_TEXT }, { "text", OUT_TEXT }, { "count", OUT_INT }, { "more", OUT_BOOL }, { "chosen", OUT_BOOL }, OUT_END
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
    chip_counted_put(r, list, href, text, (ListCount){ count, false }, chosen);
}

void chip_link_put(Request *r, View *list, Str href, Str text, bool chosen)
{
    View *m = add_map(r->ctx.arena, list);
    put_text(r->ctx.arena, m, "href", href);
    put_text(r->ctx.arena, m, "text", text);
    put_href(r->ctx.arena, m, "count", STR_NONE);
    put_bool(r->ctx.arena, m, "more", false);
    put_bool(r->ctx.arena, m, "chosen", chosen);
}

void chip_counted_put(Request *r, View *list, Str href, Str text, ListCount count, bool chosen)
{
    View *m = add_map(r->ctx.arena, list);
    put_text(r->ctx.arena, m, "href", href);
    put_text(r->ctx.arena, m, "text", text);
    put_int(r->ctx.arena, m, "count", count.n);
    put_bool(r->ctx.arena, m, "more", count.more);
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

/* ---- how a list goes on ---- */

Err list_after(Request *r, const char *list, Str after, Cursor *ret_cursor)
{
    for (size_t i = 0; r->wants_json && i < r->n_raw; i++)
        if (str_is(r->raw[i].name, "page") && !str_is(r->raw[i].text, "1"))
            return fail_at(&r->ctx, "page", "list.page.gone", STR_NONE, STR_NONE);
    return cursor_read(&r->ctx, list, r->ref.place, after, ret_cursor);
}

/* As a query: what was typed into a form that acts and is shown again, of the filters that its page has. */
static Str query_typed(Request *r)
{
    const Route *of = r->route->form_again != NULL ? router_of_handler(r->route->form_again) : NULL;
    Buf          b = buf_new(r->ctx.arena, 128, 4096);
    i64          row;
    for (size_t i = 0; of != NULL && of->form != NULL && i < r->n_raw; i++)
        if (!r->raw[i].is_file && r->raw[i].text.n && form_field(of->form, r->raw[i].name, &row) != NULL) {
            buf_printf(&b, "%s%.*s=", b.n ? "&" : "", STR_ARG(r->raw[i].name));
            buf_url(&b, r->raw[i].text);
        }
    return buf_is_over(&b) ? STR_NONE : buf_text(&b);
}

/* This address without where in the list it is, ending so that one more value can follow. */
static Str list_address(Request *r, Str path, bool *ret_begins)
{
    Buf b = buf_new(r->ctx.arena, 128, 8192);
    Str rest = r->route->method == GET ? r->query : query_typed(r), pair, value, name;
    *ret_begins = true;
    buf_str(&b, path);
    buf_cstr(&b, str_ends(r->wire->path, STR(".json")) ? ".json?" : "?");
    while (str_next(&rest, '&', &pair)) {
        value = pair;
        str_next(&value, '=', &name);
        *ret_begins = *ret_begins && !str_is(name, LIST_AFTER.name);
        if (pair.n && !str_is(name, LIST_AFTER.name) && !str_is(name, "page")) {
            buf_str(&b, pair);
            buf_char(&b, '&');
        }
    }
    return buf_text(&b);
}

void list_links(Request *r, Str path, const char *list, const Cursor *next)
{
    Arena *a = r->ctx.arena;
    bool   begins;
    Str    address = list_address(r, path, &begins), at = STR_NONE;
    if (next->is_set)
        at = arena_printf(a, "%.*safter=%.*s", STR_ARG(address), STR_ARG(cursor_text(a, list, r->ref.place, next)));
    put_href(a, r->data, "next", at);
    put_href(a, r->data, "first", begins ? STR_NONE : str_cut(address, address.n - 1));
}

void list_next(Request *r, Str path, const char *list, const Cursor *next, ListCount count)
{
    list_links(r, path, list, next);
    list_count_put(r, &count);
}

void list_count_put(Request *r, const ListCount *count)
{
    if (count != NULL)
        put_int(r->ctx.arena, r->data, "count", count->n);
    else
        put_href(r->ctx.arena, r->data, "count", STR_NONE);
    put_bool(r->ctx.arena, r->data, "count_more", count != NULL && count->more);
}

void list_later(Request *r, Str path, i64 since)
{
    Buf b = buf_new(r->ctx.arena, 128, 256);
    if (since) {
        buf_printf(&b, "%.*s?%s=", STR_ARG(path), LIST_SINCE.name);
        buf_url(&b, time_iso(r->ctx.arena, since));
    }
    put_href(r->ctx.arena, r->data, "later", buf_text(&b));
}

/* Of what changed: "need.voices" is a list of needs. */
static const char *changed_name(Arena *a, const char *list)
{
    Str noun = str_from(list);
    return str_cstr(a, arena_printf(a, "%.*s.changed", STR_ARG(str_cut(noun, str_index(noun, '.')))));
}

Err list_asked(Request *r, const char *list, const ListTyped *typed, bool is_filtered, ListAsk *ret_ask)
{
    *ret_ask = (ListAsk){ .since = 0 };
    if (typed->since.n && is_filtered)
        return fail_at(&r->ctx, LIST_SINCE.name, "list.since.alone", STR_NONE, STR_NONE);
    if (typed->since.n)
        TRY(list_since(&r->ctx, typed->since, &ret_ask->since));
    return list_after(r, ret_ask->since ? changed_name(r->ctx.arena, list) : list, typed->after, &ret_ask->after);
}

void list_goes_on(Request *r, Str path, const char *list, const ListAsk *ask, const Cursor *next, i64 later, ListCount count)
{
    Cursor on = *next;
    i64    begun = ask->after.is_set ? ask->after.n[CURSOR_NUMBERS - 1] : r->ctx.now;
    if (ask->since) {
        list_links(r, path, changed_name(r->ctx.arena, list), next);
        list_count_put(r, NULL);
        list_later(r, path, later);
    } else {
        on.n[CURSOR_NUMBERS - 1] = begun;
        list_next(r, path, list, &on, count);
        list_later(r, path, begun > LIST_SETTLES ? begun - LIST_SETTLES : 0);
    }
    put_bool(r->ctx.arena, r->data, "is_changes", ask->since != 0);
}

Str typed_text(const Request *r, const char *name)
{
    for (size_t i = 0; i < r->n_raw; i++)
        if (str_is(r->raw[i].name, name) && !r->raw[i].is_file)
            return r->raw[i].text;
    return STR_NONE;
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
    const Failure why = failure_keep(&r->ctx);
    put_bool(r->ctx.arena, r->data, "changed", true);
    ctx_clear_failure(&r->ctx);
    if (r->wants_json)
        TRY(fill(r)); /* whoever may not see it is told so */
    failure_restore(&r->ctx, why);
    return e;
}
