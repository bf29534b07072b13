/* setting: see setting.h. */
#include "db/setting.h"
#include "db/setting.sql.h"

Err setting_get(Ctx *c, Code county, const char *name, bool *ret_found, Str *ret_value)
{
    Row row;
    TRY(db_maybe(db_read(c), Q_SETTING_GET, ARGS(county, name), ret_found, &row));
    *ret_value = *ret_found ? row_text(row, C_SETTING_GET_VALUE) : STR_NONE;
    return OK;
}

Err setting_put(Db *w, Code county, const char *name, Str value)
{
    return db_exec(w, Q_SETTING_PUT, ARGS(county, name, value));
}

Err setting_first(Db *w, Code county, const char *name, Str value, Str *ret_value)
{
    Row row;
    TRY(db_exec(w, Q_SETTING_ADD, ARGS(county, name, value)));
    TRY(db_one(w, Q_SETTING_GET, ARGS(county, name), &row));
    *ret_value = row_text(row, C_SETTING_GET_VALUE);
    return OK;
}
