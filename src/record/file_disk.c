/* file_disk: see file_disk.h. Times of files are the program's clock, so that a moved clock moves them too. */
#include "record/file_disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { MOST_BYTES = 64 << 20, PATH_BYTES = 1024 };

static char base[PATH_BYTES / 2]; /* the data folder; empty: not open */

bool file_disk_is_open(void)
{
    return base[0] != '\0';
}

static Err folder_make(Ctx *c, const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return OK;
    return fail(c, ERR_BUSY, NULL, "cannot make the folder %s: %s", path, strerror(errno));
}

Err file_disk_open(Ctx *c, Str data_folder)
{
    static const char *const folders[] = { "files", "files/work", "originals" };
    if (data_folder.n == 0 || data_folder.n >= sizeof base)
        return fail(c, ERR_INVALID, NULL, "the name of the data folder is empty or too long");
    memcpy(base, data_folder.p, data_folder.n);
    base[data_folder.n] = '\0';
    if (base[0] != '/') { /* children work in folders of their own, so the path must hold everywhere */
        char *whole = realpath(base, NULL);
        bool  fits = whole != NULL && strlen(whole) < sizeof base;
        if (fits)
            memcpy(base, whole, strlen(whole) + 1);
        free(whole);
        if (!fits)
            return fail(c, ERR_BUSY, NULL, "cannot find the data folder");
    }
    for (size_t i = 0; i < COUNTOF(folders); i++)
        TRY(folder_make(c, str_cstr(c->arena, arena_printf(c->arena, "%s/%s", base, folders[i]))));
    return OK;
}

i64 file_disk_free(void)
{
    struct statvfs v;
    return base[0] != '\0' && statvfs(base, &v) == 0 ? (i64)((u64)v.f_bavail * v.f_frsize) : -1;
}

bool file_disk_is_full(void)
{
    i64 left = file_disk_free();
    return left >= 0 && left < (i64)4 << 20;
}

Err file_disk_has_room(Ctx *c)
{
    return file_disk_is_full() ? fail(c, ERR_BUSY, NULL, "the disk of the photos is full") : OK;
}

Str file_disk_shown(Arena *a, const Hash *hash, bool small)
{
    Str hex = hash_hex(a, hash);
    return arena_printf(a, "%s/files/%.2s/%.*s%s.jpg", base, hex.p, STR_ARG(hex), small ? ".small" : "");
}

Str file_disk_original(Arena *a, const Hash *hash)
{
    Str hex = hash_hex(a, hash);
    return arena_printf(a, "%s/originals/%.2s/%.*s", base, hex.p, STR_ARG(hex));
}

/* ---- working folders ---- */

Err file_disk_work_begin(Ctx *c, const char **ret_folder)
{
    BUG_ON(!file_disk_is_open()); /* a command that takes pictures opens it (CLI_KEYS) */
    char *path = (char *)str_cstr(c->arena, arena_printf(c->arena, "%s/files/work/%lld.XXXXXX", base, (long long)clock_now()));
    if (mkdtemp(path) == NULL)
        return fail(c, ERR_BUSY, NULL, "cannot make a folder to work in: %s", strerror(errno));
    *ret_folder = path;
    return OK;
}

void file_disk_work_end(const char *folder)
{
    DIR           *d = opendir(folder);
    struct dirent *e;
    while (d != NULL && (e = readdir(d)) != NULL)
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    if (d != NULL)
        closedir(d);
    rmdir(folder);
}

/* By its name: the folder's own time is the system's, which is not the program's where that was moved, and changes with every file
 * in it. One without a time is older than that. */
static i64 work_begun_at(const char *name)
{
    i64    at;
    size_t digits = strspn(name, "0123456789");
    return name[digits] == '.' && str_int((Str){ name, digits }, &at) ? at : 0;
}

void file_disk_work_sweep(i64 older_than)
{
    char           path[PATH_BYTES];
    struct dirent *e;
    snprintf(path, sizeof path, "%s/files/work", base);
    DIR *d = opendir(path);
    while (d != NULL && (e = readdir(d)) != NULL) {
        snprintf(path, sizeof path, "%s/files/work/%.64s", base, e->d_name);
        if (e->d_name[0] != '.' && work_begun_at(e->d_name) < older_than)
            file_disk_work_end(path);
    }
    if (d != NULL)
        closedir(d);
}

/* ---- files ---- */

static Err trouble(Ctx *c, const char *what)
{
    return fail(c, ERR_BUSY, NULL, "cannot %s a photo: %s", what, strerror(errno));
}

Err file_disk_put(Ctx *c, const char *folder, const char *name, Str bytes)
{
    int    fd = open(str_cstr(c->arena, arena_printf(c->arena, "%s/%s", folder, name)),
                     O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t done = 0;
    if (fd < 0)
        return trouble(c, "write");
    while (done < bytes.n) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            close(fd);
            return trouble(c, "write");
        }
        done += (size_t)n;
    }
    return close(fd) == 0 ? OK : trouble(c, "write");
}

Err file_disk_get(Ctx *c, Str path, Str *ret_bytes)
{
    struct stat st;
    size_t      done = 0;
    int         fd = open(str_cstr(c->arena, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(c, ERR_MISSING, NULL, "a picture is not in its folder");
    if (fstat(fd, &st) != 0 || st.st_size > MOST_BYTES) {
        close(fd);
        return fail(c, ERR_MISSING, NULL, "a picture is not what was stored");
    }
    char *bytes = arena_take(c->arena, (size_t)st.st_size + 1);
    while (done < (size_t)st.st_size) {
        ssize_t n = read(fd, bytes + done, (size_t)st.st_size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    close(fd);
    if (done < (size_t)st.st_size)
        return trouble(c, "read");
    *ret_bytes = (Str){ bytes, done };
    return OK;
}

static bool flush(const char *path, int flags)
{
    int  fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

Err file_disk_keep(Ctx *c, const char *folder, const char *name, Str path)
{
    const char *from = str_cstr(c->arena, arena_printf(c->arena, "%s/%s", folder, name));
    const char *to = str_cstr(c->arena, path);
    const char *slash = strrchr(to, '/'), *above;
    struct timespec now[2] = { { .tv_sec = c->now / SECOND, .tv_nsec = c->now % SECOND * 1000000 } };
    now[1] = now[0];
    const char *own = str_cstr(c->arena, str_cut(path, (size_t)(slash - to)));
    above = str_cstr(c->arena, str_cut(path, (size_t)(strrchr(own, '/') - own)));

    TRY(folder_make(c, own));
    if (chmod(from, 0600) != 0 || utimensat(AT_FDCWD, from, now, 0) != 0 || !flush(from, 0) || rename(from, to) != 0 ||
        !flush(own, O_DIRECTORY) || !flush(above, O_DIRECTORY))
        return trouble(c, "keep");
    return OK;
}

Err file_disk_lock(Ctx *c, int how, int *ret_fd)
{
    const char *path = str_cstr(c->arena, arena_printf(c->arena, "%s/files/lock", base));
    TRY(db_wait(c, "the lock of the pictures"));
    *ret_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*ret_fd < 0)
        return trouble(c, "lock");
    while (flock(*ret_fd, how) != 0) {
        if (errno != EINTR) {
            close(*ret_fd);
            return trouble(c, "lock");
        }
    }
    return OK;
}

bool file_disk_changed_at(const char *path, i64 *ret_ms)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    *ret_ms = (i64)st.st_mtim.tv_sec * SECOND + st.st_mtim.tv_nsec / 1000000;
    return true;
}

/* ---- walking ---- */

static Err walk_folder(Ctx *c, const char *folder, FileDiskFn *fn, void *arg)
{
    char           path[2 * PATH_BYTES];
    struct dirent *e;
    Hash           hash;
    Err            err = OK;
    DIR           *d = opendir(folder);
    while (d != NULL && err == OK && (e = readdir(d)) != NULL) {
        ArenaMark *m = arena_mark(c->arena);
        snprintf(path, sizeof path, "%s/%.128s", folder, e->d_name);
        if (hash_from_hex(str_cut(str_from(e->d_name), 64), &hash))
            err = fn(c, arg, path, hash);
        if (err == OK)
            arena_rewind(c->arena, m);
    }
    if (d != NULL)
        closedir(d);
    return err;
}

Err file_disk_walk(Ctx *c, const char *kind, FileDiskFn *fn, void *arg)
{
    char path[PATH_BYTES];
    BUG_ON(!file_disk_is_open()); /* a command that takes pictures opens it (CLI_KEYS) */
    for (int i = 0; i < 256; i++) {
        snprintf(path, sizeof path, "%s/%s/%02x", base, kind, i);
        TRY(walk_folder(c, path, fn, arg));
    }
    return OK;
}
