/* watch: is the wall clock to be believed? It is held against the clock that only grows, suspended or not
 * (CLOCK_BOOTTIME), and against the last time that the house knew. clock_now() gives the wall clock while they agree;
 * otherwise the last believed time runs on at the pace of the machine, until the wall clock comes back, has stood for a
 * while, or a person says that it is right. Nobody has to ask: there is no other way to the time
 * (docs/decisions/0022). Before clock_watch() the wall clock is taken as it is. Safe from any thread. */
#pragma once
#include "base/clock.h"

#define WATCH_APART    (2 * MINUTE)  /* how far the two may drift apart in an hour; crystals do a second */
#define WATCH_OFF_MOST (10 * DAY)    /* off for longer than this is asked about: the shortest silence that closes is 15 */

/* What is written down now and then, so that the next start has something to hold the wall clock against. */
typedef struct ClockMemory {
    i64 now;              /* the time that was known; 0: nothing is */
    i64 wall, since_boot; /* what both clocks said then */
    i64 boot;             /* which boot of which machine that was; 0: unknown */
    i64 stood;            /* ms for which the wall clock had run on evenly while it was not believed; -1: it was believed */
} ClockMemory;

/* Begins. In the same boot of the same machine the time is known exactly, however long nobody ran, and a wall clock that
 * differs has jumped. Otherwise one before `now`, or more than WATCH_OFF_MOST after it, is not believed, and time goes on
 * from `now`. How long it stood before the start counts on, if it is still the same wall clock. */
void clock_watch(const ClockMemory *last);
void clock_memory(ClockMemory *ret_memory);
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

/* For tests: where both clocks (ms), and which boot it is, are read instead; NULL gives the machine's back. */
void clock_sources(i64 (*wall)(void), i64 (*since_boot)(void), i64 (*boot)(void));
i64  clock_wall(void);                   /* as the machine says it, believed or not */
i64  clock_machine_wall(void);           /* whatever the sources say */
i64  clock_machine_since_boot(void);
i64  clock_machine_boot(void);
