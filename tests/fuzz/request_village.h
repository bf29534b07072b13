/* request_village: what request_fuzz asks about: the inhabited village of support/village.h on a real SQLite file, with
 * needs in every state, cards, a picture and a session for each role; and the way back to all of that after a request
 * that wrote. */
#pragma once
#include "db/db.h"

enum { GROUND_HOUSES = 3, GROUND_NEEDS = 9 };

typedef struct GroundSession {
    const char *role; /* "house1", "village", "admin", .. */
    Str         cookie, csrf;
} GroundSession;

void ground_open(void);            /* once; anything that goes wrong ends the program */
/* As it was when it was opened: rows, limits, kept pages, clock. */
void ground_reset(void);
/* Were rows written since? */
bool ground_is_written(void);
const GroundSession *ground_session(Str role); /* NULL: nobody */
/* The text with {need0} {v0} .. {house1} {person1} {card1} .. {account} {role} {hash} put in. */
Str ground_fill(Arena *a, Str text);
/* Every invariant of every room; the first finding ends the program. */
void ground_check(void);
