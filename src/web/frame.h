/* frame: what an HTML page shows around its data, put into r->ui under the names of web/ui.h. */
#pragma once
#include "web/route.h"

void frame_fill(Request *r);
void frame_foresee(Request *r); /* what it asks is asked along with what the page asks first (web/parts.h) */
/* After a failed POST of a route with a form: ui.form.FORM. Secrets and files are never shown again. */
void frame_failure(Request *r, Err e, const Problem *problems);
/* Does the page have that form, and so says what is wrong? Not where it is no longer offered: another was quicker. Then
 * frame_failure_above() has the layout say it (ui.problems). */
bool frame_shows_form(const Request *r, Str html);
void frame_failure_above(Request *r, const Problem *problems);
Str  frame_problem_text(Request *r, const Problem *p);
