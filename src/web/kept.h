/* kept: answers to visitors who are not signed in, kept for a moment.
 *
 * A village's list behind a QR code, a board on the wall: many ask for the same page within a second and all get the same
 * bytes. Such an answer is given again for as long as nobody wrote, through this process, rows of the counties that its
 * queries bound or of shared tables (db/turn.h), and for a second at most, because another process may have written. Only
 * what answer_finish() calls public is kept (no session, no cookie set, a 200 of a route that says so and counts nobody),
 * and only for a request that says exactly the same: path, query and every header that an answer may depend on. Signed in,
 * nobody is ever given a kept page.
 *
 * All of them together take a sixteenth of the setting `memory` at most, counted in the allowance; where that is spent, none
 * are kept. */
#pragma once
#include "db/turn.h"
#include "web/route.h"
#include "web/wire.h"

/* True: *ret_answer is filled, in the arena. */
bool kept_find(const Wire *w, Arena *a, Answer *ret_answer);
/* `reach`: what the answer was read from. */
void kept_put(const Request *r, const Reach *reach);
void kept_clear(void); /* when a site closes */
