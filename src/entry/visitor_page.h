/* visitor_page: what every page says about its visitor. */
#pragma once
#include "web/route.h"

/* For web_ui_hook(): the place that the visitor is at, how the visitor is called, unread messages. */
void visitor_fill(Request *r);
