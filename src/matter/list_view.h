/* list_view: what the lists of matters share: the views of a noun's list at a place by state, each with its figure. */
#pragma once
#include "matter/change.h"
#include "web/piece.h"

/* What a page shows around a noun's list by state at /place/CODE/NOUN, but its rows. data.chips: all, and each state of the noun's
 * life, as its counters NOUN.STATE have them at the route's place; words: NOUN.list.all, NOUN.state.STATE. How it goes on, how many there
 * are and what changed: list_goes_on(), its cursors called by the noun. data.is_above: it is kept from `from` down only, and
 * there are no chips. `chosen`: a state, or -1. */
MUST Err state_list_put(Request *r, const Noun *noun, int chosen, Level from, const ListAsk *ask, const Cursor *next, i64 later);
#define STATE_LIST_OUT { "chips", OUT_LIST, chip_out }, { "is_above", OUT_BOOL }, LIST_OUT, CHANGES_OUT
