/* server: bytes in, bytes out. libmicrohttpd behind one file: an epoll event thread a core takes requests in, a strict
 * guard for framing looks at them, and a pool of workers runs them as straight-line code (docs/decisions/0004). */
#pragma once
#include "db/db.h"
#include "web/route.h"

typedef struct Server Server;

MUST Err server_start(Ctx *c, const Config *config, Store *store, Server **ret_server);
int      server_port(const Server *s);
/* Stops taking requests, finishes those that run or wait, joins the threads. False: something was still running after
 * `ms` or was cut off; where a worker was stuck, the server is left as it is and may be stopped again. */
bool     server_stop(Server *s, i64 ms);
