/* attend (到场): which houses came to what a matter is about: a house says so itself, or the host marks whom he sees; and what was
 * noted wrongly is taken back. They stand in house_part (houses.h), each house once.
 *
 * Until it is over a house says that it came, and the host notes and strikes out as he likes; afterwards the host alone notes and
 * strikes out, and that with a reason, which the story tells. A house takes itself back at any time: what it takes back after the
 * end is told as that. The host is asked for a reason by when his mark comes in, whatever time it says; a sheet
 * is reason enough, for none is printed any more. Of whom the host notes or strikes out the house is told, as
 * "inbox." and the event. Every act is an event that says how many, and names the houses in a text
 * that no page shows: who marked whom can be asked later. Figures are of those who stand now. */
#pragma once
#include "matter/change.h"
#include "matter/houses.h"
#include "matter/sheet.h"

/* Of a noun whose matters are come to: Noun.attend. */
typedef struct Attend {
    Verb        host;          /* marks and strikes, where the matter lies */
    const char *came, *struck, *denied; /* kinds of its events: "meeting.came", "meeting.struck"; "meeting.denied", by a house after the end */
    Err (*open)(Ctx *c, const void *row, i64 at, bool *ret_is_over); /* the row of its life; ERR_CONFLICT: not at that moment */
} Attend;

/* The actor's house. ERR_CONFLICT: not now, or, of coming, over; ERR_DENIED: it does not live there. Twice is harmless. */
MUST Err attend_come(Ctx *c, const Noun *noun, Ref matter);
MUST Err attend_leave(Ctx *c, const Noun *noun, Ref matter);
/* The host. ERR_INVALID at "household": not of the place; at "why": missing once it is over; at "happened_at": before it was open. What stands already is left alone. */
MUST Err attend_mark(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why);
MUST Err attend_strike(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why);

/* By paper (attend_sheet.c): sheets of the houses of the place, ATTEND_SHEET a sheet, that are ticked with a pen and keyed in once, in their
 * order (matter/sheet.h). Of the sheets of a matter those that nobody has keyed in are not printed again. The host alone. */
enum { ATTEND_SHEET = 100 };
extern const char attend_sheet_kind[];
/* ERR_INVALID: no house lives there; ERR_LIMIT: SHEETS_MOST; ERR_CONFLICT: it is over. */
MUST Err attend_sheets_print(Ctx *c, const Noun *noun, Ref matter);
/* `came`: those of its lines that are ticked. ERR_INVALID at "household": not on the sheet, or not of the place any more. ERR_CONFLICT: keyed
 * in before, or printed under another title and `takes_older` is false. */
MUST Err attend_sheet_key(Ctx *c, const Sheet *sheet, const Refs *came, bool takes_older);
MUST Err attend_sheet_version(Db *db, const Sheet *sheet, Hash *ret); /* as it would be printed now */
/* For attend_sheet_key(): attend_mark() with a sheet that is keyed in in the same body. */
MUST Err attend_mark_by(Ctx *c, const Noun *noun, Ref matter, const Refs *houses, Str why, const SheetKeying *sheet);

/* Noun.unsaid of nouns that are come to. */
MUST Err attend_unsaid(Db *w, const Noun *noun, Ref matter, Ref house, By *by);

extern const Field ATTEND_HOUSE, ATTEND_WHY;
