/* studio: see studio.h. Our side: the child's beginning and end, and the talk with its painters (studio_talk.h). Between
 * fork and exec only functions that are safe after a fork in a program with threads are called (signal-safety(7)).
 *
 * Who dies is replaced: a studio whose end shows when a painter is asked for, and a painter, once, because what killed it
 * need not be its picture (the system takes the largest process when memory is short). A painter that takes too long is
 * ended and not tried again. The studio ends by itself when its socket closes, and so with us; its painters with it. */
#include "record/studio.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "record/gate.h"
#include "record/picture.h"
#include "record/studio_talk.h"

enum {
    MEMORY_MB = 1024, OPEN_FILES = 64,
    BEGIN_MS = 20 * SECOND, QUEUE_SECONDS = 20,
    OLD_MS = HOUR, /* then another is begun: a libvips that was mended meanwhile is in use without a restart of ours */
};

static Gate             gate = GATE(2); /* each painter may take a whole core and much memory */
static atomic_int       picture_ms = 30 * SECOND;
static pthread_mutex_t  lock = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static struct {
    pid_t pid; /* 0: none */
    int   fd;
    i64   since;
    u64   number;
} studio;

/* ---- the studio ---- */

static void limit(int what, rlim_t most)
{
    struct rlimit r = { most, most };
    setrlimit(what, &r);
}

NORETURN static void be_the_studio(int fd)
{
    static const char *const argv[] = { STUDIO_NAME, NULL };
    static const char *const env[] = { "VIPS_CONCURRENCY=1", "VIPS_BLOCK_UNTRUSTED=1", "VIPS_DISC_THRESHOLD=2g", "HOME=/",
                                       NULL };
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
#ifndef __SANITIZE_ADDRESS__ /* its shadow is larger than any machine */
    limit(RLIMIT_AS, (rlim_t)MEMORY_MB << 20);
#endif
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(fd, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0 || chdir("/") != 0)
        _exit(126);
    close_range(3, ~0u, 0);
    limit(RLIMIT_NOFILE, OPEN_FILES);
    execve("/proc/self/exe", (char *const *)argv, (char *const *)env);
    _exit(127);
}

static void end_it(void)
{
    int status;
    if (studio.pid == 0)
        return;
    close(studio.fd);
    kill(studio.pid, SIGKILL);
    while (waitpid(studio.pid, &status, 0) < 0 && errno == EINTR)
        ;
    studio.pid = 0;
}

static Err hear_it(Ctx *c)
{
    StudioAnswer hello = { 0 };
    if (!studio_read(studio.fd, &hello, sizeof hello, clock_ticks() + BEGIN_MS))
        return fail(c, ERR_BUSY, NULL, "a studio did not begin");
    if (hello.word == STUDIO_NO_LIBRARY)
        return fail(c, ERR_INTERNAL, NULL, "libvips is not installed");
    if (hello.word == STUDIO_READY_OPEN)
        log_say(LOG_WARN, "studio", "why={this kernel has no seccomp filters: pictures are opened under limits alone}");
    return OK;
}

static Err begin_it(Ctx *c)
{
    int pair[2];
    if (studio.pid != 0 && clock_ticks() - studio.since >= OLD_MS)
        end_it();
    if (studio.pid != 0)
        return OK;
    if (studio_child_is_here == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return fail(c, ERR_BUSY, NULL, "no socket for a studio: errno %d", errno);
    pid_t pid = fork();
    if (pid == 0)
        be_the_studio(pair[1]);
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return fail(c, ERR_BUSY, NULL, "cannot begin a studio: errno %d", errno);
    }
    studio.pid = pid;
    studio.fd = pair[0];
    studio.since = clock_ticks();
    studio.number++;
    Err e = hear_it(c);
    if (e != OK)
        end_it();
    return e;
}

/* ---- a painter ---- */

typedef struct Painter {
    int fd, handle; /* its socket; its pidfd */
    u64 studio;     /* whose it is */
} Painter;

static Err send_for(Ctx *c, Painter *ret)
{
    int pair[2];
    TRY(begin_it(c));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return fail(c, ERR_BUSY, NULL, "no socket for a painter: errno %d", errno);
    studio_send_fd(studio.fd, pair[1]); /* where that failed nothing comes back either */
    close(pair[1]);
    *ret = (Painter){ .fd = pair[0], .handle = -1, .studio = studio.number };
    return OK;
}

static void painter_end(Painter *p)
{
    if (p->handle >= 0) {
        pidfd_send_signal(p->handle, SIGKILL, NULL, 0);
        close(p->handle);
    }
    close(p->fd);
}

static Err painter_try(Ctx *c, Painter *ret)
{
    pthread_mutex_lock(&lock);
    Err e = send_for(c, ret);
    pthread_mutex_unlock(&lock);
    if (e != OK)
        return e;
    ret->handle = studio_take_fd(ret->fd, clock_ticks() + picture_ms);
    if (ret->handle >= 0)
        return OK;
    painter_end(ret);
    pthread_mutex_lock(&lock);
    if (studio.number == ret->studio) /* and not another one's successor already */
        end_it();
    pthread_mutex_unlock(&lock);
    return fail(c, ERR_BUSY, NULL, "a studio gave no painter");
}

static Err painter_begin(Ctx *c, Painter *ret)
{
    Err e = painter_try(c, ret);
    if (e != ERR_BUSY)
        return e;
    ctx_clear_failure(c);
    return painter_try(c, ret);
}

static bool is_sane(const StudioAnswer *a)
{
    return a->word == STUDIO_MADE && a->shown > 0 && a->small > 0 && a->shown <= STUDIO_MOST_BYTES / 4 &&
           a->small <= STUDIO_MOST_BYTES / 4;
}

/* What a painter says is a stranger's word: it is taken for bytes, and looked at by who asked. */
static Err paint(Ctx *c, const Painter *p, Str picture, Str *ret_shown, Str *ret_small, bool *ret_died)
{
    u32          n = (u32)picture.n;
    i64          until = clock_ticks() + picture_ms;
    StudioAnswer a = { 0 };
    bool         heard = studio_send(p->fd, &n, sizeof n, until) && studio_send(p->fd, picture.p, picture.n, until) &&
                 studio_read(p->fd, &a, sizeof a, until);
    if (heard && is_sane(&a)) {
        char *shown = arena_take(c->arena, (size_t)a.shown + a.small);
        *ret_shown = (Str){ shown, a.shown };
        *ret_small = (Str){ shown + a.shown, a.small };
        heard = studio_read(p->fd, shown, (size_t)a.shown + a.small, until);
        if (heard)
            return OK;
    }
    if (heard)
        return fail(c, ERR_MEDIA, NULL, "a picture could not be read");
    *ret_died = clock_ticks() < until;
    log_say(LOG_WARN, "painter", "died=%d bytes=%zu", *ret_died, picture.n);
    return fail(c, ERR_MEDIA, NULL, *ret_died ? "a painter died of a picture" : "a picture took too long");
}

static Err picture_paint(Ctx *c, Str picture, Str *ret_shown, Str *ret_small, bool *ret_died)
{
    Painter p;
    *ret_died = false;
    TRY(painter_begin(c, &p));
    Err e = paint(c, &p, picture, ret_shown, ret_small, ret_died);
    painter_end(&p);
    return e;
}

Err studio_make(Ctx *c, Str picture, Str *ret_shown, Str *ret_small)
{
    bool died;
    if (picture.n == 0 || picture.n > STUDIO_MOST_BYTES)
        return fail(c, ERR_MEDIA, NULL, "a picture of %zu bytes", picture.n);
    if (!picture_bare(c->arena, picture, &picture))
        return fail(c, ERR_MEDIA, NULL, "a picture whose parts do not fit together");
    TRY(gate_enter(c, &gate, QUEUE_SECONDS));
    i64 from = clock_ticks();
    Err e = picture_paint(c, picture, ret_shown, ret_small, &died);
    if (died) {
        ctx_clear_failure(c);
        e = picture_paint(c, picture, ret_shown, ret_small, &died);
    }
    c->painted += clock_ticks() - from;
    gate_leave(&gate);
    return e;
}

void studio_close(void)
{
    pthread_mutex_lock(&lock);
    end_it();
    pthread_mutex_unlock(&lock);
}

void studio_hasten(i64 ms)
{
    picture_ms = (int)ms;
}
