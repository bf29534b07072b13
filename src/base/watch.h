/* watch: is the wall clock to be believed? It is held against the clock that only grows, suspended or not
 * (CLOCK_BOOTTIME), and against the last time that the house knew. clock_now() gives the wall clock while they agree;
 * otherwise the last believed time runs on at the pace of the machine, until the wall clock comes back, has stood for a
 * while, or a person says that it is right. Nobody has to ask: there is no other way to the time
 * (docs/decisions/0022). Before clock_watch() the wall clock is taken as it is. Safe from any thread. */
#pragma once
#include "base/clock.h"

#define WATCH_APART    (2 * MINUTE)  /* how far the two may drift apart in an hour; crystals do a second */
#define WATCH_OFF_MOST (10 * DAY)    /* off for longer than this is asked about: the shortest silence that closes is 15 */

/* Begins: `known` is the last time that the house knew, 0 if none. A wall clock before it, or more than WATCH_OFF_MOST
 * after it, is not believed: time goes on from `known`. */
void clock_watch(i64 known);
bool clock_is_watched(void);

typedef struct ClockHold {
    i64  wall, now;    /* what the wall clock says, and the time that runs on instead */
    i64  believed_in;  /* ms until a wall clock that stands is believed by itself; -1: never, it is far behind */
} ClockHold;
bool clock_hold(ClockHold *ret_hold);    /* true: the wall clock is not believed now. ret_hold may be NULL */

/* Called each second or so. A wall clock that is ahead is believed when it has run on evenly for as long as it is ahead,
 * at least ten minutes and at most a day; one that is up to an hour behind, after ten minutes (time then stands still
 * until it has caught up); one that is further behind, never. */
void clock_look(void);
void clock_believe(void);                /* a person says so; the only way back by more than an hour */

/* By which time something begun at `begun_at` is judged, whose end must not come late (a session): `now`. But what was
 * begun before a start at which the wall clock lay far ahead may have ended meanwhile, and is judged by that clock. */
i64  clock_judge(i64 now, i64 begun_at);

/* For tests: where both clocks are read instead, in ms; NULL gives the machine's back. */
void clock_sources(i64 (*wall)(void), i64 (*since_boot)(void));
i64  clock_wall(void);                   /* as the machine says it, believed or not */
i64  clock_since_boot(void);
i64  clock_machine_wall(void);           /* whatever the sources say */
i64  clock_machine_since_boot(void);
