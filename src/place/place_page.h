/* place_page: what places bring to the wire: the first page, search and picker, a place's page, changes, profile.
 *
 * What other nouns know of a place is shown on its page: their `home` (record/noun.h) adds to data, under the keys that
 * place_page.c declares (needs, needs_href: cards as part/needcard wants them; figures: {value, text, href}). */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun place_noun;
