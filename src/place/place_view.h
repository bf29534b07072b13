/* place_view: places as views, for the pages of this folder and of later ones. */
#pragma once
#include "place/place.h"
#include "web/piece.h"

extern const Out place_row_out[];

Str  place_href(Arena *a, Code code);                    /* /place/CODE */
void place_put(Request *r, View *map, const Place *p);   /* keys of place_row_out */

/* data.crumbs from the county down to the place, from one level up for a county or above (itself only if something lies
 * behind it), data.here, data.place. */
MUST Err place_head(Request *r, Code code, const char *here_key);
/* Above the county, where a county has a list of its own: data.below, chips to that page of each place below; data.is_above. */
MUST Err place_below_put(Request *r, const char *page);
#define PLACE_BELOW_OUT { "below", OUT_LIST, chip_out }, { "is_above", OUT_BOOL }
