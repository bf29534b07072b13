/* person_number: who is behind a phone, seeing a number in full, and being forgotten. Also the invariants of persons and
 * households and their derived tables. See person.h. */
#include "base/log.h"
#include "people/person_inside.h"
#include "people/household.sql.h"
#include "people/person.sql.h"
#include "record/event.h"
#include "record/file.h"
#include "record/secret.h"
#include "record/noun.h"

const Field UNMASK_PURPOSE = { "purpose", FIELD_LINE, 4, 100, NULL, "person.purpose" };

Err person_by_phone(Ctx *c, Str phone, Ref *ret_person)
{
    Hash hash = secret_lookup("phone", phone_clean(c->arena, phone));
    Row  owner;
    Rows rows;
    TRY(db_one(db_read(c), Q_PHONE_OWNER_ONE, ARGS(HASH(hash)), &owner));
    Code county = row_text(owner, C_PHONE_OWNER_ONE_COUNTY);
    TRY(db_many(db_read(c), Q_PERSON_WITH_PHONE, ARGS(county, HASH(hash)), &rows));
    if (rows.n == 0)
        return fail(c, ERR_MISSING, NULL, "nobody stands with that phone");
    *ret_person = (Ref){ county, row_int(rows.row[0], C_PERSON_WITH_PHONE_ID),
                         row_text(rows.row[0], C_PERSON_WITH_PHONE_PLACE) };
    return OK;
}

/* ---- one number in full ---- */

typedef struct Unmask {
    Ref          ref;
    PersonNumber which;
    Str          purpose;
    i64          event;
} Unmask;

static Err unmask_body(Db *w, void *arg)
{
    const Unmask *u = arg;
    return event_append(w, &(EventNew){ .id = u->event, .kind = "person.unmasked", .subject = u->ref,
                                        .parts = { PART("which", u->which), PART_TEXT("purpose", u->purpose) },
                                        .n_parts = 2 });
}

/* The event first: nobody sees a number and leaves no trace because the machine stopped in between. */
Err person_unmask(Ctx *c, Ref person, PersonNumber which, Str purpose, Str *ret_number)
{
    Unmask u = { person, which, str_trim(purpose), id_new(c->now) };
    Person p;
    Row    r;
    int    column = which == NUMBER_PHONE ? C_PERSON_NUMBERS_PHONE_SEALED : C_PERSON_NUMBERS_ID_SEALED;
    TRY(field_check_given(c, &UNMASK_PURPOSE, u.purpose));
    TRY(person_get(c, person, &p));
    u.ref.place = p.ref.place;
    TRY(db_one(db_read(c), Q_PERSON_NUMBERS, ARGS(REF(person)), &r));
    if (row_is_null(r, column))
        return fail(c, ERR_MISSING, "person.no_number", "that person has no such number");
    TRY(db_write(c, unmask_body, &u));
    return secret_unseal(c, row_bytes(r, column), ret_number);
}

/* ---- being forgotten ---- */

typedef struct Forget {
    Ref  ref;
    Date on;
    Str  why;
    i64  event;
} Forget;

Err person_full_name(Db *db, Ref person, Str *ret_name)
{
    Row r;
    TRY(db_one(db, Q_PERSON_ONE, ARGS(REF(person)), &r));
    *ret_name = row_text(r, C_PERSON_ROW_NAME);
    return OK;
}

Err person_called(Db *db, Ref person, Str *ret_name)
{
    TRY(person_full_name(db, person, ret_name));
    if (utf8_count(*ret_name) < 2)
        *ret_name = STR("");
    return OK;
}

/* Messages copy what a record was called: to houses and desks of the county, and to those above it. And a village says of what it
 * tells of itself who said so. */
static Err named_forget(Db *w, Ref person)
{
    const Code village = code_log(person.place);
    Str        name;
    TRY(person_called(w, person, &name));
    if (name.n == 0)
        return OK;
    TRY(db_exec(w, QUERY(person_told_facts_forget, .county = ARG(person.county), .village = ARG(village), .name = ARG(name))));
    TRY(db_exec(w, QUERY(person_told_texts_forget, .county = ARG(person.county), .village = ARG(village), .name = ARG(name))));
    return db_exec(w, QUERY(person_messages_forget, .county = ARG(person.county), .above = ARG(code_parent(person.county)),
                            .village = ARG(village), .name = ARG(name)));
}

/* While the name is known still: what was written about them by it is found by it. */
static Err others_forget(Db *w, Ref person)
{
    for (size_t i = 0; i < noun_count(); i++)
        if (noun_at(i)->erase != NULL)
            TRY(noun_at(i)->erase(w, person));
    return named_forget(w, person); /* also what was just told: that a post ends */
}

static Err forget_body(Db *w, void *arg)
{
    const Forget *f = arg;
    Row           r, numbers;
    i64           n, texts;
    TRY(person_hold(w, f->ref)); /* before it is asked what they hold */
    TRY(db_one(w, Q_PERSON_ONE, ARGS(REF(f->ref)), &r));
    TRY(db_one(w, Q_PERSON_NUMBERS, ARGS(REF(f->ref)), &numbers));
    bool stood = row_int(r, C_PERSON_ROW_TO_DATE) == 0;
    Ref  house = { f->ref.county, row_int(r, C_PERSON_ROW_HOUSEHOLD), row_text(r, C_PERSON_ROW_PLACE) };
    Ref  person = { f->ref.county, f->ref.id, house.place };
    TRY(event_erase_person(w, person.county, person.id, &texts));
    TRY(event_erase_subject(w, person, &texts));
    TRY(others_forget(w, person));
    TRY(db_change(w, Q_PERSON_FORGET, ARGS(REF(person), f->on), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "person.erased_already", "person: erased already");
    if (!row_is_null(numbers, C_PERSON_NUMBERS_PHONE_HASH) && !row_bool(numbers, C_PERSON_NUMBERS_PHONE_WAITS))
        TRY(phone_let_go(w, person.county, row_hash(numbers, C_PERSON_NUMBERS_PHONE_HASH)));
    if (!row_is_null(numbers, C_PERSON_NUMBERS_ID_HASH) && !row_bool(numbers, C_PERSON_NUMBERS_ID_WAITS) && stood)
        TRY(db_exec(w, Q_ID_OWNER_DROP, ARGS(HASH(row_hash(numbers, C_PERSON_NUMBERS_ID_HASH)))));
    TRY(db_change(w, QUERY(roll_end_all, .county = ARG(person.county), .person_county = ARG(person.county),
                           .person = ARG(person.id), .on = ARG(f->on)), &n));
    if (stood)
        counter_add(w, house.place, &COUNTER_PERSONS, 0, -1);
    TRY(household_words_renew(w, house.county, house.id, row_text(r, C_PERSON_ROW_LABEL)));
    TRY(household_end_if_empty(w, house, f->on));
    db_forget(w);
    return event_append(w, &(EventNew){ .id = f->event, .kind = "person.erased", .subject = person,
                                        .parts = { PART("household", house.id), PART_TEXT("why", f->why) },
                                        .n_parts = 2 });
}

Err person_erase(Ctx *c, Ref person, Str why)
{
    Forget f = { person, date_of(c->now), str_trim(why), id_new(c->now) };
    TRY(field_check_given(c, &PERSON_WHY, f.why));
    TRY(db_write(c, forget_body, &f));
    if (file_gone_sweep(c) != OK) { /* they are forgotten; what a disk holds back goes with the day's sweep */
        log_say(LOG_WARN, "person", "erased=1 files=left");
        ctx_clear_failure(c);
    }
    return OK;
}

/* ---- check and rebuild ---- */

/* What is sealed opens, and is the number that is looked up and shown masked. */
static bool is_sealed_right(Ctx *c, Row r, int sealed, Number (*number)(Arena *, Str))
{
    Str plain;
    if (row_is_null(r, sealed))
        return true;
    if (secret_unseal(c, row_bytes(r, sealed), &plain) != OK) {
        ctx_clear_failure(c);
        return false;
    }
    Number n = number(c->arena, plain);
    Hash   kept = row_hash(r, sealed + 1);
    return hash_eq(&n.hash, &kept) && str_eq(n.shown, row_text(r, sealed + 2));
}

typedef struct Sealed {
    Ctx    *c;
    Report *r;
} Sealed;

static Err check_sealed(void *arg, Row r)
{
    const Sealed *s = arg;
    bool          phone = is_sealed_right(s->c, r, C_PERSON_SEALED_PHONE_SEALED, number_phone);
    bool          id_card = is_sealed_right(s->c, r, C_PERSON_SEALED_ID_SEALED, number_id_card);
    RefName       who = ref_written(row_text(r, C_PERSON_SEALED_COUNTY), row_int(r, C_PERSON_SEALED_ID));
    if (!phone)
        finding(s->r, "person.phone", "person %s", who.s);
    if (!id_card)
        finding(s->r, "person.id_card", "person %s", who.s);
    return OK;
}

Err person_check(Ctx *c, Report *r)
{
    Sealed s = { c, r };
    TRY(db_walk(db_read(c), Q_PERSON_SEALED, ARGS(), check_sealed, &s));
    TRY(identity_check(c, r));
    TRY(check_each(c, r, Q_HOUSEHOLD_NOWHERE, "household", "household.place"));
    TRY(check_each(c, r, Q_ROLL_OF_NOBODY, "person", "roll.person"));
    TRY(check_each(c, r, Q_PERSON_ASTRAY, "person", "person.household"));
    TRY(check_each(c, r, Q_PERSON_PHONE_ASTRAY, "person", "person.phone"));
    TRY(check_each(c, r, Q_PERSON_WAITS_ASTRAY, "person", "person.waits"));
    return check_each(c, r, Q_PERSON_ID_ASTRAY, "person", "person.id_card");
}

static Err count_household(void *arg, Row r)
{
    counter_add(arg, row_text(r, C_HOUSEHOLD_EVERY_PLACE), &COUNTER_HOUSEHOLDS, 0, 1);
    return household_label_words_put(arg, row_text(r, C_HOUSEHOLD_EVERY_COUNTY), row_int(r, C_HOUSEHOLD_EVERY_ID),
                                     row_text(r, C_HOUSEHOLD_EVERY_LABEL));
}

static Err count_person(void *arg, Row r)
{
    counter_add(arg, row_text(r, C_PERSON_EVERY_PLACE), &COUNTER_PERSONS, 0, 1);
    return household_name_words_put(arg, row_text(r, C_PERSON_EVERY_COUNTY), row_int(r, C_PERSON_EVERY_HOUSEHOLD),
                                    row_text(r, C_PERSON_EVERY_NAME));
}

Err person_rebuild(Db *w, const Noun *noun, const Steps *told)
{
    TRY(db_exec(w, Q_HOUSEHOLD_WORD_CLEAR, ARGS()));
    TRY(db_walk(w, Q_HOUSEHOLD_EVERY, ARGS(), count_household, w));
    return db_walk(w, Q_PERSON_EVERY, ARGS(), count_person, w);
}
