/* period (公示): a text of a record is put up for some days, on the board and here, with its version and hash; whoever it concerns
 * may object, each objection is answered in writing, and the state turns when the days are over (a job).
 *
 * How long: what the router's row says, or the place's rule (period.village.days, period.community.days), whichever is longer, and
 * in a village or community never below fifteen (村 35, 居 34). The day on which it goes up is not counted; it ends at 24:00 of the
 * last (民法典 201).
 *
 * An objection to the procedure that is upheld annuls, and what was decided is to be done again. Any other is answered and suspends
 * nothing; so does one that is not answered yet when the days are over: it stays to be answered (settled.md 7).
 *
 * What a period ends for, its noun asks: a later folder puts a job of its own to period_standing(), or calls period_uphold_in() from
 * the body in which it annuls its own record. */
#pragma once
#include "matter/change.h"
#include "record/field.h"
#include "record/noun.h"

typedef enum PeriodState { PERIOD_UP, PERIOD_ENDED, PERIOD_ANNULLED, PERIOD_STATES } PeriodState;

enum { PERIOD_LEAST_DAYS = 15, PERIOD_MOST_DAYS = 365, PERIOD_OBJECTIONS_MOST = 500 };

typedef struct PeriodNew {
    Code        place;     /* whose board it is on */
    Str         title;     /* 2..60 characters, of what is put up */
    const char *noun;
    i64         noun_id;
    i64         text_version; /* of the record */
    Str         text;         /* as printed; its SHA-256 is kept */
    int         days;         /* of the router's row; 0: what the place's rule says */
    i64         up_at;        /* 0: now; earlier where the sheet hung before it was entered (not later) */
} PeriodNew;

typedef struct Period {
    A_MATTER;
    Str  noun;
    i64  noun_id;
    i64  text_version;
    Hash text_hash;
    int  days;
    i64  up_at, ends_at, ended_at;
    i64  objections, unanswered;
} Period;

typedef enum ObjectionState { OBJECTION_WAITS, OBJECTION_ANSWERED, OBJECTION_UPHELD } ObjectionState;

typedef struct Objection {
    Ref            ref;
    i64            household, person; /* for who may see names */
    bool           to_procedure;
    Str            words, answer;     /* words: empty once the person is erased */
    ObjectionState state;
    i64            at, answered_at;
} Objection;

typedef struct Objections {
    const Objection *v;
    size_t           n;
} Objections;

extern const Field PERIOD_OBJECTION, PERIOD_ANSWER;
extern const Life  period_life;

/* `by` has a cause, or its actor holds VERB_TRIAGE there. ERR_CONFLICT: that record is up already. ERR_INVALID: no text, up in the
 * future, or before the last thirty days. */
MUST Err period_put_up_in(Db *w, By *by, const PeriodNew *n, Ref *ret_period);
/* For how many days that place has such things up: `lawful` from the router's row. */
MUST Err period_days(Db *db, Code place, int lawful, int *ret_days);

MUST Err period_get(Db *db, Ref period, Period *ret_period);
/* The newest of a record; ERR_MISSING: it was never up. */
MUST Err period_of(Db *db, Code county, const char *noun, i64 noun_id, Period *ret_period);
/* As it stands at this moment, whether or not its job has run: a period whose days are over has ended. */
PeriodState period_standing(const Period *p, i64 now);

/* By a household whose place lies within the period's, or by a person who helps it. ERR_CONFLICT: not up any more. ERR_TOO_LARGE. */
MUST Err period_object_in(Db *w, By *by, Ref period, bool to_procedure, Str words, Ref *ret_objection);
/* In writing, by who holds VERB_ANSWER there, or by a cause; the house is told. ERR_CONFLICT: answered already. */
MUST Err period_answer_in(Db *w, By *by, Ref objection, Str answer);
/* The procedure was not kept: the period is annulled, while it is up or after it. ERR_CONFLICT: the objection is to something else,
 * or answered already. */
MUST Err period_uphold_in(Db *w, By *by, Ref objection, Str answer);
MUST Err period_objections(Db *db, Ref period, Ref after, Objections *ret);

extern const Noun period_noun;
