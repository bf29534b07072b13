/* dispatch: one request from its bytes to its answer:
 *
 *   path -> route row -> session -> origin, token -> loaders -> permission -> limits -> form -> handler -> page or JSON
 *
 * Everything that a row promises is enforced here, before its handler runs; a GET whose row does not say ROUTE_WRITES is
 * refused db_write(). Knows no socket: server.c calls it from a worker thread, tests call it directly. Ends the request's
 * read transaction. */
#pragma once
#include "web/pool.h"
#include "web/route.h"
#include "web/wire.h"

/* The answer lives in `arena`. */
void   dispatch(const Wire *wire, Arena *arena, Answer *ret_answer);
/* On a thread that many connections wait for: answers what needs no worker. That is a kept page, an asset, and on SQLite a
 * page that reads little: a GET of a LIGHT route (or a SEARCH without words) that writes nothing, counts nobody and waits
 * for nothing, as far as it stays within BRIEF_STEPS of SQLite's machine and BRIEF_MICROS. False: give it to a worker, who
 * begins anew; nothing came of it but a line in the log where it was begun and cut, and that route then goes to the
 * workers for a while (docs/decisions/0019). */
bool   dispatch_brief(const Wire *wire, Arena *arena, Answer *ret_answer);
enum { BRIEF_STEPS = 40000, BRIEF_MICROS = 10000 }; /* some 3 ms of a core; the time is for a disk that must be read */
/* How many bytes of body the route takes, known from path, method and headers alone. */
size_t dispatch_body_limit(const Wire *wire);
/* Where a whole request waits for a worker, and by whom it is counted there: files and password hashes wait apart. */
Lane   dispatch_lane(const Wire *wire, Arena *arena, u64 *ret_who);
