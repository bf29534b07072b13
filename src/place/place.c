/* place: reading the tree. How it is searched is in place_search.c, what begins in place_add.c, what changes in place_change.c; the division table comes in by
 * place_import.c. See place.h. */
#include "place/place.h"

#include <string.h>

#include "db/turn.h"
#include "place/place.sql.h"
#include "place/place_inside.h"

const char *const place_kind_names[] = { "province", "city",      "county", "town",   "street", "village",
                                         "community", "group", "estate", "unit",   NULL };

const Field PLACE_FIELD_NAME = { "name", FIELD_LINE, 1, PLACE_NAME_MOST, NULL, "place.name" };
const Field PLACE_FIELD_KIND = { "kind", FIELD_ENUM, 0, PLACE_KINDS - 1, place_kind_names, "place.kind" };
const Field PLACE_FIELD_FROM = { "from", FIELD_DATE, 19490101, 29991231, NULL, "place.from" };
const Field PLACE_FIELD_QUERY = { "q", FIELD_LINE, 0, 120, NULL, "place.query" };

enum { HOPS_MOST = 16 };

Ref place_ref(Code code)
{
    Ref r = { code_county(code), 0, code };
    (void)str_int(code, &r.id); /* one that is not made of digits has id 0, and no event takes it */
    return r;
}

Place place_from_row(Row r)
{
    return (Place){
        .code = row_text(r, C_PLACE_ROW_CODE),
        .level = code_level(row_text(r, C_PLACE_ROW_CODE)),
        .kind = (PlaceKind)row_int(r, C_PLACE_ROW_KIND),
        .name = row_text(r, C_PLACE_ROW_NAME),
        .from = (Date)row_int(r, C_PLACE_ROW_FROM_DATE),
        .to = (Date)row_int(r, C_PLACE_ROW_TO_DATE),
        .successor = row_text(r, C_PLACE_ROW_SUCCESSOR),
        .version = row_int(r, C_PLACE_ROW_VERSION),
    };
}

PlaceKind place_kind_of(Code code)
{
    switch (code_level(code)) {
    case LEVEL_PROVINCE:
        return PLACE_PROVINCE;
    case LEVEL_CITY:
        return PLACE_CITY;
    case LEVEL_COUNTY:
        return PLACE_COUNTY;
    case LEVEL_TOWN:
        return code.p[6] == '0' ? PLACE_STREET : PLACE_TOWN;
    case LEVEL_VILLAGE:
        return code_is_community(code) ? PLACE_COMMUNITY : PLACE_VILLAGE;
    case LEVEL_GROUP:
        return PLACE_GROUP;
    case LEVEL_UNIT:
        return PLACE_UNIT;
    default:
        BUG_ON("a place code has a level"); /* an import asks for its level before its kind */
        return PLACE_GROUP;
    }
}

Str place_plain_name(Arena *a, Str name)
{
    static const struct {
        Str ending, kind;
    } bodies[] = {
        { STR("村民委员会"), STR("村") }, { STR("村委会"), STR("村") },     { STR("居民委员会"), STR("社区") },
        { STR("居民委员"), STR("社区") }, { STR("居委会"), STR("社区") },
    };
    for (size_t i = 0; i < COUNTOF(bodies); i++) {
        Str stem = str_cut(name, name.n - bodies[i].ending.n);
        if (!str_ends(name, bodies[i].ending) || stem.n == 0)
            continue;
        return str_ends(stem, bodies[i].kind) ? stem : str_join(a, (Str[]){ stem, bodies[i].kind }, 2, STR(""));
    }
    return name;
}

/* ---- rows, remembered for a moment ---- */

/* A page asks for the same few places again and again, and they change once in years. Each thread remembers some, also
 * that there is none of a code. */
enum { ROWS = 128, WAYS = 4, NAME_BYTES = 4 * PLACE_NAME_MOST, CODE_BYTES = 18, AT_ONCE = 20 };

typedef struct RowKept {
    Memory memory;
    bool   is_there;
    Place  p; /* its texts: in the room behind */
    char   code[CODE_BYTES], successor[CODE_BYTES], name[NAME_BYTES];
} RowKept;

static _Thread_local RowKept rows_kept[ROWS];

/* Where it is kept, or will be: in one of a few places, so that two which a page asks for in turn do not oust each other. */
static RowKept *row_slot(Code code)
{
    u64    h = 0;
    size_t most = code.n < sizeof h ? code.n : sizeof h; /* neighbours differ at the end */
    if (most)
        memcpy(&h, code.p + code.n - most, most);
    h = (h + code.n) * UINT64_C(11400714819323198485); /* Knuth, The Art of Computer Programming 3, 6.4 */
    RowKept *set = &rows_kept[(h >> 56) % (ROWS / WAYS) * WAYS], *oldest = set;
    for (int i = 0; i < WAYS; i++) {
        if (set[i].memory.store != NULL && str_eq(set[i].p.code, code))
            return &set[i];
        if (set[i].memory.store == NULL || set[i].memory.ticks < oldest->memory.ticks)
            oldest = &set[i];
    }
    return oldest;
}

static bool row_is_fresh(const RowKept *k, const Ctx *c, Code code)
{
    return memory_holds(&k->memory, c) && str_eq(k->p.code, code);
}

/* Keeps s in room of n bytes behind *to; false when it does not fit. */
static bool text_keep(Str *to, char *room, size_t n, Str s)
{
    if (s.n > n)
        return false;
    if (s.n)
        memcpy(room, s.p, s.n);
    *to = (Str){ room, s.n };
    return true;
}

static void row_keep(RowKept *k, Memory memory, Code code, bool is_there, const Place *p)
{
    k->memory = (Memory){ 0 }; /* of nothing, until all of it fits */
    k->p = *p;
    if (text_keep(&k->p.code, k->code, sizeof k->code, code) &&
        text_keep(&k->p.name, k->name, sizeof k->name, p->name) &&
        text_keep(&k->p.successor, k->successor, sizeof k->successor, p->successor)) {
        k->is_there = is_there;
        k->memory = memory;
    }
}

/* Reads some places at once and keeps what is there and what is not; *ret_place is the first of them. */
static Err rows_read(Ctx *c, const Code *codes, size_t n, Place *ret_place, bool *ret_there)
{
    union given_place_some some = { 0 };
    Rows                   rows;
    Memory                 memory = memory_begin(c);
    _Static_assert(COUNTOF(some.by.row) == AT_ONCE, "{rows} of place_some");
    for (size_t i = 0; i < AT_ONCE; i++)
        some.by.row[i].code = ARG(codes[i < n ? i : n - 1]);
    TRY(db_many(db_read(c), FILLED(place_some, some), &rows));
    for (size_t i = n; i-- > 0;) {
        *ret_place = (Place){ .code = codes[i] };
        *ret_there = false;
        for (size_t k = 0; k < rows.n && !*ret_there; k++)
            if ((*ret_there = str_eq(row_text(rows.row[k], C_PLACE_ROW_CODE), codes[i])))
                *ret_place = place_from_row(rows.row[k]);
        row_keep(row_slot(codes[i]), memory, codes[i], *ret_there, ret_place);
    }
    return OK;
}

/* The row of a place, without its path; false where there is none. Who asks for one asks for those above it next. */
static Err place_row(Ctx *c, Code code, Place *ret_place, bool *ret_there)
{
    RowKept *k = row_slot(code);
    Code     codes[1 + LEVEL_UNIT] = { code };
    size_t   n = 1;
    if (row_is_fresh(k, c, code)) {
        *ret_there = k->is_there;
        *ret_place = k->p;
        ret_place->code = str_copy(c->arena, k->p.code);
        ret_place->name = str_copy(c->arena, k->p.name);
        ret_place->successor = str_copy(c->arena, k->p.successor);
        return OK;
    }
    for (Level l = LEVEL_PROVINCE, own = code_level(code); l < own; l++)
        if (!row_is_fresh(row_slot(code_at(code, l)), c, code_at(code, l)))
            codes[n++] = code_at(code, l);
    return rows_read(c, codes, n, ret_place, ret_there);
}

typedef struct Missing {
    Code  *code;
    size_t n;
} Missing;

static Err missing_read(Ctx *c, void *arg, size_t i)
{
    const Missing *m = arg;
    size_t         left = m->n - i * AT_ONCE;
    Place          p;
    bool           is_there;
    return rows_read(c, m->code + i * AT_ONCE, left < AT_ONCE ? left : AT_ONCE, &p, &is_there);
}

static void missing_add(Ctx *c, Missing *m, Code code)
{
    bool again = row_is_fresh(row_slot(code), c, code);
    for (size_t k = 0; k < m->n && !again; k++)
        again = str_eq(m->code[k], code);
    if (!again)
        m->code[m->n++] = code;
}

Err place_names_ahead(Ctx *c, const Code *codes, size_t n)
{
    Missing m = { NEW_N(c->arena, Code, 2 * n + 1), 0 };
    for (size_t i = 0; i < n; i++) {
        missing_add(c, &m, codes[i]);
        if (code_level(codes[i]) > LEVEL_VILLAGE)
            missing_add(c, &m, code_at(codes[i], LEVEL_VILLAGE));
    }
    return m.n > 1 ? db_together(c, (m.n + AT_ONCE - 1) / AT_ONCE, missing_read, &m) : OK;
}

static Err place_known(Ctx *c, Code code, Place *ret_place)
{
    bool is_there;
    TRY(place_row(c, code, ret_place, &is_there));
    return is_there ? OK : fail(c, ERR_MISSING, NULL, "no place %.*s", STR_ARG(code));
}

Err place_name(Ctx *c, Code code, Str *ret_name)
{
    Place p;
    TRY(place_known(c, code, &p));
    *ret_name = p.name;
    return OK;
}

Err place_name_from(Ctx *c, Level from, Code code, Str *ret_name)
{
    *ret_name = STR_NONE;
    for (Level l = from; l <= code_level(code); l++) {
        Str name;
        TRY(place_name(c, code_at(code, l), &name));
        *ret_name = str_join(c->arena, (Str[]){ *ret_name, name }, 2, STR_NONE);
    }
    return OK;
}

Err place_name_in(Ctx *c, Code list, Code code, Str *ret_name)
{
    bool is_within = code_level(list) < LEVEL_VILLAGE && code_level(code) > LEVEL_VILLAGE;
    return is_within ? place_name_from(c, LEVEL_VILLAGE, code, ret_name) : place_name(c, code, ret_name);
}

/* ---- reading ---- */

/* Those of its way that are not remembered, at once. */
static Err way_read(Ctx *c, Code code)
{
    Code   codes[1 + LEVEL_UNIT];
    size_t n = 0;
    Place  p;
    bool   is_there;
    for (Level l = LEVEL_PROVINCE, own = code_level(code); l <= own; l++)
        if (!row_is_fresh(row_slot(code_at(code, l)), c, code_at(code, l)))
            codes[n++] = code_at(code, l);
    return n ? rows_read(c, codes, n, &p, &is_there) : OK;
}

/* The path leaves the province out: everybody knows it, and lines are short on a phone. */
static Err path_of(Ctx *c, Code code, Str *ret_path)
{
    Str    parts[LEVEL_UNIT + 1];
    size_t n = 0;
    Level  own = code_level(code);
    TRY(way_read(c, code));
    for (Level l = own > LEVEL_PROVINCE ? LEVEL_CITY : LEVEL_PROVINCE; l <= own; l++) {
        Place p;
        bool  is_there;
        TRY(place_row(c, code_at(code, l), &p, &is_there));
        if (is_there) /* there are cities without counties */
            parts[n++] = p.name;
    }
    *ret_path = str_join(c->arena, parts, n, STR(" "));
    return OK;
}

Err place_get(Ctx *c, Code code, Place *ret_place)
{
    TRY(place_known(c, code, ret_place));
    return path_of(c, code, &ret_place->path);
}

Err place_now(Ctx *c, Code code, Code *ret_code)
{
    *ret_code = code;
    for (int hop = 0; hop < HOPS_MOST; hop++) {
        Place p;
        TRY(place_known(c, *ret_code, &p));
        if (p.successor.n == 0)
            return OK;
        *ret_code = p.successor;
    }
    return fail(c, ERR_INTERNAL, NULL, "place %.*s: successors run in a circle", STR_ARG(code));
}

static Err path_read(Ctx *c, void *arg, size_t i)
{
    Place *places = arg;
    return path_of(c, places[i].code, &places[i].path);
}

Err places_from(Ctx *c, Rows rows, size_t most, Places *ret)
{
    Place *v = NEW_N(c->arena, Place, rows.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < rows.n && n < most; i++) {
        Place p = place_from_row(rows.row[i]);
        bool  again = false;
        for (size_t k = 0; k < n; k++)
            again |= str_eq(v[k].code, p.code);
        if (again)
            continue; /* found by two of its endings */
        v[n++] = p;
    }
    *ret = (Places){ v, n };
    return db_together(c, n, path_read, v);
}

Err place_parents(Ctx *c, Code code, Places *ret_places)
{
    Place *v = NEW_N(c->arena, Place, LEVEL_UNIT);
    size_t n = 0;
    for (Level l = LEVEL_PROVINCE; l < code_level(code); l++) {
        bool is_there;
        TRY(place_row(c, code_at(code, l), &v[n], &is_there));
        if (is_there)
            TRY(path_of(c, v[n].code, &v[n].path));
        n += is_there;
    }
    *ret_places = (Places){ v, n };
    return OK;
}

void place_children_ahead(Ctx *c, Code code, Code after, int most)
{
    db_ahead(db_read(c), Q_PLACE_CHILD_LIST, ARGS(code, after, most));
}

Err place_children(Ctx *c, Code code, Code after, int most, Places *ret_places)
{
    Rows rows;
    Memory memory = memory_begin(c);
    TRY(db_many(db_read(c), Q_PLACE_CHILD_LIST, ARGS(code, after, most), &rows));
    for (size_t i = 0; i < rows.n; i++) { /* their names are asked for next */
        Place p = place_from_row(rows.row[i]);
        row_keep(row_slot(p.code), memory, p.code, true, &p);
    }
    return places_from(c, rows, rows.n, ret_places);
}

Err place_children_count(Ctx *c, Code code, ListCount *ret_count)
{
    return list_count(c, Q_PLACE_CHILD_COUNT, ARGS(code, LIST_COUNTED + 1), ret_count);
}

/* U+10FFFF put to it. */
Str place_text_end(Arena *a, Str s)
{
    return arena_printf(a, "%.*s\xf4\x8f\xbf\xbf", STR_ARG(s));
}

Err place_aliases(Ctx *c, Code code, const PlaceAlias **ret, size_t *ret_n)
{
    Rows   rows;
    Str    now;
    size_t n = 0;
    TRY(place_name(c, code, &now));
    TRY(db_many(db_read(c), Q_PLACE_ALIAS_LIST, ARGS(code_county(code), code), &rows));
    PlaceAlias *v = NEW_N(c->arena, PlaceAlias, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        if (!str_eq(row_text(rows.row[i], C_PLACE_ALIAS_LIST_ALIAS), now)) /* it may be called as before again */
            v[n++] = (PlaceAlias){ row_text(rows.row[i], C_PLACE_ALIAS_LIST_ALIAS),
                                   row_bool(rows.row[i], C_PLACE_ALIAS_LIST_TAKEN_IN) };
    *ret = v;
    *ret_n = n;
    return OK;
}
