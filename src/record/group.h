/* group: what a writing group gathers over its bodies and writes once before its COMMIT (db.h, GroupHooks). */
#pragma once
#include "record/event.h"

void record_hooks(void); /* once, before any store is opened */

extern const GroupHooks seen_hooks;    /* seen.c: whom counter_add_once() met */
extern const GroupHooks event_hooks;   /* event_group.c: events, numbered and hashed */
extern const GroupHooks counter_hooks; /* counter.c: figures; the last, because those who were seen first are counted */

/* event_group.c: what event.c puts in. All of it is copied. `e` without seq and leaf, its texts without commitment. */
typedef struct EventSalt {
    u8   salt[16];
    Hash commitment;
} EventSalt;
void event_gather(Db *w, const Event *e, const EventSalt *salts);
/* Texts of what was gathered before are erased before they are written: of those who acted as `person` or, where that is
 * 0, of the events about `subject`. */
void event_gather_erasing(Db *w, Code county, i64 person, i64 subject);
