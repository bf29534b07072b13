/* thumbnail: see thumbnail.h. Between fork and exec only functions that are safe after a fork in a program with threads
 * are called (signal-safety(7)); everything the child needs is put together before. */
#include "record/thumbnail.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/db.h"

enum { MEMORY_MB = 1024, PROCESSOR_SECONDS = 20, FILE_MB = 32, WAIT_MS = 30000, OPEN_FILES = 64 };

static const char *const places[] = { "/usr/bin/vipsthumbnail", "/usr/local/bin/vipsthumbnail" };

static const char *program(void)
{
    for (size_t i = 0; i < COUNTOF(places); i++)
        if (access(places[i], X_OK) == 0)
            return places[i];
    return NULL;
}

static void limit(int what, rlim_t most)
{
    struct rlimit r = { most, most };
    setrlimit(what, &r);
}

NORETURN static void be_the_child(const char *path, const char *folder, const char *const *argv,
                                  const char *const *env)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_AS, (rlim_t)MEMORY_MB << 20);
    limit(RLIMIT_CPU, PROCESSOR_SECONDS);
    limit(RLIMIT_FSIZE, (rlim_t)FILE_MB << 20);
    limit(RLIMIT_CORE, 0);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0 || chdir(folder) != 0)
        _exit(126);
    close_range(3, ~0u, 0);
    limit(RLIMIT_NOFILE, OPEN_FILES);
    execve(path, (char *const *)argv, (char *const *)env);
    _exit(127);
}

/* Waits for the child's end, and makes one where it takes too long. */
static bool ended_well(pid_t child)
{
    int  status, fd = pidfd_open(child, 0);
    struct pollfd p = { .fd = fd, .events = POLLIN };
    if (fd < 0 || poll(&p, 1, WAIT_MS) != 1)
        kill(child, SIGKILL);
    if (fd >= 0)
        close(fd);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Err thumbnail_make(Ctx *c, const char *folder, const char *in, const char *out, int side)
{
    char        size[32];
    const char *path = program();
    const char *to = str_cstr(c->arena, arena_printf(c->arena, "%s/%s[Q=80,strip]", folder, out));
    const char *const argv[] = { "vipsthumbnail", in, "--size", size, "--export-profile", "srgb", "-o", to, NULL };
    const char *const env[] = { "VIPS_CONCURRENCY=1", "VIPS_BLOCK_UNTRUSTED=1", "VIPS_DISC_THRESHOLD=2g", "HOME=/",
                                NULL };
    if (path == NULL)
        return fail(c, ERR_INTERNAL, NULL, "vipsthumbnail is not installed");
    TRY(db_wait(c, "a child"));
    snprintf(size, sizeof size, "%dx%d>", side, side);

    pid_t child = fork();
    if (child < 0)
        return fail(c, ERR_BUSY, NULL, "cannot start vipsthumbnail");
    if (child == 0)
        be_the_child(path, folder, argv, env);
    return ended_well(child) ? OK : fail(c, ERR_MEDIA, NULL, "vipsthumbnail did not end well");
}
