/* failure: the answer when something did not work: the same form again with a message at each field, an error page, a
 * way to sign in, or JSON {"error", "message", "fields"}. */
#pragma once
#include "web/route.h"

void failure_answer(Request *r, Err e);
