/* office: see office.h. */
#include "entry/office.h"

static OfficeWords *words_of;

void office_words_hook(OfficeWords *words)
{
    words_of = words;
}

/* 上湾村一组: a group alone could be anywhere. */
static Err place_called(Ctx *c, Code place, Str *ret)
{
    Str    parts[3];
    size_t n = 0;
    for (Level l = LEVEL_VILLAGE; l <= code_level(place); l++)
        TRY(place_name(c, code_at(place, l), &parts[n++]));
    if (n == 0)
        return place_name(c, place, ret);
    *ret = str_join(c->arena, parts, n, STR_NONE);
    return OK;
}

Err office_called(Ctx *c, Role role, Code place, Str *ret_called)
{
    Place p;
    Str   where;
    TRY(place_get(c, place, &p));
    TRY(place_called(c, place, &where));
    *ret_called = words_of != NULL ? words_of(c->arena, role, p.kind, where) : where;
    return OK;
}

Err office_of(Ctx *c, const Actor *a, Str *ret_called)
{
    const Grant *best = NULL;
    *ret_called = STR_NONE;
    for (size_t i = 0; i < a->n_grants && a->account != 0; i++) {
        const Grant *g = &a->grants[i];
        Actor        one = { .account = a->account, .grants = g, .n_grants = 1 };
        bool         holds = access_is_official(&one) || g->verbs & UINT64_C(1) << VERB_HOST; /* a council's is one, too, where it hosts */
        if (holds && code_level(g->place) != LEVEL_NONE && /* the operator's are above all places */
            (best == NULL || g->place.n < best->place.n))
            best = g;
    }
    return best == NULL || best->role < 0 ? OK : office_called(c, (Role)best->role, best->place, ret_called);
}

Err office_there(Ctx *c, Verb verb, Code home, Str *ret_called)
{
    enum { MOST_CHARS = 60 };
    const Grant *best = NULL;
    *ret_called = STR_NONE;
    for (size_t i = 0; i < c->actor->n_grants && c->actor->account != 0; i++) {
        const Grant *g = &c->actor->grants[i];
        bool         is_there = code_level(g->place) != LEVEL_NONE && code_covers(g->place, home);
        if (is_there && g->verbs & UINT64_C(1) << verb && (best == NULL || g->place.n < best->place.n))
            best = g;
    }
    if (best == NULL || best->role < 0)
        return OK;
    TRY(office_called(c, (Role)best->role, best->place, ret_called));
    *ret_called = utf8_cut(*ret_called, MOST_CHARS);
    return OK;
}
