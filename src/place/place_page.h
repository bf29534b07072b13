/* place_page: what places bring to the wire: the first page, search and picker, a place's page, changes, profile. */
#pragma once
#include "web/route.h"

extern const Room place_room;

/* What rooms above know of a place is shown on its page: the hook adds to data, under the keys that place_page.c
 * declares (needs, needs_href: cards as part/needcard wants them; figures: {value, text, href}). Set once, by
 * rooms.c. */
typedef Err PlaceHome(Request *r, Code place, View *data);
void place_home_hook(PlaceHome *fill);
