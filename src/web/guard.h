/* guard: is this request framed in a way that everyone on the way reads alike? What two readers could read differently
 * is how requests are smuggled past a proxy, so anything doubtful is refused and the connection closed.
 *
 * Pure: looks at what the HTTP library hands over and at nothing else. RFC 9112 sections 3, 5, 6; RFC 9110 5.6.2. */
#pragma once
#include "web/wire.h"

typedef struct Guard {
    const char *refusal;   /* why, for the log; NULL so far */
    int         status;    /* 400, 411, 414, 431 or 505 */
    int         hosts, lengths, codings, headers;
    i64         length;    /* Content-Length; -1 without */
    size_t      cost;      /* what the head takes of the library's memory, in bytes and a little more than it does */
} Guard;

/* A token of at most 32 bytes. */
bool guard_method(Guard *g, Str method);
/* The request target as sent: no %00, no control or non-ASCII byte, begins with '/', at most 4096 bytes. */
bool guard_target(Guard *g, Str target);
/* One header: a token for a name, no control byte in the value, and none that only looks like one of the three names
 * that decide where a request ends and whom it is for. Spaces before the colon and folded lines reach us as part of a
 * name or as a second name; `is_folded` says what only the library's caller can see. At most GUARD_HEAD_COST together. */
enum { GUARD_HEAD_COST = 16 * 1024 };
bool guard_header(Guard *g, Str name, Str value, bool is_folded);
/* After the last header. `version`: "HTTP/1.1". A body comes with a length or not at all: chunks are 411, for there are
 * more ways to read them than readers (a proxy that takes them in sends a length on). */
bool guard_end(Guard *g, Str version);

/* What the caller saw by itself. Always false. */
bool guard_refuse(Guard *g, const char *why);

Guard guard_new(void);
