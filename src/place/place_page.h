/* place_page: what places bring to the wire: the first page, search and picker, a place's page, changes, profile.
 *
 * What other nouns know of a place is shown on its page: their `home` (record/noun.h) adds to data, keys of their own that
 * their Room declares for the slot "home", and rows {value, text, href} of data.figures. Their templates stand in its slots:
 * "tile" and "keep" among the tiles (what people do there; what those do who keep it), "home" below. */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun place_noun;
