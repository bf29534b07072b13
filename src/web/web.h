/* web: opens what answers requests, and closes it. A thread, a socket or a worker is server.h's. */
#pragma once
#include "base/config.h"
#include "db/db.h"
#include "web/route.h"

/* All that nouns bring to the wire; the rows that are always there (health, figures, session) come by themselves. Before
 * web_open(). */
void     web_rooms_set(const Room *const *rooms, size_t n);
/* Loads catalogs and templates and compiles the routes. */
MUST Err web_open(Ctx *c, const Config *config, Store *store);
void     web_close(void);
