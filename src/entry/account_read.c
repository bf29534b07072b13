/* account_read: an account as it stands, by its number or its name, and those of a place. See account.h. */
#include "entry/account.sql.h"
#include "base/fold.h"
#include "entry/account_inside.h"

Account account_from_row(Code county, Row r)
{
    return (Account){
        .id = row_int(r, C_ACCOUNT_ROW_ID),
        .county = county,
        .place = row_text(r, C_ACCOUNT_ROW_PLACE),
        .name = row_text(r, C_ACCOUNT_ROW_NAME),
        .title = row_text(r, C_ACCOUNT_ROW_TITLE),
        .is_household = row_bool(r, C_ACCOUNT_ROW_IS_HOUSEHOLD),
        .is_ended = row_int(r, C_ACCOUNT_ROW_ENDED_AT) != 0,
        .household = row_int(r, C_ACCOUNT_ROW_HOUSEHOLD),
        .person = { row_text(r, C_ACCOUNT_ROW_PERSON_COUNTY), row_int(r, C_ACCOUNT_ROW_PERSON), STR_NONE },
        .version = row_int(r, C_ACCOUNT_ROW_VERSION),
    };
}

Ref account_ref(const Account *a)
{
    return (Ref){ a->county, a->id, a->place };
}

Err account_get(Ctx *c, Code county, i64 id, Account *ret_account)
{
    Row r;
    TRY(db_one(db_read(c), Q_ACCOUNT_ONE, ARGS(county, id), &r));
    *ret_account = account_from_row(county, r);
    return OK;
}

Err account_by_name(Ctx *c, Str name, Account *ret_account)
{
    Row r;
    TRY(db_one(db_read(c), Q_LOGIN_NAME_ONE, ARGS(text_login(c->arena, name)), &r));
    return account_get(c, row_text(r, C_LOGIN_NAME_ONE_COUNTY), row_int(r, C_LOGIN_NAME_ONE_ACCOUNT), ret_account);
}

Err account_some(Ctx *c, Code place, const Cursor *after, int most, Accounts *ret)
{
    Code    county = code_county(place);
    Account last = { .name = STR("") };
    Rows    rows;
    if (after->is_set)
        TRY(account_get(c, county, after->n[1], &last));
    TRY(db_many(db_read(c), QUERY(account_in_place, .county = ARG(county), .place = ARG(place), .ended_at = ARG(after->n[0]),
                                  .name = ARG(last.name), .most = ARG(most + 1)), &rows));
    Account *v = NEW_N(c->arena, Account, rows.n + 1);
    *ret = (Accounts){ .v = v, .n = rows.n < (size_t)most ? rows.n : (size_t)most };
    for (size_t i = 0; i < ret->n; i++)
        v[i] = account_from_row(str_copy(c->arena, county), rows.row[i]);
    if (rows.n > ret->n)
        ret->next = CURSOR(row_int(rows.row[most - 1], C_ACCOUNT_ROW_ENDED_AT), v[most - 1].id);
    return OK;
}

Err account_some_count(Ctx *c, Code place, const Cursor *after, const Accounts *page, ListCount *ret_count)
{
    if (list_is_whole(after, &page->next, page->n, ret_count))
        return OK;
    return list_count(c, QUERY(account_count_in_place, .county = ARG(code_county(place)), .place = ARG(place),
                               .looked = ARG(LIST_COUNTED + 1)), ret_count);
}

Err account_list(Ctx *c, Code place, const Account **ret, size_t *ret_n)
{
    enum { A_READ = 200 };
    Accounts some = { 0 };
    Account *v = NULL;
    *ret_n = 0;
    do {
        TRY(account_some(c, place, &some.next, A_READ, &some));
        v = arena_grow(c->arena, v, *ret_n * sizeof *v, (*ret_n + some.n + 1) * sizeof *v);
        for (size_t i = 0; i < some.n; i++)
            v[(*ret_n)++] = some.v[i];
    } while (some.next.is_set);
    *ret = v;
    return OK;
}
