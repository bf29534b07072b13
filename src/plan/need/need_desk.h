/* need_desk: what of the needs waits for a desk, for the desk of all nouns (Noun.desk) and for the workbench. */
#pragma once
#include "plan/need/need.h"
#include "record/noun.h"

extern const NounDesk need_desk;
/* How many lie on the desk, as its queue shows them. */
MUST Err need_desk_count(Ctx *c, Code place, NeedQueued *ret_queued);
