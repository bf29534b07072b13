/* office: how whoever acts for an office is called: its role and its place in words, 上湾村村干部. It stands under public answers and in
 * consents, so it comes from what was given and never from what somebody typed (the title of an account). */
#pragma once
#include "place/place.h"

/* In Chinese, as the record is kept. */
MUST Err office_called(Ctx *c, Role role, Code place, Str *ret_called);
/* Of somebody: of the office that answers, supervises or operates, the highest place first. Empty: holds none, or is the operator. */
MUST Err office_of(Ctx *c, const Actor *a, Str *ret_called);
/* The actor as a house at `home` reads of him: by the role that gives him the verb there, the highest place first, cut to what a
 * message holds. Empty: holds none, or is the operator. */
MUST Err office_there(Ctx *c, Verb verb, Code home, Str *ret_called);
/* The words of a role at a kind of place, its {1} filled with the place's name. Words are the web's: house.c says which. */
typedef Str OfficeWords(Arena *a, Role role, PlaceKind kind, Str place);
void office_words_hook(OfficeWords *words);
