/* turn: what one request may do on the thread that runs it, and what it has read (docs/decisions/0019).
 *
 * A turn begins with turn_begin() and ends with turn_end(), on one thread. Without one, as in commands and
 * in the ticker, everything is allowed and nothing is noted.
 *
 * What it read: `reach` names the counties whose rows its queries bound, whatever Ctx read them, and since when. It stands
 * for as long as nobody wrote rows of these counties or of shared tables through this program. Which counties a query
 * reads or writes is known from its text (tools/querygen); where that leaves a doubt it counts as all.
 *
 * What it may do: a turn that only reads is refused db_write() (ERR_INTERNAL, and an error in the log). A brief turn runs on
 * a thread that others wait for: it has so many steps of SQLite's machine and so many microseconds for everything it
 * asks, and must not wait. Beyond that it is cut: what is asked fails from then on, whatever was made is to be thrown away
 * and the same request run again elsewhere. What runs in a brief turn must therefore be repeatable. */
#pragma once
#include "db/db.h"

enum { REACH_MOST = 12 }; /* counties; who reads of more reads of all */

typedef struct Reach {
    i64  since; /* store_moment() when it began */
    int  n;
    bool is_all;
    u32  county[REACH_MOST]; /* marks; two counties may share one */
} Reach;

typedef struct Turn {
    Reach       reach;
    bool        only_reads;
    bool        is_brief;
    i64         steps, until; /* brief: steps left, and when in clock_micros() it is over */
    const char *cut;          /* by what; NULL: it was not */
    struct Turn *around;      /* tests run one inside of another */
} Turn;

void  turn_begin(Turn *t, Store *s); /* *t is zeroed but for the two bools, and a brief one's steps and until */
void  turn_end(void);
Turn *turn_now(void);                /* this thread's; NULL: none */
bool  turn_cut(const char *why);     /* true: there is a brief turn, and it is cut now */

i64  store_moment(Store *s);         /* grows with every group that wrote something */
/* Is what was read of the reach still what one would read, apart from what other programs wrote? */
bool reach_stands(Store *s, const Reach *r);
/* Is what was read of shared tables alone since that moment? */
bool shared_stands(Store *s, i64 since);

/* How long a thread may go by what it read of shared tables: not past a change of this program's, and two seconds at most,
 * because another server may have changed them. Zeroed: not at all. What a body reads is nobody else's yet. */
typedef struct Memory {
    const Store *store;
    i64          since, ticks;
} Memory;
Memory memory_begin(const Ctx *c); /* before reading */
bool   memory_holds(const Memory *m, const Ctx *c);
