/* frame: what an HTML page shows around its data, put into r->ui under the names of web/ui.h. */
#pragma once
#include "web/route.h"

void frame_fill(Request *r);
/* After a failed POST: ui.typed, ui.errors, ui.errors_list. Secrets and files are never shown again. */
void frame_failure(Request *r, const Problem *problems);
Str  frame_problem_text(Request *r, const Problem *p);
