/* noun: see noun.h. */
#include "record/noun.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const NounRow   *nouns;
static size_t           n_nouns;
static const EventKind *kinds[1024]; /* of all nouns, by name: a story looks up each of its steps */
static size_t           n_kinds;

static bool has_event(const Noun *n, const char *kind)
{
    for (const EventKind *e = n->events; e != NULL && e->name != NULL; e++)
        if (strcmp(e->name, kind) == 0)
            return true;
    return false;
}

void noun_not_whole(const Noun *n, const char *why)
{
    char what[200];
    snprintf(what, sizeof what, "the noun %s is not whole: %s", n->name ? n->name : "without a name", why);
    bug(what, __FILE__, __LINE__);
}

/* What a noun cannot be without: a name of its own, kinds of events that are nobody else's, and an invariant to be asked for
 * wherever it keeps something. */
static void noun_whole(size_t i)
{
    const Noun *n = nouns[i].noun;
    if (n->name == NULL)
        noun_not_whole(n, "nothing can be found by it");
    if (n->events != NULL && n->check == NULL && n->invariants == NULL)
        noun_not_whole(n, "it keeps something and is never checked (.invariants or .check)");
    if (n->derived != NULL && n->rebuild == NULL)
        noun_not_whole(n, "what it derives is never made again");
    if (n->has_terms && n->rebuild == NULL)
        noun_not_whole(n, "its search terms are never made again");
    for (const NounTab *t = n->tabs; t != NULL && t->name != NULL; t++) {
        if (t->people > TABS_MOST || t->office > TABS_MOST || (t->people && noun_tab(t->people, false) != t) ||
            (t->office && noun_tab(t->office, true) != t))
            noun_not_whole(n, "its tab stands where another does, or beyond the bar");
    }
    for (const NounWork *w = n->works; w != NULL && w->path != NULL; w++)
        if (w->at > WORKS_MOST || noun_work(w->at) != w)
            noun_not_whole(n, "a page of its stands in the offices' bar where another does, or beyond it");
    for (const NounFigure *f = n->figures; f != NULL && f->counter != NULL; f++)
        if (strncmp(f->counter, n->name, strlen(n->name)) != 0 || f->counter[strlen(n->name)] != '.')
            noun_not_whole(n, f->counter);
    for (size_t k = 0; k < i; k++) {
        if (strcmp(nouns[k].noun->name, n->name) == 0)
            noun_not_whole(n, "another has that name");
        for (const EventKind *e = n->events; e != NULL && e->name != NULL; e++)
            if (has_event(nouns[k].noun, e->name))
                noun_not_whole(n, e->name);
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(const EventKind *const *)a)->name, (*(const EventKind *const *)b)->name);
}

static void kinds_take(void)
{
    n_kinds = 0;
    for (size_t i = 0; i < n_nouns; i++)
        for (const EventKind *e = nouns[i].noun->events; e != NULL && e->name != NULL; e++) {
            BUG_ON(n_kinds == COUNTOF(kinds)); /* of the source's own tables */
            kinds[n_kinds++] = e;
        }
    qsort(kinds, n_kinds, sizeof kinds[0], by_name);
}

void nouns_set(const NounRow *given, size_t n)
{
    nouns = given;
    n_nouns = n;
    for (size_t i = 0; i < n; i++)
        noun_whole(i);
    kinds_take();
}

size_t noun_count(void)
{
    return n_nouns;
}

const Noun *noun_at(size_t i)
{
    return nouns[i].noun;
}

const struct Room *const *noun_rooms(size_t i)
{
    return nouns[i].rooms;
}

const Noun *noun_find(Str name)
{
    for (size_t i = 0; i < n_nouns; i++)
        if (str_is(name, nouns[i].noun->name))
            return nouns[i].noun;
    return NULL;
}

static int name_cmp(const void *kind, const void *at)
{
    return str_cmp(*(const Str *)kind, str_from((*(const EventKind *const *)at)->name));
}

const EventKind *noun_event(Str kind)
{
    const EventKind *const *found = n_kinds ? bsearch(&kind, kinds, n_kinds, sizeof kinds[0], name_cmp) : NULL;
    return found ? *found : NULL;
}

Err noun_check(Ctx *c, const Noun *noun, Report *r)
{
    for (const Invariant *v = noun->invariants; v != NULL && v->query != NULL; v++)
        TRY(check_each(c, r, v->query, v->of == NULL ? noun->name : v->of[0] ? v->of : NULL, v->rule));
    return noun->check != NULL ? noun->check(c, r) : OK;
}

bool noun_desk_is_of(const NounDesk *desk, const Actor *a, Code place)
{
    return desk != NULL && (access_may(a, desk->verb, place) || (desk->also != VERB_PUBLIC && access_may(a, desk->also, place)));
}

bool noun_has_desk(const Actor *a, Code place)
{
    for (size_t i = 0; i < n_nouns; i++)
        if (noun_desk_is_of(nouns[i].noun->desk, a, place))
            return true;
    return false;
}

static Code higher(Code a, Code b)
{
    return b.n != 0 && (a.n == 0 || b.n < a.n) ? b : a;
}

Code noun_desk_place(const Actor *a)
{
    Code best = STR_NONE;
    for (size_t i = 0; i < n_nouns; i++) {
        const NounDesk *desk = nouns[i].noun->desk;
        best = desk != NULL ? higher(best, access_place(a, desk->verb)) : best;
        best = desk != NULL && desk->also != VERB_PUBLIC ? higher(best, access_place(a, desk->also)) : best;
    }
    return best;
}

const NounTab *noun_tab(int place, bool is_office)
{
    for (size_t i = 0; i < n_nouns; i++)
        for (const NounTab *t = nouns[i].noun->tabs; t != NULL && t->name != NULL; t++)
            if ((is_office ? t->office : t->people) == place)
                return t;
    return NULL;
}

const NounWork *noun_work(int at)
{
    for (size_t i = 0; i < n_nouns; i++)
        for (const NounWork *w = nouns[i].noun->works; w != NULL && w->path != NULL; w++)
            if (w->at == at)
                return w;
    return NULL;
}
