/* asset: files that are part of the program (assets/, templates, migrations, catalogs), embedded by tools/embed. Served
 * under /asset/NAME.HASH.EXT with a year of cache, gzip made at build time. */
#pragma once
#include "base/base.h"

typedef struct Asset {
    const char *name;  /* "app.css" */
    const char *type;
    Str         bytes, gzip; /* gzip empty where it does not pay */
    const char *url;   /* "/asset/app.1a2b3c4d.css" */
} Asset;

const Asset *asset_find(Str name);
const Asset *asset_by_url(Str path);
Str          asset_url(const char *name); /* BUG when unknown */
