/* wire: a request as it came in, whole, and an answer as it goes out: bytes and headers, nothing decoded yet. The seam
 * between server.c, which alone knows libmicrohttpd, and dispatch.c, which tests can therefore call without a socket. */
#pragma once
#include "base/base.h"

enum { WIRE_MAX_HEADERS = 64, ANSWER_MAX_HEADERS = 32 };

typedef struct Header {
    Str name, value;
} Header;

typedef struct Wire {
    Str           method;       /* "GET" */
    Str           path, query;  /* raw, as sent, before and after the '?' */
    const Header *headers;
    size_t        n_headers;
    Str           body;
    bool          is_too_large; /* the body exceeded its limit and was thrown away */
    Str           peer;         /* numeric address of the other end of the socket */
} Wire;

Str wire_header(const Wire *w, const char *name); /* the first of that name; empty without */
Str wire_cookie(const Wire *w, const char *name);
/* Who asks: the peer, or what the proxy of the configuration says. */
Str wire_address(const Wire *w, Str proxy);
/* The same as a key for limits and attempts. An IPv6 household has a whole /64 of addresses and is one. */
Str wire_client(Arena *a, const Wire *w, Str proxy);
/* Is the other end this very machine, and not a proxy on it that speaks for someone else? */
bool wire_is_local(const Wire *w, Str proxy);

typedef struct Answer {
    int         status;
    const char *type;
    Str         bytes;
    Header      headers[ANSWER_MAX_HEADERS];
    size_t      n_headers;
    bool        is_set;      /* a handler answered itself */
    bool        must_close;
    bool        is_embedded; /* its bytes are part of the program: they need not be copied */
    bool        is_public;   /* the same for every unknown visitor who asks the same: web/kept.h */
    const char *page;        /* another template than the row's */
    const char *pattern;     /* the route's path, for log and figures; "-" when none fits */
    int         route;       /* router_row index; -1 */
    Str         notices;     /* left for the next page: see answer.c */
    Str         log;         /* what went wrong, without personal data */
} Answer;

/* Sets a header; one of that name, or a cookie of that name, is replaced. `value` must not hold line ends or NUL. */
void answer_header(Answer *a, const char *name, Str value);
