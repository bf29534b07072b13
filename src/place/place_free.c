/* place_free: whether a place may be called so. A name decides where rosters put people (place_names.h), so one that reads as
 * another place beside it, as a house or as a number is refused, by the key that rosters read by; of a place's own name and of
 * another name alike (docs/decisions/0048). What stands so from before is named by `check`. See place_inside.h. */
#include <stdio.h>

#include "engine/text/house_key.h"
#include "place/place.sql.h"
#include "place/place_inside.h"
#include "place/place_names.h"

/* Units of two estates may both be called 3单元; and what was taken in keeps its name, which is asked about when it is read. */
static bool may_share(const NameAsk *q, const PlaceName *n)
{
    bool is_unit_elsewhere = code_level(q->parent) == LEVEL_GROUP && code_level(n->code) == LEVEL_UNIT &&
                             !str_eq(code_parent(n->code), q->parent);
    return str_eq(n->code, q->self) || (q->is_own && (n->how == FIT_TAKEN_IN || is_unit_elsewhere));
}

static Str village_name(const PlaceNames *names)
{
    for (size_t i = 0; i < names->n_places; i++)
        if (str_eq(names->places[i].code, names->village))
            return names->places[i].name;
    return STR_NONE;
}

const char *place_name_misread(Arena *a, const PlaceNames *names, const NameAsk *q, const PlaceName **ret_other)
{
    Str key = group_key(a, q->text), written = house_written(a, q->text), village = village_name(names), rest;
    Str bare = str_eq(q->self, names->village) ? STR_NONE : place_names_bare(a, key, village); /* a village's own name is not below it */
    *ret_other = NULL;
    if (house_key_is_number(house_key(a, q->text)) || text_blurs_number(a, q->text))
        return "place.alias.number";
    for (size_t i = 0; i < names->n; i++) {
        const PlaceName *n = &names->v[i];
        bool             is_same = str_eq(n->key, key) || (bare.n && str_eq(place_names_bare(a, n->key, village), bare));
        if (is_same && !may_share(q, n)) {
            *ret_other = n;
            return "place.alias.other";
        }
        if (house_key_behind(a, written, n->key, &rest) && house_key_is_number(rest))
            return "place.alias.house";
    }
    return NULL;
}

static Err refused(Ctx *c, const NameAsk *q, Str name, Code code, bool is_other_name)
{
    const char *key = !q->is_own ? "place.alias.other" : is_other_name ? "place.name.called" : "place.name.taken";
    return fail_at(c, q->field, key, q->text, arena_printf(c->arena, "%.*s(%.*s)", STR_ARG(name), STR_ARG(code)));
}

static Err free_of_key(Db *db, const NameAsk *q, Str key)
{
    Ctx *c = db_ctx(db);
    Rows rows;
    TRY(db_many(db, QUERY(place_named_beside, .parent = ARG(q->parent), .key = ARG(key)), &rows));
    if (rows.n > PLACE_NAMES_MOST)
        return fail(c, ERR_TOO_LARGE, "place.names.many", "more than %d names beside", PLACE_NAMES_MOST);
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        Code code = row_text(r, C_PLACE_NAMED_BESIDE_CODE);
        if (!str_eq(code, q->self) && str_eq(group_key(c->arena, row_text(r, C_PLACE_NAMED_BESIDE_SAID)), key))
            return refused(c, q, row_text(r, C_PLACE_NAMED_BESIDE_NAME), code, row_bool(r, C_PLACE_NAMED_BESIDE_IS_OTHER));
    }
    return OK;
}

/* Villages of one township, and all above them, are told apart by their names too. 化龙堰镇上湾村 is 上湾村. */
static Err free_beside(Db *db, const NameAsk *q)
{
    Ctx *c = db_ctx(db);
    Str  above, key = group_key(c->arena, q->text);
    TRY(free_of_key(db, q, key));
    TRY(place_name(c, q->parent, &above));
    Str bare = place_names_bare(c->arena, key, above);
    return str_eq(bare, key) ? OK : free_of_key(db, q, bare);
}

static Err free_inside(Db *db, const NameAsk *q, Code village)
{
    Ctx             *c = db_ctx(db);
    PlaceNames       names;
    const PlaceName *other;
    i64              houses = 0;
    TRY(place_names_load(c, village, &names));
    const char *key = place_name_misread(c->arena, &names, q, &other);
    if (other != NULL) {
        Str name;
        TRY(place_name(c, other->code, &name));
        return refused(c, q, name, other->code, other->how != FIT_OWN);
    }
    if (key == NULL)
        TRY(db_int(db, Q_PLACE_HOUSE_CALLED, ARGS(code_county(names.village), names.village,
                                                  code_end(c->arena, names.village), house_key(c->arena, q->text)), &houses));
    if (houses)
        key = "place.alias.house";
    return key == NULL ? OK : fail_at(c, q->field, key, q->text, STR_NONE);
}

Err place_name_free(Db *db, const NameAsk *q)
{
    if (code_level(q->parent) >= LEVEL_VILLAGE)
        return free_inside(db, q, q->parent);
    if (q->parent.n)
        TRY(free_beside(db, q));
    return code_level(q->self) == LEVEL_VILLAGE ? free_inside(db, q, q->self) : OK;
}

Err place_twins_settle(Db *w, Code parent)
{
    return db_exec(w, Q_PLACE_TWINS_SETTLE, ARGS(parent));
}

/* ---- what `check` asks ---- */

typedef struct Look {
    Ctx           *c;
    Report        *r;
    PlaceNamesKept kept;
} Look;

/* An own name that is another's own name too is told by its mark, one that is another's other name by that one. */
static Err check_text(Look *l, const NameAsk *q, const char *rule, Code code)
{
    const PlaceName *other;
    TRY(place_names_kept(l->c, &l->kept, code));
    ArenaMark *m = arena_mark(l->kept.arena);
    bool is_misread = place_name_misread(l->kept.arena, &l->kept.names, q, &other) != NULL;
    if (is_misread && !(q->is_own && other != NULL && (other->how != FIT_OWN || str_eq(code_parent(other->code), q->parent))))
        finding(l->r, rule, "%.*s %.*s", STR_ARG(code), STR_ARG(q->text));
    arena_rewind(l->kept.arena, m);
    return OK;
}

static Err check_own(void *arg, Row r)
{
    Look *l = arg;
    Code  code = row_text(r, C_PLACE_NAMED_EVERY_CODE), parent = row_text(r, C_PLACE_NAMED_EVERY_PARENT);
    Str   name = row_text(r, C_PLACE_NAMED_EVERY_NAME);
    NameAsk q = { .field = "name", .parent = parent, .self = code, .text = name, .is_own = true };
    ArenaMark *m = arena_mark(l->c->arena);
    if (!str_eq(group_key(l->c->arena, name), row_text(r, C_PLACE_NAMED_EVERY_NAME_KEY)))
        finding(l->r, "place.name_key", "%.*s", STR_ARG(code));
    arena_rewind(l->c->arena, m);
    if (row_int(r, C_PLACE_NAMED_EVERY_TWIN))
        finding(l->r, "place.twin", "%.*s %.*s", STR_ARG(code), STR_ARG(name));
    return code_level(code) > LEVEL_VILLAGE ? check_text(l, &q, "place.name", code) : OK;
}

/* Those from before they were refused. Names of what was taken in are facts, and are asked about when they are read. */
static Err check_other(void *arg, Row r)
{
    Look *l = arg;
    Code  code = row_text(r, C_PLACE_ALIAS_EVERY_CODE);
    NameAsk q = { .field = "name", .parent = code_parent(code), .self = code, .text = row_text(r, C_PLACE_ALIAS_EVERY_ALIAS) };
    if (row_bool(r, C_PLACE_ALIAS_EVERY_TAKEN_IN) || code_level(code) < LEVEL_VILLAGE || row_int(r, C_PLACE_ALIAS_EVERY_TO_DATE))
        return OK;
    return check_text(l, &q, "place.alias", code);
}

Err place_names_check(Ctx *c, Report *r)
{
    Look l = { .c = c, .r = r, .kept = { .arena = arena_open() } };
    Err  e = db_walk(db_read(c), Q_PLACE_NAMED_EVERY, ARGS(), check_own, &l);
    if (e == OK)
        e = db_walk(db_read(c), Q_PLACE_ALIAS_EVERY, ARGS(), check_other, &l);
    arena_close(l.kept.arena);
    return e;
}

/* ---- the step of migration 0180 ---- */

Err place_keys_fill(Db *w, void *arg)
{
    Code  after = STR("");
    Rows  rows;
    char  at[20];
    do {
        ArenaMark *m = arena_mark(db_ctx(w)->arena);
        TRY(db_many(w, Q_PLACE_KEY_PAGE, ARGS(after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Code code = row_text(rows.row[i], C_PLACE_KEY_PAGE_CODE);
            Str  key = group_key(db_ctx(w)->arena, row_text(rows.row[i], C_PLACE_KEY_PAGE_NAME));
            TRY(db_exec(w, Q_PLACE_KEY_PUT, ARGS(row_text(rows.row[i], C_PLACE_KEY_PAGE_COUNTY), code, key)));
            snprintf(at, sizeof at, "%.*s", STR_ARG(code));
        }
        after = rows.n ? str_from(at) : STR("");
        arena_rewind(db_ctx(w)->arena, m);
    } while (rows.n);
    return OK;
}
