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
        if (str_eq(n->code, place) && n->how >= FIT_ALIAS && !n->is_shadow && n->key.n > longest &&
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
        if (code_level(n->code) > LEVEL_VILLAGE && is_better && !n->is_shadow &&
            house_key_behind(a, written, n->key, &rest) && house_key_is_number(rest))
            best = n;
    }
    return best;
}

bool house_is_of_before(Arena *a, const PlaceName *says, Str label, Str key)
{
    Str rest;
    return house_key_behind(a, house_written(a, label), says->key, &rest) && str_eq(rest, key);
}

/* ---- looking ---- */

typedef struct Look {
    Str  exact;      /* as it is written */
    Str  full, bare; /* with a name in front, and behind the place's own */
    Str  built;      /* how the house is called where the text is a number */
    Str  before;     /* the name that its number is counted under, as a group_key() */
    bool is_number;  /* no name is written in front of it */
    bool says_group; /* it says which group, or was found by a name */
} Look;

/* A number says no place: it is counted under the name that the place was found by. */
static Look look_for(Arena *a, const PlaceNames *names, const PlaceFit *where, Str text)
{
    Str  written = written_here(a, names, text), key = house_key_plain(a, written);
    Str  before = place_names_before(a, names, where->code);
    Look l = { .exact = text_line(a, text), .full = key, .bare = behind_own_name(a, names, where->code, written),
               .before = where->key.n ? where->key : group_key(a, before), .is_number = house_key_is_number(key) };
    l.built = l.exact;
    if (l.is_number)
        l.full = house_key_plain(a, str_join(a, (Str[]){ l.before, key }, 2, STR_NONE));
    l.says_group = !str_eq(l.full, l.bare) || house_group_said(l.full).n || house_names_other(a, names, where->code, text) != NULL;
    if (where->how == FIT_TAKEN_IN)
        l.bare = l.full;
    if (house_key_is_number(l.bare) && l.bare.n <= 4)
        l.built = str_join(a, (Str[]){ before, l.bare, STR("户") }, 3, STR_NONE);
    return l;
}

/* ---- what stands ---- */

enum { MEANT_MOST = 40 };

/* Houses of the place, and houses elsewhere in the village that are called what the text says. */
typedef struct Seen {
    Row    here[MEANT_MOST], there[MEANT_MOST];
    size_t n_here, n_there;
} Seen;

static bool is_called(Row r, Str key)
{
    return str_eq(row_text(r, C_HOUSEHOLD_MEANT_CALLED), key);
}

static bool is_of_key(Row r, Str key)
{
    return str_eq(row_text(r, C_HOUSEHOLD_MEANT_LABEL_KEY), key);
}

/* On the page of a place, or behind its code, a number is a number of that place. */
static void seen_add(const PlaceFit *where, const Look *l, Row r, Seen *s)
{
    if (str_eq(row_text(r, C_HOUSEHOLD_MEANT_PLACE), where->code))
        s->here[s->n_here++] = r;
    else if (l->says_group && !(l->is_number && where->is_certain))
        s->there[s->n_there++] = r;
}

/* What a new house would be called counts only where there is none of that number. */
static Err look(Db *db, const PlaceNames *names, const PlaceFit *where, const Look *l, Seen *ret)
{
    Arena *a = db_ctx(db)->arena;
    Rows   rows;
    TRY(db_many(db, QUERY(household_meant, .county = ARG(code_county(where->code)), .place = ARG(where->code),
                          .bare = ARG(l->bare), .full = ARG(l->full), .built = ARG(house_key(a, l->built)),
                          .village = ARG(names->village), .end = ARG(code_end(a, names->village))), &rows));
    ret->n_here = ret->n_there = 0;
    for (size_t i = 0; i < rows.n && i < MEANT_MOST; i++) {
        Row  r = rows.row[i];
        bool is_here = str_eq(row_text(r, C_HOUSEHOLD_MEANT_PLACE), where->code);
        if (is_called(r, l->full) || (is_here && (is_of_key(r, l->full) || is_of_key(r, l->bare))))
            seen_add(where, l, r, ret);
    }
    bool is_new = ret->n_here == 0 && ret->n_there == 0;
    for (size_t i = 0; is_new && i < rows.n && i < MEANT_MOST; i++)
        seen_add(where, l, rows.row[i], ret);
    return OK;
}

static Str label_of(Row r)
{
    return row_text(r, C_HOUSEHOLD_MEANT_LABEL);
}

/* Two houses of one number, from before that was refused; not two that the number may mean. */
static bool are_twins(const Seen *s)
{
    for (size_t i = 1; i < s->n_here; i++)
        if (!is_of_key(s->here[i], row_text(s->here[0], C_HOUSEHOLD_MEANT_LABEL_KEY)))
            return false;
    return true;
}

/* The one that is called exactly so: 007 does not say whether 一组7户 or 一组007户, but 一组007户 does. Of a place that was found by
 * a name which is another's too, and of a name that is one's own and that of what was taken in, nothing is exact. */
static const Row *called_exactly(const PlaceFit *where, const Look *l, const Seen *s)
{
    bool is_plain = str_eq(l->exact, l->bare), is_clear = are_twins(s) && !(s->n_there && where->is_shared);
    for (size_t i = 0; i < s->n_here; i++) {
        if (is_plain && are_twins(s) && !s->n_there && is_of_key(s->here[i], l->bare) && str_eq(label_of(s->here[i]), l->built))
            return &s->here[i];
        if (!l->is_number && (where->is_certain || is_clear) && str_eq(label_of(s->here[i]), l->exact))
            return &s->here[i];
    }
    return NULL;
}

/* The only one there is, by its number in the place, or by what it is called. A number alone under a name that is also that of
 * what was taken in is a number of the place, and not what one of those houses is called. */
static const Row *only_one(const PlaceNames *names, const PlaceFit *where, const Look *l, const Seen *s)
{
    if (s->n_here != 1 || s->n_there)
        return NULL;
    const Row *r = &s->here[0];
    bool       is_so = is_of_key(*r, l->full) || is_called(*r, l->full);
    if (is_of_key(*r, l->bare))
        return r;
    return is_so && !(l->is_number && place_names_took_in(names, where->code, l->before)) ? r : NULL;
}

static void found(HouseSaid *ret, Row r)
{
    ret->found = true;
    ret->ask = NULL;
    ret->id = row_int(r, C_HOUSEHOLD_MEANT_ID);
    ret->place = row_text(r, C_HOUSEHOLD_MEANT_PLACE);
    ret->key = row_text(r, C_HOUSEHOLD_MEANT_LABEL_KEY);
    ret->label = label_of(r);
}

/* Which houses it may mean, each with its place where that is another. */
static void ask_which(Arena *a, const PlaceNames *names, const Seen *s, HouseSaid *ret)
{
    enum { TOLD = 4 };
    Str    told[2 * TOLD];
    size_t n = 0;
    for (size_t i = 0; i < s->n_here && n < TOLD; i++)
        told[n++] = label_of(s->here[i]);
    for (size_t i = 0; i < s->n_there && n < 2 * TOLD; i++)
        told[n++] = arena_printf(a, "%.*s(%.*s)", STR_ARG(label_of(s->there[i])),
                                 STR_ARG(place_names_say(a, names, row_text(s->there[i], C_HOUSEHOLD_MEANT_PLACE))));
    ret->ask = s->n_there || !are_twins(s) || s->n_here == 1 ? "household.ask.which" : "household.ask.several";
    ret->about = s->n_there || !are_twins(s) || s->n_here == 1 ? str_join(a, told, n, STR("、")) : ret->about;
}

/* ---- what does not stand ---- */

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

/* On the page of a village, a label under which one house stands in one of its groups, and which says no group of today. */
static bool is_one_below(Arena *a, const PlaceNames *names, const PlaceFit *where, const Seen *s, Str text)
{
    return where->is_certain && str_eq(where->code, names->village) && s->n_there == 1 &&
           house_names_other(a, names, where->code, text) == NULL;
}

/* Before a house of 12-3 is made where one of 12排3 stands. */
static Err ask_alike(Db *db, const PlaceFit *where, HouseSaid *ret)
{
    Str  alike = house_key_alike(db_ctx(db)->arena, ret->key);
    Rows rows;
    if (ret->ask != NULL || alike.n == 0)
        return OK;
    TRY(db_many(db, QUERY(household_by_key, .county = ARG(code_county(where->code)), .place = ARG(where->code),
                          .bare = ARG(alike), .full = ARG(alike)), &rows));
    if (rows.n) {
        ret->ask = "household.ask.alike";
        ret->about = row_text(rows.row[0], C_HOUSEHOLD_BY_KEY_LABEL);
    }
    return OK;
}

Err house_said(Db *db, const PlaceNames *names, const PlaceFit *where, Str text, HouseSaid *ret)
{
    Arena *a = db_ctx(db)->arena;
    Look   l = look_for(a, names, where, text);
    Seen   s;
    *ret = (HouseSaid){ .label = l.built, .place = where->code, .ask = "household.ask.unclear", .about = l.exact };
    if (text_blurs_number(a, text))
        return OK;
    ret->ask = NULL;
    TRY(look(db, names, where, &l, &s));
    const Row *one = called_exactly(where, &l, &s);
    if (one == NULL)
        one = only_one(names, where, &l, &s);
    if (one != NULL) {
        found(ret, *one);
        return OK;
    }
    if (s.n_here == 0)
        new_house(a, names, where, &l, text, ret);
    if (s.n_here == 0 && is_one_below(a, names, where, &s, text))
        found(ret, s.there[0]);
    else if (s.n_here || (s.n_there && ret->ask == NULL))
        ask_which(a, names, &s, ret);
    return ret->found ? OK : ask_alike(db, where, ret);
}

/* A label that says a group, on the page of its village: then the name of the group decides, as in a roster. */
Err house_said_at(Db *db, const PlaceNames *names, Code *place, Str text, HouseSaid *ret)
{
    Arena *a = db_ctx(db)->arena;
    TRY(house_said(db, names, &(PlaceFit){ .how = FIT_OWN, .code = *place, .is_certain = true }, text, ret));
    const PlaceName *other = ret->ask != NULL && strcmp(ret->ask, "household.ask.other_group") == 0
                                 ? house_names_other(a, names, *place, text) : NULL;
    PlaceFit         below = { .how = FIT_NONE };
    if (other != NULL)
        below = place_names_find(a, names, *place, other->key);
    if (below.how >= FIT_TAKEN_IN)
        TRY(house_said(db, names, &below, text, ret));
    *place = ret->place;
    return OK;
}
