/* named: see named.h. Whether the actor may see it is asked as its page is asked for: by the route's verbs, and by the noun. What is
 * not there and what may not be seen are one answer. */
#include "web/named.h"

#include "record/noun.h"
#include "web/router.h"

typedef struct Named {
    Str noun; /* empty: any */
    Ref ref;
} Named;

static Str before(Str s, char mark)
{
    return str_cut(s, str_index(s, mark));
}

static bool named_of(Str text, Code county, Named *ret)
{
    Str rest = before(before(text, '?'), '#'), part, name = STR_NONE;
    bool is_address = str_index(rest, '/') < rest.n;
    ret->noun = STR_NONE;
    while (str_next(&rest, '/', &part))
        if (part.n) {
            ret->noun = name;
            name = part;
        }
    if (is_address && str_ends(name, STR(".json")))
        name = str_cut(name, name.n - STR(".json").n);
    return ref_typed(name, is_address ? STR_NONE : county, &ret->ref);
}

/* /need/:need, the page of one record. */
static bool is_record_page(const RouteRow *row)
{
    return row->route->method == GET && row->n == 2 && !row->is_param[0] && row->is_param[1] && row->loader[0] != NULL &&
           str_eq(row->segment[0], row->segment[1]);
}

static Err page_look(Request *r, const RouteRow *row, Ref ref, Str *ret_path)
{
    Ctx        *c = &r->ctx;
    Str         name = ref_name(c->arena, ref);
    const Noun *noun = noun_find(row->segment[0]);
    Ref         found = { 0 };
    bool        is_visible = true;
    Err         e = loader_read(c, row->loader[0], name, &found);
    if (e == OK && noun != NULL && noun->visible != NULL)
        e = noun->visible(c, noun, found, &is_visible);
    if (e == ERR_MISSING || e == ERR_DENIED || e == ERR_SIGNED_OUT) {
        ctx_clear_failure(c);
        return OK;
    }
    TRY(e);
    if (is_visible && access_may(c->actor, row->route->may, found.place) && access_may(c->actor, row->route->also, found.place))
        *ret_path = arena_printf(c->arena, "/%.*s/%.*s", STR_ARG(row->segment[0]), STR_ARG(name));
    return OK;
}

Err named_page(Request *r, Str text, Code county, Str *ret_path)
{
    Named n;
    *ret_path = STR_NONE;
    if (!named_of(utf8_fold(r->ctx.arena, str_trim(text)), county, &n))
        return OK;
    for (int i = 0; i < router_count() && ret_path->n == 0; i++)
        if (is_record_page(router_row(i)) && (n.noun.n == 0 || str_eq(n.noun, router_row(i)->segment[0])))
            TRY(page_look(r, router_row(i), n.ref, ret_path));
    return OK;
}
