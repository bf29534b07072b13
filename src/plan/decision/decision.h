/* decision (决议): what a lawful body decided: by number, with its text, the poll that made it, the rule as it was frozen, and how
 * it stands. Origins of projects, money, works, land, charters and seats hang on it (settled.md 1).
 *
 * Only a poll makes one: counted, of a body that decides (LAWFUL_BINDING_DECISION), passed by its rule, and on a motion; an election
 * is decided by its ballots. A courtyard's agreement is none, and neither is what an order or a budget found.
 *
 * Numbers run by place and year without gaps: 2026 年第 3 号 of 上湾村. The number is given in the transaction that makes the
 * decision, so one that fails leaves none out; and it stays when the place goes on under another code.
 *
 * Life: passed -> put up (matter/period.h, at least fifteen days) -> in force, by a job when the days are over; annulled from each of
 * them (村 27, 41; an objection to the procedure that is upheld), superseded once one that amends it is in force.
 *
 * What hears of a step (works and payments that stop, needs that go back to the pool) does so by the decision's event: later nouns
 * answer to "decision.in_force", "decision.annulled" and "decision.superseded". Whoever rests on one asks decision_check_in_force()
 * in the body of each act. */
#pragma once
#include "matter/period.h"
#include "matter/poll.h"
#include "record/list.h"

typedef enum DecisionState {
    DECISION_PASSED, DECISION_UP, DECISION_IN_FORCE, DECISION_ANNULLED, DECISION_SUPERSEDED, DECISION_STATES
} DecisionState;

typedef struct DecisionNew {
    Ref poll;
    Str title;  /* 2..60 characters */
    Str text;   /* 2..20000: as it is put up */
    Ref amends; /* id 0: nothing; else one of this place that is in force */
} DecisionNew;

typedef struct Decision {
    A_MATTER;
    int          year;
    i64          number;
    Str          text;      /* none in a list */
    LawfulMatter matter_kind;
    LawfulBody   body;
    Ref          poll;
    Str          rule;      /* engine/tally/quorum_text.h */
    Hash         list_hash; /* of the poll's published list */
    int          publicity_days;
    i64          amends;    /* another of the same county; 0: nothing */
    i64          period;    /* 0: not put up yet */
    i64          passed_at, in_force_at, ended_at;
} Decision;

extern const Field DECISION_TITLE, DECISION_TEXT;
extern const Life  decision_life;
extern const char *const decision_state_names[];

/* In the body of whoever brings the poll to its end; linked FROM the record whose poll it was. ERR_CONFLICT: "decision.no_vote" where
 * the poll is not counted, did not pass or binds nobody; "decision.made_already"; "decision.amends" where that one is not in force. */
MUST Err decision_make_in(Db *w, By *by, const DecisionNew *n, Ref *ret_decision);
/* On the board, perhaps since `up_at` (0: now); ends by itself after the days of its row and place. */
MUST Err decision_put_up_in(Db *w, By *by, Ref decision, i64 up_at);
/* By a cause, or by who holds VERB_SUPERVISE there and enters the court's, the town's or the assembly's paper. */
MUST Err decision_annul_in(Db *w, By *by, Ref decision, Str why);
/* An objection to the procedure is right: the period and the decision are annulled as one. */
MUST Err decision_uphold_in(Db *w, By *by, Ref objection, Str answer);

MUST Err decision_get(Db *db, Ref decision, Decision *ret_decision);
MUST Err decision_of_poll(Db *db, Ref poll, bool *ret_found, Decision *ret_decision);
/* For acts that rest on it, in their bodies. ERR_CONFLICT: it is not, or not any more. */
MUST Err decision_check_in_force(Db *w, Ref decision);

typedef struct Decisions {
    const Decision *v;
    size_t          n;
    Cursor          next;
} Decisions;
/* Of a place, the newest first, without their texts; 20 a page. */
MUST Err decision_list(Db *db, Code place, const Cursor *after, Decisions *ret);

extern const Noun decision_noun;
