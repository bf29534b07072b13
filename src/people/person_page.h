/* person_page: what households and persons bring to the wire: lists, a house, a person, numbers in full, roster import
 * (roster_page.c). */
#pragma once
#include "record/noun.h"
#include "web/route.h"

extern const Noun person_noun;
