/* keyfile: 32 secret bytes in a file of their own, <data>/keys/NAME, as 64 hex digits; readable by the program alone.
 * Kept apart from the database and from its backup: whoever has one of the two has nothing. */
#pragma once
#include "base/base.h"

/* New random bytes, flushed to disk. ERR_CONFLICT: the file is there already and stays as it is. */
MUST Err keyfile_make(Ctx *c, Str data_folder, const char *name);
/* ERR_MISSING; ERR_INVALID: not such a key, or others may read it. */
MUST Err keyfile_read(Ctx *c, Str data_folder, const char *name, u8 ret_key[32]);
/* Beside a key, what everyone may know of it: written anew each time. */
MUST Err keyfile_publish(Ctx *c, Str data_folder, const char *name, Str text);
