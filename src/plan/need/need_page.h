/* need_page: what a need brings to the wire, for the table of rooms. */
#pragma once
#include "web/route.h"

extern const Room need_room;       /* what residents see and do (need_page.c) */
extern const Room need_desk_room;  /* the workbench, and the acts of officials (need_desk_page.c) */
extern const Room need_sheet_room; /* paper (need_sheet_page.c) */

/* One need, whole: the page that an act goes back to when it was refused. */
Handler need_show_page;

/* For place_home_hook(): what is going on at a place; adds to data.needs, data.figures and data.needs_href. */
MUST Err need_home_put(Request *r, Code place, View *data);
