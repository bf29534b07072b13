/* backup and restore: database, pictures and originals as one folder, taken while the service runs. Keys are left out on
 * purpose: whoever finds a backup must not be able to read phone numbers with it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

/* Names of pictures are hashes of what they hold, so one that is there already is the same. */
static Err copy_file(Cli *cli, Str from, Str to, i64 *copied)
{
    Arena      *a = cli->ctx.arena;
    struct stat there;
    int         in = open(str_cstr(a, from), O_RDONLY | O_CLOEXEC);
    int         out = open(str_cstr(a, to), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool        exists = out < 0 && errno == EEXIST, ok = in >= 0 && (out >= 0 || exists) && fstat(in, &there) == 0;
    for (off_t left = ok && !exists ? there.st_size : 0; ok && left > 0;) {
        ssize_t n = sendfile(out, in, NULL, (size_t)left);
        ok = n > 0;
        left -= ok ? n : 0;
    }
    ok = ok && (exists || fsync(out) == 0);
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (!ok)
        return fail(&cli->ctx, ERR_BUSY, NULL, "cannot copy %.*s: %m", STR_ARG(from));
    *copied += !exists;
    return OK;
}

static Err copy_folder(Cli *cli, Str from, Str to, i64 *copied)
{
    Arena *a = cli->ctx.arena;
    DIR   *d = opendir(str_cstr(a, from));
    Err    e = OK;
    if (d == NULL)
        return errno == ENOENT ? OK : fail(&cli->ctx, ERR_MISSING, NULL, "cannot read %.*s: %m", STR_ARG(from));
    e = cli_folder_make(cli, to);
    for (struct dirent *f; e == OK && (f = readdir(d)) != NULL;) {
        if (f->d_name[0] == '.')
            continue;
        struct stat what;
        Str         one = arena_printf(a, "%.*s/%s", STR_ARG(from), f->d_name);
        Str         other = arena_printf(a, "%.*s/%s", STR_ARG(to), f->d_name);
        if (lstat(str_cstr(a, one), &what) != 0)
            continue; /* swept meanwhile */
        if (S_ISDIR(what.st_mode))
            e = copy_folder(cli, one, other, copied);
        else if (S_ISREG(what.st_mode))
            e = copy_file(cli, one, other, copied);
    }
    closedir(d);
    return e;
}

static Err copy_pictures(Cli *cli, Str from, Str to, i64 *copied)
{
    static const char *const folders[] = { "files", "originals" };
    Arena                   *a = cli->ctx.arena;
    for (size_t i = 0; i < COUNTOF(folders); i++)
        TRY(copy_folder(cli, arena_printf(a, "%.*s/%s", STR_ARG(from), folders[i]),
                        arena_printf(a, "%.*s/%s", STR_ARG(to), folders[i]), copied));
    return OK;
}

/* The database first: pictures only grow, so every one that its rows name is there afterwards. */
Err cmd_backup(Cli *cli)
{
    Str to;
    i64 copied = 0;
    TRY(cli_words(cli, 1, 1, &to));
    TRY(cli_folder_make(cli, to));
    Str file = arena_printf(cli->ctx.arena, "%.*s/yuanchang.db", STR_ARG(to));
    if (access(str_cstr(cli->ctx.arena, file), F_OK) == 0)
        return fail(&cli->ctx, ERR_CONFLICT, NULL, "%.*s holds a backup already", STR_ARG(to));
    if (store_engine(cli->store) == ENGINE_SQLITE)
        TRY(store_backup(&cli->ctx, file));
    TRY(copy_pictures(cli, cli->config.data, to, &copied));
    if (cli->json) {
        cli_print("{\"files\":%lld,\"database\":%s}\n", (long long)copied,
                  store_engine(cli->store) == ENGINE_SQLITE ? "true" : "false");
        return OK;
    }
    cli_print("%lld pictures%s copied\n", (long long)copied,
              store_engine(cli->store) == ENGINE_SQLITE ? " and the database" : "");
    if (store_engine(cli->store) == ENGINE_POSTGRES)
        cli_print("the database is PostgreSQL's: copy it with pg_dump, before this command\n");
    cli_print("keys are not in it: keep a copy of %.*s/keys in another place\n", STR_ARG(cli->config.data));
    return OK;
}

Err cmd_restore(Cli *cli)
{
    Str    from;
    i64    copied = 0;
    Arena *a = cli->ctx.arena;
    TRY(cli_words(cli, 1, 1, &from));
    Str saved = arena_printf(a, "%.*s/yuanchang.db", STR_ARG(from)), file = cli_path(cli, "yuanchang.db");
    if (access(str_cstr(a, file), F_OK) == 0)
        return fail(&cli->ctx, ERR_CONFLICT, NULL, "%.*s is there already: restore into an empty folder", STR_ARG(file));
    TRY(cli_folder_make(cli, cli->config.data));
    if (access(str_cstr(a, saved), F_OK) == 0)
        TRY(copy_file(cli, saved, file, &copied));
    TRY(copy_pictures(cli, from, cli->config.data, &copied));
    cli_print(cli->json ? "{\"files\":%lld}\n" : "%lld files restored\n", (long long)copied);
    if (access(str_cstr(a, cli_path(cli, "keys")), F_OK) != 0)
        cli_print("put the keys that belong to it into %.*s/keys\n", STR_ARG(cli->config.data));
    return OK;
}
