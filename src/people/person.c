/* person: adding, reading, correcting, leaving. The rolls are in person_roll.c, numbers in number.c, erasing in
 * person_number.c. */
#include "engine/text/house_key.h"
#include "people/house_said.h"
#include "people/household.sql.h"
#include "people/person.sql.h"
#include "people/person_inside.h"
#include "place/place.h"
#include "record/event.h"
#include "record/secret.h"

const char *const sex_names[] = { "unknown", "male", "female", NULL };

const Field PERSON_NAME = { "name", FIELD_LINE, 1, 30, NULL, "person.name" };
const Field PERSON_SEX = { "sex", FIELD_ENUM, 0, 2, sex_names, "person.sex" };
const Field PERSON_BORN = { "born", FIELD_DATE, 19000101, 29991231, NULL, "person.born" };
const Field PERSON_AWAY = { "away", FIELD_BOOL, 0, 1, NULL, "person.away" };
const Field PERSON_HEAD = { "head", FIELD_BOOL, 0, 1, NULL, "person.head" };
const Field PERSON_WHY = { "why", FIELD_LINE, 2, 200, NULL, "person.why" };
const Field PERSON_ON = { "on", FIELD_DATE, 19490101, 29991231, NULL, "person.on" };

/* ---- reading ---- */

static bool is_of_house(const Actor *a, Code county, i64 household)
{
    Ref own = actor_house(a);
    return own.id == household && own.id != 0 && str_eq(own.county, county) && str_is_empty(a->consent);
}

static Person person_from(const Ctx *c, Code county, Row r)
{
    Person p = {
        .ref = { county, row_int(r, C_PERSON_ROW_ID), row_text(r, C_PERSON_ROW_PLACE) },
        .household = row_int(r, C_PERSON_ROW_HOUSEHOLD),
        .label = row_text(r, C_PERSON_ROW_LABEL),
        .name = row_text(r, C_PERSON_ROW_NAME),
        .sex = (Sex)row_int(r, C_PERSON_ROW_SEX),
        .is_head = row_bool(r, C_PERSON_ROW_IS_HEAD),
        .is_away = row_bool(r, C_PERSON_ROW_IS_AWAY),
        .is_erased = row_bool(r, C_PERSON_ROW_ERASED),
        .to = (Date)row_int(r, C_PERSON_ROW_TO_DATE),
        .version = row_int(r, C_PERSON_ROW_VERSION),
    };
    if (household_is_open(c->actor, county, p.ref.place, p.household)) {
        p.born = (Date)row_int(r, C_PERSON_ROW_BORN);
        p.phone_masked = row_text(r, C_PERSON_ROW_PHONE_SHOWN);
        if (!is_of_house(c->actor, county, p.household))
            p.phone_masked = secret_mask_tail(c->arena, p.phone_masked);
        p.id_masked = row_text(r, C_PERSON_ROW_ID_SHOWN);
    } else if (p.name.n) {
        p.name = secret_mask_name(c->arena, p.name);
    }
    return p;
}

Err person_get(Ctx *c, Ref ref, Person *ret_person)
{
    Row r;
    TRY(db_one(db_read(c), Q_PERSON_ONE, ARGS(REF(ref)), &r));
    *ret_person = person_from(c, ref.county, r);
    return OK;
}

Err person_hold(Db *w, Ref person)
{
    return person.id != 0 ? db_hold(w, Q_PERSON_HOLD, ARGS(REF(person))) : OK;
}

/* The head first, the others as they came. */
Err household_persons(Ctx *c, Ref household, Persons *ret)
{
    Rows rows;
    TRY(house_rows(db_read(c), Q_PERSON_OF_HOUSE, C_PERSON_ROW_ID, household, &rows));
    Person *v = NEW_N(c->arena, Person, rows.n + 1);
    size_t  n = 0;
    for (int heads = 1; heads >= 0; heads--)
        for (size_t i = 0; i < rows.n; i++)
            if (row_bool(rows.row[i], C_PERSON_ROW_IS_HEAD) == (heads == 1))
                v[n++] = person_from(c, household.county, rows.row[i]);
    *ret = (Persons){ v, n };
    return OK;
}

/* ---- rows, inside write bodies ---- */

static Value number_value(const Number *n, bool hash)
{
    return n->sealed.n == 0 ? NONE : hash ? HASH(n->hash) : BYTES(n->sealed);
}

Err person_write(Db *w, const PersonWrite *p)
{
    const Ctx *c = db_ctx(w);
    Ref        household = { p->ref.county, p->household, p->ref.place };
    Number     phone = p->phone, id_card = p->id_card;
    Code       over = STR("");
    TRY(phone_take(w, &phone, household, &over));
    TRY(id_card_take(w, &id_card, p->ref, &over));
    if (p->is_head)
        TRY(db_exec(w, QUERY(person_head_drop, KEY_AS(household, household), .except = ARG(p->ref.id))));
    TRY(db_exec(w, QUERY(person_insert, KEY(p->ref), .household = ARG(p->household), .name = ARG(p->name),
                         .sex = ARG(p->sex), .born = ARG(p->born), .phone_sealed = number_value(&p->phone, false),
                         .phone_hash = number_value(&p->phone, true), .phone_shown = ARG(p->phone.shown),
                         .id_sealed = number_value(&p->id_card, false), .id_hash = number_value(&p->id_card, true),
                         .id_shown = ARG(p->id_card.shown), .is_head = ARG(p->is_head), .is_away = ARG(p->is_away),
                         .from_date = ARG(p->from), .account = ARG(c->actor->account), .at = ARG(c->now),
                         .name_key = ARG(person_key(c->arena, p->name)), .phone_waits = ARG(phone.waits),
                         .id_waits = ARG(id_card.waits), .waits_at = ARG(over), .waits_since = ARG(over.n ? c->now : 0))));
    TRY(household_name_words_put(w, p->ref.county, p->household, p->name));
    counter_add(w, p->ref.place, &COUNTER_PERSONS, 0, 1);
    return person_rolls_add(w, p, 0);
}

/* ---- what comes from outside ---- */

static void check_person_name(Ctx *c, Str name)
{
    if (field_check_given(c, &PERSON_NAME, name) != OK)
        return; /* noted at the field */
}

/* Cleans what was typed into *n and notes what is wrong with it. */
static Err person_clean(Ctx *c, PersonNew *n)
{
    n->name = text_name(c->arena, n->name);
    n->household = text_line(c->arena, n->household);
    n->phone = phone_clean(c->arena, n->phone);
    n->id_card = id_card_clean(c->arena, n->id_card);
    check_person_name(c, n->name);
    if (n->household.n && field_check(c, &HOUSEHOLD_LABEL, n->household) == OK && house_key(c->arena, n->household).n == 0)
        problem_add(c, "household", "field.required", STR_NONE, STR_NONE);
    if (n->phone.n && !phone_is_valid(n->phone))
        problem_add(c, "phone", "person.phone.wrong", STR_NONE, STR_NONE);
    if (n->id_card.n && !id_card_is_valid(n->id_card))
        problem_add(c, "id_card", "person.id_card.wrong", STR_NONE, STR_NONE);
    else if (n->id_card.n && n->born && n->born != id_card_born(n->id_card))
        problem_add(c, "born", "person.born.other", STR_NONE, STR_NONE);
    if (n->born > date_of(c->now))
        problem_add(c, "born", "place.in_the_future", STR_NONE, STR_NONE);
    if (n->share < 0 || (n->share > 0 && !(n->rolls & 1u << ROLL_OWNER)))
        problem_add(c, "share", "person.share.owner", STR_NONE, STR_NONE);
    TRY(fail_if_problems(c));
    if (n->id_card.n && n->born == 0)
        n->born = id_card_born(n->id_card);
    if (n->id_card.n && n->sex == SEX_UNKNOWN)
        n->sex = id_card_sex(n->id_card);
    return OK;
}

static PersonWrite write_of(Ctx *c, const PersonNew *n, Ref ref)
{
    PersonWrite p = { .ref = ref, .name = n->name, .sex = n->sex, .born = n->born, .from = date_of(c->now),
                      .phone = number_phone(c->arena, n->phone), .id_card = number_id_card(c->arena, n->id_card),
                      .is_head = n->is_head, .is_away = n->is_away, .rolls = n->rolls, .share = n->share };
    for (int k = 0; k < ROLL_KINDS; k++)
        p.roll_ids[k] = id_new(c->now);
    return p;
}

/* ---- adding ---- */

typedef struct Add {
    PersonWrite p;
    Str         label;
    i64         new_household, event, household_event;
} Add;

/* The standing household that the text means in the place, made now if there is none; place: then where it stands. */
static Err household_for(Db *w, Ref *place, Str text, i64 new_id, i64 event, i64 *ret_household)
{
    PlaceNames names;
    HouseSaid  said;
    Ctx       *c = db_ctx(w);
    TRY(place_names_load(c, place->place, &names));
    TRY(house_said_at(w, &names, &place->place, text, &said));
    if (said.ask != NULL)
        return fail_at(c, "household", said.ask, said.about, STR_NONE);
    *ret_household = said.found ? said.id : new_id;
    if (said.found)
        return OK;
    Ref made = { place->county, new_id, place->place };
    TRY(household_make(w, made, said.label, said.key, date_of(c->now)));
    return event_append(w, &(EventNew){ .id = event, .kind = "household.added", .subject = made,
                                        .parts = { PART_TEXT("label", said.label) }, .n_parts = 1 });
}

/* Is that somebody whom nothing tells apart from p, as far as names and days of birth go; or may he be? */
static Err name_differs(Ctx *c, const PersonWrite *p, Row r)
{
    Str  key = person_key(c->arena, p->name), other = row_text(r, C_PERSON_NAMED_NAME_KEY);
    i64  born = row_int(r, C_PERSON_NAMED_BORN);
    if (row_int(r, C_PERSON_NAMED_ID) == p->ref.id)
        return OK;
    if (str_eq(key, other) && born == p->born)
        return fail_at(c, "name", "person.name.twice", STR_NONE, STR_NONE);
    if (person_keys_are_alike(c->arena, key, other) && !(born && p->born && born != p->born))
        return fail_at(c, "name", "person.name.alike", row_text(r, C_PERSON_NAMED_NAME), STR_NONE);
    return OK;
}

/* Two of one name in one house are told apart by the day they were born; and a house grows no further than it is read. A name
 * with a remark in it is nobody's. */
static Err name_is_free(Db *w, const PersonWrite *p, bool comes)
{
    Ctx *c = db_ctx(w);
    Rows rows;
    Str  remark = person_remark(p->name);
    if (remark.n)
        return fail_at(c, "name", "person.name.remark", remark, STR_NONE);
    TRY(house_rows(w, Q_PERSON_NAMED, C_PERSON_NAMED_ID, (Ref){ p->ref.county, p->household, p->ref.place }, &rows));
    if (comes && rows.n >= HOUSE_PERSONS_MOST)
        return fail_at(c, "household", "household.full", arena_printf(c->arena, "%d", HOUSE_PERSONS_MOST), STR_NONE);
    for (size_t i = 0; i < rows.n; i++)
        TRY(name_differs(c, p, rows.row[i]));
    return OK;
}

static Err add_body(Db *w, void *arg)
{
    Add *a = arg;
    TRY(household_for(w, &a->p.ref, a->label, a->new_household, a->household_event, &a->p.household));
    TRY(name_is_free(w, &a->p, true));
    TRY(person_write(w, &a->p));
    return event_append(w, &(EventNew){ .id = a->event, .kind = "person.added", .subject = a->p.ref,
                                        .parts = { PART("household", a->p.household), PART("rolls", a->p.rolls),
                                                   PART("head", a->p.is_head), PART("away", a->p.is_away) },
                                        .n_parts = 4 });
}

/* Houses stand at a village or below, in a place that stands: a code may also be a number that nobody gave. */
static Err home_check(Ctx *c, Code code)
{
    Place place;
    if (code_level(code) < LEVEL_VILLAGE)
        return fail_at(c, "place", "household.place.high", STR_NONE, STR_NONE);
    TRY(place_get(c, code, &place));
    return place.to == 0 ? OK : fail_at(c, "place", "place.ended", STR_NONE, STR_NONE);
}

Err person_add(Ctx *c, const PersonNew *n, Ref *ret_person)
{
    PersonNew clean = *n;
    TRY(home_check(c, n->place));
    if (str_is_empty(str_trim(n->household)))
        problem_add(c, "household", "field.required", STR_NONE, STR_NONE);
    TRY(person_clean(c, &clean));
    Ref ref = { str_copy(c->arena, code_county(n->place)), id_new(c->now), n->place };
    Add a = { .p = write_of(c, &clean, ref), .label = clean.household, .new_household = id_new(c->now),
              .event = id_new(c->now), .household_event = id_new(c->now) };
    TRY(db_write(c, add_body, &a));
    *ret_person = a.p.ref;
    return OK;
}

/* ---- correcting ---- */

typedef struct Edit {
    Add              a;
    const PersonNew *n;
    i64              version;
} Edit;

/* What it was is free again where nobody uses it any more; a number that waited was another's all the time. */
static Err phone_drop(Db *w, Code county, Row was)
{
    if (row_is_null(was, C_PERSON_NUMBERS_PHONE_HASH) || row_bool(was, C_PERSON_NUMBERS_PHONE_WAITS))
        return OK;
    return phone_let_go(w, county, row_hash(was, C_PERSON_NUMBERS_PHONE_HASH));
}

static Err id_card_drop(Db *w, Row was)
{
    if (row_is_null(was, C_PERSON_NUMBERS_ID_HASH) || row_bool(was, C_PERSON_NUMBERS_ID_WAITS))
        return OK;
    return db_exec(w, Q_ID_OWNER_DROP, ARGS(HASH(row_hash(was, C_PERSON_NUMBERS_ID_HASH))));
}

static Err phone_set(Db *w, Ref person, const Number *n)
{
    return db_exec(w, QUERY(person_phone_set, KEY(person), .sealed = number_value(n, false), .hash = number_value(n, true),
                            .shown = ARG(n->shown), .waits = ARG(n->waits)));
}

static Err phone_change(Db *w, const Edit *e, Row was, Ref household, Code *over)
{
    const PersonWrite *p = &e->a.p;
    Number             phone = p->phone;
    if (phone.sealed.n || e->n->drop_phone) {
        TRY(phone_set(w, p->ref, &(Number){ .sealed = STR_NONE })); /* so that nobody counts as using it */
        TRY(phone_drop(w, p->ref.county, was));
        TRY(phone_take(w, &phone, household, over));
        return phone_set(w, p->ref, &phone);
    }
    if (row_is_null(was, C_PERSON_NUMBERS_PHONE_HASH) || row_bool(was, C_PERSON_NUMBERS_PHONE_WAITS))
        return OK;
    /* the number as it was, in the house as it is now */
    Hash hash = row_hash(was, C_PERSON_NUMBERS_PHONE_HASH);
    i64  users;
    TRY(db_int(w, Q_PERSON_PHONE_USERS, ARGS(p->ref.county, HASH(hash)), &users));
    if (users == 1)
        TRY(db_exec(w, Q_PHONE_OWNER_MOVE, ARGS(HASH(hash), p->ref.county, p->household)));
    return phone_take(w, &(Number){ .sealed = STR("kept"), .hash = hash }, household, over);
}

static Err id_card_change(Db *w, const Edit *e, Row was, Code *over)
{
    const PersonWrite *p = &e->a.p;
    Number             id_card = p->id_card;
    if (id_card.sealed.n == 0 && !e->n->drop_id_card)
        return OK;
    TRY(id_card_drop(w, was));
    TRY(id_card_take(w, &id_card, p->ref, over));
    return db_exec(w, QUERY(person_id_set, KEY(p->ref), .sealed = number_value(&id_card, false),
                            .hash = number_value(&id_card, true), .shown = ARG(id_card.shown), .waits = ARG(id_card.waits)));
}

static Err numbers_change(Db *w, const Edit *e)
{
    const PersonWrite *p = &e->a.p;
    Code               over = STR("");
    Row                was;
    TRY(db_one(w, Q_PERSON_NUMBERS, ARGS(REF(p->ref)), &was));
    TRY(phone_change(w, e, was, (Ref){ p->ref.county, p->household, p->ref.place }, &over));
    TRY(id_card_change(w, e, was, &over));
    return db_exec(w, QUERY(person_waits_set, KEY(p->ref), .at = ARG(over), .now = ARG(db_ctx(w)->now)));
}

static Err edit_body(Db *w, void *arg)
{
    Edit        *e = arg;
    PersonWrite *p = &e->a.p;
    Row          r, h;
    i64          n;
    TRY(db_one(w, Q_PERSON_ONE, ARGS(REF(p->ref)), &r));
    i64 old_household = row_int(r, C_PERSON_ROW_HOUSEHOLD);
    Ref old = { p->ref.county, old_household, row_text(r, C_PERSON_ROW_PLACE) };
    Ref where = { p->ref.county, 0, e->n->place.n ? e->n->place : old.place };
    p->household = old_household;
    p->ref.place = old.place;
    if (e->a.label.n)
        TRY(household_for(w, &where, e->a.label, e->a.new_household, e->a.household_event, &p->household));
    if (p->household != old_household) {
        p->ref.place = where.place;
        counter_add(w, old.place, &COUNTER_PERSONS, 0, -1);
        counter_add(w, where.place, &COUNTER_PERSONS, 0, 1);
    }
    if (p->is_head)
        TRY(db_exec(w, QUERY(person_head_drop, .county = ARG(p->ref.county), .household = ARG(p->household),
                             .except = ARG(p->ref.id))));
    if (p->household != old_household || p->born != row_int(r, C_PERSON_ROW_BORN) ||
        !str_eq(p->name, row_text(r, C_PERSON_ROW_NAME)))
        TRY(name_is_free(w, p, p->household != old_household));
    TRY(db_change(w, QUERY(person_update, KEY(p->ref), .version = ARG(e->version), .household = ARG(p->household),
                           .name = ARG(p->name), .sex = ARG(p->sex), .born = ARG(p->born), .is_head = ARG(p->is_head),
                           .is_away = ARG(p->is_away), .name_key = ARG(person_key(db_ctx(w)->arena, p->name))), &n));
    if (n == 0)
        return fail(db_ctx(w), ERR_CONFLICT, "person.changed_meanwhile", "person: another version");
    TRY(numbers_change(w, e));
    TRY(person_rolls_change(w, p));
    TRY(db_one(w, Q_HOUSEHOLD_ONE, ARGS(p->ref.county, p->household), &h));
    TRY(household_words_renew(w, p->ref.county, p->household, row_text(h, C_HOUSEHOLD_ROW_LABEL)));
    if (p->household != old_household) {
        TRY(household_words_renew(w, old.county, old.id, row_text(r, C_PERSON_ROW_LABEL)));
        TRY(household_end_if_empty(w, old, p->from));
    }
    return event_append(w, &(EventNew){ .id = e->a.event, .kind = "person.edited", .subject = p->ref,
                                        .parts = { PART("household", p->household), PART("from", old_household),
                                                   PART("rolls", p->rolls), PART("head", p->is_head),
                                                   PART("away", p->is_away) },
                                        .n_parts = 5 });
}

Err person_edit(Ctx *c, Ref ref, i64 version, const PersonNew *n)
{
    PersonNew clean = *n;
    if (n->place.n && !str_eq(code_county(n->place), ref.county))
        return fail_at(c, "place", "household.place.high", STR_NONE, STR_NONE);
    if (n->place.n)
        TRY(home_check(c, n->place));
    TRY(person_clean(c, &clean));
    Edit e = { .a = { .p = write_of(c, &clean, ref), .label = clean.household, .new_household = id_new(c->now),
                      .event = id_new(c->now), .household_event = id_new(c->now) },
               .n = &clean, .version = version };
    return db_write(c, edit_body, &e);
}

/* ---- leaving ---- */

typedef struct Leave {
    Ref  ref;
    Date on;
    Str  why;
    i64  event;
} Leave;

static Err leave_body(Db *w, void *arg)
{
    const Leave *l = arg;
    Ctx         *c = db_ctx(w);
    Row          r, numbers;
    i64          n;
    TRY(db_one(w, Q_PERSON_ONE, ARGS(REF(l->ref)), &r));
    Ref house = { l->ref.county, row_int(r, C_PERSON_ROW_HOUSEHOLD), row_text(r, C_PERSON_ROW_PLACE) };
    TRY(db_change(w, Q_PERSON_END, ARGS(REF(l->ref), l->on), &n));
    if (n == 0)
        return fail(c, ERR_CONFLICT, "person.left_already", "person: ended already, or began later");
    TRY(db_one(w, Q_PERSON_NUMBERS, ARGS(REF(l->ref)), &numbers));
    TRY(phone_drop(w, l->ref.county, numbers));
    TRY(id_card_drop(w, numbers));
    TRY(db_change(w, QUERY(roll_end_all, .county = ARG(l->ref.county), .person_county = ARG(l->ref.county),
                           .person = ARG(l->ref.id), .on = ARG(l->on)), &n));
    counter_add(w, house.place, &COUNTER_PERSONS, 0, -1);
    TRY(household_words_renew(w, house.county, house.id, row_text(r, C_PERSON_ROW_LABEL)));
    TRY(household_end_if_empty(w, house, l->on));
    return event_append(w, &(EventNew){ .id = l->event, .kind = "person.left",
                                        .subject = { l->ref.county, l->ref.id, house.place },
                                        .parts = { PART("on", l->on), PART("household", house.id),
                                                   PART_TEXT("why", l->why) },
                                        .n_parts = 3 });
}

Err person_leave(Ctx *c, Ref ref, Date on, Str why)
{
    Leave l = { ref, on ? on : date_of(c->now), str_trim(why), id_new(c->now) };
    if (l.on > date_of(c->now))
        return fail_at(c, "on", "place.in_the_future", STR_NONE, STR_NONE);
    TRY(field_check_given(c, &PERSON_WHY, l.why));
    return db_write(c, leave_body, &l);
}
