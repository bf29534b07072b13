/* desk_view: what pages of desks share: how much time is left, and what became of several acts at once. */
#pragma once
#include "matter/desk.h"
#include "web/piece.h"

/* sla and sla_text of part/sla, for something that must be done by `due`: the end of its day. `is_late`: its day passed once, also where
 * it was given another since. */
void     days_put(Request *r, View *map, i64 due, bool is_late);
/* Does one act with several, and says on the next page with how many. */
MUST Err desk_act_put(Request *r, const DeskAct *act, const Refs *refs, Str words);
