/* po: reads a gettext catalog (GNU gettext manual, "The Format of PO Files"): msgid and msgstr in several quoted
 * pieces, escapes, comments. Fuzzy, obsolete and empty entries are left out; plural forms and contexts are refused. */
#pragma once
#include "base/base.h"

/* Called for each entry; the texts live in the arena of the Ctx. */
typedef Err PoEntry(Ctx *c, void *arg, Str msgid, Str msgstr, int line);

MUST Err po_read(Ctx *c, const char *file, Str text, PoEntry *entry, void *arg); /* ERR_MALFORMED with file and line */
