/* guard: see guard.h. libmicrohttpd 0.9.75 takes two lengths, a length beside chunked, "Content-Length : 4" as some
 * other header, and joins a folded line to the name before it; in chunks it takes a bare LF and throws trailers away. Each
 * of these is stopped here. */
#include "web/guard.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"

enum { MAX_METHOD = 32, MAX_TARGET = 4096, MAX_VALUE = 8192, MAX_LENGTH_DIGITS = 12,
       ENTRY_COST = 64 }; /* the library keeps 56 bytes a header and a cookie beside their text */

Guard guard_new(void)
{
    return (Guard){ .length = -1, .status = 400 };
}

static bool refuse(Guard *g, int status, const char *why)
{
    if (g->refusal == NULL) {
        g->refusal = why;
        g->status = status;
    }
    return false;
}

bool guard_refuse(Guard *g, const char *why)
{
    return refuse(g, 400, why);
}

static bool is_token_char(unsigned char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) ||
           (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

bool guard_method(Guard *g, Str method)
{
    if (method.n == 0 || method.n > MAX_METHOD)
        return refuse(g, 400, "method");
    for (size_t i = 0; i < method.n; i++) {
        if (!is_token_char((unsigned char)method.p[i]))
            return refuse(g, 400, "method");
    }
    return true;
}

bool guard_target(Guard *g, Str target)
{
    g->cost += target.n;
    if (target.n == 0 || target.p[0] != '/')
        return refuse(g, 400, "target");
    if (target.n > MAX_TARGET)
        return refuse(g, 414, "target-long");
    for (size_t i = 0; i < target.n; i++) {
        unsigned char c = (unsigned char)target.p[i];
        if (c <= ' ' || c >= 0x7f)
            return refuse(g, 400, "target-byte");
        if (c == '%' && target.n - i > 2 && target.p[i + 1] == '0' && target.p[i + 2] == '0')
            return refuse(g, 400, "target-nul");
    }
    return true;
}

static bool begins(Str name, const char *with)
{
    size_t n = strlen(with);
    return name.n >= n && strncasecmp(name.p, with, n) == 0;
}

/* Is it the header called `name`? One that merely begins like it is refused: `ret_bad`. */
static bool is_called(Str name, const char *called, bool *ret_bad)
{
    if (!begins(name, called))
        return false;
    *ret_bad = *ret_bad || name.n != strlen(called);
    return name.n == strlen(called);
}

/* Digits, and no zero before others: "010" is eight to some. */
static bool is_length(Str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n == 1 || (s.n > 1 && s.n <= MAX_LENGTH_DIGITS && s.p[0] != '0');
}

static bool take_length(Guard *g, Str value)
{
    i64 n;
    if (g->lengths++)
        return refuse(g, 400, "two-lengths");
    if (!is_length(value) || !str_int(value, &n))
        return refuse(g, 400, "length");
    g->length = n;
    return true;
}

static bool take_coding(Guard *g, Str value)
{
    if (g->codings++)
        return refuse(g, 400, "two-codings");
    return str_is(value, "chunked") || refuse(g, 400, "coding");
}

/* A name or address with an optional port; it ends up in links. */
static bool take_host(Guard *g, Str value)
{
    if (g->hosts++)
        return refuse(g, 400, "two-hosts");
    if (value.n == 0 || value.n > 255)
        return refuse(g, 400, "host");
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (!(ascii_is_letter(c) || ascii_is_digit(c) || strchr(".-_:[]", c)))
            return refuse(g, 400, "host");
    }
    return true;
}

/* A header lies where it was read; of a Cookie the library makes a copy, and an entry a cookie. */
static size_t header_cost(Str name, Str value)
{
    size_t cost = name.n + value.n + ENTRY_COST;
    if (!begins(name, "Cookie"))
        return cost;
    cost += value.n + ENTRY_COST;
    for (size_t i = 0; i < value.n; i++)
        cost += value.p[i] == ';' || value.p[i] == ',' ? ENTRY_COST : 0;
    return cost;
}

bool guard_header(Guard *g, Str name, Str value, bool is_folded)
{
    bool is_bad = false;
    if (++g->headers > WIRE_MAX_HEADERS)
        return refuse(g, 431, "many-headers");
    g->cost += header_cost(name, value);
    if (g->cost > GUARD_HEAD_COST)
        return refuse(g, 431, "head-long");
    if (is_folded)
        return refuse(g, 400, "folded");
    if (name.n == 0)
        return refuse(g, 400, "name");
    for (size_t i = 0; i < name.n; i++) {
        if (!is_token_char((unsigned char)name.p[i]))
            return refuse(g, 400, "name");
    }
    if (value.n > MAX_VALUE)
        return refuse(g, 431, "value-long");
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return refuse(g, 400, "value");
    }
    if (is_called(name, "Content-Length", &is_bad))
        return take_length(g, value);
    if (is_called(name, "Transfer-Encoding", &is_bad))
        return take_coding(g, value);
    if (is_called(name, "Host", &is_bad))
        return take_host(g, value);
    return is_bad ? refuse(g, 400, "alike") : true;
}

bool guard_end(Guard *g, Str version)
{
    bool is_old = str_is(version, "HTTP/1.0");
    if (!is_old && !str_is(version, "HTTP/1.1"))
        return refuse(g, 505, "version");
    if (g->codings && g->lengths)
        return refuse(g, 400, "length-and-chunked");
    if (g->codings && is_old)
        return refuse(g, 400, "chunked-in-1.0");
    if (g->codings)
        return refuse(g, 411, "chunked");
    if (g->hosts == 0 && !is_old)
        return refuse(g, 400, "no-host");
    return g->refusal == NULL;
}
