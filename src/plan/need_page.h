/* need_page: what a need brings to the wire, for the table of rooms: pages of residents (need_page.c), the workbench
 * (need_desk_page.c) and the sheet (need_sheet_page.c). */
#pragma once
#include "web/route.h"

extern const Room need_room;
