/* place_view: places, houses and people as views, for the pages of this room and of others. */
#pragma once
#include "entry/account.h"
#include "place/place.h"
#include "web/piece.h"

extern const Out place_row_out[], household_out[], person_out[];

Str  place_href(Arena *a, Code code);                    /* /place/CODE */
void place_put(Request *r, View *map, const Place *p);   /* keys of place_row_out */
void household_put(Request *r, View *map, const Household *h);
void person_put(Request *r, View *map, const Person *p);

/* data.crumbs from the county down to the place, from one level up for a county or above (itself only if something lies
 * behind it), data.here, data.place. */
MUST Err place_head(Request *r, Code code, const char *here_key);

/* data.acting: the label of the house that a helper acts for; empty otherwise. */
MUST Err acting_put(Request *r);
