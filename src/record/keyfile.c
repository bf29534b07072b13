/* keyfile: see keyfile.h. */
#include "record/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_of(Ctx *c, Str data_folder, const char *name)
{
    return str_cstr(c->arena, arena_printf(c->arena, "%.*s/keys%s%s", STR_ARG(data_folder), *name ? "/" : "", name));
}

static Err flush_folder(Ctx *c, Str data_folder)
{
    int  folder = open(path_of(c, data_folder, ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return done ? OK : fail(c, ERR_BUSY, NULL, "cannot flush the folder of keys: %s", strerror(errno));
}

static Err write_flushed(Ctx *c, const char *path, int flags, mode_t mode, Str text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
    if (fd < 0 && errno == EEXIST)
        return fail(c, ERR_CONFLICT, NULL, "%s is there already", path);
    if (fd < 0)
        return fail(c, ERR_BUSY, NULL, "cannot make %s: %s", path, strerror(errno));
    bool done = write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    return done ? OK : fail(c, ERR_BUSY, NULL, "cannot write %s: %s", path, strerror(errno));
}

Err keyfile_make(Ctx *c, Str data_folder, const char *name)
{
    u8          key[32];
    char        hex[2 * sizeof key + 1];
    const char *folder = path_of(c, data_folder, "");
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fail(c, ERR_BUSY, NULL, "cannot make %s: %s", folder, strerror(errno));
    random_bytes(key, sizeof key);
    sodium_bin2hex(hex, sizeof hex, key, sizeof key);
    hex[sizeof hex - 1] = '\n';
    Err e = write_flushed(c, path_of(c, data_folder, name), O_EXCL, 0600, (Str){ hex, sizeof hex });
    sodium_memzero(key, sizeof key);
    sodium_memzero(hex, sizeof hex);
    return e != OK ? e : flush_folder(c, data_folder);
}

Err keyfile_publish(Ctx *c, Str data_folder, const char *name, Str text)
{
    TRY(write_flushed(c, path_of(c, data_folder, name), O_TRUNC, 0644, text));
    return flush_folder(c, data_folder);
}

Err keyfile_read(Ctx *c, Str data_folder, const char *name, u8 ret_key[32])
{
    char        hex[66];
    struct stat st;
    size_t      n = 0;
    const char *path = path_of(c, data_folder, name);
    int         fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(c, ERR_MISSING, NULL, "cannot read %s: %s", path, strerror(errno));
    ssize_t got = read(fd, hex, sizeof hex);
    bool    is_private = fstat(fd, &st) == 0 && (st.st_mode & 077) == 0;
    close(fd);
    if (!is_private)
        return fail(c, ERR_INVALID, NULL, "%s may be read by others: chmod 600 it", path);
    bool is_key = got >= 64 && sodium_hex2bin(ret_key, 32, hex, 64, NULL, &n, NULL) == 0 && n == 32;
    sodium_memzero(hex, sizeof hex);
    return is_key ? OK : fail(c, ERR_INVALID, NULL, "%s does not hold a key of 64 hex digits", path);
}
