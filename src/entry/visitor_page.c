/* visitor_page: what every page says about its visitor: at which place, called how, with how many unread messages. A
 * page is not refused because this could not be read: it stays empty. */
#include "entry/visitor_page.h"

#include "people/person.h"
#include "place/place_view.h"
#include "record/inbox.h"
#include "record/noun.h"
#include "web/i18n.h"
#include "web/session.h"

/* The place of the page (a village for what lies in one), else one's own. */
static Code visited(const Request *r)
{
    const Actor *actor = r->ctx.actor;
    if (r->ref.place.n)
        return code_log(r->ref.place);
    if (actor->household)
        return code_log(actor->home);
    return actor->n_grants ? code_log(actor->grants[0].place) : STR_NONE;
}

static Err home_put(Request *r)
{
    Arena *a = r->ctx.arena;
    Code   code = visited(r);
    Place  p;
    Places up;
    Buf    path = buf_new(a, 128, 1024);
    if (!code_is_valid(code))
        return OK;
    TRY(place_get(&r->ctx, code, &p));
    TRY(place_parents(&r->ctx, code, &up));
    for (size_t i = 0; i < up.n; i++)
        if (up.v[i].level >= LEVEL_COUNTY || up.n <= 2)
            buf_printf(&path, "%s%.*s", path.n ? " · " : "", STR_ARG(up.v[i].name));
    View *home = put_map(a, r->ui, "home");
    put_text(a, home, "code", p.code);
    put_text(a, home, "name", p.name);
    put_text(a, home, "path", buf_text(&path));
    return OK;
}

static Err actor_put(Request *r)
{
    i64 unread;
    if (r->session == NULL)
        return OK;
    put_text(r->ctx.arena, r->ui, "actor", r->session->actor.called);
    TRY(inbox_unread(&r->ctx, &unread));
    put_int(r->ctx.arena, r->ui, "unread", unread);
    return OK;
}

static Err acting_put(Request *r)
{
    Arena    *a = r->ctx.arena;
    Household h;
    if (r->session == NULL || r->session->acts_by.n == 0)
        return OK;
    TRY(household_get(&r->ctx, actor_house(r->ctx.actor), &h));
    View *m = put_map(a, r->ui, "acting");
    put_text(a, m, "id", r->session->acts_by);
    put_text(a, m, "label", h.label);
    return OK;
}

/* Who has no house and asks for what a house says can do so in the name of one that agrees: where that begins. */
static void help_way_put(Request *r)
{
    const Actor *actor = r->ctx.actor;
    bool         acts_not = r->session != NULL && r->session->acts_not; /* it can be asked anew */
    bool         is_voice = acts_not || (r->route != NULL && r->route->may == VERB_VOICE && actor_house(actor).id == 0);
    Code         here = r->ref.place.n ? code_log(r->ref.place) : STR_NONE;
    Code         at = here.n && access_may(actor, VERB_HELP, here) ? here : access_place(actor, VERB_HELP);
    put_text(r->ctx.arena, r->ui, "help_href",
             is_voice && at.n ? arena_printf(r->ctx.arena, "/place/%.*s/help", STR_ARG(at)) : STR_NONE);
}

/* ---- the bar ---- */

static void tab_put(Request *r, View *list, const NounTab *t, Str href)
{
    Arena      *a = r->ctx.arena;
    const View *lit = view_get(r->ui, "tab");
    View       *m = add_map(a, list);
    put_text(a, m, "href", href);
    put_cstr(a, m, "icon", t->icon);
    put_text(a, m, "text", i18n_text(r->ctx.lang, t->text));
    put_bool(a, m, "is_now", lit != NULL && str_is(lit->s, t->name));
    put_bool(a, m, "is_hot", t->is_hot);
    const View *unread = t->has_unread ? view_get(r->ui, "unread") : NULL;
    put_int(a, m, "unread", unread != NULL ? unread->i : 0);
}

/* In the order that the rows say, of which no two have the same place (nouns_set). */
static void tabs_put(Request *r)
{
    const View *home = view_get(r->ui, "home");
    Code        code = home != NULL ? view_get(home, "code")->s : STR_NONE;
    View       *list = put_list(r->ctx.arena, r->ui, "tabs");
    bool        is_office = access_is_official(r->ctx.actor);
    for (int place = 1; place <= TABS_MOST; place++) {
        const NounTab *t = noun_tab(place, is_office);
        Str            href = t != NULL ? t->href(r, code) : STR_NONE;
        if (href.n)
            tab_put(r, list, t, href);
    }
}

/* ---- between the pages of an office ---- */

static bool may_work(const Actor *a, const NounWork *w, Code place)
{
    return w->may == VERB_SIGNED_IN ? noun_has_desk(a, place) : access_may(a, w->may, place);
}

static bool is_work(const Request *r, const NounWork *w)
{
    static const Str places = { "/place/:place", sizeof "/place/:place" - 1 };
    Str              path = str_from(r->route->path);
    return str_starts(path, places) && str_is(str_skip(path, places.n), w->path);
}

/* A bar whose every link opens: asked by the verb of each page at this place. */
static void works_put(Request *r)
{
    Arena *a = r->ctx.arena;
    View  *list = put_list(a, r->ui, "works");
    int    now = 0;
    for (int at = 1; r->route != NULL && at <= WORKS_MOST; at++)
        if (noun_work(at) != NULL && is_work(r, noun_work(at)))
            now = at;
    if (now == 0 || !access_is_official(r->ctx.actor) || !noun_has_desk(r->ctx.actor, r->ref.place))
        return;
    put_bool(a, r->ui, "has_works", true);
    for (int at = 1; at <= WORKS_MOST; at++) {
        const NounWork *w = noun_work(at);
        if (w == NULL || !may_work(r->ctx.actor, w, r->ref.place))
            continue;
        View *m = add_map(a, list);
        put_text(a, m, "href", arena_printf(a, "/place/%.*s%s", STR_ARG(r->ref.place), w->path));
        put_text(a, m, "text", i18n_text(r->ctx.lang, w->text));
        put_bool(a, m, "is_now", at == now);
    }
}

void visitor_fill(Request *r)
{
    bool failed = r->ctx.err != OK;
    Err  e = home_put(r);
    e = e == OK ? actor_put(r) : e;
    e = e == OK ? acting_put(r) : e;
    if (e != OK && !failed)
        ctx_clear_failure(&r->ctx);
    help_way_put(r);
    tabs_put(r);
    works_put(r);
}
