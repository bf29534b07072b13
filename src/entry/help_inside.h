/* help_inside: what the files of help share among themselves. Everybody else uses help.h. */
#pragma once
#include "entry/help.h"

Help     help_from(Row r);               /* of a query of {help_row} */
MUST Err help_finish(Ctx *c, void *helps, size_t i); /* what it is to the actor, and whether its time is over: a ReadFn of Help[] */
MUST Err help_may_review(Ctx *c, const Help *h, bool *ret_may);
