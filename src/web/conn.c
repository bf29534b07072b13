/* conn: see conn.h. One thread looks at all of them five times a second. A closed socket leaves the list before its
 * number is used again, so that nobody else is hit. */
#include "web/conn.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/allowance.h"
#include "web/metric.h"

enum {
    SLOWEST_DOWN = 1024,     /* bytes a second: an old phone on a poor line still reads on */
    LOOK_EACH_MS = 200,
    LEAST_PATIENCE_MS = 1000,
};

struct Conn {
    Conn        *before, *after;
    int          fd;
    atomic_llong deadline;      /* of the request's bytes, in clock_ticks(); 0: none are waited for */
    atomic_llong sending_since; /* 0: nothing is being sent */
    /* The sweeper's alone: */
    i64          seen_of;       /* which sending was looked at, by when it began */
    i64          seen_at;
    u64          seen_taken;
    char         peer[INET6_ADDRSTRLEN];
};

struct Conns {
    pthread_mutex_t lock;
    Conn           *first;
    i64             patience;
    pthread_t       sweeper;
    atomic_bool     is_over;
};

static void peer_text(const struct sockaddr *a, char *out, size_t n)
{
    if (a->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)a)->sin_addr, out, (socklen_t)n);
    else if (a->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)a)->sin6_addr, out, (socklen_t)n);
    if (strncmp(out, "::ffff:", 7) == 0 && strchr(out, '.') != NULL)
        memmove(out, out + 7, strlen(out + 7) + 1);
}

Conn *conn_open(Conns *cs, int fd, const struct sockaddr *peer)
{
    Conn *conn = calloc(1, sizeof *conn);
    BUG_ON(conn == NULL);
    conn->fd = fd;
    peer_text(peer, conn->peer, sizeof conn->peer);
    metric_add(GAUGE_CONNECTIONS, 1);
    pthread_mutex_lock(&cs->lock);
    conn->after = cs->first;
    if (cs->first != NULL)
        cs->first->before = conn;
    cs->first = conn;
    pthread_mutex_unlock(&cs->lock);
    return conn;
}

void conn_close(Conns *cs, Conn *conn)
{
    pthread_mutex_lock(&cs->lock);
    if (conn->before != NULL)
        conn->before->after = conn->after;
    else
        cs->first = conn->after;
    if (conn->after != NULL)
        conn->after->before = conn->before;
    pthread_mutex_unlock(&cs->lock);
    metric_add(GAUGE_CONNECTIONS, -1);
    free(conn);
}

const char *conn_peer(const Conn *conn)
{
    return conn->peer;
}

void conn_end(Conn *conn, Str last)
{
    (void)!send(conn->fd, last.p, last.n, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(conn->fd, SHUT_WR);
}

void conn_awaits(Conn *conn, i64 until)
{
    atomic_store(&conn->sending_since, 0);
    atomic_store(&conn->deadline, until);
}

void conn_works(Conn *conn)
{
    conn_awaits(conn, 0);
}

void conn_sends(Conn *conn)
{
    atomic_store(&conn->deadline, 0);
    atomic_store(&conn->sending_since, clock_ticks());
}

/* ---- the sweeper ---- */

/* How many bytes the other end has said it got, since the connection began. */
static u64 bytes_acked(int fd)
{
    struct tcp_info info = { 0 };
    socklen_t       n = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 ? info.tcpi_bytes_acked : 0;
}

static void look_again(Conn *conn, i64 since, i64 now)
{
    conn->seen_of = since;
    conn->seen_at = now;
    conn->seen_taken = bytes_acked(conn->fd);
}

static bool is_too_slow(Conn *conn, i64 now, i64 patience)
{
    i64 since = atomic_load(&conn->sending_since);
    if (since == 0)
        return false;
    if (conn->seen_of != since) {
        look_again(conn, since, now);
        return false;
    }
    i64 span = now - conn->seen_at;
    if (span < patience)
        return false;
    u64 before = conn->seen_taken;
    look_again(conn, since, now);
    return (i64)(conn->seen_taken - before) < span * SLOWEST_DOWN / SECOND;
}

static void sweep_once(Conns *cs)
{
    i64 now = clock_ticks(), patience = cs->patience * allowance_free_percent() / 100;
    if (patience < LEAST_PATIENCE_MS)
        patience = LEAST_PATIENCE_MS;
    pthread_mutex_lock(&cs->lock);
    for (Conn *conn = cs->first; conn != NULL; conn = conn->after) {
        i64 deadline = atomic_load(&conn->deadline);
        if ((deadline == 0 || now < deadline) && !is_too_slow(conn, now, patience))
            continue;
        shutdown(conn->fd, SHUT_RDWR);
        conn_awaits(conn, now + MINUTE);
        metric_count(TALLY_DRIPPED);
    }
    pthread_mutex_unlock(&cs->lock);
}

static void *sweep(void *arg)
{
    Conns *cs = arg;
    while (!atomic_load(&cs->is_over)) {
        usleep(LOOK_EACH_MS * 1000);
        sweep_once(cs);
    }
    return NULL;
}

Conns *conns_open(i64 patience_ms)
{
    Conns *cs = calloc(1, sizeof *cs);
    BUG_ON(cs == NULL);
    cs->patience = patience_ms;
    pthread_mutex_init(&cs->lock, NULL);
    if (pthread_create(&cs->sweeper, NULL, sweep, cs) == 0)
        return cs;
    pthread_mutex_destroy(&cs->lock);
    free(cs);
    return NULL;
}

void conns_close(Conns *cs)
{
    atomic_store(&cs->is_over, true);
    pthread_join(cs->sweeper, NULL);
    pthread_mutex_destroy(&cs->lock);
    free(cs);
}
