/* deadline: until when something is to be done, and where that stands at a moment.
 *
 * A deadline begins once, with what it was begun by. Nothing here can begin it again: that a matter is returned, handed
 * on or given to somebody else is no argument of these functions (R49). Two things move its end, each only as far as
 * its rule says: waiting for somebody else's turn (the resident's answer, the level above), and one extension, granted
 * with a reason before the end (R47). What fell due stays due, whatever is waited for or granted afterwards.
 *
 * Counting is that of 民法典 201 and 203: the day on which it begins is not counted, it ends at 24:00 of the last day,
 * and one in calendar days whose last day is off ends on the next working day where the rule says so. Waiting takes out
 * the days that end while it goes on: asked on Monday and answered on Tuesday is a day, asked and answered on Monday is
 * none. So each day is decided at its midnight, for good, and can be checked with a calendar on the wall.
 *
 * The state at a moment takes account of what had happened by then and of nothing else: the past can be asked again,
 * and the end only ever moves later. Pure; times are ms (base/clock.h), days are those of China. */
#pragma once
#include "engine/calendar/workday.h"

enum { DEADLINE_MOST = 3660, DEADLINE_MOST_WAITS = 1000 };

/* Whose turn it is meanwhile; bits of DeadlineRule.waits. */
typedef enum DeadlineWait {
    DEADLINE_RESIDENT = 1, /* something was asked of the resident */
    DEADLINE_ABOVE = 2,    /* a decision or funds of the level above */
    DEADLINE_OTHER = 4     /* an expert's opinion, a court, the weather */
} DeadlineWait;

typedef struct DeadlineRule {
    int      days;           /* 0 .. DEADLINE_MOST; 0: the day itself */
    bool     in_workdays;    /* else calendar days */
    bool     ends_on_workday; /* calendar days: a last day that is off moves on */
    unsigned waits;          /* whose turns stop the clock */
    int      waits_most;     /* days that they take out at the most, 0 .. DEADLINE_MOST */
    int      extension_most; /* days, 0 .. DEADLINE_MOST; 0: it is never extended */
} DeadlineRule;

typedef struct DeadlinePause {
    i64          from, to; /* from <= t < to; to 0: it goes on */
    DeadlineWait on;
} DeadlinePause;

typedef struct Deadline {
    const WorkCalendar  *calendar;
    DeadlineRule         rule;
    i64                  begun;
    const DeadlinePause *pauses; /* in any order; may overlap */
    size_t               n_pauses;
    i64                  extended_at; /* where `extended` is not 0 */
    int                  extended;    /* days, as the rule counts them */
} Deadline;

typedef struct DeadlineState {
    Date last_day;     /* it ends with this day */
    i64  due;          /* and so at this moment, its 24:00 */
    i64  first_due;    /* what it was without waiting and extension */
    bool is_due;       /* the moment is `due` or later */
    bool is_paused;    /* the clock stands still, and the end moves on with every midnight */
    bool is_extended;  /* the extension counts */
    int  counted;      /* days that counted and are over, by the end at the most */
    int  left;         /* days that count still to come, today among them; 0: due, or nothing but days off remains */
    int  waited;       /* days that waiting took out so far */
    int  overdue;      /* days after the last one, today among them, in the rule's unit; 0 on a weekend after Friday */
} DeadlineState;

typedef enum DeadlineFault {
    DEADLINE_OK,
    DEADLINE_BAD_RULE,     /* a number outside its range, or a wait that is none */
    DEADLINE_BAD_PAUSE,    /* ends before it begins, waits for nobody, or there are more than DEADLINE_MOST_WAITS */
    DEADLINE_BAD_EXTENSION /* below 0, more than the rule allows, or the deadline had ended by then */
} DeadlineFault;

/* Where it stands at `now`; before `begun` nothing has been counted. O(days passed x pauses). */
MUST DeadlineFault deadline_state(const Deadline *d, i64 now, DeadlineState *ret_state);
