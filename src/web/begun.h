/* begun: what a visitor began before coming in: the page that was wanted, or the form that was sent. A card is scanned, and its address
 * knows of neither, so both wait for half an hour in a cookie of the browser: a form as it was typed, without secrets and files.
 * Nothing of it is stored here, and nothing is done by it: whoever has come in sees it once more and sends it with one press.
 *
 * A phone has many hands, and who comes in need not be who wrote: the door asks whose it is before it shows a word, and what only others
 * may send it drops unasked. A form that is not for every eye never waits, and none that is too long for a cookie; their page holds
 * them (web/failure.h). */
#pragma once
#include "web/route.h"

extern const Out begun_typed_out[]; /* {name, value, label} */

/* Adds to `list` what is kept of a value of that route's form; label: of what a person wrote. Counts its bytes off *left; false: they are
 * more than that. Secrets, files and what no field takes are left out. */
bool begun_typed_put(Request *r, const Route *route, View *list, const RawValue *v, size_t *left);

/* Where a form waits, that goes on waiting. */
void begun_page_keep(Request *r, Str path);
/* Is it a complaint, one by who would not be named, or about what not everybody may know of? Then it does not wait. Of who is signed out,
 * after the failure was cleared; `typed` as begun_typed_put() made it. */
bool begun_form_is_quiet(Request *r, Str action, const View *typed);
/* To be sent to `action` by POST. False: it is too long, or speaks for a house that agreed, or another form waits; that goes on waiting. */
bool begun_form_keep(Request *r, Str action, const View *typed);

/* After coming in: where to go on, else `next`. A page is taken; a form waits at the door until it is sent or dropped, or its time is over. */
Str  begun_next(Request *r, Str next);
bool begun_form_waits(Request *r);
/* May the actor send what waits, somewhere? A desk is not offered what a house wrote, nor a house what a desk did. */
bool begun_form_may(Request *r);
/* Puts data.action and data.typed of what waits; without `shows` they are empty, and data.asks says that something does. */
void begun_form_put(Request *r, bool shows);
void begun_drop(Request *r);
void begun_sent(Request *r); /* after a POST that was done: what waited to be just that waits no more */
