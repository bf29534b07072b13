/* site: see site.h. */
#include "web/site.h"

#include "web/toll.h"
#include "web/i18n.h"
#include "web/kept.h"
#include "web/router.h"

enum { LIMITER_KEYS = 65536 };

Site site;

Err site_open(Ctx *c, const Config *config, Store *store)
{
    Templates *templates;
    TRY(i18n_load(c));
    TRY(templates_load(c, &templates));
    site = (Site){ .config = config, .store = store, .templates = templates };
    site.limiter = limiter_open(LIMITER_KEYS);
    site.door = door_open(LIMITER_KEYS);
    site.arena = arena_open();
    router_open(site.arena);
    toll_open(config->workers);
    return OK;
}

void site_close(void)
{
    kept_clear();
    limiter_close(site.limiter);
    door_close(site.door);
    arena_close(site.arena);
    site = (Site){ 0 };
}

bool site_is_https(void)
{
    return str_starts(site.config->origin, STR("https://"));
}

const char *site_cookie_name(void)
{
    return site_is_https() ? "__Host-yc" : "yc";
}
