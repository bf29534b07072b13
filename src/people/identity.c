/* identity: what a person and a house are told by, in rows from before it was kept (migrations 0020, 0027), and what stands
 * twice or with others because of that. `check` names each; docs/operate.md says how it is mended. See person.h. */
#include <stdio.h>

#include "base/grown.h"
#include "base/simple.h"
#include "engine/text/house_key.h"
#include "people/house_said.h"
#include "people/household.sql.h"
#include "people/person.sql.h"
#include "people/person_inside.h"

/* ---- keys for rows that have none yet ---- */

/* The last row that was done; its texts outlive the page they came with. */
typedef struct At {
    char county[8], place[24];
    i64  id;
} At;

static void at_row(At *at, Code county, Code place, i64 id)
{
    snprintf(at->county, sizeof at->county, "%.*s", STR_ARG(county));
    snprintf(at->place, sizeof at->place, "%.*s", STR_ARG(place));
    at->id = id;
}

/* A house is found by all that it and its people are called: where a key is more than lower case the words are new. */
static Err words_fit(Db *w, Code county, i64 household, Str text)
{
    Row  r;
    bool found;
    if (str_eq(utf8_fold(db_ctx(w)->arena, text), text_key(db_ctx(w)->arena, text)))
        return OK;
    TRY(db_maybe(w, Q_HOUSEHOLD_ONE, ARGS(county, household), &found, &r));
    if (!found || row_int(r, C_HOUSEHOLD_ROW_TO_DATE) != 0)
        return OK;
    return household_words_renew(w, county, household, row_text(r, C_HOUSEHOLD_ROW_LABEL));
}

static Err household_page_fill(Db *w, PlaceNamesKept *v, At *at, bool *ret_more)
{
    Ctx *c = db_ctx(w);
    Rows rows;
    TRY(db_many(w, Q_HOUSEHOLD_KEY_PAGE, ARGS(at->county, at->place, at->id), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        Code county = row_text(r, C_HOUSEHOLD_KEY_PAGE_COUNTY), place = row_text(r, C_HOUSEHOLD_KEY_PAGE_PLACE);
        i64  id = row_int(r, C_HOUSEHOLD_KEY_PAGE_ID);
        TRY(place_names_kept(c, v, place));
        Str label = row_text(r, C_HOUSEHOLD_KEY_PAGE_LABEL), key = house_key_of(c->arena, &v->names, place, label);
        TRY(db_exec(w, Q_HOUSEHOLD_KEY_PUT, ARGS(county, id, key)));
        TRY(words_fit(w, county, id, label));
        at_row(at, county, place, id);
    }
    *ret_more = rows.n > 0;
    return OK;
}

/* From the key, not from the label: what the place was called when the house got its number is not known any more. The name of
 * the village was never taken off before; where it stands in front, so may that of the group. */
static Str folded_again(Ctx *c, const PlaceNames *names, Code place, Str key)
{
    Str again = house_key(c->arena, key), of_village = house_key_of(c->arena, names, names->village, key);
    return str_eq(again, of_village) ? again : house_key_of(c->arena, names, place, key);
}

static Err household_page_fold(Db *w, PlaceNamesKept *v, At *at, bool *ret_more)
{
    Rows rows;
    TRY(db_many(w, Q_HOUSEHOLD_KEY_PAGE, ARGS(at->county, at->place, at->id), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        Code county = row_text(r, C_HOUSEHOLD_KEY_PAGE_COUNTY);
        i64  id = row_int(r, C_HOUSEHOLD_KEY_PAGE_ID);
        Str  was = row_text(r, C_HOUSEHOLD_KEY_PAGE_LABEL_KEY), place = row_text(r, C_HOUSEHOLD_KEY_PAGE_PLACE);
        TRY(place_names_kept(db_ctx(w), v, place));
        Str key = folded_again(db_ctx(w), &v->names, place, was);
        if (!str_eq(key, was))
            TRY(db_exec(w, Q_HOUSEHOLD_KEY_PUT, ARGS(county, id, key)));
        at_row(at, county, place, id);
    }
    *ret_more = rows.n > 0;
    return OK;
}

static Err person_page_fill(Db *w, PlaceNamesKept *v, At *at, bool *ret_more)
{
    Rows rows;
    TRY(db_many(w, Q_PERSON_KEY_PAGE, ARGS(at->county, at->id), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        Code county = row_text(r, C_PERSON_KEY_PAGE_COUNTY);
        Str  name = row_text(r, C_PERSON_KEY_PAGE_NAME), key = person_key(db_ctx(w)->arena, name);
        i64  id = row_int(r, C_PERSON_KEY_PAGE_ID);
        TRY(db_exec(w, Q_PERSON_KEY_PUT, ARGS(county, id, key)));
        TRY(words_fit(w, county, row_int(r, C_PERSON_KEY_PAGE_HOUSEHOLD), name));
        at_row(at, county, STR(""), id);
    }
    *ret_more = rows.n > 0;
    return OK;
}

static Err pages_fill(Db *w, PlaceNamesKept *v, Err (*page)(Db *w, PlaceNamesKept *v, At *at, bool *ret_more))
{
    At   at = { .id = 0 };
    bool more = true;
    while (more) {
        ArenaMark *m = arena_mark(db_ctx(w)->arena);
        TRY(page(w, v, &at, &more));
        arena_rewind(db_ctx(w)->arena, m);
    }
    return OK;
}

Err identity_keys_fill(Db *w, void *arg)
{
    PlaceNamesKept v = { .arena = arena_open() };
    Err     e = pages_fill(w, &v, household_page_fill);
    if (e == OK)
        e = pages_fill(w, &v, person_page_fill);
    arena_close(v.arena);
    return e;
}

Err person_keys_fill(Db *w, void *arg)
{
    return pages_fill(w, NULL, person_page_fill);
}

Err house_keys_fold(Db *w, void *arg)
{
    PlaceNamesKept v = { .arena = arena_open() };
    Err     e = pages_fill(w, &v, household_page_fold);
    arena_close(v.arena);
    return e;
}

/* How each house is called, as it stands: what the step of migration 0181 fills in. */
static Err household_page_call(Db *w, PlaceNamesKept *v, At *at, bool *ret_more)
{
    Rows rows;
    TRY(db_many(w, Q_HOUSEHOLD_KEY_PAGE, ARGS(at->county, at->place, at->id), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        Row  r = rows.row[i];
        Code county = row_text(r, C_HOUSEHOLD_KEY_PAGE_COUNTY);
        i64  id = row_int(r, C_HOUSEHOLD_KEY_PAGE_ID);
        Str  called = house_key(db_ctx(w)->arena, row_text(r, C_HOUSEHOLD_KEY_PAGE_LABEL));
        TRY(db_exec(w, Q_HOUSEHOLD_CALLED_PUT, ARGS(county, id, called)));
        at_row(at, county, row_text(r, C_HOUSEHOLD_KEY_PAGE_PLACE), id);
    }
    *ret_more = rows.n > 0;
    return OK;
}

Err house_called_fill(Db *w, void *arg)
{
    return pages_fill(w, NULL, household_page_call);
}

/* ---- what `check` asks ---- */

typedef struct Look {
    Ctx    *c;
    Report *r;
    PlaceNamesKept village;
} Look;

static Err found_twin(void *arg, Row r)
{
    Code county = row_text(r, C_HOUSEHOLD_TWIN_COUNTY);
    finding(arg, "household.twin", "household %s is household %s", ref_written(county, row_int(r, C_HOUSEHOLD_TWIN_ID)).s,
            ref_written(county, row_int(r, C_HOUSEHOLD_TWIN_OTHER)).s);
    return OK;
}

static Err found_came_astray(void *arg, Row r)
{
    finding(arg, "person.other_group", "person %s",
            ref_written(row_text(r, C_PERSON_CAME_ASTRAY_COUNTY), row_int(r, C_PERSON_CAME_ASTRAY_ID)).s);
    return OK;
}

/* A house that says 三组 and stands in 二组: rightly where 三组 was taken into 二组, unless an import of before that was
 * told apart made it afterwards or brought others into it. */
static Err check_label(Look *l, Row r, const PlaceName *says)
{
    Code county = row_text(r, C_HOUSEHOLD_STANDING_COUNTY), place = row_text(r, C_HOUSEHOLD_STANDING_PLACE);
    i64  id = row_int(r, C_HOUSEHOLD_STANDING_ID), made = 0;
    bool is_taken_in = str_eq(says->code, place);
    if (is_taken_in) {
        TRY(db_each(db_read(l->c), Q_PERSON_CAME_ASTRAY, ARGS(county, id, says->at), found_came_astray, l->r));
        TRY(db_int(db_read(l->c), Q_HOUSEHOLD_CAME_ASTRAY, ARGS(county, id, says->at), &made));
    }
    if (!is_taken_in || made)
        finding(l->r, "household.other_group", "household %s says %.*s", ref_written(county, id).s, STR_ARG(says->key));
    return OK;
}

/* A house whose label people read as the number of another that stands beside it: 7户主 beside 7户. */
static Err check_reading(Look *l, Row r)
{
    Code county = row_text(r, C_HOUSEHOLD_STANDING_COUNTY), place = row_text(r, C_HOUSEHOLD_STANDING_PLACE);
    Str  key = row_text(r, C_HOUSEHOLD_STANDING_LABEL_KEY), number;
    Rows there;
    if (house_key_is_number(key) || !house_reads_as(l->village.arena, key, &number))
        return OK;
    TRY(db_many(db_read(l->c), QUERY(household_by_key, .county = ARG(county), .place = ARG(place), .bare = ARG(number),
                                     .full = ARG(number)), &there));
    if (there.n)
        finding(l->r, "household.like", "household %s reads as household %s",
                ref_written(county, row_int(r, C_HOUSEHOLD_STANDING_ID)).s,
                ref_written(county, row_int(there.row[0], C_HOUSEHOLD_BY_KEY_ID)).s);
    return OK;
}

/* ---- who came by a name that two places bore ---- */

typedef struct Came {
    Report *r;
    i64     house, other;
    Code    county;
} Came;

static Err found_came_unasked(void *arg, Row r)
{
    const Came *f = arg;
    finding(f->r, "person.other_house", "person %s is in household %s, and may belong to household %s",
            ref_written(f->county, row_int(r, C_PERSON_CAME_UNASKED_ID)).s, ref_written(f->county, f->house).s,
            ref_written(f->county, f->other).s);
    return OK;
}

static Err check_came(Look *l, Row r, Rows others)
{
    Code county = row_text(r, C_HOUSEHOLD_STANDING_COUNTY), place = row_text(r, C_HOUSEHOLD_STANDING_PLACE);
    Came f = { l->r, row_int(r, C_HOUSEHOLD_STANDING_ID), 0, county };
    for (size_t i = 0; i < others.n; i++) {
        f.other = row_int(others.row[i], C_HOUSEHOLD_CALLED_SO_ID);
        TRY(db_each(db_read(l->c), QUERY(person_came_unasked, .county = ARG(county), .household = ARG(f.house),
                                         .other = ARG(f.other), .renamed = ARG(place_ref(place).id)), found_came_unasked, &f));
    }
    return OK;
}

static i64 last_of(Rows rows)
{
    return rows.n ? row_int(rows.row[rows.n - 1], C_HOUSEHOLD_CALLED_SO_ID) : 0;
}

/* A group that was given another name: who said 三组 and 7 may have meant its 7, and the house that is called 三组7户, there or
 * elsewhere. Until that was asked about a roster put them into one of the two. */
static Err check_group_name(Look *l, Row r, const PlaceName *n)
{
    Arena *a = l->village.arena;
    Code   county = row_text(r, C_HOUSEHOLD_STANDING_COUNTY), place = row_text(r, C_HOUSEHOLD_STANDING_PLACE);
    Str    key = row_text(r, C_HOUSEHOLD_STANDING_LABEL_KEY), called = row_text(r, C_HOUSEHOLD_STANDING_CALLED), rest;
    Str    said = house_key_plain(a, str_join(a, (Str[]){ n->key, key }, 2, STR_NONE));
    Rows   others;
    i64    id = row_int(r, C_HOUSEHOLD_STANDING_ID), after;
    Code   village = l->village.names.village, end = code_end(a, village);
    if (!str_eq(said, called)) {
        for (others = (Rows){ .n = 1 }, after = 0; others.n; after = last_of(others)) {
            TRY(db_many(db_read(l->c), QUERY(household_called_so, .county = ARG(county), .called = ARG(said),
                                             .village = ARG(village), .end = ARG(end), .self = ARG(id), .after = ARG(after)), &others));
            TRY(check_came(l, r, others));
        }
    }
    if (place_names_took_in(&l->village.names, place, n->key) && house_key_behind(a, key, n->key, &rest)) {
        for (others = (Rows){ .n = 1 }, after = 0; others.n; after = last_of(others)) {
            TRY(db_many(db_read(l->c), QUERY(household_of_key, .county = ARG(county), .place = ARG(place), .key = ARG(rest),
                                             .after = ARG(after)), &others));
            TRY(check_came(l, r, others));
        }
    }
    return OK;
}

static Err check_renamed(Look *l, Row r)
{
    const PlaceNames *names = &l->village.names;
    Code              place = row_text(r, C_HOUSEHOLD_STANDING_PLACE);
    ArenaMark        *m = arena_mark(l->village.arena);
    for (size_t i = 0; i < names->n; i++)
        if (str_eq(names->v[i].code, place) && names->v[i].how == FIT_OWN)
            TRY(check_group_name(l, r, &names->v[i]));
    arena_rewind(l->village.arena, m);
    return OK;
}

static Err check_household(void *arg, Row r)
{
    Look *l = arg;
    Code  place = row_text(r, C_HOUSEHOLD_STANDING_PLACE);
    Str   label = row_text(r, C_HOUSEHOLD_STANDING_LABEL), key = row_text(r, C_HOUSEHOLD_STANDING_LABEL_KEY);
    TRY(place_names_kept(l->c, &l->village, place));
    Arena           *a = l->village.arena;
    ArenaMark       *m = arena_mark(a);
    Str              full = house_key(a, label);
    const PlaceName *says = house_names_other(a, &l->village.names, place, label);
    if (key.n == 0 || (!str_ends(full, key) && !str_eq(house_key_of(a, &l->village.names, place, label), key)))
        finding(l->r, "household.key", "household %s",
                ref_written(row_text(r, C_HOUSEHOLD_STANDING_COUNTY), row_int(r, C_HOUSEHOLD_STANDING_ID)).s);
    bool is_other = says != NULL && !house_is_of_before(a, says, label, key);
    if (!str_eq(full, row_text(r, C_HOUSEHOLD_STANDING_CALLED)))
        finding(l->r, "household.called", "household %s",
                ref_written(row_text(r, C_HOUSEHOLD_STANDING_COUNTY), row_int(r, C_HOUSEHOLD_STANDING_ID)).s);
    TRY(check_reading(l, r));
    arena_rewind(a, m);
    TRY(check_renamed(l, r));
    return is_other ? check_label(l, r, says) : OK;
}

/* ---- two of one name in one house ---- */

/* Those of one house, as far as they tell people apart; in memory of their own, as rows are walked. Two writers at once may
 * have brought a house past HOUSE_PERSONS_MOST, so what is not compared is said. */
typedef struct Soul {
    i64  id, born;
    Hash name, simple; /* simple: without traditional characters */
    bool has_number;
} Soul;

typedef struct House {
    Report *r;
    Arena  *a, *kept; /* a: emptied after each row */
    i64     household;
    Soul   *souls;
    size_t  souls_room;
    size_t  n;
} House;

/* Nothing tells them apart: no day of birth, no ID number. */
static bool may_be_one(const Soul *a, const Soul *b)
{
    return hash_eq(&a->simple, &b->simple) && !(a->born && b->born && a->born != b->born) &&
           !(a->has_number && b->has_number);
}

static Err check_person(void *arg, Row r)
{
    House *h = arg;
    Str    key = row_text(r, C_PERSON_ALIKE_NAME_KEY);
    Soul   s = { row_int(r, C_PERSON_ALIKE_ID), row_int(r, C_PERSON_ALIKE_BORN), hash_of(key), hash_of(simple_key(h->a, key)),
                 !row_is_null(r, C_PERSON_ALIKE_ID_HASH) };
    Code   county = row_text(r, C_PERSON_ALIKE_COUNTY);
    if (h->household != row_int(r, C_PERSON_ALIKE_HOUSEHOLD))
        h->n = 0;
    h->household = row_int(r, C_PERSON_ALIKE_HOUSEHOLD);
    if (!str_eq(person_key(h->a, row_text(r, C_PERSON_ALIKE_NAME)), row_text(r, C_PERSON_ALIKE_NAME_KEY)))
        finding(h->r, "person.key", "person %s", ref_written(county, s.id).s);
    if (person_remark(row_text(r, C_PERSON_ALIKE_NAME)).n)
        finding(h->r, "person.remark", "person %s", ref_written(county, s.id).s);
    for (size_t i = 0; i < h->n; i++)
        if (may_be_one(&h->souls[i], &s))
            finding(h->r, hash_eq(&h->souls[i].name, &s.name) ? "person.twin" : "person.like", "person %s is person %s", ref_written(county, s.id).s,
                    ref_written(county, h->souls[i].id).s);
    if (h->n < 2 * HOUSE_PERSONS_MOST) {
        GROWN(h->kept, h->souls, h->n);
        h->souls[h->n++] = s;
    } else {
        finding(h->r, "person.many", "person %s is past the %d of a house that are compared",
                ref_written(county, s.id).s, 2 * HOUSE_PERSONS_MOST);
    }
    arena_reset(h->a);
    return OK;
}

Err identity_check(Ctx *c, Report *r)
{
    Look  l = { .c = c, .r = r, .village.arena = arena_open() };
    House h = { .r = r, .a = arena_open(), .kept = arena_open() };
    Err   e = db_each(db_read(c), Q_HOUSEHOLD_TWIN, ARGS(), found_twin, r);
    if (e == OK)
        e = db_each(db_read(c), Q_HOUSEHOLD_STANDING, ARGS(), check_household, &l);
    if (e == OK)
        e = db_each(db_read(c), Q_PERSON_ALIKE, ARGS(), check_person, &h);
    arena_close(l.village.arena);
    arena_close(h.a);
    arena_close(h.kept);
    return e;
}
