/* system_page: what the service says of itself: health, figures, its description, the session. */
#pragma once
#include "web/route.h"

extern const Room system_room;
