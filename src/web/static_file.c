/* static_file: see static_file.h. The table is made once, from the embedded files under assets/. */
#include "web/static_file.h"

#include <pthread.h>
#include <string.h>

#include "base/embed.h"

static StaticFile         *assets;
static size_t         n_assets;
static Arena         *words;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const char *type_of(Str name)
{
    static const struct { const char *end, *type; } types[] = {
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".ico", "image/x-icon" },
        { ".webmanifest", "application/manifest+json" },
        { ".woff2", "font/woff2" },
    };
    for (size_t i = 0; i < COUNTOF(types); i++) {
        if (str_ends(name, str_from(types[i].end)))
            return types[i].type;
    }
    return "application/octet-stream";
}

/* "img/mark.svg" -> "/asset/img/mark.1a2b3c4d.svg" */
static const char *url_of(Str name, const char *hash)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.' && name.p[dot - 1] != '/')
        dot--;
    Str stem = dot && name.p[dot - 1] == '.' ? str_cut(name, dot - 1) : name;
    return arena_printf(words, "/asset/%.*s.%.8s%.*s", STR_ARG(stem), hash, STR_ARG(str_skip(name, stem.n))).p;
}

static void fill(void)
{
    words = arena_open();
    assets = NEW_N(words, StaticFile, embedded_count);
    for (size_t i = 0; i < embedded_count; i++) {
        const Embedded *e = &embedded_files[i];
        Str             path = str_from(e->path);
        if (!str_starts(path, STR("assets/")))
            continue;
        Str name = str_skip(path, 7);
        assets[n_assets++] = (StaticFile){ .name = name.p, .type = type_of(name), .bytes = e->bytes, .gzip = e->gzip,
                                      .url = url_of(name, e->hash) };
    }
}

const StaticFile *static_file_find(Str name)
{
    pthread_once(&once, fill);
    for (size_t i = 0; i < n_assets; i++) {
        if (str_is(name, assets[i].name))
            return &assets[i];
    }
    return NULL;
}

const StaticFile *static_file_by_url(Str path)
{
    pthread_once(&once, fill);
    for (size_t i = 0; i < n_assets; i++) {
        if (str_is(path, assets[i].url))
            return &assets[i];
    }
    return NULL;
}
