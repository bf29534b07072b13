/* The room of the logs' pages, for the table of rooms. */
#pragma once
#include "web/route.h"

extern const Room log_room;
