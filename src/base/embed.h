/* embed: files that are part of the program: assets, templates, migrations, catalogs, the division table. Put there by
 * tools/embedgen at build time; paths as in the repository ("assets/app.css", "src/plan/need/need.html", "migrations/..."). */
#pragma once
#include "base/str.h"

typedef struct Embedded {
    const char *path;
    Str         bytes;
    Str         gzip;     /* empty where it does not pay */
    const char *hash;     /* first 12 hex digits of SHA-256 */
} Embedded;

extern const Embedded embedded_files[]; /* ascending by path */
extern const size_t   embedded_count;

const Embedded *embedded_find(Str path); /* NULL when there is none */
