/* door: who may try a password now. Counted in this process and in bounded memory; a try counts as failed from the
 * moment that it is let through, so that a crowd of them at once finds no gap (docs/decisions/0023).
 *
 * - A device that once signed in under this name (web/device.h) is counted by itself, and no stranger stands in its way:
 *   ten tries, then a delay that doubles from two seconds up to a minute.
 * - Anybody else is counted by name with address: five tries, then a delay that doubles up to fifteen minutes.
 * - All strangers at one name together: ten tries, then one each thirty seconds. Whoever comes when none is free is given
 *   a turn of his own and keeps it, so that who tries without end does not take everybody's; a turn that nobody comes for
 *   is anybody's after ten seconds, so that who asks once from each of very many addresses does not either.
 * - All strangers' tries from one address together: a hundred, then one each ten seconds.
 *
 * What is right is taken off again. An hour without a try, and the delays begin anew. */
#pragma once
#include "base/base.h"

typedef struct Door Door;

Door *door_open(size_t keys); /* how many it remembers at once; the least recently used are forgotten */
void  door_close(Door *d);

typedef struct Knock {
    const char *kind;    /* "login": doors of other kinds have counts of their own */
    Str         name;    /* as folded for looking up; whether there is such a one makes no difference */
    Str         address; /* wire_client() */
    Str         device;  /* empty: a stranger's */
} Knock;

/* May this be tried now? False: *ret_wait says in how many ms it may. */
bool door_knock(Door *d, const Knock *k, i64 now, i64 *ret_wait);
void door_opened(Door *d, const Knock *k); /* it was right */
void door_unasked(Door *d, const Knock *k); /* nobody looked (503): as if it had not been tried */

enum { DOOR_NAME_MS = 30000, DOOR_NAME_BURST = 10, DOOR_ADDRESS_MS = 10000, DOOR_ADDRESS_BURST = 100 };
