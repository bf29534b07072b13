/* place_names: see place_names.h. */
#include "place/place_names.h"

#include <stdio.h>
#include <string.h>

#include "base/simple.h"
#include "engine/text/house_key.h"
#include "place/place.sql.h"
#include "place/place_inside.h"

/* ---- loading ---- */

typedef struct Loading {
    Arena     *a;
    PlaceName *v;
    size_t     n, room;
    bool       is_over;
} Loading;

/* What decides where something is written is known whole, or nothing is written by it. */
enum { UNDER_MOST = 4000, ROOM_MOST = 32000 };

/* Called as before again, its own name says more; but the name of what was taken in stays beside it. */
static void name_add(Loading *l, PlaceName name, Str text)
{
    name.key = group_key(l->a, text);
    if (name.key.n == 0)
        return;
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->v[i].key, name.key) && str_eq(l->v[i].code, name.code) &&
            (l->v[i].how == FIT_TAKEN_IN) == (name.how == FIT_TAKEN_IN))
            return;
    if (l->n == ROOM_MOST) {
        l->is_over = true;
        return;
    }
    if (l->n == l->room) {
        PlaceName *more = NEW_N(l->a, PlaceName, l->room * 2);
        memcpy(more, l->v, l->n * sizeof *more);
        l->v = more;
        l->room *= 2;
    }
    l->v[l->n++] = name;
}

static const Place *place_at(const PlaceNames *names, Code code)
{
    for (size_t i = 0; i < names->n_places; i++)
        if (str_eq(names->places[i].code, code))
            return &names->places[i];
    return NULL;
}

static Str two(Arena *a, Str first, Str second)
{
    return str_join(a, (Str[]){ first, second }, 2, STR_NONE);
}

static void own_names_add(Loading *l, const PlaceNames *names)
{
    for (size_t i = 0; i < names->n_places; i++) {
        const Place *p = &names->places[i], *above = place_at(names, code_parent(p->code));
        PlaceName    own = { .code = p->code, .how = FIT_OWN };
        name_add(l, own, p->name);
        if (p->level == LEVEL_UNIT && above != NULL)
            name_add(l, own, two(l->a, above->name, p->name));
    }
}

/* Its own name is a place's before it is another's other name: 二组 as an alias of 一组 would put people into the wrong houses. */
static bool is_own_of_other(const Loading *l, Code code, Str alias)
{
    Str key = group_key(l->a, alias);
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].how == FIT_OWN && str_eq(l->v[i].key, key) && !str_eq(l->v[i].code, code))
            return true;
    return false;
}

/* Another name of an estate goes before the names of its units too. */
static void alias_load(Loading *l, const PlaceNames *names, PlaceName other, Str alias)
{
    const Place *p = place_at(names, other.code), *above = place_at(names, code_parent(other.code));
    if (p == NULL)
        return;
    other.is_shadow = other.how == FIT_ALIAS && is_own_of_other(l, other.code, alias);
    name_add(l, other, alias);
    if (p->level == LEVEL_UNIT && above != NULL)
        name_add(l, other, two(l->a, above->name, alias));
    for (size_t i = 0; p->level == LEVEL_GROUP && i < names->n_places; i++)
        if (names->places[i].level == LEVEL_UNIT && str_starts(names->places[i].code, p->code)) {
            other.code = names->places[i].code;
            name_add(l, other, two(l->a, alias, names->places[i].name));
        }
}

Err place_names_load(Ctx *c, Code code, PlaceNames *ret)
{
    Code    top = code_level(code) > LEVEL_VILLAGE ? code_at(code, LEVEL_VILLAGE) : code;
    Code    end = code_end(c->arena, top);
    Rows    rows, others;
    Loading l = { .a = c->arena };
    TRY(db_many(db_read(c), Q_PLACE_NAMED_UNDER, ARGS(code_county(top), top, end), &rows));
    TRY(db_many(db_read(c), Q_PLACE_ALIAS_UNDER, ARGS(code_county(top), top, end), &others));
    if (rows.n > UNDER_MOST || others.n > UNDER_MOST)
        return fail(c, ERR_TOO_LARGE, "place.names.many", "more than %d places or other names below", UNDER_MOST);
    Place *places = NEW_N(c->arena, Place, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        places[i] = place_from_row(rows.row[i]);
    *ret = (PlaceNames){ .village = top, .places = places, .n_places = rows.n };
    l.room = (rows.n + others.n) * 4 + 16;
    l.v = NEW_N(c->arena, PlaceName, l.room);
    own_names_add(&l, ret);
    for (size_t i = 0; i < others.n; i++)
        alias_load(&l, ret,
                  (PlaceName){ .code = row_text(others.row[i], C_PLACE_ALIAS_UNDER_CODE),
                               .how = row_bool(others.row[i], C_PLACE_ALIAS_UNDER_TAKEN_IN) ? FIT_TAKEN_IN : FIT_ALIAS,
                               .at = row_int(others.row[i], C_PLACE_ALIAS_UNDER_AT) },
                  row_text(others.row[i], C_PLACE_ALIAS_UNDER_ALIAS));
    if (l.is_over)
        return fail(c, ERR_TOO_LARGE, "place.names.many", "more than %d names below", ROOM_MOST);
    ret->v = l.v;
    ret->n = l.n;
    return OK;
}

/* ---- finding ---- */

/* One more place that is called so: the best of its names counts, a second place makes it several. */
static void fit_add(PlaceFit *fit, Code scope, const PlaceName *name)
{
    bool again = fit->how > FIT_OUTSIDE && str_eq(fit->code, name->code);
    fit->is_shared |= name->is_shadow || (again && (name->how == FIT_TAKEN_IN) != (fit->how == FIT_TAKEN_IN));
    if (name->is_shadow)
        return;
    if (!code_covers(scope, name->code)) {
        fit->how = fit->how == FIT_NONE ? FIT_OUTSIDE : fit->how;
    } else if (fit->how <= FIT_OUTSIDE) {
        fit->how = name->how;
        fit->code = name->code;
    } else if (!again) {
        fit->how = FIT_SEVERAL;
        fit->other = name->code;
    } else if (fit->how != FIT_SEVERAL && name->how > fit->how) {
        fit->how = name->how;
    }
}

static PlaceFit find_key(const PlaceNames *names, Code scope, Str key)
{
    PlaceFit fit = { .key = key };
    for (size_t i = 0; key.n && i < names->n; i++)
        if (str_eq(names->v[i].key, key))
            fit_add(&fit, scope, &names->v[i]);
    return fit;
}

/* Splits 二组(420325102212002) into name and code; a code alone has no name. False: no code of a standing place. */
static bool code_take(const PlaceNames *names, Str key, Str *ret_name, Code *ret_code)
{
    Str    said = key;
    size_t at = 0;
    *ret_name = STR_NONE;
    if (str_ends(key, STR(")")) && str_find(key, STR("("), &at)) {
        *ret_name = str_cut(key, at);
        said = str_cut(str_skip(key, at + 1), key.n - at - 2);
    }
    const Place *p = place_at(names, said);
    if (p != NULL)
        *ret_code = p->code;
    return p != NULL;
}

Str place_names_bare(Arena *a, Str key, Str parent)
{
    static const Str kinds[] = { STR(""), STR("村"), STR("社区"), STR("镇"), STR("乡"), STR("街道"), STR("县"), STR("市"), STR("区"), STR("省") };
    Str whole = simple_key(a, group_key(a, parent)), plain = simple_key(a, key), bare = key; /* byte for byte as long as the key */
    for (size_t i = 0; i < COUNTOF(kinds); i++) {
        Str stem = str_cut(whole, whole.n - kinds[i].n), rest = str_skip(key, stem.n);
        if (str_ends(whole, kinds[i]) && utf8_count(stem) >= 2 && str_starts(plain, stem) && utf8_count(rest) >= 2 && rest.n < bare.n)
            bare = rest;
    }
    return str_eq(bare, key) ? key : group_key(a, bare);
}

/* 二组, 420325102212002, or 二组(420325102212002): where both are said they must agree. */
PlaceFit place_names_find(Arena *a, const PlaceNames *names, Code scope, Str text)
{
    Str  key = group_key(a, text), name;
    Code code;
    if (!code_take(names, key, &name, &code)) {
        const Place *village = place_at(names, names->village);
        PlaceFit     as_said = find_key(names, scope, key);
        return as_said.how != FIT_NONE || village == NULL ? as_said : find_key(names, scope, place_names_bare(a, key, village->name));
    }
    PlaceFit fit = { .how = code_covers(scope, code) ? FIT_OWN : FIT_OUTSIDE, .code = code, .other = code, .is_certain = true };
    PlaceFit said = find_key(names, code, name);
    if (name.n && (said.how <= FIT_OUTSIDE || !str_eq(said.code, code)))
        fit.how = FIT_SEVERAL;
    fit.key = group_key(a, place_names_before(a, names, code));
    return fit;
}

Str place_names_before(Arena *a, const PlaceNames *names, Code code)
{
    const Place *p = place_at(names, code), *above = place_at(names, code_parent(code));
    if (p == NULL || p->level <= LEVEL_VILLAGE)
        return STR_NONE;
    return p->level == LEVEL_UNIT && above != NULL ? two(a, above->name, p->name) : p->name;
}

Str place_names_say(Arena *a, const PlaceNames *names, Code code)
{
    const Place *p = place_at(names, code);
    Str          name = place_names_before(a, names, code);
    if (p == NULL)
        return code;
    if (name.n == 0)
        name = p->name;
    PlaceFit fit = place_names_find(a, names, names->village, name);
    if (fit.how == FIT_OWN && str_eq(fit.code, code) && !fit.is_shared)
        return name;
    return arena_printf(a, "%.*s(%.*s)", STR_ARG(name), STR_ARG(code));
}

bool place_names_took_in(const PlaceNames *names, Code code, Str key)
{
    for (size_t i = 0; i < names->n; i++)
        if (names->v[i].how == FIT_TAKEN_IN && str_eq(names->v[i].code, code) && str_eq(names->v[i].key, key))
            return true;
    return false;
}

Err place_names_kept(Ctx *c, PlaceNamesKept *kept, Code code)
{
    Code   village = code_at(code, LEVEL_VILLAGE);
    Arena *before = c->arena;
    if (str_is(village, kept->code))
        return OK;
    snprintf(kept->code, sizeof kept->code, "%.*s", STR_ARG(village));
    arena_reset(kept->arena);
    c->arena = kept->arena;
    Err e = place_names_load(c, str_from(kept->code), &kept->names);
    c->arena = before;
    return e;
}
