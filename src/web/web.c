/* web: see web.h. */
#include "web/web.h"

#include "web/i18n.h"
#include "web/kept.h"
#include "web/router.h"
#include "web/site.h"
#include "web/system_page.h"
#include "web/toll.h"

enum { LIMITER_KEYS = 65536, MOST_ROOMS = 256 };

void web_rooms_set(const Room *const *given, size_t n)
{
    static const Room *rooms[MOST_ROOMS];
    size_t             n_rooms = 0;
    BUG_ON(n + 1 > MOST_ROOMS); /* the table of house/house.c */
    rooms[n_rooms++] = &system_room;
    for (size_t i = 0; i < n; i++) {
        if (given[i] != &system_room)
            rooms[n_rooms++] = given[i];
    }
    router_rooms_set(rooms, n_rooms);
}

Err web_open(Ctx *c, const Config *config, Store *store)
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

void web_close(void)
{
    kept_clear();
    limiter_close(site.limiter);
    door_close(site.door);
    arena_close(site.arena);
    site = (Site){ 0 };
}
