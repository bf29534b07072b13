/* need_tally: the figures of needs. Kept with every change (counter.h), for the place and all above it.
 *
 * Rates of the board (四个百分之百):
 *   small ones done    COUNT_SMALL_DONE / COUNT_SMALL     found done by the people in time / small and late or closed
 *   big ones handed up COUNT_BIG_UP / COUNT_BIG           taken up by the courtyard or a level above in time / all big ones
 *   results told       COUNT_TOLD / COUNT_ENDED           the author's house knows / has an answer that ends it
 *   taken in in time   COUNT_TAKEN_IN_TIME / COUNT_TAKEN
 * Of complaints all of them count from above whom they name, and never below a township.
 * `part` is 0 for totals; those marked M are also kept by month (202607), COUNT_DAYS by days from raised to solved. */
#pragma once
#include "plan/need/need.h"
#include "record/check.h"
#include "record/counter.h"

extern const CounterKind
    COUNT_RAISED,          /* M: raised here or below */
    COUNT_STATE[NEED_STATES],   /* how many stand at each state now */
    COUNT_LISTED[NEED_STATES],  /* of those, how many the public's list of the place shows: no complaint, none that another leads */
    COUNT_LISTED_CATEGORY[NEED_CATEGORIES], /* those that the list shows, by category */
    COUNT_LISTED_AGREED,   /* and the closed ones that were found done: silence agrees to nothing */
    COUNT_KIND[NEED_KINDS],     /* M: raised, by kind; ideas and offers against demands */
    COUNT_CATEGORY[NEED_CATEGORIES], /* raised, by category */
    COUNT_VOICES,          /* voices that stand now */
    COUNT_HELPED,          /* of these, said for houses by helpers */
    COUNT_CLOSED_HELPED,   /* found done by words of helpers alone: of COUNT_CLOSED by the author and by voices */
    COUNT_HOUSEHOLDS,      /* M: distinct households that raised, joined or judged */
    COUNT_TAKEN, COUNT_TAKEN_IN_TIME,
    COUNT_SMALL, COUNT_SMALL_DONE,
    COUNT_BIG, COUNT_BIG_UP,
    COUNT_ENDED, COUNT_TOLD, COUNT_CONFIRMED,   /* M: answered to an end; told; found done by at least one house */
    COUNT_CLOSED[NEED_CLOSINGS],   /* by the author, by voices, by silence, as understood; [NEED_NOT_CLOSED] is not kept */
    COUNT_OVERDUE,         /* open and past their day, now; none that another leads, which has no day of its own */
    COUNT_DESK, COUNT_DESK_LATE,   /* open on this desk or one below, whatever place they belong to, of a group the leading one; of
                                      those, late */
    COUNT_DESK_COMPLAINT, COUNT_DESK_COMPLAINT_LATE, /* the same of complaints, which not everyone there may know of */
    COUNT_REOPENED,        /* times that people said 没办好 */
    COUNT_DAYS;            /* part: days from raised to first solved, 0..3650 */

/* How many of a place are in each state: of COUNT_STATE, or of COUNT_LISTED. */
typedef struct NeedSums {
    i64 of[NEED_STATES];
    i64 open; /* somebody still has to do something about them */
    i64 all;
} NeedSums;
NeedSums need_sums(const Counter *v, size_t n, Code place, const CounterKind *states);
i64 need_count_desk(const Counter *v, size_t n, Code place, bool with_complaints); /* on its desks */

extern const Invariant need_invariants[];
MUST Err need_check(Ctx *c, Report *r); /* what they cannot ask: the table of steps */
RebuildFn need_rebuild;
