/* own_card_page: what a house knows of its own card, and stopping it. */
#pragma once
#include "web/route.h"

extern const Room own_card_room;
