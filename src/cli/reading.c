/* reading: see reading.h. */
#include "cli/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static size_t read_disk(void *from, char *into, size_t room)
{
    Reading *r = from;
    for (;;) {
        ssize_t n = r->error ? 0 : read(r->fd, into, room);
        if (n >= 0)
            return (size_t)n;
        if (errno != EINTR)
            r->error = errno;
    }
}

Err reading_begin(Cli *cli, Str path, Reading *r)
{
    int fd = open(str_cstr(cli->ctx.arena, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return cli_broken(cli, "cannot open %.*s: %s", STR_ARG(path), strerror(errno));
    *r = (Reading){ .cli = cli, .path = path, .fd = fd };
    r->lines = lines_open(cli->ctx.arena, (LinesSource){ read_disk, r });
    return OK;
}

Err reading_end(Reading *r, const Refusal *refusal)
{
    close(r->fd);
    if (r->error)
        return cli_broken(r->cli, "cannot read %.*s: %s", STR_ARG(r->path), strerror(r->error));
    return refusal != NULL && refusal->what != NULL ? cli_refused(r->cli, r->path, refusal) : OK;
}

Err cli_broken(Cli *cli, const char *fmt, ...)
{
    va_list args;
    fputs("yuanchang: ", stderr);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    cli->exit = 1;
    cli->is_told = true;
    return ERR_INTERNAL;
}

static void tell(Arena *a, Str path, const char *kind, const Refusal *r)
{
    Str text = refusal_text(a, r);
    fprintf(stderr, "%.*s:%lld: %s%.*s\n", STR_ARG(path), (long long)r->line, kind, STR_ARG(text));
}

Err cli_refused(Cli *cli, Str path, const Refusal *refusal)
{
    tell(cli->ctx.arena, path, "", refusal);
    cli->exit = 3;
    cli->is_told = true;
    return ERR_INVALID;
}

void cli_warn(Cli *cli, Str path, const Refusal *warning)
{
    tell(cli->ctx.arena, path, "warning: ", warning);
}

Err cli_option_once(Cli *cli, const char *name, Str *ret_value, bool *ret_given)
{
    Str again;
    *ret_given = cli_option(cli, name, ret_value);
    return *ret_given && cli_option(cli, name, &again) ? cli_usage(cli, "%s is given twice", name) : OK;
}

Err cli_option_whole(Cli *cli, const char *name, i64 low, i64 high, i64 *ret_value, bool *ret_given)
{
    Str text;
    i64 value;
    TRY(cli_option_once(cli, name, &text, ret_given));
    if (!*ret_given)
        return OK;
    if (!str_int(text, &value) || value < low || value > high)
        return cli_usage(cli, "%s takes a whole number from %lld to %lld, not %.*s", name, (long long)low, (long long)high,
                         STR_ARG(text));
    *ret_value = value;
    return OK;
}

Str cli_file_name(Str path)
{
    size_t at = path.n;
    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return str_skip(path, at);
}
