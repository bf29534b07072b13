/* oversight_inside: what the files of oversight share among themselves. Everybody else uses oversight.h. */
#pragma once
#include "matter/oversight.h"

extern const Life oversight_life;
void       oversight_of_row(Row r, void *ret_row); /* of a query of {oversight_row} */
MUST Err   oversight_fill(Ctx *c, void *oversights, size_t i); /* names and the title, cut to what the actor may read: a ReadFn of Oversight[] */
ChangeRule oversight_late_rule;

/* Between which places what the actor must not learn of does not lie: for queries with $read_above and $read_end. */
typedef struct ReadAbove { Code above, end; } ReadAbove;
ReadAbove  oversight_read_above(Ctx *c);

enum { COUNT_OVERSIGHT_OPEN, COUNT_OVERSIGHT_LATE };
extern const NounDesk oversight_desk; /* oversight_list.c */
