/* pabulib: reads an election about a budget in the .pb format of pabulib.org: sections META, PROJECTS and VOTES,
 * each a line of its own, a header line, then rows separated by ';' (quotes as in engine/text/fields.h). Columns stand in
 * any order and unknown ones are ignored, as are unknown keys of META. Ballots are ids separated by ','; an empty
 * one is a voter's too. Refused is who votes twice, names or ids that read alike (engine/text/alike.h; voters 2 and 02 are
 * one), points below 0, a ballot beyond the bounds that META states (pabulib_bound.h) or with two projects in choose-1, and a
 * default_score that is not 0.
 * Nothing is guessed or repaired: what is wrong is refused with its line, the first fault in the file first.
 *
 * Source: Faliszewski, Flis, Peters, Pierczyński, Skowron, Stolicki, Szufa, Talmon, "Participatory Budgeting: Data,
 * Tools, and Analysis", IJCAI 2023; pabulib.org/format. */
#pragma once
#include "engine/tally/budget.h"
#include "engine/text/lines.h"

typedef struct Pabulib {
    Budget *budget;
    Str     description, currency; /* of META; may be empty */
    Refusal warnings[2];           /* of num_projects and num_votes that do not tell what follows; `what` NULL: none */
} Pabulib;

/* NULL when it is refused: lines->refusal says why. The text is read once, in pieces; memory is that of the distinct
 * ballots, of who has voted and of the longest line. O(bytes). */
MUST Pabulib *pabulib_read(Arena *a, Lines *lines);
