/* since: what changed of a noun, for whoever keeps a copy of its list at a place: its records by their events (list_changes() of
 * record/list.h), as they are now, whatever that is: ended, done, or gone on at another place. Cut to what the actor may see. A noun's
 * list asks this where ListAsk.since is set; one whose records go along with a place has the events NOUN.carried and
 * NOUN.carried_away, so that copies of both places hear of it. */
#pragma once
#include "matter/change.h"

/* Into a list of the noun's struct (LIST_OF): CHANGED_INTO(ret_meetings). */
typedef struct Changed {
    void   *ret_v;      /* const T **: as the life reads them and `fill` fills them in, in the order of change */
    size_t *ret_n;
    Cursor *ret_next;
    i64    *ret_later;
} Changed;
#define CHANGED_INTO(list_) ((Changed){ &(list_)->v, &(list_)->n, &(list_)->next, &(list_)->later })
/* A page, which may be empty though there is a next one. fill(c, v, i) fills in the i-th of them (db_together()). */
MUST Err life_changed(Ctx *c, const Life *l, Code place, const ListAsk *ask, ReadFn *fill, Changed into);
/* Is a record that lies at `at` one of the place, or was it before that one's code changed, which `event` tells ("need.gone")? */
MUST Err life_is_or_was_of(Ctx *c, const char *event, Ref at, Code place, bool *ret_is);
