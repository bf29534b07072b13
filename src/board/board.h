/* board (看板): what became of what people said, for any place from a group to the city, read from counters alone.
 *
 * Nothing is counted here: the figures were kept as records changed (plan/need/need_tally.h), so a board of any level costs
 * the same few reads however much lies under it. Every share keeps its numerator and its denominator; nothing to measure
 * is 0/0 and is said so, never 0 % and never 100 %. */
#pragma once
#include "engine/number/percent.h"
#include "place/place.h"
#include "plan/need/need_tally.h"

/* The four hundreds (四个百分之百), domain.md W6. What each leaves out is said beside it. */
typedef enum BoardRate {
    RATE_COLLECTED, /* 收集: taken in within the limit / raised; until there is a canvass (走村入户) to count doors by */
    RATE_SMALL,     /* 小事办理: found done by the people in time / small ones that are due or done */
    RATE_BIG,       /* 大事上交: pooled or handed up in time / sorted as big */
    RATE_TOLD,      /* 反馈: the author's house knows / has an answer that ends it */
    BOARD_RATES
} BoardRate;

const char *board_rate_name(int rate); /* "collected" */

typedef struct BoardFigures {
    i64 raised, voices, voices_helped, closed_helped, taken, overdue, reopened;
    i64 households, took_part;          /* of the place, standing today; distinct ones that raised, joined or judged */
    i64 state[NEED_STATES], listed[NEED_STATES], kind[NEED_KINDS], category[NEED_CATEGORIES], closing[NEED_CLOSINGS];
    i64 listed_category[NEED_CATEGORIES]; /* of category[], what the lists show */
    i64 over[BOARD_RATES], under[BOARD_RATES];
} BoardFigures;

i64      board_open(const i64 states[NEED_STATES]); /* somebody still has to do something: of BoardFigures.state or .listed */
Fraction board_rate(const BoardFigures *f, int rate);
i64      board_agreed(const BoardFigures *f);     /* closed by those who voiced it; silence agrees to nothing */
Fraction board_recognised(const BoardFigures *f); /* agreed / raised */
Fraction board_took_part(const BoardFigures *f);  /* 参与率: households that took part / households; none known: 0/0 */
Fraction board_wishes(const BoardFigures *f);     /* proposals and offers / demands (建议要求比) */

typedef struct BoardMonth {
    int month; /* 202607 */
    i64 raised, ended, households;
} BoardMonth;

typedef struct BoardChild {
    Place        place;
    BoardFigures figures; /* raised, overdue, took_part, state and closing; nothing else is read of it */
} BoardChild;

enum { BOARD_MONTHS = 12 };

typedef struct Board {
    Place             place;
    i64               as_of;      /* above the county: when the figures of the counties last came in */
    const Counter    *counters;   /* totals of every noun, for what they bring to a board (Noun.figures), and more */
    size_t            n_counters;
    BoardFigures      figures;
    Fraction          median;     /* days from raised to first solved, exact; 9/2 is four and a half */
    i64               n_solved;   /* that it is the median of */
    BoardMonth        months[BOARD_MONTHS]; /* the last twelve, this one last */
    const BoardChild *children;   /* standing places one level down, by code */
    size_t            n_children;
} Board;

/* What a row of the table of places below says, and what the place has of it beyond theirs: what was said of all of it and not of one
 * of them, complaints about those below, what was handed up to it. Households are no such sum: one that spoke in two places
 * counts in both, and once above. */
typedef struct BoardSums {
    i64 raised, open, overdue, agreed;
} BoardSums;
BoardSums board_sums(const BoardFigures *f);
BoardSums board_rest(const Board *b);

MUST Err board_read(Ctx *c, Code place, Board *ret_board);
/* Without children, months and median: for a place's own page. */
MUST Err board_figures(Ctx *c, Code place, BoardFigures *ret_figures);
