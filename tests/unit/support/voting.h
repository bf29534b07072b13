/* voting: votes in the small world of support/village.h, each step in a body of its own, as a noun would take it.
 *
 *   Ref poll = voting_group(v, SLIP_MOTION);          (of the households of 一组, called by the group's meeting; open)
 *   voting_there(v, poll, "一组1户");
 *   assert_ok(voting_as(v, "一组1户"), voting_say(v, poll, "yes")); */
#pragma once
#include "matter/poll.h"
#include "support/village.h"

Ref  voting_roll(Village *v, const char *place, RollUnit unit, RollSource source); /* frozen where it has a source */
void voting_give(Village *v, Ref roll, const RollEntry *e, size_t n);             /* gives those and freezes it */
/* 上湾村一组 decides about works by its households: two thirds there, more than half of them in favour. */
PollNew voting_works(Ref roll);
Ref  voting_draft(Village *v, const PollNew *n);
Ref  voting_open(Village *v, const PollNew *n);
Ref  voting_group(Village *v);
void voting_there(Village *v, Ref poll, const char *who);
/* For what may fail: bodies with their arguments, run as whoever c acts as. The cause is a question. */
Err  voting_mark(Ctx *c, Ref poll, Ref unit, RollMark mark);
Err  voting_part(Ctx *c, Ref poll, PollPart part, Ref person);
Err  voting_proxy(Ctx *c, Ref poll, Ref unit, Ref taker);
Err  voting_say(Ctx *c, Ref poll, const char *slip, i64 version);
Err  voting_sheet(Ctx *c, Ref poll, i64 number, const MotionSheet *s, PollKeyed *ret);
Err  voting_slip(Ctx *c, Ref poll, Ref unit, MotionBy means, const char *slip, PollKeyed *ret);
Err  voting_shut(Ctx *c, Ref poll);
Err  voting_withdraw(Ctx *c, Ref poll, const char *why);
Ref  voting_house(Village *v, const char *who);
/* An official who is that person; the persons are teller 1, 2 .. of the poll where it is given. */
Ctx *voting_teller(Village *v, i64 person);
PollResult voting_result(Village *v, Ref poll);
PollState  voting_state(Village *v, Ref poll);
i64  voting_findings(Village *v); /* of roll and poll */
/* The list that is published, read back and judged as yuanchang tally does. */
QuorumOutcome voting_recount(Ctx *c, Ref poll, Motion **ret_motion);
