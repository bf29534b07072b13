/* event_inside: what event.c and event_group.c share: events of a writing group are gathered, and numbered and hashed before its
 * COMMIT. */
#pragma once
#include "record/event.h"

/* What event.c puts in. All of it is copied. `e` without seq and leaf, its texts without commitment. */
typedef struct EventSalt {
    u8   salt[16];
    Hash commitment;
} EventSalt;
void event_gather(Db *w, const Event *e, const EventSalt *salts);
/* Texts of what was gathered before are erased before they are written: of those who acted as `person` or, where that is
 * 0, of the events about `subject`. */
void event_gather_erasing(Db *w, Code county, i64 person, i64 subject);
