/* failure: the answer when something did not work: the same form again with a message at each field, an error page, a
 * way to sign in, or JSON {"error", "message", "fields"}. */
#pragma once
#include "web/route.h"

extern const Out error_out[]; /* what template "error" is told */

void failure_answer(Request *r, Err e);
/* The form as it was typed, with 200: nothing was sent yet. ERR_INVALID in JSON, and where the page cannot be shown. */
MUST Err failure_as_typed(Request *r);
