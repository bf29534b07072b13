/* house_said: which house a text means. The only way from a text to a house that is written to, for rosters, forms and
 * the command line: two writings of a number are one house, and where two houses could be meant, by their number in the
 * place or by what one is called, there or elsewhere in the village, nobody guesses (docs/decisions/0025, 0026, 0048). */
#pragma once
#include "place/place_names.h"
#include "record/field.h"

extern const Field HOUSEHOLD_LABEL; /* how a house is called, as it may be typed */

typedef struct HouseSaid {
    bool        found;
    i64         id;    /* where found */
    Code        place; /* where it stands, or is to stand */
    Str         key;   /* what a new house is told by: unique among those that stand in its place */
    Str         label; /* how a new house is called: 二组7户 for a number, else as it was written */
    const char *ask;   /* message key: nothing is to be written before a person has decided; NULL: it is clear */
    Str         about; /* {1} of that message */
} HouseSaid;

/* The house of the place `where` (FIT_OWN, FIT_ALIAS or FIT_TAKEN_IN) that `text` names; where it `is_certain` a bare number is
 * that place's, and a label that stands there exactly so is that house. `db` reads: of a Ctx, or the
 * connection of a write body. An empty text is the caller's to refuse. */
MUST Err house_said(Db *db, const PlaceNames *names, const PlaceFit *where, Str text, HouseSaid *ret);
/* The same where somebody says a place and a label: the house stands in *place, or in the one place below it that the label
 * names (一组7户, said on the page of the village). Sets *place to where it stands or is to stand; that text lies in the
 * arena. */
MUST Err house_said_at(Db *db, const PlaceNames *names, Code *place, Str text, HouseSaid *ret);
/* The key of a label that stands in that place already: without the name of the place in front. */
Str      house_key_of(Arena *a, const PlaceNames *names, Code place, Str label);
/* Does the label name another place of the village than the one it stands in? What `check` asks of old rows. Gives the
 * name that it begins with: FIT_OWN or FIT_ALIAS of another place, FIT_TAKEN_IN of its own; else NULL. */
const PlaceName *house_names_other(Arena *a, const PlaceNames *names, Code place, Str label);
/* Is that the name which its place had when the house got its number: a group was called 三组 then and is 五组 today? `key` is
 * what it is told by. */
bool house_is_of_before(Arena *a, const PlaceName *says, Str label, Str key);
