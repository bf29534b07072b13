/* studio_child: what runs in the studio and in its painters (studio.h). Whoever begins this program under STUDIO_NAME gets
 * this and nothing else: a constructor, so that it is so for every program that holds this file, tests too, and before any
 * of them has opened anything.
 *
 * The studio forks, so it has one thread, now and always: libvips is opened and asked for nothing. Only a painter, which
 * is not forked from, begins threads. */
#include <errno.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "record/studio_cell.h"
#include "record/studio_talk.h"
#include "record/studio_vips.h"

const char *const studio_child_is_here = STUDIO_NAME;

enum { SOCKET = 0, PICTURE_SECONDS = 20, TALK_MS = 60 * SECOND };

static bool answer(StudioWord word, Str shown, Str small)
{
    StudioAnswer a = { (u32)word, (u32)shown.n, (u32)small.n };
    i64          until = clock_ticks() + TALK_MS;
    return studio_send(SOCKET, &a, sizeof a, until) && studio_send(SOCKET, shown.p, shown.n, until) &&
           studio_send(SOCKET, small.p, small.n, until);
}

/* ---- a painter ---- */

static void paint(void)
{
    u32   n;
    i64   until = clock_ticks() + TALK_MS;
    Str   shown, small;
    void *bytes = studio_read(SOCKET, &n, sizeof n, until) && n > 0 && n <= STUDIO_MOST_BYTES ? malloc(n) : NULL;
    if (bytes == NULL || !studio_read(SOCKET, bytes, n, until))
        return;
    if (studio_vips_make(bytes, n, &shown, &small))
        (void)answer(STUDIO_MADE, shown, small);
    else
        (void)answer(STUDIO_UNREADABLE, STR_NONE, STR_NONE);
}

NORETURN static void be_the_painter(int fd, pid_t studio)
{
    struct rlimit processor = { PICTURE_SECONDS, PICTURE_SECONDS };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_DFL);
    if (getppid() != studio || dup2(fd, SOCKET) < 0 || setrlimit(RLIMIT_CPU, &processor) != 0)
        _exit(1);
    close_range(3, ~0u, 0);
    if (studio_cell_is_known() && !studio_cell_close())
        _exit(1);
    paint();
    _exit(0);
}

static void painter_begin(int fd)
{
    pid_t studio = getpid(), painter = fork();
    if (painter == 0)
        be_the_painter(fd, studio);
    int handle = painter > 0 ? pidfd_open(painter, 0) : -1;
    if (handle < 0)
        return; /* who waits for it sees the socket close */
    (void)studio_send_fd(fd, handle);
    close(handle);
}

/* ---- the studio ---- */

/* Whatever they used counts as ours from now on, and their numbers are free. */
static void count_painters(int signal_of_one)
{
    int before = errno;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = before;
}

NORETURN static void be_the_studio(void)
{
    if (!studio_vips_open()) {
        (void)answer(STUDIO_NO_LIBRARY, STR_NONE, STR_NONE);
        _exit(1);
    }
    signal(SIGCHLD, count_painters);
    signal(SIGINT, SIG_IGN);  /* a terminal or a service's end tells everybody; we go when our socket closes */
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    bool goes_on = answer(studio_cell_is_known() ? STUDIO_READY : STUDIO_READY_OPEN, STR_NONE, STR_NONE);
    while (goes_on) {
        int fd = studio_take_fd(SOCKET, INT64_MAX);
        goes_on = fd >= 0;
        if (goes_on) {
            painter_begin(fd);
            close(fd);
        }
    }
    _exit(0);
}

__attribute__((constructor)) static void begin(int argc, char **argv)
{
    if (argc == 1 && strcmp(argv[0], STUDIO_NAME) == 0)
        be_the_studio();
}
