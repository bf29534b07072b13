/* The board's room, for the table of rooms. */
#pragma once
#include "web/route.h"

extern const Room board_room;

/* For place_home_hook(): adds what was said, what is still open and what was found done to data.figures. */
MUST Err board_home(Request *r, Code place, View *data);
