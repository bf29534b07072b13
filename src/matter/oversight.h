/* oversight (监督): what somebody who supervises does about a matter of whatever noun: asks a question (问一问), urges it on (督办), or
 * calls back a house of it (回访). It is a chapter of the matter's story (PART_OF), and is called what the matter is called.
 *
 *   open -> answered -> settled      the office where the matter lies answers, who supervises finds that good,
 *   answered -> open                 or asks again and says why
 *   open -> dropped                  by who asked, who says why
 *
 * A question and an urge have a day: of a question by the rule oversight.answer.workdays where none is named. Past it they are marked
 * late, and stay where they are. A call that found nobody, or a house that says "done", is settled at once; one whose house says "not
 * done" or "partly" is open, a question to the office in those words. What a call found never stands for the house's own verdict.
 *
 * Who: VERB_SUPERVISE at the matter's place or above, and never somebody who dealt with it at a desk or answered for it, nor of a house
 * that takes part in it: accounts of one person count as one. In a house's name (a consent) nobody supervises. Who answers holds
 * VERB_ANSWER at the desk where the matter lies then.
 *
 * Whoever may see the matter reads what was asked and answered. Of calls everybody reads how many and how many said "done"; which
 * house, and words, are for those who organise the place or supervise it. They go when somebody of that house asks to be forgotten.
 *
 * A noun is supervised by its row (Noun.watch, record/noun.h), OVERSIGHT_ROUTES() and oversight_put() in its page
 * (matter/oversight_view.h), and oversight_follow() where its records come to another desk. */
#pragma once
#include "matter/change.h"
#include "record/field.h"
#include "record/list.h"

typedef enum OversightState { OVERSIGHT_OPEN, OVERSIGHT_ANSWERED, OVERSIGHT_SETTLED, OVERSIGHT_DROPPED, OVERSIGHT_STATES } OversightState;
typedef enum OversightKind { OVERSIGHT_QUESTION, OVERSIGHT_URGE, OVERSIGHT_CALL, OVERSIGHT_KINDS } OversightKind;
typedef enum OversightFound { FOUND_NOBODY, FOUND_UNDONE, FOUND_PARTLY, FOUND_DONE, OVERSIGHT_FOUNDS } OversightFound;
enum { OVERSIGHT_DAYS_MOST = 180 /* so far off may a day be */, OVERSIGHT_HOUSES = 100 /* offered to be called back */,
       OVERSIGHT_URGES_A_DAY = 20 /* of one account, in a county */,
       OVERSIGHT_URGES_MOST = 1000 /* at a time in a county, of one noun; as the query has it */ };

extern const Field OVERSIGHT_WORDS, OVERSIGHT_SAID, OVERSIGHT_DUE, OVERSIGHT_FOUND, OVERSIGHT_HOUSE, OVERSIGHT_ANSWER, OVERSIGHT_AGAIN,
    OVERSIGHT_WHY, OVERSIGHT_KIND, OVERSIGHT_STATE, OVERSIGHT_ONCE;

typedef struct Oversight {
    A_MATTER;                  /* title: the matter's, as it is called now */
    OversightKind kind;
    Code at;                   /* the desk that answers */
    Str  place_name, at_name;
    Str  of_noun;
    Ref  of;
    Code named;                /* as Watched.named */
    Code account_county;       /* who asked, */
    i64  account;
    Str  office;               /* as that office was called */
    i64  household;            /* of a call; 0 where the actor may not know */
    Str  house;                /* and what it is called; empty: not to the actor */
    bool hide_author;          /* it brought the matter up and hides that */
    OversightFound found;
    Str  words, again, answer; /* of a call empty to whom they are not for */
    i64  due, first_due, stands_at, asked_at, answered_at;
    int  rounds;               /* times it was asked */
    bool is_late;
    bool is_told;              /* its words are for the actor */
    unsigned ways;             /* oversight_get only: to which states the actor could take it (life_ways) */
} Oversight;
typedef struct Oversights { LIST_OF(Oversight) } Oversights;

typedef struct OversightNew {
    int  kind;
    Str  words;     /* of a call what the house said: needed for FOUND_UNDONE and FOUND_PARTLY */
    Date due;       /* of a question 0: by the rule; of an urge needed; of a call none */
    int  found;     /* of a call, */
    Ref  household; /* and the house; id 0: the one that brought the matter up */
    Str  once;
} OversightNew;
/* About one record of a noun that can be supervised. The same `once` gives the same again. ERR_MISSING: not for the actor.
 * ERR_DENIED: does not supervise it, dealt with it, or is of its houses. ERR_CONFLICT: nobody answers for it here any more; it is at
 * its end and is not urged; nothing was said of it yet that could be called back about. ERR_INVALID at text, due, found, household. */
MUST Err oversight_ask(Ctx *c, const char *noun, Ref of, const OversightNew *n, Ref *ret_oversight);

MUST Err oversight_answer(Ctx *c, Ref oversight, i64 version, Str text);
MUST Err oversight_settle(Ctx *c, Ref oversight, i64 version);
MUST Err oversight_ask_again(Ctx *c, Ref oversight, i64 version, Str why); /* with a new day, by the rule */
MUST Err oversight_drop(Ctx *c, Ref oversight, i64 version, Str why);
/* In the body of whatever brings the matter to another desk: that one answers from now on. */
MUST Err oversight_follow(Db *w, const char *noun, Ref of, Code desk);

MUST Err oversight_get(Ctx *c, Ref ref, Oversight *ret);
/* Of one matter, as it came: at most 100, all there can be. *ret_called: houses that were reached, each once; *ret_done: those that said
 * "done" when they were asked last. */
MUST Err oversight_list_of(Ctx *c, const char *noun, Ref of, Oversights *ret, i64 *ret_called, i64 *ret_done);
/* May the actor supervise the matter? And how it stands. ERR_MISSING: not for the actor. */
MUST Err oversight_may(Ctx *c, const char *noun, Ref of, Watched *ret_watched, bool *ret_may);

/* Of a place and what lies below it, as the actor may see: open and answered ones what waits longest first, settled ones the newest. */
typedef struct OversightAsk {
    Code    place;
    int     state;
    bool    late;      /* of the open ones those past their day */
    ListAsk list;
} OversightAsk;
MUST Err oversight_list(Ctx *c, const OversightAsk *ask, int most, Oversights *ret);
MUST Err oversight_count(Ctx *c, const OversightAsk *ask, ListCount *ret);

/* About which nobody called back since they were done (rule oversight.call.days), of all nouns, one noun behind the other. */
typedef struct ToCall {
    const Noun *noun;
    WatchLine   line;
} ToCall;
typedef struct ToCalls { LIST_OF(ToCall) } ToCalls;
MUST Err oversight_to_call(Ctx *c, Code place, const Cursor *after, ToCalls *ret);
MUST Err oversight_to_call_count(Ctx *c, Code place, ListCount *ret);

/* Which records of a noun are urged on in a county (督办中), for an official who reads them; oversight_is_urged() is true of nothing for
 * everybody else. The newest thousand. */
typedef struct UrgedIn { Rows rows; } UrgedIn;
void     oversight_urged_ahead(Ctx *c, const char *noun, Code county); /* it will be read: db_ahead() */
MUST Err oversight_urged_in(Ctx *c, const char *noun, Code county, UrgedIn *ret);
bool     oversight_is_urged(const UrgedIn *in, i64 record);

extern const Noun oversight_noun;
