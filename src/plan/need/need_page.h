/* need_page: what a need brings to the wire. */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Room need_room;       /* what residents do, and one need */
extern const Room need_list_room;  /* the list (need_list_page.c) */
extern const Room need_work_room;  /* the workbench (need_work_page.c) */
extern const Room need_desk_room;  /* the acts of officials on one (need_desk_page.c) */
extern const Room need_sheet_room; /* paper (need_sheet_page.c) */

/* One need, whole: the page that an act goes back to when it was refused. */
Handler need_show_page;

/* What is going on at a place, for its page: Noun.home. */
MUST Err need_put_home(Request *r, Code place);
MUST Err need_put_ours(Request *r);
extern const NounTab need_tabs[];
