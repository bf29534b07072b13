/* studio_talk: see studio_talk.h. Plain calls of the system, because a painter may do nothing else. */
#include "record/studio_talk.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

static bool ready(int fd, short what, i64 until)
{
    for (;;) {
        i64           left = until - clock_ticks();
        struct pollfd p = { .fd = fd, .events = what };
        int           n = left > 0 ? poll(&p, 1, left < INT_MAX ? (int)left : INT_MAX) : 0;
        if (n >= 0 || errno != EINTR)
            return n == 1;
    }
}

bool studio_send(int socket, const void *bytes, size_t n, i64 until)
{
    for (const char *p = bytes; n > 0;) {
        ssize_t sent = ready(socket, POLLOUT, until) ? send(socket, p, n, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (sent <= 0)
            return false;
        p += sent;
        n -= (size_t)sent;
    }
    return true;
}

bool studio_read(int socket, void *bytes, size_t n, i64 until)
{
    for (char *p = bytes; n > 0;) {
        ssize_t got = ready(socket, POLLIN, until) ? recv(socket, p, n, MSG_DONTWAIT) : 0;
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (got <= 0)
            return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

typedef union Parcel { /* room for one handle, aligned as the system wants it */
    struct cmsghdr head;
    char           bytes[CMSG_SPACE(sizeof(int))];
} Parcel;

bool studio_send_fd(int socket, int fd)
{
    char          one = 0;
    Parcel        parcel = { 0 };
    struct iovec  v = { &one, 1 };
    struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &parcel, .msg_controllen = sizeof parcel };
    parcel.head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
    memcpy(CMSG_DATA(&parcel.head), &fd, sizeof fd);
    return sendmsg(socket, &m, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

int studio_take_fd(int socket, i64 until)
{
    char            one;
    int             fd = -1;
    Parcel          parcel = { 0 };
    struct iovec    v = { &one, 1 };
    struct msghdr   m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &parcel, .msg_controllen = sizeof parcel };
    if (!ready(socket, POLLIN, until) || recvmsg(socket, &m, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != 1)
        return -1;
    struct cmsghdr *head = CMSG_FIRSTHDR(&m);
    if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}
