/* static_file: files that are part of the program (assets/, templates, migrations, catalogs), embedded by tools/embedgen.
 * Served under /asset/NAME.HASH.EXT with a year of cache, gzip made at build time. */
#pragma once
#include "base/base.h"

typedef struct StaticFile {
    const char *name;  /* "app.css" */
    const char *type;
    Str         bytes, gzip; /* gzip empty where it does not pay */
    const char *url;   /* "/asset/app.1a2b3c4d.css" */
} StaticFile;

const StaticFile *static_file_find(Str name);
const StaticFile *static_file_by_url(Str path);
