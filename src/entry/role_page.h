/* role_page: a role that waits for a second person, as a view and as a page (role_asked.h). */
#pragma once
#include "entry/role_asked.h"
#include "place/place.h"
#include "web/route.h"

extern const Out  role_asked_out[];
extern const Room role_room;

MUST Err role_asked_put(Request *r, View *m, const void *asked); /* keys of role_asked_out; a RowPut of RoleAsked */
/* For office_words_hook(). */
Str office_words(Arena *a, Role role, PlaceKind kind, Str place);
