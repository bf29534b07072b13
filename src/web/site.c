/* site: see site.h. */
#include "web/site.h"

Site site;

bool site_is_https(void)
{
    return str_starts(site.config->origin, STR("https://"));
}

const char *site_cookie_name(void)
{
    return site_is_https() ? "__Host-yc" : "yc";
}
