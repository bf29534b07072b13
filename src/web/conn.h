/* conn: the open connections, and an end to those that keep us waiting. Knows sockets, not the HTTP library.
 *
 * Bytes now and then keep a library's own timeout from ever passing. So a request must have arrived by a deadline, and
 * whoever is being sent an answer must take it: so many bytes a second, looked at over a span that gets shorter as memory
 * gets short (allowance.h). Both ends are a shutdown(): the library then sees the end of the stream. */
#pragma once
#include <sys/socket.h>

#include "base/base.h"

typedef struct Conns Conns;
typedef struct Conn  Conn;

Conns      *conns_open(i64 patience_ms);   /* NULL where the system gives no thread */
void        conns_close(Conns *cs);         /* when none is left */
Conn       *conn_open(Conns *cs, int fd, const struct sockaddr *peer);
void        conn_close(Conns *cs, Conn *conn); /* before its number can be another's */
const char *conn_peer(const Conn *conn);    /* numeric address, "" for a kind that has none */
void        conn_end(Conn *conn, Str last); /* says that, past the library, as far as the socket takes it, and no more */

/* What is waited for. From any thread. */
void conn_awaits(Conn *conn, i64 until);    /* bytes of a request, until then in clock_ticks() */
void conn_works(Conn *conn);                /* nothing: a worker has the request */
void conn_sends(Conn *conn);                /* that the answer is taken */
