/* houses: see houses.h. */
#include "matter/houses.h"
#include "matter/houses.sql.h"

Err houses_join(Db *w, const char *noun, Ref matter, Ref house, Str words, HouseJoined *ret_how)
{
    Ctx         *c = db_ctx(w);
    const Actor *a = c->actor;
    i64          rows, left;
    Row          r;
    bool         found;
    words = words.n ? words : STR("");
    TRY(db_maybe(w, Q_HOUSE_PART_GET, ARGS(matter.county, noun, matter.id, house.id), &found, &r));
    left = found ? row_int(r, C_HOUSE_PART_GET_LEFT_AT) : 0;
    *ret_how = !found ? HOUSE_NEW : left ? HOUSE_BACK : HOUSE_AGAIN;
    if (found)
        TRY(db_change(w, QUERY(house_part_again, .county = ARG(matter.county), .noun = ARG(noun),
                               .record = ARG(matter.id), .household = ARG(house.id), .consent = ARG(a->consent),
                               .words = ARG(words)), &rows));
    else
        TRY(db_change(w, QUERY(house_part_add, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                               .household = ARG(house.id), .place = ARG(house.place), .person = ARG(actor_person(a)),
                               .account = ARG(a->account), .channel = ARG(a->channel), .consent = ARG(a->consent),
                               .words = ARG(words), .at = ARG(c->now)), &rows));
    return rows ? OK : fail(c, ERR_CONFLICT, "matter.spoke_itself", "in the name of a house that spoke for itself");
}

Err houses_leave(Db *w, const char *noun, Ref matter, i64 household, bool *ret_left)
{
    i64 rows;
    TRY(db_change(w, QUERY(house_part_leave, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                           .household = ARG(household), .consent = ARG(db_ctx(w)->actor->consent),
                           .at = ARG(db_ctx(w)->now)),
                  &rows));
    *ret_left = rows > 0;
    return OK;
}

Err houses_has(Ctx *c, const char *noun, Ref matter, i64 household, bool *ret_has)
{
    i64 n = 0;
    if (household != 0)
        TRY(db_int(db_read(c), QUERY(house_part_shown, .county = ARG(matter.county), .noun = ARG(noun),
                                     .record = ARG(matter.id), .household = ARG(household),
                                     .consent = ARG(c->actor->consent)), &n));
    *ret_has = n > 0;
    return OK;
}

enum { AT_ONCE = 20 }; /* {rows} of house_part_which */

Err houses_which(Ctx *c, const char *noun, Ref matter, const i64 *households, size_t n, bool *ret_has)
{
    for (size_t from = 0; from < n; from += AT_ONCE) {
        union given_house_part_which some = { { .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id) } };
        size_t most = n - from < AT_ONCE ? n - from : AT_ONCE;
        Rows   rows;
        for (size_t i = 0; i < AT_ONCE; i++)
            some.by.row[i].household = ARG(households[from + (i < most ? i : 0)]);
        TRY(db_many(db_read(c), FILLED(house_part_which, some), &rows));
        for (size_t i = 0; i < most; i++) {
            ret_has[from + i] = false;
            for (size_t k = 0; k < rows.n; k++)
                ret_has[from + i] |= row_int(rows.row[k], 0) == households[from + i];
        }
    }
    return OK;
}

Err houses_count(Ctx *c, const char *noun, Ref matter, i64 *ret_n)
{
    return db_int(db_read(c), Q_HOUSE_PART_COUNT, ARGS(matter.county, noun, matter.id), ret_n);
}

Err houses_next(Db *db, const char *noun, Ref matter, i64 after, i64 most, Rows *ret_houses)
{
    return db_many(db, QUERY(house_part_next, .county = ARG(matter.county), .noun = ARG(noun), .record = ARG(matter.id),
                             .after = ARG(after), .most = ARG(most)), ret_houses);
}

Err houses_list(Ctx *c, const char *noun, Ref matter, Verb verb, i64 after, int most, HouseParts *ret_parts)
{
    Rows   rows;
    bool   names = access_may(c->actor, verb, matter.place);
    size_t n = 0;
    TRY(db_many(db_read(c), QUERY(house_part_list, .county = ARG(matter.county), .noun = ARG(noun),
                                  .record = ARG(matter.id), .after = ARG(after), .most = ARG(most + 1)), &rows));
    HousePart *v = NEW_N(c->arena, HousePart, rows.n);
    for (; n < rows.n && n < (size_t)most; n++) {
        Row       r = rows.row[n];
        Code      place = row_text(r, C_HOUSE_PART_LIST_PLACE);
        Ref       house = { code_county(place), row_int(r, C_HOUSE_PART_LIST_HOUSEHOLD), place };
        Household h;
        v[n] = (HousePart){ .words = row_text(r, C_HOUSE_PART_LIST_WORDS), .at = row_int(r, C_HOUSE_PART_LIST_AT) };
        if (!names)
            continue;
        TRY(household_get(c, house, &h));
        v[n].household = house;
        v[n].label = h.label;
    }
    *ret_parts = (HouseParts){ v, n, rows.n > n ? row_int(rows.row[n - 1], C_HOUSE_PART_LIST_HOUSEHOLD) : 0 };
    return OK;
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
