/* attend (到场): which houses came to what a matter is about: a house says so itself, or the host marks whom he sees; and what was
 * noted wrongly is taken back. They stand in house_part (houses.h), each house once.
 *
 * Until it is over a house says that it came, and the host notes and strikes out as he likes; afterwards the host alone notes and
 * strikes out, and that with a reason, which the story tells. A house takes itself back at any time: what it takes back after the
 * end is told as that. Of whom the host notes or strikes out the house is told, as
 * "inbox." and the event. Every act is an event that says how many, and names the houses in a text
 * that no page shows: who marked whom can be asked later. Figures are of those who stand now. */
#pragma once
#include "matter/change.h"
#include "matter/houses.h"

/* Of a noun whose matters are come to: Noun.attend. */
typedef struct Attend {
    Verb        host;          /* marks and strikes, where the matter lies */
    const char *came, *struck, *denied; /* kinds of its events: "meeting.came", "meeting.struck"; "meeting.denied", by a house after the end */
    Err (*open)(Ctx *c, const void *row, bool *ret_is_over); /* the row of its life; ERR_CONFLICT: not now */
} Attend;

/* The actor's house. ERR_CONFLICT: not now, or, of coming, over; ERR_DENIED: it does not live there. Twice is harmless. */
MUST Err attend_come(Ctx *c, const Noun *noun, Ref matter);
MUST Err attend_leave(Ctx *c, const Noun *noun, Ref matter);
/* The host. ERR_INVALID at "household": not of the place; at "why": missing once it is over. What stands already is left alone. */
MUST Err attend_mark(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why);
MUST Err attend_strike(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why);

extern const Field ATTEND_HOUSE, ATTEND_WHY;
