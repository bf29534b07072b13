/* piece: what pages of every noun are put together of: the way down to the place, chips that filter, a pager, choices,
 * words, and what the actor may. Knows no noun. The Out tables go into a route's `out`; the HTML is in web/part. */
#pragma once
#include "web/route.h"

extern const Out crumb_out[];  /* {href, text} */
extern const Out chip_out[];   /* {href, text, count, chosen} */
extern const Out pager_out[];  /* {prev, next, page, pages} */
extern const Out choice_out[]; /* {name, text, icon, chosen} */

/* "need.state." and "doing" in the page's language. */
Str word_of(const Request *r, const char *group, const char *name);

void crumb_put(Request *r, View *list, Str href, Str text);
void chip_put(Request *r, View *list, Str href, Str text, i64 count, bool chosen); /* count 0: shown without */
void choice_put(Request *r, View *list, const char *name, Str text, const char *icon, bool chosen);
/* data.pager. `address` ends with ? or &; pages count from 1. How many there are is not counted: that there is a next one
 * is known, and it is offered below `most`. */
void pager_put(Request *r, Str address, int page, int most, bool more);

/* ui.may.triage and so on, for the verbs that the actor has at the place. */
void may_put(Request *r, Code place, const Verb *verbs, size_t n);
#define MAY_PUT(r, place, ...) may_put((r), (place), (const Verb[]){ __VA_ARGS__ }, COUNT_OF_ARGS(__VA_ARGS__))

/* After an edit that came too late: `changed` is put, and for JSON the record as it stands now (by `fill`). */
MUST Err conflict(Request *r, Err e, Handler *fill);
