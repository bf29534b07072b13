/* The room of the rules' page, for the table of rooms. */
#pragma once
#include "web/route.h"

extern const Room rule_room;
