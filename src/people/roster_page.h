/* roster_page: a roster file on the wire: tried first, every bad row named, then imported. Its routes stand among those
 * of person_page.c. */
#pragma once
#include "web/route.h"

extern const Out  roster_out[];
extern const Form roster_form;
Handler           roster_page, roster_post;
