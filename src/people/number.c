/* number: a phone or identity number as it is kept: sealed, looked up by its hash, shown masked; a phone serves one house and an
 * identity number one person, and both are let go. Who is behind one is person_number.c's. See person_inside.h. */
#include "people/household.sql.h"
#include "people/person.sql.h"
#include "people/person_inside.h"
#include "record/secret.h"

Number number_phone(Arena *a, Str phone)
{
    if (phone.n == 0)
        return (Number){ .sealed = STR_NONE };
    return (Number){ secret_seal(a, phone), secret_mask_phone(a, phone), secret_lookup("phone", phone), false };
}

Number number_id_card(Arena *a, Str number)
{
    if (number.n == 0)
        return (Number){ .sealed = STR_NONE };
    return (Number){ secret_seal(a, number), secret_mask_id(a, number), secret_lookup("id_card", number), false };
}

bool number_may_know(const Actor *a, Code place)
{
    return actor_is_operator(a) || access_may(a, VERB_PEOPLE, place);
}

Err phone_owner(Db *db, Hash hash, Ref *ret_household)
{
    Row  r, h;
    bool found;
    *ret_household = (Ref){ 0 };
    TRY(db_maybe(db, Q_PHONE_OWNER_ONE, ARGS(HASH(hash)), &found, &r));
    if (!found)
        return OK;
    *ret_household = (Ref){ row_text(r, C_PHONE_OWNER_ONE_COUNTY), row_int(r, C_PHONE_OWNER_ONE_HOUSEHOLD), STR_NONE };
    TRY(db_one(db, Q_HOUSEHOLD_ONE, ARGS(REF(*ret_household)), &h));
    ret_household->place = row_text(h, C_HOUSEHOLD_ROW_PLACE);
    return OK;
}

Err id_card_owner(Db *db, Hash hash, Ref *ret_person)
{
    Row  r, p;
    bool found;
    *ret_person = (Ref){ 0 };
    TRY(db_maybe(db, Q_ID_OWNER_ONE, ARGS(HASH(hash)), &found, &r));
    if (!found)
        return OK;
    *ret_person = (Ref){ row_text(r, C_ID_OWNER_ONE_COUNTY), row_int(r, C_ID_OWNER_ONE_PERSON), STR_NONE };
    TRY(db_one(db, Q_PERSON_ONE, ARGS(REF(*ret_person)), &p));
    ret_person->place = row_text(p, C_PERSON_ROW_PLACE);
    return OK;
}

/* The lowest place over both; across counties the county of the first, whose offices ask those of the other. */
static Code office_over(Code mine, Code other)
{
    Code at = mine;
    while (at.n && code_level(at) > LEVEL_COUNTY && !(code_level(at) <= LEVEL_TOWN && code_covers(at, other)))
        at = code_parent(at);
    return at;
}

/* Another's: told where that may be told, else it waits. */
static Err taken(Db *w, Number *n, Code mine, Code other, const char *field, const char *key, Code *over)
{
    if (number_may_know(db_ctx(w)->actor, other))
        return fail_at(db_ctx(w), field, key, STR_NONE, STR_NONE);
    Code at = office_over(mine, other);
    n->waits = true;
    if (over->n == 0 || at.n < over->n)
        *over = at;
    return OK;
}

Err phone_take(Db *w, Number *phone, Ref household, Code *over)
{
    Ref owner;
    if (phone->sealed.n == 0)
        return OK;
    TRY(db_exec(w, Q_PHONE_OWNER_TAKE, ARGS(HASH(phone->hash), REF(household))));
    TRY(phone_owner(w, phone->hash, &owner));
    if (owner.id == household.id && str_eq(owner.county, household.county))
        return OK;
    return taken(w, phone, household.place, owner.place, "phone", "person.phone.other_house", over);
}

Err phone_let_go(Db *w, Code county, Hash hash)
{
    i64 users;
    TRY(db_int(w, Q_PERSON_PHONE_USERS, ARGS(county, HASH(hash)), &users));
    return users ? OK : db_exec(w, Q_PHONE_OWNER_DROP, ARGS(HASH(hash)));
}

Err id_card_take(Db *w, Number *id_card, Ref person, Code *over)
{
    i64 n;
    Ref owner;
    if (id_card->sealed.n == 0)
        return OK;
    TRY(db_change(w, Q_ID_OWNER_TAKE, ARGS(HASH(id_card->hash), REF(person)), &n));
    if (n)
        return OK;
    TRY(id_card_owner(w, id_card->hash, &owner));
    return taken(w, id_card, person.place, owner.place, "id_card", "person.id_card.taken", over);
}
