/* place_alias: other names that people use. A name decides where rosters put people (place_names.h), so one that reads as
 * another place, as a house or as a number is refused, by the key that rosters read by. See place.h. */
#include "engine/text/house_key.h"
#include "place/place.sql.h"
#include "place/place_inside.h"
#include "place/place_names.h"
#include "record/event.h"

/* What such a name would be taken for, as a message key; NULL: for nothing else. */
static const char *misread(Arena *a, const PlaceNames *names, Code code, Str alias, Str *ret_about)
{
    Str key = group_key(a, alias), written = house_written(a, alias), rest;
    *ret_about = alias;
    if (house_key_is_number(house_key(a, alias)) || text_blurs_number(a, alias))
        return "place.alias.number";
    for (size_t i = 0; i < names->n; i++) {
        const PlaceName *n = &names->v[i];
        if (str_eq(n->key, key) && !str_eq(n->code, code)) {
            *ret_about = n->key;
            return "place.alias.other";
        }
        if (house_key_behind(a, written, n->key, &rest) && house_key_is_number(rest))
            return "place.alias.house";
    }
    return NULL;
}

/* Villages of one township are told apart by their names too. */
static Err beside(Ctx *c, Code code, Str alias, bool *ret_is)
{
    Places all;
    Str    key = group_key(c->arena, alias);
    *ret_is = false;
    if (code_level(code) >= LEVEL_GROUP || code_level(code) <= LEVEL_PROVINCE)
        return OK;
    TRY(place_children(c, code_parent(code), STR(""), PLACE_CHILDREN_MOST, &all));
    for (size_t i = 0; i < all.n; i++)
        *ret_is |= !str_eq(all.v[i].code, code) && str_eq(group_key(c->arena, all.v[i].name), key);
    return OK;
}

static Err check(Ctx *c, Code code, Str alias)
{
    PlaceNames  names;
    Str         about;
    bool        is_beside;
    i64         houses = 0;
    const char *key = NULL;
    TRY(beside(c, code, alias, &is_beside));
    if (is_beside)
        return fail_at(c, "name", "place.alias.other", alias, STR_NONE);
    if (code_level(code) < LEVEL_VILLAGE)
        return OK;
    TRY(place_names_load(c, code, &names));
    key = misread(c->arena, &names, code, alias, &about);
    if (key == NULL)
        TRY(db_int(db_read(c), Q_PLACE_HOUSE_CALLED, ARGS(code_county(names.village), names.village,
                                                          code_end(c->arena, names.village), house_key(c->arena, alias)), &houses));
    if (houses)
        key = "place.alias.house";
    return key == NULL ? OK : fail_at(c, "name", key, about, STR_NONE);
}

typedef struct Alias {
    Code code;
    Str  alias, name; /* name: the place's own */
    i64  event;
} Alias;

static Err event(Db *w, const Alias *a, const char *kind)
{
    return event_append(w, &(EventNew){ .id = a->event, .kind = kind, .subject = place_ref(a->code),
                                        .parts = { PART_TEXT("name", a->alias) }, .n_parts = 1 });
}

static Err add_body(Db *w, void *arg)
{
    const Alias *a = arg;
    TRY(db_exec(w, QUERY(place_alias_insert, .county = ARG(code_county(a->code)), .code = ARG(a->code),
                         .alias = ARG(a->alias), .at = ARG(db_ctx(w)->now), .taken_in = ARG(false))));
    TRY(place_words_put(w, a->code, a->alias));
    return event(w, a, "place.alias");
}

Err place_alias_add(Ctx *c, Code code, Str alias)
{
    Place p;
    Alias a = { .code = code, .alias = text_line(c->arena, alias), .event = id_new(c->now) };
    TRY(field_check_given(c, &PLACE_FIELD_NAME, a.alias));
    TRY(place_get(c, code, &p));
    TRY(check(c, code, a.alias));
    return db_write(c, add_body, &a);
}

static Err drop_body(Db *w, void *arg)
{
    const Alias *a = arg;
    i64          n;
    TRY(db_change(w, Q_PLACE_ALIAS_DROP, ARGS(code_county(a->code), a->code, a->alias), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "place.alias.stays", "no alias, or the name of what was taken in");
    TRY(place_words_renew(w, a->code, a->name));
    return event(w, a, "place.alias_dropped");
}

Err place_alias_drop(Ctx *c, Code code, Str alias)
{
    Place p;
    Alias a = { .code = code, .alias = alias, .event = id_new(c->now) };
    TRY(place_get(c, code, &p));
    a.name = p.name;
    return db_write(c, drop_body, &a);
}

/* ---- what `check` asks ---- */

typedef struct Look {
    Ctx    *c;
    Report *r;
} Look;

/* Those from before they were refused. Names of what was taken in are facts, and are asked about when they are read. */
static Err check_row(void *arg, Row r)
{
    const Look *l = arg;
    Code        code = row_text(r, C_PLACE_ALIAS_EVERY_CODE);
    PlaceNames  names;
    Str         about;
    Place       p;
    if (row_bool(r, C_PLACE_ALIAS_EVERY_TAKEN_IN) || code_level(code) < LEVEL_VILLAGE)
        return OK;
    TRY(place_get(l->c, code, &p));
    TRY(place_names_load(l->c, code, &names));
    if (p.to == 0 && misread(l->c->arena, &names, code, row_text(r, C_PLACE_ALIAS_EVERY_ALIAS), &about) != NULL)
        finding(l->r, "place.alias", "%.*s %.*s", STR_ARG(code), STR_ARG(row_text(r, C_PLACE_ALIAS_EVERY_ALIAS)));
    return OK;
}

Err place_alias_check(Ctx *c, Report *r)
{
    Look l = { c, r };
    return db_walk(db_read(c), Q_PLACE_ALIAS_EVERY, ARGS(), check_row, &l);
}
