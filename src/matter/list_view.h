/* list_view: what the lists of matters share: the views of a noun's list at a place by state, each with its figure. */
#pragma once
#include "matter/change.h"
#include "web/piece.h"

/* data.chips: all, and each state of the noun's life, as its counters NOUN.STATE have them at the route's place; of the list at
 * /place/CODE/NOUN. Words: NOUN.list.all, NOUN.state.STATE. `chosen`: a state, or -1. */
MUST Err state_chips_put(Request *r, const Noun *noun, int chosen);
