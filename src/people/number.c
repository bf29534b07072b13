/* number: a phone or identity number as it is kept: sealed, looked up by its hash, shown masked; a phone serves one house and an
 * identity number one person, and both are let go. Who is behind one is person_number.c's. See person_inside.h. */
#include "people/person.sql.h"
#include "people/person_inside.h"
#include "record/secret.h"

Number number_phone(Arena *a, Str phone)
{
    if (phone.n == 0)
        return (Number){ .sealed = STR_NONE };
    return (Number){ secret_seal(a, phone), secret_mask_phone(a, phone), secret_lookup("phone", phone) };
}

Number number_id_card(Arena *a, Str number)
{
    if (number.n == 0)
        return (Number){ .sealed = STR_NONE };
    return (Number){ secret_seal(a, number), secret_mask_id(a, number), secret_lookup("id_card", number) };
}

Err phone_take(Db *w, const Number *phone, Ref household)
{
    Row r;
    if (phone->sealed.n == 0)
        return OK;
    TRY(db_exec(w, Q_PHONE_OWNER_TAKE, ARGS(HASH(phone->hash), REF(household))));
    TRY(db_one(w, Q_PHONE_OWNER_ONE, ARGS(HASH(phone->hash)), &r));
    if (row_int(r, C_PHONE_OWNER_ONE_HOUSEHOLD) != household.id ||
        !str_eq(row_text(r, C_PHONE_OWNER_ONE_COUNTY), household.county))
        return fail_at(db_ctx(w), "phone", "person.phone.other_house", STR_NONE, STR_NONE);
    return OK;
}

Err phone_let_go(Db *w, Code county, Hash hash)
{
    i64 users;
    TRY(db_int(w, Q_PERSON_PHONE_USERS, ARGS(county, HASH(hash)), &users));
    return users ? OK : db_exec(w, Q_PHONE_OWNER_DROP, ARGS(HASH(hash)));
}

Err id_card_take(Db *w, const Number *id_card, Ref person)
{
    i64 n;
    if (id_card->sealed.n == 0)
        return OK;
    TRY(db_change(w, Q_ID_OWNER_TAKE, ARGS(HASH(id_card->hash), REF(person)), &n));
    if (n == 0)
        return fail_at(db_ctx(w), "id_card", "person.id_card.taken", STR_NONE, STR_NONE);
    return OK;
}
