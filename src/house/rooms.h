/* rooms: the one table of what the house holds. Adding a noun is adding a row in rooms.c: its routes and loaders, its
 * jobs, its invariants and how its derived tables are made again. */
#pragma once
#include "record/check.h"
#include "record/file.h"
#include "record/job.h"
#include "web/route.h"

typedef struct RoomRow {
    const Room           *room;    /* what it brings to the wire */
    const JobKind *const *jobs;    /* ends with NULL; may be NULL */
    CheckFn              *check;   /* may be NULL */
    RebuildFn            *rebuild; /* may be NULL; counters and search terms are empty when it is called */
    FileVisible          *visible; /* who sees the pictures tied to its records; NULL: it has none */
} RoomRow;

extern const RoomRow rooms[];
extern const size_t  rooms_count;

/* What rebuild makes besides counters; ends with a NULL rule. */
extern const Derived rooms_derived[];

/* Hands the table to web, job and counter. Once, before a store is opened. */
void rooms_open(void);
