/* keeper: keeps the time that the house knows and that of its last backup, and tells people when the wall clock is not believed (base/watch.h).
 *
 * The time is written down once a minute (setting clock.known), so that the next start has something to hold the wall
 * clock against; a house that has not written any yet goes by its newest event, as if it had stopped there: a wall clock
 * before it, or more than WATCH_OFF_MOST after it, is not believed at once. `yuanchang clock --confirm`, or a button on the pages of who has VERB_OPERATE, says that the wall clock is right; every server of the database hears it. */
#pragma once
#include "db/db.h"
#include "record/check.h"

/* Begins the watch and gives the Ctx the believed time. Nothing is watched where the clock was moved by hand. */
MUST Err keeper_open(Ctx *c);
MUST Err keeper_tick(Ctx *c);    /* each second, before anything that is due */
MUST Err keeper_confirm(Ctx *c); /* the wall clock of this machine is right, now */
/* When `yuanchang backup` last took everything; 0: never, or it does not know. */
MUST Err keeper_backup_note(Ctx *c);
MUST Err keeper_backup_at(Ctx *c, i64 *ret_at);
MUST Err keeper_check(Ctx *c, Report *r);
