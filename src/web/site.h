/* site: what all requests share, set by web_open() before the first of them. */
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

bool        site_is_https(void);
const char *site_cookie_name(void); /* "yc", or "__Host-yc" where the site is reached by https */
