/* begun: what a visitor began before coming in: the page that was wanted, or the form that was sent. A card is scanned, and its address
 * knows of neither, so both wait for half an hour in a cookie of the browser: a form as it was typed, without secrets and files.
 * Nothing of it is stored here, and nothing is done by it: whoever has come in sees it once more and sends it with one press.
 *
 * A form that is too long for a cookie does not wait; its page holds it (web/failure.h). */
#pragma once
#include "web/route.h"

extern const Out begun_typed_out[]; /* {name, value, label} */

/* Adds to `list` what is kept of a value of that route's form; label: of what a person wrote. Counts its bytes off *left; false: they are
 * more than that. Secrets, files and what no field takes are left out. */
bool begun_typed_put(Request *r, const Route *route, View *list, const RawValue *v, size_t *left);

void begun_page_keep(Request *r, Str path);
/* `typed` as begun_typed_put() made it, to be sent to `action` by POST. False: it is too long, and what waited before does still. */
bool begun_form_keep(Request *r, Str action, const View *typed);

/* After coming in: where to go on; empty: nothing was begun. A page is taken, a form waits at the door until it is shown. */
Str  begun_next(Request *r);
/* Puts data.action and data.typed if a form waits, and takes it; else both are empty. */
void begun_form_put(Request *r);
