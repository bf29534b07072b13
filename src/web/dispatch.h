/* dispatch: one request from its bytes to its answer:
 *
 *   path -> route row -> session -> origin, token -> loaders -> permission -> limits -> form -> handler -> page or JSON
 *
 * Everything that a row promises is enforced here, before its handler runs. Knows no socket: server.c calls it from a
 * worker thread, tests call it directly. Ends the request's read transaction. */
#pragma once
#include "web/pool.h"
#include "web/route.h"
#include "web/wire.h"

/* The answer lives in `arena`. */
void   dispatch(const Wire *wire, Arena *arena, Answer *ret_answer);
/* How many bytes of body the route takes, known from path, method and headers alone. */
size_t dispatch_body_limit(const Wire *wire);
/* Where a whole request waits for a worker, and by whom it is counted there: files and password hashes wait apart. */
Lane   dispatch_lane(const Wire *wire, Arena *arena, u64 *ret_who);

/* What the page "error" can name. */
extern const Out error_out[];
