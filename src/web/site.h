/* site: what all requests share, set once before the first of them. */
#pragma once
#include "db/db.h"
#include "web/door.h"
#include "web/limit.h"
#include "web/template.h"

typedef struct Site {
    const Config    *config;
    Store           *store;
    const Templates *templates;
    Limiter         *limiter;
    Door            *door;       /* tries at passwords */
    Arena           *arena;      /* lives as long as the site; filled while it is opened, by one thread */
} Site;

extern Site site;

/* Loads catalogs and templates and compiles the routes of web_rooms_set(). */
MUST Err    site_open(Ctx *c, const Config *config, Store *store);
void        site_close(void);
bool        site_is_https(void);
const char *site_cookie_name(void); /* "yc", or "__Host-yc" where the site is reached by https */
