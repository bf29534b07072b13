/* backup and restore: database, pictures and originals as one folder, taken while the service runs. Keys are left out on
 * purpose: whoever finds a backup must not be able to read phone numbers with it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "record/keeper.h"

/* All of `in` into a new file, flushed. */
static bool copy_bytes(int in, const char *to)
{
    struct stat there;
    int         out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool        ok = out >= 0 && fstat(in, &there) == 0;
    for (off_t left = ok ? there.st_size : 0; ok && left > 0;) {
        ssize_t n = sendfile(out, in, NULL, (size_t)left);
        ok = n > 0;
        left -= ok ? n : 0;
    }
    ok = ok && fsync(out) == 0;
    if (out >= 0)
        close(out);
    return ok;
}

/* A file takes its name when it is whole, so that one that is there already is the same: names of pictures are hashes
 * of what they hold. A source that was swept meanwhile belongs to no record. */
static Err copy_file(Cli *cli, Str from, Str to, i64 *copied)
{
    Arena      *a = cli->ctx.arena;
    const char *whole = str_cstr(a, to), *part = arena_printf(a, "%s.part", whole).p;
    if (access(whole, F_OK) == 0)
        return OK;
    int in = open(str_cstr(a, from), O_RDONLY | O_CLOEXEC);
    if (in < 0 && errno == ENOENT)
        return OK;
    bool ok = in >= 0 && copy_bytes(in, part) && rename(part, whole) == 0;
    Err  e = ok ? OK : fail(&cli->ctx, ERR_BUSY, NULL, "cannot copy %.*s: %m", STR_ARG(from));
    if (in >= 0)
        close(in);
    if (ok)
        ++*copied;
    else
        unlink(part);
    return e;
}

static Err flush_folder(Cli *cli, Str path)
{
    int  folder = open(str_cstr(cli->ctx.arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return ok ? OK : fail(&cli->ctx, ERR_BUSY, NULL, "cannot flush %.*s: %m", STR_ARG(path));
}

/* One of the 256 folders that pictures lie in; files/work beside them is where unfinished ones come and go. */
static Err copy_folder(Cli *cli, Str from, Str to, i64 *copied)
{
    Arena *a = cli->ctx.arena;
    DIR   *d = opendir(str_cstr(a, from));
    Err    e = OK;
    if (d == NULL)
        return errno == ENOENT ? OK : fail(&cli->ctx, ERR_MISSING, NULL, "cannot read %.*s: %m", STR_ARG(from));
    e = cli_folder_make(cli, to);
    for (struct dirent *f; e == OK && (f = readdir(d)) != NULL;) {
        if (strlen(f->d_name) >= 64) /* a hash, and what kind of picture */
            e = copy_file(cli, arena_printf(a, "%.*s/%s", STR_ARG(from), f->d_name),
                          arena_printf(a, "%.*s/%s", STR_ARG(to), f->d_name), copied);
    }
    closedir(d);
    return e != OK ? e : flush_folder(cli, to);
}

static Err copy_pictures(Cli *cli, Str from, Str to, i64 *copied)
{
    static const char *const folders[] = { "files", "originals" };
    Arena                   *a = cli->ctx.arena;
    for (size_t i = 0; i < COUNTOF(folders); i++)
        for (int k = 0; k < 256; k++)
            TRY(copy_folder(cli, arena_printf(a, "%.*s/%s/%02x", STR_ARG(from), folders[i], k),
                            arena_printf(a, "%.*s/%s/%02x", STR_ARG(to), folders[i], k), copied));
    return OK;
}

/* For the operator's page. The backup is whole without it. */
static void note(Cli *cli)
{
    if (keeper_backup_note(&cli->ctx) == OK)
        return;
    log_say(LOG_WARN, "backup", "text={it could not be noted that there is one} err={%.*s}", STR_ARG(cli->ctx.log));
    ctx_clear_failure(&cli->ctx);
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
    note(cli);
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

/* Into an empty folder: beside a database that is gone, the log that SQLite left of it would be played into this one. */
static Err restore_target(Cli *cli)
{
    static const char *const names[] = { "yuanchang.db", "yuanchang.db-wal", "yuanchang.db-journal" };
    for (size_t i = 0; i < COUNTOF(names); i++) {
        Str path = cli_path(cli, names[i]);
        if (access(str_cstr(cli->ctx.arena, path), F_OK) == 0)
            return fail(&cli->ctx, ERR_CONFLICT, NULL, "%.*s is there already: restore into an empty folder",
                        STR_ARG(path));
    }
    return cli_folder_make(cli, cli->config.data);
}

/* Asked before anything is put in place. The database of a house on PostgreSQL is restored by its own means. */
static Err restore_source(Cli *cli, Str database)
{
    if (access(str_cstr(cli->ctx.arena, database), R_OK) == 0)
        return store_file_check(&cli->ctx, database);
    if (cli->config.database.n > 0)
        return OK;
    return fail(&cli->ctx, ERR_MISSING, NULL, "cannot read %.*s: %m", STR_ARG(database));
}

/* The database last: where it stands, everything does, and a restore that was broken off is begun again. */
Err cmd_restore(Cli *cli)
{
    Str    from;
    i64    copied = 0;
    Arena *a = cli->ctx.arena;
    TRY(cli_words(cli, 1, 1, &from));
    if (access(str_cstr(a, from), R_OK) != 0)
        return fail(&cli->ctx, ERR_MISSING, NULL, "cannot read %.*s: %m", STR_ARG(from));
    Str database = arena_printf(a, "%.*s/yuanchang.db", STR_ARG(from));
    TRY(restore_source(cli, database));
    TRY(restore_target(cli));
    TRY(copy_pictures(cli, from, cli->config.data, &copied));
    TRY(copy_file(cli, database, cli_path(cli, "yuanchang.db"), &copied));
    TRY(flush_folder(cli, cli->config.data));
    cli_print(cli->json ? "{\"files\":%lld}\n" : "%lld files restored\n", (long long)copied);
    if (access(str_cstr(a, cli_path(cli, "keys")), F_OK) != 0)
        cli_print("put the keys that belong to it into %.*s/keys\n", STR_ARG(cli->config.data));
    return OK;
}
