/* help_inside: what the files of help share among themselves. Everybody else uses help.h. */
#pragma once
#include "entry/help.h"

Help     help_from(Row r);               /* of a query of {help_row} */
MUST Err help_finish(Ctx *c, void *helps, size_t i); /* what it is to the actor, and whether its time is over: a ReadFn of Help[] */
MUST Err help_may_review(Ctx *c, const Help *h, bool *ret_may);
/* Has the actor, by whatever account, the consent of that house, or had it lately, or got it by its card of `issued_at`? */
MUST Err help_held(Ctx *c, Ref household, i64 issued_at, bool *ret_held);
