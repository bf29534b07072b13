/* place_page_view: places, houses and people as views, for the pages of this room. */
#pragma once
#include "place/account.h"
#include "place/place.h"
#include "web/route.h"

extern const Out place_row_out[], crumb_out[], household_out[], person_out[];

Str  place_href(Arena *a, Code code);                    /* /place/CODE */
/* "place.kind." and "village" in the page's language. */
Str  word_of(const Request *r, const char *group, const char *name);
void place_put(Request *r, View *map, const Place *p);   /* keys of place_row_out */
void household_put(Request *r, View *map, const Household *h);
void person_put(Request *r, View *map, const Person *p);

/* data.crumbs from the city down to the place (itself only if something lies behind it), data.here, data.place. */
MUST Err place_head(Request *r, Code code, const char *here_key);

/* ui.may.triage and so on, for the verbs that the actor has at the place. */
void may_put(Request *r, Code place, const Verb *verbs, size_t n);
#define MAY_PUT(r, place, ...) may_put((r), (place), (const Verb[]){ __VA_ARGS__ }, COUNT_OF_ARGS(__VA_ARGS__))

/* After an edit that came too late: `changed` is put, and for JSON the record as it stands now (by `fill`). */
MUST Err conflict(Request *r, Err e, Handler *fill);

/* data.acting: the label of the house that a helper acts for; empty otherwise. */
MUST Err acting_put(Request *r);
