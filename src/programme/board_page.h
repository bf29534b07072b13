/* The board's room, for the table of rooms. */
#pragma once
#include "web/route.h"

extern const Room board_room;
