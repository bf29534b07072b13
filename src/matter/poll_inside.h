/* poll_inside: what the files of poll share. */
#pragma once
#include "matter/poll.h"

enum { POLL_SALT = 16 };

/* Takes the poll for a change of its ballots, marks or sheets: locked, its turn put up, and in one of the states of `states` (bits
 * 1 << PollState) and, where it is open, before its time is over. ERR_CONFLICT. */
MUST Err poll_touch(Db *w, Ref poll, unsigned states, Poll *ret_poll);
/* Who may call it: a cause, the clock, or VERB_HOST there. */
MUST Err poll_may_call(Db *w, const By *by, Code place);
/* ERR_CONFLICT: the unit has let somebody else vote, or (`by_proxy`) it has not. */
MUST Err poll_proxy_check(Db *w, const Poll *p, Ref unit, bool by_proxy);
/* The unit for which the actor speaks, and its row, of who reads what that unit may: nobody who acts for a house. ERR_DENIED. */
MUST Err poll_reader_of(Db *db, const Poll *p, RollEntry *ret_entry);
Hash     poll_commit(const u8 salt[POLL_SALT], Str slip);
/* Puts or changes the ballot of a unit in its name; version as in PollVote. */
typedef struct BallotPut {
    RollEntry    entry;
    PollStanding standing;
    MotionBy     means;
    Str          slip;
    i64          version;
} BallotPut;
MUST Err poll_ballot_put(Db *w, const Poll *p, const BallotPut *b);
/* Means and standing of a ballot: what the rule knows counts, what it does not is answered beside it. */
MUST Err poll_ballot_stand(Db *w, const Poll *p, MotionBy means, BallotPut *b);

bool     poll_sheet_parse(const MotionHead *h, Str words, MotionSheet *ret_sheet);

/* The two halves of a count. What was read at `turn` is stored while that is still the poll's; else ERR_CONFLICT. */
typedef struct PollCounted {
    i64          turn;
    Motion      *m;
    MotionResult r;
    Hash         list_hash;
} PollCounted;
MUST Err poll_count_read(Ctx *c, const Poll *p, PollCounted *ret_counted);
MUST Err poll_count_store(Ctx *c, const Poll *p, const PollCounted *k);
MUST Err poll_close_job(Ctx *c, Ref poll, i64 arg);
MUST Err poll_count_job(Ctx *c, Ref poll, i64 arg);
extern const Invariant poll_invariants[];
MUST Err poll_check(Ctx *c, Report *r);
