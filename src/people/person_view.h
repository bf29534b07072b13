/* person_view: houses and people as views, for the pages of this folder and of later ones. */
#pragma once
#include "people/person.h"
#include "web/piece.h"

extern const Out household_out[], person_out[], household_page_out[];

void household_put(Request *r, View *map, const Household *h); /* keys of household_out; who may not see people gets id and label */
void person_put(Request *r, View *map, const Person *p);       /* keys of person_out */
/* data.households and how the list goes on (LIST_OUT): a page of the houses at a place and below that fit `q`, after what a form's
 * LIST_AFTER says, under /place/PLACE/`page`. */
MUST Err households_put(Request *r, const char *page, Str q, Str after);
/* data.chosen and data.persons: of the house that was chosen, who lives there; for whoever holds the verb there. Shown again after a
 * failed form, it is the one that was typed (`household`). */
MUST Err household_chosen_put(Request *r, Ref household, Verb verb);
Ref      household_typed(const Request *r); /* id 0: none */
/* data.households: how many there are at a place and below: one row of counters at any level. */
MUST Err household_count_put(Request *r, Code code);
/* The page of a household: also what comes back where a form that a later folder has on it failed. */
MUST Err household_page(Request *r);
