/* need_page: what a need brings to the wire, and its row of the table of nouns. */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun need_noun;

extern const Room need_desk_room;  /* the workbench, and the acts of officials (need_desk_page.c) */
extern const Room need_sheet_room; /* paper (need_sheet_page.c) */

/* One need, whole: the page that an act goes back to when it was refused. */
Handler need_show_page;
