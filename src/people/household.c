/* household: the houses of a place, how they are found, and what happens to them. See person.h. */
#include <string.h>

#include "engine/text/house_key.h"
#include "engine/text/numeral.h"
#include "engine/text/search_key.h"
#include "people/house_said.h"
#include "people/household.sql.h"
#include "people/person.sql.h"
#include "people/person_inside.h"
#include "record/noun.h"
#include "place/place_inside.h"
#include "record/event.h"
#include "record/secret.h"


const CounterKind COUNTER_HOUSEHOLDS = { "place.households" };
const CounterKind COUNTER_PERSONS = { "place.persons" };

/* ---- reading ---- */

bool household_is_open(const Actor *a, Code county, Code place, i64 household)
{
    return access_may(a, VERB_PEOPLE, place) || (a->household == household && str_eq(a->county, county));
}

static Household household_from(const Ctx *c, Code county, Row r)
{
    Household h = {
        .ref = { county, row_int(r, C_HOUSEHOLD_ROW_ID), row_text(r, C_HOUSEHOLD_ROW_PLACE) },
        .label = row_text(r, C_HOUSEHOLD_ROW_LABEL),
        .head = row_text(r, C_HOUSEHOLD_ROW_HEAD),
        .persons = (int)row_int(r, C_HOUSEHOLD_ROW_PERSONS),
        .version = row_int(r, C_HOUSEHOLD_ROW_VERSION),
        .has_card = row_int(r, C_HOUSEHOLD_ROW_CARDS) > 0,
        .card_waits = row_int(r, C_HOUSEHOLD_ROW_WAITING) > 0,
        .wants_card = row_int(r, C_HOUSEHOLD_ROW_ASKED) > 0 && row_int(r, C_HOUSEHOLD_ROW_CARDS) + row_int(r, C_HOUSEHOLD_ROW_WAITING) == 0,
        .to = (Date)row_int(r, C_HOUSEHOLD_ROW_TO_DATE),
    };
    if (h.head.n && !household_is_open(c->actor, county, h.ref.place, h.ref.id))
        h.head = secret_mask_name(c->arena, h.head);
    return h;
}

Err household_get(Ctx *c, Ref ref, Household *ret_household)
{
    Row r;
    TRY(db_one(db_read(c), Q_HOUSEHOLD_ONE, ARGS(REF(ref)), &r));
    *ret_household = household_from(c, ref.county, r);
    return OK;
}

Err household_hold(Db *w, Ref household)
{
    return db_hold(w, Q_HOUSEHOLD_HOLD, ARGS(REF(household)));
}

enum { LABELS_AT_ONCE = 20 }; /* {rows} of household_labels */

typedef struct Called {
    const Ref *houses;
    Str       *labels;
    size_t    *from; /* where each query begins, and behind the last one */
} Called;

static Err labels_read(Ctx *c, void *arg, size_t part)
{
    const Called *k = arg;
    size_t        from = k->from[part], to = k->from[part + 1];
    Rows          rows;
    union given_household_labels some = { { .county = ARG(k->houses[from].county) } };
    for (size_t i = 0; i < LABELS_AT_ONCE; i++)
        some.by.row[i].household = ARG(k->houses[from + i < to ? from + i : from].id);
    TRY(db_many(db_read(c), FILLED(household_labels, some), &rows));
    for (size_t i = from; i < to; i++) {
        k->labels[i] = STR_NONE;
        for (size_t row = 0; row < rows.n; row++)
            if (row_int(rows.row[row], C_HOUSEHOLD_LABELS_ID) == k->houses[i].id)
                k->labels[i] = row_text(rows.row[row], C_HOUSEHOLD_LABELS_LABEL);
    }
    return OK;
}

/* Twenty a query, of one county. */
Err household_labels(Ctx *c, const Ref *houses, size_t n, Str *ret_labels)
{
    size_t parts = 0, *from = NEW_N(c->arena, size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || i - from[parts - 1] == LABELS_AT_ONCE || !str_eq(houses[i].county, houses[i - 1].county))
            from[parts++] = i;
    from[parts] = n;
    return db_together(c, parts, labels_read, &(Called){ houses, ret_labels, from });
}

/* What houses are looked for by, as ranges of words: how one begins; or, of a text that ends in a number, that number and none which
 * begins so, with or without a sign behind it; of a number alone also the group of that number. By names who may see them; who acts for
 * houses by the family name alone, whatever was typed behind it: a search must not tell what the page of a house hides (程**). */
typedef struct HouseWord {
    bool is_any, by_name;
    Str  begins, begins_end, number, number_digit, number_sign, number_end, group, group_end, family, family_end;
} HouseWord;

static bool ends_in_digit(Str s)
{
    return s.n && s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '9';
}

/* 17户 and 017 are 17, and a bare 三 is 3. */
static Str number_of(Arena *a, Str key)
{
    static const Str endings[] = { STR("户"), STR("号"), STR("室"), STR("#") };
    Str rest = key;
    i64 n;
    for (size_t i = 0; i < COUNTOF(endings); i++)
        if (str_ends(key, endings[i]) && ends_in_digit(str_cut(key, key.n - endings[i].n)))
            key = str_cut(key, key.n - endings[i].n);
    if (house_key_is_number(key))
        return house_key_plain(a, key);
    return numeral_take(&rest, &n) && rest.n == 0 ? str_number(a, n) : key;
}

static bool finds_by_family(const Ctx *c, Code place)
{
    return access_may(c->actor, VERB_HELP, place) && !access_may(c->actor, VERB_PEOPLE, place);
}

static HouseWord word_of_text(Ctx *c, Code place, Str text)
{
    Arena    *a = c->arena;
    Str       key = household_word_key(a, text), number = number_of(a, key), none = STR("");
    HouseWord w = { .is_any = key.n > 0, .by_name = access_may(c->actor, VERB_PEOPLE, place), .begins = none, .begins_end = none,
                    .number = none, .number_digit = none, .number_sign = none, .number_end = none, .group = none, .group_end = none, .family = none, .family_end = none };
    if (ends_in_digit(number)) {
        w.number = number;
        w.number_digit = arena_printf(a, "%.*s0", STR_ARG(number));
        w.number_sign = arena_printf(a, "%.*s:", STR_ARG(number)); /* what comes behind the digits */
        w.number_end = place_text_end(a, number);
    }
    if (house_key_is_number(number)) {
        w.group = arena_printf(a, "%.*s组", STR_ARG(number));
        w.group_end = place_text_end(a, w.group);
    }
    if (!ends_in_digit(number) || !str_eq(number, key)) {
        w.begins = key;
        w.begins_end = place_text_end(a, key);
    }
    return w;
}

#define HOUSE_WORD(w)                                                                                                       \
    .names = ARG((w)->by_name), .begins = ARG((w)->begins), .begins_end = ARG((w)->begins_end), .number = ARG((w)->number),     \
    .number_digit = ARG((w)->number_digit), .number_sign = ARG((w)->number_sign), .number_end = ARG((w)->number_end),           \
    .group = ARG((w)->group), .group_end = ARG((w)->group_end), .family = ARG((w)->family), .family_end = ARG((w)->family_end)

static Err count_by_word(Ctx *c, Code place, const HouseWord *w, ListCount *ret_count)
{
    return list_count(c, QUERY(household_count_by_word, .county = ARG(code_county(place)), .place = ARG(place),
                               .end = ARG(code_end(c->arena, place)), HOUSE_WORD(w), .looked = ARG(LIST_COUNTED + 1)), ret_count);
}

/* What no label and no group is called by may be a name: then who finds by the family name is shown the houses of that family. */
static Err word_read(Ctx *c, Code place, Str text, HouseWord *ret)
{
    ListCount labels = { 0 };
    u32       first = 0;
    *ret = word_of_text(c, place, text);
    Str rest = ret->begins;
    if (!finds_by_family(c, place) || !utf8_next(&rest, &first) || !utf8_is_han(first))
        return OK;
    TRY(count_by_word(c, place, ret, &labels));
    if (labels.n != 0)
        return OK;
    ret->family = utf8_cut(ret->begins, 1); /* a name begins with it: no search of its other characters */
    ret->family_end = place_text_end(c->arena, ret->family);
    ret->begins = ret->begins_end = STR("");
    return OK;
}

Err household_list(Ctx *c, Code place, Str text, const Cursor *after, int most, Households *ret)
{
    char      room[CODE_ROOM];
    Code      county = code_county(place), end = code_end(c->arena, place);
    Code      at = after->is_set ? code_unpack((u64)after->n[0], room) : place, from = str_cmp(at, place) < 0 ? place : at;
    HouseWord w;
    Rows      rows;
    TRY(word_read(c, place, text, &w));
    if (w.is_any)
        TRY(db_many(db_read(c), QUERY(household_by_word, .county = ARG(county), .from = ARG(from), .after = ARG(after->n[1]),
                                      .end = ARG(end), .most = ARG(most + 1), HOUSE_WORD(&w)), &rows));
    else
        TRY(db_many(db_read(c), QUERY(household_in_place, .county = ARG(county), .from = ARG(from), .after = ARG(after->n[1]),
                                      .end = ARG(end), .most = ARG(most + 1)), &rows));
    Household *houses = NEW_N(c->arena, Household, rows.n + 1);
    *ret = (Households){ .v = houses, .n = rows.n < (size_t)most ? rows.n : (size_t)most };
    for (size_t i = 0; i < ret->n; i++)
        houses[i] = household_from(c, str_copy(c->arena, county), rows.row[i]);
    if (rows.n > ret->n)
        ret->next = CURSOR((i64)code_pack(houses[most - 1].ref.place), houses[most - 1].ref.id);
    return OK;
}

Err household_wanting(Ctx *c, Code place, int most, Households *ret, bool *ret_more)
{
    Code county = code_county(place);
    Rows rows;
    TRY(db_many(db_read(c), QUERY(household_wanting, .county = ARG(county), .place = ARG(place), .end = ARG(code_end(c->arena, place)),
                                  .most = ARG(most + 1)), &rows));
    Household *houses = NEW_N(c->arena, Household, rows.n + 1);
    *ret_more = rows.n > (size_t)most;
    *ret = (Households){ .v = houses, .n = *ret_more ? (size_t)most : rows.n };
    for (size_t i = 0; i < ret->n; i++)
        houses[i] = household_from(c, str_copy(c->arena, county), rows.row[i]);
    return OK;
}

Err household_count(Ctx *c, Code place, i64 *ret_n)
{
    const Counter *v;
    size_t         n;
    TRY(counter_read_totals(c, place, COUNTERS_OF("place"), &v, &n));
    *ret_n = counter_value(v, n, place, &COUNTER_HOUSEHOLDS, 0);
    return OK;
}

Err household_list_count(Ctx *c, Code place, Str text, const Cursor *after, const Households *page, ListCount *ret_count)
{
    HouseWord w;
    if (list_is_whole(after, &page->next, page->n, ret_count))
        return OK;
    TRY(word_read(c, place, text, &w));
    return w.is_any ? count_by_word(c, place, &w, ret_count) : household_count(c, place, &ret_count->n);
}

/* A label that says no group may stand anywhere below the place. */
static Err find_label(Ctx *c, Code place, Str label, Ref *ret_ref, bool *ret_several)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_HOUSEHOLD_LABEL_IN,
                ARGS(code_county(place), place, code_end(c->arena, place), text_line(c->arena, label)), &rows));
    *ret_several = rows.n > 1;
    if (rows.n == 1)
        *ret_ref = (Ref){ code_county(place), row_int(rows.row[0], C_HOUSEHOLD_LABEL_IN_ID),
                          row_text(rows.row[0], C_HOUSEHOLD_LABEL_IN_PLACE) };
    return OK;
}

Err household_find(Ctx *c, Code place, Str label, Ref *ret_ref)
{
    HouseSaid  said = { .found = false };
    PlaceNames names;
    Code       where = place;
    bool       several = false;
    *ret_ref = (Ref){ .id = 0 };
    if (code_level(place) >= LEVEL_VILLAGE) {
        TRY(place_names_load(c, place, &names));
        TRY(house_said_at(db_read(c), &names, &where, label, &said));
        several = said.ask != NULL && (strcmp(said.ask, "household.ask.several") == 0 || strcmp(said.ask, "household.ask.which") == 0);
    }
    if (said.found)
        *ret_ref = (Ref){ code_county(place), said.id, where };
    else if (!several)
        TRY(find_label(c, place, label, ret_ref, &several));
    if (several)
        return fail(c, ERR_CONFLICT, "household.several", "several of that label under %.*s", STR_ARG(place));
    return ret_ref->id ? OK : fail(c, ERR_MISSING, "household.missing", "no household of that label under %.*s", STR_ARG(place));
}

static Err is_under(Ctx *c, Code village_or_above, Ref household)
{
    if (c->actor->account == 0)
        return fail(c, ERR_SIGNED_OUT, NULL, "nobody is signed in");
    bool is_here = household.id != 0 && code_covers(village_or_above, household.place);
    if (!is_here && household.id != 0 && str_eq(code_log(village_or_above), code_log(household.place)))
        return fail(c, ERR_DENIED, "household.other_group", "of another group of the village than %.*s", STR_ARG(village_or_above));
    if (!is_here)
        return fail(c, ERR_DENIED, "household.not_here", "no household under %.*s", STR_ARG(village_or_above));
    return OK;
}

Err household_of_actor(Ctx *c, Code village_or_above, Ref *ret_household)
{
    *ret_household = actor_house(c->actor);
    return is_under(c, village_or_above, *ret_household);
}

Err household_own(Ctx *c, Code village_or_above, Ref *ret_household)
{
    *ret_household = (Ref){ c->actor->county, c->actor->household, c->actor->home };
    return is_under(c, village_or_above, *ret_household);
}

Err household_under(Ctx *c, Code place, const char *field, Ref named, Ref *ret_household)
{
    Household h;
    Err       e = household_get(c, named, &h);
    if (e != OK && e != ERR_MISSING)
        return e;
    ctx_clear_failure(c);
    if (e != OK || h.to != 0 || !code_covers(place, h.ref.place))
        return fail_at(c, field, "household.elsewhere", STR_NONE, STR_NONE);
    *ret_household = h.ref;
    return OK;
}

Err house_rows(Db *db, Query q, int id, Ref household, Rows *ret_rows)
{
    enum { PAGE = 500 };
    Arena *a = db_ctx(db)->arena;
    Rows   page;
    i64    after = 0;
    *ret_rows = (Rows){ 0 };
    do {
        TRY(db_many(db, q, ARGS(REF(household), after, PAGE), &page));
        if (ret_rows->n == 0) {
            *ret_rows = page;
        } else if (page.n) {
            Row *all = NEW_N(a, Row, ret_rows->n + page.n);
            memcpy(all, ret_rows->row, ret_rows->n * sizeof *all);
            memcpy(all + ret_rows->n, page.row, page.n * sizeof *all);
            *ret_rows = (Rows){ all, ret_rows->n + page.n };
        }
        after = page.n ? row_int(page.row[page.n - 1], id) : 0;
    } while (page.n == PAGE);
    return OK;
}

/* ---- inside write bodies ---- */

Str household_word_key(Arena *a, Str text)
{
    Str key = search_key(a, text_key(a, text)), first = STR("第");
    return str_starts(key, first) && key.n > first.n && ends_in_digit(str_cut(key, first.n + 1)) ? str_skip(key, first.n) : key;
}

/* Every ending of it: but none that begins within a number, or 7户 would be found where 17户 stands. */
static Err endings_put(Db *w, Code county, i64 household, Str key, bool of_name)
{
    Str rest = key;
    u32 ch;
    do {
        Str before = str_cut(key, key.n - rest.n);
        if (!(ends_in_digit(before) && ends_in_digit(str_cut(rest, 1))))
            TRY(db_exec(w, Q_HOUSEHOLD_WORD_PUT, ARGS(county, household, rest, of_name)));
    } while (utf8_next(&rest, &ch) && rest.n);
    return OK;
}

Err household_label_words_put(Db *w, Code county, i64 household, Str label)
{
    Arena *a = db_ctx(w)->arena;
    Str    key = household_word_key(a, label), plain = house_key(a, label);
    TRY(endings_put(w, county, household, key, false));
    return str_eq(plain, key) ? OK : endings_put(w, county, household, plain, false); /* 07户 is 7 */
}

Err household_name_words_put(Db *w, Code county, i64 household, Str name)
{
    return endings_put(w, county, household, household_word_key(db_ctx(w)->arena, name), true);
}

Err household_words_renew(Db *w, Code county, i64 household, Str label)
{
    Rows names;
    TRY(db_exec(w, Q_HOUSEHOLD_WORD_DROP, ARGS(county, household)));
    TRY(household_label_words_put(w, county, household, label));
    TRY(house_rows(w, Q_PERSON_NAMED, C_PERSON_NAMED_ID, (Ref){ county, household, STR_NONE }, &names));
    for (size_t i = 0; i < names.n; i++)
        TRY(household_name_words_put(w, county, household, row_text(names.row[i], C_PERSON_NAMED_NAME)));
    return OK;
}

Err household_make(Db *w, Ref ref, Str label, Str key, Date from)
{
    const Ctx *c = db_ctx(w);
    TRY(db_exec(w, QUERY(household_insert, KEY(ref), .place = ARG(ref.place), .label = ARG(label), .label_key = ARG(key),
                         .called = ARG(house_key(c->arena, label)), .from_date = ARG(from), .account = ARG(c->actor->account), .at = ARG(c->now))));
    TRY(household_label_words_put(w, ref.county, ref.id, label));
    counter_add(w, ref.place, &COUNTER_HOUSEHOLDS, 0, 1);
    return OK;
}

Err household_end_if_empty(Db *w, Ref household, Date on)
{
    i64 n;
    TRY(db_change(w, Q_HOUSEHOLD_END, ARGS(REF(household), on), &n));
    if (n == 0)
        return OK;
    counter_add(w, household.place, &COUNTER_HOUSEHOLDS, 0, -1);
    TRY(db_exec(w, Q_HOUSEHOLD_WORD_DROP, ARGS(REF(household))));
    TRY(db_exec(w, Q_HOUSEHOLD_SESSIONS_END, ARGS(REF(household))));
    return db_change(w, Q_CARD_REVOKE, ARGS(REF(household), db_ctx(w)->now), &n);
}

/* Counters up to the county change by what leaves one code and comes under the other. */
static void counts_carry(Db *w, Code from, Code to, const CounterKind *kind, i64 n)
{
    counter_add(w, from, kind, 0, -n);
    counter_add(w, to, kind, 0, n);
}

static Err counters_move(Db *w, Code from, Code to)
{
    Ctx *c = db_ctx(w);
    Rows rows;
    Code after = STR("");
    do {
        TRY(db_many(w, Q_HOUSEHOLD_PLACE_COUNTS, ARGS(code_county(from), from, code_end(c->arena, from), after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            Row  r = rows.row[i];
            Code new;
            after = row_text(r, C_HOUSEHOLD_PLACE_COUNTS_PLACE);
            new = arena_printf(c->arena, "%.*s%.*s", STR_ARG(to), STR_ARG(str_skip(after, from.n)));
            counts_carry(w, after, new, &COUNTER_HOUSEHOLDS, row_int(r, C_HOUSEHOLD_PLACE_COUNTS_HOUSEHOLDS));
            counts_carry(w, after, new, &COUNTER_PERSONS, row_int(r, C_HOUSEHOLD_PLACE_COUNTS_PERSONS));
        }
    } while (rows.n);
    return OK;
}

static Err move(Db *w, Code from, Code to)
{
    Ctx *c = db_ctx(w);
    Code county = code_county(from), end = code_end(c->arena, from);
    i64  n, tail = (i64)from.n + 1;
    TRY(db_int(w, Q_HOUSEHOLD_COUNTED, ARGS(county, from, end), &n));
    if (n == 0)
        return OK;
    if (!str_eq(county, code_county(to))) /* keys are never rewritten, and the county is in every key */
        return fail_at(c, "new_code", "place.move.county", STR_NONE, STR_NONE);
    TRY(counters_move(w, from, to));
    TRY(db_exec(w, QUERY(household_roll_carry, .county = ARG(county), .from = ARG(from), .end = ARG(end), .to = ARG(to),
                         .tail = ARG(tail))));
    TRY(db_exec(w, QUERY(household_account_carry, .county = ARG(county), .from = ARG(from), .end = ARG(end),
                         .to = ARG(to), .tail = ARG(tail))));
    return db_change(w, QUERY(household_carry, .county = ARG(county), .from = ARG(from), .end = ARG(end), .to = ARG(to),
                              .tail = ARG(tail)), &n);
}

/* How a house of a place that is taken in is called and told from then on. */
static void name_taken_along(Arena *a, const PlaceNames *names, Code from, Str name, Row r, Str *ret_label, Str *ret_key)
{
    Str label = row_text(r, C_HOUSEHOLD_DIRECTLY_AT_LABEL), key = row_text(r, C_HOUSEHOLD_DIRECTLY_AT_LABEL_KEY);
    Str full = house_key(a, label), rest;
    *ret_label = label;
    *ret_key = full;
    const PlaceName *says = house_names_other(a, names, from, label);
    if (house_key_behind(a, house_written(a, label), group_key(a, name), &rest) || (says != NULL && !house_is_of_before(a, says, label, key)))
        return; /* it says where it is from, 三组 or a 四组 that 三组 had taken in */
    bool is_plain = house_key_is_number(key) && row_int(r, C_HOUSEHOLD_DIRECTLY_AT_TWIN) == 0;
    *ret_key = house_key_plain(a, str_join(a, (Str[]){ group_key(a, name), key }, 2, STR_NONE));
    *ret_label = str_join(a, (Str[]){ name, is_plain ? key : label, is_plain ? STR("户") : STR_NONE }, 3, STR_NONE);
}

static Err house_taken_in(Db *w, const PlaceNames *names, Code from, Str name, Code to, Row r)
{
    Ctx *c = db_ctx(w);
    Str  label, key;
    Rows there;
    bool same;
    Row  same_row;
    i64  id = row_int(r, C_HOUSEHOLD_DIRECTLY_AT_ID);
    name_taken_along(c->arena, names, from, name, r, &label, &key);
    TRY(db_many(w, QUERY(household_by_key, .county = ARG(code_county(to)), .place = ARG(to), .bare = ARG(key),
                         .full = ARG(key)), &there));
    TRY(db_maybe(w, Q_HOUSEHOLD_BY_LABEL, ARGS(code_county(to), to, label), &same, &same_row));
    if (there.n || same || utf8_count(label) > (size_t)HOUSEHOLD_LABEL.high)
        return fail_at(c, "into", "place.merge.house", label, STR_NONE);
    TRY(db_exec(w, QUERY(household_called, .county = ARG(code_county(from)), .id = ARG(id), .label = ARG(label),
                         .label_key = ARG(key), .called = ARG(house_key(c->arena, label)))));
    return household_words_renew(w, code_county(from), id, label);
}

static Err rename_taken_in(Db *w, Code from, Str name, Code to)
{
    PlaceNames names;
    Rows       rows;
    i64        after = 0;
    if (!str_eq(code_county(from), code_county(to)))
        return OK; /* refused by move(), if anybody lives there */
    TRY(place_names_load(db_ctx(w), from, &names));
    do {
        TRY(db_many(w, Q_HOUSEHOLD_DIRECTLY_AT, ARGS(code_county(from), from, after), &rows));
        for (size_t i = 0; i < rows.n; i++) {
            TRY(house_taken_in(w, &names, from, name, to, rows.row[i]));
            after = row_int(rows.row[i], C_HOUSEHOLD_DIRECTLY_AT_ID);
        }
    } while (rows.n);
    return OK;
}

Err households_carry(Db *w, const Noun *noun, const PlaceCarry *carry)
{
    TRY(db_exec(w, QUERY(person_waits_carry, .county = ARG(code_county(carry->from)), .from = ARG(carry->from), .to = ARG(carry->to))));
    if (carry->taken_in.n)
        TRY(rename_taken_in(w, carry->from, carry->taken_in, carry->to));
    return move(w, carry->from, carry->to);
}

/* ---- another label ---- */

typedef struct Rename {
    Ref ref;
    i64 version, event;
    Str label;
} Rename;

static Err rename_body(Db *w, void *arg)
{
    const Rename *x = arg;
    Ctx          *c = db_ctx(w);
    HouseSaid     said;
    PlaceNames    names;
    i64           n;
    TRY(place_names_load(c, x->ref.place, &names));
    TRY(house_said(w, &names, &(PlaceFit){ .how = FIT_OWN, .code = x->ref.place, .is_certain = true }, x->label, &said));
    if (said.ask != NULL)
        return fail_at(c, "household", said.ask, said.about, STR_NONE);
    if (said.found && said.id != x->ref.id)
        return fail_at(c, "household", "household.label.taken", STR_NONE, STR_NONE);
    Str label = said.found ? x->label : said.label; /* the same number, written otherwise */
    TRY(db_change(w, QUERY(household_relabel, KEY(x->ref), .version = ARG(x->version), .label = ARG(label),
                           .label_key = ARG(said.key), .called = ARG(house_key(c->arena, label))), &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "person.changed_meanwhile", "household: another version");
    TRY(household_words_renew(w, x->ref.county, x->ref.id, label));
    return event_append(w, &(EventNew){ .id = x->event, .kind = "household.renamed", .subject = x->ref,
                                        .parts = { PART_TEXT("label", label) }, .n_parts = 1 });
}

Err household_rename(Ctx *c, Ref ref, i64 version, Str label)
{
    Household h;
    Rename    x = { ref, version, id_new(c->now), text_line(c->arena, label) };
    TRY(field_check_given(c, &HOUSEHOLD_LABEL, x.label));
    TRY(household_get(c, ref, &h));
    x.ref.place = h.ref.place;
    return db_write(c, rename_body, &x);
}
