/* house_said: see house_said.h. */
#include "people/house_said.h"

#include <string.h>

#include "engine/text/house_key.h"
#include "people/household.sql.h"

const Field HOUSEHOLD_LABEL = { "household", FIELD_LINE, 1, 30, NULL, "household.label" };

/* Does an address end there: 化龙堰镇, 房县? What stands before the village's name then says where the village lies. */
static bool is_address(Str s)
{
    static const Str ends[] = { STR("省"), STR("市"), STR("县"), STR("区"), STR("镇"), STR("乡"), STR("街道"), STR("办事处") };
    for (size_t i = 0; i < COUNTOF(ends); i++)
        if (str_ends(s, ends[i]))
            return true;
    return s.n == 0;
}

/* What stands behind the village's name, where the text begins with it or with an address that ends there: every place that
 * is asked about lies in it, so that 上湾村二组7户 is 二组7户. A name that a group bears too says the group. */
static Str behind_village(const PlaceNames *names, Str written)
{
    Str rest = written;
    for (size_t i = 0; i < names->n; i++) {
        const PlaceName *n = &names->v[i];
        size_t           at;
        if (str_eq(n->code, names->village) && code_level(n->code) == LEVEL_VILLAGE && n->how >= FIT_ALIAS &&
            str_find(written, n->key, &at) && is_address(str_cut(written, at)) && written.n - at - n->key.n < rest.n)
            rest = str_skip(written, at + n->key.n);
    }
    for (size_t i = 0; i < names->n; i++)
        if (!str_eq(names->v[i].code, names->village) && str_starts(written, names->v[i].key) && written.n - names->v[i].key.n <= rest.n)
            return written;
    return rest.n ? rest : written;
}

/* A label as house_written() gives it, without the village that all of them lie in. */
static Str written_here(Arena *a, const PlaceNames *names, Str label)
{
    Str written = house_written(a, label), rest = behind_village(names, written);
    return rest.n == written.n ? written : house_written(a, rest);
}

/* The key of what is left behind a name of the place itself, the longest that fits; of all where none does. Names of what
 * was taken in are none of its own: 三组7 in 二组 is not its 7. */
static Str behind_own_name(Arena *a, const PlaceNames *names, Code place, Str written)
{
    Str    rest = house_key_plain(a, written);
    size_t longest = 0;
    for (size_t i = 0; i < names->n; i++) {
        const PlaceName *n = &names->v[i];
        if (str_eq(n->code, place) && n->how >= FIT_ALIAS && n->key.n > longest &&
            house_key_behind(a, written, n->key, &rest))
            longest = n->key.n;
    }
    return rest;
}

Str house_key_of(Arena *a, const PlaceNames *names, Code place, Str label)
{
    return behind_own_name(a, names, place, written_here(a, names, label));
}

/* Of two of that name the place itself comes first: it took the one in, and another was made afterwards. */
const PlaceName *house_names_other(Arena *a, const PlaceNames *names, Code place, Str label)
{
    const PlaceName *best = NULL;
    Str              written = written_here(a, names, label), rest;
    if (!str_eq(behind_own_name(a, names, place, written), house_key_plain(a, written)))
        return NULL;
    for (size_t i = 0; i < names->n; i++) {
        const PlaceName *n = &names->v[i];
        bool             is_better = best == NULL || n->key.n > best->key.n || (n->key.n == best->key.n && str_eq(n->code, place));
        if (code_level(n->code) > LEVEL_VILLAGE && is_better &&
            house_key_behind(a, written, n->key, &rest) && house_key_is_number(rest))
            best = n;
    }
    return best;
}

/* ---- looking ---- */

typedef struct Look {
    Str full, bare; /* with a name in front, and behind the place's own */
    Str built;      /* how the house is called where the text is a number */
} Look;

/* A number says no place: it is counted under the name that the place was found by. */
static Look look_for(Arena *a, const PlaceNames *names, const PlaceFit *where, Str text)
{
    Str  written = written_here(a, names, text), key = house_key_plain(a, written);
    Str  before = place_names_before(a, names, where->code);
    Look l = { .full = key, .bare = behind_own_name(a, names, where->code, written), .built = text_line(a, text) };
    if (house_key_is_number(key))
        l.full = house_key_plain(a, str_join(a, (Str[]){ where->key.n ? where->key : group_key(a, before), key }, 2, STR_NONE));
    if (where->how == FIT_TAKEN_IN)
        l.bare = l.full;
    if (house_key_is_number(l.bare) && l.bare.n <= 4)
        l.built = str_join(a, (Str[]){ before, l.bare, STR("户") }, 3, STR_NONE);
    return l;
}

/* Of several that the keys fit, one that is called exactly so is meant: 007 does not say whether 一组7户 or 一组007户. */
static size_t pick(Arena *a, Rows rows, const Look *l, Str text, size_t *ret_at)
{
    Str    exact = text_line(a, text);
    bool   is_plain = str_eq(exact, l->bare);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        Str label = row_text(rows.row[i], C_HOUSEHOLD_BY_KEY_LABEL);
        if (rows.n == 1 || str_eq(label, exact) || (is_plain && str_eq(label, l->built))) {
            *ret_at = i;
            n++;
        }
    }
    return n;
}

/* What people read as a house that the key does not know: its number in another writing, or in a group that is not there. It
 * would be a second family; somebody is asked. */
static void ask_reading(Arena *a, const PlaceNames *names, const Look *l, Str text, HouseSaid *ret)
{
    Str number, group = house_group_said(l->bare);
    if (!house_key_is_number(l->bare) && (house_reads_as(a, text, &number) || house_reads_as(a, l->bare, &number))) {
        ret->ask = "household.ask.number";
        ret->about = number;
    } else if (group.n && names->n_places > 1) { /* a village without groups may count its houses so */
        ret->ask = "household.ask.no_group";
        ret->about = group;
    }
}

/* Nobody of that number stands there: may a house be made, or must somebody be asked first? */
static void new_house(Arena *a, const PlaceNames *names, const PlaceFit *where, const Look *l, Str text, HouseSaid *ret)
{
    const PlaceName *other = house_names_other(a, names, where->code, text);
    ret->key = l->bare;
    ret->label = l->built;
    if (where->how == FIT_TAKEN_IN || (other != NULL && str_eq(other->code, where->code))) {
        ret->ask = "household.ask.taken_in";
        ret->about = l->full;
    } else if (other != NULL) {
        ret->ask = "household.ask.other_group";
        ret->about = place_names_say(a, names, other->code);
    } else if (utf8_count(ret->label) > (size_t)HOUSEHOLD_LABEL.high) {
        ret->ask = "household.ask.too_long";
        ret->about = ret->label;
    } else {
        ask_reading(a, names, l, text, ret);
    }
}

Err house_said(Db *db, const PlaceNames *names, const PlaceFit *where, Str text, HouseSaid *ret)
{
    Arena *a = db_ctx(db)->arena;
    Look   l = look_for(a, names, where, text);
    Rows   rows;
    size_t at = 0;
    *ret = (HouseSaid){ .label = l.built, .ask = "household.ask.unclear", .about = text_line(a, text) };
    if (text_blurs_number(a, text))
        return OK;
    ret->ask = NULL;
    TRY(db_many(db, QUERY(household_by_key, .county = ARG(code_county(where->code)), .place = ARG(where->code),
                          .bare = ARG(l.bare), .full = ARG(l.full)), &rows));
    size_t n = pick(a, rows, &l, text, &at);
    if (rows.n == 0) {
        new_house(a, names, where, &l, text, ret);
    } else if (n != 1) {
        ret->ask = "household.ask.several";
        ret->about = text_line(a, text);
    } else {
        ret->found = true;
        ret->id = row_int(rows.row[at], C_HOUSEHOLD_BY_KEY_ID);
        ret->key = row_text(rows.row[at], C_HOUSEHOLD_BY_KEY_LABEL_KEY);
        ret->label = row_text(rows.row[at], C_HOUSEHOLD_BY_KEY_LABEL);
    }
    return OK;
}

Err house_said_at(Db *db, const PlaceNames *names, Code *place, Str text, HouseSaid *ret)
{
    Arena *a = db_ctx(db)->arena;
    TRY(house_said(db, names, &(PlaceFit){ .how = FIT_OWN, .code = *place }, text, ret));
    if (ret->ask == NULL || strcmp(ret->ask, "household.ask.other_group") != 0)
        return OK;
    PlaceFit below = place_names_find(a, names, *place, house_names_other(a, names, *place, text)->key);
    if (below.how < FIT_TAKEN_IN)
        return OK;
    *place = below.code;
    return house_said(db, names, &below, text, ret);
}
