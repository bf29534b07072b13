/* help_page: asking a house to agree, what it says, and what may be done for it then. */
#pragma once
#include "entry/help.h"
#include "web/route.h"

extern const Noun help_noun;
extern const Out  help_row_out[];

void help_put(Request *r, View *map, const Help *h); /* keys of help_row_out */
