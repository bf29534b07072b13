/* houses: see houses.h. */
#include "matter/houses.h"
#include "matter/houses.sql.h"
#include "record/event.h"
#include "record/inbox.h"

/* Does the house speak, and not a helper or an office for it? */
static bool is_itself(const Actor *a, i64 household)
{
    return actor_house(a).id == household && str_is_empty(a->consent);
}

/* Neither it nor who has its consent: an office. */
static bool is_noting(const Actor *a, i64 household)
{
    return str_is_empty(a->consent) && actor_house(a).id != household;
}

static i64 consent_of(const Actor *a)
{
    return str_is_empty(a->consent) ? 0 : a->for_consent;
}

/* In its name nothing is changed of what it said itself, nor is a helper told that it did: the house is. */
static Err house_keeps(Db *w, const char *noun, Ref matter, Ref house)
{
    TRY(event_consent_use(w)); /* who tries one house after another is as tired by the evening */
    return inbox_tell(w, &(InboxLine){ .id = db_id(w), .county = house.county, .household = house.id, .key = "inbox.help.kept",
                                       .a = db_ctx(w)->actor->called, .subject = matter, .noun = noun });
}

/* It has just left, or come back: how often that day? Who acts for it, or notes it, leaves it two of its own. */
static Err often_check(Db *w, const char *noun, Ref matter, i64 household)
{
    const i64 most = is_itself(db_ctx(w)->actor, household) ? HOUSE_CHANGES_A_DAY : HOUSE_CHANGES_A_DAY - 2;
    Row       r;
    TRY(db_one(w, Q_HOUSE_PART_GET, ARGS(matter.county, noun, matter.id, household), &r));
    i64 changes = row_int(r, C_HOUSE_PART_GET_CHANGES);
    return changes <= most ? OK : fail(db_ctx(w), ERR_LIMIT, "matter.to_and_fro", "%lld changes of a house in a day", (long long)changes);
}

/* It has a row: other words, or back again. */
static Err join_again(Db *w, const char *noun, Ref matter, Ref house, Str words, HouseJoined *ret_how)
{
    i64 rows;
    Row r;
    TRY(db_one(w, Q_HOUSE_PART_GET, ARGS(matter.county, noun, matter.id, house.id), &r));
    *ret_how = row_int(r, C_HOUSE_PART_GET_LEFT_AT) ? HOUSE_BACK : HOUSE_AGAIN;
    TRY(db_change(w, QUERY(house_part_again, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                           .household = ARG(house.id), .consent = ARG(db_ctx(w)->actor->consent), .by_consent = ARG(consent_of(db_ctx(w)->actor)), .words = ARG(words),
                           .itself = ARG(is_itself(db_ctx(w)->actor, house.id)), .noted = ARG(is_noting(db_ctx(w)->actor, house.id)), .on = ARG(date_of(db_ctx(w)->now))), &rows));
    if (rows > 0)
        return *ret_how == HOUSE_BACK ? often_check(w, noun, matter, house.id) : OK;
    if (str_is_empty(db_ctx(w)->actor->consent))
        return fail(db_ctx(w), ERR_CONFLICT, "matter.spoke_itself", "an office, of a house that took itself back");
    *ret_how = HOUSE_AGAIN;
    return house_keeps(w, noun, matter, house);
}

/* The row that stands says who spoke first: this one is added only where there is none. An office notes no person of the house. */
static union given_house_part_add part_of(Db *w, const char *noun, Ref matter, Ref house, Str words)
{
    const Actor *a = db_ctx(w)->actor;
    return (union given_house_part_add){ {
        .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id), .household = ARG(house.id),
        .place = ARG(house.place), .person = ARG(actor_house(a).id == house.id ? actor_person(a) : 0), .account = ARG(a->account),
        .channel = ARG(a->channel), .consent = ARG(a->consent), .by_consent = ARG(consent_of(a)), .noted = ARG(is_noting(a, house.id)), .words = ARG(words), .at = ARG(db_ctx(w)->now),
    } };
}

Err houses_join(Db *w, const char *noun, Ref matter, Ref house, Str words, HouseJoined *ret_how)
{
    i64 rows;
    TRY(event_not_dealt(w, matter));
    words = words.n ? words : STR("");
    union given_house_part_add part = part_of(w, noun, matter, house, words);
    TRY(db_change(w, FILLED(house_part_add, part), &rows));
    *ret_how = HOUSE_NEW;
    return rows ? OK : join_again(w, noun, matter, house, words, ret_how);
}

Err houses_first(Db *w, const char *noun, Ref matter, Ref house)
{
    union given_house_part_add part = part_of(w, noun, matter, house, STR(""));
    return db_exec(w, FILLED(house_part_add, part));
}

Err houses_copy(Db *w, const char *noun, Ref from, Ref to)
{
    return db_exec(w, QUERY(house_part_copy, .county = ARG(from.county), .noun = ARG(noun), .record = ARG(from.id),
                            .to_county = ARG(to.county), .to_record = ARG(to.id)));
}

Err houses_leave(Db *w, const char *noun, Ref matter, i64 household, bool *ret_left)
{
    i64 rows;
    TRY(event_not_dealt(w, matter));
    TRY(db_change(w, QUERY(house_part_leave, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                           .household = ARG(household), .consent = ARG(db_ctx(w)->actor->consent),
                           .at = ARG(db_ctx(w)->now), .itself = ARG(is_itself(db_ctx(w)->actor, household)),
                           .on = ARG(date_of(db_ctx(w)->now))),
                  &rows));
    *ret_left = rows > 0;
    return *ret_left ? often_check(w, noun, matter, household) : OK;
}

Err houses_unsay(Db *w, const char *noun, Ref matter, i64 household)
{
    return db_exec(w, QUERY(house_part_unsay, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                            .household = ARG(household), .at = ARG(db_ctx(w)->now)));
}

Err houses_unseen(Ctx *c, const char *noun, Ref matter, i64 *ret_n)
{
    return db_int(db_read(c), Q_HOUSE_PART_UNSEEN, ARGS(matter.county, noun, matter.id), ret_n);
}

Err houses_shown(Db *db, const char *noun, Ref matter, i64 household, bool *ret_has)
{
    i64 n = 0;
    if (household != 0)
        TRY(db_int(db, QUERY(house_part_shown, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                             .household = ARG(household), .consent = ARG(db_ctx(db)->actor->consent)), &n));
    *ret_has = n > 0;
    return OK;
}

Err houses_is_helped(Db *db, const char *noun, Ref matter, i64 household, bool *ret_helped)
{
    bool found;
    Row  r;
    TRY(db_maybe(db, Q_HOUSE_PART_GET, ARGS(matter.county, noun, matter.id, household), &found, &r));
    *ret_helped = found && row_int(r, C_HOUSE_PART_GET_LEFT_AT) == 0 && row_text(r, C_HOUSE_PART_GET_CONSENT).n != 0;
    return OK;
}

Err houses_has(Ctx *c, const char *noun, Ref matter, i64 household, bool *ret_has)
{
    return houses_shown(db_read(c), noun, matter, household, ret_has);
}

enum { IN_MOST = 1000 }; /* as the query has it */

static Err in_put(void *arg, Row row)
{
    HousesIn *in = arg;
    in->id[in->n++] = row_int(row, C_HOUSE_PART_IN_RECORD);
    return OK;
}

Err houses_ask_in(Ctx *c, const char *noun, Code county, i64 first, i64 last, HousesIn *ret_in)
{
    Ref house = actor_house(c->actor);
    *ret_in = (HousesIn){ 0 };
    if (house.id == 0)
        return OK;
    ret_in->id = NEW_N(c->arena, i64, IN_MOST);
    return db_ask(db_read(c), QUERY(house_part_in, .county = ARG(county), .household = ARG(house.id), .noun = ARG(noun),
                                    .first = ARG(first), .last = ARG(last), .consent = ARG(c->actor->consent)), in_put, ret_in);
}

bool houses_are_in(const HousesIn *in, i64 record)
{
    for (size_t i = 0; i < in->n; i++)
        if (in->id[i] == record)
            return true;
    return false;
}

enum { AT_ONCE = 20 }; /* {rows} of house_part_which */

typedef struct Which {
    const char *noun;
    Ref         matter;
    const i64  *households;
    size_t      n;
    HouseWord  *word;
} Which;

static HouseWord word_of_part(Row r)
{
    if (row_text(r, C_HOUSE_PART_WHICH_CONSENT).n)
        return HOUSE_HELPED;
    return row_bool(r, C_HOUSE_PART_WHICH_NOTED) ? HOUSE_NOTED : HOUSE_ITSELF;
}

static Err which_read(Ctx *c, void *arg, size_t part)
{
    const Which *k = arg;
    size_t       from = part * AT_ONCE, most = k->n - from < AT_ONCE ? k->n - from : AT_ONCE;
    Rows         rows;
    union given_house_part_which some = { { .county = ARG(k->matter.county), .noun = ARG(k->noun), .record = ARG(k->matter.id) } };
    for (size_t i = 0; i < AT_ONCE; i++)
        some.by.row[i].household = ARG(k->households[from + (i < most ? i : 0)]);
    TRY(db_many(db_read(c), FILLED(house_part_which, some), &rows));
    for (size_t i = 0; i < most; i++) {
        k->word[from + i] = HOUSE_NOT;
        for (size_t row = 0; row < rows.n; row++)
            if (row_int(rows.row[row], C_HOUSE_PART_WHICH_HOUSEHOLD) == k->households[from + i])
                k->word[from + i] = word_of_part(rows.row[row]);
    }
    return OK;
}

Err houses_which(Ctx *c, const char *noun, Ref matter, const i64 *households, size_t n, HouseWord *ret_word)
{
    return db_together(c, (n + AT_ONCE - 1) / AT_ONCE, which_read, &(Which){ noun, matter, households, n, ret_word });
}

void houses_ahead(Ctx *c, const char *noun, Ref matter, i64 household)
{
    db_ahead(db_read(c), Q_HOUSE_PART_COUNT, ARGS(matter.county, noun, matter.id));
    if (household != 0)
        db_ahead(db_read(c), QUERY(house_part_shown, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                                   .household = ARG(household), .consent = ARG(c->actor->consent)));
}

Err houses_count(Ctx *c, const char *noun, Ref matter, i64 *ret_n)
{
    HouseCounts k;
    TRY(houses_counts(c, noun, matter, &k));
    *ret_n = k.all;
    return OK;
}

Err houses_counts(Ctx *c, const char *noun, Ref matter, HouseCounts *ret)
{
    Row r;
    TRY(db_one(db_read(c), Q_HOUSE_PART_COUNT, ARGS(matter.county, noun, matter.id), &r));
    *ret = (HouseCounts){ row_int(r, C_HOUSE_PART_COUNT_N), row_int(r, C_HOUSE_PART_COUNT_HELPED), row_int(r, C_HOUSE_PART_COUNT_NOTED) };
    return OK;
}

Err houses_next(Db *db, const char *noun, Ref matter, i64 after, i64 most, Rows *ret_houses)
{
    return db_many(db, QUERY(house_part_next, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                             .after = ARG(after), .most = ARG(most)), ret_houses);
}

/* Whose each is: of those who may know. */
static Err parts_of(Ctx *c, Rows rows, size_t most, bool names, HouseParts *ret_parts)
{
    size_t     n = rows.n < most ? rows.n : most;
    HousePart *v = NEW_N(c->arena, HousePart, n + 1);
    Ref       *houses = NEW_N(c->arena, Ref, n + 1);
    Str       *labels = NEW_N(c->arena, Str, n + 1);
    for (size_t i = 0; i < n; i++) {
        Row  r = rows.row[i];
        Code place = row_text(r, C_HOUSE_PART_LIST_PLACE);
        v[i] = (HousePart){ .words = row_text(r, C_HOUSE_PART_LIST_WORDS), .at = row_int(r, C_HOUSE_PART_LIST_AT),
                            .is_helped = row_text(r, C_HOUSE_PART_LIST_CONSENT).n != 0 };
        houses[i] = (Ref){ code_county(place), row_int(r, C_HOUSE_PART_LIST_HOUSEHOLD), place };
    }
    if (names)
        TRY(household_labels(c, houses, n, labels));
    for (size_t i = 0; names && i < n; i++) {
        v[i].household = houses[i];
        v[i].label = labels[i];
    }
    *ret_parts = (HouseParts){ v, n, rows.n > n ? row_int(rows.row[n - 1], C_HOUSE_PART_LIST_HOUSEHOLD) : 0 };
    return OK;
}

Err houses_list(Ctx *c, const char *noun, Ref matter, Verb verb, i64 after, int most, HouseParts *ret_parts)
{
    Rows rows;
    TRY(db_many(db_read(c), QUERY(house_part_list, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                                  .after = ARG(after), .most = ARG(most + 1)), &rows));
    return parts_of(c, rows, (size_t)most, access_may(c->actor, verb, matter.place), ret_parts);
}

Err houses_said(Ctx *c, const char *noun, Ref matter, Verb verb, HouseParts *ret_parts)
{
    Rows rows;
    TRY(db_many(db_read(c), Q_HOUSE_PART_SAID, ARGS(matter.county, noun, matter.id), &rows));
    return parts_of(c, rows, HOUSES_SAID, access_may(c->actor, verb, matter.place), ret_parts);
}

Err houses_erase_person(Db *w, Ref person)
{
    TRY(db_exec(w, Q_HOUSE_PART_ERASE, ARGS(person.county, person.id)));
    return db_exec(w, Q_HOUSE_PART_ERASE, ARGS(code_parent(person.county), person.id)); /* in what went on at the city */
}

Err houses_check(Ctx *c, Report *r)
{
    return check_each(c, r, Q_HOUSE_PART_CHECK, NULL, "houses: a house took part that is not there");
}
