/* help_inside: what the files of help share among themselves. Everybody else uses help.h. */
#pragma once
#include "entry/help.h"

Help     help_from(Row r);               /* of a query of {help_row} */
MUST Err help_finish(Ctx *c, Help *h);   /* what it is to the actor, and whether its time is over */
MUST Err help_may_review(Ctx *c, const Help *h, bool *ret_may);
