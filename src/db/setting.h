/* setting: small values that are kept by name, for a county or (empty county) for the whole installation: the id of
 * this installation, when a division table was last imported. Not for what an operator sets (base/config.h). */
#pragma once
#include "db/db.h"

MUST Err setting_get(Ctx *c, Code county, const char *name, bool *ret_found, Str *ret_value);
MUST Err setting_put(Db *w, Code county, const char *name, Str value);
/* Puts it where there is none yet; gives what stands there then. Two who meet get the same. */
MUST Err setting_first(Db *w, Code county, const char *name, Str value, Str *ret_value);
